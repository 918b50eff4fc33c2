//! Here-documents of scripts, indented strings of Nix, settings of npm, lines of JSON, what CloudFormation joins, what cloud-init
//! unpacks, JSON Web Keys. What is right was tried with bash, dash, Ruby, Perl, PHP, nix-instantiate and npm's `ini`.

mod repository;

use repository::documents::rules;
use repository::objects::{Pem, pem, words};
use repository::{Folder, base64, indented};
use serde_json::json;

const NONE: &[&str] = &[];

fn tabbed(text: &str) -> String {
    text.lines().map(|line| format!("\t\t{line}\n")).collect()
}

#[test]
fn here_documents_are_judged_as_they_are_handed_out() {
    let folder = Folder::new("scripts-heredocs");
    let Pem { served, .. } = pem(&folder);
    let escaped = format!("{}\n", served.replace('\n', "\\n"));
    let folded = served.replace('\n', "\\\n");
    let (layout, newline) = (&["layout-repaired"][..], &["newline-escape-repaired"][..]);
    let joined = &["marker-repaired"][..];
    for (name, text, wanted) in [
        ("a.sh", format!("cat > x.pem <<EOF\n{served}EOF\n"), NONE),
        ("a.sh", format!("cat > x.pem << 'E F'\n{served}E F\n"), NONE),
        (
            "a.sh",
            format!("if a; then\n\tcat > x.pem <<-EOF\n{}\tEOF\nfi\n", tabbed(&served)),
            NONE,
        ),
        (
            "a.sh",
            format!("cat > x.pem <<EOF\n{}EOF\n", tabbed(&served)),
            layout,
        ),
        (
            "a.sh",
            format!("    cat > x.pem <<-EOF\n{}EOF\n", indented(&served, 4)),
            layout,
        ),
        ("a.sh", format!("cat > x.pem <<EOF\n{escaped}EOF\n"), newline),
        ("a.sh", format!("cat > x.pem <<'EOF'\n{escaped}EOF\n"), newline),
        ("a.sh", format!("cat > x.pem <<EOF\n{folded}\nEOF\n"), joined),
        ("a.sh", format!("cat > x.pem <<\\EOF\n{folded}\nEOF\n"), newline),
        (
            "a.sh",
            format!("cat <<EOF | sed 's/^ *//' > x.pem\n{}EOF\n", indented(&served, 4)),
            NONE,
        ),
        (
            "a.sh",
            format!("echo $((1 << 3))\ncat <<A 3<<B\nx\nA\n{served}B\n"),
            NONE,
        ),
        (
            "install",
            format!("#!/usr/bin/env bash\ncat > x.pem <<EOF\n{escaped}EOF\n"),
            newline,
        ),
        (
            "Dockerfile",
            format!("COPY <<EOF /etc/x.pem\n{served}EOF\n"),
            NONE,
        ),
        ("a.rb", format!("C = <<~PEM\n{}PEM\n", indented(&served, 2)), NONE),
        (
            "a.rb",
            format!("C = <<-PEM\n{}  PEM\n", indented(&served, 4)),
            layout,
        ),
        (
            "a.rb",
            format!("C = <<-PEM.gsub(/^ +/, '')\n{}  PEM\n", indented(&served, 4)),
            NONE,
        ),
        ("a.rb", format!("C = <<PEM\n{escaped}PEM\n"), NONE),
        ("a.rb", format!("C = <<'PEM'\n{escaped}PEM\n"), newline),
        ("a.pl", format!("my $c = <<\"PEM\";\n{served}PEM\n"), NONE),
        (
            "a.pl",
            format!("my $c = <<~PEM;\n{}  PEM\n", indented(&served, 2)),
            NONE,
        ),
        ("a.php", format!("<?php $c = <<<PEM\n{served}PEM;\n"), NONE),
        (
            "a.php",
            format!("<?php $c = <<<'PEM'\n{}    PEM;\n", indented(&served, 4)),
            NONE,
        ),
        (
            "a.php",
            format!("<?php $c = <<<PEM\n{}PEM;\n", indented(&served, 4)),
            layout,
        ),
        (
            "a.nix",
            format!("{{ c = ''\n{}  ''; }}\n", indented(&served, 4)),
            NONE,
        ),
        (
            "a.nix",
            format!(
                "{{ c = ''\n    Root\n    ====\n{}  ''; }}\n",
                indented(&served, 4)
            ),
            NONE,
        ),
        (
            "a.nix",
            format!("{{ c = ''{}''; }}\n", served.replace('\n', "''\\n")),
            NONE,
        ),
        (
            "a.nix",
            format!("{{ c = ''{}''; }}\n", served.replace('\n', "\\n")),
            newline,
        ),
        (
            "a.nix",
            format!("{{ c = ''\n  first\n{}''; }}\n", indented(&served, 4)),
            layout,
        ),
    ] {
        let told = rules(&folder, name, text.as_bytes());
        assert_eq!(told, wanted, "{name} {text:.60}");
    }
}

