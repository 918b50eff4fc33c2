//! PEM text to sections, with every byte accounted for.
//!
//! The scanner records facts and never judges: [`Section`]s that were decoded, [`ExplanatoryText`] around them,
//! and a [`Fault`] for every marker whose block could not be decoded. No block is dropped without one of the three.

mod accounting;
mod base64;
#[cfg(feature = "simd")]
mod base64_simd;
mod base64_value;
mod ber;
mod body;
mod canonical;
mod comment;
mod container;
mod content_kind;
mod decode;
mod encoded;
mod escapes;
mod even_line;
mod explanatory_text;
mod fault;
mod given;
mod hexadecimal;
mod hidden;
mod known_blocks;
mod lines;
mod markers;
mod numbers;
mod places;
mod private_keys;
mod quoted_printable;
mod recognized;
mod repair;
mod scanner;
mod search;
mod section;
mod surroundings;
mod tokens;
mod transcode;
mod uncover;
mod unmarked;
mod uuencode;
mod wide;

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use zeroize::Zeroizing;

pub use canonical::KeyPem;
pub(crate) use canonical::encode_certificates;
pub(crate) use content_kind::ContentKind;
pub use explanatory_text::{ExplanatoryLines, ExplanatoryText};
pub use fault::{Fault, FaultKind};
pub(crate) use fault::{HiddenContent, HiddenForm};
pub(crate) use given::scan_der;
pub(crate) use known_blocks::KnownBlocks;
use lines::Numbers;
pub(crate) use lines::{Counter, LineOf, Lines};
pub(crate) use places::Places;
pub use private_keys::{PrivateKeyPlace, private_keys};
pub use repair::{Repair, RepairKind};
use scanner::Facts;
use section::{DerSource, Origin};
pub use section::{Kind, Section};
use transcode::Positions;

/// What a file of PEM text consists of. Made by [`scan`].
pub struct Scan<'a> {
    source: &'a [u8],
    text: Text,
    positions: Positions,
    numbers: Numbers<'a>,
    facts: Facts,
}

/// What was scanned.
enum Text {
    /// The input itself.
    Source,
    /// UTF-16, one byte for each code unit; wiped on drop, since it may hold a key.
    Transcoded(Zeroizing<Vec<u8>>),
    /// DER, as a file or each certificate on its own: there are no lines.
    None,
}

/// Splits `source` into blocks, text outside them, and faults. Never fails: any bytes give a scan.
///
/// Whatever can be read in one way only is read, and each repair that took is recorded with its place. Work is linear
/// in the input; memory is the decoded content and one entry a block. Text without any block costs no memory.
///
/// ```
/// use pemvet::pem::{scan, FaultKind};
///
/// let cut_off = scan(b"-----BEGIN CERTIFICATE-----\nMIIB\n");
/// assert_eq!(cut_off.sections().len(), 0);
/// assert_eq!(cut_off.faults()[0].kind, FaultKind::EndMarkerMissing);
/// ```
pub fn scan(source: &[u8]) -> Scan<'_> {
    scan_with_limit(source, usize::MAX)
}

/// As [`scan`], but stops with a fault after `blocks` blocks, decoded or not: memory for the rest is not taken either.
///
/// ```
/// use pemvet::pem::{scan_with_limit, FaultKind};
///
/// let storm = "-----BEGIN CERTIFICATE-----\n".repeat(1_000);
/// let scan = scan_with_limit(storm.as_bytes(), 10);
/// assert_eq!(scan.faults().len(), 11);
/// assert_eq!(scan.faults()[10].kind, FaultKind::TooManyBlocks);
/// ```
pub fn scan_with_limit(source: &[u8], blocks: usize) -> Scan<'_> {
    scan_knowing(source, blocks, None)
}

/// As [`scan_with_limit`], without decoding what is known.
pub(crate) fn scan_knowing<'a>(source: &'a [u8], blocks: usize, known: Option<&dyn KnownBlocks>) -> Scan<'a> {
    if let Some(facts) = encoded::der(source, blocks) {
        return Scan::assemble(source, Text::None, Positions::default(), facts);
    }
    match transcode::utf16(source) {
        None => Scan::assemble(
            source,
            Text::Source,
            Positions::default(),
            scan_text(source, blocks, known),
        ),
        Some((text, positions)) => {
            let mut facts = scan_text(&text, blocks, known);
            facts.notes.push((RepairKind::Utf16Transcoded, 0..text.len()));
            let mut scan = Scan::assemble(source, Text::Transcoded(text), positions, facts);
            uncover::source(source, &mut scan.facts);
            scan
        }
    }
}

