//! The answer to a name or version that the table does not have.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::word::nearest;

/// The most characters of a foreign text that are said again.
const ECHO: usize = 40;

/// The most stacks of a list; no file has to serve more, and comparing each with each stays cheap.
pub(super) const MOST_STACKS: usize = 64;

/// What is wrong with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// No stack has that name.
    Name,
    /// What follows the `@` is no version and no range.
    Version,
    /// The list is longer than anybody's.
    TooMany,
}

/// A text that is no stack. Its own words show at most 40 characters of the text, and no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownStack {
    problem: Problem,
    written: String,
    nearest: Vec<&'static str>,
}

impl UnknownStack {
    pub(super) fn new(
        problem: Problem,
        text: &str,
        names: impl Iterator<Item = &'static str>,
    ) -> UnknownStack {
        UnknownStack {
            problem,
            written: echo(text),
            nearest: nearest(text, names),
        }
    }

    /// What is wrong.
    pub fn problem(&self) -> Problem {
        self.problem
    }

    /// The text, cut to 40 characters, `?` in place of what is not printable ASCII.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The nearest names, nearest first; none if nothing is near.
    pub fn nearest(&self) -> &[&'static str] {
        &self.nearest
    }
}

impl fmt::Display for UnknownStack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = &self.written;
        match (self.problem, self.nearest.as_slice()) {
            (Problem::Version, _) => write!(
                f,
                "\"{written}\" has no version after the @; write NAME, NAME@1.2 or NAME@1.2..1.5"
            ),
            (Problem::TooMany, _) => write!(f, "more than {MOST_STACKS} stacks are listed"),
            (Problem::Name, []) => write!(f, "no stack is called \"{written}\""),
            (Problem::Name, [name]) => write!(f, "no stack is called \"{written}\"; the nearest is {name}"),
            (Problem::Name, names) => {
                write!(
                    f,
                    "no stack is called \"{written}\"; the nearest are {}",
                    names.join(", ")
                )
            }
        }
    }
}

impl core::error::Error for UnknownStack {}

fn echo(text: &str) -> String {
    let mut shown = text.chars();
    let safe = |it: char| {
        if matches!(it, ' '..='~') && it != '"' {
            it
        } else {
            '?'
        }
    };
    let mut echo: String = shown.by_ref().take(ECHO).map(safe).collect();
    if shown.next().is_some() {
        // The mark takes the place of the last characters.
        echo.truncate(ECHO.saturating_sub(3));
        echo.push_str("...");
    }
    echo
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stacks::{find, parse_list};
    use alloc::string::ToString as _;

    #[test]
    fn near_names_are_offered() {
        assert_eq!(find("postgre").unwrap_err().nearest().first(), Some(&"postgres"));
        assert_eq!(find("haproxy2").unwrap_err().nearest(), ["haproxy"]);
        assert_eq!(find("pyton@3").unwrap_err().nearest().first(), Some(&"python"));
        assert!(find("completely-different").unwrap_err().nearest().is_empty());
        assert_eq!(find("").unwrap_err().to_string(), "no stack is called \"\"");
    }

    #[test]
    fn foreign_text_is_cut_and_made_safe() {
        let long = "x\u{1b}[2J\n\"\u{202e}".repeat(1000);
        let error = find(&long).unwrap_err();
        assert_eq!(error.written().chars().count(), 40);
        assert!(error.to_string().chars().all(|it| matches!(it, ' '..='~')));
        let error = find("go@latest").unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"go@latest\" has no version after the @; write NAME, NAME@1.2 or NAME@1.2..1.5",
        );
        assert_eq!(error.problem(), Problem::Version);
        let many: Vec<String> = (0..65).map(|number| alloc::format!("go@1.{number}")).collect();
        assert_eq!(parse_list(&many[..64].join(",")).unwrap().len(), 64);
        let error = parse_list(&many.join(",")).unwrap_err();
        assert_eq!(error.to_string(), "more than 64 stacks are listed");
        assert_eq!(parse_list("redis,go@").unwrap_err().problem(), Problem::Version);
    }
}
