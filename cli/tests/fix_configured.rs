//! `fix` leaves alone what pemvet.toml passes over, and holds files to what it asks.

mod repository;

use repository::{Folder, indented};

#[test]
fn what_the_configuration_passes_over_is_left_as_it_is() {
    let folder = Folder::new("fix-configured");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    for name in ["a.pem", "fixtures/b.pem", "old/c.pem"] {
        folder.copy("demo/from-pfx.pem", name);
    }
    folder.write(
        "pemvet.toml",
        "[[ignore]]\nfiles = [\"fixtures/\"]\nreason = \"damaged on purpose\"\n\
         [[ignore]]\nfiles = [\"old/\"]\nrules = [\"chain-out-of-order\"]\nreason = \"as the vendor sends it\"\n",
    );
    let given = folder.read("demo/from-pfx.pem");
    let fix = |arguments: &[&str]| {
        let files = ["a.pem", "fixtures/b.pem", "old/c.pem"];
        folder.run(&[&["fix", repository::AT], arguments, &files].concat(), b"")
    };
    let differs = fix(&["--diff"]);
    assert_eq!(differs.status, 1);
    assert!(
        differs.stdout.contains("a.pem") && !differs.stdout.contains("b.pem"),
        "{}",
        differs.stdout
    );
    let run = fix(&["--in-place"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let told: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.contains(".pem: "))
        .collect();
    assert_eq!(
        (told[0], told[1..].to_vec()),
        (
            "a.pem: repaired in place",
            vec![
                "a.pem: accepted: chain of 3 certificates",
                "fixtures/b.pem: left as it is: ignored by configuration: damaged on purpose",
                "old/c.pem: nothing to repair",
                "old/c.pem: accepted: chain of 3 certificates",
            ]
        ),
        "{}",
        run.stderr
    );
    let now = |name: &str| std::fs::read_to_string(folder.path(name)).expect("a file");
    assert_ne!(now("a.pem"), given);
    assert_eq!(
        (now("fixtures/b.pem"), now("old/c.pem")),
        (given.clone(), given.clone())
    );
    // Without configuration all of them are repaired, and with another one what that says.
    folder.write("other.toml", "[[ignore]]\nfiles = [\"old/\"]\nreason = \"x\"\n");
    fix(&["--in-place", "--config", "other.toml"]);
    assert_eq!(
        (now("fixtures/b.pem") == given, now("old/c.pem") == given),
        (false, true)
    );
    assert_eq!(fix(&["--in-place", "--no-config"]).status, 0);
    assert_ne!(now("old/c.pem"), given);
    folder.write("pemvet.toml", "[severity]\nno-such-rule = \"note\"\n");
    assert_eq!(fix(&["--in-place"]).status, 2);
}

#[test]
fn files_are_repaired_as_what_their_section_says() {
    let folder = Folder::new("fix-section");
    folder.copy("demo/from-pfx.pem", "web/a.pem");
    folder.write(
        "pemvet.toml",
        "[[bundle]]\nfiles = [\"web/\"]\nprofile = \"server\"\nhostname = [\"other.example\"]\n",
    );
    let run = folder.run(&["fix", repository::AT, "web/a.pem", "--in-place"], b"");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("still rejected as `server`, invalid: no repair mends san-name-missing"),
        "{}",
        run.stderr
    );
}

#[test]
fn values_are_left_alone_by_ignores_and_by_comments_beside_them() {
    let folder = Folder::new("fix-configured-values");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    let chain = indented(&folder.read("demo/from-pfx.pem"), 2);
    let mark = "# pemvet: ignore[chain-out-of-order] as the vendor sends it\n";
    let marked = format!("{mark}crt: |\n{chain}");
    let plain = format!("crt: |\n{chain}");
    folder.write("marked.yaml", &marked);
    folder.write("plain.yaml", &plain);
    folder.write("two.yaml", &format!("{marked}other: |\n{chain}"));
    folder.write(
        "pemvet.toml",
        "[[ignore]]\nfiles = [\"plain.yaml\"]\nrules = [\"chain-out-of-order\"]\nreason = \"x\"\n",
    );
    let fix = |arguments: &[&str]| folder.run(&[&["fix", repository::AT], arguments].concat(), b"");
    for name in ["marked.yaml", "plain.yaml"] {
        for way in ["--diff", "--in-place"] {
            let run = fix(&[way, name]);
            assert_eq!(
                (run.status, run.stdout.as_str(), run.stderr.as_str()),
                (
                    0,
                    "",
                    &*format!("{name}: nothing to repair\n{name}: crt: accepted: chain of 3 certificates\n")
                )
            );
        }
    }
    assert_eq!(
        (folder.read_own("marked.yaml"), folder.read_own("plain.yaml")),
        (marked.clone(), plain)
    );
    // Of two values that is repaired which no comment is about.
    assert_eq!(fix(&["--in-place", "two.yaml"]).status, 0);
    let two = folder.read_own("two.yaml");
    assert!(two.starts_with(&marked) && !two.ends_with(&chain), "{two}");
    assert_eq!(fix(&["--in-place", "--no-config", "marked.yaml"]).status, 0);
    assert_ne!(folder.read_own("marked.yaml"), marked);
}

#[test]
fn the_clock_alone_fails_no_hook() {
    let folder = Folder::new("fix-time");
    let chain = folder.read("demo/expired-intermediate.pem");
    folder.write("old.pem", &chain);
    folder.write("old.yaml", &format!("crt: |\n{}", indented(&chain, 2)));
    for name in ["old.pem", "old.yaml"] {
        let fix = |time: &str| folder.run(&["fix", repository::AT, name, "--in-place", "--time", time], b"");
        assert_eq!(fix("error").status, 1);
        let warned = fix("warn");
        assert_eq!(warned.status, 0, "{}", warned.stderr);
        assert!(
            warned.stderr.contains("warning[certificate-expired]"),
            "{}",
            warned.stderr
        );
        let off = fix("off");
        assert_eq!(off.status, 0);
        assert!(!off.stderr.contains("certificate-expired"), "{}", off.stderr);
    }
}
