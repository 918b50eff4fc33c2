//! `expiry` as monitoring systems have it: metrics in a file, names of others, a plugin's line and status, CSV.

mod repository;

use std::collections::HashSet;
use std::process::Command;

use repository::{Folder, Run, indented};

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.copy("demo/good.pem", "tls/good.pem");
    folder.copy("demo/expired-intermediate.pem", "tls/old.pem");
    let text = indented(&folder.read("demo/good.pem"), 4);
    folder.write(
        "values.yaml",
        &format!("a:\n  crt: |\n{text}b:\n  crt: |\n{text}"),
    );
    folder
}

fn expiry(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["expiry", repository::AT], arguments].concat(), b"")
}

/// Fails unless each line is one of the text format, and no series stands twice.
fn is_exposition(text: &str) {
    let mut series = HashSet::new();
    let mut typed = HashSet::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let name = rest.strip_suffix(" gauge").expect("a gauge");
            assert!(typed.insert(name.to_owned()), "{line}");
            continue;
        }
        if line.starts_with("# HELP ") {
            continue;
        }
        let (labelled, value) = line.rsplit_once(' ').expect("a value");
        value.parse::<i64>().unwrap_or_else(|_| panic!("{line}"));
        let name = labelled.split('{').next().expect("a name");
        assert!(typed.contains(name), "{line}");
        assert!(series.insert(labelled.to_owned()), "twice: {line}");
    }
    assert!(text.ends_with('\n'));
}

