//! Whether the numbers of a private key fit each other: in constant time for their lengths, on memory that is
//! wiped.
//!
//! It asks no provider, so that the answer is the same with each, and so that what a provider does not look at is
//! found as well. Products and remainders are sums of multiples of one limb, which `crypto-bigint` adds; nothing is
//! divided, which costs several times as much.

use alloc::vec::Vec;
use core::mem::MaybeUninit;

use crypto_bigint::{Choice, CtEq as _, CtGt as _, Limb, Odd, U64, UintRef, Word};
use zeroize::{Zeroize as _, Zeroizing};

use crate::keys::damage::Damage;
use crate::provider::EcCurve;

/// A public number without leading zeros.
pub(crate) fn without_zeros(mut number: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = number {
        number = rest;
    }
    number
}

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

/// The limbs of a number, least significant first. Has room for all that it will hold: growing would leave copies.
type Secret = Zeroizing<Vec<Limb>>;

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
    // Two KiB at a time, which takes fewer instructions than all at once or word by word.
    let mut words = [[MaybeUninit::<u64>::uninit(); 256]; 12];
    words.iter_mut().for_each(|part| part.as_mut_slice().zeroize());
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
    let limbs = most.div_ceil(Limb::BYTES);
    let [mut first, mut second, mut e, mut other] = core::array::from_fn(|_| with_room(limbs));
    // For a product, and for what `is_congruent` adds to it.
    let mut room = with_room(limbs.saturating_mul(3).saturating_add(4));
    read(p, &mut first);
    read(q, &mut second);
    multiply(&first, &second, &mut room);
    read(numbers.modulus, &mut other);
    // All of them, whatever the first say, so that time tells nothing about which one failed.
    let mut fits = are_equal(&room, &other);
    let modulo_p = Modulus::new(first, 0)?;
    read(numbers.coefficient, &mut other);
    multiply(&other, &second, &mut room);
    fits &= modulo_p.is_congruent(&mut room, &[Limb::ONE]);
    let moduli = [Modulus::less_one(modulo_p.odd)?, Modulus::less_one(second)?];
    read(numbers.public_exponent, &mut e);
    for (modulus, exponent) in moduli.iter().zip(numbers.exponents) {
        read(exponent, &mut other);
        multiply(&e, &other, &mut room);
        fits &= modulus.is_congruent(&mut room, &[Limb::ONE]);
        read(numbers.private_exponent, &mut room);
        fits &= modulus.is_congruent(&mut room, &other);
    }
    fits.to_bool().then_some(()).ok_or(Damage::RsaNumbers)
}

fn with_room(limbs: usize) -> Secret {
    Zeroizing::new(Vec::with_capacity(limbs))
}

/// Replaces what `number` holds by a big-endian one.
fn read(octets: &[u8], number: &mut Secret) {
    let octets = without_zeros(octets);
    number.clear();
    let (first, limbs) = octets.as_rchunks::<{ Limb::BYTES }>();
    number.extend(limbs.iter().rev().map(|limb| Limb(Word::from_be_bytes(*limb))));
    if !first.is_empty() {
        let word = first.iter().fold(0, |word, octet| word << 8 | Word::from(*octet));
        number.push(Limb(word));
    }
}

/// Replaces what `product` holds.
fn multiply(one: &[Limb], other: &[Limb], product: &mut Secret) {
    product.clear();
    product.resize(one.len().saturating_add(other.len()), Limb::ZERO);
    for (place, factor) in one.iter().enumerate() {
        add_product(product, place, other, *factor, Limb::ZERO);
    }
}

/// Adds `factor` times `number` to `sum` from `place` on, and `carry` to the limb after that. Returns the new carry.
#[inline(always)]
fn add_product(sum: &mut [Limb], place: usize, number: &[Limb], factor: Limb, carry: Limb) -> Limb {
    let rest = sum.get_mut(place..).unwrap_or_default();
    let Some((sum, [next, ..])) = rest.split_at_mut_checked(number.len()) else {
        return carry;
    };
    let mut over = Limb::ZERO;
    let mut add = |sum: &mut [Limb], number: &[Limb]| {
        for (limb, other) in sum.iter_mut().zip(number) {
            (*limb, over) = other.carrying_mul_add(factor, *limb, over);
        }
    };
    // Eight at a time, without a loop.
    let (eights, last) = sum.as_chunks_mut::<8>();
    let (number_eights, number_last) = number.as_chunks::<8>();
    for (sum, number) in eights.iter_mut().zip(number_eights) {
        add(sum, number);
    }
    add(last, number_last);
    let (total, carry) = next.carrying_add(over, carry);
    *next = total;
    carry
}

