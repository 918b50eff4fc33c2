//! The keywords of a profile, each a field of the library's.

use std::time::Duration;

use pemvet::{
    CertificateDer, KeyPurpose, KeyRequirement, KeyTypes, LeafChoice, Profile, PublicSuffixes,
    ReferenceIdentifier, RepairMode, Severity, Standard, SubjectAttribute, Trust,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::profile::{anchors, is_public_suffix, refused};

/// What is to be trusted, and nothing else.
pub(crate) struct Anchors(pub(crate) Vec<CertificateDer<'static>>);

impl<'py> FromPyObject<'_, 'py> for Anchors {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Anchors> {
        anchors(&given).map(Anchors)
    }
}

/// Does what the keywords say.
pub(crate) fn apply(profile: &mut Profile, options: &Bound<'_, PyDict>) -> PyResult<()> {
    for (name, value) in options {
        let name: String = name.extract()?;
        one(profile, &name, &value)?;
    }
    Ok(())
}

fn one(profile: &mut Profile, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    match name {
        "title" => profile.title = value.extract()?,
        "hostnames" => {
            profile.names.clear();
            require_hostnames(profile, value)?;
        }
        "common_names" => {
            let names: Vec<String> = value.extract()?;
            profile.common_names = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        }
        "subject" => subject(profile, value)?,
        "usages" => profile.usages = purposes(value)?,
        "advised_usages" => profile.advised_usages = purposes(value)?,
        "leaf" => profile.leaf = word(name, value, &LEAVES)?,
        "trust" if value.is_none() => profile.trust = Trust::Bundle,
        "trust" => profile.trust_only(anchors(value)?),
        "standard" => profile.standard = word(name, value, &STANDARDS)?,
        "public_suffixes" => {
            let asked: bool = value.extract()?;
            profile.is_public_suffix = if asked {
                Some(PublicSuffixes::new(is_public_suffix))
            } else {
                None
            };
        }
        "preview" => profile.preview = value.extract()?,
        "key" => profile.private_key = word(name, value, &KEYS)?,
        "repair" => profile.repair = word(name, value, &REPAIRS)?,
        "min_rsa_bits" => profile.min_rsa_bits = value.extract()?,
        "key_types" => profile.key_types = word(name, value, &KEY_TYPES)?,
        "expiry_warning_days" => profile.expiry_warning_days = value.extract()?,
        "clock_tolerance" => {
            let seconds: f64 = value.call_method0("total_seconds")?.extract()?;
            profile.clock_tolerance = Duration::try_from_secs_f64(seconds).map_err(refused)?;
        }
        "limits" => limits(profile, value)?,
        "stacks" => judge_for(profile, value)?,
        "severities" => severities(profile, value)?,
        other => {
            return Err(PyTypeError::new_err(format!(
                "a profile has no option '{}'",
                pemvet::text::echo(other)
            )));
        }
    }
    Ok(())
}

const LEAVES: [(&str, LeafChoice); 2] = [("found", LeafChoice::Found), ("first", LeafChoice::First)];
const STANDARDS: [(&str, Standard); 3] = [
    ("deployed", Standard::Deployed),
    ("rfc5280", Standard::Rfc5280),
    ("ca-browser-forum", Standard::CaBrowserForum),
];
const KEYS: [(&str, KeyRequirement); 4] = [
    ("optional", KeyRequirement::Optional),
    ("expected", KeyRequirement::Expected),
    ("required", KeyRequirement::Required),
    ("forbidden", KeyRequirement::Forbidden),
];
const REPAIRS: [(&str, RepairMode); 2] = [
    ("repaired", RepairMode::Repaired),
    ("as-given", RepairMode::AsGiven),
];
const KEY_TYPES: [(&str, KeyTypes); 3] = [
    ("all", KeyTypes::All),
    ("common", KeyTypes::Common),
    ("rsa", KeyTypes::Rsa),
];
const SEVERITIES: [(&str, Severity); 3] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("note", Severity::Note),
];
const PURPOSES: [(&str, KeyPurpose); 2] = [
    ("serverAuth", KeyPurpose::ServerAuth),
    ("clientAuth", KeyPurpose::ClientAuth),
];

