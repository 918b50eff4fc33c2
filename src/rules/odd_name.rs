//! Names that are of their form, and that one family of stacks cannot read all the same.

use alloc::format;
use alloc::string::String;
use core::net::Ipv6Addr;
use core::ops::Range;

use super::{Context, Found, Sink, Source};
use crate::certificate::{ExtensionKind, GeneralName, uri};
use crate::chain::name_constraints::{has_odd_mask, is_no_host};
use crate::report::Details;
use crate::severity::Severity;
use crate::stacks::{Fact, sentence};
use crate::text;

/// What is of its form, and what one family cannot read all the same, in certificates and in the trust anchor.
pub(super) fn names_of_odd_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let mut tell =
            |fact: Fact, range: &Range<usize>, what: &str, help: &'static str, severity: Option<Severity>| {
                let message = format!(
                    "{} has {what}. {}",
                    context.describe_member_first(member),
                    sentence(fact)
                );
                let found = Found::new(context.at_member_field(member, range), message).help(help);
                // RFC 5280 section 4.2.1.10 has peers take it where no name of the form is below.
                let found = match fact {
                    Fact::RareConstraint | Fact::RareConstraintCritical => {
                        found.severity(Severity::Warning).for_named(fact)
                    }
                    _ => found.fact(fact),
                };
                let found = found.details(Details::Kind {
                    kind: fact.as_str().into(),
                });
                sink.push(match severity {
                    Some(severity) => found.severity(severity),
                    None => found,
                });
            };
        let mut mapped = None;
        if let Some(names) = &certificate.subject_alternative_name {
            let uris = |name: GeneralName<'_>| match name {
                GeneralName::Uri(uri) if !uri::is_parsable(uri) => Some(shown(uri)),
                _ => None,
            };
            if let Some(uri) = names.value.uris_and_addresses().find_map(uris) {
                let what = format!("the URI {uri} among its alternative names, which cannot be parsed");
                let help = "have it issued with a URI that follows RFC 3986, or without one";
                tell(Fact::UnparsableUri, &names.bytes, &what, help, None);
            }
            mapped = names
                .value
                .uris_and_addresses()
                .find_map(mapped_address)
                .map(|it| (it, &names.bytes));
        }
        if let Some(constraints) = &certificate.name_constraints {
            let (permitted, excluded) = (&constraints.value.permitted, &constraints.value.excluded);
            let bases = || permitted.iter().chain(excluded).map(|subtree| subtree.base);
            let is_odd =
                |base: GeneralName<'_>| matches!(base, GeneralName::Ip(octets) if has_odd_mask(octets));
            if bases().any(is_odd) {
                let what = "a constraint on IP addresses whose mask is not contiguous, or that has neither 8 nor 32 octets; an address and a contiguous mask are wanted";
                let help = "have the CA's certificate issued again with contiguous masks, such as that of 192.0.2.0/24";
                let severity = Some(context.severity(Source::Rfc5280, Severity::Warning));
                tell(
                    Fact::AddressMaskWithHoles,
                    &constraints.bytes,
                    what,
                    help,
                    severity,
                );
            }
            let is_rare =
                |base: GeneralName<'_>| matches!(base, GeneralName::Other(_) | GeneralName::Mailbox(_));
            if bases().any(is_rare) {
                let kind = ExtensionKind::NameConstraints;
                let fact = match certificate.extensions.has_critical(kind) {
                    true => Fact::RareConstraintCritical,
                    false => Fact::RareConstraint,
                };
                let what =
                    "a constraint on names of a form that is not compared, such as registeredID or otherName";
                let help = "have the CA's certificate issued again with constraints on DNS names, addresses or directory names";
                tell(fact, &constraints.bytes, what, help, None);
            }
            let host = |base: GeneralName<'_>| match base {
                GeneralName::Dns(name) if is_no_host(name) => Some((name.contains('*'), shown(name))),
                _ => None,
            };
            if let Some((is_wildcard, name)) = bases().find_map(host) {
                let (fact, why) = match is_wildcard {
                    true => (
                        Fact::WildcardInConstraint,
                        "in which the `*` stands for itself, so that no name is below it; the domain is wanted, and what is below is meant with it",
                    ),
                    false => (Fact::ConstraintNoHost, "which is no name of a host"),
                };
                let what = format!("the name constraint {name} on DNS names, {why}");
                let help = "have the CA's certificate issued again with the domain alone, as in example.com";
                let severity = context.applies(Source::Rfc5280).then_some(Severity::Error);
                tell(fact, &constraints.bytes, &what, help, severity);
            }
            mapped = mapped.or_else(|| {
                bases()
                    .find_map(mapped_address)
                    .map(|it| (it, &constraints.bytes))
            });
        }
        if let Some((address, range)) = mapped {
            let what = format!("the IPv4-mapped IPv6 address {address}; the IPv4 address itself is wanted");
            let help = "have it issued with the IPv4 address in 4 octets. OpenSSL: IP:192.0.2.7";
            tell(Fact::Ipv4MappedAddress, range, &what, help, None);
        }
    }
}

/// An IPv6 address that stands for one of IPv4 (RFC 4291 section 2.5.5.2), of a name or of a constraint.
fn mapped_address(name: GeneralName<'_>) -> Option<Ipv6Addr> {
    let GeneralName::Ip(octets) = name else {
        return None;
    };
    let address = match octets.len() {
        16 | 32 => Ipv6Addr::from(*octets.first_chunk::<16>()?),
        _ => return None,
    };
    address.to_ipv4_mapped().map(|_| address)
}

fn shown(uri: &str) -> String {
    text::clip(&text::escape(uri), 256).into_owned()
}
