use std::path::Path;

use pemvet::{Bundle, Repair, Report, Severity};

use crate::arguments::{Check, Demand, Format};
use crate::{Failure, Outcome, files, json, text};

/// What came of one path.
pub(crate) struct Vetted {
    /// As printed.
    pub(crate) path: String,
    /// The report, or why the file could not be read.
    pub(crate) result: Result<Report, String>,
}

pub(crate) fn run(check: &Check) -> Result<Outcome, Failure> {
    if check.paths.len() > 1 {
        let question = &check.question;
        if question.key.is_some() || question.is_about_one_bundle() {
            return Err(Failure::new(
                "--key, --name and --hostname are about one bundle; give one PATH",
            ));
        }
    }
    let inputs = check.paths.iter().chain(&check.question.key);
    if inputs.filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new(
            "standard input can be read only once; give one - only",
        ));
    }
    let mut demand = check.question.demand()?;
    demand.profile.repair = Repair::AsGiven;
    let demand = demand;
    let vetted: Vec<Vetted> = check.paths.iter().map(|path| vet(path, &demand)).collect();
    match check.format {
        Format::Text => text::print(&vetted, &demand)?,
        Format::Json => json::print(&vetted)?,
    }
    let fail_on = Severity::from(check.fail_on);
    Ok(vetted
        .iter()
        .map(|vetted| outcome(vetted, fail_on))
        .max()
        .unwrap_or(Outcome::Accepted))
}

fn vet(path: &Path, demand: &Demand) -> Vetted {
    // The file may hold a key: wiped like one.
    let result = files::read(path, demand.profile.limits.input_bytes).map(|bytes| {
        let mut bundle = Bundle::new(&bytes);
        if let Some(key) = &demand.key {
            bundle = bundle.with_private_key(&key.text);
        }
        bundle.validate(&demand.profile, demand.now)
    });
    Vetted {
        path: files::shown(path),
        result,
    }
}

fn outcome(vetted: &Vetted, fail_on: Severity) -> Outcome {
    match &vetted.result {
        Err(_) => Outcome::Failed,
        Ok(report) => {
            let reached = report
                .findings()
                .iter()
                .any(|finding| finding.severity >= fail_on);
            if reached || !report.is_accepted() {
                Outcome::Rejected
            } else {
                Outcome::Accepted
            }
        }
    }
}
