//! `pemvet show` and `pemvet expiry` as a user runs them. Expected output lies in tests/command/ as files.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use command::{AT, expect, run, run_in, scratch, status, stderr, stdout};
use support::read;

fn show(file: &str, more: &[&str]) -> std::process::Output {
    let path = format!("testdata/{file}");
    let mut arguments = vec!["show", &path, AT];
    arguments.extend(more);
    run(&arguments)
}

#[test]
fn a_bundle_is_drawn_with_its_chain_its_validity_and_its_names() {
    expect("show-from-pfx", &show("demo/from-pfx.pem", &["--width", "100"]));
    expect(
        "show-subject",
        &show(
            "rules/subject-attribute-missing/good-five.pem",
            &["--width", "80"],
        ),
    );
    expect(
        "show-narrow-ascii",
        &show("trust/cross-signed.pem", &["--width", "60", "--ascii"]),
    );
    expect(
        "show-expired",
        &show("demo/expired-intermediate.pem", &["--width", "80"]),
    );
}

#[test]
fn what_else_a_file_holds_is_said_and_never_shown() {
    let folder = scratch("show-others");
    let mut both = read("demo/proxy.key");
    both.extend(read("demo/root.pem"));
    both.extend(read("rules/base64-invalid/bad-star.pem"));
    fs::write(folder.join("both.pem"), &both).expect("a scratch file");
    let output = run_in(&folder, &["show", "both.pem", AT], b"");
    expect("show-others", &output);
    let key = String::from_utf8(read("demo/proxy.key")).expect("text");
    assert!(key.lines().skip(1).all(|line| !stdout(&output).contains(line)));
    assert_eq!(status(&run(&["show", "testdata/demo/proxy.key", AT])), 1);
    assert_eq!(status(&run(&["show", "testdata/no-such.pem", AT])), 2);
}

#[test]
fn the_values_of_a_document_are_drawn_one_by_one() {
    let folder = scratch("show-document");
    let json = |file: &str| String::from_utf8(read(file)).expect("text").replace('\n', "\\n");
    let document = format!(
        r#"{{"ca": "{}", "web": "{}"}}"#,
        json("demo/root.pem"),
        json("trust/leaf.pem")
    );
    fs::write(folder.join("certificates.json"), document).expect("a scratch file");
    let output = run_in(&folder, &["show", "certificates.json", AT, "--width", "80"], b"");
    expect("show-document", &output);
}

#[test]
fn no_line_is_wider_than_asked_and_ascii_is_ascii() {
    for file in [
        "demo/from-pfx.pem",
        "trust/cross-signed.pem",
        "trust/loop.pem",
        "adcs/chain.pem",
    ] {
        for width in [60, 72, 100, 160] {
            let output = show(file, &["--ascii", "--width", &width.to_string()]);
            assert_eq!(status(&output), 0, "{file}: {}", stderr(&output));
            let text = stdout(&output);
            assert!(text.is_ascii(), "{file}");
            // The drawings; values are printed whole, so that they can be copied.
            let drawing = text
                .lines()
                .skip(1)
                .take_while(|line| !line.starts_with("  first"));
            for line in drawing {
                assert!(line.len() <= width, "{file} at {width}: {line}");
            }
        }
    }
}

#[test]
fn expiry_is_told_for_people_programs_and_prometheus() {
    let files = [
        "testdata/demo/good.pem",
        "testdata/demo/expired-intermediate.pem",
        "testdata/no-such.pem",
    ];
    for format in ["text", "json", "prometheus"] {
        let mut arguments = vec!["expiry", "--within", "300d", "--format", format, AT];
        arguments.extend(files);
        expect(&format!("expiry-{format}"), &run(&arguments));
    }
    for (expected, within) in [
        (0, "30d"),
        (0, "222d"),
        (1, "223d"),
        (1, "40w"),
        (0, "1h"),
        (2, "soon"),
        (2, "d"),
    ] {
        let output = run(&["expiry", "testdata/demo/good.pem", "--within", within, AT]);
        assert_eq!(status(&output), expected, "{within}: {}", stdout(&output));
    }
    let damaged = run(&["expiry", "testdata/rules/base64-invalid/bad-star.pem", AT]);
    assert_eq!(status(&damaged), 2, "what could not be read is not fine");
}

#[test]
fn expiry_says_when_a_public_ca_issues_for_a_shorter_time() {
    let public = "testdata/rules/next-validity-shorter/bad-ends-after-limit.pem";
    let text = stdout(&run(&["expiry", public, "--within", "30d", AT]));
    let line = text.lines().find(|line| line.starts_with("shorter: "));
    assert_eq!(
        line,
        Some(
            "shorter: what a public CA issues when CN=cluster.example.com, O=Example ends, on 2027-04-01, may be valid for 100 days at most"
        ),
        "{text}"
    );
    let json = stdout(&run(&["expiry", public, "--format", "json", AT]));
    let document: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let days = document["certificates"].as_array().expect("a list").iter();
    let days: Vec<_> = days.map(|it| it["next_days_at_most"].as_u64()).collect();
    assert_eq!(days.iter().flatten().collect::<Vec<_>>(), [&100]);
    let private = stdout(&run(&["expiry", "testdata/demo/good.pem", AT]));
    assert!(!private.contains("shorter"), "{private}");
}

#[test]
fn expiry_looks_into_directories_and_documents_as_check_does() {
    let folder = scratch("expiry-walk");
    fs::create_dir(folder.join("deploy")).expect("a folder");
    fs::write(folder.join("proxy.pem"), read("demo/good.pem")).expect("a scratch file");
    let mut secret =
        String::from("apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\nstringData:\n  tls.crt: |\n");
    for line in String::from_utf8(read("demo/expired-intermediate.pem"))
        .expect("text")
        .lines()
    {
        secret.push_str(&format!("    {line}\n"));
    }
    fs::write(folder.join("deploy/secret.yaml"), secret).expect("a scratch file");
    fs::write(folder.join("README"), "nothing").expect("a scratch file");
    expect("expiry-directory", &run_in(&folder, &["expiry", ".", AT], b""));
}

#[test]
fn a_file_name_cannot_forge_a_metric() {
    let folder = scratch("expiry-forged");
    let name = "a\"} 1 forged{path=\"b\u{1b}";
    fs::write(folder.join(name), read("demo/root.pem")).expect("a scratch file");
    let output = run_in(
        Path::new(&folder),
        &["expiry", name, "--format", "prometheus", AT],
        b"",
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(
        stdout(&output)
            .lines()
            .all(|line| line.starts_with("# ") || line.starts_with("pemvet_"))
    );
    assert!(
        stdout(&output).contains(r#"{path="a\"} 1 forged{path=\"b\\u{1b}""#),
        "{}",
        stdout(&output)
    );
}

#[test]
fn completions_know_the_subcommands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert_eq!(status(&output), 0);
        for word in ["check", "fix", "show", "expiry", "explain", "within"] {
            assert!(stdout(&output).contains(word), "{shell}: {word}");
        }
    }
}
