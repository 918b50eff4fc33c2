//! Blocks whose characters take two bytes or four, in the midst of something else.

use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;

use super::fault::{Hidden, HiddenContent, HiddenForm};

/// Blocks in UTF-16 in the midst of something else, of either byte order.
pub(super) fn in_utf16(bytes: &[u8], found: &mut Vec<(Range<usize>, Hidden)>) {
    let finder = memmem::Finder::new(b"B\0E\0G\0I\0N\0");
    let end = memmem::Finder::new(b"E\0N\0D\0");
    let mut position = 0usize;
    while let Some(offset) = bytes.get(position..).and_then(|rest| finder.find(rest)) {
        let begin = position.saturating_add(offset);
        let before = bytes.get(position..begin).unwrap_or_default();
        let dashes = before
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, 0 | b'-'))
            .count();
        let label = bytes.get(begin..).unwrap_or_default();
        let label = label.get(..LONGEST_LABEL).unwrap_or(label);
        let content = match (
            memmem::find(label, b"P\0R\0I\0V\0A\0T\0E"),
            memmem::find(label, b"C\0E\0R\0T\0"),
        ) {
            (Some(_), _) => Some(HiddenContent::PrivateKey),
            (None, Some(_)) => Some(HiddenContent::Certificate),
            (None, None) => None,
        };
        let after = begin.saturating_add(10);
        let closing = bytes.get(after..).and_then(|rest| end.find(rest));
        let stop = closing.map_or(bytes.len(), |offset| {
            let marker = after.saturating_add(offset);
            let line = bytes.get(marker..).unwrap_or_default();
            marker.saturating_add(line.iter().position(|byte| *byte == b'\n').unwrap_or(line.len()))
        });
        position = stop;
        if let Some(content) = content {
            let start = begin.saturating_sub(dashes);
            found.push((
                start..stop,
                Hidden {
                    content,
                    form: HiddenForm::Utf16,
                },
            ));
        }
    }
}

/// Of a marker, in bytes.
const LONGEST_LABEL: usize = 80;

/// The same in UTF-32, of either byte order.
pub(super) fn in_utf32(bytes: &[u8], found: &mut Vec<(Range<usize>, Hidden)>) {
    let finder = memmem::Finder::new(b"B\0\0\0E\0\0\0G\0\0\0I\0\0\0N\0\0\0");
    let mut position = 0usize;
    while let Some(offset) = bytes.get(position..).and_then(|rest| finder.find(rest)) {
        let begin = position.saturating_add(offset);
        let before = bytes.get(position..begin).unwrap_or_default();
        let dashes = before
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, 0 | b'-'))
            .count();
        let rest = bytes.get(begin..).unwrap_or_default();
        let label = rest.get(..2 * LONGEST_LABEL).unwrap_or(rest);
        let has = |word: &[u8]| memmem::find(label, word).is_some();
        let content = if has(b"P\0\0\0R\0\0\0I\0\0\0V\0\0\0") {
            Some(HiddenContent::PrivateKey)
        } else if has(b"C\0\0\0E\0\0\0R\0\0\0T\0\0\0") {
            Some(HiddenContent::Certificate)
        } else {
            None
        };
        let end = memmem::find(rest, b"E\0\0\0N\0\0\0D\0\0\0").unwrap_or(rest.len());
        let line = rest.get(end..).unwrap_or_default();
        let end = end.saturating_add(memchr::memchr(b'\n', line).unwrap_or(line.len()));
        let stop = begin.saturating_add(end.max(20));
        position = stop;
        if let Some(content) = content {
            let form = HiddenForm::Utf32;
            found.push((begin.saturating_sub(dashes)..stop, Hidden { content, form }));
        }
    }
}
