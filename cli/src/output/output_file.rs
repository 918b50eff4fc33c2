//! Writing files: what a writer may replace, and how, for every command. A file is replaced in one step: whoever looks, and
//! whenever the machine stops, sees the old file or the new one.

use std::ffi::OsStr;
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::input::files;
use crate::output::standard;

/// What a writer was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Request {
    /// `--output`: whatever the name leads to, where nothing else than its content is lost.
    Output,
    /// `--in-place`: a file that was read.
    InPlace,
    /// A file that holds a key: a name that nothing has.
    New,
}

/// What is done at the place that a name leads to.
enum Target {
    /// A file is made; nothing has this name.
    New(PathBuf),
    /// A regular file with one name is replaced.
    Existing(Original),
    /// A device or a pipe is written into, and stays what it is.
    Stream(Stream),
}

/// What is written into.
enum Stream {
    Output,
    Error,
    /// A character device, or a pipe with a name; as it was when it was looked at.
    Node(PathBuf, Metadata),
    /// A file that this process or another has open, by its number below /proc or /dev/fd.
    Descriptor(PathBuf),
}

/// The one judge of what a writer may replace. The error is words for the user.
fn target(path: &Path, request: Request) -> Result<Target, String> {
    if request == Request::Output && is_descriptor(path) {
        return Stream::of_descriptor(path).map(Target::Stream);
    }
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound && request != Request::InPlace => {
            return Ok(Target::New(path.into()));
        }
        Err(error) => return Err(format!("cannot be looked at: {error}")),
    };
    let kind = metadata.file_type();
    match request {
        Request::New => Err(EXISTS.into()),
        Request::Output if kind.is_symlink() => through_link(path),
        Request::Output if is_stream(kind) => Ok(Target::Stream(Stream::Node(path.into(), metadata))),
        Request::Output if !kind.is_file() => Err(not_written_into(kind).into()),
        Request::InPlace if kind.is_symlink() => Err("is a link; give the file that it points to".into()),
        Request::InPlace if !kind.is_file() => Err("is no regular file, so it cannot be replaced".into()),
        Request::Output | Request::InPlace if links(&metadata) > 1 => Err(match request {
            Request::InPlace => {
                "has a second name (a hard link), which would keep the old content; use --output"
            }
            _ => "has a second name (a hard link), which would keep the old content; give a new name",
        }
        .into()),
        Request::Output | Request::InPlace => Ok(Target::Existing(Original {
            path: path.into(),
            metadata,
        })),
    }
}

const EXISTS: &str = "exists already and is left as it is; give a new name";

/// Links that are followed one after the other: as many as Linux follows (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// What a symbolic link leads to. It is replaced, or made, in its own folder, and the link stays.
fn through_link(link: &Path) -> Result<Target, String> {
    // The system's word first: it does not follow links of others in folders such as /tmp (fs.protected_symlinks), and
    // neither may who reads them one by one.
    match fs::metadata(link) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(format!("is a link that cannot be followed: {error}"));
        }
        _ => {}
    }
    let mut path = link.to_path_buf();
    for _ in 0..MOST_LINKS {
        let is_link = fs::symlink_metadata(&path).is_ok_and(|it| it.file_type().is_symlink());
        if is_descriptor(&path) || !is_link {
            return target(&path, Request::Output)
                .map_err(|reason| format!("is a link to {}, which {reason}", files::shown(&path)));
        }
        let next = fs::read_link(&path).map_err(|error| format!("is a link that cannot be read: {error}"))?;
        path = folder(&path).join(next);
    }
    Err("is a link that leads to too many others".into())
}

#[cfg(unix)]
fn is_stream(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_char_device() || kind.is_fifo()
}

#[cfg(not(unix))]
fn is_stream(_: FileType) -> bool {
    false
}

#[cfg(unix)]
fn not_written_into(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_dir() {
        "is a directory; give the name of a file"
    } else if kind.is_socket() {
        "is a socket, which is not opened as a file; give the name of a file"
    } else if kind.is_block_device() {
        "is a block device, and what it holds would be lost; give the name of a file"
    } else {
        "is no regular file, so it cannot be replaced; give the name of a file"
    }
}

#[cfg(not(unix))]
fn not_written_into(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "is a directory; give the name of a file"
    } else {
        "is no regular file, so it cannot be replaced; give the name of a file"
    }
}

/// Whether a name is that of an open file: /dev/fd/1, /proc/self/fd/1, and where /dev/stdout leads.
fn is_descriptor(path: &Path) -> bool {
    let is_number = number(path).is_some();
    is_number && fs::canonicalize(folder(path)).is_ok_and(|it| it.starts_with("/proc") && it.ends_with("fd"))
}

fn number(path: &Path) -> Option<u32> {
    path.file_name().and_then(OsStr::to_str)?.parse().ok()
}

