//! Algorithms of post-quantum certificates by name, and the one that stands for no signature.

use crate::provider::MlDsa;

/// An algorithm, for keys or signatures, by its object identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) family: Family,
    pub(crate) name: &'static str,
    /// Where it is defined for certificates.
    pub(crate) source: &'static str,
}

/// What such algorithms are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    MlDsa(MlDsa),
    /// Of ML-DSA with a hash before it, which certificates must not use.
    HashMlDsa,
    SlhDsa,
    /// Encapsulates keys and cannot sign.
    MlKem,
    /// ML-DSA and an older algorithm in one.
    Composite,
    /// No signature at all.
    Unsigned,
}

impl Family {
    /// The hash of such signatures, in a word.
    pub(super) fn hash(self) -> &'static str {
        match self {
            Family::MlDsa(_) => "ML-DSA",
            Family::HashMlDsa => "HashML-DSA",
            Family::SlhDsa => "SLH-DSA",
            Family::MlKem => "ML-KEM",
            Family::Composite => "composite",
            Family::Unsigned => "unsigned",
        }
    }
}

/// 2.16.840.1.101.3.4, algorithms of NIST.
const NIST: [u8; 7] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4];
/// 1.3.6.1.5.5.7.6, id-alg of PKIX.
const PKIX: [u8; 7] = [0x2B, 6, 1, 5, 5, 7, 6];
/// 2.16.840.1.114027.80, where drafts of composites had their numbers.
const ENTRUST: [u8; 7] = [0x60, 0x86, 0x48, 1, 0x86, 0xFA, 0x6B];

/// SLH-DSA (RFC 9909 section 3), from 2.16.840.1.101.3.4.3.20 on: pure, then with a hash before it.
const SLH_DSA: [&str; 12] = [
    "SLH-DSA-SHA2-128s",
    "SLH-DSA-SHA2-128f",
    "SLH-DSA-SHA2-192s",
    "SLH-DSA-SHA2-192f",
    "SLH-DSA-SHA2-256s",
    "SLH-DSA-SHA2-256f",
    "SLH-DSA-SHAKE-128s",
    "SLH-DSA-SHAKE-128f",
    "SLH-DSA-SHAKE-192s",
    "SLH-DSA-SHAKE-192f",
    "SLH-DSA-SHAKE-256s",
    "SLH-DSA-SHAKE-256f",
];
/// From 2.16.840.1.101.3.4.3.35 on.
const HASH_SLH_DSA: [&str; 12] = [
    "HashSLH-DSA-SHA2-128s with SHA-256",
    "HashSLH-DSA-SHA2-128f with SHA-256",
    "HashSLH-DSA-SHA2-192s with SHA-512",
    "HashSLH-DSA-SHA2-192f with SHA-512",
    "HashSLH-DSA-SHA2-256s with SHA-512",
    "HashSLH-DSA-SHA2-256f with SHA-512",
    "HashSLH-DSA-SHAKE-128s with SHAKE128",
    "HashSLH-DSA-SHAKE-128f with SHAKE128",
    "HashSLH-DSA-SHAKE-192s with SHAKE256",
    "HashSLH-DSA-SHAKE-192f with SHAKE256",
    "HashSLH-DSA-SHAKE-256s with SHAKE256",
    "HashSLH-DSA-SHAKE-256f with SHAKE256",
];
/// From 1.3.6.1.5.5.7.6.37 on (draft-ietf-lamps-pq-composite-sigs).
const COMPOSITES: [&str; 18] = [
    "composite ML-DSA-44 with RSA 2048 (PSS)",
    "composite ML-DSA-44 with RSA 2048 (PKCS #1)",
    "composite ML-DSA-44 with Ed25519",
    "composite ML-DSA-44 with P-256",
    "composite ML-DSA-65 with RSA 3072 (PSS)",
    "composite ML-DSA-65 with RSA 3072 (PKCS #1)",
    "composite ML-DSA-65 with RSA 4096 (PSS)",
    "composite ML-DSA-65 with RSA 4096 (PKCS #1)",
    "composite ML-DSA-65 with P-256",
    "composite ML-DSA-65 with P-384",
    "composite ML-DSA-65 with brainpoolP256r1",
    "composite ML-DSA-65 with Ed25519",
    "composite ML-DSA-87 with P-384",
    "composite ML-DSA-87 with brainpoolP384r1",
    "composite ML-DSA-87 with Ed448",
    "composite ML-DSA-87 with RSA 3072 (PSS)",
    "composite ML-DSA-87 with RSA 4096 (PSS)",
    "composite ML-DSA-87 with P-521",
];

