//! Names of the subject alternative name and of name constraints.

use alloc::string::{String, ToString as _};

use alloc::vec::Vec;

use super::distinguished_name::shown;
use super::name::{check_name, normalized};
use crate::der::{
    Broken, Cursor, Deviation, Deviations, Element, Fault, is_plain_ascii, read_object_identifier, tag,
};

/// A GeneralName (RFC 5280 section 4.2.1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GeneralName<'a> {
    Dns(&'a str),
    /// 4 or 16 octets in a name, 8 or 32 in a constraint, or something that is no address.
    Ip(&'a [u8]),
    Email(&'a str),
    /// An e-mail address beyond ASCII, an otherName (RFC 9598); empty where it is none.
    Mailbox(&'a str),
    Uri(&'a str),
    Directory(DirectoryName<'a>),
    /// Of this form, and not decodable as it.
    Malformed(Form),
    /// otherName, x400Address, ediPartyName, registeredID.
    Other(Form),
}

/// A distinguished name as one of several names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DirectoryName<'a>(
    /// The RDNs, one after the other.
    pub(crate) &'a [u8],
);

impl DirectoryName<'_> {
    /// As [`Name::normalized`](super::name::Name::normalized).
    pub(crate) fn normalized(self) -> Vec<u8> {
        normalized(self.0)
    }

    /// As people know it, escaped.
    pub(crate) fn shown(self) -> String {
        shown(self.0)
    }
}

/// The forms of a GeneralName.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Dns,
    Ip,
    Email,
    Uri,
    Directory,
    /// The number of its tag.
    Other(u32),
}

impl Form {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Form::Dns => "DNS name",
            Form::Ip => "IP address",
            Form::Email => "e-mail address",
            Form::Uri => "URI",
            Form::Directory => "directory name",
            Form::Other(0) => "otherName",
            Form::Other(3) => "x400Address",
            Form::Other(5) => "ediPartyName",
            Form::Other(8) => "registeredID",
            Form::Other(_) => "unknown form of name",
        }
    }

    fn of_tag(tag: u8) -> Form {
        match tag & 0x1F {
            1 => Form::Email,
            2 => Form::Dns,
            4 => Form::Directory,
            6 => Form::Uri,
            7 => Form::Ip,
            other => Form::Other(other.into()),
        }
    }
}

impl<'a> GeneralName<'a> {
    /// DNS name or IP address as text, not escaped; `None` for the other forms.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            GeneralName::Dns(name) => Some((*name).to_string()),
            GeneralName::Ip(octets) => ip_address(octets).map(|address| address.to_string()),
            _ => None,
        }
    }

    /// Bytes to compare.
    pub(crate) fn len(&self) -> usize {
        match self {
            GeneralName::Dns(text)
            | GeneralName::Email(text)
            | GeneralName::Mailbox(text)
            | GeneralName::Uri(text) => text.len(),
            GeneralName::Ip(octets) => octets.len(),
            GeneralName::Directory(name) => name.0.len(),
            GeneralName::Malformed(_) | GeneralName::Other(_) => 0,
        }
    }

    pub(crate) fn form(&self) -> Form {
        match self {
            GeneralName::Dns(_) => Form::Dns,
            GeneralName::Ip(_) => Form::Ip,
            GeneralName::Email(_) => Form::Email,
            GeneralName::Uri(_) => Form::Uri,
            GeneralName::Directory(_) => Form::Directory,
            GeneralName::Mailbox(_) => Form::Other(0),
            GeneralName::Malformed(form) | GeneralName::Other(form) => *form,
        }
    }

    /// The name in an element. Deviations inside it are noted, but for a name that is not of its form at all.
    pub(super) fn of(element: &Element<'a>, noted: &mut Deviations) -> GeneralName<'a> {
        let malformed = GeneralName::Malformed(match element.tag & !CONSTRUCTED {
            0x80..=0x88 => Form::of_tag(element.tag),
            // No tag of a name.
            tag => Form::Other(u32::from(tag) | 0x100),
        });
        let string = |name: fn(&'a str) -> GeneralName<'a>| {
            // IA5String.
            let text = core::str::from_utf8(element.contents).ok();
            text.filter(|text| text.is_ascii()).map_or(malformed, name)
        };
        match element.tag {
            EMAIL => string(GeneralName::Email),
            DNS => string(GeneralName::Dns),
            URI => string(GeneralName::Uri),
            0x87 => GeneralName::Ip(element.contents),
            0xA4 => directory(element, noted).map_or(malformed, GeneralName::Directory),
            0xA0 => other_name(element, noted).unwrap_or(malformed),
            // ORAddress begins with its built-in attributes, EDIPartyName with either of its two parties.
            0xA3 if element.inside().peek() == Some(tag::SEQUENCE) => GeneralName::Other(Form::Other(3)),
            0xA5 if matches!(element.inside().peek(), Some(0xA0 | 0xA1)) => {
                GeneralName::Other(Form::Other(5))
            }
            0x88 => {
                read_object_identifier(element, noted);
                GeneralName::Other(Form::Other(8))
            }
            _ => malformed,
        }
    }
}

/// The Name is a CHOICE, so its tag is explicit.
fn directory<'a>(element: &Element<'a>, noted: &mut Deviations) -> Result<DirectoryName<'a>, Broken> {
    let mut inside = element.inside();
    let name = inside.expect(tag::SEQUENCE, "the directory name", noted)?;
    inside.finish(noted);
    check_name(name, "the directory name", noted)?;
    Ok(DirectoryName(name.contents))
}