/// Whether the two ways to decode base64 of what is public read a body differently.
#[cfg(all(feature = "simd", feature = "internals"))]
pub(crate) fn base64_differs(body: &[u8]) -> bool {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let ends = base64::decode_lines(body, &mut one);
    ends != base64::decode_portably(body, &mut other) || one != other
}

fn scan_text(text: &[u8], blocks: usize, known: Option<&dyn KnownBlocks>) -> Facts {
    let mut facts = scan_blocks(text, blocks, known);
    uncover::text(text, &mut facts);
    facts
}

fn scan_blocks(text: &[u8], blocks: usize, known: Option<&dyn KnownBlocks>) -> Facts {
    let facts = scanner::run_knowing(text, blocks, known);
    if facts.begin_markers > 0 || facts.end_markers > 0 {
        return facts;
    }
    encoded::read(text, blocks, facts.may_be_encoded)
        .or_else(|| {
            facts
                .may_be_base64
                .then(|| unmarked::read(text, blocks))
                .flatten()
        })
        .unwrap_or(facts)
}

impl<'a> Scan<'a> {
    /// From offsets in the text to offsets in the input, lines and columns.
    fn assemble(source: &'a [u8], text: Text, positions: Positions, facts: Facts) -> Scan<'a> {
        let mut scan = Scan {
            source,
            text,
            positions,
            numbers: Numbers::Below(0),
            facts,
        };
        // UTF-16 may break off within a code unit.
        let end = |offset: usize| positions.source(offset).min(source.len());
        let map = |range: &mut Range<usize>| *range = end(range.start)..end(range.end);
        let facts = &mut scan.facts;
        facts.sections.iter_mut().for_each(|it| map(&mut it.span));
        facts
            .explanatory_text
            .iter_mut()
            .chain(&mut facts.unmarked)
            .for_each(|it| map(&mut it.bytes));
        facts.layout.iter_mut().for_each(map);
        facts.notes.iter_mut().for_each(|(_, bytes)| map(bytes));
        for fault in &mut facts.faults {
            map(&mut fault.bytes);
            fault.at = end(fault.at);
        }
        scan
    }

    /// The same, where the input is a part of a file that begins on this line of it, from 1.
    pub(crate) fn at_line(mut self, line: usize) -> Scan<'a> {
        self.numbers = Numbers::Below(line.saturating_sub(1));
        self
    }

    /// The same, where the lines of the input are these of the file.
    pub(crate) fn on_lines(mut self, line_of: LineOf<'a>) -> Scan<'a> {
        self.numbers = Numbers::Listed(line_of);
        self
    }

    /// The text that was scanned: the input, or what it was transcoded to.
    fn text(&self) -> &[u8] {
        match &self.text {
            Text::Source => self.source,
            Text::Transcoded(text) => text,
            Text::None => &[],
        }
    }

    /// The lines of the input.
    pub(crate) fn lines(&self) -> Lines<'_> {
        Lines::of(self.text(), self.positions, self.numbers).with(&self.facts.sections)
    }

