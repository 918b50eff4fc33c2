//! `pemvet request` judges a body as it is sent, as `check` judges files, and `--fix` writes what it should be. Expected output
//! lies in tests/command/ as files.

#![cfg(unix)]

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Output;

use command::{AT, expect, names_in, run_in, scratch, status, stderr, stdout};
use serde_json::{Value, json};
use support::{base64, text};

const CLUSTER: &str = "--fqdn=cluster.example.com";

fn chain() -> String {
    text("demo/good.pem")
}

fn key() -> String {
    text("demo/proxy.key")
}

/// What becomes of PEM text on its way into JSON.
type Damage = fn(&str) -> String;

/// Those from which certificates and key can be read all the same.
const MENDED: &[(&str, Damage)] = &[
    ("nothing", |pem| pem.into()),
    ("CRLF", |pem| pem.replace('\n', "\r\n")),
    ("CR", |pem| pem.replace('\n', "\r")),
    ("no line ends", |pem| pem.replace('\n', "")),
    ("blanks for line ends", |pem| pem.replace('\n', " ")),
    ("backslash and n", |pem| pem.replace('\n', "\\n")),
    ("two backslashes and n", |pem| pem.replace('\n', "\\\\n")),
    ("backslash, r, backslash, n", |pem| pem.replace('\n', "\\r\\n")),
    ("backslash and line end", |pem| pem.replace('\n', "\\\n")),
    ("base64", |pem| base64(pem)),
    ("base64 twice", |pem| base64(base64(pem))),
    ("quotes", |pem| format!("\"{pem}\"")),
    ("markup", |pem| pem.replace('\n', "<br>")),
    ("escaped and in quotes", |pem| {
        serde_json::to_string(pem).expect("JSON")
    }),
    ("text before", |pem| {
        format!("Bag Attributes\n  friendlyName: x\n{pem}")
    }),
    ("text between", |pem| {
        pem.replace("-----BEGIN", "subject=CN = x\n-----BEGIN")
    }),
    ("indented", |pem| {
        pem.lines().map(|line| format!("    {line}\n")).collect()
    }),
    ("block scalar", |pem| {
        let lines = pem.lines().map(|line| format!("  {line}\n"));
        format!("|\n{}", lines.collect::<String>())
    }),
    ("quoted as in mail", |pem| {
        pem.lines().map(|line| format!("> {line}\n")).collect()
    }),
    ("empty lines", |pem| pem.replace('\n', "\n\n")),
    ("a dash is missing", |pem| pem.replace("-----END", "----END")),
    ("other dashes", |pem| pem.replace("-----", "–––––")),
    ("a byte order mark", |pem| format!("\u{feff}{pem}")),
    ("lower case", |pem| {
        pem.replace("CERTIFICATE", "certificate")
            .replace("PRIVATE KEY", "private key")
            .replace("BEGIN", "begin")
            .replace("END", "end")
    }),
];

/// Those from which nothing is read, or not all.
const LOST: &[(&str, Damage)] = &[
    ("cut off", |pem| pem[..pem.len() - 40].into()),
    ("percent signs", |pem| pem.replace('\n', "%0A")),
    ("commented out", |pem| {
        pem.lines().map(|line| format!("# {line}\n")).collect()
    }),
    ("NUL bytes", |pem| pem.replace('\n', "\0\n")),
    ("empty", |_| String::new()),
    ("a path", |_| "/etc/tls/proxy.pem".into()),
    ("a placeholder", |_| {
        "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----".into()
    }),
];

fn body(certificate: &str, key: &str) -> String {
    json!({"name": "proxy", "certificate": certificate, "key": key}).to_string()
}

fn request(folder: &Path, arguments: &[&str]) -> Output {
    let arguments = [&["request"], arguments, &[CLUSTER, AT]].concat();
    run_in(folder, &arguments, b"")
}

