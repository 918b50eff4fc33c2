//! After installing: `check - --same-as FILE` in one line, and lists of CAs beside those that they replace.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use command::{expect, run_in, scratch, status, stderr, stdout};
use support::read;

const AT: &str = "--at=2026-06-01T00:00:00Z";

/// The blocks of a file.
fn blocks(file: &str) -> Vec<String> {
    let text = String::from_utf8(read(file)).expect("text");
    let end = "-----END CERTIFICATE-----\n";
    text.split_inclusive(end)
        .filter(|it| it.ends_with(end))
        .map(Into::into)
        .collect()
}

/// As openssl s_client -showcerts prints it.
fn said(sent: &[&String]) -> String {
    let mut said = String::from("CONNECTED(00000003)\n---\nCertificate chain\n");
    for (number, block) in sent.iter().enumerate() {
        said.push_str(&format!(
            " {number} s:CN = x\n   i:CN = y\n   a:PKEY: rsaEncryption, 2048 (bit)\n{block}"
        ));
    }
    said.push_str("---\nServer certificate\nsubject=CN = x\n\nissuer=CN = y\n\n---\nNo client certificate CA names sent\n---\nDONE\n");
    said
}

#[test]
fn what_is_served_is_told_in_one_line_and_only_the_same_is_accepted() {
    let folder = scratch("same-as");
    fs::write(folder.join("proxy.pem"), read("demo/good.pem")).expect("a file");
    let renewed = "rules/renewal-issuer-changed/bad-second.pem";
    fs::write(folder.join("new.pem"), read(renewed)).expect("a file");
    let chain = blocks("demo/good.pem");
    let [leaf, issuing, root] = chain.as_slice() else {
        panic!("three certificates")
    };
    let other = &blocks(renewed)[0];
    let rows: [(&str, Vec<&String>, i32, &str); 9] = [
        (
            "proxy.pem",
            vec![leaf, issuing, root],
            0,
            "the same: leaf and chain of proxy.pem are served\n",
        ),
        (
            "proxy.pem",
            vec![leaf, issuing],
            0,
            "the same: leaf and intermediates of proxy.pem are served, without the root, which peers have\n",
        ),
        (
            "proxy.pem",
            vec![leaf],
            1,
            "the chain is cut after the leaf: proxy.pem has CN=Example Issuing CA, O=Example as well; install the whole file\n",
        ),
        (
            "proxy.pem",
            vec![leaf, root, issuing],
            1,
            "the certificates of proxy.pem are served in another order: 1 3 2\n",
        ),
        (
            "proxy.pem",
            vec![issuing, leaf],
            1,
            "the leaf of proxy.pem is served, but not first: the order is wrong, and clients take the first for the leaf\n",
        ),
        (
            "new.pem",
            vec![leaf, issuing],
            1,
            "the old certificate is still served, that of proxy.pem, until 2027-01-09T00:00:00Z: connections that were open keep it, others get the new one when it is installed\n",
        ),
        (
            "proxy.pem",
            vec![other, issuing],
            1,
            "another certificate is served: CN=cluster.example.com, O=Example, until ",
        ),
        (
            "proxy.pem",
            vec![leaf, other],
            1,
            "the leaf of proxy.pem is served with other certificates: CN=cluster.example.com",
        ),
        (
            "proxy.pem",
            vec![],
            1,
            "nothing is served: - holds no certificate\n",
        ),
    ];
    for (wanted, sent, exit, line) in rows {
        let previous: &[&str] = if wanted == "new.pem" {
            &["--previous", "proxy.pem"]
        } else {
            &[]
        };
        let arguments = [&["check", "-", "--same-as", wanted, AT], previous].concat();
        let output = run_in(&folder, &arguments, said(&sent).as_bytes());
        let shown = stdout(&output);
        assert_eq!((status(&output), stderr(&output).as_str()), (exit, ""), "{shown}");
        assert!(
            shown.starts_with(line) && shown.lines().count() == 1,
            "wanted {line}\ngot    {shown}"
        );
        let quiet = run_in(
            &folder,
            &[&arguments[..], &["-q"]].concat(),
            said(&sent).as_bytes(),
        );
        assert_eq!((status(&quiet), stdout(&quiet).is_empty()), (exit, exit == 0));
    }
    // Without -showcerts there is the leaf alone, and the chain by name.
    let listed = said(&[leaf]).replace(
        "---\nServer",
        " 1 s:CN = Example Issuing CA\n   i:CN = Example Root CA\n---\nServer",
    );
    let output = run_in(
        &folder,
        &["check", "-", "--same-as", "proxy.pem", AT],
        listed.as_bytes(),
    );
    assert!(
        status(&output) == 1 && stdout(&output).contains("add -showcerts"),
        "{}",
        stdout(&output)
    );
    // A key beside the wanted chain, or Bag Attributes in it, change nothing.
    fs::write(folder.join("pfx.pem"), read("demo/from-pfx.pem")).expect("a file");
    let output = run_in(
        &folder,
        &["check", "-", "--same-as", "pfx.pem", AT],
        said(&[leaf, issuing]).as_bytes(),
    );
    assert_eq!(status(&output), 0, "{}", stdout(&output));
}

