//! Rules of the area `issuer`: issuers and signatures.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::place::{place_in_file, subject};
use super::{Context, Entry, Found, Sink, Source};
use crate::certificate::distinguished_name::{self, Attribute};
use crate::certificate::post_quantum::Family;
use crate::certificate::{Certificate, DirectoryName, ExtensionKind, KeyKind, Name};
use crate::chain::{End, Link, Member, SignatureFact, is_authority};
use crate::class::Class;
use crate::der::Deviation;
use crate::profile::Purpose;
use crate::report::{Details, Role};
use crate::rule::{Area, Concern, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
use crate::text;
use crate::trust::Trust;

pub(super) static AREA: Area = Area {
    name: "issuer",
    title: "Issuers and signatures",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::ISSUER_MISSING,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::IssuerOnlyFetched]),
            summary: "the certificate of an issuer is not in the file",
            explanation: "\
The chain stops at a leaf whose issuer is neither in the file nor a trust anchor. Some browsers download the
missing certificate; most TLS libraries do not: OpenSSL reports \"unable to get local issuer certificate\".
Under the profile `any` this is a note: a single leaf is not a bundle.

Get the issuer's certificate and put it after the leaf. The message names the issuer and its key identifier,
the help the URL that the leaf gives for it; pemvet downloads nothing.",
            citations: &["RFC 5280 section 6.1", "RFC 8446 section 4.4.2"],
        },
        check: issuer_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-key-differs",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::AuthorityKeyOfAnother]),
            summary: "a certificate has the issuer's name and another key",
            explanation: "\
The file holds a certificate with the name of the issuer, but the key identifiers say that it is not the one
that signed: the CA was renewed with a new key, or this is another CA of the same name. Most libraries report
an unknown issuer here, OpenSSL even where the signature verifies.

Ask the CA for its certificate with the key identifier that the message names.",
            citations: &["RFC 5280 section 4.2.1.1", "RFC 5280 section 6.1.3 (a) (1)"],
        },
        check: issuer_key_differs,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "authority-certificate-differs",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::AuthoritySerialInLeaf, Fact::AuthoritySerialInCa]),
            summary: "an authority key identifier names another certificate of the issuer, by issuer and serial number",
            explanation: "\
The authority key identifier may name the issuer's certificate by that certificate's own issuer and serial
number, besides the key identifier. Here they are those of another certificate: usually the CA was renewed
with the same key and got a new serial number. Key and signature still match, and Go, rustls and GnuTLS check
no more than that; OpenSSL and BoringSSL compare all three, do not accept the CA as the issuer, and report
\"unable to get local issuer certificate\". Java does the same for a CA's certificate.

Have it issued again with `authorityKeyIdentifier = keyid`, without `issuer:always`, or give the CA's
certificate that it names.",
            citations: &["RFC 5280 section 4.2.1.1", "OpenSSL: X509_check_akid"],
        },
        check: authority_certificate_differs,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "signature-bad",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "a signature does not verify with the issuer's key",
            explanation: "\
The issuer's name and, where given, key identifier match, but the signature does not verify with its key: the
certificate was damaged, or the issuer has another key under the same name.

Get the certificate again from its source; if that does not help, ask the CA.",
            citations: &["RFC 5280 section 6.1.3 (a) (1)"],
        },
        check: signature_bad,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "signature-unsupported",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "a signature is of a kind that this build cannot check",
            explanation: "\
The provider has no algorithm for this signature and key. The signature may be good, but it was not checked,
so it is not accepted. Most TLS libraries lack the same algorithms. ML-DSA is checked by the provider
aws-lc-rs and not by ring.

Have the certificate issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or better.",
            citations: &["RFC 5280 section 6.1.3 (a) (1)", "RFC 8446 section 4.2.3"],
        },
        check: signature_unsupported,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-not-ca",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::RootWithoutConstraints, Fact::RootWithoutExtensions]),
            summary: "an issuer in the chain is not marked as a CA",
            explanation: "\
A certificate that issues others must say cA TRUE in its basic constraints; otherwise anybody with a
certificate could issue more. TLS libraries refuse the chain as \"invalid CA certificate\". A self-signed root
of X.509 version 1 cannot say so; pemvet accepts it, as OpenSSL does. A root without basic constraints is
refused by Go, Firefox and, unless it has a key usage, OpenSSL.

