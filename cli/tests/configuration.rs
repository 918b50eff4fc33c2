//! pemvet.toml: what it changes, and what a mistake in it says.

mod repository;

use std::path::Path;

use repository::{Folder, fits};

fn failure(folder: &Folder, text: &str) -> String {
    folder.write("pemvet.toml", text);
    let run = folder.check(&["good.pem"]);
    assert_eq!(run.status, 2, "{text}");
    run.stderr
}

#[test]
fn a_mistake_is_shown_at_its_line() {
    let folder = Folder::new("mistakes");
    folder.copy("demo/good.pem", "good.pem");
    let mistakes = [
        ("[severity\n", "pemvet.toml:1:10: unclosed table, expected `]`"),
        (
            "at = 2026-01-01\n",
            "pemvet.toml:1:1: unknown field `at`, expected one of `severity`, `bundle`, `ignore`",
        ),
        (
            "[severity]\nno-such = \"note\"\n",
            "pemvet.toml:2:1: there is no rule \"no-such\"; pemvet rules lists them all",
        ),
        (
            "[severity]\nroot-included = \"off\"\n",
            "pemvet.toml:2:17: unknown variant `off`, expected one of `error`, `warning`, `note`",
        ),
        (
            "[severity]\ninput-too-large = \"note\"\n",
            "pemvet.toml:2:1: input-too-large keeps its severity: it belongs to the area Limits",
        ),
        (
            "[[ignore]]\nfiles = [\"*\"]\nrules = [\"base64-invalid\"]\nreason = \"x\"\n",
            "pemvet.toml:3:10: base64-invalid says that something was not read or not judged, which cannot be ignored; an \
             [[ignore]] without rules leaves the files out",
        ),
        (
            "[[ignore]]\nfiles = [\"*\"]\n",
            "pemvet.toml:1:1: missing field `reason`",
        ),
        (
            "[[ignore]]\nfiles = [\"*\"]\nreason = \" \"\n",
            "pemvet.toml:3:10: an [[ignore]] needs a reason",
        ),
        (
            "[[ignore]]\nfiles = []\nreason = \"x\"\n",
            "pemvet.toml:2:9: files names no file",
        ),
        (
            "[[ignore]]\nfiles = [\"*\"]\nreason = \"x\"\nuntil = 10:00:00\n",
            "pemvet.toml:4:9: until wants a day, such as 2027-01-31",
        ),
        (
            "[[bundle]]\nfiles = [\"a\"]\nname = \"proxy\"\n",
            "pemvet.toml:3:8: name proxy needs fqdn, the name of the cluster",
        ),
        (
            "[[bundle]]\nfiles = [\"{a\"]\n",
            "pemvet.toml:2:10: error parsing glob '{a': unclosed alternate group",
        ),
        (
            "[[bundle]]\nfiles = [\"*\"]\nname = \"proxy\"\nprofile = \"any\"\n",
            "pemvet.toml:3:8: name and profile exclude each other",
        ),
        (
            "[[bundle]]\nfiles = [\"*\"]\nfqdn = [\"a.example\"]\n",
            "pemvet.toml:2:9: fqdn, target and strict-docs belong to a certificate name; give name as well",
        ),
        (
            "[[bundle]]\nfiles = [\"*\"]\ntrust = \"none.pem\"\n",
            "pemvet.toml:2:9: trust ",
        ),
        (
            "[severity]\n\"a\\u001b[2J\" = \"note\"\n",
            "pemvet.toml:2:1: there is no rule \"a\\u{1b}[2J\"; pemvet rules lists them all",
        ),
    ];
    for (text, expected) in mistakes {
        let said = failure(&folder, text);
        assert!(
            said.starts_with(&format!("pemvet: {expected}")),
            "{expected}\n{said}"
        );
        assert!(!said.contains('\u{1b}'), "{said}");
    }
    assert_eq!(
        failure(&folder, "[severity]\nno-such = \"note\"\n"),
        "pemvet: pemvet.toml:2:1: there is no rule \"no-such\"; pemvet rules lists them all\n  |\n2 | no-such\n  | ^^^^^^^\n"
    );
}

