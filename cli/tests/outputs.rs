//! What `check` prints, in every format: nothing foreign moves the cursor, breaks a line or forges an annotation; excerpts
//! never show a key; fixes in SARIF are what `fix` writes.

#![cfg(all(unix, feature = "aws-lc-rs"))]
#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

#[path = "../../tests/support/pki.rs"]
mod pki;
mod repository;

use pki::{Spec, pem};
use proptest::prelude::*;
use repository::{Folder, fits};
use serde_json::Value;

/// What attacks a terminal, a log, an annotation or a document.
const HOSTILE: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]8;;http://x\u{7}",
    "\n::error file=a::forged",
    "\r",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "%0A",
    "::",
    "\u{9b}31m",
    "\u{2028}",
    "\"",
    "\\",
    "<b>",
    "a",
    "Ü",
    " ",
    ",",
    ":",
    "'",
    "`",
    "$(x)",
    "\u{301}",
    "\u{3164}",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(HOSTILE).prop_map(String::from);
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// Printable characters and line ends only.
#[track_caller]
fn is_tame(text: &str) {
    for line in text.split('\n') {
        assert_eq!(pemvet::text::escape(line), line, "{text:?}");
    }
}

fn every_string_is_tame(value: &Value) {
    match value {
        Value::String(text) => is_tame(text),
        Value::Array(values) => values.iter().for_each(every_string_is_tame),
        Value::Object(members) => members.values().for_each(every_string_is_tame),
        _ => {}
    }
}

/// A chain in the wrong order whose every word is foreign, as a file and as a value of a document.
fn plant(folder: &Folder, words: &str) -> usize {
    let ca = Spec::new(words, 1, words, 1).ca();
    let mut leaf = Spec::new("leaf", 2, words, 1);
    leaf.names = vec![words.into()];
    let text = pem(&[ca, leaf]);
    folder.write(&format!("{words}.pem"), &text);
    let key = format!("{words} tls.crt");
    let document = serde_json::json!({ "kind": words, "metadata": { "name": words }, key: text });
    folder.write("values.json", &document.to_string());
    folder.write(
        "pemvet.toml",
        &format!(
            "[[ignore]]\nfiles = [\"values.json\"]\nrules = [\"certificate-expired\"]\nreason = {}\n",
            toml_text(words)
        ),
    );
    2
}

