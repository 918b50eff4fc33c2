//! Text that comes from certificates and file names, made safe to show.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write as _;

/// Makes foreign text safe for a terminal, a log line or an annotation.
///
/// Printable characters stay. Everything else becomes `\u{…}`: control characters and line ends, ANSI escapes,
/// characters that change the direction of writing, zero-width ones, combining marks and unassigned code
/// points. The result is always a single line.
///
/// ```
/// use pemvet::text::escape;
///
/// assert_eq!(escape("Zürich CA"), "Zürich CA");
/// assert_eq!(escape("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\\u{a}c");
/// assert_eq!(escape("evil\u{202e}moc"), "evil\\u{202e}moc");
/// assert_eq!(escape("nothing\u{3164}here"), "nothing\\u{3164}here");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len().saturating_add(16));
    for character in text.chars() {
        if is_printable(character) {
            safe.push(character);
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(safe, "{}", character.escape_unicode());
        }
    }
    Cow::Owned(safe)
}

/// The standard library's own table of what is printable, quotes and backslashes let through, and without the letters
/// and symbols that show nothing: Hangul fillers, the blank Braille pattern, the object replacement.
fn is_printable(character: char) -> bool {
    let shows_nothing = matches!(
        character,
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' | '\u{FFFC}'
    );
    let printable = !character.is_ascii() && character.escape_debug().eq([character]);
    matches!(character, ' '..='~') || (printable && !shows_nothing)
}

/// At most `limit` characters of `text`, with an ellipsis where something was cut.
pub(crate) fn clip(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((cut, _)) => {
            let mut short = String::from(text.get(..cut).unwrap_or_default());
            short.push('…');
            Cow::Owned(short)
        }
    }
}

/// `items` joined by commas, at most `limit` of them, with the count of the others.
pub(crate) fn list<T: AsRef<str>>(items: &[T], limit: usize) -> String {
    let mut joined = String::new();
    for (place, item) in items.iter().take(limit).enumerate() {
        if place > 0 {
            joined.push_str(", ");
        }
        joined.push_str(&clip(item.as_ref(), 256));
    }
    if items.len() > limit {
        let _ = write!(joined, " and {} more", items.len().saturating_sub(limit));
    }
    joined
}

/// `bytes` in upper-case hex with colons, as OpenSSL prints key identifiers; at most 32 bytes of them.
pub(crate) fn colon_hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for (place, byte) in bytes.iter().take(32).enumerate() {
        let _ = write!(hex, "{}{byte:02X}", if place > 0 { ":" } else { "" });
    }
    if bytes.len() > 32 {
        hex.push('…');
    }
    hex
}

/// `bytes` in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// `1 line`, `2 lines`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let mut text = String::new();
    let _ = write!(text, "{number} {noun}{}", if number == 1 { "" } else { "s" });
    text
}

/// Seconds since 1970 as RFC 3339 text in UTC; `(out of range)` outside the years -9999 to 9999.
///
/// ```
/// assert_eq!(pemvet::text::rfc3339(1_780_272_000), "2026-06-01T00:00:00Z");
/// assert_eq!(pemvet::text::rfc3339(i64::MAX), "(out of range)");
/// ```
pub fn rfc3339(seconds: i64) -> String {
    let mut text = String::new();
    match time::OffsetDateTime::from_unix_timestamp(seconds) {
        Ok(at) => {
            let _ = write!(
                text,
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                at.year(),
                u8::from(at.month()),
                at.day(),
                at.hour(),
                at.minute(),
                at.second()
            );
        }
        Err(_) => text.push_str("(out of range)"),
    }
    text
}

/// The day of `seconds` alone, `2026-06-01`.
pub(crate) fn day(seconds: i64) -> String {
    let mut text = rfc3339(seconds);
    if let Some(end) = text.find('T') {
        text.truncate(end);
    }
    text
}

/// A span of time in the largest sensible unit, `42 s`, `5 min`, `7 h`, `79 days`.
pub(crate) fn duration(seconds: i64) -> String {
    let mut text = String::new();
    let seconds = seconds.unsigned_abs();
    let _ = match seconds {
        0..120 => write!(text, "{seconds} s"),
        120..7_200 => write!(text, "{} min", seconds / 60),
        7_200..172_800 => write!(text, "{} h", seconds / 3_600),
        _ => write!(text, "{} days", seconds / 86_400),
    };
    text
}
