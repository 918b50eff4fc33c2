//! Values of .env files.

use memchr::{memchr, memchr2, memmem};
use zeroize::Zeroizing;

use super::value::{Value, named};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, PartLimit, Token};
use crate::input::remark::{Form, Remark};
use crate::input::work;

/// `NAME=value` and `export NAME="value"`; a value in quotation marks may go over several lines.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let (mut number, mut at) = (1usize, 0usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let line = line_of(rest);
        work::look_at(line.len());
        let Some((name, value)) = assignment(line) else {
            (at, number) = (at + line.len(), number + 1);
            continue;
        };
        let begin = line.len() - value.len();
        let rest = rest.get(begin..).unwrap_or_default();
        let read = match value.as_bytes().first() {
            Some(b'"') => quoted(rest, '"', Form::EnvDouble),
            Some(b'\'') => quoted(rest, '\'', Form::EnvSingle),
            Some(b'`') => quoted(rest, '`', Form::EnvBacktick),
            _ => bare(rest),
        };
        let taken = rest.get(..read.length).unwrap_or(rest);
        let pieces = [Piece {
            text: read.written,
            line: number,
            has_escapes: read.form == Form::EnvDouble,
        }];
        let value = Value {
            text: &read.value,
            pieces: &pieces,
            form: read.form,
        };
        if let Some(mut part) = named(&value, name) {
            if !room.takes_another() {
                return parts;
            }
            part.remarks.extend(read.remarks);
            part.token = Some(Token {
                bytes: at + begin..at + begin + taken.len(),
                form: read.form,
            });
            if let Some(lines) = read.lines_after {
                part.remarks.push(Remark::FirstLineOnly(number + lines));
            }
            parts.push(part);
        }
        // What follows on the line is done with as well.
        let after = line_of(rest.get(taken.len()..).unwrap_or_default());
        number += memchr::memchr_iter(b'\n', taken.as_bytes()).count();
        number += memchr::memchr_iter(b'\n', after.as_bytes()).count();
        at += begin + taken.len() + after.len();
    }
    parts
}

/// The name and what stands behind it, up to the end of the line.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let trimmed = line.trim_start();
    let trimmed = trimmed.strip_prefix("export ").unwrap_or(trimmed).trim_start();
    if trimmed.starts_with('#') {
        return None;
    }
    // dotenv, godotenv and ruby-dotenv take a colon as well.
    let end = memchr2(b'=', b':', trimmed.as_bytes())?;
    let (name, value) = (trimmed.get(..end)?, trimmed.get(end + 1..)?);
    let (name, value) = match trimmed.as_bytes().get(end) {
        Some(b':') if !value.starts_with([' ', '\t']) => trimmed.split_once('=')?,
        _ => (name, value),
    };
    Some((name.trim(), value.trim_start_matches([' ', '\t'])))
}

/// What was read of a value.
struct Read<'t> {
    value: Zeroizing<Vec<u8>>,
    written: &'t str,
    /// Bytes from its start, quotation marks included.
    length: usize,
    form: Form,
    remarks: Vec<Remark>,
    /// Lines below the first that belong to the block, and not to the value.
    lines_after: Option<usize>,
}

/// A value in quotation marks, from the first one on. Without a second it is all of the text.
fn quoted(text: &str, quote: char, form: Form) -> Read<'_> {
    let begun = text.get(1..).unwrap_or_default();
    let end = end_of(begun, quote, form == Form::EnvDouble);
    let written = begun.get(..end.unwrap_or(begun.len())).unwrap_or_default();
    work::look_at(written.len());
    let mut remarks = Vec::new();
    let value = match form {
        Form::EnvDouble => {
            let value = unescaped(written);
            remarks.extend(value.is_escaped.then_some(Remark::EnvEscapes));
            value.text
        }
        _ => Zeroizing::new(written.as_bytes().to_vec()),
    };
    if form == Form::EnvBacktick {
        remarks.push(Remark::EnvBackticks);
    } else if written.contains('\n') {
        remarks.push(Remark::EnvLines);
    }
    let length = end.map_or(text.len(), |end| end + 2);
    let behind = line_of(text.get(length..).unwrap_or_default()).trim_start();
    if behind.starts_with('#') {
        remarks.push(Remark::EnvComment);
    }
    Read {
        value,
        written,
        length,
        form,
        remarks,
        lines_after: None,
    }
}

/// Where the quotation mark is that ends the value.
fn end_of(text: &str, quote: char, has_escapes: bool) -> Option<usize> {
    if !has_escapes {
        return text.find(quote);
    }
    let mut at = 0;
    loop {
        at += memchr2(b'"', b'\\', text.as_bytes().get(at..)?)?;
        if text.as_bytes().get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

struct Unescaped {
    text: Zeroizing<Vec<u8>>,
    /// Line ends among it.
    is_escaped: bool,
}

/// As most libraries read it: `\n`, `\r` and `\t` are line ends and a tab, a backslash before a quotation mark or another
/// backslash is left out.
fn unescaped(written: &str) -> Unescaped {
    let mut text = Zeroizing::new(Vec::with_capacity(written.len()));
    let mut is_escaped = false;
    let mut rest = written.as_bytes();
    while let Some(at) = memchr(b'\\', rest) {
        text.extend_from_slice(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let (byte, length) = match after.first() {
            Some(b'n') => (b'\n', 1),
            Some(b'r') => (b'\r', 1),
            Some(b't') => (b'\t', 1),
            Some(quoted @ (b'"' | b'\\')) => (*quoted, 1),
            _ => (b'\\', 0),
        };
        is_escaped |= byte == b'\n';
        text.push(byte);
        rest = after.get(length..).unwrap_or_default();
    }
    text.extend_from_slice(rest);
    Unescaped { text, is_escaped }
}

/// A value without quotation marks: one line. Where a block begins on it and goes on below, that is read with it.
fn bare(text: &str) -> Read<'_> {
    let first = line_of(text);
    let mut length = first.trim_end_matches(['\n', '\r']).len();
    let mut lines_after = None;
    let holds = |line: &str, marker: &str| memmem::find(line.as_bytes(), marker.as_bytes()).is_some();
    if holds(first, "-----BEGIN ") && !holds(first, "-----END ") {
        let (mut at, mut lines) = (first.len(), 0usize);
        let mut is_inside = true;
        while let Some(line) = text.get(at..).map(line_of).filter(|line| !line.is_empty()) {
            let begins = line.trim_start().starts_with("-----BEGIN ");
            // One block after the other, and nothing between them.
            if is_inside == begins || (is_inside && is_assigned(line)) {
                break;
            }
            work::look_at(line.len());
            is_inside = !holds(line, "-----END ");
            (at, lines) = (at + line.len(), lines + 1);
            if !is_inside {
                length = at - (line.len() - line.trim_end_matches(['\n', '\r']).len());
                lines_after = lines_after.or(Some(lines));
            }
        }
    }
    let written = text.get(..length).unwrap_or(first);
    Read {
        value: Zeroizing::new(written.trim_end().as_bytes().to_vec()),
        written,
        length,
        form: Form::EnvBare,
        remarks: Vec::new(),
        lines_after,
    }
}

/// Whether the line is a variable of its own, not one of base64 with `=` at its end.
fn is_assigned(line: &str) -> bool {
    let value = line.split_once('=').map(|(_, value)| value.trim());
    value.is_some_and(|value| !value.is_empty() && value != "=")
}

/// The first line, with its end.
fn line_of(text: &str) -> &str {
    let end = memchr(b'\n', text.as_bytes()).map(|end| end + 1);
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}
