//! What came of a request, as text and as JSON.

use std::io::{self, Write};

use pemvet::redis::{Cluster, Endpoint, MemberReport};
use pemvet::{Class, Finding, Input, Location, Severity, UnixTime, rules};
use serde::Serialize;

use super::arguments::Format;
use super::body::{self, Field, Member, Problem};
use super::judged::Judged;
use super::remarks::Remark;
use super::write::Done;
use crate::outcome::Failure;
use crate::output::paragraph::style;
use crate::output::remedy;

/// What came of a body, and what was done for it.
pub(super) fn judged(format: Format, judged: &Judged<'_>, done: Option<&Done>) -> Result<(), Failure> {
    match format {
        Format::Text => text(judged, done),
        Format::Json => json(judged, done),
    }
}

fn text(judged: &Judged<'_>, done: Option<&Done>) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    verdict(&mut out, judged)?;
    context(&mut out, judged)?;
    if let Some(done) = done {
        work(&mut out, done)?;
    }
    // What must not be overlooked stands before the findings, what is good to know after them.
    let (weighty, others): (Vec<&Remark>, Vec<&Remark>) = judged
        .remarks
        .iter()
        .partition(|remark| remark.severity > Severity::Note);
    remarks(&mut out, &weighty)?;
    for problem in &judged.body.problems {
        problem_paragraph(&mut out, judged, problem)?;
    }
    if judged.body.more_problems > 0 {
        let more = crate::output::paragraph::count(judged.body.more_problems, "problem");
        writeln!(out, "{more} more of the body, which are not shown\n")?;
    }
    for (member, report) in judged.members() {
        member_paragraphs(&mut out, judged, member, report)?;
    }
    remarks(&mut out, &others)?;
    closing(&mut out, judged)?;
    Ok(())
}

/// `400 invalid: …`, with the first reason.
fn verdict(out: &mut impl Write, judged: &Judged<'_>) -> io::Result<()> {
    let status = judged.status();
    let Some(class) = judged.class() else {
        let names: Vec<&str> = judged
            .members()
            .map(|(_, report)| report.spelling.as_str())
            .collect();
        return writeln!(out, "{status} accepted: {}", names.join(", "));
    };
    let red = style(Severity::Error);
    writeln!(out, "{red}{status} {class}:{red:#} {}", reason(judged, class))
}

fn reason(judged: &Judged<'_>, class: Class) -> String {
    let problem = judged.body.problems.first();
    let of_member = judged.members().find_map(|(member, report)| {
        let mut findings = report.report.findings().iter();
        let finding = findings.find(|finding| finding.class == Some(class))?;
        let line = finding.message.lines().next().unwrap_or_default();
        Some(format!("{}: {line}", member.title(&report.spelling)))
    });
    match (problem, of_member) {
        (Some(problem), _) if !judged.body.is_json => {
            format!("the body is not JSON. {}", placed(judged, problem))
        }
        (Some(problem), _) if class == Class::Invalid => placed(judged, problem),
        (_, Some(of_member)) => of_member,
        (Some(problem), None) => placed(judged, problem),
        (None, None) => String::new(),
    }
}

fn placed(judged: &Judged<'_>, problem: &Problem) -> String {
    let (line, column) = judged.lines.place(problem.at);
    let first = problem.message.lines().next().unwrap_or_default();
    format!("Line {line}, column {column}: {first}")
}

fn context(out: &mut impl Write, judged: &Judged<'_>) -> io::Result<()> {
    let heading = heading(judged.path, judged.body.endpoint, judged.cluster, judged.now);
    writeln!(out, "{heading}\n")
}

