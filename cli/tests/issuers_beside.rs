//! A missing issuer among the neighbours, with its place and the command that joins the two.

mod repository;

use repository::Folder;
use repository::objects::{pem, secret, words};
use serde_json::json;

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
