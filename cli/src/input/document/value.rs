//! A value as the reader of its format yields it, and what there is to say of how it is written.

use pemvet::rules;
use zeroize::Zeroizing;

use super::path::short;
use crate::archive;
use crate::input::base64;
use crate::input::line_map::{LineMap, Piece, starts};
use crate::input::mention::{has_base64, mentions_in_utf16, mentions_pem};
use crate::input::part::FilePart;
use crate::input::remark::{Form, Remark};

/// That it is base64, or DER in base64, is said of the value.
const SAID_OF_VALUE: &[&str] = &[rules::names::CONTAINER_READ];

/// Base64 of this length can hold a certificate or a key.
const SHORTEST: usize = 64;

/// The same, where it is wrapped and its name says what it is.
const SHORTEST_LINE: usize = 40;

/// A value that was read.
pub(super) struct Value<'v> {
    pub(super) text: &'v [u8],
    /// Where it was written.
    pub(super) pieces: &'v [Piece<'v>],
    pub(super) form: Form,
}

/// What Kubernetes wants of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nothing known.
    Anything,
    /// Base64, whatever it stands in.
    Base64,
    /// Base64, if the mapping of this number is of the right kind.
    Base64In(usize),
    /// Base64 of bytes, blanks in it or not.
    Binary,
    /// Text.
    Text,
}

/// The bundle that a value is, if it holds PEM; its name is still missing.
pub(super) fn part(value: &Value<'_>, name: &str, wanted: Wanted) -> Option<FilePart> {
    match address(value.text) {
        Some(Address::Base64(text)) => {
            // Who takes addresses reads what they hold.
            let inner = Value { text, ..*value };
            let mut part = part_of(&inner, name, Wanted::Binary)?;
            part.remarks.clear();
            part.unwritten = Some("it is an address that begins with data:, which is not written");
            Some(part)
        }
        Some(Address::Escaped(text)) => {
            let text = unescaped(text);
            let pieces = value.pieces.first().map_or(1, |piece| piece.line);
            let inner = Value {
                text: &text,
                pieces: &[],
                form: value.form,
            };
            let mut part = part_of(&inner, name, Wanted::Anything)?;
            part.places = LineMap::on(pieces);
            part.unwritten = Some("it is an address that begins with data:, which is not written");
            Some(part)
        }
        None => part_of(value, name, wanted),
    }
}

/// What an address that begins with `data:` holds (RFC 2397).
enum Address<'v> {
    Base64(&'v [u8]),
    /// With `%0A` and the like.
    Escaped(&'v [u8]),
}

fn address(text: &[u8]) -> Option<Address<'_>> {
    let rest = text.trim_ascii().strip_prefix(b"data:")?;
    let head = rest.get(..LONGEST_HEAD.min(rest.len()))?;
    let comma = memchr::memchr(b',', head)?;
    let (head, content) = (rest.get(..comma)?, rest.get(comma + 1..)?);
    Some(match head.ends_with(b";base64") {
        true => Address::Base64(content),
        false => Address::Escaped(content),
    })
}

/// Of what stands before the comma: the type of the content, and its parameters.
const LONGEST_HEAD: usize = 128;

/// `%0A` as a line end.
fn unescaped(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'%', rest) {
        plain.extend_from_slice(rest.get(..at).unwrap_or_default());
        let digits = rest
            .get(at + 1..at + 3)
            .and_then(|it| std::str::from_utf8(it).ok());
        let byte = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
        plain.push(byte.unwrap_or(b'%'));
        rest = rest
            .get(at + 1 + 2 * usize::from(byte.is_some())..)
            .unwrap_or_default();
    }
    plain.extend_from_slice(rest);
    plain
}

/// `ds:X509Certificate`, and `x509cert` of libraries that read SAML.
fn is_of_x509(name: &str) -> bool {
    let ends = |word: &str| {
        let from = name.len().checked_sub(word.len());
        let end = from.and_then(|from| name.get(from..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(word))
    };
    ["x509certificate", "x509certificates", "x509cert", "x509"]
        .into_iter()
        .any(ends)
}

/// Whether a command decodes base64 that stands in it: `echo … | base64 -d`.
fn is_decoded_by_a_command(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"base64 -").is_some() && memchr::memmem::find(text, b"-----BEGIN ").is_none()
}

