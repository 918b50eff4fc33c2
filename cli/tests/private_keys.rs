//! A walk finds private keys in every form, and nothing that is public.

mod repository;

use repository::{Folder, base64, decoded};

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
        assert!(
            found[0].starts_with("error[private-key-found] invalid"),
            "{found:?}"
        );
    }
}

/// Every form of a private key, in text.
fn secret_forms() -> Vec<(&'static str, String)> {
    let key = key();
    let of_hexadecimal = "a1b2c3d4e5f60718293a4b5c6d7e8f90\n".repeat(16);
    let block = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n");
    let wrapped: String = key
        .lines()
        .filter(|line| !line.starts_with('-'))
        .map(|it| format!("{it}\n"))
        .collect();
    let putty = format!(
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIJ4\nAAAA\n\
         Private-Lines: 1\nAAAAIOOyPI4kWQ8mIqu0kPDDPQqXyPNQ1pSNVWJwMPBWcgYL\nPrivate-MAC: {}\n",
        "0f".repeat(32)
    );
    vec![
        ("pkcs8", key.clone()),
        ("rsa", block("RSA PRIVATE KEY", &wrapped)),
        (
            "encrypted",
            std::fs::read_to_string(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../testdata/keys/proxy-encrypted-pkcs8.key"
            ))
            .expect("a key"),
        ),
        ("four-dashes", key.replacen("-----BEGIN", "----BEGIN", 1)),
        ("misspelt", key.replacen("BEGIN", "BEGN", 1)),
        ("no-end", key.replace("-----END PRIVATE KEY-----\n", "")),
        ("bare", wrapped.clone()),
        ("openssh", block("OPENSSH PRIVATE KEY", &wrapped)),
        ("putty", putty),
        (
            "pgp",
            block("PGP PRIVATE KEY BLOCK", &format!("\n{wrapped}=abcd\n")),
        ),
        (
            "age",
            format!(
                "# created: today\nAGE-SECRET-KEY-1{}\n",
                "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2)
            ),
        ),
        ("openvpn", block("OpenVPN Static key V1", &of_hexadecimal)),
    ]
}

/// What is written alike and is no secret, or a secret that is kept.
fn public_forms() -> Vec<(&'static str, String)> {
    let folder = Folder::new("key-public-forms");
    let wrapped = "mDMEYCQjIxYJKwYBBAHaRw8BAQdAD/P5Nvvnvk66SxBBHDbhRml9ORg1WV5CvzKY\n".repeat(12);
    let block = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n");
    vec![
        (
            "public",
            block(
                "PUBLIC KEY",
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq4PbMLlhJvPqk2wX2UY4O1JGgL0y\nKQnJ0yJHbqFPmmn6HZcq1M2VZ5Fjf3m5AP1oBN5V5YhKzVnQXGhNEIAr6w==\n",
            ),
        ),
        (
            "ssh",
            format!(
                "ssh-rsa AAAAB3NzaC1yc2E{} somebody@example\n",
                wrapped.replace('\n', "")
            ),
        ),
        (
            "ssh2",
            block("SSH2 PUBLIC KEY", &wrapped).replace("-----", "----"),
        ),
        (
            "pgp-public",
            block("PGP PUBLIC KEY BLOCK", &format!("\n{wrapped}=abcd\n")),
        ),
        (
            "pgp-message",
            block("PGP MESSAGE", &format!("\n{wrapped}=abcd\n")),
        ),
        ("age-encrypted", block("AGE ENCRYPTED FILE", &wrapped)),
        (
            "age-recipient",
            "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n".into(),
        ),
        (
            "sops",
            "ENC[AES256_GCM,data:Zm9vYmFyYmF6cXV4,iv:Zm9vYmFy,tag:YmF6,type:str]\n".into(),
        ),
        (
            "request",
            folder
                .read("rules/block-unexpected/bad-csr.pem")
                .split("-----BEGIN CERTIFICATE REQUEST")
                .nth(1)
                .map(|rest| format!("-----BEGIN CERTIFICATE REQUEST{rest}"))
                .expect("a request"),
        ),
        (
            "parameters",
            block(
                "DH PARAMETERS",
                "MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR\nSgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL\n/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7ORbPcIAfLihY78FmNpINhxV05pp\nFj+o/STPX4NlXSPco62WHGLzViCFUrue1SkHcJaWbWcMNU5KvJgE8XRsCMoYIXwy\nkF5GLjbOdq+wXPCxOU6sQRT0LuPfWR//////////AgEC\n",
            ),
        ),
        (
            "markers",
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n".into(),
        ),
    ]
}