pub(super) fn heading(path: &str, endpoint: Endpoint, cluster: &Cluster, now: UnixTime) -> String {
    let fqdns = match cluster.fqdns() {
        [] => String::new(),
        fqdns => format!(" for {}", fqdns.join(", ")),
    };
    let now = pemvet::text::rfc3339(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
    let (endpoint, target) = (endpoint.as_str(), cluster.target);
    format!("{path}  {endpoint}{fqdns}, version {target}, at {now}")
}

/// What was written, and what is no longer wrong there.
pub(super) fn work(out: &mut impl Write, done: &Done) -> io::Result<()> {
    match &done.written {
        Ok(written) => {
            let keys = match written.keys {
                0 => "it holds no private key".into(),
                keys => format!(
                    "it holds {}",
                    crate::output::paragraph::count(keys, "private key")
                ),
            };
            writeln!(
                out,
                "{} was written, readable by its owner only (mode 0600); {keys}",
                written.path
            )?;
            if let Some(note) = &written.note {
                writeln!(out, "{}: {note}", written.path)?;
            }
        }
        Err(reason) => writeln!(out, "nothing was written: {reason}")?,
    }
    writeln!(out)?;
    for mended in &done.mended {
        let green = style(Severity::Note);
        let rule = mended.rule.map_or(String::new(), |rule| format!("[{rule}]"));
        let (title, path, line) = (&mended.title, &mended.path, mended.line);
        writeln!(
            out,
            "{green}mended{rule}{green:#}  {title}{path}:{line}:{}",
            mended.column
        )?;
        indented(out, &mended.message, None)?;
    }
    Ok(())
}

pub(super) fn remarks(out: &mut impl Write, remarks: &[&Remark]) -> io::Result<()> {
    for remark in remarks {
        let style = style(remark.severity);
        writeln!(out, "{style}{}[{}]{style:#}", remark.severity, remark.kind)?;
        indented(out, &remark.message, Some(&remark.help))?;
    }
    Ok(())
}

fn problem_paragraph(out: &mut impl Write, judged: &Judged<'_>, problem: &Problem) -> io::Result<()> {
    let (line, column) = judged.lines.place(problem.at);
    let red = style(Severity::Error);
    writeln!(out, "{red}error{red:#} invalid  {}:{line}:{column}", judged.path)?;
    indented(out, &problem.message, problem.help.as_deref())
}

fn member_paragraphs(
    out: &mut impl Write,
    judged: &Judged<'_>,
    member: &Member,
    report: &MemberReport,
) -> io::Result<()> {
    let title = member.title(&report.spelling);
    for finding in report.report.findings() {
        let style = style(finding.severity);
        write!(out, "{style}{}[{}]{style:#}", finding.severity, finding.rule.name)?;
        if let Some(class) = finding.class {
            write!(out, " {class}")?;
        }
        writeln!(out, "  {title}{}", place_words(judged, member, finding))?;
        indented(out, &finding.message, help(judged, finding).as_deref())?;
    }
    Ok(())
}

/// `, certificate lines 24-44 (body.json:5:23)`.
fn place_words(judged: &Judged<'_>, member: &Member, finding: &Finding) -> String {
    let Some((field, location)) = place(member, finding) else {
        return String::new();
    };
    let (first, last) = (location.lines.start(), location.lines.end());
    let lines = if first == last {
        format!("line {first}")
    } else {
        format!("lines {first}-{last}")
    };
    let (line, column) = position(judged, field, location);
    let what = match location.input {
        Input::Certificates => "certificate",
        Input::Key => "key",
        Input::Trust => "trust anchor",
    };
    format!(", {what} {lines} ({}:{line}:{column})", judged.path)
}

/// Line and column of the body.
pub(super) fn position(judged: &Judged<'_>, field: &Field, location: &Location) -> (usize, usize) {
    let span = body::source_span(judged.source, &field.text, &location.bytes);
    judged.lines.place(span.start)
}

fn json_place<'m>(judged: &Judged<'_>, member: &'m Member, finding: &'m Finding) -> Option<JsonPlace<'m>> {
    let (field, location) = place(member, finding)?;
    let (line, column) = position(judged, field, location);
    Some(JsonPlace {
        place: &field.place,
        line,
        column,
    })
}

pub(super) fn place<'m>(member: &'m Member, finding: &'m Finding) -> Option<(&'m Field, &'m Location)> {
    let location = finding.location.as_ref()?;
    let field = match location.input {
        Input::Certificates => &member.certificate,
        Input::Key => member.key.as_ref()?,
        Input::Trust => return None,
    };
    Some((field, location))
}

fn help(judged: &Judged<'_>, finding: &Finding) -> Option<String> {
    let help = finding.help.as_ref()?;
    let is_of_key = finding.location.as_ref().is_some_and(|it| it.input == Input::Key);
    // Commands for a file are of no help for what --fix mends.
    Some(
        match is_of_key && finding.rule.area.name == rules::names::AREA_REPAIR {
            true => remedy::fix_of_body(judged.path, "writes it as every reader wants it"),
            false => remedy::words_in_body(help, judged.path),
        },
    )
}

