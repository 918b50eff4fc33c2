//! Checks of a caller's own.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use rustls_pki_types::UnixTime;

use crate::report::{Finding, Help, JudgedCertificate, Location, Report};
use crate::rule::{Rule, Severities};
use crate::severity::Severity;

/// Findings of one check that are listed; further ones are counted.
const MOST_FINDINGS: usize = 100;

/// A check of the caller's own: a rule, and a function that looks at the facts of a report for what the rule forbids.
///
/// It is asked after all rules of pemvet, with what they found at hand. Its findings are like theirs: an error rejects the
/// bundle with the rule's class, and a profile may give the rule another severity. A bundle under a name that the product
/// does not know is not shown to it. The function runs in the midst of a judgement: it should be quick, and a panic of it
/// is the caller's. Copies share it.
///
/// ```
/// use pemvet::{Bundle, Check, Class, Profile, Provider, Severity, UnixTime, rules::Rule};
///
/// static OUR_CA: Rule = Rule::new("acme-other-ca", Class::Unknown, Severity::Error, "another CA than ours signed the leaf")
///     .with_explanation("Only Acme's CA may sign what our servers present.\n\nHave it signed by Acme's CA.");
///
/// let check = Check::new(&OUR_CA, |seen| {
///     for (place, certificate) in seen.leaf() {
///         let issuer = certificate.to_summary().issuer;
///         if !issuer.contains("O=Acme") {
///             seen.object_to(place, format!("The leaf was issued by \"{issuer}\"; wanted a CA of O=Acme."));
///         }
///     }
/// });
/// let mut profile = Profile::any(Provider::AWS_LC_RS);
/// profile.add_check(check);
///
/// # let pem = include_bytes!("../testdata/demo/good.pem");
/// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// let report = Bundle::new(pem).validate(&profile, now);
/// assert_eq!(report.findings()[0].rule.name, "acme-other-ca");
/// assert_eq!(report.into_result().unwrap_err().class().http_status(), 403);
/// ```
#[derive(Clone)]
pub struct Check {
    rule: &'static Rule,
    look: Arc<Look>,
}

type Look = dyn Fn(&mut Seen<'_>) + Send + Sync;

impl Check {
    /// A check that reports `rule`. Give the rule a name with a prefix of your own, so that no rule of pemvet ever has it.
    pub fn new(rule: &'static Rule, look: impl Fn(&mut Seen<'_>) + Send + Sync + 'static) -> Check {
        Check {
            rule,
            look: Arc::new(look),
        }
    }

    /// What it reports.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }
}

/// The function is not shown.
impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Check").field(&self.rule).finish()
    }
}

/// What a [`Check`] sees, and where it says what it found.
pub struct Seen<'r> {
    report: &'r Report,
    now: UnixTime,
    place_of: &'r dyn Fn(usize) -> Option<Location>,
    rule: &'static Rule,
    severity: Severity,
    findings: Vec<Finding>,
    unlisted: usize,
}

impl<'r> Seen<'r> {
    /// What pemvet's own rules made of the bundle.
    pub fn report(&self) -> &'r Report {
        self.report
    }

    /// The time of the judgement.
    pub fn now(&self) -> UnixTime {
        self.now
    }

    /// The leaf and its place in the file, from 0; `None` where there is no chain.
    pub fn leaf(&self) -> Option<(usize, &'r JudgedCertificate)> {
        let place = *self.report.order().first()?;
        Some((place, self.report.certificates().get(place)?))
    }

    /// Objects to the whole bundle. `message` says what was found and what was wanted; it is shown as it is, so escape
    /// foreign text in it with [`text::escape`](crate::text::escape). Texts of a
    /// [`CertificateSummary`](crate::CertificateSummary) are escaped already.
    pub fn object(&mut self, message: impl Into<String>) {
        self.push(None, message.into());
    }

    /// Objects to the certificate at `place` in the file, from 0, as [`Report::certificates`] counts them.
    pub fn object_to(&mut self, place: usize, message: impl Into<String>) {
        self.push((self.place_of)(place), message.into());
    }

    fn push(&mut self, location: Option<Location>, message: String) {
        if self.findings.len() >= MOST_FINDINGS {
            self.unlisted = self.unlisted.saturating_add(1);
            return;
        }
        let finding = self.finding(location, message);
        self.findings.push(finding);
    }

    fn finding(&self, location: Option<Location>, message: String) -> Finding {
        let fix = self.rule.fix();
        let mut finding = Finding::new(self.rule, message);
        finding.severity = self.severity;
        finding.class = (self.severity == Severity::Error).then_some(self.rule.class);
        finding.help = (!fix.is_empty()).then(|| Help::from(fix));
        finding.location = location;
        finding
    }

    fn finish(mut self) -> Vec<Finding> {
        if self.unlisted > 0 {
            let message = alloc::format!("The same {} times more; not shown one by one.", self.unlisted);
            let last = self.finding(None, message);
            self.findings.push(last);
        }
        self.findings
    }
}

/// Asks the checks, each of which sees the report as it was before any of them.
pub(crate) fn run(
    checks: &[Check],
    severities: &Severities,
    now: UnixTime,
    report: &mut Report,
    place_of: &dyn Fn(usize) -> Option<Location>,
) {
    let mut found = Vec::new();
    for check in checks {
        let mut seen = Seen {
            report,
            now,
            place_of,
            rule: check.rule,
            severity: severities.get(check.rule).unwrap_or(check.rule.severity),
            findings: Vec::new(),
            unlisted: 0,
        };
        (check.look)(&mut seen);
        found.extend(seen.finish());
    }
    if !found.is_empty() {
        report.add(found);
    }
}
