//! Strings and binaries in terms of Erlang, as RabbitMQ's classic configuration and `sys.config` have them, and in its programs.

use memchr::{memchr, memchr2, memmem};
use zeroize::Zeroizing;

use super::list::List;
use super::path::path_of;
use super::problem::Problem;
use super::push::{OF_LIST, is_key_or_certificate};
use super::value::{Value, Wanted, part};
use crate::input::escapes;
use crate::input::line_map::Piece;
use crate::input::mention::mentions_pem;
use crate::input::part::{FilePart, MOST_PARTS, PartLimit};
use crate::input::remark::Form;
use crate::input::work;

/// The parts, or where it is no Erlang: nothing but its strings, comments and brackets is read.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Result<Vec<FilePart>, Problem> {
    let mut terms = Terms {
        room,
        levels: vec![Level::new(0, Shape::Other)],
        begun: 0,
        strings: Vec::new(),
        byte_lists: 0,
        found: Vec::new(),
    };
    let (mut at, mut line) = (0usize, 1usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if terms.room.is_refused() {
            return Ok(Vec::new());
        }
        let before = text.get(..at).unwrap_or_default();
        let length = terms.token(rest, before, line)?;
        work::look_at(length);
        let done = rest.as_bytes().get(..length).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', done).count();
        at += length;
    }
    terms.end_of_string();
    Ok(terms.found)
}

/// What a bracket opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `{cert, …}`: its first name is that of all of it.
    Tuple,
    /// `<<…>>`
    Binary,
    /// Lists, maps and records, arguments: a name belongs to what follows it.
    Other,
}

struct Level<'t> {
    /// Parts of one list or map may be a pair.
    number: usize,
    shape: Shape,
    name: &'t str,
    /// Bytes as numbers.
    bytes: List,
}

impl Level<'_> {
    fn new(number: usize, shape: Shape) -> Self {
        Level {
            number,
            shape,
            name: "",
            bytes: List::default(),
        }
    }
}

