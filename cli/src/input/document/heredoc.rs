//! Blocks in the here-documents of scripts and in the indented strings of Nix, as whoever runs them hands them out.

use std::ops::Range;

use memchr::{memchr, memmem};
use zeroize::Zeroizing;

use super::source::Literal;
use super::value::{Value, Wanted, part};
use crate::input::line_map::Piece;
use crate::input::part::{FilePart, MOST_PARTS};
use crate::input::remark::Form;
use crate::input::work;

/// The language of a script.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Shell,
    Ruby,
    Perl,
    Php,
}

impl Script {
    fn of(extension: &str, text: &str) -> Option<Script> {
        Some(match extension {
            "sh" | "bash" | "zsh" | "ksh" | "bats" | "dockerfile" => Script::Shell,
            "rb" => Script::Ruby,
            "pl" | "pm" => Script::Perl,
            "php" => Script::Php,
            _ => {
                let first = text.strip_prefix("#!")?.lines().next().unwrap_or_default();
                let program = first
                    .split(['/', ' '])
                    .rfind(|it| !it.is_empty() && !it.starts_with('-'));
                match program {
                    Some("sh" | "bash" | "dash" | "zsh" | "ksh" | "ash") => Script::Shell,
                    Some("ruby") => Script::Ruby,
                    Some("perl") => Script::Perl,
                    _ => return None,
                }
            }
        })
    }
}

/// What is found: no more of it than makes a file one that is not judged.
struct Found {
    literals: Vec<Literal>,
    is_wanted: fn(&[u8]) -> bool,
}

impl Found {
    fn push(&mut self, bytes: Range<usize>, part: Option<FilePart>) {
        let is_full = self.literals.len() > MOST_PARTS;
        let wanted = part.filter(|part| !is_full && (self.is_wanted)(&part.text));
        self.literals.extend(wanted.map(|part| Literal { bytes, part }));
    }
}

/// Those that begin with a block and hold what is wanted, in their order.
pub(crate) fn literals(text: &str, extension: &str, is_wanted: fn(&[u8]) -> bool) -> Vec<Literal> {
    let mut found = Found {
        literals: Vec::new(),
        is_wanted,
    };
    find(text, extension, &mut found);
    found.literals
}

fn find(text: &str, extension: &str, found: &mut Found) {
    if extension == "nix" {
        return of_nix(text, found);
    }
    let Some(script) = Script::of(extension, text) else {
        if matches!(extension, "bat" | "cmd") {
            of_echo(text, found);
        }
        return;
    };
    if script == Script::Shell {
        of_echo(text, found);
    }
    let (mut at, mut line, mut counted) = (0usize, 1usize, 0usize);
    // Where the next body on this line begins, and where the line ends.
    let (mut taken, mut line_end) = (0usize, 0usize);
    while let Some(next) = text
        .get(at..)
        .and_then(|rest| memmem::find(rest.as_bytes(), b"<<"))
    {
        work::look_at(next);
        let start = at + next;
        at = start + 2;
        let Some(tag) = Tag::of(text, start, script) else {
            continue;
        };
        // Of many tags on one line each has the same.
        if line_end < tag.end {
            let behind = text.as_bytes().get(tag.end..).unwrap_or_default();
            line_end = memchr(b'\n', behind).map_or(text.len(), |end| tag.end + end + 1);
            work::look_at(line_end - tag.end);
        }
        let body = line_end.max(taken);
        at = tag.end;
        let Some(rest) = text.get(body..).filter(|rest| begins_block(rest)) else {
            continue;
        };
        // Without its end nothing is known of what follows.
        let Some((length, closing)) = tag.body(rest, script) else {
            break;
        };
        taken = body + length + closing.len();
        at = if body == line_end { at } else { taken };
        let above = text.as_bytes().get(counted..body).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', above).count();
        counted = body;
        let written = rest.get(..length).unwrap_or_default();
        let command = text.get(start..line_end.saturating_sub(1)).unwrap_or_default();
        let command = command.get(..LONGEST_COMMAND).unwrap_or(command);
        let own = text.get(line_start(text, start)..start).unwrap_or_default();
        let bytes = body..body + length;
        found.push(bytes, tag.part(written, closing, line, script, own, command));
        at = at.max(body + length);
    }
}

fn line_start(text: &str, at: usize) -> usize {
    let above = text.as_bytes().get(..at).unwrap_or_default();
    let above = above
        .get(at.saturating_sub(LONGEST_COMMAND)..)
        .unwrap_or_default();
    work::look_at(above.len().min(1));
    at - memchr::memrchr(b'\n', above).map_or(above.len(), |end| above.len() - end - 1)
}

