//! The second opinion on a path against trust anchors.
//!
//! The only file that names webpki's path API. webpki gets the one path that was chosen and never the whole bag of
//! certificates: its search over a crafted bag of ten takes a third of a second.

use alloc::vec::Vec;

use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, UnixTime,
};
use webpki::{
    EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage, anchor_from_trusted_cert,
};

use crate::certificate::{Certificate, ExtensionKind, Form, GeneralName};
use crate::chain::facts::{ChainFacts, End, Member, SignatureFact, is_authority};
use crate::chain::subtree::is_no_host;
use crate::vocabulary::KeyPurpose;

/// The path that is asked about, and what it is held to.
pub(crate) struct Path<'c> {
    /// Leaf, intermediates and root, and the trust anchor where it is another certificate than the last of them.
    pub(crate) members: &'c [(Member, &'c Certificate<'c>)],
    pub(crate) chain: &'c ChainFacts,
    pub(crate) anchors: &'c [Certificate<'c>],
    pub(crate) usages: &'c [KeyPurpose],
    pub(crate) algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    /// Seconds since 1970.
    pub(crate) now: i64,
}

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

pub(crate) fn second_opinion(path: &Path<'_>) -> Opinion {
    let chain = path.members;
    let (End::Anchor(number), Some(((_, leaf), above))) = (path.chain.end, chain.split_first()) else {
        return Opinion::NotAsked;
    };
    let Some(anchor) = path.anchors.get(number) else {
        return Opinion::NotAsked;
    };
    let proven = proven(path);
    if proven.len() < above.len() {
        return Opinion::Refuses("a signature between the leaf and the trust anchor was not verified");
    }
    let above: Vec<&Certificate<'_>> = above.iter().map(|(_, certificate)| *certificate).collect();
    if differs_by_design(path, leaf, &above, anchor) {
        return Opinion::NotAsked;
    }
    // The last is the anchor, or stands for it.
    let (_, intermediates) = above.split_last().unwrap_or((&anchor, &[]));
    match ask(path, leaf, intermediates, anchor, &proven) {
        Ok(()) => Opinion::Accepts,
        Err(error) => Opinion::Refuses(reason(&error)),
    }
}

/// What webpki is known to refuse, or to judge in another way, and why it is accepted here.
fn differs_by_design(
    path: &Path<'_>,
    leaf: &Certificate<'_>,
    above: &[&Certificate<'_>],
    anchor: &Certificate<'_>,
) -> bool {
    let all = || above.iter().copied().chain([leaf]);
    // Of the anchor, which is the last or stands for it, webpki takes name, key and name constraints alone.
    let below_anchor = || above.iter().rev().skip(1).copied().chain([leaf]);
    // It takes no name constraint but on DNS names and addresses; RFC 5280 defines these, too.
    let unsupported = |it: &&Certificate<'_>| {
        it.name_constraints.as_ref().is_some_and(|constraints| {
            let (permitted, excluded) = (&constraints.value.permitted, &constraints.value.excluded);
            let mut subtrees = permitted.iter().chain(excluded);
            subtrees.any(|subtree| !matches!(subtree.base.form(), Form::Dns | Form::Ip))
        })
    };
    // The leaf is the anchor: there is no path for it to judge.
    above.is_empty()
        // A CA certificate as a leaf is a warning here, as OpenSSL and Go accept it.
        || is_authority(leaf)
        || all().any(|it| it.der.len() > LARGEST)
        // It does not know unique identifiers; a rule says so.
        || all().any(|it| it.has_unique_identifiers)
        // It holds self-issued certificates to path lengths and name constraints, and RFC 5280 section 6.1 does not.
        || above.iter().rev().skip(1).any(|it| it.is_self_issued())
        || above.iter().copied().any(|it| unsupported(&it))
        || below_anchor().any(refused_by_webpki)
        // It takes `*.com` for no DNS name, and tells so where a CA has constraints on them: wildcard-under-constraints.
        || (wide_wildcard(leaf).is_some() && above.iter().copied().chain([anchor]).any(constrains_dns))
        // It takes a constraint on DNS names that is no host for malformed: general-name-form.
        || above.iter().copied().chain([anchor]).any(constrains_no_host)
        // It compares the bytes of names.
        || names_anchor_differently(path)
}

