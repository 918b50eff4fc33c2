//! The little of DER that a request takes: elements one after the other, and new ones around them.

/// INTEGER.
pub(super) const INTEGER: u8 = 0x02;
/// BIT STRING.
pub(super) const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub(super) const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
/// SEQUENCE.
pub(super) const SEQUENCE: u8 = 0x30;
/// SET.
pub(super) const SET: u8 = 0x31;

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) contents: &'a [u8],
    /// Tag, length and contents.
    pub(super) whole: &'a [u8],
}

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The tag of the next element.
    pub(super) fn next_tag(self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next element, of a definite length that is written as short as may be.
    pub(super) fn element(&mut self) -> Option<Element<'a>> {
        let (_, after) = self.0.split_first()?;
        let (&first, after) = after.split_first()?;
        let (length, after) = match first {
            0..=0x7F => (usize::from(first), after),
            0x81..=0x84 => {
                let (digits, after) = after.split_at_checked(usize::from(first & 0x7F))?;
                let length = digits.iter().try_fold(0usize, |sum, digit| {
                    sum.checked_mul(256)?.checked_add(usize::from(*digit))
                })?;
                let is_shortest = length > 0x7F && digits.first().is_some_and(|digit| *digit != 0);
                (is_shortest.then_some(length)?, after)
            }
            _ => return None,
        };
        let (contents, rest) = after.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len().checked_sub(rest.len())?)?;
        self.0 = rest;
        Some(Element { contents, whole })
    }

    /// The next element, if it is of this kind.
    pub(super) fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.next_tag()? != tag {
            return None;
        }
        self.element()
    }
}

/// Bytes of the first element, as it says itself, however many there are.
pub(super) fn length_of_first(bytes: &[u8]) -> Option<usize> {
    let (length, header) = header(bytes)?;
    length.checked_add(header)
}

/// What follows the tag and the length of the first element, if it is of this kind.
pub(super) fn after_header(bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    let (_, header) = header(bytes).filter(|_| bytes.first() == Some(&wanted))?;
    bytes.get(header..)
}

/// The length of the first element's contents, and of what stands before them.
fn header(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes.get(1)? {
        length @ 0..=0x7F => Some((usize::from(length), 2)),
        digits @ 0x81..=0x84 => {
            let number = usize::from(digits & 0x7F);
            let header = number.checked_add(2)?;
            let digits = bytes.get(2..header)?;
            let length = digits.iter().try_fold(0usize, |sum, digit| {
                sum.checked_mul(256)?.checked_add(usize::from(*digit))
            })?;
            Some((length, header))
        }
        _ => None,
    }
}

/// The only element of `bytes`, if it is of this kind.
pub(super) fn only(bytes: &[u8], tag: u8) -> Option<Element<'_>> {
    let mut reader = Reader(bytes);
    let element = reader.expect(tag)?;
    reader.is_empty().then_some(element)
}

/// An element around these parts.
pub(super) fn wrap(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut made = vec![tag];
    if let Ok(short @ 0..=0x7F) = u8::try_from(length) {
        made.push(short);
    } else {
        let digits = length.to_be_bytes();
        let digits: Vec<u8> = digits.into_iter().skip_while(|digit| *digit == 0).collect();
        made.push(0x80 | u8::try_from(digits.len()).unwrap_or(u8::MAX));
        made.extend(digits);
    }
    parts.iter().for_each(|part| made.extend_from_slice(part));
    made
}

#[cfg(test)]
mod tests {
    use super::{OCTET_STRING, Reader, only, wrap};

    #[test]
    fn what_is_wrapped_is_read_again() {
        for length in [0usize, 1, 127, 128, 255, 256, 70_000] {
            let contents = vec![7; length];
            let made = wrap(OCTET_STRING, &[&contents]);
            let read = only(&made, OCTET_STRING).expect("an element");
            assert_eq!(
                (read.contents, read.whole),
                (&contents[..], &made[..]),
                "{length}"
            );
        }
    }

    #[test]
    fn other_lengths_than_the_shortest_are_refused() {
        for wrong in [
            &[4, 0x80, 0, 0][..],
            &[4, 0x81, 1, 0],
            &[4, 0x82, 0, 0x80],
            &[4, 2, 0],
            &[4, 0x85, 0, 0, 0, 0, 1, 0],
            &[4],
            &[],
        ] {
            assert!(Reader(wrong).element().is_none(), "{wrong:?}");
        }
    }
}
