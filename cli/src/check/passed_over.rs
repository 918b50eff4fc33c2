//! What is not said of a bundle: by the options, a mark in its file, or the configuration.

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::inline::Inline;
use crate::check::options::{CheckOptions, Configured};
use crate::check::outcome::BundleOutcome;
use crate::check::private_keys;

/// Takes out what is not asked for, and what the configuration, or a mark in the file, says is not to be shown.
pub(crate) fn pass_over(
    (number, subject): (usize, &BundleToCheck),
    bundle_outcome: &mut BundleOutcome,
    files: &[Configured],
    options: &CheckOptions,
    inline: &Inline,
) {
    let Ok(verdict) = &mut bundle_outcome.result else {
        return;
    };
    options.selection.apply(verdict);
    if subject.part.is_test_data {
        verdict.ignore(|finding| {
            private_keys::is_about_one(finding).then(|| "the file says that it is test data".into())
        });
    }
    verdict.ignore(|finding| inline.reason(number, finding));
    let file = &files[subject.file];
    if let Some(configuration) = options.configuration(file) {
        verdict.ignore(|finding| {
            let reason = configuration.ignores(&file.absolute, finding.rule.name, options.now);
            reason.map(String::from)
        });
    }
}
