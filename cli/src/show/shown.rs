//! A certificate as it is shown.

use pemvet::{CertificateDer, CertificateSummary, JudgedCertificate, Report, Role, redis};

/// A certificate with what the drawing needs of it. Numbers of certificates are their places in the file, from 1.
pub(super) struct Shown {
    pub(super) number: usize,
    /// The part that it plays; `certificate` in a list without a chain.
    pub(super) role: &'static str,
    pub(super) summary: CertificateSummary,
    pub(super) not_before: i64,
    pub(super) not_after: i64,
    /// A leaf's subject as other software wants to have it.
    pub(super) subject: Option<SubjectForms>,
}

impl Shown {
    /// `leaf, verified`.
    pub(super) fn note(&self) -> String {
        let summary = &self.summary;
        let signature = match (summary.signature_verified, summary.subject == summary.issuer) {
            (true, true) => "self-signed",
            (true, false) => "verified",
            (false, _) => "not verified",
        };
        format!("{}, {signature}", self.role)
    }

    /// `leaf, lines 1-24`.
    pub(super) fn title(&self) -> String {
        match (self.summary.lines.start(), self.summary.lines.end()) {
            (first, last) if first == last => format!("{}, line {first}", self.role),
            (first, last) => format!("{}, lines {first}-{last}", self.role),
        }
    }

    /// What is known of it, by name.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        let it = &self.summary;
        let mut rows = vec![
            ("subject", it.subject.as_str()),
            ("issuer", &it.issuer),
            ("valid from", &it.not_before),
            ("valid until", &it.not_after),
            ("key", &it.key),
            ("signed with", &it.signature),
            ("SHA-256", &it.sha256),
            ("key SHA-256", &it.public_key_sha256),
        ];
        if let Some(subject) = &self.subject {
            rows.extend([
                ("RFC 2253", subject.rfc2253.as_str()),
                ("RFC 4514", &subject.rfc4514),
            ]);
        }
        rows
    }
}

/// What is pasted where an application compares subjects.
pub(super) struct SubjectForms {
    pub(super) rfc2253: String,
    pub(super) rfc4514: String,
}

/// Those of a report, in the order of the file.
pub(super) fn shown(report: &Report) -> Vec<Shown> {
    let one = |(place, judged): (usize, &JudgedCertificate)| {
        let is_leaf = !report.order().is_empty() && judged.role == Role::Leaf;
        let summary = judged.to_summary();
        Shown {
            number: place.saturating_add(1),
            role: if report.order().is_empty() {
                "certificate"
            } else {
                judged.role.as_str()
            },
            not_before: judged.not_before().unix_seconds(),
            not_after: judged.not_after().unix_seconds(),
            subject: is_leaf.then(|| subject(&judged.der)).flatten(),
            summary,
        }
    };
    report.certificates().iter().enumerate().map(one).collect()
}

fn subject(certificate: &CertificateDer<'_>) -> Option<SubjectForms> {
    Some(SubjectForms {
        rfc2253: redis::subject_rfc2253(certificate)?,
        rfc4514: redis::subject_rfc4514(certificate)?,
    })
}