Have the CA's certificate issued again with cA TRUE, or the leaf by a real CA.",
            citations: &["RFC 5280 section 4.2.1.9", "RFC 5280 section 6.1.4 (k)"],
        },
        check: issuer_not_ca,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-cannot-sign",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::CaWithoutKeyCertSign]),
            summary: "an issuer in the chain may not sign certificates",
            explanation: "\
The issuer, or a CA of a trust list, has a key usage extension and keyCertSign is not in it. OpenSSL, Go,
GnuTLS, Chrome and Firefox refuse what it issued; rustls-webpki does not check it.

The CA's certificate has to be issued again with keyCertSign.",
            citations: &["RFC 5280 section 4.2.1.3", "RFC 5280 section 6.1.4 (n)"],
        },
        check: issuer_cannot_sign,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-name-encoding-differs",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::IssuerStringType, Fact::IssuerRareStringType]),
            summary: "an issuer's name is spelled or encoded differently in the two certificates",
            explanation: "\
The two names are equal by RFC 5280, which ignores case, repeated blanks and the type of string, but their
bytes differ. rustls, Go and GnuTLS compare bytes, do not find the issuer and refuse the chain; OpenSSL
accepts it.

Ask the CA for its certificate with the subject encoded exactly as it is in the certificates that it issued.",
            citations: &["RFC 5280 section 7.1"],
        },
        check: issuer_name_encoding_differs,
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
    // The rules about signatures report it.
    if self_issued || tells_of_anchor(context) {
        return;
    }
    let wanted_key = certificate.authority_key_identifier.map(text::colon_hex);
    let key_id = wanted_key
        .as_ref()
        .map(|id| format!(" (key id {id})"))
        .unwrap_or_default();
    let message = format!(
        "The chain stops at the leaf {}. Its issuer {}{key_id} is not in the file.{}\nSome browsers download it; most TLS libraries do not: OpenSSL reports \"unable to get local issuer certificate\".",
        certificate.subject.text,
        certificate.issuer.text,
        above_the_gap(context),
    );
    let urls: Vec<String> = certificate
        .issuer_urls()
        .iter()
        .map(|url| text::clip(&text::escape(url), 256).into_owned())
        .collect();
    let help = match urls.first() {
        Some(url) => format!(
            "the leaf names {url} (not contacted) for its issuer's certificate: download it and put it, as PEM, after line {}",
            context.last_line(top)
        ),
        None => format!(
            "ask the CA for the certificate of {} and put it after line {}",
            certificate.issuer.text,
            context.last_line(top)
        ),
    };
    let mut found = Found::new(context.at_certificate(top), message)
        .help(help)
        .details(Details::Issuer {
            wanted_issuer: Some(certificate.issuer.text.clone()),
            wanted_key_identifier: wanted_key,
            found_key_identifier: None,
            issuer_urls: urls,
            other_certificate: None,
        });
    // A stray leaf is no bundle; but where trust anchors were given, one of them has to vouch for it.
    if context.profile.purpose == Purpose::Any && matches!(context.profile.trust, Trust::Bundle) {
        found = found.severity(Severity::Note);
    }
    sink.push(found);
}

/// `Certificate 2 (CN=Example Upper CA) may belong above the gap.`, by place in the file.
fn above_the_gap(context: &Context<'_>) -> String {
    let above = beyond_gap(context);
    if above.is_empty() {
        return String::new();
    }
    let named = |place: &usize| format!("{} ({})", place_in_file(Some(place)), subject(context, *place));
    let all: Vec<String> = above.iter().map(named).collect();
    let what = if all.len() == 1 {
        "Certificate"
    } else {
        "Certificates"
    };
    format!("\n{what} {} may belong above the gap.", text::list(&all, 5))
}

