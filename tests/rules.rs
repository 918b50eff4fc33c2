//! Every rule against its fixtures in testdata/rules: one that raises it, a near miss that does not, and the whole
//! report as text. After a change of messages, `BLESS=1 cargo test` writes the texts anew; read the difference.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pemvet::{Details, rules};
use support::{expect_file, is_bad, rendered, rule_cases, rules_of};

#[test]
fn every_rule_has_a_fixture_that_raises_it_and_a_near_miss_that_does_not() {
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (rule, case) in rule_cases() {
        let raised = rules_of(&case.report());
        if raised.contains(&rule.as_str()) != is_bad(&case) {
            wrong.push(format!("{}: raised {raised:?}", case.name()));
        }
        let counts = seen.entry(rule).or_default();
        *if is_bad(&case) {
            &mut counts.0
        } else {
            &mut counts.1
        } += 1;
    }
    // Rules about files, not bundles, are raised by the command, and its tests plant them.
    let of_command = ["document", "archive", "repository", "request"];
    for rule in rules::all().filter(|rule| !of_command.contains(&rule.area.name)) {
        match seen.remove(rule.name) {
            Some((bad, good)) if bad > 0 && good > 0 => {}
            other => wrong.push(format!("{}: bad and good fixtures: {other:?}", rule.name)),
        }
    }
    wrong.extend(seen.keys().map(|folder| format!("{folder}: a folder of no rule")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fixture_gives_its_expected_report() {
    let differences: Vec<String> = rule_cases()
        .iter()
        .filter_map(|(_, case)| {
            expect_file(&case.path.with_extension("txt"), &rendered(&case.report())).err()
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn names_of_rules_are_unique_kebab_case_and_their_texts_are_complete() {
    let mut names = BTreeMap::new();
    for rule in rules::all() {
        assert!(names.insert(rule.name, ()).is_none(), "{} twice", rule.name);
        let kebab = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        assert!(rule.name.chars().all(kebab), "{}", rule.name);
        assert!(
            rule.explanation.ends_with('.') && !rule.summary.ends_with('.'),
            "{}: the explanation ends with a full stop, the summary does not",
            rule.name
        );
        assert!(
            rule.explanation.len() > 120 && !rule.citations.is_empty(),
            "{}: two sentences at least, and where it is written",
            rule.name
        );
        assert!(
            !rule.explanation.to_lowercase().contains("mainstream"),
            "{}: say who",
            rule.name
        );
        assert!(
            rule.what().len() > 60 && (5..400).contains(&rule.fix().len()) && !rule.who().is_empty(),
            "{}: what it is, an empty line, how to mend it",
            rule.name
        );
        let since = pemvet::text::rfc3339(rule.in_force.since.max(0));
        assert!(
            rule.in_force.since == i64::MIN || rule.explanation.contains(&since[..10]),
            "{}: say that it holds since {}",
            rule.name,
            &since[..10]
        );
        assert!(
            rule.explanation.lines().all(|line| line.len() <= 120),
            "{}: lines of 120 letters at most",
            rule.name
        );
    }
    assert!(names.len() >= 50);
}

fn collect_sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => collect_sources(&path, files),
            false => files.push(path),
        }
    }
}

/// A name in a string is found by nobody who changes it: outside its literal and outside tests a rule is named by its
/// constant.
#[test]
fn no_rule_is_named_by_a_string() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut files, mut wrong) = (Vec::new(), Vec::new());
    collect_sources(&root.join("src"), &mut files);
    collect_sources(&root.join("cli/src"), &mut files);
    assert!(files.len() > 150, "{} files", files.len());
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().zip(1..).filter(|(line, _)| {
            let line = line.trim_start();
            !line.starts_with("//") && !line.starts_with("name: ")
        });
        // A fault of PEM, or a fact of the table of stacks, may be called as the rule that reports it.
        let is_list = ["src/rule/names.rs", "src/pem/fault.rs", "src/stacks/fact.rs"]
            .iter()
            .any(|list| path.ends_with(list));
        for (line, number) in lines.filter(|_| !is_list) {
            let named = rules::all().find(|rule| line.contains(&format!("{:?}", rule.name)));
            wrong.extend(named.map(|rule| format!("{}:{number}: {}", path.display(), rule.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_that_finds_thousands_says_so_once() {
    let storm = "-----END CMS-----\n".repeat(50_000);
    let report = support::judge(storm.as_bytes(), None, &pemvet::Profile::any(support::PROVIDER));
    let last = report.findings().last().expect("findings");
    let more = Details::Size {
        found: Some(49_900),
        wanted: None,
    };
    assert_eq!((report.findings().len(), &last.details), (101, &more));
    assert_eq!(report.class(), Some(pemvet::Class::Invalid));
}
