//! A request's own signature.

use pemvet::Provider;

use super::parsed::Parsed;

/// What is known of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    Verified,
    Bad,
    /// The provider has no such algorithm, or not for a key of this size.
    NotChecked,
}

impl Signature {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Signature::Verified => "verified",
            Signature::Bad => "bad",
            Signature::NotChecked => "not-checked",
        }
    }
}

/// RSA keys that providers verify with, in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=8_192;

pub(super) fn verify(request: &Parsed<'_>, provider: &Provider) -> Signature {
    if request.rsa_bits().is_some_and(|bits| !RSA_BITS.contains(&bits)) {
        return Signature::NotChecked;
    }
    let fitting = provider.signature_algorithms().iter().filter(|algorithm| {
        algorithm.public_key_alg_id().as_ref() == request.key_algorithm
            && algorithm.signature_alg_id().as_ref() == request.signature_algorithm
    });
    let verdicts: Vec<bool> = fitting
        .map(|algorithm| {
            algorithm
                .verify_signature(request.key_bits, request.signed, request.signature)
                .is_ok()
        })
        .collect();
    match verdicts.as_slice() {
        [] => Signature::NotChecked,
        some if some.contains(&true) => Signature::Verified,
        _ => Signature::Bad,
    }
}

/// Signature algorithms by the contents of their object identifiers: name of the hash, and whether it is weak.
const HASHES: [(&[u8], &str, bool); 16] = [
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 2], "MD2", true),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 4], "MD5", true),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 5], "SHA-1", true),
    (&[0x2B, 0x0E, 3, 2, 29], "SHA-1", true),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1], "SHA-1", true),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 3], "SHA-1", true),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 14], "SHA-224", false),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11], "SHA-256", false),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 12], "SHA-384", false),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 13], "SHA-512", false),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10], "RSA-PSS", false),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2], "SHA-256", false),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3], "SHA-384", false),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4], "SHA-512", false),
    (&[0x2B, 0x65, 0x70], "Ed25519", false),
    (&[0x2B, 0x65, 0x71], "Ed448", false),
];

/// What no CA is likely to know.
pub(super) const UNKNOWN: &str = "an unknown algorithm";

/// The hash of the request's signature, and whether it is weak.
pub(super) fn hash(request: &Parsed<'_>) -> (&'static str, bool) {
    let mut reader = super::der::Reader(request.signature_algorithm);
    let kind = reader.expect(super::der::OBJECT_IDENTIFIER).map(|it| it.contents);
    let known = HASHES.iter().find(|(known, ..)| Some(*known) == kind);
    known.map_or((UNKNOWN, false), |(_, name, is_weak)| (*name, *is_weak))
}
