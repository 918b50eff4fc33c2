//! JUnit's XML, which every build server reads: a suite for each file, a case for each finding or bundle without one.

use std::io::{self, Write};

use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::output::{markup, paragraph, spot};

/// What came of one case.
enum Case {
    Passed,
    /// A finding that does not count.
    Told(String),
    Failed {
        rule: &'static str,
        words: String,
    },
    Unread(String),
}

pub(crate) fn print(outcome: &CheckOutcome, out: &mut dyn Write) -> io::Result<()> {
    let suites = suites(outcome);
    let number = |is_meant: fn(&Case) -> bool| {
        let cases = suites.iter().flat_map(|(_, cases)| cases);
        cases.filter(|(_, case)| is_meant(case)).count()
    };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"pemvet\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        number(|_| true),
        number(is_failed),
        number(is_unread)
    )?;
    for (path, cases) in &suites {
        let number = |is_meant: fn(&Case) -> bool| cases.iter().filter(|(_, case)| is_meant(case)).count();
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
            escaped(path),
            cases.len(),
            number(is_failed),
            number(is_unread)
        )?;
        for (name, case) in cases {
            let (name, class) = (escaped(name), escaped(path));
            write!(out, "    <testcase name=\"{name}\" classname=\"{class}\"")?;
            match case {
                Case::Passed => writeln!(out, "/>")?,
                Case::Told(words) => {
                    writeln!(
                        out,
                        ">\n      <system-out>{}</system-out>\n    </testcase>",
                        escaped(words)
                    )?;
                }
                Case::Failed { rule, words } => writeln!(
                    out,
                    ">\n      <failure type=\"{rule}\" message=\"{}\">{}</failure>\n    </testcase>",
                    escaped(words.lines().next().unwrap_or_default()),
                    escaped(words)
                )?,
                Case::Unread(reason) => {
                    let reason = escaped(reason);
                    writeln!(
                        out,
                        ">\n      <error type=\"unread\" message=\"{reason}\"/>\n    </testcase>"
                    )?;
                }
            }
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn is_failed(case: &Case) -> bool {
    matches!(case, Case::Failed { .. })
}

fn is_unread(case: &Case) -> bool {
    matches!(case, Case::Unread(_))
}

/// The cases of each file, in the order of the bundles.
fn suites(outcome: &CheckOutcome) -> Vec<(&str, Vec<(String, Case)>)> {
    let mut suites: Vec<(&str, Vec<(String, Case)>)> = Vec::new();
    for one in &outcome.bundle_outcome {
        let path = one.place.path.as_str();
        if suites.last().is_none_or(|(last, _)| *last != path) {
            suites.push((path, Vec::new()));
        }
        if let Some((_, cases)) = suites.last_mut() {
            cases.extend(cases_of(one, outcome));
        }
    }
    suites
}

fn cases_of(one: &BundleOutcome, outcome: &CheckOutcome) -> Vec<(String, Case)> {
    let own = one.place.value.clone().unwrap_or_else(|| "bundle".into());
    let verdict = match &one.result {
        Ok(verdict) => verdict,
        Err(reason) => return vec![(own, Case::Unread(reason.clone()))],
    };
    let least = outcome.least_annotated();
    let mut cases = Vec::new();
    for finding in verdict
        .findings
        .iter()
        .filter(|finding| finding.severity >= least)
    {
        let (place, lines) = spot::of(one, finding);
        let value = place.value.as_ref().map(|value| format!(", {value}"));
        let line = lines.map(|lines| format!(", line {}", lines.start()));
        let name = format!(
            "{}{}{}",
            finding.rule.name,
            value.unwrap_or_default(),
            line.unwrap_or_default()
        );
        let help = paragraph::help(one, finding).map(|help| format!("\nhelp: {help}"));
        let words = format!("{}{}", finding.message, help.unwrap_or_default());
        let case = match verdict.counts(finding, outcome.fail_on) {
            true => Case::Failed {
                rule: finding.rule.name,
                words,
            },
            false => Case::Told(words),
        };
        cases.push((name, case));
    }
    if cases.is_empty() {
        cases.push((own, Case::Passed));
    }
    cases
}

/// Text, or the value of an attribute, in which a reader of XML would take the end of a line for a blank.
fn escaped(text: &str) -> String {
    markup::escaped(text).replace('\n', "&#10;")
}
