//! A report, less what the form of its container explains, and more by what the command itself finds.

use pemvet::{Class, Finding, Report, Severity};

pub(crate) struct Verdict {
    pub(crate) report: Report,
    /// In the order in which they are shown.
    pub(crate) findings: Vec<Finding>,
}

impl Verdict {
    pub(crate) fn new(report: Report, forgiven: &[&str]) -> Verdict {
        let mut findings = report.findings().to_vec();
        findings.retain(|finding| !forgiven.contains(&finding.rule.name));
        Verdict { report, findings }
    }

    /// The strongest class of its errors.
    pub(crate) fn class(&self) -> Option<Class> {
        self.findings.iter().filter_map(|finding| finding.class).max()
    }

    pub(crate) fn is_accepted(&self) -> bool {
        self.count(Severity::Error) == 0
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Finding| finding.severity == severity;
        self.findings.iter().filter(of).count()
    }

    pub(crate) fn reaches(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity >= severity)
    }
}
