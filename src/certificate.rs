//! DER of one certificate to facts. No fact is a judgement.
//!
//! The only module that names `x509-parser` and `oid-registry`; their types do not leave it.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::ops::Range;

use oid_registry as oid;
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::{Any, FromDer as _, Oid, Tag, oid as der_oid};
use x509_parser::extensions::{ParsedExtension, X509Extension};
use x509_parser::signature_algorithm::SignatureAlgorithm;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo, X509Name};

use crate::text;

mod extensions;
mod values;

use extensions::read_extension;
pub(crate) use extensions::{
    AuthorityKey, BasicConstraints, ExtendedKeyUsage, Extension, ExtensionKind, Form, GeneralName, KeyUsage,
    NameConstraints, Subtree, ip_address,
};

/// What the rules want to know of one certificate. Slices borrow from its DER.
pub(crate) struct Certificate<'a> {
    pub(crate) der: &'a [u8],
    /// 1, 2 or 3.
    pub(crate) version: u32,
    /// The contents of the INTEGER.
    pub(crate) serial_number: At<&'a [u8]>,
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
    pub(crate) subject_alternative_name: Option<At<Vec<GeneralName<'a>>>>,
    pub(crate) name_constraints: Option<At<NameConstraints<'a>>>,
    pub(crate) subject_key_identifier: Option<&'a [u8]>,
    pub(crate) authority_key_identifier: Option<&'a [u8]>,
    /// What else the authority key identifier holds.
    pub(crate) authority_key: Option<At<AuthorityKey>>,
    /// Authority information access is there, without any access description.
    pub(crate) information_access_is_empty: bool,
    /// `http` and `https` locations of the issuer's certificate.
    pub(crate) issuer_urls: Vec<&'a str>,
    /// All of them, in their order.
    pub(crate) extensions: Vec<Extension<'a>>,
    /// Extensions that name a known type and do not decode as it, by that type's name.
    pub(crate) malformed_extensions: Vec<At<String>>,
}

impl Certificate<'_> {
    /// Whether what is absent is really absent: version 3, and every extension of a known kind decoded.
    pub(crate) fn has_readable_extensions(&self) -> bool {
        self.version == 3 && self.malformed_extensions.is_empty()
    }

    /// The first extension of this kind.
    pub(crate) fn extension(&self, kind: ExtensionKind) -> Option<&Extension<'_>> {
        self.extensions.iter().find(|extension| extension.kind == kind)
    }

    /// Whether rules about malformed or repeated extensions refuse the one of this kind, so that nobody can tell
    /// what it says.
    pub(crate) fn is_unclear(&self, kind: ExtensionKind) -> bool {
        let mut of_kind = self.extensions.iter().filter(|extension| extension.kind == kind);
        let malformed = of_kind.next().zip(self.malformed_extensions.first());
        malformed.is_some_and(|(extension, malformed)| extension.bytes == malformed.bytes)
            || of_kind.next().is_some()
    }

    /// The names of the subject alternative name.
    pub(crate) fn alternative_names(&self) -> &[GeneralName<'_>] {
        match &self.subject_alternative_name {
            Some(names) => &names.value,
            None => &[],
        }
    }

    /// Its subject is its issuer: by RFC 5280 section 6.1 neither counted for path lengths nor, above the leaf,
    /// held to name constraints.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.subject.matches(&self.issuer)
    }

    /// The first extension whose object identifier an earlier one has already.
    pub(crate) fn duplicate_extension(&self) -> Option<&Extension<'_>> {
        let mut seen = alloc::collections::BTreeSet::new();
        self.extensions
            .iter()
            .find(|extension| !seen.insert(extension.identifier_bytes()))
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
    /// Its emailAddress attributes.
    pub(crate) emails: Vec<String>,
    pub(crate) bytes: Range<usize>,
}

