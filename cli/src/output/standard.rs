//! Standard input, output and error: whether they are there.
//!
//! Before `main`, Rust's standard library opens /dev/null in the place of each that is closed, so that no file that is
//! opened later gets its number; from then on everything that is written there is lost without an error. It opens it for
//! reading and writing, where a shell's `> /dev/null` opens for writing only and `< /dev/null` for reading only. Nothing
//! else tells them apart without unsafe code that runs before the library's, so /dev/null that is open for both counts as
//! closed where what is printed is what was asked for. That is also what Python's `subprocess.DEVNULL` and `'ignore'` of Node
//! give to a child, so where the exit status is the answer and the text explains it, the text may be lost.

#[cfg(unix)]
use std::os::fd::AsFd as _;

/// Fails where what is printed would be lost. The error is words for the user.
pub(crate) fn output() -> Result<(), String> {
    #[cfg(unix)]
    unix::writable(std::io::stdout().as_fd(), false).map_err(|why| format!("standard output {why}"))?;
    Ok(())
}

/// The same, but the text may be thrown away, for the exit status says it.
pub(crate) fn output_or_nobody() -> Result<(), String> {
    #[cfg(unix)]
    unix::writable(std::io::stdout().as_fd(), true).map_err(|why| format!("standard output {why}"))?;
    Ok(())
}

/// The same for standard error.
pub(crate) fn error() -> Result<(), String> {
    #[cfg(unix)]
    unix::writable(std::io::stderr().as_fd(), false).map_err(|why| format!("standard error {why}"))?;
    Ok(())
}

/// Fails where nothing can be read. The error is words for the user.
pub(crate) fn input() -> Result<(), String> {
    #[cfg(unix)]
    unix::readable(std::io::stdin().as_fd())
        .map_err(|why| format!("cannot be read: standard input {why}"))?;
    Ok(())
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, Read as _, Write as _};
    use std::os::fd::BorrowedFd;
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};

    pub(super) fn writable(stream: BorrowedFd<'_>, may_be_lost: bool) -> Result<(), String> {
        let Some(mut file) = open(stream)? else {
            return Ok(());
        };
        // The standard library takes this error for success. No bytes are written; a socket could send them.
        if is_misused(&file.write(&[])) {
            return Err("is not open for writing".into());
        }
        if !may_be_lost && is_null(&file) && !is_misused(&file.read(&mut [0])) {
            return Err("is closed (or it is /dev/null that is open for reading, too, which looks the same), and what \
                        would be printed is lost; send it to a file, to a pipe, or to > /dev/null"
                .into());
        }
        Ok(())
    }

    pub(super) fn readable(stream: BorrowedFd<'_>) -> Result<(), String> {
        let Some(mut file) = open(stream)? else {
            return Ok(());
        };
        if is_null(&file) && !is_misused(&file.write(&[])) {
            return Err(
                "is closed (or it is /dev/null that is open for writing, too, which looks the same)".into(),
            );
        }
        Ok(())
    }

    /// A second handle; none for a socket, and where there are too many files open to tell.
    fn open(stream: BorrowedFd<'_>) -> Result<Option<File>, String> {
        match stream.try_clone_to_owned() {
            Ok(descriptor) => {
                let file = File::from(descriptor);
                let is_socket = file.metadata().is_ok_and(|it| it.file_type().is_socket());
                Ok((!is_socket).then_some(file))
            }
            Err(error) if error.raw_os_error() == Some(EBADF) => Err("is closed".into()),
            Err(_) => Ok(None),
        }
    }

    /// "Bad file descriptor": not open, or not for this. The same number on every Unix.
    const EBADF: i32 = 9;

    fn is_misused(result: &io::Result<usize>) -> bool {
        matches!(result, Err(error) if error.raw_os_error() == Some(EBADF))
    }

    fn is_null(file: &File) -> bool {
        let (Ok(file), Ok(null)) = (file.metadata(), std::fs::metadata("/dev/null")) else {
            return false;
        };
        file.file_type().is_char_device() && null.file_type().is_char_device() && file.rdev() == null.rdev()
    }
}
