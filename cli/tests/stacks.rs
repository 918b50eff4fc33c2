//! `--for` and `pemvet stacks` as a user runs them.

#![cfg(unix)]

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;

use command::{AT, run, run_in, scratch, stderr, stdout};
use serde_json::Value;
use support::read;

const FILE: &str = "testdata/demo/from-pfx.pem";
const KEY: &str = "testdata/demo/proxy.key";

fn answers(more: &[&str]) -> Value {
    let mut arguments = vec!["check", FILE, "--key", KEY, AT, "--no-config", "--format", "json"];
    arguments.extend(more);
    let printed = stdout(&run(&arguments));
    let document: Value = serde_json::from_str(&printed).expect("JSON");
    repository::fits(include_str!("../schemas/report.schema.json"), &document);
    document["bundles"][0]["stacks"].clone()
}

#[test]
fn json_has_an_answer_for_each_name_in_order() {
    assert_eq!(answers(&[]), Value::Null);
    let answers = answers(&["--for", "netty,nginx@1.22", "--for", "python@3.12..3.13"]);
    let told = |place: usize, member: &str| answers[place][member].clone();
    assert_eq!(told(0, "name"), "netty");
    assert_eq!(
        (told(0, "loads"), told(0, "refusal")),
        (false.into(), "start".into())
    );
    assert_eq!(told(0, "because"), serde_json::json!(["chain-out-of-order"]));
    assert_eq!((told(1, "name"), told(1, "loads")), ("nginx".into(), true.into()));
    assert_eq!(told(1, "version"), "1.22.1");
    assert_eq!(told(1, "sends"), serde_json::json!([0, 1, 2]));
    assert_eq!(told(2, "name"), "python");
    assert_eq!(answers.as_array().map(Vec::len), Some(3));
}

#[test]
fn a_name_that_is_not_known_is_a_mistake_and_near_ones_are_named() {
    for (given, said) in [
        ("ngix", "similar: nginx"),
        ("go@1.x", "a version is written 1.22"),
        ("go@1.27..1.22", "a version is written 1.22"),
    ] {
        let output = run(&["check", FILE, AT, "--for", given]);
        assert_eq!(output.status.code(), Some(2), "{given}");
        assert!(stderr(&output).contains(said), "{given}: {}", stderr(&output));
    }
    let output = run(&["check", FILE, AT, "--for", "nginx", "--reading", "rfc5280"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn pemvet_toml_names_stacks_and_the_command_line_goes_before() {
    let folder = scratch("stacks-configuration");
    fs::write(
        folder.join("a.pem"),
        read("rules/key-form-not-read/bad-pkcs1.pem"),
    )
    .expect("a file");
    fs::write(
        folder.join("a.key"),
        read("rules/key-form-not-read/bad-pkcs1.key"),
    )
    .expect("a file");
    let entry = "[[bundle]]\nfiles = [\"a.pem\"]\nprofile = \"server\"\nfor = [\"netty\"]\n";
    fs::write(folder.join("pemvet.toml"), entry).expect("a configuration");
    let status = |more: &[&str]| {
        let mut arguments = vec!["check", "a.pem", "--key", "a.key", AT];
        arguments.extend(more);
        run_in(&folder, &arguments, b"").status.code()
    };
    assert_eq!(status(&[]), Some(1));
    assert_eq!(status(&["--for", "nginx"]), Some(0));
    assert_eq!(status(&["--no-config"]), Some(0));
}

#[test]
fn the_list_names_servers_clients_and_audiences() {
    let printed = stdout(&run(&["stacks"]));
    for name in [
        "nginx ",
        "redis-py ",
        "apple ",
        "internal ",
        "by document, not run",
    ] {
        assert!(printed.contains(name), "{name}");
    }
    let document: Value = serde_json::from_str(&stdout(&run(&["stacks", "--format", "json"]))).expect("JSON");
    let stacks = document["stacks"].as_array().expect("a list");
    let of_role = |role: &str| stacks.iter().filter(|it| it["role"] != role).count();
    assert!(of_role("client") >= 30 && of_role("server") >= 16);
}
