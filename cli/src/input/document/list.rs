//! Lists that are one text: its lines, which a program joins, or its bytes as numbers.

use zeroize::Zeroizing;

use crate::input::line_map::{LineMap, Piece, starts};
use crate::input::part::MOST_PARTS;

/// What a list that is being read comes to.
#[derive(Default)]
pub(super) struct List {
    lines: Vec<(Zeroizing<String>, usize)>,
    bytes: Bytes,
    /// What CloudFormation's `Fn::Join` puts between the lines, which then have their own line ends as well.
    pub(super) joint: Option<String>,
}

/// Numbers from the first on.
#[derive(Default)]
enum Bytes {
    #[default]
    None,
    /// The first few, as long as they may begin a block, or DER.
    Begun(usize, [u8; BEGIN]),
    /// All of them, and the line of the first.
    Kept(Zeroizing<Vec<u8>>, usize),
    /// It is something else.
    Other,
}

/// Numbers after which a list is known: `-----`.
const BEGIN: usize = 5;
/// Numbers of a list that are kept. A key has some thousand; room is made for all of them at once.
const MOST_BYTES: usize = 1 << 15;
/// Lines of a list that are kept: a bundle.
const MOST_LINES: usize = 1 << 13;

impl List {
    /// The next value that is no list and no mapping. Whether it was a line of a block, and is no value of its own.
    /// `kept` counts lists for whose bytes room was made, which are no more than a file has parts.
    pub(super) fn push(&mut self, value: &str, line: usize, kept: &mut usize) -> bool {
        self.bytes.push(value, line, kept);
        let text = value.trim_end_matches(['\n', '\r']);
        let is_one_line = !text.contains(['\n', '\r', '\\']);
        let is_begin = text.trim().starts_with("-----BEGIN ") && !text.contains("-----END ");
        if !is_one_line || (self.lines.is_empty() && !is_begin) || self.lines.len() >= MOST_LINES {
            return false;
        }
        let text = if self.joint.is_some() { value } else { text };
        self.lines.push((Zeroizing::new(text.to_owned()), line));
        true
    }

    /// The text that the list comes to, with its lines in the file.
    pub(super) fn text(self) -> Option<(Zeroizing<Vec<u8>>, LineMap)> {
        if self.lines.len() > 1 {
            let joint = self.joint.as_deref().unwrap_or("\n").as_bytes();
            let length = self
                .lines
                .iter()
                .map(|(line, _)| line.len().saturating_add(joint.len()))
                .sum();
            let mut text = Zeroizing::new(Vec::with_capacity(length));
            for (number, (line, _)) in self.lines.iter().enumerate() {
                text.extend_from_slice(line.as_bytes());
                let is_last = number.saturating_add(1) == self.lines.len();
                if self.joint.is_none() || !is_last {
                    text.extend_from_slice(joint);
                }
            }
            let pieces: Vec<Piece<'_>> = self
                .lines
                .iter()
                .map(|(line, number)| Piece {
                    text: line.as_str(),
                    line: *number,
                    has_escapes: false,
                })
                .collect();
            let places = LineMap::of(starts(&text), &pieces);
            return Some((text, places));
        }
        match self.bytes {
            Bytes::Kept(bytes, line) => Some((bytes, LineMap::on(line))),
            _ => None,
        }
    }
}

impl Bytes {
    fn push(&mut self, value: &str, line: usize, kept: &mut usize) {
        if matches!(self, Bytes::Other) {
            return;
        }
        // Java's bytes have a sign.
        let byte = value
            .parse::<u8>()
            .ok()
            .or_else(|| value.parse::<i8>().ok().map(i8::cast_unsigned));
        let Some(byte) = byte else {
            *self = Bytes::Other;
            return;
        };
        let next = match std::mem::take(self) {
            Bytes::None => {
                let mut first = [0; BEGIN];
                first[0] = byte;
                Bytes::Begun(1, first)
            }
            Bytes::Begun(number, mut first) => {
                if let Some(place) = first.get_mut(number) {
                    *place = byte;
                }
                match number.saturating_add(1) {
                    BEGIN if is_of_interest(&first) => {
                        *kept = kept.saturating_add(1);
                        if *kept > MOST_PARTS {
                            *self = Bytes::Other;
                            return;
                        }
                        let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_BYTES));
                        bytes.extend_from_slice(&first);
                        Bytes::Kept(bytes, line)
                    }
                    BEGIN => Bytes::Other,
                    number => Bytes::Begun(number, first),
                }
            }
            Bytes::Kept(mut bytes, line) if bytes.len() < MOST_BYTES => {
                bytes.push(byte);
                Bytes::Kept(bytes, line)
            }
            Bytes::Kept(..) | Bytes::Other => Bytes::Other,
        };
        *self = next;
    }
}

/// PEM, or a SEQUENCE of DER that is long enough for a certificate or a key.
fn is_of_interest(first: &[u8; BEGIN]) -> bool {
    first == b"-----" || matches!(first, [0x30, 0x82, ..])
}
