//! A strict forward cursor over DER (ITU-T X.690): borrowed slices, the place of every element, no allocation.
//!
//! What is not DER and can be read all the same is noted as a [`Deviation`] with its place, and reading goes on.
//! What leaves open where an element ends is [`Broken`].

use core::ops::Range;

mod deviation;
mod strings;
mod time;
mod values;

pub(crate) use deviation::{Deviation, Deviations, Field, Noted};
pub(crate) use strings::check_string;
pub(crate) use time::read_time;
pub(crate) use values::{read_bits, read_boolean, read_integer, read_null, read_object_identifier};

/// Identifier octets.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const UTF8_STRING: u8 = 0x0C;
    pub(crate) const NUMERIC_STRING: u8 = 0x12;
    pub(crate) const PRINTABLE_STRING: u8 = 0x13;
    pub(crate) const TELETEX_STRING: u8 = 0x14;
    pub(crate) const IA5_STRING: u8 = 0x16;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const VISIBLE_STRING: u8 = 0x1A;
    pub(crate) const UNIVERSAL_STRING: u8 = 0x1C;
    pub(crate) const BMP_STRING: u8 = 0x1E;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// Context-specific and primitive.
    pub(crate) const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// Context-specific and constructed.
    pub(crate) const fn constructed(number: u8) -> u8 {
        0xA0 | number
    }
}

/// Why reading cannot go on. Holds nothing of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) fault: Fault,
    /// In bytes from the start of the certificate.
    pub(crate) offset: usize,
}

/// What [`Broken`] DER has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("an element ends after what holds it")]
    CutOff,
    #[error("a length is of the indefinite form, which DER does not have")]
    IndefiniteLength,
    #[error("a length has more octets than any certificate needs")]
    LengthTooLong,
    #[error("a tag number has more octets than any certificate needs")]
    TagTooLong,
    #[error("{0} is absent, or something else stands in its place")]
    Missing(&'static str),
    #[error("{0} is no time of the calendar")]
    NotATime(&'static str),
    #[error("{0} is out of its range")]
    OutOfRange(&'static str),
}

/// One element: identifier, length and contents.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    /// The identifier octet; a tag number above 30 leaves the five low bits set.
    pub(crate) tag: u8,
    pub(crate) contents: &'a [u8],
    /// The whole element.
    pub(crate) raw: &'a [u8],
    /// Where it begins, in bytes from the start of the certificate.
    pub(crate) offset: usize,
    form: Form,
}

/// How identifier and length are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Minimal,
    LengthNotMinimal,
    TagNotMinimal,
}

impl<'a> Element<'a> {
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.offset..self.offset.saturating_add(self.raw.len())
    }

    pub(crate) fn contents_offset(&self) -> usize {
        let header = self.raw.len().saturating_sub(self.contents.len());
        self.offset.saturating_add(header)
    }

    /// The contents, to be read one after the other.
    pub(crate) fn inside(&self) -> Cursor<'a> {
        Cursor {
            rest: self.contents,
            offset: self.contents_offset(),
        }
    }
}

