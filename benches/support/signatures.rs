//! Judging with signatures, beside nothing but the signatures that it takes.

use std::hint::black_box;

use pemvet::{Bundle, CertificateDer, Profile, Provider};
use rustls_pki_types::SignatureVerificationAlgorithm;
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::FromDer as _;

use super::certificates::{Comparison, certificates, contender, now};
use super::counting::{checks, counted};
use super::inputs::testdata;

type Algorithm = &'static dyn SignatureVerificationAlgorithm;

/// Leaf, intermediate and root of one kind of key.
struct Chain {
    name: &'static str,
    text: Vec<u8>,
    certificates: Vec<CertificateDer<'static>>,
    /// Which algorithm of a library verifies it.
    algorithm: fn(&Library) -> Algorithm,
}

impl Chain {
    fn new(name: &'static str, text: Vec<u8>, algorithm: fn(&Library) -> Algorithm) -> Chain {
        let certificates = certificates(&text);
        Chain {
            name,
            text,
            certificates,
            algorithm,
        }
    }

    /// Of which the root is the trust anchor.
    fn profile(&self, provider: Provider) -> Profile {
        let mut profile = Profile::any(provider);
        profile.trust_only(self.certificates.last().cloned());
        profile
    }

    /// The leaf's signature and the intermediate's.
    fn signatures(&self, algorithm: Algorithm) -> [Signature; 2] {
        let parsed: Vec<X509Certificate<'_>> = self.certificates.iter().map(parse).collect();
        let signature = |below: usize| Signature {
            algorithm,
            key: parsed[below + 1].public_key().subject_public_key.data.to_vec(),
            message: parsed[below].tbs_certificate.as_ref().to_vec(),
            signature: parsed[below].signature_value.data.to_vec(),
        };
        [signature(0), signature(1)]
    }
}

fn parse<'a>(der: &'a CertificateDer<'_>) -> X509Certificate<'a> {
    let (_, certificate) = X509Certificate::from_der(der).expect("a certificate");
    certificate
}

fn chains() -> [Chain; 2] {
    let p256 = include_bytes!("p256.pem").to_vec();
    [
        Chain::new("RSA", testdata("demo/good.pem"), |library| library.rsa),
        Chain::new("P-256", p256, |library| library.p256),
    ]
}

/// One that verifies signatures.
struct Library {
    name: &'static str,
    provider: Provider,
    rsa: Algorithm,
    p256: Algorithm,
}

const LIBRARIES: &[Library] = &[
    #[cfg(feature = "ring")]
    Library {
        name: "ring",
        provider: Provider::RING,
        rsa: webpki::ring::RSA_PKCS1_2048_8192_SHA256,
        p256: webpki::ring::ECDSA_P256_SHA256,
    },
    #[cfg(feature = "aws-lc-rs")]
    Library {
        name: "aws-lc-rs",
        provider: Provider::AWS_LC_RS,
        rsa: webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
        p256: webpki::aws_lc_rs::ECDSA_P256_SHA256,
    },
];

/// What is signed, by which key, and the signature. Reading the key is a part of verifying.
struct Signature {
    algorithm: Algorithm,
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Signature {
    fn verify(&self) {
        let verified = self
            .algorithm
            .verify_signature(&self.key, &self.message, black_box(&self.signature));
        assert!(verified.is_ok());
    }
}

/// The first is the two signatures alone.
pub(crate) fn comparisons() -> Vec<Comparison> {
    let mut comparisons = Vec::new();
    for library in LIBRARIES {
        for chain in chains() {
            let signatures = chain.signatures((chain.algorithm)(library));
            let bare = contender("two bare verifications", move || {
                signatures.iter().for_each(Signature::verify);
            });
            let profile = chain.profile(library.provider.clone());
            assert!(Bundle::new(&chain.text).validate(&profile, now()).is_accepted());
            let name = format!(
                "with signatures, 3 certificates ({}), {}",
                chain.name, library.name
            );
            let text = chain.text;
            let ours = contender("pemvet", move || {
                drop(black_box(Bundle::new(black_box(&text)).validate(&profile, now())));
            });
            let contenders = vec![bare, ours];
            comparisons.push(Comparison { name, contenders });
        }
    }
    comparisons
}

/// How many signatures pemvet verifies in each.
pub(crate) fn counts() -> Vec<(&'static str, usize)> {
    let count = |chain: Chain| {
        let library = LIBRARIES.first()?;
        checks();
        let counting = counted((chain.algorithm)(library));
        let provider = library.provider.clone();
        let provider = provider.with_signature_algorithms(vec![counting].leak());
        let report = Bundle::new(&chain.text).validate(&chain.profile(provider), now());
        assert!(report.is_accepted());
        Some((chain.name, checks()))
    };
    chains().into_iter().filter_map(count).collect()
}
