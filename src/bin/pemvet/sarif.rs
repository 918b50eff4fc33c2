//! SARIF 2.1.0, by the names of the standard (OASIS, section 3).

use std::io::Write as _;

use pemvet::{Input, Severity, rules};
use serde_json::{Value, json};

use crate::Failure;
use crate::check::{Outline, Vetted};
use crate::text;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(crate) fn print(outline: &Outline) -> Result<(), Failure> {
    let rules: Vec<&'static rules::Rule> = rules::areas().iter().flat_map(|area| area.rules).collect();
    let mut results = Vec::new();
    let mut unread = Vec::new();
    for one in &outline.vetted {
        match &one.result {
            Ok(verdict) => {
                for finding in &verdict.findings {
                    let index = rules.iter().position(|rule| rule.name == finding.rule.name);
                    results.push(result(one, finding, index));
                }
            }
            Err(reason) => unread.push(notification("error", &one.place.path, reason)),
        }
    }
    let has_failed = !unread.is_empty();
    unread.extend(
        outline
            .skipped
            .iter()
            .map(|skipped| notification("note", &skipped.path, &skipped.reason)),
    );
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "pemvet",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "invocations": [{
                "executionSuccessful": !has_failed,
                "toolExecutionNotifications": unread,
            }],
            // Lines and columns of text, not of UTF-16 code units: no column is given.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let text = serde_json::to_string_pretty(&log)
        .map_err(|error| Failure::new(format!("SARIF could not be made: {error}")))?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn descriptor(rule: &rules::Rule) -> Value {
    let help = format!("{}\n\nSource: {}.", rule.explanation, rule.citations.join("; "));
    json!({
        "id": rule.name,
        "shortDescription": { "text": format!("pemvet found that {}.", rule.summary) },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": help },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.area().name], "class": rule.class.as_str() },
    })
}

fn result(one: &Vetted, finding: &pemvet::Finding, index: Option<usize>) -> Value {
    let (path, region) = match &finding.location {
        None => (&one.place.path, None),
        Some(location) => {
            let key = one.key.as_ref().filter(|_| location.input == Input::Key);
            let region = json!({ "startLine": location.lines.start().max(&1), "endLine": location.lines.end().max(&1) });
            (&key.unwrap_or(&one.place).path, Some(region))
        }
    };
    let mut physical = json!({ "artifactLocation": { "uri": uri(path) } });
    if let Some(region) = region {
        physical["region"] = region;
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(value) = &one.place.value {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": value, "kind": "member" }]);
    }
    let message = match text::help(one, finding) {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule.name,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [location],
    });
    if let Some(index) = index {
        result["ruleIndex"] = index.into();
    }
    if let Some(class) = finding.class {
        result["properties"] = json!({ "class": class.as_str() });
    }
    result
}

fn notification(level: &str, path: &str, reason: &str) -> Value {
    json!({
        "level": level,
        "message": { "text": reason },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(path) } } }],
    })
}

/// A relative reference (RFC 3986 section 4.2) with `/` between its parts.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.into()
    };
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
