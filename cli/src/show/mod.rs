//! `pemvet show`: what is in a file, for people.

mod draw;
mod page;
mod shown;
mod tree;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pemvet::pem::{Kind, scan};
use pemvet::{Bundle, RepairMode, Report, UnixTime};

use self::draw::Canvas;
use self::shown::{Shown, shown};
use crate::check::archives;
use crate::input::part::{FilePart, OfArchive};
use crate::input::{files, opened};
use crate::outcome::{Failure, Outcome};
use crate::output::dates::{day, days, now_seconds, standing};
use crate::output::{html, picture};
use crate::passwords::PasswordArgs;
use crate::terms::{any_size, time};

#[derive(Args)]
pub(crate) struct Show {
    /// The file to show; - is standard input
    file: PathBuf,
    #[command(flatten)]
    password: PasswordArgs,
    /// Draw as if it were this time, such as 2026-06-01T00:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339")]
    at: Option<String>,
    /// Columns to draw in, at least 40 [default: those of the terminal, or 100]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..))]
    width: Option<u16>,
    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Drawn on the terminal
    Text,
    /// A page with verdict and findings, in one file that loads nothing
    Html,
    /// A picture of chain and validity
    Svg,
}

pub(crate) fn run(show: &Show) -> Result<Outcome, Failure> {
    let path = files::shown(&show.file);
    let bytes =
        files::read(&show.file, LARGEST).map_err(|reason| Failure::new(format!("{path}: {reason}")))?;
    if bytes.len() > LARGEST {
        return Err(Failure::new(format!("{path}: is longer than 16 MiB")));
    }
    let now = time(show.at.as_deref())?;
    // A document holds several, each a value.
    let opened = opened::opened(&show.file, bytes, true, &show.password.read()?)
        .map_err(|reason| Failure::new(format!("{path}: {reason}")))?;
    let mut out = anstream::stdout().lock();
    let is_shown = match show.format {
        Format::Text => text(&mut out, show, &path, &opened.parts, now)?,
        Format::Html | Format::Svg => pages(&mut out, show.format, &path, &opened.parts, now)?,
    };
    if !opened.unopened.is_empty() {
        out.flush()?;
        return Err(Failure::new(opened.untold(&path)));
    }
    Ok(if is_shown {
        Outcome::Accepted
    } else {
        Outcome::Rejected
    })
}

/// Draws all bundles of a file. Whether everything in it was shown.
fn text(
    out: &mut impl Write,
    show: &Show,
    path: &str,
    parts: &[FilePart],
    now: UnixTime,
) -> std::io::Result<bool> {
    let width = show.width.or_else(terminal_width).unwrap_or(100);
    let canvas = Canvas::new(usize::from(width.max(40)), show.ascii);
    let mut is_shown = true;
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let title = match &part.value {
            Some(value) => format!("{path} ({value})"),
            None => path.to_owned(),
        };
        is_shown &= bundle(out, &canvas, &title, part, now)?;
    }
    Ok(is_shown)
}

