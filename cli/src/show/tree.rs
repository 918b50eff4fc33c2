//! Who issued whom, as a tree with the issuers on top.

use std::collections::BTreeMap;

use pemvet::{CertificateSummary, JudgedCertificate, Report};

use super::draw::Canvas;

/// One line of the tree.
pub(super) struct Branch {
    /// Place of the certificate in the file, from 0.
    pub(super) place: usize,
    /// What is drawn before its name.
    pub(super) stem: String,
}

/// Every certificate of the report once, depth first.
pub(super) fn branches(report: &Report, canvas: &Canvas) -> Vec<Branch> {
    let issuers = issuers(report);
    let mut issued = vec![Vec::new(); issuers.len()];
    for (place, issuer) in issuers.iter().enumerate() {
        if let Some(list) = issuer.and_then(|issuer| issued.get_mut(issuer)) {
            list.push(place);
        }
    }
    let mut drawing = Drawing {
        canvas,
        drawn: vec![false; issued.len()],
        issued,
        branches: Vec::new(),
    };
    let tops = issuers.iter().enumerate().filter(|(_, issuer)| issuer.is_none());
    // Certificates that issued each other have no top.
    for (place, _) in tops.chain(issuers.iter().enumerate()) {
        drawing.add(place);
    }
    drawing.branches
}

struct Drawing<'d> {
    canvas: &'d Canvas,
    drawn: Vec<bool>,
    /// For each certificate those that it issued.
    issued: Vec<Vec<usize>>,
    branches: Vec<Branch>,
}

/// Columns of branches, beyond which names no longer move to the right.
const DEEPEST: usize = 60;

impl Drawing<'_> {
    /// Draws a certificate and all below it, without recursion: a hostile file could nest ten thousand deep.
    fn add(&mut self, top: usize) {
        let mut open = vec![(top, String::new(), String::new())];
        while let Some((place, stem, under)) = open.pop() {
            match self.drawn.get_mut(place) {
                Some(drawn) if !*drawn => *drawn = true,
                _ => continue,
            }
            let issued = self.issued.get(place).map(Vec::as_slice).unwrap_or_default();
            for (number, other) in issued.iter().enumerate().rev() {
                let is_last = number.saturating_add(1) == issued.len();
                let (branch, gap) = self.canvas.branch(is_last);
                let gap = if under.chars().count() < DEEPEST { gap } else { "" };
                open.push((*other, format!("{under}{branch}"), format!("{under}{gap}")));
            }
            self.branches.push(Branch { place, stem });
        }
    }
}

/// For each certificate the place of its issuer: by the chain, whose signatures were checked, or else by name.
fn issuers(report: &Report) -> Vec<Option<usize>> {
    let order = report.order();
    let summaries: Vec<CertificateSummary> = report
        .certificates()
        .iter()
        .map(JudgedCertificate::to_summary)
        .collect();
    let (mut by_subject, mut copies) = (BTreeMap::new(), BTreeMap::new());
    for (place, it) in summaries.iter().enumerate() {
        by_subject.entry(it.subject.as_str()).or_insert(place);
        copies.entry(it.sha256.as_str()).or_insert(place);
    }
    let one = |(place, it): (usize, &CertificateSummary)| {
        let is_copy = copies.get(it.sha256.as_str()) != Some(&place);
        if it.subject == it.issuer || is_copy {
            return None;
        }
        match order.iter().position(|member| *member == place) {
            Some(position) => order.get(position.saturating_add(1)).copied(),
            None => by_subject.get(it.issuer.as_str()).copied(),
        }
    };
    summaries.iter().enumerate().map(one).collect()
}
