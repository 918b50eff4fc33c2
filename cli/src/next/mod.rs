//! `pemvet next`: the way from an accepted certificate of Redis Software to one that is installed.

mod follow;
mod node;
pub(crate) mod step;
pub(crate) mod steps;
pub(crate) mod subject;

use std::io::Write as _;
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;

use crate::arguments::{Check, ProfileArgs};
use crate::check;
use crate::input::files;
use crate::outcome::{Failure, Outcome};
use crate::output::{remedy, width};
use subject::Subject;

#[derive(Args)]
pub(crate) struct Next {
    /// The file with the chain, which pemvet check accepts
    file: PathBuf,
    #[command(flatten)]
    question: ProfileArgs,
}

const BOLD: Style = Style::new().bold();

pub(crate) fn run(next: &Next) -> Result<Outcome, Failure> {
    let checked = check::look(&Check {
        no_config: false,
        ..Check::of(next.file.clone(), next.question.clone())
    })?;
    let outcome = checked.outcome();
    let path = files::shown(&next.file);
    if outcome != Outcome::Accepted {
        writeln!(
            anstream::stderr(),
            "pemvet: {path} is not accepted, so it is not to be installed; pemvet check {} with the same options says why",
            remedy::argument(&path)
        )?;
        return Ok(outcome);
    }
    let subjects: Vec<Subject<'_>> = checked.bundle_outcome.iter().filter_map(Subject::of).collect();
    let Some(first) = subjects.first() else {
        let split = checked.bundle_outcome.iter().find_map(subject::split_command);
        return Err(Failure::new(match split {
            Some(command) => format!("chain and key are installed from a file each: {command}"),
            None => "next is about certificates of Redis Software in files, with the file of their key: give --name, --key and, for servers, --fqdn".into(),
        }));
    };
    let mut out = anstream::stdout().lock();
    let columns = width::columns();
    let names: Vec<String> = subjects.iter().map(|it| format!("`{}`", it.name)).collect();
    writeln!(
        out,
        "{BOLD}{path}{BOLD:#} is accepted as {} by Redis Software {}. To install it:",
        names.join(", "),
        first.target
    )?;
    for (number, step) in steps::of(&subjects).iter().enumerate() {
        writeln!(out, "\n{BOLD}{}. {}{BOLD:#}", number + 1, step.title)?;
        for words in &step.words {
            for line in width::fold(words, 3, columns) {
                writeln!(out, "   {line}")?;
            }
        }
        for command in &step.commands {
            writeln!(out, "     {command}")?;
        }
    }
    Ok(Outcome::Accepted)
}
