//! Which findings may be known without a word: what baselines and written ignores have in common.

use std::collections::{BTreeMap, BTreeSet};

use pemvet::{Finding, rules};

use crate::check::run_args::RunArgs;
use crate::outcome::Failure;
use crate::rule_names;

/// The rules of `--known-rule`.
pub(crate) fn named(arguments: &RunArgs) -> Result<BTreeSet<&'static str>, Failure> {
    let writes = arguments.write_baseline.is_some() || arguments.add_ignore.is_some();
    if !arguments.known_rules.is_empty() && !writes {
        return Err(Failure::new(
            "--known-rule says what --write-baseline or --add-ignore takes in; give one of them",
        ));
    }
    let rules = arguments.known_rules.iter().map(|name| {
        let rule = rule_names::find(name);
        rule.map_err(|reason| Failure::new(format!("--known-rule: {reason}")))
    });
    rules.map(|rule| Ok(common(rule?.name))).collect()
}

/// Of a private key a rule reports where its file was named, and another where it was found: what is known of one is known of
/// both.
pub(crate) fn common(rule: &str) -> &str {
    match rule {
        rules::names::KEY_IN_CERTIFICATE_FILE => rules::names::PRIVATE_KEY_FOUND,
        other => other,
    }
}

/// Whether a finding is known only where its rule is named: keys that others may have, and what was not read to its end.
pub(crate) fn has_to_be_named(finding: &Finding) -> bool {
    finding.rule.concern == rules::Concern::Safe || finding.rule.area.name == rules::names::AREA_LIMIT
}

/// `private-key-found (3), which --known-rule has to name: …`
pub(crate) fn unnamed(rules: &BTreeMap<&'static str, usize>) -> String {
    format!(
        "{}, which --known-rule has to name: others may have the key, or something was not read",
        listed(rules)
    )
}

/// `a (3), b (1)`
pub(crate) fn listed(rules: &BTreeMap<&'static str, usize>) -> String {
    let rules = rules.iter().map(|(rule, count)| format!("{rule} ({count})"));
    rules.collect::<Vec<_>>().join(", ")
}

pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
