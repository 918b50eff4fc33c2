//! SARIF 2.1.0, by the names of the standard (OASIS, section 3).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use pemvet::text::{counted, may_be_key};
use pemvet::{Input, Remedy, Severity, rules};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::check::verdict::Verdict;
use crate::echo;
use crate::outcome::Failure;
use crate::output::{json, line_hash, link, paragraph, spot};
use crate::paths;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(crate) fn print(outcome: &CheckOutcome, is_of_files: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let rules: Vec<&'static rules::Rule> = rules::all().collect();
    let mut unread: Vec<Value> = Vec::new();
    for one in &outcome.bundle_outcome {
        if let Err(reason) = &one.result {
            unread.push(notification("error", &one.place.file, reason));
        }
    }
    let has_failed = !unread.is_empty();
    unread.extend(
        outcome
            .skipped
            .iter()
            .map(|skipped| notification("note", &skipped.file, &skipped.reason)),
    );
    let invocation = json!({
        "executionSuccessful": !has_failed,
        "toolExecutionNotifications": unread,
    });
    let mut driver = json!({
        "name": "pemvet",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    if !REPOSITORY.is_empty() {
        driver["informationUri"] = REPOSITORY.into();
    }
    let index = rules.iter().enumerate().map(|(place, rule)| (rule.name, place));
    let results = Results {
        outcome,
        index: index.collect(),
        hashes: match is_of_files {
            true => line_hash::of(lines(outcome)),
            false => HashMap::new(),
        },
    };
    let log = Log {
        schema: SCHEMA,
        runs: [Run {
            // Lines and columns of text, not of UTF-16 code units: no column is given.
            column_kind: "unicodeCodePoints",
            invocations: [invocation],
            results,
            tool: json!({ "driver": driver }),
        }],
        version: "2.1.0",
    };
    json::write_to(out, &log)
}

/// Address of the repository. Whoever publishes it writes it here and as `repository` into the manifests; until then no
/// output has one.
const REPOSITORY: &str = "";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    runs: [Run<'a>; 1],
    version: &'a str,
}

#[derive(Serialize)]
struct Run<'a> {
    #[serde(rename = "columnKind")]
    column_kind: &'a str,
    invocations: [Value; 1],
    results: Results<'a>,
    tool: Value,
}

/// One result for each finding, made when it is written: together they may take many times the memory of the findings.
struct Results<'a> {
    outcome: &'a CheckOutcome,
    /// The place of each rule in the list of rules.
    index: HashMap<&'static str, usize>,
    /// What GitHub knows lines of files by.
    hashes: HashMap<(PathBuf, usize), String>,
}

/// The first lines of all results, by their files.
fn lines(outcome: &CheckOutcome) -> BTreeMap<&Path, BTreeSet<usize>> {
    let mut wanted: BTreeMap<&Path, BTreeSet<usize>> = BTreeMap::new();
    for one in &outcome.bundle_outcome {
        let findings = one.result.as_ref().map(|verdict| verdict.findings.as_slice());
        for finding in findings.unwrap_or_default() {
            if let (place, Some(lines)) = spot::of(one, finding) {
                wanted.entry(&place.file).or_default().insert(*lines.start());
            }
        }
    }
    wanted
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let verdicts = self.outcome.bundle_outcome.iter();
        let verdicts = verdicts.filter_map(|one| Some((one, one.result.as_ref().ok()?)));
        serializer.collect_seq(verdicts.flat_map(|(one, verdict)| {
            verdict.findings.iter().map(move |finding| {
                let mut result = result(one, finding, self.index.get(finding.rule.name).copied());
                if let (place, Some(lines)) = spot::of(one, finding)
                    && let Some(hash) = self.hashes.get(&(place.file.clone(), *lines.start()))
                {
                    result["partialFingerprints"] = json!({ "primaryLocationLineHash": hash });
                }
                if let Some(fix) = fix(one, verdict, finding) {
                    result["fixes"] = fix;
                }
                result
            })
        }))
    }
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn descriptor(rule: &rules::Rule) -> Value {
    let help = format!("{}\n\nSource: {}.", rule.explanation, rule.citations.join("; "));
    let markdown = format!(
        "**What.** {}\n\n**Who refuses it.** {}\n\n**Fix.** {}\n\nSource: {}.",
        rule.what(),
        rule.who().replace('\n', "  \n"),
        rule.fix(),
        rule.citations.join("; ")
    );
    let mut properties =
        json!({ "tags": [rule.area.name], "class": rule.class.as_str(), "precision": "very-high" });
    if rule.concern == rules::Concern::Safe {
        properties["tags"] = json!([rule.area.name, "security"]);
        properties["security-severity"] = security_severity(rule.severity).into();
    }
    let mut descriptor = json!({
        "id": rule.name,
        "shortDescription": { "text": format!("pemvet found that {}.", rule.summary) },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": help, "markdown": markdown },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": properties,
    });
    if !REPOSITORY.is_empty() {
        descriptor["helpUri"] = format!("{REPOSITORY}/blob/main/docs/rules.md#{}", rule.name).into();
    }
    descriptor
}

