//! `pemvet request --delete`: what becomes of a deletion.

use std::io::Write as _;

use pemvet::redis::{CertificateName, Cluster, Deletion, Spelling};
use pemvet::{Bundle, Severity, UnixTime};
use serde::Serialize;

use super::arguments::{Format, Request};
use super::print::{self, NO_PERMISSION};
use crate::outcome::{Failure, Outcome};
use crate::output::paragraph::style;
use crate::terms;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    endpoint: &'static str,
    /// As it was given, escaped.
    name: &'a str,
    target: String,
    status: u16,
    meaning: &'static str,
    accepted: bool,
    message: &'a str,
    /// Names that may have been meant.
    nearest: Vec<&'static str>,
}

const ENDPOINT: &str = "DELETE /v1/cluster/certificates/{name}";

pub(super) fn run(request: &Request, name: &str) -> Result<Outcome, Failure> {
    let cluster = terms::cluster(&request.fqdn, request.target.as_deref(), request.strict_docs)?;
    let target = cluster.target;
    let deletion = Deletion::of(name, target);
    let answer = deletion.answer();
    let shown = pemvet::text::echo(name);
    let message = match deletion {
        Deletion::Allowed => {
            format!("{shown} is optional: it is deleted from all nodes, if it was uploaded.")
        }
        Deletion::Required => {
            format!("{shown} is required: it cannot be deleted, only replaced, with PUT.")
        }
        Deletion::Unknown => unknown(name, &cluster),
    };
    let outcome = match deletion {
        Deletion::Allowed => Outcome::Accepted,
        Deletion::Required | Deletion::Unknown => Outcome::Rejected,
    };
    if let Format::Json = request.format {
        let nearest = match deletion {
            Deletion::Unknown => meant(name, &cluster),
            _ => Vec::new(),
        };
        crate::output::json::write(&Document {
            version: print::VERSION,
            endpoint: ENDPOINT,
            name: &shown,
            target: target.to_string(),
            status: answer.status,
            meaning: answer.meaning,
            accepted: outcome == Outcome::Accepted,
            message: &message,
            nearest,
        })?;
        return Ok(outcome);
    }
    let mut out = anstream::stdout().lock();
    let style = match outcome {
        Outcome::Accepted => anstyle::Style::new(),
        _ => style(Severity::Error),
    };
    writeln!(
        out,
        "{style}{} {}{style:#}: {shown}",
        answer.status, answer.meaning
    )?;
    writeln!(out, "DELETE /v1/cluster/certificates/{shown}, version {target}\n")?;
    writeln!(out, "  {message}\n")?;
    if deletion == Deletion::Required {
        writeln!(out, "{NO_PERMISSION}")?;
    }
    match deletion {
        Deletion::Allowed => writeln!(
            out,
            "the cluster may still answer 500 (not deleted from a disk): then retry"
        )?,
        Deletion::Required | Deletion::Unknown => {
            writeln!(out, "retrying gets {} again", answer.status)?;
        }
    }
    Ok(outcome)
}

/// The words of the rule about unknown names.
fn unknown(name: &str, cluster: &Cluster) -> String {
    let profile = cluster.profile_on_the_wire(name);
    let nobody = UnixTime::since_unix_epoch(std::time::Duration::ZERO);
    let report = Bundle::new(b"").validate(&profile, nobody);
    let finding = report.findings().first();
    finding.map_or(String::new(), |finding| finding.message.clone())
}

/// The name that an alias stands for, or the nearest.
fn meant(name: &str, cluster: &Cluster) -> Vec<&'static str> {
    let target = cluster.target;
    let names = match Spelling::read(name) {
        Spelling::Unknown => Spelling::nearest(name, target),
        known => known.name().into_iter().collect(),
    };
    let names = names.into_iter().filter(|name| name.is_known_to(target));
    names.map(CertificateName::as_str).collect()
}
