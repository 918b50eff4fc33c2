//! Certificates instead of text: reading facts, judging, and matching a key, beside peers that do a part of it.

use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::time::Duration;

use pemvet::{Bundle, CertificateDer, KeyRequirement, Profile, Provider, Report, UnixTime, Validator};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use webpki::EndEntityCert;
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::FromDer as _;

use super::inputs::testdata;
use super::{plain, signatures};

/// 2026-06-01T00:00:00Z, for which testdata is made.
const NOW: u64 = 1_780_272_000;
const SECONDS: i64 = NOW as i64;

/// One bundle for each thing that the plain validator checks, and sound ones.
const VERDICTS: &[&str] = &[
    "demo/good.pem",
    "demo/from-pfx.pem",
    "demo/expired-intermediate.pem",
    "demo/sha1-leaf.pem",
    "keyforms/p256.pem",
    "keyforms/ed25519.pem",
    "adcs/chain.pem",
    "rules/bytes-left-over/bad-at-the-end.pem",
    "rules/ca-eku-excludes-purpose/bad-email-only.pem",
    "rules/certificate-duplicate/bad-issuing-twice.pem",
    "rules/certificate-expired/bad-leaf.pem",
    "rules/certificate-expired/good-last-second.pem",
    "rules/certificate-not-yet-valid/bad-clock-skew.pem",
    "rules/certificate-not-yet-valid/bad-intermediate.pem",
    "rules/certificate-unrelated/bad-stranger.pem",
    "rules/certificate-version/bad-v1-leaf.pem",
    "rules/chain-out-of-order/bad-reversed.pem",
    "rules/critical-extension-unknown/bad-intermediate.pem",
    "rules/critical-extension-unknown/good-not-critical.pem",
    "rules/dns-name-form/bad-underscore.pem",
    "rules/ec-curve-unsupported/bad-secp256k1.pem",
    "rules/extension-duplicate/bad-twice.pem",
    "rules/extension-malformed/bad-san.pem",
    "rules/issuer-cannot-sign/bad-key-usage.pem",
    "rules/issuer-key-differs/bad-renewed.pem",
    "rules/issuer-missing/bad-leaf-only.pem",
    "rules/issuer-not-ca/bad-ca-false.pem",
    "rules/path-length-exceeded/bad-two-below.pem",
    "rules/path-length-exceeded/bad-self-issued-for-go.pem",
    "rules/root-absent/bad-without-root.pem",
    "rules/rsa-exponent-weak/bad-3.pem",
    "rules/rsa-key-too-small/bad-1024.pem",
    "rules/signature-algorithm-differs/bad-sha384.pem",
    "rules/signature-hash-weak/bad-md5-intermediate.pem",
    "rules/signature-hash-weak/good-sha1-root.pem",
];

/// What is compared: the others are told as multiples of the first.
pub(crate) struct Comparison {
    pub(crate) name: String,
    pub(crate) contenders: Vec<Contender>,
}

pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn Fn()>,
}

pub(crate) fn contender(name: &'static str, run: impl Fn() + 'static) -> Contender {
    let run = Box::new(run);
    Contender { name, run }
}

/// All of them. Each contender has shown before that it does the work.
pub(crate) fn comparisons() -> Vec<Comparison> {
    for name in VERDICTS {
        assert_same_verdict(name, &testdata(name));
    }
    let rsa = testdata("demo/good.pem");
    let p256 = testdata("keyforms/p256.pem");
    let ten = [rsa.clone(), roots(7)].concat();
    let without_signatures = vec![
        facts("facts, 1 certificate (RSA leaf)", first(&rsa)),
        facts("facts, 3 certificates (RSA)", rsa.clone()),
        facts("facts, 3 certificates (P-256)", p256.clone()),
        facts("facts, 10 certificates", ten.clone()),
        facts("facts, the root store", roots(usize::MAX)),
        validation("validate, 1 certificate (RSA leaf)", first(&rsa)),
        validation("validate, 3 certificates (RSA)", rsa.clone()),
        validation("validate, 3 certificates (P-256)", p256.clone()),
        validation("validate, 10 certificates", ten),
        one_of_many("one of many bundles of one CA (RSA)", &rsa),
        one_of_many("one of many bundles of one CA (P-256 leaf)", &p256),
        key_match("key match (RSA)", rsa, testdata("demo/proxy.key")),
        key_match("key match (P-256)", p256, testdata("keyforms/p256-pkcs8.key")),
    ];
    without_signatures
        .into_iter()
        .chain(signatures::comparisons())
        .collect()
}

