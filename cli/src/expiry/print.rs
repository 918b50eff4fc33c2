//! What expires, for people and programs.

use std::io::{self, Write};

use serde_json::json;

use super::found::{Dated, Found};
use crate::outcome::Failure;
use crate::output::dates::standing;
use crate::output::paragraph::count;

pub(super) fn text(found: &Found, now: i64, soon: i64, out: &mut dyn Write) -> io::Result<()> {
    for it in found.certificates.iter().filter(|it| it.not_after < soon) {
        let lines = match (it.summary.lines.start(), it.summary.lines.end()) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}-{last}"),
        };
        let standing = standing(it.not_before, it.not_after, now);
        let (path, summary) = (&it.path, &it.summary);
        writeln!(
            out,
            "{}  {standing:20}  {path}:{lines}{}  {}",
            summary.not_after,
            it.in_value(),
            summary.subject
        )?;
    }
    let expired = found.certificates.iter().filter(|it| it.not_after < now).count();
    let soon = found
        .certificates
        .iter()
        .filter(|it| (now..soon).contains(&it.not_after))
        .count();
    write!(
        out,
        "{} in {}: {expired} expired, {soon} to expire soon",
        count(found.certificates.len(), "certificate"),
        count(found.files(), "file")
    )?;
    for (number, what) in [
        (found.unread.len(), "could not be read"),
        (found.skipped.len(), "skipped"),
    ] {
        if number > 0 {
            write!(out, "; {number} {what}")?;
        }
    }
    writeln!(out)?;
    if let Some(next) = found.certificates.iter().find(|it| it.not_after >= now) {
        let (path, summary) = (&next.path, &next.summary);
        writeln!(out, "next: {}  {path}  {}", summary.not_after, summary.subject)?;
    }
    let mut current = found.certificates.iter().filter(|it| it.not_after >= now);
    if let Some((it, days)) = current.find_map(|it| Some((it, it.next_days?))) {
        writeln!(
            out,
            "shorter: what a public CA issues when {} ends, on {}, may be valid for {days} days at most",
            it.summary.subject,
            it.summary.not_after.get(..10).unwrap_or_default()
        )?;
    }
    Ok(())
}

pub(super) fn json(found: &Found, now: i64, soon: i64, out: &mut dyn Write) -> Result<(), Failure> {
    let certificates: Vec<_> = found
        .certificates
        .iter()
        .map(|it| {
            json!({
                "path": it.path, "value": it.value, "certificate": it.place,
                "lines": [it.summary.lines.start(), it.summary.lines.end()],
                "subject": it.summary.subject, "role": it.summary.role, "sha256": it.summary.sha256,
                "not_before": it.summary.not_before, "not_after": it.summary.not_after,
                "seconds_left": it.not_after.saturating_sub(now),
                "expired": it.not_after < now, "soon": it.not_after < soon, "next_days_at_most": it.next_days,
            })
        })
        .collect();
    let unread: Vec<_> = found
        .unread
        .iter()
        .map(|(path, error)| json!({ "path": path, "error": error }))
        .collect();
    let document = json!({
        "version": 1, "at": pemvet::text::rfc3339(now), "certificates": certificates, "unread": unread,
    });
    writeln!(out, "{document:#}")?;
    Ok(())
}

/// Comma-separated values (RFC 4180), the first to expire first.
pub(super) fn csv(found: &Found, now: i64, soon: i64, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "path,value,certificate,role,subject,issuer,serial_number,sha256,not_before,not_after,days_left,state\r\n"
    )?;
    for it in &found.certificates {
        let days = it.not_after.saturating_sub(now).div_euclid(86_400);
        let summary = &it.summary;
        for text in [
            it.path.as_str(),
            it.value.as_deref().unwrap_or_default(),
            &it.place.to_string(),
            summary.role.as_str(),
            &summary.subject,
            &summary.issuer,
            &it.facts.serial_number,
            &summary.sha256,
            &summary.not_before,
            &summary.not_after,
        ] {
            write!(out, "{},", cell(text))?;
        }
        write!(out, "{days},{}\r\n", state(it, now, soon))?;
    }
    Ok(())
}

fn state(it: &Dated, now: i64, soon: i64) -> &'static str {
    if it.not_after < now {
        "expired"
    } else if it.not_before > now {
        "not-yet-valid"
    } else if it.not_after < soon {
        "soon"
    } else {
        "valid"
    }
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@']) && text.parse::<i64>().is_err();
    let before = if is_formula { "'" } else { "" };
    match is_formula || text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{before}{}\"", text.replace('"', "\"\"")),
        false => text.into(),
    }
}
