//! How much a finding matters.

use core::fmt;

/// How much a finding matters: the three levels of SARIF.
///
/// Only [`Severity::Error`] rejects a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
// Closed: the levels of SARIF, and a match should name each.
pub enum Severity {
    /// Tolerated, repaired, or advice. Asks for no work.
    Note,
    /// Works today, and will fail for somebody.
    Warning,
    /// The upload, the start of the server or a handshake fails.
    Error,
}

impl Severity {
    /// The severity as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
