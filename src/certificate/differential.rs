//! The strict reader beside x509-parser: what both read they read alike, and what only one reads has a name.
//!
//! Corpora: the certificates of testdata, the roots of webpki-root-certs, and the files that `CERTIFICATE_CORPORA`
//! names (JSON with PEM or base64 DER in it), or else those in `../shared` that are there. Each is read as it is, and
//! some thousand times with one byte changed.

extern crate std;

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use std::path::{Path, PathBuf};

use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::FromDer as _;
use x509_parser::extensions::{GeneralName as TheirName, ParsedExtension};

use super::{Certificate, ExtensionKind, GeneralName, read};
use crate::der::Deviation;
use crate::pem;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Certificates in PEM text, or in JSON that holds PEM or base64.
fn certificates_in(text: &[u8], found: &mut Vec<Vec<u8>>) {
    match serde_json::from_slice(text) {
        Ok(json) => certificates_in_json(&json, found),
        Err(_) => found.extend(pem::scan(text).certificates().map(Vec::from)),
    }
}

fn certificates_in_json(json: &serde_json::Value, found: &mut Vec<Vec<u8>>) {
    match json {
        serde_json::Value::String(text) if text.contains("BEGIN CERTIFICATE") => {
            found.extend(pem::scan(text.as_bytes()).certificates().map(Vec::from));
        }
        serde_json::Value::String(text) if text.starts_with("MI") => {
            let block = format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
            found.extend(pem::scan(block.as_bytes()).certificates().map(Vec::from));
        }
        serde_json::Value::Array(values) => {
            values.iter().for_each(|value| certificates_in_json(value, found));
        }
        serde_json::Value::Object(fields) => fields
            .values()
            .for_each(|value| certificates_in_json(value, found)),
        _ => {}
    }
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "pem") {
            found.push(path);
        }
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    files_below(&here("testdata"), &mut files);
    match std::env::var("CERTIFICATE_CORPORA") {
        Ok(named) => files.extend(named.split(':').map(PathBuf::from)),
        Err(_) => {
            let usual = [
                "limbo/limbo-dev.json",
                "zlint/zlint-dev.json",
                "malformed/malformed.json",
            ];
            let usual = usual.iter().map(|file| here("../shared").join(file));
            files.extend(usual.filter(|file| file.exists()));
        }
    }
    let mut found = Vec::new();
    for file in files {
        certificates_in(&std::fs::read(file).unwrap(), &mut found);
    }
    found.extend(
        webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .map(|der| der.to_vec()),
    );
    found.sort();
    found.dedup();
    found
}

/// What the two read differently; `Err` where only one reads it and has no reason.
fn difference(der: &[u8]) -> Option<String> {
    let theirs = X509Certificate::from_der(der)
        .ok()
        .filter(|(rest, _)| rest.is_empty());
    match (read(der), theirs) {
        (Ok(ours), Some((_, theirs))) => compare(&ours, &theirs),
        // It is stricter in few things: then ours has found something, too.
        (Ok(ours), None) => {
            let is_noted = ours.deviations.iter().next().is_some() || !ours.malformed_extensions.is_empty();
            (!is_noted).then(|| "only ours reads it, without a word".to_string())
        }
        // Ours is stricter, and says where and why.
        (Err(_), _) => None,
    }
}

