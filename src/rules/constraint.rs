//! Rules of the area `constraint`: what the CAs allow.

mod uncompared;
mod undecided;

use alloc::format;

use self::undecided::at_name;
use super::context::Standing;
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{Certificate, ExtendedKeyUsage, ExtensionKind, Form};
use crate::chain::name_constraints::{ConstraintOutcome, Origin};
use crate::chain::second_opinion::{constrains_dns, wide_wildcard};
use crate::chain::subtree::is_excluded_as_wildcard;
use crate::chain::{ConstraintFault, Member, excluded_purpose};
use crate::class::Class;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::{Fact, sentence};
use crate::text;
use crate::vocabulary::KeyPurpose;

pub(super) static AREA: Area = Area {
    name: "constraint",
    title: "What the CAs allow",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "path-length-exceeded",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::PathLengthOfRoot, Fact::SelfIssuedCounted]),
            summary: "a CA has more CAs below it than its path length constraint allows",
            explanation: "\
The basic constraints of a CA say how many CAs may follow below it, and the chain has more. Self-issued CA
certificates, as they are made when a CA changes its key, do not count; Go, GnuTLS and rustls count them all
the same, which is a warning. TLS libraries refuse the chain as \"path length constraint exceeded\"; Java and
rustls pass over the constraint of a root.

Have the lower CA's certificate issued by a CA that allows it, or the leaf by the upper one.",
            citations: &["RFC 5280 section 4.2.1.9", "RFC 5280 section 6.1.4 (l)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: path_length_exceeded,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-constraint-violated",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::CommonNameOutside,
                Fact::EmailOutside,
                Fact::NameOutsideOfRoot,
                Fact::DirectoryNameOutside,
                Fact::DirectoryNameOutsideNotCritical,
                Fact::DirectoryNameForbidden,
                Fact::WildcardOverExcludedName,
            ]),
            summary: "a name is outside the name constraints of a CA above it",
            explanation: "\
A CA's name constraints permit only the names below some domain, network or directory name, or exclude such
names. The certificate has a name outside of what is allowed: TLS libraries refuse the whole chain
(\"permitted subtree violation\", \"excluded subtree violation\"), whatever host the client asks for. The
names that count are the subject alternative names, the subject, and e-mail addresses in the subject. OpenSSL
also checks a common name that is a DNS name, where no alternative name is one, and an e-mail address in the
subject even where there is one among the alternative names. RFC 5280 constrains neither: under the standards
`Rfc5280` and `CaBrowserForum` these two are warnings. A wildcard such as `*.example.com` above an excluded
host.example.com is refused by Go, Java and rustls; OpenSSL and GnuTLS compare it as it is written.

Have the leaf issued with permitted names only, or by a CA whose constraints permit them.",
            citations: &["RFC 5280 section 4.2.1.10", "RFC 5280 section 6.1.3 (b) (c)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: name_constraint_violated,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-constraint-unsupported",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::UncomparedByRustls,
                Fact::AddressUnderConstraint,
                Fact::ConstraintHostBits,
                Fact::ConstraintInParts,
                Fact::ConstraintInPartsCritical,
            ]),
            summary: "a name is under a name constraint that cannot be evaluated",
            explanation: "\
A CA constrains names of a form for which no comparison is defined, such as otherName, or in a way that RFC
5280 does not allow: a minimum or maximum distance, a network mask with holes, a wildcard. Or a name of a
constrained form cannot be parsed: a URI whose host is an IP address or has a user name before it, or an
e-mail address in the subject that is not an IA5String, which OpenSSL refuses under any name constraints. The
chain must then be refused. Constraints on forms of names that no certificate below has do not matter. rustls
compares DNS names and addresses alone, and refuses e-mail addresses and URIs under constraints on names of
their form even where they are permitted: a warning. Where stacks are named, it is told that BoringSSL does
not compare addresses, and that Java permits none by a constraint with bits that its mask leaves out.

