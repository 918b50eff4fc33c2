//! Whether anybody can factor an RSA modulus: primes that lie close together, a small factor, and the keys of Infineon's
//! library. It concerns public values, so nothing here has to take the same time for all of them; but every judgement pays
//! for it, and nearly every modulus is told to be sound by what costs least.

use alloc::vec::Vec;
use core::cell::OnceCell;

/// Rounds of Fermat's method, as the Baseline Requirements section 6.1.1.3 count them.
const ROUNDS: u64 = 100;

/// A number below 704, and a bit for each remainder that a square leaves after division by it.
struct Squares {
    of: u64,
    bits: [u64; 11],
}

impl Squares {
    #[allow(
        clippy::indexing_slicing,
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::arithmetic_side_effects,
        reason = "worked out when the crate is compiled"
    )]
    const fn of(number: u64) -> Squares {
        let (mut bits, mut root) = ([0; 11], 0);
        while root < number {
            let square = root * root % number;
            bits[(square / 64) as usize] |= 1 << (square % 64);
            root += 1;
        }
        Squares { of: number, bits }
    }

    /// What a number leaves.
    fn rest(&self, number: u64) -> u64 {
        number.checked_rem(self.of).unwrap_or_default()
    }

    /// Whether the square of a number may be another number and a square, by what both leave.
    fn may_differ(&self, number: u64, by: u64) -> bool {
        let (number, by) = (self.rest(number), self.rest(by));
        let square = number.wrapping_mul(number).wrapping_add(self.of.wrapping_sub(by));
        let rest = self.rest(square);
        let word = usize::try_from(rest >> 6)
            .ok()
            .and_then(|place| self.bits.get(place));
        word.is_some_and(|word| word >> (rest & 63) & 1 == 1)
    }
}

/// Primes that divide 2^64 - 1: what a number leaves after division by that is the sum of its limbs.
static FILTERS: [Squares; 5] = [
    Squares::of(641),
    Squares::of(257),
    Squares::of(17),
    Squares::of(5),
    Squares::of(3),
];
/// The other two primes that divide it.
const LARGE_FILTERS: [u64; 2] = [65_537, 6_700_417];
/// More primes, and their product, which has 32 bits.
static MORE: [Squares; 7] = [
    Squares::of(7),
    Squares::of(11),
    Squares::of(13),
    Squares::of(19),
    Squares::of(23),
    Squares::of(29),
    Squares::of(31),
];
const PRODUCT: u64 = 393_255_863;
/// A bit for each remainder of a square after division by 64.
const SQUARES_OF_64: u64 = {
    let [bits, ..] = Squares::of(64).bits;
    bits
};

/// The primes modulo which moduli of Infineon's library are powers of 65537, beside 3, 5 and 7, for which all are:
/// Nemec and others, The Return of Coppersmith's Attack, section 2.
const INFINEON: [u64; 16] = [
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151,
];

/// An odd modulus, most significant octet first.
#[derive(Clone)]
pub(crate) struct Modulus<'a> {
    octets: &'a [u8],
    /// What it leaves after division by 2^64 - 1.
    folded: u64,
    /// What it leaves after division by [`PRODUCT`].
    rest: OnceCell<u64>,
}

