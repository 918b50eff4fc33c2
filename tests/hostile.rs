//! Bundles made to cost time: the work is counted, not measured, and a limit that is reached is never "valid".

#![cfg(feature = "aws-lc-rs")]
#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

mod support;

#[path = "support/counting.rs"]
mod counting;
#[path = "support/pki.rs"]
mod pki;

use std::sync::LazyLock;
use std::time::Instant;

use counting::checks;
use pemvet::{CertificateDer, Profile, Provider, Report, SignatureVerificationAlgorithm};
use pki::{Spec, element, pem, sequence};
use support::{judge, rules_of};

static COUNTING: LazyLock<[&'static dyn SignatureVerificationAlgorithm; 1]> =
    LazyLock::new(|| [counting::counted(webpki::aws_lc_rs::ED25519)]);

fn profile() -> Profile {
    let mut profile = Profile::any(Provider::new("counting", &*COUNTING));
    profile.limits.input_bytes = 8 << 20;
    profile
}

/// Judges, and tells how many signatures were verified.
fn judged(what: &str, bundle: &[Spec], profile: &Profile) -> (Report, usize) {
    let text = pem(bundle);
    checks();
    let start = Instant::now();
    let report = judge(text.as_bytes(), None, profile);
    let (time, checks) = (start.elapsed(), checks());
    println!("{what}: {} bytes, {time:?}, {checks} checks", text.len());
    (report, checks)
}

fn leaf(issuer: &str, signer: u64) -> Spec {
    let names = vec!["a.example".into()];
    Spec {
        names,
        ..Spec::new("leaf", 1, issuer, signer)
    }
}

fn root() -> Spec {
    Spec::new("root", 2, "root", 2).ca()
}

#[test]
fn an_honest_bundle_costs_one_check_a_certificate() {
    let bundle = [leaf("ca", 3), Spec::new("ca", 3, "root", 2).ca(), root()];
    let mut profile = profile();
    let (report, checks) = judged("honest", &bundle, &profile);
    assert_eq!((report.class(), checks), (None, 3));
    // The second opinion costs none.
    profile.trust_only([CertificateDer::from(root().der())]);
    let (report, checks) = judged("honest, anchored", &bundle, &profile);
    assert_eq!((report.class(), checks), (None, 2));
}

#[test]
fn a_knot_of_one_name_is_given_up() {
    // Ten keys of one name, each vouching for the next: the search of rustls-webpki takes a third of a second.
    let mut bundle = vec![leaf("knot", 10)];
    bundle.extend((0..10).map(|it| Spec::new("knot", 10 + it, "knot", 10 + (it + 1) % 10).ca()));
    let (report, checks) = judged("knot of 10", &bundle, &profile());
    assert!(checks <= 64, "{checks}");
    assert_ne!(
        report.trust().map(pemvet::TrustBasis::as_str),
        Some("bundle-root")
    );
    bundle.extend((20..250).map(|it| Spec::new("knot", it, "knot", it + 1).ca()));
    let (report, checks) = judged("knot of 240", &bundle, &profile());
    assert!(checks <= 64, "{checks}");
    assert!(!report.is_accepted() && rules_of(&report).contains(&"too-many-signature-checks"));
    // What was found until then says nothing about the right order.
    assert!(!rules_of(&report).contains(&"chain-out-of-order"));
}

/// `levels` CAs, each with `copies` certificates of one name and key.
fn grid(levels: u64, copies: u32, top: &str) -> Vec<Spec> {
    let mut bundle = vec![leaf("level 0", 100)];
    for level in 0..levels {
        let above = if level + 1 == levels {
            top.into()
        } else {
            format!("level {}", level + 1)
        };
        let signer = if level + 1 == levels { 2 } else { 101 + level };
        bundle.extend((0..copies).map(|serial| Spec {
            serial,
            ..Spec::new(&format!("level {level}"), 100 + level, &above, signer).ca()
        }));
    }
    bundle
}

#[test]
fn a_grid_of_cross_signed_authorities_is_bounded_by_steps() {
    let mut profile = profile();
    // So that signatures are not what stops it.
    profile.limits.signature_checks = 10_000;
    let (report, checks) = judged("grid without a root", &grid(9, 8, "nobody"), &profile);
    assert!(checks <= 8 + 8 * 8 * 8, "no pair is checked twice: {checks}");
    assert!(
        rules_of(&report).contains(&"too-many-path-steps"),
        "{:?}",
        rules_of(&report)
    );
    assert!(!report.is_accepted());
    let mut with_root = grid(9, 8, "root");
    with_root.push(root());
    let (report, checks) = judged("grid with a root", &with_root, &profile);
    assert_eq!((report.class(), checks), (None, 11));
}

#[test]
fn copies_cost_nothing() {
    let mut bundle = vec![leaf("root", 2)];
    bundle.extend(std::iter::repeat_n(root(), 1_000));
    let (report, checks) = judged("1000 copies", &bundle, &profile());
    assert_eq!((report.class(), checks), (None, 2));
}

#[test]
fn forged_issuers_are_passed_over_where_key_identifiers_tell_them_apart() {
    let honest = Spec {
        identifiers: true,
        ..leaf("ca", 3)
    };
    let authority = Spec {
        identifiers: true,
        ..Spec::new("ca", 3, "root", 2).ca()
    };
    let forged = |stolen: bool| {
        let authority = authority.clone();
        move |it: u64| Spec {
            key: 1_000 + it,
            signer: 5_000,
            stolen_identifier: stolen.then_some(3),
            ..authority.clone()
        }
    };
    let anchored = || {
        let mut profile = profile();
        profile.trust_only([CertificateDer::from(root().der())]);
        profile
    };
    let mut bundle = vec![honest.clone()];
    bundle.extend((0..40).map(forged(false)));
    bundle.extend([authority.clone(), root()]);
    let (report, checks) = judged("40 forged", &bundle, &anchored());
    assert_eq!((report.class(), checks), (None, 2));

    let mut bundle = vec![honest];
    bundle.extend((0..200).map(forged(true)));
    bundle.extend([authority, root()]);
    let (report, checks) = judged("200 forged with its key identifier", &bundle, &anchored());
    assert!(checks <= 64, "{checks}");
    // Which of them are tried is a matter of their bytes.
    assert!(report.is_accepted() || rules_of(&report).contains(&"too-many-signature-checks"));
    let mut strict = anchored();
    strict.limits.signature_checks = 1;
    let (report, _) = judged("the same with one check", &bundle, &strict);
    assert!(!report.is_accepted());
}

#[test]
fn names_times_constraints_are_bounded() {
    let many =
        |count: usize, domain: &str| (0..count).map(|it| format!("n{it}.{domain}")).collect::<Vec<_>>();
    let bundle = |names: usize, constraints: usize| {
        let mut permitted = many(constraints, "other.example");
        permitted.push("example".into());
        vec![
            Spec {
                names: many(names, "a.example"),
                ..leaf("ca", 3)
            },
            Spec {
                permitted,
                ..Spec::new("ca", 3, "root", 2).ca()
            },
            root(),
        ]
    };
    let (report, _) = judged("100 x 100", &bundle(100, 100), &profile());
    assert_eq!(report.class(), None);
    let (report, _) = judged("1000 x 1000", &bundle(1_000, 1_000), &profile());
    assert!(
        rules_of(&report).contains(&"too-many-name-comparisons"),
        "{:?}",
        rules_of(&report)
    );
    assert!(!report.is_accepted());
    let (report, _) = judged("10000 names", &bundle(10_000, 10), &profile());
    // So many names make a message that clients do not take; nothing else stands against it.
    let errors = report.findings().iter().filter(|it| it.class.is_some());
    let errors: Vec<&str> = errors.map(|it| it.rule.name).collect();
    assert_eq!(errors, ["chain-too-large"]);
}

#[test]
fn a_hundred_certificates_of_one_key_and_many_names_are_no_path() {
    let mut bundle = vec![leaf("ca 0", 3)];
    bundle.extend((0..200).map(|it| Spec::new(&format!("ca {it}"), 3, &format!("ca {}", it + 1), 3).ca()));
    let (report, checks) = judged("200 names", &bundle, &profile());
    assert!(
        checks <= 64 && rules_of(&report).contains(&"path-too-long"),
        "{checks}"
    );
}

#[test]
fn a_repeated_extension_is_judged_by_its_first() {
    // The certificate has a subject key identifier that is not critical; this is another, which is.
    let second = sequence(&[
        vec![6, 3, 0x55, 0x1D, 14],
        vec![1, 1, 0xFF],
        element(4, &element(4, &[1])),
    ]);
    let repeated = Spec {
        identifiers: true,
        extensions: second,
        ..leaf("root", 2)
    };
    let (report, _) = judged("repeated", &[repeated, root()], &profile());
    let rules = rules_of(&report);
    assert!(rules.contains(&"extension-duplicate"), "{rules:?}");
    assert!(!rules.contains(&"key-identifier-critical"), "{rules:?}");
}

#[test]
fn an_anchor_is_found_by_its_name_however_that_is_written() {
    let bundle = [leaf("ca", 3), Spec::new("ca", 3, "root", 2).ca()];
    let anchor = CertificateDer::from(Spec::new("  RooT ", 2, "  RooT ", 2).ca().der());
    let (mut one, mut store) = (profile(), profile());
    one.trust_only([anchor.clone()]);
    let public = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned();
    store.trust_only(public.chain([anchor]));
    let ((under_one, _), (under_many, _)) = (judged("one", &bundle, &one), judged("store", &bundle, &store));
    assert_eq!(rules_of(&under_one), rules_of(&under_many));
    // It is found, and said to be written otherwise.
    for report in [under_one, under_many] {
        let rules = rules_of(&report);
        assert!(rules.contains(&"issuer-name-encoding-differs"), "{rules:?}");
        assert!(!rules.contains(&"authority-unknown"), "{rules:?}");
    }
}
