//! `--diff`: what a repair would change, as a unified difference that shows markers and certificates and counts the rest.

use std::collections::HashMap;
use std::io::{self, Write};

use pemvet::Report;
use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices, group_diff_ops};

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

/// Pairs of lines up to which every line may be held against every other: a bundle of 1,000 lines and its repair.
const MOST_PAIRS: usize = 1_000_000;
/// The same between two lines that are the same on both sides, of which a file may have thousands.
const MOST_PAIRS_BETWEEN: usize = 10_000;

/// Writes the difference of `before`, which `report` is about, and `after`, the file's new text.
pub(super) fn write(
    out: &mut impl Write,
    path: &str,
    before: &[u8],
    report: &Report,
    after: &str,
) -> io::Result<()> {
    let before = shown(before, &Visible::in_order(report));
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    let (old_lines, new_lines) = (lines(&before), lines(after));
    if old_lines.len().saturating_mul(new_lines.len()) <= MOST_PAIRS {
        let difference = TextDiff::from_lines(before.as_str(), after);
        return write!(out, "{}", difference.unified_diff().header(&old, &new));
    }
    writeln!(out, "--- {old}\n+++ {new}")?;
    for hunk in group_diff_ops(operations(&old_lines, &new_lines), 3) {
        writeln!(out, "{}", UnifiedHunkHeader::new(&hunk))?;
        for operation in hunk {
            let (of_old, of_new) = match operation {
                DiffOp::Equal { .. } => ((" ", operation.old_range()), ("", 0..0)),
                _ => (("-", operation.old_range()), ("+", operation.new_range())),
            };
            for ((sign, range), lines) in [(of_old, &old_lines), (of_new, &new_lines)] {
                for line in lines.get(range).unwrap_or_default() {
                    write!(out, "{sign}{line}")?;
                    if !line.ends_with('\n') {
                        writeln!(out, "\n\\ No newline at end of file")?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What turns one text into the other: lines that stand once in either keep their places, as far as they have the same
/// order, and what lies between two of them is compared alone.
fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut operations = Vec::new();
    let (mut old_at, mut new_at) = (0usize, 0usize);
    let end = (old.len(), new.len());
    for (old_next, new_next) in anchors(old, new).into_iter().chain([end]) {
        let (of_old, of_new) = (
            old.get(old_at..old_next).unwrap_or_default(),
            new.get(new_at..new_next).unwrap_or_default(),
        );
        if of_old.len().saturating_mul(of_new.len()) <= MOST_PAIRS_BETWEEN {
            let between = capture_diff_slices(Algorithm::Myers, of_old, of_new);
            operations.extend(between.into_iter().map(|it| moved(it, old_at, new_at)));
        } else {
            operations.push(DiffOp::Replace {
                old_index: old_at,
                old_len: of_old.len(),
                new_index: new_at,
                new_len: of_new.len(),
            });
        }
        if (old_next, new_next) != end {
            operations.push(DiffOp::Equal {
                old_index: old_next,
                new_index: new_next,
                len: 1,
            });
        }
        (old_at, new_at) = (old_next.saturating_add(1), new_next.saturating_add(1));
    }
    joined(operations)
}

fn moved(operation: DiffOp, old_at: usize, new_at: usize) -> DiffOp {
    let (old, new) = (operation.old_range(), operation.new_range());
    let (old_index, new_index) = (old.start.saturating_add(old_at), new.start.saturating_add(new_at));
    match operation {
        DiffOp::Equal { len, .. } => DiffOp::Equal {
            old_index,
            new_index,
            len,
        },
        _ => DiffOp::Replace {
            old_index,
            old_len: old.len(),
            new_index,
            new_len: new.len(),
        },
    }
}

/// Neighbours of a kind as one.
fn joined(operations: Vec<DiffOp>) -> Vec<DiffOp> {
    let mut joined: Vec<DiffOp> = Vec::new();
    for operation in operations {
        match (joined.last_mut(), operation) {
            (Some(DiffOp::Equal { len, .. }), DiffOp::Equal { len: more, .. }) => {
                *len = len.saturating_add(more);
            }
            (
                Some(DiffOp::Replace { old_len, new_len, .. }),
                DiffOp::Replace {
                    old_len: more_old,
                    new_len: more_new,
                    ..
                },
            ) => {
                *old_len = old_len.saturating_add(more_old);
                *new_len = new_len.saturating_add(more_new);
            }
            _ => joined.push(operation),
        }
    }
    joined
}

/// Places of lines that stand once in either text: the longest run of them that has the same order in both.
fn anchors(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let of_new = once(new);
    let mut common: Vec<(usize, usize)> = once(old)
        .into_iter()
        .filter_map(|(line, place)| Some((place, *of_new.get(line)?)))
        .collect();
    common.sort_unstable();
    // For each length of a run, the one that ends earliest: by the number of its last pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(common.len());
    for (number, (_, place)) in common.iter().enumerate() {
        let length = ends.partition_point(|end| common.get(*end).is_some_and(|(_, at)| at < place));
        before.push(
            length
                .checked_sub(1)
                .and_then(|shorter| ends.get(shorter).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(number) = next {
        run.extend(common.get(number).copied());
        next = before.get(number).copied().flatten();
    }
    run.reverse();
    run
}

/// The lines that stand only once, with their places.
fn once<'t>(lines: &[&'t str]) -> HashMap<&'t str, usize> {
    let mut places: HashMap<&str, Option<usize>> = HashMap::with_capacity(lines.len());
    for (place, line) in lines.iter().enumerate() {
        let known = places.contains_key(line);
        places.insert(line, (!known).then_some(place));
    }
    let once = places.into_iter();
    once.filter_map(|(line, place)| Some((line, place?))).collect()
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

#[cfg(test)]
mod tests {
    use super::{lines, operations};
    use similar::DiffOp;

    #[test]
    fn a_difference_of_large_texts_makes_one_of_the_other() {
        let numbered = |from: usize, to: usize| (from..to).map(|number| format!("line {number}\n"));
        let plain: String = numbered(0, 3_000).collect();
        let commented: String = numbered(0, 3_000).map(|line| format!("# x\n{line}")).collect();
        let turned: String = numbered(1_500, 3_000).chain(numbered(0, 1_500)).collect();
        let indented: String = numbered(0, 3_000).map(|line| format!("  {line}")).collect();
        let same = "x\n".repeat(3_000);
        let texts = [plain, commented, turned, indented, same, String::new()];
        for (one, other) in texts
            .iter()
            .flat_map(|one| texts.iter().map(move |other| (one, other)))
        {
            let (old, new) = (lines(one), lines(other));
            let mut made = String::new();
            let mut at = 0;
            for operation in operations(&old, &new) {
                assert_eq!(
                    (operation.old_range().start, made.len() <= other.len()),
                    (at, true)
                );
                at = operation.old_range().end;
                match operation {
                    DiffOp::Equal { .. } => made.extend(old[operation.old_range()].iter().copied()),
                    _ => made.extend(new[operation.new_range()].iter().copied()),
                }
            }
            assert!(at == old.len() && made == *other);
        }
        let (old, new) = (lines(&texts[0]), lines(&texts[1]));
        let kept = operations(&old, &new)
            .iter()
            .filter(|it| matches!(it, DiffOp::Equal { .. }))
            .count();
        assert_eq!(kept, 3_000, "what has not changed is not written");
    }
}
