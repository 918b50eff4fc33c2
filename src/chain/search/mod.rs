//! The search for a path from the leaf upward, within fixed budgets.
//!
//! Candidates are tried in an order that depends on their contents alone, never on their places in the file, so
//! that verdict and path do not either.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::rc::Rc;
use alloc::vec::Vec;

use super::facts::{End, Link, Listed, SignatureFact, key_identifiers, may_have_issued};
use super::signatures::Signatures;
use super::weight::{
    self, BLEMISH, CUT, FAULT, PARTIAL, UNANCHORED, UNPROVED, is_refused_unchecked, may_be_root,
};
use crate::certificate::Certificate;
use crate::profile::Profile;
use crate::trust::Trust;

mod bounds;
mod candidates;
mod state;

use state::{BySubject, Frame};
pub(super) use state::{Found, Search};

impl<'b, 'm> Search<'b, 'm> {
    pub(super) fn new(
        certificates: impl Iterator<Item = &'b Certificate<'b>>,
        unique: &[usize],
        anchors: &'b [Certificate<'b>],
        profile: &'b Profile,
        now: i64,
        signatures: Signatures<'m>,
    ) -> Search<'b, 'm> {
        let mut pool: Vec<&Certificate<'b>> = certificates.collect();
        let first_anchor = pool.len();
        pool.extend(anchors);
        let mut search = Search {
            weights: pool
                .iter()
                .map(|it| weight::of_issuer(it, profile, now))
                .collect(),
            pool,
            first_anchor,
            profile,
            by_subject: BySubject::default(),
            anchors_by_subject: BySubject::default(),
            issuers: BTreeMap::new(),
            standings: BTreeMap::new(),
            signatures,
            steps_left: profile.limits.path_steps,
            step_limit_hit: false,
            comparisons_left: profile.limits.name_comparisons,
            comparison_limit_hit: false,
            best: None,
        };
        search.sort_by_subject(unique.iter().copied());
        search
    }

    /// The best path from `leaf`.
    pub(super) fn run(&mut self, leaf: usize) -> Option<Found> {
        let mut stack = Vec::new();
        // What stands against the leaf itself is the same on every path.
        self.arrive(&mut stack, leaf, None, 0, 0);
        while !self.is_settled() {
            let Some(frame) = stack.last_mut() else { break };
            let issuers = frame.issuers.as_deref().unwrap_or_default();
            let Some(&issuer) = issuers.get(frame.next) else {
                if core::mem::take(&mut frame.postponed) {
                    self.try_anchors_above(&mut stack, true);
                    continue;
                }
                let forged = frame.forged.take().filter(|_| !frame.followed);
                match forged {
                    Some(issuer) => self.climb(&mut stack, issuer),
                    None => drop(stack.pop()),
                }
                continue;
            };
            frame.next = frame.next.saturating_add(1);
            let Some(left) = self.steps_left.checked_sub(1) else {
                self.step_limit_hit = true;
                break;
            };
            self.steps_left = left;
            let child = frame.number;
            if stack.iter().any(|below| below.number == issuer) {
                continue;
            }
            let is_bad = self.signature(child, issuer) == SignatureFact::Bad;
            let Some(frame) = stack.last_mut() else { break };
            if is_bad {
                frame.forged = frame.forged.or(Some(issuer));
            } else {
                frame.followed = true;
                self.climb(&mut stack, issuer);
            }
        }
        // A limit came before any end.
        if self.best.is_none() {
            self.finish(&stack, End::IssuerAbsent, None, false, CUT);
        }
        self.best.take()
    }

    /// The same of these certificates alone, within what the budgets still hold; no other search can follow.
    pub(super) fn run_within(&mut self, leaf: usize, only: &BTreeSet<usize>) -> Option<Found> {
        self.issuers.clear();
        self.sort_by_subject(only.iter().copied());
        self.run(leaf)
    }

    /// Which limits were reached: of signatures, steps and comparisons.
    pub(super) fn limits_hit(&self) -> [bool; 3] {
        [
            self.signatures.limit_hit,
            self.step_limit_hit,
            self.comparison_limit_hit,
        ]
    }

    /// How each certificate of a file without a leaf stands.
    pub(super) fn list(&mut self, unique: &[usize]) -> Vec<Listed> {
        let wants_anchor = matches!(self.profile.trust, Trust::Anchors(_));
        let mut list = Vec::with_capacity(unique.len());
        for &place in unique {
            let Some(&certificate) = self.pool.get(place) else {
                continue;
            };
            let is_vouched_for = wants_anchor.then(|| {
                let is_anchor = self.anchor_at(certificate, false).is_some();
                is_anchor || self.run(place).is_some_and(|it| matches!(it.end, End::Anchor(_)))
            });
            let own_signature = certificate.is_self_issued().then(|| self.signature(place, place));
            list.push(Listed {
                place,
                is_vouched_for,
                own_signature,
            });
        }
        list
    }

    fn is_settled(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.is_perfect)
    }

    fn signature(&mut self, child: usize, issuer: usize) -> SignatureFact {
        match (self.pool.get(child), self.pool.get(issuer)) {
            (Some(certificate), Some(above)) => self.signatures.check((child, issuer), certificate, above),
            _ => SignatureFact::NotChecked,
        }
    }

    /// One step up, unless the path can become no better than the best one known.
    fn climb(&mut self, stack: &mut Vec<Frame>, issuer: usize) {
        let Some(below) = stack.last() else { return };
        let (child, counted, score) = (below.number, below.counted, below.score);
        let (Some(certificate), Some(above)) = (self.pool.get(child), self.pool.get(issuer)) else {
            return;
        };
        let (certificate, above) = (*certificate, *above);
        let link = Link::new(self.signature(child, issuer), certificate, above);
        // As below the anchor itself: what is refused unchecked is a fault that a rule names.
        let is_anchor = self
            .anchor_like(above)
            .is_some_and(|anchor| self.pool.get(anchor).is_some_and(|it| it.der == above.der));
        let is_weak = link.signature == SignatureFact::NotChecked && is_refused_unchecked(certificate, above);
        let signature = if is_anchor && is_weak && !link.key_identifiers_differ {
            FAULT
        } else {
            weight::of_signature(link.signature)
        };
        let score = score
            .saturating_add(signature)
            .saturating_add(if link.identifiers_differ() { FAULT } else { 0 })
            .saturating_add(self.weight_above(stack, issuer, counted));
        if self.best.as_ref().is_some_and(|best| best.score < score) {
            return;
        }
        // What ends the path is no intermediate.
        let is_end = above.is_self_issued() || self.anchor_like(above).is_some();
        let intermediates = stack.len().saturating_sub(1);
        if !is_end && intermediates >= self.profile.followed_intermediates() {
            return self.finish(stack, End::IssuerAbsent, None, true, 0);
        }
        let counted = counted.saturating_add(u32::from(!above.is_self_issued()));
        self.arrive(stack, issuer, Some(link), score, counted);
    }

    /// Puts a certificate on the path, and finishes the path where it may end there.
    fn arrive(
        &mut self,
        stack: &mut Vec<Frame>,
        number: usize,
        link: Option<Link>,
        score: u32,
        counted: u32,
    ) {
        let Some(&certificate) = self.pool.get(number) else {
            return;
        };
        stack.push(Frame {
            number,
            link,
            score,
            counted,
            issuers: None,
            next: 0,
            postponed: false,
            forged: None,
            followed: false,
        });
        let is_leaf = stack.len() == 1;
        if let Some((anchor, is_root)) = self.anchor_at(certificate, is_leaf) {
            let weight = self.anchor_weight(stack, anchor, certificate);
            let weight = weight.saturating_add(if is_root { 0 } else { PARTIAL });
            self.finish(
                stack,
                End::Anchor(self.anchor_number(anchor)),
                None,
                false,
                weight,
            );
            if is_root {
                return;
            }
        }
        let issuers = self.issuers_of(number);
        if let Some(frame) = stack.last_mut() {
            frame.issuers = Some(Rc::clone(&issuers));
        }
        self.try_anchors_above(stack, false);
        let own = certificate
            .is_self_issued()
            .then(|| self.signature(number, number));
        if own.is_some_and(|own| may_be_root(certificate, own)) {
            let weight = if own == Some(SignatureFact::Verified) {
                0
            } else {
                UNPROVED
            };
            return self.finish(stack, End::Root, own, false, weight);
        }
        let on_path = |issuer: &usize| stack.iter().any(|below| below.number == *issuer);
        if issuers.iter().all(on_path) {
            let is_loop = issuers.iter().any(|issuer| *issuer != number);
            let end = if is_loop { End::Loop } else { End::IssuerAbsent };
            let weight = own.map_or(0, weight::of_signature);
            self.finish(stack, end, own, false, weight);
        }
    }

    /// Ends the path below each trust anchor whose key verifies the last signature; not yet where the file holds that
    /// anchor, or its name and key in another certificate and nothing stands against that one.
    fn try_anchors_above(&mut self, stack: &mut [Frame], postponed: bool) {
        let Some((number, counted, issuers)) = stack
            .last()
            .map(|frame| (frame.number, frame.counted, frame.issuers.clone()))
        else {
            return;
        };
        let Some(&certificate) = self.pool.get(number) else {
            return;
        };
        let named = self.anchors_by_subject.get(certificate.issuer.normalized());
        for anchor in self.by_key_identifier(certificate, named) {
            if self.is_settled() {
                return;
            }
            let Some(&above) = self.pool.get(anchor).filter(|_| anchor != number) else {
                continue;
            };
            let has_twin = issuers.iter().flat_map(|it| it.iter()).any(|issuer| {
                let clean = self.weights.get(*issuer) == Some(&0);
                self.pool.get(*issuer).is_some_and(|it| {
                    let stands_for_it = clean && it.public_key.raw == above.public_key.raw;
                    *issuer != number && (stands_for_it || it.der == above.der)
                })
            });
            if has_twin != postponed {
                if let Some(frame) = stack.last_mut().filter(|_| has_twin) {
                    frame.postponed = true;
                }
                continue;
            }
            let signature = self.signature(number, anchor);
            let weak = signature == SignatureFact::NotChecked && is_refused_unchecked(certificate, above);
            let differs = key_identifiers(certificate, above) == Some(false);
            if signature != SignatureFact::Verified && (!weak || differs) {
                continue;
            }
            let weight = self
                .weight_above(stack, anchor, counted)
                // What is refused unchecked is a fault that a rule names.
                .saturating_add(if weak { FAULT } else { 0 })
                .saturating_add(if may_have_issued(certificate, above) {
                    0
                } else {
                    FAULT
                })
                .saturating_add(if above.is_self_issued() { 0 } else { PARTIAL });
            let end = End::Anchor(self.anchor_number(anchor));
            self.finish(stack, end, Some(signature), false, weight);
        }
    }

    /// Compares the path with the best one so far.
    fn finish(
        &mut self,
        stack: &[Frame],
        end: End,
        top_signature: Option<SignatureFact>,
        too_long: bool,
        weight: u32,
    ) {
        let anchored = matches!(end, End::Anchor(_));
        let wants_anchor = matches!(self.profile.trust, Trust::Anchors(_));
        let mut score = stack.last().map_or(0, |frame| frame.score).saturating_add(weight);
        if wants_anchor && !anchored {
            score = score.saturating_add(UNANCHORED);
        }
        if too_long {
            score = score.saturating_add(CUT);
        }
        let is_end = anchored || end == End::Root;
        let better = match &self.best {
            None => true,
            Some(best) => (score, !is_end) < (best.score, !best.reaches_an_end()),
        };
        if better {
            let path: Vec<usize> = stack.iter().map(|frame| frame.number).collect();
            self.best = Some(Found {
                constraint_faults: self.constraint_faults(&path, end),
                path,
                links: stack.iter().filter_map(|frame| frame.link).collect(),
                end,
                top_signature,
                too_long,
                is_perfect: score <= BLEMISH && is_end,
                score,
            });
        }
    }
}
