//! What is read only once there is something to say: names of object identifiers, places of the issuer's
//! certificate.
//!
//! The only module that names `x509-parser` and `oid-registry`; their types do not leave it. The strict pass in
//! `read.rs` reads everything that the rules ask of every certificate; what is here is asked of few. Names for display are
//! made in `name.rs`, which normalizes them, too. No rule asks what policies, distribution points or signed certificate
//! timestamps say, so nobody reads these beyond their form.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::fmt;
use core::ops::Deref;

use oid_registry as oid;
use x509_parser::der_parser::asn1_rs::{FromDer as _, Oid};
use x509_parser::extensions::{GeneralName, ParsedExtension, X509Extension};

use crate::text;

/// Text that is made of DER when it is first looked at.
pub(crate) struct Lazy<'a> {
    der: &'a [u8],
    make: fn(&[u8]) -> String,
    text: OnceCell<String>,
}

impl<'a> Lazy<'a> {
    pub(super) fn new(der: &'a [u8], make: fn(&[u8]) -> String) -> Lazy<'a> {
        Lazy {
            der,
            make,
            text: OnceCell::new(),
        }
    }

    /// The same, to be made again when it is looked at. No `Clone`: that of the text is meant where anybody writes it.
    pub(super) fn again(&self) -> Lazy<'a> {
        Lazy::new(self.der, self.make)
    }

    /// What the text is made of.
    pub(super) fn der(&self) -> &'a [u8] {
        self.der
    }
}

impl Deref for Lazy<'_> {
    type Target = String;

    fn deref(&self) -> &String {
        self.text.get_or_init(|| (self.make)(self.der))
    }
}

impl fmt::Display for Lazy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// Short name of an object identifier, given by its contents, or its dotted form.
pub(super) fn oid_text(identifier: &[u8]) -> String {
    let registry = oid::OidRegistry::default().with_all_crypto().with_x509();
    let identifier = Oid::new(identifier.into());
    match registry.get(&identifier) {
        Some(entry) => text::escape(entry.sn()).into_owned(),
        None => match identifier.as_bytes() {
            // RFC 3779 and RFC 3820, by the names that OpenSSL gives them.
            [0x2B, 6, 1, 5, 5, 7, 1, 7] => String::from("sbgp-ipAddrBlock"),
            [0x2B, 6, 1, 5, 5, 7, 1, 8] => String::from("sbgp-autonomousSysNum"),
            [0x2B, 6, 1, 5, 5, 7, 1, 14] => String::from("proxyCertInfo"),
            _ => dotted(&identifier),
        },
    }
}

/// Dotted form of an object identifier, given by its contents.
pub(super) fn dotted_text(identifier: &[u8]) -> String {
    dotted(&Oid::new(identifier.into()))
}

/// Dotted form, or bytes in hex where an arc is out of any range.
fn dotted(identifier: &Oid<'_>) -> String {
    let dotted = match identifier.iter() {
        Some(arcs) => arcs
            .take(20)
            .map(|arc| arc.to_string())
            .collect::<Vec<_>>()
            .join("."),
        None => text::hex(identifier.as_bytes().get(..32).unwrap_or(identifier.as_bytes())),
    };
    text::clip(&dotted, 128).into_owned()
}

/// `http` and `https` locations of the issuer's certificate, from a whole authority information access extension.
pub(super) fn issuer_urls(extension: &[u8]) -> Vec<&str> {
    let Ok((_, extension)) = X509Extension::from_der(extension) else {
        return Vec::new();
    };
    let ParsedExtension::AuthorityInfoAccess(access) = extension.parsed_extension() else {
        return Vec::new();
    };
    let urls = access
        .accessdescs
        .iter()
        .filter_map(|access| match access.access_location {
            GeneralName::URI(url) if access.access_method == oid::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS => {
                Some(url)
            }
            _ => None,
        });
    urls.filter(|url| url.starts_with("http://") || url.starts_with("https://"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Lazy, dotted_text, oid_text};

    #[test]
    fn object_identifiers_have_names_or_numbers() {
        assert_eq!(oid_text(&[0x55, 0x1D, 17]), "subjectAltName");
        assert_eq!(dotted_text(&[0x55, 4, 3]), "2.5.4.3");
        assert_eq!(dotted_text(&[0x2B, 6, 1, 4, 1, 0x82, 0x37]), "1.3.6.1.4.1.311");
    }

    #[test]
    fn text_on_demand_is_made_once() {
        let text = Lazy::new(b"abc", |der| alloc::format!("{} bytes", der.len()));
        assert!(core::ptr::eq(text.as_ptr(), text.as_ptr()));
        assert_eq!(*text, "3 bytes");
    }
}
