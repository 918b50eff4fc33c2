//! `pemvet fix`: writes what a file should be.

mod difference;
mod reasons;
mod repaired;
mod split;
mod unneeded;
mod unpack;

use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::Args;
use pemvet::{Finding, LeafChoice, RepairMode, Report, Severity, rules};

use self::repaired::{Repaired, judge, judge_as};
use self::unpack::Unpacked;
use crate::arguments::{ProfileArgs, ResolvedArgs};
use crate::input::content;
use crate::input::files;
use crate::key_file::Key;
use crate::outcome::{Failure, Outcome};
use crate::output::output_file::{self, Original};
use crate::output::text;
use crate::passwords::{PasswordArgs, Passwords};
use crate::pool::Pool;

#[derive(Args)]
pub(crate) struct Fix {
    /// The file to repair; - is standard input. Several with --in-place or --diff
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    question: ProfileArgs,
    #[command(flatten)]
    password: PasswordArgs,
    /// The private key of an archive that is meant, where it holds several
    #[arg(long, value_name = "NAME")]
    alias: Option<String>,
    /// Where to write the repaired bundle: a file, which is replaced, a device or a pipe [default: standard output]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["in_place", "diff", "split"])]
    output: Option<PathBuf>,
    /// Replace the file, in one step, where check refuses something that can be repaired
    #[arg(long, conflicts_with_all = ["diff", "split"])]
    in_place: bool,
    /// Print what --in-place would change, and change nothing; exit 1 if there is something to change
    #[arg(long, conflicts_with = "split")]
    diff: bool,
    /// Take missing intermediates and the root from this file, and what renews an expired one: the same name and key;
    /// may be given several times
    #[arg(long, value_name = "FILE")]
    pool: Vec<PathBuf>,
    /// Leave out certificates that the chain does not need
    #[arg(long)]
    drop_unneeded: bool,
    /// Write the certificates of a file to one new file, and its private key to another: as it is, or out of an archive as
    /// PKCS#8 in PEM
    #[arg(long, value_name = "CERTIFICATES,KEY", value_delimiter = ',')]
    split: Vec<PathBuf>,
}

impl Fix {
    /// The file that `--output` names; `-` is standard output.
    fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// Whether it writes to standard output.
    pub(crate) fn prints(&self) -> bool {
        self.output().is_none() && !self.in_place && self.split.is_empty()
    }
}

/// A file that was read, and what is made of it.
struct Work {
    shown: String,
    /// May hold a key.
    bytes: files::Secret,
    /// The report on the file as it is read.
    report: Report,
    /// What was found in it, where it is an archive.
    archive: Option<Unpacked>,
}

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
    if let Some(output) = fix
        .output()
        .filter(|output| content::is_named_like_a_document(output))
    {
        return Err(Failure::new(format!(
            "{}: its name says YAML, JSON or the like, and PEM alone is none of these; write PEM to another file, and put it into \
             the value there",
            files::shown(output)
        )));
    }
    let mut question = fix.question.clone();
    question.name_after(&fix.files);
    let passwords = fix.password.read()?;
    let mut demand = question.demand_with(&passwords)?;
    demand.profile.repair = RepairMode::Repaired;
    let pool = Pool::read(&fix.pool)?;
    let mut outcome = Outcome::Accepted;
    for path in &fix.files {
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
    let bytes = files::read_whole(path, demand.profile.limits.input_bytes).map_err(failure)?;
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
    match original {
        Some(original) => work.in_place(&original, &repaired, demand),
        None if fix.diff => work.diff(&repaired, demand),
        None if !fix.split.is_empty() => work.split(fix, &repaired, demand),
        None => work.write(fix.output(), &repaired, demand),
    }
}

