//! Values of .env files.

use memchr::memchr;
use zeroize::Zeroizing;

use super::reader::{OF_VALUE, short};
use crate::input::part::{FilePart, PartLimit, mentions_pem};

/// `NAME=value` and `export NAME="value"`; a value in quotation marks may go over several lines.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let (mut number, mut at) = (0usize, 0usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        number += 1;
        let first = number;
        let line = line_of(rest);
        crate::input::work::look_at(line.len());
        at += line.len();
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let value = value.trim_start();
        let mut value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let begun = value.get(1..).unwrap_or_default();
                match begun.split_once(quote) {
                    Some((value, _)) => Zeroizing::new(value.to_owned()),
                    None => {
                        let rest = text.get(at..).unwrap_or_default();
                        let (more, lines, length) = up_to(rest, quote);
                        number += lines;
                        at += length;
                        joined(begun, more)
                    }
                }
            }
            _ => Zeroizing::new(value.to_owned()),
        };
        crate::input::work::look_at(value.len());
        if mentions_pem(value.as_bytes()) {
            if !room.takes_another() {
                return parts;
            }
            let text = Zeroizing::new(std::mem::take(&mut *value).into_bytes());
            let name = name.trim();
            parts.push(FilePart::new(
                Some(short(name)),
                0,
                name.into(),
                text,
                first,
                OF_VALUE,
            ));
        }
    }
    parts
}

/// The first line, with its end.
fn line_of(text: &str) -> &str {
    let end = memchr(b'\n', text.as_bytes()).map(|end| end + 1);
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// What stands before the quotation mark; how many lines are done with it, the one that holds the mark included; and their
/// bytes. Without a mark it is all of the text.
fn up_to(text: &str, quote: char) -> (&str, usize, usize) {
    let whole = text.strip_suffix('\n').unwrap_or(text);
    let (value, after) = text.split_once(quote).unwrap_or((whole, ""));
    let length = match after {
        "" => text.len(),
        _ => text.len() - after.len() + line_of(after).len(),
    };
    crate::input::work::look_at(length);
    let done = text.get(..length).unwrap_or_default();
    (value, done.lines().count(), length)
}

/// The lines of a value, without what a file of Windows has at their ends.
fn joined(first: &str, more: &str) -> Zeroizing<String> {
    let mut value = Zeroizing::new(String::with_capacity(first.len() + 1 + more.len()));
    value.push_str(first);
    let more = (!more.is_empty()).then(|| more.split('\n'));
    for line in more.into_iter().flatten() {
        value.push('\n');
        value.push_str(line.strip_suffix('\r').unwrap_or(line));
    }
    value
}
