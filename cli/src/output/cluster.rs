//! The certificates of one cluster together: what was found, each once, and a table of names and verdicts.

use std::io::{self, Write};

use anstyle::Style;
use pemvet::redis::CertificateName;
use pemvet::{CertificateSummary, Finding, NotChecked, Severity};
use unicode_width::UnicodeWidthStr as _;

use crate::check::outcome::{BundleOutcome, CheckOutcome};
use crate::check::verdict::Verdict;
use crate::output::paragraph::{self, style};
use crate::output::text;
use crate::output::width;

const BOLD: Style = Style::new().bold();

/// What a cluster makes for itself and cannot be without.
const EVERY_CLUSTER: [CertificateName; 5] = [
    CertificateName::Api,
    CertificateName::Cm,
    CertificateName::MetricsExporter,
    CertificateName::Proxy,
    CertificateName::Syncer,
];

/// What is found in several bundles in the same words is told once, with the other places.
struct Group<'a> {
    of: &'a BundleOutcome,
    finding: &'a Finding,
    also: Vec<String>,
}

pub(crate) fn print(
    outcome: &CheckOutcome,
    of_cluster: &[&BundleOutcome],
    mut out: &mut dyn Write,
) -> io::Result<()> {
    text::skipped(outcome)?;
    for one in outcome.rows() {
        if let Err(reason) = &one.result {
            writeln!(anstream::stderr(), "pemvet: {}: {reason}", one.place.path)?;
        }
    }
    let first = of_cluster
        .iter()
        .find_map(|one| Some((one, one.terms.profile.product.upload()?)));
    if let Some((one, upload)) = first.filter(|_| !outcome.quiet) {
        let now = pemvet::text::rfc3339(i64::try_from(outcome.now.as_secs()).unwrap_or(i64::MAX));
        let target = upload.target;
        writeln!(
            out,
            "for {}, Redis Software {target}, at {now}\n",
            one.terms.names
        )?;
    }
    for group in groups(outcome) {
        paragraph::one(&mut out, group.of, group.finding, &group.also)?;
    }
    if !outcome.quiet {
        table(&mut out, of_cluster)?;
        let all = outcome.verdicts().map(|verdict| verdict.count(Severity::Error));
        let theirs = of_cluster.iter().filter_map(|one| one.result.as_ref().ok());
        let theirs: usize = theirs.map(|verdict| verdict.count(Severity::Error)).sum();
        let others = all.sum::<usize>().saturating_sub(theirs);
        let beside = match others {
            0 => String::new(),
            _ => format!("; {} in other files", paragraph::count(others, "error")),
        };
        writeln!(out, "\n{BOLD}{}{beside}{BOLD:#}", summary(of_cluster))?;
        if outcome.tells_next {
            text::how_to_install(&mut out, of_cluster)?;
        }
    }
    Ok(())
}

/// `5 certificates: 2 rejected, 3 accepted; none for syncer`.
fn summary(of_cluster: &[&BundleOutcome]) -> String {
    let is_rejected = |one: &&&BundleOutcome| !one.result.as_ref().is_ok_and(Verdict::is_accepted);
    let rejected = of_cluster.iter().filter(is_rejected).count();
    let accepted = of_cluster.len().saturating_sub(rejected);
    let count = paragraph::count(of_cluster.len(), "certificate");
    let verdict = match (rejected, accepted) {
        (0, _) => "all accepted".to_owned(),
        (_, 0) => "all rejected".to_owned(),
        _ => format!("{rejected} rejected, {accepted} accepted"),
    };
    let judged: Vec<CertificateName> = of_cluster
        .iter()
        .filter_map(|one| one.terms.profile.product.upload()?.name)
        .collect();
    let files =
        |one: &&BundleOutcome| one.place.path != of_cluster.first().map_or("", |it| it.place.path.as_str());
    let is_of_files = of_cluster.iter().any(files);
    let missing: Vec<&str> = EVERY_CLUSTER
        .into_iter()
        .filter(|name| is_of_files && !judged.contains(name))
        .map(CertificateName::as_str)
        .collect();
    match missing.as_slice() {
        [] => format!("{count}: {verdict}"),
        missing => format!("{count}: {verdict}; none for {}", missing.join(", ")),
    }
}

