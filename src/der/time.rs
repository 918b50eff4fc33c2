//! UTCTime and GeneralizedTime.

use super::{Broken, Deviation, Deviations, Element, Fault, tag};

/// Seconds since 1970. RFC 5280 section 4.1.2.5 has two forms, `YYMMDDHHMMSSZ` to 2049 and `YYYYMMDDHHMMSSZ` from
/// 2050; what X.680 allows beside them is read, and noted.
pub(crate) fn read_time(
    element: &Element<'_>,
    what: &'static str,
    noted: &mut Deviations,
) -> Result<i64, Broken> {
    if element.tag == tag::UTC_TIME
        && let Some(seconds) = read_time_fast(element.contents)
    {
        return Ok(seconds);
    }
    read_any(element, what, noted)
}

/// A UTCTime of the form `YYMMDDHHMMSSZ`.
#[inline]
pub(crate) fn read_time_fast(contents: &[u8]) -> Option<i64> {
    let (digits, b"Z") = contents.split_first_chunk::<12>()? else {
        return None;
    };
    let [year, month, day, hour] = pairs(digits.first_chunk()?)?;
    let [_, _, minute, second] = pairs(digits.last_chunk()?)?;
    seconds_since_1970(year_of(year), month, day, [hour, minute, second])
}

/// Four numbers of two digits each.
#[inline]
fn pairs(octets: &[u8; 8]) -> Option<[u32; 4]> {
    const ONES: u64 = 0x00FF_00FF_00FF_00FF;
    let digits = u64::from_be_bytes(*octets) ^ u64::from_ne_bytes([b'0'; 8]);
    // What is above 9 now would reach the highest bit of its octet, or has it already.
    let above = digits.wrapping_add(u64::from_ne_bytes([0x7F - 9; 8])) | digits;
    if above & u64::from_ne_bytes([0x80; 8]) != 0 {
        return None;
    }
    let tens = digits >> 8 & ONES;
    let numbers = tens.wrapping_mul(10).wrapping_add(digits & ONES);
    let [_, first, _, second, _, third, _, fourth] = numbers.to_be_bytes();
    Some([first, second, third, fourth].map(u32::from))
}

/// UTCTime has the years 1950 to 2049.
fn year_of(two_digits: u32) -> u32 {
    two_digits.saturating_add(if two_digits < 50 { 2000 } else { 1900 })
}

/// Of any form, the one judge of what is no time.
#[inline(never)]
pub(super) fn read_any(
    element: &Element<'_>,
    what: &'static str,
    noted: &mut Deviations,
) -> Result<i64, Broken> {
    let broken = element.broken(Fault::NotATime(what));
    let mut digits = Digits(element.contents);
    let year = match element.tag {
        tag::UTC_TIME => digits.pair().map(year_of),
        tag::GENERALIZED_TIME => digits
            .pair()
            .and_then(|century| Some(century.saturating_mul(100).saturating_add(digits.pair()?))),
        _ => return Err(element.broken(Fault::Missing(what))),
    };
    let read = (|| {
        let year = year?;
        let (month, day) = (digits.pair()?, digits.pair()?);
        let (hour, minute) = (digits.pair()?, digits.pair()?);
        let second = digits.seconds(element, noted)?;
        let offset = digits.offset(element, noted)?;
        let seconds = seconds_since_1970(year, month, day, [hour, minute, second])?;
        let ends = digits.0.is_empty();
        ends.then_some((year, seconds.saturating_sub(offset)))
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
    fn pair(&mut self) -> Option<u32> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.0 else {
            return None;
        };
        self.0 = rest;
        let digit = |octet: &u8| u32::from(octet.saturating_sub(b'0'));
        Some(digit(tens).saturating_mul(10).saturating_add(digit(ones)))
    }

    fn seconds(&mut self, element: &Element<'_>, noted: &mut Deviations) -> Option<u32> {
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
        Some(sign.saturating_mul(seconds.into()))
    }
}

/// `None` if the calendar or the clock does not have it.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the factors are hours, minutes and seconds of one day, and days of four-digit years"
)]
#[inline]
fn seconds_since_1970(year: u32, month: u32, day: u32, [hour, minute, second]: [u32; 3]) -> Option<i64> {
    let fits = (1..=12).contains(&month)
        && (1..=days_of(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !fits {
        return None;
    }
    let of_day = hour * 3600 + minute * 60 + second;
    Some(days_since_1970(year, month, day) * 86_400 + i64::from(of_day))
}

#[inline]
fn days_of(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days of the Gregorian calendar, which is counted back before its time. Years 0 to 9999.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the factors are months, days and years of four digits"
)]
#[inline]
fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    // The year is taken to begin in March, so that the odd day comes last, and 400 years later, when the calendar is
    // the same and no year is negative.
    let (year, month) = if month < 3 {
        (year + 399, month + 9)
    } else {
        (year + 400, month - 3)
    };
    let of_year = (153 * month + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year;
    i64::from(days) - 719_468 - 146_097
}
