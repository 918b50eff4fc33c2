//! What is in order gets no new error, and no warning but of what a stack refuses: the roots that browsers ship, and what
//! well-known tools make, in testdata/shapes. `BLESS=1` writes what is said of the latter; look at what is new.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use pemvet::{Bundle, Profile, Report, Severity, UnixTime};
use support::{Case, PROVIDER, expect_file, testdata};

const SHAPES: [&str; 8] = [
    "ad-cs",
    "cert-manager",
    "easy-rsa",
    "kubeadm",
    "mkcert",
    "req-x509",
    "step-ca",
    "vault",
];

/// Warnings that name no stack: Apple's clients want serverAuth in what was issued since July 2019.
const KNOWN: [(&str, &str); 2] = [("cert-manager", "eku-absent"), ("req-x509", "eku-absent")];

/// Severity and rule of what is no note.
fn loud(report: &Report) -> Vec<(Severity, &'static str, bool)> {
    let findings = report.findings().iter();
    findings
        .filter(|finding| finding.severity > Severity::Note)
        .map(|finding| (finding.severity, finding.rule.name, finding.fact.is_some()))
        .collect()
}

#[test]
fn what_tools_make_is_not_cried_at() {
    let (mut wrong, mut met) = (Vec::new(), Vec::new());
    for shape in SHAPES {
        let case = Case::of(testdata(&format!("shapes/{shape}.pem")));
        let report = case.report();
        wrong.extend(expect_file(&case.path.with_extension("txt"), &support::rendered(&report)).err());
        for (severity, rule, names_stack) in loud(&report) {
            let is_known = KNOWN.contains(&(shape, rule));
            if is_known {
                met.push((shape, rule));
            } else if severity == Severity::Error || !names_stack {
                wrong.push(format!("{shape}: {severity:?} {rule}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(met, KNOWN, "what is listed and not said any more");
}

#[test]
fn roots_that_browsers_ship_are_not_cried_at() {
    let profile = Profile::authority(PROVIDER);
    let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(support::NOW));
    let mut wrong = Vec::new();
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
    assert!(roots.len() > 100);
    for root in roots {
        let pem = pem::encode(&pem::Pem::new("CERTIFICATE", root.to_vec()));
        let report = Bundle::new(pem.as_bytes()).validate(&profile, now);
        let alarms = loud(&report)
            .into_iter()
            .filter(|(severity, _, names_stack)| *severity == Severity::Error || !names_stack)
            // One of them has a key on P-521, which ring does not know.
            .filter(|(_, rule, _)| PROVIDER.name() != "ring" || *rule != "signature-unsupported");
        wrong.extend(alarms.map(|(severity, rule, _)| {
            let subject = report
                .certificates()
                .first()
                .map(|it| it.to_summary().subject.clone());
            format!("{severity:?} {rule} {subject:?}")
        }));
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