/// Whether `long` is `short` with zeros before it.
fn are_equal(long: &[Limb], short: &[Limb]) -> Choice {
    long.split_at_checked(short.len())
        .map_or(Choice::FALSE, |(low, high)| {
            low.ct_eq(short) & UintRef::new(high).is_zero()
        })
}

/// Changes the bits of `number` where those of `other` are set.
fn flip(number: &mut [Limb], other: &[Limb]) {
    for (limb, bits) in number.iter_mut().zip(other) {
        *limb ^= *bits;
    }
}

/// What remainders are taken of: `odd` shifted left by `twos`.
struct Modulus {
    odd: Secret,
    /// Of `odd`, modulo the size of a limb.
    inverse: Limb,
    twos: u32,
}

impl Modulus {
    /// An odd number less one.
    fn less_one(mut number: Secret) -> Result<Modulus, Damage> {
        flip(&mut number, &[Limb::ONE]);
        let lowest = number.first().map_or(0, |limb| limb.trailing_zeros());
        let limbs = UintRef::new_mut(&mut number);
        // Less than a limb, unless somebody has chosen the prime for it: time may tell.
        let twos = match lowest {
            Limb::BITS => limbs.trailing_zeros(),
            twos => twos,
        };
        // One is odd, too: n = n·1 proves nothing.
        if twos >= limbs.bits_precision() {
            return Err(Damage::OutOfRange);
        }
        let bound = (twos / Limb::BITS).saturating_add(1).saturating_mul(Limb::BITS);
        limbs.bounded_shr_assign(twos, bound);
        Modulus::new(number, twos)
    }

    fn new(odd: Secret, twos: u32) -> Result<Modulus, Damage> {
        let inverse = UintRef::new(&odd).as_odd_vartime().map(Odd::invert_mod_u64);
        let inverse = U64::from_u64(inverse.ok_or(Damage::OutOfRange)?);
        let [inverse, ..] = inverse.to_limbs();
        Ok(Modulus { odd, inverse, twos })
    }

    /// Whether `number`, which is used up, leaves the same as `residue`: modulo the power of two, where their last
    /// bits are the same, and modulo the odd part m.
    ///
    /// For that, multiples of m are added until the lowest t limbs are those of the residue r. With x the number
    /// and B the size of a limb, x + u·m = r + y·Bᵗ for a u < Bᵗ, so y < x/Bᵗ + m. t is great enough for x/Bᵗ < m:
    /// then x and r leave the same just if y is zero or m (Montgomery's reduction, HAC algorithm 14.32).
    fn is_congruent(&self, number: &mut Secret, residue: &[Limb]) -> Choice {
        let odd = self.odd.as_slice();
        // The twos may have emptied so many limbs at the top of m, and the next one in part.
        let shorter = usize::try_from(self.twos / Limb::BITS).unwrap_or(odd.len());
        let shortest = shorter.saturating_add(usize::from(self.twos > 0));
        let steps = number.len().saturating_sub(odd.len());
        let steps = steps
            .saturating_add(shortest)
            .saturating_add(1)
            .max(residue.len());
        number.resize(steps.saturating_add(odd.len()), Limb::ZERO);
        flip(number, residue);
        let same = UintRef::new(number.get(..=shorter).unwrap_or_default()).trailing_zeros();
        flip(number, residue);
        let mut residue = residue.iter();
        let mut carry = Limb::ZERO;
        for place in 0..steps {
            let wanted = residue.next().copied().unwrap_or_default();
            let found = number.get(place).copied().unwrap_or_default();
            let factor = wanted.wrapping_sub(found).wrapping_mul(self.inverse);
            carry = add_product(number, place, odd, factor, carry);
        }
        let rest = number.get(steps..).unwrap_or_default();
        let is_zero_or_odd = UintRef::new(rest).is_zero() | rest.ct_eq(odd);
        is_zero_or_odd & carry.is_zero() & !self.twos.ct_gt(&same)
    }
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

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use crypto_bigint::{BoxedUint, ConcatenatingMul as _, NonZero, Resize as _};

    use super::*;

    /// Wide enough for the product of all numbers below.
    const PRECISION: u32 = 1088;

    fn number(hex: &str) -> BoxedUint {
        BoxedUint::from_be_hex(&alloc::format!("{hex:0>272}"), PRECISION).unwrap()
    }

    /// 2^`exponent` · `factor` + 1.
    fn above_power(factor: u64, exponent: u32) -> BoxedUint {
        let factor = BoxedUint::from(factor).resize(PRECISION);
        factor.shl(exponent).wrapping_add(BoxedUint::one())
    }

