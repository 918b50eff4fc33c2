//! What is passed over: by comments beside a value, by entries that `--add-ignore` writes; and what of it is of no use.

mod repository;

use repository::{Folder, Run, indented};

const RULE: &str = "chain-out-of-order";

/// Whether the chain in the wrong order was told of.
fn tells(run: &Run) -> bool {
    run.stdout.contains("error[chain-out-of-order]")
}

/// The chain as a value of each format, with a place above it and one behind it.
fn documents(folder: &Folder) -> Vec<(&'static str, String)> {
    let chain = folder.read("demo/from-pfx.pem");
    let line = chain.replace('\n', "\\n");
    let encoded = repository::base64(&chain);
    vec![
        (
            "literal.yaml",
            format!("a: 1\n@above\ncrt: | @behind\n{}b: 2\n", indented(&chain, 2)),
        ),
        (
            "quoted.yaml",
            format!("a: 1\n@above\ncrt: \"{line}\" @behind\nb: 2\n"),
        ),
        (
            "secret.yaml",
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  @above\n  tls.crt: {encoded} @behind\n"
            ),
        ),
        (".env", format!("A=1\n@above\nCRT=\"{chain}\" @behind\n")),
        ("lines.env", format!("@above\nCRT=\"{line}\" @behind\n")),
        ("a.tf", format!("x {{\n  @above\n  crt = <<EOT\n{chain}EOT\n}}\n")),
        ("a.toml", format!("@above\ncrt = \"\"\"\n{chain}\"\"\"\n")),
    ]
}

#[test]
fn a_comment_above_a_value_or_behind_it_passes_over_a_rule() {
    for place in ["above", "behind"] {
        let folder = Folder::new(&format!("inline-{place}"));
        for (name, text) in documents(&folder) {
            if !text.contains(&format!("@{place}")) {
                continue;
            }
            let text = |comment: &str| {
                let text = text.replace(&format!("@{place}"), comment);
                text.replace("@above", "").replace("@behind", "")
            };
            folder.write(name, &text(""));
            let bare = folder.check(&[name]);
            assert!(tells(&bare), "{name}\n{}", bare.stdout);
            folder.write(
                name,
                &text(&format!("# pemvet: ignore[{RULE}] as the vendor sends it")),
            );
            let run = folder.check(&[name, "--format", "json"]);
            assert_eq!(
                (run.status, run.stderr.as_str()),
                (0, ""),
                "{place} {name}\n{}",
                run.stdout
            );
            let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
            let ignored = &document["bundles"][0]["ignored"][0];
            assert_eq!(
                (&ignored["rule"], &ignored["reason"]),
                (&RULE.into(), &"as the vendor sends it".into())
            );
            assert!(
                tells(&folder.check(&[name, "--no-config"])),
                "{name}: not without configuration"
            );
        }
    }
}

#[test]
fn a_comment_is_about_one_value_and_text_is_no_comment() {
    let folder = Folder::new("inline-other");
    let line = folder.read("demo/from-pfx.pem").replace('\n', "\\n");
    let mark = format!("# pemvet: ignore[{RULE}] known");
    folder.write("two.yaml", &format!("{mark}\na: \"{line}\"\nb: \"{line}\"\n"));
    let run = folder.check(&["two.yaml"]);
    assert_eq!(
        run.errors_found(),
        ["error[chain-out-of-order] invalid  two.yaml:3 (b)"]
    );
    // In a file that is PEM, and inside of a value, it is text.
    let chain = folder.read("demo/from-pfx.pem");
    folder.write("a.pem", &format!("{mark}\n{chain}"));
    assert!(tells(&folder.check(&["a.pem"])));
    folder.write(
        "inside.yaml",
        &format!("a: |\n{}", indented(&format!("{chain}{mark}\n"), 2)),
    );
    assert!(tells(&folder.check(&["inside.yaml"])));
    // Another rule is told of, and the mark as one of no use.
    folder.write(
        "other.yaml",
        &format!("# pemvet: ignore[certificate-expired] x\na: \"{line}\"\n"),
    );
    let run = folder.check(&["other.yaml"]);
    assert!(tells(&run));
    assert_eq!(
        run.stderr,
        "pemvet: other.yaml:1: pemvet: ignore[certificate-expired] passes over nothing; take it out\n"
    );
    assert_eq!(folder.check(&["other.yaml", "--rules", RULE]).stderr, "");
}

