use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Context, Found, Rule, Sink, Source};
use crate::certificate::Certificate;
use crate::chain::{End, SignatureFact, is_authority};
use crate::class::Class;
use crate::key_match::KeyMatch;
use crate::profile::{Purpose, Trust};
use crate::redis::known_faults::ROOT_WANTED;
use crate::report::{Details, Severity};
use crate::text;

pub(super) static RULES: &[Rule] = &[
    Rule {
        name: "signature-algorithms-absent",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "no signature can be checked, because the caller gave no algorithms",
        explanation: "\
pemvet checks signatures with the algorithms of `Profile::provider`, and there are none. Nothing
about the chain would be proved, so nothing is accepted.

Enable the feature `aws-lc-rs` or `ring` and use the provider of that name, or fill in a
`Provider`.",
        citations: &["RFC 5280 section 6.1.3 (a) (1)"],
        check: signature_algorithms_absent,
    },
    Rule {
        name: "leaf-missing",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "there are only CA certificates, and a leaf is wanted",
        explanation: "\
Every certificate in the file is a CA's. What a server or client presents is the certificate
that was issued for its own key and names, the leaf; it is not here.

Put the leaf before the certificates of its CAs. If the file is to be a list of trusted CAs, use
the profile `authority`.",
        citations: &["RFC 5246 section 7.4.2", "RFC 8446 section 4.4.2"],
        check: leaf_missing,
    },
    Rule {
        name: "leaf-ambiguous",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "several certificates could be the leaf",
        explanation: "\
More than one certificate of the file is a leaf: none of them issued another. A server would
present whichever comes first. The private key decides: give it, and the certificate that it
belongs to is the leaf.

Under the profile `any` this is a note.",
        citations: &["RFC 8446 section 4.4.2"],
        check: leaf_ambiguous,
    },
    Rule {
        name: "chain-out-of-order",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "the certificates are in the wrong order",
        explanation: "\
The leaf comes first, then the certificate of its issuer, then that one's issuer, the root last.
Servers take the first certificate for the leaf; in another order they report that key and
certificate do not match, although both are fine. `openssl pkcs12` and many exports write the
root before the intermediate.

Nothing has to be issued again: `pemvet fix` writes the right order. Where the caller installs
the repaired file (`Repair::Repaired`) this is a note.",
        citations: &["RFC 5246 section 7.4.2", "RFC 8446 section 4.4.2"],
        check: chain_out_of_order,
    },
    Rule {
        name: "leaf-self-signed-or-ca",
        class: Class::Invalid,
        severity: Severity::Warning,
        summary: "the leaf is self-signed, or is a CA certificate",
        explanation: "\
A self-signed leaf convinces only peers that have this very certificate in their trust store,
and has to be replaced there each time. A leaf that is a CA certificate (`openssl req -x509`
makes such) could issue others, and rustls and other strict libraries refuse it as a leaf. The
product's own default certificates are self-signed. Under the reading `CaBrowserForum` it is an
error.

Have the leaf issued by a CA, without cA TRUE.",
        citations: &["RFC 5280 section 4.2.1.9", "CA/B Baseline Requirements 7.1.2.7.8"],
        check: leaf_self_signed_or_ca,
    },
    Rule {
        name: "certificate-duplicate",
        class: Class::Invalid,
        severity: Severity::Note,
        summary: "the same certificate stands in the file twice",
        explanation: "\
A byte-for-byte copy, usually from joining a chain with a file that already held it. Servers
send it twice; most peers do not mind.

`pemvet fix` drops the copy.",
        citations: &["RFC 8446 section 4.4.2"],
        check: certificate_duplicate,
    },
    Rule {
        name: "certificate-unrelated",
        class: Class::Invalid,
        severity: Severity::Note,
        summary: "a certificate does not belong to the chain",
        explanation: "\
The chain is complete without this certificate: a CA of something else, an older or cross-signed
copy of a CA, or a second leaf. Servers send it along; peers pass over it.

An expired root is a warning where trust anchors are given: old libraries follow it to its end.

Remove it unless a peer needs it. `pemvet fix` keeps it, after the chain.",
        citations: &["RFC 8446 section 4.4.2"],
        check: certificate_unrelated,
    },
    Rule {
        name: "chain-loops",
        class: Class::Invalid,
        severity: Severity::Warning,
        summary: "the CAs of the chain issued each other, and none is a root",
        explanation: "\
Going up from issuer to issuer leads back to a certificate that the chain holds already:
cross-signed CAs without the root of either. Peers that trust one of them find their way, and
nothing here proves that anybody does.

Put the root into the file, or give it with `--trust`.",
        citations: &["RFC 5280 section 6.1"],
        check: chain_loops,
    },
    Rule {
        name: "root-included",
        class: Class::Invalid,
        severity: Severity::Note,
        summary: "the file holds the root",
        explanation: "\
A peer trusts a root because it has it already, never because a server sent it, so servers leave
it out. Redis Software takes a bundle with its root, Kubernetes deployments of it need one, so
nothing has to be done.",
        citations: &["RFC 5246 section 7.4.2", "Redis Software: create certificates"],
        check: root_included,
    },
    Rule {
        name: "root-absent",
        class: Class::Invalid,
        severity: Severity::Note,
        summary: "the chain ends at a CA whose issuer is not in the file",
        explanation: "\
The chain ends at an intermediate, as TLS servers usually send it. Without the root or a trust
anchor nobody has checked here who vouches for that intermediate: the trust is unproven.

Give the root with `--trust` to have the whole chain checked. Where the file holds a root that
does not connect this is a warning: a certificate between them is probably missing. It is one, too,
for an upload to Redis Software 8.0.16-29 or later, which builds the chain up to the root
(RS185428), while its guide calls the root optional; add the root to the file then.",
        citations: &[
            "RFC 5280 section 6.1",
            "Redis Software: create certificates",
            "Redis Software 8.0.16-29 release notes: RS185428",
        ],
        check: root_absent,
    },
];

