//! Certificates and private keys in arrays of programs, byte by byte: `0x30, 0x82`, `(byte) 0x82`, `48, -126`, `&H30`, `030h`,
//! `'-'`.

use alloc::vec::Vec;

use memchr::memmem;

use super::fault::{Found, Hidden, HiddenForm};
use super::recognized;

/// Lists of numbers, each of which is a byte.
pub(super) fn search(text: &[u8], found: &mut Vec<Found>) {
    // The last digit of 0x30, 48 and 030h; of 0x2D, 45 and 02Dh; the dash of a character.
    for digits in [b"08".as_slice(), b"5dD", b"-"] {
        let mut position = 0usize;
        while let Some(at) = next_of(text, position, digits) {
            position = at.saturating_add(1);
            let Some(start) = start_of_list(text, at) else {
                continue;
            };
            let mut list = List { text, at: start };
            if let Some(read) = recognized::read(&mut list) {
                // On from its end, so that no number is read twice.
                position = position.max(list.at);
                found.extend(read.map(|content| {
                    (
                        start..list.at,
                        Hidden {
                            content,
                            form: HiddenForm::Numbers,
                        },
                    )
                }));
            }
        }
    }
}

/// Where one of these characters stands next: one, two or three of them.
fn next_of(text: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = text.get(from..)?;
    let offset = match wanted {
        [one, two, three] => memchr::memchr3(*one, *two, *three, rest),
        [one, two] => memchr::memchr2(*one, *two, rest),
        [one, ..] => memchr::memchr(*one, rest),
        [] => None,
    };
    Some(from.saturating_add(offset?))
}

/// Where the number begins whose last digit stands at `at`, if it is the first byte of a SEQUENCE or a dash.
fn start_of_list(text: &[u8], at: usize) -> Option<usize> {
    let before = |back: usize| at.checked_sub(back).and_then(|at| text.get(at).copied());
    let after = |on: usize| at.checked_add(on).and_then(|at| text.get(at).copied());
    let is_apart = |byte: Option<u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && byte != b'_');
    let own = text.get(at)?;
    if *own == b'-' {
        return (before(1) == Some(b'\'') && after(1) == Some(b'\'')).then(|| at.saturating_sub(1));
    }
    let back = match (before(1)?, own) {
        // In tens.
        (b'4', b'8' | b'5') if is_apart(before(2)) && !after(1).is_some_and(|it| it.is_ascii_digit()) => 1,
        (b'3', b'0') | (b'2', b'd' | b'D') => match before(2) {
            Some(b'x' | b'X') if before(3) == Some(b'0') => 3,
            Some(b'h' | b'H') if before(3) == Some(b'&') => 3,
            Some(b'$' | b'#') => 2,
            Some(b'0') if matches!(after(1), Some(b'h' | b'H')) => 2,
            _ if matches!(after(1), Some(b'h' | b'H')) && is_apart(before(2)) => 1,
            _ => return None,
        },
        _ => return None,
    };
    at.checked_sub(back)
}

/// The bytes of a list of numbers.
#[derive(Clone)]
struct List<'t> {
    text: &'t [u8],
    at: usize,
}

impl Iterator for List<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        let rest = rest.get(..MOST_OF_ONE).unwrap_or(rest);
        let before = apart(rest);
        let (byte, length) = number(rest.get(before..)?)?;
        self.at = self.at.saturating_add(before).saturating_add(length);
        Some(byte)
    }
}

/// Commas, a comment, a cast and a number.
const MOST_OF_ONE: usize = 160;

/// Length of what stands between two numbers: blanks, commas, line ends and what continues lines, comments, casts, and the
/// words of assemblers.
fn apart(text: &[u8]) -> usize {
    let mut length = 0usize;
    while let Some(rest) = text.get(length..) {
        let step = match rest {
            [b' ' | b'\t' | b'\r' | b'\n' | b',' | b';', ..] => 1,
            [b'\\' | b'_', b'\r' | b'\n', ..] => 2,
            [b'/', b'*', ..] => match memmem::find(rest, b"*/") {
                Some(end) => end.saturating_add(2),
                None => break,
            },
            [b'/', b'/', ..] | [b'#', b' ', ..] => match memchr::memchr(b'\n', rest) {
                Some(end) => end,
                None => break,
            },
            [b'(', ..] => match cast(rest) {
                Some(length) => length,
                None => break,
            },
            _ => match DIRECTIVES.iter().find(|word| rest.starts_with(word)) {
                Some(word) => word.len(),
                None => break,
            },
        };
        length = length.saturating_add(step);
    }
    length
}

/// What assemblers have before bytes.
const DIRECTIVES: [&[u8]; 6] = [b".byte", b".BYTE", b"db ", b"DB ", b"dc.b", b"DC.B"];

/// `(byte)`, `(unsigned char)`.
fn cast(text: &[u8]) -> Option<usize> {
    let close = text.iter().take(LONGEST_CAST).position(|byte| *byte == b')')?;
    let of_type = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_');
    let word = text.get(1..close)?;
    let is_type = word.first().is_some_and(u8::is_ascii_alphabetic) && word.iter().all(of_type);
    is_type.then(|| close.saturating_add(1))
}

/// `(unsigned char)`, with its brackets.
const LONGEST_CAST: usize = 20;

