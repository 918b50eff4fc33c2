//! Certificate policies along a path: RFC 5280 section 6.1 with the graph of RFC 9618, where every policy is acceptable
//! to the user (user-initial-policy-set = anyPolicy) and nothing is asked for at the start.
//!
//! Then all that the algorithm tells is whether policies are demanded and whether any is left at the leaf. A node of a
//! depth above can only be deleted for want of children, so one depth of the graph is enough: each policy that is valid
//! there, and what is expected of the certificate below. No depth holds more than the certificates so far have listed,
//! so work and memory grow with the size of the path and not with the number of ways through it.

use alloc::vec::Vec;

use crate::certificate::{ANY_POLICY, Policy, PolicyValues, Said};

/// What comes of the policies of a path. Places are counted from the anchor's side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PolicyOutcome<'a> {
    /// A policy has to be valid for the path.
    pub(crate) is_required: bool,
    /// One is required and none is valid.
    pub(crate) is_missing: bool,
    /// The first certificate below which no policy is valid, required or not.
    pub(crate) lost: Option<Lost<'a>>,
    /// The first that maps anyPolicy, or another policy to it.
    pub(crate) maps_any_at: Option<usize>,
}

/// Where the last valid policy was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost<'a> {
    pub(crate) place: usize,
    /// The policies that would have been valid there.
    pub(crate) expected: Vec<Policy<'a>>,
}

/// The policies of one depth, each with one that is expected below: as many pairs as are expected, sorted.
type Depth<'a> = Vec<(Policy<'a>, Policy<'a>)>;

/// Goes along a path without its anchor, from the anchor's side to the leaf. What a certificate says is let go before the
/// next one is asked.
pub(crate) fn process<'a>(path: impl ExactSizeIterator<Item = PolicyValues<'a>>) -> PolicyOutcome<'a> {
    let certain = |number: &Said<u32>| match number {
        Said::Value(number) => Some(*number),
        Said::Absent | Said::Unreadable => None,
    };
    let length = path.len();
    let start = u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
    let (mut explicit, mut mapping, mut any) = (start, start, start);
    let mut depth: Depth<'_> = [(ANY_POLICY, ANY_POLICY)].into();
    let mut outcome = PolicyOutcome::default();
    for (place, certificate) in path.enumerate() {
        let is_last = place.saturating_add(1) == length;
        let takes_any = any > 0 || (!is_last && certificate.is_self_issued);
        let expected = expected_of(&depth);
        depth = next_depth(&depth, &expected, &certificate, takes_any);
        if depth.is_empty() && outcome.lost.is_none() {
            outcome.lost = Some(Lost { place, expected });
        }
        // Section 6.1.3 (f).
        outcome.note(explicit == 0, depth.is_empty());
        let (require, inhibit_mapping) = match &certificate.constraints {
            Said::Value(constraints) => (constraints.require_explicit, constraints.inhibit_mapping),
            Said::Absent | Said::Unreadable => (None, None),
        };
        if is_last {
            // Section 6.1.5 (a) and (b).
            explicit = explicit.saturating_sub(1);
            if require == Some(0) {
                explicit = 0;
            }
            outcome.note(explicit == 0, depth.is_empty());
            break;
        }
        // Section 6.1.4 (a) and (b).
        match &certificate.mappings {
            Said::Absent => {}
            // Nobody can tell what the policies are from here on.
            Said::Unreadable => depth.clear(),
            Said::Value(mappings) => {
                let of_any = |it: &Policy<'_>| *it == ANY_POLICY;
                let maps_any = mappings
                    .iter()
                    .any(|it| of_any(&it.issuer) || of_any(&it.subject));
                if maps_any && outcome.maps_any_at.is_none() {
                    outcome.maps_any_at = Some(place);
                }
                let mut mapped: Depth<'_> = mappings.iter().map(|it| (it.issuer, it.subject)).collect();
                mapped.sort_unstable();
                mapped.dedup();
                map(&mut depth, mapped, mapping > 0);
            }
        }
        // Section 6.1.4 (h), (i) and (j).
        if !certificate.is_self_issued {
            for counter in [&mut explicit, &mut mapping, &mut any] {
                *counter = counter.saturating_sub(1);
            }
        }
        explicit = require.map_or(explicit, |require| explicit.min(require));
        mapping = inhibit_mapping.map_or(mapping, |inhibit| mapping.min(inhibit));
        any = certain(&certificate.inhibit_any).map_or(any, |inhibit| any.min(inhibit));
    }
    outcome
}

