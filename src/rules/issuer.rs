use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::chain::{place_in_file, subject};
use super::{Context, Found, Rule, Sink};
use crate::certificate::Certificate;
use crate::chain::{End, Link, Member, SignatureFact, is_authority};
use crate::class::Class;
use crate::profile::{Purpose, Trust};
use crate::report::Severity;
use crate::text;

pub(super) static RULES: &[Rule] = &[
    Rule {
        name: "issuer-missing",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "the certificate of an issuer is not in the file",
        explanation: "\
The chain stops at a leaf whose issuer is neither in the file nor a trust anchor. Browsers may
fetch the missing one; Redis clients, peers and most libraries do not, and report \"unable to get
local issuer certificate\".

The message names the issuer that is wanted, its key identifier, and where the certificate says
that it can be had; pemvet never contacts anybody. Under the profile `any` this is a note: a
stray leaf is no bundle.",
        citations: &["RFC 5280 section 6.1", "RFC 8446 section 4.4.2"],
        check: issuer_missing,
    },
    Rule {
        name: "issuer-key-differs",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a certificate bears the issuer's name and has another key",
        explanation: "\
The file holds a certificate with the name of the issuer, and the key identifiers say that it is
not the one that signed: the CA was renewed with a new key, or this is another CA of the same
name. Most tools report \"unknown authority\" here. OpenSSL does so even where the signature fits.

Ask the CA for its certificate with the key identifier that the message names.",
        citations: &["RFC 5280 section 4.2.1.1", "RFC 5280 section 6.1.3 (a) (1)"],
        check: issuer_key_differs,
    },
    Rule {
        name: "signature-bad",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a signature does not verify with the issuer's key",
        explanation: "\
Name and, where given, key identifier of the issuer fit, and the signature is not made with its
key over these bytes: the certificate was damaged, or the issuer has another key of the same
name.

Get the certificate again from its source; if it stays so, ask the CA.",
        citations: &["RFC 5280 section 6.1.3 (a) (1)"],
        check: signature_bad,
    },
    Rule {
        name: "signature-unsupported",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a signature is of a kind that this build cannot check",
        explanation: "\
The provider has no algorithm for this signature and key. It may be fine; it was not checked, so
it is not accepted. Most TLS libraries lack the same algorithms.

Have the certificate issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or
better.",
        citations: &["RFC 5280 section 6.1.3 (a) (1)", "RFC 8446 section 4.2.3"],
        check: signature_unsupported,
    },
    Rule {
        name: "issuer-not-ca",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "an issuer in the chain is not marked as a CA",
        explanation: "\
A certificate that issues others must say cA TRUE in its basic constraints; otherwise anybody
with a certificate could issue more. TLS libraries refuse the chain as \"invalid CA certificate\".
A self-signed root of X.509 version 1, which cannot say so, is let through as OpenSSL does.

The CA's certificate has to be issued again, or the leaf by a real CA.",
        citations: &["RFC 5280 section 4.2.1.9", "RFC 5280 section 6.1.4 (k)"],
        check: issuer_not_ca,
    },
    Rule {
        name: "issuer-cannot-sign",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "an issuer in the chain may not sign certificates",
        explanation: "\
The issuer has a key usage extension and keyCertSign is not in it. OpenSSL refuses the chain;
rustls-webpki does not notice.

The CA's certificate has to be issued again with keyCertSign.",
        citations: &["RFC 5280 section 4.2.1.3", "RFC 5280 section 6.1.4 (n)"],
        check: issuer_cannot_sign,
    },
    Rule {
        name: "authority-unknown",
        class: Class::Unknown,
        severity: Severity::Error,
        summary: "no given trust anchor vouches for the top of the chain",
        explanation: "\
The chain is complete up to its top CA, and none of the trust anchors is that CA or issued it. A
peer that trusts only these reports \"unknown authority\" or \"self-signed certificate in
certificate chain\".

Use a certificate of a trusted CA, or add this chain's root to the trust anchors.",
        citations: &["RFC 5280 section 6.1.1 (d)"],
        check: authority_unknown,
    },
    Rule {
        name: "issuer-name-encoding-differs",
        class: Class::Invalid,
        severity: Severity::Warning,
        summary: "an issuer's name is spelled or encoded differently in the two certificates",
        explanation: "\
The two names are equal by RFC 5280, which ignores case, repeated blanks and the type of string,
and their bytes differ. rustls, Go and others compare bytes and do not find the issuer; OpenSSL
does.

Ask the CA for its certificate with the name exactly as it stands in what it issued.",
        citations: &["RFC 5280 section 7.1"],
        check: issuer_name_encoding_differs,
    },
    Rule {
        name: "authority-not-ca",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "a list of CAs to trust holds a certificate that is no CA's",
        explanation: "\
Peers' certificates are checked against the CAs of such a list. One that is not marked as a CA
vouches for nobody: OpenSSL reports \"invalid CA certificate\" for everything that it issued. Often
it is the peer's own certificate instead of its CA's.

Give the certificate of the CA that issued it.",
        citations: &["RFC 5280 section 4.2.1.9"],
        check: authority_not_ca,
    },
];

