//! A private key as PEM text. The time it takes does not depend on the key.

use alloc::string::String;

use zeroize::Zeroizing;

use crate::keys::private_key::Form;

/// LF, 64 columns (RFC 7468 section 2).
pub(crate) fn encode(form: Form, der: &[u8]) -> Zeroizing<String> {
    let label = match form {
        Form::Pkcs8 => "PRIVATE KEY",
        Form::Pkcs1 => "RSA PRIVATE KEY",
        Form::Sec1 => "EC PRIVATE KEY",
    };
    // Room for everything at once: growing would leave copies behind.
    let characters = der.len().div_ceil(3).saturating_mul(4);
    let room = characters
        .saturating_add(characters.div_ceil(64))
        .saturating_add(80);
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    for line in der.chunks(48) {
        for group in line.chunks(3) {
            push_group(&mut text, group);
        }
        text.push('\n');
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

/// One to three bytes as four characters.
fn push_group(text: &mut String, group: &[u8]) {
    let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    for (place, shift) in [18_u32, 12, 6, 0].into_iter().enumerate() {
        if place > group.len() {
            text.push('=');
        } else {
            text.push(character(bits >> shift & 0x3F));
        }
    }
}

/// The character of a value from 0 to 63, without a table or a branch. A difference below zero has all high bits set.
fn character(value: u32) -> char {
    let above = |limit: u32, offset: u32| (limit.wrapping_sub(value) >> 8) & offset;
    // A-Z, then a-z 6 further, 0-9 75 back, + 15 back, / 3 further.
    let code = value
        .wrapping_add(u32::from(b'A'))
        .wrapping_add(above(25, 6))
        .wrapping_sub(above(51, 75))
        .wrapping_sub(above(61, 15))
        .wrapping_add(above(62, 3));
    char::from(u8::try_from(code & 0x7F).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::encode;
    use crate::keys::private_key::Form;

    #[test]
    fn it_is_what_the_pem_library_writes() {
        for length in 0..200_u8 {
            let der: Vec<u8> = (0..length)
                .map(|byte| byte.wrapping_mul(83).wrapping_add(length))
                .collect();
            let layout = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
            let expected = pem::encode_config(&pem::Pem::new("EC PRIVATE KEY", der.as_slice()), layout);
            let found = encode(Form::Sec1, &der);
            // An empty block is written with an empty line there.
            if length > 0 {
                assert_eq!(*found, expected);
            }
            assert!(found.capacity() >= found.len());
        }
    }
}
