//! A validator as one writes it with the crates `pem` and x509-parser, for judging to be compared with. It checks what
//! pemvet checks of the structure of a bundle, each thing once and straight ahead; text is made only for what is wrong.
//! What it lacks beside the signatures: places in the text, help, repairs, and most of what is but a note or a warning.

use std::net::{Ipv4Addr, Ipv6Addr};

use pemvet::Class;
use sha2::{Digest as _, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::FromDer as _;
use x509_parser::extensions::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, GeneralName, KeyUsage, ParsedExtension,
    X509Extension,
};
use x509_parser::oid_registry::{
    OID_EC_P256, OID_MD5_WITH_RSA, OID_NIST_EC_P384, OID_NIST_EC_P521, OID_PKCS1_MD2WITHRSAENC,
    OID_PKCS1_MD5WITHRSAENC, OID_PKCS1_SHA1WITHRSA, OID_SHA1_WITH_RSA, OID_SIG_DSA_WITH_SHA1, OID_SIG_ED448,
    OID_SIG_ED25519, Oid,
};
use x509_parser::public_key::PublicKey;

/// Minutes that clocks may differ, in seconds.
const TOLERANCE: i64 = 300;
const INVALID: Option<Class> = Some(Class::Invalid);

/// Something remarkable.
pub(crate) struct Fault {
    /// What it makes of the bundle; `None` where it is but told.
    pub(crate) class: Option<Class>,
    pub(crate) text: String,
}

/// Judges PEM text at a time of seconds since 1970, as any file or as a server's.
pub(crate) fn validate(text: &[u8], is_server: bool, now: i64) -> Vec<Fault> {
    let mut faults = Faults::default();
    let Ok(blocks) = pem::parse_many(text) else {
        faults.invalid("not PEM");
        return faults.0;
    };
    let mut certificates: Vec<Certificate<'_>> = Vec::new();
    for block in blocks.iter().filter(|block| block.tag() == "CERTIFICATE") {
        let Ok((rest, parsed)) = X509Certificate::from_der(block.contents()) else {
            faults.invalid("a block is no certificate");
            continue;
        };
        if !rest.is_empty() {
            faults.invalid("bytes after a certificate");
        }
        if certificates
            .iter()
            .any(|it| it.parsed.as_raw() == parsed.as_raw())
        {
            faults.of_parsed(&parsed, None, "is there twice");
        } else {
            certificates.push(Certificate::new(parsed, &mut faults));
        }
    }
    let Some(path) = path(&certificates) else {
        faults.invalid("no leaf");
        return faults.0;
    };
    check_order(&path, &mut faults);
    let path: Vec<&Certificate<'_>> = path.into_iter().map(|place| &certificates[place]).collect();
    for (below, certificate) in path.iter().enumerate() {
        check_certificate(certificate, now, &mut faults);
        if is_server {
            check_purposes(certificate, &mut faults);
        }
        if below > 0 {
            check_authority(certificate, below - 1, &mut faults);
        }
    }
    for link in path.windows(2) {
        check_identifiers(link[0], link[1], &mut faults);
    }
    check_end(&path, is_server, &mut faults);
    faults.0
}

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn push(&mut self, class: Option<Class>, text: &str) {
        let text = text.into();
        self.0.push(Fault { class, text });
    }

    fn invalid(&mut self, text: &str) {
        self.push(INVALID, text);
    }

    /// Names the certificate by subject and fingerprint.
    fn of(&mut self, certificate: &Certificate<'_>, class: Option<Class>, text: &str) {
        self.of_parsed(&certificate.parsed, class, text);
    }

    fn of_parsed(&mut self, certificate: &X509Certificate<'_>, class: Option<Class>, text: &str) {
        let fingerprint: String = Sha256::digest(certificate.as_raw())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let text = format!("{} ({fingerprint}): {text}", certificate.subject());
        self.0.push(Fault { class, text });
    }
}

/// A certificate with those of its extensions that are judged.
struct Certificate<'a> {
    parsed: X509Certificate<'a>,
    basic_constraints: Option<BasicConstraints>,
    key_usage: Option<KeyUsage>,
    purposes: Option<ExtendedKeyUsage<'a>>,
    own_key: Option<&'a [u8]>,
    issuer_key: Option<&'a [u8]>,
}

