//! Lines of files as ranges of the protocol: from 0, in UTF-16 code units.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

/// The lines of a text, without their ends, as long as their ranges need: no line of a key is kept.
pub(super) struct Columns(Vec<(usize, usize)>);

impl Columns {
    pub(super) fn of(text: &str) -> Columns {
        let units = |text: &str| text.encode_utf16().count();
        let line = |line: &str| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let blank = line.len().saturating_sub(line.trim_start().len());
            let end = line.trim_end();
            (units(line.get(..blank).unwrap_or_default()), units(end))
        };
        Columns(text.split('\n').map(line).collect())
    }

    /// These lines, from 1, from their first character to their last that is no blank.
    pub(super) fn range(&self, lines: &RangeInclusive<usize>) -> Value {
        let last = self.0.len().max(1);
        let (first, end) = ((*lines.start()).clamp(1, last), (*lines.end()).clamp(1, last));
        let of = |line: usize| self.0.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let ((start, _), (_, stop)) = (of(first), of(end));
        let start = if first == end { start.min(stop) } else { start };
        json!({
            "start": { "line": first.saturating_sub(1), "character": start },
            "end": { "line": end.saturating_sub(1), "character": stop },
        })
    }

    /// All of the text.
    pub(super) fn whole(&self) -> Value {
        // A line that does not exist is the end of the text.
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": self.0.len(), "character": 0 } })
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
}
