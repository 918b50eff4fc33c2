//! What is said of a document, and of how it writes a value: in the words of its format.

use std::ops::RangeInclusive;
use std::path::Path;

use pemvet::pem::RepairKind;
use pemvet::{Details, Finding, Input, Location, Report, Severity, rules};

use crate::check::document_remarks::{self, finding};
use crate::input::part::FilePart;
use crate::input::remark::{Form, Remark};
use crate::input::roles::Role;

/// How the lines of a value arrive at who reads it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrival {
    /// With blanks for line ends.
    Blanks,
    /// With a backslash and an n for line ends.
    Escapes,
    /// Without line ends.
    Joined,
    /// With a backslash at their ends.
    Backslashes,
    /// Indented.
    Indented,
}

impl Arrival {
    fn of(kind: &str) -> Option<Arrival> {
        let is = |wanted: RepairKind| wanted.as_str() == kind;
        if is(RepairKind::LineEndsRestored) {
            Some(Arrival::Blanks)
        } else if is(RepairKind::NewlinesUnescaped) {
            Some(Arrival::Escapes)
        } else if is(RepairKind::BackslashesRemoved) {
            Some(Arrival::Backslashes)
        } else if is(RepairKind::IndentationRemoved) || is(RepairKind::YamlBlockScalarRead) {
            Some(Arrival::Indented)
        } else {
            None
        }
    }

    fn words(self) -> &'static str {
        match self {
            Arrival::Blanks => "with blanks where its lines should end",
            Arrival::Escapes => "with a backslash and an n where its lines should end",
            Arrival::Joined => "without line ends",
            Arrival::Backslashes => "with a backslash at the end of each line",
            Arrival::Indented => "with each line indented",
        }
    }
}

/// Whether the finding is said in the words of the document instead.
/// `part` is what was given as this input.
pub(crate) fn replaces(part: &FilePart, input: Input, finding: &Finding) -> bool {
    let is_of_input = finding.location.as_ref().is_some_and(|it| it.input == input);
    if is_certificate_of_key(part, finding) {
        return true;
    }
    is_of_input
        && (arrival(part, finding).is_some() || is_cut_off(part, finding) || is_of_mark(part, finding))
}

/// That there is no certificate, of a member that is to hold a key and holds it in DER, which is told.
fn is_certificate_of_key(part: &FilePart, finding: &Finding) -> bool {
    let is_der_key = part.role == Some(Role::Key) && part.remarks.contains(&Remark::DerInData);
    is_der_key && finding.rule.name == rules::names::CERTIFICATE_NOT_FOUND
}

/// How the value arrives, where a finding is about that, and there are better words for it.
fn arrival(part: &FilePart, finding: &Finding) -> Option<(Form, Arrival)> {
    let form = part
        .form
        .filter(|form| !matches!(form, Form::Source | Form::Base64))?;
    let Details::Counted { kind, .. } = &finding.details else {
        return None;
    };
    let arrival = match Arrival::of(kind) {
        Some(Arrival::Indented) if !has_words_of_indentation(form) => return None,
        Some(arrival) => arrival,
        None if kind == RepairKind::GluedMarkerSplit.as_str() && is_joined(part) => Arrival::Joined,
        None => return None,
    };
    Some((form, arrival))
}

/// In the others the library's words say it.
fn has_words_of_indentation(form: Form) -> bool {
    matches!(
        form,
        Form::HclHeredoc
            | Form::HclHeredocIndented
            | Form::TomlBasicLines
            | Form::TomlLiteralLines
            | Form::ErlangLines
            | Form::Heredoc
            | Form::XmlText
    )
}

/// A block on one line, without anything between its marker and its base64.
fn is_joined(part: &FilePart) -> bool {
    !part.text.trim_ascii().contains(&b'\n') && !part.text.trim_ascii().contains(&b'\\')
}

/// The value ends with its first line, and so does the block.
fn is_cut_off(part: &FilePart, finding: &Finding) -> bool {
    let is_bare = part
        .remarks
        .iter()
        .any(|it| matches!(it, Remark::FirstLineOnly(_)));
    is_bare && finding.rule.name == rules::names::END_MARKER_MISSING
}

/// The byte order mark, which is told of what Kubernetes decodes.
fn is_of_mark(part: &FilePart, finding: &Finding) -> bool {
    let wanted = RepairKind::ByteOrderMarkRemoved.as_str();
    let is_mark = matches!(&finding.details, Details::Counted { kind, .. } if kind == wanted);
    is_mark && part.remarks.contains(&Remark::MarkInData)
}

