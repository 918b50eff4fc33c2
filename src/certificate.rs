//! DER of one certificate to facts. No fact is a judgement.
//!
//! The only file that names `x509-parser` and `oid-registry`; their types do not leave it.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::ops::Range;

use oid_registry as oid;
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::{Any, FromDer as _, Oid, Tag, oid as der_oid};
use x509_parser::extensions::{GeneralName, ParsedExtension, X509Extension};
use x509_parser::signature_algorithm::SignatureAlgorithm;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo, X509Name};

use crate::text;

/// What the rules want to know of one certificate. Slices borrow from its DER.
pub(crate) struct Certificate<'a> {
    pub(crate) der: &'a [u8],
    /// 1, 2 or 3.
    pub(crate) version: u32,
    pub(crate) subject: Name<'a>,
    pub(crate) issuer: Name<'a>,
    /// Seconds since 1970.
    pub(crate) not_before: i64,
    /// Seconds since 1970; the last second of validity.
    pub(crate) not_after: i64,
    pub(crate) validity_bytes: Range<usize>,
    pub(crate) public_key: PublicKey<'a>,
    pub(crate) signature: Signature<'a>,
    pub(crate) basic_constraints: Option<At<BasicConstraints>>,
    pub(crate) key_usage: Option<At<KeyUsage>>,
    pub(crate) extended_key_usage: Option<At<ExtendedKeyUsage>>,
    pub(crate) subject_alternative_name: Option<At<Vec<AlternativeName<'a>>>>,
    pub(crate) subject_key_identifier: Option<&'a [u8]>,
    pub(crate) authority_key_identifier: Option<&'a [u8]>,
    /// `http` and `https` locations of the issuer's certificate.
    pub(crate) issuer_urls: Vec<&'a str>,
    /// Extensions that name a known type and do not decode as it, by that type's name.
    pub(crate) malformed_extensions: Vec<At<String>>,
}

impl Certificate<'_> {
    /// Whether what is absent is really absent: version 3, and every extension of a known kind decoded.
    pub(crate) fn has_readable_extensions(&self) -> bool {
        self.version == 3 && self.malformed_extensions.is_empty()
    }
}

/// A fact and the bytes of the certificate's DER that hold it.
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) bytes: Range<usize>,
}

/// A distinguished name.
pub(crate) struct Name<'a> {
    /// The DER, header included.
    pub(crate) raw: &'a [u8],
    /// The name folded for comparison by RFC 5280 section 7.1: string types, case and runs of blanks made equal.
    folded: Vec<u8>,
    /// Most specific part first, escaped.
    pub(crate) text: String,
    /// The last commonName, escaped only by whoever shows it.
    pub(crate) common_name: Option<String>,
    pub(crate) bytes: Range<usize>,
}

impl Name<'_> {
    /// Equality by RFC 5280 section 7.1.
    pub(crate) fn matches(&self, other: &Name<'_>) -> bool {
        self.raw == other.raw || self.folded == other.folded
    }

    /// A key by which equal names are equal.
    pub(crate) fn folded(&self) -> &[u8] {
        &self.folded
    }
}

/// The key that a certificate certifies.
pub(crate) struct PublicKey<'a> {
    pub(crate) kind: KeyKind,
    /// Contents of the AlgorithmIdentifier, without its header.
    pub(crate) algorithm: &'a [u8],
    /// Contents of the BIT STRING.
    pub(crate) bits: &'a [u8],
    /// The whole SubjectPublicKeyInfo.
    pub(crate) raw: &'a [u8],
    pub(crate) bytes: Range<usize>,
}

/// Kinds of public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Modulus length in bits.
    Rsa(usize),
    Ec(Curve),
    Ed25519,
    Ed448,
    /// Name or object identifier.
    Other(String),
}

/// Elliptic curves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
    /// Name or object identifier of a curve that TLS peers do not offer.
    Other(String),
}

impl KeyKind {
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            KeyKind::Rsa(bits) => Cow::Owned(format!("RSA {bits}")),
            KeyKind::Ec(Curve::P256) => Cow::Borrowed("P-256"),
            KeyKind::Ec(Curve::P384) => Cow::Borrowed("P-384"),
            KeyKind::Ec(Curve::P521) => Cow::Borrowed("P-521"),
            KeyKind::Ec(Curve::Other(name)) => Cow::Owned(format!("EC {name}")),
            KeyKind::Ed25519 => Cow::Borrowed("Ed25519"),
            KeyKind::Ed448 => Cow::Borrowed("Ed448"),
            KeyKind::Other(name) => Cow::Borrowed(name),
        }
    }
}

