//! String values of TOML. The crate that reads our configuration builds tables of a hundred times the text; it is asked only
//! whether a short file is TOML at all.

use memchr::{memchr, memchr2, memmem};
use zeroize::Zeroizing;

use super::path::path_of;
use super::problem::Problem;
use super::value::{Value, Wanted, part};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, PartLimit};
use crate::input::remark::Form;
use crate::input::work;

/// Bytes of a file that is read as a whole: its tables then take some megabytes.
const SHORT: usize = 1 << 15;

/// The parts, or where it is no TOML.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Result<Vec<FilePart>, Problem> {
    let mut parts = Vec::new();
    let (mut at, mut line) = (0usize, 1usize);
    let (mut table, mut tables, mut name) = ("", 0usize, "");
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.as_bytes().first().copied().unwrap_or_default();
        let is_line_start = at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
        let length = match first {
            b'#' => line_of(rest),
            b'[' if is_line_start => {
                table = rest.get(..line_of(rest)).unwrap_or_default();
                table = table
                    .split(['#', ']'])
                    .next()
                    .unwrap_or_default()
                    .trim_matches(['[', ' ']);
                tables += 1;
                line_of(rest)
            }
            b'"' | b'\'' => {
                let found = string(rest).ok_or_else(|| {
                    Problem::new(
                        "TOML",
                        line,
                        "a string in one quotation mark has no line ends, and each string an end",
                    )
                })?;
                let behind = rest.get(found.length..).unwrap_or_default();
                let behind = behind.trim_start_matches([' ', '\t']);
                if behind.starts_with('=') {
                    name = found.written;
                } else {
                    let pieces = [Piece {
                        text: found.written,
                        line,
                        has_escapes: matches!(found.form, Form::TomlBasic | Form::TomlBasicLines),
                    }];
                    let value = Value {
                        text: &found.value,
                        pieces: &pieces,
                        form: found.form,
                    };
                    if let Some(mut part) = part(&value, name, Wanted::Anything) {
                        if !room.takes_another() {
                            return Ok(parts);
                        }
                        let steps = [name, table].into_iter().filter(|step| !step.is_empty());
                        part.value = Some(path_of(steps));
                        part.mapping = tables;
                        parts.push(part);
                    }
                }
                found.length
            }
            _ if is_of_name(first) => {
                let length = rest.bytes().take_while(|byte| is_of_name(*byte)).count();
                name = rest.get(..length).unwrap_or_default();
                length
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        work::look_at(length);
        let done = rest.get(..length).unwrap_or(rest);
        line += memchr::memchr_iter(b'\n', done.as_bytes()).count();
        at += length;
    }
    if text.len() <= SHORT
        && let Err(error) = toml::de::DeTable::parse(text)
    {
        work::look_at(text.len());
        let start = error.span().map_or(0, |span| span.start);
        let above = text.as_bytes().get(..start).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', above).count() + 1;
        // The reader's own words may hold what was written.
        return Err(Problem::new("TOML", line, "it breaks off there"));
    }
    Ok(parts)
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn line_of(text: &str) -> usize {
    memchr(b'\n', text.as_bytes()).unwrap_or(text.len())
}

struct Found<'t> {
    value: Zeroizing<Vec<u8>>,
    written: &'t str,
    form: Form,
    /// Its quotation marks included.
    length: usize,
}

/// The string that a text begins with.
fn string(text: &str) -> Option<Found<'_>> {
    let quote = text.get(..1)?;
    let three = quote.repeat(3);
    if let Some(body) = text.strip_prefix(three.as_str()) {
        let (form, end) = match quote {
            "\"" => (Form::TomlBasicLines, end_of_lines(body)?),
            _ => (
                Form::TomlLiteralLines,
                memmem::find(body.as_bytes(), three.as_bytes())?,
            ),
        };
        let written = body.get(..end)?;
        // A line end that follows the quotation marks at once is none of the value.
        let begun = written
            .strip_prefix("\r\n")
            .or(written.strip_prefix('\n'))
            .unwrap_or(written);
        let value = match form {
            Form::TomlBasicLines => unescaped(begun),
            _ => Zeroizing::new(begun.as_bytes().to_vec()),
        };
        let length = end + 6;
        return Some(Found {
            value,
            written,
            form,
            length,
        });
    }
    let body = text.get(1..)?;
    let own = body.get(..line_of(body))?;
    let (form, end) = match quote {
        "\"" => (Form::TomlBasic, end_of_basic(own)?),
        _ => (Form::TomlLiteral, memchr(b'\'', own.as_bytes())?),
    };
    let written = own.get(..end)?;
    let value = match form {
        Form::TomlBasic => unescaped(written),
        _ => Zeroizing::new(written.as_bytes().to_vec()),
    };
    Some(Found {
        value,
        written,
        form,
        length: end + 2,
    })
}

/// Where the next quotation mark is that no backslash stands before.
fn end_of_basic(text: &str) -> Option<usize> {
    let mut at = 0usize;
    loop {
        at += memchr2(b'"', b'\\', text.as_bytes().get(at..)?)?;
        if text.as_bytes().get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Where three of them are.
fn end_of_lines(text: &str) -> Option<usize> {
    let mut at = 0usize;
    loop {
        at += end_of_basic(text.get(at..)?)?;
        if text.get(at..)?.starts_with("\"\"\"") {
            return Some(at);
        }
        at += 1;
    }
}

fn unescaped(written: &str) -> Zeroizing<Vec<u8>> {
    let mut value = Zeroizing::new(Vec::with_capacity(written.len()));
    let mut rest = written;
    while let Some((before, escape)) = rest.split_once('\\') {
        value.extend_from_slice(before.as_bytes());
        let mut characters = escape.chars();
        let digits = match characters.next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some('n') => push(&mut value, b'\n'),
            Some('r') => push(&mut value, b'\r'),
            Some('t') => push(&mut value, b'\t'),
            // The line goes on with what is not blank.
            Some(' ' | '\t' | '\r' | '\n') => {
                characters = escape.trim_start().chars();
                0
            }
            Some(other) => {
                value.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
                0
            }
            None => 0,
        };
        if digits > 0 {
            let code = characters.as_str().get(..digits).unwrap_or_default();
            let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            value.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            characters = characters.as_str().get(code.len()..).unwrap_or_default().chars();
        }
        rest = characters.as_str();
    }
    value.extend_from_slice(rest.as_bytes());
    value
}

fn push(value: &mut Vec<u8>, byte: u8) -> usize {
    value.push(byte);
    0
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_are_read_as_the_toml_crate_reads_them() {
        for written in [
            r#""""#,
            r#""a\n\t\"\\b""#,
            r#""\u00fc\U0001F600\x41""#,
            r"'a\n'",
            "\"\"\"\na\n\\\n   b\"c\"\"\n\"\"\"",
            "\"\"\"a\\nb\\\n\n  c\"\"\"",
            "'''\na\\n\n'b'\n'''",
            "''",
        ] {
            let table: toml::Table = toml::from_str(&format!("a = {written}\n")).expect("TOML");
            let found = string(&format!("{written} # more \"")).map(|it| (it.value.to_vec(), it.length));
            let expected = table["a"].as_str().expect("a string").as_bytes().to_vec();
            assert_eq!(found, Some((expected, written.len())), "{written}");
        }
        assert!(string("\"a\nb\"").is_none());
        assert!(string("\"\"\"a").is_none());
    }
}
