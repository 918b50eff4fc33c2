//! The table of all rules, and how they are run.

use alloc::vec::Vec;

use super::context::Context;
use super::entry::Entry;
use super::needs::Needs;
use super::sink::Sink;
use super::{
    algorithm, archive, certificate_profile, chain, constraint, critical, der, document, encoding, extension,
    host, identifier, issuer, key, key_file, key_type, leaf, limit, name, name_form, path, product,
    public_key, purpose, renewal, repair, repository, request, resource, revocation, stack, subject, trust,
    upload, usage, validity,
};
use crate::report::Finding;
use crate::rule::{Area, Rule};

/// The areas, in the order in which their rules report, with what all rules of one need.
static TABLE: &[(&Area, &[Entry], Needs)] = &[
    (&upload::AREA, upload::RULES, Needs::of_all(upload::RULES)),
    (&limit::AREA, limit::RULES, Needs::of_all(limit::RULES)),
    (&encoding::AREA, encoding::RULES, Needs::of_all(encoding::RULES)),
    (&der::AREA, der::RULES, Needs::of_all(der::RULES)),
    (
        &public_key::AREA,
        public_key::RULES,
        Needs::of_all(public_key::RULES),
    ),
    (&repair::AREA, repair::RULES, Needs::of_all(repair::RULES)),
    (&leaf::AREA, leaf::RULES, Needs::of_all(leaf::RULES)),
    (&chain::AREA, chain::RULES, Needs::of_all(chain::RULES)),
    (&issuer::AREA, issuer::RULES, Needs::of_all(issuer::RULES)),
    (&trust::AREA, trust::RULES, Needs::of_all(trust::RULES)),
    (
        &constraint::AREA,
        constraint::RULES,
        Needs::of_all(constraint::RULES),
    ),
    (&resource::AREA, resource::RULES, Needs::of_all(resource::RULES)),
    (&critical::AREA, critical::RULES, Needs::of_all(critical::RULES)),
    (&validity::AREA, validity::RULES, Needs::of_all(validity::RULES)),
    (&usage::AREA, usage::RULES, Needs::of_all(usage::RULES)),
    (&name::AREA, name::RULES, Needs::of_all(name::RULES)),
    (
        &name_form::AREA,
        name_form::RULES,
        Needs::of_all(name_form::RULES),
    ),
    (&host::AREA, host::RULES, Needs::of_all(host::RULES)),
    (&subject::AREA, subject::RULES, Needs::of_all(subject::RULES)),
    (
        &extension::AREA,
        extension::RULES,
        Needs::of_all(extension::RULES),
    ),
    (
        &identifier::AREA,
        identifier::RULES,
        Needs::of_all(identifier::RULES),
    ),
    (&purpose::AREA, purpose::RULES, Needs::of_all(purpose::RULES)),
    (
        &revocation::AREA,
        revocation::RULES,
        Needs::of_all(revocation::RULES),
    ),
    (
        &certificate_profile::AREA,
        certificate_profile::RULES,
        Needs::of_all(certificate_profile::RULES),
    ),
    (
        &algorithm::AREA,
        algorithm::RULES,
        Needs::of_all(algorithm::RULES),
    ),
    (&key_type::AREA, key_type::RULES, Needs::of_all(key_type::RULES)),
    (&key_file::AREA, key_file::RULES, Needs::of_all(key_file::RULES)),
    (&key::AREA, key::RULES, Needs::of_all(key::RULES)),
    (&stack::AREA, stack::RULES, Needs::of_all(stack::RULES)),
    (&product::AREA, product::RULES, Needs::of_all(product::RULES)),
    (&renewal::AREA, renewal::RULES, Needs::of_all(renewal::RULES)),
    (&path::AREA, path::RULES, Needs::of_all(path::RULES)),
    (&document::AREA, document::RULES, Needs::of_all(document::RULES)),
    (&archive::AREA, archive::RULES, Needs::of_all(archive::RULES)),
    (
        &repository::AREA,
        repository::RULES,
        Needs::of_all(repository::RULES),
    ),
    (&request::AREA, request::RULES, Needs::of_all(request::RULES)),
];

/// The areas that rules belong to, in the order in which their rules report.
///
/// ```
/// let areas: Vec<&str> = pemvet::rules::areas().map(|area| area.name).collect();
/// assert_eq!(areas[..3], ["upload", "limit", "encoding"]);
/// ```
pub fn areas() -> impl Iterator<Item = &'static Area> {
    TABLE.iter().map(|(area, ..)| *area)
}

/// All rules, in the order of their areas.
///
/// ```
/// assert!(pemvet::rules::all().any(|rule| rule.name == "chain-out-of-order" && rule.area.name == "chain"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Rule> {
    TABLE
        .iter()
        .flat_map(|(_, entries, _)| *entries)
        .map(|entry| &entry.rule)
}

/// The rule of this name.
///
/// ```
/// let rule = pemvet::rules::find("certificate-expired").unwrap();
/// assert_eq!(rule.class, pemvet::Class::Expired);
/// assert!(pemvet::rules::find("no-such-rule").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

/// Asks every rule whose needs are met. A bundle under an unknown name is judged no further, nor is one beyond the limit of a request.
pub(crate) fn run(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(first) = all().next() else {
        return findings;
    };
    let mut sink = Sink::new(context, first, &mut findings);
    let facts = Needs::met_by(context);
    for (area, entries, common) in TABLE {
        let asked = if common.are_met_by(facts) { *entries } else { &[] };
        for entry in asked.iter().filter(|entry| entry.needs.are_met_by(facts)) {
            sink.rule = &entry.rule;
            (entry.check)(context, &mut sink);
            sink.finish();
        }
        let is_limit = **area == limit::AREA;
        if context.profile.unknown_name.is_some() || (is_limit && context.profile.judges_nothing()) {
            break;
        }
    }
    findings.sort_by_key(|finding| core::cmp::Reverse(finding.severity));
    findings
}