impl Stream {
    /// Standard output and standard error themselves, so that what was written before stays where it is; other open files
    /// by their names.
    fn of_descriptor(path: &Path) -> Result<Stream, String> {
        let own = fs::canonicalize("/proc/self").map_err(failed)?;
        let is_own = fs::canonicalize(folder(path)).is_ok_and(|it| it.starts_with(own));
        match number(path) {
            Some(1) if is_own => Ok(Stream::Output),
            Some(2) if is_own => Ok(Stream::Error),
            _ => Ok(Stream::Descriptor(path.into())),
        }
    }

    fn write(&self, text: &[u8]) -> Result<(), String> {
        match self {
            Stream::Output => {
                standard::output()?;
                let mut out = io::stdout().lock();
                out.write_all(text).and_then(|()| out.flush()).map_err(failed)
            }
            Stream::Error => {
                standard::error()?;
                io::stderr().lock().write_all(text).map_err(failed)
            }
            Stream::Node(path, before) => {
                let mut file = File::options().write(true).open(path).map_err(failed)?;
                // A regular file that took its place meanwhile would be overwritten from its beginning only.
                if !is_same_node(before, &file.metadata().map_err(failed)?) {
                    return Err(CHANGED.into());
                }
                file.write_all(text).map_err(failed)
            }
            Stream::Descriptor(path) => open_descriptor(path)?.write_all(text).map_err(failed),
        }
    }
}

/// An open file anew, by its number: at the end of a regular file, for what stands there was written by somebody else.
#[cfg(unix)]
fn open_descriptor(path: &Path) -> Result<File, String> {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(link) = fs::symlink_metadata(path) else {
        return Err("is no open file".into());
    };
    // Linux shows there what the file was opened for (proc_pid_fd(5)); opening it anew could do more.
    if link.file_type().is_symlink() && link.permissions().mode() & 0o200 == 0 {
        return Err("is not open for writing".into());
    }
    let kind = fs::metadata(path).map_err(failed)?.file_type();
    if !kind.is_file() && !is_stream(kind) {
        return Err(not_written_into(kind).into());
    }
    let mut options = File::options();
    options.write(true).append(kind.is_file());
    options.open(path).map_err(failed)
}

#[cfg(not(unix))]
fn open_descriptor(path: &Path) -> Result<File, String> {
    File::options().write(true).open(path).map_err(failed)
}

/// A file as it was before it was read, or before another takes its place.
pub(crate) struct Original {
    path: PathBuf,
    metadata: Metadata,
}

impl Original {
    /// Looks at a file that is to be replaced. The error is words for the user.
    pub(crate) fn of(path: &Path) -> Result<Original, String> {
        match target(path, Request::InPlace)? {
            Target::Existing(original) => Ok(original),
            Target::New(_) | Target::Stream(_) => Err("is no regular file, so it cannot be replaced".into()),
        }
    }

    /// Puts `text` into its place, with its mode and its owner, unless the file is no longer what was `read`.
    pub(crate) fn replace(&self, read: &[u8], text: &str) -> Result<(), String> {
        self.put(text.as_bytes(), || self.is_unchanged(read))
    }

    fn put(&self, text: &[u8], is_unchanged: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
        let mut temporary = beside(&self.path)?;
        temporary.write_all(text).map_err(failed)?;
        take_over(temporary.as_file(), &self.metadata)?;
        temporary.as_file().sync_all().map_err(failed)?;
        is_unchanged()?;
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
        Err(CHANGED.into())
    }
}

const CHANGED: &str = "was changed by somebody else meanwhile, and is left as it is now; try again";

/// Whether nobody put something else into its place.
fn is_still(path: &Path, before: &Metadata) -> bool {
    fs::symlink_metadata(path).is_ok_and(|now| same(before, &now))
}

/// Writes `text` to `path`, as `--output` does: into a device or a pipe, else in one step. An owner, group and mode that were
/// there are kept. The answer is what is to be said of it; the error is words for the user.
pub(crate) fn write(path: &Path, text: &[u8]) -> Result<Option<String>, String> {
    let (at, done) = match target(path, Request::Output)? {
        Target::New(at) => {
            let temporary = filled(&at, text)?;
            readable_by_all(temporary.as_file()).map_err(failed)?;
            place_new_anywhere(temporary.into_temp_path(), &at)?;
            sync_folder(&at).map_err(not_durable)?;
            (at, "which was made")
        }
        Target::Existing(original) => {
            original.put(text, || match is_still(&original.path, &original.metadata) {
                true => Ok(()),
                false => Err(CHANGED.into()),
            })?;
            (original.path, "which was replaced")
        }
        Target::Stream(stream) => {
            stream.write(text)?;
            match stream {
                Stream::Node(at, _) => (at, "which was written into"),
                Stream::Output | Stream::Error | Stream::Descriptor(_) => return Ok(None),
            }
        }
    };
    Ok((at != path).then(|| format!("is a link to {}, {done}", files::shown(&at))))
}

