//! `--add-ignore REASON`: writes what is found into pemvet.toml, as passed over for that reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pemvet::{Finding, Severity};

use crate::check::configuration;
use crate::check::known;
use crate::check::outcome::CheckOutcome;
use crate::check::run_args::RunArgs;
use crate::echo;
use crate::input::files;
use crate::outcome::Failure;
use crate::output::output_file;
use crate::paths::{self, Folders};
use crate::toml_text::{self, quoted};

/// The files of one pemvet.toml that have findings of the same rules.
type Ignores = BTreeMap<BTreeSet<&'static str>, BTreeSet<PathBuf>>;

pub(crate) fn apply(outcome: &mut CheckOutcome, arguments: &RunArgs) -> Result<(), Failure> {
    let Some(reason) = &arguments.add_ignore else {
        return Ok(());
    };
    if reason.trim().is_empty() {
        return Err(Failure::new(
            "--add-ignore needs a reason, in words for the next reader",
        ));
    }
    let named = known::named(arguments)?;
    let found = Found::of(outcome, &named);
    let until = arguments.until.as_deref();
    for (file, ignores) in &found.by_configuration {
        append(file, ignores, reason, until)?;
        let findings = found.counts.get(file).copied().unwrap_or_default();
        let number: usize = ignores.values().map(BTreeSet::len).sum();
        outcome.remarks.push(format!(
            "{}: {} for {} in {} written",
            files::shown(file),
            known::counted(ignores.len(), "ignore"),
            known::counted(findings, "finding"),
            known::counted(number, "file")
        ));
    }
    if found.by_configuration.is_empty() {
        outcome
            .remarks
            .push("nothing is found that an [[ignore]] could be about".into());
    }
    outcome.remarks.extend(found.left());
    let words = echo::prose(reason.trim());
    for (number, verdict) in outcome.bundle_outcome.iter_mut().enumerate() {
        if let Ok(verdict) = &mut verdict.result {
            verdict.ignore(|finding| {
                let is_taken = found.taken.contains(&(number, finding.rule.name));
                is_taken.then(|| words.clone())
            });
        }
    }
    Ok(())
}

#[derive(Default)]
struct Found {
    by_configuration: BTreeMap<PathBuf, Ignores>,
    /// Findings that go into each.
    counts: BTreeMap<PathBuf, usize>,
    /// Bundle and rule of what is passed over from now on.
    taken: BTreeSet<(usize, &'static str)>,
    /// Rules that have to be named.
    unnamed: BTreeMap<&'static str, usize>,
    /// Rules that cannot be passed over.
    fixed: BTreeMap<&'static str, usize>,
    outside: usize,
}

impl Found {
    fn of(outcome: &CheckOutcome, named: &BTreeSet<&'static str>) -> Found {
        let mut found = Found::default();
        let mut folders = Folders::default();
        let least = outcome.fail_on.min(Severity::Warning);
        let own = outcome.configured.iter();
        let own: BTreeMap<&Path, &Path> = own
            .filter_map(|(file, configuration)| Some((file.as_path(), configuration.as_deref()?)))
            .collect();
        // The rules of each file.
        let mut by_file: BTreeMap<(PathBuf, PathBuf), BTreeSet<&'static str>> = BTreeMap::new();
        for (number, one) in outcome.bundle_outcome.iter().enumerate() {
            let Ok(verdict) = &one.result else { continue };
            let file = folders.absolute(&one.place.file);
            let configuration = own.get(file.as_path()).map(|it| (*it).to_path_buf());
            let configuration = configuration.unwrap_or_else(|| PathBuf::from(configuration::NAME));
            let folder = folders.absolute(&configuration);
            let folder = folder.parent().unwrap_or(Path::new("/")).to_path_buf();
            // Standard input without a name is no file that could be named again.
            let below = match one.place.file.as_os_str() == "-" {
                true => PathBuf::from(".."),
                false => paths::relative_to(&folder, &file),
            };
            for finding in verdict.findings.iter().filter(|it| it.severity >= least) {
                if found.takes(finding, &below, named) {
                    let rules = by_file.entry((configuration.clone(), below.clone())).or_default();
                    rules.insert(finding.rule.name);
                    found.taken.insert((number, finding.rule.name));
                    let count = found.counts.entry(configuration.clone()).or_default();
                    *count = count.saturating_add(1);
                }
            }
        }
        for ((configuration, file), rules) in by_file {
            let ignores = found.by_configuration.entry(configuration).or_default();
            ignores.entry(rules).or_default().insert(file);
        }
        found
    }

