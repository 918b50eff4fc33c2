//! What every program of a trial is given.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// What every program is given.
pub(super) struct Setting<'s> {
    /// A folder that goes when the trial ends.
    pub(super) folder: &'s Path,
    pub(super) certificates: PathBuf,
    pub(super) key: PathBuf,
    /// Certificates and key in one file, which HAProxy wants.
    pub(super) both: PathBuf,
    /// What clients trust.
    pub(super) root: Option<PathBuf>,
    /// The name that clients connect to.
    pub(super) name: Option<String>,
    pub(super) patience: Duration,
}
