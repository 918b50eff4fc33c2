//! Cryptography without random numbers.

use p256::elliptic_curve::sec1::ToSec1Point as _;
use pemvet::{EcCurve, KeyMaterial, KeyProof, Provider, SignatureVerificationAlgorithm};
use ring::signature::Ed25519KeyPair;

/// Those of `Provider::RING`.
static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
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
];

pub(crate) fn provider() -> Provider {
    Provider::new("ring", ALGORITHMS).with_key_prover(prove)
}

/// Derives the public key and compares; the file's own copy is not asked.
fn prove(key: &KeyMaterial<'_>, public_key: &[u8]) -> KeyProof {
    // A point is written compressed, or with both coordinates.
    let is_compressed = public_key.first() != Some(&4);
    let is_same = match key {
        KeyMaterial::Ec {
            curve: EcCurve::P256,
            scalar,
        } => p256::SecretKey::from_slice(scalar)
            .is_ok_and(|key| key.public_key().to_sec1_point(is_compressed).as_bytes() == public_key),
        KeyMaterial::Ec {
            curve: EcCurve::P384,
            scalar,
        } => p384::SecretKey::from_slice(scalar)
            .is_ok_and(|key| key.public_key().to_sec1_point(is_compressed).as_bytes() == public_key),
        KeyMaterial::Ed25519 { seed } => Ed25519KeyPair::from_seed_and_public_key(seed, public_key).is_ok(),
        _ => return KeyProof::Unsupported,
    };
    if is_same {
        KeyProof::Proved
    } else {
        KeyProof::Different
    }
}

#[cfg(target_arch = "wasm32")]
mod no_random_numbers {
    fn none(_: &mut [u8]) -> Result<(), getrandom::Error> {
        Err(getrandom::Error::UNSUPPORTED)
    }

    #[allow(unsafe_code, reason = "the macro's")]
    mod registered {
        getrandom::register_custom_getrandom!(super::none);
    }
}
