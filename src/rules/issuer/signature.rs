//! Signatures that do not verify, or that nobody here can check.

use alloc::format;
use alloc::vec::Vec;

use super::steps::{Step, in_file, steps};
use crate::certificate::post_quantum::Family;
use crate::certificate::{Certificate, Hash, KeyKind};
use crate::chain::{End, Member, SignatureFact, is_authority};
use crate::der::Deviation;
use crate::report::Details;
use crate::rules::{Context, Found, Sink};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

pub(super) fn signature_bad(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (place, certificate) in own_signatures(context, SignatureFact::Bad) {
        let message = format!(
            "{} names itself as its issuer, and its signature does not verify with its own key.",
            context.describe_first(place)
        );
        let found = Found::new(context.at_certificate(place), message)
            .help("get the certificate again from its source")
            .details(Details::Issuer {
                wanted_issuer: Some(certificate.issuer.text.clone()),
                wanted_key_identifier: None,
                found_key_identifier: None,
                issuer_urls: Vec::new(),
                other_certificate: None,
            });
        sink.push(found);
    }
    for step in steps(context) {
        if step.link.signature != SignatureFact::Bad || step.link.key_identifiers_differ {
            continue;
        }
        let message = format!(
            "The signature on {} does not verify with the key of {}, although the names match.",
            context.describe(step.child),
            context.describe_member(step.issuer)
        );
        let found = Found::new(context.at_certificate(step.child), message)
            .help("get the certificate again from its source; if that does not help, ask the CA whether its key changed")
            .details(Details::Issuer { wanted_issuer: Some(step.above.subject.text.clone()), wanted_key_identifier: None, found_key_identifier: None, issuer_urls: Vec::new(), other_certificate: in_file(step.issuer) });
        sink.push(found);
    }
}

/// Self-issued certificates whose own signature came out as `fact`: the end of the chain, and those of a list.
fn own_signatures<'c>(context: &Context<'c>, fact: SignatureFact) -> Vec<(usize, &'c Certificate<'c>)> {
    let chain = context.chain;
    let top = chain.path.last().copied();
    let top = top.filter(|_| chain.top_signature == Some(fact) && !matches!(chain.end, End::Anchor(_)));
    let list = chain.list.iter().filter(|_| context.is_trust_list());
    let listed = list
        .filter(|it| it.own_signature == Some(fact))
        .map(|it| it.place);
    let places: alloc::collections::BTreeSet<usize> = top.into_iter().chain(listed).collect();
    let found = |place: usize| Some((place, context.certificate(place)?));
    places.into_iter().filter_map(found).collect()
}

pub(super) fn signature_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.provider.signature_algorithms().is_empty() {
        return;
    }
    let is_unsupported = |step: &Step<'_>| {
        step.link.signature == SignatureFact::Unsupported && !step.link.key_identifiers_differ
    };
    let steps: Vec<Step<'_>> = steps(context).filter(is_unsupported).collect();
    for (place, certificate) in own_signatures(context, SignatureFact::Unsupported) {
        let signed = |step: &Step<'_>| step.issuer == Member::File(place);
        // What it signed cannot be checked with its key either, and is what matters.
        let is_unsigned = certificate.signature.is_absent() && is_authority(certificate);
        if is_unsigned || has_other_words(certificate, certificate) || steps.iter().any(signed) {
            continue;
        }
        let key = format!("its own key of type {}", certificate.public_key.kind.text());
        sink.push(unsupported(context, place, (certificate, certificate), &key));
    }
    for step in steps {
        let (owner, said) = match step.issuer {
            Member::File(_) => ("a", has_other_words(step.certificate, step.above)),
            // No other rule looks at the key of an anchor that ends no path.
            Member::Anchor(_) => ("the trust anchor's", is_odd_pss(step.certificate)),
        };
        if said {
            continue;
        }
        let key = format!("{owner} key of type {}", step.above.public_key.kind.text());
        let found = unsupported(context, step.child, (step.certificate, step.above), &key);
        sink.push(found.details(Details::Certificate {
            other_certificate: in_file(step.issuer),
        }));
    }
}

/// What it is in the table of stacks that a signature is by this algorithm, or by this kind of key.
fn fact_of(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Option<Fact> {
    let signature = &certificate.signature;
    match (signature.is_sha3_by_rsa(), &issuer.public_key.kind) {
        (Some(true), KeyKind::Rsa(_)) => Some(Fact::Sha3RsaSignature),
        (Some(false), KeyKind::Ec(_)) => Some(Fact::Sha3EcdsaSignature),
        (None, KeyKind::Ed448) if signature.is_edwards() => Some(Fact::Ed448Ca),
        (None, KeyKind::Rsa(_) | KeyKind::Ec(_))
            if signature.hash == Hash::Sha2(224) && signature.pss.is_none() =>
        {
            Some(match issuer.public_key.kind {
                KeyKind::Ec(_) => Fact::Sha224EcdsaSignature,
                _ => Fact::Sha224Signature,
            })
        }
        _ => None,
    }
}

fn unsupported(
    context: &Context<'_>,
    place: usize,
    (certificate, issuer): (&Certificate<'_>, &Certificate<'_>),
    key: &str,
) -> Found {
    let named = certificate.signature.post_quantum();
    let family = named.map(|it| it.family);
    let fact = fact_of(certificate, issuer);
    let name = match named {
        Some(it) => format!("{} ({})", it.name, it.source),
        None => certificate.signature.name(),
    };
    let message = match family {
        Some(Family::Unsigned) => format!(
            "{} is not signed: its signature algorithm is {name}, which is for roots and trust anchors only.",
            context.describe_first(place)
        ),
        Some(Family::HashMlDsa) => format!(
            "The signature on {} is {name}, which must not be used in certificates (RFC 9881).",
            context.describe(place)
        ),
        _ => format!(
            "The signature on {} is {name} by {key}, which this build ({}) cannot check: not verified by pemvet.",
            context.describe(place),
            text::escape(context.profile.provider.name())
        ),
    };
    let help = match family {
        Some(Family::MlDsa(_)) => {
            "check it with a build that has the provider aws-lc-rs, which checks ML-DSA, or have it issued with RSA or ECDSA on P-256"
        }
        _ => "have it issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or better",
    };
    let found = Found::new(context.at_field(place, &certificate.signature.bytes), message)
        .help(help)
        .details(Details::Kind {
            kind: certificate.signature.name(),
        });
    match fact {
        // Whoever takes it: nobody has checked it here.
        Some(fact) => found.severity(Severity::Error).known_as(fact),
        None => found,
    }
}

/// Whether a rule about algorithms refuses the signature's parameters or the issuer's key.
fn has_other_words(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> bool {
    let is_key_refused = matches!(
        issuer.public_key.kind,
        KeyKind::OtherEc(_) | KeyKind::Other(_) | KeyKind::PostQuantum(_)
    ) || issuer.public_key.has_wrong_length();
    // So have parameters that the algorithm does not have.
    let is_odd = [certificate, issuer]
        .iter()
        .any(|it| it.deviations.has(Deviation::ParametersUnexpected));
    is_odd || is_odd_pss(certificate) || is_key_refused
}

fn is_odd_pss(certificate: &Certificate<'_>) -> bool {
    certificate.signature.pss.is_some_and(|it| !it.are_usual())
}
