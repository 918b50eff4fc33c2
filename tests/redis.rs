//! What the documentation of Redis Software says of its cluster certificates: every status of every endpoint, what each
//! version asks of each name, and what an accepted bundle is rendered as. The tables of docs/redis.md are written from
//! here; `BLESS=1 cargo test` writes them anew.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::time::Duration;

use pemvet::redis::{self, Batch, BatchReport, CertificateName, Cluster, Deletion, Endpoint, Target};
use pemvet::{Accepted, Class, KeyPurpose, KeyRequirement, Profile, Severity, UnixTime, rules};
use support::{NOW, PROVIDER, certificates, read, testdata};

/// The page of the REST API, now and for 6.2.
const CERTIFICATES: &str = "rest-api/requests/cluster/certificates";
const UPDATE_CERT_6_2: &str = "rest-api/requests/cluster/update_cert, 6.2";

const GOOD: &str = "demo/good.pem";

fn cluster() -> Cluster {
    let mut cluster = Cluster::new(PROVIDER);
    cluster.add_fqdn("cluster.example.com").expect("a good FQDN");
    cluster
}

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

/// The report on a request with these members, all with the proxy's key.
fn judged(cluster: &Cluster, members: &[(&str, &str)]) -> BatchReport {
    let key = read("demo/proxy.key");
    let texts: Vec<(&str, Vec<u8>)> = members.iter().map(|(name, file)| (*name, read(file))).collect();
    let mut batch = Batch::new(cluster);
    for (name, text) in &texts {
        batch.add(name, text, Some(&key));
    }
    batch.validate(now())
}

/// One cell of a page: an endpoint, what is sent, and the answer that the page gives.
struct Cell {
    page: &'static str,
    endpoint: Endpoint,
    members: &'static [(&'static str, &'static str)],
    class: Option<Class>,
    status: u16,
}

const fn cell(
    page: &'static str,
    endpoint: Endpoint,
    members: &'static [(&'static str, &'static str)],
    class: Option<Class>,
    status: u16,
) -> Cell {
    Cell {
        page,
        endpoint,
        members,
        class,
        status,
    }
}

const ACCEPTED: &[(&str, &str)] = &[("proxy", GOOD)];
const INVALID: &[(&str, &str)] = &[("proxy", "rules/eku-purpose-missing/bad-server-only.pem")];
const UNKNOWN: &[(&str, &str)] = &[("certificate1", GOOD)];
const EXPIRED: &[(&str, &str)] = &[("proxy", "demo/expired-intermediate.pem")];

const CELLS: &[Cell] = {
    use Endpoint::{ClusterCertificates as Put, UpdateCertificate as Update};
    &[
        cell(CERTIFICATES, Put, ACCEPTED, None, 200),
        cell(CERTIFICATES, Put, INVALID, Some(Class::Invalid), 400),
        cell(CERTIFICATES, Put, UNKNOWN, Some(Class::Unknown), 403),
        cell(CERTIFICATES, Put, EXPIRED, Some(Class::Expired), 406),
        cell(CERTIFICATES, Update, ACCEPTED, None, 200),
        cell(CERTIFICATES, Update, INVALID, Some(Class::Invalid), 400),
        cell(CERTIFICATES, Update, UNKNOWN, Some(Class::Unknown), 403),
        cell(CERTIFICATES, Update, EXPIRED, Some(Class::Expired), 406),
        cell(UPDATE_CERT_6_2, Update, ACCEPTED, None, 200),
        cell(UPDATE_CERT_6_2, Update, INVALID, Some(Class::Invalid), 400),
        cell(UPDATE_CERT_6_2, Update, UNKNOWN, Some(Class::Unknown), 403),
        cell(UPDATE_CERT_6_2, Update, EXPIRED, Some(Class::Expired), 406),
    ]
};

#[test]
fn every_status_of_the_pages_is_answered_for_what_the_page_says() {
    for cell in CELLS {
        let mut cluster = cluster();
        let mut members = cell.members;
        if cell.page == UPDATE_CERT_6_2 {
            cluster.target = "6.2".parse::<Target>().expect("a version");
            if cell.class == Some(Class::Invalid) {
                // A guideline there; what cannot be read is invalid in every version.
                members = &[("proxy", "rules/base64-invalid/bad-star.pem")];
            }
        }
        let report = judged(&cluster, members);
        let what = format!("{}: {} {:?}", cell.page, cell.endpoint.as_str(), cell.class);
        assert_eq!(report.class(), cell.class, "{what}");
        assert_eq!(report.status(cell.endpoint), cell.status, "{what}");
        assert_eq!(report.into_result().is_ok(), cell.status == 200, "{what}");
    }
}

