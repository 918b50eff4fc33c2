//! The chain as a table: one line a certificate.

use std::io::{self, Write};

use pemvet::{CertificateSummary, Report, Role, UnixTime};
use unicode_width::UnicodeWidthStr as _;

use crate::output::width;

/// Each issuer one step further in than what it issued.
/// Certificates of an archive have no lines.
pub(crate) fn write(out: &mut impl Write, report: &Report, now: UnixTime, has_lines: bool) -> io::Result<()> {
    let members: Vec<CertificateSummary> = report
        .order()
        .iter()
        .filter_map(|place| Some(report.certificates().get(*place)?.to_summary()))
        .collect();
    let now = now.as_secs();
    let rows: Vec<[String; 6]> = members
        .iter()
        .enumerate()
        .map(|(place, member)| {
            let indent = "   ".repeat(place.saturating_sub(1));
            let branch = if place == 0 {
                String::new()
            } else {
                format!("{indent}└─ ")
            };
            [
                format!("{branch}{}", member.role.as_str()),
                clip(&member.subject, 48),
                member.key.clone(),
                member.signature.clone(),
                until(&member.not_after, now),
                match has_lines {
                    true => lines(member),
                    false => String::new(),
                },
            ]
        })
        .collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; 6] = core::array::from_fn(width);
    let mut table = Vec::new();
    for (place, (row, member)) in rows.iter().zip(&members).enumerate() {
        let mut line = String::from(if place == 0 { "chain" } else { "     " });
        for (cell, width) in row.iter().zip(widths).filter(|(_, width)| *width > 0) {
            line.push_str(&format!("  {cell:width$}"));
        }
        let is_top = place.saturating_add(1) == members.len();
        let states = [
            (place == 0 && report.key_fits(), "key matches"),
            (!is_top && member.signature_verified, "signature verified"),
            (is_top && member.role == Role::Root, "self-signed"),
        ];
        let states: Vec<&str> = states
            .iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, state)| *state)
            .collect();
        table.push((
            String::from(format!("{line}  {}", states.join(", ")).trim_end()),
            states,
        ));
    }
    let columns = width::columns();
    let is_wide = |(line, _): &(String, _)| columns.is_some_and(|columns| line.width() > columns);
    if table.iter().any(is_wide) {
        for (place, (row, (_, states))) in rows.iter().zip(&table).enumerate() {
            narrow(out, place, row, states)?;
        }
        return Ok(());
    }
    for (line, _) in table {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A certificate in two lines, where the table is wider than the terminal.
fn narrow(out: &mut impl Write, place: usize, row: &[String; 6], states: &[&str]) -> io::Result<()> {
    let [role, subject, key, signature, until, lines] = row;
    let title = if place == 0 { "chain" } else { "     " };
    let first = format!("{title}  {role}  {subject}  {lines}");
    writeln!(out, "{}", first.trim_end())?;
    let inner = " ".repeat(7 + if place == 0 { 3 } else { 3 * place + 3 });
    let facts: Vec<&str> = [key.as_str(), signature, until]
        .into_iter()
        .chain(states.iter().copied())
        .collect();
    for line in width::fold(&facts.join(", "), inner.len(), width::columns()) {
        writeln!(out, "{inner}{line}")?;
    }
    Ok(())
}

fn lines(member: &CertificateSummary) -> String {
    match (member.lines.start(), member.lines.end()) {
        (first, last) if first == last => format!("line {first}"),
        (first, last) => format!("lines {first}-{last}"),
    }
}

/// `until 2027-01-09 (222 days)`.
fn until(not_after: &str, now: u64) -> String {
    let day = not_after.get(..10).unwrap_or(not_after);
    format!("until {day}{}", days_left(not_after, now))
}

fn days_left(not_after: &str, now: u64) -> String {
    let format = &time::format_description::well_known::Rfc3339;
    let Ok(end) = time::OffsetDateTime::parse(not_after, format) else {
        return String::new();
    };
    let left = end
        .unix_timestamp()
        .saturating_sub(i64::try_from(now).unwrap_or(i64::MAX));
    match left.div_euclid(86_400) {
        days if left >= 0 => format!(" ({days} days)"),
        _ => " (expired)".into(),
    }
}

fn clip(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.into();
    }
    text.chars().take(limit.saturating_sub(1)).chain(['…']).collect()
}
