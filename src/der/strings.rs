//! The alphabets of string types.

use super::{Deviation, Deviations, Element, tag};

/// Looks whether a string holds what its type allows.
pub(crate) fn check_string(element: &Element<'_>, noted: &mut Deviations) {
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

fn unless(allowed: bool) -> Option<Deviation> {
    (!allowed).then_some(Deviation::CharacterNotAllowed)
}

fn utf8(octets: &[u8]) -> Option<Deviation> {
    core::str::from_utf8(octets)
        .is_err()
        .then_some(Deviation::NotUtf8)
}

/// ITU-T X.680 section 41.4.
fn printable(octets: &[u8]) -> Option<Deviation> {
    let allowed = |octet: u8| octet.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&octet);
    if octets.iter().all(|octet| allowed(*octet)) {
        return None;
    }
    let usual = octets
        .iter()
        .all(|octet| allowed(*octet) || b"*&".contains(octet));
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
