//! `pemvet request --build` writes bodies of files, `--delete` answers by the table; what is said of endpoints; and the JSON of
//! all of it is what the schema describes. Expected output lies in tests/command/ as files.

#![cfg(unix)]

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use command::{AT, expect, names_in, run, run_in, scratch, status, stderr, stdout};
use pemvet::redis::{CertificateName, Deletion, Endpoint, Target};
use repository::fits;
use serde_json::{Value, json};
use support::{read, testdata, text};

const CLUSTER: &str = "--fqdn=cluster.example.com";

fn chain() -> String {
    text("demo/good.pem")
}

fn key() -> String {
    text("demo/proxy.key")
}

fn request(folder: &Path, arguments: &[&str]) -> Output {
    let arguments = [&["request"], arguments, &[CLUSTER, AT]].concat();
    run_in(folder, &arguments, b"")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
}

fn body(certificate: &str, key: &str) -> String {
    json!({"name": "proxy", "certificate": certificate, "key": key}).to_string()
}

/// The files of a test of `--build`.
fn files(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    for (to, from) in [
        ("chain.pem", "demo/from-pfx.pem"),
        ("proxy.key", "demo/proxy.key"),
        ("root.pem", "demo/root.pem"),
        ("other.key", "keys/other.key"),
    ] {
        fs::write(folder.join(to), read(from)).expect("a file");
    }
    fs::write(folder.join("both.pem"), format!("{}{}", key(), chain())).expect("a file");
    folder
}

#[test]
fn a_body_is_built_of_files_and_accepted() {
    let folder = files("request-build");
    let build = [
        "--build",
        "proxy=chain.pem,proxy.key",
        "mtls_trusted_ca=root.pem",
        "--build",
        "api=both.pem",
    ];
    let output = request(&folder, &[&build[..], &["--output", "body.json"]].concat());
    expect("request-build", &output);
    assert_eq!(mode(&folder.join("body.json")), 0o600);
    let written: Value =
        serde_json::from_slice(&fs::read(folder.join("body.json")).expect("a file")).expect("JSON");
    let pair = |name: &str| json!({"name": name, "certificate": chain(), "key": key()});
    let ca = json!({"name": "mtls_trusted_ca", "certificate": text("demo/root.pem")});
    assert_eq!(written, json!({"certificates": [pair("proxy"), ca, pair("api")]}));
    let judged = stdout(&request(&folder, &["body.json"]));
    assert!(
        judged.starts_with("200 accepted: proxy, mtls_trusted_ca, api\n"),
        "{judged}"
    );

    // A version without the endpoint for many gets the form for one.
    let older = [
        "--build",
        "proxy=chain.pem,proxy.key",
        "--target",
        "7.8",
        "--output",
        "one.json",
    ];
    assert_eq!(status(&request(&folder, &older)), 0);
    let written = fs::read(folder.join("one.json")).expect("a file");
    assert_eq!(
        serde_json::from_slice::<Value>(&written).expect("JSON"),
        pair("proxy")
    );
}

#[test]
fn nothing_is_built_of_what_would_be_refused() {
    let folder = files("request-build-refused");
    let before = names_in(&folder);
    let build = |members: &[&str]| {
        let output = request(
            &folder,
            &[&["--output", "body.json", "--build"], members].concat(),
        );
        assert_eq!(names_in(&folder), before, "{members:?}");
        output
    };
    let wrong_key = build(&["proxy=chain.pem,other.key", "mtls_trusted_ca=root.pem"]);
    expect("request-build-refused", &wrong_key);
    for (member, begin) in [
        (
            "poxy=chain.pem,proxy.key",
            "403 unknown: \"poxy\": There is no certificate named \"poxy\". The nearest is proxy.",
        ),
        (
            "metrics=chain.pem,proxy.key",
            "403 unknown: \"metrics\": There is no certificate named \"metrics\". \"metrics_exporter\" is meant",
        ),
        (
            "proxy=chain.pem",
            "400 invalid: \"proxy\": No private key was given",
        ),
        ("proxy=proxy.key,chain.pem", "400 invalid: \"proxy\": "),
        (
            "mtls_trusted_ca=root.pem,proxy.key",
            "400 invalid: \"mtls_trusted_ca\": A private key was given",
        ),
    ] {
        let output = build(&[member]);
        let told = stdout(&output);
        assert_eq!(status(&output), 1, "{member}");
        assert!(told.starts_with(begin), "{member}: {told}");
        assert!(told.contains("nothing was written: "), "{told}");
    }
    for member in [
        "proxy",
        "proxy=",
        "=chain.pem",
        "proxy=chain.pem,",
        "proxy=a,b,c",
        "proxy=missing.pem,proxy.key",
    ] {
        let output = build(&[member]);
        assert_eq!((status(&output), stdout(&output).as_str()), (2, ""), "{member}");
    }
    let two = [
        "proxy=chain.pem,proxy.key",
        "api=chain.pem,proxy.key",
        "--endpoint",
        "update_cert",
    ];
    assert_eq!(status(&build(&two)), 2);
}