impl<'a> Modulus<'a> {
    pub(crate) fn new(octets: &'a [u8]) -> Modulus<'a> {
        let (head, limbs) = octets.as_rchunks::<8>();
        let limbs = limbs.iter().map(|limb| u64::from_be_bytes(*limb));
        let head = head
            .iter()
            .fold(0, |number, octet| number << 8 | u64::from(*octet));
        Modulus {
            octets,
            folded: folded(limbs, head),
            rest: OnceCell::new(),
        }
    }

    fn rest(&self) -> u64 {
        *self.rest.get_or_init(|| remainder(self.octets, PRODUCT))
    }

    /// One of the primes 3, 5, 17, 257 and 641 that divides it, which costs little.
    pub(crate) fn obvious_factor(&self) -> Option<u64> {
        let found = FILTERS.iter().find(|prime| prime.rest(self.folded) == 0)?;
        Some(found.of)
    }

    /// A prime below 752 that divides it.
    pub(crate) fn small_factor(&self) -> Option<u64> {
        let primes: Vec<u64> = (3..752).filter(|it| is_prime(*it)).collect();
        // As many as have a product of 32 bits are tried by one division.
        let mut rest = primes.as_slice();
        while !rest.is_empty() {
            let mut product = 1u64;
            let count = rest.iter().take_while(|prime| {
                let next = product.saturating_mul(**prime);
                let fits = next <= u64::from(u32::MAX);
                product = if fits { next } else { product };
                fits
            });
            let (now, later) = rest.split_at_checked(count.count().max(1))?;
            let left = remainder(self.octets, now.iter().product());
            if let Some(prime) = now.iter().find(|prime| left.is_multiple_of(**prime)) {
                return Some(*prime);
            }
            rest = later;
        }
        None
    }

    /// Whether it has the form of the moduli of Infineon's library, CVE-2017-15361.
    pub(crate) fn is_of_infineon(&self) -> bool {
        // Modulo 17 there are 8 powers, and modulo 257, which counts from 992 bits on, 16: the roots of one of that degree.
        let is_root = |prime: u64, squarings: u32| {
            let of = |number: u64| number.checked_rem(prime).unwrap_or_default();
            (0..squarings).fold(of(self.folded), |power, _| of(power.wrapping_mul(power))) == 1
        };
        let is_short = self.octets.len() < 124;
        (is_short || is_root(257, 4))
            && is_root(17, 3)
            // From 1984 bits on modulo 641, too, of which there are 128.
            && (self.octets.len() < 248 || is_root(641, 7))
            && INFINEON
                .iter()
                .all(|prime| is_power_of_65537(remainder(self.octets, *prime), *prime))
    }

    /// Fermat's method: whether one of the numbers from the root on, squared, is the modulus and another square.
    pub(crate) fn primes_are_close(&self) -> bool {
        let limbs = limbs_of(self.octets);
        let Some((root, is_square)) = square_root(&limbs) else {
            return false;
        };
        if is_square {
            return true;
        }
        // The first candidate is the next number after the root.
        let low = root.last().copied().unwrap_or_default().wrapping_add(1);
        let modulus = limbs.last().copied().unwrap_or_default();
        let folded = folded(root.iter().copied(), 1);
        let more = OnceCell::new();
        // Of the two squares that differ by an odd number one is odd, and an odd one leaves 1 after division by 4.
        let first = (low ^ modulus >> 1 ^ 1) & 1;
        (first..ROUNDS).step_by(2).any(|round| {
            let number = low.wrapping_add(round);
            let difference = number.wrapping_mul(number).wrapping_sub(modulus);
            SQUARES_OF_64 >> (difference & 63) & 1 == 1
                && FILTERS
                    .iter()
                    .all(|it| it.may_differ(it.rest(folded).wrapping_add(round), self.folded))
                && LARGE_FILTERS
                    .iter()
                    .all(|prime| may_differ(folded, round, self.folded, *prime))
                && {
                    let rest = more.get_or_init(|| remainder_of_limbs(&root, PRODUCT).wrapping_add(1));
                    MORE.iter()
                        .all(|it| it.may_differ(rest.wrapping_add(round), self.rest()))
                }
                && differs_by_a_square(&root, round.wrapping_add(1), &limbs)
        })
    }
}

/// Whether the square of a number and some more may be another number and a square, by what these leave after division by a
/// prime: Euler's criterion.
fn may_differ(number: u64, more: u64, by: u64, prime: u64) -> bool {
    let of = |number: u64| number.checked_rem(prime).unwrap_or_default();
    let number = of(of(number).wrapping_add(more));
    let square = of(number
        .wrapping_mul(number)
        .wrapping_add(prime.wrapping_sub(of(by))));
    let (mut power, mut base, mut exponent) = (1u64, square, prime >> 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = of(power.wrapping_mul(base));
        }
        base = of(base.wrapping_mul(base));
        exponent >>= 1;
    }
    power <= 1
}

/// What limbs and a summand leave after division by 2^64 - 1: their sum, to which whatever is carried over it is added.
fn folded(limbs: impl Iterator<Item = u64>, summand: u64) -> u64 {
    limbs.fold(summand, |sum, limb| {
        let (sum, is_over) = sum.overflowing_add(limb);
        sum.wrapping_add(u64::from(is_over))
    })
}

fn is_prime(number: u64) -> bool {
    let roots = (2..).take_while(|root: &u64| root.wrapping_mul(*root) <= number);
    roots.into_iter().all(|root| !number.is_multiple_of(root))
}

fn is_power_of_65537(number: u64, prime: u64) -> bool {
    let of = |number: u64| number.checked_rem(prime).unwrap_or_default();
    let rest = of(number);
    let (mut power, base) = (1, of(65_537));
    loop {
        if power == rest {
            return true;
        }
        power = of(power.wrapping_mul(base));
        if power <= 1 {
            return false;
        }
    }
}