/// The signature on a certificate.
pub(crate) struct Signature<'a> {
    /// The hash that is signed.
    pub(crate) hash: Hash,
    /// Name of the whole algorithm.
    pub(crate) name: String,
    /// Contents of the outer AlgorithmIdentifier, without its header.
    pub(crate) algorithm: &'a [u8],
    /// What is signed: the TBSCertificate.
    pub(crate) message: &'a [u8],
    /// Contents of the BIT STRING.
    pub(crate) bits: &'a [u8],
    /// The outer AlgorithmIdentifier in the DER.
    pub(crate) bytes: Range<usize>,
}

/// Hash functions of signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md2,
    Md5,
    Sha1,
    Sha2(u16),
    /// EdDSA brings its own.
    Intrinsic,
    Unknown,
}

impl Hash {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Hash::Md2 => "MD2",
            Hash::Md5 => "MD5",
            Hash::Sha1 => "SHA-1",
            Hash::Sha2(224) => "SHA-224",
            Hash::Sha2(384) => "SHA-384",
            Hash::Sha2(512) => "SHA-512",
            Hash::Sha2(_) => "SHA-256",
            Hash::Intrinsic => "EdDSA",
            Hash::Unknown => "unknown hash",
        }
    }

    /// Collisions can be made, so mainstream TLS libraries refuse it.
    pub(crate) fn is_weak(self) -> bool {
        matches!(self, Hash::Md2 | Hash::Md5 | Hash::Sha1)
    }
}

/// RFC 5280 section 4.2.1.9, as far as rules read it.
#[derive(Clone, Copy)]
pub(crate) struct BasicConstraints {
    pub(crate) ca: bool,
}

/// RFC 5280 section 4.2.1.3.
#[derive(Clone, Copy)]
pub(crate) struct KeyUsage {
    pub(crate) digital_signature: bool,
    pub(crate) key_encipherment: bool,
    pub(crate) key_cert_sign: bool,
}

/// RFC 5280 section 4.2.1.12.
pub(crate) struct ExtendedKeyUsage {
    pub(crate) server_auth: bool,
    pub(crate) client_auth: bool,
    /// The purposes by name.
    pub(crate) text: String,
}

/// One entry of a subject alternative name.
pub(crate) enum AlternativeName<'a> {
    Dns(&'a str),
    /// 4 or 16 octets, or something that is no address.
    Ip(&'a [u8]),
    /// e-mail, URI, directory name and the rest.
    Other,
}

impl AlternativeName<'_> {
    /// DNS name or IP address as text, not escaped; `None` for the other forms.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            AlternativeName::Dns(name) => Some((*name).to_string()),
            AlternativeName::Ip(octets) => ip_address(octets).map(|address| address.to_string()),
            AlternativeName::Other => None,
        }
    }
}

/// An address from 4 or 16 octets.
pub(crate) fn ip_address(octets: &[u8]) -> Option<core::net::IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(octets) {
        return Some(v4.into());
    }
    <[u8; 16]>::try_from(octets).ok().map(Into::into)
}

/// Why DER is no certificate. Holds nothing of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("its DER ends before its own length says: something was cut off")]
    CutOff,
    #[error("{0} bytes follow after the end of the certificate")]
    TrailingBytes(usize),
    #[error("its DER is no X.509 certificate")]
    NotACertificate,
}

/// Reads one certificate. `der` must hold it and nothing else.
pub(crate) fn read(der: &[u8]) -> Result<Certificate<'_>, Unreadable> {
    let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| unreadable(der))?;
    if !rest.is_empty() {
        return Err(Unreadable::TrailingBytes(rest.len()));
    }
    facts(der, &parsed).ok_or(Unreadable::NotACertificate)
}

fn unreadable(der: &[u8]) -> Unreadable {
    // A header that promises more than there is: the usual sign of a lost line.
    match Any::from_der(der) {
        Err(x509_parser::der_parser::asn1_rs::Err::Incomplete(_)) => Unreadable::CutOff,
        _ => Unreadable::NotACertificate,
    }
}

