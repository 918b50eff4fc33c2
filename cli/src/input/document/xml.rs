//! Values of XML, as its parsers hand them out: attributes, and the text of elements.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};
use zeroize::Zeroizing;

use super::path::path_of;
use super::value::{Value, named};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, PartLimit};
use crate::input::remark::{Form, Remark};
use crate::input::work;

/// No certificate or key is shorter.
const SHORTEST: usize = 64;

/// Elements within each other whose names are shown.
const DEEPEST: usize = 128;

/// The text of an element ends where another begins. Comments and instructions are left out.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut reader = Reader {
        text,
        room,
        counted: 0,
        line: 1,
        open: Vec::new(),
        elements: 0,
        unnamed: 0,
        found: Vec::new(),
    };
    let mut content = Vec::new();
    let mut at = 0usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        if length > 0 {
            content.push((at..at + length, true));
            at += length;
            continue;
        }
        let (end, is_tag) = match rest {
            _ if rest.starts_with("<!--") => (behind(rest, "-->"), false),
            _ if rest.starts_with("<?") => (behind(rest, "?>"), false),
            _ if rest.starts_with("<![CDATA[") => {
                let end = behind(rest, "]]>");
                let inside = rest.get("<![CDATA[".len()..end).unwrap_or_default();
                let inside = inside.strip_suffix("]]>").unwrap_or(inside);
                let start = at + "<![CDATA[".len();
                content.push((start..start + inside.len(), false));
                (end, false)
            }
            _ => (end_of_tag(rest), true),
        };
        work::look_at(end);
        if is_tag {
            reader.content(&std::mem::take(&mut content));
            reader.tag(at..at + end);
        }
        if reader.room.is_refused() {
            return Vec::new();
        }
        at += end;
    }
    reader.content(&content);
    reader.found
}

/// The bytes up to this end and with it; without it, all.
fn behind(text: &str, end: &str) -> usize {
    memmem::find(text.as_bytes(), end.as_bytes()).map_or(text.len(), |at| at + end.len())
}

/// The bytes up to the `>` that is in no quotation marks, and with it.
fn end_of_tag(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0usize;
    while let Some(next) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| matches!(byte, b'>' | b'"' | b'\'')))
    {
        at += next;
        match bytes.get(at) {
            Some(b'>') | None => return (at + 1).min(text.len()),
            Some(quote) => match bytes.get(at + 1..).and_then(|rest| memchr(*quote, rest)) {
                Some(length) => at += length + 2,
                None => return text.len(),
            },
        }
    }
    text.len()
}

struct Reader<'t, 'r> {
    text: &'t str,
    room: &'r mut PartLimit,
    /// Up to here lines are counted, and this is the line there.
    counted: usize,
    line: usize,
    /// The open elements, each with its number.
    open: Vec<(&'t str, usize)>,
    elements: usize,
    /// Elements deeper than their names are kept.
    unnamed: usize,
    found: Vec<FilePart>,
}

impl<'t> Reader<'t, '_> {
    /// `<name attribute="value">`, `</name>`, `<name/>`; of a declaration what stands in quotation marks.
    fn tag(&mut self, range: Range<usize>) {
        let tag = self.text.get(range.clone()).unwrap_or_default();
        if tag.starts_with("</") {
            match self.unnamed {
                0 => _ = self.open.pop(),
                _ => self.unnamed -= 1,
            }
            return;
        }
        let is_declaration = tag.starts_with("<!");
        let inside = tag.trim_start_matches(['<', '!']);
        let length = inside
            .find(|it: char| it.is_ascii_whitespace() || matches!(it, '/' | '>'))
            .unwrap_or(inside.len());
        let name = inside.get(..length).unwrap_or_default();
        self.elements += 1;
        match self.open.len() < DEEPEST {
            true => self.open.push((name, self.elements)),
            false => self.unnamed += 1,
        }
        self.attributes(range.start + (tag.len() - inside.len()) + length, range.end);
        if is_declaration || tag.ends_with("/>") {
            match self.unnamed {
                0 => _ = self.open.pop(),
                _ => self.unnamed -= 1,
            }
        }
    }

    fn attributes(&mut self, mut at: usize, end: usize) {
        while let Some(rest) = self.text.get(at..end) {
            let Some(quote) = memchr2(b'"', b'\'', rest.as_bytes()) else {
                return;
            };
            let mark = rest.as_bytes().get(quote).copied().unwrap_or(b'"');
            let start = at + quote + 1;
            let behind = self.text.get(start..end).unwrap_or_default();
            let length = memchr(mark, behind.as_bytes()).unwrap_or(behind.len());
            let before = rest.get(..quote).unwrap_or_default();
            let name = before.trim_end().trim_end_matches('=').trim();
            let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
            if length >= SHORTEST {
                self.value(name, &[(start..start + length, true)], Form::XmlAttribute);
            }
            at = start + length + 1;
        }
    }

