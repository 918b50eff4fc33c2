//! Laws of the chain: the verdict follows from the findings, does not depend on the order of the certificates, and
//! a limit that is reached is never "valid".

use std::collections::HashSet;
use std::time::Duration;

use pemvet::{Bundle, CertificateDer, KeyRequirement, Profile, Provider, Report, Severity, UnixTime};

use crate::pki::{Bag, Choices, to_pem};

/// 2026-06-01T00:00:00Z, for which testdata is made.
pub(crate) const NOW: u64 = 1_780_272_000;

/// All of them.
pub fn laws(input: &[u8]) {
    let mut choices = Choices(input);
    let bag = Bag::choose(&mut choices);
    let profile = choose_profile(&mut choices);
    // The key names the leaf, wherever it lies; otherwise the leaf stays first.
    let key = choices.flag().then_some(bag.key);
    let given = validate(&bag.certificates, key, &profile);
    lawful(&given);
    nothing_over_a_limit_is_accepted(&given, &bag.certificates, &profile);

    let mut shuffled = bag.certificates.clone();
    let stays = usize::from(key.is_none());
    choices.shuffle(&mut shuffled[stays..]);
    let other = validate(&shuffled, key, &profile);
    lawful(&other);
    assert_eq!(
        given.class(),
        other.class(),
        "the order decides:\n{:#?}\n{:#?}",
        errors(&given),
        errors(&other)
    );
}

fn choose_profile(choices: &mut Choices<'_>) -> Profile {
    let mut profile = Profile::server(Provider::RING);
    profile.private_key = KeyRequirement::Optional;
    if choices.flag() {
        profile.trust_only(Bag::choose_anchors(choices));
    }
    if choices.flag() {
        profile.limits.certificates = choices.below(16);
        profile.limits.blocks = choices.below(32);
        profile.limits.path_intermediates = choices.below(6);
        profile.limits.signature_checks = choices.below(16);
    }
    profile
}

pub(crate) fn validate(certificates: &[CertificateDer<'_>], key: Option<&[u8]>, profile: &Profile) -> Report {
    let pem = to_pem(certificates);
    let mut bundle = Bundle::new(pem.as_bytes());
    if let Some(key) = key {
        bundle = bundle.with_private_key(key);
    }
    bundle.validate(profile, UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
}

pub(crate) fn lawful(report: &Report) {
    for finding in report.findings() {
        let rejects = finding.severity == Severity::Error;
        assert_eq!(finding.class.is_some(), rejects, "{}", finding.rule.name);
    }
    let worst = report.findings().iter().filter_map(|finding| finding.class).max();
    assert_eq!(report.class(), worst);
    assert_eq!(report.is_accepted(), worst.is_none());
}

fn nothing_over_a_limit_is_accepted(report: &Report, certificates: &[CertificateDer<'_>], profile: &Profile) {
    let unique: HashSet<&[u8]> = certificates.iter().map(AsRef::as_ref).collect();
    let path = report.to_chain().map_or(0, |chain| chain.certificates().len());
    // The leaf and the anchor do not count.
    let over = certificates.len() > profile.limits.blocks
        || unique.len() > profile.limits.certificates
        || path.saturating_sub(2) > profile.limits.path_intermediates;
    let spoke = pemvet::rules::all()
        .filter(|rule| rule.area.name == "limit")
        .any(|rule| {
            report
                .findings()
                .iter()
                .any(|finding| finding.rule.name == rule.name)
        });
    assert!(
        !report.is_accepted() || !(over || spoke),
        "over a limit, and accepted"
    );
}

fn errors(report: &Report) -> Vec<String> {
    let findings = report.findings().iter();
    findings
        .filter(|finding| finding.class.is_some())
        .map(ToString::to_string)
        .collect()
}
