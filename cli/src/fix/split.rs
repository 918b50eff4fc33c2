//! `--split CERTIFICATES,KEY`: the certificates of a file into one new file, its private key into another.

use std::ops::Range;
use std::path::{Path, PathBuf};

use pemvet::pem::{Kind, scan};

/// The two files that `--split` names. The error is words for the user.
pub(super) fn targets(given: &[PathBuf]) -> Result<(&Path, &Path), String> {
    match given {
        [certificates, key]
            if certificates != key && certificates.as_os_str() != "-" && key.as_os_str() != "-" =>
        {
            Ok((certificates, key))
        }
        _ => Err("--split wants two file names: --split CERTIFICATES,KEY".into()),
    }
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
