//! The search for a path from the leaf upward, within fixed budgets.
//!
//! Candidates are tried in an order that depends on their contents alone, never on their places in the file, so
//! that verdict and path do not either.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::rc::Rc;
use alloc::vec::Vec;

use super::signatures::Signatures;
use super::weight::{
    self, BLEMISH, CUT, FAULT, PARTIAL, UNANCHORED, UNPROVED, is_refused_unchecked, may_be_root,
};
use super::{ConstraintFault, End, Link, Listed, Member, SignatureFact, key_identifiers};
use crate::certificate::Certificate;
use crate::name_constraints::{Standing, standing};
use crate::profile::{Profile, Trust};

/// A path, and what is to be said of it.
pub(super) struct Found {
    /// Numbers in the pool, leaf first, certificates of the file only.
    pub(super) path: Vec<usize>,
    pub(super) links: Vec<Link>,
    pub(super) end: End,
    pub(super) top_signature: Option<SignatureFact>,
    pub(super) too_long: bool,
    pub(super) constraint_faults: Vec<ConstraintFault>,
    /// Nothing stands against it, and it ends where it should.
    pub(super) is_perfect: bool,
    score: u32,
}

/// The search, and what it remembers. Certificates are numbered: those of the file first, then the anchors.
pub(super) struct Search<'b> {
    pool: Vec<&'b Certificate<'b>>,
    first_anchor: usize,
    profile: &'b Profile,
    /// By folded subject, the better first.
    by_subject: BTreeMap<&'b [u8], Vec<usize>>,
    anchors_by_subject: BTreeMap<&'b [u8], Vec<usize>>,
    /// The weight of what stands against each as an issuer.
    weights: Vec<u32>,
    /// For each certificate the issuers to try, in their order.
    issuers: BTreeMap<usize, Rc<[usize]>>,
    standings: BTreeMap<(usize, usize), Standing>,
    pub(super) signatures: Signatures,
    steps_left: usize,
    pub(super) step_limit_hit: bool,
    comparisons_left: usize,
    pub(super) comparison_limit_hit: bool,
    best: Option<Found>,
}

/// One certificate of the path being built, and what is left to try above it.
struct Frame {
    number: usize,
    /// How it was reached; the leaf by nothing.
    link: Option<Link>,
    /// Weight of the path up to here.
    score: u32,
    /// Certificates up to here that count for path lengths.
    counted: u32,
    issuers: Rc<[usize]>,
    next: usize,
    /// Trust anchors were passed over, as the file holds their own certificates.
    postponed: bool,
    /// The first issuer by name whose key made not the signature, and whether a better was followed.
    forged: Option<usize>,
    followed: bool,
}

