//! What `pemvet request` is given.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pemvet::redis::Endpoint;

#[derive(Args)]
pub(crate) struct Request {
    /// The body: JSON for PUT certificates or update_cert, or an answer of GET certificates; - is standard input
    #[arg(required_unless_present_any = ["build", "delete"], conflicts_with_all = ["build", "delete"])]
    pub(super) file: Option<PathBuf>,
    /// Write the repaired body: each value as pemvet fix writes a file, everything else unchanged; an answer of GET
    /// becomes a body for PUT
    #[arg(long, requires = "output", conflicts_with_all = ["build", "delete"])]
    pub(super) fix: bool,
    /// Write a body made of these files, if it earns 200; several may follow each other; without KEY where none is
    /// uploaded, or where CHAIN holds it
    #[arg(long, value_name = "NAME=CHAIN,KEY", num_args = 1.., requires = "output", conflicts_with = "delete")]
    pub(super) build: Vec<String>,
    /// Where --fix and --build write the body: a file that only its owner may read (mode 0600), because it holds keys
    #[arg(long, value_name = "FILE", conflicts_with = "delete")]
    pub(super) output: Option<PathBuf>,
    /// Print what DELETE /v1/cluster/certificates/NAME answers
    #[arg(long, value_name = "NAME")]
    pub(super) delete: Option<String>,
    /// Name of the cluster; may be given several times
    #[arg(long, value_name = "FQDN")]
    pub(super) fqdn: Vec<String>,
    /// Version of Redis Software that the request goes to, 5.4 to 8.2, such as 8.0 or 7.22.2-79 [default: 8.2]
    #[arg(long, value_name = "VERSION")]
    pub(super) target: Option<String>,
    /// Make an error of whatever the documentation of Redis Software says should or must be there and is missing
    #[arg(long)]
    pub(super) strict_docs: bool,
    /// Which endpoint takes it [default: the one that takes bodies of this form; for --build the newest that
    /// the version has]
    #[arg(long, value_enum)]
    pub(super) endpoint: Option<Target>,
    /// Accept only chains that end at a certificate of this file
    #[arg(long, value_name = "FILE")]
    pub(super) trust: Option<PathBuf>,
    /// Servers that load the certificates and clients that verify them, such as nginx,go@1.22..1.27; pemvet stacks lists them
    #[arg(long = "for", value_name = "STACK[@VERSION],…")]
    pub(super) stacks: Vec<String>,
    /// Judge as if it were this time, such as 2026-06-01T00:00:00Z or 2026-06-01 [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub(super) at: Option<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// Paragraphs for people
    Text,
    /// Everything, for programs
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Target {
    /// PUT /v1/cluster/certificates
    Certificates,
    /// PUT /v1/cluster/update_cert
    #[value(name = "update_cert")]
    UpdateCert,
}

impl From<Target> for Endpoint {
    fn from(target: Target) -> Endpoint {
        match target {
            Target::Certificates => Endpoint::ClusterCertificates,
            Target::UpdateCert => Endpoint::UpdateCertificate,
        }
    }
}
