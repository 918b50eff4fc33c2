//! `check --show-files` and `--show-settings`: what a run would look at, and what it would hold that to.

use std::io::{self, Write};
use std::sync::Arc;

use pemvet::Severity;

use crate::arguments::Check;
use crate::check::configure;
use crate::check::exclude::Excluded;
use crate::check::options::CheckOptions;
use crate::input::files;
use crate::input::walk::Gathered;
use crate::outcome::Failure;
use crate::output::concise;
use crate::terms::JudgingTerms;

/// Prints what was asked for in place of judging.
pub(crate) fn show(
    check: &Check,
    gathered: Gathered,
    excluded: &Excluded,
    mut options: CheckOptions,
) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let mut skipped = Vec::new();
    let (found, all) = configure::configure(gathered.candidates, &mut options, &mut skipped)?;
    if check.run.show_files {
        for file in &found {
            let path = files::shown(&file.candidate.path);
            writeln!(out, "{}", concise::not_a_command(&path))?;
        }
        return Ok(());
    }
    let passed_over = skipped.len();
    writeln!(
        out,
        "files: {}; {passed_over} ignored by configuration; {} excluded",
        found.len(),
        excluded.files
    )?;
    let mut configurations: Vec<_> = configure::files(&options, all)
        .into_iter()
        .filter_map(|it| it.1)
        .collect();
    configurations.sort_unstable();
    configurations.dedup();
    let configurations: Vec<String> = configurations.iter().map(|path| files::shown(path)).collect();
    let baseline = check.run.baseline.as_deref().map(files::shown);
    for (name, value) in [
        ("configuration", configurations.join(", ")),
        ("rules", check.run.rules.join(", ")),
        ("skip-rules", check.run.skip_rules.join(", ")),
        ("baseline", baseline.unwrap_or_default()),
        ("fail-on", Severity::from(check.fail_on).as_str().into()),
        ("time", check.run.time.as_str().into()),
        (
            "at",
            pemvet::text::rfc3339(i64::try_from(options.now.as_secs()).unwrap_or(i64::MAX)),
        ),
    ] {
        let value = match (name, value.as_str()) {
            ("rules", "") => "all",
            (_, "") => "none",
            (_, value) => value,
        };
        writeln!(out, "{name}: {value}")?;
    }
    // Files that are held to the same are told of together, by the first of them.
    let mut terms: Vec<(Arc<JudgingTerms>, &str, String, usize)> = Vec::new();
    for file in &found {
        let configuration = options.configuration(file);
        let own = configuration.map_or_else(|| Arc::clone(&options.terms), |it| it.terms(&file.absolute));
        let by = configuration.map_or("", |it| it.shown());
        match terms.iter_mut().find(|(known, ..)| Arc::ptr_eq(known, &own)) {
            Some((.., number)) => *number = number.saturating_add(1),
            None => terms.push((own, by, files::shown(&file.candidate.path), 1)),
        }
    }
    for (terms, by, first, number) in &terms {
        let more = match number.saturating_sub(1) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let profile = &terms.profile;
        let names = if terms.names.is_empty() { "" } else { " for " };
        let by = if by.is_empty() {
            String::new()
        } else {
            format!(", by {by}")
        };
        let title = pemvet::text::escape(&profile.title);
        writeln!(out, "{first}{more}: as `{title}`{names}{}{by}", terms.names)?;
        for (rule, severity) in profile.severities.iter() {
            writeln!(out, "  {rule}: {}", severity.as_str())?;
        }
    }
    Ok(())
}
