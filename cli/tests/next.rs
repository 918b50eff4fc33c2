//! `pemvet next`: every line that it prints, and that the page has, is carried out, with stubs for the cluster's side.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use command::{expect, run_in, scratch, status, stderr, stdout};
use serde_json::Value;

/// Answers GET with a body whose certificates are the old ones, and takes a body that only its owner may read.
const CURL: &str = r#"#!/bin/sh
echo "curl $*" >> log
case " $* " in *" --cacert ca.pem --user admin@example.com "*) ;; *) echo "no CA or user: $*" >&2; exit 1;; esac
case "$*" in *"--request PUT"*)
  case "$*" in *"Content-Type: application/json"*"@body.json"*) ;; *) exit 1;; esac
  [ "$(stat -c %a body.json)" = 600 ] || exit 1
  grep -q '"certificate"' body.json;;
*)
  while [ "$1" != --output ]; do shift; done
  cp answer.json "$2";;
esac
"#;
/// Serves the new chain, and is itself otherwise.
const OPENSSL: &str =
    "#!/bin/sh\ncase $1 in s_client) cat proxy.pem;; *) PATH=${PATH#*:} exec openssl \"$@\";; esac\n";
/// Files below /tmp are those of a node.
const RM: &str = "#!/bin/sh\necho \"rm $*\" >> log\ncase \"$1\" in /tmp/*) ;; *) /bin/rm \"$@\";; esac\n";

/// A certificate for a year, its key, an older one in an answer of GET, and the stubs.
fn prepared(name: &str) -> PathBuf {
    let folder = scratch(name);
    let bin = folder.join("bin");
    fs::create_dir(&bin).expect("a folder");
    let stub = |name: &str, text: &str| {
        fs::write(bin.join(name), text).expect("a stub");
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).expect("a mode");
    };
    for name in ["rladmin", "scp", "crdb-cli"] {
        stub(name, "#!/bin/sh\necho \"$(basename \"$0\") $*\" >> log\n");
    }
    stub("curl", CURL);
    stub("openssl", OPENSSL);
    stub("rm", RM);
    shell(
        &folder,
        r#"
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 -subj '/O=Example/CN=Example Root' -addext keyUsage=critical,keyCertSign,cRLSign
printf 'authorityKeyIdentifier=keyid\n' > ca.cnf
pemvet csr --template openssl --name proxy --fqdn cluster.example.com > proxy.cnf
printf 'old\nproxy\n' | while read name; do
  openssl req -new -config proxy.cnf -newkey rsa:2048 -nodes -keyout $name.key -out $name.csr
  openssl x509 -req -in $name.csr -CA root.pem -CAkey root.key -days 365 -copy_extensions copy -extfile ca.cnf -out leaf.pem
  cat leaf.pem root.pem > $name.pem
done
cp root.pem ca.pem
jq -n --rawfile old old.pem '[ "api", "cm", "proxy", "syncer", "metrics_exporter", "ldap_client", "sso_service", "ccs_internode_encryption", "data_internode_encryption", "mtls_trusted_ca" ] | map({(. + "_cert"): $old}) | add' > answer.json
printf 'changeit' > password.txt
openssl pkcs12 -export -inkey proxy.key -in proxy.pem -passout file:password.txt -out proxy.pfx
"#,
    );
    folder
}

#[track_caller]
fn shell(folder: &Path, script: &str) -> Output {
    let programs = Path::new(env!("CARGO_BIN_EXE_pemvet"))
        .parent()
        .expect("a folder");
    let path = format!(
        "{}:{}:{}",
        folder.join("bin").display(),
        programs.display(),
        std::env::var("PATH").expect("PATH")
    );
    let output = Command::new("sh")
        .args(["-ec", script])
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .expect("a shell");
    assert!(
        output.status.success(),
        "{script}\n{}{}",
        stdout(&output),
        stderr(&output)
    );
    output
}

/// The blocks of shell under a title.
fn blocks(page: &str, title: &str) -> String {
    let (_, section) = page.split_once(title).expect("the section");
    let section = section.split("\n## ").next().expect("it");
    let blocks = section.split("```sh\n").skip(1);
    blocks
        .map(|block| block.split("```").next().expect("its end"))
        .collect()
}

#[test]
fn every_line_of_from_pfx_to_cluster_is_carried_out() {
    let folder = prepared("next-page");
    shell(
        &folder,
        "mkdir made && cp proxy.pfx password.txt ca.pem answer.json made && cp -r bin made/bin",
    );
    let page = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("docs/redis.md");
    let page = fs::read_to_string(page).expect("the page");
    let script = blocks(&page, "## From pfx to cluster");
    let made = folder.join("made");
    let output = stdout(&shell(&made, &script));
    assert!(
        output.contains("ACCEPTED") && output.contains("To install it:"),
        "{output}"
    );
    let log = fs::read_to_string(made.join("log")).expect("what the stubs were asked");
    assert_eq!(log.lines().count(), 10, "{log}");
    // What the page shows is what is printed.
    let printed = run_in(&folder, &next(&["--name", "proxy"]), b"");
    let printed = stdout(&printed);
    let of_page = script.lines().skip_while(|line| !line.starts_with("CLUSTER="));
    for line in of_page {
        assert!(printed.contains(&format!("     {line}\n")), "{line}\n{printed}");
    }
}

