//! Public keys.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use core::ops::Range;

use rustls_pki_types::{AlgorithmIdentifier, alg_id};

use super::algorithm::PKCS1;
use super::fast_path::P256_KEY;
use super::lazy::oid_text;
use super::modulus::Modulus;
use super::post_quantum::{self, Family, Named};
use super::signature::{Algorithm, NULL, read_algorithm};
use crate::der::{
    Broken, Cursor, Deviation, Deviations, read_bits, read_integer, read_object_identifier, tag,
};
use crate::provider::{EcCurve, MlDsa};

/// The key that a certificate certifies.
#[derive(Clone)]
pub(crate) struct PublicKey<'a> {
    pub(crate) kind: KeyKind,
    /// The modulus of an RSA key as it is written, two's complement.
    pub(crate) rsa_modulus: Option<&'a [u8]>,
    /// The public exponent of an RSA key, without leading zeros.
    pub(crate) rsa_exponent: Option<&'a [u8]>,
    /// That exponent is a negative number.
    pub(crate) rsa_exponent_is_negative: bool,
    pub(crate) is_dsa: bool,
    /// An RSA key for RSASSA-PSS alone.
    pub(crate) is_pss: bool,
    /// Contents of the AlgorithmIdentifier, without its header.
    pub(crate) algorithm: &'a [u8],
    /// Contents of the BIT STRING.
    pub(crate) bits: &'a [u8],
    /// The whole SubjectPublicKeyInfo.
    pub(crate) raw: &'a [u8],
    pub(crate) bytes: Range<usize>,
}

impl PublicKey<'_> {
    /// Contents of the AlgorithmIdentifier by which a provider names the algorithm of the key: RSA has NULL as parameters, and
    /// means the same without it.
    pub(crate) fn verified_as(&self) -> &[u8] {
        let usual: &[u8] = &RSA_WITH_NULL;
        match usual.strip_suffix(&NULL) == Some(self.algorithm) {
            true => usual,
            false => self.algorithm,
        }
    }
}

/// rsaEncryption as RFC 3279 section 2.3.1 writes it.
const RSA_WITH_NULL: AlgorithmIdentifier = alg_id::RSA_ENCRYPTION;

/// What stands for a curve that has no name.
pub(crate) const EXPLICIT: &str = "explicit parameters";

/// Kinds of public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Modulus length in bits.
    Rsa(usize),
    Ec(EcCurve),
    /// Name or object identifier of a curve that TLS peers do not offer.
    OtherEc(String),
    Ed25519,
    Ed448,
    MlDsa(MlDsa),
    /// Of a post-quantum algorithm that no TLS peer offers for certificates.
    PostQuantum(Named),
    /// Name or object identifier.
    Other(String),
}

impl<'a> PublicKey<'a> {
    /// The name of its type, with the document that defines it for certificates where it is a young one.
    pub(crate) fn described(&self) -> Cow<'_, str> {
        match &self.kind {
            KeyKind::MlDsa(set) => Cow::Owned(format!("{} (RFC 9881)", set.as_str())),
            KeyKind::PostQuantum(named) => Cow::Owned(format!("{} ({})", named.name, named.source)),
            KeyKind::Rsa(bits) if self.is_pss => Cow::Owned(format!("RSASSA-PSS {bits}")),
            kind => kind.text(),
        }
    }

    /// The modulus of an RSA key, unless it is even or negative.
    pub(crate) fn odd_modulus(&self) -> Option<Modulus<'a>> {
        let octets = self.rsa_modulus?;
        let is_positive = octets.first().is_some_and(|first| *first < 0x80);
        let is_odd = octets.last().is_some_and(|last| last % 2 == 1);
        (is_positive && is_odd).then(|| Modulus::new(octets))
    }

    /// On the curves that every TLS library takes.
    pub(crate) fn is_usual_curve(&self) -> bool {
        matches!(self.kind, KeyKind::Ec(EcCurve::P256 | EcCurve::P384))
    }

    /// An ML-DSA key of another length than its parameter set has; nothing can be verified with it.
    pub(crate) fn has_wrong_length(&self) -> bool {
        matches!(self.kind, KeyKind::MlDsa(set) if self.bits.len() != set.public_key_octets())
    }
}

impl KeyKind {
    /// Its name, for messages and tables.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            KeyKind::Rsa(bits) => Cow::Owned(format!("RSA {bits}")),
            KeyKind::Ec(EcCurve::P256) => Cow::Borrowed("P-256"),
            KeyKind::Ec(EcCurve::P384) => Cow::Borrowed("P-384"),
            KeyKind::Ec(EcCurve::P521) => Cow::Borrowed("P-521"),
            KeyKind::OtherEc(name) => Cow::Owned(format!("EC {name}")),
            KeyKind::Ed25519 => Cow::Borrowed("Ed25519"),
            KeyKind::Ed448 => Cow::Borrowed("Ed448"),
            KeyKind::MlDsa(set) => Cow::Borrowed(set.as_str()),
            KeyKind::PostQuantum(named) => Cow::Borrowed(named.name),
            KeyKind::Other(name) => Cow::Borrowed(name),
        }
    }
}

