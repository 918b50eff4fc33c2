//! What was not read is never shown as fine, and what could not be printed is no success: exit status 2, by every command.

#![cfg(unix)]

#[path = "support/run.rs"]
mod command;
#[path = "support/plain_user.rs"]
mod plain_user;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use command::{AT, expect, scratch, status, stderr, stdout};
use plain_user::Reachable;
use serde_json::Value;
use support::read;

/// Commands, each with `IT` where the thing is named that cannot be read.
const READERS: &[&str] = &[
    "check IT",
    "check --quiet IT",
    "check --skip-others IT",
    "check good.pem IT",
    "check good.pem --key IT",
    "check good.pem --trust IT",
    "check good.pem --previous IT",
    "check good.pem --config IT",
    "fix IT",
    "fix --in-place IT",
    "fix --diff IT",
    "fix IT --split a.pem,a.key",
    "fix good.pem --key IT",
    "fix good.pem --trust IT",
    "fix good.pem --pool IT",
    "show IT",
    "expiry IT",
    "expiry --format json IT",
    "expiry --format prometheus IT",
    "expiry good.pem IT",
    "request IT",
    "request body.json --trust IT",
];

/// Things that cannot be read, and what is said of each.
const THINGS: &[(&str, &str)] = &[
    ("none.pem", "no such file"),
    ("locked.pem", "permission denied"),
    ("locked", ""),
    ("locked/good.pem", "permission denied"),
    ("all-locked", ""),
    ("pipe.pem", "is no regular file"),
    ("large.pem", ""),
];

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

/// Everything that is named above.
fn prepared(name: &str) -> Reachable {
    let reachable = Reachable::new(name);
    let work = reachable.work();
    let good = read("demo/good.pem");
    fs::write(work.join("good.pem"), &good).expect("a file");
    fs::write(work.join("body.json"), "{}").expect("a file");
    for folder in ["locked", "all-locked"] {
        fs::create_dir(work.join(folder)).expect("a folder");
        fs::write(work.join(folder).join("good.pem"), &good).expect("a file");
    }
    fs::write(work.join("locked.pem"), &good).expect("a file");
    mode(&work.join("locked.pem"), 0);
    mode(&work.join("all-locked/good.pem"), 0);
    mode(&work.join("locked"), 0);
    let made = Command::new("mkfifo").arg(work.join("pipe.pem")).status();
    assert!(made.expect("mkfifo").success());
    // Larger than a root store may be, and it takes no room.
    let large = File::create(work.join("large.pem")).expect("a file");
    large.set_len((16 << 20) + 1).expect("a length");
    reachable
}

#[test]
fn what_cannot_be_read_is_exit_status_2_and_named_by_every_command() {
    let reachable = prepared("not-read");
    let mut ran = 0;
    for reader in READERS {
        for (thing, words) in THINGS {
            let arguments = reader
                .split(' ')
                .map(|word| if word == "IT" { thing } else { word });
            let output = reachable.command().args(arguments).arg(AT).output();
            let output = output.expect("it runs");
            let case = format!("{reader} with {thing}\n{}{}", stdout(&output), stderr(&output));
            let is_judged = *thing == "large.pem"
                && (reader.starts_with("check") || reader.ends_with("--key IT"))
                && !["--trust", "--previous", "--config", "--skip-others"]
                    .iter()
                    .any(|option| reader.contains(option));
            if is_judged {
                // Told by the rule `input-too-large`, in the report.
                assert_eq!(status(&output), 2, "{case}");
                let all = stdout(&output) + &stderr(&output);
                assert!(all.contains("error[input-too-large]"), "{case}");
            } else {
                assert_eq!(status(&output), 2, "{case}");
                let line = stderr(&output).to_lowercase();
                let line = line
                    .lines()
                    .find(|line| line.starts_with("pemvet: ") && line.contains(thing));
                assert!(line.is_some_and(|line| line.contains(words)), "{case}");
                assert!(
                    !stdout(&output).contains("all accepted") || reader.contains("good.pem IT"),
                    "{case}"
                );
            }
            ran += 1;
        }
    }
    assert_eq!(ran, READERS.len() * THINGS.len());
}

#[test]
fn standard_input_that_is_closed_or_is_a_directory_was_not_read() {
    let reachable = prepared("stdin");
    for reader in READERS.iter().filter(|reader| !reader.contains("in-place")) {
        let arguments: Vec<&str> = reader
            .split(' ')
            .map(|word| if word == "IT" { "-" } else { word })
            .collect();
        for (script, words) in [
            ("\"$@\" <&-", "standard input is closed"),
            ("\"$@\" < .", "is a directory"),
        ] {
            let output = reachable
                .shell(script)
                .args(&arguments)
                .arg(AT)
                .output()
                .expect("a shell");
            let case = format!("{reader}, {script}\n{}{}", stdout(&output), stderr(&output));
            assert_eq!(status(&output), 2, "{case}");
            // "-" as a configuration is a file of that name.
            assert!(stderr(&output).contains(words), "{case}");
        }
    }
}

