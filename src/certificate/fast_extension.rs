//! The fast path of extensions, as `fast_path.rs` has it for the other fields: what does not fit exactly is left to
//! `extension_values.rs`, which alone judges.

use core::ops::Range;

use super::at::At;
use super::extension::{Extension, ExtensionKind};
use super::extension_facts::{AuthorityKey, BasicConstraints, ExtendedKeyUsage, KeyUsage, PURPOSES, Values};
use crate::der::{Cursor, tag};

/// An extension of a known kind: what it is, its value, and what follows.
#[inline(always)]
pub(super) fn extension<'a>(list: &Cursor<'a>) -> Option<(Extension<'a>, &'a [u8], &'a [u8])> {
    let octets = list.rest();
    let [tag::SEQUENCE, whole @ 0..=0x7F, ..] = octets else {
        return None;
    };
    let (raw, rest) = octets.split_at_checked(usize::from(*whole).saturating_add(2))?;
    let [_, _, tag::OBJECT_IDENTIFIER, length @ 0..=0x7F, after @ ..] = raw else {
        return None;
    };
    let (identifier, after) = after.split_at_checked(usize::from(*length))?;
    let kind = ExtensionKind::of(identifier);
    let (critical, after) = match after {
        [tag::BOOLEAN, 1, 0xFF, after @ ..] => (true, after),
        _ => (false, after),
    };
    let value = contents(tag::OCTET_STRING, after)?;
    let extension = Extension {
        kind,
        critical,
        bytes: list.range_of(value),
        identifier,
        raw,
    };
    (kind != ExtensionKind::Other).then_some((extension, value, rest))
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
                issuer: None,
                serial: None,
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
    is_minimal.then(|| KeyUsage::of(&[*bits]))
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
