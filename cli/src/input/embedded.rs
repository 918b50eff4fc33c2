//! Certificates and keys in the midst of other text: source code, templates, notes.

use std::ops::Range;
use std::path::Path;

use memchr::memmem;
use pemvet::pem::{self, FaultKind, Kind};
use pemvet::rules;
use zeroize::Zeroizing;

use crate::input::document::heredoc;
use crate::input::document::source::{self, Literal};
use crate::input::line_map::LineMap;
use crate::input::mention::has_base64;
use crate::input::part::{FilePart, MOST_BLOCKS, PartLimit, is_of_others};
use crate::input::remark::Form;
use crate::input::work;

/// Text in source code, templates and notes is indented, quoted and escaped as its surroundings want it.
pub(super) const OF_SURROUNDINGS: &[&str] = &[
    rules::names::CONTAINER_READ,
    rules::names::LAYOUT_REPAIRED,
    rules::names::NEWLINE_ESCAPE_REPAIRED,
    rules::names::TEXT_OUTSIDE_BLOCKS,
];

/// What a script writes is what stands in its here-document, more or less.
const OF_HEREDOCS: &[&str] = &[rules::names::CONTAINER_READ, rules::names::TEXT_OUTSIDE_BLOCKS];

/// A raw literal hands out a backslash as one.
const OF_RAW_LITERALS: &[&str] = &[
    rules::names::CONTAINER_READ,
    rules::names::LAYOUT_REPAIRED,
    rules::names::TEXT_OUTSIDE_BLOCKS,
];

/// No base64 of a certificate or a key is on a shorter line.
pub(super) const SHORTEST: usize = 40;

/// Whether a file is no text: programs and pictures have a NUL in every few bytes; in a text it is a slip, or hides something.
pub(super) fn is_binary(text: &[u8]) -> bool {
    const BEGINS: [&[u8]; 6] = [
        b"\x7fELF",
        b"MZ",
        b"PK\x03\x04",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"\x1f\x8b",
    ];
    let nuls = memchr::memchr_iter(0, text).count();
    nuls > 0 && (BEGINS.iter().any(|begin| text.starts_with(begin)) || nuls > 4 + text.len() / 512)
}

/// Blocks inside other text, those that stand together as one bundle. Markers that lead to no block are words about PEM,
/// unless a line of base64 is lost with them.
pub(super) fn embedded(path: &Path, text: &[u8], room: &mut PartLimit) -> Vec<FilePart> {
    work::look_at(text.len());
    // Program files hold markers and certificates of their own.
    if is_binary(text) {
        return Vec::new();
    }
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    if is_patch(&extension, text) {
        let mut parts = Vec::new();
        pieces_of(&patched(text), true, 1, room, &mut parts);
        return if room.is_refused() { Vec::new() } else { parts };
    }
    let literals = std::str::from_utf8(text)
        .map(|text| literals(text, &name_of_language(path, &extension)))
        .unwrap_or_default();
    let mut parts = Vec::new();
    let (mut at, mut line) = (0usize, 1usize);
    for Literal { bytes, mut part } in literals {
        // Words about blocks.
        if !has_blocks(&part.text) {
            continue;
        }
        pieces(
            text.get(at..bytes.start).unwrap_or_default(),
            line,
            room,
            &mut parts,
        );
        let taken = text.get(at..bytes.end).unwrap_or_default();
        line = line.saturating_add(memchr::memchr_iter(b'\n', taken).count());
        at = bytes.end;
        if !room.takes_another() {
            return Vec::new();
        }
        (part.mapping, part.forgiven) = (parts.len(), OF_SURROUNDINGS);
        match part.form {
            Some(Form::SourceRaw) => part.forgiven = OF_RAW_LITERALS,
            Some(Form::Heredoc) => part.forgiven = OF_HEREDOCS,
            _ => {}
        }
        // Files that one script writes may be a pair.
        if !part.name.is_empty() {
            part.mapping = 0;
        }
        parts.push(part);
    }
    pieces(text.get(at..).unwrap_or_default(), line, room, &mut parts);
    if room.is_refused() { Vec::new() } else { parts }
}

/// What says which language a file is: its extension, or its name.
fn name_of_language(path: &Path, extension: &str) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_dockerfile = name.starts_with("Dockerfile") || name.starts_with("Containerfile");
    match is_dockerfile {
        true => "dockerfile".into(),
        false => extension.into(),
    }
}