#[inline(always)]
pub(super) fn read_public_key<'a>(
    fields: &mut Cursor<'a>,
    noted: &mut Deviations,
) -> Result<PublicKey<'a>, Broken> {
    let outer = fields.expect_long(tag::SEQUENCE, "the public key", noted)?;
    let mut inside = outer.inside();
    let what = "the algorithm of the public key";
    let algorithm = read_algorithm(inside.expect(tag::SEQUENCE, what, noted)?, what, noted)?;
    let element = inside.expect_long(tag::BIT_STRING, "the bits of the public key", noted)?;
    let (bits, unused) = read_bits(&element, noted);
    if unused > 0 {
        noted.push(Deviation::UnusedBits, element.bytes());
    }
    inside.finish(noted);
    let offset = element.contents_bytes().start.saturating_add(1);
    let (kind, rsa) = match is_rsa(algorithm.identifier) {
        true => {
            let rsa = read_rsa(Cursor::new(bits, offset), noted).ok();
            let length = match rsa {
                Some((modulus, _)) => bit_length(modulus),
                None => 0,
            };
            (KeyKind::Rsa(length), rsa)
        }
        false => (other_kind(algorithm, noted), None),
    };
    Ok(PublicKey {
        kind,
        rsa_modulus: rsa.map(|(modulus, _)| modulus),
        rsa_exponent: rsa.map(|(_, exponent)| without_zeros(exponent)),
        is_pss: matches!(algorithm.identifier, [prefix @ .., 10] if *prefix == PKCS1),
        rsa_exponent_is_negative: rsa.is_some_and(|(_, exponent)| matches!(exponent, [0x80..=0xFF, ..])),
        // id-dsa, 1.2.840.10040.4.1.
        is_dsa: algorithm.identifier == [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1],
        algorithm: algorithm.whole.contents,
        bits,
        raw: outer.raw,
        bytes: outer.bytes(),
    })
}

/// rsaEncryption and id-RSASSA-PSS.
fn is_rsa(identifier: &[u8]) -> bool {
    matches!(identifier, [prefix @ .., 1 | 10] if *prefix == PKCS1)
}

/// Modulus and exponent of an RSAPublicKey, RFC 8017 appendix A.1.1.
#[inline(always)]
fn read_rsa<'a>(mut key: Cursor<'a>, noted: &mut Deviations) -> Result<(&'a [u8], &'a [u8]), Broken> {
    let sequence = key.expect_long(tag::SEQUENCE, "the RSA key", noted)?;
    key.finish(noted);
    let mut numbers = sequence.inside();
    let modulus = numbers.expect_long(tag::INTEGER, "the modulus", noted)?;
    let exponent = numbers.expect(tag::INTEGER, "the exponent", noted)?;
    numbers.finish(noted);
    Ok((read_integer(&modulus, noted), read_integer(&exponent, noted)))
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    number.get(zeros..).unwrap_or_default()
}

fn bit_length(number: &[u8]) -> usize {
    let significant = without_zeros(number);
    let spare = match significant {
        [first, ..] => usize::try_from(first.leading_zeros()).unwrap_or(0),
        [] => 0,
    };
    significant.len().saturating_mul(8).saturating_sub(spare)
}

/// Of a key that is not of RSA.
#[inline(never)]
fn other_kind(algorithm: Algorithm<'_>, noted: &mut Deviations) -> KeyKind {
    match algorithm.identifier {
        [0x2B, 0x65, 112] => KeyKind::Ed25519,
        [0x2B, 0x65, 113] => KeyKind::Ed448,
        // id-ecPublicKey, 1.2.840.10045.2.1.
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1] => ec_kind(&algorithm, noted),
        other => match post_quantum::named(other) {
            Some(Named {
                family: Family::MlDsa(set),
                ..
            }) => KeyKind::MlDsa(set),
            Some(named) => KeyKind::PostQuantum(named),
            None => KeyKind::Other(oid_text(other)),
        },
    }
}

fn ec_kind(algorithm: &Algorithm<'_>, noted: &mut Deviations) -> KeyKind {
    if algorithm.whole.contents == P256_KEY {
        return KeyKind::Ec(EcCurve::P256);
    }
    let named = algorithm
        .parameters()
        .filter(|parameters| parameters.tag == tag::OBJECT_IDENTIFIER);
    let Some(named) = named else {
        return KeyKind::OtherEc(EXPLICIT.to_string());
    };
    match read_object_identifier(&named, noted) {
        // secp256r1, 1.2.840.10045.3.1.7; secp384r1, 1.3.132.0.34; secp521r1, 1.3.132.0.35 (RFC 5480).
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7] => KeyKind::Ec(EcCurve::P256),
        [0x2B, 0x81, 4, 0, 34] => KeyKind::Ec(EcCurve::P384),
        [0x2B, 0x81, 4, 0, 35] => KeyKind::Ec(EcCurve::P521),
        other => KeyKind::OtherEc(curve_name(other)),
    }
}

/// Curves that people meet and TLS peers do not offer.
fn curve_name(identifier: &[u8]) -> String {
    let known = match identifier {
        [0x2B, 0x81, 4, 0, 10] => "secp256k1",
        [0x2B, 0x81, 4, 0, 33] => "P-224",
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 1] => "P-192",
        // 1.3.36.3.3.2.8.1.1 (RFC 5639).
        [0x2B, 0x24, 3, 3, 2, 8, 1, 1, 7] => "brainpoolP256r1",
        [0x2B, 0x24, 3, 3, 2, 8, 1, 1, 11] => "brainpoolP384r1",
        [0x2B, 0x24, 3, 3, 2, 8, 1, 1, 13] => "brainpoolP512r1",
        _ => return oid_text(identifier),
    };
    known.to_string()
}
