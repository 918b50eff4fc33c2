//! One name against one subtree of name constraints (RFC 5280 section 4.2.1.10).

use alloc::vec::Vec;

use crate::certificate::{GeneralName, NameConstraints, Subtree};

/// A subtree, taken apart once for all names that it is compared with.
pub(super) enum Base<'n> {
    Dns {
        base: &'n str,
        /// What follows its first label.
        above: Option<&'n str>,
    },
    Ip(&'n [u8]),
    Email {
        local: Option<&'n str>,
        host: &'n str,
    },
    Uri(&'n str),
    /// Folded.
    Directory(Vec<u8>),
    /// Whether it holds a name cannot be told.
    Undecided,
}

impl<'n> Base<'n> {
    pub(super) fn of(subtree: &'n Subtree<'n>) -> Base<'n> {
        // RFC 5280 allows minimum 0 only, which DER leaves out, and no maximum.
        if subtree.has_bounds {
            return Base::Undecided;
        }
        match &subtree.base {
            // A `*` stands for itself: no library has it stand for a label.
            GeneralName::Dns(base) if !base.is_ascii() => Base::Undecided,
            GeneralName::Dns(base) => Base::Dns {
                base,
                above: base.split_once('.').map(|(_, above)| above),
            },
            GeneralName::Ip(base) => Base::Ip(base),
            GeneralName::Email(base) => match base.rsplit_once('@') {
                Some((local, host)) => Base::Email {
                    local: Some(local),
                    host,
                },
                None => Base::Email {
                    local: None,
                    host: base,
                },
            },
            GeneralName::Uri(base) => Base::Uri(base),
            GeneralName::Directory(base) => Base::Directory(base.normalized()),
            GeneralName::Mailbox(_) | GeneralName::Malformed(_) | GeneralName::Other(_) => Base::Undecided,
        }
    }
}

/// A name, taken apart once for all subtrees that it is compared with.
pub(super) enum ParsedName<'n> {
    Dns(&'n str),
    Ip(&'n [u8]),
    Email {
        local: &'n str,
        host: &'n str,
    },
    Uri(&'n str),
    /// Folded.
    Directory(Vec<u8>),
    /// Whether a subtree holds it cannot be told.
    Undecided,
}

impl<'n> ParsedName<'n> {
    pub(super) fn of(name: &'n GeneralName<'n>) -> ParsedName<'n> {
        match name {
            GeneralName::Dns(name) => ParsedName::Dns(name),
            GeneralName::Ip(address) => ParsedName::Ip(address),
            GeneralName::Email(address) | GeneralName::Mailbox(address) => {
                let is_wide = matches!(name, GeneralName::Mailbox(_));
                mailbox(address, is_wide).map_or(ParsedName::Undecided, |(local, host)| ParsedName::Email {
                    local,
                    host,
                })
            }
            GeneralName::Uri(uri) => host_of(uri).map_or(ParsedName::Undecided, ParsedName::Uri),
            GeneralName::Directory(name) => ParsedName::Directory(name.normalized()),
            GeneralName::Malformed(_) | GeneralName::Other(_) => ParsedName::Undecided,
        }
    }
}

/// Whether the subtree holds the name; `None` where that cannot be told. Where the subtree is `excluded` it is
/// enough that it holds one of the names that a wildcard stands for.
pub(super) fn holds(base: &Base<'_>, name: &ParsedName<'_>, excluded: bool) -> Option<bool> {
    match (base, name) {
        // A dot at the end keeps a name out of what is permitted with every library but GnuTLS, and of what is excluded with none
        // that is careful.
        (Base::Dns { base, above }, ParsedName::Dns(name)) => {
            let name = if excluded {
                name.trim_end_matches('.')
            } else {
                name
            };
            Some(dns(base, *above, name, excluded))
        }
        (Base::Ip(base), ParsedName::Ip(address)) => ip(base, address),
        (Base::Email { local, host }, ParsedName::Email { local: own, host: at }) => Some(match local {
            // The part before the @ is compared by case (RFC 5280 section 7.5).
            Some(local) => local == own && host.eq_ignore_ascii_case(at),
            // All mailboxes of a host, or with a leading period those of all hosts below it.
            None => host_within(host, at),
        }),
        (Base::Uri(base), ParsedName::Uri(host)) => Some(host_within(base, host)),
        (Base::Directory(base), ParsedName::Directory(name)) => Some(name.starts_with(base)),
        _ => None,
    }
}

/// A name, or anything with labels before it. A leading period, which RFC 5280 does not provide for here, is read
/// as OpenSSL reads it: only what has labels before it.
fn dns(base: &str, above: Option<&str>, name: &str, excluded: bool) -> bool {
    if base.is_empty() || is_below_or_equal(base, name) {
        return true;
    }
    // `*.example.com` stands for `a.example.com`, which excluding just that name is to keep out.
    let (Some(parent), true) = (name.strip_prefix("*."), excluded) else {
        return false;
    };
    is_below_or_equal(base, parent) || above.is_some_and(|above| above.eq_ignore_ascii_case(parent))
}

/// Whether the CA excludes no name that the wildcard itself is or is below, so that what it stands for alone is excluded.
pub(crate) fn is_excluded_as_wildcard(constraints: &NameConstraints<'_>, name: &str) -> bool {
    let is_below = |subtree: &Subtree<'_>| match subtree.base {
        GeneralName::Dns(base) => base.is_empty() || is_below_or_equal(base, name),
        _ => false,
    };
    name.starts_with("*.") && !constraints.excluded.iter().any(is_below)
}

