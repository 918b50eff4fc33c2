//! `pemvet csr --template`: what the templates make is vetted clean, and the commands in them do what they say.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use command::{expect, run_in, scratch, status, stderr, stdout};

const AT: &str = "--at=2026-12-01T00:00:00Z";
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

fn template(folder: &Path, tool: &str, arguments: &[&str]) -> Output {
    run_in(
        folder,
        &[&["csr", "--template", tool, AT], arguments].concat(),
        b"",
    )
}

/// The command lines in the comments of a template: those that begin with one of `begins`, and what follows a backslash.
fn commands(text: &str, begins: &[&str]) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim_start_matches(['#', ';', ' ']));
    let mut found: Vec<String> = Vec::new();
    let mut is_continued = false;
    for line in lines {
        if is_continued {
            found
                .last_mut()
                .expect("a line before")
                .push_str(line.trim_end_matches('\\'));
        } else if begins.iter().any(|begin| line.starts_with(begin)) {
            found.push(line.trim_end_matches('\\').into());
        } else {
            continue;
        }
        is_continued = line.ends_with('\\');
    }
    found
}

/// Runs a line as printed, with this pemvet found first.
#[track_caller]
fn shell(folder: &Path, line: &str) -> Output {
    let programs = Path::new(env!("CARGO_BIN_EXE_pemvet"))
        .parent()
        .expect("a folder");
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").expect("PATH"));
    let output = Command::new("sh")
        .args(["-ec", line])
        .current_dir(folder)
        .env("PATH", path)
        .output();
    let output = output.expect("a shell");
    assert!(
        output.status.success(),
        "{line}\n{}{}",
        stdout(&output),
        stderr(&output)
    );
    output
}

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
    let rows: [(&str, &[&str]); 6] = [
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

/// What a template of another tool asks for, as that tool reads it.
struct Asked {
    common_name: String,
    names: Vec<String>,
    purposes: String,
    usage: String,
    key: &'static str,
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split_once(after).expect("an end").0
}

fn bits(octet: u8) -> String {
    let names = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
    ];
    let set = names
        .iter()
        .zip(0..)
        .filter(|(_, place)| octet & (0x80 >> place) != 0);
    set.map(|(name, _)| *name).collect::<Vec<_>>().join(",")
}

fn of_certreq(text: &str) -> Asked {
    let code: String = text
        .lines()
        .filter(|line| !line.starts_with(';'))
        .map(|line| format!("{line}\n"))
        .collect();
    let octet = between(&code, "KeyUsage = 0x", "\n");
    let listed = code
        .lines()
        .filter_map(|line| line.strip_prefix("_continue_ = \""));
    let names = listed.map(|line| {
        line.trim_end_matches("&\"")
            .replace("dns=", "DNS:")
            .replace("ipaddress=", "IP:")
    });
    let oids = code.lines().filter_map(|line| line.strip_prefix("OID = "));
    assert!(code.contains("2.5.29.17 = \"{text}\"") && code.contains("HashAlgorithm = SHA256"));
    Asked {
        common_name: between(&code, "Subject = \"CN=", "\"").into(),
        names: names.collect(),
        purposes: oids
            .map(|line| line.split_once(' ').expect("a comment").0)
            .collect::<Vec<_>>()
            .join(","),
        usage: bits(u8::from_str_radix(octet, 16).expect("hex")),
        key: if code.contains("KeyLength = 4096") {
            "rsa:2048"
        } else {
            "ec"
        },
    }
}

fn of_cert_manager(text: &str) -> Asked {
    let list = |title: &str| -> Vec<String> {
        let after = text.split_once(title).map_or("", |(_, after)| after);
        let items = after
            .lines()
            .skip(1)
            .map_while(|line| line.strip_prefix("    - "));
        items.map(|item| item.trim_matches('"').into()).collect()
    };
    let spelled = BTreeMap::from([
        ("digital signature", "digitalSignature"),
        ("key encipherment", "keyEncipherment"),
        ("server auth", "serverAuth"),
        ("client auth", "clientAuth"),
    ]);
    let usages = list("  usages:");
    let of = |is_purpose: bool| {
        let picked = usages.iter().filter(|it| it.ends_with("auth") == is_purpose);
        picked
            .map(|it| spelled[it.as_str()])
            .collect::<Vec<_>>()
            .join(",")
    };
    let dns = list("  dnsNames:").into_iter().map(|name| format!("DNS:{name}"));
    let addresses = list("  ipAddresses:")
        .into_iter()
        .map(|name| format!("IP:{name}"));
    Asked {
        common_name: between(text, "commonName: \"", "\"").into(),
        names: dns.chain(addresses).collect(),
        purposes: of(true),
        usage: of(false),
        key: if text.contains("algorithm: RSA") {
            "rsa:2048"
        } else {
            "ec"
        },
    }
}

