//! Words for what is wanted of a certificate: key purposes, attributes of a subject, reference identifiers, whether there
//! is a key.

use alloc::string::String;
use alloc::sync::Arc;
use core::net::IpAddr;

use rustls_pki_types::DnsName;

use crate::word::UnknownWord;

/// A purpose of the leaf's key (RFC 5280 section 4.2.1.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// Closed: TLS has these two purposes (RFC 5280 section 4.2.1.12).
pub enum KeyPurpose {
    /// `serverAuth`: TLS server.
    ServerAuth,
    /// `clientAuth`: TLS client.
    ClientAuth,
}

impl KeyPurpose {
    /// The RFC's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            KeyPurpose::ServerAuth => "serverAuth",
            KeyPurpose::ClientAuth => "clientAuth",
        }
    }
}

/// Attributes of a subject that guidelines ask for (ITU-T X.520).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SubjectAttribute {
    /// `C`: countryName, two letters.
    Country,
    /// `ST`: stateOrProvinceName.
    StateOrProvince,
    /// `L`: localityName.
    Locality,
    /// `O`: organizationName.
    Organization,
    /// `OU`: organizationalUnitName; one of several is enough.
    OrganizationalUnit,
    /// `CN`: commonName.
    CommonName,
}

impl SubjectAttribute {
    /// The five that the older guidelines for Redis Software ask for beside the common name.
    pub const GUIDELINE: [SubjectAttribute; 5] = [
        SubjectAttribute::Country,
        SubjectAttribute::StateOrProvince,
        SubjectAttribute::Locality,
        SubjectAttribute::Organization,
        SubjectAttribute::OrganizationalUnit,
    ];

    /// The short name of RFC 4514.
    pub fn as_str(self) -> &'static str {
        match self {
            SubjectAttribute::Country => "C",
            SubjectAttribute::StateOrProvince => "ST",
            SubjectAttribute::Locality => "L",
            SubjectAttribute::Organization => "O",
            SubjectAttribute::OrganizationalUnit => "OU",
            SubjectAttribute::CommonName => "CN",
        }
    }
}

/// By its short name, in any case.
impl core::str::FromStr for SubjectAttribute {
    type Err = UnknownWord;

    fn from_str(name: &str) -> Result<SubjectAttribute, UnknownWord> {
        let [c, st, l, o, ou] = SubjectAttribute::GUIDELINE;
        let known = [c, st, l, o, ou, SubjectAttribute::CommonName];
        let found = known
            .into_iter()
            .find(|attribute| attribute.as_str().eq_ignore_ascii_case(name));
        let names = known.into_iter().map(SubjectAttribute::as_str);
        found.ok_or_else(|| UnknownWord::new("attribute", name, names))
    }
}

/// A name that a peer looks for in the certificate (RFC 9525): a DNS name, an address or a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceIdentifier {
    /// A DNS name in lower-case ASCII; its first label may be `*`.
    Dns(String),
    /// An address.
    Ip(IpAddr),
    /// A mailbox, which the subject alternative name must hold as an rfc822Name.
    Email(String),
}

/// Text that is neither a DNS name, a wildcard over one, nor an IP address.
///
/// Names with letters beyond ASCII are to be given in their `xn--` form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is neither a DNS name nor an IP address")]
pub struct InvalidName(String);

/// Reads a name: an IPv4 or IPv6 address, a DNS name, or `*.` and a DNS name; anything else, an empty name included, is an
/// [`InvalidName`].
impl core::str::FromStr for ReferenceIdentifier {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<ReferenceIdentifier, InvalidName> {
        if let Ok(address) = text.parse() {
            return Ok(ReferenceIdentifier::Ip(address));
        }
        let host = text.strip_prefix("*.").unwrap_or(text);
        match DnsName::try_from(host) {
            Ok(_) => Ok(ReferenceIdentifier::Dns(
                text.trim_end_matches('.').to_ascii_lowercase(),
            )),
            Err(_) => Err(InvalidName(crate::text::echo(text).into_owned())),
        }
    }
}

impl ReferenceIdentifier {
    /// Reads a mailbox: a local part, `@`, and a host in ASCII.
    ///
    /// ```
    /// use pemvet::ReferenceIdentifier;
    ///
    /// assert_eq!(ReferenceIdentifier::email("ann@Example.com")?.to_string(), "ann@example.com");
    /// assert!(ReferenceIdentifier::email("example.com").is_err());
    /// # Ok::<(), pemvet::InvalidName>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidName`] for anything else.
    pub fn email(text: &str) -> Result<ReferenceIdentifier, InvalidName> {
        let parts = text.rsplit_once('@');
        let plain = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_graphic());
        match parts.filter(|(local, host)| plain(local) && plain(host)) {
            // Hosts are compared without regard to case, local parts are not (RFC 5280 section 7.5).
            Some((local, host)) => Ok(ReferenceIdentifier::Email(alloc::format!(
                "{local}@{}",
                host.to_ascii_lowercase()
            ))),
            None => Err(InvalidName(crate::text::echo(text).into_owned())),
        }
    }
}

impl core::fmt::Display for ReferenceIdentifier {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            ReferenceIdentifier::Dns(name) | ReferenceIdentifier::Email(name) => f.write_str(name),
            ReferenceIdentifier::Ip(address) => address.fmt(f),
        }
    }
}

/// Tells whether a DNS name is a public suffix. Copies share the test.
#[derive(Clone)]
pub struct PublicSuffixes(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl PublicSuffixes {
    /// By a test, which is given names in lower case, without a dot at the end. It may hold a list that was read at start.
    ///
    /// ```
    /// use std::collections::BTreeSet;
    ///
    /// use pemvet::{Profile, Provider, PublicSuffixes};
    ///
    /// let list = BTreeSet::from(["com".to_owned(), "co.uk".to_owned()]);
    /// let mut profile = Profile::server(Provider::AWS_LC_RS);
    /// profile.is_public_suffix = Some(PublicSuffixes::new(move |name| list.contains(name)));
    /// ```
    pub fn new(is_public_suffix: impl Fn(&str) -> bool + Send + Sync + 'static) -> PublicSuffixes {
        PublicSuffixes(Arc::new(is_public_suffix))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        (self.0)(name)
    }
}

/// The test is not shown.
impl core::fmt::Debug for PublicSuffixes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PublicSuffixes").finish_non_exhaustive()
    }
}

/// Whether a private key belongs to the bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// Closed: may, should, must and must not are all there is.
pub enum KeyRequirement {
    /// It may be there.
    Optional,
    /// It should be there: without it the pair is not checked, which is a warning.
    Expected,
    /// It must be there.
    Required,
    /// It must not be there.
    Forbidden,
}
