//! What was mended to read a text.

use core::ops::{Range, RangeInclusive};

/// A change that was needed to read the input.
///
/// ```
/// use pemvet::pem::{RepairKind, scan};
///
/// # let text = include_str!("../../testdata/demo/good.pem");
/// let misprinted = text.replacen("-----END CERTIFICATE-----", "-----END CERTIFICATE----", 1);
/// let scan = scan(misprinted.as_bytes());
/// assert_eq!(scan.certificates().count(), 3);
/// let repair = &scan.repairs()[0];
/// assert_eq!((repair.kind, repair.column), (RepairKind::DashCountRepaired, 1));
/// assert_eq!(&misprinted[repair.bytes.clone()], "-----END CERTIFICATE----");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Repair {
    /// What was done.
    pub kind: RepairKind,
    /// Lines of the input, from 1, both ends included.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize_lines"))]
    pub lines: RangeInclusive<usize>,
    /// Column of the first byte in its line, from 1, in bytes (UTF-16: in code units).
    pub column: usize,
    /// Bytes of the input, from the first place to the last where the block needed it.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize_bytes"))]
    pub bytes: Range<usize>,
}

#[cfg(feature = "serde")]
fn serialize_lines<S: serde::Serializer>(lines: &RangeInclusive<usize>, to: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&[lines.start(), lines.end()], to)
}

#[cfg(feature = "serde")]
fn serialize_bytes<S: serde::Serializer>(bytes: &Range<usize>, to: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&[bytes.start, bytes.end], to)
}

macro_rules! kinds {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
        #[non_exhaustive]
        pub enum $name { $($(#[$doc])* #[cfg_attr(feature = "serde", serde(rename = $text))] $variant,)* }

        impl $name {
            /// The kind as kebab-case text.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
    };
}
pub(super) use kinds;

kinds! {
    /// The kinds of repair.
    RepairKind {
        /// A UTF-8 byte order mark before a line was passed over.
        ByteOrderMarkRemoved = "byte-order-mark-removed",
        /// UTF-16 text was read, with or without byte order mark.
        Utf16Transcoded = "utf16-transcoded",
        /// Invisible characters were passed over: no-break and zero-width spaces, control characters.
        InvisibleCharactersRemoved = "invisible-characters-removed",
        /// The same at the end of a line, where they do less harm.
        InvisibleLineEndRemoved = "invisible-line-end-removed",
        /// Lines that end in CR alone were read.
        CarriageReturnsReplaced = "carriage-returns-replaced",
        /// Lines that end in U+2028 or U+2029 were read.
        LineSeparatorsReplaced = "line-separators-replaced",
        /// Carriage returns after the line feed were passed over, as in LF CR.
        CarriageReturnsRemoved = "carriage-returns-removed",
        /// BEGIN or END was indented.
        IndentationRemoved = "indentation-removed",
        /// The block was indented under a `key: |` of YAML.
        YamlBlockScalarRead = "yaml-block-scalar-read",
        /// Blanks inside the base64 were passed over, or a blank line after BEGIN.
        BlanksRemoved = "blanks-removed",
        /// A blank line inside the base64 was passed over.
        BlankLineRemoved = "blank-line-removed",
        /// Quotation marks at the ends of lines were passed over.
        QuotesRemoved = "quotes-removed",
        /// `>` or `|` at the start of lines was passed over.
        QuotePrefixRemoved = "quote-prefix-removed",
        /// What a log, a listing, a program or a page of HTML puts around each line was passed over.
        SurroundingsRemoved = "surroundings-removed",
        /// Line numbers were passed over.
        LineNumbersRemoved = "line-numbers-removed",
        /// `\n` written as two or more characters was read as a line end.
        NewlinesUnescaped = "newlines-unescaped",
        /// Backslashes before real line ends were passed over.
        BackslashesRemoved = "backslashes-removed",
        /// Blanks stood where the line ends belong.
        LineEndsRestored = "line-ends-restored",
        /// A marker shared its line with something else.
        GluedMarkerSplit = "glued-marker-split",
        /// A marker with more or fewer than five dashes was read.
        DashCountRepaired = "dash-count-repaired",
        /// A marker with typographic dashes was read.
        SmartDashesReplaced = "smart-dashes-replaced",
        /// A marker in lower case was read.
        MarkerCaseRepaired = "marker-case-repaired",
        /// Blanks in a marker were passed over.
        MarkerSpacingRepaired = "marker-spacing-repaired",
        /// The label says one thing, the content is another; the content was believed.
        LabelCorrected = "label-corrected",
        /// A PKCS#8 key under the label of an older form was read as what it is.
        Pkcs8LabelCorrected = "pkcs8-label-corrected",
        /// `X509 CERTIFICATE`, or `TRUSTED CERTIFICATE` without auxiliary data, was read as `CERTIFICATE`.
        OldLabelReplaced = "old-label-replaced",
        /// The auxiliary trust data of a `TRUSTED CERTIFICATE` was cut off.
        TrustDataCut = "trust-data-cut",
        /// Bytes after the end of the certificate were cut off.
        TrailingBytesCut = "trailing-bytes-cut",
        /// Header lines in a block were passed over (RFC 1421 section 4.6).
        HeadersRemoved = "headers-removed",
        /// `=` at the end of the base64 was missing.
        PaddingAdded = "padding-added",
        /// `=` too many at the end of the base64.
        PaddingRemoved = "padding-removed",
        /// The unused bits at the end of the base64 were not zero.
        TailBitsCleared = "tail-bits-cleared",
        /// The URL-safe alphabet (`-`, `_`) was read (RFC 4648 section 5).
        UrlSafeAlphabetRead = "url-safe-alphabet-read",
        /// Quoted-printable was decoded, as mail has it: `=3D` for `=`, lines that go on behind `=` (RFC 2045 section 6.7).
        QuotedPrintableDecoded = "quoted-printable-decoded",
        /// Base64 of PEM text was decoded.
        Base64OfPemDecoded = "base64-of-pem-decoded",
        /// Base64 without BEGIN and END was read.
        MarkersAdded = "markers-added",
        /// A certificate in DER was read.
        DerRead = "der-read",
        /// The certificates of a PKCS#7 container were read.
        Pkcs7Read = "pkcs7-read",
        /// `Bag Attributes`, `subject=` and `issuer=` lines were passed over.
        BagAttributesRemoved = "bag-attributes-removed",
        /// Other text outside the blocks was passed over.
        TextRemoved = "text-removed",
        /// The certificates were put into another order.
        Reordered = "reordered",
        /// A byte-for-byte copy of a certificate was dropped.
        DuplicateRemoved = "duplicate-removed",
        /// A block that is no certificate was left out.
        BlockRemoved = "block-removed",
    }
}