fn toml_text(words: &str) -> String {
    let escaped = |it: char| match it {
        '"' | '\\' => format!("\\{it}"),
        it if it.is_control() => format!("\\u{:04X}", u32::from(it)),
        it => it.to_string(),
    };
    format!("\"r{}\"", words.chars().map(escaped).collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_output_carries_what_a_certificate_a_name_or_a_configuration_smuggles(words in hostile()) {
        let folder = Folder::new("hostile");
        let bundles = plant(&folder, &words);
        let annotations = folder.check(&["--format", "github"]);
        prop_assert!(annotations.stdout.lines().count() >= bundles, "{}", annotations.stdout);
        for line in annotations.stdout.lines() {
            prop_assert!(line.starts_with("::error file=") || line.starts_with("::warning file="), "{line}");
        }
        for arguments in [&[][..], &["--quiet"], &["--fail-on", "note"]] {
            let run = folder.check(arguments);
            is_tame(&run.stdout);
            is_tame(&run.stderr);
            prop_assert!(run.stdout.lines().all(|line| !line.starts_with("::")));
        }
        let named = folder.check(&[&format!("./{words}.pem"), "values.json"]);
        is_tame(&named.stdout);
        for arguments in [&["--format", "concise"][..], &["--format", "junit"], &["--statistics"], &["--show-files"]] {
            let run = folder.check(arguments);
            is_tame(&run.stdout);
            is_tame(&run.stderr);
            prop_assert!(run.stdout.lines().all(|line| !line.trim_start().starts_with("::")), "{}", run.stdout);
        }
        let gitlab: Value = serde_json::from_str(&folder.check(&["--format", "gitlab"]).stdout).expect("JSON");
        fits(include_str!("schemas/gitlab-code-quality.json"), &gitlab);
        let sarif: Value = serde_json::from_str(&folder.check(&["--format", "sarif"]).stdout).expect("JSON");
        let json: Value = serde_json::from_str(&folder.check(&["--format", "json"]).stdout).expect("JSON");
        for document in [&sarif, &json, &gitlab] {
            every_string_is_tame(document);
        }
        is_tame(&annotations.stdout);
        for result in sarif["runs"][0]["results"].as_array().expect("results") {
            let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            prop_assert!(uri.as_str().expect("a text").bytes().all(|byte| byte.is_ascii_graphic()));
        }
        fits(include_str!("../schemas/report.schema.json"), &json);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_show_nor_expiry_nor_fix_carries_it_either(words in hostile()) {
        let folder = Folder::new("hostile-others");
        plant(&folder, &words);
        let file = format!("./{words}.pem");
        // Certificates of these are valid for decades; at a late day all of them are told of.
        let late = "--at=2090-01-01T00:00:00Z";
        for arguments in [
            &["show", &file][..],
            &["show", "values.json", "--width", "40", "--ascii"],
            &["expiry", ".", &file, late],
            &["expiry", ".", late, "--format", "json"],
            &["expiry", ".", &file, late, "--format", "prometheus"],
            &["fix", &file],
            &["fix", &file, "--pool", &file],
            &["fix", &file, "--drop-unneeded", "--diff"],
            &["fix", &file, "--output", &format!("{words}-fixed.pem")],
            &["fix", &file, "--in-place"],
            &["fix", &file, "--split", &format!("{words},{words}.key")],
            &["show", &format!("./{words} absent")],
            &["fix", &format!("./{words} absent")],
            &["expiry", &format!("./{words} absent")],
            &["check", &file, "--previous", &file],
            &["explain", &words],
        ] {
            let run = folder.run(arguments, b"");
            prop_assert!(!(run.stdout.clone() + &run.stderr).is_empty(), "{arguments:?}");
            is_tame(&run.stdout);
            is_tame(&run.stderr);
            for line in run.stdout.lines().chain(run.stderr.lines()) {
                prop_assert!(!line.starts_with("::"), "{line}");
            }
        }
    }
}

#[test]
fn excerpts_show_markers_and_certificates_and_never_a_key() {
    let folder = Folder::new("excerpts");
    let good = folder.read("demo/good.pem");
    folder.write(
        "four.pem",
        &good.replacen("-----END CERTIFICATE-----", "-----END CERTIFICATE----", 1),
    );
    assert!(
        folder
            .check(&["four.pem"])
            .stdout
            .contains("\n     24 | -----END CERTIFICATE----\n"),
        "{}",
        folder.check(&["four.pem"]).stdout
    );
    let key = folder.read("demo/proxy.key");
    let secrets: Vec<&str> = key.lines().filter(|line| !line.starts_with('-')).collect();
    let damaged = [
        key.replacen("-----END", "----END", 1),
        key.replacen("PRIVATE KEY", "CERTIFICATE", 2),
        key.replacen("-----BEGIN PRIVATE KEY-----\n", "-----BEGIN CERTIFICATE-----", 1),
        key.lines().map(|line| format!("  {line}\n")).collect(),
        key.replace('\n', "\r"),
        key.replace("-----", "––––"),
        format!("{good}{key}"),
        format!(
            "password hunter2\n{}",
            good.replacen("-----END CERTIFICATE-----\n", "", 1)
        ),
    ];
    for (place, text) in damaged.iter().enumerate() {
        folder.write("damaged.pem", text);
        for format in ["text", "json", "sarif", "github", "gitlab", "junit", "concise"] {
            let run = folder.check(&["damaged.pem", "--format", format]);
            let printed = run.stdout + &run.stderr;
            assert!(!printed.contains("hunter2"), "{place} {format}");
            for secret in &secrets {
                let part = secret.get(..12).unwrap_or(secret);
                assert!(!printed.contains(part), "{place} {format}: {printed}");
            }
        }
    }
}

#[test]
fn a_fix_in_sarif_is_what_fix_writes() {
    let folder = Folder::new("sarif-fix");
    let good = folder.read("demo/good.pem");
    folder.copy("demo/expired-intermediate-shuffled.pem", "a.pem");
    folder.write(
        "b.pem",
        &good.replacen("-----END CERTIFICATE-----", "-----END CERTIFICATE----", 1),
    );
    folder.write(
        "no-line-end.pem",
        folder.read("demo/expired-intermediate-shuffled.pem").trim_end(),
    );
    let log: Value = serde_json::from_str(&folder.check(&["--format", "sarif"]).stdout).expect("JSON");
    let mut fixed = 0;
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let Some(change) = result.pointer("/fixes/0/artifactChanges/0") else {
            continue;
        };
        let file = change["artifactLocation"]["uri"].as_str().expect("a path");
        let text = std::fs::read_to_string(folder.path(file)).expect("the file");
        let region = &change["replacements"][0]["deletedRegion"];
        assert_eq!(region["startLine"], 1);
        assert_eq!(region["endLine"], text.lines().count());
        let line_end = if text.ends_with('\n') { "\n" } else { "" };
        let inserted = change["replacements"][0]["insertedContent"]["text"]
            .as_str()
            .expect("a text");
        let written = folder.run(&["fix", repository::AT, file], b"").stdout;
        assert_eq!(format!("{inserted}{line_end}").trim_end(), written.trim_end());
        assert!(text.ends_with('\n') != inserted.ends_with('\n') || !text.ends_with('\n'));
        fixed += 1;
    }
    assert_eq!(fixed, 3);
}

#[test]
fn paths_in_sarif_are_relative_wherever_the_file_was_given_from() {
    let folder = Folder::new("sarif-paths");
    folder.copy("demo/from-pfx.pem", "tls/a b.pem");
    let absolute = std::fs::canonicalize(folder.path("tls/a b.pem")).expect("a path");
    let uri = |path: &str| {
        let log: Value =
            serde_json::from_str(&folder.check(&[path, "--format", "sarif"]).stdout).expect("JSON");
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        place["artifactLocation"]["uri"]
            .as_str()
            .expect("a path")
            .to_owned()
    };
    for path in [
        absolute.to_str().expect("UTF-8"),
        "tls/a b.pem",
        "./tls/a b.pem",
        ".",
    ] {
        assert_eq!(uri(path), "tls/a%20b.pem", "{path}");
    }
}
