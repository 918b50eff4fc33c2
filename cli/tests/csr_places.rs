//! `pemvet csr`: where in the file a finding's thing stands, what is told of bytes too many or too few, and that what was
//! given comes back whole in the commands that are printed.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/templates.rs"]
mod templates;

use std::fs;
use std::path::{Path, PathBuf};

use command::{run_in, scratch, status, stderr, stdout};
use templates::{AT, commands, shell, template};

/// A request of OpenSSL's in PEM and DER.
fn request(name: &str, options: &str) -> (PathBuf, Vec<u8>) {
    let folder = scratch(name);
    shell(
        &folder,
        &format!("openssl req -new -newkey rsa:2048 -nodes -keyout a.key -out a.csr {options}"),
    );
    shell(&folder, "openssl req -in a.csr -outform DER -out a.der");
    let der = fs::read(folder.join("a.der")).expect("DER");
    (folder, der)
}

fn json(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = run_in(
        folder,
        &[&["csr", AT, "--format", "json"], arguments].concat(),
        b"",
    );
    serde_json::from_str(&stdout(&output)).expect("JSON")
}

#[test]
fn a_finding_is_at_the_lines_of_what_it_is_about() {
    let extensions = "-subj /O=Example/CN=cluster.example.com -addext basicConstraints=critical,CA:TRUE \
                      -addext subjectAltName=DNS:cluster.example.com -addext extendedKeyUsage=serverAuth";
    let (folder, der) = request("csr-places", extensions);
    let text = fs::read_to_string(folder.join("a.csr")).expect("text");
    let asked = ["--name", "proxy", "--fqdn", "cluster.example.com"];
    // What each rule is about, as bytes of the DER.
    let san = b"\x06\x03\x55\x1d\x11".as_slice();
    let eku = b"\x06\x03\x55\x1d\x25".as_slice();
    let constraints = b"\x06\x03\x55\x1d\x13".as_slice();
    for (rule, about) in [
        ("san-name-missing", san),
        ("eku-purpose-missing", eku),
        ("request-for-ca", constraints),
    ] {
        let at = memchr::memmem::find(&der, about).expect("the extension");
        for file in ["a.csr", "a.der"] {
            let report = json(&folder, &[&[file], &asked[..]].concat());
            let findings = report["findings"].as_array().expect("findings");
            let finding = findings.iter().find(|it| it["rule"] == rule).expect(rule);
            let bytes = &finding["location"]["bytes"];
            let number =
                |value: &serde_json::Value| usize::try_from(value.as_u64().expect("a number")).expect("one");
            let (start, end) = (number(&bytes[0]), number(&bytes[1]));
            if file == "a.der" {
                assert!(
                    start <= at + 8 && at < end && end - start < 100,
                    "{rule} {start} {end} {at}"
                );
                continue;
            }
            // The line on which its base64 stands.
            let line = 2 + at * 4 / 3 / 64;
            let lines = (
                number(&finding["location"]["lines"][0]),
                number(&finding["location"]["lines"][1]),
            );
            assert!(
                lines.0 <= line + 1 && line <= lines.1 && lines.1 - lines.0 < 3,
                "{rule} {lines:?} {line}"
            );
            assert!(end < text.len() && start > 20, "{rule}");
        }
    }
}

#[test]
fn bytes_behind_a_request_and_those_that_are_missing_are_told() {
    let (folder, der) = request(
        "csr-extent",
        "-subj /CN=a.example.com -addext subjectAltName=DNS:a.example.com",
    );
    let said = |bytes: &[u8], file: &str| {
        fs::write(folder.join(file), bytes).expect("a scratch file");
        let output = run_in(&folder, &["csr", file, "--profile", "any", AT], b"");
        (status(&output), stdout(&output))
    };
    let whole = said(&der, "whole.der");
    assert_eq!(whole.0, 0, "{}", whole.1);
    let (code, words) = said(&[&der[..], b"\r\n"].concat(), "more.der");
    assert!(
        code == 1 && words.contains("The request cannot be read: 2 bytes follow it."),
        "{words}"
    );
    let (code, words) = said(&der[..der.len() - 7], "cut.der");
    let wanted = format!(
        "it says that it has {} bytes, and the file has {}",
        der.len(),
        der.len() - 7
    );
    assert!(code == 1 && words.contains(&wanted), "{words}");
    let in_pem = |der: &[u8]| pem::encode(&pem::Pem::new("CERTIFICATE REQUEST", der)).into_bytes();
    let (code, words) = said(&in_pem(&[&der[..], b"\0\0\0"].concat()), "more.csr");
    assert!(
        code == 1 && words.contains("3 bytes behind it in its block"),
        "{words}"
    );
    let (code, words) = said(&in_pem(&der[..der.len() - 7]), "cut.csr");
    assert!(
        code == 1 && words.contains("some are missing at its end"),
        "{words}"
    );
    // Another file of DER is no request that was cut.
    let certificate = support::certificates(&support::testdata("trust/leaf.pem")).swap_remove(0);
    let (_, words) = said(&certificate, "certificate.der");
    assert!(!words.contains("it is cut"), "{words}");
}

