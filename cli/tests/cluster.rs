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
