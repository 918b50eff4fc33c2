//! The alphabets of string types.

use super::{Deviation, Deviations, Element, tag};

/// Looks whether a string holds what its type allows.
#[inline]
pub(crate) fn check_string(element: &Element<'_>, noted: &mut Deviations) {
    if !is_plain(element.tag, element.contents) {
        check_characters(element, noted);
    }
}

/// Whether this is a string of a usual type, and all its characters are allowed.
#[inline(always)]
pub(crate) fn is_plain(tag: u8, contents: &[u8]) -> bool {
    match tag {
        tag::UTF8_STRING | tag::IA5_STRING => is_plain_ascii(contents),
        tag::PRINTABLE_STRING => is_printable(contents),
        _ => false,
    }
}

/// Of all strings, the one judge of what is not allowed.
#[inline(never)]
pub(super) fn check_characters(element: &Element<'_>, noted: &mut Deviations) {
    let octets = element.contents;
    let found = match element.tag {
        tag::UTF8_STRING => utf8(octets),
        tag::PRINTABLE_STRING => printable(octets),
        tag::IA5_STRING => unless(octets.is_ascii()),
        tag::NUMERIC_STRING => unless(octets.iter().all(|it| it.is_ascii_digit() || *it == b' ')),
        tag::VISIBLE_STRING => unless(octets.iter().all(|it| (0x20..0x7F).contains(it))),
        tag::TELETEX_STRING => None,
        tag::BMP_STRING => bmp(octets),
        tag::UNIVERSAL_STRING => universal(octets),
        _ => Some(Deviation::NotAString),
    };
    if let Some(deviation) = found {
        noted.push(deviation, element.bytes());
    }
    let wide = matches!(element.tag, tag::BMP_STRING | tag::UNIVERSAL_STRING);
    if found.is_none() && !wide && octets.contains(&0) {
        noted.push(Deviation::NulCharacter, element.bytes());
    }
}

/// Whether all octets are ASCII and none is NUL, eight at a time.
#[inline]
pub(crate) fn is_plain_ascii(octets: &[u8]) -> bool {
    let word = |octets: &[u8; 8]| u64::from_ne_bytes(*octets);
    // The last chunk may overlap the one before.
    match (octets.last_chunk(), octets.first_chunk(), octets.last_chunk()) {
        (Some(last), ..) => {
            let (chunks, _) = octets.as_chunks();
            is_plain_word(word(last)) && chunks.iter().all(|chunk| is_plain_word(word(chunk)))
        }
        (None, Some(&[a, b, c, d]), Some(&[e, f, g, h])) => is_plain_word(word(&[a, b, c, d, e, f, g, h])),
        _ => octets.iter().all(|octet| (1..0x80).contains(octet)),
    }
}

/// In an octet that is NUL the subtraction sets the highest bit, which ASCII does not have; above the lowest such
/// octet the borrow may set it, too.
#[inline]
fn is_plain_word(word: u64) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
    (word | word.wrapping_sub(EACH)) & HIGHEST == 0
}

/// Whether each octet is in the alphabet of ITU-T X.680 section 41.4.
#[inline]
fn is_printable(octets: &[u8]) -> bool {
    octets
        .iter()
        .all(|octet| PRINTABLE.get(usize::from(*octet)) == Some(&true))
}

/// By octet, whether a PrintableString may have it.
const PRINTABLE: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut characters: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?";
    while let [first, rest @ ..] = characters {
        allowed[*first as usize] = true;
        characters = rest;
    }
    allowed
};

fn unless(allowed: bool) -> Option<Deviation> {
    (!allowed).then_some(Deviation::CharacterNotAllowed)
}

fn utf8(octets: &[u8]) -> Option<Deviation> {
    core::str::from_utf8(octets)
        .is_err()
        .then_some(Deviation::NotUtf8)
}

fn printable(octets: &[u8]) -> Option<Deviation> {
    if is_printable(octets) {
        return None;
    }
    let usual = octets
        .iter()
        .all(|octet| is_printable(&[*octet]) || b"*&".contains(octet));
    Some(if usual {
        Deviation::CharacterUsualNotAllowed
    } else {
        Deviation::CharacterNotAllowed
    })
}

fn bmp(octets: &[u8]) -> Option<Deviation> {
    let (units, rest) = octets.as_chunks::<2>();
    if !rest.is_empty() {
        return Some(Deviation::NotWholeCharacters);
    }
    let mut units = units.iter().map(|unit| u16::from_be_bytes(*unit));
    // Surrogates are for characters beyond the plane that this type has.
    if units.clone().any(|unit| (0xD800..0xE000).contains(&unit)) {
        return Some(Deviation::CharacterNotAllowed);
    }
    units.any(|unit| unit == 0).then_some(Deviation::NulCharacter)
}

fn universal(octets: &[u8]) -> Option<Deviation> {
    let (units, rest) = octets.as_chunks::<4>();
    if !rest.is_empty() {
        return Some(Deviation::NotWholeCharacters);
    }
    let mut units = units.iter().map(|unit| u32::from_be_bytes(*unit));
    if units.clone().any(|unit| char::from_u32(unit).is_none()) {
        return Some(Deviation::CharacterNotAllowed);
    }
    units.any(|unit| unit == 0).then_some(Deviation::NulCharacter)
}
