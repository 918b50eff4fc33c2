//! What may end a chain, and what vouches for it: the bundles of testdata/trust.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use pemvet::redis::CertificateName;
use pemvet::{Class, NotChecked, Profile, Report, Severity, TrustBasis};
use support::{PROVIDER, certificates, judge, read, rules_of, testdata};

fn proxy() -> Profile {
    CertificateName::Proxy
        .profile("cluster.example.com", PROVIDER)
        .expect("a good FQDN")
}

fn report(bundle: &str) -> Report {
    judge(
        &read(&format!("trust/{bundle}.pem")),
        Some(&read("trust/proxy.key")),
        &proxy(),
    )
}

fn report_under(bundle: &str, anchors: &str) -> Report {
    let mut profile = proxy();
    profile.trust_only(certificates(&testdata(&format!("trust/{anchors}.pem"))));
    judge(
        &read(&format!("trust/{bundle}.pem")),
        Some(&read("trust/proxy.key")),
        &profile,
    )
}

/// Rules of the error findings.
fn errors(report: &Report) -> Vec<&'static str> {
    let findings = report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    findings.map(|finding| finding.rule.name).collect()
}

#[test]
fn a_root_whose_own_signature_is_damaged_ends_no_chain() {
    let report = report("root-damaged");
    assert_eq!(errors(&report), ["signature-bad"]);
    assert!(!report.certificates()[2].signature_verified);
}

#[test]
fn a_certificate_that_calls_itself_its_issuer_is_no_root_if_another_key_signed_it() {
    // Its signature is SHA-1, so it was not checked: then it is neither a root nor exempt from the rule about hashes.
    let report = report("root-signed-by-another-key");
    assert_eq!(errors(&report), ["signature-hash-weak"]);
    assert!(!report.certificates()[2].signature_verified);
}

#[test]
fn a_self_signed_leaf_that_cannot_be_checked_is_not_accepted() {
    let report = judge(&read("trust/ed448-self-signed.pem"), None, &proxy());
    assert_eq!(
        errors(&report),
        ["signature-unsupported", "key-type-not-everywhere"]
    );
    assert!(!report.certificates()[0].signature_verified);
}

#[test]
fn authorities_that_issued_each_other_are_said_to() {
    let report = report("loop");
    assert!(
        rules_of(&report)
            .iter()
            .any(|rule| ["chain-loops", "root-absent"].contains(rule)),
        "{report:?}"
    );
    assert_ne!(report.trust(), Some(TrustBasis::BundleRoot));
}

#[test]
fn a_leaf_is_its_own_anchor_only_byte_for_byte() {
    assert_eq!(report_under("leaf", "leaf").trust(), Some(TrustBasis::Anchor));
    let forged = report_under("forged-leaf", "leaf");
    assert!(!forged.is_accepted(), "{forged:?}");
}

#[test]
fn anchors_hold_for_lists_of_authorities_too() {
    for mut profile in [Profile::any(PROVIDER), Profile::authority(PROVIDER)] {
        profile.trust_only(certificates(&testdata("trust/root.pem")));
        assert_eq!(judge(&read("trust/root.pem"), None, &profile).class(), None);
        assert_eq!(
            judge(&read("trust/other-root.pem"), None, &profile).class(),
            Some(Class::Unknown)
        );
    }
    let list = judge(&read("trust/root.pem"), None, &Profile::authority(PROVIDER));
    assert!(list.not_checked().contains(&NotChecked::Anchor));
}

#[test]
fn a_list_of_authorities_holds_no_leaf_and_no_damaged_root() {
    let authority = Profile::authority(PROVIDER);
    assert!(!judge(&read("trust/leaf.pem"), None, &authority).is_accepted());
    let damaged = read("trust/root-damaged.pem");
    let text = String::from_utf8(damaged).expect("PEM is ASCII");
    let root = text
        .split_inclusive("-----END CERTIFICATE-----\n")
        .nth(2)
        .expect("the root");
    assert_eq!(
        errors(&judge(root.as_bytes(), None, &authority)),
        ["signature-bad"]
    );
}

#[test]
fn the_bundle_as_its_own_trust_file_hides_nothing_in_it() {
    let bundle = read("demo/expired-intermediate.pem");
    let mut profile = proxy();
    profile.trust_only(certificates(&testdata("demo/expired-intermediate.pem")));
    let report = judge(&bundle, Some(&read("demo/proxy.key")), &profile);
    assert_eq!(report.class(), Some(Class::Expired), "{report:?}");
    assert_eq!(report.order(), [0, 1, 2]);
}

