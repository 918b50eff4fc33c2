//! PEM text to sections, with every byte accounted for.
//!
//! The scanner records facts and never judges: [`Section`]s that were decoded, [`Outside`] text around them,
//! and a [`Fault`] for every marker that led to no section. A block is never dropped without one of the three.

mod accounting;
mod base64;
mod body;
mod comment;
mod container;
mod decode;
mod encoded;
mod fault;
mod lines;
mod look;
mod markers;
mod outside;
mod places;
mod repair;
mod scanner;
mod search;
mod tokens;
mod transcode;
mod unmarked;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use zeroize::Zeroizing;

use body::Body;
pub use fault::{Fault, FaultKind};
use lines::Counter;
pub(crate) use lines::Lines;
pub(crate) use look::Look;
pub use outside::{Outside, OutsideLines};
pub(crate) use places::Places;
pub use repair::{Repair, RepairKind};
use scanner::Facts;
use transcode::Positions;

/// What a file of PEM text consists of. Made by [`scan`].
pub struct Scan<'a> {
    source: &'a [u8],
    text: Text,
    positions: Positions,
    facts: Facts,
}

/// What was scanned.
enum Text {
    /// The input itself.
    Source,
    /// UTF-16, one byte for each code unit; wiped on drop, since it may hold a key.
    Transcoded(Zeroizing<Vec<u8>>),
    /// DER: there are no lines.
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

/// As [`scan`], but stops with a fault after `blocks` blocks, decoded or not.
pub(crate) fn scan_with_limit(source: &[u8], blocks: usize) -> Scan<'_> {
    if let Some(facts) = encoded::der(source, blocks) {
        return Scan::assemble(source, Text::None, Positions::default(), facts);
    }
    match transcode::utf16(source) {
        None => Scan::assemble(
            source,
            Text::Source,
            Positions::default(),
            scan_text(source, blocks),
        ),
        Some((text, positions)) => {
            let mut facts = scan_text(&text, blocks);
            facts.notes.push((RepairKind::Utf16Transcoded, 0..text.len()));
            Scan::assemble(source, Text::Transcoded(text), positions, facts)
        }
    }
}

fn scan_text(text: &[u8], blocks: usize) -> Facts {
    let facts = scanner::run(text, blocks);
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

/// One block that was decoded.
pub struct Section {
    kind: Kind,
    span: Range<usize>,
    origin: Origin,
    held: Held,
}

/// Where the DER of a section comes from.
#[derive(Clone)]
enum Origin {
    /// Base64 in the text.
    Text(Body),
    /// The input is DER.
    Der,
    /// A container: the section's bytes as a whole.
    Whole,
}

/// Where the DER of a section is.
enum Held {
    /// A range of the arena.
    Public(Range<usize>),
    /// Anything that may be a key: memory of its own, wiped on drop.
    Secret(Zeroizing<Vec<u8>>),
}

impl Default for Held {
    fn default() -> Held {
        Held::Secret(Zeroizing::default())
    }
}

/// What a block holds, by its label and by the look of its DER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `CERTIFICATE`, `X509 CERTIFICATE`, `TRUSTED CERTIFICATE`.
    Certificate,
    /// A private key in the clear: `PRIVATE KEY`, `RSA PRIVATE KEY`, `EC PRIVATE KEY`, or such a key under another label.
    PrivateKey,
    /// A password-protected private key: `ENCRYPTED PRIVATE KEY`, or `Proc-Type: 4,ENCRYPTED` in the block.
    EncryptedPrivateKey,
    /// `OPENSSH PRIVATE KEY`: a private key in a form that only OpenSSH reads.
    OpenSshPrivateKey,
    /// `CERTIFICATE REQUEST`.
    CertificateRequest,
    /// `X509 CRL`.
    RevocationList,
    /// `PUBLIC KEY`.
    PublicKey,
    /// `EC PARAMETERS`, `DH PARAMETERS`.
    Parameters,
    /// `PKCS7`, `CMS`.
    Pkcs7,
    /// Any other label. The label itself is not kept: it might hold anything.
    Other,
}

impl Kind {
    /// What it is, with an article.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Certificate => "a certificate",
            Kind::PrivateKey => "a private key",
            Kind::EncryptedPrivateKey => "a password-protected private key",
            Kind::OpenSshPrivateKey => "a private key in OpenSSH's own form",
            Kind::CertificateRequest => "a certificate request",
            Kind::RevocationList => "a revocation list",
            Kind::PublicKey => "a public key",
            Kind::Parameters => "key parameters",
            Kind::Pkcs7 => "a PKCS#7 container",
            Kind::Other => "a block of another kind",
        }
    }

    /// Whether it is a private key of X.509, in the clear or not.
    pub fn is_private_key(self) -> bool {
        matches!(self, Kind::PrivateKey | Kind::EncryptedPrivateKey)
    }
}

