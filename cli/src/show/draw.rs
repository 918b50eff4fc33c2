//! Bars, branches and columns, in the width of a terminal.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How wide to draw, and with what.
pub(super) struct Canvas {
    /// Columns.
    pub(super) width: usize,
    is_ascii: bool,
}

/// The columns of a span of time.
pub(super) struct Axis {
    /// Seconds since 1970.
    pub(super) start: i64,
    pub(super) end: i64,
    /// Columns.
    pub(super) room: usize,
}

impl Axis {
    /// The column of a time, the last one included.
    fn column(&self, time: i64) -> usize {
        let span = i128::from(self.end).saturating_sub(i128::from(self.start)).max(1);
        let offset = i128::from(time)
            .saturating_sub(i128::from(self.start))
            .clamp(0, span);
        let last = i128::try_from(self.room).unwrap_or(1).saturating_sub(1);
        let column = offset.saturating_mul(last).div_euclid(span);
        usize::try_from(column).unwrap_or(0)
    }
}

/// Columns that a text takes on a terminal.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

impl Canvas {
    pub(super) fn new(width: usize, is_ascii: bool) -> Canvas {
        Canvas { width, is_ascii }
    }

    /// `text` in exactly `room` columns: filled up with blanks, or cut.
    pub(super) fn cell(&self, text: &str, room: usize) -> String {
        let mut cell = String::new();
        let mut taken = 0usize;
        if columns(text) <= room {
            cell.push_str(text);
            taken = columns(text);
        } else {
            let mark = if self.is_ascii { "..." } else { "…" };
            let until = room.saturating_sub(columns(mark));
            for character in text.chars() {
                let next = taken.saturating_add(character.width().unwrap_or(0));
                if next > until {
                    break;
                }
                cell.push(character);
                taken = next;
            }
            cell.push_str(mark);
            taken = taken.saturating_add(columns(mark));
        }
        cell.push_str(&" ".repeat(room.saturating_sub(taken)));
        cell
    }

    /// What is drawn before a branch's name, and before the names below it.
    pub(super) fn branch(&self, is_last: bool) -> (&'static str, &'static str) {
        match (self.is_ascii, is_last) {
            (false, true) => ("└─ ", "   "),
            (false, false) => ("├─ ", "│  "),
            (true, true) => ("`- ", "   "),
            (true, false) => ("|- ", "|  "),
        }
    }

    /// A bar from `from` to `to`, with today marked.
    pub(super) fn bar(&self, axis: &Axis, from: i64, to: i64, now: i64) -> String {
        let (first, last, today) = (axis.column(from), axis.column(to), axis.column(now));
        let (valid, marked, mark) = if self.is_ascii {
            ('=', '#', '|')
        } else {
            ('━', '┿', '│')
        };
        let glyph = |column: usize| match ((first..=last).contains(&column), column == today) {
            (true, true) => marked,
            (true, false) => valid,
            (false, true) => mark,
            (false, false) => ' ',
        };
        (0..axis.room).map(glyph).collect()
    }

    /// The line under the bars: where the axis starts and ends, and where today is.
    pub(super) fn axis(&self, axis: &Axis, now: i64) -> String {
        let year = |time: i64| {
            let text = pemvet::text::rfc3339(time);
            text.split('-').next().unwrap_or_default().to_owned()
        };
        let mut line = vec![' '; axis.room];
        let mut put = |start: usize, text: &str| {
            let place = start..start.saturating_add(text.chars().count());
            let is_free = line
                .get(place.clone())
                .is_some_and(|cells| cells.iter().all(|cell| *cell == ' '));
            if is_free {
                for (cell, character) in line.iter_mut().skip(place.start).zip(text.chars()) {
                    *cell = character;
                }
            }
        };
        let today = if self.is_ascii { "^ today" } else { "▲ today" };
        let column = axis.column(now);
        if column.saturating_add(columns(today)) <= axis.room {
            put(column, today);
        } else {
            let before = if self.is_ascii { "today ^" } else { "today ▲" };
            put(column.saturating_add(1).saturating_sub(columns(before)), before);
        }
        put(0, &year(axis.start));
        let end = year(axis.end);
        put(axis.room.saturating_sub(end.len()), &end);
        line.into_iter().collect()
    }

    /// `items` in as many columns as fit beside an indent.
    pub(super) fn table(&self, items: &[String], indent: usize) -> Vec<String> {
        let room = self.width.saturating_sub(indent).max(16);
        let widest = items
            .iter()
            .map(|item| columns(item))
            .max()
            .unwrap_or(0)
            .min(room);
        let across = room
            .saturating_add(2)
            .checked_div(widest.saturating_add(2))
            .unwrap_or(1)
            .max(1);
        let row = |items: &[String]| {
            let cells: Vec<String> = items.iter().map(|item| self.cell(item, widest)).collect();
            cells.join("  ").trim_end().to_owned()
        };
        items.chunks(across).map(row).collect()
    }
}