fn signature_algorithms_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.provider.signature_algorithms.is_empty() {
        let message = format!(
            "The provider \"{}\" has no signature algorithms, so nothing about the chain can be proved.",
            text::escape(context.profile.provider.name)
        );
        sink.push(
            Found::new(None, message).help("enable the feature aws-lc-rs or ring, and use its Provider"),
        );
    }
}

fn leaf_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.purpose == Purpose::EndEntity && context.is_complete();
    if !wanted || context.certificates.is_empty() || !context.chain.leaf_candidates.is_empty() {
        return;
    }
    let message = match context.certificates.len() {
        1 => format!(
            "The only certificate, {}, is a CA's; there is no leaf.",
            subject(context, 0)
        ),
        many => format!("All {many} certificates are CAs'; there is no leaf."),
    };
    let found = Found::new(context.at_certificate(0), message)
        .help("put the certificate that was issued for your key before them; for a list of trusted CAs use --profile authority");
    sink.push(found);
}

fn leaf_ambiguous(context: &Context<'_>, sink: &mut Sink<'_>) {
    let candidates = &context.chain.leaf_candidates;
    if candidates.len() < 2 || context.chain.key_chooses || context.profile.purpose == Purpose::Authority {
        return;
    }
    let Some(&first) = candidates.first() else { return };
    let shown: Vec<String> = candidates
        .iter()
        .take(5)
        .map(|place| line_of(context, *place))
        .collect();
    let more = candidates.len().saturating_sub(shown.len());
    let rest = if more > 0 {
        format!("\n  and {more} more")
    } else {
        String::new()
    };
    let keys = if context.chain.key == KeyMatch::Leaf {
        "the private keys fit several of them"
    } else {
        "no private key chooses among them"
    };
    let message = format!(
        "{} could be the leaf, and {keys}; certificate {} was judged.\n{}{rest}",
        text::count(candidates.len(), "certificate"),
        place_in_file(context.chain.path.first()),
        shown.join("\n")
    );
    let any = context.profile.purpose == Purpose::Any;
    let mut found = Found::new(context.at_certificate(first), message)
        .help("give the private key with --key, or put each leaf with its chain into a file of its own")
        .details(|details| details.found_order = candidates.clone());
    if any {
        found = found.severity(Severity::Note);
    }
    sink.push(found);
}

