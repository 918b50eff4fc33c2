//! What rules have found.

use alloc::string::String;
use alloc::vec::Vec;

use super::calendar::is_public;
use super::context::Context;
use super::grade;
use crate::certificate::Certificate;
use crate::profile::Profile;
use crate::report::{Details, Documents, Finding, Help, Location, Remedy};
use crate::rule::{Concern, Rule};
use crate::severity::Severity;
use crate::stacks::{self, Fact};

/// Collects findings, and gives each the name, class and severity of its rule.
pub(crate) struct Sink<'s> {
    profile: &'s Profile,
    documents: Documents<'s>,
    /// The one that is asked now.
    pub(super) rule: &'static Rule,
    /// `pemvet fix` would write something.
    is_repairable: bool,
    leaf: Option<&'s Certificate<'s>>,
    findings: &'s mut Vec<Finding>,
    /// How many of them are this rule's.
    kept: usize,
    /// What this rule found beyond [`MOST_FINDINGS`]: how many, and the strongest of their severities.
    dropped: usize,
    strongest: Severity,
}

/// Findings of one rule. Nobody reads more, and a hostile file of a megabyte could make fifty thousand.
const MOST_FINDINGS: usize = 100;

/// What a check hands to the [`Sink`].
pub(crate) struct Found {
    severity: Option<Severity>,
    message: String,
    help: Option<Help>,
    details: Details,
    location: Option<Location>,
    fact: Option<Fact>,
    graded: Graded,
}

/// When a fact says how grave a finding is, in place of the rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Graded {
    Always,
    /// Where stacks are named.
    ForNamed,
    Never,
}

impl<'s> Sink<'s> {
    /// For `rule`, and those after it.
    pub(super) fn new<'c: 's>(
        context: &Context<'c>,
        rule: &'static Rule,
        findings: &'s mut Vec<Finding>,
    ) -> Sink<'s> {
        Sink {
            profile: context.profile,
            documents: context.documents,
            rule,
            is_repairable: context.is_repairable,
            leaf: context.leaf().map(|(_, leaf)| leaf),
            findings,
            kept: 0,
            dropped: 0,
            strongest: Severity::Note,
        }
    }

    pub(crate) fn push(&mut self, found: Found) {
        let own = self.severity_of(&found);
        let severity = self.profile.severities.get(self.rule).unwrap_or(own);
        if self.is_full() {
            self.dropped = self.dropped.saturating_add(1);
            self.strongest = self.strongest.max(severity);
            return;
        }
        self.kept = self.kept.saturating_add(1);
        // Who refuses it is never said from memory.
        let mut message = found.message;
        if let Some(fact) = found.fact.filter(|_| severity > Severity::Note) {
            let sentence = stacks::sentence(fact);
            if !message.contains(&sentence) {
                message.push('\n');
                message.push_str(&sentence);
            }
        }
        let help = found.help.filter(|help| self.is_repairable || !offers_fix(help));
        self.findings.push(Finding {
            rule: self.rule,
            class: (severity == Severity::Error).then_some(self.rule.class),
            severity,
            message,
            help: help.map(|help| self.for_customer(help)),
            details: found.details,
            location: found.location.map(|it| self.documents.place(it)),
            fact: found.fact,
        });
    }

    /// Who has a certificate of a public CA sets no extensions: recipes for CAs help nobody there.
    fn for_customer(&self, help: Help) -> Help {
        let is_recipe = |text: &str| RECIPES.iter().any(|recipe| text.contains(recipe));
        if help.remedy().is_some() || !is_recipe(&help.text()) || !self.leaf.is_some_and(is_public) {
            return help;
        }
        let text = help.text();
        let lines = text.lines().map(|line| {
            let start = RECIPES.iter().filter_map(|recipe| line.find(recipe)).min();
            let kept = start.map_or(line, |start| line.get(..start).unwrap_or_default());
            kept.trim_end_matches([' ', '.', ':', ';', ','])
        });
        let kept: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        Help::from(match kept.join(". ") {
            kept if kept.is_empty() => String::from(PUBLIC),
            kept if kept.contains("a public CA") => kept,
            kept => alloc::format!("{kept}. {PUBLIC}"),
        })
    }

    /// A fact is as grave as the table of stacks says, and no less than what an authority's standard makes of it.
    fn severity_of(&self, found: &Found) -> Severity {
        let stated = found.severity.unwrap_or(self.rule.severity);
        let is_demanded = found.severity == Some(Severity::Error);
        // Keys that are weak or leaked, products, standards and calendars are nobody's to make milder.
        let is_own = matches!(self.rule.concern, Concern::Safe | Concern::Policy);
        let is_graded = match found.graded {
            Graded::Always => true,
            Graded::ForNamed => !self.profile.stacks.is_empty(),
            Graded::Never => false,
        };
        match (found.fact, found.graded) {
            _ if !is_graded || is_own || is_demanded => stated,
            (Some(fact), Graded::ForNamed) => grade::for_named(self.rule.concern, fact, self.profile, stated),
            (Some(fact), _) => grade::severity(self.rule.concern, fact, self.profile),
            _ => stated,
        }
    }

    /// Whether what this rule finds from now on is only counted.
    pub(crate) fn is_full(&self) -> bool {
        self.kept >= MOST_FINDINGS
    }

    /// After a rule: one finding for all of its that were dropped.
    #[inline]
    pub(super) fn finish(&mut self) {
        if self.kept > 0 {
            self.sum_up();
        }
    }

    #[cold]
    fn sum_up(&mut self) {
        if self.dropped > 0 {
            let message = alloc::format!("The same {} times more; not shown one by one.", self.dropped);
            self.findings.push(Finding {
                rule: self.rule,
                class: (self.strongest == Severity::Error).then_some(self.rule.class),
                severity: self.strongest,
                message,
                help: None,
                details: Details::Size {
                    found: Some(self.dropped),
                    wanted: None,
                },
                location: None,
                fact: None,
            });
        }
        (self.kept, self.dropped, self.strongest) = (0, 0, Severity::Note);
    }

    /// Whether the rule of this name, an earlier one, has rejected the bundle.
    pub(crate) fn has_rejected(&self, rule: &str) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error && finding.rule.name == rule)
    }

    /// Whether an earlier rule has rejected the bundle.
    pub(crate) fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }
}

