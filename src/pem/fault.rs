//! What looks like a block and cannot be read.

use core::ops::Range;

use super::repair::kinds;

/// A BEGIN or END whose block could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The bytes that are lost with it.
    pub bytes: Range<usize>,
    /// The byte where the fault shows, inside or at the end of `bytes`.
    pub at: usize,
    /// The words after BEGIN and after END where they differ, and both are known.
    pub labels: Option<[&'static str; 2]>,
    /// BEGIN and END markers among the lost bytes.
    pub(super) markers: (u8, u8),
    /// What stands there, where it is known without having been read.
    pub(crate) hidden: Option<Hidden>,
}

kinds! {
    /// What is wrong with a block.
    FaultKind {
        /// BEGIN, and then another BEGIN or the end of the file.
        EndMarkerMissing = "end-marker-missing",
        /// The END names another label than the BEGIN.
        EndMarkerMismatch = "end-marker-mismatch",
        /// Something in the body is not base64.
        NotBase64 = "not-base64",
        /// Dots, or a word in brackets, stand where the content belongs: `...`, `[cert_content]`.
        Placeholder = "placeholder",
        /// The body holds markup such as `<br>` or `&#10;`.
        Markup = "markup",
        /// The body holds NUL bytes.
        NulByte = "nul-byte",
        /// The body's characters do not come in fours: something is missing, or the padding is.
        Base64Length = "base64-length",
        /// BEGIN and END with nothing between.
        EmptyBody = "empty-body",
        /// A line that looks like a marker and has no label that can be read.
        MarkerMalformed = "marker-malformed",
        /// An END without a BEGIN.
        EndWithoutBegin = "end-without-begin",
        /// A certificate or a private key that stands outside all blocks, or behind what a block holds.
        OutsideBlocks = "outside-blocks",
        /// The scan stopped here: more blocks than the limit.
        TooManyBlocks = "too-many-blocks",
    }
}

/// What stands outside all blocks, or behind the content of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HiddenContent {
    Certificate,
    PrivateKey,
    /// Certificates in a container.
    Pkcs7,
    /// Certificates and keys in a container.
    Pkcs12,
    JavaKeyStore,
    PuttyKey,
    AgeKey,
}

impl HiddenContent {
    /// Whether nobody but its owner is to have it.
    pub(crate) fn is_secret(self) -> bool {
        !matches!(self, HiddenContent::Certificate | HiddenContent::Pkcs7)
    }
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HiddenForm {
    /// Base64 of DER, without markers.
    Base64,
    /// Base64 of text that has markers.
    Base64OfPem,
    /// DER among other bytes.
    Der,
    /// Digits of DER.
    Hexadecimal,
    /// Numbers of an array, one for each byte.
    Numbers,
    /// A string with escapes for the bytes that are no characters.
    Escapes,
    /// Two bytes a character, in a file that has one.
    Utf16,
    /// Four bytes a character.
    Utf32,
    /// Characters of six bits, in lines with a length.
    Uuencoded,
    /// PEM whose dashes are escaped: `&#45;`, `=2D`.
    EscapedMarkers,
    /// One byte a character, in a file that has two.
    OneByte,
    /// A text form of its own.
    Text,
    /// In the same block, behind its content.
    Behind,
}

/// Where something hidden stands, and what it is.
pub(super) type Found = (Range<usize>, Hidden);

/// Something that was seen and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hidden {
    pub(crate) content: HiddenContent,
    pub(crate) form: HiddenForm,
}
