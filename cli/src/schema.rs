//! `pemvet schema`.

use std::io::Write as _;

use serde_json::Value;

use crate::arguments::{Described, Schema};
use crate::check::configuration;
use crate::outcome::{Failure, Outcome};

/// The shape of `check --format json`; tests hold every output against it.
const REPORT: &str = include_str!("../schemas/report.schema.json");
/// That of `request --format json`, without the definitions that the two share.
const REQUEST: &str = include_str!("../schemas/request.schema.json");

pub(crate) fn run(schema: &Schema) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    match schema.what {
        Described::Configuration => writeln!(out, "{}", configuration::schema())?,
        Described::Report => write!(out, "{REPORT}")?,
        Described::Request => writeln!(out, "{}", request()?)?,
    }
    Ok(Outcome::Accepted)
}

/// The schema of requests with the definitions of reports in it.
fn request() -> Result<String, Failure> {
    let broken = |error: serde_json::Error| Failure::new(format!("the schema is broken: {error}"));
    let report: Value = serde_json::from_str(REPORT).map_err(broken)?;
    let mut request: Value = serde_json::from_str(REQUEST).map_err(broken)?;
    let shared = report.get("$defs").and_then(Value::as_object);
    let own = request.get_mut("$defs").and_then(Value::as_object_mut);
    if let (Some(own), Some(shared)) = (own, shared) {
        own.extend(shared.clone());
    }
    serde_json::to_string_pretty(&request).map_err(broken)
}
