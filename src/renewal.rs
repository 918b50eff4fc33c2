//! The bundle that a new one is to replace: its facts, and those that are there only between the two.

use alloc::string::String;
use alloc::vec::Vec;

use crate::certificate::{Certificate, GeneralName, KeyKind};
use crate::chain::{self, ChainFacts, End, KnownSignatures};
use crate::keys::private_key;
use crate::pem::Scan;
use crate::profile::Profile;
use crate::text;

/// What is known of the previous bundle.
pub(crate) struct Previous<'p> {
    certificates: Vec<Certificate<'p>>,
    chain: ChainFacts,
}

/// A chain as far as comparing goes: leaf first, and who vouches for its top.
pub(crate) struct Line<'l> {
    pub(crate) leaf: &'l Certificate<'l>,
    /// Leaf, intermediates, and the root where it is known.
    members: Vec<&'l Certificate<'l>>,
    /// The last member is a root, or a trust anchor.
    is_complete: bool,
}

/// How the top of one chain stands to that of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TopChange {
    Same,
    /// Other roots, or roots of the same name with other keys.
    Different,
    /// One of the chains is too short to tell.
    Unknown,
}

impl<'p> Previous<'p> {
    /// `certificates` are those of `scan`.
    pub(crate) fn new(
        certificates: Vec<Certificate<'p>>,
        scan: &Scan<'_>,
        anchors: &[Certificate<'_>],
        profile: &Profile,
        now: i64,
        known: &mut KnownSignatures,
    ) -> Previous<'p> {
        let keys = private_key::read_all(scan);
        let chain = chain::order(&certificates, anchors, &keys, profile, now, known, false);
        Previous { certificates, chain }
    }

    /// All that could be read.
    pub(crate) fn certificates(&self) -> &[Certificate<'p>] {
        &self.certificates
    }

    /// Its chain; or why there is none to compare with, as the end of a sentence.
    pub(crate) fn line<'l>(&'l self, anchors: &'l [Certificate<'l>]) -> Result<Line<'l>, &'static str> {
        if self.certificates.is_empty() {
            return Err("holds no certificate that can be read");
        }
        if self.chain.leaf_candidates.len() > 1 && !self.chain.key_chooses {
            return Err("holds several leaves, and which of them is in use cannot be told");
        }
        Line::of(&self.certificates, &self.chain, anchors).ok_or("holds CA certificates only, and no leaf")
    }
}

impl<'l> Line<'l> {
    pub(crate) fn of(
        certificates: &'l [Certificate<'l>],
        chain: &ChainFacts,
        anchors: &'l [Certificate<'l>],
    ) -> Option<Line<'l>> {
        let line = chain::line(certificates, chain, anchors);
        let members: Vec<_> = line.into_iter().map(|(_, certificate)| certificate).collect();
        let leaf = *members.first()?;
        let is_complete = matches!(chain.end, End::Root | End::Anchor(_));
        Some(Line {
            leaf,
            members,
            is_complete,
        })
    }

    /// The same certificates all the way.
    pub(crate) fn equals(&self, other: &Line<'_>) -> bool {
        let members = other.members.iter().map(|it| it.der);
        self.members.iter().map(|it| it.der).eq(members)
    }

    /// The certificate of the leaf's issuer.
    fn issuer(&self) -> Option<&'l Certificate<'l>> {
        self.members.get(1).copied()
    }

    /// Whether the same CA, by name and key, issued both leaves. Where a key is not known, the name decides.
    pub(crate) fn has_same_issuer(&self, other: &Line<'_>) -> bool {
        if !self.leaf.issuer.matches(&other.leaf.issuer) {
            return false;
        }
        if let (Some(one), Some(other)) = (self.issuer(), other.issuer()) {
            return one.public_key.raw == other.public_key.raw;
        }
        let identifiers = self
            .leaf
            .authority_key_identifier
            .zip(other.leaf.authority_key_identifier);
        identifiers.is_none_or(|(one, other)| one == other)
    }

    /// Name of the root, or of whoever issued the last certificate there is.
    pub(crate) fn top_name(&self) -> &str {
        self.members.last().map_or("", |top| match self.is_complete {
            true => &top.subject.text,
            false => &top.issuer.text,
        })
    }

    /// Whether the two chains end at one root.
    pub(crate) fn tops(&self, other: &Line<'_>) -> TopChange {
        let (Some(one), Some(another)) = (self.members.last(), other.members.last()) else {
            return TopChange::Unknown;
        };
        let is_same = match (self.is_complete, other.is_complete) {
            (true, true) => {
                one.subject.matches(&another.subject) && one.public_key.raw == another.public_key.raw
            }
            (true, false) => self.members.iter().any(|it| it.subject.matches(&another.issuer)),
            (false, true) => other.members.iter().any(|it| it.subject.matches(&one.issuer)),
            (false, false) => {
                one.issuer.matches(&another.issuer)
                    || self.members.iter().any(|it| it.subject.matches(&another.issuer))
                    || other.members.iter().any(|it| it.subject.matches(&one.issuer))
            }
        };
        // A leaf alone names its issuer, which need not be the root.
        let is_short = |line: &Line<'_>| !line.is_complete && line.members.len() < 2;
        match is_same {
            true => TopChange::Same,
            false if is_short(self) || is_short(other) => TopChange::Unknown,
            false => TopChange::Different,
        }
    }
}

/// The names of `old` that clients can no longer connect to with `new`, as text that is not escaped. A wildcard counts for
/// what it covers (RFC 9525 section 6.3).
pub(crate) fn lost_names(old: &Certificate<'_>, new: &Certificate<'_>) -> Vec<String> {
    let entry = |name: GeneralName<'_>| match name {
        GeneralName::Email(text) | GeneralName::Uri(text) => Some(String::from(text)),
        other => other.text().map(|text| text.to_ascii_lowercase()),
    };
    let kept: alloc::collections::BTreeSet<String> =
        new.alternative_names().iter().filter_map(entry).collect();
    let is_lost = |name: &String| {
        let is_covered =
            text::below_wildcard(name).is_some_and(|below| kept.contains(&alloc::format!("*.{below}")));
        !kept.contains(name) && !is_covered
    };
    old.alternative_names()
        .iter()
        .filter_map(entry)
        .filter(is_lost)
        .collect()
}

/// The purposes of `old` that `new` no longer has, by name. Without an extended key usage a certificate has all.
pub(crate) fn lost_purposes(old: &Certificate<'_>, new: &Certificate<'_>) -> Vec<String> {
    let Some(kept) = new.extended_key_usage.as_ref().map(|usage| &usage.value) else {
        return Vec::new();
    };
    if kept.any {
        return Vec::new();
    }
    let had: Vec<&str> = match &old.extended_key_usage {
        Some(usage) if !usage.value.any => usage.value.text.split(", ").collect(),
        _ => ["serverAuth", "clientAuth"].into(),
    };
    let has: Vec<&str> = kept.text.split(", ").collect();
    had.into_iter()
        .filter(|purpose| !has.contains(purpose))
        .take(16)
        .map(Into::into)
        .collect()
}

/// Whether they are one CA to whoever trusts it: the same name and key.
pub(crate) fn is_same_authority(one: &Certificate<'_>, other: &Certificate<'_>) -> bool {
    one.subject.matches(&other.subject) && one.public_key.raw == other.public_key.raw
}

/// Whether two keys are of one type, whatever the size of RSA keys.
pub(crate) fn is_same_type(one: &KeyKind, other: &KeyKind) -> bool {
    matches!((one, other), (KeyKind::Rsa(_), KeyKind::Rsa(_))) || one == other
}