Have the CA's certificate issued with constraints on DNS names, addresses or directory names.",
            citations: &["RFC 5280 section 4.2.1.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: undecided::name_constraint_unsupported,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "wildcard-under-constraints",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::WildcardOverExcluded]),
            summary: "a wildcard below a single label is under a CA's constraints on DNS names",
            explanation: "\
A name such as `*.com` or `*.local` covers one label below the last. The CAs' name constraints do not forbid
it: an excluded foo.example.com has one label more. rustls does not regard such a wildcard as a DNS name. It
checks that only where a CA has constraints on DNS names, and then refuses the chain; the others compare it.

Have the leaf issued with names below a domain of your own.",
            citations: &["RFC 5280 section 4.2.1.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::NameConstraints),
        check: wildcard_under_constraints,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-eku-excludes-purpose",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::PurposeNotInCa,
                Fact::PurposeNotInRoot,
                Fact::AnyPurposeInCa,
                Fact::AnyPurposeInRoot,
                Fact::GatedCryptoInCa,
                Fact::GatedCryptoInRoot,
                Fact::MicrosoftGatedCryptoInCa,
                Fact::EmptyPurposesInCa,
                Fact::EmptyPurposesInRoot,
            ]),
            summary: "a CA's extended key usage lacks a purpose that the leaf needs",
            explanation: "\
Where a CA's certificate has an extended key usage, OpenSSL, rustls, Go and Windows apply it as a limit to
everything below: a leaf for serverAuth under a CA for e-mail only is refused as \"unsuitable certificate
purpose\". anyExtendedKeyUsage in a CA does not satisfy OpenSSL and rustls.

Have the leaf issued by a CA that may issue TLS certificates, or the CA's certificate renewed with both
purposes or without the extension.",
            citations: &["RFC 5280 section 4.2.1.12", "CA/B Baseline Requirements 7.1.2.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::ExtendedKeyUsage),
        check: ca_eku_excludes_purpose,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "crl-sign-missing",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[]),
            summary: "a CA may not sign the CRLs that the certificates below it refer to",
            explanation: "\
A certificate says where the CRL of its issuer is published, and the issuer, or the trust anchor, has a key
usage without cRLSign. Whoever checks revocation must refuse every CRL that it signs: OpenSSL reports \"key
usage does not include CRL signing\". Where revocation is not checked nothing happens: a warning, and an error
under the standards `Rfc5280` and `CaBrowserForum`.

Have the CA's certificate issued again with cRLSign in its key usage. CRLs are not part of a bundle, and
pemvet downloads none: `not_checked` says `revocation`.",
            citations: &["RFC 5280 section 4.2.1.3", "RFC 5280 section 6.3.3 (f)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::CrlDistributionPoints),
        check: crl_sign_missing,
    },
];

fn path_length_exceeded(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (mut below, mut below_last) = (Below::default(), Below::default());
    let chain = context.chain_with_anchor();
    for (member, certificate) in chain.iter().skip(1) {
        path_length_of(context, sink, *member, certificate, below);
        below_last = below;
        below.all = below.all.saturating_add(1);
        if !certificate.is_self_issued() {
            below.issued = below.issued.saturating_add(1);
        }
    }
    // The file may hold the anchor's name and key in another certificate; the anchor's limit holds all the same.
    let anchor = context.judged_with_anchor().last();
    if let Some((member @ Member::Anchor(_), certificate)) = anchor
        && !chain.iter().any(|(other, _)| *other == member)
    {
        path_length_of(context, sink, member, certificate, below_last);
    }
}

/// How many CAs are below another.
#[derive(Clone, Copy, Default)]
struct Below {
    /// Without the self-issued ones.
    issued: usize,
    all: usize,
}

fn path_length_of(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    member: Member,
    certificate: &Certificate<'_>,
    below: Below,
) {
    let Some(constraint) = &certificate.basic_constraints else {
        return;
    };
    let allowed = constraint.value.path_length.map(usize::try_from);
    let Some(Ok(allowed)) = allowed else { return };
    if below.all <= allowed || certificate.is_unclear(ExtensionKind::BasicConstraints) {
        return;
    }
    let is_exceeded = below.issued > allowed;
    let allows = match allowed {
        0 => "no CA".into(),
        some => text::count(some, "CA"),
    };
    let (count, counted) = match is_exceeded {
        true => (below.issued, ""),
        false => (
            below.all,
            ", self-issued ones included, which RFC 5280 does not count and some libraries do",
        ),
    };
    let message = format!(
        "{} allows {allows} below it (pathlen:{allowed}), and there {} {count}{counted}.",
        context.describe_member_first(member),
        if count == 1 { "is" } else { "are" }
    );
    let help = "have the lower CA's certificate issued by a CA that allows it";
    let found = Found::new(context.at_member_field(member, &constraint.bytes), message).help(help);
    let found = match context.standing(member, certificate) {
        _ if !is_exceeded => found
            .severity(Severity::Warning)
            .for_named(Fact::SelfIssuedCounted),
        Standing::Root => found.for_named(Fact::PathLengthOfRoot),
        Standing::Leaf | Standing::Intermediate => found,
    };
    sink.push(found.details(Details::Size {
        found: Some(count),
        wanted: Some(allowed),
    }));
}

