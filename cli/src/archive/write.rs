//! Writes PKCS#12 as the JDK does it: AES-256 and HMAC-SHA-256, certificates and keys each under an encryption of their own.

use aes::Aes256;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use zeroize::Zeroizing;

use super::ber::tag;
use super::der::{number, tlv};
use super::hash::{Hash, Use};
use super::{oid, password};
use crate::input::files::Secret;

/// What is to be packed.
#[derive(Default)]
pub(crate) struct Content<'a> {
    /// A PKCS#8 key and its alias.
    pub(crate) key: Option<(&'a [u8], &'a str)>,
    /// The certificates of the key, the leaf first.
    pub(crate) chain: Vec<&'a [u8]>,
    /// Trust anchors, each with its alias.
    pub(crate) trusted: Vec<(String, &'a [u8])>,
}

/// Rounds of each derivation: ten times the JDK's, a twentieth of a second.
const ROUNDS: u32 = 100_000;

/// Bytes of each salt, as the JDK takes them.
const SALT: usize = 20;

/// SEQUENCE { OBJECT IDENTIFIER anyExtendedKeyUsage } is what the JDK trusts a certificate for.
const ANY_USAGE: &[u8] = &[0x55, 0x1D, 0x25, 0x00];

/// An archive under this password. The error is words for people.
pub(crate) fn write(content: &Content<'_>, password: &[u8]) -> Result<Secret, String> {
    write_with(content, password, ROUNDS, &mut random)
}

fn random(bytes: &mut [u8]) -> Result<(), String> {
    getrandom::fill(bytes).map_err(|error| format!("the system gives no random numbers: {error}"))
}

/// The same with these rounds and this source of salts.
pub(super) fn write_with(
    content: &Content<'_>,
    password: &[u8],
    rounds: u32,
    random: &mut dyn FnMut(&mut [u8]) -> Result<(), String>,
) -> Result<Secret, String> {
    let forms = password::forms(password);
    let form = forms.first().ok_or("there is no password")?;
    let id = |number: u8| attribute(oid::LOCAL_KEY_ID, &tlv(tag::OCTET_STRING, &[&[number]]));
    let mut safes = Vec::new();
    if let Some((key, alias)) = content.key {
        let (algorithm, text) = encrypt(key, &form.plain, rounds, random)?;
        let info = tlv(tag::SEQUENCE, &[&algorithm, &tlv(tag::OCTET_STRING, &[&text])]);
        let attributes = tlv(tag::SET, &[&name(alias), &id(1)]);
        safes.push(data(&tlv(tag::SEQUENCE, &[&bag(2, &info, &attributes)])));
    }
    let mut bags = Vec::new();
    for (place, der) in content.chain.iter().enumerate() {
        let attributes = match content.key {
            Some((_, alias)) if place == 0 => tlv(tag::SET, &[&name(alias), &id(1)]),
            _ => Zeroizing::default(),
        };
        bags.push(bag(3, &certificate(der), &attributes));
    }
    for (alias, der) in &content.trusted {
        let usage = attribute(oid::TRUSTED_KEY_USAGE, &tlv(tag::OID, &[ANY_USAGE]));
        let attributes = tlv(tag::SET, &[&name(alias), &usage]);
        bags.push(bag(3, &certificate(der), &attributes));
    }
    if !bags.is_empty() {
        let bags: Vec<&[u8]> = bags.iter().map(|bag| bag.as_slice()).collect();
        let (algorithm, text) = encrypt(&tlv(tag::SEQUENCE, &bags), &form.plain, rounds, random)?;
        let content = tlv(
            tag::SEQUENCE,
            &[&tlv(tag::OID, &[oid::DATA]), &algorithm, &tlv(0x80, &[&text])],
        );
        let encrypted = tlv(tag::SEQUENCE, &[&number(0), &content]);
        safes.push(tlv(
            tag::SEQUENCE,
            &[
                &tlv(tag::OID, &[oid::ENCRYPTED_DATA]),
                &tlv(tag::CONTEXT_0, &[&encrypted]),
            ],
        ));
    }
    let safes: Vec<&[u8]> = safes.iter().map(|safe| safe.as_slice()).collect();
    let authenticated = tlv(tag::SEQUENCE, &safes);
    let mut salt = [0; SALT];
    random(&mut salt)?;
    let key = Hash::Sha256.pkcs12(Use::Mac, &form.wide, &salt, rounds, Hash::Sha256.size());
    let digest = Hash::Sha256.hmac(&key, &authenticated);
    let sha256 = tlv(
        tag::SEQUENCE,
        &[&tlv(tag::OID, &[oid::SHA2, &[1]]), &tlv(tag::NULL, &[])],
    );
    let info = tlv(tag::SEQUENCE, &[&sha256, &tlv(tag::OCTET_STRING, &[&digest])]);
    let mac = tlv(
        tag::SEQUENCE,
        &[&info, &tlv(tag::OCTET_STRING, &[&salt]), &number(rounds)],
    );
    Ok(tlv(tag::SEQUENCE, &[&number(3), &data(&authenticated), &mac]))
}

