//! What lies between BEGIN and END, character by character, with everything that is not base64 recognised.

use alloc::vec::Vec;
use core::ops::Range;

use super::tokens::{Token, token};
use super::{FaultKind, RepairKind};

/// Repairs that one block needs: each kind once, from its first place to its last.
#[derive(Clone, Default)]
pub(super) struct Notes(Vec<(RepairKind, Range<usize>)>);

impl Notes {
    pub(super) fn note(&mut self, kind: RepairKind, bytes: Range<usize>) {
        match self.0.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, place)) => *place = place.start.min(bytes.start)..place.end.max(bytes.end),
            None => self.0.push((kind, bytes)),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, kind: RepairKind) -> bool {
        self.0.iter().any(|(known, _)| *known == kind)
    }

    /// What was noted as `one` is part of `other`, where that was noted.
    pub(super) fn merge(&mut self, one: RepairKind, other: RepairKind) {
        if self.has(other) {
            self.rename(one, other);
        }
    }

    /// What was noted as `one` is `other`.
    pub(super) fn rename(&mut self, one: RepairKind, other: RepairKind) {
        if let Some(place) = self.0.iter().position(|(known, _)| *known == one) {
            let (_, bytes) = self.0.remove(place);
            self.note(other, bytes);
        }
    }

    pub(super) fn append(&mut self, other: Notes) {
        for (kind, bytes) in other.0 {
            self.note(kind, bytes);
        }
    }

    pub(super) fn into_inner(self) -> Vec<(RepairKind, Range<usize>)> {
        self.0
    }
}

/// Why a body was not read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    pub(super) kind: FaultKind,
    /// Offset in the text.
    pub(super) at: usize,
}

/// Where the base64 of a block is, and how its lines begin.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// In the text, from the end of BEGIN (or of the headers) to the start of END.
    pub(super) range: Range<usize>,
    /// Lines are numbered, BEGIN with this number.
    pub(super) number: Option<u64>,
    /// Whether `range` begins on the line of the BEGIN marker.
    pub(super) after_marker: bool,
}

/// The base64 characters of a body (`=`, `-` and `_` among them) with their offsets in the text.
#[derive(Clone)]
pub(super) struct Characters<'t> {
    text: &'t [u8],
    at: usize,
    end: usize,
    number: Option<u64>,
    pub(super) notes: Notes,
    /// Nothing that means something has been met on this line.
    fresh: bool,
    /// Nothing at all has, blanks aside.
    empty: bool,
    /// The line is that of the BEGIN marker.
    first: bool,
    /// A character was met, on whatever line.
    started: bool,
    /// The first blank since the last character of this line, or since its start.
    blank: Option<usize>,
    /// A quotation mark after a character of this line: fine unless another character follows.
    quote: Option<usize>,
    invisible: Option<Range<usize>>,
    line_start: Option<usize>,
    blank_line: Option<Range<usize>>,
}

impl<'t> Characters<'t> {
    pub(super) fn of(text: &'t [u8], body: &Body) -> Characters<'t> {
        Characters {
            text,
            at: body.range.start,
            end: body.range.end,
            number: body.number,
            notes: Notes::default(),
            fresh: true,
            empty: true,
            first: body.after_marker,
            started: false,
            blank: None,
            quote: None,
            invisible: None,
            line_start: None,
            blank_line: None,
        }
    }

    /// A character of base64, or one that has to be judged here.
    fn character(&mut self, offset: usize, byte: u8) -> Result<u8, Invalid> {
        let invalid = |kind, at| Err(Invalid { kind, at });
        if let Some(at) = self.quote {
            return invalid(FaultKind::NotBase64, at);
        }
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' | b'-' | b'_' => {}
            0 => return invalid(FaultKind::NulByte, offset),
            b'<' | b'&' => return invalid(FaultKind::Markup, offset),
            _ => return invalid(FaultKind::NotBase64, offset),
        }
        if self.first && self.fresh {
            let kind = match self.blank {
                Some(_) => RepairKind::LineEndsRestored,
                None => RepairKind::GluedMarkerSplit,
            };
            self.notes.note(kind, self.blank.unwrap_or(offset)..offset);
        } else if let Some(blank) = self.blank {
            // On the line of BEGIN these blanks were line ends.
            let kind = match self.first {
                true => RepairKind::LineEndsRestored,
                false => RepairKind::BlanksRemoved,
            };
            self.notes.note(kind, blank..offset);
        }
        if let Some(place) = self.invisible.take() {
            self.notes.note(RepairKind::InvisibleCharactersRemoved, place);
        }
        if let Some(place) = self.blank_line.take() {
            let kind = match self.started {
                true => RepairKind::BlankLineRemoved,
                false => RepairKind::BlanksRemoved,
            };
            self.notes.note(kind, place);
        }
        (self.fresh, self.empty, self.started, self.blank) = (false, false, true, None);
        Ok(byte)
    }

