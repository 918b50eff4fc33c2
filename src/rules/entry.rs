//! A row of the table.

use super::context::Context;
use super::sink::Sink;
use crate::rule::Rule;

/// A rule with the check that applies it.
pub(super) struct Entry {
    pub(super) rule: Rule,
    pub(super) check: fn(&Context<'_>, &mut Sink<'_>),
}
