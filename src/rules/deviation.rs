//! What deviations from DER and RFC 5280 are in the table of stacks.

use alloc::format;
use alloc::string::String;

use super::context::Standing;
use crate::certificate::{Certificate, Extension, ExtensionKind, KeyKind};
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
    /// As it is, nobody sees anything in it.
    Irrelevant,
    /// The rule says how grave it is, for all stacks.
    Nothing,
}

/// What the table of stacks has about a deviation of a certificate.
pub(super) fn known(certificate: &Certificate<'_>, standing: Standing, noted: &Noted) -> Known {
    let start = noted.bytes.start;
    let mut extensions = certificate.extensions.iter();
    let extension = extensions.find(|it| it.bytes.contains(&start));
    let kind = extension.as_ref().map(|it| it.kind);
    let first = certificate.der.get(start).copied();
    match noted.deviation {
        Deviation::AddressLength => match kind {
            Some(ExtensionKind::SubjectAlternativeName) if standing == Standing::Leaf => {
                Known::Graded(Fact::AddressOfFiveOctetsInLeaf)
            }
            Some(ExtensionKind::SubjectAlternativeName) => Known::Graded(Fact::AddressOfFiveOctets),
            // Where lists are found, and names of the issuer, are not taken apart.
            _ => Known::ReadByAll,
        },
        Deviation::GeneralNameMalformed if kind == Some(ExtensionKind::IssuerAlternativeName) => {
            Known::ReadByAll
        }
        // Strings that nobody parses.
        Deviation::GeneralNameMalformed
            if first != Some(0xA4)
                && matches!(
                    kind,
                    Some(
                        ExtensionKind::CrlDistributionPoints
                            | ExtensionKind::FreshestCrl
                            | ExtensionKind::AuthorityInformationAccess
                    )
                ) =>
        {
            Known::ReadByAll
        }
        Deviation::GeneralNameMalformed if kind == Some(ExtensionKind::SubjectAlternativeName) => {
            Known::ForNamed(match (first, standing) {
                // In parts, as BER allows and DER does not.
                (Some(0xA1 | 0xA2 | 0xA6), Standing::Leaf) => Fact::NameConstructed,
                (Some(0xA1 | 0xA2 | 0xA6), _) => return Known::Nothing,
                // A directory name.
                (Some(0xA4), Standing::Leaf) => Fact::NameOfNoForm,
                (Some(0xA4), _) => Fact::NameOfNoFormInCa,
                (_, Standing::Leaf) => Fact::NameNotAsciiInLeaf,
                _ => Fact::NameNotAscii,
            })
        }
        // Nobody looks at the dates of a root before its end.
        Deviation::TimeBefore1950 if certificate.is_self_issued() => Known::ReadByAll,
        Deviation::TimeWithoutSeconds => Known::ForNamed(Fact::TimeWithoutSeconds),
        Deviation::TimeWithOffset => {
            let time = certificate.der.get(noted.bytes.clone()).unwrap_or_default();
            Known::ForNamed(match time.ends_with(b"0000") {
                true => Fact::TimeWithOffsetOfZero,
                false => Fact::TimeWithOffset,
            })
        }
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
        Deviation::ParametersUnexpected => match certificate.public_key.bytes.contains(&start) {
            true if is_edwards(certificate) => Known::ForNamed(Fact::EdKeyWithNull),
            false if certificate.signature.is_edwards() => Known::ForNamed(Fact::EdSignatureWithNull),
            _ => Known::Nothing,
        },
        Deviation::AlgorithmsDiffer => algorithms(certificate, noted, standing),
        Deviation::ObjectIdentifierEmpty
        | Deviation::ObjectIdentifierCutOff
        | Deviation::ArcNotMinimal
        | Deviation::NumberOver31Bits
        | Deviation::NumberOver64Bits => identifier(kind, standing, noted.deviation),
        Deviation::ParametersMissing if certificate.public_key.bytes.contains(&start) => {
            Known::Graded(Fact::RsaKeyWithoutNull)
        }
        Deviation::ParametersMissing => Known::Graded(Fact::RsaSignatureWithoutNull),
        Deviation::BytesLeftOver => match extension {
            Some(extension) => bytes_in(certificate, &extension, standing, start),
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
        // One of two octets is read by nobody.
        Deviation::BooleanNotCanonical if certificate.der.get(start.saturating_add(1)) != Some(&1) => {
            Known::Nothing
        }
        Deviation::BooleanNotCanonical => Known::ForNamed(Fact::BooleanNotCanonical),
        Deviation::IntegerNotMinimal if certificate.serial_number.bytes.contains(&start) => {
            Known::ForNamed(Fact::SerialNotMinimal)
        }
        Deviation::IntegerNotMinimal if certificate.public_key.bytes.contains(&start) => {
            Known::ForNamed(Fact::KeyNotMinimal)
        }
        Deviation::IntegerNotMinimal if kind == Some(ExtensionKind::BasicConstraints) => {
            Known::ForNamed(Fact::PathLengthNotMinimal)
        }
        Deviation::IntegerEmpty if certificate.serial_number.bytes.contains(&start) => {
            Known::ForNamed(Fact::SerialEmpty)
        }
        Deviation::NullNotEmpty if kind.is_none() => Known::ForNamed(Fact::NullNotEmpty),
        Deviation::BitStringMalformed if kind == Some(ExtensionKind::KeyUsage) => {
            Known::ForNamed(match standing {
                Standing::Leaf => Fact::KeyUsageUndecodable,
                _ => Fact::KeyUsageUndecodableInCa,
            })
        }
        Deviation::NotWholeCharacters if first == Some(tag::BMP_STRING) => {
            Known::ForNamed(Fact::CharacterCut)
        }
        Deviation::NotWholeCharacters => Known::ForNamed(Fact::UniversalCharacterCut),
        Deviation::QualifierMalformed => Known::Graded(Fact::QualifierMalformed),
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
        // A VisibleString is no DirectoryString.
        Deviation::CharacterNotAllowed if first == Some(tag::VISIBLE_STRING) && kind.is_none() => {
            Known::ForNamed(Fact::AttributeOfOtherType)
        }
        Deviation::CharacterNotAllowed if kind.is_none() => Known::ForNamed(Fact::CharacterOfOtherType),
        Deviation::NotUtf8 if kind == Some(ExtensionKind::SubjectAlternativeName) => {
            Known::ForNamed(Fact::NotUtf8InNames)
        }
        Deviation::NotUtf8 => Known::ForNamed(Fact::NotUtf8),
        Deviation::RelativeNameEmpty => Known::Graded(Fact::RdnEmpty),
        Deviation::UnusedNameMalformed if kind == Some(ExtensionKind::SubjectAlternativeName) => {
            Known::ForNamed(Fact::OtherNameMalformed)
        }
        // An x400Address is decoded by nobody.
        Deviation::UnusedNameMalformed
            if kind == Some(ExtensionKind::CrlDistributionPoints) && first != Some(0xA3) =>
        {
            Known::Graded(Fact::PointNameMalformed)
        }
        Deviation::UnusedNameMalformed if kind == Some(ExtensionKind::IssuerAlternativeName) => {
            Known::Graded(Fact::IssuerNamesMalformed)
        }
        Deviation::UniqueIdentifier => Known::Graded(Fact::UniqueIdentifier),
        Deviation::FieldOfLaterVersion => Known::ForNamed(match (standing, certificate.version) {
            (Standing::Root, _) => Fact::FieldOfLaterVersionInRoot,
            (_, 2) => Fact::VersionTwo,
            // Nobody takes a CA below the root that has no extensions.
            (Standing::Intermediate, _) if certificate.extensions.iter().next().is_none() => {
                return Known::Nothing;
            }
            _ if certificate.extensions.iter().next().is_none() => Fact::UniqueIdentifierInVersionOne,
            _ => Fact::ExtensionsInVersionOne,
        }),
        Deviation::KeyUsageEmpty if !is_authority(certificate) => Known::ForNamed(Fact::EmptyKeyUsage),
        // Of qualifiers an empty list is taken.
        Deviation::ListEmpty if extension.as_ref().is_some_and(|it| it.bytes.start < start) => Known::Nothing,
        Deviation::ListEmpty => match kind {
            Some(
                ExtensionKind::CertificatePolicies
                | ExtensionKind::PolicyMappings
                | ExtensionKind::PolicyConstraints,
            ) => Known::Graded(Fact::PoliciesEmpty),
            Some(ExtensionKind::SubjectAlternativeName) if standing != Standing::Leaf => {
                Known::ForNamed(Fact::NoNamesInCa)
            }
            _ => Known::Nothing,
        },
        _ => Known::Nothing,
    }
}

/// Bytes too many in an extension, by what reads it to its end.
fn bytes_in(
    certificate: &Certificate<'_>,
    extension: &Extension<'_>,
    standing: Standing,
    start: usize,
) -> Known {
    use Standing::{Intermediate, Leaf, Root};
    let value = certificate.der.get(extension.bytes.clone()).unwrap_or_default();
    let first = Cursor::new(value, extension.bytes.start).read(&mut Deviations::default());
    let is_after = first.is_ok_and(|first| first.bytes().end <= start);
    let fact = match (extension.kind, is_after, standing) {
        (ExtensionKind::BasicConstraints, true, Leaf) => Fact::BytesAfterBasicConstraints,
        (ExtensionKind::BasicConstraints, true, _) => Fact::BytesAfterBasicConstraintsOfCa,
        (ExtensionKind::BasicConstraints, false, Leaf) => Fact::BytesInBasicConstraints,
        (ExtensionKind::BasicConstraints, false, _) => Fact::BytesInField,
        (ExtensionKind::KeyUsage, true, Leaf) => Fact::BytesAfterKeyUsage,
        (ExtensionKind::KeyUsage, true, _) => Fact::BytesAfterKeyUsageOfCa,
        (ExtensionKind::SubjectAlternativeName, true, Root) => Fact::BytesAfterNamesOfRoot,
        (ExtensionKind::ExtendedKeyUsage, true, Root) => Fact::BytesAfterPurposesOfRoot,
        (ExtensionKind::SubjectAlternativeName | ExtensionKind::ExtendedKeyUsage, true, Leaf) => {
            Fact::BytesAfterNames
        }
        (ExtensionKind::SubjectAlternativeName | ExtensionKind::ExtendedKeyUsage, true, Intermediate) => {
            Fact::BytesAfterNamesOfCa
        }
        (ExtensionKind::NameConstraints, true, _) => Fact::BytesAfterNameConstraints,
        (ExtensionKind::AuthorityKeyIdentifier, true, Intermediate | Root) => {
            Fact::BytesAfterAuthorityKeyOfCa
        }
        (ExtensionKind::SubjectKeyIdentifier, true, Root) => Fact::BytesAfterSubjectKeyOfRoot,
        (ExtensionKind::AuthorityKeyIdentifier | ExtensionKind::SubjectKeyIdentifier, true, _)
        | (ExtensionKind::CertificatePolicies, _, _)
        | (
            ExtensionKind::PolicyMappings
            | ExtensionKind::PolicyConstraints
            | ExtensionKind::InhibitAnyPolicy,
            true,
            _,
        ) => Fact::BytesAfterIdentifier,
        (ExtensionKind::AuthorityKeyIdentifier, false, Leaf) => Fact::BytesInIdentifier,
        (ExtensionKind::AuthorityKeyIdentifier, false, _) => Fact::BytesInIdentifierOfCa,
        (ExtensionKind::CrlDistributionPoints, true, Leaf) => Fact::BytesAfterPointsInLeaf,
        (ExtensionKind::CrlDistributionPoints, true, _) => Fact::BytesAfterPoints,
        (ExtensionKind::IssuerAlternativeName, true, _) => Fact::IssuerNamesMalformed,
        (ExtensionKind::AuthorityInformationAccess, true, Leaf) => {
            return Known::Graded(Fact::BytesAfterAccessInformationInLeaf);
        }
        (ExtensionKind::AuthorityInformationAccess, true, _) => {
            return Known::Graded(Fact::BytesAfterAccessInformation);
        }
        (ExtensionKind::FreshestCrl | ExtensionKind::NetscapeType, true, _) => return Known::ReadByAll,
        _ => return Known::Nothing,
    };
    Known::ForNamed(fact)
}

/// A malformed object identifier, or one with a large number, by what reads it.
fn identifier(kind: Option<ExtensionKind>, standing: Standing, deviation: Deviation) -> Known {
    use Standing::{Intermediate, Leaf, Root};
    let is_large = match deviation {
        Deviation::NumberOver31Bits => Some(Fact::NumberOver31Bits),
        Deviation::NumberOver64Bits => Some(Fact::NumberOver64Bits),
        _ => None,
    };
    if let Some(fact) = is_large {
        return match kind {
            // Go reads these as they are, and nobody else reads them; a registeredID is compared by nobody.
            Some(
                ExtensionKind::CertificatePolicies
                | ExtensionKind::SubjectAlternativeName
                | ExtensionKind::IssuerAlternativeName
                | ExtensionKind::PolicyMappings
                | ExtensionKind::NameConstraints,
            ) => Known::Irrelevant,
            Some(ExtensionKind::AuthorityInformationAccess) => Known::Graded(Fact::NumberOver31Bits),
            _ => Known::Graded(fact),
        };
    }
    let is_cut = deviation == Deviation::ObjectIdentifierCutOff;
    Known::ForNamed(match (kind, is_cut, standing) {
        (Some(ExtensionKind::ExtendedKeyUsage), false, Leaf) => Fact::PurposeMalformed,
        (Some(ExtensionKind::ExtendedKeyUsage), false, Intermediate) => Fact::PurposeMalformedInCa,
        (Some(ExtensionKind::ExtendedKeyUsage), true, Leaf) => Fact::PurposeCutOff,
        (Some(ExtensionKind::ExtendedKeyUsage), _, Intermediate | Root) => Fact::PurposeCutOffInCa,
        (Some(ExtensionKind::CertificatePolicies), _, Leaf) => Fact::PoliciesUndecodableInLeaf,
        (Some(ExtensionKind::CertificatePolicies), _, _) => Fact::PoliciesUndecodable,
        (Some(ExtensionKind::AuthorityInformationAccess), _, Leaf) => {
            Fact::AccessInformationUndecodableInLeaf
        }
        (Some(ExtensionKind::AuthorityInformationAccess), _, _) => Fact::AccessInformationUndecodable,
        (Some(ExtensionKind::SubjectAlternativeName), _, _) => Fact::RegisteredIdMalformed,
        (None, false, _) => Fact::IdentifierMalformed,
        (None, true, _) => Fact::IdentifierCutOff,
        (Some(_), _, _) => return Known::Nothing,
    })
}

/// Two algorithms that differ: Java and GnuTLS see nothing in a NULL, and OpenSSL does not look at a root's.
fn algorithms(certificate: &Certificate<'_>, noted: &Noted, standing: Standing) -> Known {
    let inner = certificate.der.get(noted.bytes.clone()).unwrap_or_default();
    let inner = Cursor::new(inner, noted.bytes.start).read(&mut Deviations::default());
    let Ok(inner) = inner.map(|inner| inner.contents) else {
        return Known::Nothing;
    };
    let outer = certificate.signature.algorithm;
    let is_null = |long: &[u8], short: &[u8]| long.strip_suffix(&NULL) == Some(short);
    let is_null = is_null(inner, outer) || is_null(outer, inner);
    match (is_null, standing == Standing::Root) {
        (true, true) => Known::ForNamed(Fact::AlgorithmsDifferInNullOfRoot),
        (true, false) => Known::ForNamed(Fact::AlgorithmsDifferInNull),
        (false, true) => Known::ForNamed(Fact::AlgorithmsDifferInRoot),
        (false, false) => Known::Nothing,
    }
}

/// NULL, as the parameters of an algorithm.
const NULL: [u8; 2] = [tag::NULL, 0];

fn is_edwards(certificate: &Certificate<'_>) -> bool {
    matches!(certificate.public_key.kind, KeyKind::Ed25519 | KeyKind::Ed448)
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
