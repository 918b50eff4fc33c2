//! Terms of Erlang, escapes by number in literals of programs, literals of Kustomize, and members that Traefik and Linkerd name. What
//! is right was tried with `file:consult` and `erl_scan` of OTP 25, PyYAML, Python, Node.js, Go, Java, gcc, Ruby, PHP and Perl.

mod repository;

use repository::Folder;
use repository::documents::rules;
use repository::objects::{Pem, pem, words};
use serde_json::json;

const NONE: &[&str] = &[];

/// `\x2d` for each dash and so on.
fn numbered(text: &str, of: impl Fn(u32) -> String) -> String {
    text.chars().map(|it| of(u32::from(it))).collect()
}

#[test]
fn terms_of_erlang_are_read_as_erlang_reads_them() {
    let folder = Folder::new("terms-erlang");
    let Pem { served, .. } = pem(&folder);
    let escaped = served.replace('\n', "\\n");
    let term = |value: &str| {
        format!("%% of \"the\" broker\n[{{rabbit, [{{ssl_options, [{{cert, {value}}}]}}]}}].\n")
    };
    let lines: String = served.lines().map(|line| format!("      {line}\n")).collect();
    let each: Vec<String> = served.lines().map(|line| format!("\"{line}\\n\"")).collect();
    let bytes: Vec<String> = served.bytes().map(|byte| byte.to_string()).collect();
    let damaged = escaped.replace("-----END", "----END");
    for (value, wanted) in [
        (format!("<<\"{escaped}\">>"), NONE),
        (format!("\"{}\"", served.replace('\n', "\\x{a}")), NONE),
        (format!("\"{}\"", served.replace('\n', "\\012")), NONE),
        (format!("\"{}\"", served.replace('\n', "\\x0A")), NONE),
        (
            format!("\"{}\"", numbered(&served, |it| format!("\\{it:03o}"))),
            NONE,
        ),
        (format!("\"{served}\""), NONE),
        (
            format!("<<\"{}\"/utf8>>", escaped.replace("\\n", "\\n\" % a line\n  \"")),
            NONE,
        ),
        (format!("[{}]", each.join(",\n ")), NONE),
        (format!("<<{}>>", each.join(", ")), NONE),
        (format!("<<{}>>", bytes.join(",")), NONE),
        (format!("~\"{escaped}\""), NONE),
        // From OTP 27 on: lines as they stand, without the last line's indentation.
        (format!("\"\"\"\n{lines}      \"\"\""), NONE),
        (format!("\"\"\"\n{lines}  \"\"\""), &["layout-repaired"][..]),
        (format!("\"\"\"\n{escaped}\n\"\"\""), &["newline-escape-repaired"]),
        (format!("~S\"{escaped}\""), &["newline-escape-repaired"]),
        (
            format!("\"{}\"", escaped.replace("\\n", "\\\\n")),
            &["newline-escape-repaired"],
        ),
        (format!("<<\"{damaged}\">>"), &["marker-repaired"]),
    ] {
        for name in ["rabbitmq.config", "advanced.config", "sys.config", "a.erl"] {
            assert_eq!(
                rules(&folder, name, term(&value).as_bytes()),
                wanted,
                "{name} {value:.50}"
            );
        }
    }
    // `$"` begins no string, and an open one is no Erlang.
    let text = format!("f($\") -> <<\"{escaped}\">>;\nf($\\\") -> 'it\\'s'.\n");
    assert_eq!(rules(&folder, "a.erl", text.as_bytes()), NONE);
    let open = format!("[{{a, \"b}}].\n{{cert, <<\"{escaped}\">>}}.\n");
    assert_eq!(
        rules(&folder, "sys.config", open.as_bytes()),
        ["document-malformed"]
    );
    assert_eq!(
        rules(&folder, "sys.config", b"[{kernel, [{a, \"-----BEGIN \"}]}].\n"),
        NONE
    );
}