#[test]
fn deletion_answers_as_the_page_says() {
    // Page: rest-api/requests/cluster/certificates, DELETE /v1/cluster/certificates/{name}.
    for name in CertificateName::ALL {
        let expected = if name.facts().required { 403 } else { 200 };
        assert_eq!(
            Deletion::of(name.as_str(), Target::LATEST).status(),
            expected,
            "{name}"
        );
        assert_eq!(name.is_deletable(), expected == 200, "{name}");
    }
    for unknown in ["certificate1", "metrics", "proxy_cert.pem", ""] {
        assert_eq!(Deletion::of(unknown, Target::LATEST).status(), 404, "{unknown}");
    }
    let old = "7.22".parse::<Target>().expect("a version");
    assert_eq!(Deletion::of("sso_issuer", old).status(), 404);
    assert_eq!(Deletion::Unknown.answer().page, CERTIFICATES);
}

#[test]
fn what_only_the_cluster_knows_is_never_answered() {
    for endpoint in Endpoint::ALL {
        for class in [
            None,
            Some(Class::Unknown),
            Some(Class::Expired),
            Some(Class::Invalid),
        ] {
            let answer = endpoint.answer(class);
            // 409: not all nodes have been updated. 404 is the update's second word for an invalid certificate.
            assert!(
                ![404, 409, 500].contains(&answer.status),
                "{endpoint:?} {class:?}"
            );
            let is_invalid_update = endpoint == Endpoint::UpdateCertificate && class == Some(Class::Invalid);
            assert_eq!(answer.also, is_invalid_update.then_some(404));
        }
    }
}

#[test]
fn of_several_failures_an_unknown_name_wins_then_invalid_then_expired_then_an_unknown_issuer() {
    let mut cluster = cluster();
    let class = |cluster: &Cluster, members: &[(&str, &str)]| judged(cluster, members).class();
    let (invalid, expired) = (INVALID[0].1, EXPIRED[0].1);
    assert_eq!(
        class(&cluster, &[("api", invalid), ("x", GOOD)]),
        Some(Class::Unknown)
    );
    assert_eq!(
        class(&cluster, &[("api", expired), ("cm", invalid)]),
        Some(Class::Invalid)
    );
    assert_eq!(
        class(&cluster, &[("api", GOOD), ("cm", expired)]),
        Some(Class::Expired)
    );
    cluster
        .base
        .trust_only(certificates(&testdata("rules/authority-unknown/other-root.pem")));
    assert_eq!(class(&cluster, &[("api", GOOD)]), Some(Class::Unknown));
    assert_eq!(
        class(&cluster, &[("api", GOOD), ("cm", invalid)]),
        Some(Class::Invalid)
    );
    assert_eq!(class(&cluster, &[("x", invalid)]), Some(Class::Unknown));
    assert_eq!(class(&cluster, &[]), Some(Class::Invalid));
}

#[test]
fn nothing_is_accepted_unless_all_are_and_every_member_is_judged() {
    let report = judged(
        &cluster(),
        &[("proxy", GOOD), ("nonsense", GOOD), ("cm", EXPIRED[0].1)],
    );
    let accepted: Vec<bool> = report
        .members()
        .iter()
        .map(|it| it.report.is_accepted())
        .collect();
    assert_eq!(accepted, [true, false, false]);
    let rejected = report.into_result().expect_err("a refusal");
    let names: Vec<&str> = rejected.members().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        (rejected.class(), names),
        (Class::Unknown, vec!["nonsense", "cm"])
    );
    assert!(
        rejected.to_string().starts_with("\"nonsense\": unknown"),
        "{rejected}"
    );

    let accepted = judged(&cluster(), &[("proxy", GOOD), ("api", GOOD)])
        .into_result()
        .expect("all");
    let names: Vec<CertificateName> = accepted.members().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, [CertificateName::Proxy, CertificateName::Api]);
}

#[test]
fn what_stands_in_the_place_of_a_name_and_could_be_a_key_is_not_shown() {
    let key = String::from_utf8(read("keys/proxy.key")).expect("PEM");
    let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    for name in [key.as_str(), &body, &body[..43]] {
        let cluster = cluster();
        let mut batch = Batch::new(&cluster);
        batch.add(name, b"", None);
        let report = batch.validate(now());
        let told = format!(
            "{batch:?} {report:?} {:?} {:?}",
            cluster.profile_of(name),
            report.members()[0].spelling
        );
        let told = told + &report.into_result().expect_err("a refusal").to_string();
        assert!(!told.contains(&body[..12]), "{told}");
    }
}

