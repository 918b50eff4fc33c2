//! In-place repair while the system fails: each system call in turn returns an error, and each is the last before the process
//! is killed. Whatever happens, the file is the old one or the new one.

#![cfg(target_os = "linux")]

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use command::{AT, names_in, scratch};
use support::read;

/// The command under strace, or `None` where strace is not there or may not trace.
fn traced(folder: &Path, options: &[&str]) -> Option<Output> {
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o"])
        .arg(folder.with_extension("trace"))
        .args(options)
        .arg("--")
        .arg(env!("CARGO_BIN_EXE_pemvet"))
        .args(["fix", "--in-place", "proxy.pem", AT])
        .current_dir(folder)
        // Cargo's, which the loader would search in vain.
        .env_remove("LD_LIBRARY_PATH")
        .output();
    output.ok()
}

/// How often each system call is made, in a run without faults.
fn calls(folder: &Path) -> Option<BTreeMap<String, usize>> {
    let output = traced(folder, &[])?;
    if !output.status.success() {
        return None;
    }
    let trace = fs::read_to_string(folder.with_extension("trace")).expect("a trace");
    let mut calls = BTreeMap::new();
    for line in trace.lines() {
        let after_process = line.split_once(' ').map_or("", |(_, call)| call.trim_start());
        if let Some((name, _)) = after_process.split_once('(') {
            *calls.entry(name.to_owned()).or_default() += 1;
        }
    }
    Some(calls)
}

#[test]
fn in_place_leaves_the_old_file_or_the_new_one() {
    let (old, new) = (read("demo/from-pfx.pem"), read("demo/good.pem"));
    let folder = scratch("faults");
    let file = folder.join("proxy.pem");
    fs::write(&file, &old).expect("a scratch file");
    let Some(calls) = calls(&folder) else {
        // Containers may forbid it.
        assert!(
            std::env::var_os("PEMVET_NEEDS_STRACE").is_none(),
            "strace is wanted and does not run"
        );
        eprintln!("NOT RUN: repair under faults, because strace is not installed or may not trace");
        return;
    };
    assert_eq!(fs::read(&file).expect("it"), new);
    for needed in ["fsync", "rename", "write", "fchmod"] {
        // `rename` may be `renameat`.
        assert!(
            calls.keys().any(|call| call.starts_with(needed)),
            "{needed} is among {calls:?}"
        );
    }
    let (mut kept, mut replaced) = (0, 0);
    for (call, count) in &calls {
        // The loader's own, before the program starts, and what ends it.
        if matches!(call.as_str(), "execve" | "exit_group") {
            continue;
        }
        for number in 1..=*count {
            for fault in ["error=EIO", "signal=SIGKILL"] {
                let inject = format!("inject={call}:{fault}:when={number}");
                fs::write(&file, &old).expect("a scratch file");
                let output =
                    traced(&folder, &["-e", &format!("trace={call}"), "-e", &inject]).expect("strace runs");
                let now = fs::read(&file).expect("the file is there");
                let is_new = now == new;
                assert!(
                    is_new || now == old,
                    "{inject}: neither the old file nor the new one"
                );
                assert!(
                    is_new || !output.status.success(),
                    "{inject}: says it has repaired, and has not"
                );
                *if is_new { &mut replaced } else { &mut kept } += 1;
                // Only who is killed, or may not remove, leaves something behind.
                let left = names_in(&folder).len() - 1;
                let may_leave = fault == "signal=SIGKILL" || call.starts_with("unlink");
                assert!(left == 0 || may_leave, "{inject}: left a temporary file");
                for name in names_in(&folder)
                    .iter()
                    .filter(|name| name.as_str() != "proxy.pem")
                {
                    fs::remove_file(folder.join(name)).expect("removed");
                }
            }
        }
    }
    eprintln!(
        "{} kinds of system call; the old file {kept} times, the new one {replaced} times",
        calls.len()
    );
    assert!(kept > 20 && replaced > 3);
}

#[test]
fn a_file_that_somebody_changes_meanwhile_is_left_as_it_is() {
    let folder = scratch("faults-meanwhile");
    let file = folder.join("proxy.pem");
    fs::write(&file, read("demo/from-pfx.pem")).expect("a scratch file");
    // Two seconds between writing the temporary file and putting it into place.
    let delayed = {
        let folder = folder.clone();
        std::thread::spawn(move || traced(&folder, &["-e", "inject=fsync:delay_enter=2000000:when=1"]))
    };
    let started = std::time::Instant::now();
    while names_in(&folder).len() < 2 && !delayed.is_finished() {
        assert!(started.elapsed().as_secs() < 60, "no temporary file in a minute");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    if delayed.is_finished() {
        assert!(
            std::env::var_os("PEMVET_NEEDS_STRACE").is_none(),
            "strace is wanted and does not run"
        );
        eprintln!("NOT RUN: a change meanwhile, because strace is not installed or may not trace");
        return;
    }
    fs::write(&file, read("demo/expired-intermediate-shuffled.pem")).expect("changed");
    let output = delayed.join().expect("no panic").expect("strace runs");
    let said = command::stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("was changed by somebody else meanwhile"), "{said}");
    assert_eq!(
        fs::read(&file).expect("it"),
        read("demo/expired-intermediate-shuffled.pem")
    );
    assert_eq!(names_in(&folder), ["proxy.pem"]);
}
