//! UTCTime and GeneralizedTime.

use super::{Broken, Deviation, Deviations, Element, Fault, tag};

/// Seconds since 1970. RFC 5280 section 4.1.2.5 has two forms, `YYMMDDHHMMSSZ` to 2049 and `YYYYMMDDHHMMSSZ` from
/// 2050; what X.680 allows beside them is read, and noted.
pub(crate) fn read_time(
    element: &Element<'_>,
    what: &'static str,
    noted: &mut Deviations,
) -> Result<i64, Broken> {
    let broken = Broken {
        fault: Fault::NotATime(what),
        offset: element.offset,
    };
    let mut digits = Digits(element.contents);
    let year = match element.tag {
        tag::UTC_TIME => digits
            .pair()
            .map(|year| year.saturating_add(if year < 50 { 2000 } else { 1900 })),
        tag::GENERALIZED_TIME => digits
            .pair()
            .and_then(|century| Some(century.checked_mul(100)?.saturating_add(digits.pair()?))),
        _ => {
            let fault = Fault::Missing(what);
            return Err(Broken { fault, ..broken });
        }
    };
    let read = (|| {
        let year = year?;
        let (month, day) = (digits.pair()?, digits.pair()?);
        let (hour, minute) = (digits.pair()?, digits.pair()?);
        let second = digits.seconds(element, noted)?;
        let offset = digits.offset(element, noted)?;
        let fits = (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60
            && digits.0.is_empty();
        let days = days_since_1970(year, month, day);
        let of_day = hour
            .saturating_mul(3600)
            .saturating_add(minute.saturating_mul(60))
            .saturating_add(second);
        let seconds = days.saturating_mul(86_400).saturating_add(of_day);
        fits.then_some((year, seconds.saturating_sub(offset)))
    })();
    let (year, seconds) = read.ok_or(broken)?;
    if element.tag == tag::GENERALIZED_TIME && year < 2050 {
        let is_old = year < 1950;
        let deviation = if is_old {
            Deviation::TimeBefore1950
        } else {
            Deviation::TimeInWrongForm
        };
        noted.push(deviation, element.bytes());
    }
    Ok(seconds)
}

/// Digits still to be read.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn pair(&mut self) -> Option<i64> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.0 else {
            return None;
        };
        self.0 = rest;
        let digit = |octet: &u8| i64::from(octet.saturating_sub(b'0'));
        Some(digit(tens).saturating_mul(10).saturating_add(digit(ones)))
    }

    fn seconds(&mut self, element: &Element<'_>, noted: &mut Deviations) -> Option<i64> {
        if !self.0.first()?.is_ascii_digit() {
            noted.push(Deviation::TimeWithoutSeconds, element.bytes());
            return Some(0);
        }
        let seconds = self.pair()?;
        if let (tag::GENERALIZED_TIME, [b'.' | b',', rest @ ..]) = (element.tag, self.0) {
            let fraction = rest.iter().take_while(|octet| octet.is_ascii_digit()).count();
            if fraction == 0 {
                return None;
            }
            self.0 = rest.get(fraction..)?;
            noted.push(Deviation::TimeWithFraction, element.bytes());
        }
        Some(seconds)
    }

    /// How many seconds it is ahead of Greenwich.
    fn offset(&mut self, element: &Element<'_>, noted: &mut Deviations) -> Option<i64> {
        let (sign, rest) = self.0.split_first()?;
        self.0 = rest;
        let sign = match sign {
            b'Z' => return Some(0),
            b'+' => 1i64,
            b'-' => -1,
            _ => return None,
        };
        let (hours, minutes) = (self.pair()?, self.pair()?);
        if hours > 23 || minutes > 59 {
            return None;
        }
        noted.push(Deviation::TimeWithOffset, element.bytes());
        let seconds = hours
            .saturating_mul(3600)
            .saturating_add(minutes.saturating_mul(60));
        Some(sign.saturating_mul(seconds))
    }
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days of the Gregorian calendar, which is counted back before its time. Years 0 to 9999.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the factors are months, days and years of four digits"
)]
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    // The year is taken to begin in March, so that the odd day comes last.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}
