//! Templates of `pemvet csr`, and the commands in them.

#![allow(dead_code, reason = "each test uses its part")]

use std::path::Path;
use std::process::{Command, Output};

use crate::command::{run_in, stderr, stdout};

pub(crate) const AT: &str = "--at=2026-12-01T00:00:00Z";

pub(crate) fn template(folder: &Path, tool: &str, arguments: &[&str]) -> Output {
    run_in(
        folder,
        &[&["csr", "--template", tool, AT], arguments].concat(),
        b"",
    )
}

/// The command lines in the comments of a template: those that begin with one of `begins`, and what follows a backslash.
pub(crate) fn commands(text: &str, begins: &[&str]) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim_start_matches(['#', ';', ' ']));
    let mut found: Vec<String> = Vec::new();
    let mut is_continued = false;
    for line in lines {
        if is_continued {
            found
                .last_mut()
                .expect("a line before")
                .push_str(line.trim_end_matches('\\'));
        } else if begins.iter().any(|begin| line.starts_with(begin)) {
            found.push(line.trim_end_matches('\\').into());
        } else {
            continue;
        }
        is_continued = line.ends_with('\\');
    }
    found
}

/// Runs a line as printed, with this pemvet found first.
#[track_caller]
pub(crate) fn shell(folder: &Path, line: &str) -> Output {
    let programs = Path::new(env!("CARGO_BIN_EXE_pemvet"))
        .parent()
        .expect("a folder");
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").expect("PATH"));
    let output = Command::new("sh")
        .args(["-ec", line])
        .current_dir(folder)
        .env("PATH", path)
        .output();
    let output = output.expect("a shell");
    assert!(
        output.status.success(),
        "{line}\n{}{}",
        stdout(&output),
        stderr(&output)
    );
    output
}

pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split_once(after).expect("an end").0
}
