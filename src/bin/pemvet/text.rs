use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use pemvet::{CertificateSummary, Finding, Input, Report, Role, Severity, TrustBasis};

use crate::arguments::Demand;
use crate::check::Vetted;
use crate::files;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::Cyan.on_default(),
    }
}

/// Prints the verdict on each file, its findings, and its chain.
pub(crate) fn print(vetted: &[Vetted], demand: &Demand) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for (place, one) in vetted.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        match &one.result {
            Ok(report) => bundle(&mut out, &one.path, report, demand)?,
            Err(reason) => writeln!(anstream::stderr(), "pemvet: {}: {reason}", one.path)?,
        }
    }
    Ok(())
}

fn bundle(out: &mut impl Write, path: &str, report: &Report, demand: &Demand) -> io::Result<()> {
    let key = demand
        .key
        .as_ref()
        .map(|key| format!(" + {}", files::shown(&key.path)))
        .unwrap_or_default();
    let title = pemvet::text::escape(&demand.profile.title);
    let names = if demand.names.is_empty() {
        String::new()
    } else {
        format!(" for {}", demand.names)
    };
    let now = pemvet::text::rfc3339(i64::try_from(demand.now.as_secs()).unwrap_or(i64::MAX));
    writeln!(out, "{BOLD}{path}{key}{BOLD:#}  as `{title}`{names}, at {now}")?;
    verdict(out, report)?;
    findings(out, path, demand, report.findings(), Severity::Note)?;
    chain(out, report, demand)?;
    if let Some(trust) = report.trust() {
        let words = match trust {
            TrustBasis::Anchor => "a given trust anchor vouches for the chain",
            TrustBasis::BundleRoot => {
                "only the root in the file itself vouches for the chain; --trust FILE checks it"
            }
            TrustBasis::Unproven => "nobody vouches for the top of the chain here; --trust FILE checks it",
        };
        writeln!(out, "trust: {words}")?;
    }
    if !report.certificates().is_empty() {
        let open: Vec<&str> = report.not_checked().iter().map(|what| what.as_str()).collect();
        writeln!(out, "not checked: {}", open.join(", "))?;
    }
    if let Some(first) = report
        .findings()
        .first()
        .filter(|finding| finding.severity > Severity::Note)
    {
        writeln!(out, "{DIM}more: pemvet explain {}{DIM:#}", first.rule.name)?;
    }
    Ok(())
}

fn verdict(out: &mut impl Write, report: &Report) -> io::Result<()> {
    match report.class() {
        Some(class) => {
            let red = style(Severity::Error);
            write!(out, "{red}REJECTED  {class} ({}){red:#}", class.http_status())?;
        }
        None => {
            let green = AnsiColor::Green.on_default().bold();
            write!(out, "{green}ACCEPTED{green:#}")?;
        }
    }
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let count = report
                .findings()
                .iter()
                .filter(|finding| finding.severity == severity)
                .count();
            (count > 0).then(|| format!("{count} {severity}{}", if count == 1 { "" } else { "s" }))
        })
        .collect();
    if counts.is_empty() {
        writeln!(out, "    nothing found")?;
    } else {
        writeln!(out, "    {}", counts.join(", "))?;
    }
    writeln!(out)
}

/// The findings of at least this severity, each as a paragraph.
pub(crate) fn findings(
    out: &mut impl Write,
    path: &str,
    demand: &Demand,
    findings: &[Finding],
    least: Severity,
) -> io::Result<()> {
    let key_path = demand.key.as_ref().map(|key| files::shown(&key.path));
    for finding in findings.iter().filter(|finding| finding.severity >= least) {
        let style = style(finding.severity);
        write!(out, "{style}{}[{}]{style:#}", finding.severity, finding.rule.name)?;
        if let Some(class) = finding.class {
            write!(out, " {class}")?;
        }
        if let Some(location) = &finding.location {
            let file = match location.input {
                Input::Certificates => path,
                Input::Key => key_path.as_deref().unwrap_or("key"),
            };
            let (first, last) = (location.lines.start(), location.lines.end());
            write!(out, "  {file}:{first}")?;
            if last > first {
                write!(out, "-{last}")?;
            }
        }
        writeln!(out)?;
        for line in finding.message.lines() {
            writeln!(out, "  {line}")?;
        }
        if let Some(help) = &finding.help {
            let help = match help {
                Cow::Borrowed(fixed) => with_paths(fixed, path, key_path.as_deref()),
                Cow::Owned(quoting) => quoting.clone(),
            };
            for (place, line) in help.lines().enumerate() {
                writeln!(out, "  {}{line}", if place == 0 { "help: " } else { "      " })?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Puts the paths, which the library does not know, into a fixed help's command.
fn with_paths(help: &str, path: &str, key_path: Option<&str>) -> String {
    let key = key_path.map(quoted);
    let mut help = help.replace("KEYFILE", key.as_deref().unwrap_or("KEY"));
    if let Some(rest) = help.strip_prefix("pemvet fix FILE") {
        let key = key.map(|key| format!(" --key {key}")).unwrap_or_default();
        help = format!("pemvet fix FILE{key} --output FIXED{rest}");
    }
    if path == "-" {
        help
    } else {
        help.replace("FILE", &quoted(path))
            .replace("FIXED", &quoted(&fixed(path)))
    }
}

/// `proxy.pem` to `proxy-fixed.pem`.
fn fixed(path: &str) -> String {
    match path.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') && !stem.is_empty() => {
            format!("{stem}-fixed.{extension}")
        }
        _ => format!("{path}-fixed.pem"),
    }
}

/// Quoted for a shell where that is needed.
fn quoted(path: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._/@%+=:,-".contains(character);
    if path.chars().all(plain) {
        path.into()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

/// The chain as a table, each issuer one step further in than what it issued.
fn chain(out: &mut impl Write, report: &Report, demand: &Demand) -> io::Result<()> {
    let members: Vec<&CertificateSummary> = report
        .order()
        .iter()
        .filter_map(|place| report.certificates().get(*place))
        .collect();
    let now = demand.now.as_secs();
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
                lines(member),
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
    for (place, (row, member)) in rows.iter().zip(&members).enumerate() {
        let mut line = String::from(if place == 0 { "chain" } else { "     " });
        for (cell, width) in row.iter().zip(widths) {
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
        writeln!(out, "{}", format!("{line}  {}", states.join(", ")).trim_end())?;
    }
    Ok(())
}

fn lines(member: &CertificateSummary) -> String {
    format!("lines {}-{}", member.lines.start(), member.lines.end())
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

/// What `fix` did, one line each.
pub(crate) fn repairs(out: &mut impl Write, path: &str, report: &Report) -> io::Result<()> {
    if report.repairs().is_empty() {
        return writeln!(out, "{path}: nothing to repair");
    }
    for repair in report.repairs() {
        let (first, last) = (repair.lines.start(), repair.lines.end());
        let place = if first == last {
            format!("{first}")
        } else {
            format!("{first}-{last}")
        };
        writeln!(out, "{path}:{place}: {}", repair.kind.as_str())?;
    }
    writeln!(out)
}
