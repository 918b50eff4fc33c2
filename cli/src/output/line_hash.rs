//! `primaryLocationLineHash` of SARIF, by the algorithm of GitHub's own upload: a finding keeps its number when lines above it
//! come and go. Where it cannot be computed there is none, and the upload computes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use memchr::memmem;

use crate::input::files;

/// Characters that a hash is about, from the start of a line on, without blanks.
const BLOCK: usize = 100;
const FACTOR: u64 = 37;
/// Stands for the end of the file.
const END: u16 = u16::MAX;

/// Bytes of the largest file that is hashed: what a bundle may have.
const LARGEST: usize = 1 << 20;

/// The hashes of these lines of files.
pub(super) fn of(wanted: BTreeMap<&Path, BTreeSet<usize>>) -> HashMap<(PathBuf, usize), String> {
    let mut hashes = HashMap::new();
    for (path, lines) in wanted {
        let is_file = path.metadata().is_ok_and(|metadata| metadata.is_file());
        let Some(text) = is_file.then(|| files::read_whole(path, LARGEST).ok()).flatten() else {
            continue;
        };
        // Of a key not even a hash gets out.
        if memmem::find(&text, b"PRIVATE").is_some() {
            continue;
        }
        for (line, hash) in all(&String::from_utf8_lossy(&text)) {
            if lines.contains(&line) {
                hashes.insert((path.to_path_buf(), line), hash);
            }
        }
    }
    hashes
}

/// The hash of each line, and which of those with the same hash it is.
fn all(text: &str) -> Vec<(usize, String)> {
    let mut rolling = Rolling::new();
    let (mut begins_line, mut follows_return) = (true, false);
    for unit in text.encode_utf16().chain(std::iter::once(END)) {
        let is_blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        if is_blank || (follows_return && unit == u16::from(b'\n')) {
            follows_return = false;
            continue;
        }
        follows_return = unit == u16::from(b'\r');
        let unit = if follows_return { u16::from(b'\n') } else { unit };
        rolling.tell();
        if begins_line {
            rolling.begin_line();
        }
        begins_line = unit == u16::from(b'\n');
        rolling.push(unit);
    }
    for _ in 0..BLOCK {
        rolling.tell();
        rolling.push(0);
    }
    rolling.told
}

/// A window over the text.
struct Rolling {
    window: [u16; BLOCK],
    /// The number of the line that begins at each place of the window.
    lines: [Option<usize>; BLOCK],
    at: usize,
    hash: u64,
    /// What the first character of the window counts.
    first: u64,
    line: usize,
    counts: HashMap<u64, usize>,
    told: Vec<(usize, String)>,
}

impl Rolling {
    fn new() -> Rolling {
        Rolling {
            window: [0; BLOCK],
            lines: [None; BLOCK],
            at: 0,
            hash: 0,
            first: (0..BLOCK).fold(1, |first: u64, _| first.wrapping_mul(FACTOR)),
            line: 0,
            counts: HashMap::new(),
            told: Vec::new(),
        }
    }

    /// The window begins with a line: its hash is complete.
    fn tell(&mut self) {
        if let Some(line) = self.lines.get_mut(self.at).and_then(Option::take) {
            let count = self.counts.entry(self.hash).or_default();
            *count = count.saturating_add(1);
            self.told.push((line, format!("{:x}:{count}", self.hash)));
        }
    }

    fn begin_line(&mut self) {
        self.line = self.line.saturating_add(1);
        if let Some(line) = self.lines.get_mut(self.at) {
            *line = Some(self.line);
        }
    }

    fn push(&mut self, unit: u16) {
        if let Some(place) = self.window.get_mut(self.at) {
            let gone = u64::from(std::mem::replace(place, unit));
            self.hash = FACTOR
                .wrapping_mul(self.hash)
                .wrapping_add(u64::from(unit))
                .wrapping_sub(self.first.wrapping_mul(gone));
        }
        self.at = (self.at + 1) % BLOCK;
    }
}

#[cfg(test)]
mod tests {
    use super::all;

    #[track_caller]
    fn hashes(text: &str, expected: &[&str]) {
        let found = all(text);
        let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, (1..=expected.len()).collect::<Vec<_>>(), "{text:?}");
        let found: Vec<&str> = found.iter().map(|(_, hash)| hash.as_str()).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    /// The values of github/codeql-action, src/fingerprints.test.ts.
    #[test]
    fn hashes_are_those_of_githubs_upload() {
        hashes("", &["c129715d7a2bc9a3:1"]);
        hashes(
            " a\nb\n  \t\tc\n d",
            &[
                "271789c17abda88f:1",
                "54703d4cd895b18:1",
                "180aee12dab6264:1",
                "a23a3dc5e078b07b:1",
            ],
        );
        let ended = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", &ended);
        hashes(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", &ended);
        hashes(
            " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
            &ended,
        );
        hashes(
            &"Lorem ipsum dolor sit amet.\n".repeat(10),
            &[
                "a7f2ff13bc495cf2:1",
                "a7f2ff13bc495cf2:2",
                "a7f2ff13bc495cf2:3",
                "a7f2ff13bc495cf2:4",
                "a7f2ff13bc495cf2:5",
                "a7f2ff13bc495cf2:6",
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ],
        );
    }
}
