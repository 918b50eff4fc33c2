//! Blocks in string literals of programs, piece by piece as their compilers put them together.

use std::ops::Range;

use memchr::{memchr2, memchr3};
use zeroize::Zeroizing;

use super::value::{Value, Wanted, part};
use crate::input::escapes;
use crate::input::line_map::Piece;
use crate::input::mention::{has_base64, mentions_pem};
use crate::input::part::FilePart;
use crate::input::remark::Form;
use crate::input::work;

/// A block in string literals.
pub(crate) struct Literal {
    /// The bytes of the file, quotation marks included.
    pub(crate) bytes: Range<usize>,
    pub(crate) part: FilePart,
}

/// All of a text, which begins on line 1, in their order. The extension of the file says which language it is.
pub(crate) fn literals(text: &str, extension: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let (mut at, mut line, mut counted) = (0usize, 1usize, 0usize);
    while let Some(next) = text
        .as_bytes()
        .get(at..)
        .and_then(|rest| memchr3(b'"', b'\'', b'`', rest))
    {
        work::look_at(next);
        let start = at + next;
        if !begins_block(text, start, extension) {
            at = start + 1;
            continue;
        }
        let above = text.as_bytes().get(counted..start).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', above).count();
        counted = start;
        let (bytes, part) = read(text, start, line, extension);
        at = bytes.end;
        found.extend(part.map(|part| Literal { bytes, part }));
    }
    found
}

/// Whether behind this quotation mark stands the beginning of a marker, or a line of base64.
fn begins_block(text: &str, quote: usize, extension: &str) -> bool {
    let behind = text.as_bytes().get(quote + 1..).unwrap_or_default();
    let near = behind.get(..NEAR.min(behind.len())).unwrap_or_default();
    let decoded;
    let behind = match has_numbers(near) {
        true => {
            work::look_at(NEAR * LONGEST_ESCAPE);
            let most = behind.len().min(NEAR * LONGEST_ESCAPE);
            let mut value = Zeroizing::new(Vec::with_capacity(most));
            unescape(
                behind.get(..most).unwrap_or_default(),
                Escapes::of(extension),
                &mut value,
            );
            decoded = value;
            decoded.get(..NEAR.min(decoded.len())).unwrap_or_default()
        }
        false => near,
    };
    // Of three quotation marks nothing is to be read but what stands there.
    let mark = text.as_bytes().get(quote..=quote).unwrap_or_default();
    let is_of_three = quote > 1 && text.as_bytes().get(quote - 2..quote) == Some(&[mark, mark].concat()[..]);
    let mut begun = behind;
    while let [b'\\', b'n' | b'r', rest @ ..] | [b' ', rest @ ..] = begun {
        begun = rest;
    }
    work::look_at(1);
    // Dashes of other kinds have these bytes first.
    let is_marker = matches!(begun.first(), Some(b'-' | 0xE2)) && mentions_pem(begun);
    let is_base64 = || {
        begun
            .get(..SHORTEST)
            .is_some_and(|line| has_base64(line, SHORTEST))
    };
    !is_of_three && (is_marker || is_base64())
}

/// Whether escapes by number are in it.
fn has_numbers(text: &[u8]) -> bool {
    let mut escapes = memchr::memchr_iter(b'\\', text).filter_map(|at| text.get(at + 1));
    escapes.any(|it| matches!(it, b'x' | b'u' | b'U' | b'0'..=b'7'))
}

/// `\U0000002d`.
const LONGEST_ESCAPE: usize = 10;

/// What is looked at behind a quotation mark: a marker and some blanks.
const NEAR: usize = 64;

/// Literals that are joined, one at least for each line of 1,000 certificates.
const MOST_PIECES: usize = 1 << 16;

/// Bytes of base64 that are no word and no name.
const SHORTEST: usize = 40;

