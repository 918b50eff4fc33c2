//! The report: what was found in a bundle.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use rustls_pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
};
use zeroize::Zeroizing;

use crate::class::Class;
use crate::keys::private_key::Form;
use crate::pem::Repair;

mod answer;
mod certificate;
mod document;
mod finding;
mod help;

pub use answer::StackAnswer;
pub use certificate::{CertificateSummary, Chain, JudgedCertificate, Role};
pub(crate) use document::{Document, Documents};
pub use finding::{Details, Finding, Input, Location};
pub use help::{Command, Given, Help, Piece, Remedy};

/// What the accepted chain's trust rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
// Closed: whoever shows trust has to name what it rests on.
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
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(crate) stacks: Vec<StackAnswer>,
    pub(crate) certificates: Vec<JudgedCertificate>,
    #[cfg_attr(feature = "serde", serde(rename = "chain"))]
    pub(crate) order: Vec<usize>,
    /// Of the chain, if there is one.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) ends_at_root: Option<bool>,
    /// Places of the certificates that the repaired file has.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) kept: Option<Vec<usize>>,
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

    /// Takes further findings, and decides anew.
    pub(crate) fn add(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings);
        self.findings
            .sort_by_key(|finding| core::cmp::Reverse(finding.severity));
        self.class = self.findings.iter().filter_map(|finding| finding.class).max();
        self.accepted = self.class.is_none();
        self.trust_when_accepted = self.trust_when_accepted.filter(|_| self.accepted);
    }

    /// The strongest class of all error findings; `None` when nothing rejects.
    pub fn class(&self) -> Option<Class> {
        self.class
    }

    /// Whether no finding is an error.
    pub fn is_accepted(&self) -> bool {
        self.accepted
    }

    /// The chain in its right order, as far as it goes; `None` where no leaf was found. Copies the certificates: keep it.
    pub fn to_chain(&self) -> Option<Chain> {
        let members = self
            .order
            .iter()
            .filter_map(|place| self.certificates.get(*place));
        let certificates = members.map(|it| it.der.clone()).collect();
        Some(Chain::new(certificates, self.ends_at_root?))
    }

    /// Places in the file, from 0, of the chain's certificates, leaf first.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// What had to be repaired to read the input.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// What each stack of [`Profile::stacks`](crate::Profile::stacks) makes of the bundle, in their order.
    pub fn stacks(&self) -> &[StackAnswer] {
        &self.stacks
    }

    /// Each certificate that could be read, in the order of the file.
    pub fn certificates(&self) -> &[JudgedCertificate] {
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
    /// silently. Encodes the certificates: keep it.
    pub fn to_repaired_pem(&self) -> Option<String> {
        let kept = self.kept.as_ref()?.iter();
        let kept = kept.filter_map(|place| self.certificates.get(*place));
        Some(crate::pem::encode_certificates(kept.map(|it| it.der.as_ref())))
    }

    /// Proof of acceptance, or the reasons against it.
    ///
    /// # Errors
    ///
    /// [`Rejected`] when a finding is an error.
    pub fn into_result(self) -> Result<Accepted, Rejected> {
        match self.class {
            Some(class) => Err(Rejected {
                class,
                report: Arc::new(Report { key: None, ..self }),
            }),
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
    /// trusted CAs.
    pub fn to_chain(&self) -> Chain {
        self.report
            .to_chain()
            .unwrap_or_else(|| Chain::new(Vec::new(), false))
    }

    /// What trust rests on. [`TrustBasis::Unproven`] where there is no chain.
    pub fn trust(&self) -> TrustBasis {
        self.report.trust_when_accepted.unwrap_or(TrustBasis::Unproven)
    }

    /// PEM text of the key that was proved to belong to the leaf, wiped on drop.
    pub(crate) fn key_pem(&self) -> Option<Zeroizing<String>> {
        let key = self.report.key.as_ref().filter(|_| self.report.key_fits)?;
        Some(crate::keys::encode::encode(key.form, &key.der))
    }

    /// The whole report, warnings and notes included.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Hands chain and private key to a TLS server, which needs both. A profile whose
    /// [`private_key`](crate::Profile::private_key) is [`Required`](crate::KeyRequirement::Required), as that of the presets
    /// for servers and clients, accepts nothing without a key; it is [`NoKey`] even so where the provider could not prove
    /// the pair.
    ///
    /// ```
    /// use pemvet::{Bundle, Profile, Provider, UnixTime};
    ///
    /// # let pem = include_bytes!("../../testdata/demo/from-pfx.pem");
    /// # let key = include_bytes!("../../testdata/demo/proxy.key");
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// let profile = Profile::server(Provider::AWS_LC_RS);
    /// let accepted = Bundle::new(pem).with_private_key(key).validate(&profile, now).into_result()?;
    /// let (chain, key) = accepted.into_certified()?;
    /// assert_eq!(chain.len(), 3);
    /// assert!(!key.secret_der().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoKey`], which gives the acceptance back. From success on wiping the key is the caller's, as with
    /// [`Accepted::into_parts`].
    pub fn into_certified(self) -> Result<Certified, NoKey> {
        let chain = self.to_chain().certificates;
        let mut report = self.report;
        match report.key.take().filter(|_| report.key_fits) {
            Some(key) => Ok((chain, key.into_der())),
            None => Err(NoKey(Box::new(Accepted { report }))),
        }
    }

    /// Hands chain and private key to a TLS library, such as `rustls`. The key is `None` unless it was proved
    /// to belong to the leaf. From then on wiping it is the caller's: [`PrivateKeyDer`] implements `Zeroize` and
    /// does not wipe itself on drop.
    pub fn into_parts(self) -> (Vec<CertificateDer<'static>>, Option<PrivateKeyDer<'static>>) {
        let chain = self.to_chain();
        let key = self.report.key.filter(|_| self.report.key_fits);
        (chain.certificates, key.map(OwnedKey::into_der))
    }
}

/// A certificate chain, leaf first, and the private key that was proved to belong to the leaf.
pub type Certified = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// A bundle that was accepted has no private key, or none that was proved to belong to its leaf.
#[derive(Debug, thiserror::Error)]
#[error("the bundle was accepted without a private key that was proved to belong to its leaf")]
pub struct NoKey(Box<Accepted>);

impl NoKey {
    /// The acceptance, as it was.
    pub fn into_accepted(self) -> Accepted {
        *self.0
    }
}

/// Why a bundle was refused: an error that can travel between threads. Holds no key.
#[derive(Clone, Debug)]
pub struct Rejected {
    class: Class,
    report: Arc<Report>,
}

impl Rejected {
    /// The class of the whole bundle.
    pub fn class(&self) -> Class {
        self.class
    }

    /// All findings, warnings and notes included.
    pub fn findings(&self) -> &[Finding] {
        self.report.findings()
    }

    /// The whole report; the private key is wiped already. As JSON a rejection is its report.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Rejected {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.report.serialize(to)
    }
}

/// One line: class, rule and the first sentence of the finding that decided.
impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} certificate bundle", self.class)?;
        let decided = |finding: &&Finding| finding.class == Some(self.class);
        match self.report.findings.iter().find(decided) {
            Some(finding) => {
                let first_line = finding.message.lines().next().unwrap_or_default();
                write!(f, ": {}: {first_line}", finding.rule.name)
            }
            None => Ok(()),
        }
    }
}

impl core::error::Error for Rejected {}
