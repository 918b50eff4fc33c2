//! Whether a file is to be replaced.

use std::ops::Range;

use pemvet::pem::{Kind, RepairKind};
use pemvet::{RepairMode, Severity};

use super::repaired::{Repaired, judge_as};
use super::work::Work;
use crate::terms::ResolvedArgs;

impl Work {
    pub(super) fn holds_no_certificate(&self) -> bool {
        let scan = pemvet::pem::scan(&self.bytes);
        scan.faults().is_empty() && scan.certificates().next().is_none()
    }

    /// Whether check refuses, or warns of, something in the file that it would not in the repaired text; or something was
    /// asked for. Comments, attributes and line ends that every reader takes are no reason to rewrite somebody's file.
    pub(super) fn is_worth_it(&self, repaired: &Repaired, demand: &ResolvedArgs) -> bool {
        if self.bytes.as_slice() == repaired.text.as_bytes() {
            return false;
        }
        let mut as_given = demand.profile.clone();
        as_given.repair = RepairMode::AsGiven;
        let given = judge_as(&self.bytes, &as_given, demand);
        let remains = |name: &str, severity: Severity| {
            let mut left = self.report.findings().iter();
            left.any(|it| it.rule.name == name && it.severity >= severity)
        };
        !repaired.changes.is_empty()
            || given
                .findings()
                .iter()
                .filter(|it| !demand.ignored.contains(it.rule.name))
                .any(|it| it.severity > Severity::Note && !remains(it.rule.name, it.severity))
    }

    /// What replacing the file would lose, or turn into another kind of file.
    pub(super) fn would_lose(&self) -> Option<String> {
        if self.archive.is_some() {
            let way = "--split CERTIFICATES,KEY writes both to files of their own";
            return Some(format!("it is an archive, which would be lost; {way}"));
        }
        let scan = pemvet::pem::scan(&self.bytes);
        let other = scan
            .sections()
            .iter()
            .find(|section| section.kind() != Kind::Certificate);
        if let Some(other) = other {
            let way = if other.kind().is_private_key() {
                "--split CERTIFICATES,KEY writes both to files of their own"
            } else {
                "--output FILE writes the certificates to another file"
            };
            return Some(format!(
                "it holds {}, which would be lost; {way}",
                other.kind().as_str()
            ));
        }
        let repairs = self.report.repairs();
        let container = |kind| {
            matches!(
                kind,
                RepairKind::DerRead | RepairKind::Pkcs7Read | RepairKind::Base64OfPemDecoded
            )
        };
        if repairs.iter().any(|repair| container(repair.kind)) {
            return Some("it is no PEM file, and would become one; --output FILE writes another file".into());
        }
        let is_lost =
            |bytes: &Range<usize>| !is_commentary(self.bytes.get(bytes.clone()).unwrap_or_default());
        let text = repairs
            .iter()
            .find(|repair| repair.kind == RepairKind::TextRemoved && is_lost(&repair.bytes))
            .map(|repair| *repair.lines.start());
        // What stands around base64 without markers is layout to nobody else.
        let is_unmarked = repairs
            .iter()
            .any(|repair| repair.kind == RepairKind::MarkersAdded);
        let around = || {
            let mut all = scan.explanatory_text().iter();
            let first = all.find(|text| is_unmarked && is_lost(&text.bytes))?;
            let above = self.bytes.get(..first.bytes.start).unwrap_or_default();
            Some(memchr::memchr_iter(b'\n', above).count() + 1)
        };
        let line = text.or_else(around)?;
        Some(format!(
            "it holds other text, in line {line}, which would be lost; --output FILE writes the certificates to another file"
        ))
    }
}

/// Comments and blank lines only.
pub(super) fn is_commentary(text: &[u8]) -> bool {
    text.split(|byte| matches!(byte, b'\n' | b'\r'))
        .map(<[u8]>::trim_ascii)
        .all(|line| line.is_empty() || line.starts_with(b"#"))
}
