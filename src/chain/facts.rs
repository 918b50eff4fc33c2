//! What is known of a chain.

use alloc::vec::Vec;

use super::name_constraints::ConstraintOutcome;
use crate::certificate::Certificate;
use crate::keys::pair::{KeyFacts, KeyMatch};

/// What is known of the chain. Numbers are places of certificates in the file.
pub(crate) struct ChainFacts {
    /// Byte-for-byte copies: (the copy, the first of its kind).
    pub(crate) duplicates: Vec<(usize, usize)>,
    /// What could be the leaf.
    pub(crate) leaf_candidates: Vec<usize>,
    /// Leaf first, each followed by its issuer as far as the file goes. Empty where there is no leaf.
    pub(crate) path: Vec<usize>,
    /// `links[i]` tells how `path[i]` is issued by `path[i + 1]`; one for each certificate but the last.
    pub(crate) links: Vec<Link>,
    pub(crate) end: End,
    /// What is known of the last certificate's signature: by the trust anchor above it, or by its own key where it
    /// names itself as its issuer. `None` where there is nothing to check it with, or nothing to check.
    pub(crate) top_signature: Option<SignatureFact>,
    /// Where no trust anchor vouches for the path: the one that bears the name of the top's issuer, and how the top
    /// is issued by it.
    pub(crate) named_anchor: Option<(usize, Link)>,
    /// Where a trust anchor vouches for the path and is not the very certificate at its end: the certificate of the file
    /// that it issued, and how.
    pub(crate) anchor_link: Option<(usize, Link)>,
    /// Of a file without a leaf: how each certificate stands, in the order of the file.
    pub(crate) list: Vec<Listed>,
    /// Names on the path that a CA above them does not allow.
    pub(crate) constraint_faults: Vec<ConstraintFault>,
    /// Unique certificates that the path does not need.
    pub(crate) extras: Vec<usize>,
    /// Whether the path's certificates come in their order, the leaf before all others.
    pub(crate) in_order: bool,
    /// Where clients that take the first certificate that fits leave the path, in this order of the file.
    pub(crate) wrong_turn: Option<WrongTurn>,
    /// What the private key that is judged belongs to.
    pub(crate) key: KeyMatch,
    /// What all of them belong to.
    pub(crate) keys: KeyFacts,
    /// Private keys belong to just one of the leaf candidates.
    pub(crate) key_chooses: bool,
    /// The path was cut at the profile's limit.
    pub(crate) too_long: bool,
    /// More signatures would have been needed than the profile allows, to find a path or a better one.
    pub(crate) signature_limit_hit: bool,
    /// The same of steps of the search.
    pub(crate) step_limit_hit: bool,
    /// The same of names compared with name constraints.
    pub(crate) comparison_limit_hit: bool,
    /// More unique certificates than the profile allows; those over the limit were not looked at.
    pub(crate) certificate_limit_hit: bool,
}

/// How one certificate is issued by the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) signature: SignatureFact,
    /// Authority and subject key identifier are both there and differ.
    pub(crate) key_identifiers_differ: bool,
    /// Issuer and serial number of the authority key identifier are those of another certificate.
    pub(crate) authority_certificate_differs: bool,
    /// The names are equal by RFC 5280 section 7.1 and not by their bytes.
    pub(crate) names_encoded_differently: bool,
}

/// What is known of one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignatureFact {
    Verified,
    Bad,
    /// The provider has no such algorithm.
    Unsupported,
    /// The issuer's key or the hash is one that another rule refuses, or a limit was hit.
    NotChecked,
}

/// Where the path ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// There is no path.
    Nowhere,
    /// At a self-signed certificate whose signature verifies with its own key, or was not checked for its weak hash.
    Root,
    /// At a certificate whose issuer is not in the file.
    IssuerAbsent,
    /// At, or below, the trust anchor of this number.
    Anchor(usize),
    /// At a certificate that issued one before it.
    Loop,
}

/// One certificate of a file without a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) place: usize,
    /// A trust anchor is, or vouches for, it; `None` where there are no trust anchors.
    pub(crate) is_vouched_for: Option<bool>,
    /// Its own signature, where it names itself as its issuer.
    pub(crate) own_signature: Option<SignatureFact>,
}

/// A name on the path that a CA above it does not allow, or where that cannot be told.
pub(crate) struct ConstraintFault {
    /// Whose name it is, by place in the file.
    pub(crate) certificate: usize,
    /// Whose constraints these are.
    pub(crate) issuer: Member,
    pub(crate) standing: ConstraintOutcome,
}

/// A certificate that is taken in place of the one that the path needs, and from which no path goes on as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongTurn {
    /// By place in the file, as the other.
    pub(crate) taken: usize,
    pub(crate) needed: usize,
    /// The one taken is outdated. OpenSSL prefers one that is valid, GnuTLS does not look.
    pub(crate) is_outdated: bool,
}

/// A certificate that the path relies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// By place in the file.
    File(usize),
    /// By number of the trust anchor.
    Anchor(usize),
}

impl Link {
    /// All that can be told without the signature.
    pub(super) fn new(
        signature: SignatureFact,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
    ) -> Link {
        Link {
            signature,
            key_identifiers_differ: key_identifiers(certificate, issuer) == Some(false),
            authority_certificate_differs: authority_certificate(certificate, issuer) == Some(false),
            names_encoded_differently: certificate.issuer.raw != issuer.subject.raw,
        }
    }

    /// Whether the authority key identifier names something else than this issuer.
    pub(super) fn identifiers_differ(&self) -> bool {
        self.key_identifiers_differ || self.authority_certificate_differs
    }
}

impl ChainFacts {
    /// Whether the path ends at a root that the file holds.
    pub(crate) fn root_in_file(&self, certificates: &[Certificate<'_>]) -> bool {
        let last = self.path.last().and_then(|place| certificates.get(*place));
        match self.end {
            End::Root => true,
            // A CA whose key is rolled over may bear the name of the anchor that issued it.
            End::Anchor(_) => {
                let is_issued = self
                    .anchor_link
                    .is_some_and(|(child, _)| self.path.last() == Some(&child));
                !is_issued && last.is_some_and(Certificate::is_self_issued)
            }
            End::Nowhere | End::IssuerAbsent | End::Loop => false,
        }
    }
}

/// Whether authority and subject key identifier agree; `None` where one is absent.
pub(crate) fn key_identifiers(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Option<bool> {
    Some(certificate.authority_key_identifier? == issuer.subject_key_identifier?)
}

/// Whether issuer and serial number in the authority key identifier, as far as they are there, are those of the issuer's
/// certificate; `None` where both are absent. OpenSSL compares them as well as the key identifier.
pub(crate) fn authority_certificate(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Option<bool> {
    let authority = &certificate.authority_key.as_ref()?.value;
    let serial = authority
        .serial
        .map(|serial| serial == issuer.serial_number.value);
    let name = authority
        .issuer_name()
        .map(|name| name.normalized() == issuer.issuer.normalized());
    match (serial, name) {
        (None, None) => None,
        (serial, name) => Some(serial != Some(false) && name != Some(false)),
    }
}

/// Whether the authority key identifier lets this certificate be the issuer's, as OpenSSL judges it.
pub(crate) fn may_have_issued(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> bool {
    key_identifiers(certificate, issuer) != Some(false)
        && authority_certificate(certificate, issuer) != Some(false)
}

/// Marked as a CA.
pub(crate) fn is_authority(certificate: &Certificate<'_>) -> bool {
    certificate
        .basic_constraints
        .as_ref()
        .is_some_and(|constraints| constraints.value.ca)
}
