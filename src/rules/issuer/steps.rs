//! Steps of a chain: a certificate and what stands above it.

use crate::certificate::Certificate;
use crate::chain::{End, Link, Member, SignatureFact};
use crate::rules::Context;

/// One certificate of the path and the one above it.
pub(super) struct Step<'c> {
    /// Its place in the file.
    pub(super) child: usize,
    pub(super) certificate: &'c Certificate<'c>,
    pub(super) issuer: Member,
    pub(super) above: &'c Certificate<'c>,
    pub(super) link: Link,
}

/// Each step of the path, and the one to a trust anchor that bears the name of the top's issuer and cannot vouch for
/// it.
pub(super) fn steps<'c>(context: &Context<'c>) -> impl Iterator<Item = Step<'c>> {
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
pub(super) fn vouching_step<'c>(context: &Context<'c>) -> Option<Step<'c>> {
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

pub(super) fn anchor_step<'c>(context: &Context<'c>) -> Option<Step<'c>> {
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

/// The place in the file, for the details.
pub(super) fn in_file(member: Member) -> Option<usize> {
    match member {
        Member::File(place) => Some(place),
        Member::Anchor(_) => None,
    }
}
