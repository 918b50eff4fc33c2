//! What a name promises: one table of roles, for members of documents and for files of a folder.

use std::path::Path;

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(unreachable_pub, reason = "a member of FilePart")]
pub enum Role {
    /// The certificate that is presented, with or without those of its issuers.
    Leaf,
    /// Certificates of its issuers, without itself. Some call a whole chain so.
    Chain,
    /// The same, which whoever presents the leaf puts behind it.
    Appended,
    /// CAs to trust.
    Authorities,
    /// The private key of the leaf.
    Key,
}

/// Where a name is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// `data` and `stringData` of a Secret.
    Secret,
    /// `spec.tls` of an OpenShift Route.
    Route,
    /// `data` of a ConfigMap.
    ConfigMap,
    /// Any other object of Kubernetes.
    Object,
    Kubeconfig,
    /// Any other document: answers of Vault and ACM, values of Helm, lists of variables.
    Document,
    /// Files beside each other.
    Folder,
}

impl Container {
    /// What an object of this kind is.
    pub(crate) fn of_kind(kind: &str) -> Container {
        match kind {
            "Secret" => Container::Secret,
            "Route" => Container::Route,
            "ConfigMap" => Container::ConfigMap,
            "Config" => Container::Kubeconfig,
            _ => Container::Object,
        }
    }

    /// Whether a name of the table has this role here for sure, so that what is empty or a path is a fault.
    pub(crate) fn is_sure(self) -> bool {
        matches!(
            self,
            Container::Secret | Container::Route | Container::Kubeconfig | Container::Folder
        )
    }
}

