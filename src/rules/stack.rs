//! Rules of the area `stack`: what some servers and clients do not take, and others do.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use super::grade::is_refused_by_named;
use super::stack_size::{certificates_too_many, chain_too_large, is_presented};
use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::{Certificate, Extension, ExtensionKind};
use crate::class::Class;
use crate::der::{Cursor, Deviations, tag};
use crate::keys::private_key::{Form, State};
use crate::pem::Kind;
use crate::provider::KeyMaterial;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::Fact;

pub(super) static AREA: Area = Area {
    name: "stack",
    title: "Servers and clients",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-form-not-read",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Loads(&[
                Fact::Pkcs1Key,
                Fact::Sec1Key,
                Fact::EcParametersBeforeKey,
                Fact::EcKeyWithoutPublicKey,
            ]),
            summary: "the private key is in a form that a named server does not read",
            explanation: "\
PKCS#8 without a password, `PRIVATE KEY`, is the one form of private key that every server reads. Most
read the older forms of OpenSSL as well, `RSA PRIVATE KEY` (PKCS#1) and `EC PRIVATE KEY` (SEC1). A key of a
curve may leave out its public key, as those of Java's keytool do. Reported only where servers are named, by
`--for` or `Profile::stacks`.

`openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW` writes PKCS#8.",
            citations: &[
                "RFC 5958 section 2",
                "RFC 8017 appendix A.1.2",
                "RFC 5915 section 3",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STACKS,
        check: key_form_not_read,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "blanks-at-line-ends",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Loads(&[
                Fact::BlankAfterBegin,
                Fact::BlanksAfterBegin,
                Fact::TabAfterBegin,
                Fact::BlanksAfterBase64,
            ]),
            summary: "lines of a certificate's block end with blanks that a named server does not read",
            explanation: "\
Copied out of a terminal or a mail, lines get blanks at their ends. Nearly all readers pass over them; some do
not, and then say that there is no certificate. Reported only where servers are named, by `--for` or
`Profile::stacks`.

`pemvet fix` writes the lines without them.",
            citations: &["RFC 7468 section 2", "RFC 7468 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STACKS,
        check: blanks_at_line_ends,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "critical-extension-not-loaded",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Loads(&[Fact::CriticalBeyondUsages, Fact::PoliciesCriticalInLeaf]),
            summary: "a named server does not load a certificate with this critical extension",
            explanation: "\
Mbed TLS parses every certificate of its file as a client would, and knows neither constraints on names nor
policies: where such an extension is critical, as RFC 5280 wants most of them, it does not start. rustls does
so with the leaf alone. Reported only where a server is named that does not load the file, by `--for` or
`Profile::stacks`.

Have the certificate issued with that extension not critical, or by a CA without it, or use another server.",
            citations: &["RFC 5280 section 4.2", "RFC 5280 section 4.2.1.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STACKS,
        check: critical_extension_not_loaded,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-usage-not-read",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::KeyUsageOver16Bits]),
            summary: "a key usage has more bits than a named server or client reads",
            explanation: "\
RFC 5280 names nine usages, a bit each. Others after those mean nothing and are passed over, but GnuTLS reads
no key usage of more than 16 bits, and refuses the chain. Reported only where a stack is named that does, by
`--for` or `Profile::stacks`.

Have the certificate issued with the usages that RFC 5280 names.",
            citations: &["RFC 5280 section 4.2.1.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STACKS.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: key_usage_not_read,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificates-too-many",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Loads(&[Fact::HundredsOfCertificates, Fact::SixIntermediates]),
            summary: "a file for a server holds hundreds of certificates",
            explanation: "\
A server sends the certificates of its file in every handshake. Hundreds of them are more than clients
take; usually somebody gave the file of a trust store where the chain belongs. OpenLDAP with GnuTLS sends six,
which is told where it is named.

Give the leaf, its intermediates, and nothing else.",
            citations: &["RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: certificates_too_many,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "chain-too-large",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[
                Fact::ElevenCertificates,
                Fact::SeventeenCertificates,
                Fact::SevenIntermediates,
                Fact::TwentyIntermediates,
                Fact::MessageOver32K,
                Fact::MessageOver100K,
                Fact::MessageOver200K,
                Fact::ThousandsOfNames,
            ]),
            summary: "the chain has more certificates or more bytes than some clients take",
            explanation: "\
Clients limit how many intermediates they follow, and how many certificates and bytes a server may send: a
leaf with thousands of names, a chain of many CAs, or a file with certificates that the chain does not need,
exceeds that. Java takes ten certificates, GnuTLS sixteen.

Divide the names among several certificates, or have the leaf issued by a CA nearer to the root.",
            citations: &["RFC 8446 section 4.4.2", "RFC 5280 section 6.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: chain_too_large,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "tls-feature-demanded",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::MustStaple, Fact::FeatureOfCa]),
            summary: "a certificate demands a TLS feature, such as a stapled OCSP answer",
            explanation: "\
The extension TLS feature lists what a server has to do with the certificate; status_request, the usual one, is
called must-staple. GnuTLS and Firefox refuse a server that does not staple an OCSP answer then, and pemvet
cannot see whether it does: a warning. The features of a CA hold for all certificates below it: GnuTLS refuses a
certificate without them.

Have the server staple, or have the certificate issued without the extension.",
            citations: &["RFC 7633 section 4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::TlsFeature),
        check: tls_feature_demanded,
    },
];

fn key_form_not_read(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.stacks.is_empty() {
        return;
    }
    let Some(key) = context.key else { return };
    let (State::Rsa { form, .. } | State::Curve { form, .. }) = key.state else {
        return;
    };
    lacks_public_key(context, &key.state, sink);
    let (fact, label) = match form {
        Form::Pkcs8 => return,
        Form::Pkcs1 => (Fact::Pkcs1Key, "RSA PRIVATE KEY, PKCS#1"),
        Form::Sec1 if follows_parameters(context, key.section) => (
            Fact::EcParametersBeforeKey,
            "EC PRIVATE KEY, SEC1, with EC PARAMETERS before it",
        ),
        Form::Sec1 => (Fact::Sec1Key, "EC PRIVATE KEY, SEC1"),
    };
    let message = format!("The private key is in the form {label}; every server reads PKCS#8, PRIVATE KEY.");
    let found = Found::new(context.at_key(), message)
        .help(crate::report::Help::command(
            "openssl pkcs8 -topk8 -nocrypt -in {key} -out {new}",
        ))
        .details(Details::Kind { kind: label.into() });
    sink.push(found.fact(fact));
}

/// RFC 5915 section 3 has the public key as optional; `openssl ec` computes it, and `openssl pkcs8` does not.
fn lacks_public_key(context: &Context<'_>, key: &State<'_>, sink: &mut Sink<'_>) {
    let State::Curve {
        material: KeyMaterial::Ec { .. },
        claimed: None,
        ..
    } = key
    else {
        return;
    };
    let message =
        "The private key does not hold its public key, which may be left out, as Java's keytool does.";
    let found = Found::new(context.at_key(), message)
        .help(crate::report::Help::command("openssl ec -in {key} -out {new}"))
        .details(Details::Kind {
            kind: "without its public key".into(),
        });
    sink.push(found.fact(Fact::EcKeyWithoutPublicKey));
}

/// The first of each kind is told.
fn blanks_at_line_ends(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.stacks.is_empty() {
        return;
    }
    let source = context.scan.source();
    let mut told: Vec<Fact> = Vec::new();
    for section in context.scan.sections() {
        let bytes = section.bytes();
        // DER has no lines.
        let is_pem = |block: &&[u8]| section.kind() == Kind::Certificate && block.starts_with(BEGIN);
        let Some(block) = source.get(bytes.clone()).filter(is_pem) else {
            continue;
        };
        let mut start = bytes.start;
        for line in block.split_inclusive(|byte| *byte == b'\n') {
            let place = start..start.saturating_add(line.len());
            start = place.end;
            let Some((fact, what)) = blanks_after(line).filter(|(fact, _)| !told.contains(fact)) else {
                continue;
            };
            told.push(fact);
            let message = format!(
                "Line {}: {what}; most servers pass over that.",
                context.lines.lines(&place).start()
            );
            let found = Found::new(context.at(place), message).help(crate::report::Help::fix(
                "writes the block as every reader wants it",
            ));
            sink.push(found.fact(fact));
        }
    }
}

const BEGIN: &[u8] = b"-----BEGIN ";

/// What a line ends with before its line end.
fn blanks_after(line: &[u8]) -> Option<(Fact, &'static str)> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text = line.trim_ascii_end();
    let blanks = line.get(text.len()..).unwrap_or_default();
    Some(match (text.starts_with(BEGIN), blanks) {
        (_, []) => return None,
        (true, [b' ']) => (Fact::BlankAfterBegin, "a blank follows BEGIN CERTIFICATE"),
        (true, blanks) if blanks.contains(&b'\t') => (Fact::TabAfterBegin, "a tab follows BEGIN CERTIFICATE"),
        (true, _) => (Fact::BlanksAfterBegin, "blanks follow BEGIN CERTIFICATE"),
        (false, _) if text.starts_with(b"-----END ") || text.is_empty() => return None,
        (false, _) => (Fact::BlanksAfterBase64, "blanks follow the base64"),
    })
}

/// Whether the block before the key's holds parameters, as `openssl ecparam -genkey` writes them.
fn follows_parameters(context: &Context<'_>, section: usize) -> bool {
    let scan = context.key_input.map_or(context.scan, |input| input.scan);
    let before = section
        .checked_sub(1)
        .and_then(|before| scan.sections().get(before));
    before.is_some_and(|before| before.kind() == Kind::Parameters)
}

/// The first of each kind is told, of all that the file holds.
fn critical_extension_not_loaded(context: &Context<'_>, sink: &mut Sink<'_>) {
    let leaf = context.leaf().map(|(place, _)| place);
    let facts = [Fact::CriticalBeyondUsages, Fact::PoliciesCriticalInLeaf];
    for fact in facts
        .into_iter()
        .filter(|it| is_refused_by_named(*it, context.profile))
    {
        let is_one = |it: &Extension<'_>| match fact {
            Fact::PoliciesCriticalInLeaf => it.critical && is_about_policies(it.kind),
            _ => it.critical && !is_read_by_all(it.kind),
        };
        let certificates = context.certificates.iter().enumerate();
        let mut certificates =
            certificates.filter(|(place, _)| fact == Fact::CriticalBeyondUsages || leaf == Some(*place));
        let found = certificates.find_map(|(place, it)| Some((place, it.extensions.iter().find(is_one)?)));
        let Some((place, extension)) = found else { continue };
        let message = format!(
            "{} has the critical extension {}.",
            context.describe_first(place),
            extension.name()
        );
        let found = Found::new(context.at_field(place, &extension.bytes), message)
            .help("use another server, or have the certificate issued without that extension or with it not critical")
            .details(Details::Kind {
                kind: extension.name(),
            });
        sink.push(found.fact(fact));
    }
}

fn is_read_by_all(kind: ExtensionKind) -> bool {
    matches!(
        kind,
        ExtensionKind::BasicConstraints
            | ExtensionKind::KeyUsage
            | ExtensionKind::ExtendedKeyUsage
            | ExtensionKind::SubjectAlternativeName
            | ExtensionKind::NetscapeType
    )
}

fn is_about_policies(kind: ExtensionKind) -> bool {
    kind == ExtensionKind::CertificatePolicies || kind.demands_policies()
}

fn key_usage_not_read(context: &Context<'_>, sink: &mut Sink<'_>) {
    let fact = Fact::KeyUsageOver16Bits;
    if !is_refused_by_named(fact, context.profile) {
        return;
    }
    for (member, certificate) in context.judged_with_anchor() {
        let count = certificate.key_usage_bits().filter(|count| *count > 16);
        let (Some(usage), Some(count)) = (&certificate.key_usage, count) else {
            continue;
        };
        let message = format!(
            "{} has a key usage of {count} bits; there are nine usages.",
            context.describe_member_first(member),
        );
        let found = Found::new(context.at_member_field(member, &usage.bytes), message)
            .help("have it issued with the usages that RFC 5280 names")
            .details(Details::Size {
                found: Some(count),
                wanted: Some(16),
            });
        sink.push(found.for_named(fact));
    }
}

/// status_request (RFC 6066 section 8) as the contents of an INTEGER.
const STATUS_REQUEST: &[u8] = &[5];

/// The TLS features that a certificate lists: each the contents of an INTEGER. `None` where they do not decode.
fn features<'a>(certificate: &Certificate<'a>, extension: &Extension<'a>) -> Option<Vec<&'a [u8]>> {
    let value = certificate.der.get(extension.bytes.clone())?;
    let mut noted = Deviations::default();
    let mut whole = Cursor::new(value, extension.bytes.start);
    let list = whole.read(&mut noted).ok().filter(|it| it.tag == tag::SEQUENCE)?;
    let mut inside = list.inside();
    let mut found = Vec::new();
    while !inside.is_empty() {
        let feature = inside.read(&mut noted).ok().filter(|it| it.tag == tag::INTEGER)?;
        found.push(feature.contents);
    }
    whole.is_empty().then_some(found)
}

fn tls_feature_demanded(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kind = ExtensionKind::TlsFeature;
    let of = |certificate: &Certificate<'_>| {
        let extension = certificate.extension(kind)?;
        Some(features(certificate, &extension).map(|all| all.into_iter().map(<[u8]>::to_vec).collect()))
    };
    if let Some((place, leaf)) = context.leaf().filter(|_| is_presented(context))
        && let Some(extension) = leaf.extension(kind)
        && features(leaf, &extension).is_some_and(|all| all.contains(&STATUS_REQUEST))
    {
        let message = "The leaf demands that the server staples an OCSP answer (must-staple).";
        let found = Found::new(context.at_field(place, &extension.bytes), message)
            .help("have the server staple, or have the leaf issued without the extension")
            .details(Details::Kind {
                kind: extension.name(),
            });
        sink.push(found.severity(Severity::Warning).known_as(Fact::MustStaple));
    }
    for pair in context.chain_with_anchor().windows(2) {
        let [(_, below), (member, issuer)] = pair else {
            continue;
        };
        let Some(demanded) = of(issuer) else { continue };
        let listed: Option<BTreeSet<Vec<u8>>> = of(below).flatten();
        let demanded: Option<BTreeSet<Vec<u8>>> = demanded;
        let is_met = match (&demanded, &listed) {
            (Some(demanded), None) => demanded.is_empty(),
            (Some(demanded), Some(listed)) => demanded.is_subset(listed),
            _ => false,
        };
        let Some(extension) = issuer.extension(kind).filter(|_| !is_met) else {
            continue;
        };
        let message = format!(
            "{} has TLS features that the certificate below it does not have.",
            context.describe_member_first(*member)
        );
        let found = Found::new(context.at_member_field(*member, &extension.bytes), message)
            .help("have the CA's certificate issued without the extension, or those below it with the same features")
            .details(Details::Kind { kind: extension.name() });
        sink.push(found.fact(Fact::FeatureOfCa));
    }
}
