//! Rules of the area `chain`: chain and order.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use super::issuer::beyond_gap;
use super::place::{line_of, place_in_file, subject};
use super::reading::is_passed_over;
use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::Certificate;
use crate::chain::{End, SignatureFact, is_authority};
use crate::class::Class;
use crate::keys::pair::KeyMatch;
use crate::report::{Details, Help};
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "chain",
    title: "Chain and order",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "signature-algorithms-absent",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "no signature can be checked, because the caller gave no algorithms",
            explanation: "\
pemvet checks signatures with the algorithms of `Profile::provider`, and there are none. Nothing about the
chain would be proved, so nothing is accepted.

Enable the feature `aws-lc-rs` or `ring` and use the provider of that name, or build a `Provider` of your own.",
            citations: &["RFC 5280 section 6.1.3 (a) (1)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: signature_algorithms_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "chain-out-of-order",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::LeafNotFirst, Fact::OrderAfterLeaf]),
            summary: "the certificates are in the wrong order",
            explanation: "\
The leaf comes first, then the certificate of its issuer, then that one's issuer, the root last. Servers take
the first certificate for the leaf; where it is another, they report that key and certificate do not match,
although both are fine. `openssl pkcs12` and many exports write the root before the intermediate.

Nothing has to be issued again: `pemvet fix` writes the right order. Where the caller installs the repaired
file (`RepairMode::Repaired`) this is a note.",
            citations: &["RFC 5246 section 7.4.2", "RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: chain_out_of_order,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "other-issuer-first",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::CrossSignFirst,
                Fact::OtherKeyFirst,
                Fact::SelfSignedCopyFirst,
                Fact::CasOfOneName,
                Fact::OutdatedIssuerFirst,
            ]),
            summary: "another certificate of the same CA comes before the one that the chain needs",
            explanation: "\
A CA can have several certificates with the same name: cross-signed, renewed, or for other purposes. OpenSSL
and GnuTLS take the first in the file that matches the one below it by name and key identifier, and never try
the next. Where the first one leads to no root, or is not made for TLS, their clients refuse the chain;
rustls, Go and browsers try the next. Where the first one has expired or is not valid yet this is a warning:
OpenSSL then prefers a valid one, GnuTLS does not.

Nothing has to be issued again: `pemvet fix` puts the needed certificate first. Where the caller installs the
repaired file (`RepairMode::Repaired`) this is a note.",
            citations: &["RFC 8446 section 4.4.2", "RFC 5246 section 7.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: other_issuer_first,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-duplicate",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Loads(&[Fact::DuplicateCertificate]),
            summary: "the same certificate is in the file twice",
            explanation: "\
A byte-for-byte copy, usually from joining a chain with a file that already held it. Servers
send it twice; most peers do not mind.

`pemvet fix` drops the copy.",
            citations: &["RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: certificate_duplicate,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-unrelated",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Loads(&[Fact::UnrelatedCertificate]),
            summary: "a certificate does not belong to the chain",
            explanation: "\
The chain is complete without this certificate: a CA of something else, an older or cross-signed copy of a CA,
or a second leaf. Servers send it along; peers ignore it.

An expired root is a warning where trust anchors are given: OpenSSL before 1.1.0 and GnuTLS before 3.6.14
build the chain up to it and then refuse it.

Remove it unless a peer needs it. `pemvet fix` keeps it, after the chain.",
            citations: &["RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: certificate_unrelated,
    },
];

fn signature_algorithms_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.provider.signature_algorithms().is_empty() {
        let message = format!(
            "The provider \"{}\" has no signature algorithms, so nothing about the chain can be proved.",
            text::escape(context.profile.provider.name())
        );
        sink.push(
            Found::new(None, message).help("enable the feature aws-lc-rs or ring, and use its Provider"),
        );
    }
}

