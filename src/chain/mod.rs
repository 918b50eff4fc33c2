//! The certificates of a bundle to facts about their chain: which is the leaf, who issued whom, what is missing.
//!
//! Verdict and path do not depend on the order of the file; only [`ChainFacts::in_order`] tells of it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::certificate::Certificate;
use crate::chain::name_constraints::Standing;
use crate::keys::pair::{self, KeyFacts, KeyMatch};
use crate::keys::private_key::Keys;
use crate::profile::{LeafChoice, Profile, Purpose};

mod first_fit;
mod known_signatures;
pub(crate) mod name_constraints;
mod search;
pub(crate) mod second_opinion;
mod signatures;
mod weight;

pub(crate) use first_fit::WrongTurn;
pub(crate) use known_signatures::{KnownSignatures, MOST_BYTES, MOST_SIGNATURES};
use search::Search;
pub(crate) use weight::excluded_purpose;

/// What is known of the chain. Numbers are places of certificates in the file.
pub(crate) struct ChainFacts {
    /// Byte-for-byte copies: (the copy, the first of its kind).
    pub(crate) duplicates: Vec<(usize, usize)>,
    /// What could be the leaf.
    pub(crate) leaf_candidates: Vec<usize>,
    /// Leaf first, each followed by its issuer as far as the file goes. Empty where there is no leaf.
    pub(crate) path: Vec<usize>,
    /// `links[i]` tells how `path[i]` hangs on `path[i + 1]`; one for each certificate but the last.
    pub(crate) links: Vec<Link>,
    pub(crate) end: End,
    /// What is known of the last certificate's signature: by the trust anchor above it, or by its own key where it
    /// names itself as its issuer. `None` where there is nothing to check it with, or nothing to check.
    pub(crate) top_signature: Option<SignatureFact>,
    /// Where no trust anchor vouches for the path: the one that bears the name of the top's issuer, and how the top
    /// hangs on it.
    pub(crate) named_anchor: Option<(usize, Link)>,
    /// Of a file without a leaf: how each certificate stands, in the order of the file.
    pub(crate) list: Vec<Listed>,
    /// Names on the path that a CA above them does not allow.
    pub(crate) constraint_faults: Vec<ConstraintFault>,
    /// Unique certificates that the path does not need.
    pub(crate) extras: Vec<usize>,
    /// Whether the path's certificates come in their order, the leaf before all others.
    pub(crate) in_order: bool,
    /// Where clients that take the first certificate that fits leave the path, in this order of the file.
    pub(crate) wrong_turn: Option<WrongTurn>,
    /// What the private key that is judged belongs to.
    pub(crate) key: KeyMatch,
    /// What all of them belong to.
    pub(crate) keys: KeyFacts,
    /// Private keys belong to just one of the leaf candidates.
    pub(crate) key_chooses: bool,
    /// The path was cut at the profile's limit.
    pub(crate) too_long: bool,
    /// More signatures would have been needed than the profile allows, to find a path or a better one.
    pub(crate) signature_limit_hit: bool,
    /// The same of steps of the search.
    pub(crate) step_limit_hit: bool,
    /// The same of names compared with name constraints.
    pub(crate) comparison_limit_hit: bool,
    /// More unique certificates than the profile allows; those over the limit were not looked at.
    pub(crate) certificate_limit_hit: bool,
}

/// How one certificate hangs on the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) signature: SignatureFact,
    /// Authority and subject key identifier are both there and differ.
    pub(crate) key_identifiers_differ: bool,
    /// The names are equal by RFC 5280 section 7.1 and not by their bytes.
    pub(crate) names_encoded_differently: bool,
}

/// What is known of one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignatureFact {
    Verified,
    Bad,
    /// The provider has no such algorithm.
    Unsupported,
    /// The issuer's key or the hash is one that another rule refuses, or a limit was hit.
    NotChecked,
}

/// Where the path ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// There is no path.
    Nowhere,
    /// At a self-signed certificate whose signature verifies with its own key, or was not checked for its weak hash.
    Root,
    /// At a certificate whose issuer is not in the file.
    IssuerAbsent,
    /// At, or below, the trust anchor of this number.
    Anchor(usize),
    /// At a certificate that issued one before it.
    Loop,
}

/// One certificate of a file without a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) place: usize,
    /// A trust anchor is, or vouches for, it; `None` where there are no trust anchors.
    pub(crate) is_vouched_for: Option<bool>,
    /// Its own signature, where it names itself as its issuer.
    pub(crate) own_signature: Option<SignatureFact>,
}

