//! What there is to say of an archive, beside what is wrong with its certificates.

use crate::archive::{Part, Shut, Spelling};

/// Something to say of an archive.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Note {
    /// Nothing guards the content, and nothing proves the password.
    NoMac,
    /// There is a MAC, and no password was given.
    MacUnchecked,
    /// Name and number of a MAC that is not known.
    MacUnknown(String),
    /// What the certificates are encrypted with.
    Weak(&'static str),
    /// How many private keys are not encrypted.
    BareKeys(usize),
    /// It opens with an empty password.
    OpenToAll,
    /// What stayed shut: its name, as printed.
    Shut(Part, Option<String>, Shut),
    /// Lists of revoked certificates, secrets, and others.
    PassedOver(usize, usize, usize),
    /// So many bytes stand behind its end, and whether a private key is among them.
    Behind(usize, bool),
    /// Its name says that it is PEM.
    NamedPem,
    /// How the password had to be spelled.
    Spelled(Spelling),
}
