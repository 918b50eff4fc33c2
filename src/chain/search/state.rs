//! What the search remembers.

use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;

use crate::certificate::Certificate;
use crate::chain::facts::{ConstraintFault, End, Link, SignatureFact};
use crate::chain::name_constraints::ConstraintOutcome;
use crate::chain::signatures::Signatures;
use crate::chain::weight::BLEMISH;
use crate::profile::Profile;

/// Numbers of certificates, sorted by normalized subject, the better first.
#[derive(Default)]
pub(super) struct BySubject<'b> {
    pub(super) numbers: Vec<(&'b [u8], usize)>,
}

impl BySubject<'_> {
    /// Those of this subject.
    pub(super) fn get(&self, normalized: &[u8]) -> impl Iterator<Item = usize> + Clone {
        let start = self.numbers.partition_point(|(subject, _)| *subject < normalized);
        let rest = self.numbers.get(start..).unwrap_or_default();
        let length = rest.partition_point(|(subject, _)| *subject == normalized);
        rest.iter().take(length).map(|(_, number)| *number)
    }
}

/// A path, and what is to be said of it.
pub(in crate::chain) struct Found {
    /// Numbers in the pool, leaf first, certificates of the file only.
    pub(in crate::chain) path: Vec<usize>,
    pub(in crate::chain) links: Vec<Link>,
    pub(in crate::chain) end: End,
    pub(in crate::chain) top_signature: Option<SignatureFact>,
    pub(in crate::chain) too_long: bool,
    pub(in crate::chain) constraint_faults: Vec<ConstraintFault>,
    /// Nothing stands against it, and it ends where it should.
    pub(in crate::chain) is_perfect: bool,
    pub(super) score: u32,
}

impl Found {
    /// Of a file without a leaf.
    pub(in crate::chain) fn nothing() -> Found {
        Found {
            path: Vec::new(),
            links: Vec::new(),
            end: End::Nowhere,
            top_signature: None,
            too_long: false,
            constraint_faults: Vec::new(),
            is_perfect: false,
            score: 0,
        }
    }

    /// Nothing stands against it; it may end below a root that is not in the file.
    pub(in crate::chain) fn is_clean(&self) -> bool {
        self.score <= BLEMISH
    }

    pub(in crate::chain) fn is_worse_than(&self, other: &Found) -> bool {
        let standing = |it: &Found| (it.score, !it.reaches_an_end());
        standing(self) > standing(other)
    }

    pub(super) fn reaches_an_end(&self) -> bool {
        matches!(self.end, End::Anchor(_) | End::Root)
    }
}

/// The search, and what it remembers. Certificates are numbered: those of the file first, then the anchors.
pub(in crate::chain) struct Search<'b, 'm> {
    pub(super) pool: Vec<&'b Certificate<'b>>,
    pub(super) first_anchor: usize,
    pub(super) profile: &'b Profile,
    pub(super) by_subject: BySubject<'b>,
    pub(super) anchors_by_subject: BySubject<'b>,
    /// The weight of what stands against each as an issuer.
    pub(super) weights: Vec<u32>,
    /// For each certificate the issuers to try, in their order.
    pub(super) issuers: BTreeMap<usize, Rc<[usize]>>,
    pub(super) standings: BTreeMap<(usize, usize), ConstraintOutcome>,
    pub(in crate::chain) signatures: Signatures<'m>,
    pub(super) steps_left: usize,
    pub(in crate::chain) step_limit_hit: bool,
    pub(super) comparisons_left: usize,
    pub(in crate::chain) comparison_limit_hit: bool,
    pub(super) best: Option<Found>,
}

/// One certificate of the path being built, and what is left to try above it.
pub(super) struct Frame {
    pub(super) number: usize,
    /// How it was reached; the leaf by nothing.
    pub(super) link: Option<Link>,
    /// Weight of the path up to here.
    pub(super) score: u32,
    /// Certificates up to here that count for path lengths.
    pub(super) counted: u32,
    /// None of a trust anchor, where the path ends.
    pub(super) issuers: Option<Rc<[usize]>>,
    pub(super) next: usize,
    /// Trust anchors were passed over, as the file holds their own certificates.
    pub(super) postponed: bool,
    /// The first issuer of the right name whose key did not make the signature, and whether a better one was followed.
    pub(super) forged: Option<usize>,
    pub(super) followed: bool,
}
