//! More kinds of documents, and more ways in which a block arrives in one or does not. What is right was tried with the readers of
//! each format: PyYAML, jq, Node.js, tomllib, Terraform's parser, plistlib, ldapsearch, PHP, Go, kubectl.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/told.rs"]
mod told;

use repository::objects::{Pem, pem, words};
use repository::{Folder, base64, base64_of, indented};
use serde_json::json;
use told::told;

/// Errors and warnings, named and in a walk, which have to be the same.
#[track_caller]
fn rules(folder: &Folder, name: &str, text: &[u8]) -> Vec<String> {
    folder.write_bytes(name, text);
    let of = |paths: &[&str]| -> Vec<String> {
        let told = told(&folder.path(""), paths).into_iter();
        let told = told.filter(|it| it.0 != "note").map(|it| it.1);
        let mut told: Vec<String> = told.collect();
        told.dedup();
        told
    };
    let (named, walked) = (of(&[name]), of(&["."]));
    std::fs::remove_file(folder.path(name)).expect("it");
    assert_eq!(named, walked, "{name}");
    named
}

fn wrapped(base64: &str, width: usize, before: &str) -> String {
    let lines = base64.as_bytes().chunks(width);
    lines
        .map(|line| format!("{before}{}\n", String::from_utf8_lossy(line)))
        .collect()
}

/// A Secret with one member, as it is written.
fn secret(value: &str) -> String {
    format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata:\n  cert: {value}\n")
}

