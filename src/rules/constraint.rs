use alloc::format;

use super::{Context, Found, Rule, Sink};
use crate::certificate::Certificate;
use crate::chain::{ConstraintFault, Member, excluded_purpose, is_unprocessed_policy};
use crate::class::Class;
use crate::name_constraints::Standing;
use crate::report::Severity;
use crate::text;

pub(super) static RULES: &[Rule] = &[
    Rule {
        name: "path-length-exceeded",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a CA may not have so many CAs below it",
        explanation: "\
The basic constraints of a CA say how many CAs may follow below it, and the chain has more. CAs
whose subject is their own issuer, made when a CA changes its key, do not count. TLS libraries
refuse the chain as \"path length constraint exceeded\".

Have the lower CA's certificate issued by a CA that allows it, or the leaf by the upper one.",
        citations: &["RFC 5280 section 4.2.1.9", "RFC 5280 section 6.1.4 (l)"],
        check: path_length_exceeded,
    },
    Rule {
        name: "name-constraint-violated",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a name is outside the name constraints of a CA above it",
        explanation: "\
A CA may be limited to the names below some domain, network or directory name, or kept from
some. The certificate has a name that the CA must not vouch for: TLS libraries refuse the whole
chain (\"permitted subtree violation\", \"excluded subtree violation\"), whatever host is called.
Names are those of the subject alternative name, and the subject itself.

Have the leaf issued with allowed names only, or by a CA that may vouch for them.",
        citations: &["RFC 5280 section 4.2.1.10", "RFC 5280 section 6.1.3 (b) (c)"],
        check: name_constraint_violated,
    },
    Rule {
        name: "name-constraint-unsupported",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a name is under a name constraint that cannot be evaluated",
        explanation: "\
A CA limits names of a form that has no defined comparison, such as otherName, or in a way that
RFC 5280 does not allow: a minimum or maximum distance, a network mask with holes, a wildcard.
Or a name of a limited form cannot be taken apart, such as a URI without a host. Then the chain
must be refused. Constraints on forms that no certificate below has are of no consequence.

Have the CA's certificate issued with constraints on DNS names, addresses or directory names.",
        citations: &["RFC 5280 section 4.2.1.10"],
        check: name_constraint_unsupported,
    },
    Rule {
        name: "critical-extension-unknown",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a critical extension is of a kind that TLS libraries do not know",
        explanation: "\
An extension marked critical must be understood by whoever relies on the certificate, or the
certificate must be refused. OpenSSL reports \"unhandled critical extension\". Authority
information access is refused too when it is critical, because it must not be; so is a trust anchor
with an extension that cannot be decoded.

Have the certificate issued again with that extension not critical, or without it.",
        citations: &["RFC 5280 section 4.2", "RFC 5280 section 6.1.4 (o)"],
        check: critical_extension_unknown,
    },
    Rule {
        name: "policy-unprocessable",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a critical extension demands that certificate policies are processed",
        explanation: "\
Policy constraints, policy mappings and inhibit anyPolicy, where they are critical, ask for
processing that rustls and other TLS libraries do not do; they refuse the chain, and so it is
refused here: what was not processed is not taken as valid. Certificate policies by themselves
ask for nothing as long as every policy is acceptable.

Use a chain of CAs without these extensions.",
        citations: &[
            "RFC 5280 section 4.2.1.11",
            "RFC 5280 section 4.2.1.14",
            "RFC 5280 section 6.1.4 (o)",
        ],
        check: policy_unprocessable,
    },
    Rule {
        name: "ca-eku-excludes-purpose",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a CA's extended key usage leaves out a purpose that the leaf is for",
        explanation: "\
Where a CA's certificate has an extended key usage, OpenSSL, rustls, Go and Windows take it as a
limit on everything below: a leaf for serverAuth under a CA for e-mail only is refused as
\"unsuitable certificate purpose\". anyExtendedKeyUsage in a CA does not satisfy OpenSSL and
rustls.

Have the leaf issued by a CA that may vouch for TLS, or the CA's certificate renewed with both
purposes or without the extension.",
        citations: &["RFC 5280 section 4.2.1.12", "CA/B Baseline Requirements 7.1.2.2"],
        check: ca_eku_excludes_purpose,
    },
];

fn path_length_exceeded(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (mut below, mut below_last) = (0usize, 0usize);
    let chain = context.chain_with_anchor();
    for (member, certificate) in chain.iter().skip(1) {
        path_length_of(context, sink, *member, certificate, below);
        below_last = below;
        if !certificate.is_self_issued() {
            below = below.saturating_add(1);
        }
    }
    // The file may hold the anchor's name and key in another certificate; the anchor's limit holds all the same.
    let anchor = context.judged_with_anchor().into_iter().last();
    if let Some((member @ Member::Anchor(_), certificate)) = anchor
        && !chain.iter().any(|(other, _)| *other == member)
    {
        path_length_of(context, sink, member, certificate, below_last);
    }
}

fn path_length_of(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    member: Member,
    certificate: &Certificate<'_>,
    below: usize,
) {
    let Some(constraint) = &certificate.basic_constraints else {
        return;
    };
    let allowed = constraint.value.path_length.map(usize::try_from);
    let Some(Ok(allowed)) = allowed else { return };
    if below <= allowed {
        return;
    }
    let message = format!(
        "{} allows {allowed} CAs below it (pathlen:{allowed}), and there are {below}.",
        context.describe_member_first(member),
    );
    let help = "have the lower CA's certificate issued by a CA that allows it";
    let found = Found::new(context.at_member_field(member, &constraint.bytes), message).help(help);
    sink.push(found.details(|details| {
        details.found = Some(below);
        details.wanted = Some(allowed);
    }));
}

/// Where the name stands that the fault is about.
fn at_name(context: &Context<'_>, fault: &ConstraintFault) -> Option<crate::report::Location> {
    let certificate = context.certificate(fault.certificate)?;
    match &certificate.subject_alternative_name {
        Some(names) => context.at_field(fault.certificate, &names.bytes),
        None => context.at_field(fault.certificate, &certificate.subject.bytes),
    }
}

fn name_constraint_violated(context: &Context<'_>, sink: &mut Sink<'_>) {
    for fault in &context.chain.constraint_faults {
        let Standing::Outside { form, name, excluded } = &fault.standing else {
            continue;
        };
        let what = match name.as_str() {
            "" => format!("a {}", form.text()),
            name => format!("the {} {name}", form.text()),
        };
        let why = if *excluded {
            "is among those that are excluded"
        } else {
            "is not among those that are permitted"
        };
        let message = format!(
            "{} limits the names below it; {} has {what}, which {why}.",
            context.describe_member_first(fault.issuer),
            context.describe(fault.certificate),
        );
        let help = "have it issued with allowed names only, or by a CA that may vouch for them";
        let found = Found::new(at_name(context, fault), message).help(help);
        sink.push(found.details(|details| {
            details.present_names.push(name.clone());
            details.kind = Some(form.text().into());
        }));
    }
}

fn name_constraint_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    for fault in &context.chain.constraint_faults {
        let Standing::Undecided { form } = fault.standing else {
            continue;
        };
        let message = format!(
            "{} limits names of the form {}, {} has one, and whether it is allowed cannot be told.",
            context.describe_member_first(fault.issuer),
            form.text(),
            context.describe(fault.certificate),
        );
        let help = "have the CA's certificate issued with constraints as RFC 5280 defines them";
        let found = Found::new(at_name(context, fault), message).help(help);
        sink.push(found.details(|details| details.kind = Some(form.text().into())));
    }
}