#[test]
fn files_that_one_script_writes_are_a_pair() {
    let folder = Folder::new("scripts-pair");
    let Pem {
        served,
        key,
        other_key,
        ..
    } = pem(&folder);
    let of = |key: &str| {
        format!(
            "#!/bin/sh\ncat > /etc/tls/tls.crt <<EOF\n{served}EOF\ncat <<'EOF' > \"$dir/tls.key\"\n{key}EOF\n"
        )
    };
    folder.write("a.sh", &of(&key));
    let run = folder.check(&["a.sh"]);
    assert!(
        words(&run).contains("a.sh (tls.crt) + tls.key"),
        "{}",
        words(&run)
    );
    folder.write("a.sh", &of(&other_key));
    assert!(folder.check(&["a.sh"]).stdout.contains("key-mismatch"));
}

/// What has no end is no here-document, and hides nothing.
#[test]
fn an_open_here_document_hides_nothing() {
    let folder = Folder::new("scripts-open");
    let Pem { served, key, .. } = pem(&folder);
    for text in [
        format!("cat <<EOF\n{served}"),
        format!("cat <<EOF\n{served}EO\n"),
        format!("x=$((y<<z))\n{served}"),
    ] {
        assert_eq!(rules(&folder, "a.sh", text.as_bytes()), NONE);
    }
    let text = format!(
        "cat <<EOF\n{served}X\ncat <<-Y\n{}",
        key.replace("-----END", "----END")
    );
    folder.write("a.sh", &text);
    assert!(folder.check(&["."]).stdout.contains("private-key-found"));
    std::fs::remove_file(folder.path("a.sh")).expect("it");
    let open = format!("{{ a = ''\n{served}\n");
    assert_eq!(rules(&folder, "a.nix", open.as_bytes()), NONE);
}

#[test]
fn settings_of_npm_are_read_as_npm_reads_them() {
    let folder = Folder::new("scripts-npm");
    let Pem {
        served,
        leaf,
        root,
        key,
        other_key,
        ..
    } = pem(&folder);
    let line = |name: &str, text: &str| format!("{name}={}\n", json!(text));
    assert_eq!(
        rules(
            &folder,
            ".npmrc",
            (line("ca[]", &root) + &line("ca[]", &leaf)).as_bytes()
        ),
        NONE
    );
    let plain = format!("cert={}\n", served.replace('\n', "\\n"));
    assert_eq!(
        rules(&folder, ".npmrc", plain.as_bytes()),
        ["newline-escape-repaired"]
    );
    let single = format!("cert='{}'\n", served.replace('\n', "\\n"));
    assert_eq!(
        rules(&folder, ".npmrc", single.as_bytes()),
        ["newline-escape-repaired"]
    );
    folder.write(".npmrc", &(line("cert", &served) + &line("key", &key)));
    assert!(folder.check(&[".npmrc"]).stdout.contains("key matches"));
    folder.write(".npmrc", &(line("cert", &served) + &line("key", &other_key)));
    assert!(folder.check(&[".npmrc"]).stdout.contains("key-mismatch"));
    assert_eq!(
        rules(
            &folder,
            ".npmrc",
            b"registry=https://registry.example.com/\n//a/:_authToken=b\n"
        ),
        NONE
    );
}

#[test]
fn each_line_of_json_is_read_and_mended() {
    let folder = Folder::new("scripts-lines");
    let Pem {
        served, leaf, key, ..
    } = pem(&folder);
    let line = |text: &str| format!("{}\n", json!({"id": 1, "cert": text}));
    for name in ["a.jsonl", "a.ndjson"] {
        let text = line(&leaf) + "\n" + &line(&served);
        assert_eq!(rules(&folder, name, text.as_bytes()), NONE);
        let text = line(&leaf) + &line(&served.replace('\n', " "));
        assert_eq!(rules(&folder, name, text.as_bytes()), ["newline-escape-repaired"]);
        let text = format!("{}{{\"a\": }}\n", line(&leaf));
        assert_eq!(rules(&folder, name, text.as_bytes()), ["document-malformed"]);
        let text = format!("{{}}\n{}", line(&key));
        assert_eq!(rules(&folder, name, text.as_bytes()), ["private-key-found"]);
    }
    folder.write("a.jsonl", &(line(&leaf) + &line(&served.replace('\n', " "))));
    let run = folder.run(&["fix", "--in-place", "a.jsonl", repository::AT], b"");
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    // The blank at its end was no line end.
    assert_eq!(folder.read_own("a.jsonl"), line(&leaf) + &line(served.trim_end()));
}

