//! Rules of the area `issuer`: issuers and signatures.

mod signature;
mod spelling;
mod steps;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use self::signature::{signature_bad, signature_unsupported};
use self::spelling::issuer_name_encoding_differs;
use self::steps::{anchor_step, in_file, steps, vouching_step};
use super::place::{place_in_file, subject};
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{Certificate, DirectoryName, ExtensionKind};
use crate::chain::{End, Member, SignatureFact, is_authority};
use crate::class::Class;
use crate::profile::Purpose;
use crate::report::{Details, Role};
use crate::rule::{Area, Concern, Period, Rule, names};
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: issuer_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-key-differs",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::AuthorityKeyOfAnother, Fact::AuthorityKeyOfAnotherRoot]),
            summary: "a certificate has the issuer's name and another key",
            explanation: "\
The file holds a certificate with the name of the issuer, but the key identifiers say that it is not the one
that signed: the CA was renewed with a new key, or this is another CA of the same name. Most libraries report
an unknown issuer here, OpenSSL even where the signature verifies.

Ask the CA for its certificate with the key identifier that the message names.",
            citations: &["RFC 5280 section 4.2.1.1", "RFC 5280 section 6.1.3 (a) (1)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STEP_FAULT,
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STEP_FAULT,
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STEP_FAULT,
        check: signature_bad,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "signature-unsupported",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::Sha224Signature,
                Fact::Sha224EcdsaSignature,
                Fact::Sha3RsaSignature,
                Fact::Sha3EcdsaSignature,
                Fact::Ed448Ca,
            ]),
            summary: "a signature is of a kind that this build cannot check",
            explanation: "\
The provider has no algorithm for this signature and key. The signature may be good, but it was not verified
by pemvet, so it is not accepted, whoever would take it. Most TLS libraries lack the same algorithms; OpenSSL
and GnuTLS know SHA-224, SHA-3 and Ed448. ML-DSA is checked by the provider aws-lc-rs and not by ring.

Have the certificate issued with RSA, ECDSA on P-256 or P-384, or Ed25519, and SHA-256 or better.",
            citations: &["RFC 5280 section 6.1.3 (a) (1)", "RFC 8446 section 4.2.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STEP_FAULT,
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::STEP_FAULT,
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
    let self_issued = certificate.is_self_issued();
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
        context.called(certificate),
        context.short(&certificate.issuer),
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
            SignatureFact::Verified if step.above.is_self_issued() => {
                found.for_named(Fact::AuthorityKeyOfAnotherRoot)
            }
            SignatureFact::Verified => found.for_named(Fact::AuthorityKeyOfAnother),
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
