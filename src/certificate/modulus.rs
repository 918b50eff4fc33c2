//! Whether anybody can factor an RSA modulus: primes that lie close together, a small factor, and the keys of Infineon's
//! library. It concerns public values, so nothing here has to take the same time for all of them; but every judgement pays
//! for it, and nearly every modulus is told to be sound by what costs least.

use alloc::vec::Vec;
use core::cell::OnceCell;

use super::limbs::{add, limbs_of, remainder_of_limbs, square_root, squared, subtract_product};

/// Rounds of Fermat's method, as the Baseline Requirements section 6.1.1.3 count them.
const ROUNDS: u32 = 100;
/// A bit for each.
const FIRST_ROUNDS: u128 = (1 << ROUNDS) - 1;

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
const OBVIOUS: [u64; 5] = [641, 257, 17, 5, 3];
/// The longer ones of them.
static LONG: [Squares; 2] = [Squares::of(641), Squares::of(257)];
/// The other two primes that divide it.
const LARGE_FILTERS: [u64; 2] = [65_537, 6_700_417];
/// More primes, and their product, which has 32 bits.
static MORE: [Squares; 5] = [
    Squares::of(11),
    Squares::of(19),
    Squares::of(23),
    Squares::of(29),
    Squares::of(31),
];
const PRODUCT: u64 = 4_321_493;

/// By what the modulus leaves after division by `M`: a bit for each number from 0 on whose square, less the modulus, may be a
/// square. A number's own rounds begin at the bit of what it leaves.
struct Windows<const M: usize>([[u64; 3]; M]);

static OF_64: Windows<64> = Windows::new();
static OF_17: Windows<17> = Windows::new();
static OF_5: Windows<5> = Windows::new();
/// These three divide 2^48 - 1.
static OF_7: Windows<7> = Windows::new();
static OF_9: Windows<9> = Windows::new();
static OF_13: Windows<13> = Windows::new();

impl<const M: usize> Windows<M> {
    #[allow(
        clippy::indexing_slicing,
        clippy::as_conversions,
        clippy::arithmetic_side_effects,
        reason = "worked out when the crate is compiled"
    )]
    const fn new() -> Windows<M> {
        let squares = Squares::of(M as u64).bits;
        let (mut all, mut by) = ([[0; 3]; M], 0);
        while by < M {
            let mut number = 0;
            while number < 192 {
                let rest = (number * number + M - by) % M;
                if squares[rest / 64] >> (rest % 64) & 1 == 1 {
                    all[by][number / 64] |= 1 << (number % 64);
                }
                number += 1;
            }
            by += 1;
        }
        Windows(all)
    }

    /// A bit for each of 128 rounds from a number on.
    fn rounds(&self, number: u64, by: u64) -> u128 {
        let of = |number: u64| {
            let rest = usize::try_from(number).ok()?.checked_rem(M)?;
            Some((rest, u32::try_from(rest).ok()?))
        };
        let (Some((by, _)), Some((_, shift))) = (of(by), of(number)) else {
            return u128::MAX;
        };
        let Some([low, middle, high]) = self.0.get(by) else {
            return u128::MAX;
        };
        let first = u128::from(*middle) << 64 | u128::from(*low);
        let beyond = u128::from(*high).checked_shl(128u32.wrapping_sub(shift));
        first.checked_shr(shift).unwrap_or_default() | beyond.unwrap_or_default()
    }
}

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
        OBVIOUS
            .into_iter()
            .find(|prime| self.folded.is_multiple_of(*prime))
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
        let (short, by) = (folded_short(&root).wrapping_add(1), folded_short(&limbs));
        let mut rounds = FIRST_ROUNDS
            & OF_64.rounds(low, modulus)
            & OF_17.rounds(folded, self.folded)
            & OF_5.rounds(folded, self.folded)
            & OF_13.rounds(short, by)
            & OF_9.rounds(short, by)
            & OF_7.rounds(short, by);
        let more = OnceCell::new();
        // Hardly ever one is left.
        while rounds != 0 {
            let round = u64::from(rounds.trailing_zeros());
            rounds &= rounds.wrapping_sub(1);
            let may_be_close = LONG
                .iter()
                .all(|it| it.may_differ(it.rest(folded).wrapping_add(round), self.folded))
                && LARGE_FILTERS
                    .iter()
                    .all(|prime| may_differ(folded, round, self.folded, *prime))
                && {
                    let rest = more.get_or_init(|| remainder_of_limbs(&root, PRODUCT).wrapping_add(1));
                    MORE.iter()
                        .all(|it| it.may_differ(rest.wrapping_add(round), self.rest()))
                };
            if may_be_close && differs_by_a_square(&root, round.wrapping_add(1), &limbs) {
                return true;
            }
        }
        false
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

/// What limbs, the most significant first, leave after division by 2^48 - 1, or a little more: 2^64 leaves 2^16.
fn folded_short(limbs: &[u64]) -> u64 {
    let fold = |number: u64| (number & 0xFFFF_FFFF_FFFF).wrapping_add(number >> 48);
    limbs
        .iter()
        .fold(0, |rest, limb| fold(fold(rest << 16).wrapping_add(fold(*limb))))
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

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Modulus, is_power_of_65537};

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

    /// Fermat's method as books have it, beside ours on the products of numbers that are more or less close.
    #[test]
    fn closeness_is_what_a_hundred_rounds_find() {
        let plainly = |number: u64| {
            let root = number.isqrt();
            let is_found = |sum: u64| {
                let difference = u128::from(sum).pow(2) - u128::from(number);
                difference.isqrt().pow(2) == difference
            };
            root * root == number || (root + 1..=root + 100).any(is_found)
        };
        let (mut close, mut state) = (0, 1u64);
        for round in 0..4_000u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let one = (state >> 36) | 0x0800_0001;
            let other = one + 2 * (state % (1_000 + 150 * round));
            let number = one * other;
            let found = Modulus::new(&number.to_be_bytes()).primes_are_close();
            assert_eq!(found, plainly(number), "{number}");
            close += u32::from(found);
        }
        assert!((500..3_500).contains(&close), "{close}");
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
