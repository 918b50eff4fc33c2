//! Hashes, and what is derived from a password with them: the key derivations of RFC 7292, RFC 8018 and HMAC.

use hmac::{EagerHash, Hmac, KeyInit as _, Mac as _};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::digest::common::BlockSizeUser;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::input::files::Secret;

/// The hashes that are met in archives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
}

/// Calls a function with the type of a hash.
macro_rules! with {
    ($hash:expr, $function:ident ( $($argument:expr),* )) => {
        match $hash {
            Hash::Md5 => $function::<Md5>($($argument),*),
            Hash::Sha1 => $function::<Sha1>($($argument),*),
            Hash::Sha224 => $function::<Sha224>($($argument),*),
            Hash::Sha256 => $function::<Sha256>($($argument),*),
            Hash::Sha384 => $function::<Sha384>($($argument),*),
            Hash::Sha512 => $function::<Sha512>($($argument),*),
            Hash::Sha512_224 => $function::<Sha512_224>($($argument),*),
            Hash::Sha512_256 => $function::<Sha512_256>($($argument),*),
        }
    };
}

/// What the bytes of [`Hash::pkcs12`] are for, as RFC 7292 appendix B.3 numbers it.
#[derive(Clone, Copy)]
pub(super) enum Use {
    Key = 1,
    InitialVector = 2,
    Mac = 3,
}

impl Hash {
    pub(super) fn name(self) -> &'static str {
        match self {
            Hash::Md5 => "MD5",
            Hash::Sha1 => "SHA-1",
            Hash::Sha224 => "SHA-224",
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
            Hash::Sha512 => "SHA-512",
            Hash::Sha512_224 => "SHA-512/224",
            Hash::Sha512_256 => "SHA-512/256",
        }
    }

    /// Bytes of what it makes.
    pub(super) fn size(self) -> usize {
        fn size<D: Digest>() -> usize {
            <D as Digest>::output_size()
        }
        with!(self, size())
    }

    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Secret {
        with!(self, hmac(key, message))
    }

    /// RFC 7292 appendix B.2. `password` is UTF-16, big-endian, with two zero bytes at its end.
    pub(super) fn pkcs12(
        self,
        what: Use,
        password: &[u8],
        salt: &[u8],
        rounds: u32,
        length: usize,
    ) -> Secret {
        with!(self, pkcs12(what as u8, password, salt, rounds, length))
    }

    /// RFC 8018 section 5.2.
    pub(super) fn pbkdf2(self, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Secret {
        with!(self, pbkdf2(password, salt, rounds, length))
    }

    /// RFC 8018 section 5.1: as many bytes as the hash makes.
    pub(super) fn pbkdf1(self, password: &[u8], salt: &[u8], rounds: u32) -> Secret {
        with!(self, pbkdf1(password, salt, rounds))
    }
}

fn hmac<D: EagerHash>(key: &[u8], message: &[u8]) -> Secret {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<D>::new_from_slice(key) else {
        return Secret::default();
    };
    mac.update(message);
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

fn pbkdf2<D: EagerHash>(password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Secret {
    let mut key = Zeroizing::new(vec![0; length]);
    pbkdf2::pbkdf2_hmac::<D>(password, salt, rounds, &mut key);
    key
}

fn pbkdf1<D: Digest>(password: &[u8], salt: &[u8], rounds: u32) -> Secret {
    let mut state = D::new();
    state.update(password);
    state.update(salt);
    let mut digest = state.finalize();
    for _ in 1..rounds {
        digest = D::digest(&digest);
    }
    let key = Zeroizing::new(digest.to_vec());
    digest.as_mut_slice().zeroize();
    key
}

fn pkcs12<D: Digest + BlockSizeUser>(
    what: u8,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> Secret {
    let block = D::block_size();
    let diversifier = vec![what; block];
    let mut input = Zeroizing::new(Vec::with_capacity(
        stretched(salt.len(), block).saturating_add(stretched(password.len(), block)),
    ));
    for text in [salt, password] {
        input.extend(text.iter().cycle().take(stretched(text.len(), block)));
    }
    let size = <D as Digest>::output_size();
    let mut key = Zeroizing::new(Vec::with_capacity(length.saturating_add(size)));
    loop {
        let mut state = D::new();
        state.update(&diversifier);
        state.update(input.as_slice());
        let mut digest = state.finalize();
        for _ in 1..rounds {
            digest = D::digest(&digest);
        }
        key.extend_from_slice(&digest);
        if key.len() >= length {
            digest.as_mut_slice().zeroize();
            break;
        }
        let repeated: Vec<u8> = digest.iter().copied().cycle().take(block).collect();
        let repeated = Zeroizing::new(repeated);
        for part in input.chunks_exact_mut(block) {
            add_with_one(part, &repeated);
        }
        digest.as_mut_slice().zeroize();
    }
    key.truncate(length);
    key
}

/// The length of a text that is repeated to whole blocks.
fn stretched(length: usize, block: usize) -> usize {
    length.div_ceil(block).saturating_mul(block)
}

/// `number + other + 1`, of big-endian numbers that wrap around.
fn add_with_one(number: &mut [u8], other: &[u8]) {
    let mut carry = 1u16;
    for (digit, other) in number.iter_mut().zip(other).rev() {
        let sum = u16::from(*digit) + u16::from(*other) + carry;
        let [high, low] = sum.to_be_bytes();
        (*digit, carry) = (low, u16::from(high));
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, Use};

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Known from the tests of OpenSSL and Bouncy Castle: password "smeg".
    #[test]
    fn keys_of_pkcs12_are_those_of_other_implementations() {
        let password = [0, 0x73, 0, 0x6D, 0, 0x65, 0, 0x67, 0, 0];
        let salt = [0x0A, 0x58, 0xCF, 0x64, 0x53, 0x0D, 0x82, 0x3F];
        let key = Hash::Sha1.pkcs12(Use::Key, &password, &salt, 1, 24);
        assert_eq!(hex(&key), "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3");
        let vector = Hash::Sha1.pkcs12(Use::InitialVector, &password, &salt, 1, 8);
        assert_eq!(hex(&vector), "79993dfe048d3b76");
    }

    /// RFC 6070.
    #[test]
    fn pbkdf2_is_that_of_the_rfc() {
        let key = Hash::Sha1.pbkdf2(b"password", b"salt", 2, 20);
        assert_eq!(hex(&key), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
    }
}