fn issuer_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    let (Some(&top), false) = (
        chain.path.last(),
        context.is_trust_list() || !context.is_complete(),
    ) else {
        return;
    };
    let Some(certificate) = context.certificate(top) else {
        return;
    };
    let self_issued = certificate.subject.matches(&certificate.issuer);
    if !matches!(chain.end, End::IssuerAbsent | End::Loop) || chain.path.len() > 1 {
        return;
    }
    // The rules about signatures speak.
    if self_issued || anchor_step(context).is_some() {
        return;
    }
    let wanted_key = certificate.authority_key_identifier.map(text::colon_hex);
    let key_id = wanted_key
        .as_ref()
        .map(|id| format!(" (key id {id})"))
        .unwrap_or_default();
    let message = format!(
        "The chain stops at the leaf {}. Its issuer {}{key_id} is not in the file.\nBrowsers may fetch it; Redis clients and peers do not: they report \"unable to get local issuer certificate\".",
        certificate.subject.text, certificate.issuer.text,
    );
    let urls: Vec<String> = certificate
        .issuer_urls
        .iter()
        .map(|url| text::clip(&text::escape(url), 256).into_owned())
        .collect();
    let help = match urls.first() {
        Some(url) => format!(
            "the certificate names {url} (not contacted): download it and put it after line {}",
            last_line(context, top)
        ),
        None => format!(
            "ask the CA for the certificate of {} and put it after line {}",
            certificate.issuer.text,
            last_line(context, top)
        ),
    };
    let mut found = Found::new(context.at_certificate(top), message)
        .help(help)
        .details(|details| {
            details.wanted_issuer = Some(certificate.issuer.text.clone());
            details.wanted_key_identifier = wanted_key;
            details.issuer_urls = urls;
        });
    // A stray leaf is no bundle; but where trust anchors were given, one of them has to vouch for it.
    if context.profile.purpose == Purpose::Any && matches!(context.profile.trust, Trust::Bundle) {
        found = found.severity(Severity::Note);
    }
    sink.push(found);
}

fn last_line(context: &Context<'_>, place: usize) -> usize {
    context
        .at_certificate(place)
        .map_or(0, |location| *location.lines.end())
}

/// Each step of the path: child, issuer and the link between them.
fn steps<'c>(
    context: &Context<'c>,
) -> impl Iterator<Item = ((usize, &'c Certificate<'c>), (usize, &'c Certificate<'c>), Link)> {
    let members: Vec<_> = context.members().collect();
    let uppers: Vec<_> = members.iter().copied().skip(1).collect();
    let links = context.chain.links.clone();
    members
        .into_iter()
        .zip(uppers)
        .zip(links)
        .map(|((child, issuer), link)| (child, issuer, link))
}

/// The step from the top of the path to a trust anchor that bears its issuer's name and cannot vouch for it.
pub(super) fn anchor_step<'c>(
    context: &Context<'c>,
) -> Option<((usize, &'c Certificate<'c>), &'c Certificate<'c>, Link)> {
    let (number, link) = context.chain.named_anchor?;
    let top = context.members().last()?;
    let said = link.key_identifiers_differ
        || matches!(link.signature, SignatureFact::Bad | SignatureFact::Unsupported);
    said.then_some((top, context.anchors.get(number)?, link))
}

