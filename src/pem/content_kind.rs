//! What bytes without any block look like.

use memchr::memmem;

use super::container::{self, KeyForm};
use super::{Kind, base64};

/// What an input looks like that holds no PEM block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ContentKind {
    /// No byte.
    Empty,
    /// NUL bytes only.
    Zeros,
    /// PKCS#12: `.pfx`, `.p12`.
    Pkcs12,
    /// A certificate, request, list, public key or container in DER.
    Der(Kind),
    /// A private key in DER, in the clear.
    DerPrivateKey,
    /// A password-protected private key in DER.
    DerEncryptedKey,
    /// Base64 of DER of a private key.
    Base64Key,
    /// Digits of DER in hexadecimal.
    HexDump,
    /// Text in UTF-32.
    Utf32,
    /// Some other DER.
    OtherDer,
    /// A Java key store: `.jks`, `.jceks`.
    JavaKeyStore,
    /// The public half of an OpenSSH key.
    OpenSshPublicKey,
    /// Text that `ansible-vault` has encrypted.
    AnsibleVault,
    /// Text whose values SOPS has encrypted.
    Sops,
    /// A JPEG image.
    Jpeg,
    /// Other bytes that are no text.
    Binary,
    /// Other text.
    Text,
}

impl ContentKind {
    pub(super) fn of(source: &[u8]) -> ContentKind {
        match source {
            [] => return ContentKind::Empty,
            [0xFE, 0xED, 0xFE, 0xED, ..] | [0xCE, 0xCE, 0xCE, 0xCE, ..] => return ContentKind::JavaKeyStore,
            [0xFF, 0xD8, 0xFF, ..] => return ContentKind::Jpeg,
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [1..=0xFF, 0, 0, 0, 1..=0xFF, 0, 0, 0, ..] => {
                return ContentKind::Utf32;
            }
            [0, 0, 0, 1..=0xFF, 0, 0, 0, 1..=0xFF, ..] => return ContentKind::Utf32,
            [0x30, 0x80..=0x84, rest @ ..] => return der(source, rest),
            // Keys on curves are short.
            [0x30, 0..=0x7F, rest @ ..] if is_known_der(source) => return der(source, rest),
            _ => {}
        }
        let text = source.trim_ascii_start();
        if text.starts_with(b"$ANSIBLE_VAULT;") {
            return ContentKind::AnsibleVault;
        }
        if memmem::find(text, b"ENC[AES256_GCM,").is_some() {
            return ContentKind::Sops;
        }
        if text.starts_with(b"ssh-") || text.starts_with(b"ecdsa-sha2-") {
            return ContentKind::OpenSshPublicKey;
        }
        if is_hex_dump(text) {
            return ContentKind::HexDump;
        }
        if base64_key(text) {
            return ContentKind::Base64Key;
        }
        match memchr::memchr(0, source) {
            Some(_) if source.iter().all(|byte| *byte == 0) => ContentKind::Zeros,
            Some(_) => ContentKind::Binary,
            None => ContentKind::Text,
        }
    }
}

fn is_known_der(source: &[u8]) -> bool {
    container::key_form(source).is_some() || container::kind_by_content(source).is_some()
}

fn der(source: &[u8], rest: &[u8]) -> ContentKind {
    // PFX: a SEQUENCE that begins with version 3 (RFC 7292 section 4).
    if rest.windows(3).take(5).any(|window| window == [0x02, 0x01, 0x03]) {
        return ContentKind::Pkcs12;
    }
    match container::key_form(source) {
        Some(KeyForm::Encrypted) => return ContentKind::DerEncryptedKey,
        Some(_) => return ContentKind::DerPrivateKey,
        None => {}
    }
    container::kind_by_content(source).map_or(ContentKind::OtherDer, ContentKind::Der)
}

/// `3082`, as DER of some length begins, in digits that may have separators, after an offset if there is one.
fn is_hex_dump(text: &[u8]) -> bool {
    let line = text.split(|byte| matches!(byte, b'\n' | b'\r')).next();
    let line = line.unwrap_or_default();
    let line = line.get(..LONGEST_START).unwrap_or(line);
    let after_offset = line.iter().position(|byte| *byte == b':').filter(|at| *at == 8);
    let dumped = after_offset.and_then(|at| line.get(at.saturating_add(1)..));
    [dumped, Some(line)].into_iter().flatten().any(|line| {
        let mut digits = line.iter().filter(|byte| !matches!(byte, b' ' | b':' | b'-'));
        let begins = b"3082".iter().all(|digit| digits.next() == Some(digit));
        begins && digits.take(12).filter(|byte| byte.is_ascii_hexdigit()).count() == 12
    })
}

const LONGEST_START: usize = 80;

/// Whether the text begins with base64 of a private key. Only what tells its form is decoded.
fn base64_key(text: &[u8]) -> bool {
    let mut start = zeroize::Zeroizing::new([0u8; 40]);
    let mut length = 0usize;
    let characters = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    for (place, byte) in start.iter_mut().zip(characters) {
        *place = *byte;
        length = length.saturating_add(1);
    }
    let (whole, _) = start.get(..length).unwrap_or_default().as_chunks::<4>();
    let der = base64::decode_packed(whole.as_flattened());
    der.is_some_and(|der| container::key_form(&der).is_some())
}