#[test]
fn what_cloud_formation_joins_is_what_arrives() {
    let folder = Folder::new("scripts-join");
    let Pem { leaf, .. } = pem(&folder);
    let plain: Vec<&str> = leaf.lines().collect();
    let ended: Vec<&str> = leaf.split_inclusive('\n').collect();
    let joined = &["marker-repaired"][..];
    let json = |joint: &str, lines: &[&str]| json!({"Cert": {"Fn::Join": [joint, lines]}}).to_string();
    let yaml = |joint: &str, lines: &[&str]| {
        let lines: String = lines
            .iter()
            .map(|line| format!("      - {}\n", json!(line)))
            .collect();
        format!("Cert: !Join\n  - {}\n  -\n{lines}", json!(joint))
    };
    for (joint, lines, wanted) in [
        ("\n", &plain, NONE),
        ("", &ended, NONE),
        ("", &plain, joined),
        (" ", &plain, &["newline-escape-repaired"]),
        ("\\n", &plain, &["newline-escape-repaired"]),
    ] {
        for (name, text) in [("a.json", json(joint, lines)), ("a.yaml", yaml(joint, lines))] {
            let told = rules(&folder, name, text.as_bytes());
            let told: Vec<&str> = told
                .iter()
                .map(String::as_str)
                .filter(|it| *it != "marker-repaired" || wanted == joined)
                .collect();
            assert_eq!(told, wanted, "{name} {joint:?}");
        }
    }
}

#[test]
fn what_cloud_init_unpacks_is_said_not_to_be_read() {
    let folder = Folder::new("scripts-gzip");
    let of = |path: &str| {
        let packed = "H4sIAAAAAAAAA".to_owned() + &"A".repeat(64);
        format!("#cloud-config\nwrite_files:\n- path: {path}\n  encoding: gz+b64\n  content: {packed}\n")
    };
    assert_eq!(
        rules(&folder, "user-data", of("/etc/ssl/web.pem").as_bytes()),
        ["archive-part-shut"]
    );
    assert_eq!(rules(&folder, "user-data", of("/usr/bin/web").as_bytes()), NONE);
    folder.write("user-data", &of("/etc/ssl/web.pem"));
    let run = folder.check(&["user-data"]);
    assert!(
        words(&run).contains("what /etc/ssl/web.pem is to hold was not read"),
        "{}",
        words(&run)
    );
}

#[test]
fn a_private_web_key_is_a_private_key() {
    let folder = Folder::new("scripts-web-keys");
    let Pem { leaf, .. } = pem(&folder);
    let secret = "q_M3-".repeat(9);
    let private = json!({"keys": [{"kty": "EC", "crv": "P-256", "x": "a", "y": "b", "d": secret}]});
    let public = json!({"keys": [{"kty": "EC", "crv": "P-256", "x": "a".repeat(43), "y": "b".repeat(43)}]});
    let escaped = json!({"jwk": private.to_string()});
    let manifest = format!(
        "kind: Secret\nmetadata: {{name: a}}\ndata:\n  jwks: {}\n",
        base64(&private.to_string())
    );
    for (name, text) in [
        ("jwks.json", private.to_string()),
        (
            "pretty.json",
            serde_json::to_string_pretty(&private).expect("JSON"),
        ),
        ("escaped.json", escaped.to_string()),
        ("a.py", format!("KEY = {{'kty': 'EC', 'd': '{secret}'}}\n")),
        ("a.yaml", manifest),
        (".env", format!("JWK='{private}'\n")),
    ] {
        folder.write(name, &text);
        let run = folder.check(&["."]);
        assert!(
            run.status == 1 && run.stdout.contains("private-key-found"),
            "{name} {}",
            run.stdout
        );
        assert!(!run.stdout.contains("q_M3-q_M3"), "{name}");
        std::fs::remove_file(folder.path(name)).expect("it");
    }
    for text in [public.to_string(), json!({"kty": "EC", "d": "..."}).to_string()] {
        assert_eq!(rules(&folder, "jwks.json", text.as_bytes()), NONE, "{text:.40}");
    }
    let body: String = leaf.lines().filter(|line| !line.starts_with('-')).collect();
    let both = json!({"kty": "RSA", "x5c": [body], "d": secret}).to_string();
    assert_eq!(
        rules(&folder, "jwks.json", both.as_bytes()),
        ["private-key-found"]
    );
    folder.write("jwks.json", &both);
    assert!(
        folder
            .check(&["jwks.json"])
            .stdout
            .contains("cluster.example.com")
    );
}
