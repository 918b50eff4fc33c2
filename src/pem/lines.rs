use alloc::vec::Vec;
use core::ops::{Range, RangeInclusive};

use super::transcode::Positions;

/// Where the lines of a text begin, so that byte offsets become line numbers.
///
/// A line ends at LF, at CR LF or at a lone CR, as editors show it.
pub(crate) struct Lines {
    /// Offset in the input of the first byte of each line but the first.
    starts: Vec<usize>,
    positions: Positions,
}

impl Lines {
    /// The lines of `text`, whose bytes lie in the input as `positions` says.
    pub(super) fn of(text: &[u8], positions: Positions) -> Lines {
        let ends = memchr::memchr2_iter(b'\n', b'\r', text);
        let starts = ends.filter_map(|end| {
            let next = end.checked_add(1)?;
            let inside_crlf = text.get(end) == Some(&b'\r') && text.get(next) == Some(&b'\n');
            (!inside_crlf).then(|| positions.source(next))
        });
        // Lines of PEM have 65 bytes; room for them at once, since this is most of the work.
        let mut all = Vec::with_capacity(text.len() / 60);
        all.extend(starts);
        Lines {
            starts: all,
            positions,
        }
    }

    /// Line of the byte at `offset`, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_add(1)
    }

    /// Column of the byte at `offset`, from 1.
    pub(crate) fn column(&self, offset: usize) -> usize {
        let before = self.line(offset).checked_sub(2);
        let start = before.and_then(|place| self.starts.get(place));
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

#[cfg(test)]
mod tests {
    use super::{Lines, Positions};

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
