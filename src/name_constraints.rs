//! Names against name constraints (RFC 5280 section 4.2.1.10). No fact is a judgement.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::net::IpAddr;

use crate::certificate::{Certificate, Form, GeneralName, NameConstraints, Subtree};
use crate::text;

/// How the names of one certificate stand to the constraints of one CA above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Within,
    /// The first name that is outside.
    Outside {
        form: Form,
        /// Escaped and clipped; empty where the form has no plain text.
        name: String,
        /// An excluded subtree holds it; otherwise no permitted one does.
        excluded: bool,
    },
    /// A name of this form is constrained, and whether it is outside cannot be told.
    Undecided {
        form: Form,
    },
    /// More comparisons would be needed than are left.
    LimitReached,
}

/// Compares every name of `certificate` with the subtrees of its form, and pays for it from `comparisons_left`.
pub(crate) fn standing(
    certificate: &Certificate<'_>,
    constraints: &NameConstraints<'_>,
    comparisons_left: &mut usize,
) -> Standing {
    let alternative = certificate.alternative_names();
    let others = names_of_subject(certificate);
    let names = || alternative.iter().chain(&others);
    // Everything is looked at once, to sort it by form.
    let subtrees = constraints
        .permitted
        .len()
        .saturating_add(constraints.excluded.len());
    let mut price = names().count().saturating_add(subtrees);
    if price <= *comparisons_left {
        let forms = ByForm::of(constraints);
        for name in names() {
            price = price.saturating_add(forms.subtrees(name.form()));
        }
        if let Some(left) = comparisons_left.checked_sub(price) {
            *comparisons_left = left;
            let standings = names().map(|name| forms.standing(name));
            return standings
                .into_iter()
                .find(|standing| *standing != Standing::Within)
                .unwrap_or(Standing::Within);
        }
    }
    *comparisons_left = 0;
    Standing::LimitReached
}

/// The subject, and its e-mail addresses where the subject alternative name has none.
fn names_of_subject<'c>(certificate: &'c Certificate<'_>) -> Vec<GeneralName<'c>> {
    let mut names = Vec::new();
    if !certificate.subject.is_empty() {
        names.push(GeneralName::Directory(certificate.subject.folded().into()));
    }
    let alternative = certificate.alternative_names();
    if !alternative.iter().any(|name| name.form() == Form::Email) {
        let emails = certificate.subject.emails.iter();
        names.extend(emails.map(|email| GeneralName::Email(email)));
    }
    names
}

/// Subtrees of one form: permitted and excluded.
struct ByForm<'n>(BTreeMap<Form, (Subtrees<'n>, Subtrees<'n>)>);

type Subtrees<'n> = Vec<&'n Subtree<'n>>;

impl<'n> ByForm<'n> {
    fn of(constraints: &'n NameConstraints<'n>) -> ByForm<'n> {
        let mut forms: BTreeMap<Form, (Subtrees<'n>, Subtrees<'n>)> = BTreeMap::new();
        for subtree in &constraints.permitted {
            forms.entry(subtree.base.form()).or_default().0.push(subtree);
        }
        for subtree in &constraints.excluded {
            forms.entry(subtree.base.form()).or_default().1.push(subtree);
        }
        ByForm(forms)
    }

    fn subtrees(&self, form: Form) -> usize {
        self.0.get(&form).map_or(0, |(permitted, excluded)| {
            permitted.len().saturating_add(excluded.len())
        })
    }

    fn standing(&self, name: &GeneralName<'_>) -> Standing {
        let form = name.form();
        let Some((permitted, excluded)) = self.0.get(&form) else {
            return Standing::Within;
        };
        let outside = |excluded: bool| Standing::Outside {
            form,
            name: shown(name),
            excluded,
        };
        for subtree in excluded {
            match holds(subtree, name, true) {
                Some(true) => return outside(true),
                Some(false) => {}
                None => return Standing::Undecided { form },
            }
        }
        let mut undecided = false;
        for subtree in permitted {
            match holds(subtree, name, false) {
                Some(true) => return Standing::Within,
                Some(false) => {}
                None => undecided = true,
            }
        }
        match (permitted.is_empty(), undecided) {
            (true, _) => Standing::Within,
            (false, true) => Standing::Undecided { form },
            (false, false) => outside(false),
        }
    }
}

