//! What operators do between two commands: archives in every place that takes certificates, and nothing that was not read
//! is shown as good.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use command::{AT, run_in, scratch, status, stderr, stdout};
use support::read;

/// Of testdata/keys/proxy.pfx.
const PASSWORD: [&str; 2] = ["--password-file", "password.txt"];

fn folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    for (name, source) in [
        ("proxy.pem", "demo/good.pem"),
        ("proxy.key", "demo/proxy.key"),
        ("root.pem", "demo/root.pem"),
        ("proxy.pfx", "keys/proxy.pfx"),
        ("leaf.pem", "trust/leaf.pem"),
        ("encrypted.key", "keys/proxy-encrypted-pkcs8.key"),
    ] {
        fs::write(folder.join(name), read(source)).expect("a scratch file");
    }
    fs::write(folder.join("password.txt"), "test-only\n").expect("a scratch file");
    folder
}

#[track_caller]
fn pemvet(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = run_in(folder, &[arguments, &[AT]].concat(), b"");
    (status(&output), format!("{}{}", stdout(&output), stderr(&output)))
}

/// A trust store of these files, as the JDK has it.
fn trust_store(folder: &Path, sources: &[&str], name: &str) {
    let all: Vec<u8> = sources.iter().flat_map(|source| read(source)).collect();
    fs::write(folder.join("cas.pem"), all).expect("a scratch file");
    let arguments = [
        "--format",
        "pkcs12",
        "--output",
        name,
        "--profile",
        "authority",
        PASSWORD[0],
        PASSWORD[1],
    ];
    let (code, said) = pemvet(folder, &[&["fix", "cas.pem"], &arguments[..]].concat());
    assert_eq!(code, 0, "{said}");
}

#[test]
fn whatever_takes_certificates_takes_an_archive_of_them() {
    let folder = folder("operator-archives");
    trust_store(&folder, &["demo/root.pem"], "trust.p12");
    let trusted = [&["check", "proxy.pem", "--trust", "trust.p12"], &PASSWORD[..]].concat();
    let (code, said) = pemvet(&folder, &trusted);
    assert!(
        code == 0 && said.contains("trust: a given trust anchor vouches for the chain"),
        "{said}"
    );
    let (code, said) = pemvet(&folder, &["check", "proxy.pem", "--trust", "trust.p12"]);
    assert!(
        code == 2 && said.contains("--trust trust.p12: PKCS#12, needs a password"),
        "{said}"
    );
    trust_store(&folder, &["trust/other-root.pem"], "other.p12");
    let (code, said) = pemvet(
        &folder,
        &[&["check", "proxy.pem", "--trust", "other.p12"], &PASSWORD[..]].concat(),
    );
    assert!(code == 1, "{said}");
    trust_store(&folder, &["trust/issuing.pem", "trust/root.pem"], "pool.p12");
    let pool = ["fix", "leaf.pem", "--pool", "pool.p12", "--output", "whole.pem"];
    let (code, said) = pemvet(&folder, &[&pool[..], &PASSWORD[..]].concat());
    assert!(code == 0 && said.contains("chain of 3 certificates"), "{said}");
    for (served, wanted) in [("proxy.pem", "proxy.pfx"), ("proxy.pfx", "proxy.pem")] {
        let same = [&["check", served, "--same-as", wanted], &PASSWORD[..]].concat();
        let (code, said) = pemvet(&folder, &same);
        assert!(code == 0 && said.starts_with("the same: "), "{said}");
    }
    let renewed = [&["check", "proxy.pem", "--previous", "proxy.pfx"], &PASSWORD[..]].concat();
    let (code, said) = pemvet(&folder, &renewed);
    assert!(code == 0 && !said.contains("end-marker"), "{said}");
    trust_store(&folder, &["trust/other-root.pem", "demo/root.pem"], "old.p12");
    trust_store(&folder, &["trust/other-root.pem"], "new.p12");
    fs::create_dir(folder.join("in-use")).expect("a folder");
    fs::copy(folder.join("proxy.pem"), folder.join("in-use/proxy.pem")).expect("a copy");
    let lists = [
        "check",
        "new.p12",
        "--profile",
        "authority",
        "--previous",
        "old.p12",
        "--pool",
        "in-use",
    ];
    let (_, said) = pemvet(&folder, &[&lists[..], &PASSWORD[..]].concat());
    assert!(
        said.contains("Of 1 bundles in in-use") && said.contains("in-use/proxy.pem"),
        "{said}"
    );
}

#[test]
fn certificates_of_an_archive_are_on_no_line() {
    let folder = folder("operator-lines");
    let (code, said) = pemvet(&folder, &[&["check", "proxy.pfx"], &PASSWORD[..]].concat());
    assert_eq!(code, 0, "{said}");
    let chain: Vec<&str> = said
        .lines()
        .skip_while(|line| !line.starts_with("chain"))
        .take(3)
        .collect();
    assert!(
        chain.len() == 3 && chain.iter().all(|line| !line.contains("line ")),
        "{chain:#?}"
    );
}

#[test]
fn the_comparison_with_what_is_served_is_told_to_programs() {
    let folder = folder("operator-same");
    for (wanted, is_same) in [("proxy.pem", true), ("leaf.pem", false)] {
        let arguments = ["check", "proxy.pem", "--same-as", wanted, "--format", "json", AT];
        let output = run_in(&folder, &arguments, b"");
        let document: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        assert_eq!(status(&output), i32::from(!is_same));
        assert_eq!(document["version"], 1);
        assert_eq!(document["same"], is_same);
        assert_eq!(
            (&document["served"], &document["wanted"]),
            (&"proxy.pem".into(), &wanted.into())
        );
        assert!(
            document["message"]
                .as_str()
                .is_some_and(|it| it.contains("served")),
            "{document}"
        );
    }
}

