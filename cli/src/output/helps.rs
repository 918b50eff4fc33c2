//! Helps of a run: the same words are said once, with how many findings they are for.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// How often each help is to be given, and whether it was. Known by their hashes: together they may be longer than the files.
#[derive(Default)]
pub(crate) struct Helps(HashMap<u64, Given>);

#[derive(Default)]
struct Given {
    findings: usize,
    is_said: bool,
}

impl Helps {
    /// One more finding has this help.
    pub(crate) fn count(&mut self, help: &str) {
        let given = self.0.entry(hash(help)).or_default();
        given.findings = given.findings.saturating_add(1);
    }

    /// For how many findings it is; `None` where it was said before.
    pub(crate) fn say(&mut self, help: &str) -> Option<usize> {
        let given = self.0.entry(hash(help)).or_default();
        let is_first = !std::mem::replace(&mut given.is_said, true);
        is_first.then_some(given.findings)
    }
}

fn hash(help: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    help.hash(&mut hasher);
    hasher.finish()
}
