//! Rules of the area `extension`: the form of extensions.

mod presence;

use alloc::format;

use super::context::Standing;
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{BasicConstraints, Certificate, ExtensionKind, GeneralName};
use crate::chain::{Member, is_authority};
use crate::class::Class;
use crate::report::{Details, Role};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
use presence::{Holder, Row, Wanted, about};

pub(super) static AREA: Area = Area {
    name: "extension",
    title: "The form of extensions",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "extension-duplicate",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::DuplicateExtension,
                Fact::DuplicateExtensionInLeaf,
                Fact::DuplicateExtensionOfOpenSsl,
                Fact::DuplicateExtensionOfAll,
            ]),
            summary: "a certificate has the same extension twice",
            explanation: "\
A certificate must not hold two extensions of the same kind: whoever reads the first and whoever
reads the last see different certificates. Go, Java and GnuTLS refuse to read it, whatever it is;
OpenSSL and rustls where it is one that they read, such as the key usage or the names.

Have the certificate issued again.",
            citations: &["RFC 5280 section 4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DUPLICATE,
        check: extension_duplicate,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "basic-constraints-not-critical",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::ConstraintsNotCritical]),
            summary: "a CA's basic constraints are not critical",
            explanation: "\
A CA's certificate must say cA TRUE in basic constraints that are marked critical, so that software that does
not know the extension refuses it. Most libraries and browsers accept it either way; pyca/cryptography refuses
it, and so does OpenSSL 3 in its strict mode, which Python 3.13 and later use: a warning, and an error under
the standards `Rfc5280` and `CaBrowserForum`.

Have the CA's next certificate issued with basicConstraints critical.",
            citations: &["RFC 5280 section 4.2.1.9", "CA/B Baseline Requirements 7.1.2.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: basic_constraints_not_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-cert-sign-without-ca",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::LeafMaySign]),
            summary: "a certificate that is not a CA's has keyCertSign in its key usage",
            explanation: "\
The key usage holds keyCertSign although the basic constraints do not say cA TRUE. Nothing that it issued
would be accepted. pyca/cryptography refuses it, so does OpenSSL in its strict mode, which Python 3.13 and
later use, and rustls-webpki from 0.104 on; the others ignore it: a warning, and an error under the standards
`Rfc5280` and `CaBrowserForum`.

Have the next certificate issued without keyCertSign.",
            citations: &["RFC 5280 section 4.2.1.3", "RFC 5280 section 4.2.1.9"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::KeyUsage),
        check: key_cert_sign_without_ca,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "path-length-without-ca",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::PathLengthWithoutCa]),
            summary: "a certificate that is not a CA's has a path length constraint",
            explanation: "\
The basic constraints hold a pathLenConstraint although they do not say cA TRUE: nothing comes below such a
certificate. Either it was meant to be a CA's, or the constraint was copied from one. OpenSSL, Go, GnuTLS and
rustls ignore it: a note, and an error under the standards `Rfc5280` and `CaBrowserForum`.

Have the next certificate issued without pathLenConstraint, or with cA TRUE if it is a CA's.",
            citations: &["RFC 5280 section 4.2.1.9"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::BasicConstraints),
        check: path_length_without_ca,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-constraints-misplaced",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[]),
            summary: "a certificate that is not a CA's has name constraints",
            explanation: "\
Name constraints limit the names that a CA may certify and have no meaning in another certificate. OpenSSL,
Go, GnuTLS and rustls ignore them: a note, and an error under the standards `Rfc5280` and `CaBrowserForum`.