    /// What stands between two tags.
    fn content(&mut self, stretches: &[(Range<usize>, bool)]) {
        let length: usize = stretches.iter().map(|(range, _)| range.len()).sum();
        if length < SHORTEST {
            return;
        }
        let name = self.open.last().map_or("", |(name, _)| name);
        self.value(name, stretches, Form::XmlText);
    }

    /// Stretches of the text, each with whether references are read in it.
    fn value(&mut self, name: &str, stretches: &[(Range<usize>, bool)], form: Form) {
        let most = stretches.iter().map(|(range, _)| range.len()).sum();
        // A reference is longer than its character; growing would leave copies of a key behind.
        let mut value = Zeroizing::new(String::with_capacity(most));
        let mut pieces = Vec::new();
        let mut has_line_ends = false;
        for (range, has_references) in stretches {
            let mut rest = self.text.get(range.clone()).unwrap_or_default();
            work::look_at(rest.len());
            let mut line = self.line_at(range.start);
            loop {
                let next = memchr(b'&', rest.as_bytes()).filter(|_| *has_references);
                let plain = rest.get(..next.unwrap_or(rest.len())).unwrap_or_default();
                // In attributes they are blanks, if they are no references (XML 1.0, 3.3.3).
                let is_blank = |it: char| form == Form::XmlAttribute && matches!(it, '\r' | '\n' | '\t');
                value.extend(plain.chars().map(|it| if is_blank(it) { ' ' } else { it }));
                pieces.push(Piece {
                    text: plain,
                    line,
                    has_escapes: false,
                });
                line += memchr::memchr_iter(b'\n', plain.as_bytes()).count();
                let Some(next) = next else { break };
                rest = rest.get(next..).unwrap_or_default();
                let (character, length) = reference(rest).unwrap_or(('&', 1));
                has_line_ends |= matches!(character, '\n' | '\r');
                value.push(character);
                // Blanks are not counted; any other character stands for itself.
                if !character.is_ascii_whitespace() {
                    pieces.push(Piece {
                        text: "-",
                        line,
                        has_escapes: false,
                    });
                }
                rest = rest.get(length..).unwrap_or_default();
            }
        }
        let value = Value {
            text: value.as_bytes(),
            pieces: &pieces,
            form,
        };
        let Some(mut part) = named(&value, name) else {
            return;
        };
        if !self.room.takes_another() {
            return;
        }
        let attribute = (form == Form::XmlAttribute).then_some(name);
        let open = self.open.iter().rev();
        // Attributes of one element belong together, and the texts of those in one.
        let around = open.clone().nth(usize::from(attribute.is_none()));
        part.mapping = around.map_or(0, |(_, number)| *number);
        part.value = Some(path_of(attribute.into_iter().chain(open.map(|(name, _)| *name))));
        let is_differing = has_line_ends && form == Form::XmlAttribute;
        part.remarks.extend(is_differing.then_some(Remark::XmlReferences));
        self.found.push(part);
    }

    /// Asked for places in their order.
    fn line_at(&mut self, at: usize) -> usize {
        let passed = self.text.as_bytes().get(self.counted..at).unwrap_or_default();
        work::look_at(passed.len());
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.counted = self.counted.max(at);
        self.line
    }
}

/// The character that `&#10;`, `&#xA;` or `&lt;` stands for, and how long the reference is.
fn reference(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let window = text.as_bytes().get(..LONGEST.min(text.len()))?;
    let length = memchr(b';', window)? + 1;
    let name = text.get(1..length - 1)?;
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((character, length))
}

#[cfg(test)]
mod tests {
    use super::{end_of_tag, reference};

    #[test]
    fn references_are_those_of_xml() {
        for (text, wanted) in [
            ("&#10;a", Some(('\n', 5))),
            ("&#xA;", Some(('\n', 5))),
            ("&amp;#10;", Some(('&', 5))),
            ("&#45;", Some(('-', 5))),
            ("&nbsp;", None),
            ("&", None),
            ("&;", None),
            ("&#x110000;", None),
            ("& lt", None),
        ] {
            assert_eq!(reference(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_tag_ends_at_a_bracket_outside_of_quotation_marks() {
        assert_eq!(end_of_tag("<a b='>' c=\"'>\">x"), "<a b='>' c=\"'>\">".len());
        assert_eq!(end_of_tag("<a b='>"), "<a b='>".len());
        assert_eq!(end_of_tag("<a"), 2);
    }
}
