//! No octet of a password, or of a private key out of an archive, in anything that the command prints, however archive and
//! arguments are broken.

#[path = "support/run.rs"]
mod run;
#[path = "../../tests/support/secrets.rs"]
mod secrets;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use run::{AT, run_in, scratch, status};
use secrets::{Needles, secrets_of};
use support::read;

/// Its letters are in no other word of what is printed.
const PASSWORD: &str = "Xyzzy-Größe-Plugh-4711";

const COMMANDS: [&[&str]; 8] = [
    &["check"],
    &["check", "--format=json", "--profile=mutual"],
    &["check", "--format=sarif"],
    &["check", "--format=github", "--fail-on=note"],
    &["show"],
    &["expiry", "--format=json"],
    &["fix"],
    &["fix", "--key-form=pkcs1", "--split=a.pem,a.key"],
];

fn folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    for (name, source) in [
        ("good.pem", "demo/good.pem"),
        ("proxy.key", "demo/proxy.key"),
        ("other.pfx", "keys/proxy.pfx"),
        ("pkcs8.key", "keys/proxy-encrypted-pkcs8.key"),
        ("traditional.key", "keys/proxy-encrypted-traditional.key"),
    ] {
        fs::write(folder.join(name), read(source)).expect("a file");
    }
    fs::write(folder.join("password"), PASSWORD).expect("a file");
    let packed = [
        "fix",
        "good.pem",
        "--key=proxy.key",
        "--format=pkcs12",
        "--output=own.p12",
        "--out-password-file=password",
    ];
    let output = run_in(&folder, &[&packed[..], &[AT]].concat(), b"");
    assert_eq!(status(&output), 0, "the archive is made");
    folder
}

/// Both outputs of a command.
fn printed(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = run_in(folder, &[arguments, &[AT]].concat(), b"");
    for name in ["a.pem", "a.key"] {
        let _ = fs::remove_file(folder.join(name));
    }
    [output.stdout, output.stderr].concat()
}

#[test]
fn nothing_that_is_printed_holds_an_octet_of_a_password_or_of_an_archived_key() {
    let folder = folder("secrets-archives");
    let mut needles = Needles::default();
    let key = String::from_utf8(read("demo/proxy.key")).expect("text");
    secrets_of(&key).iter().for_each(|secret| needles.add(secret));
    let mut run_count = 0;
    let mut hold = |arguments: &[&str]| {
        let text = printed(&folder, arguments);
        assert!(needles.leaked(&text).is_none(), "a key after {}", arguments[0]);
        let text = String::from_utf8_lossy(&text);
        for part in ["Xyzzy", "Größe", "Plugh", "4711"] {
            assert!(!text.contains(part), "the password after {}", arguments[0]);
        }
        run_count += 1;
    };
    let whole = fs::read(folder.join("own.p12")).expect("an archive");
    let mut broken = vec![whole.clone()];
    for place in (0..whole.len()).step_by(whole.len() / 9) {
        broken.push(whole[..place].to_vec());
        let mut changed = whole.clone();
        changed[place] ^= 0x41;
        broken.push(changed);
    }
    for archive in broken {
        fs::write(folder.join("broken.p12"), archive).expect("an archive");
        for command in COMMANDS {
            hold(&[command, &["broken.p12", "--password-file=password"]].concat());
        }
    }
    // The wrong password, and the password where something else is wanted.
    for command in COMMANDS {
        hold(&[command, &["other.pfx", "--password-file=password"]].concat());
        hold(&[command, &["own.p12", "--password-file", PASSWORD]].concat());
        hold(&[command, &["own.p12", "--password-fd", PASSWORD]].concat());
        hold(&[command, &["password", "--password-file=password"]].concat());
    }
    for key in ["pkcs8.key", "traditional.key"] {
        hold(&["check", "good.pem", "--key", key, "--password-file=password"]);
        hold(&["fix", "good.pem", "--key", key, "--password-file=password"]);
    }
    assert!(run_count > 150, "{run_count}");
}

#[test]
fn a_key_that_a_password_opened_is_printed_no_more_than_any_other() {
    let folder = folder("secrets-opened");
    fs::write(folder.join("right"), "test-only").expect("a file");
    let mut needles = Needles::default();
    let key = String::from_utf8(read("demo/proxy.key")).expect("text");
    secrets_of(&key).iter().for_each(|secret| needles.add(secret));
    for arguments in [
        &["check", "good.pem", "--key", "pkcs8.key", "--password-file=right"][..],
        &[
            "check",
            "good.pem",
            "--key",
            "traditional.key",
            "--password-file=right",
            "--format=json",
        ],
        &["check", "other.pfx", "--password-file=right", "--format=json"],
        &["show", "other.pfx", "--password-file=right"],
        &["fix", "other.pfx", "--password-file=right"],
        &[
            "fix",
            "other.pfx",
            "--password-file=right",
            "--combined=key-first",
            "--output=all.pem",
        ],
        &[
            "fix",
            "other.pfx",
            "--password-file=right",
            "--format=pkcs12",
            "--output=all.p12",
        ],
    ] {
        let text = printed(&folder, arguments);
        assert!(needles.leaked(&text).is_none(), "a key after {arguments:?}");
        assert!(
            !String::from_utf8_lossy(&text).contains("test-only"),
            "{arguments:?}"
        );
    }
}