/// Literals and here-documents of a program, in their order, none in another.
fn literals(text: &str, language: &str) -> Vec<Literal> {
    let mut literals = heredoc::literals(text, language, has_blocks);
    if literals.is_empty() {
        return source::literals(text, language);
    }
    literals.extend(source::literals(text, language));
    literals.sort_by_key(|it| it.bytes.start);
    let mut end = 0usize;
    literals.retain(|it| {
        let is_apart = it.bytes.start >= end;
        end = end.max(it.bytes.end);
        is_apart
    });
    literals
}

/// Whether lines begin with what becomes of them.
pub(super) fn is_patch(extension: &str, text: &[u8]) -> bool {
    if !matches!(extension, "diff" | "patch") {
        return false;
    }
    work::look_at(text.len());
    memchr::memmem::find(text, b"\n@@ -").is_some()
}

/// What a patch leaves behind: its lines without their first character, and nothing of those that it takes away.
fn patched(text: &[u8]) -> Zeroizing<Vec<u8>> {
    work::look_at(text.len());
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.split_first() {
            Some((b'-', _)) => plain.push(b'\n'),
            Some((b'+' | b' ', line)) => plain.extend_from_slice(line),
            _ => plain.extend_from_slice(line),
        }
    }
    plain
}

/// The same of a text without string literals, which begins on this line.
fn pieces(text: &[u8], line: usize, room: &mut PartLimit, parts: &mut Vec<FilePart>) {
    pieces_of(text, false, line, room, parts);
}

/// Those that are whole alone, where a text has no more than pieces of others.
fn pieces_of(text: &[u8], is_whole: bool, mut line: usize, room: &mut PartLimit, parts: &mut Vec<FilePart>) {
    let mut counted = 0usize;
    let runs = match is_whole {
        true => whole_runs(text),
        false => runs(text),
    };
    for run in runs {
        if !room.takes_another() {
            return;
        }
        let above = text.get(counted..run.start).unwrap_or_default();
        line = line.saturating_add(memchr::memchr_iter(b'\n', above).count());
        counted = run.start;
        let block = Zeroizing::new(text.get(run).unwrap_or_default().to_vec());
        let places = LineMap::from(line);
        parts.push(FilePart::new(
            None,
            parts.len(),
            String::new(),
            block,
            places,
            OF_SURROUNDINGS,
        ));
    }
}

/// Whether a certificate or a key stands in a text, or what is left of one.
pub(super) fn has_blocks(text: &[u8]) -> bool {
    work::look_at(text.len());
    text.starts_with(&[0x30, 0x82]) || !runs(text).is_empty()
}

/// Where certificates and keys stand in a text, whole or damaged, those with nothing between them together.
fn runs(text: &[u8]) -> Vec<Range<usize>> {
    runs_of(text, false)
}

fn whole_runs(text: &[u8]) -> Vec<Range<usize>> {
    runs_of(text, true)
}

fn runs_of(text: &[u8], is_whole: bool) -> Vec<Range<usize>> {
    let scan = pem::scan_with_limit(text, MOST_BLOCKS);
    let is_wanted = |kind: Kind| kind == Kind::Certificate || kind.is_private_key();
    let sections = scan
        .sections()
        .iter()
        .map(|section| (section.bytes(), is_wanted(section.kind()), false));
    let faults = scan
        .faults()
        .iter()
        .filter(|fault| fault.kind != FaultKind::TooManyBlocks && !is_whole)
        .filter(|fault| is_lost(fault.kind, text.get(fault.bytes.clone()).unwrap_or_default()))
        .map(|fault| (fault.bytes.clone(), true, true));
    let mut found: Vec<_> = sections.chain(faults).collect();
    found.sort_by_key(|(bytes, ..)| bytes.start);
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut passed = 0usize;
    for (mut bytes, is_wanted, is_fault) in found {
        if is_fault {
            let before = text.get(passed..bytes.start).unwrap_or_default();
            bytes.start = bytes.start.saturating_sub(base64_above(before));
        }
        passed = bytes.end;
        let lost = text.get(bytes.clone()).unwrap_or_default();
        if !is_wanted || (is_fault && !has_base64(lost, SHORTEST)) {
            continue;
        }
        match runs.last_mut() {
            Some(run)
                if is_gap(text.get(run.end..bytes.start).unwrap_or_default())
                    || is_margin(text, run, bytes.start) =>
            {
                run.end = bytes.end;
            }
            _ => runs.push(bytes),
        }
    }
    runs
}

/// Whether a block was lost, and not words about one: documentation with dots for its lines, code between two markers, what
/// other programs put between theirs.
fn is_lost(kind: FaultKind, lost: &[u8]) -> bool {
    match kind {
        FaultKind::Placeholder => false,
        FaultKind::EndMarkerMissing => is_begun(Some(lost)) && !is_of_others(lost),
        FaultKind::EndWithoutBegin => !is_of_others(lost),
        _ => is_mostly_base64(lost) && !is_of_others(lost),
    }
}