/// The same as a page, or as a picture of all certificates.
fn pages(
    out: &mut impl Write,
    format: Format,
    path: &str,
    parts: &[FilePart],
    now: UnixTime,
) -> std::io::Result<bool> {
    let seconds = now_seconds(now);
    let (mut is_shown, mut rows, mut bundles) = (true, Vec::new(), Vec::new());
    // The page says what `check` says of any file.
    let mut profile = any_size();
    profile.repair = RepairMode::AsGiven;
    for (number, part) in parts.iter().enumerate() {
        let (line_of, bytes_of) = part.in_file();
        let given = Bundle::new(&part.text).in_document(&line_of, &bytes_of);
        let report = given.validate(&profile, now);
        let shown = shown(&report);
        let mut remarks = Vec::new();
        is_shown &= others(&mut remarks, &part.text, shown.len())? && !shown.is_empty();
        if let Some(archive) = &part.archive {
            of_archive(&mut remarks, archive)?;
        }
        let remarks = String::from_utf8_lossy(&remarks);
        let remarks = remarks.lines().filter(|line| !line.is_empty()).map(str::to_owned);
        let of_part = page::rows(number, &report, &shown, seconds);
        match format {
            Format::Html => bundles.push(page::bundle(
                path,
                number,
                part,
                &report,
                &shown,
                of_part,
                remarks.collect(),
            )),
            _ => rows.extend(of_part),
        }
    }
    let text = match format {
        Format::Html => html::page(&html::Page {
            title: path.to_owned(),
            at: pemvet::text::rfc3339(seconds),
            now: seconds,
            bundles,
        }),
        _ => picture::svg(
            &format!("{path}, at {}", pemvet::text::rfc3339(seconds)),
            &rows,
            seconds,
        ),
    };
    out.write_all(text.as_bytes())?;
    Ok(is_shown)
}

/// Bytes of the largest file that is shown: a root store, not a bundle.
const LARGEST: usize = 16 << 20;

/// Draws one bundle. Whether it holds a certificate, and all that is marked as one was shown.
fn bundle(
    out: &mut impl Write,
    canvas: &Canvas,
    title: &str,
    part: &FilePart,
    now: UnixTime,
) -> std::io::Result<bool> {
    let (line_of, bytes_of) = part.in_file();
    let report = Bundle::new(&part.text)
        .in_document(&line_of, &bytes_of)
        .validate(&any_size(), now);
    let now = now_seconds(now);
    let shown = shown(&report);
    let count = shown.len();
    let plural = if count == 1 { "" } else { "s" };
    let at = pemvet::text::rfc3339(now);
    writeln!(out, "{title}: {count} certificate{plural}, at {at}")?;
    if !shown.is_empty() {
        chain(out, canvas, &report, &shown)?;
        validity(out, canvas, &shown, now)?;
        for one in &shown {
            details(out, canvas, one)?;
        }
    }
    let is_whole = others(out, &part.text, count)?;
    if let Some(archive) = &part.archive {
        of_archive(out, archive)?;
    }
    Ok(is_whole && count > 0)
}

/// What is in the archive beside these certificates.
fn of_archive(out: &mut impl Write, archive: &OfArchive) -> std::io::Result<()> {
    if archive.key.is_some() {
        writeln!(out, "\nalso in the archive: the private key")?;
    }
    for finding in archives::findings(archive, 1) {
        writeln!(out, "\n{}", finding.message)?;
    }
    Ok(())
}

fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0)
}

/// Who issued whom, the issuer above.
fn chain(out: &mut impl Write, canvas: &Canvas, report: &Report, shown: &[Shown]) -> std::io::Result<()> {
    writeln!(out, "\nchain")?;
    let branches = tree::branches(report, canvas);
    let notes: Vec<String> = branches
        .iter()
        .filter_map(|branch| shown.get(branch.place))
        .map(|one| format!("#{} {}", one.number, one.note()))
        .collect();
    let note_width = notes.iter().map(|note| draw::columns(note)).max().unwrap_or(0);
    let widest = branches
        .iter()
        .filter_map(|branch| {
            Some(draw::columns(&branch.stem) + draw::columns(&shown.get(branch.place)?.summary.subject))
        })
        .max()
        .unwrap_or(0);
    let room = canvas
        .width
        .saturating_sub(note_width.saturating_add(4))
        .max(16)
        .min(widest);
    for (branch, note) in branches.iter().zip(&notes) {
        let Some(one) = shown.get(branch.place) else {
            continue;
        };
        let name = format!("{}{}", branch.stem, one.summary.subject);
        writeln!(out, "  {}  {note}", canvas.cell(&name, room))?;
    }
    Ok(())
}

