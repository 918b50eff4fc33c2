use alloc::borrow::{Cow, ToOwned as _};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::{Range, RangeInclusive};

use rustls_pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
};
use zeroize::Zeroizing;

use crate::class::Class;
use crate::pem::Repair;
use crate::private_key::Form;
use crate::rules::Rule;

/// How much a finding matters: the three levels of SARIF.
///
/// Only [`Severity::Error`] rejects a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Severity {
    /// Tolerated, repaired, or advice. Asks for no work.
    Note,
    /// Works today, will hurt somebody.
    Warning,
    /// The upload, the start of the server or a handshake with a mainstream client fails.
    Error,
}

impl Severity {
    /// The severity as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which of the two inputs a [`Location`] points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Input {
    /// The bytes given to [`Bundle::new`](crate::Bundle::new).
    Certificates,
    /// The bytes given to [`Bundle::with_private_key`](crate::Bundle::with_private_key).
    Key,
}

/// The place in the input that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Location {
    /// Which input.
    pub input: Input,
    /// The certificate's place in the file, from 0; `None` where the finding is not about one certificate.
    pub certificate: Option<usize>,
    /// Lines, from 1, both ends included. A line ends at LF, CR LF or a lone CR.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::lines"))]
    pub lines: RangeInclusive<usize>,
    /// Bytes, from 0, the end excluded, in the input as it was given.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::bytes"))]
    pub bytes: Range<usize>,
}

impl Location {
    /// A place for a finding of [`Rule::finding`]. Both ranges as the fields describe them.
    ///
    /// ```
    /// use pemvet::{Input, Location};
    ///
    /// let location = Location::new(Input::Key, 1..=28, 0..1_704);
    /// assert_eq!((location.certificate, *location.lines.end()), (None, 28));
    /// ```
    pub fn new(input: Input, lines: RangeInclusive<usize>, bytes: Range<usize>) -> Location {
        Location {
            input,
            certificate: None,
            lines,
            bytes,
        }
    }
}

/// Typed facts behind a finding's message, so that nobody has to parse prose.
///
/// Each rule fills the fields that it documents in its explanation; all others are empty. Names are escaped
/// by [`text::escape`](crate::text::escape).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Details {
    /// Names that were required and not found.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub missing_names: Vec<String>,
    /// Names that were found instead.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub present_names: Vec<String>,
    /// Distinguished name of the issuer that is wanted.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub wanted_issuer: Option<String>,
    /// Key identifier that is wanted, in upper-case hex with colons.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub wanted_key_identifier: Option<String>,
    /// Key identifier that was found, in upper-case hex with colons.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub found_key_identifier: Option<String>,
    /// Where the certificate says that its issuer can be had (never contacted).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub issuer_urls: Vec<String>,
    /// Places of certificates in the file, from 0, in the order found.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub found_order: Vec<usize>,
    /// Places of certificates in the file, from 0, in the order wanted.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub wanted_order: Vec<usize>,
    /// Place of the other certificate that the finding is about, from 0.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub other_certificate: Option<usize>,
    /// Whole days, rounded towards zero: since expiry when negative, left until expiry when positive.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub days: Option<i64>,
    /// A size that was found: key bits, bytes, blocks, lines or days of validity, as the rule says.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub found: Option<usize>,
    /// The limit or the size that was wanted.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub wanted: Option<usize>,
    /// The algorithm, curve, label or kind that was found.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub kind: Option<String>,
}

/// One thing that a rule has to say.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// The rule that speaks: its name is the stable identity, its texts explain it.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::rule_name"))]
    pub rule: &'static Rule,
    /// The class of an error; `None` for warnings and notes, which reject nothing.
    pub class: Option<Class>,
    /// How much it matters for this bundle under this profile.
    pub severity: Severity,
    /// What was found and what was wanted. Escaped; several lines where a list is shown.
    pub message: String,
    /// What to do. Escaped. Borrowed text is fixed: `FILE` and `KEYFILE` in it stand for paths, which the library does
    /// not know. Owned text may quote the certificate and has no such places.
    pub help: Option<Cow<'static, str>>,
    /// The facts of the message, typed.
    pub details: Details,
    /// Where. `None` where there is no place, such as an empty input.
    pub location: Option<Location>,
}

