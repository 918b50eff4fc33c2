//! PKCS#12 of twelve producers, as operators bring it: what `check`, `show`, `expiry` and `fix` make of each.
//!
//! The archives are read from the folder that `PKCS12_CASES` names, or `../shared/cases/pkcs12`.

#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "support/run.rs"]
mod run;

use std::fs;
use std::path::{Path, PathBuf};

use run::{run_in, scratch, status, stderr, stdout};
use support::base64;

const AT: &str = "--at=2026-11-30T00:00:00Z";

/// The folder of the archives; without it nothing is tested, which is said aloud, and is a failure where it has to be there.
fn cases() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/cases/pkcs12");
    let folder = std::env::var_os("PKCS12_CASES").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    let is_optional = std::env::var_os("PEMVET_NEEDS_SUITES").is_none();
    assert!(
        is_optional,
        "no archives at {}; set PKCS12_CASES",
        folder.display()
    );
    eprintln!("NOT RUN: no archives at {}; set PKCS12_CASES", folder.display());
    None
}

/// A case, its password, and what is printed: words that have to be there, and words that may not.
type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const THREE: &[&str] = &["key matches", "Example Issuing CA", "Example Root CA", "ACCEPTED"];

const CASES: &[Case] = &[
    ("openssl-aes256", "secret", &["nothing found"], &[]),
    (
        "openssl-legacy-rc2",
        "secret",
        &["RC2 with a key of 40 bits, which protects nothing"],
        &[],
    ),
    ("openssl-3des", "secret", &["nothing found"], &["-legacy"]),
    (
        "openssl-plain-with-mac",
        "secret",
        &["The private key in the archive is not encrypted"],
        &[],
    ),
    (
        "openssl-nomac",
        "secret",
        &["no MAC", "nothing guards what is in it against change"],
        &[],
    ),
    ("openssl35-pbmac1", "secret", &["nothing found"], &[]),
    ("openssl-empty-password", "", &["nothing found"], &[]),
    (
        "bouncycastle-ber-rc2",
        "secret",
        &["RC2 with a key of 40 bits"],
        &[],
    ),
    (
        "keytool-key-and-ca",
        "changeit",
        &["its trusted certificates vouches for the chain"],
        &[],
    ),
    (
        "keytool-secret-key",
        "changeit",
        &["1 secret bag, passed over"],
        &[],
    ),
    (
        "keytool-nomac-source-password",
        "secret",
        &["no MAC"],
        &["does not open"],
    ),
    (
        "libcrypto-root-first-no-ids",
        "secret",
        &["nothing found"],
        &["order"],
    ),
    ("libcrypto-crl-bag", "secret", &["1 CRL bag, passed over"], &[]),
    (
        "go-pkcs12-mac-iter-absent",
        "secret",
        &["RC2 with a key of 40 bits"],
        &[],
    ),
];

/// What a command prints about an archive, standard error at the end.
fn printed(folder: &Path, password: Option<&str>, arguments: &[&str]) -> (i32, String) {
    let mut all = arguments.to_vec();
    let name = format!("{}.password", arguments.len());
    if let Some(password) = password {
        fs::write(folder.join(&name), format!("{password}\n")).expect("a password");
        all.extend(["--password-file", &name]);
    }
    let output = run_in(folder, &all, b"");
    (status(&output), format!("{}{}", stdout(&output), stderr(&output)))
}

