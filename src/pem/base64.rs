//! Base64 to bytes: a fast way for what is public, a constant-time way for what may be a key.

use alloc::string::String;
use alloc::vec::Vec;

use zeroize::{Zeroize as _, Zeroizing};

use super::even_line::even_line;

/// Marks a byte outside the alphabet in the tables below.
const BAD: u32 = 1 << 31;

/// The six bits of each byte at the first to fourth place of a group of 24 bits. RFC 4648 section 4.
static FIRST: [u32; 256] = values(18);
static SECOND: [u32; 256] = values(12);
static THIRD: [u32; 256] = values(6);
static FOURTH: [u32; 256] = values(0);

#[expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::arithmetic_side_effects,
    reason = "evaluated by the compiler, which refuses a mistake"
)]
const fn values(shift: u32) -> [u32; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [BAD; 256];
    let mut value: u32 = 0;
    while value < 64 {
        table[alphabet[value as usize] as usize] = value << shift;
        value += 1;
    }
    table
}

#[expect(clippy::indexing_slicing, reason = "each table has an entry for every byte")]
#[inline]
fn group([first, second, third, fourth]: [u8; 4]) -> u32 {
    FIRST[usize::from(first)]
        | SECOND[usize::from(second)]
        | THIRD[usize::from(third)]
        | FOURTH[usize::from(fourth)]
}

/// Appends the decoded `body` to `out`, if it is what every reader takes: lines of whole groups that end in LF or
/// CR LF (blanks before that allowed), padding where it belongs, nothing else. Otherwise `out` is as before, and what was
/// decoded is wiped. Tells how many line ends there are; of some oddities that is not known.
///
/// Uses tables: only for what is public.
pub(super) fn decode_lines(body: &[u8], out: &mut Vec<u8>) -> Option<Option<usize>> {
    #[cfg(feature = "simd")]
    let (lines, rest) = super::base64_simd::decode_even_lines(body, out);
    #[cfg(not(feature = "simd"))]
    let (lines, rest) = (0, body);
    decode_rest(body, lines, rest, out)
}

/// As [`decode_lines`], in the one way that every processor has: the judge of the other.
#[cfg(all(feature = "simd", any(test, feature = "internals")))]
pub(super) fn decode_portably(body: &[u8], out: &mut Vec<u8>) -> Option<Option<usize>> {
    decode_rest(body, 0, body, out)
}

/// Bytes that [`decode_lines`] takes for so many characters while it decodes.
pub(super) const fn room(characters: usize) -> usize {
    match cfg!(feature = "simd") {
        true => characters,
        // Whole groups only, so this is never too small.
        false => (characters / 4).saturating_mul(3),
    }
}

/// Wipes what [`decode_lines`] made of so many characters in `out`, from `start` on, and what it left behind that.
pub(super) fn forget(characters: usize, out: &mut Vec<u8>, start: usize) {
    out.resize(start.saturating_add(room(characters)), 0);
    out.get_mut(start..).unwrap_or_default().zeroize();
    out.truncate(start);
}

/// Decodes what is left of a body behind lines of 64 characters, of which so many were decoded.
fn decode_rest(body: &[u8], lines: usize, rest: &[u8], out: &mut Vec<u8>) -> Option<Option<usize>> {
    let start = out.len();
    out.resize(start.saturating_add((rest.len() / 4).saturating_mul(3)), 0);
    let decoded = decode_into(rest, out.get_mut(start..).unwrap_or_default());
    let Some((length, line_ends)) = decoded else {
        let before = start.saturating_sub(lines.saturating_mul(48));
        forget(body.len(), out, before);
        return None;
    };
    out.truncate(start.saturating_add(length));
    Some(line_ends.map(|more| more.saturating_add(lines)))
}

/// Length, and the number of line ends.
fn decode_into(mut body: &[u8], out: &mut [u8]) -> Option<(usize, Option<usize>)> {
    let room = out.len();
    let mut out = out;
    // Lines of one block are as wide as the one before, but for the last: look there first. The first is searched for.
    let mut width = 0usize;
    let mut lost = 0usize;
    let (mut line_ends, mut are_plain) = (0usize, true);
    loop {
        let lines;
        (lines, body, out) = decode_even_lines(body, out);
        line_ends = line_ends.saturating_add(lines);
        if body.is_empty() {
            break;
        }
        let (line, is_plain);
        (line, body, is_plain) = next_line(body, width)?;
        line_ends = line_ends.saturating_add(1);
        are_plain &= is_plain;
        width = line.len();
        let (quads, []) = line.as_chunks::<4>() else {
            return None;
        };
        let (last, quads) = quads.split_last()?;
        let length = quads.len().checked_mul(3)?;
        let decoded;
        (decoded, out) = out.split_at_mut_checked(length)?;
        let bad = decode_quads(quads.as_flattened(), decoded);
        let (bits, padding) = last_group(*last);
        let [_, bytes @ ..] = bits.to_be_bytes();
        let triple;
        (triple, out) = out.split_first_chunk_mut::<3>()?;
        *triple = bytes;
        let padding_ends = padding == 0 || body.is_empty();
        if (bad | bits) & BAD != 0 || !padding_ends {
            return None;
        }
        lost = padding;
    }
    let length = room.checked_sub(out.len())?.checked_sub(lost)?;
    Some((length, are_plain.then_some(line_ends)))
}

