//! What encrypts a part of an archive: the scheme by its identifier, and what it takes to open the part.

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::{NoPadding, Padding, Pkcs7};
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt as _, InnerIvInit as _, KeyInit};
use des::{Des, TdesEde3};
use memchr::memmem;
use rc2::Rc2;
use zeroize::Zeroizing;

use super::ber::{Damage, Input, tag};
use super::budget::{Budget, TooManyRounds};
use super::hash::{Hash, Use};
use super::oid::{self, Oid};
use super::password::Form;
use crate::input::files::Secret;

/// What a part is encrypted with, by its AlgorithmIdentifier.
pub(super) struct Scheme {
    derivation: Derivation,
    cipher: Cipher,
    /// What the derivation does not make.
    vector: Option<Vec<u8>>,
}

/// Why there is no [`Scheme`].
pub(super) enum NoScheme {
    Damaged(Damage),
    /// Its name and number.
    Unknown(String),
}

impl From<Damage> for NoScheme {
    fn from(damage: Damage) -> NoScheme {
        NoScheme::Damaged(damage)
    }
}

/// How a key is made of a password.
pub(super) enum Derivation {
    /// RFC 7292 appendix B.
    Pkcs12(Salted),
    /// RFC 8018 section 5.1.
    Pbkdf1(Hash, Salted),
    /// RFC 8018 section 5.2.
    Pbkdf2(Hash, Salted),
    /// RFC 7914: cost, block size, parallelization.
    Scrypt {
        salt: Vec<u8>,
        cost: u64,
        block: u64,
        parallel: u64,
    },
}

pub(super) struct Salted {
    pub(super) salt: Vec<u8>,
    pub(super) rounds: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    Des,
    TripleDes,
    /// Two keys, of which the first is used again.
    TripleDes2,
    /// Bits of the key that count, and bytes that it has.
    Rc2 {
        bits: u16,
        bytes: u16,
    },
    Rc4 {
        bytes: u16,
    },
}

impl Cipher {
    fn key_size(self) -> usize {
        match self {
            Cipher::Aes128 | Cipher::TripleDes2 => 16,
            Cipher::Aes192 | Cipher::TripleDes => 24,
            Cipher::Aes256 => 32,
            Cipher::Des => 8,
            Cipher::Rc2 { bytes, .. } | Cipher::Rc4 { bytes } => usize::from(bytes),
        }
    }

    fn vector_size(self) -> usize {
        match self {
            Cipher::Aes128 | Cipher::Aes192 | Cipher::Aes256 => 16,
            Cipher::Des | Cipher::TripleDes | Cipher::TripleDes2 | Cipher::Rc2 { .. } => 8,
            Cipher::Rc4 { .. } => 0,
        }
    }
}

impl Scheme {
    /// Of an AlgorithmIdentifier.
    fn read(mut algorithm: Input<'_>) -> Result<Scheme, NoScheme> {
        let oid = algorithm.oid()?;
        if let Some(arc) = oid::below(oid, oid::PKCS12_PBE) {
            let cipher = match arc {
                1 => Cipher::Rc4 { bytes: 16 },
                2 => Cipher::Rc4 { bytes: 5 },
                3 => Cipher::TripleDes,
                4 => Cipher::TripleDes2,
                5 => Cipher::Rc2 { bits: 128, bytes: 16 },
                6 => Cipher::Rc2 { bits: 40, bytes: 5 },
                _ => return Err(NoScheme::Unknown(oid::named(oid))),
            };
            return Ok(Scheme {
                derivation: Derivation::Pkcs12(Salted::read(&mut algorithm.sequence()?)?),
                cipher,
                vector: None,
            });
        }
        let (hash, cipher) = match oid::below(oid, oid::PKCS5) {
            Some(3) => (Hash::Md5, Cipher::Des),
            Some(6) => (Hash::Md5, Cipher::Rc2 { bits: 64, bytes: 8 }),
            Some(10) => (Hash::Sha1, Cipher::Des),
            Some(11) => (Hash::Sha1, Cipher::Rc2 { bits: 64, bytes: 8 }),
            Some(13) => return Scheme::pbes2(algorithm.sequence()?),
            _ => return Err(NoScheme::Unknown(oid::named(oid))),
        };
        Ok(Scheme {
            derivation: Derivation::Pbkdf1(hash, Salted::read(&mut algorithm.sequence()?)?),
            cipher,
            vector: None,
        })
    }

    /// The same, or the name of a scheme that is not known.
    pub(super) fn read_known(algorithm: Input<'_>) -> Result<Result<Scheme, String>, Damage> {
        match Scheme::read(algorithm) {
            Ok(scheme) => Ok(Ok(scheme)),
            Err(NoScheme::Unknown(name)) => Ok(Err(name)),
            Err(NoScheme::Damaged(damage)) => Err(damage),
        }
    }

