//! International labels: Punycode (RFC 3492), and whether what it decodes to is in Unicode's form NFC.

use alloc::string::String;
use alloc::vec::Vec;

use super::international_data::{CLASSES, COMPOSED, REPLACED};

/// The label that stands in Punycode after `xn--`, in lower case; `None` where it does not decode.
pub(super) fn decode(punycode: &str) -> Option<String> {
    // A label of the DNS has 63 octets at most.
    if punycode.is_empty() || punycode.len() > 59 {
        return None;
    }
    let (basic, digits) = punycode.rsplit_once('-').unwrap_or(("", punycode));
    let mut label: Vec<char> = basic.chars().collect();
    let (mut next, mut place, mut bias) = (128u32, 0u32, 72u32);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let before = place;
        let (mut weight, mut threshold_at) = (1u32, 36u32);
        loop {
            let digit = match digits.next()? {
                letter @ b'a'..=b'z' => u32::from(letter.wrapping_sub(b'a')),
                number @ b'0'..=b'9' => u32::from(number.wrapping_sub(b'0')).wrapping_add(26),
                _ => return None,
            };
            place = place.checked_add(digit.checked_mul(weight)?)?;
            let threshold = threshold_at.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36u32.saturating_sub(threshold))?;
            threshold_at = threshold_at.saturating_add(36);
        }
        let count = u32::try_from(label.len()).ok()?.checked_add(1)?;
        bias = adapted(place.checked_sub(before)?, count, before == 0 && next == 128);
        next = next.checked_add(place.checked_div(count)?)?;
        place = place.checked_rem(count)?;
        label.insert(usize::try_from(place).ok()?, char::from_u32(next)?);
        place = place.saturating_add(1);
    }
    Some(label.into_iter().collect())
}

/// RFC 3492 section 6.1.
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta = delta.saturating_add(delta.checked_div(count).unwrap_or_default());
    let mut steps = 0u32;
    while delta > 455 {
        delta /= 35;
        steps = steps.saturating_add(36);
    }
    let last = delta.saturating_mul(36).checked_div(delta.saturating_add(38));
    steps.saturating_add(last.unwrap_or_default())
}

/// Whether it is in Unicode's form NFC: every letter is one character with its accents as far as there is one, and the
/// accents that are left stand in the order of their classes.
pub(super) fn is_normalized(label: &str) -> bool {
    // The last letter, and the class of the last accent after it.
    let (mut letter, mut before) = ('\0', 0);
    label.chars().all(|it| {
        let number = u32::from(it);
        let class = class_of(number);
        let is_ordered = class == 0 || class >= before;
        // Another accent of the same class keeps it apart from the letter.
        let is_beside = before == 0 || class > before;
        let is_apart = is_beside && makes_one(letter, number);
        let is_replaced = REPLACED
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&number));
        if class == 0 {
            letter = it;
        }
        before = class;
        is_ordered && !is_apart && !is_replaced
    })
}

fn class_of(number: u32) -> u8 {
    let found = CLASSES
        .iter()
        .find(|(first, last, _)| (*first..=*last).contains(&number));
    found.map_or(0, |(_, _, class)| *class)
}

/// Whether a letter and what follows it are one character in NFC: with an accent, or as sounds of Hangul.
fn makes_one(letter: char, number: u32) -> bool {
    let of_syllable = u32::from(letter)
        .checked_sub(0xAC00)
        .filter(|place| *place < 11_172);
    match number {
        0x1161..=0x1175 => (0x1100..=0x1112).contains(&u32::from(letter)),
        0x11A8..=0x11C2 => of_syllable.is_some_and(|place| place.is_multiple_of(28)),
        _ => COMPOSED
            .iter()
            .any(|(mark, letters)| *mark == number && letters.contains(letter)),
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, is_normalized};

    #[test]
    fn punycode_decodes_as_its_rfc_shows() {
        for (punycode, label) in [
            ("bcher-kva", "b\u{fc}cher"),
            (
                "ihqwcrb4cv8a8dqg056pqjye",
                "\u{4ed6}\u{4eec}\u{4e3a}\u{4ec0}\u{4e48}\u{4e0d}\u{8bf4}\u{4e2d}\u{6587}",
            ),
            ("maana-pta", "ma\u{f1}ana"),
            ("p1ai", "\u{440}\u{444}"),
        ] {
            assert_eq!(decode(punycode).as_deref(), Some(label));
        }
        for bad in ["", "a-\u{e9}", "9999999999999", "bcher-kv\u{e4}", "aaa-b!"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn accents_stand_in_their_letters() {
        assert!(is_normalized("b\u{fc}cher"));
        assert!(!is_normalized("bu\u{308}cher"));
        assert!(is_normalized("q\u{308}"));
        assert!(!is_normalized("\u{212b}"));
        assert!(!is_normalized("\u{438}\u{306}"));
        // In the order of their classes, and not; a letter that has an accent of its class already.
        assert!(is_normalized("\u{628}\u{618}\u{611}") && !is_normalized("\u{628}\u{611}\u{618}"));
        assert!(is_normalized("q\u{323}\u{307}") && !is_normalized("a\u{323}\u{302}"));
        assert!(!is_normalized("\u{1100}\u{1161}") && is_normalized("\u{ac00}"));
    }
}
