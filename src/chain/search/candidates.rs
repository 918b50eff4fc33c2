//! Which issuers and trust anchors come into question for a certificate, and in which order.

use alloc::collections::BTreeSet;
use alloc::rc::Rc;
use alloc::vec::Vec;

use super::Search;
use crate::certificate::Certificate;
use crate::chain::{Link, key_identifiers};

impl<'b> Search<'b, '_> {
    pub(super) fn sort_by_subject(&mut self, unique: &BTreeSet<usize>) {
        let mut anchors: Vec<usize> = (self.first_anchor..self.pool.len()).collect();
        anchors.sort_by_cached_key(|number| self.rank(*number));
        for number in anchors {
            if let Some(it) = self.pool.get(number) {
                self.anchors_by_subject
                    .entry(it.subject.folded())
                    .or_default()
                    .push(number);
            }
        }
        let mut own: Vec<usize> = unique.iter().copied().collect();
        own.sort_by_cached_key(|number| self.rank(*number));
        for number in own {
            if let Some(it) = self.pool.get(number) {
                self.by_subject
                    .entry(it.subject.folded())
                    .or_default()
                    .push(number);
            }
        }
    }

    /// Smaller is tried first: nothing against it, a trust anchor, a root, the newest, and last its bytes.
    pub(super) fn rank(&self, number: usize) -> (u32, bool, bool, core::cmp::Reverse<i64>, &'b [u8]) {
        let Some(it) = self.pool.get(number) else {
            return (u32::MAX, true, true, core::cmp::Reverse(0), &[]);
        };
        (
            self.weights.get(number).copied().unwrap_or(u32::MAX),
            self.anchor_like(it).is_none(),
            !it.is_self_issued(),
            core::cmp::Reverse(it.not_before),
            it.der,
        )
    }

    /// The trust anchor that bears the name of this certificate's issuer, and how the certificate hangs on it.
    pub(in crate::chain) fn named_anchor(&mut self, top: usize) -> Option<(usize, Link)> {
        let certificate = *self.pool.get(top).filter(|it| !it.is_self_issued())?;
        let named = self.anchors_by_subject.get(certificate.issuer.folded())?;
        let anchor = *self.by_key_identifier(certificate, named).first()?;
        let above = *self.pool.get(anchor)?;
        let link = Link {
            signature: self.signature(top, anchor),
            key_identifiers_differ: key_identifiers(certificate, above) == Some(false),
            names_encoded_differently: certificate.issuer.raw != above.subject.raw,
        };
        Some((self.anchor_number(anchor), link))
    }

    /// The trust anchor that this certificate is, and whether it is a root. A leaf is one only byte for byte: its own
    /// signature is not looked at, so that anybody can make another with name and key.
    pub(super) fn anchor_at(&self, certificate: &Certificate<'_>, is_leaf: bool) -> Option<(usize, bool)> {
        let anchor = self.anchor_like(certificate)?;
        let it = self.pool.get(anchor)?;
        (!is_leaf || it.der == certificate.der).then_some((anchor, it.is_self_issued()))
    }

    /// The issuers to try: key identifiers equal, then unknown, then different; within these by rank.
    pub(super) fn issuers_of(&mut self, number: usize) -> Rc<[usize]> {
        if let Some(known) = self.issuers.get(&number) {
            return Rc::clone(known);
        }
        let certificate = self.pool.get(number);
        let named = certificate.and_then(|it| self.by_subject.get(it.issuer.folded()));
        let ranked = match certificate.zip(named) {
            Some((certificate, named)) => self.by_key_identifier(certificate, named),
            None => Vec::new(),
        };
        let ranked: Rc<[usize]> = ranked.into();
        self.issuers.insert(number, Rc::clone(&ranked));
        ranked
    }

    pub(super) fn by_key_identifier(&self, certificate: &Certificate<'_>, named: &[usize]) -> Vec<usize> {
        let mut ranked = named.to_vec();
        ranked.sort_by_cached_key(|issuer| {
            let issuer = self.pool.get(*issuer);
            match issuer.and_then(|it| key_identifiers(certificate, it)) {
                Some(true) => 0,
                None => 1,
                Some(false) => 2,
            }
        });
        ranked
    }

    /// The trust anchor with name and key of this certificate: it is a name and a key, and the certificate that
    /// carries them may differ. The same certificate goes first.
    pub(super) fn anchor_like(&self, certificate: &Certificate<'_>) -> Option<usize> {
        let named = self.anchors_by_subject.get(certificate.subject.folded())?;
        let same = |exact: bool| {
            named.iter().copied().find(|anchor| {
                self.pool.get(*anchor).is_some_and(|it| {
                    it.public_key.raw == certificate.public_key.raw && (!exact || it.der == certificate.der)
                })
            })
        };
        same(true).or_else(|| same(false))
    }

    pub(super) fn anchor_number(&self, number: usize) -> usize {
        number.saturating_sub(self.first_anchor)
    }
}
