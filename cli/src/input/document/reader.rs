//! Values as YAML and JSON nest them: what a value stands in, and the parts that hold PEM.

use std::collections::HashMap;
use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};
use zeroize::Zeroizing;

use super::bare::{self, Bare};
use super::input::{Bounded, Kept, MOST_KEPT};
use super::list::List;
use super::path::short;
use super::problem::Problem;
use super::within::Inner;
use crate::input::base64;
use crate::input::part::{FilePart, PartLimit};
use crate::input::remark::{Form, Remark};
use crate::input::roles::Container;
use crate::input::work;

/// No base64 of a certificate or a key is shorter.
pub(super) const SHORTEST: usize = 64;

/// A copy of the whole object, which kubectl keeps.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Whether objects of this kind have members in base64, by the name of `data` or `caBundle`.
/// Members of an object with certificates that are held against a name that follows them.
const NEAR: usize = 16;

fn wants_base64(kind: &str) -> bool {
    matches!(
        kind,
        "Secret"
            | "SecretList"
            | "APIService"
            | "CustomResourceDefinition"
            | "Issuer"
            | "ClusterIssuer"
            | "SecretStore"
            | "ClusterSecretStore"
    ) || kind.ends_with("WebhookConfiguration")
}

/// Where a block of YAML is not indented, if that is why its reader gave up on this line or one below; else that line.
fn not_indented(text: &str, line: usize) -> (usize, &'static str) {
    let mut opened = None;
    work::look_at(text.len());
    for (number, written) in (1usize..).zip(text.lines()).take(line.saturating_add(1)) {
        let content = written.trim_start_matches(' ');
        if content.trim().is_empty() {
            continue;
        }
        let indentation = written.len() - content.len();
        if opened.is_some_and(|key| content.starts_with('\t') && key <= indentation) {
            return (number, "a tab is not indentation");
        }
        if opened.is_some_and(|key| indentation <= key) {
            return (number, "a block has to be indented below its key");
        }
        let is_opened = content
            .rsplit_once(": ")
            .is_some_and(|(_, value)| value.starts_with(['|', '>']));
        opened = is_opened.then_some(indentation);
    }
    (line, "it breaks off there")
}

/// Levels of lists and mappings within each other: what serde_json reads. The deepest that people write, schemas of
/// Kubernetes, have thirty or forty.
const DEEPEST: usize = 128;

/// Whether a file of this name is to hold a certificate or a key.
fn is_of_certificates(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(
        extension,
        "pem" | "crt" | "cer" | "cert" | "key" | "p12" | "pfx" | "jks" | "der"
    )
}

/// Bytes of a path that is kept.
const LONGEST_FILE: usize = 512;

/// What people put between lines that are joined: a line end, a blank, a backslash and an n.
const LONGEST_JOINT: usize = 8;

/// A list or mapping that is being read.
pub(super) struct Level {
    /// Its number; the parts of one mapping have it in common.
    pub(super) number: usize,
    /// In a mapping, the key whose value comes next.
    pub(super) key: Option<String>,
    /// In a list, how many members there were.
    pub(super) index: Option<usize>,
    /// What they come to together.
    pub(super) list: List,
    /// Its first member, where the list is what CloudFormation joins: what is put between the others.
    joint: Option<String>,
    is_join: bool,
    /// `path` of a file that cloud-init writes, and the line where its content is compressed.
    file: Option<String>,
    compressed: Option<usize>,
    /// `kind` of this mapping, and of its `metadata` the names, and whether something else fills it.
    pub(super) kind: Option<String>,
    pub(super) name: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) is_filled: bool,
    /// It says that it is of the type `kubernetes.io/tls`.
    is_pair: bool,
    /// Which halves of such a pair there are in it, or in its `data`: the certificate, the key.
    halves: [bool; 2],
    /// Its `name`, where it is `data` or `stringData`: Redis Software's name of the certificate beside it.
    pub(super) product: Option<String>,
    /// How many parts, and members without any, were found before it.
    pub(super) before: usize,
    pub(super) bare_before: usize,
    /// Its keys, each with the line that it stands on, for YAML.
    pub(super) keys: HashMap<u64, u32>,
}

/// What stands in the file for a scalar.
#[derive(Clone)]
pub(super) struct Written<'t> {
    /// Without its first quotation mark.
    pub(super) text: &'t str,
    pub(super) line: usize,
    pub(super) form: Form,
    /// Its bytes in the text, quotation marks included.
    pub(super) bytes: Range<usize>,
    /// A tag says that it is base64 of what is meant.
    pub(super) is_binary: bool,
}

/// From characters to bytes: places that are asked for in their order.
#[derive(Default)]
struct Cursor {
    characters: usize,
    bytes: usize,
}

