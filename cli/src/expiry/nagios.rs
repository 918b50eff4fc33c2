//! One line and a status, as monitoring plugins have them.

use std::ffi::OsString;
use std::io::{self, Write};

use super::found::{Dated, Found};
use crate::outcome::Outcome;
use crate::output::paragraph::count;

const DAY: i64 = 86_400;

/// Certificates that are named, below the first line.
const MOST_NAMED: usize = 20;

/// When a certificate is worth a warning, and when it is critical, in seconds before it expires.
pub(super) struct Thresholds {
    pub(super) warning: i64,
    pub(super) critical: i64,
}

impl Thresholds {
    /// 30 and 7 days.
    pub(super) const DEFAULT: Thresholds = Thresholds {
        warning: 30 * DAY,
        critical: 7 * DAY,
    };
}

/// Whether these are arguments of a plugin, whose failures are UNKNOWN.
pub(crate) fn is_asked_for(given: &[OsString]) -> bool {
    let is_expiry = given.get(1).is_some_and(|command| command == "expiry");
    let named = |pair: &[OsString]| pair.iter().eq(["--format", "nagios"]);
    is_expiry && (given.windows(2).any(named) || given.iter().any(|it| it == "--format=nagios"))
}

/// The first line, what is soon to expire below it, and the status.
pub(super) fn print(
    found: &Found,
    now: i64,
    thresholds: &Thresholds,
    out: &mut dyn Write,
) -> io::Result<Outcome> {
    let left = |it: &Dated| it.not_after.saturating_sub(now);
    let number = |within: i64| found.certificates.iter().filter(|it| left(it) < within).count();
    let (expired, critical, warning) = (number(0), number(thresholds.critical), number(thresholds.warning));
    // What could not be read may have expired; what has expired is worse.
    let (word, outcome) = match found.certificates.first() {
        Some(_) if critical > 0 => ("CRITICAL", Outcome::Critical),
        _ if !found.unread.is_empty() => ("UNKNOWN", Outcome::Unknown),
        None => ("UNKNOWN", Outcome::Unknown),
        Some(_) if warning > 0 => ("WARNING", Outcome::Rejected),
        Some(_) => ("OK", Outcome::Accepted),
    };
    let certificates = count(found.certificates.len(), "certificate");
    let files = count(found.files(), "file");
    let mut line = match found.certificates.first() {
        None => "no certificate was found".to_owned(),
        Some(first) => format!(
            "{certificates} in {files}, the first to expire: {}",
            words(first, now)
        ),
    };
    if !found.unread.is_empty() {
        line.push_str(&format!("; {} could not be read", found.unread.len()));
    }
    write!(out, "PEMVET {word} - {}", plain(&line))?;
    let days = found
        .certificates
        .first()
        .map(|first| left(first).div_euclid(DAY));
    let (at_warning, at_critical) = (thresholds.warning / DAY, thresholds.critical / DAY);
    let days = days.map_or("U".into(), |days| days.to_string());
    writeln!(
        out,
        " | days_left={days};{at_warning}:;{at_critical}: certificates={};;;0 expired={expired};;;0 unread={};;;0",
        found.certificates.len(),
        found.unread.len()
    )?;
    for it in found.certificates.iter().take(warning.min(MOST_NAMED)) {
        writeln!(out, "{}", plain(&words(it, now)))?;
    }
    if warning > MOST_NAMED {
        writeln!(out, "and {} more", warning.saturating_sub(MOST_NAMED))?;
    }
    for (path, reason) in found.unread.iter().take(MOST_NAMED) {
        writeln!(out, "{}", plain(&format!("{path}: {reason}")))?;
    }
    Ok(outcome)
}

/// What fails before anything is looked at.
pub(crate) fn failed() -> io::Result<()> {
    writeln!(
        io::stdout(),
        "PEMVET UNKNOWN - nothing was looked at; standard error tells why"
    )
}

fn words(it: &Dated, now: i64) -> String {
    let days = it.not_after.saturating_sub(now).div_euclid(DAY);
    let when = match days {
        ..0 => format!(
            "expired {} ago",
            count(days.unsigned_abs().try_into().unwrap_or(0), "day")
        ),
        days => format!("in {}", count(days.try_into().unwrap_or(0), "day")),
    };
    format!("{} {when}, {}{}", it.summary.subject, it.path, it.in_value())
}

/// What is behind a bar would be taken for performance data.
fn plain(text: &str) -> String {
    text.replace('|', "/")
}