impl Name<'_> {
    /// Equality by RFC 5280 section 7.1.
    pub(crate) fn matches(&self, other: &Name<'_>) -> bool {
        self.raw == other.raw || self.folded == other.folded
    }

    /// A key by which equal names are equal; it begins with the key of every name above it.
    pub(crate) fn folded(&self) -> &[u8] {
        &self.folded
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }
}

/// The key that a certificate certifies.
pub(crate) struct PublicKey<'a> {
    pub(crate) kind: KeyKind,
    /// The public exponent of an RSA key, without leading zeros.
    pub(crate) rsa_exponent: Option<&'a [u8]>,
    pub(crate) is_dsa: bool,
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
    /// Its parameters, where it is RSASSA-PSS.
    pub(crate) pss: Option<PssParameters>,
    identifier: Oid<'a>,
    /// Contents of the outer AlgorithmIdentifier, without its header.
    pub(crate) algorithm: &'a [u8],
    /// What is signed: the TBSCertificate.
    pub(crate) message: &'a [u8],
    /// Contents of the BIT STRING.
    pub(crate) bits: &'a [u8],
    /// The outer AlgorithmIdentifier in the DER.
    pub(crate) bytes: Range<usize>,
}

impl Signature<'_> {
    /// Name of the whole algorithm.
    pub(crate) fn name(&self) -> String {
        oid_text(&self.identifier)
    }
}

/// Parameters of RSASSA-PSS (RFC 4055 section 3.1), the defaults filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PssParameters {
    pub(crate) hash: Hash,
    /// The hash of the mask generation function; unknown where it is not MGF1.
    pub(crate) mask_hash: Hash,
    /// Octets.
    pub(crate) salt_length: u32,
    pub(crate) trailer: u32,
}

impl PssParameters {
    /// One SHA-2 hash for both, and a salt of its length: what TLS uses (RFC 8446 section 4.2.3).
    pub(crate) fn are_usual(self) -> bool {
        let Hash::Sha2(bits) = self.hash else { return false };
        self.mask_hash == self.hash && self.salt_length == u32::from(bits / 8) && self.trailer == 1
    }
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
        serial_number: At {
            value: tbs.raw_serial(),
            bytes: range_of(der, tbs.raw_serial()),
        },
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
        name_constraints: None,
        subject_key_identifier: None,
        authority_key_identifier: None,
        authority_key: None,
        information_access_is_empty: false,
        extensions: Vec::with_capacity(tbs.extensions().len()),
        issuer_urls: Vec::new(),
        malformed_extensions: Vec::new(),
    };
    for extension in tbs.extensions() {
        read_extension(&mut certificate, extension);
    }
    Some(certificate)
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
        pss: pss_parameters(&parsed.signature_algorithm),
        identifier: parsed.signature_algorithm.algorithm.clone(),
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
    // RSASSA-PSS names its hash in the parameters.
    pss_parameters(algorithm).map_or(Hash::Unknown, |parameters| parameters.hash)
}

fn pss_parameters(algorithm: &AlgorithmIdentifier<'_>) -> Option<PssParameters> {
    if algorithm.algorithm != oid::OID_PKCS1_RSASSAPSS {
        return None;
    }
    let unreadable = PssParameters {
        hash: Hash::Unknown,
        mask_hash: Hash::Unknown,
        salt_length: 0,
        trailer: 0,
    };
    let Ok(SignatureAlgorithm::RSASSA_PSS(parameters)) = SignatureAlgorithm::try_from(algorithm) else {
        return Some(unreadable);
    };
    let mask = parameters.mask_gen_algorithm().ok();
    // MGF1 is 1.2.840.113549.1.1.8 (RFC 8017 appendix A.2.1).
    let mask = mask.filter(|mask| mask.mgf == der_oid!(1.2.840.113549.1.1.8));
    Some(PssParameters {
        hash: plain_hash(parameters.hash_algorithm_oid()),
        mask_hash: mask.map_or(Hash::Unknown, |mask| plain_hash(&mask.hash)),
        salt_length: parameters.salt_length(),
        trailer: parameters.trailer_field(),
    })
}

