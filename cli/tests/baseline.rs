//! A repository with two hundred old findings: known ones do not count, new ones do, whatever is renewed meanwhile.

#![cfg(feature = "aws-lc-rs")]
#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

#[path = "../../tests/support/pki.rs"]
mod pki;
mod repository;

use pki::{Spec, pem};
use repository::{Folder, fits, indented};

/// A chain in the wrong order, whose leaf has this name; another key is another certificate.
fn chain(name: &str, key: u64) -> String {
    let ca = Spec::new("Old CA", 1, "Old CA", 1).ca();
    let mut leaf = Spec::new(name, key, "Old CA", 1);
    leaf.names = vec![name.into()];
    pem(&[ca, leaf])
}

/// 200 findings: an error and four warnings in each of 24 files and of 8 values of documents, 20 files that are cut, 20 keys.
fn old_repository(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    for number in 0..24 {
        folder.write(
            &format!("tls/{number}.pem"),
            &chain(&format!("h{number}.example"), number + 2),
        );
    }
    for number in 0..8 {
        let text = indented(&chain(&format!("v{number}.example"), number + 200), 4);
        folder.write(
            &format!("values/{number}.yaml"),
            &format!("tls:\n  crt: |\n{text}"),
        );
    }
    let cut = folder.read("rules/end-marker-missing/bad-truncated.pem");
    for number in 0..20 {
        folder.write(&format!("cut/{number}.pem"), &cut);
    }
    let key = folder.read("demo/proxy.key");
    for number in 0..20 {
        folder.write(&format!("keys/{number}.key"), &key);
    }
    folder
}

/// What the last line says is in the baseline.
fn known(run: &repository::Run) -> usize {
    let words = run
        .last_line()
        .split("; ")
        .find_map(|it| it.strip_suffix(" in the baseline"));
    words.map_or(0, |number| number.parse().expect("a number"))
}

