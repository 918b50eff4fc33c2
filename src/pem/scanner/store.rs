//! What was decoded becomes sections: public content in the arena, anything else in wiped memory of its own.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::{Zeroize as _, Zeroizing};

use super::super::body::{Body, Notes};
use super::super::decode::{self, Parts};
use super::super::{DerSource, FaultKind, Kind, Origin, RepairKind, Section};
use super::Scanner;

/// The certificates of PEM text that was put into a block as if it were DER, if there is nothing else in it.
fn certificates_of_pem(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    if !text.starts_with(b"-----BEGIN ") {
        return None;
    }
    // Base64 within base64 gets shorter by a quarter each time, and so does the work.
    let facts = super::run(text, MOST_INSIDE);
    let is_clean = facts.faults.is_empty() && !facts.sections.is_empty();
    let certificate = |section: &Section| match (&section.held, section.kind) {
        (DerSource::Public(range), Kind::Certificate) => facts.arena.get(range.clone()).map(Vec::from),
        _ => None,
    };
    is_clean.then(|| facts.sections.iter().map(certificate).collect())?
}

/// Certificates that one block is expected to hold.
const MOST_INSIDE: usize = 64;

impl Scanner<'_> {
    /// One section for each part of the DER that lies in the arena from `start` on.
    pub(super) fn push_parts(
        &mut self,
        content: decode::Content,
        start: usize,
        body: Body,
        span: Range<usize>,
    ) {
        let held = |place: Range<usize>| {
            DerSource::Public(start.saturating_add(place.start)..start.saturating_add(place.end))
        };
        match content.parts {
            Parts::Whole => {
                let length = self.facts.arena.len().saturating_sub(start);
                self.push(content.kind, span, Origin::Text(body), held(0..length));
            }
            Parts::Start(length) => {
                // What is cut off may be anything, a key too.
                let end = start.saturating_add(length);
                if let Some(tail) = self.facts.arena.get_mut(end..) {
                    tail.zeroize();
                }
                self.facts.arena.truncate(end);
                self.push(content.kind, span, Origin::Text(body), held(0..length));
            }
            Parts::Certificates(places) => {
                for place in places {
                    self.push(content.kind, span.clone(), Origin::Whole, held(place));
                }
            }
        }
    }

    /// The DER of a block that was read the slow way or may be secret becomes sections.
    pub(super) fn settle(
        &mut self,
        label: &[u8],
        der: Zeroizing<Vec<u8>>,
        body: Body,
        span: Range<usize>,
        mut notes: Notes,
    ) {
        if let Some(inside) = certificates_of_pem(&der) {
            notes.note(RepairKind::Base64OfPemDecoded, span.clone());
            self.facts.notes.extend(notes.into_inner());
            for certificate in inside {
                let start = self.facts.arena.len();
                self.facts.arena.extend_from_slice(&certificate);
                let held = DerSource::Public(start..self.facts.arena.len());
                self.push(Kind::Certificate, span.clone(), Origin::Whole, held);
            }
            return self.end_block(span.end);
        }
        let content = decode::content(label, &der);
        if let Some(hidden) = content.behind {
            let at = span.start;
            self.fault(FaultKind::OutsideBlocks, span, at, (1, 1));
            if let Some(fault) = self.facts.faults.last_mut() {
                fault.hidden = Some(hidden);
            }
            return;
        }
        if let Some(repair) = content.repair {
            notes.note(repair, span.clone());
        }
        self.facts.notes.extend(notes.into_inner());
        let end = span.end;
        if !content.may_be_secret {
            let start = self.facts.arena.len();
            self.facts.arena.extend_from_slice(&der);
            self.push_parts(content, start, body, span);
        } else {
            self.push(content.kind, span, Origin::Text(body), DerSource::Secret(der));
        }
        self.end_block(end);
    }

    pub(super) fn push(&mut self, kind: Kind, span: Range<usize>, origin: Origin, held: DerSource) {
        self.facts.sections.push(Section {
            kind,
            span,
            origin,
            held,
            line_ends: None,
        });
    }

    pub(super) fn end_block(&mut self, end: usize) {
        self.facts.blocks = self.facts.blocks.saturating_add(1);
        self.covered = end;
        self.after_block = true;
    }
}
