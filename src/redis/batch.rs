//! What one request uploads, judged together.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use rustls_pki_types::UnixTime;

use super::cluster::Cluster;
use super::endpoint::Endpoint;
use crate::bundle::Bundle;
use crate::class::Class;
use crate::product::name::CertificateName;
use crate::product::spelling;
use crate::product::upload::Upload;
use crate::profile::Profile;
use crate::report::{Accepted, Rejected, Report};
use crate::validator::Validator;

/// The certificates of one request, judged together: nothing is accepted unless all are.
///
/// A service adds each member of the request's body, asks for the report, and answers with its status:
///
/// ```
/// use pemvet::redis::{Batch, Cluster, Endpoint};
/// use pemvet::{Provider, UnixTime};
///
/// # let pem = include_bytes!("../../testdata/demo/good.pem");
/// # let key = include_bytes!("../../testdata/demo/proxy.key");
/// let mut cluster = Cluster::new(Provider::AWS_LC_RS);
/// cluster.add_fqdn("cluster.example.com")?;
/// let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
///
/// let mut batch = Batch::new(&cluster);
/// batch.add("proxy", pem, Some(key));
/// batch.add("api", pem, Some(key));
/// let report = batch.validate(now);
/// assert_eq!(report.status(Endpoint::ClusterCertificates), 200);
/// let accepted = report.into_result()?;
/// assert_eq!(accepted.members().len(), 2);
///
/// let mut batch = Batch::new(&cluster);
/// batch.add("proxy", pem, Some(key));
/// batch.add("nonsense", pem, Some(key));
/// let report = batch.validate(now);
/// assert_eq!(report.status(Endpoint::ClusterCertificates), 403);
/// assert!(report.into_result().is_err()); // And `proxy` is not replaced either.
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Batch<'a> {
    cluster: &'a Cluster,
    members: Vec<Member<'a>>,
}

#[derive(Clone, Copy)]
struct Member<'a> {
    name: &'a str,
    certificate: &'a [u8],
    key: Option<&'a [u8]>,
}

impl<'a> Batch<'a> {
    /// A request without members yet.
    pub fn new(cluster: &'a Cluster) -> Batch<'a> {
        Batch {
            cluster,
            members: Vec::new(),
        }
    }

    /// Adds what is to be uploaded under this name, as the request spells it: PEM text of the certificates and of the
    /// private key.
    pub fn add(&mut self, name: &'a str, certificate: &'a [u8], key: Option<&'a [u8]>) {
        self.members.push(Member {
            name,
            certificate,
            key,
        });
    }

    /// How many members it has.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Judges all members at the time `now`. An unknown name does not keep the others from being judged.
    ///
    /// Works in memory only; a member takes at most what [`Bundle::validate`] takes, and a signature that several hold is
    /// checked once, as by a [`Validator`]. No more members are judged than [`Limits::members`](crate::Limits::members)
    /// of [`Cluster::base`]: the first beyond it is refused with the finding `too-many-members`, and the others have no
    /// report.
    pub fn validate(&self, now: UnixTime) -> BatchReport {
        let reports = self.reports(now);
        BatchReport {
            members: reports.collect(),
        }
    }

    /// As [`Batch::validate`], but asks before each member whether it is still wanted, and gives up where it is not: for
    /// services whose client may go away meanwhile.
    ///
    /// ```
    /// # use pemvet::redis::{Batch, Cluster};
    /// # use pemvet::{Provider, UnixTime};
    /// # let cluster = Cluster::new(Provider::AWS_LC_RS);
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// let mut batch = Batch::new(&cluster);
    /// batch.add("proxy", b"", None);
    /// assert!(batch.validate_while(now, || true).is_some());
    /// assert!(batch.validate_while(now, || false).is_none());
    /// ```
    pub fn validate_while(&self, now: UnixTime, mut is_wanted: impl FnMut() -> bool) -> Option<BatchReport> {
        let (mut reports, mut members) = (self.reports(now), Vec::new());
        while is_wanted() {
            match reports.next() {
                Some(report) => members.push(report),
                None => return Some(BatchReport { members }),
            }
        }
        None
    }

    /// One after the other.
    fn reports(&self, now: UnixTime) -> impl Iterator<Item = MemberReport> {
        let mut seen = BTreeSet::new();
        let mut validator = Validator::new();
        let limit = self.cluster.base.limits.members;
        let told = self.members.iter().take(limit.saturating_add(1)).enumerate();
        told.map(move |(place, member)| {
            let profile = self.profile(member, place, !seen.insert(member.name));
            let mut bundle = Bundle::new(member.certificate);
            if let Some(key) = member.key {
                bundle = bundle.with_private_key(key);
            }
            if place == limit {
                bundle = Bundle::new(&[]);
            }
            MemberReport {
                name: profile.product.upload().and_then(|upload| upload.name),
                spelling: spelling::shown(member.name),
                report: validator.validate(bundle, &profile, now),
            }
        })
    }

    fn profile(&self, member: &Member<'_>, place: usize, is_repeated: bool) -> Profile {
        let mut profile = self.cluster.profile_on_the_wire(member.name);
        if let Some(upload) = &mut profile.product.upload {
            upload.together = self.members.len();
            upload.place = place;
            upload.is_repeated = is_repeated && place < profile.limits.members;
            if let Some(name) = upload.name {
                profile.private_key = Upload::key_in_request(name);
            }
        }
        if place >= profile.limits.members {
            // That there are too many is all that is said of it.
            profile.product.unknown_name = None;
        }
        profile
    }
}

/// Tells names and sizes; never what a member holds, which may be a key.
impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let member = |it: &Member<'_>| (spelling::shown(it.name), it.certificate.len(), it.key.is_some());
        f.debug_list().entries(self.members.iter().map(member)).finish()
    }
}

