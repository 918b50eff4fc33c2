//! What deviations from DER and RFC 5280 are in the table of stacks.

use alloc::format;
use alloc::string::String;

use crate::certificate::{Certificate, Extension, ExtensionKind};
use crate::chain::is_authority;
use crate::der::{Cursor, Deviation, Deviations, Field, Noted, tag};
use crate::stacks::Fact;
use crate::text;

/// What is known of a deviation at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// The table says how grave it is.
    Graded(Fact),
    /// The table says so where stacks are named.
    ForNamed(Fact),
    /// It was run, and nobody refuses it.
    ReadByAll,
    /// The rule says how grave it is, for all stacks.
    Nothing,
}

/// What the table of stacks has about a deviation of a certificate.
pub(super) fn known(certificate: &Certificate<'_>, noted: &Noted) -> Known {
    let start = noted.bytes.start;
    let mut extensions = certificate.extensions.iter();
    let extension = extensions.find(|it| it.bytes.contains(&start));
    let kind = extension.as_ref().map(|it| it.kind);
    let first = certificate.der.get(start).copied();
    match noted.deviation {
        Deviation::AddressLength => match kind {
            Some(ExtensionKind::SubjectAlternativeName) => Known::Graded(Fact::AddressOfFiveOctets),
            // Where lists are found, and names of the issuer, are not taken apart.
            _ => Known::ReadByAll,
        },
        Deviation::GeneralNameMalformed if kind == Some(ExtensionKind::IssuerAlternativeName) => {
            Known::ReadByAll
        }
        // Nobody looks at the dates of a root before its end.
        Deviation::TimeBefore1950 if certificate.is_self_issued() => Known::ReadByAll,
        Deviation::TimeWithoutSeconds => Known::ForNamed(Fact::TimeWithoutSeconds),
        Deviation::TimeWithOffset => Known::ForNamed(Fact::TimeWithOffset),
        Deviation::TimeWithFraction => Known::ForNamed(Fact::TimeWithFraction),
        Deviation::TimeInWrongForm => Known::ForNamed(Fact::LongTimeBefore2050),
        Deviation::TimeBefore1950 => Known::Graded(Fact::TimeBefore1950),
        Deviation::NotAString => match first {
            Some(tag::BIT_STRING | tag::SEQUENCE) => Known::Graded(Fact::AttributeNoString),
            _ => Known::ForNamed(Fact::AttributeOfOtherType),
        },
        Deviation::ParametersUnexpected if certificate.signature.has_needless_null() => {
            Known::Graded(Fact::EcdsaWithNull)
        }
        Deviation::ParametersMissing if certificate.public_key.bytes.contains(&start) => {
            Known::Graded(Fact::RsaKeyWithoutNull)
        }
        Deviation::ParametersMissing => Known::Graded(Fact::RsaSignatureWithoutNull),
        Deviation::BytesLeftOver => match extension {
            Some(extension) => bytes_in(certificate, &extension, start),
            None if matches!(
                certificate.field_at(start),
                Field::Certificate | Field::Extensions
            ) =>
            {
                Known::ForNamed(Fact::BytesInCertificate)
            }
            None => Known::ForNamed(Fact::BytesInField),
        },
        Deviation::LengthNotMinimal => Known::ForNamed(Fact::LengthNotMinimal),
        Deviation::BooleanNotCanonical => Known::ForNamed(Fact::BooleanNotCanonical),
        Deviation::IntegerNotMinimal if certificate.serial_number.bytes.contains(&start) => {
            Known::ForNamed(Fact::SerialNotMinimal)
        }
        Deviation::UnusedBitsNotZero if kind == Some(ExtensionKind::KeyUsage) => {
            Known::ForNamed(Fact::UnusedBitsSet)
        }
        Deviation::DefaultEncoded if kind == Some(ExtensionKind::NameConstraints) => {
            Known::Graded(Fact::ConstraintMinimumWritten)
        }
        Deviation::DefaultEncoded => Known::Graded(Fact::DefaultWritten),
        Deviation::SetNotSorted => Known::ForNamed(Fact::RdnNotSorted),
        Deviation::CharacterUsualNotAllowed => Known::ForNamed(Fact::PrintableStringUsual),
        Deviation::CharacterNotAllowed if first == Some(tag::PRINTABLE_STRING) => {
            Known::ForNamed(Fact::PrintableStringWrong)
        }
        Deviation::CharacterNotAllowed if kind.is_none() => Known::ForNamed(Fact::CharacterOfOtherType),
        Deviation::NotUtf8 => Known::ForNamed(Fact::NotUtf8),
        Deviation::RelativeNameEmpty => Known::Graded(Fact::RdnEmpty),
        Deviation::UnusedNameMalformed if kind == Some(ExtensionKind::SubjectAlternativeName) => {
            Known::ForNamed(Fact::OtherNameMalformed)
        }
        Deviation::UniqueIdentifier => Known::Graded(Fact::UniqueIdentifier),
        Deviation::FieldOfLaterVersion if !certificate.has_unique_identifiers => match certificate.version {
            2 => Known::ForNamed(Fact::VersionTwo),
            _ => Known::ForNamed(Fact::ExtensionsInVersionOne),
        },
        Deviation::KeyUsageEmpty if !is_authority(certificate) => Known::ForNamed(Fact::EmptyKeyUsage),
        // Of qualifiers an empty list is taken.
        Deviation::ListEmpty if extension.as_ref().is_some_and(|it| it.bytes.start < start) => Known::Nothing,
        Deviation::ListEmpty => match kind {
            Some(
                ExtensionKind::CertificatePolicies
                | ExtensionKind::PolicyMappings
                | ExtensionKind::PolicyConstraints,
            ) => Known::Graded(Fact::PoliciesEmpty),
            _ => Known::Nothing,
        },
        _ => Known::Nothing,
    }
}

