//! Counts the signatures that are verified.

use std::cell::Cell;

use pemvet::SignatureVerificationAlgorithm;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature};

thread_local! {
    static CHECKS: Cell<usize> = const { Cell::new(0) };
}

/// What this thread has verified since this was asked last.
pub(crate) fn checks() -> usize {
    CHECKS.replace(0)
}

/// The same algorithm, counted.
pub(crate) fn counted(
    algorithm: &'static dyn SignatureVerificationAlgorithm,
) -> &'static dyn SignatureVerificationAlgorithm {
    Box::leak(Box::new(Counting(algorithm)))
}

#[derive(Debug)]
struct Counting(&'static dyn SignatureVerificationAlgorithm);

impl SignatureVerificationAlgorithm for Counting {
    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        CHECKS.set(CHECKS.get() + 1);
        self.0.verify_signature(key, message, signature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.0.signature_alg_id()
    }
}
