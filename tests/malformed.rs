//! Certificates with one fault each, made elsewhere: every one that is to be refused is refused for the reason in its
//! name, and the good ones beside them are accepted.
//!
//! Reads the file that `MALFORMED_JSON` names, or `../shared/malformed/malformed.json`; `tests/malformed-reasons.json`
//! says which rule is to speak, and which words. A case is refused if the rule's finding is an error under the reading
//! `Rfc5280`; good ones are accepted under `Deployed`, as their CA lacks what RFC 5280 wants beside.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pemvet::{CertificateDer, Profile, Report, Severity, Standard};
use serde::Deserialize;

#[derive(Deserialize)]
struct Suite {
    ca_pem: String,
    host: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    expected: Expected,
    der_base64: String,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Accept,
    Reject,
}

/// Why a case is refused.
#[derive(Deserialize)]
struct Reason {
    rule: String,
    /// Words of the message.
    says: String,
    /// Why it is a warning only.
    #[serde(default)]
    only_warned: Option<String>,
}

impl Suite {
    fn report(&self, case: &Case, standard: Standard) -> Report {
        let anchor = pem::parse(&self.ca_pem).expect("a CA").into_contents();
        let mut profile = support::without_key_asked(Profile::server(support::PROVIDER));
        profile.standard = standard;
        profile.trust_only([CertificateDer::from(anchor)]);
        // The wildcard of this case covers no host that has more labels.
        if case.name != "san_wild_ok" {
            profile.require_name(&self.host).expect("a host");
        }
        let body = &case.der_base64;
        let text = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
        support::judge(text.as_bytes(), None, &profile)
    }

    /// What is wrong with the verdict.
    fn complaint(&self, case: &Case, reasons: &BTreeMap<String, Reason>) -> Option<String> {
        let told = |report: &Report| -> Vec<String> {
            let findings = report.findings().iter();
            findings
                .map(|it| format!("{:?} {}: {}", it.severity, it.rule.name, it.message))
                .collect()
        };
        // Well formed, and so large that clients break off, is another matter: `chain-too-large` has a reason here.
        let is_too_large = reasons
            .get(&case.name)
            .is_some_and(|it| it.rule == "chain-too-large");
        if case.expected == Expected::Accept && !is_too_large {
            let report = self.report(case, Standard::Deployed);
            return (!report.is_accepted()).then(|| format!("{}: refused {:#?}", case.name, told(&report)));
        }
        let report = self.report(case, Standard::Rfc5280);
        let Some(reason) = reasons.get(&case.name) else {
            return Some(format!("{}: no reason is given; {:#?}", case.name, told(&report)));
        };
        let wanted = match &reason.only_warned {
            Some(why) if !why.is_empty() => Severity::Warning,
            _ => Severity::Error,
        };
        let found = report.findings().iter().any(|finding| {
            finding.rule.name == reason.rule
                && finding.severity == wanted
                && finding.message.contains(&reason.says)
        });
        (!found).then(|| {
            format!(
                "{}: {} {:?} is not among {:#?}",
                case.name,
                reason.rule,
                reason.says,
                told(&report)
            )
        })
    }
}

/// `.ci/run` sets it where the suites are beside the repository: one that is missing fails then.
fn may_be_missing() -> bool {
    std::env::var_os("PEMVET_NEEDS_SUITES").is_none()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn malformed_certificates_are_refused_for_their_fault_and_good_ones_accepted() {
    let named = std::env::var_os("MALFORMED_JSON").map(PathBuf::from);
    let path = named
        .clone()
        .unwrap_or_else(|| here("../shared/malformed/malformed.json"));
    if named.is_none() && !path.exists() && may_be_missing() {
        eprintln!("MALFORMED CERTIFICATES WERE NOT JUDGED: set MALFORMED_JSON to the file of cases.");
        return;
    }
    let text = std::fs::read(&path).expect("the cases");
    let suite: Suite = serde_json::from_slice(&text).expect("the format of the cases");
    let reasons = std::fs::read(here("tests/malformed-reasons.json")).expect("the reasons");
    let reasons: BTreeMap<String, Reason> =
        serde_json::from_slice(&reasons).expect("the format of the reasons");
    let complaints: Vec<String> = suite
        .cases
        .iter()
        .filter_map(|case| suite.complaint(case, &reasons))
        .collect();
    assert!(
        complaints.is_empty(),
        "{} of {}: {}",
        complaints.len(),
        suite.cases.len(),
        complaints.join("\n")
    );
    assert!(suite.cases.len() > 50);
}
