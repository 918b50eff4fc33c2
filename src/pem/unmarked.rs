//! Certificates in base64 without markers, among other text: one after the other, in LDIF, JSON or XML.

use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;
use zeroize::Zeroizing;

use super::body::{Body, Characters};
use super::explanatory_text::gap;
use super::scanner::Facts;
use super::{DerSource, Fault, FaultKind, Kind, Origin, RepairKind, Section, base64, decode, hidden};

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
        let Some(kind) = value.kind() else { continue };
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

/// What stands in base64 at one place.
pub(super) struct Value {
    pub(super) place: Range<usize>,
    /// `None` where the text breaks off before the length that it begins with.
    pub(super) der: Option<Zeroizing<Vec<u8>>>,
    /// Its first bytes, where there are as many.
    pub(super) head: Option<Zeroizing<Vec<u8>>>,
    /// It begins like a certificate.
    is_like_certificate: bool,
}

impl Value {
    pub(super) fn at(text: &[u8], start: usize) -> Value {
        let body = Body {
            range: start..text.len(),
            number: None,
            after_marker: false,
        };
        let mut characters = Characters::of(text, &body);
        let mut packed = Zeroizing::new(Vec::new());
        let (mut wanted, mut end) = (HEAD, start);
        let (mut is_like_certificate, mut head) = (false, None);
        while packed.len() < wanted {
            let Some(Ok((at, byte))) = characters.next().filter(|it| !matches!(it, Ok((_, b'=')))) else {
                break;
            };
            end = at.saturating_add(1);
            packed.push(match byte {
                b'-' => b'+',
                b'_' => b'/',
                byte => byte,
            });
            if packed.len() == HEAD {
                head = base64::decode_packed(&packed);
                let Some((bytes, rest)) = head
                    .as_deref()
                    .and_then(|head| hidden::shape(head).and(sequence(head)))
                else {
                    continue;
                };
                is_like_certificate = matches!(rest, [0x30, 0x81 | 0x82, ..]);
                wanted = bytes.saturating_mul(4).div_ceil(3).max(HEAD);
                // All at once: growing would leave copies of what may be a key.
                let mut all = Zeroizing::new(Vec::with_capacity(wanted.min(text.len())));
                all.extend_from_slice(&packed);
                packed = all;
            }
        }
        let is_complete = packed.len() == wanted && wanted > HEAD;
        base64::clear_tail_bits(&mut packed);
        let der = base64::decode_packed(&packed).filter(|_| is_complete);
        let padding = text.get(end..).unwrap_or_default().iter().take(2);
        let padding = padding.take_while(|byte| **byte == b'=').count();
        Value {
            place: start..end.saturating_add(padding),
            der,
            head,
            is_like_certificate,
        }
    }

    /// What it holds, if that is to be told.
    fn kind(&self) -> Option<Kind> {
        let Some(der) = &self.der else {
            return self.is_like_certificate.then_some(Kind::Certificate);
        };
        let content = decode::content(b"", der);
        let told = matches!(content.kind, Kind::Certificate) || content.kind.is_private_key();
        (told && content.behind.is_none()).then_some(content.kind)
    }
}

/// Characters that hold the header of a certificate and that of what it begins with, or the algorithm of a key.
const HEAD: usize = 24;

/// The bytes that a SEQUENCE takes, header included, and the first of its contents.
fn sequence(head: &[u8]) -> Option<(usize, &[u8])> {
    let (header, length, rest) = match head {
        [0x30, length @ 0..=0x7F, rest @ ..] => (2, usize::from(*length), rest),
        [0x30, 0x81, length, rest @ ..] => (3, usize::from(*length), rest),
        [0x30, 0x82, high, low, rest @ ..] => (4, usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    Some((length.saturating_add(header), rest))
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
