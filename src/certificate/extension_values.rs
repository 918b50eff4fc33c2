//! Values of extensions to facts.

use alloc::vec::Vec;
use core::ops::Range;

use super::at::At;
use super::elements::{list, of_tag, small_number, wrong};
use super::extension::{Extension, ExtensionKind};
use super::extension_facts::{
    AuthorityKey, BasicConstraints, ExtendedKeyUsage, KeyUsage, Malformed, PURPOSES, Values,
};
use super::fast_extension;
use super::general_name::{
    NameConstraints, Subtree, check_general_name, constrained_name, read_general_names,
};
use super::lazy::oid_text;
use super::policies::{each_mapping, each_policy, read_constraints, read_inhibit_any};
use crate::der::{
    Broken, Cursor, Deviation, Deviations, Element, Fault, read_bits, read_boolean, read_integer,
    read_object_identifier, tag,
};

impl<'a> Values<'a> {
    /// Reads the value of the first extension of its kind.
    #[inline(always)]
    pub(super) fn read(&mut self, extension: Extension<'a>, value: &'a [u8], noted: &mut Deviations) {
        let Extension {
            kind,
            bytes,
            identifier,
            ..
        } = extension;
        // What the features are is read by those who ask.
        if !matches!(kind, ExtensionKind::Other | ExtensionKind::TlsFeature)
            && !fast_extension::value(self, kind, bytes.clone(), value)
            && self.read_any(kind, bytes.clone(), value, noted).is_err()
        {
            self.keep_malformed(kind, identifier, bytes);
        }
    }

    /// Judges the form of a further extension of a kind, whose value counts for nothing.
    #[cold]
    #[inline(never)]
    pub(super) fn look_at_another(
        &mut self,
        extension: Extension<'a>,
        value: &'a [u8],
        noted: &mut Deviations,
    ) {
        let extension_kind = extension.kind;
        let mut another = Values::default();
        another.read(extension, value, noted);
        if !self.has_malformed(extension_kind) {
            self.malformed.append(&mut another.malformed);
        }
    }

    /// The first of each kind, as one must not hide another; a crafted certificate may have thousands.
    #[cold]
    #[inline(never)]
    fn keep_malformed(&mut self, kind: ExtensionKind, identifier: &[u8], bytes: Range<usize>) {
        if !self.has_malformed(kind) {
            let name = oid_text(identifier);
            self.malformed.push(Malformed { kind, name, bytes });
        }
    }

    fn has_malformed(&self, kind: ExtensionKind) -> bool {
        self.malformed.iter().any(|malformed| malformed.kind == kind)
    }

