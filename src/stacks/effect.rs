//! What a stack does with a fact, how a refusal shows, and how it is known.

/// What a stack does with a bundle that has a fact, the mildest first.
///
/// ```
/// use pemvet::stacks::Effect;
///
/// assert_eq!(Effect::Drops.works(), Some(true));
/// assert_eq!(Effect::Unknown.works(), None);
/// assert!(Effect::Unknown > Effect::Passes && Effect::Refuses > Effect::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// It is read, or accepted, as if nothing were the matter.
    Passes,
    /// The server sends it as it is, and peers accept it.
    Sends,
    /// The server leaves it out, and what is left works.
    Drops,
    /// Nobody has run it, and no document says.
    Unknown,
    /// The server skips the block and starts; peers lack what was in it.
    LosesBlock,
    /// The server reads the block, and passes over the next one with it; peers lack what was in that.
    LosesNext,
    /// The server silently stops reading there and starts; peers lack what follows.
    Stops,
    /// The server starts and sends it, and a client that verifies refuses.
    ClientRefuses,
    /// The server starts and aborts the handshake.
    BreaksHandshake,
    /// A server does not load the file; a client refuses the peer.
    Refuses,
}

impl Effect {
    /// Whether a connection comes about; `None` where nobody knows.
    pub fn works(self) -> Option<bool> {
        match self {
            Effect::Passes | Effect::Sends | Effect::Drops => Some(true),
            Effect::Unknown => None,
            _ => Some(false),
        }
    }

    /// Whether a server starts with the files; `None` where nobody knows.
    pub fn loads(self) -> Option<bool> {
        match self {
            Effect::Unknown => None,
            Effect::Refuses => Some(false),
            _ => Some(true),
        }
    }

    /// The effect as a word for data.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Passes => "passes",
            Effect::Sends => "sends",
            Effect::Drops => "drops",
            Effect::Unknown => "unknown",
            Effect::LosesBlock => "loses-block",
            Effect::LosesNext => "loses-next",
            Effect::Stops => "stops",
            Effect::ClientRefuses => "client-refuses",
            Effect::BreaksHandshake => "breaks-handshake",
            Effect::Refuses => "refuses",
        }
    }
}

/// How something is known, the firmest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Provenance {
    /// It was run, at one version of the range at least. The ends of a range come from neighbouring runs or from documents.
    Measured,
    /// The vendor says so; it was not run.
    Document,
    /// It follows from what was run beside it, or from the source.
    Inferred,
}

impl Provenance {
    /// The provenance in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Provenance::Measured => "measured",
            Provenance::Document => "by document, not run",
            Provenance::Inferred => "inferred",
        }
    }
}

/// An effect and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// What happens.
    pub effect: Effect,
    /// How it is known; says nothing where the effect is [`Effect::Unknown`].
    pub provenance: Provenance,
}

impl Outcome {
    /// What nobody has run.
    pub const UNKNOWN: Outcome = Outcome {
        effect: Effect::Unknown,
        provenance: Provenance::Inferred,
    };
}

/// How it shows that a stack does not take a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// The program does not start, or does not reload.
    Start,
    /// The program starts and offers no TLS.
    NoTls,
    /// The program starts; handshakes fail.
    Handshake,
    /// The program starts with a certificate of its own in place of the one it was given.
    DefaultCertificate,
}

impl Refusal {
    /// The way of showing as a word for data.
    pub fn as_str(self) -> &'static str {
        match self {
            Refusal::Start => "start",
            Refusal::NoTls => "no-tls",
            Refusal::Handshake => "handshake",
            Refusal::DefaultCertificate => "default-certificate",
        }
    }
}
