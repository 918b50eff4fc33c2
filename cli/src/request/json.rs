//! Reads JSON as RFC 8259 defines it, and remembers where everything stands.
//!
//! A reader of its own for three reasons: findings inside a string have to point into the body, strings hold private
//! keys and must be wiped, and the usual mistakes deserve better words than "expected value". Mistakes whose meaning is
//! plain are noted and passed over, so that one run tells of everything; the body is no JSON all the same.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::input::work;

/// Values may be nested this deep; a request needs three levels.
const DEEPEST: usize = 16;

/// Values that are kept; those that follow are read and forgotten. The most members that a request may have are 64, with
/// three texts each.
pub(super) const MOST_VALUES: usize = 1_024;

/// Faults that are told one by one.
pub(super) const MOST_FAULTS: usize = 64;

pub(super) struct Value {
    /// In the source, quotes and braces included.
    pub(super) bytes: Range<usize>,
    pub(super) what: What,
}

pub(super) enum What {
    Object(Vec<(Text, Value)>),
    Array(Vec<Value>),
    Text(Text),
    /// Something without quotes where a text was meant.
    Bare,
    /// `a number`, `null`, `true` or `false`.
    Other(&'static str),
}

impl What {
    pub(super) fn name(&self) -> &'static str {
        match self {
            What::Object(_) => "an object",
            What::Array(_) => "an array",
            What::Text(_) => "a text",
            What::Bare => "a text without quotes",
            What::Other(name) => name,
        }
    }
}

/// The contents of a string, wiped on drop.
#[derive(Default)]
pub(crate) struct Text {
    contents: Zeroizing<Vec<u8>>,
    /// Bytes of the contents, and the bytes of the source that they were written with: the first, and again after each
    /// [`STEP`].
    marks: Vec<(usize, usize)>,
}

/// Bytes from mark to mark: few enough to be read anew for each place that is asked for.
const STEP: usize = 1 << 10;

impl Text {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.contents
    }

    /// JSON strings are UTF-8; what is not has been refused.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.contents).unwrap_or_default()
    }

    /// The first bytes of it alone.
    pub(super) fn cut(mut self, length: usize) -> Text {
        self.contents.truncate(length);
        self
    }

    /// The byte of the source that the byte at `offset` of the contents was written with.
    pub(super) fn place(&self, source: &[u8], offset: usize) -> usize {
        let next = self.marks.partition_point(|(at, _)| *at <= offset);
        let nearest = next.checked_sub(1).and_then(|nearest| self.marks.get(nearest));
        let Some(&(mut at, mut written)) = nearest else {
            return 0;
        };
        loop {
            let (bytes, of_source) = one(source, written);
            work::look_at(of_source);
            if at + bytes > offset || of_source == 0 {
                return written + (offset - at);
            }
            (at, written) = (at + bytes, written + of_source);
        }
    }
}

/// How many bytes of contents the source has at one place of a text, and in how many of its own.
fn one(source: &[u8], at: usize) -> (usize, usize) {
    match (source.get(at), source.get(at + 1)) {
        (None, _) => (0, 0),
        (Some(b'\\'), Some(b'u')) => match character(source, at) {
            Some(character) => (character.len_utf8(), 6 * character.len_utf16()),
            None => (0, 0),
        },
        // The break itself is in the contents.
        (Some(b'\\'), Some(b'\n' | b'\r')) => (0, 1),
        (Some(b'\\'), _) => (1, 2),
        _ => (1, 1),
    }
}

/// What is written as `\u` and four digits, or as two of these.
fn character(source: &[u8], at: usize) -> Option<char> {
    let first = unit(source, at)?;
    let units = [Some(first), unit(source, at + 6)];
    let mut decoded = char::decode_utf16(units.into_iter().flatten());
    decoded.next().and_then(Result::ok)
}

fn unit(source: &[u8], at: usize) -> Option<u16> {
    let digits = source.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| hexadecimal)
}