fn compare(ours: &Certificate<'_>, theirs: &X509Certificate<'_>) -> Option<String> {
    let tbs = &theirs.tbs_certificate;
    let odd_time = [
        Deviation::TimeWithFraction,
        Deviation::TimeWithOffset,
        Deviation::TimeWithoutSeconds,
    ];
    let odd_time = odd_time.iter().any(|deviation| ours.deviations.has(*deviation));
    // It leaves a relative name without attributes out of the bytes of a name, and bytes left over out of those of a
    // public key.
    let has_empty = ours.deviations.has(Deviation::RelativeNameEmpty);
    let has_more = ours.deviations.has(Deviation::BytesLeftOver);
    let facts = [
        ("version", ours.version == tbs.version.0.saturating_add(1)),
        ("serial number", ours.serial_number.value == tbs.raw_serial()),
        ("issuer", has_empty || ours.issuer.raw == tbs.issuer.as_raw()),
        ("subject", has_empty || ours.subject.raw == tbs.subject.as_raw()),
        (
            "notBefore",
            odd_time || ours.not_before == tbs.validity.not_before.timestamp(),
        ),
        (
            "notAfter",
            odd_time || ours.not_after == tbs.validity.not_after.timestamp(),
        ),
        (
            "public key",
            has_more || ours.public_key.raw == tbs.subject_pki.raw,
        ),
        (
            "key bits",
            ours.public_key.bits == &*tbs.subject_pki.subject_public_key.data,
        ),
        ("signature", ours.signature.bits == &*theirs.signature_value.data),
        ("message", ours.signature.message == tbs.as_ref()),
        (
            "identifiers",
            ours.has_unique_identifiers == (tbs.issuer_uid.is_some() || tbs.subject_uid.is_some()),
        ),
    ];
    if let Some((what, _)) = facts.iter().find(|(_, equal)| !equal) {
        return Some((*what).to_string());
    }
    compare_common_names(ours, theirs).or_else(|| compare_extensions(ours, theirs))
}

fn compare_common_names(ours: &Certificate<'_>, theirs: &X509Certificate<'_>) -> Option<String> {
    let last = theirs.subject().iter_common_name().last();
    // x509-parser gives only strings that are borrowed.
    let text = last.and_then(|name| name.as_str().ok())?;
    (ours.subject.common_name.as_deref() != Some(text)).then(|| "common name".to_string())
}

fn compare_extensions(ours: &Certificate<'_>, theirs: &X509Certificate<'_>) -> Option<String> {
    let all: Vec<_> = ours.extensions.iter().collect();
    if all.len() != theirs.extensions().len() {
        return Some("number of extensions".to_string());
    }
    if ours.duplicate_extension().is_some() != theirs.extensions_map().is_err() {
        return Some("duplicates".to_string());
    }
    for (one, other) in all.iter().zip(theirs.extensions()) {
        let value = ours.der.get(one.bytes.clone());
        if (one.identifier, one.critical, value) != (other.oid.as_bytes(), other.critical, Some(other.value))
        {
            return Some(format!("extension {}", one.name()));
        }
        let is_readable = !ours.malformed_extensions.iter().any(|it| it.bytes == one.bytes);
        let is_only = ours.duplicate_extension().is_none();
        // Of kinds that no rule asks about the value is passed over.
        let is_known = one.kind != ExtensionKind::Other;
        if is_only
            && is_known
            && is_readable
            && ours.malformed_extensions.is_empty()
            && let Some(what) = compare_value(ours, other.parsed_extension())
        {
            return Some(what);
        }
    }
    None
}

fn compare_value(ours: &Certificate<'_>, theirs: &ParsedExtension<'_>) -> Option<String> {
    let equal = match theirs {
        ParsedExtension::BasicConstraints(theirs) => ours.basic_constraints.as_ref().is_some_and(|ours| {
            (ours.value.ca, ours.value.path_length) == (theirs.ca, theirs.path_len_constraint)
        }),
        ParsedExtension::KeyUsage(theirs) => ours.key_usage.as_ref().is_some_and(|ours| {
            (
                ours.value.digital_signature,
                ours.value.key_encipherment,
                ours.value.key_cert_sign,
            ) == (
                theirs.digital_signature(),
                theirs.key_encipherment(),
                theirs.key_cert_sign(),
            )
        }),
        ParsedExtension::ExtendedKeyUsage(theirs) => ours.extended_key_usage.as_ref().is_some_and(|ours| {
            (ours.value.server_auth, ours.value.client_auth, ours.value.any)
                == (theirs.server_auth, theirs.client_auth, theirs.any)
        }),
        ParsedExtension::SubjectKeyIdentifier(theirs) => ours.subject_key_identifier == Some(theirs.0),
        ParsedExtension::AuthorityKeyIdentifier(theirs) => {
            ours.authority_key_identifier == theirs.key_identifier.as_ref().map(|it| it.0)
        }
        ParsedExtension::SubjectAlternativeName(theirs) => {
            let ours: Vec<_> = ours.alternative_names().iter().collect();
            ours.len() == theirs.general_names.len()
                && ours
                    .iter()
                    .zip(&theirs.general_names)
                    .all(|(ours, theirs)| is_same_name(ours, theirs))
        }
        // What x509-parser cannot decode ours has something to say about, if TLS libraries look at it.
        ParsedExtension::ParseError { .. } => ours.deviations.iter().next().is_some(),
        _ => true,
    };
    (!equal).then(|| format!("value of {theirs:?}"))
}

