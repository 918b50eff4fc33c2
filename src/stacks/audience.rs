//! Audiences: whose refusal makes an error.

use alloc::vec::Vec;

use super::effect::Provenance;
use super::fact::Fact;
use super::family::{Reader, Verifier};
use super::setup::Setup;
use super::stack::Stack;
use super::wanted::stacks;

/// How many of an audience have to refuse before it is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Threshold {
    /// OpenSSL, or two of the others.
    OpenSslOrTwo,
    /// One of them.
    One,
    /// One of which it was measured.
    OneMeasured,
}

/// Peers that a bundle is meant for.
#[derive(Debug)]
#[non_exhaustive]
pub struct Audience {
    /// The name.
    pub name: &'static str,
    /// What it is, in a few words.
    pub words: &'static str,
    /// Its clients, by the names of stacks.
    pub clients: &'static [&'static str],
    /// What loads the file besides, where the audience says so.
    pub readers: &'static [Reader],
    /// How many have to refuse.
    pub threshold: Threshold,
}

/// Libraries behind the services of a company: the default.
pub static INTERNAL: Audience = Audience {
    name: "internal",
    words: "the libraries behind services: OpenSSL, Go, the JDK, GnuTLS, rustls, BoringSSL",
    clients: &["openssl", "go", "java", "gnutls", "rustls", "boringssl"],
    readers: &[],
    threshold: Threshold::OpenSslOrTwo,
};

/// Browsers and curl.
pub static WEB: Audience = Audience {
    name: "web",
    words: "browsers and curl",
    clients: &["chrome", "firefox", "apple", "curl"],
    readers: &[],
    threshold: Threshold::One,
};

/// What reads and verifies in a cluster of Redis Software: BoringSSL and Go on the control plane, OpenSSL on the data plane.
pub static REDIS: Audience = Audience {
    name: "redis",
    words: "Redis Software: BoringSSL and Go on the control plane, OpenSSL on the data plane",
    clients: &["openssl", "boringssl", "go"],
    readers: &[Reader::OpenSsl, Reader::BoringSsl, Reader::Go],
    threshold: Threshold::OneMeasured,
};

/// Every audience.
pub static AUDIENCES: [&Audience; 3] = [&INTERNAL, &WEB, &REDIS];

impl Audience {
    /// The audience of a name.
    ///
    /// ```
    /// use pemvet::stacks::Audience;
    ///
    /// assert_eq!(Audience::find("web").unwrap().clients.len(), 4);
    /// assert!(Audience::find("everybody").is_none());
    /// ```
    pub fn find(name: &str) -> Option<&'static Audience> {
        AUDIENCES.into_iter().find(|it| it.name == name)
    }

    /// The stacks of its clients.
    pub fn stacks(&self) -> impl Iterator<Item = &'static Stack> {
        self.clients
            .iter()
            .filter_map(|name| stacks().find(|it| it.name == *name))
    }
}

/// What an RFC obliges every peer to take.
const OWED: [(Fact, &str); 8] = [
    (Fact::MlDsaLeaf, "RFC 9881"),
    (Fact::MlDsaCa, "RFC 9881"),
    (Fact::RsaPssWithoutNull, "RFC 4055 section 2.1"),
    (Fact::PoliciesCritical, "RFC 5280 section 6.1"),
    (Fact::ExplicitPolicyPresent, "RFC 5280 section 6.1"),
    (Fact::InhibitAnyPolicy, "RFC 5280 section 6.1"),
    (Fact::UtcTimeBefore2000, "RFC 5280 section 4.1.2.5.1"),
    (Fact::WildcardOverExcluded, "RFC 5280 section 4.2.1.10"),
];

impl Fact {
    /// The clause that obliges peers to take it, if there is one.
    ///
    /// ```
    /// use pemvet::stacks::Fact;
    ///
    /// assert_eq!(Fact::RsaPssWithoutNull.owed_by(), Some("RFC 4055 section 2.1"));
    /// assert_eq!(Fact::NegativeSerial.owed_by(), None);
    /// ```
    pub fn owed_by(self) -> Option<&'static str> {
        OWED.iter()
            .find(|(fact, _)| *fact == self)
            .map(|(_, clause)| *clause)
    }
}

/// Who of an audience refuses a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// The clients that refuse in the newest release that is known, as shipped.
    pub newest: Vec<Setup>,
    /// The clients that refuse in an older release that is still supported, and not in the newest: the newest of those.
    pub older: Vec<Setup>,
    /// The clients of which it is not known.
    pub unknown: Vec<&'static Stack>,
    /// Whether OpenSSL is among those that refuse in the newest release, whatever its settings.
    pub openssl: bool,
    /// How many others are; OpenSSL is one of them where it depends on partial chains, and so on the anchor.
    pub others: usize,
    /// Whether that is an error for the audience; else it is a warning at most.
    pub rejects: bool,
}

