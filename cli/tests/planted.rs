//! A repository with fifty planted problems, and much that only looks like one: every output of `check` finds the fifty
//! at their files and lines, and nothing else.

#![cfg(unix)]

mod repository;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use repository::planted::{Problem, plant, told};
use serde_json::Value;

#[track_caller]
fn compare(expected: &BTreeSet<Problem>, found: &[Problem]) {
    let unique: BTreeSet<Problem> = found.iter().cloned().collect();
    let missing: Vec<_> = expected.difference(&unique).collect();
    let surplus: Vec<_> = unique.difference(expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing {missing:#?}\nsurplus {surplus:#?}"
    );
    assert_eq!(found.len(), expected.len(), "each once");
}

#[test]
fn there_are_fifty() {
    assert_eq!(plant("count").1.len(), 50);
}

#[test]
fn the_text_tells_of_the_fifty_and_of_nothing_else() {
    let (folder, problems) = plant("text");
    let run = folder.check(&[]);
    compare(&problems, &told(&run));
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("test/broken/nested.pem: ignored by configuration: damaged on purpose")
    );
}

#[test]
fn the_hook_tells_of_the_same_fifty_when_it_is_given_all_files_by_name() {
    let (folder, problems) = plant("hook");
    let mut files = Vec::new();
    files_below(&folder.path(""), "", &mut files);
    // As pre-commit: what git does not keep is not given.
    files.retain(|file| !file.starts_with("build/"));
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let entry = hooks
        .lines()
        .find_map(|line| line.strip_prefix("  entry: pemvet "));
    let mut arguments: Vec<&str> = entry.expect("a hook").split(' ').collect();
    arguments.push(repository::AT);
    arguments.extend(files.iter().map(String::as_str));
    let run = folder.run(&arguments, b"");
    compare(&problems, &told(&run));
    assert_eq!(run.status, 1);
}

fn files_below(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = format!("{prefix}{}", entry.file_name().to_str().expect("UTF-8"));
        if entry.path().is_dir() {
            files_below(&entry.path(), &format!("{path}/"), files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn json_has_the_same_fifty_and_fits_its_schema() {
    let (folder, problems) = plant("json");
    let document = json(&folder.check(&["--format", "json"]).stdout);
    let mut found = Vec::new();
    for bundle in document["bundles"].as_array().expect("bundles") {
        for finding in bundle["findings"].as_array().expect("findings") {
            if finding["severity"] != "note" {
                let key = finding["location"]["input"] == "key";
                let path = if key {
                    &bundle["key"]["path"]
                } else {
                    &bundle["path"]
                };
                found.push(problem(path, &finding["location"]["lines"][0], &finding["rule"]));
            }
        }
    }
    compare(&problems, &found);
    repository::fits(&folder.run(&["schema", "report"], b"").stdout, &document);
}

#[test]
fn sarif_has_the_same_fifty_and_fits_the_schema_of_the_standard() {
    let (folder, problems) = plant("sarif");
    let log = json(&folder.check(&["--format", "sarif"]).stdout);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    let mut found = Vec::new();
    for result in results {
        let index = result["ruleIndex"]
            .as_u64()
            .and_then(|index| usize::try_from(index).ok());
        assert_eq!(rules[index.expect("an index")]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            !place["artifactLocation"]["uri"]
                .as_str()
                .expect("a path")
                .starts_with('/')
        );
        if result["level"] != "note" {
            let line = &place["region"]["startLine"];
            found.push(problem(
                &place["artifactLocation"]["uri"],
                line,
                &result["ruleId"],
            ));
        }
    }
    compare(&problems, &found);
    // The committee's pattern for languages has a bracket too many, which not every engine takes for a letter.
    let schema = include_str!("schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}\\\\]?$");
    repository::fits(&schema, &log);
}

#[test]
fn annotations_of_github_are_the_same_fifty_one_a_line() {
    let (folder, problems) = plant("github");
    let run = folder.check(&["--format", "github"]);
    let problem = |line: &str| {
        let (properties, _) = line.split_once(' ')?.1.split_once("::")?;
        let property = |name: &str| {
            let mut all = properties.split(',').filter_map(|it| it.split_once('='));
            all.find(|(it, _)| *it == name).map(|(_, value)| value)
        };
        let rule = property("title")?.strip_prefix("pemvet%3A ")?;
        let line = property("line").unwrap_or("0").parse().ok()?;
        Some((property("file")?.into(), line, rule.into()))
    };
    assert!(
        run.stdout
            .lines()
            .all(|line| line.starts_with("::error ") || line.starts_with("::warning "))
    );
    compare(
        &problems,
        &run.stdout.lines().filter_map(problem).collect::<Vec<_>>(),
    );
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn problem(path: &Value, line: &Value, rule: &Value) -> Problem {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(path), line.as_u64().unwrap_or(0), text(rule))
}
