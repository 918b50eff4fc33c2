//! 10,000 bundles under one CA: what judging them costs beside the bare check of each leaf's signature, which nothing can
//! save, in the same run. Prints a table in Markdown. See docs/performance.md.

#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

#[path = "../tests/support/pki.rs"]
#[allow(dead_code, reason = "the bench uses a part of it")]
mod pki;

use std::cell::RefCell;
use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use cpu_time::ThreadTime;
use pemvet::{
    Bundle, CertificateDer, Profile, Provider, Report, SignatureVerificationAlgorithm, UnixTime, Validator,
};
use pki::{Spec, block, element, sequence};

const BUNDLES: u32 = 10_000;
const ROUNDS: usize = 7;
/// 2026-06-01T00:00:00Z.
const NOW: u64 = 1_780_272_000;

fn main() {
    // `cargo test --benches` only wants to know that it works.
    let measures = std::env::args().any(|argument| argument == "--bench");
    let (bundles, rounds) = if measures { (BUNDLES, ROUNDS) } else { (20, 1) };
    println!(
        "| keys | trust | leaf's signature, µs | one by one | validator | two threads, CPU | two threads, clock |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|");
    for (name, pair) in [("P-256", Pair::curve as fn() -> Pair), ("RSA 2048", Pair::rsa)] {
        let batch = Batch::new([pair(), pair(), pair()], bundles);
        for trust in ["bundle", "anchor"] {
            let mut profile = Profile::server(Provider::AWS_LC_RS);
            if trust == "anchor" {
                profile.trust_only([CertificateDer::from(batch.root.clone())]);
            }
            println!("| {name} | {trust} | {} |", row(&batch, &profile, rounds));
        }
    }
}

/// The medians of all rounds.
fn row(batch: &Batch, profile: &Profile, rounds: usize) -> String {
    let rounds: Vec<Round> = (0..rounds).map(|_| Round::of(batch, profile)).collect();
    let median = |figure: fn(&Round) -> f64| {
        let mut figures: Vec<f64> = rounds.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    let leaves = f64::from(batch.bundles.len() as u32);
    format!(
        "{:.1} | {:.2} | {:.3} | {:.2} | {:.2}",
        median(|round| round.bare) / leaves * 1e6,
        median(|round| round.alone / round.bare),
        median(|round| round.together / round.bare),
        median(|round| round.together / round.two_threads),
        median(|round| round.together_clock / round.two_threads_clock),
    )
}

/// Seconds of CPU time of one thread, or on the clock.
struct Round {
    /// Nothing but the signature of each leaf.
    bare: f64,
    /// Without a validator.
    alone: f64,
    together: f64,
    together_clock: f64,
    /// Of the two the slower.
    two_threads: f64,
    two_threads_clock: f64,
}

impl Round {
    fn of(batch: &Batch, profile: &Profile) -> Round {
        let all = batch.bundles.as_slice();
        let (bare, _) = timed(|| batch.verify_leaves());
        let (alone, _) = timed(|| all.iter().for_each(|text| assert_accepted(&alone(text, profile))));
        let (together, together_clock) = timed(|| judge_together(all, profile));
        let start = Instant::now();
        let (one, other) = all.split_at(all.len() / 2);
        let two_threads = std::thread::scope(|scope| {
            let threads = [one, other].map(|half| scope.spawn(|| timed(|| judge_together(half, profile)).0));
            threads
                .map(|thread| thread.join().expect("no panic"))
                .into_iter()
                .fold(0.0, f64::max)
        });
        Round {
            bare,
            alone,
            together,
            together_clock,
            two_threads,
            two_threads_clock: start.elapsed().as_secs_f64(),
        }
    }
}

/// CPU time of this thread, and time on the clock.
fn timed(work: impl FnOnce()) -> (f64, f64) {
    let (start, clock) = (ThreadTime::now(), Instant::now());
    work();
    (start.elapsed().as_secs_f64(), clock.elapsed().as_secs_f64())
}

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

fn alone(text: &str, profile: &Profile) -> Report {
    Bundle::new(text.as_bytes()).validate(profile, now())
}

fn judge_together(bundles: &[String], profile: &Profile) {
    let mut validator = Validator::new();
    for text in bundles {
        assert_accepted(&validator.validate(Bundle::new(text.as_bytes()), profile, now()));
    }
}

/// Nothing passes for speed by giving up: each chain is whole and verified.
fn assert_accepted(report: &Report) {
    assert!(report.is_accepted() && report.order() == [0, 1, 2], "{report:?}");
}

/// Bundles of leaf, intermediate and root, that differ in the leaf alone.
struct Batch {
    bundles: Vec<String>,
    /// What is signed of each leaf, and the signature.
    leaves: Vec<(Vec<u8>, Vec<u8>)>,
    /// Contents of the issuer's public key.
    key: Vec<u8>,
    algorithm: &'static dyn SignatureVerificationAlgorithm,
    root: Vec<u8>,
}

impl Batch {
    fn new([own, issuing, root]: [Pair; 3], bundles: u32) -> Batch {
        let authority = |subject: &str, key: u64, pair: &Pair| {
            let spec = Spec {
                identifiers: true,
                extensions: extension(15, true, &[3, 2, 1, 6]),
                ..Spec::new(subject, key, "Example Root CA", 2).ca()
            };
            root.certify(pair, &spec).0
        };
        let root_der = authority("Example Root CA", 2, &root);
        let above = block(&authority("Example Issuing CA", 3, &issuing)) + &block(&root_der);
        let mut leaves = Vec::new();
        let bundle = |number| {
            let (der, signed) = issuing.certify(&own, &leaf(number, own.key_usage()));
            leaves.push(signed);
            block(&der) + &above
        };
        Batch {
            bundles: (0..bundles).map(bundle).collect(),
            leaves,
            key: issuing.public_key().to_vec(),
            algorithm: issuing.verifier(),
            root: root_der,
        }
    }

    fn verify_leaves(&self) {
        for (message, signature) in &self.leaves {
            let verified = self
                .algorithm
                .verify_signature(&self.key, message, black_box(signature));
            assert!(verified.is_ok());
        }
    }
}

fn leaf(number: u32, key_usage: &[u8]) -> Spec {
    let host = format!("host-{number}.example.com");
    let purposes = [[0x2B, 6, 1, 5, 5, 7, 3, 1], [0x2B, 6, 1, 5, 5, 7, 3, 2]].map(|it| element(6, &it));
    Spec {
        serial: number,
        names: vec![host.clone(), format!("*.{host}")],
        identifiers: true,
        extensions: [
            extension(15, true, key_usage),
            extension(37, false, &sequence(&purposes)),
        ]
        .concat(),
        ..Spec::new(&host, 1, "Example Issuing CA", 3)
    }
}

fn extension(last_arc: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let mark = if critical { vec![1, 1, 0xFF] } else { vec![] };
    sequence(&[vec![6, 3, 0x55, 0x1D, last_arc], mark, element(4, value)])
}

enum Pair {
    Curve(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1];
const P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7];
const ECDSA_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];
const RSA_ENCRYPTION: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];
const RSA_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11];
const NULL: [u8; 2] = [5, 0];

