//! `pemvet check`: vets bundles.

mod add_ignore;
pub(crate) mod archives;
mod asked_back;
pub(crate) mod authorities;
pub(crate) mod baseline;
pub(crate) mod bundle_to_check;
pub(crate) mod configuration;
mod configure;
pub(crate) mod documents;
pub(crate) mod excerpt;
mod exclude;
mod inline;
pub(crate) mod issuers;
mod known;
mod lost_anchors;
pub(crate) mod neighbours;
pub(crate) mod options;
pub(crate) mod outcome;
pub(crate) mod pairing;
mod passed_over;
mod private_keys;
pub(crate) mod repository;
pub(crate) mod run_args;
pub(crate) mod same;
pub(crate) mod selection;
pub(crate) mod survey;
pub(crate) mod verdict;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::arguments::{Check, Format};
use crate::check::configuration::Configurations;
use crate::check::options::CheckOptions;
use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::check::selection::Selection;
use crate::input::walk::{self, Gathered};
use crate::input::{content, files, opened};
use crate::outcome::{Failure, Outcome};
use crate::output::{cluster, github, json, sarif, text};
use crate::terms::{product_name, time};

/// Everything that there is to tell, before anything of it is printed.
pub(crate) fn look(check: &Check) -> Result<CheckOutcome, Failure> {
    let depth = walk::Depth {
        hidden: check.hidden,
        ignored: check.no_ignore,
        levels: check.max_depth,
        skips_others: check.skip_others,
    };
    let mut gathered = walk::gather(&check.paths, depth);
    let excluded = exclude::exclude(&mut gathered, &check.run.exclude)?;
    refuse_contradictions(check, &gathered)?;
    let selection = Selection::read(&check.run)?;
    let options = options(check)?;
    let mut outcome = survey::conduct(gathered, options, check)?;
    outcome.excluded = excluded.files;
    for glob in excluded.without_match {
        outcome.remarks.push(format!("--exclude {glob}: names no file"));
    }
    lost_anchors::name(&mut outcome, check)?;
    baseline::apply(&mut outcome, &check.run, &selection)?;
    add_ignore::apply(&mut outcome, &check.run)?;
    let is_of_product = |one: &BundleOutcome| one.terms.profile.product.upload().is_some();
    if !outcome.bundle_outcome.iter().any(is_of_product) {
        if check.question.leaves_product_open() {
            // Nothing says which certificate is meant.
            check.question.terms()?;
        }
        let is_judged = |one: &BundleOutcome| one.result.is_ok();
        if check.question.names.len() > 1 && outcome.bundle_outcome.iter().any(is_judged) {
            return Err(Failure::new(
                "no file is named as one of --name, such as proxy_cert.pem, and so nothing was judged; name the files instead of \
                 their folder",
            ));
        }
    }
    Ok(outcome)
}

pub(crate) fn run(check: &Check) -> Result<Outcome, Failure> {
    if check.same_as.is_some() {
        if check.format != Format::Text {
            return Err(Failure::new(
                "--same-as prints one line; it has no other --format",
            ));
        }
        let compared = same::compare(check)?;
        text::compared(&compared, check.quiet)?;
        return Ok(compared.outcome());
    }
    let outcome = look(check)?;
    match check.format {
        Format::Text => match outcome.of_cluster().as_slice() {
            [] => text::print(&outcome)?,
            several => cluster::print(&outcome, several)?,
        },
        Format::Json => json::print(&outcome)?,
        Format::Sarif => sarif::print(&outcome)?,
        Format::Github => github::print(&outcome)?,
    }
    outcome.tell_remarks()?;
    Ok(match outcome.outcome() {
        Outcome::Rejected if check.run.exit_zero => Outcome::Accepted,
        other => other,
    })
}

impl Check {
    /// Whether nothing is printed where nothing is found.
    pub(crate) fn says_nothing_of_success(&self) -> bool {
        self.quiet && matches!(self.format, Format::Text | Format::Github)
    }
}

fn options(check: &Check) -> Result<CheckOptions, Failure> {
    let mut question = check.question.clone();
    question.judge_as_given();
    question.name_after(&check.paths);
    let may_be_named = |path: &PathBuf| may_hold_secrets(path) || product_name(path).is_some();
    let is_open = question.leaves_product_open() && check.paths.iter().any(may_be_named);
    let names = match question.names.as_slice() {
        [] | [_] => Vec::new(),
        _ => question.terms_of_each()?,
    };
    let general = if is_open || !names.is_empty() {
        question.without_product()
    } else {
        question.clone()
    };
    let terms = general.terms()?;
    let limit = terms.profile.limits.input_bytes;
    let passwords = check.password.read()?;
    let configurations = match check.no_config {
        true => None,
        false => Some(Configurations::new(check.config.as_deref(), &general)?),
    };
    let previous = match &check.previous {
        Some(path) => {
            let read = files::read_whole(path, limit);
            let read = read.and_then(|text| opened::certificates(path, text, &passwords));
            Some(read.map_err(|reason| Failure::new(format!("--previous {}: {reason}", files::shown(path))))?)
        }
        None => None,
    };
    Ok(CheckOptions {
        key: question.read_key(limit, &passwords)?,
        passwords,
        previous,
        now: time(question.at.as_deref())?,
        limit,
        configurations,
        selection: Selection::read(&check.run)?,
        terms: Arc::new(terms),
        general,
        question,
        names,
        is_one_file: check.paths.len() == 1 && !check.paths.iter().any(|path| path.is_dir()),
    })
}

/// Whether a Secret may be in it, which says what certificate of Redis Software it holds.
fn may_hold_secrets(path: &Path) -> bool {
    path.as_os_str() == "-" || path.is_dir() || content::is_named_like_a_document(path)
}

fn refuse_contradictions(check: &Check, gathered: &Gathered) -> Result<(), Failure> {
    let question = &check.question;
    let several = gathered.walked || check.paths.len() > 1;
    if several && (question.key.is_some() || check.previous.is_some() || question.is_about_one_bundle()) {
        return Err(Failure::new(
            "--key, --previous, --hostname and a single --name are about one bundle; give one PATH that is a file",
        ));
    }
    let inputs = check.paths.iter().chain(&question.key).chain(&check.previous);
    let own = usize::from(check.password.is_standard_input());
    if inputs.filter(|path| path.as_os_str() == "-").count() + own > 1 {
        return Err(Failure::new(
            "standard input can be read only once; give one - only",
        ));
    }
    Ok(())
}
