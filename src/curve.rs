//! Whether a public key is a point of its curve. Nothing here is secret.

use crypto_bigint::modular::{ConstMontyForm, ConstMontyParams};
use crypto_bigint::{U256, U384, U576, Uint, const_monty_params};

use crate::provider::EcCurve;

/// Why bits are no point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointFault {
    /// Too long or too short, or the first octet is not one of a point.
    Form,
    Infinity,
    NotOnCurve,
}

/// SEC 1 section 3.2.2.1 for an uncompressed point: its coordinates are below the prime and fulfil
/// y² = x³ − 3x + b. Of a compressed one only the length is looked at.
pub(crate) fn check_point(curve: EcCurve, bits: &[u8]) -> Result<(), PointFault> {
    match curve {
        EcCurve::P256 => check::<P256, { U256::LIMBS }>(bits),
        EcCurve::P384 => check::<P384, { U384::LIMBS }>(bits),
        EcCurve::P521 => check::<P521, { U576::LIMBS }>(bits),
    }
}

/// A curve over the field of this modulus.
trait Curve<const LIMBS: usize>: ConstMontyParams<LIMBS> {
    const B: Uint<LIMBS>;
}

fn check<C: Curve<LIMBS>, const LIMBS: usize>(bits: &[u8]) -> Result<(), PointFault> {
    let prime = C::PARAMS.modulus().as_ref();
    let length = prime.bits_vartime().div_ceil(8);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    match bits {
        [0] => Err(PointFault::Infinity),
        [2 | 3, x @ ..] if x.len() == length => Ok(()),
        [4, both @ ..] if both.len() == length.saturating_mul(2) => {
            let (x, y) = both.split_at_checked(length).ok_or(PointFault::Form)?;
            let [x, y] = [x, y].map(|octets| Uint::from_be_slice_truncated(octets, Uint::<LIMBS>::BITS));
            let on_curve = x < *prime && y < *prime && fulfils::<C, LIMBS>(&x, &y);
            on_curve.then_some(()).ok_or(PointFault::NotOnCurve)
        }
        _ => Err(PointFault::Form),
    }
}

fn fulfils<C: Curve<LIMBS>, const LIMBS: usize>(x: &Uint<LIMBS>, y: &Uint<LIMBS>) -> bool {
    let [x, y, b] = [x, y, &C::B].map(ConstMontyForm::<C, LIMBS>::new);
    let three_x = x.double().add(&x);
    y.square() == x.square().mul(&x).sub(&three_x).add(&b)
}

// SEC 2 sections 2.4.2, 2.5.1 and 2.6.1.
const_monty_params!(
    P256,
    U256,
    "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"
);
impl Curve<{ U256::LIMBS }> for P256 {
    const B: U256 = U256::from_be_hex("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");
}

const_monty_params!(
    P384,
    U384,
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF"
);
impl Curve<{ U384::LIMBS }> for P384 {
    const B: U384 = U384::from_be_hex(
        "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF",
    );
}

const_monty_params!(
    P521,
    U576,
    "00000000000001FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
     FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
);
impl Curve<{ U576::LIMBS }> for P521 {
    const B: U576 = U576::from_be_hex(
        "0000000000000051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B\
     1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// The base point of P-256, SEC 2 section 2.4.2.
    const BASE: [u8; 65] = [
        0x04, 0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC, 0xE6, 0xE5, 0x63, 0xA4, 0x40, 0xF2,
        0x77, 0x03, 0x7D, 0x81, 0x2D, 0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2, 0x96, 0x4F,
        0xE3, 0x42, 0xE2, 0xFE, 0x1A, 0x7F, 0x9B, 0x8E, 0xE7, 0xEB, 0x4A, 0x7C, 0x0F, 0x9E, 0x16, 0x2B, 0xCE,
        0x33, 0x57, 0x6B, 0x31, 0x5E, 0xCE, 0xCB, 0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5,
    ];

    #[test]
    fn a_point_is_told_from_what_is_none() {
        let check = |bits: &[u8]| check_point(EcCurve::P256, bits);
        assert_eq!(check(&BASE), Ok(()));
        assert_eq!(check(&[0]), Err(PointFault::Infinity));
        assert_eq!(check(&[]), Err(PointFault::Form));
        assert_eq!(check(&BASE[..64]), Err(PointFault::Form));
        assert_eq!(check_point(EcCurve::P384, &BASE), Err(PointFault::Form));
        let mut other = BASE;
        other[64] ^= 1;
        assert_eq!(check(&other), Err(PointFault::NotOnCurve));
        let mut beyond = Vec::from([4]);
        beyond.extend_from_slice(&P256::PARAMS.modulus().as_ref().to_be_bytes());
        beyond.extend_from_slice(&BASE[33..]);
        assert_eq!(check(&beyond), Err(PointFault::NotOnCurve));
    }
}