impl<'b> Search<'b> {
    pub(super) fn new(
        certificates: impl Iterator<Item = &'b Certificate<'b>>,
        unique: &BTreeSet<usize>,
        anchors: &'b [Certificate<'b>],
        profile: &'b Profile,
        now: i64,
    ) -> Search<'b> {
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
            by_subject: BTreeMap::new(),
            anchors_by_subject: BTreeMap::new(),
            issuers: BTreeMap::new(),
            standings: BTreeMap::new(),
            signatures: Signatures::new(profile.provider, profile.limits.signature_checks),
            steps_left: profile.limits.path_steps,
            step_limit_hit: false,
            comparisons_left: profile.limits.name_comparisons,
            comparison_limit_hit: false,
            best: None,
        };
        search.sort_by_subject(unique);
        search
    }

    fn sort_by_subject(&mut self, unique: &BTreeSet<usize>) {
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
    fn rank(&self, number: usize) -> (u32, bool, bool, core::cmp::Reverse<i64>, &'b [u8]) {
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

    /// The best path from `leaf`.
    pub(super) fn run(&mut self, leaf: usize) -> Option<Found> {
        let mut stack = Vec::new();
        // What stands against the leaf itself is the same on every path.
        self.arrive(&mut stack, leaf, None, 0, 0);
        while !self.is_settled() {
            let Some(frame) = stack.last_mut() else { break };
            let Some(&issuer) = frame.issuers.get(frame.next) else {
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

    /// The trust anchor that bears the name of this certificate's issuer, and how the certificate hangs on it.
    pub(super) fn named_anchor(&mut self, top: usize) -> Option<(usize, Link)> {
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

    /// One step up, unless the path can become no better than the best one known.
    fn climb(&mut self, stack: &mut Vec<Frame>, issuer: usize) {
        let Some(below) = stack.last() else { return };
        let (child, counted, score) = (below.number, below.counted, below.score);
        let (Some(certificate), Some(above)) = (self.pool.get(child), self.pool.get(issuer)) else {
            return;
        };
        let (certificate, above) = (*certificate, *above);
        let link = Link {
            signature: self.signature(child, issuer),
            key_identifiers_differ: key_identifiers(certificate, above) == Some(false),
            names_encoded_differently: certificate.issuer.raw != above.subject.raw,
        };
        let score = score
            .saturating_add(weight::of_signature(link.signature))
            .saturating_add(if link.key_identifiers_differ { FAULT } else { 0 })
            .saturating_add(self.weight_above(stack, issuer, counted));
        if self.best.as_ref().is_some_and(|best| best.score < score) {
            return;
        }
        // What ends the path is no intermediate.
        let is_end = above.is_self_issued() || self.anchor_like(above).is_some();
        let intermediates = stack.len().saturating_sub(1);
        if !is_end && intermediates >= self.profile.limits.path_intermediates {
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
            issuers: Rc::from([]),
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
            frame.issuers = Rc::clone(&issuers);
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

    /// The trust anchor that this certificate is, and whether it is a root. A leaf is one only byte for byte: its own
    /// signature is not looked at, so that anybody can make another with name and key.
    fn anchor_at(&self, certificate: &Certificate<'_>, is_leaf: bool) -> Option<(usize, bool)> {
        let anchor = self.anchor_like(certificate)?;
        let it = self.pool.get(anchor)?;
        (!is_leaf || it.der == certificate.der).then_some((anchor, it.is_self_issued()))
    }

    /// Ends the path below each trust anchor whose key made the last signature; not yet where its own certificate is
    /// in the file and nothing stands against that.
    fn try_anchors_above(&mut self, stack: &mut [Frame], postponed: bool) {
        let Some((number, counted, issuers)) = stack
            .last()
            .map(|frame| (frame.number, frame.counted, Rc::clone(&frame.issuers)))
        else {
            return;
        };
        let Some(&certificate) = self.pool.get(number) else {
            return;
        };
        let Some(anchors) = self.anchors_by_subject.get(certificate.issuer.folded()) else {
            return;
        };
        for anchor in self.by_key_identifier(certificate, anchors) {
            if self.is_settled() {
                return;
            }
            let Some(&above) = self.pool.get(anchor).filter(|_| anchor != number) else {
                continue;
            };
            let has_twin = issuers.iter().any(|issuer| {
                let clean = self.weights.get(*issuer) == Some(&0);
                clean
                    && self
                        .pool
                        .get(*issuer)
                        .is_some_and(|it| it.public_key.raw == above.public_key.raw && *issuer != number)
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
                .saturating_add(if differs { FAULT } else { 0 })
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
            Some(best) => {
                let best_is_end = matches!(best.end, End::Anchor(_) | End::Root);
                (score, !is_end) < (best.score, !best_is_end)
            }
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

    /// The issuers to try: key identifiers equal, then unknown, then different; within these by rank.
    fn issuers_of(&mut self, number: usize) -> Rc<[usize]> {
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

    fn by_key_identifier(&self, certificate: &Certificate<'_>, named: &[usize]) -> Vec<usize> {
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
    fn anchor_like(&self, certificate: &Certificate<'_>) -> Option<usize> {
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

    fn anchor_number(&self, number: usize) -> usize {
        number.saturating_sub(self.first_anchor)
    }

    /// What the anchor adds where the path holds its name and key in another certificate: the anchor's own limits
    /// hold all the same.
    fn anchor_weight(&mut self, stack: &[Frame], anchor: usize, certificate: &Certificate<'_>) -> u32 {
        let same = self.pool.get(anchor).is_some_and(|it| it.der == certificate.der);
        match stack.split_last() {
            Some((_, below)) if !same => {
                let counted = below.last().map_or(0, |frame| frame.counted);
                self.weight_above(below, anchor, counted)
            }
            _ => 0,
        }
    }

    /// What stands against `issuer` above this path: in itself, its path length, and its name constraints.
    fn weight_above(&mut self, stack: &[Frame], issuer: usize, counted: u32) -> u32 {
        let Some(&above) = self.pool.get(issuer) else {
            return 0;
        };
        let mut weight = self.weights.get(issuer).copied().unwrap_or(0);
        let allowed = above
            .basic_constraints
            .as_ref()
            .and_then(|it| it.value.path_length);
        if allowed.is_some_and(|allowed| counted > allowed) {
            weight = weight.saturating_add(FAULT);
        }
        if above.name_constraints.is_some() {
            for (height, below) in stack.iter().enumerate() {
                weight = weight.saturating_add(match self.standing(height, below.number, issuer) {
                    Standing::Within => 0,
                    Standing::Outside { .. } | Standing::Undecided { .. } => FAULT,
                    Standing::LimitReached => CUT,
                });
            }
        }
        weight
    }

    /// How a certificate stands to a CA's name constraints. Self-issued ones above the leaf are exempt.
    fn standing(&mut self, height: usize, below: usize, issuer: usize) -> Standing {
        let (Some(&certificate), Some(&above)) = (self.pool.get(below), self.pool.get(issuer)) else {
            return Standing::Within;
        };
        let Some(constraints) = &above.name_constraints else {
            return Standing::Within;
        };
        if height > 0 && certificate.is_self_issued() {
            return Standing::Within;
        }
        if let Some(known) = self.standings.get(&(below, issuer)) {
            return known.clone();
        }
        let found = standing(certificate, &constraints.value, &mut self.comparisons_left);
        if found == Standing::LimitReached {
            self.comparison_limit_hit = true;
        }
        self.standings.insert((below, issuer), found.clone());
        found
    }

    fn constraint_faults(&mut self, path: &[usize], end: End) -> Vec<ConstraintFault> {
        // Each issuer, and how many certificates are below it.
        let mut above: Vec<(usize, usize)> = path.iter().copied().zip(0..).skip(1).collect();
        if let End::Anchor(number) = end {
            let anchor = self.first_anchor.saturating_add(number);
            let last = path.last().and_then(|last| self.pool.get(*last)).copied();
            let stands_for_it = last.zip(self.pool.get(anchor)).is_some_and(|(last, anchor)| {
                last.public_key.raw == anchor.public_key.raw && last.subject.matches(&anchor.subject)
            });
            let is_it = last.is_some_and(|last| self.pool.get(anchor).is_some_and(|it| it.der == last.der));
            let below = path.len().saturating_sub(usize::from(stands_for_it));
            above.extend((!is_it).then_some((anchor, below)));
        }
        let mut faults = Vec::new();
        for (issuer, count) in above {
            for (height, &below) in path.iter().enumerate().take(count) {
                let standing = self.standing(height, below, issuer);
                if standing != Standing::Within {
                    let issuer = match issuer.checked_sub(self.first_anchor) {
                        Some(anchor) => Member::Anchor(anchor),
                        None => Member::File(issuer),
                    };
                    faults.push(ConstraintFault {
                        certificate: below,
                        issuer,
                        standing,
                    });
                }
            }
        }
        faults
    }
}