/// Bytes too many in an extension, by what reads it to its end.
fn bytes_in(certificate: &Certificate<'_>, extension: &Extension<'_>, start: usize) -> Known {
    let value = certificate.der.get(extension.bytes.clone()).unwrap_or_default();
    let first = Cursor::new(value, extension.bytes.start).read(&mut Deviations::default());
    let is_after = first.is_ok_and(|first| first.bytes().end <= start);
    let fact = match (extension.kind, is_after) {
        (ExtensionKind::BasicConstraints, true) => Fact::BytesAfterBasicConstraints,
        (ExtensionKind::BasicConstraints, false) => Fact::BytesInField,
        (ExtensionKind::KeyUsage, true) => Fact::BytesAfterKeyUsage,
        (ExtensionKind::SubjectAlternativeName | ExtensionKind::ExtendedKeyUsage, true) => {
            Fact::BytesAfterNames
        }
        (ExtensionKind::NameConstraints, true) => Fact::BytesAfterNameConstraints,
        (ExtensionKind::AuthorityKeyIdentifier | ExtensionKind::SubjectKeyIdentifier, true)
        | (ExtensionKind::CertificatePolicies, _) => Fact::BytesAfterIdentifier,
        (ExtensionKind::AuthorityKeyIdentifier, false) => Fact::BytesInIdentifier,
        _ => return Known::Nothing,
    };
    Known::ForNamed(fact)
}

/// `in the serial number, at byte 17 of its DER`.
pub(super) fn place_of(certificate: &Certificate<'_>, noted: &Noted) -> String {
    let start = noted.bytes.start;
    let extension = certificate
        .extensions
        .iter()
        .find(|extension| extension.bytes.contains(&start));
    let field = match extension {
        Some(extension) => format!("the extension {}", extension.name()),
        None => certificate.field_at(start).text().into(),
    };
    format!("in {field}, at byte {start} of its DER")
}

/// Tells of more places of the same kind.
pub(super) fn further(certificate: &Certificate<'_>, deviation: Deviation) -> String {
    let all = certificate.deviations.iter();
    let more = all
        .filter(|noted| noted.deviation == deviation)
        .count()
        .saturating_sub(1);
    match more {
        0 => String::new(),
        more => format!(", and at {} more", text::count(more, "place")),
    }
}
