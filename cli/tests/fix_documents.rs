//! `pemvet fix` on values of YAML, JSON and .env: the value is repaired, the rest of the file stays byte for byte, and the
//! readers of the format, where they are installed, find exactly that.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use command::{AT, run_in, scratch, status, stderr, stdout};
use support::{base64, read};

/// Numbers that are the same in every run.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn good() -> String {
    String::from_utf8(read("demo/good.pem")).expect("text")
}

fn blocks(pem: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    for block in pem.split_inclusive("-----END CERTIFICATE-----\n") {
        blocks.push(block.to_owned());
    }
    blocks
}

/// The chain with something that fix mends.
fn damaged(seeded: &mut Seeded) -> String {
    let good = good();
    let mut blocks = blocks(&good);
    match seeded.below(4) {
        0 => blocks.swap(0, 1),
        1 => blocks.reverse(),
        2 => blocks[1] = blocks[1].replace("-----END CERTIFICATE-----", "----END CERTIFICATE----"),
        _ => blocks[0] = blocks[0].replacen("-----BEGIN", "----BEGIN", 1),
    }
    blocks.concat()
}

/// Lines with the same before each.
fn each(text: &str, before: &str) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{before}{line}");
        all
    })
}

/// How a value is written: the file's extension, and what stands for `KEY: VALUE` or the like, with two blanks before it.
fn written(text: &str, way: usize) -> (&'static str, String) {
    let escaped = text.replace('\n', "\\n");
    let encoded = base64(text.as_bytes());
    let wrapped: String = encoded
        .as_bytes()
        .chunks(60)
        .map(|line| String::from_utf8_lossy(line).into_owned() + "\n")
        .collect();
    match way {
        0 => (
            "yaml",
            format!("  cert: |  # of the proxy\n{}", each(text, "      ")),
        ),
        1 => ("yaml", format!("  cert: |-\n{}", each(text, "    "))),
        2 => ("yaml", format!("  cert: >\n{}", each(text, "    "))),
        3 => ("yaml", format!("  cert: \"{escaped}\" # one line\n")),
        4 => (
            "yaml",
            format!("  cert: '{}'\n", text.trim().replace('\n', "\n    ")),
        ),
        5 => (
            "yaml",
            format!("  cert: \"{}\"\n", escaped.replace("\\n", "\\n\\\n    ")),
        ),
        6 => ("yaml", format!("  cert: '{escaped}'\n")),
        7 => ("yaml", format!("  cert:\n{}", each(text, "    "))),
        8 => ("yaml", format!("  cert: |+\n{}\n", each(text, "   "))),
        9 => ("secret.yaml", format!("  tls.crt: {encoded}\n")),
        10 => ("secret.yaml", format!("  tls.crt: |\n{}", each(&wrapped, "    "))),
        11 => (
            "secret.yaml",
            format!("  tls.crt: >-\n{}", each(&wrapped, "    ")),
        ),
        12 => ("secret.yaml", format!("  tls.crt: \"{encoded}\"\n")),
        13 => ("secret.yaml", format!("  tls.crt: |\n{}", each(text, "    "))),
        14 => ("json", format!("  \"cert\": \"{escaped}\"")),
        15 => (
            "json",
            format!(
                "  \"cert\": \"{}\"",
                escaped.replace('/', "\\/").replace("\\n", "\\r\\n")
            ),
        ),
        16 => (
            "json",
            format!("  \"cert\": \"{}\"", text.trim().replace('\n', " ")),
        ),
        17 => ("env", format!("CERT=\"{escaped}\"\n")),
        18 => ("env", format!("CERT='{text}'\n")),
        19 => ("env", format!("CERT=\"{text}\"\n")),
        20 => ("env", format!("CERT='{escaped}'\n")),
        21 => ("env", format!("export CERT={escaped}\n")),
        _ => ("env", format!("CERT={encoded}\n")),
    }
}

const WAYS: usize = 23;

