//! Whether a text may hold a block, however it is written.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;

use crate::input::escapes;
use crate::input::work;

/// `-----BEGIN ` in base64 where it stands at a byte whose number 3 divides, and at the two others; and in base64 twice.
const ENCODED: [&[u8]; 4] = [
    b"LS0tLS1CRUdJ",
    b"0tLS0tQkVHSU4g",
    b"tLS0tLUJFR0lO",
    b"TFMwdExTMUNSVWRK",
];

const BEGIN: &[u8] = b"-----BEGIN ";

/// All that makes a look worth while, found in one pass: nearly all files have none of it. `None` if it could not be made, and all
/// files are looked at.
static ANY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let needles = ENCODED.iter().chain(&LABELS).chain([&BEGIN]);
    // Of these kinds one has a search by vectors.
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(needles)
        .ok()
});

/// What every marker of ours names; labels of keys end with the second.
const LABELS: [&[u8]; 4] = [b"CERTIFICATE", b"PRIVATE KEY", b"certificate", b"private key"];

/// How far before the words of a label its BEGIN or END may stand: `-----BEGIN OPENSSH PRIVATE KEY`, with blanks.
const NEAR: usize = 40;

/// Whether a block could be in it, plain, in base64, or with damage to its markers that leaves one of them known.
pub(crate) fn mentions_pem(text: &[u8]) -> bool {
    // Most values of a document are shorter than the shortest of them.
    if text.len() < BEGIN.len() {
        return false;
    }
    work::look_at(text.len());
    if ANY.as_ref().is_some_and(|any| !any.is_match(text)) {
        return false;
    }
    if memmem::find(text, BEGIN).is_some() {
        return true;
    }
    ENCODED.iter().any(|needle| memmem::find(text, needle).is_some()) || mentions_marker(text)
}

/// Whether a text in UTF-16 begins with a block, as Windows tools write it.
pub(crate) fn mentions_in_utf16(text: &[u8]) -> bool {
    let text = match text {
        [0xFF, 0xFE, rest @ ..] | [0xFE, 0xFF, rest @ ..] => rest,
        [b'-', 0, ..] | [0, b'-', ..] => text,
        _ => return false,
    };
    work::look_at(text.len());
    let plain: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| *byte != 0)
        .take(NEAR)
        .collect();
    let is_wide = text.len() > plain.len() && text.get(..4).is_some_and(|begin| begin.contains(&0));
    is_wide && memmem::find(&plain, BEGIN).is_some()
}

/// Whether the dashes of a marker are in it as escapes by number, as string literals may have them: `\x2d\x2d`.
pub(crate) fn mentions_escaped(text: &[u8]) -> bool {
    work::look_at(text.len());
    let (mut dashes, mut end) = (0usize, 0usize);
    for at in memchr::memchr_iter(b'\\', text) {
        let (code, length) = match text.get(at.saturating_add(1)..) {
            // Most escapes are of other kinds.
            // Lua counts in tens.
            Some([b'0', b'4', b'5', ..]) => (Some(DASH), 3),
            Some([b'4', b'5', ..]) => (Some(DASH), 2),
            Some(escape @ [b'x' | b'u' | b'U' | b'0' | b'5', ..]) => escapes::by_number(escape),
            _ => (None, 0),
        };
        dashes = match code {
            Some(DASH) if at == end => dashes.saturating_add(1),
            Some(DASH) => 1,
            _ => 0,
        };
        end = at.saturating_add(1).saturating_add(length);
        if dashes == DASHES {
            return true;
        }
    }
    false
}

const DASH: u32 = 0x2D;
/// Of a marker.
const DASHES: usize = 5;

/// Whether a marker of a certificate or of a private key is in it, with any dashes, in any case.
fn mentions_marker(text: &[u8]) -> bool {
    LABELS.iter().any(|label| {
        memmem::find_iter(text, label).any(|at| {
            work::look_at(NEAR);
            let before = text.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
            let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            ["BEGIN", "END", "begin", "end"].iter().any(|word| {
                let Some(found) = memmem::rfind(line, word.as_bytes()) else {
                    return false;
                };
                let (dashes, rest) = line.split_at(found);
                let label = rest.get(word.len()..).unwrap_or_default();
                let is_label = label.first().is_some_and(u8::is_ascii_whitespace)
                    && label
                        .iter()
                        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ');
                is_label && ends_with_dashes(dashes.trim_ascii_end())
            })
        })
    })
}

/// Two dashes or more of any kind: `--`, en dashes (U+2013), em dashes (U+2014), minus signs (U+2212).
fn ends_with_dashes(text: &[u8]) -> bool {
    text.ends_with(b"--")
        || text.ends_with("\u{2013}".as_bytes())
        || text.ends_with("\u{2014}".as_bytes())
        || text.ends_with("\u{2212}".as_bytes())
}