    /// Of all values of known kinds, the one judge; an error if it is not of its kind.
    #[inline(never)]
    pub(super) fn read_any(
        &mut self,
        kind: ExtensionKind,
        bytes: Range<usize>,
        octets: &'a [u8],
        noted: &mut Deviations,
    ) -> Result<(), Broken> {
        let mut inside = Cursor::new(octets, bytes.start);
        let value = &match inside.is_empty() {
            true => return Err(inside.broken(Fault::Missing("the value"))),
            false => inside.read(noted)?,
        };
        inside.finish(noted);
        match kind {
            ExtensionKind::BasicConstraints => {
                let value = basic_constraints(value, noted)?;
                self.basic_constraints = Some(At { value, bytes });
            }
            ExtensionKind::KeyUsage => {
                let value = key_usage(value, noted)?;
                self.key_usage = Some(At { value, bytes });
            }
            ExtensionKind::ExtendedKeyUsage => {
                let value = extended_key_usage(value, noted)?;
                self.extended_key_usage = Some(At { value, bytes });
            }
            ExtensionKind::SubjectAlternativeName => {
                let value = read_general_names(&of_tag(value, tag::SEQUENCE)?, noted)?;
                self.subject_alternative_name = Some(At { value, bytes });
            }
            ExtensionKind::IssuerAlternativeName => {
                read_general_names(&of_tag(value, tag::SEQUENCE)?, noted)?;
            }
            ExtensionKind::NameConstraints => {
                let value = name_constraints(value, noted)?;
                self.name_constraints = Some(At { value, bytes });
            }
            ExtensionKind::SubjectKeyIdentifier => {
                let identifier = of_tag(value, tag::OCTET_STRING)?.contents;
                self.subject_key_identifier = Some(identifier);
            }
            ExtensionKind::AuthorityKeyIdentifier => {
                let (identifier, value) = authority_key(value, noted)?;
                self.authority_key_identifier = identifier;
                self.authority_key = Some(At { value, bytes });
            }
            ExtensionKind::AuthorityInformationAccess => {
                let is_empty = of_tag(value, tag::SEQUENCE)?.contents.is_empty();
                self.information_access_is_empty = is_empty;
                information_access(value, noted)?;
            }
            ExtensionKind::CrlDistributionPoints => {
                (self.point_without_name, self.point_is_relative) = distribution_points(value, noted)?;
            }
            ExtensionKind::CertificatePolicies => each_policy(value, noted, drop)?,
            ExtensionKind::PolicyMappings => each_mapping(value, noted, drop)?,
            ExtensionKind::PolicyConstraints => drop(read_constraints(value, noted)?),
            ExtensionKind::InhibitAnyPolicy => drop(read_inhibit_any(value, noted)?),
            ExtensionKind::FreshestCrl => drop(distribution_points(value, noted)?),
            ExtensionKind::AddressBlocks => address_blocks(value, noted)?,
            ExtensionKind::AsNumbers => as_numbers(value, noted)?,
            ExtensionKind::ProxyInformation => proxy_information(value, noted)?,
            ExtensionKind::NetscapeType => {
                let bits = of_tag(value, tag::BIT_STRING)?;
                if bits.contents.is_empty() {
                    return Err(wrong(value, "the octet that counts unused bits"));
                }
                read_bits(&bits, noted);
            }
            ExtensionKind::TlsFeature | ExtensionKind::Other => {}
        }
        Ok(())
    }
}

fn basic_constraints(value: &Element<'_>, noted: &mut Deviations) -> Result<BasicConstraints, Broken> {
    let mut parts = of_tag(value, tag::SEQUENCE)?.inside();
    let mut ca = false;
    if let Some(flag) = parts.read_if(tag::BOOLEAN, noted)? {
        ca = read_boolean(&flag, noted);
        if !ca {
            noted.push(Deviation::DefaultEncoded, flag.bytes());
        }
    }
    let path_length = match parts.read_if(tag::INTEGER, noted)? {
        Some(number) => Some(small_number(&number, noted)?),
        None => None,
    };
    parts.finish(noted);
    Ok(BasicConstraints { ca, path_length })
}

fn key_usage(value: &Element<'_>, noted: &mut Deviations) -> Result<KeyUsage, Broken> {
    let element = of_tag(value, tag::BIT_STRING)?;
    if element.contents.is_empty() {
        return Err(wrong(value, "the octet that counts unused bits"));
    }
    let (bits, unused) = read_bits(&element, noted);
    if bits.iter().all(|octet| *octet == 0) {
        noted.push(Deviation::KeyUsageEmpty, value.bytes());
    } else if bits
        .last()
        .is_some_and(|last| last.trailing_zeros() > u32::from(unused))
    {
        // The list ends with the last bit that is set.
        noted.push(Deviation::NamedBitsNotMinimal, value.bytes());
    }
    Ok(KeyUsage::of(bits))
}