impl Cursor {
    fn between(&mut self, text: &str, start: usize, end: usize) -> Range<usize> {
        self.at(text, start)..self.at(text, end)
    }

    fn at(&mut self, text: &str, characters: usize) -> usize {
        let rest = text.get(self.bytes..).unwrap_or_default();
        let passed: usize = rest
            .chars()
            .take(characters.saturating_sub(self.characters))
            .map(char::len_utf8)
            .sum();
        work::look_at(passed);
        self.bytes += passed;
        self.characters = self.characters.max(characters);
        self.bytes
    }
}

pub(super) struct Reader<'r> {
    pub(super) room: &'r mut PartLimit,
    pub(super) levels: Vec<Level>,
    /// Lists and mappings that were begun.
    pub(super) mappings: usize,
    pub(super) found: Vec<FilePart>,
    /// Members that may be missed in an object that is still being read.
    pub(super) bare: Vec<Bare>,
    pub(super) is_yaml: bool,
    pub(super) is_template: bool,
    /// Lists of bytes that were kept.
    pub(super) byte_lists: usize,
    /// What reads values that are documents.
    pub(super) inner: Option<Inner>,
    /// The first key that stands twice.
    pub(super) twice: Option<Remark>,
}

impl<'r> Reader<'r> {
    /// Of YAML the keys are held against each other.
    pub(super) fn new(room: &'r mut PartLimit, is_yaml: bool) -> Reader<'r> {
        Reader {
            room,
            levels: Vec::new(),
            mappings: 0,
            found: Vec::new(),
            bare: Vec::new(),
            is_yaml,
            is_template: false,
            byte_lists: 0,
            inner: None,
            twice: None,
        }
    }

    /// Members that hold no PEM are not looked at: the text is a template, which fills them in.
    pub(super) fn without_bare(self) -> Reader<'r> {
        Reader {
            is_template: true,
            ..self
        }
    }

    /// What was found, once all is read.
    pub(super) fn finish(mut self) -> Vec<FilePart> {
        // Of a mapping that no object is around nobody knows whether it is data.
        self.found
            .retain_mut(|part| part.data_of.is_none() || part.is_no_data());
        bare::missed_halves(&mut self.found, std::mem::take(&mut self.bare));
        if let Some(first) = self.found.first_mut() {
            first.remarks.extend(self.twice.take());
        }
        self.found
    }

