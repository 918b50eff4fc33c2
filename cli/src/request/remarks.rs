//! What is to be said of a request beside its status: of its endpoint, and of keys in a file that was saved.

use std::path::Path;

use pemvet::Severity;
use pemvet::redis::{Cluster, Endpoint};
use serde::Serialize;

use super::body::Body;
use crate::input::files;

/// Something that changes no status.
#[derive(Serialize)]
pub(super) struct Remark {
    pub(super) kind: &'static str,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: String,
}

/// `file` is where the body was read, for its mode.
pub(super) fn of(body: &Body, cluster: &Cluster, file: Option<&Path>) -> Vec<Remark> {
    [endpoint(body.endpoint, cluster), saved_keys(body, file)]
        .into_iter()
        .flatten()
        .collect()
}

/// The release that brought one endpoint and deprecated the other.
const SINCE: &str = "7.22.2";

pub(super) fn endpoint(endpoint: Endpoint, cluster: &Cluster) -> Option<Remark> {
    let (name, target) = (endpoint.as_str(), cluster.target);
    let one = Endpoint::UpdateCertificate.as_str();
    if !endpoint.is_known_to(target) {
        return Some(Remark {
            kind: "endpoint-missing",
            severity: Severity::Warning,
            message: format!(
                "{target} has no {name}, which came with {SINCE}.\nThe request fails there, whatever it holds; the status is that of later versions."
            ),
            help: format!("send each certificate by itself to {one}"),
        });
    }
    endpoint.is_deprecated_in(target).then(|| Remark {
        kind: "endpoint-deprecated",
        severity: Severity::Note,
        message: format!("{name} is deprecated from {SINCE} on, and will be removed."),
        help: format!(
            "{} takes the same in a list,\nas --fix --endpoint certificates writes it",
            Endpoint::ClusterCertificates.as_str()
        ),
    })
}

/// An answer of GET, saved, is a file of keys.
pub(super) fn saved_keys(body: &Body, file: Option<&Path>) -> Option<Remark> {
    if !body.is_answer || body.members.iter().all(|member| member.key.is_none()) {
        return None;
    }
    let file = file.filter(|file| file.as_os_str() != "-");
    let readers = match file.and_then(files::mode).filter(|mode| mode & 0o077 != 0) {
        Some(mode) => format!(
            "\nIts mode is {:04o}: others on this system may read it.",
            mode & 0o7777
        ),
        None => String::new(),
    };
    let keep = match file.map(files::shown) {
        Some(shown) => format!("chmod 600 {}, and ", pemvet::text::quoted_for_shell(&shown)),
        None => String::new(),
    };
    Some(Remark {
        kind: "answer-holds-keys",
        severity: Severity::Warning,
        message: format!(
            "A saved answer of GET /v1/cluster/certificates holds every private key, unprotected.{readers}"
        ),
        help: format!(
            "{keep}delete it when it is no longer needed;\nPUT does not take it as it is: --fix writes a body of it"
        ),
    })
}