Have the next certificate issued without them.",
            citations: &["RFC 5280 section 4.2.1.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::NameConstraints),
        check: |context, sink| presence::check(context, sink, &NAME_CONSTRAINTS_MISPLACED),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-constraints-not-critical",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "a CA's name constraints are not critical",
            explanation: "\
RFC 5280 wants name constraints marked critical, so that software that does not know them refuses the chain.
The Baseline Requirements allow both, and OpenSSL, Go, GnuTLS and rustls know them: this rule reports under
the standard `Rfc5280` only.

Have the CA's next certificate issued with nameConstraints critical.",
            citations: &["RFC 5280 section 4.2.1.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::NameConstraints),
        check: |context, sink| presence::check(context, sink, &NAME_CONSTRAINTS_NOT_CRITICAL),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-constraints-form",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::ConstraintUnderscore]),
            summary: "a CA's name constraint on DNS names begins with a period",
            explanation: "\
A constraint on DNS names is a name such as `example.com`, and covers that name and all names below it. With a
leading period its meaning is undefined: OpenSSL and pemvet read it as the names below only, others refuse it.
A note, and an error under the standards `Rfc5280` and `CaBrowserForum`.

Have the CA's next certificate issued without the period.",
            citations: &["RFC 5280 section 4.2.1.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::NameConstraints),
        check: name_constraints_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-constraints-empty",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::ConstraintsEmpty]),
            summary: "a CA has name constraints that constrain nothing",
            explanation: "\
The extension holds neither permitted nor excluded subtrees, or empty lists of them. What was meant is
unknown; OpenSSL, Go and GnuTLS treat it as no constraint. A note, and an error under the standards `Rfc5280`
and `CaBrowserForum`.

Have the CA's next certificate issued with the constraints that were meant.",
            citations: &[
                "RFC 5280 section 4.2.1.10",
                "CA/B Baseline Requirements 7.1.2.5.2",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::NameConstraints),
        check: name_constraints_empty,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "policy-constraints-not-critical",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[]),
            summary: "a CA's policy constraints are not critical",
            explanation: "\
Policy constraints must be marked critical, so that software that does not process policies refuses the chain;
where they are not, such software ignores them. A note, and an error under the standards `Rfc5280` and
`CaBrowserForum`.

Have the CA's next certificate issued with policyConstraints critical, or without it.",
            citations: &["RFC 5280 section 4.2.1.11"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::PolicyConstraints),
        check: |context, sink| presence::check(context, sink, &POLICY_CONSTRAINTS_NOT_CRITICAL),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "eku-critical",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[]),
            summary: "the leaf's extended key usage is marked critical",
            explanation: "\
RFC 5280 allows extended key usage to be critical or not, and the Baseline Requirements want it not critical.
All TLS libraries know the extension: a note, and an error under the standard `CaBrowserForum`.

Have the next certificate issued with extendedKeyUsage not critical.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::ExtendedKeyUsage),
        check: |context, sink| presence::check(context, sink, &EKU_CRITICAL),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "eku-any",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a certificate of a public chain has anyExtendedKeyUsage",
            explanation: "\
The Baseline Requirements forbid anyExtendedKeyUsage in leaves and in the CAs of TLS certificates. This rule
reports under the standard `CaBrowserForum` only; under the others the rules about missing purposes say how
TLS libraries treat it.

Have the certificate issued with the purposes that it is for.",
            citations: &[
                "CA/B Baseline Requirements 7.1.2.7.10",
                "CA/B Baseline Requirements 7.1.2.10.6",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: eku_any,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "root-extended-key-usage",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a root has an extended key usage",
            explanation: "\
The Baseline Requirements forbid the extension in root certificates: those who trust a root decide what it may
be used for. This rule reports under the standard `CaBrowserForum` only.

Use a root without the extension.",
            citations: &["CA/B Baseline Requirements 7.1.2.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: |context, sink| presence::check(context, sink, &ROOT_EXTENDED_KEY_USAGE),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "information-access-empty",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[]),
            summary: "a certificate has an empty authority information access",
            explanation: "\
Authority information access must hold at least one location, of the issuer's certificate or of an OCSP
responder. OpenSSL, GnuTLS and rustls ignore an empty one: a note, and an error under the standards `Rfc5280`
and `CaBrowserForum`.

Have the next certificate issued with the locations, or without the extension.",
            citations: &["RFC 5280 section 4.2.2.1", "CA/B Baseline Requirements 7.1.2.7.7"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::AuthorityInformationAccess),
        check: information_access_empty,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "distribution-point-empty",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::PointWithReasonsOnly]),
            summary: "a CRL distribution point says neither where the CRL is nor who issues it",
            explanation: "\
A CRL distribution point names the location of the CRL, or its issuer; one with reasons alone, or with
nothing, is forbidden. OpenSSL regards the whole certificate as invalid and reports \"unable to get local
issuer certificate\"; Go ignores the point.

