//! Name constraints that cannot be evaluated, such as those that are written in parts, as BER allows and DER does not.

use alloc::format;

use super::uncompared;
use crate::certificate::{ExtensionKind, Form, NameConstraints, constraints_in_parts};
use crate::chain::ConstraintFault;
use crate::chain::name_constraints::{ConstraintOutcome, Origin, standing};
use crate::report::{Details, Location, Role};
use crate::rules::{Context, Found, Sink};
use crate::stacks::Fact;

pub(super) fn name_constraint_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    for fault in &context.chain.constraint_faults {
        let issuer = context.describe_member_first(fault.issuer);
        let certificate = context.describe(fault.certificate);
        let (kind, message, help) = match &fault.standing {
            ConstraintOutcome::Undecided { form } => (
                form.text(),
                format!(
                    "{issuer} constrains names of the form {}, and {certificate} has one; whether it is permitted cannot be decided.",
                    form.text(),
                ),
                "have the CA's certificate issued with constraints as RFC 5280 defines them",
            ),
            ConstraintOutcome::EmailOfOtherType => (
                Form::Email.text(),
                format!(
                    "{issuer} has name constraints, and {certificate} has an e-mail address in its subject that is not an IA5String; OpenSSL refuses that under any name constraints (\"unsupported or invalid name syntax\").",
                ),
                "have it issued with the address among the alternative names, or as IA5String",
            ),
            ConstraintOutcome::Within
            | ConstraintOutcome::Outside { .. }
            | ConstraintOutcome::LimitReached => continue,
        };
        let found = Found::new(at_name(context, fault), message)
            .help(help)
            .details(Details::Kind { kind: kind.into() });
        let is_undecided = matches!(fault.standing, ConstraintOutcome::Undecided { .. });
        let fact = Some(fault).filter(|_| is_undecided);
        sink.push(match fact.and_then(|fault| in_parts(context, fault)) {
            // Whoever takes it: RFC 5280 has the chain refused.
            Some(fact) => found.known_as(fact),
            None => found,
        });
    }
    uncompared::tell(context, sink);
}

/// What a fault is in the table of stacks: where nothing but parts stands in the way, and neither those who put them together
/// nor those who pass over them find a name outside.
fn in_parts(context: &Context<'_>, fault: &ConstraintFault) -> Option<Fact> {
    let mut all = context.judged_with_anchor();
    let (_, issuer) = all.find(|(member, _)| *member == fault.issuer)?;
    let certificate = context.certificate(fault.certificate)?;
    let is_leaf = context.role(fault.certificate) == Role::Leaf;
    let is_within = |constraints: &NameConstraints<'_>| {
        let mut left = context.profile.limits.name_comparisons;
        standing(certificate, constraints, is_leaf, &mut left) == ConstraintOutcome::Within
    };
    if !constraints_in_parts(issuer)?.iter().all(is_within) {
        return None;
    }
    Some(
        match issuer.extensions.has_critical(ExtensionKind::NameConstraints) {
            true => Fact::ConstraintInPartsCritical,
            false => Fact::ConstraintInParts,
        },
    )
}

/// Where the name stands that the fault is about.
pub(super) fn at_name(context: &Context<'_>, fault: &ConstraintFault) -> Option<Location> {
    let certificate = context.certificate(fault.certificate)?;
    let is_subject = matches!(
        fault.standing,
        ConstraintOutcome::EmailOfOtherType
            | ConstraintOutcome::Outside {
                origin: Origin::Subject | Origin::SubjectBeside | Origin::CommonName,
                ..
            }
    );
    match &certificate.subject_alternative_name {
        Some(names) if !is_subject => context.at_field(fault.certificate, &names.bytes),
        _ => context.at_field(fault.certificate, &certificate.subject.bytes),
    }
}
