//! Certificates in base64 without markers, among other text: one after the other, in LDIF, JSON or XML.

use core::ops::Range;

use memchr::memmem;

use super::base64_value::Value;
use super::body::Body;
use super::explanatory_text::gap;
use super::scanner::Facts;
use super::{DerSource, Fault, FaultKind, Kind, Origin, RepairKind, Section, decode};

/// Base64 of `30 82`, a SEQUENCE whose length takes two bytes, as that of every certificate but toys.
const SEQUENCE: &[u8] = b"MII";

/// The facts of a text in which at least one certificate stands in base64; `None` for any other.
///
/// DER says how long it is, so that a value ends where it does, whatever follows.
pub(super) fn read(text: &[u8], blocks: usize) -> Option<Facts> {
    let finder = memmem::Finder::new(SEQUENCE);
    let mut facts = Facts::default();
    let (mut position, mut covered) = (0usize, 0usize);
    while let Some(offset) = finder.find(text.get(position..)?) {
        let start = position.saturating_add(offset);
        position = start.saturating_add(SEQUENCE.len());
        if !is_start(text, start) {
            continue;
        }
        let value = Value::at(text, start);
        // On from its end, so that no character is read twice.
        position = position.max(value.place.end);
        let Some(kind) = kind(&value) else { continue };
        let around = gap(text, &(covered..start), false, false);
        facts.explanatory_text.extend(around.text);
        facts.layout.extend(around.layout);
        if facts.sections.len() >= blocks {
            facts.lose_value(FaultKind::TooManyBlocks, start..text.len());
            return has_certificate(&facts).then_some(facts);
        }
        covered = value.place.end;
        facts.take_value(kind, value);
    }
    let around = gap(text, &(covered..text.len()), false, false);
    facts.explanatory_text.extend(around.text);
    facts.layout.extend(around.layout);
    has_certificate(&facts).then_some(facts)
}

/// A key alone is recognized by its form, whatever form that is.
fn has_certificate(facts: &Facts) -> bool {
    facts
        .sections
        .iter()
        .any(|section| section.kind == Kind::Certificate)
}

/// Whether no base64 comes right before.
fn is_start(text: &[u8], start: usize) -> bool {
    let before = text.get(..start).and_then(<[u8]>::last);
    before
        .is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/' | b'-' | b'_' | b'='))
}

/// What a value holds, if that is to be told.
fn kind(value: &Value) -> Option<Kind> {
    let Some(der) = &value.der else {
        return value.is_like_certificate.then_some(Kind::Certificate);
    };
    let content = decode::content(b"", der);
    let told = matches!(content.kind, Kind::Certificate) || content.kind.is_private_key();
    (told && content.behind.is_none()).then_some(content.kind)
}

impl Facts {
    fn take_value(&mut self, kind: Kind, value: Value) {
        let Some(der) = value.der else {
            return self.lose_value(FaultKind::Base64Length, value.place);
        };
        let held = if kind == Kind::Certificate {
            let start = self.arena.len();
            self.arena.extend_from_slice(&der);
            DerSource::Public(start..self.arena.len())
        } else {
            DerSource::Secret(der)
        };
        self.notes.push((RepairKind::MarkersAdded, value.place.clone()));
        self.sections.push(Section {
            kind,
            span: value.place.clone(),
            origin: Origin::Text(Body {
                range: value.place,
                number: None,
                after_marker: false,
            }),
            held,
            line_ends: None,
        });
    }

    /// What begins like a certificate and was not read.
    fn lose_value(&mut self, kind: FaultKind, bytes: Range<usize>) {
        self.faults.push(Fault {
            kind,
            at: bytes.start,
            bytes,
            labels: None,
            hidden: None,
            markers: (0, 0),
        });
    }
}