fn critical_extension_unknown(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let unknown = certificate
            .extensions
            .iter()
            .filter(|extension| extension.critical && !extension.kind.is_processed());
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
        // One is enough to be refused; a crafted certificate may have thousands.
        for extension in unknown.take(5) {
            let name = extension.name();
            let message = format!(
                "{} has the critical extension {name}, which TLS libraries do not know: \"unhandled critical extension\".",
                context.describe_member_first(member),
            );
            let help = "have it issued again with that extension not critical, or without it";
            let found = Found::new(context.at_member_field(member, &extension.bytes), message).help(help);
            sink.push(found.details(|details| details.kind = Some(text::clip(&name, 128).into_owned())));
        }
    }
}

fn policy_unprocessable(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let found = certificate
            .extensions
            .iter()
            .find(|extension| extension.critical && is_unprocessed_policy(extension.kind));
        let Some(extension) = found else { continue };
        let name = extension.name();
        let message = format!(
            "{} has the critical extension {name}: it demands that certificate policies are processed, which they are not.",
            context.describe_member_first(member),
        );
        let help = "use a chain of CAs without it";
        let found = Found::new(context.at_member_field(member, &extension.bytes), message).help(help);
        sink.push(found.details(|details| details.kind = Some(name)));
    }
}

fn ca_eku_excludes_purpose(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.chain_with_anchor().into_iter().skip(1) {
        let (Some(usage), Some(wanted)) = (
            &certificate.extended_key_usage,
            excluded_purpose(certificate, context.profile),
        ) else {
            continue;
        };
        let message = format!(
            "{} is for {} only; `{}` needs {}. TLS libraries take this for everything below it: \"unsuitable certificate purpose\".",
            context.describe_member_first(member),
            usage.value.text,
            context.profile.title,
            wanted.as_str(),
        );
        let help = "have the leaf issued by a CA that may vouch for TLS";
        let found = Found::new(context.at_member_field(member, &usage.bytes), message).help(help);
        sink.push(found.details(|details| {
            details.missing_names.push(wanted.as_str().into());
            details.present_names = usage.value.text.split(", ").map(Into::into).collect();
        }));
    }
}
