//! Blocks that somebody commented out, and what is left of a block whose BEGIN is lost.

use core::ops::Range;

/// What configuration files and programs begin a comment with.
const COMMENTS: [&[u8]; 4] = [b"#", b"//", b";", b"*"];

const MOST_INDENTATION: usize = 80;

/// Where the first line of a commented-out block starts, if every line from that of BEGIN to that of END is a comment.
pub(super) fn commented_out(text: &[u8], begin: usize, body: &Range<usize>) -> Option<usize> {
    // A comment sign is near; a line without end may hold many markers.
    let window = begin.saturating_sub(MOST_INDENTATION);
    let before = text.get(window..begin)?;
    let line_start = match memchr::memrchr(b'\n', before) {
        Some(at) => at.saturating_add(1),
        None if window == 0 => 0,
        None => return None,
    };
    let start = window.saturating_add(line_start);
    let prefix = before.get(line_start..)?.trim_ascii();
    let comment = COMMENTS.into_iter().find(|comment| *comment == prefix)?;
    let mut lines = text.get(body.clone())?.split(|byte| *byte == b'\n');
    let alone = lines.next()?.trim_ascii().is_empty();
    let mut count = 0usize;
    for line in lines {
        if !line.trim_ascii_start().starts_with(comment) {
            return None;
        }
        count = count.saturating_add(1);
    }
    (alone && count > 1).then_some(start)
}

/// Where the lines of base64 start that end `text`: what is left of a block whose BEGIN is lost.
pub(super) fn base64_at_end(text: &[u8]) -> usize {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let mut start = text.len();
    let mut rest = text;
    while !rest.is_empty() {
        let inner = rest.strip_suffix(b"\n").unwrap_or(rest);
        let line_start = memchr::memrchr(b'\n', inner).map_or(0, |at| at.saturating_add(1));
        let line = inner.get(line_start..).unwrap_or_default().trim_ascii();
        if !line.iter().all(is_base64) {
            break;
        }
        if !line.is_empty() {
            start = line_start;
        }
        rest = rest.get(..line_start).unwrap_or_default();
    }
    start
}
