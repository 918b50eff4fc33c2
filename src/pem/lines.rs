//! Lines and columns of bytes.

use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::{Range, RangeInclusive};

use super::section::Section;
use super::transcode::Positions;

/// Where the lines of a text are, so that byte offsets become line numbers. Looked for when somebody asks: most files
/// have nothing wrong.
///
/// A line ends at LF, at CR LF or at a lone CR, as editors show it.
pub(crate) struct Lines<'t> {
    text: &'t [u8],
    positions: Positions,
    numbers: Numbers<'t>,
    /// Blocks whose line ends the scan has counted.
    sections: &'t [Section],
    /// In their order, the first at the start of the text; at most [`STEP`] or a short block lies between two.
    marks: OnceCell<Vec<Mark>>,
}

/// Says which line of a file a line of its part is, both from 1.
pub(crate) type LineOf<'a> = &'a (dyn Fn(usize) -> usize + Sync);

/// What the lines of an input are called in the file that it is a part of.
#[derive(Clone, Copy)]
pub(crate) enum Numbers<'a> {
    /// They follow each other, below so many others.
    Below(usize),
    /// The file writes the part otherwise than it is.
    Listed(LineOf<'a>),
}

impl Numbers<'_> {
    /// The number of the line before which so many end.
    fn after(self, ended: usize) -> usize {
        match self {
            Numbers::Below(above) => ended.saturating_add(above).saturating_add(1),
            Numbers::Listed(line_of) => line_of(ended.saturating_add(1)),
        }
    }
}

/// Bytes from mark to mark: few enough to be counted each time, and so many that the marks of a text without any character
/// but line ends take a fortieth of it.
const STEP: usize = 1 << 10;

/// Bytes of a block that is passed in one step: those of nearly every certificate.
const SHORT: usize = 4 * STEP;

impl<'t> Lines<'t> {
    /// The lines of `text`, whose bytes lie in the input as `positions` says.
    pub(super) fn of(text: &'t [u8], positions: Positions, numbers: Numbers<'t>) -> Lines<'t> {
        Lines {
            text,
            positions,
            numbers,
            sections: &[],
            marks: OnceCell::new(),
        }
    }

    /// The same, where these blocks lie in the text.
    pub(super) fn with(mut self, sections: &'t [Section]) -> Lines<'t> {
        self.sections = sections;
        self
    }

    fn find_marks(&self) -> Vec<Mark> {
        let mut marks = Vec::with_capacity((self.text.len() / STEP).saturating_add(1));
        let mut mark = Mark::default();
        marks.push(mark);
        for section in self.sections {
            let Some((line_ends, line_start)) = section.line_ends() else {
                continue;
            };
            let start = self.positions.text(section.bytes().start);
            let end = self.positions.text(section.bytes().end.saturating_sub(1));
            if start < mark.offset || end.saturating_sub(start) > SHORT {
                continue;
            }
            let before = self.steps(mark, start, &mut marks).on_to(self.text, start);
            mark = Mark {
                offset: end,
                ended: before.ended.saturating_add(line_ends),
                line_start,
            };
            // Many blocks may be shorter than a step.
            let marked = marks.last().copied().unwrap_or_default();
            if end.saturating_sub(marked.offset) >= STEP / 2 {
                marks.push(mark);
            }
        }
        self.steps(mark, self.text.len(), &mut marks);
        marks
    }

    /// Marks after each step between two places, the last of which is at most one step from the second.
    fn steps(&self, mut mark: Mark, to: usize, marks: &mut Vec<Mark>) -> Mark {
        while to.saturating_sub(mark.offset) > STEP {
            mark = mark.on_to(self.text, mark.offset.saturating_add(STEP));
            marks.push(mark);
        }
        mark
    }

    /// What is known at the byte at `offset` of the input.
    fn mark(&self, offset: usize) -> Mark {
        let offset = self.positions.text(offset);
        let marks = self.marks.get_or_init(|| self.find_marks());
        let after = marks.partition_point(|mark| mark.offset <= offset);
        let nearest = after.checked_sub(1).and_then(|at| marks.get(at));
        nearest.copied().unwrap_or_default().on_to(self.text, offset)
    }

    /// Line of the byte at `offset`, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.numbers.after(self.mark(offset).ended)
    }

    /// Column of the byte at `offset`, from 1.
    pub(crate) fn column(&self, offset: usize) -> usize {
        let start = self.positions.source(self.mark(offset).line_start);
        let units = offset.saturating_sub(start).checked_div(self.positions.unit);
        units.unwrap_or_default().saturating_add(1)
    }

    /// Lines that hold the bytes of `span`, from 1, both ends included.
    pub(crate) fn lines(&self, span: &Range<usize>) -> RangeInclusive<usize> {
        let first = self.line(span.start);
        let last = if span.end > span.start {
            self.line(span.end.saturating_sub(1))
        } else {
            first
        };
        first..=last.max(first)
    }
}

