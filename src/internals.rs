//! What fuzz targets, benches and tests of pemvet itself look at; no part of the API, and not there without the feature.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::Bundle;
use crate::certificate::{self, agreement};

/// Reads one certificate. Whether there is nothing to remark; `None` if it cannot be read.
pub fn read_certificate(der: &[u8]) -> Option<bool> {
    let certificate = certificate::read(der).ok()?;
    Some(certificate.deviations.iter().next().is_none())
}

/// Every place in the DER that facts of a certificate name.
pub fn places_of_facts(der: &[u8]) -> Vec<Range<usize>> {
    let Ok(certificate) = certificate::read(der) else {
        return Vec::new();
    };
    let fields = [
        &certificate.serial_number.bytes,
        &certificate.issuer.bytes,
        &certificate.validity_bytes,
        &certificate.subject.bytes,
        &certificate.public_key.bytes,
        &certificate.signature.bytes,
    ];
    let mut places: Vec<Range<usize>> = fields.into_iter().cloned().collect();
    places.extend(certificate.extensions.iter().map(|it| it.bytes));
    places.extend(certificate.malformed_extensions.iter().map(|it| it.bytes.clone()));
    places.extend(certificate.deviations.iter().map(|it| it.bytes.clone()));
    places
}

/// What the strict reader and x509-parser read differently of one certificate, unless ours has noted something.
pub fn unnoted_difference(der: &[u8]) -> Option<String> {
    agreement::unnoted_difference(der)
}

/// The bundle, for which every rule is asked, also those that are left out because nothing that they look at is there.
pub fn asking_every_rule(bundle: Bundle<'_>) -> Bundle<'_> {
    bundle.asking_every_rule()
}

/// The bundle, whose path is searched for also where it is straight.
pub fn searched(bundle: Bundle<'_>) -> Bundle<'_> {
    bundle.searched()
}

/// Whether the two ways to decode base64 of what is public read a body differently.
#[cfg(feature = "simd")]
pub fn base64_differs(body: &[u8]) -> bool {
    crate::pem::base64_differs(body)
}
