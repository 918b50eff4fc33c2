//! `pemvet schema`.

use std::io::Write as _;

use serde_json::Value;

use crate::arguments::{Described, Schema};
use crate::check::{baseline, configuration};
use crate::outcome::{Failure, Outcome};

/// The shape of `check --format json`; tests hold every output against it.
const REPORT: &str = include_str!("../schemas/report.schema.json");
/// That of `request --format json`, without the definitions that the two share.
const REQUEST: &str = include_str!("../schemas/request.schema.json");

/// That of `csr --format json`, likewise.
const MATCHER: &str = include_str!("../schemas/problem-matcher.json");
const CSR: &str = include_str!("../schemas/csr.schema.json");

pub(crate) fn run(schema: &Schema) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    match schema.what {
        Described::Configuration => writeln!(out, "{}", configuration::schema())?,
        Described::Baseline => writeln!(out, "{}", baseline::schema())?,
        Described::ProblemMatcher => write!(out, "{MATCHER}")?,
        Described::Report => write!(out, "{REPORT}")?,
        Described::Request => writeln!(out, "{}", with_shared(REQUEST)?)?,
        Described::Csr => writeln!(out, "{}", with_shared(CSR)?)?,
    }
    Ok(Outcome::Accepted)
}

/// A schema with the definitions of reports in it.
fn with_shared(own: &str) -> Result<String, Failure> {
    let broken = |error: serde_json::Error| Failure::new(format!("the schema is broken: {error}"));
    let report: Value = serde_json::from_str(REPORT).map_err(broken)?;
    let mut schema: Value = serde_json::from_str(own).map_err(broken)?;
    let shared = report.get("$defs").and_then(Value::as_object);
    let own = schema.get_mut("$defs").and_then(Value::as_object_mut);
    if let (Some(own), Some(shared)) = (own, shared) {
        own.extend(shared.clone());
    }
    serde_json::to_string_pretty(&schema).map_err(broken)
}
