//! `pemvet csr --template`: what the templates make is vetted clean, and the commands in them do what they say.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/templates.rs"]
mod templates;

use std::fs;
use std::path::Path;

use command::{expect, run_in, scratch, status, stderr, stdout};
use templates::{AT, between, commands, shell, template};

const FQDN: [&str; 2] = ["--fqdn", "cluster.example.com"];
const FIVE: [&str; 10] = [
    "--name",
    "api",
    "--name",
    "cm",
    "--name",
    "proxy",
    "--name",
    "syncer",
    "--name",
    "metrics_exporter",
];

/// A root and an intermediate that signs.
fn authority(folder: &Path) {
    let extensions = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
    fs::write(folder.join("ca.cnf"), extensions).expect("written");
    for line in [
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 -subj '/O=Example/CN=Example Root' -addext keyUsage=critical,keyCertSign,cRLSign",
        "openssl req -new -newkey rsa:2048 -nodes -keyout ca.key -out ca.csr -subj '/O=Example/CN=Example Issuing'",
        "openssl x509 -req -in ca.csr -CA root.pem -CAkey root.key -days 1825 -extfile ca.cnf -out ca.pem && cp ca.pem intermediate.pem",
    ] {
        shell(folder, line);
    }
}

#[test]
fn openssl_s_template_is_followed_to_an_accepted_certificate() {
    let folder = scratch("template-openssl");
    authority(&folder);
    let rows: [(&str, &[&str]); 8] = [
        ("proxy", &["--name", "proxy"]),
        ("cluster", &FIVE),
        (
            "ccs_internode_encryption",
            &["--name", "ccs_internode_encryption"],
        ),
        ("ldap_client", &["--name", "ldap_client"]),
        ("sso_service", &["--name", "sso_service"]),
        (
            "proxy",
            &["--name", "proxy", "--key-type", "ec", "--target", "7.22"],
        ),
        // What is put in place of the placeholders is put there by hand, or with --subject.
        ("cm", &["--name", "cm", "--target", "7.8", "--strict-docs"]),
        (
            "cm",
            &["--name", "cm", "--subject", "O=Example Ltd.", "--subject", "C=DE"],
        ),
    ];
    for (stem, names) in rows {
        let written = template(&folder, "openssl", &[names, &FQDN].concat());
        assert_eq!(status(&written), 0, "{}", stderr(&written));
        fs::write(folder.join(format!("{stem}.cnf")), &written.stdout).expect("written");
        let lines = commands(&stdout(&written), &["(umask", "pemvet ", "openssl ", "cat "]);
        assert_eq!(lines.len(), 5, "{lines:#?}");
        for line in &lines {
            // One certificate for several names is a run for each.
            let is_of_several = line.starts_with("pemvet check") && line.matches("--name").count() > 1;
            if is_of_several {
                let (begin, rest) = line.split_once(" --name").expect("a name");
                for name in names.iter().filter(|name| !name.starts_with("--")) {
                    shell(
                        &folder,
                        &format!("{begin} --name {name} --fqdn cluster.example.com"),
                    );
                }
                assert!(rest.contains("--fqdn"));
                continue;
            }
            let output = shell(&folder, line);
            if line.starts_with("pemvet csr") {
                assert!(
                    stdout(&output).contains("\nACCEPTED    nothing found\n"),
                    "{}",
                    stdout(&output)
                );
            }
        }
    }
    expect(
        "template-openssl",
        &template(&folder, "openssl", &[&FIVE[..], &FQDN].concat()),
    );
}

/// The lines that the page begins with.
#[test]
fn the_lines_of_the_page_do_what_they_say() {
    let folder = scratch("template-page");
    let page = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("docs/csr.md");
    let page = fs::read_to_string(page).expect("the page");
    let output = shell(&folder, between(&page, "```sh\n", "```"));
    assert!(
        stdout(&output).contains("\nACCEPTED    nothing found\n"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn demands_that_exclude_each_other_are_named() {
    let folder = scratch("template-excluded");
    let of = |arguments: &[&str]| {
        let output = run_in(
            &folder,
            &[&["csr", "--template", "openssl"], arguments].concat(),
            b"",
        );
        (status(&output), stdout(&output), stderr(&output))
    };
    let public = ["--name", "proxy", "--fqdn", "cluster.example.com", "--public-ca"];
    let (status, text, _) = of(&[&public[..], &[AT]].concat());
    assert!(
        status == 0 && text.contains("which public CAs end: Let's Encrypt since 2026-07-08"),
        "{text}"
    );
    let (status, text, told) = of(&[&public[..], &["--at=2027-04-01T00:00:00Z"]].concat());
    assert!(
        status == 1 && text.is_empty() && told.contains("clientAuth and a public CA exclude each other"),
        "{told}"
    );
    // Before 8.2 clientAuth was a guideline.
    let (status, text, _) = of(&[&public[..], &["--target", "7.22", AT]].concat());
    assert!(
        status == 0 && text.contains("\nextendedKeyUsage = serverAuth\n"),
        "{text}"
    );
    let (status, _, told) = of(&[
        "--name",
        "ccs_internode_encryption",
        "--fqdn",
        "a.example.com",
        "--key-type",
        "ec",
        AT,
    ]);
    assert!(
        status == 1 && told.contains("`ccs_internode_encryption` and an EC key exclude each other"),
        "{told}"
    );
    let ec = [
        "--name",
        "proxy",
        "--fqdn",
        "a.example.com",
        "--key-type",
        "ec",
        AT,
    ];
    assert!(
        of(&ec)
            .1
            .contains("8.2 refuses the upload where control_cipher_suites")
    );
    let older = of(&[&ec[..], &["--target", "8.0"]].concat()).1;
    assert!(
        older.contains("-newkey ec") && !older.contains("cipher"),
        "{older}"
    );
    let long = format!("{}.example.com", "a".repeat(60));
    let (status, text, _) = of(&["--name", "proxy", "--fqdn", &long, AT]);
    assert!(
        status == 0 && text.contains("it has 72 bytes") && text.contains("\nCN = proxy\n"),
        "{text}"
    );
    let (status, _, told) = of(&["--name", "sso_issuer", AT]);
    assert!(
        status == 2 && told.contains("nothing is requested for it"),
        "{told}"
    );
    let (status, _, told) = of(&["--name", "prxoy", AT]);
    assert!(
        status == 2 && told.ends_with("; did you mean \"proxy\"?\n"),
        "{told}"
    );
    let (status, _, told) = of(&["--name", "sso_service", "--target", "6.2", AT]);
    assert!(status == 2 && !told.contains("did you mean"), "{told}");
    let (status, _, told) = of(&["--name", "api", AT]);
    assert!(status == 2 && told.contains("--fqdn"), "{told}");
}
