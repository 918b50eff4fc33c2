//! One step of the way.

use serde::Serialize;

/// One step.
#[derive(Serialize)]
pub(crate) struct Step {
    pub(crate) title: String,
    /// What is to be known, a paragraph each.
    pub(crate) words: Vec<String>,
    /// Lines for a POSIX shell, in their order.
    pub(crate) commands: Vec<String>,
}

impl Step {
    pub(super) fn new(title: &str, words: &[&str], commands: &[&str]) -> Step {
        Step {
            title: title.into(),
            words: words.iter().map(|words| (*words).into()).collect(),
            commands: commands.iter().map(|command| (*command).into()).collect(),
        }
    }
}
