//! The summary of a step of GitHub Actions: a table, in the file that GITHUB_STEP_SUMMARY names.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;

use crate::check::outcome::CheckOutcome;
use crate::outcome::Failure;
use crate::output::{spot, text};

/// GitHub takes a mebibyte.
const MOST_ROWS: usize = 200;

/// Adds to the summary, where there is one.
pub(crate) fn append(outcome: &CheckOutcome) -> Result<(), Failure> {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else {
        return Ok(());
    };
    let failure =
        |error: std::io::Error| Failure::new(format!("GITHUB_STEP_SUMMARY: was not written: {error}"));
    let mut file = File::options()
        .append(true)
        .create(true)
        .open(file)
        .map_err(failure)?;
    file.write_all(page(outcome).as_bytes()).map_err(failure)
}

fn page(outcome: &CheckOutcome) -> String {
    let mut page = format!("### pemvet\n\n{}\n", escaped(&text::summary(outcome)));
    let least = outcome.least_annotated();
    let mut rows = 0usize;
    for one in &outcome.bundle_outcome {
        let findings = one.result.as_ref().map(|verdict| verdict.findings.as_slice());
        let findings = findings.unwrap_or_default().iter();
        for finding in findings.filter(|finding| finding.severity >= least) {
            rows = rows.saturating_add(1);
            if rows > MOST_ROWS {
                continue;
            }
            if rows == 1 {
                page.push_str("\n| | rule | place | |\n| --- | --- | --- | --- |\n");
            }
            let (place, lines) = spot::of(one, finding);
            let line = lines
                .map(|lines| format!(":{}", lines.start()))
                .unwrap_or_default();
            let value = place.value.as_ref().map(|value| format!(" ({value})"));
            let place = format!("{}{line}{}", place.path, value.unwrap_or_default());
            let message = finding.message.lines().next().unwrap_or_default();
            // Writing into a string does not fail.
            let _ = writeln!(
                page,
                "| {} | {} | {} | {} |",
                finding.severity.as_str(),
                finding.rule.name,
                escaped(&place),
                escaped(message)
            );
        }
    }
    if rows > MOST_ROWS {
        let _ = writeln!(page, "\nand {} more", rows.saturating_sub(MOST_ROWS));
    }
    page.push('\n');
    page
}

/// Text that is nothing else in GitHub's Markdown: no link, no mention, no HTML, no end of a cell.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}