/// Who of an audience refuses a fact in the newest release as shipped, and whether that is an error. What an RFC obliges peers to
/// take, and OpenSSL and Go take, is no error for [`INTERNAL`].
///
/// ```
/// use pemvet::stacks::{Fact, INTERNAL, WEB, newest_and_shipped};
///
/// // OpenSSL alone makes an error, Go alone a warning.
/// assert!(newest_and_shipped(&INTERNAL, Fact::AuthoritySerialInLeaf).rejects);
/// let refused = newest_and_shipped(&INTERNAL, Fact::NegativeSerial);
/// assert!(!refused.rejects && refused.others == 1 && !refused.openssl);
/// assert!(newest_and_shipped(&WEB, Fact::NoAlternativeName).rejects);
/// ```
pub fn newest_and_shipped(audience: &Audience, fact: Fact) -> Refused {
    let mut refused = Refused {
        newest: Vec::new(),
        older: Vec::new(),
        unknown: Vec::new(),
        openssl: false,
        others: 0,
        rejects: false,
    };
    let mut measured = false;
    let mut taken_by = Vec::new();
    for stack in audience.stacks() {
        let setup = stack.newest();
        let Some(outcome) = setup.verifies(fact) else {
            continue;
        };
        match outcome.effect.works() {
            Some(true) => {
                refused.older.extend(older(stack, fact));
                taken_by.push(stack.name);
            }
            None => {
                refused.older.extend(older(stack, fact));
                refused.unknown.push(stack);
            }
            Some(false) => {
                measured |= outcome.provenance == Provenance::Measured;
                let partial = Setup {
                    partial_chains: true,
                    ..setup
                };
                let depends = partial.verifies(fact) != Some(outcome);
                match stack.verifier {
                    Some(Verifier::OpenSsl) if !depends => refused.openssl = true,
                    _ => refused.others = refused.others.saturating_add(1),
                }
                refused.newest.push(setup);
            }
        }
    }
    let owed = fact.owed_by().is_some() && ["openssl", "go"].iter().all(|name| taken_by.contains(name));
    refused.rejects = match audience.threshold {
        Threshold::OpenSslOrTwo => !owed && (refused.openssl || refused.others >= 2),
        Threshold::One => refused.openssl || refused.others >= 1,
        Threshold::OneMeasured => measured,
    };
    refused
}

/// The newest supported release that refuses, the newest of all aside.
fn older(stack: &'static Stack, fact: Fact) -> Option<Setup> {
    let releases = stack.releases.iter().rev().skip(1).filter(|it| it.supported);
    let mut setups = releases.map(|release| stack.as_released(release));
    setups.find(|it| {
        it.verifies(fact)
            .is_some_and(|it| it.effect.works() == Some(false))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_of_an_audience_is_a_stack_that_verifies() {
        for audience in AUDIENCES {
            assert_eq!(
                audience.stacks().count(),
                audience.clients.len(),
                "{}",
                audience.name
            );
            assert!(
                audience.stacks().all(|it| it.verifier.is_some()),
                "{}",
                audience.name
            );
            assert!(Audience::find(audience.name).is_some());
        }
    }

    #[test]
    fn severity_follows_from_who_refuses() {
        let internal = |fact| newest_and_shipped(&INTERNAL, fact).rejects;
        // OpenSSL; two others; OpenSSL by its settings, and BoringSSL.
        assert!(
            internal(Fact::EmailOutside) && internal(Fact::PolicyTwice) && internal(Fact::RootNamesAnother)
        );
        // One other; the strict mode alone; what depends on the anchor alone.
        assert!(!internal(Fact::Ipv4MappedAddress) && !internal(Fact::EmptySubjectNotCritical));
        assert!(!internal(Fact::CaWithoutKeyUsage) && !internal(Fact::AnchorIsIntermediate));
        // An RFC obliges peers to take these.
        for (fact, _) in OWED {
            assert!(!internal(fact), "{fact:?}");
        }
        // For a Redis name it is an error all the same.
        assert!(newest_and_shipped(&REDIS, Fact::MlDsaLeaf).rejects);
        assert!(!newest_and_shipped(&WEB, Fact::NegativeSerial).rejects);
    }

    #[test]
    fn older_releases_are_told_apart() {
        let refused = newest_and_shipped(&INTERNAL, Fact::MlDsaCa);
        let older: Vec<_> = refused
            .older
            .iter()
            .map(alloc::string::ToString::to_string)
            .collect();
        assert_eq!(older, ["openssl 3.0.19", "go 1.26"]);
        let newest: Vec<_> = refused
            .newest
            .iter()
            .map(alloc::string::ToString::to_string)
            .collect();
        assert_eq!(newest, ["java 25", "gnutls 3.7.9"]);
    }
}
