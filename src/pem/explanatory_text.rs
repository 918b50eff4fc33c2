//! What lies between blocks: nothing, layout that belongs to them, or text.

use core::ops::Range;

use super::body::{Notes, line_number};
use super::tokens::{Token, token};
use super::{Kind, RepairKind};

/// Text outside all blocks, white space aside. [`Scan::describe`](super::Scan::describe) tells what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplanatoryText {
    /// Its bytes, from the first to the last that is no white space.
    pub bytes: Range<usize>,
    /// It is a block with `#`, `//` or `;` before each of its lines: what its label says. Nothing of it was read.
    pub commented_out: Option<Kind>,
    /// The same bytes in the text that was scanned.
    pub(super) within: Range<usize>,
}

impl ExplanatoryText {
    pub(super) fn of(bytes: Range<usize>) -> ExplanatoryText {
        ExplanatoryText {
            within: bytes.clone(),
            bytes,
            commented_out: None,
        }
    }
}

/// What text outside the blocks consists of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplanatoryLines {
    /// Lines that are not blank.
    pub all: usize,
    /// Lines that `openssl pkcs12` writes: `Bag Attributes`, what is indented under it, `Key Attributes`,
    /// `subject=` and `issuer=`.
    pub bag_attributes: usize,
    /// Those of them that are `subject=` or `issuer=`; `openssl s_client -showcerts` writes them, too.
    pub names: usize,
    /// Lines of a certificate in words, as `openssl x509 -text` writes them.
    pub certificate_text: usize,
}

/// What a gap between blocks says.
#[derive(Default)]
pub(super) struct Gap {
    pub(super) text: Option<ExplanatoryText>,
    /// Layout only: quotation marks, escaped line ends, prefixes.
    pub(super) layout: Option<Range<usize>>,
    /// Repairs on the line of the END before.
    pub(super) after_end: Notes,
    /// Repairs on the line of the BEGIN that follows.
    pub(super) before_begin: Notes,
    /// The number of the BEGIN line, where lines have numbers.
    pub(super) number: Option<u64>,
    /// The line before BEGIN opens a block scalar of YAML.
    pub(super) yaml: bool,
}

/// What lies in `place`, after a block that was read (or not) and before a BEGIN (or not).
pub(super) fn gap(text: &[u8], place: &Range<usize>, after_block: bool, before_begin: bool) -> Gap {
    let inner = text.get(place.clone()).unwrap_or_default();
    let mut gap = Gap::default();
    if matches!(inner, b"\n" | b"\r\n") || (inner.is_empty() && !(after_block && before_begin)) {
        return gap;
    }
    let line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    if after_block {
        gap.after_end = after_end(text, place, before_begin);
    }
    let line_start = inner.iter().rposition(line_end).map(|at| at.saturating_add(1));
    let (above, line) = inner
        .split_at_checked(line_start.unwrap_or(0))
        .unwrap_or((&[], inner));
    if before_begin && (line_start.is_some() || !after_block) && !line.is_empty() {
        let offset = place.end.saturating_sub(line.len());
        gap.number = line_number(line)
            .filter(|(_, length)| *length == line.len())
            .map(|(number, _)| number);
        gap.before_begin = match gap.number {
            Some(_) => one(RepairKind::LineNumbersRemoved, offset..place.end),
            None => before_begin_on_its_line(line, offset),
        };
        gap.yaml = opens_block_scalar(above);
    }
    let blank = u8::is_ascii_whitespace;
    let Some(first) = inner.iter().position(|byte| !blank(byte)) else {
        return gap;
    };
    let last = inner.iter().rposition(|byte| !blank(byte)).unwrap_or(first);
    let trimmed = inner.get(first..=last).unwrap_or_default();
    let start = place.start.saturating_add(first);
    let bytes = start..start.saturating_add(trimmed.len());
    // Layout belongs to a block, and is part of what is noted about it; a mark that stands alone is text.
    let noted = !gap.after_end.is_empty() || !gap.before_begin.is_empty();
    if noted && is_layout(inner) {
        gap.layout = Some(bytes);
    } else {
        gap.text = Some(ExplanatoryText::of(bytes));
    }
    gap
}

fn one(kind: RepairKind, bytes: Range<usize>) -> Notes {
    let mut notes = Notes::default();
    notes.note(kind, bytes);
    notes
}

/// What follows an END on its line.
fn after_end(text: &[u8], place: &Range<usize>, before_begin: bool) -> Notes {
    let mut notes = Notes::default();
    let mut at = place.start;
    while let Some(rest) = text.get(at..place.end).filter(|rest| !rest.is_empty()) {
        let (token, length) = token(rest);
        let next = at.saturating_add(length);
        let kind = match token {
            Token::Newline | Token::SwappedNewline | Token::CarriageReturn => return notes,
            Token::Blank => {
                at = next;
                continue;
            }
            Token::LineSeparator => RepairKind::LineSeparatorsReplaced,
            Token::EscapedNewline | Token::Escape => RepairKind::NewlinesUnescaped,
            Token::Continuation => RepairKind::BackslashesRemoved,
            Token::Quote => RepairKind::QuotesRemoved,
            Token::Invisible => RepairKind::InvisibleLineEndRemoved,
            Token::Other => RepairKind::GluedMarkerSplit,
        };
        notes.note(kind, at..next);
        let ends_line = matches!(
            token,
            Token::LineSeparator | Token::EscapedNewline | Token::Continuation
        );
        if ends_line || token == Token::Other {
            return notes;
        }
        at = next;
    }
    if before_begin {
        let kind = if place.is_empty() {
            RepairKind::GluedMarkerSplit
        } else {
            RepairKind::LineEndsRestored
        };
        notes.note(kind, place.clone());
    }
    notes
}