/// As [`Lines`], for offsets that are asked in their order: lines are counted only as far as needed, without memory.
pub(crate) struct Counter<'t> {
    text: &'t [u8],
    positions: Positions,
    numbers: Numbers<'t>,
    start: Mark,
    end: Mark,
}

/// A place in the text, how many lines end before it, and where its own begins.
#[derive(Clone, Copy, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
struct Mark {
    offset: usize,
    ended: usize,
    line_start: usize,
}

impl<'t> Counter<'t> {
    pub(super) fn of(text: &'t [u8], positions: Positions, numbers: Numbers<'t>) -> Counter<'t> {
        Counter {
            text,
            positions,
            numbers,
            start: Mark::default(),
            end: Mark::default(),
        }
    }

    /// The lines that hold the bytes of `span`, from 1, both ends included. Spans come in the order of their starts.
    pub(crate) fn lines(&mut self, span: &Range<usize>) -> RangeInclusive<usize> {
        let start = self.positions.text(span.start);
        if (self.start.offset..=start).contains(&self.end.offset) {
            self.start = self.end;
        }
        self.start = self.start.on_to(self.text, start);
        let first = self.numbers.after(self.start.ended);
        if span.end <= span.start {
            return first..=first;
        }
        let last = self.positions.text(span.end.saturating_sub(1));
        let from = if self.end.offset > last || self.end.offset < self.start.offset {
            self.start
        } else {
            self.end
        };
        self.end = from.on_to(self.text, last);
        first..=self.numbers.after(self.end.ended).max(first)
    }

    /// As [`Counter::lines`], where so many lines end within the span and the last one begins there, if that is known.
    pub(crate) fn lines_with(
        &mut self,
        span: &Range<usize>,
        inside: Option<(usize, usize)>,
    ) -> RangeInclusive<usize> {
        let Some((line_ends, line_start)) = inside else {
            return self.lines(span);
        };
        let lines = self.lines(&(span.start..span.start));
        self.end = Mark {
            offset: self.positions.text(span.end.saturating_sub(1)),
            ended: self.start.ended.saturating_add(line_ends),
            line_start,
        };
        *lines.start()..=self.numbers.after(self.end.ended)
    }

    /// As [`Counter::lines`], and the column in which the span starts.
    pub(super) fn place(&mut self, span: &Range<usize>) -> (RangeInclusive<usize>, usize) {
        let lines = self.lines(span);
        let start = self.positions.text(span.start);
        let line_start = self.start.line_start;
        (lines, start.saturating_sub(line_start).saturating_add(1))
    }
}

