//! What is said about files as people paste, export and glue them: nothing false, and something to do.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use pemvet::pem::scan;
use pemvet::{Profile, RepairMode, Report};
use support::{judge, read};

fn text(path: &str) -> String {
    String::from_utf8(read(path)).expect("text")
}

fn any(bundle: &str) -> Report {
    let mut profile = Profile::any(support::PROVIDER);
    profile.repair = RepairMode::AsGiven;
    judge(bundle.as_bytes(), None, &profile)
}

/// Message and help of all findings of one rule.
fn said(report: &Report, rule: &str) -> Vec<String> {
    let findings = report
        .findings()
        .iter()
        .filter(|finding| finding.rule.name == rule);
    findings
        .map(|finding| {
            format!(
                "{} | {}",
                finding.message,
                finding.help.as_ref().map_or(String::new(), ToString::to_string)
            )
        })
        .collect()
}

/// What is said by `rule` about `bundle` is one finding that begins so.
fn expect(bundle: &str, rule: &str, wanted: &str) {
    let said = said(&any(bundle), rule);
    assert!(
        said.len() == 1 && said[0].starts_with(wanted),
        "{rule}: {said:#?}"
    );
}

const BUNDLE: &str = "demo/good.pem";
const KEY: &str = "demo/proxy.key";

#[test]
fn a_key_that_could_not_be_read_was_not_used_for_the_check_of_the_pair() {
    let (bundle, key) = (text(BUNDLE), text(KEY));
    let rule = "key-in-certificate-file";
    expect(
        &format!("{bundle}{key}"),
        rule,
        "The certificate file holds a private key. It was used to check the pair. |",
    );
    let lines: Vec<&str> = key.lines().collect();
    let cut = [&lines[..10], &lines[12..]].concat().join("\n");
    expect(
        &format!("{bundle}{cut}\n"),
        rule,
        "The certificate file holds a private key. |",
    );
    for encrypted in [
        "keys/proxy-encrypted-pkcs8.key",
        "keys/proxy-encrypted-traditional.key",
    ] {
        let both = format!("{bundle}{}", text(encrypted));
        expect(
            &both,
            rule,
            "The certificate file holds a password-protected private key. |",
        );
    }
}

#[test]
fn a_password_protected_key_is_told_in_any_layout() {
    let key = text("keys/proxy-encrypted-traditional.key");
    let layouts = [
        key.clone(),
        key.replace('\n', "\\n"),
        key.replace('\n', "\\\\n"),
        key.replace('\n', "\\\n"),
        key.replace('\n', " "),
        key.replace('\n', "\r\n"),
        key.lines().map(|line| format!("> {line}\n")).collect(),
        key.lines().map(|line| format!("\"{line}\\n\"\n")).collect(),
    ];
    for key in layouts {
        let bundle = text(BUNDLE);
        let profile = Profile::server(support::PROVIDER);
        let report = judge(bundle.as_bytes(), Some(key.as_bytes()), &profile);
        assert_eq!(said(&report, "key-encrypted").len(), 1, "{key}\n{report:?}");
    }
}

#[test]
fn short_keys_in_der_are_named() {
    for name in ["p256-sec1", "ed25519-pkcs8"] {
        let key = text(&format!("keyforms/{name}.key"));
        let report = judge(&der(&key), None, &Profile::any(support::PROVIDER));
        let said = said(&report, "certificate-not-found");
        assert!(said[0].contains("it is a private key in DER"), "{name}: {said:?}");
    }
}

/// The content of the last block.
fn der(text: &str) -> Vec<u8> {
    let blocks = pem::parse_many(text).expect("PEM");
    blocks.last().expect("a block").contents().to_vec()
}

#[test]
fn two_certificates_in_one_block_are_not_cut_down_to_one() {
    let both: Vec<u8> = pem::parse_many(text(BUNDLE))
        .expect("PEM")
        .iter()
        .take(2)
        .flat_map(|block| block.contents().to_vec())
        .collect();
    expect(
        &pem::encode(&pem::Pem::new("CERTIFICATE", both)),
        "certificate-unreadable",
        "This block holds more than one certificate: another begins 839 bytes before its end. None of them was read. | give each certificate BEGIN and END of its own",
    );
}

