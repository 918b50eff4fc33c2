//! What the command tells of files.

#![allow(dead_code, reason = "each test uses its part")]

use std::path::Path;

use serde_json::Value;

use crate::command::run_in;

pub(crate) const AT: &str = "--at=2026-11-29T12:40:00Z";

/// A finding: severity, rule, line.
pub(crate) type Told = (String, String, u64);

/// What is told of paths, but for the top of the chain, which is not in the files.
pub(crate) fn told(folder: &Path, paths: &[&str]) -> Vec<Told> {
    let arguments = [&["check", "--no-config", "--format=json", AT], paths].concat();
    let output = run_in(folder, &arguments, b"");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let bundles = document["bundles"].as_array().expect("bundles");
    let findings = bundles
        .iter()
        .flat_map(|it| it["findings"].as_array().expect("findings"));
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let mut told: Vec<Told> = findings
        .filter(|it| !matches!(it["rule"].as_str(), Some("root-absent" | "issuer-missing")))
        .map(|it| {
            (
                text(&it["severity"]),
                text(&it["rule"]),
                it["location"]["lines"][0].as_u64().unwrap_or(0),
            )
        })
        .collect();
    told.sort();
    told
}
