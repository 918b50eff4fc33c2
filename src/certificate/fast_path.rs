//! What nearly all certificates have, recognised as a whole: headers of two octets, lengths that add up, nothing that
//! could be remarked. What does not fit exactly is no fault; it is left to the readers of any DER, which are the only
//! judges. That both read the same is tested.

use crate::der::{is_plain, read_time_fast, tag};

/// An RDN of one attribute of id-at, which is a plain string: the last arc of its kind, its value, and what
/// follows.
#[inline(always)]
pub(super) fn rdn(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
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
    let time = |octets: &[u8]| read_time_fast(octets.strip_prefix(&HEADER)?);
    Some((time(not_before)?, time(not_after)?))
}
