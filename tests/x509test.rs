//! Single faults by RFC 5280, each certificate citing its clause: the certificates of google/x509test, under the standard
//! `Rfc5280`.
//!
//! Reads the file that `X509TEST_JSON` names, or `../shared/x509test/x509test-dev.json`, in the format of x509-limbo.
//! Disagreements are allowed where `tests/x509test-exceptions.json` lists them with a reason that cites a clause; an entry
//! that no longer disagrees fails, too.

#[path = "../examples/limbo/cases.rs"]
mod cases;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cases::{Case, Table};
use libtest_mimic::{Arguments, Completion, Trial};
use serde::Deserialize;

/// A disagreement that stays, and why.
#[derive(Deserialize)]
struct Exception {
    id: String,
    reason: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let (path, is_default) = match std::env::var_os("X509TEST_JSON") {
        Some(path) => (PathBuf::from(path), false),
        None => (here("../shared/x509test/x509test-dev.json"), true),
    };
    let trials = if is_default && !path.exists() && may_be_missing() {
        let how = "set X509TEST_JSON to a file of google/x509test's certificates";
        eprintln!("THE COMPARISON WITH X509TEST DID NOT RUN: {how}.");
        vec![Trial::ignorable_test("x509test", move || {
            Ok(Completion::ignored_with(how))
        })]
    } else {
        trials(&path, is_default)
            .unwrap_or_else(|error| vec![Trial::test("x509test", move || Err(error.into()))])
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// `.ci/run` sets it where the suites are beside the repository: one that is missing fails then.
fn may_be_missing() -> bool {
    std::env::var_os("PEMVET_NEEDS_SUITES").is_none()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn trials(path: &Path, is_default: bool) -> Result<Vec<Trial>, String> {
    let text = std::fs::read(here("tests/x509test-exceptions.json")).map_err(|error| error.to_string())?;
    let exceptions: Vec<Exception> = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    if let Some(vague) = exceptions.iter().find(|it| !it.reason.contains("RFC 5280")) {
        return Err(format!(
            "tests/x509test-exceptions.json: {}: the reason cites no clause",
            vague.id
        ));
    }
    let mut exceptions: BTreeMap<String, Exception> =
        exceptions.into_iter().map(|it| (it.id.clone(), it)).collect();
    let (mut trials, mut table) = (Vec::new(), Table::default());
    for case in cases::read(path)? {
        let exception = exceptions.remove(&case.id);
        let verdict = case.judge();
        table.add(&case, &verdict);
        let result = held_against(&case, &verdict, exception.is_some());
        trials.push(Trial::test(case.id, move || result.map_err(Into::into)));
    }
    print!("{table}");
    if is_default {
        trials.extend(exceptions.into_keys().map(|id| {
            Trial::test(format!("exception::{id}"), || {
                Err("tests/x509test-exceptions.json lists a case that the suite does not have".into())
            })
        }));
    }
    Ok(trials)
}

fn held_against(case: &Case, verdict: &cases::Verdict, is_exception: bool) -> Result<(), String> {
    let remark = verdict.remark.as_deref().unwrap_or_default();
    match (case.expected_result == verdict.outcome, is_exception) {
        (true, false) | (false, true) => Ok(()),
        (true, true) => Err("stale entry in tests/x509test-exceptions.json: it agrees now".into()),
        (false, false) => Err(format!(
            "expected {:?}, found {:?} {:?} {remark}",
            case.expected_result, verdict.outcome, verdict.rules
        )),
    }
}