/// One spelling in a file, so that no other one has it looked through.
#[test]
fn comments_are_read_as_people_write_them() {
    let folder = Folder::new("inline-spellings");
    let line = folder.read("demo/from-pfx.pem").replace('\n', "\\n");
    for mark in ["#pemvet:ignore", "##  pemvet:  ignore ", "# pemvet: ignore"] {
        folder.write("a.yaml", &format!("{mark}[{RULE}]known\na: \"{line}\"\n"));
        assert!(!tells(&folder.check(&["a.yaml"])), "{mark}");
    }
}

#[test]
fn a_key_that_is_made_for_tests_can_be_marked_where_it_stands() {
    let folder = Folder::new("inline-key");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    let key = folder.read("demo/proxy.key");
    let line = key.replace('\n', "\\n");
    let mark = "pemvet: ignore[private-key-found] made by make.sh, trusted nowhere";
    for (name, text) in [
        ("a.yaml", format!("tls:\n  # @\n  key: |\n{}", indented(&key, 4))),
        ("a.rs", format!("// @\nconst KEY: &str = \"{line}\";\n")),
        ("a.go", format!("var key = \"{line}\" // @\n")),
        ("a.py", format!("# @\nKEY = \"\"\"{key}\"\"\"\n")),
        ("a.go", format!("/* @ */\nvar key = `{key}`\n")),
        ("a.sql", format!("-- @\nINSERT INTO keys VALUES ('{key}');\n")),
        ("a.md", format!("# Keys\n\n<!-- @ -->\n{key}")),
        ("app.env", format!("# @\nKEY='{key}'\n")),
    ] {
        folder.write(name, &text.replace('@', ""));
        assert_eq!(folder.check(&[]).errors_found().len(), 1, "{name}");
        folder.write(name, &text.replace('@', mark));
        // A file that is named has a rule of another name for the same key.
        for run in [folder.check(&[]), folder.check(&[name])] {
            assert_eq!(
                (run.status, run.stderr.as_str()),
                (0, ""),
                "{name} {}",
                run.stdout
            );
        }
    }
}

#[test]
fn what_is_shown_at_a_key_is_passed_over_there_or_at_its_certificate() {
    let folder = Folder::new("inline-at-key");
    let (chain, key) = (
        folder.read("demo/good.pem"),
        folder.read("rules/key-mismatch/bad-rsa.key"),
    );
    let (crt, key_value) = (indented(&chain, 4), indented(&key, 4));
    let mark = "  # pemvet: ignore[key-mismatch] known\n";
    for (above, behind) in [("", ""), (mark, ""), ("", mark)] {
        folder.write(
            "web.yaml",
            &format!("web:\n{above}  cert: |\n{crt}{behind}  key: |\n{key_value}"),
        );
        let run = folder.check(&["--rules", "key-mismatch"]);
        let is_marked = !above.is_empty() || !behind.is_empty();
        assert_eq!(run.errors_found().is_empty(), is_marked, "{}", run.stdout);
        assert_eq!(run.stderr, "");
    }
    std::fs::remove_file(folder.path("web.yaml")).expect("a file");
    folder.write("web.pem", &chain);
    folder.write("web.key", &key);
    for file in ["web.pem", "web.key"] {
        folder.write(
            "pemvet.toml",
            &format!("[[ignore]]\nfiles = [\"{file}\"]\nrules = [\"key-mismatch\"]\nreason = \"x\"\n"),
        );
        for arguments in [&["--skip-rules", "private-key-found"][..], &[], &["web.pem"]] {
            let run = folder.check(arguments);
            assert!(
                !run.stdout.contains("error[key-mismatch]"),
                "{file} {}",
                run.stdout
            );
            assert_eq!(run.stderr, "", "{file} {arguments:?}");
        }
    }
}