/// Decodes lines of 64 characters, as RFC 7468 wants them and nearly everything writes them, as long as there are any
/// without padding. How many, and what is left of text and room.
fn decode_even_lines<'b, 'o>(mut body: &'b [u8], mut out: &'o mut [u8]) -> (usize, &'b [u8], &'o mut [u8]) {
    let mut lines = 0usize;
    while let Some((line, rest)) = even_line(body) {
        let Some(decoded) = out.first_chunk_mut::<48>() else {
            break;
        };
        if decode_quads(line, decoded) & BAD != 0 {
            break;
        }
        body = rest;
        out = out.get_mut(48..).unwrap_or_default();
        lines = lines.saturating_add(1);
    }
    (lines, body, out)
}

/// Decodes whole groups, eight characters a step. [`BAD`] is set where a character is not of the alphabet.
#[inline(always)]
fn decode_quads(text: &[u8], out: &mut [u8]) -> u32 {
    let (eights, four) = text.as_chunks::<8>();
    let (sixes, three) = out.as_chunks_mut::<6>();
    let mut bad = 0;
    for (eight, six) in eights.iter().zip(sixes) {
        let [a, b, c, d, e, f, g, h] = *eight;
        let (high, low) = (group([a, b, c, d]), group([e, f, g, h]));
        bad |= high | low;
        let [_, _, bytes @ ..] = ((u64::from(high) << 24) | u64::from(low)).to_be_bytes();
        *six = bytes;
    }
    if let (Some(quad), Some(triple)) = (four.first_chunk::<4>(), three.first_chunk_mut::<3>()) {
        let bits = group(*quad);
        bad |= bits;
        let [_, bytes @ ..] = bits.to_be_bytes();
        *triple = bytes;
    }
    bad
}

/// The last group of a line, and how many of its bytes are padding.
fn last_group(quad: [u8; 4]) -> (u32, usize) {
    let (bits, padding) = match quad {
        [one, two, b'=', b'='] => (group([one, two, b'A', b'A']), 2),
        [one, two, three, b'='] => (group([one, two, three, b'A']), 1),
        quad => (group(quad), 0),
    };
    // Bits that stand for no byte must be zero.
    let spare: u32 = match padding {
        2 => 0xFFFF,
        1 => 0xFF,
        _ => 0,
    };
    if bits & spare == 0 {
        (bits, padding)
    } else {
        (BAD, padding)
    }
}

/// The first line of `body` without its line end, the rest, and whether no line ends within what was cut off, as for some
/// it does at a CR. `None` where that takes a closer look.
fn next_line(body: &[u8], width: usize) -> Option<(&[u8], &[u8], bool)> {
    if let Some((line, rest)) = body.split_at_checked(width) {
        match rest {
            [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] if width > 0 => return Some((line, rest, true)),
            _ => {}
        }
    }
    let end = memchr::memchr(b'\n', body)?;
    let (line, rest) = body.split_at_checked(end)?;
    let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\r');
    let trailing = line.iter().rev().take_while(blank).count();
    let (line, blanks) = line.split_at_checked(line.len().checked_sub(trailing)?)?;
    let blanks = blanks.strip_suffix(b"\r").unwrap_or(blanks);
    Some((line, rest.get(1..)?, !blanks.contains(&b'\r')))
}

/// As [`decode_lines`], in constant time for its length and into memory that is wiped on drop.
pub(super) fn decode_lines_secret(mut body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut packed = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut width = 0usize;
    while !body.is_empty() {
        let line;
        (line, body, _) = next_line(body, width)?;
        width = line.len();
        if line.is_empty() || line.len() % 4 != 0 {
            return None;
        }
        let line = if body.is_empty() {
            without_padding(line)
        } else {
            line
        };
        packed.extend_from_slice(line);
    }
    decode_values(packed)
}

