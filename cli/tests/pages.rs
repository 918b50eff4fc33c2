//! The commands in the pages of docs/ print what the pages show. `BLESS=1` writes the pages anew.
//!
//! A block marked `console` holds commands after `$ `, and what they print. They are run in a folder with the files named
//! below, at the time of the test data.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use command::{AT, run_in, scratch, stderr, stdout};
use support::{expect_file, read};

/// The words of a command; those between quotation marks are one.
fn words(command: &str) -> Vec<&str> {
    let parts = command.split('"').enumerate();
    let words = parts.flat_map(|(place, part)| match place % 2 {
        0 => part.split_whitespace().collect(),
        _ => vec![part],
    });
    words.collect()
}

/// Files as (name, where it is in testdata); several sources are joined.
type Files = &'static [(&'static str, &'static [&'static str])];

const PAGES: &[(&str, Files)] = &[
    (
        "check",
        &[
            ("proxy.pem", &["demo/good.pem"]),
            ("old.pem", &["demo/expired-intermediate.pem"]),
            ("tls/web.pem", &["rules/marker-repaired/bad-four-dashes.pem"]),
            ("tls/app.key", &["demo/proxy.key"]),
        ],
    ),
    (
        "adopting",
        &[
            ("old/a.pem", &["demo/from-pfx.pem"]),
            ("old/b.pem", &["rules/marker-repaired/bad-four-dashes.pem"]),
            ("old/b.key", &["demo/proxy.key"]),
            ("new.pem", &["demo/expired-intermediate.pem"]),
        ],
    ),
    (
        "configuration",
        &[
            ("proxy/a.pem", &["demo/good.pem"]),
            ("web/b.pem", &["demo/good.pem"]),
            ("anchors/root.pem", &["demo/root.pem"]),
            ("test/keys/a.key", &["demo/proxy.key"]),
            (
                "test/broken/cut.pem",
                &["rules/end-marker-missing/bad-truncated.pem"],
            ),
        ],
    ),
    (
        "fix",
        &[
            ("proxy.pem", &["demo/from-pfx.pem"]),
            ("leaf.pem", &["trust/leaf.pem"]),
            (
                "ca-certificates.pem",
                &["trust/issuing.pem", "trust/root.pem", "trust/other-root.pem"],
            ),
            ("both.pem", &["demo/good.pem", "demo/proxy.key"]),
        ],
    ),
    ("archives", &[("proxy.pfx", &["keys/proxy.pfx"])]),
    (
        "renewal",
        &[
            ("proxy.pem", &["demo/good.pem"]),
            ("old/web.pem", &["demo/expired-intermediate.pem"]),
            ("new.pem", &["rules/renewal-root-changed/bad-other.pem"]),
        ],
    ),
    (
        "why",
        &[
            ("proxy.pem", &["demo/good.pem"]),
            ("other.key", &["rules/key-mismatch/bad-rsa.key"]),
        ],
    ),
];

#[test]
fn commands_of_the_pages_print_what_the_pages_show() {
    for (page, files) in PAGES {
        let folder = scratch(&format!("page-{page}"));
        for (name, sources) in *files {
            let content: Vec<u8> = sources.iter().flat_map(|source| read(source)).collect();
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a scratch folder");
            fs::write(&path, content).expect("a scratch file");
            // Wherever the folder lies, its mode then is nothing to tell of.
            #[cfg(unix)]
            if name.ends_with(".key") {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode");
            }
        }
        // As people paste it: `>` folds lines.
        let pasted = String::from_utf8(read("demo/good.pem")).expect("text");
        let pasted = format!("cert: >\n  {}", pasted.trim().replace('\n', "\n  "));
        if *page == "fix" {
            fs::write(folder.join("values.yaml"), format!("{pasted}\nport: 443\n")).expect("a document");
        }
        // Of testdata/keys/proxy.pfx.
        fs::write(folder.join("password.txt"), "test-only\n").expect("a password");
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(format!("docs/{page}.md"));
        let text = fs::read_to_string(&path).expect("the page");
        if let Some(configuration) = block(&text, "toml") {
            fs::write(folder.join("pemvet.toml"), configuration).expect("its configuration");
        }
        if let Err(difference) = expect_file(&path, &with_output(&text, &folder)) {
            panic!("{difference}");
        }
    }
}

/// The first block of a page that is marked so.
fn block<'p>(page: &'p str, mark: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("```{mark}\n"))?;
    Some(rest.split_once("```")?.0)
}

#[test]
fn the_mistake_that_the_page_shows_is_said_so() {
    let page = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("docs/configuration.md");
    let page = fs::read_to_string(page).expect("the page");
    let folder = scratch("page-mistake");
    fs::write(
        folder.join("pemvet.toml"),
        "[severity]\ncertificate-expire-soon = \"error\"\n",
    )
    .expect("a configuration");
    fs::write(folder.join("a.pem"), read("demo/good.pem")).expect("a file");
    let said = stderr(&run_in(&folder, &["check", AT], b""));
    assert_eq!(block(&page, "text"), Some(said.as_str()));
}

/// Lines of shell and of workflows; what they download or read elsewhere is left out.
#[test]
fn every_other_command_of_the_pages_can_be_carried_out() {
    let folder = scratch("page-commands");
    for name in ["good.pem", "proxy.pem", "old.pem", "new-cas.pem", "old-cas.pem"] {
        fs::write(folder.join(name), read("demo/good.pem")).expect("a file");
    }
    let mut carried_out = 0;
    for page in ["check", "ci", "renewal"] {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(format!("docs/{page}.md"));
        let text = fs::read_to_string(path).expect("the page");
        for line in text.lines() {
            let line = line.trim().trim_start_matches("- ").trim_start_matches("run: ");
            let (input, command) = match line.rsplit_once("| pemvet ") {
                Some((_, command)) => (read("demo/good.pem"), command),
                None => match line.strip_prefix("pemvet ") {
                    Some(command) => (Vec::new(), command),
                    None => continue,
                },
            };
            let command = command.split('>').next().unwrap_or_default();
            // A folder of the reader's machine.
            let command = command.replace("/etc/ssl/private", ".");
            let mut arguments = words(&command);
            arguments.push(AT);
            let output = run_in(&folder, &arguments, &input);
            assert_ne!(output.status.code(), Some(2), "{line}\n{}", stderr(&output));
            carried_out += 1;
        }
    }
    assert!(carried_out >= 12, "{carried_out}");
}

/// The page with what its commands print now.
fn with_output(page: &str, folder: &Path) -> String {
    let mut fresh = String::new();
    let (mut in_console, mut commands) = (false, 0);
    for line in page.split_inclusive('\n') {
        match line.trim_end() {
            "```console" => in_console = true,
            "```" => in_console = false,
            command if in_console => {
                let Some(command) = command.strip_prefix("$ pemvet ") else {
                    continue;
                };
                let mut arguments = words(command);
                arguments.push(AT);
                let output = run_in(folder, &arguments, b"");
                commands += 1;
                fresh.push_str(line);
                fresh.push_str(&stdout(&output));
                // The blank line after the last paragraph serves a terminal.
                let notes = stderr(&output);
                fresh.push_str(
                    notes
                        .strip_suffix("\n\n")
                        .map(|notes| format!("{notes}\n"))
                        .unwrap_or(notes.clone())
                        .as_str(),
                );
                continue;
            }
            _ => {}
        }
        fresh.push_str(line);
    }
    assert!(commands > 0, "the page has commands");
    fresh
}
