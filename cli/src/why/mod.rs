//! `pemvet why`: which rules tell why a server or a client prints a message.

mod messages;
pub(crate) mod search;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::arguments::{Check, Preset, ProfileArgs, Standard};
use crate::check;
use crate::check::outcome::CheckOutcome;
use crate::outcome::{Failure, Outcome};
use crate::output::why as output;
use crate::passwords::PasswordArgs;
use messages::Message;
use search::Answer;

/// Longer than any message; what stands behind it in a log is not read.
const MOST_BYTES: u64 = 1 << 20;

#[derive(Args)]
pub(crate) struct Why {
    /// What the server or client printed, in quotation marks; - reads it from standard input
    message: String,
    /// The bundle that it was printed about: then only what is in it is named
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    question: ProfileArgs,
    #[command(flatten)]
    password: PasswordArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = WhyFormat::Text)]
    format: WhyFormat,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum WhyFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The start of what is on standard input, as text.
fn from_standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("standard input: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The bundle is judged for whoever printed the message, unless other stacks or a standard are asked for.
fn as_check(why: &Why, file: &Path, known: &[Message]) -> Check {
    let mut question = why.question.clone();
    let is_open = question.names.is_empty() && question.profile.is_none() && question.fqdn.is_empty();
    if is_open {
        question.profile = Some(Preset::Server);
    }
    if question.stacks.is_empty() && question.reading == Standard::Deployed {
        let stacks = known.iter().map(Message::stacks).find(|it| !it.is_empty());
        let stacks = stacks.unwrap_or_default().iter().map(|it| (*it).to_owned());
        question.stacks = stacks.collect();
    }
    Check {
        password: why.password.clone(),
        ..Check::of(file.into(), question)
    }
}

/// The bundle, judged for whoever printed the message; a client's message may be about a server of another kind, so where that
/// explains nothing the bundle is judged for nobody in particular.
fn judged(why: &Why, file: &Path, known: &[Message]) -> Result<(Option<CheckOutcome>, Answer), Failure> {
    let mut check = as_check(why, file, known);
    let outcome = check::look(&check)?;
    let answer = search::answer(known, Some(&outcome));
    if answer.is_explained() || check.question.stacks == why.question.stacks {
        return Ok((Some(outcome), answer));
    }
    check.question.stacks.clone_from(&why.question.stacks);
    let outcome = check::look(&check)?;
    let answer = search::answer(known, Some(&outcome));
    Ok((Some(outcome), answer))
}

pub(crate) fn run(why: &Why) -> Result<Outcome, Failure> {
    let message = match why.message.as_str() {
        "-" => from_standard_input()?,
        given => given.to_owned(),
    };
    let known = search::known(&message);
    let (judged, answer) = match &why.file {
        Some(file) => judged(why, file, &known)?,
        None => (None, search::answer(&known, None)),
    };
    match why.format {
        WhyFormat::Text => output::print(&answer, judged.as_ref())?,
        WhyFormat::Json => output::print_json(&answer, judged.as_ref())?,
    }
    if let Some(failed) = judged.map(|it| it.outcome()).filter(|it| *it == Outcome::Failed) {
        return Ok(failed);
    }
    Ok(match answer.is_explained() {
        true => Outcome::Accepted,
        false => Outcome::Rejected,
    })
}
