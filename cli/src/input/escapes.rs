//! Characters that a string literal names by number: `\x0a`, `\u000a`, `\u{a}`, `\x{a}`, `\U0000000a`, `\012`.

/// The character that stands behind a backslash as a number, and the bytes that name it, the backslash not counted; nothing and
/// 0 for an escape of another kind.
pub(crate) fn by_number(escape: &[u8]) -> (Option<u32>, usize) {
    let behind = escape.get(1..).unwrap_or_default();
    let of_hex = |most: usize| {
        let digits = behind.iter().take(most).take_while(|it| it.is_ascii_hexdigit());
        let digits = digits.count();
        (number(behind.get(..digits).unwrap_or_default(), 16), digits + 1)
    };
    let (code, length) = match (escape.first(), behind.first()) {
        (Some(b'x' | b'u'), Some(b'{')) => {
            let digits = behind.get(1..).unwrap_or_default();
            let digits = digits
                .iter()
                .take(MOST_DIGITS)
                .take_while(|it| it.is_ascii_hexdigit());
            let digits = digits.count();
            match behind.get(digits + 1) {
                Some(b'}') => (
                    number(behind.get(1..digits + 1).unwrap_or_default(), 16),
                    digits + 3,
                ),
                _ => (None, 0),
            }
        }
        (Some(b'x'), _) => of_hex(2),
        (Some(b'u'), _) => of_hex(4),
        (Some(b'U'), _) => of_hex(8),
        (Some(first @ b'0'..=b'7'), _) => {
            // A byte has three digits where the first is small.
            let most = if *first < b'4' { 3 } else { 2 };
            let digits = escape
                .iter()
                .take(most)
                .take_while(|it| matches!(it, b'0'..=b'7'));
            let digits = digits.count();
            (number(escape.get(..digits).unwrap_or_default(), 8), digits)
        }
        _ => (None, 0),
    };
    match code {
        Some(code) => (Some(code), length),
        None => (None, 0),
    }
}

/// `\u{10FFFF}`, and zeros before it.
const MOST_DIGITS: usize = 8;

fn number(digits: &[u8], base: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, base).ok()
}

/// The character in UTF-8, which takes no more bytes than its escape.
pub(crate) fn push(code: u32, value: &mut Vec<u8>) {
    let character = char::from_u32(code).unwrap_or('?');
    value.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::by_number;

    #[test]
    fn a_number_ends_where_its_language_says() {
        for (escape, code, length) in [
            ("x0aB", Some(10), 3),
            ("x{a}B", Some(10), 4),
            ("x{aB", None, 0),
            ("u000aB", Some(10), 5),
            ("u{00000a}B", Some(10), 9),
            ("U0000000aB", Some(10), 9),
            ("0124", Some(10), 3),
            ("12M", Some(10), 2),
            ("777", Some(63), 2),
            ("xg", None, 0),
            ("n", None, 0),
            ("", None, 0),
        ] {
            assert_eq!(by_number(escape.as_bytes()), (code, length), "{escape}");
        }
    }
}