fn data(content: &[u8]) -> Secret {
    let octets = tlv(tag::OCTET_STRING, &[content]);
    tlv(
        tag::SEQUENCE,
        &[&tlv(tag::OID, &[oid::DATA]), &tlv(tag::CONTEXT_0, &[&octets])],
    )
}

fn bag(kind: u8, value: &[u8], attributes: &[u8]) -> Secret {
    let kind = tlv(tag::OID, &[oid::BAG, &[kind]]);
    tlv(
        tag::SEQUENCE,
        &[&kind, &tlv(tag::CONTEXT_0, &[value]), attributes],
    )
}

fn certificate(der: &[u8]) -> Secret {
    let octets = tlv(tag::OCTET_STRING, &[der]);
    tlv(
        tag::SEQUENCE,
        &[
            &tlv(tag::OID, &[oid::X509_CERTIFICATE]),
            &tlv(tag::CONTEXT_0, &[&octets]),
        ],
    )
}

fn attribute(kind: &[u8], value: &[u8]) -> Secret {
    tlv(
        tag::SEQUENCE,
        &[&tlv(tag::OID, &[kind]), &tlv(tag::SET, &[value])],
    )
}

fn name(alias: &str) -> Secret {
    let units: Vec<u8> = alias.encode_utf16().flat_map(u16::to_be_bytes).collect();
    attribute(oid::FRIENDLY_NAME, &tlv(tag::BMP_STRING, &[&units]))
}

/// PBES2 with PBKDF2, HMAC-SHA-256 and AES-256-CBC: its AlgorithmIdentifier, and the encrypted text.
fn encrypt(
    plain: &[u8],
    password: &[u8],
    rounds: u32,
    random: &mut dyn FnMut(&mut [u8]) -> Result<(), String>,
) -> Result<(Secret, Secret), String> {
    let (mut salt, mut vector) = ([0; SALT], [0; 16]);
    random(&mut salt)?;
    random(&mut vector)?;
    let key = Hash::Sha256.pbkdf2(password, &salt, rounds, 32);
    let mut text = Zeroizing::new(Vec::with_capacity(plain.len().saturating_add(16)));
    text.extend_from_slice(plain);
    text.resize(plain.len().saturating_add(16), 0);
    let encryptor =
        cbc::Encryptor::<Aes256>::new_from_slices(&key, &vector).map_err(|_| "no key of AES-256")?;
    let length = encryptor
        .encrypt_padded::<Pkcs7>(&mut text, plain.len())
        .map_err(|_| "no room for the padding")?
        .len();
    text.truncate(length);
    let hmac = tlv(
        tag::SEQUENCE,
        &[&tlv(tag::OID, &[oid::RSADSI_DIGEST, &[9]]), &tlv(tag::NULL, &[])],
    );
    let parameters = tlv(
        tag::SEQUENCE,
        &[&tlv(tag::OCTET_STRING, &[&salt]), &number(rounds), &hmac],
    );
    let derivation = tlv(
        tag::SEQUENCE,
        &[&tlv(tag::OID, &[oid::PKCS5, &[12]]), &parameters],
    );
    let cipher = tlv(
        tag::SEQUENCE,
        &[
            &tlv(tag::OID, &[oid::AES, &[42]]),
            &tlv(tag::OCTET_STRING, &[&vector]),
        ],
    );
    let both = tlv(tag::SEQUENCE, &[&derivation, &cipher]);
    let algorithm = tlv(tag::SEQUENCE, &[&tlv(tag::OID, &[oid::PKCS5, &[13]]), &both]);
    Ok((algorithm, text))
}
