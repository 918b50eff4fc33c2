//! Laws of the strict reader, target `certificate`: it never panics, every place that it names lies in the certificate,
//! and where it has nothing to remark, x509-parser reads the same facts.

use pemvet::{CertificateDer, KeyRequirement, Profile, Provider};

use crate::chain::{lawful, validate};
use crate::source::agreement::unnoted_difference;
use crate::source::certificate::read;

/// All of them; the input is DER.
pub fn laws(input: &[u8]) {
    if let Some(what) = unnoted_difference(input) {
        panic!("the two readers differ: {what}");
    }
    places_lie_in_the_certificate(input);
    let mut profile = Profile::server(Provider::RING);
    profile.private_key = KeyRequirement::Optional;
    lawful(&validate(&[CertificateDer::from(input)], None, &profile));
}

fn places_lie_in_the_certificate(input: &[u8]) {
    let Ok(certificate) = read(input) else { return };
    let fields = [
        &certificate.serial_number.bytes,
        &certificate.issuer.bytes,
        &certificate.validity_bytes,
        &certificate.subject.bytes,
        &certificate.public_key.bytes,
        &certificate.signature.bytes,
    ];
    let extensions: Vec<_> = certificate.extensions.iter().map(|it| it.bytes).collect();
    let malformed = certificate.malformed_extensions.iter().map(|it| &it.bytes);
    let noted = certificate.deviations.iter().map(|it| &it.bytes);
    for bytes in fields
        .into_iter()
        .chain(&extensions)
        .chain(malformed)
        .chain(noted)
    {
        assert!(input.get(bytes.clone()).is_some(), "{bytes:?} of {}", input.len());
    }
}
