//! An independent judge of single certificates: the verdicts that zlint's own tests expect, against the rules of pemvet
//! that are about the same fault.
//!
//! Reads the file that `ZLINT_JSON` names, or `../shared/zlint/zlint-dev.json`. `tests/zlint-lints.json` tells which
//! rules speak where a lint does; lints that it does not name are not compared, and counted. Disagreements are allowed
//! where `tests/zlint-exceptions.json` lists them with a reason; an entry that no longer disagrees fails, too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use libtest_mimic::{Arguments, Completion, Trial};
use pemvet::{Bundle, Profile, Provider, PublicSuffixes, Standard, UnixTime, rules};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Suite {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    file: String,
    pem: String,
    lints: Vec<Expected>,
}

#[derive(Clone, Deserialize)]
struct Expected {
    lint: String,
    verdict: Verdict,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Error,
    Warn,
    Info,
    Pass,
    /// Does not apply.
    #[serde(rename = "NA")]
    NotApplicable,
    /// Not in force at the certificate's date.
    #[serde(rename = "NE")]
    NotEffective,
}

impl Verdict {
    /// Whether a finding is expected; `None` where zlint has no opinion.
    fn is_finding(self) -> Option<bool> {
        match self {
            Verdict::Error | Verdict::Warn | Verdict::Info => Some(true),
            Verdict::Pass => Some(false),
            Verdict::NotApplicable | Verdict::NotEffective => None,
        }
    }
}

/// What docs/conformance.md says of the suite.
#[derive(Deserialize)]
struct Conformance {
    zlint: Counted,
}

#[derive(PartialEq, Debug, Deserialize)]
struct Counted {
    certificates: usize,
    verdicts: usize,
}

/// A disagreement that stays, and why.
#[derive(Deserialize)]
struct Exception {
    file: String,
    lint: String,
    reason: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let (path, is_default) = match std::env::var_os("ZLINT_JSON") {
        Some(path) => (PathBuf::from(path), false),
        None => (here("../shared/zlint/zlint-dev.json"), true),
    };
    let trials = if is_default && !path.exists() && may_be_missing() {
        let how = "set ZLINT_JSON to a file of zlint's verdicts";
        eprintln!("THE COMPARISON WITH ZLINT DID NOT RUN: {how}.");
        vec![Trial::ignorable_test("zlint", move || {
            Ok(Completion::ignored_with(how))
        })]
    } else {
        trials(&path, is_default)
            .unwrap_or_else(|error| vec![Trial::test("zlint", move || Err(error.into()))])
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

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read(path).map_err(|error| said(&error))?;
    serde_json::from_slice(&text).map_err(|error| said(&error))
}

fn trials(path: &Path, is_default: bool) -> Result<Vec<Trial>, String> {
    let suite: Suite = read(path)?;
    let lints: BTreeMap<String, Vec<String>> = read(&here("tests/zlint-lints.json"))?;
    if let Some(unknown) = lints.values().flatten().find(|name| rules::find(name).is_err()) {
        return Err(format!("tests/zlint-lints.json: no rule {unknown}"));
    }
    let exceptions: Vec<Exception> = read(&here("tests/zlint-exceptions.json"))?;
    if let Some(silent) = exceptions.iter().find(|it| it.reason.is_empty()) {
        return Err(format!("tests/zlint-exceptions.json: {}: no reason", silent.file));
    }
    let mut exceptions: BTreeMap<(String, String), Exception> = exceptions
        .into_iter()
        .map(|it| ((it.file.clone(), it.lint.clone()), it))
        .collect();
    let (mut trials, mut others) = (Vec::new(), BTreeSet::new());
    let certificates = suite.cases.len();
    for case in suite.cases {
        let raised = raised(&case.pem);
        for expected in &case.lints {
            let Some(names) = lints.get(&expected.lint) else {
                others.insert(expected.lint.clone());
                continue;
            };
            let Some(wanted) = expected.verdict.is_finding() else {
                continue;
            };
            let exception = exceptions.remove(&(case.file.clone(), expected.lint.clone()));
            let speaking: Vec<&str> = raised
                .iter()
                .copied()
                .filter(|it| names.iter().any(|name| name == it))
                .collect();
            let verdict = held_against(wanted, &speaking, exception.is_some(), &raised);
            trials.push(Trial::test(
                format!("{}::{}", case.file, expected.lint),
                move || verdict.map_err(Into::into),
            ));
        }
    }
    println!(
        "{} lints compared, {} not: no rule is about their fault.",
        lints.len(),
        others.len()
    );
    if is_default {
        let recorded: Conformance = read(&here("tests/conformance.json"))?;
        let verdicts = trials.len();
        let counted = Counted {
            certificates,
            verdicts,
        };
        trials.push(Trial::test("as docs/conformance.md counts", move || {
            let recorded = recorded.zlint;
            let said = || format!("tests/conformance.json says {recorded:?}, and there are {counted:?}");
            (counted == recorded).then_some(()).ok_or_else(|| said().into())
        }));
        trials.extend(exceptions.into_keys().map(|(file, lint)| {
            Trial::test(format!("exception::{file}::{lint}"), || {
                Err("tests/zlint-exceptions.json lists what was not compared".into())
            })
        }));
    }
    Ok(trials)
}

fn held_against(
    wanted: bool,
    speaking: &[&str],
    is_exception: bool,
    raised: &BTreeSet<&'static str>,
) -> Result<(), String> {
    match (wanted != speaking.is_empty(), is_exception) {
        (true, false) | (false, true) => Ok(()),
        (true, true) => Err("stale entry in tests/zlint-exceptions.json: it agrees now".into()),
        (false, false) if wanted => Err(format!("zlint finds it; pemvet says only {raised:?}")),
        (false, false) => Err(format!("zlint passes it; pemvet says {speaking:?}")),
    }
}

/// The rules that speak of the certificate under either strict reading: as a server's, and as a CA's if it is one.
fn raised(pem: &str) -> BTreeSet<&'static str> {
    let mut all = BTreeSet::new();
    for standard in [Standard::Rfc5280, Standard::CaBrowserForum] {
        let authority = raised_as(pem, Profile::authority(Provider::AWS_LC_RS), standard);
        if !authority.contains("authority-not-ca") {
            all.extend(authority);
        }
        all.extend(raised_as(pem, Profile::server(Provider::AWS_LC_RS), standard));
    }
    all
}

fn raised_as(pem: &str, mut profile: Profile, standard: Standard) -> BTreeSet<&'static str> {
    profile.standard = standard;
    profile.is_public_suffix = Some(PublicSuffixes::new(|name| {
        psl::suffix(name.as_bytes()).is_some_and(|it| it.is_known() && it == name.as_bytes())
    }));
    // 2026-06-01; no lint that is compared is about time.
    let now = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
    let report = Bundle::new(pem.as_bytes()).validate(&profile, now);
    report
        .findings()
        .iter()
        .map(|finding| finding.rule.name)
        .collect()
}
