//! Values of .properties files, as `java.util.Properties` reads them.

use zeroize::Zeroizing;

use super::bare::{self, Bare};
use super::value::{Value, named};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, MOST_PARTS, PartLimit};
use crate::input::remark::Form;
use crate::input::work;

/// `name=value`, `name: value` or `name value`; a line that ends in a backslash goes on with the next.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let mut without: Vec<Bare> = Vec::new();
    let (mut at, mut number) = (0usize, 1usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = logical_line(rest);
        work::look_at(length);
        let line = rest.get(..length).unwrap_or(rest);
        let first = number;
        number += memchr::memchr_iter(b'\n', line.as_bytes()).count();
        at += length;
        let begun = line.trim_start();
        if begun.starts_with(['#', '!']) {
            continue;
        }
        let (name, value) = divided(begun);
        let above = line.len() - value.len();
        let above = line.get(..above).unwrap_or_default();
        let pieces = [Piece {
            text: value,
            line: first + memchr::memchr_iter(b'\n', above.as_bytes()).count(),
            has_escapes: true,
        }];
        let decoded = unescaped(value);
        let value = Value {
            text: decoded.as_bytes(),
            pieces: &pieces,
            form: Form::Properties,
        };
        if let Some(part) = named(&value, name) {
            if !room.takes_another() {
                return parts;
            }
            parts.push(part);
        } else if let Some(bare) =
            Bare::named(name, decoded.as_bytes(), first).filter(|_| without.len() < MOST_PARTS)
        {
            without.push(bare);
        }
    }
    bare::missed_halves(&mut parts, without);
    parts
}

/// The bytes up to the first line end without a backslash before it. A comment has no further lines.
fn logical_line(text: &str) -> usize {
    let is_comment = text.trim_start_matches([' ', '\t']).starts_with(['#', '!']);
    let mut length = 0usize;
    for line in text.split_inclusive('\n') {
        length += line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let backslashes = content.len() - content.trim_end_matches('\\').len();
        if is_comment || backslashes % 2 == 0 {
            break;
        }
    }
    length
}

/// The name, and what stands behind the first `=`, `:` or blank that has no backslash before it.
fn divided(line: &str) -> (&str, &str) {
    let mut is_escaped = false;
    let end = line.find(|character: char| {
        let ends = !is_escaped && (matches!(character, '=' | ':') || character.is_ascii_whitespace());
        is_escaped = character == '\\' && !is_escaped;
        ends
    });
    let (name, rest) = line.split_at(end.unwrap_or(line.len()));
    let rest = rest.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    (name, rest.trim_start_matches([' ', '\t']))
}

fn unescaped(written: &str) -> Zeroizing<String> {
    let mut value = Zeroizing::new(String::with_capacity(written.len()));
    let mut rest = written.trim_end_matches(['\n', '\r']);
    while let Some((before, escape)) = rest.split_once('\\') {
        value.push_str(before);
        let mut characters = escape.chars();
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('f') => value.push('\u{c}'),
            Some('u') => {
                let digits = characters.as_str().get(..4).unwrap_or_default();
                let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                // Nothing longer than what was written: growing would leave copies of a key behind.
                value.push(code.unwrap_or('?'));
                characters = characters
                    .as_str()
                    .get(digits.len()..)
                    .unwrap_or_default()
                    .chars();
            }
            Some('\n' | '\r') => {
                let next = characters.as_str().trim_start_matches(['\n', ' ', '\t', '\u{c}']);
                characters = next.chars();
            }
            Some(other) => value.push(other),
            None => {}
        }
        rest = characters.as_str();
    }
    value.push_str(rest);
    value
}

#[cfg(test)]
mod tests {
    use super::{divided, logical_line, unescaped};

    #[test]
    fn lines_names_and_values_are_those_of_the_java_documentation() {
        assert_eq!(divided("Truth = Beauty"), ("Truth", "Beauty"));
        assert_eq!(divided("Truth:Beauty"), ("Truth", "Beauty"));
        assert_eq!(divided("a\\ b\\=c d"), ("a\\ b\\=c", "d"));
        assert_eq!(logical_line("a=b\\\n  c\nd"), "a=b\\\n  c\n".len());
        assert_eq!(logical_line("# a\\\nb"), "# a\\\n".len());
        assert_eq!(
            unescaped("apple, \\\r\n   pear\\n\\u0041\\:\\\\").as_str(),
            "apple, pear\nA:\\"
        );
    }
}
