//! One half of a pair that is missing, or a path, beside the other half: in answers of programs, values and stores.

mod repository;

use repository::objects::{Pem, pem, secret, words};
use repository::{Folder, base64};
use serde_json::json;

fn acme(certificate: &str, key: &str) -> String {
    json!({"le": {"Account": {"Email": "a@example.com"}, "Certificates": [
        {"domain": {"main": "example.com"}, "certificate": base64(certificate), "key": base64(key), "Store": "default"}
    ]}})
    .to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\n', "\\n")
}

/// The errors but those that say that a key lies there.
fn errors(folder: &Folder, name: &str, text: &str) -> Vec<String> {
    folder.write(name, text);
    let run = folder.check(&["."]);
    let errors = run
        .errors_found()
        .into_iter()
        .filter(|it| !it.contains("private-key-found"));
    let rules = errors.map(|it| it.split(['[', ']']).nth(1).expect("a rule").to_owned());
    let rules = rules.collect();
    std::fs::remove_file(folder.path(name)).expect("it");
    rules
}

#[test]
fn what_is_empty_or_a_path_is_missed_where_its_other_half_is_there() {
    let folder = Folder::new("halves");
    let Pem {
        key, served, root, ..
    } = pem(&folder);
    let path = "/etc/ssl/web.pem";
    let (absent, unreadable) = ("certificate-not-found", "key-unreadable");
    let cases = [
        (
            "vault.json",
            json!({"data": {"certificate": "", "private_key": key, "issuing_ca": root}}).to_string(),
            absent,
        ),
        (
            "vault.json",
            json!({"data": {"certificate": path, "private_key": key}}).to_string(),
            absent,
        ),
        (
            "vault.json",
            json!({"data": {"certificate": served, "private_key": path}}).to_string(),
            unreadable,
        ),
        (
            "acm.json",
            json!({"Certificate": null, "PrivateKey": key}).to_string(),
            absent,
        ),
        ("acme.json", acme("", &key), absent),
        (
            "values.yaml",
            format!(
                "tls:\n  certificate: {path}\n  key: |\n{}",
                repository::indented(&key, 4)
            ),
            absent,
        ),
        (
            "consul.json",
            json!({"CertPEM": "", "PrivateKeyPEM": key}).to_string(),
            absent,
        ),
        (
            "server.properties",
            format!(
                "ssl.keystore.certificate.chain={path}\nssl.keystore.key={}\n",
                escaped(&key)
            ),
            absent,
        ),
        (
            ".env",
            format!("TLS_CERT=\nTLS_KEY=\"{}\"\n", escaped(&key)),
            absent,
        ),
        (
            "es.yaml",
            secret(&[("elasticsearch.crt", ""), ("elasticsearch.key", &key)]),
            absent,
        ),
        (
            "etcd.yaml",
            secret(&[
                ("server.crt", "/etc/kubernetes/pki/etcd/server.crt"),
                ("server.key", &key),
            ]),
            absent,
        ),
        (
            "istio.yaml",
            secret(&[
                ("ca-cert.pem", ""),
                ("ca-key.pem", &key),
                ("root-cert.pem", &root),
            ]),
            absent,
        ),
    ];
    for (name, text, wanted) in cases {
        assert_eq!(errors(&folder, name, &text), [wanted], "{name} {text:.60}");
    }
    // Defaults of a chart, what is filled in elsewhere, a certificate without its key, other names.
    let quiet = [
        (
            "values.yaml",
            "tls:\n  certificate: \"\"\n  key: \"\"\n".to_owned(),
        ),
        (
            "values.yaml",
            format!(
                "tls:\n  key: \"\"\n  certificate: |\n{}",
                repository::indented(&served, 4)
            ),
        ),
        (
            "values.yaml",
            format!(
                "tls:\n  crt: {{{{ .Values.crt }}}}\n  key: |\n{}",
                repository::indented(&key, 4)
            ),
        ),
        (
            "a.json",
            json!({"a": {"certificate": ""}, "b": {"private_key": key}}).to_string(),
        ),
        (
            "a.json",
            json!({"ca_certificate_file": path, "private_key": key}).to_string(),
        ),
        ("acme.json", acme(&served, &key)),
        // Spring takes the content of either, or its place.
        (
            "application.yml",
            format!(
                "keystore:\n  private-key: {path}\n  certificate: |\n{}",
                repository::indented(&served, 4)
            ),
        ),
    ];
    for (name, text) in quiet {
        assert_eq!(errors(&folder, name, &text), [""; 0], "{name} {text:.60}");
    }
}

#[test]
fn pairs_the_wrong_way_round_are_told_wherever_they_stand() {
    let folder = Folder::new("halves-swapped");
    let Pem { key, served, .. } = pem(&folder);
    let block = |text: &str| repository::indented(text, 6);
    let swapped = "certificate-and-key-swapped";
    for (name, text) in [
        (
            "vault.json",
            json!({"data": {"certificate": key, "private_key": served}}).to_string(),
        ),
        (
            "acm.json",
            json!({"Certificate": key, "PrivateKey": served}).to_string(),
        ),
        ("acme.json", acme(&key, &served)),
        (
            "consul.json",
            json!({"CertPEM": key, "PrivateKeyPEM": served}).to_string(),
        ),
        (
            "terraform.tfstate",
            json!({"attributes": {"cert_pem": key, "private_key_pem": served}}).to_string(),
        ),
        (
            "values.yaml",
            format!("tls:\n  - crt: |\n{}    key: |\n{}", block(&key), block(&served)),
        ),
        (
            "server.properties",
            format!(
                "ssl.keystore.certificate.chain={}\nssl.keystore.key={}\n",
                escaped(&key),
                escaped(&served)
            ),
        ),
        ("es.yaml", secret(&[("http.crt", &key), ("http.key", &served)])),
    ] {
        assert_eq!(errors(&folder, name, &text), [swapped], "{name}");
    }
}

#[test]
fn what_istio_and_cert_manager_write_is_judged_by_its_name() {
    let folder = Folder::new("halves-roles");
    let Pem {
        key,
        served,
        leaf,
        root,
        ..
    } = pem(&folder);
    let all = [
        ("ca-cert.pem", leaf.as_str()),
        ("ca-key.pem", &key),
        ("root-cert.pem", &root),
    ];
    folder.write("istio.yaml", &secret(&all));
    let run = folder.check(&["istio.yaml"]);
    assert!(
        run.errors_found()
            .iter()
            .any(|it| it.contains("authority-not-ca")),
        "{}",
        words(&run)
    );
    // One file with both, for HAProxy and the like, beside the two.
    let combined = format!("{key}{served}");
    folder.write(
        "web.yaml",
        &secret(&[
            ("tls.crt", &served),
            ("tls.key", &key),
            ("tls-combined.pem", &combined),
        ]),
    );
    let run = folder.check(&["web.yaml"]);
    assert_eq!(run.errors_found(), [""; 0], "{}", run.stdout);
}