struct Terms<'t, 'r> {
    room: &'r mut PartLimit,
    levels: Vec<Level<'t>>,
    begun: usize,
    /// Strings with nothing between them, which are one.
    strings: Vec<(Text<'t>, usize)>,
    byte_lists: usize,
    found: Vec<FilePart>,
}

/// Levels of brackets within each other that are kept; what stands deeper is called after them.
const DEEPEST: usize = 128;

impl<'t> Terms<'t, '_> {
    /// What a text begins with, and how long that is.
    fn token(&mut self, rest: &'t str, before: &str, line: usize) -> Result<usize, Problem> {
        let first = rest.as_bytes().first().copied().unwrap_or_default();
        let no_end = || Problem::new("Erlang", line, "a string or a name in quotation marks has no end");
        Ok(match first {
            b'%' => memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()),
            b' ' | b'\t' | b'\r' | b'\n' => 1,
            b'"' => {
                let is_verbatim = before.ends_with("~S") || before.ends_with("~B");
                let text = string(rest, is_verbatim).ok_or_else(no_end)?;
                let length = text.length;
                self.strings.push((text, line));
                if self.strings.len() == MOST_STRINGS {
                    self.end_of_string();
                }
                length
            }
            // `$"` is a number.
            b'$' => character(rest),
            // `<<"…"/utf8>>`, and what binaries and lists of a block's lines put between their strings.
            b'~' | b'/' | b',' if self.is_inside_a_block() => 1,
            b'a'..=b'z' if before.ends_with(['/', '~']) && self.is_inside_a_block() => identifier(rest),
            _ => {
                self.end_of_string();
                self.other(rest, before, line).ok_or_else(no_end)?
            }
        })
    }

    /// Whether the strings so far begin a block and do not end it.
    fn is_inside_a_block(&self) -> bool {
        let Some((last, _)) = self.strings.last() else {
            return false;
        };
        // The END is in the last of them, or in none; as much is looked at as a marker takes.
        let from = last.value.len().saturating_sub(LONGEST_END);
        let ends = memmem::rfind(last.value.get(from..).unwrap_or_default(), b"-----END ").is_some();
        let starts = self.strings.first().is_some_and(|(first, _)| {
            let head = first
                .value
                .get(..LONGEST_HEAD.min(first.value.len()))
                .unwrap_or_default();
            memmem::find(head, b"-----BEGIN ").is_some()
        });
        work::look_at(1);
        starts && !ends
    }

    /// What is no string and nothing between strings.
    fn other(&mut self, rest: &'t str, before: &str, line: usize) -> Option<usize> {
        let first = rest.as_bytes().first().copied()?;
        Some(match first {
            b'\'' => {
                let end = end_of(rest.get(1..)?, b'\'')?;
                self.name(rest.get(1..end + 1)?);
                end + 2
            }
            b'<' if rest.starts_with("<<") => {
                self.open(Shape::Binary);
                2
            }
            b'>' if rest.starts_with(">>") => {
                self.close(line);
                2
            }
            b'{' => {
                // `#{` begins a map, `#name{` a record.
                let is_tuple = !before.ends_with(|it: char| it.is_ascii_alphanumeric() || "#_@".contains(it));
                self.open(if is_tuple { Shape::Tuple } else { Shape::Other });
                1
            }
            b'[' | b'(' => {
                self.open(Shape::Other);
                1
            }
            b'}' | b']' | b')' => {
                self.close(line);
                1
            }
            b'0'..=b'9' | b'-' => {
                let digits = rest.get(1..)?.bytes().take_while(u8::is_ascii_digit).count() + 1;
                if let Some(level) = self.levels.last_mut() {
                    level.bytes.push(rest.get(..digits)?, line, &mut self.byte_lists);
                }
                if self.byte_lists > MOST_PARTS {
                    self.room.refuse(format!(
                        "holds more lists of bytes that begin as PEM or DER than can be judged, more than {MOST_PARTS} of them"
                    ));
                }
                digits
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let length = identifier(rest);
                self.name(rest.get(..length)?);
                length
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        })
    }

    fn name(&mut self, name: &'t str) {
        if let Some(level) = self.levels.last_mut()
            && (level.shape != Shape::Tuple || level.name.is_empty())
        {
            level.name = name;
        }
    }

    fn open(&mut self, shape: Shape) {
        self.begun += 1;
        if self.levels.len() == DEEPEST {
            self.room.refuse(format!(
                "has lists and tuples nested more than {DEEPEST} levels deep, too deep to be read"
            ));
        }
        self.levels.push(Level::new(self.begun, shape));
    }

    fn close(&mut self, line: usize) {
        // What closes nothing is no Erlang, and does no harm here.
        if self.levels.len() < 2 {
            return;
        }
        let Some(level) = self.levels.pop() else { return };
        let Some((text, places)) = level.bytes.text() else {
            return;
        };
        if !(mentions_pem(&text) || is_key_or_certificate(&text)) || !self.room.takes_another() {
            return;
        }
        let mut part = FilePart::new(None, 0, self.own_name().into(), text, places, OF_LIST);
        part.unwritten = Some("it is a list of bytes, which is not written");
        work::look_at(line.min(1));
        self.keep(part);
    }

    /// The name of what stands here: of types of keys, `{key, {'RSAPrivateKey', …}}`, that of what they are in.
    fn own_name(&self) -> &'t str {
        self.names().next().unwrap_or_default()
    }

    fn names(&self) -> impl Iterator<Item = &'t str> {
        let names = self.levels.iter().rev().map(|level| level.name);
        names.filter(|name| name.starts_with(|it: char| it.is_ascii_lowercase()))
    }

    /// The strings that were read are over.
    fn end_of_string(&mut self) {
        let strings = std::mem::take(&mut self.strings);
        if strings.is_empty() {
            return;
        }
        let pieces: Vec<Piece<'_>> = strings
            .iter()
            .map(|(text, line)| Piece {
                text: text.written,
                line: *line,
                has_escapes: text.form == Form::Erlang,
            })
            .collect();
        // Room for all of it at once: growing would leave copies of a key behind.
        let length = strings.iter().map(|(text, _)| text.value.len()).sum();
        let mut content = Zeroizing::new(Vec::with_capacity(length));
        for (text, _) in &strings {
            content.extend_from_slice(&text.value);
        }
        if content.len() < SHORTEST {
            return;
        }
        let form = strings.first().map_or(Form::Erlang, |(text, _)| text.form);
        let value = Value {
            text: &content,
            pieces: &pieces,
            form,
        };
        if let Some(part) = part(&value, self.own_name(), Wanted::Anything)
            && self.room.takes_another()
        {
            self.keep(part);
        }
    }

    fn keep(&mut self, mut part: FilePart) {
        let mut levels = self.levels.iter().rev();
        part.mapping = levels
            .find(|level| level.shape == Shape::Other)
            .map_or(0, |it| it.number);
        part.value = Some(path_of(self.names()));
        self.found.push(part);
    }
}

