//! No octet of a private key in any output, however the input is broken: every test key, broken in many ways, as key
//! and as certificates, against everything that the library and the command print.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

#[path = "support/breakage.rs"]
mod breakage;
#[cfg(feature = "cli")]
#[path = "support/run.rs"]
mod run;
#[path = "support/secrets.rs"]
mod secrets;
mod support;

use std::collections::HashSet;
use std::fs;

use breakage::BREAKAGES;
use pemvet::{Profile, Repair, Report};
use secrets::{Needles, body_of, secrets_of};
use support::{judge, read, testdata};

/// Name and text of every key of testdata that has secrets of its own.
fn keys() -> Vec<(String, String)> {
    let mut keys = Vec::new();
    for folder in ["keys", "keyforms", "damaged"] {
        let mut files: Vec<_> = fs::read_dir(testdata(folder)).expect("the folder").collect();
        files.sort_by_key(|file| file.as_ref().expect("an entry").file_name());
        for file in files {
            let file = file.expect("an entry");
            let name = file.file_name().to_string_lossy().into_owned();
            // Zero and the order of a curve are no secrets.
            if name.ends_with(".key") && !name.starts_with("range-") {
                keys.push((
                    format!("{folder}/{name}"),
                    fs::read_to_string(file.path()).expect("text"),
                ));
            }
        }
    }
    assert!(keys.len() >= 40, "{}", keys.len());
    keys
}

fn needles(text: &str) -> Needles {
    let mut needles = Needles::default();
    secrets_of(text).iter().for_each(|secret| needles.add(secret));
    assert!(needles.len() >= 24, "the secrets were found");
    needles
}

/// Pieces of output, each searched once: most of them are the same for every breakage.
#[derive(Default)]
struct Search {
    needles: Needles,
    seen: HashSet<String>,
}

impl Search {
    fn plant(&mut self, text: &str) {
        secrets_of(text)
            .iter()
            .for_each(|secret| self.needles.add(secret));
    }

    fn leaked(&mut self, pieces: Vec<String>) -> Option<&'static str> {
        let fresh: Vec<String> = pieces
            .into_iter()
            .filter(|piece| self.seen.insert(piece.clone()))
            .collect();
        fresh
            .iter()
            .find_map(|piece| self.needles.leaked(piece.as_bytes()))
    }
}

/// Everything that can be printed of a report, and of what it turns into.
fn printed(report: Report, to: &mut Vec<String>) {
    to.push(format!("{report:?}"));
    for finding in report.findings() {
        to.extend([
            format!("{finding}"),
            format!("{finding:?}"),
            format!("{:#?}", finding.details),
        ]);
    }
    to.push(format!("{:?}", report.certificates()));
    to.extend(
        report
            .certificates()
            .iter()
            .map(|it| format!("{:?}", it.summary())),
    );
    to.push(format!("{:?}{:?}", report.repairs(), report.not_checked()));
    to.push(format!("{:?}", report.chain()));
    to.extend(report.repaired());
    to.extend(report.chain().map(|chain| chain.to_pem()));
    #[cfg(all(feature = "serde", feature = "cli"))]
    to.push(serde_json::to_string(&report).expect("JSON"));
    match report.into_result() {
        Ok(accepted) => {
            to.extend([format!("{accepted:?}"), format!("{:?}", accepted.chain())]);
            let (chain, key) = accepted.into_parts();
            to.extend([format!("{chain:?}"), format!("{key:?}")]);
        }
        Err(rejected) => to.extend([format!("{rejected}"), format!("{rejected:?}")]),
    }
}

fn library_output(bundle: &[u8], given: &[u8]) -> Vec<String> {
    let mut output = Vec::new();
    let both = [bundle, given].concat();
    let mut profile = Profile::mutual(support::PROVIDER);
    profile.repair = Repair::AsGiven;
    let any = Profile::any(support::PROVIDER);
    output.push(format!("{profile:?}{any:?}{:?}", support::PROVIDER));
    printed(judge(bundle, Some(given), &profile), &mut output);
    printed(judge(given, Some(given), &any), &mut output);
    printed(judge(&both, None, &any), &mut output);
    let scan = pemvet::pem::scan(given);
    output.push(format!("{scan:?}{:?}{:?}", scan.sections(), scan.outside()));
    output.push(format!(
        "{:?}{:?}{}",
        scan.faults(),
        scan.repairs(),
        scan.to_pem()
    ));
    output
}

