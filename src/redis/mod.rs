//! What Redis Software documents about its cluster certificates, as data.

use alloc::format;
use alloc::string::ToString as _;
use core::fmt;

use crate::class::Class;
use crate::profile::{HostName, InvalidName, KeyTypes, Profile};
use crate::provider::Provider;
use crate::report::Severity;

/// The certificates of a cluster that can be replaced, by the name that the REST API and `rladmin` use.
///
/// ```
/// use pemvet::redis::CertificateName;
///
/// assert_eq!(CertificateName::parse("proxy"), Some(CertificateName::Proxy));
/// assert_eq!(CertificateName::parse("nonsense"), None);
/// assert_eq!(CertificateName::MetricsExporter.as_str(), "metrics_exporter");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificateName {
    /// REST API, port 9443.
    Api,
    /// Cluster Manager UI, port 8443.
    Cm,
    /// Database endpoints.
    Proxy,
    /// Replication between clusters.
    Syncer,
    /// Prometheus metrics, port 8070.
    MetricsExporter,
    /// Control plane between nodes.
    CcsInternodeEncryption,
    /// Data plane between nodes.
    DataInternodeEncryption,
    /// Client of LDAP servers.
    LdapClient,
    /// CAs trusted for clients of the REST API.
    MtlsTrustedCa,
    /// SAML service provider.
    SsoService,
    /// SAML identity provider: its public certificate.
    SsoIssuer,
}

impl CertificateName {
    /// All names.
    pub const ALL: [CertificateName; 11] = [
        CertificateName::Api,
        CertificateName::Cm,
        CertificateName::Proxy,
        CertificateName::Syncer,
        CertificateName::MetricsExporter,
        CertificateName::CcsInternodeEncryption,
        CertificateName::DataInternodeEncryption,
        CertificateName::LdapClient,
        CertificateName::MtlsTrustedCa,
        CertificateName::SsoService,
        CertificateName::SsoIssuer,
    ];

    /// The name as the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            CertificateName::Api => "api",
            CertificateName::Cm => "cm",
            CertificateName::Proxy => "proxy",
            CertificateName::Syncer => "syncer",
            CertificateName::MetricsExporter => "metrics_exporter",
            CertificateName::CcsInternodeEncryption => "ccs_internode_encryption",
            CertificateName::DataInternodeEncryption => "data_internode_encryption",
            CertificateName::LdapClient => "ldap_client",
            CertificateName::MtlsTrustedCa => "mtls_trusted_ca",
            CertificateName::SsoService => "sso_service",
            CertificateName::SsoIssuer => "sso_issuer",
        }
    }

    /// The certificate of this name, spelled as the API spells it.
    pub fn parse(name: &str) -> Option<CertificateName> {
        CertificateName::ALL
            .into_iter()
            .find(|known| known.as_str() == name)
    }

    /// Whether it presents itself under the cluster's names, so that a profile needs the FQDN.
    pub fn is_server(self) -> bool {
        use CertificateName::{Api, Cm, MetricsExporter, Proxy, Syncer};
        matches!(self, Api | Cm | Proxy | Syncer | MetricsExporter)
    }

    /// What the current documentation asks of this certificate in a cluster named `fqdn`.
    ///
    /// Server names, and `syncer`, which the documentation treats like them: both extended key usages, the common name,
    /// and the names `<fqdn>` and `*.<fqdn>`; `internal.<fqdn>` and `*.internal.<fqdn>` as a warning. The other
    /// names do not use `fqdn`.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] if `fqdn` is no DNS name.
    pub fn profile(self, fqdn: &str, provider: Provider) -> Result<Profile, InvalidName> {
        use CertificateName::{
            CcsInternodeEncryption, DataInternodeEncryption, LdapClient, MtlsTrustedCa, SsoIssuer, SsoService,
        };
        let mut profile = match self {
            LdapClient => Profile::client(provider),
            CcsInternodeEncryption | DataInternodeEncryption => Profile::mutual(provider),
            MtlsTrustedCa => Profile::authority(provider),
            SsoService => Profile {
                usages: alloc::vec![],
                ..Profile::client(provider)
            },
            SsoIssuer => Profile {
                usages: alloc::vec![],
                private_key: crate::profile::KeyRequirement::Forbidden,
                ..Profile::client(provider)
            },
            _ => Profile::mutual(provider),
        };
        profile.title = self.as_str().into();
        profile.key_types = match self {
            // Their cipher suites are ECDHE-RSA only.
            CcsInternodeEncryption | DataInternodeEncryption => KeyTypes::Rsa,
            // Their TLS stack serves clients that offer neither P-521 nor Ed25519.
            CertificateName::Api | CertificateName::Cm | CertificateName::MetricsExporter => KeyTypes::Common,
            _ => KeyTypes::All,
        };
        if self.is_server() {
            require_cluster_names(&mut profile, fqdn)?;
        }
        Ok(profile)
    }
}

/// Demands the four names of the documentation for a cluster named `fqdn`. Call it once for each FQDN.
///
/// # Errors
///
/// [`InvalidName`] if `fqdn` is no DNS name.
pub fn require_cluster_names(profile: &mut Profile, fqdn: &str) -> Result<(), InvalidName> {
    let essential = Severity::Error;
    // The vendor's own script for self-signed certificates leaves the internal names out.
    let advised = Severity::Warning;
    let fqdn = HostName::parse(fqdn)?.to_string();
    profile.require_name_as(&fqdn, essential)?;
    profile.require_name_as(&format!("*.{fqdn}"), essential)?;
    profile.require_name_as(&format!("internal.{fqdn}"), advised)?;
    profile.require_name_as(&format!("*.internal.{fqdn}"), advised)?;
    profile.common_names.push(fqdn);
    Ok(())
}

impl fmt::Display for CertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The profile of an upload under a name that the product does not know: every bundle is refused as
/// [`Class::Unknown`], and nothing else is judged.
///
/// ```
/// use pemvet::{redis, Bundle, Class, Provider, UnixTime};
///
/// let profile = redis::unknown_name("nonsense", Provider::AWS_LC_RS);
/// let now = UnixTime::since_unix_epoch(core::time::Duration::ZERO);
/// assert_eq!(Bundle::new(b"").validate(&profile, now).class(), Some(Class::Unknown));
/// ```
pub fn unknown_name(name: &str, provider: Provider) -> Profile {
    Profile {
        title: name.into(),
        unknown_name: Some(name.into()),
        ..Profile::any(provider)
    }
}

/// The endpoints that take cluster certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// `PUT /v1/cluster/certificates`.
    ClusterCertificates,
    /// `PUT /v1/cluster/update_cert`, deprecated in 7.22.2.
    UpdateCertificate,
}

impl Endpoint {
    /// The documented HTTP status for a bundle of this class; `None`, nothing rejects, is 200.
    ///
    /// 409, "not all nodes updated", is never ours to say.
    pub fn status(self, class: Option<Class>) -> u16 {
        match self {
            Endpoint::ClusterCertificates | Endpoint::UpdateCertificate => {
                class.map_or(200, Class::http_status)
            }
        }
    }
}
