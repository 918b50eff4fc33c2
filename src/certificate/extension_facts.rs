//! What extensions of known kinds say.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::ops::Range;

use super::at::At;
use super::extension::ExtensionKind;
use super::general_name::{DirectoryName, GeneralName, GeneralNames, NameConstraints};
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
    pub(crate) non_repudiation: bool,
    pub(crate) key_encipherment: bool,
    pub(crate) data_encipherment: bool,
    pub(crate) key_agreement: bool,
    pub(crate) key_cert_sign: bool,
    pub(crate) crl_sign: bool,
    pub(crate) encipher_only: bool,
    pub(crate) decipher_only: bool,
}

impl KeyUsage {
    /// By the octets of its bits.
    pub(super) fn of(bits: &[u8]) -> KeyUsage {
        let first = bits.first().copied().unwrap_or_default();
        let second = bits.get(1).copied().unwrap_or_default();
        KeyUsage {
            digital_signature: first & 0x80 != 0,
            non_repudiation: first & 0x40 != 0,
            key_encipherment: first & 0x20 != 0,
            data_encipherment: first & 0x10 != 0,
            key_agreement: first & 0x08 != 0,
            key_cert_sign: first & 0x04 != 0,
            crl_sign: first & 0x02 != 0,
            encipher_only: first & 0x01 != 0,
            decipher_only: second & 0x80 != 0,
        }
    }

    /// The bits that are set, the first of the BIT STRING the lowest.
    pub(crate) fn bits(self) -> u16 {
        let all = [
            self.digital_signature,
            self.non_repudiation,
            self.key_encipherment,
            self.data_encipherment,
            self.key_agreement,
            self.key_cert_sign,
            self.crl_sign,
            self.encipher_only,
            self.decipher_only,
        ];
        let set = all.iter().zip(0u32..).filter(|(is_set, _)| **is_set);
        set.fold(0, |bits, (_, place)| bits | (1 << place))
    }

    /// The names of bits as of [`KeyUsage::bits`].
    pub(crate) fn names(bits: u16) -> String {
        let all = [
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly",
        ];
        let set = all.iter().zip(0u32..).filter(|(_, place)| bits >> place & 1 != 0);
        set.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// Whether a key may sign anything.
    pub(crate) fn signs(self) -> bool {
        self.digital_signature || self.non_repudiation || self.key_cert_sign || self.crl_sign
    }

    /// The bits that are set and are about encryption or the agreement on keys, by name.
    pub(crate) fn of_encryption(self) -> Vec<&'static str> {
        let bits = [
            (self.key_encipherment, "keyEncipherment"),
            (self.data_encipherment, "dataEncipherment"),
            (self.key_agreement, "keyAgreement"),
            (self.encipher_only, "encipherOnly"),
            (self.decipher_only, "decipherOnly"),
        ];
        bits.into_iter()
            .filter_map(|(is_set, name)| is_set.then_some(name))
            .collect()
    }
}

/// RFC 5280 section 4.2.1.12.
pub(crate) struct ExtendedKeyUsage<'a> {
    pub(crate) server_auth: bool,
    pub(crate) client_auth: bool,
    pub(crate) any: bool,
    /// Netscape's or Microsoft's gated cryptography, which OpenSSL takes for serverAuth.
    pub(crate) gated: bool,
    /// Netscape's is among it.
    pub(crate) gated_by_netscape: bool,
    pub(crate) is_empty: bool,
    /// The purposes by name.
    pub(crate) text: Lazy<'a>,
}

impl Clone for ExtendedKeyUsage<'_> {
    fn clone(&self) -> Self {
        ExtendedKeyUsage {
            text: self.text.again(),
            ..*self
        }
    }
}

impl<'a> ExtendedKeyUsage<'a> {
    /// Of purposes that are still to be told.
    pub(super) fn new(contents: &'a [u8]) -> ExtendedKeyUsage<'a> {
        ExtendedKeyUsage {
            server_auth: false,
            client_auth: false,
            any: false,
            gated: false,
            gated_by_netscape: false,
            is_empty: contents.is_empty(),
            text: Lazy::new(contents, purposes),
        }
    }

    /// Contents of the object identifiers of the purposes.
    pub(crate) fn purposes(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        Cursor::new(self.text.der(), 0).map(|element| element.contents)
    }
}

/// RFC 5280 section 4.2.1.1, beside the key identifier.
#[derive(Clone, Copy)]
pub(crate) struct AuthorityKey<'a> {
    pub(crate) has_key_identifier: bool,
    /// Whom the issuer's certificate is issued by.
    pub(crate) issuer: Option<GeneralNames<'a>>,
    /// The serial number of the issuer's certificate: the contents of the INTEGER.
    pub(crate) serial: Option<&'a [u8]>,
}

impl<'a> AuthorityKey<'a> {
    pub(crate) fn has_issuer_or_serial(&self) -> bool {
        self.issuer.is_some() || self.serial.is_some()
    }

    /// The first directory name among the issuer's, which is the one that OpenSSL looks at.
    pub(crate) fn issuer_name(&self) -> Option<DirectoryName<'a>> {
        self.issuer?.iter().find_map(|name| match name {
            GeneralName::Directory(name) => Some(name),
            _ => None,
        })
    }
}

/// An extension that names a known kind and does not decode as it: what it says is neither known nor absent.
#[derive(Clone)]
pub(crate) struct Malformed {
    pub(crate) kind: ExtensionKind,
    /// Its name, or the dotted form.
    pub(crate) name: String,
    /// The value in the certificate's DER.
    pub(crate) bytes: Range<usize>,
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
    pub(super) authority_key: Option<At<AuthorityKey<'a>>>,
    pub(super) information_access_is_empty: bool,
    /// A CRL distribution point has neither a name nor a CRL issuer.
    pub(super) point_without_name: bool,
    /// A CRL distribution point is given relative to the issuer.
    pub(super) point_is_relative: bool,
    /// The first of each kind.
    pub(super) malformed: Vec<Malformed>,
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
