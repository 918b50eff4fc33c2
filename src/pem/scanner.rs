//! From markers to sections and faults: a fast way for blocks as they should be, a slow one for all others.

mod store;

use alloc::vec::Vec;
use core::ops::{ControlFlow, Range};

use zeroize::Zeroizing;

use super::base64;
use super::body::{Body, Invalid, Notes, all_numbered, headers, is_placeholder};
use super::comment::{base64_at_end, commented_out};
use super::decode::{self, is_public, kind_of_label, known_label};
use super::explanatory_text::{self, Gap, gap};
use super::markers::{Marker, is_line_end};
use super::search::Markers;
use super::{DerSource, ExplanatoryText, Fault, FaultKind, Kind, KnownBlocks, Origin, RepairKind, Section};

/// What one text consists of, with offsets in that text.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) sections: Vec<Section>,
    pub(super) explanatory_text: Vec<ExplanatoryText>,
    /// All of a text without any marker; it needs no list, and so no memory.
    pub(super) unmarked: Option<ExplanatoryText>,
    pub(super) faults: Vec<Fault>,
    pub(super) notes: Vec<(RepairKind, Range<usize>)>,
    /// What belongs to the layout of blocks: byte order mark, quotation marks, prefixes.
    pub(super) layout: Vec<Range<usize>>,
    pub(super) begin_markers: usize,
    pub(super) end_markers: usize,
    /// Blocks with both markers that led to sections.
    pub(super) blocks: usize,
    /// There is no marker, and perhaps one in base64.
    pub(super) may_be_encoded: bool,
    /// There is no marker, and perhaps base64 that stands alone.
    pub(super) may_be_base64: bool,
    /// DER of everything that holds no secret, one after the other.
    pub(super) arena: Vec<u8>,
}

/// Splits `text` into blocks, text outside them, and faults; stops with a fault after `blocks` blocks.
pub(super) fn run(text: &[u8], blocks: usize) -> Facts {
    run_knowing(text, blocks, None)
}

/// As [`run`], without decoding what is known.
pub(super) fn run_knowing(text: &[u8], blocks: usize, known: Option<&dyn KnownBlocks>) -> Facts {
    let mut scanner = Scanner {
        text,
        facts: Facts::default(),
        covered: 0,
        after_block: false,
        yaml: false,
        open: None,
        blocks,
        known,
    };
    scanner.pass_over_byte_order_mark();
    let mut markers = Markers::of(text);
    let mut position = scanner.covered;
    // Always on from where the last marker ended: no byte is searched twice, whatever the markers lead to.
    while let Some(marker) = markers.next(position) {
        match scanner.take(marker) {
            ControlFlow::Continue(next) => position = next,
            ControlFlow::Break(()) => return scanner.facts,
        }
    }
    scanner.facts.may_be_encoded = markers.may_be_encoded();
    scanner.facts.may_be_base64 = markers.may_be_base64();
    scanner.finish();
    scanner.facts
}

struct Scanner<'t> {
    text: &'t [u8],
    facts: Facts,
    /// Everything before this offset belongs to a section, a fault, layout or outside text.
    covered: usize,
    /// A section ends at `covered`.
    after_block: bool,
    /// The last BEGIN was in a block scalar of YAML.
    yaml: bool,
    /// The BEGIN whose END has not been met.
    open: Option<Open>,
    blocks: usize,
    known: Option<&'t dyn KnownBlocks>,
}

struct Open {
    marker: Marker,
    notes: Notes,
    number: Option<u64>,
}

