//! A document inside a value of another: a kubeconfig in a Secret, properties in a ConfigMap, JSON in a string of JSON. One
//! level deep.

use super::value::Value;
use crate::input::base64;
use crate::input::line_map::{LineMap, starts};
use crate::input::part::{FilePart, PartLimit};

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
    for part in &mut found {
        let lines = memchr::memchr_iter(b'\n', &part.text).count().saturating_add(1);
        part.places = part.places.through(&outer, lines);
        // It is written in the value, not in the file.
        part.token = None;
        part.is_within = true;
    }
    found
}

fn line_starts(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let ends = memchr::memchr_iter(b'\n', text).map(|at| at.saturating_add(1));
    std::iter::once(0).chain(ends)
}
