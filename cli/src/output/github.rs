//! Findings as annotations of GitHub Actions, one command a line.

use std::io::{self, Write};

use pemvet::Severity;

use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::output::{paragraph, spot, text};

pub(crate) fn print(outcome: &CheckOutcome, out: &mut dyn Write) -> io::Result<()> {
    let least = outcome.least_annotated();
    for one in &outcome.bundle_outcome {
        match &one.result {
            Err(reason) => writeln!(
                out,
                "::error file={},title=pemvet::{}",
                property(&one.place.path),
                data(reason)
            )?,
            Ok(verdict) => {
                for finding in &verdict.findings {
                    if finding.severity >= least {
                        writeln!(out, "{}", annotation(one, finding))?;
                    }
                }
            }
        }
    }
    text::skipped(outcome)?;
    if !outcome.quiet {
        writeln!(io::stderr(), "{}", text::summary(outcome))?;
    }
    Ok(())
}

fn annotation(one: &BundleOutcome, finding: &pemvet::Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (place, lines) = spot::of(one, finding);
    let lines = lines.map_or(String::new(), |lines| {
        format!(",line={},endLine={}", lines.start(), lines.end())
    });
    let value = one
        .place
        .value
        .as_ref()
        .map(|value| format!("{value}: "))
        .unwrap_or_default();
    let help = paragraph::help(one, finding).map(|help| format!("\nhelp: {help}"));
    let help = help.unwrap_or_default();
    format!(
        "::{command} file={}{lines},title={}::{}",
        property(&place.path),
        property(&format!("pemvet: {}", finding.rule.name)),
        data(&format!("{value}{}{help}", finding.message))
    )
}

/// The text after the second `::`. Its own escapes are GitHub's: a line end is `%0A`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between `,` and `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
