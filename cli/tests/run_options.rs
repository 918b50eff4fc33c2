//! Options of `check` that say what of the findings counts, and where.

mod repository;

use repository::Folder;

/// A chain in the wrong order, one whose intermediate has expired, and a key.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy("demo/from-pfx.pem", "a/order.pem");
    folder.copy("demo/expired-intermediate.pem", "b/expired.pem");
    folder.copy("demo/proxy.key", "b/app.key");
    folder
}

const ALL: [&str; 3] = [
    "error[chain-out-of-order] invalid  a/order.pem:33-74",
    "error[private-key-found] invalid  b/app.key:1-28",
    "error[certificate-expired] expired  b/expired.pem:27-28",
];

#[test]
fn rules_are_chosen_and_skipped_by_name() {
    let folder = folder("chosen");
    assert_eq!(folder.check(&[]).found(), ALL);
    let chosen = folder.check(&["--rules", "private-key-found,certificate-expired"]);
    assert_eq!(
        (chosen.status, chosen.found()),
        (1, ALL[1..].iter().map(|it| (*it).into()).collect())
    );
    assert!(
        chosen.last_line().ends_with("; only 2 rules asked for"),
        "{}",
        chosen.last_line()
    );
    let skipped = folder.check(&[
        "--skip-rules",
        "private-key-found",
        "--skip-rules=certificate-expired",
    ]);
    assert_eq!(skipped.found(), ALL[..1]);
    assert!(
        skipped.last_line().ends_with("; 2 rules skipped"),
        "{}",
        skipped.last_line()
    );
    let one = folder.check(&["a/order.pem", "--rules", "certificate-expired"]);
    assert_eq!(one.status, 0);
    assert_eq!(one.last_line(), "only 1 rule asked for");
}

#[test]
fn what_was_not_read_is_told_whatever_rules_are_chosen() {
    let folder = Folder::new("chosen-unread");
    folder.copy("rules/end-marker-missing/bad-truncated.pem", "cut.pem");
    let run = folder.check(&["--rules", "certificate-expired"]);
    assert_eq!((run.status, run.errors_found().len()), (1, 1), "{}", run.stdout);
    let refused = folder.check(&["--skip-rules", "end-marker-missing"]);
    assert_eq!(refused.status, 2);
    assert!(
        refused
            .stderr
            .starts_with("pemvet: --skip-rules: end-marker-missing says that something was not read"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_misspelt_rule_is_an_error_that_names_the_one_that_is_meant() {
    let folder = folder("misspelt");
    for option in ["--rules", "--skip-rules"] {
        let run = folder.check(&[option, "private-key-fuond"]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert_eq!(
            run.stderr,
            format!(
                "pemvet: {option}: there is no rule \"private-key-fuond\"; did you mean \"private-key-found\"?\n"
            )
        );
    }
    folder.write("pemvet.toml", "[severity]\ncertificate-expire-soon = \"note\"\n");
    let run = folder.check(&[]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.starts_with(
            "pemvet: pemvet.toml:2:1: there is no rule \"certificate-expire-soon\"; did you mean \"certificate-expires-soon\"?"
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn files_are_excluded_by_globs_and_a_glob_that_names_none_is_told() {
    let folder = folder("excluded");
    let run = folder.check(&["--exclude", "b/", "--exclude", "nothing/*.pem"]);
    assert_eq!(run.found(), ALL[..1]);
    assert!(run.last_line().ends_with("; 2 excluded"), "{}", run.last_line());
    assert_eq!(run.stderr, "pemvet: --exclude nothing/*.pem: names no file\n");
    // Hooks name files, and some are then to be passed over.
    let named = folder.check(&[
        "a/order.pem",
        "b/app.key",
        "--exclude=*.key",
        "--exclude=order.pem",
    ]);
    assert_eq!((named.status, named.found()), (0, vec![]));
    let mistake = folder.check(&["--exclude", "{a"]);
    assert_eq!(mistake.status, 2);
    assert!(
        mistake
            .stderr
            .starts_with("pemvet: --exclude: error parsing glob"),
        "{}",
        mistake.stderr
    );
}

#[test]
fn findings_of_the_clock_are_an_error_a_warning_or_nothing() {
    let folder = folder("time");
    let only = |arguments: &[&str]| folder.check(&[&["b/expired.pem"], arguments].concat());
    assert_eq!(only(&[]).status, 1);
    assert_eq!(only(&["--time", "error"]).status, 1);
    let warned = only(&["--time", "warn"]);
    assert_eq!(
        (warned.status, warned.found()),
        (
            0,
            vec!["warning[certificate-expired]  b/expired.pem:27-28".into()]
        )
    );
    // They do not count, however strict the build is.
    assert_eq!(
        only(&[
            "--time",
            "warn",
            "--fail-on",
            "warning",
            "--rules",
            "certificate-expired"
        ])
        .status,
        0
    );
    let off = only(&["--time", "off", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&off.stdout).expect("JSON");
    assert_eq!(off.status, 0);
    assert_eq!(
        document["bundles"][0]["ignored"][0]["rule"],
        "certificate-expired"
    );
    assert_eq!(document["bundles"][0]["ignored"][0]["reason"], "--time off");
    assert_eq!(document["bundles"][0]["findings"], serde_json::json!([]));
}

#[test]
fn findings_can_leave_the_exit_status_alone_and_failures_cannot() {
    let folder = folder("exit-zero");
    assert_eq!(folder.check(&["--exit-zero"]).status, 0);
    assert_eq!(folder.check(&["--exit-zero"]).found(), ALL);
    assert_eq!(folder.check(&["--exit-zero", "none.pem"]).status, 2);
}
