//! The way that nearly every file takes: leaf, its issuer, and so on up to the root, in this order, nothing else in the file
//! and nothing against any of them. One pass tells; whatever does not fit is for the search, which alone judges.

use alloc::vec::Vec;

use super::facts::{ChainFacts, End, Link, SignatureFact, is_authority};
use super::leaf::Builder;
use super::signatures::Signatures;
use super::weight;
use crate::certificate::Certificate;
use crate::keys::pair::{self, KeyFacts};
use crate::keys::private_key::Keys;
use crate::profile::{Profile, Purpose};
use crate::trust::Trust;

/// Certificates of a path; a longer one is searched for.
const LONGEST: usize = 8;

/// What is known of a path once its links are verified.
pub(super) struct Straight {
    links: Vec<Link>,
    end: End,
    top_signature: Option<SignatureFact>,
    anchor_link: Option<(usize, Link)>,
}

/// The path, if it is straight. The signatures that were checked stay in `signatures`, so that no search repeats them.
pub(super) fn straight(
    builder: &Builder<'_, '_>,
    anchors: &[Certificate<'_>],
    signatures: &mut Signatures<'_>,
) -> Option<Straight> {
    let (certificates, profile) = (builder.certificates, builder.profile);
    let end = fits(certificates, anchors, profile)?;
    let anchor = match end {
        Top::Anchor(anchor) => Some(anchor),
        Top::Root | Top::AnchorItself => None,
    };
    // What stands against an issuer, and its path length.
    let issuers = certificates.iter().skip(1).chain(anchor);
    for (below, issuer) in issuers.enumerate() {
        let allowed = issuer.basic_constraints.as_ref();
        let allowed = allowed.and_then(|it| it.value.path_length);
        if weight::of_issuer(issuer, profile, builder.now) != 0
            || allowed.is_some_and(|allowed| usize::try_from(allowed).is_ok_and(|it| it < below))
            || issuer.name_constraints.is_some()
        {
            return None;
        }
    }
    let mut links = Vec::with_capacity(certificates.len());
    let steps = certificates.iter().zip(certificates.iter().skip(1));
    for (place, (certificate, issuer)) in steps.enumerate() {
        let above = place.saturating_add(1);
        links.push(link(signatures, (place, above), certificate, issuer)?);
    }
    let last = certificates.len().checked_sub(1)?;
    let top = certificates.get(last)?;
    let verified = SignatureFact::Verified;
    let (end, top_signature, anchor_link) = match end {
        Top::Root => {
            let own = signatures.check((last, last), top, top);
            (own == verified).then_some((End::Root, Some(verified), None))?
        }
        Top::AnchorItself => (End::Anchor(0), None, None),
        Top::Anchor(anchor) => {
            // Anchors are numbered behind the certificates of the file.
            let link = link(signatures, (last, certificates.len()), top, anchor)?;
            (End::Anchor(0), Some(verified), Some((last, link)))
        }
    };
    Some(Straight {
        links,
        end,
        top_signature,
        anchor_link,
    })
}

/// What is above the last certificate of the file.
enum Top<'a, 'b> {
    /// Nothing: it is a root.
    Root,
    /// Nothing: it is the trust anchor.
    AnchorItself,
    Anchor(&'a Certificate<'b>),
}

/// Whether names alone leave one path.
fn fits<'a, 'b>(
    certificates: &[Certificate<'_>],
    anchors: &'a [Certificate<'b>],
    profile: &Profile,
) -> Option<Top<'a, 'b>> {
    let (leaf, above) = certificates.split_first()?;
    let (top, limits) = (certificates.last()?, &profile.limits);
    // Every limit is far away.
    let is_short = !above.is_empty()
        && certificates.len() <= LONGEST.min(limits.certificates)
        && certificates.len() <= limits.path_intermediates.saturating_add(1)
        && certificates.len() < limits.signature_checks.min(limits.path_steps);
    if !is_short || profile.purpose == Purpose::Authority || is_authority(leaf) {
        return None;
    }
    let mut steps = certificates.iter().zip(above);
    if !steps.all(|(certificate, issuer)| certificate.issuer.raw == issuer.subject.raw) {
        return None;
    }
    let end = match (&profile.trust, anchors) {
        (Trust::Bundle, []) if top.issuer.raw == top.subject.raw => Top::Root,
        (Trust::Anchors(_), [anchor]) if anchor.issuer.raw == anchor.subject.raw => {
            if anchor.der == top.der {
                Top::AnchorItself
            } else if top.issuer.raw == anchor.subject.raw {
                Top::Anchor(anchor)
            } else {
                return None;
            }
        }
        _ => return None,
    };
    // No name is another's, however it is written: no copies, no cross-signed CA, no loop, and one leaf.
    let anchor = match end {
        Top::Anchor(anchor) => Some(&anchor.subject),
        Top::Root | Top::AnchorItself => None,
    };
    let mut names = certificates.iter().map(|it| &it.subject).chain(anchor);
    while let Some(name) = names.next() {
        if !names.clone().all(|other| name.surely_differs(other)) {
            return None;
        }
    }
    Some(end)
}

fn link(
    signatures: &mut Signatures<'_>,
    pair: (usize, usize),
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
) -> Option<Link> {
    let link = Link::new(signatures.check(pair, certificate, issuer), certificate, issuer);
    let is_clean = link.signature == SignatureFact::Verified && !link.identifiers_differ();
    is_clean.then_some(link)
}

impl Straight {
    /// All facts of the chain.
    pub(super) fn facts(self, builder: &Builder<'_, '_>, keys: &Keys<'_>) -> ChainFacts {
        let certificates = builder.certificates;
        let path: Vec<usize> = (0..certificates.len()).collect();
        let mut key_facts: KeyFacts = pair::find_owners(keys, certificates, &path, &builder.profile.provider);
        let key_chooses = key_facts.own(certificates, 0);
        key_facts.settle(certificates.first(), certificates, &keys.read);
        ChainFacts {
            in_order: true,
            extras: Vec::new(),
            wrong_turn: None,
            key: key_facts.judged_match(),
            keys: key_facts,
            key_chooses,
            duplicates: Vec::new(),
            leaf_candidates: alloc::vec![0],
            path,
            links: self.links,
            end: self.end,
            top_signature: self.top_signature,
            named_anchor: None,
            anchor_link: self.anchor_link,
            list: Vec::new(),
            constraint_faults: Vec::new(),
            too_long: false,
            signature_limit_hit: false,
            step_limit_hit: false,
            comparison_limit_hit: false,
            certificate_limit_hit: false,
        }
    }
}
