//! `pemvet csr`: a request is vetted by what its certificate will be held to, and by what only requests have.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use command::{expect, run_in, scratch, status, stdout};
use pemvet::rules;

const AT: &str = "--at=2026-12-01T00:00:00Z";
const PROXY: [&str; 4] = ["--name", "proxy", "--fqdn", "cluster.example.com"];
const NAMES: &str = "subjectAltName=DNS:cluster.example.com,DNS:*.cluster.example.com,DNS:internal.cluster.example.com,DNS:*.internal.cluster.example.com";
const BOTH: &str = "extendedKeyUsage=serverAuth,clientAuth";
const USAGE: &str = "keyUsage=critical,digitalSignature,keyEncipherment";

#[track_caller]
fn openssl(folder: &Path, arguments: &[&str]) {
    let made = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("openssl");
    assert!(
        made.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&made.stderr)
    );
}

/// A request with these extensions, and its key beside it.
fn request(folder: &Path, name: &str, kind: &[&str], subject: &str, extensions: &[&str]) {
    let (csr, key) = (format!("{name}.csr"), format!("{name}.key"));
    let mut arguments = vec![
        "req", "-new", "-nodes", "-keyout", &key, "-out", &csr, "-subj", subject,
    ];
    arguments.extend(kind);
    for extension in extensions {
        arguments.extend(["-addext", extension]);
    }
    openssl(folder, &arguments);
}

const RSA: [&str; 2] = ["-newkey", "rsa:2048"];

fn good(folder: &Path) {
    request(
        folder,
        "proxy",
        &RSA,
        "/CN=cluster.example.com",
        &[NAMES, BOTH, USAGE],
    );
}

fn csr(folder: &Path, arguments: &[&str]) -> std::process::Output {
    run_in(folder, &[&["csr", AT], arguments].concat(), b"")
}

