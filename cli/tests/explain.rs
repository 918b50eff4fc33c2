//! `pemvet explain` and `pemvet rules`, and the pages that show what the command prints.

#[path = "support/run.rs"]
mod run;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use run::{AT, expect, run, stdout};
use support::expect_file;

const PROXY: [&str; 4] = ["--name", "proxy", "--fqdn", "cluster.example.com"];

fn check_demo(file: &str, more: &[&str]) -> Output {
    let path = format!("testdata/demo/{file}");
    let mut arguments = vec!["check", &path, "--key", "testdata/demo/proxy.key", AT];
    arguments.extend(PROXY);
    arguments.extend(more);
    run(&arguments)
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn explain_tells_of_a_rule_and_of_similar_names() {
    expect("explain", &run(&["explain", "chain-out-of-order"]));
    expect("explain-unknown", &run(&["explain", "key-not-matching"]));
}

#[test]
fn the_page_of_rules_is_current() {
    let page = stdout(&run(&["rules", "--format", "markdown"]));
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("docs/rules.md");
    if let Err(difference) = expect_file(&path, &page) {
        panic!("{difference}");
    }
}

#[test]
fn the_page_of_stacks_is_current() {
    let page = stdout(&run(&["stacks", "--format", "markdown"]));
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("docs/stacks.md");
    if let Err(difference) = expect_file(&path, &page) {
        panic!("{difference}");
    }
}

#[test]
fn the_readme_names_the_command_and_its_picture_is_of_a_real_run() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let readme = fs::read_to_string(root.join("README.md")).expect("README");
    let command = "cargo run --release -- check testdata/demo/from-pfx.pem \
            --key testdata/demo/proxy.key --name proxy --fqdn cluster.example.com --at 2026-06-01T00:00:00Z";
    assert!(
        readme.replace(" \\\n  ", " ").contains(command),
        "README.md should name the command:\n{command}"
    );
    // The picture breaks lines where its terminal ends, and draws the chain for that width.
    let picture = fs::read_to_string(root.join("docs/run.svg")).expect("the picture");
    let texts = picture.split('>').filter_map(|part| part.split_once('<'));
    let drawn: String = texts.map(|(text, _)| text).collect();
    let without_blanks = |text: &str| -> String { text.split_whitespace().collect() };
    let drawn = without_blanks(&drawn.replace("&#x27;", "'").replace("&amp;", "&"));
    let printed = stdout(&check_demo("from-pfx.pem", &[])).replace("testdata/demo/", "");
    let (findings, _) = printed.split_once("chain  leaf").expect("a chain");
    for paragraph in findings.split("\n\n") {
        let paragraph = without_blanks(paragraph);
        assert!(
            drawn.contains(&paragraph),
            ".ci/generate draws it anew: {paragraph}"
        );
    }
}

#[test]
fn the_table_of_rules_as_json_names_every_rule() {
    let table = json(&run(&["rules", "--format", "json"]));
    let rules = table["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), pemvet::rules::all().count());
}
