//! Findings and verdicts for people.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use pemvet::stacks::Refusal;
use pemvet::{Finding, Input, Location, Severity, StackAnswer, TrustBasis};
use unicode_width::UnicodeWidthStr as _;

use crate::check::excerpt;
use crate::check::outcome::{Authorities, BundleOutcome, CheckOutcome, Elsewhere, Place};
use crate::check::same::Compared;
use crate::check::verdict::Verdict;
use crate::input::files;
use crate::next::subject::{self, Subject};
use crate::output::{chain_table, link, remedy, width};
use crate::terms::ResolvedArgs;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(crate) fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::Cyan.on_default(),
    }
}

/// Where the inputs of a bundle are, as printed.
struct Inputs<'a> {
    path: &'a str,
    /// The value inside the file that is the bundle.
    value: Option<&'a str>,
    key_path: Option<&'a str>,
    /// The value inside that file that is the key.
    key_value: Option<&'a str>,
    /// The files of both, for links.
    files: Option<(&'a Path, Option<&'a Path>)>,
    excerpt: Option<&'a BTreeMap<usize, String>>,
}

/// Prints the verdict on each bundle, its findings, and its chain. Of directories only what was found, and a summary.
pub(crate) fn print(outcome: &CheckOutcome) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let least = outcome.least_shown();
    let mut is_first = true;
    for one in outcome.rows() {
        match &one.result {
            Err(reason) => writeln!(anstream::stderr(), "pemvet: {}: {reason}", one.place.path)?,
            Ok(verdict) if outcome.quiet || outcome.walked => {
                paragraphs(&mut out, one, &verdict.findings, least)?;
            }
            Ok(verdict) => {
                if !is_first {
                    writeln!(out)?;
                }
                bundle(&mut out, one, verdict, outcome)?;
                is_first = false;
            }
        }
    }
    skipped(outcome)?;
    if !outcome.quiet && (outcome.walked || outcome.rows().count() > 1) {
        if !outcome.walked {
            writeln!(out)?;
        }
        writeln!(out, "{BOLD}{}{BOLD:#}", summary(outcome))?;
    }
    Ok(())
}

/// Whether what is served is what was installed, in one line.
pub(crate) fn compared(compared: &Compared, is_quiet: bool) -> io::Result<()> {
    match compared.is_same && is_quiet {
        true => Ok(()),
        false => writeln!(anstream::stdout(), "{}", compared.words),
    }
}

/// Names on standard error what was passed over.
pub(crate) fn skipped(outcome: &CheckOutcome) -> io::Result<()> {
    for skipped in &outcome.skipped {
        writeln!(
            anstream::stderr(),
            "pemvet: {}: {}; skipped",
            skipped.path,
            skipped.reason
        )?;
    }
    Ok(())
}

/// The help of a finding with the paths put in.
pub(crate) fn help(one: &BundleOutcome, finding: &Finding) -> Option<String> {
    help_with(finding, &Inputs::of(one))
}

fn help_with(finding: &Finding, inputs: &Inputs<'_>) -> Option<String> {
    let files = remedy::Files {
        path: inputs.path,
        is_value: inputs.value.is_some(),
        // Of a value no command is of use.
        key_path: inputs.key_path.filter(|_| inputs.key_value.is_none()),
    };
    Some(remedy::words(finding.help.as_ref()?, &files))
}

impl Inputs<'_> {
    fn of(one: &BundleOutcome) -> Inputs<'_> {
        Inputs {
            path: &one.place.path,
            value: one.place.value.as_deref(),
            key_path: one.key.as_ref().map(|key| key.path.as_str()),
            key_value: one.key.as_ref().and_then(|key| key.value.as_deref()),
            files: Some((&one.place.file, one.key.as_ref().map(|key| key.file.as_path()))),
            excerpt: one.result.as_ref().ok().map(|verdict| &verdict.excerpt),
        }
    }
}

/// One finding as a paragraph, with other places where the same was found.
pub(crate) fn one(
    out: &mut impl Write,
    of: &BundleOutcome,
    finding: &Finding,
    also: &[String],
) -> io::Result<()> {
    paragraph(out, &Inputs::of(of), finding, also)
}

