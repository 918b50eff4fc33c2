//! A value in base64 that stands in other text: where it ends, and what it decodes to.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroizing;

use super::body::{Body, Characters};
use super::{base64, container};

/// Where this byte, which may begin a value, stands next.
pub(super) fn next(text: &[u8], from: usize, byte: u8) -> Option<usize> {
    let offset = memchr::memchr(byte, text.get(from..)?)?;
    Some(from.saturating_add(offset))
}

/// What stands in base64 at one place.
pub(super) struct Value {
    pub(super) place: Range<usize>,
    /// `None` where the text breaks off before the length that it begins with.
    pub(super) der: Option<Zeroizing<Vec<u8>>>,
    /// Its first bytes, where there are as many.
    pub(super) head: Option<Zeroizing<Vec<u8>>>,
    /// It begins like a certificate.
    pub(super) is_like_certificate: bool,
}

impl Value {
    pub(super) fn at(text: &[u8], start: usize) -> Value {
        let body = Body {
            range: start..text.len(),
            number: None,
            after_marker: false,
        };
        let mut characters = Characters::of(text, &body);
        let mut packed = Zeroizing::new(Vec::new());
        let (mut wanted, mut end) = (HEAD, start);
        let (mut is_like_certificate, mut head) = (false, None);
        while packed.len() < wanted {
            let Some(Ok((at, byte))) = characters.next().filter(|it| !matches!(it, Ok((_, b'=')))) else {
                break;
            };
            end = at.saturating_add(1);
            packed.push(match byte {
                b'-' => b'+',
                b'_' => b'/',
                byte => byte,
            });
            if packed.len() == HEAD {
                head = base64::decode_packed(&packed);
                let Some((bytes, rest)) = head
                    .as_deref()
                    .and_then(|head| container::shape(head).and(sequence(head)))
                else {
                    continue;
                };
                is_like_certificate = matches!(rest, [0x30, 0x81 | 0x82, ..]);
                wanted = bytes.saturating_mul(4).div_ceil(3).max(HEAD);
                // All at once: growing would leave copies of what may be a key.
                let mut all = Zeroizing::new(Vec::with_capacity(wanted.min(text.len())));
                all.extend_from_slice(&packed);
                packed = all;
            }
        }
        let is_complete = packed.len() == wanted && wanted > HEAD;
        base64::clear_tail_bits(&mut packed);
        let der = base64::decode_packed(&packed).filter(|_| is_complete);
        let padding = text.get(end..).unwrap_or_default().iter().take(2);
        let padding = padding.take_while(|byte| **byte == b'=').count();
        Value {
            place: start..end.saturating_add(padding),
            der,
            head,
            is_like_certificate,
        }
    }
}

/// Characters that hold the header of a certificate and that of what it begins with, or the algorithm of a key.
const HEAD: usize = 32;

/// The bytes that a SEQUENCE takes, header included, and the first of its contents.
pub(super) fn sequence(head: &[u8]) -> Option<(usize, &[u8])> {
    let (header, length, rest) = match head {
        [0x30, length @ 0..=0x7F, rest @ ..] => (2, usize::from(*length), rest),
        [0x30, 0x81, length, rest @ ..] => (3, usize::from(*length), rest),
        [0x30, 0x82, high, low, rest @ ..] => (4, usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    Some((length.saturating_add(header), rest))
}

/// Where the base64 that begins at `start` ends: with its padding, or with the last line that is nothing but base64. No
/// byte is looked at but those of the value, the blanks after it and the one that ends it.
pub(super) fn value_end(text: &[u8], start: usize) -> usize {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() && *byte != b'\n';
    let run = |from: usize, wanted: &dyn Fn(&u8) -> bool| {
        let rest = text.get(from..).unwrap_or_default();
        from.saturating_add(rest.iter().take_while(|byte| wanted(byte)).count())
    };
    let (mut end, mut line) = (start, start);
    loop {
        let value = run(line, &is_blank);
        let after = run(value, &is_base64);
        let line_end = run(after, &is_blank);
        let alone = matches!(text.get(line_end), None | Some(b'\n'));
        if after == value || (line > start && !alone) {
            return end;
        }
        end = after;
        let is_padded = text.get(..after).and_then(<[u8]>::last) == Some(&b'=');
        if !alone || is_padded {
            return end;
        }
        line = line_end.saturating_add(1);
    }
}

pub(super) fn pack(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut packed = Zeroizing::new(Vec::with_capacity(text.len()));
    packed.extend(
        text.iter()
            .filter(|byte| !byte.is_ascii_whitespace() && **byte != b'='),
    );
    packed
}

/// A value in base64, less a character that is one too many.
pub(super) fn decoded(value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut packed = pack(value);
    let over = usize::from(packed.len().rem_euclid(4) == 1);
    let whole = packed.len().saturating_sub(over);
    packed.truncate(whole);
    base64::clear_tail_bits(&mut packed);
    base64::decode_packed(&packed)
}
