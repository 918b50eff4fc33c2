//! Which lines of a file the lines of a value stand on.

use crate::input::escapes;
use crate::input::work;

/// For each line of a value the line of the file that it begins on, both from 1. Lines that follow each other, or stand on
/// one line, take one entry however many they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineMap(Vec<Stretch>);

/// Lines of a value from this one on, each so many lines of the file below the one before.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    value: usize,
    file: usize,
    step: usize,
}

impl LineMap {
    /// Lines that follow each other from this one on.
    pub(crate) fn from(file: usize) -> LineMap {
        LineMap(vec![Stretch {
            value: 1,
            file,
            step: 1,
        }])
    }

    /// All lines stand on this one.
    pub(crate) fn on(file: usize) -> LineMap {
        LineMap(vec![Stretch {
            value: 1,
            file,
            step: 0,
        }])
    }

    /// The line of the file.
    pub(crate) fn line_of(&self, line: usize) -> usize {
        let after = self.0.partition_point(|stretch| stretch.value <= line);
        let stretch = self.0.get(after.saturating_sub(1)).copied();
        stretch.map_or(1, |it| {
            let below = line.saturating_sub(it.value).saturating_mul(it.step);
            it.file.saturating_add(below)
        })
    }

    /// Whether only this line of the value stands on its line of the file, as far as is known.
    pub(crate) fn is_alone(&self, line: usize) -> bool {
        let own = self.line_of(line);
        self.line_of(line.saturating_add(1)) != own && (line == 1 || self.line_of(line - 1) != own)
    }

    /// The same for a text inside a value with these lines of its own: the first so many lines.
    pub(crate) fn through(&self, outer: &LineMap, lines: usize) -> LineMap {
        let mut map = LineMap::default();
        for line in 1..=lines {
            map.push(line, outer.line_of(self.line_of(line)));
        }
        map
    }

    /// The next line of a value.
    fn push(&mut self, value: usize, file: usize) {
        let Some(last) = self.0.last_mut() else {
            self.0.push(Stretch { value, file, step: 0 });
            return;
        };
        let passed = value.saturating_sub(last.value);
        if passed == 1 {
            last.step = file.saturating_sub(last.file);
        }
        if last.file.saturating_add(passed.saturating_mul(last.step)) != file {
            self.0.push(Stretch { value, file, step: 0 });
        }
    }

    /// The lines of a value that was decoded from these pieces of a file: `starts` are the numbers of the characters that
    /// its lines begin with, not counting blanks, in their order.
    pub(crate) fn of(starts: impl Iterator<Item = usize>, pieces: &[Piece<'_>]) -> LineMap {
        let mut map = LineMap::default();
        let mut written = pieces.iter().flat_map(Written::of);
        let first = pieces.first().map_or(1, |piece| piece.line);
        let (mut taken, mut line) = (0usize, first);
        for (value, start) in starts.enumerate() {
            while taken <= start {
                let Some(next) = written.next() else { break };
                (taken, line) = (taken + 1, next);
            }
            map.push(value + 1, line);
        }
        map
    }
}

/// Of each line of a text, how many characters other than blanks stand before it. Lines end as editors show it: at LF, CR LF
/// or a lone CR.
pub(crate) fn starts(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let mut before = 0usize;
    let ends = text.iter().enumerate().filter_map(move |(at, byte)| {
        before += usize::from(is_counted(*byte));
        let is_end = *byte == b'\n' || (*byte == b'\r' && text.get(at + 1) != Some(&b'\n'));
        is_end.then_some(before)
    });
    std::iter::once(0).chain(ends)
}

/// Blanks come and go as lines are folded. Of a character of several bytes the first counts.
fn is_counted(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte & 0xC0 != 0x80
}

/// What was written for a value, or for a part of it.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'t> {
    pub(crate) text: &'t str,
    /// The line that it begins on, from 1.
    pub(crate) line: usize,
    /// Whether a backslash and what follows stand for a character.
    pub(crate) has_escapes: bool,
}

/// The lines on which the characters of a value stand, blanks left out.
struct Written<'t> {
    rest: &'t [u8],
    line: usize,
    has_escapes: bool,
}

impl<'t> Written<'t> {
    fn of(piece: &Piece<'t>) -> Written<'t> {
        work::look_at(piece.text.len());
        Written {
            rest: piece.text.as_bytes(),
            line: piece.line,
            has_escapes: piece.has_escapes,
        }
    }
}

impl Iterator for Written<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while let [byte, rest @ ..] = self.rest {
            self.rest = rest;
            if *byte == b'\\' && self.has_escapes {
                let [escape, behind @ ..] = rest else { return None };
                let (code, length) = escapes::by_number(rest);
                self.line += usize::from(*escape == b'\n');
                let is_blank = match code {
                    Some(code) => {
                        self.rest = rest.get(length..).unwrap_or_default();
                        matches!(code, 0x09 | 0x0A | 0x0D | 0x20)
                    }
                    None => {
                        self.rest = behind;
                        matches!(escape, b'n' | b'r' | b't' | b'f' | b'v') || escape.is_ascii_whitespace()
                    }
                };
                if is_blank {
                    continue;
                }
                return Some(self.line);
            }
            if *byte == b'\n' {
                self.line += 1;
            } else if is_counted(*byte) {
                return Some(self.line);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{LineMap, Piece, starts};

    fn lines(value: &str, written: &str, has_escapes: bool) -> Vec<usize> {
        let piece = Piece {
            text: written,
            line: 5,
            has_escapes,
        };
        let map = LineMap::of(starts(value.as_bytes()), &[piece]);
        (1..=value.split('\n').count())
            .map(|line| map.line_of(line))
            .collect()
    }

    #[test]
    fn a_line_of_a_value_is_where_its_first_character_was_written() {
        assert_eq!(lines("a\nb\nc", r"a\nb\nc", true), [5, 5, 5]);
        assert_eq!(lines("a\nb\nc", "a\\n\\\n  b\\u000A\\\n  c", true), [5, 6, 7]);
        assert_eq!(lines("a\nb\nc", "a\\012\\\n  b\\u{a}\\\n  c", true), [5, 6, 7]);
        assert_eq!(lines("a\nb\nc", "a\n\n  b\n\n  c", false), [5, 7, 9]);
        assert_eq!(lines("a b\nc", "a\n b\n\n c", false), [5, 8]);
        assert_eq!(lines("a\\nb\nc", "a\\nb\nc", false), [5, 6]);
        assert_eq!(lines("\na\n\nb", "\n  a\n\n  b", false), [6, 6, 8, 8]);
        assert_eq!(
            lines("ü\nb\nc\nd\ne", "\\u00fc\\nb\\nc\n\nd\ne", true),
            [5, 5, 5, 7, 8]
        );
    }

    #[test]
    fn lines_that_are_alike_take_one_entry() {
        let value = "a\n".repeat(1_000);
        for written in [
            value.clone(),
            value.replace('\n', "\\n"),
            value.replace('\n', "\n\n"),
        ] {
            let piece = Piece {
                text: &written,
                line: 1,
                has_escapes: true,
            };
            let map = LineMap::of(starts(value.as_bytes()), &[piece]);
            assert!(map.0.len() <= 2, "{} {map:?}", map.0.len());
        }
    }
}
