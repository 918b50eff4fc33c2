//! Name constraints that one family of stacks or another cannot read, or does not compare, whatever is below them.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::net::IpAddr;

use super::{Context, Source};
use crate::certificate::{Form, GeneralName};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

/// What is odd about a subtree.
pub(super) struct Odd {
    pub(super) fact: Fact,
    /// What the certificate has.
    pub(super) what: String,
    pub(super) help: &'static str,
}

impl Odd {
    /// Where not the table alone says how grave it is.
    pub(super) fn severity(&self, context: &Context<'_>) -> Option<Severity> {
        match self.fact {
            Fact::ConstraintAddressLength | Fact::AddressMaskWithHoles => {
                Some(context.severity(Source::Rfc5280, Severity::Warning))
            }
            Fact::WildcardInConstraint
            | Fact::ConstraintNoHost
            | Fact::ConstraintEmptyLabel
            | Fact::ConstraintOddLabel => context.applies(Source::Rfc5280).then_some(Severity::Error),
            _ => None,
        }
    }
}

/// How grave a fact is as long as no stack is named, where that is not what the table says: RFC 5280 section 4.2.1.10 has peers
/// compare directory names, and take constraints on other forms where no name of the form is below.
pub(super) fn stated(fact: Fact) -> Option<Severity> {
    match fact {
        Fact::RareConstraint
        | Fact::RareConstraintCritical
        | Fact::OtherNameConstraintCritical
        | Fact::DirectoryNameConstraint
        | Fact::DirectoryNameExcluded => Some(Severity::Warning),
        Fact::DirectoryNamePermitted
        | Fact::DirectoryNameExcludedNotCritical
        | Fact::ConstraintUnderscore
        | Fact::ConstraintEmpty => Some(Severity::Note),
        _ => None,
    }
}

const DOMAIN: &str = "have the CA's certificate issued again with the domain alone, as in example.com";
const MASK: &str =
    "have the CA's certificate issued again with contiguous masks, such as that of 192.0.2.0/24";
const MAILBOX: &str =
    "have the CA's certificate issued again with an address or the name of a host, as in example.com";
const COMPARED: &str =
    "have the CA's certificate issued again with constraints on DNS names, addresses or directory names";
const IF_THEY_CONNECT: &str =
    "if clients that refuse it connect, use a CA with constraints on DNS names and addresses alone";

/// Tells what is odd about the base of a subtree.
pub(super) fn each(base: &GeneralName<'_>, is_excluded: bool, is_critical: bool, mut tell: impl FnMut(Odd)) {
    let mut say = |fact: Fact, what: String, help: &'static str| tell(Odd { fact, what, help });
    match *base {
        GeneralName::Dns(name) => {
            if let Some((fact, why)) = odd_host(name, is_excluded) {
                let name = shown(name);
                say(
                    fact,
                    format!("the name constraint {name} on DNS names, {why}"),
                    DOMAIN,
                );
            }
        }
        GeneralName::Ip(octets) if !matches!(octets.len(), 4 | 8 | 16 | 32) => {
            let what = format!(
                "a constraint on IP addresses of {}; an address and a contiguous mask are wanted",
                text::count(octets.len(), "octet")
            );
            let fact = match is_critical {
                true => Fact::ConstraintAddressLength,
                false => Fact::AddressMaskWithHoles,
            };
            say(fact, what, MASK);
        }
        GeneralName::Uri(name) => {
            let what = format!(
                "the name constraint {} on URIs, which is no name of a host",
                shown(name)
            );
            if is_no_domain(name.strip_prefix('.').unwrap_or(name), name) || is_address(name) {
                say(Fact::UriConstraintMalformed, what.clone(), DOMAIN);
            }
            // Java passes over what it cannot parse where it is not critical.
            if is_critical && !is_host(name.strip_prefix('.').unwrap_or(name)) {
                say(Fact::UriConstraintNoHost, what, DOMAIN);
            }
        }
        GeneralName::Email(address) => {
            let what = format!(
                "the name constraint {} on e-mail addresses, which is neither an address nor a host",
                shown(address)
            );
            let has_empty_label = address == "." || address.contains("..");
            if has_empty_label {
                say(Fact::MailConstraintEmptyLabel, what.clone(), MAILBOX);
            } else if is_no_mailbox(address) {
                say(Fact::MailConstraintMalformed, what.clone(), MAILBOX);
            }
            if is_critical && (matches!(address, "" | ".") || address.ends_with('@')) {
                say(Fact::MailConstraintNoHost, what, MAILBOX);
            }
        }
        GeneralName::Other(Form::Other(0)) | GeneralName::Mailbox(_) if is_critical => {
            let what = "a critical constraint on names of the form otherName, which is not compared";
            say(Fact::OtherNameConstraintCritical, what.to_string(), COMPARED);
        }
        GeneralName::Other(_) | GeneralName::Mailbox(_) => {
            let fact = match is_critical {
                true => Fact::RareConstraintCritical,
                false => Fact::RareConstraint,
            };
            let what =
                "a constraint on names of a form that is not compared, such as otherName or registeredID";
            say(fact, what.to_string(), COMPARED);
        }
        GeneralName::Directory(_) => {
            let fact = match (is_excluded, is_critical) {
                (false, true) => Fact::DirectoryNameConstraint,
                (false, false) => Fact::DirectoryNamePermitted,
                (true, true) => Fact::DirectoryNameExcluded,
                (true, false) => Fact::DirectoryNameExcludedNotCritical,
            };
            let what = "name constraints on directory names, which some stacks do not compare";
            say(fact, what.to_string(), IF_THEY_CONNECT);
        }
        GeneralName::Malformed(Form::Email | Form::Uri) => {
            let what = "a name constraint that is not ASCII".to_string();
            if is_critical && base.form() == Form::Uri {
                say(Fact::UriConstraintNoHost, what.clone(), DOMAIN);
            }
            say(Fact::MailConstraintMalformed, what, DOMAIN);
        }
        GeneralName::Ip(_) | GeneralName::Malformed(_) => {}
    }
}