fn groups(outcome: &CheckOutcome) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for of in outcome.rows() {
        let Ok(verdict) = &of.result else { continue };
        let shown = verdict
            .findings
            .iter()
            .filter(|it| it.severity >= outcome.least_shown());
        for finding in shown {
            let key = (finding.severity, finding.rule.name, finding.message.as_str());
            match places.get(&key).and_then(|place: &usize| groups.get_mut(*place)) {
                Some(group) => {
                    let place = paragraph::place_of(of, finding);
                    let is_told =
                        place == paragraph::place_of(group.of, group.finding) || group.also.contains(&place);
                    if !is_told {
                        group.also.push(place);
                    }
                }
                None => {
                    places.insert(key, groups.len());
                    groups.push(Group {
                        of,
                        finding,
                        also: Vec::new(),
                    });
                }
            }
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.finding.severity));
    groups
}

/// One line a name: `proxy  ACCEPTED  proxy_cert.pem + proxy_key.pem  until 2027-06-01`.
fn table(out: &mut impl Write, of_cluster: &[&BundleOutcome]) -> io::Result<()> {
    let rows: Vec<[String; 4]> = of_cluster.iter().map(|one| row(one)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: [usize; 4] = core::array::from_fn(width);
    let total: usize = widths.iter().map(|width| width.saturating_add(2)).sum();
    let is_narrow = width::columns().is_some_and(|columns| total > columns);
    for (row, one) in rows.iter().zip(of_cluster) {
        let severity = match &one.result {
            Ok(verdict) if verdict.is_accepted() => None,
            _ => Some(Severity::Error),
        };
        let colour = severity.map_or(anstyle::AnsiColor::Green.on_default().bold(), style);
        let [name, verdict, files, until] = row;
        let [name_width, verdict_width, files_width, _] = widths;
        let gap = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()).saturating_add(2));
        let name_gap = gap(name, name_width);
        let line = format!(
            "{name}{name_gap}{colour}{verdict}{colour:#}{}",
            gap(verdict, verdict_width)
        );
        match is_narrow {
            true => writeln!(out, "{line}{until}\n  {files}")?,
            false => {
                let rest = format!("{files}{}{until}", gap(files, files_width));
                writeln!(out, "{line}{}", rest.trim_end())?;
            }
        }
    }
    Ok(())
}

fn row(one: &BundleOutcome) -> [String; 4] {
    let verdict = match &one.result {
        Ok(verdict) => match verdict.class() {
            Some(class) => format!("REJECTED {class} ({})", class.http_status()),
            None => "ACCEPTED".into(),
        },
        Err(_) => "NOT READ".into(),
    };
    let key = one.result.as_ref().ok().map(|verdict| {
        let is_open = verdict.report.not_checked().contains(&NotChecked::Pair);
        let states = [
            (verdict.report.key_fits(), "key matches"),
            (is_open, "key not checked"),
        ];
        let known = states.into_iter().find(|(holds, _)| *holds);
        known.map_or("", |(_, state)| state)
    });
    let until = one.result.as_ref().ok().and_then(|verdict| {
        let leaf = verdict.report.order().first()?;
        let leaf: CertificateSummary = verdict.report.certificates().get(*leaf)?.to_summary();
        Some(format!(
            "until {}",
            leaf.not_after.get(..10).unwrap_or(&leaf.not_after)
        ))
    });
    let title = pemvet::text::escape(&one.terms.profile.title).into_owned();
    let facts = [until.as_deref(), key].into_iter().flatten();
    let facts: Vec<&str> = facts.filter(|fact| !fact.is_empty()).collect();
    [title, verdict, text::title(one), facts.join(", ")]
}
