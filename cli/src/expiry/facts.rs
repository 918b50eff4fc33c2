//! What monitoring asks of a certificate beyond its summary.

use pemvet::JudgedCertificate;

/// What the exporter of others names.
#[derive(Default)]
pub(super) struct Facts {
    /// In decimal; empty for one that no standard allows, of more than 64 octets.
    pub(super) serial_number: String,
}

/// Octets; RFC 5280 section 4.1.2.2 allows 20.
const LONGEST: usize = 64;

impl Facts {
    pub(super) fn of(certificate: &JudgedCertificate) -> Facts {
        let number = certificate.serial_number();
        let serial_number = match number.len() <= LONGEST {
            true => decimal(number),
            false => String::new(),
        };
        Facts { serial_number }
    }
}

/// An INTEGER in decimal digits.
fn decimal(number: &[u8]) -> String {
    let is_negative = number.first().is_some_and(|octet| octet & 0x80 != 0);
    let mut octets = number.to_vec();
    if is_negative {
        // The complement and one.
        let mut carry = true;
        for octet in octets.iter_mut().rev() {
            let (sum, over) = (!*octet).overflowing_add(u8::from(carry));
            (*octet, carry) = (sum, over);
        }
    }
    let mut digits = Vec::new();
    while octets.iter().any(|octet| *octet != 0) {
        let mut remainder = 0u16;
        for octet in &mut octets {
            let value = remainder << 8 | u16::from(*octet);
            *octet = u8::try_from(value / 10).unwrap_or(u8::MAX);
            remainder = value % 10;
        }
        digits.extend(char::from_digit(u32::from(remainder), 10));
    }
    if digits.is_empty() {
        digits.push('0');
    }
    digits.extend(is_negative.then_some('-'));
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn numbers_are_printed_in_decimal() {
        for (octets, expected) in [
            (&[][..], "0"),
            (&[0], "0"),
            (&[0, 0xFF], "255"),
            (&[1, 0], "256"),
            (&[0xFF], "-1"),
            (&[0x80, 0], "-32768"),
            (&[0x7F; 9], "2351923699311548792703"),
        ] {
            assert_eq!(decimal(octets), expected, "{octets:?}");
        }
    }
}
