//! What operators keep certificates in beside documents and scripts: patches, commands that decode base64, arguments, metadata of
//! SAML without a name, PowerShell, `echo` line by line, keys of .NET. None of them is an error of its own.

mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;

use repository::documents::rules;
use repository::objects::{Pem, pem, words};
use repository::{Folder, base64, base64_of, indented};
use serde_json::json;

const NONE: &[&str] = &[];

/// Whether the leaf is read in a walk.
#[track_caller]
fn is_read(folder: &Folder, name: &str, text: &str) -> bool {
    folder.write(name, text);
    let run = folder.check(&["--format=json", "."]);
    std::fs::remove_file(folder.path(name)).expect("it");
    run.stdout.contains("cluster.example.com")
}

fn der(folder: &Folder) -> String {
    let Pem { leaf, .. } = pem(folder);
    leaf.lines().filter(|line| !line.starts_with('-')).collect()
}

#[test]
fn what_is_whole_is_read_and_no_error() {
    let folder = Folder::new("kept-whole");
    let Pem { served, .. } = pem(&folder);
    let der = der(&folder);
    let escaped = served.replace('\n', "\\n");
    let each = |before: &str, after: &str| -> String {
        served
            .lines()
            .map(|line| format!("{before}{line}{after}\n"))
            .collect()
    };
    let quoted: Vec<String> = served.lines().map(|line| format!("'{line}'")).collect();
    let patch = format!(
        "--- a/x.pem\n+++ b/x.pem\n@@ -1,2 +1,45 @@\n-MIIEOld\n{} \n",
        each("+", "")
    );
    for (name, text) in [
        ("a.patch", patch),
        ("a.sh", each("echo \"", "\" >> x.pem")),
        ("a.sh", each("  echo ", " >> x.pem")),
        ("a.bat", format!("(\r\n{}) > x.pem\r\n", each("@echo ", "\r"))),
        ("a.sh", format!("printf '%s\\n' {} > x.pem\n", quoted.join(" "))),
        ("a.ps1", format!("$c = \"{}\"\n", served.replace('\n', "`n"))),
        ("a.ps1", format!("$c = @\"\n{served}\"@\n")),
        ("a.md", indented(&served, 4)),
        ("a.yaml", format!("labels:\n- \"cert={escaped}\"\n")),
        (
            "a.yaml",
            format!("script:\n- echo {} | base64 -d > x.pem\n", base64(&served)),
        ),
        ("a.json", json!({"idp": {"x509cert": der}}).to_string()),
        ("a.yaml", format!("x509: \"{der}\"\n")),
        (
            "metadata",
            format!(
                "<?xml version=\"1.0\"?>\n<a xmlns:ds=\"b\"><ds:X509Certificate>{der}</ds:X509Certificate></a>\n"
            ),
        ),
    ] {
        assert_eq!(rules(&folder, name, text.as_bytes()), NONE, "{name} {text:.60}");
        assert!(is_read(&folder, name, &text), "{name} {text:.60}");
    }
}

#[test]
fn what_is_damaged_is_an_error_there_as_well() {
    let folder = Folder::new("kept-damaged");
    let Pem { served, .. } = pem(&folder);
    let damaged = served.replace("-----END", "----END");
    let lines: String = damaged
        .lines()
        .map(|line| format!("echo \"{line}\" >> x.pem\n"))
        .collect();
    for (name, text) in [
        ("a.sh", lines),
        ("a.ps1", format!("$c = \"{}\"\n", damaged.replace('\n', "`n"))),
        (
            "a.yaml",
            format!("labels:\n- \"cert={}\"\n", damaged.replace('\n', "\\n")),
        ),
    ] {
        assert_eq!(
            rules(&folder, name, text.as_bytes()),
            ["marker-repaired"],
            "{name}"
        );
    }
    // Pieces of blocks in a patch are no damage.
    let body: Vec<&str> = served.lines().collect();
    let piece = format!(
        "--- a/x.pem\n+++ b/x.pem\n@@ -3,4 +3,4 @@\n {}\n-{}\n+{}\n -----END CERTIFICATE-----\n",
        body[2], body[3], body[4]
    );
    assert_eq!(rules(&folder, "a.diff", piece.as_bytes()), NONE);
}

/// A log shows blocks in its messages, and words about them.
#[test]
fn messages_of_a_log_are_no_values() {
    let folder = Folder::new("kept-logs");
    let Pem { served, .. } = pem(&folder);
    let shown = format!("{}\n", json!({"msg": format!("serving {served}since today")}));
    assert_eq!(rules(&folder, "a.ndjson", shown.as_bytes()), NONE);
    assert!(is_read(&folder, "a.ndjson", &shown));
    let words = format!("{}\n", json!({"msg": "-----BEGIN CERTIFICATE----- is a marker"}));
    folder.write("a.ndjson", &words);
    assert_eq!(folder.check(&["."]).errors_found(), NONE);
}

