//! Which findings are asked for: `--rules`, `--skip-rules` and `--time`.

use std::collections::BTreeSet;

use pemvet::{Finding, Severity, rules};

use crate::check::run_args::{RunArgs, Time};
use crate::check::verdict::Verdict;
use crate::outcome::Failure;
use crate::rule_names;

/// Rules whose findings come with time, whatever is committed.
pub(crate) const BY_THE_CLOCK: [&str; 3] = [
    rules::names::CERTIFICATE_EXPIRED,
    rules::names::CERTIFICATE_EXPIRES_SOON,
    rules::names::CERTIFICATE_NOT_YET_VALID,
];

/// The findings that are asked for.
#[derive(Default)]
pub(crate) struct Selection {
    only: BTreeSet<&'static str>,
    skipped: BTreeSet<&'static str>,
    time: Time,
}

impl Selection {
    pub(crate) fn read(arguments: &RunArgs) -> Result<Selection, Failure> {
        let find = |option: &str, name: &String| {
            rule_names::find(name).map_err(|reason| Failure::new(format!("{option}: {reason}")))
        };
        let only = arguments.rules.iter();
        let only = only.map(|name| find("--rules", name).map(|rule| rule.name));
        let mut skipped = BTreeSet::new();
        for name in &arguments.skip_rules {
            let rule = find("--skip-rules", name)?;
            if rule.area.fixed {
                return Err(Failure::new(format!(
                    "--skip-rules: {} says that something was not read or not judged, which cannot be skipped; --exclude \
                     leaves files out",
                    rule.name
                )));
            }
            skipped.insert(rule.name);
        }
        Ok(Selection {
            only: only.collect::<Result<_, Failure>>()?,
            skipped,
            time: arguments.time,
        })
    }

    /// Whether findings of that rule are told of. What was not read is, whatever was asked for.
    pub(crate) fn takes(&self, rule: &rules::Rule) -> bool {
        let is_asked = self.only.is_empty() || self.only.contains(rule.name) || rule.area.fixed;
        is_asked && !self.skipped.contains(rule.name)
    }

    /// Whether such findings count in this run.
    pub(crate) fn judges(&self, rule: &rules::Rule) -> bool {
        self.takes(rule) && !(self.time == Time::Off && BY_THE_CLOCK.contains(&rule.name))
    }

    /// Whether something is not told that would be without these options.
    pub(crate) fn is_partial(&self) -> bool {
        !self.only.is_empty() || !self.skipped.is_empty() || self.time == Time::Off
    }

    /// Takes out what is not asked for.
    pub(crate) fn apply(&self, verdict: &mut Verdict) {
        verdict.findings.retain(|finding| self.takes(finding.rule));
        match self.time {
            Time::Error => {}
            Time::Off => verdict.ignore(|finding| is_dated(finding).then(|| "--time off".into())),
            Time::Warn => verdict.make_mild(is_dated),
        }
    }

    /// What is left out, in words for the summary.
    pub(crate) fn words(&self) -> Vec<String> {
        let rules = |number: usize| match number {
            1 => "1 rule".to_owned(),
            _ => format!("{number} rules"),
        };
        let mut words = Vec::new();
        if !self.only.is_empty() {
            words.push(format!("only {} asked for", rules(self.only.len())));
        }
        if !self.skipped.is_empty() {
            words.push(format!("{} skipped", rules(self.skipped.len())));
        }
        if self.time == Time::Off {
            words.push("dates not judged".into());
        }
        words
    }
}

fn is_dated(finding: &Finding) -> bool {
    BY_THE_CLOCK.contains(&finding.rule.name)
}

impl Verdict {
    /// Makes warnings at most of these, which do not count for the exit status.
    fn make_mild(&mut self, is_meant: fn(&Finding) -> bool) {
        for finding in self.findings.iter_mut().filter(|finding| is_meant(finding)) {
            if finding.severity == Severity::Error {
                finding.severity = Severity::Warning;
                finding.class = None;
            }
        }
        self.counts_not = Some(is_meant);
        self.sort();
    }
}
