//! The certificate that would come of a request, so that the rules about certificates can judge it.

use super::der::{BIT_STRING, INTEGER, OBJECT_IDENTIFIER, SEQUENCE, SET, wrap};
use super::parsed::{BASIC_CONSTRAINTS, Parsed, is_ca};

/// sha256WithRSAEncryption with NULL: what a CA signs with is not the request's to say.
const SIGNATURE: &[u8] = &[
    0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00,
];
/// commonName, 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const UTF8_STRING: u8 = 0x0C;
const VERSION: u8 = 0xA0;
const EXTENSIONS: u8 = 0xA3;

/// DER of a certificate with the request's subject, key and extensions, at a time when it is valid. Issuer, serial number,
/// validity and signature stand for those that the CA will choose: no rule about them may speak.
pub(super) fn certificate(request: &Parsed<'_>, is_authority: bool) -> Vec<u8> {
    let issuer = {
        let kind = wrap(OBJECT_IDENTIFIER, &[COMMON_NAME]);
        let value = wrap(UTF8_STRING, &[b"the CA that will sign this request"]);
        wrap(SEQUENCE, &[&wrap(SET, &[&wrap(SEQUENCE, &[&kind, &value])])])
    };
    let validity = wrap(
        SEQUENCE,
        &[
            &wrap(UTC_TIME, &[b"700101000000Z"]),
            &wrap(GENERALIZED_TIME, &[b"99991231235959Z"]),
        ],
    );
    // What asks for a CA is told by itself; the rest is judged as that of a leaf.
    let asked = request.extensions.iter();
    let kept: Vec<&[u8]> = asked
        .filter(|asked| is_authority || asked.kind != BASIC_CONSTRAINTS || !is_ca(asked.value))
        .map(|asked| asked.whole)
        .collect();
    let extensions = match kept.as_slice() {
        [] => Vec::new(),
        kept => wrap(EXTENSIONS, &[&wrap(SEQUENCE, kept)]),
    };
    let to_be_signed = wrap(
        SEQUENCE,
        &[
            &wrap(VERSION, &[&wrap(INTEGER, &[&[2]])]),
            &wrap(INTEGER, &[&[1]]),
            SIGNATURE,
            &issuer,
            &validity,
            request.subject,
            request.public_key,
            &extensions,
        ],
    );
    let signature = wrap(BIT_STRING, &[&[0; 257]]);
    wrap(SEQUENCE, &[&to_be_signed, SIGNATURE, &signature])
}

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
