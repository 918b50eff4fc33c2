//! What stands in places where Kubernetes wants base64.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/told.rs"]
mod told;

use repository::{Folder, base64, indented};
use told::told;

#[test]
fn what_kubernetes_decodes_is_held_to_its_own_base64() {
    let folder = Folder::new("document-base64");
    let good = folder.read("demo/good.pem");
    let encoded = base64(&good);
    let secret = |value: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata:\n  tls.crt: {value}\n")
    };
    let der = good
        .lines()
        .take_while(|line| !line.contains("END"))
        .skip(1)
        .collect::<String>();
    let wrapped: String = encoded
        .as_bytes()
        .chunks(70)
        .map(|line| format!("    {}\n", String::from_utf8_lossy(line)))
        .collect();
    let (refused, container) = ("document-base64-refused", "container-read");
    for (name, text, wanted) in [
        ("good", secret(&encoded), None),
        ("wrapped", secret(&format!("|\n{wrapped}")), None),
        (
            "in quotes",
            secret(&format!("\"{}\"", encoded.replacen("AAAA", "AA\\nAA", 1))),
            None,
        ),
        ("plain over lines", secret(&format!("\n{wrapped}")), Some(refused)),
        (
            "blank at the end",
            secret(&format!("\"{encoded} \"")),
            Some(refused),
        ),
        ("too much padding", secret(&format!("{encoded}=")), Some(refused)),
        (
            "no padding",
            secret(base64(&format!("{good}\n")).trim_end_matches('=')),
            Some(refused),
        ),
        (
            "two texts",
            secret(&format!("{}{encoded}", base64(&format!("{good}\n")))),
            Some(refused),
        ),
        (
            "PEM itself",
            secret(&format!("|\n{}", indented(&good, 4))),
            Some(refused),
        ),
        ("DER", secret(&der), Some(container)),
        // The kind stands behind the data, as kubectl writes it; and nobody wants base64 of it.
        (
            "ConfigMap",
            format!("data:\n  tls.crt: |\n{}kind: ConfigMap\n", indented(&good, 4)),
            None,
        ),
        (
            "kind last",
            format!("data:\n  tls.crt: |\n{}kind: Secret\n", indented(&good, 4)),
            Some(refused),
        ),
        (
            "kubeconfig",
            format!("kind: Config\nusers:\n- user:\n    client-certificate-data: \"{encoded} \"\n"),
            Some(refused),
        ),
        (
            "webhook",
            format!(
                "kind: MutatingWebhookConfiguration\nwebhooks:\n- clientConfig:\n    caBundle: |\n{}",
                indented(&folder.read("demo/root.pem"), 6)
            ),
            Some(refused),
        ),
        (
            "text",
            format!("kind: Secret\nstringData:\n  a: {encoded}\n"),
            Some(container),
        ),
    ] {
        folder.write("a.yaml", &text);
        let rules: Vec<String> = told(&folder.path(""), &["a.yaml"])
            .into_iter()
            .filter(|it| it.0 == "error")
            .map(|it| it.1)
            .collect();
        // Two texts hold each certificate twice.
        let rules: Vec<&str> = rules
            .iter()
            .map(String::as_str)
            .filter(|it| !it.starts_with("c") || *it == container)
            .collect();
        assert_eq!(rules.first().copied(), wanted, "{name}: {rules:?}");
    }
}

#[test]
fn base64_of_a_block_is_found_whatever_stands_before_it() {
    let folder = Folder::new("document-alignments");
    let (good, key) = (folder.read("demo/good.pem"), folder.read("demo/proxy.key"));
    for before in [
        "",
        "a\n",
        "ab\n",
        "abc\n",
        "Bag Attributes\n    friendlyName: a\n",
    ] {
        folder.write(
            "a.yaml",
            &format!("other: 1\ncert: {}\n", base64(&format!("{before}{good}"))),
        );
        folder.write(
            "b.yaml",
            &format!(
                "kind: Secret\ndata:\n  tls.key: {}\n",
                base64(&format!("{before}{key}"))
            ),
        );
        folder.write(".env", &format!("KEY={}\n", base64(&format!("{before}{key}"))));
        let run = folder.check(&[]);
        assert_eq!(run.errors_found().len(), 2, "{before:?}: {}", run.stdout);
        assert!(
            run.last_line().contains("3 bundles"),
            "{before:?}: {}",
            run.stdout
        );
    }
}

#[test]
fn all_secrets_of_a_cluster_are_read_to_the_end() {
    let folder = Folder::new("kubernetes-cluster");
    let data = base64(&folder.read("demo/good.pem"));
    let items: Vec<String> = (0..300)
        .map(|number| {
            format!(
                r#"{{"kind": "Secret", "metadata": {{"name": "s{number}"}}, "data": {{"tls.crt": "{data}"}}}}"#
            )
        })
        .collect();
    let document = format!(r#"{{"kind": "List", "items": [{}]}}"#, items.join(",\n"));
    assert!(document.len() > 1 << 20, "longer than a bundle may be");
    folder.write("secrets.json", &document);
    let all = "1 file searched, 300 bundles: all accepted";
    let named = folder.check(&["secrets.json"]);
    let piped = folder.pipe(&["-"], document.as_bytes());
    for run in [named, piped] {
        let last = run.stdout.lines().last().unwrap_or_default();
        assert_eq!((run.status, last), (0, all));
    }
}