fn facts<'a>(der: &'a [u8], parsed: &X509Certificate<'a>) -> Option<Certificate<'a>> {
    let tbs = &parsed.tbs_certificate;
    let message: &'a [u8] = message(der)?;
    let mut certificate = Certificate {
        der,
        version: tbs.version.0.saturating_add(1),
        subject: name(der, &tbs.subject),
        issuer: name(der, &tbs.issuer),
        not_before: tbs.validity.not_before.timestamp(),
        not_after: tbs.validity.not_after.timestamp(),
        validity_bytes: validity_bytes(der, &tbs.issuer, &tbs.subject),
        public_key: public_key(der, &tbs.subject_pki)?,
        signature: signature(der, message, parsed)?,
        basic_constraints: None,
        key_usage: None,
        extended_key_usage: None,
        subject_alternative_name: None,
        subject_key_identifier: None,
        authority_key_identifier: None,
        issuer_urls: Vec::new(),
        malformed_extensions: Vec::new(),
    };
    for extension in tbs.extensions() {
        read_extension(&mut certificate, extension);
    }
    Some(certificate)
}

fn read_extension<'a>(certificate: &mut Certificate<'a>, extension: &X509Extension<'a>) {
    let bytes = range_of(certificate.der, extension.value);
    match extension.parsed_extension() {
        ParsedExtension::BasicConstraints(found) => {
            let value = BasicConstraints { ca: found.ca };
            certificate.basic_constraints = Some(At { value, bytes });
        }
        ParsedExtension::KeyUsage(found) => {
            let value = KeyUsage {
                digital_signature: found.digital_signature(),
                key_encipherment: found.key_encipherment(),
                key_cert_sign: found.key_cert_sign(),
            };
            certificate.key_usage = Some(At { value, bytes });
        }
        ParsedExtension::ExtendedKeyUsage(found) => {
            let known = [
                (found.server_auth, "serverAuth"),
                (found.client_auth, "clientAuth"),
                (found.any, "anyExtendedKeyUsage"),
                (found.code_signing, "codeSigning"),
                (found.email_protection, "emailProtection"),
                (found.time_stamping, "timeStamping"),
                (found.ocsp_signing, "OCSPSigning"),
            ];
            let mut purposes: Vec<String> = known
                .iter()
                .filter(|(set, _)| *set)
                .map(|(_, name)| (*name).to_string())
                .collect();
            purposes.extend(found.other.iter().map(oid_text));
            let value = ExtendedKeyUsage {
                server_auth: found.server_auth,
                client_auth: found.client_auth,
                text: text::list(&purposes, 8),
            };
            certificate.extended_key_usage = Some(At { value, bytes });
        }
        ParsedExtension::SubjectAlternativeName(found) => {
            let value = found.general_names.iter().map(alternative_name).collect();
            certificate.subject_alternative_name = Some(At { value, bytes });
        }
        ParsedExtension::SubjectKeyIdentifier(found) => certificate.subject_key_identifier = Some(found.0),
        ParsedExtension::AuthorityKeyIdentifier(found) => {
            certificate.authority_key_identifier =
                found.key_identifier.as_ref().map(|identifier| identifier.0);
        }
        ParsedExtension::AuthorityInfoAccess(found) => {
            let locations = found
                .accessdescs
                .iter()
                .filter_map(|access| match access.access_location {
                    GeneralName::URI(url)
                        if access.access_method == oid::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS
                            && (url.starts_with("http://") || url.starts_with("https://")) =>
                    {
                        Some(url)
                    }
                    _ => None,
                });
            certificate.issuer_urls.extend(locations);
        }
        ParsedExtension::ParseError { .. } => {
            certificate.malformed_extensions.push(At {
                value: oid_text(&extension.oid),
                bytes,
            });
        }
        _ => {}
    }
}

fn alternative_name<'a>(name: &GeneralName<'a>) -> AlternativeName<'a> {
    match name {
        GeneralName::DNSName(name) => AlternativeName::Dns(name),
        GeneralName::IPAddress(octets) => AlternativeName::Ip(octets),
        _ => AlternativeName::Other,
    }
}

