//! Which subjects belong together, by their names alone: a certificate and its key, and the CAs beside them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::check::authorities;
use crate::check::bundle_to_check::{BundleToCheck, Group, KeyBeside};
use crate::check::repository;
use crate::input::remark::Remark;
use crate::input::roles::{Container, Role};
use crate::input::walk::Skipped;
use crate::input::{files, pairs};

/// Finds the key of each certificate among the files given: in the same directory, or in the same mapping of a document.
pub(crate) fn pair(subjects: &mut [BundleToCheck]) {
    let mut by_stem: HashMap<(Group, String), Vec<usize>> = HashMap::new();
    let mut by_whole: HashMap<(Group, String), usize> = HashMap::new();
    for (place, subject) in subjects.iter().enumerate().filter(|(_, it)| is_key(it)) {
        let name = &subject.part.name;
        if let Some(stem) = pairs::of_key(name) {
            by_stem.entry((subject.group(), stem)).or_default().push(place);
        }
        if let Some(whole) = pairs::whole(name) {
            by_whole
                .entry((subject.group(), whole.to_ascii_lowercase()))
                .or_insert(place);
        }
    }
    for place in 0..subjects.len() {
        let Some(subject) = subjects.get(place).filter(|it| is_certificate(it)) else {
            continue;
        };
        let name = &subject.part.name;
        let Some(stem) = pairs::of_certificate(name) else {
            continue;
        };
        let group = subject.group();
        let of_stem = |stem| by_stem.get(&(group.clone(), stem)).cloned().unwrap_or_default();
        let mut fitting = of_stem(stem.clone());
        if fitting.is_empty() && stem.is_empty() && subject.part.container == Container::Folder {
            let key = pairs::of_folder(&subject.path).and_then(|name| pairs::of_key(&format!("{name}.key")));
            fitting = key.map(of_stem).unwrap_or_default();
        }
        fitting.extend(by_whole.get(&(group.clone(), name.to_ascii_lowercase())));
        let likeliest = pairs::beside(Path::new(name));
        let rank = |place: &usize| {
            let own = &subjects[*place].part.name;
            let named = |path: &PathBuf| path.to_string_lossy().eq_ignore_ascii_case(own);
            likeliest.iter().position(named).unwrap_or(usize::MAX)
        };
        fitting.sort_by_cached_key(|place| (rank(place), *place));
        fitting.dedup();
        let Some((&taken, others)) = fitting.split_first() else {
            continue;
        };
        let others = others.iter().take(MOST_OTHERS).copied().collect();
        (subjects[place].key, subjects[place].other_keys) = (Some(taken), others);
        subjects[taken].key_of.get_or_insert(place);
    }
    find_swapped(subjects);
    of_other_forms(subjects);
}

/// The certificates of keys that no reader of PEM takes for keys, by the same names.
fn of_other_forms(subjects: &mut [BundleToCheck]) {
    let is_one = |subject: &BundleToCheck| subject.part.is_only_about_keys();
    if !subjects.iter().any(is_one) {
        return;
    }
    let mut certificates = HashMap::new();
    for (place, subject) in subjects
        .iter()
        .enumerate()
        .filter(|(_, it)| it.part.certificates > 0)
    {
        if let Some(stem) = pairs::of_certificate(&subject.part.name) {
            certificates.entry((subject.group(), stem)).or_insert(place);
        }
    }
    for subject in subjects.iter_mut().filter(|subject| is_one(subject)) {
        let stem = pairs::of_key(&subject.part.name);
        subject.key_of = stem.and_then(|stem| certificates.get(&(subject.group(), stem)).copied());
    }
}

/// Keys whose names fit as well, as far as they are told.
const MOST_OTHERS: usize = 8;

fn is_key(subject: &BundleToCheck) -> bool {
    subject.part.keys > 0 && subject.part.certificates == 0 && !subject.part.is_unpaired
}

fn is_certificate(subject: &BundleToCheck) -> bool {
    subject.part.certificates > 0 && subject.part.keys == 0 && !subject.part.is_unpaired
}

