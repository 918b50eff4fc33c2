//! The forms of a private key: PKCS#8, and the older ones of RSA (PKCS#1) and of curves (SEC 1).

use clap::ValueEnum;
use memchr::memmem;

use super::ber::{Damage, Input, tag};
use super::der::{number, tlv};
use super::key::pem;
use crate::input::base64;
use crate::input::files::Secret;

/// How a private key is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyForm {
    /// BEGIN PRIVATE KEY, which every program of today reads
    Pkcs8,
    /// BEGIN RSA PRIVATE KEY, for old programs
    Pkcs1,
    /// BEGIN EC PRIVATE KEY, for old programs
    Sec1,
}

/// 1.2.840.113549.1.1.1.
const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
/// 1.2.840.10045.2.1.
const EC: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

const CONTEXT_1: u8 = 0xA1;

/// The first private key of a text as PKCS#8. The error is words for people.
pub(crate) fn pkcs8(text: &[u8]) -> Result<Secret, String> {
    let (label, der) = block(text)?;
    let wrapped = match label {
        "PRIVATE KEY" => first_version(der),
        "RSA PRIVATE KEY" => {
            let algorithm = tlv(tag::SEQUENCE, &[&tlv(tag::OID, &[RSA]), &tlv(tag::NULL, &[])]);
            Ok(info(&algorithm, &der))
        }
        _ => of_curve(&der),
    };
    wrapped.map_err(unreadable)
}

/// The first private key of a text in PEM of this form. The error is words for people.
pub(crate) fn converted(text: &[u8], form: KeyForm) -> Result<Secret, String> {
    let der = pkcs8(text)?;
    if form == KeyForm::Pkcs8 {
        return Ok(pem("PRIVATE KEY", &der));
    }
    let Info {
        algorithm,
        parameters,
        key,
    } = read_info(&der).map_err(unreadable)?;
    match (form, algorithm) {
        (KeyForm::Pkcs1, RSA) => Ok(pem("RSA PRIVATE KEY", key)),
        (KeyForm::Sec1, EC) => {
            let key = with_curve(key, parameters).map_err(unreadable)?;
            Ok(pem("EC PRIVATE KEY", &key))
        }
        (KeyForm::Pkcs1, _) => {
            Err("the private key is not of RSA, so there is no PKCS#1 of it; give --key-form pkcs8".into())
        }
        _ => Err("the private key is not of a curve that SEC 1 knows; give --key-form pkcs8".into()),
    }
}

fn unreadable(_: Damage) -> String {
    "the private key cannot be read; pemvet check tells why".into()
}

/// The label and the content of the first private key.
fn block(text: &[u8]) -> Result<(&'static str, Secret), String> {
    let found = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"]
        .into_iter()
        .find_map(|label| {
            let begin = format!("-----BEGIN {label}-----");
            let at = memmem::find(text, begin.as_bytes())?;
            let body = text.get(at.checked_add(begin.len())?..)?;
            Some((label, body.get(..memmem::find(body, b"-----END ")?)?))
        });
    let (label, body) = found.ok_or("there is no private key in PEM without a password")?;
    let decoded = base64::decode(body).ok_or("the private key is no base64; pemvet check tells more")?;
    Ok((label, decoded.bytes))
}

/// PrivateKeyInfo of RFC 5208.
fn info(algorithm: &[u8], key: &[u8]) -> Secret {
    tlv(
        tag::SEQUENCE,
        &[&number(0), algorithm, &tlv(tag::OCTET_STRING, &[key])],
    )
}

/// PKCS#8 of version 1, the second less its public key, which OpenSSL does not read.
fn first_version(der: Secret) -> Result<Secret, Damage> {
    let mut info = Input::new(&der).sequence()?;
    if info.integer()? == 0 {
        return Ok(der);
    }
    let algorithm = info.expect(tag::SEQUENCE)?;
    let key = info.expect(tag::OCTET_STRING)?;
    Ok(self::info(algorithm.whole, key.contents.bytes()))
}