#[test]
fn what_cannot_be_compared_is_no_verdict() {
    let folder = scratch("same-as-usage");
    fs::write(folder.join("proxy.pem"), read("demo/good.pem")).expect("a file");
    fs::write(folder.join("empty.pem"), "").expect("a file");
    for arguments in [
        &["check", "-", "--same-as", "absent.pem"][..],
        &["check", "-", "--same-as", "empty.pem"],
        &["check", "proxy.pem", "proxy.pem", "--same-as", "proxy.pem"],
        &[
            "check",
            "proxy.pem",
            "--same-as",
            "proxy.pem",
            "--format",
            "sarif",
        ],
        &["check", "proxy.pem", "--pool", "."],
        &["check", "proxy.pem", "--pool", ".", "--previous", "proxy.pem"],
        &[
            "check",
            "proxy.pem",
            "--profile",
            "authority",
            "--pool",
            "absent",
            "--previous",
            "proxy.pem",
        ],
    ] {
        let output = run_in(&folder, arguments, read("demo/good.pem").as_slice());
        assert_eq!(
            status(&output),
            2,
            "{arguments:?}: {}{}",
            stdout(&output),
            stderr(&output)
        );
    }
}

fn lists(folder: &Path) {
    fs::create_dir_all(folder.join("bundles/web")).expect("folders");
    let file = |name: &str, text: &[u8]| fs::write(folder.join(name), text).expect("a file");
    file("old.pem", &read("rules/renewal-authority-lost/old.pem"));
    file("new.pem", &read("rules/renewal-authority-lost/bad-one.pem"));
    file("bundles/web/kept.pem", &read("demo/good.pem"));
    // The chain of the other root, without it.
    file(
        "bundles/lost.pem",
        &read("rules/renewal-root-changed/bad-other-absent.pem"),
    );
    file("bundles/readme.txt", b"nothing\n");
}

#[test]
fn lists_of_authorities_are_compared_and_bundles_without_anchor_named() {
    let folder = scratch("lists");
    lists(&folder);
    let common = [
        "check",
        "new.pem",
        "--profile",
        "authority",
        "--previous",
        "old.pem",
        AT,
    ];
    expect(
        "lists",
        &run_in(&folder, &[&common[..], &["--pool", "bundles"]].concat(), b""),
    );
    // The other way round a CA came in, and nobody loses anything.
    let back = [
        "check",
        "old.pem",
        "--profile",
        "authority",
        "--previous",
        "new.pem",
        "--pool",
        "bundles",
        AT,
    ];
    let shown = stdout(&run_in(&folder, &back, b""));
    assert!(
        shown.contains("note[renewal-authority-added]") && !shown.contains("lose"),
        "{shown}"
    );
    // What is no CA left the list as well, and nothing is said of leaves.
    fs::write(folder.join("leafs.pem"), read("demo/good.pem")).expect("a file");
    let shown = stdout(&run_in(
        &folder,
        &[
            "check",
            "new.pem",
            "--name",
            "mtls_trusted_ca",
            "--previous",
            "leafs.pem",
            AT,
        ],
        b"",
    ));
    assert!(
        shown.contains("No longer in the list: CN=cluster.example.com, O=Example, until 2027-01-09, CN=Example Issuing CA"),
        "{shown}"
    );
    assert!(
        !shown.contains("renewal-name-lost") && !shown.contains("renewal-ends"),
        "{shown}"
    );
    fs::remove_file(folder.join("bundles/lost.pem")).expect("removed");
    let none = stdout(&run_in(
        &folder,
        &[&common[..], &["--pool", "bundles"]].concat(),
        b"",
    ));
    assert!(none.contains("note[renewal-authority-lost]"), "{none}");
    assert!(none.contains("None of the 1 bundles in bundles"), "{none}");
}