fn extended_key_usage<'a>(
    value: &Element<'a>,
    noted: &mut Deviations,
) -> Result<ExtendedKeyUsage<'a>, Broken> {
    let sequence = of_tag(value, tag::SEQUENCE)?;
    let mut usage = ExtendedKeyUsage::new(sequence.contents);
    let mut inside = sequence.inside();
    while !inside.is_empty() {
        let identifier = inside.expect(tag::OBJECT_IDENTIFIER, "a purpose", noted)?;
        match read_object_identifier(&identifier, noted) {
            [prefix @ .., 1] if *prefix == PURPOSES => usage.server_auth = true,
            [prefix @ .., 2] if *prefix == PURPOSES => usage.client_auth = true,
            // anyExtendedKeyUsage, 2.5.29.37.0.
            [0x55, 0x1D, 37, 0] => usage.any = true,
            // 2.16.840.1.113730.4.1 and 1.3.6.1.4.1.311.10.3.3.
            [0x60, 0x86, 0x48, 0x01, 0x86, 0xF8, 0x42, 4, 1] => {
                usage.gated = true;
                usage.gated_by_netscape = true;
            }
            [0x2B, 6, 1, 4, 1, 0x82, 0x37, 10, 3, 3] => usage.gated = true,
            _ => {}
        }
    }
    Ok(usage)
}

fn authority_key<'a>(
    value: &Element<'a>,
    noted: &mut Deviations,
) -> Result<(Option<&'a [u8]>, AuthorityKey<'a>), Broken> {
    let mut parts = of_tag(value, tag::SEQUENCE)?.inside();
    let identifier = parts.read_if(tag::context(0), noted)?;
    let issuer = parts.read_if(tag::constructed(1), noted)?;
    let issuer = match &issuer {
        Some(issuer) => Some(read_general_names(issuer, noted)?),
        None => None,
    };
    let serial = parts.read_if(tag::context(2), noted)?;
    let serial = serial.map(|serial| read_integer(&serial, noted));
    parts.finish(noted);
    let key = AuthorityKey {
        has_key_identifier: identifier.is_some(),
        issuer,
        serial,
    };
    Ok((identifier.map(|it| it.contents), key))
}

fn name_constraints<'a>(value: &Element<'a>, noted: &mut Deviations) -> Result<NameConstraints<'a>, Broken> {
    let mut parts = of_tag(value, tag::SEQUENCE)?.inside();
    let permitted = parts.read_if(tag::constructed(0), noted)?;
    let excluded = parts.read_if(tag::constructed(1), noted)?;
    if !parts.is_empty() {
        return Err(parts.broken(Fault::Missing("a list of subtrees")));
    }
    let mut subtrees = |list: Option<Element<'a>>| {
        let mut found = Vec::new();
        let mut inside = list.map(|list| list.inside());
        while let Some(inside) = inside.as_mut().filter(|inside| !inside.is_empty()) {
            let subtree = inside.expect(tag::SEQUENCE, "a subtree", noted)?;
            let mut parts = subtree.inside();
            let base = constrained_name(&parts.read(noted)?, noted)?;
            let minimum = parts.read_if(tag::context(0), noted)?;
            if let Some(minimum) = minimum.as_ref().filter(|it| it.contents == [0]) {
                noted.push(Deviation::DefaultEncoded, minimum.bytes());
            }
            let maximum = parts.read_if(tag::context(1), noted)?;
            if !parts.is_empty() {
                return Err(parts.broken(Fault::Missing("the end of a subtree")));
            }
            let has_bounds = maximum.is_some() || minimum.is_some_and(|it| it.contents != [0]);
            found.push(Subtree { base, has_bounds });
        }
        Ok(found)
    };
    Ok(NameConstraints {
        permitted: subtrees(permitted)?,
        excluded: subtrees(excluded)?,
    })
}

fn information_access(value: &Element<'_>, noted: &mut Deviations) -> Result<(), Broken> {
    // An empty list is a fact of its own.
    let mut descriptions = of_tag(value, tag::SEQUENCE)?.inside();
    while !descriptions.is_empty() {
        let description = descriptions.expect(tag::SEQUENCE, "an access description", noted)?;
        let mut parts = description.inside();
        object_identifier(&mut parts, noted)?;
        check_general_name(&parts.read(noted)?, noted)?;
        parts.finish(noted);
    }
    Ok(())
}

fn object_identifier(parts: &mut Cursor<'_>, noted: &mut Deviations) -> Result<(), Broken> {
    let element = parts.expect(tag::OBJECT_IDENTIFIER, "an object identifier", noted)?;
    read_object_identifier(&element, noted);
    Ok(())
}