#[test]
fn an_anchor_that_is_no_authority_vouches_for_nobody() {
    assert!(!report_under("leaf", "no-ca").is_accepted());
}

#[test]
fn an_expired_copy_of_a_root_does_not_matter_where_the_renewed_one_is_trusted() {
    let report = report_under("expired-root-copy", "root");
    assert_eq!(report.class(), None, "{report:?}");
    assert_eq!(report.trust(), Some(TrustBasis::Anchor));
}

#[test]
fn the_order_of_the_trust_anchors_does_not_matter() {
    for anchors in ["roots-expired-first", "roots-valid-first"] {
        let report = report_under("cross-signed", anchors);
        assert_eq!(
            (report.class(), report.trust()),
            (None, Some(TrustBasis::Anchor)),
            "{anchors}: {report:?}"
        );
    }
}

#[test]
fn a_cross_signed_authority_leads_to_whichever_root_is_trusted() {
    for bundle in ["cross-signed", "cross-signed-first"] {
        for anchor in ["root", "other-root"] {
            let report = report_under(bundle, anchor);
            assert_eq!(report.class(), None, "{bundle} under {anchor}: {report:?}");
        }
    }
}

#[test]
fn a_weak_hash_under_an_anchor_is_one_fault() {
    assert_eq!(
        errors(&report_under("sha1-leaf-only", "issuing")),
        ["signature-hash-weak"]
    );
    assert_eq!(
        errors(&report_under("sha1-issuing", "root")),
        ["signature-hash-weak"]
    );
}

#[test]
fn the_hash_of_a_self_signed_leaf_proves_nothing_and_rejects_nothing() {
    // As OpenSSL has it: whoever trusts the leaf has the very certificate.
    let leaf = read("chains/self-signed-sha1.pem");
    for mut profile in [proxy(), Profile::any(PROVIDER)] {
        assert_eq!(errors(&judge(&leaf, None, &profile)), [""; 0]);
        profile.trust_only(certificates(&testdata("chains/self-signed-sha1.pem")));
        let report = judge(&leaf, None, &profile);
        assert_eq!(
            (errors(&report), report.trust()),
            (vec![], Some(TrustBasis::Anchor))
        );
        profile.trust_only(certificates(&testdata("trust/root.pem")));
        assert_eq!(judge(&leaf, None, &profile).class(), Some(Class::Unknown));
    }
}

#[test]
fn the_expired_anchor_in_the_file_is_one_fault() {
    let mut profile = proxy();
    profile.trust_only(certificates(&testdata("chains/anchors/root-expired.pem")));
    let report = judge(
        &read("chains/anchor-expired.pem"),
        Some(&read("trust/proxy.key")),
        &profile,
    );
    assert_eq!(errors(&report), ["certificate-expired"], "{report:?}");
    assert!(
        !rules_of(&report).contains(&"certificate-unrelated"),
        "{report:?}"
    );
    assert_eq!(report.order(), [0, 1, 2, 3]);
}

#[test]
fn a_key_identifier_that_differs_is_said_even_where_the_signature_fits() {
    // OpenSSL looks for the identifier and reports "unable to get local issuer certificate".
    let report = report("other-key-identifier");
    assert!(errors(&report).contains(&"issuer-key-differs"), "{report:?}");
}

#[test]
fn a_fault_below_an_anchor_outside_the_file_keeps_its_reason() {
    // The leaf's signature is damaged, its issuer is only a trust anchor.
    let mut profile = proxy();
    profile.trust_only(certificates(&testdata("trust/issuing.pem")));
    let bundle = String::from_utf8(read("rules/signature-bad/bad-flipped.pem")).expect("PEM is ASCII");
    let leaf = bundle
        .split_inclusive("-----END CERTIFICATE-----\n")
        .next()
        .expect("the leaf");
    let report = judge(leaf.as_bytes(), Some(&read("trust/proxy.key")), &profile);
    assert_eq!(errors(&report), ["signature-bad"], "{report:?}");
    assert_eq!(report.class(), Some(Class::Invalid));
    // An anchor of the issuer's name with another key.
    let renewed = certificates(&testdata("rules/issuer-key-differs/bad-renewed.pem"));
    profile.trust_only(renewed.into_iter().skip(1).take(1));
    let report = judge(&read("trust/leaf.pem"), Some(&read("trust/proxy.key")), &profile);
    assert_eq!(errors(&report), ["issuer-key-differs"], "{report:?}");
}