/// GitHub's scale: high from 7.0 on, medium from 4.0, low above 0. Only keys that are weak, leaked or badly kept are on it;
/// what a server refuses is a fault, but nobody's way in.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.5",
        Severity::Note => "2.0",
    }
}

fn result(one: &BundleOutcome, finding: &pemvet::Finding, index: Option<usize>) -> Value {
    let (place, lines) = spot::of(one, finding);
    let region = lines.map(|lines| json!({ "startLine": lines.start(), "endLine": lines.end() }));
    let path = &place.file;
    let mut physical = json!({ "artifactLocation": { "uri": uri(path) } });
    if let Some(region) = region {
        physical["region"] = region;
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(value) = &one.place.value {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": value, "kind": "member" }]);
    }
    let message = match paragraph::help(one, finding) {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule.name,
        "level": level(finding.severity),
        "message": { "text": plain(&message) },
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

fn notification(level: &str, path: &Path, reason: &str) -> Value {
    json!({
        "level": level,
        "message": { "text": plain(reason) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(path) } } }],
    })
}

/// What `pemvet fix` would write in place of the whole file, for findings whose help says so. Not for a file with a key,
/// which `fix` leaves out, nor for a value in a document.
fn fix(one: &BundleOutcome, verdict: &Verdict, finding: &pemvet::Finding) -> Option<Value> {
    let last_line = verdict.last_line?;
    let helps = finding.help.as_ref()?.remedy() == Some(Remedy::Fix);
    let in_file = finding.location.as_ref()?.input == Input::Certificates;
    let repaired = verdict.report.to_repaired_pem().filter(|_| helps && in_file)?;
    Some(json!([{
        "description": { "text": "what pemvet fix writes" },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&one.place.file) },
            "replacements": [{
                // Without columns a region ends before the line end of its last line.
                "deletedRegion": { "startLine": 1, "endLine": last_line },
                "insertedContent": { "text": repaired.trim_end_matches('\n') },
            }],
        }],
    }]))
}

/// Text without links: `[x](1)` in a plain text message would be one (section 3.11.6), whoever wrote it.
fn plain(text: &str) -> String {
    match text.contains("](") {
        true => text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]"),
        false => text.into(),
    }
}

/// A relative reference (RFC 3986 section 4.2) from the current directory, with `/` between its parts.
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for part in relative(path).components() {
        let part = match part {
            Component::Normal(part) => match part.to_str().filter(|part| may_be_key(part)) {
                Some(secret) => link::encoded(counted(secret).as_bytes()),
                None => link::encoded(part.as_encoded_bytes()),
            },
            Component::ParentDir => "..".into(),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => continue,
        };
        if !uri.is_empty() {
            uri.push('/');
        }
        uri.push_str(&part);
    }
    uri
}

/// The path from the current directory: results are for a repository, wherever it is checked out.
fn relative(path: &Path) -> PathBuf {
    let Some(current) = std::env::current_dir().ok().filter(|_| path.is_absolute()) else {
        return path.into();
    };
    paths::relative_to(&current, path)
}

/// A path as programs that know no references have it: from the current directory, with `/` between its parts.
pub(super) fn relative_shown(path: &Path) -> String {
    let parts = relative(path);
    let parts = parts.components().filter(|part| *part != Component::CurDir);
    let parts: Vec<String> = parts
        .map(|part| pemvet::text::echo(&echo::lossless(part.as_os_str())).into_owned())
        .collect();
    parts.join("/")
}
