//! The list of extensions: what is there, of which kind, where.

use alloc::collections::BTreeSet;
use alloc::string::String;
use core::ops::Range;

use super::extension_values::Values;
use super::on_demand::oid_text;
use super::usual;
use crate::der::{Broken, Cursor, Deviation, Deviations, Element, read_boolean, read_object_identifier, tag};

/// One extension, whatever its kind.
#[derive(Clone)]
pub(crate) struct Extension<'a> {
    pub(crate) kind: ExtensionKind,
    pub(crate) critical: bool,
    /// The value in the certificate's DER.
    pub(crate) bytes: Range<usize>,
    /// Contents of its object identifier.
    pub(crate) identifier: &'a [u8],
    /// The whole extension.
    pub(super) raw: &'a [u8],
}

impl Extension<'_> {
    /// Short name of its object identifier, or the dotted form.
    pub(crate) fn name(&self) -> String {
        oid_text(self.identifier)
    }
}

/// The extensions that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtensionKind {
    SubjectKeyIdentifier,
    KeyUsage,
    SubjectAlternativeName,
    IssuerAlternativeName,
    BasicConstraints,
    NameConstraints,
    CrlDistributionPoints,
    CertificatePolicies,
    PolicyMappings,
    AuthorityKeyIdentifier,
    PolicyConstraints,
    ExtendedKeyUsage,
    FreshestCrl,
    InhibitAnyPolicy,
    AuthorityInformationAccess,
    NetscapeType,
    Other,
}

const KINDS: usize = 17;

impl ExtensionKind {
    #[inline(always)]
    pub(super) fn of(identifier: &[u8]) -> ExtensionKind {
        match identifier {
            // id-ce is 2.5.29 (RFC 5280 section 4.2.1).
            [0x55, 0x1D, 14] => ExtensionKind::SubjectKeyIdentifier,
            [0x55, 0x1D, 15] => ExtensionKind::KeyUsage,
            [0x55, 0x1D, 17] => ExtensionKind::SubjectAlternativeName,
            [0x55, 0x1D, 18] => ExtensionKind::IssuerAlternativeName,
            [0x55, 0x1D, 19] => ExtensionKind::BasicConstraints,
            [0x55, 0x1D, 30] => ExtensionKind::NameConstraints,
            [0x55, 0x1D, 31] => ExtensionKind::CrlDistributionPoints,
            [0x55, 0x1D, 32] => ExtensionKind::CertificatePolicies,
            [0x55, 0x1D, 33] => ExtensionKind::PolicyMappings,
            [0x55, 0x1D, 35] => ExtensionKind::AuthorityKeyIdentifier,
            [0x55, 0x1D, 36] => ExtensionKind::PolicyConstraints,
            [0x55, 0x1D, 37] => ExtensionKind::ExtendedKeyUsage,
            [0x55, 0x1D, 46] => ExtensionKind::FreshestCrl,
            [0x55, 0x1D, 54] => ExtensionKind::InhibitAnyPolicy,
            // id-pe-authorityInfoAccess is 1.3.6.1.5.5.7.1.1 (RFC 5280 section 4.2.2.1).
            [0x2B, 6, 1, 5, 5, 7, 1, 1] => ExtensionKind::AuthorityInformationAccess,
            // Netscape's certificate type is 2.16.840.1.113730.1.1.
            [0x60, 0x86, 0x48, 1, 0x86, 0xF8, 0x42, 1, 1] => ExtensionKind::NetscapeType,
            _ => ExtensionKind::Other,
        }
    }

    /// Whether a validator without policy processing does what a critical one of this kind asks. Authority
    /// information access must not be critical, and OpenSSL and webpki refuse it like an unknown one; Netscape's
    /// certificate type is known to OpenSSL alone.
    pub(crate) fn is_processed(self) -> bool {
        !matches!(
            self,
            ExtensionKind::Other
                | ExtensionKind::AuthorityInformationAccess
                | ExtensionKind::IssuerAlternativeName
                | ExtensionKind::FreshestCrl
                | ExtensionKind::NetscapeType
        )
    }

