//! What Redis Software documents about its cluster certificates, as data.
//!
//! * [`CertificateName`] and [`Spelling`]: the names, and what else people call them.
//! * [`Target`], [`Requirement`]: versions, and what each asks for.
//! * [`Cluster`]: profiles for the names of one cluster.
//! * [`Batch`]: what one request uploads, judged together.
//! * [`Endpoint`], [`Deletion`]: the documented statuses.

mod batch;
mod cluster;
mod endpoint;
mod name;
mod requirement;
mod spelling;
mod target;

pub use batch::{AcceptedBatch, Batch, BatchReport, MemberReport, RejectedBatch};
pub use cluster::{Cluster, Upload};
pub use endpoint::{Answer, Deletion, Endpoint};
pub use name::{CertificateName, Kind, NameFacts};
pub use requirement::{Demand, Requirement, Word};
pub use spelling::Spelling;
pub use target::{InvalidTarget, Target};

use crate::profile::Profile;
use crate::provider::Provider;

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
        unknown_name: Some(name.into()),
        ..Profile::any(provider)
    }
}
