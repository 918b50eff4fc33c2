//! Rules of the area `identifier`: serial numbers and key identifiers.

use alloc::format;
use alloc::string::String;

use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{Certificate, ExtensionKind};
use crate::chain::{Member, SignatureFact, may_have_issued};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
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
            concern: Concern::Verifies(&[Fact::NegativeSerial, Fact::NegativeSerialOfLeaf]),
            summary: "a certificate's serial number is zero, negative or too long",
            explanation: "\
A serial number is a positive integer of at most 20 octets. Go 1.23 and later and pyca/cryptography refuse to
read a certificate with a negative one, wherever it is in the chain or beside it: a warning. None of the
libraries that were tried refuses zero or more than 20 octets: a note, and nothing for roots, as real ones
have the number zero. An error under the standards `Rfc5280` and `CaBrowserForum`.

Have the next certificate issued with a random number of 16 octets.",
            citations: &["RFC 5280 section 4.1.2.2", "CA/B Baseline Requirements 7.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: serial_number_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-subject-empty",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[]),
            summary: "a CA's subject is empty",
            explanation: "\
A CA's subject must not be empty, because it is what the certificates below name as their issuer. OpenSSL, Go
and rustls accept such a chain, others do not: a warning, and an error under the standards `Rfc5280` and
`CaBrowserForum`.

Have the CA's certificate issued again with a subject, and then all certificates below it.",
            citations: &["RFC 5280 section 4.1.2.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::EMPTY_SUBJECT,
        check: ca_subject_empty,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-key-identifier-missing",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::NoSubjectKey]),
            summary: "a CA has no subject key identifier",
            explanation: "\
The identifier tells the old and the new key of a renewed CA apart. Without it chains are built by name alone.
pyca/cryptography refuses that, and so does OpenSSL in its strict mode, which Python 3.13 and later use
(\"Missing Subject Key Identifier\"): a warning, and an error under the standards `Rfc5280` and
`CaBrowserForum`.

Have the CA's next certificate issued with subjectKeyIdentifier = hash.",
            citations: &["RFC 5280 section 4.2.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: subject_key_identifier_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "authority-key-identifier-missing",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::NoAuthorityKey]),
            summary: "a certificate does not say which of its issuer's keys signed it",
            explanation: "\
Every certificate that is not self-issued must hold the key identifier of its issuer, so that the right one of
several CA certificates of that name is found. pyca/cryptography refuses one without, and so does OpenSSL in
its strict mode, which Python 3.13 and later use (\"Missing Authority Key Identifier\"): a warning, and an
error under the standards `Rfc5280` and `CaBrowserForum`.

Have the next certificate issued with authorityKeyIdentifier = keyid.",
            citations: &["RFC 5280 section 4.2.1.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: authority_key_identifier_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-identifier-critical",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::KeyIdentifierCritical]),
            summary: "a key identifier is marked critical",
            explanation: "\
Key identifiers are hints for finding a chain and must not be critical. OpenSSL accepts them, Go does not read
such a certificate (\"incorrectly marked critical\"), and rustls treats the extension as a critical one that
it does not know.

Have the certificate issued again with its key identifiers not critical.",
            citations: &["RFC 5280 section 4.2.1.1", "RFC 5280 section 4.2.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::CRITICAL_IDENTIFIER,
        check: key_identifier_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "root-authority-key-identifier",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::RootNamesAnother]),
            summary: "a root's authority key identifier does not name the root",
            explanation: "\
If a root has the extension, it must name the root itself. Where it names something else, by key identifier,
issuer or serial number, OpenSSL does not regard the root as self-signed and looks for its issuer (\"unable to
get issuer certificate\"), unless it accepts partial chains; BoringSSL refuses the chain, too. The Baseline
Requirements want the root's key identifier there and neither issuer nor serial number, which Easy-RSA and
older tools write: an error under the standard `CaBrowserForum` only.

Use a root whose authority key identifier is its subject key identifier, or absent.",
            citations: &["RFC 5280 section 4.2.1.1", "CA/B Baseline Requirements 7.1.2.1.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::AuthorityKeyIdentifier),
        check: root_authority_key_identifier,
    },
];

fn serial_number_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.all_with_anchor() {
        let octets = certificate.serial_number.value;
        let is_leaf = context
            .leaf()
            .is_some_and(|(leaf, _)| member == Member::File(leaf));
        let what = match octets {
            [0x80..=0xFF, ..] => "negative",
            // Real roots have such numbers.
            _ if certificate.is_self_issued() && !is_leaf => continue,
            _ if octets.iter().all(|octet| *octet == 0) => "zero",
            // The octet that only keeps it positive does not count.
            [0, rest @ ..] if rest.len() <= 20 => continue,
            _ if octets.len() <= 20 => continue,
            _ => "longer than 20 octets",
        };
        let is_negative = what == "negative";
        let fact = match is_leaf {
            true => Fact::NegativeSerialOfLeaf,
            false => Fact::NegativeSerial,
        };
        let who = match is_negative {
            true => format!(" {}", stacks::sentence(fact)),
            false => String::new(),
        };
        let message = format!(
            "The serial number of {}, {}, is {what}; a positive one of at most 20 octets is wanted.{who}",
            context.describe_member(member),
            text::colon_hex(octets)
        );
        let location = context.at_member_field(member, &certificate.serial_number.bytes);
        let found = Found::new(location, message)
            .help("have the next certificate issued with a random number of 16 octets")
            .severity(context.severity(Source::Rfc5280, Severity::Note));
        sink.push(match is_negative {
            true => found.fact(fact),
            false => found,
        });
    }
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
        .help("the CA's certificate has to be issued again with a subject")
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
            "{} has no subject key identifier. {}",
            context.describe_member_first(member),
            stacks::sentence(Fact::NoSubjectKey)
        );
        let found = Found::new(context.at_member(member), message)
            .help("OpenSSL: subjectKeyIdentifier = hash")
            .fact(Fact::NoSubjectKey)
            .severity(context.severity(Source::Rfc5280, Severity::Warning));
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
            "{} has no authority key identifier that names its issuer's key. {}",
            context.describe_member_first(member),
            stacks::sentence(Fact::NoAuthorityKey)
        );
        let found = Found::new(context.at_member(member), message)
            .help("OpenSSL: authorityKeyIdentifier = keyid")
            .fact(Fact::NoAuthorityKey)
            .severity(context.severity(Source::Rfc5280, Severity::Warning));
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
                .for_named(Fact::KeyIdentifierCritical)
                .help("have it issued again with that extension not critical");
            sink.push(found);
        }
    }
}

