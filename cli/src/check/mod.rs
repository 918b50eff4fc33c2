//! `pemvet check`: vets bundles.

mod add_ignore;
pub(crate) mod archives;
mod asked_back;
pub(crate) mod authorities;
pub(crate) mod baseline;
pub(crate) mod bundle_to_check;
pub(crate) mod configuration;
mod configure;
mod document_remarks;
pub(crate) mod documents;
pub(crate) mod excerpt;
mod exclude;
pub(crate) mod inline;
pub(crate) mod issuers;
mod judging;
mod known;
mod looked;
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
mod settings;
pub(crate) mod survey;
pub(crate) mod verdict;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::arguments::{Check, Format};
use crate::check::configuration::Configurations;
use crate::check::exclude::Excluded;
use crate::check::options::CheckOptions;
use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::check::selection::Selection;
use crate::input::walk::{self, Gathered};
use crate::input::{content, files, opened, parallel};
use crate::outcome::{Failure, Outcome, Prints};
use crate::output::{
    cluster, concise, destination, github, gitlab, json, junit, sarif, statistics, step_summary, text,
};
use crate::terms::{product_name, time};
use crate::trust_file;

/// The files that are meant, and what `--exclude` left out of them.
fn gather(check: &Check) -> Result<(Gathered, Excluded), Failure> {
    let depth = walk::Depth {
        hidden: check.hidden,
        ignored: check.no_ignore,
        levels: check.max_depth,
        skips_others: check.skip_others,
    };
    let mut gathered = walk::gather(&check.paths, depth);
    if let Some(name) = &check.run.stdin_filename {
        let candidates = gathered.candidates.iter_mut();
        let mut piped = candidates.filter(|it| it.path.as_os_str() == "-");
        let Some(piped) = piped.next() else {
            return Err(Failure::new(
                "--stdin-filename is about standard input; give - as PATH",
            ));
        };
        piped.path.clone_from(name);
        piped.is_piped = true;
    }
    let excluded = exclude::exclude(&mut gathered, &check.run.exclude)?;
    refuse_contradictions(check, &gathered)?;
    Ok((gathered, excluded))
}

/// Everything that there is to tell, before anything of it is printed.
pub(crate) fn look(check: &Check) -> Result<CheckOutcome, Failure> {
    let (gathered, excluded) = gather(check)?;
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

/// What there is to tell of one file, were this its content.
#[cfg(feature = "lsp")]
pub(crate) fn look_at_text(check: &Check, path: &Path, text: files::Secret) -> Result<CheckOutcome, Failure> {
    survey::conduct(Gathered::of_text(path, text), options(check)?, check)
}

pub(crate) fn run(check: &Check) -> Result<Outcome, Failure> {
    if check.same_as.is_some() {
        let compared = same::compare(check)?;
        match check.format {
            Format::Text => text::compared(&compared, check.quiet)?,
            Format::Json => json::compared(&compared)?,
            _ => {
                return Err(Failure::new(
                    "--same-as prints one line, or JSON with --format json; it has no other --format",
                ));
            }
        }
        return Ok(compared.outcome());
    }
    check.run.color.set();
    if let Some(jobs) = check.run.jobs {
        parallel::limit(jobs);
    }
    if check.run.show_files || check.run.show_settings {
        let (gathered, excluded) = gather(check)?;
        settings::show(check, gathered, &excluded, options(check)?)?;
        return Ok(Outcome::Accepted);
    }
    let outcome = look(check)?;
    let output = check.run.output.as_deref();
    destination::spare(output, read_for(check, &outcome))?;
    let is_for_people = matches!(check.format, Format::Text | Format::Concise);
    let note = destination::report(output, check.run.color, is_for_people, |out| {
        print(check, &outcome, out)
    })?;
    if let Some(note) = note {
        writeln!(anstream::stderr(), "pemvet: {note}")?;
    }
    outcome.tell_remarks()?;
    Ok(match outcome.outcome() {
        Outcome::Rejected if check.run.exit_zero => Outcome::Accepted,
        other => other,
    })
}

/// The files that are judged, and those that say how.
fn read_for<'a>(check: &'a Check, outcome: &'a CheckOutcome) -> impl Iterator<Item = &'a Path> {
    let named = [
        &check.question.key,
        &check.question.trust,
        &check.previous,
        &check.config,
        &check.run.baseline,
        &check.run.write_baseline,
    ];
    let named = named.into_iter().flatten().map(PathBuf::as_path);
    let judged = outcome
        .bundle_outcome
        .iter()
        .flat_map(|one| [Some(&one.place), one.key.as_ref()])
        .flatten();
    named.chain(judged.map(|place| place.file.as_path()))
}

fn print(check: &Check, outcome: &CheckOutcome, out: &mut dyn Write) -> Result<(), Failure> {
    if check.run.statistics {
        return statistics::print(outcome, check.format, out);
    }
    match check.format {
        Format::Text => match outcome.of_cluster().as_slice() {
            [] => text::print(outcome, out)?,
            several => cluster::print(outcome, several, out)?,
        },
        Format::Json => json::print(outcome, out)?,
        // What is piped is not what the file of that name holds.
        Format::Sarif => sarif::print(outcome, check.run.stdin_filename.is_none(), out)?,
        Format::Github => {
            github::print(outcome, out)?;
            step_summary::append(outcome)?;
        }
        Format::Concise => concise::print(outcome, out)?,
        Format::Gitlab => gitlab::print(outcome, out)?,
        Format::Junit => junit::print(outcome, out)?,
    }
    Ok(())
}

impl Check {
    pub(crate) fn prints(&self) -> Prints {
        let is_file = self
            .run
            .output
            .as_ref()
            .is_some_and(|file| file.as_os_str() != "-");
        if is_file {
            Prints::Nothing
        } else if !self.run.statistics
            && matches!(self.format, Format::Text | Format::Github | Format::Concise)
        {
            Prints::Reasons
        } else {
            Prints::Answer
        }
    }
}

fn options(check: &Check) -> Result<CheckOptions, Failure> {
    let mut question = check.question.clone();
    question.judge_as_given();
    match (&check.run.stdin_filename, check.paths.as_slice()) {
        (Some(name), [_]) => question.name_after(std::slice::from_ref(name)),
        (_, paths) => question.name_after(paths),
    }
    let passwords = check.password.read()?;
    trust_file::open(&mut question, &passwords)?;
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
    let configurations = match check.no_config {
        true => None,
        false => Some(Configurations::new(check.config.as_deref(), &general)?),
    };
    let previous = match &check.previous {
        Some(path) => {
            let read = files::read_whole(path, limit);
            let read = read.and_then(|text| opened::every_certificate(path, text, &passwords));
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
