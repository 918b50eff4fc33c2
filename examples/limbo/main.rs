//! Conformance: judges a file of [x509-limbo](https://github.com/C2SP/x509-limbo) testcases and prints how often
//! pemvet agrees with the suite.
//!
//! ```text
//! cargo run --release --example limbo -- FILE [--json OUT]
//! ```
//!
//! `--json OUT` also writes one line of JSON for each case: `{"id","expected","actual","rules"}`, where `actual` is
//! `SUCCESS`, `FAILURE` or `SKIPPED`, and `rules` names the rules that reject.

mod cases;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cases::{Outcome, Table};
use serde::Serialize;

const USAGE: &str = "usage: limbo FILE [--json OUT]";

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    expected: Outcome,
    actual: Outcome,
    rules: &'a [&'static str],
}

fn main() -> ExitCode {
    let Some((suite, json)) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&suite, json.as_deref()) {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Option<(PathBuf, Option<PathBuf>)> {
    let (mut suite, mut json) = (None, None);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        let place = if argument == "--json" {
            json.replace(PathBuf::from(arguments.next()?))
        } else {
            suite.replace(PathBuf::from(argument))
        };
        // Given twice.
        if place.is_some() {
            return None;
        }
    }
    Some((suite?, json))
}

fn run(suite: &Path, json: Option<&Path>) -> Result<Table, String> {
    let cases = cases::read(suite)?;
    let mut lines = Vec::new();
    let mut table = Table::default();
    for case in &cases {
        let verdict = case.judge();
        table.add(case, &verdict);
        let line = serde_json::to_string(&Line {
            id: &case.id,
            expected: case.expected_result,
            actual: verdict.outcome,
            rules: &verdict.rules,
        });
        lines.push(line.map_err(|error| error.to_string())?);
    }
    if let Some(path) = json {
        write(path, &lines).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(table)
}

fn write(path: &Path, lines: &[String]) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for line in lines {
        writeln!(file, "{line}")?;
    }
    file.flush()
}
