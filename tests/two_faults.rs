//! A second fault never makes a verdict milder: what one extension says is not known where it cannot be read, whatever
//! else is wrong with the certificate.

#![cfg(feature = "aws-lc-rs")]
#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

#[path = "support/pki.rs"]
mod pki;
mod support;

use std::collections::BTreeSet;

use pemvet::{CertificateDer, Class, Input, Profile, Report, Severity, Standard};
use pki::{Spec, element, pem, sequence};
use support::{PROVIDER, judge};

/// What is wrong, and with which certificate of the chain.
struct Fault {
    name: &'static str,
    holder: Holder,
    /// What it is about: two faults of one holder and one subject are not put together, as one removes what the other is about.
    about: &'static [u8],
    is_critical: bool,
    value: &'static [u8],
}

#[derive(Clone, Copy, PartialEq)]
enum Holder {
    Leaf,
    Issuing,
}

use Holder::{Issuing, Leaf};

const fn fault(name: &'static str, holder: Holder, about: &'static [u8], value: &'static [u8]) -> Fault {
    Fault {
        name,
        holder,
        about,
        is_critical: false,
        value,
    }
}

const fn critical(fault: Fault) -> Fault {
    Fault {
        is_critical: true,
        ..fault
    }
}

const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1D, 17];
const KEY_USAGE: &[u8] = &[0x55, 0x1D, 15];
const PURPOSES: &[u8] = &[0x55, 0x1D, 37];
const CONSTRAINTS: &[u8] = &[0x55, 0x1D, 30];
const POINTS: &[u8] = &[0x55, 0x1D, 31];
const POLICIES: &[u8] = &[0x55, 0x1D, 32];
const MAPPINGS: &[u8] = &[0x55, 0x1D, 33];
const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1D, 36];
const SUBJECT_KEY: &[u8] = &[0x55, 0x1D, 14];
const AUTHORITY_KEY: &[u8] = &[0x55, 0x1D, 35];
const ACCESS: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 1];
const ADDRESS_BLOCKS: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 7];
const AS_NUMBERS: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 8];
const PROXY: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 14];
const NETSCAPE_TYPE: &[u8] = &[0x60, 0x86, 0x48, 1, 0x86, 0xF8, 0x42, 1, 1];
const UNKNOWN: &[u8] = &[0x2A, 3, 4];

/// An OCTET STRING where something else is wanted.
const GARBAGE: &[u8] = &[4, 2, 1, 2];

static FAULTS: [Fault; 24] = [
    fault("access that does not decode", Leaf, ACCESS, GARBAGE),
    fault("policies that do not decode", Leaf, POLICIES, GARBAGE),
    fault("mappings that do not decode", Leaf, MAPPINGS, GARBAGE),
    fault(
        "policy constraints that do not decode",
        Leaf,
        POLICY_CONSTRAINTS,
        GARBAGE,
    ),
    fault("names that do not decode", Leaf, ALTERNATIVE_NAMES, GARBAGE),
    fault("another name", Leaf, ALTERNATIVE_NAMES, &[0x30, 3, 0x82, 1, b'b']),
    fault("key usage that does not decode", Leaf, KEY_USAGE, GARBAGE),
    fault("key usage without signing", Leaf, KEY_USAGE, &[3, 2, 5, 0x20]),
    fault("purposes that do not decode", Leaf, PURPOSES, GARBAGE),
    fault(
        "purpose of a client",
        Leaf,
        PURPOSES,
        &[0x30, 10, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 2],
    ),
    fault("subject key that does not decode", Leaf, SUBJECT_KEY, &[0x30, 0]),
    fault("authority key that does not decode", Leaf, AUTHORITY_KEY, GARBAGE),
    fault("points that do not decode", Leaf, POINTS, GARBAGE),
    fault(
        "point with reasons only",
        Leaf,
        POINTS,
        &[0x30, 6, 0x30, 4, 0x81, 2, 5, 0x40],
    ),
    fault(
        "Netscape's type that does not decode",
        Leaf,
        NETSCAPE_TYPE,
        GARBAGE,
    ),
    fault(
        "Netscape's type of a client",
        Leaf,
        NETSCAPE_TYPE,
        &[3, 2, 7, 0x80],
    ),
    fault("address blocks that do not decode", Leaf, ADDRESS_BLOCKS, GARBAGE),
    fault("AS numbers that do not decode", Leaf, AS_NUMBERS, GARBAGE),
    fault(
        "proxy",
        Leaf,
        PROXY,
        &[0x30, 12, 0x30, 10, 6, 8, 0x2B, 6, 1, 5, 5, 7, 21, 1],
    ),
    critical(fault(
        "critical extension that nobody knows",
        Leaf,
        UNKNOWN,
        &[5, 0],
    )),
    fault("access of the CA that does not decode", Issuing, ACCESS, GARBAGE),
    fault(
        "key usage of the CA that does not decode",
        Issuing,
        KEY_USAGE,
        GARBAGE,
    ),
    critical(fault(
        "constraints that do not decode",
        Issuing,
        CONSTRAINTS,
        GARBAGE,
    )),
    critical(fault(
        "constraints that exclude the name",
        Issuing,
        CONSTRAINTS,
        &[0x30, 7, 0xA1, 5, 0x30, 3, 0x82, 1, b'a'],
    )),
];

