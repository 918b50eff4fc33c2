//! The testcases of [x509-limbo](https://github.com/C2SP/x509-limbo), and what pemvet makes of them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pemvet::{
    Bundle, CertificateDer, KeyPurpose, KeyRequirement, LeafChoice, Profile, Provider, PublicSuffixes,
    ReferenceIdentifier, RepairMode, Report, Severity, Standard, UnixTime,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The testcases of a file.
///
/// # Errors
///
/// The reason, with the file's name, if it cannot be read or is not version 1 of the suite's format.
pub(crate) fn read(path: &Path) -> Result<Vec<Case>, String> {
    #[derive(Deserialize)]
    struct Suite {
        version: u32,
        testcases: Vec<Case>,
    }
    let said = |error: &dyn fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read(path).map_err(|error| said(&error))?;
    let suite: Suite = serde_json::from_slice(&text).map_err(|error| said(&error))?;
    match suite.version {
        1 => Ok(suite.testcases),
        other => Err(said(&format!("version {other} of the format; 1 is known"))),
    }
}

/// One testcase, as the suite writes it. Fields that pemvet has no use for are left out.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) expected_result: Outcome,
    validation_kind: ValidationKind,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    /// RFC 3339; `None` is the current time.
    validation_time: Option<String>,
    #[serde(default)]
    signature_algorithms: Vec<String>,
    #[serde(default)]
    extended_key_usage: Vec<String>,
    expected_peer_name: Option<PeerName>,
    #[serde(default)]
    expected_peer_names: Vec<PeerName>,
    /// Most intermediates between anchor and leaf.
    max_chain_depth: Option<usize>,
    #[serde(default)]
    crls: Vec<String>,
}

/// What the suite expects, or what pemvet answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Outcome {
    Success,
    Failure,
    /// Asks for something that pemvet does not do.
    Skipped,
}

/// What the peer is.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum ValidationKind {
    Server,
    Client,
}

#[derive(Deserialize)]
struct PeerName {
    kind: String,
    value: String,
}

/// What pemvet answers to a case.
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    /// Rules whose findings are errors, each once, in the report's order.
    pub(crate) rules: Vec<&'static str>,
    /// Why the case was skipped, or what else the rules do not tell.
    pub(crate) remark: Option<String>,
}

/// What a case asks for and pemvet does not do.
struct Unsupported(String);

impl Case {
    /// The first part of the id; of `bettertls::`, which mixes two subjects, the first two.
    pub(crate) fn namespace(&self) -> &str {
        let parts = if self.id.starts_with("bettertls::") { 2 } else { 1 };
        let end = self.id.match_indices("::").nth(parts - 1);
        end.map_or(self.id.as_str(), |(at, _)| &self.id[..at])
    }

    /// Judges the case as a bundle: the peer's certificate, then the intermediates in the order given.
    pub(crate) fn judge(&self) -> Verdict {
        let asked = self.profile().and_then(|profile| Ok((profile, self.time()?)));
        let (profile, now) = match asked {
            Ok(asked) => asked,
            Err(Unsupported(what)) => {
                return Verdict {
                    outcome: Outcome::Skipped,
                    rules: Vec::new(),
                    remark: Some(what),
                };
            }
        };
        let report = Bundle::new(self.bundle().as_bytes()).validate(&profile, now);
        // Acceptance of another leaf says nothing about the peer.
        let is_about_peer = self.is_leaf_of(&report);
        Verdict {
            outcome: if report.is_accepted() && is_about_peer {
                Outcome::Success
            } else {
                Outcome::Failure
            },
            rules: rules_that_reject(&report),
            remark: (!is_about_peer).then(|| "the leaf found is not the peer's certificate".into()),
        }
    }

    fn bundle(&self) -> String {
        let mut bundle = String::new();
        for certificate in std::iter::once(&self.peer_certificate).chain(&self.untrusted_intermediates) {
            bundle.push_str(certificate.trim_end());
            bundle.push('\n');
        }
        bundle
    }

    fn is_leaf_of(&self, report: &Report) -> bool {
        let leaf = report.to_chain();
        let leaf = leaf.as_ref().and_then(|chain| chain.certificates().first());
        leaf.is_some() && leaf == certificates(&self.peer_certificate).first()
    }

    fn profile(&self) -> Result<Profile, Unsupported> {
        if !self.crls.is_empty() {
            return Err(Unsupported("revocation is not checked".into()));
        }
        if !self.signature_algorithms.is_empty() {
            return Err(Unsupported("a list of signature algorithms".into()));
        }
        let mut profile = Profile::server(Provider::AWS_LC_RS);
        profile.title = "limbo".into();
        profile.usages = self.usages()?;
        profile.standard = match self.namespace() {
            "webpki" => Standard::CaBrowserForum,
            _ => Standard::Rfc5280,
        };
        // The suite says which certificate is the peer's, and counts every second.
        profile.leaf = LeafChoice::First;
        profile.clock_tolerance = Duration::ZERO;
        profile.is_public_suffix = Some(PublicSuffixes::new(is_public_suffix));
        profile.private_key = KeyRequirement::Optional;
        profile.repair = RepairMode::Repaired;
        // An anchor that does not parse vouches for nobody, as if it were absent.
        profile.trust_only(self.trusted_certs.iter().flat_map(|pem| certificates(pem)));
        for name in self.expected_peer_name.iter().chain(&self.expected_peer_names) {
            require_name(&mut profile, name)?;
        }
        if let Some(depth) = self.max_chain_depth {
            profile.limits.path_intermediates = depth;
        }
        Ok(profile)
    }

