//! `check NEW --previous OLD` as a user runs it. What each rule finds is in testdata/rules/renewal-*.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use command::{AT, expect, run, run_in, status, stdout};
use pemvet::{Bundle, Profile, UnixTime};
use support::{PROVIDER, read, rules_of};

const OLD: &str = "testdata/demo/good.pem";

#[test]
fn what_a_renewal_breaks_is_said_with_its_place_in_the_new_file() {
    let new = "testdata/rules/renewal-root-changed/bad-other.pem";
    expect("check-renewal", &run(&["check", new, "--previous", OLD, AT]));
    let new = "testdata/rules/renewal-name-lost/bad-two.pem";
    let old = "testdata/rules/renewal-name-lost/old.pem";
    let output = run(&["check", new, "--previous", old, "--format", "json", AT]);
    expect("check-renewal-json", &output);
}

#[test]
fn situations_of_a_renewal_have_their_exit_statuses() {
    let good = "testdata/rules/renewal-same-key/good-renewed.pem";
    let same = "testdata/rules/renewal-same-certificate/bad-again.pem";
    let situations: &[(i32, &[&str])] = &[
        (0, &["check", good, "--previous", OLD, "--fail-on", "warning"]),
        (0, &["check", same, "--previous", OLD]),
        (1, &["check", same, "--previous", OLD, "--fail-on", "warning"]),
        (
            1,
            &[
                "check",
                good,
                "--previous",
                "testdata/demo/root.pem",
                "--fail-on",
                "warning",
            ],
        ),
        (2, &["check", good, "--previous", "testdata/no-such.pem"]),
        (2, &["check", good, good, "--previous", OLD]),
        (2, &["check", "testdata/demo", "--previous", OLD]),
        (2, &["check", "-", "--previous", "-"]),
    ];
    for (expected, arguments) in situations {
        let mut arguments = arguments.to_vec();
        arguments.push(AT);
        assert_eq!(status(&run(&arguments)), *expected, "{arguments:?}");
    }
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let output = run_in(
        root,
        &["check", "-", "--previous", OLD, AT],
        &read("demo/good.pem"),
    );
    assert!(stdout(&output).contains("renewal-same-certificate"));
}

#[test]
fn without_a_previous_bundle_nothing_is_said_of_renewal_and_with_one_nothing_of_it_is_judged() {
    let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(support::NOW));
    let profile = Profile::any(PROVIDER);
    let (new, old) = (
        read("rules/renewal-same-key/bad-renewed.pem"),
        read("demo/expired-intermediate-shuffled.pem"),
    );
    let alone = Bundle::new(&new).validate(&profile, now);
    let compared = Bundle::new(&new).with_previous(&old).validate(&profile, now);
    let mut rules = rules_of(&compared);
    rules.retain(|rule| !rule.starts_with("renewal-"));
    assert_eq!(rules_of(&alone), rules);
    assert_eq!(compared.findings().len(), alone.findings().len() + 1);
}

#[test]
fn any_bytes_may_be_the_previous_bundle() {
    let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(support::NOW));
    let good = read("demo/good.pem");
    let huge = vec![b'x'; (1 << 20) + 1];
    for old in [&b""[..], b"\xFF\xFE", b"-----BEGIN CERTIFICATE-----", &huge] {
        let report = Bundle::new(&good)
            .with_previous(old)
            .validate(&Profile::any(PROVIDER), now);
        assert!(rules_of(&report).contains(&"renewal-not-comparable"));
    }
}
