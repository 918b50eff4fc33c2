//! Saved mails (RFC 5322, RFC 2045): the parts of a message as a mail program hands them out.

use memchr::memmem;
use pemvet::rules;
use zeroize::Zeroizing;

use super::path::short;
use super::value::{Value, Wanted, part};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, PartLimit};
use crate::input::remark::Form;
use crate::input::work;

/// There are words around what was pasted.
const OF_LETTER: &[&str] = &[rules::names::TEXT_OUTSIDE_BLOCKS];

/// Boundaries of parts within each other that are known at a time.
const DEEPEST: usize = 32;

/// The parts that hold PEM, or a certificate in DER; a mailbox has several messages.
pub(super) fn parts(text: &str, room: &mut PartLimit) -> Vec<FilePart> {
    let mut reader = Reader {
        room,
        boundaries: Vec::new(),
        messages: 0,
        numbers: 0,
        found: Vec::new(),
    };
    let mut header = Header::default();
    let mut is_header = true;
    let mut body: Vec<(&str, usize)> = Vec::new();
    let mut is_blank = true;
    for (line, number) in (Lines {
        rest: text,
        number: 0,
    }) {
        let content = line.trim_end_matches(['\n', '\r']);
        let is_message = is_blank && content.starts_with("From ") && content.contains(':');
        is_blank = content.is_empty();
        let boundary = reader.boundary(content);
        if is_message || boundary.is_some() {
            reader.body(&header, &std::mem::take(&mut body));
            (header, is_header) = (Header::default(), boundary != Some(Boundary::Last));
            if is_message {
                reader.boundaries.clear();
                (reader.messages, reader.numbers) = (reader.messages + 1, 0);
            }
        } else if !is_header {
            body.push((line, number));
        } else if content.is_empty() {
            is_header = reader.headers_end(&mut header);
        } else {
            header.line(content);
        }
        if reader.room.is_refused() {
            return Vec::new();
        }
    }
    reader.body(&header, &body);
    let messages = reader.messages;
    if messages < 2 {
        for part in &mut reader.found {
            let own = part.value.take().unwrap_or_default();
            part.value = Some(own.strip_prefix("message 1, ").unwrap_or(&own).to_owned());
        }
    }
    reader.found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Boundary {
    Next,
    Last,
}

/// What the header of a message or of a part says.
#[derive(Default)]
struct Header {
    /// The field that is being read, which may go on.
    field: String,
    kind: String,
    boundary: Option<String>,
    file: Option<String>,
    encoding: String,
}

impl Header {
    fn line(&mut self, line: &str) {
        if line.starts_with([' ', '\t']) {
            if self.field.len() < LONGEST_FIELD {
                self.field.push_str(line);
            }
            return;
        }
        self.end_field();
        self.field = line.chars().take(LONGEST_FIELD).collect();
    }

    fn end_field(&mut self) {
        let field = std::mem::take(&mut self.field);
        let Some((name, value)) = field.split_once(':') else {
            return;
        };
        work::look_at(value.len());
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => {
                self.kind = value
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_ascii_lowercase();
                self.boundary = parameter(value, "boundary");
                self.file = self.file.take().or_else(|| parameter(value, "name"));
            }
            "content-transfer-encoding" => self.encoding = value.to_ascii_lowercase(),
            "content-disposition" => self.file = parameter(value, "filename").or_else(|| self.file.take()),
            _ => {}
        }
    }
}

/// Bytes of a field that are kept.
const LONGEST_FIELD: usize = 4_096;

/// `name=value` or `name="value"` behind a semicolon.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value;
    while let Some((_, behind)) = rest.split_once(';') {
        rest = behind.trim_start();
        let is_it = rest
            .get(..name.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(name));
        let content = rest.get(name.len()..).unwrap_or_default().trim_start();
        if let Some(content) = content.strip_prefix('=').filter(|_| is_it) {
            let content = content.trim_start();
            let content = match content.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => content.split([';', ' ', '\t']).next(),
            };
            return content.map(str::to_owned);
        }
    }
    None
}

struct Reader<'r> {
    room: &'r mut PartLimit,
    /// Of the parts that are open, the outermost first.
    boundaries: Vec<String>,
    messages: usize,
    /// Parts of this message so far.
    numbers: usize,
    found: Vec<FilePart>,
}