impl PolicyOutcome<'_> {
    fn note(&mut self, is_required: bool, has_none: bool) {
        self.is_required |= is_required;
        self.is_missing |= is_required && has_none;
    }
}

/// What is expected below a depth, sorted.
fn expected_of<'a>(depth: &Depth<'a>) -> Vec<Policy<'a>> {
    let mut expected: Vec<Policy<'a>> = depth.iter().map(|(_, expected)| *expected).collect();
    expected.sort_unstable();
    expected.dedup();
    expected
}

/// Whether a policy is valid at a depth.
fn has(depth: &Depth<'_>, policy: Policy<'_>) -> bool {
    depth.binary_search_by_key(&policy, |(valid, _)| *valid).is_ok()
}

/// Section 6.1.3 (d) and (e).
fn next_depth<'a>(
    above: &Depth<'a>,
    expected: &[Policy<'a>],
    certificate: &PolicyValues<'a>,
    takes_any: bool,
) -> Depth<'a> {
    let mut depth = Depth::new();
    let Said::Value(policies) = &certificate.policies else {
        return depth;
    };
    let any_above = has(above, ANY_POLICY);
    let is_valid = |policy: &Policy<'_>| any_above || expected.binary_search(policy).is_ok();
    let listed = policies.iter().filter(|it| **it != ANY_POLICY && is_valid(it));
    depth.extend(listed.map(|policy| (*policy, *policy)));
    if takes_any && policies.contains(&ANY_POLICY) {
        depth.extend(expected.iter().map(|policy| (*policy, *policy)));
    }
    depth.sort_unstable();
    depth.dedup();
    depth
}

