use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// Body of `PUT /v1/cluster/certificates`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Uploads {
    pub(crate) certificates: Vec<Upload>,
}

/// Body of `PUT /v1/cluster/update_cert`, and a member of [`Uploads`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Upload {
    pub(crate) name: Secret,
    pub(crate) certificate: Secret,
    pub(crate) key: Option<Secret>,
}

/// Text that is a key, or may be one where fields were mixed up. Wiped on drop, never printed.
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Secret, D::Error> {
        String::deserialize(from).map(|text| Secret(Zeroizing::new(text)))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}
