//! Why a key block cannot be used.

/// Why a key block cannot be used: a class, so that nothing of the key can go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    Structure,
    OutOfRange,
    /// The public key inside the block is not the private key's.
    PublicHalf,
    RsaNumbers,
}
