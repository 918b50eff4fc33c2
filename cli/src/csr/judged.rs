//! A request, judged by the rules about the certificate that would come of it.

use std::path::Path;

use pemvet::pem::{self, Kind, Scan};
use pemvet::redis::Target;
use pemvet::{
    Bundle, Class, Finding, Help, Input, KeyRequirement, Location, NotChecked, Purpose, Severity, UnixTime,
    rules,
};

use super::arguments::Csr;
use super::parsed::{Extent, Parsed};
use super::place::Places;
use super::signature::{self, Signature};
use super::{facts, placeholder, remarks, words};
use crate::check::verdict::said_again;
use crate::input::files;
use crate::outcome::{Failure, Outcome};
use crate::output::{paragraph, remedy};
use crate::terms::{JudgingTerms, ResolvedArgs, shown_in_command};

/// What there is to tell of a request.
pub(super) struct JudgedRequest {
    /// As printed.
    pub(super) path: String,
    /// What it was held to, with the key; the first of several names.
    pub(super) terms: ResolvedArgs,
    /// The names that the certificate is for, or the profile's.
    pub(super) titles: Vec<String>,
    /// The version of Redis Software, where it is for that.
    pub(super) target: Option<String>,
    pub(super) fqdn: Vec<String>,
    pub(super) hostname: Vec<String>,
    pub(super) subject: Vec<String>,
    pub(super) stacks: Vec<String>,
    pub(super) strict_docs: bool,
    /// Errors first.
    pub(super) findings: Vec<Finding>,
    pub(super) facts: Option<Facts>,
}

/// How the private key that was given stands to the request's public key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyFit {
    NotGiven,
    Fits,
    Other,
    /// It cannot be read, or the provider cannot say.
    NotChecked,
}

/// What the request asks for.
pub(super) struct Facts {
    pub(super) subject: String,
    pub(super) names: Vec<String>,
    pub(super) key: String,
    pub(super) public_key_sha256: String,
    pub(super) key_fit: KeyFit,
    pub(super) hash: &'static str,
    pub(super) signature: Signature,
    pub(super) purposes: Vec<String>,
    pub(super) key_usage: Vec<&'static str>,
    pub(super) asks_for_ca: bool,
    pub(super) has_challenge_password: bool,
}

impl JudgedRequest {
    pub(super) fn class(&self) -> Option<Class> {
        self.findings.iter().filter_map(|finding| finding.class).max()
    }

    /// What vets the certificate in this file, which is an argument for a shell.
    pub(super) fn check_command(&self, file: &str) -> String {
        let mut command = format!("pemvet check {file}");
        if let Some(key) = &self.terms.key {
            command.push_str(&format!(" --key {}", remedy::argument(&files::shown(&key.path))));
        }
        match (&self.target, self.titles.first()) {
            (Some(_), Some(_)) => {
                for name in &self.titles {
                    command.push_str(&format!(" --name {name}"));
                }
            }
            (None, Some(profile)) if profile != "any" => command.push_str(&format!(" --profile {profile}")),
            _ => {}
        }
        for (option, values) in [
            ("fqdn", &self.fqdn),
            ("hostname", &self.hostname),
            ("subject", &self.subject),
            ("for", &self.stacks),
        ] {
            for value in values {
                let value = remedy::argument(&shown_in_command(value));
                command.push_str(&format!(" --{option} {value}"));
            }
        }
        if self.strict_docs {
            command.push_str(" --strict-docs");
        }
        let latest = Target::LATEST.to_string();
        if let Some(target) = self.target.as_ref().filter(|target| **target != latest) {
            command.push_str(&format!(" --target {target}"));
        }
        command
    }

    pub(super) fn outcome(&self) -> Outcome {
        match self.class() {
            Some(_) => Outcome::Rejected,
            None => Outcome::Accepted,
        }
    }
}

pub(super) fn judge(csr: &Csr) -> Result<JudgedRequest, Failure> {
    let Some(file) = &csr.file else {
        return Err(Failure::new("give the file with the request"));
    };
    if csr.key.as_deref() == Some(Path::new("-")) && file.as_os_str() == "-" {
        return Err(Failure::new(
            "standard input can be read only once; give one - only",
        ));
    }
    let mut all = Vec::new();
    for question in csr.questions() {
        let mut terms = question.terms()?;
        if terms.profile.purpose == Purpose::Authority {
            // Who asks for a CA's certificate has its key.
            terms.profile.private_key = KeyRequirement::Optional;
        }
        all.push(terms);
    }
    let resolved = match csr.questions().first() {
        Some(first) => first.demand_with(&csr.password.read()?)?,
        None => return Err(Failure::new("there is nothing to ask")),
    };
    let limit = resolved.profile.limits.input_bytes;
    let path = files::shown(file);
    let text = files::read(file, limit).map_err(|reason| Failure::new(format!("{path}: {reason}")))?;
    if text.len() > limit {
        return Err(Failure::new(format!(
            "{path}: is longer than {limit} bytes, and was not read"
        )));
    }
    let upload = resolved.profile.product.upload();
    let mut judged = JudgedRequest {
        target: upload.map(|upload| upload.target.to_string()),
        titles: all
            .iter()
            .map(|terms| pemvet::text::escape(&terms.profile.title).into_owned())
            .collect(),
        fqdn: csr.fqdn.clone(),
        hostname: csr.hostname.clone(),
        subject: csr.subject.clone(),
        stacks: csr.stacks.clone(),
        strict_docs: csr.strict_docs,
        path,
        terms: resolved,
        findings: Vec::new(),
        facts: None,
    };
    read(&mut judged, &text, &all);
    // A fault of several names is told once.
    let mut told: Vec<Finding> = Vec::new();
    for finding in std::mem::take(&mut judged.findings) {
        let is_same = |it: &Finding| it.rule.name == finding.rule.name && it.details == finding.details;
        match told.iter_mut().find(|it| is_same(it)) {
            Some(known) if known.severity >= finding.severity => {}
            Some(known) => *known = finding,
            None => told.push(finding),
        }
    }
    told.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    judged.findings = told;
    Ok(judged)
}

