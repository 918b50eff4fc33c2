//! The certificates of files and directories, with their dates.

use std::collections::HashSet;
use std::path::PathBuf;

use pemvet::pem::scan;
use pemvet::{Bundle, CertificateSummary, Details, Profile, Report, UnixTime, rules};

use super::facts::Facts;
use crate::input::archives::Unopened;
use crate::input::part::FilePart;
use crate::input::remark::Remark;
use crate::input::walk::{self, Candidate, Depth, Skipped};
use crate::input::{content, files, opened, pairs, parallel};
use crate::output::paragraph::count;
use crate::passwords::Passwords;
use crate::terms::any_size;

/// One certificate.
pub(super) struct Dated {
    pub(super) path: String,
    /// The value that holds it, where the file is a document.
    pub(super) value: Option<String>,
    /// From 0.
    pub(super) place: usize,
    pub(super) summary: CertificateSummary,
    pub(super) facts: Facts,
    pub(super) not_before: i64,
    pub(super) not_after: i64,
    /// For how many days at most a public CA issues the next one, where this is fewer.
    pub(super) next_days: Option<usize>,
}

/// What was found in all files.
#[derive(Default)]
pub(super) struct Found {
    /// The first to expire first.
    pub(super) certificates: Vec<Dated>,
    /// Paths that could not be read, or not to their end, and why.
    pub(super) unread: Vec<(String, String)>,
    /// Paths in directories that are not looked at, such as links, and why.
    pub(super) skipped: Vec<(String, String)>,
    /// The files that were named, or that hold certificates.
    pub(super) paths: Vec<String>,
    /// Directories of which nothing was read.
    pub(super) directories: Vec<String>,
    /// Files with an archive that stayed shut.
    pub(super) shut: HashSet<String>,
}

impl Found {
    /// Files that were named, or that hold certificates.
    pub(super) fn files(&self) -> usize {
        let read: HashSet<&str> = self.certificates.iter().map(|it| it.path.as_str()).collect();
        let is_counted = |path: &&String| !self.shut.contains(*path) || read.contains(path.as_str());
        let paths: HashSet<&String> = self.paths.iter().filter(is_counted).collect();
        paths.len()
    }
}

/// Bytes of the largest file that is read: a root store, not a bundle.
const LARGEST: usize = 16 << 20;

pub(super) fn look(paths: &[PathBuf], now: UnixTime, passwords: &Passwords) -> Found {
    let mut profile = any_size();
    // How long the next certificate may be valid is asked here, whatever the version.
    profile.preview = true;
    let depth = Depth {
        hidden: false,
        ignored: false,
        levels: None,
        skips_others: false,
    };
    let mut gathered = walk::gather(paths, depth);
    each_file_once(&mut gathered.candidates);
    let looked = parallel::map(&gathered.candidates, |candidate| {
        let name = files::shown(&candidate.path);
        (name, look_into(candidate, &profile, now, passwords))
    });
    let mut found = Found::default();
    let (mut read, mut shut) = (Vec::new(), Vec::new());
    for ((path, looked), candidate) in looked.into_iter().zip(&gathered.candidates) {
        match looked {
            Ok(looked) => {
                let is_open = looked.shut.is_empty() && content::is_named_like_ours(&candidate.path);
                let is_ours = !looked.certificates.is_empty() || is_open;
                if !looked.shut.is_empty() {
                    found.shut.insert(path.clone());
                    found.paths.push(path.clone());
                }
                for reason in looked.shut {
                    shut.push(Skipped::unread(&candidate.path, reason));
                }
                let is_missed = !looked.missed.is_empty();
                let missed = looked.missed.into_iter().map(|reason| (path.clone(), reason));
                found.unread.extend(missed);
                read.push((candidate.path.as_path(), is_ours));
                if looked.lost > 0 {
                    let reason = format!(
                        "{} could not be read; pemvet check tells why",
                        count(looked.lost, "block")
                    );
                    found.unread.push((path.clone(), reason));
                }
                if candidate.named || looked.lost > 0 || is_missed || !looked.certificates.is_empty() {
                    found.paths.push(path);
                }
                found.certificates.extend(looked.certificates);
            }
            Err(reason) => {
                found.unread.push((path.clone(), reason));
                found.paths.push(path);
            }
        }
    }
    gathered.skipped.extend(shut);
    for directory in &gathered.directories {
        if let Some(reason) = directory.is_unread(&read, &gathered.skipped) {
            let path = files::shown(&directory.path);
            found.unread.push((path.clone(), reason));
            found.directories.push(path);
        }
    }
    for skipped in gathered.skipped {
        found.skipped.push((skipped.path, skipped.reason));
    }
    found.certificates.sort_by_key(|it| it.not_after);
    found
}

