//! Breaks that happened, predicted from a range of versions and a fact of the bundle alone.

use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::{Effect, Fact, Provenance, Verifier, Version, find, stacks};

#[test]
fn breaks_that_happened_are_predicted() {
    let history = [
        ("go@1.14..1.15", Fact::NoAlternativeName, "1.14", "1.15"),
        ("go@1.17..1.18", Fact::Sha1Leaf, "1.17", "1.18"),
        ("go@1.22..1.23", Fact::NegativeSerial, "1.22", "1.23"),
        ("go@1.23..1.24", Fact::RsaUnder1024, "1.23", "1.24"),
        ("go@1.26..1.27", Fact::Ipv4MappedAddress, "1.26", "1.27.3"),
        ("python@3.12..3.13", Fact::CaWithoutKeyUsage, "3.12", "3.13"),
        ("urllib3@2.3..2.4", Fact::NoAuthorityKey, "2.3", "2.4"),
        ("openssl@1.1.1..3.0", Fact::Sha1Ca, "1.1.1", "3.0.19"),
        ("node@16..18", Fact::Sha1Leaf, "16", "18"),
        ("node@22..24", Fact::Rsa1024Ca, "22.23.3", "24"),
        ("chrome@57..58", Fact::NoAlternativeName, "57", "58"),
        ("apple@12..13", Fact::Over825Days, "12", "13"),
    ];
    for (range, fact, works, fails) in history {
        let change = find(range)
            .unwrap()
            .breaks(fact)
            .unwrap_or_else(|| panic!("{range}: {fact:?}"));
        assert_eq!(
            (
                change.works.to_string().as_str(),
                change.fails.to_string().as_str()
            ),
            (works, fails)
        );
    }
}

/// A server's own start, not its peers.
#[test]
fn a_server_that_no_longer_starts_is_predicted() {
    let loads = |text: &str, fact| {
        let setups = find(text).unwrap().setups();
        setups
            .iter()
            .map(|it| it.loads(fact).unwrap().effect)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        loads("node@16..18", Fact::Sha1Leaf),
        [Effect::Passes, Effect::Refuses]
    );
    assert_eq!(
        loads("openssl@3.5.7..3.5.8", Fact::Sha1Leaf),
        [Effect::Refuses, Effect::ClientRefuses]
    );
    assert_eq!(
        loads("node@22.23..24", Fact::Rsa1024Leaf),
        [Effect::ClientRefuses, Effect::Refuses, Effect::Refuses]
    );
}

#[test]
fn what_a_newer_release_takes_is_no_break() {
    let upgrade = find("node@22.19..22.20").unwrap();
    let works = upgrade.setups();
    let works: Vec<_> = works
        .iter()
        .map(|it| it.outcome(Fact::MlDsaLeaf).effect)
        .collect();
    assert_eq!(works, [Effect::Refuses, Effect::Passes]);
    assert_eq!(upgrade.breaks(Fact::MlDsaLeaf), None);
    // An expired root beside the good path broke old releases; it was a date, and an upgrade mended it.
    let mended = find("openssl@1.0..1.1").unwrap();
    assert_eq!(mended.breaks(Fact::ExpiredRootBeside), None);
    assert_eq!(
        mended.setups()[0].outcome(Fact::ExpiredRootBeside).effect,
        Effect::Refuses
    );
}

#[test]
fn settings_decide_where_they_do() {
    let effect = |text: &str, fact| find(text).unwrap().stack.newest().outcome(fact).effect;
    assert_eq!(effect("unbound", Fact::Rsa1024Leaf), Effect::ClientRefuses);
    assert_eq!(effect("redis", Fact::Rsa1024Leaf), Effect::Refuses);
    assert_eq!(effect("curl", Fact::AnchorIsIntermediate), Effect::Passes);
    assert_eq!(effect("psql", Fact::AnchorIsIntermediate), Effect::Refuses);
    assert_eq!(effect("python", Fact::AnchorIsIntermediate), Effect::Passes);
    assert_eq!(effect("python", Fact::AuthoritySerialInLeaf), Effect::Refuses);
    assert_eq!(effect("urllib3", Fact::NoAlternativeName), Effect::Refuses);
    assert_eq!(effect("psql", Fact::NoAlternativeName), Effect::Passes);
    assert_eq!(effect("haproxy", Fact::CutLaterBlock), Effect::Refuses);
    assert_eq!(effect("lighttpd", Fact::CutLaterBlock), Effect::Stops);
    assert_eq!(effect("nginx", Fact::KeyOfAnotherType), Effect::BreaksHandshake);
    assert_eq!(effect("lighttpd", Fact::Sha1Leaf), Effect::BreaksHandshake);
}

/// The strict mode of OpenSSL 4.0.3 gave up two of its demands.
#[test]
fn a_library_can_be_put_in() {
    let mut python = find("python@3.13").unwrap().setups()[0];
    assert_eq!(
        python.outcome(Fact::ConstraintsNotCritical).effect,
        Effect::Refuses
    );
    python.library = Some(Version::new(&[4, 0, 3]));
    assert_eq!(
        python.outcome(Fact::ConstraintsNotCritical).effect,
        Effect::Passes
    );
    assert_eq!(python.outcome(Fact::NoAuthorityKey).effect, Effect::Refuses);
    python.library = None;
    assert_eq!(
        python.outcome(Fact::ConstraintsNotCritical).effect,
        Effect::Unknown
    );
    assert_eq!(python.outcome(Fact::NoAuthorityKey).effect, Effect::Refuses);
}

#[test]
fn what_nobody_ran_is_unknown() {
    let windows = find("windows").unwrap().stack.newest();
    assert_eq!(windows.outcome(Fact::NegativeSerial).effect, Effect::Unknown);
    assert_eq!(
        find("java@21").unwrap().setups()[0]
            .outcome(Fact::Sha224Signature)
            .effect,
        Effect::Unknown
    );
    assert_eq!(
        find("kafka")
            .unwrap()
            .stack
            .newest()
            .outcome(Fact::ByteOrderMark)
            .effect,
        Effect::Unknown
    );
    for name in ["apple", "windows", "dotnet", "kafka"] {
        let stack = find(name).unwrap().stack;
        for fact in Fact::ALL {
            assert!(
                stack.newest().outcome(*fact).provenance >= Provenance::Document,
                "{name}: {fact:?}"
            );
        }
    }
}

/// Else a range of a library would step over the release in which something changes.
#[test]
fn libraries_have_a_release_at_each_change() {
    use super::table::rows;
    let libraries = [
        ("openssl", Verifier::OpenSsl),
        ("go", Verifier::Go),
        ("gnutls", Verifier::GnuTls),
        ("chrome", Verifier::Chrome),
        ("apple", Verifier::Apple),
        ("java", Verifier::Java),
    ];
    for (name, verifier) in libraries {
        let stack = stacks().find(|it| it.name == name).unwrap();
        for cell in rows()
            .flat_map(|row| row.verifiers)
            .filter(|cell| cell.families.contains(&verifier))
        {
            let ends = [cell.versions.from, cell.versions.to];
            for end in ends.into_iter().flatten() {
                let inside = |version: Version| cell.versions.contains(version);
                assert!(
                    stack.releases.iter().any(|it| inside(it.version)),
                    "{name} has no release at {end}"
                );
            }
        }
    }
}
