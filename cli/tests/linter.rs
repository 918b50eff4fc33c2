//! The command on directories and documents: what it finds, where, and what it passes over. Everything is made from
//! the bundles of testdata/demo in a folder of each test's own.

mod repository;

use repository::{Folder, base64, indented};

#[test]
fn a_directory_is_searched_and_the_summary_counts_what_was_found() {
    let folder = Folder::new("directory");
    folder.copy("demo/good.pem", "tls/proxy.pem");
    folder.copy("demo/proxy.key", "tls/proxy.key");
    folder.copy("demo/from-pfx.pem", "tls/other.pem");
    folder.write(
        "README.md",
        "Lines like -----BEGIN CERTIFICATE----- begin a block.\n",
    );
    let run = folder.check(&[]);
    assert_eq!(run.status, 1);
    assert_eq!(
        run.errors_found(),
        [
            "error[chain-out-of-order] invalid  tls/other.pem:33-74",
            "error[private-key-found] invalid  tls/proxy.key:1-28"
        ]
    );
    assert_eq!(
        run.last_line(),
        "4 files searched, 3 bundles: 2 rejected, 1 accepted; 2 errors; 1 note not shown"
    );
}

#[test]
fn an_empty_directory_is_fine_and_says_so() {
    let run = Folder::new("empty").check(&[]);
    assert_eq!((run.status, run.last_line()), (0, "0 files searched, 0 bundles"));
}

