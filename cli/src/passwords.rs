//! Passwords of archives and keys: from a file, a descriptor, the environment, or a terminal. No option takes one itself,
//! since every user of a machine can read the arguments of its processes.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::Args;
use zeroize::Zeroizing;

use crate::input::files::{self, Secret};
use crate::outcome::Failure;

#[derive(Args, Clone, Default)]
pub(crate) struct PasswordArgs {
    /// Password of a PKCS#12 archive or of an encrypted key: the first line of this file [default: $PEMVET_PASSWORD, or
    /// asked on a terminal]
    #[arg(long, value_name = "FILE", conflicts_with = "password_fd")]
    pub(crate) password_file: Option<PathBuf>,
    /// The same, read from this open descriptor
    #[arg(long, value_name = "NUMBER")]
    pub(crate) password_fd: Option<u32>,
}

/// Bytes of a password that are read.
const LONGEST: usize = 4_096;

const VARIABLE: &str = "PEMVET_PASSWORD";

/// The password that was given, or who is asked for one.
#[derive(Default)]
pub(crate) struct Passwords {
    given: Option<Secret>,
    /// Somebody sits there who can be asked.
    may_ask: bool,
    asked: OnceLock<Option<Secret>>,
}

impl PasswordArgs {
    /// Reads what was given.
    pub(crate) fn read(&self) -> Result<Passwords, Failure> {
        let given = match (&self.password_file, self.password_fd) {
            (Some(path), _) => Some(first_line(path, "--password-file")?),
            (None, Some(number)) => {
                let path = match number {
                    0 => PathBuf::from("-"),
                    number => PathBuf::from(format!("/dev/fd/{number}")),
                };
                Some(first_line(&path, "--password-fd")?)
            }
            (None, None) => std::env::var_os(VARIABLE)
                .map(|text| Zeroizing::new(std::ffi::OsString::into_encoded_bytes(text))),
        };
        Ok(Passwords {
            may_ask: given.is_none() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            given,
            asked: OnceLock::new(),
        })
    }

    /// Whether it reads standard input.
    pub(crate) fn is_standard_input(&self) -> bool {
        self.password_fd == Some(0) || self.password_file.as_deref() == Some(Path::new("-"))
    }
}

/// The first line of a file, without its end.
fn first_line(path: &Path, option: &str) -> Result<Secret, Failure> {
    let failure = |reason: String| Failure::new(format!("{option} {}: {reason}", files::shown(path)));
    let mut text = files::read(path, LONGEST).map_err(failure)?;
    if let Some(end) = memchr::memchr(b'\n', &text) {
        text.truncate(end);
        if text.last() == Some(&b'\r') {
            text.pop();
        }
    }
    match text.len() > LONGEST {
        true => Err(failure(format!("the first line is longer than {LONGEST} bytes"))),
        false => Ok(text),
    }
}

impl Passwords {
    /// The password that was given.
    pub(crate) fn given(&self) -> Option<&[u8]> {
        self.given.as_deref().map(Vec::as_slice)
    }

    /// The password for what is named here, asked for on the terminal, once.
    pub(crate) fn ask(&self, what: &str) -> Option<&[u8]> {
        if !self.may_ask {
            return None;
        }
        let asked = self.asked.get_or_init(|| {
            let answer = rpassword::prompt_password(format!("Password of {what}: ")).ok()?;
            Some(Zeroizing::new(answer.into_bytes()))
        });
        asked.as_deref().map(Vec::as_slice)
    }
}
