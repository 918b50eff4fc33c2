//! Finds what may be a marker, in one pass over the text.

use core::ops::Range;

use memchr::memmem::{self, Finder};

use super::markers::{MOST_BLANKS, Marker, blanks, exact_begin, marker_at};

/// Searches a text for markers from front to back. Every byte is looked at once for each needle.
pub(super) struct Markers<'t> {
    text: &'t [u8],
    /// Made when first needed: clean input needs none.
    needles: Option<[Needle; 4]>,
    limit: usize,
    /// A marker was found.
    found: bool,
    /// Part of the last stretch's search is still to be done, if no marker is found in it.
    doubtful: Range<usize>,
    /// Before any marker, there is what base64 of a marker begins with.
    encoded: bool,
    /// There is an `N` or a `U`, which base64 of a certificate can hardly be without.
    doubted: bool,
}

/// One thing to look for, and where it is next.
struct Needle {
    finder: Finder<'static>,
    next: Option<usize>,
    searched: usize,
}

/// More is searched for everything at once.
const LONGEST_PLAIN_TEXT: usize = 4 << 10;

/// How far the needles are searched before the next stretch: small enough to stay in the processor's nearest caches,
/// so that four needles cost memory traffic once.
const STRETCH: usize = 16 << 10;

impl<'t> Markers<'t> {
    pub(super) fn of(text: &'t [u8]) -> Markers<'t> {
        Markers {
            text,
            needles: None,
            limit: 0,
            found: false,
            doubtful: 0..0,
            encoded: false,
            doubted: false,
        }
    }

    /// Whether the text may hold PEM that was encoded once more. Known when it was searched to its end in vain.
    pub(super) fn may_be_encoded(&self) -> bool {
        self.encoded
    }

    /// Whether the text may hold base64 of a certificate. Known when it was searched to its end in vain.
    pub(super) fn may_be_base64(&self) -> bool {
        self.doubted
    }

    /// The next marker at or after `floor`, which no marker that was found before reaches over.
    pub(super) fn next(&mut self, floor: usize) -> Option<Marker> {
        let marker = self.search(floor);
        self.found |= marker.is_some();
        if marker.is_none() {
            self.look_for_encoded();
        }
        marker
    }

    fn search(&mut self, floor: usize) -> Option<Marker> {
        if let Some(marker) = self.next_line(floor) {
            return Some(marker);
        }
        if let Some(marker) = self.after_plain_text(floor) {
            return Some(marker);
        }
        let mut position = floor;
        loop {
            let (which, at) = self.candidate(position)?;
            if let Some(marker) = exact_begin(self.text, at) {
                return Some(marker);
            }
            let keyword = if which == 0 {
                let run = run_of(self.text, at, b'-');
                position = run;
                run.saturating_add(blanks(self.text, run, MOST_BLANKS))
            } else {
                position = at.saturating_add(1);
                // "EGIN" is one after the keyword's start.
                if which == 3 { at } else { at.saturating_sub(1) }
            };
            if keyword < floor {
                continue;
            }
            if let Some(marker) = marker_at(self.text, floor, keyword) {
                return Some(marker);
            }
        }
    }

    /// An exact marker in the first line that is not empty: the usual case, without a search.
    fn next_line(&self, floor: usize) -> Option<Marker> {
        let rest = self.text.get(floor..)?;
        let empty = rest
            .iter()
            .take(4)
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
        exact_begin(self.text, floor.checked_add(empty)?)
    }

    /// An exact marker after ASCII text without a dash, such as `Bag Attributes`: every marker has a dash of some kind,
    /// so there is none before it.
    fn after_plain_text(&self, floor: usize) -> Option<Marker> {
        let rest = self.text.get(floor..)?;
        let rest = rest.get(..LONGEST_PLAIN_TEXT).unwrap_or(rest);
        let dash = memchr::memchr(b'-', rest)?;
        let is_ascii = rest.get(..dash)?.is_ascii();
        is_ascii
            .then(|| exact_begin(self.text, floor.saturating_add(dash)))
            .flatten()
    }

    /// The first place at or after `position` where one of the needles is.
    fn candidate(&mut self, position: usize) -> Option<(usize, usize)> {
        if self.text.get(position..)?.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        loop {
            let needles = self.needles.get_or_insert_with(needles);
            let mut first: Option<(usize, usize)> = None;
            for (which, needle) in needles.iter_mut().enumerate() {
                // What begins after the first one is looked for when it is its turn.
                let limit = first.map_or(self.limit, |(_, best)| needle.limit_before(best).min(self.limit));
                let Some(at) = needle.find(self.text, position, limit) else {
                    continue;
                };
                if first.is_none_or(|(_, best)| at < best) {
                    first = Some((which, at));
                }
            }
            if first.is_some() {
                return first;
            }
            if self.limit >= self.text.len() {
                return None;
            }
            self.look_for_encoded();
            let from = self.limit.max(position);
            self.limit = from.saturating_add(STRETCH).min(self.text.len());
            // What began before counts, too.
            let stretch = from.saturating_sub(ENCODED_TWICE.len())..self.limit;
            let bytes = self.text.get(stretch.clone()).unwrap_or_default();
            if memchr::memchr2(b'N', b'U', bytes).is_some() {
                self.doubtful = stretch;
                self.doubted = true;
            } else {
                let needles = self.needles.iter_mut().flatten();
                let capitals = needles.filter(|needle| needle.has_n());
                capitals.for_each(|needle| needle.searched = self.limit);
            }
        }
    }

    /// Looks for encoded markers in a stretch that held no other.
    fn look_for_encoded(&mut self) {
        let stretch = core::mem::take(&mut self.doubtful);
        if !self.found && !self.encoded && !stretch.is_empty() {
            let bytes = self.text.get(stretch).unwrap_or_default();
            let mut needles = [ENCODED, ENCODED_TWICE].into_iter();
            self.encoded = needles.any(|needle| memmem::find(bytes, needle).is_some());
        }
    }
}

/// Base64 of `-----BEGI`, and base64 of that. Of capitals, the first has a `U`, the second both `N` and `U`, as the
/// words of markers have an `N`: where there is neither, one search answers for all four.
pub(super) const ENCODED: &[u8] = b"LS0tLS1CRUdJ";
pub(super) const ENCODED_TWICE: &[u8] = b"TFMwdExTMUNSVWRK";

/// Two dashes are part of nearly every marker; one dash, typographic dashes or none need the words.
fn needles() -> [Needle; 4] {
    [&b"--"[..], b"EGIN", b"egin", b"END "].map(|bytes| Needle {
        finder: Finder::new(bytes),
        next: None,
        searched: 0,
    })
}

impl Needle {
    fn has_n(&self) -> bool {
        self.finder.needle().contains(&b'N')
    }

    /// Where an occurrence that begins before `at` ends at the latest.
    fn limit_before(&self, at: usize) -> usize {
        at.saturating_add(self.finder.needle().len().saturating_sub(1))
    }

    fn find(&mut self, text: &[u8], position: usize, limit: usize) -> Option<usize> {
        if let Some(at) = self.next.filter(|at| *at >= position) {
            return Some(at);
        }
        let length = self.finder.needle().len();
        // An occurrence may begin in the stretch before.
        let from = position.max(self.searched.saturating_sub(length.saturating_sub(1)));
        let stretch = text.get(from..limit).filter(|stretch| stretch.len() >= length);
        let found = stretch.and_then(|stretch| self.finder.find(stretch));
        self.next = found.map(|offset| from.saturating_add(offset));
        self.searched = self
            .next
            .map_or(limit, |at| at.saturating_add(length))
            .max(self.searched);
        self.next
    }
}

fn run_of(text: &[u8], start: usize, byte: u8) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.iter().position(|it| *it != byte).unwrap_or(rest.len());
    start.saturating_add(length)
}