/// What pemvet has to say about each member of a [`Batch`].
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BatchReport {
    members: Vec<MemberReport>,
}

/// What it has to say about one member.
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MemberReport {
    /// The certificate that is to be replaced; `None`: the product has none of that name.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub name: Option<CertificateName>,
    /// The name as the request spells it, escaped; its length only, where it is too long for a name.
    #[cfg_attr(feature = "serde", serde(rename = "name"))]
    pub spelling: String,
    /// The report.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub report: Report,
}

impl BatchReport {
    /// One for each member, in the order of the request; where there are too many, one for each up to the first beyond
    /// the limit.
    pub fn members(&self) -> &[MemberReport] {
        &self.members
    }

    /// The class of the whole request; `None` when nothing rejects.
    ///
    /// Which of several failures decides is not documented. An unknown name does, then whatever is invalid, then
    /// expired, then a chain that no anchor vouches for. A request without members is invalid.
    pub fn class(&self) -> Option<Class> {
        if self.members.is_empty() {
            return Some(Class::Invalid);
        }
        if self.members.iter().any(|member| member.name.is_none()) {
            return Some(Class::Unknown);
        }
        self.members
            .iter()
            .filter_map(|member| member.report.class())
            .max()
    }

    /// The documented HTTP status that it earns.
    pub fn status(&self, endpoint: Endpoint) -> u16 {
        endpoint.status(self.class())
    }

    /// All members, each accepted; or the reasons against it.
    ///
    /// # Errors
    ///
    /// [`RejectedBatch`] if one member is rejected, or there is none.
    pub fn into_result(self) -> Result<AcceptedBatch, RejectedBatch> {
        let class = self.class();
        let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
        for member in self.members {
            match (member.report.into_result(), member.name) {
                (Ok(it), Some(name)) => accepted.push((name, it)),
                (Ok(_), None) => {}
                (Err(reasons), _) => rejected.push((member.spelling, reasons)),
            }
        }
        match class {
            None => Ok(AcceptedBatch { members: accepted }),
            Some(class) => Err(RejectedBatch {
                class,
                members: rejected,
            }),
        }
    }
}

/// Proof that every member of a [`Batch`] was accepted; only this crate can make one.
#[derive(Debug)]
pub struct AcceptedBatch {
    members: Vec<(CertificateName, Accepted)>,
}

impl AcceptedBatch {
    /// What is to be installed, in the order of the request.
    pub fn members(&self) -> &[(CertificateName, Accepted)] {
        &self.members
    }

    /// The same, to take apart.
    pub fn into_members(self) -> Vec<(CertificateName, Accepted)> {
        self.members
    }
}

/// Why a [`Batch`] was refused. Holds no key.
#[derive(Clone, Debug)]
pub struct RejectedBatch {
    class: Class,
    members: Vec<(String, Rejected)>,
}

impl RejectedBatch {
    /// The class of the whole request.
    pub fn class(&self) -> Class {
        self.class
    }

    /// The members that were rejected, by the name in the request, escaped; empty for a request without members.
    pub fn members(&self) -> &[(String, Rejected)] {
        &self.members
    }
}

/// One line: the first member that decided.
impl fmt::Display for RejectedBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut members = self.members.iter();
        match members.find(|(_, rejected)| rejected.class() == self.class) {
            Some((name, rejected)) => write!(f, "\"{name}\": {rejected}"),
            None => write!(f, "{} request: it holds no certificate", self.class),
        }
    }
}

impl core::error::Error for RejectedBatch {}
