//! `--diff`: what a repair would change, as a unified difference that holds no line of a key.

use std::io::{self, Write};
use std::ops::Range;

use pemvet::pem::{Kind, RepairKind, Scan, Section, scan};
use similar::TextDiff;

const HIDDEN: &str = "(a line that is not shown: it may belong to a key)";

/// Writes the difference of `before` and `after`, the file's new text.
pub(super) fn write(out: &mut impl Write, path: &str, before: &[u8], after: &str) -> io::Result<()> {
    let before = shown(before);
    let difference = TextDiff::from_lines(before.as_str(), after);
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    write!(out, "{}", difference.unified_diff().header(&old, &new))
}

/// The text of a file as it may be shown: escaped, and each line replaced that holds, or might hold, a part of a key.
fn shown(bytes: &[u8]) -> String {
    let scan = scan(bytes);
    let hidden = hidden(&scan);
    let certificates: Vec<Range<usize>> = scan
        .sections()
        .iter()
        .filter(|section| section.kind() == Kind::Certificate)
        .map(Section::bytes)
        .collect();
    let mut text = String::with_capacity(bytes.len());
    let mut start = 0usize;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let place = start..start.saturating_add(line.len());
        start = place.end;
        let is_certificate = |at: &usize| certificates.iter().any(|block| block.contains(at));
        let others: Vec<u8> = place
            .clone()
            .zip(line)
            .filter(|(at, _)| !is_certificate(at))
            .map(|(_, byte)| *byte)
            .collect();
        let is_hidden = hidden
            .iter()
            .any(|block| block.start < place.end && place.start < block.end);
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        if is_hidden || might_be_secret(&others) {
            text.push_str(HIDDEN);
        } else {
            text.push_str(&pemvet::text::escape(&String::from_utf8_lossy(content)));
        }
        if line.ends_with(b"\n") {
            text.push('\n');
        }
    }
    text
}

/// All blocks that are no certificates or hold more than one, and text with a suspicious line in it as a whole: the last
/// line of a key without markers is short.
fn hidden(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let blocks = scan
        .sections()
        .iter()
        .filter(|section| section.kind() != Kind::Certificate)
        .map(Section::bytes);
    let texts = scan.outside().iter().filter(|outside| {
        let lines = scan.describe(outside);
        let content = scan.source().get(outside.bytes.clone()).unwrap_or_default();
        // Of what openssl pkcs12 writes, only the single line.
        lines.bag_attributes < lines.all && content.split(|byte| *byte == b'\n').any(might_be_secret)
    });
    let mut hidden: Vec<_> = blocks.chain(texts.map(|outside| outside.bytes.clone())).collect();
    let more = [
        RepairKind::TrailingBytesCut,
        RepairKind::TrustDataCut,
        RepairKind::HeadersRemoved,
    ];
    for repair in scan.repairs().iter().filter(|repair| more.contains(&repair.kind)) {
        let block = scan
            .sections()
            .iter()
            .map(Section::bytes)
            .find(|block| block.start < repair.bytes.end && repair.bytes.start < block.end);
        hidden.push(block.unwrap_or_else(|| repair.bytes.clone()));
    }
    hidden
}

/// Whether a line holds a longer word than people write, as base64 does; many digits in hex; or no text at all.
fn might_be_secret(line: &[u8]) -> bool {
    let is_coded = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=_:-".contains(byte);
    let words = || {
        line.split(|byte| !is_coded(byte))
            .filter(|word| !word.iter().all(|byte| *byte == b'-'))
    };
    let hex_digits: usize = words()
        .filter(|word| word.iter().all(u8::is_ascii_hexdigit))
        .map(<[u8]>::len)
        .sum();
    !line.is_ascii() || hex_digits > 20 || words().any(|word| word.len() > 20)
}

#[cfg(test)]
mod tests {
    use super::might_be_secret;

    #[test]
    fn lines_of_keys_are_suspicious_and_words_are_not() {
        for secret in [
            "MC4CAQAwBQYDK2VwBCIEIA==",
            "    00:b5:1c:22:17:e0:aa:0b:4c:11",
            "30 82 01 0a 02 82 01 01 00 c3 4f",
            "  key: \u{FF}",
        ] {
            assert!(might_be_secret(secret.as_bytes()), "{secret}");
        }
        for plain in [
            "Bag Attributes",
            "subject=O = Example, CN = cluster.example.com",
            "----------------------------------------",
            "# The issuing CA comes second.",
        ] {
            assert!(!might_be_secret(plain.as_bytes()), "{plain}");
        }
    }
}
