//! PEM in the values of YAML, JSON, TOML, HCL, XML, INI, .properties and .env files and of systemd's units: each value is a
//! bundle of its own, at its place in the file, and is what the reader of the format makes of it.

mod bare;
mod environment;
mod erlang;
mod hcl;
pub(super) mod heredoc;
mod ini;
mod input;
mod json;
mod ldif;
mod list;
mod mail;
mod path;
pub(super) mod problem;
mod properties;
mod push;
mod reader;
pub(super) mod source;
mod template;
mod toml;
mod value;
mod within;
mod witness;
mod xml;

use std::path::Path;

use self::environment::Dialect;
use self::problem::Problem;
use self::reader::Reader;
use self::within::Inner;
pub(super) use self::witness::told_by_yaml;
use crate::input::mention::mentions_pem;
use crate::input::part::{FilePart, PartLimit};
use crate::input::remark::Remark;
use crate::input::work;

/// The language of a document, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Json,
    /// With comments, and commas before closing brackets.
    JsonWithComments,
    /// One text of JSON on each line.
    JsonLines,
    Environment,
    /// Variables as a shell sets them.
    Shell,
    Toml,
    Hcl,
    Properties,
    Xml,
    Ini,
    /// What npm reads: `.npmrc`.
    Npm,
    /// A unit of systemd.
    Unit,
    /// Terms of Erlang, and its programs.
    Erlang,
    /// What directories (LDAP) export.
    Ldif,
    /// A saved mail, or a mailbox.
    Mail,
    /// Nobody said: YAML or JSON, by its first character.
    YamlOrJson,
}

impl Language {
    pub(super) fn of(path: &Path) -> Option<Language> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_ascii_lowercase();
        if name == ".env" || name.starts_with(".env.") || name.ends_with(".env") {
            return Some(Language::Environment);
        }
        if name == ".envrc" {
            return Some(Language::Shell);
        }
        if name == ".npmrc" || name == "npmrc" {
            return Some(Language::Npm);
        }
        if OF_ERLANG.contains(&name.as_str()) || name.ends_with(".app.src") {
            return Some(Language::Erlang);
        }
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        if extension == "conf" && folder.to_string_lossy().ends_with(".service.d") {
            return Some(Language::Unit);
        }
        Some(match extension {
            "yaml" | "yml" => Language::Yaml,
            "json" if has_comments(path, &name) => Language::JsonWithComments,
            "json" => Language::Json,
            "jsonc" => Language::JsonWithComments,
            "jsonl" | "ndjson" | "jsonlines" => Language::JsonLines,
            // State of Terraform, notebooks and what else is JSON by another name.
            "tfstate" | "ign" | "har" | "geojson" | "avsc" | "code-workspace" => Language::Json,
            "backup" if name.ends_with(".tfstate.backup") => Language::Json,
            "kubeconfig" | "eyaml" | "sls" => Language::Yaml,
            "toml" => Language::Toml,
            "tf" | "tfvars" | "hcl" | "nomad" => Language::Hcl,
            "properties" => Language::Properties,
            "xml" | "plist" | "xsd" | "wsdl" | "mobileconfig" => Language::Xml,
            "config" if name == "web.config" || name.ends_with(".exe.config") => Language::Xml,
            "ini" | "cfg" | "gitconfig" => Language::Ini,
            "erl" | "hrl" | "escript" | "eterm" => Language::Erlang,
            "ldif" => Language::Ldif,
            // Templates, of what stands before that.
            "tmpl" | "tpl" | "j2" | "gotmpl" | "erb" | "jinja" | "jinja2" => {
                let stem = path.file_stem().map(Path::new)?;
                return Language::of(stem).filter(|it| *it != Language::Environment);
            }
            "eml" | "mbox" | "mht" | "mhtml" => Language::Mail,
            "service" | "socket" | "mount" | "timer" => Language::Unit,
            _ => return None,
        })
    }
}

/// Files of terms: RabbitMQ's, those of a release, rebar's.
const OF_ERLANG: &[&str] = &[
    "rabbitmq.config",
    "advanced.config",
    "sys.config",
    "sys.config.src",
    "rebar.config",
];

/// Files of tools that read JSON with comments.
fn has_comments(path: &Path, name: &str) -> bool {
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
    let is_of_editor = matches!(folder.to_str(), Some(".vscode" | ".devcontainer"));
    let begins = ["tsconfig", "jsconfig", "devcontainer", ".eslintrc", ".babelrc"];
    is_of_editor || begins.iter().any(|begin| name.starts_with(begin))
}

