//! What nearly all certificates have, recognised as a whole: headers of two octets, lengths that add up, nothing that
//! could be remarked. What does not fit exactly is no fault; it is left to the readers of any DER, which are the only
//! judges. That both read the same is tested.

use core::ops::Range;

use super::At;
use super::extension_values::{AuthorityKey, BasicConstraints, ExtendedKeyUsage, KeyUsage, PURPOSES, Values};
use super::extensions::{Extension, ExtensionKind};
use crate::der::{Cursor, is_plain, read_usual_time, tag};

/// A relative name of one attribute of id-at, which is a plain string: the last arc of its kind, its value, and what
/// follows.
#[inline(always)]
pub(super) fn relative_name(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    const ATTRIBUTE: [u8; 4] = [tag::OBJECT_IDENTIFIER, 3, 0x55, 4];
    let [
        tag::SET,
        set,
        tag::SEQUENCE,
        pair,
        a,
        b,
        c,
        d,
        kind @ 0..=0x7F,
        value @ ..,
    ] = octets
    else {
        return None;
    };
    let [tag, length @ 0..=0x70, contents @ ..] = value else {
        return None;
    };
    let (contents, rest) = contents.split_at_checked(usize::from(*length))?;
    let value = value.get(..contents.len().saturating_add(2))?;
    // The pair holds identifier and value, the set holds the pair, and nothing else.
    let adds_up = *pair == length.saturating_add(7) && *set == length.saturating_add(9);
    let is_usual = adds_up && [*a, *b, *c, *d] == ATTRIBUTE && is_plain(*tag, contents);
    is_usual.then_some((*kind, value, rest))
}

/// The whole field that says version 3.
pub(super) const VERSION_3: [u8; 5] = [tag::constructed(0), 3, tag::INTEGER, 1, 2];

/// Contents of the AlgorithmIdentifier of a key on P-256 (RFC 5480 section 2.1.1).
pub(super) const P256_KEY: [u8; 19] = [
    6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7,
];

/// Of the contents of an AlgorithmIdentifier those of the object identifier: RSA with NULL as parameters, ECDSA with
/// SHA-2 without any, a key on P-256.
#[inline(always)]
pub(super) fn algorithm(contents: &[u8]) -> Option<&[u8]> {
    const RSA: [u8; 10] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1];
    const ECDSA_SHA2: [u8; 9] = [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3];
    match contents {
        [start @ .., 1..=6 | 11..=14, 5, 0] if *start == RSA => contents.get(2..11),
        [start @ .., 1..=4] if *start == ECDSA_SHA2 => contents.get(2..),
        key if *key == P256_KEY => contents.get(2..9),
        _ => None,
    }
}

/// The contents of a Validity of two UTCTimes, in seconds since 1970.
#[inline(always)]
pub(super) fn validity(contents: &[u8]) -> Option<(i64, i64)> {
    const HEADER: [u8; 2] = [tag::UTC_TIME, 13];
    let (not_before, not_after) = contents.split_first_chunk::<15>()?;
    let time = |octets: &[u8]| read_usual_time(octets.strip_prefix(&HEADER)?);
    Some((time(not_before)?, time(not_after)?))
}

/// An extension of a known kind: what it is, its value, and what follows.
#[inline(always)]
pub(super) fn extension<'a>(list: &Cursor<'a>) -> Option<(Extension<'a>, &'a [u8], &'a [u8])> {
    let octets = list.rest();
    let [
        tag::SEQUENCE,
        whole @ 0..=0x7F,
        tag::OBJECT_IDENTIFIER,
        length @ 0..=0x7F,
        after @ ..,
    ] = octets
    else {
        return None;
    };
    let (identifier, after) = after.split_at_checked(usize::from(*length))?;
    let kind = ExtensionKind::of(identifier);
    let (critical, after) = match after {
        [tag::BOOLEAN, 1, 0xFF, after @ ..] => (true, after),
        _ => (false, after),
    };
    let [tag::OCTET_STRING, length @ 0..=0x7F, after @ ..] = after else {
        return None;
    };
    let (value, rest) = after.split_at_checked(usize::from(*length))?;
    let raw = octets.get(..octets.len().saturating_sub(rest.len()))?;
    let extension = Extension {
        kind,
        critical,
        bytes: list.range_of(value),
        identifier,
        raw,
    };
    let ends_with_its_value = raw.len() == usize::from(*whole).saturating_add(2);
    (ends_with_its_value && kind != ExtensionKind::Other).then_some((extension, value, rest))
}