/// The place of a finding: file, lines, and the value in the file.
pub(crate) fn place_of(of: &BundleOutcome, finding: &Finding) -> String {
    let (place, _, value) = place(&Inputs::of(of), finding);
    match value {
        Some(value) => format!("{place} ({value})"),
        None => place,
    }
}

fn paragraphs(
    out: &mut impl Write,
    one: &BundleOutcome,
    findings: &[Finding],
    least: Severity,
) -> io::Result<()> {
    let inputs = Inputs::of(one);
    for finding in findings.iter().filter(|finding| finding.severity >= least) {
        paragraph(out, &inputs, finding, &[])?;
    }
    Ok(())
}

/// `12 files searched, 3 bundles: 2 rejected, 1 accepted; 3 errors, 1 warning; 4 notes not shown`.
pub(crate) fn summary(outcome: &CheckOutcome) -> String {
    let total = |severity| {
        let counts = outcome.verdicts().map(|verdict| verdict.count(severity));
        counts.sum::<usize>()
    };
    let rows = outcome.rows().filter_map(|one| one.result.as_ref().ok());
    let (rejected, accepted) = rows.fold((0usize, 0usize), |(rejected, accepted), verdict| {
        match verdict.is_accepted() {
            true => (rejected, accepted.saturating_add(1)),
            false => (rejected.saturating_add(1), accepted),
        }
    });
    let judged = rejected.saturating_add(accepted);
    let unread = outcome
        .bundle_outcome
        .iter()
        .filter(|one| one.result.is_err())
        .count();
    let mut line = format!(
        "{} searched, {}",
        count(outcome.files, "file"),
        count(judged, "bundle")
    );
    if rejected > 0 {
        line.push_str(&format!(": {rejected} rejected, {accepted} accepted"));
    } else if judged > 0 {
        line.push_str(": all accepted");
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let found = total(severity);
        if found > 0 {
            let shown = if severity < outcome.least_shown() {
                " not shown"
            } else {
                ""
            };
            line.push_str(&format!("; {}{shown}", count(found, severity.as_str())));
        }
    }
    let ignored = outcome.verdicts().map(|verdict| verdict.ignored.len()).sum();
    let rest = [
        (ignored, "ignored"),
        (unread, "could not be read"),
        (outcome.skipped.len(), "skipped"),
        (outcome.large, "too large to be searched"),
    ];
    for (number, what) in rest {
        if number > 0 {
            line.push_str(&format!("; {number} {what}"));
        }
    }
    line
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The files of a bundle: `proxy.pem + proxy.key`.
pub(crate) fn title(one: &BundleOutcome) -> String {
    let Place { path, value, .. } = &one.place;
    let value = value.as_ref().map(|value| format!(" ({value})"));
    let key = one.key.as_ref().map(|key| key_title(key, path));
    format!("{path}{}{}", value.unwrap_or_default(), key.unwrap_or_default())
}

fn bundle(
    out: &mut impl Write,
    one: &BundleOutcome,
    verdict: &Verdict,
    outcome: &CheckOutcome,
) -> io::Result<()> {
    let path = &one.place.path;
    let title = pemvet::text::escape(&one.terms.profile.title);
    let names = match one.terms.names.as_str() {
        "" => String::new(),
        names => format!(" for {names}"),
    };
    let now = pemvet::text::rfc3339(i64::try_from(outcome.now.as_secs()).unwrap_or(i64::MAX));
    let version = match &one.terms.profile.upload {
        Some(upload) => format!(" on {}", upload.target),
        None => String::new(),
    };
    let terms = format!("as `{title}`{version}{names}, at {now}");
    let place = self::title(one);
    let fits = width::columns().is_none_or(|columns| place.width() + 2 + terms.width() <= columns);
    if fits {
        writeln!(out, "{BOLD}{place}{BOLD:#}  {terms}")?;
    } else {
        for (number, part) in width::fold(&place, 2, width::columns()).iter().enumerate() {
            writeln!(out, "{}{BOLD}{part}{BOLD:#}", if number == 0 { "" } else { "  " })?;
        }
        hanging(out, &terms)?;
    }
    verdict_line(out, verdict, one.terms.profile.upload.is_some())?;
    paragraphs(out, one, &verdict.findings, Severity::Note)?;
    let report = &verdict.report;
    chain_table::write(out, report, outcome.now)?;
    if let (Some(key), false) = (&one.key, one.other_keys.is_empty()) {
        let others: Vec<String> = one
            .other_keys
            .iter()
            .map(|other| place_beside(other, path))
            .collect();
        let fit = if others.len() == 1 { "fits" } else { "fit" };
        let taken = place_beside(key, path);
        let others = others.join(", ");
        hanging(
            out,
            &format!("key: {taken} was taken; by name {others} {fit} as well"),
        )?;
    }
    if let Some(trust) = report.trust() {
        let words = trust_words(trust, one.authorities.as_ref());
        hanging(out, &format!("trust: {words}"))?;
    }
    if !report.certificates().is_empty() {
        let open: Vec<&str> = report.not_checked().iter().map(|what| what.as_str()).collect();
        hanging(out, &format!("not checked: {}", open.join(", ")))?;
    }
    for answer in report.stacks() {
        hanging(out, &stack_line(answer))?;
    }
    for line in elsewhere_lines(&one.elsewhere) {
        hanging(out, &line)?;
    }
    for ignored in &verdict.ignored {
        hanging(
            out,
            &format!("ignored: {} ({})", ignored.finding.rule.name, ignored.reason),
        )?;
    }
    if let Some(first) = verdict
        .findings
        .first()
        .filter(|finding| finding.severity > Severity::Note)
    {
        writeln!(out, "{DIM}more: pemvet explain {}{DIM:#}", first.rule.name)?;
    }
    if outcome.tells_next {
        how_to_install(out, &[one])?;
    }
    Ok(())
}

/// A line that goes on two columns further in where the terminal ends.
pub(crate) fn hanging(out: &mut impl Write, line: &str) -> io::Result<()> {
    for (place, part) in width::fold(line, 2, width::columns()).iter().enumerate() {
        writeln!(out, "{}{part}", if place == 0 { "" } else { "  " })?;
    }
    Ok(())
}

/// The command that tells how accepted certificates of Redis Software are installed; before that, the one that divides a file.
pub(crate) fn how_to_install(out: &mut impl Write, all: &[&BundleOutcome]) -> io::Result<()> {
    let is_accepted = |one: &&BundleOutcome| one.result.as_ref().is_ok_and(Verdict::is_accepted);
    if !all.iter().all(is_accepted) {
        return Ok(());
    }
    let subjects: Option<Vec<Subject<'_>>> = all.iter().map(|one| Subject::of(one)).collect();
    if let Some(command) = subjects.as_deref().and_then(subject::command) {
        writeln!(
            out,
            "{DIM}how to install it, and what has to follow:{DIM:#}\n  {command}"
        )?;
    } else if let Some(command) = all.iter().find_map(|one| subject::split_command(one)) {
        writeln!(
            out,
            "{DIM}to install it, chain and key have to be in a file each:{DIM:#}\n  {command}"
        )?;
    }
    Ok(())
}

/// `other versions: 6.2, 7.8 would accept it`; those that refuse it for the same reasons together.
fn elsewhere_lines(others: &[Elsewhere]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut told: Vec<&Elsewhere> = Vec::new();
    for one in others {
        let is_alike = |it: &&Elsewhere| (it.is_accepted, &it.rules) == (one.is_accepted, &one.rules);
        if told.iter().any(is_alike) {
            continue;
        }
        told.push(one);
        let alike: Vec<&str> = others
            .iter()
            .filter(is_alike)
            .map(|it| it.target.as_str())
            .collect();
        let decision = match one.is_accepted {
            true => "accept it".into(),
            false => format!("reject it ({})", one.rules.join(", ")),
        };
        lines.push(format!("other versions: {} would {decision}", alike.join(", ")));
    }
    lines
}

/// `nginx 1.22.1 (OpenSSL 3.0.19): loads, sends certificates 1 2 3; refused by go (serial-number-form)`.
fn stack_line(answer: &StackAnswer) -> String {
    let mut line = format!("{} {}", answer.name, answer.version)
        .trim_end()
        .to_owned();
    if let Some(library) = answer
        .library
        .as_ref()
        .filter(|it| !it.ends_with(answer.version.as_str()))
    {
        line.push_str(&format!(" ({library})"));
    }
    line.push_str(match (answer.loads, answer.refusal) {
        (Some(true), _) if answer.sends.is_empty() => ": accepts",
        (Some(true), _) => ": loads",
        (Some(false), Some(Refusal::Start)) => ": does not start",
        (Some(false), Some(Refusal::NoTls)) => ": starts without TLS",
        (Some(false), Some(Refusal::DefaultCertificate)) => ": serves its own default certificate",
        (Some(false), _) => ": refuses",
        (None, _) => ": not known",
    });
    if !answer.sends.is_empty() {
        let sends: Vec<String> = answer.sends.iter().map(|place| (place + 1).to_string()).collect();
        line.push_str(&format!(
            ", sends certificate{} {}",
            if sends.len() == 1 { "" } else { "s" },
            sends.join(" ")
        ));
    }
    if !answer.refused_by.is_empty() {
        line.push_str(&format!("; refused by {}", answer.refused_by.join(", ")));
    }
    if let Some(from) = &answer.refused_from {
        line.push_str(&format!("; works before, refused from {from}"));
    }
    if !answer.because.is_empty() {
        line.push_str(&format!(" ({})", answer.because.join(", ")));
    }
    line
}

fn trust_words(trust: TrustBasis, beside: Option<&Authorities>) -> String {
    let place = beside.and_then(|beside| beside.place.value.as_deref());
    let neither = place.map_or(String::new(), |place| format!(", nor does {place}"));
    match (trust, place) {
        (TrustBasis::Anchor, Some(place)) => format!("{place} vouches for the chain"),
        (TrustBasis::Anchor, None) => "a given trust anchor vouches for the chain".into(),
        (TrustBasis::BundleRoot, None) => {
            "only the root in the file itself vouches for the chain; --trust FILE checks it".into()
        }
        (TrustBasis::BundleRoot, Some(place)) => {
            format!(
                "only the root in the value itself vouches for the chain, {place} does not; --trust FILE checks it"
            )
        }
        (TrustBasis::Unproven, _) => {
            format!("nobody vouches for the top of the chain here{neither}; --trust FILE checks it")
        }
    }
}

/// ` + proxy.key`, or ` + data.tls.key` of the same file.
fn key_title(key: &Place, path: &str) -> String {
    format!(" + {}", place_beside(key, path))
}

/// A place as it is called beside this file.
fn place_beside(place: &Place, path: &str) -> String {
    match &place.value {
        Some(value) if place.path == path => value.clone(),
        Some(value) => format!("{} ({value})", place.path),
        None => place.path.clone(),
    }
}

/// An upload to Redis Software is answered with a status; nothing else has one.
fn verdict_line(out: &mut impl Write, verdict: &Verdict, is_uploaded: bool) -> io::Result<()> {
    match verdict.class() {
        Some(class) => {
            let red = style(Severity::Error);
            let status = match is_uploaded {
                true => format!(" ({})", class.http_status()),
                false => String::new(),
            };
            write!(out, "{red}REJECTED  {class}{status}{red:#}")?;
        }
        None => {
            let green = AnsiColor::Green.on_default().bold();
            write!(out, "{green}ACCEPTED{green:#}")?;
        }
    }
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (severity, verdict.count(severity)))
        .filter(|(_, number)| *number > 0)
        .map(|(severity, number)| count(number, severity.as_str()))
        .collect();
    if counts.is_empty() {
        writeln!(out, "    nothing found")?;
    } else {
        writeln!(out, "    {}", counts.join(", "))?;
    }
    writeln!(out)
}

