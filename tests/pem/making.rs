//! Variants of a good bundle.

use pemvet::pem::scan;

use crate::support::{read, testdata};

/// What one variant of a good bundle leads to.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) text: Vec<u8>,
    pub(crate) certificates: usize,
    /// Names of the repairs, each once, in the order of their first places.
    pub(crate) repairs: &'static [&'static str],
    /// Names of the faults, in the order of the input.
    pub(crate) faults: &'static [&'static str],
    /// Line and column of the first repair or else fault; (0, 0) where there is neither.
    pub(crate) first: (usize, usize),
}

pub(crate) const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";
pub(crate) const END: &str = "-----END CERTIFICATE-----";

/// Leaf (lines 1 to 24), issuing CA (25 to 44) and root (45 to 63).
pub(crate) fn good() -> String {
    String::from_utf8(read("demo/good.pem")).expect("text")
}

pub(crate) fn key() -> String {
    String::from_utf8(read("demo/proxy.key")).expect("text")
}

/// The good bundle with line `number` changed.
pub(crate) fn line(number: usize, change: impl Fn(&str) -> String) -> Vec<u8> {
    lines(|at, line| if at == number { change(line) } else { line.into() })
}

/// The good bundle with every line changed.
pub(crate) fn lines(change: impl Fn(usize, &str) -> String) -> Vec<u8> {
    let lines = good();
    let lines = lines
        .lines()
        .enumerate()
        .map(|(at, line)| change(at + 1, line) + "\n");
    lines.collect::<String>().into_bytes()
}

/// The good bundle with every line of base64 changed.
pub(crate) fn bodies(change: impl Fn(&str) -> String) -> Vec<u8> {
    lines(|_, line| {
        if line.starts_with("-----") {
            line.into()
        } else {
            change(line)
        }
    })
}

pub(crate) fn replaced(from: &str, to: &str) -> Vec<u8> {
    good().replace(from, to).into_bytes()
}

/// One certificate of the good bundle, from 0.
pub(crate) fn certificate(number: usize) -> String {
    let good = good();
    let part = good.split_inclusive("-----END CERTIFICATE-----\n").nth(number);
    part.expect("three certificates").into()
}

pub(crate) fn der(number: usize) -> Vec<u8> {
    let good = good();
    let scan = scan(good.as_bytes());
    scan.certificates()
        .nth(number)
        .expect("three certificates")
        .to_vec()
}

pub(crate) fn block(label: &str, der: &[u8]) -> String {
    let layout = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new(label, der), layout)
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    let body = block("X", bytes);
    body.lines().filter(|line| !line.starts_with('-')).collect()
}

/// An entry of RFC 2849, lines folded.
pub(crate) fn ldif(value: &str) -> String {
    let line = format!("userCertificate;binary:: {value}");
    let (first, rest) = line.split_at(76);
    let mut entry = format!("dn: cn=x\n{first}\n");
    for part in rest.as_bytes().chunks(75) {
        entry += &format!(" {}\n", String::from_utf8_lossy(part));
    }
    entry + "\n"
}

pub(crate) fn utf16(text: &str, bom: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let bom = bom.then_some(0xFEFF);
    bom.into_iter()
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

pub(crate) fn bytes(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

pub(crate) fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(testdata(path)).expect("a fixture")
}

pub(crate) fn block76(ders: &[Vec<u8>]) -> String {
    let layout = pem::EncodeConfig::new()
        .set_line_ending(pem::LineEnding::LF)
        .set_line_wrap(76);
    let blocks = ders
        .iter()
        .map(|der| pem::encode_config(&pem::Pem::new("CERTIFICATE", der.as_slice()), layout));
    blocks.collect()
}

/// The first bit that stands for nothing is set.
pub(crate) fn tail_bit(block: &str) -> String {
    let at = block.find('=').expect("padding") - 1;
    let last = block.as_bytes()[at];
    format!("{}{}{}", &block[..at], char::from(last + 1), &block[at + 1..])
}

pub(crate) fn pkcs7() -> Vec<u8> {
    let text = fixture("rules/container-read/bad-pkcs7.pem");
    pem::parse(text).expect("a block").into_contents()
}

/// The three certificates in SignedData whose elements have no lengths, but the certificates.
pub(crate) fn pkcs7_in_ber() -> Vec<u8> {
    const SIGNED_DATA: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
    const DATA: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01";
    let open = |tag: u8, inside: &[&[u8]]| [&[tag, 0x80], &inside.concat()[..], &[0, 0]].concat();
    let certificates = open(0xA0, &[&der(0), &der(1), &der(2)]);
    let signed = open(
        0x30,
        &[
            b"\x02\x01\x01",
            b"\x31\x00",
            &open(0x30, &[DATA]),
            &certificates,
            b"\x31\x00",
        ],
    );
    open(0x30, &[SIGNED_DATA, &open(0xA0, &[&signed])])
}

pub(crate) fn row(
    name: &'static str,
    text: impl Into<Vec<u8>>,
    certificates: usize,
    repairs: &'static [&'static str],
    faults: &'static [&'static str],
    first: (usize, usize),
) -> Row {
    Row {
        name,
        text: text.into(),
        certificates,
        repairs,
        faults,
        first,
    }
}
