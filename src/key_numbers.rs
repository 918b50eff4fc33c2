//! Whether the numbers of a private key fit each other: in constant time for their lengths, on memory that is
//! wiped.
//!
//! The only file that names `crypto-bigint`. It asks no provider, so that the answer is the same with each, and
//! so that what a provider does not look at is found as well.

use crypto_bigint::{BoxedUint, ConcatenatingMul as _, CtEq as _, NonZero};
use zeroize::{Zeroize as _, Zeroizing};

use crate::private_key::Damage;
use crate::provider::EcCurve;

/// Largest RSA modulus, in octets: 8192 bits, the most that TLS libraries verify with. Larger ones are turned
/// away before any arithmetic.
pub(crate) const MOST_RSA_OCTETS: usize = 1024;

/// The numbers of an RSAPrivateKey, big-endian, without sign octet.
pub(crate) struct RsaNumbers<'a> {
    pub(crate) modulus: &'a [u8],
    pub(crate) public_exponent: &'a [u8],
    pub(crate) private_exponent: &'a [u8],
    pub(crate) primes: [&'a [u8]; 2],
    /// The private exponent modulo each prime less one.
    pub(crate) exponents: [&'a [u8]; 2],
    /// The inverse of the second prime modulo the first.
    pub(crate) coefficient: &'a [u8],
}

type Secret = Zeroizing<BoxedUint>;

/// RFC 8017 section 3.2: n = p·q, e·d = 1 modulo p − 1 and q − 1, and the same for the values by which servers
/// compute. A key that passes holds both factors of its modulus: where modulus and exponent equal a
/// certificate's, it is that certificate's key, whatever its size. Whether the factors are prime is not asked:
/// those of a public key made by others cannot be found out, prime or not.
pub(crate) fn check_rsa(numbers: &RsaNumbers<'_>) -> Result<(), Damage> {
    let answer = fit(numbers);
    wipe_stack();
    answer
}

/// Overwrites the part of the stack that the arithmetic has just left, where the compiler had put words of the
/// numbers: 24 KiB, of which 14 KiB were seen in use in a build without optimisation.
#[inline(never)]
pub(crate) fn wipe_stack() {
    [u64::MAX; 3072].zeroize();
}

#[inline(never)]
fn fit(numbers: &RsaNumbers<'_>) -> Result<(), Damage> {
    let [p, q] = numbers.primes;
    let odd = |number: &[u8]| number.last().is_some_and(|low| low & 1 == 1);
    if ![numbers.modulus, numbers.public_exponent, p, q]
        .into_iter()
        .all(odd)
    {
        return Err(Damage::OutOfRange);
    }
    let most = numbers.modulus.len();
    let [dp, dq] = numbers.exponents;
    let others = [
        numbers.public_exponent,
        numbers.private_exponent,
        p,
        q,
        dp,
        dq,
        numbers.coefficient,
    ];
    if most > MOST_RSA_OCTETS || others.into_iter().any(|number| number.len() > most) {
        return Err(Damage::OutOfRange);
    }
    let (first, second) = (secret(p)?, secret(q)?);
    // One is odd, too: n = n·1 proves nothing.
    if (first.is_one() | second.is_one()).to_bool() {
        return Err(Damage::OutOfRange);
    }
    let product = Secret::new(first.concatenating_mul(&*second));
    let modulus = BoxedUint::from_be_slice(numbers.modulus, product.bits_precision());
    let modulus = modulus.map_err(|_| Damage::RsaNumbers)?;
    let e = secret(numbers.public_exponent)?;
    let d = secret(numbers.private_exponent)?;
    let (p_less_one, q_less_one) = (less_one(p)?, less_one(q)?);
    // All of them, whatever the first say, so that time tells nothing about which one failed.
    let fits = product.ct_eq(&modulus)
        & are_inverse(&e, &d, &p_less_one)
        & are_inverse(&e, &d, &q_less_one)
        & are_inverse(&e, &*secret(dp)?, &p_less_one)
        & are_inverse(&e, &*secret(dq)?, &q_less_one)
        & are_inverse(&second, &*secret(numbers.coefficient)?, &divisor(p)?);
    fits.to_bool().then_some(()).ok_or(Damage::RsaNumbers)
}

fn secret(number: &[u8]) -> Result<Secret, Damage> {
    let bits = u32::try_from(number.len().saturating_mul(8)).map_err(|_| Damage::OutOfRange)?;
    let number = BoxedUint::from_be_slice(number, bits.max(8));
    number.map(Secret::new).map_err(|_| Damage::OutOfRange)
}

type Divisor = Zeroizing<NonZero<BoxedUint>>;

fn divisor(number: &[u8]) -> Result<Divisor, Damage> {
    into_divisor(secret(number)?)
}

/// An odd number less one.
fn less_one(odd: &[u8]) -> Result<Divisor, Damage> {
    let mut number = secret(odd)?;
    if let Some(low) = number.as_mut_words().first_mut() {
        *low &= !1;
    }
    into_divisor(number)
}

/// Moves the number, so that no copy of it is left.
fn into_divisor(mut number: Secret) -> Result<Divisor, Damage> {
    let number = core::mem::replace(&mut *number, BoxedUint::zero());
    let number = number.into_nz().into_option();
    number.map(Zeroizing::new).ok_or(Damage::OutOfRange)
}

/// Whether one · other = 1 modulo `modulus`.
fn are_inverse(one: &BoxedUint, other: &BoxedUint, modulus: &Divisor) -> crypto_bigint::Choice {
    let product = Secret::new(one.concatenating_mul(other));
    // Both results are the memory that the division worked in.
    let (quotient, remainder) = product.div_rem::<BoxedUint>(modulus);
    let (_quotient, remainder) = (Secret::new(quotient), Secret::new(remainder));
    remainder.is_one()
}

/// The order of the curve's group, big-endian (SEC 2 sections 2.4.2, 2.5.1 and 2.6.1).
pub(crate) fn order(curve: EcCurve) -> &'static [u8] {
    match curve {
        EcCurve::P256 => &P256_ORDER,
        EcCurve::P384 => &P384_ORDER,
        EcCurve::P521 => &P521_ORDER,
    }
}

