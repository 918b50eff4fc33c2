//! Bodies that are written: what was done, and the file.

use std::path::Path;

use pemvet::redis::{BatchReport, MemberReport};
use serde::{Serialize, Serializer};

use super::body::Body;
use crate::input::files;
use crate::outcome::Failure;
use crate::output::output_file;

/// What `--fix` or `--build` did.
#[derive(Serialize)]
pub(super) struct Done {
    /// The body that was written, or why none was.
    #[serde(serialize_with = "written", flatten)]
    pub(super) written: Result<Written, String>,
    /// What is no longer wrong there.
    pub(super) mended: Vec<Mended>,
}

#[derive(Serialize)]
pub(super) struct Written {
    pub(super) path: String,
    #[serde(rename = "private_keys")]
    pub(super) keys: usize,
    #[serde(skip)]
    pub(super) note: Option<String>,
}

/// A finding, or a problem of the body's form, that what was written has not got.
#[derive(Serialize)]
pub(super) struct Mended {
    pub(super) rule: Option<&'static str>,
    #[serde(skip)]
    pub(super) title: String,
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
}

/// Either `written` or `nothing_written`.
fn written<S: Serializer>(written: &Result<Written, String>, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Either<'a> {
        written: Option<&'a Written>,
        nothing_written: Option<&'a str>,
    }
    let either = Either {
        written: written.as_ref().ok(),
        nothing_written: written.as_ref().err().map(String::as_str),
    };
    either.serialize(to)
}

impl Done {
    pub(super) fn nothing(reason: impl Into<String>) -> Done {
        Done {
            written: Err(reason.into()),
            mended: Vec::new(),
        }
    }
}

/// Writes a body for its owner alone.
pub(super) fn secret(output: &Path, text: &[u8], body: &Body) -> Result<Written, Failure> {
    let path = files::shown(output);
    let note = output_file::write_secret(output, text)
        .map_err(|reason| Failure::new(format!("{path}: {reason}")))?;
    Ok(Written {
        path,
        keys: body.members.iter().filter(|member| member.key.is_some()).count(),
        note,
    })
}

/// The findings of each member that the member of what was written has not got.
pub(super) fn gone<'a>(
    before: &'a BatchReport,
    after: &'a BatchReport,
) -> impl Iterator<Item = (usize, &'a MemberReport, &'a pemvet::Finding)> {
    let members = before.members().iter().zip(after.members()).enumerate();
    members.flat_map(|(number, (before, after))| {
        let remains = |name: &str| {
            let mut left = after.report.findings().iter();
            left.any(|it| it.rule.name == name)
        };
        let findings = before.report.findings().iter();
        findings
            .filter(move |finding| !remains(finding.rule.name))
            .map(move |finding| (number, before, finding))
    })
}

/// The first line of a message.
pub(super) fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().into()
}
