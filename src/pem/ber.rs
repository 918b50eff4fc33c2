//! PKCS#7 in BER: elements without a length, which two zero octets end (X.690 section 8.1.3.6).
//!
//! Bouncy Castle, and so EJBCA, writes SignedData like that, and so does OpenSSL where it streams. The certificates inside are
//! DER all the same.

use alloc::vec::Vec;
use core::ops::Range;

use crate::der::tag::{SEQUENCE, constructed};

/// 1.2.840.113549.1.7.2, signedData (RFC 2315 section 14).
pub(super) const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

/// The length octet of an element that goes on to the two zero octets.
const INDEFINITE: u8 = 0x80;
/// What begins a constructed element, the only kind that may go without a length.
const CONSTRUCTED: u8 = 0x20;

/// Whether `source` begins with SignedData without a length.
pub(super) fn is_signed_data(source: &[u8]) -> bool {
    source
        .strip_prefix(&[SEQUENCE, INDEFINITE])
        .is_some_and(|inside| inside.starts_with(SIGNED_DATA))
}

/// Bytes of the first element of `source`, header and end included; `None` where it is cut off or no BER.
pub(super) fn length(source: &[u8]) -> Option<usize> {
    let (mut at, mut open) = (0usize, 0usize);
    loop {
        let rest = source.get(at..)?;
        if open > 0 && rest.starts_with(&[0, 0]) {
            at = at.checked_add(2)?;
            open = open.checked_sub(1)?;
        } else {
            let header = header(rest)?;
            at = at.checked_add(header.octets)?;
            match header.contents {
                Some(contents) => at = at.checked_add(contents)?,
                None => open = open.checked_add(1)?,
            }
        }
        if open == 0 {
            return (at <= source.len()).then_some(at);
        }
    }
}

/// Where the certificates of SignedData are (RFC 2315 section 9.1), up to the first element that is not a certificate.
pub(super) fn certificates(source: &[u8], is_certificate: impl Fn(&[u8]) -> bool) -> Vec<Range<usize>> {
    let Some(row) = in_place_of_certificates(source) else {
        return Vec::new();
    };
    row.map(|element| element.whole)
        .take_while(|place| source.get(place.clone()).is_some_and(&is_certificate))
        .collect()
}

fn in_place_of_certificates(source: &[u8]) -> Option<Row<'_>> {
    let outer = Row::new(source, 0..source.len()).next()?;
    let explicit = Row::new(source, outer.contents).nth(1)?;
    let signed = Row::new(source, explicit.contents).next()?;
    // Version, digest algorithms, content, then the certificates.
    let certificates = Row::new(source, signed.contents).nth(3)?;
    (certificates.tag == constructed(0)).then(|| Row::new(source, certificates.contents))
}

struct Header {
    octets: usize,
    /// `None` where no length is said.
    contents: Option<usize>,
}

/// Tags of one octet and lengths of up to four are enough for what is looked for.
fn header(source: &[u8]) -> Option<Header> {
    let [tag, first, rest @ ..] = source else {
        return None;
    };
    let more = match *first {
        INDEFINITE if tag & CONSTRUCTED == 0 => return None,
        INDEFINITE => {
            return Some(Header {
                octets: 2,
                contents: None,
            });
        }
        short @ 0..INDEFINITE => {
            return Some(Header {
                octets: 2,
                contents: Some(usize::from(short)),
            });
        }
        long @ 0x81..=0x84 => usize::from(long.saturating_sub(INDEFINITE)),
        _ => return None,
    };
    let octets = rest.get(..more)?;
    let contents = octets
        .iter()
        .fold(0usize, |length, octet| length << 8 | usize::from(*octet));
    Some(Header {
        octets: more.saturating_add(2),
        contents: Some(contents),
    })
}

struct Element {
    tag: u8,
    contents: Range<usize>,
    whole: Range<usize>,
}

/// The elements of a stretch, one after the other.
struct Row<'a> {
    source: &'a [u8],
    left: Range<usize>,
}

impl<'a> Row<'a> {
    fn new(source: &'a [u8], left: Range<usize>) -> Row<'a> {
        Row { source, left }
    }
}

impl Iterator for Row<'_> {
    type Item = Element;

    fn next(&mut self) -> Option<Element> {
        let start = self.left.start;
        let rest = self.source.get(self.left.clone())?;
        let header = header(rest)?;
        let end = start.checked_add(length(rest)?)?;
        let ending = if header.contents.is_none() { 2 } else { 0 };
        self.left.start = end;
        Some(Element {
            tag: *rest.first()?,
            contents: start.checked_add(header.octets)?..end.checked_sub(ending)?,
            whole: start..end,
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{is_signed_data, length};

    #[test]
    fn an_element_without_a_length_ends_with_its_own_two_zero_octets() {
        for (ber, expected) in [
            (&[0x30, 0x80, 0x02, 0x01, 0x05, 0x00, 0x00][..], Some(7)),
            // Zero octets inside a value end nothing, and what comes behind does not count.
            (&[0x30, 0x80, 0x04, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01], Some(8)),
            (&[0x30, 0x80, 0xA0, 0x80, 0x00, 0x00, 0x00, 0x00], Some(8)),
            (&[0x30, 0x83, 0x00, 0x00, 0x01, 0x05], Some(6)),
            (&[0x30, 0x80, 0xA0, 0x80, 0x00, 0x00], None),
            (&[0x30, 0x80, 0x02, 0x05, 0x00, 0x00], None),
            // An octet string of one piece has a length.
            (&[0x04, 0x80, 0x00, 0x00], None),
            (&[0x30, 0x85, 0, 0, 0, 0, 1, 5], None),
            (&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], None),
            (&[0x30], None),
            (&[], None),
        ] {
            assert_eq!(length(ber), expected, "{ber:02X?}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = [0x30u8, 0x80].repeat(500_000);
        assert_eq!(length(&deep), None);
        let ended: Vec<u8> = [&deep[..], &[0; 1_000_000][..]].concat();
        assert_eq!(length(&ended), Some(ended.len()));
        assert!(!is_signed_data(&ended));
    }
}