fn issuer_key_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(((child, certificate), anchor, _)) =
        anchor_step(context).filter(|(_, _, link)| link.key_identifiers_differ)
    {
        let wanted = certificate
            .authority_key_identifier
            .map(text::colon_hex)
            .unwrap_or_default();
        let present = anchor
            .subject_key_identifier
            .map(text::colon_hex)
            .unwrap_or_default();
        let message = format!(
            "The trust anchor {} is the issuer of {} by name, and its key is another: key id {present}, wanted {wanted}. The CA was renewed, or there are two of that name.",
            anchor.subject.text,
            context.describe(child),
        );
        let help = format!(
            "trust the certificate of {} with key id {wanted}",
            anchor.subject.text
        );
        let found = Found::new(context.at_certificate(child), message)
            .help(help)
            .details(|details| {
                details.wanted_issuer = Some(certificate.issuer.text.clone());
                details.wanted_key_identifier = Some(wanted);
                details.found_key_identifier = Some(present);
            });
        sink.push(found);
    }
    for ((child, certificate), (place, issuer), link) in steps(context) {
        if !link.key_identifiers_differ {
            continue;
        }
        let wanted = certificate
            .authority_key_identifier
            .map(text::colon_hex)
            .unwrap_or_default();
        let present = issuer
            .subject_key_identifier
            .map(text::colon_hex)
            .unwrap_or_default();
        let message = if link.signature == SignatureFact::Verified {
            format!(
                "{} made the signature on {}, which names another key id: {present}, wanted {wanted}. OpenSSL looks for the key id and reports \"unable to get local issuer certificate\".",
                context.describe_first(place),
                context.describe(child),
            )
        } else {
            format!(
                "{} is the issuer by name, and its key is not the one that signed {}: key id {present}, wanted {wanted}. The CA was renewed, or there are two of that name.",
                context.describe_first(place),
                context.describe(child),
            )
        };
        let help = format!(
            "ask the CA for the certificate of {} with key id {wanted}",
            issuer.subject.text
        );
        let found = Found::new(context.at_certificate(place), message)
            .help(help)
            .details(|details| {
                details.wanted_issuer = Some(certificate.issuer.text.clone());
                details.wanted_key_identifier = Some(wanted);
                details.found_key_identifier = Some(present);
                details.other_certificate = Some(child);
            });
        sink.push(found);
    }
}