    /// Reads YAML, or tells where it is none.
    pub(super) fn yaml(&mut self, text: &str) -> Result<(), Problem> {
        let kept = Kept::default();
        let mut parser = Parser::new(Bounded::new(text, &kept));
        let mut cursor = Cursor::default();
        while let Some(event) = parser.next_event() {
            if kept.is_too_much() {
                self.room.refuse(format!(
                    "has a list in brackets of more than {MOST_KEPT} names and marks, too long to be read"
                ));
            }
            if self.has_enough() {
                return Ok(());
            }
            let (event, span) = event.map_err(|error| {
                let (line, what) = not_indented(text, error.marker().line());
                Problem::new("YAML", line, what)
            })?;
            kept.none();
            match event {
                Event::MappingStart(..) => _ = self.enter(None),
                Event::SequenceStart(_, tag) => {
                    self.enter(Some(0));
                    let is_join = tag.is_some_and(|tag| tag.suffix == "Join");
                    if let Some(level) = self.levels.last_mut() {
                        level.is_join = is_join;
                    }
                }
                Event::MappingEnd | Event::SequenceEnd => _ = self.leave(),
                Event::Scalar(value, style, _, tag) => {
                    let value = Zeroizing::new(value.into_owned());
                    let is_binary = tag.as_ref().is_some_and(|tag| tag.suffix.ends_with("binary"));
                    let (form, quotes) = match style {
                        ScalarStyle::Plain => (Form::YamlPlain, 0),
                        ScalarStyle::SingleQuoted => (Form::YamlSingle, 1),
                        ScalarStyle::DoubleQuoted => (Form::YamlDouble, 1),
                        ScalarStyle::Literal => (Form::YamlLiteral, 0),
                        ScalarStyle::Folded => (Form::YamlFolded, 0),
                    };
                    // Where something is to be found in the file, it has to be sought.
                    let is_wanted = self.may_be_wanted(&value);
                    let bytes = match is_wanted {
                        true => cursor.between(text, span.start.index(), span.end.index()),
                        false => 0..0,
                    };
                    let written = text.get(bytes.clone()).unwrap_or_default();
                    let written = Written {
                        text: written.get(quotes..).unwrap_or(written),
                        line: span.start.line().max(1),
                        form,
                        bytes,
                        is_binary,
                    };
                    self.scalar(&value, written);
                }
                Event::Alias(_) => self.value_is_read(),
                Event::DocumentStart(_) => self.levels.clear(),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a value is looked into: not a key, and not what is short.
    fn may_be_wanted(&self, value: &str) -> bool {
        let is_key = self
            .levels
            .last()
            .is_some_and(|level| level.index.is_none() && level.key.is_none());
        !is_key && value.len() >= SHORTEST
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
        let joint = self.joint();
        self.levels.push(Level {
            number: self.mappings,
            key: None,
            index,
            list: List::default(),
            joint: None,
            is_join: false,
            file: None,
            compressed: None,
            kind: None,
            name: None,
            namespace: None,
            is_filled: false,
            is_pair: false,
            halves: [false; 2],
            product: None,
            before: self.found.len(),
            bare_before: self.bare.len(),
            keys: HashMap::new(),
        });
        if let (Some(joint), Some(level)) = (joint, self.levels.last_mut()) {
            level.list.joint = Some(joint);
        }
        self.mappings += 1;
        1
    }

    /// What stands between the members of the list that begins here: it is the second of `Fn::Join` or `!Join`.
    fn joint(&self) -> Option<String> {
        let mut levels = self.levels.iter().rev();
        let list = levels.next().filter(|list| list.index == Some(1))?;
        let above = levels.next().and_then(|above| above.key.as_deref());
        let is_join = list.is_join || above == Some("Fn::Join");
        list.joint.clone().filter(|_| is_join)
    }

    /// It ends, with a character. Parts in it whose object is not known yet are of this one, if it says what it is.
    pub(super) fn leave(&mut self) -> usize {
        let Some(mut level) = self.levels.pop() else {
            return 1;
        };
        if let (Some(line), Some(path)) = (level.compressed, &level.file)
            && is_of_certificates(path)
            && self.room.takes_another()
        {
            let place = match self.path().as_str() {
                "" => "content".into(),
                above => format!("{above}.content"),
            };
            let remark = Remark::Compressed(short(path));
            let part = FilePart::remarked(Some(place), level.number, "content".into(), line, remark);
            self.found.push(part);
        }
        if let Some((text, places)) = std::mem::take(&mut level.list).text() {
            self.push_list(text, places, level.number);
        }
        let is_data = |above: &&mut Level| matches!(above.key.as_deref(), Some("data" | "stringData"));
        if let Some(above) = self.levels.last_mut().filter(is_data) {
            above.halves = [0, 1].map(|half| above.halves[half] || level.halves[half]);
        }
        if let Some(product) = level.product.take() {
            for part in self.found.iter_mut().skip(level.before) {
                if part.mapping == level.number {
                    part.product = Some(product.clone());
                }
            }
        }
        if let Some(kind) = level.kind.take() {
            let wants_base64 = wants_base64(&kind);
            let mut inside = self.found.split_off(level.before.min(self.found.len()));
            inside.retain_mut(|part| {
                let is_listed = part
                    .item
                    .as_ref()
                    .is_some_and(|(number, _)| part.data_of == Some(*number));
                let is_own = part.data_of == Some(level.number) || is_listed;
                if is_own && wants_base64 {
                    part.data_of = None;
                }
                let is_bundle = !is_own || wants_base64 || part.is_no_data();
                if is_own && matches!(kind.as_str(), "ConfigMap" | "ConfigMapList") {
                    part.is_text_of_a_map();
                }
                is_bundle
            });
            self.found.append(&mut inside);
            let container = Container::of_kind(&kind);
            let object = match level.full_name() {
                Some(name) => format!("{kind} {name}"),
                None => kind.clone(),
            };
            // What the API server lists does not repeat its kind.
            let listed = kind.strip_suffix("List").filter(|kind| !kind.is_empty());
            let bare = self.bare.split_off(level.bare_before.min(self.bare.len()));
            self.found.extend(bare.into_iter().map(Bare::part));
            for part in self.found.iter_mut().skip(level.before) {
                if part.has_object {
                    continue;
                }
                match (part.item.take(), listed) {
                    (Some((number, name)), Some(kind)) => {
                        part.is_of(&format!("{kind} {name}"), Container::of_kind(kind), number);
                    }
                    _ => part.is_of(&object, container, level.number),
                }
            }
            if container == Container::Secret && level.is_pair && !level.is_filled && !self.is_template {
                let absent = ["tls.crt", "tls.key"]
                    .into_iter()
                    .zip(level.halves)
                    .find(|(_, is_there)| !is_there);
                let first = self.found.get_mut(level.before);
                if let (Some(first), Some((name, _))) = (first, absent) {
                    first.remarks.push(Remark::MemberAbsent(name));
                }
            }
            bare::mark_overridden(&mut self.found, level.before);
            bare::retain_missed(
                &mut self.found,
                level.before,
                level.is_filled,
                container.is_sure(),
            );
        } else if let Some(name) = level.full_name() {
            for part in self.found.iter_mut().skip(level.before) {
                if !part.has_object && part.item.is_none() {
                    part.item = Some((level.number, name.clone()));
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

    /// A key or a value.
    pub(super) fn scalar(&mut self, value: &str, written: Written<'_>) {
        work::look_at(value.len());
        let Some(level) = self.levels.last_mut() else {
            // A file that is nothing but one value.
            self.push(value, written);
            return;
        };
        if level.index.is_none() && level.key.is_none() {
            level.key = Some(value.into());
            level.halves[0] |= value == "tls.crt";
            level.halves[1] |= value == "tls.key";
            if self.is_yaml && value != "<<" {
                self.is_known(value, written.line);
            } else if matches!(written.form, Form::Json) {
                self.may_be_lost(value, written.line);
            }
            return;
        }
        if level.index == Some(0) && value.len() <= LONGEST_JOINT {
            level.joint = Some(value.into());
        }
        match level.key.as_deref() {
            Some("kind") => level.kind = Some(short(value)),
            Some("name") => self.name_parent(value),
            Some("type") => level.is_pair = value == "kubernetes.io/tls",
            Some("namespace") => {
                if let Some(object) = self.object_of_metadata() {
                    object.namespace = Some(short(value));
                }
            }
            Some("path") => level.file = Some(value.into()).filter(|_| value.len() <= LONGEST_FILE),
            // What gzip writes, in base64.
            Some("content") if value.starts_with("H4sI") => level.compressed = Some(written.line),
            Some(annotation) if bare::fills(annotation) => self.note_annotation(),
            Some(LAST_APPLIED) => return self.value_is_read(),
            _ => {}
        }
        self.push(value, written);
        self.value_is_read();
    }

    /// Notes the first key of the file that stands twice in one mapping.
    fn is_known(&mut self, key: &str, line: usize) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let mut hasher = std::hash::DefaultHasher::new();
        key.hash(&mut hasher);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let known = level.keys.insert(hasher.finish(), line);
        if let Some(first) = known.filter(|_| self.twice.is_none()) {
            let lines = [first, line].map(|line| usize::try_from(line).unwrap_or(usize::MAX));
            self.twice = Some(Remark::KeyTwice(short(key), lines[0], lines[1]));
        }
    }

    /// Notes a member of JSON whose name stands again: readers take the last, and one before it may have been a certificate.
    fn may_be_lost(&mut self, name: &str, line: usize) {
        let Some(level) = self.levels.last().filter(|_| self.twice.is_none()) else {
            return;
        };
        let mut near = self.found.iter().skip(level.before).rev().take(NEAR);
        let first = near.find(|part| part.mapping == level.number && part.name == name && !part.is_unpaired);
        if let Some(first) = first {
            self.twice = Some(Remark::MemberLost(short(name), first.places.line_of(1), line));
        }
    }

    /// `metadata.name` is the name of the object that has the metadata; `name` beside a certificate that of Redis Software.
    fn name_parent(&mut self, value: &str) {
        if let Some(object) = self.object_of_metadata() {
            object.name = Some(short(value));
            return;
        }
        let above = self
            .levels
            .iter()
            .rev()
            .nth(1)
            .and_then(|above| above.key.as_deref());
        let decoded = match above {
            Some("data") => base64::decode(value.as_bytes()),
            Some("stringData") => None,
            _ => return,
        };
        let decoded = decoded.and_then(|it| String::from_utf8(it.bytes.to_vec()).ok());
        if let Some(level) = self.levels.last_mut() {
            level.product = Some(decoded.as_deref().unwrap_or(value).trim().into());
        }
    }

    /// The mapping whose `metadata` is being read.
    fn object_of_metadata(&mut self) -> Option<&mut Level> {
        let above = self.levels.iter_mut().rev().nth(1)?;
        (above.key.as_deref() == Some("metadata")).then_some(above)
    }

    /// Notes that something else fills the object, where this is one of its annotations.
    fn note_annotation(&mut self) {
        let mut above = self.levels.iter_mut().rev().skip(1);
        let (annotations, object) = (above.next(), above.next());
        let is_one = annotations.is_some_and(|it| it.key.as_deref() == Some("annotations"));
        if let Some(object) = object.filter(|it| is_one && it.key.as_deref() == Some("metadata")) {
            object.is_filled = true;
        }
    }
}

impl Level {
    /// `namespace/name`.
    pub(super) fn full_name(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        Some(match &self.namespace {
            Some(namespace) => format!("{namespace}/{name}"),
            None => name.clone(),
        })
    }

    /// Whether what stands here is what the member above it is.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self.key.as_deref(), Some("inline_string" | "inline_bytes"))
    }

    /// `tls.crt`, `0`.
    pub(super) fn step(&self) -> Option<String> {
        match self.index {
            Some(index) => Some(index.to_string()),
            None => self.key.clone(),
        }
    }
}
