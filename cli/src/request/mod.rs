//! `pemvet request`: the status that a request's body earns, and why.

pub(crate) mod body;
mod json;
mod judged;
mod print;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pemvet::RepairMode;
use pemvet::redis::{Batch, Endpoint};

use crate::arguments;
use crate::input::files;
use crate::input::lines::Lines;
use crate::outcome::{Failure, Outcome};

use judged::Judged;

#[derive(Args)]
pub(crate) struct Request {
    /// The body: JSON for PUT certificates or update_cert, or an answer of GET certificates; - is standard input
    file: PathBuf,
    /// Name of the cluster; may be given several times
    #[arg(long, value_name = "FQDN")]
    fqdn: Vec<String>,
    /// Version of Redis Software that the request goes to, 5.4 to 8.2, such as 8.0 or 7.22.2-79 [default: 8.2]
    #[arg(long, value_name = "VERSION")]
    target: Option<String>,
    /// Make an error of whatever the documentation of Redis Software says should or must be there and is missing
    #[arg(long)]
    strict_docs: bool,
    /// Which endpoint takes it [default: the one that takes bodies of this form]
    #[arg(long, value_enum)]
    endpoint: Option<Target>,
    /// Accept only chains that end at a certificate of this file
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Servers that load the certificates and clients that verify them, such as nginx,go@1.22..1.27; pemvet stacks lists them
    #[arg(long = "for", value_name = "STACK[@VERSION],…")]
    stacks: Vec<String>,
    /// Judge as if it were this time, such as 2026-06-01T00:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339")]
    at: Option<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Paragraphs for people
    Text,
    /// Everything, for programs
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Target {
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

/// Eleven names with chain and key take a hundred kilobytes; nothing else has any business in a body.
const LARGEST: usize = 8 << 20;

#[cfg(feature = "internals")]
pub(crate) use body::read as read_body;

pub(crate) fn run(request: &Request) -> Result<Outcome, Failure> {
    let path = files::shown(&request.file);
    let source =
        files::read(&request.file, LARGEST).map_err(|reason| Failure::new(format!("{path}: {reason}")))?;
    if source.len() > LARGEST {
        return Err(Failure::new(format!(
            "{path}: is no body of a request: over 8 MiB"
        )));
    }
    let mut cluster = arguments::cluster(&request.fqdn, request.target.as_deref(), request.strict_docs)?;
    cluster.base.is_public_suffix = Some(arguments::is_public_suffix);
    // It is sent as it is: nobody repairs a value on the way.
    cluster.base.repair = RepairMode::AsGiven;
    arguments::judge_for(&mut cluster.base, &request.stacks)?;
    if let Some(trust) = &request.trust {
        cluster.base.trust_only(arguments::anchors(trust)?);
    }
    let now = arguments::time(request.at.as_deref())?;
    let body = body::read(&source, request.endpoint.map(Into::into));
    let mut batch = Batch::new(&cluster);
    for member in &body.members {
        let key = member.key.as_ref().map(|key| key.text.bytes());
        batch.add(member.name.text.as_str(), member.certificate.text.bytes(), key);
    }
    let report = batch.validate(now);
    let server = report
        .members()
        .iter()
        .filter_map(|member| member.name)
        .find(|name| name.is_server());
    if let Some(server) = server.filter(|_| cluster.fqdns().is_empty()) {
        return Err(Failure::new(format!(
            "{server} needs --fqdn, the name of the cluster"
        )));
    }
    let judged = Judged {
        path: &path,
        source: &source,
        lines: Lines::of(&source),
        body: &body,
        report: &report,
        cluster: &cluster,
        now,
    };
    match request.format {
        Format::Text => print::text(&judged)?,
        Format::Json => print::json(&judged)?,
    }
    Ok(match judged.class() {
        None => Outcome::Accepted,
        Some(_) => Outcome::Rejected,
    })
}