#[test]
fn der_is_read_by_the_name_of_what_holds_it() {
    let folder = Folder::new("kept-der");
    let der = der(&folder);
    for (name, text) in [
        (
            "a.php",
            format!("<?php return ['idp' => ['x509cert' => '{der}']];\n"),
        ),
        (
            "metadata",
            format!(
                "<md:EntityDescriptor><ds:X509Certificate>{der}</ds:X509Certificate></md:EntityDescriptor>\n"
            ),
        ),
    ] {
        assert_eq!(rules(&folder, name, text.as_bytes()), NONE, "{name}");
        assert!(is_read(&folder, name, &text), "{name}");
    }
    // And stays what it is.
    let text = json!({"idp": {"x509cert": der}}).to_string();
    folder.write("saml.json", &text);
    folder.run(&["fix", "--in-place", "saml.json", repository::AT], b"");
    assert_eq!(folder.read_own("saml.json"), text);
}

#[test]
fn base64_of_a_certificate_is_judged_whatever_it_is_called() {
    let folder = Folder::new("kept-base64");
    let der = der(&folder);
    let text = format!("device:\n  certificate: {der}\n");
    assert_eq!(rules(&folder, "a.yaml", text.as_bytes()), NONE);
    for (name, text) in [
        ("a.yaml", text.clone()),
        (
            "a.json",
            format!("{{\"device\": {{\"certificate\": \"{der}\"}}}}\n"),
        ),
        ("prod.env", format!("CERTIFICATE={der}\n")),
        ("a.toml", format!("certificate = \"{der}\"\n")),
    ] {
        folder.write(name, &text);
        for arguments in [&["--format=json", "."][..], &["--format=json", name]] {
            let run = folder.check(arguments);
            assert!(
                run.stdout.contains("cluster.example.com"),
                "{name}: {}",
                run.stdout
            );
            assert_eq!(run.status, 0, "{name}: {}", run.stdout);
        }
        folder.run(&["fix", "--in-place", name, repository::AT], b"");
        assert_eq!(folder.read_own(name), text, "{name}");
        std::fs::remove_file(folder.path(name)).expect("it");
    }
    // What is to be PEM is not, then.
    let text = format!("tls:\n  server.crt: {der}\n");
    assert_eq!(rules(&folder, "a.yaml", text.as_bytes()), ["container-read"]);
}

#[test]
fn caddy_reads_no_der() {
    let folder = Folder::new("kept-caddy");
    let der = support::certificates(&support::testdata("demo/good.pem")).swap_remove(0);
    folder.write_bytes("certs/web.der", &der);
    folder.write_bytes("certs/other.der", &der);
    folder.write(
        "Caddyfile",
        "example.com {\n\ttls certs/web.der certs/web.key\n}\n",
    );
    for arguments in [&["certs/web.der"][..], &["."]] {
        let run = folder.check(arguments);
        assert_eq!(
            run.errors_found(),
            ["error[container-read] invalid  certs/web.der:1"]
        );
        assert!(
            words(&run).contains("Caddyfile names this file"),
            "{}",
            words(&run)
        );
    }
}

#[test]
fn keys_are_found_in_all_of_them() {
    let folder = Folder::new("kept-keys");
    let Pem { key, .. } = pem(&folder);
    let each = |before: &str, after: &str| -> String {
        key.lines()
            .map(|line| format!("{before}{line}{after}\n"))
            .collect()
    };
    let number = base64_of(&[0xA5; 128]);
    let xml = |member: &str| {
        format!(
            "<RSAKeyValue><Modulus>{number}</Modulus><Exponent>AQAB</Exponent><{member}>{number}</{member}></RSAKeyValue>"
        )
    };
    for (name, text) in [
        (
            "a.patch",
            format!("--- a/x\n+++ b/x\n@@ -1 +1 @@\n{}", each("-", "")),
        ),
        (
            "b.patch",
            format!("--- a/x\n+++ b/x\n@@ -1 +1 @@\n{}", each("+", "")),
        ),
        ("a.sh", each("echo \"", "\" >> x.key")),
        ("a.ps1", format!("$k = \"{}\"\n", key.replace('\n', "`n"))),
        ("a.xml", xml("D")),
        ("a.cs", format!("var k = \"{}\";\n", xml("D"))),
    ] {
        assert_eq!(
            rules(&folder, name, text.as_bytes()),
            ["private-key-found"],
            "{name}"
        );
    }
    assert_eq!(rules(&folder, "a.xml", xml("Q").as_bytes()), NONE);
}
