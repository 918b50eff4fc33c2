//! `pemvet expiry`: which certificates expire soon, for people, programs and Prometheus.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pemvet::pem::scan;
use pemvet::{Bundle, CertificateSummary, Profile, UnixTime};
use serde_json::json;

use crate::input::archives::Unopened;
use crate::input::part::FilePart;
use crate::input::remark::Remark;
use crate::input::walk::{self, Candidate, Depth, Skipped};
use crate::input::{content, files, opened, pairs, parallel};
use crate::outcome::{Failure, Outcome};
use crate::output::dates::{now_seconds, seconds, standing};
use crate::output::paragraph::count;
use crate::passwords::{PasswordArgs, Passwords};
use crate::terms::{any_size, time};

#[derive(Args)]
pub(crate) struct Expiry {
    /// Files and directories to look at, as check does; - is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    password: PasswordArgs,
    /// How soon is soon: a number of hours, days or weeks, such as 48h, 30d, 6w
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = span)]
    within: i64,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Tell as if it were this time, such as 2026-06-01T00:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339")]
    at: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    /// For the textfile collector of Prometheus' node exporter
    Prometheus,
}

/// Seconds of `48h`, `30d`, `6w`.
fn span(text: &str) -> Result<i64, String> {
    let wanted = || "give a number with h, d or w, such as 30d".to_owned();
    let unit = text.chars().last().ok_or_else(wanted)?;
    let seconds = match unit {
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return Err(wanted()),
    };
    let count: u32 = text
        .get(..text.len().saturating_sub(1))
        .and_then(|count| count.parse().ok())
        .ok_or_else(wanted)?;
    Ok(i64::from(count).saturating_mul(seconds))
}

/// One certificate.
struct Dated {
    path: String,
    /// The value that holds it, where the file is a document.
    value: Option<String>,
    /// From 0.
    place: usize,
    summary: CertificateSummary,
    not_before: i64,
    not_after: i64,
}

/// What was found in all files.
#[derive(Default)]
struct Found {
    /// The first to expire first.
    certificates: Vec<Dated>,
    /// Paths that could not be read, or not to their end, and why.
    unread: Vec<(String, String)>,
    /// Paths in directories that are not looked at, such as links, and why.
    skipped: Vec<(String, String)>,
    /// The files that were named, or that hold certificates.
    paths: Vec<String>,
    /// Directories of which nothing was read.
    directories: Vec<String>,
}

pub(crate) fn run(expiry: &Expiry) -> Result<Outcome, Failure> {
    if expiry.paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new(
            "standard input can be read only once; give one - only",
        ));
    }
    let now = time(expiry.at.as_deref())?;
    let found = look(&expiry.paths, now, &expiry.password.read()?);
    let now = now_seconds(now);
    let soon = now.saturating_add(expiry.within);
    match expiry.format {
        Format::Text => text(&found, now, soon)?,
        Format::Json => json(&found, now, soon)?,
        Format::Prometheus => prometheus(&found)?,
    }
    for (path, reason) in found.unread.iter().chain(&found.skipped) {
        writeln!(anstream::stderr(), "pemvet: {path}: {reason}")?;
    }
    Ok(if !found.unread.is_empty() {
        Outcome::Failed
    } else if found.certificates.iter().any(|it| it.not_after < soon) {
        Outcome::Rejected
    } else {
        Outcome::Accepted
    })
}

/// Bytes of the largest file that is read: a root store, not a bundle.
const LARGEST: usize = 16 << 20;

