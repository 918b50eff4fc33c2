//! Rules of the area `leaf`: the leaf.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::place::{line_of, place_in_file, subject};
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{Certificate, KeyKind};
use crate::chain::{Member, SignatureFact, is_authority, may_have_issued};
use crate::class::Class;
use crate::keys::pair::KeyMatch;
use crate::profile::Purpose;
use crate::report::{Details, Given, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
use crate::text;

pub(super) static AREA: Area = Area {
    name: "leaf",
    title: "The leaf",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "leaf-missing",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::LeafNotFirst]),
            summary: "there are only CA certificates, and a leaf is wanted",
            explanation: "\
Every certificate in the file is a CA's. A server or client presents the certificate that was
issued for its own key and names, the leaf; it is not in this file.

Put the leaf before the certificates of its CAs. If the file is to be a list of trusted CAs, use
the profile `authority`.",
            citations: &["RFC 5246 section 7.4.2", "RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: leaf_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::LEAF_AMBIGUOUS,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "several certificates could be the leaf",
            explanation: "\
More than one certificate of the file is a leaf: none of them issued any other. A server would
present whichever comes first. The private key decides: the certificate that it belongs to is the
leaf. Under the profile `any` this is a note.

Give the private key, or a file with one leaf.",
            citations: &["RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: leaf_ambiguous,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::LEAF_SELF_SIGNED_OR_CA,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::SelfSignedLeaf, Fact::SelfSignedCaAsLeaf, Fact::LeafIsCa]),
            summary: "the leaf is self-signed, or is a CA certificate",
            explanation: "\
Only peers that have this very certificate in their trust store accept a self-signed leaf, and
each renewal has to be put there again. A leaf that is a CA certificate (`openssl req -x509` makes
such) could issue others, and rustls and other strict libraries refuse it as a leaf. The default
certificates of Redis Software are self-signed. Under the standard `CaBrowserForum` it is an error.

Have a CA issue the leaf, with basicConstraints CA:FALSE.",
            citations: &["RFC 5280 section 4.2.1.9", "CA/B Baseline Requirements 7.1.2.7.8"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: leaf_self_signed_or_ca,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "leaf-named-as-ca",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::LeafNamedAsCa]),
            summary: "a certificate has the name of the CA that issued it",
            explanation: "\
Where subject and issuer are equal, OpenSSL takes a certificate for self-signed and looks for no issuer
(\"self-signed certificate\", error 18), whoever signed it. It does look for one where subject and authority
key identifier are both present and differ, or where the signature is of another algorithm than the key. The
guides of Harbor and MySQL made such leaves by giving the same common name to both. With key identifiers
that differ it is a warning for a leaf; a CA is not reported then, because its key may be rolled over in
this way.

Have the leaf issued again under another name than the CA's.",
            citations: &[
                "RFC 5280 section 6.1",
                "OpenSSL: X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: leaf_named_as_ca,
    },
];

fn leaf_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.purpose == Purpose::EndEntity && context.is_complete();
    if !wanted || context.certificates.is_empty() || !context.chain.leaf_candidates.is_empty() {
        return;
    }
    let message = match context.certificates.len() {
        1 => format!(
            "The only certificate, {}, is a CA certificate; there is no leaf.",
            subject(context, 0)
        ),
        many => format!("All {many} certificates are CA certificates; there is no leaf."),
    };
    let found = Found::new(context.at_certificate(0), message).help(Help::give(
        Given::Authority,
        "put the certificate that was issued for your key before them; a list of trusted CAs is judged ",
    ));
    sink.push(found);
}

fn leaf_ambiguous(context: &Context<'_>, sink: &mut Sink<'_>) {
    let candidates = &context.chain.leaf_candidates;
    if !context.is_leaf_ambiguous() {
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
        "no private key says which"
    };
    let message = format!(
        "{} could be the leaf, and {keys}; certificate {} was judged.\n{}{rest}",
        text::count(candidates.len(), "certificate"),
        place_in_file(context.chain.path.first()),
        shown.join("\n")
    );
    let any = context.profile.purpose == Purpose::Any;
    let mut found = Found::new(context.at_certificate(first), message)
        .help(
            Help::give(Given::Key, "give the private key ")
                .before(", or put each leaf with its chain into a file of its own"),
        )
        .details(Details::Candidates {
            found_order: candidates.clone(),
        });
    if any {
        found = found.severity(Severity::Note);
    }
    sink.push(found);
}

