//! The session in README.md, run as it stands. Needs bash, curl and python3.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::fs;
use std::process::Command;

use support::Service;

#[test]
fn the_readmes_session_is_what_happens() {
    let readme = include_str!("../README.md");
    let lines: Vec<_> = readme
        .split("```console\n")
        .skip(1)
        .flat_map(|block| block.split("```").next().unwrap().lines())
        .collect();
    assert!(lines.len() > 20);

    let service = Service::with(&["--patience", "2"]);
    let mut script = String::from("cd \"$(mktemp -d)\"; trap 'rm -rf \"$PWD\"' EXIT\n");
    for command in lines.iter().filter_map(|line| line.strip_prefix("$ ")) {
        // Shown, then run.
        script.push_str(&format!("cat << 'COMMAND'\n$ {command}\nCOMMAND\n{command}\n"));
    }
    let testdata = fs::canonicalize(concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata")).unwrap();
    let script = script
        .replace("../../testdata", testdata.to_str().unwrap())
        .replace("127.0.0.1:9443", &service.address().to_string())
        .replace("sleep 12", "sleep 4");
    let ran = Command::new("bash").args(["-c", &script]).output().unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    let said = said
        .replace(testdata.to_str().unwrap(), "../../testdata")
        .replace(&service.address().to_string(), "127.0.0.1:9443")
        .replace("sleep 4", "sleep 12");
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        lines,
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    service.finish();
}
