//! Which findings a baseline knows: each entry stands for one.

use std::collections::{HashMap, VecDeque};

use super::entry::{Entry, Key};

/// The entries of a baseline that have not been found yet.
pub(super) struct Matching<'a> {
    entries: &'a [Entry],
    by_key: HashMap<Key<'a>, VecDeque<usize>>,
    is_found: Vec<bool>,
}

impl<'a> Matching<'a> {
    pub(super) fn new(entries: &'a [Entry]) -> Matching<'a> {
        let mut by_key: HashMap<Key<'a>, VecDeque<usize>> = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            for key in entry.identities() {
                by_key.entry(key).or_default().push_back(place);
            }
        }
        Matching {
            entries,
            by_key,
            is_found: vec![false; entries.len()],
        }
    }

    /// For each of these findings whether an entry stands for it. Where there are more findings than entries, those stay that
    /// no entry has the very certificate of.
    pub(super) fn find(&mut self, findings: &'a [Entry]) -> Vec<bool> {
        let mut by_hash: HashMap<(Key<'_>, &str), VecDeque<usize>> = HashMap::new();
        for (place, entry) in self.entries.iter().enumerate() {
            for key in entry.identities() {
                if let Some(hash) = &entry.sha256 {
                    by_hash.entry((key, hash)).or_default().push_back(place);
                }
            }
        }
        let mut known: Vec<bool> = findings
            .iter()
            .map(|finding| {
                let mut keys = finding.identities().into_iter();
                keys.any(|key| {
                    let hash = finding.sha256.as_deref();
                    let alike = hash.and_then(|hash| by_hash.get_mut(&(key, hash)));
                    alike.is_some_and(|alike| take(alike, &mut self.is_found))
                })
            })
            .collect();
        for (finding, known) in findings.iter().zip(&mut known).filter(|(_, known)| !**known) {
            let mut keys = finding.identities().into_iter();
            *known = keys.any(|key| {
                let alike = self.by_key.get_mut(&key);
                alike.is_some_and(|alike| take(alike, &mut self.is_found))
            });
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