/// What one certificate may have that webpki refuses, RFC 5280 and RFC 4055 allow, and a rule of ours judges.
fn refused_by_webpki(certificate: &Certificate<'_>) -> bool {
    let extensions = &certificate.extensions;
    // It knows no policies: certificate-policies-critical, policy-unprocessable, explicit-policy-missing.
    extensions.has_critical(ExtensionKind::CertificatePolicies)
        || extensions.has_critical_policy()
        // It compares the bytes of algorithms: signature-pss-parameters.
        || certificate.signature.is_in_another_form()
        // It has no time before 1970: time-form.
        || certificate.not_before.min(certificate.not_after) < 0
}

/// The first name that is a wildcard below a single label.
pub(crate) fn wide_wildcard<'a>(certificate: &Certificate<'a>) -> Option<&'a str> {
    certificate
        .alternative_names()
        .iter()
        .find_map(|name| match name {
            GeneralName::Dns(name) if name.strip_prefix("*.").is_some_and(|it| !it.contains('.')) => {
                Some(name)
            }
            _ => None,
        })
}

/// Whether a constraint on DNS names is no host.
fn constrains_no_host(certificate: &Certificate<'_>) -> bool {
    certificate.name_constraints.as_ref().is_some_and(|constraints| {
        let (permitted, excluded) = (&constraints.value.permitted, &constraints.value.excluded);
        let mut subtrees = permitted.iter().chain(excluded);
        subtrees.any(|subtree| matches!(subtree.base, GeneralName::Dns(base) if is_no_host(base)))
    })
}

/// Whether a CA limits the DNS names below it.
pub(crate) fn constrains_dns(certificate: &Certificate<'_>) -> bool {
    certificate.name_constraints.as_ref().is_some_and(|constraints| {
        let (permitted, excluded) = (&constraints.value.permitted, &constraints.value.excluded);
        let mut subtrees = permitted.iter().chain(excluded);
        subtrees.any(|subtree| subtree.base.form() == Form::Dns)
    })
}

fn names_anchor_differently(path: &Path<'_>) -> bool {
    let chain = path.members;
    let steps = chain.iter().zip(chain.iter().skip(1));
    steps
        .into_iter()
        .any(|((_, below), (_, above))| below.issuer.raw != above.subject.raw)
}

/// A signature that the search has verified, with what verified it.
#[derive(Debug)]
struct Proven<'c> {
    signature_algorithm: &'c [u8],
    key_algorithm: &'c [u8],
    key: &'c [u8],
    message: &'c [u8],
    signature: &'c [u8],
}

fn proven<'c>(path: &Path<'c>) -> Vec<Proven<'c>> {
    let chain = path.members;
    let steps = chain.iter().zip(chain.iter().skip(1)).enumerate();
    let verified = |place: usize| {
        let link = path.chain.links.get(place).map(|link| link.signature);
        link.or(path.chain.top_signature) == Some(SignatureFact::Verified)
    };
    steps
        .filter(|(place, _)| verified(*place))
        .map(|(_, ((_, below), (_, above)))| Proven {
            signature_algorithm: below.signature.algorithm,
            key_algorithm: above.public_key.algorithm,
            key: above.public_key.bits,
            message: below.signature.message,
            signature: below.signature.bits,
        })
        .collect()
}

/// An algorithm that does not verify again, over the same bytes, what it has verified before.
#[derive(Debug)]
struct Remembering<'p> {
    algorithm: &'static dyn SignatureVerificationAlgorithm,
    proven: &'p [Proven<'p>],
}

