//! What extensions of known kinds say.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::at::At;
use super::general_name::{GeneralNames, NameConstraints};
use super::lazy::{Lazy, oid_text};
use crate::der::Cursor;
use crate::text;

/// RFC 5280 section 4.2.1.9.
#[derive(Clone, Copy)]
pub(crate) struct BasicConstraints {
    pub(crate) ca: bool,
    pub(crate) path_length: Option<u32>,
}

/// RFC 5280 section 4.2.1.3.
#[derive(Clone, Copy)]
pub(crate) struct KeyUsage {
    pub(crate) digital_signature: bool,
    pub(crate) key_encipherment: bool,
    pub(crate) key_cert_sign: bool,
    pub(crate) crl_sign: bool,
}

impl KeyUsage {
    /// By the first octet of its bits.
    pub(super) fn of(first: u8) -> KeyUsage {
        KeyUsage {
            digital_signature: first & 0x80 != 0,
            key_encipherment: first & 0x20 != 0,
            key_cert_sign: first & 0x04 != 0,
            crl_sign: first & 0x02 != 0,
        }
    }
}

/// RFC 5280 section 4.2.1.12.
pub(crate) struct ExtendedKeyUsage<'a> {
    pub(crate) server_auth: bool,
    pub(crate) client_auth: bool,
    pub(crate) any: bool,
    /// The purposes by name.
    pub(crate) text: Lazy<'a>,
}

impl<'a> ExtendedKeyUsage<'a> {
    /// Of purposes that are still to be told.
    pub(super) fn new(contents: &'a [u8]) -> ExtendedKeyUsage<'a> {
        ExtendedKeyUsage {
            server_auth: false,
            client_auth: false,
            any: false,
            text: Lazy::new(contents, purposes),
        }
    }
}

/// RFC 5280 section 4.2.1.1, beside the key identifier.
#[derive(Clone, Copy)]
pub(crate) struct AuthorityKey {
    pub(crate) has_key_identifier: bool,
    pub(crate) has_issuer_or_serial: bool,
}

/// What the extensions of one certificate say.
#[derive(Default)]
pub(super) struct Values<'a> {
    pub(super) basic_constraints: Option<At<BasicConstraints>>,
    pub(super) key_usage: Option<At<KeyUsage>>,
    pub(super) extended_key_usage: Option<At<ExtendedKeyUsage<'a>>>,
    pub(super) subject_alternative_name: Option<At<GeneralNames<'a>>>,
    pub(super) name_constraints: Option<At<NameConstraints<'a>>>,
    pub(super) subject_key_identifier: Option<&'a [u8]>,
    pub(super) authority_key_identifier: Option<&'a [u8]>,
    pub(super) authority_key: Option<At<AuthorityKey>>,
    pub(super) information_access_is_empty: bool,
    pub(super) malformed: Vec<At<String>>,
}

/// id-kp is 1.3.6.1.5.5.7.3.
pub(super) const PURPOSES: [u8; 7] = [0x2B, 6, 1, 5, 5, 7, 3];

/// The purposes by name, those that people know first.
fn purposes(contents: &[u8]) -> String {
    let known: [(&[u8], &str); 7] = [
        (&[0x2B, 6, 1, 5, 5, 7, 3, 1], "serverAuth"),
        (&[0x2B, 6, 1, 5, 5, 7, 3, 2], "clientAuth"),
        (&[0x55, 0x1D, 37, 0], "anyExtendedKeyUsage"),
        (&[0x2B, 6, 1, 5, 5, 7, 3, 3], "codeSigning"),
        (&[0x2B, 6, 1, 5, 5, 7, 3, 4], "emailProtection"),
        (&[0x2B, 6, 1, 5, 5, 7, 3, 8], "timeStamping"),
        (&[0x2B, 6, 1, 5, 5, 7, 3, 9], "OCSPSigning"),
    ];
    let all = || Cursor::new(contents, 0).map(|element| element.contents);
    let named = known
        .iter()
        .filter(|(identifier, _)| all().any(|it| it == *identifier));
    let mut purposes: Vec<String> = named.map(|(_, name)| (*name).to_string()).collect();
    let others = all().filter(|it| known.iter().all(|(identifier, _)| it != identifier));
    // No more than are shown: looking up a name takes a while, and there may be thousands.
    purposes.extend(others.take(8).map(oid_text));
    if purposes.is_empty() {
        "nothing".to_string()
    } else {
        text::list(&purposes, 8)
    }
}
