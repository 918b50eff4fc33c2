//! What a writer does to what it is told to write to: every writer, every kind of file, in a folder of the test's own.

#![cfg(unix)]

#[path = "support/run.rs"]
mod command;
#[path = "support/plain_user.rs"]
mod plain_user;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output};

use command::{AT, names_in, run_in, scratch, status, stderr};
use plain_user::{NOBODY, Reachable, is_root};
use support::read;

const OLD: &[u8] = b"what stood there before\n";

/// Makes `it` in a folder, and what it leads to. `false` where only root could.
fn make(folder: &Path, kind: &str) -> bool {
    let it = folder.join("it");
    let node = |kind: &str, numbers: &[&str]| {
        let mut mknod = Command::new("mknod");
        let made = mknod.arg(folder.join("node")).arg(kind).args(numbers).output();
        made.is_ok_and(|output| output.status.success())
    };
    let link_to = |name: &str| symlink(name, &it).expect("a link");
    match kind {
        "nothing" => {}
        "file" => fs::write(&it, OLD).expect("a file"),
        "hard link" => {
            fs::write(folder.join("other"), OLD).expect("a file");
            fs::hard_link(folder.join("other"), &it).expect("a hard link");
        }
        "directory" => fs::create_dir(&it).expect("a directory"),
        "socket" => drop(UnixListener::bind(&it).expect("a socket")),
        "pipe" => assert!(
            Command::new("mkfifo")
                .arg(&it)
                .status()
                .expect("mkfifo")
                .success()
        ),
        // The numbers of the null device.
        "character device" => {
            if !node("c", &["1", "3"]) {
                return false;
            }
            fs::rename(folder.join("node"), &it).expect("a device");
        }
        // Numbers for experiments, which no driver has (admin-guide/devices.txt of Linux); it is never opened.
        "block device" => {
            if !node("b", &["240", "0"]) {
                return false;
            }
            fs::rename(folder.join("node"), &it).expect("a device");
        }
        "link to nothing" => {
            fs::create_dir(folder.join("below")).expect("a directory");
            link_to("below/target");
        }
        "link in a circle" => link_to("it"),
        "link to a link" => {
            fs::create_dir(folder.join("below")).expect("a directory");
            fs::write(folder.join("target"), OLD).expect("a file");
            symlink("../target", folder.join("below/second")).expect("a link");
            link_to("below/second");
        }
        _ => {
            let to = kind.strip_prefix("link to a ").expect("a kind");
            if !make(folder, to) {
                return false;
            }
            fs::rename(&it, folder.join("target")).expect("renamed");
            link_to("target");
        }
    }
    true
}

/// What a name is, and what it holds.
fn look(path: &Path) -> String {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return "nothing".into();
    };
    let kind = metadata.file_type();
    if kind.is_symlink() {
        format!("link to {}", fs::read_link(path).expect("a link").display())
    } else if kind.is_file() {
        match fs::read(path).expect("a file").as_slice() {
            OLD => "old".into(),
            content if content == read("demo/good.pem") => "new".into(),
            content if content == read("demo/proxy.key") => "key".into(),
            _ => "other".into(),
        }
    } else if kind.is_dir() {
        format!("directory of {}", names_in(path).join(" "))
    } else if kind.is_char_device() {
        "character device".into()
    } else if kind.is_block_device() {
        "block device".into()
    } else if kind.is_fifo() {
        "pipe".into()
    } else {
        "socket".into()
    }
}

/// All that is in a folder, as a comparison wants it.
fn look_at_all(folder: &Path) -> Vec<String> {
    let names = names_in(folder).into_iter();
    names
        .map(|name| format!("{name}: {}", look(&folder.join(name.clone()))))
        .collect()
}