    fn end_line(&mut self, offset: usize, next: usize) {
        self.close_line();
        if self.empty && !self.first {
            let start = self.line_start.unwrap_or(offset);
            self.blank_line = Some(self.blank_line.as_ref().map_or(start, |it| it.start)..next);
        }
        (self.fresh, self.empty, self.first, self.blank) = (true, true, false, None);
        self.line_start = Some(next);
        if let Some(number) = self.number {
            let expected = number.saturating_add(1);
            self.number = Some(expected);
            if let Some(length) = numbered(self.text.get(next..self.end).unwrap_or_default(), expected) {
                self.at = next.saturating_add(length);
                self.notes.note(RepairKind::LineNumbersRemoved, next..self.at);
                self.empty = false;
            }
        }
    }

    /// What stands at the end of a line and was not followed by a character.
    fn close_line(&mut self) {
        if let Some(at) = self.quote.take() {
            self.notes
                .note(RepairKind::QuotesRemoved, at..at.saturating_add(1));
        }
        if let Some(place) = self.invisible.take() {
            self.notes.note(RepairKind::InvisibleLineEndRemoved, place);
        }
    }

    /// The END marker follows: what stands before it on its line, or is missing there.
    fn finish(&mut self) {
        let before_end = self.end;
        if self.number.is_some() {
            return;
        }
        if self.fresh {
            if let Some(place) = self.invisible.take() {
                self.notes.note(RepairKind::InvisibleCharactersRemoved, place);
            }
            if let Some(place) = self.blank_line.take() {
                self.notes.note(RepairKind::BlankLineRemoved, place);
            }
            if let Some(blank) = self.blank {
                self.notes.note(RepairKind::IndentationRemoved, blank..before_end);
            }
            return;
        }
        let blank = self.blank;
        self.close_line();
        let kind = match blank {
            Some(_) => RepairKind::LineEndsRestored,
            None => RepairKind::GluedMarkerSplit,
        };
        self.notes.note(kind, blank.unwrap_or(before_end)..before_end);
    }
}

impl Iterator for Characters<'_> {
    type Item = Result<(usize, u8), Invalid>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let offset = self.at;
            let rest = self.text.get(offset..self.end).unwrap_or_default();
            let Some(&byte) = rest.first() else {
                if offset <= self.end {
                    self.finish();
                    self.at = self.end.saturating_add(1);
                }
                return None;
            };
            let (token, length) = token(rest);
            self.at = offset.saturating_add(length);
            let place = offset..self.at;
            match token {
                Token::Newline => self.end_line(offset, self.at),
                Token::SwappedNewline => {
                    let carriage_return = self.at.saturating_sub(1)..self.at;
                    self.notes
                        .note(RepairKind::CarriageReturnsRemoved, carriage_return);
                    self.end_line(offset, self.at);
                }
                Token::CarriageReturn => {
                    self.notes.note(RepairKind::CarriageReturnsReplaced, place);
                    self.end_line(offset, self.at);
                }
                Token::LineSeparator => {
                    self.notes.note(RepairKind::LineSeparatorsReplaced, place);
                    self.end_line(offset, self.at);
                }
                Token::EscapedNewline => {
                    self.notes.note(RepairKind::NewlinesUnescaped, place);
                    // A line end that was escaped as well as kept is one line end.
                    (self.empty, self.first) = (false, false);
                    self.end_line(offset, self.at);
                    self.empty = false;
                }
                Token::Continuation => {
                    self.notes.note(RepairKind::BackslashesRemoved, place);
                    self.empty = false;
                    self.end_line(offset, self.at);
                }
                Token::Escape => self.notes.note(RepairKind::NewlinesUnescaped, place),
                Token::Blank => self.blank = self.blank.or(Some(offset)),
                Token::Invisible => {
                    let start = self.invisible.as_ref().map_or(offset, |it| it.start);
                    self.invisible = Some(start..self.at);
                }
                Token::Quote if self.fresh => {
                    self.notes.note(RepairKind::QuotesRemoved, place);
                    (self.empty, self.blank) = (false, None);
                }
                Token::Quote => self.quote = self.quote.or(Some(offset)),
                Token::Other if self.fresh && !self.first && matches!(byte, b'>' | b'|') => {
                    self.notes.note(RepairKind::QuotePrefixRemoved, place);
                    self.empty = false;
                    // The blank that belongs to the prefix.
                    if self.text.get(self.at) == Some(&b' ') {
                        self.at = self.at.saturating_add(1);
                    }
                    self.blank = None;
                }
                Token::Other => {
                    let read = self.character(offset, byte);
                    return Some(read.map(|byte| (offset, byte)));
                }
            }
        }
    }
}