fn extension(identifier: &[u8], is_critical: bool, value: &[u8]) -> Vec<u8> {
    let mark = if is_critical { vec![1, 1, 0xFF] } else { vec![] };
    sequence(&[element(6, identifier), mark, element(4, value)])
}

/// Adds to a good certificate what it has, unless a fault is about that, and then the faults in this order.
fn spec(good: Spec, has: &[(&[u8], &[u8])], holder: Holder, faults: &[&Fault]) -> Spec {
    let own: Vec<&&Fault> = faults.iter().filter(|fault| fault.holder == holder).collect();
    let mut extensions = Vec::new();
    for (identifier, value) in has {
        if own.iter().all(|fault| fault.about != *identifier) {
            extensions.extend(extension(identifier, false, value));
        }
    }
    for fault in own {
        extensions.extend(extension(fault.about, fault.is_critical, fault.value));
    }
    Spec { extensions, ..good }
}

fn report(profile: &Profile, faults: &[&Fault]) -> Report {
    judge(pem(&below_root(faults)).as_bytes(), None, profile)
}

fn below_root(faults: &[&Fault]) -> [Spec; 2] {
    let leaf = spec(
        Spec::new("leaf", 1, "issuing", 2),
        &[
            (ALTERNATIVE_NAMES, &[0x30, 3, 0x82, 1, b'a']),
            (KEY_USAGE, &[3, 2, 7, 0x80]),
            (PURPOSES, &[0x30, 10, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 1]),
            (SUBJECT_KEY, &[4, 1, 1]),
            (AUTHORITY_KEY, &[0x30, 3, 0x80, 1, 2]),
        ],
        Leaf,
        faults,
    );
    let issuing = spec(
        Spec::new("issuing", 2, "root", 3).ca(),
        &[
            (KEY_USAGE, &[3, 2, 1, 6]),
            (SUBJECT_KEY, &[4, 1, 2]),
            (AUTHORITY_KEY, &[0x30, 3, 0x80, 1, 3]),
        ],
        Issuing,
        faults,
    );
    [leaf, issuing]
}

fn root(faults: &[&Fault]) -> Spec {
    spec(
        Spec::new("root", 3, "root", 3).ca(),
        &[(KEY_USAGE, &[3, 2, 1, 6]), (SUBJECT_KEY, &[4, 1, 3])],
        Leaf,
        faults,
    )
}

fn profile(standard: Standard) -> Profile {
    profile_under(standard, &root(&[]))
}

