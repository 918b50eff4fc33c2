//! What came of a request, as text and as JSON.

use std::io::{self, Write};

use pemvet::redis::MemberReport;
use pemvet::{Class, Finding, Input, Location, Severity};
use serde::Serialize;

use super::body::{self, Field, Member, Problem};
use super::judged::Judged;
use crate::outcome::Failure;
use crate::output::remedy;
use crate::output::text::style;

pub(super) fn text(judged: &Judged<'_>) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    verdict(&mut out, judged)?;
    context(&mut out, judged)?;
    for problem in &judged.body.problems {
        problem_paragraph(&mut out, judged, problem)?;
    }
    if judged.body.more_problems > 0 {
        let more = crate::output::text::count(judged.body.more_problems, "problem");
        writeln!(out, "{more} more of the body, which are not shown\n")?;
    }
    for (member, report) in judged.members() {
        member_paragraphs(&mut out, judged, member, report)?;
    }
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
    let fqdns = match judged.cluster.fqdns() {
        [] => String::new(),
        fqdns => format!(" for {}", fqdns.join(", ")),
    };
    let now = pemvet::text::rfc3339(i64::try_from(judged.now.as_secs()).unwrap_or(i64::MAX));
    let (path, endpoint, target) = (judged.path, judged.body.endpoint.as_str(), judged.cluster.target);
    writeln!(out, "{path}  {endpoint}{fqdns}, version {target}, at {now}\n")
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
        indented(out, &finding.message, help(finding).as_deref())?;
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
fn position(judged: &Judged<'_>, field: &Field, location: &Location) -> (usize, usize) {
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

fn place<'m>(member: &'m Member, finding: &'m Finding) -> Option<(&'m Field, &'m Location)> {
    let location = finding.location.as_ref()?;
    let field = match location.input {
        Input::Certificates => &member.certificate,
        Input::Key => member.key.as_ref()?,
        Input::Trust => return None,
    };
    Some((field, location))
}

fn help(finding: &Finding) -> Option<String> {
    finding.help.as_ref().map(remedy::words_in_body)
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
        writeln!(
            out,
            "403 may also mean that the caller lacks the permission update_cluster"
        )?;
    }
    writeln!(out, "not checked: {}", NOT_CHECKED.join(", "))
}

/// What only the cluster knows. 409 is the answer to the last.
const NOT_CHECKED: [&str; 3] = [
    "revocation",
    "the caller's permission",
    "whether all nodes are updated",
];

/// Version 2; later ones only add.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    path: &'a str,
    endpoint: &'static str,
    status: u16,
    class: Option<Class>,
    accepted: bool,
    problems: Vec<JsonProblem<'a>>,
    /// How many problems are not listed, where there are too many.
    #[serde(skip_serializing_if = "is_zero")]
    more_problems: usize,
    members: Vec<JsonMember<'a>>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    message: &'a str,
    help: Option<&'a str>,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct JsonMember<'a> {
    /// How the body calls the certificate's place, and where that begins.
    place: &'a str,
    line: usize,
    column: usize,
    #[serde(flatten)]
    report: &'a MemberReport,
    /// Where each of the findings stands in the body, in their order; null for what is about the whole.
    places: Vec<Option<JsonPlace<'a>>>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    place: &'a str,
    line: usize,
    column: usize,
}

pub(super) fn json(judged: &Judged<'_>) -> Result<(), Failure> {
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
        version: 2,
        path: judged.path,
        endpoint: judged.body.endpoint.as_str(),
        status: judged.status(),
        class: judged.class(),
        accepted: judged.class().is_none(),
        problems: problems.collect(),
        more_problems: judged.body.more_problems,
        members: members.collect(),
    };
    crate::output::json::write(&document)
}

impl Judged<'_> {
    fn members(&self) -> impl Iterator<Item = (&Member, &MemberReport)> {
        self.body.members.iter().zip(self.report.members())
    }
}
