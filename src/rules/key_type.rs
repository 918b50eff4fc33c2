//! Rules of the area `key-type`: types of keys that not every peer knows, and what RFC 9881 demands of ML-DSA.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::algorithm::{is_no_baseline_type, unsuited};
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{Certificate, ExtensionKind, KeyKind, post_quantum};
use crate::chain::Member;
use crate::class::Class;
use crate::keys::pair::KeyMatch;
use crate::keys::private_key::State;
use crate::provider::{EcCurve, KeyMaterial};
use crate::report::{Details, Role};
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::{Fact, sentence};

pub(super) static AREA: Area = Area {
    name: "key-type",
    title: "Types of keys",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-type-not-everywhere",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[
                Fact::MlDsaLeaf,
                Fact::MlDsaCa,
                Fact::Ed448,
                Fact::RsaPssKey,
                Fact::Ed25519,
                Fact::Ed25519Ca,
                Fact::P521,
            ]),
            summary: "a certificate has a key of a type that not every peer accepts",
            explanation: "\
ML-DSA (RFC 9881), EdDSA, P-521 and keys restricted to RSASSA-PSS are sound, but not everybody supports them.
The message says which servers load such a file and which clients accept it: an error where the peers that the
profile is about refuse it, such as those of a Redis Software cluster, else a warning. An ML-DSA certificate
works in TLS 1.3 only.