fn plain_hash(identifier: &Oid<'_>) -> Hash {
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

fn public_key<'a>(der: &'a [u8], key: &SubjectPublicKeyInfo<'a>) -> Option<PublicKey<'a>> {
    let (_, outer) = Any::from_der(key.raw).ok()?;
    let (rest, algorithm) = Any::from_der(outer.data).ok()?;
    let (_, bits) = Any::from_der(rest).ok()?;
    let bits = bits.data.get(1..)?;
    Some(PublicKey {
        kind: key_kind(&key.algorithm, bits),
        rsa_exponent: rsa_exponent(bits).filter(|_| is_rsa(&key.algorithm)),
        is_dsa: key.algorithm.algorithm == oid::OID_KEY_TYPE_DSA,
        algorithm: algorithm.data,
        bits,
        raw: key.raw,
        bytes: range_of(der, key.raw),
    })
}

fn key_kind(algorithm: &AlgorithmIdentifier<'_>, bits: &[u8]) -> KeyKind {
    let identifier = &algorithm.algorithm;
    if is_rsa(algorithm) {
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

fn is_rsa(algorithm: &AlgorithmIdentifier<'_>) -> bool {
    algorithm.algorithm == oid::OID_PKCS1_RSAENCRYPTION || algorithm.algorithm == oid::OID_PKCS1_RSASSAPSS
}

/// The public exponent of an RSAPublicKey, RFC 8017 appendix A.1.1.
fn rsa_exponent(key: &[u8]) -> Option<&[u8]> {
    let (_, sequence) = Any::from_der(key).ok()?;
    let (rest, _) = Any::from_der(sequence.data).ok()?;
    let (_, exponent) = Any::from_der(rest).ok()?;
    let zeros = exponent.data.iter().take_while(|byte| **byte == 0).count();
    exponent.data.get(zeros..)
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
    let mut relative_names: Vec<String> = Vec::new();
    let (mut common_name, mut emails) = (None, Vec::new());
    for relative in parsed.iter() {
        let mut shown: Vec<String> = Vec::new();
        for attribute in relative.iter() {
            let value = attribute.attr_value();
            let string = string_value(value);
            let label = attribute_label(attribute.attr_type());
            shown.push(match &string {
                Some(string) => format!("{label}={}", escape_rdn(string)),
                None => format!(
                    "{label}=#{}",
                    text::hex(value.data.get(..32).unwrap_or(value.data))
                ),
            });
            if *attribute.attr_type() == oid::OID_X509_COMMON_NAME {
                common_name = string.map(Cow::into_owned);
            } else if *attribute.attr_type() == oid::OID_PKCS9_EMAIL_ADDRESS {
                emails.extend(string.map(Cow::into_owned));
            }
        }
        shown.sort_unstable();
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
        folded: folded(parsed),
        text,
        common_name,
        emails,
        bytes: range_of(der, raw),
    }
}

/// The name as a key by which equal names are equal, and which begins with the key of every name above it: each
/// relative name is its attributes, sorted, each with its length, and a slash that no length begins with.
fn folded(parsed: &X509Name<'_>) -> Vec<u8> {
    let mut folded = Vec::with_capacity(parsed.as_raw().len());
    for relative in parsed.iter() {
        let mut keys: Vec<Vec<u8>> = Vec::new();
        for attribute in relative.iter() {
            let value = attribute.attr_value();
            let mut key = Vec::from(attribute.attr_type().as_bytes());
            key.push(0);
            match &string_value(value) {
                Some(string) => fold(string, &mut key),
                None => key.extend_from_slice(value.data),
            }
            keys.push(key);
        }
        keys.sort_unstable();
        for key in &keys {
            folded.extend_from_slice(&u32::try_from(key.len()).unwrap_or(u32::MAX).to_be_bytes());
            folded.extend_from_slice(key);
        }
        folded.push(b'/');
    }
    folded
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
