//! What else people call the certificates.

use alloc::string::String;
use alloc::vec::Vec;

use super::name::CertificateName;
use super::target::Target;
use crate::word::nearest;

/// How a text names a certificate.
///
/// In a request only the canonical names count: an [`Spelling::Alias`] is answered with 403 like any other unknown
/// name.
///
/// ```
/// use pemvet::redis::{CertificateName, Spelling};
///
/// assert_eq!(Spelling::read("proxy"), Spelling::Canonical(CertificateName::Proxy));
/// let Spelling::Alias { name, origin } = Spelling::read("metrics") else { panic!() };
/// assert_eq!(name, CertificateName::MetricsExporter);
/// assert!(origin.contains("generate_self_signed_certs.sh"));
/// assert_eq!(Spelling::read("proxy_cert.pem").name(), Some(CertificateName::Proxy));
/// assert!(matches!(Spelling::read("mesh_ca_signed"), Spelling::Explained(_)));
/// assert_eq!(Spelling::read("nonsense"), Spelling::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Spelling {
    /// As the API spells it.
    Canonical(CertificateName),
    /// As some page, tool or file spells it.
    Alias {
        /// What is meant.
        name: CertificateName,
        /// Where that spelling comes from.
        origin: &'static str,
    },
    /// No certificate that can be uploaded, and why: an internal one, a placeholder, a word of a tool.
    Explained(&'static str),
    /// Nothing that is documented.
    Unknown,
}

const SCRIPT: &str = "generate_self_signed_certs.sh and the 6.2 guide call it so";
const RLADMIN_INTERNAL: &str = "`rladmin cluster certificate set internal` calls it so";
const KUBERNETES_GUIDE: &str = "the Kubernetes guides call it so; the product itself does not";
const KUBERNETES_FIELD: &str = "it is the field of the RedisEnterpriseCluster resource";
const CLUSTER_OBJECT: &str = "the page of the cluster object calls it so";
const DISK: &str = "it is named so on disk";

/// Spellings met in documentation and on disk, in lower case.
static ALIASES: &[(&str, CertificateName, &str)] = {
    use CertificateName as Name;
    &[
        ("metrics", Name::MetricsExporter, SCRIPT),
        ("cpine", Name::CcsInternodeEncryption, RLADMIN_INTERNAL),
        ("dpine", Name::DataInternodeEncryption, RLADMIN_INTERNAL),
        (
            "cpine_certificate_file",
            Name::CcsInternodeEncryption,
            RLADMIN_INTERNAL,
        ),
        (
            "dpine_certificate_file",
            Name::DataInternodeEncryption,
            RLADMIN_INTERNAL,
        ),
        ("cpine_key_file", Name::CcsInternodeEncryption, RLADMIN_INTERNAL),
        ("dpine_key_file", Name::DataInternodeEncryption, RLADMIN_INTERNAL),
        (
            "cp_internode_encryption",
            Name::CcsInternodeEncryption,
            KUBERNETES_GUIDE,
        ),
        (
            "dp_internode_encryption",
            Name::DataInternodeEncryption,
            KUBERNETES_GUIDE,
        ),
        ("api_ca", Name::MtlsTrustedCa, CLUSTER_OBJECT),
        ("trusted_ca.pem", Name::MtlsTrustedCa, DISK),
        ("apicertificatesecretname", Name::Api, KUBERNETES_FIELD),
        ("cmcertificatesecretname", Name::Cm, KUBERNETES_FIELD),
        ("proxycertificatesecretname", Name::Proxy, KUBERNETES_FIELD),
        ("syncercertificatesecretname", Name::Syncer, KUBERNETES_FIELD),
        (
            "metricsexportercertificatesecretname",
            Name::MetricsExporter,
            KUBERNETES_FIELD,
        ),
        (
            "ldapclientcertificatesecretname",
            Name::LdapClient,
            KUBERNETES_FIELD,
        ),
        (
            "cpinternodeencryptioncertificatesecretname",
            Name::CcsInternodeEncryption,
            KUBERNETES_FIELD,
        ),
        (
            "dpinternodeencryptioncertificatesecretname",
            Name::DataInternodeEncryption,
            KUBERNETES_FIELD,
        ),
        (
            "ssoservicecertificatesecretname",
            Name::SsoService,
            KUBERNETES_FIELD,
        ),
        (
            "ssoissuercertificatesecretname",
            Name::SsoIssuer,
            KUBERNETES_FIELD,
        ),
    ]
};