impl SignatureVerificationAlgorithm for Remembering<'_> {
    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let known = self.proven.iter().any(|it| {
            *self.signature_alg_id() == *it.signature_algorithm
                && *self.public_key_alg_id() == *it.key_algorithm
                && it.key == key
                && it.signature == signature
                && it.message == message
        });
        if known {
            return Ok(());
        }
        self.algorithm.verify_signature(key, message, signature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.signature_alg_id()
    }
}

fn ask(
    path: &Path<'_>,
    leaf: &Certificate<'_>,
    above: &[&Certificate<'_>],
    anchor: &Certificate<'_>,
    proven: &[Proven<'_>],
) -> Result<(), Error> {
    let leaf = CertificateDer::from(leaf.der);
    let leaf = EndEntityCert::try_from(&leaf)?;
    let anchor = CertificateDer::from(anchor.der);
    let anchors = [anchor_from_trusted_cert(&anchor)?];
    let above: Vec<CertificateDer<'_>> = above
        .iter()
        .map(|certificate| CertificateDer::from(certificate.der))
        .collect();
    let seconds = u64::try_from(path.now).unwrap_or(0);
    let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds));
    let algorithms = path.algorithms;
    let algorithms: Vec<Remembering<'_>> = algorithms
        .iter()
        .map(|algorithm| Remembering {
            algorithm: *algorithm,
            proven,
        })
        .collect();
    let algorithms: Vec<&dyn SignatureVerificationAlgorithm> = algorithms
        .iter()
        .map(|it| -> &dyn SignatureVerificationAlgorithm { it })
        .collect();
    if path.usages.is_empty() {
        return leaf
            .verify_for_usage(&algorithms, &anchors, &above, now, AnyUsage, None, None)
            .map(drop);
    }
    for usage in path.usages {
        let usage = match usage {
            KeyPurpose::ServerAuth => KeyUsage::server_auth(),
            KeyPurpose::ClientAuth => KeyUsage::client_auth(),
        };
        leaf.verify_for_usage(&algorithms, &anchors, &above, now, usage, None, None)
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
        Error::UnsupportedNameType => "a name constraint is for a form of name that it does not support",
        Error::MalformedNameConstraint => "a name constraint is malformed",
        Error::UnsupportedCriticalExtension => "a critical extension is of a kind that it does not know",
        Error::PathLenConstraintViolated => {
            "a CA has more CAs below it than its path length constraint allows"
        }
        Error::ExtensionValueInvalid => "an extension's value is invalid",
        Error::MalformedExtensions => "the extensions are malformed",
        Error::InvalidSerialNumber => "a serial number is negative, zero or longer than 20 octets",
        Error::RequiredEkuNotFoundContext(_) => "a certificate's extended key usage lacks the purpose",
        Error::UnknownIssuer => "it found no path to a trust anchor",
        Error::BadDer | Error::BadDerTime | Error::TrailingData(_) => "a certificate is not well-formed DER",
        Error::MaximumPathDepthExceeded => "more than six CAs are between the leaf and the trust anchor",
        Error::MaximumSignatureChecksExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumNameConstraintComparisonsExceeded => "one of its own limits was reached",
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            "a signature is of a kind that it cannot check"
        }
        Error::MalformedDnsIdentifier => {
            "a DNS name under a CA's name constraints is not of a form that it compares with them"
        }
        Error::InvalidNetworkMaskConstraint => "a name constraint has a network mask with holes",
        Error::CaUsedAsEndEntity => "the leaf is a CA",
        Error::EndEntityUsedAsCa => "an issuer is no CA",
        Error::CertExpired { .. } => "a certificate has expired",
        Error::CertNotValidYet { .. } => "a certificate is not valid yet",
        Error::InvalidCertValidity => "a certificate's notAfter is before its notBefore",
        Error::InvalidSignatureForPublicKey => "a signature does not verify",
        Error::SignatureAlgorithmMismatch => "a certificate names two different signature algorithms",
        Error::UnsupportedCertVersion => "a certificate is not of version 3",
        Error::EmptyEkuExtension => "an extended key usage names no purpose",
        // Of names of hosts and of revocation, which it is not asked about.
        _ => "a reason of a kind that it was not asked for",
    }
}
