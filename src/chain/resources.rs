//! IP addresses and AS numbers along a chain, as OpenSSL follows them (RFC 3779 sections 2.3 and 3.3). No fact is a judgement.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::certificate::{Certificate, Choice, Range, Resources, Said};

/// What is wrong with the resources of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResourceFault<'c> {
    /// The certificate at this place does not have them in the order that is prescribed.
    NotCanonical { place: usize },
    /// The certificate at this place lacks some of a family that are below it.
    Outside { place: usize, family: &'c [u8] },
    /// The top of the chain, at this place, inherits them, and there is nobody to inherit from.
    NothingToInherit { place: usize },
}

/// The IP addresses along a path, the leaf first; `has_top` tells that its end is trusted.
pub(crate) fn addresses<'c>(path: &[&Certificate<'c>], has_top: bool) -> Option<ResourceFault<'c>> {
    let read: Vec<_> = path.iter().map(|it| it.addresses()).collect();
    follow(read, true, has_top)
}

/// As [`addresses`], of AS numbers and routing domain identifiers.
pub(crate) fn as_numbers<'c>(path: &[&Certificate<'c>], has_top: bool) -> Option<ResourceFault<'c>> {
    let read: Vec<_> = path.iter().map(|it| it.as_numbers()).collect();
    follow(read, false, has_top)
}

/// Each certificate's, from the leaf up: those of the leaf are looked for in each CA above it. Where the leaf has none, or they
/// do not decode, nothing is asked.
fn follow<'c>(
    path: Vec<Said<Vec<Resources<'c>>>>,
    are_addresses: bool,
    has_top: bool,
) -> Option<ResourceFault<'c>> {
    let top = path.len().checked_sub(1).filter(|_| has_top);
    let mut below: BTreeMap<&[u8], Choice> = BTreeMap::new();
    for (place, said) in path.into_iter().enumerate() {
        let own = match said {
            Said::Value(own) => own,
            Said::Absent if place > 0 => Vec::new(),
            Said::Absent | Said::Unreadable => return None,
        };
        if !is_canonical(&own, are_addresses) {
            return Some(ResourceFault::NotCanonical { place });
        }
        let mut own: BTreeMap<&[u8], Choice> = own.into_iter().map(|it| (it.family, it.choice)).collect();
        if place == 0 {
            below.clone_from(&own);
        }
        // OpenSSL asks for addresses of those families that are below, and for all numbers.
        let mut inherited = own.iter().filter(|(_, choice)| **choice == Choice::Inherit);
        let inherits = inherited.any(|(family, _)| !are_addresses || below.contains_key(family));
        if place > 0 {
            for (family, choice) in &mut below {
                let held = match (own.remove(family), &*choice) {
                    (Some(Choice::Ranges(own)), Choice::Ranges(ranges)) if !holds(&own, ranges) => None,
                    (Some(Choice::Ranges(own)), _) => Some(Choice::Ranges(own)),
                    (Some(_), _) | (None, Choice::Inherit) => continue,
                    (None, _) => None,
                };
                match held {
                    Some(held) => *choice = held,
                    None => return Some(ResourceFault::Outside { place, family }),
                }
            }
        }
        if inherits && top == Some(place) {
            return Some(ResourceFault::NothingToInherit { place });
        }
    }
    None
}

/// Whether families come in their order, and ranges, too, with something between any two; addresses that are a prefix have to be
/// written as one (sections 2.2.3.3 and 2.2.3.6 to 2.2.3.8).
fn is_canonical(all: &[Resources<'_>], are_addresses: bool) -> bool {
    let is_sorted = all.is_sorted_by(|a, b| a.family < b.family);
    let is_family = |it: &Resources<'_>| !are_addresses || matches!(it.family.len(), 2 | 3);
    let is_well_formed = |it: &Resources<'_>| match &it.choice {
        Choice::Inherit => true,
        Choice::TooLong => false,
        Choice::Ranges(ranges) => {
            let are_apart = ranges.is_sorted_by(|a, b| a.last.checked_add(1).is_some_and(|it| it < b.first));
            let is_range =
                |it: &Range| it.first <= it.last && !(are_addresses && it.has_ends && is_prefix(it));
            !ranges.is_empty() && are_apart && ranges.iter().all(is_range)
        }
    };
    is_sorted && all.iter().all(|it| is_family(it) && is_well_formed(it))
}

