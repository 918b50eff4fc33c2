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
pub(crate) use strings::{check_string, is_plain, is_plain_ascii};
pub(crate) use time::{read_time, read_time_fast};
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
    #[error("an element is longer than the one around it")]
    CutOff,
    #[error("a length is of the indefinite form, which DER does not have")]
    IndefiniteLength,
    #[error("a length has more octets than any certificate needs")]
    LengthTooLong,
    #[error("a tag number has more octets than any certificate needs")]
    TagTooLong,
    #[error("{0} is missing, or something else is in its place")]
    Missing(&'static str),
    #[error("{0} is not a valid time")]
    NotATime(&'static str),
    #[error("{0} is out of range")]
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
    start: Start,
}

/// Where in memory the certificate begins. Slices of it tell their place by their address: nothing has to be counted
/// while reading. Modulo 2^64 the difference is right for every slice, also for one that is empty and nowhere.
#[derive(Clone, Copy)]
struct Start(usize);

impl Start {
    /// Of a certificate in which `bytes` are at `offset`.
    fn new(bytes: &[u8], offset: usize) -> Start {
        Start(bytes.as_ptr().addr().wrapping_sub(offset))
    }

    /// In bytes from the start of the certificate.
    fn offset_of(self, bytes: &[u8]) -> usize {
        bytes.as_ptr().addr().wrapping_sub(self.0)
    }

    fn range_of(self, bytes: &[u8]) -> Range<usize> {
        let offset = self.offset_of(bytes);
        offset..offset.saturating_add(bytes.len())
    }
}

impl<'a> Element<'a> {
    /// Where it begins, in bytes from the start of the certificate.
    pub(crate) fn offset(&self) -> usize {
        self.start.offset_of(self.raw)
    }

    pub(crate) fn bytes(&self) -> Range<usize> {
        self.start.range_of(self.raw)
    }

    pub(crate) fn contents_bytes(&self) -> Range<usize> {
        self.start.range_of(self.contents)
    }

    /// The contents, to be read one after the other.
    #[inline]
    pub(crate) fn inside(&self) -> Cursor<'a> {
        Cursor {
            rest: self.contents,
            start: self.start,
        }
    }

    pub(crate) fn broken(&self, fault: Fault) -> Broken {
        Broken {
            fault,
            offset: self.offset(),
        }
    }
}

/// What is still to be read of a row of elements.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
    start: Start,
}

/// Most of a certificate's elements are short, and most of the time goes into their headers: these are read where they
/// are asked for, without a call. [`Cursor::long`] reads all others, and is the one judge of what is no header of DER.
impl<'a> Cursor<'a> {
    /// Elements that begin `offset` bytes after the start of the certificate.
    pub(crate) fn new(bytes: &'a [u8], offset: usize) -> Cursor<'a> {
        Cursor {
            rest: bytes,
            start: Start::new(bytes, offset),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn offset(&self) -> usize {
        self.start.offset_of(self.rest)
    }

    /// Where a part of what is still to be read stands in the certificate.
    pub(crate) fn range_of(&self, part: &[u8]) -> Range<usize> {
        self.start.range_of(part)
    }

    /// What is still to be read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Passes over everything before `rest`, the last part of what is still to be read.
    pub(crate) fn pass_to(&mut self, rest: &'a [u8]) {
        self.rest = rest;
    }

    /// The identifier octet of the next element.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, and a note if its header is not DER.
    #[inline(always)]
    pub(crate) fn read(&mut self, noted: &mut Deviations) -> Result<Element<'a>, Broken> {
        if let Some(element) = self.short() {
            return Ok(element);
        }
        let element = self.long(noted)?;
        self.pass(&element);
        Ok(element)
    }

    /// The next element if it has this tag.
    #[inline(always)]
    pub(crate) fn read_if(&mut self, tag: u8, noted: &mut Deviations) -> Result<Option<Element<'a>>, Broken> {
        if self.peek() == Some(tag) {
            self.read(noted).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The next element, which must have this tag.
    #[inline(always)]
    pub(crate) fn expect(
        &mut self,
        tag: u8,
        what: &'static str,
        noted: &mut Deviations,
    ) -> Result<Element<'a>, Broken> {
        if self.peek() == Some(tag)
            && let Some(element) = self.short()
        {
            return Ok(element);
        }
        let element = self.long_of(tag, what, noted)?;
        self.pass(&element);
        Ok(element)
    }

    /// As [`Cursor::expect`], for what is long in nearly every certificate.
    #[inline(always)]
    pub(crate) fn expect_long(
        &mut self,
        tag: u8,
        what: &'static str,
        noted: &mut Deviations,
    ) -> Result<Element<'a>, Broken> {
        if self.peek() == Some(tag)
            && let Some(element) = self.of_two_octets()
        {
            return Ok(element);
        }
        self.expect(tag, what, noted)
    }

    /// Notes what is left over.
    #[inline(always)]
    pub(crate) fn finish(self, noted: &mut Deviations) {
        if !self.rest.is_empty() {
            noted.push(Deviation::BytesLeftOver, self.start.range_of(self.rest));
        }
    }

    pub(crate) fn broken(&self, fault: Fault) -> Broken {
        Broken {
            fault,
            offset: self.offset(),
        }
    }

    /// The next element if its tag number is low and its length below 128.
    #[inline(always)]
    fn short(&mut self) -> Option<Element<'a>> {
        match self.rest {
            [tag, length @ 0..=0x7F, ..] if tag & 0x1F != 0x1F => self.split(*tag, 2, usize::from(*length)),
            _ => None,
        }
    }

