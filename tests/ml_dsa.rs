//! ML-DSA certificates and keys (RFC 9881): verified and matched by the provider that can, named by the one that cannot.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

#[cfg(feature = "aws-lc-rs")]
use pemvet::Details;
use pemvet::{Profile, Report, Severity};
use support::{judge, read, rules_of};

#[cfg(feature = "aws-lc-rs")]
const FORMS: [&str; 3] = ["seed", "expanded", "both"];

fn judged(bundle: &str, key: Option<&str>, profile: &Profile) -> Report {
    let key = key.map(|key| read(&format!("ml-dsa/{key}.key")));
    judge(&read(&format!("ml-dsa/{bundle}.pem")), key.as_deref(), profile)
}

fn errors(report: &Report) -> Vec<&'static str> {
    let findings = report.findings().iter();
    let errors = findings.filter(|it| it.severity == Severity::Error);
    errors.map(|it| it.rule.name).collect()
}

fn message<'r>(report: &'r Report, rule: &str) -> &'r str {
    let found = report.findings().iter().find(|it| it.rule.name == rule);
    &found
        .unwrap_or_else(|| panic!("{rule}: {:?}", rules_of(report)))
        .message
}

#[cfg(feature = "aws-lc-rs")]
mod with_aws_lc_rs {
    use super::*;
    use pemvet::{CertificateDer, Provider, Trust};

    fn server() -> Profile {
        crate::support::without_key_asked(Profile::server(Provider::AWS_LC_RS))
    }

