//! Where the question may be wrong: a certificate for something else altogether, or a name that nothing has.

use pemvet::redis::CertificateName;
use pemvet::{Details, Finding, Help, Severity, rules};

use crate::arguments::JudgingTerms;
use crate::check::verdict::said_again;
use crate::nearest;

/// Names that a question is about, where the certificate has none of those that were asked for.
const MOST_NAMED: usize = 4;

/// The finding, with that question before its help.
pub(crate) fn of(finding: &Finding, terms: &JudgingTerms) -> Option<Finding> {
    if let Some(given) = &terms.profile.unknown_name {
        let meant = nearest::word(given, CertificateName::ALL.iter().map(|name| name.as_str()))?;
        let help = format!("did you mean --name {meant}? The bundle itself was not judged");
        let is_meant = finding.severity == Severity::Error && meant != given.as_str();
        return is_meant.then(|| said_again(finding, finding.message.clone(), help));
    }
    if finding.rule.name != rules::names::SAN_NAME_MISSING {
        return None;
    }
    let Details::Names {
        missing_names,
        present_names,
    } = &finding.details
    else {
        return None;
    };
    let has_none = missing_names.len() == terms.profile.names.len() && !present_names.is_empty();
    let help = finding
        .help
        .as_ref()
        .filter(|help| has_none && help.remedy().is_none())?;
    let option = if terms.fqdns.is_empty() {
        "--hostname"
    } else {
        "--fqdn"
    };
    let mut names: Vec<&str> = present_names
        .iter()
        .take(MOST_NAMED)
        .map(String::as_str)
        .collect();
    if present_names.len() > MOST_NAMED {
        names.push("…");
    }
    let help = format!(
        "is {option} right? The certificate is for {}. If it is, {}",
        names.join(", "),
        Help::words_before(help)
    );
    Some(said_again(finding, finding.message.clone(), help))
}