fn read(judged: &mut JudgedRequest, text: &[u8], all: &[JudgingTerms]) {
    let scan = pem::scan_with_limit(text, judged.terms.profile.limits.blocks);
    judged.findings.extend(damage(text, judged.terms.now));
    let in_text = scan.requests().next();
    let is_der = text.first() == Some(&0x30) && scan.sections().is_empty();
    let extent = is_der.then(|| Extent::of(text)).flatten();
    let (der, places) = match (in_text, extent) {
        (Some((section, der)), _) => (der, Places::new(text, section.bytes(), der)),
        (None, Some(Extent::Whole)) => (text, Places::new(text, 0..text.len(), text)),
        (None, Some(Extent::Followed(own, more))) => {
            let places = Places::new(text, 0..own, text.get(..own).unwrap_or_default());
            let what = format!(
                "{} {} it",
                paragraph::count(more, "byte"),
                if more == 1 { "follows" } else { "follow" }
            );
            judged.findings.extend(unreadable_request(&places.whole(), &what));
            (text.get(..own).unwrap_or_default(), places)
        }
        (None, Some(Extent::Cut(wanted))) => {
            let place = Places::new(text, 0..text.len(), text).whole();
            let what = format!(
                "it is cut: it says that it has {wanted} bytes, and the file has {}",
                text.len()
            );
            judged.findings.extend(unreadable_request(&place, &what));
            return;
        }
        (None, None) => {
            let unreadable = scan
                .sections()
                .iter()
                .find(|it| it.kind() == Kind::CertificateRequest);
            // What cannot be decoded is told already.
            if unreadable.is_none() && judged.class().is_some() {
                return;
            }
            judged.findings.extend(match unreadable {
                Some(section) => {
                    let what = "its bytes are not those of a request, or some are missing at its end";
                    unreadable_request(&Places::new(text, section.bytes(), b"").whole(), what)
                }
                None => not_found(judged, &scan, text),
            });
            return;
        }
    };
    let place = places.whole();
    judged.findings.extend(remarks::of_file(&scan, &place));
    let request = match Parsed::read(der) {
        Ok(request) => request,
        Err(what) => {
            let told = match Extent::of(der) {
                Some(Extent::Followed(_, more)) => {
                    format!("{} behind it in its block", paragraph::count(more, "byte"))
                }
                Some(Extent::Cut(wanted)) => {
                    format!(
                        "it is cut: it says that it has {wanted} bytes, and its block has {}",
                        der.len()
                    )
                }
                _ => what.to_owned(),
            };
            judged.findings.extend(unreadable_request(&place, &told));
            return;
        }
    };
    let provider = judged.terms.profile.provider.clone();
    let is_authority = judged.terms.profile.purpose == Purpose::Authority;
    judged
        .findings
        .extend(remarks::of_request(&request, &places, &provider, is_authority));
    let made = placeholder::certificate(&request, is_authority);
    let certificate = ::pem::encode(&::pem::Pem::new("CERTIFICATE", made.as_slice()));
    let mut parts = vec![request.subject, request.public_key];
    parts.extend(request.extensions.iter().map(|extension| extension.whole));
    for (number, terms) in all.iter().enumerate() {
        let mut bundle = Bundle::new(certificate.as_bytes());
        if let Some(key) = &judged.terms.key {
            bundle = bundle.with_private_key(key.plain());
        }
        let report = bundle.validate(&terms.profile, judged.terms.now);
        let is_too_large =
            |finding: &&Finding| is_decided(finding) && finding.rule.area.name == rules::names::AREA_LIMIT;
        if report.certificates().is_empty() && !report.findings().iter().any(|it| is_too_large(&it)) {
            let what =
                "its subject, its key or an extension is not in the form of DER that a certificate needs";
            judged.findings.extend(unreadable_request(&place, what));
            return;
        }
        let decided = report.findings().iter().filter(|finding| is_decided(finding));
        judged.findings.extend(decided.map(|finding| {
            let at = finding
                .location
                .as_ref()
                .filter(|it| it.input == Input::Certificates);
            let of_part = at.map(|at| places.of_certificate(at, &made, &certificate, &parts));
            words::of_request(finding, of_part.unwrap_or_else(|| place.clone()))
        }));
        if number == 0 {
            judged.facts = facts(&report, &request, judged.terms.key.is_some(), &provider);
        }
    }
}

