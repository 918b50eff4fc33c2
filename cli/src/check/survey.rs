//! Reads the files, cuts them into bundles, finds each one's key, and judges them.

use std::sync::Arc;

use pemvet::{Severity, Validator};

use crate::arguments::Check;
use crate::check::bundle_to_check::BundleToCheck;
use crate::check::inline::Inline;
use crate::check::judging::Judging;
use crate::check::looked::{self, Looked};
use crate::check::options::{CheckOptions, Configured};
use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::check::{configure, issuers, pairing, passed_over, private_keys, repository};
use crate::input::parallel;
use crate::input::progress::Progress;
use crate::input::walk::Gathered;
use crate::outcome::Failure;

pub(crate) fn conduct(
    gathered: Gathered,
    mut options: CheckOptions,
    check: &Check,
) -> Result<CheckOutcome, Failure> {
    let Gathered {
        candidates,
        mut skipped,
        directories,
        walked,
    } = gathered;
    let (files, all) = configure::configure(candidates, &mut options, &mut skipped)?;
    let progress = Progress::new(files.len());
    let looked = parallel::map(&files, |file| {
        progress.step();
        looked::look_into(&file.candidate, options.limit, &options.passwords)
    });
    let Looked {
        mut subjects,
        unread,
        large,
    } = looked::sort(&files, looked, &directories, &mut skipped);
    pairing::drop_unmissed(&mut subjects);
    pairing::pair(&mut subjects);
    pairing::find_authorities(&mut subjects);
    if options.key.is_none() {
        pairing::look_beside(&mut subjects, options.limit, &mut skipped);
    }
    let inline = match options.configurations {
        Some(_) => Inline::of(&subjects),
        None => Inline::default(),
    };
    let survey = Survey {
        subjects: &subjects,
        files: &files,
        options: &options,
    };
    let mut outcomes = survey.judge_all(&inline, &progress.next(subjects.len()));
    let mut added = survey.under_further_names(&inline);
    added.extend(
        unread
            .into_iter()
            .map(|it| (it.before, it.outcome(&options.terms))),
    );
    // Each before the subject that it stands for, of which the place is known before anything is inserted.
    added.sort_by_key(|(before, _)| *before);
    for (before, one) in added.into_iter().rev() {
        outcomes.insert(before, one);
    }
    let searched: Vec<_> = directories
        .iter()
        .filter_map(|it| std::fs::canonicalize(&it.path).ok())
        .collect();
    let is_all = check.run.exclude.is_empty() && check.max_depth.is_none();
    let remarks = configure::remarks(&options, &all, &outcomes, if is_all { &searched } else { &[] });
    let is_by_name = !options.names.is_empty() || options.question.is_about_files_by_name();
    Ok(CheckOutcome {
        bundle_outcome: outcomes,
        skipped,
        now: options.now,
        files: files.len(),
        looked_at: files.into_iter().map(|file| file.absolute).collect(),
        configured: configure::files(&options, all),
        directories: searched,
        large,
        excluded: 0,
        left_out: options.selection.words(),
        mark_remarks: inline.remarks(&options.selection),
        remarks,
        has_mistakes: inline.has_mistakes(),
        walked,
        is_by_name,
        quiet: check.quiet,
        tells_next: !check.no_next && !check.quiet,
        fail_on: Severity::from(check.fail_on),
        previous: options.previous,
    })
}

/// What was found in the files, and how it is to be judged.
struct Survey<'a> {
    subjects: &'a [BundleToCheck],
    files: &'a [Configured],
    options: &'a CheckOptions,
}

impl Survey<'_> {
    /// Of each subject, in their order.
    fn judge_all(&self, inline: &Inline, progress: &Progress) -> Vec<BundleOutcome> {
        let places: Vec<usize> = (0..self.subjects.len()).collect();
        let mut outcomes = parallel::map_with(&places, Validator::new, |validator, place| {
            progress.step();
            self.judging(validator).judge(*place, None)
        });
        issuers::look_among(self.subjects, &mut outcomes, self.options.limit, self.options.now);
        repository::keys_of_several(&mut outcomes);
        private_keys::settle(self.subjects, &mut outcomes);
        self.pass_over_all(&mut outcomes, inline);
        // Where a key may lie, its mode is of interest.
        private_keys::readable_by_all(self.subjects, &mut outcomes, self.options.key.as_ref());
        self.pass_over_all(&mut outcomes, inline);
        outcomes
    }

    fn pass_over_all(&self, outcomes: &mut [BundleOutcome], inline: &Inline) {
        for (number, outcome) in outcomes.iter_mut().enumerate() {
            self.pass_over(number, outcome, inline);
        }
    }

    fn pass_over(&self, number: usize, outcome: &mut BundleOutcome, inline: &Inline) {
        passed_over::pass_over(number, self.subjects, outcome, self.files, self.options, inline);
    }

    /// What is meant for several names of a cluster, once more for each name but the first; each before which subject.
    fn under_further_names(&self, inline: &Inline) -> Vec<(usize, BundleOutcome)> {
        let mut added = Vec::new();
        let subjects = self.subjects.iter().enumerate();
        for (number, _) in subjects.filter(|(_, it)| self.options.has_all_names(it)) {
            for terms in self.options.names.iter().skip(1) {
                let terms = Some(Arc::clone(terms));
                let mut again = self.judging(&mut Validator::new()).judge(number, terms);
                self.pass_over(number, &mut again, inline);
                added.push((number.saturating_add(1), again));
            }
        }
        added
    }

    fn judging<'s>(&'s self, validator: &'s mut Validator) -> Judging<'s> {
        Judging {
            validator,
            subjects: self.subjects,
            files: self.files,
            options: self.options,
        }
    }
}
