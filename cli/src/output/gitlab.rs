//! A report of GitLab's code quality, which is a part of Code Climate's format.

use std::collections::HashMap;
use std::io::Write;

use pemvet::Severity;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::check::baseline;
use crate::check::outcome::CheckOutcome;
use crate::outcome::Failure;
use crate::output::{json, paragraph, sarif, spot};
use crate::paths::Folders;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    /// The same from run to run, and for the renewed certificate.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(crate) fn print(outcome: &CheckOutcome, out: &mut dyn Write) -> Result<(), Failure> {
    let least = outcome.least_annotated();
    let mut folders = Folders::default();
    let current = std::env::current_dir().unwrap_or_default();
    // How often each fingerprint was given: GitLab shows one issue of each.
    let mut given: HashMap<String, usize> = HashMap::new();
    let mut issues = Vec::new();
    for one in &outcome.bundle_outcome {
        let verdict = match &one.result {
            Ok(verdict) => verdict,
            Err(reason) => {
                issues.push(Issue {
                    description: reason.clone(),
                    check_name: "pemvet".into(),
                    fingerprint: hash(&format!("unread {}", one.place.path)),
                    severity: "critical",
                    location: Location {
                        path: sarif::relative_shown(&one.place.file),
                        lines: Lines { begin: 1, end: 1 },
                    },
                });
                continue;
            }
        };
        for finding in verdict
            .findings
            .iter()
            .filter(|finding| finding.severity >= least)
        {
            let (place, lines) = spot::of(one, finding);
            let lines = lines.unwrap_or(1..=1);
            let entry = baseline::identity(one, verdict, finding, &current, &mut folders);
            let number = given.entry(entry.clone()).or_default();
            *number = number.saturating_add(1);
            let help = paragraph::help(one, finding).map(|help| format!("\nhelp: {help}"));
            let value = place.value.as_ref().map(|value| format!("{value}: "));
            issues.push(Issue {
                description: format!(
                    "{}{}{}",
                    value.unwrap_or_default(),
                    finding.message,
                    help.unwrap_or_default()
                ),
                check_name: finding.rule.name.into(),
                fingerprint: hash(&format!("{number} {entry}")),
                severity: match finding.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                    Severity::Note => "info",
                },
                location: Location {
                    path: sarif::relative_shown(&place.file),
                    lines: Lines {
                        begin: *lines.start(),
                        end: *lines.end(),
                    },
                },
            });
        }
    }
    json::write_to(out, &issues)
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|octet| format!("{octet:02x}")).collect()
}
