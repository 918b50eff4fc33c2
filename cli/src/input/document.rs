//! PEM in the values of YAML, JSON and .env files: each value is a bundle of its own, at its place in the file.

use std::path::Path;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use zeroize::Zeroizing;

use crate::input::content::{Part, Room, mentions_pem};
use crate::input::files::Secret;

/// Base64 of PEM is how `data` of a Secret and kubeconfig hold it, and `\n` how a quoted value does.
const OF_VALUE: &[&str] = &["container-read", "newline-escape-repaired"];
const OF_QUOTES: &[&str] = &["newline-escape-repaired"];

/// A copy of the whole object, which kubectl keeps.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

pub(crate) fn is_environment(name: &str) -> bool {
    name == ".env" || name.starts_with(".env.") || name.ends_with(".env")
}

/// Whether standard input is YAML or JSON: what has no file name is told by its first lines.
pub(crate) fn looks_like_one(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let is_json = matches!(text.first(), Some(b'{' | b'['));
    let mut lines = text.split(|byte| *byte == b'\n').take(50);
    is_json || lines.any(|line| line.starts_with(b"apiVersion:") || line.starts_with(b"kind:"))
}

/// The values that hold PEM; `None` where the text is no YAML, JSON or list of variables.
pub(crate) fn parts(path: &Path, text: &[u8], room: &mut Room) -> Option<Vec<Part>> {
    let text = std::str::from_utf8(text).ok()?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if is_environment(&name.to_ascii_lowercase()) {
        return Some(environment(text, room));
    }
    let reader = Reader {
        room,
        levels: Vec::new(),
        objects: Vec::new(),
        found: Vec::new(),
    };
    reader.read(text)
}

/// A list or mapping that is being read.
struct Level {
    /// Its number; the parts of one mapping have it in common.
    number: usize,
    /// In a mapping, the key whose value comes next.
    key: Option<String>,
    /// In a list, how many members there were.
    index: Option<usize>,
}

/// What is known of a mapping once it has been read, so that messages can say `Secret web`.
#[derive(Default)]
struct Object {
    parent: usize,
    kind: Option<String>,
    name: Option<String>,
}

struct Reader<'r> {
    room: &'r mut Room,
    levels: Vec<Level>,
    objects: Vec<Object>,
    /// Parts with the mapping that they stand in, and the keys that lead there.
    found: Vec<(Part, usize)>,
}

impl Reader<'_> {
    fn read(mut self, text: &str) -> Option<Vec<Part>> {
        // JSON allows tabs between its tokens, YAML does not.
        let is_json = text.trim_start().starts_with(['{', '[']);
        let without_tabs = Zeroizing::new(if is_json {
            text.replace('\t', " ")
        } else {
            String::new()
        });
        let mut parser = Parser::new_from_str(if is_json { &without_tabs } else { text });
        while let Some(event) = parser.next_event() {
            let (event, span) = event.ok()?;
            match event {
                Event::MappingStart(..) => self.enter(None),
                Event::SequenceStart(..) => self.enter(Some(0)),
                Event::MappingEnd | Event::SequenceEnd => self.leave(),
                Event::Scalar(value, style, ..) => {
                    self.scalar(Zeroizing::new(value.into_owned()), style, span);
                }
                Event::Alias(_) => self.value_is_read(),
                Event::DocumentStart(_) => self.levels.clear(),
                _ => {}
            }
        }
        let Reader { objects, found, .. } = self;
        let named = |(mut part, mapping): (Part, usize)| {
            if let (Some(object), Some(value)) = (described(&objects, mapping), &mut part.value) {
                *value = format!("{object}, {value}");
            }
            part
        };
        Some(found.into_iter().map(named).collect())
    }

    fn enter(&mut self, index: Option<usize>) {
        let parent = self.levels.last().map_or(usize::MAX, |level| level.number);
        self.levels.push(Level {
            number: self.objects.len(),
            key: None,
            index,
        });
        self.objects.push(Object {
            parent,
            ..Object::default()
        });
    }

    fn leave(&mut self) {
        self.levels.pop();
        self.value_is_read();
    }

    fn value_is_read(&mut self) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        level.key = None;
        if let Some(index) = &mut level.index {
            *index = index.saturating_add(1);
        }
    }

    fn scalar(&mut self, value: Zeroizing<String>, style: ScalarStyle, span: Span) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        if level.index.is_none() && level.key.is_none() {
            level.key = Some(value.as_str().into());
            return;
        }
        let number = level.number;
        match level.key.as_deref() {
            Some("kind") => self.objects[number].kind = Some(short(&value)),
            Some("name") => self.name_parent(number, &value),
            Some(LAST_APPLIED) => return self.value_is_read(),
            _ => {}
        }
        if mentions_pem(value.as_bytes()) {
            self.push(number, &value, style, span);
        }
        self.value_is_read();
    }

    /// `metadata.name` is the name of the object that has the metadata.
    fn name_parent(&mut self, number: usize, value: &str) {
        let above = self.levels.iter().rev().nth(1);
        let Some(above) = above.filter(|above| above.key.as_deref() == Some("metadata")) else {
            return;
        };
        debug_assert!(number > above.number);
        self.objects[above.number].name = Some(short(value));
    }

    fn push(&mut self, number: usize, value: &str, style: ScalarStyle, span: Span) {
        let keys: Vec<String> = self.levels.iter().filter_map(Level::step).collect();
        let name = self
            .levels
            .last()
            .and_then(|level| level.key.clone())
            .unwrap_or_default();
        let is_text_by_contract = self
            .levels
            .iter()
            .any(|level| level.key.as_deref() == Some("stringData"));
        let forgiven = if is_text_by_contract || is_encoded_twice(value) {
            OF_QUOTES
        } else {
            OF_VALUE
        };
        let Some(text) = placed(value, style, span, self.room) else {
            return;
        };
        let shown: Vec<String> = keys.iter().map(|key| short(key)).collect();
        self.found.push((
            Part::new(Some(shown.join(".")), number, name, text, forgiven),
            number,
        ));
    }
}

