//! Predictions: what a stack at one version does with a fact.

use core::fmt;

use super::cell::{Setting, outcome};
use super::effect::{Effect, Outcome, Provenance, Refusal};
use super::fact::Fact;
use super::family::Verifier;
use super::stack::{Release, Stack};
use super::table::row;
use super::version::{Version, Versions};

/// A stack at one version, with its library and settings: what predictions are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setup {
    /// The stack.
    pub stack: &'static Stack,
    /// The product's version.
    pub version: Version,
    /// The library's version, unless it is unknown. Put another in for a product that uses the system's library.
    pub library: Option<Version>,
    /// OpenSSL's security level.
    pub level: u8,
    /// Whether OpenSSL verifies in its strict mode.
    pub strict: bool,
    /// Whether OpenSSL lets a chain end at any trusted certificate.
    pub partial_chains: bool,
    /// How the release is known.
    pub provenance: Provenance,
}

impl Stack {
    /// Whether the stack is a library whose versions the table is keyed by.
    fn is_its_own_library(&self) -> bool {
        self.releases.iter().all(|it| it.version == it.library)
    }

    /// The newest release that is known.
    pub fn newest(&'static self) -> Setup {
        match self.releases.last() {
            Some(release) => self.as_released(release),
            None => self.at(Version::new(&[])),
        }
    }

    /// The stack at a version: the newest known release of that line; else what the release before it brings, as an
    /// inference; before all known releases the library is unknown.
    ///
    /// ```
    /// use pemvet::stacks::find;
    ///
    /// let node = find("node")?.stack;
    /// assert_eq!(node.at("22.19".parse()?).library, Some("3.0.17".parse()?));
    /// assert_eq!(node.at("0.10".parse()?).library, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn at(&'static self, version: Version) -> Setup {
        if let Some(release) = self.releases.iter().rfind(|it| version.covers(it.version)) {
            return self.as_released(release);
        }
        let before = self.releases.iter().rfind(|it| it.version <= version);
        let known = before.or(self.releases.first());
        let own = self.is_its_own_library();
        Setup {
            stack: self,
            version,
            library: if own {
                Some(version)
            } else {
                before.map(|it| it.library)
            },
            level: known.map_or(2, |it| it.level),
            strict: before.is_some_and(|it| it.strict),
            partial_chains: before.is_some_and(|it| it.partial_chains),
            provenance: if own {
                self.provenance
            } else {
                Provenance::Inferred
            },
        }
    }

    pub(super) fn as_released(&'static self, release: &Release) -> Setup {
        Setup {
            stack: self,
            version: release.version,
            library: Some(release.library),
            level: release.level,
            strict: release.strict,
            partial_chains: release.partial_chains,
            provenance: self.provenance.max(release.provenance),
        }
    }
}

impl Setup {
    /// What the stack does when it loads files that have this fact; `None` if it is no server or the fact is not about
    /// loading.
    pub fn loads(&self, fact: Fact) -> Option<Outcome> {
        let reader = self.stack.reader.filter(|_| fact.is_about_loading())?;
        let outcome = outcome(row(fact).readers, reader, self.setting());
        Some(self.weighed(self.exception(fact, true).unwrap_or(outcome)))
    }

    /// What the stack does when a peer's chain has this fact; `None` if it does not verify or the fact is not about
    /// verifying.
    pub fn verifies(&self, fact: Fact) -> Option<Outcome> {
        let verifier = match self.stack.verifier.filter(|_| fact.is_about_verifying())? {
            Verifier::OpenSsl if self.strict => Verifier::OpenSslStrict,
            verifier => verifier,
        };
        let outcome = outcome(row(fact).verifiers, verifier, self.setting());
        Some(self.weighed(self.exception(fact, false).unwrap_or(outcome)))
    }

    /// The worse of what it does when it loads and when it verifies; passes what is about neither.
    pub fn outcome(&self, fact: Fact) -> Outcome {
        let both = self.loads(fact).into_iter().chain(self.verifies(fact));
        both.max_by_key(|it| it.effect).unwrap_or(Outcome {
            effect: Effect::Passes,
            provenance: self.provenance,
        })
    }

    /// How it shows that the stack, as a server, does not work with files that have this fact; `None` if it serves them,
    /// whatever clients make of that, or nobody knows.
    pub fn refusal(&self, fact: Fact) -> Option<Refusal> {
        let effect = self.loads(fact)?.effect;
        match effect {
            Effect::Refuses => Some(self.stack.refusal),
            Effect::BreaksHandshake => Some(Refusal::Handshake),
            _ => None,
        }
    }

    fn setting(&self) -> Setting {
        Setting {
            library: self.library,
            level: self.level,
            partial_chains: self.partial_chains,
        }
    }

    fn exception(&self, fact: Fact, loads: bool) -> Option<Outcome> {
        let known = |versions: Versions| {
            self.library
                .map_or(versions.is_all(), |library| versions.contains(library))
        };
        let mut exceptions = self.stack.exceptions.iter();
        let exception = exceptions.find(|it| it.fact == fact && it.loads == loads && known(it.versions))?;
        Some(exception.outcome)
    }

    /// An outcome is known no better than the release.
    fn weighed(&self, outcome: Outcome) -> Outcome {
        Outcome {
            provenance: outcome.provenance.max(self.provenance),
            ..outcome
        }
    }
}

impl fmt::Display for Setup {
    /// `nginx 1.22.1 (OpenSSL 3.0.19)`, or without the library where the stack is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stack.name)?;
        if !self.version.numbers().is_empty() {
            write!(f, " {}", self.version)?;
        }
        match self.library.filter(|library| *library != self.version) {
            Some(library) => write!(f, " ({} {library})", self.stack.library()),
            None => Ok(()),
        }
    }
}

/// What a stack does with a fact, at a version or at the newest that is known.
///
/// ```
/// use pemvet::stacks::{Effect, Fact, effect, find};
///
/// let go = find("go")?.stack;
/// assert_eq!(effect(go, None, Fact::NegativeSerial), Effect::Refuses);
/// assert_eq!(effect(go, Some("1.22".parse()?), Fact::NegativeSerial), Effect::Passes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn effect(stack: &'static Stack, version: Option<Version>, fact: Fact) -> Effect {
    let setup = version.map_or_else(|| stack.newest(), |version| stack.at(version));
    setup.outcome(fact).effect
}