/// Everything that there is to say of the document and of how it writes this value.
pub(crate) fn findings(path: &Path, part: &FilePart, input: Input, report: &Report) -> Vec<Finding> {
    let said = report.findings().iter().filter_map(|finding| {
        let (form, arrival) = arrival(part, finding).filter(|_| replaces(part, input, finding))?;
        let lines = finding.location.as_ref().map(|it| it.lines.clone())?;
        let rule = finding.rule.name;
        let mut spelled = spelled(path, part, rule, form, arrival)?;
        spelled.details = finding.details.clone();
        Some((spelled, lines))
    });
    // Of the file it is enough to hear once.
    let remarks = part
        .remarks
        .iter()
        .filter(|remark| input != Input::Key || !remark.is_of_file());
    let remarked = remarks.filter_map(|remark| document_remarks::told(part, remark));
    let located = |(mut finding, lines): (Finding, RangeInclusive<usize>)| {
        let bytes = part.lines.as_ref().map_or(0..0, |file| file.bytes(&lines));
        finding.location = Some(Location::new(input, lines, bytes));
        finding
    };
    said.chain(remarked).map(located).collect()
}

/// A value whose lines do not arrive as they should.
fn spelled(path: &Path, part: &FilePart, rule: &str, form: Form, arrival: Arrival) -> Option<Finding> {
    // Where there are line ends as well, replacing the escapes leaves empty lines.
    let is_of_lines = matches!(form, Form::EnvSingle | Form::EnvDouble | Form::EnvBacktick)
        && part.text.trim_ascii().contains(&b'\n');
    let is_replaced_later = arrival == Arrival::Escapes && !is_of_lines && replaces_itself(path, form);
    let severity = match is_replaced_later {
        true => Severity::Warning,
        false => Severity::Error,
    };
    let who = match (is_replaced_later, form) {
        (false, _) => "No reader of PEM takes it so.",
        (true, Form::YamlSingle | Form::YamlPlain) => {
            "It works only where a template puts it into double quotes, which read the escape."
        }
        (true, Form::Ini) => {
            "Python's configparser hands it out so; git and, in double quotes, npm's ini make line ends of them."
        }
        (true, _) => "It works only where the program itself makes line ends of them.",
    };
    let message = format!(
        "The value arrives {}: {}. {who}",
        arrival.words(),
        reason(form, arrival)
    );
    finding(rule, severity, message, advice(&part.name, form))
}

/// Whether whoever takes the value may make line ends of `\n` itself.
fn replaces_itself(path: &Path, form: Form) -> bool {
    match form {
        Form::SourceRaw
        | Form::EnvSingle
        | Form::EnvBare
        | Form::EnvDouble
        | Form::EnvBacktick
        | Form::Ini => true,
        Form::YamlSingle | Form::YamlPlain => is_of_templates(path),
        _ => false,
    }
}

