//! What holds of the scanner whatever the input is.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};

use pemvet::pem::{Kind, Scan, scan};
use pemvet::{Profile, RepairMode};
use proptest::prelude::*;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use support::{PROVIDER, judge, read};

const BUNDLES: [&str; 5] = [
    "demo/good.pem",
    "demo/from-pfx.pem",
    "keyforms/p256.pem",
    "adcs/chain.pem",
    "rules/key-in-certificate-file/bad.pem",
];

fn bundle() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::select(BUNDLES.as_slice()).prop_map(read)
}

/// Pieces that the scanner knows, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let pieces: &[&[u8]] = &[
        b"-----BEGIN CERTIFICATE-----",
        b"-----END CERTIFICATE-----",
        b"-----BEGIN PRIVATE KEY-----",
        b"-----END PRIVATE KEY-----",
        b"-----begin x509 crl-----",
        b"-----END",
        b"BEGIN ",
        b"END ",
        b"CERTIFICATE",
        b"-",
        b"--",
        b"-----",
        b"\xE2\x80\x94",
        b"\n",
        b"\r",
        b"\r\n",
        b"\\n",
        b"\\\\r\\\\n",
        b"\\",
        b"\"",
        b"> ",
        b"| ",
        b"  ",
        b"\t",
        b"1: ",
        b"2: ",
        b"\0",
        b"\xEF\xBB\xBF",
        b"\xC2\xA0",
        b"MIIB",
        b"AAAA",
        b"AA==",
        b"=",
        b"Zm9v",
        b"TFMwd",
        b"LS0tLS1CRUdJTi",
        b"Proc-Type: 4,ENCRYPTED\n",
        b"X-Note: a\n",
        b"Bag Attributes\n",
        b"key: |\n",
        b"#",
        b"<br>",
        b"0\x82",
        b"\xFF\xFE",
        b"-----BEGIN A-----\nAAAA\n-----END A-----\n",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

/// One change of a few bytes.
#[derive(Clone, Debug)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Delete(prop::sample::Index, usize),
    Insert(prop::sample::Index, Vec<u8>),
    Truncate(prop::sample::Index),
    Double(prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        (index(), any::<u8>()).prop_map(|(at, bits)| Damage::Flip(at, bits)),
        (index(), 1..200usize).prop_map(|(at, length)| Damage::Delete(at, length)),
        (index(), pieces()).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        index().prop_map(Damage::Truncate),
        (index(), 1..200usize).prop_map(|(at, length)| Damage::Double(at, length)),
    ]
}

impl Damage {
    fn apply(&self, text: &mut Vec<u8>) {
        let end = text.len() + 1;
        match self {
            Damage::Flip(at, bits) if !text.is_empty() => {
                let at = at.index(text.len());
                text[at] ^= bits;
            }
            Damage::Flip(..) => {}
            Damage::Delete(at, length) => {
                let start = at.index(end);
                text.drain(start..(start + length).min(text.len()));
            }
            Damage::Insert(at, bytes) => {
                let at = at.index(end);
                text.splice(at..at, bytes.iter().copied());
            }
            Damage::Truncate(at) => text.truncate(at.index(end)),
            Damage::Double(at, length) => {
                let start = at.index(end);
                let again = text[start..(start + length).min(text.len())].to_vec();
                text.splice(start..start, again);
            }
        }
    }
}

fn ders(scan: &Scan<'_>) -> Vec<Vec<u8>> {
    scan.certificates().map(<[u8]>::to_vec).collect()
}

/// What must hold of any input.
fn check(text: &[u8]) -> Result<(), TestCaseError> {
    let first = scan(text);
    let shown = String::from_utf8_lossy(text);
    prop_assert!(first.accounts_for_every_byte(), "{shown:?}: {first:?}");
    for range in first.repairs().iter().map(|repair| &repair.bytes) {
        prop_assert!(range.start <= range.end && range.end <= text.len());
    }
    let canonical = first.to_pem();
    let second = scan(canonical.as_bytes());
    prop_assert_eq!(ders(&first), ders(&second), "{:?}", shown);
    prop_assert_eq!(&second.to_pem(), &canonical);
    prop_assert!(second.faults().is_empty() && second.explanatory_text().is_empty());
    Ok(())
}

