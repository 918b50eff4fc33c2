//! Which issuers and trust anchors come into question for a certificate, and in which order.

use alloc::rc::Rc;
use alloc::vec::Vec;

use super::state::{BySubject, Search};
use crate::certificate::Certificate;
use crate::chain::facts::{Link, key_identifiers};

/// What makes an issuer better than another; smaller is better.
type Rank<'b> = (u32, bool, bool, core::cmp::Reverse<i64>, &'b [u8]);

impl<'b> Search<'b, '_> {
    pub(super) fn sort_by_subject(&mut self, unique: impl Iterator<Item = usize>) {
        self.anchors_by_subject = BySubject::default();
        self.anchors_by_subject = self.sorted(self.first_anchor..self.pool.len());
        self.by_subject = self.sorted(unique);
    }

    fn sorted(&self, numbers: impl Iterator<Item = usize>) -> BySubject<'b> {
        let with_subject = |number: usize| Some((self.pool.get(number)?.subject.normalized(), number));
        let mut numbers: Vec<_> = numbers.filter_map(with_subject).collect();
        numbers.sort_by_cached_key(|(subject, number)| (*subject, self.rank(*number)));
        BySubject { numbers }
    }

    /// Nothing against it, a trust anchor, a root, the newest, and last its bytes.
    fn rank(&self, number: usize) -> Rank<'b> {
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

    /// The trust anchor that bears the name of this certificate's issuer, and how it issued the certificate.
    pub(in crate::chain) fn named_anchor(&mut self, top: usize) -> Option<(usize, Link)> {
        let certificate = *self.pool.get(top).filter(|it| !it.is_self_issued())?;
        let named = self.anchors_by_subject.get(certificate.issuer.normalized());
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
        let ranked: Rc<[usize]> = match self.pool.get(number) {
            Some(it) => self
                .by_key_identifier(it, self.by_subject.get(it.issuer.normalized()))
                .into(),
            None => Rc::default(),
        };
        self.issuers.insert(number, Rc::clone(&ranked));
        ranked
    }

    pub(super) fn by_key_identifier(
        &self,
        certificate: &Certificate<'_>,
        named: impl Iterator<Item = usize>,
    ) -> Vec<usize> {
        let mut ranked: Vec<usize> = named.collect();
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
        let named = self.anchors_by_subject.get(certificate.subject.normalized());
        let same = |exact: bool| {
            named.clone().find(|anchor| {
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
