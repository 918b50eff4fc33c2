//! Requests as certreq, cert-manager, Vault and step make them of their templates are vetted clean.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/templates.rs"]
mod templates;

use std::collections::BTreeMap;

use command::{expect, run_in, scratch, status, stderr, stdout};
use templates::{AT, between, commands, shell, template};

/// What a template of another tool asks for, as that tool reads it.
struct Asked {
    common_name: String,
    /// `/C=XX/O=Example`, or nothing.
    subject: String,
    names: Vec<String>,
    purposes: String,
    usage: String,
    key: &'static str,
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
    let subject: Vec<&str> = between(&code, "Subject = \"CN=", "\"").split(", ").collect();
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
        common_name: subject[0].into(),
        subject: subject[1..]
            .iter()
            .rev()
            .map(|it| format!("/{}", it.replace("S=", "ST=").replace("STT=", "ST=")))
            .collect(),
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
        subject: PARTS
            .iter()
            .filter_map(|(short, _, list)| {
                let (_, value) = text.split_once(&format!("    {list}: [\""))?;
                Some(format!("/{short}={}", value.split('"').next().expect("a value")))
            })
            .collect(),
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
        subject: VAULT
            .iter()
            .filter_map(|(option, short)| {
                let (_, value) = text.split_once(&format!("\n  {option}="))?;
                Some(format!(
                    "/{short}={}",
                    unquoted(value.split(" \\").next().expect("a value"))
                ))
            })
            .collect(),
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
        .replace("{{ toJson .Subject.CommonName }}", "null")
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
        subject: PARTS
            .iter()
            .filter_map(|(short, member, _)| Some(format!("/{short}={}", read["subject"][member].as_str()?)))
            .collect(),
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

/// Attributes: in short, as step calls them, and as cert-manager does.
const PARTS: [(&str, &str, &str); 5] = [
    ("C", "country", "countries"),
    ("ST", "province", "provinces"),
    ("L", "locality", "localities"),
    ("O", "organization", "organizations"),
    ("OU", "organizationalUnit", "organizationalUnits"),
];
const VAULT: [(&str, &str); 5] = [
    ("country", "C"),
    ("province", "ST"),
    ("locality", "L"),
    ("organization", "O"),
    ("ou", "OU"),
];

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
    let rows: [&[&str]; 7] = [
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
            "--name",
            "cm",
            "--fqdn",
            "cluster.example.com",
            "--target",
            "7.8",
            "--strict-docs",
        ],
        &[
            "--name",
            "cm",
            "--fqdn",
            "cluster.example.com",
            "--subject",
            "O=Example Ltd.",
            "--subject",
            "C=DE",
        ],
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
                    "openssl req -new -newkey {}{curve} -nodes -keyout x.key -out x.csr -subj '{}/CN={}' -addext keyUsage={}",
                    asked.key, asked.subject, asked.common_name, asked.usage
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