    fn usages(&self) -> Result<Vec<KeyPurpose>, Unsupported> {
        if self.extended_key_usage.is_empty() {
            return Ok(vec![match self.validation_kind {
                ValidationKind::Server => KeyPurpose::ServerAuth,
                ValidationKind::Client => KeyPurpose::ClientAuth,
            }]);
        }
        let usages = self.extended_key_usage.iter().map(|usage| match usage.as_str() {
            "serverAuth" => Ok(KeyPurpose::ServerAuth),
            "clientAuth" => Ok(KeyPurpose::ClientAuth),
            other => Err(Unsupported(format!("the extended key usage {other}"))),
        });
        usages.collect()
    }

    /// Whole seconds, as certificates count them.
    fn time(&self) -> Result<UnixTime, Unsupported> {
        let Some(text) = &self.validation_time else {
            return Ok(current_time());
        };
        let time =
            OffsetDateTime::parse(text, &Rfc3339).map_err(|_| Unsupported(format!("the time {text}")))?;
        let seconds = u64::try_from(time.unix_timestamp())
            .map_err(|_| Unsupported(format!("the time {text}, which is before 1970")))?;
        Ok(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// pemvet matches hosts; a person's address is left to the name constraints.
fn require_name(profile: &mut Profile, name: &PeerName) -> Result<(), Unsupported> {
    let unsupported = |_| Unsupported(format!("the {} name {}", name.kind, name.value));
    if name.kind != "RFC822" {
        return profile.require_name(&name.value).map_err(unsupported);
    }
    let address = ReferenceIdentifier::email(&name.value).map_err(unsupported)?;
    profile.require_host(address, Severity::Error);
    Ok(())
}

fn certificates(pem: &str) -> Vec<CertificateDer<'static>> {
    let scan = pemvet::pem::scan(pem.as_bytes());
    let certificates = scan.certificates();
    certificates
        .map(|der| CertificateDer::from(der).into_owned())
        .collect()
}

fn rules_that_reject(report: &Report) -> Vec<&'static str> {
    let mut rules = Vec::new();
    for finding in report.findings() {
        if finding.severity == Severity::Error && !rules.contains(&finding.rule.name) {
            rules.push(finding.rule.name);
        }
    }
    rules
}

/// Whether the list, its private part included, names this very suffix.
fn is_public_suffix(name: &str) -> bool {
    let suffix = psl::suffix(name.as_bytes());
    suffix.is_some_and(|suffix| suffix.is_known() && suffix == name.as_bytes())
}

#[allow(
    clippy::disallowed_methods,
    reason = "the suite asks for the current time where it gives none"
)]
fn current_time() -> UnixTime {
    UnixTime::since_unix_epoch(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// Cases by namespace and outcome. False accepts and false rejects are told apart: a validator that rejects
/// everything agrees with most of the suite.
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<String, Row>,
    /// Why cases were skipped, and how many.
    skipped: BTreeMap<String, usize>,
}

#[derive(Clone, Copy, Default)]
struct Row {
    agree: usize,
    false_accept: usize,
    false_reject: usize,
    skipped: usize,
}

impl Table {
    pub(crate) fn add(&mut self, case: &Case, verdict: &Verdict) {
        let row = self.rows.entry(case.namespace().into()).or_default();
        *match verdict.outcome {
            Outcome::Skipped => &mut row.skipped,
            actual if actual == case.expected_result => &mut row.agree,
            Outcome::Success => &mut row.false_accept,
            Outcome::Failure => &mut row.false_reject,
        } += 1;
        if verdict.outcome == Outcome::Skipped {
            let reason = verdict.remark.clone().unwrap_or_default();
            *self.skipped.entry(reason).or_default() += 1;
        }
    }
}

/// Nothing where there were no cases.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rows.is_empty() {
            return Ok(());
        }
        let titles = ["agree", "false accept", "false reject", "skipped"];
        line(f, "namespace", titles)?;
        let mut all = Row::default();
        for (namespace, row) in &self.rows {
            line(f, namespace, row.numbers())?;
            all.agree += row.agree;
            all.false_accept += row.false_accept;
            all.false_reject += row.false_reject;
            all.skipped += row.skipped;
        }
        line(f, "all", all.numbers())?;
        for (reason, cases) in &self.skipped {
            writeln!(f, "skipped {cases}: {reason}")?;
        }
        Ok(())
    }
}

impl Row {
    fn numbers(self) -> [usize; 4] {
        [self.agree, self.false_accept, self.false_reject, self.skipped]
    }
}

fn line<T: fmt::Display>(f: &mut fmt::Formatter<'_>, name: &str, columns: [T; 4]) -> fmt::Result {
    write!(f, "{name:<24}")?;
    for column in columns {
        write!(f, "{column:>14}")?;
    }
    writeln!(f)
}