/// One certificate of the path and the one above it.
struct Step<'c> {
    /// Its place in the file.
    child: usize,
    certificate: &'c Certificate<'c>,
    issuer: Member,
    above: &'c Certificate<'c>,
    link: Link,
}

/// Each step of the path, and the one to a trust anchor that bears the name of the top's issuer and cannot vouch for
/// it.
fn steps<'c>(context: &Context<'c>) -> impl Iterator<Item = Step<'c>> {
    let pairs = context.members().zip(context.members().skip(1));
    let in_file = pairs
        .zip(&context.chain.links)
        .map(|((below, above), link)| Step {
            child: below.0,
            certificate: below.1,
            issuer: Member::File(above.0),
            above: above.1,
            link: *link,
        });
    in_file.chain(anchor_step(context)).chain(vouching_step(context))
}

/// The step to the trust anchor that vouches for the path. Where the file holds its name and key in another certificate, what
/// the step to that one says is not said again.
fn vouching_step<'c>(context: &Context<'c>) -> Option<Step<'c>> {
    let End::Anchor(number) = context.chain.end else {
        return None;
    };
    let (child, mut link) = context.chain.anchor_link?;
    if context.chain.path.last() != Some(&child) {
        let said = context.chain.links.last()?;
        link.signature = SignatureFact::NotChecked;
        link.key_identifiers_differ &= !said.key_identifiers_differ;
        link.authority_certificate_differs &= !said.authority_certificate_differs;
        link.names_encoded_differently &= !said.names_encoded_differently;
    }
    Some(Step {
        child,
        certificate: context.certificate(child)?,
        issuer: Member::Anchor(number),
        above: context.anchors.get(number)?,
        link,
    })
}

fn anchor_step<'c>(context: &Context<'c>) -> Option<Step<'c>> {
    let (number, link) = context.chain.named_anchor?;
    let (child, certificate) = context.members().last()?;
    let said = link.key_identifiers_differ
        || matches!(link.signature, SignatureFact::Bad | SignatureFact::Unsupported);
    said.then_some(Step {
        child,
        certificate,
        issuer: Member::Anchor(number),
        above: context.anchors.get(number)?,
        link,
    })
}

/// The certificates that may stand above a gap of the chain, of which the rule about the gap tells: every CA's if the
/// leaf's issuer is missing, and one root if a CA's is.
pub(super) fn beyond_gap(context: &Context<'_>) -> Vec<usize> {
    let chain = context.chain;
    let Some((_, leaf)) = context.leaf().filter(|_| chain.end == End::IssuerAbsent) else {
        return Vec::new();
    };
    let is_ca = |place: &usize| context.certificate(*place).is_some_and(is_authority);
    let mut above = chain.extras.clone();
    above.retain(is_ca);
    if chain.path.len() == 1 {
        let is_said = !leaf.is_self_issued() && !tells_of_anchor(context);
        return if is_said { above } else { Vec::new() };
    }
    if matches!(context.profile.trust, Trust::Anchors(_)) || chain.top_signature.is_some() {
        return Vec::new();
    }
    above.retain(|place| {
        context
            .certificate(*place)
            .is_some_and(Certificate::is_self_issued)
    });
    above.truncate(1);
    above
}

/// Whether the rules of this file tell why a trust anchor of the right name cannot vouch for the chain.
pub(super) fn tells_of_anchor(context: &Context<'_>) -> bool {
    anchor_step(context).is_some()
}

/// The place in the file, for the details.
fn in_file(member: Member) -> Option<usize> {
    match member {
        Member::File(place) => Some(place),
        Member::Anchor(_) => None,
    }
}

