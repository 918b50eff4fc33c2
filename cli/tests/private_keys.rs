//! A walk finds private keys in every form, and nothing that is public.

mod repository;

use repository::key_forms::{body, key, public_forms, secret_forms};
use repository::{Folder, base64, decoded};

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
fn a_key_outside_of_any_value_of_a_document_that_was_named_is_told_of() {
    let folder = Folder::new("key-comments");
    let commented: String = key().lines().map(|line| format!("# {line}\n")).collect();
    let pem = folder.read("demo/good.pem");
    for (file, text) in [
        ("a.yaml", format!("{commented}a: 1\n")),
        (
            "b.toml",
            format!("{commented}a = 1\ncert = \"\"\"\n{pem}\"\"\"\n"),
        ),
        ("c.env", format!("A=1\n{commented}")),
        ("d.ini", format!("[a]\n{commented}b = 1\n")),
    ] {
        folder.write(file, &text);
        let found = folder.check(&[file]).found();
        let keys = found
            .iter()
            .filter(|it| it.contains("[private-key-found]"))
            .count();
        assert_eq!(keys, 1, "{file}: {found:?}");
        let piped = folder.pipe(&["-"], text.as_bytes());
        assert!(!piped.stdout.contains("private-key-found"), "{}", piped.stdout);
    }
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