#[test]
fn what_arrives_in_a_secret_is_what_its_base64_holds() {
    let folder = Folder::new("kinds-secret");
    let Pem { served, leaf, .. } = pem(&folder);
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(served.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let body: String = leaf.lines().filter(|line| !line.starts_with('-')).collect();
    let of = |text: &str| base64(text);
    let (encoding, container) = ("text-encoding-repaired", "container-read");
    for (name, value, wanted) in [
        ("phase 1", of(&format!("#\n{served}")), None),
        ("phase 2", of(&format!("ab\n{served}")), None),
        ("CRLF", of(&served.replace('\n', "\r\n")), None),
        ("UTF-16", base64_of(&utf16), Some(encoding)),
        ("encoded twice", of(&of(&served)), Some(container)),
        ("a body alone", of(&body), Some(container)),
        (
            "escaped",
            of(&served.replace('\n', "\\n")),
            Some("newline-escape-repaired"),
        ),
        (
            "CR alone",
            of(&served.replace('\n', "\r")),
            Some("layout-repaired"),
        ),
        (
            "quoted-printable",
            of(&served
                .replace("\n-----END", "=20\n-----END")
                .replace("-----\n", "-----=20\n")),
            Some(encoding),
        ),
    ] {
        let told = rules(&folder, "a.yaml", secret(&value).as_bytes());
        // Behind a marker an escaped blank is told as well.
        let told: Vec<&str> = told
            .iter()
            .map(String::as_str)
            .filter(|it| *it != "marker-repaired")
            .collect();
        assert_eq!(told.first().copied(), wanted, "{name}: {told:?}");
    }
}

#[test]
fn objects_whose_fields_are_bytes_want_base64() {
    let folder = Folder::new("kinds-objects");
    let Pem { root, leaf, .. } = pem(&folder);
    for kind in ["Issuer", "ClusterIssuer", "ClusterSecretStore"] {
        let object = |value: &str| format!("kind: {kind}\nspec:\n  vault:\n    caBundle: {value}\n");
        assert_eq!(
            rules(&folder, "a.yaml", object(&base64(&root)).as_bytes()),
            [""; 0],
            "{kind}"
        );
        let plain = object(&format!("|\n{}", indented(&root, 6)));
        assert_eq!(
            rules(&folder, "a.yaml", plain.as_bytes()),
            ["document-base64-refused"],
            "{kind}"
        );
        assert_eq!(
            rules(&folder, "a.yaml", object(&base64(&leaf)).as_bytes()),
            ["authority-not-ca"],
            "{kind}"
        );
    }
}

#[test]
fn a_secret_of_the_type_for_tls_has_both_halves() {
    let folder = Folder::new("kinds-halves");
    let Pem { served, key, .. } = pem(&folder);
    let of = |kind: &str, members: &[(&str, &str)]| {
        let members: String = members
            .iter()
            .map(|(name, value)| format!("  {name}: {}\n", base64(value)))
            .collect();
        format!("kind: Secret\ntype: {kind}\nmetadata: {{name: a}}\ndata:\n{members}")
    };
    let tls = "kubernetes.io/tls";
    let found = |text: &str| -> Vec<String> {
        let told = folder.pipe(&["-"], text.as_bytes()).errors_found();
        told.iter()
            .map(|it| it.split(['[', ']']).nth(1).expect("a rule").to_owned())
            .collect()
    };
    assert_eq!(
        found(&of(tls, &[("tls.crt", &served), ("tls.key", &key)])),
        [""; 0]
    );
    assert_eq!(found(&of(tls, &[("tls.crt", &served)])), ["key-unreadable"]);
    assert!(found(&of(tls, &[("tls.key", &key)])).contains(&"certificate-not-found".to_owned()));
    assert_eq!(
        found(&of(tls, &[("cert.pem", &served), ("key.pem", &key)])),
        ["certificate-not-found"]
    );
    assert_eq!(found(&of("Opaque", &[("tls.crt", &served)])), [""; 0]);
}

#[test]
fn bytes_of_argo_cd_are_a_pair() {
    let folder = Folder::new("kinds-argo");
    let Pem {
        served,
        key,
        other_key,
        ..
    } = pem(&folder);
    let of = |key: &str| {
        let client =
            json!({"tlsClientConfig": {"certData": base64(&served), "keyData": base64(key)}}).to_string();
        format!(
            "kind: Secret\nmetadata: {{name: a}}\ndata:\n  config: {}\n",
            base64(&client)
        )
    };
    let right = folder.pipe(&["-"], of(&key).as_bytes());
    assert!(right.stdout.contains("key matches"), "{}", right.stdout);
    let wrong = folder.pipe(&["-"], of(&other_key).as_bytes());
    assert!(
        wrong.errors_found().iter().any(|it| it.contains("key-mismatch")),
        "{}",
        words(&wrong)
    );
}

#[test]
fn files_are_what_they_are_by_whatever_name() {
    let folder = Folder::new("kinds-names");
    let Pem { served, leaf, .. } = pem(&folder);
    let escaped = served.replace('\n', "\\n");
    let der = support::certificates(&support::testdata("demo/good.pem")).swap_remove(0);
    let cloud = |mark: &str| {
        format!(
            "#cloud-config\nwrite_files:\n- path: /a.pem\n  content: {mark}\n{}",
            indented(&served, 4)
        )
    };
    let lines: Vec<String> = served.lines().map(|line| format!("{line:?}")).collect();
    let join = format!("locals {{\n  cert = join(\"\\n\", [{}])\n}}\n", lines.join(", "));
    let nested = json!({"a": json!({"b": json!({"cert": served}).to_string()}).to_string()}).to_string();
    let folded = "newline-escape-repaired";
    let cases: &[(&str, String, &[&str])] = &[
        ("user-data", cloud("|"), &[]),
        ("user-data", cloud(">"), &[folded]),
        (
            "values",
            format!("port: 1\ncert: |\n{}", indented(&served, 2)),
            &[],
        ),
        (
            "values",
            format!("port: 1\ncert: >\n{}", indented(&served, 2)),
            &[folded],
        ),
        (
            "README",
            format!(
                "Put it so:\n\tcert: |\ncert: |\n{}and: so: on\n",
                indented(&served, 2)
            ),
            &[],
        ),
        (
            "a.yaml.j2",
            format!("{{% if a %}}\ncert: |\n{}{{% endif %}}\n", indented(&served, 2)),
            &[],
        ),
        (
            "a.yaml.tmpl",
            format!("a: {{{{ .b }}}}\ncert: >\n{}", indented(&served, 2)),
            &[folded],
        ),
        (
            "a.yaml.tmpl",
            format!("a: [<% b %>\ncert: |\n{}", indented(&served, 2)),
            &[],
        ),
        (
            "terraform.tfstate",
            json!({"attributes": {"cert_pem": served}}).to_string(),
            &[],
        ),
        (
            "terraform.tfstate",
            json!({"attributes": {"cert_pem": escaped}}).to_string(),
            &[folded],
        ),
        ("a.tf", join, &[]),
        ("a.json", nested, &[]),
        (
            "a.json",
            json!({"cert": served}).to_string().replace('+', "\\u002B"),
            &[],
        ),
        (
            "a.mobileconfig",
            format!(
                "<plist><dict><key>c</key><data>\n{}</data></dict></plist>",
                wrapped(&base64_of(&der), 52, "\t")
            ),
            &[],
        ),
        (
            "a.ldif",
            format!(
                "dn: cn=a\nuserCertificate;binary:: {}\n",
                wrapped(&base64_of(&der), 76, " ").trim()
            ),
            &[],
        ),
        (
            "a.ldif",
            format!("dn: cn=a\ncert:: {}\n", wrapped(&base64(&served), 76, " ").trim()),
            &[],
        ),
        (
            "a.ldif",
            format!(
                "dn: cn=a\ncert:: {}\n",
                wrapped(&base64(&served.replace("-----END", "----END")), 76, " ").trim()
            ),
            &["marker-repaired"],
        ),
        ("a.csv", format!("id,cert\n1,\"{leaf}\"\n"), &[]),
    ];
    for (name, text, wanted) in cases {
        assert_eq!(
            rules(&folder, name, text.as_bytes()),
            *wanted,
            "{name} {text:.60}"
        );
    }
}

#[test]
fn what_an_address_holds_is_what_its_reader_gets() {
    let folder = Folder::new("kinds-addresses");
    let Pem { served, .. } = pem(&folder);
    let damaged = served.replace("-----END", "----END");
    let escaped = |text: &str| text.replace(' ', "%20").replace('\n', "%0A").replace('+', "%2B");
    let file = |source: &str| json!({"storage": {"files": [{"contents": {"source": source}}]}}).to_string();
    for (source, wanted) in [
        (format!("data:;base64,{}", base64(&served)), None),
        (
            format!("data:text/plain;charset=utf-8;base64,{}", base64(&served)),
            None,
        ),
        (format!("data:,{}", escaped(&served)), None),
        (
            format!("data:;base64,{}", base64(&damaged)),
            Some("marker-repaired"),
        ),
        (format!("data:,{}", escaped(&damaged)), Some("marker-repaired")),
    ] {
        let told = rules(&folder, "config.ign", file(&source).as_bytes());
        assert_eq!(told.first().map(String::as_str), wanted, "{source:.40}");
    }
}

#[test]
fn envoy_s_inline_values_are_called_as_what_they_are_in() {
    let folder = Folder::new("kinds-envoy");
    let Pem {
        served,
        leaf,
        other_key,
        ..
    } = pem(&folder);
    let of = |key: &str| {
        format!(
            "tls_certificates:\n- certificate_chain:\n    inline_string: |\n{}  private_key:\n    inline_string: |\n{}",
            indented(&served, 6),
            indented(key, 6)
        )
    };
    let run = folder.pipe(&["-"], of(&other_key).as_bytes());
    assert!(
        run.errors_found().iter().any(|it| it.contains("key-mismatch")),
        "{}",
        words(&run)
    );
    let authority = format!(
        "validation_context:\n  trusted_ca:\n    inline_string: |\n{}",
        indented(&leaf, 6)
    );
    assert_eq!(
        rules(&folder, "a.yaml", authority.as_bytes()),
        ["authority-not-ca"]
    );
}

/// A backslash is one in a raw literal: Go, PHP 8 and Python 3 hand out a backslash and an n.
#[test]
fn raw_literals_of_programs_know_no_escapes() {
    let folder = Folder::new("kinds-literals");
    let Pem { served, .. } = pem(&folder);
    let escaped = served.replace('\n', "\\n");
    let told: &[&str] = &["newline-escape-repaired"];
    for (name, text, wanted) in [
        ("a.go", format!("const c = `{escaped}`\n"), told),
        ("a.go", format!("const c = `{served}`\n"), &[]),
        ("a.go", format!("const c = \"{escaped}\"\n"), &[]),
        ("a.go", format!("const c = `{}`\n", json!({"cert": served})), &[]),
        ("a.php", format!("<?php $c = '{escaped}';\n"), told),
        ("a.php", format!("<?php $c = \"{escaped}\";\n"), &[]),
        ("a.rb", format!("C = '{escaped}'\n"), told),
        ("a.py", format!("c = r'{escaped}'\n"), told),
        ("a.py", format!("c = '{escaped}'\n"), &[]),
        ("a.rs", format!("const C: &str = r\"{escaped}\";\n"), told),
        ("a.rs", format!("const C: &[u8] = b\"{escaped}\";\n"), &[]),
        ("a.cs", format!("var c = @\"{escaped}\";\n"), told),
        ("a.js", format!("const c = `{escaped}`;\n"), &[]),
        ("a.js", format!("const c = '{escaped}';\n"), &[]),
    ] {
        assert_eq!(rules(&folder, name, text.as_bytes()), wanted, "{text:.40}");
    }
}

#[test]
fn a_name_of_json_that_stands_again_loses_what_stood_first() {
    let folder = Folder::new("kinds-json-twice");
    let Pem { served, .. } = pem(&folder);
    let value = serde_json::Value::from(served.as_str());
    for (text, is_lost) in [
        (
            format!("{{\"cert\": {value},\n \"a\": 1, \"cert\": \"x\"}}"),
            true,
        ),
        (format!("{{\"cert\": \"x\", \"cert\": {value}}}"), false),
        (format!("[{{\"cert\": {value}}}, {{\"cert\": \"x\"}}]"), false),
        (format!("{{\"cert\": {value}, \"a\": {{\"cert\": 1}}}}"), false),
    ] {
        let wanted: &[&str] = if is_lost { &["document-key-twice"] } else { &[] };
        assert_eq!(rules(&folder, "a.json", text.as_bytes()), wanted, "{text:.40}");
    }
}

#[test]
fn a_file_of_a_config_map_is_text() {
    let folder = Folder::new("kinds-map");
    let Pem { root, .. } = pem(&folder);
    let text = base64(&root);
    let map = |name: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  {name}: {text}\n")
    };
    assert_eq!(
        rules(&folder, "a.yaml", map("ca.crt").as_bytes()),
        ["container-read"]
    );
    // A program decodes what it takes from a variable.
    for text in [
        map("CA_BASE64"),
        map("ca.crt").replace("\ndata:", "\nbinaryData:"),
    ] {
        assert_eq!(rules(&folder, "a.yaml", text.as_bytes()), [""; 0], "{text:.40}");
    }
}
