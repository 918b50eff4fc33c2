//! What a file holds for us: itself as one bundle, the values of a YAML, JSON or .env file, or blocks inside other text.

use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use pemvet::pem;
use pemvet::rules;
use zeroize::Zeroizing;

use crate::input::archives::archive;
use crate::input::caddy;
use crate::input::document::problem::Problem;
use crate::input::document::{self, Language, Uncut};
use crate::input::embedded::{OF_SURROUNDINGS, SHORTEST, embedded, has_blocks, is_binary, is_patch};
use crate::input::files::Secret;
use crate::input::line_map::LineMap;
use crate::input::lines::Lines;
use crate::input::marks::{self, Mark};
use crate::input::mention::{has_base64, mentions_bytes, mentions_escaped, mentions_pem};
use crate::input::part::{FilePart, PartLimit};
use crate::input::remark::{Form, Remark};
use crate::input::roles::{self, Container, Role};
use crate::input::units;
use crate::input::work;

/// Words that mark a file whose keys protect nothing.
const TEST_DATA: &[u8] = b"pemvet: test data";

/// Names of members that are faults where they are empty, whatever else is in the file: a Secret's, and those of `acme.json`.
const HALVES: [&[u8]; 2] = [b"tls.crt", b"\"Certificates\""];

/// What stands around a block in a message.
const OF_MESSAGES: &[&str] = &[
    rules::names::CONTAINER_READ,
    rules::names::LAYOUT_REPAIRED,
    rules::names::MARKER_REPAIRED,
    rules::names::NEWLINE_ESCAPE_REPAIRED,
    rules::names::TEXT_OUTSIDE_BLOCKS,
];

/// Files of this name hold DER as their form.
const OF_DER: &[&str] = &[rules::names::CONTAINER_READ];

/// The parts of a file. Nothing for a file that holds no PEM and no DER, unless it was named.
///
/// The error is why it was not cut: words for the user.
pub(crate) fn parts(path: &Path, text: Secret, named: bool) -> Result<Vec<FilePart>, String> {
    let speaks_to_us = memmem::find(&text, marks::NAME).is_some();
    let is_test_data = speaks_to_us && memmem::find(&text, TEST_DATA).is_some();
    // In a file that is PEM as a whole they would be text.
    let marks: Arc<[Mark]> = match speaks_to_us && !is_named_like_certificates(path) {
        true => marks::of(path, &text).into(),
        false => Arc::default(),
    };
    // Of a file that was named the library tells what is in its blocks; in a document there may be keys outside of any value.
    let is_searched = !named || is_named_like_a_document(path) || is_patch(&extension_of(path), &text);
    let archive = archive(path, &text);
    // What is in an archive is told of where it is opened.
    let keys = match is_searched && archive.is_none() {
        true => private_keys(&text),
        false => Vec::new(),
    };
    let mut room = PartLimit::default();
    let mut parts = match archive {
        Some(bytes) => vec![FilePart::archive(0, name_of(path), bytes, LineMap::from(1))],
        None => cut(path, text, named, &mut room),
    };
    if let Some(reason) = room.refused {
        return Err(format!("{reason}; divide it"));
    }
    if !named {
        parts.retain(|part| is_worth_a_look(path, part));
    }
    if parts
        .iter()
        .any(|part| part.remarks.contains(&Remark::EnvEscapes))
        && let Some(unit) = units::taking(path)
    {
        let remarks = parts.iter_mut().flat_map(|part| &mut part.remarks);
        let escapes = remarks.filter(|remark| **remark == Remark::EnvEscapes);
        escapes.for_each(|remark| *remark = Remark::EnvOfUnit(unit.clone()));
    }
    if let Some(part) = parts.first_mut().filter(|part| part.value.is_none())
        && matches!(
            path.extension().and_then(std::ffi::OsStr::to_str),
            Some("der" | "cer")
        )
        && is_der_sequence(&part.text)
        && let Some(file) = caddy::naming(path)
    {
        part.remarks.push(Remark::NamedByCaddy(file));
    }
    if !is_test_data {
        tell_of(keys, path, &mut parts);
    }
    for part in &mut parts {
        part.is_test_data = is_test_data;
        part.marks = Arc::clone(&marks);
        if part.value.is_none() && !part.name.is_empty() {
            (part.container, part.role) = (Container::Folder, roles::of_file(path));
        }
    }
    Ok(parts)
}

