//! No octet of a private key in any output of the command, wherever it was put: beside a marker on a line, among the
//! arguments, in any file that an option names, as the name of a member.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/secrets.rs"]
mod secrets;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use command::{AT, run_in, scratch};
use secrets::{Needles, body_of, secrets_of};
use support::read;

/// One with few octets and one with many; another test has all keys, and each in many breakages.
const KEYS: [&str; 2] = ["keys/p256.key", "demo/proxy.key"];

/// What is done with a file that may hold anything: command, format.
const ON_FILE: [&[&str]; 16] = [
    &["check"],
    &["check", "--format=json"],
    &["check", "--format=sarif"],
    &["check", "--format=github", "--fail-on=note"],
    &["check", "--profile=mutual", "--skip-others"],
    &["fix"],
    &["fix", "--diff"],
    &["fix", "--in-place"],
    &["show"],
    &["expiry"],
    &["expiry", "--format=json"],
    &["expiry", "--format=prometheus"],
    &["request", "--fqdn=cluster.example.com"],
    &["csr", "--profile=mutual"],
    &["csr", "--profile=server", "--format=json"],
    &["check", "--same-as=good.pem"],
];

/// The commands that take other arguments than a file.
const ON_WORD: [&[&str]; 8] = [
    &["explain"],
    &["rules", "--format"],
    &["schema"],
    &["completions"],
    &["csr", "--template"],
    &["next", "--name=proxy", "--fqdn=a.example.com"],
    &["request", "--format=json", "--fqdn=a.example.com"],
    &[],
];

struct Given {
    name: &'static str,
    /// The PEM text.
    text: String,
    body: String,
    needles: Needles,
}

fn keys() -> Vec<Given> {
    let one = |name: &'static str| {
        let text = String::from_utf8(read(name)).expect("text");
        let mut needles = Needles::default();
        secrets_of(&text).iter().for_each(|secret| needles.add(secret));
        let body = body_of(&text);
        Given {
            name,
            text,
            body,
            needles,
        }
    };
    KEYS.into_iter().map(one).collect()
}

impl Given {
    /// Runs the command and fails where something of the key is in what it printed.
    #[track_caller]
    fn run(&self, folder: &Path, arguments: &[&str], input: &[u8], what: &str) {
        let output = run_in(folder, arguments, input);
        let said = [output.stdout, output.stderr].concat();
        if let Some(form) = self.needles.leaked(&said) {
            let words: String = String::from_utf8_lossy(&said).chars().take(2_000).collect();
            panic!("{}, {what}, {:?}: {form}\n{words}", self.name, arguments.first());
        }
        assert!(
            !String::from_utf8_lossy(&said).contains("internal error"),
            "{what}"
        );
    }
}

/// Pieces as people cut them: the whole, its lines, words of a line.
fn pieces(body: &str, length: usize) -> Vec<String> {
    let characters: Vec<char> = body.chars().collect();
    characters
        .chunks(length)
        .map(|piece| piece.iter().collect())
        .collect()
}

/// A bundle with key text at every place of a line that a certificate or a marker has to itself.
fn places(bundle: &str, key: &str) -> Vec<(&'static str, String)> {
    let line = |which: &str, change: &dyn Fn(&str) -> String| -> String {
        let mut is_changed = false;
        let lines = bundle
            .lines()
            .map(|line| match line.starts_with(which) && !is_changed {
                true => {
                    is_changed = true;
                    change(line)
                }
                false => line.to_owned(),
            });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    };
    let (begin, end, body) = ("-----BEGIN", "-----END", "MII");
    let short = &key[..key.len().min(40)];
    let words = pieces(short, 8).join(" ");
    vec![
        ("before BEGIN", line(begin, &|it| format!("{short} {it}"))),
        ("glued before BEGIN", line(begin, &|it| format!("{short}{it}"))),
        (
            "quoted before BEGIN",
            line(begin, &|it| format!("\"{short}\",{it}")),
        ),
        ("after BEGIN", line(begin, &|it| format!("{it} {short}"))),
        ("glued after BEGIN", line(begin, &|it| format!("{it}{short}"))),
        (
            "in BEGIN",
            line(begin, &|it| it.replace("CERT", &format!("{short} CERT"))),
        ),
        ("after END", line(end, &|it| format!("{it} {short}"))),
        ("glued after END", line(end, &|it| format!("{it}{short}"))),
        ("before END", line(end, &|it| format!("{short} {it}"))),
        (
            "as a header",
            line(begin, &|it| format!("{it}\nX-Note: {short}\n")),
        ),
        (
            "as a header's next line",
            line(begin, &|it| format!("{it}\nX-Note: a\n {short}\n")),
        ),
        ("before a body's line", line(body, &|it| format!("{short} {it}"))),
        ("after a body's line", line(body, &|it| format!("{it} # {short}"))),
        (
            "as a line of the body",
            line(body, &|it| format!("{it}\n{short}")),
        ),
        ("as a comment", line(begin, &|it| format!("# {short}\n{it}"))),
        (
            "as a comment in words",
            line(begin, &|it| format!("# {words}\n{it}")),
        ),
        (
            "as a name",
            line(begin, &|it| {
                format!("friendlyName: {short}\nsubject={words}\n{it}")
            }),
        ),
        ("indented", line(begin, &|it| format!("    {it}\n    {short}"))),
    ]
}