fn chain_out_of_order(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    if chain.in_order || context.is_trust_list() {
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
        .help("pemvet fix FILE   (writes the right order)")
        .details(|details: &mut Details| {
            details.found_order = found_order.clone();
            details.wanted_order = chain.path.clone();
        });
    if !context.as_given() {
        found = found.severity(Severity::Note);
    }
    sink.push(found);
}

/// Says what need not be done again, as far as it was proved.
fn what_is_fine(context: &Context<'_>) -> &'static str {
    let signatures = context
        .chain
        .links
        .iter()
        .all(|link| link.signature == SignatureFact::Verified);
    match (signatures, context.chain.key) {
        (true, KeyMatch::Leaf) => " All signatures fit and the key belongs to the leaf: nothing to reissue.",
        (true, KeyMatch::Absent) => " All signatures fit: nothing to reissue.",
        _ => "",
    }
}

fn leaf_self_signed_or_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.is_trust_list() {
        return;
    }
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    // A leaf may bear the name of its CA.
    let self_signed = leaf.is_self_issued() && context.chain.path.len() == 1;
    let message = match (self_signed, is_authority(leaf)) {
        (false, false) => return,
        (true, false) => {
            "The leaf is self-signed: only peers that have this very certificate in their trust store accept it."
        }
        (true, true) => {
            "The leaf is self-signed and a CA certificate, as openssl req -x509 makes them: only peers that have this very certificate in their trust store accept it, and strict libraries do not even then."
        }
        (false, true) => {
            "The leaf is a CA certificate: strict libraries refuse it as a leaf, and whoever has its key can issue certificates."
        }
    };
    let help = "have the leaf issued by a CA, with basicConstraints CA:FALSE";
    let severity = context.severity(Source::CaBrowserForum, Severity::Warning);
    sink.push(
        Found::new(context.at_certificate(place), message)
            .help(help)
            .severity(severity),
    );
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
            .help("pemvet fix FILE   (drops the copy)")
            .details(|details| details.other_certificate = Some(first));
        sink.push(found);
    }
}

fn certificate_unrelated(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.is_trust_list() || context.chain.path.is_empty() || !context.is_complete() {
        return;
    }
    let candidates = &context.chain.leaf_candidates;
    let ambiguous = candidates.len() > 1 && !context.chain.key_chooses;
    for &place in &context.chain.extras {
        let Some(certificate) = context.certificate(place) else {
            continue;
        };
        if ambiguous && candidates.contains(&place) {
            continue;
        }
        let message = format!(
            "Certificate {} of the file, {}, is extra: {}.",
            place_in_file(Some(&place)),
            certificate.subject.text,
            why_extra(context, certificate)
        );
        let help = "remove it unless a peer needs it";
        let mut found = Found::new(context.at_certificate(place), message).help(help);
        // OpenSSL before 1.1.0 and GnuTLS before 3.6.14 followed it to its end and refused the chain.
        let anchored = matches!(context.chain.end, End::Anchor(_));
        if anchored && certificate.is_self_issued() && certificate.not_after < context.now {
            found = found.severity(Severity::Warning);
        }
        sink.push(found);
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
            "it has name and key of certificate {}, {what}, and the chain needs only one of them{expired}",
            place_in_file(Some(&member))
        );
    }
    if let Some((member, _)) = of_name(false) {
        return format!(
            "it bears the name of certificate {} and has another key, which signed nothing in the chain{expired}",
            place_in_file(Some(&member))
        );
    }
    let has_gap = context.chain.end == End::IssuerAbsent;
    if has_gap && is_authority(certificate) {
        return format!("the chain as far as it goes does not reach it{expired}");
    }
    format!("it is not needed by the chain{expired}")
}