/// What begins a recipe for whoever runs the CA.
const RECIPES: [&str; 2] = ["OpenSSL: ", "AD CS: "];
const PUBLIC: &str = "A public CA issued it, and its customers set no extensions: choose another of its profiles or products, \
                      or have it issued by a private CA";

/// Nothing is offered that `pemvet fix` would not do.
fn offers_fix(help: &Help) -> bool {
    matches!(help.remedy(), Some(Remedy::Fix | Remedy::Split))
}

impl Found {
    pub(crate) fn new(location: Option<Location>, message: impl Into<String>) -> Found {
        Found {
            severity: None,
            message: message.into(),
            help: None,
            details: Details::default(),
            location,
            fact: None,
            graded: Graded::Always,
        }
    }

    /// As [`Found::fact`], where the severity that is stated counts as long as no stack is named.
    pub(crate) fn for_named(mut self, fact: Fact) -> Found {
        self.graded = Graded::ForNamed;
        self.fact(fact)
    }

    /// What it is in the table of stacks, which then says how grave it is and who refuses it. An error that is stated all the
    /// same stays one.
    pub(crate) fn fact(mut self, fact: Fact) -> Found {
        self.fact = Some(fact);
        self
    }

    /// What it is in the table of stacks, which says who refuses it; how grave it is stays with the rule.
    pub(crate) fn known_as(mut self, fact: Fact) -> Found {
        self.graded = Graded::Never;
        self.fact(fact)
    }

    pub(crate) fn help(mut self, help: impl Into<Help>) -> Found {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn severity(mut self, severity: Severity) -> Found {
        self.severity = Some(severity);
        self
    }

    pub(crate) fn details(mut self, details: Details) -> Found {
        self.details = details;
        self
    }
}
