//! What bodies are held to.

use std::path::Path;

use pemvet::redis::{Batch, BatchReport, Cluster};
use pemvet::{PublicSuffixes, RepairMode, UnixTime};

use super::arguments::Request;
use super::body::Body;
use super::judged::Judged;
use super::remarks;
use crate::input::lines::Lines;
use crate::outcome::Failure;
use crate::terms;

/// What a body is held to, and when.
pub(super) struct Terms {
    pub(super) cluster: Cluster,
    pub(super) now: UnixTime,
}

impl Terms {
    pub(super) fn of(request: &Request) -> Result<Terms, Failure> {
        let mut cluster = terms::cluster(&request.fqdn, request.target.as_deref(), request.strict_docs)?;
        cluster.base.is_public_suffix = Some(PublicSuffixes::new(terms::is_public_suffix));
        // It is sent as it is: nobody repairs a value on the way.
        cluster.base.repair = RepairMode::AsGiven;
        terms::judge_for(&mut cluster.base, &request.stacks)?;
        if let Some(trust) = &request.trust {
            cluster.base.trust_only(terms::anchors(trust)?);
        }
        Ok(Terms {
            cluster,
            now: terms::time(request.at.as_deref())?,
        })
    }

    /// The same for what is repaired before it is sent.
    pub(super) fn repaired(&self) -> Cluster {
        let mut cluster = self.cluster.clone();
        cluster.base.repair = RepairMode::Repaired;
        cluster
    }

    pub(super) fn judge(&self, body: &Body) -> Result<BatchReport, Failure> {
        let report = batch(body, &self.cluster).validate(self.now);
        self.ask_for_fqdn(&report)?;
        Ok(report)
    }

    /// What serves has to serve somebody.
    pub(super) fn ask_for_fqdn(&self, report: &BatchReport) -> Result<(), Failure> {
        let names = report.members().iter().filter_map(|member| member.name);
        let server = names.into_iter().find(|name| name.is_server());
        match server.filter(|_| self.cluster.fqdns().is_empty()) {
            Some(server) => Err(Failure::new(format!(
                "{server} needs --fqdn, the name of the cluster"
            ))),
            None => Ok(()),
        }
    }

    /// `file` is where it was read, if it was.
    pub(super) fn judged<'a>(
        &'a self,
        path: &'a str,
        file: Option<&Path>,
        source: &'a [u8],
        body: &'a Body,
        report: &'a BatchReport,
    ) -> Judged<'a> {
        Judged {
            path,
            source,
            lines: Lines::of(source),
            body,
            report,
            cluster: &self.cluster,
            now: self.now,
            remarks: remarks::of(body, &self.cluster, file),
        }
    }
}

pub(super) fn batch<'b>(body: &'b Body, cluster: &'b Cluster) -> Batch<'b> {
    let mut batch = Batch::new(cluster);
    for member in &body.members {
        let key = member.key.as_ref().map(|key| key.text.bytes());
        batch.add(member.name.text.as_str(), member.certificate.text.bytes(), key);
    }
    batch
}
