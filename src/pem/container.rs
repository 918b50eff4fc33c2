//! What DER holds, whatever its label says: the outermost elements, borrowed, no tree.

use alloc::vec::Vec;
use core::ops::Range;

use super::Kind;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const CONTEXT_0: u8 = 0xA0;
/// 1.2.840.113549.1.7.2, signedData (RFC 2315 section 14).
const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

/// One element: its tag, where its content is, and where it ends. ITU-T X.690 section 8.1.
struct Element {
    tag: u8,
    content: Range<usize>,
}

/// The element at the start of `within`. Definite lengths only, of at most four bytes.
fn element(der: &[u8], within: &Range<usize>) -> Option<Element> {
    let (tag, rest) = der.get(within.clone())?.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, header) = match *first {
        short @ 0..=0x7F => (usize::from(short), 2usize),
        long @ 0x81..=0x84 => {
            let bytes = usize::from(long.checked_sub(0x80)?);
            let length = rest.get(..bytes)?.iter().try_fold(0usize, |length, byte| {
                length.checked_mul(256)?.checked_add(usize::from(*byte))
            })?;
            (length, bytes.checked_add(2)?)
        }
        _ => return None,
    };
    let start = within.start.checked_add(header)?;
    let end = start.checked_add(length)?;
    (end <= within.end).then_some(Element {
        tag: *tag,
        content: start..end,
    })
}

/// The tags of the first eight elements in `within`, and whether these could be read.
fn tags(der: &[u8], within: Range<usize>) -> [u8; 8] {
    let mut tags = [0; 8];
    let mut rest = within;
    for tag in &mut tags {
        let Some(element) = element(der, &rest) else {
            break;
        };
        *tag = element.tag;
        rest.start = element.content.end;
    }
    tags
}

/// Bytes of the first element of `der`, header included; `None` where it is cut off or no DER.
pub(super) fn length(der: &[u8]) -> Option<usize> {
    element(der, &(0..der.len())).map(|element| element.content.end)
}

/// What the first element of `der` is, private keys left aside.
pub(super) fn kind_by_content(der: &[u8]) -> Option<Kind> {
    let outer = element(der, &(0..der.len()))?;
    if outer.tag != SEQUENCE {
        return None;
    }
    if der.get(outer.content.clone())?.starts_with(SIGNED_DATA) {
        return Some(Kind::Pkcs7);
    }
    match tags(der, outer.content.clone()) {
        [SEQUENCE, SEQUENCE, BIT_STRING, 0, ..] => {
            let inner = element(der, &outer.content)?;
            match tags(der, inner.content) {
                // Version, serial number, algorithm, issuer, validity, subject, key (RFC 5280 section 4.1).
                [
                    CONTEXT_0,
                    INTEGER,
                    SEQUENCE,
                    SEQUENCE,
                    SEQUENCE,
                    SEQUENCE,
                    SEQUENCE,
                    _,
                ]
                | [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, ..] => Some(Kind::Certificate),
                // Version, subject, key, attributes (RFC 2986 section 4.1).
                [INTEGER, SEQUENCE, SEQUENCE, CONTEXT_0, ..] => Some(Kind::CertificateRequest),
                // Version, algorithm, issuer, a time (RFC 5280 section 5.1).
                [INTEGER, SEQUENCE, SEQUENCE, 0x17 | 0x18, ..] | [SEQUENCE, SEQUENCE, 0x17 | 0x18, ..] => {
                    Some(Kind::RevocationList)
                }
                _ => None,
            }
        }
        // RFC 5280 section 4.1, and RFC 8017 appendix A.1.1.
        [SEQUENCE, BIT_STRING, 0, ..] | [INTEGER, INTEGER, 0, ..] => Some(Kind::PublicKey),
        _ => None,
    }
}

/// Where the certificates of a PKCS#7 SignedData are (RFC 2315 section 9.1).
pub(super) fn certificates_of_pkcs7(der: &[u8]) -> Vec<Range<usize>> {
    signed_certificates(der)
        .map(|within| certificates(der, within))
        .unwrap_or_default()
}

