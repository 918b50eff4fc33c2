//! Entries of LDIF (RFC 2849): `name:: base64`, which goes on in lines that begin with a blank.

use zeroize::Zeroizing;

use super::value::{Value, named};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, PartLimit};
use crate::input::remark::Form;
use crate::input::work;

/// The values with PEM, and those that are DER by their names.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let mut entry = 0usize;
    let mut lines = (1usize..).zip(text.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        work::look_at(line.len());
        if line.is_empty() {
            entry += 1;
        }
        let Some((name, first)) = line.split_once(':').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let first = first.trim_start_matches([':', ' ']);
        let further = lines
            .clone()
            .take_while(|(_, line)| line.starts_with(' '))
            .count();
        let mut pieces = Vec::with_capacity(further + 1);
        pieces.push(Piece {
            text: first,
            line: number,
            has_escapes: false,
        });
        while let Some((number, line)) = lines.next_if(|(_, line)| line.starts_with(' ')) {
            work::look_at(line.len());
            pieces.push(Piece {
                text: line.get(1..).unwrap_or_default(),
                line: number,
                has_escapes: false,
            });
        }
        // It may hold a key: room for all of it from the start.
        let length = pieces.iter().map(|piece| piece.text.len()).sum();
        let mut content = Zeroizing::new(String::with_capacity(length));
        pieces.iter().for_each(|piece| content.push_str(piece.text));
        let value = Value {
            text: content.as_bytes(),
            pieces: &pieces,
            form: Form::Base64,
        };
        if let Some(mut part) = named(&value, name) {
            if !room.takes_another() {
                return parts;
            }
            part.mapping = entry;
            parts.push(part);
        }
    }
    parts
}
