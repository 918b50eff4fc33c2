//! What each version asks of each certificate.

use super::name::{CertificateName, NameKind};
use super::target::{Release, Target};
use crate::rule::names;
use crate::severity::Severity;

/// Something that the documentation asks of a certificate, in some versions more strictly than in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Requirement {
    /// serverAuth in the extended key usage.
    ServerAuth,
    /// clientAuth in the extended key usage.
    ClientAuth,
    /// An extended key usage at all.
    ExtendedKeyUsage,
    /// A key usage at all.
    KeyUsage,
    /// `<fqdn>` in the subject alternative name.
    ClusterName,
    /// `*.<fqdn>` in it.
    WildcardName,
    /// `internal.<fqdn>` and `*.internal.<fqdn>` in it.
    InternalNames,
    /// The FQDN as common name.
    CommonName,
    /// Country, state, locality, organization and organizational unit in the subject.
    SubjectAttributes,
    /// The root in the file.
    Root,
    /// A CA's signature instead of the certificate's own.
    SignedByAuthority,
    /// An RSA key.
    RsaKey,
}

/// How the documentation asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// Closed: the words that the documentation uses.
pub enum RequirementLevel {
    /// It does not, or no longer.
    Optional,
    /// A guideline.
    Should,
    /// A requirement.
    Must,
}

/// How much a requirement matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequirementStrength {
    /// How the documentation words it.
    pub level: RequirementLevel,
    /// What its absence does: an error where the upload or a handshake fails. `None`: nothing is said about it.
    pub severity: Option<Severity>,
    /// The ticket or page.
    pub source: &'static str,
}

impl RequirementStrength {
    /// The severity of its absence. With `strict_docs`, whatever the documentation asks for, as "should" or as "must", is
    /// an error when it is missing.
    pub fn severity(self, strict_docs: bool) -> Option<Severity> {
        match self.level {
            RequirementLevel::Should | RequirementLevel::Must if strict_docs => Some(Severity::Error),
            _ => self.severity,
        }
    }
}

/// From this release on, for these kinds or names.
struct Row {
    requirement: Requirement,
    of: Of,
    since: Release,
    demand: RequirementStrength,
}

