//! Rules of the area `trust`: where the chain ends.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::issuer::{beyond_gap, tells_of_anchor};
use super::place::{place_in_file, subject};
use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::Certificate;
use crate::chain::{End, Member, is_authority, may_have_issued};
use crate::class::Class;
use crate::product::known_faults::ROOT_WANTED;
use crate::product::requirement::Requirement;
use crate::profile::Purpose;
use crate::report::{Details, Given, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
use crate::text;
use crate::trust::{Trust, TrustAnchors};

pub(super) static AREA: Area = Area {
    name: "trust",
    title: "Where the chain ends",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::ROOT_ABSENT,
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[]),
            summary: "the chain ends at a CA whose issuer is not in the file",
            explanation: "\
The chain ends at an intermediate, as TLS servers usually send it. Without the root or a trust
anchor it could not be checked who issued that intermediate: trust in it is unproven. Where the file
holds a root that does not connect to the chain, it is a warning: a certificate between them is
probably missing. It is also a warning for an upload to Redis Software 8.0.16-29 or later, which
builds the chain up to the root (RS185428), although its guide calls the root optional.

Give the root with `--trust` to have the whole chain checked; for such an upload add it to the file.",
            citations: &[
                "RFC 5280 section 6.1",
                "Redis Software: create certificates",
                "Redis Software 8.0.16-29 release notes: RS185428",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: root_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "chain-loops",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "the CAs of the chain issued each other, and none is a root",
            explanation: "\
Going up from issuer to issuer leads back to a certificate that the chain holds already:
cross-signed CAs without the root of either. A chain may end at a root, or at a CA whose issuer is
elsewhere; this one does neither: all its issuers are in the file, and none of them is a root.

Put the root into the file, or give it with `--trust`.",
            citations: &["RFC 5280 section 6.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: chain_loops,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "root-included",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[]),
            summary: "the file holds the root",
            explanation: "\
A peer trusts a root because it is in its trust store, never because a server sent it, so servers
leave it out. Nothing is said of a certificate of Redis Software from 6.2 on, whose documentation asks
for the root.

Nothing has to be done; without the root the file is smaller.",
            citations: &["RFC 5246 section 7.4.2", "Redis Software: create certificates"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: root_included,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "authority-unknown",
            class: Class::Unknown,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "no given trust anchor vouches for the top of the chain",
            explanation: "\
The chain is complete up to its top CA, and none of the trust anchors is that CA or issued it. A
peer that trusts only these reports \"unknown authority\" or \"self-signed certificate in
certificate chain\".

Use a certificate of a trusted CA, or add this chain's root to the trust anchors.",
            citations: &["RFC 5280 section 6.1.1 (d)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: authority_unknown,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::AUTHORITY_NOT_CA,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "a list of trusted CAs holds a certificate that is not a CA's",
            explanation: "\
Peers' certificates are checked against the CAs of such a list. A certificate that is not marked as a CA's
vouches for nobody: OpenSSL reports \"invalid CA certificate\" for everything that it issued. Often it is
the peer's own certificate instead of its CA's. A self-signed one vouches for itself alone, which may be what is
wanted: a warning, but an error for Redis Software.

Give the certificate of the CA that issued it.",
            citations: &["RFC 5280 section 4.2.1.9"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::AUTHORITY,
        check: authority_not_ca,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "anchor-not-root",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::AnchorIsIntermediate, Fact::LeafAsAnchor]),
            summary: "the trust anchor is not self-signed",
            explanation: "\
The certificate that is trusted is an intermediate, or the leaf itself. Go, GnuTLS, browsers and Python 3.13
end the chain there. OpenSSL goes on to a self-signed certificate and reports \"unable to get issuer
certificate\" where there is none, unless partial chains are allowed: `openssl verify -partial_chain`,
X509_V_FLAG_PARTIAL_CHAIN, which curl sets and most servers do not.

Trust the root, or set that flag in every client.",
            citations: &["RFC 5280 section 6.1.1 (d)", "OpenSSL: X509_V_FLAG_PARTIAL_CHAIN"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: anchor_not_root,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-names-equal",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::CasOfOneName]),
            summary: "two trusted CAs have the same name and different keys",
            explanation: "\
Only key identifiers tell which of the two issued a certificate; where they are missing OpenSSL, and with it
nginx and others, takes the first CA of that name, and reports \"certificate signature failure\" (error 7)
for what the second issued. An error where the wrong one comes first for the chain that is judged, else a
warning.

Give each CA a name of its own, or have certificates issued with key identifiers.",
            citations: &["RFC 5280 section 4.2.1.1", "RFC 5280 section 4.2.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: ca_names_equal,
    },
];

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
    let above = beyond_gap(context);
    let unused_root = above.first().and_then(|place| context.certificate(*place));
    let gap = match unused_root {
        Some(root) => format!(
            " The file's root {} does not connect: a certificate between them is missing, or it is the root of something else.",
            context.called(root)
        ),
        None => String::new(),
    };
    let upload = match context.targets_release_with(&ROOT_WANTED) {
        true => format!(
            " At the upload, {} build the chain up to the root ({}).",
            ROOT_WANTED.versions, ROOT_WANTED.ticket
        ),
        false => String::new(),
    };
    let message = format!(
        "The chain ends at {}; its issuer {} is not in the file, so the trust in it is unproven here.{gap}{upload}",
        context.describe(top),
        context.short(&certificate.issuer)
    );
    let found = Found::new(context.at_certificate(top), message)
        .help(Help::give(
            Given::Trust,
            "to have the whole chain checked, give the root ",
        ))
        .details(Details::Issuer {
            wanted_issuer: Some(certificate.issuer.text.clone()),
            wanted_key_identifier: certificate.authority_key_identifier.map(text::colon_hex),
            found_key_identifier: None,
            issuer_urls: Vec::new(),
            other_certificate: None,
        });
    sink.push(if unused_root.is_some() {
        found.severity(Severity::Warning)
    } else {
        found
    });
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
        "{} is issued by {}, which is in the chain below it already: these CAs issued each other, and neither is a root.",
        context.describe_first(top),
        context.short(&certificate.issuer)
    );
    let words = format!(
        "put the self-signed certificate of one of them after line {}, or give it ",
        context.last_line(top)
    );
    let found = Found::new(context.at_certificate(top), message)
        .help(Help::give(Given::Trust, words))
        .details(Details::Issuer {
            wanted_issuer: Some(certificate.issuer.text.clone()),
            wanted_key_identifier: None,
            found_key_identifier: None,
            issuer_urls: Vec::new(),
            other_certificate: None,
        });
    sink.push(found);
}

fn root_included(context: &Context<'_>, sink: &mut Sink<'_>) {
    let chain = context.chain;
    if context.profile.purpose != Purpose::EndEntity || chain.path.len() < 2 {
        return;
    }
    let upload = context.profile.product.upload();
    let is_asked_for = upload.is_some_and(|upload| {
        let wants = |name| Requirement::Root.of(name, upload.target).is_some();
        upload.name.is_some_and(wants)
    });
    let Some(&top) = chain.path.last().filter(|_| !is_asked_for) else {
        return;
    };
    if chain.root_in_file(context.certificates) {
        let root = subject(context, top);
        let message = format!("The file holds the root, {root}. Servers take it; peers do not need it sent.");
        sink.push(Found::new(context.at_certificate(top), message));
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
    let said = matches!(chain.end, End::Anchor(_)) || leaf_without_issuer || tells_of_anchor(context);
    if said || !context.is_complete() {
        return;
    }
    let given = if anchors.certificates().is_empty() {
        String::from("no trust anchors were given")
    } else {
        format!("the trust anchors are: {}", anchor_names(anchors))
    };
    let namesake = context
        .anchors
        .iter()
        .find(|anchor| anchor.subject.matches(&certificate.subject));
    let namesake = match namesake {
        Some(anchor) => format!(
            " The trust anchor of that name has another key: its key id is {}, that in the file {}.",
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
        if certificate.is_self_issued() {
            "itself".into()
        } else {
            context.short(&certificate.issuer)
        }
    );
    let found = Found::new(context.at_certificate(top), message)
        .help("use a certificate of a trusted CA, or add this chain's root to the trust anchors")
        .details(Details::Issuer {
            wanted_issuer: Some(certificate.issuer.text.clone()),
            wanted_key_identifier: None,
            found_key_identifier: None,
            issuer_urls: Vec::new(),
            other_certificate: None,
        });
    sink.push(found);
}

/// Five of them, and how many more there are: a store may hold hundreds.
fn anchor_names(anchors: &TrustAnchors) -> String {
    let shown: Vec<String> = anchors
        .read()
        .take(5)
        .map(|anchor| anchor.subject.text.clone())
        .collect();
    let names = text::list(&shown, 5);
    match anchors.readable().saturating_sub(shown.len()) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
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

fn authority_not_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.profile.purpose != Purpose::Authority {
        return;
    }
    for (place, certificate) in context.judged() {
        // Version 1 cannot say it; the rule about versions reports where that is refused.
        if is_authority(certificate) || certificate.version != 3 {
            continue;
        }
        let first = format!(
            "Certificate {} of the file, {}, is not a CA certificate",
            place_in_file(Some(&place)),
            context.called(certificate)
        );
        let at = context.at_certificate(place);
        // A product that wants CAs says so.
        if certificate.is_self_issued() && context.profile.product.upload().is_none() {
            let message = format!("{first}: as its own issuer it vouches for itself, and for nobody else.");
            let help = "give the certificate of a CA where more than this one peer is to be trusted";
            sink.push(Found::new(at, message).severity(Severity::Warning).help(help));
        } else {
            let message = format!("{first}; a list of trusted CAs is wanted.");
            sink.push(Found::new(at, message).help("give the certificate of the CA that issued it"));
        }
    }
}

fn anchor_not_root(context: &Context<'_>, sink: &mut Sink<'_>) {
    let End::Anchor(number) = context.chain.end else {
        return;
    };
    let Some(anchor) = context.anchors.get(number).filter(|it| !it.is_self_issued()) else {
        return;
    };
    let is_leaf = context.leaf().is_some_and(|(_, leaf)| leaf.der == anchor.der);
    let fact = match is_leaf && !context.is_trust_list() {
        true => Fact::LeafAsAnchor,
        false => Fact::AnchorIsIntermediate,
    };
    let message = format!(
        "The trust anchor {} is not self-signed; {} issued it. {} OpenSSL reports \"unable to get issuer certificate\", and accepts it with -partial_chain (X509_V_FLAG_PARTIAL_CHAIN).",
        context.called(anchor),
        context.short(&anchor.issuer),
        stacks::sentence(fact)
    );
    let help = format!(
        "trust the self-signed root above {}; or have OpenSSL accept partial chains: openssl verify -partial_chain",
        anchor.issuer.text
    );
    let found = Found::new(context.at_member(Member::Anchor(number)), message)
        .help(help)
        .known_as(fact);
    sink.push(found);
}

fn ca_names_equal(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.is_trust_list() {
        return names_equal_in_list(context, sink);
    }
    let End::Anchor(number) = context.chain.end else {
        return;
    };
    let below = match context.chain.anchor_link {
        Some((child, _)) => Some(child),
        None => context.chain.path.iter().rev().nth(1).copied(),
    };
    let child = below.and_then(|place| context.certificate(place));
    let (Some(child), Some(anchor)) = (child, context.anchors.get(number)) else {
        return;
    };
    // What OpenSSL takes for the issuer of `child`, which is not the anchor.
    let is_rival = |other: &Certificate<'_>| {
        let usage = other.key_usage.as_ref();
        other.public_key.raw != anchor.public_key.raw
            && other.subject.matches(&child.issuer)
            && may_have_issued(child, other)
            && usage.is_none_or(|usage| usage.value.key_cert_sign)
            && (other.not_before..=other.not_after).contains(&context.now)
    };
    let Some(place) = context.anchors.iter().position(is_rival) else {
        return;
    };
    let is_wrong_first = place < number;
    let (order, consequence) = match is_wrong_first {
        true => (
            "before",
            "OpenSSL takes the first: \"certificate signature failure\" (error 7)",
        ),
        false => ("after", "OpenSSL takes the first, which is the right one"),
    };
    let message = format!(
        "Another CA of the name {} stands {order} the trust anchor that vouches for the chain; it has another key, and no key identifiers tell the two apart. {consequence}.",
        context.called(anchor)
    );
    let found = Found::new(context.at_member(Member::Anchor(number)), message)
        .help("give each CA a name of its own, or trust only the one that is needed");
    sink.push(match is_wrong_first {
        true => found.fact(Fact::CasOfOneName),
        false => found.known_as(Fact::CasOfOneName),
    });
}

fn names_equal_in_list(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut first_of: BTreeMap<&[u8], (Member, &Certificate<'_>)> = BTreeMap::new();
    for (member, certificate) in context.judged_with_anchor() {
        let name = certificate.subject.normalized();
        let Some((first, other)) = first_of.get(name) else {
            first_of.insert(name, (member, certificate));
            continue;
        };
        let identifiers = (other.subject_key_identifier, certificate.subject_key_identifier);
        let is_told_apart = matches!(identifiers, (Some(one), Some(two)) if one != two);
        if other.public_key.raw == certificate.public_key.raw || is_told_apart {
            continue;
        }
        let message = format!(
            "{} has the name of {}, certificate {} of the file, and another key; no subject key identifiers tell the two apart. OpenSSL takes the first for both: \"certificate signature failure\" (error 7).",
            context.describe_member_first(member),
            match first {
                Member::File(_) => "another CA",
                Member::Anchor(_) => "a trust anchor",
            },
            match first {
                Member::File(place) => place_in_file(Some(place)),
                Member::Anchor(_) => 0,
            },
        );
        let found = Found::new(
            context.at_member_field(member, &certificate.subject.bytes),
            message,
        )
        .help("give each CA a name of its own")
        .known_as(Fact::CasOfOneName);
        sink.push(found);
    }
}
