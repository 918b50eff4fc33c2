//! Whether anybody can factor an RSA modulus: primes that lie close together, a small factor, and the keys of Infineon's
//! library. It concerns public values, so nothing here has to take the same time for all of them.

use alloc::vec::Vec;

/// How a modulus gives its factors away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// A prime below 752 divides it.
    SmallFactor(u32),
    /// It has the form of the moduli of Infineon's library, CVE-2017-15361.
    Infineon,
}

/// Rounds of Fermat's method, as the Baseline Requirements section 6.1.1.3 count them.
const ROUNDS: u64 = 100;
/// Odd primes, and their product, which fits into 32 bits.
const FILTERS: [u64; 9] = [3, 5, 7, 11, 13, 17, 19, 23, 29];
const PRODUCT: u64 = 3_234_846_615;
/// A bit for each remainder that a square may leave after division by 64.
const SQUARES_OF_64: u64 = squares_of_64();

const fn squares_of_64() -> u64 {
    let (mut squares, mut root) = (0, 0);
    while root < 64u64 {
        squares |= 1 << (root.wrapping_mul(root) & 63);
        root = root.wrapping_add(1);
    }
    squares
}

/// The primes modulo which moduli of Infineon's library are powers of 65537, beside 3, 5 and 7, for which all are:
/// Nemec and others, The Return of Coppersmith's Attack, section 2.
const INFINEON: [u64; 16] = [
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151,
];

/// An odd modulus, most significant octet first.
#[derive(Clone, Copy)]
pub(crate) struct Modulus<'a> {
    octets: &'a [u8],
    /// What is left after division by [`PRODUCT`].
    rest: u64,
}

impl<'a> Modulus<'a> {
    pub(crate) fn new(octets: &'a [u8]) -> Modulus<'a> {
        Modulus {
            octets,
            rest: remainder(octets, PRODUCT),
        }
    }

    /// What costs little: the form of Infineon's keys, and the smallest primes.
    pub(crate) fn obvious_weakness(self) -> Option<Weakness> {
        if self.is_of_infineon() {
            return Some(Weakness::Infineon);
        }
        self.small_factor(&FILTERS, self.rest)
    }

    /// A prime below 752 that divides it.
    pub(crate) fn any_small_factor(self) -> Option<Weakness> {
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
            let found = self.small_factor(now, remainder(self.octets, now.iter().product()));
            if found.is_some() {
                return found;
            }
            rest = later;
        }
        None
    }

    /// One of the primes that divides what is left after division by their product.
    fn small_factor(self, primes: &[u64], rest: u64) -> Option<Weakness> {
        let prime = primes.iter().find(|prime| rest.is_multiple_of(**prime))?;
        Some(Weakness::SmallFactor(u32::try_from(*prime).ok()?))
    }

    fn is_of_infineon(self) -> bool {
        let is_power = |prime: &u64| {
            let rest = match PRODUCT.is_multiple_of(*prime) {
                true => self.rest.checked_rem(*prime).unwrap_or_default(),
                false => remainder(self.octets, *prime),
            };
            is_power_of_65537(rest, *prime)
        };
        INFINEON.iter().all(is_power)
    }

    /// Fermat's method: whether one of the numbers from the root on, squared, is the modulus and another square.
    pub(crate) fn primes_are_close(self) -> bool {
        let limbs = limbs_of(self.octets);
        let Some((root, is_square)) = square_root(&limbs) else {
            return false;
        };
        if is_square {
            return true;
        }
        // The first candidate is the next number after the root: of the remainder of the root there is one to add.
        let low = root.first().copied().unwrap_or_default().wrapping_add(1);
        let rest = remainder_of_limbs(&root, PRODUCT).wrapping_add(1);
        let modulus = limbs.first().copied().unwrap_or_default();
        (0..ROUNDS).any(|round| {
            let number = low.wrapping_add(round);
            let difference = number.wrapping_mul(number).wrapping_sub(modulus);
            SQUARES_OF_64 >> (difference & 63) & 1 == 1
                && self.may_differ_by_a_square(rest.wrapping_add(round))
                && differs_by_a_square(&root, round.wrapping_add(1), &limbs)
        })
    }

    /// Whether the square of a number, which leaves `rest` after division by [`PRODUCT`], may be the modulus and a square.
    fn may_differ_by_a_square(self, rest: u64) -> bool {
        FILTERS.iter().all(|prime| {
            let of = |number: u64| number.checked_rem(*prime).unwrap_or_default();
            let number = of(rest);
            let difference = of(number
                .wrapping_mul(number)
                .wrapping_add(prime.wrapping_sub(of(self.rest))));
            (0..*prime).any(|root| of(root.wrapping_mul(root)) == difference)
        })
    }
}

