//! Passwords of archives and keys: from a file, a descriptor, the environment, or a terminal. No option takes one itself,
//! since every user of a machine can read the arguments of its processes.

use std::ffi::OsString;
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
    pub(crate) password_fd: Option<OsString>,
}

impl PasswordArgs {
    /// The file that holds it.
    pub(crate) fn file(&self) -> Option<&std::path::Path> {
        self.password_file.as_deref()
    }
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
        let given = match (&self.password_file, &self.password_fd) {
            (Some(path), _) => Some(first_line(path, "--password-file")?),
            (None, Some(number)) => {
                // Whatever stands there may be the password itself, and is not shown.
                let number: Option<u32> = number.to_str().and_then(|number| number.parse().ok());
                let path = match number {
                    None => {
                        return Err(Failure::new(
                            "--password-fd wants the number of an open descriptor, as in --password-fd 3 3< FILE",
                        ));
                    }
                    Some(0) => PathBuf::from("-"),
                    Some(number) => PathBuf::from(format!("/dev/fd/{number}")),
                };
                Some(first_line(&path, "--password-fd")?)
            }
            (None, None) => {
                std::env::var_os(VARIABLE).map(|text| Zeroizing::new(OsString::into_encoded_bytes(text)))
            }
        };
        Ok(Passwords {
            may_ask: given.is_none() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            given,
            asked: OnceLock::new(),
        })
    }

    /// Whether it reads standard input.
    pub(crate) fn is_standard_input(&self) -> bool {
        self.password_fd.as_deref() == Some("0".as_ref())
            || self.password_file.as_deref() == Some(Path::new("-"))
    }
}

/// The password of what is written: from its own file, else the one that was given, else asked for twice.
pub(crate) fn new_password(own: Option<&Path>, passwords: &Passwords, what: &str) -> Result<Secret, Failure> {
    let password = match (own, passwords.given()) {
        (Some(path), _) => first_line(path, "--out-password-file")?,
        (None, Some(given)) => Zeroizing::new(given.to_vec()),
        (None, None) if passwords.may_ask => {
            let ask = |prompt: String| {
                let answer = rpassword::prompt_password(prompt);
                answer.map_err(|error| Failure::new(format!("no password could be asked for: {error}")))
            };
            let first = Zeroizing::new(ask(format!("New password of {what}: "))?.into_bytes());
            let again = Zeroizing::new(ask("The same again: ".into())?.into_bytes());
            if first != again {
                return Err(Failure::new("the two passwords differ"));
            }
            first
        }
        (None, None) => {
            return Err(Failure::new(format!(
                "{what} needs a password: give it with --out-password-file FILE, --password-file FILE or {VARIABLE}"
            )));
        }
    };
    match password.is_empty() {
        true => Err(Failure::new(format!(
            "{what} needs a password that is not empty: Java opens no other"
        ))),
        false => Ok(password),
    }
}

/// The first line of a file, without its end. The path is not shown: somebody may have written the password in its place.
fn first_line(path: &Path, option: &str) -> Result<Secret, Failure> {
    let failure = |reason: String| {
        Failure::new(format!(
            "{option}: {reason}; it wants a file with the password in its first line"
        ))
    };
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

#[cfg(feature = "internals")]
impl Passwords {
    /// This one.
    pub(crate) fn of(password: &[u8]) -> Passwords {
        Passwords {
            given: Some(Zeroizing::new(password.to_vec())),
            ..Passwords::default()
        }
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
            // Nothing is an answer, too: the empty password is tried before anybody is asked.
            (!answer.is_empty()).then(|| Zeroizing::new(answer.into_bytes()))
        });
        asked.as_deref().map(Vec::as_slice)
    }
}
