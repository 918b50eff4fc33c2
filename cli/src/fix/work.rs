//! A file that `fix` has read: what it should be, and what there is to say of it.

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use pemvet::{Finding, LeafChoice, Report, Severity, rules};

use super::options::Fix;
use super::repaired::{Repaired, judge, judge_as};
use super::unpack::Unpacked;
use super::{difference, unneeded};
use crate::input::files;
use crate::outcome::{Failure, Outcome};
use crate::output::output_file::{self, Original};
use crate::output::paragraph;
use crate::pool::Pool;
use crate::terms::ResolvedArgs;

/// A file that was read, and what is made of it.
pub(super) struct Work {
    pub(super) shown: String,
    /// May hold a key.
    pub(super) bytes: files::Secret,
    /// The report on the file as it is read.
    pub(super) report: Report,
    /// What was found in it, where it is an archive.
    pub(super) archive: Option<Unpacked>,
}

impl Work {
    /// What the file should be; `None` where something would be lost or guessed.
    pub(super) fn repaired(&self, fix: &Fix, demand: &ResolvedArgs, pool: &Pool) -> Option<Repaired> {
        let mut repaired = Repaired {
            text: self.report.to_repaired_pem()?,
            changes: Vec::new(),
            remarks: Vec::new(),
        };
        let mut profile = demand.profile.clone();
        if !self.report.order().is_empty() {
            // Which leaf is meant is settled, perhaps by a key that the text no longer holds.
            profile.leaf = LeafChoice::First;
        }
        if !pool.is_empty() {
            let mut own = judge_as(repaired.text.as_bytes(), &profile, demand);
            let renewed = pool.renew(&repaired.text, &profile, demand.now);
            let is_renewed = renewed.is_some();
            if let Some(renewed) = renewed {
                repaired.changes.extend(renewed.added);
                repaired.text = renewed.text;
                own = judge_as(repaired.text.as_bytes(), &profile, demand);
            }
            match pool.complete(&repaired.text, &own, &profile, demand.now) {
                Ok(completed) => {
                    repaired.changes.extend(completed.added);
                    let longer = judge_as(completed.text.as_bytes(), &profile, demand);
                    repaired.text = longer.to_repaired_pem().unwrap_or(completed.text);
                }
                Err(_) if is_renewed => {}
                Err(reason) => repaired.remarks.push(format!("nothing added: {reason}")),
            }
        }
        if fix.drop_unneeded {
            unneeded::drop(&mut repaired, &profile, demand);
        }
        Some(repaired)
    }

    pub(super) fn tell_why_not(&self, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
        let mut notes = anstream::stderr().lock();
        let why = if self.holds_no_certificate() {
            ": there is no certificate to repair, and keys are never written"
        } else {
            ", because something would have been lost or guessed"
        };
        writeln!(notes, "{}: nothing was written{why}:\n", self.shown)?;
        paragraph::findings(
            &mut notes,
            &self.shown,
            demand,
            self.report.findings(),
            Severity::Note,
        )?;
        Ok(Outcome::Rejected)
    }

    pub(super) fn write(
        &self,
        output: Option<&Path>,
        repaired: &Repaired,
        demand: &ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        match output {
            Some(output) => {
                let shown = files::shown(output);
                let note = output_file::write(output, repaired.text.as_bytes())
                    .map_err(|reason| Failure::new(format!("{shown}: {reason}")))?;
                if let Some(note) = note {
                    writeln!(anstream::stderr(), "{shown}: {note}")?;
                }
            }
            None => {
                let mut out = std::io::stdout().lock();
                out.write_all(repaired.text.as_bytes())?;
                out.flush()?;
            }
        }
        self.tell(output, repaired, demand)
    }

    /// The repairs, and what no repair can mend.
    pub(super) fn tell(
        &self,
        output: Option<&Path>,
        repaired: &Repaired,
        demand: &ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        let mut notes = anstream::stderr().lock();
        self.tell_changes(&mut notes, repaired, None)?;
        if repaired.changes.is_empty() {
            return self.tell_findings(&mut notes, demand);
        }
        // Other certificates than the file's: their lines are those of what was written.
        let report = judge(repaired.text.as_bytes(), demand);
        let path = output.map_or("(the repaired text)".into(), files::shown);
        tell_verdict(&mut notes, &path, &report, demand)
    }

    pub(super) fn tell_changes(
        &self,
        out: &mut impl Write,
        repaired: &Repaired,
        except: Option<&Range<usize>>,
    ) -> std::io::Result<()> {
        let path = &self.shown;
        if let Some(archive) = &self.archive {
            archive.tell(out, path)?;
        }
        let mut lines = repaired.changes.iter().chain(&repaired.remarks).peekable();
        if lines.peek().is_none() || !self.report.repairs().is_empty() {
            self.tell_repairs(out, except)?;
        }
        if lines.peek().is_none() {
            return Ok(());
        }
        for line in lines {
            writeln!(out, "{path}: {line}")?;
        }
        writeln!(out)
    }

