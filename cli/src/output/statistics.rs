//! `check --statistics`: how often each rule found something.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use pemvet::Severity;
use pemvet::rules::Rule;
use serde::Serialize;

use crate::arguments::Format;
use crate::check::outcome::CheckOutcome;
use crate::outcome::Failure;
use crate::output::paragraph::{count, style};
use crate::output::{json, text};

#[derive(Serialize)]
struct Row {
    rule: &'static str,
    severity: Severity,
    findings: usize,
    files: usize,
    #[serde(skip)]
    summary: &'static str,
}

#[derive(Serialize)]
struct Document {
    version: u32,
    statistics: Vec<Row>,
}

pub(crate) fn print(outcome: &CheckOutcome, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let rows = rows(outcome);
    match format {
        Format::Json => json::write_to(
            out,
            &Document {
                version: 1,
                statistics: rows,
            },
        ),
        Format::Text => Ok(table(outcome, &rows, out)?),
        _ => Err(Failure::new("--statistics has the formats text and json")),
    }
}

/// Most findings first.
fn rows(outcome: &CheckOutcome) -> Vec<Row> {
    let least = outcome.least_shown();
    let mut found: BTreeMap<(Severity, &'static str), (&'static Rule, usize, BTreeSet<&str>)> =
        BTreeMap::new();
    for one in &outcome.bundle_outcome {
        let findings = one.result.as_ref().map(|verdict| verdict.findings.as_slice());
        for finding in findings
            .unwrap_or_default()
            .iter()
            .filter(|it| it.severity >= least)
        {
            let entry = found
                .entry((finding.severity, finding.rule.name))
                .or_insert_with(|| (finding.rule, 0, BTreeSet::new()));
            entry.1 = entry.1.saturating_add(1);
            entry.2.insert(&one.place.path);
        }
    }
    let rows = found
        .into_iter()
        .map(|((severity, rule), (of, findings, files))| Row {
            rule,
            severity,
            findings,
            files: files.len(),
            summary: of.summary,
        });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.findings, row.severity)));
    rows
}

fn table(outcome: &CheckOutcome, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let width = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let digits = width(|row| row.findings.to_string().len());
    let rule = width(|row| row.rule.len());
    for row in rows {
        let style = style(row.severity);
        writeln!(
            out,
            "{:digits$}  {style}{:7}{style:#}  {:rule$}  {}, in {}",
            row.findings,
            row.severity.as_str(),
            row.rule,
            row.summary,
            count(row.files, "file")
        )?;
    }
    for one in &outcome.bundle_outcome {
        if let Err(reason) = &one.result {
            writeln!(anstream::stderr(), "pemvet: {}: {reason}", one.place.path)?;
        }
    }
    text::skipped(outcome)?;
    writeln!(out, "{}", text::summary(outcome))
}
