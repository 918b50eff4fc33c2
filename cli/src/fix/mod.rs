//! `pemvet fix`: writes what a file should be.

mod configured;
mod difference;
mod document;
mod document_difference;
mod document_told;
mod document_value;
mod options;
mod put_back;
mod reasons;
mod repaired;
mod secret;
mod split;
mod unneeded;
mod unpack;
mod work;
mod written;

use std::io::Write;
use std::path::Path;

use pemvet::RepairMode;

use self::configured::Configured;
use self::document::Document;
use self::options::Format;
use self::repaired::judge;
use self::work::Work;
use crate::input::{content, files};
use crate::outcome::{Failure, Outcome};
use crate::output::output_file::Original;
use crate::passwords::Passwords;
use crate::pool::Pool;
use crate::terms::ResolvedArgs;
use crate::trust_file;

pub(crate) use self::options::Fix;

pub(crate) fn run(fix: &Fix) -> Result<Outcome, Failure> {
    let several = fix.files.len() > 1;
    if several && !fix.in_place && !fix.diff {
        return Err(Failure::new(
            "several files are repaired with --in-place only; give one FILE",
        ));
    }
    if several && (fix.question.key.is_some() || fix.question.is_about_one_bundle()) {
        return Err(Failure::new(
            "--key, --name and --hostname are about one bundle; give one FILE",
        ));
    }
    if fix.in_place && fix.files.iter().any(|file| file.as_os_str() == "-") {
        return Err(Failure::new(
            "standard input cannot be replaced; leave --in-place out",
        ));
    }
    if !fix.split.is_empty() {
        split::targets(&fix.split).map_err(Failure::new)?;
    }
    written::refuse_contradictions(fix)?;
    let mut question = fix.question.clone();
    question.name_after(&fix.files);
    let passwords = fix.password.read()?;
    trust_file::open(&mut question, &passwords)?;
    let mut demand = question.demand_with(&passwords)?;
    demand.profile.repair = RepairMode::Repaired;
    let pool = Pool::read(&fix.pool, &passwords)?;
    let mut outcome = Outcome::Accepted;
    let mut configured = Configured::new(fix, question, &demand)?;
    for path in &fix.files {
        let left = configured.apply(path, &mut demand)?;
        // Whoever names another file for what is written knows better.
        if let Some(reason) = left.filter(|_| fix.in_place || fix.diff) {
            writeln!(
                anstream::stderr(),
                "{}: left as it is: {reason}",
                files::shown(path)
            )?;
            continue;
        }
        let one = repair(fix, path, &demand, &pool, &passwords);
        outcome = outcome.max(match one {
            Err(Failure::Told(message)) if several => {
                writeln!(anstream::stderr(), "pemvet: {message}")?;
                Outcome::Failed
            }
            other => other?,
        });
    }
    Ok(outcome)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(one).is_some() && real(one) == real(other)
}

fn repair(
    fix: &Fix,
    path: &Path,
    demand: &ResolvedArgs,
    pool: &Pool,
    passwords: &Passwords,
) -> Result<Outcome, Failure> {
    let shown = files::shown(path);
    let failure = |reason: String| Failure::new(format!("{shown}: {reason}"));
    let original = if fix.in_place {
        Some(Original::of(path).map_err(failure)?)
    } else {
        None
    };
    if let (Some(output), None) = (fix.output(), &original) {
        let given = [fix.question.key.as_deref(), fix.password.file()];
        if given.into_iter().flatten().any(|it| is_same_file(it, output)) {
            let output = files::shown(output);
            return Err(failure(format!(
                "--output {output} would overwrite a file that was given to read"
            )));
        }
    }
    let bytes = files::read_whole(path, demand.profile.limits.input_bytes).map_err(failure)?;
    if document::is_meant(fix, path, &bytes) {
        let document = Document {
            fix,
            path,
            shown: &shown,
            bytes: &bytes,
            demand,
            pool,
        };
        return document.repair(original.as_ref());
    }
    if let Some(output) = fix
        .output()
        .filter(|output| fix.format != Format::Secret && content::is_named_like_a_document(output))
    {
        return Err(Failure::new(format!(
            "{}: its name says YAML, JSON or the like, and PEM alone is none of these; write PEM to another file, and put it into \
             the value there",
            files::shown(output)
        )));
    }
    let unpacked = unpack::unpack(path, &bytes, fix.alias.as_deref(), passwords).map_err(failure)?;
    if unpacked.is_some() && (fix.in_place || fix.diff) {
        return Err(failure(
            "is an archive, and what is repaired is PEM: give --output FILE, or --split CERTIFICATES,KEY"
                .into(),
        ));
    }
    let (own, demand) = match &unpacked {
        Some(unpacked) => (Some(unpacked.demand(path, demand)), demand),
        None => (None, demand),
    };
    let demand = own.as_ref().unwrap_or(demand);
    let (bytes, archive) = match unpacked {
        Some(mut unpacked) => (std::mem::take(&mut unpacked.certificates), Some(unpacked)),
        None => (bytes, None),
    };
    let report = judge(&bytes, demand);
    let work = Work {
        shown: shown.clone(),
        bytes,
        report,
        archive,
    };
    if (fix.in_place || fix.diff) && work.holds_no_certificate() {
        writeln!(anstream::stderr(), "{shown}: no certificate to repair")?;
        return Ok(Outcome::Accepted);
    }
    let Some(repaired) = work.repaired(fix, demand, pool) else {
        return work.tell_why_not(demand);
    };
    let over_itself = fix.output().filter(|output| is_same_file(path, output));
    if let Some(reason) = over_itself.and_then(|_| work.would_lose()) {
        writeln!(anstream::stderr(), "{shown}: left as it is, because {reason}")?;
        return Ok(Outcome::Rejected);
    }
    match original {
        Some(original) => work.in_place(&original, &repaired, demand),
        None if fix.diff => work.diff(&repaired, demand),
        None if !fix.split.is_empty() => work.split(fix, &repaired, demand),
        None if fix.format == Format::Pkcs12 => work.archive(fix, &repaired, demand, passwords),
        None if fix.format == Format::Secret => work.secret(fix, &repaired, demand),
        None if fix.combined.is_some() => work.combined(fix, &repaired, demand),
        None => work.write(fix.output(), &repaired, demand),
    }
}
