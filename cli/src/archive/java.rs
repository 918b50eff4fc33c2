//! Java's own key stores, JKS: certificates as they are, private keys under a cipher made of SHA-1. Sun's key store classes define
//! the format; it has no other specification.

use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

use super::bags::encrypted_info;
use super::ber::{Damage, Input};
use super::content::{Archive, Certificate, Integrity, Key, Locked, MOST_BAGS, Part, Shut};
use super::password;
use super::refusal::Refusal;
use crate::input::files::Secret;

const JKS: [u8; 4] = [0xFE, 0xED, 0xFE, 0xED];
const JCEKS: [u8; 4] = [0xCE, 0xCE, 0xCE, 0xCE];

/// Sun's cipher for keys: 1.3.6.1.4.1.42.2.17.1.1.
const KEY_PROTECTOR: &[u8] = &[0x2B, 0x06, 0x01, 0x04, 0x01, 0x2A, 0x02, 0x11, 0x01, 0x01];

/// Bytes of a SHA-1.
const DIGEST: usize = 20;

/// Whether bytes begin as a key store of Java's does.
pub(crate) fn is_java_store(bytes: &[u8]) -> bool {
    bytes.starts_with(&JKS) || bytes.starts_with(&JCEKS)
}

/// What is left to read, and how much was read.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Damage> {
        let end = self.at.checked_add(length);
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or(Damage { at: self.at })?;
        self.at = self.at.saturating_add(length);
        Ok(taken)
    }

    /// A number of so many bytes.
    fn number(&mut self, bytes: usize) -> Result<usize, Damage> {
        let damage = Damage { at: self.at };
        let digits = self.take(bytes)?;
        let number = digits
            .iter()
            .fold(0u64, |sum, digit| (sum << 8) | u64::from(*digit));
        usize::try_from(number).map_err(|_| damage)
    }

    /// Bytes after their number.
    fn counted(&mut self, bytes: usize) -> Result<&'a [u8], Damage> {
        let length = self.number(bytes)?;
        self.take(length)
    }
}

/// Opens a key store with a password, or without.
pub(crate) fn open_java(bytes: &[u8], password: Option<&[u8]>) -> Result<Archive, Refusal> {
    if bytes.starts_with(&JCEKS) {
        return Err(Refusal::Jceks);
    }
    let covered = bytes.len().saturating_sub(DIGEST);
    let (store, digest) = bytes.split_at_checked(covered).unwrap_or((bytes, &[]));
    let mut reader = Reader { bytes: store, at: 4 };
    let damage = Damage { at: reader.at };
    let version = reader.number(4)?;
    if !matches!(version, 1 | 2) {
        return Err(damage.into());
    }
    let mut archive = Archive::default();
    let mut shut = Vec::new();
    let count = reader.number(4)?;
    if count > MOST_BAGS {
        return Err(Refusal::TooManyBags);
    }
    for _ in 0..count {
        let damage = Damage { at: reader.at };
        let kind = reader.number(4)?;
        let alias = String::from_utf8_lossy(reader.counted(2)?).into_owned();
        reader.take(8)?;
        match kind {
            1 => {
                let at = reader.at.saturating_add(4);
                shut.push((alias.clone(), reader.counted(4)?, at));
                for place in 0..reader.number(4)?.min(MOST_BAGS) {
                    let id = (place == 0).then(|| alias.clone().into_bytes());
                    let der = certificate(&mut reader, version)?;
                    archive.certificates.push(Certificate {
                        der,
                        id,
                        is_trusted: false,
                    });
                }
            }
            2 => {
                let der = certificate(&mut reader, version)?;
                archive.certificates.push(Certificate {
                    der,
                    id: None,
                    is_trusted: true,
                });
            }
            _ => return Err(damage.into()),
        }
    }
    if reader.at != covered {
        return Err(Damage { at: reader.at }.into());
    }
    let wide = password.map(wide);
    archive.integrity = Integrity::Unproven;
    let mut mac_differs = false;
    if let Some(wide) = &wide {
        archive.integrity = Integrity::Proven;
        mac_differs = mac(wide, store) != digest;
    }
    for (alias, info, at) in shut {
        let id = Some(alias.clone().into_bytes());
        let (scheme, text) = encrypted_info(Input::within(info, at))?;
        let opened = match &wide {
            Some(wide) if scheme == KEY_PROTECTOR => unprotect(wide, &text),
            _ => None,
        };
        let why = match (&opened, &wide) {
            (Some(_), _) => None,
            (None, _) if scheme != KEY_PROTECTOR => Some(Shut::Cipher(super::oid::named(scheme))),
            (None, None) => Some(Shut::NoPassword),
            (None, Some(_)) => Some(Shut::OtherPassword),
        };
        archive.keys.extend(opened.map(|der| Key {
            der,
            name: Some(alias.clone()),
            id: id.clone(),
            is_bare: false,
        }));
        archive.locked.extend(why.map(|why| Locked {
            what: Part::Key,
            name: Some(alias),
            id,
            why,
        }));
    }
    match mac_differs {
        false => Ok(archive),
        true if archive.keys.is_empty() => {
            Err(Refusal::WrongPassword("SHA-1 of password and content".into()))
        }
        true => Err(Refusal::MacDiffers),
    }
}

