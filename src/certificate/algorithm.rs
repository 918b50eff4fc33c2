//! Hash functions and the parameters of signature algorithms.

/// 1.2.840.113549.1.1 (RFC 8017 appendix C).
pub(super) const PKCS1: [u8; 8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1];

/// Parameters of RSASSA-PSS (RFC 4055 section 3.1), the defaults filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PssParameters {
    pub(crate) hash: Hash,
    /// The hash of the mask generation function; unknown where it is not MGF1.
    pub(crate) mask_hash: Hash,
    /// Octets.
    pub(crate) salt_length: u32,
    pub(crate) trailer: u32,
    /// An identifier of a hash has no NULL, which means the same (RFC 4055 section 2.1).
    pub(crate) lacks_null: bool,
}

impl PssParameters {
    /// One SHA-2 hash for both, and a salt of its length: what TLS uses (RFC 8446 section 4.2.3).
    pub(crate) fn are_usual(self) -> bool {
        let Hash::Sha2(bits) = self.hash else { return false };
        self.mask_hash == self.hash && self.salt_length == u32::from(bits / 8) && self.trailer == 1
    }
}

/// Hash functions of signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md2,
    Md5,
    Sha1,
    Sha2(u16),
    /// The algorithm brings its own, or there is none: in a word.
    Intrinsic(&'static str),
    Unknown,
}

impl Hash {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Hash::Md2 => "MD2",
            Hash::Md5 => "MD5",
            Hash::Sha1 => "SHA-1",
            Hash::Sha2(224) => "SHA-224",
            Hash::Sha2(384) => "SHA-384",
            Hash::Sha2(512) => "SHA-512",
            Hash::Sha2(_) => "SHA-256",
            Hash::Intrinsic(name) => name,
            Hash::Unknown => "unknown hash",
        }
    }

    /// Collisions can be made, so OpenSSL, GnuTLS, Go, Java and rustls refuse it.
    pub(crate) fn is_weak(self) -> bool {
        matches!(self, Hash::Md2 | Hash::Md5 | Hash::Sha1)
    }
}
