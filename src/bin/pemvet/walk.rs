//! The files to look at: those named, and those found in directories.

use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::{echo, files};

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
}

/// What stands in a directory and is not read.
pub(crate) struct Skipped {
    /// As printed.
    pub(crate) path: String,
    pub(crate) file: PathBuf,
    pub(crate) reason: String,
}

impl Skipped {
    pub(crate) fn new(file: &Path, reason: impl Into<String>) -> Skipped {
        Skipped {
            path: files::shown(file),
            file: file.into(),
            reason: reason.into(),
        }
    }
}

#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) skipped: Vec<Skipped>,
    /// Whether a directory was among the paths, or files are named as if they were found in one.
    pub(crate) walked: bool,
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
            walk(path, depth, &mut gathered);
        } else {
            gathered.candidates.push(Candidate {
                path: path.clone(),
                named: true,
                is_ours: !depth.skips_others,
            });
        }
    }
    let mut seen = std::collections::HashSet::new();
    gathered
        .candidates
        .retain(|candidate| candidate.named || seen.insert(candidate.path.clone()));
    gathered
}

fn walk(directory: &Path, depth: Depth, gathered: &mut Gathered) {
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
            Err(error) => gathered.skipped.push(skipped_for(directory, &error)),
        }
    }
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
        });
    } else if !kind.is_dir() {
        let reason = if kind.is_symlink() {
            "is a link, which is not followed"
        } else {
            "is no regular file"
        };
        gathered.skipped.push(Skipped::new(&path, reason));
    }
}

fn skipped_for(directory: &Path, error: &ignore::Error) -> Skipped {
    let (path, reason) = match error {
        ignore::Error::WithDepth { err, .. } => return skipped_for(directory, err),
        ignore::Error::WithPath { path, err } => (path.as_path(), err.to_string()),
        other => (directory, other.to_string()),
    };
    let path = path.strip_prefix(".").unwrap_or(path);
    Skipped::new(path, echo::prose(&format!("cannot be read: {reason}")))
}
