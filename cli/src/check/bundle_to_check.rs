//! A bundle before it is judged.

use std::path::{Path, PathBuf};

use crate::check::outcome::Place;
use crate::input::files::Secret;
use crate::input::part::FilePart;

/// One bundle before it is judged.
pub(crate) struct BundleToCheck {
    pub(crate) place: Place,
    /// The file's number; parts of a file can be a pair.
    pub(crate) file: usize,
    pub(crate) path: PathBuf,
    pub(crate) named: bool,
    pub(crate) part: FilePart,
    /// The subject that holds its key.
    pub(crate) key: Option<usize>,
    /// The subject that holds the CAs beside it.
    pub(crate) authorities: Option<usize>,
    /// Its key, where that was not among the files given.
    pub(crate) key_beside: Option<(PathBuf, Secret)>,
    /// It is the key of another subject, with which it is judged.
    pub(crate) is_key_of_another: bool,
}

impl BundleToCheck {
    /// What both halves of a pair have in common.
    pub(crate) fn group(&self) -> (PathBuf, usize) {
        match self.place.value {
            // A number for a mapping of one file.
            Some(_) => (self.file.to_string().into(), self.part.mapping.saturating_add(1)),
            None => (self.path.parent().map(PathBuf::from).unwrap_or_default(), 0),
        }
    }

    /// The file that its key was read from, where that is not one of the subjects.
    pub(crate) fn key_file_beside(&self) -> Option<&Path> {
        self.key_beside.as_ref().map(|(path, _)| path.as_path())
    }
}