    fn pbes2(mut parameters: Input<'_>) -> Result<Scheme, NoScheme> {
        let derivation = Derivation::read(parameters.sequence()?)?.0;
        let mut encryption = parameters.sequence()?;
        let oid = encryption.oid()?;
        let aes = |arc| match arc {
            2 => Some(Cipher::Aes128),
            22 => Some(Cipher::Aes192),
            42 => Some(Cipher::Aes256),
            _ => None,
        };
        let mut rc2 = None;
        let cipher = if let Some(cipher) = oid::below(oid, oid::AES).and_then(aes) {
            cipher
        } else if oid::below(oid, oid::RSADSI_CIPHER) == Some(7) {
            Cipher::TripleDes
        } else if oid == oid::DES_CBC {
            Cipher::Des
        } else if oid::below(oid, oid::RSADSI_CIPHER) == Some(2) {
            let mut parameters = encryption.sequence()?;
            let damage = parameters.damage();
            let (bits, bytes) = match parameters.integer()? {
                160 => (40, 5),
                120 => (64, 8),
                58 => (128, 16),
                _ => return Err(damage.into()),
            };
            rc2 = Some(parameters);
            Cipher::Rc2 { bits, bytes }
        } else {
            return Err(NoScheme::Unknown(oid::named(oid)));
        };
        let mut parameters = rc2.unwrap_or(encryption);
        let damage = parameters.damage();
        let vector = parameters.octets()?.bytes().to_vec();
        if vector.len() != cipher.vector_size() {
            return Err(damage.into());
        }
        Ok(Scheme {
            derivation,
            cipher,
            vector: Some(vector),
        })
    }

    /// Whether its key can be tried out in minutes: RC2 and RC4 with 40 bits, and DES.
    pub(super) fn protects_nothing(&self) -> Option<&'static str> {
        match self.cipher {
            Cipher::Rc2 { bits: 40, .. } => Some("RC2 with a key of 40 bits"),
            Cipher::Rc4 { bytes: 5 } => Some("RC4 with a key of 40 bits"),
            Cipher::Des => Some("DES with a key of 56 bits"),
            _ => None,
        }
    }

    /// What was encrypted; `None` where the password is another, or the text is damaged.
    pub(super) fn open(
        &self,
        form: &Form,
        encrypted: &[u8],
        budget: &mut Budget,
    ) -> Result<Option<Secret>, TooManyRounds> {
        let Some((key, vector)) = self.key(form, budget)? else {
            return Ok(None);
        };
        let vector = self.vector.as_deref().unwrap_or(&vector);
        Ok(decrypt::<Pkcs7>(self.cipher, &key, vector, encrypted).filter(|plain| is_one_sequence(plain)))
    }

    /// Whether the password is right, though what it opens may be damaged: identifiers that all archives and keys have stand in
    /// it, which no other key brings about.
    pub(super) fn is_right(
        &self,
        form: &Form,
        encrypted: &[u8],
        budget: &mut Budget,
    ) -> Result<bool, TooManyRounds> {
        let Some((key, vector)) = self.key(form, budget)? else {
            return Ok(false);
        };
        let vector = self.vector.as_deref().unwrap_or(&vector);
        // Whole blocks, whatever the padding.
        let whole = match self.cipher.vector_size() {
            0 => encrypted.len(),
            block => encrypted.len() - encrypted.len() % block,
        };
        let plain = decrypt::<NoPadding>(
            self.cipher,
            &key,
            vector,
            encrypted.get(..whole).unwrap_or_default(),
        );
        if plain.is_some_and(|plain| MARKS.iter().any(|mark| memmem::find(&plain, mark).is_some())) {
            return Ok(true);
        }
        let plain = decrypt::<Pkcs7>(self.cipher, &key, vector, encrypted);
        Ok(plain.is_some_and(|plain| is_one_sequence(&plain)))
    }

    /// The key, and the initial vector where the derivation makes one. `None` where the parameters of scrypt make no sense.
    fn key(&self, form: &Form, budget: &mut Budget) -> Result<Option<(Secret, Secret)>, TooManyRounds> {
        let (size, vector_size) = (self.cipher.key_size(), self.cipher.vector_size());
        Ok(match &self.derivation {
            Derivation::Pkcs12(Salted { salt, rounds }) => {
                let rounds = budget.spend(*rounds)?;
                let of = |what, size| Hash::Sha1.pkcs12(what, &form.wide, salt, rounds, size);
                let vector = match vector_size {
                    0 => Secret::default(),
                    size => of(Use::InitialVector, size),
                };
                Some((of(Use::Key, size), vector))
            }
            Derivation::Pbkdf1(hash, Salted { salt, rounds }) => {
                let rounds = budget.spend(*rounds)?;
                let made = hash.pbkdf1(&form.plain, salt, rounds);
                let part = |range| {
                    Zeroizing::new(
                        made.get::<std::ops::Range<usize>>(range)
                            .unwrap_or_default()
                            .to_vec(),
                    )
                };
                Some((part(0..8), part(8..16)))
            }
            derivation => derivation
                .derive(form, size, budget)?
                .map(|key| (key, Secret::default())),
        })
    }
}

