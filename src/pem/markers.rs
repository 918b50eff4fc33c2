//! BEGIN and END, as they should be and as people write them.

use alloc::vec::Vec;
use core::ops::Range;

use super::body::Notes;
use super::decode::kind_of_label;
use super::tokens::{dash, dash_before, invisible};
use super::{Kind, RepairKind};

/// A BEGIN or END, or what was meant to be one.
pub(super) struct Marker {
    pub(super) end: bool,
    /// As RFC 7468 and OpenSSL want it, on a line of its own.
    pub(super) exact: bool,
    /// Reads like a marker and names no kind of block.
    pub(super) broken: bool,
    pub(super) flaws: Flaws,
    pub(super) label: Range<usize>,
    pub(super) span: Range<usize>,
}

/// What is wrong with a marker that is not exact.
#[derive(Clone, Copy, Default)]
pub(super) struct Flaws {
    pub(super) dashes: bool,
    pub(super) smart: bool,
    pub(super) case: bool,
    pub(super) spacing: bool,
}

impl Marker {
    /// The label in capitals with single blanks.
    pub(super) fn label(&self, text: &[u8]) -> Vec<u8> {
        normal(text.get(self.label.clone()).unwrap_or_default())
    }

    /// Notes what was wrong with it.
    pub(super) fn note_flaws(&self, notes: &mut Notes) {
        let flaws = self.flaws;
        let kinds = [
            (flaws.smart, RepairKind::SmartDashesReplaced),
            (flaws.dashes && !flaws.smart, RepairKind::DashCountRepaired),
            (flaws.case, RepairKind::MarkerCaseRepaired),
            (flaws.spacing, RepairKind::MarkerSpacingRepaired),
        ];
        for (_, kind) in kinds.into_iter().filter(|(flawed, _)| *flawed) {
            notes.note(kind, self.span.clone());
        }
    }
}

/// The exact BEGIN at `start`, if there is one.
pub(super) fn exact_begin(text: &[u8], start: usize) -> Option<Marker> {
    if !text.get(start..)?.starts_with(b"-----BEGIN ") {
        return None;
    }
    let label_start = start.checked_add(b"-----BEGIN ".len())?;
    let window = text.get(label_start..)?;
    let window = window.get(..LONGEST_LABEL).unwrap_or(window);
    let length = if window.starts_with(b"CERTIFICATE-----") {
        b"CERTIFICATE".len()
    } else {
        let capitals = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b' ');
        window.iter().position(|byte| !capitals(byte))?
    };
    let (label, after) = window.split_at_checked(length)?;
    let blank_at_an_end = label.first() == Some(&b' ') || label.last() == Some(&b' ');
    if label.is_empty() || blank_at_an_end || !after.starts_with(b"-----") {
        return None;
    }
    let label = label_start..label_start.checked_add(length)?;
    let span = start..label.end.checked_add(5)?;
    let exact = is_line_start(text, start) && is_line_end(text, span.end);
    exact.then(|| Marker {
        end: false,
        exact,
        broken: false,
        flaws: Flaws::default(),
        label,
        span,
    })
}

/// Blanks that may stand between the dashes and the word, as in `----- BEGIN`.
pub(super) const MOST_BLANKS: usize = 3;
/// s2n accepts 1 to 64 dashes; more is a ruled line.
const MOST_DASHES: usize = 64;
/// The longest known label has 27 characters; 64 leave room for unknown ones.
const LONGEST_LABEL: usize = 64;

