//! One block and what it holds.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use zeroize::Zeroizing;

use super::body::Body;

/// One block that was decoded.
pub struct Section {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    pub(super) origin: Origin,
    pub(super) held: DerSource,
    /// How many lines end inside it, where that is known.
    pub(super) line_ends: Option<usize>,
}

/// Where the DER of a section comes from.
#[derive(Clone)]
pub(super) enum Origin {
    /// Base64 in the text.
    Text(Body),
    /// The input is DER.
    Der,
    /// A container: the section's bytes as a whole.
    Whole,
}

/// Where the DER of a section is.
pub(super) enum DerSource {
    /// A range of the arena.
    Public(Range<usize>),
    /// Anything that may be a key: memory of its own, wiped on drop.
    Secret(Zeroizing<Vec<u8>>),
}

impl Default for DerSource {
    fn default() -> DerSource {
        DerSource::Secret(Zeroizing::default())
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
    /// How many lines end inside it, and where the last one begins in the text; `None` where nobody has counted.
    pub(crate) fn line_ends(&self) -> Option<(usize, usize)> {
        match &self.origin {
            // The last line is that of END.
            Origin::Text(body) => Some((self.line_ends?, body.range.end)),
            Origin::Der | Origin::Whole => None,
        }
    }

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
