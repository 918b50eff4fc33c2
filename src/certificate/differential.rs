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

use super::agreement::{difference, unnoted_difference};
use super::read;
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
        if let Some(what) = unnoted_difference(&der) {
            panic!("{what} at {place}: {}", crate::text::hex(&der));
        }
    }
}
