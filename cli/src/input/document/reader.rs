//! Values as YAML and JSON nest them: what a value stands in, and the parts that hold PEM.

use pemvet::rules;
use saphyr_parser::{Event, Parser, ScalarStyle};
use zeroize::Zeroizing;

use super::input::{Bounded, Kept, MOST_KEPT};
use crate::input::files::Secret;
use crate::input::part::{FilePart, PartLimit, mentions_pem};
use crate::input::work;

/// Base64 of PEM is how `data` of a Secret and kubeconfig hold it, and `\n` how a quoted value does.
pub(super) const OF_VALUE: &[&str] = &[
    rules::names::CONTAINER_READ,
    rules::names::NEWLINE_ESCAPE_REPAIRED,
];
const OF_QUOTES: &[&str] = &[rules::names::NEWLINE_ESCAPE_REPAIRED];

/// A copy of the whole object, which kubectl keeps.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Levels of lists and mappings within each other: what serde_json reads. The deepest that people write, schemas of
/// Kubernetes, have thirty or forty.
const DEEPEST: usize = 128;

/// A list or mapping that is being read.
struct Level {
    /// Its number; the parts of one mapping have it in common.
    number: usize,
    /// In a mapping, the key whose value comes next.
    key: Option<String>,
    /// In a list, how many members there were.
    index: Option<usize>,
    /// `kind` of this mapping, and `name` of its `metadata`.
    kind: Option<String>,
    name: Option<String>,
    /// How many parts were found before it.
    before: usize,
}

pub(super) struct Reader<'r> {
    room: &'r mut PartLimit,
    levels: Vec<Level>,
    /// Lists and mappings that were begun.
    mappings: usize,
    pub(super) found: Vec<FilePart>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(room: &'r mut PartLimit) -> Reader<'r> {
        Reader {
            room,
            levels: Vec::new(),
            mappings: 0,
            found: Vec::new(),
        }
    }

    /// Whether the text is YAML.
    pub(super) fn yaml(&mut self, text: &str, is_like_json: bool) -> bool {
        // JSON allows tabs between its tokens, YAML does not.
        let without_tabs = Zeroizing::new(if is_like_json && text.contains('\t') {
            text.replace('\t', " ")
        } else {
            String::new()
        });
        let text = if without_tabs.is_empty() {
            text
        } else {
            &without_tabs
        };
        let kept = Kept::default();
        let mut parser = Parser::new(Bounded::new(text, &kept));
        while let Some(event) = parser.next_event() {
            if kept.is_too_much() {
                self.room.refuse(format!(
                    "has a list in brackets of more than {MOST_KEPT} names and marks, too long to be read"
                ));
            }
            if self.has_enough() {
                return true;
            }
            let Ok((event, span)) = event else { return false };
            kept.none();
            match event {
                Event::MappingStart(..) => _ = self.enter(None),
                Event::SequenceStart(..) => _ = self.enter(Some(0)),
                Event::MappingEnd | Event::SequenceEnd => _ = self.leave(),
                Event::Scalar(value, style, ..) => {
                    let value = Zeroizing::new(value.into_owned());
                    let is_literal = style == ScalarStyle::Literal;
                    self.scalar(&value, is_literal, span.start.line());
                }
                Event::Alias(_) => self.value_is_read(),
                Event::DocumentStart(_) => self.levels.clear(),
                _ => {}
            }
        }
        true
    }

    /// Nothing more is of use, since a limit was reached.
    pub(super) fn has_enough(&self) -> bool {
        self.room.is_refused()
    }

    /// A mapping or list begins, with a character.
    pub(super) fn enter(&mut self, index: Option<usize>) -> usize {
        if self.levels.len() == DEEPEST {
            self.room.refuse(format!(
                "has lists and mappings nested more than {DEEPEST} levels deep, too deep to be read"
            ));
        }
        self.levels.push(Level {
            number: self.mappings,
            key: None,
            index,
            kind: None,
            name: None,
            before: self.found.len(),
        });
        self.mappings += 1;
        1
    }

    /// It ends, with a character. Parts in it whose object is not known yet are of this one, if it says what it is.
    pub(super) fn leave(&mut self) -> usize {
        if let Some(level) = self.levels.pop()
            && let Some(kind) = level.kind
        {
            let object = match level.name {
                Some(name) => format!("{kind} {name}"),
                None => kind,
            };
            for part in self.found.iter_mut().skip(level.before) {
                if let Some(value) = part.value.as_mut().filter(|_| !part.has_object) {
                    *value = format!("{object}, {value}");
                    part.has_object = true;
                }
            }
        }
        self.value_is_read();
        1
    }

    pub(super) fn value_is_read(&mut self) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        level.key = None;
        if let Some(index) = &mut level.index {
            *index = index.saturating_add(1);
        }
    }

    /// A key or a value that begins on this line; a literal one begins on the next.
    pub(super) fn scalar(&mut self, value: &str, is_literal: bool, line: usize) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        work::look_at(value.len());
        if level.index.is_none() && level.key.is_none() {
            level.key = Some(value.into());
            return;
        }
        match level.key.as_deref() {
            Some("kind") => level.kind = Some(short(value)),
            Some("name") => self.name_parent(value),
            Some(LAST_APPLIED) => return self.value_is_read(),
            _ => {}
        }
        if mentions_pem(value.as_bytes()) {
            self.push(value, is_literal, line);
        }
        self.value_is_read();
    }

    /// `metadata.name` is the name of the object that has the metadata.
    fn name_parent(&mut self, value: &str) {
        let above = self.levels.iter_mut().rev().nth(1);
        if let Some(above) = above.filter(|above| above.key.as_deref() == Some("metadata")) {
            above.name = Some(short(value));
        }
    }

    fn push(&mut self, value: &str, is_literal: bool, line: usize) {
        if !self.room.takes_another() {
            return;
        }
        let Some(level) = self.levels.last() else { return };
        let name = level.key.clone().unwrap_or_default();
        let is_text_by_contract = self
            .levels
            .iter()
            .any(|level| level.key.as_deref() == Some("stringData"));
        let forgiven = if is_text_by_contract || is_encoded_twice(value) {
            OF_QUOTES
        } else {
            OF_VALUE
        };
        let (text, line) = placed(value, is_literal, line);
        let shown = Some(self.path());
        self.found
            .push(FilePart::new(shown, level.number, name, text, line, forgiven));
    }

    /// `data.tls.crt`; the end of it, where it is long.
    fn path(&self) -> String {
        let (mut steps, mut length) = (Vec::new(), 0usize);
        for step in self.levels.iter().rev().filter_map(Level::step) {
            length = length.saturating_add(step.len()).saturating_add(1);
            if length > LONGEST_PATH && !steps.is_empty() {
                steps.push("…".into());
                break;
            }
            steps.push(short(&step));
        }
        steps.reverse();
        let path = steps.join(".");
        // A key may stand in pieces, one within the other.
        match pemvet::text::may_be_key(&path) && !path.contains("not shown)") {
            true => pemvet::text::counted(&path),
            false => path,
        }
    }
}

