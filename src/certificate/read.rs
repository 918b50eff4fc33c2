//! The one strict pass over a certificate: every byte belongs to a field, or is noted as left over.

use super::extensions::read_extensions;
use super::key::read_public_key;
use super::name::check_name;
use super::signature::{Algorithm, read_algorithm, read_signature};
use super::{At, Certificate, Name, Unreadable};
use crate::der::{
    Broken, Cursor, Deviation, Deviations, Element, Fault, read_bits, read_integer, read_time, tag,
};

/// Reads one certificate. `der` must hold it and nothing else.
pub(crate) fn read(der: &[u8]) -> Result<Certificate<'_>, Unreadable> {
    let mut noted = Deviations::default();
    let mut whole = Cursor::new(der, 0);
    let outer = whole
        .expect_long(tag::SEQUENCE, "the SEQUENCE of the certificate", &mut noted)
        .map_err(|broken| unreadable(broken, 0))?;
    let rest = der.len().saturating_sub(outer.raw.len());
    if rest > 0 {
        return Err(Unreadable::TrailingBytes(rest));
    }
    read_outer(der, &outer, noted).map_err(|broken| unreadable(broken, outer.raw.len()))
}

fn unreadable(broken: Broken, whole: usize) -> Unreadable {
    match broken.fault {
        // The outer header promises more than there is: the usual sign of a lost line.
        Fault::CutOff if whole == 0 => Unreadable::CutOff,
        _ if whole == 0 => Unreadable::NotACertificate,
        fault => Unreadable::Broken {
            fault,
            offset: broken.offset,
        },
    }
}

fn read_outer<'a>(
    der: &'a [u8],
    outer: &Element<'a>,
    mut noted: Deviations,
) -> Result<Certificate<'a>, Broken> {
    let notes = &mut noted;
    let mut fields = outer.inside();
    let message = fields.expect_long(tag::SEQUENCE, "the part that is signed", notes)?;
    let before = notes.len();
    let what = "the signature algorithm";
    let algorithm = read_algorithm(&fields.expect(tag::SEQUENCE, what, notes)?, what, notes)?;
    let is_clean = notes.len() == before;
    let bits = fields.expect_long(tag::BIT_STRING, "the signature", notes)?;
    let (signature_bits, unused) = read_bits(&bits, notes);
    if unused > 0 {
        notes.push(Deviation::UnusedBits, bits.bytes());
    }
    fields.finish(notes);

    let mut fields = message.inside();
    let version = read_version(&mut fields, notes)?;
    let serial_number = fields.expect(tag::INTEGER, "the serial number", notes)?;
    let serial_number = At {
        value: read_integer(&serial_number, notes),
        bytes: serial_number.bytes(),
    };
    read_inner_algorithm(&mut fields, &algorithm, is_clean, notes)?;
    let issuer = fields.expect(tag::SEQUENCE, "the issuer", notes)?;
    let before = notes.len();
    let issuer_common_name = check_name(&issuer, "the issuer", notes)?;
    let is_clean = notes.len() == before;
    let validity = fields.expect(tag::SEQUENCE, "the validity", notes)?;
    let mut times = validity.inside();
    let not_before = read_one_time(&mut times, "notBefore", notes)?;
    let not_after = read_one_time(&mut times, "notAfter", notes)?;
    times.finish(notes);
    let subject = fields.expect(tag::SEQUENCE, "the subject", notes)?;
    // What is equal to something without a deviation has none either.
    let common_name = match is_clean && subject.raw == issuer.raw {
        true => issuer_common_name,
        false => check_name(&subject, "the subject", notes)?,
    };
    let public_key = read_public_key(&mut fields, notes)?;
    let mut certificate = Certificate::new(
        der,
        version,
        serial_number,
        (
            Name::new(&issuer, issuer_common_name),
            Name::new(&subject, common_name),
        ),
        (not_before, not_after, validity.bytes()),
        public_key,
        read_signature(&algorithm, message.raw, signature_bits),
    );
    read_unique_identifiers(&mut certificate, &mut fields, notes)?;
    if fields.peek() == Some(tag::constructed(3)) {
        let explicit = fields.expect_long(tag::constructed(3), "the extensions", notes)?;
        if version < 3 {
            notes.push(Deviation::FieldOfLaterVersion, explicit.bytes());
        }
        read_extensions(&mut certificate, &explicit, notes)?;
    }
    fields.finish(notes);
    certificate.deviations = noted;
    Ok(certificate)
}

/// 1, 2 or 3; 1 where it is absent, which DER demands of a DEFAULT.
fn read_version(fields: &mut Cursor<'_>, noted: &mut Deviations) -> Result<u32, Broken> {
    let at = *fields;
    let Some(explicit) = fields.read_if(tag::constructed(0), noted)? else {
        return Ok(1);
    };
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
        read_algorithm(&inner, what, noted)?;
    }
    if !is_equal {
        noted.push(Deviation::AlgorithmsDiffer, inner.bytes());
    }
    Ok(())
}

fn read_one_time(times: &mut Cursor<'_>, what: &'static str, noted: &mut Deviations) -> Result<i64, Broken> {
    if times.is_empty() {
        return Err(times.broken(Fault::Missing(what)));
    }
    read_time(&times.read(noted)?, what, noted)
}

fn read_unique_identifiers(
    certificate: &mut Certificate<'_>,
    fields: &mut Cursor<'_>,
    noted: &mut Deviations,
) -> Result<(), Broken> {
    for number in [1, 2] {
        let Some(identifier) = fields.read_if(tag::context(number), noted)? else {
            continue;
        };
        read_bits(&identifier, noted);
        noted.push(Deviation::UniqueIdentifier, identifier.bytes());
        certificate.has_unique_identifiers = true;
        if certificate.version < 2 {
            noted.push(Deviation::FieldOfLaterVersion, identifier.bytes());
        }
    }
    Ok(())
}
