//! Where in the text the DER of a block is.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::body::{Body, Characters};

/// Where the characters of bodies are in one text. A body is read once, whatever number of its characters is asked for.
#[derive(Default)]
pub(crate) struct Places<'t> {
    /// By the start of the body.
    bodies: RefCell<BTreeMap<usize, Read<'t>>>,
}

/// What is known of one body.
struct Read<'t> {
    usual: EvenLines,
    /// The reader before its first character, and again after each [`STEP`].
    marks: Vec<Characters<'t>>,
}

/// Few enough to be read each time, and many enough for the marks to take little memory.
const STEP: usize = 1_024;

impl<'t> Places<'t> {
    /// Offset in `text` of the character of this number, from 0.
    pub(super) fn offset(&self, text: &'t [u8], body: &Body, number: usize) -> Option<usize> {
        let mut bodies = self.bodies.borrow_mut();
        let read = bodies.entry(body.range.start).or_insert_with(|| Read {
            usual: EvenLines::of(text, body),
            marks: Vec::new(),
        });
        let usual = read.usual.offset(text, body, number);
        usual.or_else(|| read.offset(text, body, number))
    }
}

impl<'t> Read<'t> {
    fn offset(&mut self, text: &'t [u8], body: &Body, number: usize) -> Option<usize> {
        if self.marks.is_empty() {
            self.marks.push(Characters::of(text, body));
        }
        while self.marks.len() <= number / STEP {
            let mut reader = self.marks.last()?.clone();
            for _ in 0..STEP {
                reader.next()?.ok()?;
            }
            self.marks.push(reader);
        }
        let reader = self.marks.get(number / STEP)?.clone();
        let (offset, _) = reader.map_while(Result::ok).nth(number % STEP)?;
        Some(offset)
    }
}

/// How many characters a line has, as RFC 7468 section 2 wants them.
const COLUMNS: usize = 64;

/// The lines at the start of a body that hold [`COLUMNS`] characters and nothing else, where places can be computed.
struct EvenLines {
    /// Where the next line begins.
    next: usize,
    lines: usize,
    /// Of a line with its end, LF or CR LF.
    width: usize,
}

impl EvenLines {
    fn of(text: &[u8], body: &Body) -> EvenLines {
        let start = text.get(body.range.clone()).map_or(0, line_end);
        EvenLines {
            next: body.range.start.saturating_add(start),
            lines: 0,
            width: 0,
        }
    }

    /// As [`Read::offset`], for characters in these lines.
    fn offset(&mut self, text: &[u8], body: &Body, number: usize) -> Option<usize> {
        if body.number.is_some() {
            return None;
        }
        let (line, column) = (number / COLUMNS, number % COLUMNS);
        if line < self.lines {
            let back = self.lines.saturating_sub(line).saturating_mul(self.width);
            return Some(self.next.checked_sub(back)?.saturating_add(column));
        }
        while self.lines < line {
            let rest = text.get(self.next..body.range.end)?;
            let (characters, after) = rest.split_at_checked(COLUMNS)?;
            let width = line_end(after).saturating_add(COLUMNS);
            let is_as_before = width > COLUMNS && (self.lines == 0 || width == self.width);
            if !is_as_before || !characters.iter().all(is_character) {
                return None;
            }
            (self.next, self.width) = (self.next.saturating_add(width), width);
            self.lines = self.lines.saturating_add(1);
        }
        // What follows on this line, which may be the last, does not matter.
        let before = text.get(self.next..body.range.end)?.get(..=column)?;
        let is_usual = before.iter().all(is_character);
        is_usual.then(|| self.next.saturating_add(column))
    }
}

fn is_character(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// How many bytes the line end has that `text` begins with.
fn line_end(text: &[u8]) -> usize {
    match text {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;

    #[test]
    fn places_that_are_computed_are_those_that_are_read() {
        let line = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/AbCdEfGhIjKlMnOpQrStUvWxYz";
        assert_eq!(line.len(), COLUMNS);
        let usual = format!("{line}\n{line}\n{line}\nAAAA\n");
        let odd = [
            usual.clone(),
            format!("\n{usual}"),
            format!("\n\n{usual}"),
            usual.replace('\n', "\r\n"),
            usual.replacen('\n', "\r\n", 2),
            usual.replace('\n', " \n"),
            usual.replacen("Kl", "K l", 1),
            format!("{line}\nAAAA\n{line}\n"),
            usual.replace('\n', "\\n"),
            usual.replace('\n', ""),
            format!("> {}", usual.replace('\n', "\n> ")),
            line.replace('+', "-"),
            String::new(),
        ];
        let mut computed = 0;
        for text in odd.iter().map(String::as_bytes) {
            for after_marker in [false, true] {
                let (range, number) = (0..text.len(), None);
                let body = Body {
                    range,
                    number,
                    after_marker,
                };
                for step in [1, 7, COLUMNS] {
                    let (places, mut usual) = (Places::default(), EvenLines::of(text, &body));
                    for number in (0..text.len()).step_by(step).chain([0, 63, 64, 65]) {
                        let mut slow = Read {
                            usual: EvenLines::of(b"", &body),
                            marks: Vec::new(),
                        };
                        let expected = slow.offset(text, &body, number);
                        assert_eq!(places.offset(text, &body, number), expected, "{number} {text:?}");
                        let quick = usual.offset(text, &body, number);
                        assert!(quick.is_none() || quick == expected, "{number} {text:?}");
                        computed += usize::from(quick.is_some());
                    }
                }
            }
        }
        assert!(computed > 1_000, "{computed}");
    }
}
