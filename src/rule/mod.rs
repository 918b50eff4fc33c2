//! What is known of a rule without its check: name, severity, texts.

pub mod names;

use core::fmt;

use crate::class::Class;
use crate::severity::Severity;
use crate::stacks::Fact;

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
    /// What it is about, and with that who decides how grave it is.
    pub concern: Concern,
    /// What it finds, as the end of the sentence "pemvet found that …".
    pub summary: &'static str,
    /// What it is, why it matters, how to mend it.
    pub explanation: &'static str,
    /// The clauses it comes from.
    pub citations: &'static [&'static str],
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Whether the program that is given the files reads them; and the facts of [`stacks`](crate::stacks) that it may report,
    /// which tell who does not.
    Loads(&'static [Fact]),
    /// Whether a peer takes the chain; and the facts that it may report.
    Verifies(&'static [Fact]),
    /// A key that is weak, leaked or badly kept. No choice of servers and clients makes it milder.
    Safe,
    /// What a product, a standard of an authority, a calendar or the caller demands. No choice makes it milder.
    Policy,
}

impl Concern {
    /// In one word.
    ///
    /// ```
    /// assert_eq!(pemvet::rules::find("certificate-expired").unwrap().concern.as_str(), "policy");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Concern::Loads(_) => "loads",
            Concern::Verifies(_) => "verifies",
            Concern::Safe => "safe",
            Concern::Policy => "policy",
        }
    }

    /// The facts that it may report.
    pub fn facts(self) -> &'static [Fact] {
        match self {
            Concern::Loads(facts) | Concern::Verifies(facts) => facts,
            Concern::Safe | Concern::Policy => &[],
        }
    }
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
