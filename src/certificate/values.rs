//! Values of extensions that few certificates have, read when a rule asks for them.

use super::extension::ExtensionKind;
use super::facts::Certificate;
use crate::der::{Cursor, tag};

/// Netscape's certificate type, which OpenSSL still obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NetscapeType {
    pub(crate) ssl_client: bool,
    pub(crate) ssl_server: bool,
}

impl Certificate<'_> {
    /// `None` where the extension is absent or no BIT STRING.
    pub(crate) fn netscape_type(&self) -> Option<NetscapeType> {
        match self.value(ExtensionKind::NetscapeType)? {
            // A BIT STRING: length, unused bits, and the bits, the first of them the highest.
            [0x03, _, _, bits, ..] => Some(NetscapeType {
                ssl_client: bits & 0x80 != 0,
                ssl_server: bits & 0x40 != 0,
            }),
            [0x03, ..] => Some(NetscapeType {
                ssl_client: false,
                ssl_server: false,
            }),
            _ => None,
        }
    }

    /// Whether a distribution point names no other issuer of the revocation list than the certificate's own.
    pub(crate) fn expects_crl_of_issuer(&self) -> bool {
        let value = self.value(ExtensionKind::CrlDistributionPoints);
        let Some(points) = value.and_then(|value| Cursor::new(value, 0).next()) else {
            return false;
        };
        // cRLIssuer is [2] (RFC 5280 section 4.2.1.13).
        let is_issuer = |tag: u8| tag == tag::constructed(2);
        let mut points = points.inside();
        points.any(|point| !point.inside().any(|part| is_issuer(part.tag)))
    }

    fn value(&self, kind: ExtensionKind) -> Option<&[u8]> {
        self.der.get(self.extension(kind)?.bytes.clone())
    }
}
