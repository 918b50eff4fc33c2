//! The configuration of each file, and what of it was of no use.

use std::path::PathBuf;

use pemvet::Input;

use crate::check::configuration::Configurations;
use crate::check::configuration::unused::Seen;
use crate::check::options::{CheckOptions, Configured};
use crate::check::outcome::BundleOutcome;
use crate::input::walk::{Candidate, Skipped};
use crate::outcome::Failure;
use crate::paths::Folders;

/// All files of a run, from the root, each with the number of its configuration.
pub(crate) type Files = Vec<(PathBuf, Option<usize>)>;

/// Finds the configuration of each file, and leaves out those that are not to be judged.
pub(crate) fn configure(
    candidates: Vec<Candidate>,
    options: &mut CheckOptions,
    skipped: &mut Vec<Skipped>,
) -> Result<(Vec<Configured>, Files), Failure> {
    let mut folders = Folders::default();
    let mut files = Vec::with_capacity(candidates.len());
    let mut all = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let mut file = Configured {
            absolute: folders.absolute(&candidate.path),
            candidate,
            configuration: None,
        };
        if let (Some(configurations), Some(directory)) = (&mut options.configurations, file.absolute.parent())
        {
            file.configuration = configurations.of(directory, &options.general)?;
        }
        all.push((file.absolute.clone(), file.configuration));
        let reason = options
            .configuration(&file)
            .and_then(|configuration| configuration.passes_over(&file.absolute, options.now));
        match reason {
            None => files.push(file),
            Some(reason) => skipped.push(Skipped::on_purpose(
                &file.candidate.path,
                format!("ignored by configuration: {reason}"),
            )),
        }
    }
    Ok((files, all))
}

/// What there is to say of configurations: ignores that are past, and, where all that one is about was searched, globs and
/// rules that are of no use.
pub(crate) fn remarks(
    options: &CheckOptions,
    all: &Files,
    bundle_outcome: &[BundleOutcome],
    searched: &[PathBuf],
) -> Vec<String> {
    let Some(configurations) = &options.configurations else {
        return Vec::new();
    };
    let mut folders = Folders::default();
    let mut ignored = Vec::new();
    for one in bundle_outcome {
        let Ok(verdict) = &one.result else { continue };
        for it in &verdict.ignored {
            let location = it.finding.location.as_ref();
            let is_of_key = location.is_some_and(|it| it.input == Input::Key);
            // What is shown at the key may be passed over there as well.
            let key = one.key.as_ref().filter(|_| is_of_key);
            let places = [Some(&one.place), key].into_iter().flatten();
            ignored.extend(places.map(|place| (folders.absolute(&place.file), it.finding.rule.name)));
        }
    }
    let of = |configurations: &Configurations, number: usize| {
        let configuration = configurations.get(number)?;
        let own = all.iter().filter(|(_, own)| *own == Some(number));
        let seen = Seen {
            files: own.map(|(file, _)| file.as_path()).collect(),
            ignored: &ignored,
            now: options.now,
            is_all: !options.selection.is_partial() && configuration.is_within(searched),
        };
        Some(configuration.unused(&seen))
    };
    let numbers = 0..configurations.len();
    let remarks = numbers.filter_map(|number| of(configurations, number));
    remarks.flatten().collect()
}

/// The same with the file of each configuration.
pub(crate) fn files(options: &CheckOptions, all: Files) -> Vec<(PathBuf, Option<PathBuf>)> {
    let configurations = options.configurations.as_ref();
    let path = |number: usize| Some(configurations?.get(number)?.path().to_path_buf());
    let all = all.into_iter();
    all.map(|(file, number)| (file, number.and_then(path))).collect()
}