/// What the Python client of Prometheus reads of it: samples by name. Nothing where it is not installed, unless
/// `PEMVET_NEEDS_READERS` says that it has to be.
fn read_by_client(text: &str, folder: &Folder) -> Option<serde_json::Value> {
    folder.write("metrics.prom", text);
    let program = "import json, sys\n\
                   from prometheus_client.parser import text_string_to_metric_families as read\n\
                   families = read(open(sys.argv[1], newline='').read())\n\
                   print(json.dumps({f.name: [[s.labels, s.value] for s in f.samples] for f in families}))\n";
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(python)
        .args(["-c", program])
        .arg(folder.path("metrics.prom"))
        .output();
    let complaint = match &output {
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    if output.is_err() || complaint.contains("No module named 'prometheus_client'") {
        eprintln!("NOT RUN: the parser of Prometheus' Python client, which is not installed");
        assert!(std::env::var_os("PEMVET_NEEDS_READERS").is_none(), "{complaint}");
        return None;
    }
    let output = output.expect("it ran");
    assert!(output.status.success(), "{complaint}");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn metrics_are_written_in_one_step_and_clients_read_them() {
    let folder = folder("metrics");
    for names in ["pemvet", "x509"] {
        let arguments = ["--format", "prometheus", "--metric-names", names];
        // A folder, files in it again, and a link.
        let paths = ["tls", "tls/good.pem", "./tls/good.pem", "values.yaml"];
        let printed = expiry(&folder, &[&arguments[..], &paths].concat());
        assert_eq!(printed.status, 1, "{}", printed.stderr);
        is_exposition(&printed.stdout);
        folder.write("out.prom", "old");
        let run = expiry(
            &folder,
            &[&arguments[..], &paths, &["--output", "out.prom"]].concat(),
        );
        assert_eq!((run.status, run.stdout.as_str()), (1, ""));
        let written = std::fs::read_to_string(folder.path("out.prom")).expect("the metrics");
        assert_eq!(written, printed.stdout);
        if let Some(read) = read_by_client(&written, &folder) {
            let name = match names {
                "x509" => "x509_cert_not_after",
                _ => "pemvet_certificate_not_after_seconds",
            };
            let samples = read[name].as_array().expect("samples");
            assert_eq!(
                samples.len(),
                12,
                "three certificates of two files and two values"
            );
        }
    }
    let none = expiry(
        &folder,
        &["tls", "--format", "prometheus", "--output", "none/out.prom"],
    );
    assert_eq!(none.status, 2);
    assert_eq!(expiry(&folder, &["tls", "--metric-names", "x509"]).status, 2);
}

#[test]
fn names_of_another_exporter_have_its_labels() {
    let folder = folder("x509");
    folder.write(
        "tls/cut.pem",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    );
    let run = expiry(
        &folder,
        &["tls", "--format", "prometheus", "--metric-names", "x509"],
    );
    assert_eq!(run.status, 2);
    let has = |line: &str| assert!(run.stdout.lines().any(|it| it == line), "{line}\n{}", run.stdout);
    let labels = |name: &str| {
        let mut lines = run.stdout.lines();
        let line =
            lines.find(|line| line.contains("old.pem") && line.contains("subject_CN=\"Example Issuing CA\""));
        let labels = line.and_then(|line| line.split_once('{')).expect("labels").1;
        format!("{name}{{{}", labels.rsplit_once(' ').expect("a value").0)
    };
    has(&format!("{} 1", labels("x509_cert_expired")));
    has("x509_read_errors 1");
    let line = labels("x509_cert_not_after");
    assert!(
        line.starts_with(
            "x509_cert_not_after{filename=\"old.pem\",filepath=\"tls/old.pem\",serial_number=\""
        ),
        "{line}"
    );
    assert!(
        line.ends_with("subject_CN=\"Example Issuing CA\",issuer_CN=\"Example Root CA\"}"),
        "{line}"
    );
}

#[test]
fn a_plugin_prints_one_line_with_performance_data_and_exits_with_its_status() {
    let folder = folder("plugin");
    let plugin = |arguments: &[&str]| expiry(&folder, &[&["--format", "nagios"], arguments].concat());
    let ok = plugin(&["tls/good.pem"]);
    assert_eq!(
        (ok.status, ok.stdout.as_str()),
        (
            0,
            "PEMVET OK - 3 certificates in 1 file, the first to expire: CN=cluster.example.com, O=Example in 222 days, tls/good.pem \
             | days_left=222;30:;7: certificates=3;;;0 expired=0;;;0 unread=0;;;0\n"
        )
    );
    let warning = plugin(&["tls/good.pem", "--warning", "300d", "--critical", "100d"]);
    assert_eq!(warning.status, 1);
    assert_eq!(
        warning.stdout,
        "PEMVET WARNING - 3 certificates in 1 file, the first to expire: CN=cluster.example.com, O=Example in 222 days, \
         tls/good.pem | days_left=222;300:;100: certificates=3;;;0 expired=0;;;0 unread=0;;;0\n\
         CN=cluster.example.com, O=Example in 222 days, tls/good.pem\n"
    );
    let critical = plugin(&["tls", "values.yaml"]);
    assert_eq!(critical.status, 2);
    assert!(
        critical.stdout.starts_with(
            "PEMVET CRITICAL - 12 certificates in 3 files, the first to expire: CN=Example Issuing CA, O=Example expired 79 days ago"
        ),
        "{}",
        critical.stdout
    );
    // Nobody is woken for what nobody knows.
    folder.write("empty/readme.txt", "nothing");
    for arguments in [
        &["empty"][..],
        &["none.pem"],
        &["tls", "--within", "soon"],
        &["tls", "--at", "never"],
        &["tls", "--warning", "7d", "--critical", "30d"],
        &["-", "-"],
    ] {
        let unknown = plugin(arguments);
        assert_eq!(unknown.status, 3, "{arguments:?}");
        assert!(
            unknown.stdout.starts_with("PEMVET UNKNOWN - "),
            "{arguments:?} {}",
            unknown.stdout
        );
        assert_eq!(
            unknown
                .stdout
                .lines()
                .next()
                .map(|line| line.matches('|').count() < 2),
            Some(true)
        );
    }
    // One of the two alone.
    assert_eq!(plugin(&["tls/good.pem", "--critical", "300d"]).status, 2);
    assert_eq!(plugin(&["tls/good.pem", "--warning", "1d"]).status, 0);
    assert_eq!(expiry(&folder, &["tls/good.pem", "--warning", "7d"]).status, 2);
    let cut = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    folder.write("cut.pem", cut);
    assert_eq!(
        plugin(&["tls/good.pem", "cut.pem"]).status,
        3,
        "what was not read is not known"
    );
    assert_eq!(
        plugin(&["tls/old.pem", "cut.pem"]).status,
        2,
        "what has expired is worse"
    );
}

#[test]
fn spreadsheets_read_what_expires() {
    let folder = folder("csv");
    folder.copy("demo/good.pem", "=a,b.pem");
    let run = expiry(&folder, &["tls/old.pem", "=a,b.pem", "--format", "csv"]);
    let lines: Vec<&str> = run.stdout.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "path,value,certificate,role,subject,issuer,serial_number,sha256,not_before,not_after,days_left,state"
    );
    assert!(
        lines[1].starts_with("tls/old.pem,,1,intermediate,\"CN=Example Issuing CA, O=Example\",\"CN=Example Root CA, O=Example\","),
        "{}",
        lines[1]
    );
    assert!(
        lines[1].ends_with(",2026-03-14T09:00:00Z,-79,expired"),
        "{}",
        lines[1]
    );
    assert!(
        run.stdout.contains("\r\n\"'=a,b.pem\",,0,leaf,"),
        "{}",
        run.stdout
    );
    assert_eq!(
        lines.len(),
        8,
        "a line for each certificate, the header, and an end"
    );
}