#[test]
fn files_are_held_to_what_their_section_says() {
    let folder = Folder::new("sections");
    folder.copy("demo/good.pem", "proxy/a.pem");
    folder.copy("demo/good.pem", "web/b.pem");
    folder.copy("demo/root.pem", "anchors/root.pem");
    folder.write(
        "pemvet.toml",
        "[severity]\nkey-missing = \"error\"\n\n\
         [[bundle]]\nfiles = [\"proxy/*.pem\"]\nname = \"proxy\"\nfqdn = [\"other.example\"]\n\n\
         [[bundle]]\nfiles = [\"web/\"]\nprofile = \"server\"\nhostname = [\"cluster.example.com\"]\ntrust = \"anchors/root.pem\"\n\
         [bundle.severity]\nroot-included = \"error\"\nkey-missing = \"note\"\n",
    );
    let run = folder.check(&[]);
    let found = run.found();
    assert!(
        found.contains(&"error[san-name-missing] invalid  proxy/a.pem:13-15".into()),
        "{found:#?}"
    );
    assert!(
        found.contains(&"error[key-missing] invalid  proxy/a.pem".into()),
        "{found:#?}"
    );
    assert!(
        found.contains(&"error[root-included] invalid  web/b.pem:45-63".into()),
        "{found:#?}"
    );
    // What the command line says about the purpose goes before the sections.
    let any = folder.check(&["--profile", "any"]).found();
    assert_eq!(any, [""; 0]);
    assert_eq!(folder.check(&["--no-config"]).found(), [""; 0]);
}

#[test]
fn the_nearest_configuration_counts_and_a_given_one_for_all() {
    let folder = Folder::new("nearest");
    let ignore = |files: &str| {
        format!("[[ignore]]\nfiles = [\"{files}\"]\nrules = [\"key-in-certificate-file\"]\nreason = \"x\"\n")
    };
    folder.copy("demo/proxy.key", "a.key");
    folder.copy("demo/proxy.key", "below/b.key");
    folder.copy("demo/proxy.key", "below/c.key");
    folder.write("pemvet.toml", &ignore("*.key"));
    folder.write("below/pemvet.toml", &ignore("/b.key"));
    folder.write("other.toml", &ignore("below/"));
    assert_eq!(folder.check(&[]).paths_found(), ["below/c.key"]);
    assert_eq!(
        folder.check(&["below/c.key", "a.key"]).paths_found(),
        ["below/c.key"]
    );
    assert_eq!(folder.check(&["--config", "other.toml"]).paths_found(), ["a.key"]);
}

#[test]
fn an_ignore_ends_with_its_last_day() {
    let folder = Folder::new("until");
    folder.copy("demo/proxy.key", "a.key");
    let until = |day: &str| {
        folder.write(
            "pemvet.toml",
            &format!("[[ignore]]\nfiles = [\"a.key\"]\nrules = [\"key-in-certificate-file\"]\nreason = \"x\"\nuntil = {day}\n"),
        );
        folder.check(&[])
    };
    let held = until("2026-06-01");
    assert_eq!(
        (held.status, held.last_line()),
        (0, "2 files searched, 1 bundle: all accepted; 1 ignored")
    );
    assert_eq!(until("2026-05-31").status, 1);
    assert_eq!(
        (until("\"2026-06-01\"").status, until("'2026-05-31'").status),
        (0, 1)
    );
    for no_day in [
        "\"soon\"",
        "20260601",
        "true",
        "2026-06-01T00:00:00Z",
        "[2026-06-01]",
    ] {
        let run = until(no_day);
        assert_eq!(run.status, 2, "{no_day}");
        assert!(
            run.stderr.contains("until wants a day, such as 2027-01-31"),
            "{no_day} {}",
            run.stderr
        );
    }
}

#[test]
fn a_mark_in_the_file_makes_its_key_test_data() {
    let folder = Folder::new("mark");
    let key = folder.read("demo/proxy.key");
    folder.write("a.key", &format!("pemvet: test data\n{key}"));
    let run = folder.check(&["--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(run.status, 0);
    assert_eq!(document["bundles"][0]["ignored"][0]["rule"], "private-key-found");
}

#[test]
fn the_schema_of_the_configuration_is_current_and_describes_it() {
    let folder = Folder::new("schema");
    let schema = folder.run(&["schema", "configuration"], b"").stdout;
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("cli/schemas/pemvet.schema.json");
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(&path, &schema).expect("the schema is written");
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap_or_default(),
        schema,
        "BLESS=1 writes it anew"
    );
    fits(
        &schema,
        &serde_json::json!({
            "severity": { "root-included": "note" },
            "bundle": [{ "files": ["a"], "name": "proxy", "fqdn": ["a.example"], "target": "8.0", "reading": "rfc5280" }],
            "ignore": [{ "files": ["b"], "rules": ["root-included"], "reason": "x", "until": "2027-01-31" }]
        }),
    );
}