/// A folder with a copy of the archives.
fn with_archives(name: &str) -> Option<PathBuf> {
    let from = cases()?;
    let folder = scratch(name);
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "p12") {
            fs::copy(&path, folder.join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    Some(folder)
}

#[test]
fn every_archive_is_read_and_judged_as_a_bundle() {
    let Some(folder) = with_archives("archives-read") else {
        return;
    };
    for (name, password, wanted, unwanted) in CASES {
        let (status, told) = printed(&folder, Some(password), &["check", &format!("{name}.p12"), AT]);
        assert_eq!(status, 0, "{name}: {told}");
        for words in THREE.iter().chain(*wanted) {
            assert!(told.contains(words), "{name}: no {words:?} in {told}");
        }
        for words in unwanted.iter().chain(&["chain-out-of-order", "wrong password"]) {
            assert!(!told.contains(words), "{name}: {words:?} in {told}");
        }
    }
}

#[test]
fn a_certificate_of_rsa_under_its_root_is_read_from_node_forge() {
    let Some(folder) = with_archives("archives-forge") else {
        return;
    };
    let (status, told) = printed(&folder, Some("secret"), &["check", "forge-prf-sha1.p12", AT]);
    assert_eq!(status, 0, "{told}");
    assert!(
        told.contains("key matches") && told.contains("Example RSA Root"),
        "{told}"
    );
    let (status, told) = printed(
        &folder,
        Some("secret"),
        &["check", "forge-damaged-certificate.p12", AT],
    );
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("damaged by the tool that packed it"), "{told}");
    assert!(told.contains("nothing has to be issued again"), "{told}");
    assert!(
        !told.contains("help: the certificate has to be issued again"),
        "{told}"
    );
}

#[test]
fn a_trust_store_is_a_list_of_anchors_and_wants_no_key() {
    let Some(folder) = with_archives("archives-trust") else {
        return;
    };
    let (status, told) = printed(
        &folder,
        Some("changeit"),
        &["check", "keytool-truststore.p12", AT],
    );
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("as `authority`"), "{told}");
    assert!(!told.replace("keytool", "").contains("key"), "{told}");
}

#[test]
fn each_way_to_fail_has_its_own_words() {
    let Some(folder) = with_archives("archives-fail") else {
        return;
    };
    let told = |password, name: &str| printed(&folder, password, &["check", name, AT]);
    let (status, text) = told(None, "openssl-aes256.p12");
    assert_eq!(status, 2);
    assert!(
        text.contains("needs a password: give it with --password-file FILE"),
        "{text}"
    );
    for name in [
        "openssl-aes256",
        "openssl-plain-with-mac",
        "openssl35-pbmac1",
        "bouncycastle-ber-rc2",
    ] {
        let (status, text) = told(Some("another"), &format!("{name}.p12"));
        assert_eq!(status, 2, "{text}");
        assert!(text.contains("wrong password"), "{text}");
        assert!(text.contains("does not match"), "{text}");
    }
    // Without a MAC nobody knows.
    let (status, text) = told(Some("another"), "openssl-nomac.p12");
    assert_eq!(status, 1);
    assert!(text.contains("does not open with this password"), "{text}");
    assert!(!text.contains("wrong password"), "{text}");
    let (status, text) = told(Some("changeit"), "keytool-nomac-source-password.p12");
    assert_eq!(status, 1);
    assert!(text.contains("`www` does not open with this password"), "{text}");
    // Certificates that are not encrypted are judged all the same.
    let (status, text) = told(None, "openssl-nomac.p12");
    assert_eq!(status, 0);
    assert!(
        text.contains("warning[archive-part-shut]") && text.contains("needs a password"),
        "{text}"
    );
    let whole = fs::read(folder.join("openssl-aes256.p12")).expect("an archive");
    fs::write(folder.join("cut.p12"), &whole[..1_000]).expect("an archive");
    let (status, text) = told(Some("secret"), "cut.p12");
    assert_eq!(status, 2);
    assert!(text.contains("damaged at byte"), "{text}");
    let mut changed = whole.clone();
    changed[700] ^= 1;
    fs::write(folder.join("changed.p12"), changed).expect("an archive");
    let (status, text) = told(Some("secret"), "changed.p12");
    assert_eq!(status, 2);
    assert!(
        text.contains("damaged: the password opens what is in it"),
        "{text}"
    );
}