/// A folder with the kind of file in it, and beside it the files to repair.
fn prepared(name: &str, kind: &str) -> Option<std::path::PathBuf> {
    let folder = scratch(&format!("writers-{name}-{}", kind.replace(' ', "-")));
    let work = folder.join("work");
    fs::create_dir(&work).expect("a folder");
    fs::write(folder.join("damaged.pem"), read("demo/from-pfx.pem")).expect("a file");
    let both = [read("demo/proxy.key"), read("demo/from-pfx.pem")].concat();
    fs::write(folder.join("both.pem"), both).expect("a file");
    if make(&work, kind) {
        return Some(folder);
    }
    eprintln!("NOT RUN: {name} and a {kind}, because only root may make one");
    None
}

#[test]
fn output_replaces_files_writes_into_pipes_and_devices_and_refuses_the_rest_in_words() {
    let replaced = "which was replaced";
    let cases: &[(&str, i32, &str, &[&str])] = &[
        ("nothing", 0, "", &["it: new"]),
        ("file", 0, "", &["it: new"]),
        (
            "hard link",
            2,
            "has a second name (a hard link), which would keep the old content; give a new name",
            &["it: old", "other: old"],
        ),
        (
            "directory",
            2,
            "is a directory; give the name of a file",
            &["it: directory of "],
        ),
        (
            "socket",
            2,
            "is a socket, which is not opened as a file",
            &["it: socket"],
        ),
        ("pipe", 0, "", &["it: pipe"]),
        ("character device", 0, "", &["it: character device"]),
        (
            "block device",
            2,
            "is a block device, and what it holds would be lost",
            &["it: block device"],
        ),
        (
            "link to a file",
            0,
            replaced,
            &["it: link to target", "target: new"],
        ),
        (
            "link to a link",
            0,
            replaced,
            &[
                "below: directory of second",
                "it: link to below/second",
                "target: new",
            ],
        ),
        (
            "link to nothing",
            0,
            "which was made",
            &["below: directory of target", "it: link to below/target"],
        ),
        (
            "link in a circle",
            2,
            "is a link that cannot be followed",
            &["it: link to it"],
        ),
        (
            "link to a hard link",
            2,
            "which has a second name",
            &["it: link to target", "other: old", "target: old"],
        ),
        (
            "link to a directory",
            2,
            "which is a directory",
            &["it: link to target", "target: directory of "],
        ),
        (
            "link to a socket",
            2,
            "which is a socket",
            &["it: link to target", "target: socket"],
        ),
        (
            "link to a pipe",
            0,
            "which was written into",
            &["it: link to target", "target: pipe"],
        ),
        (
            "link to a character device",
            0,
            "which was written into",
            &["it: link to target", "target: character device"],
        ),
        (
            "link to a block device",
            2,
            "which is a block device",
            &["it: link to target", "target: block device"],
        ),
    ];
    for (kind, expected, words, after) in cases {
        let Some(folder) = prepared("output", kind) else {
            continue;
        };
        let work = folder.join("work");
        let it = work.join("it");
        // Who opens a pipe waits for the other end.
        let reader = kind.contains("pipe").then(|| {
            let it = it.clone();
            std::thread::spawn(move || fs::read(it).expect("read to its end"))
        });
        let output = run_in(&work, &["fix", "../damaged.pem", "--output", "it", AT], b"");
        let said = stderr(&output);
        assert_eq!(status(&output), *expected, "{kind}: {said}");
        assert_eq!(look_at_all(&work), *after, "{kind}: {said}");
        let line = said
            .lines()
            .find(|line| line.contains("it: is ") || line.contains("it: has "));
        assert_eq!(line.is_some(), !words.is_empty(), "{kind}: {said}");
        assert!(line.unwrap_or_default().contains(words), "{kind}: {said}");
        if let Some(reader) = reader {
            assert_eq!(reader.join().expect("no panic"), read("demo/good.pem"), "{kind}");
        }
    }
}

const KINDS: &[&str] = &[
    "hard link",
    "directory",
    "socket",
    "pipe",
    "character device",
    "block device",
    "link to a file",
    "link to a link",
    "link to nothing",
    "link in a circle",
    "link to a hard link",
    "link to a directory",
    "link to a socket",
    "link to a pipe",
    "link to a character device",
    "link to a block device",
];

