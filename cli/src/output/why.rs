//! What `pemvet why` says.

use std::io::{self, Write};

use pemvet::Finding;
use serde::Serialize;

use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::output::paragraph;
use crate::why::search::{Answer, Cause};

/// The bundle and the finding that a cause is.
fn found<'a>(cause: &Cause, judged: Option<&'a CheckOutcome>) -> Option<(&'a BundleOutcome, &'a Finding)> {
    let (bundle, number) = cause.found?;
    let one = judged?.bundle_outcome.get(bundle)?;
    let finding = one.result.as_ref().ok()?.findings.get(number)?;
    Some((one, finding))
}

pub(crate) fn print(answer: &Answer, judged: Option<&CheckOutcome>) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match answer.meanings.as_slice() {
        [] => paragraph::hanging(&mut out, "pemvet does not know this message.")?,
        [first, others @ ..] => {
            paragraph::hanging(
                &mut out,
                &format!("{} says this. {}", capital(first.by), first.means),
            )?;
            let mut told = vec![first.means];
            for other in others.iter().filter(|it| it.by != "a server") {
                if !told.contains(&other.means) {
                    told.push(other.means);
                    paragraph::hanging(&mut out, &format!("Also, by {}: {}", other.by, other.means))?;
                }
            }
        }
    }
    for one in judged.iter().flat_map(|it| &it.bundle_outcome) {
        if let Err(reason) = &one.result {
            writeln!(anstream::stderr(), "pemvet: {}: {reason}", one.place.path)?;
        }
    }
    let (causes, beside): (Vec<&Cause>, Vec<&Cause>) = answer.causes.iter().partition(|it| !it.is_beside);
    let files = judged.map(paths).unwrap_or_default();
    let is_read = judged.is_some_and(|it| it.bundle_outcome.iter().any(|one| one.result.is_ok()));
    if is_read {
        writeln!(out)?;
        match (causes.is_empty(), answer.is_elsewhere) {
            (true, false) if answer.meanings.is_empty() => {}
            (true, true) => paragraph::hanging(&mut out, &format!("The cause is not in {files}."))?,
            (true, false) => paragraph::hanging(
                &mut out,
                &format!(
                    "Nothing of this kind is wrong with {files}: look at what the peer was really sent (openssl s_client \
                     -showcerts), at what it trusts, and at its clock."
                ),
            )?,
            (false, _) => {}
        }
    } else if !causes.is_empty() {
        paragraph::hanging(&mut out, "\nIt comes of one of these, the likeliest first:")?;
    }
    for cause in causes {
        match found(cause, judged) {
            Some((one, finding)) => paragraph::one(&mut out, one, finding, &[])?,
            None if answer.has_bundle => paragraph::hanging(
                &mut out,
                &format!(
                    "{}: not checked, as no private key was given; --key FILE does it",
                    cause.rule.name
                ),
            )?,
            None => paragraph::hanging(
                &mut out,
                &format!("  {}: {}", cause.rule.name, cause.rule.summary),
            )?,
        }
    }
    if !answer.has_bundle && answer.causes.len() > 1 {
        paragraph::hanging(
            &mut out,
            "\nWhich of them it is: pemvet why \"MESSAGE\" BUNDLE --key KEY; about each: pemvet explain RULE.",
        )?;
    }
    if !beside.is_empty() {
        paragraph::hanging(&mut out, "Beside that, wrong as well:")?;
        for (one, finding) in beside.iter().filter_map(|it| found(it, judged)) {
            paragraph::one(&mut out, one, finding, &[])?;
        }
    }
    Ok(())
}

/// The files that were looked at, as printed.
fn paths(outcome: &CheckOutcome) -> String {
    let mut paths: Vec<&str> = Vec::new();
    for one in &outcome.bundle_outcome {
        if !paths.contains(&one.place.path.as_str()) {
            paths.push(&one.place.path);
        }
    }
    paths.join(", ")
}

fn capital(by: &str) -> String {
    match by.strip_prefix("a ") {
        Some(rest) => format!("A {rest}"),
        None => by.to_owned(),
    }
}

/// Version 1; later ones only add.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    /// Whether it is said why.
    explained: bool,
    /// Nothing that a bundle holds makes somebody print this.
    elsewhere: bool,
    meanings: Vec<Said<'a>>,
    /// The likeliest first.
    causes: Vec<Because<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    by: &'a str,
    means: &'a str,
}

#[derive(Serialize)]
struct Because<'a> {
    rule: &'a str,
    summary: &'a str,
    /// Where it was found; `null` where no bundle was given, or no key.
    path: Option<&'a str>,
    finding: Option<&'a Finding>,
    /// It is wrong, and not what the message is about.
    beside: bool,
}

pub(crate) fn print_json(answer: &Answer, judged: Option<&CheckOutcome>) -> io::Result<()> {
    let because = |cause: &Cause| {
        let (rule, is_beside) = (cause.rule, cause.is_beside);
        let found = found(cause, judged);
        Because {
            rule: rule.name,
            summary: rule.summary,
            path: found.map(|(one, _)| one.place.path.as_str()),
            finding: found.map(|(_, finding)| finding),
            beside: is_beside,
        }
    };
    let document = Document {
        version: 1,
        explained: answer.is_explained(),
        elsewhere: answer.is_elsewhere,
        meanings: answer
            .meanings
            .iter()
            .map(|it| Said {
                by: it.by,
                means: it.means,
            })
            .collect(),
        causes: answer.causes.iter().map(because).collect(),
    };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}
