//! What a file should be, and how it is judged.

use pemvet::{Bundle, Profile, Report};

use crate::terms::ResolvedArgs;

/// What a file should be.
pub(super) struct Repaired {
    pub(super) text: String,
    /// Certificates that were added or left out, one line each.
    pub(super) changes: Vec<String>,
    /// Why some were not.
    pub(super) remarks: Vec<String>,
}

pub(super) fn judge(bytes: &[u8], demand: &ResolvedArgs) -> Report {
    judge_as(bytes, &demand.profile, demand)
}

pub(super) fn judge_as(bytes: &[u8], profile: &Profile, demand: &ResolvedArgs) -> Report {
    let mut bundle = Bundle::new(bytes);
    if let Some(key) = &demand.key {
        bundle = bundle.with_private_key(key.plain());
    }
    bundle.validate(profile, demand.now)
}
