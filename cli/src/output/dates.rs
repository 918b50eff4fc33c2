//! Times of certificates, as numbers and in words.

use pemvet::{Time, UnixTime};

pub(crate) fn now_seconds(now: UnixTime) -> i64 {
    Time::from(now).unix_seconds()
}

/// `2027-01-09` of `2027-01-09T00:00:00Z`.
pub(crate) fn day(rfc3339: &str) -> &str {
    rfc3339.get(..10).unwrap_or(rfc3339)
}

/// `222 days left`, `expired 78 days ago`, `valid in 3 days`, at the time `now`.
pub(crate) fn standing(not_before: i64, not_after: i64, now: i64) -> String {
    if now < not_before {
        format!("valid in {}", days(not_before.saturating_sub(now)))
    } else if now > not_after {
        format!("expired {} ago", days(now.saturating_sub(not_after)))
    } else {
        format!("{} left", days(not_after.saturating_sub(now)))
    }
}

/// Whole days, or hours below two days.
pub(crate) fn days(seconds: i64) -> String {
    let (count, unit) = if seconds < 172_800 {
        (seconds.div_euclid(3_600), "hour")
    } else {
        (seconds.div_euclid(86_400), "day")
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
