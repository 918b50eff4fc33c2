//! Base64 of what is public, many characters at a time: as many as the processor can, which is found out at run time.
//!
//! Only what is plainly right is decoded here. Whatever is not is left to the portable way, the one judge.

use alloc::vec::Vec;

use base64_simd::STANDARD_NO_PAD;

use super::even_line::even_line;

/// Appends the lines of 64 characters that `body` begins with, decoded, but for those that have another character than
/// base64 in one of them. How many, and what is left of the text.
pub(super) fn decode_even_lines<'b>(body: &'b [u8], out: &mut Vec<u8>) -> (usize, &'b [u8]) {
    if even_line(body).is_none() {
        return (0, body);
    }
    let start = out.len();
    // All that is needed, at once: growth would leave copies behind of what may be a key with a wrong label.
    out.reserve(body.len());
    // The lines are put together where their bytes go.
    let (mut lines, mut rest, mut before) = (0usize, body, body);
    while let Some((line, after)) = even_line(rest) {
        out.extend_from_slice(line);
        (before, rest) = (rest, after);
        lines = lines.saturating_add(1);
    }
    // Of a body that ends with a whole line that one may have padding.
    if out.last() == Some(&b'=') {
        (lines, rest) = (lines.saturating_sub(1), before);
    }
    let packed = start..start.saturating_add(lines.saturating_mul(64));
    let packed = out.get_mut(packed).unwrap_or_default();
    match STANDARD_NO_PAD.decode_inplace(packed) {
        Ok(decoded) => {
            let end = start.saturating_add(decoded.len());
            out.truncate(end);
            (lines, rest)
        }
        Err(_) => {
            out.truncate(start);
            (0, body)
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::super::base64::{decode_lines, decode_portably};

    /// Both ways of the same text.
    fn assert_same(text: &[u8]) -> bool {
        let (mut one, mut other) = (Vec::from(*b"kept"), Vec::from(*b"kept"));
        let ends = decode_lines(text, &mut one);
        assert_eq!(ends, decode_portably(text, &mut other), "{text:?}");
        assert_eq!(one, other, "{text:?}");
        ends.is_some()
    }

    #[test]
    fn both_ways_read_the_same_whatever_is_changed() {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let line = |end: &[u8], number: usize| {
            let mut line = alphabet.to_vec();
            line.rotate_left(number % 64);
            [line.as_slice(), end].concat()
        };
        let mut read = 0;
        for lines in [0, 1, 2, 3, 63, 64, 65, 130] {
            for end in [&b"\n"[..], b"\r\n"] {
                for last in [&b""[..], b"Zg==\n", b"Zm9v\n", b"Zm9v"] {
                    let mut text: Vec<u8> = (0..lines).flat_map(|number| line(end, number)).collect();
                    text.extend_from_slice(last);
                    read += usize::from(assert_same(&text));
                    let step = (text.len() / 150).max(1);
                    for at in (0..text.len()).step_by(step) {
                        for octet in [b'=', b'\n', b'\r', b' ', b'-', b'_', b'A', 0, 0x80, 0xFF] {
                            let mut changed = text.clone();
                            changed[at] = octet;
                            read += usize::from(assert_same(&changed));
                            changed.remove(at);
                            read += usize::from(assert_same(&changed));
                        }
                    }
                }
            }
        }
        assert!(read > 1_000, "{read}");
    }
}