/// What is looked at before a tag, where the file is named that is written.
const LONGEST_COMMAND: usize = 512;

/// Whether the first line that is not blank begins a block.
fn begins_block(body: &str) -> bool {
    let near = body.as_bytes().get(..NEAR.min(body.len())).unwrap_or_default();
    work::look_at(1);
    near.trim_ascii_start().starts_with(b"-----BEGIN ")
}

/// Blank lines and blanks before a block.
const NEAR: usize = 256;

/// `<<EOF`, `<<-'EOF'`, `<<~EOF`.
struct Tag<'t> {
    word: &'t str,
    /// Nothing is replaced in the body.
    is_verbatim: bool,
    /// The sign between `<<` and the word.
    sign: Option<u8>,
    /// Where what stands behind it begins.
    end: usize,
}

impl<'t> Tag<'t> {
    fn of(text: &'t str, start: usize, script: Script) -> Option<Tag<'t>> {
        let rest = text.get(start + 2..)?;
        let is_third = rest.starts_with('<');
        if is_third != (script == Script::Php) || text.get(..start)?.ends_with('<') {
            return None;
        }
        let mut at = usize::from(is_third);
        let bytes = rest.as_bytes();
        let sign = bytes.get(at).copied().filter(|it| match script {
            Script::Shell => *it == b'-',
            Script::Ruby => matches!(it, b'-' | b'~'),
            Script::Perl => *it == b'~',
            Script::Php => false,
        });
        at += usize::from(sign.is_some());
        if matches!(script, Script::Shell | Script::Php) {
            at += bytes
                .get(at..)?
                .iter()
                .take_while(|it| matches!(it, b' ' | b'\t'))
                .count();
        }
        let quote = bytes
            .get(at)
            .copied()
            .filter(|it| matches!(it, b'"' | b'\'' | b'\\'));
        at += usize::from(quote.is_some());
        let word = rest
            .get(at..at.saturating_add(LONGEST_WORD).min(rest.len()))
            .or(rest.get(at..))?;
        let length = match quote {
            Some(quote @ (b'"' | b'\'')) => memchr(quote, word.as_bytes())?,
            _ => {
                let is_part = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'!');
                word.bytes().take_while(|it| is_part(it)).count()
            }
        };
        let word = word
            .get(..length)
            .filter(|word| !word.is_empty() && !word.contains('\n'))?;
        let closed = usize::from(matches!(quote, Some(b'"' | b'\'')));
        Some(Tag {
            word,
            is_verbatim: match script {
                Script::Shell => quote.is_some(),
                _ => quote == Some(b'\''),
            },
            sign,
            end: start + 2 + at + length + closed,
        })
    }

    /// The length of the body, and the line that ends it.
    fn body<'b>(&self, body: &'b str, script: Script) -> Option<(usize, &'b str)> {
        let mut length = 0usize;
        for line in body.split_inclusive('\n') {
            work::look_at(line.len());
            let own = line.trim_end_matches(['\n', '\r']);
            let word = match (script, self.sign) {
                (Script::Shell, Some(_)) => own.trim_start_matches('\t'),
                (Script::Ruby | Script::Perl, Some(_)) | (Script::Php, _) => own.trim_start(),
                _ => own,
            };
            let ends = match (script, word.strip_prefix(self.word)) {
                (Script::Php, Some(rest)) => !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_'),
                (_, rest) => rest == Some(""),
            };
            if ends {
                return Some((length, line));
            }
            length += line.len();
        }
        None
    }

    /// What is handed out.
    fn part(
        &self,
        written: &str,
        closing: &str,
        line: usize,
        script: Script,
        before: &str,
        command: &str,
    ) -> Option<FilePart> {
        let indentation = match script {
            Script::Php => closing.len() - closing.trim_start().len(),
            Script::Ruby | Script::Perl if self.sign == Some(b'~') => least_indentation(written),
            _ => 0,
        };
        // Room for everything at once: growing would leave copies of a key behind.
        let mut value = Zeroizing::new(Vec::with_capacity(written.len()));
        let mut rest = written;
        while !rest.is_empty() {
            let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let (own, next) = rest.split_at_checked(end)?;
            work::look_at(own.len());
            let begun = match (script, self.sign) {
                (Script::Shell, Some(_)) => own.trim_start_matches('\t'),
                _ => {
                    let blanks = own.bytes().take_while(|it| matches!(it, b' ' | b'\t')).count();
                    own.get(blanks.min(indentation)..)?
                }
            };
            match self.is_verbatim {
                true => value.extend_from_slice(begun.as_bytes()),
                false => unescape(begun, script, &mut value),
            }
            rest = next;
        }
        let pieces = [Piece {
            text: written,
            line,
            has_escapes: !self.is_verbatim && script != Script::Shell,
        }];
        let found = Value {
            text: &value,
            pieces: &pieces,
            form: Form::Heredoc,
        };
        let name = target(before, command).unwrap_or_default();
        let mut part = part(&found, name, Wanted::Anything)?;
        part.value = (!name.is_empty()).then(|| super::path::short(name));
        // Something else may take the indentation away, or read what was escaped.
        let behind = command.get(self.end_in(command)..).unwrap_or_default();
        if behind.contains(['|', '.']) || before.contains(['|', '(']) {
            part.form = Some(Form::Source);
        }
        Some(part)
    }

    /// Where the tag ends in the text that begins with it.
    fn end_in(&self, command: &str) -> usize {
        memmem::find(command.as_bytes(), self.word.as_bytes()).map_or(0, |at| at + self.word.len())
    }
}

