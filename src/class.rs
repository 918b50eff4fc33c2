//! The documented classes of an error.

use core::fmt;

/// Why a bundle is refused, in the three classes that certificate upload interfaces document.
///
/// Ordered weakest first: `max()` over the classes of all error findings is that of the whole report, so a
/// bundle that is both expired and out of order is [`Class::Invalid`]. One exception: an unknown
/// certificate *name* ends the judgement, and the report is [`Class::Unknown`] whatever the bundle holds.
///
/// ```
/// use pemvet::Class;
///
/// assert!(Class::Unknown < Class::Expired && Class::Expired < Class::Invalid);
/// assert_eq!(Class::Expired.to_string(), "expired");
/// assert_eq!(Class::Expired.http_status(), 406);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
// Closed: the product documents three classes, and a service has to answer each.
pub enum Class {
    /// The certificate's name is not one the product knows, or no given trust anchor vouches for the chain.
    Unknown,
    /// A certificate that the chain needs has passed its `notAfter`.
    Expired,
    /// Everything else that rejects.
    Invalid,
}

impl Class {
    /// The class as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Unknown => "unknown",
            Class::Expired => "expired",
            Class::Invalid => "invalid",
        }
    }

    /// The HTTP status that the upload endpoints of Redis Software answer with: 403, 406 or 400.
    ///
    /// [`redis::Endpoint::status`](crate::redis::Endpoint::status) tells it per endpoint.
    pub fn http_status(self) -> u16 {
        match self {
            Class::Unknown => 403,
            Class::Expired => 406,
            Class::Invalid => 400,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
