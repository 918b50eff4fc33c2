//! Variables as their readers take them: libraries, shells, systemd, Docker.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/told.rs"]
mod told;

use repository::Folder;
use repository::objects::{pem, words};
use serde_json::json;
use told::told;

/// What is told of one file: severity and rule.
#[track_caller]
fn of(folder: &Folder, name: &str, text: &str) -> Vec<(String, String)> {
    folder.write(name, text);
    let told = told(&folder.path(""), &[name]);
    told.into_iter()
        .map(|(severity, rule, _)| (severity, rule))
        .collect()
}

fn pair(severity: &str, rule: &str) -> (String, String) {
    (severity.into(), rule.into())
}

/// Measured: dotenv 16, python-dotenv 1.2, Node.js 20, bash 5, Docker 28, systemd 252.
#[test]
fn quotation_marks_and_names_are_those_that_readers_take() {
    let folder = Folder::new("variables");
    let good = folder.read("demo/good.pem");
    let escaped = good.replace('\n', "\\n");
    let leaf = pem(&folder).leaf;
    let differ = "document-readers-differ";
    let (escape, malformed) = ("newline-escape-repaired", "document-malformed");
    let json = json!({ "cert": good }).to_string();
    let cases = [
        (
            "bash's quotes",
            "a.env",
            format!("A=$'{escaped}'\n"),
            vec![pair("warning", differ)],
        ),
        (
            "direnv",
            ".envrc",
            format!("export A=$'{escaped}'\nexport B=1\n"),
            vec![],
        ),
        (
            "direnv over lines",
            ".envrc",
            format!("export A=\"{good}\"\n"),
            vec![],
        ),
        (
            "a shell's double quotes",
            ".envrc",
            format!("export A=\"{escaped}\"\n"),
            vec![pair("error", escape)],
        ),
        (
            "a shell's single quotes",
            ".envrc",
            format!("export A='{escaped}'\n"),
            vec![pair("error", escape)],
        ),
        (
            "export",
            "a.env",
            format!("export A=\"{good}\"\n"),
            vec![pair("note", differ), pair("note", differ)],
        ),
        (
            "blanks",
            "a.env",
            format!("A = \"{good}\"\n"),
            vec![pair("note", differ), pair("note", differ)],
        ),
        (
            "a colon",
            "a.env",
            format!("A: \"{good}\"\n"),
            vec![pair("note", differ), pair("warning", differ)],
        ),
        (
            "no end",
            "a.env",
            format!("A=\"{good}B=1\n"),
            vec![pair("error", malformed)],
        ),
        (
            "an apostrophe",
            "a.env",
            format!("A='tis\nB=\"{good}\"\n"),
            vec![pair("note", differ)],
        ),
        (
            "no variable",
            "a.env",
            format!("A=1\nB=\"{good}\"\n{good}"),
            vec![pair("error", malformed), pair("note", differ)],
        ),
        (
            "no variable, and four dashes",
            "a.env",
            format!(
                "B=\"{escaped}\"\n{}C=1\n",
                leaf.replacen("-----BEGIN", "----BEGIN", 1)
            ),
            vec![
                pair("error", malformed),
                pair("error", "marker-repaired"),
                pair("note", differ),
            ],
        ),
        ("JSON in single quotes", "a.env", format!("A='{json}'\n"), vec![]),
        ("JSON alone", "a.env", format!("A={json}\n"), vec![]),
        (
            "base64",
            "a.env",
            format!("A={}\n", repository::base64(&good)),
            vec![],
        ),
        (
            "something behind",
            "a.env",
            format!("A=\"{escaped}\"x\n"),
            vec![pair("note", differ), pair("warning", differ)],
        ),
        (
            "bash's quotes, as no shell has it",
            "a.env",
            format!("A: $'{escaped}'\n"),
            vec![pair("error", malformed)],
        ),
        (
            "escapes and line ends",
            "a.env",
            format!("A='{}'\n", good.trim().replace('\n', "\\n\\\n")),
            vec![pair("error", escape), pair("note", differ)],
        ),
        (
            "commented out",
            "a.env",
            format!("# A=\"{escaped}\"\nB=\"{escaped}\"\n"),
            vec![pair("note", differ)],
        ),
    ];
    for (name, file, text, wanted) in cases {
        assert_eq!(of(&folder, file, &text), wanted, "{name}");
    }
}

#[test]
fn json_in_a_variable_is_mended_there() {
    let folder = Folder::new("variables-json");
    let pem = pem(&folder);
    let text = |first: &str, second: &str, quote: &str| {
        let json = json!({ "cert": format!("{first}{second}"), "b": "c" }).to_string();
        format!("X=1\nA={quote}{json}{quote}\nB=2\n")
    };
    for quote in ["'", ""] {
        folder.write(".env", &text(&pem.issuing, &pem.leaf, quote));
        let run = folder.run(&["fix", "--in-place", ".env", repository::AT], b"");
        assert_eq!(run.status, 0, "{quote} {}", run.stderr);
        let now = std::fs::read_to_string(folder.path(".env")).expect("text");
        assert_eq!(now, text(&pem.leaf, &pem.issuing, quote));
    }
}

#[test]
fn what_a_unit_takes_a_file_for_counts_for_that_file() {
    let folder = Folder::new("variables-unit");
    let good = folder.read("demo/good.pem");
    let escaped = good.replace('\n', "\\n");
    let text = format!("A=\"{escaped}\"\n");
    folder.write("web.service", "[Service]\nEnvironmentFile=-/etc/web/web.env\n");
    assert_eq!(
        of(&folder, "web.env", &text),
        [pair("error", "document-readers-differ")]
    );
    assert!(words(&folder.check(&["web.env"])).contains("web.service"));
    assert_eq!(
        of(&folder, "other.env", &text),
        [pair("note", "document-readers-differ")]
    );
}

#[test]
fn words_of_a_unit_end_at_blanks_that_nothing_quotes() {
    let folder = Folder::new("variables-words");
    let pem = pem(&folder);
    let escaped = pem.served.replace('\n', "\\n");
    for (text, wanted) in [
        (format!("Environment=\"A={escaped}\" \"B=c\""), vec![]),
        (format!("Environment=B=c 'A={escaped}'"), vec![]),
        (
            format!("Environment=B=c A={escaped}"),
            vec![pair("error", "document-malformed")],
        ),
    ] {
        let told = of(&folder, "a.service", &format!("[Service]\n{text}\n"));
        assert_eq!(told, wanted, "{text:.40}");
    }
}
