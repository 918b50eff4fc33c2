//! Laws that hold for any input.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::time::Duration;

use pemvet::redis::CertificateName;
use pemvet::{Bundle, Class, Profile, RepairMode, Report, Severity, UnixTime};
use proptest::prelude::{Just, Strategy as _, any, proptest};
use proptest::sample::Index;
use support::{PROVIDER, judge, read, rules_of};

fn proxy() -> Profile {
    CertificateName::Proxy
        .profile("cluster.example.com", PROVIDER)
        .expect("a good FQDN")
}

/// What must hold of every report, whatever the input.
fn assert_lawful(report: &Report, certificates: &[u8], key: Option<&[u8]>) {
    let strongest = report.findings().iter().filter_map(|finding| finding.class).max();
    assert_eq!(report.class(), strongest);
    assert_eq!(report.is_accepted(), strongest.is_none());
    for finding in report.findings() {
        assert_eq!(finding.class.is_some(), finding.severity == Severity::Error);
        let Some(location) = &finding.location else {
            continue;
        };
        let input = match location.input {
            pemvet::Input::Certificates => certificates,
            pemvet::Input::Key => key.unwrap_or_default(),
            pemvet::Input::Trust => {
                assert_eq!((location.bytes.clone(), location.lines.clone()), (0..0, 0..=0));
                continue;
            }
        };
        assert!(location.bytes.start <= location.bytes.end && location.bytes.end <= input.len());
        assert!(*location.lines.start() >= 1 && location.lines.start() <= location.lines.end());
    }
    assert!(
        !report.certificates().is_empty() || !report.is_accepted(),
        "zero certificates is an error"
    );
}

proptest! {
    #[test]
    fn any_bytes_give_a_lawful_report(
        certificates in proptest::collection::vec(any::<u8>(), 0..2_000),
        key in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..2_000)),
        now in any::<u64>(),
    ) {
        let mut bundle = Bundle::new(&certificates);
        if let Some(key) = &key {
            bundle = bundle.with_private_key(key);
        }
        let report = bundle.validate(&proxy(), UnixTime::since_unix_epoch(Duration::from_secs(now)));
        assert_lawful(&report, &certificates, key.as_deref());
    }

    #[test]
    fn a_damaged_bundle_gives_a_lawful_report(
        at in any::<Index>(), byte in any::<u8>(), cut in proptest::option::of(any::<Index>()), swap in any::<bool>(),
    ) {
        let mut bundle = read("demo/from-pfx.pem");
        let mut key = read("demo/proxy.key");
        let damaged = if swap { &mut key } else { &mut bundle };
        let place = at.index(damaged.len());
        damaged[place] = byte;
        if let Some(cut) = cut {
            damaged.truncate(cut.index(damaged.len()));
        }
        let report = judge(&bundle, Some(&key), &proxy());
        assert_lawful(&report, &bundle, Some(&key));
    }

    #[test]
    fn the_order_of_the_file_changes_neither_the_chain_nor_the_class(
        order in Just(vec![0usize, 1, 2]).prop_shuffle(),
    ) {
        let text = String::from_utf8(read("demo/good.pem")).expect("PEM is ASCII");
        let end = "-----END CERTIFICATE-----\n";
        let blocks: Vec<&str> = text.split_inclusive(end).collect();
        let shuffled: String = order.iter().map(|place| blocks[*place]).collect();
        let mut profile = proxy();
        profile.repair = RepairMode::Repaired;
        let report = judge(shuffled.as_bytes(), Some(&read("demo/proxy.key")), &profile);
        assert_eq!(report.class(), None);
        assert_eq!(report.to_repaired_pem(), Some(text));
        let in_order = order == [0, 1, 2];
        assert_eq!(rules_of(&report).contains(&"chain-out-of-order"), !in_order);
        profile.repair = RepairMode::AsGiven;
        let as_given = judge(shuffled.as_bytes(), Some(&read("demo/proxy.key")), &profile);
        assert_eq!(as_given.class(), (!in_order).then_some(Class::Invalid));
        assert!(!rules_of(&as_given).contains(&"key-mismatch"));
    }
}