/// What a number, most significant octet first, leaves after division by one of 32 bits.
fn remainder(octets: &[u8], by: u64) -> u64 {
    let (head, words) = octets.as_rchunks::<4>();
    let step =
        |rest: u64, digits: u64, bits: u32| (rest << bits | digits).checked_rem(by).unwrap_or_default();
    let rest = head
        .iter()
        .fold(0, |rest, octet| step(rest, u64::from(*octet), 8));
    let words = words.iter().map(|word| u64::from(u32::from_be_bytes(*word)));
    words.fold(rest, |rest, word| step(rest, word, 32))
}

/// The same of a number of limbs, most significant first.
fn remainder_of_limbs(limbs: &[u64], by: u64) -> u64 {
    let step = |rest: u64, digits: u64| (rest << 32 | digits).checked_rem(by).unwrap_or_default();
    let halves = limbs.iter().flat_map(|limb| [limb >> 32, limb & 0xFFFF_FFFF]);
    halves.fold(0, step)
}

/// The most significant limb first, and not zero.
fn limbs_of(octets: &[u8]) -> Vec<u64> {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let (head, limbs) = octets.get(zeros..).unwrap_or_default().as_rchunks::<8>();
    let mut numbers = Vec::with_capacity(limbs.len().saturating_add(1));
    if !head.is_empty() {
        numbers.push(
            head.iter()
                .fold(0, |number, octet| number << 8 | u64::from(*octet)),
        );
    }
    numbers.extend(limbs.iter().map(|limb| u64::from_be_bytes(*limb)));
    numbers
}

/// The square root, rounded down, and whether it is one without a remainder; `None` of zero. Digit by digit in base 2^64, as
/// schools teach it. All numbers have their most significant limb first.
fn square_root(number: &[u64]) -> Option<(Vec<u64>, bool)> {
    // An even number of limbs, of which the first has one of its two highest bits.
    let top = number.first().filter(|top| **top != 0)?;
    let bits = top.leading_zeros() & !1;
    let is_odd = number.len() % 2 == 1;
    // The digits, in place of which what is left of them is put.
    let mut left = match bits == 0 && !is_odd {
        true => number.to_vec(),
        false => shifted_by(number, bits, is_odd),
    };
    let count = left.len() / 2;
    let [high, low] = left.first_chunk_mut::<2>()?;
    let first = u128::from(*high) << 64 | u128::from(*low);
    let digit = first.isqrt();
    let rest = first.wrapping_sub(digit.wrapping_mul(digit));
    (*high, *low) = (low_limb(rest >> 64), low_limb(rest));
    // Twice the root so far.
    let mut double: Vec<u64> = Vec::with_capacity(count.saturating_add(1));
    double.extend([low_limb(digit >> 63), low_limb(digit << 1)]);
    for step in 1..count {
        // What is left is no more than twice the root, and takes as many limbs; two digits more are taken.
        let end = step.saturating_mul(2).saturating_add(2);
        let window = left.get_mut(step.saturating_sub(1)..end)?;
        let digit = next_digit(window, &mut double);
        // The digit stands beside twice the root before it; it counts twice from now on.
        add(&mut double, digit);
    }
    let is_square = left.iter().all(|limb| *limb == 0);
    // Halved, and shifted back by half of what it was shifted.
    let back = (bits / 2).saturating_add(if is_odd { 32 } else { 0 });
    halve(&mut double, back.saturating_add(1));
    let zeros = double.iter().take_while(|limb| **limb == 0).count();
    double.drain(..zeros);
    Some((double, is_square))
}

/// Shifted to the left by fewer than 64 bits, which it has room for, and by one limb if `by_limb`.
#[cold]
fn shifted_by(number: &[u64], bits: u32, by_limb: bool) -> Vec<u64> {
    let after = number.iter().skip(1).chain(&[0]);
    let spare = 64u32.saturating_sub(bits);
    let pairs = number.iter().zip(after);
    let mut shifted: Vec<u64> = pairs
        .map(|(limb, next)| limb << bits | next.checked_shr(spare).unwrap_or_default())
        .collect();
    if by_limb {
        shifted.push(0);
    }
    shifted
}

/// Shifted to the right by 1 to 64 bits.
fn halve(number: &mut [u64], bits: u32) {
    let mut before = 0u64;
    for limb in number {
        let now = *limb;
        let carried = before.checked_shl(64u32.saturating_sub(bits)).unwrap_or_default();
        *limb = now.checked_shr(bits).unwrap_or_default() | carried;
        before = now;
    }
}