fn indented(out: &mut impl Write, message: &str, help: Option<&str>) -> io::Result<()> {
    for line in message.lines() {
        writeln!(out, "  {line}")?;
    }
    for (place, line) in help.unwrap_or_default().lines().enumerate() {
        writeln!(out, "  {}{line}", if place == 0 { "help: " } else { "      " })?;
    }
    writeln!(out)
}

fn closing(out: &mut impl Write, judged: &Judged<'_>) -> io::Result<()> {
    if judged.class().is_some() && judged.body.members.len() > 1 {
        let accepted: Vec<String> = judged
            .members()
            .filter(|(_, report)| report.report.is_accepted())
            .map(|(_, report)| report.spelling.clone())
            .collect();
        let others = match accepted.is_empty() {
            true => String::new(),
            false => format!(", {} neither", accepted.join(", ")),
        };
        writeln!(
            out,
            "nothing is replaced{others}: all certificates of a request are judged first"
        )?;
    }
    if judged.status() == 403 {
        writeln!(out, "{NO_PERMISSION}")?;
    }
    match judged.class() {
        None => writeln!(out, "{CLUSTERS_OWN}")?,
        Some(_) => writeln!(
            out,
            "retrying the same body gets {} again; a retry helps after 409 and 500 only",
            judged.status()
        )?,
    }
    writeln!(out, "not checked: {}", NOT_CHECKED.join(", "))
}

pub(super) const NO_PERMISSION: &str =
    "403 may also mean that the caller lacks the permission update_cluster";

/// Nobody can tell these from here.
const CLUSTERS_OWN: &str = "the cluster may still answer 409 (not all nodes updated) or 500: then retry";

/// What only the cluster knows. 409 is the answer to the last.
const NOT_CHECKED: [&str; 3] = [
    "revocation",
    "the caller's permission",
    "whether all nodes are updated",
];

/// Version 2; later ones only add.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    pub(super) version: u32,
    pub(super) path: &'a str,
    pub(super) endpoint: &'static str,
    pub(super) target: String,
    pub(super) status: u16,
    pub(super) class: Option<Class>,
    pub(super) accepted: bool,
    /// What --fix and --build did.
    #[serde(flatten)]
    pub(super) done: Option<&'a Done>,
    pub(super) remarks: &'a [Remark],
    pub(super) problems: Vec<JsonProblem<'a>>,
    /// How many problems are not listed, where there are too many.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) more_problems: usize,
    pub(super) members: Vec<JsonMember<'a>>,
}

pub(super) const VERSION: u32 = 2;

fn is_zero(number: &usize) -> bool {
    *number == 0
}

#[derive(Serialize)]
pub(super) struct JsonProblem<'a> {
    message: &'a str,
    help: Option<&'a str>,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
pub(super) struct JsonMember<'a> {
    /// How the body calls the certificate's place, and where that begins; of --build, which wrote nothing, the file.
    pub(super) place: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
    #[serde(flatten)]
    pub(super) report: &'a MemberReport,
    /// Where each of the findings stands in the body, in their order; null for what is about the whole.
    pub(super) places: Vec<Option<JsonPlace<'a>>>,
}

#[derive(Serialize)]
pub(super) struct JsonPlace<'a> {
    pub(super) place: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
}

fn json(judged: &Judged<'_>, done: Option<&Done>) -> Result<(), Failure> {
    let problems = judged.body.problems.iter().map(|problem| {
        let (line, column) = judged.lines.place(problem.at);
        JsonProblem {
            message: &problem.message,
            help: problem.help.as_deref(),
            line,
            column,
        }
    });
    let members = judged.members().map(|(member, report)| {
        let (line, column) = judged
            .lines
            .place(member.certificate.text.place(judged.source, 0));
        JsonMember {
            place: &member.certificate.place,
            line,
            column,
            report,
            places: report
                .report
                .findings()
                .iter()
                .map(|finding| json_place(judged, member, finding))
                .collect(),
        }
    });
    let document = Document {
        version: VERSION,
        path: judged.path,
        endpoint: judged.body.endpoint.as_str(),
        target: judged.cluster.target.to_string(),
        status: judged.status(),
        class: judged.class(),
        accepted: judged.class().is_none(),
        done,
        remarks: &judged.remarks,
        problems: problems.collect(),
        more_problems: judged.body.more_problems,
        members: members.collect(),
    };
    crate::output::json::write(&document)
}