fn part_of(value: &Value<'_>, name: &str, wanted: Wanted) -> Option<FilePart> {
    let is_data = matches!(wanted, Wanted::Base64 | Wanted::Base64In(_));
    // Base64 of DER is how metadata of SAML and signatures in XML have their certificates; `data` is how property lists have
    // bytes, `;binary` how LDAP does.
    let is_named_der =
        is_of_x509(name) || (name == "data" && value.form == Form::XmlText) || name.ends_with(";binary");
    let shortest = match is_data || is_named_der {
        true => SHORTEST_LINE,
        false => SHORTEST,
    };
    let is_base64 = has_base64(value.text, shortest) || mentions_pem(value.text);
    let decoded = is_base64.then(|| base64::decode(value.text)).flatten();
    let mut remarks = Vec::new();
    // As files of these names are: archives with a password, and DER where its form is named.
    let form = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if let Some(decoded) = &decoded
        && !matches!(form, "pem" | "crt" | "cert" | "key")
        && (archive::is_archive(&decoded.bytes) || archive::is_java_store(&decoded.bytes))
    {
        let places = LineMap::of(starts(value.text), value.pieces);
        return Some(FilePart::archive(0, name.into(), decoded.bytes.clone(), places));
    }
    let is_binary = wanted == Wanted::Binary;
    // The lines of a block without its BEGIN and END, encoded as if they were one.
    let is_bare_body = |bytes: &[u8]| {
        is_data && bytes.starts_with(b"MI") && base64::decode(bytes).is_some_and(|it| is_der(&it.bytes))
    };
    let holds = |bytes: &[u8]| {
        mentions_pem(bytes)
            || mentions_in_utf16(bytes)
            || is_bare_body(bytes)
            || ((is_data || is_binary || is_named_der) && is_der(bytes))
            || is_certificate(bytes)
    };
    let (text, form, lines, forgiven) = match decoded.filter(|it| holds(&it.bytes)) {
        Some(_) if wanted == Wanted::Text => {
            remarks.push(Remark::Base64InText);
            let lines = LineMap::of(starts(value.text), value.pieces);
            (
                Zeroizing::new(value.text.to_vec()),
                value.form,
                lines,
                SAID_OF_VALUE,
            )
        }
        Some(decoded) => {
            let is_der = !mentions_pem(&decoded.bytes) && is_der(&decoded.bytes);
            if is_der && matches!(form, "p12" | "pfx" | "jks") {
                return None;
            }
            let is_named_der = is_der && matches!(form, "der" | "cer");
            remarks.extend(is_binary.then_some(Remark::BinaryTag));
            if is_data {
                remarks.extend(decoded.refused.map(Remark::Base64Refused));
                remarks.extend((is_der && !is_named_der).then_some(Remark::DerInData));
                let is_marked = decoded.bytes.starts_with("\u{feff}".as_bytes());
                remarks.extend(is_marked.then_some(Remark::MarkInData));
            }
            let begins = line_starts(&decoded.bytes).map(base64::character_of);
            let lines = LineMap::of(begins, value.pieces);
            let forgiven: &[_] = match is_der && (is_data || !is_called_pem(name)) {
                true => SAID_OF_VALUE,
                false => &[],
            };
            (decoded.bytes, Form::Base64, lines, forgiven)
        }
        None if mentions_pem(value.text) => {
            remarks.extend(is_data.then_some(Remark::PemInData));
            let lines = LineMap::of(starts(value.text), value.pieces);
            let forgiven: &[_] = match is_decoded_by_a_command(value.text) {
                true => SAID_OF_VALUE,
                false => &[],
            };
            (Zeroizing::new(value.text.to_vec()), value.form, lines, forgiven)
        }
        None => return None,
    };
    let mut part = FilePart::new(None, 0, name.into(), text, lines, forgiven);
    part.form = Some(form);
    part.remarks = remarks;
    if !is_data && is_der(&part.text) && (is_of_x509(name) || !is_called_pem(name)) {
        part.unwritten = Some(match is_of_x509(name) {
            true => "its name says that it is DER in base64, and so it stays",
            false => "it is DER in base64, which its reader may want, and so it stays",
        });
    }
    if let Wanted::Base64In(mapping) = wanted {
        part.data_of = Some(mapping);
    }
    Some(part)
}

/// The same for a format without mappings in each other.
pub(super) fn named(value: &Value<'_>, name: &str) -> Option<FilePart> {
    let mut part = part(value, name, Wanted::Anything)?;
    part.value = Some(short(name));
    Some(part)
}

fn is_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x82..=0x84, ..])
}

/// Whether bytes are a certificate from the first to the last: what is signed begins with a version or a serial number.
fn is_certificate(bytes: &[u8]) -> bool {
    let [0x30, 0x82, high, low, 0x30, 0x82, _, _, 0xA0 | 0x02, ..] = bytes else {
        return false;
    };
    usize::from(u16::from_be_bytes([*high, *low])) + 4 == bytes.len()
        && pemvet::pem::scan(bytes).certificates().count() == 1
}

/// Whether a value of this name is to be PEM.
fn is_called_pem(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["pem", ".crt", ".cert"].iter().any(|end| name.ends_with(end))
}

/// The bytes that lines begin with.
fn line_starts(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let ends = text.iter().enumerate().filter_map(|(at, byte)| {
        let is_end = *byte == b'\n' || (*byte == b'\r' && text.get(at + 1) != Some(&b'\n'));
        is_end.then_some(at + 1)
    });
    std::iter::once(0).chain(ends)
}

impl FilePart {
    /// The mapping that it is `data` of turned out to be none that Kubernetes wants base64 in. Whether it is a bundle
    /// nevertheless.
    pub(super) fn is_no_data(&mut self) -> bool {
        self.data_of = None;
        let is_der = self.remarks.contains(&Remark::DerInData);
        self.remarks.retain(|it| {
            !matches!(
                it,
                Remark::PemInData | Remark::MarkInData | Remark::Base64Refused(_)
            )
        });
        !is_der
    }

    /// It is `data` of a ConfigMap, which is mounted as it stands.
    pub(super) fn is_text_of_a_map(&mut self) {
        let form = self.name.rsplit_once('.').map_or("", |(_, form)| form);
        let is_file = matches!(form, "pem" | "crt" | "cert" | "cer" | "key" | "ca-bundle");
        if is_file && self.form == Some(Form::Base64) {
            self.remarks.push(Remark::Base64InMap);
            self.unwritten =
                Some("it is base64 in a ConfigMap; write the PEM itself, or move it to binaryData");
        }
    }
}
