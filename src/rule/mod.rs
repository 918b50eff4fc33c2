//! What is known of a rule without its check: name, severity, texts.

pub mod names;

use core::fmt;

use crate::class::Class;
use crate::severity::Severity;

/// One rule and its texts.
#[non_exhaustive]
pub struct Rule {
    /// The area that it belongs to.
    pub area: &'static Area,
    /// Its one stable identity, in kebab-case. Never reused for another meaning.
    pub name: &'static str,
    /// The class of its error findings.
    pub class: Class,
    /// The severity that it has unless its explanation or the profile says otherwise.
    pub severity: Severity,
    /// What it finds, as the end of the sentence "pemvet found that …".
    pub summary: &'static str,
    /// What it is, why it matters, how to mend it.
    pub explanation: &'static str,
    /// The clauses it comes from.
    pub citations: &'static [&'static str],
}

/// Prints the name.
impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.name).finish()
    }
}

/// A subject that rules have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Area {
    /// One word, or two with a hyphen.
    pub name: &'static str,
    /// What its rules are about.
    pub title: &'static str,
    /// Findings keep their severity whatever [`Profile::severities`](crate::Profile::severities) says.
    pub fixed: bool,
}
