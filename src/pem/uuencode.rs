//! Files as `uuencode` and old mails have them: lines of a length and of characters with six bits each.

use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;
use zeroize::Zeroizing;

/// Bytes of the names that `begin 644 NAME` may have.
const LONGEST_NAME: usize = 256;

/// The first file from here on, with its bytes and all that it holds.
pub(super) fn next(text: &[u8], from: usize) -> Option<(Range<usize>, Zeroizing<Vec<u8>>)> {
    let finder = memmem::Finder::new(b"begin ");
    let mut position = from;
    loop {
        let start = position.checked_add(finder.find(text.get(position..)?)?)?;
        position = start.checked_add(b"begin ".len())?;
        let is_line = start == 0 || matches!(text.get(start.checked_sub(1)?), Some(b'\n' | b'\r'));
        let behind = text.get(position..)?;
        let mode = behind
            .iter()
            .take_while(|byte| matches!(byte, b'0'..=b'7'))
            .count();
        if !is_line || !matches!(mode, 3 | 4) || behind.get(mode) != Some(&b' ') {
            continue;
        }
        let name = behind.get(..LONGEST_NAME).unwrap_or(behind);
        let Some(length) = memchr::memchr(b'\n', name) else {
            continue;
        };
        let first = position.checked_add(length)?.checked_add(1)?;
        let (end, content) = lines(text, first);
        if !content.is_empty() {
            return Some((start..end, content));
        }
    }
}

/// What the lines from here on hold, and where they end.
fn lines(text: &[u8], first: usize) -> (usize, Zeroizing<Vec<u8>>) {
    let rest = text.get(first..).unwrap_or_default();
    let each = || {
        rest.split_inclusive(|byte| *byte == b'\n')
            .map_while(|line| Some((line, own(line)?)))
    };
    let (mut end, mut most) = (first, 0usize);
    for (line, (length, _)) in each() {
        end = end.saturating_add(line.len());
        most = most.saturating_add(length);
    }
    // It may be a key: growing would leave copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(most));
    for (_, (length, characters)) in each() {
        for (number, group) in characters
            .chunks(4)
            .chain(core::iter::repeat(&[][..]))
            .take(length.div_ceil(3))
            .enumerate()
        {
            let at = |place: usize| u32::from(bits(group.get(place).copied().unwrap_or(b' ')));
            let whole = at(0) << 18 | at(1) << 12 | at(2) << 6 | at(3);
            let [_, bytes @ ..] = whole.to_be_bytes();
            let left = length.saturating_sub(number.saturating_mul(3)).min(3);
            content.extend_from_slice(bytes.get(..left).unwrap_or_default());
        }
    }
    (end, content)
}

/// The bytes that a line has, and their characters; `None` for the last of all, and for what is none.
fn own(line: &[u8]) -> Option<(usize, &[u8])> {
    // Blanks at the end of a line may have got lost.
    let (length, characters) = line.trim_ascii_end().split_first()?;
    let length = usize::from(bits(*length));
    let most = length.div_ceil(3).saturating_mul(4).saturating_add(1);
    let is_text = characters.len() <= most && characters.iter().all(|byte| matches!(byte, b' '..=b'`'));
    (length > 0 && is_text).then_some((length, characters))
}

/// The six bits of a character, for which no table is asked: it may be of a key.
fn bits(character: u8) -> u8 {
    character.wrapping_sub(b' ') & 63
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn a_file_is_what_uudecode_makes_of_it() {
        // printf 'Cat, and more' | uuencode x
        let text = b"see below\nbegin 644 x\n-0V%T+\"!A;F0@;6]R90  \n`\nend\n";
        let (place, content) = next(text, 0).unwrap();
        assert_eq!((place.start, content.as_slice()), (10, &b"Cat, and more"[..]));
        assert!(next(b"they begin 644 things\n", 0).is_none());
        assert!(next(b"begin 644 x\nno such lines follow\n", 0).is_none());
    }
}