/// What stands before and behind a value, for this extension.
fn surroundings(extension: &str, seeded: &mut Seeded) -> (String, String) {
    const YAML: [&str; 6] = [
        "  text: |\n    a: >\n\n      b\n  next: 'it''s # none'\n",
        "  # a comment | here\n  list:\n  - 1\n  -  ~   # two\n",
        "  \"q\\tu: |\": \"\\u00fc \\\n     folded\"\n",
        "  flow: {a: [1, 2.50], 'b': \"c\"}\n\n\n",
        "  folded: >-\n    one\n    two\n",
        "  größe: 1_000\n",
    ];
    const JSON: [&str; 3] = [
        "  \"a\" : [1.50, \"\\u00fc\\/\", null],\n",
        "  \"b\":{\"c\":\"d\\n\"},\n",
        "\t\"e\": 1e3,\n",
    ];
    const ENV: [&str; 5] = [
        "# a comment: 'x'\nA=1\n",
        "B='two words' # why\n\n",
        "export C=\"d\\\"e\"\n",
        "D=\n",
        "E=\"f\n# g\"\n",
    ];
    match extension {
        "yaml" => (
            format!("# top\n---\nall: &a\n{}", seeded.of(&YAML[..3])),
            format!("{}again: *a\n", seeded.of(&YAML[3..])),
        ),
        "secret.yaml" => (
            "apiVersion: v1\nkind: Secret\ntype: Opaque\nmetadata:\n  name: \"web\"\ndata:\n  user: YWRtaW4=\n".into(),
            "  password: 'cGVtdmV0'\n# the end\n".into(),
        ),
        "json" => (
            format!("{{\n{}", seeded.of(&JSON[..2])),
            format!(",\n{}  \"z\": true}}\n", JSON[2]),
        ),
        _ => (seeded.of(&ENV[..3]).into(), seeded.of(&ENV[3..]).into()),
    }
}

struct Made {
    name: String,
    before: String,
    behind: String,
    whole: String,
}

fn make(folder: &Path, number: usize, seeded: &mut Seeded) -> Made {
    let (extension, value) = written(&damaged(seeded), number % WAYS);
    let (before, behind) = surroundings(extension, seeded);
    let mut made = Made {
        name: format!("{number}.{extension}"),
        whole: format!("{before}{value}{behind}"),
        before,
        behind,
    };
    if seeded.below(4) == 0 {
        for text in [&mut made.whole, &mut made.before, &mut made.behind] {
            *text = text.replace('\n', "\r\n");
        }
    }
    fs::write(folder.join(&made.name), &made.whole).expect("a scratch file");
    made
}

#[test]
fn a_value_is_repaired_in_place_and_the_readers_of_the_format_find_it() {
    let (folder, before) = (scratch("fix-documents"), scratch("fix-documents-before"));
    let mut seeded = Seeded(7);
    let made: Vec<Made> = (0..WAYS * 12)
        .map(|number| make(&folder, number, &mut seeded))
        .collect();
    for one in &made {
        fs::copy(folder.join(&one.name), before.join(&one.name)).expect("a copy");
        let arguments = ["fix", "--in-place", &one.name, AT];
        let output = run_in(&folder, &arguments, b"");
        let said = stderr(&output);
        assert_eq!(status(&output), 0, "{}\n{said}\n{}", one.name, one.whole);
        assert!(said.contains("repaired in place"), "{said}\n{}", one.whole);
        let now = fs::read_to_string(folder.join(&one.name)).expect("text");
        assert!(now.starts_with(&one.before), "{now}");
        assert!(now.ends_with(&one.behind), "{now}");
        assert_eq!(now.contains("\r\n"), one.whole.contains("\r\n"), "{now}");
        assert!(!now.replace("\r\n", "").contains('\r'), "{now}");
        let again = run_in(&folder, &arguments, b"");
        assert_eq!(
            (status(&again), stderr(&again).contains("nothing to repair")),
            (0, true),
            "{}",
            stderr(&again)
        );
        // What goes to standard output is what would stand in the file.
        let printed = run_in(&before, &["fix", &one.name, AT], b"");
        assert_eq!(stdout(&printed), now, "{}", one.name);
        let checked = run_in(&folder, &["check", &one.name, AT], b"");
        assert_eq!(status(&checked), 0, "{}", stdout(&checked));
    }
    fs::write(folder.join("good"), good()).expect("a scratch file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fix_documents/repaired.py");
    let python = Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()))
        .arg(script)
        .args([&before, &folder])
        .output();
    match python {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                output.status.success(),
                "{said}{}",
                String::from_utf8_lossy(&output.stderr)
            );
            print!("{said}");
        }
        Err(error) => {
            eprintln!(
                "NOT RUN: Python's readers of YAML, .env and JSON, because python3 is not there ({error})"
            );
            assert!(std::env::var_os("PEMVET_NEEDS_READERS").is_none(), "{error}");
        }
    }
}

