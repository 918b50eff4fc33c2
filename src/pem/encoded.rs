//! Input without a single marker: DER, base64 of PEM, base64 without markers.

use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;
use zeroize::Zeroizing;

use super::base64_value::{pack, value_end};
use super::body::{Body, Notes};
use super::decode::{self, Parts};
use super::explanatory_text::gap;
use super::scanner::{self, Facts};
use super::search::{ENCODED, ENCODED_TWICE};
use super::{
    DerSource, Fault, FaultKind, Kind, Origin, RepairKind, Section, base64, container, hidden, uncover,
};

/// Kubernetes encodes once, people who encode what is encoded already do so twice; more is no accident.
const MOST_LEVELS: usize = 2;

/// The facts of a DER certificate, several one after the other, or a PKCS#7 container; `None` for any other input.
pub(super) fn der(source: &[u8], blocks: usize) -> Option<Facts> {
    let (mut places, kind) = match container::kind_by_content(source)? {
        Kind::Certificate => (container::certificates_in_a_row(source), RepairKind::DerRead),
        Kind::Pkcs7 => (container::certificates_of_pkcs7(source), RepairKind::Pkcs7Read),
        _ => return None,
    };
    let end = match kind {
        RepairKind::DerRead => places.last()?.end,
        _ => container::pkcs7_length(source)?,
    };
    places.first()?;
    let mut facts = Facts {
        notes: alloc::vec![(kind, 0..end)],
        arena: Vec::from(source),
        ..Facts::default()
    };
    let trailing = source.get(end..).unwrap_or_default();
    if !trailing.iter().all(u8::is_ascii_whitespace) {
        // PEM behind DER, or more DER: as text, nothing of it is lost.
        if memmem::find(trailing, b"BEGIN").is_some() || hidden::behind(trailing).is_some() {
            return None;
        }
        facts.layout.push(end..source.len());
        facts
            .notes
            .push((RepairKind::TrailingBytesCut, end..source.len()));
    }
    if let Some(over) = places.get(blocks).cloned() {
        let bytes = if kind == RepairKind::DerRead {
            over.start..end
        } else {
            0..end
        };
        facts.faults.push(Fault {
            kind: FaultKind::TooManyBlocks,
            at: bytes.start,
            bytes,
            labels: None,
            hidden: None,
            markers: (0, 0),
        });
        places.truncate(blocks);
    }
    let section = |place: Range<usize>| Section {
        kind: Kind::Certificate,
        span: if kind == RepairKind::DerRead {
            place.clone()
        } else {
            0..end
        },
        origin: if kind == RepairKind::DerRead {
            Origin::Der
        } else {
            Origin::Whole
        },
        held: DerSource::Public(place),
        line_ends: None,
    };
    facts.sections = places.into_iter().map(section).collect();
    Some(facts)
}

/// What a text without markers holds in base64; `None` where it is something else.
pub(super) fn read(text: &[u8], blocks: usize, has_values: bool) -> Option<Facts> {
    match whole(text, blocks) {
        Some(facts) => Some(facts),
        None if has_values => values(text, blocks),
        None => None,
    }
}

/// A text that is base64 from end to end.
fn whole(text: &[u8], blocks: usize) -> Option<Facts> {
    let layout = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | 0xEF | 0xBB | 0xBF);
    let first = text.iter().position(|byte| !layout(byte))?;
    let last = text.iter().rposition(|byte| !layout(byte))?;
    let start = text.get(first..)?;
    // A SEQUENCE of more than 127 bytes, `-----BEGIN`, the same encoded twice, `Bag`.
    let begins = [&b"MI"[..], b"LS0t", b"TFMwd", b"QmFn"];
    if !begins.iter().any(|begin| start.starts_with(begin)) {
        return None;
    }
    let place = first..last.saturating_add(1);
    let body = Body {
        range: place.clone(),
        number: None,
        after_marker: false,
    };
    let decoded = match plain(text.get(place.clone())?) {
        Some(decoded) => decoded,
        None => decode::read(text, &body, &mut Notes::default()).ok()?,
    };
    let mut facts = match start.starts_with(b"MI") {
        true => certificates(&decoded, &body, blocks)?,
        false => {
            let mut facts = Facts::default();
            facts.adopt(unwrap(decoded, blocks)?, &place);
            facts
        }
    };
    // Quotation marks and a byte order mark around it.
    facts.layout.extend(
        [0..place.start, place.end..text.len()]
            .into_iter()
            .filter(|it| !it.is_empty()),
    );
    Some(facts)
}

/// Base64 as RFC 4648 section 4 has it, nothing between its characters: the usual value.
fn plain(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let padding = text
        .iter()
        .rev()
        .take(2)
        .take_while(|byte| **byte == b'=')
        .count();
    let packed = text.get(..text.len().saturating_sub(padding))?;
    if !text.len().is_multiple_of(4) || packed.is_empty() {
        return None;
    }
    base64::decode_packed(packed)
}

