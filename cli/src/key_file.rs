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
        let is_archive = archive::is_archive(&self.text) || archive::is_java_store(&self.text);
        if !is_archive && !archive::is_encrypted_key(&self.text) {
            return Ok(());
        }
        let shown = files::shown(&self.path);
        let Some(password) = passwords.given().or_else(|| passwords.ask(&shown)) else {
            return match is_archive {
                // An encrypted key is told of where it is judged; of an archive that stays shut there is nothing to judge.
                true => self.without_password(),
                false => Ok(()),
            };
        };
        let opened = match is_archive {
            true => self.out_of_archive(password),
            false => archive::open_key(&self.text, password).map_err(|refusal| refusal.words_of_key()),
        };
        self.opened = Some(opened.map_err(|reason| Failure::new(format!("--key {shown}: {reason}")))?);
        Ok(())
    }

    /// An archive for which there is no password: one that needs none is opened.
    fn without_password(&mut self) -> Result<(), Failure> {
        let archive = match archive::is_java_store(&self.text) {
            true => archive::open_java(&self.text, None),
            false => archive::open(&self.text, None),
        };
        let reason = match archive {
            Ok(archive) if archive.keys.len() == 1 => {
                let key = archive
                    .keys
                    .first()
                    .map(|key| archive::pem("PRIVATE KEY", &key.der));
                self.opened = key;
                return Ok(());
            }
            Ok(archive) if archive.keys.is_empty() && !archive.locked.is_empty() => {
                format!("its private key needs a password: {}", archive::HOW_TO_GIVE)
            }
            Ok(archive) if archive.keys.is_empty() => "the archive holds no private key".into(),
            Ok(archive) => format!(
                "the archive holds {} private keys; pemvet fix --alias NAME --split writes one of them",
                archive.keys.len()
            ),
            Err(refusal) => refusal.words(),
        };
        Err(Failure::new(format!(
            "--key {}: {reason}",
            files::shown(&self.path)
        )))
    }

    /// The one private key of an archive. The error is words for the user.
    fn out_of_archive(&self, password: &[u8]) -> Result<files::Secret, String> {
        let archive = match archive::is_java_store(&self.text) {
            true => archive::open_java(&self.text, Some(password)),
            false => archive::open(&self.text, Some(password)),
        };
        let archive = archive.map_err(|refusal| refusal.words())?;
        match archive.keys.as_slice() {
            [key] => Ok(archive::pem("PRIVATE KEY", &key.der)),
            [] => Err("the archive holds no private key that this password opens".into()),
            keys => Err(format!(
                "the archive holds {} private keys; pemvet fix --alias NAME --split writes one of them",
                keys.len()
            )),
        }
    }

    /// Its text, opened if it was encrypted.
    pub(crate) fn plain(&self) -> &files::Secret {
        self.opened.as_ref().unwrap_or(&self.text)
    }
}
