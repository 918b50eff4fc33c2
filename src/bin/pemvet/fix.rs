use std::io::Write as _;

use pemvet::{Bundle, Repair, Severity};

use crate::arguments::Fix;
use crate::{Failure, Outcome, files, text};

pub(crate) fn run(fix: &Fix) -> Result<Outcome, Failure> {
    let mut demand = fix.question.demand()?;
    demand.profile.repair = Repair::Repaired;
    let path = files::shown(&fix.file);
    let bytes = files::read(&fix.file, demand.profile.limits.input_bytes)
        .map_err(|reason| Failure::new(format!("{path}: {reason}")))?;
    let mut bundle = Bundle::new(&bytes);
    if let Some(key) = &demand.key {
        bundle = bundle.with_private_key(&key.text);
    }
    let report = bundle.validate(&demand.profile, demand.now);
    let mut notes = anstream::stderr().lock();
    let least = if report.repaired().is_some() {
        Severity::Warning
    } else {
        Severity::Note
    };
    match report.repaired() {
        Some(repaired) => {
            match &fix.output {
                Some(output) => files::write(output, repaired)
                    .map_err(|error| Failure::new(format!("{}: {error}", files::shown(output))))?,
                None => {
                    let mut out = std::io::stdout().lock();
                    out.write_all(repaired.as_bytes())?;
                    out.flush()?;
                }
            }
            text::repairs(&mut notes, &path, &report)?;
        }
        None => writeln!(
            notes,
            "{path}: nothing was written, because something would have been lost or guessed:\n"
        )?,
    }
    text::findings(&mut notes, &path, &demand, report.findings(), least)?;
    Ok(if report.repaired().is_some() && report.is_accepted() {
        Outcome::Accepted
    } else {
        Outcome::Rejected
    })
}