/// Strings that are joined, one at least for each line of 250 certificates; what follows is another value.
const MOST_STRINGS: usize = 1 << 14;

/// Bytes of a string that holds a marker or a line of base64.
const SHORTEST: usize = 11;
/// Bytes at the end of a string in which the END of its block stands.
const LONGEST_END: usize = 64;
/// Bytes at the start of one in which its BEGIN stands: attributes of a bag, or words, are before it.
const LONGEST_HEAD: usize = 1_024;

/// What a string is.
struct Text<'t> {
    value: Zeroizing<Vec<u8>>,
    written: &'t str,
    form: Form,
    /// Its quotation marks included.
    length: usize,
}

/// The string that a text begins with.
fn string(text: &str, is_verbatim: bool) -> Option<Text<'_>> {
    if let Some(lines) = lines(text) {
        return lines;
    }
    let body = text.get(1..)?;
    let end = match is_verbatim {
        true => memchr(b'"', body.as_bytes())?,
        false => end_of(body, b'"')?,
    };
    let written = body.get(..end)?;
    let (value, form) = match is_verbatim {
        true => (Zeroizing::new(written.as_bytes().to_vec()), Form::ErlangLines),
        false => (unescaped(written), Form::Erlang),
    };
    Some(Text {
        value,
        written,
        form,
        length: end + 2,
    })
}

/// Lines in three quotation marks or more (from OTP 27 on), without what the last of them is indented by, and without escapes;
/// nothing where the text begins otherwise.
fn lines(text: &str) -> Option<Option<Text<'_>>> {
    let marks = text
        .bytes()
        .take(MOST_MARKS)
        .take_while(|byte| *byte == b'"')
        .count();
    if marks < 3 {
        return None;
    }
    let behind = text.bytes().skip(marks);
    let blanks = behind
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
        .count();
    let begin = marks + blanks;
    if text.as_bytes().get(begin) != Some(&b'\n') {
        return None;
    }
    let (quotes, body) = (text.get(..marks)?, text.get(begin + 1..)?);
    let mut length = 0usize;
    for line in body.split_inclusive('\n') {
        work::look_at(line.len());
        let content = line.trim_start_matches([' ', '\t']);
        if content.starts_with(quotes) {
            let indentation = line.get(..line.len() - content.len())?;
            let written = body.get(..length)?;
            let mut value = Zeroizing::new(Vec::with_capacity(length));
            for line in written.split_inclusive('\n') {
                value.extend_from_slice(line.strip_prefix(indentation).unwrap_or(line).as_bytes());
            }
            // The last line end is none of the value.
            let ends = usize::from(value.ends_with(b"\n")) + usize::from(value.ends_with(b"\r\n"));
            let end = value.len() - ends;
            value.truncate(end);
            return Some(Some(Text {
                value,
                // From the line end on, so that its lines are counted from that of the quotation marks.
                written: text.get(begin..begin + 1 + length)?,
                form: Form::ErlangLines,
                length: begin + 1 + length + indentation.len() + marks,
            }));
        }
        length += line.len();
    }
    Some(None)
}

