//! Many bundles that share their issuers.

use core::fmt;

use rustls_pki_types::UnixTime;
use sync_wrapper::SyncWrapper;

use crate::bundle::Bundle;
use crate::certificate::{KnownCertificates, MOST_CERTIFICATES};
use crate::chain::{KnownSignatures, MOST_BYTES, MOST_SIGNATURES};
use crate::profile::Profile;
use crate::report::Report;

/// Judges many bundles, checks each signature that they share only once, and reads each CA certificate only once.
///
/// Ten thousand bundles of one CA hold the same intermediate and root. Their signatures are checked once, and known from
/// then on. Reports are what [`Bundle::validate`] gives: a signature is known only where every byte of the signed
/// certificate, of the signature and of the issuer's key is the same, and the provider's algorithm, too. Limits count
/// as if nothing was known. This relies on algorithms whose answers depend on those bytes alone.
///
/// Remembers no more than [`Validator::MOST_SIGNATURES`], [`Validator::MOST_BYTES`] and [`Validator::MOST_CERTIFICATES`];
/// where there are more, those that were not used lately are forgotten. CA certificates, what is signed, signatures and
/// public keys are all it keeps of a bundle: no private key and no text. Bundles may differ in profile and time.
///
/// `Send` and `Sync`, without locks: each thread that judges has a validator of its own.
///
/// ```
/// use pemvet::{Bundle, Profile, Provider, UnixTime, Validator};
///
/// # let first = include_bytes!("../testdata/demo/good.pem");
/// # let second = include_bytes!("../testdata/demo/from-pfx.pem");
/// let profile = Profile::any(Provider::AWS_LC_RS);
/// let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
///
/// let mut validator = Validator::new();
/// assert!(validator.validate(Bundle::new(first), &profile, now).is_accepted());
/// // Three certificates, a signature each.
/// assert_eq!(validator.known_signatures(), 3);
/// assert_eq!(validator.known_certificates(), 2);
///
/// // The same certificates in another file: nothing new to check.
/// let report = validator.validate(Bundle::new(second), &profile, now);
/// assert_eq!(validator.known_signatures(), 3);
/// let alone = Bundle::new(second).validate(&profile, now);
/// assert_eq!(format!("{report:?}"), format!("{alone:?}"));
/// ```
pub struct Validator {
    known: KnownSignatures,
    /// Whoever asks holds it alone, so that threads may share the rest.
    certificates: SyncWrapper<KnownCertificates>,
    known_certificates: usize,
}

impl Validator {
    /// Most signatures that are remembered; 64 of them on certificates that are no CA's.
    pub const MOST_SIGNATURES: usize = MOST_SIGNATURES;

    /// Most certificates that are remembered: up to 1 MiB of DER, and a KiB for what is known of each.
    pub const MOST_CERTIFICATES: usize = MOST_CERTIFICATES;

    /// Most bytes of signatures that are remembered, with the lengths of their parts. Certificates of more than 16 KiB are not.
    pub const MOST_BYTES: usize = MOST_BYTES;

    /// Knows no signature yet.
    pub fn new() -> Validator {
        Validator {
            known: KnownSignatures::new(),
            certificates: SyncWrapper::new(KnownCertificates::new()),
            known_certificates: 0,
        }
    }

    /// Judges the bundle at the time `now`, like [`Bundle::validate`].
    pub fn validate(&mut self, bundle: Bundle<'_>, profile: &Profile, now: UnixTime) -> Report {
        let certificates = self.certificates.get_mut();
        let report = bundle.judge(profile, now, &mut self.known, certificates);
        self.known_certificates = certificates.len();
        report
    }

    /// How many certificates are remembered, all of CAs.
    pub fn known_certificates(&self) -> usize {
        self.known_certificates
    }

    /// How many signatures are remembered, good and bad ones.
    pub fn known_signatures(&self) -> usize {
        self.known.len()
    }
}

impl Default for Validator {
    fn default() -> Validator {
        Validator::new()
    }
}

impl fmt::Debug for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validator")
            .field("known_signatures", &self.known_signatures())
            .finish_non_exhaustive()
    }
}
