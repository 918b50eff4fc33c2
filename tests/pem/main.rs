//! The scanner against everything that people do to PEM text, by name; the laws that hold whatever they do are in
//! pem_laws.rs.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod containers;
mod contents;
mod damage;
mod layouts;
mod making;
mod markers;
mod ordinary;
#[path = "../support/mod.rs"]
mod support;

use making::{Row, block, der, fixture, key, utf16};
use pemvet::pem::{Kind, Scan, scan};

fn names(scan: &Scan<'_>) -> (Vec<&'static str>, Vec<&'static str>, (usize, usize)) {
    let mut repairs = Vec::new();
    for repair in scan.repairs() {
        if !repairs.contains(&repair.kind.as_str()) {
            repairs.push(repair.kind.as_str());
        }
    }
    let faults = scan.faults().iter().map(|fault| fault.kind.as_str()).collect();
    let first = scan.repairs().first().map(|it| (*it.lines.start(), it.column));
    let fault = scan.faults().first().map(|fault| place(scan.source(), fault.at));
    (repairs, faults, first.or(fault).unwrap_or_default())
}

/// Line and column of an offset in text whose lines end in LF.
fn place(text: &[u8], at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |it| it + 1);
    (line, at - start + 1)
}

/// Certificates, repairs and faults of each variant.
#[track_caller]
fn fit(rows: Vec<Row>) {
    let original: Vec<Vec<u8>> = (0..3).map(der).collect();
    let mut wrong = Vec::new();
    assert!(!rows.is_empty());
    for row in rows {
        let scan = scan(&row.text);
        let (repairs, faults, first) = names(&scan);
        let count = scan.certificates().count();
        let found = format!(
            "row(\"{}\", @, {count}, &{repairs:?}, &{faults:?}, {first:?}),",
            row.name
        );
        let expected = (row.certificates, row.repairs, row.faults, row.first);
        if expected != (count, repairs.as_slice(), faults.as_slice(), first) {
            wrong.push(found);
        }
        // What was read is what was there before.
        assert!(
            scan.certificates().all(|der| original.iter().any(|it| it == der))
                || row.name.starts_with("other"),
            "{}",
            row.name
        );
        assert!(scan.accounts_for_every_byte(), "{}", row.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_as_tools_write_them_are_read() {
    fit(ordinary::ordinary());
}

#[test]
fn every_encoding_of_text_is_read() {
    fit(ordinary::encodings());
}

#[test]
fn what_mail_and_editors_do_to_lines_is_undone() {
    fit(layouts::layouts());
}

#[test]
fn escaped_text_is_read() {
    fit(markers::escapes());
}

#[test]
fn damaged_markers_are_read_or_told() {
    fit(markers::markers());
}

#[test]
fn what_stands_between_the_markers_is_taken_for_what_it_is() {
    fit(contents::contents());
}

#[test]
fn containers_and_text_without_markers_are_read() {
    fit(containers::containers());
}

#[test]
fn what_cannot_be_mended_is_told() {
    fit(damage::damage());
}

/// What each kind of block is taken for, by label and by content.
#[test]
fn kinds_are_told_by_content() {
    let kinds = |text: &[u8]| {
        scan(text)
            .sections()
            .iter()
            .map(pemvet::pem::Section::kind)
            .collect::<Vec<_>>()
    };
    let key_der = pem::parse(key()).expect("a key").into_contents();
    assert_eq!(kinds(key().as_bytes()), [Kind::PrivateKey]);
    assert_eq!(
        kinds(block("CERTIFICATE", &key_der).as_bytes()),
        [Kind::PrivateKey]
    );
    assert_eq!(kinds(block("ANYTHING", &key_der).as_bytes()), [Kind::PrivateKey]);
    assert_eq!(kinds(block("ANYTHING", &der(0)).as_bytes()), [Kind::Certificate]);
    assert_eq!(
        kinds(block("ANYTHING", b"\x04\x01\x00").as_bytes()),
        [Kind::Other]
    );
    let public = fixture("rules/certificate-not-found/bad-der-public-key.pem");
    assert_eq!(kinds(block("CERTIFICATE", &public).as_bytes()), [Kind::PublicKey]);
    let request = fixture("rules/block-unexpected/bad-csr.pem");
    assert_eq!(kinds(&request).last(), Some(&Kind::CertificateRequest));
    for encrypted in [
        "keys/proxy-encrypted-pkcs8.key",
        "keys/proxy-encrypted-traditional.key",
    ] {
        assert_eq!(
            kinds(&fixture(encrypted)),
            [Kind::EncryptedPrivateKey],
            "{encrypted}"
        );
        let indented: String = String::from_utf8(fixture(encrypted))
            .expect("text")
            .lines()
            .map(|line| format!("  {line}\n"))
            .collect();
        assert_eq!(
            kinds(indented.as_bytes()),
            [Kind::EncryptedPrivateKey],
            "{encrypted}"
        );
    }
    let ssh = block("OPENSSH PRIVATE KEY", b"openssh-key-v1\0");
    assert_eq!(kinds(ssh.as_bytes()), [Kind::OpenSshPrivateKey]);
}

/// A finding about an extension points at the lines that hold it, whatever was repaired in between.
#[test]
fn places_inside_a_certificate_lead_back_through_every_repair() {
    let bad = fixture("rules/extension-malformed/bad-san.pem");
    let lines_of = |text: &[u8]| {
        let mut profile = pemvet::Profile::any(support::PROVIDER);
        profile.repair = pemvet::RepairMode::Repaired;
        let report = support::judge(text, None, &profile);
        let finding = report
            .findings()
            .iter()
            .find(|it| it.rule.name == "extension-malformed");
        let location = finding.expect("the finding").location.clone().expect("a place");
        location.lines
    };
    let text = String::from_utf8(bad.clone()).expect("text");
    let plain = lines_of(&bad);
    assert!(
        plain.start() > &1 && plain.end() - plain.start() <= 1,
        "{plain:?}"
    );
    let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
    assert_eq!(lines_of(indented.as_bytes()), plain);
    let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    assert_eq!(lines_of(quoted.as_bytes()), plain);
    let numbered: String = text
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{}: {line}\n", at + 1))
        .collect();
    assert_eq!(lines_of(numbered.as_bytes()), plain);
    assert_eq!(lines_of(text.replace('\n', "\r").as_bytes()), plain);
    assert_eq!(lines_of(text.replace('\n', "\\\n").as_bytes()), plain);
    assert_eq!(
        lines_of(&utf16(&text.replace('\n', "\r\n"), true, u16::to_le_bytes)),
        plain
    );
    assert_eq!(lines_of(text.replace('\n', "\\n").as_bytes()), 1..=1);
}
