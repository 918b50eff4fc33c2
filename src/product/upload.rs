//! What a bundle is uploaded as.

use alloc::string::String;

use super::name::CertificateName;
use super::target::Target;
use crate::vocabulary::KeyRequirement;

/// What a product asks of a bundle: a slot of [`Profile`](crate::Profile) that [`redis`](crate::redis) fills. Empty for bundles
/// that are for no product.
#[derive(Clone, Debug, Default)]
pub struct ProductTerms {
    pub(crate) unknown_name: Option<String>,
    pub(crate) upload: Option<Upload>,
}

impl ProductTerms {
    /// The upload to Redis Software that the bundle is meant for.
    ///
    /// ```
    /// use pemvet::{Profile, Provider, redis::CertificateName};
    ///
    /// let profile = CertificateName::Api.profile("cluster.example.com", Provider::AWS_LC_RS)?;
    /// assert_eq!(profile.product.upload().unwrap().name, Some(CertificateName::Api));
    /// assert!(Profile::any(Provider::AWS_LC_RS).product.upload().is_none());
    /// # Ok::<(), pemvet::InvalidName>(())
    /// ```
    pub fn upload(&self) -> Option<&Upload> {
        self.upload.as_ref()
    }

    /// The same, for a request of several members that is not judged as a [`Batch`](crate::redis::Batch), which tells each
    /// member its place.
    pub fn upload_mut(&mut self) -> Option<&mut Upload> {
        self.upload.as_mut()
    }

    /// A certificate name that the product does not know: such a bundle is refused as
    /// [`Class::Unknown`](crate::Class::Unknown), and nothing else is judged.
    pub fn unknown_name(&self) -> Option<&str> {
        self.unknown_name.as_deref()
    }
}

/// The upload that a bundle is meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// Under which name; `None`: the product has none such.
    pub name: Option<CertificateName>,
    /// The name as it was given; its length only, where it is too long for a name.
    pub spelling: String,
    /// To which version.
    pub target: Target,
    /// How many certificates the same request uploads, this one included.
    pub together: usize,
    /// Which of them this is, from 0; from [`Limits::members`](crate::Limits::members) on they are not judged.
    pub place: usize,
    /// Whether an earlier one of the same request has the same name.
    pub is_repeated: bool,
}

impl Upload {
    /// Whether a private key has to come with it when it goes through the REST API.
    pub(crate) fn key_in_request(name: CertificateName) -> KeyRequirement {
        match name.facts().private_key {
            KeyRequirement::Forbidden => KeyRequirement::Forbidden,
            _ => KeyRequirement::Required,
        }
    }
}