fn is_prime(number: u64) -> bool {
    let roots = (2..).take_while(|root: &u64| root.wrapping_mul(*root) <= number);
    roots.into_iter().all(|root| !number.is_multiple_of(root))
}

fn is_power_of_65537(rest: u64, prime: u64) -> bool {
    let of = |number: u64| number.checked_rem(prime).unwrap_or_default();
    let mut power = 1;
    (0..prime).any(|_| {
        let is_met = power == rest;
        power = of(power.wrapping_mul(65_537));
        is_met
    })
}

/// What is left of a number, most significant octet first, after division by one of 32 bits.
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

/// The same of a number of limbs, the least significant first.
fn remainder_of_limbs(limbs: &[u64], by: u64) -> u64 {
    let step = |rest: u64, digits: u64| (rest << 32 | digits).checked_rem(by).unwrap_or_default();
    let halves = limbs
        .iter()
        .rev()
        .flat_map(|limb| [limb >> 32, limb & 0xFFFF_FFFF]);
    halves.fold(0, step)
}

/// The least significant limb first, the most significant not zero.
fn limbs_of(octets: &[u8]) -> Vec<u64> {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let (head, limbs) = octets.get(zeros..).unwrap_or_default().as_rchunks::<8>();
    let mut numbers: Vec<u64> = limbs.iter().rev().map(|limb| u64::from_be_bytes(*limb)).collect();
    if !head.is_empty() {
        numbers.push(
            head.iter()
                .fold(0, |number, octet| number << 8 | u64::from(*octet)),
        );
    }
    numbers
}

/// The square root, rounded down, and whether it is one without a remainder; `None` of zero. Digit by digit in base 2^64, as
/// schools teach it.
fn square_root(number: &[u64]) -> Option<(Vec<u64>, bool)> {
    // An even number of limbs, of which the last has one of its two highest bits.
    let top = number.last().filter(|top| **top != 0)?;
    let is_odd = number.len() % 2 == 1;
    let shift = (top.leading_zeros() & !1).wrapping_add(if is_odd { 64 } else { 0 });
    let mut shifted: Vec<u64> = Vec::with_capacity(number.len().saturating_add(1));
    if is_odd {
        shifted.push(0);
    }
    let bits = shift & 63;
    let mut carry = 0;
    for limb in number {
        shifted.push(limb << bits | carry);
        carry = limb.checked_shr(64u32.wrapping_sub(bits)).unwrap_or_default();
    }
    let (_, pairs) = shifted.as_rchunks::<2>();
    let mut pairs = pairs.iter().rev();
    let [low, high] = *pairs.next()?;
    let first = u128::from(high) << 64 | u128::from(low);
    let digit = first.isqrt();
    let rest = first.wrapping_sub(digit.wrapping_mul(digit));
    // Twice the root, and what is left of the digits so far; one limb each for what they may have beyond.
    let mut double: Vec<u64> = Vec::with_capacity(shifted.len());
    double.extend([low_limb(digit << 1), low_limb(digit >> 63)]);
    let mut left: Vec<u64> = Vec::with_capacity(shifted.len());
    left.extend([low_limb(rest), low_limb(rest >> 64)]);
    for [low, high] in pairs {
        left.splice(0..0, [*low, *high]);
        double.insert(0, 0);
        let digit = next_digit(&mut left, &mut double);
        // The digit stands beside twice the root before it; it counts twice from now on.
        add(&mut double, &[digit]);
        left.truncate(double.len());
    }
    let is_square = left.iter().all(|limb| *limb == 0);
    // Halved, and shifted back by half of what it was shifted.
    let back = (shift / 2).wrapping_add(1);
    let limbs = double.iter().zip(double.iter().skip(1).chain(&[0]));
    let mut root: Vec<u64> = limbs
        .map(|(limb, next)| {
            limb.checked_shr(back).unwrap_or_default()
                | next.checked_shl(64u32.wrapping_sub(back)).unwrap_or_default()
        })
        .collect();
    while root.last() == Some(&0) {
        root.pop();
    }
    Some((root, is_square))
}

/// The next digit of a root, which is put beside twice the digits before; what is left is lessened by what it stands for.
fn next_digit(left: &mut [u64], double: &mut [u64]) -> u64 {
    // By the highest limbs it is no more than a few too large: those of twice the root are 1 and another.
    let (Some([.., low, middle, high]), Some([.., below, _])) =
        (left.last_chunk::<3>(), double.last_chunk::<2>())
    else {
        return 0;
    };
    let by = 1 << 63 | below >> 1;
    let upper = high << 63 | middle >> 1;
    let lower = middle << 63 | low >> 1;
    let mut digit = match upper < by {
        true => low_limb(
            (u128::from(upper) << 64 | u128::from(lower))
                .checked_div(u128::from(by))
                .unwrap_or_default(),
        ),
        false => u64::MAX,
    };
    set_lowest(double, digit);
    let mut is_too_large = subtract_product(left, double, digit);
    while is_too_large {
        let before = digit;
        digit = digit.wrapping_sub(1);
        set_lowest(double, digit);
        // (D + d)d less (D + d - 1)(d - 1) is D + 2d - 1.
        let carries = [add(left, double), add(left, &[before])];
        is_too_large = carries == [false, false];
    }
    digit
}