impl Work {
    /// What the file should be; `None` where something would be lost or guessed.
    fn repaired(&self, fix: &Fix, demand: &ResolvedArgs, pool: &Pool) -> Option<Repaired> {
        let mut repaired = Repaired {
            text: self.report.repaired()?,
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
                    repaired.text = longer.repaired().unwrap_or(completed.text);
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

    fn tell_why_not(&self, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
        let mut notes = anstream::stderr().lock();
        let why = if self.holds_no_certificate() {
            ": there is no certificate to repair, and keys are never written"
        } else {
            ", because something would have been lost or guessed"
        };
        writeln!(notes, "{}: nothing was written{why}:\n", self.shown)?;
        text::findings(
            &mut notes,
            &self.shown,
            demand,
            self.report.findings(),
            Severity::Note,
        )?;
        Ok(Outcome::Rejected)
    }

    fn write(
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
    fn tell(
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

    fn tell_changes(
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
    fn tell_repairs(&self, out: &mut impl Write, except: Option<&Range<usize>>) -> std::io::Result<()> {
        let path = &self.shown;
        let repairs = self.report.repairs().iter();
        let mut repairs = repairs.filter(|it| Some(&it.bytes) != except).peekable();
        if repairs.peek().is_none() {
            return writeln!(out, "{path}: nothing to repair");
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

    fn in_place(
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

    fn diff(&self, repaired: &Repaired, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
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

    fn split(&self, fix: &Fix, repaired: &Repaired, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
        let (certificates, key_path) = split::targets(&fix.split).map_err(Failure::new)?;
        let failure = |reason: String| Failure::new(format!("{}: {reason}", self.shown));
        let (key, secret) = match &self.archive {
            Some(archive) => (0..0, archive.key().map_err(failure)?.clone()),
            None => {
                let key = split::key(&self.bytes).map_err(failure)?;
                let mut secret = files::Secret::new(Vec::with_capacity(key.len().saturating_add(1)));
                secret.extend_from_slice(self.bytes.get(key.clone()).unwrap_or_default());
                secret.push(b'\n');
                (key, secret)
            }
        };
        output_file::write_pair((key_path, &secret), (certificates, &repaired.text)).map_err(Failure::new)?;
        let mut notes = anstream::stderr().lock();
        writeln!(
            notes,
            "{}: certificates to {}, private key to {} (readable by you only); {} still holds the key",
            self.shown,
            files::shown(certificates),
            files::shown(key_path),
            self.shown
        )?;
        self.tell_changes(&mut notes, repaired, Some(&key))?;
        let written = ResolvedArgs {
            profile: demand.profile.clone(),
            key: Some(Key::new(key_path.into(), secret)),
            now: demand.now,
            names: demand.names.clone(),
        };
        let report = judge(repaired.text.as_bytes(), &written);
        let path = files::shown(certificates);
        tell_verdict(&mut notes, &path, &report, &written)
    }

    fn leave(&self, repaired: &Repaired, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
        let mut notes = anstream::stderr().lock();
        writeln!(notes, "{}: nothing to repair", self.shown)?;
        for remark in &repaired.remarks {
            writeln!(notes, "{}: {remark}", self.shown)?;
        }
        self.tell_findings(&mut notes, demand)
    }

    fn tell_findings(&self, out: &mut impl Write, demand: &ResolvedArgs) -> Result<Outcome, Failure> {
        tell_verdict(out, &self.shown, &self.report, demand)
    }
}

/// What no repair can mend, and in words what came of it all.
fn tell_verdict(
    out: &mut impl Write,
    path: &str,
    report: &Report,
    demand: &ResolvedArgs,
) -> Result<Outcome, Failure> {
    text::findings(out, path, demand, report.findings(), Severity::Warning)?;
    let title = match demand.profile.title.as_str() {
        "any" => String::new(),
        title => format!(" as `{}`", pemvet::text::escape(title)),
    };
    match report.class() {
        None => {
            let certificates = text::count(report.order().len(), "certificate");
            let key = if report.key_fits() { ", key matches" } else { "" };
            writeln!(out, "{path}: accepted{title}: chain of {certificates}{key}")?;
        }
        Some(class) => {
            let errors = report
                .findings()
                .iter()
                .filter(|it| it.severity == Severity::Error);
            let mut rules: Vec<&str> = errors.map(|it| it.rule.name).collect();
            rules.dedup();
            let rules = rules.join(", ");
            writeln!(
                out,
                "{path}: still rejected{title}, {class}: no repair mends {rules}"
            )?;
        }
    }
    Ok(outcome(report))
}

fn outcome(report: &Report) -> Outcome {
    let is_unread = |it: &Finding| it.rule.name == rules::names::INPUT_TOO_LARGE;
    if report.findings().iter().any(is_unread) {
        Outcome::Failed
    } else if report.is_accepted() {
        Outcome::Accepted
    } else {
        Outcome::Rejected
    }
}
