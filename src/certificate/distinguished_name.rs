//! The attributes of a distinguished name, and the name as text: for people, by RFC 2253, by RFC 4514.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::lazy::dotted_text;
use crate::der::{Cursor, Element, tag};
use crate::text;
use crate::vocabulary::SubjectAttribute;

/// One attribute of a name.
pub(crate) struct Attribute<'a> {
    /// Contents of the object identifier.
    identifier: &'a [u8],
    value: Element<'a>,
    /// Whether it belongs to the same RDN as the one before it.
    joins: bool,
}

/// Which text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// For people: the short names that they know; what a terminal must not see is escaped.
    Shown,
    /// ASCII only, and the short names that OpenSSL prints with `-nameopt RFC2253`.
    Rfc2253,
    /// UTF-8, and only the short names of the RFC's table.
    Rfc4514,
}

/// 1.2.840.113549.1.9.1.
pub(crate) const EMAIL_ADDRESS: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1];

/// Short names by the contents of the object identifier. id-at is 2.5.4; all but UID are in every text …
const TABLE: &[(&[u8], &str)] = &[
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 6], "C"),
    // domainComponent, 0.9.2342.19200300.100.1.25.
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25], "DC"),
];
/// … those of RFC 4514 section 3 that people are not shown …
const RFC4514: &[(&[u8], &str)] = &[(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 1], "UID")];
/// … what people know by these names …
const SHOWN: &[(&[u8], &str)] = &[
    (&[0x55, 4, 9], "STREET"),
    (&[0x55, 4, 5], "serialNumber"),
    (&EMAIL_ADDRESS, "emailAddress"),
];
/// … and what OpenSSL knows and certificates use.
const OPENSSL: &[(&[u8], &str)] = &[
    (&[0x55, 4, 9], "street"),
    (&[0x55, 4, 4], "SN"),
    (&[0x55, 4, 5], "serialNumber"),
    (&[0x55, 4, 12], "title"),
    (&[0x55, 4, 17], "postalCode"),
    (&[0x55, 4, 42], "GN"),
    (&[0x55, 4, 46], "dnQualifier"),
    (&[0x55, 4, 97], "organizationIdentifier"),
    (&EMAIL_ADDRESS, "emailAddress"),
];

/// Identifier and value of each attribute of an RDN that was checked.
pub(super) fn attributes_of<'a>(
    relative: &Element<'a>,
) -> impl Iterator<Item = (&'a [u8], Element<'a>)> + use<'a> {
    relative.inside().filter_map(|pair| {
        let mut parts = pair.inside();
        Some((parts.next()?.contents, parts.next()?))
    })
}

/// The attributes of the RDNs in `contents`, in the order of the certificate.
pub(crate) fn attributes(contents: &[u8]) -> Vec<Attribute<'_>> {
    let mut attributes = Vec::new();
    for relative in Cursor::new(contents, 0) {
        for (place, (identifier, value)) in attributes_of(&relative).enumerate() {
            attributes.push(Attribute {
                identifier,
                value,
                joins: place > 0,
            });
        }
    }
    attributes
}

/// The first attribute whose string types differ in two names that are equal otherwise: its short name, and both types.
pub(crate) fn differing_types(
    one: &[u8],
    other: &[u8],
) -> Option<(&'static str, &'static str, &'static str)> {
    let (one, other) = (attributes(one), attributes(other));
    let mut pairs = one.iter().zip(&other);
    let (one, other) = pairs.find(|(one, other)| one.value.tag != other.value.tag)?;
    let name = short_name(one.identifier, Form::Shown).unwrap_or("an attribute");
    Some((name, one.string_type(), other.string_type()))
}

/// For people: most specific part first, a blank after each comma, escaped, of 256 characters at most.
pub(super) fn shown(contents: &[u8]) -> String {
    let mut rdns: Vec<String> = Vec::new();
    for relative in Cursor::new(contents, 0) {
        let attributes = attributes_of(&relative);
        let mut shown: Vec<String> = attributes
            .map(|(identifier, value)| {
                let mut text = String::new();
                write_attribute(identifier, &value, Form::Shown, &mut text);
                text
            })
            .collect();
        shown.sort_unstable();
        rdns.push(shown.join(" + "));
    }
    rdns.reverse();
    if rdns.is_empty() {
        "(no name)".to_string()
    } else {
        text::clip(&rdns.join(", "), 256).into_owned()
    }
}