/// ECPrivateKey of RFC 5915 as PKCS#8, where the curve stands beside it and not in it.
fn of_curve(der: &[u8]) -> Result<Secret, Damage> {
    let mut key = Input::new(der).sequence()?;
    let damage = key.damage();
    let version = key.expect(tag::INTEGER)?;
    let secret = key.expect(tag::OCTET_STRING)?;
    let curve = key.optional(tag::CONTEXT_0)?.ok_or(damage)?;
    let public = key.optional(CONTEXT_1)?;
    let public = public.map(|it| it.whole).unwrap_or_default();
    let algorithm = tlv(tag::SEQUENCE, &[&tlv(tag::OID, &[EC]), curve.contents.bytes()]);
    Ok(info(
        &algorithm,
        &tlv(tag::SEQUENCE, &[version.whole, secret.whole, public]),
    ))
}

/// What PKCS#8 holds.
struct Info<'a> {
    algorithm: &'a [u8],
    parameters: &'a [u8],
    key: &'a [u8],
}

fn read_info(der: &[u8]) -> Result<Info<'_>, Damage> {
    let mut info = Input::new(der).sequence()?;
    info.expect(tag::INTEGER)?;
    let mut algorithm = info.sequence()?;
    let oid = algorithm.oid()?;
    let key = info.expect(tag::OCTET_STRING)?.contents.bytes();
    Ok(Info {
        algorithm: oid,
        parameters: algorithm.bytes(),
        key,
    })
}

/// ECPrivateKey with its curve in it.
fn with_curve(der: &[u8], curve: &[u8]) -> Result<Secret, Damage> {
    let mut key = Input::new(der).sequence()?;
    let version = key.expect(tag::INTEGER)?;
    let secret = key.expect(tag::OCTET_STRING)?;
    key.optional(tag::CONTEXT_0)?;
    let public = key.optional(CONTEXT_1)?;
    let public = public.map(|it| it.whole).unwrap_or_default();
    let curve = tlv(tag::CONTEXT_0, &[curve]);
    Ok(tlv(tag::SEQUENCE, &[version.whole, secret.whole, &curve, public]))
}

#[cfg(test)]
mod tests {
    use super::{KeyForm, converted};

    fn key(name: &str) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/keyforms/");
        let text = std::fs::read_to_string(format!("{folder}{name}.key")).expect("a key");
        let begin = text.find("-----BEGIN").expect("a block");
        text[begin..].into()
    }

    #[test]
    fn keys_are_converted_as_openssl_does_it() {
        for (from, form, to) in [
            ("rsa-pkcs8", KeyForm::Pkcs1, "rsa-pkcs1"),
            ("rsa-pkcs1", KeyForm::Pkcs8, "rsa-pkcs8"),
            ("p256-pkcs8", KeyForm::Sec1, "p256-sec1"),
            ("p256-sec1", KeyForm::Pkcs8, "p256-pkcs8"),
            ("p384-pkcs8", KeyForm::Sec1, "p384-sec1"),
            ("p521-sec1", KeyForm::Pkcs8, "p521-pkcs8"),
            ("ed25519-pkcs8-v2", KeyForm::Pkcs8, "ed25519-pkcs8"),
        ] {
            let made = converted(key(from).as_bytes(), form).expect("a key");
            assert!(made.as_slice() == key(to).as_bytes(), "{from} is not as {to}");
        }
    }

    #[test]
    fn what_has_no_such_form_is_told() {
        for (from, form) in [
            ("ed25519-pkcs8", KeyForm::Sec1),
            ("rsa-pkcs8", KeyForm::Sec1),
            ("p256-sec1", KeyForm::Pkcs1),
        ] {
            let error = converted(key(from).as_bytes(), form).expect_err(from);
            assert!(error.contains("--key-form pkcs8"), "{error}");
        }
    }
}
