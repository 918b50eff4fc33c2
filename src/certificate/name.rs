//! Distinguished names: checked in the strict pass, normalized and shown when somebody asks.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::Range;

use super::distinguished_name::{Attribute, EMAIL_ADDRESS, attributes, attributes_of, shown, string_value};
use super::fast_path;
use super::lazy::Lazy;
use crate::der::{Broken, Cursor, Deviation, Deviations, Element, check_string, read_object_identifier, tag};

/// A distinguished name.
pub(crate) struct Name<'a> {
    /// The DER, header included.
    pub(crate) raw: &'a [u8],
    /// Most specific part first, escaped.
    pub(crate) text: Lazy<'a>,
    pub(crate) bytes: Range<usize>,
    common_name: CommonName<'a>,
    emails: OnceCell<Vec<String>>,
    normalized: OnceCell<Arc<[u8]>>,
}

impl Clone for Name<'_> {
    fn clone(&self) -> Self {
        Name {
            raw: self.raw,
            text: self.text.again(),
            bytes: self.bytes.clone(),
            common_name: self.common_name,
            emails: self.emails.clone(),
            normalized: self.normalized.clone(),
        }
    }
}

/// The last commonName of a name.
#[derive(Clone, Copy, Default)]
pub(super) struct CommonName<'a> {
    /// The value, header included; empty where there is none.
    value: &'a [u8],
    /// It is a short plain string, and its RDN has no other attribute.
    is_usual: bool,
}

impl<'a> CommonName<'a> {
    /// The characters of one that is usual, and ASCII; none where there is no commonName.
    fn usual(&self) -> Option<&'a [u8]> {
        match self.value {
            [] => Some(&[]),
            [_, _, characters @ ..] if self.is_usual && characters.is_ascii() => Some(characters),
            _ => None,
        }
    }
}