#[test]
fn what_protects_a_key_that_was_written_is_said() {
    let folder = folder("operator-split");
    let (code, said) = pemvet(
        &folder,
        &[&["fix", "proxy.pfx", "--split", "a.pem,a.key"], &PASSWORD[..]].concat(),
    );
    assert!(
        code == 0 && said.contains("private key to a.key (readable by you only, under no password any more)"),
        "{said}"
    );
    let mut both = read("demo/good.pem");
    both.extend(read("keys/proxy-encrypted-pkcs8.key"));
    fs::write(folder.join("both.pem"), both).expect("a scratch file");
    let (_, said) = pemvet(&folder, &["fix", "both.pem", "--split", "b.pem,b.key"]);
    assert!(
        said.contains("private key to b.key (readable by you only, still under its password)"),
        "{said}"
    );
    let opened = [
        "fix",
        "proxy.pem",
        "--key",
        "encrypted.key",
        "--split",
        "c.pem,c.key",
    ];
    let (_, said) = pemvet(&folder, &[&opened[..], &PASSWORD[..]].concat());
    assert!(said.contains("under no password any more"), "{said}");
}

#[test]
fn a_file_for_a_server_that_wants_both_in_one_is_no_fault() {
    let folder = folder("operator-combined");
    let both = [
        "fix",
        "proxy.pem",
        "--key",
        "proxy.key",
        "--combined",
        "key-last",
        "--output",
        "both.pem",
    ];
    let (code, said) = pemvet(&folder, &both);
    assert_eq!(code, 0, "{said}");
    for (server, is_fault) in [("haproxy", false), ("hitch", false), ("nginx", true)] {
        let (code, said) = pemvet(&folder, &["check", "both.pem", "--for", server]);
        assert_eq!(
            (code, said.contains("key-in-certificate-file")),
            (i32::from(is_fault), is_fault),
            "{server} {said}"
        );
    }
    let (code, _) = pemvet(&folder, &["check", "both.pem"]);
    assert_eq!(code, 1, "nobody said what for");
}

#[test]
fn a_key_in_an_archive_that_stays_shut_is_about_the_password() {
    let folder = folder("operator-key");
    let (code, said) = pemvet(&folder, &["check", "proxy.pem", "--key", "proxy.pfx"]);
    assert!(
        code == 2 && said.contains("--key proxy.pfx:") && said.contains("--password-file FILE"),
        "{said}"
    );
    let (code, said) = pemvet(
        &folder,
        &[&["check", "proxy.pem", "--key", "proxy.pfx"], &PASSWORD[..]].concat(),
    );
    assert!(code == 0 || said.contains("key-encrypted"), "{said}");
}

#[test]
fn bytes_behind_the_end_of_an_archive_are_told() {
    let folder = folder("operator-behind");
    let check = [&["check", "more.pfx"], &PASSWORD[..]].concat();
    for (more, words, code) in [
        (b"\r\n".to_vec(), "2 bytes stand behind the end of the archive", 0),
        (read("demo/proxy.key"), "a private key is among them", 1),
    ] {
        let bytes = [read("keys/proxy.pfx"), more].concat();
        fs::write(folder.join("more.pfx"), bytes).expect("a scratch file");
        let (found, said) = pemvet(&folder, &check);
        assert!(found == code && said.contains(words), "{said}");
    }
}

#[test]
fn an_archive_that_stays_shut_is_not_readable_for_prometheus() {
    let folder = folder("operator-expiry");
    fs::create_dir(folder.join("dir")).expect("a folder");
    for name in ["proxy.pfx", "proxy.pem"] {
        fs::copy(folder.join(name), folder.join("dir").join(name)).expect("a copy");
    }
    let asked = ["expiry", "dir", "--format", "prometheus"];
    let (_, said) = pemvet(&folder, &asked);
    assert!(
        said.contains("pemvet_file_readable{path=\"dir/proxy.pfx\"} 0\n"),
        "{said}"
    );
    assert!(
        said.contains("pemvet_file_readable{path=\"dir/proxy.pem\"} 1\n"),
        "{said}"
    );
    let (_, said) = pemvet(&folder, &[&asked[..], &PASSWORD[..]].concat());
    assert!(
        said.contains("pemvet_file_readable{path=\"dir/proxy.pfx\"} 1\n"),
        "{said}"
    );
}

#[test]
fn the_same_of_several_places_of_one_bundle_is_told_once() {
    let folder = folder("operator-grouped");
    let asked = ["check", "proxy.pem", "--reading", "ca-browser-forum"];
    let (_, said) = pemvet(&folder, &asked);
    let rule = "warning[ca-subject-incomplete]";
    assert_eq!(said.matches(rule).count(), 1, "{said}");
    assert!(
        said.contains("CN=Example Issuing CA is a CA without country"),
        "{said}"
    );
    assert!(
        said.contains("The same in proxy.pem:") && said.contains(", CN=Example Root CA"),
        "{said}"
    );
    // What is counted, and told to programs, is each of them.
    let output = run_in(&folder, &[&asked[..], &["--format", "json", AT]].concat(), b"");
    assert_eq!(stdout(&output).matches("\"ca-subject-incomplete\"").count(), 2);
}
