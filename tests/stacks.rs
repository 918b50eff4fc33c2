//! What the servers and clients that are named make of a bundle, from the bundle alone.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::time::Duration;

use pemvet::rules::Concern;
use pemvet::stacks::parse_list;
use pemvet::{Bundle, Profile, RepairMode, Report, Severity, UnixTime};
use support::{NOW, read, rule_cases};

fn judged(pem: &str, key: Option<&str>, stacks: &str) -> Report {
    let mut profile = Profile::server(support::PROVIDER);
    profile.repair = RepairMode::AsGiven;
    profile.stacks = parse_list(stacks).expect("known stacks");
    let (pem, key) = (read(pem), key.map(read));
    let mut bundle = Bundle::new(&pem);
    if let Some(key) = &key {
        bundle = bundle.with_private_key(key);
    }
    bundle.validate(&profile, UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
}

/// Stack and versions, the fixture, the rule that says so, and the version that refuses first.
const BREAKS: &[(&str, &str, &str, &str)] = &[
    (
        "go@1.14..1.15",
        "server-name-absent/bad-no-san",
        "server-name-absent",
        "1.15",
    ),
    (
        "chrome@57..58",
        "server-name-absent/bad-no-san",
        "server-name-absent",
        "58",
    ),
    (
        "go@1.17..1.18",
        "signature-hash-weak/bad-sha1-leaf",
        "signature-hash-weak",
        "1.18",
    ),
    (
        "go@1.22..1.27",
        "serial-number-form/bad-negative",
        "serial-number-form",
        "1.23",
    ),
    (
        "go@1.26..1.27",
        "general-name-form/bad-mapped",
        "general-name-form",
        "1.27",
    ),
    (
        "python@3.12..3.13",
        "authority-key-identifier-missing/bad-leaf",
        "authority-key-identifier-missing",
        "3.13",
    ),
    (
        "openssl@1.1.1..3.0",
        "signature-hash-weak/bad-sha1-leaf",
        "signature-hash-weak",
        "3.0",
    ),
    (
        "node@16..18",
        "signature-hash-weak/bad-sha1-leaf",
        "signature-hash-weak",
        "18",
    ),
    (
        "node@22..24",
        "rsa-key-too-small/bad-1024",
        "rsa-key-too-small",
        "24",
    ),
    (
        "apple@12..13",
        "validity-long/bad-elsewhere",
        "validity-long",
        "13",
    ),
];

#[test]
fn breaks_of_the_past_are_foretold_by_a_range_of_versions() {
    for (stacks, fixture, rule, version) in BREAKS {
        let report = judged(&format!("rules/{fixture}.pem"), None, stacks);
        let [answer] = report.stacks() else {
            panic!("{stacks}: {:?}", report.stacks())
        };
        let found: Vec<&str> = report.findings().iter().map(|it| it.rule.name).collect();
        assert!(found.contains(rule), "{stacks}: {rule} is not among {found:?}");
        let from = answer.refused_from.as_deref();
        assert!(
            from.is_some_and(|from| from == *version || from.starts_with(&format!("{version}."))),
            "{stacks} with {fixture}: {answer:?}"
        );
    }
}

#[test]
fn no_choice_of_stacks_makes_rules_about_keys_or_demands_milder() {
    for (_, case) in rule_cases() {
        let mut profile = case.profile();
        if !profile.stacks.is_empty() {
            continue;
        }
        let severities = |profile: &Profile| {
            let report = case.report_with(profile);
            let findings = report.findings().iter();
            let own = findings.filter(|it| matches!(it.rule.concern, Concern::Safe | Concern::Policy));
            let mut own: Vec<(&str, String, Severity)> = own
                .map(|it| (it.rule.name, format!("{:?}", it.location), it.severity))
                .collect();
            own.sort();
            own
        };
        let before = severities(&profile);
        profile.stacks = parse_list("nginx,gnutls,go,firefox").expect("known stacks");
        assert_eq!(before, severities(&profile), "{}", case.name());
    }
}

#[test]
fn each_family_has_its_own_answer() {
    let report = judged("demo/from-pfx.pem", Some("demo/proxy.key"), "nginx,netty,exim");
    let loads: Vec<Option<bool>> = report.stacks().iter().map(|it| it.loads).collect();
    assert_eq!(loads, [Some(true), Some(false), Some(true)]);
    assert_eq!(report.stacks()[0].sends, [0, 1, 2]);

    let mark = "rules/text-encoding-repaired/bad-byte-order-mark.pem";
    let report = judged(mark, None, "nginx,caddy,rustls");
    let loads: Vec<Option<bool>> = report.stacks().iter().map(|it| it.loads).collect();
    assert_eq!(loads, [Some(true), Some(false), Some(false)]);
    assert!(!report.is_accepted());
    // Nobody is named who minds.
    assert!(
        judged(mark, None, "nginx,apache")
            .findings()
            .iter()
            .all(|it| { it.rule.name != "text-encoding-repaired" || it.severity == Severity::Note })
    );
}

#[test]
fn what_has_expired_is_refused_by_every_client() {
    let report = judged("rules/certificate-expired/bad-leaf.pem", None, "nginx");
    assert_eq!(
        report.stacks()[0].refused_by,
        ["openssl", "go", "java", "gnutls", "rustls", "boringssl"]
    );
}
