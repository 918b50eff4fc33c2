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

/// A fixture, and what each stack does with it: `ok`; how a server shows that it has none of it; or `refuses` of a client.
const KINDS: &[(&str, &[(&str, &str)])] = &[
    (
        "dsa-key/bad-dsa",
        &[
            ("nginx", "handshake"),
            ("go", "start"),
            ("dovecot", "no-tls"),
            ("traefik", "default-certificate"),
            ("java", "refuses"),
        ],
    ),
    (
        "signature-hash-weak/bad-sha1-leaf",
        &[
            ("nginx@1.22.1", "start"),
            ("lighttpd", "handshake"),
            ("unbound", "ok"),
            ("node@26", "ok"),
            ("java", "ok"),
            ("wget", "refuses"),
        ],
    ),
    (
        "signature-hash-weak/bad-md5-intermediate",
        &[
            ("nginx@1.22.1", "start"),
            ("haproxy", "start"),
            ("lighttpd", "ok"),
            ("caddy", "ok"),
            ("java", "refuses"),
        ],
    ),
    (
        "certificate-version/bad-v1-leaf",
        &[
            ("nginx", "ok"),
            ("rustls", "start"),
            ("python@3.13", "ok"),
            ("deno", "ok"),
            ("urllib3", "refuses"),
            ("go-redis", "refuses"),
            ("apple", "refuses"),
            ("dotnet", "refuses"),
        ],
    ),
    (
        "server-name-absent/bad-no-san",
        &[
            ("python@3.12", "ok"),
            ("urllib3", "refuses"),
            ("boringssl", "ok"),
            ("chrome", "refuses"),
        ],
    ),
    (
        "server-name-absent/bad-email",
        &[
            ("hitch", "handshake"),
            ("nginx", "ok"),
            ("java", "ok"),
            ("chrome", "refuses"),
        ],
    ),
    (
        "chain-too-large/bad-eleven-intermediates",
        &[
            ("nginx", "ok"),
            ("psql", "ok"),
            ("go-redis", "ok"),
            ("java", "refuses"),
            ("redis-rs", "refuses"),
            ("firefox", "refuses"),
            ("windows", "refuses"),
        ],
    ),
    (
        "key-type-not-everywhere/bad-ed25519-ca",
        &[("mbedtls", "start"), ("nginx", "ok"), ("chrome", "refuses")],
    ),
    (
        "extension-duplicate/bad-twice",
        &[
            ("go", "start"),
            ("exim", "no-tls"),
            ("nginx", "ok"),
            ("java", "refuses"),
        ],
    ),
];

#[test]
fn each_kind_has_its_answer_at_each_stack() {
    for (fixture, stacks) in KINDS {
        for (stack, expected) in *stacks {
            let report = judged(&format!("rules/{fixture}.pem"), None, stack);
            let [answer] = report.stacks() else {
                panic!("{stack}: {:?}", report.stacks())
            };
            let happens = match (answer.loads, answer.refusal) {
                (_, Some(refusal)) => refusal.as_str(),
                (Some(true), None) => "ok",
                (Some(false), None) => "refuses",
                (None, None) => "unknown",
            };
            assert_eq!(happens, *expected, "{stack} with {fixture}: {answer:?}");
        }
    }
}

/// Whoever takes it: what no standard allows stays an error.
#[test]
fn what_the_named_stacks_take_may_still_be_rejected() {
    for (fixture, stack) in [
        ("certificate-version/bad-v1-leaf", "psql"),
        ("chain-too-large/bad-eleven-intermediates", "psql"),
        ("server-name-absent/bad-no-san", "psql"),
    ] {
        let report = judged(&format!("rules/{fixture}.pem"), None, stack);
        assert_eq!(report.stacks()[0].loads, Some(true), "{fixture}");
        assert!(!report.is_accepted(), "{fixture}");
    }
}
