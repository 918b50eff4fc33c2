//! Signatures that were checked for other bundles, and what came of it. Bounded, and exact: a signature is known only
//! where every byte is the same of what is signed, of the signature, and of the key that is said to have made it.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use rustls_pki_types::SignatureVerificationAlgorithm;

use super::facts::is_authority;
use crate::certificate::Certificate;

/// Most signatures that are remembered. What certificates of several thousand files share are a few dozen CAs.
pub(crate) const MOST_SIGNATURES: usize = 1024;
/// Most bytes of them: at 1 to 2 KiB each, the other bound comes first.
pub(crate) const MOST_BYTES: usize = 4 << 20;
/// Longer ones are not remembered, which bounds what it costs to compare long ones that differ at their ends.
const LONGEST: usize = 16 << 10;

type Algorithm = &'static dyn SignatureVerificationAlgorithm;

/// Of leaves the last few are remembered: several names may share one, and ten thousand files do not.
const MOST_OF_LEAVES: usize = 64;

/// What a validator knows of signatures.
pub(crate) struct KnownSignatures {
    /// Those on certificates of CAs.
    authorities: Memory,
    /// Those on others. Few, so that ten thousand different ones do not take the place of everything else in the
    /// processor's cache.
    leaves: Memory,
}

impl KnownSignatures {
    pub(crate) fn new() -> KnownSignatures {
        KnownSignatures {
            authorities: Memory::within(MOST_SIGNATURES.saturating_sub(MOST_OF_LEAVES), MOST_BYTES / 2),
            leaves: Memory::within(MOST_OF_LEAVES, MOST_BYTES / 2),
        }
    }

    /// Remembers nothing.
    pub(crate) fn none() -> KnownSignatures {
        KnownSignatures {
            authorities: Memory::none(),
            leaves: Memory::none(),
        }
    }

    /// How many are remembered.
    pub(crate) fn len(&self) -> usize {
        self.authorities.len().saturating_add(self.leaves.len())
    }

    /// Whether the key of `issuer` made the signature on `certificate`: what `algorithm` says, or said before.
    pub(super) fn is_good(
        &mut self,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
        algorithm: Algorithm,
    ) -> bool {
        let memory = match is_authority(certificate) {
            true => &mut self.authorities,
            false => &mut self.leaves,
        };
        memory.is_good(certificate, issuer, algorithm)
    }
}

/// Sorted by content, so that nobody can make bytes that are slow to find, as they could with a hash.
struct Memory {
    /// What was asked for lately. Full, it becomes `older`, and what is still in there is forgotten.
    recent: BTreeMap<Box<[u8]>, CheckedSignature>,
    recent_bytes: usize,
    older: BTreeMap<Box<[u8]>, CheckedSignature>,
    /// The bounds of either half.
    most_signatures: usize,
    most_bytes: usize,
    /// The signature that is asked for.
    wanted: Vec<u8>,
}

/// What came of one check.
#[derive(Clone, Copy)]
struct CheckedSignature {
    /// Whose answer it is: that of another provider may differ.
    algorithm: Algorithm,
    is_good: bool,
}

impl Memory {
    fn none() -> Memory {
        Memory::within(0, 0)
    }

    fn within(signatures: usize, bytes: usize) -> Memory {
        Memory {
            recent: BTreeMap::new(),
            recent_bytes: 0,
            older: BTreeMap::new(),
            most_signatures: signatures / 2,
            most_bytes: bytes / 2,
            wanted: Vec::new(),
        }
    }

    fn len(&self) -> usize {
        self.recent.len().saturating_add(self.older.len())
    }

    fn is_good(
        &mut self,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
        algorithm: Algorithm,
    ) -> bool {
        let (signature, key) = (&certificate.signature, &issuer.public_key);
        let verify = || algorithm.verify_signature(key.bits, signature.message, signature.bits);
        // The signature first: it is where two of them differ in their first bytes.
        let parts = [
            signature.bits,
            signature.message,
            key.bits,
            key.algorithm,
            signature.algorithm,
        ];
        if !self.want(parts) {
            return verify().is_ok();
        }
        if let Some(is_good) = self.find(algorithm) {
            return is_good;
        }
        let is_good = verify().is_ok();
        self.keep(
            Box::from(self.wanted.as_slice()),
            CheckedSignature { algorithm, is_good },
        );
        is_good
    }

    /// Writes down what is asked for, each part after its length, so that different parts are different bytes.
    /// Whether it is short enough to be remembered.
    fn want(&mut self, parts: [&[u8]; 5]) -> bool {
        let length = parts.iter().fold(0usize, |sum, part| {
            sum.saturating_add(part.len()).saturating_add(size_of::<usize>())
        });
        if self.most_signatures == 0 || length > LONGEST.min(self.most_bytes) {
            return false;
        }
        self.wanted.clear();
        for part in parts {
            self.wanted.extend_from_slice(&part.len().to_be_bytes());
            self.wanted.extend_from_slice(part);
        }
        true
    }

