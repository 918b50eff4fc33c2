//! The command as a user runs it: what it prints and its exit status. Expected output lies in tests/command/ as files;
//! `BLESS=1 cargo test` writes them anew.

#[path = "support/run.rs"]
mod run;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use run::{AT, expect, run, run_in, scratch, status, stderr, stdout};

const PROXY: [&str; 4] = ["--name", "proxy", "--fqdn", "cluster.example.com"];
const PROXY_7_22: [&str; 6] = [
    "--name",
    "proxy",
    "--fqdn",
    "cluster.example.com",
    "--target",
    "7.22",
];
const SERVER: [&str; 4] = ["--profile", "mutual", "--hostname", "cluster.example.com"];

/// Runs in the root of the repository, so that paths in the output are the same everywhere.
fn run_with(arguments: &[&str], input: &[u8]) -> Output {
    run_in(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")),
        arguments,
        input,
    )
}

fn check_demo(file: &str, more: &[&str]) -> Output {
    let path = format!("testdata/demo/{file}");
    let mut arguments = vec!["check", &path, "--key", "testdata/demo/proxy.key", AT];
    arguments.extend(PROXY);
    arguments.extend(more);
    run(&arguments)
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

#[test]
fn a_pfx_export_is_out_of_order_and_says_where() {
    let output = check_demo("from-pfx.pem", &[]);
    expect("check-from-pfx", &output);
    assert_eq!(status(&output), 1);
}

#[test]
fn a_good_bundle_is_accepted() {
    expect("check-good", &check_demo("good.pem", &[]));
}

#[test]
fn an_expired_intermediate_is_expired_and_out_of_order_it_is_invalid_with_both_findings() {
    expect(
        "check-expired-intermediate",
        &check_demo("expired-intermediate.pem", &[]),
    );
    expect(
        "check-expired-intermediate-shuffled",
        &check_demo("expired-intermediate-shuffled.pem", &[]),
    );
}

#[test]
fn a_sha1_leaf_is_invalid() {
    expect("check-sha1-leaf", &check_demo("sha1-leaf.pem", &[]));
}

#[test]
fn it_is_called_as_it_is_typed() {
    let told = run(&["--version"]);
    assert_eq!(
        String::from_utf8_lossy(&told.stdout),
        concat!("pemvet ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn an_unknown_name_is_unknown_whatever_the_bundle_holds() {
    let arguments = [
        "check",
        "testdata/demo/expired-intermediate.pem",
        "--name",
        "nonsense",
        AT,
    ];
    expect("check-unknown-name", &run(&arguments));
}

#[test]
fn json_carries_the_same_findings_classes_and_lines() {
    expect(
        "check-from-pfx-json",
        &check_demo("from-pfx.pem", &["--format", "json"]),
    );
    let document = json(&check_demo(
        "expired-intermediate-shuffled.pem",
        &["--format", "json"],
    ));
    let bundle = &document["bundles"][0];
    assert_eq!(
        (&document["version"], &bundle["class"]),
        (&Value::from(2), &Value::from("invalid"))
    );
    assert_eq!(
        (&bundle["accepted"], &bundle["trust"]),
        (&Value::from(false), &Value::Null)
    );
    assert_eq!(bundle["chain"], serde_json::json!([0, 2, 1]));
    let found: Vec<(&str, &str)> = bundle["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|it| Some((it["rule"].as_str()?, it["class"].as_str()?)))
        .collect();
    assert_eq!(
        found,
        [
            ("chain-out-of-order", "invalid"),
            ("certificate-expired", "expired")
        ]
    );
    assert_eq!(
        bundle["findings"][0]["location"]["lines"],
        serde_json::json!([25, 63])
    );
}

#[test]
fn json_has_a_member_for_each_file_and_an_error_for_one_that_cannot_be_read() {
    let output = run(&[
        "check",
        "testdata/demo/good.pem",
        "testdata/no-such.pem",
        "--format",
        "json",
        AT,
    ]);
    let document = json(&output);
    assert_eq!(status(&output), 2);
    assert_eq!(document["bundles"][0]["accepted"], Value::from(true));
    assert_eq!(
        document["bundles"][1],
        serde_json::json!({ "path": "testdata/no-such.pem", "error": "no such file" })
    );
}

#[test]
fn a_chain_of_active_directory_gives_no_warning() {
    for (file, profile) in [
        ("chain.pem", &PROXY[..]),
        ("chain-without-root.pem", &PROXY_7_22[..]),
        ("chain-without-root.pem", &SERVER[..]),
        ("chain.pem", &["--profile", "any"]),
    ] {
        let path = format!("testdata/adcs/{file}");
        let mut arguments = vec![
            "check",
            &path,
            "--key",
            "testdata/adcs/leaf.key",
            AT,
            "--fail-on",
            "warning",
        ];
        arguments.extend(profile);
        let output = run(&arguments);
        assert_eq!(status(&output), 0, "{}", stdout(&output));
    }
}

#[test]
fn only_an_upload_to_redis_software_is_answered_with_a_status() {
    for (profile, verdict) in [(&PROXY[..], "expired (406)"), (&["--profile", "any"], "expired")] {
        let output = run(&[&["check", "testdata/demo/expired-intermediate.pem", AT], profile].concat());
        let line = stdout(&output).lines().nth(1).unwrap_or_default().to_owned();
        assert!(
            line.starts_with(&format!("REJECTED  {verdict}    1 error")),
            "{line}"
        );
    }
}

#[test]
fn the_subject_can_be_asked_for() {
    let asked = |subject: &[&str]| {
        let mut more = Vec::new();
        for one in subject {
            more.extend(["--subject", one]);
        }
        check_demo("good.pem", &more)
    };
    assert_eq!(status(&asked(&["O=Example", "CN"])), 0);
    let output = asked(&["O=Other", "ou"]);
    assert_eq!(status(&output), 1);
    assert!(
        stdout(&output).contains("`proxy` asks for O=Other, OU."),
        "{}",
        stdout(&output)
    );
    assert_eq!(status(&asked(&["X=1"])), 2);
}

#[test]
fn versions_that_build_the_chain_up_to_the_root_warn_of_its_absence() {
    for (target, expected) in [("7.22", 0), ("8.0.16-28", 0), ("8.0.16-29", 1), ("8.2", 1)] {
        let path = "testdata/adcs/chain-without-root.pem";
        let mut arguments = vec!["check", path, "--key", "testdata/adcs/leaf.key", AT];
        arguments.extend(PROXY);
        arguments.extend(["--fail-on", "warning", "--target", target]);
        let output = run(&arguments);
        assert_eq!(status(&output), expected, "{target}");
        assert_eq!(
            stdout(&output).contains("warning[root-absent]"),
            expected == 1,
            "{target}"
        );
    }
}

#[test]
fn fix_writes_a_bundle_that_check_and_openssl_accept_and_that_fix_leaves_as_it_is() {
    let folder = scratch("fix");
    let fixed = folder.join("fixed.pem");
    let key = ["--key", "testdata/demo/proxy.key", AT];
    let mut arguments = vec!["fix", "testdata/demo/from-pfx.pem", "--output", text(&fixed)];
    arguments.extend(key);
    expect("fix-from-pfx", &run(&arguments));
    let written = fs::read(&fixed).expect("the fixed file");
    assert_eq!(written, support::read("demo/good.pem"));

    let again = run(&["fix", text(&fixed), AT]);
    assert_eq!((status(&again), &again.stdout), (0, &written));

    let mut arguments = vec!["check", text(&fixed)];
    arguments.extend(key);
    arguments.extend(PROXY);
    assert_eq!(status(&run(&arguments)), 0);

    let verified = Command::new("openssl")
        .args([
            "verify",
            "-attime",
            "1780272000",
            "-CAfile",
            "testdata/demo/root.pem",
        ])
        .args(["-untrusted", text(&fixed), text(&fixed)])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output();
    match verified {
        Ok(verified) => assert!(verified.status.success(), "{verified:?}"),
        Err(error) => eprintln!("NOT RUN: openssl verify, because openssl is not installed ({error})"),
    }
}

#[test]
fn fix_writes_nothing_where_something_would_be_lost() {
    let folder = scratch("fix-nothing");
    let fixed = folder.join("fixed.pem");
    let bad = "testdata/rules/base64-invalid/bad-star.pem";
    let output = run(&["fix", bad, "--output", text(&fixed), AT]);
    expect("fix-undecodable", &output);
    assert!(!fixed.exists());
    let output = run(&["fix", bad, AT]);
    assert_eq!((status(&output), output.stdout.len()), (1, 0));
}

#[test]
fn fix_writes_what_is_well_formed_and_still_tells_of_its_errors() {
    let output = run(&["fix", "testdata/demo/expired-intermediate-shuffled.pem", AT]);
    assert_eq!(status(&output), 1);
    assert_eq!(output.stdout, support::read("demo/expired-intermediate.pem"));
    assert!(stderr(&output).contains("error[certificate-expired] expired"));
}

#[test]
fn standard_input_is_a_bundle() {
    let good = support::read("demo/good.pem");
    assert_eq!(status(&run_with(&["check", "-", AT], &good)), 0);
    assert_eq!(run_with(&["fix", "-", AT], &good).stdout, good);
}

#[test]
fn a_root_given_as_trust_vouches_and_another_does_not() {
    let trusted = check_demo(
        "good.pem",
        &["--trust", "testdata/demo/root.pem", "--format", "json"],
    );
    assert_eq!(json(&trusted)["bundles"][0]["trust"], Value::from("anchor"));
    let other = "testdata/rules/authority-unknown/other-root.pem";
    let untrusted = check_demo("good.pem", &["--trust", other, "--format", "json"]);
    assert_eq!(json(&untrusted)["bundles"][0]["class"], Value::from("unknown"));
    assert_eq!(status(&untrusted), 1);
}

#[cfg(unix)]
#[test]
fn a_fifo_and_a_device_are_refused_without_waiting() {
    let folder = scratch("special");
    let fifo = folder.join("fifo");
    let made = Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(made.success());
    for path in [text(&fifo), "/dev/zero", "/dev/null"] {
        let output = run(&["check", path, AT]);
        assert_eq!(status(&output), 2, "{path}");
        assert!(stderr(&output).contains("is no regular file"), "{path}");
    }
}

#[test]
fn a_path_cannot_move_the_cursor_or_break_a_line() {
    let output = run(&["check", "no\u{1b}[2Jsuch file\u{202e}", AT]);
    assert_eq!(
        stderr(&output),
        "pemvet: no\\u{1b}[2Jsuch file\\u{202e}: no such file\n"
    );
    // What has a line end may be a key.
    let output = run(&["check", "no such\nfile", AT]);
    assert_eq!(
        stderr(&output),
        "pemvet: (12 characters, not shown): no such file\n"
    );
}

#[test]
fn words_of_a_certificate_are_not_taken_for_places_of_paths() {
    let output = run(&[
        "check",
        "testdata/trust/named-file.pem",
        "--key",
        "testdata/demo/proxy.key",
        AT,
    ]);
    let printed = stdout(&output);
    assert!(
        printed.contains("Its issuer CN=FILESERVER KEYFILE CA "),
        "{printed}"
    );
    assert!(
        printed.contains("http://pki.example.com/KEYFILE/FILE.crt (not contacted)"),
        "{printed}"
    );
}

#[test]
fn the_reading_decides_what_is_an_error() {
    let path = "testdata/trust/public-suffix.pem";
    let arguments = [
        "check",
        path,
        AT,
        "--profile",
        "server",
        "--hostname",
        "cluster.example.com",
    ];
    let strict = [&arguments[..], &["--reading", "ca-browser-forum"]].concat();
    let (deployed, strict) = (run(&arguments), run(&strict));
    assert!(
        stdout(&strict).contains("error[wildcard-public-suffix]"),
        "{}",
        stdout(&strict)
    );
    assert!(
        !stdout(&deployed).contains("error[wildcard-public-suffix]"),
        "{}",
        stdout(&deployed)
    );
}