#[test]
fn members_of_a_term_are_a_pair_by_their_names() {
    let folder = Folder::new("terms-pair");
    let Pem {
        served,
        key,
        other_key,
        ..
    } = pem(&folder);
    let of = |key: &str| {
        let key = key.replace('\n', "\\n");
        let cert = served.replace('\n', "\\n");
        format!(
            "[{{rabbit,[{{ssl_options,[{{cert,<<\"{cert}\">>}},{{key,{{'RSAPrivateKey',<<\"{key}\">>}}}}]}}]}}].\n"
        )
    };
    folder.write("advanced.config", &of(&key));
    let run = folder.check(&["advanced.config"]);
    assert!(
        words(&run).contains("advanced.config (rabbit.ssl_options.cert) + rabbit.ssl_options.key"),
        "{}",
        words(&run)
    );
    assert!(run.stdout.contains("key matches"), "{}", run.stdout);
    folder.write("advanced.config", &of(&other_key));
    let run = folder.check(&["advanced.config"]);
    assert!(run.stdout.contains("key-mismatch"), "{}", run.stdout);
    let map = format!("#{{cert => \"{served}\", key => \"{key}\"}}.\n");
    folder.write("advanced.config", &map);
    let run = folder.check(&["advanced.config"]);
    assert!(run.stdout.contains("key matches"), "{}", run.stdout);
    // A key is one wherever it stands.
    assert_eq!(
        rules(&folder, "x.eterm", key.replace('\n', "\\n").as_bytes())[..],
        ["private-key-found"][..]
    );
}

/// Newlines, dashes and letters by number hide no block. In C `\x` takes every digit that follows, and what it names is lost.
#[test]
fn escapes_by_number_hide_no_block() {
    let folder = Folder::new("terms-numbers");
    let Pem { served, key, .. } = pem(&folder);
    let lines = |by: &str| served.replace('\n', by);
    let all = |of: fn(u32) -> String| numbered(&served, of);
    let (x, u, octal) = (
        |it| format!("\\x{it:02x}"),
        |it| format!("\\u{it:04X}"),
        |it| format!("\\{it:03o}"),
    );
    for (name, text, wanted) in [
        (
            "a.json",
            json!({"cert": "?"}).to_string().replace('?', &lines("\\u000a")),
            NONE,
        ),
        (
            "a.json",
            json!({"cert": "?"}).to_string().replace('?', &all(u)),
            NONE,
        ),
        ("a.yaml", format!("cert: \"{}\"\n", lines("\\x0a")), NONE),
        ("a.yaml", format!("cert: \"{}\"\n", all(x)), NONE),
        ("a.toml", format!("cert = \"{}\"\n", all(u)), NONE),
        ("a.properties", format!("cert={}\n", all(u)), NONE),
        ("a.py", format!("c = \"{}\"\n", lines("\\x0a")), NONE),
        ("a.py", format!("c = b'{}'\n", all(octal)), NONE),
        ("a.go", format!("const c = \"{}\"\n", lines("\\u000a")), NONE),
        ("a.go", format!("const c = \"{}\"\n", all(x)), NONE),
        ("A.java", format!("String c = \"{}\";\n", lines("\\12")), NONE),
        ("a.js", format!("const c = '{}';\n", lines("\\u{a}")), NONE),
        (
            "a.js",
            format!(
                "const c = '{}';\n",
                served.replace('-', "\\x2d").replace('\n', "\\n")
            ),
            NONE,
        ),
        (
            "a.rs",
            format!("const C: &str = \"{}\";\n", lines("\\u{a}")),
            NONE,
        ),
        ("a.rb", format!("C = \"{}\"\n", lines("\\012")), NONE),
        ("a.php", format!("<?php $c = \"{}\";\n", lines("\\u{a}")), NONE),
        ("a.pl", format!("my $c = \"{}\";\n", lines("\\x{a}")), NONE),
        (
            "a.lua",
            format!("c = \"{}\"\n", numbered(&served, |it| format!("\\{it:03}"))),
            NONE,
        ),
        ("a.c", format!("char c[] = \"{}\";\n", lines("\\012")), NONE),
        ("a.c", format!("char c[] = \"{}\";\n", all(x)), NONE),
        ("a.c", format!("char c[] = \"{}\";\n", lines("\\x0a\" \"")), NONE),
        (
            "a.c",
            format!("char c[] = \"{}\";\n", lines("\\x0a")),
            &["base64-invalid"][..],
        ),
    ] {
        let told = rules(&folder, name, text.as_bytes());
        let told: Vec<&str> = told
            .iter()
            .map(String::as_str)
            .take(wanted.len().max(1))
            .collect();
        assert_eq!(told, wanted, "{name} {text:.60}");
        folder.write(name, &text);
        let run = folder.check(&["--format=json", name]);
        assert!(
            run.stdout.contains("cluster.example.com") || !wanted.is_empty(),
            "{name} {text:.60}"
        );
        std::fs::remove_file(folder.path(name)).expect("it");
    }
    for (name, text) in [
        ("a.json", format!("{{\"key\": \"{}\"}}", numbered(&key, u))),
        ("a.yaml", format!("key: \"{}\"\n", numbered(&key, u))),
        ("a.py", format!("k = \"{}\"\n", numbered(&key, x))),
        ("a.js", format!("const k = \"{}\"\n", numbered(&key, u))),
        ("a.c", format!("char k[] = \"{}\";\n", numbered(&key, octal))),
    ] {
        folder.write(name, &text);
        let run = folder.check(&["."]);
        assert!(
            run.status == 1 && run.stdout.contains("private-key-found"),
            "{name} {}",
            run.stdout
        );
        std::fs::remove_file(folder.path(name)).expect("it");
    }
    // Dashes alone are no block.
    for name in ["a.py", "a.js", "a.json"] {
        let line = format!("\"{}BEGIN\"", "\\x2d".repeat(5))
            .replace('x', if name == "a.json" { "u00" } else { "x" });
        assert_eq!(rules(&folder, name, line.as_bytes()), NONE, "{name}");
    }
}