/// A bar for each certificate on one axis of time.
fn validity(out: &mut impl Write, canvas: &Canvas, shown: &[Shown], now: i64) -> std::io::Result<()> {
    writeln!(out, "\nvalidity")?;
    let start = shown
        .iter()
        .map(|one| one.not_before)
        .min()
        .unwrap_or(now)
        .min(now);
    let end = shown
        .iter()
        .map(|one| one.not_after)
        .max()
        .unwrap_or(now)
        .max(now);
    let labels: Vec<String> = shown.iter().map(|one| format!("#{}", one.number)).collect();
    let ends: Vec<String> = shown
        .iter()
        .map(|one| {
            let standing = standing(one.not_before, one.not_after, now);
            format!("until {}, {standing}", day(&one.summary.not_after))
        })
        .collect();
    let label = labels.iter().map(|it| draw::columns(it)).max().unwrap_or(0);
    let text = ends.iter().map(|it| draw::columns(it)).max().unwrap_or(0);
    let room = canvas
        .width
        .saturating_sub(label.saturating_add(text).saturating_add(6))
        .max(10);
    let axis = draw::Axis { start, end, room };
    for ((one, label_text), end_text) in shown.iter().zip(&labels).zip(&ends) {
        let bar = canvas.bar(&axis, one.not_before, one.not_after, now);
        writeln!(out, "  {}  {bar}  {end_text}", canvas.cell(label_text, label))?;
    }
    let indent = " ".repeat(label.saturating_add(4));
    writeln!(out, "{indent}{}", canvas.axis(&axis, now).trim_end())?;
    let first = shown.iter().min_by_key(|one| one.not_after);
    if let Some(first) = first {
        let left = first.not_after.saturating_sub(now);
        let when = if left < 0 {
            format!("{} ago", days(left.saturating_neg()))
        } else {
            format!("in {}", days(left))
        };
        let line = format!(
            "first to expire: #{}, {}, on {}, {when}",
            first.number, first.summary.subject, first.summary.not_after
        );
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn details(out: &mut impl Write, canvas: &Canvas, one: &Shown) -> std::io::Result<()> {
    let it = &one.summary;
    writeln!(out, "\n#{} {}", one.number, one.title())?;
    for (name, value) in one.fields() {
        writeln!(out, "  {name:11}  {value}")?;
    }
    for (place, line) in canvas.table(&it.names, 15).iter().enumerate() {
        writeln!(out, "  {:11}  {line}", if place == 0 { "names" } else { "" })?;
    }
    if it.names.len() == 100 {
        writeln!(out, "  {:11}  (more than these hundred are not shown)", "")?;
    }
    Ok(())
}

/// What else the file holds. Whether all of it that is marked as a certificate was shown.
fn others(out: &mut impl Write, bytes: &[u8], shown: usize) -> std::io::Result<bool> {
    let scan = scan(bytes);
    let certificates = scan
        .sections()
        .iter()
        .filter(|it| it.kind() == Kind::Certificate)
        .count();
    let lost = scan
        .faults()
        .len()
        .saturating_add(certificates.saturating_sub(shown));
    let mut kinds: Vec<&str> = scan
        .sections()
        .iter()
        .filter(|section| section.kind() != Kind::Certificate)
        .map(|section| section.kind().as_str())
        .collect();
    if lost > 0 || !kinds.is_empty() {
        writeln!(out)?;
    }
    kinds.sort_unstable();
    for run in kinds.chunk_by(|one, other| one == other) {
        let times = if run.len() > 1 {
            format!(", {} times", run.len())
        } else {
            String::new()
        };
        writeln!(out, "also in the file: {}{times}", run.first().unwrap_or(&""))?;
    }
    if lost > 0 {
        writeln!(
            out,
            "not shown, because it could not be read: {}; pemvet check tells why",
            if lost == 1 {
                "1 block or marker".into()
            } else {
                format!("{lost} blocks or markers")
            }
        )?;
    }
    Ok(lost == 0)
}