/// The next digit of a root, which is put beside twice the digits before; what is left is lessened by what it stands for.
#[inline(always)]
fn next_digit(left: &mut [u64], double: &mut Vec<u64>) -> u64 {
    let mut digit = estimate(left, double);
    double.push(digit);
    let mut is_too_large = subtract_product(left, double, digit);
    while is_too_large {
        let before = digit;
        digit = digit.wrapping_sub(1);
        if let Some(lowest) = double.last_mut() {
            *lowest = digit;
        }
        // (D + d)d less (D + d - 1)(d - 1) is D + 2d - 1.
        let carries = [add_all(left, double), add(left, before)];
        is_too_large = carries == [false, false];
    }
    digit
}

/// The digit by the highest limbs, hardly ever more than it is: Knuth, The Art of Computer Programming, 4.3.1, step D3.
#[inline(always)]
fn estimate(left: &[u64], double: &[u64]) -> u64 {
    let (Some([first, second, third, fourth]), Some([_, high])) =
        (left.first_chunk::<4>(), double.first_chunk::<2>())
    else {
        return 0;
    };
    // All is halved, so that the divisor, of which the highest limb is 1, begins with a bit.
    let halved = |high: u64, low: u64| high << 63 | low >> 1;
    let wide = |high: u64, low: u64| u128::from(high) << 64 | u128::from(low);
    let by = halved(1, *high);
    let dividend = wide(halved(*first, *second), halved(*second, *third));
    if low_limb(dividend >> 64) >= by {
        return u64::MAX;
    }
    let mut digit = low_limb(dividend.checked_div(u128::from(by)).unwrap_or_default());
    let product = u128::from(digit).wrapping_mul(u128::from(by));
    let mut rest = low_limb(dividend.wrapping_sub(product));
    // The digit itself comes after twice the root.
    let next = halved(*high, double.get(2).copied().unwrap_or(digit));
    let below = halved(*third, *fourth);
    while u128::from(digit).wrapping_mul(u128::from(next)) > wide(rest, below) {
        digit = digit.wrapping_sub(1);
        let (more, is_over) = rest.overflowing_add(by);
        if is_over {
            break;
        }
        rest = more;
    }
    digit
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the lower half is what is wanted; a conversion that can fail takes five times as long"
)]
const fn low_limb(number: u128) -> u64 {
    number as u64
}

/// Subtracts a number of no more limbs, times a digit. Whether it was too large.
#[inline(always)]
fn subtract_product(from: &mut [u64], number: &[u64], digit: u64) -> bool {
    let mut carry = 0u64;
    let mut limbs = from.iter_mut().rev();
    for (by, limb) in number.iter().rev().zip(&mut limbs) {
        let product = u128::from(*by)
            .wrapping_mul(u128::from(digit))
            .wrapping_add(u128::from(carry));
        let (less, is_below) = limb.overflowing_sub(low_limb(product));
        // A product has less than all bits in its upper half.
        carry = low_limb(product >> 64).wrapping_add(u64::from(is_below));
        *limb = less;
    }
    for limb in limbs {
        let (less, is_below) = limb.overflowing_sub(carry);
        carry = u64::from(is_below);
        *limb = less;
    }
    carry != 0
}

/// Adds a digit. Whether it did not fit.
fn add(to: &mut [u64], digit: u64) -> bool {
    let mut carry = digit;
    for limb in to.iter_mut().rev() {
        let (more, is_over) = limb.overflowing_add(carry);
        (*limb, carry) = (more, u64::from(is_over));
        if !is_over {
            return false;
        }
    }
    carry != 0
}

/// Adds a number of no more limbs. Whether it did not fit.
#[cold]
fn add_all(to: &mut [u64], number: &[u64]) -> bool {
    let mut carry = false;
    let limbs = number.iter().rev().copied().chain(core::iter::repeat(0));
    for (limb, by) in to.iter_mut().rev().zip(limbs) {
        let (more, first) = limb.overflowing_add(by);
        let (more, second) = more.overflowing_add(u64::from(carry));
        (*limb, carry) = (more, first || second);
    }
    carry
}

/// Whether the square of a root and some more is the modulus and a square.
#[cold]
fn differs_by_a_square(root: &[u64], more: u64, modulus: &[u64]) -> bool {
    let mut number = alloc::vec![0];
    number.extend_from_slice(root);
    add(&mut number, more);
    let mut difference = squared(&number);
    subtract_product(&mut difference, modulus, 1);
    let zeros = difference.iter().take_while(|limb| **limb == 0).count();
    let difference = difference.get(zeros..).unwrap_or_default();
    square_root(difference).is_none_or(|(_, is_square)| is_square)
}

