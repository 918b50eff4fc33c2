//! What DER holds, whatever its label says: the outermost elements, borrowed, no tree.

use alloc::vec::Vec;
use core::ops::Range;

use super::Kind;
use super::ber::{self, SIGNED_DATA};
use super::fault::HiddenContent;
use crate::der::tag::{BIT_STRING, INTEGER, OCTET_STRING, SEQUENCE};
use crate::der::{Cursor, Element};

/// Context-specific, constructed, number 0.
const CONTEXT_0: u8 = crate::der::tag::constructed(0);

/// The first element of `der`.
fn element(der: &[u8]) -> Option<Element<'_>> {
    Cursor::new(der, 0).next()
}

/// The identifier octet as it stands: a low tag number in the form for large ones is not what is looked for here.
fn identifier(element: &Element<'_>) -> u8 {
    element.raw.first().copied().unwrap_or(0)
}

/// The identifier octets of the first eight elements in `row`, and 0 from where these cannot be read.
fn tags(row: Cursor<'_>) -> [u8; 8] {
    let mut tags = [0; 8];
    for (tag, element) in tags.iter_mut().zip(row) {
        *tag = identifier(&element);
    }
    tags
}

/// Bytes of the first element of `der`, header included; `None` where it is cut off or no DER.
pub(super) fn length(der: &[u8]) -> Option<usize> {
    Some(element(der)?.raw.len())
}

/// The same of a PKCS#7 container, which may be BER.
pub(super) fn pkcs7_length(source: &[u8]) -> Option<usize> {
    length(source).or_else(|| ber::is_signed_data(source).then(|| ber::length(source))?)
}

