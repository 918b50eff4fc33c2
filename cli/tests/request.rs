//! `pemvet request` on bodies of requests: what it prints and its exit status. The bodies lie in testdata/request, those
//! of the documentation's pages among them; expected output lies in tests/request/ as files.
//! `BLESS=1 cargo test` writes them anew.

#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use support::{expect_file, testdata};

/// Runs in the root of the repository, so that paths in the output are the same everywhere.
fn request(file: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pemvet"))
        .args(["request", file, "--fqdn", "cluster.example.com"])
        .args(["--at", "2026-06-01T00:00:00Z"])
        .args(more)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("the command runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn exit(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

/// What the bodies earn: the status, and what its line begins with.
const EARNED: &[(&str, &str)] = &[
    ("good", "200 accepted: proxy, api"),
    ("good-update-cert", "200 accepted: proxy"),
    ("answer", "200 accepted: proxy, mtls_trusted_ca"),
    ("expired", "406 expired: certificates[1] \"proxy\": "),
    ("three-members", "403 unknown: certificates[1] \"nonsense\": "),
    ("alias", "403 unknown: certificates[0] \"metrics\": "),
    ("twice", "400 invalid: certificates[1] \"proxy\": "),
    ("keys-amiss", "400 invalid: certificates[0] \"proxy\": "),
    ("key-and-certificate-swapped", "400 invalid: Line 1, column "),
    ("wrong-form", "400 invalid: Line 1, column 18: "),
    ("name-repeated", "400 invalid: Line 1, column 27: "),
    (
        "page-put-certificates",
        "400 invalid: certificates[0] \"proxy\": ",
    ),
    // A trailing comma.
    (
        "page-update-cert",
        "400 invalid: the body is not JSON. Line 4, column 92: ",
    ),
    // A comment without a comma before it.
    (
        "page-get-certificates",
        "400 invalid: the body is not JSON. Line 4, column 5: ",
    ),
    // Values without quotes.
    (
        "page-update-5.4",
        "400 invalid: the body is not JSON. Line 1, column 33: ",
    ),
    (
        "page-update-7.8",
        "400 invalid: the body is not JSON. Line 1, column 1: ",
    ),
    ("page-update-7.8-body", "403 unknown: \"<cert_name>\": "),
    // Backslash and line break.
    (
        "page-sed-tip",
        "400 invalid: the body is not JSON. Line 1, column 55: ",
    ),
    // Name and certificate swapped.
    ("page-saml", "403 unknown: \"<IdP-certificate>\": "),
];

#[test]
fn every_body_earns_its_status_and_is_explained() {
    let mut differences = Vec::new();
    for (name, begin) in EARNED {
        let output = request(&format!("testdata/request/{name}.json"), &[]);
        let text = stdout(&output);
        if !text.starts_with(begin) {
            differences.push(format!(
                "{name}: wanted {begin:?}, found {:?}",
                text.lines().next()
            ));
        }
        let expected = i32::from(!begin.starts_with("200"));
        assert_eq!(exit(&output), expected, "{name}");
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .join(format!("cli/tests/request/{name}.txt"));
        differences.extend(expect_file(&path, &text).err());
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    let bodies = fs::read_dir(testdata("request")).expect("the bodies").count();
    assert_eq!(
        bodies,
        EARNED.len(),
        "every body of testdata/request is in the table"
    );
}

#[test]
fn json_tells_status_problems_and_each_member() {
    let output = request("testdata/request/three-members.json", &["--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["version"], 2);
    assert_eq!(
        (&json["status"], &json["class"]),
        (&403.into(), &"unknown".into())
    );
    assert_eq!(json["endpoint"], "PUT /v1/cluster/certificates");
    let members = json["members"].as_array().expect("members");
    let of = |place: usize, field: &str| members[place][field].clone();
    assert_eq!((of(0, "name"), of(0, "accepted")), ("proxy".into(), true.into()));
    assert_eq!(
        (of(1, "name"), of(1, "class")),
        ("nonsense".into(), "unknown".into())
    );
    // An unknown name does not keep the others from being judged.
    assert_eq!((of(2, "name"), of(2, "class")), ("cm".into(), "invalid".into()));
    assert_eq!(
        (of(2, "place"), of(2, "line")),
        ("certificates[2].certificate".into(), 13.into())
    );

    // Each finding has its place in the body, as the text prints it.
    let output = request(
        "testdata/request/page-put-certificates.json",
        &["--format", "json"],
    );
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let member = &json["members"][1];
    let findings = member["findings"].as_array().expect("findings");
    let places = member["places"].as_array().expect("places");
    assert_eq!((findings.len(), places.len()), (2, 2));
    let place = |line: usize, column: usize, place: &str| serde_json::json!({"place": place, "line": line, "column": column});
    assert_eq!(places[0], place(10, 23, "certificates[1].certificate"));
    assert_eq!(places[1], place(11, 15, "certificates[1].key"));

    let output = request("testdata/request/page-update-cert.json", &["--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problem = &json["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&4.into(), &92.into()));
}

#[test]
fn bodies_of_thousands_get_a_short_answer_and_are_never_accepted() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("many-members");
    fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("body.json");
    let path = file.to_str().expect("UTF-8");
    let good = fs::read_to_string(testdata("request/good-update-cert.json")).expect("a body");
    let many =
        |member: &str, times: usize| format!("{{\"certificates\": [{}]}}", vec![member; times].join(","));
    let small = r#"{"name": "x", "certificate": ""}"#;
    let unknown = format!("{{{}\"certificates\": []}}", r#""u": 1, "#.repeat(20_000));
    for (body, says) in [
        (many(small, 20_000), "error[too-many-members] invalid"),
        (many(&good, 65), "error[too-many-members] invalid"),
        (many("1", 100_000), "those from here on were not looked at"),
        (unknown, "more of the body, which are not shown"),
        (many("[1,]", 20_000), "more of the body, which are not shown"),
    ] {
        fs::write(&file, &body).expect("written");
        let output = request(path, &[]);
        let (text, start) = (stdout(&output), &body[..60]);
        assert_eq!(exit(&output), 1, "{start}");
        assert!(text.contains(says), "{start}: {text}");
        assert!(text.len() < 200_000, "{start}: {} bytes", text.len());
        let output = request(path, &["--format", "json"]);
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((exit(&output), &json["accepted"]), (1, &false.into()), "{start}");
        assert!(
            output.stdout.len() < 400_000,
            "{start}: {} bytes",
            output.stdout.len()
        );
    }
}

#[test]
fn older_targets_know_fewer_names_and_ask_for_less() {
    let good = "testdata/request/good.json";
    assert_eq!(exit(&request(good, &["--target", "5.4"])), 0);
    let answer = "testdata/request/answer.json";
    let output = request(answer, &["--target", "7.4"]);
    assert!(
        stdout(&output).starts_with("403 unknown: \"mtls_trusted_ca\": "),
        "{}",
        stdout(&output)
    );
    assert_eq!(exit(&request(good, &["--target", "9.9"])), 2);
}

#[test]
fn a_body_for_the_other_endpoint_is_invalid() {
    let output = request(
        "testdata/request/good-update-cert.json",
        &["--endpoint", "certificates"],
    );
    assert!(
        stdout(&output).starts_with("400 invalid: "),
        "{}",
        stdout(&output)
    );
    let output = request("testdata/request/good.json", &["--endpoint", "update_cert"]);
    assert!(
        stdout(&output).starts_with("400 invalid: "),
        "{}",
        stdout(&output)
    );
    let output = request(
        "testdata/request/good-update-cert.json",
        &["--endpoint", "update_cert"],
    );
    assert_eq!(exit(&output), 0);
}

#[test]
fn what_cannot_be_judged_is_no_verdict() {
    let output = Command::new(env!("CARGO_BIN_EXE_pemvet"))
        .args(["request", "testdata/request/good.json"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("the command runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((exit(&output), told.contains("--fqdn")), (2, true), "{told}");
    assert_eq!(exit(&request("testdata/request/missing.json", &[])), 2);
}

/// No piece of the key that stands in a body, wherever it stands there.
#[test]
fn nothing_of_a_key_is_printed() {
    let key = String::from_utf8(support::read("keys/proxy.key")).expect("PEM");
    let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    let pem = key.replace('\n', "\\n");
    let certificate = String::from_utf8(support::read("demo/good.pem")).expect("PEM");
    let certificate = certificate.replace('\n', "\\n");
    let ways = [
        format!(r#"{{"name": "{pem}", "certificate": "{certificate}"}}"#),
        format!(r#"{{"name": "{}", "certificate": "{certificate}"}}"#, &body[..43]),
        format!(r#"{{"name": "{body}", "certificate": "proxy"}}"#),
        format!(r#"{{"name": "proxy", "certificate": "{pem}"}}"#),
        format!(r#"{{"name": "proxy", "{body}": "{certificate}"}}"#),
        format!(r#"{{"name": "proxy", "{pem}": 1, "{pem}": 2}}"#),
        format!(r#"{{"name": "proxy", "key": {key}, "certificate": "{certificate}"}}"#),
        format!(r#"{{"name": "proxy", "key": '{key}', "certificate": "{certificate}"}}"#),
        format!(r#"{{"{body}_cert": "{certificate}", "{body}_key": "{pem}"}}"#),
        format!(r#"{{"certificates": ["{pem}", {{"name": "api", "key": ["{pem}"], "certificate": 1}}]}}"#),
        key.clone(),
        format!("'{pem}'"),
        format!(r#""{pem}" {body}"#),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("request-secrets");
    fs::create_dir_all(&folder).expect("a scratch folder");
    let file = folder.join("body.json");
    for (number, way) in ways.iter().enumerate() {
        fs::write(&file, way).expect("the body is written");
        for format in ["text", "json"] {
            let output = request(file.to_str().expect("a path"), &["--format", format]);
            assert_eq!(exit(&output), 1, "{number}");
            let told = stdout(&output) + &String::from_utf8_lossy(&output.stderr);
            let leaked = (0..body.len() - 12).find(|at| told.contains(&body[*at..at + 12]));
            assert_eq!(leaked, None, "way {number}, {format}");
        }
    }
}
