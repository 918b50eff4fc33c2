//! Each documented status of the four endpoints, over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod support;

use serde_json::{Value, json};
use support::{CERTIFICATES, Service, UPDATE, fixture, good, key, many, member};

fn rules(member: &Value) -> Vec<&str> {
    let findings = member["findings"].as_array().unwrap().iter();
    let errors = findings.filter(|finding| finding["severity"] == "error");
    errors.map(|finding| finding["rule"].as_str().unwrap()).collect()
}

#[test]
fn good_certificates_are_200_and_installed() {
    let service = Service::start();
    assert_eq!(service.installed(), json!({}));
    let answer = service.put(
        CERTIFICATES,
        &many(&[member("proxy", &good()), member("api", &good())]),
    );
    assert_eq!(answer.status, 200, "{}", answer.body);
    let installed = service.installed();
    let fields: Vec<_> = installed.as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["api_cert", "api_key", "proxy_cert", "proxy_key"]);
    assert_eq!(installed["proxy_cert"], good().as_str());
    assert!(
        installed["proxy_key"] == key().as_str(),
        "another key is installed"
    );

    let answer = service.put(UPDATE, &member("cm", &good()).to_string());
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(service.installed()["cm_cert"], good().as_str());
    service.finish();
}

#[test]
fn what_is_installed_is_the_repaired_bundle() {
    let service = Service::start();
    let answer = service.put(
        UPDATE,
        &member("proxy", &fixture("demo/from-pfx.pem")).to_string(),
    );
    assert_eq!(answer.status, 200, "{}", answer.body);
    let installed = service.installed();
    assert!(
        !installed["proxy_cert"]
            .as_str()
            .unwrap()
            .contains("Bag Attributes")
    );
    assert!(
        installed["proxy_cert"].as_str().unwrap().starts_with(&good()),
        "leaf and intermediate come first"
    );
    service.finish();
}

#[test]
fn an_invalid_certificate_is_400_with_its_findings() {
    let service = Service::start();
    let sha1 = member("proxy", &fixture("demo/sha1-leaf.pem"));
    for (path, body) in [(UPDATE, sha1.to_string()), (CERTIFICATES, many(&[sha1]))] {
        let problem = service.put(path, &body).problem(400);
        assert_eq!(rules(&problem["members"][0]), ["signature-hash-weak"]);
        assert_eq!(problem["members"][0]["name"], "proxy");
    }
    service.finish();
}

#[test]
fn an_unknown_certificate_is_403() {
    let service = Service::start();
    let unknown = member("nonsense", &good());
    assert_eq!(service.put(UPDATE, &unknown.to_string()).status, 403);
    let problem = service
        .put(CERTIFICATES, &many(&[member("proxy", &good()), unknown]))
        .problem(403);
    assert_eq!(rules(&problem["members"][1]), ["unknown-name"]);
    assert_eq!(
        service.installed(),
        json!({}),
        "and the good one is not installed either"
    );
    service.finish();
}

#[test]
fn an_expired_certificate_is_406() {
    let service = Service::start();
    let expired = member("proxy", &fixture("demo/expired-intermediate.pem"));
    for (path, body) in [(UPDATE, expired.to_string()), (CERTIFICATES, many(&[expired]))] {
        let problem = service.put(path, &body).problem(406);
        assert_eq!(rules(&problem["members"][0]), ["certificate-expired"]);
    }
    service.finish();
}

#[test]
fn a_batch_is_installed_as_a_whole_or_not_at_all() {
    let service = Service::start();
    let before = many(&[member("proxy", &good()), member("api", &good())]);
    assert_eq!(service.put(CERTIFICATES, &before).status, 200);
    let installed = service.installed();
    let renewed = support::other_good();
    let half = many(&[
        member("proxy", &renewed),
        member("api", &fixture("demo/sha1-leaf.pem")),
        member("cm", &fixture("demo/expired-intermediate.pem")),
    ]);
    let problem = service.put(CERTIFICATES, &half).problem(400);
    let accepted: Vec<_> = problem["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["accepted"])
        .collect();
    assert_eq!(accepted, [true, false, false], "all members are judged");
    assert_eq!(service.installed(), installed);
    service.finish();
}

#[test]
fn deletion_is_200_404_or_403() {
    let service = Service::start();
    let root = json!({ "name": "mtls_trusted_ca", "certificate": fixture("demo/root.pem") });
    assert_eq!(
        service
            .put(CERTIFICATES, &many(&[root, member("proxy", &good())]))
            .status,
        200
    );
    let delete = |name: &str| service.request("DELETE", &format!("{CERTIFICATES}/{name}"), "");
    assert_eq!(delete("mtls_trusted_ca").status, 200);
    delete("mtls_trusted_ca").problem(404); // It is gone.
    delete("proxy").problem(403);
    for unknown in ["nonsense", "metrics", "%ff", "%2e%2e", "PROXY"] {
        delete(unknown).problem(404);
    }
    assert!(service.installed()["proxy_cert"].is_string());
    service.finish();
}

#[test]
fn other_paths_are_404_and_other_methods_405() {
    let service = Service::start();
    service.request("GET", "/v1/nothing", "").problem(404);
    service.request("POST", CERTIFICATES, "{}").problem(405);
    service.finish();
}

#[test]
fn what_is_not_the_documented_json_is_400_and_says_where() {
    let service = Service::start();
    let proxy = member("proxy", &good()).to_string();
    let cases = [
        String::new(),
        "{".into(),
        "[]".into(),
        "null".into(),
        proxy.replace("\"name\"", "\"Name\""),
        proxy.replacen('{', "{\"more\": 1,", 1),
        proxy.replacen('{', "{\"name\": \"api\",", 1),
        proxy.replacen('}', ",}", 1),
        format!("{proxy} {proxy}"),
        "[".repeat(100_000),
    ];
    for case in cases {
        let problem = service.put(UPDATE, &case).problem(400);
        assert!(
            problem["detail"].as_str().unwrap().starts_with("line "),
            "{problem}"
        );
    }
    assert_eq!(
        service.put(CERTIFICATES, &many(&[])).problem(400)["members"],
        json!([])
    );
    assert_eq!(service.installed(), json!({}));
    service.finish();
}

#[test]
fn keys_in_the_wrong_place_are_not_told() {
    let service = Service::start();
    let key = key();
    let bodies = [
        json!({ "name": key, "certificate": good(), "key": key }).to_string(),
        json!({ "name": "proxy", "certificate": key, "key": good() }).to_string(),
        json!({ "name": "proxy", "certificate": [key], "key": key }).to_string(),
        json!({ "name": "proxy", "certificate": good(), key.clone(): 1 }).to_string(),
        json!({ "name": "proxy", "certificate": good(), "key": format!("{key}{}", fixture("keys/other.key")) }).to_string(),
        key.clone(),
    ];
    for body in bodies {
        let answer = service.put(UPDATE, &body);
        assert!([400, 403, 200].contains(&answer.status), "{}", answer.body);
    }
    let in_path: String = key.lines().nth(3).unwrap().replace('/', "%2F");
    service
        .request("DELETE", &format!("{CERTIFICATES}/{in_path}"), "")
        .problem(404);
    service.request("GET", &format!("/{in_path}"), "").problem(404);
    let log = service.finish(); // Which looks for pieces of keys.
    assert!(
        log.contains("route=\"/v1/cluster/update_cert\" status=403"),
        "{log}"
    );
}
