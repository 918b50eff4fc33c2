//! BER as PKCS#12 writers write it: definite and indefinite lengths, octet strings in pieces. Every place is remembered, so
//! that damage can be told by its byte.

use zeroize::Zeroizing;

use crate::input::files::Secret;

/// Levels of elements without a length in each other, and of pieces of octet strings. Bouncy Castle writes eight.
const DEEPEST: usize = 16;

/// Where bytes do not fit, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    pub(crate) at: usize,
}

/// Where the first byte of an input is.
#[derive(Clone, Copy)]
enum Start {
    At(usize),
    /// The bytes were put together or decrypted: this is where they begin.
    Within(usize),
}

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    bytes: &'a [u8],
    start: Start,
}

/// Tags of what archives are made of.
pub(super) mod tag {
    pub(in crate::archive) const INTEGER: u8 = 0x02;
    pub(in crate::archive) const OCTET_STRING: u8 = 0x04;
    pub(in crate::archive) const NULL: u8 = 0x05;
    pub(in crate::archive) const OID: u8 = 0x06;
    pub(in crate::archive) const BMP_STRING: u8 = 0x1E;
    pub(in crate::archive) const SEQUENCE: u8 = 0x30;
    pub(in crate::archive) const SET: u8 = 0x31;
    pub(in crate::archive) const CONTEXT_0: u8 = 0xA0;
    /// A bit of the tag of what is made of elements.
    pub(super) const CONSTRUCTED: u8 = 0x20;
}

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    /// The byte that it begins on.
    pub(super) at: usize,
    pub(super) contents: Input<'a>,
    /// Its own bytes, tag and length among them.
    pub(super) whole: &'a [u8],
}

/// What an octet string holds.
pub(super) enum Octets<'a> {
    /// One piece.
    Whole(Input<'a>),
    /// Several, put together.
    Joined(Secret, usize),
}

impl Octets<'_> {
    pub(super) fn input(&self) -> Input<'_> {
        match self {
            Octets::Whole(input) => *input,
            Octets::Joined(bytes, at) => Input::within(bytes, *at),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.input().bytes
    }
}

impl<'a> Input<'a> {
    /// A whole file.
    pub(super) fn new(bytes: &'a [u8]) -> Input<'a> {
        let start = Start::At(0);
        Input { bytes, start }
    }

    /// What was decrypted, or put together, from what begins at this byte.
    pub(super) fn within(bytes: &'a [u8], at: usize) -> Input<'a> {
        let start = Start::Within(at);
        Input { bytes, start }
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The byte that comes next.
    pub(super) fn at(&self) -> usize {
        match self.start {
            Start::At(at) | Start::Within(at) => at,
        }
    }

    pub(super) fn damage(&self) -> Damage {
        Damage { at: self.at() }
    }

    fn part(&self, from: usize, to: usize) -> Option<Input<'a>> {
        let start = match self.start {
            Start::At(at) => Start::At(at.saturating_add(from)),
            within @ Start::Within(_) => within,
        };
        let bytes = self.bytes.get(from..to)?;
        Some(Input { bytes, start })
    }

    /// The next element.
    pub(super) fn element(&mut self) -> Result<Element<'a>, Damage> {
        let damage = self.damage();
        let header = header(self.bytes).ok_or(damage)?;
        let (end, whole) = match header.length {
            Some(length) => {
                let end = header.size.checked_add(length).ok_or(damage)?;
                (end, end)
            }
            None => {
                let rest = self.bytes.get(header.size..).ok_or(damage)?;
                let end = indefinite_end(rest).ok_or(damage)?.saturating_add(header.size);
                (end, end.saturating_add(2))
            }
        };
        let contents = self.part(header.size, end).ok_or(damage)?;
        let element = Element {
            tag: header.tag,
            at: self.at(),
            contents,
            whole: self.bytes.get(..whole).ok_or(damage)?,
        };
        *self = self.part(whole, self.bytes.len()).ok_or(damage)?;
        Ok(element)
    }

    /// The next element, which has to have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Damage> {
        let damage = self.damage();
        let element = self.element()?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(damage)
        }
    }

    /// The next element, if it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Damage> {
        match self.bytes.first() {
            Some(first) if *first == tag => self.element().map(Some),
            _ => Ok(None),
        }
    }

    /// What is in the next element, a sequence.
    pub(super) fn sequence(&mut self) -> Result<Input<'a>, Damage> {
        Ok(self.expect(tag::SEQUENCE)?.contents)
    }

    /// The next element, an octet string.
    pub(super) fn octets(&mut self) -> Result<Octets<'a>, Damage> {
        self.octets_tagged(tag::OCTET_STRING)
    }

    /// All that there is, an octet string.
    pub(super) fn octets_inside(mut self) -> Result<Octets<'a>, Damage> {
        self.octets()
    }

    /// The same under an implicit tag.
    pub(super) fn octets_tagged(&mut self, tag: u8) -> Result<Octets<'a>, Damage> {
        let damage = self.damage();
        let element = self.element()?;
        if element.tag == tag {
            return Ok(Octets::Whole(element.contents));
        }
        if element.tag != tag | tag::CONSTRUCTED {
            return Err(damage);
        }
        // Room for everything at once: a key may be in it.
        let mut joined = Zeroizing::new(Vec::with_capacity(element.contents.bytes.len()));
        join(element.contents, &mut joined, DEEPEST)?;
        Ok(Octets::Joined(joined, element.at))
    }

    pub(super) fn oid(&mut self) -> Result<&'a [u8], Damage> {
        Ok(self.expect(tag::OID)?.contents.bytes)
    }

    /// The identifier that comes first.
    pub(super) fn first_oid(mut self) -> Result<&'a [u8], Damage> {
        self.oid()
    }

    /// An integer that is not negative.
    pub(super) fn integer(&mut self) -> Result<u64, Damage> {
        let damage = self.damage();
        let bytes = self.expect(tag::INTEGER)?.contents.bytes;
        let digits = bytes.strip_prefix(&[0]).unwrap_or(bytes);
        let is_negative = bytes.first().is_none_or(|first| first & 0x80 != 0);
        if is_negative || digits.len() > 8 {
            return Err(damage);
        }
        Ok(digits.iter().fold(0, |sum, digit| (sum << 8) | u64::from(*digit)))
    }

    pub(super) fn end(&self) -> Result<(), Damage> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(self.damage())
        }
    }
}

