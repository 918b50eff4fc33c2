//! Many bundles through one validator: the same reports as one by one, and no signature checked twice.

#![cfg(feature = "aws-lc-rs")]
#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

mod support;

#[path = "support/counting.rs"]
mod counting;
#[path = "support/pki.rs"]
mod pki;

use std::sync::LazyLock;
use std::time::Duration;

use counting::checks;
use pemvet::redis::{Batch, Cluster};
use pemvet::{
    Bundle, CertificateDer, CertificateSummary, JudgedCertificate, KeyRequirement, Profile, Provider, Report,
    SignatureVerificationAlgorithm, UnixTime, Validator,
};
use pki::{Spec, pem};
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::sample::Index;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature};
use support::{Case, NOW, folders, read, rendered, rule_cases, rules_of, testdata};

/// The algorithms of aws-lc-rs, counted.
static COUNTED: LazyLock<&'static [&'static dyn SignatureVerificationAlgorithm]> = LazyLock::new(|| {
    let all = Provider::AWS_LC_RS.signature_algorithms();
    Vec::leak(
        all.iter()
            .map(|algorithm| counting::counted(*algorithm))
            .collect(),
    )
});

fn counted() -> Provider {
    Provider::AWS_LC_RS.with_signature_algorithms(*COUNTED)
}

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

fn summaries(report: &Report) -> Vec<CertificateSummary> {
    report
        .certificates()
        .iter()
        .map(JudgedCertificate::to_summary)
        .collect()
}

/// Everything that a report says.
fn whole(report: &Report) -> String {
    let more = (
        report.repairs(),
        summaries(report),
        report.to_chain(),
        report.to_repaired_pem(),
    );
    format!("{}{report:?}{more:?}", rendered(report))
}

/// A case as it lies in files, and what is said of it alone.
struct Sample {
    name: String,
    bundle: Vec<u8>,
    key: Option<Vec<u8>>,
    previous: Option<Vec<u8>>,
    profile: Profile,
    alone: String,
}

impl Sample {
    fn new(case: &Case) -> Sample {
        let mut sample = Sample {
            name: case.name(),
            bundle: std::fs::read(&case.path).expect("the bundle"),
            key: case.key.as_ref().map(|key| std::fs::read(key).expect("the key")),
            previous: case.previous(),
            profile: case.profile(),
            alone: String::new(),
        };
        sample.alone = whole(&sample.given().validate(&sample.profile, now()));
        sample
    }

    fn given(&self) -> Bundle<'_> {
        let mut bundle = Bundle::new(&self.bundle);
        if let Some(key) = &self.key {
            bundle = bundle.with_private_key(key);
        }
        if let Some(previous) = &self.previous {
            bundle = bundle.with_previous(previous);
        }
        bundle
    }
}

/// The cases of the rules, and every other bundle of testdata.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let mut cases: Vec<Case> = rule_cases().into_iter().map(|(_, case)| case).collect();
    for folder in folders(&testdata(".")) {
        let files = std::fs::read_dir(folder).expect("a folder");
        let paths = files.map(|file| file.expect("an entry").path());
        let bundles = paths.filter(|path| path.extension().is_some_and(|extension| extension == "pem"));
        let mut bundles: Vec<_> = bundles.collect();
        bundles.sort();
        cases.extend(bundles.into_iter().map(Case::of));
    }
    let samples: Vec<Sample> = cases.iter().map(Sample::new).collect();
    assert!(samples.len() > 500, "{}", samples.len());
    samples
});

fn assert_same(validator: &mut Validator, sample: &Sample) {
    let report = validator.validate(sample.given(), &sample.profile, now());
    assert!(whole(&report) == sample.alone, "{}", sample.name);
}

