//! What clients send.

use std::fmt;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// Body of `PUT /v1/cluster/certificates`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Uploads {
    #[serde(deserialize_with = "first_members")]
    pub(crate) certificates: Vec<Upload>,
}

/// Members that are kept: one more than pemvet judges, which is what makes it say that there are too many.
const MOST_MEMBERS: usize = 65;

/// The first members of a list; the others are read, and forgotten.
fn first_members<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Upload>, D::Error> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = Vec<Upload>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of certificates")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Upload>, A::Error> {
            let mut members = Vec::new();
            while members.len() < MOST_MEMBERS {
                match list.next_element()? {
                    Some(member) => members.push(member),
                    None => return Ok(members),
                }
            }
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(members)
        }
    }
    from.deserialize_seq(Members)
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