fn of_vault(text: &str) -> Asked {
    let usage = between(text, "key_usage=", " ").replace("DigitalSignature", "digitalSignature");
    let flags = [
        ("server_flag=true", "serverAuth"),
        ("client_flag=true", "clientAuth"),
    ];
    let set = flags.iter().filter(|(flag, _)| text.contains(flag));
    let unquoted = |name: &str| name.trim_matches('\'').to_owned();
    let list = |option: &str| -> Vec<String> {
        let value = text.split_once(option).map_or("", |(_, after)| after);
        let value = value.split([' ', '\n']).next().expect("a word");
        unquoted(value)
            .split(',')
            .filter(|it| !it.is_empty())
            .map(Into::into)
            .collect()
    };
    let dns = list("alt_names=").into_iter().map(|name| format!("DNS:{name}"));
    let addresses = list("ip_sans=").into_iter().map(|name| format!("IP:{name}"));
    Asked {
        common_name: unquoted(between(text, "\n  common_name=", " ")),
        names: dns.chain(addresses).collect(),
        purposes: set.map(|(_, purpose)| *purpose).collect::<Vec<_>>().join(","),
        usage: usage.replace("KeyEncipherment", "keyEncipherment"),
        key: if text.contains("key_type=rsa") {
            "rsa:2048"
        } else {
            "ec"
        },
    }
}

fn of_step(text: &str) -> Asked {
    let (head, json) = text.split_once("*/ -}}\n").expect("a head");
    let json = json
        .replace("{{ toJson .Subject }}", "null")
        .replace("{{ toJson .SANs }}", "null");
    let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let list = |value: &serde_json::Value| -> String {
        let items = value
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| it.as_str().expect("text"));
        items.collect::<Vec<_>>().join(",")
    };
    // What a request carries is the DER of the same.
    let (usage, purposes) = (list(&read["keyUsage"]), list(&read["extKeyUsage"]));
    let command = commands(head, &["(umask"]).remove(0);
    let sans = command.split("--san ").skip(1).map(|rest| {
        let name = rest.split([' ', ')']).next().expect("a name").trim_matches('\'');
        let kind = if name.parse::<std::net::IpAddr>().is_ok() {
            "IP"
        } else {
            "DNS"
        };
        format!("{kind}:{name}")
    });
    let der = |id: &str| {
        let mut all = read["extensions"].as_array().expect("extensions").iter();
        let found = all
            .find(|it| it["id"] == id)
            .map(|it| it["value"].as_str().expect("base64"));
        found.map(|base64| {
            ::pem::parse(format!("-----BEGIN X-----\n{base64}\n-----END X-----\n")).expect("base64")
        })
    };
    let value = der("2.5.29.15").expect("key usage");
    assert_eq!(bits(value.contents()[3]), usage);
    let listed = der("2.5.29.37").map_or(0, |value| value.contents().len());
    assert_eq!(
        listed,
        if purposes.is_empty() {
            0
        } else {
            2 + 10 * purposes.split(',').count()
        }
    );
    Asked {
        common_name: between(&command, "--insecure ", " ")
            .trim()
            .trim_matches('\'')
            .into(),
        names: sans.collect(),
        purposes,
        usage,
        key: if command.contains("--kty RSA") {
            "rsa:2048"
        } else {
            "ec"
        },
    }
}

type Reader = fn(&str) -> Asked;

/// Requests as the other tools make them of their templates.
#[test]
fn the_equivalents_of_the_other_templates_are_vetted_clean() {
    let folder = scratch("template-others");
    let tools: [(&str, Reader); 4] = [
        ("certreq", of_certreq),
        ("cert-manager", of_cert_manager),
        ("vault", of_vault),
        ("step", of_step),
    ];
    let rows: [&[&str]; 5] = [
        &["--name", "proxy", "--fqdn", "cluster.example.com"],
        &[
            "--name",
            "api",
            "--name",
            "syncer",
            "--fqdn",
            "a.example.com",
            "--fqdn",
            "b.example.com",
        ],
        &[
            "--name",
            "data_internode_encryption",
            "--fqdn",
            "cluster.example.com",
        ],
        &["--name", "ldap_client", "--fqdn", "cluster.example.com"],
        &[
            "--profile",
            "server",
            "--hostname",
            "www.example.com",
            "--hostname",
            "192.0.2.7",
        ],
    ];
    for (tool, reader) in tools {
        for row in rows {
            for key_type in ["rsa", "ec"] {
                if key_type == "ec" && row.contains(&"data_internode_encryption") {
                    continue;
                }
                let written = template(&folder, tool, &[row, &["--key-type", key_type]].concat());
                assert_eq!(status(&written), 0, "{tool} {row:?}: {}", stderr(&written));
                let asked = reader(&stdout(&written).replace("\r\n", "\n"));
                assert_eq!(asked.key == "ec", key_type == "ec", "{tool} {row:?}");
                let curve = if asked.key == "ec" {
                    " -pkeyopt ec_paramgen_curve:P-256"
                } else {
                    ""
                };
                let mut line = format!(
                    "openssl req -new -newkey {}{curve} -nodes -keyout x.key -out x.csr -subj '/CN={}' -addext keyUsage={}",
                    asked.key, asked.common_name, asked.usage
                );
                for (extension, values) in [
                    ("extendedKeyUsage", asked.purposes),
                    ("subjectAltName", asked.names.join(",")),
                ] {
                    if !values.is_empty() {
                        line.push_str(&format!(" -addext '{extension}={values}'"));
                    }
                }
                shell(&folder, &line);
                let vetted = run_in(&folder, &[&["csr", "x.csr", AT], row].concat(), b"");
                let shown = stdout(&vetted);
                assert!(
                    shown.contains("\nACCEPTED    nothing found\n"),
                    "{tool} {row:?}: {line}\n{shown}"
                );
            }
        }
        expect(&format!("template-{tool}"), &template(&folder, tool, rows[0]));
    }
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
    let (status, _, told) = of(&["--name", "api", AT]);
    assert!(status == 2 && told.contains("--fqdn"), "{told}");
}
