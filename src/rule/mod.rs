//! What is known of a rule without its check: name, severity, texts.

pub mod names;
mod period;
mod severities;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::class::Class;
use crate::severity::Severity;
use crate::stacks::{self, Fact};

pub use period::Period;
pub(crate) use period::midnight;
pub use severities::Severities;

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
    /// The days of issue of the certificates that it is about.
    pub in_force: Period,
    /// The minor version of pemvet, `0.2`, that has it first: see [`Rule::is_preview`].
    pub new_in: &'static str,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Concern {
    /// Whether the program that is given the files reads them; and the facts of [`stacks`] that it may report,
    /// which tell who does not.
    Loads(&'static [Fact]),
    /// Whether a peer takes the chain; and the facts that it may report.
    Verifies(&'static [Fact]),
    /// A key that is weak, leaked or badly kept. No choice of servers and clients makes it milder.
    Safe,
    /// What a product, a standard, a calendar or the caller demands. No choice of servers and clients makes it milder.
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

/// Rules of a caller's own.
static OWN: Area = Area {
    name: "own",
    title: "checks of the service that embeds pemvet",
    fixed: false,
};

impl Rule {
    /// A rule of the caller's own, for a [`Check`](crate::Check): its name in kebab-case, with a prefix that no rule of pemvet
    /// has; the class of its errors; its severity; and what it finds, as the end of the sentence "it was found that …".
    pub const fn new(name: &'static str, class: Class, severity: Severity, summary: &'static str) -> Rule {
        Rule {
            area: &OWN,
            name,
            class,
            severity,
            concern: Concern::Policy,
            summary,
            explanation: "",
            citations: &[],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        }
    }

    /// Whether it is for the next minor version: it is asked only under a profile that wants
    /// [previews](crate::Profile::preview), so that nobody's judgement changes before a release says so.
    ///
    /// ```
    /// use pemvet::rules;
    ///
    /// assert!(rules::find("next-validity-shorter").unwrap().is_preview());
    /// assert!(!rules::find("certificate-expired").unwrap().is_preview());
    /// ```
    pub fn is_preview(&self) -> bool {
        let numbers = |text: &str| -> Option<(u64, u64)> {
            let (major, minor) = text.split_once('.')?;
            Some((major.parse().ok()?, minor.parse().ok()?))
        };
        let this = numbers(concat!(
            env!("CARGO_PKG_VERSION_MAJOR"),
            ".",
            env!("CARGO_PKG_VERSION_MINOR")
        ));
        numbers(self.new_in) > this
    }

    /// With its explanation, whose last paragraph, after an empty line, says how to mend it: findings give that as help.
    #[must_use]
    pub const fn with_explanation(self, explanation: &'static str) -> Rule {
        Rule { explanation, ..self }
    }

    /// What it is and why it matters: the explanation without its last paragraph.
    ///
    /// ```
    /// let rule = pemvet::rules::find("certificate-expires-soon").unwrap();
    /// assert_eq!(rule.fix(), "Renew it.");
    /// assert!(!rule.what().contains("Renew it."));
    /// ```
    pub fn what(&self) -> &'static str {
        self.explanation.rsplit_once("\n\n").map_or("", |(what, _)| what)
    }

    /// How to mend it: the last paragraph.
    pub fn fix(&self) -> &'static str {
        self.explanation
            .rsplit_once("\n\n")
            .map_or(self.explanation, |(_, fix)| fix)
    }

    /// Who refuses it, by the table of stacks: a line for each fact.
    ///
    /// ```
    /// let rule = pemvet::rules::find("block-unexpected").unwrap();
    /// assert!(rule.who().contains("GnuTLS"));
    /// ```
    pub fn who(&self) -> String {
        let facts = self.concern.facts();
        let lines = facts.iter().map(|fact| {
            alloc::format!(
                "{}: {}",
                fact.words().trim_end_matches('.'),
                stacks::sentence(*fact)
            )
        });
        match (self.concern, facts.is_empty()) {
            (_, false) => lines.collect::<Vec<_>>().join("\n"),
            (Concern::Loads(_), _) => "The program that is given the file, as described above.".into(),
            (Concern::Verifies(_), _) => "Peers that verify the chain, as described above.".into(),
            (Concern::Safe, _) => {
                "Nobody, unless somebody is named above. The danger is whoever has the key, or works it out."
                    .into()
            }
            (Concern::Policy, _)
                if [names::CERTIFICATE_EXPIRED, names::CERTIFICATE_NOT_YET_VALID].contains(&self.name) =>
            {
                "Every peer that verifies the chain.".into()
            }
            (Concern::Policy, _) => "Whoever demands it, as described above.".into(),
        }
    }
}

/// Prints the name.
impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.name).finish()
    }
}

/// A group of rules about one matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Area {
    /// One word, or two with a hyphen.
    pub name: &'static str,
    /// What its rules are about.
    pub title: &'static str,
    /// Whether findings keep their severity, whatever a profile says.
    pub fixed: bool,
}
