//! Certificates of another version than 3.

use alloc::format;

use super::grade::is_refused_by_named;
use super::name::is_called_so;
use super::{Context, Found, Sink};
use crate::chain::Member;
use crate::der::Deviation;
use crate::profile::Purpose;
use crate::report::{Details, Role};
use crate::stacks::{self, Fact};

pub(super) fn certificate_version(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.all_with_anchor() {
        let is_unknown = certificate.version > 3;
        // A root of version 1 is let through; what is presented to peers is not, self-signed or not.
        let is_let_through = match member {
            Member::Anchor(_) => certificate.is_self_issued(),
            Member::File(place) => {
                let is_leaf = context.role(place) == Role::Leaf;
                let is_presented = is_leaf && context.profile.purpose == Purpose::EndEntity;
                let is_needed = context.role(place) != Role::Extra || context.is_trust_list();
                !is_needed || (context.is_root(place, certificate) && !is_presented)
            }
        };
        // Fields that the version does not have have a rule of their own.
        let has_more = certificate.deviations.has(Deviation::FieldOfLaterVersion);
        if certificate.version == 3 || has_more || (is_let_through && !is_unknown) {
            continue;
        }
        let message = match is_unknown {
            true => format!(
                "{} says that it is of X.509 version {}, which does not exist; version 3 is wanted. {}",
                context.describe_member_first(member),
                certificate.version,
                stacks::sentence(Fact::VersionUnknown)
            ),
            false => format!(
                "{} is of X.509 version {}, without extensions; version 3 is wanted.",
                context.describe_member_first(member),
                certificate.version
            ),
        };
        let found = Found::new(context.at_member(member), message)
            .help(match is_unknown {
                true => "have it issued again as version 3",
                false => {
                    "have it issued again with extensions. OpenSSL: x509 -req … -copy_extensions copyall"
                }
            })
            .details(Details::Size {
                found: usize::try_from(certificate.version).ok(),
                wanted: Some(3),
            });
        let is_leaf = matches!(member, Member::File(place) if context.role(place) == Role::Leaf);
        let is_named = is_called_so(certificate, context.profile);
        sink.push(match (is_unknown, certificate.version) {
            (true, _) => found.known_as(Fact::VersionUnknown),
            (false, 1) if is_leaf && is_named => found.known_as(Fact::VersionOneLeaf),
            _ => found,
        });
    }
    root_of_version_one(context, sink);
}

/// The root that is let through, where a stack that is named does not let it.
fn root_of_version_one(context: &Context<'_>, sink: &mut Sink<'_>) {
    let fact = Fact::RootOfVersionOne;
    let Some((_, [.., (member, root)])) = context.chain_with_anchor().split_first() else {
        return;
    };
    if root.version != 1 || !is_refused_by_named(fact, context.profile) {
        return;
    }
    let message = format!(
        "{} is of X.509 version 1. {}",
        context.describe_member_first(*member),
        stacks::sentence(fact)
    );
    let found = Found::new(context.at_member(*member), message)
        .help("where such a client connects, use a root of version 3")
        .details(Details::Size {
            found: Some(1),
            wanted: Some(3),
        });
    sink.push(found.fact(fact));
}
