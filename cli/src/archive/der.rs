//! DER that is written.

use zeroize::Zeroizing;

use super::ber::tag;
use crate::input::files::Secret;

/// An element with this content, in memory that is wiped.
pub(super) fn tlv(tag: u8, content: &[&[u8]]) -> Secret {
    let length: usize = content.iter().map(|part| part.len()).sum();
    let mut element = Zeroizing::new(Vec::with_capacity(length.saturating_add(10)));
    element.push(tag);
    let digits = length.to_be_bytes();
    let digits = digits
        .get(digits.iter().take_while(|digit| **digit == 0).count()..)
        .unwrap_or_default();
    match (digits, u8::try_from(length)) {
        (_, Ok(short)) if short < 0x80 => element.push(short),
        (digits, _) => {
            element.push(0x80 | u8::try_from(digits.len()).unwrap_or(8));
            element.extend_from_slice(digits);
        }
    }
    content.iter().for_each(|part| element.extend_from_slice(part));
    element
}

pub(super) fn number(number: u32) -> Secret {
    let digits = number.to_be_bytes();
    let zeros = digits.iter().take(3).take_while(|digit| **digit == 0).count();
    let digits = digits.get(zeros..).unwrap_or_default();
    match digits.first() {
        Some(first) if first & 0x80 != 0 => tlv(tag::INTEGER, &[&[0], digits]),
        _ => tlv(tag::INTEGER, &[digits]),
    }
}
