//! What fuzz targets, benches and tests of pemvet itself look at: documents and bodies of requests as the commands read them.
//! No part of any API, and not there without the feature.

use std::path::Path;

use clap::CommandFactory as _;
use pemvet::redis::{Batch, BatchReport, Cluster};
use pemvet::{Bundle, Profile, Report, UnixTime};
use zeroize::Zeroizing;

use crate::check::archives;
use crate::cli::Arguments;
use crate::input::lines::Lines;
use crate::input::{content, opened, work};
use crate::passwords::Passwords;
use crate::request::read_body;

pub use crate::input::part::FilePart;
pub use crate::request::body::Body;

/// The parts of a document of this name that are bundles. The error is why it is not cut.
///
/// # Errors
///
/// Words for people.
pub fn parts(name: &str, text: Zeroizing<Vec<u8>>, is_named: bool) -> Result<Vec<FilePart>, String> {
    content::parts(Path::new(name), text, is_named)
}

/// A report for each part of a document, as `pemvet check` makes it.
///
/// # Errors
///
/// As [`parts`].
pub fn judge_document(
    name: &str,
    text: Zeroizing<Vec<u8>>,
    profile: &Profile,
    now: UnixTime,
) -> Result<Vec<Report>, String> {
    let parts = parts(name, text, true)?;
    Ok(parts.iter().map(|part| part.judge(profile, now)).collect())
}

impl FilePart {
    /// Where it stands in the document, as printed.
    pub fn name_of_value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The line of the file that it begins on, from 1.
    pub fn first_line(&self) -> usize {
        self.places.line_of(1)
    }

    /// What is judged.
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// The report on it.
    pub fn judge(&self, profile: &Profile, now: UnixTime) -> Report {
        let (line_of, bytes_of) = self.in_file();
        let bundle = Bundle::new(&self.text).in_document(&line_of, &bytes_of);
        bundle.validate(profile, now)
    }
}

/// Everything that commands say of an archive under this name and password, or of why it stays shut; and the text of every
/// private key that it gave, which none of that may hold.
pub fn archive_told(
    name: &str,
    bytes: Zeroizing<Vec<u8>>,
    password: Option<&[u8]>,
) -> (Vec<String>, Vec<Zeroizing<Vec<u8>>>) {
    let passwords = match password {
        Some(password) => Passwords::of(password),
        None => Passwords::default(),
    };
    let opened = match opened::opened(Path::new(name), bytes, true, &passwords) {
        Ok(opened) => opened,
        Err(reason) => return (vec![reason], Vec::new()),
    };
    let mut told = vec![opened.untold(name)];
    let mut keys = Vec::new();
    for part in opened.parts {
        told.extend(part.value.clone());
        let report = part.judge(
            &crate::terms::any_size(),
            UnixTime::since_unix_epoch(std::time::Duration::ZERO),
        );
        told.extend(
            report
                .findings()
                .iter()
                .map(|it| format!("{it:?} {}", it.message)),
        );
        let Some(archive) = part.archive else { continue };
        told.extend(archive.key_name.clone());
        for finding in archives::findings(&archive, 1) {
            told.push(format!("{finding:?} {}", finding.message));
        }
        keys.extend(archive.key.clone());
    }
    (told, keys)
}

/// A body of a request as far as it can be read.
pub fn body(source: &[u8]) -> Body {
    read_body(source, None)
}

/// Something that makes a body invalid.
pub struct Told {
    /// Byte of the body.
    pub at: usize,
    /// Line and column of it, from 1.
    pub place: (usize, usize),
    /// The message.
    pub text: String,
}

impl Body {
    /// What makes it invalid.
    pub fn told(&self, source: &[u8]) -> Vec<Told> {
        let lines = Lines::of(source);
        let one = |problem: &crate::request::body::Problem| Told {
            at: problem.at,
            place: lines.place(problem.at),
            text: format!(
                "{}\n{}",
                problem.message,
                problem.help.as_deref().unwrap_or_default()
            ),
        };
        self.problems.iter().map(one).collect()
    }

    /// How many problems more there are than are told.
    pub fn untold(&self) -> usize {
        self.more_problems
    }

    /// Whether it is JSON.
    pub fn is_json_text(&self) -> bool {
        self.is_json
    }

    /// What came of its members.
    pub fn judge(&self, cluster: &Cluster, now: UnixTime) -> BatchReport {
        let mut batch = Batch::new(cluster);
        for member in &self.members {
            let key = member.key.as_ref().map(|key| key.text.bytes());
            batch.add(member.name.text.as_str(), member.certificate.text.bytes(), key);
        }
        batch.validate(now)
    }
}

/// How many bytes of documents and bodies `work` looks at in this thread, and what came of it.
pub fn looks<T>(work: impl FnOnce() -> T) -> (usize, T) {
    work::counted(work)
}

/// The command with all its options, from which man pages are made.
pub fn command() -> clap::Command {
    Arguments::command()
}