/// A CA without any name of a host, and with what only issuing needs: `openssl req -x509` makes servers' without.
fn is_made_to_issue(certificate: &Certificate<'_>) -> bool {
    let usage = certificate.key_usage.as_ref();
    let signs_certificates = usage.is_some_and(|usage| usage.value.key_cert_sign);
    let constraints = certificate.basic_constraints.as_ref();
    let has_length = constraints.is_some_and(|it| it.value.path_length.is_some());
    let is_nameless = certificate.alternative_names().iter().next().is_none();
    is_authority(certificate) && is_nameless && (signs_certificates || has_length)
}

fn leaf_self_signed_or_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.is_trust_list() {
        return;
    }
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    // A leaf may bear the name of its CA.
    let has_issuer =
        context.chain.anchor_link.is_some() || context.chain.top_signature == Some(SignatureFact::Bad);
    let self_signed = leaf.is_self_issued() && context.chain.path.len() == 1 && !has_issuer;
    // A CA beside its key is no server's certificate, where nobody said what the file is for.
    if self_signed && context.profile.purpose == Purpose::Any && is_made_to_issue(leaf) {
        return;
    }
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
    let help = if is_authority(leaf) {
        "have the leaf issued by a CA, with basicConstraints CA:FALSE"
    } else {
        "have the leaf issued by a CA that your peers trust"
    };
    let severity = context.severity(Source::CaBrowserForum, Severity::Warning);
    sink.push(
        Found::new(context.at_certificate(place), message)
            .help(help)
            .severity(severity)
            .fact(match (self_signed, is_authority(leaf)) {
                (true, true) => Fact::SelfSignedCaAsLeaf,
                (true, false) => Fact::SelfSignedLeaf,
                (false, _) => Fact::LeafIsCa,
            }),
    );
}

/// Whether the signature is of the kind that the certificate's own key could make.
fn is_of_own_kind(certificate: &Certificate<'_>) -> bool {
    // PKCS #1 is 1.2.840.113549.1.1, ANSI X9.62 signatures 1.2.840.10045.4.
    let kind: &[u8] = match certificate.public_key.kind {
        KeyKind::Rsa(_) => &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1],
        KeyKind::Ec(_) | KeyKind::OtherEc(_) => &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4],
        _ => return true,
    };
    // Tag and length of the object identifier stand before it.
    let identifier = certificate.signature.algorithm.get(2..).unwrap_or_default();
    identifier.starts_with(kind)
}

fn leaf_named_as_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.is_trust_list() {
        return;
    }
    let chain = context.chain_with_anchor();
    for ((child, certificate), (issuer, _)) in chain.iter().zip(chain.iter().skip(1)) {
        let is_leaf = context
            .leaf()
            .is_some_and(|(leaf, _)| *child == Member::File(leaf));
        let is_told_apart = !may_have_issued(certificate, certificate) || !is_of_own_kind(certificate);
        if !certificate.is_self_issued() || (is_told_apart && !is_leaf) {
            continue;
        }
        let consequence = match is_told_apart {
            true => String::from(
                "OpenSSL tells them apart by their key identifiers; other software may take the leaf for self-signed.",
            ),
            false => format!(
                "OpenSSL takes it for self-signed: \"self-signed certificate\" (error 18). {}",
                stacks::sentence(Fact::LeafNamedAsCa)
            ),
        };
        let message = format!(
            "{} has the same name as its CA, {}. {consequence}",
            context.describe_member_first(*child),
            context.describe_member(*issuer),
        );
        let location = context.at_member_field(*child, &certificate.subject.bytes);
        let help = "have it issued again under another name than the CA's";
        let found = Found::new(location, message).help(help);
        sink.push(match is_told_apart {
            true => found.severity(Severity::Warning),
            false => found.fact(Fact::LeafNamedAsCa),
        });
    }
}