/// Finds certificates under the name of a key, and keys under that of a certificate: a pair the wrong way round, or one half
/// that is not what its name says.
fn find_swapped(subjects: &mut [BundleToCheck]) {
    let mut keys: HashMap<(Group, String), usize> = HashMap::new();
    for (place, subject) in subjects.iter().enumerate() {
        let name = &subject.part.name;
        if is_key(subject) && !subject.is_key_of_another() && pairs::names_certificate(name) {
            let stem = pairs::of_certificate(name).unwrap_or_default();
            keys.entry((subject.group(), stem)).or_insert(place);
        }
    }
    for place in 0..subjects.len() {
        let subject = &subjects[place];
        let name = &subject.part.name;
        if !is_certificate(subject) || subject.key.is_some() || !pairs::names_key(name) {
            continue;
        }
        let stem = pairs::of_key(name).unwrap_or_default();
        match keys.get(&(subject.group(), stem)) {
            Some(&key) => {
                let finding = repository::swapped(&subjects[key], subject);
                subjects[place].findings.extend(finding);
                subjects[place].key = Some(key);
                subjects[key].key_of.get_or_insert(place);
            }
            None if subject.part.role == Some(Role::Key) => {
                let finding = repository::of_other_kind(subject);
                subjects[place].findings.extend(finding);
            }
            None => {}
        }
    }
    for subject in subjects.iter_mut() {
        let is_wrong = subject.part.role == Some(Role::Leaf) && is_key(subject);
        if is_wrong && !subject.is_key_of_another() {
            let finding = repository::of_other_kind(subject);
            subject.findings.extend(finding);
        }
    }
}

/// Of empty files those that nobody misses are left out: what would be their other half is not there.
pub(crate) fn drop_unmissed(subjects: &mut Vec<BundleToCheck>) {
    let is_empty_file = |subject: &BundleToCheck| {
        let is_file = subject.part.container == Container::Folder && !subject.named;
        is_file && subject.part.remarks.first() == Some(&Remark::MemberEmpty)
    };
    if !subjects.iter().any(is_empty_file) {
        return;
    }
    let halves = |subject: &BundleToCheck| {
        let stem = match pairs::names_key(&subject.part.name) {
            true => pairs::of_key(&subject.part.name),
            false => pairs::of_certificate(&subject.part.name),
        };
        stem.map(|stem| (subject.group(), stem))
    };
    let filled: HashSet<_> = subjects
        .iter()
        .filter(|subject| !is_empty_file(subject))
        .filter_map(halves)
        .collect();
    subjects
        .retain(|subject| !is_empty_file(subject) || halves(subject).is_some_and(|it| filled.contains(&it)));
}

/// Finds the CAs that stand in the object of a certificate.
pub(crate) fn find_authorities(subjects: &mut [BundleToCheck]) {
    let is_authority = |subject: &BundleToCheck| {
        subject.place.value.is_some() && subject.part.role == Some(Role::Authorities)
    };
    let mut authorities = HashMap::new();
    for (place, subject) in subjects.iter().enumerate() {
        if is_authority(subject) && subject.part.certificates > 0 {
            authorities.entry(subject.group()).or_insert(place);
        }
    }
    for place in 0..subjects.len() {
        let subject = &mut subjects[place];
        if subject.part.certificates > 0 && !is_authority(subject) {
            subject.authorities = authorities.get(&subject.group()).copied();
            if let Some(beside) = subject.authorities {
                let list = &subjects[beside].part;
                // Who has a list of CAs has another thing in it.
                let repeats_leaf =
                    list.certificates == 1 && is_within(&list.text, &subjects[place].part.text);
                let list = &mut subjects[beside];
                if !list.has_leaf_beside {
                    list.anchors = authorities::anchors(&list.part);
                }
                list.has_leaf_beside = true;
                list.repeats_leaf |= repeats_leaf;
            }
        }
    }
}

/// Whether all certificates of one text are in the other.
fn is_within(text: &[u8], other: &[u8]) -> bool {
    let other = pemvet::pem::scan(other);
    let known: HashSet<&[u8]> = other.certificates().collect();
    pemvet::pem::scan(text)
        .certificates()
        .all(|der| known.contains(der))
}

/// The key beside a certificate file that was given alone, as a pre-commit hook gives the file that changed.
pub(crate) fn look_beside(subjects: &mut [BundleToCheck], limit: usize, skipped: &mut Vec<Skipped>) {
    for subject in subjects {
        let is_alone = subject.key.is_none() && subject.part.keys == 0 && subject.part.certificates > 0;
        let has_key = subject.part.archive.as_ref().is_some_and(|it| it.key.is_some());
        if !subject.named
            || !is_alone
            || has_key
            || subject.place.value.is_some()
            || subject.is_standard_input()
        {
            continue;
        }
        let mut paths = pairs::beside(&subject.path)
            .into_iter()
            .filter(|path| path.is_file());
        for path in paths.by_ref() {
            match files::read(&path, limit) {
                Ok(text) => {
                    subject.key_beside = Some(KeyBeside {
                        path,
                        text,
                        others: Vec::new(),
                    });
                    break;
                }
                Err(reason) => skipped.push(Skipped::unread(&path, reason)),
            }
        }
        if let Some(beside) = &mut subject.key_beside {
            beside.others = paths.collect();
        }
    }
}