/// The TBSCertificate, header included: the first element inside the outer SEQUENCE.
fn message(der: &[u8]) -> Option<&[u8]> {
    let (_, outer) = Any::from_der(der).ok()?;
    let (rest, _) = Any::from_der(outer.data).ok()?;
    outer.data.get(..outer.data.len().checked_sub(rest.len())?)
}

fn signature<'a>(der: &'a [u8], message: &'a [u8], parsed: &X509Certificate<'a>) -> Option<Signature<'a>> {
    let start = range_of(der, message).end;
    let (rest, algorithm) = Any::from_der(der.get(start..)?).ok()?;
    let (_, bits) = Any::from_der(rest).ok()?;
    Some(Signature {
        hash: hash(&parsed.signature_algorithm),
        name: oid_text(&parsed.signature_algorithm.algorithm),
        algorithm: algorithm.data,
        message,
        // The first octet counts the unused bits; a signature has none.
        bits: bits.data.get(1..)?,
        bytes: start..der.len().checked_sub(rest.len())?,
    })
}

fn hash(algorithm: &AlgorithmIdentifier<'_>) -> Hash {
    let by_identifier = [
        (oid::OID_PKCS1_MD2WITHRSAENC, Hash::Md2),
        (oid::OID_PKCS1_MD5WITHRSAENC, Hash::Md5),
        (oid::OID_PKCS1_SHA1WITHRSA, Hash::Sha1),
        (oid::OID_SHA1_WITH_RSA, Hash::Sha1),
        (der_oid!(1.2.840.10045.4.1), Hash::Sha1),
        (oid::OID_SIG_DSA_WITH_SHA1, Hash::Sha1),
        (oid::OID_PKCS1_SHA224WITHRSA, Hash::Sha2(224)),
        (oid::OID_SIG_ECDSA_WITH_SHA224, Hash::Sha2(224)),
        (oid::OID_PKCS1_SHA256WITHRSA, Hash::Sha2(256)),
        (oid::OID_SIG_ECDSA_WITH_SHA256, Hash::Sha2(256)),
        (oid::OID_PKCS1_SHA384WITHRSA, Hash::Sha2(384)),
        (oid::OID_SIG_ECDSA_WITH_SHA384, Hash::Sha2(384)),
        (oid::OID_PKCS1_SHA512WITHRSA, Hash::Sha2(512)),
        (oid::OID_SIG_ECDSA_WITH_SHA512, Hash::Sha2(512)),
        (oid::OID_SIG_ED25519, Hash::Intrinsic),
        (oid::OID_SIG_ED448, Hash::Intrinsic),
    ];
    if let Some((_, hash)) = by_identifier
        .iter()
        .find(|(identifier, _)| algorithm.algorithm == *identifier)
    {
        return *hash;
    }
    // RSASSA-PSS names its hash in the parameters; the default is SHA-1 (RFC 4055 section 3.1).
    match SignatureAlgorithm::try_from(algorithm) {
        Ok(SignatureAlgorithm::RSASSA_PSS(parameters)) => {
            let identifier = parameters.hash_algorithm_oid();
            let known = [
                (oid::OID_NIST_HASH_SHA256, Hash::Sha2(256)),
                (oid::OID_NIST_HASH_SHA384, Hash::Sha2(384)),
                (oid::OID_NIST_HASH_SHA512, Hash::Sha2(512)),
                (oid::OID_HASH_SHA1, Hash::Sha1),
            ];
            known
                .iter()
                .find(|(known, _)| identifier == known)
                .map_or(Hash::Unknown, |(_, hash)| *hash)
        }
        _ => Hash::Unknown,
    }
}

fn public_key<'a>(der: &'a [u8], key: &SubjectPublicKeyInfo<'a>) -> Option<PublicKey<'a>> {
    let (_, outer) = Any::from_der(key.raw).ok()?;
    let (rest, algorithm) = Any::from_der(outer.data).ok()?;
    let (_, bits) = Any::from_der(rest).ok()?;
    let bits = bits.data.get(1..)?;
    Some(PublicKey {
        kind: key_kind(&key.algorithm, bits),
        algorithm: algorithm.data,
        bits,
        raw: key.raw,
        bytes: range_of(der, key.raw),
    })
}