fn set_lowest(number: &mut [u64], digit: u64) {
    if let Some(lowest) = number.first_mut() {
        *lowest = digit;
    }
}

fn low_limb(number: u128) -> u64 {
    u64::try_from(number & u128::from(u64::MAX)).unwrap_or_default()
}

/// Subtracts a number times a digit. Whether it was too large.
fn subtract_product(from: &mut [u64], number: &[u64], digit: u64) -> bool {
    let (mut carry, mut borrow) = (0u64, false);
    for (limb, by) in from.iter_mut().zip(number.iter().chain(&[0])) {
        let product = u128::from(*by)
            .wrapping_mul(u128::from(digit))
            .wrapping_add(u128::from(carry));
        carry = low_limb(product >> 64);
        let (less, first) = limb.overflowing_sub(low_limb(product));
        let (less, second) = less.overflowing_sub(u64::from(borrow));
        (*limb, borrow) = (less, first || second);
    }
    borrow
}

/// Adds a number. Whether it did not fit.
fn add(to: &mut [u64], number: &[u64]) -> bool {
    let mut carry = false;
    for (limb, by) in to
        .iter_mut()
        .zip(number.iter().copied().chain(core::iter::repeat(0)))
    {
        let (more, first) = limb.overflowing_add(by);
        let (more, second) = more.overflowing_add(u64::from(carry));
        (*limb, carry) = (more, first || second);
    }
    carry
}

/// Whether the square of a root and some more is the modulus and a square.
#[cold]
fn differs_by_a_square(root: &[u64], more: u64, modulus: &[u64]) -> bool {
    let mut number = root.to_vec();
    number.push(0);
    add(&mut number, &[more]);
    let mut difference = squared(&number);
    difference.resize(number.len().saturating_mul(2), 0);
    subtract_product(&mut difference, modulus, 1);
    while difference.last() == Some(&0) {
        difference.pop();
    }
    square_root(&difference).is_none_or(|(_, is_square)| is_square)
}

/// The square, the most significant limb not zero.
fn squared(number: &[u64]) -> Vec<u64> {
    let mut square = alloc::vec![0; number.len().saturating_mul(2)];
    for (place, digit) in number.iter().enumerate() {
        let mut row = alloc::vec![0; number.len().saturating_add(1)];
        // Zero less the product, negated, is the product.
        subtract_product(&mut row, number, *digit);
        row.iter_mut().for_each(|limb| *limb = !*limb);
        add(&mut row, &[1]);
        add(square.get_mut(place..).unwrap_or_default(), &row);
    }
    while square.last() == Some(&0) {
        square.pop();
    }
    square
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Modulus, Weakness, is_power_of_65537, limbs_of, square_root};

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
                let square = super::squared(&limbs);
                let (root, is_square) = square_root(&square).unwrap();
                assert!(is_square && root == limbs, "{length} {kind}");
                let mut more = square.clone();
                super::add(&mut more, &[1]);
                assert_eq!(
                    square_root(&more).unwrap(),
                    (limbs.clone(), false),
                    "{length} {kind}"
                );
                let mut less = square.clone();
                super::subtract_product(&mut less, &[1], 1);
                while less.last() == Some(&0) {
                    less.pop();
                }
                let before = square_root(&less);
                let mut expected = limbs.clone();
                super::subtract_product(&mut expected, &[1], 1);
                while expected.last() == Some(&0) {
                    expected.pop();
                }
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
        let weakness = |number: u64| Modulus::new(&number.to_be_bytes()).any_small_factor();
        assert_eq!(weakness(751 * 1_000_003), Some(Weakness::SmallFactor(751)));
        assert_eq!(weakness(3 * 1_000_003), Some(Weakness::SmallFactor(3)));
        assert_eq!(weakness(757 * 1_000_003), None);
        let obvious = |number: u64| Modulus::new(&number.to_be_bytes()).obvious_weakness();
        assert_eq!(obvious(29 * 1_000_003), Some(Weakness::SmallFactor(29)));
        assert_eq!(obvious(31 * 1_000_003), None);
    }

    #[test]
    fn powers_are_known() {
        // 65537 is 10 modulo 11, so its powers are 1 and 10.
        let powers: Vec<u64> = (0..11).filter(|rest| is_power_of_65537(*rest, 11)).collect();
        assert_eq!(powers, [1, 10]);
    }
}
