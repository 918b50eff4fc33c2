//! Signature algorithms.

use core::ops::Range;

use rustls_pki_types::{AlgorithmIdentifier, alg_id};

use super::algorithm::{Hash, PKCS1, PssParameters};
use super::post_quantum::{self, Family, Named};
use super::{fast_path, lazy, pss};
use crate::der::{Broken, Deviation, Deviations, Element, read_null, read_object_identifier, tag};

/// The signature on a certificate.
#[derive(Clone)]
pub(crate) struct Signature<'a> {
    /// The hash that is signed.
    pub(crate) hash: Hash,
    /// Its parameters, where it is RSASSA-PSS.
    pub(crate) pss: Option<PssParameters>,
    identifier: &'a [u8],
    /// Contents of the outer AlgorithmIdentifier, without its header.
    pub(crate) algorithm: &'a [u8],
    /// What is signed: the TBSCertificate.
    pub(crate) message: &'a [u8],
    /// Contents of the BIT STRING.
    pub(crate) bits: &'a [u8],
    /// The outer AlgorithmIdentifier in the DER.
    pub(crate) bytes: Range<usize>,
}

impl Signature<'_> {
    /// Name of the whole algorithm.
    pub(crate) fn name(&self) -> alloc::string::String {
        match post_quantum::named(self.identifier) {
            Some(named) => named.name.into(),
            None => lazy::oid_text(self.identifier),
        }
    }

    /// What it is among post-quantum algorithms.
    pub(crate) fn post_quantum(&self) -> Option<Named> {
        post_quantum::named(self.identifier)
    }

    /// Says of itself that there is none, as it has to (RFC 9925 section 3.1): the algorithm, and no bits.
    pub(crate) fn is_absent(&self) -> bool {
        let family = self.post_quantum().map(|it| it.family);
        family == Some(Family::Unsigned) && self.bits.is_empty()
    }

    /// Contents of the AlgorithmIdentifier by which a provider names the algorithm that verifies it. RSASSA-PSS has several
    /// forms that mean the same; NULL with ECDSA, and RSA without it, mean nothing else either.
    pub(crate) fn verified_as(&self) -> &[u8] {
        let usual = self.pss.and_then(PssParameters::usual_form);
        let with_null = || {
            let mut all = PKCS1_WITH_NULL.iter();
            all.find(|it| it.strip_suffix(&NULL) == Some(self.algorithm))
        };
        match self.algorithm.strip_suffix(&NULL) {
            Some(bare) if self.has_needless_null() => bare,
            _ => usual
                .or_else(|| with_null().map(AsRef::as_ref))
                .unwrap_or(self.algorithm),
        }
    }

    /// ECDSA with NULL as parameters, where there must be none.
    pub(crate) fn has_needless_null(&self) -> bool {
        let is_ecdsa = matches!(self.identifier, [prefix @ .., 1] | [prefix @ .., 3, _] if *prefix == ECDSA);
        let header = self.algorithm.len().saturating_sub(self.identifier.len());
        // Two octets before the object identifier, and NULL.
        is_ecdsa && header == 4 && self.algorithm.ends_with(&NULL)
    }

    /// By Ed25519 or Ed448 (RFC 8410 section 3).
    pub(crate) fn is_edwards(&self) -> bool {
        matches!(self.identifier, [0x2B, 0x65, 0x70 | 0x71])
    }

    /// With SHA-3 (NIST's sigAlgs 9 to 16): whether by RSA, otherwise by ECDSA.
    pub(crate) fn is_sha3_by_rsa(&self) -> Option<bool> {
        match self.identifier {
            [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, number @ 9..=16] => Some(*number > 12),
            _ => None,
        }
    }

    /// Whether its algorithm is written in another form than the one by which providers name it.
    pub(crate) fn is_in_another_form(&self) -> bool {
        self.verified_as() != self.algorithm
    }
}

/// An AlgorithmIdentifier (RFC 5280 section 4.1.1.2).
#[derive(Clone, Copy)]
pub(super) struct Algorithm<'a> {
    /// Contents of the OBJECT IDENTIFIER.
    pub(super) identifier: &'a [u8],
    pub(super) whole: Element<'a>,
}

impl<'a> Algorithm<'a> {
    pub(super) fn parameters(&self) -> Option<Element<'a>> {
        self.whole.inside().nth(1)
    }
}

#[inline(always)]
pub(super) fn read_algorithm<'a>(
    whole: Element<'a>,
    what: &'static str,
    noted: &mut Deviations,
) -> Result<Algorithm<'a>, Broken> {
    let identifier = match fast_path::algorithm(whole.contents) {
        Some(identifier) => identifier,
        None => check_algorithm(whole, what, noted)?,
    };
    Ok(Algorithm { identifier, whole })
}

/// Of all algorithms, the one judge of what is not as it should be. Finds the contents of the object identifier.
#[inline(never)]
pub(super) fn check_algorithm<'a>(
    whole: Element<'a>,
    what: &'static str,
    noted: &mut Deviations,
) -> Result<&'a [u8], Broken> {
    let mut inside = whole.inside();
    let identifier = inside.expect(tag::OBJECT_IDENTIFIER, what, noted)?;
    let identifier = read_object_identifier(&identifier, noted);
    let parameters = match inside.is_empty() {
        true => None,
        false => Some(inside.read(noted)?),
    };
    inside.finish(noted);
    // RFC 3279, RFC 4055, RFC 5758 and RFC 8410 say which algorithms have NULL, which have nothing.
    match (parameters_of(identifier), parameters) {
        (Parameters::Null, Some(found)) if found.tag == tag::NULL => read_null(&found, noted),
        (Parameters::Null, Some(_)) | (Parameters::Absent, Some(_)) => {
            noted.push(Deviation::ParametersUnexpected, whole.bytes());
        }
        (Parameters::Null, None) => noted.push(Deviation::ParametersMissing, whole.bytes()),
        (Parameters::Absent, None) | (Parameters::Any, _) => {}
    }
    Ok(identifier)
}