/// What stands before a BEGIN on its line.
fn before_begin_on_its_line(line: &[u8], offset: usize) -> Notes {
    let mut notes = Notes::default();
    let mut blanks = None;
    let mut at = 0usize;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let (token, length) = token(rest);
        let start = offset.saturating_add(at);
        let place = start..start.saturating_add(length);
        at = at.saturating_add(length);
        match token {
            Token::EscapedNewline | Token::Continuation => {
                notes = one(RepairKind::NewlinesUnescaped, place);
                blanks = None;
            }
            Token::LineSeparator => {
                notes = one(RepairKind::LineSeparatorsReplaced, place);
                blanks = None;
            }
            Token::Quote | Token::Escape => notes.note(RepairKind::QuotesRemoved, place),
            Token::Invisible if rest.starts_with(b"\xEF\xBB\xBF") => {
                notes.note(RepairKind::ByteOrderMarkRemoved, place);
            }
            Token::Invisible => notes.note(RepairKind::InvisibleCharactersRemoved, place),
            Token::Other if matches!(rest.first(), Some(b'>' | b'|')) => {
                notes.note(RepairKind::QuotePrefixRemoved, place);
            }
            Token::Other => notes.note(RepairKind::GluedMarkerSplit, place),
            Token::Blank | Token::Newline | Token::SwappedNewline | Token::CarriageReturn => {
                blanks = blanks.or(Some(start));
            }
        }
    }
    let end = offset.saturating_add(line.len());
    if notes.has(RepairKind::GluedMarkerSplit) {
        return one(RepairKind::GluedMarkerSplit, offset..end);
    }
    let explained = notes.has(RepairKind::QuotePrefixRemoved) || notes.has(RepairKind::QuotesRemoved);
    if let Some(start) = blanks.filter(|_| !explained) {
        notes.note(RepairKind::IndentationRemoved, start..end);
    }
    notes
}

/// Whether the last line of `above` is `key: |` or the like (YAML 1.2 section 8.1).
fn opens_block_scalar(above: &[u8]) -> bool {
    let above = above.trim_ascii_end();
    let start = above
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at.saturating_add(1));
    let line = above.get(start..).unwrap_or_default();
    let indicator = line.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    let opens = matches!(
        indicator,
        [b'|' | b'>'] | [b'|' | b'>', b'-' | b'+' | b'1'..=b'9']
    );
    opens && line.iter().any(|byte| matches!(byte, b':' | b'-'))
}

/// Whether `text` is quotation marks, escapes, prefixes and line numbers, and nothing else.
fn is_layout(text: &[u8]) -> bool {
    let (mut at, mut fresh) = (0usize, true);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (token, length) = token(rest);
        at = at.saturating_add(length);
        match token {
            Token::Newline
            | Token::SwappedNewline
            | Token::CarriageReturn
            | Token::LineSeparator
            | Token::EscapedNewline
            | Token::Continuation => {
                fresh = true;
            }
            Token::Other if fresh && matches!(rest.first(), Some(b'>' | b'|')) => {}
            Token::Other => {
                let Some((_, length)) = line_number(rest).filter(|_| fresh) else {
                    return false;
                };
                at = at.saturating_sub(1).saturating_add(length);
                fresh = false;
            }
            Token::Blank | Token::Invisible | Token::Escape | Token::Quote => {}
        }
    }
    true
}

/// All of a text without any marker, from `start` on.
pub(super) fn whole(text: &[u8], start: usize) -> Option<ExplanatoryText> {
    trimmed(text, start..text.len())
}

/// This part of a text, less the white space at both ends; `None` where there is nothing else.
pub(super) fn trimmed(text: &[u8], part: Range<usize>) -> Option<ExplanatoryText> {
    let start = part.start;
    let text = text.get(part)?;
    let blank = u8::is_ascii_whitespace;
    let first = text.iter().position(|byte| !blank(byte))?;
    let last = text.iter().rposition(|byte| !blank(byte))?;
    let within = start.saturating_add(first)..start.saturating_add(last).saturating_add(1);
    Some(ExplanatoryText::of(within))
}

/// What `text` consists of, line by line.
pub(super) fn describe(text: &[u8]) -> ExplanatoryLines {
    let blank = u8::is_ascii_whitespace;
    let mut lines = ExplanatoryLines::default();
    let add = |count: &mut usize, that: bool| *count = count.saturating_add(usize::from(that));
    let (mut in_bag, mut in_text) = (false, false);
    let mut start = 0usize;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text).chain([text.len()]);
    for end in ends {
        let line = text.get(start..end).unwrap_or_default();
        start = end.saturating_add(1);
        if line.iter().all(blank) {
            continue;
        }
        let indented = line.first().is_some_and(blank);
        let heading = line.starts_with(b"Bag Attributes") || line.starts_with(b"Key Attributes");
        in_bag = heading || (in_bag && indented);
        in_text = line.starts_with(b"Certificate:") || (in_text && indented);
        let name = line.starts_with(b"subject=") || line.starts_with(b"issuer=");
        add(&mut lines.all, true);
        add(&mut lines.names, name);
        add(&mut lines.bag_attributes, in_bag || name);
        add(&mut lines.certificate_text, in_text);
    }
    lines
}