fn certificate(reader: &mut Reader<'_>, version: usize) -> Result<Vec<u8>, Damage> {
    if version == 2 {
        reader.counted(2)?;
    }
    reader.counted(4).map(<[u8]>::to_vec)
}

/// UTF-16 without the two zero bytes that PKCS#12 has.
fn wide(password: &[u8]) -> Secret {
    let forms = password::forms(password);
    let wide = forms.first().map(|form| form.wide.as_slice()).unwrap_or_default();
    Zeroizing::new(
        wide.get(..wide.len().saturating_sub(2))
            .unwrap_or_default()
            .to_vec(),
    )
}

fn mac(password: &[u8], store: &[u8]) -> Vec<u8> {
    let mut state = Sha1::new();
    state.update(password);
    state.update(b"Mighty Aphrodite");
    state.update(store);
    state.finalize().to_vec()
}

/// A key out of Sun's cipher: salt, text, digest of password and key.
fn unprotect(password: &[u8], text: &[u8]) -> Option<Secret> {
    let (salt, rest) = text.split_at_checked(DIGEST)?;
    let (encrypted, digest) = rest.split_at_checked(rest.len().checked_sub(DIGEST)?)?;
    let hash = |other: &[u8]| {
        let mut state = Sha1::new();
        state.update(password);
        state.update(other);
        Zeroizing::new(state.finalize().to_vec())
    };
    let mut plain = Zeroizing::new(Vec::with_capacity(encrypted.len()));
    let mut stream = Zeroizing::new(salt.to_vec());
    for piece in encrypted.chunks(DIGEST) {
        stream = hash(&stream);
        plain.extend(piece.iter().zip(stream.iter()).map(|(one, other)| one ^ other));
    }
    (hash(&plain).as_slice() == digest).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::{DIGEST, JKS, KEY_PROTECTOR, mac, open_java, wide};
    use crate::archive::ber::tag;
    use crate::archive::content::{Integrity, Shut};
    use crate::archive::der::tlv;
    use crate::archive::refusal::Refusal;

    const KEY: &[u8] = &[0x30, 3, 2, 1, 7];
    const CERTIFICATE: &[u8] = &[0x30, 3, 2, 1, 9];

    /// A store with a key under one password, and the store under another.
    fn store(of_key: &[u8], of_store: &[u8]) -> Vec<u8> {
        use sha1::{Digest as _, Sha1};
        let hash = |other: &[u8]| Sha1::digest([wide(of_key).as_slice(), other].concat()).to_vec();
        let salt = [0x5A; DIGEST];
        let stream = hash(&salt);
        let mut text = salt.to_vec();
        text.extend(KEY.iter().zip(stream).map(|(one, other)| one ^ other));
        text.extend(hash(KEY));
        let algorithm = tlv(
            tag::SEQUENCE,
            &[&tlv(tag::OID, &[KEY_PROTECTOR]), &tlv(tag::NULL, &[])],
        );
        let info = tlv(tag::SEQUENCE, &[&algorithm, &tlv(tag::OCTET_STRING, &[&text])]);
        let number = |number: usize| u32::try_from(number).expect("short").to_be_bytes();
        let certificate = [&[0, 5][..], b"X.509", &number(CERTIFICATE.len()), CERTIFICATE].concat();
        let entry = |kind: usize, alias: &[u8]| [&number(kind)[..], &[0, 3], alias, &[0; 8]].concat();
        let mut bytes = [&JKS[..], &number(2), &number(2)].concat();
        bytes.extend(
            [
                &entry(1, b"www")[..],
                &number(info.len()),
                &info,
                &number(1),
                &certificate,
            ]
            .concat(),
        );
        bytes.extend([&entry(2, b"ca ")[..], &certificate].concat());
        let mac = mac(&wide(of_store), &bytes);
        [bytes, mac].concat()
    }

    #[test]
    fn a_store_is_read_with_and_without_its_password() {
        let bytes = store(b"secret", b"secret");
        let archive = open_java(&bytes, Some(b"secret")).expect("opened");
        assert!(archive.integrity == Integrity::Proven);
        assert_eq!(archive.keys[0].der.as_slice(), KEY);
        assert_eq!(
            archive
                .certificates
                .iter()
                .map(|it| it.is_trusted)
                .collect::<Vec<_>>(),
            [false, true]
        );
        let archive = open_java(&bytes, None).expect("opened");
        assert!(archive.locked[0].why == Shut::NoPassword && archive.certificates.len() == 2);
        assert!(matches!(
            open_java(&bytes, Some(b"Secret")),
            Err(Refusal::WrongPassword(_))
        ));
        let archive = open_java(&store(b"another", b"secret"), Some(b"secret")).expect("opened");
        assert!(archive.locked[0].why == Shut::OtherPassword);
    }

    #[test]
    fn a_store_damaged_at_any_byte_makes_no_panic_and_its_password_is_not_blamed_where_the_key_opens() {
        let bytes = store(b"secret", b"secret");
        for place in 4..bytes.len() {
            assert!(open_java(&bytes[..place], Some(b"secret")).is_err(), "{place}");
            let mut changed = bytes.clone();
            changed[place] ^= 0x21;
            assert!(open_java(&changed, Some(b"secret")).is_err(), "{place}");
        }
    }
}