/// The algorithm of these contents of an object identifier.
#[inline(never)]
pub(crate) fn named(identifier: &[u8]) -> Option<Named> {
    let of = |family, name, source| Some(Named { family, name, source });
    let numbered = |names: &[&'static str], first: u8, number: u8| {
        let place = usize::from(number.checked_sub(first)?);
        names.get(place).copied()
    };
    match identifier {
        [prefix @ .., 3, number] if *prefix == NIST => match number {
            17 => of(Family::MlDsa(MlDsa::MlDsa44), "ML-DSA-44", "RFC 9881"),
            18 => of(Family::MlDsa(MlDsa::MlDsa65), "ML-DSA-65", "RFC 9881"),
            19 => of(Family::MlDsa(MlDsa::MlDsa87), "ML-DSA-87", "RFC 9881"),
            20..=31 => of(Family::SlhDsa, numbered(&SLH_DSA, 20, *number)?, "RFC 9909"),
            32 => of(Family::HashMlDsa, "HashML-DSA-44 with SHA-512", "FIPS 204"),
            33 => of(Family::HashMlDsa, "HashML-DSA-65 with SHA-512", "FIPS 204"),
            34 => of(Family::HashMlDsa, "HashML-DSA-87 with SHA-512", "FIPS 204"),
            35..=46 => of(Family::SlhDsa, numbered(&HASH_SLH_DSA, 35, *number)?, "RFC 9909"),
            _ => None,
        },
        [prefix @ .., 4, number] if *prefix == NIST => match number {
            1 => of(Family::MlKem, "ML-KEM-512", "RFC 9935"),
            2 => of(Family::MlKem, "ML-KEM-768", "RFC 9935"),
            3 => of(Family::MlKem, "ML-KEM-1024", "RFC 9935"),
            _ => None,
        },
        [prefix @ .., 36] if *prefix == PKIX => of(Family::Unsigned, "id-alg-unsigned", "RFC 9925"),
        [prefix @ .., number] if *prefix == PKIX => {
            let draft = "draft-ietf-lamps-pq-composite-sigs";
            of(Family::Composite, numbered(&COMPOSITES, 37, *number)?, draft)
        }
        [prefix @ .., 80, 8 | 9, 1, _] if *prefix == ENTRUST => of(
            Family::Composite,
            "composite ML-DSA of an old draft",
            "draft-ietf-lamps-pq-composite-sigs",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn algorithms_have_names() {
        let nist = |kind: u8, number: u8| {
            let identifier = [&NIST[..], &[kind, number]].concat();
            named(&identifier).map(|it| (it.name, it.source))
        };
        assert_eq!(nist(3, 18), Some(("ML-DSA-65", "RFC 9881")));
        assert_eq!(nist(3, 20), Some(("SLH-DSA-SHA2-128s", "RFC 9909")));
        assert_eq!(nist(3, 31), Some(("SLH-DSA-SHAKE-256f", "RFC 9909")));
        assert_eq!(nist(3, 33), Some(("HashML-DSA-65 with SHA-512", "FIPS 204")));
        assert_eq!(
            nist(3, 46),
            Some(("HashSLH-DSA-SHAKE-256f with SHAKE256", "RFC 9909"))
        );
        assert_eq!(nist(4, 3), Some(("ML-KEM-1024", "RFC 9935")));
        assert_eq!((nist(3, 16), nist(3, 47), nist(4, 4)), (None, None, None));
        let pkix = |number: u8| named(&[&PKIX[..], &[number]].concat()).map(|it| it.name);
        assert_eq!(pkix(36), Some("id-alg-unsigned"));
        assert_eq!(pkix(37), Some("composite ML-DSA-44 with RSA 2048 (PSS)"));
        assert_eq!(pkix(45), Some("composite ML-DSA-65 with P-256"));
        assert_eq!(pkix(54), Some("composite ML-DSA-87 with P-521"));
        assert_eq!((pkix(35), pkix(55)), (None, None));
        let old = [&ENTRUST[..], &[80, 8, 1, 3]].concat();
        assert_eq!(named(&old).map(|it| it.family), Some(Family::Composite));
    }
}
