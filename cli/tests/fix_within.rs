//! `pemvet fix` on values that are themselves documents, on variables of a list, and on what is never written: the inner text is
//! repaired, and the rest stays byte for byte, outside and inside.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;

use command::{AT, run_in, scratch, status, stderr, stdout};
use support::{base64, text};

fn good() -> String {
    text("demo/good.pem")
}

/// The chain with its leaf behind the CA that issued it.
fn turned() -> String {
    let good = good();
    let blocks: Vec<&str> = good.split_inclusive("-----END CERTIFICATE-----\n").collect();
    [blocks[1], blocks[0], blocks[2]].concat()
}

fn key() -> String {
    text("demo/proxy.key")
}

fn each(text: &str, before: &str) -> String {
    text.lines()
        .map(|line| format!("{}\n", format!("{before}{line}").trim_end()))
        .collect()
}

/// A kubeconfig with this chain in it, and a private key that stays.
fn kubeconfig(chain: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\n\nusers:\n- name: \"a\\tb\"\n  user:\n    client-certificate-data: {}\n    client-key-data: {}\n",
        base64(chain.as_bytes()),
        base64(key().as_bytes())
    )
}

/// Documents with a chain somewhere inside a value of theirs, each with its name.
fn documents(chain: &str) -> Vec<(&'static str, String)> {
    let escaped = chain.replace('\n', "\\n");
    let json = |chain: &str| serde_json::json!({"note": "it's \"a\\b\"", "tls": {"cert": chain}}).to_string();
    let secret = |value: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  kubeconfig: {value}\n  user: YQ==\n"
        )
    };
    let map = |value: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  app.yaml: {value}\n  mode: 'b'\n"
        )
    };
    let yaml = format!(
        "a: 1 # one\n\ntls:\n  cert: |\n{}  more: [x]\n",
        each(chain, "    ")
    );
    let encoded = base64(kubeconfig(chain).as_bytes());
    let wrapped: Vec<String> = encoded
        .as_bytes()
        .chunks(76)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    vec![
        ("secret.yaml", secret(&encoded)),
        (
            "wrapped.yaml",
            secret(&format!("|\n{}", each(&wrapped.join("\n"), "    "))),
        ),
        (
            "string.yaml",
            secret(&format!("|\n{}", each(&kubeconfig(chain), "    ")))
                .replace("data:", "stringData:")
                .replace("YQ==", "a"),
        ),
        ("map.yaml", map(&format!("|\n{}", each(&yaml, "    ")))),
        ("keep.yaml", map(&format!("|+\n{}\n", each(&yaml, "    ")))),
        (
            "single.yaml",
            map(&format!("'{}'", json(chain).replace('\'', "''"))),
        ),
        ("double.yaml", map(&serde_json::json!(json(chain)).to_string())),
        ("folded.yaml", map(&format!(">-\n    {}", json(chain)))),
        (
            "string.json",
            serde_json::json!({"z": 1, "settings": json(chain), "a": [2]}).to_string(),
        ),
        (
            "env.yaml",
            format!(
                "services:\n  web:\n    environment:\n      - MODE=a\n      - \"TLS_CERT={escaped}\"\n      - B=c\n"
            ),
        ),
        (
            "plain.yaml",
            format!("env:\n- MODE=a\n- TLS_CERT={}\n", base64(chain.as_bytes())),
        ),
        (
            "block.yaml",
            format!("env:\n- |\n{}- B=c\n", each(&format!("TLS_CERT={chain}"), "  ")),
        ),
        (
            "env.json",
            serde_json::json!({"Env": ["A=b", format!("TLS_CERT={chain}")]}).to_string(),
        ),
        (
            "inside.yaml",
            format!("env:\n- 'SETTINGS={}'\n", json(chain).replace('\'', "''")),
        ),
    ]
}

