//! DER of a private key to facts: its form, the numbers that prove what it belongs to, or the class of its damage.
//!
//! The only file that names `der-parser`. Everything borrows from the decoded block, which is wiped on drop;
//! nothing here is copied, and no error of the parser is passed on.

use alloc::vec::Vec;

use der_parser::asn1_rs::{Any, Class, FromDer as _, Oid, Tag, oid};

use crate::certificate::{KeyKind, post_quantum};
use crate::keys::damage::Damage;
use crate::keys::rsa::{self, RsaNumbers, without_zeros};
use crate::pem::{Kind, Scan};
use crate::provider::{EcCurve, KeyMaterial, MlDsa};

/// Private keys of one input that are read. A file has one; sixteen leave room for a key store printed as text,
/// and bound the arithmetic at some milliseconds for keys of the largest size.
pub(crate) const MOST_KEYS: usize = 16;

/// The private keys of one input.
pub(crate) struct Keys<'a> {
    /// The first [`MOST_KEYS`], in the order of the input.
    pub(crate) read: Vec<PrivateKey<'a>>,
    /// How many there are, read or not.
    pub(crate) found: usize,
}

/// One private key block.
pub(crate) struct PrivateKey<'a> {
    /// Its place among the sections of its input.
    pub(crate) section: usize,
    pub(crate) der: &'a [u8],
    pub(crate) state: State<'a>,
    /// PKCS#8 version 2 with the public key in it (RFC 5958 section 2).
    pub(crate) has_public_key: bool,
}

/// Types of key, as far as they tell that a key cannot belong to a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Rsa,
    /// Of more than 8192 bits.
    LargeRsa,
    /// On a curve that may be any.
    Ec,
    /// On none of the curves that TLS uses, as far as its name tells.
    OtherCurve,
    Ed448,
    MlDsa(MlDsa),
    Other,
}

impl Family {
    /// Whether such a private key may belong to a public key of this kind.
    pub(crate) fn may_be(self, kind: &KeyKind) -> bool {
        match self {
            Family::Rsa => matches!(kind, KeyKind::Rsa(_)),
            Family::LargeRsa => matches!(kind, KeyKind::Rsa(bits) if *bits > 8192),
            Family::Ec => matches!(kind, KeyKind::Ec(_)),
            Family::OtherCurve => matches!(kind, KeyKind::OtherEc(_)),
            Family::Ed448 => *kind == KeyKind::Ed448,
            Family::MlDsa(parameters) => *kind == KeyKind::MlDsa(parameters),
            Family::Other => matches!(kind, KeyKind::Other(_) | KeyKind::PostQuantum(_)),
        }
    }
}

/// What could be made of a key block.
pub(crate) enum State<'a> {
    /// RSA whose numbers fit each other: whose modulus and exponent these are, holds the private key.
    Rsa {
        form: Form,
        modulus: &'a [u8],
        public_exponent: &'a [u8],
    },
    /// A key that a provider proves.
    Curve {
        form: Form,
        material: KeyMaterial<'a>,
        /// The public key that the block claims for itself.
        claimed: Option<&'a [u8]>,
    },
    /// Well formed, of a type that nobody here proves: its name, with an article.
    Unsupported(&'static str, Family),
    Encrypted(Encryption),
    Unreadable(Damage),
}

impl State<'_> {
    /// Whether it can be told what the key belongs to.
    pub(crate) fn can_be_checked(&self) -> bool {
        matches!(self, State::Rsa { .. } | State::Curve { .. })
    }
}

/// The three structures that private keys come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// RFC 5208, RFC 5958.
    Pkcs8,
    /// RFC 8017 appendix A.1.2.
    Pkcs1,
    /// RFC 5915.
    Sec1,
}

/// The two styles of password protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// `ENCRYPTED PRIVATE KEY`, RFC 5958 section 3.
    Pkcs8,
    /// `Proc-Type: 4,ENCRYPTED` in the block, RFC 1421 section 4.6.1.1.
    Traditional,
}

/// The first [`MOST_KEYS`] private keys of a scan, in its order.
pub(crate) fn read_all<'s>(scan: &'s Scan<'_>) -> Keys<'s> {
    let sections = scan.sections().iter().enumerate();
    let keys = sections.filter(|(_, section)| section.kind().is_private_key());
    let found = keys.clone().count();
    let read = keys.take(MOST_KEYS).map(|(place, section)| {
        let der = scan.der(section);
        let mut has_public_key = false;
        let state = match section.kind() {
            // The traditional style encrypts what would be DER; PKCS#8 wraps it in DER.
            Kind::EncryptedPrivateKey if der.first() == Some(&0x30) => State::Encrypted(Encryption::Pkcs8),
            Kind::EncryptedPrivateKey => State::Encrypted(Encryption::Traditional),
            _ => read(der, &mut has_public_key).unwrap_or_else(State::Unreadable),
        };
        PrivateKey {
            section: place,
            der,
            state,
            has_public_key,
        }
    });
    Keys {
        read: read.collect(),
        found,
    }
}

