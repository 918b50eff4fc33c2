//! A mistake in pemvet.toml, shown at its line.

use std::ops::Range;

use pemvet::text::escape;

use crate::Failure;

pub(super) struct Source<'s> {
    /// As printed.
    pub(super) path: &'s str,
    pub(super) text: &'s str,
}

impl Source<'_> {
    /// No TOML, or not what is expected in that place.
    pub(super) fn malformed(&self, error: &toml::de::Error) -> Failure {
        self.problem(error.span().unwrap_or_default(), error.message())
    }

    pub(super) fn problem(&self, span: Range<usize>, message: &str) -> Failure {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        let number = before.matches('\n').count().saturating_add(1);
        let line = self.text.get(line_start..).and_then(|rest| rest.lines().next());
        let line = escape(line.unwrap_or_default().trim_end());
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        let last = self
            .text
            .get(span)
            .unwrap_or_default()
            .lines()
            .next()
            .unwrap_or_default();
        let marks = "^".repeat(last.chars().count().max(1));
        let gutter = " ".repeat(number.to_string().len());
        Failure::new(format!(
            "{}:{number}:{}: {}\n{gutter} |\n{number} | {line}\n{gutter} | {}{marks}",
            self.path,
            column.saturating_add(1),
            escape(message),
            " ".repeat(column)
        ))
    }
}
