//! Findings that are known and do not count: `--write-baseline` writes them, `--baseline` reads them.

mod entry;
mod matching;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pemvet::{Finding, Input, Severity, rules};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::entry::Entry;
use self::matching::Matching;
use crate::check::known;
use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::check::run_args::RunArgs;
use crate::check::selection::Selection;
use crate::check::verdict::{Ignored, Verdict};
use crate::echo;
use crate::input::files;
use crate::outcome::Failure;
use crate::output::output_file;
use crate::paths::{self, Folders};
use crate::rule_names;

/// Findings of `pemvet check` that are known and do not count.
#[derive(Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
#[schemars(title = "pemvet baseline")]
struct Document {
    /// Version 1; later ones only add.
    version: u32,
    /// In the order of their paths.
    findings: Vec<Entry>,
}

/// Bytes of the largest baseline that is read: a hundred thousand findings.
const LARGEST: usize = 64 << 20;

/// Stale entries that are named one by one.
const MOST_NAMED: usize = 20;

/// Takes the findings that are known out of the outcome, and writes a baseline where one is asked for.
pub(crate) fn apply(
    outcome: &mut CheckOutcome,
    arguments: &RunArgs,
    selection: &Selection,
) -> Result<(), Failure> {
    let named = known::named(arguments)?;
    if let Some(path) = &arguments.baseline {
        let known = read(path)?;
        let found = Found::of(outcome, path)?;
        let mut matching = Matching::new(&known);
        let is_known = matching.find(&found.entries);
        let stale = found.stale(matching.left(), outcome, selection);
        found.take_out(outcome, &is_known, &files::shown(path));
        outcome.remarks.extend(told_stale(&files::shown(path), &stale));
    }
    if let Some(path) = &arguments.write_baseline {
        write(outcome, path, &named, selection)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Entry>, Failure> {
    let shown = files::shown(path);
    let failure = |reason: &str| Failure::new(format!("{shown}: {reason}"));
    let bytes = files::read_whole(path, LARGEST).map_err(|reason| failure(&reason))?;
    let document: Document = serde_json::from_slice(&bytes)
        .map_err(|error| failure(&format!("is not a baseline: {}", echo::prose(&error.to_string()))))?;
    if document.version != 1 {
        return Err(failure(&format!(
            "is a baseline of version {}; this pemvet knows version 1",
            document.version
        )));
    }
    for entry in &document.findings {
        rule_names::find(&entry.rule).map_err(|reason| failure(&reason))?;
    }
    Ok(document.findings)
}

/// The findings of a run as entries, each with where it stands in the outcome.
struct Found {
    entries: Vec<Entry>,
    places: Vec<(usize, usize)>,
    folder: PathBuf,
}

impl Found {
    fn of(outcome: &CheckOutcome, baseline: &Path) -> Result<Found, Failure> {
        let mut folders = Folders::default();
        let folder = folders.absolute(baseline);
        let folder = folder
            .parent()
            .filter(|folder| folder.is_dir())
            .ok_or_else(|| Failure::new(format!("{}: its folder cannot be read", files::shown(baseline))))?
            .to_path_buf();
        let mut found = Found {
            entries: Vec::new(),
            places: Vec::new(),
            folder,
        };
        for (number, one) in outcome.bundle_outcome.iter().enumerate() {
            let Ok(verdict) = &one.result else { continue };
            for (place, finding) in verdict.findings.iter().enumerate() {
                let is_of_key = finding.location.as_ref().is_some_and(|it| it.input == Input::Key);
                let stands = one.key.as_ref().filter(|_| is_of_key).unwrap_or(&one.place);
                let path = written(&found.folder, &folders.absolute(&stands.file));
                let entry = Entry::of(path, stands.value.clone(), &verdict.report, finding);
                found.entries.push(entry);
                found.places.push((number, place));
            }
        }
        Ok(found)
    }

    /// Entries of what was looked at, and of files that are there no longer.
    fn stale<'a>(
        &self,
        left: impl Iterator<Item = &'a Entry>,
        outcome: &CheckOutcome,
        selection: &Selection,
    ) -> Vec<&'a Entry> {
        let looked: BTreeSet<String> = outcome
            .looked_at
            .iter()
            .map(|file| written(&self.folder, file))
            .collect();
        let mut folders = Folders::default();
        let unread: BTreeSet<String> = outcome
            .bundle_outcome
            .iter()
            .filter(|one| one.result.is_err())
            .map(|one| written(&self.folder, &folders.absolute(&one.place.file)))
            .collect();
        let is_gone = |path: &str| {
            let file = self.folder.join(path);
            let is_below = outcome
                .directories
                .iter()
                .any(|directory| file.starts_with(directory));
            is_below && std::fs::symlink_metadata(&file).is_err()
        };
        let is_asked = |entry: &Entry| {
            let rule = rules::all().find(|rule| rule.name == entry.rule);
            rule.is_some_and(|rule| selection.judges(rule))
        };
        left.filter(|entry| {
            let is_seen = looked.contains(&entry.path) && !unread.contains(&entry.path);
            is_asked(entry) && (is_seen || is_gone(&entry.path))
        })
        .collect()
    }

    /// Takes out the findings that are meant, in the order in which they were found.
    fn take_out(&self, outcome: &mut CheckOutcome, is_meant: &[bool], baseline: &str) {
        let mut is_meant = is_meant.iter().take(self.entries.len());
        let verdicts = outcome.bundle_outcome.iter_mut();
        for verdict in verdicts.filter_map(|one| one.result.as_mut().ok()) {
            for finding in std::mem::take(&mut verdict.findings) {
                match is_meant.next() {
                    Some(true) => verdict.ignored.push(Ignored {
                        finding,
                        reason: format!("in the baseline {baseline}"),
                        is_in_baseline: true,
                    }),
                    _ => verdict.findings.push(finding),
                }
            }
        }
    }
}

