//! Which issuers and trust anchors come into question for a certificate, and in which order.

use alloc::rc::Rc;
use alloc::vec::Vec;

use super::state::{BySubject, Found, Search};
use crate::certificate::Certificate;
use crate::chain::facts::{End, Link, authority_certificate, key_identifiers};

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
        let link = Link::new(self.signature(top, anchor), certificate, above);
        Some((self.anchor_number(anchor), link))
    }

    /// The step to the trust anchor that vouches for a path, unless the path holds the very certificate: from its last
    /// certificate, or where that has the anchor's name and key, from the one below.
    pub(in crate::chain) fn anchor_link(&mut self, found: &Found) -> Option<(usize, Link)> {
        let End::Anchor(number) = found.end else {
            return None;
        };
        let anchor = self.first_anchor.saturating_add(number);
        let above = *self.pool.get(anchor)?;
        let mut path = found.path.iter().rev().copied();
        let mut child = path.next()?;
        let last = *self.pool.get(child)?;
        if last.der == above.der {
            return None;
        }
        if last.public_key.raw == above.public_key.raw && last.subject.matches(&above.subject) {
            child = path.next()?;
        }
        let certificate = *self.pool.get(child)?;
        Some((
            child,
            Link::new(self.signature(child, anchor), certificate, above),
        ))
    }

    /// The trust anchor that this certificate is, and whether it is a root. A leaf is one only byte for byte: its own
    /// signature is not looked at, so that anybody can make another with name and key.
    pub(super) fn anchor_at(&self, certificate: &Certificate<'_>, is_leaf: bool) -> Option<(usize, bool)> {
        let anchor = self.anchor_like(certificate)?;
        let it = self.pool.get(anchor)?;
        (!is_leaf || it.der == certificate.der).then_some((anchor, it.is_self_issued()))
    }

    /// The issuers to try: key identifiers equal, then unknown, then different; within these likewise by issuer and serial
    /// number of the authority key identifier, and within these by rank.
    pub(super) fn issuers_of(&mut self, number: usize) -> Rc<[usize]> {
        if let Some(known) = self.issuers.get(&number) {
            return Rc::clone(known);
        }
        let ranked: Rc<[usize]> = match self.pool.get(number) {
            Some(it) => {
                let named = self.by_subject.get(it.issuer.normalized());
                let leads_on = |other: &usize| *other == number || !self.is_copy(*other, it);
                self.by_key_identifier(it, named.filter(leads_on)).into()
            }
            None => Rc::default(),
        };
        self.issuers.insert(number, Rc::clone(&ranked));
        ranked
    }

    /// Whether it has name and key of this certificate, which names itself as its issuer: no path needs both.
    fn is_copy(&self, number: usize, certificate: &Certificate<'_>) -> bool {
        certificate.is_self_issued()
            && (self.pool.get(number)).is_some_and(|it| it.public_key.raw == certificate.public_key.raw)
    }

    pub(super) fn by_key_identifier(
        &self,
        certificate: &Certificate<'_>,
        named: impl Iterator<Item = usize>,
    ) -> Vec<usize> {
        let mut ranked: Vec<usize> = named.collect();
        ranked.sort_by_cached_key(|issuer| {
            let fits = |fits: Option<bool>| match fits {
                Some(true) => 0,
                None => 1,
                Some(false) => 2,
            };
            let issuer = self.pool.get(*issuer);
            (
                fits(issuer.and_then(|it| key_identifiers(certificate, it))),
                fits(issuer.and_then(|it| authority_certificate(certificate, it))),
            )
        });
        ranked
    }

    /// The trust anchor with name and key of this certificate: it is a name and a key, and the certificate that
    /// carries them may differ. The same certificate goes first.
    pub(in crate::chain) fn anchor_like(&self, certificate: &Certificate<'_>) -> Option<usize> {
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
