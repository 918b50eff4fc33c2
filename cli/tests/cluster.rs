//! Certificates of one cluster in one run: several names for a file, and files named as the product names them.

#![cfg(unix)]

#[path = "support/run.rs"]
mod run;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use run::{AT, expect, run_in, status, stdout};

const NAMES: [&str; 5] = ["api", "cm", "metrics_exporter", "proxy", "syncer"];
const FQDN: [&str; 2] = ["--fqdn", "cluster.example.com"];

/// A folder as the product's script leaves it: five certificates and their keys, two of them under an expired CA.
struct Five(PathBuf);

impl Drop for Five {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Five {
    fn new(name: &str) -> Five {
        // Outside of any work tree, where keys may lie.
        let folder = std::env::temp_dir().join(format!("pemvet-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a scratch folder");
        let demo = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/demo"));
        for name in NAMES {
            let source = match name {
                "api" | "cm" => "expired-intermediate.pem",
                _ => "good.pem",
            };
            fs::copy(demo.join(source), folder.join(format!("{name}_cert.pem"))).expect("a certificate");
            let key = folder.join(format!("{name}_key.pem"));
            fs::copy(demo.join("proxy.key"), &key).expect("a key");
            fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("a mode");
        }
        Five(folder)
    }
}

fn check(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let arguments: Vec<&str> = ["check", AT]
        .iter()
        .chain(arguments)
        .chain(&FQDN)
        .copied()
        .collect();
    run_in(folder, &arguments, b"")
}

#[test]
fn a_folder_of_five_is_one_table_and_what_two_have_in_common_is_told_once() {
    let five = Five::new("cluster-folder");
    let folder = &five.0;
    let output = check(folder, &["."]);
    expect("check-cluster", &output);
    assert_eq!(status(&output), 1);
    assert_eq!(stdout(&output).matches("error[certificate-expired]").count(), 1);
}

#[test]
fn one_file_is_judged_under_each_name() {
    let five = Five::new("cluster-names");
    let folder = &five.0;
    let names = [
        "proxy_cert.pem",
        "--name",
        "proxy",
        "--name",
        "cm",
        "--name",
        "internal",
    ];
    let output = check(folder, &names);
    expect("check-cluster-names", &output);
    assert_eq!(status(&output), 1);
}

#[test]
fn names_choose_among_files_that_are_named_so() {
    let five = Five::new("cluster-chosen");
    let folder = &five.0;
    let output = check(
        folder,
        &[".", "--name", "proxy", "--name", "cm", "--format", "json"],
    );
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let bundles = document["bundles"].as_array().expect("bundles");
    let named: Vec<(&str, &str)> = bundles
        .iter()
        .filter_map(|bundle| Some((bundle["path"].as_str()?, bundle["name"].as_str()?)))
        .collect();
    assert_eq!(named, [("cm_cert.pem", "cm"), ("proxy_cert.pem", "proxy")]);
}

#[test]
fn each_verdict_is_that_of_a_run_of_its_own() {
    let five = Five::new("cluster-alone");
    let folder = &five.0;
    let together = check(folder, &[".", "--format", "json"]);
    let document: Value = serde_json::from_slice(&together.stdout).expect("JSON");
    for bundle in document["bundles"].as_array().expect("bundles") {
        let (Some(path), Some(name)) = (bundle["path"].as_str(), bundle["name"].as_str()) else {
            continue;
        };
        let alone = check(folder, &[path, "--name", name, "--format", "json"]);
        let alone: Value = serde_json::from_slice(&alone.stdout).expect("JSON");
        assert_eq!(alone["bundles"][0]["class"], bundle["class"], "{path}");
    }
}

#[test]
fn one_name_for_several_files_is_a_mistake_of_use() {
    let five = Five::new("cluster-mistake");
    let folder = &five.0;
    let output = check(folder, &["api_cert.pem", "cm_cert.pem", "--name", "proxy"]);
    assert_eq!(status(&output), 2);
}

#[test]
fn values_of_a_document_are_judged_under_each_name_too() {
    let five = Five::new("cluster-document");
    let folder = &five.0;
    let pem = fs::read_to_string(folder.join("proxy_cert.pem")).expect("PEM");
    let document = serde_json::json!({ "certificate": pem }).to_string();
    let names = ["check", AT, "-", "--name", "proxy", "--name", "api"];
    for (fqdn, wanted) in [("cluster.example.com", 0), ("other.example.org", 1)] {
        let arguments: Vec<&str> = names.iter().chain(&["--fqdn", fqdn]).copied().collect();
        let output = run_in(folder, &arguments, document.as_bytes());
        assert_eq!(status(&output), wanted, "{}", stdout(&output));
        assert!(
            stdout(&output).contains("2 certificates: all "),
            "{}",
            stdout(&output)
        );
    }
}

#[test]
fn names_that_nothing_in_a_folder_is_called_by_are_no_green_result() {
    let five = Five::new("cluster-unnamed");
    let folder = &five.0;
    fs::create_dir(folder.join("web")).expect("a folder");
    fs::copy(folder.join("proxy_cert.pem"), folder.join("web/web.pem")).expect("a copy");
    let output = check(folder, &["web", "--name", "proxy", "--name", "api"]);
    assert_eq!(status(&output), 2, "{}", stdout(&output));
}

#[test]
fn a_key_that_lies_beside_a_list_of_cas_was_not_given_with_it() {
    let five = Five::new("cluster-authority");
    let folder = &five.0;
    let demo = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/demo"));
    fs::copy(demo.join("root.pem"), folder.join("root.pem")).expect("a root");
    fs::copy(demo.join("proxy.key"), folder.join("root.key")).expect("a key");
    let beside = check(folder, &["root.pem", "--name", "mtls_trusted_ca"]);
    assert_eq!(status(&beside), 0, "{}", stdout(&beside));
    let given = check(
        folder,
        &["root.pem", "--name", "mtls_trusted_ca", "--key", "root.key"],
    );
    assert_eq!(status(&given), 1, "{}", stdout(&given));
}

#[test]
fn fix_does_not_write_over_a_key_that_it_reads() {
    let five = Five::new("cluster-overwrite");
    let folder = &five.0;
    let key = fs::read(folder.join("proxy_key.pem")).expect("a key");
    let pem = fs::read(folder.join("proxy_cert.pem")).expect("PEM");
    fs::write(folder.join("both.pem"), [pem, key.clone()].concat()).expect("both");
    let over_key = [
        "fix",
        AT,
        "proxy_cert.pem",
        "--key",
        "proxy_key.pem",
        "--output",
        "proxy_key.pem",
    ];
    assert_eq!(status(&run_in(folder, &over_key, b"")), 2);
    let over_itself = ["fix", AT, "both.pem", "--output", "both.pem"];
    assert_eq!(status(&run_in(folder, &over_itself, b"")), 1);
    assert_eq!(fs::read(folder.join("proxy_key.pem")).expect("a key"), key);
    assert!(fs::read(folder.join("both.pem")).expect("both").ends_with(&key));
}
