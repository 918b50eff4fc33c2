//! What a name promises: the roles of members and files, pairs by their names, and faults of both.

mod repository;

use repository::{Folder, Run, base64};
use serde_json::{Value, json};

/// `demo/good.pem` in pieces, and its key.
struct Pem {
    leaf: String,
    issuing: String,
    root: String,
    served: String,
    key: String,
    other_key: String,
}

fn pem(folder: &Folder) -> Pem {
    let good = folder.read("demo/good.pem");
    let end = "-----END CERTIFICATE-----\n";
    let blocks: Vec<String> = good.split_inclusive(end).map(String::from).collect();
    let [leaf, issuing, root] = blocks.try_into().expect("three certificates");
    Pem {
        served: format!("{leaf}{issuing}"),
        key: folder.read("demo/proxy.key"),
        other_key: folder.read("keys/other.key"),
        leaf,
        issuing,
        root,
    }
}

/// A Secret `prod/web` in YAML, with members in base64.
fn secret(members: &[(&str, &str)]) -> String {
    let members: String = members
        .iter()
        .map(|(name, value)| format!("  {name}: \"{}\"\n", base64(value)))
        .collect();
    format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\n  namespace: prod\ndata:\n{members}")
}

/// The first line of each bundle.
fn rows(run: &Run) -> Vec<&str> {
    let titles = run.stdout.lines().filter(|line| line.contains("  as `"));
    titles
        .map(|line| line.split("  as `").next().expect("a title"))
        .collect()
}

fn rows_of(run: &Run) -> Vec<String> {
    rows(run).into_iter().map(String::from).collect()
}

fn words(run: &Run) -> String {
    let lines: Vec<&str> = run.stdout.lines().map(str::trim).collect();
    lines.join(" ")
}

#[test]
fn secrets_are_called_by_namespace_and_name_and_are_one_row_each() {
    let folder = Folder::new("roles-secrets");
    let pem = pem(&folder);
    let item = |namespace: &str| {
        json!({
            "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
            "metadata": { "name": "web", "namespace": namespace },
            "data": { "ca.crt": base64(&pem.root), "tls.crt": base64(&pem.served), "tls.key": base64(&pem.key) },
        })
    };
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": [item("blue"), item("green")] });
    let arguments = ["-", "--profile", "server"];
    let run = folder.pipe(&arguments, format!("{list:#}").as_bytes());
    assert_eq!(
        rows(&run),
        [
            "- (Secret blue/web, items.0.data.tls.crt) + Secret blue/web, items.0.data.tls.key",
            "- (Secret green/web, items.1.data.tls.crt) + Secret green/web, items.1.data.tls.key",
        ]
    );
    assert_eq!(
        (run.status, run.last_line()),
        (0, "1 file searched, 2 bundles: all accepted; 2 notes")
    );
    let members = [
        ("ca.crt", &*pem.root),
        ("tls.crt", &pem.served),
        ("tls.key", &pem.key),
    ];
    let documents = format!(
        "{}---\n{}",
        secret(&members),
        secret(&members).replace("prod", "test")
    );
    let run = folder.pipe(&arguments, documents.as_bytes());
    assert_eq!(
        rows(&run),
        [
            "- (Secret prod/web, data.tls.crt) + Secret prod/web, data.tls.key",
            "- (Secret test/web, data.tls.crt) + Secret test/web, data.tls.key",
        ]
    );
}

#[test]
fn what_the_api_server_lists_is_called_as_what_it_is() {
    let folder = Folder::new("roles-listed");
    let pem = pem(&folder);
    let item = |name: &str, certificate: &str, key: &str| {
        json!({
            "metadata": { "name": name, "namespace": "prod" },
            "data": { "tls.crt": base64(certificate), "tls.key": base64(key) },
        })
    };
    let items = [item("a", &pem.served, &pem.key), item("b", &pem.key, &pem.served)];
    let list = json!({ "kind": "SecretList", "apiVersion": "v1", "items": items });
    let run = folder.pipe(&["-"], list.to_string().as_bytes());
    assert_eq!(
        rows(&run),
        [
            "- (Secret prod/a, items.0.data.tls.crt) + Secret prod/a, items.0.data.tls.key",
            "- (Secret prod/b, items.1.data.tls.key) + Secret prod/b, items.1.data.tls.crt",
        ]
    );
    assert_eq!(
        run.errors_found(),
        ["error[certificate-and-key-swapped] invalid  -:1 (Secret prod/b, items.1.data.tls.key)"]
    );
}