/// The findings of at least this severity, each as a paragraph.
pub(crate) fn findings(
    out: &mut impl Write,
    path: &str,
    demand: &ResolvedArgs,
    findings: &[Finding],
    least: Severity,
) -> io::Result<()> {
    let key_path = demand.key.as_ref().map(|key| files::shown(&key.path));
    let inputs = Inputs {
        path,
        value: None,
        key_path: key_path.as_deref(),
        key_value: None,
        files: None,
        excerpt: None,
    };
    for finding in findings.iter().filter(|finding| finding.severity >= least) {
        paragraph(out, &inputs, finding, &[])?;
    }
    Ok(())
}

/// Findings about a file by itself.
pub(crate) fn notes(
    out: &mut impl Write,
    path: &str,
    findings: &[Finding],
    least: Severity,
) -> io::Result<()> {
    let inputs = Inputs {
        path,
        value: None,
        key_path: None,
        key_value: None,
        files: None,
        excerpt: None,
    };
    let mut shown = findings.iter().filter(|finding| finding.severity >= least);
    shown.try_for_each(|finding| paragraph(out, &inputs, finding, &[]))
}

/// File and lines of a finding, the file for a link, and the value in it.
fn place<'a>(inputs: &Inputs<'a>, finding: &Finding) -> (String, Option<&'a Path>, Option<&'a str>) {
    let (mut place, mut file) = (inputs.path.to_owned(), inputs.files.map(|(file, _)| file));
    let in_text = |location: &&Location| location.input != Input::Trust;
    if let Some(location) = finding.location.as_ref().filter(in_text) {
        if location.input == Input::Key {
            place = inputs.key_path.unwrap_or("key").into();
            file = inputs.files.and_then(|(_, key)| key);
        }
        let (first, last) = (location.lines.start(), location.lines.end());
        place.push_str(&format!(":{first}"));
        if last > first {
            place.push_str(&format!("-{last}"));
        }
    }
    let is_of_key = finding.location.as_ref().is_some_and(|it| it.input == Input::Key);
    (
        place,
        file,
        if is_of_key { inputs.key_value } else { inputs.value },
    )
}