fn certificates(der: &[u8], body: &Body, blocks: usize) -> Option<Facts> {
    let content = decode::content(b"CERTIFICATE", der);
    let all = 0..der.len();
    // A label alone makes no certificate.
    if content.kind != Kind::Certificate || content.may_be_secret || content.behind.is_some() || blocks == 0 {
        return None;
    }
    let (places, origin) = match content.parts {
        Parts::Whole if container::length(der) == Some(der.len()) => {
            (alloc::vec![all], Origin::Text(body.clone()))
        }
        Parts::Certificates(places) if places.len() <= blocks => (places, Origin::Whole),
        _ => return None,
    };
    let section = |place| Section {
        kind: Kind::Certificate,
        span: body.range.clone(),
        origin: origin.clone(),
        held: DerSource::Public(place),
        line_ends: None,
    };
    let notes = content.repair.into_iter().chain([RepairKind::MarkersAdded]);
    Some(Facts {
        sections: places.into_iter().map(section).collect(),
        notes: notes.map(|kind| (kind, body.range.clone())).collect(),
        arena: Vec::from(der),
        ..Facts::default()
    })
}

/// Values inside other text, as in a Kubernetes Secret: `tls.crt: LS0tLS1CRUdJ…`.
fn values(text: &[u8], blocks: usize) -> Option<Facts> {
    let once = memmem::Finder::new(ENCODED);
    let twice = memmem::Finder::new(ENCODED_TWICE);
    let mut facts = Facts::default();
    let mut covered = 0usize;
    for finder in [once, twice] {
        let mut position = 0usize;
        while let Some(offset) = text.get(position..).and_then(|rest| finder.find(rest)) {
            let start = position.saturating_add(offset);
            let around = gap(text, &(covered..start), false, false);
            facts.explanatory_text.extend(around.text);
            facts.layout.extend(around.layout);
            let left = blocks.saturating_sub(facts.begin_markers);
            if left == 0 {
                facts.lose(FaultKind::TooManyBlocks, start..text.len());
                return Some(facts);
            }
            let place = start..value_end(text, start);
            position = place.end;
            covered = place.end;
            let packed = pack(text.get(place.clone()).unwrap_or_default());
            match base64::decode_packed(&packed).map(|inner| unwrap(inner, left)) {
                Some(Some(inner)) => facts.adopt(inner, &place),
                Some(None) => facts.lose(FaultKind::MarkerMalformed, place),
                None => facts.lose(FaultKind::Base64Length, place),
            }
        }
        // One file is encoded as often throughout.
        if facts.begin_markers > 0 {
            let around = gap(text, &(covered..text.len()), false, false);
            facts.explanatory_text.extend(around.text);
            facts.layout.extend(around.layout);
            return Some(facts);
        }
    }
    None
}

/// The facts of text that was encoded once or twice.
fn unwrap(mut text: Zeroizing<Vec<u8>>, blocks: usize) -> Option<Facts> {
    for _ in 1..MOST_LEVELS {
        if memmem::find(&text, b"BEGIN").is_some() {
            break;
        }
        text = base64::decode_packed(&pack(&text))?;
    }
    let mut facts = scanner::run(&text, blocks);
    uncover::text(&text, &mut facts);
    (facts.begin_markers > 0).then_some(facts)
}

impl Facts {
    /// What begins like a block in base64 is one, and cannot be read.
    fn lose(&mut self, kind: FaultKind, bytes: Range<usize>) {
        self.begin_markers = self.begin_markers.saturating_add(1);
        self.faults.push(Fault {
            kind,
            at: bytes.start,
            bytes,
            labels: None,
            hidden: None,
            markers: (1, 0),
        });
    }

    /// Takes over what was found in the text that `place` stands for.
    fn adopt(&mut self, inner: Facts, place: &Range<usize>) {
        let base = self.arena.len();
        self.arena.extend_from_slice(&inner.arena);
        self.sections
            .extend(inner.sections.into_iter().map(|section| Section {
                kind: section.kind,
                span: place.clone(),
                origin: Origin::Whole,
                held: match section.held {
                    DerSource::Public(at) => {
                        DerSource::Public(base.saturating_add(at.start)..base.saturating_add(at.end))
                    }
                    secret => secret,
                },
                line_ends: None,
            }));
        self.faults.extend(inner.faults.into_iter().map(|fault| Fault {
            bytes: place.clone(),
            at: place.start,
            ..fault
        }));
        let mut notes = Notes::default();
        notes.note(RepairKind::Base64OfPemDecoded, place.clone());
        for (kind, _) in inner.notes {
            notes.note(kind, place.clone());
        }
        self.notes.extend(notes.into_inner());
        self.begin_markers = self.begin_markers.saturating_add(inner.begin_markers);
        self.end_markers = self.end_markers.saturating_add(inner.end_markers);
        self.blocks = self.blocks.saturating_add(inner.blocks);
    }
}