/// Words that name no certificate which can be uploaded, in lower case.
static EXPLAINED: &[(&str, &str)] = &[
    (
        "internal",
        "It is a word of `rladmin cluster certificate set internal` and stands for ccs_internode_encryption and data_internode_encryption together.",
    ),
    (
        "all",
        "It is a word of generate_self_signed_certs.sh and stands for every certificate; each is uploaded under its own name.",
    ),
    (
        "mesh_ca_signed",
        "It is internal: the cluster makes and rotates it itself, and it shows in expiry metrics only.",
    ),
    (
        "gossip_ca_signed",
        "It is internal: the cluster makes and rotates it itself, and it shows in expiry metrics only.",
    ),
    (
        "trusted_ca",
        "It is a field of the credentials with which a node joins; the list of CAs that can be uploaded is mtls_trusted_ca.",
    ),
    (
        "certificate1",
        "It is the placeholder of the documentation's example.",
    ),
];

const PLACEHOLDER: &str = "It is a placeholder; the name was not put in its place.";

/// The longest of all, with something to spare; longer text is no name.
const LONGEST: usize = 64;

impl Spelling {
    /// What this text means, with every documented alias understood: names of files and of Kubernetes fields, words of
    /// the tools. Letters may be of either case, and `-` stands for `_`.
    pub fn read(text: &str) -> Spelling {
        if let Some(name) = CertificateName::named(text) {
            return Spelling::Canonical(name);
        }
        if is_placeholder(text) {
            return Spelling::Explained(PLACEHOLDER);
        }
        if text.len() > LONGEST {
            return Spelling::Unknown;
        }
        let normalized: String = text.to_ascii_lowercase().replace('-', "_");
        if let Some((_, name, origin)) = ALIASES.iter().find(|(alias, _, _)| *alias == normalized) {
            return Spelling::Alias { name: *name, origin };
        }
        if let Some((_, why)) = EXPLAINED.iter().find(|(word, _)| *word == normalized) {
            return Spelling::Explained(why);
        }
        match part(&normalized) {
            Some((name, origin)) => Spelling::Alias { name, origin },
            None => Spelling::Unknown,
        }
    }

    /// The certificate that the product takes this text for in a request: the canonical name only, if the target has
    /// it already.
    pub fn on_the_wire(text: &str, target: Target) -> Option<CertificateName> {
        CertificateName::named(text).filter(|name| name.is_known_to(target))
    }

    /// The names of this version that an unknown text may be a slip of, nearest first; none if nothing is near.
    ///
    /// ```
    /// use pemvet::redis::{CertificateName, Spelling, Target};
    ///
    /// assert_eq!(Spelling::nearest("poxy", Target::LATEST), [CertificateName::Proxy]);
    /// assert_eq!(Spelling::nearest("nonsense", Target::LATEST), []);
    /// ```
    pub fn nearest(text: &str, target: Target) -> Vec<CertificateName> {
        if text.len() > LONGEST {
            return Vec::new();
        }
        let known = CertificateName::ALL
            .into_iter()
            .filter(|name| name.is_known_to(target));
        let near = nearest(text, known.map(CertificateName::as_str));
        near.into_iter().filter_map(CertificateName::named).collect()
    }

    /// What is meant, if it is a certificate that can be uploaded.
    pub fn name(self) -> Option<CertificateName> {
        match self {
            Spelling::Canonical(name) | Spelling::Alias { name, .. } => Some(name),
            Spelling::Explained(_) | Spelling::Unknown => None,
        }
    }
}

