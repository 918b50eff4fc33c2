//! A path in one line: its certificates of the file, and the trust anchor that it ends at.

use alloc::vec::Vec;

use super::facts::{ChainFacts, End, Member};
use crate::certificate::Certificate;

/// Leaf first; the anchor last, unless it stands for the certificate before it.
///
/// Two certificates of one name and one key are one CA to everybody who verifies (RFC 5280 section 6.1.1 takes of an
/// anchor its name and key alone): an anchor that is the file's root renewed is no further step.
pub(crate) fn line<'c>(
    certificates: &'c [Certificate<'c>],
    chain: &ChainFacts,
    anchors: &'c [Certificate<'c>],
) -> Vec<(Member, &'c Certificate<'c>)> {
    let in_file = chain
        .path
        .iter()
        .filter_map(|place| Some((Member::File(*place), certificates.get(*place)?)));
    let mut line: Vec<_> = in_file.collect();
    let anchor = match chain.end {
        End::Anchor(number) => anchors.get(number).map(|anchor| (Member::Anchor(number), anchor)),
        End::Root | End::Nowhere | End::IssuerAbsent | End::Loop => None,
    };
    line.extend(anchor.filter(|(_, anchor)| {
        line.last().is_none_or(|(_, last)| {
            last.public_key.raw != anchor.public_key.raw || !last.subject.matches(&anchor.subject)
        })
    }));
    line
}
