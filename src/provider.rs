//! Cryptography, as data that the caller hands in.

use alloc::sync::Arc;
use core::fmt;

use rustls_pki_types::SignatureVerificationAlgorithm;

/// Cryptography that the caller hands in: what checks signatures, and what proves that a private key belongs to a public key.
///
/// Two are ready made, each behind the feature of its name: [`Provider::AWS_LC_RS`] and [`Provider::RING`].
/// A service with its own cryptography makes one with [`Provider::new`]. Copies share the prover.
///
/// ```
/// use pemvet::{Bundle, Profile, Provider, UnixTime};
///
/// // No algorithms is an error that says so, never "valid".
/// let none = Provider::new("none", &[]);
/// # let pem = include_bytes!("../testdata/demo/good.pem");
/// let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// let report = Bundle::new(pem).validate(&Profile::any(none), now);
/// assert_eq!(report.findings()[0].rule.name, "signature-algorithms-absent");
/// assert!(report.into_result().is_err());
/// ```
#[derive(Clone)]
pub struct Provider {
    name: &'static str,
    signature_algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    prover: Prover,
}

/// A function for the ready-made providers, which are constants; a closure, which may hold a session with a token, for others.
#[derive(Clone)]
enum Prover {
    None,
    #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
    Function(fn(&KeyMaterial<'_>, &[u8]) -> KeyProof),
    Shared(Arc<SharedProver>),
}

type SharedProver = dyn Fn(&KeyMaterial<'_>, &[u8]) -> KeyProof + Send + Sync;

impl Provider {
    /// A provider that messages call `name`, with an algorithm for each pair of key type and signature type. It proves no
    /// pairs of keys until [`Provider::with_key_prover`] gives it what does: EC, Ed25519 and ML-DSA pairs are reported as not
    /// checked. RSA needs no provider: the numbers of its key prove each other by arithmetic, so every size up to 8192 bits
    /// is checked, also those that no provider takes.
    pub const fn new(
        name: &'static str,
        signature_algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    ) -> Provider {
        Provider {
            name,
            signature_algorithms,
            prover: Prover::None,
        }
    }

    /// With what proves that a private key belongs to the contents of a `subjectPublicKey`. It may hold state, such as a
    /// session with a token.
    ///
    /// ```
    /// use pemvet::{KeyProof, Provider};
    ///
    /// let careful = Provider::new("careful", &[]).with_key_prover(|_key, _public_key| KeyProof::Unsupported);
    /// assert_eq!(careful.name(), "careful");
    /// ```
    #[must_use]
    pub fn with_key_prover(
        self,
        prover: impl Fn(&KeyMaterial<'_>, &[u8]) -> KeyProof + Send + Sync + 'static,
    ) -> Provider {
        Provider {
            prover: Prover::Shared(Arc::new(prover)),
            ..self
        }
    }

    /// Its name, shown in messages.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Signature algorithms, each for one pair of key type and signature type.
    pub fn signature_algorithms(&self) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
        self.signature_algorithms
    }

    /// The same, with these signature algorithms in place of its own.
    #[must_use]
    pub fn with_signature_algorithms(
        self,
        signature_algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    ) -> Provider {
        Provider {
            signature_algorithms,
            ..self
        }
    }

    pub(crate) fn proves_keys(&self) -> bool {
        !matches!(self.prover, Prover::None)
    }

    /// Whether `key` belongs to the contents of a `subjectPublicKey`; `None` where it has nothing that proves pairs.
    pub(crate) fn prove_key(&self, key: &KeyMaterial<'_>, public_key: &[u8]) -> Option<KeyProof> {
        match &self.prover {
            Prover::None => None,
            #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
            Prover::Function(prove) => Some(prove(key, public_key)),
            Prover::Shared(prove) => Some(prove(key, public_key)),
        }
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(&self.name).finish()
    }
}

/// The private part of a key, borrowed. Has no `Debug`, no `Display` and no `Clone`.
#[non_exhaustive]
pub enum KeyMaterial<'a> {
    /// Elliptic curve.
    Ec {
        /// The curve that the key names.
        curve: EcCurve,
        /// The private scalar, big-endian, as long as the curve's order and in its range.
        scalar: &'a [u8],
    },
    /// Ed25519.
    Ed25519 {
        /// The 32-octet seed (RFC 8032 section 5.1.5).
        seed: &'a [u8],
    },
    /// ML-DSA (FIPS 204), in one of the three forms of RFC 9881 section 6: at least one of the two is there.
    MlDsa {
        /// The parameter set that the key is for.
        parameters: MlDsa,
        /// The 32-octet seed, FIPS 204's ξ.
        seed: Option<&'a [u8]>,
        /// The expanded key, FIPS 204's sk, as long as its parameter set wants.
        expanded: Option<&'a [u8]>,
    },
}

/// The parameter sets of ML-DSA (FIPS 204 section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MlDsa {
    /// ML-DSA-44, security category 2.
    MlDsa44,
    /// ML-DSA-65, security category 3.
    MlDsa65,
    /// ML-DSA-87, security category 5.
    MlDsa87,
}

impl MlDsa {
    /// The name.
    ///
    /// ```
    /// assert_eq!(pemvet::MlDsa::MlDsa65.as_str(), "ML-DSA-65");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            MlDsa::MlDsa44 => "ML-DSA-44",
            MlDsa::MlDsa65 => "ML-DSA-65",
            MlDsa::MlDsa87 => "ML-DSA-87",
        }
    }

    /// Octets of a public key (FIPS 204 table 2).
    pub fn public_key_octets(self) -> usize {
        match self {
            MlDsa::MlDsa44 => 1312,
            MlDsa::MlDsa65 => 1952,
            MlDsa::MlDsa87 => 2592,
        }
    }

    /// Octets of an expanded private key (FIPS 204 table 2).
    pub fn expanded_key_octets(self) -> usize {
        match self {
            MlDsa::MlDsa44 => 2560,
            MlDsa::MlDsa65 => 4032,
            MlDsa::MlDsa87 => 4896,
        }
    }
}