Have the certificate issued again with the location of the CRL, or without the extension.",
            citations: &["RFC 5280 section 4.2.1.13"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::CrlDistributionPoints),
        check: distribution_point_empty,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "distribution-point-form",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[
                Fact::PointsCritical,
                Fact::PointsCriticalInRoot,
                Fact::PointRelative,
            ]),
            summary: "CRL distribution points are critical, or relative to the issuer's name",
            explanation: "\
Where revocation lists are found is to be a plain URI in an extension that is not critical. Java, BoringSSL
and Chrome do not process the extension and refuse a certificate where it is critical; Go cannot read a
point that is given as the last part of a directory name. OpenSSL, GnuTLS and rustls take both. RFC 5280
advises against either, and forbids neither.

Have the certificate issued with crlDistributionPoints not critical, and with URIs.",
            citations: &["RFC 5280 section 4.2.1.13"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::CrlDistributionPoints),
        check: distribution_point_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "proxy-certificate",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::ProxyWithAlternativeName]),
            summary: "a certificate is a proxy certificate",
            explanation: "\
The extension proxyCertInfo marks a certificate that a user of a computing grid issued to a job. OpenSSL
refuses such a certificate unless the program has allowed them (\"proxy certificates not allowed\"), and
regards it as invalid where it also has alternative names or is a CA's (\"unable to get local issuer
certificate\"). Go, Chrome and Firefox do not look at the extension.

Have the certificate issued again without proxyCertInfo.",
            citations: &["RFC 3820 section 3.8", "OpenSSL: X509_V_FLAG_ALLOW_PROXY_CERTS"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::ProxyInformation),
        check: proxy_certificate,
    },
];

static NAME_CONSTRAINTS_MISPLACED: Row = Row {
    kind: ExtensionKind::NameConstraints,
    holder: Holder::NoAuthority,
    wanted: Wanted::Absent,
    source: Source::Rfc5280,
    otherwise: Some(Severity::Note),
    found: "is not a CA and has name constraints",
    help: "have the next certificate issued without them",
};

static NAME_CONSTRAINTS_NOT_CRITICAL: Row = Row {
    kind: ExtensionKind::NameConstraints,
    holder: Holder::Any,
    wanted: Wanted::Critical,
    source: Source::Rfc5280Alone,
    otherwise: None,
    found: "has name constraints that are not critical",
    help: "OpenSSL: nameConstraints = critical, …",
};

static POLICY_CONSTRAINTS_NOT_CRITICAL: Row = Row {
    kind: ExtensionKind::PolicyConstraints,
    holder: Holder::Any,
    wanted: Wanted::Critical,
    source: Source::Rfc5280,
    otherwise: Some(Severity::Note),
    found: "has policy constraints that are not critical",
    help: "OpenSSL: policyConstraints = critical, …",
};

static EKU_CRITICAL: Row = Row {
    kind: ExtensionKind::ExtendedKeyUsage,
    holder: Holder::Leaf,
    wanted: Wanted::NotCritical,
    source: Source::CaBrowserForum,
    otherwise: Some(Severity::Note),
    found: "has an extended key usage that is critical",
    help: "OpenSSL: extendedKeyUsage without the word critical",
};

static ROOT_EXTENDED_KEY_USAGE: Row = Row {
    kind: ExtensionKind::ExtendedKeyUsage,
    holder: Holder::Root,
    wanted: Wanted::Absent,
    source: Source::CaBrowserForum,
    otherwise: None,
    found: "is a root and has an extended key usage, which the Baseline Requirements forbid",
    help: "use a root without the extension",
};

fn extension_duplicate(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let Some(extension) = certificate.duplicate_extension() else {
            continue;
        };
        // What is refused because it cannot be decoded is not refused for this, too.
        let mut malformed = certificate.malformed_extensions.iter();
        let is_said = malformed.any(|malformed| malformed.name == extension.name());
        if is_said && sink.has_rejected(names::EXTENSION_MALFORMED) {
            continue;
        }
        let is_leaf = matches!(member, Member::File(place) if context.role(place) == Role::Leaf);
        let name = extension.name();
        let message = format!(
            "{} has the extension {name} more than once.",
            context.describe_member_first(member)
        );
        let found = Found::new(context.at_member_field(member, &extension.bytes), message)
            .for_named(duplicate(extension.kind, is_leaf))
            .help("have it issued again with that extension once")
            .details(Details::Kind { kind: name });
        sink.push(found);
    }
}