/// Whether a range is all addresses that begin with the same bits.
fn is_prefix(range: &Range) -> bool {
    let differing = range.first ^ range.last;
    let is_tail = differing.checked_add(1).is_none_or(|it| it & differing == 0);
    is_tail && range.first & differing == 0
}

/// Whether each of `ranges` is within one of `own`, both of which are in order.
fn holds(own: &[Range], ranges: &[Range]) -> bool {
    let mut own = own.iter().peekable();
    ranges.iter().all(|range| {
        while own.next_if(|it| it.last < range.last).is_some() {}
        own.peek().is_some_and(|it| it.first <= range.first)
    })
}

#[cfg(test)]
mod tests {
    use super::{Choice, Range, ResourceFault, Resources, follow, holds, is_canonical, is_prefix};
    use crate::certificate::Said;
    use alloc::vec;
    use alloc::vec::Vec;

    fn range(first: u128, last: u128) -> Range {
        Range {
            first,
            last,
            has_ends: true,
        }
    }

    fn of(ranges: Vec<Range>) -> Vec<Resources<'static>> {
        vec![Resources {
            family: &[0],
            choice: Choice::Ranges(ranges),
        }]
    }

    fn inherit() -> Vec<Resources<'static>> {
        vec![Resources {
            family: &[0],
            choice: Choice::Inherit,
        }]
    }

    #[test]
    fn a_prefix_is_all_that_begins_alike() {
        for (first, last) in [(0, u128::MAX), (0, 0), (8, 15), (9, 9), (256, 511)] {
            assert!(is_prefix(&range(first, last)), "{first} to {last}");
        }
        for (first, last) in [(1, 2), (0, 2), (7, 8), (8, 16)] {
            assert!(!is_prefix(&range(first, last)), "{first} to {last}");
        }
    }

    #[test]
    fn ranges_are_in_order_with_something_between() {
        let is_canonical = |ranges: &[(u128, u128)]| {
            let ranges = ranges.iter().map(|(first, last)| range(*first, *last));
            is_canonical(&of(ranges.collect()), false)
        };
        assert!(is_canonical(&[(1, 1), (3, 9), (11, u128::MAX)]));
        for bad in [
            &[][..],
            &[(2, 1)],
            &[(3, 4), (1, 1)],
            &[(1, 1), (2, 2)],
            &[(1, 5), (3, 9)],
            &[(0, u128::MAX), (5, 5)],
        ] {
            assert!(!is_canonical(bad), "{bad:?}");
        }
    }

    #[test]
    fn each_range_is_within_one() {
        let own = [range(10, 19), range(30, 39)];
        assert!(holds(&own, &[range(10, 19), range(31, 32), range(39, 39)]));
        for bad in [range(9, 12), range(15, 31), range(20, 20), range(35, 40)] {
            assert!(!holds(&own, &[bad]), "{bad:?}");
        }
        assert!(!holds(&[], &[range(1, 1)]));
    }

    #[test]
    fn what_is_inherited_is_looked_for_further_up() {
        let wide = || of(vec![range(1, 99)]);
        let judged = |leaf, above: Vec<Vec<Resources<'static>>>| {
            let path = core::iter::once(leaf).chain(above).map(Said::Value);
            follow(path.collect(), false, true)
        };
        assert_eq!(judged(of(vec![range(5, 9)]), vec![inherit(), wide()]), None);
        assert_eq!(judged(inherit(), vec![wide(), wide()]), None);
        let outside = |place| Some(ResourceFault::Outside { place, family: &[0] });
        assert_eq!(
            judged(of(vec![range(5, 100)]), vec![inherit(), wide()]),
            outside(2)
        );
        assert_eq!(judged(inherit(), vec![of(vec![range(0, 5)]), wide()]), outside(2));
        let nothing = Some(ResourceFault::NothingToInherit { place: 1 });
        assert_eq!(judged(of(vec![range(5, 9)]), vec![inherit()]), nothing);
        assert_eq!(
            follow(vec![Said::Value(wide()), Said::Absent], false, false),
            outside(1)
        );
        assert_eq!(
            follow(vec![Said::Absent, Said::Value(inherit())], false, true),
            None
        );
    }
}
