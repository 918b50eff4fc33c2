//! Lines of a text by their bytes, and bytes by their lines, without a list of all lines.

use std::ops::{Range, RangeInclusive};

/// A text with marks in it, so that no question is answered by counting from its start. A line ends at LF.
pub(crate) struct Lines<T> {
    text: T,
    /// At the start, and again after each [`STEP`].
    marks: Vec<Mark>,
}

/// Bytes from mark to mark: few enough to be counted for each question; the marks take a fortieth of the text.
const STEP: usize = 1 << 10;

/// What is known at a byte of the text.
#[derive(Clone, Copy, Default)]
struct Mark {
    at: usize,
    /// Lines that end before it.
    ended: usize,
    /// Where its own line begins.
    line_start: usize,
}

impl Mark {
    fn on_to(self, text: &[u8], at: usize) -> Mark {
        let passed = text.get(self.at..at).unwrap_or_default();
        crate::input::work::look_at(passed.len());
        let last = memchr::memrchr(b'\n', passed);
        Mark {
            at,
            ended: self.ended + memchr::memchr_iter(b'\n', passed).count(),
            line_start: last.map_or(self.line_start, |last| self.at + last + 1),
        }
    }
}

impl<T: AsRef<[u8]>> Lines<T> {
    pub(crate) fn of(text: T) -> Lines<T> {
        let bytes = text.as_ref();
        let mut marks = vec![Mark::default()];
        for at in (STEP..bytes.len()).step_by(STEP) {
            let before = marks.last().copied().unwrap_or_default();
            marks.push(before.on_to(bytes, at));
        }
        Lines { text, marks }
    }

    /// Line and column of a byte, both from 1; a column is a byte of its line.
    pub(crate) fn place(&self, at: usize) -> (usize, usize) {
        let text = self.text.as_ref();
        let at = at.min(text.len());
        let mark = self.marks.get(at / STEP).or(self.marks.last());
        let mark = mark.copied().unwrap_or_default().on_to(text, at);
        (mark.ended + 1, at - mark.line_start + 1)
    }

    /// The bytes of these lines, from 1.
    pub(crate) fn bytes(&self, lines: &RangeInclusive<usize>) -> Range<usize> {
        self.end_of(lines.start().saturating_sub(1))..self.end_of(*lines.end())
    }

    /// Where this line ends, its line end included; the start of the text for 0.
    fn end_of(&self, line: usize) -> usize {
        let Some(left) = line.checked_sub(1) else { return 0 };
        let text = self.text.as_ref();
        let after = self.marks.partition_point(|mark| mark.ended <= left);
        let mark = self
            .marks
            .get(after.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        let rest = text.get(mark.at..).unwrap_or_default();
        let end = memchr::memchr_iter(b'\n', rest).nth(left - mark.ended);
        crate::input::work::look_at(end.unwrap_or(rest.len()));
        end.map_or(text.len(), |end| mark.at + end + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, STEP};

    #[test]
    fn places_and_bytes_are_those_that_counting_from_the_start_gives() {
        let texts = [
            String::new(),
            "\n".into(),
            "a".into(),
            "a\nb".into(),
            "ab\n\nc\n".repeat(STEP),
            "\n".repeat(3 * STEP),
            format!("{}\n{}", "a".repeat(3 * STEP), "b".repeat(STEP)),
            format!("{}\n", "a".repeat(STEP - 1)).repeat(4),
        ];
        for text in texts {
            let lines = Lines::of(text.as_bytes());
            for at in (0..=text.len()).step_by(7).chain([STEP - 1, STEP, STEP + 1]) {
                let before = &text[..at.min(text.len())];
                let line = before.matches('\n').count() + 1;
                let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1;
                assert_eq!(lines.place(at), (line, column), "{at} of {}", text.len());
            }
            let mut start = 0;
            for (number, line) in text.split_inclusive('\n').enumerate().take(5_000) {
                let bytes = lines.bytes(&(number + 1..=number + 1));
                assert_eq!(bytes, start..start + line.len());
                start = bytes.end;
            }
        }
    }
}
