//! `pemvet next`: the way from an accepted certificate of Redis Software to one that is installed.

mod follow;
pub(crate) mod step;
pub(crate) mod steps;
pub(crate) mod subject;

use std::io::Write as _;
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;

use crate::arguments::{Check, Format, Level, ProfileArgs};
use crate::check;
use crate::input::files;
use crate::outcome::{Failure, Outcome};
use crate::output::{remedy, width};
use crate::passwords::PasswordArgs;
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
        paths: vec![next.file.clone()],
        question: next.question.clone(),
        password: PasswordArgs::default(),
        previous: None,
        format: Format::Text,
        fail_on: Level::Error,
        quiet: false,
        hidden: false,
        no_ignore: false,
        max_depth: None,
        skip_others: false,
        config: None,
        no_config: false,
        no_next: true,
        same_as: None,
        pool: None,
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
    let subject = checked.bundle_outcome.iter().find_map(Subject::of);
    let Some(subject) = subject else {
        return Err(Failure::new(
            "next is about one certificate of Redis Software in a file, with the file of its key: give --name, --key and, for servers, --fqdn",
        ));
    };
    let mut out = anstream::stdout().lock();
    let columns = width::columns();
    writeln!(
        out,
        "{BOLD}{path}{BOLD:#} is accepted as `{}` by Redis Software {}. To install it:",
        subject.name, subject.target
    )?;
    for (number, step) in steps::of(&subject).iter().enumerate() {
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
