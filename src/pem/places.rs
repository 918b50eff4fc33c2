use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::body::{Body, Characters};

/// Where the characters of bodies are in one text. A body is read once, whatever number of its characters is asked for.
#[derive(Default)]
pub(crate) struct Places<'t> {
    /// By the start of the body: the reader before its first character, and again after each [`STEP`].
    marks: RefCell<BTreeMap<usize, Vec<Characters<'t>>>>,
}

/// Few enough to be read each time, and many enough for the marks to take little memory.
const STEP: usize = 1_024;

impl<'t> Places<'t> {
    /// Offset in `text` of the character of this number, from 0.
    pub(super) fn offset(&self, text: &'t [u8], body: &Body, number: usize) -> Option<usize> {
        let mut marks = self.marks.borrow_mut();
        let marks = marks
            .entry(body.range.start)
            .or_insert_with(|| Vec::from([Characters::of(text, body)]));
        while marks.len() <= number / STEP {
            let mut reader = marks.last()?.clone();
            for _ in 0..STEP {
                reader.next()?.ok()?;
            }
            marks.push(reader);
        }
        let reader = marks.get(number / STEP)?.clone();
        let (offset, _) = reader.map_while(Result::ok).nth(number % STEP)?;
        Some(offset)
    }
}