/// Whose row it is.
#[derive(Clone, Copy)]
enum Of {
    Kinds(&'static [NameKind]),
    Names(&'static [CertificateName]),
}

impl Of {
    fn holds(self, name: CertificateName) -> bool {
        match self {
            Of::Kinds(kinds) => kinds.contains(&name.facts().kind),
            Of::Names(names) => names.contains(&name),
        }
    }
}

const OLDEST: Release = Release::new((5, 4), 0, 0);
/// The guidelines for certificates of a CA begin here.
const V6_2: Release = Release::new((6, 2), 0, 0);
const V7_22_2: Release = Release::new((7, 22), 2, 14);
const V8_0_16: Release = Release::new((8, 0), 16, 29);
/// The page was rewritten: guidelines became requirements.
const V8_2: Release = Release::new((8, 2), 0, 0);

const SERVERS: Of = Of::Kinds(&[NameKind::Server]);
const SYNCER: Of = Of::Kinds(&[NameKind::Syncer]);
const SERVER_RULES: Of = Of::Kinds(&[NameKind::Server, NameKind::Syncer]);
const INTERNODE: Of = Of::Kinds(&[NameKind::Internode]);
const CLIENTS: Of = Of::Kinds(&[NameKind::Client]);
const SSO: Of = Of::Kinds(&[NameKind::SsoService, NameKind::SsoIssuer]);
const CHAINS: Of = Of::Kinds(&[
    NameKind::Server,
    NameKind::Syncer,
    NameKind::Internode,
    NameKind::Client,
]);
/// Clients call these by the cluster's own name.
const CALLED_BY_FQDN: Of = Of::Names(&[
    CertificateName::Api,
    CertificateName::Cm,
    CertificateName::MetricsExporter,
]);
/// Clients of databases call names under the cluster's.
const CALLED_BELOW_FQDN: Of = Of::Names(&[CertificateName::Proxy]);
const NOT_CALLED_BY_FQDN: Of = Of::Names(&[CertificateName::Proxy, CertificateName::Syncer]);
const NOT_CALLED_BELOW_FQDN: Of = Of::Names(&[
    CertificateName::Api,
    CertificateName::Cm,
    CertificateName::MetricsExporter,
    CertificateName::Syncer,
]);

const GUIDE: &str = "create certificates";
const INTERNODE_GUIDE: &str = "internode encryption";

const ERROR: Option<Severity> = Some(Severity::Error);
const WARNING: Option<Severity> = Some(Severity::Warning);
const NOTE: Option<Severity> = Some(Severity::Note);

const fn row(
    requirement: Requirement,
    of: Of,
    since: Release,
    level: RequirementLevel,
    severity: Option<Severity>,
    source: &'static str,
) -> Row {
    Row {
        requirement,
        of,
        since,
        demand: RequirementStrength {
            level,
            severity,
            source,
        },
    }
}

/// Later rows of the same requirement and name replace earlier ones.
static ROWS: &[Row] = {
    use Requirement as R;
    use RequirementLevel::{Must, Optional, Should};
    &[
        // TLS clients insist on it, whatever a page says; nobody meets `syncer` as a server.
        row(R::ServerAuth, SERVERS, OLDEST, Should, ERROR, GUIDE),
        row(R::ServerAuth, SERVERS, V8_2, Must, ERROR, GUIDE),
        row(R::ServerAuth, SYNCER, V6_2, Should, WARNING, GUIDE),
        row(R::ServerAuth, SYNCER, V8_2, Must, ERROR, GUIDE),
        row(R::ServerAuth, INTERNODE, V7_22_2, Must, ERROR, INTERNODE_GUIDE),
        row(R::ClientAuth, SERVERS, V6_2, Should, WARNING, GUIDE),
        row(R::ClientAuth, SERVERS, V8_2, Must, ERROR, GUIDE),
        // Up to 6.0.20 chains with serverAuth instead worked.
        row(R::ClientAuth, SYNCER, OLDEST, Should, ERROR, "RS56508"),
        row(R::ClientAuth, SYNCER, V8_2, Must, ERROR, GUIDE),
        // Refused at the upload since 7.22.2-79 and 8.0.10-64, and before that it broke the cluster.
        row(R::ClientAuth, INTERNODE, V7_22_2, Must, ERROR, "RS176474"),
        row(R::ClientAuth, CLIENTS, OLDEST, Should, ERROR, GUIDE),
        // Without the extension every purpose is allowed, and every TLS library accepts that.
        row(R::ExtendedKeyUsage, SERVER_RULES, V6_2, Should, WARNING, GUIDE),
        row(R::ExtendedKeyUsage, SERVER_RULES, V8_2, Must, WARNING, GUIDE),
        row(R::ExtendedKeyUsage, INTERNODE, V7_22_2, Must, ERROR, "RS176474"),
        row(R::ExtendedKeyUsage, CLIENTS, OLDEST, Should, WARNING, GUIDE),
        row(R::KeyUsage, SERVER_RULES, V8_2, Must, WARNING, GUIDE),
        row(R::ClusterName, CALLED_BY_FQDN, OLDEST, Should, ERROR, GUIDE),
        row(R::ClusterName, CALLED_BY_FQDN, V8_2, Must, ERROR, GUIDE),
        row(R::ClusterName, NOT_CALLED_BY_FQDN, V6_2, Should, WARNING, GUIDE),
        row(R::ClusterName, NOT_CALLED_BY_FQDN, V8_2, Must, ERROR, GUIDE),
        row(R::WildcardName, CALLED_BELOW_FQDN, OLDEST, Should, ERROR, GUIDE),
        row(R::WildcardName, CALLED_BELOW_FQDN, V8_2, Must, ERROR, GUIDE),
        row(
            R::WildcardName,
            NOT_CALLED_BELOW_FQDN,
            V6_2,
            Should,
            WARNING,
            GUIDE,
        ),
        row(R::WildcardName, NOT_CALLED_BELOW_FQDN, V8_2, Must, ERROR, GUIDE),
        // The vendor's own script for self-signed certificates leaves them out.
        row(R::InternalNames, SERVER_RULES, V6_2, Should, WARNING, GUIDE),
        row(R::InternalNames, SERVER_RULES, V8_2, Must, WARNING, GUIDE),
        row(R::CommonName, SERVER_RULES, V6_2, Should, WARNING, GUIDE),
        row(R::CommonName, SERVER_RULES, V8_2, Must, WARNING, GUIDE),
        // "According to the values specified by your security team": only strictness asks for all five.
        row(R::SubjectAttributes, SERVER_RULES, V6_2, Should, None, GUIDE),
        row(R::SubjectAttributes, SERVER_RULES, V8_2, Optional, None, GUIDE),
        row(R::Root, CHAINS, V6_2, Should, NOTE, GUIDE),
        row(R::Root, CHAINS, V8_0_16, Optional, WARNING, "RS185428"),
        row(R::SignedByAuthority, SERVER_RULES, V8_2, Should, WARNING, GUIDE),
        // Identity providers sign with certificates of their own making.
        row(
            R::SignedByAuthority,
            SSO,
            OLDEST,
            Optional,
            NOTE,
            "SAML single sign-on",
        ),
        // Cipher suites between nodes are ECDHE-RSA only.
        row(R::RsaKey, INTERNODE, V7_22_2, Must, ERROR, INTERNODE_GUIDE),
    ]
};

impl Requirement {
    /// All of them.
    pub const ALL: [Requirement; 12] = [
        Requirement::ServerAuth,
        Requirement::ClientAuth,
        Requirement::ExtendedKeyUsage,
        Requirement::KeyUsage,
        Requirement::ClusterName,
        Requirement::WildcardName,
        Requirement::InternalNames,
        Requirement::CommonName,
        Requirement::SubjectAttributes,
        Requirement::Root,
        Requirement::SignedByAuthority,
        Requirement::RsaKey,
    ];

    /// What is asked for, in a few words.
    pub fn as_str(self) -> &'static str {
        match self {
            Requirement::ServerAuth => "serverAuth in the extended key usage",
            Requirement::ClientAuth => "clientAuth in the extended key usage",
            Requirement::ExtendedKeyUsage => "an extended key usage",
            Requirement::KeyUsage => "a key usage",
            Requirement::ClusterName => "the name <fqdn>",
            Requirement::WildcardName => "the name *.<fqdn>",
            Requirement::InternalNames => "the names internal.<fqdn>, *.internal.<fqdn>",
            Requirement::CommonName => "<fqdn> as common name",
            Requirement::SubjectAttributes => "C, ST, L, O, OU in the subject",
            Requirement::Root => "the root in the file",
            Requirement::SignedByAuthority => "not self-signed",
            Requirement::RsaKey => "an RSA key",
        }
    }

    /// The rule that reports it missing.
    pub fn rule(self) -> &'static str {
        match self {
            Requirement::ServerAuth | Requirement::ClientAuth => names::EKU_PURPOSE_MISSING,
            Requirement::ExtendedKeyUsage => names::EKU_ABSENT,
            Requirement::KeyUsage => names::KEY_USAGE_ABSENT,
            Requirement::ClusterName | Requirement::WildcardName | Requirement::InternalNames => {
                names::SAN_NAME_MISSING
            }
            Requirement::CommonName => names::COMMON_NAME_DIFFERS,
            Requirement::SubjectAttributes => names::SUBJECT_ATTRIBUTE_MISSING,
            Requirement::Root => names::ROOT_ABSENT,
            Requirement::SignedByAuthority => names::LEAF_SELF_SIGNED_OR_CA,
            Requirement::RsaKey => names::KEY_TYPE_UNSUITED,
        }
    }

    /// What this version of the product asks of this certificate; `None` where it says nothing.
    ///
    /// ```
    /// use pemvet::Severity;
    /// use pemvet::redis::{CertificateName, Requirement, Target};
    ///
    /// let of = |version: &str| version.parse::<Target>().map(|target| Requirement::ClientAuth.of(CertificateName::Proxy, target));
    /// assert_eq!(of("7.22")?.unwrap().severity, Some(Severity::Warning));
    /// assert_eq!(of("8.2")?.unwrap().severity, Some(Severity::Error));
    /// # Ok::<(), pemvet::redis::InvalidTarget>(())
    /// ```
    pub fn of(self, name: CertificateName, target: Target) -> Option<RequirementStrength> {
        let fits = |row: &&Row| row.requirement == self && target.reaches(row.since) && row.of.holds(name);
        ROWS.iter().rfind(fits).map(|row| row.demand)
    }
}
