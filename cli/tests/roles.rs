//! What a name promises: the roles of members and files.

mod repository;

use repository::objects::{pem, rows, rows_of, secret};
use repository::{Folder, base64};
use serde_json::{Value, json};

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