impl<'a> Name<'a> {
    /// The name in an element whose RDNs were checked.
    #[inline(always)]
    pub(super) fn new(sequence: &Element<'a>, common_name: CommonName<'a>) -> Name<'a> {
        Name {
            raw: sequence.raw,
            text: Lazy::new(sequence.contents, shown),
            bytes: sequence.bytes(),
            common_name,
            emails: OnceCell::new(),
            normalized: OnceCell::new(),
        }
    }

    /// The RDNs, one after the other.
    pub(crate) fn contents(&self) -> &'a [u8] {
        self.text.der()
    }

    /// Its attributes, in the order of the certificate.
    pub(crate) fn attributes(&self) -> Vec<Attribute<'a>> {
        attributes(self.contents())
    }

    /// Whether both write their last commonName in the same way.
    pub(crate) fn has_common_name_of(&self, other: &Name<'_>) -> bool {
        self.common_name.value == other.common_name.value
    }

    /// The last commonName, escaped only by whoever shows it.
    pub(crate) fn common_name(&self) -> Option<Cow<'a, str>> {
        string_value(&Cursor::new(self.common_name.value, 0).next()?)
    }

    /// Its emailAddress attributes, which only name constraints ask for; empty where one is no string.
    pub(crate) fn emails(&self) -> &[String] {
        self.emails.get_or_init(|| self.values_of(&EMAIL_ADDRESS))
    }

    /// Whether an emailAddress is of another string type than IA5String, the one that RFC 5280 section 4.1.2.6 has for it.
    pub(crate) fn has_email_of_other_type(&self) -> bool {
        let rdns = Cursor::new(self.contents(), 0);
        let mut all = rdns.flat_map(|relative| attributes_of(&relative));
        all.any(|(identifier, value)| identifier == EMAIL_ADDRESS && value.tag != tag::IA5_STRING)
    }

    /// Every commonName, which only name constraints ask for; empty where one is no string.
    pub(crate) fn common_names(&self) -> Vec<String> {
        self.values_of(&COMMON_NAME)
    }

    fn values_of(&self, kind: &[u8]) -> Vec<String> {
        let rdns = Cursor::new(self.contents(), 0);
        let all = rdns.flat_map(|relative| attributes_of(&relative));
        let wanted = all.filter(|(identifier, _)| *identifier == kind);
        wanted
            .map(|(_, value)| string_value(&value).unwrap_or_default().into_owned())
            .collect()
    }

    /// Equality by RFC 5280 section 7.1.
    pub(crate) fn matches(&self, other: &Name<'_>) -> bool {
        self.raw == other.raw || (!self.surely_differs(other) && self.normalized() == other.normalized())
    }

    /// Characters of a usual last commonName; none where there is no commonName. What [`Name::is_of`] compares.
    pub(crate) fn usual_common_name(&self) -> Option<&'a [u8]> {
        self.common_name.usual()
    }

    /// Whether this is the name of this DER and of this usual common name; `None` where that takes normalizing both.
    pub(crate) fn is_of(&self, raw: &[u8], usual_common_name: Option<&[u8]>) -> Option<bool> {
        if self.raw == raw {
            return Some(true);
        }
        let (one, other) = (self.common_name.usual()?, usual_common_name?);
        common_names_differ(one, other).then_some(false)
    }

    /// Whether the last commonNames alone tell that the names do not match, without normalizing them: nearly always where
    /// they do not.
    pub(crate) fn surely_differs(&self, other: &Name<'_>) -> bool {
        let usual = (self.common_name.usual(), other.common_name.usual());
        let (Some(one), Some(other)) = usual else {
            return false;
        };
        common_names_differ(one, other)
    }

    /// The name normalized for comparison by RFC 5280 section 7.1: a key by which equal names are equal, and which
    /// begins with the key of every name above it.
    pub(crate) fn normalized(&self) -> &[u8] {
        self.normalized.get_or_init(|| normalized(self.contents()).into())
    }

    /// As `other` is normalized, where the bytes are the same.
    pub(crate) fn normalize_like(&self, other: &Name<'_>) {
        if self.raw == other.raw {
            other.normalized();
            if let Some(normalized) = other.normalized.get() {
                let _ = self.normalized.set(Arc::clone(normalized));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.contents().is_empty()
    }
}

/// id-at-commonName, 2.5.4.3.
const COMMON_NAME: [u8; 3] = [0x55, 4, 3];
/// x500UniqueIdentifier, 2.5.4.45: a BIT STRING.
const UNIQUE_IDENTIFIER: [u8; 3] = [0x55, 4, 45];

/// Checks the RDNs of a name, and finds its last commonName.
pub(super) fn check_name<'a>(
    name: Element<'a>,
    what: &'static str,
    noted: &mut Deviations,
) -> Result<CommonName<'a>, Broken> {
    let mut common_name = CommonName::default();
    let mut rdns = name.inside();
    while !rdns.is_empty() {
        let found = match fast_path::rdn(rdns.rest()) {
            Some((kind, value, rest)) => {
                rdns.pass_to(rest);
                let is_usual = true;
                (COMMON_NAME == [0x55, 4, kind]).then_some(CommonName { value, is_usual })
            }
            None => {
                let set = rdns.expect(tag::SET, what, noted)?;
                let is_usual = false;
                check_rdn(&set, what, noted)?.map(|value| CommonName { value, is_usual })
            }
        };
        common_name = found.unwrap_or(common_name);
    }
    Ok(common_name)
}

/// Of all RDNs, the one judge of what is not as it should be. Finds the value of the last commonName.
#[inline(never)]
pub(super) fn check_rdn<'a>(
    set: &Element<'a>,
    what: &'static str,
    noted: &mut Deviations,
) -> Result<Option<&'a [u8]>, Broken> {
    let mut common_name = None;
    let mut attributes = set.inside();
    if attributes.is_empty() {
        noted.push(Deviation::RelativeNameEmpty, set.bytes());
    }
    let mut before: Option<&[u8]> = None;
    while !attributes.is_empty() {
        let pair = attributes.expect(tag::SEQUENCE, what, noted)?;
        if before.is_some_and(|before| pair.raw < before) {
            noted.push(Deviation::SetNotSorted, set.bytes());
        }
        before = Some(pair.raw);
        let mut parts = pair.inside();
        let identifier = parts.expect(tag::OBJECT_IDENTIFIER, what, noted)?;
        let identifier = read_object_identifier(&identifier, noted);
        let value = parts.read(noted)?;
        if value.tag == tag::VISIBLE_STRING {
            // No DirectoryString, and OpenSSL does not load a certificate with one.
            noted.push(Deviation::CharacterNotAllowed, value.bytes());
        } else if identifier != UNIQUE_IDENTIFIER {
            check_string(&value, noted);
        }
        parts.finish(noted);
        if identifier == COMMON_NAME {
            common_name = Some(value.raw);
        }
    }
    Ok(common_name)
}

