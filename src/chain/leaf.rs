//! Which certificate of a file is the leaf.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::facts::is_authority;
use crate::certificate::Certificate;
use crate::profile::{LeafChoice, Profile, Purpose};

/// What the stage works on.
pub(super) struct Builder<'b, 'a> {
    pub(super) certificates: &'b [Certificate<'a>],
    pub(super) profile: &'b Profile,
    pub(super) now: i64,
}

impl Builder<'_, '_> {
    /// Those that issued none of the others; where both kinds are left, those that look like end entities.
    pub(super) fn leaf_candidates(&self, unique: &[usize], has_key: impl Fn(&usize) -> bool) -> Vec<usize> {
        if self.profile.leaf == LeafChoice::First {
            return unique.first().copied().into_iter().collect();
        }
        let mut issuing: BTreeSet<&[u8]> = BTreeSet::new();
        for certificate in unique.iter().filter_map(|place| self.certificates.get(*place)) {
            if !certificate.is_self_issued() {
                issuing.insert(certificate.issuer.normalized());
            }
        }
        let issued_none = |place: &usize| {
            self.certificates
                .get(*place)
                .is_some_and(|it| !issuing.contains(it.subject.normalized()))
        };
        let mut candidates: Vec<usize> = unique.iter().copied().filter(issued_none).collect();
        if candidates.is_empty() {
            candidates = unique.to_vec();
        }
        if self.profile.purpose == Purpose::Any && self.is_root_store(unique) {
            candidates.retain(has_key);
            return candidates;
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

    /// Whether these are roots, most of them CAs by their extensions: old ones of version 1 among them are so, too.
    fn is_root_store(&self, unique: &[usize]) -> bool {
        let certificates = || unique.iter().filter_map(|place| self.certificates.get(*place));
        let is_root = |certificate: &Certificate<'_>| certificate.is_self_issued();
        let authorities = certificates()
            .filter(|certificate| is_authority(certificate))
            .count();
        unique.len() > 1 && authorities.saturating_mul(2) > unique.len() && certificates().all(is_root)
    }

    /// Of several candidates the one that is valid now and whose issuer is in the file; of equal ones the first by
    /// its bytes, so that the verdict does not depend on the order of the file.
    pub(super) fn best_leaf(&self, candidates: &[usize], unique: &[usize]) -> Option<usize> {
        if let [only] = candidates {
            return Some(*only);
        }
        let subjects: BTreeSet<&[u8]> = unique
            .iter()
            .filter_map(|place| Some(self.certificates.get(*place)?.subject.normalized()))
            .collect();
        let rank = |place: &&usize| {
            self.certificates.get(**place).map(|it| {
                let outdated = self.now < it.not_before || self.now > it.not_after;
                (outdated, !subjects.contains(it.issuer.normalized()), it.der)
            })
        };
        candidates.iter().min_by_key(rank).copied()
    }
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