/// Literals with nothing between them but what joins them: `+`, `.`, a comma, a backslash.
fn read(text: &str, start: usize, line: usize, extension: &str) -> (Range<usize>, Option<FilePart>) {
    let mut value = Zeroizing::new(Vec::new());
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let (mut at, mut line) = (start, line);
    let mut end = start;
    let mut room = text.len() - start;
    let is_first_raw = is_raw(text, start, extension);
    while let Some((written, length, has_escapes)) = literal(text, at, extension) {
        // Room for everything at once, where it is known to be a block: growing would leave copies of a key behind.
        if value.capacity() == 0 {
            room = room.min(LONGEST);
            value.reserve_exact(room);
        }
        if value.len() + written.len() + 1 > room || pieces.len() == MOST_PIECES {
            break;
        }
        let mark = text.get(at..at + 1).unwrap_or_default();
        let above = memchr::memchr_iter(b'\n', mark.as_bytes()).count();
        pieces.push(Piece {
            text: written,
            line: line + above,
            has_escapes,
        });
        let escapes = match has_escapes {
            true => Escapes::of(extension),
            false => Escapes::None,
        };
        unescape(written.as_bytes(), escapes, &mut value);
        let taken = text.get(at..at + length).unwrap_or_default();
        work::look_at(length);
        line += memchr::memchr_iter(b'\n', taken.as_bytes()).count();
        end = at + length;
        let between = text.get(end..).unwrap_or_default();
        let joins =
            |character: char| character.is_ascii_whitespace() || matches!(character, '+' | '.' | ',' | '\\');
        let next = between.len() - between.trim_start_matches(joins).len();
        let next = next + prefix(between.get(next..).unwrap_or_default());
        let between = between.get(..next).unwrap_or_default();
        work::look_at(next);
        // `printf '%s\n' "…" "…"`
        let is_of_words =
            matches!(extension, "sh" | "bash" | "zsh" | "ksh") && between.starts_with([' ', '\t']);
        if (between.contains(',') || is_of_words) && !value.ends_with(b"\n") {
            value.push(b'\n');
        }
        line += memchr::memchr_iter(b'\n', between.as_bytes()).count();
        at = end + next;
    }
    let found = Value {
        text: &value,
        pieces: &pieces,
        form: match is_first_raw {
            true => Form::SourceRaw,
            false => Form::Source,
        },
    };
    // `'x509cert' => 'MII…'`
    let before = text
        .as_bytes()
        .get(start.saturating_sub(NEAR)..start)
        .unwrap_or_default();
    let name = match memchr::memmem::find(before, b"x509cert") {
        Some(_) => "x509cert",
        None => "",
    };
    let part = part(&found, name, Wanted::Anything).map(|part| FilePart {
        name: String::new(),
        ..part
    });
    (start..end.max(start + 1), part)
}

/// Bytes of what says which kind of literal follows: `b"`, `u8"`.
fn prefix(text: &str) -> usize {
    let length = text.bytes().take(3).take_while(u8::is_ascii_alphanumeric).count();
    let is_one = length < 3 && matches!(text.as_bytes().get(length), Some(b'"' | b'\'' | b'`'));
    if is_one { length } else { 0 }
}

/// Bytes of a text that literals make together.
const LONGEST: usize = 1 << 20;

/// Whether a backslash is one and nothing else in the literal whose quotation mark stands here.
fn is_raw(text: &str, at: usize, extension: &str) -> bool {
    let (before, behind) = text.as_bytes().split_at_checked(at).unwrap_or_default();
    let is_prefixed = match before {
        [.., b'@'] => extension == "cs",
        [.., b'b' | b'B', b'r' | b'R'] | [.., b'r' | b'R', b'b' | b'B'] => matches!(extension, "py" | "rs"),
        [.., other, b'r' | b'R'] => {
            matches!(extension, "py" | "rs") && !other.is_ascii_alphanumeric() && *other != b'_'
        }
        _ => false,
    };
    let is_of_scripts = matches!(extension, "js" | "mjs" | "cjs" | "ts" | "tsx" | "jsx");
    match behind.first() {
        Some(b'`') => !is_of_scripts,
        Some(b'"') if Escapes::of(extension) == Escapes::OfPowerShell => false,
        Some(b'\'') => is_prefixed || matches!(extension, "php" | "rb" | "pl" | "ps1" | "psm1" | "psd1"),
        _ => is_prefixed,
    }
}