fn first(pem: &[u8]) -> Vec<u8> {
    write(certificates(pem).iter().take(1))
}

/// So many roots that browsers trust.
fn roots(most: usize) -> Vec<u8> {
    write(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().take(most))
}

fn write<'a>(certificates: impl Iterator<Item = &'a CertificateDer<'static>>) -> Vec<u8> {
    let blocks = certificates.map(|der| pem::Pem::new("CERTIFICATE", der.as_ref()));
    pem::encode_many(&blocks.collect::<Vec<_>>()).into_bytes()
}

pub(crate) fn certificates(pem: &[u8]) -> Vec<CertificateDer<'static>> {
    let scan = pemvet::pem::scan(pem);
    let certificates = scan.certificates();
    certificates
        .map(|der| CertificateDer::from(der).into_owned())
        .collect()
}

/// DER to facts: every extension typed, every name of a subject alternative name looked at.
fn facts(name: &'static str, pem: Vec<u8>) -> Comparison {
    fn ours(der: &CertificateDer<'_>) -> bool {
        black_box(pemvet::internals::read_certificate(der)).is_some()
    }
    fn webpki(der: &CertificateDer<'_>) -> bool {
        black_box(EndEntityCert::try_from(der)).is_ok()
    }
    fn x509_parser(der: &CertificateDer<'_>) -> bool {
        black_box(X509Certificate::from_der(der)).is_ok()
    }
    let reader = |name, read: fn(&CertificateDer<'_>) -> bool| {
        let certificates = certificates(&pem);
        assert!(certificates.iter().all(read), "{name}");
        contender(name, move || {
            for der in &certificates {
                black_box(read(black_box(der)));
            }
        })
    };
    let contenders = vec![
        reader("pemvet", ours),
        reader("webpki", webpki),
        reader("x509-parser", x509_parser),
    ];
    let name = name.into();
    Comparison { name, contenders }
}

/// PEM to all findings, without a key.
fn validation(name: &'static str, pem: Vec<u8>) -> Comparison {
    let judging = |name, provider: Provider| {
        let pem = pem.clone();
        contender(name, move || drop(black_box(judge(&pem, None, provider.clone()))))
    };
    let mut contenders = vec![judging("pemvet, no signatures", trusting())];
    let text = pem.clone();
    assert_same_verdict(name, &text);
    contenders.push(contender("pem and x509-parser, the same checks", move || {
        drop(black_box(plain::validate(black_box(&text), false, SECONDS)));
    }));
    #[cfg(feature = "ring")]
    contenders.push(judging("pemvet, ring", Provider::RING));
    #[cfg(feature = "aws-lc-rs")]
    contenders.push(judging("pemvet, aws-lc-rs", Provider::AWS_LC_RS));
    let ders = certificates(&pem);
    contenders.push(contender("x509-parser, only parsing DER", move || {
        for der in &ders {
            black_box(X509Certificate::from_der(black_box(der))).expect("a certificate");
        }
    }));
    contenders.push(contender("pem and x509-parser, only parsing", move || {
        for block in pem::parse_many(black_box(&pem)).expect("PEM") {
            black_box(X509Certificate::from_der(block.contents())).expect("a certificate");
        }
    }));
    let name = name.into();
    Comparison { name, contenders }
}

/// Bundles that differ in the serial number of their leaf, one after the other by one validator, which knows their CAs.
fn one_of_many(name: &'static str, pem: &[u8]) -> Comparison {
    let certificates = certificates(pem);
    let (leaf, above) = certificates.split_first().expect("a leaf");
    let (_, parsed) = X509Certificate::from_der(leaf).expect("a certificate");
    let serial = parsed.tbs_certificate.raw_serial();
    let at = leaf
        .windows(serial.len())
        .position(|it| it == serial)
        .expect("it is there");
    let bundle = |number: u8| {
        let mut own = leaf.to_vec();
        own[at + serial.len() - 1] = number;
        let blocks = [own.as_slice()]
            .into_iter()
            .chain(above.iter().map(AsRef::as_ref));
        let blocks: Vec<_> = blocks.map(|der| pem::Pem::new("CERTIFICATE", der)).collect();
        let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        pem::encode_many_config(&blocks, config).into_bytes()
    };
    let bundles: Vec<Vec<u8>> = (0..=255).map(bundle).collect();
    let judging = |name, is_together: bool| {
        let (bundles, next) = (bundles.clone(), Cell::new(0));
        let validator = RefCell::new(Validator::new());
        let mut profile = Profile::any(trusting());
        profile.private_key = KeyRequirement::Optional;
        contender(name, move || {
            let bundle = Bundle::new(black_box(&bundles[next.get() % bundles.len()]));
            next.set(next.get() + 1);
            let report = match is_together {
                true => validator.borrow_mut().validate(bundle, &profile, now()),
                false => bundle.validate(&profile, now()),
            };
            assert_eq!(black_box(report).order(), [0, 1, 2]);
        })
    };
    let contenders = vec![
        judging("pemvet, one validator, no signatures", true),
        judging("pemvet, no signatures", false),
    ];
    let name = name.into();
    Comparison { name, contenders }
}