/// What identifies a finding from run to run, whatever certificate is in the place of the one before.
pub(crate) fn identity(
    one: &BundleOutcome,
    verdict: &Verdict,
    finding: &Finding,
    folder: &Path,
    folders: &mut Folders,
) -> String {
    let is_of_key = finding.location.as_ref().is_some_and(|it| it.input == Input::Key);
    let stands = one.key.as_ref().filter(|_| is_of_key).unwrap_or(&one.place);
    let path = written(folder, &folders.absolute(&stands.file));
    let mut entry = Entry::of(path, stands.value.clone(), &verdict.report, finding);
    entry.forget_which();
    serde_json::to_string(&entry).unwrap_or_default()
}

/// A path as a baseline has it.
fn written(folder: &Path, file: &Path) -> String {
    let parts = paths::relative_to(folder, file);
    let parts: Vec<String> = parts
        .components()
        .map(|part| pemvet::text::echo(&echo::lossless(part.as_os_str())).into_owned())
        .collect();
    parts.join("/")
}

fn told_stale(baseline: &str, stale: &[&Entry]) -> Option<String> {
    let mut words = match stale.len() {
        0 => return None,
        1 => format!("{baseline}: 1 entry is stale; --write-baseline {baseline} takes it out:"),
        number => {
            format!("{baseline}: {number} entries are stale; --write-baseline {baseline} takes them out:")
        }
    };
    for entry in stale.iter().take(MOST_NAMED) {
        // Writing into a string does not fail.
        let _ = write!(words, "\n  {}", entry.words());
    }
    if stale.len() > MOST_NAMED {
        let _ = write!(words, "\n  and {} more", stale.len().saturating_sub(MOST_NAMED));
    }
    Some(words)
}

fn write(
    outcome: &mut CheckOutcome,
    path: &Path,
    named: &BTreeSet<&'static str>,
    selection: &Selection,
) -> Result<(), Failure> {
    let shown = files::shown(path);
    if path.as_os_str() == "-" {
        return Err(Failure::new(
            "--write-baseline -: a baseline is a file, which paths are relative to; give its name",
        ));
    }
    // What was named once, and is still there, stays.
    let before = match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.len() > 0 => read(path)?,
        _ => Vec::new(),
    };
    let found = Found::of(outcome, path)?;
    let mut matching = Matching::new(&before);
    let was_known = matching.find(&found.entries);
    // What was not looked at, or not asked for, stays as well.
    let stale = found.stale(matching.left(), outcome, selection);
    let stale: BTreeSet<*const Entry> = stale.into_iter().map(std::ptr::from_ref).collect();
    let left_over = matching.left();
    let unseen: Vec<&Entry> = left_over
        .filter(|entry| !stale.contains(&std::ptr::from_ref(*entry)))
        .collect();
    let least = outcome.fail_on.min(Severity::Warning);
    let mut left: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut is_taken = Vec::with_capacity(found.entries.len());
    for ((number, place), was_known) in found.places.iter().zip(was_known) {
        let one = outcome.bundle_outcome.get(*number);
        let verdict = one.and_then(|one| one.result.as_ref().ok());
        let finding = verdict.and_then(|verdict| verdict.findings.get(*place));
        is_taken.push(finding.is_some_and(|finding| {
            let counts = finding.severity >= least;
            let rule = known::common(finding.rule.name);
            let is_refused = known::has_to_be_named(finding) && !named.contains(rule) && !was_known;
            if counts && is_refused {
                let count = left.entry(finding.rule.name).or_default();
                *count = count.saturating_add(1);
            }
            counts && !is_refused
        }));
    }
    let entries = found.entries.iter().zip(&is_taken);
    let mut entries: Vec<&Entry> = entries.filter(|(_, it)| **it).map(|(entry, _)| entry).collect();
    entries.extend(unseen);
    entries.sort();
    let text =
        text(&entries).map_err(|error| Failure::new(format!("{shown}: JSON could not be made: {error}")))?;
    output_file::write(path, text.as_bytes()).map_err(|reason| Failure::new(format!("{shown}: {reason}")))?;
    let paths: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    let mut remark = format!(
        "{shown}: {} in {} written",
        known::counted(entries.len(), "finding"),
        known::counted(paths.len(), "file")
    );
    if !left.is_empty() {
        let _ = write!(remark, "; not {}", known::unnamed(&left));
    }
    outcome.remarks.push(remark);
    found.take_out(outcome, &is_taken, &shown);
    Ok(())
}

/// A finding on each line, so that a change of one is a change of one line.
fn text(entries: &[&Entry]) -> Result<String, serde_json::Error> {
    let mut text = String::from("{\n  \"version\": 1,\n  \"findings\": [");
    for (place, entry) in entries.iter().enumerate() {
        text.push_str(if place == 0 { "\n    " } else { ",\n    " });
        text.push_str(&serde_json::to_string(entry)?);
    }
    text.push_str(if entries.is_empty() {
        "]\n}\n"
    } else {
        "\n  ]\n}\n"
    });
    Ok(text)
}

/// The JSON schema of a baseline.
pub(crate) fn schema() -> String {
    serde_json::to_string_pretty(&schemars::schema_for!(Document)).unwrap_or_default()
}