    /// For lines that are asked in their order.
    pub(crate) fn counter(&self) -> Counter<'_> {
        Counter::of(self.text(), self.positions, self.numbers)
    }

    /// The input.
    pub fn source(&self) -> &'a [u8] {
        self.source
    }

    /// What the input as a whole looks like, for when it holds no block.
    pub(crate) fn look(&self) -> ContentKind {
        match &self.text {
            Text::Transcoded(text) => ContentKind::of(text),
            _ => ContentKind::of(self.source),
        }
    }

    /// The blocks that were decoded, in the order of the input.
    pub fn sections(&self) -> &[Section] {
        &self.facts.sections
    }

    /// The text around them, or all of a text without any block.
    pub fn explanatory_text(&self) -> &[ExplanatoryText] {
        match &self.facts.unmarked {
            Some(all) => core::slice::from_ref(all),
            None => &self.facts.explanatory_text,
        }
    }

    /// Every marker that led to no section.
    pub fn faults(&self) -> &[Fault] {
        &self.facts.faults
    }

    /// What a piece of [`Scan::explanatory_text`] consists of.
    ///
    /// ```
    /// # let text = include_bytes!("../../testdata/demo/from-pfx.pem");
    /// let scan = pemvet::pem::scan(text);
    /// let lines = scan.describe(&scan.explanatory_text()[0]);
    /// assert_eq!((lines.all, lines.bag_attributes, lines.names), (5, 5, 2));
    /// ```
    pub fn describe(&self, text: &ExplanatoryText) -> ExplanatoryLines {
        explanatory_text::describe(self.text().get(text.within.clone()).unwrap_or_default())
    }

    /// What was repaired to read the input, in its order. The scan notes kinds and bytes; lines and columns are counted
    /// here, so call it once.
    pub fn repairs(&self) -> Vec<Repair> {
        let mut notes = self.facts.notes.clone();
        if self.facts.begin_markers > 0 || self.facts.end_markers > 0 {
            notes.extend(self.explanatory_text().iter().map(|text| {
                let lines = self.describe(text);
                let kind = if lines.bag_attributes == lines.all {
                    RepairKind::BagAttributesRemoved
                } else {
                    RepairKind::TextRemoved
                };
                (kind, text.bytes.clone())
            }));
        }
        notes.sort_by_key(|(_, bytes)| bytes.start);
        let mut counter = self.counter();
        let repairs = notes.into_iter().map(|(kind, bytes)| {
            let (lines, column) = counter.place(&bytes);
            Repair {
                kind,
                lines,
                column,
                bytes,
            }
        });
        repairs.collect()
    }

    /// How many BEGIN and END markers were seen, malformed ones included.
    pub fn markers(&self) -> (usize, usize) {
        (self.facts.begin_markers, self.facts.end_markers)
    }

    /// DER of all blocks that look like certificates inside as well, in the order of the input.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        // A block that is a certificate by its label alone may hold anything, what is left of a key too.
        let certificates = self
            .sections()
            .iter()
            .filter(|section| section.kind == Kind::Certificate);
        certificates
            .filter(|section| !self.may_be_secret(section))
            .map(|section| self.der(section))
    }

    /// The blocks that are certificate requests (PKCS#10) inside as well, each with its DER, in the order of the input.
    ///
    /// ```
    /// let scan = pemvet::pem::scan(b"-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n");
    /// assert_eq!((scan.sections().len(), scan.requests().count()), (1, 0));
    /// ```
    pub fn requests(&self) -> impl Iterator<Item = (&Section, &[u8])> {
        self.sections()
            .iter()
            .filter(|section| section.kind == Kind::CertificateRequest && !self.may_be_secret(section))
            .map(|section| (section, self.der(section)))
    }

    /// The text of a usual block of a certificate between BEGIN and END, and how many lines end there: what
    /// [`KnownBlocks`] may know.
    pub(crate) fn usual_block(&self, section: &Section) -> Option<(&[u8], usize)> {
        let (line_ends, _) = section.line_ends()?;
        let Origin::Text(body) = &section.origin else {
            return None;
        };
        let is_usual = container::is_usual_certificate(self.der(section));
        let lines = self.text().get(body.range.clone()).filter(|_| is_usual)?;
        // One more is that of BEGIN.
        Some((lines, line_ends.checked_sub(1)?))
    }

    /// Whether `section` is a private key, or nothing that is known to be public.
    pub(crate) fn may_be_secret(&self, section: &Section) -> bool {
        matches!(section.held, DerSource::Secret(_))
    }

    /// The decoded content of `section`, whatever its kind.
    pub(crate) fn der<'s>(&'s self, section: &'s Section) -> &'s [u8] {
        match &section.held {
            DerSource::Public(range) => self.facts.arena.get(range.clone()).unwrap_or_default(),
            DerSource::Secret(bytes) => bytes,
        }
    }

    /// What the content of `section` looks like, whatever its label.
    pub(crate) fn look_into(&self, section: &Section) -> ContentKind {
        ContentKind::of(self.der(section))
    }

    /// The bytes of the input that hold `range` of the section's DER, whatever was repaired between the two.
    pub(crate) fn locate<'s>(
        &'s self,
        section: &Section,
        range: &Range<usize>,
        places: &Places<'s>,
    ) -> Range<usize> {
        let span = &section.span;
        let body = match &section.origin {
            Origin::Text(body) => body,
            Origin::Whole => return span.clone(),
            Origin::Der => {
                let end = span.start.saturating_add(range.end).min(span.end);
                return span.start.saturating_add(range.start).min(end)..end;
            }
        };
        // Byte n of the content begins in base64 character floor(4n/3); its last bit lies in that of n+1, rounded up.
        let first = range.start.saturating_mul(4) / 3;
        let last = range
            .end
            .saturating_mul(4)
            .div_ceil(3)
            .saturating_sub(1)
            .max(first);
        let offset = |character| places.offset(self.text(), body, character);
        match (offset(first), offset(last)) {
            (Some(start), Some(end)) => self.positions.range(&(start..end.saturating_add(1))),
            _ => span.clone(),
        }
    }
}

impl fmt::Debug for Scan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan")
            .field("sections", &self.sections())
            .field("explanatory_text", &self.explanatory_text())
            .field("faults", &self.faults())
            .finish_non_exhaustive()
    }
}
