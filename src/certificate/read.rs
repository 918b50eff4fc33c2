//! The one strict pass over a certificate: every byte belongs to a field, or is noted as left over.

use core::cell::OnceCell;

use super::at::At;
use super::extension_facts::Values;
use super::extensions::{Extensions, read_extensions};
use super::facts::{Certificate, Unreadable};
use super::fast_path;
use super::key::read_public_key;
use super::name::{Name, check_name};
use super::signature::{Algorithm, read_algorithm, read_signature};
use crate::der::{
    Broken, Cursor, Deviation, Deviations, Element, Fault, read_bits, read_integer, read_time, tag,
};

/// Reads one certificate. `der` must hold it and nothing else.
#[inline(never)]
pub(crate) fn read(der: &[u8]) -> Result<Certificate<'_>, Unreadable> {
    let mut deviations = Deviations::default();
    let noted = &mut deviations;
    let mut fields = read_outer(der, noted)?.inside();
    let message = fields.expect_long(tag::SEQUENCE, "the part that is signed", noted)?;
    let what = "the signature algorithm";
    let before = noted.len();
    let algorithm = read_algorithm(fields.expect(tag::SEQUENCE, what, noted)?, what, noted)?;
    let is_clean = noted.len() == before;
    let bits = fields.expect_long(tag::BIT_STRING, "the signature", noted)?;
    let (signature_bits, unused) = read_bits(&bits, noted);
    if unused > 0 {
        noted.push(Deviation::UnusedBits, bits.bytes());
    }
    fields.finish(noted);

    let mut fields = message.inside();
    let version = read_version(&mut fields, noted)?;
    let serial_number = fields.expect(tag::INTEGER, "the serial number", noted)?;
    let serial_number = At {
        value: read_integer(&serial_number, noted),
        bytes: serial_number.bytes(),
    };
    read_inner_algorithm(&mut fields, &algorithm, is_clean, noted)?;
    let issuer = fields.expect(tag::SEQUENCE, "the issuer", noted)?;
    let before = noted.len();
    let issuer_common_name = check_name(issuer, "the issuer", noted)?;
    let is_clean = noted.len() == before;
    let validity = fields.expect(tag::SEQUENCE, "the validity", noted)?;
    let (not_before, not_after) = read_validity(validity, noted)?;
    let subject = fields.expect(tag::SEQUENCE, "the subject", noted)?;
    // What is equal to something without a deviation has none either.
    let common_name = match is_clean && subject.raw == issuer.raw {
        true => issuer_common_name,
        false => check_name(subject, "the subject", noted)?,
    };
    let public_key = read_public_key(&mut fields, noted)?;
    let has_unique_identifiers = read_unique_identifiers(version, &mut fields, noted)?;
    let (mut extensions, mut values) = (Extensions::default(), Values::default());
    if fields.peek() == Some(tag::constructed(3)) {
        let explicit = fields.expect_long(tag::constructed(3), "the extensions", noted)?;
        if version < 3 {
            noted.push(Deviation::FieldOfLaterVersion, explicit.bytes());
        }
        read_extensions(explicit, &mut extensions, &mut values, noted)?;
    }
    fields.finish(noted);
    let signature = read_signature(&algorithm, message.raw, signature_bits);
    Ok(Certificate {
        der,
        version,
        serial_number,
        subject: Name::new(&subject, common_name),
        issuer: Name::new(&issuer, issuer_common_name),
        not_before,
        not_after,
        validity_bytes: validity.bytes(),
        public_key,
        signature,
        has_unique_identifiers,
        basic_constraints: values.basic_constraints,
        key_usage: values.key_usage,
        extended_key_usage: values.extended_key_usage,
        subject_alternative_name: values.subject_alternative_name,
        name_constraints: values.name_constraints,
        subject_key_identifier: values.subject_key_identifier,
        authority_key_identifier: values.authority_key_identifier,
        authority_key: values.authority_key,
        information_access_is_empty: values.information_access_is_empty,
        point_without_name: values.point_without_name,
        point_is_relative: values.point_is_relative,
        extensions,
        malformed_extensions: values.malformed,
        deviations,
        self_issued: OnceCell::new(),
    })
}

