//! `pemvet init`: proposes a `pemvet.toml` for a repository, with a reason for each thing that it passes over.

mod kind;
mod proposal;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use pemvet::Severity;

use self::proposal::Proposal;
use crate::arguments::{Check, ProfileArgs};
use crate::check::outcome::CheckOutcome;
use crate::check::{self, configuration};
use crate::input::files;
use crate::outcome::{Failure, Outcome};
use crate::output::output_file;

#[derive(Args)]
pub(crate) struct Init {
    /// Directory of the repository; its pemvet.toml is written
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    directory: PathBuf,
    /// Print what would be written, and write nothing
    #[arg(long)]
    print: bool,
    /// Judge as if it were this time, such as 2026-06-01T00:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339")]
    at: Option<String>,
}

pub(crate) fn run(init: &Init) -> Result<Outcome, Failure> {
    let shown = files::shown(&init.directory);
    if !init.directory.is_dir() {
        return Err(Failure::new(format!(
            "{shown}: is not a directory; give that of a repository"
        )));
    }
    let file = init.directory.join(configuration::NAME);
    if !init.print && std::fs::symlink_metadata(&file).is_ok() {
        return Err(Failure::new(format!(
            "{}: is there already; pemvet init --print shows what would be proposed without it",
            files::shown(&file)
        )));
    }
    let outcome = check::look(&whole(init))?;
    let mut proposal = Proposal::default();
    for (path, finding) in findings(&outcome) {
        let path = path.strip_prefix(&init.directory).unwrap_or(path);
        proposal.add(path, finding);
    }
    let text = proposal.to_toml();
    let mut out = std::io::stdout().lock();
    if init.print {
        write!(out, "{text}")?;
        return Ok(Outcome::Accepted);
    }
    output_file::write(&file, text.as_bytes())
        .map_err(|reason| Failure::new(format!("{}: {reason}", files::shown(&file))))?;
    writeln!(out, "{}: {}", files::shown(&file), proposal.summary())?;
    Ok(Outcome::Accepted)
}

/// All that `pemvet check DIRECTORY` tells of, without any configuration.
fn whole(init: &Init) -> Check {
    let question = ProfileArgs {
        at: init.at.clone(),
        ..ProfileArgs::default()
    };
    Check::of(init.directory.clone(), question)
}

/// Errors and warnings, each with its file.
fn findings(outcome: &CheckOutcome) -> impl Iterator<Item = (&Path, &'static pemvet::rules::Rule)> {
    outcome.bundle_outcome.iter().flat_map(|one| {
        let findings = one.result.as_ref().map(|verdict| verdict.findings.as_slice());
        let findings = findings.unwrap_or_default().iter();
        findings
            .filter(|finding| finding.severity >= Severity::Warning)
            .map(|finding| (one.place.file.as_path(), finding.rule))
    })
}
