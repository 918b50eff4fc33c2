//! What other programs read of `check`: SARIF as GitHub has it, the summary of a step, a line for each finding, GitLab's code
//! quality, JUnit's XML.

mod repository;

use std::collections::BTreeSet;
use std::process::Command;

use repository::{Folder, Run, fits, indented};
use serde_json::Value;

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy("demo/from-pfx.pem", "a/order.pem");
    folder.copy("demo/expired-intermediate.pem", "b/expired & \"odd\".pem");
    folder.copy("demo/proxy.key", "b/app.key");
    let text = indented(&folder.read("demo/from-pfx.pem"), 2);
    folder.write("values.yaml", &format!("crt: |\n{text}two: |\n{text}"));
    folder.copy("demo/good.pem", "good.pem");
    folder
}

fn parsed(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

#[test]
fn sarif_has_what_github_shows() {
    let folder = folder("sarif-github");
    let log = parsed(&folder.check(&["--format", "sarif"]));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let rule = |name: &str| rules.iter().find(|rule| rule["id"] == name).expect("a rule");
    let key = rule("private-key-found");
    assert_eq!(key["properties"]["security-severity"], "8.0");
    assert!(
        key["properties"]["tags"]
            .as_array()
            .expect("tags")
            .contains(&"security".into())
    );
    assert_eq!(
        rule("chain-out-of-order")["properties"]["security-severity"],
        Value::Null
    );
    for rule in rules {
        let help = rule["help"]["markdown"].as_str().expect("a page");
        assert!(
            help.starts_with("**What.** ") && help.contains("**Fix.** "),
            "{help}"
        );
    }
    for result in run["results"].as_array().expect("results") {
        let hash = &result["partialFingerprints"]["primaryLocationLineHash"];
        let location = &result["locations"][0]["physicalLocation"];
        let has_lines = location["region"]["startLine"].is_u64();
        let is_key = location["artifactLocation"]["uri"] == "b/app.key";
        assert_eq!(hash.is_string(), has_lines && !is_key, "{result:#}");
    }
    // Lines above it change nothing.
    let hash = |file: &str| {
        let log = parsed(&folder.check(&[file, "--format", "sarif", "--rules", "chain-out-of-order"]));
        log["runs"][0]["results"][0]["partialFingerprints"]["primaryLocationLineHash"].clone()
    };
    let before = hash("a/order.pem");
    let text = folder.read("demo/from-pfx.pem");
    folder.write("a/order.pem", &format!("# one more\n{text}"));
    assert_eq!((hash("a/order.pem"), before.is_string()), (before, true));
    let piped = folder.pipe(
        &["-", "--stdin-filename", "a/order.pem", "--format", "sarif"],
        text.as_bytes(),
    );
    assert_eq!(
        parsed(&piped)["runs"][0]["results"][0]["partialFingerprints"],
        Value::Null
    );
}

#[test]
fn the_summary_of_a_step_is_a_table_that_holds_text_alone() {
    let folder = folder("step-summary");
    folder.copy("demo/from-pfx.pem", "x|<b>@all [a](b).pem");
    folder.write("summary.md", "before\n");
    let output = Command::new(env!("CARGO_BIN_EXE_pemvet"))
        .args([
            "check",
            repository::AT,
            "--format",
            "github",
            "--exclude",
            "summary.md",
        ])
        .current_dir(folder.path("."))
        .env("GITHUB_STEP_SUMMARY", folder.path("summary.md"))
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("::error file=a/order.pem,line=33"));
    let summary = std::fs::read_to_string(folder.path("summary.md")).expect("the summary");
    assert!(
        summary.starts_with(
            "before\n### pemvet\n\n6 files searched, 7 bundles: 6 rejected, 1 accepted; 6 errors"
        ),
        "{summary}"
    );
    let rows: Vec<&str> = summary
        .lines()
        .filter(|line| line.starts_with("| error"))
        .collect();
    assert_eq!(rows.len(), 6, "{summary}");
    assert!(
        rows[5].starts_with(
            r"| error | chain-out-of-order | x\|&lt;b&gt;&#64;all \[a\](b).pem:33 | Found leaf, root,"
        ),
        "{}",
        rows[5]
    );
}