impl Pair {
    fn curve() -> Pair {
        Pair::Curve(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key"))
    }

    fn rsa() -> Pair {
        Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"))
    }

    fn public_key(&self) -> &[u8] {
        match self {
            Pair::Curve(pair) => pair.public_key().as_ref(),
            Pair::Rsa(pair) => pair.public_key().as_ref(),
        }
    }

    /// Of a server: digitalSignature, and keyEncipherment where the key can do that.
    fn key_usage(&self) -> &[u8] {
        match self {
            Pair::Curve(_) => &[3, 2, 7, 0x80],
            Pair::Rsa(_) => &[3, 2, 5, 0xA0],
        }
    }

    fn verifier(&self) -> &'static dyn SignatureVerificationAlgorithm {
        match self {
            Pair::Curve(_) => webpki::aws_lc_rs::ECDSA_P256_SHA256,
            Pair::Rsa(_) => webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Pair::Curve(pair) => pair
                .sign(&random, message)
                .expect("a signature")
                .as_ref()
                .to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let signed = pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature);
                signed.expect("a signature");
                signature
            }
        }
    }

    /// A certificate for the public key of `subject`; what is signed of it, and the signature.
    fn certify(&self, subject: &Pair, spec: &Spec) -> (Vec<u8>, (Vec<u8>, Vec<u8>)) {
        let of_key = match subject {
            Pair::Curve(_) => sequence(&[element(6, EC_PUBLIC_KEY), element(6, P256)]),
            Pair::Rsa(_) => sequence(&[element(6, RSA_ENCRYPTION), NULL.to_vec()]),
        };
        let algorithm = match self {
            Pair::Curve(_) => sequence(&[element(6, ECDSA_SHA256)]),
            Pair::Rsa(_) => sequence(&[element(6, RSA_SHA256), NULL.to_vec()]),
        };
        let bits = [&[0], subject.public_key()].concat();
        let key = sequence(&[of_key, element(3, &bits)]);
        let signed = RefCell::new((Vec::new(), Vec::new()));
        let der = spec.signed(&key, &algorithm, |message| {
            let signature = self.sign(message);
            signed.replace((message.to_vec(), signature.clone()));
            signature
        });
        (der, signed.into_inner())
    }
}
