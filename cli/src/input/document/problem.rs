//! Why a text is not what it should be.

use crate::input::remark::Remark;

/// What is wrong with it, as a remark.
pub(in crate::input) struct Problem(pub(in crate::input) Remark);

impl Problem {
    pub(super) fn new(language: &'static str, line: usize, what: &str) -> Problem {
        Problem(Remark::Malformed(language, line.max(1), what.into()))
    }
}