fn paragraph(
    out: &mut impl Write,
    inputs: &Inputs<'_>,
    finding: &Finding,
    also: &[String],
) -> io::Result<()> {
    let style = style(finding.severity);
    write!(out, "{style}{}[{}]{style:#}", finding.severity, finding.rule.name)?;
    if let Some(class) = finding.class {
        write!(out, " {class}")?;
    }
    let (place, file, value) = place(inputs, finding);
    let is_of_trust = |it: &Location| it.input == Input::Trust;
    let behind = match value {
        _ if finding.location.as_ref().is_some_and(is_of_trust) => " (trust anchor)".into(),
        Some(value) => format!(" ({value})"),
        None => String::new(),
    };
    let class = finding
        .class
        .map_or(0, |class| class.as_str().len().saturating_add(1));
    let title = finding.severity.as_str().len() + finding.rule.name.len() + 2 + class;
    let fits = |columns| title + 2 + place.width() + behind.width() <= columns;
    if width::columns().is_none_or(fits) {
        write!(out, "  ")?;
    } else {
        write!(out, "\n  ")?;
    }
    write!(out, "{}{behind}", link::to(file, &place))?;
    writeln!(out)?;
    excerpt(out, inputs, finding)?;
    let columns = width::columns();
    for line in finding.message.lines() {
        for part in width::fold(line, 2, columns) {
            writeln!(out, "  {part}")?;
        }
    }
    if !also.is_empty() {
        let also = format!("The same in {}.", also.join(", "));
        for part in width::fold(&also, 2, columns) {
            writeln!(out, "  {part}")?;
        }
    }
    if let Some(help) = help_with(finding, inputs) {
        let is_remedy = finding.help.as_ref().is_some_and(|help| help.remedy().is_some());
        let is_command = is_remedy || help.starts_with("pemvet ");
        let fold = match is_command {
            true => width::fold_command,
            false => width::fold,
        };
        // A line of a configuration is pasted whole.
        let lines = help.lines().flat_map(|line| match line.starts_with("  ") {
            true => vec![line.to_owned()],
            false => fold(line, 8, columns),
        });
        for (place, line) in lines.enumerate() {
            writeln!(out, "  {}{line}", if place == 0 { "help: " } else { "      " })?;
        }
    }
    writeln!(out)
}

/// The first line of the place and the last, where they may be shown.
fn excerpt(out: &mut impl Write, inputs: &Inputs<'_>, finding: &Finding) -> io::Result<()> {
    let Some(lines) = inputs.excerpt.filter(|_| excerpt::is_about_text(finding)) else {
        return Ok(());
    };
    let Some(place) = &finding.location else {
        return Ok(());
    };
    let (first, last) = (*place.lines.start(), *place.lines.end());
    for number in [Some(first), Some(last).filter(|last| *last > first)]
        .into_iter()
        .flatten()
    {
        if let Some(line) = lines.get(&number) {
            writeln!(out, "  {DIM}{number:>5} |{DIM:#} {line}")?;
        }
    }
    Ok(())
}
