//! An accepted bundle as what installs it.

use alloc::format;
use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use crate::product::name::CertificateName;
use crate::report::Accepted;
use crate::text;

/// Text that holds a private key: wiped on drop, and shown by no formatter.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The text itself. Whoever copies it has to wipe the copy.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// Why something cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// No private key was proved to belong to the leaf, and the upload needs one.
    #[error("{0} is uploaded with its private key, and no key was proved to belong to it")]
    KeyMissing(CertificateName),
    /// The RedisEnterpriseCluster resource has no field for this certificate.
    #[error("the RedisEnterpriseCluster resource has no field for {0}")]
    NoField(CertificateName),
    /// Kubernetes allows up to 253 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends.
    #[error("\"{0}\" cannot be the name of a Kubernetes Secret")]
    SecretName(String),
}

/// The body for `PUT /v1/cluster/certificates`: canonical text of chain and key for each of `members`.
///
/// ```
/// use pemvet::{Bundle, Provider, UnixTime};
/// use pemvet::redis::{self, CertificateName};
///
/// # let pem = include_bytes!("../../testdata/demo/from-pfx.pem");
/// # let key = include_bytes!("../../testdata/demo/proxy.key");
/// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// let profile = CertificateName::Proxy.profile("cluster.example.com", Provider::AWS_LC_RS)?;
/// let accepted = Bundle::new(pem).with_private_key(key).validate(&profile, now).into_result()?;
/// let body = redis::put_body([(CertificateName::Proxy, &accepted)])?;
/// assert!(body.as_str().starts_with(r#"{"certificates": [{"name": "proxy", "certificate": "-----BEGIN CERTIFICATE-----\n"#));
/// assert!(!body.as_str().contains("Bag Attributes"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`RenderError::KeyMissing`]: through the REST API every certificate that has a key comes with it.
pub fn put_body<'a>(
    members: impl IntoIterator<Item = (CertificateName, &'a Accepted)>,
) -> Result<SecretText, RenderError> {
    let mut texts = alloc::vec::Vec::new();
    for (name, accepted) in members {
        texts.push((name, certificates(accepted), key(name, accepted)?));
    }
    let mut body = room(texts.iter().map(|(_, certificate, key)| {
        let key = key.as_ref().map_or(0, |key| key.len());
        certificate.len().saturating_add(key)
    }));
    body.push_str("{\"certificates\": [");
    for (place, (name, certificate, key)) in texts.iter().enumerate() {
        if place > 0 {
            body.push_str(", ");
        }
        push_member(&mut body, *name, certificate, key.as_deref().map(String::as_str));
    }
    body.push_str("]}\n");
    Ok(SecretText(body))
}

/// The body for `PUT /v1/cluster/update_cert`, which takes one certificate: for versions before 7.22.2.
///
/// # Errors
///
/// [`RenderError::KeyMissing`], as for [`put_body`].
pub fn update_cert_body(name: CertificateName, accepted: &Accepted) -> Result<SecretText, RenderError> {
    let (certificate, key) = (certificates(accepted), key(name, accepted)?);
    let key_length = key.as_ref().map_or(0, |key| key.len());
    let mut body = room([certificate.len().saturating_add(key_length)].into_iter());
    push_member(&mut body, name, &certificate, key.as_deref().map(String::as_str));
    body.push('\n');
    Ok(SecretText(body))
}

/// `{"name": …, "certificate": …, "key": …}`.
fn push_member(body: &mut Zeroizing<String>, name: CertificateName, certificate: &str, key: Option<&str>) {
    for part in ["{\"name\": \"", name.as_str(), "\", \"certificate\": \""] {
        body.push_str(part);
    }
    push_escaped(body, certificate);
    if let Some(key) = key {
        body.push_str("\", \"key\": \"");
        push_escaped(body, key);
    }
    body.push_str("\"}");
}

/// The `rladmin` command that installs a certificate from files on a node. The key's file is left out where the
/// certificate takes no key.
///
/// ```
/// use pemvet::redis::{self, CertificateName};
///
/// assert_eq!(
///     redis::rladmin_command(CertificateName::Proxy, "/tmp/my chain.pem", "/tmp/proxy_key.pem"),
///     "rladmin cluster certificate set proxy certificate_file '/tmp/my chain.pem' key_file /tmp/proxy_key.pem",
/// );
/// ```
pub fn rladmin_command(name: CertificateName, certificate_file: &str, key_file: &str) -> String {
    // Between nodes they are set under other words.
    let (what, prefix) = match name {
        CertificateName::CcsInternodeEncryption => ("internal", "cpine_"),
        CertificateName::DataInternodeEncryption => ("internal", "dpine_"),
        _ => (name.as_str(), ""),
    };
    let certificate = text::quoted_for_shell(certificate_file);
    let mut command =
        format!("rladmin cluster certificate set {what} {prefix}certificate_file {certificate}");
    if takes_key(name) {
        command.push_str(&format!(" {prefix}key_file {}", text::quoted_for_shell(key_file)));
    }
    command
}