#[test]
fn in_place_replaces_nothing_but_a_file_with_one_name() {
    for kind in KINDS.iter().chain(&["nothing"]) {
        let Some(folder) = prepared("in-place", kind) else {
            continue;
        };
        let work = folder.join("work");
        let before = look_at_all(&work);
        let output = run_in(&work, &["fix", "--in-place", "it", AT], b"");
        assert_eq!(status(&output), 2, "{kind}: {}", stderr(&output));
        assert!(
            stderr(&output).starts_with("pemvet: it: "),
            "{kind}: {}",
            stderr(&output)
        );
        assert_eq!(look_at_all(&work), before, "{kind}");
    }
}

#[test]
fn split_takes_new_names_only_for_the_certificates_and_for_the_key() {
    for kind in KINDS.iter().chain(&["file"]) {
        for names in ["it,new.key", "new.pem,it"] {
            let Some(folder) = prepared("split", kind) else {
                continue;
            };
            let work = folder.join("work");
            let before = look_at_all(&work);
            let output = run_in(&work, &["fix", "../both.pem", "--split", names, AT], b"");
            let said = stderr(&output);
            assert_eq!(status(&output), 2, "{kind}, {names}: {said}");
            assert!(
                said.contains("it: exists already and is left as it is; give a new name"),
                "{kind}: {said}"
            );
            assert_eq!(look_at_all(&work), before, "{kind}, {names}");
        }
    }
    let folder = prepared("split", "nothing").expect("a folder");
    let work = folder.join("work");
    let output = run_in(&work, &["fix", "../both.pem", "--split", "new.pem,it", AT], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(look_at_all(&work), ["it: key", "new.pem: new"]);
}

#[test]
fn a_replaced_file_keeps_its_owner_its_group_and_its_mode_and_so_does_the_target_of_a_link() {
    for kind in ["file", "link to a file"] {
        let folder = prepared("owner", kind).expect("a folder");
        let work = folder.join("work");
        let it = fs::canonicalize(work.join("it")).expect("a file");
        let own = fs::metadata(&it).expect("it");
        let (user, group) = match is_root(&work) {
            true => (NOBODY, NOBODY - 1),
            false => {
                eprintln!("NOT RUN: another owner of a {kind}, because only root may give files away");
                (own.uid(), own.gid())
            }
        };
        std::os::unix::fs::chown(&it, Some(user), Some(group)).expect("an owner");
        fs::set_permissions(&it, fs::Permissions::from_mode(0o2640)).expect("a mode");
        let output = run_in(&work, &["fix", "../damaged.pem", "--output", "it", AT], b"");
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let now = fs::metadata(&it).expect("it");
        assert_eq!(
            (now.uid(), now.gid(), now.mode() & 0o7777),
            (user, group, 0o2640),
            "{kind}"
        );
        assert_eq!(fs::read(&it).expect("it"), read("demo/good.pem"));
    }
}

#[test]
fn an_owner_that_cannot_be_kept_and_a_folder_that_may_not_be_written_to_leave_everything_as_it_is() {
    let reachable = Reachable::new("writers-folder");
    let work = reachable.work();
    fs::write(work.join("damaged.pem"), read("demo/from-pfx.pem")).expect("a file");
    for (folder, mode) in [("open", 0o777), ("closed", 0o555)] {
        fs::create_dir(work.join(folder)).expect("a folder");
        fs::write(work.join(folder).join("it"), OLD).expect("a file");
        fs::set_permissions(work.join(folder), fs::Permissions::from_mode(mode)).expect("a mode");
    }
    let mut targets = vec!["closed/it", "closed/new"];
    if is_root(&work) {
        targets.push("open/it");
    } else {
        eprintln!("NOT RUN: an owner that cannot be kept, because only root may give files away");
    }
    for target in targets {
        let before = (look_at_all(&work.join("open")), look_at_all(&work.join("closed")));
        let mut command = reachable.command();
        let output = command
            .args(["fix", "damaged.pem", "--output", target, AT])
            .output()
            .expect("it runs");
        assert_eq!(status(&output), 2, "{target}: {}", stderr(&output));
        assert!(
            stderr(&output).starts_with(&format!("pemvet: {target}: ")),
            "{}",
            stderr(&output)
        );
        let after = (look_at_all(&work.join("open")), look_at_all(&work.join("closed")));
        assert_eq!(after, before, "{target}");
    }
}

/// Runs through a shell that has the command as `"$@"`.
fn through_shell(folder: &Path, script: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        script,
        "sh",
        env!("CARGO_BIN_EXE_pemvet"),
        "fix",
        "damaged.pem",
        AT,
    ]);
    command
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("a shell")
}

