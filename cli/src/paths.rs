//! Paths made absolute, and relative to a folder.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// Folders without links, each looked up once.
#[derive(Default)]
pub(crate) struct Folders(HashMap<PathBuf, PathBuf>);

impl Folders {
    /// The path from the root, links of its folder resolved; standard input counts as a file of the current directory.
    pub(crate) fn absolute(&mut self, path: &Path) -> PathBuf {
        let parent = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let folder = self.0.entry(parent.clone()).or_insert_with(|| {
            let here = if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                &parent
            };
            std::fs::canonicalize(here).unwrap_or_else(|_| from_nearest(here))
        });
        folder.join(path.file_name().unwrap_or_default())
    }
}

/// An absolute path as it is called in an absolute `folder`.
pub(crate) fn relative_to(folder: &Path, path: &Path) -> PathBuf {
    let common = folder.components().zip(path.components());
    let common = common.take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

/// A folder that is not there, below the nearest one that is.
fn from_nearest(folder: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    let folder = current.join(folder);
    for above in folder.ancestors() {
        if let Ok(real) = std::fs::canonicalize(above) {
            return real.join(folder.strip_prefix(above).unwrap_or(Path::new("")));
        }
    }
    folder
}