    /// Whether it asks for a valid policy tree, or changes it, which is not done. As every policy is acceptable,
    /// certificate policies ask for nothing by themselves.
    pub(crate) fn demands_policies(self) -> bool {
        matches!(
            self,
            ExtensionKind::PolicyConstraints
                | ExtensionKind::PolicyMappings
                | ExtensionKind::InhibitAnyPolicy
        )
    }

    /// Its place among all kinds.
    fn place(self) -> usize {
        match self {
            ExtensionKind::SubjectKeyIdentifier => 0,
            ExtensionKind::KeyUsage => 1,
            ExtensionKind::SubjectAlternativeName => 2,
            ExtensionKind::IssuerAlternativeName => 3,
            ExtensionKind::BasicConstraints => 4,
            ExtensionKind::NameConstraints => 5,
            ExtensionKind::CrlDistributionPoints => 6,
            ExtensionKind::CertificatePolicies => 7,
            ExtensionKind::PolicyMappings => 8,
            ExtensionKind::AuthorityKeyIdentifier => 9,
            ExtensionKind::PolicyConstraints => 10,
            ExtensionKind::ExtendedKeyUsage => 11,
            ExtensionKind::FreshestCrl => 12,
            ExtensionKind::InhibitAnyPolicy => 13,
            ExtensionKind::AuthorityInformationAccess => 14,
            ExtensionKind::NetscapeType => 15,
            ExtensionKind::Other => 16,
        }
    }
}

/// A set of kinds, one bit each.
#[derive(Clone, Copy, Default)]
struct Kinds(u32);

impl Kinds {
    fn has(self, kind: ExtensionKind) -> bool {
        self.0 >> kind.place() & 1 != 0
    }

    /// Whether it is new.
    fn insert(&mut self, kind: ExtensionKind) -> bool {
        let is_new = !self.has(kind);
        self.0 |= 1 << kind.place();
        is_new
    }
}

/// All extensions, in their order: read once, and read again by whoever asks for more than what is kept here.
#[derive(Clone, Copy, Default)]
pub(crate) struct Extensions<'a> {
    list: &'a [u8],
    /// Where the list begins in the certificate.
    offset: usize,
    present: Kinds,
    /// Those of which the first is critical.
    critical: Kinds,
    /// Those of which there are several.
    repeated: Kinds,
    has_critical_unprocessed: bool,
    has_critical_policy: bool,
    /// Where in the list the first of each kind begins, counted from 1; 0 where there is none.
    first: [u32; KINDS],
    /// The first whose object identifier an earlier one has already, likewise.
    duplicate: u32,
}

impl<'a> Extensions<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = Extension<'a>> + Clone + use<'a> {
        let noted = Deviations::default;
        Cursor::new(self.list, self.offset)
            .filter_map(move |element| Some(split(&element, &mut noted()).ok()?.0))
    }

    pub(crate) fn has(&self, kind: ExtensionKind) -> bool {
        self.present.has(kind)
    }

    /// Whether the first of this kind is critical.
    pub(crate) fn has_critical(&self, kind: ExtensionKind) -> bool {
        self.critical.has(kind)
    }

    /// Whether one is critical that is not processed, see [`ExtensionKind::is_processed`].
    pub(crate) fn has_critical_unprocessed(&self) -> bool {
        self.has_critical_unprocessed
    }

    /// Whether one is critical that demands processing of policies, see [`ExtensionKind::demands_policies`].
    pub(crate) fn has_critical_policy(&self) -> bool {
        self.has_critical_policy
    }

    /// Whether there are several of this kind.
    pub(super) fn repeats(&self, kind: ExtensionKind) -> bool {
        self.repeated.has(kind)
    }

    pub(super) fn find(&self, kind: ExtensionKind) -> Option<Extension<'a>> {
        self.at(*self.first.get(kind.place())?)
    }

    pub(super) fn duplicate(&self) -> Option<Extension<'a>> {
        self.at(self.duplicate)
    }

    /// What begins at a place counted from 1.
    fn at(&self, place: u32) -> Option<Extension<'a>> {
        let start = usize::try_from(place).ok()?.checked_sub(1)?;
        let offset = self.offset.saturating_add(start);
        let element = Cursor::new(self.list.get(start..)?, offset).next()?;
        Some(split(&element, &mut Deviations::default()).ok()?.0)
    }

    /// Keeps what is told of one at a place. Whether it is the first of its kind.
    #[inline(always)]
    fn keep(&mut self, kind: ExtensionKind, critical: bool, place: u32) -> bool {
        let is_new = self.present.insert(kind);
        if is_new {
            if let Some(first) = self.first.get_mut(kind.place()) {
                *first = place;
            }
        } else {
            self.repeated.insert(kind);
        }
        if critical {
            if is_new {
                self.critical.insert(kind);
            }
            self.has_critical_unprocessed |= !kind.is_processed();
            self.has_critical_policy |= kind.demands_policies();
        }
        is_new
    }
}