fn without_padding(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"=").unwrap_or(line);
    line.strip_suffix(b"=").unwrap_or(line)
}

/// Decodes base64 characters without padding in constant time. `None` where one is not of the alphabet, or spare bits are not zero.
pub(super) fn decode_packed(packed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    decode_values(Zeroizing::new(Vec::from(packed)))
}

/// As [`decode_packed`]. The characters become their values in place, so that there is no other copy to be wiped.
fn decode_values(mut packed: Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
    // Sized for the decoded content at once: growth would leave copies behind.
    let (groups, rest) = (packed.len() / 4, packed.len() % 4);
    let (spare, bytes): (u8, usize) = match rest {
        0 => (0, 0),
        2 => (0b1111, 1),
        3 => (0b11, 2),
        _ => return None,
    };
    let mut bad = 0;
    for character in packed.iter_mut() {
        let value = value_in_constant_time(character.cast_signed());
        bad |= value;
        *character = value.cast_unsigned();
    }
    if bad < 0 || packed.last().is_some_and(|last| last & spare != 0) {
        return None;
    }
    let length = groups.checked_mul(3)?.checked_add(bytes)?;
    let mut decoded = Zeroizing::new(alloc::vec![0; length]);
    let (eights, values) = packed.as_chunks::<8>();
    let (sixes, out) = decoded.as_chunks_mut::<6>();
    for (eight, six) in eights.iter().zip(sixes) {
        *six = joined(*eight);
    }
    // Fewer than eight values are left.
    let mut last = Zeroizing::new([0; 8]);
    last.iter_mut().zip(values).for_each(|(to, value)| *to = *value);
    let last = Zeroizing::new(joined(*last));
    out.iter_mut().zip(last.iter()).for_each(|(to, byte)| *to = *byte);
    // What a vector has spare is wiped at one go.
    packed.clear();
    Some(decoded)
}

/// The value of a character, negative if it is not of the alphabet: arithmetic only, nothing looked up, no branch, as in the
/// crate `base64ct`. Simple enough, and on few enough bits, for the compiler to do many at once.
#[inline]
fn value_in_constant_time(character: i8) -> i8 {
    // All ones where the character lies between the two, zero elsewhere: both differences are negative then. Nothing
    // overflows, unless the character is negative itself.
    let between = |below: i8, above: i8| (below.wrapping_sub(character) & character.wrapping_sub(above)) >> 7;
    let capital = between(64, 91) & character.wrapping_sub(64);
    let small = between(96, 123) & character.wrapping_sub(70);
    let digit = between(47, 58) & character.wrapping_add(5);
    let plus = between(42, 44) & 63;
    let slash = between(46, 48) & 64;
    (capital | small | digit | plus | slash).wrapping_sub(1) | (character >> 7)
}

/// Appends base64 of `bytes`, padded. Arithmetic only, as for the way back.
pub(super) fn encode_secret(bytes: &[u8], out: &mut String) {
    for group in bytes.chunks(3) {
        let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let value = (bits >> shift & 0x3F).to_le_bytes()[0];
            out.push(match place > group.len() {
                true => '=',
                false => char::from(character_in_constant_time(value)),
            });
        }
    }
}

/// The character of a value below 64.
#[inline]
fn character_in_constant_time(value: u8) -> u8 {
    let value = i16::from(value);
    // All ones where the value is greater than the limit.
    let above = |limit: i16| limit.wrapping_sub(value) >> 8;
    let character = value
        .wrapping_add(65)
        .wrapping_add(above(25) & 6)
        .wrapping_sub(above(51) & 75)
        .wrapping_sub(above(61) & 15)
        .wrapping_add(above(62) & 3);
    character.to_le_bytes()[0]
}

/// The bytes that eight values of six bits stand for.
#[inline]
fn joined(values: [u8; 8]) -> [u8; 6] {
    let sixes = u64::from_be_bytes(values);
    let twelves = ((sixes & 0x3F00_3F00_3F00_3F00) >> 2) | (sixes & 0x003F_003F_003F_003F);
    let halves = ((twelves & 0x0FFF_0000_0FFF_0000) >> 4) | (twelves & 0x0000_0FFF_0000_0FFF);
    let all = ((halves & 0x00FF_FFFF_0000_0000) >> 8) | (halves & 0x0000_0000_00FF_FFFF);
    let [_, _, bytes @ ..] = all.to_be_bytes();
    bytes
}