#[test]
fn of_data_and_string_data_of_a_secret_the_second_counts() {
    let folder = Folder::new("roles-overridden");
    let pem = pem(&folder);
    let of = |data: Value, string_data: Value| {
        let document = json!({ "kind": "Secret", "data": data, "stringData": string_data });
        rows_of(&folder.pipe(&["-"], document.to_string().as_bytes()))
    };
    assert_eq!(
        of(
            json!({ "tls.crt": base64(&pem.served) }),
            json!({ "tls.key": pem.key })
        ),
        ["- (Secret, data.tls.crt) + Secret, stringData.tls.key"]
    );
    let both = json!({ "tls.crt": base64(&pem.served), "tls.key": base64(&pem.other_key) });
    assert_eq!(
        of(both, json!({ "tls.key": pem.key }))[0],
        "- (Secret, data.tls.crt) + Secret, stringData.tls.key"
    );
}

#[test]
fn what_is_to_be_a_list_of_cas_is_judged_as_one() {
    let folder = Folder::new("roles-authorities");
    let pem = pem(&folder);
    // Where a certificate stands, given this one.
    type Place = (&'static str, fn(&str) -> String);
    let places: &[Place] = &[
        ("hook.yaml", |it| {
            format!(
                "kind: ValidatingWebhookConfiguration\nwebhooks:\n- clientConfig:\n    caBundle: {}\n",
                base64(it)
            )
        }),
        ("definition.json", |it| {
            let config = json!({ "webhook": { "clientConfig": { "caBundle": base64(it) } } });
            json!({ "kind": "CustomResourceDefinition", "spec": { "conversion": config } }).to_string()
        }),
        ("issuer.yaml", |it| {
            format!(
                "kind: ClusterIssuer\nspec:\n  vault:\n    caBundle: {}\n",
                base64(it)
            )
        }),
        ("secret.yaml", |it| secret(&[("ca.crt", it)])),
        ("map.json", |it| {
            json!({ "kind": "ConfigMap", "data": { "ca.crt": it } }).to_string()
        }),
        ("kubeconfig", |it| {
            format!(
                "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    certificate-authority-data: {}\n",
                base64(it)
            )
        }),
        ("route.json", |it| {
            json!({ "kind": "Route", "spec": { "tls": { "destinationCACertificate": it } } }).to_string()
        }),
        ("vault.json", |it| {
            json!({ "data": { "ca_chain": [it], "issuing_ca": it } }).to_string()
        }),
        ("acm.json", |it| json!({ "CertificateChain": it }).to_string()),
        ("ca.crt", str::to_owned),
        ("ca.pem", str::to_owned),
        ("ca.cer", str::to_owned),
        ("web_example_com.ca-bundle", str::to_owned),
        ("web.issuer.crt", str::to_owned),
        ("site.pem.issuer", str::to_owned),
        ("CAs/anything.crt", str::to_owned),
    ];
    for (name, document) in places {
        let folder = Folder::new("roles-authorities-one");
        for (certificate, is_refused) in [(&pem.root, false), (&pem.issuing, false), (&pem.leaf, true)] {
            folder.write(name, &document(certificate));
            let run = folder.check(&["--profile", "server"]);
            let found = run.found();
            let is_told = found
                .iter()
                .all(|it| it.starts_with("error[authority-not-ca] invalid"));
            assert_eq!(
                (!found.is_empty(), is_told),
                (is_refused, true),
                "{name}: {found:?}"
            );
        }
    }
}

#[test]
fn a_chain_beside_a_leaf_is_a_list_only_where_it_is_one() {
    let folder = Folder::new("roles-chain");
    let pem = pem(&folder);
    folder.write("chain.pem", &pem.issuing);
    assert_eq!(folder.check(&["--profile", "server"]).found(), [""; 0]);
    // Some call all of it so.
    folder.write("chain.pem", &pem.served);
    assert_eq!(
        folder.check(&["--profile", "server"]).found(),
        ["warning[key-missing]  chain.pem"]
    );
    // Whoever names the one file, and what it is, knows better.
    folder.write("ca.pem", &pem.root);
    assert_eq!(
        folder.check(&["ca.pem", "--profile", "server"]).errors_found(),
        ["error[leaf-missing] invalid  ca.pem:1-19"]
    );
}

#[test]
fn a_certificate_that_vouches_for_itself_is_told_of_where_it_is_presented() {
    let folder = Folder::new("roles-self-signed");
    let lone = folder.read("rules/authority-not-ca/bad-self-signed.pem");
    let twice = folder.pipe(
        &["-"],
        secret(&[("ca.crt", &lone), ("tls.crt", &lone)]).as_bytes(),
    );
    assert_eq!(
        twice.found(),
        ["warning[leaf-self-signed-or-ca]  -:8 (Secret prod/web, data.tls.crt)"]
    );
    let alone = folder.pipe(&["-"], secret(&[("ca.crt", &lone)]).as_bytes());
    assert_eq!(
        alone.found(),
        ["warning[authority-not-ca]  -:7 (Secret prod/web, data.ca.crt)"]
    );
}

#[test]
fn of_the_cas_beside_a_certificate_only_self_signed_ones_are_anchors() {
    let folder = Folder::new("roles-anchors");
    let pem = pem(&folder);
    let trust = |authorities: &str, certificates: &str| {
        let document = secret(&[("ca.crt", authorities), ("tls.crt", certificates)]);
        let run = folder.pipe(&["-"], document.as_bytes());
        let line = run.stdout.lines().find_map(|line| line.strip_prefix("trust: "));
        line.expect("a line about trust").to_owned()
    };
    let both = format!("{}{}", pem.issuing, pem.root);
    let vouches = "Secret prod/web, data.ca.crt vouches for the chain";
    assert_eq!(trust(&pem.root, &pem.served), vouches);
    assert_eq!(trust(&both, &pem.served), vouches);
    assert_eq!(
        trust(&pem.issuing, &pem.served),
        "nobody vouches for the top of the chain here, nor does Secret prod/web, data.ca.crt; --trust FILE checks it"
    );
}

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
        (format!("`proxy` for cluster.example.com{at}"), 0)
    );
    let (_, run) = title(&proxy, &["--fqdn", "other.example.com"]);
    assert_eq!(
        run.errors_found(),
        ["error[san-name-missing] invalid  -:8 (Secret prod/web, data.certificate)"]
    );
    let (judged_as, run) = title(&proxy, &[]);
    assert_eq!(judged_as, format!("`proxy`{at}"));
    assert!(
        words(&run).contains("help: --fqdn FQDN, the name of the cluster"),
        "{}",
        run.stdout
    );
    let plain =
        json!({ "kind": "Secret", "stringData": { "name": "syncer", "cert": whole, "key": pem.key } });
    assert_eq!(title(&plain.to_string(), &[]).0, format!("`syncer`{at}"));
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
fn a_missing_issuer_is_named_with_its_place_and_the_command_joins_the_two() {
    let folder = Folder::new("roles-issuer");
    let pem = pem(&folder);
    folder.write("tls/web_example_com.crt", &pem.leaf);
    folder.write("tls/web_example_com.key", &pem.key);
    folder.write(
        "tls/web_example_com.ca-bundle",
        &format!("{}{}", pem.issuing, pem.root),
    );
    folder.write("tls/zzz.pem", &folder.read("trust/issuing.pem"));
    let server = ["--profile", "server", "--hostname", "cluster.example.com"];
    let run = folder.check(&[&["tls/web_example_com.crt"], &server[..]].concat());
    assert_eq!(
        run.errors_found(),
        ["error[issuer-missing] invalid  tls/web_example_com.crt:1-24"]
    );
    assert!(
        words(&run).contains(
            "It is in tls/web_example_com.ca-bundle (lines 1-20); servers send what is in the one file"
        ),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("ask the CA"), "{}", run.stdout);
    let help = run
        .stdout
        .lines()
        .find_map(|line| line.trim().strip_prefix("help: pemvet "));
    let command = help.expect("a command").split("   (").next().expect("it");
    assert_eq!(
        command,
        "fix tls/web_example_com.crt --pool tls/web_example_com.ca-bundle --output tls/fullchain.pem"
    );
    let mut arguments: Vec<&str> = command.split(' ').collect();
    arguments.push(repository::AT);
    assert_eq!(folder.run(&arguments, b"").status, 0);
    let key = ["--key", "tls/web_example_com.key"];
    let joined = folder.check(&[&["tls/fullchain.pem"], &key[..], &server].concat());
    assert_eq!(
        (joined.status, joined.found()),
        (0, Vec::new()),
        "{}",
        joined.stdout
    );
    // The whole chain lies there now, and a search of the folder rejects nothing for that.
    let walked = folder.check(&["tls", "--profile", "server"]);
    assert!(!walked.stdout.contains("issuer-missing"), "{}", walked.stdout);
}