fn fix(folder: &Path, body: &str) -> Output {
    let _ = fs::remove_file(folder.join("fixed.json"));
    fs::write(folder.join("body.json"), body).expect("a body");
    request(folder, &["body.json", "--fix", "--output", "fixed.json"])
}

fn fixed(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("fixed.json")).expect("a file")).expect("JSON")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
}

/// Errors and warnings, by rule.
fn weighty(findings: &Value) -> Vec<String> {
    let all = findings.as_array().expect("findings").iter();
    let mut told: Vec<String> = all
        .filter(|finding| finding["severity"] != "note")
        .map(|finding| format!("{} {}", finding["severity"], finding["rule"]))
        .collect();
    told.sort();
    told
}

#[test]
fn a_value_is_judged_as_check_judges_the_file_and_mended_as_fix_mends_it() {
    let folder = scratch("request-kinds");
    let (chain, key) = (chain(), key());
    let mut refused = 0;
    for (damage, is_lost) in [(MENDED, false), (LOST, true)]
        .into_iter()
        .flat_map(|(damages, is_lost)| damages.iter().map(move |damage| (damage, is_lost)))
    {
        let (name, damaged) = damage;
        for (certificate, key_text) in [(damaged(&chain), key.clone()), (chain.clone(), damaged(&key))] {
            let sent = body(&certificate, &key_text);
            fs::write(folder.join("body.json"), &sent).expect("a body");
            fs::write(folder.join("it.pem"), &certificate).expect("a file");
            fs::write(folder.join("it.key"), &key_text).expect("a file");
            fs::set_permissions(folder.join("it.key"), fs::Permissions::from_mode(0o600)).expect("a mode");
            let check = [
                "check", "it.pem", "--key", "it.key", "--name", "proxy", CLUSTER, AT, "--format", "json",
            ];
            let check = run_in(&folder, &check, b"");
            let checked: Value = serde_json::from_slice(&check.stdout).expect("JSON");
            let request = request(&folder, &["body.json", "--format", "json"]);
            let judged: Value = serde_json::from_slice(&request.stdout).expect("JSON");
            assert_eq!(status(&request), status(&check), "{name}");
            let (of_file, of_body) = (
                &checked["bundles"][0]["findings"],
                &judged["members"][0]["findings"],
            );
            assert_eq!(weighty(of_body), weighty(of_file), "{name}");
            let wanted = if status(&check) == 0 { 200 } else { 400 };
            assert_eq!(judged["status"], wanted, "{name}");
            refused += status(&check);

            let output = fix(&folder, &sent);
            let told = stdout(&output) + &stderr(&output);
            let secret: String = key.lines().filter(|line| !line.starts_with('-')).collect();
            let leaked = (0..secret.len() - 12).find(|at| told.contains(&secret[*at..at + 12]));
            assert_eq!(leaked, None, "{name}");
            if is_lost {
                assert_eq!(status(&output), 1, "{name}: {told}");
                assert!(told.contains("nothing was written: "), "{name}: {told}");
                assert!(!folder.join("fixed.json").exists(), "{name}");
                continue;
            }
            assert!(told.starts_with("200 accepted: proxy\n"), "{name}: {told}");
            assert_eq!(status(&output), 0, "{name}: {told}");
            let fixed = fixed(&folder);
            assert_eq!(fixed["certificate"], chain.as_str(), "{name}");
            // OpenSSL reads a key with CRLF; whatever it does not is written anew.
            let as_it_was = key_text.replace('\r', "") == key && key_text != key;
            assert!(as_it_was || fixed["key"] == key.as_str(), "{name}");
            assert_eq!(mode(&folder.join("fixed.json")), 0o600);
        }
    }
    // Most of them, in either place.
    assert!(refused > 50, "{refused}");
}

