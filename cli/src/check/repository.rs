//! What one bundle does not show: findings about several files, and about their names.

use std::collections::HashMap;
use std::path::Path;

use pemvet::redis::Spelling;
use pemvet::{Finding, Input, JudgedCertificate, Location, Purpose, Role, rules};

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::outcome::BundleOutcome;
use crate::check::verdict::said_again;
use crate::input::files;
use crate::terms::{JudgingTerms, product_name};

fn finding(rule: &str, message: String) -> Option<Finding> {
    let rule = rules::find(rule).ok()?;
    Some(Finding::new(rule, message))
}

/// A file named as Redis Software names one of its certificates, and nobody said what it is to be held to.
pub(crate) fn named_like_a_product(path: &Path, terms: &JudgingTerms) -> Option<Finding> {
    let is_open = terms.profile.purpose == Purpose::Any && terms.profile.product.upload().is_none();
    let name = product_name(path).filter(|_| is_open)?;
    let file = files::shown(Path::new(path.file_name()?));
    let options = if name.is_server() { " --fqdn FQDN" } else { "" };
    let message = format!(
        "\"{file}\" is the name of Redis Software's certificate `{name}`; the file was not judged as that."
    );
    let mut finding = finding(rules::names::NAME_ALIAS, message)?;
    let help = format!("--name {name}{options} judges it by what Redis Software asks of that certificate");
    finding.help = Some(help.into());
    Some(finding)
}

/// The certificate of Redis Software that a Secret names was judged without the names of its cluster.
pub(crate) fn without_cluster(product: &str, finding: &Finding) -> Option<Finding> {
    let name = Spelling::read(product).name().filter(|name| name.is_server())?;
    if finding.rule.name != rules::names::NAMES_NOT_CHECKED {
        return None;
    }
    let message = format!(
        "The Secret says that this is `{name}` of Redis Software; the cluster's names were not looked for, since none was given."
    );
    Some(said_again(
        finding,
        message,
        "--fqdn FQDN, the name of the cluster",
    ))
}

/// A pair whose halves hold each other's content.
pub(crate) fn swapped(key: &BundleToCheck, certificates: &BundleToCheck) -> Option<Finding> {
    let message = format!(
        "{} holds the private key and {} the certificate: the two are swapped. They were judged the right way round.",
        called(key),
        called(certificates)
    );
    let mut finding = finding(rules::names::CERTIFICATE_AND_KEY_SWAPPED, message)?;
    finding.help =
        Some("give each the other's content; make a new key if it was handed out as the certificate".into());
    finding.location = Some(begin_of(certificates, Input::Certificates));
    Some(finding)
}

/// A key under the name of a certificate, or the reverse, and nothing that it could be swapped with.
pub(crate) fn of_other_kind(subject: &BundleToCheck) -> Option<Finding> {
    let (rule, held, wanted) = match subject.part.certificates {
        0 => (
            rules::names::CERTIFICATE_NOT_FOUND,
            "a private key",
            "the certificate",
        ),
        1 => (rules::names::KEY_UNREADABLE, "a certificate", "its private key"),
        _ => (rules::names::KEY_UNREADABLE, "certificates", "their private key"),
    };
    let called = called(subject);
    let mut finding = finding(
        rule,
        format!("{called} holds {held}; by its name it is {wanted}."),
    )?;
    finding.help = Some(format!("put {wanted} there").into());
    finding.location = Some(begin_of(subject, Input::Certificates));
    Some(finding)
}

/// A file or a member by its name.
fn called(subject: &BundleToCheck) -> String {
    pemvet::text::echo(&subject.part.name).into()
}

fn begin_of(subject: &BundleToCheck, input: Input) -> Location {
    let line = subject.part.places.line_of(1);
    let bytes = subject
        .part
        .lines
        .as_ref()
        .map_or(0..0, |lines| lines.bytes(&(line..=line)));
    Location::new(input, line..=line, bytes)
}

/// Different leaf certificates with one public key; copies of one certificate do not count.
pub(crate) fn keys_of_several(bundle_outcome: &mut [BundleOutcome]) {
    // By key, the first certificate with it: its fingerprint, and where it is.
    let mut first: HashMap<String, (String, String)> = HashMap::new();
    let mut told = std::collections::HashSet::new();
    for one in bundle_outcome {
        let place = one.place.clone();
        let Ok(verdict) = &mut one.result else { continue };
        let is_leaf = |certificate: &&JudgedCertificate| certificate.role == Role::Leaf;
        let Some(leaf) = verdict.report.certificates().iter().find(is_leaf) else {
            continue;
        };
        let leaf = leaf.to_summary();
        let at = match &place.value {
            Some(value) => format!("{}:{} ({value})", place.path, leaf.lines.start()),
            None => format!("{}:{}", place.path, leaf.lines.start()),
        };
        let Some((known, known_at)) = first.get(&leaf.public_key_sha256) else {
            first.insert(leaf.public_key_sha256.clone(), (leaf.sha256.clone(), at));
            continue;
        };
        if *known == leaf.sha256 || !told.insert(leaf.sha256.clone()) {
            continue;
        }
        let message = format!(
            "The leaf {} has the same {} key as another certificate, in {known_at}: whoever has the private key of one has \
             both.",
            leaf.subject, leaf.key
        );
        let lines = leaf.lines.clone();
        let Some(mut finding) = finding(rules::names::KEY_OF_SEVERAL_CERTIFICATES, message) else {
            continue;
        };
        finding.help = Some("make a new key, and a request with it, for each certificate".into());
        finding.location = Some(Location::new(Input::Certificates, lines, 0..0));
        verdict.add(finding);
    }
}