fn profile(name: CertificateName, target: &str, strict_docs: bool) -> Profile {
    let mut cluster = cluster();
    cluster.target = target.parse::<Target>().expect("a version");
    cluster.strict_docs = strict_docs;
    cluster.profile(name)
}

#[test]
fn each_name_is_known_from_its_first_version_on() {
    // Pages: updating-certificates 5.4, create-certificates 6.2.18, certificates 7.4, 7.8, 7.22, 8.0.
    let known = |target: &str| {
        let target = target.parse::<Target>().expect("a version");
        CertificateName::ALL
            .iter()
            .filter(|name| name.is_known_to(target))
            .count()
    };
    assert_eq!(known("5.4"), 4);
    assert_eq!(known("6.2"), 5);
    assert_eq!(known("7.4"), 6);
    assert_eq!(known("7.8"), 7);
    assert_eq!(known("7.22"), 9);
    assert_eq!(known("8.0"), 11);
    assert_eq!(known("8.0.2-17"), 9);
    assert_eq!(known("8.2"), 11);
    let unknown = profile(CertificateName::SsoIssuer, "7.22", false);
    assert_eq!(unknown.product.unknown_name(), Some("sso_issuer"));
}

#[test]
fn profiles_ask_for_what_the_certificate_is_for() {
    use CertificateName as Name;
    let both = [KeyPurpose::ServerAuth, KeyPurpose::ClientAuth];
    for name in [
        Name::Api,
        Name::Cm,
        Name::Proxy,
        Name::Syncer,
        Name::MetricsExporter,
    ] {
        let latest = profile(name, "8.2", false);
        assert_eq!(
            (latest.usages.as_slice(), latest.names.len()),
            (&both[..], 4),
            "{name}"
        );
        let strict = profile(name, "8.0", true);
        assert_eq!(
            (strict.usages.as_slice(), strict.subject.len()),
            (&both[..], 5),
            "{name}"
        );
        assert!(
            strict.names.iter().all(|name| name.severity == Severity::Error),
            "{name}"
        );
    }
    assert_eq!(
        profile(Name::Proxy, "5.4", false).usages,
        [KeyPurpose::ServerAuth]
    );
    assert_eq!(profile(Name::Proxy, "5.4", false).advised_usages, []);
    assert_eq!(
        profile(Name::Syncer, "7.22", false).usages,
        [KeyPurpose::ClientAuth]
    );
    assert_eq!(
        profile(Name::LdapClient, "8.2", false).usages,
        [KeyPurpose::ClientAuth]
    );
    for name in [Name::CcsInternodeEncryption, Name::DataInternodeEncryption] {
        let between = profile(name, "8.2", false);
        assert_eq!(
            (between.usages.as_slice(), between.key_types),
            (&both[..], pemvet::KeyTypes::Rsa)
        );
        assert_eq!(
            between.severities.get(rules::find("eku-absent").expect("a rule")),
            Some(Severity::Error)
        );
    }
    for name in [Name::MtlsTrustedCa, Name::SsoIssuer] {
        assert_eq!(
            profile(name, "8.2", false).private_key,
            KeyRequirement::Forbidden,
            "{name}"
        );
    }
    assert_eq!(
        profile(Name::SsoIssuer, "8.2", false)
            .severities
            .get(rules::find("leaf-self-signed-or-ca").expect("a rule")),
        Some(Severity::Note)
    );
}

#[test]
fn a_client_of_a_database_needs_client_auth_and_no_name() {
    let client = support::without_key_asked(Profile::client(PROVIDER));
    assert!(support::judge(&read(GOOD), None, &client).is_accepted());
    let server_only = read(INVALID[0].1);
    let report = support::judge(&server_only, None, &client);
    assert_eq!(report.class(), Some(Class::Invalid));
    assert!(support::rules_of(&report).contains(&"eku-purpose-missing"));
}

fn accepted(name: CertificateName, file: &str, key: Option<&[u8]>) -> Accepted {
    let bundle = read(file);
    let profile = cluster().profile(name);
    support::judge(&bundle, key, &profile)
        .into_result()
        .expect("an accepted bundle")
}

