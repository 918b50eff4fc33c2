//! `pemvet request --fix`: the body as it should be.

use std::ops::Range;
use std::path::Path;

use pemvet::KeyRequirement;
use pemvet::pem::{self, Kind, Scan, Section};
use pemvet::redis::{BatchReport, CertificateName, Endpoint, MemberReport};
use zeroize::Zeroizing;

use super::arguments::Request;
use super::body::{self, Body, Member};
use super::judged::Judged;
use super::print;
use super::terms::{Terms, batch};
use super::write::{self, Done, Mended};
use crate::input::files::Secret;
use crate::outcome::{Failure, Outcome};

pub(super) fn run(
    request: &Request,
    terms: &Terms,
    judged: &Judged<'_>,
    output: &Path,
) -> Result<Outcome, Failure> {
    let repaired = terms.repaired();
    let report = batch(judged.body, &repaired).validate(terms.now);
    let refused = |reason: String| {
        print::judged(request.format, judged, Some(&Done::nothing(reason)))?;
        Ok(Outcome::Rejected)
    };
    let text = match mended(judged, &report) {
        Ok(text) => text,
        Err(reason) => return refused(reason),
    };
    let body = body::read(&text, Some(judged.body.endpoint));
    if !body.is_json || body.members.len() != judged.body.members.len() {
        return refused("the JSON cannot be repaired without guessing".into());
    }
    let after = terms.judge(&body)?;
    let done = Done {
        written: Ok(write::secret(output, &text, &body)?),
        mended: gone(judged, &body, &after),
    };
    let path = crate::input::files::shown(output);
    let mut written = terms.judged(&path, None, &text, &body, &after);
    written
        .remarks
        .extend(super::remarks::saved_keys(judged.body, request.file.as_deref()));
    print::judged(request.format, &written, Some(&done))?;
    Ok(written.outcome())
}

/// What was wrong with the body and is so no longer.
fn gone(judged: &Judged<'_>, body: &Body, after: &BatchReport) -> Vec<Mended> {
    let mut mended = Vec::new();
    for problem in &judged.body.problems {
        if body.problems.iter().any(|left| left.message == problem.message) {
            continue;
        }
        let (line, column) = judged.lines.place(problem.at);
        mended.push(Mended {
            rule: None,
            title: String::new(),
            path: judged.path.into(),
            line,
            column,
            message: problem.message.clone(),
        });
    }
    for (number, report, finding) in write::gone(judged.report, after) {
        let Some(member) = judged.body.members.get(number) else {
            continue;
        };
        let (line, column) = match print::place(member, finding) {
            Some((field, location)) => print::position(judged, field, location),
            None => judged
                .lines
                .place(member.certificate.text.place(judged.source, 0)),
        };
        mended.push(Mended {
            rule: Some(finding.rule.name),
            title: format!("{}, ", member.title(&report.spelling)),
            path: judged.path.into(),
            line,
            column,
            message: write::first_line(&finding.message),
        });
    }
    mended
}

/// The body as it should be, or why nobody can tell.
fn mended(judged: &Judged<'_>, report: &BatchReport) -> Result<Secret, String> {
    let body = judged.body;
    if body.members.is_empty() {
        return Err("there is no certificate in the body that could be repaired".into());
    }
    if body.is_answer && !body.problems.is_empty() {
        return Err("members of the answer would have been lost".into());
    }
    if report.members().len() != body.members.len() || body.more_problems > 0 {
        return Err("not all of the body was looked at".into());
    }
    let mut values = Vec::new();
    for (member, report) in body.members.iter().zip(report.members()) {
        let values_of = values_of(member, report);
        values.push(values_of.map_err(|reason| format!("{}: {reason}", member.title(&report.spelling)))?);
    }
    Ok(match body.is_answer {
        true => rendered(body, &values),
        false => spliced(judged.source, body, &values),
    })
}

/// The texts of a member as they should be, in quotes.
struct Values {
    certificate: Secret,
    key: Option<Secret>,
}

const LOST: &str = "something would have been lost or guessed";

fn values_of(member: &Member, report: &MemberReport) -> Result<Values, String> {
    let Some(name) = report.name else {
        return Err("there is no certificate of that name".into());
    };
    let certificate = report.report.to_repaired_pem().ok_or(LOST)?;
    let scan = pem::scan(member.certificate.text.bytes());
    let mut inside = private_keys(&scan);
    let key = match &member.key {
        Some(key) => {
            let alone = pem::scan(key.text.bytes());
            if takes_key(name) && private_keys(&alone).next().is_none() {
                return Err(
                    "there is no private key in `key` that can be read, and keys are not guessed".into(),
                );
            }
            // It is dropped from among the certificates, so it has to be the same.
            let same = |section: &Section| {
                let copy = scan.key_to_pem(section);
                let own = private_keys(&alone).find_map(|own| alone.key_to_pem(own));
                matches!((copy, own), (Some(copy), Some(own)) if copy.as_str() == own.as_str())
            };
            if !inside.all(same) {
                return Err("`certificate` holds another private key, which would have been lost".into());
            }
            Some(
                match damaged(&alone).and_then(|section| alone.key_to_pem(section)) {
                    Some(key) => quoted(key.as_str()),
                    None => quoted(key.text.as_str()),
                },
            )
        }
        None if member.slots.key.is_some() || !takes_key(name) => None,
        None => match (inside.next(), inside.next()) {
            (None, _) => None,
            (Some(one), None) => {
                let key = scan.key_to_pem(one);
                let reason = "the private key in `certificate` cannot be written anew";
                Some(quoted(key.ok_or(reason)?.as_str()))
            }
            _ => return Err("`certificate` holds several private keys, and one belongs into `key`".into()),
        },
    };
    Ok(Values {
        certificate: quoted(&certificate),
        key,
    })
}

