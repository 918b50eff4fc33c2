//! Spellings of a chain in each format of documents, made here, and what their readers make of them; and what stands in files
//! that no name gives away.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/told.rs"]
mod told;

use repository::{Folder, base64, indented};
use told::told;

/// One spelling of a chain: its file, its text made of the PEM, and the severity and rule that are told.
type Spelling = (
    &'static str,
    fn(&str) -> String,
    Option<(&'static str, &'static str)>,
);

const LOST: Option<(&str, &str)> = Some(("error", "newline-escape-repaired"));
const LAYOUT: Option<(&str, &str)> = Some(("error", "layout-repaired"));
const NO_DOCUMENT: Option<(&str, &str)> = Some(("error", "document-malformed"));

fn escaped(pem: &str) -> String {
    pem.replace('\n', "\\n")
}

fn folded(pem: &str) -> String {
    pem.trim_end().replace('\n', " ")
}

const SPELLINGS: &[Spelling] = &[
    ("a.toml", |pem| format!("a = \"\"\"\n{pem}\"\"\"\n"), None),
    ("a.toml", |pem| format!("a = '''\n{pem}'''\n"), None),
    ("a.toml", |pem| format!("a = \"{}\"\n", escaped(pem)), None),
    ("a.toml", |pem| format!("a = '{}'\n", escaped(pem)), LOST),
    (
        "a.toml",
        |pem| format!("a = \"{}\"\n", pem.replace('\n', "\\\\n")),
        LOST,
    ),
    ("a.toml", |pem| format!("a = '''\n{}'''\n", escaped(pem)), LOST),
    (
        "a.toml",
        |pem| format!("a = \"\"\"{}\"\"\"\n", pem.replace('\n', "\\\n")),
        Some(("error", "marker-repaired")),
    ),
    (
        "a.toml",
        |pem| format!("a = \"\"\"\n{}\"\"\"\n", indented(pem, 2)),
        LAYOUT,
    ),
    (
        "a.toml",
        |pem| format!("a = '''\n{}'''\n", indented(pem, 2)),
        LAYOUT,
    ),
    ("a.toml", |pem| format!("a = \"{pem}\"\n"), NO_DOCUMENT),
    ("a.tf", |pem| format!("a = <<EOF\n{pem}EOF\n"), None),
    (
        "a.tf",
        |pem| format!("a = <<-EOF\n{}  EOF\n", indented(pem, 4)),
        None,
    ),
    ("a.tf", |pem| format!("a = \"{}\"\n", escaped(pem)), None),
    (
        "a.tf",
        |pem| format!("a = <<EOF\n{}EOF\n", indented(pem, 2)),
        LAYOUT,
    ),
    ("a.tf", |pem| format!("a = <<EOF\n{}\nEOF\n", escaped(pem)), LOST),
    (
        "a.tf",
        |pem| format!("a = \"{}\"\n", pem.replace('\n', "\\\\n")),
        LOST,
    ),
    ("a.tf", |pem| format!("a = \"{pem}\"\n"), NO_DOCUMENT),
    ("a.properties", |pem| format!("a={}\n", escaped(pem)), None),
    (
        "a.properties",
        |pem| format!("a={}\n", pem.replace('\n', "\\n\\\n    ")),
        None,
    ),
    (
        "a.properties",
        |pem| format!("a={}\n", pem.replace('\n', "\\u000a")),
        None,
    ),
    (
        "a.properties",
        |pem| format!("a={}\n", pem.replace('\n', "\\r\\n")),
        None,
    ),
    (
        "a.properties",
        |pem| format!("a={}\n", pem.replace('\n', "\\\\n")),
        LOST,
    ),
    (
        "a.properties",
        |pem| format!("a={}\n", pem.trim_end().replace('\n', " \\\n")),
        LOST,
    ),
    (
        "a.properties",
        |pem| format!("a={}\n", pem.trim_end().replace('\n', "\\\n")),
        Some(("error", "marker-repaired")),
    ),
    (
        "a.properties",
        |pem| format!("a=\"{}\"\n", escaped(pem.trim_end())),
        LAYOUT,
    ),
    ("a.json", |pem| format!("{{\"a\": \"{}\"}}\n", escaped(pem)), None),
    (
        "a.json",
        |pem| {
            format!(
                "{{\"a\": \"{}\"}}\n",
                pem.replace('\n', "\\u000a").replace('/', "\\/")
            )
        },
        None,
    ),
    ("a.json", |pem| format!("{{\"a\": \"{}\"}}\n", folded(pem)), LOST),
    (
        "a.json",
        |pem| format!("{{\"a\": \"{}\"}}\n", pem.replace('\n', "\\\\n")),
        LOST,
    ),
    ("a.json", |pem| format!("{{\"a\": \"{pem}\"}}\n"), NO_DOCUMENT),
    (
        "a.json",
        |pem| format!("{{\"a\": \"{}\",}}\n", escaped(pem)),
        NO_DOCUMENT,
    ),
    (
        "tsconfig.json",
        |pem| format!("{{\"a\": \"{}\",}} // b\n", escaped(pem)),
        None,
    ),
    ("a.env", |pem| format!("A={}\n", folded(pem)), LOST),
    ("a.env", |pem| format!("A=\"{}\"\n", folded(pem)), LOST),
    (
        "a.env",
        |pem| format!("A={}\n", escaped(pem)),
        Some(("warning", "newline-escape-repaired")),
    ),
    (
        "a.env",
        |pem| format!("A=\"{}\"\n", pem.replace('\n', "\\\\n")),
        Some(("warning", "newline-escape-repaired")),
    ),
    (
        "a.env",
        |pem| format!("A=`{}`\n", escaped(pem)),
        Some(("warning", "newline-escape-repaired")),
    ),
    (
        "a.env",
        |pem| format!("A=\"{}\"\n", pem.replace('\n', "\\n\n")),
        LAYOUT,
    ),
    ("a.env", |pem| format!("A: \"{}\"\n", escaped(pem)), None),
    ("a.yaml", |pem| format!("a: {}\n", escaped(pem)), LOST),
    (
        "a.yaml",
        |pem| format!("a: >\n{}\n", escaped(&indented(pem, 2))),
        LOST,
    ),
    ("a.yaml", |pem| format!("a: '\n{}  '\n", indented(pem, 2)), LOST),
    ("a.yaml", |pem| format!("a: !!str >-\n{}", indented(pem, 2)), LOST),
    (
        "a.yaml",
        |pem| format!("a: \"{}\"\n", pem.replace('\n', "\\\n  ")),
        Some(("error", "marker-repaired")),
    ),
    (
        "a.yaml",
        |pem| format!("a: \"{}\"\n", pem.replace('\n', "\\n\\\n  ")),
        None,
    ),
    (
        "a.yaml",
        |pem| format!("a: \"{}\"\n", pem.replace('\n', "\\r\\n")),
        None,
    ),
    ("a.yaml", |pem| format!("a:\n{pem}"), NO_DOCUMENT),
    ("a.yaml", str::to_owned, LOST),
    (
        "a.yaml",
        |pem| format!("a: \"{{{{ b }}}}\"\nc: >\n{}", indented(pem, 2)),
        LOST,
    ),
    ("a.xml", |pem| format!("<a>{pem}</a>\n"), None),
    ("a.xml", |pem| format!("<a><![CDATA[{pem}]]></a>\n"), None),
    (
        "a.xml",
        |pem| format!("<a>\n<!-- {{ -->{}</a>\n", pem.replace('\n', "&#xA;")),
        None,
    ),
    (
        "a.xml",
        |pem| {
            format!(
                "<a>\n{}</a>\n",
                pem.replace("-----BEGIN", "<!-- the chain -->-----BEGIN")
            )
        },
        None,
    ),
    ("a.xml", |pem| format!("<a>\n{}</a>\n", indented(pem, 2)), LAYOUT),
    ("a.xml", |pem| format!("<a>{}</a>\n", escaped(pem)), LOST),
    ("a.xml", |pem| format!("<a b='{pem}'/>\n"), LOST),
    (
        "web.config",
        |pem| format!("<a b=\"{}\"/>\n", pem.replace('\n', "&#10;")),
        None,
    ),
    (
        "a.ini",
        |pem| format!("[a]\nb =\n{}c = 1\n", indented(pem, 2)),
        None,
    ),
    (
        "a.cfg",
        |pem| format!("[a]\nb: {}\n", pem.trim_end().replace('\n', "\n\t")),
        None,
    ),
    (
        "a.ini",
        |pem| format!("b = \"{}\"\n", escaped(pem)),
        Some(("warning", "newline-escape-repaired")),
    ),
    (
        "a.ini",
        |pem| format!("[a]\nb = {pem}c = 1\n"),
        Some(("error", "end-marker-missing")),
    ),
    (
        "a.ini",
        |pem| {
            let commented = pem.replace(
                "CERTIFICATE-----\n-----B",
                "CERTIFICATE-----\n# the issuer\n-----B",
            );
            let indented: Vec<String> = commented
                .lines()
                .map(|line| match line.starts_with('#') {
                    true => format!("{line}\n"),
                    false => format!("  {line}\n"),
                })
                .collect();
            format!("[a]\nb =\n{}", indented.concat())
        },
        None,
    ),
    (
        "a.py",
        |pem| {
            let lines: Vec<String> = pem.lines().map(|line| format!("    b\"{line}\\n\"\n")).collect();
            format!("CERT = (\n{})\n", lines.concat())
        },
        None,
    ),
    (
        "a.service",
        |pem| format!("[Service]\nEnvironment=\"B={}\" C=1\n", escaped(pem)),
        None,
    ),
    (
        "a.service",
        |pem| format!("[Service]\nEnvironment='B={}'\n", escaped(pem)),
        None,
    ),
    (
        "a.service",
        |pem| format!("[Service]\nSetCredential=b:{}\n", escaped(pem)),
        None,
    ),
    (
        "a.service",
        |pem| format!("[Service]\nEnvironment=\"B={}\"\n", pem.replace('\n', "\\\\n")),
        LOST,
    ),
    (
        "a.json5",
        |pem| format!("{{a: '{}'}}\n", pem.replace('\n', "\\n\\\n")),
        None,
    ),
    ("a.hjson", |pem| format!("{{\n  a: '''\n{pem}'''\n}}\n"), None),
];

