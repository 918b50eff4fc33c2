//! Findings and verdicts for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use pemvet::stacks::Refusal;
use pemvet::{Severity, StackAnswer, TrustBasis};
use unicode_width::UnicodeWidthStr as _;

use crate::check::outcome::{Authorities, BundleOutcome, CheckOutcome, Elsewhere, Place};
use crate::check::same::Compared;
use crate::check::verdict::Verdict;
use crate::next::subject::{self, Subject};
use crate::output::helps::Helps;
use crate::output::paragraph::{self, count, hanging, paragraphs, style};
use crate::output::{chain_table, width};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Prints the verdict on each bundle, its findings, and its chain. Of directories only what was found, and a summary.
pub(crate) fn print(outcome: &CheckOutcome, mut out: &mut dyn Write) -> io::Result<()> {
    let mut helps = helps(outcome);
    let least = outcome.least_shown();
    let mut is_first = true;
    for one in outcome.rows() {
        match &one.result {
            Err(reason) => writeln!(anstream::stderr(), "pemvet: {}: {reason}", one.place.path)?,
            Ok(verdict) if outcome.quiet || outcome.walked => {
                paragraphs(&mut out, one, &verdict.findings, least, &mut helps)?;
            }
            Ok(verdict) => {
                if !is_first {
                    writeln!(out)?;
                }
                bundle(&mut out, one, verdict, outcome, &mut helps)?;
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
    } else if !outcome.quiet {
        for words in &outcome.left_out {
            writeln!(out, "{DIM}{words}{DIM:#}")?;
        }
    }
    Ok(())
}

/// The helps of all findings that are shown.
fn helps(outcome: &CheckOutcome) -> Helps {
    let mut helps = Helps::default();
    let least = match outcome.quiet || outcome.walked {
        true => outcome.least_shown(),
        false => Severity::Note,
    };
    for one in outcome.rows() {
        let findings = one.result.as_ref().map(|verdict| verdict.findings.as_slice());
        let findings = findings.unwrap_or_default().iter();
        for finding in findings.filter(|finding| finding.severity >= least) {
            if let Some(help) = paragraph::help(one, finding) {
                helps.count(&help);
            }
        }
    }
    helps
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
    let ignored = |is_in_baseline: bool| {
        let all = outcome.verdicts().flat_map(|verdict| &verdict.ignored);
        all.filter(|it| it.is_in_baseline == is_in_baseline).count()
    };
    let rest = [
        (ignored(true), "in the baseline"),
        (ignored(false), "ignored"),
        (unread, "could not be read"),
        (outcome.skipped.len(), "skipped"),
        (outcome.large, "too large to be searched"),
        (outcome.excluded, "excluded"),
    ];
    for (number, what) in rest {
        if number > 0 {
            line.push_str(&format!("; {number} {what}"));
        }
    }
    for words in &outcome.left_out {
        line.push_str(&format!("; {words}"));
    }
    line
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
    helps: &mut Helps,
) -> io::Result<()> {
    let path = &one.place.path;
    let title = pemvet::text::escape(&one.terms.profile.title);
    let names = match one.terms.names.as_str() {
        "" => String::new(),
        names => format!(" for {names}"),
    };
    let now = pemvet::text::rfc3339(i64::try_from(outcome.now.as_secs()).unwrap_or(i64::MAX));
    let version = match one.terms.profile.product.upload() {
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
    verdict_line(out, verdict, one.terms.profile.product.upload().is_some())?;
    paragraphs(out, one, &verdict.findings, Severity::Note, helps)?;
    let report = &verdict.report;
    chain_table::write(out, report, outcome.now, !verdict.is_of_archive)?;
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
        (Some(true), Some(Refusal::Handshake)) => ": loads, and breaks off every handshake",
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
