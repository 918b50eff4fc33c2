use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::{Range, RangeInclusive};

use super::transcode::Positions;

/// Where the lines of a text begin, so that byte offsets become line numbers. Looked for when somebody asks: most files
/// have nothing wrong.
///
/// A line ends at LF, at CR LF or at a lone CR, as editors show it.
pub(crate) struct Lines<'t> {
    text: &'t [u8],
    positions: Positions,
    /// Offset in the input of the first byte of each line but the first.
    starts: OnceCell<Vec<usize>>,
}

impl<'t> Lines<'t> {
    /// The lines of `text`, whose bytes lie in the input as `positions` says.
    pub(super) fn of(text: &'t [u8], positions: Positions) -> Lines<'t> {
        Lines {
            text,
            positions,
            starts: OnceCell::new(),
        }
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| self.find_starts())
    }

    fn find_starts(&self) -> Vec<usize> {
        let (text, positions) = (self.text, self.positions);
        let ends = memchr::memchr2_iter(b'\n', b'\r', text);
        let starts = ends.filter_map(|end| {
            let next = end.checked_add(1)?;
            let inside_crlf = text.get(end) == Some(&b'\r') && text.get(next) == Some(&b'\n');
            (!inside_crlf).then(|| positions.source(next))
        });
        // Lines of PEM have 65 bytes; room for them at once, since this is most of the work.
        let mut all = Vec::with_capacity(text.len() / 60);
        all.extend(starts);
        all
    }

    /// Line of the byte at `offset`, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts()
            .partition_point(|start| *start <= offset)
            .saturating_add(1)
    }

    /// Column of the byte at `offset`, from 1.
    pub(crate) fn column(&self, offset: usize) -> usize {
        let before = self.line(offset).checked_sub(2);
        let start = before.and_then(|place| self.starts().get(place));
        let start = start.copied().unwrap_or(self.positions.source(0));
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
        first..=last
    }
}

/// As [`Lines`], for offsets that are asked in their order: lines are counted only as far as needed, without memory.
pub(crate) struct Counter<'t> {
    text: &'t [u8],
    positions: Positions,
    start: Mark,
    end: Mark,
}

/// A place in the text, and how many lines end before it.
#[derive(Clone, Copy, Default)]
struct Mark {
    offset: usize,
    ended: usize,
}

impl<'t> Counter<'t> {
    pub(super) fn of(text: &'t [u8], positions: Positions) -> Counter<'t> {
        Counter {
            text,
            positions,
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
        let first = self.start.ended.saturating_add(1);
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
        first..=self.end.ended.saturating_add(1)
    }

    /// As [`Counter::lines`], and the column in which the span starts.
    pub(super) fn place(&mut self, span: &Range<usize>) -> (RangeInclusive<usize>, usize) {
        let lines = self.lines(span);
        let start = self.positions.text(span.start);
        let before = self.text.get(..self.start.offset).unwrap_or_default();
        let line_start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end.saturating_add(1));
        // Between CR and LF the line is still the one before.
        let line_start = if self.start.is_inside_crlf(self.text) {
            let above = before.get(..before.len().saturating_sub(1)).unwrap_or_default();
            memchr::memrchr2(b'\n', b'\r', above).map_or(0, |end| end.saturating_add(1))
        } else {
            line_start
        };
        (lines, start.saturating_sub(line_start).saturating_add(1))
    }
}

impl Mark {
    fn on_to(self, text: &[u8], offset: usize) -> Mark {
        let offset = offset.clamp(self.offset, text.len());
        let passed = text.get(self.offset..offset).unwrap_or_default();
        let mut ended = memchr::memchr_iter(b'\n', passed).count();
        if memchr::memchr(b'\r', passed).is_some() {
            // Of CR LF the LF counts, which may lie beyond.
            let inner = memchr::memchr_iter(b'\r', passed);
            let alone = inner.filter(|at| {
                let next = self.offset.saturating_add(*at).saturating_add(1);
                text.get(next) != Some(&b'\n')
            });
            ended = ended.saturating_add(alone.count());
        }
        Mark {
            offset,
            ended: self.ended.saturating_add(ended),
        }
    }

    fn is_inside_crlf(self, text: &[u8]) -> bool {
        let before = text.get(..self.offset).and_then(<[u8]>::last);
        before == Some(&b'\r') && text.get(self.offset) == Some(&b'\n')
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Lines, Positions};

    #[test]
    fn counting_on_gives_the_same_places_as_the_table() {
        let text = b"a\nb\r\nc\rd\n\n\r\r\ne";
        let layouts = [Positions::default(), Positions { base: 2, unit: 2 }];
        for positions in layouts {
            let (lines, end) = (Lines::of(text, positions), positions.source(text.len()));
            let mut counter = Counter::of(text, positions);
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
    fn every_kind_of_line_end_counts_once() {
        let lines = Lines::of(b"a\nb\r\nc\rd", Positions::default());
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
        let positions = Positions { base: 2, unit: 2 };
        let lines = Lines::of(b"ab\r\ncd", positions);
        assert_eq!([2, 4, 10, 12].map(|at| lines.line(at)), [1, 1, 2, 2]);
        assert_eq!([2, 4, 10, 12].map(|at| lines.column(at)), [1, 2, 1, 2]);
    }
}