fn look(paths: &[PathBuf], now: UnixTime, passwords: &Passwords) -> Found {
    let profile = any_size();
    let depth = Depth {
        hidden: false,
        ignored: false,
        levels: None,
        skips_others: false,
    };
    let mut gathered = walk::gather(paths, depth);
    let looked = parallel::map(&gathered.candidates, |candidate| {
        let name = files::shown(&candidate.path);
        (name, look_into(candidate, &profile, now, passwords))
    });
    let mut found = Found::default();
    let (mut read, mut shut) = (Vec::new(), Vec::new());
    for ((path, looked), candidate) in looked.into_iter().zip(&gathered.candidates) {
        match looked {
            Ok(looked) => {
                let is_open = looked.shut.is_empty() && content::is_named_like_ours(&candidate.path);
                let is_ours = !looked.certificates.is_empty() || is_open;
                for reason in looked.shut {
                    shut.push(Skipped::unread(&candidate.path, reason));
                }
                let is_missed = !looked.missed.is_empty();
                let missed = looked.missed.into_iter().map(|reason| (path.clone(), reason));
                found.unread.extend(missed);
                read.push((candidate.path.as_path(), is_ours));
                if looked.lost > 0 {
                    let reason = format!(
                        "{} could not be read; pemvet check tells why",
                        count(looked.lost, "block")
                    );
                    found.unread.push((path.clone(), reason));
                }
                if candidate.named || looked.lost > 0 || is_missed || !looked.certificates.is_empty() {
                    found.paths.push(path);
                }
                found.certificates.extend(looked.certificates);
            }
            Err(reason) => {
                found.unread.push((path.clone(), reason));
                found.paths.push(path);
            }
        }
    }
    gathered.skipped.extend(shut);
    for directory in &gathered.directories {
        if let Some(reason) = directory.is_unread(&read, &gathered.skipped) {
            let path = files::shown(&directory.path);
            found.unread.push((path.clone(), reason));
            found.directories.push(path);
        }
    }
    for skipped in gathered.skipped {
        found.skipped.push((skipped.path, skipped.reason));
    }
    found.certificates.sort_by_key(|it| it.not_after);
    found
}

#[derive(Default)]
struct Looked {
    certificates: Vec<Dated>,
    /// How many blocks cannot be read.
    lost: usize,
    /// What is wrong with members whose names promise a certificate.
    missed: Vec<String>,
    /// Archives that need a password.
    shut: Vec<String>,
}

fn look_into(
    candidate: &Candidate,
    profile: &Profile,
    now: UnixTime,
    passwords: &Passwords,
) -> Result<Looked, String> {
    let path = &candidate.path;
    let mut looked = Looked::default();
    // Most large files of a repository hold no certificates.
    if !candidate.named && files::is_longer(path, LARGEST) && !content::is_named_like_ours(path) {
        return Ok(looked);
    }
    let bytes = files::read(path, LARGEST)?;
    if bytes.len() > LARGEST {
        return Err("is longer than 16 MiB".into());
    }
    let opened = opened::opened(path, bytes, candidate.named, passwords)?;
    for Unopened {
        value,
        reason,
        needs_password,
    } in opened.unopened
    {
        let of = value
            .as_ref()
            .map(|value| format!("{value}: "))
            .unwrap_or_default();
        // Found in a directory, or beside others in a document, it is nobody's fault.
        let is_by_the_way = needs_password && (!candidate.named || value.is_some());
        let told = if is_by_the_way {
            &mut looked.shut
        } else {
            &mut looked.missed
        };
        told.push(format!("{of}{reason}"));
    }
    for part in opened.parts {
        looked.missed.extend(missed(&part));
        let (line_of, bytes_of) = part.in_file();
        let bundle = Bundle::new(&part.text).in_document(&line_of, &bytes_of);
        let report = bundle.validate(profile, now);
        let read = report.certificates();
        let scan = scan(&part.text);
        let lost = scan
            .faults()
            .len()
            .saturating_add(part.certificates.saturating_sub(read.len()));
        looked.lost = looked.lost.saturating_add(lost);
        for judged in read {
            let summary = judged.to_summary();
            looked.certificates.push(Dated {
                path: files::shown(path),
                value: part.value.clone(),
                place: looked.certificates.len(),
                not_before: seconds(&summary.not_before),
                not_after: seconds(&summary.not_after),
                summary,
            });
        }
    }
    Ok(looked)
}

/// What is wrong with a part whose name promises a certificate, of which nobody knows when it expires.
fn missed(part: &FilePart) -> Option<String> {
    if pairs::names_key(&part.name) {
        return None;
    }
    let of = part
        .value
        .as_ref()
        .map(|value| format!("{value} "))
        .unwrap_or_default();
    match part.remarks.first()? {
        Remark::MemberEmpty if part.value.is_some() => Some(format!("{of}is empty")),
        Remark::MemberIsPath(path) => Some(format!("{of}holds the path {path}, not what is in that file")),
        _ => None,
    }
}

impl Dated {
    /// ` (Secret web, data.tls.crt)`, or nothing.
    fn in_value(&self) -> String {
        self.value
            .as_ref()
            .map(|value| format!(" ({value})"))
            .unwrap_or_default()
    }
}

