//! rustls-webpki beside every fixture of a rule: where it alone refuses a path, a finding says so.
//!
//! Each fixture is judged again with the root at its end as the one trust anchor, and for no purpose and no name, as far as
//! webpki goes into it. What we accept and webpki refuses must have a finding of a rule in [`TOLD`].

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::collections::BTreeMap;

use pemvet::{CertificateDer, Profile, UnixTime};
use support::{NOW, PROVIDER, certificates, judge, rule_cases, rules_of};
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert};

/// The rules that tell of what webpki refuses and others take, with the reason that it gives.
const TOLD: [(&str, &str); 13] = [
    ("certificate-policies-critical", "UnsupportedCriticalExtension"),
    ("policy-unprocessable", "UnsupportedCriticalExtension"),
    ("signature-pss-parameters", "UnsupportedSignatureAlgorithm"),
    ("time-form", "BadDerTime"),
    ("wildcard-under-constraints", "MalformedDnsIdentifier"),
    ("issuer-name-encoding-differs", "UnknownIssuer"),
    ("unique-identifier", "TrailingData"),
    ("leaf-self-signed-or-ca", "CaUsedAsEndEntity"),
    ("algorithm-parameters", "UnsupportedSignatureAlgorithm"),
    ("general-name-form", "MalformedNameConstraint"),
    ("general-name-form", "NameConstraintViolation"),
    ("name-constraint-unsupported", "NameConstraintViolation"),
    ("path-length-exceeded", "InvalidSignatureForPublicKey"),
];

struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

fn webpki_says(
    leaf: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    anchor: &CertificateDer<'_>,
) -> Result<(), Error> {
    let leaf = EndEntityCert::try_from(leaf)?;
    let anchors = [anchor_from_trusted_cert(anchor)?];
    let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(NOW));
    let algorithms = PROVIDER.signature_algorithms();
    leaf.verify_for_usage(algorithms, &anchors, intermediates, now, AnyUsage, None, None)
        .map(drop)
}

#[test]
fn what_webpki_alone_refuses_is_told_by_a_rule() {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let mut untold = Vec::new();
    for (_, case) in rule_cases() {
        let Ok(text) = std::fs::read(&case.path) else {
            continue;
        };
        let Ok(own) = std::panic::catch_unwind(|| certificates(&case.path)) else {
            continue;
        };
        let Some(anchor) = own.last().filter(|_| own.len() > 1) else {
            continue;
        };
        let mut profile = Profile::any(PROVIDER);
        profile.trust_only(vec![anchor.clone()]);
        let report = judge(&text, None, &profile);
        let Some((leaf, above)) = report.order().split_first().filter(|_| report.is_accepted()) else {
            continue;
        };
        let (Some(leaf), true) = (own.get(*leaf), above.iter().all(|it| *it < own.len())) else {
            continue;
        };
        // There is no path from an anchor to itself.
        if leaf == anchor {
            continue;
        }
        let above: Vec<_> = above
            .iter()
            .map(|it| own[*it].clone())
            .filter(|it| it != anchor)
            .collect();
        let Err(error) = webpki_says(leaf, &above, anchor) else {
            continue;
        };
        let (error, rules) = (format!("{error:?}"), rules_of(&report));
        match TOLD
            .iter()
            .find(|(rule, reason)| rules.contains(rule) && error.starts_with(reason))
        {
            Some((rule, _)) => *told.entry(rule).or_default() += 1,
            None => untold.push(format!("{}: {error}, {rules:?}", case.name())),
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
    // Each kind that rustls alone refuses was seen.
    for (rule, _) in TOLD.iter().take(5) {
        assert!(told.contains_key(rule), "{rule}: {told:?}");
    }
}
