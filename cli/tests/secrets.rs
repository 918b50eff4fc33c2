//! No octet of a private key in anything that the command prints or writes, however the input is broken.

#[path = "../../tests/support/breakage.rs"]
mod breakage;
#[path = "support/run.rs"]
mod run;
#[path = "../../tests/support/secrets.rs"]
mod secrets;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use breakage::BREAKAGES;
use run::{AT, run_in, scratch};
use secrets::{Search, body_of, keys};
use support::read;

/// Each breakage is given as the key with every so many of the keys: a process each takes its time.
const EVERY: usize = 12;
/// What is done to all files; each breakage of each key meets one of them, each key and each breakage all.
const FORMATS: [&[&str]; 8] = [
    &["check"],
    &["check", "--format=json", "--profile=mutual"],
    &["check", "--format=sarif"],
    &["check", "--format=github", "--profile=server"],
    &["check", "--format=gitlab"],
    &["check", "--format=junit"],
    &["check", "--format=concise"],
    &["fix", "--diff"],
];

/// Standard output and standard error together.
fn output(arguments: &[&str], folder: &Path, input: &[u8]) -> String {
    let output = run_in(folder, &[arguments, &[AT]].concat(), input);
    // Octets of a key that are no UTF-8 are looked for as Latin-1.
    let all = [output.stdout, output.stderr].concat();
    String::from_utf8(all).unwrap_or_else(|error| {
        let octets = error.into_bytes();
        octets.into_iter().map(char::from).collect()
    })
}

/// Every key in every breakage is vetted or repaired, alone and behind a bundle.
#[test]
fn nothing_that_the_command_prints_or_writes_holds_an_octet_of_a_key() {
    let folder = scratch("secrets");
    let bundle = read("demo/good.pem");
    fs::write(folder.join("good.pem"), &bundle).expect("the bundle");
    let mut search = Search::default();
    let keys = keys();
    keys.iter().for_each(|(_, text)| search.plant(text));
    let names: Vec<[String; 2]> = (0..BREAKAGES.len())
        .map(|at| [format!("{at}.key"), format!("{at}.pem")])
        .collect();
    let mut leaks = Vec::new();
    for (number, (name, text)) in keys.iter().enumerate() {
        for ((_, broken), [key, both]) in BREAKAGES.iter().zip(&names) {
            let given = broken(text, &body_of(text));
            fs::write(folder.join(both), [&bundle[..], &given].concat()).expect("a bundle");
            fs::write(folder.join(key), given).expect("a key");
        }
        let mut pieces = Vec::new();
        for (which, arguments) in FORMATS.iter().enumerate() {
            let share = |at: &usize| (number + at) % FORMATS.len() == which;
            let files = (0..names.len()).filter(share).flat_map(|at| &names[at]);
            let files: Vec<&str> = files.map(String::as_str).collect();
            pieces.push(output(&[*arguments, &files].concat(), &folder, b""));
        }
        for (at, [key, both]) in names.iter().enumerate() {
            if (number + at) % EVERY != 0 {
                continue;
            }
            let pair = ["check", "good.pem", "--profile=mutual", "--key", key];
            pieces.push(output(&pair, &folder, b""));
            pieces.push(output(&["fix", both, "--output=fixed.pem"], &folder, b""));
            pieces.push(output(&["csr", both, "--profile=any"], &folder, b""));
            pieces.push(output(
                &["csr", key, "--profile=any", "--format=json"],
                &folder,
                b"",
            ));
            pieces.push(output(&["check", both, "--same-as", key], &folder, b""));
            pieces.push(output(&["check", "good.pem", "--same-as", both], &folder, b""));
            pieces.extend(fs::read_to_string(folder.join("fixed.pem")));
            let _ = fs::remove_file(folder.join("fixed.pem"));
            let given = fs::read(folder.join(key)).expect("the key");
            pieces.push(output(&["fix", "-", "--trust=good.pem"], &folder, &given));
        }
        leaks.extend(search.leaked(pieces).map(|form| format!("{name}: {form}")));
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}
