//! Reads JSON value by value: for a file of YAML, nothing of a list is known before its end has been read.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use zeroize::Zeroizing;

use super::reader::Reader;

/// Hands the values of a text to the reader; whether the text is JSON (RFC 8259). Where it is not, nothing was handed over.
pub(super) fn read(text: &str, to: &mut Reader<'_>) -> bool {
    // A reader that keeps nothing, so that the next one meets no fault.
    crate::input::work::look_at(text.len());
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return false;
    }
    let (mut at, mut line) = (0usize, 1usize);
    while let Some((byte, rest)) = text.get(at..).and_then(|rest| rest.as_bytes().split_first()) {
        if to.has_enough() {
            break;
        }
        let length = match byte {
            b'{' => to.enter(None),
            b'[' => to.enter(Some(0)),
            b'}' | b']' => to.leave(),
            b'\n' => {
                line += 1;
                1
            }
            b' ' | b'\t' | b'\r' | b',' | b':' => 1,
            b'"' => {
                let end = end_of_string(rest);
                let content = text.get(at + 1..at + 1 + end).unwrap_or_default();
                match unescaped(content) {
                    Cow::Borrowed(content) => to.scalar(content, false, line),
                    Cow::Owned(content) => to.scalar(&Zeroizing::new(content), false, line),
                }
                end + 2
            }
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']');
                let length = 1 + rest.iter().position(ends).unwrap_or(rest.len());
                to.scalar(text.get(at..at + length).unwrap_or_default(), false, line);
                length
            }
        };
        crate::input::work::look_at(length);
        at += length;
    }
    true
}

/// Where the quotation mark is that ends a string.
fn end_of_string(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += next;
        if text.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    text.len()
}

/// The contents of a string, which the text holds as JSON wants it.
fn unescaped(content: &str) -> Cow<'_, str> {
    if memchr(b'\\', content.as_bytes()).is_none() {
        return Cow::Borrowed(content);
    }
    // Room for everything at once: growing would leave copies of a key behind.
    let mut plain = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut characters = escape.chars();
        plain.push(match characters.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('u') => {
                let units = [unit(characters.as_str()), second_unit(characters.as_str())];
                let decoded = char::decode_utf16(units.into_iter().flatten()).next();
                // Half a pair is no character.
                let character = decoded
                    .and_then(Result::ok)
                    .unwrap_or(char::REPLACEMENT_CHARACTER);
                let digits = if character.len_utf16() == 2 { 10 } else { 4 };
                characters = characters.as_str().get(digits..).unwrap_or_default().chars();
                character
            }
            Some(same) => same,
            None => break,
        });
        rest = characters.as_str();
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The four digits that the text begins with.
fn unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.get(..4)?, 16).ok()
}

fn second_unit(text: &str) -> Option<u16> {
    unit(text.get(4..)?.strip_prefix("\\u")?)
}

#[cfg(test)]
mod tests {
    use super::{end_of_string, unescaped};

    #[test]
    fn strings_are_read_as_serde_json_reads_them() {
        for string in [
            r#""""#,
            r#""plain ü""#,
            r#""\n\r\t\b\f\/\\\"""#,
            r#""\u00fc\ud83d\ude00x""#,
            r#""a\\""#,
            r#""\\\"\\""#,
            r#""\u000ab""#,
        ] {
            let expected: String = serde_json::from_str(string).expect("JSON");
            let text = format!("{}, \"more\"", &string[1..]);
            let end = end_of_string(text.as_bytes());
            assert_eq!(end, string.len() - 2, "{string}");
            assert_eq!(unescaped(&text[..end]), expected, "{string}");
        }
    }
}