/// /dev/stdout is a link to /proc/self/fd/1. The test has a link of its own: one that is replaced by mistake should not be
/// the machine's.
#[cfg(target_os = "linux")]
#[test]
fn open_files_are_written_into_by_their_numbers_and_keep_what_was_written_before() {
    let folder = scratch("writers-descriptors");
    fs::write(folder.join("damaged.pem"), read("demo/from-pfx.pem")).expect("a file");
    symlink("/proc/self/fd/1", folder.join("stdout")).expect("a link");
    symlink("/proc/self/fd/3", folder.join("third")).expect("a link");
    let good = read("demo/good.pem");
    let after_head = [b"head\n", good.as_slice()].concat();
    for name in ["stdout", "/proc/self/fd/1", "/dev/fd/1"] {
        let piped = through_shell(&folder, "\"$@\"", &["--output", name]);
        assert_eq!(
            (status(&piped), &piped.stdout),
            (0, &good),
            "{name}: {}",
            stderr(&piped)
        );
        let to_file = through_shell(&folder, "(echo head; \"$@\") > file", &["--output", name]);
        assert_eq!(status(&to_file), 0, "{name}: {}", stderr(&to_file));
        assert_eq!(fs::read(folder.join("file")).expect("it"), after_head, "{name}");
        let closed = through_shell(&folder, "\"$@\" >&-", &["--output", name]);
        assert_eq!(status(&closed), 2, "{name}");
        assert!(
            stderr(&closed).contains("standard output is closed"),
            "{}",
            stderr(&closed)
        );
    }
    for name in ["third", "/proc/self/fd/3", "/dev/fd/3"] {
        let piped = through_shell(&folder, "\"$@\" 3>&1 >&2", &["--output", name]);
        assert_eq!(
            (status(&piped), &piped.stdout),
            (0, &good),
            "{name}: {}",
            stderr(&piped)
        );
        let to_file = through_shell(
            &folder,
            "exec 3> file; echo head >&3; \"$@\"",
            &["--output", name],
        );
        assert_eq!(status(&to_file), 0, "{name}: {}", stderr(&to_file));
        assert_eq!(fs::read(folder.join("file")).expect("it"), after_head, "{name}");
        let for_reading = through_shell(&folder, "\"$@\" 3< file", &["--output", name]);
        assert_eq!(status(&for_reading), 2, "{name}");
        assert!(
            stderr(&for_reading).contains("is not open for writing"),
            "{}",
            stderr(&for_reading)
        );
        assert_eq!(fs::read(folder.join("file")).expect("it"), after_head, "{name}");
        let not_open = through_shell(&folder, "\"$@\" 3>&-", &["--output", name]);
        assert_eq!(status(&not_open), 2, "{name}: {}", stderr(&not_open));
    }
    assert_eq!(names_in(&folder), ["damaged.pem", "file", "stdout", "third"]);
    assert_eq!(look(&folder.join("stdout")), "link to /proc/self/fd/1");
}

#[test]
fn a_dash_is_standard_output() {
    let folder = scratch("writers-dash");
    fs::write(folder.join("damaged.pem"), read("demo/from-pfx.pem")).expect("a file");
    let output = run_in(&folder, &["fix", "damaged.pem", "--output", "-", AT], b"");
    assert_eq!((status(&output), output.stdout), (0, read("demo/good.pem")));
    assert_eq!(names_in(&folder), ["damaged.pem"]);
}
