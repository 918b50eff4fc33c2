//! The files to look at: those named, and those found in directories.

use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::echo;
use crate::input::files::Secret;
use crate::input::{content, files};

/// Which files of a directory are looked at.
#[derive(Clone, Copy)]
pub(crate) struct Depth {
    /// Hidden directories as well, other than those of version control.
    pub(crate) hidden: bool,
    /// Files that .gitignore excludes as well.
    pub(crate) ignored: bool,
    /// Levels below the directory given; `None` for all.
    pub(crate) levels: Option<usize>,
    /// Files given by name are looked at like those of a directory: one without certificates and keys is no fault.
    pub(crate) skips_others: bool,
}

/// A file to read.
pub(crate) struct Candidate {
    pub(crate) path: PathBuf,
    /// Given by name, not found in a directory.
    pub(crate) named: bool,
    /// Whoever named it says that it holds certificates or keys.
    pub(crate) is_ours: bool,
    /// Its content comes from standard input.
    pub(crate) is_piped: bool,
    /// Its content, where that is not what the file holds.
    pub(crate) text: Option<Secret>,
    /// Found in a directory, as a link to a file.
    is_link: bool,
}

/// What stands in a directory and is not read.
pub(crate) struct Skipped {
    /// As printed.
    pub(crate) path: String,
    pub(crate) file: PathBuf,
    pub(crate) reason: String,
    missed: Missed,
}

/// What may have been missed in what was skipped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Missed {
    /// Nothing: somebody wanted it so.
    Nothing,
    /// A file whose name promises nothing.
    Other,
    /// What looks like certificates or keys by its name, and directories, which may hold some.
    Ours,
}

impl Skipped {
    /// What a configuration says is not to be looked at.
    pub(crate) fn on_purpose(file: &Path, reason: impl Into<String>) -> Skipped {
        Skipped::because(file, reason, Missed::Nothing)
    }

    /// A file that could not be read.
    pub(crate) fn unread(file: &Path, reason: impl Into<String>) -> Skipped {
        let missed = match content::is_named_like_ours(file) {
            true => Missed::Ours,
            false => Missed::Other,
        };
        Skipped::because(file, reason, missed)
    }

    /// A link or a file that is too large, which was not tried. Most documents hold nothing of ours.
    pub(crate) fn passed_over(file: &Path, reason: impl Into<String>) -> Skipped {
        let missed = match content::is_named_like_certificates(file) {
            true => Missed::Ours,
            false => Missed::Other,
        };
        Skipped::because(file, reason, missed)
    }

    fn because(file: &Path, reason: impl Into<String>, missed: Missed) -> Skipped {
        Skipped {
            path: files::shown(file),
            file: file.into(),
            reason: reason.into(),
            missed,
        }
    }
}

#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) skipped: Vec<Skipped>,
    /// The directories among the paths.
    pub(crate) directories: Vec<Directory>,
    /// Whether a directory was among the paths, or files are named as if they were found in one.
    pub(crate) walked: bool,
}

/// A directory that was named.
pub(crate) struct Directory {
    pub(crate) path: PathBuf,
    /// Why it could not be read. The words are for the user.
    unread: Option<String>,
}

impl Directory {
    /// Why nothing can be said of it: it could not be read, or nothing of what looks like certificates and keys in it could.
    /// `read` are the files that were read, each with whether it looks like certificates or keys.
    pub(crate) fn is_unread(&self, read: &[(&Path, bool)], skipped: &[Skipped]) -> Option<String> {
        if let Some(reason) = &self.unread {
            return Some(reason.clone());
        }
        let read = || read.iter().filter(|(path, _)| self.holds(path));
        let missed = |least: Missed| {
            let mut missed = skipped
                .iter()
                .filter(|it| it.missed >= least && self.holds(&it.file));
            let first = missed.next()?;
            Some((first, missed.count().saturating_add(1)))
        };
        let (what, (first, number)) = if !read().any(|(_, is_ours)| *is_ours)
            && let Some(ours) = missed(Missed::Ours)
        {
            (
                "nothing in it that looks like certificates or keys was read",
                ours,
            )
        } else if read().next().is_none()
            && let Some(any) = missed(Missed::Other)
        {
            ("nothing in it was read", any)
        } else {
            return None;
        };
        let first = format!("{}: {}", first.path, first.reason);
        Some(match number {
            1 => format!("{what}; {first}"),
            _ => format!("{what}; {number} were skipped, the first is {first}"),
        })
    }

    /// Whether a file, as a walk names it, was found in it.
    fn holds(&self, file: &Path) -> bool {
        let own = self.path.strip_prefix(".").unwrap_or(&self.path);
        match own.as_os_str().is_empty() {
            true => file.is_relative() && !file.starts_with(".."),
            false => file.starts_with(own),
        }
    }
}

#[cfg(feature = "lsp")]
impl Gathered {
    /// One file with this content, as a hook names it.
    pub(crate) fn of_text(path: &Path, text: Secret) -> Gathered {
        let candidate = Candidate {
            path: path.into(),
            named: true,
            is_ours: false,
            is_piped: false,
            text: Some(text),
            is_link: false,
        };
        Gathered {
            candidates: vec![candidate],
            walked: true,
            ..Gathered::default()
        }
    }
}

