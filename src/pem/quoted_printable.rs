//! A text as mail has it (RFC 2045 section 6.7): `=3D` for `=`, `=20` for a blank, and lines that go on behind a `=`.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroizing;

/// The text with what its `=` stand for, and where the first and the last of them is; `None` where there is none.
pub(super) fn decoded(text: &[u8]) -> Option<(Zeroizing<Vec<u8>>, Range<usize>)> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut place: Option<Range<usize>> = None;
    let mut at = 0usize;
    while let Some(next) = text.get(at..).and_then(|rest| memchr::memchr(b'=', rest)) {
        let here = at.saturating_add(next);
        plain.extend_from_slice(text.get(at..here)?);
        let behind = text.get(here.saturating_add(1)..)?;
        let (byte, length) = match escape(behind) {
            Some(found) => found,
            None => (Some(b'='), 0),
        };
        at = here.saturating_add(1).saturating_add(length);
        if length > 0 {
            place = Some(place.map_or(here, |it| it.start)..at);
        }
        plain.extend(byte);
    }
    plain.extend_from_slice(text.get(at..)?);
    Some((plain, place?))
}

/// What `=` and the bytes behind it stand for, and how many of those belong to it; `None` where it is padding.
fn escape(behind: &[u8]) -> Option<(Option<u8>, usize)> {
    if let [high, low, ..] = behind
        && let (Some(high), Some(low)) = (digit(*high), digit(*low))
    {
        let byte = high << 4 | low;
        // Of a block nothing else is ever written so.
        let is_text = matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
        return is_text.then_some((Some(byte), 2));
    }
    let blanks = behind
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let end = match behind.get(blanks..)? {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => return None,
    };
    let length = blanks.saturating_add(end);
    // What stands behind the last line of all is padding.
    let goes_on = behind
        .get(length..)?
        .iter()
        .any(|byte| !byte.is_ascii_whitespace());
    goes_on.then_some((None, length))
}

/// Digits of RFC 2045 are in capitals; some programs write small ones. No table is asked: it may be a key.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0')),
        b'A'..=b'F' => Some(byte.wrapping_sub(b'A').wrapping_add(10)),
        b'a'..=b'f' => Some(byte.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn what_an_equals_sign_stands_for() {
        for (text, wanted) in [
            ("ab=3D=3D\n", Some("ab==\n")),
            ("ab=\ncd", Some("abcd")),
            ("ab= \r\ncd", Some("abcd")),
            ("ab=20\ncd=0D\n", Some("ab \ncd\r\n")),
            ("ab=\n=3D=\n", Some("ab==\n")),
            ("ab==\n", None),
            ("abc=\r\n", None),
            ("ab=3", None),
            ("ab=00", None),
        ] {
            let plain = decoded(text.as_bytes()).map(|(plain, _)| plain.to_vec());
            assert_eq!(plain.as_deref(), wanted.map(str::as_bytes), "{text:?}");
        }
    }
}
