//! What is told of the values of a document: what was done to each, and what there is to say of what is there now.

use std::io::Write;

use pemvet::{RepairMode, Severity};

use super::document::{Came, Document, place};
use super::work::milder;
use crate::check::verdict::Verdict;
use crate::input::content;
use crate::input::files::Secret;
use crate::input::part::FilePart;
use crate::outcome::{Failure, Outcome};
use crate::output::paragraph;
use crate::terms::ResolvedArgs;

impl Document<'_> {
    /// What was done to each value, and what there is to say of what is there now.
    pub(super) fn tell(
        &self,
        parts: &[FilePart],
        came: &[Came],
        text: Option<&[u8]>,
        is_changed: bool,
    ) -> Result<Outcome, Failure> {
        let mut notes = anstream::stderr().lock();
        let mut outcome = Outcome::Accepted;
        let mut is_any_told = false;
        if !is_changed && !came.iter().any(|it| matches!(it, Came::Refused(_))) {
            writeln!(notes, "{}: nothing to repair", self.shown)?;
        }
        for (part, came) in parts.iter().zip(came) {
            match came {
                Came::OfOthers => {}
                Came::Fine(lines) | Came::Repaired(_, lines) => {
                    is_any_told |= !lines.is_empty();
                    for line in lines {
                        writeln!(notes, "{line}")?;
                    }
                }
                Came::Refused(reason) => {
                    (outcome, is_any_told) = (Outcome::Rejected, true);
                    let line = part.places.line_of(1);
                    writeln!(
                        notes,
                        "{}:{line}: {}: left as it is, because {reason}",
                        self.shown,
                        place(part)
                    )?;
                }
            }
        }
        if is_any_told {
            writeln!(notes)?;
        }
        let now = text.unwrap_or(self.bytes);
        let again =
            content::parts(self.path, Secret::new(now.to_vec()), true).map_err(|it| self.failure(it))?;
        let demands = self.demands(&again);
        for ((part, demand), _) in again
            .iter()
            .zip(demands)
            .zip(came)
            .filter(|(_, came)| !matches!(came, Came::OfOthers))
        {
            outcome = outcome.max(self.tell_verdict(&mut notes, part, demand)?);
        }
        Ok(outcome)
    }

    fn tell_verdict(
        &self,
        out: &mut impl Write,
        part: &FilePart,
        mut demand: ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        demand.profile.repair = RepairMode::AsGiven;
        let report = self.report(part, &demand);
        let title = demand.profile.title.clone();
        let (length, key_fits) = (report.order().len(), report.key_fits());
        let mut verdict = Verdict::new(report, &demand.profile.severities, self.path, part, None);
        let told = verdict.findings.iter();
        verdict.findings = told
            .filter(|it| !demand.ignored.contains(it.rule.name))
            .map(|it| milder(it, &demand))
            .collect();
        let place_of = (self.shown, part.value.as_deref());
        paragraph::notes_of(out, place_of, &verdict.findings, Severity::Warning)?;
        let title = match title.as_str() {
            "any" => String::new(),
            title => format!(" as `{}`", pemvet::text::escape(title)),
        };
        let (shown, place) = (self.shown, place(part));
        match verdict.class() {
            None => {
                let certificates = match length {
                    0 => paragraph::count(part.certificates, "certificate"),
                    length => format!("chain of {}", paragraph::count(length, "certificate")),
                };
                let key = if key_fits { ", key matches" } else { "" };
                writeln!(out, "{shown}: {place}: accepted{title}: {certificates}{key}")?;
                Ok(Outcome::Accepted)
            }
            Some(class) => {
                let errors = verdict
                    .findings
                    .iter()
                    .filter(|it| it.severity == Severity::Error);
                let mut rules: Vec<&str> = errors.map(|it| it.rule.name).collect();
                rules.dedup();
                writeln!(
                    out,
                    "{shown}: {place}: still rejected{title}, {class}: {}",
                    rules.join(", ")
                )?;
                Ok(match verdict.was_not_read() {
                    true => Outcome::Failed,
                    false => Outcome::Rejected,
                })
            }
        }
    }
}
