//! One extension, and its kinds.

use alloc::string::String;
use core::ops::Range;

use super::lazy::oid_text;

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
    AddressBlocks,
    AsNumbers,
    ProxyInformation,
    TlsFeature,
    Other,
}

pub(super) const KINDS: usize = 21;

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
            // RFC 7633.
            [0x2B, 6, 1, 5, 5, 7, 1, 24] => ExtensionKind::TlsFeature,
            // RFC 3779 and RFC 3820.
            [0x2B, 6, 1, 5, 5, 7, 1, 7] => ExtensionKind::AddressBlocks,
            [0x2B, 6, 1, 5, 5, 7, 1, 8] => ExtensionKind::AsNumbers,
            [0x2B, 6, 1, 5, 5, 7, 1, 14] => ExtensionKind::ProxyInformation,
            // Netscape's certificate type is 2.16.840.1.113730.1.1.
            [0x60, 0x86, 0x48, 1, 0x86, 0xF8, 0x42, 1, 1] => ExtensionKind::NetscapeType,
            _ => ExtensionKind::Other,
        }
    }

    /// Whether a validator without policy processing does what a critical one of this kind asks. Authority
    /// information access must not be critical, and OpenSSL and webpki refuse it like an unknown one; Netscape's
    /// certificate type and those of RFC 3779 and RFC 3820 are known to OpenSSL alone.
    pub(crate) fn is_processed(self) -> bool {
        !matches!(
            self,
            ExtensionKind::Other
                | ExtensionKind::AuthorityInformationAccess
                | ExtensionKind::IssuerAlternativeName
                | ExtensionKind::FreshestCrl
                | ExtensionKind::NetscapeType
                | ExtensionKind::AddressBlocks
                | ExtensionKind::AsNumbers
                | ExtensionKind::ProxyInformation
                | ExtensionKind::TlsFeature
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

    /// Its place among all kinds, below 32.
    pub(crate) const fn place(self) -> usize {
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
            ExtensionKind::AddressBlocks => 16,
            ExtensionKind::AsNumbers => 17,
            ExtensionKind::ProxyInformation => 18,
            ExtensionKind::TlsFeature => 19,
            ExtensionKind::Other => 20,
        }
    }
}
