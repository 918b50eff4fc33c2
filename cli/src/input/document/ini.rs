//! Values of INI files, and of systemd's units, which are written like them.

use memchr::memchr;
use zeroize::Zeroizing;

use super::bare::{self, Bare};
use super::path::path_of;
use super::value::{Value, named};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, MOST_PARTS, PartLimit};
use crate::input::remark::{Form, Remark};
use crate::input::work;

/// `name = value` and `name: value`, with further lines where they are indented, as Python's configparser reads them.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let mut lines = Lines::new(text);
    let (mut section, mut sections) = ("", 0usize);
    while let Some((line, number)) = lines.next() {
        if let Some(named) = line.strip_prefix('[') {
            section = named.split(']').next().unwrap_or_default();
            sections += 1;
        }
        let Some((name, first)) = assignment(line) else {
            continue;
        };
        let mut written = vec![(first, number)];
        // Empty lines are lines of the value, and comments are passed over.
        let is_comment = |line: &str| line.trim_start().starts_with(['#', ';']);
        let goes_on = |line: &str| is_indented(line) || line.trim().is_empty() || is_comment(line);
        while let Some((further, number)) = lines.next_if(goes_on) {
            if !is_comment(further) {
                written.push((further.trim(), number));
            }
        }
        let mut remarks = Vec::new();
        // Lines of the block at the margin are no lines of the value.
        let begins = |line: &str| line.contains("-----BEGIN ") && !line.contains("-----END ");
        let is_alone = written.iter().skip(1).all(|(further, _)| further.is_empty());
        if is_alone && begins(first) {
            let block = lines.block();
            remarks.extend(block.last().map(|(_, line)| Remark::FirstLineOnly(*line)));
            written.extend(block);
        }
        let is_quoted =
            written.len() == 1 && first.len() > 1 && first.starts_with('"') && first.ends_with('"');
        if is_quoted {
            written = vec![(first.get(1..first.len() - 1).unwrap_or_default(), number)];
        }
        let pieces: Vec<Piece<'_>> = written
            .iter()
            .map(|(text, line)| Piece {
                text,
                line: *line,
                has_escapes: false,
            })
            .collect();
        let most = written.iter().map(|(text, _)| text.len() + 1).sum();
        let mut value = Zeroizing::new(String::with_capacity(most));
        for (number, (line, _)) in written.iter().enumerate() {
            value.push_str(if number == 0 { "" } else { "\n" });
            value.push_str(line);
        }
        let value = Value {
            text: value.as_bytes(),
            pieces: &pieces,
            form: Form::Ini,
        };
        if let Some(mut part) = named(&value, name) {
            if !room.takes_another() {
                return parts;
            }
            part.remarks.extend(remarks);
            let steps = [name, section].into_iter().filter(|step| !step.is_empty());
            (part.mapping, part.value) = (sections, Some(path_of(steps)));
            parts.push(part);
        }
    }
    parts
}

/// `cert="…\n…"` and `ca[]="…"`, as npm reads them: what is in double quotes is JSON, elsewhere a backslash is one.
pub(super) fn npm(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let mut without: Vec<Bare> = Vec::new();
    let mut lines = Lines::new(text);
    while let Some((line, number)) = lines.next() {
        let Some((name, written)) = line.split_once('=').filter(|_| !line.starts_with([';', '#'])) else {
            continue;
        };
        let name = name.trim();
        let name = name.strip_suffix("[]").unwrap_or(name);
        // Settings of one registry: `//registry.example.com/:cert`.
        let name = name.rsplit("/:").next().unwrap_or(name);
        let written = written.trim();
        let quoted = serde_json::from_str::<String>(written).ok().map(Zeroizing::new);
        let content = match &quoted {
            Some(content) => content.as_str(),
            None => written.trim_matches(['"', '\'']),
        };
        let pieces = [Piece {
            text: written.trim_matches(['"', '\'']),
            line: number,
            has_escapes: quoted.is_some(),
        }];
        let value = Value {
            text: content.as_bytes(),
            pieces: &pieces,
            form: Form::Npm,
        };
        if let Some(part) = named(&value, name) {
            if !room.takes_another() {
                return parts;
            }
            parts.push(part);
        } else if let Some(bare) =
            Bare::named(name, content.as_bytes(), number).filter(|_| without.len() < MOST_PARTS)
        {
            without.push(bare);
        }
    }
    bare::missed_halves(&mut parts, without);
    parts
}

/// `Environment="NAME=value"` and all else that a unit sets; systemd reads escapes in both kinds of quotation marks and
/// without any.
pub(super) fn unit(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut parts = Vec::new();
    let mut lines = Lines::new(text);
    while let Some((line, number)) = lines.next() {
        let Some((setting, first)) = assignment(line) else {
            continue;
        };
        let mut written = vec![(first, number)];
        while written.last().is_some_and(|(line, _)| line.ends_with('\\')) {
            let Some(next) = lines.next() else { break };
            written.push((next.0.trim_end_matches(['\n', '\r']), next.1));
        }
        let most = written.iter().map(|(text, _)| text.len() + 1).sum();
        let mut value = Zeroizing::new(String::with_capacity(most));
        for (line, _) in &written {
            value.push_str(line.strip_suffix('\\').unwrap_or(line));
            value.push_str(if line.ends_with('\\') { " " } else { "" });
        }
        let words = match setting {
            "Environment" => words(&value),
            _ => vec![value.as_str()],
        };
        // Words of one line are found on it; those of several on the first.
        for (at, word) in words.iter().enumerate() {
            let (name, content) = match setting {
                "Environment" => word.split_once('=').unwrap_or((setting, word)),
                "SetCredential" => word.split_once(':').unwrap_or((setting, word)),
                _ => (setting, *word),
            };
            // A block has a blank in its first line, where a word without quotation marks ends.
            let is_torn = setting == "Environment" && content.ends_with("-----BEGIN") && at + 1 < words.len();
            let content = match is_torn {
                true => tail(&value, content),
                false => content,
            };
            let pieces = [Piece {
                text: content,
                line: number,
                has_escapes: true,
            }];
            let decoded = unescaped(content);
            let value = Value {
                text: decoded.as_bytes(),
                pieces: &pieces,
                form: Form::Unit,
            };
            if let Some(mut part) = named(&value, name) {
                if !room.takes_another() {
                    return parts;
                }
                part.remarks.extend(is_torn.then_some(Remark::UnitBlank));
                parts.push(part);
            }
            if is_torn {
                break;
            }
        }
    }
    parts
}

