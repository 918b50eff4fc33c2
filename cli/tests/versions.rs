//! The version that decides is printed, with those that would decide otherwise; and the question is asked back where it may be
//! wrong.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use command::{AT, run_in, scratch, status, stdout};
use serde_json::Value;
use support::read;

/// What is printed, and the JSON document, which fits its schema.
fn told(arguments: &[&str]) -> (String, Value) {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let folder = scratch(&format!("versions-{}", RUNS.fetch_add(1, Ordering::Relaxed)));
    for (name, source) in [
        ("proxy.pem", "demo/good.pem"),
        ("server.pem", "rules/renewal-usage-lost/bad-client-auth.pem"),
        ("proxy.key", "demo/proxy.key"),
    ] {
        fs::write(folder.join(name), read(source)).expect("a file");
    }
    let text = stdout(&run_in(&folder, &[&["check", AT], arguments].concat(), b""));
    let json = run_in(
        &folder,
        &[&["check", AT, "--format", "json"], arguments].concat(),
        b"",
    );
    let document: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    repository::fits(include_str!("../schemas/report.schema.json"), &document);
    (text, document["bundles"][0].clone())
}

const FQDN: [&str; 4] = ["--name", "proxy", "--fqdn", "cluster.example.com"];

#[test]
fn the_version_is_in_the_header_and_in_json() {
    for (option, shown) in [(&[][..], "8.2"), (&["--target", "7.22.2-79"], "7.22.2-79")] {
        let (text, bundle) = told(&[&["proxy.pem"][..], &FQDN, option].concat());
        let header = format!(
            "proxy.pem + proxy.key  as `proxy` on {shown} for cluster.example.com, at 2026-06-01T00:00:00Z\n"
        );
        assert!(text.starts_with(&header), "{text}");
        assert_eq!(bundle["target"], shown);
        assert!(
            !text.contains("other versions") && bundle["decided_otherwise"].is_null(),
            "{text}"
        );
    }
    let (text, bundle) = told(&["proxy.pem", "--profile", "server"]);
    assert!(
        text.starts_with("proxy.pem + proxy.key  as `server`, at") && bundle["target"].is_null(),
        "{text}"
    );
}

#[test]
fn versions_that_decide_otherwise_have_one_line() {
    // Both purposes are a must from 8.2 on.
    let (text, bundle) = told(&[&["server.pem"][..], &FQDN].concat());
    let line = "\nother versions: 6.2, 7.4, 7.8, 7.22, 8.0 would accept it\n";
    assert!(text.contains("REJECTED") && text.contains(line), "{text}");
    let others = bundle["decided_otherwise"].as_array().expect("others");
    assert_eq!(
        (others.len(), &others[0]["target"], &others[0]["accepted"]),
        (5, &"6.2".into(), &true.into())
    );
    let (text, bundle) = told(&[&["server.pem", "--target", "8.0"][..], &FQDN].concat());
    let line = "\nother versions: 8.2 would reject it (eku-purpose-missing)\n";
    assert!(text.contains("ACCEPTED") && text.contains(line), "{text}");
    assert_eq!(bundle["decided_otherwise"][0]["rules"][0], "eku-purpose-missing");
    // Versions that do not know the certificate do not decide about it.
    let (text, _) = told(&["proxy.pem", "--name", "sso_service"]);
    assert!(
        text.contains("as `sso_service` on 8.2") && !text.contains("other versions"),
        "{text}"
    );
}

#[test]
fn a_question_that_may_be_wrong_is_asked_back() {
    let (text, _) = told(&["proxy.pem", "--name", "proxy", "--fqdn", "other.example.com"]);
    let back = "help: is --fqdn right? The certificate is for cluster.example.com, *.cluster.example.com, internal.cluster.example.com, *.internal.cluster.example.com. If it is, have it issued again.";
    assert!(text.contains(back), "{text}");
    let (text, _) = told(&[
        "proxy.pem",
        "--profile",
        "server",
        "--hostname",
        "www.example.com",
    ]);
    assert!(
        text.contains("is --hostname right? The certificate is for cluster.example.com"),
        "{text}"
    );
    // One of the names is there: the question is right.
    let (text, _) = told(&[&["proxy.pem", "--hostname", "www.example.com"][..], &FQDN].concat());
    assert!(
        text.contains("san-name-missing") && !text.contains(" right?"),
        "{text}"
    );
    let (text, _) = told(&["proxy.pem", "--name", "porxy", "--fqdn", "cluster.example.com"]);
    assert!(text.contains("help: did you mean --name proxy?"), "{text}");
}

#[test]
fn a_date_is_the_first_moment_of_its_day() {
    let folder = scratch("dates");
    fs::write(folder.join("proxy.pem"), read("demo/good.pem")).expect("a file");
    for (at, exit) in [
        ("2027-01-09", 0),
        ("2027-01-10", 1),
        ("2027-02-30", 2),
        ("2027-1-9", 2),
        ("1969-12-31", 2),
    ] {
        let output = run_in(&folder, &["check", "proxy.pem", "--at", at], b"");
        assert_eq!(status(&output), exit, "{at}: {}", stdout(&output));
    }
    let output = run_in(&folder, &["check", "proxy.pem", "--at", "2026-06-01"], b"");
    assert!(
        stdout(&output).contains("at 2026-06-01T00:00:00Z"),
        "{}",
        stdout(&output)
    );
}
