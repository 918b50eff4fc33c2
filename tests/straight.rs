//! A path that is straight is told in one pass. The search finds the same of it, and says the same.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::fs;
use std::time::Duration;

use pemvet::{Bundle, CertificateDer, Profile, Purpose, Report, UnixTime, internals, pem};
use support::{Case, NOW, PROVIDER, folders, rule_cases, testdata};

fn whole(report: &Report) -> String {
    let said = (
        report.findings(),
        report.order(),
        report.not_checked(),
        report.trust(),
    );
    let more = (
        report.repairs(),
        report.certificates(),
        report.key_fits(),
        report.to_repaired_pem(),
    );
    format!("{said:#?}{more:#?}")
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = rule_cases().into_iter().map(|(_, case)| case).collect();
    for folder in folders(&testdata(".")) {
        let files = fs::read_dir(folder).expect("a folder");
        let paths = files.map(|file| file.expect("an entry").path());
        let bundles = paths.filter(|path| path.extension().is_some_and(|it| it == "pem"));
        cases.extend(bundles.map(Case::of));
    }
    cases
}

/// Files that hold nearly the same: in another order, with one left out or twice, with an octet changed.
fn variants(certificates: &[Vec<u8>]) -> Vec<Vec<Vec<u8>>> {
    let all = certificates.to_vec();
    let mut variants = vec![all.clone()];
    for place in 0..all.len().min(4) {
        let mut one = all.clone();
        let taken = one.remove(place);
        variants.push(one.clone());
        one.push(taken.clone());
        variants.push(one.clone());
        one.push(taken.clone());
        variants.push(one);
        let length = taken.len();
        for at in [length / 4, length / 3, length / 2, length * 2 / 3, length - 20] {
            let mut one = all.clone();
            one[place][at] ^= 1;
            variants.push(one);
        }
    }
    variants
}

#[test]
fn the_search_finds_the_same() {
    let (mut compared, mut accepted, mut wrong) = (0, 0, Vec::new());
    for (number, case) in cases().into_iter().enumerate() {
        let text = fs::read(&case.path).expect("the file");
        let key = case.key.as_ref().map(|key| fs::read(key).expect("the key"));
        let scan = pem::scan(&text);
        let certificates: Vec<Vec<u8>> = scan.certificates().map(Vec::from).collect();
        let profiles = [case.profile(), Profile::server(PROVIDER), Profile::any(PROVIDER)];
        let mut profiles = Vec::from(profiles);
        // Under its last certificate, under the one before, and under both.
        let tops: Vec<&Vec<u8>> = certificates.iter().rev().take(2).collect();
        for anchors in [&tops[..tops.len().min(1)], &tops[tops.len().min(1)..], &tops[..]] {
            let mut profile = Profile::server(PROVIDER);
            profile.trust_only(anchors.iter().map(|der| CertificateDer::from((*der).clone())));
            profiles.push(profile);
        }
        profiles.extend([{
            let mut profile = Profile::server(PROVIDER);
            profile.limits.signature_checks = 2;
            profile.limits.path_intermediates = 1;
            profile
        }]);
        assert!(profiles[1].purpose == Purpose::EndEntity);
        let mut compare = |bundle: Bundle<'_>, profile: &Profile, what: &str| {
            let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
            let report = bundle.validate(profile, now);
            let searched = internals::searched(bundle).validate(profile, now);
            if whole(&report) != whole(&searched) {
                wrong.push(format!("{} {what} {}", case.path.display(), profile.title));
            }
            compared += 1;
            accepted += usize::from(report.is_accepted());
        };
        for profile in &profiles {
            match &key {
                Some(key) => compare(Bundle::new(&text).with_private_key(key), profile, "file"),
                None => compare(Bundle::new(&text), profile, "file"),
            }
        }
        // Of some, which takes a while.
        if number % 16 != 0 {
            continue;
        }
        for (number, variant) in variants(&certificates).iter().enumerate() {
            let variant: Vec<_> = variant
                .iter()
                .map(|der| CertificateDer::from(der.as_slice()))
                .collect();
            let what = format!("variant {number}");
            for profile in &profiles[1..] {
                compare(Bundle::from_der(&variant), profile, &what);
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared}: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(20)]
    );
    assert!(accepted > 500, "{accepted} of {compared}");
}
