//! The endpoints, and the statuses that they answer with.

use crate::class::Class;
use crate::product::name::CertificateName;
use crate::product::spelling::Spelling;
use crate::product::target::{Release, Target};

/// The endpoints about cluster certificates.
///
/// ```
/// use pemvet::{Class, redis::Endpoint};
///
/// assert_eq!(Endpoint::ClusterCertificates.status(None), 200);
/// assert_eq!(Endpoint::UpdateCertificate.status(Some(Class::Expired)), 406);
/// let answer = Endpoint::ClusterCertificates.answer(Some(Class::Unknown));
/// assert_eq!((answer.status, answer.meaning), (403, "unknown certificate"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// `PUT /v1/cluster/certificates`: many at once, all judged before one is taken.
    ClusterCertificates,
    /// `PUT /v1/cluster/update_cert`: one; deprecated in 7.22.2.
    UpdateCertificate,
}

/// What an endpoint answers, and where that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the page says that it means.
    pub meaning: &'static str,
    /// Another status that the page lists with the same meaning; never returned here.
    pub also: Option<u16>,
    /// The page of the documentation.
    pub page: &'static str,
}

/// The release that brought the endpoint for many certificates and deprecated the one for one.
const V7_22_2: Release = Release::new((7, 22), 2, 0);

const CERTIFICATES_PAGE: &str = "rest-api/requests/cluster/certificates";

const fn answer(status: u16, meaning: &'static str) -> Answer {
    Answer {
        status,
        meaning,
        also: None,
        page: CERTIFICATES_PAGE,
    }
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Endpoint; 2] = [Endpoint::ClusterCertificates, Endpoint::UpdateCertificate];

    /// Method and path.
    pub fn as_str(self) -> &'static str {
        match self {
            Endpoint::ClusterCertificates => "PUT /v1/cluster/certificates",
            Endpoint::UpdateCertificate => "PUT /v1/cluster/update_cert",
        }
    }

    /// The table of answers: for each class of refusal and for none, the documented status.
    ///
    /// 409, "not all nodes have been updated", and 500 are matters of the cluster and never returned here: after them the
    /// same request may be sent again, and after 400, 403 and 406 it must be changed first. Redis Software uses 403 twice:
    /// it also means that the caller may not update the cluster, which cannot be known here.
    pub const fn answer(self, class: Option<Class>) -> Answer {
        match (self, class) {
            (_, None) => answer(200, "no error"),
            (_, Some(Class::Unknown)) => answer(403, "unknown certificate"),
            (_, Some(Class::Expired)) => answer(406, "expired certificate"),
            (Endpoint::ClusterCertificates, Some(Class::Invalid)) => answer(400, "invalid certificate"),
            (Endpoint::UpdateCertificate, Some(Class::Invalid)) => Answer {
                also: Some(404),
                ..answer(400, "invalid certificate")
            },
        }
    }

    /// Whether this version has the endpoint: that for many certificates came with 7.22.2.
    ///
    /// ```
    /// use pemvet::redis::{Endpoint, Target};
    ///
    /// assert!(Endpoint::ClusterCertificates.is_known_to(Target::LATEST));
    /// assert!(!Endpoint::ClusterCertificates.is_known_to("7.8".parse::<Target>()?));
    /// # Ok::<(), pemvet::redis::InvalidTarget>(())
    /// ```
    pub fn is_known_to(self, target: Target) -> bool {
        match self {
            Endpoint::ClusterCertificates => target.reaches(V7_22_2),
            Endpoint::UpdateCertificate => true,
        }
    }

    /// Whether this version calls the endpoint deprecated, to be removed in a future one.
    ///
    /// ```
    /// use pemvet::redis::{Endpoint, Target};
    ///
    /// assert!(Endpoint::UpdateCertificate.is_deprecated_in(Target::LATEST));
    /// assert!(!Endpoint::UpdateCertificate.is_deprecated_in("7.8".parse::<Target>()?));
    /// # Ok::<(), pemvet::redis::InvalidTarget>(())
    /// ```
    pub fn is_deprecated_in(self, target: Target) -> bool {
        self == Endpoint::UpdateCertificate && target.reaches(V7_22_2)
    }

    /// The documented HTTP status for a refusal of this class; `None`, nothing rejects, is 200.
    pub fn status(self, class: Option<Class>) -> u16 {
        self.answer(class).status
    }
}

/// What `DELETE /v1/cluster/certificates/{name}` comes to.
///
/// ```
/// use pemvet::redis::{Deletion, Target};
///
/// assert_eq!(Deletion::of("ldap_client", Target::LATEST).status(), 200);
/// assert_eq!(Deletion::of("proxy", Target::LATEST).status(), 403);
/// assert_eq!(Deletion::of("nonsense", Target::LATEST).status(), 404);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// Closed: the answers that the product documents.
pub enum Deletion {
    /// The certificate is optional, and is deleted.
    Allowed,
    /// The cluster cannot be without it.
    Required,
    /// There is no certificate of that name.
    Unknown,
}

impl Deletion {
    /// What happens to the certificate of this name, spelled as the API spells it.
    pub fn of(name: &str, target: Target) -> Deletion {
        match Spelling::on_the_wire(name, target) {
            Some(name) if name.facts().required => Deletion::Required,
            Some(_) => Deletion::Allowed,
            None => Deletion::Unknown,
        }
    }

    /// The documented answer.
    pub const fn answer(self) -> Answer {
        match self {
            Deletion::Allowed => answer(200, "operation successful"),
            Deletion::Required => answer(403, "requested deletion of a required certificate"),
            Deletion::Unknown => answer(404, "requested deletion of an unknown certificate"),
        }
    }

    /// The documented HTTP status.
    pub fn status(self) -> u16 {
        self.answer().status
    }
}

impl CertificateName {
    /// Whether `DELETE` deletes it.
    pub fn is_deletable(self) -> bool {
        !self.facts().required
    }
}
