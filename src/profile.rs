//! What a bundle is held to.

use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use rustls_pki_types::CertificateDer;

use crate::check::Check;
use crate::product::upload::ProductTerms;
use crate::provider::Provider;
use crate::rule::{Rule, Severities};
use crate::severity::Severity;
use crate::stacks::{self, Audience, INTERNAL, Wanted};
use crate::trust::Trust;
use crate::vocabulary::{
    InvalidName, KeyPurpose, KeyRequirement, PublicSuffixes, ReferenceIdentifier, SubjectAttribute,
};

/// What a bundle is held to.
///
/// Start from a preset and change fields:
///
/// ```
/// use pemvet::{Profile, Provider, Severity, rules};
///
/// let mut profile = Profile::server(Provider::AWS_LC_RS);
/// profile.require_name("db.example.com")?;
/// profile.expiry_warning_days = 14;
/// profile.set_severity(rules::find("root-included")?, Severity::Warning);
/// assert_eq!(profile.names.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// What messages call it: `any`, `server`, `proxy`.
    pub title: String,
    /// What the bundle is for.
    pub purpose: Purpose,
    /// Purposes that the leaf's extended key usage must hold, if it has one (RFC 5280 section 4.2.1.12).
    pub usages: Vec<KeyPurpose>,
    /// Purposes that it should hold: a warning where it has an extended key usage without them.
    pub advised_usages: Vec<KeyPurpose>,
    /// Names that the leaf's subject alternative name must hold or cover. Empty: names are not checked.
    pub names: Vec<RequiredName>,
    /// What the leaf's commonName should be: one of these, in lower case. Empty asks for nothing.
    pub common_names: Vec<String>,
    /// What the leaf's subject must say besides. Empty asks for nothing.
    pub subject: Vec<RequiredAttribute>,
    /// Which certificate is the leaf. Default [`LeafChoice::Found`].
    pub leaf: LeafChoice,
    /// What may end the chain.
    pub trust: Trust,
    /// What decides whether a departure from the standards is an error. Default [`Standard::Deployed`].
    pub standard: Standard,
    /// Tells whether a DNS name is a public suffix, such as `co.uk`. `None`: rules about public suffixes are silent.
    /// The library brings no list, because lists age.
    pub is_public_suffix: Option<PublicSuffixes>,
    /// Whether a private key belongs to the bundle.
    pub private_key: KeyRequirement,
    /// Whether the caller installs the file as it is or as pemvet repairs it. Presets: [`RepairMode::Repaired`].
    pub repair: RepairMode,
    /// Smallest accepted RSA modulus, in bits. Default 2048 (CA/B BR 6.1.5).
    pub min_rsa_bits: usize,
    /// Types of key that the leaf may have. Default [`KeyTypes::All`].
    pub key_types: KeyTypes,
    /// A certificate expires soon within this many days, or within a third of its lifetime if that is less.
    /// Default 30.
    pub expiry_warning_days: u32,
    /// A certificate that becomes valid within this time is a warning, not an error: clocks differ. Default 5 minutes.
    pub clock_tolerance: Duration,
    /// Bounds of the work. Each has a finding of its own when it is hit; what was not judged never counts as valid.
    pub limits: Limits,
    /// The TLS stacks that load the bundle, and those that verify it. Where servers are named, what they do not load is an
    /// error, and what only others do not load a note; where clients are named, the same goes for what they refuse. Empty:
    /// any server, and the clients of the audience.
    pub stacks: Vec<Wanted>,
    /// The clients whose newest releases decide what is an error, where no client is named. Default
    /// [`INTERNAL`].
    pub audience: &'static Audience,
    /// Whether rules of the next minor version are asked, too: see [`Rule::is_preview`]. Default `false`.
    pub preview: bool,
    /// Severities that replace the rules' own; rules about limits and about what cannot be decoded keep theirs.
    pub severities: Severities,
    /// Checks of the caller's own, which [`Profile::add_check`] adds.
    pub checks: Vec<Check>,
    /// The cryptography.
    pub provider: Provider,
    /// What a product asks beside all that; [`redis::Cluster`](crate::redis::Cluster) fills it.
    pub product: ProductTerms,
}

/// What a bundle is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// Anything: a stray file in a repository.
    Any,
    /// A leaf with its chain, to present to TLS peers.
    EndEntity,
    /// A list of CA certificates to trust.
    Authority,
}

/// A name that the leaf must be valid for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredName {
    /// The name.
    pub name: ReferenceIdentifier,
    /// How much it matters when it is missing.
    pub severity: Severity,
}

/// An attribute that the leaf's subject must have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredAttribute {
    /// Which one.
    pub attribute: SubjectAttribute,
    /// Its value, letter by letter; `None`: any that is not empty.
    pub value: Option<String>,
    /// How much it matters when it is missing.
    pub severity: Severity,
}

/// Which certificate of a bundle is its leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
// Closed: a leaf is looked for, or it is not.
pub enum LeafChoice {
    /// The one that issued none of the others, or that the private key belongs to, wherever it stands.
    #[default]
    Found,
    /// The first, whatever it is: what a TLS peer presents (RFC 8446 section 4.4.2).
    First,
}