/// Whether a certificate's `subjectPublicKey` is an RSAPublicKey of just these numbers.
pub(crate) fn is_rsa_public_key(public_key: &[u8], modulus: &[u8], public_exponent: &[u8]) -> bool {
    let numbers = contents(public_key, Tag::Sequence).and_then(|fields| {
        let (fields, its_modulus) = element(fields, Tag::Integer)?;
        let (rest, its_exponent) = element(fields, Tag::Integer)?;
        Ok((its_modulus, its_exponent, rest.is_empty()))
    });
    numbers.is_ok_and(|(its_modulus, its_exponent, complete)| {
        complete
            && without_zeros(its_modulus) == without_zeros(modulus)
            && without_zeros(its_exponent) == without_zeros(public_exponent)
    })
}

/// The first element of `der`, of any universal type or context tag, and what follows it.
fn any(der: &[u8]) -> Result<(&[u8], Any<'_>), Damage> {
    Any::from_der(der).map_err(|_| Damage::Structure)
}

/// The contents of the first element of `der`, which must be of this universal type, and what follows it.
fn element(der: &[u8], tag: Tag) -> Result<(&[u8], &[u8]), Damage> {
    let (rest, element) = any(der)?;
    let fits = element.class() == Class::Universal && element.tag() == tag;
    fits.then_some((rest, element.data)).ok_or(Damage::Structure)
}

/// As [`element`], for one that nothing may follow.
fn contents(der: &[u8], tag: Tag) -> Result<&[u8], Damage> {
    let (rest, contents) = element(der, tag)?;
    rest.is_empty().then_some(contents).ok_or(Damage::Structure)
}

/// The next element as a number that is not negative, without its sign octet.
fn number<'a>(fields: &mut &'a [u8]) -> Result<&'a [u8], Damage> {
    let (rest, number) = element(fields, Tag::Integer)?;
    *fields = rest;
    match number {
        [] => Err(Damage::Structure),
        [0x80..=0xFF, ..] => Err(Damage::OutOfRange),
        [0, magnitude @ ..] => Ok(magnitude),
        magnitude => Ok(magnitude),
    }
}

fn read<'a>(der: &'a [u8], has_public_key: &mut bool) -> Result<State<'a>, Damage> {
    let fields = contents(der, Tag::Sequence)?;
    let (rest, version) = element(fields, Tag::Integer)?;
    match any(rest)?.1.tag() {
        Tag::Sequence => pkcs8(rest, version, has_public_key),
        Tag::Integer if is_dsa(rest) => Ok(State::Unsupported(DSA, Family::Other)),
        Tag::Integer => rsa(Form::Pkcs1, der, None),
        Tag::OctetString => sec1(Form::Sec1, der, None, None),
        _ => Err(Damage::Structure),
    }
}

const DSA: &str = "a DSA key";

/// Whether five numbers are left, as behind the version of OpenSSL's own form of a DSA key; RSA has eight.
fn is_dsa(mut numbers: &[u8]) -> bool {
    let mut count = 0u8;
    while let Ok((rest, _)) = element(numbers, Tag::Integer) {
        numbers = rest;
        count = count.saturating_add(1);
    }
    count == 5 && numbers.is_empty()
}

