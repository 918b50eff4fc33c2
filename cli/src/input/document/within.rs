//! A document inside a value of another: a kubeconfig in a Secret, properties in a ConfigMap, JSON in a string of JSON. Two
//! levels deep.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::value::Value;
use crate::input::base64;
use crate::input::line_map::{LineMap, starts};
use crate::input::part::{FilePart, Inner as Place, PartLimit};
use crate::input::remark::Form;

/// Reads a text under the name of its value: its parts, or nothing where it is no document with PEM.
pub(super) type Inner = fn(&[u8], &str, &mut PartLimit) -> Option<Vec<FilePart>>;

/// Bytes of a document that is looked into inside of another: what a Secret may hold.
const LARGEST: usize = 1 << 20;

/// The parts of the document that a value of this name is, if it is one and holds any.
pub(super) fn parts(value: &Value<'_>, name: &str, read: Inner, room: &mut PartLimit) -> Vec<FilePart> {
    if value.text.len() > LARGEST {
        return Vec::new();
    }
    let plain = read(value.text, name, room);
    let decoded = match plain {
        Some(_) => None,
        None => base64::decode(value.text).map(|it| it.bytes),
    };
    let found = match &decoded {
        Some(bytes) => read(bytes, name, room),
        None => plain,
    };
    let Some(mut found) = found else {
        return Vec::new();
    };
    // Its lines in the file: through those of the value.
    let outer = match &decoded {
        Some(bytes) => LineMap::of(line_starts(bytes).map(base64::character_of), value.pieces),
        None => LineMap::of(starts(value.text), value.pieces),
    };
    let is_base64 = decoded.is_some();
    let document = Arc::new(match decoded {
        Some(bytes) => bytes,
        None => Zeroizing::new(value.text.to_vec()),
    });
    for part in &mut found {
        deeper(part);
        let lines = memchr::memchr_iter(b'\n', &part.text).count().saturating_add(1);
        part.places = part.places.through(&outer, lines);
        // It is written in the value, not in the file.
        part.inner = part.token.take().map(|token| Place {
            document: Arc::clone(&document),
            token,
            is_base64,
        });
        part.is_within = true;
    }
    found
}

/// What stands in a document of a document is not written again.
fn deeper(part: &mut FilePart) {
    if part.inner.take().is_some() {
        part.token = None;
        part.unwritten = Some("it stands in a document inside of a document, which is not written");
    }
}

/// The same for a value of a format whose values stand in each other in no way: what it holds, or itself.
pub(super) fn of_part(
    part: FilePart,
    mappings: &mut usize,
    read: Inner,
    room: &mut PartLimit,
) -> Vec<FilePart> {
    if part.text.len() > LARGEST || part.archive.is_some() {
        return vec![part];
    }
    let Some(mut found) = read(&part.text, &part.name, room) else {
        return vec![part];
    };
    let document = Arc::new(Zeroizing::new(part.text.to_vec()));
    let base = mappings.saturating_add(1);
    for inner in &mut found {
        deeper(inner);
        let lines = memchr::memchr_iter(b'\n', &inner.text).count().saturating_add(1);
        inner.places = inner.places.through(&part.places, lines);
        inner.inner = inner.token.take().map(|token| Place {
            document: Arc::clone(&document),
            token,
            is_base64: part.form == Some(Form::Base64),
        });
        if inner.inner.is_some() {
            inner.token = part.token.clone();
        }
        inner.value = match (&part.value, inner.value.take()) {
            (Some(path), Some(own)) => Some(format!("{path}, {own}")),
            (path, own) => path.clone().or(own),
        };
        inner.mapping = inner.mapping.saturating_add(base);
        *mappings = (*mappings).max(inner.mapping);
        inner.has_object = false;
        inner.is_within = true;
    }
    if let Some(first) = found.first_mut() {
        first.remarks.extend(part.remarks);
    }
    found
}

fn line_starts(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let ends = memchr::memchr_iter(b'\n', text).map(|at| at.saturating_add(1));
    std::iter::once(0).chain(ends)
}