/// A file that is named twice, or by its folder and by its name, has its certificates once.
fn each_file_once(candidates: &mut Vec<Candidate>) {
    let mut seen = HashSet::new();
    candidates.retain(|candidate| {
        let real = std::fs::canonicalize(&candidate.path);
        real.map_or(true, |real| seen.insert(real))
    });
}

#[derive(Default)]
struct Looked {
    certificates: Vec<Dated>,
    /// How many blocks cannot be read.
    lost: usize,
    /// What is wrong with members whose names promise a certificate.
    missed: Vec<String>,
    /// Archives that need a password.
    shut: Vec<String>,
}

fn look_into(
    candidate: &Candidate,
    profile: &Profile,
    now: UnixTime,
    passwords: &Passwords,
) -> Result<Looked, String> {
    let path = &candidate.path;
    let mut looked = Looked::default();
    // Most large files of a repository hold no certificates.
    if !candidate.named && files::is_longer(path, LARGEST) && !content::is_named_like_ours(path) {
        return Ok(looked);
    }
    let bytes = files::read(path, LARGEST)?;
    if bytes.len() > LARGEST {
        return Err("is longer than 16 MiB".into());
    }
    let opened = opened::opened(path, bytes, candidate.named, passwords)?;
    for Unopened {
        value,
        reason,
        needs_password,
    } in opened.unopened
    {
        let of = value
            .as_ref()
            .map(|value| format!("{value}: "))
            .unwrap_or_default();
        // Found in a directory, or beside others in a document, it is nobody's fault.
        let is_by_the_way = needs_password && (!candidate.named || value.is_some());
        let told = if is_by_the_way {
            &mut looked.shut
        } else {
            &mut looked.missed
        };
        told.push(format!("{of}{reason}"));
    }
    for part in opened.parts {
        looked.missed.extend(missed(&part));
        let (line_of, bytes_of) = part.in_file();
        let bundle = Bundle::new(&part.text).in_document(&line_of, &bytes_of);
        let report = bundle.validate(profile, now);
        let read = report.certificates();
        let scan = scan(&part.text);
        let lost = scan
            .faults()
            .len()
            .saturating_add(part.certificates.saturating_sub(read.len()));
        looked.lost = looked.lost.saturating_add(lost);
        for (place, judged) in read.iter().enumerate() {
            let summary = judged.to_summary();
            looked.certificates.push(Dated {
                path: files::shown(path),
                value: part.value.clone(),
                place: looked.certificates.len(),
                not_before: judged.not_before().unix_seconds(),
                not_after: judged.not_after().unix_seconds(),
                facts: Facts::of(judged),
                next_days: next_days(&report, place),
                summary,
            });
        }
    }
    Ok(looked)
}

/// What the rule about it says of the certificate at `place` in its part.
fn next_days(report: &Report, place: usize) -> Option<usize> {
    let mut findings = report.findings().iter();
    let found = findings.find(|it| it.rule.name == rules::names::NEXT_VALIDITY_SHORTER)?;
    match found.details {
        Details::Size { wanted, .. } if found.location.as_ref()?.certificate == Some(place) => wanted,
        _ => None,
    }
}

/// What is wrong with a part whose name promises a certificate, of which nobody knows when it expires.
fn missed(part: &FilePart) -> Option<String> {
    if pairs::names_key(&part.name) {
        return None;
    }
    let of = part
        .value
        .as_ref()
        .map(|value| format!("{value} "))
        .unwrap_or_default();
    match part.remarks.first()? {
        Remark::MemberEmpty if part.value.is_some() => Some(format!("{of}is empty")),
        Remark::MemberIsPath(path) => Some(format!("{of}holds the path {path}, not what is in that file")),
        _ => None,
    }
}

impl Dated {
    /// ` (Secret web, data.tls.crt)`, or nothing.
    pub(super) fn in_value(&self) -> String {
        self.value
            .as_ref()
            .map(|value| format!(" ({value})"))
            .unwrap_or_default()
    }
}