/// A name, in lower case; one `*` in it stands for anything, also for nothing.
type Row = (&'static str, Role);

/// Kubernetes and cert-manager, trust-manager, OpenShift.
const SECRET: &[Row] = &[
    ("tls.crt", Role::Leaf),
    ("tls.key", Role::Key),
    ("ca.crt", Role::Authorities),
    ("ca.pem", Role::Authorities),
    ("ca-bundle.crt", Role::Authorities),
    ("ca-bundle.pem", Role::Authorities),
    ("*.ca-bundle", Role::Authorities),
    ("cacert", Role::Authorities),
    ("cabundle", Role::Authorities),
    // Istio's `cacerts`: what signs, which has a key, and what is trusted.
    ("ca-cert.pem", Role::Authorities),
    ("root-cert.pem", Role::Authorities),
];

/// The router puts `caCertificate` behind `certificate`.
const ROUTE: &[Row] = &[
    ("certificate", Role::Leaf),
    ("key", Role::Key),
    ("cacertificate", Role::Appended),
    ("destinationcacertificate", Role::Authorities),
];

/// Webhooks, APIServices, definitions that are converted, issuers of cert-manager.
const OBJECT: &[Row] = &[("cabundle", Role::Authorities)];

const KUBECONFIG: &[Row] = &[
    ("certificate-authority-data", Role::Authorities),
    ("client-certificate-data", Role::Leaf),
    ("client-key-data", Role::Key),
];

/// Vault's `pki/issue`, ACM's `get-certificate` and `export-certificate`, and what such members are called elsewhere.
const DOCUMENT: &[Row] = &[
    ("ca_chain", Role::Appended),
    ("issuing_ca", Role::Appended),
    ("certificatechain", Role::Appended),
    ("private_key", Role::Key),
    ("privatekey", Role::Key),
    // Envoy's.
    ("trusted_ca", Role::Authorities),
    // Linkerd's.
    ("identitytrustanchorspem", Role::Authorities),
    ("ca.crt", Role::Chain),
    ("ca.pem", Role::Chain),
    ("ca-bundle*", Role::Chain),
    ("*.ca-bundle", Role::Chain),
    ("cabundle", Role::Chain),
    ("ca_bundle", Role::Chain),
    ("cacert", Role::Chain),
    ("ca_cert", Role::Chain),
    ("ca-cert", Role::Chain),
    ("cacertificate", Role::Chain),
    ("ca_certificate", Role::Chain),
    ("ca_crt", Role::Chain),
    ("ca", Role::Chain),
    ("*_ca", Role::Chain),
    ("*-ca", Role::Chain),
    ("*_ca_cert", Role::Chain),
    ("*_ca_crt", Role::Chain),
    ("*_ca_certificate", Role::Chain),
    ("*_ca_bundle", Role::Chain),
    ("*_cacert", Role::Chain),
    ("certificate-authority-data", Role::Authorities),
    ("client-certificate-data", Role::Leaf),
    ("client-key-data", Role::Key),
];

/// Files. A digit before the extension, as in certbot's archive, is not looked at.
const FOLDER: &[Row] = &[
    // CAs: Kubernetes, Docker, MySQL, Debian, resellers; curl's and PostgreSQL's names.
    ("ca.crt", Role::Authorities),
    ("ca.pem", Role::Authorities),
    ("cacert.pem", Role::Authorities),
    ("ca-cert.pem", Role::Authorities),
    ("ca-certificates.crt", Role::Authorities),
    ("ca-bundle.crt", Role::Authorities),
    ("ca-bundle.pem", Role::Authorities),
    ("ca_bundle.crt", Role::Authorities),
    ("ca_bundle.pem", Role::Authorities),
    ("tls-ca-bundle.pem", Role::Authorities),
    ("*.ca-bundle", Role::Authorities),
    ("root.crt", Role::Authorities),
    ("rootca.pem", Role::Authorities),
    ("rootca.crt", Role::Authorities),
    // acme.sh, lego, HAProxy's `X.pem.issuer`, certbot.
    ("ca.cer", Role::Authorities),
    ("*.issuer.crt", Role::Authorities),
    ("*.issuer", Role::Authorities),
    ("chain.pem", Role::Chain),
    ("*.chain.pem", Role::Chain),
    ("*-chain.pem", Role::Chain),
    ("*_chain.pem", Role::Chain),
    ("*chain.crt", Role::Chain),
    ("intermediate*", Role::Chain),
    // What CAs send: DigiCert, Entrust, GoDaddy, Sectigo. A name that ends so by chance does no harm where it holds no CAs.
    ("*ca.crt", Role::Chain),
    ("*ca.pem", Role::Chain),
    ("*ca.cer", Role::Chain),
    ("*root.crt", Role::Chain),
    ("*root.pem", Role::Chain),
    ("*root.cer", Role::Chain),
    ("gd_bundle*.crt", Role::Chain),
    ("*bundle.crt", Role::Chain),
    ("*bundle.pem", Role::Chain),
    // What is presented, and its key: Kubernetes, certbot, acme.sh, MinIO, Docker, ZeroSSL.
    ("tls.crt", Role::Leaf),
    ("tls.key", Role::Key),
    ("cert.pem", Role::Leaf),
    ("key.pem", Role::Key),
    ("fullchain.pem", Role::Leaf),
    ("privkey.pem", Role::Key),
    ("fullchain.cer", Role::Leaf),
    ("public.crt", Role::Leaf),
    ("private.key", Role::Key),
    ("certificate.crt", Role::Leaf),
    ("server.crt", Role::Leaf),
    ("server.key", Role::Key),
    ("client.crt", Role::Leaf),
    ("client.key", Role::Key),
];

/// MinIO's folder of CAs.
const FOLDERS_OF_AUTHORITIES: &[&str] = &["CAs"];

/// The role of a member of a document.
pub(crate) fn of_member(container: Container, name: &str) -> Option<Role> {
    let name = name.to_ascii_lowercase();
    let rows = match container {
        Container::Secret | Container::ConfigMap => SECRET,
        Container::Route => ROUTE,
        Container::Object => OBJECT,
        Container::Kubeconfig => KUBECONFIG,
        Container::Document => DOCUMENT,
        Container::Folder => FOLDER,
    };
    let of = |rows: &[Row]| {
        rows.iter()
            .find(|(row, _)| fits(row, &name))
            .map(|(_, role)| *role)
    };
    // What is nothing special in an object may still be called as it is called everywhere.
    of(rows).or_else(|| of(DOCUMENT).filter(|_| container != Container::Folder))
}

/// The role of a file.
pub(crate) fn of_file(path: &Path) -> Option<Role> {
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
    if FOLDERS_OF_AUTHORITIES.iter().any(|it| folder == *it) {
        return Some(Role::Authorities);
    }
    let name = path.file_name()?.to_string_lossy();
    of_member(Container::Folder, &without_number(&name))
}

/// `chain.pem` of `chain2.pem`.
fn without_number(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!(
            "{}.{extension}",
            stem.trim_end_matches(|it: char| it.is_ascii_digit())
        ),
        None => name.into(),
    }
}