fn signature_bad(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (place, certificate) in own_signatures(context, SignatureFact::Bad) {
        let message = format!(
            "{} names itself as its issuer, and its signature does not verify with its own key.",
            context.describe_first(place)
        );
        let found = Found::new(context.at_certificate(place), message)
            .help("get the certificate again from its source")
            .details(|details| details.wanted_issuer = Some(certificate.issuer.text.clone()));
        sink.push(found);
    }
    let is_bad = |link: &Link| link.signature == SignatureFact::Bad && !link.key_identifiers_differ;
    if let Some(((child, _), anchor, _)) = anchor_step(context).filter(|(_, _, link)| is_bad(link)) {
        let message = format!(
            "The signature on {} does not verify with the key of the trust anchor {}, although the names fit.",
            context.describe(child),
            anchor.subject.text
        );
        let found = Found::new(context.at_certificate(child), message)
            .help("get the certificate again from its source; if it stays so, ask the CA whether its key changed")
            .details(|details| details.wanted_issuer = Some(anchor.subject.text.clone()));
        sink.push(found);
    }
    for ((child, _), (place, issuer), link) in steps(context) {
        if link.signature != SignatureFact::Bad || link.key_identifiers_differ {
            continue;
        }
        let message = format!(
            "The signature on {} does not verify with the key of {}, although the names fit.",
            context.describe(child),
            context.describe(place)
        );
        let found = Found::new(context.at_certificate(child), message)
            .help("get the certificate again from its source; if it stays so, ask the CA whether its key changed")
            .details(|details| {
                details.wanted_issuer = Some(issuer.subject.text.clone());
                details.other_certificate = Some(place);
            });
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

fn signature_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.provider.signature_algorithms.is_empty() {
        return;
    }
    for (place, certificate) in own_signatures(context, SignatureFact::Unsupported) {
        let message = format!(
            "The signature on {} is {} by its own key of type {}, which this build ({}) cannot check.",
            context.describe(place),
            certificate.signature.name(),
            certificate.public_key.kind.text(),
            context.profile.provider.name
        );
        let found = Found::new(context.at_field(place, &certificate.signature.bytes), message)
            .help("have it issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or better")
            .details(|details| details.kind = Some(certificate.signature.name()));
        sink.push(found);
    }
    let is_unsupported =
        |link: &Link| link.signature == SignatureFact::Unsupported && !link.key_identifiers_differ;
    if let Some(((child, certificate), anchor, _)) =
        anchor_step(context).filter(|(_, _, link)| is_unsupported(link))
    {
        let message = format!(
            "The signature on {} is {} by the trust anchor's key of type {}, which this build ({}) cannot check.",
            context.describe(child),
            certificate.signature.name(),
            anchor.public_key.kind.text(),
            context.profile.provider.name
        );
        let found = Found::new(context.at_field(child, &certificate.signature.bytes), message)
            .help("have it issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or better")
            .details(|details| details.kind = Some(certificate.signature.name()));
        sink.push(found);
    }
    for ((child, certificate), (place, issuer), link) in steps(context) {
        // Unusual parameters of RSA-PSS have a rule of their own.
        let is_odd_pss = certificate.signature.pss.is_some_and(|it| !it.are_usual());
        if link.signature != SignatureFact::Unsupported || link.key_identifiers_differ || is_odd_pss {
            continue;
        }
        let message = format!(
            "The signature on {} is {} by a key of type {}, which this build ({}) cannot check.",
            context.describe(child),
            certificate.signature.name(),
            issuer.public_key.kind.text(),
            context.profile.provider.name
        );
        let found = Found::new(context.at_field(child, &certificate.signature.bytes), message)
            .help("have it issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or better")
            .details(|details| {
                details.kind = Some(certificate.signature.name());
                details.other_certificate = Some(place);
            });
        sink.push(found);
    }
}

fn issuer_not_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    anchor_not_ca(context, sink);
    for ((child, _), (place, issuer), _) in steps(context) {
        let old_root = issuer.version == 1 && context.is_root(place, issuer);
        if is_authority(issuer) || old_root {
            continue;
        }
        let location = match &issuer.basic_constraints {
            Some(constraints) => context.at_field(place, &constraints.bytes),
            None => context.at_certificate(place),
        };
        let why = if issuer.basic_constraints.is_some() {
            "says that it is no CA"
        } else {
            "does not say that it is a CA"
        };
        let message = format!(
            "{} issued {} and {why} (basicConstraints without cA TRUE).",
            context.describe_first(place),
            context.describe(child)
        );
        let help = "the CA's certificate has to be issued again with basicConstraints cA TRUE";
        sink.push(
            Found::new(location, message)
                .help(help)
                .details(|details| details.other_certificate = Some(child)),
        );
    }
}

fn anchor_not_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, anchor) in context.chain_with_anchor().into_iter().skip(1) {
        // Without the extension, or in version 1, an anchor is taken at its word, as OpenSSL does.
        let denies = anchor.basic_constraints.as_ref().is_some_and(|it| !it.value.ca);
        if matches!(member, Member::Anchor(_)) && denies {
            let message = format!(
                "{} says that it is no CA (basicConstraints without cA TRUE).",
                context.describe_member_first(member)
            );
            sink.push(Found::new(None, message).help("use the certificate of the CA as the trust anchor"));
        }
    }
}

fn issuer_cannot_sign(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain_with_anchor();
    for ((child, _), (member, issuer)) in chain.iter().zip(chain.iter().skip(1)) {
        let Some(usage) = issuer
            .key_usage
            .as_ref()
            .filter(|usage| !usage.value.key_cert_sign)
        else {
            continue;
        };
        let message = format!(
            "{} issued {}, and its key usage lacks keyCertSign.",
            context.describe_member_first(*member),
            context.describe_member(*child)
        );
        let help = "the CA's certificate has to be issued again with keyUsage keyCertSign";
        let found = Found::new(context.at_member_field(*member, &usage.bytes), message).help(help);
        sink.push(found.details(|details| {
            if let Member::File(child) = child {
                details.other_certificate = Some(*child);
            }
        }));
    }
}