/// The marker whose word BEGIN or END is at `keyword`, if it is part of one.
pub(super) fn marker_at(text: &[u8], floor: usize, keyword: usize) -> Option<Marker> {
    let (end, word) = match text.get(keyword..)? {
        [
            b'B' | b'b',
            b'E' | b'e',
            b'G' | b'g',
            b'I' | b'i',
            b'N' | b'n',
            ..,
        ] => (false, 5),
        [b'E' | b'e', b'N' | b'n', b'D' | b'd', ..] => (true, 3),
        _ => return None,
    };
    let after = keyword.checked_add(word)?;
    let left = Dashes::before(text, floor, keyword);
    let label_start = after.checked_add(blanks(text, after, MOST_BLANKS))?;
    let window = text.get(label_start..)?;
    let window = window.get(..LONGEST_LABEL).unwrap_or(window);
    let in_label =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b'_' | b'/' | b'#');
    let length = window
        .iter()
        .position(|byte| !in_label(byte))
        .unwrap_or(window.len());
    let raw = window.get(..length)?;
    let label = label_start..label_start.checked_add(raw.trim_ascii_end().len())?;
    let right = Dashes::after(text, label.end);
    let malformed = || broken(text, end, &left, keyword);
    if label.is_empty() || label_start == after {
        return malformed();
    }
    let flaws = Flaws {
        dashes: left.count != 5 || right.count != 5,
        smart: left.smart || right.smart,
        case: text.get(keyword..label.end)?.iter().any(u8::is_ascii_lowercase),
        spacing: left.spaced || right.spaced || text.get(after..label_start)? != b" ",
    };
    let sound = !(flaws.dashes || flaws.smart || flaws.spacing)
        && text.get(keyword..after)?.iter().all(u8::is_ascii_uppercase);
    let span = left.range.start..right.range.end;
    let alone = is_line_start(text, span.start) && is_line_end(text, span.end);
    if sound && alone {
        // A label that nobody knows may be in any case.
        let known_in_lower_case = flaws.case && kind_of_label(&normal(raw.trim_ascii_end())) != Kind::Other;
        return Some(Marker {
            end,
            exact: !known_in_lower_case,
            broken: false,
            flaws,
            label,
            span,
        });
    }
    let both = left.count >= 1 && right.count >= 1;
    let begun = left.count == 5 && right.count == 0 && ends_line(text, span.end);
    let ended = right.count == 5 && left.count == 0 && starts_line(text, span.start);
    let dashed = both || begun || ended;
    let words = normal(text.get(label.clone())?);
    // `MY CERTIFICATE` is somebody's own word before a known one: with nearly all dashes it is meant as a marker.
    let is_own =
        both && left.count >= 4 && (words.ends_with(b" CERTIFICATE") || words.ends_with(b" PRIVATE KEY"));
    if !dashed || (kind_of_label(&words) == Kind::Other && !is_own) {
        return malformed();
    }
    Some(Marker {
        end,
        exact: false,
        broken: false,
        flaws,
        label,
        span,
    })
}

/// A line that cannot be meant as anything but a marker, and cannot be read as one: four or more dashes, BEGIN or END
/// in capitals, and the word CERTIFICATE or KEY in what follows.
fn broken(text: &[u8], end: bool, left: &Dashes, keyword: usize) -> Option<Marker> {
    if left.count < 4 {
        return None;
    }
    let rest = text.get(keyword..)?;
    let window = rest.get(..LONGEST_LABEL).unwrap_or(rest);
    let stop = window.iter().position(|byte| matches!(byte, b'\n' | b'\r' | 0));
    let line = window.get(..stop.unwrap_or(window.len()))?;
    let names_a_block = find(line, b"CERTIFICATE").is_some() || find(line, b"KEY").is_some();
    let capitals = line.iter().take(3).all(u8::is_ascii_uppercase);
    if !names_a_block || !capitals {
        return None;
    }
    // Up to the next dashes, which may be those of another marker on the same line.
    let inner = find(line, b"--").unwrap_or(line.len());
    let closing = Dashes::after(text, keyword.checked_add(inner)?);
    Some(Marker {
        end,
        exact: false,
        broken: true,
        flaws: Flaws::default(),
        label: keyword..keyword,
        span: left.range.start..closing.range.end,
    })
}

/// Where the word stands in a line so short that preparing a search for it would take longer than the search.
fn find(line: &[u8], word: &[u8]) -> Option<usize> {
    let mut starts = memchr::memchr_iter(*word.first()?, line);
    starts.find(|at| line.get(*at..).is_some_and(|rest| rest.starts_with(word)))
}

/// The dashes on one side of a marker.
struct Dashes {
    range: Range<usize>,
    count: usize,
    smart: bool,
    spaced: bool,
}

