//! How a value is written into its document again: in the form that it had, where that form can hold it.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::input::part::Token;
use crate::input::remark::Form;

/// What is written: text, or base64 of it.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    /// Lines of PEM.
    Text(&'a str),
    /// Base64 on one line.
    Base64(&'a str),
}

/// A place in a file, and what is to stand there.
pub(super) struct Edit {
    pub(super) bytes: Range<usize>,
    pub(super) text: Zeroizing<String>,
    /// Where the value is a document, all of that, in which anything may stand.
    pub(super) document: Option<Zeroizing<String>>,
}

/// What is to be done to the file. The error is why it cannot be, words for the user.
pub(super) fn edit(file: &str, token: &Token, content: Content<'_>) -> Result<Edit, String> {
    let old = file.get(token.bytes.clone()).ok_or("its place was not found")?;
    if matches!(token.form, Form::YamlLiteral | Form::YamlFolded) {
        return block(file, token, content);
    }
    let text = match content {
        Content::Base64(base64) => quoted_base64(token.form, old, base64)?,
        Content::Text(text) => quoted_text(file, token, old, text)?,
    };
    Ok(Edit {
        bytes: token.bytes.clone(),
        text,
        document: None,
    })
}

/// The text with the edits made, which are in their order.
pub(super) fn applied(old: &str, edits: &[Edit]) -> Zeroizing<String> {
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(old.len().saturating_add(added)));
    let mut at = 0usize;
    for edit in edits {
        text.push_str(old.get(at..edit.bytes.start).unwrap_or_default());
        text.push_str(&edit.text);
        at = edit.bytes.end;
    }
    text.push_str(old.get(at..).unwrap_or_default());
    text
}

/// A block of YAML: its lines are exchanged, with the same indentation before them. `>` becomes `|`, since it folds lines.
fn block(file: &str, token: &Token, content: Content<'_>) -> Result<Edit, String> {
    let start = token.bytes.start;
    let (above, _) = file.split_at_checked(start).ok_or("its place was not found")?;
    let line = above.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let indentation = above.get(line..).unwrap_or_default();
    if !indentation.bytes().all(|byte| byte == b' ') || indentation.is_empty() {
        return Err("its block is not indented with blanks".into());
    }
    // The line above that is not empty ends with the mark, perhaps with a comment behind it.
    let headers = above.get(..line).unwrap_or_default();
    let header = headers.trim_end();
    let header_start = header.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let mark = mark_of_block(header.get(header_start..).unwrap_or_default())
        .and_then(|mark| header_start.checked_add(mark))
        .ok_or("the mark of its block was not found")?;
    let end_of_line = line_end(headers.get(header.len()..).unwrap_or_default());
    let old = file.get(token.bytes.clone()).unwrap_or_default();
    let last = old.trim_end_matches([' ', '\t', '\n', '\r']);
    let end = start.saturating_add(last.len());
    let mut text = Zeroizing::new(String::with_capacity(4 * old.len() + 4 * content.len() + 64));
    text.push('|');
    text.push_str(file.get(mark.saturating_add(1)..line).unwrap_or_default());
    let width = longest_line(old);
    let mut is_first = true;
    let mut push = |line: &str| {
        if !is_first {
            text.push_str(end_of_line);
        }
        is_first = false;
        if !line.is_empty() {
            text.push_str(indentation);
        }
        text.push_str(line);
    };
    match content {
        Content::Text(lines) => lines.trim_end_matches('\n').lines().for_each(&mut push),
        Content::Base64(base64) => wrapped(base64, width).for_each(&mut push),
    }
    Ok(Edit {
        bytes: mark..end,
        text,
        document: None,
    })
}

impl Content<'_> {
    fn len(self) -> usize {
        match self {
            Content::Text(text) | Content::Base64(text) => text.len(),
        }
    }
}

/// Where `|` or `>` begins a block that the line ends with.
fn mark_of_block(line: &str) -> Option<usize> {
    let places = line.match_indices(['|', '>']).map(|(at, _)| at);
    places.into_iter().find(|at| {
        let before = line.get(..*at).unwrap_or_default();
        let behind = line.get(at.saturating_add(1)..).unwrap_or_default();
        let rest = behind.trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, '+' | '-'));
        let is_open = before.is_empty() || before.ends_with([' ', '\t', '-', ':']);
        let is_comment = rest.trim_start().starts_with('#') && rest.starts_with([' ', '\t', '#']);
        is_open && (rest.trim().is_empty() || is_comment)
    })
}

fn line_end(text: &str) -> &'static str {
    match text.contains("\r\n") {
        true => "\r\n",
        false => "\n",
    }
}

fn longest_line(text: &str) -> usize {
    let lines = text.lines().map(|line| line.trim().trim_end_matches('\\').len());
    lines.max().unwrap_or_default()
}