/// `error[certificate-expired] expired certificates:24-44: The intermediate …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity, self.rule.name)?;
        if let Some(class) = self.class {
            write!(f, " {class}")?;
        }
        if let Some(location) = &self.location {
            let input = match location.input {
                Input::Certificates => "certificates",
                Input::Key => "key",
            };
            write!(f, " {input}:{}", Lines(&location.lines))?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

/// `7` or `7-9`.
struct Lines<'a>(&'a RangeInclusive<usize>);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.start() == self.0.end() {
            write!(f, "{}", self.0.start())
        } else {
            write!(f, "{}-{}", self.0.start(), self.0.end())
        }
    }
}

/// The part that a certificate plays in its bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
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

/// What the accepted chain's trust rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum TrustBasis {
    /// One of the profile's trust anchors vouches for it.
    Anchor,
    /// The self-signed root in the bundle; nobody else vouches for it.
    BundleRoot,
    /// The chain ends at a CA whose issuer is not in the bundle.
    Unproven,
}

impl TrustBasis {
    /// The basis as text: `anchor`, `bundle-root`, `unproven`.
    pub fn as_str(self) -> &'static str {
        match self {
            TrustBasis::Anchor => "anchor",
            TrustBasis::BundleRoot => "bundle-root",
            TrustBasis::Unproven => "unproven",
        }
    }
}

/// A question that this report leaves open. "Not checked" is never the same as "ok".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum NotChecked {
    /// Whether the private key belongs to the leaf.
    Pair,
    /// Whether anybody trusts the top of the chain.
    Anchor,
    /// Whether the names fit a host.
    Names,
    /// Whether a certificate has been revoked.
    Revocation,
}

impl NotChecked {
    /// The question as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            NotChecked::Pair => "pair",
            NotChecked::Anchor => "anchor",
            NotChecked::Names => "names",
            NotChecked::Revocation => "revocation",
        }
    }
}

/// The chain in its right order, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    certificates: Vec<CertificateDer<'static>>,
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

/// The key that was proved: DER that is wiped on drop, unless it is handed over.
pub(crate) struct OwnedKey {
    pub(crate) form: Form,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

impl OwnedKey {
    /// Moves the bytes; no copy stays behind.
    fn into_der(mut self) -> PrivateKeyDer<'static> {
        let der = core::mem::take(&mut *self.der);
        match self.form {
            Form::Pkcs8 => PrivatePkcs8KeyDer::from(der).into(),
            Form::Pkcs1 => PrivatePkcs1KeyDer::from(der).into(),
            Form::Sec1 => PrivateSec1KeyDer::from(der).into(),
        }
    }
}

/// Everything that pemvet has to say about one bundle.
///
/// Owned and free of the input's lifetime; `Send` and `Sync`. It holds the private key, wiped on drop, so that
/// [`Accepted::into_parts`] can hand it over; nothing prints it.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Report {
    pub(crate) class: Option<Class>,
    pub(crate) accepted: bool,
    #[cfg_attr(feature = "serde", serde(rename = "trust"))]
    pub(crate) trust_when_accepted: Option<TrustBasis>,
    pub(crate) not_checked: Vec<NotChecked>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) certificates: Vec<CertificateSummary>,
    #[cfg_attr(feature = "serde", serde(rename = "chain"))]
    pub(crate) order: Vec<usize>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) chain: Option<Chain>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) canonical: Option<String>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) key_fits: bool,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) key: Option<OwnedKey>,
}

impl Report {
    /// All findings, errors first, then in the order of the rule table.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The strongest class of all error findings; `None` when nothing rejects.
    pub fn class(&self) -> Option<Class> {
        self.class
    }

    /// Whether no finding is an error.
    pub fn is_accepted(&self) -> bool {
        self.accepted
    }

    /// The chain in its right order, as far as it goes; `None` where no leaf was found.
    pub fn chain(&self) -> Option<&Chain> {
        self.chain.as_ref()
    }

    /// Places in the file, from 0, of the chain's certificates, leaf first.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// What had to be repaired to read the input.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// A summary of each certificate that could be read, in the order of the file.
    pub fn certificates(&self) -> &[CertificateSummary] {
        &self.certificates
    }

    /// What was not checked.
    pub fn not_checked(&self) -> &[NotChecked] {
        &self.not_checked
    }

    /// What trust rests on; `None` unless the bundle is accepted and has a chain.
    pub fn trust(&self) -> Option<TrustBasis> {
        self.trust_when_accepted
    }

