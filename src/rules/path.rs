//! Rules of the area `path`: second opinion.

use alloc::format;

use super::{Context, Entry, Found, Needs, Sink};
use crate::chain::second_opinion::{Opinion, Path, second_opinion};
use crate::class::Class;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::Fact;

pub(super) static AREA: Area = Area {
    name: "path",
    title: "Second opinion",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[Entry {
    rule: Rule {
        area: &AREA,
        name: "path-refused",
        class: Class::Invalid,
        severity: Severity::Error,
        concern: Concern::Verifies(&[Fact::PathRefusedByRustls]),
        summary: "rustls-webpki refuses a path that every other rule accepts",
        explanation: "\
Where trust anchors are given and no rule has an objection, the chosen path goes to
rustls-webpki as an independent second opinion. Peers built on rustls refuse this bundle for the
reason that the message quotes, such as more than six CAs between leaf and anchor.

It is not asked where it is known to differ by design: the leaf is itself the trust anchor or a CA
certificate, a CA between them is self-issued, names are equal and encoded differently, a CA has
name constraints on other forms than DNS names and addresses, a certificate is larger than 64 KiB or
has unique identifiers. Nor is it asked where another rule says already that rustls refuses:
certificate policies or policy constraints are critical, RSA-PSS is written without NULL, a date is
before 1970, a wildcard such as `*.com` is under constraints on DNS names.

Use a chain without what the message names, if peers are built on rustls.",
        citations: &["RFC 5280 section 6.1"],
        in_force: Period::ALWAYS,
        new_in: "0.1",
    },
    needs: Needs::NOTHING,
    check: path_refused,
}];

fn path_refused(context: &Context<'_>, sink: &mut Sink<'_>) {
    if sink.has_errors() {
        return;
    }
    let path = Path {
        members: context.chain_with_anchor(),
        chain: context.chain,
        anchors: context.anchors,
        usages: &context.profile.usages,
        algorithms: context.profile.provider.signature_algorithms(),
        now: context.now,
    };
    let Opinion::Refuses(reason) = second_opinion(&path) else {
        return;
    };
    let message = format!("rustls-webpki refuses the path from the leaf to the trust anchor: {reason}.");
    let found = Found::new(
        context
            .chain
            .path
            .first()
            .and_then(|leaf| context.at_certificate(*leaf)),
        message,
    )
    .for_named(Fact::PathRefusedByRustls)
    .help("peers built on rustls will refuse it too; ask the CA for a chain that rustls takes")
    .details(Details::Kind { kind: reason.into() });
    sink.push(found);
}
