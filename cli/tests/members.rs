//! Pairs by their names, and members of a known role that are swapped, empty or paths.

mod repository;

use repository::Folder;
use repository::objects::{pem, secret, words};
use serde_json::{Value, json};

#[test]
fn pairs_are_made_by_names_and_never_of_what_has_none() {
    let pairs = [
        ("site.pem", "site.pem.key"),
        ("site.crt", "site.crt.key"),
        ("public.crt", "private.key"),
        ("public.pem", "private.pem"),
        ("example.com.pem", "example.com.privkey.pem"),
        ("example.com.fullchain.pem", "example.com.privkey.pem"),
        ("fullchain3.pem", "privkey3.pem"),
        ("server-cert.pem", "server-key.pem"),
        ("example.com_ecc/fullchain.cer", "example.com_ecc/example.com.key"),
    ];
    for (certificate, key) in pairs {
        let folder = Folder::new("roles-pairs");
        let pem = pem(&folder);
        folder.write(certificate, &pem.served);
        folder.write(key, &pem.other_key);
        for arguments in [&["."][..], &[certificate]] {
            let found = folder.check(arguments).errors_found();
            let wanted = format!("error[key-mismatch] invalid  {key}:1-28");
            assert!(found.contains(&wanted), "{certificate} {arguments:?}: {found:?}");
        }
    }
    for (certificate, key) in [("fullchain1.pem", "privkey2.pem"), ("a.conf", "b.conf")] {
        let folder = Folder::new("roles-no-pairs");
        let pem = pem(&folder);
        folder.write(certificate, &format!("# one\n{}", pem.served));
        folder.write(key, &format!("# other\n{}", pem.other_key));
        let found = folder.check(&[]).errors_found();
        assert!(found.iter().all(|it| !it.contains("key-mismatch")), "{found:?}");
    }
    let folder = Folder::new("roles-no-pairs");
    let pem = pem(&folder);
    let list = json!({ "values": [pem.served, pem.other_key] }).to_string();
    let found = folder.pipe(&["-"], list.as_bytes()).errors_found();
    assert!(found.iter().all(|it| !it.contains("key-mismatch")), "{found:?}");
}

