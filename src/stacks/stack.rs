//! Stacks: products by name, with the family, version and settings of the library that each release brings.

use super::effect::{Effect, Outcome, Provenance, Refusal};
use super::fact::Fact;
use super::family::{Reader, Verifier};
use super::version::{Version, Versions};

/// Whether a stack is given the files, or verifies a peer that has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// It loads certificates and key.
    Server,
    /// It verifies.
    Client,
    /// It does both.
    Both,
}

impl Role {
    /// The role as a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Server => "server",
            Role::Client => "client",
            Role::Both => "both",
        }
    }
}

/// A release of a stack: what holds from this version of the product on, until the next release of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Release {
    /// The product's version.
    pub version: Version,
    /// The version of the library that it brings, or that it was run with.
    pub library: Version,
    /// OpenSSL's security level; of no account elsewhere.
    pub level: u8,
    /// Whether OpenSSL verifies in its strict mode.
    pub strict: bool,
    /// Whether OpenSSL lets a chain end at any trusted certificate.
    pub partial_chains: bool,
    /// Whether its project or a distribution still supports it, at the end of 2026.
    pub supported: bool,
    /// How the pair of versions is known.
    pub provenance: Provenance,
}

impl Release {
    pub(super) const fn new(version: &[u32], library: &[u32]) -> Release {
        Release {
            version: Version::new(version),
            library: Version::new(library),
            level: 2,
            strict: false,
            partial_chains: false,
            supported: true,
            provenance: Provenance::Measured,
        }
    }

    /// Of a stack that is its own library.
    pub(super) const fn own(version: &[u32]) -> Release {
        Release::new(version, version)
    }

    pub(super) const fn level(mut self, level: u8) -> Release {
        self.level = level;
        self
    }

    /// As Python's default context sets it: strict, with partial chains.
    pub(super) const fn strict(mut self) -> Release {
        self.strict = true;
        self.partial_chains = true;
        self
    }

    pub(super) const fn partial_chains(mut self) -> Release {
        self.partial_chains = true;
        self
    }

    /// Nobody supports it any more; kept for ranges that begin there.
    pub(super) const fn ended(mut self) -> Release {
        self.supported = false;
        self
    }

    pub(super) const fn document(mut self) -> Release {
        self.provenance = Provenance::Document;
        self
    }

    pub(super) const fn inferred(mut self) -> Release {
        self.provenance = Provenance::Inferred;
        self
    }
}

/// Where a stack differs from its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exception {
    pub(super) fact: Fact,
    /// Whether it is about loading; else about verifying.
    pub(super) loads: bool,
    /// Of the library.
    pub(super) versions: Versions,
    pub(super) outcome: Outcome,
}

impl Exception {
    const fn new(fact: Fact, loads: bool, effect: Effect) -> Exception {
        Exception {
            fact,
            loads,
            versions: Versions::ALL,
            outcome: Outcome {
                effect,
                provenance: Provenance::Measured,
            },
        }
    }

    pub(super) const fn loads(fact: Fact, effect: Effect) -> Exception {
        Exception::new(fact, true, effect)
    }

    pub(super) const fn verifies(fact: Fact, effect: Effect) -> Exception {
        Exception::new(fact, false, effect)
    }

    pub(super) const fn to(mut self, numbers: &[u32]) -> Exception {
        self.versions.to = Some(Version::new(numbers));
        self
    }

    pub(super) const fn from(mut self, numbers: &[u32]) -> Exception {
        self.versions.from = Some(Version::new(numbers));
        self
    }

    pub(super) const fn inferred(mut self) -> Exception {
        self.outcome.provenance = Provenance::Inferred;
        self
    }
}

/// A product that uses TLS, by the name that people know.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stack {
    /// The name.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// How it reads files, if it is given any.
    pub reader: Option<Reader>,
    /// How it verifies peers, if it does.
    pub verifier: Option<Verifier>,
    /// How it shows that it does not load a file.
    pub refusal: Refusal,
    /// The releases that are known, oldest first; never empty.
    pub releases: &'static [Release],
    /// How it is known that the stack is one of its family.
    pub provenance: Provenance,
    /// The most certificates that it sends.
    pub most_sent: usize,
    pub(super) exceptions: &'static [Exception],
}

impl PartialEq for Stack {
    /// Names are unique.
    fn eq(&self, other: &Stack) -> bool {
        self.name == other.name
    }
}

impl Eq for Stack {}

impl Stack {
    const fn new(name: &'static str, releases: &'static [Release]) -> Stack {
        Stack {
            name,
            aliases: &[],
            reader: None,
            verifier: None,
            refusal: Refusal::Start,
            releases,
            provenance: Provenance::Measured,
            most_sent: usize::MAX,
            exceptions: &[],
        }
    }

    pub(super) const fn server(name: &'static str, reader: Reader, releases: &'static [Release]) -> Stack {
        Stack {
            reader: Some(reader),
            ..Stack::new(name, releases)
        }
    }

    pub(super) const fn client(
        name: &'static str,
        verifier: Verifier,
        releases: &'static [Release],
    ) -> Stack {
        Stack {
            verifier: Some(verifier),
            ..Stack::new(name, releases)
        }
    }

    pub(super) const fn verifier(mut self, verifier: Verifier) -> Stack {
        self.verifier = Some(verifier);
        self
    }

    pub(super) const fn aliases(mut self, aliases: &'static [&'static str]) -> Stack {
        self.aliases = aliases;
        self
    }

    pub(super) const fn refusal(mut self, refusal: Refusal) -> Stack {
        self.refusal = refusal;
        self
    }

    pub(super) const fn sends_at_most(mut self, certificates: usize) -> Stack {
        self.most_sent = certificates;
        self
    }

    pub(super) const fn exceptions(mut self, exceptions: &'static [Exception]) -> Stack {
        self.exceptions = exceptions;
        self
    }

    pub(super) const fn document(mut self) -> Stack {
        self.provenance = Provenance::Document;
        self
    }

    pub(super) const fn inferred(mut self) -> Stack {
        self.provenance = Provenance::Inferred;
        self
    }

    /// The library that its releases bring.
    pub fn library(&self) -> &'static str {
        let read = self.reader.map(Reader::library);
        self.verifier.map(Verifier::library).or(read).unwrap_or_default()
    }

    /// Whether it is a server, a client or both.
    pub fn role(&self) -> Role {
        match (self.reader, self.verifier) {
            (Some(_), Some(_)) => Role::Both,
            (Some(_), None) => Role::Server,
            (None, _) => Role::Client,
        }
    }
}