/// Kind, criticality and value.
#[inline(never)]
pub(super) fn split<'a>(
    element: &Element<'a>,
    noted: &mut Deviations,
) -> Result<(Extension<'a>, &'a [u8]), Broken> {
    let mut parts = element.inside();
    let identifier = parts.expect(tag::OBJECT_IDENTIFIER, "the kind of an extension", noted)?;
    let kind = ExtensionKind::of(identifier.contents);
    if kind == ExtensionKind::Other {
        read_object_identifier(&identifier, noted);
    }
    let critical = match parts.read_if(tag::BOOLEAN, noted)? {
        Some(critical) => {
            let value = read_boolean(&critical, noted);
            if !value {
                noted.push(Deviation::DefaultEncoded, critical.bytes());
            }
            value
        }
        None => false,
    };
    let value = parts.expect(tag::OCTET_STRING, "the value of an extension", noted)?;
    parts.finish(noted);
    let extension = Extension {
        kind,
        critical,
        bytes: value.contents_bytes(),
        identifier: identifier.contents,
        raw: element.raw,
    };
    Ok((extension, value.contents))
}

/// Identifiers of unknown extensions: some few are compared one by one, without allocating.
#[derive(Default)]
struct Unknown<'a> {
    few: [&'a [u8]; 12],
    count: usize,
    many: BTreeSet<&'a [u8]>,
}

impl<'a> Unknown<'a> {
    /// Whether it is new.
    fn insert(&mut self, identifier: &'a [u8]) -> bool {
        let few = self.few.get(..self.count).unwrap_or(&self.few);
        if few.contains(&identifier) {
            return false;
        }
        match self.few.get_mut(self.count) {
            Some(place) => {
                *place = identifier;
                self.count = self.count.saturating_add(1);
                true
            }
            None => self.many.insert(identifier),
        }
    }
}

/// Reads what is inside the explicit tag.
pub(super) fn read_extensions<'a>(
    explicit: Element<'a>,
    found: &mut Extensions<'a>,
    values: &mut Values<'a>,
    noted: &mut Deviations,
) -> Result<(), Broken> {
    let mut outer = explicit.inside();
    let sequence = outer.expect_long(tag::SEQUENCE, "the list of extensions", noted)?;
    outer.finish(noted);
    let mut list = sequence.inside();
    if list.is_empty() {
        noted.push(Deviation::ListEmpty, sequence.bytes());
    }
    found.list = sequence.contents;
    found.offset = list.offset();
    let mut unknown = None;
    while !list.is_empty() {
        let place = sequence.contents.len().saturating_sub(list.rest().len());
        let place = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        let (extension, value) = match usual::extension(&list) {
            Some((extension, value, rest)) => {
                list.pass_to(rest);
                (extension, value)
            }
            None => {
                let element = list.expect(tag::SEQUENCE, "an extension", noted)?;
                split(&element, noted)?
            }
        };
        let mut is_new = found.keep(extension.kind, extension.critical, place);
        if extension.kind == ExtensionKind::Other {
            let unknown = unknown.get_or_insert_with(Unknown::default);
            is_new = unknown.insert(extension.identifier);
        }
        if !is_new && found.duplicate == 0 {
            found.duplicate = place;
        }
        values.read(extension, value, noted);
    }
    Ok(())
}
