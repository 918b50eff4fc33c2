//! Values of extensions that few certificates have, read when a rule asks for them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::distinguished_name::{name_of_type, string_value};
use super::extension::ExtensionKind;
use super::facts::Certificate;
use super::general_name::GeneralName;
use crate::der::{Cursor, Deviations, Element, tag};

/// Netscape's certificate type, which OpenSSL still obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NetscapeType {
    pub(crate) ssl_client: bool,
    pub(crate) ssl_server: bool,
}

/// The methods of access to information about the issuer (RFC 5280 section 4.2.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccessMethod {
    Ocsp,
    CaIssuers,
    Other,
}

/// The text of a notice among the qualifiers of a policy.
pub(crate) struct Notice<'a> {
    /// Such as `UTF8String`.
    pub(crate) string_type: &'static str,
    pub(crate) text: Cow<'a, str>,
}

impl<'a> Notice<'a> {
    fn of(qualifier: Element<'a>) -> Option<Notice<'a>> {
        let mut parts = qualifier.inside();
        // id-qt-unotice is 1.3.6.1.5.5.7.2.2.
        if parts.next()?.contents != [0x2B, 6, 1, 5, 5, 7, 2, 2] {
            return None;
        }
        // A reference to a text elsewhere may come before it.
        let value = parts.next()?.inside().find(|it| it.tag != tag::SEQUENCE)?;
        Some(Notice {
            string_type: name_of_type(value.tag)?,
            text: string_value(&value)?,
        })
    }
}

impl<'a> Certificate<'a> {
    /// Methods and locations of the authority information access.
    pub(crate) fn information_access(&self) -> Vec<(AccessMethod, GeneralName<'a>)> {
        let Some(list) = self.outer_element(ExtensionKind::AuthorityInformationAccess) else {
            return Vec::new();
        };
        let read = |description: Element<'a>| {
            let mut parts = description.inside();
            // id-ad is 1.3.6.1.5.5.7.48.
            let method = match parts.next()?.contents {
                [0x2B, 6, 1, 5, 5, 7, 48, 1] => AccessMethod::Ocsp,
                [0x2B, 6, 1, 5, 5, 7, 48, 2] => AccessMethod::CaIssuers,
                _ => AccessMethod::Other,
            };
            Some((
                method,
                GeneralName::of(&parts.next()?, &mut Deviations::default()),
            ))
        };
        list.inside().filter_map(read).collect()
    }

    /// The full names of the CRL distribution points.
    pub(crate) fn crl_locations(&self) -> Vec<GeneralName<'a>> {
        let Some(list) = self.outer_element(ExtensionKind::CrlDistributionPoints) else {
            return Vec::new();
        };
        // The name of a point is [0], and a full name in it [0] again.
        let named = |element: Element<'a>| {
            let mut inside = element.inside();
            inside.find(|it| it.tag == tag::constructed(0))
        };
        let names = list.inside().filter_map(named).filter_map(named);
        names
            .flat_map(|full| full.inside())
            .map(|name| GeneralName::of(&name, &mut Deviations::default()))
            .collect()
    }

    /// When the earliest of the signed certificate timestamps was made, in seconds since 1970 (RFC 6962 section 3.3).
    pub(crate) fn first_timestamp(&self) -> Option<i64> {
        // 1.3.6.1.4.1.11129.2.4.2.
        let identifier = [0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 2];
        let extension = self.extensions.iter().find(|it| it.identifier == identifier)?;
        let value = self.der.get(extension.bytes)?;
        let (_, mut list) = Cursor::new(value, 0).next()?.contents.split_at_checked(2)?;
        let mut first: Option<u64> = None;
        while let Some((length, rest)) = list.split_first_chunk::<2>() {
            let (one, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            // The version, and 32 octets that name the log, come before it.
            let milliseconds = u64::from_be_bytes(*one.get(33..)?.first_chunk::<8>()?);
            first = Some(first.map_or(milliseconds, |first| first.min(milliseconds)));
            list = rest;
        }
        i64::try_from(first?.checked_div(1000)?).ok()
    }

    /// Whether anyPolicy has a qualifier of another kind than those that RFC 5280 section 4.2.1.4 defines.
    pub(crate) fn any_policy_has_odd_qualifier(&self) -> bool {
        let Some(list) = self.outer_element(ExtensionKind::CertificatePolicies) else {
            return false;
        };
        // id-qt is 1.3.6.1.5.5.7.2, with the statement 1 and the notice 2.
        let is_odd = |qualifier: Element<'a>| {
            let kind = qualifier.inside().next();
            kind.is_some_and(|kind| !matches!(kind.contents, [0x2B, 6, 1, 5, 5, 7, 2, 1 | 2]))
        };
        list.inside().any(|policy| {
            let mut parts = policy.inside();
            let is_any = parts
                .next()
                .is_some_and(|it| it.contents == super::policies::ANY_POLICY);
            is_any
                && parts
                    .next()
                    .is_some_and(|qualifiers| qualifiers.inside().any(is_odd))
        })
    }

    /// The texts of the notices among the qualifiers of the policies, in the order of the certificate; those that are no
    /// strings are left out.
    pub(crate) fn notices(&self) -> Vec<Notice<'a>> {
        let Some(list) = self.outer_element(ExtensionKind::CertificatePolicies) else {
            return Vec::new();
        };
        let qualifiers = list.inside().filter_map(|policy| policy.inside().nth(1));
        qualifiers
            .flat_map(|qualifiers| qualifiers.inside())
            .filter_map(Notice::of)
            .collect()
    }

    /// How many bits the key usage has, those that are zero at its end not counted.
    pub(crate) fn key_usage_bits(&self) -> Option<usize> {
        let octets = self.outer_element(ExtensionKind::KeyUsage)?.contents.get(1..)?;
        let (place, last) = octets.iter().enumerate().rev().find(|(_, octet)| **octet != 0)?;
        let zeros = usize::try_from(last.trailing_zeros()).ok()?;
        place.saturating_add(1).saturating_mul(8).checked_sub(zeros)
    }

    /// The element that is the value of an extension.
    fn outer_element(&self, kind: ExtensionKind) -> Option<Element<'a>> {
        let der: &'a [u8] = self.der;
        Cursor::new(der.get(self.extension(kind)?.bytes)?, 0).next()
    }

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