#[test]
fn the_last_line_carries_what_was_asked() {
    let long = format!(
        "{}.example.com",
        "thelongestnamethatanybodyhasgiventoaclusterofours"
    );
    let folder = scratch("csr-options");
    let asked = [
        "--name",
        "proxy",
        "--name",
        "api",
        "--fqdn",
        &long,
        "--subject",
        "O=Example Ltd.",
        "--strict-docs",
        "--target",
        "7.4",
    ];
    let subject = [
        "--subject",
        "C=DE",
        "--subject",
        "ST=B",
        "--subject",
        "L=B",
        "--subject",
        "OU=B",
    ];
    let asked = [&asked[..], &subject].concat();
    let written = template(&folder, "openssl", &asked);
    assert_eq!(status(&written), 0, "{}", stderr(&written));
    fs::write(folder.join("cluster.cnf"), &written.stdout).expect("written");
    let made = commands(&stdout(&written), &["(umask", "pemvet csr"]);
    let mut outputs: Vec<_> = made.iter().map(|line| shell(&folder, line)).collect();
    let output = outputs.pop().expect("a command");
    let said = stdout(&output);
    let last = said.lines().last().expect("a line");
    let expected = format!(
        "then: pemvet check NEW.pem --key cluster.key --name proxy --name api --fqdn {long} --subject 'O=Example Ltd.' \
         --subject C=DE --subject ST=B --subject L=B --subject OU=B --strict-docs --target 7.4"
    );
    assert_eq!(last, expected, "{said}");
}

#[test]
fn any_value_of_a_subject_comes_through_a_template() {
    let folder = scratch("csr-subject");
    let value = r#"A "B" & C's #1; $HOME/`d`, \e + x=y {{ 5% }} ü"#;
    let organization = format!("O={value}");
    let asked = [
        "--name",
        "proxy",
        "--fqdn",
        "cluster.example.com",
        "--subject",
        &organization,
    ];
    let written = template(&folder, "openssl", &asked);
    assert_eq!(status(&written), 0, "{}", stderr(&written));
    fs::write(folder.join("proxy.cnf"), &written.stdout).expect("written");
    for line in commands(&stdout(&written), &["(umask", "pemvet csr"]) {
        let output = shell(&folder, &line);
        assert!(
            !line.starts_with("pemvet") || stdout(&output).contains("ACCEPTED"),
            "{}",
            stdout(&output)
        );
    }
    let subject = shell(
        &folder,
        "openssl req -in proxy.csr -noout -subject -nameopt utf8,sep_multiline",
    );
    assert!(
        stdout(&subject).contains(&format!("O={value}\n")),
        "{}",
        stdout(&subject)
    );
    let text = |tool: &str| stdout(&template(&folder, tool, &asked));
    let quoted = serde_json::to_string(value).expect("JSON");
    assert!(text("cert-manager").contains(&format!("organizations: [{quoted}]")));
    assert!(text("step").contains(&format!(
        "\"organization\": {}",
        quoted.replace("{{", "{{ \"{{\" }}")
    )));
    assert!(
        text("certreq").contains("O=\"\"A \"\"\"\"B\"\"\"\" & C's #1; $HOME/`d`, \\e + x=y {{ 5%% }} ü\"\"")
    );
    let vault = template(&folder, "vault", &asked);
    assert!(
        status(&vault) == 2 && stderr(&vault).contains("a comma for two values"),
        "{}",
        stderr(&vault)
    );
    let lines = template(&folder, "openssl", &["--name", "proxy", "--subject", "O=A\nB"]);
    assert_eq!(status(&lines), 2);
}

#[test]
fn a_ca_s_own_request_is_made_from_a_template_and_vetted_clean() {
    let folder = scratch("csr-authority");
    let written = template(&folder, "openssl", &["--profile", "authority"]);
    assert_eq!(status(&written), 0, "{}", stderr(&written));
    fs::write(folder.join("authority.cnf"), &written.stdout).expect("written");
    let lines = commands(
        &stdout(&written),
        &["(umask", "pemvet ", "A root signs itself: openssl"],
    );
    assert_eq!(lines.len(), 4, "{lines:#?}");
    for line in &lines {
        let output = shell(&folder, line.trim_start_matches("A root signs itself: "));
        if line.starts_with("pemvet") {
            assert!(
                stdout(&output).contains("ACCEPTED    nothing found"),
                "{}",
                stdout(&output)
            );
        }
    }
    let other = template(&folder, "certreq", &["--profile", "authority"]);
    assert!(
        status(&other) == 2 && stderr(&other).contains("--template openssl"),
        "{}",
        stderr(&other)
    );
}

#[test]
fn a_public_ca_issues_no_internal_names_and_that_is_said_before() {
    let folder = scratch("csr-internal");
    for (host, is_internal) in [
        ("db.internal", true),
        ("db", true),
        ("db.corp", true),
        ("10.0.0.1", true),
        ("fd00::1", true),
        ("db.example.com", false),
        ("192.0.2.7", false),
        ("db.example.co.uk", false),
    ] {
        let output = template(
            &folder,
            "openssl",
            &["--profile", "server", "--hostname", host, "--public-ca"],
        );
        let said = stderr(&output).contains(&format!("{host} and a public CA exclude each other"));
        assert_eq!(
            (status(&output), said),
            (i32::from(is_internal), is_internal),
            "{host} {}",
            stderr(&output)
        );
    }
}

#[test]
fn the_request_that_vault_s_lines_name_has_the_kind_of_key_that_its_role_wants() {
    let folder = scratch("csr-vault");
    let written = template(
        &folder,
        "vault",
        &[
            "--name",
            "proxy",
            "--fqdn",
            "cluster.example.com",
            "--key-type",
            "ec",
        ],
    );
    assert!(
        stdout(&written).contains("pemvet csr --template openssl --key-type ec --name proxy"),
        "{}",
        stdout(&written)
    );
}
