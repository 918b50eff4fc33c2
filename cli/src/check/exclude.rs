//! `--exclude GLOB`: files that this run passes over.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::echo;
use crate::input::walk::Gathered;
use crate::outcome::Failure;

/// What the globs left out.
#[derive(Default)]
pub(crate) struct Excluded {
    pub(crate) files: usize,
    /// Globs that name no file, as printed.
    pub(crate) without_match: Vec<String>,
}

/// Takes the files that `globs` name, written as in .gitignore and relative to the current directory, from what was gathered.
pub(crate) fn exclude(gathered: &mut Gathered, globs: &[String]) -> Result<Excluded, Failure> {
    if globs.is_empty() {
        return Ok(Excluded::default());
    }
    let current = std::env::current_dir().and_then(std::fs::canonicalize);
    let current = current
        .map_err(|error| Failure::new(format!("--exclude: there is no current directory: {error}")))?;
    let alone = globs
        .iter()
        .map(|glob| built(&current, std::slice::from_ref(glob)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let all = built(&current, globs)?;
    let mut is_used = vec![false; globs.len()];
    let before = gathered.candidates.len();
    gathered.candidates.retain(|candidate| {
        let path = below(&current, &candidate.path);
        for (glob, is_used) in alone.iter().zip(&mut is_used) {
            *is_used |= !glob.matched_path_or_any_parents(&path, false).is_none();
        }
        !all.matched_path_or_any_parents(&path, false).is_ignore()
    });
    let unused = globs.iter().zip(is_used).filter(|(_, is_used)| !is_used);
    Ok(Excluded {
        files: before.saturating_sub(gathered.candidates.len()),
        without_match: unused.map(|(glob, _)| echo::prose(glob)).collect(),
    })
}

fn built(root: &Path, globs: &[String]) -> Result<Gitignore, Failure> {
    let mut builder = GitignoreBuilder::new(root);
    for glob in globs {
        builder
            .add_line(None, glob)
            .map_err(|error| Failure::new(format!("--exclude: {}", echo::prose(&error.to_string()))))?;
    }
    builder
        .build()
        .map_err(|error| Failure::new(format!("--exclude: {}", echo::prose(&error.to_string()))))
}

/// The path from the current directory; of what lies elsewhere the name alone, which globs without a slash may name.
fn below(current: &Path, path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default();
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
    let Ok(parent) = std::fs::canonicalize(parent.unwrap_or(Path::new("."))) else {
        return name.into();
    };
    match parent.strip_prefix(current) {
        Ok(parent) => parent.join(name),
        Err(_) => name.into(),
    }
}
