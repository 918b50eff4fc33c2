//! What is remarkable about a document or a value, in the words of its format.

use std::ops::RangeInclusive;

use pemvet::{Finding, Severity, rules};

use crate::input::base64::Refused;
use crate::input::pairs;
use crate::input::part::FilePart;
use crate::input::remark::{Form, Remark};
use crate::input::roles::Container;

pub(super) fn finding(rule: &str, severity: Severity, message: String, help: String) -> Option<Finding> {
    let mut finding = Finding::new(rules::find(rule).ok()?, message);
    finding.severity = severity;
    if severity != Severity::Error {
        finding.class = None;
    }
    finding.help = Some(help.into());
    Some(finding)
}

/// Where a part stands, at the beginning of a sentence.
fn placed(part: &FilePart) -> String {
    match &part.value {
        Some(value) => value.clone(),
        None => "The file".into(),
    }
}

/// What is remarkable about a document or a value.
pub(super) fn told(part: &FilePart, remark: &Remark) -> Option<(Finding, RangeInclusive<usize>)> {
    use rules::names as n;
    let own = part.places.line_of(1)..=part.places.line_of(1);
    let name = match part.name.as_str() {
        "" => "the value".into(),
        name => format!("`{}`", pemvet::text::echo(name)),
    };
    let (error, warning, note) = (Severity::Error, Severity::Warning, Severity::Note);
    let (rule, severity, message, help, lines) = match remark {
        Remark::Malformed(language, line, what) => (
            n::DOCUMENT_MALFORMED,
            error,
            format!(
                "The file is not valid {language}: line {line}: {what}. No reader of {language} takes the file."
            ),
            match *language {
                "YAML" => "write `KEY: |`, and below it the lines of the block, indented with blanks".into(),
                "JSON" => "write \\n for each line end of the block: jq -Rs . FILE".into(),
                language => format!("write it as {language} wants it"),
            },
            *line..=*line,
        ),
        Remark::MemberEmpty => {
            let (rule, what) = match pairs::names_key(&part.name) {
                true => (n::KEY_UNREADABLE, "the private key is not there"),
                false => (
                    n::CERTIFICATE_NOT_FOUND,
                    "the certificate was not issued yet, or got lost on its way",
                ),
            };
            let help = match part.container {
                Container::Secret => {
                    "where cert-manager fills it: kubectl describe certificate,certificaterequest,order; else write what base64 -w0 FILE prints"
                }
                _ => "write the block there, its BEGIN and END lines included",
            };
            (
                rule,
                error,
                format!("{} is empty: {what}.", placed(part)),
                help.into(),
                own,
            )
        }
        Remark::MemberAbsent(absent) => {
            let rule = match pairs::names_key(absent) {
                true => n::KEY_UNREADABLE,
                false => n::CERTIFICATE_NOT_FOUND,
            };
            let message = format!(
                "The Secret is of the type kubernetes.io/tls and has no `{absent}`: the API server answers \"Required value\"."
            );
            let help = "kubectl create secret tls NAME --cert=FILE --key=FILE --dry-run=client -o yaml, or type: Opaque";
            (rule, error, message, help.into(), own)
        }
        Remark::MemberIsPath(path) => {
            let rule = match pairs::names_key(&part.name) {
                true => n::KEY_UNREADABLE,
                false => n::CERTIFICATE_NOT_FOUND,
            };
            let help = match part.container {
                Container::Secret => {
                    "write what is in that file: kubectl create secret tls NAME --cert=FILE --key=FILE --dry-run=client -o yaml"
                }
                Container::Folder => {
                    "copy that file here, or make the link again: ln -s; git keeps links as links with core.symlinks true"
                }
                _ => "write what is in that file, its BEGIN and END lines included",
            };
            let message = format!(
                "{} holds the path {path}, not what is in that file; nobody opens it, and there is no PEM.",
                placed(part)
            );
            (rule, error, message, help.into(), own)
        }
        Remark::NamedByCaddy(caddy) => (
            n::CONTAINER_READ,
            error,
            format!("{caddy} names this file, which is DER: Caddy reads PEM there, and does not start."),
            "openssl x509 -inform DER -in FILE -out FILE.pem, and name that".into(),
            own,
        ),
        Remark::Compressed(path) => (
            n::ARCHIVE_PART_SHUT,
            warning,
            format!("{} is compressed with gzip: what {path} is to hold was not read.", placed(part)),
            "write it with `encoding: b64`, or as text; or check the file before it is packed".into(),
            own,
        ),
        Remark::PrivateKey(line, what) => (
            n::PRIVATE_KEY_FOUND,
            error,
            format!("From line {line} on this file holds {what}."),
            "take it out of the file; make a new key if the file was ever shared".into(),
            *line..=*line,
        ),
        Remark::KeyTwice(key, first, line) => (
            n::DOCUMENT_KEY_TWICE,
            error,
            format!(
                "The key `{key}` of line {first} stands again in line {line}: kubectl, Helm, PyYAML and Psych take the last, Go's \
                 yaml.v3, js-yaml, npm's yaml and ruamel.yaml refuse the file."
            ),
            "leave the one that is meant".into(),
            *line..=*line,
        ),
        Remark::MemberLost(name, first, line) => (
            n::DOCUMENT_KEY_TWICE,
            error,
            format!(
                "The name `{name}` of line {first} stands again in line {line}: readers of JSON take the last, or refuse the file; what \
                 stands first is lost."
            ),
            "leave the one that is meant".into(),
            *line..=*line,
        ),
        Remark::Base64Refused(refused) => {
            let what = match refused {
                Refused::Blanks => {
                    "blanks stand in the base64; of other characters Kubernetes passes over line ends only"
                }
                Refused::Padding => "the = at the end of the base64 are missing or too many",
                Refused::TwoTexts => {
                    "two base64 texts stand in a row; readers that take it read the first alone"
                }
                Refused::UrlAlphabet => "the base64 is in the URL-safe alphabet, with - and _",
            };
            (
                n::DOCUMENT_BASE64_REFUSED,
                error,
                format!("Of {name}, {what}. The API server and kubectl answer \"illegal base64 data\"."),
                "write what base64 -w0 FILE prints on one line, or `|` before the lines".into(),
                own,
            )
        }
        Remark::PemInData => (
            n::DOCUMENT_BASE64_REFUSED,
            error,
            format!(
                "PEM stands in {name}, where Kubernetes wants base64: it answers \"illegal base64 data\"."
            ),
            "move it to stringData, or write what base64 -w0 FILE prints".into(),
            own,
        ),
        Remark::DerInData => (
            n::CONTAINER_READ,
            error,
            format!(
                "The base64 of {name} holds DER, without BEGIN and END; servers that mount it expect PEM."
            ),
            "encode the whole PEM file, its BEGIN and END lines included: base64 -w0 FILE".into(),
            own,
        ),
        Remark::MarkInData => (
            n::TEXT_ENCODING_REPAIRED,
            error,
            format!(
                "A byte order mark stands before the first BEGIN of {name}: what Kubernetes runs is written in Go, which passes over the leaf."
            ),
            "encode the file without it: tail -c +4 FILE | base64 -w0".into(),
            own,
        ),
        Remark::Base64InText => (
            n::CONTAINER_READ,
            error,
            format!(
                "Base64 stands in {name} under stringData, which is text: servers get the base64, and find no PEM in it."
            ),
            "rename stringData to data, or write the PEM itself".into(),
            own,
        ),
        Remark::Base64InMap => (
            n::CONTAINER_READ,
            error,
            format!(
                "Base64 stands in {name} of a ConfigMap, whose data is text: who mounts it gets the base64, and finds no PEM in it."
            ),
            "write the PEM itself, or move it to binaryData".into(),
            own,
        ),
        Remark::EnvEscapes => (
            n::DOCUMENT_READERS_DIFFER,
            note,
            format!(
                "The \\n of {name} are line ends for the libraries that read such files; systemd's EnvironmentFile=, shells, kubectl \
                 --from-env-file and make keep a backslash and an n, docker run --env-file the quotation marks as well."
            ),
            "base64 on one line is read alike by all of them".into(),
            own,
        ),
        Remark::EnvOfUnit(unit) => (
            n::DOCUMENT_READERS_DIFFER,
            error,
            format!(
                "{unit} takes this file by EnvironmentFile=, where systemd keeps a backslash and an n for each \\n of {name}: no reader of \
                 PEM takes it so."
            ),
            "write the block in double quotes, its lines as they are; or in base64 on one line".into(),
            own,
        ),
        Remark::EnvLines => (
            n::DOCUMENT_READERS_DIFFER,
            note,
            format!(
                "{name} goes over several lines: it needs a reader of such values; dotenv before 15, honcho and old direnv take the \
                 first line or nothing, kubectl and docker run with --env-file and make refuse it."
            ),
            "base64 on one line is read alike by all of them".into(),
            own,
        ),
        Remark::EnvComment => (
            n::DOCUMENT_READERS_DIFFER,
            note,
            format!(
                "A comment stands behind {name}: systemd's EnvironmentFile= takes it for a part of the value."
            ),
            "give the comment a line of its own".into(),
            own,
        ),
        Remark::EnvBackticks => (
            n::DOCUMENT_READERS_DIFFER,
            warning,
            format!(
                "{name} is in backticks, which are quotation marks for dotenv from 16 on and Node.js only; others take the first line or refuse it."
            ),
            "write it in double quotes".into(),
            own,
        ),
        Remark::EnvDollar => (
            n::DOCUMENT_READERS_DIFFER,
            warning,
            format!(
                "{name} is in $'…', whose \\n are line ends for bash and zsh alone: dotenv, python-dotenv, godotenv, Node.js, Docker and \
                 systemd keep the dollar sign and each \\n."
            ),
            "write it in double quotes, its lines as they are; in .envrc, which bash reads, it may stay".into(),
            own,
        ),
        Remark::EnvExport => (
            n::DOCUMENT_READERS_DIFFER,
            note,
            format!(
                "`export` stands before {name}: systemd's EnvironmentFile= and dotenv before 15 take no value of it, docker run and \
                 kubectl with --env-file refuse the file."
            ),
            "write NAME= alone where no shell reads the file".into(),
            own,
        ),
        Remark::EnvApart => (
            n::DOCUMENT_READERS_DIFFER,
            note,
            format!(
                "Blanks stand around the = of {name}: shells take the name for a command, docker run and kubectl with --env-file refuse \
                 the file."
            ),
            "write NAME= without blanks".into(),
            own,
        ),
        Remark::EnvColon => (
            n::DOCUMENT_READERS_DIFFER,
            warning,
            format!(
                "A colon stands behind {name}: dotenv, godotenv, ruby-dotenv and direnv take it for =; Node.js, python-dotenv, shells, Docker \
                 and systemd read no value or refuse the file."
            ),
            "write NAME= in place of NAME:".into(),
            own,
        ),
        Remark::EnvDollarApart => (
            n::DOCUMENT_MALFORMED,
            error,
            format!("{name} is in $'…', which shells read, and is assigned as no shell does it: nobody reads the value."),
            "write NAME=\"…\", its lines as they are".into(),
            own,
        ),
        Remark::EnvGlued => (
            n::DOCUMENT_READERS_DIFFER,
            warning,
            format!(
                "Something stands behind the last quotation mark of {name}: shells and systemd append it to the END line, dotenv keeps the \
                 quotation marks, python-dotenv has no value."
            ),
            "end the line behind the quotation mark".into(),
            own,
        ),
        Remark::EnvOpen(line) => (
            n::DOCUMENT_MALFORMED,
            error,
            format!(
                "The quotation mark before {name} is never closed: dotenv and Node.js take the first line with the mark, python-dotenv \
                 and shells nothing."
            ),
            "write the quotation mark behind the END line as well".into(),
            *line..=*line,
        ),
        Remark::UnitBlank => (
            n::DOCUMENT_MALFORMED,
            error,
            format!("{name} ends at the first blank, behind its -----BEGIN, since nothing quotes it; systemd passes over the rest."),
            "write Environment=\"NAME=…\", the quotation marks around name and value".into(),
            own,
        ),
        Remark::EnvStray => (
            n::DOCUMENT_MALFORMED,
            error,
            "A block stands outside of any variable: whoever reads the file has it in none, or refuses the file.".into(),
            "write NAME=\" before its BEGIN line, and \" behind its END line".into(),
            own,
        ),
        Remark::XmlReferences => (
            n::DOCUMENT_READERS_DIFFER,
            note,
            format!(
                "The &#10; of {name} are line ends for parsers of XML; fast-xml-parser hands them out as they are written."
            ),
            "the text of an element is read alike by all of them".into(),
            own,
        ),
        Remark::FirstLineOnly(end) if part.form == Some(Form::Ini) => (
            n::END_MARKER_MISSING,
            error,
            format!(
                "The value of {name} ends with line {}, since the next is not indented; Python's configparser refuses the file, \
                 others read the first line. Its END line, in line {end}, is outside of any value.",
                own.start()
            ),
            "indent the lines below the first".into(),
            *own.start()..=*end,
        ),
        Remark::FirstLineOnly(end) => (
            n::END_MARKER_MISSING,
            error,
            format!(
                "The value of {name} ends with line {}, since nothing quotes it; its END line, in line {end}, is outside of any value.",
                own.start()
            ),
            "put the value in double quotes, or in base64 on one line".into(),
            *own.start()..=*end,
        ),
        Remark::JsonMark => (
            n::TEXT_ENCODING_REPAIRED,
            warning,
            "A byte order mark begins the file: jq passes over it; the readers of Go, Python, Node.js and Java refuse the file.".into(),
            "write it without: tail -c +4 FILE; in PowerShell: Set-Content -Encoding utf8NoBOM".into(),
            1..=1,
        ),
        Remark::BinaryTag => (
            n::DOCUMENT_READERS_DIFFER,
            note,
            format!(
                "{name} is !!binary: PyYAML, ruamel.yaml, Psych and Go decode its base64; serde_yaml and YAML::PP hand it out as it is \
                 written, js-yaml 5 refuses the file."
            ),
            "a block of text, after |, is read alike by all of them".into(),
            own,
        ),
        Remark::Utf16 => (
            n::TEXT_ENCODING_REPAIRED,
            error,
            "The file is UTF-16, as > of Windows PowerShell 5 writes it; most readers expect UTF-8.".into(),
            "in PowerShell: … | Out-File -Encoding ascii FILE".into(),
            1..=1,
        ),
    };
    Some((finding(rule, severity, message, help)?, lines))
}
