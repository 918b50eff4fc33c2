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

#[test]
fn a_report_is_written_to_a_file_as_it_would_be_printed() {
    let folder = folder("output");
    for format in ["text", "json", "sarif", "github"] {
        let printed = folder.check(&["--format", format, "--exclude", "out.txt"]);
        let run = folder.check(&["--format", format, "--exclude", "out.txt", "--output", "out.txt"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{format}");
        let written = std::fs::read_to_string(folder.path("out.txt")).expect("the report");
        std::fs::remove_file(folder.path("out.txt")).expect("the report");
        // The glob names a file only where the report is there already.
        assert_eq!(
            written.replace("; 1 excluded", ""),
            printed.stdout.replace("; 1 excluded", ""),
            "{format}"
        );
    }
    let run = folder.check(&["--output", "none/out.txt"]);
    assert_eq!(run.status, 2);
    assert_eq!(
        run.stderr,
        "pemvet: --output none/out.txt: was not written: there is no folder none\n"
    );
    assert_eq!(folder.check(&["--output", "-"]).found(), ALL);
}

#[test]
fn a_report_takes_the_place_of_no_file_that_was_read_for_it() {
    let folder = folder("output-input");
    folder.write("report.txt", "of yesterday");
    folder.check(&["--write-baseline", "known.json"]);
    let chain = folder.read_own("a/order.pem");
    for (arguments, output) in [
        (&["a/order.pem"][..], "a/order.pem"),
        (&["."], "./b/../a/order.pem"),
        (&["a/order.pem", "--key", "b/app.key"], "b/app.key"),
        (&["a/order.pem", "--trust", "b/expired.pem"], "b/expired.pem"),
        (&["--baseline", "known.json"], "known.json"),
    ] {
        let run = folder.check(&[arguments, &["--output", output]].concat());
        assert_eq!(
            (run.status, run.stderr),
            (
                2,
                format!(
                    "pemvet: --output {output}: was read for this report, which would take its place; give another name\n"
                )
            ),
            "{arguments:?}"
        );
    }
    assert_eq!(folder.read_own("a/order.pem"), chain);
    // The last report is none of them, though the folder was searched.
    assert_eq!(folder.check(&["--output", "report.txt"]).status, 1);
    let expiry = folder.run(&["expiry", "a", "--output", "a/order.pem"], b"");
    assert_eq!((expiry.status, folder.read_own("a/order.pem")), (2, chain));
}

#[test]
fn colour_is_written_where_it_is_asked_for() {
    let folder = folder("colour");
    assert!(!folder.check(&[]).stdout.contains('\u{1b}'));
    assert!(!folder.check(&["--color", "never"]).stdout.contains('\u{1b}'));
    let run = folder.check(&["--color", "always"]);
    assert!(
        run.stdout
            .contains("\u{1b}[1m\u{1b}[31merror[chain-out-of-order]"),
        "{}",
        run.stdout
    );
    folder.check(&["--color", "always", "--output", "out.txt"]);
    let written = std::fs::read_to_string(folder.path("out.txt")).expect("the report");
    assert!(written.contains("\u{1b}[1m"), "{written}");
}

#[test]
fn statistics_tell_how_often_each_rule_found_something() {
    let folder = folder("statistics");
    folder.copy("demo/from-pfx.pem", "c/order.pem");
    let run = folder.check(&["--statistics"]);
    assert_eq!(run.status, 1);
    assert_eq!(
        run.stdout.lines().take(2).collect::<Vec<_>>(),
        [
            "2  error    chain-out-of-order   the certificates are in the wrong order, in 2 files",
            "1  error    certificate-expired  a certificate that the chain needs has expired, in 1 file",
        ]
    );
    let json = folder.check(&["--statistics", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(
        document["statistics"][0],
        serde_json::json!({ "rule": "chain-out-of-order", "severity": "error", "findings": 2, "files": 2 })
    );
    assert_eq!(folder.check(&["--statistics", "--format", "sarif"]).status, 2);
}

#[test]
fn standard_input_is_judged_as_the_file_that_it_is_said_to_be() {
    let folder = folder("stdin");
    folder.write(
        "pemvet.toml",
        "[[ignore]]\nfiles = [\"x/\"]\nrules = [\"chain-out-of-order\"]\nreason = \"old\"\n",
    );
    let chain = folder.read("demo/from-pfx.pem");
    let run = folder.pipe(&["-", "--stdin-filename", "a/new.pem"], chain.as_bytes());
    assert_eq!(
        run.found(),
        ["error[chain-out-of-order] invalid  a/new.pem:33-74"]
    );
    let run = folder.pipe(&["-", "--stdin-filename", "x/new.pem"], chain.as_bytes());
    assert_eq!(run.status, 0, "{}", run.stdout);
    let yaml = format!("crt: |\n{}", repository::indented(&chain, 2));
    let run = folder.pipe(&["-", "--stdin-filename", "values.yaml"], yaml.as_bytes());
    assert_eq!(
        run.found(),
        ["error[chain-out-of-order] invalid  values.yaml:34-75 (crt)"]
    );
    let refused = folder.check(&["a", "--stdin-filename", "values.yaml"]);
    assert_eq!(
        (refused.status, refused.stderr.as_str()),
        (
            2,
            "pemvet: --stdin-filename is about standard input; give - as PATH\n"
        )
    );
}

#[test]
fn files_and_settings_are_shown_without_judging() {
    let folder = folder("show");
    folder.write(
        "pemvet.toml",
        "[severity]\nroot-included = \"warning\"\n[[ignore]]\nfiles = [\"b/*.key\"]\nreason = \"x\"\n[[bundle]]\nfiles = [\"a/\"]\n\
         profile = \"server\"\nhostname = [\"cluster.example.com\"]\n",
    );
    let files = folder.check(&["--show-files", "--exclude", "pemvet.toml"]);
    assert_eq!(
        (files.status, files.stdout.as_str()),
        (0, "a/order.pem\nb/expired.pem\n")
    );
    for option in ["--show-files", "--show-settings"] {
        for other in [&["--format", "json"][..], &["--output", "x"], &["--statistics"]] {
            let run = folder.check(&[&[option], other].concat());
            assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{option} {other:?}");
        }
    }
    let settings = folder.check(&["--show-settings", "--time", "warn", "--skip-rules", "key-missing"]);
    assert_eq!(
        (settings.status, settings.stdout.as_str()),
        (
            0,
            "files: 3; 1 ignored by configuration; 0 excluded\nconfiguration: pemvet.toml\nrules: all\nskip-rules: key-missing\n\
             baseline: none\nfail-on: error\ntime: warn\nat: 2026-06-01T00:00:00Z\n\
             a/order.pem: as `server` for cluster.example.com, by pemvet.toml\n  root-included: warning\n\
             b/expired.pem and 1 more: as `any`, by pemvet.toml\n  root-included: warning\n"
        )
    );
}

#[test]
fn the_same_help_is_given_once_with_the_number_of_its_findings() {
    let folder = folder("helps");
    let key = folder.read("demo/proxy.key");
    for number in 0..3 {
        folder.write(&format!("keys/{number}.key"), &key);
    }
    let run = folder.check(&["--jobs", "1"]);
    let helps: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.starts_with("  help") && line.contains("remove it"))
        .collect();
    assert_eq!(helps.len(), 1, "{}", run.stdout);
    assert!(
        helps[0].starts_with("  help: remove it, and make a new key")
            && run.stdout.contains("\n        (for all 4 like it)\n"),
        "{}",
        helps[0]
    );
    assert_eq!(folder.check(&["--jobs", "0"]).status, 2);
}
