//! What bytes are that were found among others: a certificate, a key, or what holds them.

use alloc::vec::Vec;

use memchr::memmem;
use zeroize::Zeroizing;

use super::Kind;
use super::base64_value::sequence;
use super::container::{self, shape};
use super::fault::HiddenContent;

/// What a whole element is.
pub(super) fn content(der: &[u8]) -> Option<HiddenContent> {
    let found = shape(der)?;
    let is_so = match found {
        // A damaged certificate is one; only requests and revocation lists begin alike.
        HiddenContent::Certificate => !matches!(
            container::kind_by_content(der),
            Some(Kind::CertificateRequest | Kind::RevocationList)
        ),
        HiddenContent::Pkcs7 => !container::certificates_of_pkcs7(der).is_empty(),
        _ => true,
    };
    is_so.then_some(found)
}

/// `END ENCRYPTED `.
const LONGEST_BEGIN: usize = 14;

/// What text with markers holds, by their labels: the worst of it.
pub(super) fn labelled(text: &[u8]) -> Option<HiddenContent> {
    let is_key = memmem::find_iter(text, b"PRIVATE KEY").any(|at| {
        let before = text.get(at.saturating_sub(LONGEST_BEGIN)..at).unwrap_or_default();
        memmem::find(before, b"END ").is_none()
    });
    let count = |label: &[u8]| memmem::find_iter(text, label).count();
    // An END with the wrong label ends no key.
    let is_end = memmem::find(text, b"PRIVATE KEY").is_some()
        && count(b"BEGIN CERTIFICATE-") <= count(b"END CERTIFICATE-");
    if is_key || is_end {
        return Some(HiddenContent::PrivateKey);
    }
    memmem::find(text, b"CERTIFICATE-").map(|_| HiddenContent::Certificate)
}

/// What these bytes are, read to the end of it; `None` where the first of them tell that they are nothing.
pub(super) fn read(bytes: &mut (impl Iterator<Item = u8> + Clone)) -> Option<Option<HiddenContent>> {
    let mut head = Zeroizing::new([0u8; HEAD]);
    let (mut known, mut first) = (0usize, 0u8);
    for place in head.iter_mut() {
        let Some(byte) = bytes.next() else { break };
        *place = byte;
        known = known.saturating_add(1);
        if known == 1 {
            first = byte;
        }
        if !is_begun(known, byte, first) {
            return None;
        }
    }
    let head = head.get(..known).unwrap_or_default();
    let is_text = first == DASH;
    let shaped = match is_text {
        true => head.starts_with(MARKER).then_some(HiddenContent::Certificate)?,
        false => shape(head)?,
    };
    // The text ends with the list.
    let length = sequence(head)
        .map(|(length, _)| length)
        .filter(|_| !is_text)
        .unwrap_or(usize::MAX);
    let missing = length.saturating_sub(known);
    // All at once: growing would leave copies of what may be a key.
    let there = bytes.clone().take(missing).count();
    let mut all = Zeroizing::new(Vec::with_capacity(known.saturating_add(there)));
    all.extend_from_slice(head);
    all.extend(bytes.take(there));
    if is_text {
        return Some((all.len() >= SHORTEST_TEXT).then(|| labelled(&all)).flatten());
    }
    Some(match all.len() == length {
        true => content(&all),
        // Of a key the start is enough.
        false => (shaped == HiddenContent::PrivateKey).then_some(shaped),
    })
}

/// Whether what begins so may be a SEQUENCE with a length, or a marker: most lists of numbers are neither, which shows at once.
fn is_begun(known: usize, byte: u8, first: u8) -> bool {
    match (first, known) {
        (DASH, _) => known > MARKER.len() || MARKER.get(known.saturating_sub(1)) == Some(&byte),
        (0x30, 2) => matches!(byte, 0x1E..=0x83),
        (0x30, _) => true,
        _ => false,
    }
}

const DASH: u8 = b'-';

/// How PEM begins.
const MARKER: &[u8] = b"-----BEGIN ";

/// As many bytes as tell what DER is: up to what follows the algorithm of an RSA key.
const HEAD: usize = 24;

/// No key between its markers is shorter.
const SHORTEST_TEXT: usize = 100;

/// What tests look for in other bytes.
#[cfg(test)]
pub(super) mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::pem::scan;

    fn der(pem: &str) -> Vec<u8> {
        let scan = scan(pem.as_bytes());
        scan.der(&scan.sections()[0]).to_vec()
    }

    pub(in crate::pem) fn certificate() -> Vec<u8> {
        der(include_str!("../../testdata/demo/root.pem"))
    }

    pub(in crate::pem) fn key() -> Vec<u8> {
        let text = include_str!("../../testdata/demo/proxy.key");
        let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        let packed = body.trim_end_matches('=');
        crate::pem::base64::decode_packed(packed.as_bytes())
            .unwrap()
            .to_vec()
    }

    /// Lines of twelve bytes, each of them spelled.
    pub(in crate::pem) fn lines(
        bytes: &[u8],
        each: impl Fn(u8) -> String,
        between: &str,
        end: &str,
    ) -> String {
        let lines: Vec<String> = bytes
            .chunks(12)
            .map(|line| {
                line.iter()
                    .map(|byte| each(*byte))
                    .collect::<Vec<_>>()
                    .join(between)
            })
            .collect();
        lines.join(end)
    }
}
