//! A repository of 500 clean files of all kinds, and the same with sixty planted problems among them.

#![cfg(unix)]

mod repository;

use std::collections::BTreeSet;

use repository::planted::{Problem, plant, told};
use repository::{Folder, base64, clean};

#[test]
fn five_hundred_clean_files_have_no_error_and_no_warning() {
    let folder = Folder::new("made-clean");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(clean::write(&folder, "."), 500);
    let run = folder.check(&[]);
    assert_eq!((run.status, run.found()), (0, vec![]), "{}", run.stdout);
    // Nobody knows what is in archives whose password was not given.
    let shut = run
        .stderr
        .lines()
        .filter(|line| line.contains(": PKCS#12, needs a password: "));
    assert_eq!(
        (shut.count(), run.stderr.lines().count()),
        (16, 16),
        "{}",
        run.stderr
    );
    assert!(
        run.last_line().starts_with("500 files searched, "),
        "{}",
        run.last_line()
    );
    // They were read: those with certificates are bundles.
    let bundles = run
        .last_line()
        .split(", ")
        .nth(1)
        .and_then(|it| it.split(' ').next());
    let bundles: usize = bundles.and_then(|it| it.parse().ok()).expect("a number");
    assert!(bundles >= 150, "{bundles}");
}

/// Ten private keys beside the fifty problems of [`plant`].
fn plant_keys(folder: &Folder) -> Vec<Problem> {
    let key = folder.read("demo/proxy.key");
    let body: String = key
        .lines()
        .filter(|line| !line.starts_with('-'))
        .map(|line| format!("{line}\n"))
        .collect();
    let block = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n");
    let age = format!(
        "# created: today\nAGE-SECRET-KEY-1{}\n",
        "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2)
    );
    let dump: String = repository::decoded(&body)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let openssh = format!(
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gt\n{}\n",
        "ZWQyNTUxOQAAACBmb29iYXJiYXpmb29iYXJiYXpmb29iYXJiYXpmb29iYXJiYXoAAA=="
    );
    let files: Vec<(&str, u64, Vec<u8>)> = vec![
        (
            "home/ssh/id_rsa",
            1,
            block("OPENSSH PRIVATE KEY", &openssh).into(),
        ),
        (
            "home/signing.asc",
            1,
            block("PGP PRIVATE KEY BLOCK", &format!("\n{body}=abcd\n")).into(),
        ),
        (
            "vpn/ta.key",
            1,
            block(
                "OpenVPN Static key V1",
                &"a1b2c3d4e5f60718293a4b5c6d7e8f90\n".repeat(16),
            )
            .into(),
        ),
        ("flux/keys.txt", 2, age.clone().into()),
        (
            "flux/sops-age.yaml",
            6,
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: sops-age\ndata:\n  age.agekey: {}\n",
                base64(&age)
            )
            .into(),
        ),
        ("java/server.der", 1, repository::decoded(&body)),
        ("notes/key.txt", 2, format!("The key:\n{body}").into()),
        (
            "etc/old.conf",
            2,
            format!(
                "# before:\n{}listen 443;\n",
                key.lines().map(|line| format!("# {line}\n")).collect::<String>()
            )
            .into(),
        ),
        (
            "ci/deploy.sh",
            3,
            format!("#!/bin/sh\n# of last year\nKEY='{}'\n", key.replace('\n', "\\n")).into(),
        ),
        ("windows/dump.txt", 1, format!("{dump}\n").into()),
    ];
    let mut problems = Vec::new();
    for (file, line, content) in files {
        folder.write_bytes(file, &content);
        problems.push((file.into(), line, "private-key-found".into()));
    }
    problems
}

#[test]
fn sixty_planted_problems_are_found_among_them_and_nothing_else() {
    let (folder, mut expected) = plant("made-planted");
    clean::write(&folder, "clean");
    expected.extend(plant_keys(&folder));
    assert_eq!(expected.len(), 60);
    let found = told(&folder.check(&[]));
    let unique: BTreeSet<Problem> = found.iter().cloned().collect();
    let missing: Vec<_> = expected.difference(&unique).collect();
    let surplus: Vec<_> = unique.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing {missing:#?}\nsurplus {surplus:#?}"
    );
    assert_eq!(found.len(), 60, "each once");
}
