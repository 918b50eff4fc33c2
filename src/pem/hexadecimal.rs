//! Certificates and private keys in hexadecimal digits, as dumps of a file and arrays of a program hold them.

use alloc::vec::Vec;

use memchr::memmem;
use zeroize::Zeroizing;

use super::base64_value::next;
use super::container::shape;
use super::fault::{Found, Hidden, HiddenContent, HiddenForm};

fn of(content: HiddenContent) -> Hidden {
    Hidden {
        content,
        form: HiddenForm::Hexadecimal,
    }
}

/// Digits of DER, in pairs that may stand apart: `3082…`, `30:82:…`, `0x30, 0x82, …`, and with offsets before each line.
pub(super) fn search(text: &[u8], found: &mut Vec<Found>) {
    of_pem(text, found);
    let mut position = 0usize;
    while let Some(at) = next(text, position, b'3') {
        position = at.saturating_add(1);
        if text.get(position) != Some(&b'0') {
            continue;
        }
        let mut digits = Digits::at(text, at);
        let mut head = Zeroizing::new([0u8; HEAD]);
        let mut length = 0usize;
        for byte in head.iter_mut() {
            let Some(digit) = digits.next() else { break };
            *byte = digit;
            length = length.saturating_add(1);
        }
        let Some(content) = shape(head.get(..length).unwrap_or_default()) else {
            continue;
        };
        // Without its end a certificate cannot be told from a request; version 3 can.
        let is_version_3 = memmem::find(head.as_slice(), &[0xA0, 0x03, 0x02, 0x01, 0x02]).is_some();
        if content == HiddenContent::Certificate && !is_version_3 {
            continue;
        }
        while digits.next().is_some() {}
        found.push((at..digits.at, of(content)));
        position = digits.at;
    }
}

/// The same of PEM text, as dumps of a file and arrays of a program hold it.
fn of_pem(text: &[u8], found: &mut Vec<Found>) {
    let mut position = 0usize;
    while let Some(at) = next(text, position, b'2') {
        position = at.saturating_add(1);
        if !matches!(text.get(position), Some(b'd' | b'D')) {
            continue;
        }
        let mut digits = Digits::at(text, at);
        let is_marker = MARKER.iter().all(|byte| digits.next() == Some(*byte));
        if !is_marker {
            continue;
        }
        let mut label = [0u8; 5];
        label
            .iter_mut()
            .for_each(|byte| *byte = digits.next().unwrap_or_default());
        let content = match &label {
            b"PRIVA" | b"ENCRY" | b"RSA P" | b"EC PR" | b"DSA P" | b"OPENS" => HiddenContent::PrivateKey,
            b"CERTI" | b"X509 " | b"TRUST" => HiddenContent::Certificate,
            _ => continue,
        };
        while digits.next().is_some() {}
        found.push((at..digits.at, of(content)));
        position = digits.at;
    }
}

/// Of a dump with sixteen bytes a line five more are seen.
const MARKER: &[u8] = b"-----BEGIN ";

/// As many bytes as tell what DER is: up to what follows the algorithm of an RSA key.
const HEAD: usize = 24;

/// Bytes in pairs of hexadecimal digits.
struct Digits<'t> {
    text: &'t [u8],
    at: usize,
    /// Digits of the offset that each line begins with, as dumps have it.
    offset: usize,
    /// Bytes of this line.
    on_line: usize,
}

impl<'t> Digits<'t> {
    fn at(text: &'t [u8], at: usize) -> Digits<'t> {
        let before = text
            .get(at.saturating_sub(LONGEST_OFFSET)..at)
            .unwrap_or_default();
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let is_apart = |byte: &u8| matches!(byte, b':' | b' ' | b'\t');
        let is_offset =
            matches!(digits, 6..=8) && line.iter().skip(digits).all(is_apart) && line.len() > digits;
        Digits {
            text,
            at,
            offset: if is_offset { digits } else { 0 },
            on_line: 0,
        }
    }

    /// Behind the offset of the next line, and what stands before that: characters, as dumps show them once more.
    fn line_below(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        let rest = rest.get(..MOST_BESIDE).unwrap_or(rest);
        let end = memchr::memchr(b'\n', rest)?;
        self.at.checked_add(end)?.checked_add(1)?.checked_add(self.offset)
    }
}

/// Bytes of a line of a dump.
const OF_LINE: usize = 16;
/// Eight digits, a colon and blanks.
const LONGEST_OFFSET: usize = 12;
/// Blanks, and the characters of a line once more.
const MOST_BESIDE: usize = 32;

impl Iterator for Digits<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let is_full = self.offset > 0 && self.on_line == OF_LINE;
        let mut at = match is_full {
            true => self.line_below()?,
            false => self.at,
        };
        let rest = self.text.get(at..)?;
        let apart = |byte: &&u8| matches!(**byte, b' ' | b':' | b'-' | b',' | b'\\' | b'\n' | b'\r' | b'\t');
        at = at.saturating_add(rest.iter().take_while(apart).take(MOST_APART).count());
        match self.text.get(at..)? {
            [b'0', b'x' | b'X', ..] => at = at.saturating_add(2),
            [b'x' | b'X', ..] => at = at.saturating_add(1),
            _ => {}
        }
        let [high, low, ..] = self.text.get(at..)? else {
            return None;
        };
        let value = |digit: &u8| {
            char::from(*digit)
                .to_digit(16)
                .and_then(|it| u8::try_from(it).ok())
        };
        let byte = value(high)? << 4 | value(low)?;
        self.at = at.saturating_add(2);
        self.on_line = match is_full {
            true => 1,
            false => self.on_line.saturating_add(1),
        };
        Some(byte)
    }
}

/// A line end and what indents the next line.
const MOST_APART: usize = 24;
