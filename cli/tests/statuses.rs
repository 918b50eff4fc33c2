//! Every situation has its exit status, whatever option is given.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;

use command::{AT, run, scratch, status, stderr, stdout};

#[test]
fn every_situation_has_its_exit_status() {
    let folder = scratch("situations");
    let file = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, content).expect("a scratch file");
        path.to_str().expect("a UTF-8 path").to_owned()
    };
    let empty = file("empty.pem", b"");
    let jpeg = file("photo.jpg", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01");
    let zeros = file("zeros", &vec![0; 1_000_000]);
    let huge = file("huge", &vec![b'x'; (1 << 20) + 1]);
    let not_utf8 = file("not-utf8", b"\xC3\x28-----BEGIN \xFF-----\n");
    let baseline = file("known.json", b"");
    let report = file("report.txt", b"");
    let good = "testdata/demo/good.pem";
    let key = "testdata/demo/proxy.key";
    let directory = folder.to_str().expect("a UTF-8 path");
    let situations: &[(i32, &[&str])] = &[
        (0, &["check", good]),
        (0, &["check", good, "--key", key]),
        (
            1,
            &[
                "check",
                good,
                "--key",
                key,
                "--name",
                "proxy",
                "--fqdn",
                "other.example",
            ],
        ),
        (1, &["check", "testdata/demo/from-pfx.pem"]),
        (1, &["check", "testdata/demo/expired-intermediate.pem"]),
        (1, &["check", good, "--name", "nonsense"]),
        (1, &["check", good, "--name", "nonsense", "--fqdn", "a.example"]),
        (1, &["check", &empty]),
        (1, &["check", &jpeg]),
        (1, &["check", &zeros]),
        (2, &["check", &huge]),
        (1, &["check", &not_utf8]),
        (1, &["check", key]),
        (0, &["check", good, "--name", "ldap_client"]),
        (
            1,
            &["check", good, "--name", "ldap_client", "--fail-on", "warning"],
        ),
        (1, &["check", good, "--profile", "server", "--fail-on", "note"]),
        (1, &["check", "testdata/demo"]),
        (2, &["check", directory, "--key", key]),
        (2, &["check", "testdata/no-such.pem"]),
        (2, &["check", good, "--key", "testdata/no-such.key"]),
        (2, &["check", good, "--trust", key]),
        (2, &["check", good, "--name", "proxy"]),
        (2, &["check", good, "--name", "proxy", "--fqdn", "not a name"]),
        (2, &["check", good, "--name", "proxy", "--profile", "any"]),
        (2, &["check", good, "--fqdn", "a.example"]),
        (2, &["check", good, "--at", "yesterday"]),
        (2, &["check", good, "--format", "yaml"]),
        (2, &["check", good, good, "--key", key]),
        (2, &["check", good, good, "--hostname", "a.example"]),
        (
            2,
            &[
                "check",
                good,
                "testdata/no-such.pem",
                "testdata/demo/sha1-leaf.pem",
            ],
        ),
        (1, &["fix", &empty]),
        (2, &["fix", directory]),
        (2, &["fix", good, "--output", "testdata/no-such/fixed.pem"]),
        (0, &["explain", "eku-absent"]),
        (2, &["explain", "no-such-rule"]),
        (0, &["rules"]),
        (0, &["rules", "--format", "json"]),
        (0, &["--help"]),
        (0, &["--version"]),
        (0, &["schema", "report"]),
        (0, &["schema", "configuration"]),
        (2, &["schema", "nonsense"]),
        (0, &["check", "testdata/adcs/chain.pem", "testdata/demo/root.pem"]),
        (0, &["check", "testdata/demo", "--max-depth", "0"]),
        (0, &["check", "docs"]),
        (1, &["check", "testdata/demo/sha1-leaf.pem", "--quiet"]),
        (1, &["check", "testdata/demo", "--format", "sarif"]),
        (1, &["check", "testdata/demo", "--format", "github"]),
        (1, &["check", "testdata/demo", good]),
        (2, &["check", "testdata/demo", "testdata/no-such.pem"]),
        (2, &["check", "testdata/no-such.pem", "--format", "github"]),
        (2, &["check", "testdata/no-such.pem", "--format", "sarif"]),
        (
            2,
            &["check", "testdata/demo", "--name", "proxy", "--fqdn", "a.example"],
        ),
        (2, &["check", "-", "-"]),
        (2, &["check", good, "--config", "testdata/no-such.toml"]),
        (2, &["check", good, "--config", good]),
        (2, &["check", good, "--config", good, "--no-config"]),
        (2, &["check", good, "--max-depth", "many"]),
        (1, &["check", "testdata/demo", "--rules", "chain-out-of-order"]),
        (
            0,
            &[
                "check",
                "testdata/demo/sha1-leaf.pem",
                "--rules",
                "chain-out-of-order",
            ],
        ),
        (2, &["check", "testdata/demo", "--rules", "chain-out-of-ordre"]),
        (
            0,
            &[
                "check",
                "testdata/demo/from-pfx.pem",
                "--skip-rules",
                "chain-out-of-order",
            ],
        ),
        (2, &["check", "testdata/demo", "--skip-rules", "no-such-rule"]),
        (2, &["check", "testdata/demo", "--skip-rules", "base64-invalid"]),
        (0, &["check", "testdata/demo", "--exclude", "testdata/"]),
        (2, &["check", "testdata/demo", "--exclude", "{a"]),
        (
            0,
            &[
                "check",
                "testdata/demo/expired-intermediate.pem",
                "--time",
                "warn",
            ],
        ),
        (
            0,
            &["check", "testdata/demo/expired-intermediate.pem", "--time", "off"],
        ),
        (
            1,
            &[
                "check",
                "testdata/demo/expired-intermediate.pem",
                "--time",
                "error",
            ],
        ),
        (
            2,
            &[
                "check",
                "testdata/demo/expired-intermediate.pem",
                "--time",
                "never",
            ],
        ),
        (1, &["check", "testdata/demo", "--write-baseline", &baseline]),
        (
            0,
            &[
                "check",
                "testdata/demo",
                "--write-baseline",
                &baseline,
                "--known-rule",
                "private-key-found",
            ],
        ),
        (0, &["check", "testdata/demo", "--baseline", &baseline]),
        (1, &["check", "testdata/trust", "--baseline", &baseline]),
        (2, &["check", "testdata/demo", "--baseline", good]),
        (
            2,
            &["check", "testdata/demo", "--baseline", "testdata/no-such.json"],
        ),
        (
            2,
            &[
                "check",
                "testdata/demo",
                "--baseline",
                &baseline,
                "--write-baseline",
                &baseline,
            ],
        ),
        (
            2,
            &[
                "check",
                "testdata/demo",
                "--write-baseline",
                "testdata/no-such/a.json",
            ],
        ),
        (2, &["check", "testdata/demo", "--write-baseline", good]),
        (
            2,
            &["check", "testdata/demo", "--known-rule", "private-key-found"],
        ),
        (
            2,
            &[
                "check",
                "testdata/demo",
                "--add-ignore",
                "x",
                "--config",
                "testdata/no-such.toml",
            ],
        ),
        (
            2,
            &["check", "testdata/demo", "--add-ignore", "x", "--until", "never"],
        ),
        (2, &["check", "testdata/demo", "--until", "2027-01-31"]),
        (1, &["check", "testdata/demo", "--output", &report]),
        (
            2,
            &[
                "check",
                "testdata/demo",
                "--output",
                "testdata/no-such/report.txt",
            ],
        ),
        (1, &["check", "testdata/demo", "--color", "never"]),
        (2, &["check", "testdata/demo", "--color", "blue"]),
        (1, &["check", "testdata/demo", "--statistics"]),
        (
            2,
            &["check", "testdata/demo", "--statistics", "--format", "github"],
        ),
        (2, &["check", "testdata/demo", "--stdin-filename", "a.pem"]),
        (1, &["check", "testdata/demo", "--jobs", "2"]),
        (2, &["check", "testdata/demo", "--jobs", "0"]),
        (0, &["check", "testdata/demo", "--show-files"]),
        (0, &["check", "testdata/demo", "--show-settings"]),
        (2, &["check", "testdata/demo", "--show-settings", "--show-files"]),
        (1, &["check", "testdata/demo", "--format", "gitlab"]),
        (1, &["check", "testdata/demo", "--format", "junit"]),
        (1, &["check", "testdata/demo", "--format", "concise"]),
        (2, &["check", "testdata/no-such.pem", "--format", "gitlab"]),
        (2, &["check", "testdata/no-such.pem", "--format", "junit"]),
        (2, &["check", "testdata/no-such.pem", "--format", "concise"]),
        (0, &["schema", "problem-matcher"]),
        (0, &["expiry", good, AT]),
        (1, &["expiry", good, AT, "--within", "300d"]),
        (0, &["expiry", good, AT, "--format", "csv"]),
        (
            0,
            &[
                "expiry",
                good,
                AT,
                "--format",
                "prometheus",
                "--metric-names",
                "x509",
            ],
        ),
        (2, &["expiry", good, AT, "--metric-names", "x509"]),
        (
            2,
            &["expiry", good, AT, "--output", "testdata/no-such/metrics.prom"],
        ),
        (0, &["expiry", good, AT, "--format", "nagios"]),
        (
            1,
            &["expiry", good, AT, "--format", "nagios", "--warning", "300d"],
        ),
        (
            2,
            &["expiry", good, AT, "--format", "nagios", "--critical", "300d"],
        ),
        (3, &["expiry", "testdata/no-such.pem", AT, "--format", "nagios"]),
        (
            3,
            &["expiry", good, AT, "--format", "nagios", "--warning", "soon"],
        ),
        (0, &["schema", "baseline"]),
        (0, &["check", "testdata/demo", "--exit-zero"]),
        (2, &["check", "testdata/no-such.pem", "--exit-zero"]),
        (2, &["nonsense"]),
        (2, &[]),
    ];
    for (expected, arguments) in situations {
        let mut arguments = arguments.to_vec();
        if matches!(arguments.first(), Some(&("check" | "fix"))) && !arguments.contains(&"--at") {
            arguments.push(AT);
        }
        let output = run(&arguments);
        assert_eq!(
            status(&output),
            *expected,
            "{arguments:?}\n{}{}",
            stdout(&output),
            stderr(&output)
        );
        assert!(
            output.stdout.len() + output.stderr.len() > 10 || arguments.contains(&"--output"),
            "{arguments:?} says something"
        );
        assert!(!stderr(&output).contains("internal error"), "{arguments:?}");
    }
}
