//! Blocks whose characters take two bytes or four, in the midst of something else.

use alloc::vec::Vec;

use memchr::memmem;

use super::fault::{Found, Hidden, HiddenContent, HiddenForm};

/// A form of text, and how words of markers look in it, of either byte order: behind each character zeros up to the next.
struct Wide {
    form: HiddenForm,
    /// Bytes of a character.
    width: usize,
    begin: &'static [u8],
    end: &'static [u8],
    private: &'static [u8],
    certificate: &'static [u8],
}

static UTF_16: Wide = Wide {
    form: HiddenForm::Utf16,
    width: 2,
    begin: b"B\0E\0G\0I\0N\0",
    end: b"E\0N\0D\0",
    private: b"P\0R\0I\0V\0A\0T\0E",
    certificate: b"C\0E\0R\0T\0",
};
static UTF_32: Wide = Wide {
    form: HiddenForm::Utf32,
    width: 4,
    begin: b"B\0\0\0E\0\0\0G\0\0\0I\0\0\0N\0\0\0",
    end: b"E\0\0\0N\0\0\0D\0\0\0",
    private: b"P\0\0\0R\0\0\0I\0\0\0V\0\0\0",
    certificate: b"C\0\0\0E\0\0\0R\0\0\0T\0\0\0",
};

/// Of a marker, in characters.
const LONGEST_LABEL: usize = 40;

pub(super) fn in_utf16(bytes: &[u8], found: &mut Vec<Found>) {
    UTF_16.search(bytes, found);
}

pub(super) fn in_utf32(bytes: &[u8], found: &mut Vec<Found>) {
    UTF_32.search(bytes, found);
}

impl Wide {
    fn search(&self, bytes: &[u8], found: &mut Vec<Found>) {
        let (begin, end) = (memmem::Finder::new(self.begin), memmem::Finder::new(self.end));
        let mut position = 0usize;
        while let Some(offset) = bytes.get(position..).and_then(|rest| begin.find(rest)) {
            let start = position.saturating_add(offset);
            let before = bytes.get(position..start).unwrap_or_default();
            let is_of_dashes = |byte: &&u8| matches!(**byte, 0 | b'-');
            let dashes = before.iter().rev().take_while(is_of_dashes).count();
            let rest = bytes.get(start..).unwrap_or_default();
            let after = rest.get(self.begin.len()..).unwrap_or_default();
            let closing = end.find(after).and_then(|at| after.get(at..));
            // With the line that the END is on.
            let left = closing.map_or(0, |line| {
                let length = memchr::memchr(b'\n', line).unwrap_or(line.len());
                line.len().saturating_sub(length)
            });
            position = bytes.len().saturating_sub(left);
            if let Some(content) = self.content(rest) {
                let form = self.form;
                found.push((start.saturating_sub(dashes)..position, Hidden { content, form }));
            }
        }
    }

    /// By the label after BEGIN.
    fn content(&self, marker: &[u8]) -> Option<HiddenContent> {
        let longest = LONGEST_LABEL.saturating_mul(self.width);
        let label = marker.get(..longest).unwrap_or(marker);
        if memmem::find(label, self.private).is_some() {
            return Some(HiddenContent::PrivateKey);
        }
        memmem::find(label, self.certificate).map(|_| HiddenContent::Certificate)
    }
}