#[test]
fn documents_in_values_are_repaired_inside() {
    let folder = scratch("fix-within");
    for ((name, before), (_, after)) in documents(&turned()).into_iter().zip(documents(&good())) {
        fs::write(folder.join(name), &before).expect("a scratch file");
        let shown = run_in(&folder, &["fix", "--diff", name, AT], b"");
        let said = format!("{}{}", stdout(&shown), stderr(&shown));
        assert!(!said.contains(&base64(key().as_bytes())[40..90]), "{name}");
        let hidden = base64(kubeconfig(&good()).as_bytes());
        assert!(!said.contains(&hidden[hidden.len() - 60..]), "{name}");
        let output = run_in(&folder, &["fix", "--in-place", name, AT], b"");
        let said = stderr(&output);
        assert!(said.contains("repaired in place"), "{name}: {said}");
        assert_eq!(status(&output), 0, "{name}: {said}");
        let now = fs::read_to_string(folder.join(name)).expect("text");
        // A fold has no line ends of its own.
        let after = after.replace("app.yaml: >-", "app.yaml: |-");
        assert!(now == after, "{name}:\n{now}\n{after}");
        let again = run_in(&folder, &["fix", "--in-place", name, AT], b"");
        assert!(
            stderr(&again).contains("nothing to repair"),
            "{name}: {}",
            stderr(&again)
        );
    }
}

#[test]
fn line_ends_are_mended_in_a_document_in_a_value() {
    let folder = scratch("fix-within-lines");
    let inner = serde_json::json!({"cert": good().trim().replace('\n', " "), "n": 1}).to_string();
    let text = format!("data: '{inner}'\n");
    fs::write(folder.join("a.yaml"), text).expect("a scratch file");
    let output = run_in(&folder, &["fix", "--in-place", "a.yaml", AT], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let now = fs::read_to_string(folder.join("a.yaml")).expect("text");
    let inner = serde_json::json!({"cert": good().trim(), "n": 1}).to_string();
    assert_eq!(now, format!("data: '{inner}'\n"));
}

#[test]
fn two_values_of_one_document_are_written_at_once() {
    let folder = scratch("fix-within-two");
    let text = |chain: &str| {
        let inner = format!("a: |\n{}b: |\n{}", each(chain, "  "), each(chain, "  "));
        format!("x: {}\ny: |\n{}", base64(inner.as_bytes()), each(chain, "  "))
    };
    fs::write(folder.join("a.yaml"), text(&turned())).expect("a scratch file");
    let output = run_in(&folder, &["fix", "--in-place", "a.yaml", AT], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(
        fs::read_to_string(folder.join("a.yaml")).expect("text"),
        text(&good())
    );
}

#[track_caller]
fn is_left(name: &str, text: &[u8], because: &str) {
    let folder = scratch(&format!("fix-within-left-{name}"));
    fs::write(folder.join(name), text).expect("a scratch file");
    let output = run_in(&folder, &["fix", "--in-place", name, AT], b"");
    assert!(stderr(&output).contains(because), "{name}: {}", stderr(&output));
    assert_eq!(status(&output), 1, "{name}: {}", stderr(&output));
    assert_eq!(fs::read(folder.join(name)).expect("bytes"), text);
}

#[test]
fn what_is_never_written_has_a_reason_of_its_own() {
    let lines: Vec<String> = turned().lines().map(str::to_owned).collect();
    let join = serde_json::json!({"Fn::Join": ["\n", lines]}).to_string();
    is_left(
        "lines.json",
        join.as_bytes(),
        "it is a list, which is not written",
    );
    let bytes = serde_json::json!({"data": turned().as_bytes()}).to_string();
    is_left(
        "bytes.json",
        bytes.as_bytes(),
        "it is a list, which is not written",
    );
    let text = format!("a: |\n{}", each(&turned(), "  "));
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    is_left("utf16.yaml", &utf16, "the file is UTF-16");
    let latin = [b"# caf\xe9\n", text.as_bytes()].concat();
    is_left("latin.yaml", &latin, "the file is not UTF-8");
    let chart = format!("{{{{- if .Values.a }}}}\n{text}{{{{- end }}}}\n");
    let map = format!("kind: ConfigMap\ndata:\n  a.yaml: |\n{}", each(&chart, "    "));
    is_left("chart.yaml", map.as_bytes(), "template");
}
