//! What a request asks for, in words.

use super::der::{BIT_STRING, OBJECT_IDENTIFIER, Reader, SEQUENCE, only};
use super::parsed::{EXTENDED_KEY_USAGE, KEY_USAGE, Parsed};

/// id-kp, 1.3.6.1.5.5.7.3.
const PURPOSE: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3];

/// The purposes that are asked for: `serverAuth`, or an object identifier.
pub(super) fn purposes(request: &Parsed<'_>) -> Vec<String> {
    let value = request.extension(EXTENDED_KEY_USAGE);
    let Some(list) = value.and_then(|value| only(value, SEQUENCE)) else {
        return Vec::new();
    };
    let mut list = Reader(list.contents);
    let mut purposes = Vec::new();
    while let Some(purpose) = list.expect(OBJECT_IDENTIFIER) {
        purposes.push(match purpose.contents.strip_prefix(PURPOSE) {
            Some([1]) => "serverAuth".into(),
            Some([2]) => "clientAuth".into(),
            Some([3]) => "codeSigning".into(),
            Some([4]) => "emailProtection".into(),
            _ => dotted(purpose.contents),
        });
    }
    purposes
}

/// The bits of key usage (RFC 5280 section 4.2.1.3), from the first.
const BITS: [&str; 8] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
];

/// What the key is to be used for.
pub(super) fn key_usage(request: &Parsed<'_>) -> Vec<&'static str> {
    let value = request
        .extension(KEY_USAGE)
        .and_then(|value| only(value, BIT_STRING));
    let Some([_, octet, ..]) = value.map(|it| it.contents) else {
        return Vec::new();
    };
    let bits = BITS.iter().zip((0..8).map(|place| 0x80u8 >> place));
    bits.filter(|(_, bit)| octet & bit != 0)
        .map(|(name, _)| *name)
        .collect()
}

/// `1.2.840.113549`.
fn dotted(contents: &[u8]) -> String {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc = 0u64;
    for byte in contents {
        arc = (arc << 7) | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            match arcs.is_empty() {
                true => arcs.extend([
                    (arc / 40).min(2),
                    arc.saturating_sub((arc / 40).min(2).saturating_mul(40)),
                ]),
                false => arcs.push(arc),
            }
            arc = 0;
        }
    }
    arcs.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}