/// Whether the request decides what the finding is about.
fn is_decided(finding: &Finding) -> bool {
    rules::names::AREAS_DECIDED_BY_REQUEST.contains(&finding.rule.area.name)
        && finding.rule.name != rules::names::KEY_MISSING
}

fn facts(
    report: &pemvet::Report,
    request: &Parsed<'_>,
    has_key: bool,
    provider: &pemvet::Provider,
) -> Option<Facts> {
    let summary = report.certificates().first()?.to_summary();
    let key_fit = if !has_key {
        KeyFit::NotGiven
    } else if report.key_fits() {
        KeyFit::Fits
    } else if report.not_checked().contains(&NotChecked::Pair) {
        KeyFit::NotChecked
    } else {
        KeyFit::Other
    };
    Some(Facts {
        subject: summary.subject,
        names: summary.names,
        key: summary.key,
        public_key_sha256: summary.public_key_sha256,
        key_fit,
        hash: signature::hash(request).0,
        signature: signature::verify(request, provider),
        purposes: facts::purposes(request),
        key_usage: facts::key_usage(request),
        asks_for_ca: request.asks_for_ca(),
        has_challenge_password: request.challenge.is_some(),
    })
}

/// What the rules about PEM say of the text: CAs read it with the same readers as servers.
fn damage(text: &[u8], now: UnixTime) -> Vec<Finding> {
    let report = Bundle::new(text).validate(&JudgingTerms::any().profile, now);
    let of_text = [rules::names::AREA_ENCODING, rules::names::AREA_REPAIR];
    let findings = report.findings().iter().filter(|finding| {
        of_text.contains(&finding.rule.area.name)
            && ![
                rules::names::CERTIFICATE_NOT_FOUND,
                rules::names::BLOCK_UNEXPECTED,
                rules::names::CERTIFICATE_UNREADABLE,
                rules::names::CONTAINER_READ,
            ]
            .contains(&finding.rule.name)
    });
    findings
        .map(|finding| match finding.severity {
            Severity::Note => finding.clone(),
            // What mends certificates does not write requests.
            _ => said_again(
                finding,
                finding.message.clone(),
                "make the request again, or copy it anew from where it was made: CAs read it with OpenSSL, or stricter",
            ),
        })
        .collect()
}

fn unreadable_request(place: &Location, what: &str) -> Option<Finding> {
    remarks::finding(
        rules::names::REQUEST_UNREADABLE,
        Some(place),
        format!("The request cannot be read: {what}."),
        "make it again from its private key",
    )
}

fn is_pfx(text: &[u8]) -> bool {
    let begin = text.get(..12).unwrap_or_default();
    begin.first() == Some(&0x30)
        && begin
            .windows(3)
            .take(6)
            .any(|window| window == [0x02, 0x01, 0x03])
}

/// Names what the file holds instead, and the command for that.
fn not_found(judged: &JudgedRequest, scan: &Scan<'_>, text: &[u8]) -> Option<Finding> {
    let argument = match judged.path.as_str() {
        "-" => "FILE".into(),
        path => remedy::argument(path),
    };
    let first = scan.sections().first().map(pemvet::pem::Section::kind);
    let check: Help = judged.check_command(&argument).into();
    let (what, help) = match first {
        Some(Kind::Certificate) => ("it holds a certificate".to_owned(), check),
        Some(kind) if kind.is_private_key() => (
            format!("it holds {}, which is not sent to anybody", kind.as_str()),
            format!("make a request with it: openssl req -new -key {argument} -config FILE.cnf -out FILE.csr; pemvet csr --template openssl writes FILE.cnf").into(),
        ),
        Some(kind) => (format!("it holds {}", kind.as_str()), "give the file with the request".into()),
        None if !scan.faults().is_empty() => {
            ("what it holds cannot be read".into(), "give the request undamaged".into())
        }
        // A PFX begins with version 3 (RFC 7292 section 4).
        None if is_pfx(text) => (
            "it looks like PKCS#12 (a pfx), in which the CA's answer comes".into(),
            judged.check_command(&argument).into(),
        ),
        None if text.is_empty() => ("it is empty".into(), "give the file with the request".into()),
        None => (
            "it has no BEGIN CERTIFICATE REQUEST line and is no request in DER".into(),
            "give the file that openssl req -new or certreq -new wrote".into(),
        ),
    };
    remarks::finding(
        rules::names::REQUEST_NOT_FOUND,
        None,
        format!("There is no certificate request: {what}."),
        help,
    )
}
