//! A bundle before it is judged.

use std::path::PathBuf;

use pemvet::{CertificateDer, Finding};

use crate::check::authorities;
use crate::check::outcome::Place;
use crate::input::files::Secret;
use crate::input::part::FilePart;
use crate::input::roles::Role;

/// What neighbours have in common: the folder, or the file and a number for a mapping of it.
pub(crate) type Group = (PathBuf, usize);

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
    /// It is that for another.
    pub(crate) has_leaf_beside: bool,
    /// The anchors that it is for those.
    pub(crate) anchors: Vec<CertificateDer<'static>>,
    /// Its certificates are among those of the other.
    pub(crate) repeats_leaf: bool,
    /// The subjects whose names fit as well.
    pub(crate) other_keys: Vec<usize>,
    /// Its key, where that was not among the files given.
    pub(crate) key_beside: Option<KeyBeside>,
    /// The subject with the certificate that it is the key of, by their names.
    pub(crate) key_of: Option<usize>,
    /// Somebody named this very file, and no directory or hook.
    pub(crate) asked_for: bool,
    /// What its name and its neighbours' show.
    pub(crate) findings: Vec<Finding>,
}

/// A key file beside a certificate that was given alone.
pub(crate) struct KeyBeside {
    pub(crate) path: PathBuf,
    pub(crate) text: Secret,
    /// Files whose names fit as well.
    pub(crate) others: Vec<PathBuf>,
}

impl BundleToCheck {
    /// It is the key of another subject, with which it is judged.
    pub(crate) fn is_key_of_another(&self) -> bool {
        self.key_of.is_some() && self.part.keys > 0
    }

    pub(crate) fn is_standard_input(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// What both halves of a pair have in common.
    pub(crate) fn group(&self) -> Group {
        match self.place.value {
            // A number for a mapping of one file.
            Some(_) => (self.file.to_string().into(), self.part.mapping.saturating_add(1)),
            // Blocks in other text have no names that those of other files could have in common with them.
            None if self.part.lines.is_some() => (self.file.to_string().into(), 0),
            None => (self.path.parent().map(PathBuf::from).unwrap_or_default(), 0),
        }
    }

    /// Whether its name says that it is a list of CAs, and nothing in it says otherwise.
    pub(crate) fn is_list_of_authorities(&self) -> bool {
        match self.part.role {
            Some(Role::Authorities | Role::Appended) => self.part.certificates > 0,
            Some(Role::Chain) => authorities::are_only_authorities(&self.part.text),
            Some(Role::Leaf | Role::Key) | None => false,
        }
    }
}
