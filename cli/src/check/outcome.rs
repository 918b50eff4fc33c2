//! What `check` has to tell: data for all ways to print it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pemvet::{Severity, UnixTime};

use crate::check::verdict::Verdict;
use crate::input::files;
use crate::input::walk::Skipped;
use crate::outcome::Outcome;
use crate::terms::JudgingTerms;

/// What came of one bundle.
pub(crate) struct BundleOutcome {
    pub(crate) place: Place,
    /// The private key that was judged with it.
    pub(crate) key: Option<Place>,
    /// Keys that were not, though their names fit as well.
    pub(crate) other_keys: Vec<Place>,
    /// The CAs that stand beside it.
    pub(crate) authorities: Option<Authorities>,
    /// It is told of with a certificate of the same object: its key, or the CAs beside it.
    pub(crate) is_part_of_another: bool,
    /// What it was held to.
    pub(crate) terms: Arc<JudgingTerms>,
    /// Versions of Redis Software that would decide otherwise.
    pub(crate) elsewhere: Vec<Elsewhere>,
    /// The verdict, or why the file could not be read.
    pub(crate) result: Result<Verdict, String>,
}

/// What another version makes of a bundle.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    pub(crate) target: String,
    pub(crate) is_accepted: bool,
    /// The rules of its errors.
    pub(crate) rules: Vec<&'static str>,
}

/// `ca.crt` of the same Kubernetes Secret, or what is like it.
pub(crate) struct Authorities {
    pub(crate) place: Place,
    /// Whether the bundle is accepted with them as its trust anchors; then that is the verdict.
    pub(crate) vouch: bool,
}

/// A file, or a value in it.
#[derive(Clone)]
pub(crate) struct Place {
    /// As printed.
    pub(crate) path: String,
    pub(crate) file: PathBuf,
    /// As printed.
    pub(crate) value: Option<String>,
}

impl Place {
    pub(crate) fn new(file: &Path, value: Option<String>) -> Place {
        Place {
            path: files::shown(file),
            file: file.into(),
            value,
        }
    }
}

/// What there is to say of a comment that passes over a rule.
#[derive(Clone, Debug)]
pub(crate) struct MarkRemark {
    /// The file, as printed.
    pub(crate) path: String,
    /// From 1.
    pub(crate) line: usize,
    pub(crate) words: String,
}

/// What `check` has to tell.
pub(crate) struct CheckOutcome {
    pub(crate) bundle_outcome: Vec<BundleOutcome>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) now: UnixTime,
    /// Files that were looked into.
    pub(crate) files: usize,
    /// The same without links, from the root.
    pub(crate) looked_at: Vec<PathBuf>,
    /// All files, from the root, each with the configuration that is about it.
    pub(crate) configured: Vec<(PathBuf, Option<PathBuf>)>,
    /// Directories that were searched, without links, from the root.
    pub(crate) directories: Vec<PathBuf>,
    /// Files found that are larger than a bundle may be, and whose names promise nothing.
    pub(crate) large: usize,
    /// Files that `--exclude` left out.
    pub(crate) excluded: usize,
    /// What the options leave out of the findings, in words for the summary.
    pub(crate) left_out: Vec<String>,
    /// What there is to say of marks in files, for standard error.
    pub(crate) mark_remarks: Vec<MarkRemark>,
    /// What there is to say of the run itself, for standard error.
    pub(crate) remarks: Vec<String>,
    /// Whether a mark in a file says nothing that could be done.
    pub(crate) has_mistakes: bool,
    /// Whether directories were searched: then only what is worth a look is shown.
    pub(crate) walked: bool,
    /// Whether files are judged as certificates of one cluster, by several names or by the names of the files.
    pub(crate) is_by_name: bool,
    pub(crate) quiet: bool,
    /// Whether to name what comes after acceptance.
    pub(crate) tells_next: bool,
    pub(crate) fail_on: Severity,
    /// The bundle that is to be replaced.
    pub(crate) previous: Option<files::Secret>,
}

impl CheckOutcome {
    pub(crate) fn outcome(&self) -> Outcome {
        let of = |bundle_outcome: &BundleOutcome| match &bundle_outcome.result {
            Err(_) => Outcome::Failed,
            Ok(verdict) if verdict.was_not_read() => Outcome::Failed,
            Ok(verdict) if verdict.reaches(self.fail_on) || !verdict.is_accepted() => Outcome::Rejected,
            Ok(_) => Outcome::Accepted,
        };
        self.bundle_outcome
            .iter()
            .map(of)
            .chain(self.has_mistakes.then_some(Outcome::Failed))
            .max()
            .unwrap_or(Outcome::Accepted)
    }

    /// What people are told of one by one: an object of Kubernetes is one, unless there is more to say of its members.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &BundleOutcome> {
        let is_silent = |one: &BundleOutcome| {
            let verdict = one.result.as_ref().ok().filter(|_| one.is_part_of_another);
            verdict.is_some_and(|it| it.findings.is_empty() && it.ignored.is_empty())
        };
        self.bundle_outcome.iter().filter(move |one| !is_silent(one))
    }

    /// What was judged as a certificate of Redis Software, where that is several: then they are told of together.
    pub(crate) fn of_cluster(&self) -> Vec<&BundleOutcome> {
        let is_uploaded =
            |one: &&BundleOutcome| one.terms.profile.product.upload().is_some() && one.result.is_ok();
        let of_cluster: Vec<&BundleOutcome> = self.rows().filter(is_uploaded).collect();
        match self.is_by_name && of_cluster.len() > 1 {
            true => of_cluster,
            false => Vec::new(),
        }
    }

    pub(crate) fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.bundle_outcome
            .iter()
            .filter_map(|one| one.result.as_ref().ok())
    }

    /// The least severity that programs show beside files: notes ask for no work, and GitHub shows ten annotations of a step.
    pub(crate) fn least_annotated(&self) -> Severity {
        match self.quiet {
            true => self.fail_on,
            false => self.fail_on.min(Severity::Warning),
        }
    }

    /// The least severity that is shown to people.
    pub(crate) fn least_shown(&self) -> Severity {
        if self.quiet || self.fail_on == Severity::Note {
            self.fail_on
        } else if self.walked {
            Severity::Warning
        } else {
            Severity::Note
        }
    }
}

impl CheckOutcome {
    /// Says on standard error what there is to say of the run itself.
    pub(crate) fn tell_remarks(&self) -> std::io::Result<()> {
        let mut marks = self.mark_remarks.iter();
        marks.try_for_each(|MarkRemark { path, line, words }| {
            writeln!(anstream::stderr(), "pemvet: {path}:{line}: {words}")
        })?;
        let mut remarks = self.remarks.iter();
        remarks.try_for_each(|remark| writeln!(anstream::stderr(), "pemvet: {remark}"))
    }
}
