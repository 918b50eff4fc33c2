//! pemvet beside OpenSSL and x509-cert on the same bytes in the same run. Prints a table in Markdown; see
//! docs/performance.md.

#[path = "../../support/timing.rs"]
mod timing;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use openssl::pkey::PKey;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509StoreContext};
use pemvet::internals::read_certificate;
use pemvet::{Bundle, CertificateDer, Profile, Provider, Report, UnixTime};
use x509_cert::der::Decode as _;

/// 2026-06-01T00:00:00Z, for which testdata is made.
const NOW: i64 = 1_780_272_000;

fn main() {
    let rsa = repository("testdata/demo/good.pem");
    let p256 = repository("benches/support/p256.pem");
    println!("{}", openssl::version::version());
    timing::print_head();
    facts("facts, 3 certificates (RSA)", &certificates(&rsa));
    facts("facts, 3 certificates (P-256)", &certificates(&p256));
    facts("facts, the root store", webpki_root_certs::TLS_SERVER_ROOT_CERTS);
    signatures("PEM, facts and signatures, 3 certificates (RSA)", &rsa);
    signatures("PEM, facts and signatures, 3 certificates (P-256)", &p256);
    key_match("key match (RSA)", "demo/good.pem", "demo/proxy.key");
    key_match(
        "key match (P-256)",
        "keyforms/p256.pem",
        "keyforms/p256-pkcs8.key",
    );
}

fn repository(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn certificates(pem: &[u8]) -> Vec<CertificateDer<'static>> {
    let scan = pemvet::pem::scan(pem);
    let certificates = scan.certificates();
    certificates
        .map(|der| CertificateDer::from(der).into_owned())
        .collect()
}

/// DER to what each reader makes of it: OpenSSL decodes all but extensions, x509-cert does the same and owns it.
fn facts(name: &str, certificates: &[CertificateDer<'_>]) {
    let every = |read: fn(&[u8]) -> bool| {
        assert!(certificates.iter().all(|der| read(der)), "{name}");
        move || {
            for der in certificates {
                black_box(read(black_box(der)));
            }
        }
    };
    let ours = every(|der| black_box(read_certificate(der)).is_some());
    let x509_cert = every(|der| black_box(x509_cert::Certificate::from_der(der)).is_ok());
    let d2i = every(|der| black_box(X509::from_der(der)).is_ok());
    timing::print(
        name,
        &[("pemvet", &ours), ("x509-cert", &x509_cert), ("OpenSSL", &d2i)],
    );
}

/// PEM to a verified chain, the root being the trust anchor, which both have beforehand; ours to all findings.
fn signatures(name: &str, pem: &[u8]) {
    let root = certificates(pem).pop().expect("a root");
    let mut profile = Profile::any(Provider::AWS_LC_RS);
    let store = store(&root);
    profile.trust_only([root]);
    let ours = || assert!(black_box(judge(pem, None, &profile)).is_accepted());
    let openssl = || assert!(black_box(verify(black_box(pem), &store)));
    timing::print(name, &[("pemvet", &ours), ("OpenSSL", &openssl)]);
}

fn judge(pem: &[u8], key: Option<&[u8]>, profile: &Profile) -> Report {
    let seconds = u64::try_from(NOW).expect("after 1970");
    let mut bundle = Bundle::new(black_box(pem));
    if let Some(key) = key {
        bundle = bundle.with_private_key(black_box(key));
    }
    bundle.validate(profile, UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}

fn store(root: &[u8]) -> X509Store {
    let mut store = X509StoreBuilder::new().expect("memory");
    store
        .add_cert(X509::from_der(root).expect("a root"))
        .expect("memory");
    let mut parameters = X509VerifyParam::new().expect("memory");
    parameters.set_time(NOW);
    store.set_param(&parameters).expect("memory");
    store.build()
}

fn verify(pem: &[u8], store: &X509Store) -> bool {
    let chain = X509::stack_from_pem(pem).expect("PEM");
    let mut untrusted = Stack::new().expect("memory");
    for certificate in chain.iter().skip(1) {
        untrusted.push(certificate.clone()).expect("memory");
    }
    let mut context = X509StoreContext::new().expect("memory");
    let verified = context.init(store, &chain[0], &untrusted, |context| context.verify_cert());
    verified.expect("an answer")
}

/// What the key adds to judging; what OpenSSL needs to read it and compare its public half.
fn key_match(name: &str, bundle: &str, key: &str) {
    let [pem, key] = [bundle, key].map(|name| repository(&format!("testdata/{name}")));
    let profile = Profile::any(Provider::AWS_LC_RS);
    let without = || drop(black_box(judge(&pem, None, &profile)));
    let with = || assert!(black_box(judge(&pem, Some(&key), &profile)).key_fits());
    let leaf = X509::from_pem(&pem).expect("a leaf").public_key().expect("a key");
    let openssl = || {
        let key = PKey::private_key_from_pem(black_box(&key)).expect("a key");
        assert!(black_box(key.public_eq(&leaf)));
    };
    timing::print(
        name,
        &[
            ("without the key", &without),
            ("with the key", &with),
            ("OpenSSL, key alone", &openssl),
        ],
    );
}