/// Whether a list of numbers is in it that begins as PEM or as a SEQUENCE of DER: `45, 45, 45, 45, 45` or `48, 130`.
pub(crate) fn mentions_bytes(text: &[u8]) -> bool {
    let Some(first) = memmem::find(text, b"45")
        .into_iter()
        .chain(memmem::find(text, b"48"))
        .min()
    else {
        return false;
    };
    work::look_at(text.len());
    let (mut number, mut dashes, mut is_sequence) = (0u32, 0usize, false);
    let mut is_number = false;
    let begin = first.saturating_sub(1);
    for byte in text.get(begin..).unwrap_or_default().iter().chain(b" ") {
        match byte {
            b'0'..=b'9' => {
                let digit = u32::from(byte - b'0');
                number = number.saturating_mul(10).saturating_add(digit);
                is_number = true;
            }
            // Between the numbers of a list.
            b' ' | b',' | b'-' | b'\n' | b'\r' | b'\t' | b'[' => {
                if !std::mem::take(&mut is_number) {
                    continue;
                }
                let value = std::mem::take(&mut number);
                if (is_sequence && (value == 130 || value == 126)) || (dashes == 4 && value == 45) {
                    return true;
                }
                is_sequence = value == 48;
                dashes = if value == 45 { dashes + 1 } else { 0 };
            }
            _ => (number, dashes, is_sequence, is_number) = (0, 0, false, false),
        }
    }
    false
}

/// Whether a line of base64 is in it, such as blocks have.
pub(crate) fn has_base64(text: &[u8], length: usize) -> bool {
    work::look_at(text.len());
    let mut run = 0usize;
    text.iter().any(|byte| {
        run = match byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/') {
            true => run + 1,
            false => 0,
        };
        run >= length
    })
}

#[cfg(test)]
mod tests {
    use super::{has_base64, mentions_escaped, mentions_pem};

    #[test]
    fn dashes_may_be_written_by_number() {
        for dash in [
            "\\x2d",
            "\\x2D",
            "\\u002d",
            "\\055",
            "\\u{2d}",
            "\\x{2d}",
            "\\U0000002d",
        ] {
            assert!(
                mentions_escaped(format!("a\\n{}B", dash.repeat(5)).as_bytes()),
                "{dash}"
            );
            assert!(
                !mentions_escaped(format!("{}a", dash.repeat(4)).as_bytes()),
                "{dash}"
            );
            assert!(
                !mentions_escaped(format!("{dash}a").repeat(5).as_bytes()),
                "{dash}"
            );
        }
    }

    #[test]
    fn markers_are_known_by_what_is_left_of_them() {
        for text in [
            "-----BEGIN CERTIFICATE-----",
            "----BEGIN CERTIFICATE-----",
            "\u{2014}--BEGIN CERTIFICATE",
            "-----begin certificate-----",
            "----- END CERTIFICATE -----",
            "-----END EC PRIVATE KEY-----",
            "-----END CERTIFICATE-----",
            "x: LS0tLS1CRUdJTiBDRVJU",
        ] {
            assert!(mentions_pem(text.as_bytes()), "{text}");
        }
        // Two of three base64 texts do not begin with that of BEGIN.
        for before in ["", "a", "ab", "abc", "Bag Attributes\n", "subject=a\nissuer=b\n"] {
            let text = format!("{before}-----BEGIN CERTIFICATE-----\nAAAA\n");
            let encoded = encode(text.as_bytes());
            assert!(mentions_pem(encoded.as_bytes()), "{before}");
        }
        for text in [
            "the CERTIFICATE of the end",
            "--end-date CERTIFICATE",
            "at the END CERTIFICATE",
        ] {
            assert!(!mentions_pem(text.as_bytes()), "{text}");
        }
    }

    fn encode(bytes: &[u8]) -> String {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut encoded = String::new();
        for group in bytes.chunks(3) {
            let whole = group
                .iter()
                .fold(0u32, |whole, byte| whole << 8 | u32::from(*byte));
            let whole = whole << (8 * (3 - group.len()));
            for place in 0..=group.len() {
                encoded.push(char::from(alphabet[(whole >> (18 - 6 * place) & 63) as usize]));
            }
        }
        encoded
    }

    #[test]
    fn a_line_of_base64_is_told_from_words() {
        assert!(has_base64(&[b'A'; 64], 64));
        assert!(!has_base64(b"a/path/of/many/words and-a-dash", 24));
    }
}