    #[test]
    fn a_chain_is_verified_and_a_root_is_a_root() {
        for set in ["44", "65", "87"] {
            let report = judged(set, Some(&format!("{set}-seed")), &server());
            assert_eq!(errors(&report), [""; 0], "{report:?}");
            let summaries: Vec<_> = report
                .certificates()
                .iter()
                .map(pemvet::JudgedCertificate::to_summary)
                .collect();
            assert_eq!(summaries[0].key, format!("ML-DSA-{set}"));
            assert!(
                summaries
                    .iter()
                    .all(|it| it.signature_verified && it.signature == "ML-DSA")
            );
            assert_eq!(summaries[2].role, pemvet::Role::Root);
            let text = message(&report, "key-type-not-everywhere");
            assert!(text.contains(&format!("ML-DSA-{set} (RFC 9881)")), "{text}");
            assert!(
                text.contains("Go up to 1.26") && text.contains("Java up to 25"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_given_root_vouches_for_the_chain() {
        let mut profile = server();
        let root = read("ml-dsa/root.pem");
        let scan = pemvet::pem::scan(&root);
        let roots = scan
            .certificates()
            .map(|der| CertificateDer::from(der).into_owned());
        profile.trust = Trust::Anchors(roots.collect());
        let report = judged("65", Some("65-both"), &profile);
        assert_eq!(errors(&report), [""; 0], "{report:?}");
    }

    #[test]
    fn a_changed_signature_is_bad() {
        let report = judged("flipped", Some("65-seed"), &server());
        assert_eq!(errors(&report), ["signature-bad"], "{report:?}");
    }

    #[test]
    fn every_form_of_a_key_is_proved_against_its_own_leaf_and_refused_against_others() {
        for set in ["44", "65", "87"] {
            for form in FORMS {
                for leaf in ["44", "65", "87", "rsa-leaf"] {
                    let report = judged(leaf, Some(&format!("{set}-{form}")), &server());
                    assert_eq!(report.key_fits(), set == leaf, "{set} {form} {leaf}");
                    let wanted: &[&str] = if set == leaf { &[] } else { &["key-mismatch"] };
                    assert_eq!(errors(&report), wanted, "{set} {form} {leaf}");
                }
            }
        }
    }

    #[test]
    fn another_key_of_the_same_parameter_set_is_a_mismatch() {
        let report = judged("65", Some("65-other"), &server());
        assert_eq!(errors(&report), ["key-mismatch"]);
        let text = message(&report, "key-mismatch");
        assert!(
            text.contains("This ML-DSA-65 key does not belong to the leaf, which has another ML-DSA-65 key")
        );
    }

    #[test]
    fn a_key_whose_parts_contradict_each_other_is_damaged() {
        for key in ["65-mixed", "65-range"] {
            let report = judged("65", Some(key), &server());
            assert_eq!(errors(&report), ["key-unreadable"], "{key}");
            let found = report
                .findings()
                .iter()
                .find(|it| it.rule.name == "key-unreadable");
            let kind = Details::Kind {
                kind: "ml-dsa-parts-contradict".into(),
            };
            assert_eq!(found.map(|it| &it.details), Some(&kind), "{key}");
        }
    }

    #[test]
    fn what_the_rfc_forbids_is_said_once() {
        for (bundle, rule) in [
            ("self-null", "algorithm-parameters"),
            ("self-short", "public-key-invalid"),
        ] {
            let report = judged(bundle, Some("44-seed"), &server());
            assert_eq!(errors(&report), [rule], "{report:?}");
        }
    }

    #[test]
    fn an_ordinary_leaf_under_an_ml_dsa_ca_is_a_warning_about_the_ca() {
        let report = judged("rsa-leaf", None, &server());
        assert_eq!(errors(&report), [""; 0], "{report:?}");
        let text = message(&report, "key-type-not-everywhere");
        assert!(text.starts_with("The intermediate") && text.contains("above a leaf of type RSA 2048"));
    }

    #[test]
    fn a_bit_flipped_anywhere_in_a_key_is_never_taken_for_the_leafs_key() {
        for form in FORMS {
            let text = String::from_utf8(read(&format!("ml-dsa/44-{form}.key"))).expect("text");
            let bundle = read("ml-dsa/44.pem");
            let body = text
                .lines()
                .skip(1)
                .map_while(|line| (!line.starts_with('-')).then_some(line));
            let body: String = body.collect();
            for at in (0..body.len()).step_by(1 + body.len() / 150) {
                // FIPS 204's K, 32 octets after 28 of headers and 32 of ρ: a number that only makes signatures hard to
                // predict, and of which nothing in the expanded key tells whether it is the right one.
                if form == "expanded" && (80..=123).contains(&at) {
                    continue;
                }
                let mut damaged = body.clone().into_bytes();
                damaged[at] = if damaged[at] == b'A' { b'B' } else { b'A' };
                let damaged = String::from_utf8(damaged).expect("text");
                let key = format!("-----BEGIN PRIVATE KEY-----\n{damaged}\n-----END PRIVATE KEY-----\n");
                let report = judge(&bundle, Some(key.as_bytes()), &server());
                assert!(!report.key_fits() && !rules_of(&report).is_empty(), "{form} {at}");
            }
        }
    }
}

#[test]
fn signatures_of_other_kinds_are_named() {
    let profile = Profile::server(support::PROVIDER);
    let report = judged("by-slh", None, &profile);
    let text = message(&report, "signature-unsupported");
    assert!(text.contains("SLH-DSA-SHA2-128s (RFC 9909)"), "{text}");
    let report = judged("by-hash", None, &profile);
    let text = message(&report, "signature-unsupported");
    assert!(
        text.contains("HashML-DSA-65 with SHA-512") && text.contains("must not be used"),
        "{text}"
    );
}

#[test]
fn a_key_in_a_form_from_before_the_rfc_is_no_damage() {
    let report = judged("65", Some("65-bare"), &Profile::server(support::PROVIDER));
    assert!(!report.key_fits());
    let text = message(&report, "key-not-proved");
    assert!(text.contains("before RFC 9881"), "{text}");
}

#[cfg(feature = "ring")]
#[test]
fn a_provider_without_ml_dsa_says_so_and_who_can() {
    let profile = Profile::server(pemvet::Provider::RING);
    let report = judged("65", Some("65-seed"), &profile);
    let unsupported = report
        .findings()
        .iter()
        .find(|it| it.rule.name == "signature-unsupported");
    let unsupported = unsupported.expect("the finding");
    assert!(
        unsupported.message.contains("ML-DSA-65 (RFC 9881)"),
        "{unsupported}"
    );
    assert!(
        unsupported
            .help
            .as_ref()
            .is_some_and(|help| format!("{help:?}").contains("aws-lc-rs"))
    );
    assert!(message(&report, "key-not-proved").contains("an ML-DSA-65 key"));
    // That it is another's is certain all the same.
    let report = judged("65", Some("44-seed"), &profile);
    assert!(errors(&report).contains(&"key-mismatch"));
}

/// A row of tests/rfc9881.json.
#[cfg(feature = "aws-lc-rs")]
#[derive(serde::Deserialize)]
struct Shape {
    fixture: String,
    rule: Option<String>,
}

/// The shapes of docs/conformance.md, under the standard of RFC 5280, to which RFC 9881 adds.
#[cfg(feature = "aws-lc-rs")]
#[test]
fn each_shape_of_rfc_9881_is_taken_or_refused_for_its_fault() {
    let text = std::fs::read(support::root().join("tests/rfc9881.json")).expect("the table");
    let shapes: Vec<Shape> = serde_json::from_slice(&text).expect("shapes");
    let mut profile = support::without_key_asked(Profile::server(pemvet::Provider::AWS_LC_RS));
    profile.standard = pemvet::Standard::Rfc5280;
    for Shape { fixture, rule } in shapes {
        let report = judge(&read(&format!("{fixture}.pem")), None, &profile);
        assert_eq!(
            errors(&report),
            rule.iter().map(String::as_str).collect::<Vec<_>>(),
            "{fixture}"
        );
    }
}
