//! What is known of one certificate.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::Range;

use super::at::At;
use super::extension::{Extension, ExtensionKind};
use super::extension_facts::{AuthorityKey, BasicConstraints, ExtendedKeyUsage, KeyUsage, Malformed};
use super::extensions::Extensions;
use super::general_name::{GeneralNames, NameConstraints};
use super::key::PublicKey;
use super::lazy;
use super::name::Name;
use super::signature::Signature;
use crate::der::{Deviations, Fault, Field};
use crate::text;

/// What the rules want to know of one certificate. Slices borrow from its DER.
#[derive(Clone)]
pub(crate) struct Certificate<'a> {
    pub(crate) der: &'a [u8],
    /// 1, 2 or 3.
    pub(crate) version: u32,
    /// The contents of the INTEGER.
    pub(crate) serial_number: At<&'a [u8]>,
    pub(crate) subject: Name<'a>,
    pub(crate) issuer: Name<'a>,
    /// Seconds since 1970.
    pub(crate) not_before: i64,
    /// Seconds since 1970; the last second of validity.
    pub(crate) not_after: i64,
    pub(crate) validity_bytes: Range<usize>,
    pub(crate) public_key: PublicKey<'a>,
    pub(crate) signature: Signature<'a>,
    /// Of issuer or subject, which X.509 version 2 brought and nobody uses.
    pub(crate) has_unique_identifiers: bool,
    pub(crate) basic_constraints: Option<At<BasicConstraints>>,
    pub(crate) key_usage: Option<At<KeyUsage>>,
    pub(crate) extended_key_usage: Option<At<ExtendedKeyUsage<'a>>>,
    pub(crate) subject_alternative_name: Option<At<GeneralNames<'a>>>,
    pub(crate) name_constraints: Option<At<NameConstraints<'a>>>,
    pub(crate) subject_key_identifier: Option<&'a [u8]>,
    pub(crate) authority_key_identifier: Option<&'a [u8]>,
    /// What else the authority key identifier holds.
    pub(crate) authority_key: Option<At<AuthorityKey<'a>>>,
    /// Authority information access is there, without any access description.
    pub(crate) information_access_is_empty: bool,
    /// All of them, in their order.
    pub(crate) extensions: Extensions<'a>,
    /// A CRL distribution point has neither a name nor a CRL issuer.
    pub(crate) point_without_name: bool,
    /// A CRL distribution point is given relative to the issuer.
    pub(crate) point_is_relative: bool,
    /// Extensions that name a known kind and do not decode as it, the first of each kind.
    pub(crate) malformed_extensions: Vec<Malformed>,
    /// Where the DER is not as it should be.
    pub(crate) deviations: Deviations,
    /// Asked by many.
    pub(super) self_issued: OnceCell<bool>,
}

impl<'a> Certificate<'a> {
    /// Whether an extension of this kind could be there and is not. One that cannot be decoded is not absent.
    pub(crate) fn lacks(&self, kind: ExtensionKind) -> bool {
        self.version == 3 && !self.extensions.has(kind)
    }

    /// The first extension of this kind.
    pub(crate) fn extension(&self, kind: ExtensionKind) -> Option<Extension<'a>> {
        self.extensions.find(kind)
    }

    /// The issuer's alternative names, which nobody compares, and their extension.
    pub(crate) fn issuer_alternative_names(&self) -> Option<(GeneralNames<'a>, Extension<'a>)> {
        let extension = self.extension(ExtensionKind::IssuerAlternativeName)?;
        let value = self.der.get(extension.bytes.clone())?;
        Some((GeneralNames::of_value(value), extension))
    }

    /// Whether rules about malformed or repeated extensions refuse the one of this kind, so that nobody can tell
    /// what it says.
    pub(crate) fn is_unclear(&self, kind: ExtensionKind) -> bool {
        let mut malformed = self.malformed_extensions.iter();
        self.extensions.repeats(kind) || malformed.any(|malformed| malformed.kind == kind)
    }

    /// The names of the subject alternative name.
    pub(crate) fn alternative_names(&self) -> GeneralNames<'a> {
        let names = self.subject_alternative_name.as_ref();
        names.map(|names| names.value).unwrap_or_default()
    }

    /// `http` and `https` locations of the issuer's certificate.
    pub(crate) fn issuer_urls(&self) -> Vec<&'a str> {
        let access = self.extension(ExtensionKind::AuthorityInformationAccess);
        access
            .map(|access| lazy::issuer_urls(access.raw))
            .unwrap_or_default()
    }

    /// Its subject is its issuer: by RFC 5280 section 6.1 neither counted for path lengths nor, above the leaf,
    /// held to name constraints.
    pub(crate) fn is_self_issued(&self) -> bool {
        *self
            .self_issued
            .get_or_init(|| self.subject.matches(&self.issuer))
    }

    /// The first extension whose object identifier an earlier one has already.
    pub(crate) fn duplicate_extension(&self) -> Option<Extension<'a>> {
        self.extensions.duplicate()
    }

    /// The field that holds this place of the DER.
    pub(crate) fn field_at(&self, offset: usize) -> Field {
        let fields = [
            (&self.serial_number.bytes, Field::SerialNumber),
            (&self.issuer.bytes, Field::Issuer),
            (&self.validity_bytes, Field::Validity),
            (&self.subject.bytes, Field::Subject),
            (&self.public_key.bytes, Field::PublicKey),
            (&self.signature.bytes, Field::SignatureAlgorithm),
        ];
        let found = fields.iter().find(|(bytes, _)| bytes.contains(&offset));
        match found {
            Some((_, field)) => *field,
            None if self.public_key.bytes.end <= offset && offset < self.signature.bytes.start => {
                Field::Extensions
            }
            None => Field::Certificate,
        }
    }
}

/// Why DER is no certificate. Holds nothing of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("its DER is shorter than it says itself: something was cut off")]
    CutOff,
    #[error("{0} bytes follow the end of the certificate")]
    TrailingBytes(usize),
    #[error("its DER is not an X.509 certificate")]
    NotACertificate,
    #[error("at byte {offset} of its DER {fault}")]
    Broken { fault: Fault, offset: usize },
}

/// SHA-256 in lower-case hex.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    text::hex(&sha2::Sha256::digest(bytes))
}
