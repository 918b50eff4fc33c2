//! Values of .env files.

use memchr::{memchr, memchr2, memmem};
use zeroize::Zeroizing;

use super::bare::{self, Bare};
use super::value::{Value, named};
use crate::input::line_map::Piece;
use crate::input::mention::mentions_pem;
use crate::input::part::{FilePart, MOST_PARTS, PartLimit, Token};
use crate::input::remark::{Form, Remark};
use crate::input::work;

/// Who reads the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A library, or what starts a container or a service.
    Library,
    /// A shell, as direnv has it read `.envrc`.
    Shell,
}

/// `NAME=value` and `export NAME="value"`; a value in quotation marks may go over several lines.
pub(super) fn parts(text: &str, dialect: Dialect, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let mut without: Vec<Bare> = Vec::new();
    let is_shell = dialect == Dialect::Shell;
    let (mut number, mut at) = (1usize, 0usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let line = line_of(rest);
        work::look_at(line.len());
        let Some(Assignment { name, value, way }) = assignment(line, dialect) else {
            match stray(rest, number, dialect) {
                Some((part, length)) if !room.is_refused() => {
                    let taken = rest.get(..length).unwrap_or_default();
                    number += memchr::memchr_iter(b'\n', taken.as_bytes()).count();
                    at += length;
                    if room.takes_another() {
                        parts.push(part);
                    }
                }
                _ => (at, number) = (at + line.len(), number + 1),
            }
            continue;
        };
        let begin = line.len() - value.len();
        let rest = rest.get(begin..).unwrap_or_default();
        let read = match value.as_bytes() {
            [b'"', ..] if is_shell => quoted(rest, 1, '"', Form::ShellQuoted),
            [b'"', ..] => quoted(rest, 1, '"', Form::EnvDouble),
            [b'\'', ..] if is_shell => quoted(rest, 1, '\'', Form::ShellQuoted),
            [b'\'', ..] => quoted(rest, 1, '\'', Form::EnvSingle),
            [b'`', ..] if !is_shell => quoted(rest, 1, '`', Form::EnvBacktick),
            [b'$', b'\'', ..] => quoted(rest, 2, '\'', Form::EnvDollar),
            _ => bare(rest),
        };
        let taken = rest.get(..read.length).unwrap_or(rest);
        let pieces = [Piece {
            text: read.written,
            line: number,
            has_escapes: matches!(read.form, Form::EnvDouble | Form::EnvDollar),
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
            if !is_shell {
                let is_apart = matches!(way, Some(Remark::EnvApart | Remark::EnvColon));
                match read.form == Form::EnvDollar && is_apart {
                    true => part.remarks.push(Remark::EnvDollarApart),
                    false => {
                        part.remarks.extend(read.remarks);
                        part.remarks.extend(way);
                    }
                }
            }
            if read.is_open {
                part.remarks.push(Remark::EnvOpen(number));
                part.unwritten =
                    Some("the quotation mark before it is never closed; close it behind the END line");
            }
            part.token = Some(Token {
                bytes: at + begin..at + begin + taken.len(),
                form: read.form,
            });
            if let Some(lines) = read.lines_after.filter(|_| !read.is_open) {
                part.remarks.push(Remark::FirstLineOnly(number + lines));
            }
            parts.push(part);
        } else if let Some(bare) =
            Bare::named(name, &read.value, number).filter(|_| without.len() < MOST_PARTS)
        {
            without.push(bare);
        }
        // What follows on the line is done with as well.
        let after = line_of(rest.get(taken.len()..).unwrap_or_default());
        number += memchr::memchr_iter(b'\n', taken.as_bytes()).count();
        number += memchr::memchr_iter(b'\n', after.as_bytes()).count();
        at += begin + taken.len() + after.len();
    }
    bare::missed_halves(&mut parts, without);
    parts
}

/// A variable.
struct Assignment<'t> {
    name: &'t str,
    /// What stands behind it, up to the end of the line.
    value: &'t str,
    /// What is to be said of how it is assigned.
    way: Option<Remark>,
}

fn assignment(line: &str, dialect: Dialect) -> Option<Assignment<'_>> {
    let line = line.trim_start();
    let exported = line.strip_prefix("export ");
    let trimmed = exported.unwrap_or(line).trim_start();
    if trimmed.starts_with('#') {
        return None;
    }
    let is_shell = dialect == Dialect::Shell;
    // dotenv, godotenv and ruby-dotenv take a colon as well.
    let end = memchr2(b'=', b':', trimmed.as_bytes())?;
    let (name, value) = (trimmed.get(..end)?, trimmed.get(end + 1..)?);
    let is_colon = trimmed.as_bytes().get(end) == Some(&b':');
    let (name, value, is_colon) = match is_colon {
        true if is_shell || !value.starts_with([' ', '\t']) => {
            let (name, value) = trimmed.split_once('=')?;
            (name, value, false)
        }
        _ => (name, value, is_colon),
    };
    let is_apart = name.ends_with([' ', '\t']) || (!is_colon && value.starts_with([' ', '\t']));
    if is_shell && is_apart {
        return None;
    }
    let way = match exported {
        _ if is_colon => Some(Remark::EnvColon),
        Some(_) => Some(Remark::EnvExport),
        None if is_apart => Some(Remark::EnvApart),
        None => None,
    };
    Some(Assignment {
        name: name.trim(),
        value: value.trim_start_matches([' ', '\t']),
        way,
    })
}

