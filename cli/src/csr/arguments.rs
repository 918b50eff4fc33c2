//! What `pemvet csr` is given.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::arguments::{Preset, ProfileArgs, Standard};
use crate::passwords::PasswordArgs;

#[derive(Args)]
pub(crate) struct Csr {
    /// The request, PKCS#10 as PEM or DER; - is standard input
    #[arg(required_unless_present = "template", conflicts_with = "template")]
    pub(super) file: Option<PathBuf>,
    /// Print what this tool needs to make the request, or the certificate, that --name asks for
    #[arg(long, value_enum, value_name = "TOOL")]
    pub(super) template: Option<Tool>,
    /// Private key that the request was made with
    #[arg(long, value_name = "FILE", conflicts_with = "template")]
    pub(super) key: Option<PathBuf>,
    #[command(flatten)]
    pub(super) password: PasswordArgs,
    /// Certificate name of Redis Software: api, cm, proxy, syncer, metrics_exporter, …; several, where one certificate is to
    /// serve them
    #[arg(long, conflicts_with = "profile")]
    pub(super) name: Vec<String>,
    /// Name of the cluster; may be given several times
    #[arg(long, value_name = "FQDN")]
    pub(super) fqdn: Vec<String>,
    /// Version of Redis Software that the certificate is for, 5.4 to 8.2 [default: 8.2]
    #[arg(long, value_name = "VERSION")]
    pub(super) target: Option<String>,
    /// Make an error of whatever the documentation of Redis Software says should or must be there and is missing
    #[arg(long)]
    pub(super) strict_docs: bool,
    /// What the certificate is for, where no --name is given
    #[arg(long, value_enum)]
    pub(super) profile: Option<Preset>,
    /// DNS name or IP address that the certificate must be valid for; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) hostname: Vec<String>,
    /// What the subject must have, such as OU or O=Example; in a template, its values
    #[arg(long, value_name = "ATTRIBUTE[=VALUE]")]
    pub(super) subject: Vec<String>,
    /// Servers and clients that the certificate is for, such as nginx,go@1.22..1.27; pemvet stacks lists them
    #[arg(long = "for", value_name = "STACK[@VERSION],…", conflicts_with = "template")]
    pub(super) stacks: Vec<String>,
    /// Kind of key that the template makes
    #[arg(long, value_enum, requires = "template", default_value_t = KeyType::Rsa)]
    pub(super) key_type: KeyType,
    /// The CA is a public one: says what it does not issue
    #[arg(long, requires = "template")]
    pub(super) public_ca: bool,
    /// Judge, or write, as if it were this time, such as 2026-06-01T00:00:00Z or 2026-06-01 [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub(super) at: Option<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "template")]
    pub(super) format: Format,
}

/// What makes requests, or certificates.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Tool {
    /// Configuration of openssl req
    Openssl,
    /// .inf of certreq, for AD CS
    Certreq,
    /// Certificate of cert-manager, for Kubernetes
    CertManager,
    /// Role of Vault's PKI engine, as commands
    Vault,
    /// Template of step and step-ca
    Step,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum KeyType {
    /// RSA, 4096 bits
    Rsa,
    /// P-256
    Ec,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Paragraphs for people
    Text,
    /// Everything, for programs
    Json,
}

impl Csr {
    /// The question about each name, or the one about none.
    pub(super) fn questions(&self) -> Vec<ProfileArgs> {
        let question = |name: Option<&String>| ProfileArgs {
            key: self.key.clone(),
            names: name.cloned().into_iter().collect(),
            fqdn: self.fqdn.clone(),
            target: self.target.clone(),
            strict_docs: self.strict_docs,
            preview: false,
            profile: self.profile,
            hostname: self.hostname.clone(),
            subject: self.subject.clone(),
            trust: None,
            reading: Standard::Deployed,
            stacks: self.stacks.clone(),
            at: self.at.clone(),
            as_given: true,
            trusted: None,
        };
        match self.name.as_slice() {
            [] => vec![question(None)],
            names => names.iter().map(|name| question(Some(name))).collect(),
        }
    }
}