#[test]
fn every_bundle_at_hand_is_judged_as_if_it_were_alone() {
    let mut validator = Validator::new();
    for sample in SAMPLES.iter() {
        assert_same(&mut validator, sample);
    }
    // All of it again, now that it is known, from the last to the first.
    for sample in SAMPLES.iter().rev() {
        assert_same(&mut validator, sample);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn in_any_order_and_again_each_bundle_is_judged_as_if_it_were_alone(
        order in proptest::collection::vec(any::<Index>(), 1..120),
        again in proptest::collection::vec(any::<Index>(), 0..60),
    ) {
        let mut validator = Validator::new();
        for index in &order {
            assert_same(&mut validator, index.get(&SAMPLES));
        }
        for index in &again {
            assert_same(&mut validator, index.get(&order).get(&SAMPLES));
        }
    }
}

fn leaf(number: u32, ca: u64) -> Spec {
    Spec {
        serial: number,
        names: vec![format!("host-{number}.example")],
        ..Spec::new("leaf", 1, &format!("ca {ca}"), 100 + ca)
    }
}

fn authority(ca: u64) -> Spec {
    Spec::new(&format!("ca {ca}"), 100 + ca, "root", 2).ca()
}

fn root() -> Spec {
    Spec::new("root", 2, "root", 2).ca()
}

/// More leaves than are remembered.
const LEAVES: u32 = 2_000;

/// Judges so many bundles that share `authorities` CAs and their root, and tells what was verified for them.
fn judged_together(authorities: u64, profile: &Profile) -> usize {
    let above: Vec<String> = (0..authorities).map(|ca| pem(&[authority(ca), root()])).collect();
    let mut validator = Validator::new();
    checks();
    for number in 0..LEAVES {
        let ca = u64::from(number) % authorities;
        let text = pem(&[leaf(number, ca)]) + &above[ca as usize];
        let report = validator.validate(Bundle::new(text.as_bytes()), profile, now());
        assert_eq!(report.class(), None, "{report:?}");
    }
    assert!(validator.known_signatures() <= Validator::MOST_SIGNATURES);
    checks()
}

#[test]
fn each_leaf_is_verified_once_and_each_link_between_authorities_once() {
    let leaves = LEAVES as usize;
    for authorities in [1, 20] {
        let mut profile = Profile::any(counted());
        let links = authorities as usize;
        // The root's own signature is one more.
        assert_eq!(judged_together(authorities, &profile), leaves + links + 1);
        profile.trust_only([CertificateDer::from(root().der())]);
        assert_eq!(judged_together(authorities, &profile), leaves + links);
    }
}

/// What one request uploads, each with the proxy's key.
const MEMBERS: [(&str, &str); 6] = [
    ("proxy", "demo/good.pem"),
    ("api", "demo/good.pem"),
    ("cm", "demo/from-pfx.pem"),
    (
        "metrics_exporter",
        "rules/eku-purpose-missing/bad-server-only.pem",
    ),
    ("nonsense", "demo/good.pem"),
    ("proxy", "demo/expired-intermediate.pem"),
];

#[test]
fn the_members_of_one_request_are_judged_as_if_each_were_alone_and_share_signatures() {
    let mut cluster = Cluster::new(counted());
    cluster.add_fqdn("cluster.example.com").expect("a good FQDN");
    let key = read("demo/proxy.key");
    let members = MEMBERS.map(|(name, file)| (name, read(file)));
    checks();
    let alone = members.each_ref().map(|(name, bundle)| {
        let mut profile = cluster.profile_on_the_wire(name);
        profile.private_key = KeyRequirement::Required;
        let upload = profile.product.upload_mut().expect("an upload");
        upload.together = MEMBERS.len();
        upload.is_repeated = std::ptr::eq(bundle, &members[5].1);
        whole(
            &Bundle::new(bundle)
                .with_private_key(&key)
                .validate(&profile, now()),
        )
    });
    let one_by_one = checks();

    let mut batch = Batch::new(&cluster);
    for (name, bundle) in &members {
        batch.add(name, bundle, Some(&key));
    }
    let together = batch.validate(now());
    for ((member, alone), (name, file)) in together.members().iter().zip(&alone).zip(MEMBERS) {
        assert_eq!(&whole(&member.report), alone, "{name}, {file}");
    }
    // Those of good.pem; the leaf of the fourth; the intermediate of the last.
    assert_eq!((one_by_one, checks()), (6 * 3, 3 + 1 + 1));
}

#[test]
fn a_bad_signature_stays_bad_and_makes_no_other_bad() {
    let mut forged = leaf(1, 0);
    forged.signer = 999;
    let forged = pem(&[forged, authority(0), root()]);
    let honest = pem(&[leaf(1, 0), authority(0), root()]);
    let profile = Profile::any(counted());
    let mut validator = Validator::new();
    checks();
    for (text, is_good, verified) in [(&forged, false, 3), (&forged, false, 0), (&honest, true, 1)] {
        let report = validator.validate(Bundle::new(text.as_bytes()), &profile, now());
        assert_eq!((report.is_accepted(), checks()), (is_good, verified));
    }
}

#[test]
fn a_limit_is_hit_where_it_would_be_hit_alone() {
    let text = pem(&[leaf(1, 0), authority(0), root()]);
    let mut profile = Profile::any(counted());
    let mut validator = Validator::new();
    let accepted = validator.validate(Bundle::new(text.as_bytes()), &profile, now());
    assert!(accepted.is_accepted());
    profile.limits.signature_checks = 1;
    let alone = Bundle::new(text.as_bytes()).validate(&profile, now());
    let together = validator.validate(Bundle::new(text.as_bytes()), &profile, now());
    assert!(!alone.is_accepted());
    assert_eq!(whole(&together), whole(&alone));
}

/// An algorithm that takes anything.
#[derive(Debug)]
struct Credulous;

impl SignatureVerificationAlgorithm for Credulous {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        rustls_pki_types::alg_id::ED25519
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        rustls_pki_types::alg_id::ED25519
    }
}