/// Whether lines of base64 make half of it. Damage leaves most of them; code and prose have none.
fn is_mostly_base64(lost: &[u8]) -> bool {
    let runs = lost.split(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')));
    let in_runs: usize = runs
        .map(<[u8]>::len)
        .filter(|length| *length >= SHORTEST_RUN)
        .sum();
    in_runs.saturating_mul(2) >= lost.len()
}

/// Words are shorter.
const SHORTEST_RUN: usize = 20;

/// Whether base64 follows a BEGIN at once. Where no END follows, all of the file up to the next BEGIN is lost with it, and may
/// hold anything.
fn is_begun(lost: Option<&[u8]>) -> bool {
    let lost = lost.unwrap_or_default();
    let mut lines = lost.split_inclusive(|byte| *byte == b'\n');
    let own = lines.next().unwrap_or_default();
    let next = lines.next().unwrap_or_default();
    has_base64(own, SHORTEST) || has_base64(next, SHORTEST) || next.starts_with(b"Proc-Type")
}

/// Bytes of the lines of base64 that a text ends with, which belong to an END without BEGIN.
fn base64_above(text: &[u8]) -> usize {
    let mut length = 0usize;
    for line in text.rsplit(|byte| *byte == b'\n') {
        let is_last = length == 0;
        let longest = if line.len() > SHORTEST { SHORTEST } else { 8 };
        if !line.trim_ascii().is_empty() && !has_base64(line, longest) {
            break;
        }
        length += line.len() + usize::from(!is_last);
    }
    length.min(text.len())
}

/// Whether there is nothing between a run and the block that begins at `begin` but what stands around each line: elements of
/// HTML, what a log puts before lines, what a program joins strings with.
fn is_margin(text: &[u8], run: &Range<usize>, begin: usize) -> bool {
    let gap = text.get(run.end..begin).unwrap_or_default();
    if gap.len() > 2 * LONGEST_MARGIN {
        return false;
    }
    let mut elements = gap.split(|byte| *byte == b'<');
    if gap.contains(&b'<') {
        let is_blank = |text: &[u8]| text.trim_ascii().is_empty();
        let is_closed = |it: &[u8]| {
            memchr::memchr(b'>', it).is_some_and(|at| is_blank(it.get(at + 1..).unwrap_or_default()))
        };
        return elements.next().is_some_and(is_blank) && elements.all(is_closed);
    }
    let Some(end) = memchr::memchr(b'\n', gap) else {
        return false;
    };
    let (behind, before) = gap.split_at_checked(end).unwrap_or_default();
    let own = text.get(run.clone()).unwrap_or_default();
    let last = own
        .get(own.len().saturating_sub(LONGEST_MARGIN)..)
        .unwrap_or_default();
    let line = last.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let marker = memmem::find(line, b"-----END").unwrap_or(0);
    let margin = line.get(..marker).unwrap_or_default();
    let first = own.get(..LONGEST_MARGIN).unwrap_or(own);
    let first = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_behind = behind.trim_ascii().is_empty() || first.trim_ascii_end().ends_with(behind.trim_ascii());
    let is_any = !margin.is_empty() || !behind.trim_ascii().is_empty();
    is_behind && is_any && likeness(margin) == likeness(before.get(1..).unwrap_or_default())
}

/// As the scanner reads them.
const LONGEST_MARGIN: usize = 320;

/// What a margin has in common with those of other lines: a digit for each number, a blank for several.
fn likeness(margin: &[u8]) -> Vec<u8> {
    let mut like: Vec<u8> = Vec::with_capacity(margin.len());
    let common = margin.trim_ascii_start().iter().map(|byte| match byte {
        b'0'..=b'9' => b'0',
        b'\t' => b' ',
        byte => *byte,
    });
    for byte in common {
        if !(matches!(byte, b'0' | b' ') && like.last() == Some(&byte)) {
            like.push(byte);
        }
    }
    like
}

/// Nothing but blanks, punctuation and escaped line ends, as between two strings of source code, and comments.
fn is_gap(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'\n')
        .enumerate()
        .all(|(number, line)| {
            let begun = line.trim_ascii_start();
            let is_comment = number > 0 && (begun.starts_with(b"#") || begun.starts_with(b"//"));
            is_comment || is_punctuation(line)
        })
}

fn is_punctuation(line: &[u8]) -> bool {
    let mut bytes = line.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if matches!(bytes.as_slice().first(), Some(b'n' | b'r' | b't')) => _ = bytes.next(),
            other if other.is_ascii_alphanumeric() => return false,
            _ => {}
        }
    }
    true
}