/// The element that is the whole certificate.
fn read_outer<'a>(der: &'a [u8], noted: &mut Deviations) -> Result<Element<'a>, Unreadable> {
    let mut whole = Cursor::new(der, 0);
    let outer = whole
        .expect_long(tag::SEQUENCE, "the SEQUENCE of the certificate", noted)
        .map_err(|broken| match broken.fault {
            // The header promises more than there is: the usual sign of a lost line.
            Fault::CutOff => Unreadable::CutOff,
            _ => Unreadable::NotACertificate,
        })?;
    match whole.rest().len() {
        0 => Ok(outer),
        rest => Err(Unreadable::TrailingBytes(rest)),
    }
}

impl From<Broken> for Unreadable {
    #[cold]
    fn from(broken: Broken) -> Unreadable {
        Unreadable::Broken {
            fault: broken.fault,
            offset: broken.offset,
        }
    }
}

/// 1, 2 or 3; 1 where it is absent, which DER demands of a DEFAULT.
#[inline(always)]
fn read_version(fields: &mut Cursor<'_>, noted: &mut Deviations) -> Result<u32, Broken> {
    if let Some(rest) = fields.rest().strip_prefix(&fast_path::VERSION_3) {
        fields.pass_to(rest);
        return Ok(3);
    }
    let at = *fields;
    match fields.read_if(tag::constructed(0), noted)? {
        Some(explicit) => read_any_version(explicit, at, noted),
        None => Ok(1),
    }
}

/// What is inside the explicit tag `at` a place.
#[inline(never)]
pub(super) fn read_any_version(
    explicit: Element<'_>,
    at: Cursor<'_>,
    noted: &mut Deviations,
) -> Result<u32, Broken> {
    let mut inside = explicit.inside();
    let number = inside.expect(tag::INTEGER, "the version", noted)?;
    inside.finish(noted);
    let mut version = 0u32;
    for octet in read_integer(&number, noted) {
        let shifted = version.checked_mul(256);
        version = shifted
            .and_then(|shifted| shifted.checked_add(u32::from(*octet)))
            .ok_or(at.broken(Fault::OutOfRange("the version")))?;
    }
    if number.contents.first().is_some_and(|first| *first >= 0x80) {
        return Err(at.broken(Fault::OutOfRange("the version")));
    }
    if version == 0 {
        noted.push(Deviation::DefaultEncoded, explicit.bytes());
    }
    Ok(version.saturating_add(1))
}

/// The same again. Where the outer one `is_clean`, an equal one is, too.
#[inline(always)]
fn read_inner_algorithm<'a>(
    fields: &mut Cursor<'a>,
    outer: &Algorithm<'a>,
    is_clean: bool,
    noted: &mut Deviations,
) -> Result<(), Broken> {
    let what = "the signature algorithm inside";
    let inner = fields.expect(tag::SEQUENCE, what, noted)?;
    let is_equal = inner.contents == outer.whole.contents;
    if !(is_equal && is_clean) {
        read_algorithm(inner, what, noted)?;
    }
    if !is_equal {
        noted.push(Deviation::AlgorithmsDiffer, inner.bytes());
    }
    Ok(())
}

/// notBefore and notAfter.
#[inline(always)]
fn read_validity(validity: Element<'_>, noted: &mut Deviations) -> Result<(i64, i64), Broken> {
    match fast_path::validity(validity.contents) {
        Some(both) => Ok(both),
        None => read_any_validity(validity, noted),
    }
}

#[inline(never)]
pub(super) fn read_any_validity(validity: Element<'_>, noted: &mut Deviations) -> Result<(i64, i64), Broken> {
    let mut times = validity.inside();
    let not_before = read_one_time(&mut times, "notBefore", noted)?;
    let not_after = read_one_time(&mut times, "notAfter", noted)?;
    times.finish(noted);
    Ok((not_before, not_after))
}

fn read_one_time(times: &mut Cursor<'_>, what: &'static str, noted: &mut Deviations) -> Result<i64, Broken> {
    if times.is_empty() {
        return Err(times.broken(Fault::Missing(what)));
    }
    read_time(&times.read(noted)?, what, noted)
}

/// Whether there are any.
#[inline(always)]
fn read_unique_identifiers(
    version: u32,
    fields: &mut Cursor<'_>,
    noted: &mut Deviations,
) -> Result<bool, Broken> {
    let mut has_any = false;
    for number in [1, 2] {
        let Some(identifier) = fields.read_if(tag::context(number), noted)? else {
            continue;
        };
        read_bits(&identifier, noted);
        noted.push(Deviation::UniqueIdentifier, identifier.bytes());
        has_any = true;
        if version < 2 {
            noted.push(Deviation::FieldOfLaterVersion, identifier.bytes());
        }
    }
    Ok(has_any)
}
