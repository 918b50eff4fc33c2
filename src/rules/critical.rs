//! Rules of the area `critical`: critical extensions.

use alloc::format;

use super::{Context, Entry, Found, Sink};
use crate::certificate::{Extension, ExtensionKind};
use crate::chain::Member;
use crate::class::Class;
use crate::report::Details;
use crate::rule::{Area, Concern, Rule};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "critical",
    title: "Critical extensions",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "critical-extension-unknown",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::UnknownCritical]),
            summary: "a critical extension is of a kind that TLS libraries do not know",
            explanation: "\
An extension marked critical must be understood by whoever relies on the certificate, or the
certificate must be refused. OpenSSL reports \"unhandled critical extension\". Authority
information access is refused too when it is critical, because it must not be; so is a trust anchor
with an extension that cannot be decoded. Netscape's certificate type is known to OpenSSL; Go and
rustls refuse it when it is critical.

Have the certificate issued again with that extension not critical, or without it.",
            citations: &["RFC 5280 section 4.2", "RFC 5280 section 6.1.4 (o)"],
        },
        check: critical_extension_unknown,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "policy-unprocessable",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::ExplicitPolicyPresent,
                Fact::ExplicitPolicyMissing,
                Fact::InhibitAnyPolicy,
            ]),
            summary: "a critical extension demands that certificate policies are processed",
            explanation: "\
Policy constraints, policy mappings and inhibit anyPolicy, where they are critical, ask for
processing that rustls and other TLS libraries do not do; they refuse the chain, and so it is
refused here: what was not processed is not taken as valid.

Use a chain of CAs without these extensions.",
            citations: &[
                "RFC 5280 section 4.2.1.11",
                "RFC 5280 section 4.2.1.14",
                "RFC 5280 section 6.1.4 (o)",
            ],
        },
        check: policy_unprocessable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-policies-critical",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::PoliciesCritical]),
            summary: "certificate policies are critical, which rustls refuses",
            explanation: "\
The policies under which a certificate was issued ask nothing of a peer that accepts every policy.
Where the extension is critical it has to be processed all the same: OpenSSL and Go do that, and
rustls, which knows no policies, refuses the chain.

Have the certificate issued again with certificatePolicies not critical, as RFC 5280 leaves it
open and the Baseline Requirements want it.",
            citations: &["RFC 5280 section 4.2.1.4", "CA/B Baseline Requirements 7.1.2.7.6"],
        },
        check: certificate_policies_critical,
    },
];

fn critical_extension_unknown(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        // Of the certificates of the file another rule tells.
        let malformed = certificate.malformed_extensions.first();
        if let (Member::Anchor(_), Some(extension)) = (member, malformed) {
            let message = format!(
                "{} has the extension {}, which cannot be decoded.",
                context.describe_member_first(member),
                extension.value
            );
            sink.push(Found::new(None, message).help("use another trust anchor"));
        }
        if !certificate.extensions.has_critical_unprocessed() {
            continue;
        }
        let is_unknown = |it: &Extension<'_>| it.critical && !it.kind.is_processed();
        // One is enough to be refused; a crafted certificate may have thousands.
        for extension in certificate.extensions.iter().filter(is_unknown).take(5) {
            let name = extension.name();
            let unknown_to = if extension.kind == ExtensionKind::NetscapeType {
                "which OpenSSL knows, and Go and rustls do not"
            } else {
                "which TLS libraries do not know"
            };
            let message = format!(
                "{} has the critical extension {name}, {unknown_to}: \"unhandled critical extension\".",
                context.describe_member_first(member),
            );
            let help = "have it issued again with that extension not critical, or without it";
            let found = Found::new(context.at_member_field(member, &extension.bytes), message).help(help);
            sink.push(found.details(Details::Kind {
                kind: text::clip(&name, 128).into_owned(),
            }));
        }
    }
}

fn policy_unprocessable(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let extensions = &certificate.extensions;
        if !extensions.has_critical_policy() {
            continue;
        }
        let is_policy = |it: &Extension<'_>| it.critical && it.kind.demands_policies();
        let Some(extension) = extensions.iter().find(is_policy) else {
            continue;
        };
        let name = extension.name();
        let message = format!(
            "{} has the critical extension {name}: it demands that certificate policies are processed, which they are not.",
            context.describe_member_first(member),
        );
        let help = "use a chain of CAs without it";
        let found = Found::new(context.at_member_field(member, &extension.bytes), message).help(help);
        sink.push(found.details(Details::Kind { kind: name }));
    }
}

fn certificate_policies_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        // rustls takes name and key of an anchor, and looks at nothing else in it.
        let Member::File(place) = member else { continue };
        let kind = ExtensionKind::CertificatePolicies;
        if !certificate.extensions.has_critical(kind) {
            continue;
        }
        let Some(extension) = certificate.extension(kind) else {
            continue;
        };
        let message = format!(
            "{} has certificate policies that are critical; rustls knows no policies and refuses it.",
            context.describe_first(place),
        );
        let help = "have it issued again. OpenSSL: certificatePolicies without the word critical";
        sink.push(Found::new(context.at_field(place, &extension.bytes), message).help(help));
    }
}