impl Reader<'_> {
    /// Whether the line separates parts. Those within the one that it belongs to end there as well.
    fn boundary(&mut self, line: &str) -> Option<Boundary> {
        let rest = line.strip_prefix("--")?.trim_end();
        for (depth, boundary) in self.boundaries.iter().enumerate().rev() {
            work::look_at(boundary.len());
            let found = match rest.strip_prefix(boundary.as_str()) {
                Some("") => Boundary::Next,
                Some("--") => Boundary::Last,
                _ => continue,
            };
            let kept = depth + usize::from(found == Boundary::Next);
            self.boundaries.truncate(kept);
            return Some(found);
        }
        None
    }

    /// Whether what follows is a header again: that of a message which is forwarded as it is.
    fn headers_end(&mut self, header: &mut Header) -> bool {
        header.end_field();
        if header.kind == "message/rfc822" {
            *header = Header::default();
            return true;
        }
        if let Some(boundary) = header.boundary.clone()
            && header.kind.starts_with("multipart/")
            && !boundary.is_empty()
            && self.boundaries.len() < DEEPEST
        {
            self.boundaries.push(boundary);
        }
        false
    }

    /// What stands below a header.
    fn body(&mut self, header: &Header, lines: &[(&str, usize)]) {
        // Of what holds parts the text before the first is for programs without MIME.
        if header.kind.starts_with("multipart/") || lines.is_empty() {
            return;
        }
        self.numbers += 1;
        let length: usize = lines.iter().map(|(line, _)| line.len() + 1).sum();
        work::look_at(length);
        // It may hold a key: room for all of it from the start.
        let mut text = Zeroizing::new(String::with_capacity(length));
        let mut decoded: Vec<(Zeroizing<String>, usize)> = Vec::new();
        let is_quoted = header.encoding == "quoted-printable";
        for (line, number) in lines {
            let line = match is_quoted {
                true => unquoted(line),
                false => Zeroizing::new((*line).to_owned()),
            };
            text.push_str(&line);
            decoded.push((line, *number));
        }
        let pieces: Vec<Piece<'_>> = decoded
            .iter()
            .map(|(line, number)| Piece {
                text: line.as_str(),
                line: *number,
                has_escapes: false,
            })
            .collect();
        let is_base64 = header.encoding == "base64";
        let form = match (is_quoted, is_base64) {
            (true, _) => Form::MailQuoted,
            _ => Form::MailText,
        };
        let value = Value {
            text: text.as_bytes(),
            pieces: &pieces,
            form,
        };
        let name = header.file.as_deref().unwrap_or_default();
        let wanted = match is_base64 {
            true => Wanted::Binary,
            false => Wanted::Anything,
        };
        let Some(mut part) = part(&value, name, wanted) else {
            return;
        };
        if !self.room.takes_another() {
            return;
        }
        // That is how attachments are sent.
        part.remarks.clear();
        let named = match name {
            "" => String::new(),
            name => format!(", {}", short(name)),
        };
        part.value = Some(format!(
            "message {}, part {}{named}",
            self.messages.max(1),
            self.numbers
        ));
        part.mapping = self.messages;
        part.is_unpaired = name.is_empty();
        if name.is_empty() {
            part.forgiven = OF_LETTER;
        }
        self.found.push(part);
    }
}

/// A line of quoted-printable; the one that ends with `=` goes on in the next.
fn unquoted(line: &str) -> Zeroizing<String> {
    let ending = match line {
        _ if line.ends_with("\r\n") => "\r\n",
        _ if line.ends_with('\n') => "\n",
        _ => "",
    };
    let content = line.trim_end_matches(['\n', '\r', ' ', '\t']);
    let (content, ending) = match content.strip_suffix('=') {
        Some(content) => (content, ""),
        None => (content, ending),
    };
    let mut plain = Zeroizing::new(Vec::with_capacity(line.len()));
    let mut rest = content.as_bytes();
    while let Some(at) = memmem::find(rest, b"=") {
        plain.extend_from_slice(rest.get(..at).unwrap_or_default());
        let digits = rest
            .get(at + 1..at + 3)
            .and_then(|it| std::str::from_utf8(it).ok());
        let byte = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
        plain.push(byte.unwrap_or(b'='));
        rest = rest
            .get(at + 1 + 2 * usize::from(byte.is_some())..)
            .unwrap_or_default();
    }
    plain.extend_from_slice(rest);
    plain.extend_from_slice(ending.as_bytes());
    match std::str::from_utf8(&plain) {
        Ok(text) => Zeroizing::new(text.to_owned()),
        Err(_) => Zeroizing::new(String::from_utf8_lossy(&plain).into_owned()),
    }
}

struct Lines<'t> {
    rest: &'t str,
    number: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (&'t str, usize);

    fn next(&mut self) -> Option<(&'t str, usize)> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest.as_bytes()).map_or(self.rest.len(), |end| end + 1);
        let (line, rest) = self.rest.split_at_checked(end)?;
        work::look_at(line.len());
        self.rest = rest;
        self.number += 1;
        Some((line, self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::{parameter, unquoted};

    #[test]
    fn lines_and_parameters_are_those_of_mime() {
        for (line, wanted) in [
            ("a=3Db=20\n", "a=b \n"),
            ("abc=\r\n", "abc"),
            ("abc= \n", "abc"),
            ("a=zz\n", "a=zz\n"),
            ("=C3=BC", "ü"),
        ] {
            assert_eq!(unquoted(line).as_str(), wanted, "{line:?}");
        }
        let value = "multipart/mixed; charset=utf-8; Boundary=\"a; b\"";
        assert_eq!(parameter(value, "boundary").as_deref(), Some("a; b"));
        assert_eq!(
            parameter("a; name=web.pem; x=y", "name").as_deref(),
            Some("web.pem")
        );
        assert_eq!(parameter("a; filename=web.pem", "name"), None);
    }
}