#[test]
fn a_value_is_what_its_format_makes_of_it() {
    let folder = Folder::new("document-spellings");
    let pem = folder.read("demo/good.pem");
    let mut wrong = Vec::new();
    for (file, make, wanted) in SPELLINGS {
        let text = make(&pem);
        folder.write(file, &text);
        for paths in [[*file], ["."]] {
            let told = told(&folder.path(""), &paths);
            // Notes tell of blanks and text that do no harm, or of readers of .env files.
            let grave: Vec<(&str, &str)> = told
                .iter()
                .filter(|it| it.0 != "note" && it.1 != "document-readers-differ")
                .map(|it| (it.0.as_str(), it.1.as_str()))
                .collect();
            let is_right = match wanted {
                // Nothing of the chain is lost.
                None => grave.is_empty() && told.iter().all(|it| it.1 != "issuer-missing"),
                Some(wanted) => {
                    grave.contains(wanted) && (wanted.0 == "error" || grave.iter().all(|it| it.0 != "error"))
                }
            };
            if !is_right {
                let begin: String = text.chars().take(70).collect();
                wrong.push(format!(
                    "{begin:?} in {file} as {}: {grave:?}, wanted {wanted:?}",
                    paths[0]
                ));
            }
        }
        std::fs::remove_file(folder.path(file)).expect("the file");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_key_that_stands_twice_is_an_error_and_a_merge_is_none() {
    let folder = Folder::new("document-twice");
    let good = indented(&folder.read("demo/good.pem"), 2);
    folder.write("twice.yaml", &format!("cert: |\n{good}other: 1\ncert: |\n{good}"));
    folder.write(
        "merge.yaml",
        &format!("a: &a\n  x: 1\nb: &b\n  y: 1\nc:\n  <<: *a\n  <<: *b\ncert: |\n{good}"),
    );
    folder.write(
        "template.yaml",
        &format!("{{{{ if a }}}}\nb: 1\n{{{{ else }}}}\nb: 2\n{{{{ end }}}}\ncert: |\n{good}"),
    );
    let line = folder.read("demo/good.pem").lines().count() + 3;
    assert_eq!(
        folder.check(&[]).errors_found(),
        [format!(
            "error[document-key-twice] invalid  twice.yaml:{line} (cert)"
        )]
    );
}

#[test]
fn keys_in_string_literals_and_in_files_that_no_name_gives_away_are_found() {
    let folder = Folder::new("document-literals");
    let (good, key) = (folder.read("demo/good.pem"), folder.read("demo/proxy.key"));
    let joined = |end: &str, plus: &str| {
        let lines: Vec<String> = key.lines().map(|line| format!("\"{line}{end}\"")).collect();
        lines.join(plus)
    };
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(format!("key: |\n{}", indented(&key, 2)).encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.write(
        "A.java",
        &format!("class A {{\n  String key = {};\n}}\n", joined("\\n", "\n    + ")),
    );
    folder.write(
        "a.go",
        &format!("package a\nconst key = {}\n", joined("\\n", " +\n\t")),
    );
    folder.write("b.go", &format!("package a\nconst key = `{key}`\n"));
    folder.write(
        "a.js",
        &format!("const key = [\n  {}\n].join('\\n');\n", joined("", ",\n  ")),
    );
    folder.write("a.py", &format!("key = ({})\n", joined("\\n", "\n       ")));
    folder.write(
        "one.c",
        &format!("char *key = \"{}\";\n", key.replace('\n', "\\n")),
    );
    folder.write("config", &format!("apiVersion: v1\nkind: Config\nusers:\n- user:\n    client-certificate-data: {}\n    client-key-data: {}\n", base64(&good), base64(&key)));
    folder.write_bytes("utf16.yaml", &utf16);
    let places = [
        "A.java:2",
        "a.go:2",
        "a.js:2",
        "a.py:1",
        "b.go:2",
        "config:6",
        "one.c:1",
        "utf16.yaml:2",
    ];
    let files = [
        "A.java",
        "a.go",
        "a.js",
        "a.py",
        "b.go",
        "config",
        "one.c",
        "utf16.yaml",
    ];
    for (paths, rule) in [
        (&[][..], "private-key-found"),
        (&files[..], "key-in-certificate-file"),
    ] {
        let found: Vec<String> = folder.check(paths).errors_found();
        let mut keys: Vec<&str> = found
            .iter()
            .filter(|it| it.contains(rule))
            .filter_map(|it| it.split("invalid  ").nth(1))
            .map(|it| it.split(['-', ' ']).next().unwrap_or(it))
            .collect();
        keys.sort();
        assert_eq!(keys, places, "{found:#?}");
        let others: Vec<&String> = found.iter().filter(|it| !it.contains(rule)).collect();
        assert_eq!(
            others,
            ["error[text-encoding-repaired] invalid  utf16.yaml:1 (key)"],
            "{paths:?}"
        );
    }
}