fn root_included(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    if context.profile.purpose != Purpose::EndEntity || chain.path.len() < 2 {
        return;
    }
    let Some(&top) = chain.path.last() else { return };
    if chain.root_in_file(context.certificates) {
        let message = format!(
            "The file holds the root, {}. Redis Software takes it; peers do not need it sent.",
            subject(context, top)
        );
        sink.push(Found::new(context.at_certificate(top), message));
    }
}

fn chain_loops(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    let anchored = matches!(context.profile.trust, Trust::Anchors(_));
    if chain.end != End::Loop || context.is_trust_list() || anchored {
        return;
    }
    let Some((top, certificate)) = context.members().last() else {
        return;
    };
    let message = format!(
        "{} is issued by {}, which the chain below it holds already: these CAs issued each other, and the trust in them is unproven here.",
        context.describe_first(top),
        certificate.issuer.text
    );
    let found = Found::new(context.at_certificate(top), message)
        .help("to have the whole chain checked, give the root with --trust")
        .details(|details| details.wanted_issuer = Some(certificate.issuer.text.clone()));
    sink.push(found);
}

fn root_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    if chain.end != End::IssuerAbsent
        || chain.top_signature.is_some()
        || !context.is_complete()
        || chain.path.len() < 2
        || context.is_trust_list()
    {
        return;
    }
    if matches!(context.profile.trust, Trust::Anchors(_)) {
        return;
    }
    let Some((top, certificate)) = context.members().last() else {
        return;
    };
    let unused_root = chain
        .extras
        .iter()
        .filter_map(|place| context.certificate(*place))
        .find(|extra| is_authority(extra) && extra.subject.matches(&extra.issuer));
    let gap = match unused_root {
        Some(root) => format!(
            " The file's root {} does not connect: a certificate between them is missing, or it is the root of something else.",
            root.subject.text
        ),
        None => String::new(),
    };
    let upload = match context.meets(&ROOT_WANTED) {
        true => format!(
            " At the upload, {} build the chain up to the root ({}).",
            ROOT_WANTED.versions, ROOT_WANTED.ticket
        ),
        false => String::new(),
    };
    let message = format!(
        "The chain ends at {}; its issuer {} is not in the file, so the trust in it is unproven here.{gap}{upload}",
        context.describe(top),
        certificate.issuer.text
    );
    let found = Found::new(context.at_certificate(top), message)
        .help("to have the whole chain checked, give the root with --trust")
        .details(|details| {
            details.wanted_issuer = Some(certificate.issuer.text.clone());
            details.wanted_key_identifier = certificate.authority_key_identifier.map(text::colon_hex);
        });
    sink.push(if unused_root.is_some() {
        found.severity(Severity::Warning)
    } else {
        found
    });
}

pub(super) fn subject(context: &Context<'_>, place: usize) -> String {
    context
        .certificate(place)
        .map(|certificate| certificate.subject.text.clone())
        .unwrap_or_default()
}

/// `  2  lines 32-50  CN=Example Root CA`, the number being the place in the file, from 1.
fn line_of(context: &Context<'_>, place: usize) -> String {
    let lines = context
        .at_certificate(place)
        .map_or(0..=0, |location| location.lines);
    let number = place_in_file(Some(&place));
    format!(
        "  {number}  lines {}-{}  {}",
        lines.start(),
        lines.end(),
        subject(context, place)
    )
}

pub(super) fn place_in_file(place: Option<&usize>) -> usize {
    place.copied().unwrap_or(0).saturating_add(1)
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
