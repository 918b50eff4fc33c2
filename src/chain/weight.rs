//! What stands against a path, as a number: the path with the least is chosen. What is an error is for rules to say.

use super::facts::{SignatureFact, is_authority, key_identifiers};
use super::signatures::is_too_small;
use crate::certificate::{Certificate, ExtensionKind, KeyKind};
use crate::profile::Profile;
use crate::vocabulary::KeyPurpose;

/// The weight of what a rule refuses in one certificate: expired, not a CA, outside name constraints.
pub(super) const FAULT: u32 = 10;
/// What is only a warning: a certificate that becomes valid within the clock tolerance, demands of policies.
pub(super) const BLEMISH: u32 = 1;
/// A path that ends at an anchor which is no root: OpenSSL takes it only where partial chains are allowed, so a path
/// to a root goes first, and an anchor in the middle hides nothing above it.
pub(super) const PARTIAL: u32 = 100;
/// A path that reaches no trust anchor, where there are some: worse than a few faults on the way to one.
pub(super) const UNANCHORED: u32 = 200;
/// A path that a limit cut.
pub(super) const CUT: u32 = 300;
/// A signature that was not checked, or that the provider cannot check.
pub(super) const UNPROVED: u32 = 1_000;
/// A signature that is bad: whoever has it has nothing to do with this issuer.
pub(super) const FORGED: u32 = 10_000;

pub(super) fn of_signature(signature: SignatureFact) -> u32 {
    match signature {
        SignatureFact::Verified => 0,
        SignatureFact::Unsupported | SignatureFact::NotChecked => UNPROVED,
        SignatureFact::Bad => FORGED,
    }
}

/// Whether the signature was not checked because of a hash or a key that other rules refuse.
pub(super) fn is_refused_unchecked(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> bool {
    certificate.signature.hash.is_weak() || is_too_small(issuer)
}

/// Whether a self-issued certificate ends a path as a root: by its own signature. Old roots are signed with SHA-1,
/// which is not checked and protects nobody; then the key identifiers have to tell that it is its own.
pub(super) fn may_be_root(certificate: &Certificate<'_>, own: SignatureFact) -> bool {
    match own {
        SignatureFact::Verified => true,
        SignatureFact::NotChecked => {
            is_refused_unchecked(certificate, certificate)
                && key_identifiers(certificate, certificate) != Some(false)
        }
        // Of a CA that says that it is not signed (RFC 9925), which its own signature would not prove either.
        SignatureFact::Unsupported => certificate.signature.is_absent() && is_authority(certificate),
        SignatureFact::Bad => false,
    }
}

/// What stands against a certificate as an issuer, whatever the path.
pub(super) fn of_issuer(certificate: &Certificate<'_>, profile: &Profile, now: i64) -> u32 {
    let is_root = certificate.is_self_issued();
    let old_root = certificate.version == 1 && is_root;
    let small = matches!(certificate.public_key.kind, KeyKind::Rsa(bits) if bits < profile.min_rsa_bits);
    let cannot_sign = certificate
        .key_usage
        .as_ref()
        .is_some_and(|usage| !usage.value.key_cert_sign);
    let faults = [
        now > certificate.not_after,
        !is_authority(certificate) && !old_root,
        cannot_sign,
        small,
        certificate.signature.hash.is_weak() && !is_root,
        !certificate.malformed_extensions.is_empty(),
        certificate.extensions.has_critical_unprocessed(),
        excluded_purpose(certificate, profile).is_some(),
    ];
    let mut weight = 0u32;
    for _ in faults.into_iter().filter(|fault| *fault) {
        weight = weight.saturating_add(FAULT);
    }
    if demands_policies(certificate) {
        weight = weight.saturating_add(BLEMISH);
    }
    let tolerance = i64::try_from(profile.clock_tolerance.as_secs()).unwrap_or(i64::MAX);
    match certificate.not_before.saturating_sub(now) {
        ..=0 => weight,
        wait if wait <= tolerance => weight.saturating_add(BLEMISH),
        _ => weight.saturating_add(FAULT),
    }
}

/// Demands of policies, which not everybody processes, and which not every leaf meets.
fn demands_policies(certificate: &Certificate<'_>) -> bool {
    let extensions = &certificate.extensions;
    extensions.has_critical_policy() || extensions.has(ExtensionKind::PolicyConstraints)
}

/// The first purpose of the profile that a CA's extended key usage leaves out. anyExtendedKeyUsage does not help:
/// OpenSSL and rustls do not take it for a TLS purpose.
pub(crate) fn excluded_purpose(certificate: &Certificate<'_>, profile: &Profile) -> Option<KeyPurpose> {
    let usage = &certificate.extended_key_usage.as_ref()?.value;
    let lacks = |wanted: &KeyPurpose| match wanted {
        KeyPurpose::ServerAuth => !usage.server_auth,
        KeyPurpose::ClientAuth => !usage.client_auth,
    };
    profile.usages.iter().copied().find(lacks)
}
