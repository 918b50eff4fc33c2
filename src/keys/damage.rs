//! Why a key block cannot be used.

/// Why a key block cannot be used: a class, so that nothing of the key can go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    Structure,
    OutOfRange,
    /// The public key inside the block is not the private key's.
    PublicHalf,
    RsaNumbers,
    /// The numbers of an ML-DSA key are not what its type allows, or its expanded key is not its seed's.
    MlDsaParts,
}