/// Base64 in lines of this width.
fn wrapped(base64: &str, width: usize) -> impl Iterator<Item = &str> {
    let width = width.max(4);
    let lines = (0..base64.len()).step_by(width);
    lines.map(move |at| {
        base64
            .get(at..at.saturating_add(width).min(base64.len()))
            .unwrap_or_default()
    })
}

/// The blanks that the second line of a value begins with.
fn indentation_below(old: &str) -> &str {
    let second = old.lines().nth(1).unwrap_or_default();
    second
        .get(..second.len() - second.trim_start_matches(' ').len())
        .unwrap_or_default()
}

/// Base64 in the quotation marks that are there, and in lines where the old ones are a form that base64 may have.
fn quoted_base64(form: Form, old: &str, base64: &str) -> Result<Zeroizing<String>, String> {
    let quote = quote_of(form);
    let inner = inside(old, quote);
    let escaped = inner
        .find("\\n")
        .filter(|_| matches!(form, Form::Json | Form::YamlDouble));
    let is_continued = form == Form::YamlDouble && inner.lines().rev().skip(1).all(|it| it.ends_with('\\'));
    let is_lines = inner.trim().contains('\n');
    let is_variable = matches!(form, Form::EnvDouble | Form::EnvSingle | Form::EnvBacktick);
    let below = indentation_below(old);
    let between: Zeroizing<String> = match escaped {
        Some(_) if is_lines => return Err("it is written over several lines and with escapes".into()),
        Some(_) => Zeroizing::new("\\n".into()),
        None if is_lines && is_continued => Zeroizing::new(format!("\\{}{below}", line_end(inner))),
        None if is_lines && is_variable => Zeroizing::new(line_end(inner).into()),
        None => Zeroizing::new(String::new()),
    };
    let width = match escaped {
        Some(width) => width,
        None => longest_line(inner),
    };
    let mut text = Zeroizing::new(String::with_capacity(4 * base64.len() + old.len() + 64));
    text.push_str(quote);
    match between.is_empty() {
        true => text.push_str(base64),
        false => {
            for (number, line) in wrapped(base64, width).enumerate() {
                if number > 0 {
                    text.push_str(&between);
                }
                text.push_str(line);
            }
            // A line end before the last quotation mark stays.
            if inner.ends_with("\\n") {
                text.push_str("\\n");
            }
        }
    }
    text.push_str(quote);
    Ok(text)
}

fn quote_of(form: Form) -> &'static str {
    match form {
        Form::YamlDouble | Form::Json | Form::EnvDouble => "\"",
        Form::YamlSingle | Form::EnvSingle => "'",
        Form::EnvBacktick => "`",
        _ => "",
    }
}

fn inside<'t>(old: &'t str, quote: &str) -> &'t str {
    let inner = old.strip_prefix(quote).unwrap_or(old);
    inner.strip_suffix(quote).unwrap_or(inner)
}

/// Lines in quotation marks: as they are where the form takes them so, else with escapes.
fn quoted_text(file: &str, token: &Token, old: &str, text: &str) -> Result<Zeroizing<String>, String> {
    let form = token.form;
    let inner = inside(old, quote_of(form));
    let is_lines = inner.trim().contains('\n');
    let end = line_end(file);
    let slash = if form == Form::Json && inner.contains("\\/") {
        "\\/"
    } else {
        "/"
    };
    let (quote, between) = match form {
        Form::Json => ("\"", "\\n".to_owned()),
        Form::YamlPlain if is_plain(text) => ("", String::new()),
        // A document on one line, most often JSON.
        Form::YamlSingle if !text.contains('\n') && text.contains('"') => ("'", String::new()),
        Form::YamlDouble | Form::YamlSingle | Form::YamlPlain => match indentation_below(old) {
            below if is_lines && !below.is_empty() => ("\"", format!("\\n\\{end}{below}")),
            _ => ("\"", "\\n".to_owned()),
        },
        Form::EnvSingle if !text.contains('\n') => ("'", String::new()),
        Form::EnvBare if !text.contains('\n') => ("", String::new()),
        Form::EnvSingle if is_lines => ("'", end.to_owned()),
        Form::EnvBacktick if is_lines => ("`", end.to_owned()),
        Form::EnvDouble if is_lines => ("\"", end.to_owned()),
        Form::EnvBare if is_lines => ("\"", end.to_owned()),
        Form::EnvDouble | Form::EnvSingle | Form::EnvBacktick | Form::EnvBare => ("\"", "\\n".to_owned()),
        _ => return Err("values of this form are not written".into()),
    };
    let mut quoted = Zeroizing::new(String::with_capacity(8 * text.len() + old.len() + 64));
    quoted.push_str(quote);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 && !(line.is_empty() && between.len() > 2 && between.starts_with("\\n")) {
            quoted.push_str(&between);
        } else if number > 0 {
            quoted.push_str("\\n");
        }
        // A document may hold anything, a block has nothing of this but its slashes.
        for character in line.chars() {
            match character {
                '/' => quoted.push_str(slash),
                '\'' if quote == "'" && form == Form::YamlSingle => quoted.push_str("''"),
                '\'' | '`' if quote.starts_with(character) => return Err(UNQUOTABLE.into()),
                '"' | '\\' if quote == "\"" => {
                    quoted.push('\\');
                    quoted.push(character);
                }
                '\t' if quote == "\"" => quoted.push_str("\\t"),
                '\r' if quote == "\"" => quoted.push_str("\\r"),
                other if other.is_control() => return Err(UNQUOTABLE.into()),
                other => quoted.push(other),
            }
        }
    }
    quoted.push_str(quote);
    Ok(quoted)
}