/// The number at the start of `text` as a byte, and its length with what says of which type it is.
fn number(text: &[u8]) -> Option<(u8, usize)> {
    let (byte, length) = match text {
        [b'\'', b'\\', escape, b'\'', ..] => (of_letter(*escape)?, 4),
        [b'\'', byte @ b' '..=b'~', b'\'', ..] => (*byte, 3),
        [b'0', b'x' | b'X', ..] | [b'&', b'h' | b'H', ..] => in_sixteens(text, 2)?,
        [b'$' | b'#', ..] => in_sixteens(text, 1)?,
        [b'-', ..] => {
            let (value, length) = in_tens(text.get(1..)?)?;
            let value = (value <= 0x80).then(|| 0u8.wrapping_sub(value))?;
            (value, length.saturating_add(1))
        }
        _ => match of_assembler(text) {
            Some(found) => found,
            None => in_tens(text)?,
        },
    };
    let rest = text.get(length..).unwrap_or_default();
    let suffix = match rest {
        _ if rest.starts_with(b".toByte()") => 9,
        _ => rest
            .iter()
            .take(LONGEST_SUFFIX)
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count(),
    };
    let is_end = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'.';
    let length = length.saturating_add(suffix);
    text.get(length).is_none_or(is_end).then_some((byte, length))
}

/// `u8`, `uy`, `UL`.
const LONGEST_SUFFIX: usize = 3;

pub(super) fn of_letter(letter: u8) -> Option<u8> {
    Some(match letter {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'0' => 0,
        b'\\' | b'\'' | b'"' => letter,
        _ => return None,
    })
}

pub(super) fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|it| u8::try_from(it).ok())
}

/// One digit or two, after so many characters.
fn in_sixteens(text: &[u8], from: usize) -> Option<(u8, usize)> {
    let high = digit(*text.get(from)?)?;
    let from = from.saturating_add(1);
    Some(match text.get(from).copied().and_then(digit) {
        Some(low) => (high << 4 | low, from.saturating_add(1)),
        None => (high, from),
    })
}

/// `030h`, `82h`.
fn of_assembler(text: &[u8]) -> Option<(u8, usize)> {
    let digits = text
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    if !matches!(text.get(digits), Some(b'h' | b'H')) || digits == 0 {
        return None;
    }
    let from = match text.get(..digits)? {
        [b'0', _, _] => 1,
        [_] | [_, _] => 0,
        _ => return None,
    };
    let (byte, length) = in_sixteens(text, from)?;
    Some((byte, length.saturating_add(1)))
}

fn in_tens(text: &[u8]) -> Option<(u8, usize)> {
    let digits = text
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let number = core::str::from_utf8(text.get(..digits)?).ok()?;
    // C counts in eights after a zero.
    let is_in_tens = digits == 1 || !number.starts_with('0');
    number
        .parse()
        .ok()
        .filter(|_| is_in_tens)
        .map(|byte| (byte, digits))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString as _};
    use alloc::vec::Vec;

    use super::super::fault::HiddenContent;
    use super::super::recognized::tests::{certificate, key, lines};
    use super::search;

    fn found(text: &str) -> Vec<HiddenContent> {
        let mut found = Vec::new();
        search(text.as_bytes(), &mut found);
        found.iter().map(|(_, hidden)| hidden.content).collect()
    }

    /// What stands before the list, each number, what stands between two, and between two lines.
    type Spelling = (&'static str, fn(u8) -> String, &'static str, &'static str);

    #[test]
    fn arrays_of_every_language_are_read() {
        let forms: [Spelling; 12] = [
            ("{ ", |it| format!("0x{it:02x}"), ", ", ",\n  "),
            ("{ ", |it| format!("0x{it:x}"), ", ", ",\n\t"),
            ("{", |it| format!("0x{it:02X}U"), ", ", ", /* 00a0 */\n"),
            ("[", |it| format!("0x{it:02x}u8"), ",", ", // more\n"),
            ("{", |it| format!("(byte) 0x{it:02x}"), ", ", ",\r\n"),
            ("{", |it| it.cast_signed().to_string(), ", ", ",\n"),
            ("[", |it| format!("{it:3}"), ",", ",\n"),
            ("{ ", |it| format!("&H{it:X}"), ", ", ", _\n"),
            (" db ", |it| format!("0{it:02x}h"), ", ", "\n db "),
            ("\t.byte ", |it| format!("0x{it:02x}"), ",", "\n\t.byte "),
            ("(", |it| format!("${it:02X}"), ",", ",\n"),
            ("(", |it| format!("0x{it:02x}.toByte()"), ", ", ",\n"),
        ];
        for (open, each, between, end) in forms {
            let text = |bytes: &[u8]| format!("der = {open}{}}};\n", lines(bytes, each, between, end));
            let key = text(&key());
            assert_eq!(found(&key), [HiddenContent::PrivateKey], "{key:.200}");
            let certificate = text(&certificate());
            assert_eq!(
                found(&certificate),
                [HiddenContent::Certificate],
                "{certificate:.200}"
            );
        }
    }

    #[test]
    fn pem_in_characters_and_numbers_is_read() {
        let pem = include_bytes!("../../testdata/demo/proxy.key");
        let characters = lines(pem, |it| format!("{:?}", char::from(it)), ",", ",\n");
        assert_eq!(found(&characters), [HiddenContent::PrivateKey]);
        assert_eq!(
            found(&lines(pem, |it| it.to_string(), ", ", ",\n")),
            [HiddenContent::PrivateKey]
        );
        assert!(
            found(&lines(
                b"-----BEGIN PRIVATE KEY-----",
                |it| it.to_string(),
                ", ",
                ","
            ))
            .is_empty()
        );
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48",
            "0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40",
            "'-', '-', '-'",
            "color: #30, 0x30",
            "30h",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