impl Derivation {
    /// Of an AlgorithmIdentifier, with the length of the key that it names.
    pub(super) fn read(mut algorithm: Input<'_>) -> Result<(Derivation, Option<u64>), NoScheme> {
        let oid = algorithm.oid()?;
        let mut parameters = algorithm.sequence()?;
        if oid == oid::SCRYPT {
            let salt = parameters.octets()?.bytes().to_vec();
            let derivation = Derivation::Scrypt {
                salt,
                cost: parameters.integer()?,
                block: parameters.integer()?,
                parallel: parameters.integer()?,
            };
            return Ok((derivation, None));
        }
        if oid::below(oid, oid::PKCS5) != Some(12) {
            return Err(NoScheme::Unknown(oid::named(oid)));
        }
        let salted = Salted::read(&mut parameters)?;
        let length = match parameters.bytes().first() {
            Some(&tag::INTEGER) => Some(parameters.integer()?),
            _ => None,
        };
        let hash = match parameters.optional(tag::SEQUENCE)? {
            None => Hash::Sha1,
            Some(prf) => {
                let oid = prf.contents.first_oid()?;
                hmac_hash(oid).ok_or_else(|| NoScheme::Unknown(oid::named(oid)))?
            }
        };
        Ok((Derivation::Pbkdf2(hash, salted), length))
    }

    /// A key of this size. `None` where the parameters of scrypt make no sense.
    pub(super) fn derive(
        &self,
        form: &Form,
        size: usize,
        budget: &mut Budget,
    ) -> Result<Option<Secret>, TooManyRounds> {
        match self {
            Derivation::Pbkdf2(hash, Salted { salt, rounds }) => {
                let rounds = budget.spend(*rounds)?;
                Ok(Some(hash.pbkdf2(&form.plain, salt, rounds, size)))
            }
            Derivation::Scrypt {
                salt,
                cost,
                block,
                parallel,
            } => {
                budget.spend_memory(*cost, *block, *parallel)?;
                let number = |it: u64| u32::try_from(it).ok();
                let log = cost.is_power_of_two().then(|| cost.trailing_zeros());
                let parameters = log
                    .and_then(|log| u8::try_from(log).ok())
                    .and_then(|log| scrypt::Params::new(log, number(*block)?, number(*parallel)?).ok());
                let mut key = Zeroizing::new(vec![0; size]);
                let made = parameters.and_then(|it| scrypt::scrypt(&form.plain, salt, &it, &mut key).ok());
                Ok(made.map(|()| key))
            }
            Derivation::Pkcs12(_) | Derivation::Pbkdf1(..) => Ok(None),
        }
    }
}

impl Salted {
    /// Salt and rounds, which all parameters but those of scrypt begin with.
    fn read(parameters: &mut Input<'_>) -> Result<Salted, Damage> {
        let salt = parameters.octets()?.bytes().to_vec();
        let damage = parameters.damage();
        match parameters.integer()? {
            0 => Err(damage),
            rounds => Ok(Salted { salt, rounds }),
        }
    }
}

/// The hash of an HMAC.
pub(super) fn hmac_hash(oid: &Oid) -> Option<Hash> {
    Some(match oid::below(oid, oid::RSADSI_DIGEST)? {
        6 => Hash::Md5,
        7 => Hash::Sha1,
        8 => Hash::Sha224,
        9 => Hash::Sha256,
        10 => Hash::Sha384,
        11 => Hash::Sha512,
        12 => Hash::Sha512_224,
        13 => Hash::Sha512_256,
        _ => return None,
    })
}

/// A hash by itself.
pub(super) fn plain_hash(oid: &Oid) -> Option<Hash> {
    if oid == oid::SHA1 {
        return Some(Hash::Sha1);
    }
    if oid::below(oid, oid::RSADSI_DIGEST) == Some(5) {
        return Some(Hash::Md5);
    }
    Some(match oid::below(oid, oid::SHA2)? {
        1 => Hash::Sha256,
        2 => Hash::Sha384,
        3 => Hash::Sha512,
        4 => Hash::Sha224,
        5 => Hash::Sha512_224,
        6 => Hash::Sha512_256,
        _ => return None,
    })
}

