//! PEM text to sections, with every byte accounted for.
//!
//! The scanner records facts and never judges: [`Section`]s that were decoded, [`Outside`] text around them,
//! and a [`Fault`] for every marker that led to no section. A block is never dropped without one of the three.

mod base64;
mod lines;
mod scanner;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use zeroize::Zeroizing;

pub(crate) use lines::Lines;
pub use scanner::scan;
pub(crate) use scanner::scan_with_limit;

/// What a file of PEM text consists of. Made by [`scan`].
pub struct Scan<'a> {
    source: &'a [u8],
    sections: Vec<Section>,
    outside: Vec<Outside>,
    faults: Vec<Fault>,
    repairs: Vec<Repair>,
    begin_markers: usize,
    end_markers: usize,
    /// DER of everything that holds no secret, one after the other.
    arena: Vec<u8>,
}

/// One block that was decoded.
pub struct Section {
    kind: Kind,
    span: Range<usize>,
    body: Range<usize>,
    content: Content,
}

enum Content {
    /// A range of the arena.
    Public(Range<usize>),
    /// Anything that may be a key: memory of its own, wiped on drop.
    Secret(Zeroizing<Vec<u8>>),
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
            Kind::CertificateRequest => "a certificate request",
            Kind::RevocationList => "a revocation list",
            Kind::PublicKey => "a public key",
            Kind::Parameters => "key parameters",
            Kind::Pkcs7 => "a PKCS#7 container",
            Kind::Other => "a block of another kind",
        }
    }

    /// Whether it is a private key, in the clear or not.
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

/// Text outside all blocks, white space aside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outside {
    /// Its bytes, from the first to the last that is no white space.
    pub bytes: Range<usize>,
    /// Lines in it that are not blank.
    pub lines: usize,
    /// Lines that `openssl pkcs12` writes: `Bag Attributes`, what is indented under it, `Key Attributes`,
    /// `subject=` and `issuer=`.
    pub bag_attribute_lines: usize,
}

/// A marker that led to no section.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The bytes that are lost with it.
    pub bytes: Range<usize>,
    /// The byte where the fault shows, inside or at the end of `bytes`.
    pub at: usize,
}

/// What is wrong with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// BEGIN, and then another BEGIN or the end of the file.
    EndMarkerMissing,
    /// The END names another label than the BEGIN.
    EndMarkerMismatch,
    /// Something in the body is not base64.
    NotBase64,
    /// The body's characters do not come in fours: something is missing, or the padding is.
    Base64Length,
    /// BEGIN and END with nothing between.
    EmptyBody,
    /// A line that reads like a marker but is none: wrong dashes, wrong case, text around it.
    MarkerMalformed,
    /// An END without a BEGIN.
    EndWithoutBegin,
    /// The scan stopped here: more blocks than the limit.
    TooManyBlocks,
}

/// A change that was needed to read the input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Repair {
    /// What was done.
    pub kind: RepairKind,
    /// Lines of the input, from 1, both ends included.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize_lines"))]
    pub lines: core::ops::RangeInclusive<usize>,
}

#[cfg(feature = "serde")]
fn serialize_lines<S: serde::Serializer>(
    lines: &core::ops::RangeInclusive<usize>,
    to: S,
) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&[lines.start(), lines.end()], to)
}

/// The kinds of repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum RepairKind {
    /// A byte order mark before the first line was passed over.
    ByteOrderMarkRemoved,
    /// `Bag Attributes`, `subject=` and `issuer=` lines were passed over.
    BagAttributesRemoved,
    /// Other text outside the blocks was passed over.
    TextRemoved,
    /// The certificates were put into another order.
    Reordered,
    /// A byte-for-byte copy of a certificate was dropped.
    DuplicateRemoved,
    /// A block that is no certificate was left out.
    BlockRemoved,
}

impl RepairKind {
    /// The kind as kebab-case text.
    pub fn as_str(self) -> &'static str {
        match self {
            RepairKind::ByteOrderMarkRemoved => "byte-order-mark-removed",
            RepairKind::BagAttributesRemoved => "bag-attributes-removed",
            RepairKind::TextRemoved => "text-removed",
            RepairKind::Reordered => "reordered",
            RepairKind::DuplicateRemoved => "duplicate-removed",
            RepairKind::BlockRemoved => "block-removed",
        }
    }
}

impl<'a> Scan<'a> {
    /// The input.
    pub fn source(&self) -> &'a [u8] {
        self.source
    }

    /// The blocks that were decoded, in the order of the input.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The text around them.
    pub fn outside(&self) -> &[Outside] {
        &self.outside
    }

    /// Every marker that led to no section.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// What was repaired to read the input.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// How many BEGIN and END markers were seen, malformed ones not counted.
    pub fn markers(&self) -> (usize, usize) {
        (self.begin_markers, self.end_markers)
    }

    /// DER of all certificates, in the order of the input.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.sections
            .iter()
            .filter(|section| section.kind == Kind::Certificate)
            .map(|section| self.der(section))
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
        match &section.content {
            Content::Public(range) => self.arena.get(range.clone()).unwrap_or_default(),
            Content::Secret(bytes) => bytes,
        }
    }

    /// The bytes of the input that hold `range` of the section's DER.
    pub(crate) fn locate(&self, section: &Section, range: &Range<usize>) -> Range<usize> {
        // Byte n of the content begins in base64 character floor(4n/3); its last bit lies in that of n+1, rounded up.
        let first = range.start.saturating_mul(4) / 3;
        let last = range
            .end
            .saturating_mul(4)
            .div_ceil(3)
            .saturating_sub(1)
            .max(first);
        let body = self.source.get(section.body.clone()).unwrap_or_default();
        let mut characters = body
            .iter()
            .enumerate()
            .filter(|(_, byte)| !byte.is_ascii_whitespace())
            .map(|(offset, _)| offset);
        let start = characters.by_ref().nth(first);
        let end = if last > first {
            characters.nth(last.saturating_sub(first).saturating_sub(1))
        } else {
            start
        };
        match (start, end) {
            (Some(start), Some(end)) => {
                let base = section.body.start;
                base.saturating_add(start)..base.saturating_add(end).saturating_add(1)
            }
            _ => section.span.clone(),
        }
    }
}

impl fmt::Debug for Scan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan")
            .field("sections", &self.sections)
            .field("outside", &self.outside)
            .field("faults", &self.faults)
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