/// A name as it may be shown: escaped, and not at all where it is too long for one. What was put in the place of a name
/// may be a private key.
pub(crate) fn shown(name: &str) -> String {
    match name.chars().count() <= LONGEST_SHOWN {
        true => crate::text::echo(name).into_owned(),
        false => crate::text::counted(name),
    }
}

/// `cpInternodeEncryptionCertificateSecretName`.
const LONGEST_SHOWN: usize = 42;

/// `proxy_cert.pem`, `proxy_key`, `PROXY`: a name with what files and answers of the API add to it.
fn part(normalized: &str) -> Option<(CertificateName, &'static str)> {
    let (stem, is_file) = match normalized.strip_suffix(".pem") {
        Some(stem) => (stem, true),
        None => (normalized, false),
    };
    let plain = stem.strip_suffix("_cert").or_else(|| stem.strip_suffix("_key"));
    let name = plain.unwrap_or(stem);
    let by_alias = || ALIASES.iter().find(|(alias, _, _)| *alias == name);
    let name = CertificateName::named(name).or_else(|| by_alias().map(|(_, name, _)| *name))?;
    Some(match (is_file, plain) {
        (true, _) => (name, DISK),
        (false, Some(_)) => (name, "it is a key of the answer of GET /v1/cluster/certificates"),
        (false, None) => (name, "the API wants it in lower case, with underscores"),
    })
}

/// `<cert_name>`, `[name]`, `${NAME}`, `{{ name }}`.
fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    [("<", ">"), ("[", "]"), ("${", "}"), ("{{", "}}"), ("{", "}")]
        .iter()
        .any(|(open, close)| text.starts_with(open) && text.ends_with(close))
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, EXPLAINED, Spelling};
    use crate::product::name::CertificateName;
    use crate::product::target::Target;

    #[test]
    fn every_alias_is_understood_and_none_hides_a_name() {
        for (alias, name, _) in ALIASES {
            assert_eq!(Spelling::read(alias).name(), Some(*name), "{alias}");
            assert!(CertificateName::named(alias).is_none(), "{alias}");
        }
        for (word, _) in EXPLAINED {
            assert!(matches!(Spelling::read(word), Spelling::Explained(_)), "{word}");
        }
        for name in CertificateName::ALL {
            for suffix in ["_cert.pem", "_key.pem", "_cert", "_key", ".pem"] {
                let file = alloc::format!("{name}{suffix}");
                assert_eq!(Spelling::read(&file).name(), Some(name), "{file}");
            }
        }
        assert_eq!(
            Spelling::read("metrics_cert.pem").name(),
            Some(CertificateName::MetricsExporter)
        );
        assert_eq!(
            Spelling::read("Sso-Issuer").name(),
            Some(CertificateName::SsoIssuer)
        );
    }

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_none() {
        for name in CertificateName::ALL {
            let letters = name.as_str().char_indices();
            for (place, letter) in letters {
                let mut slip = alloc::string::String::from(name.as_str());
                slip.replace_range(place..place.saturating_add(letter.len_utf8()), "");
                // One letter of two is no slip.
                let is_slip = name.as_str().len() > 2 && CertificateName::named(&slip).is_none();
                let found = Spelling::nearest(&slip, Target::LATEST).first() == Some(&name);
                assert!(found || !is_slip, "{slip}");
            }
        }
        let older = "7.22".parse::<Target>().unwrap();
        assert_eq!(Spelling::nearest("sso_isuer", older), []);
        for stranger in ["nonsense", "", "certificate1", &"proxy".repeat(20)] {
            assert_eq!(Spelling::nearest(stranger, Target::LATEST), [], "{stranger}");
        }
    }

    #[test]
    fn no_field_of_kubernetes_is_for_the_trusted_ca() {
        assert_eq!(
            Spelling::read("mtlsTrustedCaCertificateSecretName"),
            Spelling::Unknown
        );
    }
}
