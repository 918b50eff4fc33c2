//! What a value comes to: a part of the file, or of a document inside of it, or a member that is missed.

use pemvet::rules;
use zeroize::Zeroizing;

use super::bare::{self, Bare};
use super::path::{path_of, short};
use super::reader::{Level, Reader, SHORTEST, Written};
use super::value::{Value, Wanted, part};
use super::within;
use crate::input::base64;
use crate::input::line_map::{LineMap, Piece};
use crate::input::mention::{has_base64, mentions_pem};
use crate::input::part::{FilePart, MOST_PARTS, Token};
use crate::input::remark::Form;
use crate::input::roles::{self, Container, Role};

/// Members of a kubeconfig, which are base64.
const KUBECONFIG_DATA: &[&str] = &[
    "certificate-authority-data",
    "client-certificate-data",
    "client-key-data",
];

impl Reader<'_> {
    /// A list that comes to one text.
    pub(super) fn push_list(&mut self, text: Zeroizing<Vec<u8>>, places: LineMap, number: usize) {
        let name = self.name();
        let wanted = match mentions_pem(&text) {
            // Words that are sought in files are no block.
            true => has_base64(&text, LINE).then_some(text),
            // DER, as bytes: judged as what a program makes of it.
            false => is_key_or_certificate(&text).then_some(text),
        };
        let Some(text) = wanted.filter(|_| self.room.takes_another()) else {
            return;
        };
        let mut part = FilePart::new(None, 0, name, text, places, OF_LIST);
        part.value = Some(self.path());
        part.mapping = self.mapping().unwrap_or(number);
        part.unwritten =
            Some("it is a list, which is not written; the program that reads it puts it together");
        self.found.push(part);
    }

    /// What stands here is called as the nearest key.
    fn name(&self) -> String {
        let mut levels = self.levels.iter().rev();
        let level = levels.find(|level| level.index.is_none()).or(self.levels.last());
        level.and_then(|level| level.key.clone()).unwrap_or_default()
    }

    /// The number of the nearest mapping.
    fn mapping(&self) -> Option<usize> {
        let mut levels = self.levels.iter().rev();
        levels
            .find(|level| level.index.is_none())
            .map(|level| level.number)
    }

    /// A certificate of the list `x5c` of a JSON Web Key (RFC 7517 section 4.7): base64 of DER, the leaf first. All of them are
    /// one bundle. Whether it was one.
    fn push_of_chain(&mut self, value: &Value<'_>) -> bool {
        let Some(list) = self.levels.last().map(|level| level.number) else {
            return false;
        };
        let decoded = base64::decode(value.text).filter(|it| is_key_or_certificate(&it.bytes));
        let Some(decoded) = decoded else {
            return false;
        };
        let own = ::pem::encode_config(
            &::pem::Pem::new("CERTIFICATE", decoded.bytes.as_slice()),
            ::pem::EncodeConfig::new().set_line_ending(::pem::LineEnding::LF),
        );
        let before = self
            .found
            .pop_if(|part| part.name == "x5c" && part.mapping == list);
        if before.is_none() && !self.room.takes_another() {
            return true;
        }
        let (mut text, line) = match &before {
            Some(part) => (part.text.to_vec(), part.places.line_of(1)),
            None => (Vec::new(), value.pieces.first().map_or(1, |piece| piece.line)),
        };
        text.extend_from_slice(own.as_bytes());
        let places = LineMap::on(line);
        let mut part = FilePart::new(None, list, "x5c".into(), Zeroizing::new(text), places, OF_LIST);
        part.value = before.map_or_else(|| Some(self.path()), |part| part.value);
        part.is_unpaired = true;
        part.unwritten = Some(
            "each certificate is a value of its own there; RFC 7517 wants the leaf first, then each issuer behind what it signed",
        );
        self.found.push(part);
        true
    }

    /// The documents inside a value, each part of which is one of the file's. Whether there was any.
    fn push_within(&mut self, value: &Value<'_>, name: &str, token: &Token, prefix: &str) -> bool {
        let Some(inner) = self.inner else {
            return false;
        };
        let found = within::parts(value, name, inner, self.room);
        if found.is_empty() {
            return false;
        }
        let (path, base) = (self.path(), self.mappings.saturating_add(1));
        let most = found.iter().map(|part| part.mapping).max().unwrap_or_default();
        self.mappings = base.saturating_add(most);
        for mut part in found {
            part.value = Some(match part.value.take() {
                Some(inner) => format!("{path}, {inner}"),
                None => path.clone(),
            });
            part.mapping = part.mapping.saturating_add(base);
            part.has_object = false;
            if part.inner.is_some() {
                part.token = Some(token.clone());
                part.prefix = prefix.into();
            }
            self.found.push(part);
        }
        true
    }

    pub(super) fn push(&mut self, value: &str, written: Written<'_>) {
        if let Some(level) = self.levels.last_mut().filter(|level| level.index.is_some())
            && level.list.push(value, written.line, &mut self.byte_lists)
        {
            return;
        }
        if self.byte_lists > MOST_PARTS {
            self.room.refuse(format!(
                "holds more lists of bytes that begin as PEM or DER than can be judged, more than {MOST_PARTS} of them"
            ));
            return;
        }
        if let Some((name, value)) = self.of_generator(value) {
            return self.push_of_generator(name, value, written);
        }
        if value.len() < SHORTEST && !mentions_pem(value.as_bytes()) {
            return self.push_bare(value, written.line);
        }
        // What stands in a list is called as the list is, and Envoy's `inline_string` as what it is in.
        let mut levels = self.levels.iter().rev();
        let level = levels
            .find(|level| level.index.is_none() && !level.is_inline())
            .or(self.levels.last());
        let name = level.and_then(|level| level.key.clone()).unwrap_or_default();
        // Its chain has the leaf first, which others call a certificate.
        let is_inline = self.levels.last().is_some_and(Level::is_inline);
        let name = match name.as_str() {
            "certificate_chain" if is_inline => "certificate".to_owned(),
            _ => name,
        };
        let listed = self.levels.last().filter(|level| level.index.is_some());
        let list = listed.map(|level| level.number);
        // `- "CERT=…"`, as Compose has its variables.
        let variable = list
            .and_then(|_| variable(value))
            .filter(|(_, value)| is_of_variables(&name) || value.starts_with("-----BEGIN "));
        let (name, value, text, is_listed) = match variable {
            Some((own, value)) => {
                let text = written
                    .text
                    .split_once('=')
                    .map_or(written.text, |(_, text)| text);
                (own.to_owned(), value, text, false)
            }
            None => (name, value, written.text, list.is_some()),
        };
        let own_mapping = level.map_or(0, |level| level.number);
        let has_level = level.is_some();
        let mapping = match (variable, list) {
            (Some(_), Some(list)) => list,
            _ => own_mapping,
        };
        let pieces = [Piece {
            text,
            line: written.line,
            has_escapes: matches!(written.form, Form::YamlDouble | Form::Json),
        }];
        let value = Value {
            text: value.as_bytes(),
            pieces: &pieces,
            form: written.form,
        };
        let token = Token {
            bytes: written.bytes,
            form: written.form,
        };
        // What stands before the value stays.
        let prefix = variable.map_or(String::new(), |(own, _)| format!("{own}="));
        if self.push_within(&value, &name, &token, &prefix)
            || (is_listed && name == "x5c" && self.push_of_chain(&value))
        {
            return;
        }
        let wanted = match written.is_binary {
            true => Wanted::Binary,
            false => self.wanted(&name),
        };
        let Some(mut part) = part(&value, &name, wanted) else {
            return self.push_bare(std::str::from_utf8(value.text).unwrap_or_default(), written.line);
        };
        if !self.room.takes_another() {
            return;
        }
        part.value = has_level.then(|| self.path());
        part.mapping = mapping;
        part.is_unpaired = is_listed;
        if self.is_of_issuer() {
            part.role = Some(Role::Authorities);
        }
        (part.token, part.prefix) = (Some(token), prefix);
        self.found.push(part);
    }

    /// Keeps a member that holds no PEM, where it may be missed.
    fn push_bare(&mut self, value: &str, line: usize) {
        let level = self.levels.last().filter(|level| level.index.is_none());
        let Some(level) = level.filter(|_| !self.is_template) else {
            return;
        };
        let name = level.key.as_deref().unwrap_or_default();
        if let Some(remark) = bare::remark(name, value).filter(|_| self.bare.len() < MOST_PARTS) {
            let bare = Bare {
                value: self.path(),
                mapping: level.number,
                name: name.into(),
                line,
                remark,
                is_sure: self.is_of_acme(name),
            };
            self.bare.push(bare);
        }
    }

    /// Whether a member of this name is one of an entry of Traefik's `acme.json`, which passes over entries that lack either.
    fn is_of_acme(&self, name: &str) -> bool {
        let list = self.levels.iter().rev().nth(2);
        let is_listed = list.is_some_and(|it| it.key.as_deref() == Some("Certificates"));
        is_listed && (name.eq_ignore_ascii_case("certificate") || name.eq_ignore_ascii_case("key"))
    }

    /// A literal of Kustomize's generators, if that is what stands here: its name, and its value without the quotation marks
    /// around it.
    fn of_generator<'v>(&self, value: &'v str) -> Option<(&'v str, &'v str)> {
        let mut levels = self.levels.iter().rev();
        levels.next().filter(|level| level.index.is_some())?;
        let generator = levels
            .next()
            .filter(|level| level.key.as_deref() == Some("literals"))?;
        let is_object = matches!(
            generator.kind.as_deref(),
            Some("SecretGenerator" | "ConfigMapGenerator")
        );
        let list = levels.nth(1).and_then(|level| level.key.as_deref());
        if !is_object && !matches!(list, Some("secretGenerator" | "configMapGenerator")) {
            return None;
        }
        let (name, value) = value.split_once('=').filter(|(name, _)| !name.is_empty())?;
        let unquoted = ['"', '\''].iter().find_map(|quote| {
            let inner = value.strip_prefix(*quote)?;
            inner.strip_suffix(*quote)
        });
        Some((name, unquoted.unwrap_or(value)))
    }

    /// Its value has the role that a Secret gives its name.
    fn push_of_generator(&mut self, name: &str, value: &str, written: Written<'_>) {
        let list = self.levels.last().map_or(0, |level| level.number);
        let path = format!("{}, {}", self.path(), short(name));
        let (_, text) = written.text.split_once('=').unwrap_or(("", written.text));
        let pieces = [Piece {
            text: text.strip_prefix(['"', '\'']).unwrap_or(text),
            line: written.line,
            has_escapes: matches!(written.form, Form::YamlDouble | Form::Json),
        }];
        let found = Value {
            text: value.as_bytes(),
            pieces: &pieces,
            form: written.form,
        };
        let token = Token {
            bytes: written.bytes,
            form: written.form,
        };
        let prefix = format!("{name}=");
        if self.push_within(&found, name, &token, &prefix) {
            return;
        }
        let Some(mut part) = part(&found, name, Wanted::Text) else {
            if let Some(remark) = bare::remark(name, value).filter(|_| self.bare.len() < MOST_PARTS) {
                self.bare.push(Bare {
                    value: path,
                    mapping: list,
                    name: name.into(),
                    line: written.line,
                    remark,
                    is_sure: false,
                });
            }
            return;
        };
        if !self.room.takes_another() {
            return;
        }
        (part.value, part.mapping, part.has_object) = (Some(path), list, true);
        part.container = Container::Secret;
        part.role = roles::of_member(Container::Secret, name);
        (part.token, part.prefix) = (Some(token), prefix);
        self.found.push(part);
    }

    /// Whether `identity.issuer.tls.crtPEM` of Linkerd stands here: the CA that issues to its proxies.
    fn is_of_issuer(&self) -> bool {
        let mut above = self.levels.iter().rev().map(|level| level.key.as_deref());
        ["crtPEM", "tls", "issuer"]
            .iter()
            .all(|key| above.next() == Some(Some(*key)))
    }

    /// What Kubernetes wants of a value with this name, here.
    fn wanted(&self, name: &str) -> Wanted {
        let mut above = self.levels.iter().rev();
        let own = above.next();
        if KUBECONFIG_DATA.contains(&name) {
            return Wanted::Base64;
        }
        if let Some(own) = own.filter(|_| name == "caBundle") {
            // The object is any number of levels above.
            let object = self.levels.first().map_or(own.number, |level| level.number);
            return Wanted::Base64In(object);
        }
        match above.next().map(|above| (above.number, above.key.as_deref())) {
            Some((number, Some("data"))) => Wanted::Base64In(number),
            Some((_, Some("binaryData"))) => Wanted::Base64,
            _ => {
                let mut keys = self.levels.iter().map(|level| level.key.as_deref());
                match keys.any(|key| key == Some("stringData")) {
                    true => Wanted::Text,
                    false => Wanted::Anything,
                }
            }
        }
    }

    /// `data.tls.crt`; the end of it, where it is long.
    pub(super) fn path(&self) -> String {
        let steps: Vec<_> = self.levels.iter().rev().filter_map(Level::step).collect();
        path_of(steps.iter().map(String::as_str))
    }
}

/// A line of a block is no shorter, but for its last.
const LINE: usize = 40;

/// Who has the lines of a block in a list, or its bytes, joins them as PEM wants it.
pub(super) const OF_LIST: &[&str] = &[rules::names::CONTAINER_READ];

/// The name and the value of a variable.
fn variable(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let is_name = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    let begins = name
        .bytes()
        .next()
        .is_some_and(|it| it.is_ascii_alphabetic() || it == b'_');
    (begins && name.len() <= LONGEST_NAME && name.bytes().all(is_name)).then_some((name, value))
}

/// Of a variable.
const LONGEST_NAME: usize = 128;

/// Lists of variables: of Compose, Docker's API, Nomad.
fn is_of_variables(name: &str) -> bool {
    matches!(name, "environment" | "env" | "Env" | "args" | "secrets")
}

/// Whether DER begins as a certificate or a private key: a sequence in a sequence, or a version in one.
pub(super) fn is_key_or_certificate(der: &[u8]) -> bool {
    matches!(
        der,
        [0x30, 0x82, _, _, 0x30, ..] | [0x30, 0x82, _, _, 0x02, 0x01, 0..=1, ..]
    )
}
