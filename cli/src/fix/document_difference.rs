//! `--diff` of a document: the lines that change, of which only public ones are shown.

use std::io::{self, Write};
use std::ops::Range;

use pemvet::text::{counted, escape, may_be_key};

use super::put_back::Edit;

/// The text before and after.
pub(super) struct Lines<'t> {
    old: &'t [u8],
    new: &'t str,
}

impl<'t> Lines<'t> {
    pub(super) fn of(old: &'t [u8], new: &'t str) -> Lines<'t> {
        Lines { old, new }
    }

    /// A hunk for each edit, without lines around it: those may hold anything.
    pub(super) fn write(&self, out: &mut impl Write, path: &str, edits: &[Edit]) -> io::Result<()> {
        writeln!(out, "--- a/{path}\n+++ b/{path}")?;
        let new = self.new.as_bytes();
        let mut grown = 0isize;
        for edit in edits {
            let start = edit.bytes.start.saturating_add_signed(grown);
            let now = start..start.saturating_add(edit.text.len());
            let (of_old, of_new) = (whole_lines(self.old, &edit.bytes), whole_lines(new, &now));
            let (before, after) = (lines(self.old, &of_old), lines(new, &of_new));
            writeln!(
                out,
                "@@ -{},{} +{},{} @@",
                number(self.old, of_old.start),
                before.len(),
                number(new, of_new.start),
                after.len()
            )?;
            for line in before {
                writeln!(out, "-{}", hidden(&line))?;
            }
            let mut at = of_new.start;
            for line in after {
                let end = at.saturating_add(line.len());
                // What stands before and behind the value on its lines.
                let around = [at..now.start.clamp(at, end), now.end.clamp(at, end)..end];
                let is_own = around.iter().all(|it| {
                    let words = String::from_utf8_lossy(new.get(it.clone()).unwrap_or_default());
                    it.len() <= MOST_AROUND && !may_be_key(&words)
                });
                let is_own = is_own && edit.document.is_none();
                match is_own {
                    true => writeln!(out, "+{}", escape(&line))?,
                    false => writeln!(out, "+{}", hidden(&line))?,
                }
                at = end.saturating_add(1);
            }
            grown = grown
                .saturating_add_unsigned(edit.text.len())
                .saturating_sub_unsigned(edit.bytes.len());
        }
        Ok(())
    }
}

/// Names are no longer, and no key is so short.
const MOST_AROUND: usize = 40;

/// A key and a mark are shown, the rest is counted: it was not read as a certificate, and may be anything.
fn hidden(line: &str) -> String {
    let words = line.trim();
    let blanks = " ".repeat(line.len().saturating_sub(line.trim_start().len()));
    if words.starts_with("-----BEGIN CERTIFICATE-----") || words.starts_with("-----END CERTIFICATE-----") {
        let (marker, rest) = words.split_at_checked(27).unwrap_or((words, ""));
        if rest.trim_start_matches('-').is_empty() {
            return format!("{blanks}{}{}", escape(marker), escape(rest));
        }
    }
    format!("{blanks}{}", counted(words))
}

fn whole_lines(text: &[u8], bytes: &Range<usize>) -> Range<usize> {
    let before = text.get(..bytes.start).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end.saturating_add(1));
    let behind = text.get(bytes.end..).unwrap_or_default();
    let end = memchr::memchr(b'\n', behind).map_or(text.len(), |end| bytes.end.saturating_add(end));
    start..end
}

fn lines(text: &[u8], bytes: &Range<usize>) -> Vec<zeroize::Zeroizing<String>> {
    let text = text.get(bytes.clone()).unwrap_or_default();
    let lines = text.split(|byte| *byte == b'\n');
    lines
        .map(|line| zeroize::Zeroizing::new(String::from_utf8_lossy(line).into_owned()))
        .collect()
}

fn number(text: &[u8], at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count().saturating_add(1)
}