impl Dashes {
    fn before(text: &[u8], floor: usize, keyword: usize) -> Dashes {
        let before = text.get(floor..keyword).unwrap_or_default();
        let spaces = before
            .iter()
            .rev()
            .take(MOST_BLANKS)
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        let inner = before.len().saturating_sub(spaces);
        let (mut start, mut count, mut smart) = (inner, 0usize, false);
        while count <= MOST_DASHES {
            let length = dash_before(before.get(..start).unwrap_or_default());
            if length == 0 {
                break;
            }
            smart |= before.get(start.saturating_sub(1)) != Some(&b'-');
            start = start.saturating_sub(length);
            count = count.saturating_add(1);
        }
        // One dash and a blank is a list item; a ruled line is no marker.
        if count > MOST_DASHES || (spaces > 0 && count < 2) {
            (start, count, smart) = (before.len(), 0, false);
        }
        let spaced = spaces > 0 && count > 0;
        Dashes {
            range: floor.saturating_add(if count == 0 { before.len() } else { start })..keyword,
            count,
            smart,
            spaced,
        }
    }

    /// Where these run on into the next marker, the run is shared out evenly.
    fn after(text: &[u8], at: usize) -> Dashes {
        let spaces = blanks(text, at, MOST_BLANKS);
        let start = at.saturating_add(spaces);
        let rest = text.get(start..).unwrap_or_default();
        let (all, stop, smart) = run(rest, MOST_DASHES.saturating_add(1));
        let follows = rest.get(stop..).unwrap_or_default();
        let glued = follows.starts_with(b"BEGIN ") || follows.starts_with(b"END ");
        let count = if glued { all / 2 } else { all };
        if count == 0 || count > MOST_DASHES {
            return Dashes {
                range: at..at,
                count: 0,
                smart: false,
                spaced: false,
            };
        }
        let length = if glued { run(rest, count).1 } else { stop };
        Dashes {
            range: at..start.saturating_add(length),
            count,
            smart,
            spaced: spaces > 0,
        }
    }
}

/// The dashes at the start of `text`, `most` at most: how many, their bytes, and whether any is typographic.
fn run(text: &[u8], most: usize) -> (usize, usize, bool) {
    let (mut count, mut stop, mut smart) = (0usize, 0usize, false);
    while count < most {
        let tail = text.get(stop..).unwrap_or_default();
        let length = dash(tail);
        if length == 0 {
            break;
        }
        smart |= tail.first() != Some(&b'-');
        stop = stop.saturating_add(length);
        count = count.saturating_add(1);
    }
    (count, stop, smart)
}

/// Capitals, single blanks.
fn normal(label: &[u8]) -> Vec<u8> {
    let mut words = label.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let mut normal = Vec::with_capacity(label.len());
    if let Some(first) = words.next() {
        normal.extend(first.iter().map(u8::to_ascii_uppercase));
    }
    for word in words {
        normal.push(b' ');
        normal.extend(word.iter().map(u8::to_ascii_uppercase));
    }
    normal
}

/// Bytes of blanks and invisible characters from `at`, `most` characters of them at most.
pub(super) fn blanks(text: &[u8], at: usize, most: usize) -> usize {
    let mut length = 0usize;
    for _ in 0..most {
        let rest = at.checked_add(length).and_then(|from| text.get(from..));
        let rest = rest.unwrap_or_default();
        let step = match rest {
            [b' ' | b'\t', ..] => 1,
            _ => invisible(rest),
        };
        if step == 0 {
            break;
        }
        length = length.saturating_add(step);
    }
    length
}

fn is_line_start(text: &[u8], offset: usize) -> bool {
    match text.get(..offset) {
        None | Some([] | b"\xEF\xBB\xBF") => true,
        Some(before) => before.last() == Some(&b'\n'),
    }
}

/// Blanks and CR before the line end are passed over, as OpenSSL does; CR alone is no line end to it.
pub(super) fn is_line_end(text: &[u8], offset: usize) -> bool {
    let rest = text.get(offset..).unwrap_or_default();
    // A line that goes on in blanks for longer is odd enough for the slow path.
    let mut rest = rest.iter().take(256);
    rest.find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
        .is_none_or(|byte| *byte == b'\n')
}

/// As [`is_line_start`], also after CR, an escaped line end, indentation or a quotation mark.
fn starts_line(text: &[u8], offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    matches!(
        before.last(),
        None | Some(b'\n' | b'\r' | b' ' | b'\t' | b'"' | b'\'')
    ) || before.ends_with(b"\\n")
}

/// As [`is_line_end`], also before CR, a backslash or a quotation mark.
fn ends_line(text: &[u8], offset: usize) -> bool {
    is_line_end(text, offset) || matches!(text.get(offset), None | Some(b'\r' | b'\\' | b'"' | b'\''))
}
