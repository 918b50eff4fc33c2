//! Certificate policies and what CAs demand of them (RFC 5280 sections 4.2.1.4, 4.2.1.5, 4.2.1.11 and 4.2.1.14).
//!
//! Every certificate's are looked at once, for their form. What they say is read again by whoever processes them, which
//! few paths need.

use alloc::string::String;
use alloc::vec::Vec;

use super::elements::{list, of_tag, small_number};
use super::extension::ExtensionKind;
use super::facts::Certificate;
use super::lazy::dotted_text;
use crate::der::{Broken, Cursor, Deviation, Deviations, Element, read_object_identifier, tag};

/// Contents of the OBJECT IDENTIFIER of a policy.
pub(crate) type Policy<'a> = &'a [u8];

/// anyPolicy, 2.5.29.32.0.
pub(crate) const ANY_POLICY: Policy<'static> = &[0x55, 0x1D, 32, 0];

/// `anyPolicy`, or the numbers.
pub(crate) fn policy_text(policy: Policy<'_>) -> String {
    match policy {
        ANY_POLICY => "anyPolicy".into(),
        other => dotted_text(other),
    }
}

/// A value that may be absent. One that does not decode is neither absent nor known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said<T> {
    Absent,
    Unreadable,
    Value(T),
}

/// A policy of the issuer's domain, and one of the subject's that is as good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mapping<'a> {
    pub(crate) issuer: Policy<'a>,
    pub(crate) subject: Policy<'a>,
}

/// After how many more certificates something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PolicyConstraints {
    pub(crate) require_explicit: Option<u32>,
    pub(crate) inhibit_mapping: Option<u32>,
}

/// What one certificate says of policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyValues<'a> {
    /// In the order of the certificate; one may be there twice.
    pub(crate) policies: Said<Vec<Policy<'a>>>,
    pub(crate) mappings: Said<Vec<Mapping<'a>>>,
    pub(crate) constraints: Said<PolicyConstraints>,
    pub(crate) inhibit_any: Said<u32>,
    pub(crate) is_self_issued: bool,
}

impl<'a> Certificate<'a> {
    /// What it says of policies.
    pub(crate) fn policy_values(&self) -> PolicyValues<'a> {
        PolicyValues {
            policies: self.policies(),
            mappings: self.said(ExtensionKind::PolicyMappings, read_mappings),
            constraints: self.said(ExtensionKind::PolicyConstraints, read_constraints),
            inhibit_any: self.said(ExtensionKind::InhibitAnyPolicy, read_inhibit_any),
            is_self_issued: self.is_self_issued(),
        }
    }

    /// The policies under which it was issued.
    pub(crate) fn policies(&self) -> Said<Vec<Policy<'a>>> {
        self.said(ExtensionKind::CertificatePolicies, read_policies)
    }

    /// The value of the first extension of a kind.
    pub(super) fn said<T>(&self, kind: ExtensionKind, read: Read<'a, T>) -> Said<T> {
        let Some(extension) = self.extension(kind) else {
            return Said::Absent;
        };
        let octets = self.der.get(extension.bytes.clone()).unwrap_or_default();
        let mut noted = Deviations::default();
        let mut inside = Cursor::new(octets, extension.bytes.start);
        let value = inside.read(&mut noted).and_then(|value| read(&value, &mut noted));
        match value {
            Ok(value) if inside.is_empty() => Said::Value(value),
            _ => Said::Unreadable,
        }
    }
}

pub(super) type Read<'a, T> = fn(&Element<'a>, &mut Deviations) -> Result<T, Broken>;

fn object_identifier<'a>(parts: &mut Cursor<'a>, noted: &mut Deviations) -> Result<&'a [u8], Broken> {
    let element = parts.expect(tag::OBJECT_IDENTIFIER, "an object identifier", noted)?;
    Ok(read_object_identifier(&element, noted))
}

/// RFC 5280 section 4.2.1.4.
pub(super) fn each_policy<'a>(
    value: &Element<'a>,
    noted: &mut Deviations,
    mut found: impl FnMut(Policy<'a>),
) -> Result<(), Broken> {
    let mut policies = list(value, noted)?;
    while !policies.is_empty() {
        let mut parts = policies.expect(tag::SEQUENCE, "a policy", noted)?.inside();
        found(object_identifier(&mut parts, noted)?);
        if let Some(qualifiers) = parts.read_if(tag::SEQUENCE, noted)? {
            let mut qualifiers = list(&qualifiers, noted)?;
            while !qualifiers.is_empty() {
                let element = qualifiers.expect(tag::SEQUENCE, "a policy qualifier", noted)?;
                let mut qualifier = element.inside();
                let kind = object_identifier(&mut qualifier, noted)?;
                let is_of_its_kind = match qualifier.is_empty() {
                    true => false,
                    false => is_qualifier(kind, &qualifier.read(noted)?),
                };
                if !is_of_its_kind {
                    noted.push(Deviation::QualifierMalformed, element.bytes());
                }
                qualifier.finish(noted);
            }
        }
        parts.finish(noted);
    }
    Ok(())
}

/// Whether a qualifier is what its kind has: the URI of a statement, or a notice. Of others nothing is known.
fn is_qualifier(kind: &[u8], value: &Element<'_>) -> bool {
    match kind {
        // id-qt-cps is 1.3.6.1.5.5.7.2.1.
        [0x2B, 6, 1, 5, 5, 7, 2, 1] => value.tag == tag::IA5_STRING,
        [0x2B, 6, 1, 5, 5, 7, 2, 2] if value.tag == tag::SEQUENCE => is_notice(value).is_ok_and(|it| it),
        [0x2B, 6, 1, 5, 5, 7, 2, 2] => false,
        _ => true,
    }
}