/// Whether a text without a name that says it is YAML or JSON: what has none is recognized by its first lines.
pub(crate) fn looks_like_one(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let within = text.get(1..).unwrap_or_default().trim_ascii_start();
    // A section of TOML, INI or a unit has its name in brackets, and YAML needs no quotation marks.
    let is_json = matches!(text.first(), Some(b'{' | b'['))
        && matches!(within.first(), Some(b'"' | b'{' | b'[' | b'}' | b']') | None);
    is_json || looks_like_yaml(text)
}

/// Whether it is YAML, though its name does not say so: an object of Kubernetes, what cloud-init reads, or a key with a block.
pub(crate) fn looks_like_yaml(text: &[u8]) -> bool {
    says_it_is_yaml(text) || has_blocks_of_yaml(text)
}

/// The same by its first lines, which nothing else has.
pub(crate) fn says_it_is_yaml(text: &[u8]) -> bool {
    text.starts_with(b"#cloud-config") || looks_like_kubernetes(text)
}

/// Whether PEM stands as the value of a key, as YAML has it: what tools print around blocks looks otherwise.
fn has_blocks_of_yaml(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').take(MOST_LINES).peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_ascii();
        let Some(at) = memchr::memmem::find(line, b": ") else {
            continue;
        };
        let (key, value) = line.split_at(at);
        let is_key = key.iter().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'"' | b'\'' | b' ')
        });
        let value = value.get(2..).unwrap_or_default().trim_ascii();
        let is_block = matches!(value.first(), Some(b'|' | b'>')) && value.len() <= 3;
        let is_quoted = [
            &b"\"-----BEGIN "[..],
            b"'-----BEGIN ",
            b"-----BEGIN ",
            b"LS0tLS1CRUdJ",
        ]
        .iter()
        .any(|begin| value.starts_with(begin));
        let is_followed = is_block
            && lines
                .peek()
                .is_some_and(|next| next.trim_ascii_start().starts_with(b"-----BEGIN "));
        if is_key && !key.is_empty() && (is_quoted || is_followed) {
            return true;
        }
    }
    false
}

/// Lines of a text without a name in which a key with a block is looked for.
const MOST_LINES: usize = 1_000;

/// Whether it is an object of Kubernetes, or a kubeconfig.
fn looks_like_kubernetes(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').take(50);
    lines.any(|line| line.starts_with(b"apiVersion:") || line.starts_with(b"kind:"))
}

/// Why a document was not cut into values.
pub(super) enum Uncut {
    /// It is a template of what its name says.
    Template,
    /// No reader of its language takes it.
    Malformed(Problem),
}

/// The values that hold PEM.
pub(super) fn parts(language: Language, text: &[u8], room: &mut PartLimit) -> Result<Vec<FilePart>, Uncut> {
    work::look_at(text.len());
    let mark = "\u{feff}".as_bytes();
    let is_json = matches!(
        language,
        Language::Json | Language::JsonWithComments | Language::JsonLines | Language::YamlOrJson
    );
    if let Some(rest) = text
        .strip_prefix(mark)
        .filter(|rest| is_json && matches!(rest.trim_ascii_start().first(), Some(b'{' | b'[')))
    {
        let mut found = parts(language, rest, room)?;
        for token in found.iter_mut().filter_map(|part| part.token.as_mut()) {
            token.bytes =
                token.bytes.start.saturating_add(mark.len())..token.bytes.end.saturating_add(mark.len());
        }
        if let Some(first) = found.first_mut() {
            first.remarks.push(Remark::JsonMark);
        }
        return Ok(found);
    }
    parts_of(language, text, room, Some(inner))
}

/// The values of a document that is itself a value of this name: it begins as one does, or is called so.
fn inner(text: &[u8], name: &str, room: &mut PartLimit) -> Option<Vec<FilePart>> {
    read_inner(text, name, Some(innermost), room)
}

/// The same of a document in such a one, inside of which no further one is looked for.
fn innermost(text: &[u8], name: &str, room: &mut PartLimit) -> Option<Vec<FilePart>> {
    read_inner(text, name, None, room)
}

fn read_inner(text: &[u8], name: &str, within: Option<Inner>, room: &mut PartLimit) -> Option<Vec<FilePart>> {
    let begin = text.trim_ascii_start();
    let has_lines = text.contains(&b'\n') || begin.starts_with(b"{");
    if begin.starts_with(b"-----BEGIN ") || !has_lines || !mentions_pem(text) {
        return None;
    }
    let by_look = || looks_like_one(text).then_some(Language::YamlOrJson);
    let language = Language::of(Path::new(name)).or_else(by_look)?;
    let parts = parts_of(language, text, room, within).ok()?;
    (!parts.is_empty()).then_some(parts)
}

