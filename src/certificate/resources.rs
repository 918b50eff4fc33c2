//! IP addresses and AS numbers that a certificate delegates (RFC 3779).
//!
//! Every certificate's are looked at once, for their form. What they say is read again by whoever compares them, which few
//! paths need.

use alloc::vec::Vec;

use super::elements::of_tag;
use super::extension::ExtensionKind;
use super::facts::Certificate;
use super::policies::Said;
use crate::der::{Broken, Cursor, Deviations, Element, read_bits, tag};

/// The addresses of one family, or numbers of one kind.
pub(crate) struct Resources<'a> {
    /// The family of addresses, two octets and perhaps a third (section 2.2.3.3); the tag of the numbers, one octet.
    pub(crate) family: &'a [u8],
    pub(crate) choice: Choice,
}

/// Which of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Those of the issuer.
    Inherit,
    /// In the order of the certificate.
    Ranges(Vec<Range>),
    /// One of them is longer than what its family has.
    TooLong,
}

/// From one to another, both of them included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) first: u128,
    pub(crate) last: u128,
    /// It is written as two ends, and not as a prefix or a single number.
    pub(crate) has_ends: bool,
}

impl<'a> Certificate<'a> {
    /// The IP addresses, by family.
    pub(crate) fn addresses(&self) -> Said<Vec<Resources<'a>>> {
        self.said(ExtensionKind::AddressBlocks, read_addresses)
    }

    /// The numbers of autonomous systems, and the identifiers of routing domains.
    pub(crate) fn as_numbers(&self) -> Said<Vec<Resources<'a>>> {
        self.said(ExtensionKind::AsNumbers, read_numbers)
    }
}

/// RFC 3779 section 2.2.3.
fn read_addresses<'a>(value: &Element<'a>, noted: &mut Deviations) -> Result<Vec<Resources<'a>>, Broken> {
    let mut families = of_tag(value, tag::SEQUENCE)?.inside();
    let mut found = Vec::new();
    while !families.is_empty() {
        let mut parts = families
            .expect(tag::SEQUENCE, "the addresses of a family", noted)?
            .inside();
        let family = parts
            .expect(tag::OCTET_STRING, "a family of addresses", noted)?
            .contents;
        let octets = match family {
            [0, 1, ..] => 4,
            [0, 2, ..] => 16,
            _ => 0,
        };
        let end = |element: &Element<'a>, is_last: bool| address(element, octets, is_last);
        let choice = read_choice(&parts.read(noted)?, end, noted)?;
        found.push(Resources { family, choice });
    }
    Ok(found)
}

/// RFC 3779 section 3.2.3.
fn read_numbers<'a>(value: &Element<'a>, noted: &mut Deviations) -> Result<Vec<Resources<'a>>, Broken> {
    let mut parts = of_tag(value, tag::SEQUENCE)?.inside();
    let mut found = Vec::new();
    for family in [&[0u8], &[1u8]] {
        let [number] = *family;
        if let Some(identifiers) = parts.read_if(tag::constructed(number), noted)? {
            let choice = identifiers.inside().read(noted)?;
            let choice = read_choice(&choice, |element, _| number_of(element), noted)?;
            found.push(Resources { family, choice });
        }
    }
    Ok(found)
}

fn read_choice<'a>(
    choice: &Element<'a>,
    end: impl Fn(&Element<'a>, bool) -> Option<u128>,
    noted: &mut Deviations,
) -> Result<Choice, Broken> {
    if choice.tag == tag::NULL {
        return Ok(Choice::Inherit);
    }
    let mut list = of_tag(choice, tag::SEQUENCE)?.inside();
    let mut ranges = Vec::new();
    while !list.is_empty() {
        let one = list.read(noted)?;
        let has_ends = one.tag == tag::SEQUENCE;
        let (first, last) = match has_ends {
            true => {
                let mut ends: Cursor<'a> = one.inside();
                (ends.read(noted)?, ends.read(noted)?)
            }
            false => (one, one),
        };
        let (Some(first), Some(last)) = (end(&first, false), end(&last, true)) else {
            return Ok(Choice::TooLong);
        };
        ranges.push(Range {
            first,
            last,
            has_ends,
        });
    }
    Ok(Choice::Ranges(ranges))
}

/// The first or the last address of so many octets that begins with these bits.
fn address(element: &Element<'_>, octets: usize, is_last: bool) -> Option<u128> {
    let (bits, unused) = read_bits(element, &mut Deviations::default());
    if bits.len() > octets {
        return None;
    }
    let free = u8::MAX
        .checked_shr(8u32.saturating_sub(unused.into()))
        .unwrap_or(0);
    let fill = if is_last { u8::MAX } else { 0 };
    let end = bits.len().saturating_sub(1);
    let all = (0..octets).map(|place| match bits.get(place) {
        Some(octet) if place == end => (octet & !free) | (fill & free),
        Some(octet) => *octet,
        None => fill,
    });
    Some(all.fold(0u128, |number, octet| {
        number.wrapping_mul(256) | u128::from(octet)
    }))
}

/// An INTEGER of at most 16 octets, so that they are in the order of their numbers.
fn number_of(element: &Element<'_>) -> Option<u128> {
    let octets = element.contents;
    let is_negative = octets.first().is_some_and(|first| *first >= 0x80);
    if octets.len() > 16 {
        return None;
    }
    let start = if is_negative { u128::MAX } else { 0 };
    let number = octets.iter().fold(start, |number, octet| {
        number.wrapping_mul(256) | u128::from(*octet)
    });
    // The negative ones come first.
    Some(number ^ (1 << 127))
}
