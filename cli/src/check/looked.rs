//! Looks into the files: what each holds, and what was not read.

use std::path::Path;
use std::sync::Arc;

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::options::Configured;
use crate::check::outcome::{BundleOutcome, Place};
use crate::input::archives::Unopened;
use crate::input::content;
use crate::input::files;
use crate::input::opened::{self, Opened};
use crate::input::part::FilePart;
use crate::input::walk::{Candidate, Directory, Skipped};
use crate::passwords::Passwords;
use crate::terms::JudgingTerms;

/// What is to be judged of the files, and what could not be read.
#[derive(Default)]
pub(crate) struct Looked {
    pub(crate) subjects: Vec<BundleToCheck>,
    pub(crate) unread: Vec<Unread>,
    /// How many were too large, and nothing says that they are ours.
    pub(crate) large: usize,
}

/// Something that was asked for and could not be read.
pub(crate) struct Unread {
    /// Before which subject it stands.
    pub(crate) before: usize,
    place: Place,
    reason: String,
}

impl Unread {
    pub(crate) fn outcome(self, terms: &Arc<JudgingTerms>) -> BundleOutcome {
        BundleOutcome {
            place: self.place,
            key: None,
            other_keys: Vec::new(),
            authorities: None,
            is_part_of_another: false,
            terms: Arc::clone(terms),
            elsewhere: Vec::new(),
            result: Err(self.reason),
        }
    }
}

impl Looked {
    /// At this place of the run.
    fn unread(&mut self, place: Place, reason: String) {
        self.unread.push(Unread {
            before: self.subjects.len(),
            place,
            reason,
        });
    }

    /// What an archive or a value holds that was not opened. Without a password it is by the way where nobody named it.
    fn unopened(&mut self, candidate: &Candidate, unopened: Unopened, skipped: &mut Vec<Skipped>) {
        let Unopened {
            value,
            reason,
            needs_password,
        } = unopened;
        let is_by_the_way = needs_password && (!candidate.named || value.is_some());
        let reason = match &value {
            Some(value) => format!("{value}: {reason}"),
            None => reason,
        };
        match is_by_the_way {
            true => skipped.push(Skipped::unread(&candidate.path, reason)),
            false => self.unread(Place::new(&candidate.path, value), reason),
        }
    }
}

/// Sorts what looking into each of the files gave.
pub(crate) fn sort(
    files: &[Configured],
    openings: Vec<Opening>,
    directories: &[Directory],
    skipped: &mut Vec<Skipped>,
) -> Looked {
    let mut looked = Looked::default();
    // The files that were read, each with whether it looks like certificates or keys.
    let mut read = Vec::new();
    for (number, (file, opening)) in files.iter().zip(openings).enumerate() {
        let candidate = &file.candidate;
        let path = &candidate.path;
        match opening {
            Opening::Opened(Opened { parts, unopened }) => {
                if !directories.is_empty() {
                    let is_ours = unopened.is_empty() && content::is_named_like_ours(path);
                    read.push((path.as_path(), !parts.is_empty() || is_ours));
                }
                for one in unopened {
                    looked.unopened(candidate, one, skipped);
                }
                let parts = parts.into_iter();
                looked
                    .subjects
                    .extend(parts.map(|part| subject(candidate, number, part)));
            }
            Opening::Unread(reason) | Opening::Unsearched(reason) if candidate.named => {
                looked.unread(Place::new(path, None), reason);
            }
            Opening::Unread(reason) => skipped.push(Skipped::unread(path, reason)),
            Opening::Unsearched(reason) => skipped.push(Skipped::passed_over(path, reason)),
            Opening::TooLarge => looked.large = looked.large.saturating_add(1),
        }
    }
    for directory in directories {
        if let Some(reason) = directory.is_unread(&read, skipped) {
            looked.unread(Place::new(&directory.path, None), reason);
        }
    }
    looked
}

fn subject(candidate: &Candidate, file: usize, part: FilePart) -> BundleToCheck {
    BundleToCheck {
        place: Place::new(&candidate.path, part.value.clone()),
        file,
        path: candidate.path.clone(),
        named: candidate.named,
        part,
        key: None,
        authorities: None,
        other_keys: Vec::new(),
        has_leaf_beside: false,
        anchors: Vec::new(),
        repeats_leaf: false,
        key_beside: None,
        key_of: None,
        asked_for: candidate.is_ours,
        findings: Vec::new(),
    }
}

/// Bytes of a document that was named or piped: all Secrets of a cluster.
const LONGEST_DOCUMENT: usize = 64 << 20;

/// What a file was found to be.
pub(crate) enum Opening {
    Opened(Opened),
    Unread(String),
    /// Too large, though its name says that it may be ours.
    Unsearched(String),
    TooLarge,
}

pub(crate) fn look_into(candidate: &Candidate, limit: usize, passwords: &Passwords) -> Opening {
    let path = &candidate.path;
    // Ten thousand files are looked at, and none of a gigabyte is read for it.
    if !candidate.is_ours && candidate.text.is_none() && files::is_longer(path, limit) {
        return match content::is_named_like_ours(path) {
            true => Opening::Unsearched(format!("is larger than {limit} bytes and was not searched")),
            false => Opening::TooLarge,
        };
    }
    // The limit is one of bundles, and a document holds many.
    let is_document =
        content::is_named_like_a_document(path) || candidate.is_piped || path.as_os_str() == "-";
    let most = if is_document {
        limit.max(LONGEST_DOCUMENT)
    } else {
        limit
    };
    let source = if candidate.is_piped { Path::new("-") } else { path };
    let text = match &candidate.text {
        Some(text) => Ok(text.clone()),
        None => files::read(source, most),
    };
    match text {
        Ok(text) if text.len() > LONGEST_DOCUMENT && is_document => Opening::Unread(format!(
            "is longer than {LONGEST_DOCUMENT} bytes, and was not read"
        )),
        Ok(text) => match opened::opened(path, text, candidate.is_ours, passwords) {
            Ok(opened) => Opening::Opened(opened),
            Err(reason) => Opening::Unread(reason),
        },
        Err(reason) => Opening::Unread(reason),
    }
}