/// What the first element of `der` is, private keys left aside.
pub(super) fn kind_by_content(der: &[u8]) -> Option<Kind> {
    if ber::is_signed_data(der) {
        return Some(Kind::Pkcs7);
    }
    let outer = element(der)?;
    if identifier(&outer) != SEQUENCE {
        return None;
    }
    if outer.contents.starts_with(SIGNED_DATA) {
        return Some(Kind::Pkcs7);
    }
    match tags(outer.inside()) {
        [SEQUENCE, SEQUENCE, BIT_STRING, 0, ..] => {
            let inner = outer.inside().next()?;
            match tags(inner.inside()) {
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

/// Whether `der` is one certificate by the shape that nearly all have, and nothing else: what [`kind_by_content`] finds of
/// it, [`length`] and [`key_form`] as well, in one short pass.
pub(super) fn is_usual_certificate(der: &[u8]) -> bool {
    // Version 3, serial number, algorithm, issuer, validity, subject, key.
    const FIELDS: [u8; 7] = [
        CONTEXT_0, INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE,
    ];
    let Some((SEQUENCE, outer, [])) = split(der) else {
        return false;
    };
    let Some((SEQUENCE, mut fields, rest)) = split(outer) else {
        return false;
    };
    let Some((SEQUENCE, _, bits)) = split(rest) else {
        return false;
    };
    let is_field = |wanted: &u8| match split(fields) {
        Some((tag, _, rest)) if tag == *wanted => {
            fields = rest;
            true
        }
        _ => false,
    };
    FIELDS.iter().all(is_field) && matches!(split(bits), Some((BIT_STRING, _, [])))
}

/// Tag and contents of the first element, and what follows it; `None` where its length is not as short as it can be, or
/// takes more than two octets.
#[inline(always)]
fn split(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, length, rest) = match der {
        [tag, length @ 0..=0x7F, rest @ ..] => (tag, usize::from(*length), rest),
        [tag, 0x81, length @ 0x80..=0xFF, rest @ ..] => (tag, usize::from(*length), rest),
        [tag, 0x82, high @ 1..=0xFF, low, rest @ ..] => {
            (tag, usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        _ => return None,
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((*tag, contents, rest))
}

/// Where the certificates of a PKCS#7 SignedData are (RFC 2315 section 9.1).
pub(super) fn certificates_of_pkcs7(der: &[u8]) -> Vec<Range<usize>> {
    match signed_certificates(der) {
        Some(row) => certificates(row),
        None => ber::certificates(der, is_certificate),
    }
}

fn signed_certificates(der: &[u8]) -> Option<Cursor<'_>> {
    let explicit = element(der)?.inside().nth(1)?;
    let signed = explicit.inside().next()?;
    // Version, digest algorithms, content, then the certificates.
    let certificates = signed.inside().nth(3)?;
    (identifier(&certificates) == CONTEXT_0).then(|| certificates.inside())
}

/// The certificates that `der` is made of, one after the other, up to the first that is something else.
pub(super) fn certificates_in_a_row(der: &[u8]) -> Vec<Range<usize>> {
    certificates(Cursor::new(der, 0))
}

fn certificates(row: Cursor<'_>) -> Vec<Range<usize>> {
    row.take_while(|element| is_certificate(element.raw))
        .map(|element| element.bytes())
        .collect()
}

fn is_certificate(der: &[u8]) -> bool {
    kind_by_content(der) == Some(Kind::Certificate)
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
    element(der).is_some_and(|outer| {
        matches!(
            tags(outer.inside()),
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
        [SEQUENCE, algorithm @ ..] if is_encryption(algorithm) => Some(KeyForm::Encrypted),
        _ => None,
    }
}

/// The length of an element and its contents, as far as they go, from what stands behind its tag; `None` where no length does.
fn length_and_contents(rest: &[u8]) -> Option<(usize, &[u8])> {
    Some(match rest {
        [length @ 0..=0x7F, contents @ ..] | [0x81, length, contents @ ..] => {
            (usize::from(*length), contents)
        }
        [0x82, high, low, contents @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), contents),
        // BER: up to two zero octets.
        [0x80, contents @ ..] => (usize::MAX, contents),
        // Cut within the length.
        [] | [0x81] | [0x82] | [0x82, _] => (usize::MAX, &[]),
        _ => return None,
    })
}

fn is_encryption(algorithm: &[u8]) -> bool {
    let pkcs = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01];
    let Some((_, [0x06, _, identifier @ ..])) = length_and_contents(algorithm) else {
        return false;
    };
    let number = identifier.strip_prefix(&pkcs).and_then(<[u8]>::first);
    matches!(number, Some(0x05 | 0x0C))
}

/// Whether this is the AlgorithmIdentifier of a key, behind its tag, and the octets of the key follow; as far as the bytes
/// go. Parameters of DSA make it long.
fn is_algorithm_of_key(rest: &[u8]) -> bool {
    let Some((length, contents)) = length_and_contents(rest) else {
        return false;
    };
    let is_followed = contents.get(length).is_none_or(|tag| *tag == OCTET_STRING);
    let is_signature = match contents {
        // PKCS#1 numbers keys and signatures in one row; ECDSA has its own below X9.62.
        [
            0x06,
            _,
            0x2A,
            0x86,
            0x48,
            0x86,
            0xF7,
            0x0D,
            0x01,
            0x01,
            number,
            ..,
        ] => !matches!(number, 0x01 | 0x07 | 0x0A),
        [0x06, _, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, ..] => true,
        [first, ..] => *first != 0x06,
        [] => false,
    };
    is_followed && !is_signature
}

/// What the first bytes of DER say that it is; `None` for what is neither a certificate nor a key nor holds one.
pub(super) fn shape(head: &[u8]) -> Option<HiddenContent> {
    let [0x30, length, rest @ ..] = head else {
        return None;
    };
    let octets = match length {
        0..=0x7F => 0,
        0x81..=0x83 => usize::from(length & 0x7F),
        _ => return None,
    };
    let contents = rest.get(octets..)?;
    match contents {
        [0x02, 0x01, 0x03, 0x30, ..] => Some(HiddenContent::Pkcs12),
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, ..] => Some(HiddenContent::Pkcs7),
        // Requests and revocation lists begin alike.
        [INTEGER, 0x01, 0x00 | 0x01, SEQUENCE, algorithm @ ..] if !is_algorithm_of_key(algorithm) => None,
        _ if key_form(head).is_some() => Some(HiddenContent::PrivateKey),
        // What is signed, and in it a version or a serial number.
        [0x30, 0x81, _, 0xA0 | 0x02, ..]
        | [0x30, 0x82, _, _, 0xA0 | 0x02, ..]
        | [0x30, 0x83, _, _, _, 0xA0 | 0x02, ..] => Some(HiddenContent::Certificate),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_usual_certificate, key_form, kind_by_content, length};
    use crate::pem::scan;

    #[test]
    fn what_is_usual_is_what_a_closer_look_finds() {
        let files: [&[u8]; 4] = [
            include_bytes!("../../testdata/demo/good.pem"),
            include_bytes!("../../testdata/demo/from-pfx.pem"),
            include_bytes!("../../testdata/demo/root.pem"),
            include_bytes!("../../testdata/demo/proxy.key"),
        ];
        let mut usual = 0;
        let mut check = |der: &[u8]| {
            if is_usual_certificate(der) {
                usual += 1;
                assert_eq!(kind_by_content(der), Some(Kind::Certificate), "{der:?}");
                assert_eq!((key_form(der), length(der)), (None, Some(der.len())));
            }
        };
        for file in files {
            let scan = scan(file);
            for section in scan.sections() {
                let der = scan.der(section);
                for end in 0..der.len() {
                    check(&der[..end]);
                }
                for at in 0..der.len() {
                    let mut changed = der.to_vec();
                    for octet in [0, 1, 2, 3, 0x30, 0x7F, 0x80, 0x81, 0x82, 0x83, 0xA0, 0xFF] {
                        changed[at] = octet;
                        check(&changed);
                    }
                }
            }
        }
        assert!(usual > 1_000, "{usual}");
    }
}
