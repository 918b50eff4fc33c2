//! What is in an archive.

use super::password::Spelling;
use crate::input::files::Secret;

/// What an archive holds, as far as it was opened.
#[derive(Default)]
pub(crate) struct Archive {
    /// In the archive's order.
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) keys: Vec<Key>,
    /// What stayed shut.
    pub(crate) locked: Vec<Locked>,
    pub(crate) passed_over: PassedOver,
    pub(crate) integrity: Integrity,
    /// The encryption of the certificates, where it protects nothing.
    pub(crate) weak: Option<&'static str>,
    /// The password, where it was not spelled as the standards want it.
    pub(crate) spelling: Option<Spelling>,
    /// Bytes of the file behind its end.
    pub(crate) behind: usize,
    /// It is opened without a password, or with an empty one, though there is encryption.
    pub(crate) is_open_to_all: bool,
}

pub(crate) struct Certificate {
    pub(crate) der: Vec<u8>,
    pub(crate) id: Option<Vec<u8>>,
    /// It is marked as a trust anchor, as the JDK does.
    pub(crate) is_trusted: bool,
}

/// A private key.
pub(crate) struct Key {
    /// PKCS#8.
    pub(crate) der: Secret,
    /// As written; not escaped.
    pub(crate) name: Option<String>,
    pub(crate) id: Option<Vec<u8>>,
    /// It was not encrypted.
    pub(crate) is_bare: bool,
}

/// A part that stayed shut.
pub(crate) struct Locked {
    pub(crate) what: Part,
    /// As written; not escaped.
    pub(crate) name: Option<String>,
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) why: Shut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A private key.
    Key,
    /// A list of bags, which hold certificates as a rule.
    Bags,
}

/// Why a part stayed shut.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Shut {
    NoPassword,
    /// The password fits elsewhere.
    OtherPassword,
    /// Its cipher is not known: name and number.
    Cipher(String),
    /// It is encrypted for somebody's public key.
    Enveloped,
}

/// Bags that hold neither certificates nor keys.
#[derive(Default)]
pub(crate) struct PassedOver {
    pub(crate) revocation_lists: usize,
    pub(crate) secrets: usize,
    /// SDSI certificates and what is not known.
    pub(crate) others: usize,
}

/// What proves that the archive is what its writer wrote.
#[derive(Default, PartialEq, Eq)]
pub(crate) enum Integrity {
    /// The MAC fits the password.
    Proven,
    /// There is no MAC.
    #[default]
    None,
    /// There is one, and no password.
    Unproven,
    /// Its kind is not known: name and number.
    Unknown(String),
}

/// Bags of an archive. A key store of a busy Java server has a hundred.
pub(super) const MOST_BAGS: usize = 1_000;

/// Levels of bags in each other.
pub(super) const DEEPEST: usize = 16;

impl std::fmt::Debug for Archive {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Archive").finish_non_exhaustive()
    }
}