    fn takes(&mut self, finding: &Finding, below: &Path, named: &BTreeSet<&'static str>) -> bool {
        let rule = finding.rule;
        let left = if rule.area.fixed {
            &mut self.fixed
        } else if known::has_to_be_named(finding) && !named.contains(known::common(rule.name)) {
            &mut self.unnamed
        } else if below.starts_with("..") || below.to_str().is_none() {
            self.outside = self.outside.saturating_add(1);
            return false;
        } else {
            return true;
        };
        let count = left.entry(rule.name).or_default();
        *count = count.saturating_add(1);
        false
    }

    /// What was not written, and why.
    fn left(&self) -> Vec<String> {
        let mut left = Vec::new();
        if !self.unnamed.is_empty() {
            left.push(format!("no [[ignore]] for {}", known::unnamed(&self.unnamed)));
        }
        if !self.fixed.is_empty() {
            left.push(format!(
                "no [[ignore]] for {}: something was not read or not judged, and only an [[ignore]] without rules leaves such \
                 files out",
                known::listed(&self.fixed)
            ));
        }
        if self.outside > 0 {
            left.push(format!(
                "no [[ignore]] for {} of what is not below {}, came by standard input, or has a name that is not UTF-8",
                known::counted(self.outside, "finding"),
                configuration::NAME
            ));
        }
        left
    }
}

/// Writes the entries behind what the file holds.
fn append(file: &Path, ignores: &Ignores, reason: &str, until: Option<&str>) -> Result<(), Failure> {
    let shown = files::shown(file);
    let failure = |reason: String| Failure::new(format!("{shown}: {reason}"));
    let mut text = match std::fs::symlink_metadata(file) {
        Ok(_) => {
            let bytes = files::read_whole(file, 1 << 20).map_err(failure)?;
            String::from_utf8(bytes.to_vec()).map_err(|_| failure("is not UTF-8".into()))?
        }
        Err(_) => String::new(),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for (rules, names) in ignores {
        // Writing into a string does not fail.
        let _ = entry(&mut text, rules, names, reason, until);
    }
    configuration::is_read(&text).map_err(|reason| failure(format!("takes no more entries: {reason}")))?;
    output_file::write(file, text.as_bytes()).map_err(failure)?;
    Ok(())
}

fn entry(
    text: &mut String,
    rules: &BTreeSet<&'static str>,
    names: &BTreeSet<PathBuf>,
    reason: &str,
    until: Option<&str>,
) -> std::fmt::Result {
    let before = if text.is_empty() { "" } else { "\n" };
    let globs: Vec<String> = names.iter().map(|name| quoted(&toml_text::glob(name))).collect();
    match globs.as_slice() {
        [one] => writeln!(text, "{before}[[ignore]]\nfiles = [{one}]")?,
        several => writeln!(
            text,
            "{before}[[ignore]]\nfiles = [\n    {},\n]",
            several.join(",\n    ")
        )?,
    }
    let rules: Vec<String> = rules.iter().map(|rule| quoted(rule)).collect();
    writeln!(
        text,
        "rules = [{}]\nreason = {}",
        rules.join(", "),
        quoted(reason.trim())
    )?;
    match until {
        Some(until) => writeln!(text, "until = {until}"),
        None => Ok(()),
    }
}