/// Blocks that are written line by line: `echo "…" >> tls.crt`.
fn of_echo(text: &str, found: &mut Found) {
    let mut lines: Vec<Piece<'_>> = Vec::new();
    let (mut start, mut end) = (0usize, 0usize);
    let (mut at, mut number) = (0usize, 1usize);
    // A line behind the last ends what is left.
    for line in text.split_inclusive('\n').chain([""]) {
        work::look_at(line.len());
        let said = said(line).filter(|said| !lines.is_empty() || said.starts_with("-----BEGIN "));
        match said {
            Some(said) => {
                if lines.is_empty() {
                    start = at;
                }
                end = at + line.len();
                lines.push(Piece {
                    text: said,
                    line: number,
                    has_escapes: false,
                });
            }
            None if lines.len() > 2 => {
                let pieces = std::mem::take(&mut lines);
                // Room for everything at once: growing would leave copies of a key behind.
                let length = pieces.iter().map(|piece| piece.text.len() + 1).sum();
                let mut value = Zeroizing::new(Vec::with_capacity(length));
                for piece in &pieces {
                    value.extend_from_slice(piece.text.as_bytes());
                    value.push(b'\n');
                }
                let value = Value {
                    text: &value,
                    pieces: &pieces,
                    form: Form::Source,
                };
                found.push(start..end, part(&value, "", Wanted::Anything));
            }
            None => lines.clear(),
        }
        at += line.len();
        number += 1;
    }
}

/// What `echo` prints, its first word.
fn said(line: &str) -> Option<&str> {
    let command = line.trim_start_matches([' ', '\t', '@', '(']);
    let rest = command
        .strip_prefix("echo")
        .or_else(|| command.strip_prefix("ECHO"))?;
    let rest = rest.strip_prefix([' ', '.'])?.trim_start();
    match rest.chars().next().filter(|it| matches!(it, '"' | '\'')) {
        Some(quote) => rest.get(1..)?.split(quote).next(),
        None => Some(rest.split(['>', ')', '|', ';']).next()?.trim()),
    }
}

/// Bytes of a word that ends a body.
const LONGEST_WORD: usize = 64;

/// The file that is written: `cat > tls.crt <<EOF`, `cat <<EOF > tls.crt`, `tee tls.crt <<EOF`.
fn target<'c>(before: &'c str, behind: &'c str) -> Option<&'c str> {
    let of = |command: &'c str| {
        let (_, path) = command.rsplit_once('>').or_else(|| command.rsplit_once("tee "))?;
        let path = path.trim_start_matches([' ', '|', '&']).trim_start_matches("-a ");
        path.split([' ', '\t', ';', '<']).next()
    };
    let path = of(behind).or_else(|| of(before))?.trim_matches(['"', '\'']);
    let name = path.rsplit('/').next()?;
    let is_name = name
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-'));
    (is_name && name.contains('.')).then_some(name)
}

fn least_indentation(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    work::look_at(text.len());
    lines
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0)
}