/// Each RDN is its attributes, sorted, each with its length, and a slash that no length begins with.
pub(super) fn normalized(contents: &[u8]) -> Vec<u8> {
    let mut normalized = Vec::with_capacity(contents.len());
    for relative in Cursor::new(contents, 0) {
        let mut several = attributes_of(&relative);
        if let (Some((identifier, value)), None) = (several.next(), several.next()) {
            // Nearly every RDN has one attribute: no need to sort, nor for room to do it in.
            normalize_attribute(identifier, &value, &mut normalized);
        } else {
            let mut keys: Vec<Vec<u8>> = Vec::new();
            for (identifier, value) in attributes_of(&relative) {
                let mut key = Vec::new();
                normalize_attribute(identifier, &value, &mut key);
                keys.push(key);
            }
            keys.sort_unstable();
            normalized.extend(keys.into_iter().flatten());
        }
        normalized.push(b'/');
    }
    normalized
}

/// Length, identifier, a zero, the normalized value.
fn normalize_attribute(identifier: &[u8], value: &Element<'_>, normalized: &mut Vec<u8>) {
    let start = normalized.len();
    normalized.extend_from_slice(&[0; 4]);
    normalized.extend_from_slice(identifier);
    normalized.push(0);
    if is_ascii_string(value) {
        normalize_ascii(value.contents, normalized);
    } else {
        match string_value(value) {
            Some(string) => normalize(&string, normalized),
            None => normalized.extend_from_slice(value.contents),
        }
    }
    let begin = start.saturating_add(4);
    let length = u32::try_from(normalized.len().saturating_sub(begin)).unwrap_or(u32::MAX);
    if let Some(place) = normalized.get_mut(start..begin) {
        place.copy_from_slice(&length.to_be_bytes());
    }
}

/// Whether its octets are its characters, and those are ASCII.
fn is_ascii_string(value: &Element<'_>) -> bool {
    let has_octets = matches!(
        value.tag,
        tag::UTF8_STRING
            | tag::PRINTABLE_STRING
            | tag::IA5_STRING
            | tag::NUMERIC_STRING
            | tag::VISIBLE_STRING
            | tag::TELETEX_STRING
    );
    has_octets && value.contents.is_ascii()
}

/// Whether two usual common names differ however they are written.
fn common_names_differ(one: &[u8], other: &[u8]) -> bool {
    // Normalized, each is its words folded, and blanks between them. Mostly the first octets that differ tell.
    match one.iter().zip(other).find(|(one, other)| one != other) {
        Some((one, other)) if !is_blank(one) && !is_blank(other) && !one.eq_ignore_ascii_case(other) => true,
        _ => !folded(one).eq(folded(other)),
    }
}

/// The characters without blanks, and without regard to case.
fn folded(characters: &[u8]) -> impl Iterator<Item = u8> {
    characters
        .iter()
        .filter(|octet| !is_blank(octet))
        .map(u8::to_ascii_lowercase)
}

fn is_blank(octet: &u8) -> bool {
    matches!(octet, b'\t'..=b'\r' | b' ')
}

/// As [`normalize`].
fn normalize_ascii(string: &[u8], normalized: &mut Vec<u8>) {
    let words = string.split(is_blank).filter(|word| !word.is_empty());
    for (place, word) in words.enumerate() {
        if place > 0 {
            normalized.push(b' ');
        }
        normalized.extend(word.iter().map(u8::to_ascii_lowercase));
    }
}