fn key_kind(algorithm: &AlgorithmIdentifier<'_>, bits: &[u8]) -> KeyKind {
    let identifier = &algorithm.algorithm;
    if *identifier == oid::OID_PKCS1_RSAENCRYPTION || *identifier == oid::OID_PKCS1_RSASSAPSS {
        return KeyKind::Rsa(rsa_bits(bits).unwrap_or(0));
    }
    if *identifier == oid::OID_SIG_ED25519 {
        return KeyKind::Ed25519;
    }
    if *identifier == oid::OID_SIG_ED448 {
        return KeyKind::Ed448;
    }
    if *identifier != oid::OID_KEY_TYPE_EC_PUBLIC_KEY {
        return KeyKind::Other(oid_text(identifier));
    }
    let curve = algorithm
        .parameters
        .as_ref()
        .and_then(|parameters| parameters.as_oid().ok());
    KeyKind::Ec(match curve {
        Some(curve) if curve == oid::OID_EC_P256 => Curve::P256,
        Some(curve) if curve == oid::OID_NIST_EC_P384 => Curve::P384,
        Some(curve) if curve == oid::OID_NIST_EC_P521 => Curve::P521,
        Some(curve) => Curve::Other(curve_name(&curve)),
        None => Curve::Other("explicit parameters".to_string()),
    })
}

/// Curves that people meet and TLS peers do not offer.
fn curve_name(curve: &Oid<'_>) -> String {
    let known = [
        (der_oid!(1.3.132.0.10), "secp256k1"),
        (der_oid!(1.3.132.0.33), "P-224"),
        (der_oid!(1.2.840.10045.3.1.1), "P-192"),
        (der_oid!(1.3.36.3.3.2.8.1.1.7), "brainpoolP256r1"),
        (der_oid!(1.3.36.3.3.2.8.1.1.11), "brainpoolP384r1"),
        (der_oid!(1.3.36.3.3.2.8.1.1.13), "brainpoolP512r1"),
    ];
    known
        .iter()
        .find(|(known, _)| curve == known)
        .map_or_else(|| oid_text(curve), |(_, name)| (*name).to_string())
}

/// Bits of the modulus of an RSAPublicKey, RFC 8017 appendix A.1.1.
fn rsa_bits(key: &[u8]) -> Option<usize> {
    let (_, sequence) = Any::from_der(key).ok()?;
    let (_, modulus) = Any::from_der(sequence.data).ok()?;
    let significant = modulus.data.iter().position(|byte| *byte != 0)?;
    let bytes = modulus.data.get(significant..)?;
    let spare = usize::try_from(bytes.first()?.leading_zeros()).ok()?;
    bytes.len().checked_mul(8)?.checked_sub(spare)
}

fn name<'a>(der: &'a [u8], parsed: &X509Name<'a>) -> Name<'a> {
    let raw = parsed.as_raw();
    let mut folded = Vec::with_capacity(raw.len());
    let mut relative_names: Vec<String> = Vec::new();
    let mut common_name = None;
    for relative in parsed.iter() {
        let mut parts: Vec<(Vec<u8>, String)> = Vec::new();
        for attribute in relative.iter() {
            let value = attribute.attr_value();
            let string = string_value(value);
            let label = attribute_label(attribute.attr_type());
            let mut key = Vec::from(attribute.attr_type().as_bytes());
            key.push(0);
            match &string {
                Some(string) => fold(string, &mut key),
                None => key.extend_from_slice(value.data),
            }
            let shown = match &string {
                Some(string) => escape_rdn(string),
                None => format!("#{}", text::hex(value.data.get(..32).unwrap_or(value.data))),
            };
            if *attribute.attr_type() == oid::OID_X509_COMMON_NAME {
                common_name = string.map(Cow::into_owned);
            }
            parts.push((key, format!("{label}={shown}")));
        }
        parts.sort();
        for (key, _) in &parts {
            folded.extend_from_slice(&u32::try_from(key.len()).unwrap_or(u32::MAX).to_be_bytes());
            folded.extend_from_slice(key);
        }
        folded.push(b'/');
        let shown: Vec<&str> = parts.iter().map(|(_, shown)| shown.as_str()).collect();
        relative_names.push(shown.join(" + "));
    }
    relative_names.reverse();
    let text = if relative_names.is_empty() {
        "(no name)".to_string()
    } else {
        text::clip(&relative_names.join(", "), 256).into_owned()
    };
    Name {
        raw,
        folded,
        text,
        common_name,
        bytes: range_of(der, raw),
    }
}

