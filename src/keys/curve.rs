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
    let length = prime.bit_width_vartime().div_ceil(8);
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

    /// The base points, SEC 2 sections 2.4.2, 2.5.1 and 2.6.1.
    const BASES: [(EcCurve, &str); 3] = [
        (
            EcCurve::P256,
            "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e\
             162bce33576b315ececbb6406837bf51f5",
        ),
        (
            EcCurve::P384,
            "04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760a\
             b73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e\
             5f",
        ),
        (
            EcCurve::P521,
            "0400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2\
             ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd\
             17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
        ),
    ];

    fn octets(hex: &str) -> Vec<u8> {
        let octet = |digits| u8::from_str_radix(core::str::from_utf8(digits).unwrap(), 16).unwrap();
        hex.as_bytes().chunks(2).map(octet).collect()
    }

    #[test]
    fn a_point_is_told_from_what_is_none() {
        for (curve, base) in BASES {
            let base = octets(base);
            let check = |bits: &[u8]| check_point(curve, bits);
            assert_eq!(check(&base), Ok(()), "{curve:?}");
            assert_eq!(check(&[0]), Err(PointFault::Infinity));
            assert_eq!(check(&[]), Err(PointFault::Form));
            let (last, length) = (base.len() - 1, base.len() / 2);
            assert_eq!(check(&base[..last]), Err(PointFault::Form));
            for bit in 0..8 {
                for place in [1, length, length + 1, last] {
                    let mut other = base.clone();
                    other[place] ^= 1 << bit;
                    assert_eq!(
                        check(&other),
                        Err(PointFault::NotOnCurve),
                        "{curve:?} {place} {bit}"
                    );
                }
            }
            let mut beyond = base.clone();
            beyond[1..=length].fill(0xFF);
            assert_eq!(check(&beyond), Err(PointFault::NotOnCurve));
        }
        assert_eq!(
            check_point(EcCurve::P384, &octets(BASES[0].1)),
            Err(PointFault::Form)
        );
    }

    #[test]
    fn a_coordinate_is_below_the_prime() {
        let mut beyond = Vec::from([4]);
        beyond.extend_from_slice(&P256::PARAMS.modulus().as_ref().to_be_bytes());
        beyond.extend_from_slice(&octets(BASES[0].1)[33..]);
        assert_eq!(check_point(EcCurve::P256, &beyond), Err(PointFault::NotOnCurve));
    }
}
