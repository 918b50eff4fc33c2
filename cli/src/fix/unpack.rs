//! What `fix` takes out of an archive: the certificates of one private key, and that key.

use std::io::{self, Write};
use std::path::Path;

use pemvet::{Finding, Severity};

use crate::check::archives as told;
use crate::input::archive_note::Note;
use crate::input::files::Secret;
use crate::input::part::FilePart;
use crate::input::roles::Role;
use crate::input::{archives, opened};
use crate::key_file::Key;
use crate::output::paragraph::{self, count};
use crate::passwords::Passwords;
use crate::terms::ResolvedArgs;

/// What was taken out of an archive.
pub(super) struct Unpacked {
    /// In PEM, the leaf first.
    pub(super) certificates: Secret,
    number: usize,
    key: Option<Secret>,
    findings: Vec<Finding>,
}

/// The certificates and the key of an archive, the key of this name where there are several; `None` for any other file. The
/// error is words for the user.
pub(super) fn unpack(
    path: &Path,
    bytes: &Secret,
    alias: Option<&str>,
    passwords: &Passwords,
) -> Result<Option<Unpacked>, String> {
    if !archives::is_archive(path, bytes) {
        return match alias {
            Some(_) => Err("--alias names a key of an archive, and this is not an archive".into()),
            None => Ok(None),
        };
    }
    let opened = opened::opened(path, bytes.clone(), true, passwords)?;
    if let Some(shut) = opened.unopened.into_iter().next() {
        return Err(shut.reason);
    }
    let mut parts = opened.parts;
    for archive in parts.iter_mut().filter_map(|part| part.archive.as_mut()) {
        // PEM is what is made of it.
        archive.notes.retain(|note| *note != Note::NamedPem);
    }
    let findings = parts.iter().filter_map(|part| part.archive.as_ref());
    let findings = findings.flat_map(|it| told::findings(it, 1)).collect();
    let has_key = |part: &FilePart| part.archive.as_ref().is_some_and(|it| it.key.is_some());
    let name = |part: &FilePart| part.archive.as_ref().and_then(|it| it.key_name.clone());
    let names: Vec<String> = parts
        .iter()
        .filter(|part| has_key(part))
        .filter_map(name)
        .collect();
    if let Some(alias) = alias {
        parts.retain(|part| name(part).is_some_and(|name| name.eq_ignore_ascii_case(alias)));
        if parts.is_empty() {
            return Err(format!(
                "no private key in it is called {}; there are: {}",
                pemvet::text::echo(alias),
                names.join(", ")
            ));
        }
    }
    // Certificates that are trusted are no part of a chain, unless there is nothing else.
    if parts.iter().any(|part| part.role != Some(Role::Authorities)) {
        parts.retain(|part| part.role != Some(Role::Authorities));
    }
    if parts.iter().filter(|part| has_key(part)).count() > 1 {
        return Err(format!(
            "holds {} private keys, each with certificates of its own; say which with --alias NAME: {}",
            parts.len(),
            names.join(", ")
        ));
    }
    let Some(mut part) = parts.into_iter().next() else {
        return Err("holds no certificate and no private key".into());
    };
    let key = part.archive.as_mut().and_then(|it| it.key.take());
    Ok(Some(Unpacked {
        number: part.certificates,
        certificates: part.text,
        key,
        findings,
    }))
}

impl Unpacked {
    /// What is asked, with the archive's key where none was given.
    pub(super) fn demand(&self, path: &Path, demand: &ResolvedArgs) -> ResolvedArgs {
        let copy = |key: &Key| Key {
            path: key.path.clone(),
            text: key.text.clone(),
            opened: key.opened.clone(),
        };
        let own = || Some(Key::new(path.into(), self.key.clone()?));
        ResolvedArgs {
            profile: demand.profile.clone(),
            key: demand.key.as_ref().map(copy).or_else(own),
            now: demand.now,
            names: demand.names.clone(),
            ignored: demand.ignored.clone(),
            mild: demand.mild,
        }
    }

    pub(super) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// For `--split`.
    pub(super) fn key(&self) -> Result<&Secret, String> {
        let none = "--split wants a private key, and none was found in the archive, or it stayed shut; --output writes the certificates";
        self.key.as_ref().ok_or_else(|| none.into())
    }

    pub(super) fn tell(&self, out: &mut impl Write, path: &str) -> io::Result<()> {
        let key = match self.key {
            Some(_) => "1 private key",
            None => "no private key",
        };
        writeln!(
            out,
            "{path}: an archive with {} and {key}",
            count(self.number, "certificate")
        )?;
        paragraph::notes(out, path, &self.findings, Severity::Note)
    }
}