fn is_same_name(ours: &GeneralName<'_>, theirs: &TheirName<'_>) -> bool {
    match (ours, theirs) {
        (GeneralName::Dns(ours), TheirName::DNSName(theirs))
        | (GeneralName::Email(ours), TheirName::RFC822Name(theirs))
        | (GeneralName::Uri(ours), TheirName::URI(theirs)) => ours == theirs,
        (GeneralName::Ip(ours), TheirName::IPAddress(theirs)) => ours == theirs,
        (GeneralName::Directory(ours), TheirName::DirectoryName(theirs)) => theirs.as_raw().ends_with(ours.0),
        (GeneralName::Other(_), theirs) => !matches!(
            theirs,
            TheirName::DNSName(_) | TheirName::IPAddress(_) | TheirName::RFC822Name(_) | TheirName::URI(_)
        ),
        // Where ours is stricter it has noted that.
        (GeneralName::Malformed(_), _) => true,
        _ => false,
    }
}

#[test]
fn both_readers_read_the_certificates_of_all_corpora_alike() {
    let corpus = corpus();
    let found: Vec<String> = corpus
        .iter()
        .filter_map(|der| {
            Some(format!(
                "{}: {}",
                difference(der)?,
                crate::text::hex(der.get(..60)?)
            ))
        })
        .collect();
    assert!(
        found.is_empty(),
        "{} of {}: {found:#?}",
        found.len(),
        corpus.len()
    );
    assert!(corpus.len() > 300);
}

#[test]
fn roots_that_browsers_trust_are_read_with_few_remarks() {
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
    for root in roots {
        let read = read(root).map_err(|error| error.to_string()).unwrap();
        let kinds: Vec<Deviation> = read.deviations.iter().map(|noted| noted.deviation).collect();
        let usual = [Deviation::CharacterUsualNotAllowed, Deviation::TimeInWrongForm];
        let is_usual = |kind: &Deviation| usual.contains(kind);
        assert!(kinds.iter().all(is_usual), "{}: {kinds:?}", read.subject.text);
    }
}

#[test]
fn both_readers_read_damaged_certificates_alike() {
    // A generator of which nothing is asked but that it goes through many places and values.
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    let corpus: Vec<Vec<u8>> = corpus().into_iter().filter(|der| der.len() < 3000).collect();
    for _ in 0..20_000 {
        let mut der = corpus[next(corpus.len())].clone();
        let place = next(der.len());
        der[place] = match next(4) {
            0 => der[place] ^ (1 << next(8)),
            1 => der[place].wrapping_add(1),
            2 => [0x00, 0x7F, 0x80, 0xFF, 0x30, 0x31, 0x02, 0x05][next(8)],
            _ => u8::try_from(next(256)).unwrap(),
        };
        // Where ours is stricter it says so.
        let is_noted = |ours: Certificate<'_>| {
            ours.deviations.iter().next().is_some() || !ours.malformed_extensions.is_empty()
        };
        if let (Some(what), false) = (difference(&der), read(&der).is_ok_and(is_noted)) {
            panic!("{what} at {place}: {}", crate::text::hex(&der));
        }
    }
}
