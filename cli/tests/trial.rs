//! `pemvet try` with what is installed: Python is, as the tests need it anyway.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use command::{run_in, scratch, stdout};

/// A certificate of today, made by OpenSSL: programs look at the clock.
fn made(folder: &Path) {
    let status = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-keyout", "a.key", "-out", "a.pem", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .current_dir(folder)
        .output()
        .expect("openssl runs");
    assert!(status.status.success());
}

fn tried(folder: &Path, name: &str) -> (Option<i32>, String) {
    let arguments = [
        "try",
        "a.pem",
        "--key",
        "a.key",
        "--trust",
        "a.pem",
        "--hostname",
        name,
        "--for",
        "python",
    ];
    let output = run_in(folder, &arguments, b"");
    (output.status.code(), stdout(&output))
}

#[test]
fn a_good_bundle_is_served_and_accepted_and_a_wrong_name_refused() {
    let folder = scratch("try");
    made(&folder);
    let (status, printed) = tried(&folder, "localhost");
    assert_eq!(status, Some(0), "{printed}");
    assert!(printed.contains("happened: accepts"), "{printed}");
    assert!(!printed.contains("differs"), "{printed}");

    let (status, printed) = tried(&folder, "other.example");
    assert_eq!(status, Some(1), "{printed}");
    assert!(
        printed.contains("predicted: refuses         happened: refuses"),
        "{printed}"
    );
}

#[test]
fn without_a_key_it_says_what_is_missing() {
    let folder = scratch("try-key");
    made(&folder);
    let output = run_in(&folder, &["try", "a.pem"], b"");
    assert_eq!(output.status.code(), Some(2));
}
