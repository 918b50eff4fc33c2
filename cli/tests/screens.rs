//! What a terminal shows: show-piece findings on 80 columns, as files in tests/screens, and no line too wide on 80, 100 and 140.

#[path = "../../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use support::expect_file;

const AT: [&str; 2] = ["--at", "2026-06-01T00:00:00Z"];

/// The name of the screen, and the command that shows it, run in `testdata`.
const SCREENS: &[(&str, &str)] = &[
    (
        "order",
        "check demo/from-pfx.pem --key demo/proxy.key --name proxy --fqdn cluster.example.com",
    ),
    (
        "accepted",
        "check demo/good.pem --key demo/proxy.key --name proxy --fqdn cluster.example.com",
    ),
    (
        "expired-intermediate",
        "check demo/expired-intermediate.pem --key demo/proxy.key --name proxy --fqdn cluster.example.com",
    ),
    (
        "sha1",
        "check demo/sha1-leaf.pem --key demo/proxy.key --name proxy --fqdn cluster.example.com",
    ),
    (
        "unknown-name",
        "check demo/good.pem --name certificate1 --fqdn cluster.example.com",
    ),
    (
        "issuer-missing",
        "check rules/issuer-missing/bad-leaf-only.pem --profile server",
    ),
    (
        "other-key",
        "check demo/good.pem --key rules/key-mismatch/bad-rsa.key --name proxy --fqdn cluster.example.com",
    ),
    (
        "encrypted-key",
        "check demo/good.pem --key keys/proxy-encrypted-pkcs8.key --profile server",
    ),
    (
        "client-purpose",
        "check rules/eku-purpose-missing/bad-server-only.pem --name proxy --fqdn cluster.example.com",
    ),
    (
        "name-missing",
        "check demo/good.pem --profile server --hostname redis.example.org",
    ),
    ("star-in-base64", "check rules/base64-invalid/bad-star.pem"),
    (
        "stacks",
        "check rules/layout-repaired/bad-blank-line.pem --for nginx,go,postfix,java",
    ),
    (
        "fixed",
        "fix demo/from-pfx.pem --key demo/proxy.key --name proxy --fqdn cluster.example.com",
    ),
    (
        "why",
        "why handshake-failed:-x509:-certificate-signed-by-unknown-authority rules/issuer-missing/bad-leaf-only.pem",
    ),
];

fn shown(command: &str, columns: usize) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pemvet"))
        .args(command.split(' '))
        .args(AT)
        .env("COLUMNS", columns.to_string())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata"))
        .output()
        .expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    match command.starts_with("fix") {
        true => text(output.stderr),
        false => text(output.stdout),
    }
}

#[test]
fn show_pieces_read_well_on_80_columns() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/screens"));
    let mut wrong = Vec::new();
    for (name, command) in SCREENS {
        let screen = format!("$ pemvet {command}\n\n{}", shown(command, 80));
        wrong.extend(expect_file(&folder.join(format!("{name}.txt")), &screen).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line may be wider than the screen: a command or a setting is pasted whole, and a word is not broken.
fn may_be_wide(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("help: ");
    let is_pasted = line.starts_with("pemvet ") || line.starts_with("openssl ") || line.contains(" = ");
    is_pasted || !line.contains(' ')
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for (name, command) in SCREENS {
        for columns in [80, 100, 140] {
            for line in shown(command, columns).lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(
                    width <= columns || may_be_wide(line),
                    "{name} on {columns}: {line}"
                );
            }
        }
    }
}

#[test]
fn the_words_are_the_same_on_every_screen() {
    let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
    for (name, command) in SCREENS.iter().filter(|(name, _)| *name != "stacks") {
        let findings = |columns| {
            let text = shown(command, columns);
            words(text.split("\nchain ").next().unwrap_or_default())
        };
        assert_eq!(findings(80), findings(140), "{name}");
    }
}