/// A line in which a backslash is an escape: in a shell of itself, `$`, a backtick and a line end alone.
fn unescape(line: &str, script: Script, value: &mut Vec<u8>) {
    if script != Script::Shell {
        return super::source::unescaped(line, value);
    }
    let mut rest = line.as_bytes();
    while let Some(at) = memchr(b'\\', rest) {
        value.extend_from_slice(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        match after.first() {
            Some(b'\n') => {}
            Some(escaped @ (b'\\' | b'$' | b'`')) => value.push(*escaped),
            _ => {
                value.push(b'\\');
                rest = after;
                continue;
            }
        }
        rest = after.get(1..).unwrap_or_default();
    }
    value.extend_from_slice(rest);
}

/// `''…''`: the least indentation is taken off, a first line of blanks as well; `''\n` is a line end, `'''` two quotation marks.
fn of_nix(text: &str, found: &mut Found) {
    let (mut at, mut line, mut counted) = (0usize, 1usize, 0usize);
    while let Some(next) = text
        .get(at..)
        .and_then(|rest| memmem::find(rest.as_bytes(), b"''"))
    {
        work::look_at(next);
        let start = at + next;
        let body = text.get(start + 2..).unwrap_or_default();
        // Without its end nothing is known of what follows.
        let Some(length) = end_of_nix(body) else { break };
        at = start + length + 4;
        let written = body.get(..length).unwrap_or_default();
        if memmem::find(written.as_bytes(), b"-----BEGIN ").is_none() {
            continue;
        }
        let above = text.as_bytes().get(counted..start).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', above).count();
        counted = start;
        let pieces = [Piece {
            text: written,
            line,
            has_escapes: false,
        }];
        let value = nix(written);
        let value = Value {
            text: &value,
            pieces: &pieces,
            form: Form::Heredoc,
        };
        found.push(start..at, part(&value, "", Wanted::Anything));
    }
}

fn end_of_nix(body: &str) -> Option<usize> {
    let mut at = 0usize;
    loop {
        let next = memmem::find(body.as_bytes().get(at..)?, b"''")?;
        work::look_at(next);
        at += next;
        match body.as_bytes().get(at + 2) {
            Some(b'\'' | b'$') => at += 3,
            Some(b'\\') => at += 4,
            _ => return Some(at),
        }
    }
}

fn nix(written: &str) -> Zeroizing<Vec<u8>> {
    let (first, rest) = written.split_once('\n').unwrap_or(("", written));
    let text = match first.trim_matches(' ').is_empty() && written.contains('\n') {
        true => rest,
        false => written,
    };
    let lines = text.split_inclusive('\n');
    let least = lines
        .clone()
        .filter(|line| !line.trim_matches([' ', '\n']).is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let mut value = Zeroizing::new(Vec::with_capacity(text.len()));
    for line in lines {
        work::look_at(line.len());
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let mut rest = line.as_bytes().get(blanks.min(least)..).unwrap_or_default();
        while let Some(at) = memmem::find(rest, b"''") {
            value.extend_from_slice(rest.get(..at).unwrap_or_default());
            let after = rest.get(at + 2..).unwrap_or_default();
            let (own, length): (&[u8], usize) = match after {
                [b'\\', b'n', ..] => (b"\n", 2),
                [b'\\', b'r', ..] => (b"\r", 2),
                [b'\\', b't', ..] => (b"\t", 2),
                [b'\\', ..] => (after.get(1..2).unwrap_or_default(), 2),
                [b'\'', ..] => (b"''", 1),
                _ => (b"", 0),
            };
            value.extend_from_slice(own);
            rest = after.get(length..).unwrap_or_default();
        }
        value.extend_from_slice(rest);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{nix, said, target};

    #[test]
    fn the_file_that_is_written_is_named_in_the_command() {
        for (before, behind, name) in [
            ("cat > /etc/ssl/tls.crt ", "<<EOF", Some("tls.crt")),
            ("cat ", "<<EOF > \"$dir/tls.key\"", Some("tls.key")),
            ("sudo tee -a tls.crt ", "<<'EOF' >/dev/null", None),
            ("sudo tee tls.crt ", "<<'EOF'", Some("tls.crt")),
            ("CERT=$(cat ", "<<EOF", None),
        ] {
            assert_eq!(target(before, behind), name, "{before}{behind}");
        }
    }

    #[test]
    fn echo_prints_its_first_word() {
        for (line, wanted) in [
            ("echo \"a b\" >> x\n", Some("a b")),
            ("  echo 'a' > x\n", Some("a")),
            ("@echo -----END A----->>x.pem\r\n", Some("-----END A-----")),
            ("echo a b)\n", Some("a b")),
            ("echoes a\n", None),
            ("cat a\n", None),
        ] {
            assert_eq!(said(line), wanted, "{line}");
        }
    }

    /// As nix-instantiate 2.8 reads them.
    #[test]
    fn indented_strings_are_read_as_nix_reads_them() {
        for (written, value) in [
            ("\n    a\n      b\n  ", "a\n  b\n"),
            ("a\n  b", "a\n  b"),
            ("\n  a''\\nb '''c''' ''$d\n", "a\nb ''c'' $d\n"),
        ] {
            assert_eq!(String::from_utf8_lossy(&nix(written)), value, "{written:?}");
        }
    }
}
