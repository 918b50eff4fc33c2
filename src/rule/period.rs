//! From when and until when a demand holds, by the day on which a certificate is issued.

/// The days of issue of the certificates that a demand is about. Standards change, and what was issued before keeps the
/// standard of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Period {
    /// The first second, since 1970.
    pub since: i64,
    /// The first second of which it does not hold any more.
    pub until: i64,
}

impl Period {
    /// Whenever a certificate was issued.
    pub const ALWAYS: Period = Period {
        since: i64::MIN,
        until: i64::MAX,
    };

    /// From midnight of a day on, in UTC.
    pub(crate) const fn since(year: i64, month: i64, day: i64) -> Period {
        Period {
            since: midnight(year, month, day),
            ..Period::ALWAYS
        }
    }

    /// Whether what is issued at this second, since 1970, is held to it.
    ///
    /// ```
    /// let rule = pemvet::rules::find("host-name-reverse-zone").unwrap();
    /// // 2026-03-14 and 2026-03-15.
    /// assert!(!rule.in_force.covers(1_773_446_400));
    /// assert!(rule.in_force.covers(1_773_532_800));
    /// ```
    pub const fn covers(self, issued: i64) -> bool {
        self.since <= issued && issued < self.until
    }
}

/// Seconds from 1970 to the midnight with which a day of the Gregorian calendar begins, for years from 1970 on.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "worked out when the crate is compiled"
)]
pub(crate) const fn midnight(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the day that some have ends them.
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    // 719468 is 1970-01-01.
    (days - 719_468) * 86_400
}

#[cfg(test)]
mod tests {
    use super::{Period, midnight};

    #[test]
    fn days_are_counted_as_calendars_do() {
        assert_eq!(midnight(1970, 1, 1), 0);
        assert_eq!(midnight(2000, 2, 29), 951_782_400);
        assert_eq!(midnight(2026, 3, 15), 1_773_532_800);
        assert_eq!(midnight(2029, 3, 15), 1_868_227_200);
    }

    #[test]
    fn a_demand_holds_from_its_first_second_on() {
        let period = Period::since(2026, 3, 15);
        assert!(!period.covers(1_773_532_799));
        assert!(period.covers(1_773_532_800));
        assert!(Period::ALWAYS.covers(i64::MIN));
    }
}