/// What decides whether a departure from the standards is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standard {
    /// What TLS libraries refuse today is an error; the rest is a warning or a note.
    #[default]
    Deployed,
    /// RFC 5280 to the letter.
    Rfc5280,
    /// The CA/Browser Forum's Baseline Requirements for TLS certificates.
    CaBrowserForum,
}

/// Types of key that a leaf may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyTypes {
    /// All that TLS libraries offer: RSA, P-256, P-384, P-521, Ed25519.
    #[default]
    All,
    /// RSA, P-256 and P-384; P-521 and Ed25519 are a warning, because some of the clients do not offer them.
    Common,
    /// RSA only.
    Rsa,
}

/// Which file gets installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// Closed: a file is installed as it is, or not.
pub enum RepairMode {
    /// The file as it is: what OpenSSL's reader refuses, the wrong order included, is an error.
    AsGiven,
    /// What [`Chain::to_pem`](crate::Chain::to_pem) writes: the same is a note.
    Repaired,
}

/// Bounds of the work on one bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one input. Default 1 MiB: a root store of 150 certificates takes a quarter of that.
    pub input_bytes: usize,
    /// Blocks of one input, decoded or not. Default 1,024.
    pub blocks: usize,
    /// Certificates after byte-for-byte copies are dropped. Default 256.
    pub certificates: usize,
    /// Bytes of one certificate's DER. Default 256 KiB.
    pub certificate_bytes: usize,
    /// Certificates between leaf and root. Default 10; real chains have 1 to 4. Where stacks are named, 20 are followed unless
    /// this is set to fewer than the default.
    pub path_intermediates: usize,
    /// Signatures verified. Default 64, so that forged issuers of the same name cost little.
    pub signature_checks: usize,
    /// Candidates for an issuer looked at while a path is searched. Default 4,096: an honest bundle takes one for
    /// each certificate, and Chrome tries 20 paths.
    pub path_steps: usize,
    /// Names compared with name constraints; a name of 64 octets or more counts once for every 64 and once for the rest.
    /// Default 250,000, the figure of Go and rustls-webpki.
    pub name_comparisons: usize,
    /// Members of one request, which a [`Batch`](crate::redis::Batch) judges together. Default 64: Redis Software has
    /// eleven certificates.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            input_bytes: 1 << 20,
            blocks: 1_024,
            certificates: 256,
            certificate_bytes: 256 << 10,
            path_intermediates: 10,
            signature_checks: 64,
            path_steps: 4_096,
            name_comparisons: 250_000,
            members: 64,
        }
    }
}

impl Profile {
    /// Whether a bundle is refused before anything of it is read: its name is unknown, or too many of the same request
    /// come before it.
    pub(crate) fn judges_nothing(&self) -> bool {
        let place = self.product.upload().map(|upload| upload.place);
        self.product.unknown_name().is_some() || place.is_some_and(|place| place >= self.limits.members)
    }

    /// Certificates between leaf and root that are looked at: beyond the limit where stacks are named, of which each has its own.
    pub(crate) fn followed_intermediates(&self) -> usize {
        /// How many were shown to clients; Chrome refuses twenty.
        const SHOWN: usize = 20;
        let limit = self.limits.path_intermediates;
        // A caller who wants less work gets less work.
        let is_lowered = limit < Limits::default().path_intermediates;
        match self.stacks.is_empty() || is_lowered {
            true => limit,
            false => limit.max(SHOWN),
        }
    }

    /// Requires nothing of purpose, names or key: what the linter uses on a stray file.
    pub fn any(provider: Provider) -> Profile {
        Profile {
            title: "any".into(),
            purpose: Purpose::Any,
            usages: Vec::new(),
            advised_usages: Vec::new(),
            names: Vec::new(),
            common_names: Vec::new(),
            subject: Vec::new(),
            leaf: LeafChoice::Found,
            trust: Trust::Bundle,
            standard: Standard::Deployed,
            is_public_suffix: None,
            private_key: KeyRequirement::Optional,
            repair: RepairMode::Repaired,
            min_rsa_bits: 2048,
            key_types: KeyTypes::All,
            expiry_warning_days: 30,
            clock_tolerance: Duration::from_secs(300),
            limits: Limits::default(),
            stacks: Vec::new(),
            audience: &INTERNAL,
            preview: false,
            severities: Severities::default(),
            checks: Vec::new(),
            provider,
            product: ProductTerms::default(),
        }
    }

    /// A TLS server, with its key. Add its names with [`Profile::require_name`].
    pub fn server(provider: Provider) -> Profile {
        Profile::end_entity("server", &[KeyPurpose::ServerAuth], provider)
    }

    /// A TLS client, with its key.
    pub fn client(provider: Provider) -> Profile {
        Profile::end_entity("client", &[KeyPurpose::ClientAuth], provider)
    }

    /// A peer that is TLS server and client with one certificate and its key.
    pub fn mutual(provider: Provider) -> Profile {
        Profile::end_entity(
            "mutual",
            &[KeyPurpose::ServerAuth, KeyPurpose::ClientAuth],
            provider,
        )
    }

