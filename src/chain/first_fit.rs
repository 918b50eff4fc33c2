//! Where clients that take the first certificate that fits leave the path.
//!
//! OpenSSL and GnuTLS look for the issuer among their own roots, then among what the server sent, in its order. They
//! take the first that fits and never go back, so a second certificate of a CA that stands before the needed one
//! can hide it.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::facts::{End, WrongTurn, may_have_issued};
use super::leaf::Builder;
use super::search::{Found, Search};
use crate::certificate::Certificate;

/// A client's choice at a fork, and all certificates that may come into its path.
struct Walk {
    taken: usize,
    needed: usize,
    reached: BTreeSet<usize>,
}

impl Builder<'_, '_> {
    /// The wrong turn on `found`, against which nothing else stands. `search` is used up.
    pub(super) fn wrong_turn(
        &self,
        found: &Found,
        unique: &[usize],
        search: &mut Search<'_, '_>,
    ) -> Option<WrongTurn> {
        if !found.is_clean() {
            return None;
        }
        let untrusted = self.untrusted_roots(found, unique, search);
        [false, true].into_iter().find_map(|is_outdated| {
            let usable =
                |place: &usize| is_outdated || self.certificate(*place).is_some_and(|it| self.is_valid(it));
            let usable: Vec<usize> = unique.iter().copied().filter(usable).collect();
            let walk = self.walk(found, &usable, &untrusted)?;
            let other = search.run_within(*found.path.first()?, &walk.reached);
            let is_wrong = other.is_some_and(|other| other.is_worse_than(found));
            is_wrong.then_some(WrongTurn {
                taken: walk.taken,
                needed: walk.needed,
                is_outdated,
            })
        })
    }

    /// Up from the leaf by the first that fits; `None` where that is the path itself.
    fn walk(&self, found: &Found, usable: &[usize], untrusted: &BTreeSet<usize>) -> Option<Walk> {
        let ends_in_file = found.end == End::Root || self.is_anchor(found);
        let last = found.path.len().checked_sub(1)?;
        let steps = found.path.iter().zip(found.path.iter().skip(1)).enumerate();
        for (height, (&child, &needed)) in steps {
            // Clients have the root, and look there first.
            if ends_in_file && height.saturating_add(1) == last {
                return None;
            }
            let fitting = self.fitting(child, usable);
            let is_taken =
                |place: &usize| *place == needed || !self.is_self_issued(*place) || untrusted.contains(place);
            let taken = fitting.into_iter().find(is_taken)?;
            if taken != needed {
                let reached = found
                    .path
                    .iter()
                    .take(height.saturating_add(1))
                    .copied()
                    .collect();
                let mut walk = Walk {
                    taken,
                    needed,
                    reached,
                };
                if untrusted.contains(&taken) {
                    walk.reached.insert(taken);
                    return Some(walk);
                }
                return Some(self.walk_on(walk, usable));
            }
        }
        None
    }

    /// Goes on from the wrong certificate. Self-issued ones are no step but may be what the client trusts.
    fn walk_on(&self, mut walk: Walk, usable: &[usize]) -> Walk {
        let mut next = Some(walk.taken);
        for _ in 0..=self.profile.limits.path_intermediates {
            let Some(place) = next.filter(|place| walk.reached.insert(*place)) else {
                break;
            };
            let (roots, others): (Vec<usize>, Vec<usize>) = self
                .fitting(place, usable)
                .into_iter()
                .partition(|issuer| self.is_self_issued(*issuer));
            walk.reached.extend(roots);
            next = others.into_iter().find(|issuer| !walk.reached.contains(issuer));
        }
        walk
    }

    /// What OpenSSL's `X509_check_issued` lets through, in the order of the file. It does not look at signatures.
    fn fitting(&self, child: usize, usable: &[usize]) -> Vec<usize> {
        let Some(certificate) = self.certificate(child) else {
            return Vec::new();
        };
        let fits = |issuer: &Certificate<'_>| {
            let usage = issuer.key_usage.as_ref();
            issuer.subject.matches(&certificate.issuer)
                && may_have_issued(certificate, issuer)
                && usage.is_none_or(|usage| usage.value.key_cert_sign)
        };
        let others = usable.iter().copied().filter(|place| *place != child);
        others
            .filter(|place| self.certificate(*place).is_some_and(fits))
            .collect()
    }

    /// Whether the last certificate of the path is itself a trust anchor, by name and key.
    fn is_anchor(&self, found: &Found) -> bool {
        matches!(found.end, End::Anchor(_)) && found.top_signature.is_none()
    }

    fn certificate(&self, place: usize) -> Option<&Certificate<'_>> {
        self.certificates.get(place)
    }

    fn is_self_issued(&self, place: usize) -> bool {
        self.certificate(place).is_some_and(Certificate::is_self_issued)
    }

    /// Those that look self-signed and are no trust anchors. Clients go no further there; where they trust one, it is no step.
    fn untrusted_roots(&self, found: &Found, unique: &[usize], search: &Search<'_, '_>) -> BTreeSet<usize> {
        let is_one = |place: &usize| {
            let certificate = self.certificate(*place);
            certificate.is_some_and(|it| {
                it.is_self_issued() && may_have_issued(it, it) && search.anchor_like(it).is_none()
            })
        };
        match found.end {
            End::Anchor(_) => unique.iter().copied().filter(is_one).collect(),
            _ => BTreeSet::new(),
        }
    }

    fn is_valid(&self, certificate: &Certificate<'_>) -> bool {
        certificate.not_before <= self.now && self.now <= certificate.not_after
    }
}