/// The curves that TLS uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EcCurve {
    /// secp256r1.
    P256,
    /// secp384r1.
    P384,
    /// secp521r1.
    P521,
}

/// What a prover of [`Provider::with_key_prover`] answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyProof {
    /// The private key belongs to the public key.
    Proved,
    /// It belongs to another.
    Different,
    /// Its parts contradict each other, whatever public key it is compared with: an expanded ML-DSA key that is not its seed's.
    Damaged,
    /// This provider cannot say: it does not have the key's type or size.
    Unsupported,
}

#[cfg(feature = "aws-lc-rs")]
impl Provider {
    /// AWS-LC through the crate `aws-lc-rs`: RSA signatures of 2048 to 8192 bits, P-256, P-384, P-521, Ed25519,
    /// ML-DSA.
    pub const AWS_LC_RS: Provider = Provider {
        name: "aws-lc-rs",
        signature_algorithms: &[
            webpki::aws_lc_rs::ECDSA_P256_SHA256,
            webpki::aws_lc_rs::ECDSA_P256_SHA384,
            webpki::aws_lc_rs::ECDSA_P256_SHA512,
            webpki::aws_lc_rs::ECDSA_P384_SHA256,
            webpki::aws_lc_rs::ECDSA_P384_SHA384,
            webpki::aws_lc_rs::ECDSA_P384_SHA512,
            webpki::aws_lc_rs::ECDSA_P521_SHA256,
            webpki::aws_lc_rs::ECDSA_P521_SHA384,
            webpki::aws_lc_rs::ECDSA_P521_SHA512,
            webpki::aws_lc_rs::ED25519,
            webpki::aws_lc_rs::ML_DSA_44,
            webpki::aws_lc_rs::ML_DSA_65,
            webpki::aws_lc_rs::ML_DSA_87,
            webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
            webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA384,
            webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA512,
            webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
            webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
            webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
        ],
        prover: Prover::Function(aws_lc::prove),
    };
}

#[cfg(feature = "ring")]
impl Provider {
    /// The crate `ring`: RSA signatures of 2048 to 8192 bits, P-256, P-384, Ed25519; no P-521 and no ML-DSA.
    pub const RING: Provider = Provider {
        name: "ring",
        signature_algorithms: &[
            webpki::ring::ECDSA_P256_SHA256,
            webpki::ring::ECDSA_P256_SHA384,
            webpki::ring::ECDSA_P384_SHA256,
            webpki::ring::ECDSA_P384_SHA384,
            webpki::ring::ED25519,
            webpki::ring::RSA_PKCS1_2048_8192_SHA256,
            webpki::ring::RSA_PKCS1_2048_8192_SHA384,
            webpki::ring::RSA_PKCS1_2048_8192_SHA512,
            webpki::ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
            webpki::ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
            webpki::ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
        ],
        prover: Prover::Function(ring_keys::prove),
    };
}

#[cfg(feature = "aws-lc-rs")]
mod aws_lc {
    use aws_lc_rs::agreement::{ECDH_P256, ECDH_P384, ECDH_P521, PrivateKey};
    use aws_lc_rs::constant_time::verify_slices_are_equal;
    use aws_lc_rs::encoding::AsRawBytes as _;
    use aws_lc_rs::signature::{
        Ed25519KeyPair, KeyPair as _, ML_DSA_44_SIGNING, ML_DSA_65_SIGNING, ML_DSA_87_SIGNING, PqdsaKeyPair,
    };
    use zeroize::Zeroizing;

    use super::{EcCurve, KeyMaterial, KeyProof, MlDsa};
    use crate::der::tag;