    /// A list of CA certificates to trust: no leaf, no order, no key.
    pub fn authority(provider: Provider) -> Profile {
        Profile {
            title: "authority".into(),
            purpose: Purpose::Authority,
            private_key: KeyRequirement::Forbidden,
            ..Profile::any(provider)
        }
    }

    fn end_entity(title: &str, usages: &[KeyPurpose], provider: Provider) -> Profile {
        Profile {
            title: title.into(),
            purpose: Purpose::EndEntity,
            usages: usages.into(),
            private_key: KeyRequirement::Required,
            ..Profile::any(provider)
        }
    }

    /// Requires the leaf to be valid for `name`, an address or a DNS name, whose first label may be `*`.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] if it is none of these.
    pub fn require_name(&mut self, name: &str) -> Result<(), InvalidName> {
        self.require_name_as(name, Severity::Error)
    }

    /// As [`Profile::require_name`], with the severity that its absence has.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] if it is no name.
    pub fn require_name_as(&mut self, name: &str, severity: Severity) -> Result<(), InvalidName> {
        self.require_host(name.parse::<ReferenceIdentifier>()?, severity);
        Ok(())
    }

    /// As [`Profile::require_name_as`], for a name that has been parsed, such as an e-mail address.
    pub fn require_host(&mut self, name: ReferenceIdentifier, severity: Severity) {
        self.names.push(RequiredName { name, severity });
    }

    /// Gives the findings of `rule` this severity in place of the rule's own.
    ///
    /// ```
    /// use pemvet::{Profile, Provider, Severity, rules};
    ///
    /// let mut profile = Profile::any(Provider::AWS_LC_RS);
    /// profile.set_severity(rules::find("root-absent")?, Severity::Error);
    /// # Ok::<(), pemvet::UnknownWord>(())
    /// ```
    pub fn set_severity(&mut self, rule: &'static Rule, severity: Severity) {
        self.severities.set(rule, severity);
    }

    /// Asks a check of the caller's own, too, after all rules: see [`Check`].
    pub fn add_check(&mut self, check: Check) {
        self.checks.push(check);
    }

    /// Judges for these servers, clients and audiences in place of those before: `["nginx,openssl@3.2", "go@1.22"]`, as
    /// [`stacks::parse_list`] and [`Audience::find`] read them. The audience `redis` is a server, too.
    ///
    /// ```
    /// use pemvet::{Profile, Provider};
    ///
    /// let mut profile = Profile::server(Provider::AWS_LC_RS);
    /// profile.judge_for(["nginx,go@1.22"])?;
    /// assert_eq!(profile.stacks.len(), 2);
    /// assert!(profile.judge_for(["ngnix"]).is_err());
    /// # Ok::<(), pemvet::stacks::UnknownStack>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`UnknownStack`](stacks::UnknownStack) for the first name that is not among them.
    pub fn judge_for<'s>(
        &mut self,
        lists: impl IntoIterator<Item = &'s str>,
    ) -> Result<(), stacks::UnknownStack> {
        let mut named: Vec<&str> = Vec::new();
        for part in lists.into_iter().flat_map(|list| list.split(',')) {
            let audience = Audience::find(part.trim());
            self.audience = audience.unwrap_or(self.audience);
            if audience.is_none_or(|audience| audience.name == "redis") {
                named.push(part);
            }
        }
        self.stacks = match named.is_empty() {
            true => Vec::new(),
            false => stacks::parse_list(&named.join(","))?,
        };
        Ok(())
    }

    /// Requires the leaf's subject to have this attribute, with this value or with any.
    ///
    /// ```
    /// use pemvet::{Profile, Provider, Severity, SubjectAttribute};
    ///
    /// let mut profile = Profile::client(Provider::AWS_LC_RS);
    /// profile.require_attribute(SubjectAttribute::Organization, Some("Example"), Severity::Error);
    /// assert_eq!(profile.subject.len(), 1);
    /// ```
    pub fn require_attribute(
        &mut self,
        attribute: SubjectAttribute,
        value: Option<&str>,
        severity: Severity,
    ) {
        self.subject.push(RequiredAttribute {
            attribute,
            value: value.map(Into::into),
            severity,
        });
    }

    /// Accepts only chains that end at one of `anchors`.
    pub fn trust_only(&mut self, anchors: impl IntoIterator<Item = CertificateDer<'static>>) {
        self.trust = Trust::Anchors(anchors.into_iter().collect());
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::ReferenceIdentifier;

    #[test]
    fn names_are_read_strictly() {
        for good in [
            "a.example",
            "*.a.example",
            "localhost",
            "192.0.2.1",
            "2001:db8::1",
            "A.Example.",
        ] {
            assert!(good.parse::<ReferenceIdentifier>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "*",
            "*.",
            "a b",
            "*.*.a",
            "a.*.b",
            "http://a",
            "Zürich.example",
            "-a.example",
        ] {
            assert!(bad.parse::<ReferenceIdentifier>().is_err(), "{bad}");
        }
        assert_eq!(
            "A.Example."
                .parse::<ReferenceIdentifier>()
                .map(|name| name.to_string()),
            Ok("a.example".into())
        );
    }
}
