//! Chains and files that are larger than somebody takes or sends.

use alloc::format;

use super::grade::is_refused_by_named;
use super::{Context, Found, Sink};
use crate::report::Details;
use crate::stacks::Fact;

/// Where certificates are what a server presents.
pub(super) fn is_presented(context: &Context<'_>) -> bool {
    !context.is_trust_list() && !context.chain.path.is_empty()
}

/// What was measured was the file of a trust store behind the chain.
pub(super) const HUNDREDS: usize = 200;

pub(super) fn certificates_too_many(context: &Context<'_>, sink: &mut Sink<'_>) {
    intermediates_not_sent(context, sink);
    let count = context.certificates.len();
    if !is_presented(context) || !context.as_given() || count < HUNDREDS {
        return;
    }
    let message = format!(
        "The file holds {count} certificates, of which the chain needs {}.",
        context.chain.path.len()
    );
    let found = Found::new(None, message)
        .help("give the leaf and its intermediates only")
        .details(Details::Size {
            found: Some(count),
            wanted: Some(context.chain.path.len()),
        });
    sink.push(found.fact(Fact::HundredsOfCertificates));
}

/// More than a server that is named sends.
fn intermediates_not_sent(context: &Context<'_>, sink: &mut Sink<'_>) {
    let needed = context.members().filter(|(_, it)| !it.is_self_issued()).count();
    let intermediates = needed.saturating_sub(1);
    let named = context.profile.stacks.iter();
    let named = named.filter_map(|it| it.setups().last().copied());
    let Some(most) = named.map(|it| it.stack.most_sent).min() else {
        return;
    };
    if !is_presented(context) || needed <= most {
        return;
    }
    let message = format!(
        "The chain has {intermediates} intermediates, and a server that is named sends {most} certificates at most."
    );
    let found = Found::new(None, message)
        .help("have the leaf issued by a CA nearer to the root")
        .details(Details::Size {
            found: Some(intermediates),
            wanted: Some(most.saturating_sub(1)),
        });
    sink.push(found.fact(Fact::SixIntermediates));
}

/// Names of more bytes than a length of two octets can tell, where somebody who is named stumbles over it.
fn names_too_large(context: &Context<'_>, sink: &mut Sink<'_>) {
    let fact = Fact::ThousandsOfNames;
    let leaf = context
        .leaf()
        .filter(|_| is_refused_by_named(fact, context.profile));
    let names = leaf.and_then(|(place, leaf)| Some((place, leaf.subject_alternative_name.as_ref()?)));
    let Some((place, names)) = names.filter(|(_, names)| names.bytes.len() > MOST_BYTES_OF_NAMES) else {
        return;
    };
    let bytes = names.bytes.len();
    let message = format!("The alternative names of the leaf have {bytes} bytes.");
    let found = Found::new(context.at_field(place, &names.bytes), message)
        .help("divide the names among several certificates")
        .details(Details::Size {
            found: Some(bytes),
            wanted: Some(MOST_BYTES_OF_NAMES),
        });
    sink.push(found.fact(fact));
}

/// What rustls reads of one element: lengths of two octets.
const MOST_BYTES_OF_NAMES: usize = 65_535;

pub(super) fn chain_too_large(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !is_presented(context) {
        return;
    }
    names_too_large(context, sink);
    let intermediates = context.chain_with_anchor().len().saturating_sub(2);
    let by_number = match intermediates {
        0..7 => None,
        7..20 => Some(Fact::SevenIntermediates),
        _ => Some(Fact::TwentyIntermediates),
    };
    if let Some(fact) = by_number {
        let message = format!("The chain has {intermediates} intermediates.");
        let found = Found::new(None, message)
            .help("have the leaf issued by a CA nearer to the root")
            .details(Details::Size {
                found: Some(intermediates),
                wanted: Some(6),
            });
        sink.push(found.fact(fact));
    }
    // Where the caller installs the repaired chain, that is sent; else the file as it stands.
    let chain = || context.members().map(|(_, it)| it.der.len()).sum();
    let (count, bytes): (usize, usize) = match context.as_given() {
        true => (
            context.certificates.len(),
            context.certificates.iter().map(|it| it.der.len()).sum(),
        ),
        false => (context.chain.path.len(), chain()),
    };
    let by_count = match count {
        0..=10 => None,
        11..=16 => Some((Fact::ElevenCertificates, 10)),
        _ => Some((Fact::SeventeenCertificates, 16)),
    };
    if let Some((fact, wanted)) = by_count {
        let message =
            format!("The file holds {count} certificates, and a server sends them in every handshake.");
        let found = Found::new(None, message)
            .help("leave out certificates that the chain does not need")
            .details(Details::Size {
                found: Some(count),
                wanted: Some(wanted),
            });
        sink.push(found.fact(fact));
    }
    let (fact, limit) = match bytes {
        0..=32_768 => return,
        32_769..=100_000 => (Fact::MessageOver32K, 32_768),
        100_001..=200_000 => (Fact::MessageOver100K, 100_000),
        _ => (Fact::MessageOver200K, 200_000),
    };
    let message =
        format!("The certificates have {bytes} bytes together, and a server sends them in every handshake.");
    let found = Found::new(None, message)
        .help("divide the names among several certificates, or leave out certificates that the chain does not need")
        .details(Details::Size {
            found: Some(bytes),
            wanted: Some(limit),
        });
    sink.push(found.fact(fact));
}