/// As kustomize divides them: at the first `=`, without quotation marks around the value.
#[test]
fn literals_of_kustomize_have_the_role_of_their_names() {
    let folder = Folder::new("terms-kustomize");
    let Pem {
        served,
        leaf,
        root,
        key,
        other_key,
        ..
    } = pem(&folder);
    let escaped = |text: &str| text.replace('\n', "\\n");
    let of = |members: &[(&str, &str)]| {
        let members: String = members
            .iter()
            .map(|(name, value)| format!("  - \"{name}={}\"\n", escaped(value)))
            .collect();
        format!(
            "kind: Kustomization\nsecretGenerator:\n- name: web\n  type: kubernetes.io/tls\n  literals:\n{members}"
        )
    };
    let file = "kustomization.yaml";
    folder.write(file, &of(&[("tls.crt", &served), ("tls.key", &key)]));
    let run = folder.check(&[file]);
    assert!(run.stdout.contains("key matches"), "{}", run.stdout);
    assert!(run.stdout.contains("literals.0, tls.crt"), "{}", run.stdout);
    let found = |text: &str| -> Vec<String> {
        let told = rules(&folder, file, text.as_bytes()).into_iter();
        told.filter(|it| it != "private-key-found" && it != "key-in-certificate-file")
            .collect()
    };
    assert_eq!(found(&of(&[("tls.crt", &served), ("ca.crt", &root)])), NONE);
    assert_eq!(found(&of(&[("ca.crt", &leaf)])), ["authority-not-ca"]);
    assert_eq!(found(&of(&[("tls.crt", &format!("'{served}'"))])), NONE);
    assert_eq!(
        found(&of(&[("tls.crt", &served.replace("-----END", "----END"))])),
        ["marker-repaired"]
    );
    assert_eq!(found(&of(&[("mode", "a"), ("url", "https://a/?b=c")])), NONE);
    let single = of(&[("tls.crt", &served)]).replace('"', "'");
    assert_eq!(found(&single), ["newline-escape-repaired"]);
    let lines = format!(
        "configMapGenerator:\n- name: ca\n  literals:\n  - |\n    ca.crt={}",
        served.replace('\n', "\n    ")
    );
    assert_eq!(found(&lines), ["authority-not-ca"]);
    for (text, wanted) in [
        (
            of(&[("tls.crt", &served), ("tls.key", &other_key)]),
            "key-mismatch",
        ),
        (of(&[("tls.crt", ""), ("tls.key", &key)]), "certificate-not-found"),
        (
            of(&[("tls.crt", "certs/web.crt"), ("tls.key", &key)]),
            "certificate-not-found",
        ),
    ] {
        folder.write(file, &text);
        let run = folder.check(&[file]);
        assert!(run.stdout.contains(wanted), "{wanted} {}", run.stdout);
    }
}