    fn find(&mut self, algorithm: Algorithm) -> Option<bool> {
        let known = match self.recent.get(self.wanted.as_slice()) {
            Some(known) => *known,
            None => {
                let (signature, known) = self.older.remove_entry(self.wanted.as_slice())?;
                self.keep(signature, known);
                known
            }
        };
        // The very one, functions included. Where one looks like two, as copies of a constant may, that costs a check.
        core::ptr::eq(known.algorithm, algorithm).then_some(known.is_good)
    }

    fn keep(&mut self, signature: Box<[u8]>, known: CheckedSignature) {
        let length = signature.len();
        let is_full = self.recent.len() >= self.most_signatures
            || self.recent_bytes.saturating_add(length) > self.most_bytes;
        if is_full {
            self.older = core::mem::take(&mut self.recent);
            self.recent_bytes = 0;
        }
        if self.recent.insert(signature, known).is_none() {
            self.recent_bytes = self.recent_bytes.saturating_add(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Never(u8);

    impl SignatureVerificationAlgorithm for Never {
        fn verify_signature(
            &self,
            _: &[u8],
            _: &[u8],
            _: &[u8],
        ) -> Result<(), rustls_pki_types::InvalidSignature> {
            Err(rustls_pki_types::InvalidSignature)
        }

        fn public_key_alg_id(&self) -> rustls_pki_types::AlgorithmIdentifier {
            rustls_pki_types::alg_id::ED25519
        }

        fn signature_alg_id(&self) -> rustls_pki_types::AlgorithmIdentifier {
            rustls_pki_types::alg_id::ED25519
        }
    }

    static FIRST: Never = Never(1);
    static SECOND: Never = Never(2);

    /// Whether it was known; it is from then on.
    fn ask(known: &mut Memory, algorithm: Algorithm, parts: [&[u8]; 5]) -> bool {
        assert!(known.want(parts));
        let found = known.find(algorithm);
        if found.is_none() {
            let signature = Box::from(known.wanted.as_slice());
            let is_good = true;
            known.keep(signature, CheckedSignature { algorithm, is_good });
        }
        found.is_some()
    }

    fn bytes(known: &Memory) -> usize {
        let all = known.recent.keys().chain(known.older.keys());
        all.map(|signature| signature.len()).sum()
    }

    #[test]
    fn each_byte_and_its_place_count() {
        let mut known = Memory::within(MOST_SIGNATURES, MOST_BYTES);
        let parts: [&[u8]; 5] = [b"signature", b"message", b"key", b"a", b"b"];
        assert!(!ask(&mut known, &FIRST, parts));
        assert!(ask(&mut known, &FIRST, parts));
        for place in 0..5 {
            let mut other = parts;
            let mut flipped = other[place].to_vec();
            flipped[0] ^= 1;
            other[place] = &flipped;
            assert!(!ask(&mut known, &FIRST, other), "{place}");
        }
        assert!(!ask(
            &mut known,
            &FIRST,
            [b"signaturem", b"essage", b"key", b"a", b"b"]
        ));
        assert!(!ask(
            &mut known,
            &FIRST,
            [b"signature", b"message", b"key", b"", b"ab"]
        ));
    }

    #[test]
    fn the_answer_of_one_algorithm_is_not_that_of_another() {
        assert_ne!(FIRST.0, SECOND.0);
        let mut known = Memory::within(MOST_SIGNATURES, MOST_BYTES);
        let parts: [&[u8]; 5] = [b"signature"; 5];
        assert!(!ask(&mut known, &FIRST, parts));
        assert!(!ask(&mut known, &SECOND, parts));
        assert!(ask(&mut known, &SECOND, parts));
        assert_eq!(known.len(), 1);
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_stays_within_the_bounds() {
        let shared: [&[u8]; 5] = [b"shared"; 5];
        for (signatures, most_bytes) in [(10, MOST_BYTES), (MOST_SIGNATURES, 1_000)] {
            let mut known = Memory::within(signatures, most_bytes);
            assert!(!ask(&mut known, &FIRST, shared));
            for number in 0..1_000u32 {
                let own = number.to_be_bytes();
                assert!(!ask(&mut known, &FIRST, [&own, b"message", b"key", b"a", b"b"]));
                assert!(ask(&mut known, &FIRST, shared), "{number}");
                assert!(known.len() <= signatures && bytes(&known) <= most_bytes);
            }
            let first = 0u32.to_be_bytes();
            assert!(!ask(&mut known, &FIRST, [&first, b"message", b"key", b"a", b"b"]));
        }
    }

    #[test]
    fn long_ones_are_not_remembered() {
        let long = [0; LONGEST];
        assert!(!Memory::within(MOST_SIGNATURES, MOST_BYTES).want([b"", &long, b"", b"", b""]));
        assert!(!Memory::none().want([b""; 5]));
    }
}