#[test]
fn ignored_and_hidden_places_are_searched_when_asked_for() {
    let folder = Folder::new("hidden");
    for place in ["ignored/a.key", ".hidden/b.key", ".git/c.key", "deep/er/d.key"] {
        folder.copy("demo/proxy.key", place);
    }
    folder.write(".gitignore", "ignored/\n");
    let paths = |arguments: &[&str]| folder.check(arguments).paths_found();
    assert_eq!(paths(&[]), ["deep/er/d.key"]);
    assert_eq!(paths(&["--hidden"]), [".hidden/b.key", "deep/er/d.key"]);
    assert_eq!(paths(&["--no-ignore"]), ["deep/er/d.key", "ignored/a.key"]);
    assert_eq!(paths(&["--max-depth", "2"]), [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_pipes_large_and_unreadable_files_are_named_and_do_not_hold_it_up() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("special");
    folder.copy("demo/good.pem", "good.pem");
    folder.write("large.pem", &"x".repeat((1 << 20) + 1));
    folder.write("large.log", &"x".repeat((1 << 20) + 1));
    symlink(".", folder.path("loop")).expect("a link");
    symlink("/dev/zero", folder.path("zero.pem")).expect("a link");
    folder.make_fifo("fifo.pem");
    let run = folder.check(&[]);
    assert_eq!(run.status, 0);
    assert_eq!(
        run.stderr.lines().collect::<Vec<_>>(),
        [
            "pemvet: fifo.pem: is no regular file; skipped",
            "pemvet: loop: is a link to a directory, which is not followed; skipped",
            "pemvet: zero.pem: is a link to no regular file; skipped",
            "pemvet: large.pem: is larger than 1048576 bytes and was not searched; skipped",
        ]
    );
    assert_eq!(
        run.last_line(),
        "3 files searched, 1 bundle: all accepted; 4 skipped; 1 too large to be searched"
    );
}

#[test]
fn every_field_of_a_secret_is_judged_as_what_it_is() {
    let folder = Folder::new("secret");
    let (good, key, root) = (
        folder.read("demo/good.pem"),
        folder.read("demo/proxy.key"),
        folder.read("demo/root.pem"),
    );
    let secret = format!(
        "apiVersion: v1\ndata:\n  ca.crt: {}\n  tls.crt: {}\n  tls.key: {}\nkind: Secret\nmetadata:\n  name: web\n",
        base64(&root),
        base64(&good),
        base64(&key)
    );
    folder.write("secret.yaml", &secret);
    let run = folder.check(&["secret.yaml"]);
    let titles: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.starts_with("secret.yaml ("))
        .collect();
    assert_eq!(
        titles,
        [
            "secret.yaml (Secret web, data.tls.crt) + Secret web, data.tls.key  as `any`, at 2026-06-01T00:00:00Z",
        ]
    );
    assert!(
        run.stdout.contains("line 4  key matches, signature verified"),
        "{}",
        run.stdout
    );
    // A Secret is there to hold a key, named or piped: it is one row.
    assert_eq!(run.errors_found(), Vec::<String>::new());
    let piped = folder.pipe(&["-"], secret.as_bytes());
    let row = run.stdout.split("\n\n").next().expect("the first row");
    assert!(
        piped.stdout.starts_with(&row.replace("secret.yaml", "-")),
        "{}",
        piped.stdout
    );
    assert_eq!((piped.status, piped.stdout.matches("as `any`").count()), (0, 1));
    let purpose = ["-", "--profile", "server", "--hostname", "cluster.example.com"];
    let as_server = folder.pipe(&purpose, secret.as_bytes());
    assert_eq!(
        (as_server.status, as_server.errors_found()),
        (0, vec![]),
        "{}",
        as_server.stdout
    );
}

#[test]
fn the_authorities_of_a_secret_are_the_anchor_where_they_vouch_and_it_is_said_where_they_do_not() {
    let folder = Folder::new("secret-authorities");
    let good = folder.read("demo/good.pem");
    let served = good
        .lines()
        .take(44)
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    let check = |authorities: &str, certificates: &str, more: &[&str]| {
        let secret = format!(
            "kind: Secret\ndata:\n  ca.crt: {}\n  tls.crt: {}\n",
            base64(authorities),
            base64(certificates)
        );
        folder.write("secret.yaml", &secret);
        folder.check(&[&["secret.yaml"], more].concat())
    };
    let (root, other) = (
        folder.read("demo/root.pem"),
        folder.read("rules/authority-unknown/other-root.pem"),
    );
    let trust = |run: &repository::Run| {
        let line = run.stdout.lines().find_map(|line| line.strip_prefix("trust: "));
        line.expect("a line about trust").to_owned()
    };
    let vouched = check(&root, &served, &[]);
    assert_eq!(trust(&vouched), "Secret, data.ca.crt vouches for the chain");
    assert!(!vouched.stdout.contains("root-absent"), "{}", vouched.stdout);
    let strange = check(&other, &served, &[]);
    assert_eq!(
        trust(&strange),
        "nobody vouches for the top of the chain here, nor does Secret, data.ca.crt; --trust FILE checks it"
    );
    assert!(strange.stdout.contains("note[root-absent]"), "{}", strange.stdout);
    assert_eq!(
        trust(&check(&other, &good, &[])),
        "only the root in the value itself vouches for the chain, Secret, data.ca.crt does not; --trust FILE checks it"
    );
    // Whoever gives anchors means these.
    let anchors = folder.path("root.pem");
    folder.write("root.pem", &root);
    let given = check(&other, &served, &["--trust", anchors.to_str().expect("UTF-8")]);
    assert_eq!(trust(&given), "a given trust anchor vouches for the chain");
    // Damaged ones are found where they stand, and anchor nothing.
    let damaged = check(&root.replacen('M', "*", 1), &served, &[]);
    assert!(
        trust(&damaged).starts_with("nobody vouches"),
        "{}",
        damaged.stdout
    );
    for (authorities, vouch) in [(&root, true), (&other, false)] {
        let run = check(authorities, &served, &["--format", "json"]);
        let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        repository::fits(include_str!("../schemas/report.schema.json"), &document);
        assert_eq!(
            document["bundles"][1]["authorities"]["vouch"], vouch,
            "{}",
            run.stdout
        );
    }
}

#[test]
fn what_openssl_s_client_prints_is_judged_and_not_called_bag_attributes() {
    let folder = Folder::new("s-client");
    let good = folder.read("demo/good.pem");
    let said = format!(
        "CONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = cluster.example.com\n   i:CN = Example Issuing CA\n{good}---\n\
         Server certificate\nsubject=CN = cluster.example.com\n\nissuer=CN = Example Issuing CA\n\n---\nDONE\n"
    );
    let run = folder.pipe(
        &["-", "--profile", "server", "--hostname", "cluster.example.com"],
        said.as_bytes(),
    );
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert!(
        run.stdout
            .contains("  11 lines of text around the blocks; passed over.\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn lines_are_those_of_the_document() {
    let folder = Folder::new("lines");
    let shuffled = folder.read("demo/expired-intermediate-shuffled.pem");
    let values = format!(
        "kind: List\nitems:\n- kind: ConfigMap\n  metadata: {{name: one}}\n  data:\n    server.pem: |\n{}---\n\
         kind: Secret\nmetadata:\n  name: two\nstringData:\n  server.pem: {:?}\n",
        indented(&shuffled, 6),
        shuffled,
    );
    folder.write("values.yaml", &values);
    let expired = values
        .lines()
        .position(|line| line.contains("two"))
        .expect("the second")
        + 3;
    let in_order = |found: Vec<String>| {
        found
            .into_iter()
            .filter(|line| line.contains("order"))
            .collect::<Vec<_>>()
    };
    let lines = shuffled.lines().count();
    assert_eq!(
        in_order(folder.check(&[]).errors_found()),
        [
            format!(
                "error[chain-out-of-order] invalid  values.yaml:{}-{} (ConfigMap one, items.0.data.server.pem)",
                6 + 25,
                6 + lines
            ),
            format!(
                "error[chain-out-of-order] invalid  values.yaml:{expired} (Secret two, stringData.server.pem)"
            ),
        ]
    );
}

#[test]
fn base64_where_text_belongs_and_base64_twice_are_errors() {
    let folder = Folder::new("twice");
    let good = base64(&folder.read("demo/good.pem"));
    folder.write(
        "secret.yaml",
        &format!(
            "kind: Secret\ndata:\n  once: {good}\n  twice: {}\nstringData:\n  encoded: {good}\n",
            base64(&good)
        ),
    );
    assert_eq!(
        folder.check(&[]).errors_found(),
        [
            "error[container-read] invalid  secret.yaml:4 (Secret, data.twice)",
            "error[container-read] invalid  secret.yaml:6 (Secret, stringData.encoded)",
        ]
    );
}

#[test]
fn json_and_environment_files_are_cut_into_their_values() {
    let folder = Folder::new("values");
    let (good, key) = (folder.read("demo/good.pem"), folder.read("demo/proxy.key"));
    let body = serde_json::json!({ "name": "proxy", "certificate": good, "key": key });
    folder.write("body.json", &format!("{body:#}"));
    folder.write(
        ".env",
        &format!(
            "A=1\nexport TLS_CERT=\"{good}\"\nTLS_KEY='{}'\n",
            key.replace('\n', "\\n")
        ),
    );
    let run = folder.check(&["--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let pairs: Vec<_> = document["bundles"]
        .as_array()
        .expect("bundles")
        .iter()
        .map(|bundle| {
            (
                bundle["value"].clone(),
                bundle["key"]["value"].clone(),
                bundle["accepted"].clone(),
            )
        })
        .collect();
    let null = serde_json::Value::Null;
    assert_eq!(
        pairs,
        [
            ("TLS_CERT".into(), "TLS_KEY".into(), true.into()),
            ("TLS_KEY".into(), null.clone(), false.into()),
            ("certificate".into(), "key".into(), true.into()),
            ("key".into(), null, false.into()),
        ]
    );
}

#[test]
fn blocks_in_source_code_are_found_and_words_about_pem_are_not() {
    let folder = Folder::new("source");
    let key = folder.read("demo/proxy.key");
    folder.write("main.go", &format!("package main\n\nconst key = `{key}`\n"));
    folder.write(
        "guide.md",
        "# PEM\n-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n",
    );
    assert_eq!(
        folder.check(&[]).errors_found(),
        ["error[private-key-found] invalid  main.go:3-30"]
    );
}

#[test]
fn encrypted_secrets_are_not_damaged_pem() {
    let folder = Folder::new("encrypted");
    folder.write(
        "vault.yml",
        "$ANSIBLE_VAULT;1.1;AES256\n6638643965323633646262656665\n",
    );
    folder.write(
        "inline.yml",
        "tls_key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  66386439653236336462626566653063336164663966303231363934653561363964363833\n",
    );
    folder.write(
        "sops.yaml",
        "tls.key: ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]\nsops:\n  version: 3.9.0\n",
    );
    let run = folder.check(&[]);
    assert_eq!((run.status, run.last_line()), (0, "3 files searched, 0 bundles"));
}

#[test]
fn a_key_beside_its_certificate_is_judged_with_it() {
    let folder = Folder::new("pair");
    folder.copy("demo/good.pem", "proxy_cert.pem");
    folder.copy("demo/proxy.key", "proxy_key.pem");
    let alone = folder.check(&["proxy_cert.pem"]);
    assert_eq!(alone.status, 0);
    assert!(
        alone
            .stdout
            .starts_with("proxy_cert.pem + proxy_key.pem  as `any`"),
        "{}",
        alone.stdout
    );
    folder.copy("adcs/leaf.key", "proxy_key.pem");
    assert_eq!(
        folder.check(&[]).errors_found(),
        [
            "error[key-mismatch] invalid  proxy_key.pem:1-28",
            "error[private-key-found] invalid  proxy_key.pem:1-28",
        ]
    );
}

#[test]
fn a_file_named_as_the_product_names_it_says_so_and_is_judged_as_that_once_the_cluster_is_named() {
    let folder = Folder::new("product-names");
    folder.copy("demo/good.pem", "proxy_cert.pem");
    folder.copy("demo/proxy.key", "proxy_key.pem");
    folder.copy("demo/good.pem", "proxy.pem");
    let note = "\"proxy_cert.pem\" is the name of Redis Software's certificate `proxy`; the file was not judged as that.";
    let says = |arguments: &[&str]| folder.check(arguments).stdout.contains(note);
    assert!(says(&["proxy_cert.pem"]));
    // `proxy.pem` may be anybody's; a search of a directory is not about one product; and a profile says what it is.
    assert!(!folder.check(&["proxy.pem"]).stdout.contains("name-alias"));
    assert!(!says(&[".", "--fail-on", "note"]));
    assert!(!says(&["proxy_cert.pem", "--profile", "server"]));
    assert!(!says(&[
        "proxy_cert.pem",
        "--name",
        "cm",
        "--fqdn",
        "cluster.example.com"
    ]));
    let run = folder.check(&["proxy_cert.pem", "--fqdn", "cluster.example.com"]);
    assert!(
        run.stdout
            .starts_with("proxy_cert.pem + proxy_key.pem  as `proxy` on 8.2 for cluster.example.com"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("\"proxy_cert.pem\" was taken for `proxy`"));
    assert_eq!(
        folder
            .check(&["proxy.pem", "--fqdn", "cluster.example.com"])
            .status,
        2
    );
}

#[test]
fn a_document_of_ten_thousand_values_costs_no_more_than_is_worth_it_and_says_so() {
    let folder = Folder::new("many-values");
    let value = "-----BEGIN CERTIFICATE-----";
    let values: String = (0..20_000)
        .map(|number| format!("k{number}: '{value}'\n"))
        .collect();
    folder.write("many.yaml", &values);
    folder.write("many.env", &values.replace(": ", "="));
    let run = folder.check(&[]);
    assert_eq!(
        (run.status, run.last_line()),
        (2, "2 files searched, 0 bundles; 1 could not be read; 2 skipped")
    );
    assert!(
        run.stderr
            .contains("many.yaml: holds more PEM in its values than can be judged"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.check(&["many.yaml"]).status, 2);
}

#[test]
fn a_document_that_is_nested_too_deep_or_has_too_long_a_list_is_not_read_and_says_so() {
    let folder = Folder::new("deep");
    let value = "'-----BEGIN CERTIFICATE-----'";
    let json = value.replace('\'', "\"");
    folder.write("deep.yaml", &format!("{}{value}\n", "- ".repeat(200)));
    folder.write(
        "deep.json",
        &format!("{}{json}{}", "[".repeat(200), "]".repeat(200)),
    );
    folder.write("long.yaml", &format!("- {value}\n- [{}1]\n", "1,".repeat(50_000)));
    for (file, reason) in [
        ("deep.yaml", "nested more than 128 levels deep"),
        ("deep.json", "nested more than 128 levels deep"),
        (
            "long.yaml",
            "a list in brackets of more than 16384 names and marks",
        ),
    ] {
        let run = folder.check(&[file]);
        assert_eq!(run.status, 2, "{file}");
        assert!(run.stderr.contains(reason), "{file}: {}", run.stderr);
    }
    // Nothing of the directory was read.
    assert_eq!(folder.check(&[".", "--format", "json"]).status, 2);
    // As long as they like, where they are JSON; and as deep as people write.
    folder.write("long.json", &format!("[{json}, {}1]", "1,".repeat(50_000)));
    folder.write("fine.yaml", &format!("{}{value}\n", "- ".repeat(100)));
    assert_eq!(folder.check(&["long.json", "fine.yaml"]).status, 1);
}

#[test]
fn a_store_of_roots_has_no_leaf_though_one_of_them_is_of_version_1() {
    let folder = Folder::new("store");
    let old = folder.read("rules/certificate-version/good-v1-root.pem");
    let old = old
        .split("-----BEGIN")
        .last()
        .map(|root| format!("-----BEGIN{root}"));
    let old = old.expect("the root");
    folder.write(
        "cacerts.txt",
        &format!(
            "{old}{}{}",
            folder.read("demo/root.pem"),
            folder.read("rules/authority-unknown/other-root.pem")
        ),
    );
    let run = folder.check(&["--format", "json"]);
    assert!(!run.stdout.contains("\"role\": \"leaf\""), "{}", run.stdout);
    assert!(run.stdout.contains("\"role\": \""), "{}", run.stdout);
    assert_eq!(folder.check(&[]).found(), [""; 0]);
}