impl Dated {
    /// The labels of its series.
    fn labels(&self) -> String {
        let value = self
            .value
            .as_ref()
            .map(|value| format!("value=\"{}\",", label(value)));
        format!(
            "path=\"{}\",{}certificate=\"{}\",role=\"{}\",subject=\"{}\",sha256=\"{}\"",
            label(&self.path),
            value.unwrap_or_default(),
            self.place,
            self.summary.role.as_str(),
            label(&self.summary.subject),
            self.summary.sha256
        )
    }
}

fn text(found: &Found, now: i64, soon: i64) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for it in found.certificates.iter().filter(|it| it.not_after < soon) {
        let lines = match (it.summary.lines.start(), it.summary.lines.end()) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}-{last}"),
        };
        let standing = standing(it.not_before, it.not_after, now);
        let (path, summary) = (&it.path, &it.summary);
        writeln!(
            out,
            "{}  {standing:20}  {path}:{lines}{}  {}",
            summary.not_after,
            it.in_value(),
            summary.subject
        )?;
    }
    let expired = found.certificates.iter().filter(|it| it.not_after < now).count();
    let soon = found
        .certificates
        .iter()
        .filter(|it| (now..soon).contains(&it.not_after))
        .count();
    write!(
        out,
        "{} in {}: {expired} expired, {soon} to expire soon",
        count(found.certificates.len(), "certificate"),
        count(found.paths.len(), "file")
    )?;
    for (number, what) in [
        (found.unread.len(), "could not be read"),
        (found.skipped.len(), "skipped"),
    ] {
        if number > 0 {
            write!(out, "; {number} {what}")?;
        }
    }
    writeln!(out)?;
    if let Some(next) = found.certificates.iter().find(|it| it.not_after >= now) {
        let (path, summary) = (&next.path, &next.summary);
        writeln!(out, "next: {}  {path}  {}", summary.not_after, summary.subject)?;
    }
    Ok(())
}

fn json(found: &Found, now: i64, soon: i64) -> Result<(), Failure> {
    let certificates: Vec<_> = found
        .certificates
        .iter()
        .map(|it| {
            json!({
                "path": it.path, "value": it.value, "certificate": it.place,
                "lines": [it.summary.lines.start(), it.summary.lines.end()],
                "subject": it.summary.subject, "role": it.summary.role, "sha256": it.summary.sha256,
                "not_before": it.summary.not_before, "not_after": it.summary.not_after,
                "seconds_left": it.not_after.saturating_sub(now),
                "expired": it.not_after < now, "soon": it.not_after < soon,
            })
        })
        .collect();
    let unread: Vec<_> = found
        .unread
        .iter()
        .map(|(path, error)| json!({ "path": path, "error": error }))
        .collect();
    let document = json!({
        "version": 1, "at": pemvet::text::rfc3339(now), "certificates": certificates, "unread": unread,
    });
    writeln!(io::stdout().lock(), "{document:#}")?;
    Ok(())
}

/// The text format of Prometheus, version 0.0.4.
fn prometheus(found: &Found) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (name, help, of) in [
        (
            "not_before",
            "Start of validity",
            (|it| it.not_before) as fn(&Dated) -> i64,
        ),
        ("not_after", "End of validity", |it| it.not_after),
    ] {
        let metric = format!("pemvet_certificate_{name}_seconds");
        writeln!(out, "# HELP {metric} {help}, in seconds since 1970.")?;
        writeln!(out, "# TYPE {metric} gauge")?;
        // A file may be named twice, and no series may stand twice.
        let mut printed = HashSet::new();
        for it in &found.certificates {
            let labels = it.labels();
            if !printed.contains(&labels) {
                writeln!(out, "{metric}{{{labels}}} {}", of(it))?;
                printed.insert(labels);
            }
        }
    }
    writeln!(
        out,
        "# HELP pemvet_file_readable Whether all of the file could be read."
    )?;
    writeln!(out, "# TYPE pemvet_file_readable gauge")?;
    let unread: HashSet<&str> = found.unread.iter().map(|(path, _)| path.as_str()).collect();
    let mut printed = HashSet::new();
    let paths = found.paths.iter().chain(&found.directories);
    for path in paths.filter(|path| printed.insert(path.as_str())) {
        let readable = u8::from(!unread.contains(path.as_str()));
        writeln!(out, "pemvet_file_readable{{path=\"{}\"}} {readable}", label(path))?;
    }
    Ok(())
}

/// Text that is escaped already, as the value of a label.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