/// Sets the bits of the last character that stand for no byte to zero. Whether any was set.
pub(super) fn clear_tail_bits(packed: &mut [u8]) -> bool {
    let spare: u8 = match packed.len() % 4 {
        2 => 0b1111,
        3 => 0b11,
        _ => return false,
    };
    let Some(last) = packed.last_mut() else {
        return false;
    };
    let value = match *last {
        letter @ b'A'..=b'Z' => letter.wrapping_sub(b'A'),
        letter @ b'a'..=b'z' => letter.wrapping_sub(b'a').wrapping_add(26),
        digit @ b'0'..=b'9' => digit.wrapping_sub(b'0').wrapping_add(52),
        b'+' => 62,
        _ => 63,
    };
    // Multiples of four only, so 62 and 63 are not among them.
    *last = match value & !spare {
        value @ 0..26 => value.wrapping_add(b'A'),
        value @ 26..52 => value.wrapping_sub(26).wrapping_add(b'a'),
        value => value.wrapping_sub(52).wrapping_add(b'0'),
    };
    value & spare != 0
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64Unpadded, Encoding as _};

    use super::*;

    /// The decoder in constant time beside that of another crate.
    fn secret(packed: &[u8]) -> Option<Vec<u8>> {
        let decoded = decode_packed(packed).map(|decoded| decoded.to_vec());
        let mut room = alloc::vec![0; packed.len()];
        let expected = Base64Unpadded::decode(packed, &mut room).ok();
        assert_eq!(decoded.as_deref(), expected, "{packed:?}");
        decoded
    }

    #[test]
    fn the_decoder_in_constant_time_agrees_with_base64ct() {
        for byte in 0..=255 {
            for length in 0..20 {
                for place in 0..length {
                    let mut packed = alloc::vec![b'Q'; length];
                    packed[place] = byte;
                    secret(&packed);
                }
            }
        }
        let all: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for length in 0..all.len() {
            let mut room = [0; 2000];
            let text = Base64Unpadded::encode(&all[..length], &mut room).unwrap();
            assert_eq!(secret(text.as_bytes()).as_deref(), Some(&all[..length]));
        }
    }

    fn public(body: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::from(*b"kept");
        let read = decode_lines(body, &mut out).is_some();
        assert!(out.starts_with(b"kept") && (read || out.len() == 4));
        read.then(|| out.split_off(4))
    }

    #[test]
    fn the_vectors_of_rfc_4648_decode_alike_in_both_decoders() {
        let vectors: [(&[u8], &[u8]); 6] = [
            (b"Zg==\n", b"f"),
            (b"Zm8=\n", b"fo"),
            (b"Zm9v\n", b"foo"),
            (b"Zm9vYg==\n", b"foob"),
            (b"Zm9v\r\nYmE=\r\n", b"fooba"),
            (b"Zm9v \t\nYmFy\n", b"foobar"),
        ];
        for (text, plain) in vectors {
            assert_eq!(public(text).as_deref(), Some(plain));
            assert_eq!(
                decode_lines_secret(text).as_ref().map(|it| it.as_slice()),
                Some(plain)
            );
        }
    }

    #[test]
    fn what_takes_a_closer_look_is_left_to_the_slow_path() {
        let odd: [&[u8]; 10] = [
            b"Zm9*\n",
            b"Zg==\nZg==\n",
            b"Zm9vY\n",
            b"Zm8\n",
            b"Zh==\n",
            b" Zm9v\n",
            b"Zm9v\n\nZm9v\n",
            b"Zm9v\rZm9v\n",
            b"Zm9v",
            b"Z===\n",
        ];
        for text in odd {
            assert_eq!(public(text), None, "{text:?}");
            assert!(decode_lines_secret(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn every_byte_has_its_value_at_every_place_and_line_widths_may_change() {
        let all: Vec<u8> = (0..=255).cycle().take(3 * 1024).collect();
        let mut room = [0; 4 * 1024];
        let text = Base64Unpadded::encode(&all, &mut room).unwrap();
        for width in [4, 60, 64, 76, 4096] {
            let lines: Vec<u8> = text
                .as_bytes()
                .chunks(width)
                .flat_map(|line| [line, &b"\n"[..]].concat())
                .collect();
            assert_eq!(public(&lines).as_deref(), Some(all.as_slice()), "{width}");
        }
    }

    #[test]
    fn spare_bits_are_cleared_and_nothing_else() {
        let mut text = Vec::from(*b"Zh");
        assert!(clear_tail_bits(&mut text) && text == b"Zg");
        let mut text = Vec::from(*b"Zm9");
        assert!(clear_tail_bits(&mut text) && text == b"Zm8");
        assert!(!clear_tail_bits(&mut text) && text == b"Zm8");
    }
}
