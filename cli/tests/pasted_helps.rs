//! What helps say can be pasted, and does what it says: lines for OpenSSL and certreq, and commands of pemvet.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/templates.rs"]
mod templates;

use std::path::Path;

use command::{run_in, scratch, status, stdout};
use templates::shell;

const NAME: [&str; 4] = ["--name", "proxy", "--fqdn", "cluster.example.com"];

/// A self-signed certificate with these extensions, judged as `proxy`.
fn judged(folder: &Path, extensions: &[String]) -> String {
    let mut line = String::from(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout x.key -out x.pem -days 100 -subj /CN=cluster.example.com -addext basicConstraints=critical,CA:FALSE",
    );
    for extension in extensions {
        line.push_str(&format!(" -addext '{extension}'"));
    }
    shell(folder, &line);
    stdout(&run_in(
        folder,
        &[&["check", "x.pem", "--key", "x.key"][..], &NAME].concat(),
        b"",
    ))
}

/// What stands behind `begin` on its line.
#[track_caller]
fn after<'t>(text: &'t str, begin: &str) -> &'t str {
    let (_, rest) = text
        .split_once(begin)
        .unwrap_or_else(|| panic!("{begin}\n{text}"));
    rest.lines().next().unwrap_or_default()
}

#[test]
fn lines_for_openssl_mend_what_the_findings_tell() {
    let folder = scratch("helps-openssl");
    let mut extensions = vec![
        "subjectAltName=DNS:cluster.example.com".to_owned(),
        "extendedKeyUsage=serverAuth".into(),
        "keyUsage=critical,digitalSignature".into(),
    ];
    let told = judged(&folder, &extensions);
    for rule in [
        "san-name-missing",
        "eku-purpose-missing",
        "key-usage-no-key-encipherment",
    ] {
        assert!(told.contains(rule), "{rule}\n{told}");
    }
    let names = after(&told, "subjectAltName = ").to_owned();
    extensions[0] = format!("subjectAltName = {names}");
    extensions[1] = format!(
        "extendedKeyUsage = {}",
        after(&told, "OpenSSL: extendedKeyUsage = ")
    );
    extensions[2] = format!("keyUsage = {}", after(&told, "OpenSSL: keyUsage = "));
    let mended = judged(&folder, &extensions);
    for rule in ["san-name", "eku-", "key-usage-"] {
        assert!(!mended.contains(rule), "{rule}\n{mended}");
    }
    // The lines for certreq name the same.
    let listed = told
        .lines()
        .filter_map(|line| line.trim().strip_prefix("_continue_ = \""));
    let listed: Vec<String> = listed
        .map(|it| it.trim_end_matches("&\"").replace("dns=", "DNS:"))
        .collect();
    assert!(told.contains("  2.5.29.17 = \"{text}\"\n"), "{told}");
    assert_eq!(listed.join(", "), names);
}

#[test]
fn commands_of_pemvet_do_what_they_say() {
    let folder = scratch("helps-pemvet");
    let made = "pemvet csr --template openssl --name proxy --fqdn cluster.example.com > x.cnf
        openssl req -new -config x.cnf -newkey rsa:2048 -nodes -keyout x.key -out x.csr";
    shell(&folder, made);
    // A request where its certificate was asked for.
    let told = stdout(&run_in(&folder, &[&["check", "x.csr"][..], &NAME].concat(), b""));
    let command = format!("pemvet {}", after(&told, "to vet the request itself: pemvet "));
    assert!(
        stdout(&shell(&folder, &command)).contains("ACCEPTED"),
        "{command}"
    );
    // A certificate where its request was, and what is asked of it after that.
    judged(&folder, &[]);
    let output = run_in(
        &folder,
        &[&["csr", "x.pem", "--key", "x.key"][..], &NAME].concat(),
        b"",
    );
    let command = after(&stdout(&output), "help: ").to_owned();
    assert_eq!(
        command,
        "pemvet check x.pem --key x.key --name proxy --fqdn cluster.example.com"
    );
    // The private key alone: a request can be made with it.
    let output = run_in(&folder, &[&["csr", "x.key"][..], &NAME].concat(), b"");
    let command = after(&stdout(&output), "make a request with it: ").replace("FILE", "x");
    let command = command.split("; pemvet").next().expect("a command").to_owned();
    shell(&folder, &command);
    assert_eq!(
        status(&run_in(&folder, &[&["csr", "x.csr"][..], &NAME].concat(), b"")),
        0
    );
    // A key in the file that is sent.
    shell(&folder, "cat x.csr x.key > both.csr");
    let told = stdout(&run_in(&folder, &[&["csr", "both.csr"][..], &NAME].concat(), b""));
    shell(&folder, after(&told, "help: "));
    let alone = run_in(&folder, &[&["csr", "both-fixed.csr"][..], &NAME].concat(), b"");
    assert!(
        stdout(&alone).contains("ACCEPTED    nothing found"),
        "{}",
        stdout(&alone)
    );
}
