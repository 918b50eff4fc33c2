//! Conformance: every testcase of x509-limbo against what the suite expects.
//!
//! Reads the file that `LIMBO_JSON` names, or `../shared/limbo/limbo-dev.json`. Disagreements are allowed where
//! `tests/limbo-exceptions.json` lists them with a reason; an entry that no longer disagrees fails, too.
//!
//! ```text
//! LIMBO_JSON=limbo.json cargo test --test limbo            # every case
//! cargo test --test limbo rfc5280::nc                      # those with this in their id
//! BLESS=1 cargo test --test limbo                          # also writes target/limbo-disagreements.json
//! ```

#[path = "../examples/limbo/cases.rs"]
mod cases;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cases::{Case, Outcome, Table, Verdict};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde::{Deserialize, Serialize};

/// The suite's own limit: who takes longer hangs.
const LONGEST: Duration = Duration::from_secs(5);

/// A disagreement that stays, and why.
#[derive(Deserialize)]
struct Exception {
    id: String,
    expected: Outcome,
    actual: Outcome,
    reason: String,
}

/// A disagreement that was found.
#[derive(Serialize)]
struct Disagreement {
    id: String,
    expected: Outcome,
    actual: Outcome,
    rules: Vec<&'static str>,
}

#[derive(Default)]
struct Results {
    table: Table,
    disagreements: Vec<Disagreement>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let results = Arc::new(Mutex::new(Results::default()));
    let (suite, is_default) = suite();
    let trials = if is_default && !suite.exists() && may_be_missing() {
        let how = "set LIMBO_JSON to a file of x509-limbo testcases";
        eprintln!("THE CONFORMANCE SUITE DID NOT RUN: {how}.");
        vec![Trial::ignorable_test("limbo", move || {
            Ok(Completion::ignored_with(how))
        })]
    } else {
        match trials(&suite, is_default, &results) {
            Ok(trials) => trials,
            Err(reason) => vec![Trial::test("limbo", move || Err(reason.into()))],
        }
    };
    let conclusion = libtest_mimic::run(&arguments, trials);
    let results = results.lock().unwrap_or_else(PoisonError::into_inner);
    print!("{}", results.table);
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("limbo-disagreements.json");
        let text = serde_json::to_string_pretty(&results.disagreements).expect("plain data");
        std::fs::write(&path, text + "\n").expect("the disagreements are written");
        println!("{}", path.display());
    }
    conclusion.exit_code()
}

/// The file of testcases, and whether nobody named it.
fn suite() -> (PathBuf, bool) {
    match std::env::var_os("LIMBO_JSON") {
        Some(path) => (path.into(), false),
        None => (here("../shared/limbo/limbo-dev.json"), true),
    }
}

/// `.ci/run` sets it where the suites are beside the repository: one that is missing fails then.
fn may_be_missing() -> bool {
    std::env::var_os("PEMVET_NEEDS_SUITES").is_none()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn trials(suite: &Path, is_default: bool, results: &Arc<Mutex<Results>>) -> Result<Vec<Trial>, String> {
    let mut exceptions = exceptions()?;
    let mut trials = Vec::new();
    for case in cases::read(suite)? {
        let exception = exceptions.remove(&case.id);
        let results = Arc::clone(results);
        trials.push(Trial::ignorable_test(case.id.clone(), move || {
            trial(&case, exception.as_ref(), &results)
        }));
    }
    // Another file may hold other cases.
    if is_default {
        trials.extend(exceptions.into_keys().map(|id| {
            let name = format!("exception::{id}");
            Trial::test(name, || {
                Err("tests/limbo-exceptions.json lists a case that the suite does not have".into())
            })
        }));
    }
    Ok(trials)
}

fn exceptions() -> Result<BTreeMap<String, Exception>, String> {
    let path = here("tests/limbo-exceptions.json");
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read(&path).map_err(|error| said(&error))?;
    let list: Vec<Exception> = serde_json::from_slice(&text).map_err(|error| said(&error))?;
    let mut exceptions = BTreeMap::new();
    for exception in list {
        if exception.reason.is_empty() {
            return Err(said(&format!("{}: no reason", exception.id)));
        }
        if let Some(twice) = exceptions.insert(exception.id.clone(), exception) {
            return Err(said(&format!("{}: listed twice", twice.id)));
        }
    }
    Ok(exceptions)
}

fn trial(case: &Case, exception: Option<&Exception>, results: &Mutex<Results>) -> Result<Completion, Failed> {
    let start = Instant::now();
    let verdict = case.judge();
    let took = start.elapsed();
    note(case, &verdict, results);
    if took > LONGEST {
        return Err(format!("took {took:?}; {LONGEST:?} is a hang").into());
    }
    held_against(case, &verdict, exception)
}

fn note(case: &Case, verdict: &Verdict, results: &Mutex<Results>) {
    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
    results.table.add(case, verdict);
    if verdict.outcome != Outcome::Skipped && verdict.outcome != case.expected_result {
        results.disagreements.push(Disagreement {
            id: case.id.clone(),
            expected: case.expected_result,
            actual: verdict.outcome,
            rules: verdict.rules.clone(),
        });
        results.disagreements.sort_by(|one, other| one.id.cmp(&other.id));
    }
}

fn held_against(case: &Case, verdict: &Verdict, exception: Option<&Exception>) -> Result<Completion, Failed> {
    let (expected, actual) = (case.expected_result, verdict.outcome);
    if let Some(exception) = exception {
        if (exception.expected, exception.actual) == (expected, actual) {
            return Ok(Completion::Completed);
        }
        let stale = format!(
            "stale entry in tests/limbo-exceptions.json: it says expected {:?}, actual {:?}; now expected {expected:?}, \
             actual {actual:?}",
            exception.expected, exception.actual
        );
        return Err(stale.into());
    }
    let remark = verdict.remark.as_deref().unwrap_or_default();
    if actual == Outcome::Skipped {
        return Ok(Completion::ignored_with(remark));
    }
    if actual == expected {
        return Ok(Completion::Completed);
    }
    Err(format!(
        "expected {expected:?}, actual {actual:?} {:?} {remark}",
        verdict.rules
    )
    .into())
}