/// What an extension that is there twice is in the table of stacks.
fn duplicate(kind: ExtensionKind, is_leaf: bool) -> Fact {
    match kind {
        ExtensionKind::KeyUsage
        | ExtensionKind::SubjectAlternativeName
        | ExtensionKind::BasicConstraints
        | ExtensionKind::NameConstraints
        | ExtensionKind::CrlDistributionPoints
        | ExtensionKind::ExtendedKeyUsage => Fact::DuplicateExtensionOfAll,
        ExtensionKind::SubjectKeyIdentifier
        | ExtensionKind::AuthorityKeyIdentifier
        | ExtensionKind::NetscapeType
        | ExtensionKind::AddressBlocks
        | ExtensionKind::AsNumbers
        | ExtensionKind::ProxyInformation => Fact::DuplicateExtensionOfOpenSsl,
        _ if is_leaf => Fact::DuplicateExtensionInLeaf,
        _ => Fact::DuplicateExtension,
    }
}

/// As [`about`], for what OpenSSL, Go, GnuTLS and rustls pass over: a note, unless the standard is RFC 5280 or stricter.
fn departs(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    member: Member,
    certificate: &Certificate<'_>,
    kind: ExtensionKind,
    what: &str,
    help: &'static str,
) {
    let found = about(context, member, certificate, kind, what, help);
    sink.push(found.severity(context.severity(Source::Rfc5280, Severity::Note)));
}

/// As [`departs`], for what some stacks refuse.
fn refused_by(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    (member, certificate): (Member, &Certificate<'_>),
    kind: ExtensionKind,
    (fact, what): (Fact, &str),
    help: &'static str,
) {
    let location = match certificate.extension(kind) {
        Some(extension) => context.at_member_field(member, &extension.bytes),
        None => context.at_member(member),
    };
    let message = format!(
        "{} {what}. {}",
        context.describe_member_first(member),
        stacks::sentence(fact)
    );
    let found = Found::new(location, message).help(help).fact(fact);
    sink.push(found.severity(context.severity(Source::Rfc5280, Severity::Warning)));
}

fn basic_constraints_not_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kind = ExtensionKind::BasicConstraints;
    for (member, certificate) in context.authorities() {
        // Other rules report where it is absent, or says that this is no CA.
        if certificate.extensions.has_critical(kind) || !is_authority(certificate) {
            continue;
        }
        let what = "has basic constraints that are not critical";
        let help = "OpenSSL: basicConstraints = critical, CA:TRUE";
        let fact = Fact::ConstraintsNotCritical;
        refused_by(context, sink, (member, certificate), kind, (fact, what), help);
    }
}

fn key_cert_sign_without_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let signs = certificate
            .key_usage
            .as_ref()
            .is_some_and(|usage| usage.value.key_cert_sign);
        // Of what issued another, the rule about issuers that are no CAs tells.
        let is_leaf = context
            .leaf()
            .is_some_and(|(leaf, _)| member == Member::File(leaf));
        let issued = !is_leaf && !context.is_trust_list();
        let is_unclear = certificate.is_unclear(ExtensionKind::BasicConstraints);
        if signs && !issued && certificate.version == 3 && !is_unclear && !is_authority(certificate) {
            let what = "is not a CA and has keyCertSign in its key usage";
            let help = "have the next certificate issued without keyCertSign";
            let kind = ExtensionKind::KeyUsage;
            let fact = Fact::LeafMaySign;
            refused_by(context, sink, (member, certificate), kind, (fact, what), help);
        }
    }
}

fn path_length_without_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let constraints = certificate.basic_constraints.as_ref().map(|it| &it.value);
        if let Some(BasicConstraints {
            ca: false,
            path_length: Some(length),
        }) = constraints
        {
            let what = format!("is not a CA and has a path length constraint of {length}");
            let help = "have the next certificate issued without pathLenConstraint";
            let kind = ExtensionKind::BasicConstraints;
            let fact = Fact::PathLengthWithoutCa;
            refused_by(context, sink, (member, certificate), kind, (fact, &what), help);
        }
    }
}

fn name_constraints_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let Some(constraints) = &certificate.name_constraints else {
            continue;
        };
        let constraints = &constraints.value;
        let subtrees = constraints.permitted.iter().chain(&constraints.excluded);
        let leads = |base: &GeneralName<'_>| matches!(base, GeneralName::Dns(name) if name.starts_with('.'));
        if subtrees.into_iter().any(|subtree| leads(&subtree.base)) {
            let what = "has a name constraint on DNS names that begins with a period; it is read as the names below only";
            let help = "have the CA's next certificate issued without the period";
            let found = about(
                context,
                member,
                certificate,
                ExtensionKind::NameConstraints,
                what,
                help,
            );
            let found = found.severity(context.severity(Source::Rfc5280, Severity::Note));
            sink.push(found.for_named(Fact::ConstraintUnderscore));
        }
    }
}