    pub(super) fn prove(key: &KeyMaterial<'_>, public_key: &[u8]) -> KeyProof {
        match key {
            KeyMaterial::Ec { curve, scalar } => {
                let algorithm = match curve {
                    EcCurve::P256 => &ECDH_P256,
                    EcCurve::P384 => &ECDH_P384,
                    EcCurve::P521 => &ECDH_P521,
                };
                let mut der = Zeroizing::new([0; LONGEST]);
                let Some(start) = ec_private_key(&mut der, scalar, public_key) else {
                    return KeyProof::Different;
                };
                // Reading it multiplies the scalar once, and compares the point. A pair for ECDSA made of both multiplies twice.
                match PrivateKey::from_private_key_der(algorithm, der.get(start..).unwrap_or_default()) {
                    Ok(_) => KeyProof::Proved,
                    Err(_) => KeyProof::Different,
                }
            }
            KeyMaterial::Ed25519 { seed } => {
                match Ed25519KeyPair::from_seed_and_public_key(seed, public_key) {
                    Ok(_) => KeyProof::Proved,
                    Err(_) => KeyProof::Different,
                }
            }
            KeyMaterial::MlDsa {
                parameters,
                seed,
                expanded,
            } => ml_dsa(*parameters, *seed, *expanded, public_key),
        }
    }

    /// Room for an `ECPrivateKey` with a scalar of 66 octets and a point of 133, in one place that is wiped.
    const LONGEST: usize = 256;

    /// An `ECPrivateKey` (RFC 5915 section 3) of the scalar and somebody's public key, written from its end to where it
    /// starts; `None` where it is too long.
    fn ec_private_key(der: &mut [u8; LONGEST], scalar: &[u8], public_key: &[u8]) -> Option<usize> {
        let mut writer = Backwards {
            to: der,
            start: LONGEST,
        };
        writer.put(public_key)?;
        // No unused bits.
        writer.put(&[0])?;
        writer.header(tag::BIT_STRING, LONGEST)?;
        writer.header(tag::constructed(1), LONGEST)?;
        let end = writer.start;
        writer.put(scalar)?;
        writer.header(tag::OCTET_STRING, end)?;
        writer.put(&[tag::INTEGER, 1, 1])?;
        writer.header(tag::SEQUENCE, LONGEST)?;
        Some(writer.start)
    }

    struct Backwards<'a> {
        to: &'a mut [u8; LONGEST],
        start: usize,
    }

    impl Backwards<'_> {
        fn put(&mut self, octets: &[u8]) -> Option<()> {
            let start = self.start.checked_sub(octets.len())?;
            self.to.get_mut(start..self.start)?.copy_from_slice(octets);
            self.start = start;
            Some(())
        }

        /// Tag and length of what was written up to `end`.
        fn header(&mut self, tag: u8, end: usize) -> Option<()> {
            let length = u8::try_from(end.checked_sub(self.start)?).ok()?;
            match length < 0x80 {
                true => self.put(&[tag, length]),
                false => self.put(&[tag, 0x81, length]),
            }
        }
    }

    /// Derives the public key, from the seed where there is one; an expanded key beside it is made again and compared.
    fn ml_dsa(
        parameters: MlDsa,
        seed: Option<&[u8]>,
        expanded: Option<&[u8]>,
        public_key: &[u8],
    ) -> KeyProof {
        let algorithm = match parameters {
            MlDsa::MlDsa44 => &ML_DSA_44_SIGNING,
            MlDsa::MlDsa65 => &ML_DSA_65_SIGNING,
            MlDsa::MlDsa87 => &ML_DSA_87_SIGNING,
        };
        let pair = match (seed, expanded) {
            (Some(seed), _) => PqdsaKeyPair::from_seed(algorithm, seed),
            (None, Some(expanded)) => PqdsaKeyPair::from_raw_private_key(algorithm, expanded),
            (None, None) => return KeyProof::Unsupported,
        };
        let Ok(pair) = pair else {
            // Of a right length, and out of the ranges that its numbers have.
            return KeyProof::Damaged;
        };
        if let (Some(_), Some(expanded)) = (seed, expanded) {
            // Wiped when it is dropped.
            let Ok(made) = pair.private_key().as_raw_bytes() else {
                return KeyProof::Unsupported;
            };
            if verify_slices_are_equal(made.as_ref(), expanded).is_err() {
                return KeyProof::Damaged;
            }
        }
        match pair.public_key().as_ref() == public_key {
            true => KeyProof::Proved,
            false => KeyProof::Different,
        }
    }
}

#[cfg(feature = "ring")]
mod ring_keys {
    use ring::rand::SystemRandom;
    use ring::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    };

    use super::{EcCurve, KeyMaterial, KeyProof};

    pub(super) fn prove(key: &KeyMaterial<'_>, public_key: &[u8]) -> KeyProof {
        match key {
            KeyMaterial::Ec { curve, scalar } => {
                let algorithm = match curve {
                    EcCurve::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
                    EcCurve::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
                    EcCurve::P521 => return KeyProof::Unsupported,
                };
                // Derives the point from the scalar and compares; the file's own copy is not asked.
                let random = SystemRandom::new();
                match EcdsaKeyPair::from_private_key_and_public_key(algorithm, scalar, public_key, &random) {
                    Ok(_) => KeyProof::Proved,
                    Err(_) => KeyProof::Different,
                }
            }
            KeyMaterial::Ed25519 { seed } => {
                match Ed25519KeyPair::from_seed_and_public_key(seed, public_key) {
                    Ok(_) => KeyProof::Proved,
                    Err(_) => KeyProof::Different,
                }
            }
            KeyMaterial::MlDsa { .. } => KeyProof::Unsupported,
        }
    }
}
