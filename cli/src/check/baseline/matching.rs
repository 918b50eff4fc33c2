//! Which findings a baseline knows: each entry stands for one.

use std::collections::{HashMap, VecDeque};

use super::entry::{Entry, Key};

/// The entries of a baseline that have not been found yet.
pub(super) struct Matching<'a> {
    entries: &'a [Entry],
    is_found: Vec<bool>,
}

/// What an entry and a finding have in common: from the very certificate at the very place to one like it elsewhere in its list.
const WAYS: [Way; 4] = [
    Way::new(true, true),
    Way::new(true, false),
    Way::new(false, true),
    Way::new(false, false),
];

#[derive(Clone, Copy)]
struct Way {
    is_same_certificate: bool,
    is_same_place: bool,
}

impl Way {
    const fn new(is_same_certificate: bool, is_same_place: bool) -> Way {
        Way {
            is_same_certificate,
            is_same_place,
        }
    }

    /// What has to be alike; nothing where an entry cannot be found in this way.
    fn keys(self, entry: &Entry) -> Vec<(Key<'_>, Option<&str>)> {
        let hash = entry.sha256.as_deref().filter(|_| self.is_same_certificate);
        if self.is_same_certificate && hash.is_none() {
            return Vec::new();
        }
        let keys = entry.identities(self.is_same_place).into_iter();
        keys.map(|key| (key, hash)).collect()
    }
}

impl<'a> Matching<'a> {
    pub(super) fn new(entries: &'a [Entry]) -> Matching<'a> {
        Matching {
            entries,
            is_found: vec![false; entries.len()],
        }
    }

    /// For each of these findings whether an entry stands for it. Where there are more findings than entries, those stay that
    /// no entry has the very certificate of.
    pub(super) fn find(&mut self, findings: &[Entry]) -> Vec<bool> {
        let mut known = vec![false; findings.len()];
        for way in WAYS {
            let mut by_key: HashMap<(Key<'_>, Option<&str>), VecDeque<usize>> = HashMap::new();
            let left = self.entries.iter().enumerate().zip(&self.is_found);
            for ((place, entry), _) in left.filter(|(_, is_found)| !**is_found) {
                for key in way.keys(entry) {
                    by_key.entry(key).or_default().push_back(place);
                }
            }
            for (finding, known) in findings.iter().zip(&mut known).filter(|(_, known)| !**known) {
                let mut keys = way.keys(finding).into_iter();
                *known = keys.any(|key| {
                    let alike = by_key.get_mut(&key);
                    alike.is_some_and(|alike| take(alike, &mut self.is_found))
                });
            }
        }
        known
    }

    /// The entries that stand for nothing.
    pub(super) fn left(&self) -> impl Iterator<Item = &'a Entry> {
        let entries = self.entries.iter().zip(&self.is_found);
        entries
            .filter(|(_, is_found)| !**is_found)
            .map(|(entry, _)| entry)
    }
}

/// Takes the first entry that was not taken by another key.
fn take(alike: &mut VecDeque<usize>, is_found: &mut [bool]) -> bool {
    while let Some(place) = alike.pop_front() {
        match is_found.get_mut(place) {
            Some(is_found) if !*is_found => {
                *is_found = true;
                return true;
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Entry, Matching};

    fn entry(subject: &str, names: &[&str], hash: &str) -> Entry {
        Entry {
            path: "a.pem".into(),
            value: None,
            rule: "certificate-expired".into(),
            role: "leaf".into(),
            subject: subject.into(),
            names: names.iter().map(|name| (*name).into()).collect(),
            sha256: Some(hash.into()),
        }
    }

    #[test]
    fn a_renewal_is_known_by_its_subject_or_its_names() {
        let known = [entry("CN=a", &["a", "b"], "1")];
        for (found, is_known) in [
            (entry("CN=a", &["a", "b"], "2"), true),
            (entry("CN=a", &["c"], "2"), true),
            (entry("", &["a", "b"], "2"), true),
            (entry("", &[], "1"), false),
            (entry("CN=b", &["c"], "1"), false),
        ] {
            let found = [found];
            assert_eq!(Matching::new(&known).find(&found), [is_known], "{found:?}");
        }
    }

    #[test]
    fn a_value_is_known_wherever_it_stands_in_its_list() {
        let at = |value: &str, hash| Entry {
            value: Some(value.into()),
            ..entry("CN=a", &[], hash)
        };
        let known = [at("items.0.crt", "1"), at("items.1.crt", "2")];
        for (found, is_known) in [
            (
                vec![at("items.1.crt", "1"), at("items.2.crt", "2")],
                vec![true, true],
            ),
            (
                vec![at("items.0.crt", "3"), at("items.7.crt", "1")],
                vec![true, true],
            ),
            (
                vec![at("items.0.key", "1"), at("items.crt", "1")],
                vec![false, false],
            ),
        ] {
            assert_eq!(Matching::new(&known).find(&found), is_known, "{found:?}");
        }
        // What is gone is the one at its place, not another.
        let mut matching = Matching::new(&known);
        assert_eq!(matching.find(&known[1..]), [true]);
        let left: Vec<&Entry> = matching.left().collect();
        assert_eq!(left, [&known[0]]);
    }

    #[test]
    fn an_entry_stands_for_one_finding_and_hashes_say_for_which() {
        let known = [entry("CN=a", &[], "1"), entry("CN=a", &[], "2")];
        let found = ["3", "2", "1"].map(|hash| entry("CN=a", &[], hash));
        let mut matching = Matching::new(&known);
        assert_eq!(matching.find(&found), [false, true, true]);
        assert_eq!(matching.left().count(), 0);
        let mut matching = Matching::new(&known);
        assert_eq!(matching.find(&found[..1]), [true]);
        assert_eq!(matching.left().count(), 1);
    }
}
