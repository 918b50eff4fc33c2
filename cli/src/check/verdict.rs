//! A report, less what the form of its container explains, and more by what the command itself finds.

use std::collections::BTreeMap;
use std::path::Path;

use pemvet::pem::Repair;
use pemvet::rules::Severities;
use pemvet::{Class, Finding, Help, Input, Report, Severity, rules};

use crate::check::{documents, excerpt};
use crate::input::part::FilePart;

pub(crate) struct Verdict {
    pub(crate) report: Report,
    /// In the order in which they are shown.
    pub(crate) findings: Vec<Finding>,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) ignored: Vec<Ignored>,
    severities: Severities,
    /// It comes out of an archive, and has no lines.
    pub(crate) is_of_archive: bool,
    /// The number of the file's last line, where the bundle is a whole file of plain text without a key.
    pub(crate) last_line: Option<usize>,
    /// Lines to show with findings about text, by their number.
    pub(crate) excerpt: BTreeMap<usize, String>,
    /// Findings that are shown and do not count for the exit status.
    pub(super) counts_not: Option<fn(&Finding) -> bool>,
}

/// A finding that is not shown, and why.
pub(crate) struct Ignored {
    pub(crate) finding: Finding,
    pub(crate) reason: String,
    pub(crate) is_in_baseline: bool,
}

/// The command's own words about what the library found, which sees one bundle alone: another finding of its rule.
pub(crate) fn said_again(known: &Finding, message: String, help: impl Into<Help>) -> Finding {
    let mut finding = Finding::new(known.rule, message);
    (finding.class, finding.severity) = (known.class, known.severity);
    (finding.details, finding.location) = (known.details.clone(), known.location.clone());
    (finding.fact, finding.help) = (known.fact, Some(help.into()));
    finding
}

/// What the command itself found, as grave as the profile says.
fn as_configured(mut finding: Finding, severities: &Severities) -> Finding {
    let rule = finding.rule;
    if let Some(severity) = severities.get(rule) {
        finding.severity = severity;
        finding.class = (severity == Severity::Error).then_some(rule.class);
    }
    finding
}

impl Verdict {
    /// `key` is the part that holds the private key, where it is one of a document; `severities` is what the profile says of
    /// rules.
    pub(crate) fn new(
        report: Report,
        severities: &Severities,
        path: &Path,
        part: &FilePart,
        key: Option<&FilePart>,
    ) -> Verdict {
        // Where there is nothing to judge, the report tells of that alone.
        let mut findings = match part.is_only_remarks {
            true => Vec::new(),
            false => report.findings().to_vec(),
        };
        let inputs = [
            Some((Input::Certificates, part)),
            key.map(|key| (Input::Key, key)),
        ];
        findings.retain(|finding| {
            let mut inputs = inputs.iter().flatten();
            let is_said = inputs.any(|(input, part)| documents::replaces(part, *input, finding));
            !part.forgiven.contains(&finding.rule.name) && !is_said
        });
        for (input, part) in inputs.into_iter().flatten() {
            let own = documents::findings(path, part, input, &report);
            findings.extend(own.into_iter().map(|it| as_configured(it, severities)));
        }
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let repairs = report.repairs().to_vec();
        Verdict {
            excerpt: excerpt::of(&findings, &report, part),
            report,
            findings,
            repairs,
            ignored: Vec::new(),
            severities: severities.clone(),
            is_of_archive: part.archive.is_some(),
            last_line: last_line(part),
            counts_not: None,
        }
    }

    /// The strongest class of its errors.
    pub(crate) fn class(&self) -> Option<Class> {
        self.findings.iter().filter_map(|finding| finding.class).max()
    }

    pub(crate) fn is_accepted(&self) -> bool {
        self.count(Severity::Error) == 0
    }

    /// Whether the file is larger than what is read.
    pub(crate) fn was_not_read(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.rule.name == rules::names::INPUT_TOO_LARGE)
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Finding| finding.severity == severity;
        self.findings.iter().filter(of).count()
    }

    pub(crate) fn reaches(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| self.counts(finding, severity))
    }

    /// Whether a finding makes the exit status 1, where this severity does.
    pub(crate) fn counts(&self, finding: &Finding, severity: Severity) -> bool {
        finding.severity >= severity && self.counts_not.is_none_or(|not| !not(finding))
    }

    /// Puts the finding that `said` makes in the place of the first that is meant.
    pub(crate) fn replace(
        &mut self,
        is_meant: impl Fn(&Finding) -> bool,
        said: impl FnOnce(&Finding) -> Finding,
    ) {
        if let Some(known) = self.findings.iter_mut().find(|it| is_meant(it)) {
            *known = said(known);
            self.sort();
        }
    }

    /// Errors first, the others in the order in which they were found.
    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings.push(as_configured(finding, &self.severities));
        self.sort();
    }

    /// Brings findings into their order again.
    pub(crate) fn sort(&mut self) {
        self.findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    }

    /// Takes out the findings that `reason` has a reason against.
    pub(crate) fn ignore(&mut self, reason: impl Fn(&Finding) -> Option<String>) {
        for finding in std::mem::take(&mut self.findings) {
            match reason(&finding) {
                Some(reason) => self.ignored.push(Ignored {
                    finding,
                    reason,
                    is_in_baseline: false,
                }),
                None => self.findings.push(finding),
            }
        }
    }
}

fn last_line(part: &FilePart) -> Option<usize> {
    let is_plain = part.lines.is_none() && part.keys == 0 && part.text.is_ascii();
    // A carriage return alone ends a line as well.
    let text = std::str::from_utf8(&part.text).ok().filter(|_| is_plain)?;
    let returns = text.matches('\r').count() == text.matches("\r\n").count();
    returns.then(|| text.lines().count().max(1))
}
