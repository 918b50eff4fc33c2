//! Certificates and private keys in strings of programs, with the bytes that are no characters as escapes: `0\x82`, `\060\202`.

use alloc::vec::Vec;

use super::base64_value::next;
use super::fault::{Found, Hidden, HiddenForm};
use super::numbers::{digit, of_letter};
use super::recognized;

/// Strings with the bytes that are no characters as escapes.
pub(super) fn search(text: &[u8], found: &mut Vec<Found>) {
    let mut position = 0usize;
    while let Some(at) = next(text, position, b'\\') {
        position = at.saturating_add(1);
        let Some(start) = start_of_string(text, at) else {
            continue;
        };
        let quote = start.checked_sub(1).and_then(|at| text.get(at).copied());
        let mut string = Escaped {
            text,
            at: start,
            quote,
        };
        if let Some(read) = recognized::read(&mut string) {
            position = position.max(string.at);
            found.extend(read.map(|content| {
                (
                    start..string.at,
                    Hidden {
                        content,
                        form: HiddenForm::Escapes,
                    },
                )
            }));
        }
    }
}

/// Where the `0` begins, plain or escaped, before the escape at `at`, which is the length of a SEQUENCE or what follows it.
fn start_of_string(text: &[u8], at: usize) -> Option<usize> {
    let (escape, _) = escaped(text.get(at..)?)?;
    let before = text.get(..at)?;
    match escape {
        // A long length.
        0x81 | 0x82 => start_of_zero(before),
        // An INTEGER, after a length that is a character.
        0x02 => {
            let length = match before {
                [.., b'\\', _, _, _] => 4,
                _ => 1,
            };
            start_of_zero(before.get(..before.len().checked_sub(length)?)?)
        }
        _ => None,
    }
}

/// Where the `0` begins that a text ends with: the tag of a SEQUENCE.
fn start_of_zero(text: &[u8]) -> Option<usize> {
    let escape = ESCAPED_ZERO.iter().find(|zero| text.ends_with(zero));
    let length = match escape {
        Some(escape) => escape.len(),
        None => 1,
    };
    let start = text.len().checked_sub(length)?;
    let is_one = escape.is_some() || (text.ends_with(b"0") && !ends_in_escape(text));
    is_one.then_some(start)
}

const ESCAPED_ZERO: [&[u8]; 3] = [b"\\x30", b"\\060", b"\\60"];

/// Whether the last byte is one of an escape, as in `\x40`.
fn ends_in_escape(text: &[u8]) -> bool {
    (2..=LONGEST_ESCAPE).any(|length| {
        let start = text.len().checked_sub(length);
        let last = start.and_then(|start| text.get(start..));
        last.and_then(escaped).is_some_and(|(_, own)| own >= length)
    })
}

/// `\u0030`.
const LONGEST_ESCAPE: usize = 6;

/// Bytes between two strings that are joined.
const MOST_BETWEEN: usize = 160;

/// The bytes of a string with escapes, and of those that it is put together with.
#[derive(Clone)]
struct Escaped<'t> {
    text: &'t [u8],
    at: usize,
    /// What ends the string.
    quote: Option<u8>,
}

impl Iterator for Escaped<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        // A line that goes on, or another string, once: nothing comes before the next byte twice.
        let rest = self.text.get(self.at..)?;
        let (length, quote) = match rest {
            [b'\\', b'\n', ..] => (2, self.quote),
            [quote, ..] if Some(*quote) == self.quote => joint(rest)?,
            _ => (0, self.quote),
        };
        let at = self.at.saturating_add(length);
        let rest = self.text.get(at..)?;
        let (byte, length) = match rest {
            [b'\\', ..] => escaped(rest)?,
            [b'\n' | b'\r', ..] => return None,
            [quote, ..] if Some(*quote) == self.quote => return None,
            [byte, ..] => (*byte, 1),
            [] => return None,
        };
        (self.at, self.quote) = (at.saturating_add(length), quote);
        Some(byte)
    }
}

/// Length from the quotation mark that ends one string to the one that begins the next, behind that: blanks, line ends, `+`,
/// `b`. And that mark: Python takes the other one where the first is in the string.
fn joint(text: &[u8]) -> Option<(usize, Option<u8>)> {
    let between = text.get(1..)?.iter().take(MOST_BETWEEN);
    let between = between
        .take_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'+' | b'\\' | b'.' | b'b' | b'_'))
        .count();
    let at = between.saturating_add(1);
    let next = text.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    next.map(|_| (at.saturating_add(1), next))
}

/// The byte that the escape at the start of `text` stands for, and its length.
fn escaped(text: &[u8]) -> Option<(u8, usize)> {
    let value = |place: usize| text.get(place).copied().and_then(digit);
    match text {
        [b'\\', b'x', ..] => Some((value(2)? << 4 | value(3)?, 4)),
        [b'\\', b'u', b'0', b'0', ..] => Some((value(4)? << 4 | value(5)?, 6)),
        [b'\\', b'0'..=b'7', ..] => {
            let digits = text.get(1..)?.iter().take(3);
            let digits = digits.take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (mut number, mut length) = (0u16, 1usize);
            for octal in digits {
                number = number.saturating_mul(8).saturating_add(u16::from(octal & 7));
                length = length.saturating_add(1);
            }
            u8::try_from(number).ok().map(|byte| (byte, length))
        }
        [b'\\', b'a', ..] => Some((7, 2)),
        [b'\\', b'b', ..] => Some((8, 2)),
        [b'\\', b'v', ..] => Some((11, 2)),
        [b'\\', b'f', ..] => Some((12, 2)),
        [b'\\', b'e', ..] => Some((27, 2)),
        [b'\\', letter, ..] => of_letter(*letter).map(|byte| (byte, 2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString as _;
    use alloc::vec::Vec;

    use super::super::fault::HiddenContent;
    use super::super::recognized::tests::{certificate, key, lines};
    use super::search;

    fn found(text: &str) -> Vec<HiddenContent> {
        let mut found = Vec::new();
        search(text.as_bytes(), &mut found);
        found.iter().map(|(_, hidden)| hidden.content).collect()
    }

    #[test]
    fn strings_with_escapes_are_read() {
        let python = |byte: u8| match byte {
            b'\\' | b'\'' => format!("\\{}", char::from(byte)),
            b'\n' => "\\n".into(),
            b'\r' => "\\r".into(),
            b'\t' => "\\t".into(),
            b' '..=b'~' => char::from(byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        };
        let octal = |byte: u8| format!("\\{byte:03o}");
        for (bytes, content) in [
            (key(), HiddenContent::PrivateKey),
            (certificate(), HiddenContent::Certificate),
        ] {
            assert_eq!(
                found(&format!("DER = b'{}'\n", lines(&bytes, python, "", ""))),
                [content]
            );
            let joined = lines(&bytes, python, "", "'\n    b'");
            assert_eq!(found(&format!("DER = (b'{joined}')\n")), [content]);
            assert_eq!(
                found(&format!("\"{}\"", lines(&bytes, octal, "", "\"\n  \""))),
                [content]
            );
        }
    }

    #[test]
    fn other_strings_are_none() {
        // The 0 of an escape is no tag: what follows looks like the start of a key.
        let dump = format!("\"\\x40\\x29\\x02\\x01\\x01\\x04\\x20{}\"", "\\x01".repeat(60));
        assert_eq!(found(&dump), []);
        assert_eq!(
            found(&dump.replace("\\x40", "\\x30")),
            [HiddenContent::PrivateKey]
        );
        for text in ["regex = '0\\x82'", "'0\\x81\\x02'", "\\060"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