/// A reference to a notice of an organization, and the text, either of which may be absent.
fn is_notice(value: &Element<'_>) -> Result<bool, Broken> {
    let noted = &mut Deviations::default();
    let mut parts = value.inside();
    let mut is_well_formed = true;
    if let Some(reference) = parts.read_if(tag::SEQUENCE, noted)? {
        let mut inside = reference.inside();
        is_well_formed &= is_text(&inside.read(noted)?);
        let numbers = inside.expect(tag::SEQUENCE, "the numbers of notices", noted)?;
        let mut numbers = numbers.inside();
        while !numbers.is_empty() {
            numbers.expect(tag::INTEGER, "the number of a notice", noted)?;
        }
        is_well_formed &= inside.is_empty();
    }
    if !parts.is_empty() {
        is_well_formed &= is_text(&parts.read(noted)?);
    }
    Ok(is_well_formed && parts.is_empty())
}

/// DisplayText.
fn is_text(value: &Element<'_>) -> bool {
    let texts = [
        tag::IA5_STRING,
        tag::VISIBLE_STRING,
        tag::BMP_STRING,
        tag::UTF8_STRING,
    ];
    texts.contains(&value.tag)
}

fn read_policies<'a>(value: &Element<'a>, noted: &mut Deviations) -> Result<Vec<Policy<'a>>, Broken> {
    let mut policies = Vec::new();
    each_policy(value, noted, |policy| policies.push(policy)).map(|()| policies)
}

/// RFC 5280 section 4.2.1.5.
pub(super) fn each_mapping<'a>(
    value: &Element<'a>,
    noted: &mut Deviations,
    mut found: impl FnMut(Mapping<'a>),
) -> Result<(), Broken> {
    let mut mappings = list(value, noted)?;
    while !mappings.is_empty() {
        let mut pair = mappings
            .expect(tag::SEQUENCE, "a policy mapping", noted)?
            .inside();
        found(Mapping {
            issuer: object_identifier(&mut pair, noted)?,
            subject: object_identifier(&mut pair, noted)?,
        });
        pair.finish(noted);
    }
    Ok(())
}

fn read_mappings<'a>(value: &Element<'a>, noted: &mut Deviations) -> Result<Vec<Mapping<'a>>, Broken> {
    let mut mappings = Vec::new();
    each_mapping(value, noted, |mapping| mappings.push(mapping)).map(|()| mappings)
}

/// RFC 5280 section 4.2.1.11.
pub(super) fn read_constraints(
    value: &Element<'_>,
    noted: &mut Deviations,
) -> Result<PolicyConstraints, Broken> {
    let mut parts = list(value, noted)?;
    let mut number = |number: u8| match parts.read_if(tag::context(number), noted)? {
        Some(count) => small_number(&count, noted).map(Some),
        None => Ok(None),
    };
    let constraints = PolicyConstraints {
        require_explicit: number(0)?,
        inhibit_mapping: number(1)?,
    };
    parts.finish(noted);
    Ok(constraints)
}

/// RFC 5280 section 4.2.1.14.
pub(super) fn read_inhibit_any(value: &Element<'_>, noted: &mut Deviations) -> Result<u32, Broken> {
    small_number(&of_tag(value, tag::INTEGER)?, noted)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn read<'a, T>(octets: &'a [u8], read: Read<'a, T>) -> Option<T> {
        let element = Cursor::new(octets, 0).next()?;
        read(&element, &mut Deviations::default()).ok()
    }

    #[test]
    fn policies_are_read_and_what_is_none_is_not() {
        let two = [0x30, 14, 0x30, 5, 6, 3, 0x2A, 3, 4, 0x30, 5, 6, 3, 0x2A, 3, 5];
        assert_eq!(
            read(&two, read_policies),
            Some(vec![&[0x2A, 3, 4][..], &[0x2A, 3, 5]])
        );
        assert_eq!(read(&[0x30, 0], read_policies), Some(vec![]));
        for bad in [
            &[0x30, 2, 5, 0][..],
            &[4, 0],
            &[0x30, 2, 0x30, 0],
            &[0x30, 4, 0x30, 2, 5, 0],
        ] {
            assert_eq!(read(bad, read_policies), None, "{bad:?}");
        }
    }

    #[test]
    fn constraints_are_two_small_numbers_in_their_order() {
        let both = read(&[0x30, 6, 0x80, 1, 0, 0x81, 1, 3], read_constraints);
        let wanted = PolicyConstraints {
            require_explicit: Some(0),
            inhibit_mapping: Some(3),
        };
        assert_eq!(both, Some(wanted));
        let bad: [&[u8]; 3] = [
            &[4, 0],
            &[0x30, 3, 0x80, 1, 0xFF],
            &[0x30, 7, 0x80, 5, 1, 0, 0, 0, 0],
        ];
        for bad in bad {
            assert_eq!(read(bad, read_constraints), None, "{bad:?}");
        }
        assert_eq!(read(&[2, 1, 7], read_inhibit_any), Some(7));
        assert_eq!(read(&[2, 1, 0x80], read_inhibit_any), None);
    }
}
