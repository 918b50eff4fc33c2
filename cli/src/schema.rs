//! `pemvet schema`.

use std::io::Write as _;

use crate::arguments::{Described, Schema};
use crate::check::configuration;
use crate::outcome::{Failure, Outcome};

/// The shape of `check --format json`; tests hold every output against it.
const REPORT: &str = include_str!("../schemas/report.schema.json");

pub(crate) fn run(schema: &Schema) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    match schema.what {
        Described::Configuration => writeln!(out, "{}", configuration::schema())?,
        Described::Report => write!(out, "{REPORT}")?,
    }
    Ok(Outcome::Accepted)
}
