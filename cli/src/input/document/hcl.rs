//! String literals of HCL, the language of Terraform: quoted, and heredocs.

use memchr::memchr;
use zeroize::Zeroizing;

use super::list::List;
use super::path::short;
use super::problem::Problem;
use super::value::{Value, named};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, MOST_PARTS, PartLimit};
use crate::input::remark::Form;
use crate::input::work;

/// The parts, or where it is no HCL: nothing but its strings and comments is read.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Result<Vec<FilePart>, Problem> {
    let mut parts = Vec::new();
    let (mut at, mut line) = (0usize, 1usize);
    // What the last word before the string was: the name of an attribute, most often.
    let mut name = "";
    // The blocks and objects that are open, by their numbers.
    let (mut open, mut blocks) = (Vec::new(), 0usize);
    // `join("\n", ["-----BEGIN…", …])`.
    let (mut lines, mut brackets) = (List::default(), 0usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.as_bytes().first().copied().unwrap_or_default();
        let mut value = None;
        let length = match first {
            b'#' => to_line_end(rest),
            b'/' if rest.starts_with("//") => to_line_end(rest),
            b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            b'"' => {
                let end = end_of_quoted(rest).ok_or_else(|| {
                    Problem::new(
                        "HCL",
                        line,
                        "a string in quotation marks has no line ends; write \\n, or <<-EOT",
                    )
                })?;
                let written = rest.get(1..end).unwrap_or_default();
                value = Some((unescaped(written), written, Form::HclQuoted, line));
                end + 1
            }
            b'<' if rest.starts_with("<<") => match heredoc(rest) {
                Some(found) => {
                    let form = match found.is_indented {
                        true => Form::HclHeredocIndented,
                        false => Form::HclHeredoc,
                    };
                    value = Some((found.value, found.written, form, line + 1));
                    found.length
                }
                None => 2,
            },
            _ if first.is_ascii_alphabetic() || first == b'_' => {
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
                let length = rest.bytes().take_while(|byte| is_part(byte)).count();
                name = rest.get(..length).unwrap_or_default();
                length
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        if !matches!(first, b'"' | b',' | b' ' | b'\t' | b'\r' | b'\n') {
            let mapping = open.last().copied().unwrap_or_default();
            let part = joined(std::mem::take(&mut lines), name, mapping);
            parts.extend(part.filter(|_| room.takes_another()));
        }
        match first {
            b'{' => {
                blocks += 1;
                open.push(blocks);
            }
            b'}' => _ = open.pop(),
            b'[' => brackets += 1,
            b']' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        work::look_at(length);
        let is_line = value.as_ref().is_some_and(|(content, _, form, line)| {
            let content = std::str::from_utf8(content).unwrap_or_default();
            let is_of_block = |it: u8| it.is_ascii_alphanumeric() || b"+/=- ".contains(&it);
            brackets > 0
                && *form == Form::HclQuoted
                && content.bytes().all(is_of_block)
                && lines.push(content, *line, &mut MOST_PARTS.saturating_add(1))
        });
        if let Some((content, written, form, line)) = value.filter(|_| !is_line) {
            let pieces = [Piece {
                text: written,
                line,
                has_escapes: form == Form::HclQuoted,
            }];
            let value = Value {
                text: &content,
                pieces: &pieces,
                form,
            };
            if let Some(mut part) = named(&value, name) {
                if !room.takes_another() {
                    return Ok(parts);
                }
                part.mapping = open.last().copied().unwrap_or_default();
                parts.push(part);
            }
        }
        let done = rest.get(..length).unwrap_or(rest);
        line += memchr::memchr_iter(b'\n', done.as_bytes()).count();
        at += length;
    }
    Ok(parts)
}

/// The text that lines of a list make, if it is more than one.
fn joined(lines: List, name: &str, mapping: usize) -> Option<FilePart> {
    let (text, places) = lines.text()?;
    let mut part = FilePart::new(None, mapping, name.into(), text, places, OF_LIST);
    part.value = Some(short(name));
    Some(part)
}

/// Who has the lines of a block in a list joins them as PEM wants it.
const OF_LIST: &[&str] = &[pemvet::rules::names::CONTAINER_READ];

fn to_line_end(text: &str) -> usize {
    memchr(b'\n', text.as_bytes()).unwrap_or(text.len())
}

/// Where the quotation mark is that ends the string which begins the text. `${` and `%{` may hold strings of their own.
fn end_of_quoted(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (1usize, 0usize);
    let bytes = text.as_bytes();
    loop {
        match (bytes.get(at)?, depth) {
            (b'\\', _) => at += 1,
            (b'$' | b'%', _) if bytes.get(at + 1) == Some(&b'{') => {
                depth += 1;
                at += 1;
            }
            (b'}', 1..) => depth -= 1,
            (b'"', 0) => return Some(at),
            (b'\n', 0) => {
                work::look_at(at);
                return None;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Bytes of `<<` and the word that ends a heredoc.
const LONGEST_WORD: usize = 128;

struct Heredoc<'t> {
    value: Zeroizing<Vec<u8>>,
    written: &'t str,
    is_indented: bool,
    /// Bytes up to the word that ends it.
    length: usize,
}

/// `<<WORD` or `<<-WORD`, and the lines up to that word.
fn heredoc(text: &str) -> Option<Heredoc<'_>> {
    // No word is longer, and a line may hold nothing but `<`.
    let first = text.as_bytes().get(..LONGEST_WORD.min(text.len()))?;
    let (begin, body) = text.split_at_checked(memchr(b'\n', first)?)?;
    let body = body.get(1..)?;
    let word = begin.strip_prefix("<<")?;
    let (is_indented, word) = match word.strip_prefix('-') {
        Some(word) => (true, word.trim_end()),
        None => (false, word.trim_end()),
    };
    let is_word = word
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if word.is_empty() || !is_word {
        return None;
    }
    let mut length = 0usize;
    for line in body.split_inclusive('\n') {
        work::look_at(line.len());
        if line.trim() == word {
            break;
        }
        length += line.len();
    }
    let written = body.get(..length).unwrap_or(body);
    let value = if is_indented {
        without_indentation(written)
    } else {
        Zeroizing::new(written.as_bytes().to_vec())
    };
    let rest = body.get(length..).unwrap_or_default();
    Some(Heredoc {
        value,
        written,
        is_indented,
        length: begin.len() + 1 + length + to_line_end(rest),
    })
}

/// The lines without the blanks that all of them begin with. A tab counts as one blank.
fn without_indentation(text: &str) -> Zeroizing<Vec<u8>> {
    let lines = || text.split_inclusive('\n');
    let least = lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    let mut value = Zeroizing::new(Vec::with_capacity(text.len()));
    for line in lines() {
        let begun = line.len() - line.trim_start_matches([' ', '\t']).len();
        value.extend_from_slice(line.as_bytes().get(least.min(begun)..).unwrap_or_default());
    }
    value
}

fn unescaped(written: &str) -> Zeroizing<Vec<u8>> {
    let mut value = Zeroizing::new(Vec::with_capacity(written.len()));
    let mut rest = written.as_bytes();
    while let Some(at) = memchr(b'\\', rest) {
        value.extend_from_slice(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        value.push(match after.first() {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(other) => *other,
            None => b'\\',
        });
        rest = after.get(1..).unwrap_or_default();
    }
    value.extend_from_slice(rest);
    value
}
