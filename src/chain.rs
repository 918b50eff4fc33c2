//! The certificates of a bundle to facts about their chain: which is the leaf, who issued whom, what is missing.
//!
//! Verdict and path do not depend on the order of the file; only [`ChainFacts::in_order`] tells of it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::certificate::{Certificate, KeyKind};
use crate::key_match::{self, KeyFacts, KeyMatch};
use crate::private_key::Keys;
use crate::profile::Profile;
use crate::provider::Provider;

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
    /// Unique certificates that the path does not need.
    pub(crate) extras: Vec<usize>,
    /// Whether the path's certificates come in their order, the leaf before all others.
    pub(crate) in_order: bool,
    /// What the private key that is judged belongs to.
    pub(crate) key: KeyMatch,
    /// What all of them belong to.
    pub(crate) keys: KeyFacts,
    /// Private keys belong to just one of the leaf candidates.
    pub(crate) key_chooses: bool,
    /// The path was cut at the profile's limit.
    pub(crate) too_long: bool,
    /// More signatures would have been needed than the profile allows.
    pub(crate) signature_limit_hit: bool,
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
    /// At a self-signed certificate whose signature verifies with its own key (or cannot be checked).
    Root,
    /// At a certificate whose issuer is not in the file.
    IssuerAbsent,
    /// At, or below, the trust anchor of this number.
    Anchor(usize),
    /// At a certificate that issued one before it.
    Loop,
}

/// What the stage works on.
struct Builder<'b, 'a> {
    certificates: &'b [Certificate<'a>],
    anchors: &'b [Certificate<'b>],
    profile: &'b Profile,
    now: i64,
    /// Unique certificates by folded subject, in the order of the file.
    by_subject: BTreeMap<&'b [u8], Vec<usize>>,
    checks_left: usize,
    limit_hit: bool,
}