#[test]
fn nothing_that_the_library_prints_holds_an_octet_of_a_key() {
    let mut leaks = Vec::new();
    assert!(BREAKAGES.len() >= 30);
    let bundle = read("demo/good.pem");
    let mut search = Search::default();
    let keys = keys();
    keys.iter().for_each(|(_, text)| search.plant(text));
    for (name, text) in &keys {
        for (breakage, broken) in BREAKAGES {
            let given = broken(text, &body_of(text));
            if let Some(form) = search.leaked(library_output(&bundle, &given)) {
                leaks.push(format!("{name}, {breakage}: {form}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

#[cfg(feature = "cli")]
mod command {
    use std::path::Path;

    use super::run::{AT, run_in, scratch};
    use super::*;

    /// Each breakage is given as the key with every so many of the keys: a process each takes its time.
    const EVERY: usize = 12;
    /// What is done to all files; each breakage of each key meets one of them, each key and each breakage all.
    const FORMATS: [&[&str]; 5] = [
        &["check"],
        &["check", "--format=json", "--profile=mutual"],
        &["check", "--format=sarif"],
        &["check", "--format=github", "--profile=server"],
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
                pieces.extend(fs::read_to_string(folder.join("fixed.pem")));
                let _ = fs::remove_file(folder.join("fixed.pem"));
                let given = fs::read(folder.join(key)).expect("the key");
                pieces.push(output(&["fix", "-", "--trust=good.pem"], &folder, &given));
            }
            leaks.extend(search.leaked(pieces).map(|form| format!("{name}: {form}")));
        }
        assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    }
}

#[test]
fn a_planted_leak_is_found_in_every_form() {
    let text = String::from_utf8(read("keys/p256.key")).expect("text");
    let needles = needles(&text);
    let secret = &secrets_of(&text)[0];
    let eight = &secret[11..19];
    let with = |separator: &str, octet: fn(&u8) -> String| {
        let octets: Vec<String> = eight.iter().map(octet).collect();
        format!("error: unexpected {} at 3", octets.join(separator)).into_bytes()
    };
    let lower: fn(&u8) -> String = |octet| format!("{octet:02x}");
    let cases = [
        ("raw", [b"left: ", eight, b"."].concat()),
        ("hex", with("", lower)),
        ("hex", with("", |octet| format!("{octet:02X}"))),
        ("hex", with(":", lower)),
        ("hex", with(" ", lower)),
        ("hex", with(", ", |octet| format!("0x{octet:02x}"))),
        ("decimal list", format!("InvalidData({eight:?})").into_bytes()),
        ("decimal list", format!("{eight:#?}").into_bytes()),
    ];
    for (form, output) in cases {
        assert_eq!(
            needles.leaked(&output),
            Some(form),
            "{}",
            String::from_utf8_lossy(&output)
        );
    }
    let body = body_of(&text);
    for start in 40..44 {
        // The scalar begins at octet 36, which is character 48.
        let line = format!("line 3: \"{}\" is no label", &body[start + 8..start + 24]);
        assert_eq!(needles.leaked(line.as_bytes()), Some("base64"), "{line}");
        let wrapped = format!(
            "{}\\n{}",
            &body[start + 8..start + 17],
            &body[start + 17..start + 24]
        );
        assert_eq!(needles.leaked(wrapped.as_bytes()), Some("base64"), "{wrapped}");
    }
    for harmless in [
        &read("demo/good.pem")[..],
        &read("keys/other.key"),
        text.lines().next().expect("one").as_bytes(),
    ] {
        assert_eq!(needles.leaked(harmless), None);
    }
}