fn chain_out_of_order(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    // What the order should be is not known where the search was cut.
    if chain.in_order || context.is_trust_list() || context.is_cut() {
        return;
    }
    let mut found_order = chain.path.clone();
    found_order.sort_unstable();
    let first_in_file = (0..context.certificates.len()).next();
    let roles = |places: &[usize]| {
        let names: Vec<&str> = places.iter().map(|place| context.role(*place).as_str()).collect();
        names.join(", ")
    };
    let opening = if found_order == chain.path {
        format!(
            "The leaf must come first; it is certificate {} of the file.",
            place_in_file(chain.path.first())
        )
    } else if roles(&found_order) == roles(&chain.path) {
        // Roles would say the same twice.
        let displaced: Vec<String> = found_order
            .iter()
            .zip(&chain.path)
            .filter(|(found, wanted)| found != wanted)
            .map(|(found, _)| place_in_file(Some(found)).to_string())
            .collect();
        match displaced.as_slice() {
            [one, other] => format!("Certificates {one} and {other} are swapped."),
            _ => format!("Certificates {} are in the wrong order.", displaced.join(", ")),
        }
    } else {
        format!("Found {}; wanted {}.", roles(&found_order), roles(&chain.path))
    };
    let lines: Vec<String> = found_order
        .iter()
        .map(|place| {
            let wanted = chain.path.iter().position(|it| it == place).unwrap_or(0);
            let found = found_order.iter().position(|it| it == place).unwrap_or(0);
            let line = line_of(context, *place);
            if wanted == found {
                line
            } else {
                format!("{line}   belongs {}", ordinal(wanted))
            }
        })
        .collect();
    let message = format!("{opening}{}\n{}", what_is_fine(context), lines.join("\n"));
    let out_of_place = found_order
        .iter()
        .zip(&chain.path)
        .find(|(found, wanted)| found != wanted);
    let first = out_of_place.map_or_else(|| first_in_file.unwrap_or(0), |(found, _)| *found);
    let last = out_of_place.map_or(first, |_| {
        let pairs = found_order.iter().zip(&chain.path).rev();
        pairs
            .clone()
            .find(|(found, wanted)| found != wanted)
            .map_or(first, |(found, _)| *found)
    });
    let location = match (context.at_certificate(first), context.at_certificate(last)) {
        (Some(from), Some(to)) => context.at(from.bytes.start..to.bytes.end.max(from.bytes.end)),
        _ => None,
    };
    let mut found = Found::new(location, message)
        .help(Help::fix("writes the right order"))
        .details(Details::Order {
            found_order: found_order.clone(),
            wanted_order: chain.path.clone(),
        });
    found = match context.as_given() {
        // For a file as it is given the order is an error for everybody, who reads it or not.
        true => found.severity(Severity::Error).fact(
            match found_order.first() == chain.path.first() && !has_other_key_first(context) {
                true => Fact::OrderAfterLeaf,
                false => Fact::LeafNotFirst,
            },
        ),
        false => found.severity(Severity::Note),
    };
    sink.push(found);
}

/// Whether the file begins with a certificate of another key than the leaf's.
fn has_other_key_first(context: &Context<'_>) -> bool {
    let (first, leaf) = (context.certificate(0), context.leaf());
    first
        .zip(leaf)
        .is_some_and(|(first, (_, leaf))| first.public_key.raw != leaf.public_key.raw)
}