fn fits(row: &str, name: &str) -> bool {
    match row.split_once('*') {
        None => row == name,
        Some((begin, end)) => {
            name.len() >= begin.len() + end.len() && name.starts_with(begin) && name.ends_with(end)
        }
    }
}

/// The path that a text is, and nothing else.
pub(crate) fn path_in(text: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(text.trim_ascii()).ok()?;
    is_path(text).then_some(text)
}

fn is_path(text: &str) -> bool {
    let is_short = (1..=LONGEST_PATH).contains(&text.len());
    let is_plain = !text.contains(|it: char| it.is_control() || matches!(it, '{' | '}' | '<' | '>' | '$'));
    let begins = ["/", "./", "../", "~/", "file:", "@/", "@./"]
        .iter()
        .any(|begin| text.starts_with(begin));
    let mut letters = text.chars();
    let is_of_drive = letters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && matches!(letters.next(), Some('\\' | '/'));
    // A reference that something else fills in: `vault:secret/data/tls#tls.crt`, `op://…`.
    let is_reference = text.contains([':', '#']) && !is_of_drive && !text.starts_with("file:");
    let extension = text.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_file = !text.contains(' ') && EXTENSIONS.contains(&extension);
    // Base64 may begin with a slash, and has no dot.
    is_short
        && is_plain
        && !is_reference
        && (is_file || ((begins || is_of_drive) && text.contains(['.', '-', '_'])))
}

/// Bytes of a path that people write.
const LONGEST_PATH: usize = 512;

const EXTENSIONS: &[&str] = &["pem", "crt", "cer", "cert", "key", "p12", "pfx", "der"];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Container, Role, of_file, of_member, path_in};

    #[test]
    fn a_name_has_the_role_that_its_place_gives_it() {
        for (container, name, role) in [
            (Container::Secret, "ca.crt", Some(Role::Authorities)),
            (Container::Secret, "tls.key", Some(Role::Key)),
            (Container::Secret, "config.yaml", None),
            (Container::Route, "caCertificate", Some(Role::Appended)),
            (
                Container::Route,
                "destinationCACertificate",
                Some(Role::Authorities),
            ),
            (Container::Object, "caBundle", Some(Role::Authorities)),
            (Container::ConfigMap, "ca.crt", Some(Role::Authorities)),
            (Container::Document, "caBundle", Some(Role::Chain)),
            (Container::Document, "issuing_ca", Some(Role::Appended)),
            (Container::Document, "CertificateChain", Some(Role::Appended)),
            (Container::Document, "certificate", None),
        ] {
            assert_eq!(of_member(container, name), role, "{name}");
        }
        for (path, role) in [
            ("tls/ca.crt", Some(Role::Authorities)),
            ("a/web_example_com.ca-bundle", Some(Role::Authorities)),
            ("minio/certs/CAs/anything.crt", Some(Role::Authorities)),
            ("archive/chain12.pem", Some(Role::Chain)),
            ("site.pem.issuer", Some(Role::Authorities)),
            ("DigiCertCA.crt", Some(Role::Chain)),
            ("site.pem", None),
            ("web.crt", None),
        ] {
            assert_eq!(of_file(Path::new(path)), role, "{path}");
        }
    }

    #[test]
    fn paths_are_told_from_what_else_a_member_may_hold() {
        for path in [
            "/etc/ssl/x.pem",
            "../../archive/web/cert2.pem\n",
            "certs/web.crt",
            "file:///etc/tls/tls.key",
            r"C:\tls\web.pfx",
            "/run/secrets/tls-key",
        ] {
            assert!(path_in(path.as_bytes()).is_some(), "{path}");
        }
        for other in [
            "",
            "changeme",
            "{{ .Values.tls.crt }}",
            "<path:secret/data/tls#crt.pem>",
            "vault:secret/data/tls#tls.crt",
            "op://vault/web/tls.crt",
            "/9j/4AAQSkZJRgABAQ",
            "-----BEGIN CERTIFICATE-----",
            "see web.pem for it and more.",
        ] {
            assert!(path_in(other.as_bytes()).is_none(), "{other}");
        }
    }
}
