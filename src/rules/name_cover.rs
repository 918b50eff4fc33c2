//! Whether a DNS name among the alternative names of a certificate covers a host.

use super::Context;
use crate::certificate::{Certificate, GeneralName};
use crate::text;
use crate::vocabulary::ReferenceIdentifier;

/// Whether `pattern`, a DNS entry of a certificate, is valid for `wanted` (RFC 9525 section 6.3).
pub(super) fn covers(pattern: &str, wanted: &str) -> bool {
    // An entry that ends in a dot is no valid name, and clients do not match it.
    let suffix = pattern.strip_prefix("*.").zip(text::below_wildcard(wanted));
    pattern.eq_ignore_ascii_case(wanted)
        || suffix.is_some_and(|(suffix, wanted)| suffix.eq_ignore_ascii_case(wanted))
}

/// Whether a wildcard that is a part of a label covers it, as in `w*.example.com`.
pub(super) fn is_partly_covered(leaf: &Certificate<'_>, wanted: &ReferenceIdentifier) -> bool {
    let ReferenceIdentifier::Dns(wanted) = wanted else {
        return false;
    };
    let mut names = leaf.alternative_names().iter();
    names.any(|name| matches!(name, GeneralName::Dns(pattern) if covers_partly(pattern, wanted)))
}

fn covers_partly(pattern: &str, wanted: &str) -> bool {
    let (pattern, wanted) = (pattern.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    let (Some((label, above)), Some((own, of))) = (pattern.split_once('.'), wanted.split_once('.')) else {
        return false;
    };
    let parts = label.split_once('*').filter(|parts| *parts != ("", ""));
    // The `*` stands for one character at least.
    let is_part = |(before, after): (&str, &str)| {
        let rest = own.strip_prefix(before);
        rest.is_some_and(|rest| rest.len() > after.len() && rest.ends_with(after))
    };
    above == of && parts.is_some_and(is_part)
}

/// Whether each host that is wanted is covered by another entry than this one; not where none is.
pub(super) fn is_needless(context: &Context<'_>, leaf: &Certificate<'_>, entry: &str) -> bool {
    let hosts = context.profile.names.iter().filter_map(|it| match &it.name {
        ReferenceIdentifier::Dns(wanted) => Some(wanted),
        _ => None,
    });
    let mut hosts = hosts.peekable();
    let is_other = |name: GeneralName<'_>, wanted: &str| match name {
        GeneralName::Dns(pattern) => pattern != entry && covers(pattern, wanted),
        _ => false,
    };
    hosts.peek().is_some()
        && hosts.all(|wanted| {
            let mut names = leaf.alternative_names().iter();
            names.any(|name| is_other(name, wanted))
        })
}

#[cfg(test)]
mod tests {
    use super::{covers, covers_partly};

    #[test]
    fn a_part_of_a_label_covers_what_begins_and_ends_with_it() {
        for pattern in ["c*.example.com", "*R.example.com", "cl*er.Example.com"] {
            assert!(covers_partly(pattern, "cluster.example.com"), "{pattern}");
        }
        for pattern in [
            "*.example.com",
            "w*.example.com",
            "clus*uster.example.com",
            "cluster*.example.com",
            "c*.com",
            "c*",
            "cluster.example.com",
        ] {
            assert!(!covers_partly(pattern, "cluster.example.com"), "{pattern}");
        }
    }

    #[test]
    fn a_wildcard_covers_exactly_one_label() {
        assert!(covers("*.example.com", "a.example.com"));
        assert!(covers("*.EXAMPLE.com", "a.example.com"));
        assert!(covers("*.example.com", "*.example.com"));
        for other in [
            "example.com",
            "a.b.example.com",
            "*.a.example.com",
            ".example.com",
            "aexample.com",
            "a.example.com.",
        ] {
            assert!(!covers("*.example.com", other), "{other}");
        }
        assert!(!covers("*.com", "*.example.com"));
        assert!(!covers("a*.example.com", "ab.example.com"));
        assert!(!covers("*", "com"));
    }
}