fn name_constraint_violated(context: &Context<'_>, sink: &mut Sink<'_>) {
    for fault in &context.chain.constraint_faults {
        let ConstraintOutcome::Outside {
            form,
            origin,
            name,
            excluded,
        } = &fault.standing
        else {
            continue;
        };
        let (form_text, fact) = match origin {
            Origin::AlternativeName | Origin::Subject => (form.text(), None),
            Origin::SubjectBeside => ("e-mail address of the subject", Some(Fact::EmailOutside)),
            Origin::CommonName => ("common name", Some(Fact::CommonNameOutside)),
        };
        let what = match name.as_str() {
            "" => format!("a {form_text}"),
            name => format!("the {form_text} {name}"),
        };
        let why = if *excluded {
            "they exclude"
        } else {
            "they do not permit"
        };
        let refused_by = fact
            .map(|fact| format!(" {}", sentence(fact)))
            .unwrap_or_default();
        let message = format!(
            "{} has name constraints; {} has {what}, which {why}.{refused_by}",
            context.describe_member_first(fault.issuer),
            context.describe(fault.certificate),
        );
        let help = "have it issued with permitted names only, or by a CA whose constraints permit them";
        let mut found = Found::new(at_name(context, fault), message).help(help);
        // RFC 5280 holds neither to constraints: under the standard of its text it is a warning.
        found = match fact {
            Some(_) if context.applies(Source::Rfc5280) => found.severity(Severity::Warning),
            Some(fact) => found.fact(fact),
            None => match outside(context, fault, *form, *excluded, name) {
                Some(fact) => found.for_named(fact),
                None => found,
            },
        };
        sink.push(found.details(Details::ConstrainedName {
            present_names: alloc::vec![name.clone()],
            kind: form.text().into(),
        }));
    }
}

/// What it is in the table of stacks that a name of this form is outside, where not everybody refuses it.
fn outside(
    context: &Context<'_>,
    fault: &ConstraintFault,
    form: Form,
    excluded: bool,
    name: &str,
) -> Option<Fact> {
    let mut judged = context.judged_with_anchor();
    let (member, issuer) = judged.find(|(member, _)| *member == fault.issuer)?;
    let is_root = context.standing(member, issuer) == Standing::Root;
    let is_critical = issuer.extensions.has_critical(ExtensionKind::NameConstraints);
    match (form, is_critical, excluded) {
        _ if is_root => Some(Fact::NameOutsideOfRoot),
        (Form::Dns, _, true) => {
            let constraints = issuer.name_constraints.as_ref()?;
            let is_literal = !is_excluded_as_wildcard(&constraints.value, name);
            (!is_literal).then_some(Fact::WildcardOverExcludedName)
        }
        (Form::Directory, true, false) => Some(Fact::DirectoryNameOutside),
        (Form::Directory, false, false) => Some(Fact::DirectoryNameOutsideNotCritical),
        (Form::Directory, false, true) => Some(Fact::DirectoryNameForbidden),
        _ => None,
    }
}