/// Case normalized, blanks at the ends dropped, runs of blanks made one (RFC 5280 section 7.1, RFC 4518).
fn normalize(string: &str, normalized: &mut Vec<u8>) {
    for (place, word) in string.split_whitespace().enumerate() {
        if place > 0 {
            normalized.push(b' ');
        }
        if word.is_ascii() {
            normalized.extend(word.bytes().map(|byte| byte.to_ascii_lowercase()));
        } else {
            let lower = word.chars().flat_map(char::to_lowercase);
            normalized.extend_from_slice(lower.collect::<String>().as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Name, check_name, normalize, normalize_ascii};
    use crate::der::{Cursor, Deviations};

    fn name(der: &[u8]) -> Name<'_> {
        let element = Cursor::new(der, 0).next().unwrap();
        let common_name = check_name(element, "a name", &mut Deviations::default());
        Name::new(&element, common_name.unwrap())
    }

    #[test]
    fn only_equal_bytes_are_folded_like_each_other() {
        // Common names: `Ab`, the same, and `ab`.
        let [one, same, other] = [b"Ab", b"Ab", b"ab"].map(|text| {
            let mut der = Vec::from([0x30, 13, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 3, 0x0C, 2]);
            der.extend_from_slice(text);
            der
        });
        let (one, alone) = (name(&one), name(&one));
        one.normalize_like(&name(&other));
        assert!(one.normalized.get().is_none());
        one.normalize_like(&name(&same));
        assert!(one.normalized.get().is_some());
        assert_eq!(one.normalized(), alone.normalized());
        assert!(one.matches(&name(&other)));
    }

    #[test]
    fn common_names_tell_only_of_names_that_do_not_match() {
        let rdn = |attributes: &[(u8, &str)]| {
            let pair = |(tag, text): &(u8, &str)| {
                let length = u8::try_from(text.len()).unwrap();
                let mut pair = Vec::from([0x30, length + 7, 6, 3, 0x55, 4, 3, *tag, length]);
                pair.extend_from_slice(text.as_bytes());
                pair
            };
            let pairs: Vec<u8> = attributes.iter().flat_map(pair).collect();
            [&[0x31, u8::try_from(pairs.len()).unwrap()], pairs.as_slice()].concat()
        };
        let organization = |text: &str| {
            let mut rdn = rdn(&[(0x0C, text)]);
            rdn[8] = 10;
            rdn
        };
        let texts = ["ab", "Ab", " a b ", "a  b", "abc", "", " ", "\u{e4}b", "\u{c4}b"];
        let mut rdns: Vec<Vec<u8>> = Vec::new();
        for text in texts {
            rdns.push(rdn(&[(0x0C, text)]));
            rdns.push(rdn(&[(0x13, text)]));
            rdns.push(rdn(&[(0x0C, text), (0x13, "x")]));
            rdns.push(rdn(&[(0x0C, "x"), (0x13, text)]));
            rdns.push(organization(text));
        }
        let mut names: Vec<Vec<u8>> = rdns.clone();
        names.extend(rdns.iter().map(|one| [rdns[0].as_slice(), one].concat()));
        names.push(Vec::new());
        for name in &mut names {
            let length = u8::try_from(name.len()).unwrap();
            name.splice(0..0, [0x30, length]);
        }
        let mut told = 0;
        for (one, other) in names
            .iter()
            .flat_map(|one| names.iter().map(move |other| (one, other)))
        {
            let (one, other) = (name(one), name(other));
            let matches = one.normalized() == other.normalized();
            assert_eq!(one.matches(&other), matches);
            assert!(!matches || !one.surely_differs(&other));
            told += usize::from(one.surely_differs(&other));
        }
        assert!(told > 1_000, "{told}");
    }

    #[test]
    fn octets_of_ascii_are_folded_as_characters() {
        // All strings of five characters, of which some are blanks in Unicode and some are not.
        let alphabet = b" \t\n\x0B\x0C\r\x1C\x00Aa-";
        for number in 0..alphabet.len().pow(5) {
            let digits = (0..5).map(|place| alphabet[number / alphabet.len().pow(place) % alphabet.len()]);
            let string: Vec<u8> = digits.collect();
            let (mut octets, mut characters) = (Vec::new(), Vec::new());
            normalize_ascii(&string, &mut octets);
            normalize(core::str::from_utf8(&string).unwrap(), &mut characters);
            assert_eq!(octets, characters, "{string:?}");
        }
    }
}
