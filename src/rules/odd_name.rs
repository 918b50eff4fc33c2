//! Names that are of their form, and that one family of stacks cannot read all the same.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use core::net::Ipv6Addr;
use core::ops::Range;

use super::context::Standing;
use super::odd_constraint;
use super::{Context, Found, Sink, Source};
use crate::certificate::{ExtensionKind, Form, GeneralName, uri};
use crate::chain::subtree::has_odd_mask;
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
                let found = match odd_constraint::stated(fact) {
                    Some(stated) => found.severity(stated).for_named(fact),
                    None => found.fact(fact),
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
        let mut told = BTreeSet::new();
        if let Some(names) = &certificate.subject_alternative_name {
            let uris = |name: GeneralName<'_>| match name {
                GeneralName::Uri(uri) if !uri::is_parsable(uri) => Some(shown(uri)),
                _ => None,
            };
            if let Some(uri) = names.value.uris_and_addresses().find_map(uris) {
                let what = format!("the URI {uri} among its alternative names, which cannot be parsed");
                let help = "have it issued with a URI that follows RFC 3986, or without one";
                let fact = match context.standing(member, certificate) {
                    Standing::Leaf => Fact::UnparsableUriInLeaf,
                    _ => Fact::UnparsableUri,
                };
                tell(fact, &names.bytes, &what, help, None);
            }
            for name in names.value.unusual() {
                let Some((fact, what)) = odd_name(&name, context.standing(member, certificate)) else {
                    continue;
                };
                if told.insert(fact) {
                    let what = format!("{what} among its alternative names");
                    tell(fact, &names.bytes, &what, WITHOUT, None);
                }
            }
            mapped = names
                .value
                .uris_and_addresses()
                .find_map(mapped_address)
                .map(|it| (it, &names.bytes));
        }
        if let Some((names, extension)) = certificate.issuer_alternative_names() {
            let odd = names
                .unusual()
                .find_map(|name| odd_name(&name, Standing::Intermediate));
            if let Some((fact @ Fact::RareName, what)) = odd {
                let what = format!("{what} among its issuer's alternative names");
                if told.insert(fact) {
                    tell(fact, &extension.bytes, &what, WITHOUT, None);
                }
            }
        }
        if let Some(constraints) = &certificate.name_constraints {
            let (permitted, excluded) = (&constraints.value.permitted, &constraints.value.excluded);
            let bases = || permitted.iter().chain(excluded).map(|subtree| subtree.base);
            // Other lengths are told of with the rest.
            let is_odd = |base: GeneralName<'_>| match base {
                GeneralName::Ip(octets) => matches!(octets.len(), 4 | 8 | 16 | 32) && has_odd_mask(octets),
                _ => false,
            };
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
            let is_critical = certificate
                .extensions
                .has_critical(ExtensionKind::NameConstraints);
            let permitted = permitted.iter().map(|subtree| (subtree.base, false));
            let excluded = excluded.iter().map(|subtree| (subtree.base, true));
            let mut told = BTreeSet::new();
            for (base, is_excluded) in permitted.chain(excluded) {
                odd_constraint::each(&base, is_excluded, is_critical, |odd| {
                    if told.insert(odd.fact) {
                        let severity = odd.severity(context);
                        tell(odd.fact, &constraints.bytes, &odd.what, odd.help, severity);
                    }
                });
            }
            let mut subtrees = constraints
                .value
                .permitted
                .iter()
                .chain(&constraints.value.excluded);
            if subtrees.any(|it| it.has_bounds) {
                let what = "a name constraint with a minimum or maximum, which RFC 5280 does not allow";
                let help = "have the CA's certificate issued again with constraints that have neither";
                tell(Fact::ConstraintBounds, &constraints.bytes, what, help, None);
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
            let names = certificate.subject_alternative_name.as_ref();
            let is_name = names.is_some_and(|names| names.bytes == *range);
            let fact = match context.standing(member, certificate) {
                Standing::Leaf if is_name => Fact::Ipv4MappedAddressInLeaf,
                _ => Fact::Ipv4MappedAddress,
            };
            tell(fact, range, &what, help, None);
        }
    }
}

const WITHOUT: &str = "have it issued without that name";

/// What one family cannot read of a name among the alternative names of a certificate that stands there.
fn odd_name(name: &GeneralName<'_>, standing: Standing) -> Option<(Fact, String)> {
    Some(match *name {
        GeneralName::Dns("") => (Fact::EmptyDnsName, "an empty DNS name".into()),
        GeneralName::Uri("") | GeneralName::Email("") | GeneralName::Ip(&[]) => {
            (Fact::EmptyName, "an empty name".into())
        }
        GeneralName::Email(address) if address.ends_with('@') => (
            Fact::MailWithoutHost,
            format!("the e-mail address {} without a host", shown(address)),
        ),
        GeneralName::Uri(uri) if uri::is_parsable(uri) && !uri::has_scheme(uri) => (
            Fact::UriWithoutScheme,
            format!("the URI {} without a scheme", shown(uri)),
        ),
        GeneralName::Other(Form::Other(EDI_PARTY)) if standing == Standing::Leaf => {
            (Fact::EdiPartyName, "an ediPartyName".into())
        }
        GeneralName::Other(Form::Other(X400 | EDI_PARTY)) => {
            (Fact::RareName, "an x400Address or ediPartyName".into())
        }
        _ => return None,
    })
}

/// The numbers of x400Address and ediPartyName among the forms of names (RFC 5280 section 4.2.1.6).
const X400: u32 = 3;
const EDI_PARTY: u32 = 5;

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