impl Section {
    /// What it holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Bytes of the input from the first dash of BEGIN to the last dash of END.
    pub fn bytes(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// Prints kind and place, never the content.
impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Section")
            .field("kind", &self.kind)
            .field("bytes", &self.span)
            .finish_non_exhaustive()
    }
}

impl<'a> Scan<'a> {
    /// From offsets in the text to offsets in the input, lines and columns.
    fn assemble(source: &'a [u8], text: Text, positions: Positions, facts: Facts) -> Scan<'a> {
        let mut scan = Scan {
            source,
            text,
            positions,
            facts,
        };
        // UTF-16 may break off within a code unit.
        let end = |offset: usize| positions.source(offset).min(source.len());
        let map = |range: &mut Range<usize>| *range = end(range.start)..end(range.end);
        let facts = &mut scan.facts;
        facts.sections.iter_mut().for_each(|it| map(&mut it.span));
        facts
            .outside
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

    /// The text that was scanned: the input, or what it was transcoded to.
    fn text(&self) -> &[u8] {
        match &self.text {
            Text::Source => self.source,
            Text::Transcoded(text) => text,
            Text::None => &[],
        }
    }

    /// The lines of the input.
    pub(crate) fn lines(&self) -> Lines {
        Lines::of(self.text(), self.positions)
    }

    /// The input.
    pub fn source(&self) -> &'a [u8] {
        self.source
    }

    /// What the input as a whole looks like, for when it holds no block.
    pub(crate) fn look(&self) -> Look {
        match &self.text {
            Text::Transcoded(text) => Look::of(text),
            _ => Look::of(self.source),
        }
    }

    /// The blocks that were decoded, in the order of the input.
    pub fn sections(&self) -> &[Section] {
        &self.facts.sections
    }

    /// The text around them, or all of a text without any block.
    pub fn outside(&self) -> &[Outside] {
        match &self.facts.unmarked {
            Some(all) => core::slice::from_ref(all),
            None => &self.facts.outside,
        }
    }

    /// Every marker that led to no section.
    pub fn faults(&self) -> &[Fault] {
        &self.facts.faults
    }

    /// What a piece of [`Scan::outside`] consists of.
    ///
    /// ```
    /// # let text = include_bytes!("../../testdata/demo/from-pfx.pem");
    /// let scan = pemvet::pem::scan(text);
    /// let lines = scan.describe(&scan.outside()[0]);
    /// assert_eq!((lines.all, lines.bag_attributes, lines.names), (5, 5, 2));
    /// ```
    pub fn describe(&self, outside: &Outside) -> OutsideLines {
        outside::describe(self.text().get(outside.within.clone()).unwrap_or_default())
    }

    /// What was repaired to read the input, in its order. The scan notes kinds and bytes; lines and columns are counted
    /// here, so call it once.
    pub fn repairs(&self) -> Vec<Repair> {
        let mut notes = self.facts.notes.clone();
        if self.facts.begin_markers > 0 || self.facts.end_markers > 0 {
            notes.extend(self.outside().iter().map(|text| {
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
        let mut counter = Counter::of(self.text(), self.positions);
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
        // A block that only its label calls a certificate is none: it may hold anything, what is left of a key too.
        let certificates = self
            .sections()
            .iter()
            .filter(|section| section.kind == Kind::Certificate);
        certificates
            .filter(|section| !self.may_be_secret(section))
            .map(|section| self.der(section))
    }

    /// Whether `section` is a private key, or nothing that is known to be public.
    pub(crate) fn may_be_secret(&self, section: &Section) -> bool {
        matches!(section.held, Held::Secret(_))
    }

    /// Canonical PEM of all certificates in the order of the input: LF line ends, 64 columns, nothing else.
    ///
    /// ```
    /// # let text = include_bytes!("../../testdata/demo/from-pfx.pem");
    /// let scan = pemvet::pem::scan(text);
    /// let clean = scan.to_pem();
    /// assert!(clean.starts_with("-----BEGIN CERTIFICATE-----\nMII"));
    /// assert!(!clean.contains("Bag Attributes"));
    /// assert_eq!(pemvet::pem::scan(clean.as_bytes()).to_pem(), clean);
    /// ```
    pub fn to_pem(&self) -> String {
        encode_certificates(self.certificates())
    }

    /// The decoded content of `section`, whatever its kind.
    pub(crate) fn der<'s>(&'s self, section: &'s Section) -> &'s [u8] {
        match &section.held {
            Held::Public(range) => self.facts.arena.get(range.clone()).unwrap_or_default(),
            Held::Secret(bytes) => bytes,
        }
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
            .field("outside", &self.outside())
            .field("faults", &self.faults())
            .finish_non_exhaustive()
    }
}

/// Canonical PEM of certificates: LF, 64 columns (RFC 7468 section 2).
pub(crate) fn encode_certificates<'d>(certificates: impl Iterator<Item = &'d [u8]>) -> String {
    let layout = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    certificates
        .map(|der| pem::encode_config(&pem::Pem::new("CERTIFICATE", der), layout))
        .collect()
}