/// What is odd about a constraint on DNS names, and why. A period before it is another rule's.
fn odd_host(name: &str, is_excluded: bool) -> Option<(Fact, &'static str)> {
    let bare = name.strip_prefix('.').unwrap_or(name);
    let within = bare.strip_suffix('.').unwrap_or(bare);
    if name.contains('*') {
        let why = "in which the `*` stands for itself, so that no name is below it; the domain is wanted, and what is below is meant with it";
        return Some((Fact::WildcardInConstraint, why));
    }
    if name.is_empty() {
        return (!is_excluded).then_some((Fact::ConstraintEmpty, "which holds every name"));
    }
    if within.split('.').any(str::is_empty) {
        return Some((Fact::ConstraintEmptyLabel, "which is no name of a host"));
    }
    if is_no_domain(bare, name) {
        return Some((Fact::ConstraintNoHost, "which is no name of a host"));
    }
    if !bare.split('.').all(is_label_with_underscores) {
        return Some((Fact::ConstraintOddLabel, "which is no name of a host"));
    }
    bare.contains('_')
        .then_some((Fact::ConstraintUnderscore, "which is no name of a host"))
}

fn is_label_with_underscores(label: &str) -> bool {
    let is_in = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    let is_long = label.len() > 63;
    !is_long && !label.starts_with('-') && !label.ends_with('-') && label.bytes().all(is_in)
}

/// Whether Go does not take it as a domain: with an empty label, or characters that are not printed. Nothing at all it takes.
fn is_no_domain(bare: &str, whole: &str) -> bool {
    let is_printed = bare.bytes().all(|it| it.is_ascii_graphic());
    let has_empty = bare.split('.').any(str::is_empty);
    !whole.is_empty() && (!is_printed || has_empty)
}

fn is_address(name: &str) -> bool {
    name.parse::<IpAddr>().is_ok()
}

/// Whether Java takes it for the host of a URI.
fn is_host(name: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && !label.contains('_') && is_label_with_underscores(label);
    name.split('.').all(is_label)
}

/// Whether Go takes it neither for a mailbox nor for a domain.
fn is_no_mailbox(address: &str) -> bool {
    let Some((local, host)) = address.split_once('@') else {
        return is_no_domain(address.strip_prefix('.').unwrap_or(address), address);
    };
    let is_atom = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&it);
    let is_local = local.starts_with('"')
        || local
            .split('.')
            .all(|it| !it.is_empty() && it.bytes().all(is_atom));
    !is_local || host.contains('@') || is_no_domain(host, host)
}

fn shown(name: &str) -> String {
    text::clip(&text::escape(name), 256).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_host, is_no_domain, is_no_mailbox, odd_host};
    use crate::stacks::Fact;

    #[test]
    fn a_constraint_on_dns_names_is_a_host_or_what_is_below_one() {
        for good in [
            "example.com",
            ".example.com",
            "EXAMPLE.COM",
            "localhost",
            "192.0.2.1",
        ] {
            assert_eq!(odd_host(good, false), None, "{good:?}");
        }
        for (odd, fact) in [
            ("*.example.com", Fact::WildcardInConstraint),
            ("example..com", Fact::ConstraintEmptyLabel),
            (".", Fact::ConstraintEmptyLabel),
            ("..com", Fact::ConstraintEmptyLabel),
            ("a..", Fact::ConstraintEmptyLabel),
            ("example.com.", Fact::ConstraintNoHost),
            ("a b.example", Fact::ConstraintNoHost),
            ("example.com:443", Fact::ConstraintOddLabel),
            ("https://example.com", Fact::ConstraintOddLabel),
            ("-a.example", Fact::ConstraintOddLabel),
            ("my_host.example", Fact::ConstraintUnderscore),
            ("", Fact::ConstraintEmpty),
        ] {
            assert_eq!(odd_host(odd, false).map(|(fact, _)| fact), Some(fact), "{odd:?}");
        }
        assert_eq!(odd_host("", true), None);
    }

    /// Each was run in a chain that Go verifies.
    #[test]
    fn go_reads_these_constraints_on_e_mail_addresses() {
        let good = [
            "",
            "example.org",
            ".example.org",
            "a@example.org",
            "\"a b\"@example.org",
            "*@example.org",
            "a@[192.0.2.1]",
            "a_b.example",
            "a@",
        ];
        for good in good {
            assert!(!is_no_mailbox(good), "{good:?}");
        }
        let bad = [
            "@",
            "a b",
            "a@b@c",
            "@example.org",
            "a(b)@example.org",
            "<a@example.org>",
            "a.@example.org",
            "a@.example.org",
            "example.org.",
        ];
        for bad in bad {
            assert!(is_no_mailbox(bad), "{bad:?}");
        }
    }

    #[test]
    fn java_and_go_read_these_constraints_on_uris() {
        for good in ["example.org", "192.0.2.1", "1a.org"] {
            assert!(is_host(good) && !is_no_domain(good, good), "{good:?}");
        }
        for bad in [
            "",
            "*.org",
            "a_b.org",
            "-a.org",
            "a.org:80",
            "[::1]",
            "http://example.org/",
        ] {
            assert!(!is_host(bad), "{bad:?}");
        }
        for bad in ["a b.org", "a..b", "a.org."] {
            assert!(is_no_domain(bad, bad), "{bad:?}");
        }
        assert!(is_no_domain("", ".") && !is_no_domain("", ""));
    }
}