/// The text of a DirectoryString or IA5String. BMPString is transcoded, UTF-8 taken as it is.
fn string_value<'v>(value: &'v Any<'_>) -> Option<Cow<'v, str>> {
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString => {
            core::str::from_utf8(value.data).ok().map(Cow::Borrowed)
        }
        // Latin-1 is what T61String holds in practice.
        Tag::T61String => Some(Cow::Owned(
            value.data.iter().map(|byte| char::from(*byte)).collect(),
        )),
        Tag::BmpString => {
            let (units, []) = value.data.as_chunks::<2>() else {
                return None;
            };
            let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
            char::decode_utf16(units)
                .collect::<Result<String, _>>()
                .ok()
                .map(Cow::Owned)
        }
        _ => None,
    }
}

/// Case folded, blanks at the ends dropped, runs of blanks made one (RFC 5280 section 7.1, RFC 4518).
fn fold(string: &str, folded: &mut Vec<u8>) {
    let mut words = string.split_whitespace();
    let mut push = |word: &str| {
        folded.extend(
            word.chars()
                .flat_map(char::to_lowercase)
                .collect::<String>()
                .into_bytes(),
        );
    };
    if let Some(first) = words.next() {
        push(first);
    }
    for word in words {
        push(" ");
        push(word);
    }
}

/// RFC 4514 section 2.4, then what a terminal must not see.
fn escape_rdn(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (place, character) in value.chars().enumerate() {
        let special = matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\')
            || (place == 0 && matches!(character, ' ' | '#'))
            || (place == last && character == ' ');
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    text::escape(&escaped).into_owned()
}

fn attribute_label(identifier: &Oid<'_>) -> String {
    // RFC 4514 section 3, and the ones people know by these names.
    let known = [
        (oid::OID_X509_COMMON_NAME, "CN"),
        (oid::OID_X509_LOCALITY_NAME, "L"),
        (oid::OID_X509_STATE_OR_PROVINCE_NAME, "ST"),
        (oid::OID_X509_ORGANIZATION_NAME, "O"),
        (oid::OID_X509_ORGANIZATIONAL_UNIT, "OU"),
        (oid::OID_X509_COUNTRY_NAME, "C"),
        (oid::OID_X509_STREET_ADDRESS, "STREET"),
        (oid::OID_DOMAIN_COMPONENT, "DC"),
        (oid::OID_X509_SERIALNUMBER, "serialNumber"),
        (oid::OID_PKCS9_EMAIL_ADDRESS, "emailAddress"),
    ];
    match known.iter().find(|(known, _)| identifier == known) {
        Some((_, label)) => (*label).to_string(),
        None => dotted(identifier),
    }
}

/// Short name of an object identifier, or its dotted form.
fn oid_text(identifier: &Oid<'_>) -> String {
    let registry = oid::OidRegistry::default().with_all_crypto().with_x509();
    match registry.get(identifier) {
        Some(entry) => text::escape(entry.sn()).into_owned(),
        None => dotted(identifier),
    }
}

/// Dotted form, or bytes in hex where an arc is out of any range.
fn dotted(identifier: &Oid<'_>) -> String {
    let dotted = match identifier.iter() {
        Some(arcs) => arcs
            .take(20)
            .map(|arc| arc.to_string())
            .collect::<Vec<_>>()
            .join("."),
        None => text::hex(identifier.as_bytes().get(..32).unwrap_or(identifier.as_bytes())),
    };
    text::clip(&dotted, 128).into_owned()
}

/// What lies between issuer and subject: the validity.
fn validity_bytes(der: &[u8], issuer: &X509Name<'_>, subject: &X509Name<'_>) -> Range<usize> {
    let start = range_of(der, issuer.as_raw()).end;
    let end = range_of(der, subject.as_raw()).start;
    start..end.max(start)
}

/// Where `part`, a slice of `whole`, lies in it.
fn range_of(whole: &[u8], part: &[u8]) -> Range<usize> {
    let start = part
        .as_ptr()
        .addr()
        .saturating_sub(whole.as_ptr().addr())
        .min(whole.len());
    start..start.saturating_add(part.len()).min(whole.len())
}

/// SHA-256 in lower-case hex.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    text::hex(&sha2::Sha256::digest(bytes))
}