fn other_name<'a>(element: &Element<'a>, noted: &mut Deviations) -> Result<GeneralName<'a>, Broken> {
    let mut inside = element.inside();
    let identifier = inside.expect(tag::OBJECT_IDENTIFIER, "the kind of the otherName", noted)?;
    let kind = read_object_identifier(&identifier, noted);
    let value = inside.expect(tag::constructed(0), "the value of the otherName", noted)?;
    inside.finish(noted);
    if *kind != SMTP_UTF8_MAILBOX {
        return Ok(GeneralName::Other(Form::Other(0)));
    }
    let text = value.inside().read(noted)?;
    let text = Some(text).filter(|text| text.tag == tag::UTF8_STRING);
    let text = text.and_then(|text| core::str::from_utf8(text.contents).ok());
    Ok(GeneralName::Mailbox(text.unwrap_or_default()))
}

/// id-on-SmtpUTF8Mailbox, 1.3.6.1.5.5.7.8.9 (RFC 9598 section 3).
const SMTP_UTF8_MAILBOX: [u8; 8] = [0x2B, 6, 1, 5, 5, 7, 8, 9];

/// Names one after the other, which were read once and are read again by whoever asks.
#[derive(Clone, Copy, Default)]
pub(crate) struct GeneralNames<'a>(&'a [u8]);

impl<'a> GeneralNames<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = GeneralName<'a>> + Clone {
        Cursor::new(self.0, 0).map(|element| GeneralName::of(&element, &mut Deviations::default()))
    }

    /// All but DNS names, which are nearly all, and those only where they are empty.
    pub(crate) fn unusual(self) -> impl Iterator<Item = GeneralName<'a>> + Clone {
        Cursor::new(self.0, 0)
            .filter(|element| element.tag != DNS || element.contents.is_empty())
            .map(|element| GeneralName::of(&element, &mut Deviations::default()))
    }

    /// Whether there is one of [`GeneralNames::unusual`].
    pub(crate) fn has_unusual(self) -> bool {
        Cursor::new(self.0, 0).any(|element| element.tag != DNS || element.contents.is_empty())
    }

    /// The names that the value of an extension holds; none where it does not decode.
    pub(super) fn of_value(value: &'a [u8]) -> GeneralNames<'a> {
        let list = Cursor::new(value, 0).find(|element| element.tag == tag::SEQUENCE);
        GeneralNames(list.map_or(&[], |list| list.contents))
    }

    /// URIs and addresses, which few certificates have: the others are passed over unread.
    pub(crate) fn uris_and_addresses(self) -> impl Iterator<Item = GeneralName<'a>> + Clone {
        Cursor::new(self.0, 0)
            .filter(|element| matches!(element.tag, URI | IP))
            .map(|element| GeneralName::of(&element, &mut Deviations::default()))
    }
}

/// Checks all names of a row; an error if they do not add up, or if something is there that is no name.
pub(super) fn read_general_names<'a>(
    names: &Element<'a>,
    noted: &mut Deviations,
) -> Result<GeneralNames<'a>, Broken> {
    let mut inside = names.inside();
    if inside.is_empty() {
        noted.push(Deviation::ListEmpty, names.bytes());
    }
    while !inside.is_empty() {
        check_general_name(&inside.read(noted)?, noted)?;
    }
    Ok(GeneralNames(names.contents))
}

