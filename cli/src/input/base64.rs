//! Base64 that stands as the value of something. It may hold a key: no table is asked with its characters.

use zeroize::Zeroizing;

use crate::input::work;

/// Base64 as it was found.
pub(crate) struct Decoded {
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    /// Why Go's strict reader, which Kubernetes has, refuses it. It passes over CR and LF.
    pub(crate) refused: Option<Refused>,
}

/// What Go's `base64.StdEncoding` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Blanks or tabs stand in it.
    Blanks,
    /// `=` is missing or too much at the end.
    Padding,
    /// `=`, and then more.
    TwoTexts,
    /// `-` or `_` of the other alphabet.
    UrlAlphabet,
}

/// The six bits of a character: below 64, or 64 for what is none.
fn bits(character: u8) -> u8 {
    let within = |first: u8, last: u8| {
        let (below, above) = (character.wrapping_sub(first), last.wrapping_sub(character));
        // 255 where it lies between the two, both in ASCII.
        ((below | above) >> 7).wrapping_sub(1)
    };
    let value = (within(b'A', b'Z') & character.wrapping_sub(b'A'))
        | (within(b'a', b'z') & character.wrapping_sub(b'a').wrapping_add(26))
        | (within(b'0', b'9') & character.wrapping_sub(b'0').wrapping_add(52))
        | (within(b'+', b'+') & 62)
        | (within(b'/', b'/') & 63)
        | (within(b'-', b'-') & 62)
        | (within(b'_', b'_') & 63);
    let is_any = within(b'A', b'Z')
        | within(b'a', b'z')
        | within(b'0', b'9')
        | within(b'+', b'+')
        | within(b'/', b'/')
        | within(b'-', b'-')
        | within(b'_', b'_');
    value | (!is_any & 64)
}

/// Reads a text that is base64 and nothing else, as readers do that forgive blanks and padding; two texts in a row are read
/// one after the other.
pub(crate) fn decode(text: &[u8]) -> Option<Decoded> {
    // The end of a line of prose gives it away at once.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 4 * 3 + 3));
    let mut refused = None;
    let (mut group, mut filled, mut padding) = (0u32, 0u32, 0u32);
    for (at, character) in text.iter().enumerate() {
        let value = bits(*character);
        if value < 64 {
            if padding > 0 {
                refused = refused.or(Some(Refused::TwoTexts));
                flush(&mut bytes, group, filled);
                (group, filled, padding) = (0, 0, 0);
            }
            if matches!(character, b'-' | b'_') {
                refused = refused.or(Some(Refused::UrlAlphabet));
            }
            group = group << 6 | u32::from(value);
            filled += 1;
            if filled == 4 {
                flush(&mut bytes, group, filled);
                (group, filled) = (0, 0);
            }
        } else {
            match character {
                b'=' => {
                    padding += 1;
                    if filled + padding > 4 || filled < 2 {
                        refused = refused.or(Some(Refused::Padding));
                    }
                }
                b'\n' | b'\r' => {}
                b' ' | b'\t' => refused = refused.or(Some(Refused::Blanks)),
                _ => {
                    work::look_at(at);
                    return None;
                }
            }
        }
    }
    work::look_at(text.len());
    if filled > 0 && filled + padding != 4 {
        refused = refused.or(Some(Refused::Padding));
    }
    flush(&mut bytes, group, filled);
    Some(Decoded { bytes, refused })
}

fn flush(bytes: &mut Vec<u8>, group: u32, filled: u32) {
    let group = group << (6 * (4 - filled.min(4)));
    let whole = group.to_be_bytes();
    let length = usize::try_from((filled * 6) / 8).unwrap_or(0);
    bytes.extend_from_slice(whole.get(1..=length).unwrap_or_default());
}

/// The character of six bits.
fn character(bits: u8) -> u8 {
    let from = |first: u8| 255u8.wrapping_mul(u8::from(bits >= first));
    // Letters, small letters, digits, and two marks: each step is added where its first value is reached.
    let steps = (from(26) & 6)
        .wrapping_sub(from(52) & 75)
        .wrapping_sub(from(62) & 15)
        .wrapping_add(from(63) & 3);
    bits.wrapping_add(b'A').wrapping_add(steps)
}

/// Bytes as base64 on one line, with padding. It may hold a key: there is room for all of it from the start.
pub(crate) fn encode(bytes: &[u8]) -> Zeroizing<String> {
    work::look_at(bytes.len());
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4)));
    for group in bytes.chunks(3) {
        let [first, second, third] = [0, 1, 2].map(|at| group.get(at).copied().unwrap_or_default());
        let bits = u32::from_be_bytes([0, first, second, third]);
        for place in 0..4u32 {
            let value = u8::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or_default();
            let is_padding = usize::try_from(place).is_ok_and(|place| place > group.len());
            text.push(char::from(if is_padding { b'=' } else { character(value) }));
        }
    }
    text
}

/// The number of the character that a byte of the content begins in.
pub(crate) fn character_of(byte: usize) -> usize {
    byte.saturating_mul(4) / 3
}

#[cfg(test)]
mod tests {
    use super::{Refused, bits, character, decode, encode};

    #[test]
    fn each_character_has_the_bits_of_its_place_in_the_alphabet() {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for character in 0..=255u8 {
            let place = alphabet.iter().position(|it| *it == character);
            let expected = match character {
                b'-' => 62,
                b'_' => 63,
                _ => place.unwrap_or(64),
            };
            assert_eq!(usize::from(bits(character)), expected, "{character}");
        }
    }

    #[test]
    fn what_is_encoded_is_read_again() {
        for value in 0..64 {
            assert_eq!(bits(character(value)), value);
        }
        for length in 0..200usize {
            let bytes: Vec<u8> = (0..=255u8).cycle().skip(length).take(length).collect();
            let text = encode(&bytes);
            let read = decode(text.as_bytes()).expect("base64");
            assert_eq!((read.bytes.as_slice(), read.refused), (bytes.as_slice(), None));
        }
        assert_eq!(encode(b"a").as_str(), "YQ==");
    }

    #[test]
    fn what_go_refuses_is_told_and_read() {
        for (text, read, refused) in [
            ("YWJj", "abc", None),
            ("YWJjZA==", "abcd", None),
            ("YWJjZGU=", "abcde", None),
            ("YW\r\nJj\n", "abc", None),
            ("YW Jj", "abc", Some(Refused::Blanks)),
            ("YWJj\t", "abc", Some(Refused::Blanks)),
            ("YWJjZA", "abcd", Some(Refused::Padding)),
            ("YWJjZA=", "abcd", Some(Refused::Padding)),
            ("YWJjZA===", "abcd", Some(Refused::Padding)),
            ("YWJj=", "abc", Some(Refused::Padding)),
            ("YWJjZA==YWJj", "abcdabc", Some(Refused::TwoTexts)),
            ("Pj4-", ">>>", Some(Refused::UrlAlphabet)),
        ] {
            let decoded = decode(text.as_bytes()).expect(text);
            assert_eq!(
                (decoded.bytes.as_slice(), decoded.refused),
                (read.as_bytes(), refused),
                "{text}"
            );
        }
        assert!(decode(b"YWJj.").is_none());
    }
}
