//! Private keys that are no PEM: bytes of a program, JSON Web Keys that are no JSON, and what a form sends.

mod repository;

use repository::objects::{Pem, pem};
use repository::{Folder, base64_of};

const NONE: &[&str] = &[];

/// The rules of errors and warnings in a walk: of a file that was named more is said.
fn walked(folder: &Folder, name: &str, text: &str) -> Vec<String> {
    folder.write(name, text);
    let run = folder.check(&["."]);
    std::fs::remove_file(folder.path(name)).expect("it");
    let rule = |it: &String| Some(it.split_once('[')?.1.split_once(']')?.0.to_owned());
    run.errors_found().iter().filter_map(rule).collect()
}

/// Each byte as this language writes it.
fn bytes(der: &[u8], around: impl Fn(u8) -> String) -> String {
    der.iter().map(|byte| around(*byte)).collect()
}

#[test]
fn a_key_is_found_as_bytes_of_a_program() {
    let folder = Folder::new("surroundings-bytes");
    let Pem { key, .. } = pem(&folder);
    let der = repository::decoded(&repository::key_forms::body(&key));
    for (name, text) in [
        ("K.java", bytes(&der, |it| format!("(byte) 0x{it:02x}, "))),
        ("L.java", bytes(&der, |it| format!("{}, ", it.cast_signed()))),
        ("a.c", bytes(&der, |it| format!("0x{it:02X}U, "))),
        ("a.js", bytes(&der, |it| format!("{it},"))),
        ("a.go", bytes(&der, |it| format!("0x{it:x}, "))),
        ("a.c", format!("\"{}\"", bytes(&der, |it| format!("\\{it:03o}")))),
        (
            "a.py",
            format!("b'{}'", bytes(&der, |it| format!("{}", it.escape_ascii()))),
        ),
    ] {
        let text = format!("key = {{ {text} }};\n");
        assert_eq!(walked(&folder, name, &text), ["private-key-found"], "{name}");
    }
}

#[test]
fn a_web_key_is_found_in_any_language() {
    let folder = Folder::new("surroundings-jwk");
    let number = base64_of(&[0xA5; 32]).replace(['+', '/'], "_").replace('=', "");
    for (name, text) in [
        ("a.json", format!("{{\"kty\": \"oct\", \"k\": \"{number}\"}}")),
        (
            "a.yaml",
            format!("keys:\n- crv: P-256\n  d: {number}\n  kty: EC\n  x: {number}\n"),
        ),
        ("b.yaml", format!("jwk:\n  kty: oct\n  k: {number}\n")),
        (
            "a.js",
            format!("const jwk = {{kty: 'OKP', crv: 'Ed25519', d: '{number}'}};\n"),
        ),
        ("a.toml", format!("[jwk]\nkty = \"EC\"\nd = \"{number}\"\n")),
        ("a.rb", format!("JWK = {{ 'kty' => 'EC', 'd' => '{number}' }}\n")),
    ] {
        assert_eq!(walked(&folder, name, &text), ["private-key-found"], "{name}");
    }
    for (name, text) in [
        (
            "a.yaml",
            format!("keys:\n- crv: P-256\n  kty: EC\n  x: {number}\n  y: {number}\n"),
        ),
        (
            "a.ts",
            "interface Jwk { kty: string; d?: string; k?: string }\n".into(),
        ),
        ("a.json", "{\"kty\": \"oct\", \"k\": \"...\"}\n".into()),
        // Two objects: the type of one, a member of the other.
        (
            "b.yaml",
            format!("- kty: EC\n  x: {number}\n- kty: EC\n  y: {number}\nid: {number}\n"),
        ),
    ] {
        assert_eq!(walked(&folder, name, &text), NONE, "{name}");
    }
}

#[test]
fn a_key_that_openssl_prints_is_found_and_a_certificate_under_a_wrong_label_is_none() {
    let folder = Folder::new("keys-words");
    let octets: String = (0..32u8).map(|it| format!("{:02x}:", it ^ 0xA5)).collect();
    let lines = octets
        .as_bytes()
        .chunks(45)
        .map(|line| String::from_utf8_lossy(line).into_owned());
    let lines: String = lines.map(|line| format!("    {line}\n")).collect();
    let printed = |name: &str| format!("Private-Key: (256 bit)\n{name}:\n{lines}ASN1 OID: prime256v1\n");
    for name in ["priv", "privateExponent"] {
        assert_eq!(
            walked(&folder, "a.out", &printed(name)),
            ["private-key-found"],
            "{name}"
        );
    }
    assert_eq!(walked(&folder, "a.out", &printed("pub")), NONE);
    let Pem { leaf, .. } = pem(&folder);
    let text = leaf.replace("CERTIFICATE", "PRIVATE KEY");
    assert_eq!(walked(&folder, "a.pem", &text), ["label-repaired"]);
}

#[test]
fn a_key_in_a_form_is_found() {
    let folder = Folder::new("surroundings-form");
    let ed25519 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE+P/+a5lHg2Dk3Yh/6XvWq1TzUo8sJcN4mRb0KfEx5+t/\n-----END PRIVATE KEY-----\n";
    let escaped = ed25519
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('\n', "%0A");
    for blank in ["+", "%20"] {
        let text = format!("key={}&name=x\n", escaped.replace(' ', blank));
        assert_eq!(walked(&folder, "a.http", &text), ["private-key-found"], "{blank}");
    }
    let words = "key=-----BEGIN+PRIVATE+KEY-----%0A...%0A-----END+PRIVATE+KEY-----\n";
    assert_eq!(walked(&folder, "a.http", words), NONE);
}