/// Quotation marks in a row that begin a string.
const MOST_MARKS: usize = 64;

/// Where the next of these quotation marks is that no backslash stands before.
fn end_of(text: &str, quote: u8) -> Option<usize> {
    let mut at = 0usize;
    loop {
        at += memchr2(quote, b'\\', text.as_bytes().get(at..)?)?;
        if text.as_bytes().get(at) == Some(&quote) {
            return Some(at);
        }
        at += 2;
    }
}

fn identifier(text: &str) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@');
    text.bytes().take_while(|byte| is_part(byte)).count()
}

/// Bytes of `$a`, `$\n`, `$\x{a}`.
fn character(text: &str) -> usize {
    let mut characters = text.chars().skip(1);
    match characters.next() {
        Some('\\') => {
            let (_, digits) = escapes::by_number(text.as_bytes().get(2..).unwrap_or_default());
            let plain = characters.next().map_or(0, char::len_utf8);
            2 + digits.max(plain)
        }
        Some(character) => 1 + character.len_utf8(),
        None => 1,
    }
}

fn unescaped(written: &str) -> Zeroizing<Vec<u8>> {
    let mut value = Zeroizing::new(Vec::with_capacity(written.len()));
    let mut rest = written.as_bytes();
    while let Some(at) = memchr(b'\\', rest) {
        value.extend_from_slice(rest.get(..at).unwrap_or_default());
        let escape = rest.get(at + 1..).unwrap_or_default();
        let (code, digits) = match escape.first() {
            Some(b'u' | b'U') => (None, 0),
            _ => escapes::by_number(escape),
        };
        let length = match (code, escape.first()) {
            (Some(code), _) => {
                escapes::push(code, &mut value);
                digits
            }
            (None, Some(b'^')) => {
                value.extend(escape.get(1).map(|letter| letter & 31));
                2
            }
            (None, Some(letter)) => {
                value.push(match letter {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b's' => b' ',
                    b'b' => 8,
                    b'f' => 12,
                    b'v' => 11,
                    b'e' => 27,
                    b'd' => 127,
                    other => *other,
                });
                1
            }
            (None, None) => 0,
        };
        rest = escape.get(length..).unwrap_or_default();
    }
    value.extend_from_slice(rest);
    value
}

#[cfg(test)]
mod tests {
    use super::{character, string, unescaped};

    /// As `erl_scan` of OTP 25 reads them.
    #[test]
    fn strings_are_read_as_erl_scan_reads_them() {
        assert_eq!(
            unescaped("a\\x{a}b\\012c\\s\\d\\e\\^jx\\x41\\1\\\nq").as_slice(),
            [97, 10, 98, 10, 99, 32, 127, 27, 10, 120, 65, 1, 10, 113]
        );
        let found = string("\"a\\\"b\" \"c\"", false).expect("a string");
        assert_eq!((found.value.as_slice(), found.length), (&b"a\"b"[..], 6));
        assert!(string("\"a\\\"", false).is_none());
        for (written, length) in [
            ("$\" ", 2),
            ("$\\\" ", 3),
            ("$\\x{a} ", 6),
            ("$\\012 ", 5),
            ("$ü", 3),
        ] {
            assert_eq!(character(written), length, "{written}");
        }
    }

    /// As OTP 27 is to read them, by EEP 64.
    #[test]
    fn lines_in_three_quotation_marks_are_taken_as_they_are() {
        let found = string("\"\"\"\n  ab\n    c\\n\n  \"\"\".", false).expect("a string");
        assert_eq!((found.value.as_slice(), found.length), (&b"ab\n  c\\n"[..], 22));
        let found = string("\"\"\"\"\n\"\"\"\n\"\"\"\"", false).expect("a string");
        assert_eq!(found.value.as_slice(), b"\"\"\"");
        // On one line they are three strings.
        assert_eq!(string("\"\"\"a\"\"\"", false).expect("a string").length, 2);
        assert!(string("\"\"\"\na", false).is_none());
    }
}
