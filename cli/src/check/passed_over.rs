//! What is not said of a bundle: by the options, a mark in its file, or the configuration.

use std::path::Path;

use pemvet::{Finding, Input};

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::inline::Inline;
use crate::check::options::{CheckOptions, Configured};
use crate::check::outcome::BundleOutcome;
use crate::check::private_keys;

/// Takes out what is not asked for, and what the configuration, or a mark in the file, says is not to be shown.
pub(crate) fn pass_over(
    number: usize,
    subjects: &[BundleToCheck],
    bundle_outcome: &mut BundleOutcome,
    files: &[Configured],
    options: &CheckOptions,
    inline: &Inline,
) {
    let (Ok(verdict), Some(subject)) = (&mut bundle_outcome.result, subjects.get(number)) else {
        return;
    };
    options.selection.apply(verdict);
    if subject.part.is_test_data {
        verdict.ignore(|finding| {
            private_keys::is_about_one(finding).then(|| "the file says that it is test data".into())
        });
    }
    // What is shown at the key may be passed over there as well.
    let is_of_key = |finding: &Finding| {
        let location = finding.location.as_ref();
        location.is_some_and(|it| it.input == Input::Key)
    };
    verdict.ignore(|finding| {
        let own = inline.reason(number, finding);
        own.or_else(|| inline.reason(subject.key.filter(|_| is_of_key(finding))?, finding))
    });
    let configured = |file: &Configured, path: &Path, finding: &Finding| {
        let configuration = options.configuration(file)?;
        let reason = configuration.ignores(path, finding.rule.name, options.now);
        reason.map(String::from)
    };
    let file = &files[subject.file];
    let at_key = |finding: &Finding| match (&subject.key, &subject.key_beside) {
        _ if !is_of_key(finding) => None,
        (Some(key), _) => {
            let file = files.get(subjects.get(*key)?.file)?;
            configured(file, &file.absolute, finding)
        }
        (None, Some(beside)) => {
            let path = file.absolute.with_file_name(beside.path.file_name()?);
            configured(file, &path, finding)
        }
        (None, None) => None,
    };
    verdict.ignore(|finding| configured(file, &file.absolute, finding).or_else(|| at_key(finding)));
}