/// The paths in the order given; the files of a directory in the order of their names, each once.
pub(crate) fn gather(paths: &[PathBuf], depth: Depth) -> Gathered {
    let mut gathered = Gathered {
        walked: depth.skips_others,
        ..Gathered::default()
    };
    for path in paths {
        if path.as_os_str() != "-" && path.is_dir() {
            gathered.walked = true;
            let unread = walk(path, depth, &mut gathered);
            gathered.directories.push(Directory {
                path: path.clone(),
                unread,
            });
        } else {
            gathered.candidates.push(Candidate {
                path: path.clone(),
                named: true,
                is_ours: !depth.skips_others,
                is_piped: false,
                text: None,
                is_link: false,
            });
        }
    }
    each_once(&mut gathered.candidates);
    gathered
}

/// Leaves out what was found twice: by the same path, or as a link to a file that was found as itself or by another link.
fn each_once(candidates: &mut Vec<Candidate>) {
    let found = |candidate: &&Candidate| !candidate.named;
    let mut seen: std::collections::HashSet<PathBuf> = std::collections::HashSet::new();
    if !candidates.iter().any(|candidate| candidate.is_link) {
        candidates.retain(|candidate| candidate.named || seen.insert(candidate.path.clone()));
        return;
    }
    let target = |candidate: &Candidate| {
        std::fs::canonicalize(&candidate.path).unwrap_or_else(|_| candidate.path.clone())
    };
    // A file goes before the links to it, wherever they are; of links the first.
    let own = candidates
        .iter()
        .filter(found)
        .filter(|it| !it.is_link)
        .map(target);
    let files: std::collections::HashSet<PathBuf> = own.collect();
    candidates.retain(|candidate| {
        if candidate.named {
            return true;
        }
        let target = target(candidate);
        if candidate.is_link && files.contains(&target) {
            return false;
        }
        seen.insert(target)
    });
}

/// Sorts in what stands in a directory, or tells why it could not be read.
fn walk(directory: &Path, depth: Depth, gathered: &mut Gathered) -> Option<String> {
    let mut unread = None;
    let walk = WalkBuilder::new(directory)
        .standard_filters(!depth.ignored)
        // A .gitignore counts where a repository was exported, too. Hidden files such as .env are of interest.
        .require_git(false)
        .hidden(false)
        .follow_links(false)
        .max_depth(depth.levels)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |entry| is_entered(entry, depth.hidden))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => sort_in(entry, gathered),
            Err(error) => match place_of(&error) {
                Some(path) if path != directory => {
                    let path = path.strip_prefix(".").unwrap_or(path);
                    // Hardly anything but a directory: files are opened later.
                    let skipped = Skipped::because(path, words(&error), Missed::Ours);
                    gathered.skipped.push(skipped);
                }
                _ => unread = Some(words(&error)),
            },
        }
    }
    unread
}

fn is_entered(entry: &DirEntry, hidden: bool) -> bool {
    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
    if entry.depth() == 0 || !is_directory {
        return true;
    }
    let name = entry.file_name().as_encoded_bytes();
    !matches!(name, b".git" | b".hg" | b".svn") && (hidden || !name.starts_with(b"."))
}

fn sort_in(entry: DirEntry, gathered: &mut Gathered) {
    let Some(kind) = entry.file_type() else { return };
    let path = entry.into_path();
    let path = path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
    if kind.is_file() {
        gathered.candidates.push(Candidate {
            path,
            named: false,
            is_ours: false,
            is_piped: false,
            text: None,
            is_link: false,
        });
    } else if kind.is_symlink() {
        match std::fs::metadata(&path) {
            // A pipe or a device is not opened for it.
            Ok(target) if target.is_file() => gathered.candidates.push(Candidate {
                path,
                named: false,
                is_ours: false,
                is_piped: false,
                text: None,
                is_link: true,
            }),
            Ok(target) if target.is_dir() => {
                let skipped = Skipped::passed_over(&path, "is a link to a directory, which is not followed");
                gathered.skipped.push(skipped);
            }
            Ok(_) => {
                let skipped = Skipped::passed_over(&path, "is a link to no regular file");
                gathered.skipped.push(skipped);
            }
            Err(error) => {
                let reason = format!("is a link to what cannot be read: {}", files::words(&error));
                gathered.skipped.push(Skipped::passed_over(&path, reason));
            }
        }
    } else if !kind.is_dir() {
        let skipped = if content::is_named_like_certificates(&path) {
            Skipped::passed_over(&path, "is no regular file")
        } else {
            // Sockets of servers and the like.
            Skipped::on_purpose(&path, "is no regular file")
        };
        gathered.skipped.push(skipped);
    }
}

/// What an error is about.
fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithDepth { err, .. } => place_of(err),
        ignore::Error::WithPath { path, .. } => Some(path),
        _ => None,
    }
}

fn words(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithPath { err, .. } => words(err),
        other => match other.io_error() {
            Some(error) => files::words(error),
            None => echo::prose(&format!("cannot be read: {other}")),
        },
    }
}
