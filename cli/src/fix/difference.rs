//! `--diff`: what a repair would change, as a unified difference that shows markers and certificates and counts the rest.

use std::io::{self, Write};

use pemvet::Report;
use similar::TextDiff;

use crate::visible::Visible;

/// What `openssl` writes around the blocks of a pfx; after a `=` or `:` stands what only the owner knows.
const LABELS: [&str; 8] = [
    "Bag Attributes",
    "Bag Attributes: <No Attributes>",
    "Bag Attributes: <Empty Attributes>",
    "Key Attributes: <No Attributes>",
    "localKeyID:",
    "friendlyName:",
    "subject=",
    "issuer=",
];

/// Writes the difference of `before`, which `report` is about, and `after`, the file's new text.
pub(super) fn write(
    out: &mut impl Write,
    path: &str,
    before: &[u8],
    report: &Report,
    after: &str,
) -> io::Result<()> {
    let before = shown(before, &Visible::of(report));
    let difference = TextDiff::from_lines(before.as_str(), after);
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    write!(out, "{}", difference.unified_diff().header(&old, &new))
}

/// The text of a file as it may be shown.
fn shown(bytes: &[u8], visible: &Visible) -> String {
    let mut text = String::with_capacity(bytes.len());
    for (line, number) in bytes.split_inclusive(|byte| *byte == b'\n').zip(1..) {
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        text.push_str(&one(number, &String::from_utf8_lossy(content), visible));
        if line.ends_with(b"\n") {
            text.push('\n');
        }
    }
    text
}

fn one(number: usize, line: &str, visible: &Visible) -> String {
    // A blank or a carriage return at the end is a difference, too.
    let ends = line.get(line.trim_end().len()..).unwrap_or_default();
    let ends = pemvet::text::escape(ends);
    if line.trim().is_empty() {
        return pemvet::text::escape(line).into_owned();
    }
    if let Some(shown) = visible.line(number, line) {
        return format!("{shown}{ends}");
    }
    let words = line.trim();
    let blanks = " ".repeat(line.len().saturating_sub(line.trim_start().len()));
    let label = LABELS
        .into_iter()
        .filter(|label| words.starts_with(label))
        .max_by_key(|label| label.len());
    match label {
        Some(label) if label == words => format!("{blanks}{label}{ends}"),
        Some(label) if label.ends_with([':', '=']) => {
            let value = words.get(label.len()..).unwrap_or_default().trim_start();
            format!("{blanks}{label} {}{ends}", pemvet::text::counted(value))
        }
        _ => format!("{blanks}{}{ends}", pemvet::text::counted(words)),
    }
}
