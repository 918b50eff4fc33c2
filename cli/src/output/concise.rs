//! A line for each finding, as compilers write them: for editors and problem matchers.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::Style;

use crate::check::outcome::CheckOutcome;
use crate::output::paragraph::style;
use crate::output::{spot, text};

const BOLD: Style = Style::new().bold();

pub(crate) fn print(outcome: &CheckOutcome, out: &mut dyn Write) -> io::Result<()> {
    let least = outcome.least_shown();
    for one in &outcome.bundle_outcome {
        let verdict = match &one.result {
            Ok(verdict) => verdict,
            Err(reason) => {
                writeln!(anstream::stderr(), "pemvet: {}: {reason}", one.place.path)?;
                continue;
            }
        };
        for finding in verdict
            .findings
            .iter()
            .filter(|finding| finding.severity >= least)
        {
            let (place, lines) = spot::of(one, finding);
            let line = lines.map_or(1, |lines| *lines.start());
            let value = place.value.as_ref().map(|value| format!("{value}: "));
            let message: Vec<&str> = finding.message.lines().map(str::trim).collect();
            let style = style(finding.severity);
            writeln!(
                out,
                "{BOLD}{}:{line}:{BOLD:#} {style}{}[{}]{style:#} {}{}",
                not_a_command(&place.path),
                finding.severity.as_str(),
                finding.rule.name,
                value.unwrap_or_default(),
                message.join(" ")
            )?;
        }
    }
    text::skipped(outcome)?;
    if !outcome.quiet {
        writeln!(anstream::stderr(), "{}", text::summary(outcome))?;
    }
    Ok(())
}

/// A path at the beginning of a line, which is not to be taken for a command of GitHub Actions, `::error::…`.
pub(crate) fn not_a_command(path: &str) -> Cow<'_, str> {
    match path.trim_start().starts_with(':') {
        true => format!("./{path}").into(),
        false => path.into(),
    }
}