#[test]
fn a_body_that_was_mended_keeps_its_order_and_everything_else() {
    let folder = scratch("request-kept");
    let quoted = |text: &str| serde_json::to_string(text).expect("JSON");
    let (chain, key) = (chain(), key());
    let with = |certificate: &str, key: &str| {
        format!(
            "\n{{ \"b\": [1, {{\"x\": null}}],\t\"certificates\":[ {{\"key\" : {},\n \"note\": \"\\u00fc\\/\", \"name\":\"proxy\", \"certificate\":{} }} ,\n{{\"name\": \"mtls_trusted_ca\", \"certificate\": {}}}], \"a\": 1e5 }}\n\n",
            quoted(key),
            quoted(certificate),
            quoted(&text("demo/root.pem"))
        )
    };
    let output = fix(&folder, &with(&base64(&chain), &key.replace('\n', "\\n")));
    let written = fs::read_to_string(folder.join("fixed.json")).expect("a file");
    assert_eq!(written, with(&chain, &key));
    // It has members that no request has, the first of them in its place.
    let told = stdout(&output);
    let first = told.lines().next().unwrap_or_default();
    assert!(
        first.starts_with("400 invalid: Line 2, column 3: ") && first.contains("\"b\""),
        "{told}"
    );
    assert_eq!(status(&output), 1);
}

#[test]
fn slips_of_json_are_mended_where_nothing_is_guessed() {
    let folder = scratch("request-json");
    let good = body(&chain(), &key());
    let inside = good.trim_end_matches('}');
    for mendable in [
        format!("\u{feff}{good}"),
        format!("{inside} ,\n }}"),
        good.replacen("\",\"", "\" \"", 1),
        // The line ends of the documentation's sed.
        good.replace("\\n", "\\\n"),
        good.replace("\\n", "\n"),
        format!("{{\"certificates\": [{good},]}}"),
    ] {
        let output = fix(&folder, &mendable);
        assert_eq!(status(&output), 0, "{}", stdout(&output));
        assert!(
            stdout(&output).contains("mended  body.json:"),
            "{}",
            stdout(&output)
        );
        let fixed = fixed(&folder);
        let member = fixed["certificates"].get(0).unwrap_or(&fixed);
        assert_eq!(*member, serde_json::from_str::<Value>(&good).expect("JSON"));
    }
    for open in [
        good.replace("\"proxy\"", "proxy"),
        format!("{inside}, // what for\n \"x\": 1}}"),
        format!("'{good}'"),
        good.replace("\"proxy\"", "\"pro\txy\""),
        good[..good.len() - 1].into(),
        String::new(),
    ] {
        let output = fix(&folder, &open);
        assert_eq!(status(&output), 1, "{open:.40}");
        assert!(stdout(&output).contains("nothing was written: "), "{open:.40}");
        assert!(!folder.join("fixed.json").exists(), "{open:.40}");
    }
}

#[test]
fn certificates_and_keys_are_put_where_they_belong_and_none_is_lost() {
    let folder = scratch("request-places");
    let (chain, key, other) = (chain(), key(), text("keys/other.key"));
    let wanted = json!({"name": "proxy", "certificate": chain, "key": key});
    let inside = json!({"name": "proxy", "certificate": format!("{chain}{key}")});
    // As it is it is no request: the key has a member of its own.
    fs::write(folder.join("inside.json"), inside.to_string()).expect("a body");
    let judged = request(&folder, &["inside.json"]);
    assert!(
        stdout(&judged).starts_with("400 invalid: Line 1, column "),
        "{}",
        stdout(&judged)
    );
    for mendable in [
        inside.to_string(),
        inside.to_string().replace("\\n", "\\\\n"),
        body(&key, &chain),
        body(&key.replace('\n', " "), &base64(&chain)),
        body(&format!("{chain}{key}"), &key),
    ] {
        let output = fix(&folder, &mendable);
        assert_eq!(status(&output), 0, "{}", stdout(&output));
        assert_eq!(fixed(&folder), wanted);
    }
    let two = json!({"name": "proxy", "certificate": format!("{chain}{key}{other}")});
    for lossy in [two.to_string(), body(&format!("{chain}{other}"), &key)] {
        let output = fix(&folder, &lossy);
        assert_eq!(status(&output), 1, "{}", stdout(&output));
        assert!(!folder.join("fixed.json").exists());
    }
    // One certificate for the endpoint that takes a list.
    fs::write(folder.join("body.json"), inside.to_string()).expect("a body");
    let more = [
        "body.json",
        "--fix",
        "--output",
        "fixed.json",
        "--endpoint",
        "certificates",
    ];
    assert_eq!(status(&request(&folder, &more)), 0);
    assert_eq!(fixed(&folder), json!({"certificates": [wanted]}));
}

