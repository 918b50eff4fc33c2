//! Times of Python and of certificates.

use std::time::{Duration, SystemTime};

use pemvet::UnixTime;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyTzInfo};

/// The time to judge at: that of an aware `datetime`, or now.
pub(crate) fn judged_at(at: Option<&Bound<'_, PyAny>>) -> PyResult<UnixTime> {
    let Some(at) = at else { return now() };
    let py = at.py();
    if at.cast::<PyDateTime>().is_err() {
        let kind = at.get_type();
        return Err(PyTypeError::new_err(format!(
            "at: wanted a datetime with a time zone, found {}",
            kind.name()?
        )));
    }
    if at.call_method0(intern!(py, "utcoffset"))?.is_none() {
        return Err(PyValueError::new_err(
            "at: the datetime has no time zone; give one, such as datetime.now(timezone.utc)",
        ));
    }
    let seconds: f64 = at.call_method0(intern!(py, "timestamp"))?.extract()?;
    let since = Duration::try_from_secs_f64(seconds)
        .map_err(|_| PyValueError::new_err("at: a time before 1970 is none to judge at"))?;
    Ok(UnixTime::since_unix_epoch(since))
}

fn now() -> PyResult<UnixTime> {
    // The library has no clock; whoever calls it for Python does.
    #[allow(clippy::disallowed_methods, reason = "the caller's clock")]
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map(UnixTime::since_unix_epoch)
        .map_err(|_| PyValueError::new_err("the clock of this machine is before 1970; give at=…"))
}

/// Year, month, day, hour, minute and second of `2026-06-01T00:00:00Z`.
pub(crate) fn fields(text: &str) -> Option<[u16; 6]> {
    let text = text.strip_suffix('Z')?;
    let mut fields = text.split(['-', 'T', ':']).map(str::parse);
    let read = std::array::from_fn(|_| fields.next().and_then(Result::ok));
    let [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)] = read else {
        return None;
    };
    Some([a, b, c, d, e, f])
}

/// As an aware `datetime`; `None` where Python has none, such as for the year 0.
pub(crate) fn datetime<'py>(py: Python<'py>, text: &str) -> PyResult<Option<Bound<'py, PyDateTime>>> {
    let Some([year, rest @ ..]) = fields(text).filter(|fields| fields[0] > 0) else {
        return Ok(None);
    };
    let [month, day, hour, minute, second] = rest.map(|it| u8::try_from(it).unwrap_or(u8::MAX));
    let utc = PyTzInfo::utc(py)?.to_owned();
    PyDateTime::new(py, year.into(), month, day, hour, minute, second, 0, Some(&utc)).map(Some)
}

/// Microseconds since 1970.
pub(crate) fn microseconds(text: &str) -> Option<i64> {
    let [year, month, day, hour, minute, second] = fields(text)?.map(i64::from);
    // Days of the Gregorian calendar, with the year beginning in March, so that a leap day is the last.
    let (years, months) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let era = years.div_euclid(400);
    let of_era = years.rem_euclid(400);
    let days =
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * months + 2) / 5 + day - 719_469;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000)
}