/// What OpenSSL encrypted in PEM of RFC 1421, its key made by one round of MD5. `None` where the cipher is not known, and
/// nothing in that where the password is another.
pub(super) fn open_traditional(
    cipher: &str,
    vector: &[u8],
    password: &[u8],
    encrypted: &[u8],
) -> Option<Option<Secret>> {
    let cipher = match cipher {
        "AES-128-CBC" => Cipher::Aes128,
        "AES-192-CBC" => Cipher::Aes192,
        "AES-256-CBC" => Cipher::Aes256,
        "DES-CBC" => Cipher::Des,
        "DES-EDE3-CBC" => Cipher::TripleDes,
        _ => return None,
    };
    let Some(salt) = vector.get(..8).filter(|_| vector.len() == cipher.vector_size()) else {
        return Some(None);
    };
    let mut input = Zeroizing::new(Vec::with_capacity(16 + password.len() + salt.len()));
    let mut key = Zeroizing::new(Vec::with_capacity(48));
    while key.len() < cipher.key_size() {
        input.extend_from_slice(password);
        input.extend_from_slice(salt);
        let made = Hash::Md5.pbkdf1(&input, &[], 1);
        key.extend_from_slice(&made);
        input.clear();
        input.extend_from_slice(&made);
    }
    key.truncate(cipher.key_size());
    Some(decrypt::<Pkcs7>(cipher, &key, vector, encrypted).filter(|plain| is_one_sequence(plain)))
}

/// Beginnings of the identifiers of bags, RSA keys and keys on curves, and of the other kinds of key.
const MARKS: [&[u8]; 3] = [
    &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01],
    &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01],
    &[0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65],
];

/// Keys and lists of bags are one sequence each: what is not was opened with another password.
fn is_one_sequence(plain: &[u8]) -> bool {
    let mut input = Input::new(plain);
    input.expect(tag::SEQUENCE).is_ok() && input.is_empty()
}

fn decrypt<P: Padding>(cipher: Cipher, key: &[u8], vector: &[u8], encrypted: &[u8]) -> Option<Secret> {
    match cipher {
        Cipher::Aes128 => cbc::<P, _>(Aes128::new_from_slice(key).ok()?, vector, encrypted),
        Cipher::Aes192 => cbc::<P, _>(Aes192::new_from_slice(key).ok()?, vector, encrypted),
        Cipher::Aes256 => cbc::<P, _>(Aes256::new_from_slice(key).ok()?, vector, encrypted),
        Cipher::Des => cbc::<P, _>(Des::new_from_slice(key).ok()?, vector, encrypted),
        Cipher::TripleDes => cbc::<P, _>(TdesEde3::new_from_slice(key).ok()?, vector, encrypted),
        Cipher::TripleDes2 => {
            let mut three = Zeroizing::new([0u8; 24]);
            let again = key.iter().cycle();
            three.iter_mut().zip(again).for_each(|(to, from)| *to = *from);
            cbc::<P, _>(
                TdesEde3::new_from_slice(three.as_slice()).ok()?,
                vector,
                encrypted,
            )
        }
        Cipher::Rc2 { bits, .. } => cbc::<P, _>(
            Rc2::new_with_eff_key_len(key, usize::from(bits)),
            vector,
            encrypted,
        ),
        Cipher::Rc4 { .. } => Some(rc4(key, encrypted)),
    }
}

fn cbc<P: Padding, C: BlockCipherDecrypt>(cipher: C, vector: &[u8], encrypted: &[u8]) -> Option<Secret> {
    let mut text = Zeroizing::new(encrypted.to_vec());
    let decryptor = cbc::Decryptor::inner_iv_slice_init(cipher, vector).ok()?;
    let length = decryptor.decrypt_padded::<P>(&mut text).ok()?.len();
    text.truncate(length);
    Some(text)
}

/// The stream cipher that RFC 7292 still names; no crate of it is stable.
fn rc4(key: &[u8], encrypted: &[u8]) -> Secret {
    let mut state: Zeroizing<Vec<u8>> = Zeroizing::new((0..=255).collect());
    let mut other = 0u8;
    for (at, key) in (0..=255u8).zip(key.iter().cycle()) {
        other = other.wrapping_add(state[usize::from(at)]).wrapping_add(*key);
        state.swap(usize::from(at), usize::from(other));
    }
    let mut text = Zeroizing::new(encrypted.to_vec());
    let (mut at, mut other) = (0u8, 0u8);
    for byte in text.iter_mut() {
        at = at.wrapping_add(1);
        let one = state[usize::from(at)];
        other = other.wrapping_add(one);
        let two = state[usize::from(other)];
        state.swap(usize::from(at), usize::from(other));
        *byte ^= state[usize::from(one.wrapping_add(two))];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::rc4;

    /// The first of the test vectors that its source was published with.
    #[test]
    fn rc4_is_rc4() {
        assert_eq!(
            rc4(b"Key", b"Plaintext").as_slice(),
            [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]
        );
    }
}