/// A file, what is said of it, and that it is left as it is.
#[track_caller]
fn is_left(name: &str, text: &str, because: &str) {
    let folder = scratch(&format!("fix-documents-left-{}", name.replace('/', "-")));
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a scratch folder");
    fs::write(&path, text).expect("a scratch file");
    let output = run_in(&folder, &["fix", "--in-place", name, AT], b"");
    assert!(stderr(&output).contains(because), "{}", stderr(&output));
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&path).expect("text"), text);
}

#[test]
fn what_cannot_be_put_back_is_left_with_a_reason() {
    let turned = damaged(&mut Seeded(1));
    let escaped = turned.replace('\n', "\\n");
    let key = String::from_utf8(read("demo/proxy.key")).expect("text");
    is_left(
        "group_vars/all.yaml",
        &format!("cert: '{escaped}'\n"),
        "a template may put it into double quotes",
    );
    is_left(
        "twice.yaml",
        &format!("cert: a\nb: 1\ncert: |\n{}", each(&turned, "  ")),
        "the key `cert` stands in line 1 and again in line 3",
    );
    is_left(
        "key.yaml",
        &format!("pem: |\n{}", each(&format!("{turned}{key}"), "  ")),
        "the value holds a private key, which would be lost",
    );
    is_left(
        "text.yaml",
        &format!("pem: |\n{}", each(&format!("owner: somebody\n{turned}"), "  ")),
        "other text stands in the value, in its line 1",
    );
    is_left(
        "tab.yaml",
        &format!("a: |\n{}", each(&turned, "\t")),
        "the file is not valid YAML: line 2: a tab",
    );
    is_left(
        "raw.json",
        &format!("{{\"a\": \"{turned}\"}}"),
        "the file is not valid JSON: line 1",
    );
    is_left(
        "shell.env",
        &format!("A=$'{escaped}'\n"),
        "it is quoted as shells quote it",
    );
    is_left(
        "chart.yaml",
        &format!(
            "{{{{- if .Values.a }}}}\nb: |\n{}{{{{- end }}}}\n",
            each(&turned, "  ")
        ),
        "it is a template",
    );
}

#[test]
fn of_several_values_each_is_told_of_and_a_key_beside_stays_and_is_not_shown() {
    let folder = scratch("fix-documents-several");
    let key = read("demo/proxy.key");
    let secret = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: web}}\ndata:\n  tls.key: {}\n  tls.crt: {}\n  ca.crt: {}\n",
        base64(&key),
        base64(read("demo/from-pfx.pem")),
        base64(read("demo/root.pem")),
    );
    fs::write(folder.join("secret.yaml"), &secret).expect("a scratch file");
    let shown = run_in(&folder, &["fix", "--diff", "secret.yaml", AT], b"");
    let hidden = base64(&key);
    assert!(!format!("{}{}", stdout(&shown), stderr(&shown)).contains(&hidden[40..80]));
    assert_eq!(status(&shown), 1);
    // A key goes into a file only.
    let printed = run_in(&folder, &["fix", "secret.yaml", AT], b"");
    assert_eq!((status(&printed), stdout(&printed)), (2, String::new()));
    assert!(
        stderr(&printed).contains("goes into a file only"),
        "{}",
        stderr(&printed)
    );
    let output = run_in(
        &folder,
        &["fix", "secret.yaml", "--output", "fixed.yaml", AT],
        b"",
    );
    command::expect("fix-secret-value", &output);
    let now = fs::read_to_string(folder.join("fixed.yaml")).expect("text");
    assert_eq!(
        now,
        secret.replace(&base64(read("demo/from-pfx.pem")), &base64(read("demo/good.pem")))
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.join("fixed.yaml"))
            .expect("it")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "a key is in it");
    }
}