/// Whether a part has to do with certificates or keys at all, where nobody asked for its file.
fn is_worth_a_look(path: &Path, part: &FilePart) -> bool {
    let is_nothing = match is_named_like_certificates(path) {
        true => part.is_nothing_of_ours,
        // Other files may well show what is to be filled in.
        false => part.is_only_words,
    };
    !is_nothing || part.remarks.iter().any(Remark::is_of_file)
}

/// The lines that private keys begin on, and what they are.
fn private_keys(text: &Secret) -> Vec<(usize, &'static str)> {
    // Program files hold keys that test them.
    let is_program = is_binary(text) && text.first() != Some(&0x30) && utf16(text).is_none();
    if is_program || text.len() < SHORTEST {
        return Vec::new();
    }
    work::look_at(text.len());
    let places = pem::private_keys(text);
    let lines = (!places.is_empty()).then(|| Lines::of(text.as_slice()));
    let line_of = |at| lines.as_ref().map_or(1, |lines| lines.place(at).0);
    places
        .iter()
        .map(|place| (line_of(place.bytes.start), place.what))
        .collect()
}

/// Of the keys that are in no part that says so itself.
fn tell_of(mut keys: Vec<(usize, &'static str)>, path: &Path, parts: &mut Vec<FilePart>) {
    for part in parts.iter().filter(|part| part.keys > 0) {
        let lines = part.lines_in_file();
        keys.retain(|(line, _)| !lines.contains(line));
    }
    let Some(&(line, _)) = keys.first() else { return };
    // A file of DER holds the key and nothing to judge.
    parts.retain(|part| !part.is_bare || part.archive.is_some());
    let remarks = keys
        .into_iter()
        .map(|(line, what)| Remark::PrivateKey(line, what));
    let places = LineMap::from(line);
    let mut part = FilePart::new(None, 0, name_of(path), Zeroizing::default(), places, &[]);
    part.remarks.extend(remarks);
    part.is_only_remarks = true;
    parts.push(part);
}

/// Parts of a text, with its lines.
fn inside(text: Secret, mut parts: Vec<FilePart>) -> Vec<FilePart> {
    let lines = Arc::new(Lines::of(text));
    parts
        .iter_mut()
        .for_each(|part| part.lines = Some(Arc::clone(&lines)));
    parts
}

fn cut(path: &Path, text: Secret, named: bool, room: &mut PartLimit) -> Vec<FilePart> {
    let mut kind = FileKind::of(path, &text);
    // What is piped has no name that says what it is.
    if path.as_os_str() == "-"
        && let Some(plain) = utf16(&text)
        && let of_plain @ FileKind::Document(_) = FileKind::of(path, &plain)
    {
        kind = of_plain;
    }
    // A document is read as what its writer saw, wherever it is in the file.
    if !matches!(kind, FileKind::Certificates(_))
        && let Some(plain) = utf16(&text)
    {
        let mut parts = cut_text(path, kind, plain, named, room);
        if let Some(part) = parts.first_mut() {
            part.remarks.push(Remark::Utf16);
        }
        // Its places are those of another text.
        parts.iter_mut().for_each(|part| part.token = None);
        return parts;
    }
    cut_text(path, kind, text, named, room)
}

fn cut_text(path: &Path, kind: FileKind, text: Secret, named: bool, room: &mut PartLimit) -> Vec<FilePart> {
    let whole = |text, forgiven| {
        let places = LineMap::from(1);
        vec![FilePart::new(None, 0, name_of(path), text, places, forgiven)]
    };
    // Settings of libraries that read SAML have DER under this name.
    let is_of_saml = || memmem::find(&text, b"x509cert").is_some();
    let mentions = mentions_pem(&text) || mentions_escaped(&text) || is_of_saml();
    match kind {
        FileKind::Document(language)
            if mentions
                || has_base64(&text, SHORTEST)
                || mentions_bytes(&text)
                || HALVES.iter().any(|name| memmem::find(&text, name).is_some()) =>
        {
            let found = match document::parts(language, &text, room) {
                Ok(parts) if parts.is_empty() && mentions => embedded(path, &text, room),
                // Programs and logs have words about blocks.
                Ok(mut parts) if matches!(language, Language::Erlang | Language::JsonLines) => {
                    parts.retain(|part| part.archive.is_some() || has_blocks(&part.text));
                    if language == Language::JsonLines {
                        parts.iter_mut().for_each(forgive_words);
                    }
                    parts
                }
                Ok(parts) => parts,
                // Templates are nothing before they are filled in.
                Err(Uncut::Template) => embedded(path, &text, room),
                Err(Uncut::Malformed(_))
                    if is_named_like_a_template(path)
                        || is_guessed(path, &text)
                        || (language == Language::Erlang && is_of_programs(path)) =>
                {
                    embedded(path, &text, room)
                }
                Err(Uncut::Malformed(Problem(problem))) => {
                    let mut parts = embedded(path, &text, room);
                    if parts.is_empty() && mentions && !room.is_refused() {
                        let text = Zeroizing::new(text.to_vec());
                        parts = whole(text, OF_SURROUNDINGS);
                        parts.retain(|part| named || !part.is_bare);
                    }
                    if let Some(part) = parts.first_mut() {
                        part.remarks.push(problem);
                    }
                    parts
                }
            };
            if !found.is_empty() || !named || room.is_refused() {
                return inside(text, found);
            }
        }
        FileKind::Certificates(forgiven) => {
            let is_der = is_der_sequence(&text);
            if let Some(remark) = missed(path, &text, named) {
                return vec![FilePart::remarked(None, 0, name_of(path), 1, remark)];
            }
            let mut parts = whole(text, forgiven);
            parts.retain(|part| named || is_der || !part.is_bare);
            return parts;
        }
        FileKind::Other if mentions && (!named || is_of_programs(path) || text.starts_with(b"#!")) => {
            let found = embedded(path, &text, room);
            if !found.is_empty() || !named || room.is_refused() {
                return inside(text, found);
            }
            // Of a patch nothing is whole but what it leaves behind.
            if is_patch(&extension_of(path), &text) {
                return whole(Zeroizing::default(), &[]);
            }
        }
        FileKind::Document(_) | FileKind::Other => {}
    }
    if named { whole(text, &[]) } else { Vec::new() }
}

/// A block in the midst of a message is shown there, and nobody reads the message as one.
fn forgive_words(part: &mut FilePart) {
    let text = part.text.trim_ascii_start();
    if !text.starts_with(b"-") && mentions_pem(text) && memmem::find(text, b"-----BEGIN ").is_some() {
        part.forgiven = OF_MESSAGES;
        part.form = Some(Form::Source);
    }
}

/// What is to be said of a file that holds nothing, though its name promises something.
fn missed(path: &Path, text: &[u8], named: bool) -> Option<Remark> {
    if let Some(target) = roles::path_in(text) {
        let is_promised = named || roles::of_file(path).is_some();
        return is_promised.then(|| Remark::MemberIsPath(pemvet::text::echo(target).into()));
    }
    let role = roles::of_file(path).filter(|_| !named)?;
    let is_half = matches!(role, Role::Leaf | Role::Key);
    (is_half && text.trim_ascii().is_empty()).then_some(Remark::MemberEmpty)
}

/// UTF-16 as UTF-8, if it is that and begins with a byte order mark or as Windows tools write `apiVersion`.
fn utf16(text: &[u8]) -> Option<Secret> {
    let unit: fn([u8; 2]) -> u16 = match text {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        [1..=0x7F, 0, 1..=0x7F, 0, ..] => u16::from_le_bytes,
        [0, 1..=0x7F, 0, 1..=0x7F, ..] => u16::from_be_bytes,
        _ => return None,
    };
    work::look_at(text.len());
    let units = text.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    // Three bytes for a unit at most; growing would leave copies of a key behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len() / 2 * 3));
    for character in char::decode_utf16(units.skip_while(|unit| *unit == 0xFEFF)) {
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        plain.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Some(plain)
}

/// Whether a file of this name is a program, a configuration or a page, in which blocks are written as its language wants it.
fn is_of_programs(path: &Path) -> bool {
    let name = name_of(path).to_ascii_lowercase();
    let extension = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(_, extension)| extension);
    PROGRAMS.contains(&extension)
}

const PROGRAMS: &[&str] = &[
    "go",
    "java",
    "kt",
    "scala",
    "groovy",
    "js",
    "mjs",
    "cjs",
    "ts",
    "tsx",
    "jsx",
    "py",
    "rb",
    "php",
    "pl",
    "rs",
    "c",
    "h",
    "cc",
    "cpp",
    "hpp",
    "cs",
    "swift",
    "m",
    "lua",
    "sh",
    "bash",
    "zsh",
    "ksh",
    "bats",
    "pm",
    "ps1",
    "bat",
    "sql",
    "xml",
    "html",
    "htm",
    "md",
    "rst",
    "adoc",
    "conf",
    "cfg",
    "cnf",
    "ini",
    "j2",
    "tpl",
    "tmpl",
    "erb",
    "gotmpl",
    "ovpn",
    "kdl",
    "ron",
    "dhall",
    "rego",
    "pkl",
    "edn",
    "clj",
    "hs",
    "ml",
    "fs",
    "vb",
    "jl",
    "nim",
    "zig",
    "el",
    "proto",
    "vue",
    "svelte",
    "gradle",
    "bicep",
    "caddyfile",
    "dockerfile",
    "makefile",
    "jenkinsfile",
    "vagrantfile",
    "csv",
    "tsv",
    "tex",
    "dart",
    "ex",
    "exs",
    "diff",
    "patch",
    "psm1",
    "psd1",
    "erl",
    "hrl",
    "escript",
    "jsonnet",
    "json5",
    "hjson",
    "cue",
    "nix",
    "ipynb",
    "cmd",
    "kts",
    "sbt",
    "cxx",
    "hxx",
    "hh",
    "ino",
    "mm",
    "vbs",
    "bas",
    "fsx",
    "csx",
    "d",
    "cr",
    "r",
    "rkt",
    "scm",
    "lisp",
    "tcl",
    "pp",
    "mk",
    "mdx",
    "jsp",
    "cshtml",
    "twig",
    "hbs",
    "liquid",
    "bzl",
    "cmake",
    "rake",
    "gemspec",
    "rtf",
    "log",
];

/// Whether a file without extension was taken for YAML because of a block in it, which notes have as well.
fn is_guessed(path: &Path, text: &[u8]) -> bool {
    let is_piped = path.as_os_str() == "-";
    !is_piped && Language::of(path).is_none() && !document::says_it_is_yaml(text)
}

fn extension_of(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
}

fn is_named_like_a_template(path: &Path) -> bool {
    matches!(
        extension_of(path).as_str(),
        "tmpl" | "tpl" | "j2" | "gotmpl" | "erb" | "jinja" | "jinja2"
    )
}

/// Whether `fix` can write into the values of a file: its language, by name and content.
pub(crate) fn has_values_to_write(path: &Path, text: &[u8]) -> bool {
    use Language as L;
    matches!(
        FileKind::of(path, text),
        FileKind::Document(
            L::Yaml | L::Json | L::JsonWithComments | L::JsonLines | L::YamlOrJson | L::Environment
        )
    )
}

/// The same by the name alone.
pub(crate) fn is_named_like_values(path: &Path) -> bool {
    use Language as L;
    matches!(
        Language::of(path),
        Some(L::Yaml | L::Json | L::JsonWithComments | L::JsonLines | L::Environment)
    )
}

/// What a reader of YAML makes of the whole text, a number for each thing that it tells; nothing for another language.
pub(crate) fn told_by_yaml(path: &Path, text: &str) -> Vec<u64> {
    match FileKind::of(path, text.as_bytes()) {
        FileKind::Document(Language::Yaml | Language::YamlOrJson) => document::told_by_yaml(text),
        _ => Vec::new(),
    }
}

/// Whether a file of this name is looked at whatever its size.
pub(crate) fn is_named_like_ours(path: &Path) -> bool {
    !matches!(FileKind::of(path, b""), FileKind::Other)
}

/// Whether a file of this name is meant to hold certificates or keys, and nothing else.
pub(crate) fn is_named_like_certificates(path: &Path) -> bool {
    matches!(FileKind::of(path, b""), FileKind::Certificates(_))
}

/// Whether a file of this name is written in a language of which PEM is a value.
pub(crate) fn is_named_like_a_document(path: &Path) -> bool {
    Language::of(path).is_some()
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[derive(Clone, Copy)]
enum FileKind {
    /// Certificates or keys, by extension or because the first thing in it is a block.
    Certificates(&'static [&'static str]),
    /// YAML, JSON or the like.
    Document(Language),
    Other,
}

impl FileKind {
    fn of(path: &Path, text: &[u8]) -> FileKind {
        let name = name_of(path).to_ascii_lowercase();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_binary = text.first() == Some(&0x30);
        match extension {
            "pem" | "crt" | "cert" | "key" | "pfx" | "p12" => {
                return FileKind::Certificates(if is_binary && extension == "crt" {
                    OF_DER
                } else {
                    &[]
                });
            }
            // PEM in a container is no form of theirs.
            "cer" | "der" if !is_binary => return FileKind::Certificates(&[]),
            "cer" | "der" | "p7b" | "p7c" => return FileKind::Certificates(OF_DER),
            _ => {}
        }
        if let Some(language) = Language::of(path) {
            return FileKind::Document(language);
        }
        // A kubeconfig is called `config`.
        let is_nameless = extension.is_empty() && document::looks_like_yaml(text);
        if is_nameless || (name == "-" && document::looks_like_one(text)) {
            return FileKind::Document(Language::YamlOrJson);
        }
        if is_nameless_xml(extension, text) {
            return FileKind::Document(Language::Xml);
        }
        if name == "-" || (begins_with_block(text) && !PAGES.contains(&extension)) {
            return FileKind::Certificates(&[]);
        }
        FileKind::Other
    }
}

/// Metadata of SAML has no extension, often.
fn is_nameless_xml(extension: &str, text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let begin = text.get(..LONGEST_ELEMENT.min(text.len())).unwrap_or_default();
    let is_of_saml = begin.starts_with(b"<") && memmem::find(begin, b"EntityDescriptor").is_some();
    extension.is_empty() && (begin.starts_with(b"<?xml ") || is_of_saml)
}

/// The first tag up to its name, with a prefix.
const LONGEST_ELEMENT: usize = 64;

/// Pages that may begin with a block, indented or quoted as their language wants it, and programs that are nothing but one.
const PAGES: &[&str] = &["md", "rst", "adoc", "html", "htm", "tex", "diff", "patch"];

fn is_der_sequence(text: &[u8]) -> bool {
    matches!(text, [0x30, 0x82..=0x84, ..])
}

fn begins_with_block(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    text.starts_with(b"-----BEGIN ")
        || text.starts_with(b"Bag Attributes")
        || text.starts_with(b"LS0tLS1CRUdJ")
}