/// A name on the path that a CA above it does not allow, or where that cannot be told.
pub(crate) struct ConstraintFault {
    /// Whose name it is, by place in the file.
    pub(crate) certificate: usize,
    /// Whose constraints these are.
    pub(crate) issuer: Member,
    pub(crate) standing: Standing,
}

/// A certificate that the path relies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// By place in the file.
    File(usize),
    /// By number of the trust anchor.
    Anchor(usize),
}

/// What the stage works on.
struct Builder<'b, 'a> {
    certificates: &'b [Certificate<'a>],
    profile: &'b Profile,
    now: i64,
}

/// Finds the leaf and the best path upward.
pub(crate) fn order<'b>(
    certificates: &'b [Certificate<'b>],
    anchors: &'b [Certificate<'b>],
    keys: &Keys<'_>,
    profile: &'b Profile,
    now: i64,
    known: &mut KnownSignatures,
) -> ChainFacts {
    // Neighbours in a file are mostly issuer and issued.
    for (one, next) in certificates.iter().zip(certificates.iter().skip(1)) {
        one.issuer.fold_like(&next.subject);
    }
    let (mut unique, duplicates) = without_copies(certificates);
    let certificate_limit_hit = unique.len() > profile.limits.certificates;
    unique.truncate(profile.limits.certificates);
    let builder = Builder {
        certificates,
        profile,
        now,
    };
    let mut key_facts = pair::find_owners(keys, certificates, &unique, &profile.provider);
    let has_key = |place: &usize| key_facts.own(certificates, *place);
    let leaf_candidates = builder.leaf_candidates(&unique, has_key);
    let of_key: Vec<usize> = leaf_candidates.iter().copied().filter(has_key).collect();
    let mut keys_of = of_key.iter().filter_map(|place| certificates.get(*place));
    let first = keys_of.next().map(|it| it.public_key.raw);
    let key_decides = first.is_some_and(|first| keys_of.all(|it| it.public_key.raw == first));
    let leaf = builder.best_leaf(
        if of_key.is_empty() {
            &leaf_candidates
        } else {
            &of_key
        },
        &unique,
    );
    key_facts.settle(
        leaf.and_then(|leaf| certificates.get(leaf)),
        certificates,
        &keys.read,
    );
    let is_ambiguous = leaf_candidates.len() > 1 && !key_decides;
    let mut search = Search::new(certificates.iter(), &unique, anchors, profile, now, known);
    let found = leaf.and_then(|leaf| search.run(leaf));
    // A limit matters only where it may have hidden a path.
    let is_open = found.as_ref().is_some_and(|found| !found.is_perfect);
    let unanchored = found
        .as_ref()
        .filter(|found| !matches!(found.end, End::Anchor(_)));
    let top = unanchored.and_then(|found| found.path.last().copied());
    let named_anchor = top.and_then(|top| search.named_anchor(top));
    let is_list = found.is_none() || profile.purpose == Purpose::Authority;
    let list = if is_list { search.list(&unique) } else { Vec::new() };
    let is_open = is_open || list.iter().any(|it| it.is_vouched_for == Some(false));
    let limits_hit = [
        is_open && search.signatures.limit_hit,
        is_open && search.step_limit_hit,
        is_open && search.comparison_limit_hit,
    ];
    let [signature_limit_hit, step_limit_hit, comparison_limit_hit] = limits_hit;
    let in_order = found.as_ref().is_none_or(|found| {
        // Which of several leaves should lead is not known.
        found.path.is_sorted() && (unique.first() == found.path.first() || is_ambiguous)
    });
    let settled = found
        .as_ref()
        .filter(|_| in_order && !is_list && !limits_hit.contains(&true));
    let wrong_turn = settled.and_then(|found| builder.wrong_turn(found, &unique, &mut search));
    let (path, links, end, top_signature, too_long, constraint_faults) = match found {
        Some(found) => (
            found.path,
            found.links,
            found.end,
            found.top_signature,
            found.too_long,
            found.constraint_faults,
        ),
        None => (Vec::new(), Vec::new(), End::Nowhere, None, false, Vec::new()),
    };
    unique.retain(|place| !path.contains(place));
    ChainFacts {
        in_order,
        extras: unique,
        wrong_turn,
        key: key_facts.judged_match(),
        keys: key_facts,
        key_chooses: key_decides,
        duplicates,
        leaf_candidates,
        path,
        links,
        end,
        top_signature,
        named_anchor,
        list,
        constraint_faults,
        too_long,
        signature_limit_hit,
        step_limit_hit,
        comparison_limit_hit,
        certificate_limit_hit,
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

impl Builder<'_, '_> {
    /// Those that issued none of the others; where both kinds are left, those that look like end entities.
    fn leaf_candidates(&self, unique: &[usize], has_key: impl Fn(&usize) -> bool) -> Vec<usize> {
        if self.profile.leaf == LeafChoice::First {
            return unique.first().copied().into_iter().collect();
        }
        let mut issuing: BTreeSet<&[u8]> = BTreeSet::new();
        for certificate in unique.iter().filter_map(|place| self.certificates.get(*place)) {
            if !certificate.subject.matches(&certificate.issuer) {
                issuing.insert(certificate.issuer.folded());
            }
        }
        let issued_none = |place: &usize| {
            self.certificates
                .get(*place)
                .is_some_and(|it| !issuing.contains(it.subject.folded()))
        };
        let mut candidates: Vec<usize> = unique.iter().copied().filter(issued_none).collect();
        if candidates.is_empty() {
            candidates = unique.to_vec();
        }
        let is_ca = |place: &usize| self.certificates.get(*place).is_some_and(is_authority);
        if candidates.iter().any(|place| !is_ca(place)) {
            candidates.retain(|place| !is_ca(place));
            return candidates;
        }
        // Nothing but CA certificates: a leaf only if one of them is made for a host, or the key says so. Where any
        // file is welcome, several are a list of CAs to trust.
        let is_list = self.profile.purpose == Purpose::Any && unique.len() > 1;
        candidates.retain(|place| {
            let certificate = self.certificates.get(*place);
            has_key(place) || (!is_list && certificate.is_some_and(is_made_for_a_host))
        });
        candidates
    }

    /// Of several candidates the one that is valid now and whose issuer is in the file; of equal ones the first by
    /// its bytes, so that the verdict does not depend on the order of the file.
    fn best_leaf(&self, candidates: &[usize], unique: &[usize]) -> Option<usize> {
        if let [only] = candidates {
            return Some(*only);
        }
        let subjects: BTreeSet<&[u8]> = unique
            .iter()
            .filter_map(|place| Some(self.certificates.get(*place)?.subject.folded()))
            .collect();
        let rank = |place: &&usize| {
            self.certificates.get(**place).map(|it| {
                let outdated = self.now < it.not_before || self.now > it.not_after;
                (outdated, !subjects.contains(it.issuer.folded()), it.der)
            })
        };
        candidates.iter().min_by_key(rank).copied()
    }
}

/// Whether authority and subject key identifier agree; `None` where one is absent.
fn key_identifiers(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Option<bool> {
    Some(certificate.authority_key_identifier? == issuer.subject_key_identifier?)
}

/// Marked as a CA.
pub(crate) fn is_authority(certificate: &Certificate<'_>) -> bool {
    certificate
        .basic_constraints
        .as_ref()
        .is_some_and(|constraints| constraints.value.ca)
}

/// A CA certificate with a host's name, as `openssl req -x509` makes them for servers. The CAs of Kubernetes have a
/// name, too, and the usage keyCertSign and no TLS purpose.
fn is_made_for_a_host(certificate: &Certificate<'_>) -> bool {
    let names = certificate.alternative_names();
    let usage = certificate.key_usage.as_ref();
    let signs_certificates = usage.is_some_and(|usage| usage.value.key_cert_sign);
    let purposes = certificate.extended_key_usage.as_ref();
    let has_purpose = purposes.is_some_and(|it| it.value.server_auth || it.value.client_auth);
    names.iter().any(|name| name.text().is_some()) && (!signs_certificates || has_purpose)
}

impl ChainFacts {
    /// Whether the path ends at a root that the file holds.
    pub(crate) fn root_in_file(&self, certificates: &[Certificate<'_>]) -> bool {
        let last = self.path.last().and_then(|place| certificates.get(*place));
        match self.end {
            End::Root => true,
            End::Anchor(_) => last.is_some_and(|top| top.subject.matches(&top.issuer)),
            End::Nowhere | End::IssuerAbsent | End::Loop => false,
        }
    }
}