    /// Whether the private key was proved to belong to the leaf.
    pub fn key_fits(&self) -> bool {
        self.key_fits
    }

    /// The repaired file: canonical PEM of the chain in its right order, then every certificate that the chain
    /// does not need; byte-for-byte copies dropped, keys never included. A file of CA certificates keeps its
    /// order. `None` where something could not be decoded or no order was found, so that nothing is lost
    /// silently.
    pub fn repaired(&self) -> Option<&str> {
        self.canonical.as_deref()
    }

    /// Proof of acceptance, or the reasons against it.
    ///
    /// # Errors
    ///
    /// [`Rejected`] when a finding is an error.
    pub fn into_result(self) -> Result<Accepted, Rejected> {
        match self.class {
            Some(class) => {
                let rejection = self.findings.iter().find(|finding| finding.class == Some(class));
                let reason = rejection
                    .map(|finding| finding.message.clone())
                    .unwrap_or_default();
                let rule = rejection.map_or("", |finding| finding.rule.name);
                Err(Rejected {
                    class,
                    rule,
                    reason,
                    findings: self.findings,
                })
            }
            None => Ok(Accepted { report: self }),
        }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("class", &self.class)
            .field("findings", &self.findings)
            .field("order", &self.order)
            .finish_non_exhaustive()
    }
}

/// Proof that a bundle was accepted; only this crate can make one.
#[derive(Debug)]
pub struct Accepted {
    report: Report,
}

impl Accepted {
    /// The chain to install. Empty only for a bundle of a profile that asks for no chain, such as a list of
    /// trusted authorities.
    pub fn chain(&self) -> Chain {
        self.report
            .chain
            .clone()
            .unwrap_or_else(|| Chain::new(Vec::new(), false))
    }

    /// What trust rests on. [`TrustBasis::Unproven`] where there is no chain.
    pub fn trust(&self) -> TrustBasis {
        self.report.trust_when_accepted.unwrap_or(TrustBasis::Unproven)
    }

    /// PEM text of the key that was proved to belong to the leaf, wiped on drop.
    pub(crate) fn key_pem(&self) -> Option<Zeroizing<String>> {
        let key = self.report.key.as_ref().filter(|_| self.report.key_fits)?;
        Some(crate::key_text::encode(key.form, &key.der))
    }

    /// The whole report, warnings and notes included.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Hands chain and private key to a TLS library, such as `rustls`. The key is `None` unless it was proved
    /// to belong to the leaf. From then on wiping it is the caller's: [`PrivateKeyDer`] implements `Zeroize` and
    /// does not wipe itself on drop.
    pub fn into_parts(self) -> (Vec<CertificateDer<'static>>, Option<PrivateKeyDer<'static>>) {
        let key = self.report.key.filter(|_| self.report.key_fits);
        (
            self.report
                .chain
                .map(|chain| chain.certificates)
                .unwrap_or_default(),
            key.map(OwnedKey::into_der),
        )
    }
}

/// Why a bundle was refused: an error that can travel between threads. Holds no key.
#[derive(Clone, Debug)]
pub struct Rejected {
    class: Class,
    rule: &'static str,
    reason: String,
    findings: Vec<Finding>,
}

impl Rejected {
    /// The class of the whole bundle.
    pub fn class(&self) -> Class {
        self.class
    }

    /// All findings, warnings and notes included.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// One line: class, rule and the first sentence of the finding that decided.
impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first_line = self.reason.lines().next().unwrap_or_default().to_owned();
        write!(
            f,
            "{} certificate bundle: {}: {first_line}",
            self.class, self.rule
        )
    }
}

impl core::error::Error for Rejected {}

#[cfg(feature = "serde")]
mod serialize {
    use core::ops::{Range, RangeInclusive};

    use serde::{Serialize as _, Serializer};

    use crate::rules::Rule;

    pub(super) fn lines<S: Serializer>(lines: &RangeInclusive<usize>, to: S) -> Result<S::Ok, S::Error> {
        [lines.start(), lines.end()].serialize(to)
    }

    pub(super) fn bytes<S: Serializer>(bytes: &Range<usize>, to: S) -> Result<S::Ok, S::Error> {
        [bytes.start, bytes.end].serialize(to)
    }

    pub(super) fn rule_name<S: Serializer>(rule: &&'static Rule, to: S) -> Result<S::Ok, S::Error> {
        rule.name.serialize(to)
    }
}