fn issuer_key_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    for step in steps(context) {
        if !step.link.key_identifiers_differ {
            continue;
        }
        let hex = |identifier: Option<&[u8]>| identifier.map(text::colon_hex).unwrap_or_default();
        let wanted = hex(step.certificate.authority_key_identifier);
        let present = hex(step.above.subject_key_identifier);
        let issuer = context.describe_member_first(step.issuer);
        let child = context.describe(step.child);
        let message = if step.link.signature == SignatureFact::Verified {
            format!(
                "{issuer} has key id {present} and signed {child}, whose authority key identifier says {wanted}. OpenSSL looks for that key id and reports \"unable to get local issuer certificate\"."
            )
        } else {
            format!(
                "{issuer} has the issuer's name, but not the key that signed {child}: key id {present}, wanted {wanted}. The CA was renewed with a new key, or there are two CAs of that name."
            )
        };
        let name = &step.above.subject.text;
        let help = match step.issuer {
            Member::File(_) => format!("ask the CA for the certificate of {name} with key id {wanted}"),
            Member::Anchor(_) => format!("trust the certificate of {name} with key id {wanted}"),
        };
        let found = Found::new(context.at_member(step.issuer), message)
            .help(help)
            .details(Details::Issuer {
                wanted_issuer: Some(step.certificate.issuer.text.clone()),
                wanted_key_identifier: Some(wanted),
                found_key_identifier: Some(present),
                issuer_urls: Vec::new(),
                other_certificate: in_file(step.issuer).map(|_| step.child),
            });
        sink.push(match step.link.signature {
            SignatureFact::Verified => found.fact(Fact::AuthorityKeyOfAnother).severity(Severity::Error),
            _ => found,
        });
    }
}

fn authority_certificate_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    for step in steps(context) {
        // Of another key, and of a signature that another certificate made, other rules tell.
        let is_said = step.link.key_identifiers_differ || step.link.signature == SignatureFact::Bad;
        if !step.link.authority_certificate_differs || is_said {
            continue;
        }
        let Some(authority) = &step.certificate.authority_key else {
            continue;
        };
        let named = described(
            authority.value.serial,
            authority.value.issuer_name().map(DirectoryName::shown),
        );
        let present = described(
            authority.value.serial.map(|_| step.above.serial_number.value),
            authority
                .value
                .issuer_name()
                .map(|_| step.above.issuer.text.clone()),
        );
        let fact = match context.chain.path.first() == Some(&step.child) {
            true => Fact::AuthoritySerialInLeaf,
            false => Fact::AuthoritySerialInCa,
        };
        let message = format!(
            "The authority key identifier of {} names the issuer's certificate with {named}; {} has {present}. {} OpenSSL reports \"unable to get local issuer certificate\".",
            context.describe(step.child),
            context.describe_member(step.issuer),
            stacks::sentence(fact),
        );
        let help = format!(
            "have it issued again with authorityKeyIdentifier = keyid, not issuer:always, or {} the certificate of {} with {named}",
            match step.issuer {
                Member::File(_) => "give",
                Member::Anchor(_) => "trust",
            },
            step.above.subject.text
        );
        let found = Found::new(context.at_field(step.child, &authority.bytes), message)
            .help(help)
            .fact(fact)
            .details(Details::Certificate {
                other_certificate: in_file(step.issuer),
            });
        sink.push(found);
    }
}

/// `serial number 01:86:9F, issued by CN=Example Root CA`.
fn described(serial: Option<&[u8]>, issuer: Option<String>) -> String {
    let serial = serial.map(|serial| format!("serial number {}", text::colon_hex(serial)));
    let issuer = issuer.map(|issuer| format!("issued by {issuer}"));
    let parts: Vec<String> = serial.into_iter().chain(issuer).collect();
    text::clip(&parts.join(", "), 512).into_owned()
}

fn signature_bad(context: &Context<'_>, sink: &mut Sink<'_>) {
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

fn signature_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.provider.signature_algorithms.is_empty() {
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
        sink.push(unsupported(context, place, certificate, &key));
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
        let found = unsupported(context, step.child, step.certificate, &key);
        sink.push(found.details(Details::Certificate {
            other_certificate: in_file(step.issuer),
        }));
    }
}