#[test]
fn what_renews_an_expired_ca_is_named_with_its_place_and_the_command_that_takes_it() {
    let folder = Folder::new("roles-renewal");
    let pem = pem(&folder);
    folder.copy("trust/expired-cross-and-root.pem", "web.pem");
    folder.copy("demo/proxy.key", "web.key");
    folder.write("ours.pem", &pem.root);
    folder.copy("trust/other-root.pem", "others.pem");
    let server = ["--profile", "server", "--hostname", "cluster.example.com"];
    let run = folder.check(&[&["web.pem"], &server[..]].concat());
    let found = run.errors_found();
    assert_eq!(
        (found.len(), run.stdout.matches("ask the CA").count()),
        (2, 0),
        "{}",
        run.stdout
    );
    let told = "ours.pem (lines 1-19) holds a certificate of CN=Example Root CA, O=Example with the same key that is valid.";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    let command = "fix web.pem --pool ours.pem --output fullchain.pem";
    assert!(
        run.stdout.contains(&format!("help: pemvet {command}   (")),
        "{}",
        run.stdout
    );
    let mut arguments: Vec<&str> = command.split(' ').collect();
    arguments.push(repository::AT);
    assert_eq!(folder.run(&arguments, b"").status, 0);
    let renewed = folder.check(&[&["fullchain.pem", "--key", "web.key"], &server[..]].concat());
    assert_eq!(
        (renewed.status, renewed.found()),
        (0, Vec::new()),
        "{}",
        renewed.stdout
    );
    // In an object it is put there by hand.
    let expired = folder.read("demo/expired-intermediate.pem");
    let document = secret(&[
        ("ca.crt", &format!("{}{}", pem.issuing, pem.root)),
        ("tls.crt", &expired),
    ]);
    let run = folder.pipe(&["-"], document.as_bytes());
    assert!(
        run.stdout
            .contains("help: put the one of Secret prod/web, data.ca.crt (line 7) in its place, in tls.crt"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_root_beside_its_leaf_is_no_issuer_that_has_to_be_sent() {
    let folder = Folder::new("roles-issuer-root");
    folder.copy("trust/leaf-by-root.pem", "server.crt");
    folder.copy("demo/proxy.key", "server.key");
    let alone = folder.check(&["server.crt", "--profile", "server"]);
    assert_eq!(
        alone.errors_found(),
        ["error[issuer-missing] invalid  server.crt:1-24"]
    );
    folder.copy("demo/root.pem", "ca.crt");
    let beside = folder.check(&["server.crt", "--profile", "server"]);
    assert_eq!(
        (beside.status, beside.found()),
        (0, Vec::new()),
        "{}",
        beside.stdout
    );
    assert!(
        words(&beside).contains(
            "It is the root in ca.crt (lines 1-19); servers need not send it to peers that trust it."
        ),
        "{}",
        beside.stdout
    );
}

#[test]
fn a_missing_issuer_is_found_in_the_same_object() {
    let folder = Folder::new("roles-issuer-member");
    let pem = pem(&folder);
    let both = format!("{}{}", pem.issuing, pem.root);
    for authorities in [&pem.issuing, &both] {
        let document = secret(&[
            ("ca.crt", authorities),
            ("tls.crt", &pem.leaf),
            ("tls.key", &pem.key),
        ]);
        let run = folder.pipe(&["-", "--profile", "server"], document.as_bytes());
        assert_eq!(
            run.errors_found(),
            ["error[issuer-missing] invalid  -:8 (Secret prod/web, data.tls.crt)"]
        );
        assert!(
            words(&run).contains(
                "It is in Secret prod/web, data.ca.crt (line 7); servers do not send what stands there."
            ),
            "{}",
            run.stdout
        );
        assert!(
            words(&run).contains(
                "help: put the certificate of Secret prod/web, data.ca.crt (line 7) behind the one of tls.crt"
            ),
            "{}",
            run.stdout
        );
    }
    // What is put behind the leaf by whoever presents it.
    let answers = [
        json!({ "data": { "certificate": pem.leaf, "ca_chain": [pem.issuing, pem.root], "private_key": pem.key } }),
        json!({ "Certificate": pem.leaf, "CertificateChain": both, "PrivateKey": pem.key }),
        json!({ "kind": "Route", "spec": { "tls": { "certificate": pem.leaf, "key": pem.key, "caCertificate": pem.issuing } } }),
    ];
    for answer in answers {
        let run = folder.pipe(&["-", "--profile", "server"], answer.to_string().as_bytes());
        assert_eq!((run.status, run.found()), (0, Vec::new()), "{}", run.stdout);
        assert!(
            words(&run).contains("which goes behind this one"),
            "{}",
            run.stdout
        );
    }
}

/// Apart from the keys, which belong into no repository.
#[test]
fn folders_as_tools_leave_them_are_clean() {
    let layouts: &[&[(&str, &str)]] = &[
        // certbot, live and archive
        &[
            ("cert.pem", "leaf"),
            ("chain.pem", "issuing"),
            ("fullchain.pem", "served"),
            ("privkey.pem", "key"),
        ],
        &[
            ("cert1.pem", "leaf"),
            ("chain1.pem", "issuing"),
            ("fullchain1.pem", "served"),
            ("privkey1.pem", "key"),
        ],
        // acme.sh
        &[
            ("example.com/example.com.cer", "leaf"),
            ("example.com/ca.cer", "issuing"),
            ("example.com/fullchain.cer", "served"),
            ("example.com/example.com.key", "key"),
        ],
        // lego
        &[
            ("example.com.crt", "served"),
            ("example.com.issuer.crt", "issuing"),
            ("example.com.key", "key"),
        ],
        // MinIO
        &[
            ("public.crt", "served"),
            ("private.key", "key"),
            ("CAs/ours.crt", "root"),
        ],
        // HAProxy
        &[
            ("site.pem", "served"),
            ("site.pem.key", "key"),
            ("site.pem.issuer", "issuing"),
        ],
        // MySQL, PostgreSQL, Docker
        &[
            ("ca.pem", "root"),
            ("server-cert.pem", "served"),
            ("server-key.pem", "key"),
        ],
        &[
            ("root.crt", "root"),
            ("server.crt", "served"),
            ("server.key", "key"),
        ],
        &[("ca.pem", "root"), ("cert.pem", "served"), ("key.pem", "key")],
        // what CAs send, beside what is made of it
        &[
            ("star_example_com.crt", "leaf"),
            ("DigiCertCA.crt", "issuing"),
            ("TrustedRoot.crt", "root"),
            ("star_example_com.key", "key"),
            ("fullchain.pem", "served"),
            ("privkey.pem", "key"),
        ],
        // a mounted Secret
        &[("ca.crt", "root"), ("tls.crt", "served"), ("tls.key", "key")],
    ];
    for layout in layouts {
        let folder = Folder::new("roles-layouts");
        let pem = pem(&folder);
        for (name, what) in *layout {
            let text = match *what {
                "leaf" => &pem.leaf,
                "issuing" => &pem.issuing,
                "served" => &pem.served,
                "root" => &pem.root,
                _ => &pem.key,
            };
            folder.write(name, text);
        }
        let run = folder.check(&["--profile", "server"]);
        let others: Vec<String> = run
            .found()
            .into_iter()
            .filter(|it| !it.contains("[key-in-certificate-file]") && !it.contains("[private-key-found]"))
            .collect();
        assert_eq!(others, [""; 0], "{layout:?}");
    }
}
