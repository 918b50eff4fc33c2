//! A row of the table.

use super::context::Context;
use super::needs::Needs;
use super::sink::Sink;
use crate::rule::Rule;

/// A rule with the check that applies it.
pub(super) struct Entry {
    pub(super) rule: Rule,
    /// Without what it has nothing to find, and is not asked.
    pub(super) needs: Needs,
    pub(super) check: fn(&Context<'_>, &mut Sink<'_>),
}

impl Entry {
    /// What all of these rules need.
    pub(super) const fn common_needs(entries: &[Entry]) -> Needs {
        let (mut common, mut rest) = (Needs::ALL, entries);
        while let Some((entry, others)) = rest.split_first() {
            common = common.common(entry.needs);
            rest = others;
        }
        common
    }
}
