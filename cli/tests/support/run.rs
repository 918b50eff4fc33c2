//! The command as a user runs it, and what it printed.

#![allow(dead_code, reason = "each test uses its part")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::expect_file;

pub(crate) const AT: &str = "--at=2026-06-01T00:00:00Z";

/// Runs in the root of the repository, so that paths in the output are the same everywhere.
pub(crate) fn run(arguments: &[&str]) -> Output {
    run_in(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")),
        arguments,
        b"",
    )
}

pub(crate) fn run_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pemvet"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // It may stop reading early; then the pipe breaks, which is fine.
    let _ = child.stdin.take().expect("standard input").write_all(input);
    child.wait_with_output().expect("the command ends")
}

pub(crate) fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Compares what was printed with tests/command/NAME.txt.
#[track_caller]
pub(crate) fn expect(name: &str, output: &Output) {
    let printed = format!(
        "exit status {}\n--- standard output\n{}--- standard error\n{}",
        status(output),
        stdout(output),
        stderr(output)
    );
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .join("cli/tests/command")
        .join(format!("{name}.txt"));
    if let Err(difference) = expect_file(&path, &printed) {
        panic!("{difference}");
    }
}

/// A folder of its own for one test.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a scratch folder");
    folder
}

/// Names in a folder, sorted.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