/// The name with its most specific part first, ready for `certificate_subject_line`: no blank after a comma, ASCII.
pub(crate) fn rfc2253(contents: &[u8]) -> String {
    joined(contents, Form::Rfc2253)
}

/// The same by RFC 4514.
pub(crate) fn rfc4514(contents: &[u8]) -> String {
    joined(contents, Form::Rfc4514)
}

impl<'a> Attribute<'a> {
    /// Contents of the object identifier.
    pub(crate) fn kind(&self) -> &'a [u8] {
        self.identifier
    }

    /// Whether it belongs to the same RDN as the one before it.
    pub(crate) fn joins(&self) -> bool {
        self.joins
    }

    /// Its short name, or the numbers of its object identifier.
    pub(crate) fn name(&self) -> Cow<'static, str> {
        match short_name(self.identifier, Form::Shown) {
            Some(short) => Cow::Borrowed(short),
            None => Cow::Owned(dotted_text(self.identifier)),
        }
    }

    /// The octets of its value.
    pub(crate) fn octets(&self) -> &'a [u8] {
        self.value.contents
    }

    /// TeletexString, UniversalString or BMPString.
    pub(crate) fn has_rare_type(&self) -> bool {
        matches!(self.value.tag, 0x14 | 0x1C | 0x1E)
    }

    /// The type of its value.
    pub(crate) fn string_type(&self) -> &'static str {
        name_of_type(self.value.tag).unwrap_or("value of another type")
    }

    /// Whether its value is a string of a known type.
    pub(crate) fn is_string(&self) -> bool {
        name_of_type(self.value.tag).is_some()
    }

    pub(crate) fn is(&self, wanted: SubjectAttribute) -> bool {
        short_name(self.identifier, Form::Rfc4514) == Some(wanted.as_str())
    }

    /// Its value, if it is a string of a known type.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        string_value(&self.value)
    }
}

/// The name of a type of string.
pub(super) fn name_of_type(tag: u8) -> Option<&'static str> {
    Some(match tag {
        tag::UTF8_STRING => "UTF8String",
        tag::NUMERIC_STRING => "NumericString",
        tag::PRINTABLE_STRING => "PrintableString",
        tag::TELETEX_STRING => "TeletexString",
        tag::IA5_STRING => "IA5String",
        tag::VISIBLE_STRING => "VisibleString",
        tag::UNIVERSAL_STRING => "UniversalString",
        tag::BMP_STRING => "BMPString",
        _ => return None,
    })
}

/// The text of a DirectoryString or IA5String. BMPString is transcoded, UTF-8 taken as it is.
pub(super) fn string_value<'a>(value: &Element<'a>) -> Option<Cow<'a, str>> {
    match value.tag {
        tag::UTF8_STRING
        | tag::PRINTABLE_STRING
        | tag::IA5_STRING
        | tag::NUMERIC_STRING
        | tag::VISIBLE_STRING => core::str::from_utf8(value.contents).ok().map(Cow::Borrowed),
        // Latin-1 is what T61String holds in practice.
        tag::TELETEX_STRING if value.contents.is_ascii() => {
            core::str::from_utf8(value.contents).ok().map(Cow::Borrowed)
        }
        tag::TELETEX_STRING => Some(Cow::Owned(
            value.contents.iter().map(|byte| char::from(*byte)).collect(),
        )),
        tag::BMP_STRING => {
            let (units, []) = value.contents.as_chunks::<2>() else {
                return None;
            };
            let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
            char::decode_utf16(units)
                .collect::<Result<String, _>>()
                .ok()
                .map(Cow::Owned)
        }
        _ => None,
    }
}

fn short_name(identifier: &[u8], form: Form) -> Option<&'static str> {
    let more: [&[(&[u8], &str)]; 2] = match form {
        Form::Shown => [SHOWN, &[]],
        Form::Rfc2253 => [RFC4514, OPENSSL],
        Form::Rfc4514 => [RFC4514, &[]],
    };
    let mut table = TABLE.iter().chain(more.into_iter().flatten());
    table
        .find(|(known, _)| *known == identifier)
        .map(|(_, short)| *short)
}

