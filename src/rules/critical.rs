//! Rules of the area `critical`: critical extensions.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::context::Standing;
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{ANY_POLICY, Certificate, Extension, ExtensionKind, Policy, Said, policy_text};
use crate::chain::Member;
use crate::class::Class;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::{Fact, sentence};
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
            concern: Concern::Verifies(&[
                Fact::UnknownCritical,
                Fact::UnknownCriticalInRoot,
                Fact::CriticalOfOpenSsl,
                Fact::CriticalOfOpenSslInRoot,
                Fact::CriticalOfGnuTls,
                Fact::CriticalOfGnuTlsInRoot,
            ]),
            summary: "a critical extension is of a kind that TLS libraries do not know",
            explanation: "\
Whoever relies on a certificate must understand each extension that is marked critical, or refuse the
certificate. OpenSSL reports \"unhandled critical extension\". A critical authority information access is
refused as well, because it must not be critical; only GnuTLS takes it. OpenSSL knows Netscape's certificate
type; Go and rustls refuse it when it is critical. Of a root Java and rustls look at name and key alone.

Have the certificate issued again with that extension not critical, or without it.",
            citations: &["RFC 5280 section 4.2", "RFC 5280 section 6.1.4 (o)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::CRITICAL_UNPROCESSED,
        check: critical_extension_unknown,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "explicit-policy-missing",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::ExplicitPolicyMissing, Fact::AnyPolicyMapped]),
            summary: "a CA requires a certificate policy, and the chain has none",
            explanation: "\
A CA may require a certificate policy of the chains below it: requireExplicitPolicy in its policyConstraints
says after how many more certificates. A policy counts where every certificate below the trust anchor, down to
the leaf, lists it, or a policy that is mapped to it, or anyPolicy where that is not inhibited. Here no policy
is left at the leaf, or a CA maps anyPolicy, which is forbidden. Libraries that process policies refuse the
chain. Which policy it is does not matter to pemvet.

Have the certificate issued under a policy of the CAs above it, or by a CA that requires none.",
            citations: &[
                "RFC 5280 section 6.1.3 (f)",
                "RFC 5280 section 6.1.5 (g)",
                "RFC 5280 section 4.2.1.5",
                "RFC 9618 section 5",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::POLICY_CHANGE,
        check: explicit_policy_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "policy-unprocessable",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[
                Fact::ExplicitPolicyPresent,
                Fact::InhibitAnyPolicy,
                Fact::MappingsCritical,
                Fact::PolicyDemandInRoot,
                Fact::InhibitAnyPolicyInRoot,
            ]),
            summary: "a critical extension about certificate policies is not processed by some libraries",
            explanation: "\
Policy constraints, policy mappings and inhibitAnyPolicy, where they are critical, have to be processed by
whoever relies on the certificate. RFC 5280 says how, and what they require is met here. A library that does
not process policies, such as rustls, must refuse the chain all the same.

If clients that use such a library connect, use CAs without these extensions.",
            citations: &[
                "RFC 5280 section 4.2.1.11",
                "RFC 5280 section 4.2.1.14",
                "RFC 5280 section 6.1.4 (o)",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::POLICY_CHANGE,
        check: policy_unprocessable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-policies-critical",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::PoliciesCritical]),
            summary: "certificate policies are critical, which rustls refuses",
            explanation: "\
The policies under which a certificate was issued demand nothing of a peer that accepts every policy. A
critical extension has to be processed all the same: OpenSSL and Go do that, and rustls, which does not
process policies, refuses the chain.

If clients that use rustls connect, have the certificate issued again with certificatePolicies not critical,
as the Baseline Requirements want it; RFC 5280 allows both.",
            citations: &["RFC 5280 section 4.2.1.4", "CA/B Baseline Requirements 7.1.2.7.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::CertificatePolicies),
        check: certificate_policies_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "policy-repeated",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::PolicyTwice, Fact::PolicyTwiceInLeaf]),
            summary: "a certificate lists one policy twice",
            explanation: "\
A certificate must list each of its policies only once. Go and BoringSSL cannot read a certificate that lists
one a second time, wherever in the chain it is; OpenSSL accepts it.

Have the certificate issued again with each policy once. The usual cause is a template that adds a policy to
those of a profile.",
            citations: &["RFC 5280 section 4.2.1.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::CertificatePolicies),
        check: policy_repeated,
    },
];

