//! Reads JSON value by value: for a file of YAML, nothing of a list is known before its end has been read.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use zeroize::Zeroizing;

use super::problem::Problem;
use super::reader::{Reader, Written};
use crate::input::remark::Form;

/// Hands the values of a text to the reader, or tells where it is no JSON (RFC 8259). Then nothing was handed over.
pub(super) fn read(text: &str, to: &mut Reader<'_>) -> Result<(), Problem> {
    // A reader that keeps nothing, so that the next one meets no fault.
    crate::input::work::look_at(text.len());
    checked(serde_json::from_str(text))?;
    hand_over(text, to);
    Ok(())
}

/// The same of one text of JSON after the other, each on a line of its own most often.
pub(super) fn read_lines(text: &str, to: &mut Reader<'_>) -> Result<(), Problem> {
    crate::input::work::look_at(text.len());
    let values = serde_json::Deserializer::from_str(text).into_iter();
    values.into_iter().try_for_each(checked)?;
    hand_over(text, to);
    Ok(())
}

fn checked(read: serde_json::Result<serde::de::IgnoredAny>) -> Result<(), Problem> {
    if let Err(error) = read {
        let words = error.to_string();
        let what = match words.split_once(" at line") {
            Some((what, _)) if what.starts_with("control character") => {
                "a line end or a tab within a string has to be written as \\n or \\t"
            }
            Some((what, _)) if what.starts_with("trailing comma") => {
                "a comma stands before a bracket that closes"
            }
            Some((what, _)) if what.starts_with("EOF") => "it breaks off there",
            // The reader's own words may hold what was written.
            _ => "something else is expected there",
        };
        return Err(Problem::new("JSON", error.line(), what));
    }
    Ok(())
}

/// All values of a text that is JSON.
fn hand_over(text: &str, to: &mut Reader<'_>) {
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
                let written = Written {
                    text: content,
                    line,
                    form: Form::Json,
                    bytes: at..at + end + 2,
                    is_binary: false,
                };
                match unescaped(content) {
                    Cow::Borrowed(content) => to.scalar(content, written),
                    Cow::Owned(content) => to.scalar(&Zeroizing::new(content), written),
                }
                end + 2
            }
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']');
                let length = 1 + rest.iter().position(ends).unwrap_or(rest.len());
                let content = text.get(at..at + length).unwrap_or_default();
                let written = Written {
                    text: content,
                    line,
                    form: Form::Json,
                    bytes: at..at + length,
                    is_binary: false,
                };
                to.scalar(content, written);
                length
            }
        };
        crate::input::work::look_at(length);
        at += length;
    }
}

/// The text with blanks for comments and for commas before a bracket that closes, as Node.js tools and editors read their own
/// configuration.
pub(super) fn without_comments(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut at, mut comma) = (0usize, None);
    crate::input::work::look_at(text.len());
    while let Some((byte, rest)) = text.as_bytes().get(at..).and_then(<[u8]>::split_first) {
        let length = match byte {
            b'"' => 2 + end_of_string(rest),
            b'/' if rest.first() == Some(&b'/') => 1 + memchr(b'\n', rest).unwrap_or(rest.len()),
            b'/' if rest.first() == Some(&b'*') => {
                1 + memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2)
            }
            _ => 1,
        };
        let token = text.as_bytes().get(at..at + length).unwrap_or_default();
        match byte {
            b'/' if length > 1 => plain.extend(token.iter().map(|byte| match byte {
                b'\n' => b'\n',
                _ => b' ',
            })),
            _ => plain.extend_from_slice(token),
        }
        match byte {
            b',' => comma = Some(plain.len() - 1),
            b'}' | b']' => {
                if let Some(comma) = comma.take().and_then(|comma: usize| plain.get_mut(comma)) {
                    *comma = b' ';
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'/' if length > 1 => {}
            _ => comma = None,
        }
        at += length;
    }
    Zeroizing::new(String::from_utf8(std::mem::take(&mut *plain)).unwrap_or_default())
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