/// Where the text is no JSON.
pub(super) struct Fault {
    /// Byte of the source.
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
    /// What takes the place of these bytes, where no guess is needed.
    pub(super) mend: Option<(Range<usize>, &'static str)>,
}

/// What was read of a source.
pub(super) struct Document {
    /// As far as it could be.
    pub(super) value: Option<Value>,
    /// Every fault on the way, or the first [`MOST_FAULTS`].
    pub(super) faults: Vec<Fault>,
    pub(super) more_faults: usize,
    /// The first value that was not kept, and how many were not.
    pub(super) forgotten: Option<(usize, usize)>,
}

pub(super) fn read(source: &[u8]) -> Document {
    let mut reader = Reader {
        source,
        at: 0,
        faults: Vec::new(),
        more_faults: 0,
        depth: 0,
        kept: 0,
        forgotten: None,
    };
    let value = reader.document();
    Document {
        value,
        faults: reader.faults,
        more_faults: reader.more_faults,
        forgotten: reader.forgotten,
    }
}

struct Reader<'s> {
    source: &'s [u8],
    at: usize,
    faults: Vec<Fault>,
    more_faults: usize,
    depth: usize,
    /// How many values there were.
    kept: usize,
    forgotten: Option<(usize, usize)>,
}

/// What cannot be read on from; the fault has been noted.
type Read<T> = Option<T>;

const ESCAPE_HELP: &str = "jq writes a correct body: jq -n --arg name proxy --rawfile certificate CERT --rawfile key KEY '{name: $name, certificate: $certificate, key: $key}'";