fn critical_extension_unknown(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        if !certificate.extensions.has_critical_unprocessed() {
            continue;
        }
        let is_unknown = |it: &Extension<'_>| it.critical && !it.kind.is_processed();
        // One is enough to be refused; a crafted certificate may have thousands.
        for extension in certificate.extensions.iter().filter(is_unknown).take(5) {
            let name = extension.name();
            let is_root = context.standing(member, certificate) == Standing::Root;
            let (known, unknown_to) = known_to(&extension);
            let fact = match (known, is_root) {
                (Knowing::OpenSsl, false) => Fact::CriticalOfOpenSsl,
                (Knowing::OpenSsl, true) => Fact::CriticalOfOpenSslInRoot,
                (Knowing::GnuTls, false) => Fact::CriticalOfGnuTls,
                (Knowing::GnuTls, true) => Fact::CriticalOfGnuTlsInRoot,
                (Knowing::Nobody, false) => Fact::UnknownCritical,
                (Knowing::Nobody, true) => Fact::UnknownCriticalInRoot,
            };
            let message = format!(
                "{} has the critical extension {name}, {unknown_to}: \"unhandled critical extension\".",
                context.describe_member_first(member),
            );
            let help = "have it issued again with that extension not critical, or without it";
            let found = Found::new(context.at_member_field(member, &extension.bytes), message).help(help);
            sink.push(found.for_named(fact).details(Details::Kind {
                kind: text::clip(&name, 128).into_owned(),
            }));
        }
    }
}

/// Who knows an extension that most do not process.
#[derive(Clone, Copy)]
enum Knowing {
    OpenSsl,
    GnuTls,
    Nobody,
}

fn known_to(extension: &Extension<'_>) -> (Knowing, &'static str) {
    let gnutls = "which GnuTLS knows and OpenSSL, Go and rustls do not";
    let openssl = "which OpenSSL knows and Go and rustls do not";
    match extension.kind {
        ExtensionKind::NetscapeType
        | ExtensionKind::AddressBlocks
        | ExtensionKind::AsNumbers
        | ExtensionKind::ProxyInformation => (Knowing::OpenSsl, openssl),
        ExtensionKind::AuthorityInformationAccess
        | ExtensionKind::IssuerAlternativeName
        | ExtensionKind::TlsFeature => (Knowing::GnuTls, gnutls),
        // id-pkix-ocsp-nocheck is 1.3.6.1.5.5.7.48.1.5 (RFC 6960 section 4.2.2.2.1).
        ExtensionKind::Other if *extension.identifier == [0x2B, 6, 1, 5, 5, 7, 48, 1, 5] => {
            (Knowing::OpenSsl, openssl)
        }
        _ => (Knowing::Nobody, "which TLS libraries do not know"),
    }
}

fn explicit_policy_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let outcome = context.policies();
    let mapping = outcome
        .maps_any_at
        .and_then(|place| context.at_policy_place(place));
    if let Some((member, certificate)) = mapping {
        let message = format!(
            "{} has a policy mapping from or to anyPolicy, which is forbidden. {}",
            context.describe_member_first(member),
            sentence(Fact::AnyPolicyMapped),
        );
        let extension = certificate.extension(ExtensionKind::PolicyMappings);
        let location = extension.and_then(|it| context.at_member_field(member, &it.bytes));
        let help = "have it issued again without a mapping from or to anyPolicy";
        let found = Found::new(location, message).help(help);
        sink.push(found.fact(Fact::AnyPolicyMapped));
    }
    let lost = outcome.lost.as_ref().filter(|_| outcome.is_missing);
    let Some(lost) = lost else { return };
    let Some((member, certificate)) = context.at_policy_place(lost.place) else {
        return;
    };
    let demands = |(_, it): &&(Member, &Certificate<'_>)| {
        let constraints = it.policy_values().constraints;
        matches!(constraints, Said::Value(it) if it.require_explicit.is_some())
    };
    let Some((demanding, _)) = context.below_anchor().iter().rev().find(demands) else {
        return;
    };
    let who = match member == *demanding {
        true => "it".into(),
        false => context.describe_member(member),
    };
    let has = match certificate.policies() {
        Said::Absent => "has none".into(),
        Said::Unreadable => "has some that cannot be decoded".into(),
        Said::Value(own) => format!("has {}", named(&own)),
    };
    let wanted = match lost.expected.as_slice() {
        [] => "after the mappings above it no policy would do".into(),
        expected if expected.contains(&ANY_POLICY) => "any policy will do".into(),
        expected => format!("{} is wanted", named(expected)),
    };
    let message = format!(
        "{} requires that the chain has a certificate policy (requireExplicitPolicy), and {who} {has}; {wanted}. {}",
        context.describe_member_first(*demanding),
        sentence(Fact::ExplicitPolicyMissing),
    );
    let kind = ExtensionKind::CertificatePolicies;
    let location = match certificate.extension(kind) {
        Some(extension) => context.at_member_field(member, &extension.bytes),
        None => context.at_member(member),
    };
    let found = Found::new(location, message)
        .fact(Fact::ExplicitPolicyMissing)
        .severity(context.severity(Source::Rfc5280, Severity::Warning))
        .help("have it issued under a policy of the CAs above it, or by a CA that requires none");
    sink.push(found.details(Details::Names {
        missing_names: lost.expected.iter().take(100).map(|it| policy_text(it)).collect(),
        present_names: match certificate.policies() {
            Said::Value(own) => own.iter().take(100).map(|it| policy_text(it)).collect(),
            Said::Absent | Said::Unreadable => Vec::new(),
        },
    }));
}