fn unsupported(context: &Context<'_>, place: usize, certificate: &Certificate<'_>, key: &str) -> Found {
    let named = certificate.signature.post_quantum();
    let family = named.map(|it| it.family);
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
            "The signature on {} is {name} by {key}, which this build ({}) cannot check.",
            context.describe(place),
            text::escape(context.profile.provider.name)
        ),
    };
    let help = match family {
        Some(Family::MlDsa(_)) => {
            "check it with a build that has the provider aws-lc-rs, which checks ML-DSA, or have it issued with RSA or ECDSA on P-256"
        }
        _ => "have it issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or better",
    };
    Found::new(context.at_field(place, &certificate.signature.bytes), message)
        .help(help)
        .details(Details::Kind {
            kind: certificate.signature.name(),
        })
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

/// A certificate and what issued it.
type Issuance<'c> = ((Member, &'c Certificate<'c>), (Member, &'c Certificate<'c>));

/// Each step of the chain, and the one to a trust anchor whose name and key the file holds in another certificate: the
/// anchor's own limits hold all the same.
fn issuances<'c>(context: &Context<'c>) -> Vec<Issuance<'c>> {
    let chain = context.chain_with_anchor();
    let mut steps: Vec<Issuance<'c>> = chain.iter().copied().zip(chain.iter().skip(1).copied()).collect();
    if let Some(step) = vouching_step(context)
        && !chain.iter().any(|(member, _)| *member == step.issuer)
    {
        let child = (Member::File(step.child), step.certificate);
        steps.push((child, (step.issuer, step.above)));
    }
    steps
}

/// What it is in the table of stacks that an issuer does not say whether it is a CA; `None` where it is refused by all.
fn silence_about_ca(context: &Context<'_>, member: Member, issuer: &Certificate<'_>) -> Option<Fact> {
    let is_root = match member {
        Member::File(place) => context.role(place) == Role::Root,
        Member::Anchor(_) => true,
    };
    let is_silent = is_root && issuer.is_self_issued() && issuer.lacks(ExtensionKind::BasicConstraints);
    is_silent.then_some(match issuer.extensions.has(ExtensionKind::KeyUsage) {
        true => Fact::RootWithoutConstraints,
        false => Fact::RootWithoutExtensions,
    })
}

fn issuer_not_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    for ((child, _), (member, issuer)) in issuances(context) {
        // What version 1 cannot say, the rule about versions tells.
        let is_said = issuer.version != 3 || issuer.is_unclear(ExtensionKind::BasicConstraints);
        if is_authority(issuer) || is_said {
            continue;
        }
        let (location, why) = match &issuer.basic_constraints {
            Some(constraints) => (
                context.at_member_field(member, &constraints.bytes),
                "says that it is not a CA (basicConstraints without cA TRUE)",
            ),
            None => (
                context.at_member(member),
                "does not say that it is a CA (no basicConstraints)",
            ),
        };
        let fact = silence_about_ca(context, member, issuer);
        let message = format!(
            "{} issued {} and {why}.{}",
            context.describe_member_first(member),
            context.describe_member(child),
            fact.map(|fact| format!(" {}", stacks::sentence(fact)))
                .unwrap_or_default()
        );
        let help = match member {
            Member::File(_) => "the CA's certificate has to be issued again with basicConstraints cA TRUE",
            Member::Anchor(_) => "use the certificate of the CA as the trust anchor",
        };
        let found = Found::new(location, message)
            .help(help)
            .details(Details::Certificate {
                other_certificate: in_file(child),
            });
        sink.push(match fact {
            Some(fact) => found
                .fact(fact)
                .severity(context.severity(Source::Rfc5280, Severity::Warning)),
            None => found,
        });
    }
}

