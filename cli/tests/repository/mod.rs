//! Folders of files for the command to search.

#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod clean;
pub(crate) mod documents;
pub(crate) mod key_forms;
pub(crate) mod objects;
#[cfg(unix)]
pub(crate) mod planted;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) const AT: &str = "--at=2026-06-01T00:00:00Z";

/// A folder of its own for one test.
pub(crate) struct Folder(PathBuf);

/// What a run printed.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("folders").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a scratch folder");
        Folder(folder)
    }

    /// As [`Folder::new`], where no work tree of git is above it.
    pub(crate) fn outside(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("pemvet-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a scratch folder");
        Folder(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.as_bytes());
    }

    pub(crate) fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("its folder");
        fs::write(&path, bytes).expect("a file");
        // As ssh-keygen and openssl leave keys; wherever the folder lies, their mode then is nothing to tell of.
        #[cfg(unix)]
        if name.ends_with(".key") {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode");
        }
    }

    /// A file of testdata under another name.
    pub(crate) fn copy(&self, from: &str, name: &str) {
        self.write(name, &self.read(from));
    }

    /// As [`Folder::copy`], for files that are no text.
    pub(crate) fn copy_bytes(&self, from: &str, name: &str) {
        self.write_bytes(name, &self.bytes_of(from));
    }

    /// A file of testdata, as bytes.
    pub(crate) fn bytes_of(&self, from: &str) -> Vec<u8> {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .join("testdata")
            .join(from);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// A file of testdata.
    pub(crate) fn read(&self, from: &str) -> String {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .join("testdata")
            .join(from);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// A file of the folder.
    pub(crate) fn read_own(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    #[cfg(unix)]
    pub(crate) fn make_fifo(&self, name: &str) {
        let made = Command::new("mkfifo")
            .arg(self.path(name))
            .status()
            .expect("mkfifo");
        assert!(made.success());
    }

    pub(crate) fn check(&self, arguments: &[&str]) -> Run {
        self.pipe(arguments, b"")
    }

    pub(crate) fn pipe(&self, arguments: &[&str], input: &[u8]) -> Run {
        let arguments = [&["check", AT], arguments].concat();
        self.run(&arguments, input)
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pemvet"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        // It may stop reading early; then the pipe breaks, which is fine.
        let _ = child.stdin.take().expect("standard input").write_all(input);
        let output = child.wait_with_output().expect("the command ends");
        Run {
            status: output.status.code().expect("no signal"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// Those outside of the target directory are not left behind.
impl Drop for Folder {
    fn drop(&mut self) {
        if self.0.starts_with(std::env::temp_dir()) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

/// Fails unless `document` is what the JSON schema describes.
#[track_caller]
pub(crate) fn fits(schema: &str, document: &serde_json::Value) {
    let mut schema = serde_json::from_str(schema).expect("a schema in JSON");
    close(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// What is published lets later versions add members; a test is to see each that nobody declared.
fn close(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(members) => {
            members.values_mut().for_each(close);
            // Findings that are ignored are described by what they have beyond the others.
            let is_open = members
                .get("required")
                .is_some_and(|it| it.to_string().contains("\"reason\""));
            if members.get("type") == Some(&"object".into()) && members.contains_key("properties") && !is_open
            {
                members.entry("additionalProperties").or_insert(false.into());
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

impl Run {
    /// The first line of each error.
    pub(crate) fn errors_found(&self) -> Vec<String> {
        self.lines_with(&["error["])
    }

    /// The first line of each error and warning.
    pub(crate) fn found(&self) -> Vec<String> {
        self.lines_with(&["error[", "warning["])
    }

    fn lines_with(&self, beginnings: &[&str]) -> Vec<String> {
        let begins = |line: &&str| beginnings.iter().any(|beginning| line.starts_with(beginning));
        self.stdout.lines().filter(begins).map(String::from).collect()
    }

    /// The files of the errors and warnings.
    pub(crate) fn paths_found(&self) -> Vec<String> {
        let found = self.found();
        let paths = found.iter().filter_map(|line| line.split_once("  "));
        paths
            .filter_map(|(_, place)| Some(place.split_once(':')?.0.to_owned()))
            .collect()
    }

    pub(crate) fn last_line(&self) -> &str {
        self.stdout.lines().last().unwrap_or_default()
    }
}

pub(crate) fn indented(text: &str, columns: usize) -> String {
    let blank = " ".repeat(columns);
    text.lines().map(|line| format!("{blank}{line}\n")).collect()
}

pub(crate) fn base64(text: &str) -> String {
    base64_of(text.as_bytes())
}

/// What base64 without damage stands for.
pub(crate) fn decoded(base64: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |letter: u8| letters.iter().position(|it| *it == letter);
    let sextets: Vec<usize> = base64.bytes().filter_map(value).collect();
    let whole =
        |four: &[usize]| four.iter().fold(0, |whole, sextet| whole << 6 | sextet) << (6 * (4 - four.len()));
    let bytes = |four: &[usize]| -> Vec<u8> {
        let octets = u32::try_from(whole(four)).expect("24 bits").to_be_bytes();
        octets[1..four.len()].to_vec()
    };
    sextets.chunks(4).flat_map(bytes).collect()
}

pub(crate) fn base64_of(bytes: &[u8]) -> String {
    let mut encoded = String::new();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for place in 0..4 {
            let letter = letters[((bits >> (18 - 6 * place)) & 63) as usize];
            encoded.push(if place > three.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    encoded
}