#[test]
fn an_accepted_bundle_is_rendered_as_what_installs_it() {
    let key = read("demo/proxy.key");
    let proxy = accepted(CertificateName::Proxy, "demo/from-pfx.pem", Some(&key));
    let roots = accepted(CertificateName::MtlsTrustedCa, "demo/root.pem", None);
    let body = redis::put_body([
        (CertificateName::Proxy, &proxy),
        (CertificateName::MtlsTrustedCa, &roots),
    ]);
    let body = body.expect("a body");
    let json: serde_json::Value = serde_json::from_str(body.as_str()).expect("JSON");
    let members = &json["certificates"];
    let text = |place: usize, field: &str| members[place][field].as_str().map(str::as_bytes);
    assert_eq!(text(0, "certificate"), Some(&*read(GOOD)));
    assert_eq!(text(0, "key"), Some(&*key));
    assert_eq!(text(1, "certificate"), Some(&*read("demo/root.pem")));
    assert_eq!(text(1, "key"), None);
    // And it is accepted.
    let owned = [text(0, "certificate"), text(0, "key")].map(Option::unwrap_or_default);
    let cluster = cluster();
    let mut batch = Batch::new(&cluster);
    batch.add("proxy", owned[0], Some(owned[1]));
    assert_eq!(batch.validate(now()).status(Endpoint::ClusterCertificates), 200);
    assert_eq!(format!("{body:?}"), "SecretText(…)");
    // For one alone the same member without the list around it.
    let one = redis::update_cert_body(CertificateName::Proxy, &proxy).expect("a body");
    let one: serde_json::Value = serde_json::from_str(one.as_str()).expect("JSON");
    assert_eq!(one, members[0]);

    let secret = redis::kubernetes_secret(CertificateName::Proxy, "proxy-cert", &proxy).expect("a secret");
    let indented = |text: &[u8]| {
        let text = String::from_utf8(text.to_vec()).expect("PEM");
        text.lines()
            .map(|line| format!("    {line}\n"))
            .collect::<String>()
    };
    let expected = format!(
        "# spec.certificates.proxyCertificateSecretName: proxy-cert\napiVersion: v1\nkind: Secret\nmetadata:\n  name: proxy-cert\ntype: Opaque\nstringData:\n  name: proxy\n  certificate: |\n{}  key: |\n{}",
        indented(&read(GOOD)),
        indented(&key)
    );
    assert_eq!(secret.as_str(), expected);

    let unpaired = accepted(CertificateName::Proxy, GOOD, None);
    let error = redis::put_body([(CertificateName::Proxy, &unpaired)]).expect_err("no key");
    assert_eq!(error, redis::RenderError::KeyMissing(CertificateName::Proxy));
    let error = redis::update_cert_body(CertificateName::Proxy, &unpaired).expect_err("no key");
    assert_eq!(error, redis::RenderError::KeyMissing(CertificateName::Proxy));
    assert!(redis::kubernetes_secret(CertificateName::MtlsTrustedCa, "ca", &roots).is_err());
    for name in ["", "-a", "A", "a b", "a\n"] {
        assert!(
            redis::kubernetes_secret(CertificateName::Proxy, name, &proxy).is_err(),
            "{name:?}"
        );
    }
    assert_eq!(
        redis::rladmin_command(CertificateName::CcsInternodeEncryption, "c.pem", "k.pem"),
        "rladmin cluster certificate set internal cpine_certificate_file c.pem cpine_key_file k.pem"
    );
    assert_eq!(
        redis::rladmin_command(CertificateName::SsoIssuer, "it's.pem", "k.pem"),
        r"rladmin cluster certificate set sso_issuer certificate_file 'it'\''s.pem'"
    );
}

/// The subject as OpenSSL prints it.
#[test]
fn subjects_are_what_openssl_prints() {
    for file in [
        "demo/good.pem",
        "adcs/chain.pem",
        "rules/subject-attribute-missing/good-five.pem",
    ] {
        for certificate in certificates(&testdata(file)) {
            let printed = openssl_subject(&certificate);
            assert_eq!(redis::subject_rfc2253(&certificate), Some(printed), "{file}");
        }
    }
    let issuing = &certificates(&testdata("adcs/chain.pem"))[1];
    assert_eq!(
        redis::subject_rfc4514(issuing).as_deref(),
        Some("CN=Example-ISSUING-CA,DC=example,DC=com")
    );
}

fn openssl_subject(certificate: &[u8]) -> String {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new("openssl")
        .args([
            "x509", "-inform", "DER", "-noout", "-subject", "-nameopt", "RFC2253",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(certificate)
        .expect("written");
    let printed = String::from_utf8(child.wait_with_output().expect("output").stdout).expect("UTF-8");
    printed.trim().trim_start_matches("subject=").to_owned()
}

// ------------------------------------------------------------------------------------------------ docs/redis.md
