//! Findings of the command's own about a request: what certificates do not have.

use pemvet::pem::{Kind, Scan};
use pemvet::{Finding, Help, Location, Provider, Severity, rules};

use super::parsed::{BASIC_CONSTRAINTS, Parsed};
use super::place::Places;
use super::signature::{self, Signature};

pub(super) fn finding(
    rule: &str,
    place: Option<&Location>,
    message: impl Into<String>,
    help: impl Into<Help>,
) -> Option<Finding> {
    let mut finding = Finding::new(rules::find(rule).ok()?, message);
    finding.help = Some(help.into());
    finding.location = place.cloned();
    Some(finding)
}

/// What is to be said of the request itself.
pub(super) fn of_request(
    request: &Parsed<'_>,
    places: &Places<'_>,
    provider: &Provider,
    is_authority: bool,
) -> Vec<Finding> {
    let whole = places.whole();
    let at = Some(&whole);
    let at_signature = places.of_last(request.signature);
    let at_algorithm = places.of_last(request.signature_algorithm);
    let at_constraints = request.extensions.iter().find(|it| it.kind == BASIC_CONSTRAINTS);
    let at_constraints = at_constraints.map(|it| places.of(it.whole));
    let at_password = places.of(request.challenge.unwrap_or_default());
    let (hash, is_weak) = signature::hash(request);
    let signed = match signature::verify(request, provider) {
        Signature::Verified => None,
        Signature::Bad => finding(
            rules::names::REQUEST_SIGNATURE_BAD,
            Some(&at_signature),
            "The request's own signature does not verify with its public key: it was changed after it was signed. Every CA refuses it.",
            "make it again from its private key; change names and usages in the configuration, not in the request",
        ),
        Signature::NotChecked => finding(
            rules::names::REQUEST_SIGNATURE_NOT_CHECKED,
            Some(&at_signature),
            format!(
                "The request's own signature ({hash}) was not checked: this build verifies no such signature, or none by a key of this size."
            ),
            Help::command("openssl req -verify -noout -in {file}"),
        ),
    };
    let signed = signed.map(|mut finding| {
        if hash == signature::UNKNOWN {
            (finding.severity, finding.class) = (Severity::Error, Some(finding.rule.class));
        }
        finding
    });
    let weak = is_weak.then(|| {
        finding(
            rules::names::REQUEST_HASH_WEAK,
            Some(&at_algorithm),
            format!("The request is signed with {hash}. The CA chooses the certificate's hash; many refuse such a request, and some take its hash over."),
            "make it again with SHA-256: openssl req -new -sha256; certreq: HashAlgorithm = SHA256",
        )
    });
    let authority = (request.asks_for_ca() && !is_authority).then(|| {
        finding(
            rules::names::REQUEST_FOR_CA,
            at_constraints.as_ref(),
            "The request asks for basicConstraints CA:TRUE, the right to issue certificates. CAs refuse that, or issue a CA, which strict TLS libraries refuse as a server's or client's certificate.",
            "make the request again with basicConstraints = critical, CA:FALSE, or without the extension",
        )
    });
    let password = request.challenge.is_some().then(|| {
        finding(
            rules::names::REQUEST_CHALLENGE_PASSWORD,
            Some(&at_password),
            "The request holds a challengePassword, which anybody who sees the request can read (it is not shown here). Only SCEP uses it.",
            "leave it empty and make the request again; where the password is used elsewhere, change it there",
        )
    });
    let empty = (request.extensions.is_empty() && !is_authority).then(|| {
        finding(
            rules::names::REQUEST_WITHOUT_EXTENSIONS,
            at,
            "The request asks for no extension: names, purposes and key usage are left to the CA, and most CAs add none.",
            "openssl req -new takes them from the section that req_extensions names, or from -addext; pemvet csr --template openssl writes it",
        )
    });
    [
        signed,
        weak.flatten(),
        authority.flatten(),
        password.flatten(),
        empty.flatten(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is to be said of the file that the request is in.
pub(super) fn of_file(scan: &Scan<'_>, place: &Location) -> Vec<Finding> {
    let requests = scan.requests().count();
    let extra = (requests > 1).then(|| {
        finding(
            rules::names::REQUEST_EXTRA,
            Some(place),
            format!("The file holds {requests} requests. CAs read the first; that one was judged."),
            "give each a file of its own",
        )
    });
    let has_key = scan
        .sections()
        .iter()
        .any(|section| section.kind().is_private_key() || section.kind() == Kind::OpenSshPrivateKey);
    let key = has_key.then(|| {
        finding(
            rules::names::REQUEST_WITH_PRIVATE_KEY,
            Some(place),
            "The file holds a private key beside the request, and a request is sent to others. If this file was sent, make a new key.",
            Help::command("openssl req -in {file} -out {new}"),
        )
    });
    [extra.flatten(), key.flatten()].into_iter().flatten().collect()
}
