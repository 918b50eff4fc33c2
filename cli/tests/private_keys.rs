//! A walk finds private keys in every form, and nothing that is public.

mod repository;

use repository::{Folder, base64};

fn key() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/demo/proxy.key"))
        .expect("the key")
}

fn body(key: &str) -> String {
    key.lines().filter(|line| !line.starts_with('-')).collect()
}

/// Rules of errors about keys in a directory that holds this file alone; the file's name is the case.
fn found(name: &str, content: &[u8]) -> Vec<String> {
    let folder = Folder::new(&format!("key-{}", name.replace('.', "-")));
    folder.write_bytes(name, content);
    let run = folder.check(&[]);
    assert!(
        !run.stdout.contains(&body(&key())[40..60]),
        "{name}: a piece of the key is shown: {}",
        run.stdout
    );
    let errors = run.errors_found();
    let about_keys = errors
        .iter()
        .filter(|it| it.contains("key-in-certificate-file") || it.contains("private-key-found"));
    about_keys.map(ToString::to_string).collect()
}

#[test]
fn every_form_is_found_once() {
    let key = key();
    let lines = |prefix: &str| -> String { key.lines().map(|line| format!("{prefix}{line}\n")).collect() };
    let cases = [
        ("plain.txt", key.clone()),
        ("four-dashes.txt", key.replacen("-----BEGIN", "----BEGIN", 1)),
        ("misspelt.txt", key.replacen("BEGIN", "BEGN", 1)),
        ("comment.txt", lines("# ")),
        ("indented.conf", lines("    ")),
        ("bare.pem", format!("{}\n", body(&key))),
        ("bare.key", format!("{}\n", body(&key))),
        ("bare.txt", format!("the key: {}\n", body(&key))),
        ("value.yaml", format!("tls:\n  key: {}\n", body(&key))),
        ("value.env", format!("TLS_KEY={}\n", body(&key))),
        ("twice.yaml", format!("key: {}\n", base64(&base64(&key)))),
        (
            "secret.yaml",
            format!(
                "kind: Secret\ndata:\n  tls.key: {}\n",
                base64(&format!("x\n{key}"))
            ),
        ),
        ("bad-character.txt", key.replacen('\n', "\n!", 3)),
        ("no-end.txt", key.replace("-----END PRIVATE KEY-----", "")),
    ];
    for (name, content) in cases {
        let found = found(name, content.as_bytes());
        assert_eq!(found.len(), 1, "{name}: {found:?}");
    }
}

#[test]
fn other_private_keys_are_found_and_public_ones_are_not() {
    let body = "a1b2c3d4e5f60718293a4b5c6d7e8f90\n".repeat(16);
    let block = |label: &str| format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n");
    assert_eq!(
        found("ta.key", block("OpenVPN Static key V1").as_bytes()).len(),
        1
    );
    assert_eq!(
        found("signing.asc", block("PGP PRIVATE KEY BLOCK").as_bytes()).len(),
        1
    );
    let age = format!(
        "# created: today\nAGE-SECRET-KEY-1{}\n",
        "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2)
    );
    assert_eq!(found("keys.txt", age.as_bytes()).len(), 1);
    for (name, content) in [
        ("signing.pub.asc", block("PGP PUBLIC KEY BLOCK")),
        ("secrets.age", block("AGE ENCRYPTED FILE")),
        ("id_rsa.pub", format!("ssh-rsa {} somebody\n", base64(&body))),
        (
            "code.go",
            "const begin = \"-----BEGIN PRIVATE KEY-----\"\nconst end = \"-----END PRIVATE KEY-----\"\n"
                .into(),
        ),
    ] {
        assert_eq!(found(name, content.as_bytes()), [""; 0], "{name}");
    }
}

#[test]
fn an_ignore_of_keys_in_blocks_counts_for_keys_in_other_forms() {
    let folder = Folder::new("key-ignored");
    folder.write("bare.txt", &format!("{}\n", body(&key())));
    folder.write(
        "pemvet.toml",
        "[[ignore]]\nfiles = [\"bare.txt\"]\nrules = [\"key-in-certificate-file\"]\nreason = \"of a test\"\n",
    );
    let run = folder.check(&[]);
    assert_eq!(run.errors_found(), [""; 0]);
}