/// What is still to be read of a row of elements.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Cursor<'a> {
    /// Elements that begin `offset` bytes after the start of the certificate.
    pub(crate) fn new(bytes: &'a [u8], offset: usize) -> Cursor<'a> {
        Cursor { rest: bytes, offset }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The identifier octet of the next element.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, and a note if its header is not DER.
    #[inline]
    pub(crate) fn read(&mut self, noted: &mut Deviations) -> Result<Element<'a>, Broken> {
        let element = self.read_leniently()?;
        match element.form {
            Form::Minimal => {}
            Form::LengthNotMinimal => noted.push(Deviation::LengthNotMinimal, element.bytes()),
            Form::TagNotMinimal => noted.push(Deviation::TagNotMinimal, element.bytes()),
        }
        Ok(element)
    }

    /// The next element, which has been looked at before.
    #[inline]
    pub(crate) fn read_leniently(&mut self) -> Result<Element<'a>, Broken> {
        let (tag, length, header, form) = match self.rest {
            // Nearly every header: a low tag number, a length below 128.
            [tag, length @ 0..=0x7F, ..] if *tag & 0x1F != 0x1F => {
                (*tag, usize::from(*length), 2, Form::Minimal)
            }
            _ => self.long_header()?,
        };
        let size = header.saturating_add(length);
        let Some((raw, rest)) = self.rest.split_at_checked(size) else {
            return Err(self.broken(Fault::CutOff));
        };
        let offset = self.offset;
        self.rest = rest;
        self.offset = offset.saturating_add(size);
        Ok(Element {
            tag,
            contents: raw.get(header..).unwrap_or_default(),
            raw,
            offset,
            form,
        })
    }

    /// The next element if it has this tag.
    #[inline]
    pub(crate) fn read_if(&mut self, tag: u8, noted: &mut Deviations) -> Result<Option<Element<'a>>, Broken> {
        if self.peek() == Some(tag) {
            self.read(noted).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The next element, which must have this tag.
    #[inline]
    pub(crate) fn expect(
        &mut self,
        tag: u8,
        what: &'static str,
        noted: &mut Deviations,
    ) -> Result<Element<'a>, Broken> {
        let at = *self;
        if at.is_empty() {
            return Err(at.broken(Fault::Missing(what)));
        }
        let element = self.read(noted)?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(at.broken(Fault::Missing(what)))
        }
    }

    /// Notes what is left over.
    #[inline]
    pub(crate) fn finish(self, noted: &mut Deviations) {
        if !self.rest.is_empty() {
            let end = self.offset.saturating_add(self.rest.len());
            noted.push(Deviation::BytesLeftOver, self.offset..end);
        }
    }

    pub(crate) fn broken(&self, fault: Fault) -> Broken {
        Broken {
            fault,
            offset: self.offset,
        }
    }

    /// Tag, length, octets of the header, and how they are written.
    #[cold]
    fn long_header(&self) -> Result<(u8, usize, usize, Form), Broken> {
        let cut_off = self.broken(Fault::CutOff);
        let (&first, mut after) = self.rest.split_first().ok_or(cut_off)?;
        let (mut tag, mut form) = (first, Form::Minimal);
        if first & 0x1F == 0x1F {
            let number;
            (number, after) = self.high_tag(after)?;
            // The long form is for numbers from 31.
            if let Ok(low @ 0..=30) = u8::try_from(number) {
                (tag, form) = (first & 0xE0 | low, Form::TagNotMinimal);
            }
        }
        let (&length, mut after) = after.split_first().ok_or(cut_off)?;
        let mut total = usize::from(length);
        if length == 0x80 {
            return Err(self.broken(Fault::IndefiniteLength));
        } else if length > 0x80 {
            let octets = usize::from(length & 0x7F);
            if octets > 8 {
                return Err(self.broken(Fault::LengthTooLong));
            }
            let digits;
            (digits, after) = after.split_at_checked(octets).ok_or(cut_off)?;
            total = 0;
            for digit in digits {
                let shifted = total.checked_mul(256);
                let more = shifted.and_then(|shifted| shifted.checked_add(usize::from(*digit)));
                total = more.ok_or(self.broken(Fault::LengthTooLong))?;
            }
            if total < 0x80 || digits.first() == Some(&0) {
                form = Form::LengthNotMinimal;
            }
        }
        Ok((tag, total, self.rest.len().saturating_sub(after.len()), form))
    }

    /// A tag number in the long form, and what follows.
    fn high_tag(&self, octets: &'a [u8]) -> Result<(u32, &'a [u8]), Broken> {
        let mut number = 0u32;
        // Four octets hold 28 bits; no tag of a certificate needs a fifth.
        for (place, octet) in octets.iter().enumerate().take(4) {
            number = number << 7 | u32::from(octet & 0x7F);
            if octet & 0x80 == 0 {
                let after = octets.get(place.saturating_add(1)..).unwrap_or_default();
                return Ok((number, after));
            }
        }
        let fault = if octets.len() < 4 {
            Fault::CutOff
        } else {
            Fault::TagTooLong
        };
        Err(self.broken(fault))
    }
}

/// The elements of a row that has been looked at before.
impl<'a> Iterator for Cursor<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        self.read_leniently().ok()
    }
}

#[cfg(test)]
mod tests;