#[test]
fn what_one_provider_takes_is_not_known_to_another() {
    let mut forged = leaf(1, 0);
    forged.signer = 999;
    let text = pem(&[forged, authority(0), root()]);
    let credulous = Profile::any(Provider::new("aws-lc-rs", &[&Credulous]));
    let mut validator = Validator::new();
    for _ in 0..2 {
        for (profile, is_good) in [(&credulous, true), (&Profile::any(counted()), false)] {
            let report = validator.validate(Bundle::new(text.as_bytes()), profile, now());
            assert_eq!(report.is_accepted(), is_good);
        }
    }
}

#[test]
fn a_validator_goes_to_a_thread_of_its_own() {
    fn assert_send_and_sync<T: Send + Sync>(_: &T) {}
    let mut validator = Validator::new();
    assert_send_and_sync(&validator);
    let bundle = read("demo/good.pem");
    let profile = Profile::any(counted());
    let known = std::thread::spawn(move || {
        validator.validate(Bundle::new(&bundle), &profile, now());
        format!("{validator:?}")
    });
    assert_eq!(
        known.join().expect("no panic"),
        "Validator { known_signatures: 3, .. }"
    );
}

#[test]
fn of_a_request_with_too_many_members_the_first_are_judged_and_nothing_is_accepted() {
    let mut cluster = Cluster::new(counted());
    cluster.add_fqdn("cluster.example.com").expect("a good FQDN");
    cluster.base.limits.members = 2;
    let (good, key) = (read("demo/good.pem"), read("demo/proxy.key"));
    let judged = |names: &[&str]| {
        let mut batch = Batch::new(&cluster);
        for name in names {
            batch.add(name, &good, Some(&key));
        }
        let report = batch.validate(now());
        let rules: Vec<Vec<&str>> = report
            .members()
            .iter()
            .map(|member| rules_of(&member.report))
            .collect();
        (report.class(), rules)
    };
    assert_eq!(judged(&["proxy", "api"]).0, None);
    let (class, rules) = judged(&["proxy", "api", "cm", "syncer"]);
    assert_eq!((class, rules.len()), (Some(pemvet::Class::Invalid), 3));
    assert_eq!(rules[2], ["too-many-members"]);
    // An unknown name beyond the limit is too many, too.
    let (class, rules) = judged(&["proxy", "api", "nonsense"]);
    assert_eq!(
        (class, rules[2].as_slice()),
        (Some(pemvet::Class::Unknown), &["too-many-members"][..])
    );
}