    /// What was done to read the file, one line each, but for the block at `except`.
    pub(super) fn tell_repairs(
        &self,
        out: &mut impl Write,
        except: Option<&Range<usize>>,
    ) -> std::io::Result<()> {
        let path = &self.shown;
        let repairs = self.report.repairs().iter();
        let mut repairs = repairs.filter(|it| Some(&it.bytes) != except).peekable();
        if repairs.peek().is_none() {
            // What was taken out of an archive is told already.
            return match self.archive {
                Some(_) => Ok(()),
                None => writeln!(out, "{path}: nothing to repair"),
            };
        }
        let mut before = String::new();
        for repair in repairs {
            let (first, last) = (repair.lines.start(), repair.lines.end());
            let place = if first == last {
                format!("{first}")
            } else {
                format!("{first}-{last}")
            };
            // A text without line ends has all its places in one line.
            let line = format!("{path}:{place}: {}", repair.kind.as_str());
            if line != before {
                writeln!(out, "{line}")?;
            }
            before = line;
        }
        writeln!(out)
    }

    pub(super) fn in_place(
        &self,
        original: &Original,
        repaired: &Repaired,
        demand: &ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        if !self.is_worth_it(repaired, demand) {
            return self.leave(repaired, demand);
        }
        if let Some(reason) = self.would_lose() {
            let mut notes = anstream::stderr().lock();
            writeln!(notes, "{}: left as it is, because {reason}", self.shown)?;
            return Ok(Outcome::Rejected);
        }
        original
            .replace(&self.bytes, &repaired.text)
            .map_err(|reason| Failure::new(format!("{}: {reason}", self.shown)))?;
        let mut notes = anstream::stderr().lock();
        writeln!(notes, "{}: repaired in place", self.shown)?;
        self.tell_changes(&mut notes, repaired, None)?;
        let report = judge(repaired.text.as_bytes(), demand);
        tell_verdict(&mut notes, &self.shown, &report, demand)
    }

    pub(super) fn diff(&self, repaired: &Repaired, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
        if !self.is_worth_it(repaired, demand) {
            return self.leave(repaired, demand);
        }
        if let Some(reason) = self.would_lose() {
            writeln!(
                anstream::stderr(),
                "{}: would be left as it is, because {reason}",
                self.shown
            )?;
            return Ok(Outcome::Rejected);
        }
        let mut out = anstream::stdout().lock();
        difference::write(&mut out, &self.shown, &self.bytes, &self.report, &repaired.text)?;
        self.tell(None, repaired, demand)?;
        Ok(Outcome::Rejected)
    }

    pub(super) fn leave(&self, repaired: &Repaired, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
        let mut notes = anstream::stderr().lock();
        writeln!(notes, "{}: nothing to repair", self.shown)?;
        for remark in &repaired.remarks {
            writeln!(notes, "{}: {remark}", self.shown)?;
        }
        self.tell_findings(&mut notes, demand)
    }

    pub(super) fn tell_findings(
        &self,
        out: &mut impl Write,
        demand: &ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        tell_verdict(out, &self.shown, &self.report, demand)
    }
}

/// What no repair can mend, and in words what came of it all.
pub(super) fn tell_verdict(
    out: &mut impl Write,
    path: &str,
    report: &Report,
    demand: &ResolvedArgs,
) -> Result<Outcome, Failure> {
    let told = report.findings().iter();
    let told: Vec<Finding> = told
        .filter(|finding| !demand.ignored.contains(finding.rule.name))
        .map(|finding| milder(finding, demand))
        .collect();
    paragraph::findings(out, path, demand, &told, Severity::Warning)?;
    let title = match demand.profile.title.as_str() {
        "any" => String::new(),
        title => format!(" as `{}`", pemvet::text::escape(title)),
    };
    match told.iter().filter_map(|finding| finding.class).max() {
        None => {
            let certificates = paragraph::count(report.order().len(), "certificate");
            let key = if report.key_fits() { ", key matches" } else { "" };
            writeln!(out, "{path}: accepted{title}: chain of {certificates}{key}")?;
        }
        Some(class) => {
            let errors = told.iter().filter(|it| it.severity == Severity::Error);
            let mut rules: Vec<&str> = errors.map(|it| it.rule.name).collect();
            rules.dedup();
            let rules = rules.join(", ");
            writeln!(
                out,
                "{path}: still rejected{title}, {class}: no repair mends {rules}"
            )?;
        }
    }
    Ok(outcome(&told))
}

/// The finding, as a warning where it may be no more.
pub(super) fn milder(finding: &Finding, demand: &ResolvedArgs) -> Finding {
    let mut finding = finding.clone();
    if finding.severity == Severity::Error && demand.mild.contains(&finding.rule.name) {
        (finding.severity, finding.class) = (Severity::Warning, None);
    }
    finding
}

fn outcome(findings: &[Finding]) -> Outcome {
    if findings
        .iter()
        .any(|it| it.rule.name == rules::names::INPUT_TOO_LARGE)
    {
        Outcome::Failed
    } else if findings.iter().any(|it| it.severity == Severity::Error) {
        Outcome::Rejected
    } else {
        Outcome::Accepted
    }
}