/// Whether the value of an extension was read.
#[inline(always)]
pub(super) fn value<'a>(
    values: &mut Values<'a>,
    kind: ExtensionKind,
    bytes: Range<usize>,
    octets: &'a [u8],
) -> bool {
    match kind {
        ExtensionKind::BasicConstraints => {
            let Some(value) = basic_constraints(octets) else {
                return false;
            };
            values.basic_constraints = Some(At { value, bytes });
        }
        ExtensionKind::KeyUsage => {
            let Some(value) = key_usage(octets) else {
                return false;
            };
            values.key_usage = Some(At { value, bytes });
        }
        ExtensionKind::ExtendedKeyUsage => {
            let Some(value) = extended_key_usage(octets) else {
                return false;
            };
            values.extended_key_usage = Some(At { value, bytes });
        }
        ExtensionKind::SubjectKeyIdentifier => {
            let Some(identifier) = contents(tag::OCTET_STRING, octets) else {
                return false;
            };
            values.subject_key_identifier = Some(identifier);
        }
        ExtensionKind::AuthorityKeyIdentifier => {
            let inside = contents(tag::SEQUENCE, octets);
            let Some(identifier) = inside.and_then(|inside| contents(tag::context(0), inside)) else {
                return false;
            };
            let value = AuthorityKey {
                has_key_identifier: true,
                has_issuer_or_serial: false,
            };
            values.authority_key_identifier = Some(identifier);
            values.authority_key = Some(At { value, bytes });
        }
        _ => return false,
    }
    true
}

/// The contents of the one element that these octets are.
#[inline(always)]
fn contents(tag: u8, octets: &[u8]) -> Option<&[u8]> {
    match octets {
        [first, length @ 0..=0x7F, contents @ ..] => {
            (*first == tag && usize::from(*length) == contents.len()).then_some(contents)
        }
        _ => None,
    }
}

/// CA or not, and how long paths may be.
fn basic_constraints(octets: &[u8]) -> Option<BasicConstraints> {
    const EMPTY: &[u8] = &[tag::SEQUENCE, 0];
    const CA: &[u8] = &[tag::SEQUENCE, 3, tag::BOOLEAN, 1, 0xFF];
    const CA_AND_LENGTH: &[u8] = &[tag::SEQUENCE, 6, tag::BOOLEAN, 1, 0xFF, tag::INTEGER, 1];
    let (ca, path_length) = match octets {
        EMPTY => (false, None),
        CA => (true, None),
        [start @ .., length @ 0..=0x7F] if start == CA_AND_LENGTH => (true, Some((*length).into())),
        _ => return None,
    };
    Some(BasicConstraints { ca, path_length })
}

/// Bits of one octet, of which the last is the last that is set.
fn key_usage(octets: &[u8]) -> Option<KeyUsage> {
    let [tag::BIT_STRING, 2, unused, bits] = octets else {
        return None;
    };
    let is_minimal = *bits != 0 && bits.trailing_zeros() == u32::from(*unused);
    is_minimal.then(|| KeyUsage::of(*bits))
}

/// Purposes of id-kp.
fn extended_key_usage(octets: &[u8]) -> Option<ExtendedKeyUsage<'_>> {
    let contents = contents(tag::SEQUENCE, octets)?;
    let (purposes, []) = contents.as_chunks::<10>() else {
        return None;
    };
    let mut usage = ExtendedKeyUsage::new(contents);
    for [tag, length, prefix @ .., last] in purposes {
        let is_usual = [*tag, *length] == [tag::OBJECT_IDENTIFIER, 8] && *prefix == PURPOSES && *last < 0x80;
        if !is_usual {
            return None;
        }
        usage.server_auth |= *last == 1;
        usage.client_auth |= *last == 2;
    }
    Some(usage)
}

#[cfg(test)]
mod tests;