impl<'a> Certificate<'a> {
    fn new(parsed: X509Certificate<'a>, faults: &mut Faults) -> Certificate<'a> {
        let mut basic_constraints = None;
        let mut key_usage = None;
        let mut purposes = None;
        let (mut own_key, mut issuer_key) = (None, None);
        for (place, extension) in parsed.extensions().iter().enumerate() {
            if parsed.extensions()[..place]
                .iter()
                .any(|it| it.oid == extension.oid)
            {
                faults.of_parsed(&parsed, INVALID, "an extension twice");
                continue;
            }
            match extension.parsed_extension() {
                ParsedExtension::BasicConstraints(value) => basic_constraints = Some(value.clone()),
                ParsedExtension::KeyUsage(value) => key_usage = Some(*value),
                ParsedExtension::ExtendedKeyUsage(value) => purposes = Some(value.clone()),
                ParsedExtension::SubjectKeyIdentifier(value) => own_key = Some(value.0),
                ParsedExtension::AuthorityKeyIdentifier(AuthorityKeyIdentifier {
                    key_identifier, ..
                }) => {
                    issuer_key = key_identifier.as_ref().map(|it| it.0);
                }
                ParsedExtension::SubjectAlternativeName(value) => {
                    for name in value.general_names.iter().filter(|name| !is_well_formed(name)) {
                        faults.of_parsed(&parsed, None, &format!("the name {name}"));
                    }
                }
                ParsedExtension::ParseError { .. } => {
                    faults.of_parsed(&parsed, INVALID, "an extension that cannot be read");
                }
                _ => check_other(&parsed, extension, faults),
            }
        }
        Certificate {
            basic_constraints,
            key_usage,
            purposes,
            own_key,
            issuer_key,
            parsed,
        }
    }

    fn is_authority(&self) -> bool {
        self.basic_constraints.as_ref().is_some_and(|it| it.ca)
    }

    fn is_self_issued(&self) -> bool {
        self.parsed.subject().as_raw() == self.parsed.issuer().as_raw()
    }

    /// By names, and by key identifiers where both have one.
    fn may_have_issued(&self, other: &Certificate<'_>) -> bool {
        self.parsed.subject().as_raw() == other.parsed.issuer().as_raw()
    }

    fn fits_identifier_of(&self, other: &Certificate<'_>) -> bool {
        match (self.own_key, other.issuer_key) {
            (Some(own), Some(wanted)) => own == wanted,
            _ => true,
        }
    }
}

fn check_other(certificate: &X509Certificate<'_>, extension: &X509Extension<'_>, faults: &mut Faults) {
    if extension.critical && extension.parsed_extension().unsupported() {
        let text = format!("the critical extension {} is unknown", extension.oid);
        faults.of_parsed(certificate, INVALID, &text);
    }
}

/// Places of the leaf and of whatever leads from it upwards; `None` without certificates.
fn path(certificates: &[Certificate<'_>]) -> Option<Vec<usize>> {
    let has_issued = |place: usize| {
        let others = certificates.iter().enumerate();
        others
            .filter(|(other, _)| *other != place)
            .any(|(_, other)| certificates[place].may_have_issued(other))
    };
    let leaf = (0..certificates.len()).find(|place| !has_issued(*place));
    let mut path = vec![leaf.or_else(|| (!certificates.is_empty()).then_some(0))?];
    while let Some(top) = path.last().copied() {
        if certificates[top].is_self_issued() {
            break;
        }
        let candidates = || {
            let all = (0..certificates.len()).filter(|place| !path.contains(place));
            all.filter(|place| certificates[*place].may_have_issued(&certificates[top]))
        };
        let by_identifier =
            candidates().find(|place| certificates[*place].fits_identifier_of(&certificates[top]));
        let Some(issuer) = by_identifier.or_else(|| candidates().next()) else {
            break;
        };
        path.push(issuer);
    }
    Some(path)
}

fn check_order(path: &[usize], faults: &mut Faults) {
    if !path.is_sorted() || path.first().is_some_and(|leaf| *leaf != 0) {
        faults.push(None, "the certificates are in the wrong order");
    }
}

/// A chain ends at a root, or at a CA whose issuer everybody has. A stray leaf is no server's chain.
fn check_end(path: &[&Certificate<'_>], is_server: bool, faults: &mut Faults) {
    if let [leaf] = path
        && !leaf.is_self_issued()
        && !leaf.is_authority()
    {
        faults.of(leaf, is_server.then_some(Class::Invalid), "its issuer is missing");
    }
}

fn check_certificate(certificate: &Certificate<'_>, now: i64, faults: &mut Faults) {
    let parsed = &certificate.parsed;
    if parsed.validity().not_after.timestamp() < now {
        faults.of(certificate, Some(Class::Expired), "has expired");
    }
    if now + TOLERANCE < parsed.validity().not_before.timestamp() {
        faults.of(certificate, INVALID, "is not valid yet");
    }
    if parsed.signature_algorithm != parsed.tbs_certificate.signature {
        faults.of(certificate, INVALID, "names two signature algorithms");
    }
    if is_weak(&parsed.signature_algorithm.algorithm) && !certificate.is_self_issued() {
        faults.of(certificate, INVALID, "is signed with a weak hash");
    }
    if !has_good_key(parsed) {
        faults.of(certificate, INVALID, "has a weak or unknown key");
    }
    if parsed.version().0 != 2 && !certificate.is_self_issued() {
        faults.of(certificate, INVALID, "is of an old version");
    }
}

/// Of a certificate that has issued others, with so many CAs between it and the leaf.
fn check_authority(certificate: &Certificate<'_>, between: usize, faults: &mut Faults) {
    if !certificate.is_authority() {
        faults.of(certificate, INVALID, "is no CA");
    }
    let most = certificate
        .basic_constraints
        .as_ref()
        .and_then(|it| it.path_len_constraint);
    if most.is_some_and(|most| usize::try_from(most).is_ok_and(|most| most < between)) {
        faults.of(certificate, INVALID, "allows fewer CAs below it");
    }
    if certificate
        .key_usage
        .as_ref()
        .is_some_and(|usage| !usage.key_cert_sign())
    {
        faults.of(certificate, INVALID, "may not sign certificates");
    }
}

/// Of leaf and CAs; what a root says of purposes is nobody's concern.
fn check_purposes(certificate: &Certificate<'_>, faults: &mut Faults) {
    let allows = |purposes: &ExtendedKeyUsage<'_>| purposes.server_auth || purposes.any;
    if certificate
        .purposes
        .as_ref()
        .is_some_and(|purposes| !allows(purposes))
    {
        faults.of(certificate, INVALID, "is not for servers");
    }
}

fn check_identifiers(certificate: &Certificate<'_>, issuer: &Certificate<'_>, faults: &mut Faults) {
    if !issuer.fits_identifier_of(certificate) {
        faults.of(certificate, INVALID, "was issued by another key of that name");
    }
}

fn is_weak(signature: &Oid<'_>) -> bool {
    [
        OID_PKCS1_MD2WITHRSAENC,
        OID_PKCS1_MD5WITHRSAENC,
        OID_MD5_WITH_RSA,
        OID_PKCS1_SHA1WITHRSA,
        OID_SHA1_WITH_RSA,
        OID_SIG_DSA_WITH_SHA1,
    ]
    .contains(signature)
}

fn has_good_key(certificate: &X509Certificate<'_>) -> bool {
    let key = certificate.public_key();
    let algorithm = &key.algorithm;
    if [OID_SIG_ED25519, OID_SIG_ED448].contains(&algorithm.algorithm) {
        return true;
    }
    match key.parsed() {
        Ok(PublicKey::RSA(rsa)) => {
            let modulus = &rsa.modulus[rsa.modulus.iter().take_while(|byte| **byte == 0).count()..];
            let bits = 8 * modulus.len() - modulus.first().map_or(0, |it| it.leading_zeros() as usize);
            let is_odd = |number: &[u8]| number.last().is_some_and(|it| it % 2 == 1);
            (2048..=16384).contains(&bits)
                && is_odd(modulus)
                && rsa
                    .try_exponent()
                    .is_ok_and(|exponent| exponent > 1 && exponent % 2 == 1)
        }
        Ok(PublicKey::EC(point)) => {
            let curve = algorithm.parameters.as_ref().and_then(|it| it.as_oid().ok());
            let is_known =
                curve.is_some_and(|it| [OID_EC_P256, OID_NIST_EC_P384, OID_NIST_EC_P521].contains(&it));
            is_known && point.data().first() == Some(&4)
        }
        _ => false,
    }
}

fn is_well_formed(name: &GeneralName<'_>) -> bool {
    match name {
        GeneralName::DNSName(name) => is_host(name),
        GeneralName::IPAddress(bytes) => [4, 16].contains(&bytes.len()),
        GeneralName::RFC822Name(address) => address.split('@').filter(|part| !part.is_empty()).count() == 2,
        GeneralName::URI(text) => text.contains(':'),
        GeneralName::Invalid(..) => false,
        _ => true,
    }
}

/// RFC 1034 section 3.5, with underscores as they are met, and a wildcard for the first label.
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=63).contains(&label.len())
            && label.bytes().all(is_inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253
        && name.strip_prefix("*.").unwrap_or(name).split('.').all(is_label)
        && name.parse::<Ipv4Addr>().is_err()
        && name.parse::<Ipv6Addr>().is_err()
}
