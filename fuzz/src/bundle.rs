//! Laws of a verdict: it follows from the findings, nothing damaged is accepted, repairing twice changes nothing,
//! and every place it names is in the input.

use std::collections::BTreeSet;
use std::time::Duration;

use pemvet::pem::scan;
use pemvet::redis::CertificateName;
use pemvet::{Bundle, Input, Location, Profile, Provider, Report, Severity, UnixTime, internals};

/// Between the certificates and the key. Without it there is no key.
pub const SEPARATOR: &[u8] = b"\n%% key\n";

/// 2026-06-01T00:00:00Z, for which the seeds are made.
const NOW: u64 = 1_780_272_000;

/// All of them, under a profile that asks for nothing and one that asks for much.
pub fn laws(input: &[u8]) {
    let (certificates, key) = split(input);
    let strict = CertificateName::Proxy.profile("cluster.example.com", Provider::RING);
    for profile in [Profile::any(Provider::RING), strict.expect("a good name")] {
        let report = validate(certificates, key, &profile);
        rules_that_are_left_out_would_find_nothing(&report, certificates, key, &profile);
        class_is_the_worst_of_the_errors(&report);
        nothing_damaged_is_accepted(&report, certificates);
        places_exist(&report, certificates, key);
        repairing_twice_changes_nothing(&report, certificates, key, &profile);
        serde_json::to_vec(&report).expect("every report can be written");
        let accepted = report.is_accepted();
        assert_eq!(report.into_result().is_ok(), accepted, "two answers");
    }
}

fn split(input: &[u8]) -> (&[u8], Option<&[u8]>) {
    let found = input
        .windows(SEPARATOR.len())
        .position(|window| window == SEPARATOR);
    match found {
        Some(at) => (&input[..at + 1], Some(&input[at + SEPARATOR.len()..])),
        None => (input, None),
    }
}

fn bundle<'a>(certificates: &'a [u8], key: Option<&'a [u8]>) -> Bundle<'a> {
    let bundle = Bundle::new(certificates);
    match key {
        Some(key) => bundle.with_private_key(key),
        None => bundle,
    }
}

fn rules_that_are_left_out_would_find_nothing(
    report: &Report,
    certificates: &[u8],
    key: Option<&[u8]>,
    profile: &Profile,
) {
    let asked = internals::asking_every_rule(bundle(certificates, key));
    let all = asked.validate(profile, UnixTime::since_unix_epoch(Duration::from_secs(NOW)));
    assert_eq!(
        format!("{:?}", report.findings()),
        format!("{:?}", all.findings())
    );
}

fn validate(certificates: &[u8], key: Option<&[u8]>, profile: &Profile) -> Report {
    bundle(certificates, key).validate(profile, UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
}

fn class_is_the_worst_of_the_errors(report: &Report) {
    for finding in report.findings() {
        let rejects = finding.severity == Severity::Error;
        assert_eq!(
            finding.class.is_some(),
            rejects,
            "{}: class and severity",
            finding.rule.name
        );
    }
    let worst = report.findings().iter().filter_map(|finding| finding.class).max();
    assert_eq!(report.class(), worst);
    assert_eq!(report.is_accepted(), worst.is_none());
}

fn nothing_damaged_is_accepted(report: &Report, certificates: &[u8]) {
    let scan = scan(certificates);
    let accepted = report.is_accepted();
    assert!(
        !accepted || scan.faults().is_empty(),
        "accepted with {:?}",
        scan.faults()
    );
    let read = report.certificates().len();
    assert!(
        !accepted || read == scan.certificates().count(),
        "accepted, but {read} were read: {scan:?}"
    );
}

fn places_exist(report: &Report, certificates: &[u8], key: Option<&[u8]>) {
    let (certificate_lines, key_lines) = (line_starts(certificates), key.map(line_starts));
    for finding in report.findings() {
        let Some(location) = &finding.location else {
            continue;
        };
        let rule = finding.rule.name;
        let (text, lines) = match location.input {
            Input::Certificates => (certificates, &certificate_lines),
            // An anchor has no text here.
            Input::Trust => continue,
            Input::Key => (
                key.unwrap_or_else(|| panic!("{rule}: {location:?} without a key")),
                key_lines.as_ref().expect("a key"),
            ),
        };
        assert_place(rule, location, text, lines);
        let place = location.certificate.unwrap_or(0);
        assert!(
            place == 0 || place < report.certificates().len(),
            "{rule}: {location:?}"
        );
    }
    if !has_plain_lines(certificates) {
        return;
    }
    for summary in report.certificates() {
        let last = *summary.lines.end();
        assert!(
            1 <= *summary.lines.start() && last <= certificate_lines.len(),
            "{:?}",
            summary.lines
        );
    }
    for repair in report.repairs() {
        let last = *repair.lines.end();
        assert!(
            1 <= *repair.lines.start() && last <= certificate_lines.len(),
            "{repair:?}"
        );
    }
}

fn assert_place(rule: &str, location: &Location, text: &[u8], starts: &[usize]) {
    let bytes = &location.bytes;
    assert!(
        bytes.start <= bytes.end && bytes.end <= text.len(),
        "{rule}: {location:?}"
    );
    if !has_plain_lines(text) {
        return;
    }
    let line = |offset: usize| starts.partition_point(|start| *start <= offset);
    let last = bytes.end.saturating_sub(1).max(bytes.start);
    assert_eq!(
        location.lines,
        line(bytes.start)..=line(last),
        "{rule}: {location:?}"
    );
}

/// Where each line starts. LF, CR LF and a lone CR end a line.
/// Whether the input is text whose lines end in LF, CR LF or CR: bare DER has no lines, and in UTF-16 they end otherwise.
pub(crate) fn has_plain_lines(text: &[u8]) -> bool {
    let other = ["der-read", "utf16-transcoded"];
    let repairs = pemvet::pem::scan(text).repairs();
    !text.contains(&0) && !repairs.iter().any(|repair| other.contains(&repair.kind.as_str()))
}

pub(crate) fn line_starts(text: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    for (at, byte) in text.iter().enumerate() {
        let ends = *byte == b'\n' || (*byte == b'\r' && text.get(at + 1) != Some(&b'\n'));
        if ends {
            starts.push(at + 1);
        }
    }
    starts
}

fn repairing_twice_changes_nothing(
    report: &Report,
    certificates: &[u8],
    key: Option<&[u8]>,
    profile: &Profile,
) {
    let Some(repaired) = report.to_repaired_pem() else {
        return;
    };
    // Keys are never written, so one inside the certificate file is handed over beside the repaired text.
    let again = validate(repaired.as_bytes(), Some(key.unwrap_or(certificates)), profile);
    assert!(
        again.to_repaired_pem().as_ref() == Some(&repaired),
        "repaired again: {:?}",
        again.findings()
    );
    let before = scan(certificates);
    assert!(
        before.faults().is_empty(),
        "repaired, in spite of {:?}",
        before.faults()
    );
    let after = scan(repaired.as_bytes());
    let before: BTreeSet<&[u8]> = before.certificates().collect();
    let after: Vec<&[u8]> = after.certificates().collect();
    assert!(
        before.iter().eq(BTreeSet::from_iter(&after)),
        "repair lost or made a certificate"
    );
    assert_eq!(before.len(), after.len(), "a copy is left after repair");
    assert_eq!(again.repairs(), [], "repairs of repaired text");
}