/// `rest` begins with the algorithm of a PrivateKeyInfo or OneAsymmetricKey.
fn pkcs8<'a>(rest: &'a [u8], version: &[u8], has_public_key: &mut bool) -> Result<State<'a>, Damage> {
    // Version 2 (written as 1) is the one with a public key; the two are not held against each other, since
    // OpenSSL reads either.
    if !matches!(version, [0 | 1]) {
        return Err(Damage::Structure);
    }
    let (rest, algorithm) = element(rest, Tag::Sequence)?;
    let (mut rest, inner) = element(rest, Tag::OctetString)?;
    let (parameters, identifier) = element(algorithm, Tag::Oid)?;
    let named = post_quantum::named(identifier).map(|it| it.family);
    let identifier = Oid::new(identifier.into());
    let mut claimed = None;
    while !rest.is_empty() {
        let (next, field) = any(rest)?;
        match (field.class(), field.tag()) {
            (Class::ContextSpecific, Tag(0)) if field.header.is_constructed() => {}
            (Class::ContextSpecific, Tag(1)) => {
                *has_public_key = true;
                claimed = Some(bit_string(field.data)?);
            }
            _ => return Err(Damage::Structure),
        }
        rest = next;
    }
    if identifier == oid!(1.2.840.113549.1.1.1) {
        return rsa(Form::Pkcs8, inner, claimed);
    }
    if identifier == oid!(1.2.840.10045.2.1) {
        return sec1(Form::Pkcs8, inner, Some(parameters), claimed);
    }
    if identifier == oid!(1.3.101.112) {
        // CurvePrivateKey, an OCTET STRING inside the OCTET STRING (RFC 8410 section 7).
        let seed = contents(inner, Tag::OctetString)?;
        let fits = seed.len() == 32 && claimed.is_none_or(|claimed| claimed.len() == 32);
        return fits
            .then_some(curve(Form::Pkcs8, KeyMaterial::Ed25519 { seed }, claimed))
            .ok_or(Damage::Structure);
    }
    if let Some(post_quantum::Family::MlDsa(parameters)) = named {
        return ml_dsa(parameters, inner, claimed);
    }
    let (name, family) = match identifier {
        _ if named == Some(post_quantum::Family::SlhDsa) => ("an SLH-DSA key", Family::Other),
        _ if named == Some(post_quantum::Family::HashMlDsa) => ("a HashML-DSA key", Family::Other),
        _ if named == Some(post_quantum::Family::Composite) => ("a composite ML-DSA key", Family::Other),
        _ if named == Some(post_quantum::Family::MlKem) => {
            ("an ML-KEM key, which cannot sign", Family::Other)
        }
        identifier if identifier == oid!(1.3.101.113) => ("an Ed448 key", Family::Ed448),
        identifier if identifier == oid!(1.2.840.113549.1.1.10) => ("an RSA-PSS key", Family::Rsa),
        identifier if identifier == oid!(1.2.840.10040.4.1) => (DSA, Family::Other),
        identifier if identifier == oid!(1.3.101.110) => ("an X25519 key, which cannot sign", Family::Other),
        identifier if identifier == oid!(1.3.101.111) => ("an X448 key, which cannot sign", Family::Other),
        _ => ("of an unknown type", Family::Other),
    };
    Ok(State::Unsupported(name, family))
}

/// Octets of an ML-DSA seed (RFC 9881 section 6).
const ML_DSA_SEED: usize = 32;

/// ML-DSA-PrivateKey (RFC 9881 section 6): the seed under \[0\], the expanded key, or a row of both. Borrows, as everything here.
fn ml_dsa<'a>(parameters: MlDsa, inner: &'a [u8], claimed: Option<&'a [u8]>) -> Result<State<'a>, Damage> {
    let is_expanded = |octets: &[u8]| octets.len() == parameters.expanded_key_octets();
    // What was written before the RFC, without a header; OpenSSL reads it all the same, so it is no damage.
    if inner.len() == ML_DSA_SEED || is_expanded(inner) {
        let name = "an ML-DSA key in a form from before RFC 9881";
        return Ok(State::Unsupported(name, Family::MlDsa(parameters)));
    }
    let (rest, element) = any(inner)?;
    let (seed, expanded) = match (element.class(), element.tag()) {
        (Class::ContextSpecific, Tag(0)) if !element.header.is_constructed() => (Some(element.data), None),
        (Class::Universal, Tag::OctetString) => (None, Some(element.data)),
        (Class::Universal, Tag::Sequence) => {
            let (rest, seed) = self::element(element.data, Tag::OctetString)?;
            (Some(seed), Some(contents(rest, Tag::OctetString)?))
        }
        _ => return Err(Damage::Structure),
    };
    let fits = rest.is_empty()
        && seed.is_none_or(|seed| seed.len() == ML_DSA_SEED)
        && expanded.is_none_or(is_expanded)
        && claimed.is_none_or(|claimed| claimed.len() == parameters.public_key_octets());
    let material = KeyMaterial::MlDsa {
        parameters,
        seed,
        expanded,
    };
    fits.then_some(curve(Form::Pkcs8, material, claimed))
        .ok_or(Damage::Structure)
}

/// The contents of a BIT STRING of whole octets.
fn bit_string(contents: &[u8]) -> Result<&[u8], Damage> {
    match contents {
        [0, octets @ ..] => Ok(octets),
        _ => Err(Damage::Structure),
    }
}

fn curve<'a>(form: Form, material: KeyMaterial<'a>, claimed: Option<&'a [u8]>) -> State<'a> {
    State::Curve {
        form,
        material,
        claimed,
    }
}

