//! `check --format json`.

use std::io::{BufWriter, Write};

use pemvet::pem::Repair;
use pemvet::{Class, Finding, JudgedCertificate, NotChecked, StackAnswer, TrustBasis};
use serde::Serialize;

use crate::check::outcome::{BundleOutcome, CheckOutcome, Place};
use crate::check::same::Compared;
use crate::check::verdict::{self, Verdict};
use crate::next::step::Step;
use crate::next::steps;
use crate::next::subject::Subject;
use crate::outcome::Failure;

/// Version 2; later ones only add.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    bundles: Vec<Bundle<'a>>,
    /// What stands in a directory and was not looked into.
    skipped: Vec<Skipped<'a>>,
}

/// Version 1; later ones only add.
#[derive(Serialize)]
struct ComparedDocument<'a> {
    version: u32,
    same: bool,
    /// What is served, and what should be.
    served: &'a str,
    wanted: &'a str,
    /// In words.
    message: &'a str,
}

/// Whether what is served is what was installed.
pub(crate) fn compared(compared: &Compared) -> Result<(), Failure> {
    write(&ComparedDocument {
        version: 1,
        same: compared.is_same,
        served: &compared.served,
        wanted: &compared.wanted,
        message: &compared.words,
    })
}

#[derive(Serialize)]
struct Bundle<'a> {
    path: &'a str,
    /// The name of Redis Software that it was judged as, where several are judged in one run.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// Where in a document the bundle stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Key<'a>>,
    /// Keys that were not taken, though their names fit as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_keys: Vec<Key<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorities: Option<Authorities<'a>>,
    /// The version of Redis Software that it was judged for.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// Versions that would decide otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decided_otherwise: Vec<Elsewhere<'a>>,
    #[serde(flatten)]
    result: Outcome<'a>,
    /// How an accepted certificate of Redis Software is installed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    next: Vec<Step>,
}

/// The library's report, with the findings that are shown.
#[derive(Serialize)]
struct Report<'a> {
    class: Option<Class>,
    accepted: bool,
    trust: Option<TrustBasis>,
    not_checked: &'a [NotChecked],
    findings: &'a [Finding],
    repairs: &'a [Repair],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    stacks: &'a [StackAnswer],
    certificates: &'a [JudgedCertificate],
    chain: &'a [usize],
    /// Findings that a configuration, or the file itself, says are not to be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignored: Vec<Ignored<'a>>,
}

#[derive(Serialize)]
struct Ignored<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    reason: &'a str,
}

impl<'a> Ignored<'a> {
    fn of(ignored: &'a verdict::Ignored) -> Ignored<'a> {
        Ignored {
            finding: &ignored.finding,
            reason: &ignored.reason,
        }
    }
}

/// The private key that was judged with the bundle.
#[derive(Serialize)]
struct Key<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

impl<'a> Key<'a> {
    fn of(place: &'a Place) -> Key<'a> {
        Key {
            path: &place.path,
            value: place.value.as_deref(),
        }
    }
}

/// What another version makes of the bundle.
#[derive(Serialize)]
struct Elsewhere<'a> {
    target: &'a str,
    accepted: bool,
    /// Of its errors.
    rules: &'a [&'static str],
}

/// The CAs beside the bundle.
#[derive(Serialize)]
struct Authorities<'a> {
    path: &'a str,
    value: Option<&'a str>,
    vouch: bool,
}

#[derive(Serialize)]
struct Skipped<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome<'a> {
    Report(Report<'a>),
    Unread { error: &'a str },
}

pub(crate) fn print(outcome: &CheckOutcome, out: &mut dyn Write) -> Result<(), Failure> {
    let skipped = outcome.skipped.iter().map(|skipped| Skipped {
        path: &skipped.path,
        reason: &skipped.reason,
    });
    let is_of_several = !outcome.of_cluster().is_empty();
    let document = Document {
        version: 2,
        bundles: outcome
            .bundle_outcome
            .iter()
            .map(|one| bundle(one, is_of_several, outcome.tells_next))
            .collect(),
        skipped: skipped.collect(),
    };
    write_to(out, &document)
}

/// Writes a document to standard output while it is made: as text it takes more memory than all that it tells of.
pub(crate) fn write(document: &impl Serialize) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    write_to(&mut out, document)?;
    out.flush()?;
    Ok(())
}

/// The same to something that is buffered.
pub(crate) fn write_to(mut out: &mut dyn Write, document: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut out, document).map_err(|error| match error.is_io() {
        // The very error of the system.
        true => Failure::from(std::io::Error::from(error)),
        false => Failure::new(format!("JSON could not be made: {error}")),
    })?;
    writeln!(out)?;
    Ok(())
}

fn bundle(bundle_outcome: &BundleOutcome, is_of_several: bool, tells_next: bool) -> Bundle<'_> {
    let upload = bundle_outcome.terms.profile.product.upload();
    let subject = Subject::of(bundle_outcome).filter(|_| tells_next);
    let result = match &bundle_outcome.result {
        Ok(verdict) => Outcome::Report(report(verdict)),
        Err(error) => Outcome::Unread { error },
    };
    Bundle {
        path: &bundle_outcome.place.path,
        name: upload
            .filter(|_| is_of_several)
            .map(|upload| upload.spelling.as_str()),
        value: bundle_outcome.place.value.as_deref(),
        key: bundle_outcome.key.as_ref().map(Key::of),
        other_keys: bundle_outcome.other_keys.iter().map(Key::of).collect(),
        authorities: bundle_outcome.authorities.as_ref().map(|beside| Authorities {
            path: &beside.place.path,
            value: beside.place.value.as_deref(),
            vouch: beside.vouch,
        }),
        target: upload
            .filter(|_| bundle_outcome.result.is_ok())
            .map(|upload| upload.target.to_string()),
        decided_otherwise: bundle_outcome
            .elsewhere
            .iter()
            .map(|other| Elsewhere {
                target: &other.target,
                accepted: other.is_accepted,
                rules: &other.rules,
            })
            .collect(),
        result,
        next: subject.map_or(Vec::new(), |subject| steps::of(&[subject])),
    }
}

fn report(verdict: &Verdict) -> Report<'_> {
    let report = &verdict.report;
    Report {
        class: verdict.class(),
        accepted: verdict.is_accepted(),
        trust: report.trust(),
        not_checked: report.not_checked(),
        findings: &verdict.findings,
        repairs: &verdict.repairs,
        stacks: report.stacks(),
        ignored: verdict.ignored.iter().map(Ignored::of).collect(),
        certificates: report.certificates(),
        chain: report.order(),
    }
}