impl Scanner<'_> {
    fn pass_over_byte_order_mark(&mut self) {
        if self.text.starts_with(b"\xEF\xBB\xBF") {
            self.covered = 3;
            self.facts.layout.push(0..3);
            self.facts.notes.push((RepairKind::ByteOrderMarkRemoved, 0..3));
        }
    }

    fn take(&mut self, marker: Marker) -> ControlFlow<(), usize> {
        let next = marker.span.end;
        if !marker.end {
            if let Some(open) = self.open.take() {
                let lost = open.marker.span.start..marker.span.start;
                self.fault(FaultKind::EndMarkerMissing, lost, marker.span.start, (1, 0));
            }
            self.facts.begin_markers = self.facts.begin_markers.saturating_add(1);
            return self.begin(marker);
        }
        self.facts.end_markers = self.facts.end_markers.saturating_add(1);
        match self.open.take() {
            Some(open) => self.close(open, &marker),
            None => {
                let start = if marker.broken {
                    marker.span.start
                } else {
                    let before = self.text.get(self.covered..marker.span.start);
                    self.covered
                        .saturating_add(base64_at_end(before.unwrap_or_default()))
                };
                self.gap(start, false);
                let kind = if marker.broken {
                    FaultKind::MarkerMalformed
                } else {
                    FaultKind::EndWithoutBegin
                };
                self.fault(kind, start..marker.span.end, marker.span.start, (0, 1));
            }
        }
        ControlFlow::Continue(next)
    }

    fn begin(&mut self, marker: Marker) -> ControlFlow<(), usize> {
        let before = self.gap(marker.span.start, true);
        if self.facts.begin_markers > self.blocks {
            let rest = marker.span.start..self.text.len();
            self.fault(FaultKind::TooManyBlocks, rest, marker.span.start, (1, 0));
            return ControlFlow::Break(());
        }
        if marker.exact
            && let Some(end) = self.read_fast(&marker)
        {
            self.facts.notes.extend(before.before_begin.into_inner());
            return ControlFlow::Continue(end);
        }
        let next = marker.span.end;
        self.open = Some(Open {
            marker,
            notes: before.before_begin,
            number: before.number,
        });
        ControlFlow::Continue(next)
    }

    /// Reads the block of an exact BEGIN if it is as every reader wants it. Where its END stops.
    fn read_fast(&mut self, begin: &Marker) -> Option<usize> {
        let text = self.text;
        // Base64 has no dash: the first one is that of END.
        let end_start = begin
            .span
            .end
            .checked_add(memchr::memchr(b'-', text.get(begin.span.end..)?)?)?;
        let label = text.get(begin.label.clone())?;
        let after = text
            .get(end_start..)?
            .strip_prefix(b"-----END ")?
            .strip_prefix(label)?
            .strip_prefix(b"-----")?;
        let end = text.len().checked_sub(after.len())?;
        if after.first() == Some(&b'-') || !is_line_end(text, end) {
            return None;
        }
        let rest_of_line = memchr::memchr(b'\n', text.get(begin.span.end..end_start)?)?;
        let start = begin.span.end.checked_add(rest_of_line)?.checked_add(1)?;
        let lines = text.get(start..end_start)?;
        let body = Body {
            range: start..end_start,
            number: None,
            after_marker: false,
        };
        let span = begin.span.start..end;
        if is_public(kind_of_label(label)) {
            self.read_public(label, lines, begin.span.end, body, span)?;
        } else {
            if is_encrypted_key(label, lines) {
                self.push(
                    Kind::EncryptedPrivateKey,
                    span,
                    Origin::Text(body),
                    DerSource::default(),
                );
                self.end_block(end);
            } else {
                let der = base64::decode_lines_secret(lines)?;
                if der.is_empty() {
                    return None;
                }
                self.settle(label, der, body, span, Notes::default());
            }
        }
        self.facts.end_markers = self.facts.end_markers.saturating_add(1);
        Some(end)
    }

    /// The usual case: certificates, decoded straight into the arena.
    fn read_public(
        &mut self,
        label: &[u8],
        lines: &[u8],
        after_begin: usize,
        body: Body,
        span: Range<usize>,
    ) -> Option<()> {
        let arena = &mut self.facts.arena;
        let start = arena.len();
        if arena.capacity() == 0 {
            // Room for all that may follow, so that clean input needs one allocation; a megabyte at first, because
            // what follows may be anything. Growth copies what is public: a key is taken out before.
            let rest = self.text.len().saturating_sub(span.start);
            arena.reserve_exact(base64::room(rest).min(1 << 20));
        }
        let known = self.known.filter(|_| label == b"CERTIFICATE");
        let (content, line_ends) = match known.and_then(|known| known.decoded(lines)) {
            Some((der, line_ends)) => {
                arena.extend_from_slice(der);
                (decode::Content::CERTIFICATE, Some(line_ends))
            }
            None => {
                let line_ends = base64::decode_lines(lines, arena)?;
                (decode::content(label, arena.get(start..)?), line_ends)
            }
        };
        let der = arena.get(start..)?;
        if der.is_empty() || content.may_be_secret || content.behind.is_some() {
            let secret = Zeroizing::new(Vec::from(der));
            base64::forget(lines.len(), arena, start);
            if secret.is_empty() {
                return None;
            }
            self.settle(label, secret, body, span, Notes::default());
            return Some(());
        }
        if let Some(repair) = content.repair {
            self.facts.notes.push((repair, span.clone()));
        }
        let end = span.end;
        // The line of BEGIN ends as the others do.
        let first = self.text.get(..body.range.start)?.get(after_begin..)?;
        let line_ends = line_ends.filter(|_| matches!(first, b"\n" | b"\r\n"));
        self.push_parts(content, start, body, span);
        if let Some(section) = self.facts.sections.last_mut() {
            section.line_ends = line_ends.map(|it| it.saturating_add(1));
        }
        self.end_block(end);
        Some(())
    }

    /// A BEGIN has met its END on the slow way: decode what lies between, or say why not.
    fn close(&mut self, open: Open, end: &Marker) {
        let (text, begin) = (self.text, open.marker);
        let span = begin.span.start..end.span.end;
        if begin.broken || end.broken {
            let at = if begin.broken {
                begin.span.start
            } else {
                end.span.start
            };
            return self.fault(FaultKind::MarkerMalformed, span, at, (1, 1));
        }
        let label = begin.label(text);
        let between = begin.span.end..end.span.start;
        if let Some(start) = commented_out(text, begin.span.start, &between) {
            return self.pass_over_comment(start..span.end, kind_of_label(&label));
        }
        let end_label = end.label(text);
        if label != end_label {
            self.fault(FaultKind::EndMarkerMismatch, span, end.span.start, (1, 1));
            if let Some(fault) = self.facts.faults.last_mut() {
                let both = known_label(&label).zip(known_label(&end_label));
                fault.labels = both.map(|(begin, end)| [begin, end]);
            }
            return;
        }
        let mut body = Body {
            range: begin.span.end..end.span.start,
            number: None,
            after_marker: true,
        };
        let mut notes = open.notes;
        if open
            .number
            .is_some_and(|number| all_numbered(text, &body.range, number))
        {
            body.number = open.number;
        } else {
            // A number before BEGIN alone is text.
            notes.rename(RepairKind::LineNumbersRemoved, RepairKind::GluedMarkerSplit);
        }
        begin.note_flaws(&mut notes);
        end.note_flaws(&mut notes);
        let lines = text.get(body.range.clone()).unwrap_or_default();
        if is_encrypted_key(&label, lines) {
            self.facts.notes.extend(notes.into_inner());
            self.push(
                Kind::EncryptedPrivateKey,
                span.clone(),
                Origin::Text(body),
                DerSource::default(),
            );
            return self.end_block(span.end);
        }
        let (whole, noted) = (body.clone(), notes.clone());
        if let Some(length) = headers(lines) {
            let start = body.range.start.saturating_add(length);
            let blank = lines.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let first = body.range.start.saturating_add(blank);
            notes.note(RepairKind::HeadersRemoved, first..start);
            body.range.start = start;
            body.after_marker = false;
        }
        let read = decode::read(text, &body, &mut notes).or_else(|invalid| {
            // What a log puts before lines may look like headers.
            let mut own = noted;
            let der = decode::read_surrounded(text, &whole, &mut own).ok_or(invalid)?;
            (body, notes) = (whole, own);
            Ok(der)
        });
        match read {
            Ok(der) => {
                // Blanks inside are part of what is wrong with the whole block.
                notes.merge(RepairKind::BlanksRemoved, RepairKind::LineEndsRestored);
                notes.merge(RepairKind::BlanksRemoved, RepairKind::IndentationRemoved);
                if self.yaml {
                    notes.rename(RepairKind::IndentationRemoved, RepairKind::YamlBlockScalarRead);
                }
                self.settle(&label, der, body, span, notes);
            }
            Err(Invalid { at, .. }) if is_placeholder(text, &body.range, at) => {
                self.fault(FaultKind::Placeholder, span, at, (1, 1));
            }
            Err(Invalid { kind, at }) => self.fault(kind, span, at, (1, 1)),
        }
    }

    fn fault(&mut self, kind: FaultKind, bytes: Range<usize>, at: usize, markers: (u8, u8)) {
        self.covered = bytes.end;
        self.after_block = false;
        self.facts.faults.push(Fault {
            kind,
            bytes,
            at,
            labels: None,
            hidden: None,
            markers,
        });
    }

    /// A block that was commented out is text; its comment sign was taken for text by itself.
    fn pass_over_comment(&mut self, mut bytes: Range<usize>, kind: Kind) {
        if let Some(before) = self
            .facts
            .explanatory_text
            .pop_if(|it| it.bytes.end > bytes.start)
        {
            let above = before.bytes.start..bytes.start.max(before.bytes.start);
            let kept = self.text.get(above.clone()).unwrap_or_default().trim_ascii_end();
            if !kept.is_empty() {
                let end = above.start.saturating_add(kept.len());
                self.facts
                    .explanatory_text
                    .push(ExplanatoryText::of(above.start..end));
            }
        }
        let line = self.text.get(bytes.clone()).unwrap_or_default();
        bytes.start = bytes.end.saturating_sub(line.trim_ascii_start().len());
        self.covered = bytes.end;
        self.after_block = false;
        self.facts.explanatory_text.push(ExplanatoryText {
            commented_out: Some(kind),
            ..ExplanatoryText::of(bytes)
        });
    }

    /// Accounts for everything from what is covered up to `end`.
    fn gap(&mut self, end: usize, before_begin: bool) -> Gap {
        let place = self.covered..end;
        let mut gap = gap(self.text, &place, self.after_block, before_begin);
        // A block scalar goes on until other text follows.
        self.yaml = gap.yaml || (self.yaml && gap.text.is_none());
        self.facts.explanatory_text.extend(gap.text.take());
        self.facts.layout.extend(gap.layout.take());
        let after_end = core::mem::take(&mut gap.after_end);
        self.facts.notes.extend(after_end.into_inner());
        self.covered = end;
        self.after_block = false;
        gap
    }

    fn finish(&mut self) {
        let end = self.text.len();
        if let Some(open) = self.open.take() {
            return self.fault(
                FaultKind::EndMarkerMissing,
                open.marker.span.start..end,
                end,
                (1, 0),
            );
        }
        if self.facts.begin_markers > 0 || self.facts.end_markers > 0 {
            self.gap(end, false);
        } else {
            self.facts.unmarked = explanatory_text::whole(self.text, self.covered);
        }
    }
}

fn is_encrypted_key(label: &[u8], body: &[u8]) -> bool {
    kind_of_label(label) == Kind::PrivateKey && decode::is_encrypted_by_header(body)
}