#[test]
fn known_findings_do_not_count_and_new_ones_do() {
    let folder = old_repository("baseline");
    let found = folder.check(&[]);
    assert_eq!(
        (found.status, found.found().len()),
        (1, 200),
        "{}",
        found.last_line()
    );

    // Keys are not known unless they are named.
    let written = folder.check(&["--write-baseline", "known.json"]);
    assert_eq!(
        (written.status, known(&written), written.errors_found().len()),
        (1, 180, 20)
    );
    assert_eq!(
        written.stderr,
        "pemvet: known.json: 180 findings in 52 files written; not private-key-found (20), which --known-rule has to name: \
         others may have the key, or something was not read\n"
    );
    let written = folder.check(&[
        "--write-baseline",
        "known.json",
        "--known-rule",
        "private-key-found",
    ]);
    assert_eq!(
        (written.status, known(&written)),
        (0, 200),
        "{}{}",
        written.stdout,
        written.stderr
    );
    let schema = folder.run(&["schema", "baseline"], b"").stdout;
    let document = std::fs::read_to_string(folder.path("known.json")).expect("the baseline");
    fits(&schema, &serde_json::from_str(&document).expect("JSON"));
    assert_eq!(document.lines().count(), 205, "a line for each");

    // Green, from wherever it is asked.
    let green = || folder.check(&["--baseline", "known.json"]);
    assert_eq!(
        (green().status, green().stderr.as_str(), known(&green())),
        (0, "", 200)
    );
    let above = folder.check(&[
        ".",
        "--baseline",
        "./values/../known.json",
        "--fail-on",
        "warning",
    ]);
    assert_eq!((above.status, known(&above)), (0, 200), "{}", above.stdout);
    // What is known stays so when the file is written anew, and what a hook names is known as well.
    assert_eq!(folder.check(&["--write-baseline", "known.json"]).status, 0);
    let hook = folder.check(&[
        "tls/7.pem",
        "keys/3.key",
        "--skip-others",
        "--baseline",
        "known.json",
    ]);
    assert_eq!((hook.status, hook.stderr.as_str()), (0, ""), "{}", hook.stdout);

    // One new fault is red: in a new file, in a known one, in a copy of a known one.
    for (file, text) in [
        ("tls/new.pem", chain("h1.example", 3)),
        ("tls/7.pem", chain("other.example", 500)),
        (
            "values/3.yaml",
            format!("tls:\n  crt: |\n{}", indented(&chain("x.example", 501), 4)),
        ),
    ] {
        let before = std::fs::read_to_string(folder.path(file)).ok();
        folder.write(file, &text);
        let red = green();
        assert_eq!((red.status, red.errors_found().len()), (1, 1), "{file}");
        match before {
            Some(before) => folder.write(file, &before),
            None => std::fs::remove_file(folder.path(file)).expect("it was written"),
        }
    }
    let mut twice = chain("h9.example", 11);
    twice.push_str("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    folder.write("tls/9.pem", &twice);
    assert_eq!(green().status, 1, "another fault in a known file");
    folder.write("tls/9.pem", &chain("h9.example", 11));

    // A renewed certificate stays green.
    folder.write("tls/5.pem", &chain("h5.example", 502));
    let renewed = green();
    assert_eq!(
        (renewed.status, renewed.stderr.as_str(), known(&renewed)),
        (0, "", 200)
    );
}

#[test]
fn what_is_found_no_longer_is_told_as_stale() {
    let folder = old_repository("baseline-stale");
    folder.check(&["--write-baseline", "known.json", "--known-rule=private-key-found"]);
    folder.copy("demo/good.pem", "tls/5.pem");
    std::fs::remove_file(folder.path("keys/3.key")).expect("a file");
    let run = folder.check(&["--baseline", "known.json"]);
    assert_eq!((run.status, known(&run)), (0, 194));
    assert_eq!(
        run.stderr,
        "pemvet: known.json: 6 entries are stale; --write-baseline known.json takes them out:\n  \
         keys/3.key: private-key-found\n  \
         tls/5.pem: authority-key-identifier-missing, leaf CN=h5.example\n  \
         tls/5.pem: ca-key-usage-absent, root CN=Old CA\n  \
         tls/5.pem: chain-out-of-order, bundle CN=h5.example\n  \
         tls/5.pem: key-type-not-everywhere, leaf CN=h5.example\n  \
         tls/5.pem: subject-key-identifier-missing, root CN=Old CA\n"
    );
    // Nothing is said of files that were not looked at, nor of rules that were not asked for.
    for arguments in [
        &["tls/6.pem"][..],
        &["values"],
        &["--rules", "certificate-expired"],
        &["--exclude", "/tls/5.pem", "tls"],
    ] {
        let run = folder.check(&[arguments, &["--baseline", "known.json"]].concat());
        assert_eq!(run.stderr, "", "{arguments:?}");
    }
    // Of a part, or with other rules, it is written without a loss.
    for arguments in [
        &["tls/6.pem"][..],
        &["--rules", "certificate-expired"],
        &["values", "--exclude", "values/1.yaml"],
    ] {
        folder.check(&[arguments, &["--write-baseline", "known.json"]].concat());
        let run = folder.check(&["--baseline", "known.json"]);
        assert_eq!((run.status, known(&run)), (0, 194), "{arguments:?}");
    }
    let written = folder.check(&["--write-baseline", "known.json"]);
    assert_eq!((written.status, known(&written)), (0, 194));
    assert_eq!(folder.check(&["--baseline", "known.json"]).stderr, "");
}

#[test]
fn what_stands_above_a_value_does_not_make_it_a_new_one() {
    let folder = Folder::new("baseline-lists");
    let value = |name: &str, key| format!("- name: x\n  crt: |\n{}", indented(&chain(name, key), 4));
    let old = format!("{}{}", value("a.example", 2), value("b.example", 3));
    folder.write("list.yaml", &format!("items:\n{old}"));
    let written = folder.check(&["--write-baseline", "known.json"]);
    assert_eq!((written.status, known(&written)), (0, 10), "{}", written.stdout);

    folder.write(
        "list.yaml",
        &format!("items:\n- name: y\n{old}{}", value("b.example", 4)),
    );
    let run = folder.check(&["--baseline", "known.json", "--rules", "chain-out-of-order"]);
    assert_eq!((run.stderr.as_str(), known(&run)), ("", 2), "{}", run.stdout);
    assert_eq!(run.errors_found().len(), 1, "a copy is new\n{}", run.stdout);
    assert!(
        run.errors_found()[0].contains("(items.3.crt)"),
        "{:?}",
        run.errors_found()
    );
}

#[test]
fn a_key_is_known_whether_its_file_is_found_or_named() {
    let folder = Folder::new("baseline-keys");
    folder.copy("demo/proxy.key", "a.key");
    for rule in ["private-key-found", "key-in-certificate-file"] {
        for arguments in [&[][..], &["a.key"]] {
            let _ = std::fs::remove_file(folder.path("known.json"));
            let written = folder.check(
                &[
                    arguments,
                    &["--write-baseline", "known.json", "--known-rule", rule],
                ]
                .concat(),
            );
            assert_eq!(written.status, 0, "{}", written.stdout);
            for arguments in [&[][..], &["a.key"]] {
                let run = folder.check(&[arguments, &["--baseline", "known.json"]].concat());
                assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
            }
        }
    }
}

#[test]
fn a_file_that_is_no_baseline_is_refused_and_left_alone() {
    let folder = Folder::new("baseline-mistakes");
    folder.copy("demo/good.pem", "good.pem");
    let good = folder.read("demo/good.pem");
    let refused = |arguments: &[&str], expected: &str| {
        let run = folder.check(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(
            run.stderr.starts_with(&format!("pemvet: {expected}")),
            "{}",
            run.stderr
        );
    };
    refused(&["--write-baseline", "good.pem"], "good.pem: is not a baseline: ");
    assert_eq!(
        std::fs::read_to_string(folder.path("good.pem")).expect("a file"),
        good
    );
    refused(&["--baseline", "none.json"], "none.json: no such file");
    refused(
        &["--write-baseline", "-"],
        "--write-baseline -: a baseline is a file",
    );
    refused(
        &["--write-baseline", "none/known.json"],
        "none/known.json: its folder cannot be read",
    );
    folder.write("known.json", "{\"version\": 2, \"findings\": []}");
    refused(
        &["--baseline", "known.json"],
        "known.json: is a baseline of version 2; this pemvet knows version 1",
    );
    let entry = "{\"path\": \"a\", \"rule\": \"chain-out-of-ordre\", \"role\": \"bundle\"}";
    folder.write(
        "known.json",
        &format!("{{\"version\": 1, \"findings\": [{entry}]}}"),
    );
    refused(
        &["--baseline", "known.json"],
        "known.json: there is no rule \"chain-out-of-ordre\"; did you mean \"chain-out-of-order\"?",
    );
    refused(
        &["--write-baseline", "new.json", "--known-rule", "privat-key-found"],
        "--known-rule: there is no rule \"privat-key-found\"; did you mean \"private-key-found\"?",
    );
}

#[test]
fn the_same_holds_for_ignores() {
    let folder = old_repository("ignores-200");
    let added = folder.check(&[
        "--add-ignore",
        "before the audit",
        "--until",
        "2026-12-31",
        "--known-rule=private-key-found",
    ]);
    assert_eq!((added.status, added.found().len()), (1, 20), "{}", added.stderr);
    assert!(
        added
            .stderr
            .contains("pemvet.toml: 2 ignores for 180 findings in 52 files written"),
        "{}",
        added.stderr
    );
    // Files that cannot be read are left out as a whole, by somebody who knows.
    let path = folder.path("pemvet.toml");
    let text = std::fs::read_to_string(&path).expect("the configuration");
    folder.write(
        "pemvet.toml",
        &format!("{text}\n[[ignore]]\nfiles = [\"/cut/\"]\nreason = \"cut on purpose\"\n"),
    );
    let ignored = |run: &repository::Run| run.last_line().contains("; 180 ignored; 20 skipped");
    let told = |run: &repository::Run| {
        run.stderr
            .lines()
            .filter(|line| !line.ends_with("; skipped"))
            .count()
    };
    let green = folder.check(&[]);
    assert_eq!(
        (green.status, ignored(&green), told(&green)),
        (0, true, 0),
        "{}{}",
        green.stdout,
        green.stderr
    );
    folder.write("tls/new.pem", &chain("new.example", 500));
    assert_eq!(folder.check(&[]).errors_found().len(), 1, "a new fault is red");
    std::fs::remove_file(folder.path("tls/new.pem")).expect("it was written");
    folder.write("tls/5.pem", &chain("h5.example", 502));
    let renewed = folder.check(&[]);
    assert_eq!((renewed.status, ignored(&renewed), told(&renewed)), (0, true, 0));
    for number in 0..20 {
        std::fs::remove_file(folder.path(&format!("keys/{number}.key"))).expect("a key");
    }
    let mended = folder.check(&[]);
    assert_eq!(
        (mended.status, told(&mended)),
        (0, 20),
        "each file that is no longer named is told\n{}",
        mended.stderr
    );
}
