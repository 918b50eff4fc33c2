//! Parameters of RSASSA-PSS (RFC 4055 section 3.1): what they mean, however they write it.

use rustls_pki_types::{AlgorithmIdentifier, alg_id};

use super::algorithm::{Hash, PKCS1, PssParameters};
use crate::der::{Broken, Cursor, Deviations, Element, Fault, read_integer, tag};

/// SHA-2 of NIST, 2.16.840.1.101.3.4.2, and SHA-1 of OIW, 1.3.14.3.2.26.
const SHA2: [u8; 8] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2];
const SHA1: [u8; 5] = [0x2B, 14, 3, 2, 26];

static USUAL: [(u16, AlgorithmIdentifier); 3] = [
    (256, alg_id::RSA_PSS_SHA256),
    (384, alg_id::RSA_PSS_SHA384),
    (512, alg_id::RSA_PSS_SHA512),
];

impl PssParameters {
    /// The contents of the AlgorithmIdentifier that means the same and by which providers name their algorithms: all fields but
    /// the trailer written out, the hashes with NULL. `None` where the parameters are not usual.
    pub(crate) fn usual_form(self) -> Option<&'static [u8]> {
        let Hash::Sha2(bits) = self.hash else { return None };
        let known = USUAL.iter().find(|(known, _)| *known == bits && self.are_usual());
        known.map(|(_, identifier)| identifier.as_ref())
    }
}

/// Of the parameters of an AlgorithmIdentifier; nothing is known of what is not DER.
pub(super) fn read(parameters: Option<Element<'_>>) -> PssParameters {
    let mut noted = Deviations::default();
    let read = parameters.and_then(|it| fields(&it, &mut noted).ok());
    let read = read.filter(|_| noted.is_empty());
    read.unwrap_or(PssParameters {
        hash: Hash::Unknown,
        mask_hash: Hash::Unknown,
        salt_length: 0,
        trailer: 0,
        lacks_null: false,
    })
}

fn fields(parameters: &Element<'_>, noted: &mut Deviations) -> Result<PssParameters, Broken> {
    let missing = |element: &Element<'_>| element.broken(Fault::Missing("a parameter"));
    if parameters.tag != tag::SEQUENCE {
        return Err(missing(parameters));
    }
    let mut parts = parameters.inside();
    let mut lacks_null = false;
    let mut hash = Hash::Sha1;
    if let Some(explicit) = parts.read_if(tag::constructed(0), noted)? {
        (hash, lacks_null) = hash_inside(explicit.inside(), noted)?;
    }
    let mut mask_hash = Hash::Sha1;
    if let Some(explicit) = parts.read_if(tag::constructed(1), noted)? {
        let mut inside = explicit.inside();
        let mut mask = inside.expect(tag::SEQUENCE, "a mask", noted)?.inside();
        inside.finish(noted);
        let identifier = mask.expect(tag::OBJECT_IDENTIFIER, "a mask", noted)?;
        mask_hash = match identifier.contents {
            // MGF1 is 1.2.840.113549.1.1.8 (RFC 8017 appendix A.2.1).
            [prefix @ .., 8] if *prefix == PKCS1 => {
                let (hash, lacks) = hash_inside(mask, noted)?;
                lacks_null |= lacks;
                hash
            }
            _ => Hash::Unknown,
        };
    }
    let mut number = |tag: u8, otherwise: u32| match parts.read_if(tag, noted)? {
        None => Ok(otherwise),
        Some(explicit) => {
            let mut inside = explicit.inside();
            let number = inside.expect(tag::INTEGER, "a number", noted)?;
            inside.finish(noted);
            match *read_integer(&number, noted) {
                [low @ 0..=0x7F] => Ok(low.into()),
                [0, low] => Ok(low.into()),
                [high @ 0..=0x7F, low] => Ok(u16::from_be_bytes([high, low]).into()),
                _ => Err(missing(&number)),
            }
        }
    };
    let salt_length = number(tag::constructed(2), 20)?;
    let trailer = number(tag::constructed(3), 1)?;
    parts.finish(noted);
    Ok(PssParameters {
        hash,
        mask_hash,
        salt_length,
        trailer,
        lacks_null,
    })
}

/// The one AlgorithmIdentifier of a hash, and whether it has no parameters: RFC 4055 section 2.1 has both forms accepted.
fn hash_inside(mut inside: Cursor<'_>, noted: &mut Deviations) -> Result<(Hash, bool), Broken> {
    let algorithm = inside.expect(tag::SEQUENCE, "a hash", noted)?;
    inside.finish(noted);
    let mut parts = algorithm.inside();
    let identifier = parts.expect(tag::OBJECT_IDENTIFIER, "a hash", noted)?;
    let lacks_null = match parts.rest() {
        [] => true,
        [tag::NULL, 0] => false,
        _ => return Err(algorithm.broken(Fault::Missing("NULL"))),
    };
    let hash = match identifier.contents {
        [prefix @ .., 1] if *prefix == SHA2 => Hash::Sha2(256),
        [prefix @ .., 2] if *prefix == SHA2 => Hash::Sha2(384),
        [prefix @ .., 3] if *prefix == SHA2 => Hash::Sha2(512),
        other if *other == SHA1 => Hash::Sha1,
        _ => Hash::Unknown,
    };
    Ok((hash, lacks_null))
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "lengths that are known")]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn read_of(algorithm: &[u8]) -> PssParameters {
        read(Cursor::new(algorithm, 0).nth(1))
    }

    /// The usual form without the NULL of the hash, of the mask's hash, or of both.
    fn without_null(usual: &[u8], hash: bool, mask: bool) -> Vec<u8> {
        let mut octets = usual.to_vec();
        // Identifier, SEQUENCE, then explicit 0 at 13 and explicit 1 at 30; NULL ends each hash.
        if mask {
            octets.drain(58..60);
            for length in [12, 31, 33, 46] {
                octets[length] -= 2;
            }
        }
        if hash {
            octets.drain(28..30);
            for length in [12, 14, 16] {
                octets[length] -= 2;
            }
        }
        octets
    }

    #[test]
    fn null_or_none_means_the_same() {
        for (bits, identifier) in &USUAL {
            for (hash, mask) in [(false, false), (true, false), (false, true), (true, true)] {
                let parameters = read_of(&without_null(identifier, hash, mask));
                assert!(parameters.are_usual(), "{bits} {hash} {mask} {parameters:?}");
                assert_eq!(parameters.hash, Hash::Sha2(*bits));
                assert_eq!(parameters.lacks_null, hash || mask);
                assert_eq!(parameters.usual_form(), Some(identifier.as_ref()));
            }
        }
    }

    #[test]
    fn another_salt_or_hash_is_not_the_usual_form() {
        let mut octets = alg_id::RSA_PSS_SHA256.to_vec();
        let last = octets.len() - 1;
        octets[last] = 20;
        assert_eq!(read_of(&octets).salt_length, 20);
        assert_eq!(read_of(&octets).usual_form(), None);
        let mut octets = alg_id::RSA_PSS_SHA256.to_vec();
        octets[57] = 2;
        assert_eq!(read_of(&octets).usual_form(), None);
        let defaults = read_of(&[6, 1, 0, 0x30, 0]);
        assert_eq!(
            (defaults.hash, defaults.salt_length, defaults.trailer),
            (Hash::Sha1, 20, 1)
        );
        assert_eq!(read_of(&[6, 1, 0]).hash, Hash::Unknown);
    }
}
