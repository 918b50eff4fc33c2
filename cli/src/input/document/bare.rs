//! Members whose names promise a certificate or a key, and that hold neither.

use std::collections::HashSet;

use super::path::short;
use crate::input::base64;
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
}

impl Bare {
    pub(super) fn part(self) -> FilePart {
        FilePart::remarked(Some(self.value), self.mapping, self.name, self.line, self.remark)
    }
}

/// What is to be said of a member without PEM, where its name promises some in any object.
pub(super) fn remark(name: &str, value: &str) -> Option<Remark> {
    let containers = [Container::Secret, Container::Route, Container::Kubeconfig];
    let role = containers
        .iter()
        .find_map(|container| roles::of_member(*container, name))?;
    work::look_at(value.len().min(LONGEST));
    let value = value.as_bytes().get(..value.len().min(LONGEST))?;
    let decoded = base64::decode(value);
    let texts = [Some(value), decoded.as_ref().map(|it| it.bytes.as_slice())];
    for text in texts.into_iter().flatten() {
        if text.trim_ascii().is_empty() || matches!(text, b"null" | b"~") {
            // CAs are filled in later, by cert-manager for one.
            return matches!(role, Role::Leaf | Role::Key).then_some(Remark::MemberEmpty);
        }
        if let Some(path) = roles::path_in(text) {
            return Some(Remark::MemberIsPath(short(path)));
        }
    }
    None
}

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

/// Leaves of the members without PEM those that are missed: not where their names promise nothing in this object, nor where
/// both halves of a pair are still to be filled in.
pub(super) fn retain_missed(found: &mut Vec<FilePart>, before: usize, is_filled: bool) {
    let mut own = found.split_off(before.min(found.len()));
    let filled: Vec<usize> = own
        .iter()
        .filter(|part| !part.is_bare)
        .map(|part| part.mapping)
        .collect();
    own.retain(|part| match part.remarks.first() {
        Some(Remark::MemberEmpty) => part.role.is_some() && (!is_filled || filled.contains(&part.mapping)),
        Some(Remark::MemberIsPath(_)) => part.role.is_some(),
        _ => true,
    });
    own.sort_by_key(|part| part.places.line_of(1));
    found.append(&mut own);
}
