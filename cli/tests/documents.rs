//! A value of a document is judged as its format's readers yield it. Each file of tests/documents holds one chain in one
//! value; what the readers of its format make of that was tried with them.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/told.rs"]
mod told;

use std::path::Path;

use command::run_in;
use repository::Folder;
use serde_json::Value;
use told::{AT, Told, told};

fn documents() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

/// The message and help of the one error or warning, or of the first note of a rule about documents.
fn words(folder: &Path, file: &str) -> String {
    let output = run_in(folder, &["check", "--no-config", "--format=json", AT, file], b"");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let bundles = document["bundles"].as_array().expect("bundles");
    let findings = bundles
        .iter()
        .flat_map(|it| it["findings"].as_array().expect("findings"));
    let words = findings
        .filter(|it| {
            it["severity"] != "note" || it["rule"].as_str().is_some_and(|it| it.starts_with("document"))
        })
        .map(|it| format!("{} {}", it["message"], it["help"]["text"]));
    words.collect::<Vec<_>>().join("\n")
}

/// The file, what is told, and words that the message or the help has to have.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str, u64)],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    ("yaml-lit.yaml", &[], &[]),
    ("yaml-dq-n.yaml", &[], &[]),
    ("yaml-dq-n-continued.yaml", &[], &[]),
    ("yaml-dq-multi-empty.yaml", &[], &[]),
    (
        "yaml-lit-body-deeper.yaml",
        &[("note", "layout-repaired", 3)],
        &[],
    ),
    (
        "yaml-lit-2-all-at-4.yaml",
        &[("error", "layout-repaired", 2)],
        &["indented"],
    ),
    (
        "yaml-fold.yaml",
        &[("error", "newline-escape-repaired", 2)],
        &["> folds", "`cert: |`"],
    ),
    (
        "yaml-plain-multi.yaml",
        &[("error", "newline-escape-repaired", 2)],
        &["unquoted", "`cert: |`"],
    ),
    (
        "yaml-dq-multi.yaml",
        &[("error", "newline-escape-repaired", 1)],
        &["quotation marks", "`cert: |`"],
    ),
    (
        "yaml-sq-n.yaml",
        &[("error", "newline-escape-repaired", 1)],
        &["only in double quotes"],
    ),
    (
        "yaml-dq-double-escaped.yaml",
        &[("error", "newline-escape-repaired", 1)],
        &["escaped twice"],
    ),
    (
        "yaml-lit-n.yaml",
        &[("error", "newline-escape-repaired", 2)],
        &["| knows no escapes"],
    ),
    (
        "yaml-key-col0.yaml",
        &[("error", "document-malformed", 2)],
        &["not valid YAML: line 2", "indented"],
    ),
    (
        "yaml-lit-tab-indent.yaml",
        &[("error", "document-malformed", 2)],
        &["not valid YAML: line 2", "tab"],
    ),
    ("yaml-merge.yaml", &[], &[]),
    ("k8s-one-line.yaml", &[], &[]),
    ("k8s-lit-wrapped.yaml", &[], &[]),
    (
        "k8s-fold-wrapped.yaml",
        &[("error", "document-base64-refused", 7)],
        &["blanks", "base64 -w0", "`|`"],
    ),
    ("k8s-text-before.yaml", &[("note", "text-outside-blocks", 6)], &[]),
    (
        "k8s-pem-lit.yaml",
        &[("error", "document-base64-refused", 7)],
        &["PEM stands in", "stringData"],
    ),
    (
        "k8s-bom-pem.yaml",
        &[("error", "text-encoding-repaired", 6)],
        &["byte order mark", "Go"],
    ),
    (
        "env-dq-multi.env",
        &[("note", "document-readers-differ", 2)],
        &["several lines"],
    ),
    (
        "env-dq-n.env",
        &[("note", "document-readers-differ", 2)],
        &["systemd", "shells", "kubectl --from-env-file", "make"],
    ),
    (
        "env-unq-multi.env",
        &[("error", "end-marker-missing", 2)],
        &["ends with line 2", "double quotes"],
    ),
    (
        "env-sq-n.env",
        &[("warning", "newline-escape-repaired", 2)],
        &["the program itself"],
    ),
    (
        "env-dq-multi-comment.env",
        &[
            ("note", "document-readers-differ", 2),
            ("note", "document-readers-differ", 2),
        ],
        &["systemd"],
    ),
    (
        "env-bt-multi.env",
        &[("warning", "document-readers-differ", 2)],
        &["dotenv from 16", "Node.js"],
    ),
    (
        "json-raw-newline.json",
        &[("error", "document-malformed", 1)],
        &["not valid JSON: line 1"],
    ),
    ("toml-tdq-n-continued.toml", &[], &[]),
    (
        "hcl-heredoc-indented.tf",
        &[("error", "layout-repaired", 2)],
        &["<< keeps", "<<-"],
    ),
    // Damage that is told of in a .pem file.
    (
        "plain-nobegin.yaml",
        &[("error", "marker-malformed", 14)],
        &["has no BEGIN"],
    ),
    (
        "template-lostchar.yaml",
        &[("error", "base64-invalid", 15)],
        &["incomplete"],
    ),
    (
        "lostchar.conf",
        &[("error", "base64-invalid", 15)],
        &["incomplete"],
    ),
];