fn other_issuer_first(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(turn) = context.chain.wrong_turn else {
        return;
    };
    let (Some(taken), Some(needed)) = (context.certificate(turn.taken), context.certificate(turn.needed))
    else {
        return;
    };
    let (is_other_key, is_own) = (
        taken.public_key.raw != needed.public_key.raw,
        taken.is_self_issued() && !needed.is_self_issued(),
    );
    let fact = match (turn.is_outdated, is_other_key, is_own) {
        (true, ..) => Some(Fact::OutdatedIssuerFirst),
        (_, true, false) => Some(Fact::OtherKeyFirst),
        (_, false, true) => Some(Fact::SelfSignedCopyFirst),
        _ => (!taken.issuer.matches(&needed.issuer)).then_some(Fact::CrossSignFirst),
    };
    let difference = if is_other_key {
        "has another key".into()
    } else if is_own {
        "is signed by itself and not trusted".into()
    } else if !taken.issuer.matches(&needed.issuer) {
        format!("was issued by {}", context.short(&taken.issuer))
    } else if turn.is_outdated {
        format!(
            "is valid from {} to {}",
            text::day(taken.not_before),
            text::day(taken.not_after)
        )
    } else {
        "was issued for another purpose or with other limits".into()
    };
    let (who, never) = if turn.is_outdated {
        ("GnuTLS takes", "never tries the other")
    } else {
        ("OpenSSL and GnuTLS take", "never try the other")
    };
    let message = format!(
        "Two certificates of {} are in the file. Certificate {}, which {difference}, comes before certificate {}, which the chain needs; {who} the first and {never}.",
        context.called(needed),
        place_in_file(Some(&turn.taken)),
        place_in_file(Some(&turn.needed))
    );
    let found = Found::new(context.at_certificate(turn.taken), message)
        .help(Help::fix("puts the needed certificate first"))
        .details(Details::Certificate {
            other_certificate: Some(turn.needed),
        });
    let found = match (context.as_given(), turn.is_outdated) {
        (true, false) => found,
        (true, true) => found.severity(Severity::Warning),
        (false, _) => found.severity(Severity::Note),
    };
    sink.push(match fact.filter(|_| context.as_given()) {
        Some(fact) => found.for_named(fact),
        None => found,
    });
}

