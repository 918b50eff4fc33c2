use std::path::{Path, PathBuf};
use std::sync::Arc;

use pemvet::{Severity, UnixTime};

use crate::arguments::{Check, Format, Terms, time};
use crate::configuration::Configurations;
use crate::survey::{self, Inquiry};
use crate::verdict::Verdict;
use crate::walk::{self, Gathered, Skipped};
use crate::{Failure, Outcome, files, github, json, sarif, text};

/// What came of one bundle.
pub(crate) struct Vetted {
    pub(crate) place: Place,
    /// The private key that was judged with it.
    pub(crate) key: Option<Place>,
    /// The CAs that stand beside it.
    pub(crate) authorities: Option<Authorities>,
    /// What it was held to.
    pub(crate) terms: Arc<Terms>,
    /// The verdict, or why the file could not be read.
    pub(crate) result: Result<Verdict, String>,
}

/// `ca.crt` of the same Kubernetes Secret.
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

/// What `check` has to tell.
pub(crate) struct Outline {
    pub(crate) vetted: Vec<Vetted>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) now: UnixTime,
    /// Files that were looked into.
    pub(crate) files: usize,
    /// Files found that are larger than a bundle may be, and whose names promise nothing.
    pub(crate) large: usize,
    /// Whether directories were searched: then only what is worth a look is shown.
    pub(crate) walked: bool,
    pub(crate) quiet: bool,
    pub(crate) fail_on: Severity,
}

pub(crate) fn run(check: &Check) -> Result<Outcome, Failure> {
    let depth = walk::Depth {
        hidden: check.hidden,
        ignored: check.no_ignore,
        levels: check.max_depth,
        skips_others: check.skip_others,
    };
    let gathered = walk::gather(&check.paths, depth);
    refuse_contradictions(check, &gathered)?;
    let inquiry = inquiry(check)?;
    let outline = survey::conduct(gathered, inquiry, check)?;
    match check.format {
        Format::Text => text::print(&outline)?,
        Format::Json => json::print(&outline)?,
        Format::Sarif => sarif::print(&outline)?,
        Format::Github => github::print(&outline)?,
    }
    Ok(outline.outcome())
}

impl Check {
    /// Whether nothing is printed where nothing is found.
    pub(crate) fn says_nothing_of_success(&self) -> bool {
        self.quiet && matches!(self.format, Format::Text | Format::Github)
    }
}

fn inquiry(check: &Check) -> Result<Inquiry, Failure> {
    let mut question = check.question.clone();
    question.judge_as_given();
    question.name_after(&check.paths);
    let terms = question.terms()?;
    let limit = terms.profile.limits.input_bytes;
    let configurations = match check.no_config {
        true => None,
        false => Some(Configurations::new(check.config.as_deref(), &question)?),
    };
    let previous = match &check.previous {
        Some(path) => Some(
            files::read_whole(path, limit)
                .map_err(|reason| Failure::new(format!("--previous {}: {reason}", files::shown(path))))?,
        ),
        None => None,
    };
    Ok(Inquiry {
        key: question.read_key(limit)?,
        previous,
        now: time(question.at.as_deref())?,
        limit,
        configurations,
        terms: Arc::new(terms),
        question,
    })
}

fn refuse_contradictions(check: &Check, gathered: &Gathered) -> Result<(), Failure> {
    let question = &check.question;
    let several = gathered.walked || check.paths.len() > 1;
    if several && (question.key.is_some() || check.previous.is_some() || question.is_about_one_bundle()) {
        return Err(Failure::new(
            "--key, --previous, --name and --hostname are about one bundle; give one PATH that is a file",
        ));
    }
    let inputs = check.paths.iter().chain(&question.key).chain(&check.previous);
    if inputs.filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new(
            "standard input can be read only once; give one - only",
        ));
    }
    Ok(())
}

impl Outline {
    fn outcome(&self) -> Outcome {
        let of = |vetted: &Vetted| match &vetted.result {
            Err(_) => Outcome::Failed,
            Ok(verdict) if verdict.reaches(self.fail_on) || !verdict.is_accepted() => Outcome::Rejected,
            Ok(_) => Outcome::Accepted,
        };
        self.vetted.iter().map(of).max().unwrap_or(Outcome::Accepted)
    }

    pub(crate) fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.vetted.iter().filter_map(|one| one.result.as_ref().ok())
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