/// Every block of the original is there, or something says what became of it.
fn nothing_is_lost_unreported(original: &[u8], text: &[u8]) -> Result<(), TestCaseError> {
    let (before, after) = (scan(original), scan(text));
    let now = ders(&after);
    let lost = ders(&before).iter().any(|der| !now.contains(der));
    let (begins, ends) = after.markers();
    // A block whose content changed is there still, and the rules about certificates speak of it.
    let blocks = after
        .sections()
        .iter()
        .filter(|section| section.kind() == Kind::Certificate)
        .count();
    let changed = blocks > now.len() || now.iter().any(|der| !ders(&before).contains(der));
    let silent = after.faults().is_empty() && after.repairs().is_empty() && begins == ends;
    // Deletions may take all of a short block.
    let gone = original.len().saturating_sub(text.len()) > 300;
    prop_assert!(!lost || changed || !silent || gone, "{after:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_accounted_for(text in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&text)?;
    }

    #[test]
    fn any_order_of_pieces_is_accounted_for(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn damage_never_loses_a_block_unreported(
        original in bundle(),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let mut text = original.clone();
        damages.iter().for_each(|damage| damage.apply(&mut text));
        check(&text)?;
        nothing_is_lost_unreported(&original, &text)?;
    }

    #[test]
    fn layout_and_text_around_change_neither_content_nor_class(
        original in bundle(),
        crlf in any::<bool>(),
        bom in any::<bool>(),
        indent in "[ \t]{0,6}",
        blank_lines in 0..4usize,
        comment in prop::sample::select(&["", "# our chain", "subject=CN = a", "Bag Attributes\n    localKeyID: 01"][..]),
    ) {
        let mut text = String::from_utf8(original.clone()).expect("text");
        if !comment.is_empty() {
            text = text.replace("-----BEGIN", &format!("{comment}\n-----BEGIN"));
        }
        text = text.replace("-----BEGIN", &("\n".repeat(blank_lines) + "-----BEGIN"));
        if !indent.is_empty() {
            text = text.lines().map(|line| format!("{indent}{line}\n")).collect();
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if bom {
            text.insert(0, '\u{FEFF}');
        }
        check(text.as_bytes())?;
        let (before, after) = (scan(&original), scan(text.as_bytes()));
        prop_assert_eq!(ders(&before), ders(&after));
        prop_assert_eq!(before.sections().len(), after.sections().len());

        let mut profile = Profile::any(PROVIDER);
        profile.repair = RepairMode::Repaired;
        let class = |text: &[u8]| judge(text, None, &profile).class();
        prop_assert_eq!(class(&original), class(text.as_bytes()));
    }
}

#[test]
fn other_readers_read_the_canonical_text_alike() {
    for name in BUNDLES {
        let text = read(name);
        let scan = scan(&text);
        let (expected, canonical) = (ders(&scan), scan.to_pem());

        let pem = pem::parse_many(&canonical).expect("the pem crate reads it");
        let pem: Vec<Vec<u8>> = pem.into_iter().map(pem::Pem::into_contents).collect();
        assert_eq!(pem, expected, "{name}");

        let pki: Result<Vec<CertificateDer<'_>>, _> =
            CertificateDer::pem_slice_iter(canonical.as_bytes()).collect();
        let pki: Vec<Vec<u8>> = pki
            .expect("rustls reads it")
            .iter()
            .map(|der| der.to_vec())
            .collect();
        assert_eq!(pki, expected, "{name}");

        let parser = x509_parser::pem::Pem::iter_from_buffer(canonical.as_bytes());
        let parser: Vec<Vec<u8>> = parser
            .map(|pem| pem.expect("x509-parser reads it").contents)
            .collect();
        assert_eq!(parser, expected, "{name}");
    }
}

#[test]
fn openssl_reads_the_canonical_text_alike() {
    for name in BUNDLES {
        let text = read(name);
        let scan = scan(&text);
        let program = Command::new("openssl")
            .args([
                "crl2pkcs7",
                "-nocrl",
                "-outform",
                "DER",
                "-certfile",
                "/dev/stdin",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut program) = program else {
            eprintln!("SKIPPED: openssl is not installed, so its reader was not asked");
            return;
        };
        let mut input = program.stdin.take().expect("a pipe");
        input.write_all(scan.to_pem().as_bytes()).expect("openssl reads");
        drop(input);
        let container = program.wait_with_output().expect("openssl ends");
        assert!(container.status.success(), "{name}");
        // The container is a set in the order of DER; what was read is compared as a set, too.
        let sorted = |mut ders: Vec<Vec<u8>>| {
            ders.sort();
            ders
        };
        let theirs = pemvet::pem::scan(&container.stdout);
        assert_eq!(sorted(ders(&theirs)), sorted(ders(&scan)), "{name}");
    }
}

#[test]
fn storms_of_markers_and_endless_lines_are_accounted_for() {
    // How long they take is measured by benches/ratios.rs.
    let shapes: [&[u8]; 10] = [
        b"-----BEGIN CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n",
        b"-----END CERTIFICATE-----\n",
        b"-----BEGIN ",
        b"-",
        b"A",
        b"BEGIN END ",
        b"\\",
        b"\r",
        b"> 1: \"",
    ];
    for shape in shapes {
        let text = shape.repeat((1 << 20) / shape.len());
        let scan = scan(&text);
        assert!(scan.sections().is_empty(), "{shape:?}");
        assert!(scan.accounts_for_every_byte(), "{shape:?}");
    }
}
