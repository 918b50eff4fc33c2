//! Values of single elements.

use super::strings::is_plain_ascii;
use super::{Deviation, Deviations, Element};

/// Whether it is TRUE.
#[inline]
pub(crate) fn read_boolean(element: &Element<'_>, noted: &mut Deviations) -> bool {
    match element.contents {
        [0] => false,
        [0xFF] => true,
        other => {
            noted.push(Deviation::BooleanNotCanonical, element.bytes());
            other.iter().any(|octet| *octet != 0)
        }
    }
}

/// The contents of an INTEGER, two's complement.
#[inline(always)]
pub(crate) fn read_integer<'a>(element: &Element<'a>, noted: &mut Deviations) -> &'a [u8] {
    match element.contents {
        [] => noted.push(Deviation::IntegerEmpty, element.bytes()),
        [0, second, ..] if *second < 0x80 => noted.push(Deviation::IntegerNotMinimal, element.bytes()),
        [0xFF, second, ..] if *second >= 0x80 => noted.push(Deviation::IntegerNotMinimal, element.bytes()),
        _ => {}
    }
    element.contents
}

/// The octets of a BIT STRING and how many of the last bits are unused.
#[inline(always)]
pub(crate) fn read_bits<'a>(element: &Element<'a>, noted: &mut Deviations) -> (&'a [u8], u8) {
    let Some((&unused, bits)) = element.contents.split_first() else {
        noted.push(Deviation::BitStringMalformed, element.bytes());
        return (&[], 0);
    };
    if unused == 0 {
        return (bits, 0);
    }
    match bits.last() {
        Some(last) if unused < 8 => {
            if last.trailing_zeros() < u32::from(unused) {
                noted.push(Deviation::UnusedBitsNotZero, element.bytes());
            }
            (bits, unused)
        }
        _ => {
            noted.push(Deviation::BitStringMalformed, element.bytes());
            (bits, 0)
        }
    }
}

#[inline]
pub(crate) fn read_null(element: &Element<'_>, noted: &mut Deviations) {
    if !element.contents.is_empty() {
        noted.push(Deviation::NullNotEmpty, element.bytes());
    }
}

/// Seven bits an octet: 128 bits take 19.
const LONGEST_ARC: usize = 19;

/// The largest that Go reads.
const LARGEST_EVERYWHERE: u128 = 0x7FFF_FFFF;

/// The contents of an OBJECT IDENTIFIER, for comparison by bytes.
#[inline]
pub(crate) fn read_object_identifier<'a>(element: &Element<'a>, noted: &mut Deviations) -> &'a [u8] {
    // Each octet below 80 is an arc.
    let contents = element.contents;
    let is_plain = !contents.is_empty() && is_plain_ascii(contents);
    if !is_plain {
        check_arcs(element, noted);
    }
    contents
}

/// Of all object identifiers, the one judge of what is not allowed.
#[inline(never)]
pub(super) fn check_arcs(element: &Element<'_>, noted: &mut Deviations) {
    let contents = element.contents;
    match contents.last() {
        None => noted.push(Deviation::ObjectIdentifierEmpty, element.bytes()),
        Some(0x80..) => noted.push(Deviation::ObjectIdentifierCutOff, element.bytes()),
        Some(_) => {}
    }
    let mut arc = 0usize;
    for (at, octet) in contents.iter().enumerate() {
        if arc == 0 && *octet == 0x80 {
            noted.push(Deviation::ArcNotMinimal, element.bytes());
        }
        if *octet < 0x80 {
            // Four octets hold 28 bits.
            if (4..LONGEST_ARC).contains(&arc) {
                let octets = contents.get(at.saturating_sub(arc)..=at);
                note_size(octets.unwrap_or_default(), element, noted);
            }
            arc = 0;
            continue;
        }
        arc = arc.saturating_add(1);
        if arc == LONGEST_ARC {
            noted.push(Deviation::ArcTooLarge, element.bytes());
        }
    }
}

/// Notes an arc that not everybody has room for.
fn note_size(octets: &[u8], element: &Element<'_>, noted: &mut Deviations) {
    let number = octets.iter().fold(0u128, |number, octet| {
        number
            .saturating_mul(128)
            .saturating_add(u128::from(octet & 0x7F))
    });
    if number > u128::from(u64::MAX) {
        noted.push(Deviation::NumberOver64Bits, element.bytes());
    } else if number > LARGEST_EVERYWHERE {
        noted.push(Deviation::NumberOver31Bits, element.bytes());
    }
}
