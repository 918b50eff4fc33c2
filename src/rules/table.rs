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
use crate::word::UnknownWord;

/// The areas, in the order in which their rules report, with what all rules of one need.
static TABLE: &[(&Area, &[Entry], Needs)] = &[
    (&upload::AREA, upload::RULES, Entry::common_needs(upload::RULES)),
    (&limit::AREA, limit::RULES, Entry::common_needs(limit::RULES)),
    (
        &encoding::AREA,
        encoding::RULES,
        Entry::common_needs(encoding::RULES),
    ),
    (&der::AREA, der::RULES, Entry::common_needs(der::RULES)),
    (
        &public_key::AREA,
        public_key::RULES,
        Entry::common_needs(public_key::RULES),
    ),
    (&repair::AREA, repair::RULES, Entry::common_needs(repair::RULES)),
    (&leaf::AREA, leaf::RULES, Entry::common_needs(leaf::RULES)),
    (&chain::AREA, chain::RULES, Entry::common_needs(chain::RULES)),
    (&issuer::AREA, issuer::RULES, Entry::common_needs(issuer::RULES)),
    (&trust::AREA, trust::RULES, Entry::common_needs(trust::RULES)),
    (
        &constraint::AREA,
        constraint::RULES,
        Entry::common_needs(constraint::RULES),
    ),
    (
        &resource::AREA,
        resource::RULES,
        Entry::common_needs(resource::RULES),
    ),
    (
        &critical::AREA,
        critical::RULES,
        Entry::common_needs(critical::RULES),
    ),
    (
        &validity::AREA,
        validity::RULES,
        Entry::common_needs(validity::RULES),
    ),
    (&usage::AREA, usage::RULES, Entry::common_needs(usage::RULES)),
    (&name::AREA, name::RULES, Entry::common_needs(name::RULES)),
    (
        &name_form::AREA,
        name_form::RULES,
        Entry::common_needs(name_form::RULES),
    ),
    (&host::AREA, host::RULES, Entry::common_needs(host::RULES)),
    (
        &subject::AREA,
        subject::RULES,
        Entry::common_needs(subject::RULES),
    ),
    (
        &extension::AREA,
        extension::RULES,
        Entry::common_needs(extension::RULES),
    ),
    (
        &identifier::AREA,
        identifier::RULES,
        Entry::common_needs(identifier::RULES),
    ),
    (
        &purpose::AREA,
        purpose::RULES,
        Entry::common_needs(purpose::RULES),
    ),
    (
        &revocation::AREA,
        revocation::RULES,
        Entry::common_needs(revocation::RULES),
    ),
    (
        &certificate_profile::AREA,
        certificate_profile::RULES,
        Entry::common_needs(certificate_profile::RULES),
    ),
    (
        &algorithm::AREA,
        algorithm::RULES,
        Entry::common_needs(algorithm::RULES),
    ),
    (
        &key_type::AREA,
        key_type::RULES,
        Entry::common_needs(key_type::RULES),
    ),
    (
        &key_file::AREA,
        key_file::RULES,
        Entry::common_needs(key_file::RULES),
    ),
    (&key::AREA, key::RULES, Entry::common_needs(key::RULES)),
    (&stack::AREA, stack::RULES, Entry::common_needs(stack::RULES)),
    (
        &product::AREA,
        product::RULES,
        Entry::common_needs(product::RULES),
    ),
    (
        &renewal::AREA,
        renewal::RULES,
        Entry::common_needs(renewal::RULES),
    ),
    (&path::AREA, path::RULES, Entry::common_needs(path::RULES)),
    (
        &document::AREA,
        document::RULES,
        Entry::common_needs(document::RULES),
    ),
    (
        &archive::AREA,
        archive::RULES,
        Entry::common_needs(archive::RULES),
    ),
    (
        &repository::AREA,
        repository::RULES,
        Entry::common_needs(repository::RULES),
    ),
    (
        &request::AREA,
        request::RULES,
        Entry::common_needs(request::RULES),
    ),
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
/// let unknown = pemvet::rules::find("certificat-expired").unwrap_err();
/// assert_eq!(unknown.nearest().first(), Some(&"certificate-expired"));
/// ```
///
/// # Errors
///
/// [`UnknownWord`] where no rule has that name.
pub fn find(name: &str) -> Result<&'static Rule, UnknownWord> {
    let found = all().find(|rule| rule.name == name);
    found.ok_or_else(|| UnknownWord::new("rule", name, all().map(|rule| rule.name)))
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
        if context.profile.product.unknown_name().is_some() || (is_limit && context.profile.judges_nothing())
        {
            break;
        }
    }
    findings.sort_by_key(|finding| core::cmp::Reverse(finding.severity));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_the_next_version_are_asked_for_previews_alone() {
        for (_, entries, _) in TABLE {
            for entry in *entries {
                let is_gated = !entry.needs.are_met_by(Needs::ALL.without(Needs::PREVIEW));
                assert_eq!(
                    is_gated,
                    entry.rule.is_preview(),
                    "{}: needs Needs::PREVIEW until the version that it is new in, and no longer",
                    entry.rule.name
                );
            }
        }
    }
}