/// What one of a few words stands for.
fn word<T: Copy>(option: &str, given: &Bound<'_, PyAny>, known: &[(&str, T)]) -> PyResult<T> {
    let given: String = given.extract()?;
    known
        .iter()
        .find(|(word, _)| *word == given)
        .map(|(_, it)| *it)
        .ok_or_else(|| {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            PyValueError::new_err(format!(
                "{option}: wanted {}, found \"{}\"",
                words.join(", "),
                pemvet::text::echo(&given)
            ))
        })
}

/// Texts, each alone or in a pair with the severity that its absence has.
fn graded(given: &Bound<'_, PyAny>, severity: Severity) -> PyResult<Vec<(String, Severity)>> {
    if given.cast::<PyString>().is_ok() {
        return Err(PyTypeError::new_err("wanted a list of str, found one str"));
    }
    let one = |item: PyResult<Bound<'_, PyAny>>| {
        let item = item?;
        if let Ok(text) = item.extract::<String>() {
            return Ok((text, severity));
        }
        let (text, severity): (String, Bound<'_, PyAny>) = item.extract()?;
        Ok((text, word("severity", &severity, &SEVERITIES)?))
    };
    given.try_iter()?.map(one).collect()
}

/// Requires DNS names, addresses and mailboxes.
pub(crate) fn require_hostnames(profile: &mut Profile, given: &Bound<'_, PyAny>) -> PyResult<()> {
    for (name, severity) in graded(given, Severity::Error)? {
        let read = match name.contains('@') {
            true => ReferenceIdentifier::email(&name),
            false => name.parse::<ReferenceIdentifier>(),
        };
        profile.require_host(read.map_err(refused)?, severity);
    }
    Ok(())
}

fn subject(profile: &mut Profile, given: &Bound<'_, PyAny>) -> PyResult<()> {
    profile.subject.clear();
    for (asked, severity) in graded(given, Severity::Error)? {
        let (short, value) = match asked.split_once('=') {
            Some((short, value)) => (short, Some(value)),
            None => (asked.as_str(), None),
        };
        let attribute = short.parse::<SubjectAttribute>().map_err(|_| {
            PyValueError::new_err("subject: wanted C, ST, L, O, OU or CN, alone or with a value: O=Example")
        })?;
        profile.require_attribute(attribute, value, severity);
    }
    Ok(())
}

fn purposes(given: &Bound<'_, PyAny>) -> PyResult<Vec<KeyPurpose>> {
    let one = |item: PyResult<Bound<'_, PyAny>>| word("usages", &item?, &PURPOSES);
    given.try_iter()?.map(one).collect()
}

fn limits(profile: &mut Profile, given: &Bound<'_, PyAny>) -> PyResult<()> {
    for (name, limit) in given.cast::<PyDict>()? {
        let name: String = name.extract()?;
        let limits = &mut profile.limits;
        *match name.as_str() {
            "input_bytes" => &mut limits.input_bytes,
            "blocks" => &mut limits.blocks,
            "certificates" => &mut limits.certificates,
            "certificate_bytes" => &mut limits.certificate_bytes,
            "path_intermediates" => &mut limits.path_intermediates,
            "signature_checks" => &mut limits.signature_checks,
            "path_steps" => &mut limits.path_steps,
            "name_comparisons" => &mut limits.name_comparisons,
            "members" => &mut limits.members,
            other => {
                let name = pemvet::text::echo(other);
                return Err(PyValueError::new_err(format!(
                    "limits: there is no limit \"{name}\""
                )));
            }
        } = limit.extract()?;
    }
    Ok(())
}

/// Stacks and audiences, as `--for` takes them.
fn judge_for(profile: &mut Profile, given: &Bound<'_, PyAny>) -> PyResult<()> {
    let given: Vec<String> = match given.extract::<String>() {
        Ok(list) => vec![list],
        Err(_) => given.extract()?,
    };
    profile
        .judge_for(given.iter().map(String::as_str))
        .map_err(refused)
}

fn severities(profile: &mut Profile, given: &Bound<'_, PyAny>) -> PyResult<()> {
    for (name, severity) in given.cast::<PyDict>()? {
        let name: String = name.extract()?;
        let rule = pemvet::rules::find(&name)
            .map_err(|unknown| PyValueError::new_err(format!("severities: {unknown}")))?;
        let severity = word("severities", &severity, &SEVERITIES)?;
        profile.set_severity(rule, severity);
    }
    Ok(())
}