#[test]
fn a_directory_tells_of_every_archive_with_and_without_a_password() {
    let Some(folder) = with_archives("archives-walk") else {
        return;
    };
    // Under other names, in base64, and in a Secret.
    let bytes = fs::read(folder.join("bouncycastle-ber-rc2.p12")).expect("an archive");
    fs::write(folder.join("server.bin"), &bytes).expect("a file");
    let text = base64(&bytes);
    fs::write(folder.join("archive.txt"), &text).expect("a file");
    let secret =
        format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: store\ndata:\n  keystore.p12: {text}\n");
    fs::write(folder.join("secret.yaml"), secret).expect("a file");
    let (_, told) = printed(&folder, None, &["check", ".", AT]);
    for name in [
        "openssl-aes256.p12",
        "bouncycastle-ber-rc2.p12",
        "server.bin",
        "archive.txt",
        "secret.yaml",
    ] {
        let line = told
            .lines()
            .find(|line| line.starts_with(&format!("pemvet: {name}: ")));
        let line = line.unwrap_or_else(|| panic!("nothing of {name} in {told}"));
        assert!(line.contains("needs a password"), "{line}");
    }
    assert!(
        told.contains("secret.yaml: Secret store, data.keystore.p12: PKCS#12, needs"),
        "{told}"
    );
    let found: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("private-key-found]"))
        .collect();
    assert_eq!(
        found,
        ["error[private-key-found] invalid  openssl-plain-with-mac.p12:1"]
    );
    let (status, told) = printed(
        &folder,
        Some("secret"),
        &["check", "server.bin", "archive.txt", "secret.yaml", AT],
    );
    assert_eq!((status, told.matches("key matches").count()), (0, 3), "{told}");
    // A private key that is not encrypted is found in an archive as in any other file.
    let open = folder.join("open");
    fs::create_dir(&open).expect("a folder");
    fs::rename(folder.join("openssl-plain-with-mac.p12"), open.join("a.p12")).expect("moved");
    let (status, told) = printed(&open, None, &["check", ".", AT]);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("private-key-found"), "{told}");
    // Where all that is there stays shut, nothing is said to be well.
    fs::rename(folder.join("openssl-3des.p12"), open.join("a.p12")).expect("moved");
    let (status, told) = printed(&open, None, &["check", ".", AT]);
    assert_eq!(status, 2, "{told}");
    let (status, told) = printed(&open, None, &["expiry", ".", AT]);
    assert_eq!(status, 2, "{told}");
    assert!(told.contains("needs a password"), "{told}");
}

#[test]
fn values_of_documents_are_told_by_their_names() {
    let Some(folder) = with_archives("archives-values") else {
        return;
    };
    let archive = base64(fs::read(folder.join("openssl-3des.p12")).expect("an archive"));
    fs::write(folder.join("a.env"), format!("KEYSTORE={archive}\n")).expect("a file");
    fs::write(
        folder.join("b.json"),
        format!("{{\"one\": {{\"pfx\": \"{archive}\"}}}}"),
    )
    .expect("a file");
    fs::write(folder.join("c.toml"), format!("store = \"{archive}\"\n")).expect("a file");
    let files = ["check", "a.env", "b.json", "c.toml", AT];
    let (status, told) = printed(&folder, None, &files);
    assert_eq!(status, 0, "{told}");
    for name in ["a.env: KEYSTORE: ", "b.json: one.pfx: ", "c.toml: store: "] {
        assert!(
            told.contains(&format!("pemvet: {name}PKCS#12, needs a password")),
            "{told}"
        );
    }
    let (status, told) = printed(&folder, Some("secret"), &files);
    assert_eq!((status, told.matches("key matches").count()), (0, 3), "{told}");
    let (status, told) = printed(&folder, Some("another"), &files);
    assert_eq!(status, 2, "{told}");
    assert!(told.contains("c.toml: store: PKCS#12, wrong password"), "{told}");
}

#[test]
fn an_archive_under_the_name_of_pem_is_a_fault_of_the_file() {
    let Some(folder) = with_archives("archives-names") else {
        return;
    };
    let other = folder.join("other");
    fs::create_dir(&other).expect("a folder");
    fs::rename(folder.join("openssl-3des.p12"), other.join("server.crt")).expect("moved");
    let (status, told) = printed(&other, None, &["check", ".", AT]);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("it looks like PKCS#12"), "{told}");
    let (status, told) = printed(&other, Some("secret"), &["check", "server.crt", AT]);
    assert_eq!(status, 1, "{told}");
    assert!(
        told.contains("error[container-read]") && told.contains("key matches"),
        "{told}"
    );
}

