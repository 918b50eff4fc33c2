//! Files that are read, into memory that is wiped.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::echo;
use crate::output::standard;

/// Text of a key file, wiped on drop.
pub(crate) type Secret = Zeroizing<Vec<u8>>;

/// A path as it may be printed.
pub(crate) fn shown(path: &Path) -> String {
    echo::path(path)
}

/// At most `limit` and one bytes of a regular file, or of standard input for `-`, into memory that is wiped on
/// drop: any file may hold a key. The error is words for the user.
///
/// A longer file is cut there, which is what makes its report say that it is too large.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Secret, String> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    // Room for everything at once: growing would leave copies of a key behind.
    if path.as_os_str() == "-" {
        standard::input()?;
        let input = unbuffered_stdin().map_err(|error| words(&error))?;
        return all_of(input.take(most)).map_err(|error| words(&error));
    }
    // What a shell makes of <(command).
    let is_descriptor = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    let file = if is_descriptor {
        File::open(path)
    } else {
        open(path)
    }
    .map_err(|error| words(&error))?;
    let metadata = file.metadata().map_err(|error| words(&error))?;
    if metadata.is_dir() {
        return Err("is a directory; give the files in it".into());
    }
    if !metadata.is_file() && !is_descriptor {
        return Err("is no regular file; pipe it to standard input and give -".into());
    }
    let length = if metadata.is_file() { metadata.len() } else { most };
    let room = usize::try_from(length.min(most)).unwrap_or(limit);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room.saturating_add(64)));
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| words(&error))?;
    Ok(bytes)
}

/// All that there is to read. The memory that it outgrows is wiped.
fn all_of(mut input: impl Read) -> io::Result<Secret> {
    let mut bytes: Secret = Zeroizing::new(Vec::with_capacity(FIRST_ROOM));
    loop {
        let room = bytes.capacity() - bytes.len();
        // A byte less than there is room for: to find the end, more is asked for than is left.
        let wanted = u64::try_from(room.saturating_sub(1)).unwrap_or(u64::MAX);
        input.by_ref().take(wanted).read_to_end(&mut bytes)?;
        if bytes.len() + 1 < bytes.capacity() {
            return Ok(bytes);
        }
        let mut larger: Secret = Zeroizing::new(Vec::with_capacity(bytes.capacity() * 4));
        larger.extend_from_slice(&bytes);
        bytes = larger;
    }
}

/// Room for what is piped most often.
const FIRST_ROOM: usize = (1 << 20) + 64;

/// All of a file, as [`read`] reads it. One of more than `limit` bytes is not read: of what stands after them nobody would
/// know.
pub(crate) fn read_whole(path: &Path, limit: usize) -> Result<Secret, String> {
    let bytes = read(path, limit)?;
    match bytes.len() > limit {
        true => Err(format!("is longer than {limit} bytes, and was not read")),
        false => Ok(bytes),
    }
}

/// Whether a file has more than `limit` bytes.
pub(crate) fn is_longer(path: &Path, limit: usize) -> bool {
    let length = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    length > u64::try_from(limit).unwrap_or(u64::MAX)
}

/// Standard input without the buffer that `std` keeps for it, which nobody could wipe.
#[cfg(unix)]
fn unbuffered_stdin() -> io::Result<File> {
    use std::os::fd::AsFd as _;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// Standard input; what passes through its buffer is not wiped.
#[cfg(not(unix))]
fn unbuffered_stdin() -> io::Result<io::StdinLock<'static>> {
    Ok(io::stdin().lock())
}

/// Opens without waiting for the other end of a FIFO.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // O_NONBLOCK on Linux; of no effect on regular files.
        #[cfg(target_os = "linux")]
        options.custom_flags(0o4000);
        #[cfg(any(
            target_os = "macos",
            target_os = "freebsd",
            target_os = "netbsd",
            target_os = "openbsd"
        ))]
        options.custom_flags(0x0004);
    }
    options.open(path)
}

/// Why something could not be read, for the user.
pub(crate) fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".into(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".into(),
        io::ErrorKind::IsADirectory => "is a directory; give the files in it".into(),
        _ => format!("cannot be read: {error}"),
    }
}

/// Who may do what with a regular file, where the platform has such modes.
#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then(|| metadata.permissions().mode())
}

#[cfg(not(unix))]
pub(crate) fn mode(_: &Path) -> Option<u32> {
    None
}