fn next<'a>(question: &[&'a str]) -> Vec<&'a str> {
    let common = [
        "next",
        "proxy.pem",
        "--key",
        "proxy.key",
        "--fqdn",
        "cluster.example.com",
    ];
    [&common[..], question].concat()
}

#[test]
fn all_lines_for_each_name_and_version_are_carried_out() {
    let folder = prepared("next-all");
    let rows = [
        ("5.4", "api cm proxy syncer"),
        ("6.2", "metrics_exporter proxy"),
        ("7.8", "api cm proxy syncer metrics_exporter ldap_client"),
        (
            "8.2",
            "proxy syncer ccs_internode_encryption data_internode_encryption sso_service",
        ),
    ];
    for (target, names) in rows {
        for name in names.split(' ') {
            let common = [
                "check",
                "proxy.pem",
                "--key",
                "proxy.key",
                "--fqdn",
                "cluster.example.com",
                "--format",
                "json",
                "--name",
                name,
                "--target",
                target,
            ];
            let output = run_in(&folder, &common, b"");
            let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            repository::fits(include_str!("../schemas/report.schema.json"), &document);
            let steps = document["bundles"][0]["next"].as_array().expect("steps");
            let commands = steps
                .iter()
                .flat_map(|step| step["commands"].as_array().expect("commands"));
            let script: String = commands
                .map(|line| format!("{}\n", line.as_str().expect("text")))
                .collect();
            let _ = fs::remove_file(folder.join("log"));
            shell(&folder, &script);
            let log = fs::read_to_string(folder.join("log")).expect("what the stubs were asked");
            let installs = format!(
                "rladmin cluster certificate set {}",
                match name {
                    "ccs_internode_encryption" =>
                        "internal cpine_certificate_file /tmp/proxy.pem cpine_key_file /tmp/proxy.key",
                    "data_internode_encryption" =>
                        "internal dpine_certificate_file /tmp/proxy.pem dpine_key_file /tmp/proxy.key",
                    "metrics_exporter" if target == "6.2" =>
                        "metrics certificate_file /tmp/proxy.pem key_file /tmp/proxy.key",
                    _ => "",
                }
            );
            assert!(
                log.contains(&installs) && log.contains("rm /tmp/proxy.pem /tmp/proxy.key"),
                "{name}: {log}"
            );
            let endpoint = if target == "8.2" {
                ":9443/v1/cluster/certificates"
            } else {
                "/v1/cluster/update_cert"
            };
            assert!(
                log.lines()
                    .any(|line| line.contains("PUT") && line.ends_with(endpoint)),
                "{log}"
            );
        }
    }
}

/// One file for five names, and files of the same name in two folders.
#[test]
fn several_names_have_one_way() {
    let folder = prepared("next-several");
    let five = ["api", "cm", "proxy", "syncer", "metrics_exporter"];
    let names: Vec<&str> = five.iter().flat_map(|name| ["--name", *name]).collect();
    let checked = [
        "check",
        "proxy.pem",
        "--key",
        "proxy.key",
        "--fqdn",
        "cluster.example.com",
    ];
    let matrix = stdout(&run_in(&folder, &[&checked[..], &names].concat(), b""));
    let named = matrix.lines().last().expect("a line").trim();
    assert!(
        named.starts_with("pemvet next proxy.pem --key proxy.key --name"),
        "{matrix}"
    );
    assert_eq!(named.matches("--name").count(), 5, "{named}");
    for (target, puts) in [("8.2", 1), ("7.8", 5)] {
        let told = stdout(&shell(&folder, &format!("{named} --target {target}")));
        let script: String = told
            .lines()
            .filter_map(|line| line.strip_prefix("     "))
            .map(|line| format!("{line}\n"))
            .collect();
        let _ = fs::remove_file(folder.join("log"));
        shell(&folder, &script);
        let log = fs::read_to_string(folder.join("log")).expect("what the stubs were asked");
        let count = |words: &str| log.lines().filter(|line| line.contains(words)).count();
        assert_eq!(
            (count("rladmin cluster certificate set"), count("PUT")),
            (5, puts),
            "{log}"
        );
        assert_eq!(
            (count("scp -p proxy.pem proxy.key"), count("crdb-cli")),
            (1, 1),
            "{log}"
        );
    }
    // Chain and key in one file are divided first, by a command that is printed.
    shell(&folder, "cat proxy.pem proxy.key > both.pem");
    for (file, made) in [("both.pem", "both-split.pem"), ("proxy.pfx", "proxy.pem")] {
        let check = [
            "check",
            file,
            "--password-file",
            "password.txt",
            "--name",
            "proxy",
            "--fqdn",
            "cluster.example.com",
        ];
        let told = stdout(&run_in(&folder, &check, b""));
        let command = told.lines().last().expect("a line").trim().to_owned();
        assert!(
            command.starts_with(&format!("pemvet fix {file} --split {made},")),
            "{told}"
        );
        if file == "both.pem" {
            shell(&folder, &command);
            let check = [
                "check",
                made,
                "--key",
                "both-split.key",
                "--name",
                "proxy",
                "--fqdn",
                "cluster.example.com",
            ];
            let told = stdout(&run_in(&folder, &check, b""));
            assert!(
                told.contains("pemvet next both-split.pem --key both-split.key"),
                "{told}"
            );
        }
    }
}

