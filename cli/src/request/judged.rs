//! A body of a request and what came of it.

use pemvet::redis::{BatchReport, Cluster, MemberReport};
use pemvet::{Class, UnixTime};

use super::body::{Body, Member};
use super::remarks::Remark;
use crate::input::lines::Lines;
use crate::outcome::Outcome;

/// A body and what came of it.
pub(super) struct Judged<'a> {
    pub(super) path: &'a str,
    pub(super) source: &'a [u8],
    pub(super) lines: Lines<&'a [u8]>,
    pub(super) body: &'a Body,
    pub(super) report: &'a BatchReport,
    pub(super) cluster: &'a Cluster,
    pub(super) now: UnixTime,
    pub(super) remarks: Vec<Remark>,
}

impl Judged<'_> {
    /// A body that is no JSON is invalid before its names are read.
    pub(super) fn class(&self) -> Option<Class> {
        let of_body = (!self.body.problems.is_empty()).then_some(Class::Invalid);
        let of_members = match self.body.members.is_empty() {
            true => None,
            false => self.report.class(),
        };
        match of_members {
            Some(Class::Unknown) if self.body.is_json && self.has_unknown_name() => Some(Class::Unknown),
            class => class.max(of_body),
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        match self.class() {
            None => Outcome::Accepted,
            Some(_) => Outcome::Rejected,
        }
    }

    pub(super) fn members(&self) -> impl Iterator<Item = (&Member, &MemberReport)> {
        self.body.members.iter().zip(self.report.members())
    }

    fn has_unknown_name(&self) -> bool {
        self.report.members().iter().any(|member| member.name.is_none())
    }

    pub(super) fn status(&self) -> u16 {
        self.body.endpoint.status(self.class())
    }
}