impl Reader<'_> {
    fn document(&mut self) -> Read<Value> {
        if self.is_foreign() {
            return None;
        }
        let value = self.value()?;
        self.skip_blanks();
        match self.peek() {
            None => Some(value),
            Some(b'\'') => self.fail(
                "A quote of the shell follows the body.",
                Some("give the body alone"),
            ),
            Some(_) => self.fail("Something follows the end of the body.", None),
        }
    }

    /// Tells what it is, where it is something else altogether.
    fn is_foreign(&mut self) -> bool {
        let source = self.source;
        if source.starts_with(b"\xEF\xBB\xBF") {
            self.note(
                "The body begins with a byte order mark, which JSON does not allow.",
                Some("save it as UTF-8 without it"),
            );
            self.mend(0..3, "");
            self.at = 3;
        }
        self.skip_blanks();
        let rest = &self.source[self.at..];
        let (message, help) = if rest.is_empty() {
            ("The body is empty.", None)
        } else if rest.starts_with(b"-----BEGIN") {
            (
                "The file is PEM; a request is a JSON object that holds it.",
                Some("pemvet check vets PEM files"),
            )
        } else if rest.starts_with(b"'") {
            (
                "The body begins with a quote of the shell.",
                Some("give what stands between the quotes"),
            )
        } else if rest.starts_with(b"PUT ") || rest.starts_with(b"curl ") {
            (
                "The file holds the request's command line; the body alone is wanted.",
                Some("give what stands between the quotes"),
            )
        } else {
            return false;
        };
        let _: Read<()> = self.fail(message, help);
        true
    }

    fn value(&mut self) -> Read<Value> {
        self.skip_blanks();
        let start = self.at;
        let what = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => What::Text(self.text()?),
            Some(b'-' | b'0'..=b'9') if self.is_number() => What::Other(self.number()?),
            Some(b',' | b'}' | b']' | b':') | None => {
                return self.fail("A value is missing here.", None);
            }
            Some(_) => self.word()?,
        };
        Some(Value {
            bytes: start..self.at,
            what,
        })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<What>) -> Read<What> {
        if self.depth == DEEPEST {
            return self.fail("Values are nested too deeply.", None);
        }
        self.depth += 1;
        self.at += 1;
        let what = read(self)?;
        self.depth -= 1;
        Some(what)
    }

    fn object(&mut self) -> Read<What> {
        let mut entries: Vec<(Text, Value)> = Vec::new();
        if self.ends(b'}', false)? {
            return Some(What::Object(entries));
        }
        loop {
            self.skip_blanks();
            if self.peek() != Some(b'"') {
                let help = "names are written in double quotes";
                return self.fail("The name of a member is wanted here.", Some(help));
            }
            let name = self.text()?;
            self.skip_blanks();
            if self.peek() != Some(b':') {
                return self.fail("A colon and a value are missing after the name.", None);
            }
            self.at += 1;
            let keeps = self.keeps_the_next();
            let value = self.value()?;
            if keeps {
                entries.push((name, value));
            }
            if !self.goes_on(b'}')? {
                return Some(What::Object(entries));
            }
        }
    }

    fn array(&mut self) -> Read<What> {
        let mut values = Vec::new();
        if self.ends(b']', false)? {
            return Some(What::Array(values));
        }
        loop {
            let keeps = self.keeps_the_next();
            let value = self.value()?;
            if keeps {
                values.push(value);
            }
            if !self.goes_on(b']')? {
                return Some(What::Array(values));
            }
        }
    }

    /// Whether there is room for the value that comes next. Lists count before what is in them.
    fn keeps_the_next(&mut self) -> bool {
        self.skip_blanks();
        if self.kept < MOST_VALUES {
            self.kept += 1;
            return true;
        }
        let (_, count) = self.forgotten.get_or_insert((self.at, 0));
        *count += 1;
        false
    }

    /// Whether the closing character stands here; it is passed over then, and noted if a comma came before it.
    fn ends(&mut self, close: u8, after_comma: bool) -> Read<bool> {
        let before = self.at;
        self.skip_blanks();
        if self.peek() != Some(close) {
            return Some(false);
        }
        if after_comma {
            let at = before.saturating_sub(1);
            let message = format!(
                "A comma stands before the closing {}, where JSON allows none.",
                char::from(close)
            );
            self.note_at(at, message, Some("delete the comma"));
            self.mend(at..at.saturating_add(1), "");
        }
        self.at += 1;
        Some(true)
    }

    /// Whether another member follows.
    fn goes_on(&mut self, close: u8) -> Read<bool> {
        self.skip_blanks();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Some(!self.ends(close, true)?)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Some(false)
            }
            Some(b'"') => {
                self.note(
                    "A comma is missing before this.",
                    Some("put a comma between the two"),
                );
                self.mend(self.at..self.at, ",");
                Some(true)
            }
            Some(b'/') => self.fail("JSON has no comments.", Some("delete the comment")),
            None => {
                let message = format!("The body ends before the closing {}.", char::from(close));
                self.fail(message, None)
            }
            Some(_) => {
                let message = format!("A comma or the closing {} is wanted here.", char::from(close));
                self.fail(message, None)
            }
        }
    }

    /// A string; the quote stands here.
    fn text(&mut self) -> Read<Text> {
        let start = self.at;
        self.at += 1;
        // Room for everything at once: growing would leave copies of a key behind.
        let mut text = Text {
            contents: Zeroizing::new(Vec::with_capacity(self.length_of_text())),
            marks: vec![(0, self.at)],
        };
        let (mut told_break, mut told_control) = (false, false);
        loop {
            let marked = text.marks.last().map_or(0, |(at, _)| *at);
            if text.contents.len() - marked >= STEP {
                text.marks.push((text.contents.len(), self.at));
            }
            let Some(byte) = self.peek() else {
                self.at = start;
                return self.fail("The text that begins here has no closing quote.", None);
            };
            match byte {
                b'"' => {
                    self.at += 1;
                    break;
                }
                b'\\' => {
                    let is_break = matches!(self.source.get(self.at + 1), Some(b'\n' | b'\r'));
                    if is_break {
                        if !told_break {
                            self.note(
                                "A backslash stands before a line break inside a text, as `sed -z 's/\\n/\\\\\\n/g'` writes it; JSON wants the letters \\n and no line break.",
                                Some(ESCAPE_HELP),
                            );
                        }
                        told_break = true;
                        self.at += 1;
                    } else {
                        self.escape(&mut text.contents)?;
                    }
                }
                b'\n' | b'\r' => {
                    if !told_break {
                        self.note(
                            "A line break stands inside a text; JSON wants the letters \\n instead.",
                            Some(ESCAPE_HELP),
                        );
                    }
                    told_break = true;
                    text.contents.push(byte);
                    self.at += 1;
                }
                0..0x20 => {
                    if !told_control {
                        self.note(
                            "A control character stands inside a text.",
                            Some("write it as \\u and four digits"),
                        );
                    }
                    told_control = true;
                    text.contents.push(byte);
                    self.at += 1;
                }
                _ => {
                    text.contents.push(byte);
                    self.at += 1;
                }
            }
        }
        if std::str::from_utf8(&text.contents).is_err() {
            self.at = start;
            return self.fail("The text that begins here is no UTF-8.", None);
        }
        Some(text)
    }

    /// Bytes up to the closing quote, at least as many as the contents have.
    fn length_of_text(&self) -> usize {
        let mut escaped = false;
        let rest = &self.source[self.at..];
        let end = rest.iter().position(|byte| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        let length = end.unwrap_or(rest.len());
        work::look_at(length);
        length
    }

    /// What a backslash begins.
    fn escape(&mut self, to: &mut Vec<u8>) -> Read<()> {
        let plain = match self.source.get(self.at + 1) {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(same @ (b'"' | b'\\' | b'/')) => *same,
            Some(b'u') => return self.escaped_character(to),
            _ => {
                return self.fail(
                    "A backslash stands before something that JSON does not escape.",
                    Some("write a backslash as \\\\, a line break as \\n"),
                );
            }
        };
        to.push(plain);
        self.at += 2;
        Some(())
    }

    /// `\u` and four digits, or two of these for a character beyond them.
    fn escaped_character(&mut self, to: &mut Vec<u8>) -> Read<()> {
        let Some(character) = character(self.source, self.at) else {
            return self.fail("\\u is not followed by the four digits of a character.", None);
        };
        to.extend(character.encode_utf8(&mut [0; 4]).bytes());
        self.at += 6 * character.len_utf16();
        Some(())
    }

    fn is_number(&self) -> bool {
        let rest = &self.source[self.at..];
        matches!(rest, [b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..])
    }

    /// A number; none of a request's members is one, so its value is of no interest.
    fn number(&mut self) -> Read<&'static str> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.source[start..self.at]).unwrap_or_default();
        if serde_json::from_str::<serde_json::Number>(text).is_err() {
            self.at = start;
            return self.fail("This is not a JSON number.", None);
        }
        Some("a number")
    }

    /// `true`, `false`, `null`, or a text whose quotes were forgotten.
    fn word(&mut self) -> Read<What> {
        for (word, name) in [("true", "true"), ("false", "false"), ("null", "null")] {
            let rest = &self.source[self.at..];
            if rest.starts_with(word.as_bytes())
                && !rest.get(word.len()).is_some_and(u8::is_ascii_alphanumeric)
            {
                self.at += word.len();
                return Some(What::Other(name));
            }
        }
        let rest = &self.source[self.at..];
        if rest.starts_with(b"//") || rest.starts_with(b"/*") {
            return self.fail("JSON has no comments.", Some("delete the comment"));
        }
        let message = match rest.first() {
            Some(b'\'') => "A value stands here in single quotes; JSON wants double quotes.",
            _ => "A value stands here without quotes.",
        };
        self.note(
            message,
            Some("put the value into double quotes, with \\n for each line break"),
        );
        let rest = &self.source[self.at..];
        // A name or a placeholder ends with the member; PEM text holds neither of these.
        let end = rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']'));
        self.at += end.unwrap_or(rest.len());
        work::look_at(end.unwrap_or(rest.len()));
        Some(What::Bare)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        work::look_at(1);
        self.source.get(self.at).copied()
    }

    fn note(&mut self, message: impl Into<String>, help: Option<&'static str>) {
        self.note_at(self.at, message.into(), help);
    }

    fn note_at(&mut self, at: usize, message: String, help: Option<&'static str>) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault {
                at,
                message,
                help,
                mend: None,
            });
        } else {
            self.more_faults += 1;
        }
    }

    /// How the fault that was just noted is mended.
    fn mend(&mut self, bytes: Range<usize>, with: &'static str) {
        if let Some(fault) = self.faults.last_mut().filter(|_| self.more_faults == 0) {
            fault.mend = Some((bytes, with));
        }
    }

    fn fail<T>(&mut self, message: impl Into<String>, help: Option<&'static str>) -> Read<T> {
        self.note(message, help);
        None
    }
}

#[cfg(test)]
mod tests;
