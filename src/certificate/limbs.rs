//! Arithmetic on numbers of 64-bit limbs, the most significant first: the square root, rounded down.

use alloc::vec::Vec;

/// The same of a number of limbs, most significant first.
pub(super) fn remainder_of_limbs(limbs: &[u64], by: u64) -> u64 {
    let step = |rest: u64, digits: u64| (rest << 32 | digits).checked_rem(by).unwrap_or_default();
    let halves = limbs.iter().flat_map(|limb| [limb >> 32, limb & 0xFFFF_FFFF]);
    halves.fold(0, step)
}

/// The most significant limb first, and not zero.
pub(super) fn limbs_of(octets: &[u8]) -> Vec<u64> {
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
pub(super) fn square_root(number: &[u64]) -> Option<(Vec<u64>, bool)> {
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
pub(super) fn subtract_product(from: &mut [u64], number: &[u64], digit: u64) -> bool {
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
pub(super) fn add(to: &mut [u64], digit: u64) -> bool {
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

/// The square, of twice as many limbs.
pub(super) fn squared(number: &[u64]) -> Vec<u64> {
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

    use super::{limbs_of, square_root};

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
}