/// Files that a text may stand in, as the writers of these files put it there.
fn places(text: &str) -> Vec<(&'static str, String)> {
    let escaped = serde_json::Value::from(text).to_string();
    let shown = |indent: &str| -> String { text.lines().map(|line| format!("{indent}{line}\n")).collect() };
    vec![
        ("plain.txt", text.into()),
        ("lines.pem", text.into()),
        ("lines.key", text.into()),
        ("without-extension", text.into()),
        (".env", format!("A=1\nVALUE={escaped}\n")),
        ("values.yaml", format!("a: 1\nvalue: |\n{}", shown("  "))),
        (
            "secret.yaml",
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  value: {}\n",
                base64(text)
            ),
        ),
        ("body.json", format!("{{\"a\": 1, \"value\": {escaped}}}\n")),
        ("config.toml", format!("a = 1\nvalue = \"\"\"\n{text}\"\"\"\n")),
        ("main.go", format!("package main\n\nconst value = `{text}`\n")),
        ("guide.md", format!("# How\n\n```\n{text}```\n\nAnd so on.\n")),
        ("nginx.conf", format!("# old:\n{}server {{ }}\n", shown("# "))),
    ]
}

/// Rules of errors and warnings, by a walk and by a hook.
fn rules_of(folder: &Folder, name: &str) -> [Vec<String>; 2] {
    let rule = |line: &String| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    [&[][..], &["--skip-others", name][..]].map(|arguments| {
        let run = folder.check(&[&["--no-config"], arguments].concat());
        run.found().iter().filter_map(rule).collect()
    })
}

