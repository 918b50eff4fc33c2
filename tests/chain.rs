//! What people put into one file, each with its own words: the bundles of testdata/chains. After a change of messages,
//! `BLESS=1 cargo test` writes the texts anew; read the difference.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::collections::BTreeSet;
use std::fs;

use pemvet::{CertificateDer, Class, Profile, RepairMode, Report, Severity};
use support::{Case, certificates, expect_file, judge, rendered, rules_of, testdata};

fn cases() -> Vec<Case> {
    let folder = fs::read_dir(testdata("chains")).expect("testdata/chains");
    let mut files: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "pem"));
    files.sort();
    assert!(files.len() >= 30);
    files.into_iter().map(Case::of).collect()
}

#[test]
fn every_bundle_gives_its_expected_report() {
    let differences: Vec<String> = cases()
        .iter()
        .filter_map(|case| expect_file(&case.path.with_extension("txt"), &rendered(&case.report())).err())
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

fn report_of(name: &str) -> Report {
    Case::of(testdata(&format!("chains/{name}.pem"))).report()
}

#[test]
fn faults_that_others_call_unknown_authority_have_names_of_their_own() {
    let names = [
        ("middle-missing", "issuer-missing"),
        ("leaf-only", "issuer-missing"),
        ("same-name-other-key", "issuer-key-differs"),
        ("top-missing-with-root", "root-absent"),
        ("root-of-same-name-other-key", "issuer-key-differs"),
        ("expired-only", "certificate-expired"),
        ("loop", "chain-loops"),
        ("no-leaf", "leaf-missing"),
        ("intermediates-swapped", "chain-out-of-order"),
    ];
    for (bundle, rule) in names {
        let report = report_of(bundle);
        assert!(
            rules_of(&report).contains(&rule),
            "{bundle}: {:?}",
            rules_of(&report)
        );
    }
}

#[test]
fn what_the_path_does_not_need_rejects_nothing() {
    for bundle in [
        "right",
        "with-root",
        "with-stranger",
        "intermediate-twice",
        "root-twice",
        "old-and-new-root",
        "roots-of-one-name",
        "renewed-same-key",
        "expired-and-renewed",
        "both-keys-of-one-name",
        "cross-signed",
        "cross-signed-no-roots",
        "cross-signed-grid",
        "leaf-named-like-its-ca",
    ] {
        let report = report_of(bundle);
        assert_eq!(report.class(), None, "{bundle}: {report:?}");
    }
}

#[test]
fn a_hidden_issuer_is_an_error_as_given_and_mended_by_the_order() {
    for (bundle, severity) in [
        ("cross-signed-one-root", Severity::Error),
        ("cross-signed-expired-root", Severity::Error),
        ("twin-for-email", Severity::Error),
        ("expired-and-renewed", Severity::Warning),
    ] {
        let case = Case::of(testdata(&format!("chains/{bundle}.pem")));
        let key = case.key.as_ref().map(|key| fs::read(key).expect("the key"));
        let file = fs::read(&case.path).expect("the bundle");
        let found = |text: &[u8], repair| {
            let mut profile = case.profile();
            profile.repair = repair;
            let report = judge(text, key.as_deref(), &profile);
            let severity = report
                .findings()
                .iter()
                .find(|finding| finding.rule.name == "other-issuer-first")
                .map(|finding| finding.severity);
            (severity, report)
        };
        assert_eq!(found(&file, RepairMode::AsGiven).0, Some(severity), "{bundle}");
        let (noted, report) = found(&file, RepairMode::Repaired);
        assert_eq!((noted, report.class()), (Some(Severity::Note), None), "{bundle}");
        let mended = report.to_repaired_pem().expect("the text");
        let (left, report) = found(mended.as_bytes(), RepairMode::AsGiven);
        assert_eq!((left, report.class()), (None, None), "{bundle}: {report:?}");
    }
}

#[test]
fn ordinary_private_authorities_get_no_warnings() {
    for (bundle, key, known) in [
        ("adcs/chain.pem", "adcs/leaf.key", None),
        ("adcs/chain-without-root.pem", "adcs/leaf.key", None),
        (
            "rules/root-authority-key-identifier/good-easy-rsa.pem",
            "rules/root-authority-key-identifier/good-easy-rsa.key",
            // Python 3.13 refuses such a root on OpenSSL 3.
            Some("basic-constraints-not-critical"),
        ),
    ] {
        let mut profile = Profile::mutual(support::PROVIDER);
        profile.require_name("cluster.example.com").expect("a name");
        let report = judge(&support::read(bundle), Some(&support::read(key)), &profile);
        let loud: Vec<_> = report
            .findings()
            .iter()
            .filter(|finding| finding.severity > Severity::Note && Some(finding.rule.name) != known)
            .collect();
        assert!(loud.is_empty(), "{bundle}: {loud:?}");
    }
}

/// What must not depend on the order of the file.
fn verdict(report: &Report) -> (Option<Class>, Vec<CertificateDer<'static>>, Option<&'static str>) {
    let chain = report.to_chain().map(|chain| chain.certificates().to_vec());
    (
        report.class(),
        chain.unwrap_or_default(),
        report.trust().map(pemvet::TrustBasis::as_str),
    )
}

/// A fixed sequence of numbers (Knuth's generator), so that a failure can be repeated.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let other = usize::try_from(state >> 33).expect("31 bits") % (last + 1);
        items.swap(last, other);
    }
}

fn pem_of(certificates: &[CertificateDer<'_>]) -> String {
    let one = |der: &CertificateDer<'_>| pem::encode(&pem::Pem::new("CERTIFICATE", der.as_ref()));
    certificates.iter().map(one).collect()
}

#[test]
fn verdict_and_path_do_not_depend_on_the_order_of_the_file() {
    let mut shuffled = BTreeSet::new();
    for case in cases() {
        let key = case.key.as_ref().map(|key| fs::read(key).expect("the key"));
        let own = certificates(&case.path);
        for mut profile in [case.profile(), Profile::any(support::PROVIDER)] {
            profile.repair = RepairMode::Repaired;
            let judged = |bundle: &[CertificateDer<'_>]| {
                verdict(&judge(pem_of(bundle).as_bytes(), key.as_deref(), &profile))
            };
            let wanted = judged(&own);
            for seed in 0..12 {
                let mut others = own.clone();
                // Every second time with a copy of each certificate.
                if seed % 2 == 1 {
                    others.extend(own.clone());
                }
                shuffle(&mut others, seed);
                assert!(judged(&others) == wanted, "{} seed {seed}", case.name());
                shuffled.insert(pem_of(&others));
            }
        }
    }
    assert!(shuffled.len() > 200);
}

#[test]
fn a_stranger_changes_neither_verdict_nor_path() {
    let stranger = certificates(&testdata("adcs/chain.pem")).pop().expect("a root");
    for case in cases() {
        let key = case.key.as_ref().map(|key| fs::read(key).expect("the key"));
        let mut profile = case.profile();
        profile.repair = RepairMode::Repaired;
        let own = certificates(&case.path);
        let judged = |bundle: &[CertificateDer<'_>]| {
            verdict(&judge(pem_of(bundle).as_bytes(), key.as_deref(), &profile))
        };
        let mut with_stranger = own.clone();
        with_stranger.insert(0, stranger.clone());
        assert!(judged(&with_stranger) == judged(&own), "{}", case.name());
    }
}
