//! Archives and keys that `fix` writes, read again by pemvet itself, by OpenSSL and by keytool.

#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "support/run.rs"]
mod run;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use run::{AT, run_in, scratch, status, stderr, stdout};
use support::read;

/// A folder with a bundle, its key, and the password.
fn folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    fs::write(folder.join("proxy.pem"), read("demo/good.pem")).expect("a file");
    fs::write(folder.join("proxy.key"), read("demo/proxy.key")).expect("a file");
    fs::write(folder.join("password"), "correct horse\n").expect("a file");
    folder
}

/// What a command says; it has to end with this status.
#[track_caller]
/// What a command prints; its words have no blanks.
fn pemvet(folder: &Path, wanted: i32, command: &str) -> String {
    let arguments: Vec<&str> = command.split(' ').chain([AT]).collect();
    let output = run_in(folder, &arguments, b"");
    let told = format!("{}{}", stdout(&output), stderr(&output));
    assert_eq!(status(&output), wanted, "{told}");
    told
}

/// What another program prints; `None`, said aloud, where it is not installed.
fn other(folder: &Path, program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new(program).args(arguments).current_dir(folder).output() else {
        eprintln!("NOT RUN: {program}, which is not installed");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    Some((
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    ))
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
}

#[test]
fn a_key_store_is_read_by_pemvet_openssl_and_keytool() {
    let folder = folder("written-store");
    let told = pemvet(
        &folder,
        0,
        "fix proxy.pem --key proxy.key --format pkcs12 --output proxy.p12 --out-password-file password",
    );
    assert!(
        told.contains("a key store") && told.contains("readable by you only"),
        "{told}"
    );
    #[cfg(unix)]
    assert_eq!(mode(&folder.join("proxy.p12")), 0o600);
    let told = pemvet(&folder, 0, "check proxy.p12 --password-file password");
    assert!(
        told.contains("nothing found") && told.contains("key matches"),
        "{told}"
    );
    let openssl = ["pkcs12", "-in", "proxy.p12", "-passin", "file:password", "-nodes"];
    if let Some((is_read, text)) = other(&folder, "openssl", &openssl) {
        assert!(is_read, "{text}");
        assert_eq!(text.matches("BEGIN CERTIFICATE").count(), 3);
        assert_eq!(text.matches("BEGIN PRIVATE KEY").count(), 1);
    }
    let keytool = [
        "-list",
        "-v",
        "-keystore",
        "proxy.p12",
        "-storepass:file",
        "password",
    ];
    if let Some((is_read, text)) = other(&folder, "keytool", &keytool) {
        assert!(is_read, "{text}");
        assert!(
            text.contains("PrivateKeyEntry") && text.contains("Certificate chain length: 3"),
            "{text}"
        );
        assert!(text.contains("Alias name: proxy"), "{text}");
    }
    // Java opens the key, too: it is asked to make a request with it.
    let request = [
        "-certreq",
        "-alias",
        "proxy",
        "-keystore",
        "proxy.p12",
        "-storepass:file",
        "password",
    ];
    if let Some((is_made, text)) = other(&folder, "keytool", &request) {
        assert!(
            is_made && text.contains("BEGIN NEW CERTIFICATE REQUEST"),
            "{text}"
        );
    }
}

#[test]
fn a_list_of_authorities_becomes_a_trust_store_that_java_trusts() {
    let folder = folder("written-trust");
    let bundle = String::from_utf8(read("demo/good.pem")).expect("text");
    let (_, authorities) = bundle.split_once("-----END CERTIFICATE-----\n").expect("several");
    fs::write(folder.join("ca.pem"), authorities).expect("a file");
    let told = pemvet(
        &folder,
        0,
        "fix ca.pem --profile authority --format pkcs12 --output trust.p12 --password-file password",
    );
    assert!(told.contains("a trust store"), "{told}");
    let told = pemvet(&folder, 0, "check trust.p12 --password-file password");
    assert!(told.contains("as `authority`"), "{told}");
    let keytool = ["-list", "-keystore", "trust.p12", "-storepass:file", "password"];
    if let Some((is_read, text)) = other(&folder, "keytool", &keytool) {
        assert!(is_read, "{text}");
        assert_eq!(text.matches("trustedCertEntry").count(), 2, "{text}");
    }
}

#[test]
fn nothing_is_packed_that_is_no_pair_or_has_no_password() {
    let folder = folder("written-refused");
    let pack = |more: &[&str]| {
        let more = more.join(" ");
        pemvet(
            &folder,
            2,
            &format!("fix proxy.pem --format pkcs12 --output new.p12 {more}"),
        )
    };
    assert!(pack(&["--out-password-file", "password"]).contains("give it with --key"));
    assert!(pack(&["--key", "proxy.key"]).contains("--out-password-file FILE"));
    fs::write(folder.join("other.key"), read("keys/other.key")).expect("a file");
    let told = pack(&["--key", "other.key", "--out-password-file", "password"]);
    assert!(told.contains("does not belong to the leaf"), "{told}");
    fs::write(folder.join("empty"), "").expect("a file");
    let told = pack(&["--key", "proxy.key", "--out-password-file", "empty"]);
    assert!(told.contains("not empty"), "{told}");
    assert!(!folder.join("new.p12").exists());
    let told = pemvet(&folder, 2, "fix proxy.pem --format pkcs12");
    assert!(told.contains("give --output FILE"), "{told}");
}

#[test]
fn a_key_is_written_in_the_form_that_is_asked_for_and_is_the_same() {
    let folder = folder("written-forms");
    let split = |form: &str| {
        let (pem, key) = (format!("{form}.pem"), format!("{form}.key"));
        let told = pemvet(
            &folder,
            0,
            &format!("fix proxy.pem --key proxy.key --key-form {form} --split {pem},{key}"),
        );
        assert!(told.contains("private key to"), "{told}");
        let told = pemvet(&folder, 0, &format!("check {pem} --key {key}"));
        assert!(told.contains("key matches"), "{told}");
        fs::read_to_string(folder.join(key)).expect("a key")
    };
    let first_line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    assert_eq!(first_line(&split("pkcs8")), "-----BEGIN PRIVATE KEY-----");
    let told = pemvet(
        &folder,
        2,
        "fix proxy.pem --key proxy.key --key-form sec1 --split a.pem,a.key",
    );
    assert!(told.contains("give --key-form pkcs8"), "{told}");
    assert_eq!(first_line(&split("pkcs1")), "-----BEGIN RSA PRIVATE KEY-----");
    // What was converted there and back is what it was.
    let again = pemvet_key(&folder, "pkcs1");
    assert!(
        again == fs::read(folder.join("pkcs8.key")).expect("a key"),
        "the key was changed on its way"
    );
}

/// PKCS#8 of a key in another form.
fn pemvet_key(folder: &Path, form: &str) -> Vec<u8> {
    let key = format!("{form}.key");
    pemvet(
        folder,
        0,
        &format!("fix proxy.pem --key {key} --key-form pkcs8 --split back.pem,back.key"),
    );
    fs::read(folder.join("back.key")).expect("a key")
}

#[test]
fn one_file_takes_key_and_certificates_in_either_order_and_three_files_one_each() {
    let folder = folder("written-combined");
    for (order, is_first) in [("key-first", true), ("key-last", false)] {
        let told = pemvet(
            &folder,
            0,
            &format!("fix proxy.pem --key proxy.key --combined {order} --output all.pem"),
        );
        assert!(told.contains("private key and certificates to all.pem"), "{told}");
        let text = fs::read_to_string(folder.join("all.pem")).expect("a file");
        assert_eq!(text.starts_with("-----BEGIN PRIVATE KEY-----"), is_first);
        assert_eq!(text.matches("-----BEGIN ").count(), 4);
        #[cfg(unix)]
        assert_eq!(mode(&folder.join("all.pem")), 0o600);
    }
    pemvet(
        &folder,
        0,
        "fix proxy.pem --key proxy.key --split leaf.pem,chain.pem,own.key",
    );
    let count = |name: &str| {
        let text = fs::read_to_string(folder.join(name)).expect("a file");
        text.matches("BEGIN CERTIFICATE").count()
    };
    assert_eq!(
        (count("leaf.pem"), count("chain.pem"), count("own.key")),
        (1, 2, 0)
    );
    #[cfg(unix)]
    assert_eq!(
        (
            mode(&folder.join("own.key")),
            mode(&folder.join("chain.pem")) & 0o444
        ),
        (0o600, 0o444)
    );
    let told = pemvet(&folder, 2, "fix proxy.pem --key proxy.key --combined key-last");
    assert!(told.contains("--output"), "{told}");
}

#[test]
fn an_encrypted_key_is_opened_with_the_password_and_said_to_be_encrypted() {
    let folder = folder("written-encrypted");
    for name in ["proxy-encrypted-pkcs8.key", "proxy-encrypted-traditional.key"] {
        fs::write(folder.join("own.key"), read(&format!("keys/{name}"))).expect("a file");
        let told = pemvet(
            &folder,
            1,
            "check proxy.pem --key own.key --profile server --hostname cluster.example.com",
        );
        assert!(told.contains("not checked: pair"), "{told}");
        fs::write(folder.join("password"), "test-only").expect("a file");
        let told = pemvet(
            &folder,
            0,
            "check proxy.pem --key own.key --password-file password",
        );
        assert!(
            told.contains("key matches") && told.contains("warning[key-encrypted]"),
            "{told}"
        );
        fs::write(folder.join("password"), "another").expect("a file");
        let told = pemvet(
            &folder,
            2,
            "check proxy.pem --key own.key --password-file password",
        );
        assert!(told.contains("does not open with this password"), "{told}");
    }
}

#[test]
fn the_command_that_is_printed_for_an_archive_can_be_pasted() {
    let folder = folder("written-pasted");
    for name in ["proxy.pem", "proxy.key", "password"] {
        fs::remove_file(folder.join(name)).expect("removed");
    }
    fs::write(folder.join("archive.pem"), read("keys/proxy.pfx")).expect("a file");
    let told = pemvet(&folder, 1, "check .");
    let help = told.split_once("help: ").expect("a help").1;
    let command = help.split_once("   (").expect("words behind it").0;
    fs::write(folder.join("password.txt"), "test-only\n").expect("a password");
    let Some((is_done, text)) = other(&folder, "sh", &["-c", command]) else {
        return;
    };
    if text.contains("openssl: not found") {
        eprintln!("NOT RUN: openssl, which is not installed");
        return;
    }
    assert!(is_done, "{command}: {text}");
    #[cfg(unix)]
    assert_eq!(mode(&folder.join("private.key")) & 0o077, 0);
    let told = pemvet(
        &folder,
        0,
        "fix certificates.pem --key private.key --split a.pem,a.key",
    );
    assert!(told.contains("private key to a.key"), "{told}");
}