#[test]
fn every_secret_form_is_found_once_in_every_place_by_a_walk_and_by_a_hook() {
    let mut wrong = Vec::new();
    for (form, text) in secret_forms() {
        for (name, content) in places(&text) {
            let folder = Folder::new(&format!("secret-{form}-{name}"));
            folder.write(name, &content);
            for found in rules_of(&folder, name) {
                let count = |rule: &str| found.iter().filter(|it| *it == rule).count();
                if count("private-key-found") != 1 || count("key-in-certificate-file") != 0 {
                    wrong.push(format!("{form} in {name}: {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_public_form_is_silent_in_every_place() {
    let mut wrong = Vec::new();
    for (form, text) in public_forms() {
        for (name, content) in places(&text) {
            // What a file of this name is for it does not hold.
            if form == "markers" && name.starts_with("lines.") {
                continue;
            }
            let folder = Folder::new(&format!("public-{form}-{name}"));
            folder.write(name, &content);
            for found in rules_of(&folder, name) {
                if !found.is_empty() {
                    wrong.push(format!("{form} in {name}: {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn keys_that_are_no_text_are_found_and_several_in_a_file_have_one_finding() {
    let key = key();
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(key.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let der = decoded(&body(&key));
    for (name, content) in [
        ("utf16.txt", &utf16),
        ("key.der", &der),
        ("key.key", &der),
        ("key", &der),
    ] {
        let found = found(name, content);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
    }
    let folder = Folder::new("key-several");
    folder.write("all.pem", &key.repeat(3));
    folder.write(
        "main.go",
        &format!("package main\nconst a = `{key}`\nconst b = `{key}`\n"),
    );
    let run = folder.check(&[]);
    assert_eq!(
        run.errors_found(),
        [
            "error[private-key-found] invalid  all.pem:1-28",
            "error[private-key-found] invalid  main.go:2-29"
        ]
    );
    assert!(
        run.stdout.contains("Others begin in lines 29, 57."),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("Another begins in line 31."),
        "{}",
        run.stdout
    );
}

#[test]
fn a_file_that_was_named_keeps_the_rule_of_certificate_files_and_standard_input_has_none() {
    let folder = Folder::new("key-named");
    folder.copy("demo/proxy.key", "proxy.key");
    let rule = |run: &repository::Run| run.errors_found();
    assert_eq!(
        rule(&folder.check(&["proxy.key"])),
        ["error[key-in-certificate-file] invalid  proxy.key:1-28"]
    );
    assert_eq!(
        rule(&folder.check(&[])),
        ["error[private-key-found] invalid  proxy.key:1-28"]
    );
    let both = format!("{}{}", folder.read("demo/good.pem"), key());
    for input in [key(), both] {
        let piped = folder.pipe(&["-"], input.as_bytes());
        assert_eq!((piped.status, piped.found()), (0, vec![]), "{}", piped.stdout);
    }
}

#[test]
fn of_a_key_alone_it_is_said_that_it_is_there_and_a_damaged_certificate_beside_it_is_not_passed_over() {
    let folder = Folder::new("key-alone");
    folder.copy("keys/proxy-encrypted-pkcs8.key", "encrypted.key");
    folder.write("marker.key", &key().replacen("-----BEGIN", "----BEGIN", 1));
    let good = folder.read("demo/good.pem");
    folder.write(
        "both.pem",
        &format!(
            "{}{}",
            good.replacen("-----END", "----END", 3).replacen("MII", "!!!", 1),
            key()
        ),
    );
    let found = folder.check(&[]).found();
    let of = |name: &str| found.iter().filter(|it| it.contains(name)).count();
    assert_eq!((of("encrypted.key"), of("marker.key")), (1, 1), "{found:#?}");
    assert!(
        found
            .iter()
            .any(|it| it.contains("both.pem") && !it.contains("private-key-found")),
        "{found:#?}"
    );
}

#[test]
fn a_ca_beside_its_key_is_no_servers_certificate() {
    let folder = Folder::new("key-of-ca");
    folder.copy("demo/root.pem", "ca.crt");
    folder.copy("keys/root.key", "ca.key");
    assert_eq!(
        folder.check(&[]).found(),
        ["error[private-key-found] invalid  ca.key:1-28"]
    );
}

#[test]
fn blocks_in_one_program_are_no_pairs() {
    let folder = Folder::new("key-literals");
    let literal = |name: &str, text: &str| {
        let lines: String = text.lines().map(|line| format!("    \"{line}\\n\"\n")).collect();
        format!("static const char *const {name} =\n{lines};\n")
    };
    let (good, other) = (folder.read("demo/good.pem"), folder.read("adcs/chain.pem"));
    let (key, other_key) = (key(), folder.read("adcs/leaf.key"));
    folder.write(
        "all.h",
        &[
            literal("key1", &key),
            literal("cert2", &other),
            literal("key2", &other_key),
            literal("cert1", &good),
        ]
        .concat(),
    );
    // A key of another file is none of its own.
    folder.write("one.h", &literal("cert", &other));
    let mismatches = |folder: &Folder| {
        let found = folder.check(&[]).found();
        found.iter().filter(|it| it.contains("key-mismatch")).count()
    };
    assert_eq!(mismatches(&folder), 0);
    folder.write(
        "two.h",
        &[literal("cert", &good), literal("key", &other_key)].concat(),
    );
    assert_eq!(mismatches(&folder), 0);
}

#[cfg(unix)]
mod on_a_machine {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// Outside of any work tree: `certificate` and `key` with this mode.
    fn machine(name: &str, certificate: &str, key: &str, mode: u32) -> Folder {
        let folder = Folder::outside(name);
        if !certificate.is_empty() {
            folder.copy("demo/good.pem", certificate);
        }
        folder.copy("demo/proxy.key", key);
        set(&folder, key, mode);
        folder
    }

    fn set(folder: &Folder, file: &str, mode: u32) {
        let path = folder.path(file);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
    }

    #[test]
    fn a_key_beside_its_certificate_is_at_home_where_others_may_not_read_it() {
        let is_at_home = |certificate: &str, key: &str, mode| {
            let folder = machine("at-home", certificate, key, mode);
            let found = folder.check(&[]).found();
            assert!(
                found.iter().all(|it| it.starts_with("error[private-key-found]")),
                "{found:?}"
            );
            found.is_empty()
        };
        for (certificate, key) in [
            ("web.crt", "web.key"),
            ("site.pem", "site.pem.key"),
            ("fullchain1.pem", "privkey1.pem"),
            ("tls.crt", "tls.key"),
        ] {
            for mode in [0o600, 0o640, 0o400] {
                assert!(is_at_home(certificate, key, mode), "{key} {mode:o}");
            }
            for mode in [0o644, 0o604] {
                assert!(!is_at_home(certificate, key, mode), "{key} {mode:o}");
            }
        }
        assert!(
            !is_at_home("other.crt", "web.key", 0o600),
            "of another certificate"
        );
        assert!(!is_at_home("", "web.key", 0o600), "alone");
        let open = machine("open", "web.crt", "web.key", 0o644).check(&[]);
        assert!(
            open.stdout.contains("mode 0644 lets every user"),
            "{}",
            open.stdout
        );
        assert!(open.stdout.contains("help: chmod 600 web.key"), "{}", open.stdout);
    }

    #[test]
    fn in_a_work_tree_and_beside_a_certificate_of_another_key_it_is_an_error() {
        let folder = machine("work-tree", "web.crt", "web.key", 0o600);
        folder.write(".git/HEAD", "ref: refs/heads/main\n");
        assert_eq!(
            folder.check(&[]).found(),
            ["error[private-key-found] invalid  web.key:1-28"]
        );
        let folder = machine("mismatch", "web.crt", "web.key", 0o600);
        folder.copy("adcs/leaf.key", "web.key");
        assert_eq!(
            folder.check(&[]).found(),
            [
                "error[key-mismatch] invalid  web.key:1-28",
                "error[private-key-found] invalid  web.key:1-28"
            ]
        );
    }

    #[test]
    fn a_bundle_with_its_key_is_at_home_as_well() {
        let folder = Folder::outside("all-in-one");
        folder.write(
            "haproxy.pem",
            &format!("{}{}", folder.read("demo/good.pem"), key()),
        );
        set(&folder, "haproxy.pem", 0o600);
        let run = folder.check(&[]);
        assert_eq!((run.status, run.found()), (0, vec![]), "{}", run.stdout);
        set(&folder, "haproxy.pem", 0o644);
        assert_eq!(folder.check(&[]).errors_found().len(), 1);
    }

    #[test]
    fn keys_of_the_product_that_all_may_read_have_one_warning() {
        let folder = machine("product", "proxy_cert.pem", "proxy_key.pem", 0o644);
        for (certificate, key) in [("api_cert.pem", "api_key.pem"), ("cm_cert.pem", "cm_key.pem")] {
            folder.copy("demo/good.pem", certificate);
            folder.copy("demo/proxy.key", key);
        }
        let run = folder.check(&[]);
        assert_eq!(
            run.found(),
            ["warning[key-readable-by-all]  api_key.pem:1"],
            "{}",
            run.stdout
        );
        assert!(
            run.stdout
                .contains("the private keys of 3 files (api_key.pem, cm_key.pem, proxy_key.pem)"),
            "{}",
            run.stdout
        );
        for key in ["api_key.pem", "cm_key.pem", "proxy_key.pem"] {
            set(&folder, key, 0o640);
        }
        assert_eq!(folder.check(&[]).found(), [""; 0]);
    }

    #[test]
    fn a_file_without_a_key_is_not_said_to_be_readable() {
        let folder = machine("no-key", "web.crt", "web.key", 0o644);
        folder.write("public.pem", &public_forms()[0].1);
        folder.write("empty.key", "");
        folder.write("key.pem", &key());
        let readable = |file: &str| {
            let run = folder.check(&["web.crt", "--key", file]);
            run.found().iter().any(|it| it.contains("key-readable-by-all"))
        };
        assert!(readable("web.key"));
        for file in ["public.pem", "empty.key", "web.crt"] {
            set(&folder, file, 0o644);
            assert!(!readable(file), "{file}");
        }
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
