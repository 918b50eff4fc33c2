//! The way from certificates to facts about their chain.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::facts::{ChainFacts, End};
use super::known_signatures::KnownSignatures;
use super::leaf::Builder;
use super::search::{Found, Search};
use super::signatures::Signatures;
use super::straight::straight;
use crate::certificate::Certificate;
use crate::keys::pair::{self, KeyFacts};
use crate::keys::private_key::Keys;
use crate::profile::{Profile, Purpose};

/// Finds the leaf and the best path upward. With `is_searched` the search finds also what is straight: for tests.
pub(crate) fn order<'b>(
    certificates: &'b [Certificate<'b>],
    anchors: &'b [Certificate<'b>],
    keys: &Keys<'_>,
    profile: &'b Profile,
    now: i64,
    known: &mut KnownSignatures,
    is_searched: bool,
) -> ChainFacts {
    let builder = Builder {
        certificates,
        profile,
        now,
    };
    let mut signatures = Signatures::new(
        profile.provider.signature_algorithms(),
        profile.limits.signature_checks,
        known,
    );
    let straight = match is_searched {
        true => None,
        false => straight(&builder, anchors, &mut signatures),
    };
    if let Some(straight) = straight {
        return straight.facts(&builder, keys);
    }
    // Neighbours in a file are mostly issuer and issued.
    for (one, next) in certificates.iter().zip(certificates.iter().skip(1)) {
        one.issuer.normalize_like(&next.subject);
    }
    let (mut unique, duplicates) = without_copies(certificates);
    let certificate_limit_hit = unique.len() > profile.limits.certificates;
    unique.truncate(profile.limits.certificates);
    let mut key_facts = pair::find_owners(keys, certificates, &unique, &profile.provider);
    let leaf = chosen_leaf(&builder, &unique, &key_facts);
    key_facts.settle(
        leaf.place.and_then(|leaf| certificates.get(leaf)),
        certificates,
        &keys.read,
    );
    let is_ambiguous = leaf.candidates.len() > 1 && !leaf.key_decides;
    let mut search = Search::new(certificates.iter(), &unique, anchors, profile, now, signatures);
    let found = leaf.place.and_then(|leaf| search.run(leaf));
    // A limit matters only where it may have hidden a path.
    let is_open = found.as_ref().is_some_and(|found| !found.is_perfect);
    let unanchored = found
        .as_ref()
        .filter(|found| !matches!(found.end, End::Anchor(_)));
    let top = unanchored.and_then(|found| found.path.last().copied());
    let named_anchor = top.and_then(|top| search.named_anchor(top));
    let anchor_link = found.as_ref().and_then(|found| search.anchor_link(found));
    let is_list = found.is_none() || profile.purpose == Purpose::Authority;
    let list = if is_list { search.list(&unique) } else { Vec::new() };
    let is_open = is_open || list.iter().any(|it| it.is_vouched_for == Some(false));
    let limits_hit = search.limits_hit().map(|is_hit| is_open && is_hit);
    let [signature_limit_hit, step_limit_hit, comparison_limit_hit] = limits_hit;
    let in_order = found.as_ref().is_none_or(|found| {
        // Which of several leaves should lead is not known.
        found.path.is_sorted() && (unique.first() == found.path.first() || is_ambiguous)
    });
    let settled = found
        .as_ref()
        .filter(|_| in_order && !is_list && !limits_hit.contains(&true));
    let wrong_turn = settled.and_then(|found| builder.wrong_turn(found, &unique, &mut search));
    let found = found.unwrap_or_else(Found::nothing);
    unique.retain(|place| !found.path.contains(place));
    ChainFacts {
        in_order,
        extras: unique,
        wrong_turn,
        key: key_facts.judged_match(),
        keys: key_facts,
        key_chooses: leaf.key_decides,
        duplicates,
        leaf_candidates: leaf.candidates,
        path: found.path,
        links: found.links,
        end: found.end,
        top_signature: found.top_signature,
        named_anchor,
        anchor_link,
        list,
        constraint_faults: found.constraint_faults,
        too_long: found.too_long,
        signature_limit_hit,
        step_limit_hit,
        comparison_limit_hit,
        certificate_limit_hit,
    }
}

/// Which certificate is judged as the leaf.
struct Leaf {
    place: Option<usize>,
    candidates: Vec<usize>,
    /// A key that was given fits one candidate, or copies of it.
    key_decides: bool,
}

/// The best candidate; of those that a key fits, where there are any.
fn chosen_leaf(builder: &Builder<'_, '_>, unique: &[usize], keys: &KeyFacts) -> Leaf {
    let certificates = builder.certificates;
    let has_key = |place: &usize| keys.own(certificates, *place);
    let candidates = builder.leaf_candidates(unique, has_key);
    let of_key: Vec<usize> = candidates.iter().copied().filter(has_key).collect();
    let mut keys_of = of_key.iter().filter_map(|place| certificates.get(*place));
    let first = keys_of.next().map(|it| it.public_key.raw);
    let key_decides = first.is_some_and(|first| keys_of.all(|it| it.public_key.raw == first));
    let among = if of_key.is_empty() { &candidates } else { &of_key };
    let place = builder.best_leaf(among, unique);
    Leaf {
        place,
        candidates,
        key_decides,
    }
}

/// Places of unique certificates, and the copies.
fn without_copies(certificates: &[Certificate<'_>]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut first_places: BTreeMap<&[u8], usize> = BTreeMap::new();
    let (mut unique, mut duplicates) = (Vec::new(), Vec::new());
    for (place, certificate) in certificates.iter().enumerate() {
        match first_places.get(certificate.der) {
            Some(&first) => duplicates.push((place, first)),
            None => {
                first_places.insert(certificate.der, place);
                unique.push(place);
            }
        }
    }
    (unique, duplicates)
}
