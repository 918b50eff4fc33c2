//! The characters that stand around base64 and mean nothing themselves.

/// What stands at one place of a text that was pasted, quoted, escaped or indented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// LF, CR LF or CR CR LF (what a text-mode copy of CR LF becomes).
    Newline,
    /// LF CR: the two the wrong way round.
    SwappedNewline,
    /// CR alone.
    CarriageReturn,
    /// U+2028 or U+2029, at which editors of rich text end a line.
    LineSeparator,
    /// A blank, tab or form feed.
    Blank,
    /// A character that no editor shows.
    Invisible,
    /// `\n` or `\r\n` as characters, however often the backslash was escaped.
    EscapedNewline,
    /// `\t`, or the backslash before a `/` (JSON allows it there).
    Escape,
    /// A backslash before a real line end.
    Continuation,
    /// A quotation mark, or the comma or semicolon that follows one.
    Quote,
    /// Anything else.
    Other,
}

/// The token at the start of `text`, and its length in bytes. `text` is not empty.
pub(super) fn token(text: &[u8]) -> (Token, usize) {
    match text {
        // LF, then CR LF, are two line ends.
        [b'\n', b'\r', after @ ..] if after.first() != Some(&b'\n') => (Token::SwappedNewline, 2),
        [b'\n', ..] => (Token::Newline, 1),
        [b'\r', b'\n', ..] => (Token::Newline, 2),
        [b'\r', b'\r', b'\n', ..] => (Token::Newline, 3),
        [b'\r', ..] => (Token::CarriageReturn, 1),
        [b' ' | b'\t' | 0x0C, ..] => (Token::Blank, 1),
        [b'\\', ..] => escape(text),
        [b'"' | b'\'' | b'`' | b',' | b';', ..] => (Token::Quote, 1),
        [0xE2, 0x80, 0x98..=0x9F, ..] => (Token::Quote, 3),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => (Token::LineSeparator, 3),
        _ => match invisible(text) {
            0 => (Token::Other, 1),
            length => (Token::Invisible, length),
        },
    }
}

/// Text that was escaped twice has two backslashes, three times four; more is not text that was escaped.
const MOST_BACKSLASHES: usize = 8;

fn escape(text: &[u8]) -> (Token, usize) {
    let backslashes = text
        .iter()
        .take(MOST_BACKSLASHES)
        .take_while(|byte| **byte == b'\\')
        .count();
    let rest = text.get(backslashes..).unwrap_or_default();
    let and = |length: usize| backslashes.saturating_add(length);
    match rest {
        [] => (Token::Continuation, backslashes),
        [b'n', ..] => (Token::EscapedNewline, and(1)),
        [b'r', after @ ..] => match after {
            [b'\\', ..] => match escape_of_n(after) {
                Some(length) => (Token::EscapedNewline, and(length).saturating_add(1)),
                None => (Token::EscapedNewline, and(1)),
            },
            _ => (Token::EscapedNewline, and(1)),
        },
        [b't', ..] => (Token::Escape, and(1)),
        [b'/', ..] => (Token::Escape, backslashes),
        [b'"' | b'\'', ..] => (Token::Quote, and(1)),
        [b'\n', ..] => (Token::Continuation, and(1)),
        [b'\r', b'\n', ..] => (Token::Continuation, and(2)),
        [b'\r', ..] => (Token::Continuation, and(1)),
        _ => (Token::Other, 1),
    }
}

fn escape_of_n(text: &[u8]) -> Option<usize> {
    let window = text.iter().take(MOST_BACKSLASHES);
    let backslashes = window.take_while(|byte| **byte == b'\\').count();
    (text.get(backslashes) == Some(&b'n')).then(|| backslashes.saturating_add(1))
}

/// Length of the invisible character at the start of `text`, 0 if there is none: UTF-8 of no-break spaces, zero-width
/// and typographic spaces, direction marks and U+FEFF, the no-break space of Latin-1, and control characters but NUL
/// (a NUL is damage; a Ctrl-Z or Ctrl-A is what an editor leaves behind).
pub(super) fn invisible(text: &[u8]) -> usize {
    match text {
        [0xC2, 0xA0 | 0xAD, ..] => 2,
        [0xE2, 0x80, 0x80..=0x8F | 0xA8..=0xAF, ..]
        | [0xE2, 0x81, 0xA0, ..]
        | [0xE3, 0x80, 0x80, ..]
        | [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xA0 | 0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F, ..] => 1,
        _ => 0,
    }
}

/// Length of the dash at the start of `text`, 0 if there is none: ASCII, the dashes of UTF-8, those of Windows-1252.
pub(super) fn dash(text: &[u8]) -> usize {
    match text {
        [b'-' | 0x96 | 0x97, ..] => 1,
        [0xE2, 0x80, 0x90..=0x95, ..]
        | [0xE2, 0x88, 0x92, ..]
        | [0xEF, 0xB9, 0xA3, ..]
        | [0xEF, 0xBC, 0x8D, ..] => 3,
        _ => 0,
    }
}

/// As [`dash`], for the dash at the end of `text`.
pub(super) fn dash_before(text: &[u8]) -> usize {
    let tail = |length: usize| text.get(text.len().saturating_sub(length)..).unwrap_or_default();
    match (dash(tail(1)), dash(tail(3))) {
        (1, _) => 1,
        (_, 3) if text.len() >= 3 => 3,
        _ => 0,
    }
}
