//! Arguments of `check` that say how it is run: what of the findings counts, and where.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
    /// Write what this rule finds into the baseline as well, of keys that others may have and of what was not read; may be
    /// given several times
    #[arg(
        long = "baseline-rule",
        value_name = "RULE,…",
        value_delimiter = ',',
        requires = "write_baseline"
    )]
    pub(crate) baseline_rules: Vec<String>,
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