/// Commands that print, and their exit status where they can.
const PRINTERS: &[(&str, i32)] = &[
    ("check good.pem", 0),
    ("check damaged.pem", 1),
    ("check good.pem --format json", 0),
    ("check good.pem --format json --quiet", 0),
    ("check good.pem --format sarif", 0),
    ("check damaged.pem --format github", 1),
    ("check .", 1),
    ("fix damaged.pem", 0),
    ("fix damaged.pem --output -", 0),
    ("fix --diff damaged.pem", 1),
    ("show good.pem", 0),
    ("expiry good.pem", 0),
    ("expiry good.pem --format json", 0),
    ("expiry good.pem --format prometheus", 0),
    ("request body.json", 1),
    ("request body.json --format json", 1),
    ("request --delete ldap_client", 0),
    ("explain chain-out-of-order", 0),
    ("rules", 0),
    ("rules --format json", 0),
    ("rules --format markdown", 0),
    ("schema report", 0),
    ("schema request", 0),
    ("schema configuration", 0),
    ("completions bash", 0),
    ("--help", 0),
    ("check --help", 0),
    ("--version", 0),
];

/// Their text only says why.
const ANSWERED_BY_STATUS: &[&str] = &[
    "check good.pem",
    "check damaged.pem",
    "check damaged.pem --format github",
    "check .",
];

fn printing(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    fs::write(folder.join("good.pem"), read("demo/good.pem")).expect("a file");
    fs::write(folder.join("damaged.pem"), read("demo/from-pfx.pem")).expect("a file");
    fs::write(folder.join("body.json"), "{}").expect("a file");
    folder
}

fn arguments(line: &str) -> Vec<&str> {
    let words = line.split(' ').collect::<Vec<_>>();
    let takes_time =
        ["check", "fix", "show", "expiry", "request"].contains(&words[0]) && !line.contains("--help");
    [words, if takes_time { vec![AT] } else { Vec::new() }].concat()
}

fn through_shell(folder: &Path, script: &str, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_pemvet")]);
    command
        .args(arguments(line))
        .current_dir(folder)
        .output()
        .expect("a shell")
}