/// Length of the line number `expected` at the start of `line`, with the blanks and the punctuation around it.
pub(super) fn numbered(line: &[u8], expected: u64) -> Option<usize> {
    let (number, length) = line_number(line)?;
    (number == expected).then_some(length)
}

/// A number at the start of `line`, as `cat -n`, `grep -n` and editors write it: blanks, digits, then `:`, `.`, `)`,
/// `|` or a blank.
pub(super) fn line_number(line: &[u8]) -> Option<(u64, usize)> {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    // `cat -n` right-aligns in six columns.
    let indent = line.iter().take(16).take_while(|byte| blank(byte)).count();
    let rest = line.get(indent..)?;
    let digits = rest
        .iter()
        .take(9)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let text = core::str::from_utf8(rest.get(..digits)?).ok()?;
    let number = text.parse().ok()?;
    let after = rest.get(digits..)?;
    let punctuation = usize::from(matches!(after.first(), Some(b':' | b'.' | b')' | b'|')));
    let after = after.get(punctuation..)?;
    let blanks = after.iter().take(16).take_while(|byte| blank(byte)).count();
    let separators = punctuation.saturating_add(blanks);
    (separators > 0).then(|| (number, indent.saturating_add(digits).saturating_add(separators)))
}

/// Whether every line of `body` after that of BEGIN has its number, that of END too.
pub(super) fn all_numbered(text: &[u8], body: &Range<usize>, begin: u64) -> bool {
    let body = text.get(body.clone()).unwrap_or_default();
    let lines = body.split(|byte| *byte == b'\n').skip(1);
    let mut expected = begin;
    for line in lines {
        expected = expected.saturating_add(1);
        if numbered(line, expected).is_none() {
            return false;
        }
    }
    expected > begin
}

/// Whether what is no base64 at `at` is what documentation prints for content: dots, or a body that is one word in
/// brackets.
pub(super) fn is_placeholder(text: &[u8], body: &Range<usize>, at: usize) -> bool {
    let rest = text.get(at..body.end).unwrap_or_default();
    if rest.starts_with(b"...") || rest.starts_with("…".as_bytes()) {
        return true;
    }
    let body = text.get(body.clone()).unwrap_or_default().trim_ascii();
    let word = match body {
        _ if body.len() > LONGEST_PLACEHOLDER => return false,
        [b'[', word @ .., b']'] | [b'<', word @ .., b'>'] | [b'$', b'{', word @ .., b'}'] => word,
        [b'{', b'{', word @ .., b'}', b'}'] | [b'{', word @ .., b'}'] => word,
        _ => return false,
    };
    let is_of_a_word = |byte: &u8| byte.is_ascii_alphanumeric() || b" _-.".contains(byte);
    !word.is_empty() && word.iter().all(is_of_a_word)
}

/// Characters of a word in brackets.
const LONGEST_PLACEHOLDER: usize = 64;

/// Bytes of RFC 1421 header lines at the start of `body`, the line of BEGIN and the blank line after them included.
pub(super) fn headers(body: &[u8]) -> Option<usize> {
    let (mut length, mut found) = (0usize, false);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii();
        let next = length.saturating_add(line.len());
        if text.is_empty() {
            length = next;
            if found {
                break;
            }
            continue;
        }
        // No base64 holds a colon; a line that is indented continues the one before.
        let continues = found && line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        let name = text.iter().position(|byte| *byte == b':');
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        let named = name.is_some_and(|colon| {
            text.first().is_some_and(u8::is_ascii_alphabetic)
                && text.get(..colon).is_some_and(|name| name.iter().all(is_name))
                && text.get(colon.saturating_add(1)).is_none_or(|byte| *byte == b' ')
        });
        if !(continues || named) || text.len() == line.len() {
            break;
        }
        found = true;
        length = next;
    }
    found.then_some(length)
}
