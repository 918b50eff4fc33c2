//! Arguments of `check` that say how it is run: what of the findings counts, and where.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::output::destination::Color;

#[derive(Args, Clone, Default)]
pub(crate) struct RunArgs {
    /// Tell only what these rules find, and what could not be read or judged; may be given several times
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(crate) rules: Vec<String>,
    /// Tell nothing of what these rules find; may be given several times
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(crate) skip_rules: Vec<String>,
    /// Pass over files that this glob names, written as in .gitignore; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// What comes of certificates that have expired, expire soon or are not valid yet
    #[arg(long, value_enum, default_value_t = Time::Error)]
    pub(crate) time: Time,
    /// Findings that are known and do not count, as --write-baseline wrote them
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the errors and warnings that are found to FILE, as known ones; those that --fail-on makes count as well
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Write the same into pemvet.toml: an [[ignore]] with this reason for the files and rules
    #[arg(long, value_name = "REASON", conflicts_with_all = ["write_baseline", "no_config"])]
    pub(crate) add_ignore: Option<String>,
    /// Last day on which that [[ignore]] holds, such as 2027-01-31
    #[arg(long, value_name = "DATE", requires = "add_ignore", value_parser = day)]
    pub(crate) until: Option<String>,
    /// Take what this rule finds as known as well, of keys that others may have and of what was not read; may be given several
    /// times
    #[arg(long = "known-rule", value_name = "RULE,…", value_delimiter = ',')]
    pub(crate) known_rules: Vec<String>,
    /// Write the report to this file, in one step [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Whether to write in colour
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    /// Print how often each rule found something, in place of the findings
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Judge standard input as if it were this file; for editors and hooks
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// How many files are read and judged at a time [default: one for each core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Print the files that would be looked at, and judge none
    #[arg(long, conflicts_with_all = ["show_settings", "format", "output", "statistics", "write_baseline", "add_ignore"])]
    pub(crate) show_files: bool,
    /// Print what the files would be held to, and judge none
    #[arg(long, conflicts_with_all = ["format", "output", "statistics", "write_baseline", "add_ignore"])]
    pub(crate) show_settings: bool,
    /// Exit 0 where something is rejected or reaches --fail-on; what cannot be carried out stays 2
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// What comes of findings that a build may have without a change, by the clock alone.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Time {
    /// They are not shown
    Off,
    /// They are shown as warnings at most, and do not count for the exit status
    Warn,
    /// They count as their rules say
    #[default]
    Error,
}

impl Time {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Time::Off => "off",
            Time::Warn => "warn",
            Time::Error => "error",
        }
    }
}

/// A day as TOML writes it.
fn day(text: &str) -> Result<String, String> {
    let day: Option<toml::value::Datetime> = text.parse().ok();
    let is_day = day.is_some_and(|day| day.date.is_some() && day.time.is_none());
    match is_day {
        true => Ok(text.into()),
        false => Err("give a day, such as 2027-01-31".into()),
    }
}
