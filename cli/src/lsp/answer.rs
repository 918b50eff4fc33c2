//! What an editor shows of a judged document: diagnostics, hovers, quick fixes, lenses.

use std::ops::RangeInclusive;

use pemvet::{CertificateSummary, Finding, Help, Remedy, Severity};
use serde_json::{Value, json};

use super::document::Document;
use crate::check::outcome::BundleOutcome;
use crate::check::verdict::Verdict;
use crate::output::dates::{now_seconds, standing};
use crate::output::{paragraph, spot};

/// All findings with what they are about.
fn findings(document: &Document) -> impl Iterator<Item = (&BundleOutcome, &Verdict, &Finding)> {
    let all = document
        .outcome
        .iter()
        .flat_map(|outcome| &outcome.bundle_outcome);
    let judged = all.filter_map(|one| Some((one, one.result.as_ref().ok()?)));
    judged.flat_map(|(one, verdict)| {
        verdict
            .findings
            .iter()
            .map(move |finding| (one, verdict, finding))
    })
}

/// Where a finding is shown; what is about another file, such as the key beside it, at the first certificate.
fn lines_of(
    document: &Document,
    one: &BundleOutcome,
    verdict: &Verdict,
    finding: &Finding,
) -> RangeInclusive<usize> {
    let (place, lines) = spot::of(one, finding);
    let own = lines.filter(|_| place.file == document.path);
    let first = || verdict.report.certificates().first().map(|it| it.lines.clone());
    own.or_else(first).unwrap_or(1..=1)
}

pub(super) fn diagnostics(document: &Document) -> Vec<Value> {
    let diagnostic = |lines: &RangeInclusive<usize>, severity: u8, message: String, code: Option<&str>| {
        let mut diagnostic = json!({
            "range": document.columns.range(lines),
            "severity": severity,
            "source": "pemvet",
            "message": message,
        });
        if let Some(code) = code {
            diagnostic["code"] = code.into();
        }
        diagnostic
    };
    let outcome = match &document.outcome {
        Ok(outcome) => outcome,
        // A mistake in pemvet.toml, most likely.
        Err(message) => return vec![diagnostic(&(1..=1), 1, message.clone(), None)],
    };
    let mut all = Vec::new();
    for one in &outcome.bundle_outcome {
        if let Err(reason) = &one.result {
            all.push(diagnostic(&(1..=1), 1, reason.clone(), None));
        }
    }
    // Marks that say nothing, or are of no use.
    for mark in &outcome.mark_remarks {
        all.push(diagnostic(&(mark.line..=mark.line), 2, mark.words.clone(), None));
    }
    for remark in &outcome.remarks {
        all.push(diagnostic(&(1..=1), 2, remark.clone(), None));
    }
    for (one, verdict, finding) in findings(document) {
        let severity = match finding.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Note => 3,
        };
        let lines = lines_of(document, one, verdict, finding);
        all.push(diagnostic(
            &lines,
            severity,
            words(one, finding),
            Some(finding.rule.name),
        ));
    }
    all
}

fn words(one: &BundleOutcome, finding: &Finding) -> String {
    match paragraph::help(one, finding) {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    }
}

/// The certificate on this line, from 0, and the rules of what is said there.
pub(super) fn hover(document: &Document, line: u64) -> Value {
    let line = document.columns.line_at(line);
    let mut parts: Vec<String> = Vec::new();
    for (summary, standing) in certificates(document).filter(|(it, _)| it.lines.contains(&line)) {
        let names = match summary.names.is_empty() {
            true => String::new(),
            false => format!("  \nnames: {}", code(&summary.names.join(", "))),
        };
        parts.push(format!(
            "**{}** {}  \nissued by {}  \n{}, from {} to {}{names}  \n{}, signed with {}  \nSHA-256 {}",
            summary.role.as_str(),
            code(&summary.subject),
            code(&summary.issuer),
            standing,
            summary.not_before,
            summary.not_after,
            summary.key,
            summary.signature,
            code(&summary.sha256),
        ));
    }
    for (one, verdict, finding) in findings(document) {
        if lines_of(document, one, verdict, finding).contains(&line) {
            let rule = finding.rule;
            parts.push(format!(
                "**{}**\n\n{}\n\n**Fix.** {}",
                rule.name,
                rule.what(),
                rule.fix()
            ));
        }
    }
    match parts.is_empty() {
        true => Value::Null,
        false => json!({ "contents": { "kind": "markdown", "value": parts.join("\n\n---\n\n") } }),
    }
}

/// Text of others as code, which links to nothing.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// The certificates of the document's own text, and in words how long each is valid.
fn certificates(document: &Document) -> impl Iterator<Item = (CertificateSummary, String)> {
    let outcome = document.outcome.iter();
    outcome.flat_map(|outcome| {
        let now = now_seconds(outcome.now);
        let verdicts = outcome
            .bundle_outcome
            .iter()
            .filter_map(|one| one.result.as_ref().ok());
        verdicts
            .flat_map(|verdict| verdict.report.certificates())
            .map(move |it| {
                (
                    it.to_summary(),
                    standing(it.not_before().unix_seconds(), it.not_after().unix_seconds(), now),
                )
            })
    })
}

/// For what is said on these lines, from 0, and `pemvet fix` mends: its text in the place of the file's.
pub(super) fn quick_fixes(document: &Document, uri: &str, first: u64, last: u64) -> Value {
    let (first, last) = (document.columns.line_at(first), document.columns.line_at(last));
    let mended = findings(document).filter(|(one, verdict, finding)| {
        let lines = lines_of(document, one, verdict, finding);
        // As SARIF has it: not of a file with a key, which would be lost, nor of a value in a document.
        let is_mended = finding.help.as_ref().and_then(Help::remedy) == Some(Remedy::Fix);
        is_mended && verdict.last_line.is_some() && *lines.start() <= last && first <= *lines.end()
    });
    let actions = mended.filter_map(|(one, verdict, finding)| {
        let repaired = verdict.report.to_repaired_pem()?;
        let lines = lines_of(document, one, verdict, finding);
        let severity = if finding.severity == Severity::Error { 1 } else { 2 };
        Some(json!({
            "title": format!("Write what pemvet fix makes of this file ({})", finding.rule.name),
            "kind": "quickfix",
            "isPreferred": true,
            "diagnostics": [{
                "range": document.columns.range(&lines),
                "severity": severity,
                "source": "pemvet",
                "code": finding.rule.name,
                "message": words(one, finding),
            }],
            "edit": { "changes": { uri: [{ "range": document.columns.whole(), "newText": repaired }] } },
        }))
    });
    Value::Array(actions.collect())
}

/// Above each certificate what it is, and how long it is valid.
pub(super) fn lenses(document: &Document) -> Value {
    let lenses = certificates(document).map(|(summary, standing)| {
        let first = *summary.lines.start();
        json!({
            "range": document.columns.range(&(first..=first)),
            "command": {
                "title": format!("{} {}: {standing}, until {}", summary.role.as_str(), summary.subject, summary.not_after),
                "command": "",
            },
        })
    });
    Value::Array(lenses.collect())
}