/// What is to sign certificates, each with what it issued on the chain, if anything.
fn to_sign<'c>(context: &Context<'c>) -> Vec<(Option<Member>, Member, &'c Certificate<'c>)> {
    if context.is_trust_list() {
        let listed = context.authorities();
        return listed.map(|(member, it)| (None, member, it)).collect();
    }
    let steps = issuances(context).into_iter();
    let of_chain = steps.map(|((child, _), (member, issuer))| (Some(child), member, issuer));
    let extras = context.chain.extras.iter();
    let extras = extras.filter_map(|place| Some((None, Member::File(*place), context.certificate(*place)?)));
    of_chain.chain(extras).collect()
}

fn issuer_cannot_sign(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (child, member, issuer) in to_sign(context) {
        let usage = issuer
            .key_usage
            .as_ref()
            .filter(|usage| !usage.value.key_cert_sign);
        // What is no CA at all needs no usage.
        let is_no_ca = match child {
            Some(_) => issuer.basic_constraints.as_ref().is_some_and(|it| !it.value.ca),
            None => !is_authority(issuer),
        };
        let Some(usage) = usage.filter(|_| !is_no_ca && !issuer.is_unclear(ExtensionKind::KeyUsage)) else {
            continue;
        };
        let message = match child {
            Some(child) => format!(
                "{} issued {}, and its key usage lacks keyCertSign.",
                context.describe_member_first(member),
                context.describe_member(child)
            ),
            None => format!(
                "{} is a CA, and its key usage lacks keyCertSign: nothing that it issued is accepted.",
                context.describe_member_first(member)
            ),
        };
        let help = "the CA's certificate has to be issued again with keyCertSign in its key usage";
        let found = Found::new(context.at_member_field(member, &usage.bytes), message).help(help);
        let is_needed = child.is_some() || context.is_trust_list();
        let found = match is_needed {
            true => found.fact(Fact::CaWithoutKeyCertSign),
            false => found.severity(Severity::Note),
        };
        sink.push(found.details(Details::Certificate {
            other_certificate: child.and_then(in_file),
        }));
    }
}

fn issuer_name_encoding_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    for step in steps(context) {
        // An anchor that is no issuer is said to be none.
        let is_issuer = step.link.signature != SignatureFact::Bad && !step.link.key_identifiers_differ;
        if !step.link.names_encoded_differently || (matches!(step.issuer, Member::Anchor(_)) && !is_issuer) {
            continue;
        }
        let fact = match has_rare_string(&step.certificate.issuer) == has_rare_string(&step.above.subject) {
            true => Fact::IssuerStringType,
            false => Fact::IssuerRareStringType,
        };
        let (named, own) = (&step.certificate.issuer, &step.above.subject);
        let message = format!(
            "{} names its issuer \"{}\"; the issuer's own subject is \"{}\". RFC 5280 takes these names as equal, but {}. {}",
            context.describe_first(step.child),
            named.text,
            own.text,
            difference(named, own),
            stacks::sentence(fact)
        );
        let found = Found::new(
            context.at_member_field(step.issuer, &step.above.subject.bytes),
            message,
        )
        .help("ask the CA for its certificate with the subject encoded exactly as in the certificates that it issued")
        .fact(fact)
        .details(Details::Issuer {
            wanted_issuer: Some(step.certificate.issuer.text.clone()),
            wanted_key_identifier: None,
            found_key_identifier: None,
            issuer_urls: Vec::new(),
            other_certificate: Some(step.child),
        });
        sink.push(found);
    }
}

/// How two equal names differ, as the end of a sentence.
fn difference(named: &Name<'_>, own: &Name<'_>) -> String {
    match distinguished_name::differing_types(named.contents(), own.contents()) {
        Some((attribute, one, other)) => {
            format!(
                "their string types differ: {attribute} is a {one} in the first and a {other} in the second"
            )
        }
        None if named.text.as_str() != own.text.as_str() => "they are spelled differently".into(),
        None => "they are encoded differently".into(),
    }
}

/// Whether a name holds a string of a type that is hardly used: TeletexString, UniversalString or BMPString.
fn has_rare_string(name: &Name<'_>) -> bool {
    distinguished_name::attributes(name.contents())
        .iter()
        .any(Attribute::has_rare_type)
}
