//! Laws of the strict reader, target `certificate`: it never panics, every place that it names lies in the certificate,
//! and where it has nothing to remark, x509-parser reads the same facts.

use pemvet::internals::{places_of_facts, unnoted_difference};
use pemvet::{CertificateDer, KeyRequirement, Profile, Provider};

use crate::chain::{lawful, validate};

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
    for bytes in places_of_facts(input) {
        assert!(input.get(bytes.clone()).is_some(), "{bytes:?} of {}", input.len());
    }
}
