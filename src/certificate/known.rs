//! Certificates of CAs that were read for other bundles, with what is known of them. Bounded, and exact: one is known only
//! where every byte is the same.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::cell::Cell;
use core::cmp::Ordering;

use super::facts::{Certificate, Unreadable};
use super::read::read;
use crate::pem::KnownBlocks;

/// Most certificates that are remembered. What certificates of several thousand files share are a few dozen CAs.
pub(crate) const MOST_CERTIFICATES: usize = 256;
/// Most bytes of their DER; the text of each takes a third more, and what is known of it another KiB.
const MOST_BYTES: usize = 1 << 20;
/// Longer ones are not remembered.
const LONGEST: usize = 16 << 10;

/// One certificate, and when it was last asked for.
struct Remembered {
    facts: WithDer,
    asked: Cell<u64>,
}

self_cell::self_cell!(
    /// The facts borrow from the DER beside them.
    struct WithDer {
        owner: Box<[u8]>,
        #[covariant]
        dependent: Facts,
    }
);

type Facts<'a> = Option<Certificate<'a>>;

/// Sorted by content, so that nobody can make bytes that are slow to find, as they could with a hash.
impl Borrow<[u8]> for Remembered {
    fn borrow(&self) -> &[u8] {
        self.facts.borrow_owner()
    }
}

impl Ord for Remembered {
    fn cmp(&self, other: &Remembered) -> Ordering {
        self.facts.borrow_owner().cmp(other.facts.borrow_owner())
    }
}

impl PartialOrd for Remembered {
    fn partial_cmp(&self, other: &Remembered) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Remembered {
    fn eq(&self, other: &Remembered) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Remembered {}

/// What the text between BEGIN and END stands for.
struct Decoded {
    der: Box<[u8]>,
    /// How many lines end there.
    line_ends: usize,
}

/// What a validator knows of certificates; nothing where `most` is 0.
pub(crate) struct KnownCertificates {
    all: BTreeSet<Remembered>,
    /// By the text of some of them.
    texts: BTreeMap<Box<[u8]>, Decoded>,
    bytes: usize,
    most: usize,
    /// Counts how often something was asked for.
    now: Cell<u64>,
}

impl KnownCertificates {
    pub(crate) fn new() -> KnownCertificates {
        KnownCertificates::within(MOST_CERTIFICATES)
    }

    /// Remembers nothing.
    pub(crate) fn none() -> KnownCertificates {
        KnownCertificates::within(0)
    }

    fn within(most: usize) -> KnownCertificates {
        KnownCertificates {
            all: BTreeSet::new(),
            texts: BTreeMap::new(),
            bytes: 0,
            most,
            now: Cell::new(0),
        }
    }

    /// How many are remembered.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Their texts, if there are any.
    pub(crate) fn blocks(&self) -> Option<&dyn KnownBlocks> {
        let blocks: &dyn KnownBlocks = self;
        (!self.texts.is_empty()).then_some(blocks)
    }

    /// What [`read`] gives, without reading what is known.
    #[inline]
    pub(crate) fn read<'a>(&'a self, der: &'a [u8]) -> Result<Certificate<'a>, Unreadable> {
        match self.find(der) {
            Some(known) => Ok(known.clone()),
            None => read(der),
        }
    }

    fn find(&self, der: &[u8]) -> Option<&Certificate<'_>> {
        let known = self.all.get(der)?;
        let now = self.now.get().wrapping_add(1);
        self.now.set(now);
        known.asked.set(now);
        known.facts.borrow_dependent().as_ref()
    }

    /// Whether this one would be remembered, and is not yet.
    pub(crate) fn wants(&self, certificate: &Certificate<'_>) -> bool {
        let is_authority = certificate.basic_constraints.as_ref();
        self.most > 0
            && is_authority.is_some_and(|it| it.value.ca)
            && certificate.der.len() <= LONGEST
            && !self.all.contains(certificate.der)
    }

    /// Remembers the certificate. Where there are too many, the half that was not asked for lately is forgotten.
    /// `text` is what stands for it between BEGIN and END, and how many lines end there.
    pub(crate) fn keep(&mut self, der: &[u8], text: Option<(&[u8], usize)>) {
        if self.all.len() >= self.most || self.bytes.saturating_add(der.len()) > MOST_BYTES {
            self.forget_half();
        }
        let facts = WithDer::new(Box::from(der), |der| read(der).ok());
        if let Some(certificate) = facts.borrow_dependent() {
            // Names of CAs are compared in every bundle.
            certificate.subject.normalized();
            certificate.issuer.normalize_like(&certificate.subject);
            certificate.issuer.normalized();
            certificate.is_self_issued();
        }
        let asked = Cell::new(self.now.get());
        if self.all.insert(Remembered { facts, asked }) {
            self.bytes = self.bytes.saturating_add(der.len());
            if let Some((text, line_ends)) = text {
                self.texts.insert(
                    Box::from(text),
                    Decoded {
                        der: Box::from(der),
                        line_ends,
                    },
                );
            }
        }
    }

    fn forget_half(&mut self) {
        let mut times: Vec<u64> = self.all.iter().map(|it| it.asked.get()).collect();
        let middle = times.len() / 2;
        if times.is_empty() {
            return;
        }
        let (_, &mut middle, _) = times.select_nth_unstable(middle);
        self.all.retain(|it| it.asked.get() > middle);
        #[allow(
            clippy::mutable_key_type,
            reason = "what is compared is the DER, which does not change"
        )]
        let all = &self.all;
        self.texts.retain(|_, decoded| all.contains(&*decoded.der));
        let lengths = self.all.iter().map(|it| it.facts.borrow_owner().len());
        self.bytes = lengths.sum();
    }
}