#[test]
fn each_spelling_is_told_as_its_readers_see_it_named_or_met() {
    let mut wrong = Vec::new();
    for (file, wanted, said) in CASES {
        let wanted: Vec<Told> = wanted
            .iter()
            .map(|(severity, rule, line)| (severity.to_string(), rule.to_string(), *line))
            .collect();
        let folder = Folder::new(&format!("document-{file}"));
        let text = std::fs::read(documents().join(file)).expect("a case");
        folder.write_bytes(file, &text);
        for paths in [[*file], ["."]] {
            let told = told(&folder.path(""), &paths);
            if told != wanted {
                wrong.push(format!("{file} as {}: {told:?}, wanted {wanted:?}", paths[0]));
            }
        }
        let words = words(&folder.path(""), file);
        wrong.extend(
            said.iter()
                .filter(|it| !words.contains(**it))
                .map(|it| format!("{file}: no {it:?} in {words}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_the_folder_is_a_case() {
    let mut files: Vec<String> = command::names_in(&documents());
    let mut cases: Vec<&str> = CASES.iter().map(|(file, ..)| *file).collect();
    files.sort();
    cases.sort();
    assert_eq!(files, cases);
}

#[test]
fn an_escape_in_single_quotes_is_a_warning_where_a_template_puts_it_into_double_ones() {
    let text = std::fs::read(documents().join("yaml-sq-n.yaml")).expect("a case");
    let folder = Folder::new("document-of-templates");
    folder.write("chart/Chart.yaml", "name: a\n");
    for file in ["chart/values.yaml", "group_vars/all.yaml", "other/values.yaml"] {
        folder.write_bytes(file, &text);
    }
    let severities = |file| {
        told(&folder.path(""), &[file])
            .into_iter()
            .map(|(severity, ..)| severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(severities("chart/values.yaml"), ["warning"]);
    assert_eq!(severities("group_vars/all.yaml"), ["warning"]);
    assert_eq!(severities("other/values.yaml"), ["error"]);
}

#[test]
fn fix_writes_no_pem_where_a_document_is_expected() {
    let folder = Folder::new("document-fix");
    folder.copy("demo/from-pfx.pem", "a.pem");
    for name in ["out.yaml", "out.json", ".env", "out.toml"] {
        let output = run_in(&folder.path(""), &["fix", AT, "a.pem", "--output", name], b"");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), said.contains("PEM alone is none")),
            (Some(2), true),
            "{said}"
        );
        assert!(!folder.path(name).exists(), "{name}");
    }
}
