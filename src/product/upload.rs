//! What a bundle is uploaded as.

use alloc::string::String;

use super::name::CertificateName;
use super::target::Target;
use crate::vocabulary::KeyRequirement;

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