#[test]
fn pem_is_still_taken_out_of_a_document_into_a_file_for_it() {
    let folder = scratch("fix-documents-out");
    let turned = damaged(&mut Seeded(1));
    fs::write(folder.join("a.yaml"), format!("a: |\n{}", each(&turned, "  "))).expect("a scratch file");
    let output = run_in(&folder, &["fix", "a.yaml", "--output", "a.pem", AT], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.join("a.pem")).expect("text"), good());
}

#[test]
fn a_secret_is_written_for_its_owner_alone_and_checked_clean() {
    let folder = scratch("fix-secret");
    for (name, source) in [
        ("proxy.pem", "demo/from-pfx.pem"),
        ("proxy.key", "demo/proxy.key"),
    ] {
        fs::write(folder.join(name), read(source)).expect("a scratch file");
    }
    let output = run_in(
        &folder,
        &[
            "fix",
            "proxy.pem",
            "--key",
            "proxy.key",
            "--format",
            "secret",
            "--secret-name",
            "web",
            "--namespace",
            "edge",
            "--output",
            "secret.yaml",
            AT,
        ],
        b"",
    );
    command::expect("fix-secret", &output);
    let written = fs::read_to_string(folder.join("secret.yaml")).expect("text");
    assert!(
        !format!("{}{}", stdout(&output), stderr(&output)).contains(&base64(read("demo/proxy.key"))[40..80])
    );
    let good = blocks(&good());
    let (chain, root) = good.split_at(good.len() - 1);
    let expected = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"web\"\n  namespace: \"edge\"\ntype: kubernetes.io/tls\ndata:\n  tls.crt: {}\n  tls.key: {}\n  ca.crt: {}\n",
        base64(chain.concat().as_bytes()),
        base64(read("demo/proxy.key")),
        base64(root.concat().as_bytes())
    );
    assert!(written == expected, "the Secret is another");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.join("secret.yaml"))
            .expect("it")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let checked = run_in(&folder, &["check", "secret.yaml", AT], b"");
    assert_eq!(status(&checked), 0, "{}", stdout(&checked));
    for (arguments, because) in [
        (&["--format", "secret"][..], "give --output FILE"),
        (&["--format", "secret", "--output", "-"], "give --output FILE"),
        (&["--secret-name", "web"], "is about --format secret"),
        (
            &[
                "--format",
                "secret",
                "--output",
                "a.yaml",
                "--secret-name",
                "Web_1",
            ],
            "small letters",
        ),
    ] {
        let mut all = vec!["fix", "proxy.pem", "--key", "proxy.key", AT];
        all.extend(arguments);
        let output = run_in(&folder, &all, b"");
        assert_eq!(
            (status(&output), stderr(&output).contains(because)),
            (2, true),
            "{}",
            stderr(&output)
        );
    }
}

/// In hexadecimal digits there is a certificate, too, that nobody reads.
#[test]
fn what_is_outside_of_blocks_is_no_file_without_certificates() {
    let folder = scratch("fix-documents-digits");
    let good = good();
    let scan = pemvet::pem::scan(good.as_bytes());
    let der = scan.certificates().next().expect("a certificate").to_vec();
    let digits = der.iter().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    });
    for (name, text) in [
        ("a.env", format!("A=1\nTLS_CRT={digits}\n")),
        ("a.yaml", format!("a: 1\ncrt: {digits}\n")),
    ] {
        fs::write(folder.join(name), &text).expect("a file");
        let output = run_in(&folder, &["fix", "--in-place", name], b"");
        assert_eq!(status(&output), 1, "{name}: {}", stderr(&output));
        assert!(
            stderr(&output).contains("outside of blocks"),
            "{}",
            stderr(&output)
        );
        assert_eq!(fs::read_to_string(folder.join(name)).expect("a file"), text);
    }
}
