//! Whatever pemvet accepts against trust anchors, rustls-webpki accepts, too, or the difference is one of the
//! documented ones. webpki is asked here without pemvet's own choice of when to ask it.

use std::time::Duration;

use pemvet::{CertificateDer, KeyPurpose, KeyRequirement, Profile, Provider, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::chain::{NOW, lawful, validate};
use crate::pki::{Bag, Choices};

/// All of them.
pub fn laws(input: &[u8]) {
    let mut choices = Choices(input);
    let bag = Bag::choose(&mut choices);
    let (mut profile, usage) = if choices.flag() {
        (Profile::client(Provider::RING), KeyPurpose::ClientAuth)
    } else {
        (Profile::server(Provider::RING), KeyPurpose::ServerAuth)
    };
    profile.private_key = KeyRequirement::Optional;
    let anchors = Bag::choose_anchors(&mut choices);
    profile.trust_only(anchors.iter().cloned());
    let key = choices.flag().then_some(bag.key);

    let report = validate(&bag.certificates, key, &profile);
    lawful(&report);
    let Some(chain) = report.to_chain().filter(|_| report.is_accepted()) else {
        return;
    };
    let path = chain.certificates();
    if let Err(error) = second_opinion(path, &anchors, usage) {
        assert!(
            is_documented(path, &anchors),
            "accepted, but rustls-webpki says {error:?}:\n{}",
            chain.to_pem()
        );
    }
}

fn second_opinion(
    path: &[CertificateDer<'_>],
    anchors: &[CertificateDer<'_>],
    usage: KeyPurpose,
) -> Result<(), webpki::Error> {
    let (leaf, above) = path.split_first().expect("an accepted chain has a leaf");
    let anchors: Vec<_> = anchors
        .iter()
        .filter_map(|anchor| anchor_from_trusted_cert(anchor).ok())
        .collect();
    let usage = match usage {
        KeyPurpose::ServerAuth => KeyUsage::server_auth(),
        KeyPurpose::ClientAuth => KeyUsage::client_auth(),
    };
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let algorithms = Provider::RING.signature_algorithms();
    EndEntityCert::try_from(leaf)?
        .verify_for_usage(algorithms, &anchors, above, now, usage, None, None)
        .map(drop)
}

/// Where webpki differs by design, each for its own reason.
fn is_documented(path: &[CertificateDer<'_>], anchors: &[CertificateDer<'_>]) -> bool {
    let certificates: Vec<X509Certificate<'_>> = path.iter().map(|der| read(der)).collect();
    let leaf = &certificates[0];
    let top = certificates.last().unwrap_or(leaf);
    // An anchor is one by name and key, so more than one certificate may be it.
    let is_anchor = |it: &X509Certificate<'_>| {
        let mut anchors = anchors.iter().map(|der| read(der));
        anchors.any(|anchor| {
            anchor.public_key().raw == it.public_key().raw
                && anchor.subject().as_raw() == it.subject().as_raw()
        })
    };
    // webpki refuses any single DER value of 64 KiB or more.
    let too_large = path.iter().any(|der| der.len() > 0xFFFF);
    let leaf_is_authority = leaf.is_ca();
    let leaf_is_anchor = is_anchor(leaf);
    // RFC 5280 section 6.1 does not count them for path length, nor constrain their names.
    let self_issued = certificates
        .iter()
        .any(|it| it.subject().as_raw() == it.issuer().as_raw() && !is_anchor(it));
    let vouches = |anchor: &X509Certificate<'_>| {
        let name = anchor.subject().as_raw();
        name == top.issuer().as_raw() || name == top.subject().as_raw()
    };
    let mut vouching = anchors.iter().map(|der| read(der)).filter(vouches).peekable();
    // RFC 5280 section 7.1: names are equal after folding.
    let named_differently = vouching.peek().is_none()
        || certificates
            .windows(2)
            .any(|pair| pair[0].issuer().as_raw() != pair[1].subject().as_raw());
    let names_a_directory = certificates.iter().any(constrains_directory_names)
        || vouching.any(|anchor| constrains_directory_names(&anchor));
    too_large || leaf_is_authority || leaf_is_anchor || self_issued || names_a_directory || named_differently
}

fn constrains_directory_names(certificate: &X509Certificate<'_>) -> bool {
    let Ok(Some(constraints)) = certificate.name_constraints() else {
        return false;
    };
    let subtrees = [
        &constraints.value.permitted_subtrees,
        &constraints.value.excluded_subtrees,
    ];
    subtrees
        .into_iter()
        .flatten()
        .flatten()
        .any(|subtree| matches!(subtree.base, GeneralName::DirectoryName(_)))
}

fn read<'d>(der: &'d CertificateDer<'_>) -> X509Certificate<'d> {
    let (_, certificate) = X509Certificate::from_der(der).expect("what was accepted can be read");
    certificate
}
