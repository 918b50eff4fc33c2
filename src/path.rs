//! The second opinion on a path against trust anchors.
//!
//! The only file that names webpki's path API. webpki gets the one path that was chosen and never the whole bag of
//! certificates: its search over a crafted bag of ten takes a third of a second.

use alloc::vec::Vec;

use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{
    EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage, anchor_from_trusted_cert,
};

use crate::certificate::Certificate;
use crate::chain::{End, is_authority};
use crate::profile::Usage;
use crate::rules::Context;

/// What webpki says.
pub(crate) enum Opinion {
    /// There is no path to an anchor, or webpki is known to differ on it by design.
    NotAsked,
    Accepts,
    /// webpki's reason, in words of ours.
    Refuses(&'static str),
}

/// webpki refuses any single DER value of 64 KiB or more.
const LARGEST: usize = 0xFFFF;

pub(crate) fn second_opinion(context: &Context<'_>) -> Opinion {
    let End::Anchor(number) = context.chain.end else {
        return Opinion::NotAsked;
    };
    let Some(anchor) = context.anchors.get(number) else {
        return Opinion::NotAsked;
    };
    let members: Vec<&Certificate<'_>> = context.members().map(|(_, certificate)| certificate).collect();
    let Some((leaf, above)) = members.split_first() else {
        return Opinion::NotAsked;
    };
    let is_anchor = |it: &Certificate<'_>| {
        it.public_key.raw == anchor.public_key.raw && it.subject.matches(&anchor.subject)
    };
    let differs_by_design = is_anchor(leaf)
        || is_authority(leaf)
        || members.iter().any(|it| it.der.len() > LARGEST)
        || context
            .chain
            .links
            .iter()
            .any(|link| link.names_encoded_differently);
    if differs_by_design {
        return Opinion::NotAsked;
    }
    match ask(
        context,
        leaf,
        above.iter().copied().filter(|it| !is_anchor(it)),
        anchor,
    ) {
        Ok(()) => Opinion::Accepts,
        Err(error) => Opinion::Refuses(reason(&error)),
    }
}

fn ask<'c>(
    context: &Context<'_>,
    leaf: &Certificate<'_>,
    above: impl Iterator<Item = &'c Certificate<'c>>,
    anchor: &Certificate<'_>,
) -> Result<(), Error> {
    let leaf = CertificateDer::from(leaf.der);
    let leaf = EndEntityCert::try_from(&leaf)?;
    let anchor = CertificateDer::from(anchor.der);
    let anchors = [anchor_from_trusted_cert(&anchor)?];
    let above: Vec<CertificateDer<'_>> = above
        .map(|certificate| CertificateDer::from(certificate.der))
        .collect();
    let seconds = u64::try_from(context.now).unwrap_or(0);
    let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds));
    let algorithms = context.profile.provider.signature_algorithms;
    if context.profile.usages.is_empty() {
        return leaf
            .verify_for_usage(algorithms, &anchors, &above, now, AnyUsage, None, None)
            .map(drop);
    }
    for usage in &context.profile.usages {
        let usage = match usage {
            Usage::ServerAuth => KeyUsage::server_auth(),
            Usage::ClientAuth => KeyUsage::client_auth(),
        };
        leaf.verify_for_usage(algorithms, &anchors, &above, now, usage, None, None)
            .map(drop)?;
    }
    Ok(())
}

/// The profile asks for no purpose.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

/// webpki's `Display` is its `Debug`, and some of its errors quote the certificate.
fn reason(error: &Error) -> &'static str {
    match error {
        Error::NameConstraintViolation => "a name is outside the name constraints of a CA above it",
        Error::UnsupportedNameType => "a name constraint is of a form that it does not support",
        Error::MalformedNameConstraint => "a name constraint is malformed",
        Error::UnsupportedCriticalExtension => "a critical extension is of a kind that it does not know",
        Error::PathLenConstraintViolated => {
            "a CA's path length constraint does not allow so many CAs below it"
        }
        Error::ExtensionValueInvalid => "an extension's value is invalid",
        Error::MalformedExtensions => "the extensions are malformed",
        Error::InvalidSerialNumber => "a serial number is negative, zero or longer than 20 octets",
        Error::RequiredEkuNotFoundContext(_) => "a certificate's extended key usage lacks the purpose",
        Error::UnknownIssuer => "it finds no path",
        Error::BadDer | Error::BadDerTime | Error::TrailingData(_) => "a certificate is not well-formed DER",
        Error::MaximumSignatureChecksExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded
        | Error::MaximumNameConstraintComparisonsExceeded => "a limit of its own was reached",
        _ => "a reason that pemvet has no words for",
    }
}