fn profile_under(standard: Standard, root: &Spec) -> Profile {
    let mut profile = support::without_key_asked(Profile::server(PROVIDER));
    profile.require_name("a").expect("a name");
    profile.trust_only([CertificateDer::from(root.der())]);
    profile.standard = standard;
    profile
}

/// Class, and the gravest severity.
fn verdict(report: &Report) -> (Option<Class>, Option<Severity>) {
    let severities = report.findings().iter().map(|finding| finding.severity);
    (report.class(), severities.max())
}

fn told(report: &Report) -> BTreeSet<&'static str> {
    report
        .findings()
        .iter()
        .map(|finding| finding.rule.name)
        .collect()
}

#[test]
fn with_two_faults_the_verdict_is_at_least_as_severe_as_with_either() {
    let mut wrong = Vec::new();
    for standard in [Standard::Deployed, Standard::Rfc5280] {
        let profile = profile(standard);
        let good = report(&profile, &[]);
        assert!(good.is_accepted(), "{:?}", told(&good));
        let alone: Vec<Report> = FAULTS.iter().map(|fault| report(&profile, &[fault])).collect();
        for (fault, report) in FAULTS.iter().zip(&alone) {
            let is_told = verdict(report) > (None, Some(Severity::Note));
            wrong.extend((!is_told).then(|| format!("{} is not told", fault.name)));
        }
        for (first, one) in FAULTS.iter().zip(&alone) {
            for (second, other) in FAULTS.iter().zip(&alone) {
                if first.holder == second.holder && first.about == second.about {
                    continue;
                }
                let both = report(&profile, &[first, second]);
                if verdict(&both) < verdict(one).max(verdict(other)) {
                    wrong.push(format!(
                        "{} and {}: {:?}, alone {:?} and {:?}",
                        first.name,
                        second.name,
                        told(&both),
                        told(one),
                        told(other)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// As many as are named, whatever stands before them.
#[test]
fn every_undecodable_extension_of_a_certificate_is_named() {
    let garbage = |fault: &&Fault| fault.holder == Leaf && fault.value == GARBAGE;
    let faults: Vec<&Fault> = FAULTS.iter().filter(garbage).collect();
    let report = report(&profile(Standard::Deployed), &faults);
    let findings = report.findings().iter();
    let named: Vec<&pemvet::Finding> = findings
        .filter(|finding| finding.rule.name == "extension-malformed")
        .collect();
    assert_eq!(named.len(), 5);
    assert!(named.iter().all(|finding| finding.severity == Severity::Error));
}

/// A given root's own faults are told whether the file holds it or not.
#[test]
fn a_fault_of_a_given_root_is_told_with_and_without_it_in_the_file() {
    let mut wrong = Vec::new();
    for standard in [Standard::Deployed, Standard::Rfc5280] {
        for fault in FAULTS.iter().filter(|fault| fault.holder == Leaf) {
            let root = root(&[fault]);
            let profile = profile_under(standard, &root);
            let [leaf, issuing] = below_root(&[]);
            let below = [leaf, issuing];
            let without = judge(pem(&below).as_bytes(), None, &profile);
            let all = [pem(&below), pem(std::slice::from_ref(&root))].concat();
            let with = judge(all.as_bytes(), None, &profile);
            let errors = |report: &Report| {
                let findings = report.findings().iter();
                let errors = findings.filter(|finding| finding.severity == Severity::Error);
                errors.map(|finding| finding.rule.name).collect::<BTreeSet<_>>()
            };
            if (with.class(), errors(&with)) != (without.class(), errors(&without)) {
                let (with, without) = (errors(&with), errors(&without));
                wrong.push(format!("{}: with {with:?}, without {without:?}", fault.name));
            }
            let anchors = without.findings().iter();
            let nowhere = anchors.filter(|it| it.location.as_ref().is_none_or(|it| it.input != Input::Trust));
            wrong.extend(
                nowhere
                    .filter(|it| it.message.contains("The trust anchor"))
                    .map(|it| format!("{}: {} has no place", fault.name, it.rule.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