fn write_attribute(identifier: &[u8], value: &Element<'_>, form: Form, to: &mut String) {
    let short = short_name(identifier, form);
    match short {
        Some(short) => to.push_str(short),
        None => to.push_str(&dotted_text(identifier)),
    }
    to.push('=');
    // The RFCs want the octets of what has no short name.
    match string_value(value).filter(|_| short.is_some() || form == Form::Shown) {
        Some(text) => write_value(&text, form, to),
        None if form == Form::Shown => {
            to.push('#');
            to.push_str(&text::hex(value.contents.get(..32).unwrap_or(value.contents)));
        }
        None => {
            to.push('#');
            for octet in value.raw {
                let _ = write!(to, "{octet:02X}");
            }
        }
    }
}

fn joined(contents: &[u8], form: Form) -> String {
    let attributes = attributes(contents);
    let mut text = String::new();
    let mut joins_next = None;
    for attribute in attributes.iter().rev() {
        match joins_next {
            Some(true) => text.push('+'),
            Some(false) => text.push(','),
            None => {}
        }
        write_attribute(attribute.identifier, &attribute.value, form, &mut text);
        joins_next = Some(attribute.joins);
    }
    text
}

/// Escaped as RFC 4514 section 2.4 says; what a terminal or a reader could take for something else, by its octets.
fn write_value(value: &str, form: Form, to: &mut String) {
    let last = value.chars().count().saturating_sub(1);
    for (place, character) in value.chars().enumerate() {
        let is_edge_blank = character == ' ' && (place == 0 || place == last);
        let is_first_hash = character == '#' && place == 0;
        if is_edge_blank || is_first_hash || ",+\"\\<>;".contains(character) {
            to.push('\\');
            to.push(character);
        } else if is_plain(character, form) {
            to.push(character);
        } else if form == Form::Shown {
            to.push_str(&text::escape(character.encode_utf8(&mut [0; 4])));
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(to, "\\{byte:02X}");
            }
        }
    }
}

fn is_plain(character: char, form: Form) -> bool {
    match form {
        Form::Rfc2253 => matches!(character, ' '..='~'),
        Form::Shown | Form::Rfc4514 => text::escape(character.encode_utf8(&mut [0; 4]))
            .chars()
            .eq([character]),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Form, rfc2253, rfc4514, write_value};

    fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
        let mut der = alloc::vec![tag, u8::try_from(contents.len()).unwrap()];
        der.extend(contents);
        der
    }

    fn attribute(identifier: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
        tlv(0x30, &[tlv(6, identifier), tlv(tag, value)].concat())
    }

    #[test]
    fn the_most_specific_part_comes_first_and_parts_of_several_attributes_stay_together() {
        let name = tlv(
            0x30,
            &[
                tlv(0x31, &attribute(&[0x55, 4, 6], 0x13, b"DE")),
                tlv(
                    0x31,
                    &[
                        attribute(&[0x55, 4, 10], 0x0C, "Beispiel, Z\u{fc}rich".as_bytes()),
                        attribute(&[0x55, 4, 11], 0x0C, b"IT"),
                    ]
                    .concat(),
                ),
                tlv(
                    0x31,
                    &attribute(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1], 0x16, b"a@b"),
                ),
            ]
            .concat(),
        );
        assert_eq!(
            rfc2253(&name[2..]),
            "emailAddress=a@b,OU=IT+O=Beispiel\\, Z\\C3\\BCrich,C=DE"
        );
        assert_eq!(
            rfc4514(&name[2..]),
            "1.2.840.113549.1.9.1=#1603614062,OU=IT+O=Beispiel\\, Z\u{fc}rich,C=DE"
        );
    }

    #[test]
    fn what_separates_or_hides_is_escaped() {
        let text = |value: &str, form| {
            let mut text = alloc::string::String::new();
            write_value(value, form, &mut text);
            text
        };
        assert_eq!(text(" #a;b=c ", Form::Rfc4514), "\\ #a\\;b=c\\ ");
        assert_eq!(text("#a\0\n", Form::Rfc2253), "\\#a\\00\\0A");
        assert_eq!(text("a\u{202e}b", Form::Rfc4514), "a\\E2\\80\\AEb");
    }
}
