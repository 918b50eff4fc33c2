//! Members whose names promise a certificate or a key, and that hold neither.

use std::collections::HashSet;

use super::path::short;
use crate::input::base64;
use crate::input::pairs;
use crate::input::part::FilePart;
use crate::input::remark::Remark;
use crate::input::roles::{self, Container, Role};
use crate::input::work;

/// A member of an object that is still being read.
pub(super) struct Bare {
    pub(super) value: String,
    pub(super) mapping: usize,
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) remark: Remark,
    /// Whatever stands beside it, it is a fault.
    pub(super) is_sure: bool,
}

impl Bare {
    /// A member of a file without mappings.
    pub(super) fn named(name: &str, value: &[u8], line: usize) -> Option<Bare> {
        let value = std::str::from_utf8(value)
            .ok()
            .filter(|value| value.len() <= LONGEST)?;
        Some(Bare {
            value: short(name),
            mapping: 0,
            name: name.into(),
            line,
            remark: remark(name, value)?,
            is_sure: false,
        })
    }

    pub(super) fn part(self) -> FilePart {
        FilePart::remarked(Some(self.value), self.mapping, self.name, self.line, self.remark)
    }
}

/// What is to be said of a member without PEM, where its name promises some in any object, or promises one half of a pair.
pub(super) fn remark(name: &str, value: &str) -> Option<Remark> {
    let containers = [Container::Secret, Container::Route, Container::Kubeconfig];
    let role = containers
        .iter()
        .find_map(|container| roles::of_member(*container, name));
    let role = match role {
        Some(role) => role,
        None if value.len() > LONGEST => return None,
        None if !is_half(name) => return None,
        None if pairs::names_key(name) => Role::Key,
        None => Role::Leaf,
    };
    work::look_at(value.len().min(LONGEST));
    let value = value.as_bytes().get(..value.len().min(LONGEST))?;
    let decoded = base64::decode(value);
    let texts = [Some(value), decoded.as_ref().map(|it| it.bytes.as_slice())];
    for text in texts.into_iter().flatten() {
        if is_nothing(text) {
            // CAs are filled in later, by cert-manager for one.
            return (matches!(role, Role::Leaf | Role::Key) || is_half(name)).then_some(Remark::MemberEmpty);
        }
        if let Some(path) = roles::path_in(text) {
            return Some(Remark::MemberIsPath(short(path)));
        }
    }
    None
}

fn is_nothing(text: &[u8]) -> bool {
    text.trim_ascii().is_empty() || matches!(text, b"null" | b"~")
}

/// Whether a name is that of a certificate or of a private key, so that the other half may stand beside it.
fn is_half(name: &str) -> bool {
    name.len() <= LONGEST_NAME && (pairs::names_certificate(name) || pairs::names_key(name))
}

/// Bytes of a name that is looked at.
const LONGEST_NAME: usize = 128;

/// A path in base64 is no longer.
const LONGEST: usize = 1_024;

/// Whether an annotation says that something else fills the object: a replicator, a plugin that reads a vault.
pub(super) fn fills(annotation: &str) -> bool {
    const OF_OTHERS: &[&str] = &["cert-manager.io", "kubernetes.io", "helm.sh"];
    let domain = annotation.split('/').next().unwrap_or_default();
    !OF_OTHERS.iter().any(|other| domain.ends_with(other))
}

impl FilePart {
    /// It is a member of this object.
    pub(super) fn is_of(&mut self, object: &str, container: Container, number: usize) {
        let Some(value) = &mut self.value else { return };
        *value = format!("{object}, {value}");
        self.has_object = true;
        if self.is_within {
            // Its own document says what it is.
            return;
        }
        self.container = container;
        self.role = roles::of_member(container, &self.name);
        match container {
            // `data` and `stringData` become one.
            Container::Secret => self.mapping = number,
            _ => self.product = None,
        }
    }
}

