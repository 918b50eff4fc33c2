//! The cluster that certificates are uploaded to.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::product::name::{CertificateName, NameKind};
use crate::product::requirement::Requirement;
use crate::product::spelling::{self, Spelling};
use crate::product::target::Target;
use crate::product::upload::{ProductTerms, Upload};
use crate::profile::{KeyTypes, Profile, Purpose};
use crate::provider::Provider;
use crate::rules;
use crate::severity::Severity;
use crate::stacks::REDIS;
use crate::vocabulary::{InvalidName, KeyPurpose, ReferenceIdentifier, SubjectAttribute};

/// The cluster that certificates are uploaded to: everything that its profiles have in common.
///
/// ```
/// use pemvet::redis::{CertificateName, Cluster, Target};
/// use pemvet::{Provider, KeyPurpose};
///
/// let mut cluster = Cluster::new(Provider::AWS_LC_RS);
/// cluster.target = "7.22".parse::<Target>()?;
/// cluster.add_fqdn("cluster.example.com")?;
///
/// // Before 8.2 clientAuth was a guideline for servers.
/// let profile = cluster.profile(CertificateName::Proxy);
/// assert_eq!(profile.usages, [KeyPurpose::ServerAuth]);
/// assert_eq!(profile.advised_usages, [KeyPurpose::ClientAuth]);
/// // And single sign-on was not there yet.
/// assert!(cluster.profile(CertificateName::SsoIssuer).product.unknown_name().is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cluster {
    /// Its version. Default [`Target::LATEST`].
    pub target: Target,
    /// Makes an error of whatever the documentation asks for, as "should" or as "must", and is missing, even where
    /// everything works without it. Default false.
    pub strict_docs: bool,
    /// Trust, standard, limits, severities and provider of all profiles. What depends on the certificate's name is replaced.
    pub base: Profile,
    fqdns: Vec<String>,
}

impl Cluster {
    /// The newest version, without names of its own.
    pub fn new(provider: Provider) -> Cluster {
        Cluster {
            target: Target::LATEST,
            strict_docs: false,
            base: Profile::any(provider),
            fqdns: Vec::new(),
        }
    }

    /// Adds a name of the cluster: server certificates must be valid for it and the names below it.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] if it is no DNS name.
    pub fn add_fqdn(&mut self, fqdn: &str) -> Result<(), InvalidName> {
        let name = fqdn.parse::<ReferenceIdentifier>()?.to_string();
        // Neither an address nor a wildcard can stand after `internal.`.
        format!("internal.{name}").parse::<ReferenceIdentifier>()?;
        self.fqdns.push(name);
        Ok(())
    }

    /// The names of the cluster, in lower case.
    pub fn fqdns(&self) -> &[String] {
        &self.fqdns
    }

    /// What this version asks of this certificate. A name that this version does not know yet is an unknown one.
    pub fn profile(&self, name: CertificateName) -> Profile {
        if !name.is_known_to(self.target) {
            return self.unknown(name.as_str());
        }
        let mut profile = self.of_kind(name.facts().kind);
        profile.title = name.as_str().into();
        profile.private_key = name.facts().private_key;
        profile.product.unknown_name = None;
        profile.product.upload = Some(self.upload(Some(name), name.as_str()));
        profile.key_types = key_types(name);
        self.require_usages(&mut profile, name);
        self.require_subject(&mut profile, name);
        self.require_names(&mut profile, name);
        self.set_requirement_severities(&mut profile, name);
        profile
    }

    /// As [`Cluster::profile`], for a name as a person writes it: every documented alias is understood, and reported in a note.
    pub fn profile_of(&self, text: &str) -> Profile {
        match Spelling::read(text).name() {
            Some(name) if name.is_known_to(self.target) => {
                let mut profile = self.profile(name);
                profile.product.upload = Some(self.upload(Some(name), text));
                profile
            }
            _ => self.unknown(text),
        }
    }

    /// As [`Cluster::profile`], for a name in a request: an alias is as unknown there as any other word.
    pub fn profile_on_the_wire(&self, text: &str) -> Profile {
        match Spelling::on_the_wire(text, self.target) {
            Some(name) => self.profile(name),
            None => self.unknown(text),
        }
    }

    fn unknown(&self, text: &str) -> Profile {
        let shown = spelling::shown(text);
        Profile {
            title: shown.clone(),
            product: ProductTerms {
                upload: Some(self.upload(None, &shown)),
                unknown_name: Some(shown),
            },
            ..self.base.clone()
        }
    }

