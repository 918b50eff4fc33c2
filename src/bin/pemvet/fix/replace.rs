//! Writing a file in one step: whoever looks, and whenever the machine stops, sees the old file or the new one.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::files;

/// A file as it was before it was read.
pub(super) struct Original {
    path: PathBuf,
    metadata: Metadata,
}

impl Original {
    /// Looks at a file that is to be replaced. The error is words for the user.
    pub(super) fn of(path: &Path) -> Result<Original, String> {
        let metadata = fs::symlink_metadata(path).map_err(|error| format!("cannot be looked at: {error}"))?;
        if metadata.file_type().is_symlink() {
            return Err("is a link; give the file that it points to".into());
        }
        if !metadata.is_file() {
            return Err("is no regular file, so it cannot be replaced".into());
        }
        if links(&metadata) > 1 {
            return Err(
                "has a second name (a hard link), which would keep the old content; use --output".into(),
            );
        }
        Ok(Original {
            path: path.into(),
            metadata,
        })
    }

    /// Puts `text` into its place, with its mode and its owner, unless the file is no longer what was `read`.
    pub(super) fn replace(&self, read: &[u8], text: &str) -> Result<(), String> {
        let mut temporary = beside(&self.path)?;
        temporary.write_all(text.as_bytes()).map_err(failed)?;
        take_over(temporary.as_file(), &self.metadata)?;
        temporary.as_file().sync_all().map_err(failed)?;
        self.is_unchanged(read)?;
        let temporary = temporary.into_temp_path();
        temporary.persist(&self.path).map_err(|it| failed(it.error))?;
        sync_folder(&self.path).map_err(not_durable)
    }

    fn is_unchanged(&self, read: &[u8]) -> Result<(), String> {
        let now = Original::of(&self.path)?;
        let limit = read.len().saturating_add(1);
        let content = files::read(&self.path, limit)?;
        if same(&self.metadata, &now.metadata) && content.as_slice() == read {
            return Ok(());
        }
        Err("was changed by somebody else meanwhile, and is left as it is now; try again".into())
    }
}

/// Writes `text` to `path` in one step. What was there is replaced, its mode kept.
pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    let mut temporary = beside(path)?;
    temporary.write_all(text.as_bytes()).map_err(failed)?;
    match fs::metadata(path) {
        Ok(before) => fs::set_permissions(temporary.path(), before.permissions()).map_err(failed)?,
        Err(_) => readable_by_all(temporary.as_file()).map_err(failed)?,
    }
    temporary.as_file().sync_all().map_err(failed)?;
    temporary.persist(path).map_err(|it| failed(it.error))?;
    sync_folder(path).map_err(not_durable)
}

/// Two new files that appear together or not at all, as far as errors go: the first readable by its owner only.
pub(super) fn write_pair(secret: (&Path, &[u8]), public: (&Path, &str)) -> Result<(), String> {
    let secret_file = filled(secret.0, secret.1)?;
    let public_file = filled(public.0, public.1.as_bytes())?;
    readable_by_all(public_file.as_file()).map_err(|error| named(public.0, failed(error)))?;
    let (secret_file, public_file) = (secret_file.into_temp_path(), public_file.into_temp_path());
    place_new(secret_file, secret.0)?;
    if let Err(error) = place_new(public_file, public.0) {
        // It was made a moment ago, and the source still holds the key.
        let _ = fs::remove_file(secret.0);
        return Err(error);
    }
    for path in [secret.0, public.0] {
        sync_folder(path).map_err(|error| named(path, not_durable(error)))?;
    }
    Ok(())
}

fn filled(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, String> {
    let mut file = beside(path).map_err(|error| named(path, error))?;
    let written = file.write_all(bytes).and_then(|()| file.as_file().sync_all());
    written.map_err(|error| named(path, failed(error)))?;
    Ok(file)
}

fn place_new(temporary: TempPath, path: &Path) -> Result<(), String> {
    temporary.persist_noclobber(path).map_err(|it| {
        let error = match it.error.kind() {
            io::ErrorKind::AlreadyExists => "exists already and is left as it is; give a new name".into(),
            _ => failed(it.error),
        };
        named(path, error)
    })
}

/// A temporary file in the folder of `path`, readable by its owner only, removed unless it is put into place.
fn beside(path: &Path) -> Result<NamedTempFile, String> {
    let made = tempfile::Builder::new()
        .prefix(".pemvet-")
        .suffix(".tmp")
        .tempfile_in(folder(path));
    made.map_err(failed)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn take_over(file: &File, metadata: &Metadata) -> Result<(), String> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let own = file.metadata().map_err(failed)?;
    if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
        // Before the mode: it takes bits of the mode away.
        fchown(file, Some(metadata.uid()), Some(metadata.gid()))
            .map_err(|error| format!("its owner cannot be kept: {error}"))?;
    }
    file.set_permissions(metadata.permissions()).map_err(failed)
}

#[cfg(not(unix))]
fn take_over(file: &File, metadata: &Metadata) -> Result<(), String> {
    file.set_permissions(metadata.permissions()).map_err(failed)
}

/// What a new file of certificates may be: temporary files are made for their owner alone.
#[cfg(unix)]
fn readable_by_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn links(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn links(_: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
fn same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |it: &Metadata| (it.dev(), it.ino(), it.mode(), it.uid(), it.gid());
    let time = |it: &Metadata| (it.mtime(), it.mtime_nsec(), it.size());
    identity(one) == identity(other) && time(one) == time(other)
}

#[cfg(not(unix))]
fn same(one: &Metadata, other: &Metadata) -> bool {
    one.len() == other.len() && one.modified().ok() == other.modified().ok()
}

/// Makes the rename itself last.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: io::Error) -> String {
    format!("was not written: {error}")
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn not_durable(error: io::Error) -> String {
    format!("was written, but a power cut now could undo it, because the folder cannot be synced: {error}")
}

fn named(path: &Path, error: String) -> String {
    format!("{}: {error}", files::shown(path))
}