/// NULL in DER.
pub(super) const NULL: [u8; 2] = [tag::NULL, 0];
/// RSA with PKCS #1 padding and SHA-2, as RFC 4055 section 5 writes it.
const PKCS1_WITH_NULL: [AlgorithmIdentifier; 3] = [
    alg_id::RSA_PKCS1_SHA256,
    alg_id::RSA_PKCS1_SHA384,
    alg_id::RSA_PKCS1_SHA512,
];

enum Parameters {
    Null,
    Absent,
    Any,
}

/// 1.2.840.10045.4 (RFC 5758 section 3.2).
const ECDSA: [u8; 6] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4];
/// 1.3.101 (RFC 8410 section 3).
const EDWARDS: [u8; 2] = [0x2B, 0x65];

fn parameters_of(identifier: &[u8]) -> Parameters {
    match identifier {
        // RSAES-OAEP, MGF1, RSASSA-PSS and what belongs to them.
        [prefix @ .., 7..=10] if *prefix == PKCS1 => Parameters::Any,
        [prefix @ .., _] if *prefix == PKCS1 => Parameters::Null,
        [prefix @ .., 1] | [prefix @ .., 3, _] if *prefix == ECDSA => Parameters::Absent,
        [prefix @ .., 110..=113] if *prefix == EDWARDS => Parameters::Absent,
        // RFC 9881, RFC 9909, RFC 9935 and RFC 9925.
        other if post_quantum::named(other).is_some() => Parameters::Absent,
        _ => Parameters::Any,
    }
}

#[inline(always)]
pub(super) fn read_signature<'a>(
    algorithm: &Algorithm<'a>,
    message: &'a [u8],
    bits: &'a [u8],
) -> Signature<'a> {
    let pss = match algorithm.identifier {
        [prefix @ .., 10] if *prefix == PKCS1 => Some(pss::read(algorithm.parameters())),
        _ => None,
    };
    Signature {
        // RSASSA-PSS names its hash in the parameters.
        hash: match pss {
            Some(parameters) => parameters.hash,
            None => hash(algorithm.identifier),
        },
        pss,
        identifier: algorithm.identifier,
        algorithm: algorithm.whole.contents,
        message,
        bits,
        bytes: algorithm.whole.bytes(),
    }
}

fn hash(identifier: &[u8]) -> Hash {
    match identifier {
        [prefix @ .., last] if *prefix == PKCS1 => match last {
            2 => Hash::Md2,
            4 => Hash::Md5,
            5 => Hash::Sha1,
            11 => Hash::Sha2(256),
            12 => Hash::Sha2(384),
            13 => Hash::Sha2(512),
            14 => Hash::Sha2(224),
            _ => Hash::Unknown,
        },
        [prefix @ .., 1] if *prefix == ECDSA => Hash::Sha1,
        [prefix @ .., 3, last] if *prefix == ECDSA => match last {
            1 => Hash::Sha2(224),
            2 => Hash::Sha2(256),
            3 => Hash::Sha2(384),
            4 => Hash::Sha2(512),
            _ => Hash::Unknown,
        },
        [prefix @ .., 112 | 113] if *prefix == EDWARDS => Hash::Intrinsic("EdDSA"),
        // sha1WithRSASignature of OIW, 1.3.14.3.2.29, and id-dsa-with-sha1, 1.2.840.10040.4.3.
        [0x2B, 14, 3, 2, 29] | [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 3] => Hash::Sha1,
        other => post_quantum::named(other).map_or(Hash::Unknown, |it| Hash::Intrinsic(it.family.hash())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::Cursor;
    use alloc::vec::Vec;

    /// What a signature by this algorithm is verified as, and whether it has a NULL too many.
    fn verified(octets: &[u8]) -> (Vec<u8>, bool) {
        let mut noted = Deviations::default();
        let whole = tlv(octets);
        let whole = Cursor::new(&whole, 0).read(&mut noted).unwrap();
        let algorithm = read_algorithm(whole, "an algorithm", &mut noted).unwrap();
        let signature = read_signature(&algorithm, &[], &[]);
        (signature.verified_as().to_vec(), signature.has_needless_null())
    }

    fn tlv(contents: &[u8]) -> Vec<u8> {
        let length = u8::try_from(contents.len()).unwrap();
        [&[tag::SEQUENCE, length], contents].concat()
    }

    #[test]
    fn ecdsa_with_null_is_verified_as_without() {
        for usual in [alg_id::ECDSA_SHA256, alg_id::ECDSA_SHA384, alg_id::ECDSA_SHA512] {
            let odd = [usual.as_ref(), &NULL].concat();
            assert_eq!(verified(&odd), (usual.to_vec(), true));
            assert_eq!(verified(&usual), (usual.to_vec(), false));
        }
        // Other parameters stay what they are.
        let odd = [alg_id::ECDSA_SHA256.as_ref(), &[4, 2, 5, 0]].concat();
        assert_eq!(verified(&odd), (odd.clone(), false));
    }

    #[test]
    fn rsa_without_null_is_verified_as_with_it() {
        for usual in PKCS1_WITH_NULL {
            let bare = usual.strip_suffix(&NULL).unwrap();
            assert_eq!(verified(bare), (usual.to_vec(), false));
            assert_eq!(verified(&usual), (usual.to_vec(), false));
        }
        // Ed25519 has no parameters, and with NULL no provider verifies it.
        let odd = [alg_id::ED25519.as_ref(), &NULL].concat();
        assert_eq!(verified(&odd), (odd.clone(), false));
    }
}
