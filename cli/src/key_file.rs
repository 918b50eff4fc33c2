//! The file of `--key`.

use std::path::PathBuf;

use crate::archive;
use crate::input::files;
use crate::outcome::Failure;
use crate::passwords::Passwords;

pub(crate) struct Key {
    pub(crate) path: PathBuf,
    pub(crate) text: files::Secret,
    /// What a password made of an encrypted one.
    pub(crate) opened: Option<files::Secret>,
}

impl Key {
    pub(crate) fn new(path: PathBuf, text: files::Secret) -> Key {
        let opened = None;
        Key { path, text, opened }
    }

    /// Opens it with the password, if it is encrypted and there is one.
    pub(crate) fn open(&mut self, passwords: &Passwords) -> Result<(), Failure> {
        if !archive::is_encrypted_key(&self.text) {
            return Ok(());
        }
        let shown = files::shown(&self.path);
        if let Some(password) = passwords.given().or_else(|| passwords.ask(&shown)) {
            let opened = archive::open_key(&self.text, password);
            let opened = opened
                .map_err(|refusal| Failure::new(format!("--key {shown}: {}", refusal.words_of_key())))?;
            self.opened = Some(opened);
        }
        Ok(())
    }

    /// Its text, opened if it was encrypted.
    pub(crate) fn plain(&self) -> &files::Secret {
        self.opened.as_ref().unwrap_or(&self.text)
    }
}