fn takes_key(name: CertificateName) -> bool {
    name.facts().private_key != KeyRequirement::Forbidden
}

fn private_keys<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = &'s Section> {
    let sections = scan.sections().iter();
    sections.filter(|section| section.kind().is_private_key())
}

/// The one key of a text that had to be repaired to be read.
fn damaged<'s>(scan: &'s Scan<'_>) -> Option<&'s Section> {
    if scan.repairs().is_empty() || !scan.faults().is_empty() {
        return None;
    }
    let mut others = scan.sections().iter().filter(|it| it.kind() != Kind::Parameters);
    match (others.next(), others.next()) {
        (Some(key), None) => Some(key).filter(|key| key.kind().is_private_key()),
        _ => None,
    }
}

/// A text as JSON writes it, with room for everything at once: growing would leave copies of a key behind.
fn quoted(text: &str) -> Secret {
    let escaped = text.bytes().filter(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'));
    let room = text.len().saturating_add(escaped.count().saturating_mul(5));
    let mut to: Secret = Zeroizing::new(Vec::with_capacity(room.saturating_add(2)));
    to.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'\n' => to.extend(b"\\n"),
            b'\r' => to.extend(b"\\r"),
            b'\t' => to.extend(b"\\t"),
            b'"' | b'\\' => to.extend([b'\\', byte]),
            0..0x20 => {
                let digit = |value: u8| {
                    if value < 10 {
                        b'0' + value
                    } else {
                        b'a' - 10 + value
                    }
                };
                to.extend([b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
            _ => to.push(byte),
        }
    }
    to.push(b'"');
    to
}

/// What takes the place of some bytes.
type Edit<'v> = (Range<usize>, Vec<&'v [u8]>);

/// The body with these values in it, and everything else where it was.
fn spliced(source: &[u8], body: &Body, values: &[Values]) -> Secret {
    let mut edits: Vec<Edit<'_>> = Vec::new();
    for (bytes, with) in &body.mends {
        edits.push((bytes.clone(), vec![with.as_bytes()]));
    }
    for (member, values) in body.members.iter().zip(values) {
        let mut certificate: Vec<&[u8]> = vec![&values.certificate];
        match (&member.slots.key, &values.key) {
            (Some(slot), Some(key)) => edits.push((slot.clone(), vec![key])),
            (None, Some(key)) => certificate.extend([&b", \"key\": "[..], key]),
            (_, None) => {}
        }
        edits.push((member.slots.certificate.clone(), certificate));
    }
    // One certificate, for the endpoint that takes a list.
    let alone = matches!(body.members.as_slice(), [only] if only.place.is_empty());
    if alone && body.endpoint == Endpoint::ClusterCertificates {
        let (start, end) = (body.bytes.start, body.bytes.end);
        edits.push((start..start, vec![b"{\"certificates\": ["]));
        edits.push((end..end, vec![b"]}"]));
    }
    edits.sort_by_key(|(bytes, _)| bytes.start);
    let added = edits.iter().flat_map(|(_, parts)| parts).map(|part| part.len());
    let room = added.fold(source.len(), usize::saturating_add);
    let mut text: Secret = Zeroizing::new(Vec::with_capacity(room));
    let mut at = 0;
    for (bytes, parts) in &edits {
        text.extend(source.get(at..bytes.start).unwrap_or_default());
        for part in parts {
            text.extend(*part);
        }
        at = bytes.end;
    }
    text.extend(source.get(at..).unwrap_or_default());
    text
}

/// The body for PUT that an answer of GET comes to.
fn rendered(body: &Body, values: &[Values]) -> Secret {
    let names = body
        .members
        .iter()
        .map(|member| quoted(member.name.text.as_str()));
    let names: Vec<Secret> = names.collect();
    let mut parts: Vec<&[u8]> = vec![b"{\"certificates\": [\n"];
    for (place, (name, values)) in names.iter().zip(values).enumerate() {
        if place > 0 {
            parts.push(b",\n");
        }
        parts.extend([
            &b"  {\"name\": "[..],
            name,
            b", \"certificate\": ",
            &values.certificate,
        ]);
        if let Some(key) = &values.key {
            parts.extend([&b", \"key\": "[..], key]);
        }
        parts.push(b"}");
    }
    parts.push(b"\n]}\n");
    let room = parts.iter().map(|part| part.len()).fold(0, usize::saturating_add);
    let mut text: Secret = Zeroizing::new(Vec::with_capacity(room));
    for part in parts {
        text.extend(part);
    }
    text
}