/// Whether `name` is `base` or ends in a period and `base`; with a leading period only the latter.
fn is_below_or_equal(base: &str, name: &str) -> bool {
    if !base.starts_with('.') && name.eq_ignore_ascii_case(base) {
        return true;
    }
    let base = base.strip_prefix('.').unwrap_or(base).as_bytes();
    let Some(cut) = name.len().checked_sub(base.len()) else {
        return false;
    };
    let (Some(head), Some(tail)) = (name.as_bytes().get(..cut), name.as_bytes().get(cut..)) else {
        return false;
    };
    head.len() > 1 && head.ends_with(b".") && tail.eq_ignore_ascii_case(base)
}

/// Address and mask. A mask with holes cannot be what was meant.
fn ip(base: &[u8], address: &[u8]) -> Option<bool> {
    let (network, mask) = base.split_at_checked(base.len() / 2)?;
    let is_address = |octets: &[u8]| octets.len() == 4 || octets.len() == 16;
    if !is_address(network) || network.len() != mask.len() || !is_address(address) {
        return None;
    }
    let bits = mask
        .iter()
        .flat_map(|octet| (0..8).map(move |bit| octet.rotate_left(bit) & 0x80 != 0));
    let ones = bits.clone().take_while(|bit| *bit).count();
    if bits.skip(ones).any(|bit| bit) {
        return None;
    }
    let octets = network.iter().zip(mask).zip(address);
    Some(
        network.len() == address.len()
            && octets
                .into_iter()
                .all(|((network, mask), address)| network & mask == address & mask),
    )
}

/// Local part and host of an address that has both. The local part of a `wide` one may be beyond ASCII; its host is written
/// in A-labels (RFC 9598 section 3).
fn mailbox(address: &str, is_wide: bool) -> Option<(&str, &str)> {
    let (local, host) = address.rsplit_once('@')?;
    let plain = |text: &str| !text.is_empty() && text.is_ascii() && !text.contains(char::is_whitespace);
    let is_local = plain(local) || (is_wide && !local.is_empty());
    // An @ that is not quoted in the local part leaves open where the host begins.
    let unquoted = local.contains('@') && !local.starts_with('"');
    (is_local && plain(host) && !unquoted && !host.starts_with('.')).then_some((local, host))
}

/// Hosts of URIs and of mailboxes: exactly this one, or with a leading period those below it.
fn host_within(base: &str, host: &str) -> bool {
    if base.starts_with('.') {
        is_below_or_equal(base, host)
    } else {
        base.is_empty() || host.eq_ignore_ascii_case(base)
    }
}

