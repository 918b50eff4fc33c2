//! `pemvet show --format html` and `--format svg`: one file each, that loads nothing and takes nothing that a certificate says for
//! markup. What is expected lies in tests/command/ as files.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/pki.rs"]
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    reason = "made for all tests, and lengths of small test data"
)]
mod pki;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;

use command::{AT, expect, run, run_in, scratch, status, stdout};
use pki::Spec;
use sha2::{Digest as _, Sha256};
use support::read;

fn show(file: &str, format: &str) -> std::process::Output {
    run(&["show", &format!("testdata/{file}"), AT, "--format", format])
}

#[test]
fn a_bundle_is_a_page_and_a_picture() {
    for (name, file) in [
        ("from-pfx", "demo/from-pfx.pem"),
        ("expired", "demo/expired-intermediate.pem"),
    ] {
        let page = show(file, "html");
        assert_eq!(status(&page), 0);
        let text = stdout(&page);
        let (head, body) = text.split_once("</style>").expect("a style");
        assert!(head.contains("<meta charset=\"utf-8\">"));
        // The style has a file of its own; here are the words.
        expect(
            &format!("page-{name}"),
            &std::process::Output {
                stdout: body.into(),
                ..page
            },
        );
        expect(&format!("picture-{name}"), &show(file, "svg"));
    }
}

#[test]
fn the_page_forbids_everything_but_its_own_style() {
    let page = stdout(&show("demo/good.pem", "html"));
    let style = page
        .split("<style>")
        .nth(1)
        .and_then(|rest| rest.split("</style>").next());
    let digest = Sha256::digest(style.expect("a style").as_bytes());
    let hash = pem::encode(&pem::Pem::new("X", digest.to_vec()));
    let hash = hash.lines().nth(1).expect("base64");
    let policy = format!(
        "content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\""
    );
    assert!(page.contains(&policy), "{hash}");
    for word in [
        "<script",
        "http:",
        "https:",
        " src=",
        "url(",
        "@import",
        "javascript:",
    ] {
        assert!(!page.contains(word), "{word}");
    }
}

/// Every element that a page or a picture has.
const ELEMENTS: &str = "!DOCTYPE html head meta title style body main h1 h2 h3 h4 p time article section ul li a b span svg rect line \
    text g div small pre dl dt dd";

/// The elements of a document with the names of their attributes.
fn marks(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    for part in text.split('<').skip(1) {
        let (mark, _) = part.split_once('>').expect("a closed mark");
        let mut is_value = false;
        let names: String = mark
            .chars()
            .filter(|it| {
                is_value ^= *it == '"';
                !is_value && *it != '"'
            })
            .collect();
        marks.push(names);
    }
    marks
}

#[test]
fn hostile_names_stay_text() {
    let folder = scratch("page-hostile");
    // In a subject of ours a slash begins the next part.
    let markup = "<script>alert(1)<img src=x onerror='a\"b'>&amp;\u{202e}";
    let mut spec = Spec::new(markup, 1, markup, 1);
    spec.names = vec![format!("</dd></style></title></svg>{markup}")];
    fs::write(folder.join("hostile.pem"), pki::pem(&[spec])).expect("a scratch file");
    for format in ["html", "svg"] {
        let hostile = stdout(&run_in(
            &folder,
            &["show", "hostile.pem", AT, "--format", format],
            b"",
        ));
        for mark in marks(&hostile) {
            let element = mark
                .trim_start_matches('/')
                .split_whitespace()
                .next()
                .unwrap_or_default();
            let known = ELEMENTS
                .split_whitespace()
                .any(|known| known == element.trim_end_matches('/'));
            assert!(known && !mark.contains(" on") && !mark.contains(" src"), "{mark}");
        }
        assert!(
            hostile.contains("script") && hostile.contains("onerror"),
            "{hostile}"
        );
        assert!(!hostile.contains("<script") && !hostile.contains("<img"));
        assert!(!hostile.contains('\u{202e}'));
    }
}

#[test]
fn a_name_of_a_file_stays_text_too() {
    let folder = scratch("page-file-name");
    let name = "<b>&\"'.pem";
    fs::write(folder.join(name), read("demo/good.pem")).expect("a scratch file");
    for format in ["html", "svg"] {
        let text = stdout(&run_in(&folder, &["show", name, AT, "--format", format], b""));
        assert!(text.contains("&lt;b&gt;&amp;&quot;&#39;.pem"), "{text}");
        assert!(!text.contains("<b>&"));
    }
}

#[test]
fn no_key_is_on_a_page() {
    let folder = scratch("page-key");
    let mut both = read("demo/good.pem");
    both.extend(read("demo/proxy.key"));
    fs::write(folder.join("both.pem"), &both).expect("a scratch file");
    let key = String::from_utf8(read("demo/proxy.key")).expect("text");
    for format in ["html", "svg"] {
        let text = stdout(&run_in(
            &folder,
            &["show", "both.pem", AT, "--format", format],
            b"",
        ));
        assert!(key.lines().skip(1).all(|line| !text.contains(line)));
    }
}