#[test]
fn the_password_comes_from_a_file_a_descriptor_or_the_environment() {
    let Some(folder) = with_archives("archives-sources") else {
        return;
    };
    let shell = |script: &str| {
        let output = std::process::Command::new("sh")
            .args(["-c", script, "sh", env!("CARGO_BIN_EXE_pemvet"), AT])
            .current_dir(&folder)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("a shell");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    for script in [
        "printf 'secret\\r\\nmore' > p; \"$1\" check openssl-3des.p12 \"$2\" --password-file p",
        "echo secret | \"$1\" check openssl-3des.p12 \"$2\" --password-fd 0",
        "echo secret | \"$1\" check openssl-3des.p12 \"$2\" --password-file -",
        "\"$1\" check openssl-3des.p12 \"$2\" --password-fd 3 3<p",
        "PEMVET_PASSWORD=secret \"$1\" check openssl-3des.p12 \"$2\"",
        "\"$1\" check - \"$2\" --password-file p < openssl-3des.p12",
    ] {
        let (status, told) = shell(script);
        assert_eq!(status, Some(0), "{script}: {told}");
        assert!(told.contains("key matches"), "{script}: {told}");
    }
}

#[test]
fn a_key_and_the_previous_bundle_may_be_archives() {
    let Some(folder) = with_archives("archives-options") else {
        return;
    };
    let split = ["fix", "openssl-3des.p12", AT, "--split", "a.pem,a.key"];
    let (status, told) = printed(&folder, Some("secret"), &split);
    assert_eq!(status, 0, "{told}");
    let pair = ["check", "a.pem", "--key", "openssl-aes256.p12", AT];
    let (status, told) = printed(&folder, Some("secret"), &pair);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("key matches"), "{told}");
    let (status, told) = printed(&folder, Some("another"), &pair);
    assert_eq!(status, 2, "{told}");
    assert!(
        told.contains("--key openssl-aes256.p12: PKCS#12, wrong password"),
        "{told}"
    );
    let renewal = ["check", "a.pem", "--previous", "openssl-3des.p12", AT];
    let (_, told) = printed(&folder, Some("secret"), &renewal);
    assert!(told.contains("renewal-same-certificate"), "{told}");
}

#[test]
fn show_and_expiry_read_archives_too() {
    let Some(folder) = with_archives("archives-show") else {
        return;
    };
    let (status, told) = printed(&folder, Some("secret"), &["show", "openssl-aes256.p12", AT]);
    assert_eq!(status, 0, "{told}");
    assert!(
        told.contains("3 certificates") && told.contains("the private key"),
        "{told}"
    );
    let (status, told) = printed(&folder, None, &["show", "openssl-aes256.p12", AT]);
    assert_eq!(status, 2);
    assert!(told.contains("needs a password"), "{told}");
    let (status, told) = printed(&folder, Some("secret"), &["expiry", "libcrypto-crl-bag.p12", AT]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("3 certificates in 1 file"), "{told}");
}

#[test]
fn one_command_makes_two_files_of_an_archive() {
    let Some(folder) = with_archives("archives-split") else {
        return;
    };
    for name in [
        "openssl-legacy-rc2",
        "bouncycastle-ber-rc2",
        "openssl35-pbmac1",
        "libcrypto-root-first-no-ids",
    ] {
        let (pem, key) = (format!("{name}.pem"), format!("{name}.key"));
        let (status, told) = printed(
            &folder,
            Some("secret"),
            &[
                "fix",
                &format!("{name}.p12"),
                AT,
                "--split",
                &format!("{pem},{key}"),
            ],
        );
        assert_eq!(status, 0, "{told}");
        let written = fs::read_to_string(folder.join(&key)).expect("a key");
        assert!(
            written.starts_with("-----BEGIN PRIVATE KEY-----\n"),
            "another form of key"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.join(&key))
                .expect("a key")
                .permissions()
                .mode();
            assert_eq!(mode & 0o7777, 0o600);
        }
        let (status, told) = printed(&folder, None, &["check", &pem, "--key", &key, AT]);
        assert_eq!(status, 0, "{told}");
        assert!(
            told.contains("nothing found") && told.contains("key matches"),
            "{told}"
        );
    }
    let (status, told) = printed(
        &folder,
        Some("secret"),
        &["fix", "openssl-3des.p12", "--in-place", AT],
    );
    assert_eq!(status, 2, "{told}");
    assert!(told.contains("--split CERTIFICATES,KEY"), "{told}");
}
