//! What a file holds, the archives in it opened with a password.

use std::path::Path;

use crate::input::archives::{self, Unopened};
use crate::input::content;
use crate::input::files::{self, Secret};
use crate::input::line_map::LineMap;
use crate::input::part::FilePart;
use crate::passwords::Passwords;

/// What a file holds, its archives opened.
pub(crate) struct Opened {
    pub(crate) parts: Vec<FilePart>,
    /// Archives that stayed shut.
    pub(crate) unopened: Vec<Unopened>,
}

impl Opened {
    /// Why archives stayed shut, for people: the file, and the value in it.
    pub(crate) fn untold(&self, path: &str) -> String {
        let one = |it: &Unopened| match &it.value {
            Some(value) => format!("{path} ({value}): {}", it.reason),
            None => format!("{path}: {}", it.reason),
        };
        let all: Vec<String> = self.unopened.iter().map(one).collect();
        all.join("\npemvet: ")
    }
}

/// The parts of a file, and of the archives in it.
pub(crate) fn opened(
    path: &Path,
    text: Secret,
    named: bool,
    passwords: &Passwords,
) -> Result<Opened, String> {
    let is_plain = text.first() == Some(&0x30);
    let cut = content::parts(path, text, named)?;
    let mut opened = Opened {
        parts: Vec::with_capacity(cut.len()),
        unopened: Vec::new(),
    };
    for part in cut {
        let Some(bytes) = part.unopened() else {
            opened.parts.push(part);
            continue;
        };
        match archives::expand(&part, bytes, &files::shown(path), named, passwords) {
            Ok(mut parts) => {
                if !named {
                    archives::tell_of_bare_keys(&mut parts);
                }
                if part.value.is_none() && promises_pem(path) {
                    archives::tell_of_name(&mut parts);
                }
                opened.parts.extend(parts);
            }
            // Whatever is in it, it is not what its name says.
            Err(shut) if shut.needs_password && !named && is_plain && promises_pem(path) => {
                let text = bytes.clone();
                let own = FilePart::new(None, 0, content::name_of(path), text, LineMap::from(1), &[]);
                opened.parts.push(own);
            }
            Err(unopened) => opened.unopened.push(unopened),
        }
    }
    Ok(opened)
}

/// The certificates of a file that may be an archive, in PEM. The error is words for people.
pub(crate) fn certificates(path: &Path, text: Secret, passwords: &Passwords) -> Result<Secret, String> {
    if !archives::is_archive(path, &text) {
        return Ok(text);
    }
    let opened = opened(path, text, true, passwords)?;
    match (
        opened.parts.into_iter().next(),
        opened.unopened.into_iter().next(),
    ) {
        (Some(part), _) => Ok(part.text),
        (None, Some(shut)) => Err(shut.reason),
        (None, None) => Ok(Secret::default()),
    }
}

/// All certificates of a file that may be an archive, those that it trusts among them, in PEM. The error is words for people.
pub(crate) fn every_certificate(path: &Path, text: Secret, passwords: &Passwords) -> Result<Secret, String> {
    if !archives::is_archive(path, &text) {
        return Ok(text);
    }
    let opened = opened(path, text, true, passwords)?;
    if let Some(shut) = opened.unopened.into_iter().next() {
        return Err(shut.reason);
    }
    let parts: Vec<Secret> = opened
        .parts
        .into_iter()
        .filter(|part| part.certificates > 0)
        .map(|part| part.text)
        .collect();
    let length = parts.iter().map(|part| part.len()).sum();
    let mut all = Secret::new(Vec::with_capacity(length));
    parts.iter().for_each(|part| all.extend_from_slice(part));
    Ok(all)
}

/// Whether the name says that there is PEM.
fn promises_pem(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    matches!(extension.to_str(), Some("pem" | "crt" | "cert" | "key"))
}
