//! What is in order gets no new error, and no warning but of what a stack refuses: the roots that browsers ship, and what
//! well-known tools make, in testdata/shapes. `BLESS=1` writes what is said of the latter; look at what is new.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::path::{Path, PathBuf};

use pemvet::{Bundle, CertificateDer, Profile, Report, Severity, UnixTime};
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
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
    assert!(roots.len() > 100);
    let pem = |root: &CertificateDer<'_>| pem::encode(&pem::Pem::new("CERTIFICATE", root.to_vec()));
    assert_in_order(roots.iter().map(pem), |_, _| false);
}

/// Debian keeps roots that are past, and two old ones with the exponent 3, which nobody refuses and everybody advises against.
fn is_known_of_debian(subject: &str, rule: &str) -> bool {
    let exponents = ["Go Daddy Class 2", "Starfield Class 2"];
    let has_exponent_3 = || exponents.iter().any(|old| subject.contains(old));
    rule == "certificate-expired" || rule == "rsa-exponent-weak" && has_exponent_3()
}

/// Those of Debian's package, or of the file that `ROOTS_PEM` names, such as certifi's.
#[test]
fn roots_of_systems_are_not_cried_at() {
    let folder = Path::new("/usr/share/ca-certificates/mozilla");
    let files: Vec<PathBuf> = match std::env::var_os("ROOTS_PEM") {
        Some(path) => vec![path.into()],
        None if folder.exists() => {
            let entries = std::fs::read_dir(folder).expect("a folder");
            entries.map(|it| it.expect("a file").path()).collect()
        }
        None => {
            eprintln!("NO ROOTS OF A SYSTEM WERE JUDGED: set ROOTS_PEM to a file of them.");
            return;
        }
    };
    let texts = files.iter().map(|path| std::fs::read(path).expect("a file"));
    let roots: Vec<pem::Pem> = texts
        .flat_map(|text| pem::parse_many(text).expect("PEM"))
        .collect();
    assert!(roots.len() > 100);
    assert_in_order(roots.iter().map(pem::encode), is_known_of_debian);
}

/// No root has an error, or a warning that names no stack, but what is known.
fn assert_in_order(roots: impl Iterator<Item = String>, is_known: fn(&str, &str) -> bool) {
    let mut wrong = Vec::new();
    for root in roots {
        for audience in ["internal", "web"] {
            let mut profile = Profile::authority(PROVIDER);
            profile.judge_for([audience]).expect("an audience");
            let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(support::NOW));
            let report = Bundle::new(root.as_bytes()).validate(&profile, now);
            let first = report.certificates().first();
            let subject = first.map_or_else(String::new, |it| it.to_summary().subject.clone());
            let alarms = loud(&report)
                .into_iter()
                .filter(|(severity, _, names_stack)| *severity == Severity::Error || !names_stack)
                // One of them has a key on P-521, which ring does not know.
                .filter(|(_, rule, _)| PROVIDER.name() != "ring" || *rule != "signature-unsupported")
                .filter(|(_, rule, _)| !is_known(&subject, rule));
            wrong.extend(
                alarms.map(|(severity, rule, _)| format!("{audience}: {severity:?} {rule} {subject}")),
            );
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