#[test]
fn anchors_hold_under_the_profile_any() {
    let mut profile = Profile::any(PROVIDER);
    profile.trust_only(certificates(&testdata("trust/other-root.pem")));
    assert!(!judge(&read("trust/leaf.pem"), None, &profile).is_accepted());
}

#[test]
fn a_self_signed_leaf_of_version_1_is_no_root_that_may_be_so() {
    let report = judge(
        &read("trust/self-signed-version-1.pem"),
        Some(&read("trust/proxy.key")),
        &proxy(),
    );
    assert_eq!(errors(&report), ["certificate-version"], "{report:?}");
}

#[test]
fn a_store_of_many_roots_changes_nothing_for_chains_below_one_of_them() {
    let mut one = proxy();
    one.trust_only(certificates(&testdata("trust/root.pem")));
    let public = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned();
    let mut store = proxy();
    store.trust_only(public.chain(certificates(&testdata("trust/root.pem"))));
    let mut accepted = 0;
    for entry in std::fs::read_dir(testdata("trust")).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|it| it != "pem") {
            continue;
        }
        let bundle = std::fs::read(&path).expect("a file");
        let report = |profile: &Profile| judge(&bundle, None, profile);
        let (under_one, under_many) = (report(&one), report(&store));
        let rules = |report: &Report| -> Vec<String> {
            report
                .findings()
                .iter()
                .map(|it| format!("{} {:?}", it.rule.name, it.severity))
                .collect()
        };
        assert_eq!(rules(&under_one), rules(&under_many), "{}", path.display());
        assert_eq!(under_one.order(), under_many.order(), "{}", path.display());
        accepted += usize::from(under_many.trust() == Some(TrustBasis::Anchor));
    }
    assert!(accepted > 0);
}

#[test]
fn a_refusal_names_the_trust_anchors_that_there_are() {
    let mut profile = proxy();
    let public = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().take(7).cloned();
    profile.trust_only(public);
    let report = judge(&read("demo/good.pem"), None, &profile);
    let found = report
        .findings()
        .iter()
        .find(|it| it.rule.name == "authority-unknown");
    let message = &found.expect("nobody vouches for it").message;
    assert!(message.contains("the trust anchors are: CN="), "{message}");
    assert!(message.contains(" and 2 more"), "{message}");
}

/// The step from the file's top to a given trust anchor is judged as every other step: whether the file holds that root as
/// well changes neither class nor errors.
#[test]
fn the_verdict_does_not_depend_on_whether_the_file_holds_the_given_root() {
    let cases = support::rule_cases().into_iter().map(|(_, case)| case);
    let (mut wrong, mut count) = (Vec::new(), 0);
    for case in cases {
        let own = case.report();
        let Some(chain) = own.to_chain() else { continue };
        let all = chain.certificates().to_vec();
        let Some(root) = all
            .last()
            .filter(|_| chain.without_root().certificates().len() < all.len())
        else {
            continue;
        };
        let mut profile = case.profile();
        profile.trust_only([root.clone()]);
        let key = case.key.as_ref().map(|key| std::fs::read(key).expect("the key"));
        let under = |with_root: bool| {
            let ders = own.certificates().iter().map(|it| &it.der);
            let kept = ders.filter(|der| with_root || *der != root);
            let text: String = kept
                .map(|der| pem::encode(&pem::Pem::new("CERTIFICATE", der.to_vec())))
                .collect();
            judge(text.as_bytes(), key.as_deref(), &profile)
        };
        let verdict = |report: &Report| {
            let errors: std::collections::BTreeSet<_> = errors(report).into_iter().collect();
            (report.class(), errors)
        };
        let (with, without) = (under(true), under(false));
        count += 1;
        // Where the root stands in the file is a matter of the file.
        let is_out_of_order = rules_of(&with).contains(&"chain-out-of-order");
        if !is_out_of_order && verdict(&with) != verdict(&without) {
            wrong.push(format!(
                "{}: with {:?}, without {:?}",
                case.name(),
                verdict(&with),
                verdict(&without)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 300, "{count}");
}