#[test]
fn what_is_written_is_for_its_owner_alone_and_goes_into_files_only() {
    let folder = scratch("request-files");
    fs::write(folder.join("body.json"), body(&base64(chain()), &key())).expect("a body");
    let to = |output: &str| request(&folder, &["body.json", "--fix", "--output", output]);
    let path = |name: &str| folder.join(name);
    // Whoever could read what stood there cannot read this.
    fs::write(path("old.json"), "old").expect("a file");
    fs::set_permissions(path("old.json"), fs::Permissions::from_mode(0o666)).expect("a mode");
    symlink("old.json", path("link.json")).expect("a link");
    for name in ["new.json", "old.json", "link.json"] {
        assert_eq!(status(&to(name)), 0, "{name}");
        assert_eq!(mode(&path(name)), 0o600, "{name}");
    }
    assert!(path("link.json").symlink_metadata().expect("it").is_symlink());
    fs::hard_link(path("old.json"), path("second.json")).expect("a hard link");
    fs::create_dir(path("folder")).expect("a folder");
    let before = names_in(&folder);
    for name in [
        "-",
        "/dev/stdout",
        "/dev/null",
        "second.json",
        "folder",
        "nowhere/x.json",
    ] {
        let output = to(name);
        assert_eq!((status(&output), stdout(&output).as_str()), (2, ""), "{name}");
    }
    assert_eq!(names_in(&folder), before);
    // The body itself may be replaced.
    assert_eq!(status(&to("body.json")), 0);
    assert_eq!(
        (
            mode(&path("body.json")),
            status(&request(&folder, &["body.json"]))
        ),
        (0o600, 0)
    );
}

#[test]
fn a_saved_answer_holds_keys_and_becomes_a_body() {
    let folder = scratch("request-answer");
    let answer = json!({"proxy_cert": base64(chain()), "proxy_key": key(), "mtls_trusted_ca_cert": text("demo/root.pem")});
    fs::write(folder.join("answer.json"), answer.to_string()).expect("an answer");
    for (bits, is_open) in [(0o644, true), (0o640, true), (0o600, false)] {
        fs::set_permissions(folder.join("answer.json"), fs::Permissions::from_mode(bits)).expect("a mode");
        let told = stdout(&request(&folder, &["answer.json"]));
        assert!(told.contains("warning[answer-holds-keys]"), "{told}");
        assert_eq!(
            told.contains(&format!("Its mode is {bits:04o}")),
            is_open,
            "{told}"
        );
    }
    let output = request(&folder, &["answer.json", "--fix", "--output", "fixed.json"]);
    expect("request-fix-answer", &output);
    let proxy = json!({"name": "proxy", "certificate": chain(), "key": key()});
    let ca = json!({"name": "mtls_trusted_ca", "certificate": text("demo/root.pem")});
    assert_eq!(fixed(&folder), json!({"certificates": [ca, proxy]}));
    // What has no key is no secret, and what is not understood is not dropped.
    let public = json!({"mtls_trusted_ca_cert": text("demo/root.pem")});
    fs::write(folder.join("body.json"), public.to_string()).expect("an answer");
    assert!(!stdout(&request(&folder, &["body.json"])).contains("answer-holds-keys"));
    let strange = json!({"mtls_trusted_ca_cert": text("demo/root.pem"), "version": "8"});
    assert_eq!(status(&fix(&folder, &strange.to_string())), 1);
    assert!(!folder.join("fixed.json").exists());
}