#[test]
fn of_several_keys_the_taken_one_is_said() {
    let folder = Folder::new("roles-taken");
    let pem = pem(&folder);
    folder.write("site.pem", &pem.served);
    folder.write("site.key", &pem.other_key);
    folder.write("site.pem.key", &pem.key);
    let line = "key: site.pem.key was taken; by name site.key fits as well";
    for arguments in [&["site.pem"][..], &["site.pem", "site.key", "site.pem.key"]] {
        let run = folder.check(arguments);
        assert!(run.stdout.lines().any(|it| it == line), "{}", run.stdout);
    }
    let run = folder.check(&["site.pem", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    repository::fits(include_str!("../schemas/report.schema.json"), &document);
    assert_eq!(
        (
            &document["bundles"][0]["key"],
            &document["bundles"][0]["other_keys"]
        ),
        (
            &json!({ "path": "site.pem.key" }),
            &json!([{ "path": "site.key" }])
        )
    );
    let run = folder.check(&["site.pem", "--key", "site.key"]);
    assert!(!run.stdout.contains("was taken"), "{}", run.stdout);
}

#[test]
fn a_certificate_and_its_key_that_are_swapped_are_told_as_that() {
    let folder = Folder::new("roles-swapped");
    let pem = pem(&folder);
    let told = "tls.crt holds the private key and tls.key the certificate: the two are swapped.";
    let plain = json!({
        "kind": "Secret", "metadata": { "name": "web", "namespace": "prod" },
        "stringData": { "tls.crt": pem.key, "tls.key": pem.served },
    });
    let encoded = secret(&[("tls.crt", &pem.key), ("tls.key", &pem.served)]);
    for document in [encoded, plain.to_string()] {
        let run = folder.pipe(&["-"], document.as_bytes());
        let found = run.errors_found();
        assert!(
            found.len() == 1 && found[0].starts_with("error[certificate-and-key-swapped] invalid  -:"),
            "{found:?}"
        );
        assert!(words(&run).contains(told), "{}", run.stdout);
        assert!(run.stdout.contains("key matches"), "{}", run.stdout);
    }
    folder.write("tls.crt", &pem.key);
    folder.write("tls.key", &pem.served);
    let run = folder.check(&[]);
    assert!(
        run.errors_found()
            .contains(&"error[certificate-and-key-swapped] invalid  tls.key:1".into()),
        "{}",
        run.stdout
    );
    // Only one half is wrong.
    let run = folder.pipe(
        &["-"],
        secret(&[("tls.crt", &pem.served), ("tls.key", &pem.served)]).as_bytes(),
    );
    assert_eq!(
        run.errors_found(),
        ["error[key-unreadable] invalid  -:8 (Secret prod/web, data.tls.key)"]
    );
    assert!(words(&run).contains("tls.key holds certificates; by its name it is their private key."));
}

#[test]
fn a_key_in_der_is_told_as_that_and_misses_no_certificate() {
    let folder = Folder::new("roles-der");
    let body = |text: &str| -> String { text.lines().filter(|line| !line.starts_with("-----")).collect() };
    let pem = pem(&folder);
    let document = format!(
        "kind: Secret\ndata:\n  tls.crt: {}\n  tls.key: {}\n",
        body(&pem.leaf),
        body(&pem.key)
    );
    assert_eq!(
        folder.pipe(&["-"], document.as_bytes()).errors_found(),
        [
            "error[container-read] invalid  -:3 (Secret, data.tls.crt)",
            "error[container-read] invalid  -:4 (Secret, data.tls.key)",
        ]
    );
}

#[test]
fn members_that_are_empty_are_missed_where_their_other_half_is_there() {
    let folder = Folder::new("roles-empty");
    let pem = pem(&folder);
    let run = folder.pipe(
        &["-"],
        secret(&[("tls.crt", ""), ("tls.key", &pem.key)]).as_bytes(),
    );
    assert_eq!(
        run.errors_found()[0],
        "error[certificate-not-found] invalid  -:7 (Secret prod/web, data.tls.crt)"
    );
    assert!(
        words(&run).contains("Secret prod/web, data.tls.crt is empty: the certificate was not issued yet, or got lost on its way."),
        "{}",
        run.stdout
    );
    let run = folder.pipe(
        &["-"],
        secret(&[("tls.crt", &pem.served), ("tls.key", "\n")]).as_bytes(),
    );
    assert_eq!(
        run.errors_found(),
        ["error[key-unreadable] invalid  -:8 (Secret prod/web, data.tls.key)"]
    );
    // CAs that cert-manager fills in, and a copy that a replicator does.
    let quiet = [
        secret(&[("ca.crt", ""), ("tls.crt", &pem.served)]),
        "kind: MutatingWebhookConfiguration\nwebhooks:\n- clientConfig:\n    caBundle: Cg==\n".into(),
        secret(&[("tls.crt", ""), ("tls.key", "")]).replace(
            "  name: web\n",
            "  name: web\n  annotations:\n    replicator.v1.mittwald.de/replicate-from: a/b\n",
        ),
    ];
    for (number, document) in quiet.iter().enumerate() {
        folder.write("quiet.yaml", document);
        assert_eq!(folder.check(&["."]).found(), [""; 0], "{number}");
    }
    let folder = Folder::new("roles-empty-files");
    folder.write("tls.crt", "");
    folder.write("other.pem", "");
    assert_eq!(folder.check(&[]).found(), [""; 0]);
    folder.write("tls.key", &pem.key);
    assert_eq!(
        folder.check(&[]).errors_found()[0],
        "error[certificate-not-found] invalid  tls.crt:1"
    );
}

#[test]
fn members_that_hold_a_path_are_told_as_that() {
    let folder = Folder::new("roles-paths");
    let plain = "kind: Secret\nmetadata: {name: web}\nstringData:\n  tls.crt: /etc/ssl/x.pem\n  tls.key: certs/x.key\n";
    let encoded = secret(&[("tls.crt", "/etc/ssl/x.pem\n"), ("tls.key", "certs/x.key")]);
    for document in [plain, &encoded] {
        folder.write("secret.yaml", document);
        let run = folder.check(&["."]);
        let rules: Vec<String> = run.errors_found().iter().map(|it| it[..30].to_owned()).collect();
        assert_eq!(
            rules,
            ["error[certificate-not-found] i", "error[key-unreadable] invalid "]
        );
        assert!(
            words(&run).contains("data.tls.crt holds the path /etc/ssl/x.pem, not what is in that file")
                || words(&run).contains("stringData.tls.crt holds the path /etc/ssl/x.pem"),
            "{}",
            run.stdout
        );
    }
    // What may be a path, or is filled in later.
    folder.write(
        "secret.yaml",
        "kind: Secret\nstringData:\n  TLS_CERT: /etc/ssl/x.pem\n---\nkind: ConfigMap\ndata:\n  tls.crt: /etc/ssl/x.pem\n---\n\
         kind: Secret\nstringData:\n  tls.crt: <path:secret/data/tls#crt>\n  tls.key: \"{{ .Values.key }}\"\n",
    );
    assert_eq!(folder.check(&["."]).found(), [""; 0]);
    folder.write(
        "secret.yaml",
        "kind: Secret\nstringData:\n  tls.crt: vault:secret/data/tls#tls.crt\n  tls.key: op://vault/web/tls.key\n---\n\
         kind: Secret\ndata:\n{{- if .Values.crt }}\n  tls.crt: {{ .Values.crt }}\n{{- end }}\n  tls.key: \"\"\n",
    );
    assert_eq!(folder.check(&["."]).found(), [""; 0]);
    // A link that became a file.
    let folder = Folder::new("roles-paths-files");
    folder.write("live/a/fullchain.pem", "../../archive/a/fullchain2.pem");
    assert_eq!(
        folder.check(&[]).errors_found(),
        ["error[certificate-not-found] invalid  live/a/fullchain.pem:1"]
    );
}

#[test]
fn what_expires_is_not_known_of_a_path_and_that_is_no_green_result() {
    let folder = Folder::new("roles-expiry");
    folder.write("live/a/cert.pem", "../../archive/a/cert2.pem");
    let run = folder.run(&["expiry", repository::AT, "live"], b"");
    assert_eq!(
        (run.status, run.stderr.as_str()),
        (
            2,
            "pemvet: live/a/cert.pem: holds the path ../../archive/a/cert2.pem, not what is in that file\n"
        )
    );
}

#[test]
fn a_secret_of_redis_says_what_is_asked_of_its_certificate() {
    let folder = Folder::new("roles-redis");
    let pem = pem(&folder);
    let whole = folder.read("demo/good.pem");
    let title = |document: &str, arguments: &[&str]| {
        let run = folder.pipe(&[&["-"], arguments].concat(), document.as_bytes());
        let line = run
            .stdout
            .lines()
            .find(|line| line.contains("  as `"))
            .unwrap_or_default();
        (line.split("  as ").nth(1).unwrap_or_default().to_owned(), run)
    };
    let at = ", at 2026-06-01T00:00:00Z";
    let proxy = secret(&[("name", "proxy"), ("certificate", &whole), ("key", &pem.key)]);
    let (judged_as, run) = title(&proxy, &["--fqdn", "cluster.example.com"]);
    assert_eq!(
        (judged_as, run.status),
        (format!("`proxy` on 8.2 for cluster.example.com{at}"), 0)
    );
    let (_, run) = title(&proxy, &["--fqdn", "other.example.com"]);
    assert_eq!(
        run.errors_found(),
        ["error[san-name-missing] invalid  -:8 (Secret prod/web, data.certificate)"]
    );
    let (judged_as, run) = title(&proxy, &[]);
    assert_eq!(judged_as, format!("`proxy` on 8.2{at}"));
    assert!(
        words(&run).contains("help: --fqdn FQDN, the name of the cluster"),
        "{}",
        run.stdout
    );
    let plain =
        json!({ "kind": "Secret", "stringData": { "name": "syncer", "cert": whole, "key": pem.key } });
    assert_eq!(title(&plain.to_string(), &[]).0, format!("`syncer` on 8.2{at}"));
    let trusted = secret(&[("name", "mtls_trusted_ca"), ("certificate", &pem.leaf)]);
    assert_eq!(
        title(&trusted, &[]).1.errors_found(),
        ["error[authority-not-ca] invalid  -:8 (Secret prod/web, data.certificate)"]
    );
    // Another name is somebody else's, and who says what it is knows better.
    let other = secret(&[("name", "billing"), ("certificate", &whole), ("key", &pem.key)]);
    assert_eq!(title(&other, &[]).0, format!("`any`{at}"));
    assert_eq!(title(&proxy, &["--profile", "server"]).0, format!("`server`{at}"));
    let (_, run) = title(&other, &["--fqdn", "cluster.example.com"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("say which with --name"), "{}", run.stderr);
}

#[test]
fn a_configured_severity_counts_for_what_the_command_itself_finds() {
    let folder = Folder::new("members-severity");
    let pem = pem(&folder);
    folder.write(
        "secret.yaml",
        &secret(&[("tls.crt", &pem.key), ("tls.key", &pem.served)]),
    );
    folder.write(
        "twice.yaml",
        &format!("a: 1\na: 2\ncert: |\n{}", repository::indented(&pem.served, 2)),
    );
    let of = |severity: &str| {
        folder.write(
            "pemvet.toml",
            &format!(
                "[severity]\ncertificate-and-key-swapped = \"{severity}\"\ndocument-key-twice = \"{severity}\"\n\
                 private-key-found = \"note\"\n"
            ),
        );
        folder.check(&["."]).found()
    };
    let told = |severity: &str| {
        [
            format!("{severity}[certificate-and-key-swapped]"),
            format!("{severity}[document-key-twice]"),
        ]
    };
    for severity in ["error", "warning"] {
        let found = of(severity);
        let names: Vec<&str> = found
            .iter()
            .filter_map(|it| it.split([' ', '\n']).next())
            .collect();
        assert_eq!(names, told(severity), "{found:?}");
    }
    assert_eq!(of("note"), [""; 0]);
}

/// A site in a file: its number, certificate and key.
type Spelling = dyn Fn(usize, &str, &str) -> String;

/// Two pairs, each in its section, block or element, and what is told of their keys.
#[test]
fn a_pair_stands_in_one_section_block_or_element() {
    let folder = Folder::new("members-sections");
    let certificates = [folder.read("demo/good.pem"), folder.read("adcs/chain.pem")];
    let keys = [folder.read("demo/proxy.key"), folder.read("adcs/leaf.key")];
    let ini = |name: usize, certificate: &str, key: &str| {
        let (certificate, key) = (repository::indented(certificate, 2), repository::indented(key, 2));
        format!("[site{name}]\ncert =\n{certificate}key =\n{key}\n")
    };
    let hcl = |name: usize, certificate: &str, key: &str| {
        format!(
            "resource \"a\" \"b{name}\" {{\n  cert = <<EOT\n{certificate}EOT\n  key = <<EOT\n{key}EOT\n}}\n"
        )
    };
    let xml = |name: usize, certificate: &str, key: &str| {
        format!("<site id=\"{name}\"><cert>{certificate}</cert><key>{key}</key></site>\n")
    };
    let attributes = |_: usize, certificate: &str, key: &str| {
        let [certificate, key] = [certificate, key].map(|text| text.replace('\n', "&#10;"));
        format!("<site cert=\"{certificate}\" key=\"{key}\"/>\n")
    };
    let spellings: [(&str, &Spelling); 4] = [
        ("a.ini", &ini),
        ("a.tf", &hcl),
        ("a.xml", &xml),
        ("b.xml", &attributes),
    ];
    for (file, spelling) in spellings {
        for (order, wanted) in [([0, 1], 0), ([1, 0], 2)] {
            let sites: Vec<String> = (0..2)
                .map(|at| spelling(at, &certificates[at], &keys[order[at]]))
                .collect();
            let text = match file.ends_with("xml") {
                true => format!("<sites>{}</sites>\n", sites.concat()),
                false => sites.concat(),
            };
            folder.write(file, &text);
            let found = folder.check(&[file]).found();
            let mismatches = found.iter().filter(|it| it.contains("[key-mismatch]")).count();
            assert_eq!(mismatches, wanted, "{file} {order:?}: {found:?}");
        }
    }
    // A certificate and a key in two sections are no pair.
    let other = repository::indented(&keys[1], 2);
    let apart = format!(
        "[a]\ncert =\n{}[b]\nkey =\n{other}",
        repository::indented(&certificates[0], 2)
    );
    folder.write("apart.ini", &apart);
    let found = folder.check(&["apart.ini"]).found();
    assert!(found.iter().all(|it| !it.contains("mismatch")), "{found:?}");
}

#[test]
fn archives_by_their_name_in_a_secret_are_passed_over_as_files_are() {
    let folder = Folder::new("members-archives");
    let pem = pem(&folder);
    let archive = repository::base64_of(&folder.bytes_of("keys/proxy.pfx"));
    let text = secret(&[("tls.crt", &pem.served)]);
    folder.write("secret.yaml", &format!("{text}  keystore.p12: {archive}\n"));
    assert_eq!(folder.check(&["secret.yaml"]).found(), [""; 0]);
    folder.write("secret.yaml", &format!("{text}  tls.pem: {archive}\n"));
    let found = folder.check(&["secret.yaml"]).found();
    assert!(
        found.iter().any(|it| it.contains("[container-read]")),
        "{found:?}"
    );
}