/// With the key and without it: the match is the difference.
fn key_match(name: &'static str, pem: Vec<u8>, key: Vec<u8>) -> Comparison {
    let report = judge(&pem, Some(&key), trusting());
    let of_key = |rule: &str| rule.starts_with("key");
    assert!(!report.findings().iter().any(|finding| of_key(finding.rule.name)));
    let without = {
        let pem = pem.clone();
        contender("without the key", move || {
            drop(black_box(judge(&pem, None, trusting())));
        })
    };
    let block = pem::parse(&key).expect("a key");
    let der = block.into_contents();
    let mut contenders = vec![without];
    contenders.push(contender("with the key", move || {
        drop(black_box(judge(&pem, Some(&key), trusting())));
    }));
    #[cfg(feature = "ring")]
    contenders.push(contender("a key pair in ring", move || {
        let is_rsa = ring::rsa::KeyPair::from_pkcs8(black_box(&der)).is_ok();
        let random = ring::rand::SystemRandom::new();
        let p256 = &ring::signature::ECDSA_P256_SHA256_ASN1_SIGNING;
        let is_pair =
            is_rsa || ring::signature::EcdsaKeyPair::from_pkcs8(p256, black_box(&der), &random).is_ok();
        assert!(black_box(is_pair));
    }));
    #[cfg(not(feature = "ring"))]
    drop(der);
    let name = name.into();
    Comparison { name, contenders }
}

/// Nobody passes for quick by looking at less.
fn assert_same_verdict(name: &str, pem: &[u8]) {
    let mut server = Profile::server(trusting());
    server.private_key = KeyRequirement::Expected;
    for (is_server, profile) in [(false, Profile::any(trusting())), (true, server)] {
        let faults = plain::validate(pem, is_server, SECONDS);
        let class = faults.iter().filter_map(|fault| fault.class).max();
        let told: Vec<&str> = faults.iter().map(|fault| &*fault.text).collect();
        let report = Bundle::new(pem).validate(&profile, now());
        // What some stacks refuse, by a table that only pemvet has, is more than the plain validator looks for.
        let mut errors = report.findings().iter().filter(|finding| finding.class.is_some());
        let is_by_table = class.is_none() && errors.all(|finding| finding.fact.is_some());
        assert!(
            class == report.class() || is_by_table,
            "{name}: {told:?}, {:?}",
            report.findings()
        );
    }
}

pub(crate) fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

fn judge(pem: &[u8], key: Option<&[u8]>, provider: Provider) -> Report {
    let mut profile = Profile::any(provider);
    profile.private_key = KeyRequirement::Optional;
    let mut bundle = Bundle::new(black_box(pem));
    if let Some(key) = key {
        bundle = bundle.with_private_key(key);
    }
    bundle.validate(&profile, now())
}

/// Believes every signature, so that all but the cryptography is timed. Proves EC keys as the default provider does.
fn trusting() -> Provider {
    #[cfg(feature = "aws-lc-rs")]
    return Provider::AWS_LC_RS.with_signature_algorithms(BELIEVED);
    #[cfg(not(feature = "aws-lc-rs"))]
    Provider::new("none, every signature is believed", BELIEVED)
}

const BELIEVED: &[&dyn SignatureVerificationAlgorithm] = &[
    &Believed(alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA256),
    &Believed(alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA384),
    &Believed(alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA512),
    &Believed(alg_id::ECDSA_P256, alg_id::ECDSA_SHA256),
    &Believed(alg_id::ECDSA_P384, alg_id::ECDSA_SHA384),
];

/// Of a key, and of a signature.
#[derive(Debug)]
struct Believed(AlgorithmIdentifier, AlgorithmIdentifier);

impl SignatureVerificationAlgorithm for Believed {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.1
    }
}
