//! The readers side by side. Each decodes every block and keeps the DER until the end.

use std::hint::black_box;

use memchr::{memchr, memchr_iter, memmem};
use rustls_pki_types::pem::{PemObject as _, SectionKind};
use x509_parser::pem::Pem;

pub(crate) struct Reader {
    pub(crate) name: &'static str,
    /// What is timed.
    pub(crate) read: fn(&[u8]) -> Outcome,
    /// DER of the certificates, for the comparison before the bench.
    pub(crate) certificates: fn(&[u8]) -> Vec<Vec<u8>>,
}

/// What a reader found.
pub(crate) struct Outcome {
    pub(crate) blocks: usize,
    pub(crate) failed: bool,
}

pub(crate) const ALL: [Reader; 5] = [PEMVET, PEM, PKI_TYPES, X509_PARSER, FLOOR];

/// Positions, outside text, faults and repairs included.
const PEMVET: Reader = Reader {
    name: "pemvet",
    read: |text| {
        let scan = black_box(pemvet::pem::scan(text));
        Outcome {
            blocks: scan.sections().len(),
            failed: !scan.faults().is_empty(),
        }
    },
    certificates: |text| {
        let scan = pemvet::pem::scan(text);
        scan.certificates().map(Vec::from).collect()
    },
};

const PEM: Reader = Reader {
    name: "pem",
    read: |text| {
        let blocks = black_box(pem::parse_many(text));
        Outcome {
            failed: blocks.is_err(),
            blocks: blocks.map_or(0, |blocks| blocks.len()),
        }
    },
    certificates: |text| {
        let blocks = pem::parse_many(text).unwrap_or_default();
        let certificates = blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE");
        certificates.map(pem::Pem::into_contents).collect()
    },
};

const PKI_TYPES: Reader = Reader {
    name: "rustls-pki-types",
    read: |text| counted(<(SectionKind, Vec<u8>)>::pem_slice_iter(text)),
    certificates: |text| {
        let blocks = <(SectionKind, Vec<u8>)>::pem_slice_iter(text).flatten();
        blocks
            .filter(|(kind, _)| *kind == SectionKind::Certificate)
            .map(|(_, der)| der)
            .collect()
    },
};

const X509_PARSER: Reader = Reader {
    name: "x509-parser",
    read: |text| counted(Pem::iter_from_buffer(text)),
    certificates: |text| {
        let blocks = Pem::iter_from_buffer(text).flatten();
        blocks
            .filter(|block| block.label == "CERTIFICATE")
            .map(|block| block.contents)
            .collect()
    },
};

/// No reader one would use: it finds the markers and decodes what is between, believing whatever it sees.
/// About the least time in which it can be done.
pub(crate) const FLOOR: Reader = Reader {
    name: "floor",
    read: |text| {
        let mut decoded = Vec::new();
        let blocks = floor(text, &mut decoded, |_, _| ());
        black_box(decoded);
        Outcome {
            failed: blocks.is_none(),
            blocks: blocks.unwrap_or(0),
        }
    },
    certificates: |text| {
        let mut certificates = Vec::new();
        floor(text, &mut Vec::new(), |label, der| {
            if label.starts_with(b"CERTIFICATE") {
                certificates.push(Vec::from(der));
            }
        });
        certificates
    },
};

fn counted<B, E>(found: impl Iterator<Item = Result<B, E>>) -> Outcome {
    let (mut blocks, mut failed) = (Vec::new(), false);
    for block in found {
        match block {
            Ok(block) => blocks.push(block),
            Err(_) => failed = true,
        }
    }
    Outcome {
        blocks: black_box(blocks).len(),
        failed,
    }
}

fn floor(text: &[u8], decoded: &mut Vec<u8>, mut take: impl FnMut(&[u8], &[u8])) -> Option<usize> {
    let begin = memmem::Finder::new(b"-----BEGIN ");
    let end = memmem::Finder::new(b"-----END ");
    let (mut rest, mut stripped, mut blocks) = (text, Vec::new(), 0);
    while let Some(start) = begin.find(rest) {
        let label = &rest[start + begin.needle().len()..];
        let Some(stop) = end.find(label) else { break };
        let body = &label[memchr(b'\n', &label[..stop])? + 1..stop];
        stripped.clear();
        let mut line = 0;
        for line_end in memchr_iter(b'\n', body) {
            stripped.extend_from_slice(&body[line..line_end]);
            line = line_end + 1;
        }
        stripped.extend_from_slice(&body[line..]);
        let before = decoded.len();
        base64_simd::STANDARD.decode_append(&stripped, decoded).ok()?;
        take(label, &decoded[before..]);
        blocks += 1;
        rest = &label[stop..];
    }
    Some(blocks)
}