/// Policies by their numbers.
fn named(policies: &[Policy<'_>]) -> String {
    // No more than are shown: there may be thousands.
    let first: Vec<String> = policies.iter().take(9).map(|it| policy_text(it)).collect();
    text::list(&first, 5)
}

/// Whether others verify this certificate by itself: a root or a trust anchor gives its name and key.
fn is_verified(context: &Context<'_>, member: Member, certificate: &Certificate<'_>) -> bool {
    match member {
        Member::File(place) => !context.is_root(place, certificate),
        Member::Anchor(_) => false,
    }
}

fn policy_unprocessable(context: &Context<'_>, sink: &mut Sink<'_>) {
    let is_told = context.policies().is_missing;
    let met = match is_told || context.below_anchor().is_empty() {
        true => "",
        false => "; what it requires is met",
    };
    for (member, certificate) in context.judged_with_anchor() {
        let extensions = &certificate.extensions;
        if !extensions.has_critical_policy() {
            continue;
        }
        let is_verified = is_verified(context, member, certificate);
        let is_policy = |it: &Extension<'_>| {
            // Whoever is named may refuse what is critical, and not what is missing.
            let is_told =
                is_told && it.kind == ExtensionKind::PolicyConstraints && context.profile.stacks.is_empty();
            it.critical && it.kind.demands_policies() && !is_told
        };
        // What more libraries refuse is told of.
        let order = |it: &Extension<'_>| match it.kind {
            ExtensionKind::PolicyConstraints => 0,
            ExtensionKind::PolicyMappings => 1,
            _ => 2,
        };
        let Some(extension) = extensions.iter().filter(is_policy).min_by_key(order) else {
            continue;
        };
        let fact = match (extension.kind, is_verified) {
            (ExtensionKind::PolicyConstraints, true) => Fact::ExplicitPolicyPresent,
            (ExtensionKind::InhibitAnyPolicy, true) => Fact::InhibitAnyPolicy,
            (_, true) => Fact::MappingsCritical,
            (ExtensionKind::InhibitAnyPolicy, false) => Fact::InhibitAnyPolicyInRoot,
            (_, false) => Fact::PolicyDemandInRoot,
        };
        let name = extension.name();
        let message = format!(
            "{} has the critical extension {name}, which requires that certificate policies are processed{met}. {}",
            context.describe_member_first(member),
            sentence(fact),
        );
        let help = "if clients that refuse it connect, use CAs without it";
        let found = Found::new(context.at_member_field(member, &extension.bytes), message).help(help);
        let found = found.details(Details::Kind { kind: name });
        sink.push(found.fact(fact));
    }
}

fn certificate_policies_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let kind = ExtensionKind::CertificatePolicies;
        if !certificate.extensions.has_critical(kind) || !is_verified(context, member, certificate) {
            continue;
        }
        let Some(extension) = certificate.extension(kind) else {
            continue;
        };
        let message = format!(
            "{} has certificate policies that are critical. {}",
            context.describe_member_first(member),
            sentence(Fact::PoliciesCritical),
        );
        let help = "if clients that refuse it connect, have it issued again. OpenSSL: certificatePolicies without the word critical";
        let found = Found::new(context.at_member_field(member, &extension.bytes), message).help(help);
        sink.push(found.fact(Fact::PoliciesCritical));
    }
}

fn policy_repeated(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let kind = ExtensionKind::CertificatePolicies;
        let Some(extension) = certificate.extension(kind) else {
            continue;
        };
        let Said::Value(policies) = certificate.policies() else {
            continue;
        };
        let mut seen = BTreeSet::new();
        let Some(twice) = policies.iter().find(|policy| !seen.insert(**policy)) else {
            continue;
        };
        let policy = policy_text(twice);
        let fact = match context.standing(member, certificate) {
            Standing::Leaf => Fact::PolicyTwiceInLeaf,
            _ => Fact::PolicyTwice,
        };
        let message = format!(
            "{} lists the policy {policy} more than once among its certificate policies; once is wanted. {}",
            context.describe_member_first(member),
            sentence(fact),
        );
        let found = Found::new(context.at_member_field(member, &extension.bytes), message)
            .fact(fact)
            .severity(context.severity(Source::Rfc5280, Severity::Warning))
            .help("have it issued again with each policy once");
        sink.push(found.details(Details::Kind { kind: policy }));
    }
}
