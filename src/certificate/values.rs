//! Values of extensions that few certificates have, read when a rule asks for them.

use super::{Certificate, ExtensionKind};

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
        let points = self.value(ExtensionKind::CrlDistributionPoints).and_then(element);
        let Some((0x30, mut points, _)) = points else {
            return false;
        };
        while let Some((_, mut point, rest)) = element(points) {
            let mut names_issuer = false;
            while let Some((tag, _, further)) = element(point) {
                // cRLIssuer is [2] (RFC 5280 section 4.2.1.13).
                names_issuer |= tag == 0xA2;
                point = further;
            }
            if !names_issuer {
                return true;
            }
            points = rest;
        }
        false
    }

    fn value(&self, kind: ExtensionKind) -> Option<&[u8]> {
        self.der.get(self.extension(kind)?.bytes.clone())
    }
}

/// The first DER element: its tag, its contents, and what follows.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7F => (usize::from(*first), rest),
        0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
        0x82 => (
            usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?])),
            rest.get(2..)?,
        ),
        _ => return None,
    };
    Some((*tag, rest.get(..length)?, rest.get(length..)?))
}
