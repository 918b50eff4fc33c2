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

/// Whether a wildcard that is a part of a label covers it, as in `w*.example.com`, in a form that OpenSSL takes: the `*` begins or
/// ends the label, which is no A-label, and two labels follow.
pub(super) fn is_partly_covered(leaf: &Certificate<'_>, wanted: &ReferenceIdentifier) -> bool {
    let ReferenceIdentifier::Dns(wanted) = wanted else {
        return false;
    };
    let mut names = leaf.alternative_names().iter();
    names.any(|name| matches!(name, GeneralName::Dns(pattern) if covers_at_an_end(pattern, wanted)))
}

fn covers_at_an_end(pattern: &str, wanted: &str) -> bool {
    let label = pattern.split_once('.').filter(|(_, above)| above.contains('.'));
    let is_plain = |label: &str| {
        let is_at_an_end = label.starts_with('*') || label.ends_with('*');
        is_at_an_end && !label.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("xn--"))
    };
    label.is_some_and(|(label, _)| is_plain(label)) && covers_partly(pattern, wanted)
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
    use super::{covers, covers_at_an_end, covers_partly};

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
    fn openssl_takes_a_part_at_an_end_of_the_label() {
        for pattern in ["c*.example.com", "*r.example.com"] {
            assert!(covers_at_an_end(pattern, "cluster.example.com"), "{pattern}");
        }
        for (pattern, wanted) in [
            ("cl*er.example.com", "cluster.example.com"),
            ("c*.com", "cluster.com"),
            ("xn--*.example.com", "xn--a.example.com"),
        ] {
            assert!(!covers_at_an_end(pattern, wanted), "{pattern}");
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