    fn upload(&self, name: Option<CertificateName>, spelling: &str) -> Upload {
        Upload {
            name,
            spelling: spelling.into(),
            target: self.target,
            together: 1,
            place: 0,
            is_repeated: false,
        }
    }

    fn of_kind(&self, kind: NameKind) -> Profile {
        Profile {
            purpose: match kind {
                NameKind::Authorities => Purpose::Authority,
                _ => Purpose::EndEntity,
            },
            audience: &REDIS,
            ..self.base.clone()
        }
    }

    fn severity(&self, requirement: Requirement, name: CertificateName) -> Option<Severity> {
        let demand = requirement.of(name, self.target)?;
        demand.severity(self.strict_docs)
    }

    fn require_usages(&self, profile: &mut Profile, name: CertificateName) {
        profile.usages.clear();
        profile.advised_usages.clear();
        for (requirement, usage) in [
            (Requirement::ServerAuth, KeyPurpose::ServerAuth),
            (Requirement::ClientAuth, KeyPurpose::ClientAuth),
        ] {
            match self.severity(requirement, name) {
                Some(Severity::Error) => profile.usages.push(usage),
                Some(_) => profile.advised_usages.push(usage),
                None => {}
            }
        }
    }

    fn require_subject(&self, profile: &mut Profile, name: CertificateName) {
        let Some(severity) = self.severity(Requirement::SubjectAttributes, name) else {
            return;
        };
        for attribute in SubjectAttribute::GUIDELINE {
            // A value that was asked for says more.
            if profile.subject.iter().all(|asked| asked.attribute != attribute) {
                profile.require_attribute(attribute, None, severity);
            }
        }
    }

    fn require_names(&self, profile: &mut Profile, name: CertificateName) {
        if !name.is_server() {
            return;
        }
        for fqdn in &self.fqdns {
            let wanted: [(Requirement, &[&str]); 3] = [
                (Requirement::ClusterName, &[""]),
                (Requirement::WildcardName, &["*."]),
                (Requirement::InternalNames, &["internal.", "*.internal."]),
            ];
            for (requirement, prefixes) in wanted {
                let Some(severity) = self.severity(requirement, name) else {
                    continue;
                };
                for prefix in prefixes {
                    profile.require_host(ReferenceIdentifier::Dns(format!("{prefix}{fqdn}")), severity);
                }
            }
            if self.severity(Requirement::CommonName, name).is_some() {
                profile.common_names.push(fqdn.clone());
            }
        }
    }

    /// Rules about one requirement only get its severity, unless somebody has given another.
    fn set_requirement_severities(&self, profile: &mut Profile, name: CertificateName) {
        for requirement in [
            Requirement::ExtendedKeyUsage,
            Requirement::KeyUsage,
            Requirement::CommonName,
            Requirement::Root,
            Requirement::SignedByAuthority,
        ] {
            let (Ok(rule), severity) = (rules::find(requirement.rule()), self.severity(requirement, name))
            else {
                continue;
            };
            let severity = severity.filter(|severity| *severity != rule.severity);
            if let Some(severity) = severity.filter(|_| profile.severities.get(rule).is_none()) {
                profile.set_severity(rule, severity);
            }
        }
    }
}

impl CertificateName {
    /// What the newest documentation asks of this certificate in a cluster named `fqdn`. For other versions, several
    /// names and more see [`Cluster`].
    ///
    /// Certificates that are no server's do not need `fqdn`.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] if `fqdn` is needed and no DNS name.
    pub fn profile(self, fqdn: &str, provider: Provider) -> Result<Profile, InvalidName> {
        let mut cluster = Cluster::new(provider);
        if self.is_server() {
            cluster.add_fqdn(fqdn)?;
        }
        Ok(cluster.profile(self))
    }
}

fn key_types(name: CertificateName) -> KeyTypes {
    match name {
        // Cipher suites between nodes are ECDHE-RSA only.
        CertificateName::CcsInternodeEncryption | CertificateName::DataInternodeEncryption => KeyTypes::Rsa,
        // Their TLS stack serves clients that offer neither P-521 nor Ed25519.
        CertificateName::Api | CertificateName::Cm | CertificateName::MetricsExporter => KeyTypes::Common,
        _ => KeyTypes::All,
    }
}