/// A Kubernetes `Secret` for the RedisEnterpriseCluster resource, as YAML; its first line names the field that refers
/// to it. Operators before 8.0.18 go by the entry `name`.
///
/// # Errors
///
/// [`RenderError`]: `mtls_trusted_ca` has no field there; the key is missing; the name cannot be one.
pub fn kubernetes_secret(
    name: CertificateName,
    secret: &str,
    accepted: &Accepted,
) -> Result<SecretText, RenderError> {
    let field = kubernetes_field(name).ok_or(RenderError::NoField(name))?;
    if !is_secret_name(secret) {
        return Err(RenderError::SecretName(text::echo(secret).into_owned()));
    }
    let (certificate, key) = (certificates(accepted), key(name, accepted)?);
    let key_length = key.as_ref().map_or(0, |key| key.len());
    let mut yaml = room([certificate.len().saturating_add(key_length)].into_iter());
    yaml.push_str(&format!(
        "# spec.certificates.{field}: {secret}\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {secret}\ntype: Opaque\nstringData:\n  name: {name}\n  certificate: |\n"
    ));
    push_indented(&mut yaml, &certificate);
    if let Some(key) = key {
        yaml.push_str("  key: |\n");
        push_indented(&mut yaml, &key);
    }
    Ok(SecretText(yaml))
}

/// The field of `spec.certificates` in the RedisEnterpriseCluster resource; there is none for `mtls_trusted_ca`.
pub fn kubernetes_field(name: CertificateName) -> Option<&'static str> {
    use CertificateName as Name;
    Some(match name {
        Name::Api => "apiCertificateSecretName",
        Name::Cm => "cmCertificateSecretName",
        Name::Proxy => "proxyCertificateSecretName",
        Name::Syncer => "syncerCertificateSecretName",
        Name::MetricsExporter => "metricsExporterCertificateSecretName",
        Name::CcsInternodeEncryption => "cpInternodeEncryptionCertificateSecretName",
        Name::DataInternodeEncryption => "dpInternodeEncryptionCertificateSecretName",
        Name::LdapClient => "ldapClientCertificateSecretName",
        Name::MtlsTrustedCa => return None,
        Name::SsoService => "ssoServiceCertificateSecretName",
        Name::SsoIssuer => "ssoIssuerCertificateSecretName",
    })
}

fn takes_key(name: CertificateName) -> bool {
    name.facts().private_key != crate::vocabulary::KeyRequirement::Forbidden
}

/// The chain in its right order, or a list of authorities as it is.
fn certificates(accepted: &Accepted) -> String {
    let chain = accepted.to_chain();
    match (chain.certificates(), accepted.report().to_repaired_pem()) {
        ([], Some(list)) => list,
        _ => chain.to_pem(),
    }
}

fn key(name: CertificateName, accepted: &Accepted) -> Result<Option<Zeroizing<String>>, RenderError> {
    if !takes_key(name) {
        return Ok(None);
    }
    accepted.key_pem().map(Some).ok_or(RenderError::KeyMissing(name))
}

/// A text with room for these and what goes around and between them: growing would leave copies of a key behind.
fn room(lengths: impl Iterator<Item = usize>) -> Zeroizing<String> {
    // A line of PEM has 65 characters; escaped or indented it grows by four at most.
    let grown = lengths.fold(512_usize, |room, length| {
        room.saturating_add(length.saturating_add(length.div_ceil(8)))
            .saturating_add(256)
    });
    Zeroizing::new(String::with_capacity(grown))
}

/// PEM text has nothing to escape but its line ends.
fn push_escaped(to: &mut Zeroizing<String>, pem: &str) {
    for line in pem.lines() {
        to.push_str(line);
        to.push_str("\\n");
    }
}

fn push_indented(to: &mut Zeroizing<String>, pem: &str) {
    for line in pem.lines() {
        to.push_str("    ");
        to.push_str(line);
        to.push('\n');
    }
}

/// RFC 1123, as Kubernetes reads it.
fn is_secret_name(name: &str) -> bool {
    let ends = |byte: Option<u8>| byte.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    name.len() <= 253
        && ends(name.bytes().next())
        && ends(name.bytes().next_back())
        && name
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'.')
}
