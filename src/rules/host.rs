//! Rules of the area `host`: which names and addresses a certificate may be for.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use core::net::{Ipv4Addr, Ipv6Addr};

use super::context::Source;
use super::demand::{Whom, Wrong, demand};
use super::international::{decode, is_normalized};
use super::name_form::shown;
use super::reserved::is_reserved;
use super::{Context, Entry, Needs, Sink};
use crate::certificate::{Certificate, ExtensionKind, Form, GeneralName, ip_address};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "host",
    title: "Names and addresses that may be certified",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "host-name-internal",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a DNS name of the leaf ends in no top-level domain",
            explanation: "\
A name such as `db01` or `db01.corp` means something in one network alone, so no public CA can verify who
owns it; none has issued such a certificate since 2015. Private CAs may. The rule needs a list of public
suffixes, `Profile::is_public_suffix`; without one it is silent.

Have it issued for a name below your own domain, or by a private CA.",
            citations: &[
                "CA/B Baseline Requirements 4.2.2",
                "CA/B Baseline Requirements 7.1.4.2",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE
            .and(Needs::SUFFIXES)
            .and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: host_name_internal,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "host-name-public-suffix",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a DNS name of the leaf is a public suffix itself",
            explanation: "\
A name such as `co.uk` is nobody's host: everybody may register names below it. The rule needs a list of
public suffixes, `Profile::is_public_suffix`; without one it is silent.

Have it issued for a name below the suffix.",
            citations: &["CA/B Baseline Requirements 1.6.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE
            .and(Needs::SUFFIXES)
            .and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: host_name_public_suffix,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "host-label-reserved",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a DNS name of the leaf has a reserved label that is not the form of an international name",
            explanation: "\
Labels with hyphens in the third and fourth place are reserved; `xn--` alone has a meaning. Public CAs must
not certify another.

Have it issued for another name.",
            citations: &["RFC 5890 section 2.3.1", "CA/B Baseline Requirements 7.1.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: host_label_reserved,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "host-label-not-decodable",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a label of a DNS name that begins with xn-- does not decode",
            explanation: "\
After `xn--` stands Punycode, the international name in letters of ASCII. What does not decode is no name
that anybody could have registered, and browsers show it as it is.

Have it issued for the name as the registry writes it.",
            citations: &["RFC 5280 section 7.2", "RFC 3492 section 6.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: host_label_not_decodable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "host-label-not-normalized",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a label of a DNS name that begins with xn-- decodes to a letter and an accent apart",
            explanation: "\
International names are in Unicode's form NFC, where a letter and its accent are one character. The same
name with both apart is another label in the DNS, which no registry takes. The letters of ASCII and what has
no place in NFC at all are looked at.

Have it issued for the name as the registry writes it.",
            citations: &["RFC 5891 section 4.2.1", "RFC 8399 section 2.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: host_label_not_normalized,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "host-name-reverse-zone",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a DNS name of the leaf lies in the zones that name addresses",
            explanation: "\
Names below `in-addr.arpa` and `ip6.arpa` stand for addresses, and whoever controls such a zone need not own
the host. Public CAs do not certify them since 2026-03-15.

Have it issued for the address itself, or for a name of the host.",
            citations: &["CA/B Baseline Requirements 4.2.2"],
            in_force: Period::since(2026, 3, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: host_name_reverse_zone,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "host-address-reserved",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "an IP address of the leaf belongs to nobody",
            explanation: "\
Private, documentation and other reserved addresses are in use everywhere and owned by nobody, so no public
CA can verify who asks for one. Private CAs may certify them.

Have it issued for a public address or a name, or by a private CA.",
            citations: &["CA/B Baseline Requirements 4.2.2", "RFC 6890"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: host_address_reserved,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "alternative-name-type",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a server certificate has alternative names other than DNS names and IP addresses",
            explanation: "\
A public certificate for a TLS server has DNS names and IP addresses among its alternative names and nothing
else: e-mail addresses, URIs, directory names and others belong into certificates for other purposes.

Have it issued without the other names; identities such as those of SPIFFE belong under a private CA.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.12"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: alternative_name_type,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "alternative-name-repeated",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "an alternative name is there twice",
            explanation: "\
The same name twice makes a certificate larger and nothing else; some programs that import certificates
refuse it. Upper and lower case are the same in DNS names.

Have the next certificate issued with each name once.",
            citations: &["RFC 5280 section 4.2.1.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: alternative_name_repeated,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "uri-name-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a URI among the alternative names is not absolute, or names no host as it should",
            explanation: "\
A URI among alternative names has a scheme and something after it; where it has an authority, the host in it
is a fully qualified name or an IP address. Whoever compares identities of this form passes over another.

Have it issued with the complete URI, such as `spiffe://example.org/workload`, or without.",
            citations: &["RFC 5280 section 4.2.1.6", "RFC 3986 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: uri_name_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "email-name-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "an e-mail address among the alternative names is not of the form local@host",
            explanation: "\
An rfc822Name is an address alone, without a name beside it, angle brackets or comments. Mail programs
compare it character by character and find no other form.

Have it issued with the bare address.",
            citations: &["RFC 5280 section 4.2.1.6", "RFC 2821 section 4.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: email_name_form,
    },
];

const RFC: Source = Source::Rfc5280;
const BASELINE: Source = Source::CaBrowserForum;
const OTHER_NAME: &str = "have it issued for another name";

/// One finding for the first alternative name of which `look` says something: the end of "has …".
fn of_names(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    source: Source,
    help: &'static str,
    look: impl Fn(&GeneralName<'_>) -> Option<String>,
) {
    // What a form is, it is in a CA's certificate, too; what may be certified is asked of leafs.
    let whom = match source {
        BASELINE => Whom::Subscriber,
        _ => Whom::Any,
    };
    demand(context, sink, (source, whom), help, |certificate| {
        let names = certificate.subject_alternative_name.as_ref()?;
        let what = names.value.iter().find_map(|name| look(&name))?;
        Some(Wrong::at(&names.bytes, format!("has {what}")))
    });
}

/// The same of its DNS names, without a wildcard before them and in lower case, and the end of "has the DNS name NAME, …".
fn of_hosts(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    source: Source,
    help: &'static str,
    look: impl Fn(&str) -> Option<String>,
) {
    of_names(context, sink, source, help, |name| {
        let GeneralName::Dns(name) = name else {
            return None;
        };
        let host = name.strip_prefix("*.").unwrap_or(name).to_ascii_lowercase();
        let what = look(&host)?;
        Some(format!("the DNS name {}, {what}", text::clip(&shown(name), 256)))
    });
}

fn host_name_internal(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(suffixes) = &context.profile.is_public_suffix else {
        return;
    };
    let help = "have it issued for a name below your own domain, or by a private CA";
    of_hosts(context, sink, BASELINE, help, |host| {
        let top = host.rsplit('.').next().filter(|top| !top.is_empty())?;
        // An address that is written as a name has a rule of its own.
        let is_name = host.parse::<Ipv4Addr>().is_err() && host.parse::<Ipv6Addr>().is_err();
        (is_name && !suffixes.has(top)).then(|| format!("and {} is no top-level domain", shown(top)))
    });
}

fn host_name_public_suffix(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(suffixes) = &context.profile.is_public_suffix else {
        return;
    };
    let help = "have it issued for a name below the suffix";
    of_names(context, sink, BASELINE, help, |name| {
        let GeneralName::Dns(name) = name else {
            return None;
        };
        let is_bare = suffixes.has(&name.trim_end_matches('.').to_ascii_lowercase());
        is_bare.then(|| format!("the DNS name {}, which is a public suffix", shown(name)))
    });
}

fn host_label_reserved(context: &Context<'_>, sink: &mut Sink<'_>) {
    of_hosts(context, sink, BASELINE, OTHER_NAME, |host| {
        let is_reserved = |label: &&str| label.get(2..4) == Some("--") && !label.starts_with("xn");
        let label = host.split('.').find(is_reserved)?;
        Some(format!("whose label {} is reserved", shown(label)))
    });
}

/// What stands after `xn--` in each label that begins so.
fn international(host: &str) -> impl Iterator<Item = &str> {
    host.split('.').filter_map(|label| label.strip_prefix("xn--"))
}

const AS_REGISTERED: &str = "have it issued for the name as the registry writes it";

fn host_label_not_decodable(context: &Context<'_>, sink: &mut Sink<'_>) {
    of_hosts(context, sink, RFC, AS_REGISTERED, |host| {
        let label = international(host).find(|label| decode(label).is_none())?;
        Some(format!(
            "whose label xn--{} is no Punycode",
            text::clip(&text::escape(label), 80)
        ))
    });
}

fn host_label_not_normalized(context: &Context<'_>, sink: &mut Sink<'_>) {
    of_hosts(context, sink, RFC, AS_REGISTERED, |host| {
        let is_odd = |label: &&str| decode(label).is_some_and(|decoded| !is_normalized(&decoded));
        let label = international(host).find(is_odd)?;
        Some(format!("whose label xn--{label} is not in Unicode's form NFC"))
    });
}

fn host_name_reverse_zone(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued for the address itself, or for a name of the host";
    of_hosts(context, sink, BASELINE, help, |host| {
        let host = host.trim_end_matches('.');
        let zones = ["in-addr.arpa", "ip6.arpa"];
        let is_below = |zone: &&&str| {
            host.strip_suffix(**zone)
                .is_some_and(|it| it.is_empty() || it.ends_with('.'))
        };
        let zone = zones.iter().find(is_below)?;
        Some(format!("in the zone {zone}, which names addresses"))
    });
}

fn host_address_reserved(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued for a public address or a name, or by a private CA";
    of_names(context, sink, BASELINE, help, |name| {
        let GeneralName::Ip(octets) = name else {
            return None;
        };
        let address = ip_address(octets).filter(is_reserved)?;
        Some(format!("the IP address {address}, which nobody owns"))
    });
}

fn alternative_name_type(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued without the other names, or by a private CA";
    let look = |certificate: &Certificate<'_>| {
        let names = certificate.subject_alternative_name.as_ref()?;
        let form = names.value.iter().map(|name| name.form());
        let form = form
            .into_iter()
            .find(|form| !matches!(form, Form::Dns | Form::Ip))?;
        let article = match form {
            Form::Email | Form::Other(0) => "an",
            _ => "a",
        };
        let what = format!("has {article} {} among its alternative names", form.text());
        Some(Wrong::at(&names.bytes, what))
    };
    demand(context, sink, (BASELINE, Whom::Server), help, look);
    demand(context, sink, (BASELINE, Whom::Authority), help, look);
}

fn alternative_name_repeated(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the next certificate issued with each name once";
    demand(context, sink, (RFC, Whom::Subscriber), help, |certificate| {
        let names = certificate.subject_alternative_name.as_ref()?;
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let again = names.value.iter().find_map(|name| {
            let text = match name {
                GeneralName::Dns(name) => name.to_ascii_lowercase(),
                GeneralName::Email(name) => name.to_string(),
                _ => name.text()?,
            };
            let is_new = seen.insert(text.clone());
            (!is_new).then_some(text)
        })?;
        let what = format!(
            "has {} more than once among its alternative names",
            text::clip(&shown(&again), 256)
        );
        Some(Wrong::at(&names.bytes, what))
    });
}

fn uri_name_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the complete URI, or without";
    of_names(context, sink, RFC, help, |name| {
        let GeneralName::Uri(uri) = name else {
            return None;
        };
        let what = uri_fault(uri)?;
        Some(format!(
            "the URI {}, {what}, among its alternative names",
            text::clip(&shown(uri), 256)
        ))
    });
}

/// What is wrong with the URI of an alternative name.
fn uri_fault(uri: &str) -> Option<&'static str> {
    let is_scheme = |scheme: &str| {
        let follows = |it: char| it.is_ascii_alphanumeric() || "+-.".contains(it);
        scheme.starts_with(|it: char| it.is_ascii_alphabetic()) && scheme.chars().all(follows)
    };
    let Some((scheme, rest)) = uri.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return Some("which has no scheme");
    };
    let names_host = ["http", "https", "ftp"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    if names_host && !rest.starts_with("//") {
        return Some("which names no host");
    }
    if rest.is_empty() || rest == "//" {
        return Some("which has nothing after its scheme");
    }
    let authority = rest
        .strip_prefix("//")?
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.is_empty() {
        return None;
    }
    if let Some(literal) = host.strip_prefix('[') {
        let address = literal.split(']').next().unwrap_or_default();
        return address
            .parse::<Ipv6Addr>()
            .is_err()
            .then_some("whose host is no address");
    }
    let host = host.split(':').next().unwrap_or(host);
    let host = host.strip_prefix("*.").unwrap_or(host);
    let is_label = |label: &str| {
        let is_inner = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
        !label.is_empty() && label.bytes().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_name = host.contains('.') && host.split('.').all(is_label);
    (!is_name).then_some("whose host is no fully qualified name")
}

fn email_name_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the bare address";
    of_names(context, sink, RFC, help, |name| {
        let GeneralName::Email(email) = name else {
            return None;
        };
        let is_good = is_mailbox(email);
        (!is_good).then(|| {
            format!(
                "the e-mail address {} among its alternative names",
                text::clip(&shown(email), 256)
            )
        })
    });
}

/// Local-part@Domain (RFC 2821 section 4.1.2), as a dot-string or in quotes.
fn is_mailbox(email: &str) -> bool {
    let Some((local, host)) = email.rsplit_once('@') else {
        return false;
    };
    let is_atom = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&it);
    let is_quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
    let is_local = is_quoted
        || local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(is_atom));
    let is_inner = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    let is_literal = host.starts_with('[') && host.ends_with(']');
    let is_host = is_literal
        || host
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(is_inner));
    is_local && is_host
}

#[cfg(test)]
mod tests {
    use super::{is_mailbox, uri_fault};

    #[test]
    fn uris_of_workloads_and_hosts_are_good() {
        for good in [
            "spiffe://example.org/a",
            "https://www.example.com/",
            "https://*.example.com/",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "ldap:///CN=Example",
            "https://192.0.2.1:8443/",
            "https://[2001:db8::1]/",
            "mailto:a@example.com",
        ] {
            assert_eq!(uri_fault(good), None, "{good}");
        }
        for bad in [
            "example.com",
            "/path",
            "http:",
            "http://",
            "http:../example.com",
            "https://localhost/",
            "https://a..b/",
            "1a://b.c/",
            "://b.c",
            "https://www.*.com/",
        ] {
            assert!(uri_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn addresses_are_bare() {
        for good in [
            "a@example.com",
            "a.b+c@example.com",
            "\"a b\"@example.com",
            "a@[192.0.2.1]",
            "a@host",
        ] {
            assert!(is_mailbox(good), "{good}");
        }
        for bad in [
            "example.com",
            "<a@example.com>",
            "A B <a@example.com>",
            "a@",
            "@example.com",
            "a..b@example.com",
            "a@b c",
        ] {
            assert!(!is_mailbox(bad), "{bad}");
        }
    }
}
