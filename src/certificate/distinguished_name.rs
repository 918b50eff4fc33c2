//! Distinguished names as the text that other software compares: RFC 2253 and RFC 4514.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::vocabulary::SubjectAttribute;

/// One attribute of a name. Slices borrow from its DER.
pub(crate) struct Attribute<'a> {
    /// Contents of the object identifier.
    identifier: &'a [u8],
    /// The string, header included.
    der: &'a [u8],
    tag: u8,
    contents: &'a [u8],
    /// Whether it belongs to the same part of the name as the one before it.
    joins: bool,
}

/// Which of the two texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// ASCII only, and the short names that OpenSSL prints with `-nameopt RFC2253`.
    Rfc2253,
    /// UTF-8, and only the short names of the RFC's table.
    Rfc4514,
}

/// Short names by the contents of the object identifier: those of the table of RFC 4514 section 3 …
const TABLE: &[(&[u8], &str)] = &[
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 6], "C"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25], "DC"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 1], "UID"),
];
/// … and others that OpenSSL knows and certificates use.
const OPENSSL: &[(&[u8], &str)] = &[
    (&[0x55, 4, 9], "street"),
    (&[0x55, 4, 4], "SN"),
    (&[0x55, 4, 5], "serialNumber"),
    (&[0x55, 4, 12], "title"),
    (&[0x55, 4, 17], "postalCode"),
    (&[0x55, 4, 42], "GN"),
    (&[0x55, 4, 46], "dnQualifier"),
    (&[0x55, 4, 97], "organizationIdentifier"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1], "emailAddress"),
];

/// The attributes of a Name, in the order of the certificate; those before the first that does not decode.
pub(crate) fn attributes(name: &[u8]) -> Vec<Attribute<'_>> {
    let mut attributes = Vec::new();
    let Some((outer, _)) = element(name) else {
        return attributes;
    };
    let mut parts = outer.contents;
    while let Some((part, rest)) = element(parts) {
        parts = rest;
        let (mut members, mut joins) = (part.contents, false);
        while let Some((member, rest)) = element(members) {
            members = rest;
            let Some((identifier, value)) = element(member.contents) else {
                return attributes;
            };
            let Some((string, _)) = element(value) else {
                return attributes;
            };
            attributes.push(Attribute {
                identifier: identifier.contents,
                der: string.der,
                tag: string.tag,
                contents: string.contents,
                joins,
            });
            joins = true;
        }
    }
    attributes
}

/// The name with its most specific part first, ready for `certificate_subject_line`: no blank after a comma, ASCII.
pub(crate) fn rfc2253(name: &[u8]) -> String {
    joined(name, Form::Rfc2253)
}

/// The same by RFC 4514.
pub(crate) fn rfc4514(name: &[u8]) -> String {
    joined(name, Form::Rfc4514)
}

impl Attribute<'_> {
    pub(crate) fn is(&self, wanted: SubjectAttribute) -> bool {
        TABLE
            .iter()
            .any(|(identifier, short)| *identifier == self.identifier && *short == wanted.as_str())
    }

    /// Its value, if it is a string of a known type.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self.tag {
            // UTF8String, NumericString, PrintableString, IA5String, VisibleString.
            0x0C | 0x12 | 0x13 | 0x16 | 0x1A => core::str::from_utf8(self.contents).ok().map(Cow::Borrowed),
            // TeletexString: what is found in it is Latin-1.
            0x14 => Some(self.contents.iter().map(|byte| char::from(*byte)).collect()),
            // BMPString.
            0x1E => {
                let pairs = self.contents.chunks_exact(2);
                let is_whole = pairs.remainder().is_empty();
                let units = pairs.filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
                let text: Result<String, _> = char::decode_utf16(units).collect();
                text.ok().filter(|_| is_whole).map(Cow::Owned)
            }
            _ => None,
        }
    }

    fn write(&self, form: Form, to: &mut String) {
        let mut table = TABLE.iter().chain(match form {
            Form::Rfc2253 => OPENSSL,
            Form::Rfc4514 => &[],
        });
        let short = table.find(|(identifier, _)| *identifier == self.identifier);
        match (short, self.text()) {
            (Some((_, short)), Some(text)) => {
                to.push_str(short);
                to.push('=');
                write_value(&text, form, to);
            }
            (short, _) => {
                match short {
                    Some((_, short)) => to.push_str(short),
                    None => to.push_str(&dotted(self.identifier)),
                }
                to.push_str("=#");
                for byte in self.der {
                    let _ = write!(to, "{byte:02X}");
                }
            }
        }
    }
}

fn joined(name: &[u8], form: Form) -> String {
    let attributes = attributes(name);
    let mut text = String::new();
    let mut joins_next = None;
    for attribute in attributes.iter().rev() {
        match joins_next {
            Some(true) => text.push('+'),
            Some(false) => text.push(','),
            None => {}
        }
        attribute.write(form, &mut text);
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
        Form::Rfc4514 => crate::text::escape(character.encode_utf8(&mut [0; 4]))
            .chars()
            .eq([character]),
    }
}

/// `1.2.840.113549`; arcs over 2^64 are cut to `?`.
fn dotted(identifier: &[u8]) -> String {
    let mut arcs: Vec<String> = Vec::new();
    let mut arc: Option<u64> = Some(0);
    for byte in identifier {
        let low = u64::from(byte & 0x7F);
        arc = arc
            .and_then(|arc| arc.checked_mul(128))
            .and_then(|arc| arc.checked_add(low));
        if byte & 0x80 != 0 {
            continue;
        }
        match (arcs.is_empty(), arc) {
            (true, Some(first)) => {
                let root = (first / 40).min(2);
                arcs.push(root.to_string());
                arcs.push(first.saturating_sub(root.saturating_mul(40)).to_string());
            }
            (_, arc) => arcs.push(arc.map_or("?".into(), |arc| format!("{arc}"))),
        }
        arc = Some(0);
    }
    arcs.join(".")
}

struct Element<'a> {
    tag: u8,
    contents: &'a [u8],
    der: &'a [u8],
}

/// The first element, and what follows it. The certificate's reader has checked the DER.
fn element(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7F => (usize::from(first), rest),
        // Names of 16 MiB are beyond every limit.
        0x81..=0x83 => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x0F))?;
            let length = octets.iter().fold(0_usize, |length, octet| {
                length.saturating_mul(256).saturating_add((*octet).into())
            });
            (length, rest)
        }
        _ => return None,
    };
    let (contents, after) = rest.split_at_checked(length)?;
    let der = bytes.get(..bytes.len().checked_sub(after.len())?)?;
    Some((Element { tag, contents, der }, after))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Form, dotted, rfc2253, rfc4514, write_value};

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
            rfc2253(&name),
            "emailAddress=a@b,OU=IT+O=Beispiel\\, Z\\C3\\BCrich,C=DE"
        );
        assert_eq!(
            rfc4514(&name),
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
        assert_eq!(dotted(&[0x88, 0x37, 3]), "2.999.3");
    }
}
