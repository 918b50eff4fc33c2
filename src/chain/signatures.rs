//! Signature checks, within a budget and none of them twice.

use alloc::collections::BTreeMap;

use rustls_pki_types::SignatureVerificationAlgorithm;

use super::facts::SignatureFact;
use super::known_signatures::KnownSignatures;
use crate::certificate::{Certificate, KeyKind};

/// Remembers what was found for each pair of certificate and issuer, by their numbers.
pub(super) struct Signatures<'m> {
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    /// Those of other bundles.
    elsewhere: &'m mut KnownSignatures,
    known: BTreeMap<(usize, usize), SignatureFact>,
    checks_left: usize,
    /// More checks were wanted than allowed.
    pub(super) limit_hit: bool,
}

impl<'m> Signatures<'m> {
    pub(super) fn new(
        algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
        checks: usize,
        elsewhere: &'m mut KnownSignatures,
    ) -> Signatures<'m> {
        Signatures {
            algorithms,
            elsewhere,
            known: BTreeMap::new(),
            checks_left: checks,
            limit_hit: false,
        }
    }

    /// Whether the key of `issuer` made the signature on `certificate`; `pair` are their numbers.
    pub(super) fn check(
        &mut self,
        pair: (usize, usize),
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
    ) -> SignatureFact {
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        if certificate.signature.hash.is_weak() || is_too_small(issuer) {
            return SignatureFact::NotChecked;
        }
        let algorithm = self.algorithms.iter().find(|algorithm| {
            *algorithm.signature_alg_id() == *certificate.signature.verified_as()
                && *algorithm.public_key_alg_id() == *issuer.public_key.verified_as()
        });
        let Some(algorithm) = algorithm.filter(|_| !issuer.public_key.has_wrong_length()) else {
            return SignatureFact::Unsupported;
        };
        let Some(left) = self.checks_left.checked_sub(1) else {
            self.limit_hit = true;
            return SignatureFact::NotChecked;
        };
        // Counts the same whether it is known or not: what is found must not depend on other bundles.
        self.checks_left = left;
        let fact = match self.elsewhere.is_good(certificate, issuer, *algorithm) {
            true => SignatureFact::Verified,
            false => SignatureFact::Bad,
        };
        self.known.insert(pair, fact);
        fact
    }
}

/// Providers refuse RSA keys below 2048 bits, which would look like a bad signature.
pub(super) fn is_too_small(issuer: &Certificate<'_>) -> bool {
    matches!(issuer.public_key.kind, KeyKind::Rsa(bits) if bits < 2048)
}