#[test]
fn what_follows_depends_on_the_name_and_the_version() {
    let folder = prepared("next-words");
    let of = |question: &[&str]| stdout(&run_in(&folder, &next(question), b""));
    let all = [
        ("proxy", "8.2", "Replica Of: give the destinations", true),
        ("proxy", "8.2", "RS122668", false),
        ("proxy", "7.8", "RS122668", true),
        (
            "proxy",
            "7.8",
            "Cluster Manager UI\n   Cluster > Security > Certificates, Server authentication",
            true,
        ),
        ("proxy", "6.2", "Cluster > Security", false),
        ("proxy", "6.2", "a validity of more than 365 days", true),
        ("proxy", "8.2", "a validity of at most a year", true),
        (
            "syncer",
            "6.0",
            "restarts the proxy and the syncer's connections",
            true,
        ),
        ("syncer", "6.0.20-81", "restarts the proxy", false),
        (
            "syncer",
            "8.2",
            "Replica Of and Active-Active authentication",
            true,
        ),
        ("api", "8.2", "crdb-cli", false),
        ("api", "8.2", "-connect \"$CLUSTER\":9443 -showcerts", true),
        ("api", "8.2", "has to hold the CA of the new certificate", true),
        ("ccs_internode_encryption", "8.0", "RS208996", true),
        (
            "ccs_internode_encryption",
            "8.2",
            "five days before it expires",
            true,
        ),
        ("sso_service", "8.2", "saml/metadata/sp", true),
    ];
    for (name, target, words, is_there) in all {
        let printed = of(&["--name", name, "--target", target]);
        assert_eq!(
            printed.contains(words),
            is_there,
            "{name} {target}: {words}\n{printed}"
        );
    }
}

#[test]
fn check_names_the_command_after_acceptance_and_not_where_it_is_not_wanted() {
    let folder = prepared("next-pointer");
    let check = [
        "check",
        "proxy.pem",
        "--key",
        "proxy.key",
        "--name",
        "proxy",
        "--fqdn",
        "cluster.example.com",
    ];
    let command = "  pemvet next proxy.pem --key proxy.key --name proxy --fqdn cluster.example.com\n";
    let shown = stdout(&run_in(&folder, &check, b""));
    assert!(shown.ends_with(command), "{shown}");
    let names = |more: &[&str]| {
        let output = stdout(&run_in(&folder, &[&check[..], more].concat(), b""));
        output.contains("pemvet next") || output.contains("\"next\"")
    };
    assert!(names(&["--format", "json"]));
    for off in [
        &["--no-next"][..],
        &["--quiet"],
        &["--no-next", "--format", "json"],
        &["--hostname", "x.example.com"],
    ] {
        assert!(!names(off), "{off:?}");
    }
    // Neither is a certificate that is no product's, nor one without a file of its key.
    let plain = stdout(&run_in(
        &folder,
        &["check", "proxy.pem", "--profile", "server"],
        b"",
    ));
    assert!(
        plain.contains("ACCEPTED") && !plain.contains("pemvet next"),
        "{plain}"
    );
    let refused = run_in(
        &folder,
        &next(&["--name", "proxy", "--hostname", "x.example.com"]),
        b"",
    );
    assert_eq!((status(&refused), stdout(&refused).as_str()), (1, ""));
    let plain = run_in(&folder, &["next", "proxy.pem", "--key", "proxy.key"], b"");
    assert!(
        status(&plain) == 2 && stderr(&plain).contains("give --name, --key"),
        "{}",
        stderr(&plain)
    );
}

#[test]
fn the_long_form_reads_well() {
    let folder = scratch("next-screen");
    for file in ["good.pem", "proxy.key"] {
        fs::write(folder.join(file), support::read(&format!("demo/{file}"))).expect("a file");
    }
    fs::set_permissions(folder.join("proxy.key"), fs::Permissions::from_mode(0o600)).expect("a mode");
    let arguments = [
        "next",
        "good.pem",
        "--key",
        "proxy.key",
        "--name",
        "proxy",
        "--fqdn",
        "cluster.example.com",
    ];
    expect(
        "next-proxy",
        &run_in(&folder, &[&arguments[..], &[command::AT]].concat(), b""),
    );
}
