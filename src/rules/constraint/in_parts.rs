//! Name constraints that are written in parts, as BER allows and DER does not.

use crate::certificate::ExtensionKind;
use crate::chain::ConstraintFault;
use crate::chain::name_constraints::{ConstraintOutcome, standing};
use crate::report::Role;
use crate::rules::Context;
use crate::stacks::Fact;

/// What a fault is in the table of stacks: where nothing but parts stands in the way, and neither those who put them together
/// nor those who pass over them find a name outside.
pub(super) fn fact(context: &Context<'_>, fault: &ConstraintFault) -> Option<Fact> {
    let mut all = context.judged_with_anchor();
    let (_, issuer) = all.find(|(member, _)| *member == fault.issuer)?;
    let constraints = &issuer.name_constraints.as_ref()?.value;
    let certificate = context.certificate(fault.certificate)?;
    let is_leaf = context.role(fault.certificate) == Role::Leaf;
    let is_within = |together: bool| {
        let constraints = constraints.with_parts(together);
        let mut left = context.profile.limits.name_comparisons;
        standing(certificate, &constraints, is_leaf, &mut left) == ConstraintOutcome::Within
    };
    if !constraints.has_parts() || !is_within(true) || !is_within(false) {
        return None;
    }
    Some(
        match issuer.extensions.has_critical(ExtensionKind::NameConstraints) {
            true => Fact::ConstraintInPartsCritical,
            false => Fact::ConstraintInParts,
        },
    )
}