fn signed_certificates(der: &[u8]) -> Option<Range<usize>> {
    let outer = element(der, &(0..der.len()))?;
    let identifier = element(der, &outer.content)?;
    let explicit = element(der, &(identifier.content.end..outer.content.end))?;
    let signed = element(der, &explicit.content)?;
    // Version, digest algorithms, content, then the certificates.
    let mut rest = signed.content;
    for _ in 0..3 {
        rest.start = element(der, &rest)?.content.end;
    }
    let certificates = element(der, &rest)?;
    (certificates.tag == CONTEXT_0).then_some(certificates.content)
}

/// The certificates that lie one after the other in `within`, up to the first that is none.
pub(super) fn certificates(der: &[u8], mut within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    while let Some(element) = element(der, &within) {
        let place = within.start..element.content.end;
        let is_certificate = der.get(place.clone()).and_then(kind_by_content) == Some(Kind::Certificate);
        if !is_certificate {
            break;
        }
        within.start = place.end;
        found.push(place);
    }
    found
}

/// The three forms of a private key in the clear, and the password-protected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyForm {
    /// RFC 5208, RFC 5958.
    Pkcs8,
    /// RFC 8017 appendix A.1.2; DSA keys begin alike.
    Pkcs1,
    /// RFC 5915.
    Sec1,
    /// RFC 5208 section 6.
    Encrypted,
}

/// The label that a private key should have.
pub(super) fn key_label(der: &[u8]) -> Option<&'static str> {
    Some(match key_form(der)? {
        KeyForm::Pkcs8 => "PRIVATE KEY",
        KeyForm::Pkcs1 if is_dsa(der) => "DSA PRIVATE KEY",
        KeyForm::Pkcs1 => "RSA PRIVATE KEY",
        KeyForm::Sec1 => "EC PRIVATE KEY",
        KeyForm::Encrypted => "ENCRYPTED PRIVATE KEY",
    })
}

/// Six numbers, where RSA has nine.
fn is_dsa(der: &[u8]) -> bool {
    let outer = element(der, &(0..der.len()));
    outer.is_some_and(|outer| {
        matches!(
            tags(der, outer.content),
            [INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, 0, 0]
        )
    })
}

/// Whether DER is a private key whatever its label says: a SEQUENCE that begins with the version of PKCS#8,
/// PKCS#1 or SEC1 and the element that follows it there, or an encrypted PKCS#8. Looks at the first bytes only, so
/// that a key that was cut off is one still.
pub(super) fn key_form(der: &[u8]) -> Option<KeyForm> {
    let [SEQUENCE, length, rest @ ..] = der else {
        return None;
    };
    let long_form = usize::from(length.checked_sub(0x80).unwrap_or(0));
    match rest.get(long_form..)? {
        [INTEGER, 0x01, 0x00 | 0x01, SEQUENCE, ..] => Some(KeyForm::Pkcs8),
        [INTEGER, 0x01, 0x00, INTEGER, ..] => Some(KeyForm::Pkcs1),
        [INTEGER, 0x01, 0x01, OCTET_STRING, ..] => Some(KeyForm::Sec1),
        // The version is neither, and the rest looks like a key: be careful with it.
        [INTEGER, 0x01, 0x00 | 0x01, INTEGER | OCTET_STRING, ..] => Some(KeyForm::Pkcs1),
        // EncryptedPrivateKeyInfo: AlgorithmIdentifier of PKCS#5 (1.2.840.113549.1.5) or PKCS#12.
        [
            SEQUENCE,
            _,
            0x06,
            _,
            0x2A,
            0x86,
            0x48,
            0x86,
            0xF7,
            0x0D,
            0x01,
            0x05 | 0x0C,
            ..,
        ] => Some(KeyForm::Encrypted),
        _ => None,
    }
}