/// Bytes of the keys that lead to a value, as far as they are shown; a key alone is shown whatever its length.
const LONGEST_PATH: usize = 512;

impl Level {
    /// `tls.crt`, `0`.
    fn step(&self) -> Option<String> {
        match self.index {
            Some(index) => Some(index.to_string()),
            None => self.key.clone(),
        }
    }
}

/// The value with the lines that it has in the file, and the first of them.
fn placed(value: &str, is_literal: bool, line: usize) -> (Secret, usize) {
    if is_literal {
        // The reader gives the first line that is not empty.
        let empty = value.bytes().take_while(|byte| *byte == b'\n').count();
        return (
            Zeroizing::new(value.as_bytes().to_vec()),
            line.saturating_sub(empty).max(1),
        );
    }
    // On one line: line ends that were written as `\n` are so again.
    let line_ends = memchr::memchr_iter(b'\n', value.as_bytes()).count();
    let mut text = Zeroizing::new(Vec::with_capacity(value.len().saturating_add(line_ends)));
    for byte in value.bytes() {
        match byte {
            b'\r' => {}
            b'\n' => text.extend_from_slice(b"\\n"),
            other => text.push(other),
        }
    }
    (text, line.max(1))
}

fn is_encoded_twice(value: &str) -> bool {
    value.contains("TFMwdExTMUNSVWRK")
}

pub(super) fn short(text: &str) -> String {
    let shown = pemvet::text::echo(text);
    match shown.char_indices().nth(64) {
        Some((cut, _)) => format!("{}…", shown.get(..cut).unwrap_or_default()),
        None => shown.into_owned(),
    }
}
