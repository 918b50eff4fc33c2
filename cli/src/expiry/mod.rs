//! `pemvet expiry`: which certificates expire soon, for people, programs, Prometheus and monitoring plugins.

mod facts;
mod found;
mod nagios;
mod print;
mod prometheus;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use self::found::{Found, look};
use self::nagios::Thresholds;
use crate::outcome::{Failure, Outcome};
use crate::output::dates::now_seconds;
use crate::output::destination::{self, Color};
use crate::passwords::PasswordArgs;
use crate::terms::time;

pub(crate) use self::nagios::{failed as plugin_failed, is_asked_for as is_plugin};

#[derive(Args)]
pub(crate) struct Expiry {
    /// Files and directories to look at, as check does; - is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    password: PasswordArgs,
    /// How soon is soon: a number of hours, days or weeks, such as 48h, 30d, 6w
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = span)]
    within: i64,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write to this file, in one step, as the textfile collector of Prometheus wants it [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Whose names the metrics have
    #[arg(long, value_enum, default_value_t = MetricNames::Pemvet)]
    metric_names: MetricNames,
    /// With --format nagios: when a certificate is worth a warning [default: 30d]
    #[arg(long, value_name = "TIME", value_parser = span)]
    warning: Option<i64>,
    /// With --format nagios: when it is critical [default: 7d]
    #[arg(long, value_name = "TIME", value_parser = span)]
    critical: Option<i64>,
    /// Tell as if it were this time, such as 2026-06-01T00:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339")]
    at: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// For the textfile collector of Prometheus' node exporter
    Prometheus,
    /// A line with performance data, and the status of a monitoring plugin: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
    Nagios,
    /// Comma-separated values
    Csv,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MetricNames {
    Pemvet,
    /// Those of x509-certificate-exporter
    X509,
}

/// Seconds of `48h`, `30d`, `6w`.
fn span(text: &str) -> Result<i64, String> {
    let wanted = || "give a number with h, d or w, such as 30d".to_owned();
    let unit = text.chars().last().ok_or_else(wanted)?;
    let seconds = match unit {
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return Err(wanted()),
    };
    let count: u32 = text
        .get(..text.len().saturating_sub(1))
        .and_then(|count| count.parse().ok())
        .ok_or_else(wanted)?;
    Ok(i64::from(count).saturating_mul(seconds))
}

pub(crate) fn run(expiry: &Expiry) -> Result<Outcome, Failure> {
    if expiry.paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new(
            "standard input can be read only once; give one - only",
        ));
    }
    if expiry.metric_names != MetricNames::Pemvet && expiry.format != Format::Prometheus {
        return Err(Failure::new("--metric-names is about --format prometheus"));
    }
    if (expiry.warning.is_some() || expiry.critical.is_some()) && expiry.format != Format::Nagios {
        return Err(Failure::new(
            "--warning and --critical are about --format nagios; --within is for the others",
        ));
    }
    let thresholds = expiry.thresholds()?;
    let now = time(expiry.at.as_deref())?;
    let found = look(&expiry.paths, now, &expiry.password.read()?);
    let now = now_seconds(now);
    let soon = now.saturating_add(expiry.within);
    let mut outcome = if !found.unread.is_empty() {
        Outcome::Failed
    } else if found.certificates.iter().any(|it| it.not_after < soon) {
        Outcome::Rejected
    } else {
        Outcome::Accepted
    };
    let output = expiry.output.as_deref();
    let read = found.paths.iter().map(Path::new);
    destination::spare(output, read.chain(expiry.paths.iter().map(PathBuf::as_path)))?;
    let is_for_people = expiry.format == Format::Text;
    let note = destination::report(output, Color::Auto, is_for_people, |out| {
        if let Some(of_plugin) = print(expiry, &thresholds, &found, now, soon, out)? {
            outcome = of_plugin;
        }
        Ok(())
    })?;
    let unread = found.unread.iter().chain(&found.skipped);
    for (path, reason) in unread {
        writeln!(anstream::stderr(), "pemvet: {path}: {reason}")?;
    }
    if let Some(note) = note {
        writeln!(anstream::stderr(), "pemvet: {note}")?;
    }
    Ok(outcome)
}

/// The status of a monitoring plugin, where that was asked for.
fn print(
    expiry: &Expiry,
    thresholds: &Thresholds,
    found: &Found,
    now: i64,
    soon: i64,
    out: &mut dyn Write,
) -> Result<Option<Outcome>, Failure> {
    match (expiry.format, expiry.metric_names) {
        (Format::Text, _) => print::text(found, now, soon, out)?,
        (Format::Json, _) => print::json(found, now, soon, out)?,
        (Format::Csv, _) => print::csv(found, now, soon, out)?,
        (Format::Prometheus, MetricNames::Pemvet) => prometheus::own(found, out)?,
        (Format::Prometheus, MetricNames::X509) => prometheus::x509(found, now, out)?,
        (Format::Nagios, _) => return Ok(Some(nagios::print(found, now, thresholds, out)?)),
    }
    Ok(None)
}

impl Expiry {
    fn thresholds(&self) -> Result<Thresholds, Failure> {
        let critical = self.critical.unwrap_or(Thresholds::DEFAULT.critical);
        // Where only one is given, the other keeps out of its way.
        let warning = self.warning.unwrap_or(Thresholds::DEFAULT.warning.max(critical));
        let critical = self.critical.unwrap_or(critical.min(warning));
        if warning < critical {
            return Err(Failure::new(
                "--warning is shorter than --critical, so that nothing would be worth a warning; give them the other way round",
            ));
        }
        Ok(Thresholds { warning, critical })
    }

    /// Whether it writes to standard output.
    pub(crate) fn prints(&self) -> bool {
        self.output.as_ref().is_none_or(|file| file.as_os_str() == "-")
    }
}