/// Whether `scalar` lies between 1 and `order` − 1. In constant time for the length.
pub(crate) fn is_scalar(order: &[u8], scalar: &[u8]) -> bool {
    if scalar.len() != order.len() {
        return false;
    }
    let any = scalar.iter().fold(0, |any, octet| any | octet);
    // Borrow of scalar − order: one where the scalar is smaller.
    let borrow = scalar
        .iter()
        .zip(order)
        .rev()
        .fold(0, |borrow: u16, (octet, limit)| {
            let difference = u16::from(*octet)
                .wrapping_sub(u16::from(*limit))
                .wrapping_sub(borrow);
            (difference >> 8) & 1
        });
    any != 0 && borrow == 1
}

static P256_ORDER: [u8; 32] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC,
    0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
];

static P384_ORDER: [u8; 48] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xC7, 0x63, 0x4D, 0x81, 0xF4, 0x37, 0x2D, 0xDF, 0x58, 0x1A,
    0x0D, 0xB2, 0x48, 0xB0, 0xA7, 0x7A, 0xEC, 0xEC, 0x19, 0x6A, 0xCC, 0xC5, 0x29, 0x73,
];

static P521_ORDER: [u8; 66] = [
    0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFA,
    0x51, 0x86, 0x87, 0x83, 0xBF, 0x2F, 0x96, 0x6B, 0x7F, 0xCC, 0x01, 0x48, 0xF7, 0x09, 0xA5, 0xD0, 0x3B,
    0xB5, 0xC9, 0xB8, 0x89, 0x9C, 0x47, 0xAE, 0xBB, 0x6F, 0xB7, 0x1E, 0x91, 0x38, 0x64, 0x09,
];