/// Says what need not be done again, as far as it was proved.
fn what_is_fine(context: &Context<'_>) -> &'static str {
    let signatures = context
        .chain
        .links
        .iter()
        .all(|link| link.signature == SignatureFact::Verified);
    let is_valid = |it: &Certificate<'_>| it.not_before <= context.now && context.now <= it.not_after;
    let valid = context.members().all(|(_, it)| is_valid(it));
    match (signatures, context.chain.key, valid) {
        (true, KeyMatch::Leaf, true) => {
            " All signatures verify and the key belongs to the leaf: nothing to reissue."
        }
        (true, KeyMatch::Leaf, false) => " All signatures verify and the key belongs to the leaf.",
        (true, KeyMatch::Absent, true) => " All signatures verify: nothing to reissue.",
        (true, KeyMatch::Absent, false) => " All signatures verify.",
        _ => "",
    }
}

fn certificate_duplicate(context: &Context<'_>, sink: &mut Sink<'_>) {
    for &(copy, first) in &context.chain.duplicates {
        let message = format!(
            "Certificate {} of the file, {}, is a copy of certificate {}.",
            place_in_file(Some(&copy)),
            subject(context, copy),
            place_in_file(Some(&first))
        );
        let found = Found::new(context.at_certificate(copy), message)
            .help(Help::fix("drops the copy"))
            .details(Details::Certificate {
                other_certificate: Some(first),
            });
        sink.push(
            match is_passed_over(context, copy) || is_passed_over(context, first) {
                true => found,
                false => found.for_named(Fact::DuplicateCertificate),
            },
        );
    }
}

fn certificate_unrelated(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.is_trust_list() || context.chain.path.is_empty() || !context.is_complete() {
        return;
    }
    let candidates = &context.chain.leaf_candidates;
    let ambiguous = candidates.len() > 1 && !context.chain.key_chooses;
    let beyond_gap = beyond_gap(context);
    let mut removal = None;
    for (index, &place) in context.chain.extras.iter().enumerate() {
        let Some(certificate) = context.certificate(place) else {
            continue;
        };
        removal = Removal::at(context, index, removal);
        // The trust anchor's own certificate is what the chain ends at.
        let is_anchor = context
            .judged_anchor()
            .is_some_and(|anchor| anchor.der == certificate.der);
        let is_said = context.chain.wrong_turn.is_some_and(|turn| turn.taken == place);
        if ambiguous && candidates.contains(&place) || is_anchor || is_said || beyond_gap.contains(&place) {
            continue;
        }
        let message = format!(
            "Certificate {} of the file, {}, is extra: {}.",
            place_in_file(Some(&place)),
            context.called(certificate),
            why_extra(context, certificate)
        );
        let help = removal.as_ref().map_or_else(
            || "remove it unless a peer needs it".into(),
            |it: &Removal| it.text.clone(),
        );
        let mut found = Found::new(context.at_certificate(place), message).help(help);
        // OpenSSL before 1.1.0 and GnuTLS before 3.6.14 followed it to its end and refused the chain.
        let anchored = matches!(context.chain.end, End::Anchor(_));
        if anchored && certificate.is_self_issued() && certificate.not_after < context.now {
            found = found.severity(Severity::Warning);
        }
        sink.push(found.for_named(Fact::UnrelatedCertificate));
    }
}

/// What to take out of the file: of expired certificates that stand together the lines of them all, found once.
struct Removal {
    places: RangeInclusive<usize>,
    text: String,
}

impl Removal {
    /// Of the extra certificate at this index of `extras`.
    fn at(context: &Context<'_>, index: usize, last: Option<Self>) -> Option<Self> {
        let extras = context.chain.extras.get(index..)?;
        let &from = extras.first()?;
        if last.as_ref().is_some_and(|last| last.places.contains(&from)) {
            return last;
        }
        let expired = extras.iter().zip(from..).map_while(|(&extra, place)| {
            let certificate = context.certificate(place)?;
            (extra == place && certificate.not_after < context.now).then_some((place, certificate))
        });
        let (first, (to, end)) = (context.certificate(from)?, expired.last()?);
        let text = if context.documents.certificates.is_some() {
            "remove it: it has expired, and no client needs it".into()
        } else {
            let (start, stop) = (context.at_certificate(from)?, context.at_certificate(to)?);
            let lines = format!("remove lines {}-{}", start.lines.start(), stop.lines.end());
            let called = context.called(first);
            let own = called.strip_prefix("CN=").unwrap_or(&called);
            if from == to {
                format!("{lines}: {own} has expired, and no client needs it")
            } else if first.issuer.matches(&end.subject) && end.is_self_issued() {
                format!(
                    "{lines}: {own} is cross-signed by an expired root; clients that have {own} itself need neither"
                )
            } else {
                format!("{lines}: they have expired, and no client needs them")
            }
        };
        Some(Self {
            places: from..=to,
            text,
        })
    }
}

/// What an extra certificate is to the chain.
fn why_extra(context: &Context<'_>, certificate: &Certificate<'_>) -> String {
    let of_name = |same_key: bool| {
        context.members().find(|(_, member)| {
            member.subject.matches(&certificate.subject)
                && (member.public_key.raw == certificate.public_key.raw) == same_key
        })
    };
    let expired = if certificate.not_after < context.now {
        format!(" (it expired on {})", text::day(certificate.not_after))
    } else {
        String::new()
    };
    if let Some((member, twin)) = of_name(true) {
        let what = if twin.issuer.matches(&certificate.issuer) {
            "issued for another period or purpose"
        } else {
            "cross-signed by another CA"
        };
        return format!(
            "it has the name and key of certificate {}, {what}, and the chain needs only one of them{expired}",
            place_in_file(Some(&member))
        );
    }
    if let Some((member, _)) = of_name(false) {
        return format!(
            "it has the name of certificate {} but another key, which signed nothing in the chain{expired}",
            place_in_file(Some(&member))
        );
    }
    let has_gap = context.chain.end == End::IssuerAbsent;
    if has_gap && is_authority(certificate) {
        return format!("the chain is incomplete and does not reach it{expired}");
    }
    format!("the chain does not need it{expired}")
}

fn ordinal(position: usize) -> String {
    match position {
        0 => "first".into(),
        1 => "second".into(),
        2 => "third".into(),
        3 => "fourth".into(),
        other => format!("in place {}", other.saturating_add(1)),
    }
}
