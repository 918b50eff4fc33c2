//! Where the question may be wrong: a certificate for something else altogether, or a name that nothing has.

use pemvet::redis::{CertificateName, Target};
use pemvet::{Details, Finding, Help, Piece, Remedy, Severity, rules};

use crate::check::outcome::Place;
use crate::check::verdict::said_again;
use crate::nearest;
use crate::output::remedy::argument;
use crate::terms::JudgingTerms;

/// Names that a question is about, where the certificate has none of those that were asked for.
const MOST_NAMED: usize = 4;

/// The finding, with that question before its help.
pub(crate) fn of(finding: &Finding, terms: &JudgingTerms, place: &Place) -> Option<Finding> {
    if finding.rule.name == rules::names::CERTIFICATE_NOT_FOUND {
        return of_request(finding, terms, place);
    }
    if let Some(given) = terms.profile.product.unknown_name() {
        let meant = nearest::word(given, CertificateName::ALL.iter().map(|name| name.as_str()))?;
        let help = format!("did you mean --name {meant}? The bundle itself was not judged");
        let is_meant = finding.severity == Severity::Error && meant != given;
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

/// A request where its certificate was asked for: the command that vets it as what the certificate was to be.
fn of_request(finding: &Finding, terms: &JudgingTerms, place: &Place) -> Option<Finding> {
    let help = finding.help.as_ref()?;
    let Some(Remedy::Command(command)) = help.remedy() else {
        return None;
    };
    let upload = terms.profile.product.upload()?;
    let name = upload.name.filter(|_| place.value.is_none())?;
    let begin = command
        .pieces()
        .next()
        .filter(|it| matches!(it, Piece::Text(text) if text.starts_with("pemvet csr")));
    begin?;
    let file = match place.path.as_str() {
        "-" => "FILE".into(),
        path => argument(path),
    };
    let mut options = format!(" --name {name}");
    for fqdn in &terms.fqdns {
        options.push_str(&format!(" --fqdn {}", argument(fqdn)));
    }
    if upload.target != Target::LATEST {
        options.push_str(&format!(" --target {}", upload.target));
    }
    let help = format!("{}pemvet csr {file}{options}", help.words_before());
    Some(said_again(finding, finding.message.clone(), help))
}
