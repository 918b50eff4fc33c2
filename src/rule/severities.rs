//! Severities that a caller gives to rules.

use alloc::collections::BTreeMap;

use super::Rule;
use crate::severity::Severity;

/// Severities that replace the rules' own. A rule of an area that is [fixed](super::Area::fixed) keeps its own.
///
/// ```
/// use pemvet::{Severity, rules::{self, Severities}};
///
/// let absent = rules::find("root-absent")?;
/// let mut ours = Severities::default();
/// ours.set(absent, Severity::Error);
/// assert_eq!(ours.get(absent), Some(Severity::Error));
/// # Ok::<(), pemvet::UnknownWord>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities(BTreeMap<&'static str, Severity>);

impl Severities {
    /// Gives the findings of `rule` this severity.
    pub fn set(&mut self, rule: &'static Rule, severity: Severity) {
        self.0.insert(rule.name, severity);
    }

    /// What was given to `rule`; `None` where it keeps its own.
    pub fn get(&self, rule: &Rule) -> Option<Severity> {
        let given = self.0.get(rule.name).copied();
        given.filter(|_| !rule.area.fixed)
    }

    /// What was given, by the names of rules, in their alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Severity)> {
        self.0.iter().map(|(name, severity)| (*name, *severity))
    }

    /// Takes over what `others` say, in place of what was said here of the same rules.
    pub fn extend(&mut self, others: &Severities) {
        self.0.extend(&others.0);
    }
}
