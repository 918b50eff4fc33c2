use alloc::vec::Vec;

use base64ct::{Base64Unpadded, Encoding as _};
use zeroize::Zeroizing;

/// Why a body is not base64. `offset` counts from the start of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    pub(super) offset: usize,
    pub(super) reason: Reason,
}

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A byte outside the alphabet, or one after the padding.
    Character,
    /// The characters do not come in fours, or bits that must be zero are not.
    Length,
}

const SKIP: u8 = 64;
const PAD: u8 = 65;
const BAD: u8 = 66;

/// Value of each byte: 0 to 63, or one of the three constants above. RFC 4648 section 4.
static VALUES: [u8; 256] = values();

#[expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::arithmetic_side_effects,
    reason = "evaluated by the compiler, which refuses a mistake"
)]
const fn values() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [BAD; 256];
    let mut value: u8 = 0;
    while value < 64 {
        table[alphabet[value as usize] as usize] = value;
        value += 1;
    }
    table[b' ' as usize] = SKIP;
    table[b'\t' as usize] = SKIP;
    table[b'\r' as usize] = SKIP;
    table[b'\n' as usize] = SKIP;
    table[b'=' as usize] = PAD;
    table
}

fn value(byte: u8) -> u8 {
    VALUES.get(usize::from(byte)).copied().unwrap_or(BAD)
}

/// Appends the decoded `body` to `out`; blanks and line ends are passed over. On failure `out` is as before.
///
/// Uses tables: only for what is public.
pub(super) fn decode(body: &[u8], out: &mut Vec<u8>) -> Result<(), Invalid> {
    let before = out.len();
    let result = decode_into(body, out);
    if result.is_err() {
        out.truncate(before);
    }
    result
}

fn decode_into(body: &[u8], out: &mut Vec<u8>) -> Result<(), Invalid> {
    let end = || Invalid {
        offset: body.len(),
        reason: Reason::Length,
    };
    let (mut group, mut held, mut padding) = (0u32, 0u8, 0u8);
    for (offset, &byte) in body.iter().enumerate() {
        match value(byte) {
            SKIP => {}
            PAD => padding = padding.saturating_add(1),
            BAD => {
                return Err(Invalid {
                    offset,
                    reason: Reason::Character,
                });
            }
            _ if padding > 0 => {
                return Err(Invalid {
                    offset,
                    reason: Reason::Character,
                });
            }
            bits => {
                group = (group << 6) | u32::from(bits);
                held = held.saturating_add(1);
                if held == 4 {
                    let [_, first, second, third] = group.to_be_bytes();
                    out.extend_from_slice(&[first, second, third]);
                    (group, held) = (0, 0);
                }
            }
        }
    }
    let (spare_bits, bytes) = match (held, padding) {
        (0, 0) => return Ok(()),
        (2, 2) => (4, 1),
        (3, 1) => (2, 2),
        _ => return Err(end()),
    };
    if group.trailing_zeros() < spare_bits {
        return Err(end());
    }
    let [_, _, first, second] = (group >> spare_bits).to_be_bytes();
    match bytes {
        1 => out.push(second),
        _ => out.extend_from_slice(&[first, second]),
    }
    Ok(())
}

/// Decodes the body of a key block in constant time for its length, into memory that is wiped on drop.
pub(super) fn decode_secret(body: &[u8]) -> Result<Zeroizing<Vec<u8>>, Invalid> {
    let mut packed = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut padding = 0u8;
    for (offset, &byte) in body.iter().enumerate() {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'=' => padding = padding.saturating_add(1),
            _ if padding > 0 => {
                return Err(Invalid {
                    offset,
                    reason: Reason::Character,
                });
            }
            _ => packed.push(byte),
        }
    }
    if packed.len().saturating_add(usize::from(padding)) % 4 != 0 || padding > 2 {
        return Err(Invalid {
            offset: body.len(),
            reason: Reason::Length,
        });
    }
    let mut decoded = Zeroizing::new(alloc::vec![0; packed.len()]);
    let length = match Base64Unpadded::decode(packed.as_slice(), decoded.as_mut_slice()) {
        Ok(bytes) => bytes.len(),
        Err(_) => {
            return Err(Invalid {
                offset: 0,
                reason: Reason::Character,
            });
        }
    };
    decoded.truncate(length);
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(body: &[u8]) -> Result<Vec<u8>, Invalid> {
        let mut out = Vec::new();
        decode(body, &mut out).map(|()| out)
    }

    #[test]
    fn the_vectors_of_rfc_4648_decode_alike_in_both_decoders() {
        let vectors: [(&[u8], &[u8]); 7] = [
            (b"", b""),
            (b"Zg==", b"f"),
            (b"Zm8=", b"fo"),
            (b"Zm9v", b"foo"),
            (b"Zm9vYg==", b"foob"),
            (b"Zm9v\r\nYmE=", b"fooba"),
            (b" Zm9v\tYmFy\n", b"foobar"),
        ];
        for (text, plain) in vectors {
            assert_eq!(public(text).as_deref(), Ok(plain));
            assert_eq!(
                decode_secret(text).map(|bytes| bytes.to_vec()).as_deref(),
                Ok(plain)
            );
        }
    }

    #[test]
    fn what_is_not_base64_is_refused_with_its_offset() {
        assert_eq!(
            public(b"Zm9*"),
            Err(Invalid {
                offset: 3,
                reason: Reason::Character
            })
        );
        assert_eq!(
            public(b"Zg==Zg=="),
            Err(Invalid {
                offset: 4,
                reason: Reason::Character
            })
        );
        assert_eq!(
            public(b"Zm9vY"),
            Err(Invalid {
                offset: 5,
                reason: Reason::Length
            })
        );
        assert_eq!(
            public(b"Zm8"),
            Err(Invalid {
                offset: 3,
                reason: Reason::Length
            })
        );
        assert_eq!(
            public(b"Zh=="),
            Err(Invalid {
                offset: 4,
                reason: Reason::Length
            })
        );
        assert!(decode_secret(b"Zm9*").is_err() && decode_secret(b"Zm9vY").is_err());
        assert!(decode_secret(b"Zh==").is_err() && decode_secret(b"Zg=a").is_err());
    }

    #[test]
    fn a_failed_decode_leaves_what_was_decoded_before() {
        let mut out = Vec::from(*b"kept");
        assert!(decode(b"Zm9vYg*=", &mut out).is_err());
        assert_eq!(out, b"kept");
    }
}
