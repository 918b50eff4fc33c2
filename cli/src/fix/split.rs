//! `--split CERTIFICATES,KEY`: the certificates of a file into one new file, its private key into another.

use std::ops::Range;
use std::path::{Path, PathBuf};

use pemvet::pem::{Kind, scan};

/// The files that `--split` names.
pub(super) struct Targets<'a> {
    /// All certificates, or the leaf.
    pub(super) certificates: &'a Path,
    /// The certificates above the leaf, where they have a file of their own.
    pub(super) chain: Option<&'a Path>,
    pub(super) key: &'a Path,
}

/// The two or three files that `--split` names. The error is words for the user.
pub(super) fn targets(given: &[PathBuf]) -> Result<Targets<'_>, String> {
    let differ = (1..given.len()).all(|place| !given[..place].contains(&given[place]));
    let are_files = given.iter().all(|path| path.as_os_str() != "-");
    let (certificates, chain, key) = match given {
        [certificates, key] => (certificates, None, key),
        [leaf, chain, key] => (leaf, Some(chain.as_path()), key),
        _ => return Err(WANTED.into()),
    };
    match differ && are_files {
        true => Ok(Targets {
            certificates,
            chain,
            key,
        }),
        false => Err(WANTED.into()),
    }
}

const WANTED: &str =
    "--split wants two file names, or three: --split CERTIFICATES,KEY or --split LEAF,CHAIN,KEY";

/// The first block of a canonical text, and the others.
pub(super) fn after_leaf(text: &str) -> (&str, &str) {
    const END: &str = "-----END CERTIFICATE-----\n";
    let end = text
        .find(END)
        .map_or(text.len(), |at| at.saturating_add(END.len()));
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Where the file's one private key is. Its text is copied as it is, so it must be whole: nobody mends a key but who made
/// it.
pub(super) fn key(bytes: &[u8]) -> Result<Range<usize>, String> {
    let found = scan(bytes);
    let is_key = |kind: Kind| kind.is_private_key() || kind == Kind::OpenSshPrivateKey;
    let mut keys = found.sections().iter().filter(|section| is_key(section.kind()));
    let (Some(key), None) = (keys.next(), keys.next()) else {
        return Err("--split wants a file with one private key in it".into());
    };
    let place = key.bytes();
    let text = bytes.get(place.clone()).unwrap_or_default();
    let alone = scan(text);
    let is_whole = alone.sections().len() == 1
        && alone.sections().iter().all(|it| it.kind() == key.kind())
        && alone.faults().is_empty()
        && alone.explanatory_text().is_empty()
        && alone.repairs().is_empty();
    if is_whole {
        Ok(place)
    } else {
        Err("the text of the private key is damaged, and keys are copied as they are; export it again".into())
    }
}