/// Checks one name that stands for somebody, not for a constraint.
#[inline]
pub(super) fn check_general_name(element: &Element<'_>, noted: &mut Deviations) -> Result<(), Broken> {
    // Nearly every name is an IA5String.
    if matches!(element.tag, EMAIL | DNS | URI) && is_plain_ascii(element.contents) {
        return Ok(());
    }
    check_any(element, noted)
}

/// Decides for every name whether it is well formed; the fast path leaves that to it.
#[inline(never)]
fn check_any(element: &Element<'_>, noted: &mut Deviations) -> Result<(), Broken> {
    if !(0x80..=0x88).contains(&(element.tag & !CONSTRUCTED)) {
        return Err(element.broken(Fault::Missing("a name")));
    }
    match GeneralName::of(element, noted) {
        GeneralName::Malformed(Form::Other(_)) => {
            noted.push(Deviation::UnusedNameMalformed, element.bytes());
        }
        GeneralName::Malformed(_) => noted.push(Deviation::GeneralNameMalformed, element.bytes()),
        GeneralName::Ip(octets) if octets.len() != 4 && octets.len() != 16 => {
            noted.push(Deviation::AddressLength, element.bytes());
        }
        GeneralName::Dns(_)
        | GeneralName::Ip(_)
        | GeneralName::Email(_)
        | GeneralName::Mailbox(_)
        | GeneralName::Uri(_)
        | GeneralName::Directory(_)
        | GeneralName::Other(_) => {}
    }
    Ok(())
}

/// The base of a constraint; an error if it is no name at all, or is a directory name or one of a form that nobody compares and not
/// of that form, so that libraries do not decode the constraints. An x400Address is decoded by nobody.
pub(super) fn constrained_name<'a>(
    element: &Element<'a>,
    noted: &mut Deviations,
) -> Result<GeneralName<'a>, Broken> {
    match GeneralName::of(element, noted) {
        GeneralName::Malformed(Form::Other(3)) if element.tag == tag::constructed(3) => {
            Ok(GeneralName::Other(Form::Other(3)))
        }
        GeneralName::Malformed(Form::Other(_) | Form::Directory) => {
            Err(element.broken(Fault::Missing("a name")))
        }
        GeneralName::Malformed(_) if element.tag & CONSTRUCTED != 0 && !has_parts(element, 0) => {
            Err(element.broken(Fault::Missing("the parts of a name")))
        }
        name => Ok(name),
    }
}

/// Whether a string that is not primitive consists of parts, which OpenSSL nests five deep at most.
fn has_parts(element: &Element<'_>, depth: u32) -> bool {
    let (mut inside, noted) = (element.inside(), &mut Deviations::default());
    while !inside.is_empty() {
        let Ok(part) = inside.read(noted) else {
            return false;
        };
        let is_nested = part.tag & CONSTRUCTED != 0;
        if is_nested && (depth >= 5 || !has_parts(&part, depth.saturating_add(1))) {
            return false;
        }
    }
    true
}

/// RFC 5280 section 4.2.1.10.
#[derive(Clone)]
pub(crate) struct NameConstraints<'a> {
    pub(crate) permitted: Vec<Subtree<'a>>,
    pub(crate) excluded: Vec<Subtree<'a>>,
}

/// One subtree of names.
#[derive(Clone)]
pub(crate) struct Subtree<'a> {
    pub(crate) base: GeneralName<'a>,
    /// `minimum` or `maximum` is there, which RFC 5280 does not allow.
    pub(crate) has_bounds: bool,
}

/// The tags of the names that are IA5Strings.
pub(super) const EMAIL: u8 = tag::context(1);
pub(super) const DNS: u8 = tag::context(2);
pub(super) const URI: u8 = tag::context(6);
const IP: u8 = tag::context(7);
/// The bit of an identifier octet that tells elements which hold elements.
pub(super) const CONSTRUCTED: u8 = 0x20;

/// An address from 4 or 16 octets.
pub(crate) fn ip_address(octets: &[u8]) -> Option<core::net::IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(octets) {
        return Some(v4.into());
    }
    <[u8; 16]>::try_from(octets).ok().map(Into::into)
}