/// The host of a URI that is a plain name; `None` where it has none, or an address, which RFC 5280 has rejected then, or
/// where libraries take different parts of it for the host: after what names a user, with escapes, with a dot at its end.
fn host_of(uri: &str) -> Option<&str> {
    let (_, after) = uri.split_once("://")?;
    let authority = after.split(['/', '?', '#']).next()?;
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let is_label = |label: &str| {
        let is_in = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
        !label.is_empty() && label.bytes().all(is_in)
    };
    // What ends in a number is an address to some: 127.1, 0x7f000001.
    let last = host.rsplit('.').next()?;
    let is_number = last.starts_with(|it: char| it.is_ascii_digit());
    let is_port = port.bytes().all(|it| it.is_ascii_digit());
    (is_port && !is_number && host.split('.').all(is_label)).then_some(host)
}

/// Whether the mask of an address constraint has holes, or it has not 8 or 32 octets.
pub(crate) fn has_odd_mask(constraint: &[u8]) -> bool {
    !matches!(constraint.len(), 8 | 32)
        || ip(constraint, constraint.split_at(constraint.len() / 2).0).is_none()
}

/// Whether a constraint on DNS names is no name of a host: with a `*`, an empty label, or other characters than those of hosts.
pub(crate) fn is_no_host(constraint: &str) -> bool {
    let name = constraint.strip_prefix('.').unwrap_or(constraint);
    let is_in = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_in);
    !name.is_empty() && !name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::{Base, ParsedName, has_odd_mask, holds, host_of, host_within, ip, is_no_host};
    use crate::certificate::{GeneralName, Subtree};

    fn held<'n>(base: GeneralName<'n>, name: &GeneralName<'n>, excluded: bool) -> Option<bool> {
        let subtree = Subtree {
            base,
            has_bounds: false,
        };
        holds(&Base::of(&subtree), &ParsedName::of(name), excluded)
    }

    fn dns(base: &str, name: &str, excluded: bool) -> Option<bool> {
        held(GeneralName::Dns(base), &GeneralName::Dns(name), excluded)
    }

    fn email(base: &str, address: &str) -> Option<bool> {
        held(GeneralName::Email(base), &GeneralName::Email(address), false)
    }

    #[test]
    fn a_dns_constraint_holds_the_name_and_what_is_below_it() {
        for name in ["example.com", "a.example.com", "b.a.EXAMPLE.com", "*.example.com"] {
            assert_eq!(dns("example.com", name, false), Some(true), "{name}");
        }
        // With a dot at its end a name is permitted by none that compares it, and excluded all the same.
        assert_eq!(dns("example.com", "a.example.com.", false), Some(false));
        assert_eq!(dns("example.com", "a.example.com.", true), Some(true));
        for name in [
            "com",
            "badexample.com",
            "example.org",
            "*.com",
            ".example.com",
            "",
        ] {
            assert_eq!(dns("example.com", name, false), Some(false), "{name}");
        }
        assert_eq!(dns("", "anything", false), Some(true));
        assert_eq!(dns(".example.com", "example.com", false), Some(false));
        assert_eq!(dns(".example.com", "a.example.com", false), Some(true));
        // It was run: OpenSSL, Go, GnuTLS, Java and BoringSSL compare a `*` as any other character.
        for excluded in [false, true] {
            assert_eq!(dns("*.example.com", "a.example.com", excluded), Some(false));
            assert_eq!(dns("*.example.com", "*.example.com", excluded), Some(true));
        }
    }

    #[test]
    fn an_excluded_name_excludes_the_wildcard_that_covers_it() {
        assert_eq!(dns("a.example.com", "*.example.com", true), Some(true));
        assert_eq!(dns("a.example.com", "*.example.com", false), Some(false));
        assert_eq!(dns("b.a.example.com", "*.example.com", true), Some(false));
        assert_eq!(dns("example.com", "*.example.com", true), Some(true));
    }

    #[test]
    fn an_address_is_compared_under_its_mask() {
        assert_eq!(ip(&[192, 0, 2, 0, 255, 255, 255, 0], &[192, 0, 2, 7]), Some(true));
        assert_eq!(
            ip(&[192, 0, 2, 0, 255, 255, 255, 0], &[192, 0, 3, 7]),
            Some(false)
        );
        assert_eq!(ip(&[0; 8], &[0; 16]), Some(false));
        assert_eq!(ip(&[192, 0, 2, 0, 255, 0, 255, 0], &[192, 0, 2, 7]), None);
        assert_eq!(ip(&[192, 0, 2, 0, 255, 255, 255], &[192, 0, 2, 7]), None);
        assert_eq!(ip(&[0; 8], &[192, 0, 2]), None);
    }

    #[test]
    fn mailboxes_are_held_by_themselves_their_host_or_a_host_above() {
        assert_eq!(email("a@example.com", "a@EXAMPLE.com"), Some(true));
        assert_eq!(email("a@example.com", "A@example.com"), Some(false));
        assert_eq!(email("example.com", "x@example.com"), Some(true));
        assert_eq!(email("example.com", "x@a.example.com"), Some(false));
        assert_eq!(email(".example.com", "x@a.example.com"), Some(true));
        assert_eq!(email(".example.com", "x@example.com"), Some(false));
        assert_eq!(email("example.com", "no address"), None);
    }

    #[test]
    fn a_mailbox_beyond_ascii_is_held_by_its_host() {
        let mailbox = |base, address| held(GeneralName::Email(base), &GeneralName::Mailbox(address), false);
        assert_eq!(mailbox("example.com", "jörg@example.com"), Some(true));
        assert_eq!(mailbox("example.com", "jörg@other.example"), Some(false));
        assert_eq!(mailbox(".example.com", "jörg@a.example.com"), Some(true));
        assert_eq!(mailbox("jorg@example.com", "jörg@example.com"), Some(false));
        assert_eq!(mailbox("example.com", "jörg@exämple.com"), None);
        assert_eq!(mailbox("example.com", ""), None);
    }

    #[test]
    fn a_constraint_on_dns_names_is_a_host_or_what_is_below_one() {
        for host in ["", "example.com", ".example.com", "_x.a-b.example", "com"] {
            assert!(!is_no_host(host), "{host}");
        }
        for other in [
            "*.example.com",
            "a..example",
            "example.com.",
            "a b.example",
            "*",
            "a.*.b",
            "..example",
        ] {
            assert!(is_no_host(other), "{other}");
        }
    }

    #[test]
    fn a_mask_has_no_holes() {
        assert!(
            !has_odd_mask(&[10, 0, 0, 0, 255, 0, 0, 0]) && !has_odd_mask(&[0; 8]) && !has_odd_mask(&[0; 32])
        );
        assert!(!has_odd_mask(&[10, 0, 0, 1, 255, 0, 0, 0]));
        assert!(has_odd_mask(&[10, 0, 0, 0, 255, 0, 255, 0]) && has_odd_mask(&[10, 0, 0, 0, 127, 0, 0, 0]));
        assert!(has_odd_mask(&[10, 0, 0, 0, 255]) && has_odd_mask(&[]) && has_odd_mask(&[0; 10]));
    }

    #[test]
    fn a_uri_is_judged_by_its_host() {
        assert_eq!(host_of("https://a.example:8443/x?y#z"), Some("a.example"));
        for none in [
            "https://user@a.example/",
            "https://user:1@a.example/",
            "https://a%2eexample/",
            "https://a.example./",
            "https://127.1/",
            "https://0x7f000001/",
            "https://a.example:x/",
            "https://a.example\\@b.example/",
            "https://",
            "urn:a",
            "https://192.0.2.1/",
            "https://[2001:db8::1]/",
            "https:///x",
        ] {
            assert_eq!(host_of(none), None, "{none}");
        }
        assert!(host_within("a.example", "A.example") && !host_within("a.example", "b.a.example"));
        assert!(host_within(".a.example", "b.a.example") && !host_within(".a.example", "a.example"));
    }
}