/// What stands in the quotation marks here, how long it is with them, and whether a backslash there is more than one.
fn literal<'t>(text: &'t str, start: usize, extension: &str) -> Option<(&'t str, usize, bool)> {
    let has_escapes = !is_raw(text, start, extension);
    let sign = Escapes::of(extension).sign();
    let text = text.get(start..)?;
    let quote = *text.as_bytes().first()?;
    let rest = text.get(1..)?;
    if !matches!(quote, b'"' | b'\'' | b'`') || (quote == sign && has_escapes) {
        return None;
    }
    let mut at = 0usize;
    loop {
        at += memchr2(
            quote,
            if has_escapes { sign } else { quote },
            rest.as_bytes().get(at..)?,
        )?;
        if rest.as_bytes().get(at) == Some(&quote) {
            return Some((rest.get(..at)?, at + 2, has_escapes));
        }
        at += 2;
    }
}

/// What a backslash means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// Nothing.
    None,
    Plain,
    /// `\x` takes all digits that follow.
    OfC,
    /// Numbers are decimal.
    OfLua,
    /// A backslash, blanks and a backslash are nothing.
    OfHaskell,
    /// A backtick is what a backslash is elsewhere.
    OfPowerShell,
}

impl Escapes {
    fn of(extension: &str) -> Escapes {
        match extension {
            "c" | "h" | "cc" | "cpp" | "hpp" | "m" => Escapes::OfC,
            "lua" => Escapes::OfLua,
            "hs" | "lhs" => Escapes::OfHaskell,
            "ps1" | "psm1" | "psd1" => Escapes::OfPowerShell,
            _ => Escapes::Plain,
        }
    }

    /// What begins one.
    fn sign(self) -> u8 {
        match self {
            Escapes::OfPowerShell => b'`',
            _ => b'\\',
        }
    }

    /// The character that stands behind a backslash as a number, and the bytes that name it.
    fn number(self, escape: &[u8]) -> (Option<u32>, usize) {
        let digits_of = |base: u8| {
            let is_digit = move |it: &&u8| char::from(**it).is_digit(u32::from(base));
            escape.iter().skip(usize::from(base == 16)).take_while(is_digit)
        };
        match (self, escape.first()) {
            (Escapes::OfC, Some(b'x')) => {
                let digits = digits_of(16);
                let value = digits.clone().fold(0u32, |value, digit| {
                    let digit = char::from(*digit).to_digit(16).unwrap_or_default();
                    (value << 4 | digit) & 0xFF
                });
                (
                    Some(value).filter(|_| digits.clone().count() > 0),
                    digits.count() + 1,
                )
            }
            (Escapes::OfLua, Some(b'0'..=b'9')) => {
                let digits = digits_of(10).take(3);
                let value = digits.clone().fold(0u32, |value, digit| {
                    value * 10 + char::from(*digit).to_digit(10).unwrap_or_default()
                });
                (Some(value), digits.count())
            }
            _ => escapes::by_number(escape),
        }
    }
}

/// The contents of a literal with escapes of the usual kind.
pub(super) fn unescaped(written: &str, value: &mut Vec<u8>) {
    unescape(written.as_bytes(), Escapes::Plain, value);
}

fn unescape(written: &[u8], escapes: Escapes, value: &mut Vec<u8>) {
    let mut rest = written;
    while let Some(at) = memchr::memchr(escapes.sign(), rest).filter(|_| escapes != Escapes::None) {
        value.extend_from_slice(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let (code, length) = escapes.number(after);
        if let Some(code) = code {
            escapes::push(code, value);
            rest = after.get(length..).unwrap_or_default();
            continue;
        }
        if let (Escapes::OfHaskell, Some(b' ' | b'\t' | b'\r' | b'\n')) = (escapes, after.first()) {
            let gap = after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            rest = after.get(gap + 1..).unwrap_or_default();
            continue;
        }
        match after.first() {
            Some(b'n') => value.push(b'\n'),
            Some(b'r') => value.push(b'\r'),
            Some(b't') => value.push(b'\t'),
            // It joins two lines.
            Some(b'\n') | None => {}
            Some(other) => value.push(*other),
        }
        rest = after.get(1..).unwrap_or_default();
    }
    value.extend_from_slice(rest);
}