/// Values of Helm and variables of Ansible, which templates put into other files.
pub(crate) fn is_of_templates(path: &Path) -> bool {
    let is_of_ansible = |folder: &std::ffi::OsStr| {
        matches!(
            folder.to_str(),
            Some("group_vars" | "host_vars" | "vars" | "defaults")
        )
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut folders = folder.iter();
    let above = [folder.join("Chart.yaml"), folder.join("../Chart.yaml")];
    folders.any(is_of_ansible) || above.iter().any(|chart| chart.is_file())
}

fn reason(form: Form, arrival: Arrival) -> &'static str {
    use Arrival as A;
    use Form as F;
    match (form, arrival) {
        (F::YamlFolded, A::Blanks) => "> folds lines into one",
        (F::YamlPlain, A::Blanks) => "an unquoted value over several lines is one line",
        (F::YamlSingle | F::YamlDouble, A::Blanks) => "quotation marks over several lines make one line",
        (F::YamlSingle | F::YamlPlain, A::Escapes) => "\\n is an escape only in double quotes",
        (F::YamlLiteral, A::Escapes) => "| knows no escapes",
        (F::YamlFolded, A::Escapes) => "> knows no escapes",
        (
            F::YamlDouble | F::Json | F::EnvDouble | F::TomlBasic | F::TomlBasicLines | F::HclQuoted,
            A::Escapes,
        ) => "\\\\n is escaped twice",
        (F::Properties, A::Escapes) => "\\\\n is escaped twice",
        (F::ShellQuoted, A::Escapes) => "\\n is no escape in quotation marks of a shell",
        (F::Heredoc, A::Escapes) => "\\n is no escape in it",
        (F::Heredoc, A::Joined) => "a backslash at the end of a line joins it with the next",
        (F::Heredoc, A::Indented) => {
            "what indents its lines is a part of them; of blanks <<- of a shell takes off none, only tabs"
        }
        (F::Erlang, A::Escapes) => "\\\\n is escaped twice",
        (F::ErlangLines, A::Escapes) => "\\n is no escape between three quotation marks",
        (F::ErlangLines, A::Indented) => {
            "only what stands before the last three quotation marks is taken off each line"
        }
        (F::EnvDollar, A::Escapes) => "\\\\n is escaped twice",
        (F::SourceRaw, A::Escapes) => "\\n is no escape in such a literal",
        (F::EnvSingle, A::Escapes) => "\\n is no escape in single quotes",
        (F::EnvBare, A::Escapes) => "\\n is no escape without quotation marks",
        (F::EnvBacktick, A::Escapes) => "\\n is no escape in backticks",
        (F::TomlLiteral | F::TomlLiteralLines, A::Escapes) => "\\n is no escape in single quotes",
        (F::HclHeredoc | F::HclHeredocIndented, A::Escapes) => "a heredoc knows no escapes",
        (F::YamlDouble | F::Properties | F::TomlBasicLines, A::Joined) => {
            "a backslash at the end of a line joins it with the next"
        }
        (F::XmlAttribute, A::Blanks) => "in an attribute a line end is a blank",
        (F::XmlText | F::XmlAttribute, A::Escapes) => "XML knows no escapes with a backslash",
        (F::XmlText, A::Indented) => "the text of an element stays as it is, its blanks, too",
        (F::Ini, A::Escapes) => "\\n is no escape for all that read INI",
        (F::Npm, A::Escapes) => "\\n is an escape in double quotes alone, once escaped",
        (F::Unit, A::Escapes) => "\\\\n is escaped twice",
        (F::Unit, A::Blanks) => "a backslash at the end of a line joins it with the next",
        (F::Properties, A::Blanks) => "a backslash at the end of a line joins it with the next",
        (F::HclHeredoc, A::Indented) => "<< keeps the indentation",
        (F::HclHeredocIndented, A::Indented) => "<<- takes away only the blanks that all lines have",
        (F::TomlBasicLines | F::TomlLiteralLines, A::Indented) => {
            "lines between three quotation marks stay as they are"
        }
        (_, A::Backslashes) => "a backslash and a line end are no line end there",
        (_, A::Indented) => "they are indented further than the value",
        (_, A::Blanks | A::Escapes | A::Joined) => "they are written so",
    }
}

/// What to write.
fn advice(name: &str, form: Form) -> String {
    use Form as F;
    let name = match name {
        "" => "KEY".into(),
        name => pemvet::text::echo(name),
    };
    match form {
        F::YamlLiteral | F::YamlFolded | F::YamlPlain | F::YamlSingle | F::YamlDouble => {
            format!(
                "write `{name}: |`, and below it the lines of the block, indented; or \\n for each line end, in double quotes"
            )
        }
        F::Json => format!("write \\n for each line end, once escaped: jq -Rs '{{{name:?}: .}}' FILE"),
        F::ShellQuoted | F::EnvDollar => {
            format!(
                "write the block in double quotes, its lines as they are; or `{name}=$'…'` with \\n, once escaped"
            )
        }
        F::EnvDouble | F::EnvSingle | F::EnvBacktick | F::EnvBare => {
            format!(
                "write the block in double quotes, its lines as they are; or in base64, `{name}=` and what base64 -w0 FILE prints"
            )
        }
        F::Properties => {
            format!("write `{name}=` and all on one line, \\n for each line end; or \\n\\ at each line's end")
        }
        F::TomlBasic | F::TomlBasicLines | F::TomlLiteral | F::TomlLiteralLines => {
            format!("write `{name} = \"\"\"` and the lines of the block at the margin, then `\"\"\"`")
        }
        F::HclQuoted | F::HclHeredoc | F::HclHeredocIndented => {
            format!(
                "write `{name} = <<-EOT`, the lines of the block with the same blanks before each, and `EOT`"
            )
        }
        F::XmlText => format!("write <{name}>, the lines of the block at the margin, and </{name}>"),
        F::XmlAttribute => "write &#10; for each line end, or the block as text of an element".into(),
        F::Ini => format!("write `{name} =`, and below it the lines of the block, indented"),
        F::Npm => format!("write {name}=\"…\" on one line, \\n for each line end"),
        F::Unit => format!("write \\n for each line end, once escaped: Environment=\"{name}=…\""),
        F::MailText | F::MailQuoted => "attach the file itself: what is pasted is changed on its way".into(),
        F::Erlang | F::ErlangLines => {
            format!("write {{{name}, <<\"…\">>}} with \\n for each line end, once escaped")
        }
        F::Heredoc => "write the lines of the block as they are in the file, at the margin".into(),
        F::SourceRaw => "write real line ends in the literal, or a literal that reads \\n".into(),
        F::Source | F::Base64 => "write the lines of the block as they are in the file".into(),
    }
}