fn wildcard_under_constraints(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let has_constraints = |(_, it): &(Member, &Certificate<'_>)| it.name_constraints.is_some();
    if !context.judged_with_anchor().any(|it| has_constraints(&it)) {
        return;
    }
    // What a subtree forbids, or cannot be told of, is said.
    let is_said = context
        .chain
        .constraint_faults
        .iter()
        .any(|it| it.certificate == place);
    let (false, Some(name), Some(names)) = (is_said, wide_wildcard(leaf), &leaf.subject_alternative_name)
    else {
        return;
    };
    let chain = context.chain_with_anchor().iter().copied().skip(1);
    let mut above = chain.chain(
        context
            .judged_with_anchor()
            .filter(|(it, _)| matches!(it, Member::Anchor(_))),
    );
    let Some((issuer, _)) = above.find(|(_, it)| constrains_dns(it)) else {
        return;
    };
    let name = text::clip(&text::escape(name), 256).into_owned();
    let message = format!(
        "The leaf has the DNS name {name}, a wildcard below a single label, and {} has constraints on DNS names, which do not forbid it. {}",
        context.describe_member(issuer),
        sentence(Fact::WildcardOverExcluded),
    );
    let found = Found::new(context.at_field(place, &names.bytes), message)
        .fact(Fact::WildcardOverExcluded)
        .help("if clients that refuse it connect, have it issued with names below a domain of your own");
    sink.push(found.details(Details::ConstrainedName {
        present_names: alloc::vec![name],
        kind: Form::Dns.text().into(),
    }));
}

fn ca_eku_excludes_purpose(context: &Context<'_>, sink: &mut Sink<'_>) {
    for &(member, certificate) in context.chain_with_anchor().iter().skip(1) {
        let (Some(usage), Some(wanted)) = (
            &certificate.extended_key_usage,
            excluded_purpose(certificate, context.profile),
        ) else {
            continue;
        };
        let message = format!(
            "{} is for {} only; `{}` needs {}. TLS libraries apply this to everything below it: \"unsuitable certificate purpose\".",
            context.describe_member_first(member),
            usage.value.text,
            context.profile.title,
            wanted.as_str(),
        );
        let help = "have the leaf issued by a CA that may issue TLS certificates";
        let is_top = matches!(member, Member::Anchor(_)) || certificate.is_self_issued();
        let found = Found::new(context.at_member_field(member, &usage.bytes), message)
            .fact(excluding(context, &usage.value, is_top))
            .help(help);
        sink.push(found.details(Details::Names {
            missing_names: alloc::vec![wanted.as_str().into()],
            present_names: usage.value.text.split(", ").map(Into::into).collect(),
        }));
    }
}

/// What the extended key usage of a CA that leaves out a purpose of the profile is in the table of stacks.
fn excluding(context: &Context<'_>, usage: &ExtendedKeyUsage<'_>, is_top: bool) -> Fact {
    let usages = &context.profile.usages;
    // OpenSSL takes gated cryptography for serverAuth alone.
    let is_gated = usage.gated && (usage.client_auth || !usages.contains(&KeyPurpose::ClientAuth));
    match (usage.any, is_gated, usage.is_empty, is_top) {
        (true, _, _, true) => Fact::AnyPurposeInRoot,
        (true, _, _, false) => Fact::AnyPurposeInCa,
        (_, true, _, true) => Fact::GatedCryptoInRoot,
        (_, true, _, false) if usage.gated_by_netscape => Fact::GatedCryptoInCa,
        (_, true, _, false) => Fact::MicrosoftGatedCryptoInCa,
        (_, _, true, true) => Fact::EmptyPurposesInRoot,
        (_, _, true, false) => Fact::EmptyPurposesInCa,
        (_, _, _, true) => Fact::PurposeNotInRoot,
        (_, _, _, false) => Fact::PurposeNotInCa,
    }
}

fn crl_sign_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain_with_anchor();
    for ((child, certificate), (member, issuer)) in chain.iter().zip(chain.iter().skip(1)) {
        let usage = issuer.key_usage.as_ref().filter(|usage| !usage.value.crl_sign);
        // The rules about issuers report where it may not sign certificates either.
        let Some(usage) = usage.filter(|usage| usage.value.key_cert_sign) else {
            continue;
        };
        if !certificate.expects_crl_of_issuer() {
            continue;
        }
        let message = format!(
            "{} refers to a CRL of {}; the key usage of this issuer lacks cRLSign.",
            context.describe_member_first(*child),
            context.describe_member(*member),
        );
        let help =
            "have the CA's certificate issued again. OpenSSL: keyUsage = critical, keyCertSign, cRLSign";
        let severity = context.severity(Source::Rfc5280, Severity::Warning);
        let found = Found::new(context.at_member_field(*member, &usage.bytes), message).help(help);
        sink.push(found.severity(severity));
    }
}
