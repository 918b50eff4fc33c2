//! `fix --drop-unneeded`: certificates that the chain does not need.

use pemvet::Profile;

use super::repaired::{Repaired, judge_as};
use crate::terms::ResolvedArgs;

/// Leaves them out, unless that alone would make a rejected bundle acceptable.
pub(super) fn drop(repaired: &mut Repaired, profile: &Profile, demand: &ResolvedArgs) {
    let before = judge_as(repaired.text.as_bytes(), profile, demand);
    let Some(chain) = before.to_chain() else {
        repaired
            .remarks
            .push("nothing left out: the file has no chain, so what is needed cannot be told".into());
        return;
    };
    let text = chain.to_pem();
    let after = judge_as(text.as_bytes(), profile, demand);
    let order = before.order();
    let extras: Vec<_> = before
        .certificates()
        .iter()
        .enumerate()
        .filter(|(place, _)| !order.contains(place))
        .collect();
    if extras.is_empty() {
        return;
    }
    if !before.is_accepted() && after.is_accepted() {
        repaired.remarks.push(
            "nothing left out: with these certificates the bundle is refused, and leaving them out would only hide that".into(),
        );
        return;
    }
    for (_, extra) in extras {
        let extra = extra.to_summary();
        repaired
            .changes
            .push(format!("left out {}, SHA-256 {}", extra.subject, extra.sha256));
    }
    repaired.text = text;
}