fn name_constraints_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let Some(constraints) = &certificate.name_constraints else {
            continue;
        };
        if constraints.value.permitted.is_empty() && constraints.value.excluded.is_empty() {
            let what = "has name constraints without any subtree";
            let help = "have the CA's next certificate issued with the constraints that were meant";
            let kind = ExtensionKind::NameConstraints;
            let fact = Fact::ConstraintsEmpty;
            refused_by(context, sink, (member, certificate), kind, (fact, what), help);
        }
    }
}

fn eku_any(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.applies(Source::CaBrowserForum) {
        return;
    }
    for (member, certificate) in context.judged_with_anchor() {
        let usage = certificate.extended_key_usage.as_ref();
        if usage.is_some_and(|usage| usage.value.any) {
            let what = "has anyExtendedKeyUsage, which the Baseline Requirements forbid";
            let help = "have it issued with the purposes that it is for";
            let kind = ExtensionKind::ExtendedKeyUsage;
            sink.push(about(context, member, certificate, kind, what, help));
        }
    }
}

fn information_access_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        if certificate.information_access_is_empty {
            let what = "has an authority information access without any location of the issuer's certificate or of an OCSP responder";
            let help = "OpenSSL: authorityInfoAccess = caIssuers;URI:http://…, or without the extension";
            let kind = ExtensionKind::AuthorityInformationAccess;
            departs(context, sink, member, certificate, kind, what, help);
        }
    }
}

fn distribution_point_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let kind = ExtensionKind::CrlDistributionPoints;
        if !certificate.point_without_name || certificate.is_unclear(kind) {
            continue;
        }
        let what = "has a CRL distribution point with neither the location nor the issuer of the CRL; OpenSSL regards the certificate as invalid: \"unable to get local issuer certificate\"";
        let help =
            "have it issued again. OpenSSL: crlDistributionPoints = URI:http://…, or without the extension";
        let found = about(context, member, certificate, kind, what, help);
        sink.push(
            found
                .fact(Fact::PointWithReasonsOnly)
                .severity(context.severity(Source::Rfc5280, Severity::Warning)),
        );
    }
}

fn distribution_point_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kind = ExtensionKind::CrlDistributionPoints;
    for (member, certificate) in context.judged_with_anchor() {
        if certificate.is_unclear(kind) {
            continue;
        }
        if certificate.extensions.has_critical(kind) {
            let what = "has CRL distribution points that are critical";
            let help = "OpenSSL: crlDistributionPoints without the word critical";
            let fact = match context.standing(member, certificate) {
                Standing::Root => Fact::PointsCriticalInRoot,
                Standing::Leaf | Standing::Intermediate => Fact::PointsCritical,
            };
            sink.push(about(context, member, certificate, kind, what, help).fact(fact));
        }
        if certificate.point_is_relative {
            let what = "has a CRL distribution point that is given relative to the issuer's name";
            let help = "OpenSSL: crlDistributionPoints = URI:http://…";
            sink.push(about(context, member, certificate, kind, what, help).fact(Fact::PointRelative));
        }
    }
}

fn proxy_certificate(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let kind = ExtensionKind::ProxyInformation;
        if !certificate.extensions.has(kind) || certificate.is_unclear(kind) {
            continue;
        }
        let has = |kind| certificate.extensions.has(kind);
        let has_names =
            has(ExtensionKind::SubjectAlternativeName) || has(ExtensionKind::IssuerAlternativeName);
        let help = "have it issued again without proxyCertInfo";
        if has_names || is_authority(certificate) {
            let beside = if has_names { "alternative names" } else { "cA TRUE" };
            let what = format!(
                "has proxyCertInfo beside {beside}; OpenSSL regards the certificate as invalid: \"unable to get local issuer certificate\""
            );
            let found = about(context, member, certificate, kind, &what, help);
            sink.push(found.fact(Fact::ProxyWithAlternativeName));
        } else {
            let what = "has proxyCertInfo: OpenSSL refuses it, \"proxy certificates not allowed\"";
            sink.push(about(context, member, certificate, kind, what, help));
        }
    }
}
