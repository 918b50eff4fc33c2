//! Faults of single releases of Redis Software that a certificate can meet.

use alloc::format;

use super::{Context, Entry, Found, Needs, Sink};
use crate::chain::End;
use crate::class::Class;
use crate::product::known_faults::{
    CHAIN_WITHOUT_COMMON_NAME, INTERNODE_DEPTH, INTERNODE_TOGETHER, KnownFault,
};
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "product",
    title: "Faults of Redis Software",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "chain-member-without-common-name",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a certificate of the chain has no common name, and uploads to Redis Software 7.4 fail for that",
            explanation: "\
RFC 5280 requires no common name, and there are roots with nothing but an organizational unit. The
upload of a full chain to Redis Software 7.4.2 and 7.4.6 fails when any certificate in it has no
common name; no release note says that 7.4 was fixed (RS61676).

If it is the root, leave it out of the file; if it is an intermediate or the leaf, upload to a later
version, or have it issued again with a common name.",
            citations: &["Redis Software 7.4.2 and 7.4.6 release notes: RS61676"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UPLOAD,
        check: chain_member_without_common_name,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "internode-chain-deep",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "an internode certificate has intermediates, which versions before 8.0.20-68 do not trust",
            explanation: "\
With three levels or more, leaf, intermediate and root, the intermediates of a certificate for
encryption between nodes were not put into the nodes' trust store before 8.0.20-68: the nodes
stopped trusting each other and the cluster's health went down (RS194253).

Upload to 8.0.20-68 or later, or use a leaf that the root itself has issued.",
            citations: &["Redis Software 8.0.20-68 release notes: RS194253"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UPLOAD,
        check: internode_chain_deep,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "internode-updated-together",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the control plane's internode certificate is updated together with others",
            explanation: "\
Before 8.0.20-68, updating `ccs_internode_encryption` in one request with other certificates could
mix up certificates and keys (RS199373).

Upload it in a request of its own.",
            citations: &["Redis Software 8.0.20-68 release notes: RS199373"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UPLOAD,
        check: internode_updated_together,
    },
];

fn chain_member_without_common_name(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.targets_release_with(&CHAIN_WITHOUT_COMMON_NAME) {
        return;
    }
    for (place, certificate) in context.members() {
        if certificate.subject.common_name().is_some() {
            continue;
        }
        let message = format!(
            "{} has no common name; the upload of a chain with such a certificate fails in {}.",
            context.describe_first(place),
            ticket(&CHAIN_WITHOUT_COMMON_NAME)
        );
        sink.push(
            Found::new(context.at_field(place, &certificate.subject.bytes), message).help(
                "leave it out of the file if it is the root; otherwise have it issued with a common name",
            ),
        );
    }
}

fn internode_chain_deep(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.targets_release_with(&INTERNODE_DEPTH) {
        return;
    }
    let absent = usize::from(context.chain.end == End::IssuerAbsent);
    let levels = context.chain.path.len().saturating_add(absent);
    let Some((place, _)) = context.members().nth(1).filter(|_| levels >= 3) else {
        return;
    };
    let message = format!(
        "The chain has {}; intermediates of internode certificates are not trusted in {}.",
        text::count(levels, "level"),
        ticket(&INTERNODE_DEPTH)
    );
    sink.push(
        Found::new(context.at_certificate(place), message)
            .help("upload to 8.0.20-68 or later, or use a leaf that the root itself has issued")
            .details(Details::Size {
                found: Some(levels),
                wanted: Some(2),
            }),
    );
}

fn internode_updated_together(context: &Context<'_>, sink: &mut Sink<'_>) {
    let together = context
        .profile
        .product
        .upload()
        .map_or(1, |upload| upload.together);
    if !context.targets_release_with(&INTERNODE_TOGETHER) || together < 2 {
        return;
    }
    let message = format!(
        "The request updates ccs_internode_encryption together with {}, which can mix up certificates and keys in {}.",
        text::count(together.saturating_sub(1), "other certificate"),
        ticket(&INTERNODE_TOGETHER)
    );
    sink.push(
        Found::new(None, message)
            .help("upload ccs_internode_encryption in a request of its own")
            .details(Details::Size {
                found: Some(together),
                wanted: None,
            }),
    );
}

/// `versions before 8.0.20-68 (RS194253)`.
fn ticket(fault: &KnownFault) -> alloc::string::String {
    format!("{} ({})", fault.versions, fault.ticket)
}
