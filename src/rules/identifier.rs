//! Rules of the area `identifier`: serial numbers and key identifiers.

use alloc::format;

use super::{Context, Entry, Found, Sink, Source};
use crate::certificate::ExtensionKind;
use crate::class::Class;
use crate::rule::{Area, Concern, Rule};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "identifier",
    title: "Serial numbers and key identifiers",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "serial-number-form",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::NegativeSerial]),
            summary: "the leaf's serial number is zero, negative or too long",
            explanation: "\
A serial number is a positive integer of at most 20 octets. Go 1.23 and later refuse to read a
certificate with a negative one: a warning. Zero and more than 20 octets are read by the
mainstream libraries: a note. An error under the readings `Rfc5280` and `CaBrowserForum`. Only
the leaf is asked, as real roots have the number zero.

Have the next certificate issued with a random number of 16 octets.",
            citations: &["RFC 5280 section 4.1.2.2", "CA/B Baseline Requirements 7.1"],
        },
        check: serial_number_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-subject-empty",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[]),
            summary: "a CA has no name",
            explanation: "\
A CA's subject must not be empty, because it is what the certificates below name as their
issuer. OpenSSL, Go and rustls follow such a chain, others do not: a warning, and an error under
the readings `Rfc5280` and `CaBrowserForum`.

The CA's certificate has to be issued again with a name, and all below it.",
            citations: &["RFC 5280 section 4.1.2.6"],
        },
        check: ca_subject_empty,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-key-identifier-missing",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::NoSubjectKey]),
            summary: "a CA has no subject key identifier",
            explanation: "\
The identifier tells the old and the new key of a renewed CA apart. Without it chains are built
by name alone, which mainstream libraries do: a note, and an error under the readings `Rfc5280`
and `CaBrowserForum`.

Have the CA's next certificate issued with subjectKeyIdentifier = hash.",
            citations: &["RFC 5280 section 4.2.1.2"],
        },
        check: subject_key_identifier_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "authority-key-identifier-missing",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::NoAuthorityKey]),
            summary: "a certificate does not say which of its issuer's keys signed it",
            explanation: "\
Every certificate but a self-issued one is to hold the key identifier of its issuer, so that the
right one of several certificates of that name is found. Mainstream libraries do without: a
note, and an error under the readings `Rfc5280` and `CaBrowserForum`.

Have the next certificate issued with authorityKeyIdentifier = keyid.",
            citations: &["RFC 5280 section 4.2.1.1"],
        },
        check: authority_key_identifier_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-identifier-critical",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "a key identifier is marked critical",
            explanation: "\
Key identifiers are hints for finding a chain and must not be critical. OpenSSL goes on, Go does
not read such a certificate (\"incorrectly marked critical\"), and rustls takes the extension for a
critical one that it does not know.

Have the certificate issued again with them not critical.",
            citations: &["RFC 5280 section 4.2.1.1", "RFC 5280 section 4.2.1.2"],
        },
        check: key_identifier_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "root-authority-key-identifier",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::RootNamesAnother]),
            summary: "a root's authority key identifier is not as the Baseline Requirements want it",
            explanation: "\
If a root has the extension, it is to hold the key identifier of the root itself and neither
issuer nor serial number, which Easy-RSA and older tools write. This rule reports under the
reading `CaBrowserForum` only.

Use a root whose authority key identifier is its subject key identifier, or absent.",
            citations: &["CA/B Baseline Requirements 7.1.2.1.3"],
        },
        check: root_authority_key_identifier,
    },
];

fn serial_number_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let octets = leaf.serial_number.value;
    let (what, deployed) = match octets {
        _ if octets.iter().all(|octet| *octet == 0) => ("zero", Severity::Note),
        [first, ..] if *first >= 0x80 => ("negative", Severity::Warning),
        // The octet that only keeps it positive does not count.
        [0, rest @ ..] if rest.len() <= 20 => return,
        _ if octets.len() <= 20 => return,
        _ => ("longer than 20 octets", Severity::Note),
    };
    let message = format!(
        "The leaf's serial number, {}, is {what}.",
        text::colon_hex(octets)
    );
    let found = Found::new(context.at_field(place, &leaf.serial_number.bytes), message)
        .help("have the next certificate issued with a random number of 16 octets")
        .severity(context.severity(Source::Rfc5280, deployed));
    sink.push(found);
}

fn ca_subject_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.authorities() {
        if !certificate.subject.is_empty() {
            continue;
        }
        let message = format!(
            "{} is a CA, and its subject is empty.",
            context.describe_member_first(member)
        );
        let found = Found::new(
            context.at_member_field(member, &certificate.subject.bytes),
            message,
        )
        .help("the CA's certificate has to be issued again with a name")
        .severity(context.severity(Source::Rfc5280, Severity::Warning));
        sink.push(found);
    }
}

fn subject_key_identifier_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.authorities() {
        if !certificate.lacks(ExtensionKind::SubjectKeyIdentifier) {
            continue;
        }
        let message = format!(
            "{} has no subject key identifier.",
            context.describe_member_first(member)
        );
        let found = Found::new(context.at_member(member), message)
            .help("OpenSSL: subjectKeyIdentifier = hash")
            .severity(context.severity(Source::Rfc5280, Severity::Note));
        sink.push(found);
    }
}

fn authority_key_identifier_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let kind = ExtensionKind::AuthorityKeyIdentifier;
        let has_none = certificate.authority_key_identifier.is_none() && !certificate.is_unclear(kind);
        if certificate.is_self_issued() || certificate.version != 3 || !has_none {
            continue;
        }
        let message = format!(
            "{} does not hold its issuer's key identifier.",
            context.describe_member_first(member)
        );
        let found = Found::new(context.at_member(member), message)
            .help("OpenSSL: authorityKeyIdentifier = keyid")
            .severity(context.severity(Source::Rfc5280, Severity::Note));
        sink.push(found);
    }
}

fn key_identifier_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kinds = [
        (ExtensionKind::SubjectKeyIdentifier, "a subject key identifier"),
        (
            ExtensionKind::AuthorityKeyIdentifier,
            "an authority key identifier",
        ),
    ];
    for (member, certificate) in context.judged_with_anchor() {
        for (kind, name) in kinds {
            if !certificate.extensions.has_critical(kind) {
                continue;
            }
            let Some(extension) = certificate.extension(kind) else {
                continue;
            };
            let message = format!(
                "{} has {name} that is critical: Go and rustls refuse it.",
                context.describe_member_first(member)
            );
            let found = Found::new(context.at_member_field(member, &extension.bytes), message)
                .help("have it issued again with that extension not critical");
            sink.push(found);
        }
    }
}

fn root_authority_key_identifier(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.asks(Source::CaBrowserForum) {
        return;
    }
    for (member, certificate) in context.authorities() {
        let Some(authority) = certificate
            .authority_key
            .as_ref()
            .filter(|_| certificate.is_self_issued())
        else {
            continue;
        };
        let what = if authority.value.has_issuer_or_serial() {
            "holds issuer or serial number"
        } else if !authority.value.has_key_identifier {
            "holds no key identifier"
        } else if certificate.authority_key_identifier != certificate.subject_key_identifier {
            "is not its subject key identifier"
        } else {
            continue;
        };
        let message = format!(
            "{} is a root, and its authority key identifier {what}.",
            context.describe_member_first(member)
        );
        let found = Found::new(context.at_member_field(member, &authority.bytes), message)
            .help("use a root whose authority key identifier is its subject key identifier, or absent");
        sink.push(found);
    }
}
