//! What it is in the table of stacks that an extension does not decode.

use super::context::Standing;
use super::{Context, Source, grade};
use crate::certificate::{Certificate, ExtensionKind, Malformed};
use crate::chain::Member;
use crate::der::{Cursor, Deviations, tag};
use crate::rule::Concern;
use crate::severity::Severity;
use crate::stacks::Fact;

/// What is known of an extension that does not decode.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) fact: Option<Fact>,
    pub(super) severity: Severity,
}

/// What it is, and how grave it is, whoever asks for what it says.
pub(super) fn undecodable(
    context: &Context<'_>,
    (member, certificate): (Member, &Certificate<'_>),
    malformed: &Malformed,
) -> Known {
    let standing = context.standing(member, certificate);
    if let Some(fact) = graded(malformed.kind, standing) {
        let severity = context.verified(Source::Rfc5280, fact);
        let fact = Some(fact);
        return Known { fact, severity };
    }
    let error = Severity::Error;
    let fact = by_standing(certificate, malformed, standing);
    let severity = match fact {
        // TLS libraries pass over them.
        None if malformed.kind == ExtensionKind::FreshestCrl => {
            context.severity(Source::Rfc5280, Severity::Warning)
        }
        Some(fact) if !context.profile.stacks.is_empty() && !context.applies(Source::Rfc5280) => {
            grade::for_named(Concern::Verifies(&[]), fact, context.profile, error)
        }
        _ => error,
    };
    Known { fact, severity }
}

/// Where the table says how grave it is, whoever is named.
fn graded(kind: ExtensionKind, standing: Standing) -> Option<Fact> {
    match kind {
        ExtensionKind::AuthorityInformationAccess if standing == Standing::Leaf => {
            Some(Fact::AccessInformationUndecodableInLeaf)
        }
        ExtensionKind::CertificatePolicies if standing == Standing::Leaf => {
            Some(Fact::PoliciesUndecodableInLeaf)
        }
        ExtensionKind::AuthorityInformationAccess => Some(Fact::AccessInformationUndecodable),
        ExtensionKind::CertificatePolicies => Some(Fact::PoliciesUndecodable),
        ExtensionKind::PolicyMappings => Some(Fact::PolicyMappingsUndecodable),
        ExtensionKind::PolicyConstraints => Some(Fact::PolicyConstraintsUndecodable),
        ExtensionKind::InhibitAnyPolicy => Some(Fact::InhibitAnyPolicyUndecodable),
        ExtensionKind::NetscapeType => Some(Fact::NetscapeTypeUndecodable),
        ExtensionKind::AddressBlocks => Some(Fact::AddressBlocksUndecodable),
        ExtensionKind::AsNumbers => Some(Fact::AsNumbersUndecodable),
        ExtensionKind::IssuerAlternativeName => Some(Fact::IssuerNamesMalformed),
        _ => None,
    }
}

/// Where it is an error as long as no stack is named: names, usages, purposes, constraints, and key identifiers.
fn by_standing(certificate: &Certificate<'_>, malformed: &Malformed, standing: Standing) -> Option<Fact> {
    use Standing::{Intermediate, Leaf, Root};
    Some(match (malformed.kind, standing) {
        (ExtensionKind::SubjectAlternativeName, standing) if is_list(certificate, malformed) => {
            match standing {
                Leaf => Fact::NameOfNoForm,
                Intermediate | Root => Fact::NameOfNoFormInCa,
            }
        }
        (ExtensionKind::SubjectAlternativeName, Leaf) => Fact::NamesUndecodable,
        (ExtensionKind::SubjectAlternativeName, Intermediate) => Fact::NamesUndecodableInCa,
        (ExtensionKind::SubjectAlternativeName, Root) => Fact::NamesUndecodableInRoot,
        (ExtensionKind::KeyUsage, Leaf) => Fact::KeyUsageUndecodable,
        (ExtensionKind::KeyUsage, _) => Fact::KeyUsageUndecodableInCa,
        (ExtensionKind::ExtendedKeyUsage, Leaf) => Fact::PurposesUndecodable,
        (ExtensionKind::ExtendedKeyUsage, Intermediate) => Fact::PurposesUndecodableInCa,
        (ExtensionKind::ExtendedKeyUsage, Root) => Fact::PurposesUndecodableInRoot,
        (ExtensionKind::BasicConstraints, Leaf) => Fact::BasicConstraintsUndecodable,
        (ExtensionKind::AuthorityKeyIdentifier, Leaf) => Fact::AuthorityKeyUndecodable,
        (ExtensionKind::AuthorityKeyIdentifier, _) => Fact::AuthorityKeyUndecodableInCa,
        (ExtensionKind::SubjectKeyIdentifier, Leaf) => Fact::SubjectKeyUndecodableInLeaf,
        (ExtensionKind::SubjectKeyIdentifier, Intermediate) => Fact::SubjectKeyUndecodable,
        (ExtensionKind::SubjectKeyIdentifier, Root) => Fact::SubjectKeyUndecodableInRoot,
        (ExtensionKind::NameConstraints, Leaf) => Fact::ConstraintsUndecodableInLeaf,
        (ExtensionKind::CrlDistributionPoints, Leaf) => Fact::PointsUndecodableInLeaf,
        (ExtensionKind::CrlDistributionPoints, _) => Fact::PointsUndecodable,
        _ => return None,
    })
}

/// Whether it is a list of whole elements, so that one of them is the fault.
fn is_list(certificate: &Certificate<'_>, malformed: &Malformed) -> bool {
    let value = certificate.der.get(malformed.bytes.clone()).unwrap_or_default();
    let mut noted = Deviations::default();
    let list = Cursor::new(value, malformed.bytes.start).read(&mut noted);
    let Some(list) = list.ok().filter(|list| list.tag == tag::SEQUENCE) else {
        return false;
    };
    let mut inside = list.inside();
    while !inside.is_empty() {
        if inside.read(&mut noted).is_err() {
            return false;
        }
    }
    true
}