fn shown(name: &GeneralName<'_>) -> String {
    let text = match name {
        GeneralName::Email(text) | GeneralName::Uri(text) => (*text).to_string(),
        other => other.text().unwrap_or_default(),
    };
    text::clip(&text::escape(&text), 256).into_owned()
}

/// Whether the subtree holds the name; `None` where that cannot be told. Where the subtree is `excluded` it is
/// enough that it holds one of the names that a wildcard stands for.
fn holds(subtree: &Subtree<'_>, name: &GeneralName<'_>, excluded: bool) -> Option<bool> {
    // RFC 5280 allows minimum 0 only, which DER leaves out, and no maximum.
    if subtree.has_bounds {
        return None;
    }
    match (&subtree.base, name) {
        (GeneralName::Dns(base), GeneralName::Dns(name)) => dns(base, name, excluded),
        (GeneralName::Ip(base), GeneralName::Ip(address)) => ip(base, address),
        (GeneralName::Email(base), GeneralName::Email(address)) => email(base, address),
        (GeneralName::Uri(base), GeneralName::Uri(uri)) => host_of(uri).map(|host| host_within(base, host)),
        (GeneralName::Directory(base), GeneralName::Directory(name)) => Some(name.starts_with(base)),
        _ => None,
    }
}

/// A name, or anything with labels before it. A leading period, which RFC 5280 does not provide for here, is read
/// as OpenSSL reads it: only what has labels before it.
fn dns(base: &str, name: &str, excluded: bool) -> Option<bool> {
    let name = name.trim_end_matches('.');
    if base.contains('*') || !base.is_ascii() {
        return None;
    }
    if base.is_empty() {
        return Some(true);
    }
    if is_below_or_equal(base, name) {
        return Some(true);
    }
    // `*.example.com` stands for `a.example.com`, which excluding just that name is to keep out.
    let (Some(parent), true) = (name.strip_prefix("*."), excluded) else {
        return Some(false);
    };
    let above = base.split_once('.').map(|(_, above)| above);
    Some(is_below_or_equal(base, parent) || above.is_some_and(|above| above.eq_ignore_ascii_case(parent)))
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

/// A mailbox, all mailboxes of a host, or with a leading period those of all hosts below it.
fn email(base: &str, address: &str) -> Option<bool> {
    let (local, host) = mailbox(address)?;
    match base.rsplit_once('@') {
        // The part before the @ is compared by case (RFC 5280 section 7.5).
        Some((wanted, wanted_host)) => Some(wanted == local && host.eq_ignore_ascii_case(wanted_host)),
        None => Some(host_within(base, host)),
    }
}

/// Local part and host of an address that has both.
fn mailbox(address: &str) -> Option<(&str, &str)> {
    let (local, host) = address.rsplit_once('@')?;
    let plain = |text: &str| !text.is_empty() && text.is_ascii() && !text.contains(char::is_whitespace);
    // An @ that is not quoted in the local part leaves open where the host begins.
    let unquoted = local.contains('@') && !local.starts_with('"');
    (plain(local) && plain(host) && !unquoted && !host.starts_with('.')).then_some((local, host))
}

/// Hosts of URIs and of mailboxes: exactly this one, or with a leading period those below it.
fn host_within(base: &str, host: &str) -> bool {
    if base.starts_with('.') {
        is_below_or_equal(base, host)
    } else {
        base.is_empty() || host.eq_ignore_ascii_case(base)
    }
}

/// The host of a URI; `None` where it has none or an address, which RFC 5280 has rejected then.
fn host_of(uri: &str) -> Option<&str> {
    let (_, after) = uri.split_once("://")?;
    let authority = after.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return None;
    }
    let host = host.split(':').next()?;
    (!host.is_empty() && host.is_ascii() && host.parse::<IpAddr>().is_err()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::{dns, email, host_of, host_within, ip};

    #[test]
    fn a_dns_constraint_holds_the_name_and_what_is_below_it() {
        for name in [
            "example.com",
            "a.example.com",
            "b.a.EXAMPLE.com",
            "*.example.com",
            "a.example.com.",
        ] {
            assert_eq!(dns("example.com", name, false), Some(true), "{name}");
        }
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
        assert_eq!(dns("*.example.com", "a.example.com", false), None);
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
    fn a_uri_is_judged_by_its_host() {
        assert_eq!(host_of("https://user@a.example:8443/x?y#z"), Some("a.example"));
        for none in [
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