/// Puts the pieces of an octet string together.
fn join(mut pieces: Input<'_>, joined: &mut Secret, deeper: usize) -> Result<(), Damage> {
    let deeper = deeper.checked_sub(1).ok_or(pieces.damage())?;
    while !pieces.is_empty() {
        let damage = pieces.damage();
        let piece = pieces.element()?;
        match piece.tag {
            tag::OCTET_STRING => joined.extend_from_slice(piece.contents.bytes),
            it if it == tag::OCTET_STRING | tag::CONSTRUCTED => join(piece.contents, joined, deeper)?,
            _ => return Err(damage),
        }
    }
    Ok(())
}

/// A tag and a length.
struct Header {
    tag: u8,
    /// Bytes of both.
    size: usize,
    /// Without one the element goes on to two zero bytes.
    length: Option<usize>,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let (&tag, rest) = bytes.split_first()?;
    // No part of an archive has a tag of several bytes, or none.
    if tag & 0x1F == 0x1F || tag == 0 {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    if first == 0x80 {
        let length = None;
        return (tag & tag::CONSTRUCTED != 0).then_some(Header { tag, size: 2, length });
    }
    if first < 0x80 {
        let length = Some(usize::from(first));
        return Some(Header { tag, size: 2, length });
    }
    let count = usize::from(first & 0x7F);
    let digits = rest.get(..count).filter(|_| count <= 8)?;
    let length = digits
        .iter()
        .fold(0u64, |sum, digit| (sum << 8) | u64::from(*digit));
    Some(Header {
        tag,
        size: count.checked_add(2)?,
        length: Some(usize::try_from(length).ok()?),
    })
}

/// How many bytes come before the two zero bytes that end an element without a length.
fn indefinite_end(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut open) = (0usize, 1usize);
    loop {
        let rest = bytes.get(at..)?;
        if rest.starts_with(&[0, 0]) {
            open = open.checked_sub(1)?;
            if open == 0 {
                return Some(at);
            }
            at = at.checked_add(2)?;
            continue;
        }
        let header = header(rest)?;
        at = at.checked_add(header.size)?;
        match header.length {
            Some(length) => at = at.checked_add(length)?,
            None => {
                open = open.checked_add(1)?;
                if open > DEEPEST {
                    return None;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Damage, Input};

    #[test]
    fn lengths_are_read_definite_and_indefinite() {
        for bytes in [
            &[0x30, 3, 2, 1, 5][..],
            &[0x30, 0x81, 3, 2, 1, 5],
            &[0x30, 0x80, 2, 1, 5, 0, 0],
            &[0x30, 0x80, 2, 0x82, 0, 1, 5, 0, 0],
        ] {
            let mut inside = Input::new(bytes).sequence().expect("a sequence");
            assert_eq!(inside.integer(), Ok(5), "{bytes:?}");
            assert_eq!(inside.end(), Ok(()), "{bytes:?}");
        }
    }

    #[test]
    fn octet_strings_in_pieces_are_put_together() {
        let bytes = [0x24, 0x80, 4, 1, 7, 0x24, 3, 4, 1, 8, 4, 0, 0, 0];
        let octets = Input::new(&bytes).octets().expect("octets");
        assert_eq!(octets.bytes(), [7, 8]);
    }

    #[test]
    fn damage_is_told_by_its_byte_in_the_file() {
        let bytes = [0x30, 6, 2, 1, 5, 4, 9, 0];
        let mut inside = Input::new(&bytes).sequence().expect("a sequence");
        assert_eq!(inside.integer(), Ok(5));
        assert_eq!(inside.octets().err(), Some(Damage { at: 5 }));
        assert_eq!(Input::new(&[0x30, 0x84]).sequence().err(), Some(Damage { at: 0 }));
    }

    #[test]
    fn what_is_nested_too_deeply_is_refused() {
        let open = [0x24u8, 0x80].repeat(40);
        let mut bytes = open.clone();
        bytes.extend([0u8; 80]);
        assert!(Input::new(&bytes).octets().is_err());
        let mut definite: Vec<u8> = vec![4, 0];
        for _ in 0..40 {
            let length = u8::try_from(definite.len()).expect("short");
            definite.splice(0..0, [0x24, length]);
        }
        assert!(Input::new(&definite).octets().is_err());
    }
}