#[test]
fn a_line_for_each_finding_is_what_the_problem_matcher_reads() {
    let folder = folder("concise");
    let run = folder.check(&["--format", "concise"]);
    assert_eq!(run.status, 1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 5, "{}", run.stdout);
    assert!(
        lines[0].starts_with("a/order.pem:33: error[chain-out-of-order] Found leaf, root, intermediate;"),
        "{}",
        lines[0]
    );
    assert!(
        lines[3].starts_with("values.yaml:34: error[chain-out-of-order] crt: Found"),
        "{}",
        lines[3]
    );
    assert!(run.stderr.starts_with("5 files searched"), "{}", run.stderr);
    assert_eq!(
        folder
            .check(&["--format", "concise", "--quiet", "good.pem"])
            .stderr,
        ""
    );
    let matcher = folder.run(&["schema", "problem-matcher"], b"").stdout;
    let matcher: Value = serde_json::from_str(&matcher).expect("JSON");
    let pattern = &matcher["problemMatcher"][0]["pattern"][0];
    assert_eq!(
        pattern["regexp"],
        r"^(.+?):(\d+): (error|warning|note)\[([a-z0-9-]+)\] (.+)$"
    );
    for line in lines {
        let (place, rest) = line.split_once(": ").expect("a place");
        let (file, number) = place.rsplit_once(':').expect("a line");
        assert!(
            folder.path(file).exists() && number.parse::<usize>().is_ok(),
            "{line}"
        );
        assert!(rest.starts_with("error["), "{line}");
    }
}

#[test]
fn gitlab_gets_issues_that_stay_the_same_when_a_certificate_is_renewed() {
    let folder = folder("gitlab");
    let run = folder.check(&["--format", "gitlab", "none.pem", "."]);
    assert_eq!(run.status, 2);
    let issues = parsed(&run);
    fits(include_str!("schemas/gitlab-code-quality.json"), &issues);
    let issues = issues.as_array().expect("issues");
    assert_eq!(issues.len(), 6);
    let prints: BTreeSet<&str> = issues
        .iter()
        .filter_map(|it| it["fingerprint"].as_str())
        .collect();
    assert_eq!(prints.len(), 6, "each its own");
    let of = |run: &Run| parsed(run)[0]["fingerprint"].clone();
    let before = of(&folder.check(&["--format", "gitlab", "a"]));
    let text = folder.read("demo/from-pfx.pem");
    folder.write("a/order.pem", &format!("# one more line\n{text}"));
    assert_eq!(of(&folder.check(&["--format", "gitlab", "a"])), before);
    assert_eq!(of(&folder.check(&["--format", "gitlab", "a/order.pem"])), before);
    let absolute = folder.path("a");
    assert_eq!(
        of(&folder.check(&["--format", "gitlab", absolute.to_str().expect("UTF-8")])),
        before
    );
}

#[test]
fn build_servers_read_a_case_for_each_finding_and_each_bundle_without_one() {
    let folder = folder("junit");
    folder.write("odd\u{1b}&<\u{fffe}>\".pem", &folder.read("demo/from-pfx.pem"));
    let run = folder.check(&["--format", "junit", "none.pem", "."]);
    assert_eq!(run.status, 2);
    assert!(
        run.stdout.starts_with(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pemvet\" tests=\"8\" failures=\"6\" errors=\"1\">\n  \
             <testsuite name=\"none.pem\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
        ),
        "{}",
        run.stdout
    );
    let expected = "    <testcase name=\"chain-out-of-order, line 33\" classname=\"a/order.pem\">\n      \
                    <failure type=\"chain-out-of-order\" message=\"Found leaf, root, intermediate; wanted leaf,";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
    assert!(
        run.stdout
            .contains("    <testcase name=\"bundle\" classname=\"good.pem\"/>\n"),
        "{}",
        run.stdout
    );
    // What does not count is no failure.
    let mild = folder.check(&[
        "--format",
        "junit",
        "--time",
        "warn",
        "--rules",
        "certificate-expired",
        "b",
    ]);
    assert!(
        mild.stdout.contains("failures=\"0\"") && mild.stdout.contains("<system-out>"),
        "{}",
        mild.stdout
    );
    let clean = folder.check(&["--format", "junit", "--rules", "certificate-expired", "a"]);
    assert_eq!(clean.status, 0);
    folder.write("report.xml", &run.stdout);
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/junit.xsd");
    match Command::new("xmllint")
        .args(["--noout", "--schema", schema])
        .arg(folder.path("report.xml"))
        .output()
    {
        Ok(checked) => assert!(
            checked.status.success(),
            "{}",
            String::from_utf8_lossy(&checked.stderr)
        ),
        Err(error) => {
            eprintln!("NOT RUN: the schema of JUnit's XML, because xmllint is not installed ({error})");
        }
    }
}