/// Rules and severities, from JSON that fits its schema.
#[track_caller]
fn found(folder: &Path, arguments: &[&str]) -> (i32, Vec<(String, String)>) {
    let output = csr(folder, &[arguments, &["--format", "json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let schema = run_in(folder, &["schema", "csr"], b"");
    repository::fits(&stdout(&schema), &document);
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let findings = document["findings"].as_array().expect("findings").iter();
    let found = findings
        .map(|it| (text(&it["severity"]), text(&it["rule"])))
        .collect();
    (status(&output), found)
}

#[test]
fn a_good_request_is_accepted_in_each_form_and_says_what_the_ca_decides() {
    let folder = scratch("csr-good");
    good(&folder);
    let arguments = [&["proxy.csr", "--key", "proxy.key"][..], &PROXY].concat();
    expect("csr-good", &csr(&folder, &arguments));
    openssl(
        &folder,
        &["req", "-in", "proxy.csr", "-outform", "DER", "-out", "proxy.der"],
    );
    let text = std::fs::read_to_string(folder.join("proxy.csr")).expect("a request");
    std::fs::write(
        folder.join("new.csr"),
        text.replace("CERTIFICATE", "NEW CERTIFICATE"),
    )
    .expect("written");
    for form in ["proxy.csr", "proxy.der", "new.csr"] {
        assert_eq!(
            found(&folder, &[&[form][..], &PROXY].concat()),
            (0, Vec::new()),
            "{form}"
        );
    }
    let piped = run_in(
        &folder,
        &[&["csr", "-", AT][..], &PROXY].concat(),
        text.as_bytes(),
    );
    assert_eq!(status(&piped), 0);
    // Whatever the release, and under several names at once.
    for target in ["5.4", "6.2.18", "7.8", "8.0"] {
        let arguments = [&["proxy.csr", "--target", target, "--strict-docs"][..], &PROXY].concat();
        let (status, found) = found(&folder, &arguments);
        // 6.2 to 8.0 ask for C, ST, L, O and OU as the security team says; strictness insists.
        let wanted = if target == "5.4" { 0 } else { 1 };
        assert_eq!(
            (status, found.len()),
            (wanted, wanted as usize),
            "{target}: {found:?}"
        );
    }
    let several = ["proxy.csr", "--name", "api", "--name", "cm", "--name", "syncer"];
    assert_eq!(found(&folder, &[&several[..], &PROXY].concat()), (0, Vec::new()));
}

#[test]
fn what_is_wrong_with_a_request_is_said_before_a_ca_signs_it() {
    let folder = scratch("csr-bad");
    let weak = ["-newkey", "rsa:1024", "-sha1"];
    let asked = [
        "basicConstraints=CA:TRUE",
        "extendedKeyUsage=serverAuth",
        "subjectAltName=DNS:cluster.example.com",
    ];
    request(&folder, "bad", &weak, "/CN=other.example.com", &asked);
    expect("csr-bad", &csr(&folder, &[&["bad.csr"][..], &PROXY].concat()));
    // Between nodes only RSA is taken.
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    request(
        &folder,
        "ec",
        &ec,
        "/CN=node",
        &[BOTH, "keyUsage=digitalSignature", NAMES],
    );
    let arguments = ["ec.csr", "--name", "ccs_internode_encryption"];
    assert_eq!(
        found(&folder, &arguments),
        (1, vec![("error".into(), "key-type-unsuited".into())])
    );
    assert_eq!(
        found(
            &folder,
            &[
                &["ec.csr", "--profile", "mutual"][..],
                &["--hostname", "cluster.example.com"]
            ]
            .concat()
        )
        .0,
        0
    );
    // Where nobody can say whether the pair fits, nobody says that it does not.
    request(&folder, "ed448", &["-newkey", "ed448"], "/CN=node", &[NAMES]);
    let shown = stdout(&csr(
        &folder,
        &["ed448.csr", "--key", "ed448.key", "--profile", "any"],
    ));
    assert!(
        shown.contains("Ed448, not checked against the key that was given\n"),
        "{shown}"
    );
    // The key of another request.
    good(&folder);
    let arguments = [&["proxy.csr", "--key", "ec.key"][..], &PROXY].concat();
    assert_eq!(
        found(&folder, &arguments),
        (1, vec![("error".into(), "key-mismatch".into())])
    );
    let words = stdout(&csr(&folder, &arguments));
    assert!(
        words.contains("does not belong to the request, which has an RSA 2048 key.\n"),
        "{words}"
    );
}

/// Each rule about requests is planted once, and each near miss is the good request of the first test.
#[test]
fn each_rule_about_requests_is_raised() {
    let folder = scratch("csr-rules");
    good(&folder);
    let text = std::fs::read_to_string(folder.join("proxy.csr")).expect("a request");
    let key = std::fs::read_to_string(folder.join("proxy.key")).expect("a key");
    openssl(
        &folder,
        &["req", "-in", "proxy.csr", "-outform", "DER", "-out", "proxy.der"],
    );
    let mut der = std::fs::read(folder.join("proxy.der")).expect("DER");
    let place = der
        .windows(9)
        .position(|it| it == b"internal.")
        .expect("the name");
    der[place] = b'x';
    std::fs::write(folder.join("changed.der"), &der).expect("written");
    let block = |der: &[u8]| ::pem::encode(&::pem::Pem::new("CERTIFICATE REQUEST", der.to_vec()));
    // One octet less in the attributes than they say.
    der.truncate(der.len() - 1);
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("written");
    write("cut.csr", block(&der));
    write("twice.csr", format!("{text}{text}"));
    write("with-key.csr", format!("{text}{key}"));
    let config = "[req]\nprompt=no\ndistinguished_name=d\nattributes=a\n[d]\nCN=x.example.com\n[a]\nchallengePassword=open-sesame\n";
    write("password.cnf", config.into());
    request(&folder, "password", &RSA, "/CN=x", &[]);
    openssl(
        &folder,
        &[
            "req",
            "-new",
            "-key",
            "password.key",
            "-config",
            "password.cnf",
            "-out",
            "password.csr",
        ],
    );
    request(
        &folder,
        "sha1",
        &["-newkey", "rsa:2048", "-sha1"],
        "/CN=x",
        &[NAMES],
    );
    request(
        &folder,
        "ca",
        &RSA,
        "/CN=x",
        &["basicConstraints=critical,CA:TRUE,pathlen:0", NAMES],
    );
    let names = rules::names::REQUEST_NOT_FOUND;
    let planted = [
        ("proxy.key", names),
        ("cut.csr", rules::names::REQUEST_UNREADABLE),
        ("changed.der", rules::names::REQUEST_SIGNATURE_BAD),
        ("sha1.csr", rules::names::REQUEST_SIGNATURE_NOT_CHECKED),
        ("sha1.csr", rules::names::REQUEST_HASH_WEAK),
        ("with-key.csr", rules::names::REQUEST_WITH_PRIVATE_KEY),
        ("ca.csr", rules::names::REQUEST_FOR_CA),
        ("password.csr", rules::names::REQUEST_CHALLENGE_PASSWORD),
        ("password.csr", rules::names::REQUEST_WITHOUT_EXTENSIONS),
        ("twice.csr", rules::names::REQUEST_EXTRA),
    ];
    for (file, rule) in planted {
        let (_, found) = found(&folder, &[file, "--profile", "any"]);
        assert!(
            found.iter().any(|(_, it)| it == rule),
            "{file}: {rule}: {found:?}"
        );
    }
    for rule in rules::all().filter(|rule| rule.area.name == rules::names::AREA_REQUEST) {
        assert!(planted.iter().any(|(_, it)| *it == rule.name), "{}", rule.name);
    }
    let shown = stdout(&csr(&folder, &["password.csr", "--profile", "any"]));
    assert!(!shown.contains("sesame"), "{shown}");
}

/// An area of rules that is new has to be put on one of the two sides.
#[test]
fn each_area_is_decided_by_the_request_or_by_its_ca() {
    let not_decided = [
        "encoding",
        "repair",
        "leaf",
        "chain",
        "issuer",
        "trust",
        "constraint",
        "resource",
        "validity",
        "identifier",
        "renewal",
        "path",
        "document",
        "archive",
        "certificate-profile",
        "revocation",
        "repository",
        "request",
    ];
    let decided = rules::names::AREAS_DECIDED_BY_REQUEST;
    for area in rules::areas() {
        let sides = (decided.contains(&area.name), not_decided.contains(&area.name));
        assert!(sides.0 != sides.1, "{}: {sides:?}", area.name);
    }
    assert_eq!(decided.len() + not_decided.len(), rules::areas().count());
}

#[test]
fn a_certificate_and_a_request_in_each_others_place_are_told_by_name() {
    let folder = scratch("csr-swapped");
    good(&folder);
    openssl(
        &folder,
        &[
            "x509",
            "-req",
            "-in",
            "proxy.csr",
            "-key",
            "proxy.key",
            "-out",
            "proxy.pem",
        ],
    );
    expect(
        "csr-certificate",
        &csr(&folder, &[&["proxy.pem"][..], &PROXY].concat()),
    );
    openssl(
        &folder,
        &[
            "pkcs12",
            "-export",
            "-nokeys",
            "-in",
            "proxy.pem",
            "-passout",
            "pass:x",
            "-out",
            "proxy.pfx",
        ],
    );
    let shown = stdout(&csr(&folder, &[&["proxy.pfx"][..], &PROXY].concat()));
    assert!(
        shown.contains("looks like PKCS#12") && shown.contains("help: pemvet check proxy.pfx --name proxy"),
        "{shown}"
    );
    let named = [
        &["check", "proxy.csr", "--no-config", AT, "--target", "7.8"][..],
        &PROXY,
    ]
    .concat();
    let shown = stdout(&run_in(&folder, &named, b""));
    let command = "pemvet csr proxy.csr --name proxy --fqdn cluster.example.com --target 7.8\n";
    assert!(shown.contains(command), "{shown}");
    expect(
        "csr-to-check",
        &run_in(&folder, &["check", "proxy.csr", "--no-config", AT], b""),
    );
}

#[test]
fn one_fault_of_the_file_is_one_finding_and_a_password_opens_the_key() {
    let folder = scratch("csr-once");
    good(&folder);
    let text = std::fs::read_to_string(folder.join("proxy.csr")).expect("a request");
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines[..5].join("\n");
    let broken = text.replacen(lines[3], &format!("!{}", &lines[3][1..]), 1);
    for (text, rule) in [(cut, "end-marker-missing"), (broken, "base64-invalid")] {
        std::fs::write(folder.join("damaged.csr"), text).expect("written");
        let found = found(&folder, &[&["damaged.csr"][..], &PROXY].concat());
        assert_eq!(found, (1, vec![("error".into(), rule.into())]));
    }
    // More than is read of one certificate.
    let mut names = String::from(
        "[req]\nprompt=no\ndistinguished_name=d\nreq_extensions=e\n[d]\nCN=x\n[e]\nsubjectAltName=@n\n[n]\n",
    );
    for number in 0..9_000 {
        names.push_str(&format!(
            "DNS.{number} = host-number-{number}.cluster.example.com\n"
        ));
    }
    std::fs::write(folder.join("large.cnf"), names).expect("written");
    openssl(
        &folder,
        &[
            "req",
            "-new",
            "-key",
            "proxy.key",
            "-config",
            "large.cnf",
            "-out",
            "large.csr",
        ],
    );
    let found_large = found(&folder, &["large.csr", "--profile", "any"]);
    assert_eq!(
        found_large,
        (1, vec![("error".into(), "certificate-too-large".into())])
    );
    openssl(
        &folder,
        &[
            "pkey",
            "-in",
            "proxy.key",
            "-aes256",
            "-passout",
            "pass:changeit",
            "-out",
            "locked.key",
        ],
    );
    std::fs::write(folder.join("password.txt"), "changeit").expect("written");
    let arguments = [
        "proxy.csr",
        "--key",
        "locked.key",
        "--password-file",
        "password.txt",
    ];
    assert_eq!(
        found(&folder, &[&arguments[..], &PROXY].concat()),
        (0, Vec::new())
    );
    let (status, rules) = found(&folder, &[&arguments[..3], &PROXY].concat());
    assert_eq!((status, rules[0].1.as_str()), (1, "key-encrypted"));
}

/// Damaged anywhere: told, without a panic, and never accepted as it was where the signature covers it.
#[test]
fn a_request_cut_or_changed_at_any_byte_is_told() {
    let folder = scratch("csr-damage");
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    request(
        &folder,
        "small",
        &ec,
        "/CN=a.example.com",
        &["subjectAltName=DNS:a.example.com"],
    );
    openssl(
        &folder,
        &["req", "-in", "small.csr", "-outform", "DER", "-out", "small.der"],
    );
    let der = std::fs::read(folder.join("small.der")).expect("DER");
    for place in (0..der.len()).step_by(3) {
        let mut changed = der.clone();
        changed[place] ^= 0x55;
        for bytes in [&changed[..], &der[..place]] {
            let output = run_in(&folder, &["csr", "-", "--profile", "any", AT], bytes);
            assert_eq!(status(&output), 1, "byte {place}: {}", stdout(&output));
        }
    }
}
