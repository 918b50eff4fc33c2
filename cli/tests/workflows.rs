//! The action, the hooks, the release workflow and the examples of docs/ci.md are YAML; each action of others is pinned to a commit,
//! and nothing that a caller gives becomes part of a script.

use std::fs;
use std::path::{Path, PathBuf};

use saphyr_parser::{Event, Parser};

fn root() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).to_owned()
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a file of the repository")
}

/// Each document as (where it is, its text).
fn documents() -> Vec<(String, String)> {
    let mut documents: Vec<(String, String)> = [
        "action.yml",
        ".pre-commit-hooks.yaml",
        ".github/workflows/release.yml",
    ]
    .map(|path| (path.to_owned(), text(path)))
    .into();
    let page = text("docs/ci.md");
    let blocks = page.split("```yaml\n").skip(1);
    documents.extend(blocks.enumerate().map(|(number, block)| {
        let block = block.split("```").next().expect("a text");
        (format!("docs/ci.md, block {}", number + 1), block.to_owned())
    }));
    documents
}

/// Every scalar that is no key, after the key that it belongs to, if any.
fn values(name: &str, text: &str) -> Vec<String> {
    Parser::new_from_str(text)
        .filter_map(
            |event| match event.unwrap_or_else(|error| panic!("{name}: {error}")).0 {
                Event::Scalar(value, ..) => Some(value.into_owned()),
                _ => None,
            },
        )
        .collect()
}

#[test]
fn all_of_them_are_yaml_and_pin_what_they_use() {
    let documents = documents();
    assert!(documents.len() >= 8, "{}", documents.len());
    let mut pinned = 0;
    for (name, text) in &documents {
        let scalars = values(name, text);
        assert!(scalars.len() > 3, "{name}");
        for used in scalars
            .windows(2)
            .filter(|pair| pair[0] == "uses")
            .map(|pair| &pair[1])
        {
            // Ours, of which the page says what it stands for, and one of this repository.
            if used == "OWNER/pemvet@COMMIT" || used.starts_with("./") {
                continue;
            }
            let commit = used.split_once('@').map(|(_, commit)| commit).unwrap_or_default();
            assert!(
                commit.len() == 40 && commit.bytes().all(|octet| octet.is_ascii_hexdigit()),
                "{name}: {used}"
            );
            assert!(
                text.contains(&format!("{used} # v")),
                "{name}: {used} names no version"
            );
            pinned += 1;
        }
        for script in scalars
            .windows(2)
            .filter(|pair| pair[0] == "run")
            .map(|pair| &pair[1])
        {
            assert!(!script.contains("${{"), "{name}: {script}");
        }
    }
    assert!(pinned >= 6, "{pinned}");
}

#[test]
fn every_version_they_name_is_the_one_of_this_package() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(text("action.yml").contains(&format!("default: {version}\n")));
    for (name, text) in documents() {
        for (_, rest) in text
            .match_indices("pemvet==")
            .map(|(at, found)| text.split_at(at + found.len()))
        {
            let named = rest.split_whitespace().next().expect("a version");
            assert!(named == version || named == "$VERSION\"", "{name}: {named}");
        }
    }
    assert!(text("docs/ci.md").contains(&format!("OWNER/pemvet@COMMIT # v{version}\n")));
}
