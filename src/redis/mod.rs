//! What Redis Software documents about its cluster certificates, as data.
//!
//! * [`CertificateName`] and [`Spelling`]: the names, and what else people call them.
//! * [`Target`], [`Requirement`]: versions, and what each asks for.
//! * [`Cluster`]: profiles for the names of one cluster.
//! * [`Batch`]: what one request uploads, judged together.
//! * [`Endpoint`], [`Deletion`]: the documented statuses.
//! * [`put_body`], [`update_cert_body`], [`rladmin_command`], [`kubernetes_secret`]: an accepted bundle as what installs it.

mod batch;
mod cluster;
mod endpoint;
mod render;

pub use batch::{AcceptedBatch, Batch, BatchReport, MemberReport, RejectedBatch};
pub use cluster::Cluster;
pub use endpoint::{Answer, Deletion, Endpoint};
pub use render::{
    RenderError, SecretText, kubernetes_field, kubernetes_secret, put_body, rladmin_command, update_cert_body,
};

use alloc::string::String;

use rustls_pki_types::CertificateDer;

use crate::certificate::{self, distinguished_name};
pub use crate::product::name::{CertificateName, NameFacts, NameKind};
pub use crate::product::requirement::{Requirement, RequirementLevel, RequirementStrength};
pub use crate::product::spelling::Spelling;
pub use crate::product::target::{InvalidTarget, Target};
pub use crate::product::upload::{ProductTerms, Upload};
use crate::profile::Profile;
use crate::provider::Provider;

/// The subject of a certificate as `certificate_subject_line` wants it: RFC 2253, most specific part first, no blank
/// after a comma, ASCII; short names beyond the RFC's table as OpenSSL prints them. `None` if it is no certificate.
///
/// ```
/// # use pemvet::{Bundle, Profile, Provider, UnixTime, redis};
/// # let pem = include_bytes!("../../testdata/demo/good.pem");
/// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// let report = Bundle::new(pem).validate(&Profile::any(Provider::AWS_LC_RS), now);
/// let leaf = &report.certificates()[0].der;
/// assert_eq!(redis::subject_rfc2253(leaf).unwrap(), "CN=cluster.example.com,O=Example");
/// ```
pub fn subject_rfc2253(certificate: &CertificateDer<'_>) -> Option<String> {
    let certificate = certificate::read(certificate).ok()?;
    Some(distinguished_name::rfc2253(certificate.subject.contents()))
}

/// The same by RFC 4514: in UTF-8, attributes beyond its table by number. `None` if it is no certificate.
pub fn subject_rfc4514(certificate: &CertificateDer<'_>) -> Option<String> {
    let certificate = certificate::read(certificate).ok()?;
    Some(distinguished_name::rfc4514(certificate.subject.contents()))
}

/// The profile of an upload under a name that the product does not know: every bundle is refused as
/// [`Class::Unknown`](crate::Class::Unknown), and nothing else is judged.
///
/// ```
/// use pemvet::{redis, Bundle, Class, Provider, UnixTime};
///
/// let profile = redis::unknown_name("nonsense", Provider::AWS_LC_RS);
/// let now = UnixTime::since_unix_epoch(core::time::Duration::ZERO);
/// assert_eq!(Bundle::new(b"").validate(&profile, now).class(), Some(Class::Unknown));
/// ```
pub fn unknown_name(name: &str, provider: Provider) -> Profile {
    Profile {
        title: name.into(),
        product: ProductTerms {
            unknown_name: Some(name.into()),
            upload: None,
        },
        ..Profile::any(provider)
    }
}