impl Mark {
    fn on_to(self, text: &[u8], offset: usize) -> Mark {
        let offset = offset.clamp(self.offset, text.len());
        let passed = text.get(self.offset..offset).unwrap_or_default();
        let mut ended = memchr::memchr_iter(b'\n', passed).count();
        let mut last = memchr::memrchr(b'\n', passed);
        if memchr::memchr(b'\r', passed).is_some() {
            // Of CR LF the LF counts, which may lie beyond.
            let inner = memchr::memchr_iter(b'\r', passed);
            let alone = inner.filter(|at| {
                let next = self.offset.saturating_add(*at).saturating_add(1);
                text.get(next) != Some(&b'\n')
            });
            for at in alone {
                ended = ended.saturating_add(1);
                last = last.max(Some(at));
            }
        }
        let line_start = last.map(|at| self.offset.saturating_add(at).saturating_add(1));
        Mark {
            offset,
            ended: self.ended.saturating_add(ended),
            line_start: line_start.unwrap_or(self.line_start),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;
    use alloc::vec;

    use super::super::scan;
    use super::{Counter, Lines, Mark, Numbers, Positions, STEP};

    const FIRST: Numbers<'_> = Numbers::Below(0);

    fn wide() -> Positions {
        Positions { base: 2, unit: 2 }
    }

    #[test]
    fn counting_on_gives_the_same_places_as_the_table() {
        let text = b"a\nb\r\nc\rd\n\n\r\r\ne";
        let layouts = [Positions::default(), wide()];
        for positions in layouts {
            let (lines, end) = (Lines::of(text, positions, FIRST), positions.source(text.len()));
            let mut counter = Counter::of(text, positions, FIRST);
            for start in 0..end {
                for stop in [start, end, start + 1, (start + end) / 2] {
                    let span = start..stop;
                    let expected = (lines.lines(&span), lines.column(start));
                    assert_eq!(counter.place(&span), expected, "{span:?} {positions:?}");
                }
            }
        }
    }

    #[test]
    fn lines_of_a_section_are_counted_as_if_nothing_was_known_of_them() {
        let good = include_str!("../../testdata/demo/good.pem");
        let texts = [
            good.to_string(),
            good.replace('\n', "\r\n"),
            good.replace("\nMII", "\r\r\nMII"),
            good.replace("=\n", "= \r\r\n"),
            good.replace("CERTIFICATE-----\n", "CERTIFICATE-----\r\r\n"),
            good.replace("-----BEGIN", "text\r-----BEGIN"),
        ];
        let mut known = 0;
        for text in &texts {
            let scan = scan(text.as_bytes());
            let (lines, mut counter) = (scan.lines(), scan.counter());
            for section in scan.sections() {
                known += usize::from(section.line_ends.is_some());
                let span = section.bytes();
                let counted = counter.lines_with(&span, section.line_ends());
                assert_eq!(counted, lines.lines(&span), "{text}");
            }
            assert_eq!(scan.sections().len(), 3, "{text}");
            for offset in 0..text.len() {
                let from_the_start = Mark::default().on_to(text.as_bytes(), offset);
                assert_eq!(lines.mark(offset), from_the_start, "{offset} {text}");
            }
        }
        assert!(known >= 6, "{known}");
    }

    #[test]
    fn places_far_into_a_text_are_those_that_counting_from_its_start_gives() {
        let texts = [
            b"ab\n\r\nc\r".repeat(STEP),
            b"\r\n".repeat(STEP),
            b"\r".repeat(3 * STEP),
            [vec![b'a'; 3 * STEP], vec![b'\n'], vec![b'b'; STEP]].concat(),
            [vec![b'a'; STEP - 1], b"\r\nb".to_vec()].concat(),
        ];
        for text in texts {
            let lines = Lines::of(&text, Positions::default(), FIRST);
            let offsets = (0..text.len()).step_by(101).chain(STEP - 2..STEP + 2);
            for offset in offsets.filter(|offset| *offset < text.len()) {
                let place = Counter::of(&text, Positions::default(), FIRST).place(&(offset..offset));
                let expected = (lines.line(offset)..=lines.line(offset), lines.column(offset));
                assert_eq!(place, expected, "{offset}");
                let from_the_start = Mark::default().on_to(&text, offset);
                assert_eq!(lines.line(offset), from_the_start.ended + 1, "{offset}");
            }
        }
        let part = Numbers::Below(99);
        assert_eq!(
            Lines::of(b"a\nb", Positions::default(), part).lines(&(0..3)),
            100..=101
        );
        assert_eq!(
            Counter::of(b"a\nb", Positions::default(), part).lines(&(0..3)),
            100..=101
        );
    }

    #[test]
    fn lines_of_a_value_are_called_as_the_document_calls_them() {
        let line_of = |line: usize| [7, 7, 9][line - 1];
        let listed = Numbers::Listed(&line_of);
        let lines = Lines::of(b"a\nb\nc", Positions::default(), listed);
        let mut counter = Counter::of(b"a\nb\nc", Positions::default(), listed);
        assert_eq!((lines.lines(&(0..3)), lines.lines(&(2..5))), (7..=7, 7..=9));
        assert_eq!((counter.lines(&(0..3)), counter.lines(&(2..5))), (7..=7, 7..=9));
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let lines = Lines::of(b"a\nb\r\nc\rd", Positions::default(), FIRST);
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 6, 7].map(|at| lines.line(at)),
            [1, 1, 2, 2, 2, 3, 3, 4]
        );
        assert_eq!(lines.lines(&(2..7)), 2..=3);
        assert_eq!(lines.lines(&(5..5)), 3..=3);
        assert_eq!([0, 1, 2, 3, 4].map(|at| lines.column(at)), [1, 2, 1, 2, 3]);
    }

    #[test]
    fn utf_16_has_its_columns_in_code_units() {
        let positions = wide();
        let lines = Lines::of(b"ab\r\ncd", positions, FIRST);
        assert_eq!([2, 4, 10, 12].map(|at| lines.line(at)), [1, 1, 2, 2]);
        assert_eq!([2, 4, 10, 12].map(|at| lines.column(at)), [1, 2, 1, 2]);
    }
}