    /// Odd numbers; whether they are prime makes no difference here.
    fn primes() -> Vec<BoxedUint> {
        let random = |digits: usize, seed: u64| {
            let mut state = seed;
            let digits = (0..digits).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from_digit(u32::try_from(state >> 60).unwrap(), 16).unwrap()
            });
            let digits: String = digits.collect();
            number(&digits).bitor(&BoxedUint::one())
        };
        let mut primes: Vec<BoxedUint> = (1..20)
            .zip(2..40)
            .map(|(seed, digits)| random(digits, seed))
            .collect();
        primes.extend([129, 128, 127, 65, 64, 63, 16].map(|digits| random(digits, 77)));
        primes.extend([number("3"), number("5"), number("7"), number("10001")]);
        // One modulo a power of two: one bit, just below a limb, a limb, beyond it, and nothing but the power.
        primes.extend(
            [
                (3, 63),
                (3, 64),
                (5, 64),
                (3, 65),
                (3, 189),
                (1, 64),
                (1, 192),
                (u64::MAX, 128),
            ]
            .map(|(factor, exponent)| above_power(factor, exponent)),
        );
        primes
    }

    fn octets(number: &BoxedUint) -> Vec<u8> {
        without_zeros(&number.to_be_bytes()).to_vec()
    }

    /// By division.
    fn are_inverse(one: &BoxedUint, other: &BoxedUint, modulus: &BoxedUint) -> bool {
        let product = one.concatenating_mul(other);
        let modulus: NonZero<BoxedUint> = modulus.clone().into_nz().unwrap();
        product.rem_vartime(&modulus).is_one().to_bool()
    }

    fn fits_by_division(numbers: &[BoxedUint; 8]) -> bool {
        let [n, e, d, p, q, dp, dq, c] = numbers;
        let most = octets(n).len();
        numbers.iter().all(|number| octets(number).len() <= most)
            && p.concatenating_mul(q) == *n
            && are_inverse(e, d, &less_one(p))
            && are_inverse(e, d, &less_one(q))
            && are_inverse(e, dp, &less_one(p))
            && are_inverse(e, dq, &less_one(q))
            && are_inverse(q, c, p)
    }

    fn fits(numbers: &[BoxedUint; 8]) -> bool {
        let octets = numbers.each_ref().map(octets);
        let [n, e, d, p, q, dp, dq, c] = octets.each_ref().map(Vec::as_slice);
        let answer = check_rsa(&RsaNumbers {
            modulus: n,
            public_exponent: e,
            private_exponent: d,
            primes: [p, q],
            exponents: [dp, dq],
            coefficient: c,
        });
        answer.is_ok()
    }

    fn inverse(number: &BoxedUint, modulus: &BoxedUint) -> Option<BoxedUint> {
        let modulus = modulus.clone().into_nz().into_option()?;
        number.rem(&modulus).invert_mod(&modulus).into_option()
    }

    #[test]
    fn numbers_fit_just_when_division_says_so() {
        let primes = primes();
        let (mut fitting, mut others) = (0, 0);
        for (place, p) in primes.iter().enumerate() {
            for q in primes.iter().skip(place % 5).step_by(5) {
                for e in [
                    number("3"),
                    number("10001"),
                    number("100000000000000000000000000000001"),
                ] {
                    let Some(numbers) = key(p, q, &e) else { continue };
                    let answer = fits_by_division(&numbers);
                    assert_eq!(fits(&numbers), answer, "{numbers:?}");
                    fitting += usize::from(answer);
                    // Not reduced.
                    let mut longer = numbers.clone();
                    for (place, modulus) in [(2, order(p, q)), (5, less_one(p)), (7, p.clone())] {
                        longer[place] = longer[place].wrapping_add(modulus);
                    }
                    assert_eq!(fits(&longer), fits_by_division(&longer), "{longer:?}");
                    for changed in 0..8 {
                        let mut numbers = numbers.clone();
                        numbers[changed] = numbers[changed].wrapping_add(number("2"));
                        let answer = fits_by_division(&numbers);
                        assert_eq!(fits(&numbers), answer, "{changed} of {numbers:?}");
                        others += usize::from(!answer);
                    }
                }
            }
        }
        assert!(fitting > 50 && others > 1000, "{fitting} {others}");
    }

    fn key(p: &BoxedUint, q: &BoxedUint, e: &BoxedUint) -> Option<[BoxedUint; 8]> {
        let (dp, dq) = (inverse(e, &less_one(p))?, inverse(e, &less_one(q))?);
        let (d, c) = (inverse(e, &order(p, q))?, inverse(q, p)?);
        let n = p.wrapping_mul(q);
        Some([n, e.clone(), d, p.clone(), q.clone(), dp, dq, c])
    }

    fn less_one(number: &BoxedUint) -> BoxedUint {
        number.wrapping_sub(BoxedUint::one())
    }

    fn order(p: &BoxedUint, q: &BoxedUint) -> BoxedUint {
        less_one(p).wrapping_mul(less_one(q))
    }
}
