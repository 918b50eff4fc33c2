//! The certificates of a report: what they are, which part they play, and the chain that they make.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

use rustls_pki_types::CertificateDer;

#[cfg(feature = "serde")]
use super::finding::serialize;
use crate::certificate::{self, Certificate, fingerprint};
use crate::text;
use crate::time::Time;

/// The part that a certificate plays in its bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Role {
    /// The end-entity certificate.
    Leaf,
    /// A CA certificate between leaf and root.
    Intermediate,
    /// The self-signed end of the chain.
    Root,
    /// Not needed by the chain, or a copy.
    Extra,
}

impl Role {
    /// The role as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Leaf => "leaf",
            Role::Intermediate => "intermediate",
            Role::Root => "root",
            Role::Extra => "extra",
        }
    }
}

/// One certificate that could be read, and what the judgement made of it. Its texts are made when asked for:
/// [`JudgedCertificate::to_summary`]. In JSON it is its summary.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JudgedCertificate {
    /// The part that it plays.
    pub role: Role,
    /// Whether its signature was verified against the next certificate of the chain (a root: against itself).
    pub signature_verified: bool,
    /// Its lines in the input.
    pub lines: RangeInclusive<usize>,
    /// The certificate itself.
    pub der: CertificateDer<'static>,
}

impl JudgedCertificate {
    /// What a reader wants to know of it. Reads the certificate and computes its fingerprints: keep it.
    ///
    /// ```
    /// use pemvet::{Bundle, Profile, Provider, UnixTime};
    ///
    /// # let pem = include_bytes!("../../testdata/demo/good.pem");
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// let report = Bundle::new(pem).validate(&Profile::any(Provider::AWS_LC_RS), now);
    /// let leaf = report.certificates()[0].to_summary();
    /// assert_eq!(leaf.subject, "CN=cluster.example.com, O=Example");
    /// assert_eq!(leaf.key, "RSA 2048");
    /// ```
    pub fn to_summary(&self) -> CertificateSummary {
        CertificateSummary::of(self)
    }

    /// The first second in which it is valid (RFC 5280 section 4.1.2.5). Reads the certificate, but makes no text.
    ///
    /// ```
    /// # use pemvet::{Bundle, Profile, Provider, UnixTime};
    /// # let pem = include_bytes!("../../testdata/demo/good.pem");
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// # let report = Bundle::new(pem).validate(&Profile::any(Provider::AWS_LC_RS), now);
    /// let leaf = &report.certificates()[0];
    /// assert_eq!(leaf.not_before().to_string(), leaf.to_summary().not_before);
    /// assert!(leaf.not_before() < leaf.not_after());
    /// ```
    pub fn not_before(&self) -> Time {
        Time::from_unix_seconds(self.read().map_or(0, |certificate| certificate.not_before))
    }

    /// The last second in which it is valid. Reads the certificate, but makes no text.
    pub fn not_after(&self) -> Time {
        Time::from_unix_seconds(self.read().map_or(0, |certificate| certificate.not_after))
    }

    /// The octets of its serial number as DER has them: an INTEGER in two's complement, the most significant first (RFC 5280
    /// section 4.1.2.2).
    pub fn serial_number(&self) -> &[u8] {
        self.read()
            .map_or(&[], |certificate| certificate.serial_number.value)
    }

    /// It was read once already, so that it is there.
    fn read(&self) -> Option<Certificate<'_>> {
        certificate::read(&self.der).ok()
    }
}

/// Without the bytes.
impl fmt::Debug for JudgedCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JudgedCertificate")
            .field("role", &self.role)
            .field("signature_verified", &self.signature_verified)
            .field("lines", &self.lines)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for JudgedCertificate {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.to_summary().serialize(to)
    }
}

/// What a reader wants to know of one certificate of the bundle. Text is escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CertificateSummary {
    /// Subject, most specific part first.
    pub subject: String,
    /// Issuer, most specific part first.
    pub issuer: String,
    /// Start of validity, RFC 3339 in UTC.
    pub not_before: String,
    /// Last second of validity, RFC 3339 in UTC.
    pub not_after: String,
    /// DNS names and IP addresses of the subject alternative name, at most 100 of them.
    pub names: Vec<String>,
    /// Public key: `RSA 2048`, `P-256`, `Ed25519`.
    pub key: String,
    /// Hash of the signature that it carries: `SHA-256`.
    pub signature: String,
    /// SHA-256 of the DER, in lower-case hex.
    pub sha256: String,
    /// SHA-256 of the public key (the DER of SubjectPublicKeyInfo), in lower-case hex: the same for certificates of one
    /// private key.
    pub public_key_sha256: String,
    /// The part that it plays.
    pub role: Role,
    /// Whether its signature was verified against the next certificate of the chain (a root: against itself).
    pub signature_verified: bool,
    /// Its lines in the input.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::lines"))]
    pub lines: RangeInclusive<usize>,
}

impl CertificateSummary {
    fn of(judged: &JudgedCertificate) -> CertificateSummary {
        let mut summary = CertificateSummary {
            subject: String::new(),
            issuer: String::new(),
            not_before: String::new(),
            not_after: String::new(),
            names: Vec::new(),
            key: String::new(),
            signature: String::new(),
            sha256: fingerprint(&judged.der),
            public_key_sha256: String::new(),
            role: judged.role,
            signature_verified: judged.signature_verified,
            lines: judged.lines.clone(),
        };
        if let Some(certificate) = judged.read() {
            summary.fill(&certificate);
        }
        summary
    }

    fn fill(&mut self, certificate: &Certificate<'_>) {
        let names = certificate.alternative_names();
        let names = names.iter().filter_map(|name| name.text()).take(100);
        self.names = names
            .map(|name| text::clip(&text::escape(&name), 256).into_owned())
            .collect();
        self.subject.clone_from(&certificate.subject.text);
        self.issuer.clone_from(&certificate.issuer.text);
        self.not_before = text::rfc3339(certificate.not_before);
        self.not_after = text::rfc3339(certificate.not_after);
        self.key = certificate.public_key.kind.text().into_owned();
        self.signature = certificate.signature.hash.text().into();
        self.public_key_sha256 = fingerprint(certificate.public_key.raw);
    }
}

/// The chain in its right order, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    pub(super) certificates: Vec<CertificateDer<'static>>,
    ends_at_root: bool,
}

impl Chain {
    pub(crate) fn new(certificates: Vec<CertificateDer<'static>>, ends_at_root: bool) -> Chain {
        Chain {
            certificates,
            ends_at_root,
        }
    }

    /// Leaf first, then each certificate's issuer, the root last if the bundle holds it.
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// The same chain without its self-signed root, as TLS servers send it. A chain that is nothing but one
    /// self-signed certificate stays.
    #[must_use]
    pub fn without_root(&self) -> Chain {
        let mut certificates = self.certificates.clone();
        if self.ends_at_root && certificates.len() > 1 {
            certificates.pop();
        }
        Chain {
            certificates,
            ends_at_root: false,
        }
    }

    /// Canonical PEM: LF line ends, 64 columns, nothing around the blocks.
    pub fn to_pem(&self) -> String {
        crate::pem::encode_certificates(self.certificates.iter().map(AsRef::as_ref))
    }
}
