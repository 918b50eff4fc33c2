//! A password, in the forms in which tools put it into key derivations.

use zeroize::Zeroizing;

use crate::input::files::Secret;

/// The bytes of a password that go into a key derivation.
pub(super) struct Form {
    /// For PKCS#12: UTF-16, big-endian, two zero bytes at its end.
    pub(super) wide: Secret,
    /// For PKCS#5.
    pub(super) plain: Secret,
    pub(super) kind: Spelling,
}

/// How a password is spelled in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Spelling {
    /// As the standards want it.
    Standard,
    /// An empty one is no bytes at all, not even the two of its end.
    Nothing,
    /// A byte for each letter: node-forge, and what is written in Java by PKCS#5.
    Latin1,
    /// Each byte of UTF-8 is a letter: OpenSSL before 1.1.0.
    Utf8AsLatin1,
}

/// The forms to try, the likeliest first.
pub(super) fn forms(password: &[u8]) -> Vec<Form> {
    let form = |wide: Secret, plain: &[u8], kind| Form {
        wide,
        plain: Zeroizing::new(plain.to_vec()),
        kind,
    };
    if password.is_empty() {
        return vec![
            form(wide_of([].into_iter(), 0), b"", Spelling::Standard),
            form(Secret::default(), b"", Spelling::Nothing),
        ];
    }
    let bytes = |kind| {
        let units = password.iter().map(|byte| u16::from(*byte));
        form(wide_of(units, password.len()), password, kind)
    };
    let Ok(text) = std::str::from_utf8(password) else {
        return vec![bytes(Spelling::Latin1)];
    };
    let mut forms = vec![form(
        wide_of(text.encode_utf16(), text.len()),
        password,
        Spelling::Standard,
    )];
    if !text.is_ascii() {
        let mut latin = Zeroizing::new(Vec::with_capacity(text.len()));
        latin.extend(
            text.chars()
                .map_while(|letter| u8::try_from(u32::from(letter)).ok()),
        );
        if latin.len() == text.chars().count() {
            let wide = wide_of(text.encode_utf16(), text.len());
            forms.push(form(wide, &latin, Spelling::Latin1));
        }
        forms.push(bytes(Spelling::Utf8AsLatin1));
    }
    forms
}

/// UTF-16 with its end; `most` units at most.
fn wide_of(units: impl Iterator<Item = u16>, most: usize) -> Secret {
    let mut wide = Zeroizing::new(Vec::with_capacity(most.saturating_add(1).saturating_mul(2)));
    for unit in units {
        wide.extend_from_slice(&unit.to_be_bytes());
    }
    wide.extend_from_slice(&[0, 0]);
    wide
}

#[cfg(test)]
mod tests {
    use super::{Spelling, forms};

    #[test]
    fn letters_beyond_the_first_plane_are_two_units() {
        let forms = forms("a😀".as_bytes());
        assert_eq!(forms[0].wide.as_slice(), [0, 0x61, 0xD8, 0x3D, 0xDE, 0, 0, 0]);
        assert_eq!(forms.len(), 2);
    }

    #[test]
    fn a_letter_of_latin_1_is_tried_as_one_byte() {
        let forms = forms("ä".as_bytes());
        assert_eq!(forms[1].plain.as_slice(), [0xE4]);
        assert_eq!(forms[1].kind, Spelling::Latin1);
        assert_eq!(forms[2].wide.as_slice(), [0, 0xC3, 0, 0xA4, 0, 0]);
    }

    #[test]
    fn no_password_is_tried_as_its_end_and_as_nothing() {
        let forms = forms(b"");
        assert_eq!(
            (forms[0].wide.as_slice(), forms[1].wide.as_slice()),
            (&[0, 0][..], &[][..])
        );
    }
}
