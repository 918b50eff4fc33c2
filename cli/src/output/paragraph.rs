//! One finding as people read it: title and place, excerpt, words, help; and lines that fit the screen.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use pemvet::{Finding, Input, Location, Severity};
use unicode_width::UnicodeWidthStr as _;

use crate::check::excerpt;
use crate::check::outcome::BundleOutcome;
use crate::input::files;
use crate::output::helps::Helps;
use crate::output::{link, remedy, width};
use crate::terms::ResolvedArgs;

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
    paragraph(out, &Inputs::of(of), finding, also, None)
}

/// The place of a finding: file, lines, and the value in the file.
pub(crate) fn place_of(of: &BundleOutcome, finding: &Finding) -> String {
    let (place, _, value) = place(&Inputs::of(of), finding);
    match value {
        Some(value) => format!("{place} ({value})"),
        None => place,
    }
}

/// Those of at least this severity.
pub(crate) fn paragraphs(
    out: &mut impl Write,
    one: &BundleOutcome,
    findings: &[Finding],
    least: Severity,
    helps: &mut Helps,
) -> io::Result<()> {
    let inputs = Inputs::of(one);
    for (finding, also) in grouped(one, findings, least) {
        paragraph(out, &inputs, finding, &also, Some(helps))?;
    }
    Ok(())
}

/// What is said of several certificates, or places, in the same words is said once, with the others.
fn grouped<'f>(
    one: &BundleOutcome,
    findings: &'f [Finding],
    least: Severity,
) -> Vec<(&'f Finding, Vec<String>)> {
    let mut groups: Vec<(&Finding, Vec<String>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for finding in findings.iter().filter(|finding| finding.severity >= least) {
        let name = name_of(one, finding);
        let words = of_anybody(&finding.message, name.as_deref());
        let help = help(one, finding).map(|help| of_anybody(&help, name.as_deref()));
        let key = (finding.severity, finding.rule.name, words, help);
        match places.get(&key).and_then(|place: &usize| groups.get_mut(*place)) {
            Some((first, also)) => {
                let mut place = place_of(one, finding);
                if place == place_of(one, first) && name.is_none() {
                    continue;
                }
                if let Some(name) = name {
                    place.push_str(&format!(", {name}"));
                }
                if !also.contains(&place) {
                    also.push(place);
                }
            }
            None => {
                places.insert(key, groups.len());
                groups.push((finding, Vec::new()));
            }
        }
    }
    groups
}

/// How the certificate that a finding is about is called in sentences.
fn name_of(one: &BundleOutcome, finding: &Finding) -> Option<String> {
    let location = finding.location.as_ref()?;
    let report = &one.result.as_ref().ok()?.report;
    let subject = report
        .certificates()
        .get(location.certificate?)?
        .to_summary()
        .subject;
    let common = subject.split(", ").find(|part| part.starts_with("CN="));
    Some(common.unwrap_or(&subject).to_owned())
}

/// The words without the name of the certificate, what it is in the chain, and the line that the place says as well.
fn of_anybody(message: &str, name: Option<&str>) -> String {
    const ROLES: [&str; 4] = ["The leaf ", "The intermediate ", "The root ", "The certificate "];
    let rest = match message
        .strip_prefix("Line ")
        .and_then(|rest| rest.split_once(": "))
    {
        Some((number, words)) if number.bytes().all(|byte| byte.is_ascii_digit()) => words,
        _ => message,
    };
    let Some(name) = name else {
        return rest.to_owned();
    };
    let role = ROLES.iter().find_map(|role| rest.strip_prefix(role));
    let rest = role.filter(|rest| rest.starts_with(name)).unwrap_or(rest);
    rest.replace(name, "\0")
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A line that goes on two columns further in where the terminal ends.
pub(crate) fn hanging(out: &mut impl Write, line: &str) -> io::Result<()> {
    for (place, part) in width::fold(line, 2, width::columns()).iter().enumerate() {
        writeln!(out, "{}{part}", if place == 0 { "" } else { "  " })?;
    }
    Ok(())
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
        paragraph(out, &inputs, finding, &[], None)?;
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
    notes_of(out, (path, None), findings, least)
}

/// Findings about a file, or about a value in it.
pub(crate) fn notes_of(
    out: &mut impl Write,
    (path, value): (&str, Option<&str>),
    findings: &[Finding],
    least: Severity,
) -> io::Result<()> {
    let inputs = Inputs {
        path,
        value,
        key_path: None,
        key_value: None,
        files: None,
        excerpt: None,
    };
    let mut shown = findings.iter().filter(|finding| finding.severity >= least);
    shown.try_for_each(|finding| paragraph(out, &inputs, finding, &[], None))
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
    helps: Option<&mut Helps>,
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
    let help = help_with(finding, inputs);
    let findings = match (&help, helps) {
        (Some(help), Some(helps)) => helps.say(help),
        (_, _) => Some(1),
    };
    if let (Some(help), Some(findings)) = (help, findings) {
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
            writeln!(out, "  {}{line}", if place > 0 { "      " } else { "help: " })?;
        }
        if findings > 1 {
            writeln!(out, "        {DIM}(for all {findings} like it){DIM:#}")?;
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