fn parts_of(
    language: Language,
    text: &[u8],
    room: &mut PartLimit,
    within: Option<Inner>,
) -> Result<Vec<FilePart>, Uncut> {
    work::look_at(text.len());
    let repaired;
    let is_repaired = std::str::from_utf8(text).is_err();
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(_) => {
            repaired = zeroize::Zeroizing::new(String::from_utf8_lossy(text).into_owned());
            repaired.as_str()
        }
    };
    let read = match language {
        Language::Environment => Ok(environment::parts(text, Dialect::Library, room)),
        Language::Shell => Ok(environment::parts(text, Dialect::Shell, room)),
        Language::Properties => Ok(properties::parts(text, room)),
        Language::Xml => Ok(xml::parts(text, room)),
        Language::Ini => Ok(ini::parts(text, room)),
        Language::Unit => Ok(ini::unit(text, room)),
        Language::Npm => Ok(ini::npm(text, room)),
        Language::Ldif => Ok(ldif::parts(text, room)),
        Language::Mail => Ok(mail::parts(text, room)),
        Language::Toml => toml::parts(text, room),
        Language::Hcl => hcl::parts(text, room),
        Language::Erlang => erlang::parts(text, room),
        Language::Yaml | Language::YamlOrJson if !is_like_json(text) => yaml(text, room, true, within),
        Language::Json => json(text, room, within),
        Language::JsonWithComments => json(&json::without_comments(text), room, within),
        Language::JsonLines => {
            let mut reader = reader(text, room, false, within);
            json::read_lines(text, &mut reader).map(|()| reader.finish())
        }
        // YAML in brackets is JSON, most often, of which each value is known at once.
        Language::Yaml | Language::YamlOrJson => match json(text, room, within) {
            Err(problem) if language == Language::YamlOrJson => Err(problem),
            Err(_) => yaml(&without_tabs(text), room, true, within),
            found => found,
        },
    };
    let problem = match read {
        Ok(mut parts) => {
            if is_repaired {
                parts.iter_mut().for_each(|part| part.token = None);
            }
            let mut mappings = parts.iter().map(|part| part.mapping).max().unwrap_or_default();
            let is_flat = !matches!(
                language,
                Language::Yaml
                    | Language::Json
                    | Language::JsonWithComments
                    | Language::JsonLines
                    | Language::YamlOrJson
            );
            if let Some(inner) = within.filter(|_| is_flat) {
                let each = |part| within::of_part(part, &mut mappings, inner, room);
                return Ok(parts.into_iter().flat_map(each).collect());
            }
            return Ok(parts);
        }
        Err(_) if room.is_refused() => return Ok(Vec::new()),
        Err(problem) => problem,
    };
    if !template::is_one(text.as_bytes()) {
        return Err(Uncut::Malformed(problem));
    }
    let filled = match language {
        Language::Yaml | Language::YamlOrJson => {
            let mut reader = Reader::new(room, false).without_bare();
            reader.yaml(&template::filled_in(text)).map(|()| {
                let mut parts = reader.finish();
                parts.iter_mut().for_each(|part| part.token = None);
                parts
            })
        }
        _ => Err(problem),
    };
    filled.map_err(|_| Uncut::Template)
}

fn is_like_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) && !text.starts_with("{{")
}

/// JSON allows tabs between its tokens, YAML does not.
fn without_tabs(text: &str) -> zeroize::Zeroizing<String> {
    zeroize::Zeroizing::new(text.replace('\t', " "))
}

fn yaml(
    text: &str,
    room: &mut PartLimit,
    is_strict: bool,
    within: Option<Inner>,
) -> Result<Vec<FilePart>, Problem> {
    let mut reader = reader(text, room, is_strict, within);
    reader.yaml(text)?;
    Ok(reader.finish())
}

fn json(text: &str, room: &mut PartLimit, within: Option<Inner>) -> Result<Vec<FilePart>, Problem> {
    let mut reader = reader(text, room, false, within);
    json::read(text, &mut reader)?;
    Ok(reader.finish())
}

fn reader<'r>(text: &str, room: &'r mut PartLimit, is_yaml: bool, within: Option<Inner>) -> Reader<'r> {
    let mut reader = Reader::new(room, is_yaml);
    reader.inner = within;
    match template::is_one(text.as_bytes()) {
        true => reader.without_bare(),
        false => reader,
    }
}