#[test]
fn a_key_at_any_place_of_a_line_is_not_shown() {
    let folder = scratch("secret-places");
    let bundle = String::from_utf8(read("demo/from-pfx.pem")).expect("text");
    for key in keys() {
        // The scalar of an EC key begins with its 37th octet; RSA's secrets come later still.
        let middle = key.body.len() / 2 / 4 * 4;
        let secret = if key.body.len() > 400 {
            &key.body[middle..]
        } else {
            &key.body[key.body.len().min(48)..]
        };
        for (place, text) in places(&bundle, secret) {
            for arguments in ON_FILE {
                fs::write(folder.join("a.pem"), &text).expect("a file");
                let arguments = [arguments, &["a.pem", AT]].concat();
                key.run(&folder, &arguments, b"", place);
            }
        }
    }
}

#[test]
fn a_key_among_the_arguments_is_not_said_again() {
    let folder = scratch("secret-arguments");
    fs::write(folder.join("good.pem"), read("demo/good.pem")).expect("a file");
    let mut pairs = 0;
    for key in keys() {
        let line = key.text.lines().nth(1).expect("a line");
        let forms = [
            key.text.clone(),
            key.text.trim().to_owned(),
            key.text.replace('\n', "\\n"),
            key.text.replace('\n', " "),
            key.body.clone(),
            line.to_owned(),
            format!("prefix/{}", key.body),
        ];
        for form in &forms {
            for arguments in ON_FILE.into_iter().chain(ON_WORD) {
                pairs += 1;
                key.run(&folder, &[arguments, &[form]].concat(), b"", "an argument");
                key.run(
                    &folder,
                    &[arguments, &["--"], &[form]].concat(),
                    b"",
                    "an argument after --",
                );
            }
            for option in [
                "--key",
                "--trust",
                "--previous",
                "--config",
                "--profile",
                "--reading",
                "--format",
                "--hostname",
                "--fqdn",
                "--subject",
                "--at",
                "--fail-on",
                "--name",
                "--target",
                "--max-depth",
                "--no-such",
            ] {
                key.run(&folder, &["check", "good.pem", option, form], b"", option);
                let glued = format!("{option}={form}");
                key.run(&folder, &["check", "good.pem", &glued], b"", option);
            }
            for option in [
                "--name",
                "--fqdn",
                "--hostname",
                "--subject",
                "--target",
                "--at",
                "--key-type",
            ] {
                let glued = format!("{option}={form}");
                let whole = [
                    "csr",
                    "--template=openssl",
                    "--fqdn=a.example.com",
                    "--name=proxy",
                    &glued,
                ];
                key.run(&folder, &whole, b"", option);
            }
            for option in ["--same-as", "--pool", "--previous"] {
                let glued = format!("{option}={form}");
                key.run(&folder, &["check", "good.pem", &glued], b"", option);
            }
            for option in ["--pool", "--output", "--split", "--key", "--trust"] {
                let glued = format!("{option}={form}");
                key.run(&folder, &["fix", "good.pem", &glued], b"", option);
            }
            // As a shell does without quotation marks.
            let words: Vec<&str> = ["check", "--key"]
                .into_iter()
                .chain(form.split_whitespace())
                .collect();
            key.run(&folder, &words, b"", "words");
        }
        // A key of this name may have been written by --output; it is not read again.
        for entry in fs::read_dir(&folder).expect("the folder") {
            let path = entry.expect("an entry").path();
            if !path.ends_with("good.pem") {
                let _ = fs::remove_file(path);
            }
        }
    }
    assert_eq!(pairs / keys().len() / 7, 24, "pairs of command and format");
}

