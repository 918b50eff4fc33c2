//! What came of a command, and why one could not be carried out.

use std::process::ExitCode;

/// Exit statuses: 0 accepted, 1 rejected or findings at `--fail-on`, 2 could not be carried out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Accepted,
    Rejected,
    Failed,
    /// Of a monitoring plugin, for which 2 means this.
    Critical,
    /// Of a monitoring plugin that could not find out.
    Unknown,
}

impl Outcome {
    pub(crate) fn status(self) -> u8 {
        match self {
            Outcome::Accepted => 0,
            Outcome::Rejected => 1,
            Outcome::Failed | Outcome::Critical => 2,
            Outcome::Unknown => 3,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(outcome.status())
    }
}

/// Why the command could not be carried out.
pub(crate) enum Failure {
    /// One line for standard error.
    Told(String),
    /// Whoever read the output went away: nothing is to be said, and no verdict given.
    ReaderGone,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::Told(message.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::ReaderGone,
            _ => Failure::Told(format!("writing failed: {error}")),
        }
    }
}

/// What a command has for standard output, however it ends.
pub(crate) enum Prints {
    Nothing,
    /// Why the exit status is what it is.
    Reasons,
    Answer,
}
