use memchr::memmem;

use super::{Kind, container};

/// What an input looks like that holds no PEM block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Look {
    /// No byte.
    Empty,
    /// NUL bytes only.
    Zeros,
    /// PKCS#12: `.pfx`, `.p12`.
    Pkcs12,
    /// A certificate, request, list, public key or container in DER.
    Der(Kind),
    /// A private key in DER, in the clear or not.
    DerPrivateKey,
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

impl Look {
    pub(super) fn of(source: &[u8]) -> Look {
        match source {
            [] => return Look::Empty,
            [0xFE, 0xED, 0xFE, 0xED, ..] | [0xCE, 0xCE, 0xCE, 0xCE, ..] => return Look::JavaKeyStore,
            [0xFF, 0xD8, 0xFF, ..] => return Look::Jpeg,
            [0x30, 0x80..=0x84, rest @ ..] => return der(source, rest),
            _ => {}
        }
        let text = source.trim_ascii_start();
        if text.starts_with(b"$ANSIBLE_VAULT;") {
            return Look::AnsibleVault;
        }
        if memmem::find(text, b"ENC[AES256_GCM,").is_some() {
            return Look::Sops;
        }
        if text.starts_with(b"ssh-") || text.starts_with(b"ecdsa-sha2-") {
            return Look::OpenSshPublicKey;
        }
        match memchr::memchr(0, source) {
            Some(_) if source.iter().all(|byte| *byte == 0) => Look::Zeros,
            Some(_) => Look::Binary,
            None => Look::Text,
        }
    }
}

fn der(source: &[u8], rest: &[u8]) -> Look {
    // PFX: a SEQUENCE that begins with version 3 (RFC 7292 section 4).
    if rest.windows(3).take(5).any(|window| window == [0x02, 0x01, 0x03]) {
        return Look::Pkcs12;
    }
    if container::key_form(source).is_some() {
        return Look::DerPrivateKey;
    }
    container::kind_by_content(source).map_or(Look::OtherDer, Look::Der)
}