/// The square, of twice as many limbs.
fn squared(number: &[u64]) -> Vec<u64> {
    let mut square = alloc::vec![0; number.len().saturating_mul(2)];
    for (place, digit) in number.iter().rev().enumerate() {
        let mut row = alloc::vec![0; number.len().saturating_add(1)];
        // Zero less the product, negated, is the product.
        subtract_product(&mut row, number, *digit);
        row.iter_mut().for_each(|limb| *limb = !*limb);
        add(&mut row, 1);
        let end = square.len().saturating_sub(place);
        add_all(square.get_mut(..end).unwrap_or_default(), &row);
    }
    square
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Modulus, is_power_of_65537, limbs_of, square_root};

    #[test]
    fn roots_of_small_numbers_are_those_of_the_language() {
        let edges = [
            0u128,
            1,
            2,
            1 << 32,
            1 << 63,
            1 << 64,
            1 << 65,
            1 << 96,
            1 << 126,
            u128::MAX,
        ];
        for edge in edges {
            for number in (0..40).flat_map(|by| [edge.saturating_sub(by), edge.saturating_add(by)]) {
                let root = square_root(&limbs_of(&number.to_be_bytes()));
                let expected = number.isqrt();
                match root {
                    None => assert_eq!(number, 0),
                    Some((root, is_square)) => {
                        let found = root
                            .iter()
                            .rev()
                            .fold(0, |found, limb| found << 64 | u128::from(*limb));
                        assert_eq!(
                            (found, is_square),
                            (expected, expected * expected == number),
                            "{number}"
                        );
                    }
                }
            }
        }
    }

    fn trimmed(number: Vec<u64>) -> Vec<u64> {
        number.into_iter().skip_while(|limb| *limb == 0).collect()
    }

    /// Numbers that a simple generator makes are squared, and asked for their roots again, also one below and above.
    #[test]
    fn roots_of_large_squares_are_found() {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for length in 1..40 {
            for kind in 0..6 {
                let limbs: Vec<u64> = (0..length)
                    .map(|_| match kind {
                        0 => u64::MAX,
                        1 => 1 << 63,
                        2 => 1,
                        _ => next() | 1,
                    })
                    .collect();
                let square = trimmed(super::squared(&limbs));
                let (root, is_square) = square_root(&square).unwrap();
                assert!(is_square && root == limbs, "{length} {kind}");
                let mut more = square.clone();
                super::add(&mut more, 1);
                assert_eq!(
                    square_root(&more).unwrap(),
                    (limbs.clone(), false),
                    "{length} {kind}"
                );
                let mut less = square.clone();
                super::subtract_product(&mut less, &[1], 1);
                let before = square_root(&trimmed(less));
                let mut expected = limbs.clone();
                super::subtract_product(&mut expected, &[1], 1);
                let expected = trimmed(expected);
                assert_eq!(
                    before.map(|(root, _)| root).unwrap_or_default(),
                    expected,
                    "{length} {kind}"
                );
            }
        }
    }

    #[test]
    fn primes_that_are_close_are_found_up_to_the_last_round() {
        // 1000003 and primes beyond it: the mean of both is the root and some more.
        let product = |one: u64, other: u64| (one * other).to_be_bytes();
        assert!(Modulus::new(&product(1_000_003, 1_000_033)).primes_are_close());
        assert!(Modulus::new(&product(1_000_003, 1_000_003)).primes_are_close());
        // The mean is 100 above the root for a difference of 28284, and 101 for one of 28500.
        assert!(Modulus::new(&product(1_000_003, 1_027_991)).primes_are_close());
        assert!(!Modulus::new(&product(1_000_003, 1_500_007)).primes_are_close());
    }

    #[test]
    fn small_factors_are_found() {
        let weakness = |number: u64| Modulus::new(&number.to_be_bytes()).small_factor();
        assert_eq!(weakness(751 * 1_000_003), Some(751));
        assert_eq!(weakness(3 * 1_000_003), Some(3));
        assert_eq!(weakness(757 * 1_000_003), None);
        let obvious = |number: u64| Modulus::new(&number.to_be_bytes()).obvious_factor();
        assert_eq!(obvious(17 * 1_000_003), Some(17));
        assert_eq!(obvious(31 * 1_000_003), None);
    }

    #[test]
    fn what_is_left_is_the_sum_of_the_limbs() {
        let number = u128::MAX / 7 * 3;
        let left = Modulus::new(&number.to_be_bytes()).folded;
        assert_eq!(u128::from(left) % 641, number % 641);
        assert_eq!(u128::from(left) % 257, number % 257);
    }

    #[test]
    fn powers_are_known() {
        // 65537 is 10 modulo 11, so its powers are 1 and 10.
        let powers: Vec<u64> = (0..11).filter(|rest| is_power_of_65537(*rest, 11)).collect();
        assert_eq!(powers, [1, 10]);
    }
}
