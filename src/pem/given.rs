//! Certificates that come as DER, each on its own: nothing to find, to decode or to repair.

use alloc::vec::Vec;

use rustls_pki_types::CertificateDer;
use zeroize::Zeroizing;

use super::scanner::Facts;
use super::transcode::Positions;
use super::{DerSource, Fault, FaultKind, Kind, Numbers, Origin, Scan, Section, Text, container};

/// A scan as of one input that holds the certificates one after the other, which is where their bytes are counted.
/// Stops with a fault after `blocks` of them.
pub(crate) fn scan_der<'a>(certificates: &[CertificateDer<'_>], blocks: usize) -> Scan<'a> {
    let mut facts = Facts {
        arena: Vec::with_capacity(
            certificates
                .iter()
                .fold(0, |sum, der| der.len().saturating_add(sum)),
        ),
        sections: Vec::with_capacity(certificates.len().min(blocks)),
        ..Facts::default()
    };
    let mut position = 0usize;
    for (number, der) in certificates.iter().enumerate() {
        let span = position..position.saturating_add(der.len());
        position = span.end;
        if number == blocks {
            let rest = certificates.iter().skip(number.saturating_add(1));
            let end = rest.fold(span.end, |sum, der| der.len().saturating_add(sum));
            facts.faults.push(Fault {
                kind: FaultKind::TooManyBlocks,
                at: span.start,
                bytes: span.start..end,
                labels: None,
                hidden: None,
                markers: (0, 0),
            });
            break;
        }
        // What is no certificate may be anything, a key too.
        let held = if container::kind_by_content(der) == Some(Kind::Certificate) {
            let start = facts.arena.len();
            facts.arena.extend_from_slice(der);
            DerSource::Public(start..facts.arena.len())
        } else {
            DerSource::Secret(Zeroizing::new(der.to_vec()))
        };
        facts.sections.push(Section {
            kind: Kind::Certificate,
            span,
            origin: Origin::Der,
            held,
            line_ends: None,
        });
    }
    Scan {
        source: &[],
        text: Text::None,
        positions: Positions::default(),
        numbers: Numbers::Below(0),
        facts,
    }
}