#[test]
fn a_label_is_corrected_to_the_one_that_is_named() {
    let (bundle, key) = (text(BUNDLE), text(KEY));
    let split = "pemvet fix FILE --split CERTIFICATES,KEY";
    expect(
        &format!("{bundle}{}", key.replace("PRIVATE KEY", "CERTIFICATE")),
        "label-repaired",
        &format!(
            "Line 64, column 1: the label says another kind of content than the block has; it should be PRIVATE KEY. The content is intact and was read. | {split}"
        ),
    );
    expect(
        &bundle.replacen("CERTIFICATE", "PRIVATE KEY", 2),
        "label-repaired",
        "Line 1, column 1: the label says another kind of content than the block has; it should be CERTIFICATE. The content is intact and was read. | pemvet fix FILE   (writes",
    );
}

#[test]
fn parameters_without_a_key_are_told() {
    let bundle = text(BUNDLE);
    let parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    let key = text("keyforms/p256-sec1.key");
    let key = &key[key.find("-----BEGIN EC PRIVATE").expect("a key")..];
    expect(
        &format!("{bundle}{parameters}"),
        "block-unexpected",
        "This block is key parameters; it was passed over. | pemvet fix FILE",
    );
    let with_key = any(&format!("{bundle}{parameters}{key}"));
    assert!(said(&with_key, "block-unexpected").is_empty());
}

#[test]
fn text_outside_the_blocks_is_named_by_its_kind_and_counted_once() {
    let bundle = text(BUNDLE);
    let rule = "text-outside-blocks";
    expect(
        &format!("subject=CN = a\nissuer=CN = b\n{bundle}"),
        rule,
        "2 lines of subject= and issuer= at one place, as openssl pkcs12 and s_client write them; passed over. |",
    );
    let words = "Certificate:\n    Data:\n        Version: 3 (0x2)\n";
    expect(
        &format!("{words}{bundle}"),
        rule,
        "3 lines of a certificate in words at one place, as openssl x509 -text writes them; passed over. |",
    );
    expect(
        &format!("hello\n{words}{bundle}"),
        rule,
        "4 lines of text at one place, 3 of them a certificate in words as openssl x509 -text writes it; passed over. |",
    );
    let body: String = bundle
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('-'))
        .collect();
    expect(
        &format!("<X509Certificate>{body}</X509Certificate>\n"),
        rule,
        "1 line of text around the blocks; passed over. |",
    );
    let quoted = format!("\"{bundle}\"\n");
    assert!(said(&any(&quoted), rule).is_empty(), "told with the opening mark");
    expect(&format!("{bundle}\"\n"), rule, "1 line of text at one place");
}

#[test]
fn a_key_is_written_canonically() {
    let bundle = text(BUNDLE);
    for name in [
        "keyforms/rsa-pkcs8",
        "keyforms/rsa-pkcs1",
        "keyforms/p256-pkcs8",
        "keyforms/p384-sec1",
        "keyforms/ed25519-pkcs8",
        "keys/proxy-encrypted-pkcs8",
    ] {
        let key = text(&format!("{name}.key"));
        let last = &key[key.rfind("-----BEGIN").expect("a block")..];
        let label = last["-----BEGIN ".len()..]
            .split("-----")
            .next()
            .expect("a label");
        for given in [
            last.to_string(),
            last.replace('\n', "\r\n"),
            last.replace('\n', "\\n"),
            last.lines().map(|line| format!("    {line}\n")).collect(),
            last.replace(label, "CERTIFICATE"),
        ] {
            let given = format!("{given}\n{bundle}");
            let scan = scan(given.as_bytes());
            let section = &scan.sections()[0];
            assert_eq!(scan.key_to_pem(section).expect("a key").as_str(), last, "{name}");
            assert!(scan.key_to_pem(&scan.sections()[1]).is_none(), "a certificate");
        }
    }
    let traditional = text("keys/proxy-encrypted-traditional.key");
    let scan = scan(traditional.as_bytes());
    assert!(scan.key_to_pem(&scan.sections()[0]).is_none(), "not decoded");
}