    /// The next element if its tag number is low and its length is one that takes two octets.
    #[inline(always)]
    fn of_two_octets(&mut self) -> Option<Element<'a>> {
        match self.rest {
            [tag, 0x82, high @ 1..=0xFF, low, ..] if tag & 0x1F != 0x1F => {
                self.split(*tag, 4, u16::from_be_bytes([*high, *low]).into())
            }
            _ => None,
        }
    }

    /// The next element, by the octets of its header and of its contents.
    #[inline(always)]
    fn split(&mut self, tag: u8, header: usize, length: usize) -> Option<Element<'a>> {
        let (raw, rest) = self.rest.split_at_checked(header.saturating_add(length))?;
        self.rest = rest;
        Some(Element {
            tag,
            contents: raw.get(header..)?,
            raw,
            start: self.start,
        })
    }

    #[inline(always)]
    fn pass(&mut self, element: &Element<'a>) {
        self.rest = self.rest.get(element.raw.len()..).unwrap_or_default();
    }

    /// The next element, whatever its header, which must have this tag.
    #[inline(never)]
    fn long_of(self, tag: u8, what: &'static str, noted: &mut Deviations) -> Result<Element<'a>, Broken> {
        if self.is_empty() {
            return Err(self.broken(Fault::Missing(what)));
        }
        let element = self.long(noted)?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(self.broken(Fault::Missing(what)))
        }
    }

    /// The next element, whatever its header, and a note if that is not DER.
    #[inline(never)]
    fn long(self, noted: &mut Deviations) -> Result<Element<'a>, Broken> {
        let (element, deviation) = self.judged()?;
        if let Some(deviation) = deviation {
            noted.push(deviation, element.bytes());
        }
        Ok(element)
    }

    /// The next element, whatever its header, and how that departs from DER.
    fn judged(mut self) -> Result<(Element<'a>, Option<Deviation>), Broken> {
        let cut_off = || self.broken(Fault::CutOff);
        let (&first, mut after) = self.rest.split_first().ok_or_else(cut_off)?;
        let (mut tag, mut deviation) = (first, None);
        if first & 0x1F == 0x1F {
            let number;
            (number, after) = self.high_tag(after)?;
            // The long form is for numbers from 31.
            if let Ok(low @ 0..=30) = u8::try_from(number) {
                (tag, deviation) = (first & 0xE0 | low, Some(Deviation::TagNotMinimal));
            }
        }
        let (&length, mut after) = after.split_first().ok_or_else(cut_off)?;
        let mut total = usize::from(length);
        if length == 0x80 {
            return Err(self.broken(Fault::IndefiniteLength));
        } else if length > 0x80 {
            let octets = usize::from(length & 0x7F);
            if octets > 8 {
                return Err(self.broken(Fault::LengthTooLong));
            }
            let digits;
            (digits, after) = after.split_at_checked(octets).ok_or_else(cut_off)?;
            total = 0;
            for digit in digits {
                let shifted = total.checked_mul(256);
                let more = shifted.and_then(|shifted| shifted.checked_add(usize::from(*digit)));
                total = more.ok_or_else(|| self.broken(Fault::LengthTooLong))?;
            }
            if total < 0x80 || digits.first() == Some(&0) {
                deviation = Some(Deviation::LengthNotMinimal);
            }
        }
        let header = self.rest.len().saturating_sub(after.len());
        let element = self.split(tag, header, total);
        Ok((element.ok_or_else(|| self.broken(Fault::CutOff))?, deviation))
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
        if let Some(element) = self.short() {
            return Some(element);
        }
        let (element, _) = self.judged().ok()?;
        self.pass(&element);
        Some(element)
    }
}

#[cfg(test)]
mod tests;