#[test]
fn a_key_in_any_file_that_an_option_names_is_not_shown() {
    let folder = scratch("secret-options");
    fs::write(folder.join("good.pem"), read("demo/good.pem")).expect("a file");
    for key in keys() {
        let json = format!(
            "{{\"certificates\": [{{\"name\": \"proxy\", \"key\": \"{}\"}}]}}",
            key.text.replace('\n', "\\n")
        );
        let toml = [
            format!("trust = \"{}\"\n", key.body),
            format!("[[bundle]]\nfiles = [\"*\"]\ntrust = \"{}\"\n", key.body),
            format!("[[bundle]]\nfiles = [\"*\"]\nprofile = \"{}\"\n", key.body),
            format!("[[bundle]]\nfiles = [\"*\"]\nhostname = [\"{}\"]\n", key.body),
            format!("[[bundle]]\nfiles = [\"{}[\"]\n", key.body),
            format!(
                "[[bundle]]\nfiles = [\"*\"]\nname = \"proxy\"\nfqdn = [\"{}\"]\n",
                key.body
            ),
            format!(
                "[[bundle]]\nfiles = [\"*\"]\nname = \"{}\"\nfqdn = [\"a.example\"]\n",
                key.body
            ),
            format!(
                "[[bundle]]\nfiles = [\"*\"]\nname = \"proxy\"\nfqdn = [\"a.example\"]\ntarget = \"{}\"\n",
                key.body
            ),
            format!("[severity]\n\"{}\" = \"note\"\n", key.body),
            format!("[severity]\nroot-included = \"{}\"\n", key.body),
            format!(
                "[[ignore]]\nfiles = [\"*\"]\nrules = [\"{}\"]\nreason = \"x\"\n",
                key.body
            ),
            format!("[[ignore]]\nfiles = [\"*\"]\nreason = \"{}\"\n", key.body),
            format!(
                "[[ignore]]\nfiles = [\"*\"]\nreason = \"x\"\nuntil = \"{}\"\n",
                key.body
            ),
            format!("\"{}\" = 1\n", key.body),
            format!("key = \"\"\"{}\"\"\"\nx\n", key.text),
            format!("{}\n", key.body),
            format!("password = {}\n", key.body),
        ];
        let contents = [key.text.clone(), key.body.clone(), json].into_iter().chain(toml);
        for content in contents {
            fs::write(folder.join("x"), content).expect("a file");
            for option in ["--key", "--trust", "--previous", "--config"] {
                for format in ["text", "json", "sarif", "github", "gitlab", "junit", "concise"] {
                    let format = format!("--format={format}");
                    key.run(
                        &folder,
                        &["check", "good.pem", option, "x", &format, AT],
                        b"",
                        option,
                    );
                }
            }
            for option in ["--key", "--trust", "--pool"] {
                key.run(&folder, &["fix", "good.pem", option, "x", AT], b"", option);
            }
            key.run(&folder, &["request", "x", "--trust", "x", AT], b"", "--trust");
        }
    }
}

#[test]
fn a_key_as_the_name_of_a_member_or_a_part_of_one_is_not_shown() {
    let folder = scratch("secret-names");
    let good = String::from_utf8(read("demo/good.pem"))
        .expect("text")
        .replace('\n', "\\n");
    for key in keys() {
        let escaped = key.text.replace('\n', "\\n");
        let names = [
            escaped.clone(),
            format!("my-{}-key", key.body),
            format!("my {} key", key.body),
        ];
        // A line of a PEM body for each name.
        let lines = pieces(&key.body, 64);
        let lines = [&lines[1..2], &lines[lines.len() - 1..]].concat();
        for name in names.iter().chain(&lines) {
            let documents = [
                (
                    "a.json",
                    format!("{{\"{name}\": \"x\", \"proxy_cert\": \"{good}\"}}"),
                ),
                ("a.json", format!("{{\"{name}\": \"{good}\"}}")),
                (
                    "a.json",
                    format!("{{\"a\": {{\"{name}\": {{\"b\": \"{good}\"}}}}}}"),
                ),
                (
                    "a.json",
                    format!(
                        "{{\"kind\": \"Secret\", \"metadata\": {{\"name\": \"{name}\"}}, \"data\": {{\"x\": \"{good}\"}}}}"
                    ),
                ),
                (
                    "a.json",
                    format!("{{\"kind\": \"{name}\", \"data\": {{\"x\": \"{good}\"}}}}"),
                ),
                ("a.yaml", format!("\"{name}\": \"{good}\"\n")),
                (".env", format!("{name}=\"{good}\"\n")),
                (
                    "a.json",
                    format!("{{\"certificates\": [{{\"name\": \"{name}\", \"certificate\": \"{good}\"}}]}}"),
                ),
                (
                    "a.json",
                    format!(
                        "{{\"certificates\": [{{\"name\": \"proxy\", \"{name}\": \"x\", \"certificate\": \"{good}\"}}]}}"
                    ),
                ),
                (
                    "a.json",
                    format!("{{\"{name}_cert\": \"{good}\", \"{name}_key\": \"x\"}}"),
                ),
            ];
            for (file, text) in documents {
                fs::write(folder.join(file), text).expect("a file");
                for arguments in ON_FILE {
                    let arguments = [arguments, &[file, AT]].concat();
                    key.run(&folder, &arguments, b"", file);
                }
                key.run(
                    &folder,
                    &["request", file, "--format=json", "--fqdn=a.example.com", AT],
                    b"",
                    file,
                );
                let _ = fs::remove_file(folder.join(file));
            }
        }
    }
}

/// The search finds what it is to find: a test of nothing would pass as well.
#[test]
fn a_piece_of_twelve_characters_is_found() {
    for key in keys() {
        // Of an EC key the octets 36 to 67 are secret, of RSA's all numbers but the first two.
        let start = if key.body.len() > 400 {
            key.body.len() / 2
        } else {
            60
        };
        let piece = &key.body[start..start + 12];
        assert!(
            key.needles.leaked(format!("x {piece} y").as_bytes()).is_some(),
            "{}",
            key.name
        );
    }
}