/// Finds the leaf and follows issuers upward.
pub(crate) fn order(
    certificates: &[Certificate<'_>],
    anchors: &[Certificate<'_>],
    keys: &Keys<'_>,
    profile: &Profile,
    now: i64,
) -> ChainFacts {
    let (mut unique, duplicates) = without_copies(certificates);
    let certificate_limit_hit = unique.len() > profile.limits.certificates;
    unique.truncate(profile.limits.certificates);
    let mut by_subject: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for &place in &unique {
        if let Some(certificate) = certificates.get(place) {
            by_subject
                .entry(certificate.subject.folded())
                .or_default()
                .push(place);
        }
    }
    let mut builder = Builder {
        certificates,
        anchors,
        profile,
        now,
        by_subject,
        checks_left: profile.limits.signature_checks,
        limit_hit: false,
    };
    let mut key_facts = key_match::find_owners(keys, certificates, &unique, &profile.provider);
    let has_key = |place: &usize| key_facts.matches.contains(&KeyMatch::Other(*place));
    let leaf_candidates = builder.leaf_candidates(&unique, has_key);
    let with_key: Vec<usize> = leaf_candidates.iter().copied().filter(has_key).collect();
    let leaf = with_key.first().or(leaf_candidates.first()).copied();
    let leaf_kind = |place: usize| Some((place, &certificates.get(place)?.public_key.kind));
    key_facts.settle(leaf.and_then(leaf_kind), &keys.read);
    let (path, links, end, too_long) = match leaf {
        Some(leaf) => builder.path(leaf),
        None => (Vec::new(), Vec::new(), End::Nowhere, false),
    };
    let on_path: BTreeSet<usize> = path.iter().copied().collect();
    ChainFacts {
        in_order: path.is_sorted() && path.first().is_none_or(|leaf| unique.first() == Some(leaf)),
        extras: unique
            .into_iter()
            .filter(|place| !on_path.contains(place))
            .collect(),
        key: key_facts.judged_match(),
        keys: key_facts,
        key_chooses: with_key.len() == 1,
        duplicates,
        leaf_candidates,
        path,
        links,
        end,
        too_long,
        signature_limit_hit: builder.limit_hit,
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

impl<'a> Builder<'_, 'a> {
    /// Those that issued none of the others; where both kinds are left, those that look like end entities.
    fn leaf_candidates(&self, unique: &[usize], has_key: impl Fn(&usize) -> bool) -> Vec<usize> {
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
        // Nothing but CA certificates: a leaf only if one of them is made for a host, or the key says so.
        candidates
            .retain(|place| has_key(place) || self.certificates.get(*place).is_some_and(is_made_for_a_host));
        candidates
    }

    fn path(&mut self, leaf: usize) -> (Vec<usize>, Vec<Link>, End, bool) {
        let (mut path, mut links) = (alloc::vec![leaf], Vec::new());
        let mut current = leaf;
        loop {
            let Some(certificate) = self.certificates.get(current) else {
                return (path, links, End::IssuerAbsent, false);
            };
            if let Some(anchor) = self
                .anchors
                .iter()
                .position(|anchor| is_same_authority(anchor, certificate))
            {
                return (path, links, End::Anchor(anchor), false);
            }
            if let Some(anchor) = self.anchor_above(certificate) {
                // The anchor's own certificate may be in the file, too.
                if let Some((issuer, link)) = self.issuer_of(current, &path) {
                    let above = self.certificates.get(issuer).zip(self.anchors.get(anchor));
                    if above.is_some_and(|(issuer, anchor)| is_same_authority(anchor, issuer)) {
                        path.push(issuer);
                        links.push(link);
                    }
                }
                return (path, links, End::Anchor(anchor), false);
            }
            if certificate.subject.matches(&certificate.issuer)
                && self.check(certificate, certificate) != SignatureFact::Bad
            {
                return (path, links, End::Root, false);
            }
            let Some((issuer, link)) = self.issuer_of(current, &path) else {
                let names_itself = self.by_subject.get(certificate.issuer.folded());
                let end = match names_itself {
                    Some(places) if places.iter().any(|place| path.contains(place)) => End::Loop,
                    _ => End::IssuerAbsent,
                };
                return (path, links, end, false);
            };
            let is_root = self
                .certificates
                .get(issuer)
                .is_some_and(|it| it.subject.matches(&it.issuer));
            let intermediates = path.len().saturating_sub(1);
            if !is_root && intermediates >= self.profile.limits.path_intermediates {
                return (path, links, End::IssuerAbsent, true);
            }
            path.push(issuer);
            links.push(link);
            current = issuer;
        }
    }

    /// The best certificate of the file that bears the issuer's name: one whose key verifies the signature if
    /// there is one, else the one that comes closest.
    fn issuer_of(&mut self, place: usize, path: &[usize]) -> Option<(usize, Link)> {
        let certificate = self.certificates.get(place)?;
        let named = self.by_subject.get(certificate.issuer.folded())?;
        let mut candidates: Vec<usize> = named.iter().copied().filter(|it| !path.contains(it)).collect();
        candidates.sort_by_key(|candidate| self.rank(certificate, *candidate));
        let mut best: Option<(usize, Link)> = None;
        for candidate in candidates {
            let Some(issuer) = self.certificates.get(candidate) else {
                continue;
            };
            let link = Link {
                signature: self.check(certificate, issuer),
                key_identifiers_differ: key_identifiers(certificate, issuer) == Some(false),
                names_encoded_differently: certificate.issuer.raw != issuer.subject.raw,
            };
            if link.signature == SignatureFact::Verified {
                return Some((candidate, link));
            }
            let better = match &best {
                None => true,
                Some((_, kept)) => {
                    kept.signature == SignatureFact::Bad && link.signature != SignatureFact::Bad
                }
            };
            if better {
                best = Some((candidate, link));
            }
        }
        best
    }

    /// Smaller is tried first: key identifiers equal, then unknown, then different; valid now; roots; the file's order.
    fn rank(&self, certificate: &Certificate<'_>, candidate: usize) -> (u8, bool, bool, usize) {
        let Some(issuer) = self.certificates.get(candidate) else {
            return (u8::MAX, true, true, candidate);
        };
        let identifiers = match key_identifiers(certificate, issuer) {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        let outdated = self.now < issuer.not_before || self.now > issuer.not_after;
        (
            identifiers,
            outdated,
            !issuer.subject.matches(&issuer.issuer),
            candidate,
        )
    }

    /// The trust anchor that issued this certificate.
    fn anchor_above(&mut self, certificate: &Certificate<'a>) -> Option<usize> {
        let anchors = self.anchors;
        anchors.iter().position(|anchor| {
            anchor.subject.matches(&certificate.issuer)
                && self.check(certificate, anchor) == SignatureFact::Verified
        })
    }

    fn check(&mut self, certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> SignatureFact {
        let too_small = matches!(issuer.public_key.kind, KeyKind::Rsa(bits) if bits < 2048);
        if certificate.signature.hash.is_weak() || too_small {
            return SignatureFact::NotChecked;
        }
        if self.checks_left == 0 {
            self.limit_hit = true;
            return SignatureFact::NotChecked;
        }
        match verify(&self.profile.provider, certificate, issuer) {
            Some(verified) => {
                self.checks_left = self.checks_left.saturating_sub(1);
                if verified {
                    SignatureFact::Verified
                } else {
                    SignatureFact::Bad
                }
            }
            None => SignatureFact::Unsupported,
        }
    }
}

/// Whether the signature verifies; `None` if the provider has no algorithm for it.
fn verify(provider: &Provider, certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Option<bool> {
    let signature = &certificate.signature;
    let algorithm = provider.signature_algorithms.iter().find(|algorithm| {
        *algorithm.signature_alg_id() == *signature.algorithm
            && *algorithm.public_key_alg_id() == *issuer.public_key.algorithm
    })?;
    Some(
        algorithm
            .verify_signature(issuer.public_key.bits, signature.message, signature.bits)
            .is_ok(),
    )
}

/// Whether authority and subject key identifier agree; `None` where one is absent.
fn key_identifiers(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Option<bool> {
    Some(certificate.authority_key_identifier? == issuer.subject_key_identifier?)
}

/// A trust anchor is a name and a key; the certificate that carries them may differ.
fn is_same_authority(anchor: &Certificate<'_>, certificate: &Certificate<'_>) -> bool {
    anchor.public_key.raw == certificate.public_key.raw && anchor.subject.matches(&certificate.subject)
}

/// Marked as a CA.
pub(crate) fn is_authority(certificate: &Certificate<'_>) -> bool {
    certificate
        .basic_constraints
        .as_ref()
        .is_some_and(|constraints| constraints.value.ca)
}

/// Has what only end entities have: a subject alternative name, or a TLS purpose together with a host's usage.
fn is_made_for_a_host(certificate: &Certificate<'_>) -> bool {
    certificate
        .subject_alternative_name
        .as_ref()
        .is_some_and(|names| names.value.iter().any(|name| name.text().is_some()))
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
