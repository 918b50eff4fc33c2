//! What of a configuration is of no use: globs that name no file, ignores that pass over nothing or are past.

use std::path::{Path, PathBuf};

use pemvet::UnixTime;

use super::{Configuration, Named, ParsedIgnore, covers};

/// What a run saw of the files of one configuration.
pub(crate) struct Seen<'a> {
    /// All of them, from the root.
    pub(crate) files: Vec<&'a Path>,
    /// Findings that were passed over: file and rule.
    pub(crate) ignored: &'a [(PathBuf, &'static str)],
    pub(crate) now: UnixTime,
    /// Whether these are all the files that it is about, held to all rules.
    pub(crate) is_all: bool,
}

impl Configuration {
    /// Whether one of these directories holds all that it is about.
    pub(crate) fn is_within(&self, directories: &[PathBuf]) -> bool {
        directories
            .iter()
            .any(|directory| self.directory.starts_with(directory))
    }

    pub(crate) fn unused(&self, seen: &Seen<'_>) -> Vec<String> {
        let mut remarks = Vec::new();
        let mut tell = |line: usize, words: String| remarks.push(format!("{}:{line}: {words}", self.shown));
        let unmatched = |named: &Named| -> Vec<(usize, String)> {
            let patterns = named.patterns.iter();
            let unmatched = patterns.filter(|it| !seen.files.iter().any(|file| self.names(&it.alone, file)));
            unmatched
                .map(|it| (it.line, format!("the glob \"{}\" names no file", it.shown)))
                .collect()
        };
        for (named, _) in self.sections.iter().filter(|_| seen.is_all) {
            unmatched(named)
                .into_iter()
                .for_each(|(line, words)| tell(line, words));
        }
        for ignore in &self.ignores {
            let names_one = seen.files.iter().any(|file| self.names(&ignore.files.all, file));
            if !ignore.holds(seen.now) {
                if names_one {
                    let until = ignore.until_shown.as_deref().unwrap_or_default();
                    tell(
                        ignore.line,
                        format!("this [[ignore]] held until {until}; what it passed over is told again"),
                    );
                }
                continue;
            }
            if !seen.is_all {
                continue;
            }
            unmatched(&ignore.files)
                .into_iter()
                .for_each(|(line, words)| tell(line, words));
            if names_one {
                for rule in self.unused_rules(ignore, seen) {
                    tell(
                        ignore.line,
                        format!("this [[ignore]] passes over nothing of {rule}; take the rule out"),
                    );
                }
            }
        }
        remarks
    }

    fn unused_rules<'a>(&self, ignore: &'a ParsedIgnore, seen: &Seen<'_>) -> Vec<&'a str> {
        let rules = ignore.rules.iter().flatten();
        let is_used = |rule: &str| {
            let mut ignored = seen.ignored.iter();
            ignored.any(|(file, found)| covers(rule, found) && self.names(&ignore.files.all, file))
        };
        rules.map(String::as_str).filter(|rule| !is_used(rule)).collect()
    }
}
