//! DER of a private key to facts: its form, and the numbers a provider needs to prove what it belongs to.
//!
//! The only file that names `der-parser`. Everything borrows from the decoded block, which is wiped on drop;
//! nothing here is copied, and no error of the parser is passed on.

use der_parser::asn1_rs::{Any, FromDer as _, Oid, Tag, oid};

use crate::pem::{Kind, Scan};
use crate::provider::{EcCurve, KeyMaterial};

/// One private key block.
pub(crate) struct PrivateKey<'a> {
    /// Its place among the sections of its input.
    pub(crate) section: usize,
    pub(crate) der: &'a [u8],
    pub(crate) state: State<'a>,
}

/// What could be made of a key block.
pub(crate) enum State<'a> {
    Readable(Form, KeyMaterial<'a>),
    /// Well formed, of a type that no provider proves: its name.
    Unsupported(&'static str),
    Encrypted,
    Unreadable,
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

/// All private keys of a scan, in its order.
pub(crate) fn read_all<'s>(scan: &'s Scan<'_>) -> alloc::vec::Vec<PrivateKey<'s>> {
    let sections = scan.sections().iter().enumerate();
    let keys = sections.filter(|(_, section)| section.kind().is_private_key());
    keys.map(|(place, section)| {
        let der = scan.der(section);
        let state = match section.kind() {
            Kind::EncryptedPrivateKey => State::Encrypted,
            _ => read(der).unwrap_or(State::Unreadable),
        };
        PrivateKey {
            section: place,
            der,
            state,
        }
    })
    .collect()
}

fn read(der: &[u8]) -> Option<State<'_>> {
    let (rest, key) = Any::from_der(der).ok()?;
    if !rest.is_empty() || key.tag() != Tag::Sequence {
        return None;
    }
    let (rest, version) = Any::from_der(key.data).ok()?;
    if version.tag() != Tag::Integer {
        return None;
    }
    let (_, second) = Any::from_der(rest).ok()?;
    match second.tag() {
        Tag::Sequence => pkcs8(rest),
        Tag::Integer => rsa(Form::Pkcs1, der),
        Tag::OctetString => sec1(Form::Sec1, der, None),
        _ => None,
    }
}

/// `rest` begins with the algorithm of a PrivateKeyInfo.
fn pkcs8(rest: &[u8]) -> Option<State<'_>> {
    let (rest, algorithm) = Any::from_der(rest).ok()?;
    let (_, inner) = Any::from_der(rest).ok()?;
    let (parameters, identifier) = Oid::from_der(algorithm.data).ok()?;
    if inner.tag() != Tag::OctetString {
        return None;
    }
    if identifier == oid!(1.2.840.113549.1.1.1) {
        return rsa(Form::Pkcs8, inner.data);
    }
    if identifier == oid!(1.2.840.10045.2.1) {
        let (_, curve) = Oid::from_der(parameters).ok()?;
        return sec1(Form::Pkcs8, inner.data, Some(curve));
    }
    if identifier == oid!(1.3.101.112) {
        // CurvePrivateKey, an OCTET STRING inside the OCTET STRING (RFC 8410 section 7).
        let (rest, seed) = Any::from_der(inner.data).ok()?;
        let fits = rest.is_empty() && seed.tag() == Tag::OctetString && seed.data.len() == 32;
        return fits.then_some(State::Readable(
            Form::Pkcs8,
            KeyMaterial::Ed25519 { seed: seed.data },
        ));
    }
    let name = match identifier {
        identifier if identifier == oid!(1.3.101.113) => "an Ed448 key",
        identifier if identifier == oid!(1.2.840.113549.1.1.10) => "an RSA-PSS key",
        identifier if identifier == oid!(1.2.840.10040.4.1) => "a DSA key",
        _ => "of an unknown type",
    };
    Some(State::Unsupported(name))
}

/// RSAPrivateKey: nine INTEGERs, the first zero.
fn rsa(form: Form, der: &[u8]) -> Option<State<'_>> {
    let (rest, key) = Any::from_der(der).ok()?;
    if !rest.is_empty() || key.tag() != Tag::Sequence {
        return None;
    }
    let mut fields = key.data;
    let mut modulus: &[u8] = &[];
    for place in 0..9 {
        let (rest, field) = Any::from_der(fields).ok()?;
        if field.tag() != Tag::Integer {
            return None;
        }
        if place == 1 {
            modulus = field.data;
        }
        fields = rest;
    }
    fields.is_empty().then_some(State::Readable(
        form,
        KeyMaterial::Rsa {
            private_key: der,
            modulus,
        },
    ))
}

/// ECPrivateKey: the curve stands in its own parameters or, inside PKCS#8, in the algorithm.
fn sec1<'a>(form: Form, der: &'a [u8], outer_curve: Option<Oid<'_>>) -> Option<State<'a>> {
    let (rest, key) = Any::from_der(der).ok()?;
    if !rest.is_empty() || key.tag() != Tag::Sequence {
        return None;
    }
    let (rest, _version) = Any::from_der(key.data).ok()?;
    let (mut rest, scalar) = Any::from_der(rest).ok()?;
    if scalar.tag() != Tag::OctetString {
        return None;
    }
    let mut inner_curve = None;
    while !rest.is_empty() {
        let (next, field) = Any::from_der(rest).ok()?;
        if field.tag() == Tag(0) {
            inner_curve = Some(Oid::from_der(field.data).ok()?.1);
        }
        rest = next;
    }
    let curve = match (&inner_curve, &outer_curve) {
        (Some(inner), Some(outer)) if inner != outer => return None,
        (inner, outer) => outer.as_ref().or(inner.as_ref())?,
    };
    let (curve, length) = match curve {
        curve if *curve == oid!(1.2.840.10045.3.1.7) => (EcCurve::P256, 32),
        curve if *curve == oid!(1.3.132.0.34) => (EcCurve::P384, 48),
        curve if *curve == oid!(1.3.132.0.35) => (EcCurve::P521, 66),
        _ => return Some(State::Unsupported("an EC key on a curve that TLS does not use")),
    };
    let scalar = scalar.data;
    (scalar.len() == length).then_some(State::Readable(form, KeyMaterial::Ec { curve, scalar }))
}