#[test]
fn mistakes_in_comments_are_failures() {
    let folder = Folder::new("inline-mistakes");
    let line = folder.read("demo/good.pem").replace('\n', "\\n");
    for (mark, expected) in [
        (
            "# pemvet: ignore x",
            "write # pemvet: ignore[rule] reason, with the name of a rule in brackets",
        ),
        (
            "# pemvet: ignore[root-included]",
            "pemvet: ignore[root-included] needs a reason",
        ),
        (
            "# pemvet: ignore[root-inclded] x",
            "there is no rule \"root-inclded\"; did you mean \"root-included\"?",
        ),
        (
            "# pemvet: ignore[base64-invalid] x",
            "base64-invalid says that something was not read or not judged, which cannot be ignored",
        ),
    ] {
        folder.write("a.yaml", &format!("b: 1\n{mark}\na: \"{line}\"\n"));
        let run = folder.check(&["a.yaml"]);
        assert_eq!(
            (run.status, run.stderr),
            (2, format!("pemvet: a.yaml:2: {expected}\n"))
        );
    }
}

#[test]
fn ignores_are_written_with_reason_and_last_day() {
    let folder = Folder::new("add-ignore");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy("demo/from-pfx.pem", "a/one.pem");
    folder.copy("demo/from-pfx.pem", "a/t [2].pem");
    folder.copy("demo/expired-intermediate.pem", "b.pem");
    folder.copy("demo/proxy.key", "b.key");
    folder.copy("rules/end-marker-missing/bad-truncated.pem", "cut.pem");
    let add = |more: &[&str]| {
        folder.check(
            &[
                &["--add-ignore", "old; see \"TLS\" 12", "--until", "2026-12-31"],
                more,
            ]
            .concat(),
        )
    };
    let run = add(&[]);
    assert_eq!((run.status, run.errors_found().len()), (1, 2), "{}", run.stdout);
    assert_eq!(
        run.stderr,
        "pemvet: pemvet.toml: 2 ignores for 3 findings in 3 files written\n\
         pemvet: no [[ignore]] for private-key-found (1), which --known-rule has to name: others may have the key, or something \
         was not read\n\
         pemvet: no [[ignore]] for end-marker-missing (1): something was not read or not judged, and only an [[ignore]] without \
         rules leaves such files out\n"
    );
    assert_eq!(
        std::fs::read_to_string(folder.path("pemvet.toml")).expect("the configuration"),
        "[[ignore]]\nfiles = [\"/b.pem\"]\nrules = [\"certificate-expired\"]\nreason = \"old; see \\\"TLS\\\" 12\"\n\
         until = 2026-12-31\n\n\
         [[ignore]]\nfiles = [\n    \"/a/one.pem\",\n    \"/a/t\\\\ \\\\[2\\\\].pem\",\n]\nrules = [\"chain-out-of-order\"]\n\
         reason = \"old; see \\\"TLS\\\" 12\"\nuntil = 2026-12-31\n"
    );
    std::fs::remove_file(folder.path("cut.pem")).expect("a file");
    let named = add(&["--known-rule", "private-key-found"]);
    assert_eq!(named.status, 0, "{}{}", named.stdout, named.stderr);
    let green = folder.check(&[]);
    assert_eq!((green.status, green.stderr.as_str()), (0, ""));
    assert!(
        green.last_line().ends_with("; 4 ignored"),
        "{}",
        green.last_line()
    );
    // A new fault is red, a renewed certificate green, and one that is mended is told.
    folder.copy("demo/sha1-leaf.pem", "b.pem");
    let red = folder.check(&[]);
    assert_eq!(red.status, 1);
    assert_eq!(
        red.stderr,
        "pemvet: pemvet.toml:4: this [[ignore]] passes over nothing of certificate-expired; take the rule out\n"
    );
    // With the year they end.
    let later = folder.run(&["check", "--at", "2027-01-01", "--rules", RULE], b"");
    assert_eq!(later.status, 1);
    assert_eq!(
        later.stderr.lines().next(),
        Some(
            "pemvet: pemvet.toml:4: this [[ignore]] held until 2026-12-31; what it passed over is told again"
        )
    );
    for (arguments, status) in [
        (&["--add-ignore", " "][..], 2),
        (&["--add-ignore", "x", "--until", "soon"], 2),
        (&["--until", "2026-12-31"], 2),
        (&["--add-ignore", "x", "--no-config"], 2),
        (&["--known-rule", "private-key-found"], 2),
    ] {
        assert_eq!(folder.check(arguments).status, status, "{arguments:?}");
    }
}