/// Of two members of a Secret with one name that of `stringData` counts.
pub(super) fn mark_overridden(found: &mut [FilePart], before: usize) {
    let own = found.get_mut(before..).unwrap_or_default();
    let is_of = |part: &FilePart, member: &str| {
        let ends = format!("{member}.{}", part.name);
        part.container == Container::Secret && part.value.as_ref().is_some_and(|it| it.ends_with(&ends))
    };
    let plain: HashSet<(usize, String)> = own
        .iter()
        .filter(|part| is_of(part, "stringData"))
        .map(|part| (part.mapping, part.name.clone()))
        .collect();
    for part in own {
        let is_overridden = plain.contains(&(part.mapping, part.name.clone()));
        part.is_unpaired |= is_overridden && !is_of(part, "stringData");
    }
}

/// What a pair has in common, by the names of its halves: the mapping, the stem, and which half it is.
type Half = (usize, String, bool);

/// The halves of pairs that are there.
fn halves(parts: &[FilePart]) -> HashSet<Half> {
    // Spring takes the content or the place of a file for either half.
    let is_either = |part: &FilePart| part.name.ends_with("private-key");
    let filled = parts
        .iter()
        .filter(|part| !part.is_bare && !part.is_unpaired && !is_either(part));
    let halves = filled.filter_map(|part| {
        let is_key = part.keys > 0 && part.certificates == 0;
        Some((part.mapping, stem(&part.name, is_key)?, is_key))
    });
    halves.collect()
}

fn stem(name: &str, is_key: bool) -> Option<String> {
    match is_key {
        true => pairs::of_key(name),
        false => pairs::of_certificate(name),
    }
}

/// Whether a member is missed because the other half of its pair is there. A certificate without its key is nothing odd, and a
/// path may be what some program takes in its place.
fn is_missed_half(part: &FilePart, halves: &HashSet<Half>) -> bool {
    if part.name.ends_with("private-key") {
        return false;
    }
    let is_key = pairs::names_key(&part.name);
    let is_path = matches!(part.remarks.first(), Some(Remark::MemberIsPath(_)));
    let other = stem(&part.name, is_key).map(|stem| (part.mapping, stem, !is_key));
    (is_path || !is_key) && other.is_some_and(|other| halves.contains(&other))
}

/// Of members in no object of which more is known, those whose other half is there, in their order.
pub(super) fn missed_halves(found: &mut Vec<FilePart>, bare: Vec<Bare>) {
    if bare.is_empty() {
        return;
    }
    let halves = halves(found);
    let missed = bare.into_iter().filter_map(|bare| {
        let is_sure = bare.is_sure;
        let part = bare.part();
        (is_sure || is_missed_half(&part, &halves)).then_some(part)
    });
    found.extend(missed);
    found.sort_by_key(|part| part.places.line_of(1));
}

/// Leaves of the members without PEM those that are missed: not where their names promise nothing in this object, nor where
/// both halves of a pair are still to be filled in. In some objects the names themselves are sure.
pub(super) fn retain_missed(found: &mut Vec<FilePart>, before: usize, is_filled: bool, is_sure: bool) {
    let mut own = found.split_off(before.min(found.len()));
    let halves = halves(&own);
    let filled: Vec<usize> = own
        .iter()
        .filter(|part| !part.is_bare)
        .map(|part| part.mapping)
        .collect();
    own.retain(|part| match part.remarks.first() {
        Some(Remark::MemberEmpty) => {
            let is_known = is_sure && matches!(part.role, Some(Role::Leaf | Role::Key));
            is_missed_half(part, &halves) || (is_known && (!is_filled || filled.contains(&part.mapping)))
        }
        Some(Remark::MemberIsPath(_)) => (is_sure && part.role.is_some()) || is_missed_half(part, &halves),
        _ => true,
    });
    own.sort_by_key(|part| part.places.line_of(1));
    found.append(&mut own);
}
