//! What a file holds for us: itself as one bundle, the values of a YAML, JSON or .env file, or blocks inside other text.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use pemvet::pem::{self, Kind};
use pemvet::rules;
use zeroize::Zeroizing;

use crate::input::document;
use crate::input::files::Secret;
use crate::input::lines::Lines;
use crate::input::part::{FilePart, MOST_BLOCKS, MOST_PARTS, PartLimit, mentions_pem};
use crate::input::work;

/// Words that mark a file whose keys protect nothing.
const TEST_DATA: &[u8] = b"pemvet: test data";

/// Text in source code, templates and notes is indented, quoted and escaped as its surroundings want it.
const OF_SURROUNDINGS: &[&str] = &[
    rules::names::CONTAINER_READ,
    rules::names::LAYOUT_REPAIRED,
    rules::names::NEWLINE_ESCAPE_REPAIRED,
    rules::names::TEXT_OUTSIDE_BLOCKS,
];

/// Files of this name hold DER as their form.
const OF_DER: &[&str] = &[rules::names::CONTAINER_READ];

/// The parts of a file. Nothing for a file that holds no PEM and no DER, unless it was named.
///
/// The error is why it was not cut: words for the user.
pub(crate) fn parts(path: &Path, text: Secret, named: bool) -> Result<Vec<FilePart>, String> {
    let is_test_data = memmem::find(&text, TEST_DATA).is_some();
    let mut room = PartLimit::default();
    let mut parts = cut(path, text, named, &mut room);
    if let Some(reason) = room.refused {
        return Err(format!("{reason}; divide it"));
    }
    parts.iter_mut().for_each(|part| part.is_test_data = is_test_data);
    Ok(parts)
}

/// Parts of a text, with its lines.
fn inside(text: Secret, mut parts: Vec<FilePart>) -> Vec<FilePart> {
    let lines = Arc::new(Lines::of(text));
    parts
        .iter_mut()
        .for_each(|part| part.lines = Some(Arc::clone(&lines)));
    parts
}

fn cut(path: &Path, text: Secret, named: bool, room: &mut PartLimit) -> Vec<FilePart> {
    let whole = |text, forgiven| vec![FilePart::new(None, 0, name_of(path), text, 1, forgiven)];
    let kind = FileKind::of(path, &text);
    let mentions_pem = mentions_pem(&text);
    match kind {
        FileKind::Document if mentions_pem => match document::parts(path, &text, room) {
            Some(parts) if !parts.is_empty() || !named => return inside(text, parts),
            // Templates are no YAML before they are filled in.
            None => return embedded(text, room),
            Some(_) => {}
        },
        FileKind::Certificates(forgiven) => {
            let is_der = is_der_sequence(&text);
            let mut parts = whole(text, forgiven);
            parts.retain(|part| named || is_der || !part.is_bare);
            return parts;
        }
        FileKind::Other if !named => {
            return if mentions_pem {
                embedded(text, room)
            } else {
                Vec::new()
            };
        }
        FileKind::Document | FileKind::Other => {}
    }
    if named { whole(text, &[]) } else { Vec::new() }
}

/// Whether a file of this name is looked at whatever its size.
pub(crate) fn is_named_like_ours(path: &Path) -> bool {
    !matches!(FileKind::of(path, b""), FileKind::Other)
}

/// Whether a file of this name is meant to hold certificates or keys, and nothing else.
pub(crate) fn is_named_like_certificates(path: &Path) -> bool {
    matches!(FileKind::of(path, b""), FileKind::Certificates(_))
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

enum FileKind {
    /// Certificates or keys, by extension or because the first thing in it is a block.
    Certificates(&'static [&'static str]),
    /// YAML, JSON or a list of environment variables.
    Document,
    Other,
}

impl FileKind {
    fn of(path: &Path, text: &[u8]) -> FileKind {
        let name = name_of(path).to_ascii_lowercase();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_binary = text.first() == Some(&0x30);
        match extension {
            "pem" | "crt" | "cert" | "key" | "pfx" | "p12" => {
                return FileKind::Certificates(if is_binary && extension == "crt" {
                    OF_DER
                } else {
                    &[]
                });
            }
            "cer" | "der" | "p7b" | "p7c" => return FileKind::Certificates(OF_DER),
            "yaml" | "yml" | "json" => return FileKind::Document,
            _ => {}
        }
        if document::is_environment(&name) || (name == "-" && document::looks_like_one(text)) {
            return FileKind::Document;
        }
        if name == "-" || begins_with_block(text) {
            return FileKind::Certificates(&[]);
        }
        FileKind::Other
    }
}

fn is_der_sequence(text: &[u8]) -> bool {
    matches!(text, [0x30, 0x82..=0x84, ..])
}

fn begins_with_block(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    text.starts_with(b"-----BEGIN ")
        || text.starts_with(b"Bag Attributes")
        || text.starts_with(b"LS0tLS1CRUdJ")
}

/// Blocks inside other text, those that stand together as one bundle. Markers that lead to no block are words about PEM.
fn embedded(text: Secret, room: &mut PartLimit) -> Vec<FilePart> {
    work::look_at(text.len());
    // Program files hold markers and certificates of their own.
    if memchr::memchr(0, &text).is_some() {
        return Vec::new();
    }
    let runs = runs(&text);
    let (mut line, mut counted) = (1usize, 0usize);
    let mut parts = Vec::with_capacity(runs.len().min(MOST_PARTS));
    for (place, run) in runs.into_iter().enumerate() {
        if !room.takes_another() {
            return Vec::new();
        }
        let above = text.get(counted..run.start).unwrap_or_default();
        line = line.saturating_add(memchr::memchr_iter(b'\n', above).count());
        counted = run.start;
        let block = Zeroizing::new(text.get(run).unwrap_or_default().to_vec());
        parts.push(FilePart::new(
            None,
            place,
            String::new(),
            block,
            line,
            OF_SURROUNDINGS,
        ));
    }
    inside(text, parts)
}

/// Where certificates and keys stand in a text, those with nothing between them together.
fn runs(text: &[u8]) -> Vec<Range<usize>> {
    let scan = pem::scan_with_limit(text, MOST_BLOCKS);
    let mut runs: Vec<Range<usize>> = Vec::new();
    for section in scan.sections() {
        let wanted = section.kind() == Kind::Certificate || section.kind().is_private_key();
        if !wanted {
            continue;
        }
        let bytes = section.bytes();
        match runs.last_mut() {
            Some(run) if is_gap(text.get(run.end..bytes.start).unwrap_or_default()) => run.end = bytes.end,
            _ => runs.push(bytes),
        }
    }
    runs
}

/// Nothing but blanks and punctuation, as between two strings of source code.
fn is_gap(text: &[u8]) -> bool {
    !text.iter().any(u8::is_ascii_alphanumeric)
}
