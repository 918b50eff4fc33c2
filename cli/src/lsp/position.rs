//! Lines of files as ranges of the protocol: from 0, in UTF-16 code units.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

/// The lines of a text, without their ends, as long as their ranges need: no line of a key is kept.
pub(super) struct Columns {
    lines: Vec<Line>,
    /// The first line of the protocol behind the text.
    end: usize,
}

/// Where a line begins and ends for the protocol, blanks around it left out. A carriage return alone ends a line there, and none
/// of a file's.
#[derive(Clone, Copy, Default)]
struct Line {
    first: usize,
    start: usize,
    last: usize,
    stop: usize,
}

impl Columns {
    pub(super) fn of(text: &str) -> Columns {
        let units = |text: &str| text.encode_utf16().count();
        let mut end = 0usize;
        let lines = text.split('\n').map(|line| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let first = end;
            let (head, tail) = (line.split('\r').next(), line.rsplit('\r').next());
            let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
            end = end.saturating_add(line.matches('\r').count()).saturating_add(1);
            let blank = head.len().saturating_sub(head.trim_start().len());
            Line {
                first,
                start: units(head.get(..blank).unwrap_or_default()),
                last: end.saturating_sub(1),
                stop: units(tail.trim_end()),
            }
        });
        Columns {
            lines: lines.collect(),
            end,
        }
    }

    /// These lines, from 1, from their first character to their last that is no blank.
    pub(super) fn range(&self, lines: &RangeInclusive<usize>) -> Value {
        let last = self.lines.len().max(1);
        let (first, end) = ((*lines.start()).clamp(1, last), (*lines.end()).clamp(1, last));
        let of = |line: usize| {
            self.lines
                .get(line.saturating_sub(1))
                .copied()
                .unwrap_or_default()
        };
        let (first, end) = (of(first), of(end));
        let start = if first.first == end.last {
            first.start.min(end.stop)
        } else {
            first.start
        };
        json!({
            "start": { "line": first.first, "character": start },
            "end": { "line": end.last, "character": end.stop },
        })
    }

    /// The line of the file, from 1, that a line of the protocol, from 0, belongs to.
    pub(super) fn line_at(&self, line: u64) -> usize {
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        self.lines.partition_point(|it| it.first <= line)
    }

    /// All of the text.
    pub(super) fn whole(&self) -> Value {
        // A line that does not exist is the end of the text.
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": self.end, "character": 0 } })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Columns;

    #[test]
    fn columns_are_counted_in_utf_16() {
        let columns = Columns::of("ab\r\n  𝔘x: é \nlast");
        let range = |first, last| columns.range(&(first..=last));
        assert_eq!(
            range(2, 2),
            json!({ "start": { "line": 1, "character": 2 }, "end": { "line": 1, "character": 8 } })
        );
        assert_eq!(
            range(1, 9),
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 2, "character": 4 } })
        );
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line_of_the_protocol() {
        let columns = Columns::of("a\rbc\rd\n e\r\nf");
        let range = |first, last| columns.range(&(first..=last));
        assert_eq!(
            range(1, 1),
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 2, "character": 1 } })
        );
        assert_eq!(
            range(2, 3),
            json!({ "start": { "line": 3, "character": 1 }, "end": { "line": 4, "character": 1 } })
        );
        assert_eq!([0, 2, 3, 4, 9].map(|line| columns.line_at(line)), [1, 1, 2, 3, 3]);
        assert_eq!(columns.whole()["end"], json!({ "line": 5, "character": 0 }));
    }
}