impl Level {
    /// `tls.crt`, `0`.
    fn step(&self) -> Option<String> {
        match self.index {
            Some(index) => Some(index.to_string()),
            None => self.key.clone(),
        }
    }
}

/// The value with the lines that it has in the file.
fn placed(value: &str, style: ScalarStyle, span: Span, room: &mut Room) -> Option<Secret> {
    if style == ScalarStyle::Literal {
        // The span begins at the first line that is not empty.
        let empty = value.bytes().take_while(|byte| *byte == b'\n').count();
        return room.at_line(span.start.line().saturating_sub(empty), value.as_bytes());
    }
    // On one line: line ends that were written as `\n` are so again.
    let lines = Zeroizing::new(value.replace('\r', "").replace('\n', "\\n"));
    room.at_line(span.start.line(), lines.as_bytes())
}

fn is_encoded_twice(value: &str) -> bool {
    value.contains("TFMwdExTMUNSVWRK")
}

fn short(text: &str) -> String {
    let shown = pemvet::text::echo(text);
    match shown.char_indices().nth(64) {
        Some((cut, _)) => format!("{}…", &shown[..cut]),
        None => shown.into_owned(),
    }
}

/// `Secret web`, for the nearest object around a mapping that says what it is.
fn described(objects: &[Object], mapping: usize) -> Option<String> {
    let mut place = mapping;
    while let Some(object) = objects.get(place) {
        match (&object.kind, &object.name) {
            (Some(kind), Some(name)) => return Some(format!("{kind} {name}")),
            (Some(kind), None) => return Some(kind.clone()),
            _ => place = object.parent,
        }
    }
    None
}

/// `NAME=value` and `export NAME="value"`; a value in quotation marks may go over several lines.
fn environment(text: &str, room: &mut Room) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let mut value = Zeroizing::new(value.trim().to_owned());
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
        if let Some(quote) = quote {
            let mut content = Zeroizing::new(value.get(1..).unwrap_or_default().to_owned());
            while !content.contains(quote) {
                let Some((_, line)) = lines.next() else { break };
                content.push('\n');
                content.push_str(line);
            }
            let end = content.find(quote).unwrap_or(content.len());
            content.truncate(end);
            value = content;
        }
        if mentions_pem(value.as_bytes()) {
            let name = name.trim();
            let shown = short(name);
            let Some(text) = room.at_line(number.saturating_add(1), value.as_bytes()) else {
                return parts;
            };
            parts.push(Part::new(Some(shown), 0, name.into(), text, OF_VALUE));
        }
    }
    parts
}
