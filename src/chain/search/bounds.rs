//! What a CA sets against the path below it: its own faults, its path length, its name constraints.

use alloc::vec::Vec;

use super::state::{Frame, Search};
use crate::certificate::Certificate;
use crate::chain::facts::{ConstraintFault, End, Member};
use crate::chain::name_constraints::{ConstraintOutcome, standing};
use crate::chain::weight::{CUT, FAULT};

impl Search<'_, '_> {
    /// What the anchor adds where the path holds its name and key in another certificate: the anchor's own limits
    /// hold all the same.
    pub(super) fn anchor_weight(
        &mut self,
        stack: &[Frame],
        anchor: usize,
        certificate: &Certificate<'_>,
    ) -> u32 {
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
    pub(super) fn weight_above(&mut self, stack: &[Frame], issuer: usize, counted: u32) -> u32 {
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
                    ConstraintOutcome::Within => 0,
                    ConstraintOutcome::Outside { .. }
                    | ConstraintOutcome::Undecided { .. }
                    | ConstraintOutcome::EmailOfOtherType => FAULT,
                    ConstraintOutcome::LimitReached => CUT,
                });
            }
        }
        weight
    }

    /// How a certificate stands to a CA's name constraints. Self-issued ones above the leaf are exempt.
    pub(super) fn standing(&mut self, height: usize, below: usize, issuer: usize) -> ConstraintOutcome {
        let (Some(&certificate), Some(&above)) = (self.pool.get(below), self.pool.get(issuer)) else {
            return ConstraintOutcome::Within;
        };
        let Some(constraints) = &above.name_constraints else {
            return ConstraintOutcome::Within;
        };
        if height > 0 && certificate.is_self_issued() {
            return ConstraintOutcome::Within;
        }
        if let Some(known) = self.standings.get(&(below, issuer)) {
            return known.clone();
        }
        let found = standing(
            certificate,
            &constraints.value,
            height == 0,
            &mut self.comparisons_left,
        );
        if found == ConstraintOutcome::LimitReached {
            self.comparison_limit_hit = true;
        }
        self.standings.insert((below, issuer), found.clone());
        found
    }

    pub(super) fn constraint_faults(&mut self, path: &[usize], end: End) -> Vec<ConstraintFault> {
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
                if standing != ConstraintOutcome::Within {
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
