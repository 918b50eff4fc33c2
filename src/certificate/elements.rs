//! Elements that values of extensions are made of.

use crate::der::{Broken, Cursor, Deviation, Deviations, Element, Fault, read_integer, tag};

pub(super) fn wrong(element: &Element<'_>, what: &'static str) -> Broken {
    element.broken(Fault::Missing(what))
}

pub(super) fn of_tag<'a>(element: &Element<'a>, tag: u8) -> Result<Element<'a>, Broken> {
    if element.tag == tag {
        Ok(*element)
    } else {
        Err(wrong(element, "the value"))
    }
}

/// The elements of a SEQUENCE OF, which has at least one.
pub(super) fn list<'a>(value: &Element<'a>, noted: &mut Deviations) -> Result<Cursor<'a>, Broken> {
    let sequence = of_tag(value, tag::SEQUENCE)?;
    if sequence.contents.is_empty() {
        noted.push(Deviation::ListEmpty, value.bytes());
    }
    Ok(sequence.inside())
}

/// A number that is not negative, and smaller than the longest paths that anybody could think of.
pub(super) fn small_number(element: &Element<'_>, noted: &mut Deviations) -> Result<u32, Broken> {
    let octets = read_integer(element, noted);
    if octets.first().is_none_or(|first| *first >= 0x80) {
        return Err(wrong(element, "a number that is not negative"));
    }
    let mut number = 0u32;
    for octet in octets {
        let shifted = number.checked_mul(256);
        number = shifted
            .and_then(|shifted| shifted.checked_add(u32::from(*octet)))
            .ok_or(wrong(element, "a small number"))?;
    }
    Ok(number)
}
