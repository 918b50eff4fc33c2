//! The rule table. Stages record facts; only rules judge.
//!
//! A rule is one literal in the `RULES` array of its area's file, with its check under it. Everything else
//! derives from the areas: `pemvet rules`, `pemvet explain`, `docs/rules.md` and the rule names in reports.
//!
//! A rule whose precondition is missing stays silent, because the rule that owns the precondition speaks: one
//! fault, one finding.

mod absent;
mod algorithm;
mod chain;
mod constraint;
mod context;
mod critical;
mod encoding;
mod extension;
mod identifier;
mod issuer;
mod key;
mod key_file;
mod key_unreadable;
mod leaf;
mod limit;
mod name;
mod name_form;
mod outside;
mod path;
mod product;
mod renewal;
mod repair;
mod repository;
mod sink;
mod strict;
mod strict_key;
mod trust;
mod upload;
mod usage;
mod validity;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::class::Class;
use crate::report::{Details, Finding, Severity};

pub(crate) use context::{Context, KeyInput, Known, Source, Unread, UnreadReason};
use sink::{Found, Sink};

/// One rule: its texts, and the check that applies it.
#[non_exhaustive]
pub struct Rule {
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
    check: fn(&Context<'_>, &mut Sink<'_>),
}

impl Rule {
    /// A finding of this rule, with its severity and class and without a place, for programs that see what one bundle does
    /// not show: the area `repository` lists rules that [`Bundle::validate`](crate::Bundle::validate) never raises.
    ///
    /// `message` is shown as it is: escape foreign text in it with [`text::escape`](crate::text::escape).
    ///
    /// ```
    /// let rule = pemvet::rules::find("key-readable-by-all").unwrap();
    /// let finding = rule.finding("Mode 0644 lets everybody read it; wanted 0600.");
    /// assert_eq!((finding.severity, finding.class), (pemvet::Severity::Warning, None));
    /// ```
    pub fn finding(&'static self, message: impl Into<String>) -> Finding {
        Finding {
            rule: self,
            class: (self.severity == Severity::Error).then_some(self.class),
            severity: self.severity,
            message: message.into(),
            help: None,
            details: Details::default(),
            location: None,
        }
    }

    /// The area that it belongs to.
    ///
    /// ```
    /// assert_eq!(pemvet::rules::find("end-marker-missing").unwrap().area().name, "encoding");
    /// ```
    pub fn area(&self) -> &'static Area {
        let holds = |area: &&Area| area.rules.iter().any(|rule| rule.name == self.name);
        AREAS.iter().find(holds).unwrap_or(&NO_AREA)
    }
}

/// Prints the name.
impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.name).finish()
    }
}

/// Rules about one subject.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Area {
    /// One word.
    pub name: &'static str,
    /// What its rules are about.
    pub title: &'static str,
    /// Its rules, in the order in which they speak.
    pub rules: &'static [Rule],
    /// Findings keep their severity whatever [`Profile::severities`](crate::Profile::severities) says.
    pub fixed: bool,
}

static AREAS: &[Area] = &[
    Area {
        name: "upload",
        title: "The certificate's name",
        rules: upload::RULES,
        fixed: true,
    },
    Area {
        name: "limit",
        title: "Limits",
        rules: limit::RULES,
        fixed: true,
    },
    Area {
        name: "encoding",
        title: "PEM and DER",
        rules: encoding::RULES,
        fixed: true,
    },
    Area {
        name: "der",
        title: "The encoding of certificates",
        rules: strict::RULES,
        fixed: false,
    },
    Area {
        name: "public-key",
        title: "Public keys that cannot be used",
        rules: strict_key::RULES,
        fixed: false,
    },
    Area {
        name: "repair",
        title: "Damage that can be repaired",
        rules: repair::RULES,
        fixed: true,
    },
    Area {
        name: "leaf",
        title: "The leaf",
        rules: leaf::RULES,
        fixed: false,
    },
    Area {
        name: "chain",
        title: "Chain and order",
        rules: chain::RULES,
        fixed: false,
    },
    Area {
        name: "issuer",
        title: "Issuers and signatures",
        rules: issuer::RULES,
        fixed: false,
    },
    Area {
        name: "trust",
        title: "Where the chain ends",
        rules: trust::RULES,
        fixed: false,
    },
    Area {
        name: "constraint",
        title: "What the CAs allow",
        rules: constraint::RULES,
        fixed: false,
    },
    Area {
        name: "critical",
        title: "Critical extensions",
        rules: critical::RULES,
        fixed: false,
    },
    Area {
        name: "validity",
        title: "Validity",
        rules: validity::RULES,
        fixed: false,
    },
    Area {
        name: "usage",
        title: "Usage",
        rules: usage::RULES,
        fixed: false,
    },
    Area {
        name: "name",
        title: "Names",
        rules: name::RULES,
        fixed: false,
    },
    Area {
        name: "name-form",
        title: "The form of names",
        rules: name_form::RULES,
        fixed: false,
    },
    Area {
        name: "extension",
        title: "The form of extensions",
        rules: extension::RULES,
        fixed: false,
    },
    Area {
        name: "identifier",
        title: "Serial numbers and key identifiers",
        rules: identifier::RULES,
        fixed: false,
    },
    Area {
        name: "algorithm",
        title: "Algorithms and versions",
        rules: algorithm::RULES,
        fixed: false,
    },
    Area {
        name: "key-file",
        title: "Private key file",
        rules: key_file::RULES,
        fixed: false,
    },
    Area {
        name: "key",
        title: "Private key",
        rules: key::RULES,
        fixed: false,
    },
    Area {
        name: "product",
        title: "Faults of the product",
        rules: product::RULES,
        fixed: false,
    },
    Area {
        name: "renewal",
        title: "Renewal",
        rules: renewal::RULES,
        fixed: false,
    },
    Area {
        name: "path",
        title: "Second opinion",
        rules: path::RULES,
        fixed: false,
    },
    Area {
        name: REPOSITORY,
        title: "Files beside each other",
        rules: repository::RULES,
        fixed: false,
    },
];

/// Of no rule: each is in an area.
static NO_AREA: Area = Area {
    name: "",
    title: "",
    rules: &[],
    fixed: true,
};

/// The area of rules that no bundle raises alone: [`Rule::finding`] is for the programs that do.
const REPOSITORY: &str = "repository";

/// All rules, by area.
///
/// ```
/// let names: Vec<&str> = pemvet::rules::areas().iter().flat_map(|area| area.rules).map(|rule| rule.name).collect();
/// assert!(names.contains(&"chain-out-of-order"));
/// ```
pub fn areas() -> &'static [Area] {
    AREAS
}

/// The rule of this name.
///
/// ```
/// let rule = pemvet::rules::find("certificate-expired").unwrap();
/// assert_eq!(rule.class, pemvet::Class::Expired);
/// assert!(pemvet::rules::find("no-such-rule").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static Rule> {
    AREAS
        .iter()
        .flat_map(|area| area.rules)
        .find(|rule| rule.name == name)
}

/// Runs every rule. A bundle under an unknown name is judged no further.
pub(crate) fn run(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for area in AREAS {
        for rule in area.rules {
            let mut sink = Sink::new(context.profile, area, rule, &mut findings);
            (rule.check)(context, &mut sink);
            sink.finish();
        }
        if context.profile.unknown_name.is_some() {
            break;
        }
    }
    findings.sort_by_key(|finding| core::cmp::Reverse(finding.severity));
    findings
}
