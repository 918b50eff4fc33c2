//! UTF-16 to one byte for each code unit, so that offsets stay proportional.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroizing;

/// How offsets in the text that is scanned become offsets in the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Positions {
    /// Bytes of the input before the text.
    pub(super) base: usize,
    /// Bytes of the input for each byte of text.
    pub(super) unit: usize,
}

impl Default for Positions {
    fn default() -> Positions {
        Positions { base: 0, unit: 1 }
    }
}

impl Positions {
    pub(super) fn source(self, offset: usize) -> usize {
        offset.saturating_mul(self.unit).saturating_add(self.base)
    }

    /// The offset in the text of the byte at `offset` of the input.
    pub(super) fn text(self, offset: usize) -> usize {
        let unit = offset.saturating_sub(self.base).checked_div(self.unit);
        unit.unwrap_or_default()
    }

    pub(super) fn range(self, range: &Range<usize>) -> Range<usize> {
        self.source(range.start)..self.source(range.end)
    }
}

/// Something that is no character of a PEM file, and no valid UTF-8 either.
const FOREIGN: u8 = 0xFF;

/// The text of UTF-16 input, `None` for any other. It may hold a key, so it is wiped on drop.
pub(super) fn utf16(source: &[u8]) -> Option<(Zeroizing<Vec<u8>>, Positions)> {
    let text = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let (base, big_endian) = match source {
        // UTF-32, which is said to be that.
        [0xFF, 0xFE, 0, 0, ..] => return None,
        [0xFF, 0xFE, ..] => (2, false),
        [0xFE, 0xFF, ..] => (2, true),
        // Without a byte order mark: every other byte is NUL, and no format in DER or text begins so.
        [one, 0, two, 0, ..] if text(*one) && text(*two) => (0, false),
        [0, one, 0, two, ..] if text(*one) && text(*two) => (0, true),
        _ => return None,
    };
    let units = source.get(base..)?.chunks(2);
    let mut out = Zeroizing::new(Vec::with_capacity(units.len()));
    out.extend(units.map(|unit| match (unit, big_endian) {
        ([low, high], false) | ([high, low], true) => one_byte(*high, *low),
        _ => FOREIGN,
    }));
    let positions = Positions { base, unit: 2 };
    Some((out, positions))
}

/// ASCII as itself; no-break and zero-width spaces as the no-break space of Latin-1; dashes and quotation marks as in
/// Windows-1252 and ASCII.
fn one_byte(high: u8, low: u8) -> u8 {
    match (high, low) {
        (0, low) if low.is_ascii() || low == 0xA0 => low,
        (0x20, 0x00..=0x0F | 0x28..=0x2F | 0x60) | (0x30, 0x00) | (0xFE, 0xFF) => 0xA0,
        (0x20, 0x10..=0x15) | (0x22, 0x12) => 0x96,
        (0x20, 0x18..=0x1F) => b'"',
        _ => FOREIGN,
    }
}