Keep it where all your servers and clients accept it. Otherwise make a P-256 or RSA 2048 key, which everybody
accepts, and have a certificate issued for it.",
            citations: &["RFC 9881", "RFC 8446 section 4.2.3", "RFC 8410", "RFC 4055"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RARE_KEY,
        check: key_type_not_everywhere,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ml-dsa-key-usage",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::MlDsaKeyEncipherment]),
            summary: "the key usage of a certificate does not suit a key that can only sign",
            explanation: "\
ML-DSA, SLH-DSA, Ed25519 and Ed448 sign; they neither encrypt nor agree on keys. Where such a certificate
has a key usage, it must have one of digitalSignature, nonRepudiation, keyCertSign and cRLSign, and none
of keyEncipherment, dataEncipherment, keyAgreement, encipherOnly and decipherOnly. TLS libraries do not
look, so it is a warning, with Ed25519 and Ed448 a note, and an error under the standard `Rfc5280`. The
habit of asking for keyEncipherment comes from RSA.

Have the certificate issued with keyUsage digitalSignature; a CA's with keyCertSign and cRLSign.",
            citations: &["RFC 9881 section 5", "RFC 9909 section 5", "RFC 9295 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RARE_KEY,
        check: ml_dsa_key_usage,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ml-dsa-key-form",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Loads(&[Fact::MlDsaSeedKey, Fact::MlDsaExpandedKey, Fact::MlDsaBothKey]),
            summary: "the private key is ML-DSA, in a form that not every server reads",
            explanation: "\
An ML-DSA key is written as its seed of 32 octets, as the expanded key derived from it, or as both. Go 1.27
and the Python library cryptography read the seed alone, Java 25 the expanded form alone, Node 24 writes both;
OpenSSL from 3.5 and rustls with aws-lc-rs read all three. Older versions read none.

Have it written in the form that your server reads. Keep the seed: the expanded key can be derived from it,
but the seed cannot be derived from the expanded key.",
            citations: &["RFC 9881 section 6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RARE_KEY,
        check: ml_dsa_key_form,
    },
];

/// What a certificate's key is in the table of stacks, where not everybody takes it.
fn fact_of(certificate: &Certificate<'_>, is_leaf: bool) -> Option<Fact> {
    let key = &certificate.public_key;
    match (&key.kind, is_leaf) {
        (KeyKind::MlDsa(_), true) => Some(Fact::MlDsaLeaf),
        (KeyKind::MlDsa(_), false) => Some(Fact::MlDsaCa),
        (KeyKind::Ed25519, true) => Some(Fact::Ed25519),
        (KeyKind::Ed25519, false) => Some(Fact::Ed25519Ca),
        (KeyKind::Ed448, true) => Some(Fact::Ed448),
        (KeyKind::Rsa(_), true) if key.is_pss => Some(Fact::RsaPssKey),
        (KeyKind::Ec(EcCurve::P521), true) => Some(Fact::P521),
        // Signatures by other keys are not checked, and the rule about those says so.
        _ => None,
    }
}

fn key_type_not_everywhere(context: &Context<'_>, sink: &mut Sink<'_>) {
    let leaf = context.leaf().map(|(place, _)| place);
    let leaf = leaf.filter(|_| !context.is_trust_list());
    let mut said: BTreeSet<Fact> = BTreeSet::new();
    for (member, certificate) in context.judged_with_anchor() {
        let is_leaf = leaf.is_some_and(|leaf| member == Member::File(leaf));
        let Some(fact) = fact_of(certificate, is_leaf) else {
            continue;
        };
        // The type is refused whatever peers take.
        let is_refused = context.applies(Source::CaBrowserForum) && is_no_baseline_type(certificate);
        if is_refused || (is_leaf && unsuited(context, certificate).is_some()) {
            continue;
        }
        // Whoever refuses a CA of this type refuses such a leaf, too, and the first of several CAs stands for all.
        let is_said = match fact {
            Fact::MlDsaCa => said.contains(&Fact::MlDsaLeaf),
            Fact::Ed25519Ca => said.contains(&Fact::Ed25519),
            _ => false,
        };
        if is_said || !said.insert(fact) {
            continue;
        }
        let below = match (is_leaf, context.leaf()) {
            (false, Some((_, leaf))) if !context.is_trust_list() => {
                format!(", above a leaf of type {},", leaf.public_key.described())
            }
            _ => String::new(),
        };
        let message = format!(
            "{}{below} has a key of type {}, which not every peer accepts. {}",
            context.describe_member_first(member),
            certificate.public_key.described(),
            sentence(fact),
        );
        let location = context.at_member_field(member, &certificate.public_key.bytes);
        let help = match is_leaf {
            true => {
                "keep it where all your servers and clients accept it; otherwise make a P-256 key and have a certificate issued for it"
            }
            false => {
                "keep it where all your clients accept it; otherwise have the leaf issued by a CA with an RSA or P-256 key"
            }
        };
        let found = Found::new(location, message).help(help).fact(fact);
        sink.push(found.details(Details::Kind {
            kind: certificate.public_key.kind.text().into(),
        }));
    }
}

/// Whether it signs, does nothing else, and its RFC says what its key usage must be.
fn only_signs(kind: &KeyKind) -> bool {
    match kind {
        KeyKind::MlDsa(_) | KeyKind::Ed25519 | KeyKind::Ed448 => true,
        KeyKind::PostQuantum(named) => matches!(
            named.family,
            post_quantum::Family::SlhDsa | post_quantum::Family::HashMlDsa
        ),
        _ => false,
    }
}

fn ml_dsa_key_usage(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let usage = certificate.key_usage.as_ref();
        let usage = usage.filter(|_| !certificate.is_unclear(ExtensionKind::KeyUsage));
        let Some(usage) = usage.filter(|_| only_signs(&certificate.public_key.kind)) else {
            continue;
        };
        let wrong = usage.value.of_encryption();
        let who = context.describe_member_first(member);
        let kind = certificate.public_key.described();
        let is_leaf = matches!(member, Member::File(place) if context.role(place) == Role::Leaf);
        // A key usage without any bit has a rule of its own.
        if wrong.is_empty() {
            continue;
        }
        let more = match usage.value.signs() {
            true => "",
            false => " and no usage for signing",
        };
        let message = format!(
            "{who} has a key of type {kind}, which only signs, and a key usage with {}{more}.",
            wrong.join(", ")
        );
        let found =
            Found::new(context.at_member_field(member, &usage.bytes), message).details(Details::Names {
                missing_names: Vec::new(),
                present_names: wrong.iter().map(|name| (*name).into()).collect(),
            });
        let help = match is_leaf {
            true => "have it issued again. OpenSSL: keyUsage = critical, digitalSignature",
            false => "have it issued again. OpenSSL: keyUsage = critical, keyCertSign, cRLSign",
        };
        let is_edwards = matches!(certificate.public_key.kind, KeyKind::Ed25519 | KeyKind::Ed448);
        let found = found.help(help);
        sink.push(match is_edwards {
            // Nobody looks, nine libraries that were run among them.
            true => found.severity(context.severity(Source::Rfc5280, Severity::Note)),
            false => found
                .fact(Fact::MlDsaKeyEncipherment)
                .severity(context.severity(Source::Rfc5280, Severity::Warning)),
        });
    }
}

fn ml_dsa_key_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    // Of a damaged key, or one that is not the leaf's, other rules report.
    let is_fine = matches!(context.chain.key, KeyMatch::Leaf | KeyMatch::NotProvable);
    let Some(State::Curve { material, .. }) = context.key.map(|key| &key.state).filter(|_| is_fine) else {
        return;
    };
    let (what, fact) = match material {
        KeyMaterial::MlDsa { seed, expanded, .. } => match (seed, expanded) {
            (Some(_), Some(_)) => ("as seed and expanded key", Fact::MlDsaBothKey),
            (None, Some(_)) => ("as the expanded key alone", Fact::MlDsaExpandedKey),
            (_, None) => ("as the seed alone", Fact::MlDsaSeedKey),
        },
        KeyMaterial::Ec { .. } | KeyMaterial::Ed25519 { .. } => return,
    };
    let message = format!("The ML-DSA key is written {what}. {}", sentence(fact));
    let found = Found::new(context.at_key(), message).fact(fact);
    sink.push(found.help("have it written in the form that your server reads"));
}