/// Section 6.1.4 (b).
fn map<'a>(depth: &mut Depth<'a>, mut mapped: Depth<'a>, is_allowed: bool) {
    let has_any = has(depth, ANY_POLICY);
    let before = core::mem::take(depth);
    depth.extend(before.iter().filter(|(valid, _)| !has(&mapped, valid)));
    if is_allowed {
        mapped.retain(|(issuer, _)| has_any || has(&before, issuer));
        depth.append(&mut mapped);
        depth.sort_unstable();
    }
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "depths of paths of a few certificates"
)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::vec;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::{Lost, PolicyOutcome};
    use crate::certificate::{ANY_POLICY, Policy, PolicyValues, Said};
    use crate::certificate::{Mapping, PolicyConstraints};

    fn process(path: &[PolicyValues<'static>]) -> PolicyOutcome<'static> {
        super::process(path.iter().cloned())
    }

    /// The tree of RFC 5280 section 6.1.2 (a), as its words have it.
    struct Node {
        valid: Policy<'static>,
        expected: Vec<Policy<'static>>,
        parent: usize,
        depth: usize,
        is_alive: bool,
    }

    struct Tree(Vec<Node>);

    impl Tree {
        fn at(&self, depth: usize) -> Vec<usize> {
            let nodes = self.0.iter().enumerate();
            let alive = nodes.filter(|(_, it)| it.is_alive && it.depth == depth);
            alive.map(|(number, _)| number).collect()
        }

        fn add(&mut self, parent: usize, valid: Policy<'static>, expected: Vec<Policy<'static>>) {
            let depth = self.0[parent].depth + 1;
            self.0.push(Node {
                valid,
                expected,
                parent,
                depth,
                is_alive: true,
            });
        }

        fn prune(&mut self, depth: usize) {
            for depth in (0..depth).rev() {
                for node in self.at(depth) {
                    let has_child = self
                        .0
                        .iter()
                        .any(|it| it.is_alive && it.parent == node && it.depth == depth + 1);
                    self.0[node].is_alive = has_child;
                }
            }
        }

        fn is_null(&self) -> bool {
            !self.0[0].is_alive
        }
    }

    fn value<T>(said: &Said<T>) -> Option<&T> {
        match said {
            Said::Value(value) => Some(value),
            Said::Absent | Said::Unreadable => None,
        }
    }

    /// RFC 5280 section 6.1 word by word, for policies alone. Whether the path is valid.
    fn by_the_tree(path: &[PolicyValues<'static>]) -> bool {
        let n = path.len();
        let mut tree = Tree(vec![Node {
            valid: ANY_POLICY,
            expected: vec![ANY_POLICY],
            parent: 0,
            depth: 0,
            is_alive: true,
        }]);
        let (mut explicit, mut mapping, mut any) = (n + 1, n + 1, n + 1);
        for (index, it) in path.iter().enumerate() {
            let i = index + 1;
            match value(&it.policies) {
                Some(policies) if !tree.is_null() => {
                    for policy in policies.iter().filter(|it| **it != ANY_POLICY) {
                        let above = tree.at(i - 1);
                        let fits = |node: &&usize| tree.0[**node].expected.contains(policy);
                        let mut parents: Vec<usize> = above.iter().filter(fits).copied().collect();
                        if parents.is_empty() {
                            let is_any = |node: &&usize| tree.0[**node].valid == ANY_POLICY;
                            parents = above.iter().filter(is_any).copied().collect();
                        }
                        for parent in parents {
                            tree.add(parent, policy, vec![policy]);
                        }
                    }
                    if policies.contains(&ANY_POLICY) && (any > 0 || (i < n && it.is_self_issued)) {
                        for parent in tree.at(i - 1) {
                            for policy in tree.0[parent].expected.clone() {
                                let mut nodes = tree.0.iter();
                                let has = nodes
                                    .any(|it| it.depth == i && it.parent == parent && it.valid == policy);
                                if !has {
                                    tree.add(parent, policy, vec![policy]);
                                }
                            }
                        }
                    }
                    tree.prune(i);
                }
                _ => tree.0[0].is_alive = false,
            }
            if tree.is_null() {
                tree.0.iter_mut().for_each(|it| it.is_alive = false);
            }
            if explicit == 0 && tree.is_null() {
                return false;
            }
            let constraints = value(&it.constraints).copied().unwrap_or_default();
            if i == n {
                explicit = explicit.saturating_sub(1);
                if constraints.require_explicit == Some(0) {
                    explicit = 0;
                }
                return explicit > 0 || !tree.is_null();
            }
            let mappings = value(&it.mappings).cloned().unwrap_or_default();
            if mappings
                .iter()
                .any(|it| it.issuer == ANY_POLICY || it.subject == ANY_POLICY)
            {
                return false;
            }
            for issuer in mappings.iter().map(|it| it.issuer).collect::<BTreeSet<_>>() {
                let subjects = mappings.iter().filter(|it| it.issuer == issuer);
                let subjects: Vec<Policy<'static>> = subjects.map(|it| it.subject).collect();
                let nodes = tree.at(i).into_iter();
                let same: Vec<usize> = nodes.filter(|node| tree.0[*node].valid == issuer).collect();
                if mapping == 0 {
                    same.iter().for_each(|node| tree.0[*node].is_alive = false);
                } else if same.is_empty() {
                    let any = tree
                        .at(i)
                        .into_iter()
                        .find(|node| tree.0[*node].valid == ANY_POLICY);
                    if let Some(any) = any {
                        let parent = tree.0[any].parent;
                        tree.add(parent, issuer, subjects);
                    }
                } else {
                    same.iter()
                        .for_each(|node| tree.0[*node].expected = subjects.clone());
                }
            }
            tree.prune(i);
            if !it.is_self_issued {
                explicit = explicit.saturating_sub(1);
                mapping = mapping.saturating_sub(1);
                any = any.saturating_sub(1);
            }
            let least = |number: usize, other: Option<u32>| {
                other.map_or(number, |it| number.min(usize::try_from(it).unwrap_or(number)))
            };
            explicit = least(explicit, constraints.require_explicit);
            mapping = least(mapping, constraints.inhibit_mapping);
            any = least(any, value(&it.inhibit_any).copied());
        }
        true
    }

    const POLICIES: [Policy<'static>; 5] = [ANY_POLICY, &[1], &[2], &[3], &[4]];

    fn said<T: core::fmt::Debug + Clone>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Said<T>> {
        proptest::option::of(of).prop_map(|it| it.map_or(Said::Absent, Said::Value))
    }

    fn certificate() -> impl Strategy<Value = PolicyValues<'static>> {
        let policy = || prop::sample::select(&POLICIES[..]);
        let own = prop::sample::select(&POLICIES[1..]);
        let mapping = (own.clone(), own).prop_map(|(issuer, subject)| Mapping { issuer, subject });
        let number = || proptest::option::of(0u32..4);
        let constraints =
            (number(), number()).prop_map(|(require_explicit, inhibit_mapping)| PolicyConstraints {
                require_explicit,
                inhibit_mapping,
            });
        let policies = prop_oneof![
            5 => proptest::collection::vec(policy(), 1..4).prop_map(Said::Value),
            1 => Just(Said::Absent),
        ];
        let parts = (
            policies,
            said(proptest::collection::vec(mapping, 1..4)),
            said(constraints),
            said(0u32..4),
            prop::bool::weighted(0.2),
        );
        parts.prop_map(
            |(policies, mappings, constraints, inhibit_any, is_self_issued)| PolicyValues {
                policies,
                mappings,
                constraints,
                inhibit_any,
                is_self_issued,
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_graph_says_what_the_tree_says(path in proptest::collection::vec(certificate(), 1..6)) {
            let outcome = process(&path);
            prop_assert_eq!(!outcome.is_missing, by_the_tree(&path));
        }
    }

    fn of(policies: &[Policy<'static>]) -> PolicyValues<'static> {
        PolicyValues {
            policies: match policies {
                [] => Said::Absent,
                some => Said::Value(some.to_vec()),
            },
            mappings: Said::Absent,
            constraints: Said::Absent,
            inhibit_any: Said::Absent,
            is_self_issued: false,
        }
    }

    fn demanding(mut it: PolicyValues<'static>, after: u32) -> PolicyValues<'static> {
        it.constraints = Said::Value(PolicyConstraints {
            require_explicit: Some(after),
            inhibit_mapping: None,
        });
        it
    }

    /// Where the last policy was lost, if one is missing.
    fn missing_at(path: &[PolicyValues<'static>]) -> Option<usize> {
        let outcome = process(path);
        outcome.lost.filter(|_| outcome.is_missing).map(|lost| lost.place)
    }

    #[test]
    fn nothing_is_required_unless_somebody_demands_it() {
        let outcome = process(&[of(&[]), of(&[&[1]])]);
        assert_eq!((outcome.is_required, outcome.is_missing), (false, false));
        assert!(!process(&[]).is_missing);
    }

    #[test]
    fn what_is_demanded_is_there_or_missing_where_the_first_certificate_lacks_it() {
        let present = process(&[demanding(of(&[&[1]]), 0), of(&[&[1]])]);
        assert_eq!((present.is_required, present.is_missing), (true, false));
        let other = process(&[demanding(of(&[&[1]]), 0), of(&[&[2]])]);
        let lost = Lost {
            place: 1,
            expected: vec![&[1]],
        };
        assert_eq!((other.is_missing, other.lost), (true, Some(lost)));
        // Two more certificates may go without.
        assert_eq!(missing_at(&[demanding(of(&[]), 2), of(&[]), of(&[])]), Some(0));
        assert_eq!(missing_at(&[demanding(of(&[]), 3), of(&[]), of(&[])]), None);
    }

    #[test]
    fn what_does_not_decode_is_no_policy() {
        let mut unreadable = of(&[]);
        unreadable.policies = Said::Unreadable;
        assert_eq!(missing_at(&[demanding(of(&[&[1]]), 0), unreadable]), Some(1));
        let mut mapping = demanding(of(&[&[1]]), 0);
        mapping.mappings = Said::Unreadable;
        assert_eq!(missing_at(&[mapping, of(&[&[1]])]), Some(1));
    }

    #[test]
    fn mapping_any_policy_is_told() {
        let mut mapping = of(&[&[1]]);
        mapping.mappings = Said::Value(vec![Mapping {
            issuer: &[1],
            subject: ANY_POLICY,
        }]);
        assert_eq!(process(&[mapping, of(&[&[1]])]).maps_any_at, Some(0));
    }

    /// Hundreds of policies that all map to all others at each of ten depths: a tree would have a node for each way.
    #[test]
    fn no_depth_is_larger_than_what_was_listed() {
        let policies: Vec<Policy<'static>> = (0..200u8)
            .map(|it| &*Vec::leak(vec![9, it & 0x7F, it >> 7]))
            .collect();
        let mut mapping = of(&policies);
        let pairs = policies
            .iter()
            .flat_map(|issuer| policies.iter().map(move |subject| (*issuer, *subject)));
        mapping.mappings = Said::Value(
            pairs
                .map(|(issuer, subject)| Mapping { issuer, subject })
                .collect(),
        );
        let path: Vec<_> = (0..10).map(|_| demanding(mapping.clone(), 0)).collect();
        assert!(!process(&path).is_missing);
    }
}