/// RFC 5280 section 4.2.1.13. Whether one of them has neither a name nor a CRL issuer.
fn distribution_points(value: &Element<'_>, noted: &mut Deviations) -> Result<(bool, bool), Broken> {
    let mut points = list(value, noted)?;
    let (mut is_nameless, mut is_relative) = (false, false);
    while !points.is_empty() {
        let mut parts = points
            .expect(tag::SEQUENCE, "a distribution point", noted)?
            .inside();
        let name = parts.read_if(tag::constructed(0), noted)?;
        if let Some(name) = &name {
            let mut choice = name.inside();
            match choice.read(noted)? {
                full if full.tag == tag::constructed(0) => drop(read_general_names(&full, noted)?),
                relative if relative.tag == tag::constructed(1) => {
                    let mut attributes = relative.inside();
                    while !attributes.is_empty() {
                        attributes.expect(tag::SEQUENCE, "an attribute of a relative name", noted)?;
                    }
                    is_relative = true;
                }
                other => return Err(wrong(&other, "the name of a distribution point")),
            }
            choice.finish(noted);
        }
        if let Some(reasons) = parts.read_if(tag::context(1), noted)? {
            read_bits(&reasons, noted);
        }
        let issuer = parts.read_if(tag::constructed(2), noted)?;
        if let Some(issuer) = &issuer {
            read_general_names(issuer, noted)?;
        }
        is_nameless |= name.is_none() && issuer.is_none_or(|issuer| issuer.contents.is_empty());
        parts.finish(noted);
    }
    Ok((is_nameless, is_relative))
}

/// RFC 3779 section 2.2.3.
fn address_blocks(value: &Element<'_>, noted: &mut Deviations) -> Result<(), Broken> {
    let mut families = of_tag(value, tag::SEQUENCE)?.inside();
    while !families.is_empty() {
        let mut family = families
            .expect(tag::SEQUENCE, "the addresses of a family", noted)?
            .inside();
        family.expect(tag::OCTET_STRING, "a family of addresses", noted)?;
        ranges(&family.read(noted)?, tag::BIT_STRING, noted)?;
        family.finish(noted);
    }
    Ok(())
}

/// RFC 3779 section 3.2.3.
fn as_numbers(value: &Element<'_>, noted: &mut Deviations) -> Result<(), Broken> {
    let mut parts = of_tag(value, tag::SEQUENCE)?.inside();
    for number in [0, 1] {
        if let Some(identifiers) = parts.read_if(tag::constructed(number), noted)? {
            let mut choice = identifiers.inside();
            ranges(&choice.read(noted)?, tag::INTEGER, noted)?;
            choice.finish(noted);
        }
    }
    if !parts.is_empty() {
        return Err(parts.broken(Fault::Missing("the numbers of autonomous systems")));
    }
    Ok(())
}

/// "As the issuer has them", or a list of single ones and of ranges from one to another.
fn ranges(choice: &Element<'_>, of: u8, noted: &mut Deviations) -> Result<(), Broken> {
    if choice.tag == tag::NULL {
        return Ok(());
    }
    let mut list = of_tag(choice, tag::SEQUENCE)?.inside();
    while !list.is_empty() {
        let one = list.read(noted)?;
        if one.tag == tag::SEQUENCE {
            let mut range = one.inside();
            range.expect(of, "the first of a range", noted)?;
            range.expect(of, "the last of a range", noted)?;
            range.finish(noted);
        } else {
            of_tag(&one, of)?;
        }
    }
    Ok(())
}

/// RFC 3820 section 3.8.
fn proxy_information(value: &Element<'_>, noted: &mut Deviations) -> Result<(), Broken> {
    let mut parts = of_tag(value, tag::SEQUENCE)?.inside();
    if let Some(length) = parts.read_if(tag::INTEGER, noted)? {
        small_number(&length, noted)?;
    }
    let mut policy = parts.expect(tag::SEQUENCE, "the proxy policy", noted)?.inside();
    object_identifier(&mut policy, noted)?;
    policy.read_if(tag::OCTET_STRING, noted)?;
    policy.finish(noted);
    parts.finish(noted);
    Ok(())
}
