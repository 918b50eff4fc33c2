//! Certificates that are given as DER are judged as those of a DER file, of which nothing else is said than that it is one.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::fs;
use std::time::Duration;

use pemvet::{Bundle, CertificateDer, Limits, Profile, Report, UnixTime, pem};
use support::{Case, NOW, PROVIDER, folders, read, rule_cases, rules_of, testdata};

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

/// All findings but those about how the file is written, and the one that is silent where there is an error already, as
/// the first of these is.
fn findings(report: &Report) -> String {
    let findings = report.findings().iter();
    let findings: Vec<_> = findings
        .filter(|it| it.rule.area.name != "repair" && it.rule.name != "path-refused")
        .collect();
    format!("{findings:#?}")
}

fn der(file: &[u8]) -> Vec<Vec<u8>> {
    pem::scan(file).certificates().map(Vec::from).collect()
}

fn borrowed(all: &[Vec<u8>]) -> Vec<CertificateDer<'_>> {
    all.iter().map(|it| CertificateDer::from(it.as_slice())).collect()
}

#[test]
fn every_bundle_at_hand_is_judged_as_if_it_were_one_der_file() {
    let mut cases: Vec<Case> = rule_cases().into_iter().map(|(_, case)| case).collect();
    for folder in folders(&testdata(".")) {
        let files = fs::read_dir(folder).expect("a folder");
        let paths = files.map(|file| file.expect("an entry").path());
        let bundles = paths.filter(|path| path.extension().is_some_and(|it| it == "pem"));
        cases.extend(bundles.map(Case::of));
    }
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in cases {
        let certificates = der(&fs::read(&case.path).expect("the file"));
        let file = certificates.concat();
        if certificates.is_empty() || der(&file) != certificates {
            continue;
        }
        let (key, profile) = (
            case.key.as_ref().map(|it| fs::read(it).expect("the key")),
            case.profile(),
        );
        let certificates = borrowed(&certificates);
        let judged = |bundle: Bundle<'_>| match &key {
            Some(key) => bundle.with_private_key(key).validate(&profile, now()),
            None => bundle.validate(&profile, now()),
        };
        let (given, of_file) = (
            judged(Bundle::from_der(&certificates)),
            judged(Bundle::new(&file)),
        );
        if findings(&given) != findings(&of_file) {
            wrong.push(case.name());
        }
        assert_eq!(given.order(), of_file.order());
        assert_eq!(given.to_repaired_pem(), of_file.to_repaired_pem());
        compared += 1;
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(compared > 400, "{compared}");
}

#[test]
fn nothing_is_said_of_a_file() {
    let certificates = der(&read("demo/good.pem"));
    let profile = Profile::any(PROVIDER);
    let report = Bundle::from_der(&borrowed(&certificates)).validate(&profile, now());
    assert!(report.is_accepted() && report.repairs().is_empty(), "{report:?}");
    assert_eq!(report.certificates().len(), 3);
}

#[test]
fn limits_count_all_certificates() {
    let certificates = der(&read("demo/good.pem"));
    let with = |change: fn(&mut Limits)| {
        let mut profile = Profile::server(PROVIDER);
        change(&mut profile.limits);
        let report = Bundle::from_der(&borrowed(&certificates)).validate(&profile, now());
        rules_of(&report).join(" ")
    };
    assert!(with(|limits| limits.input_bytes = 1_000).contains("input-too-large"));
    assert!(with(|limits| limits.blocks = 2).contains("too-many-blocks"));
}

#[test]
fn what_is_no_certificate_is_told_and_never_shown() {
    let good = der(&read("demo/good.pem"));
    let secret = b"\x30\x82\x01\x00\x02\x01\x00secret of somebody".to_vec();
    for other in [
        secret,
        Vec::new(),
        read("demo/good.pem"),
        [&good[0][..], b"more"].concat(),
    ] {
        let certificates = [good[0].clone(), other];
        let report = Bundle::from_der(&borrowed(&certificates)).validate(&Profile::any(PROVIDER), now());
        assert!(!report.is_accepted() && report.certificates().len() == 1);
        let said = format!("{:?}", report.findings());
        assert!(!said.contains("secret"), "{said}");
    }
    let none = Bundle::from_der(&[]).validate(&Profile::any(PROVIDER), now());
    assert!(!none.is_accepted());
}
