//! Every byte of a text belongs to something that is named.

use alloc::vec::Vec;
use core::ops::Range;

use super::{Scan, Text};

impl Scan<'_> {
    /// The promise of the scanner, for tests and fuzzing: every byte that is no white space belongs to a section, to
    /// outside text, to a fault or to the layout that was repaired, to one of them only; and the markers add up.
    #[doc(hidden)]
    pub fn accounts_for_every_byte(&self) -> bool {
        let facts = &self.facts;
        let lost = |which: fn(&(u8, u8)) -> u8| -> usize {
            facts
                .faults
                .iter()
                .map(|fault| usize::from(which(&fault.markers)))
                .sum()
        };
        let commented = facts
            .explanatory_text
            .iter()
            .filter(|it| it.commented_out.is_some());
        let whole = facts.blocks.saturating_add(commented.count());
        let begins = whole.saturating_add(lost(|markers| markers.0));
        let ends = whole.saturating_add(lost(|markers| markers.1));
        if (begins, ends) != self.markers() {
            return false;
        }
        let places = self.places();
        let apart = |pair: &[Range<usize>]| match pair {
            [one, next] => one.end <= next.start,
            _ => true,
        };
        places.windows(2).all(apart) && self.gaps_are_blank(&places)
    }

    /// All places in order. The sections of one container share theirs.
    fn places(&self) -> Vec<Range<usize>> {
        let facts = &self.facts;
        let mut places: Vec<Range<usize>> = facts.layout.clone();
        places.extend(facts.sections.iter().map(|it| it.span.clone()));
        places.extend(self.explanatory_text().iter().map(|it| it.bytes.clone()));
        places.extend(facts.faults.iter().map(|it| it.bytes.clone()));
        places.retain(|place| !place.is_empty());
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup();
        places
    }

    fn gaps_are_blank(&self, places: &[Range<usize>]) -> bool {
        let text = match self.text {
            Text::None => self.source,
            _ => self.text(),
        };
        let mut places = places.iter().peekable();
        for (offset, byte) in text.iter().enumerate() {
            let at = self.positions.source(offset);
            while places.next_if(|place| place.end <= at).is_some() {}
            let covered = places.peek().is_some_and(|place| place.contains(&at));
            if !covered && !byte.is_ascii_whitespace() {
                return false;
            }
        }
        true
    }
}