/// Whether it is a name and base64, which mean nothing else in YAML.
fn is_plain(text: &str) -> bool {
    let is_any = |byte: u8| byte.is_ascii_alphanumeric() || b"_=+/".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_any)
}

/// Of a document inside of a value.
const UNQUOTABLE: &str = "it holds a character that the quotation marks around it cannot hold";

#[cfg(test)]
mod tests {
    use super::{Content, Edit, edit, mark_of_block};
    use crate::input::part::Token;
    use crate::input::remark::Form;

    fn written(file: &str, old: &str, form: Form, content: Content<'_>) -> String {
        let at = file.find(old).expect("the old value");
        let token = Token {
            bytes: at..at + old.len(),
            form,
        };
        let Edit { bytes, text, .. } = edit(file, &token, content).expect("an edit");
        let mut file = file.to_owned();
        file.replace_range(bytes, &text);
        file
    }

    #[test]
    fn a_value_keeps_its_form_where_that_can_hold_it() {
        let text = Content::Text("X\nY/Z\n");
        let cases: &[(&str, &str, Form, Content<'_>, &str)] = &[
            (
                "a: |  # why\n  o\n  p\n\nb: 1\n",
                "o\n  p\n\n",
                Form::YamlLiteral,
                text,
                "a: |  # why\n  X\n  Y/Z\n\nb: 1\n",
            ),
            (
                "a: |-\r\n    o\r\nb: 1\r\n",
                "o\r\n",
                Form::YamlLiteral,
                text,
                "a: |-\r\n    X\r\n    Y/Z\r\nb: 1\r\n",
            ),
            (
                "- >2-\n\n   o",
                "o",
                Form::YamlFolded,
                text,
                "- |2-\n\n   X\n   Y/Z",
            ),
            ("a: 'o'\n", "'o'", Form::YamlSingle, text, "a: \"X\\nY/Z\\n\"\n"),
            (
                "a: \"o\n  p\"\n",
                "\"o\n  p\"",
                Form::YamlDouble,
                text,
                "a: \"X\\n\\\n  Y/Z\\n\"\n",
            ),
            (
                "{\"a\":\"o\\/\"}",
                "\"o\\/\"",
                Form::Json,
                text,
                "{\"a\":\"X\\nY\\/Z\\n\"}",
            ),
            ("A=o\n", "o", Form::EnvBare, text, "A=\"X\\nY/Z\\n\"\n"),
            (
                "A='o\np' # c\n",
                "'o\np'",
                Form::EnvSingle,
                text,
                "A='X\nY/Z\n' # c\n",
            ),
            (
                "a: o # c\n",
                "o",
                Form::YamlPlain,
                Content::Base64("QUJD"),
                "a: QUJD # c\n",
            ),
            (
                "a: |\n  opop\n  op\nb: 1\n",
                "opop\n  op\n",
                Form::YamlLiteral,
                Content::Base64("QUJDREVG"),
                "a: |\n  QUJD\n  REVG\nb: 1\n",
            ),
            (
                "a: \"opop\\\n  op\"\n",
                "\"opop\\\n  op\"",
                Form::YamlDouble,
                Content::Base64("QUJDREVG"),
                "a: \"QUJD\\\n  REVG\"\n",
            ),
            (
                "{\"a\":\"opop\\nop\\n\"}",
                "\"opop\\nop\\n\"",
                Form::Json,
                Content::Base64("QUJDREVG"),
                "{\"a\":\"QUJD\\nREVG\\n\"}",
            ),
        ];
        for (file, old, form, content, expected) in cases {
            assert_eq!(written(file, old, *form, *content), *expected, "{file}");
        }
    }

    #[test]
    fn the_mark_of_a_block_is_found_behind_whatever_stands_there() {
        for (line, at) in [
            ("a: |", Some(3)),
            ("a: >-  # | it", Some(3)),
            ("\"a | b\": &x !!str |+2", Some(18)),
            ("- |", Some(2)),
            ("a: b", None),
        ] {
            assert_eq!(mark_of_block(line), at, "{line}");
        }
    }
}