#[test]
fn what_cannot_be_printed_is_exit_status_2_of_every_command() {
    let folder = printing("not-printed");
    for (line, expected) in PRINTERS {
        // As Python's `subprocess.DEVNULL` and Node's `'ignore'` open it, which looks like closed.
        for nobody in ["\"$@\" >&-", "\"$@\" 1<> /dev/null"] {
            let closed = through_shell(&folder, nobody, line);
            let case = format!("{line}, {nobody}: {}", stderr(&closed));
            if ANSWERED_BY_STATUS.contains(line) {
                assert_eq!(status(&closed), *expected, "{case}");
                assert!(!stderr(&closed).contains("standard output"), "{case}");
                continue;
            }
            assert_eq!(status(&closed), 2, "{case}");
            assert!(
                stderr(&closed).starts_with("pemvet: standard output is closed"),
                "{case}"
            );
        }
        let for_reading = through_shell(&folder, "\"$@\" 1< good.pem", line);
        assert_eq!(status(&for_reading), 2, "{line}: {}", stderr(&for_reading));
        assert!(
            stderr(&for_reading).contains("is not open for writing"),
            "{}",
            stderr(&for_reading)
        );
        // Thrown away on purpose.
        let thrown_away = through_shell(&folder, "\"$@\" > /dev/null", line);
        assert_eq!(
            status(&thrown_away),
            *expected,
            "{line}: {}",
            stderr(&thrown_away)
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_is_exit_status_2_of_every_command() {
    let folder = printing("full-disk");
    for (line, _) in PRINTERS {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("the device that is always full");
        let output = Command::new(env!("CARGO_BIN_EXE_pemvet"))
            .args(arguments(line))
            .current_dir(&folder)
            .stdout(Stdio::from(full))
            .output()
            .expect("it runs");
        assert_eq!(status(&output), 2, "{line}: {}", stderr(&output));
        assert!(
            stderr(&output).contains("No space left on device"),
            "{line}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn who_prints_nothing_needs_no_standard_output() {
    let folder = printing("nothing-printed");
    let both = [read("demo/proxy.key"), read("demo/from-pfx.pem")].concat();
    fs::write(folder.join("both.pem"), both).expect("a file");
    for line in [
        "fix damaged.pem --output new.pem",
        "fix both.pem --split a.pem,a.key",
        "fix --in-place damaged.pem",
        "check --quiet good.pem",
    ] {
        let closed = through_shell(&folder, "\"$@\" >&-", line);
        assert_eq!(status(&closed), 0, "{line}: {}", stderr(&closed));
    }
    for name in ["new.pem", "a.pem", "damaged.pem"] {
        assert_eq!(
            fs::read(folder.join(name)).expect("it"),
            read("demo/good.pem"),
            "{name}"
        );
    }
}

/// A folder of these files: `locked/…` cannot be read, `link/…` is a link, `large/…` is too large.
fn folder_of(reachable: &Reachable, files: &[&str]) {
    let folder = reachable.work().join("it");
    fs::create_dir(&folder).expect("a folder");
    for file in files {
        let (how, name) = file.split_once('/').unwrap_or(("", file));
        let path = folder.join(name);
        match how {
            "link" => symlink("nothing", &path).expect("a link"),
            "large" => File::create(&path)
                .and_then(|file| file.set_len((1 << 20) + 1))
                .expect("a file"),
            "folder" => {
                fs::create_dir(&path).expect("a folder");
                mode(&path, 0);
            }
            _ => {
                let is_text = name.ends_with(".md") || name.ends_with(".txt");
                let content = if is_text {
                    b"nothing\n".to_vec()
                } else {
                    read("demo/good.pem")
                };
                fs::write(&path, content).expect("a file");
                if how == "locked" {
                    mode(&path, 0);
                }
            }
        }
    }
}

#[test]
fn a_directory_of_which_nothing_that_looks_like_ours_was_read_was_not_read() {
    let cases: &[(&[&str], i32)] = &[
        (&[], 0),
        (&["good.pem"], 0),
        (&["locked/a.pem"], 2),
        (&["locked/a.pem", "good.pem"], 0),
        (&["locked/a.yaml"], 2),
        (&["locked/a.yaml", "large/b.json", "link/c.pem"], 2),
        (&["link/a.pem", "link/a.key"], 2),
        (&["link/a.pem", "README.md"], 2),
        (&["large/a.pem"], 2),
        (&["large/a.pem", "good.pem"], 0),
        // Hardly any large document holds certificates.
        (&["large/lock.json", "notes.txt"], 0),
        (&["folder/below"], 2),
        (&["folder/below", "good.pem"], 0),
        // What it is cannot be told.
        (&["locked/server"], 2),
        (&["locked/server", "notes.txt"], 0),
        (&["link/current"], 2),
    ];
    for (files, expected) in cases {
        let reachable = Reachable::new("directory");
        folder_of(&reachable, files);
        let output = reachable
            .command()
            .args(["check", "it", AT])
            .output()
            .expect("it runs");
        let case = format!("{files:?}\n{}{}", stdout(&output), stderr(&output));
        assert_eq!(status(&output), *expected, "{case}");
        for file in files.iter().filter(|file| file.contains('/')) {
            let (_, name) = file.split_once('/').expect("a name");
            let line = format!("pemvet: it/{name}: ");
            assert!(
                stderr(&output)
                    .lines()
                    .any(|it| it.starts_with(&line) && it.ends_with("; skipped")),
                "{case}"
            );
        }
        if *expected == 2 {
            assert!(stderr(&output).contains("pemvet: it: nothing in it"), "{case}");
            assert!(stdout(&output).contains("; 1 could not be read"), "{case}");
        }
    }
}

#[test]
fn a_directory_that_was_not_read_is_told_in_every_format() {
    let reachable = Reachable::new("formats");
    folder_of(&reachable, &["locked/a.pem", "link/b.key"]);
    let run = |arguments: &[&str]| {
        let output = reachable
            .command()
            .args(arguments)
            .args(["it", AT])
            .output()
            .expect("it runs");
        assert_eq!(status(&output), 2, "{arguments:?}");
        output
    };
    let json =
        |arguments: &[&str]| -> Value { serde_json::from_slice(&run(arguments).stdout).expect("JSON") };
    expect("check-unread-directory", &run(&["check"]));
    expect(
        "check-unread-directory-github",
        &run(&["check", "--format", "github"]),
    );
    let words = "nothing in it that looks like certificates or keys was read; 2 were skipped, the first is it/b.key: is a link \
                 to what cannot be read: no such file";
    let report = json(&["check", "--format", "json"]);
    assert_eq!(report["bundles"][0]["path"], "it");
    assert_eq!(report["bundles"][0]["error"], words);
    let sarif = json(&["check", "--format", "sarif"]);
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(
        invocation["toolExecutionNotifications"][0]["message"]["text"],
        words
    );
    expect("expiry-unread-directory", &run(&["expiry"]));
    assert_eq!(json(&["expiry", "--format", "json"])["unread"][1]["path"], "it");
    let prometheus = stdout(&run(&["expiry", "--format", "prometheus"]));
    assert!(
        prometheus.contains("pemvet_file_readable{path=\"it\"} 0"),
        "{prometheus}"
    );
}

#[test]
fn a_key_beside_a_certificate_that_may_not_be_read_is_told() {
    let reachable = Reachable::new("key-beside");
    let work = reachable.work();
    fs::write(work.join("proxy.pem"), read("demo/good.pem")).expect("a file");
    fs::write(work.join("proxy.key"), read("demo/proxy.key")).expect("a file");
    mode(&work.join("proxy.key"), 0);
    let output = reachable
        .command()
        .args(["check", "proxy.pem", AT])
        .output()
        .expect("it runs");
    assert_eq!(status(&output), 0);
    assert_eq!(
        stderr(&output),
        "pemvet: proxy.key: may not be read: permission denied; skipped\n"
    );
}
