//! A mistake in pemvet.toml, with its place and the word it is about. The rest of the line may be a password.

use std::ops::Range;

use pemvet::text::echo;

use crate::echo::prose;
use crate::outcome::Failure;

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

    /// The line of a place, from 1.
    pub(super) fn line_of(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        before.matches('\n').count().saturating_add(1)
    }

    pub(super) fn problem(&self, span: Range<usize>, message: &str) -> Failure {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        let number = before.matches('\n').count().saturating_add(1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        let line = self.text.get(line_start..).and_then(|rest| rest.lines().next());
        let before = line.and_then(|line| line.get(..span.start.saturating_sub(line_start)));
        let ahead = if before.is_none_or(|before| before.trim().is_empty()) {
            ""
        } else {
            "… "
        };
        let token = self
            .text
            .get(span)
            .unwrap_or_default()
            .lines()
            .next()
            .unwrap_or_default();
        let token = echo(token.trim_end());
        let marks = "^".repeat(token.chars().count().max(1));
        let gutter = " ".repeat(number.to_string().len());
        let place = format!(
            "{}:{number}:{}: {}",
            self.path,
            column.saturating_add(1),
            prose(message)
        );
        if token.is_empty() {
            return Failure::new(place);
        }
        Failure::new(format!(
            "{place}\n{gutter} |\n{number} | {ahead}{token}\n{gutter} | {}{marks}",
            " ".repeat(ahead.chars().count())
        ))
    }
}
