//! What is told of a damaged block does not depend on the file that it stands in, but for layout.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use command::{AT, run_in};
use repository::{Folder, base64, indented};

/// A kind of file: its name, and how it holds a text.
type Kind = (&'static str, fn(&str) -> String);

const KINDS: &[Kind] = &[
    ("literal.yaml", |pem| {
        format!("a: 1\ncert: |\n{}", indented(pem, 2))
    }),
    ("double.yaml", |pem| format!("cert: \"{}\"\n", escaped(pem))),
    ("list.yml", |pem| format!("certs:\n- |\n{}", indented(pem, 2))),
    ("data.yaml", |pem| {
        format!("kind: Secret\ndata:\n  tls.crt: {}\n", base64(pem))
    }),
    ("string-data.yaml", |pem| {
        format!("kind: Secret\nstringData:\n  tls.crt: |\n{}", indented(pem, 4))
    }),
    ("template.yaml", |pem| {
        format!(
            "{{{{- if .x }}}}\na: {{{{ .y }}}}\ncert: |\n{}{{{{- end }}}}\n",
            indented(pem, 2)
        )
    }),
    ("config", |pem| {
        format!(
            "apiVersion: v1\nkind: Config\nusers:\n- user:\n    client-certificate-data: {}\n",
            base64(pem)
        )
    }),
    ("body.json", |pem| {
        format!("{{\"name\": \"proxy\", \"certificate\": \"{}\"}}\n", escaped(pem))
    }),
    ("tsconfig.json", |pem| {
        format!("{{ // a comment\n  \"cert\": \"{}\",\n}}\n", escaped(pem))
    }),
    ("lines.env", |pem| format!("A=1\nCERT=\"{pem}\"\n")),
    ("escapes.env", |pem| format!("CERT=\"{}\"\n", escaped(pem))),
    ("base64.env", |pem| format!("CERT={}\n", base64(pem))),
    ("a.properties", |pem| format!("a=1\ncert={}\n", escaped(pem))),
    ("lines.toml", |pem| format!("[a]\ncert = \"\"\"\n{pem}\"\"\"\n")),
    ("escapes.toml", |pem| format!("cert = \"{}\"\n", escaped(pem))),
    ("heredoc.tf", |pem| {
        format!(
            "resource \"a\" \"b\" {{\n  cert = <<-EOT\n{}  EOT\n}}\n",
            indented(pem, 4)
        )
    }),
    ("quoted.tfvars", |pem| format!("cert = \"{}\"\n", escaped(pem))),
    ("raw.go", |pem| format!("package a\n\nconst cert = `{pem}`\n")),
    ("Joined.java", |pem| {
        let lines: Vec<String> = pem.lines().map(|line| format!("\"{line}\\n\"")).collect();
        format!("class A {{\n  String cert = {};\n}}\n", lines.join("\n    + "))
    }),
    ("text.xml", |pem| format!("<a>\n<cert>{pem}</cert>\n</a>\n")),
    ("attribute.xml", |pem| {
        format!("<a cert=\"{}\"/>\n", pem.replace('\n', "&#10;"))
    }),
    ("indented.ini", |pem| format!("[a]\ncert =\n{}", indented(pem, 2))),
    ("a.service", |pem| {
        format!("[Service]\nEnvironment=\"CERT={}\"\n", escaped(pem))
    }),
    ("inline.conf", |pem| format!("<ca>\n{pem}</ca>\n")),
    ("guide.md", |pem| format!("# Guide\n\n```\n{pem}```\n")),
    ("utf16.yaml", |pem| format!("cert: |\n{}", indented(pem, 2))),
];

fn escaped(pem: &str) -> String {
    pem.replace('\n', "\\n")
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Damage to the first block of a chain.
type Damage = (&'static str, fn(&str) -> String);

const DAMAGES: &[Damage] = &[
    ("nothing", str::to_owned),
    ("four dashes before BEGIN", |pem| {
        pem.replacen(BEGIN, &BEGIN[1..], 1)
    }),
    ("four dashes after END", |pem| {
        pem.replacen(END, &END[..END.len() - 1], 1)
    }),
    ("no BEGIN", |pem| pem.replacen(&format!("{BEGIN}\n"), "", 1)),
    ("no END", |pem| pem.replacen(&format!("{END}\n"), "", 1)),
    ("dashes of a word processor", |pem| {
        pem.replacen(BEGIN, "\u{2014}\u{2014}BEGIN CERTIFICATE\u{2014}\u{2014}", 1)
    }),
    ("lower case", |pem| {
        pem.replacen(BEGIN, "-----begin certificate-----", 1)
    }),
    ("blanks in BEGIN", |pem| {
        pem.replacen(BEGIN, "----- BEGIN CERTIFICATE -----", 1)
    }),
    ("a character less", |pem| {
        line(pem, 5, |line| line[1..].to_owned())
    }),
    ("a line less", |pem| {
        line(pem, 5, |_| String::new()).replacen("\n\n", "\n", 1)
    }),
    ("a foreign character", |pem| {
        line(pem, 5, |line| format!("{}!{}", &line[..9], &line[10..]))
    }),
    ("a line of another block", |pem| {
        line(pem, 3, |line| line.chars().rev().collect())
    }),
    ("an empty line", |pem| line(pem, 5, |line| format!("\n{line}"))),
    ("an old label", |pem| {
        pem.replacen("BEGIN CERT", "BEGIN X509 CERT", 1)
            .replacen("END CERT", "END X509 CERT", 1)
    }),
    ("another label", |pem| {
        pem.replacen("BEGIN CERTIFICATE", "BEGIN PKCS7", 1)
            .replacen("END CERTIFICATE", "END PKCS7", 1)
    }),
    ("END of another label", |pem| {
        pem.replacen(END, "-----END PRIVATE KEY-----", 1)
    }),
    ("END and BEGIN on a line", |pem| {
        pem.replacen(&format!("{END}\n"), END, 1)
    }),
    ("a header", |pem| {
        pem.replacen(BEGIN, &format!("{BEGIN}\nX-Note: a\n"), 1)
    }),
    ("upside down", |pem| {
        let mut blocks: Vec<&str> = pem.split_inclusive(&format!("{END}\n")).collect();
        blocks.reverse();
        blocks.concat()
    }),
];

/// With this line, counted from the first BEGIN, written otherwise.
fn line(pem: &str, number: usize, change: fn(&str) -> String) -> String {
    let lines = pem.lines().enumerate().map(|(at, line)| match at == number {
        true => change(line),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// What a kind of file says otherwise: the kind or the end of its name, the damage or all, the rules, and why.
const EXCEPTIONS: &[(&str, &str, &[&str], &str)] = &[(
    "utf16.yaml",
    "",
    &["text-encoding-repaired"],
    "the file is UTF-16, and that is told",
)];

/// Layout is as the surroundings want it.
const LAYOUT: &[&str] = &[
    "layout-repaired",
    "newline-escape-repaired",
    "text-outside-blocks",
    "document-readers-differ",
];

/// By file, the rules of errors and warnings.
fn rules(folder: &Folder, paths: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let arguments = [&["check", "--no-config", "--format=json", AT], paths].concat();
    let output = run_in(&folder.path(""), &arguments, b"");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut rules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for bundle in document["bundles"].as_array().expect("bundles") {
        let of = rules
            .entry(bundle["path"].as_str().expect("a path").into())
            .or_default();
        for finding in bundle["findings"].as_array().expect("findings") {
            let rule = finding["rule"].as_str().expect("a rule");
            // One key in many files is a matter of this test alone.
            if finding["severity"] != "note"
                && rule != "key-of-several-certificates"
                && !LAYOUT.contains(&rule)
            {
                of.insert(rule.into());
            }
        }
    }
    rules
}

#[test]
fn what_is_told_of_a_pem_file_is_told_of_every_kind_of_file_named_or_met() {
    let folder = Folder::new("document-damage");
    let pem = folder.read("demo/good.pem");
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (damage, change) in DAMAGES {
        let damaged = change(&pem);
        assert!(*damage == "nothing" || damaged != pem, "{damage}");
        folder.write("chain.pem", &damaged);
        for (name, make) in KINDS {
            match name.starts_with("utf16") {
                false => folder.write(name, &make(&damaged)),
                true => {
                    let units = "\u{feff}".to_owned() + &make(&damaged);
                    let bytes: Vec<u8> = units.encode_utf16().flat_map(u16::to_le_bytes).collect();
                    folder.write_bytes(name, &bytes);
                }
            }
        }
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).chain(["chain.pem"]).collect();
        for (how, paths) in [("met", &["."][..]), ("named", &names[..])] {
            let rules = rules(&folder, paths);
            let wanted = rules.get("chain.pem").expect("the .pem file");
            for (name, _) in KINDS {
                let found = rules.get(*name).cloned().unwrap_or_default();
                let differ: BTreeSet<&String> = found.symmetric_difference(wanted).collect();
                let allowed = |rule: &str| {
                    EXCEPTIONS.iter().enumerate().find(|(_, (kind, of, rules, _))| {
                        name.ends_with(kind) && (of.is_empty() || of == damage) && rules.contains(&rule)
                    })
                };
                used.extend(
                    differ
                        .iter()
                        .filter_map(|rule| allowed(rule))
                        .map(|(number, _)| number),
                );
                if differ.iter().any(|rule| allowed(rule).is_none()) {
                    wrong.push(format!("{damage}, {name} {how}: {found:?}, wanted {wanted:?}"));
                }
            }
        }
    }
    let unused = EXCEPTIONS
        .iter()
        .enumerate()
        .filter(|(number, _)| !used.contains(number));
    wrong.extend(unused.map(|(_, exception)| format!("nothing needs {exception:?}")));
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// A test of damage that does none would pass.
#[test]
fn most_damage_is_told_of() {
    let folder = Folder::new("document-damage-told");
    let pem = folder.read("demo/good.pem");
    for (number, (_, change)) in DAMAGES.iter().enumerate() {
        folder.write(&format!("{number}.pem"), &change(&pem));
    }
    let rules = rules(&folder, &["."]);
    let silent: Vec<&str> = DAMAGES
        .iter()
        .enumerate()
        .filter(|(number, _)| rules.get(&format!("{number}.pem")).is_none_or(BTreeSet::is_empty))
        .map(|(_, (damage, _))| *damage)
        .collect();
    assert_eq!(silent, ["nothing", "an empty line"]);
}