#[test]
fn ignores_are_added_to_the_configuration_that_counts_for_the_file() {
    let folder = Folder::new("add-ignore-nested");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy("demo/from-pfx.pem", "x/a.pem");
    folder.write("x/pemvet.toml", "# ours\n[severity]\nroot-included = \"note\"");
    assert_eq!(folder.check(&["--add-ignore", "old"]).status, 0);
    let text = std::fs::read_to_string(folder.path("x/pemvet.toml")).expect("the configuration");
    assert_eq!(
        text,
        "# ours\n[severity]\nroot-included = \"note\"\n\n\
         [[ignore]]\nfiles = [\"/a.pem\"]\nrules = [\"chain-out-of-order\"]\nreason = \"old\"\n"
    );
    assert!(!folder.path("pemvet.toml").exists());
    assert_eq!(folder.check(&[]).status, 0);
    // Standard input is no file that could be named again, unless it is said to be one.
    let chain = folder.read("demo/from-pfx.pem");
    let piped = |arguments: &[&str]| {
        let run = folder.pipe(
            &[&["-", "--add-ignore", "x"], arguments].concat(),
            chain.as_bytes(),
        );
        (run.status, folder.path("pemvet.toml").exists())
    };
    assert_eq!(piped(&[]), (1, false));
    assert_eq!(piped(&["--stdin-filename", "b.pem"]), (0, true));
}

#[test]
fn what_is_of_no_use_in_a_configuration_is_told_where_all_was_searched() {
    let folder = Folder::new("unused");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy("demo/from-pfx.pem", "a/one.pem");
    folder.copy("demo/good.pem", "b/two.pem");
    folder.write(
        "pemvet.toml",
        "[[bundle]]\nfiles = [\"web/\", \"b/\"]\nprofile = \"any\"\n\
         [[ignore]]\nfiles = [\"gone/*.pem\"]\nreason = \"x\"\n\
         [[ignore]]\nfiles = [\"a/\"]\nrules = [\"chain-out-of-order\", \"certificate-expired\"]\nreason = \"y\"\n\
         [[ignore]]\nfiles = [\"b/\"]\nrules = [\"root-included\"]\nreason = \"z\"\nuntil = 2026-05-31\n",
    );
    let run = folder.check(&[]);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(
        run.stderr,
        "pemvet: pemvet.toml:2: the glob \"web/\" names no file\n\
         pemvet: pemvet.toml:5: the glob \"gone/*.pem\" names no file\n\
         pemvet: pemvet.toml:10: this [[ignore]] passes over nothing of certificate-expired; take the rule out\n\
         pemvet: pemvet.toml:14: this [[ignore]] held until 2026-05-31; what it passed over is told again\n"
    );
    // A part of it tells nothing of the rest.
    for arguments in [
        &["a"][..],
        &["a/one.pem"],
        &["--exclude", "b/"],
        &["--skip-rules=root-included"],
    ] {
        let run = folder.check(arguments);
        assert!(
            !run.stderr.contains("names no file"),
            "{arguments:?} {}",
            run.stderr
        );
        assert!(
            !run.stderr.contains("passes over nothing"),
            "{arguments:?} {}",
            run.stderr
        );
    }
}