/// All of a text from a part of it on.
fn tail<'t>(text: &'t str, part: &str) -> &'t str {
    let at = part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    text.get(at..).unwrap_or_default()
}

/// The name, and the value up to the end of the line, without blanks around.
fn assignment(line: &str) -> Option<(&str, &str)> {
    if is_indented(line) || line.starts_with(['#', ';', '[']) {
        return None;
    }
    let end = line.find(['=', ':'])?;
    let (name, value) = (line.get(..end)?.trim(), line.get(end + 1..)?.trim());
    let is_name = !name.is_empty() && !name.contains("-----");
    is_name.then_some((name, value))
}

fn is_indented(line: &str) -> bool {
    line.starts_with([' ', '\t']) && !line.trim().is_empty()
}

/// What stands in quotation marks or between blanks.
fn words(value: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = value.trim_start();
    while let Some(first) = rest.chars().next() {
        let quote = matches!(first, '"' | '\'').then_some(first);
        let begun = rest.get(usize::from(quote.is_some())..).unwrap_or_default();
        let mut is_escaped = false;
        let end = begun.find(|character: char| {
            let ends = match quote {
                Some(quote) => character == quote,
                None => character.is_ascii_whitespace(),
            };
            let ends = ends && !is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            ends
        });
        let end = end.unwrap_or(begun.len());
        words.push(begun.get(..end).unwrap_or_default());
        let behind = begun.get(end..).unwrap_or_default();
        rest = behind
            .strip_prefix(quote.unwrap_or(' '))
            .unwrap_or(behind)
            .trim_start();
    }
    words
}

fn unescaped(written: &str) -> Zeroizing<String> {
    let mut value = Zeroizing::new(String::with_capacity(written.len()));
    let mut rest = written;
    while let Some((before, escape)) = rest.split_once('\\') {
        value.push_str(before);
        let mut characters = escape.chars();
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('s') => value.push(' '),
            Some('x') => {
                let digits = characters.as_str().get(..2).unwrap_or_default();
                let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                // Nothing longer than what was written: growing would leave copies of a key behind.
                value.push(code.unwrap_or('?'));
                let behind = characters.as_str().get(digits.len()..).unwrap_or_default();
                characters = behind.chars();
            }
            Some(other) => value.push(other),
            None => {}
        }
        rest = characters.as_str();
    }
    value.push_str(rest);
    value
}

/// Lines without their ends, each with its number from 1.
struct Lines<'t> {
    rest: &'t str,
    number: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Lines<'t> {
        Lines {
            rest: text,
            number: 0,
        }
    }

    fn next(&mut self) -> Option<(&'t str, usize)> {
        self.next_if(|_| true)
    }

    fn next_if(&mut self, wanted: impl Fn(&str) -> bool) -> Option<(&'t str, usize)> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr(b'\n', self.rest.as_bytes()).map_or(self.rest.len(), |end| end + 1);
        let line = self.rest.get(..end).unwrap_or(self.rest);
        work::look_at(line.len());
        let line = line.trim_end_matches(['\n', '\r']);
        if !wanted(line) {
            return None;
        }
        self.rest = self.rest.get(end..).unwrap_or_default();
        self.number += 1;
        Some((line, self.number))
    }

    /// What follows of a block that has begun, up to its END line, and further blocks behind it.
    fn block(&mut self) -> Vec<(&'t str, usize)> {
        let mut lines = Vec::new();
        let mut is_inside = true;
        while let Some((line, number)) = self.next_if(|line| {
            let begins = line.starts_with("-----BEGIN ");
            let is_base64 = || {
                line.bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"+/=".contains(&it))
            };
            begins != is_inside && (begins || line.starts_with("-----END ") || is_base64())
        }) {
            is_inside = !line.contains("-----END ");
            lines.push((line, number));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::{assignment, unescaped, words};

    #[test]
    fn settings_words_and_escapes_are_those_of_systemd() {
        assert_eq!(assignment("a = b = c"), Some(("a", "b = c")));
        assert_eq!(assignment("; a = b"), None);
        assert_eq!(assignment("  a = b"), None);
        assert_eq!(assignment("-----BEGIN A-----="), None);
        assert_eq!(words("\"A=b c\" 'D=e' F=g"), ["A=b c", "D=e", "F=g"]);
        assert_eq!(words(r#""A=\"b" c"#), [r#"A=\"b"#, "c"]);
        assert_eq!(words("\"A"), ["A"]);
        assert_eq!(unescaped(r"a\nb\\n\x41\s\q").as_str(), "a\nb\\nA q");
    }
}