/// Whether this is a root by its own signature: a CA may bear its issuer's name while its key is rolled over.
fn is_root(context: &Context<'_>, member: Member, certificate: &Certificate<'_>) -> bool {
    let chain = context.chain;
    let by_itself = match member {
        Member::Anchor(_) => true,
        Member::File(place) if context.is_trust_list() => chain.list.iter().any(|listed| {
            let is_own = matches!(
                listed.own_signature,
                Some(SignatureFact::Verified | SignatureFact::NotChecked)
            );
            listed.place == place && is_own
        }),
        Member::File(place) => chain.path.last() == Some(&place) && chain.root_in_file(context.certificates),
    };
    by_itself && certificate.is_self_issued()
}

fn root_authority_key_identifier(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.authorities() {
        let Some(authority) = certificate
            .authority_key
            .as_ref()
            .filter(|_| certificate.is_self_issued())
        else {
            continue;
        };
        let names_another =
            is_root(context, member, certificate) && !may_have_issued(certificate, certificate);
        let what = if names_another {
            "does not name the root itself"
        } else if !context.applies(Source::CaBrowserForum) {
            continue;
        } else if authority.value.has_issuer_or_serial() {
            "holds an issuer or serial number, which the Baseline Requirements forbid"
        } else if !authority.value.has_key_identifier {
            "holds no key identifier"
        } else if certificate.authority_key_identifier != certificate.subject_key_identifier {
            "differs from its subject key identifier"
        } else {
            continue;
        };
        let who = match names_another {
            true => format!(
                " {} OpenSSL reports \"unable to get issuer certificate\".",
                stacks::sentence(Fact::RootNamesAnother)
            ),
            false => String::new(),
        };
        let message = format!(
            "{} has an authority key identifier that {what}.{who}",
            context.describe_member_first(member)
        );
        let found = Found::new(context.at_member_field(member, &authority.bytes), message)
            .help("use a root whose authority key identifier is its subject key identifier, or absent");
        sink.push(match names_another {
            true => found
                .fact(Fact::RootNamesAnother)
                .severity(context.severity(Source::CaBrowserForum, Severity::Warning)),
            false => found,
        });
    }
}