/// Writes `text`, which holds a private key, to `path` in one step: a file that its owner alone may read, whatever was there
/// before. The answer is what is to be said of it; the error is words for the user.
pub(crate) fn write_secret(path: &Path, text: &[u8]) -> Result<Option<String>, String> {
    if path.as_os_str() == "-" {
        return Err(NO_SECRETS.into());
    }
    let (at, done) = match target(path, Request::Output)? {
        Target::New(at) => {
            place_new_anywhere(filled(&at, text)?.into_temp_path(), &at)?;
            (at, "which was made")
        }
        Target::Existing(original) => {
            // In a folder of everybody's, anybody may have put a file of this name there.
            let temporary = filled(&original.path, text)?;
            if !has_same_owner(temporary.as_file(), &original.metadata)? {
                return Err("belongs to another user, and is left as it is; give a new name".into());
            }
            if !is_still(&original.path, &original.metadata) {
                return Err(CHANGED.into());
            }
            let temporary = temporary.into_temp_path();
            temporary.persist(&original.path).map_err(|it| failed(it.error))?;
            (original.path, "which was replaced")
        }
        Target::Stream(_) => return Err(NO_SECRETS.into()),
    };
    sync_folder(&at).map_err(not_durable)?;
    Ok((at != path).then(|| format!("is a link to {}, {done}", files::shown(&at))))
}

const NO_SECRETS: &str =
    "what is written holds private keys, and goes into a file only; give the name of one";

/// New files that appear together or not at all, as far as errors go: the first readable by its owner only.
pub(crate) fn write_new(secret: (&Path, &[u8]), public: &[(&Path, &str)]) -> Result<(), String> {
    let paths: Vec<&Path> = std::iter::once(secret.0)
        .chain(public.iter().map(|(path, _)| *path))
        .collect();
    for path in &paths {
        target(path, Request::New).map_err(|error| named(path, error))?;
    }
    let secret_file = filled(secret.0, secret.1).map_err(|error| named(secret.0, error))?;
    let mut made = vec![(secret_file.into_temp_path(), secret.0)];
    for (path, text) in public {
        let file = filled(path, text.as_bytes()).map_err(|error| named(path, error))?;
        readable_by_all(file.as_file()).map_err(|error| named(path, failed(error)))?;
        made.push((file.into_temp_path(), path));
    }
    for (place, (file, path)) in made.into_iter().enumerate() {
        if let Err(error) = place_new(file, path) {
            // They were made a moment ago, and the source still holds all of it.
            for path in paths.iter().take(place) {
                let _ = fs::remove_file(path);
            }
            return Err(error);
        }
    }
    for path in paths {
        sync_folder(path).map_err(|error| named(path, not_durable(error)))?;
    }
    Ok(())
}

fn filled(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, String> {
    let mut file = beside(path)?;
    let written = file.write_all(bytes).and_then(|()| file.as_file().sync_all());
    written.map_err(failed)?;
    Ok(file)
}

fn place_new(temporary: TempPath, path: &Path) -> Result<(), String> {
    temporary.persist_noclobber(path).map_err(|it| {
        let error = match it.error.kind() {
            io::ErrorKind::AlreadyExists => EXISTS.into(),
            _ => failed(it.error),
        };
        named(path, error)
    })
}

/// The same, also on file systems that know neither hard links nor renaming to new names only.
fn place_new_anywhere(temporary: TempPath, path: &Path) -> Result<(), String> {
    let Err(it) = temporary.persist_noclobber(path) else {
        return Ok(());
    };
    if it.error.kind() == io::ErrorKind::AlreadyExists || fs::symlink_metadata(path).is_ok() {
        return Err(CHANGED.into());
    }
    it.path.persist(path).map_err(|it| failed(it.error))
}

/// A temporary file in the folder of `path`, readable by its owner only, removed unless it is put into place.
fn beside(path: &Path) -> Result<NamedTempFile, String> {
    let made = tempfile::Builder::new()
        .prefix(".pemvet-")
        .suffix(".tmp")
        .tempfile_in(folder(path));
    made.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            format!(
                "was not written: there is no folder {}",
                files::shown(folder(path))
            )
        }
        _ => failed(error),
    })
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn has_same_owner(file: &File, metadata: &Metadata) -> Result<bool, String> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(file.metadata().map_err(failed)?.uid() == metadata.uid())
}

#[cfg(not(unix))]
fn has_same_owner(_: &File, _: &Metadata) -> Result<bool, String> {
    Ok(true)
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

#[cfg(unix)]
fn is_same_node(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |it: &Metadata| (it.dev(), it.ino(), it.rdev(), it.file_type());
    identity(one) == identity(other)
}

#[cfg(not(unix))]
fn is_same_node(one: &Metadata, other: &Metadata) -> bool {
    one.file_type() == other.file_type()
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