/// A block that stands on lines of its own, where no variable has it, and how long it is.
fn stray(rest: &str, number: usize, dialect: Dialect) -> Option<(FilePart, usize)> {
    let first = line_of(rest);
    if !mentions_pem(first.as_bytes()) || first.trim_start().starts_with('#') {
        return None;
    }
    // Up to its END, whatever is wrong with the two, and on to that of the next.
    let mut length = first.len();
    let mut is_ended = first.contains("END ");
    while let Some(line) = rest.get(length..).map(line_of).filter(|line| !line.is_empty()) {
        let begins = mentions_pem(line.as_bytes()) && !line.contains("END ");
        if begins != is_ended || line.starts_with('#') || is_assigned(line) {
            break;
        }
        work::look_at(line.len());
        length += line.len();
        is_ended = line.contains("END ");
    }
    let written = rest.get(..length).unwrap_or(first);
    let pieces = [Piece {
        text: written,
        line: number,
        has_escapes: false,
    }];
    let value = Value {
        text: written.as_bytes(),
        pieces: &pieces,
        form: Form::EnvBare,
    };
    let mut part = named(&value, "")?;
    part.value = None;
    // A shell may have it in a heredoc.
    part.remarks
        .extend((dialect == Dialect::Library).then_some(Remark::EnvStray));
    part.unwritten = Some("it stands outside of any variable; write NAME=\" before it and \" behind it");
    Some((part, length))
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
    /// The quotation mark before it is never closed.
    is_open: bool,
}

/// A value in quotation marks, behind so many bytes. Without a second mark it is that of a line without any.
fn quoted(text: &str, before: usize, quote: char, form: Form) -> Read<'_> {
    let begun = text.get(before..).unwrap_or_default();
    let has_escapes = quote == '"' || form == Form::EnvDollar;
    let Some(end) = end_of(begun, quote, has_escapes) else {
        let read = bare(begun);
        return Read {
            length: before + read.length,
            is_open: true,
            ..read
        };
    };
    let written = begun.get(..end).unwrap_or_default();
    work::look_at(written.len());
    let mut remarks = Vec::new();
    let value = match form {
        Form::EnvDollar => {
            remarks.push(Remark::EnvDollar);
            unescaped(written).text
        }
        Form::EnvDouble => {
            let value = unescaped(written);
            remarks.extend(value.is_escaped.then_some(Remark::EnvEscapes));
            value.text
        }
        _ => Zeroizing::new(written.as_bytes().to_vec()),
    };
    if form == Form::EnvBacktick {
        remarks.push(Remark::EnvBackticks);
    } else if form != Form::EnvDollar && written.contains('\n') {
        remarks.push(Remark::EnvLines);
    }
    let length = before + end + 1;
    let behind = line_of(text.get(length..).unwrap_or_default()).trim_start();
    if behind.starts_with('#') {
        remarks.push(Remark::EnvComment);
    } else if !behind.trim_end().is_empty() {
        remarks.push(Remark::EnvGlued);
    }
    Read {
        value,
        written,
        length,
        form,
        remarks,
        lines_after: None,
        is_open: false,
    }
}

/// Where the quotation mark is that ends the value.
fn end_of(text: &str, quote: char, has_escapes: bool) -> Option<usize> {
    if !has_escapes {
        return memchr(u8::try_from(quote).ok()?, text.as_bytes());
    }
    let quote = u8::try_from(quote).ok()?;
    let mut at = 0;
    loop {
        at += memchr2(quote, b'\\', text.as_bytes().get(at..)?)?;
        if text.as_bytes().get(at) == Some(&quote) {
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
            Some(quoted @ (b'"' | b'\'' | b'\\')) => (*quoted, 1),
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
        is_open: false,
    }
}

/// Whether the line is a variable of its own, not one of base64 with `=` at its end.
fn is_assigned(line: &str) -> bool {
    // A line may end with an escape.
    let line = line.trim_end().trim_end_matches('\\').trim_end_matches("\\n");
    let value = line.split_once('=').map(|(_, value)| value.trim());
    value.is_some_and(|value| !value.is_empty() && value != "=")
}

/// The first line, with its end.
fn line_of(text: &str) -> &str {
    let end = memchr(b'\n', text.as_bytes()).map(|end| end + 1);
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}
