//! Rules of the area `resource`: IP addresses and AS numbers.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::{Certificate, ExtensionKind};
use crate::chain::End;
use crate::chain::resources::{ResourceFault, addresses, as_numbers};
use crate::class::Class;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::Fact;

pub(super) static AREA: Area = Area {
    name: "resource",
    title: "IP addresses and AS numbers",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[Entry {
    rule: Rule {
        area: &AREA,
        name: "number-resources-outside",
        class: Class::Invalid,
        severity: Severity::Error,
        concern: Concern::Verifies(&[
            Fact::AddressesOutside,
            Fact::AddressesNotCanonical,
            Fact::AsNumbersOutside,
            Fact::AsNumbersNotCanonical,
        ]),
        summary: "a leaf has IP addresses or AS numbers that a CA above it does not have, or not in their order",
        explanation: "\
The extensions IP address blocks and AS identifiers delegate resources of the Internet. OpenSSL verifies them
wherever the leaf has one, whatever the certificate is used for: each CA above must have what the leaf has, or
inherit it, the root must have it itself, and lists must be sorted, without overlaps, with prefixes written as
prefixes. Otherwise it reports \"RFC 3779 resource not subset of parent's resources\", or \"invalid or
inconsistent certificate extension\". The other libraries do not look at them.

Have the leaf issued without the extension, or by CAs that hold its resources.",
        citations: &["RFC 3779 section 2.3", "RFC 3779 section 3.3"],
        in_force: Period::ALWAYS,
        new_in: "0.1",
    },
    needs: Needs::RESOURCES,
    check: number_resources_outside,
}];

fn number_resources_outside(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((_, leaf)) = context.leaf().filter(|_| !context.is_trust_list()) else {
        return;
    };
    let has_top = matches!(context.chain.end, End::Root | End::Anchor(_));
    let path: Vec<&Certificate<'_>> = context.chain_with_anchor().iter().map(|(_, it)| *it).collect();
    if leaf.extensions.has(ExtensionKind::AddressBlocks)
        && let Some(fault) = addresses(&path, has_top)
    {
        let facts = (Fact::AddressesOutside, Fact::AddressesNotCanonical);
        tell(context, sink, fault, ExtensionKind::AddressBlocks, facts);
    }
    if leaf.extensions.has(ExtensionKind::AsNumbers)
        && let Some(fault) = as_numbers(&path, has_top)
    {
        let facts = (Fact::AsNumbersOutside, Fact::AsNumbersNotCanonical);
        tell(context, sink, fault, ExtensionKind::AsNumbers, facts);
    }
}

fn tell(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    fault: ResourceFault<'_>,
    kind: ExtensionKind,
    (outside, not_canonical): (Fact, Fact),
) {
    let place = match fault {
        ResourceFault::NotCanonical { place }
        | ResourceFault::Outside { place, .. }
        | ResourceFault::NothingToInherit { place } => place,
    };
    let path = context.chain_with_anchor();
    let (Some((member, certificate)), Some((leaf, _))) = (path.get(place), path.first()) else {
        return;
    };
    let who = context.describe_member_first(*member);
    let resources = match kind {
        ExtensionKind::AddressBlocks => "IP addresses",
        _ => "AS numbers",
    };
    let (fact, message) = match fault {
        ResourceFault::NotCanonical { .. } => (
            not_canonical,
            format!(
                "{who} has {resources} that are not in their one form: sorted, apart from each other, and prefixes written as prefixes."
            ),
        ),
        ResourceFault::Outside { family, .. } => {
            let has = match certificate.extensions.has(kind) {
                true => "does not have all of them",
                false => "has none",
            };
            let message = format!(
                "{} has {}, and {} {has}.",
                context.describe_member_first(*leaf),
                named(kind, family),
                context.describe_member(*member),
            );
            (outside, message)
        }
        ResourceFault::NothingToInherit { .. } => (
            outside,
            format!("{who} inherits its {resources}, and there is no CA above it that has them."),
        ),
    };
    let location = match certificate.extension(kind) {
        Some(extension) => context.at_member_field(*member, &extension.bytes),
        None => context.at_member(*member),
    };
    let help = "have the leaf issued without the extension, or by CAs that hold its resources";
    let found = Found::new(location, message).fact(fact).help(help);
    sink.push(found.details(Details::Kind {
        kind: fact.as_str().into(),
    }));
}

/// What the resources of a family are.
fn named(kind: ExtensionKind, family: &[u8]) -> String {
    match (kind, family) {
        (ExtensionKind::AddressBlocks, [0, 1]) => "IPv4 addresses".into(),
        (ExtensionKind::AddressBlocks, [0, 2]) => "IPv6 addresses".into(),
        (ExtensionKind::AddressBlocks, _) => "addresses of a rare family".into(),
        (_, [0]) => "AS numbers".into(),
        _ => "routing domain identifiers".into(),
    }
}
