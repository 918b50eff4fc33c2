//! What the drawing and the page show, from the reports.

use std::collections::BTreeMap;

use pemvet::{Finding, Input, Location, Report};

use super::draw::Canvas;
use super::shown::Shown;
use super::tree;
use crate::check::excerpt;
use crate::input::part::FilePart;
use crate::output::dates::{day, standing};
use crate::output::html::{self, Bundle, Certificate};
use crate::output::picture::Row;
use crate::output::remedy;

/// The certificates in the order of the tree, the issuers above.
pub(super) fn rows(bundle: usize, report: &Report, shown: &[Shown], now: i64) -> Vec<Row> {
    // Each step to the right takes three columns.
    let branches = tree::branches(report, &Canvas::new(100, true));
    let row = |branch: &tree::Branch| {
        let one = shown.get(branch.place)?;
        let it = &one.summary;
        Some(Row {
            number: one.number,
            anchor: html::anchor(bundle, one.number),
            depth: branch.stem.len().div_euclid(3),
            name: it.subject.clone(),
            note: one.note(),
            until: format!(
                "until {}, {}",
                day(&it.not_after),
                standing(one.not_before, one.not_after, now)
            ),
            from_day: day(&it.not_before).into(),
            to_day: day(&it.not_after).into(),
            standing: match () {
                () if now < one.not_before => "future",
                () if now > one.not_after => "past",
                () if one.not_after.saturating_sub(now) < SOON => "soon",
                () => "valid",
            },
            not_before: one.not_before,
            not_after: one.not_after,
        })
    };
    branches.iter().filter_map(row).collect()
}

/// Seconds of 30 days, the default of `expiry` and of profiles.
const SOON: i64 = 30 * 86_400;

/// All of one bundle.
pub(super) fn bundle(
    path: &str,
    number: usize,
    part: &FilePart,
    report: &Report,
    shown: &[Shown],
    rows: Vec<Row>,
    remarks: Vec<String>,
) -> Bundle {
    let excerpt = excerpt::of(report.findings(), report, part);
    let files = remedy::Files {
        path,
        is_value: part.value.is_some(),
        key_path: None,
    };
    let findings = report.findings().iter().map(|it| finding(it, &excerpt, &files));
    Bundle {
        value: part.value.clone(),
        is_accepted: report.is_accepted(),
        verdict: match report.class() {
            None => "accepted".into(),
            Some(class) => format!("rejected: {class}"),
        },
        rows,
        findings: findings.collect(),
        certificates: shown.iter().map(|one| certificate(number, one)).collect(),
        remarks,
    }
}

fn finding(finding: &Finding, excerpt: &BTreeMap<usize, String>, files: &remedy::Files<'_>) -> html::Finding {
    let place = finding
        .location
        .as_ref()
        .filter(|it| it.input == Input::Certificates);
    let shown = finding
        .location
        .as_ref()
        .filter(|_| excerpt::is_about_text(finding));
    let lines = shown.map(|it| [*it.lines.start(), *it.lines.end()]);
    let mut lines = lines.map_or(Vec::new(), Vec::from);
    lines.dedup();
    html::Finding {
        severity: finding.severity.as_str(),
        rule: finding.rule.name,
        place: place.map(lines_of).unwrap_or_default(),
        message: finding.message.clone(),
        help: finding.help.as_ref().map(|help| remedy::words(help, files)),
        excerpt: lines
            .into_iter()
            .filter_map(|number| Some((number, excerpt.get(&number)?.clone())))
            .collect(),
    }
}

fn lines_of(place: &Location) -> String {
    match (place.lines.start(), place.lines.end()) {
        (first, last) if first == last => format!("line {first}"),
        (first, last) => format!("lines {first}-{last}"),
    }
}

fn certificate(bundle: usize, one: &Shown) -> Certificate {
    Certificate {
        anchor: html::anchor(bundle, one.number),
        number: one.number,
        title: one.title(),
        fields: one
            .fields()
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()))
            .collect(),
        names: one.summary.names.clone(),
    }
}