fn authority_unknown(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    let Trust::Anchors(anchors) = &context.profile.trust else {
        return;
    };
    if context.is_trust_list() {
        return authority_unknown_in_list(context, sink);
    }
    let Some(&top) = chain.path.last() else { return };
    let Some(certificate) = context.certificate(top) else {
        return;
    };
    let leaf_without_issuer = chain.path.len() == 1 && chain.end != End::Root;
    let said = matches!(chain.end, End::Anchor(_)) || leaf_without_issuer || anchor_step(context).is_some();
    if said || !context.is_complete() {
        return;
    }
    let names: Vec<&str> = context
        .anchors
        .iter()
        .map(|anchor| anchor.subject.text.as_str())
        .collect();
    let given = if anchors.is_empty() {
        String::from("no trust anchors were given")
    } else {
        format!("the trust anchors are: {}", text::list(&names, 5))
    };
    let namesake = context
        .anchors
        .iter()
        .find(|anchor| anchor.subject.matches(&certificate.subject));
    let namesake = match namesake {
        Some(anchor) => format!(
            " The one of that name has another key: key id {}, in the file {}.",
            anchor
                .subject_key_identifier
                .map_or("unknown".into(), text::colon_hex),
            certificate
                .subject_key_identifier
                .map_or("unknown".into(), text::colon_hex)
        ),
        None => String::new(),
    };
    let message = format!(
        "No trust anchor vouches for {}, issued by {}; {given}.{namesake}",
        context.describe(top),
        if certificate.subject.matches(&certificate.issuer) {
            "itself"
        } else {
            &certificate.issuer.text
        }
    );
    let found = Found::new(context.at_certificate(top), message)
        .help("use a certificate of a trusted CA, or add this chain's root to the trust anchors")
        .details(|details| details.wanted_issuer = Some(certificate.issuer.text.clone()));
    sink.push(found);
}

fn authority_unknown_in_list(context: &Context<'_>, sink: &mut Sink<'_>) {
    for listed in &context.chain.list {
        if listed.is_vouched_for != Some(false) {
            continue;
        }
        let message = format!(
            "Certificate {} of the file, {}, is no trust anchor, and none vouches for it.",
            place_in_file(Some(&listed.place)),
            subject(context, listed.place)
        );
        let help = "remove it, or add it to the trust anchors";
        sink.push(Found::new(context.at_certificate(listed.place), message).help(help));
    }
}

fn issuer_name_encoding_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    for ((child, certificate), (place, issuer), link) in steps(context) {
        if !link.names_encoded_differently {
            continue;
        }
        let message = format!(
            "{} names its issuer \"{}\"; the issuer's own certificate says \"{}\". The names are equal, their bytes are not.",
            context.describe_first(child),
            certificate.issuer.text,
            issuer.subject.text
        );
        let found = Found::new(context.at_field(place, &issuer.subject.bytes), message)
            .help("rustls and Go compare bytes and will not find the issuer; ask the CA for its certificate with the name exactly as it stands in what it issued")
            .details(|details| {
                details.wanted_issuer = Some(certificate.issuer.text.clone());
                details.other_certificate = Some(child);
            });
        sink.push(found);
    }
}

fn authority_not_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.purpose != Purpose::Authority {
        return;
    }
    for (place, certificate) in context.judged() {
        // Version 1 cannot say it; the rule about versions speaks where that is refused.
        if is_authority(certificate) || certificate.version != 3 {
            continue;
        }
        let message = format!(
            "Certificate {} of the file, {}, is no CA certificate; a list of CAs to trust is wanted.",
            place_in_file(Some(&place)),
            certificate.subject.text
        );
        let help = "give the certificate of the CA that issued it";
        sink.push(Found::new(context.at_certificate(place), message).help(help));
    }
}
