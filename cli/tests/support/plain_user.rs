//! The command as a user who is not root: nothing is unreadable to root.

#![allow(dead_code, reason = "each test uses its part")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `nobody` on Linux; any number that owns nothing here would do.
pub(crate) const NOBODY: u32 = 65_534;

/// A folder that every user can reach, removed in the end.
pub(crate) struct Reachable(PathBuf);

impl Reachable {
    pub(crate) fn new(name: &str) -> Reachable {
        let folder = std::env::temp_dir().join(format!("pemvet-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("work")).expect("a scratch folder");
        let program = env!("CARGO_BIN_EXE_pemvet");
        if fs::hard_link(program, folder.join("pemvet")).is_err() {
            // Another process copies: a child that some other test starts meanwhile would inherit the file that is open
            // for writing, and then the copy could not be started.
            let copied = Command::new("cp").arg(program).arg(&folder).status();
            assert!(copied.expect("cp").success());
        }
        Reachable(folder)
    }

    /// Where the files of the test are.
    pub(crate) fn work(&self) -> PathBuf {
        self.0.join("work")
    }

    /// The command, started in [`Reachable::work`] by who is not root.
    pub(crate) fn command(&self) -> Command {
        self.started_by(self.0.join("pemvet"))
    }

    /// The same through a shell, whose `"$@"` is the command with its arguments.
    pub(crate) fn shell(&self, script: &str) -> Command {
        let mut command = self.started_by("sh");
        command.args(["-c", script, "sh"]).arg(self.0.join("pemvet"));
        command
    }

    fn started_by(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.work()).env_remove("LD_LIBRARY_PATH");
        if is_root(&self.0) {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

impl Drop for Reachable {
    fn drop(&mut self) {
        open_all(&self.0);
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Makes folders that were locked removable again.
fn open_all(folder: &Path) {
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_all(&entry.path());
        }
    }
}

/// Whether what the test made belongs to root.
pub(crate) fn is_root(made: &Path) -> bool {
    fs::metadata(made).expect("it").uid() == 0
}