/// RSAPrivateKey: nine INTEGERs, the first zero.
fn rsa<'a>(form: Form, der: &'a [u8], claimed: Option<&[u8]>) -> Result<State<'a>, Damage> {
    let mut fields = contents(der, Tag::Sequence)?;
    let (rest, version) = element(fields, Tag::Integer)?;
    fields = rest;
    match version {
        [0] => {}
        [1] => {
            return Ok(State::Unsupported(
                "an RSA key with more than two primes",
                Family::Rsa,
            ));
        }
        _ => return Err(Damage::Structure),
    }
    let numbers = RsaNumbers {
        modulus: without_zeros(number(&mut fields)?),
        public_exponent: without_zeros(number(&mut fields)?),
        private_exponent: number(&mut fields)?,
        primes: [number(&mut fields)?, number(&mut fields)?],
        exponents: [number(&mut fields)?, number(&mut fields)?],
        coefficient: number(&mut fields)?,
    };
    if !fields.is_empty() {
        return Err(Damage::Structure);
    }
    let RsaNumbers {
        modulus,
        public_exponent,
        ..
    } = numbers;
    if modulus.len() > rsa::MOST_RSA_OCTETS {
        return Ok(State::Unsupported(
            "an RSA key of more than 8192 bits",
            Family::LargeRsa,
        ));
    }
    // Two INTEGERs of zero: some key stores keep neither primes nor what is computed from them.
    if numbers.primes.iter().all(|prime| without_zeros(prime).is_empty()) {
        return Ok(State::Unsupported("an RSA key without its primes", Family::Rsa));
    }
    rsa::check_rsa(&numbers)?;
    if claimed.is_some_and(|claimed| !is_rsa_public_key(claimed, modulus, public_exponent)) {
        return Err(Damage::PublicHalf);
    }
    Ok(State::Rsa {
        form,
        modulus,
        public_exponent,
    })
}

/// ECPrivateKey: the curve stands in its own parameters or, inside PKCS#8, in those of the algorithm.
fn sec1<'a>(
    form: Form,
    der: &'a [u8],
    outer_parameters: Option<&[u8]>,
    outer_claim: Option<&'a [u8]>,
) -> Result<State<'a>, Damage> {
    let fields = contents(der, Tag::Sequence)?;
    let (rest, version) = element(fields, Tag::Integer)?;
    let (mut rest, scalar) = element(rest, Tag::OctetString)?;
    let (mut parameters, mut claimed) = (outer_parameters, outer_claim);
    while !rest.is_empty() {
        let (next, field) = any(rest)?;
        match (field.class(), field.tag()) {
            (Class::ContextSpecific, Tag(0)) => {
                if outer_parameters.is_some_and(|outer| outer != field.data) {
                    return Err(Damage::Structure);
                }
                parameters = Some(field.data);
            }
            (Class::ContextSpecific, Tag(1)) => {
                let inner = bit_string(contents(field.data, Tag::BitString)?)?;
                if outer_claim.is_some_and(|outer| outer != inner) {
                    return Err(Damage::PublicHalf);
                }
                claimed = Some(inner);
            }
            _ => return Err(Damage::Structure),
        }
        rest = next;
    }
    if version != [1] {
        return Err(Damage::Structure);
    }
    let Some(parameters) = parameters else {
        return Ok(State::Unsupported(
            "an EC key that does not name its curve",
            Family::Ec,
        ));
    };
    let Ok(identifier) = contents(parameters, Tag::Oid) else {
        return Ok(State::Unsupported(
            "an EC key with parameters in place of a curve's name",
            Family::OtherCurve,
        ));
    };
    let named = match Oid::new(identifier.into()) {
        identifier if identifier == oid!(1.2.840.10045.3.1.7) => EcCurve::P256,
        identifier if identifier == oid!(1.3.132.0.34) => EcCurve::P384,
        identifier if identifier == oid!(1.3.132.0.35) => EcCurve::P521,
        _ => {
            return Ok(State::Unsupported(
                "an EC key on a curve that TLS does not use",
                Family::OtherCurve,
            ));
        }
    };
    let order = rsa::order(named);
    if scalar.len() < order.len() {
        // RFC 5915 wants it padded; OpenSSL reads it all the same, so it is no damage.
        return Ok(State::Unsupported(
            "an EC key that is shorter than its curve requires",
            Family::Ec,
        ));
    }
    if !rsa::is_scalar(order, scalar) {
        return Err(Damage::OutOfRange);
    }
    // A compressed point cannot be held against the derived one here; the private half alone decides then.
    let claimed = claimed.filter(|point| !matches!(point, [2 | 3, ..]));
    let material = KeyMaterial::Ec { curve: named, scalar };
    Ok(curve(form, material, claimed))
}