#[test]
fn fix_writes_a_literal_of_kustomize_behind_its_name() {
    let folder = Folder::new("terms-kustomize-fix");
    let Pem { served, .. } = pem(&folder);
    let of = |text: &str| {
        format!(
            "secretGenerator:\n- name: web\n  literals:\n  - \"tls.crt={}\"\n  - \"mode=a\"\n",
            text.replace('\n', "\\n")
        )
    };
    folder.write("kustomization.yaml", &of(&served.replace("-----END", "----END")));
    let run = folder.run(&["fix", "--in-place", "kustomization.yaml", repository::AT], b"");
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(folder.read_own("kustomization.yaml"), of(&served));
}

/// Traefik deletes entries of which either half is empty.
#[test]
fn an_entry_of_traefik_has_both_halves() {
    let folder = Folder::new("terms-traefik");
    let Pem { served, key, .. } = pem(&folder);
    let of = |certificate: &str, key: &str| {
        let entry = json!({
            "domain": {"main": "a.example"},
            "certificate": repository::base64(certificate),
            "key": repository::base64(key),
            "Store": "default",
        });
        serde_json::to_string_pretty(&json!({"le": {"Account": null, "Certificates": [entry]}}))
            .expect("JSON")
    };
    let told = |text: &str| -> Vec<String> {
        let told = rules(&folder, "acme.json", text.as_bytes()).into_iter();
        told.filter(|it| it != "private-key-found" && it != "key-in-certificate-file")
            .collect()
    };
    assert_eq!(told(&of(&served, &key)), NONE);
    assert_eq!(told(&of("", &key)), ["certificate-not-found"]);
    assert_eq!(told(&of(&served, "")), ["key-unreadable"]);
    assert_eq!(told(&of("", "")), ["certificate-not-found", "key-unreadable"]);
    assert_eq!(
        told(&json!({"le": {"Account": null, "Certificates": []}}).to_string()),
        NONE
    );
    assert_eq!(
        told(&json!({"le": {"Account": null, "Certificates": null}}).to_string()),
        NONE
    );
    folder.write("acme.json", &of(&served, ""));
    let run = folder.check(&["acme.json"]);
    assert!(
        words(&run).contains("le.Certificates.0.key is empty"),
        "{}",
        words(&run)
    );
    assert!(run.stdout.contains("acme.json:"), "{}", run.stdout);
}

#[test]
fn values_of_linkerd_have_the_roles_that_its_chart_gives_them() {
    let folder = Folder::new("terms-linkerd");
    let Pem {
        leaf, issuing, root, ..
    } = pem(&folder);
    let of = |anchors: &str, issuer: &str| {
        format!(
            "identityTrustAnchorsPEM: |\n{}identity:\n  issuer:\n    tls:\n      crtPEM: |\n{}",
            repository::indented(anchors, 2),
            repository::indented(issuer, 8)
        )
    };
    assert_eq!(
        rules(&folder, "values.yaml", of(&root, &issuing).as_bytes()),
        NONE
    );
    assert_eq!(
        rules(&folder, "values.yaml", of(&leaf, &issuing).as_bytes()),
        ["authority-not-ca"]
    );
    assert_eq!(
        rules(&folder, "values.yaml", of(&root, &leaf).as_bytes()),
        ["authority-not-ca"]
    );
    // Its extensions call what is served the same.
    let tap = format!("tap:\n  crtPEM: |\n{}", repository::indented(&leaf, 4));
    assert_eq!(rules(&folder, "values.yaml", tap.as_bytes()), NONE);
}