impl KnownBlocks for KnownCertificates {
    fn decoded(&self, lines: &[u8]) -> Option<(&[u8], usize)> {
        let decoded = self.texts.get(lines)?;
        Some((&decoded.der, decoded.line_ends))
    }
}

#[cfg(test)]
mod tests {
    use super::{KnownBlocks as _, KnownCertificates, MOST_BYTES};
    use crate::pem::scan;

    /// Certificates that differ in their serial number, which the reader takes as it is.
    fn numbered(number: u32) -> alloc::vec::Vec<u8> {
        let scan = scan(include_bytes!("../../testdata/demo/good.pem"));
        let mut der = scan.certificates().nth(1).unwrap().to_vec();
        let serial = crate::certificate::read(&der).unwrap().serial_number.bytes;
        *der[serial].last_chunk_mut().unwrap() = number.to_be_bytes();
        der
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_stays_within_the_bounds() {
        let mut known = KnownCertificates::within(10);
        let shared = numbered(0);
        known.keep(&shared, Some((b"shared", 1)));
        for number in 1..1_000 {
            let der = numbered(number);
            assert!(known.find(&der).is_none());
            assert!(known.wants(&crate::certificate::read(&der).unwrap()));
            known.keep(&der, Some((&number.to_be_bytes(), 1)));
            assert_eq!(known.find(&der).unwrap().der, der);
            assert_eq!(known.find(&shared).unwrap().der, shared, "{number}");
            assert!(known.len() <= 10 && known.bytes <= MOST_BYTES);
            let bytes: usize = known.all.iter().map(|it| it.facts.borrow_owner().len()).sum();
            assert_eq!((known.bytes, known.texts.len()), (bytes, known.len()));
            assert_eq!(known.decoded(b"shared"), Some((shared.as_slice(), 1)));
        }
        assert!(known.find(&numbered(1)).is_none());
    }

    #[test]
    fn each_byte_counts() {
        let mut known = KnownCertificates::new();
        let der = numbered(7);
        known.keep(&der, None);
        for at in 0..der.len() {
            let mut other = der.clone();
            other[at] ^= 1;
            assert!(known.find(&other).is_none());
        }
        assert!(known.find(&der[1..]).is_none());
        assert!(!KnownCertificates::none().wants(&crate::certificate::read(&der).unwrap()));
    }
}