#[test]
fn deletions_are_answered_by_the_table() {
    for target in ["5.4", "7.22", "8.2"] {
        let version = target.parse::<Target>().expect("a version");
        let others = ["nonsense", "metrics", "PROXY", "mesh_ca_signed", ""];
        for name in CertificateName::ALL
            .map(CertificateName::as_str)
            .into_iter()
            .chain(others)
        {
            let answer = Deletion::of(name, version).answer();
            let output = run(&["request", "--delete", name, "--target", target]);
            let begin = format!("{} {}: ", answer.status, answer.meaning);
            assert!(
                stdout(&output).starts_with(&begin),
                "{name} {target}: {}",
                stdout(&output)
            );
            assert_eq!(
                status(&output),
                i32::from(answer.status != 200),
                "{name} {target}"
            );
        }
    }
    expect("request-delete", &run(&["request", "--delete", "proxy"]));
    let near = run(&["request", "--delete", "ldp_client", "--format", "json"]);
    let near: Value = serde_json::from_slice(&near.stdout).expect("JSON");
    assert_eq!(
        (&near["status"], &near["nearest"]),
        (&json!(404), &json!(["ldap_client"]))
    );
    // A key in the place of a name.
    let body: String = key().lines().filter(|line| !line.starts_with('-')).collect();
    let output = run(&["request", "--delete", &body[..43]]);
    assert!(!(stdout(&output) + &stderr(&output)).contains(&body[..12]));
}

#[test]
fn an_endpoint_that_a_version_lacks_or_deprecates_is_told() {
    let many = testdata("request/good.json").display().to_string();
    let one = testdata("request/good-update-cert.json").display().to_string();
    for (body, endpoint) in [
        (&many, Endpoint::ClusterCertificates),
        (&one, Endpoint::UpdateCertificate),
    ] {
        for target in ["5.4", "7.8.4-18", "7.22.0-95", "7.22", "7.22.2-14", "8.2"] {
            let version = target.parse::<Target>().expect("a version");
            let told = stdout(&run(&["request", body, CLUSTER, AT, "--target", target]));
            let (lacks, leaves) = (!endpoint.is_known_to(version), endpoint.is_deprecated_in(version));
            assert_eq!(
                told.contains("warning[endpoint-missing]"),
                lacks,
                "{endpoint:?} {target}"
            );
            assert_eq!(
                told.contains("note[endpoint-deprecated]"),
                leaves,
                "{endpoint:?} {target}"
            );
            // It came, and the other began to go, with 7.22.2.
            let is_new = ["7.22", "7.22.2-14", "8.2"].contains(&target);
            let is_one = endpoint == Endpoint::UpdateCertificate;
            assert_eq!(
                (lacks, leaves),
                (!is_new && !is_one, is_new && is_one),
                "{endpoint:?} {target}"
            );
        }
    }
}

#[test]
fn documents_are_what_the_schema_describes() {
    let folder = files("request-schema");
    let schema = stdout(&run(&["schema", "request"]));
    fs::write(
        folder.join("damaged.json"),
        body(&chain().replace('\n', " "), &key()),
    )
    .expect("a body");
    fs::write(
        folder.join("wrong.json"),
        body(&chain(), &text("keys/other.key")) + ",",
    )
    .expect("a body");
    let answer = json!({"proxy_cert": chain(), "proxy_key": key()});
    fs::write(folder.join("answer.json"), answer.to_string()).expect("an answer");
    fs::write(folder.join("problems.json"), format!("[{}]", "[1,],".repeat(80))).expect("a body");
    for arguments in [
        &["damaged.json"][..],
        &["damaged.json", "--for", "nginx,go"],
        &["damaged.json", "--fix", "--output", "out.json"],
        &["wrong.json"],
        &["wrong.json", "--fix", "--output", "out.json"],
        &["answer.json", "--target", "7.8"],
        &["answer.json", "--fix", "--output", "out.json"],
        &["problems.json"],
        &["--build", "proxy=chain.pem,proxy.key", "--output", "out.json"],
        &[
            "--build",
            "proxy=chain.pem,other.key",
            "nonsense=root.pem",
            "--output",
            "out.json",
        ],
        &["--delete", "sso_service"],
        &["--delete", "metrics"],
    ] {
        let output = request(&folder, &[arguments, &["--format", "json"]].concat());
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        fits(&schema, &document);
        let writes = arguments.contains(&"--output");
        assert_eq!(document.get("written").is_some(), writes, "{arguments:?}");
        assert_eq!(
            status(&output) == 0,
            document["accepted"] == true,
            "{arguments:?}"
        );
        if let Some(written) = document.get("written").filter(|written| !written.is_null()) {
            assert_eq!(*written, json!({"path": "out.json", "private_keys": 1}));
        }
    }
}
