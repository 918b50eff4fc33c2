//! A moment of a certificate's validity.

use core::fmt;
use core::time::Duration;

use rustls_pki_types::UnixTime;

use crate::text::rfc3339;

/// A moment of a certificate's validity, to the second (RFC 5280 section 4.1.2.5): any from the year 0 to 9999, while
/// [`UnixTime`] has none before 1970.
///
/// ```
/// use core::time::Duration;
/// use pemvet::{Time, UnixTime};
///
/// let ends = Time::from_unix_seconds(1_893_456_000);
/// assert_eq!(ends.to_string(), "2030-01-01T00:00:00Z");
/// assert_eq!(Time::from_unix_seconds(-1).to_string(), "1969-12-31T23:59:59Z");
///
/// let now = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
/// assert!(ends > Time::from(now));
/// assert_eq!(ends.seconds_since(now.into()) / 86_400, 1310);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// So many seconds after the first of January 1970 in UTC, or before it.
    pub const fn from_unix_seconds(seconds: i64) -> Time {
        Time(seconds)
    }

    /// The seconds since the first of January 1970 in UTC; negative before.
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The seconds from that moment to this one; negative if that is the later one.
    pub const fn seconds_since(self, earlier: Time) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// RFC 3339, in UTC.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&rfc3339(self.0))
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<UnixTime> for Time {
    fn from(time: UnixTime) -> Time {
        Time(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
    }
}

/// Not before 1970.
impl TryFrom<Time> for UnixTime {
    type Error = core::num::TryFromIntError;

    fn try_from(time: Time) -> Result<UnixTime, Self::Error> {
        Ok(UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(
            time.0,
        )?)))
    }
}

/// As it is shown.
#[cfg(feature = "serde")]
impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_what_rustls_has_from_1970_on() {
        let first = Time::from_unix_seconds(0);
        assert_eq!(UnixTime::try_from(first).unwrap().as_secs(), 0);
        assert!(UnixTime::try_from(Time::from_unix_seconds(-1)).is_err());
        let last = UnixTime::since_unix_epoch(Duration::from_secs(u64::MAX));
        assert_eq!(Time::from(last).unix_seconds(), i64::MAX);
    }
}
