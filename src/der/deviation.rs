//! What is not as DER or RFC 5280 wants it, and is read all the same.

use alloc::vec::Vec;
use core::ops::Range;

/// A way in which an encoding departs from what ITU-T X.690 and RFC 5280 prescribe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deviation {
    /// A length in more octets than it needs (X.690 section 10.1).
    LengthNotMinimal,
    /// A tag number below 31 in the form for larger ones (X.690 section 8.1.2.2).
    TagNotMinimal,
    /// A BOOLEAN that is neither 00 nor FF (X.690 section 11.1).
    BooleanNotCanonical,
    /// An INTEGER with redundant leading octets (X.690 section 8.3.2).
    IntegerNotMinimal,
    /// An INTEGER without an octet (X.690 section 8.3.1).
    IntegerEmpty,
    /// A BIT STRING without the octet that counts its unused bits, or with a count over 7 or over what there is
    /// (X.690 section 8.6.2).
    BitStringMalformed,
    /// Unused bits that are not zero (X.690 section 11.2.1).
    UnusedBitsNotZero,
    /// A BIT STRING of whole octets that has unused bits.
    UnusedBits,
    /// Zero bits at the end of a list of named bits (X.690 section 11.2.2).
    NamedBitsNotMinimal,
    /// A NULL with contents (X.690 section 8.8.2).
    NullNotEmpty,
    /// A value that is the DEFAULT of its field (X.690 section 11.5).
    DefaultEncoded,
    /// The elements of a SET OF do not come in their order (X.690 section 11.6).
    SetNotSorted,
    /// Bytes after the end of a structure, inside of what holds it.
    BytesLeftOver,
    /// An OBJECT IDENTIFIER without an arc.
    ObjectIdentifierEmpty,
    /// An OBJECT IDENTIFIER whose last arc does not end.
    ObjectIdentifierCutOff,
    /// An arc with leading zeros (X.690 section 8.19.2).
    ArcNotMinimal,
    /// An arc of more than 128 bits, which is what a UUID needs.
    ArcTooLarge,
    /// An arc of 32 to 64 bits. DER allows it, and RFC 5280 appendix B advises against it.
    NumberOver31Bits,
    /// An arc of 65 to 128 bits.
    NumberOver64Bits,
    /// UTCTime or GeneralizedTime without seconds (RFC 5280 section 4.1.2.5).
    TimeWithoutSeconds,
    /// Fractions of a second.
    TimeWithFraction,
    /// A difference from Greenwich instead of `Z`.
    TimeWithOffset,
    /// GeneralizedTime for a year that UTCTime has.
    TimeInWrongForm,
    /// A year before 1950.
    TimeBefore1950,
    /// A character that the string's type does not have.
    CharacterNotAllowed,
    /// `*` or `&` in a PrintableString, which many CAs write there.
    CharacterUsualNotAllowed,
    /// A UTF8String that is not UTF-8.
    NotUtf8,
    /// A BMPString or UniversalString whose octets are not whole characters.
    NotWholeCharacters,
    /// A NUL character.
    NulCharacter,
    /// An attribute of a name that is no string.
    NotAString,
    /// An RDN without an attribute.
    RelativeNameEmpty,
    /// The algorithms inside and outside of what is signed differ.
    AlgorithmsDiffer,
    /// Parameters where the algorithm has none.
    ParametersUnexpected,
    /// NULL is absent where the algorithm has it as parameters.
    ParametersMissing,
    /// A unique identifier of issuer or subject.
    UniqueIdentifier,
    /// Extensions in a certificate that is not of version 3, or unique identifiers in one of version 1.
    FieldOfLaterVersion,
    /// A key usage without any usage.
    KeyUsageEmpty,
    /// A list of names, policies or the like without an entry.
    ListEmpty,
    /// An iPAddress that is neither 4 nor 16 octets.
    AddressLength,
    /// A DNS name, e-mail address, URI or directory name that is malformed.
    GeneralNameMalformed,
    /// A qualifier of a certificate policy that is absent, or not of its kind (RFC 5280 section 4.2.1.4).
    QualifierMalformed,
    /// A name of another form that is not of it.
    UnusedNameMalformed,
}

/// A deviation and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Noted {
    pub(crate) deviation: Deviation,
    /// In the certificate's DER.
    pub(crate) bytes: Range<usize>,
}

/// The fields of a certificate, to name the place of a deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// The outer SEQUENCE, or what holds the other fields.
    Certificate,
    SerialNumber,
    Issuer,
    Validity,
    Subject,
    PublicKey,
    Extensions,
    SignatureAlgorithm,
}

impl Field {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Field::Certificate => "the certificate",
            Field::SerialNumber => "the serial number",
            Field::Issuer => "the issuer",
            Field::Validity => "the validity",
            Field::Subject => "the subject",
            Field::PublicKey => "the public key",
            Field::Extensions => "the extensions",
            Field::SignatureAlgorithm => "the signature algorithm",
        }
    }
}

/// More of one certificate help nobody, and a crafted one may have thousands. The first of a kind is noted beyond it: it
/// may be the one that refuses the certificate.
const MOST_NOTED: usize = 32;

/// The deviations of one certificate, in the order in which its fields are read. Nothing is allocated as long as there is none.
#[derive(Clone, Default)]
pub(crate) struct Deviations(Vec<Noted>);

impl Deviations {
    /// Notes one, unless it is one too many of its kind: the ninth, or the second when there are enough of others.
    #[cold]
    #[inline(never)]
    pub(crate) fn push(&mut self, deviation: Deviation, bytes: Range<usize>) {
        let same = self.0.iter().filter(|noted| noted.deviation == deviation).count();
        if same == 0 || (same < 8 && self.0.len() < MOST_NOTED) {
            self.0.push(Noted { deviation, bytes });
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> core::slice::Iter<'_, Noted> {
        self.0.iter()
    }

    pub(crate) fn has(&self, deviation: Deviation) -> bool {
        self.0.iter().any(|noted| noted.deviation == deviation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_deviations_hides_another_kind() {
        let mut noted = Deviations::default();
        let harmless = [
            Deviation::NamedBitsNotMinimal,
            Deviation::SetNotSorted,
            Deviation::TimeInWrongForm,
            Deviation::DefaultEncoded,
            Deviation::CharacterUsualNotAllowed,
        ];
        for at in 0..1000 {
            harmless.iter().for_each(|it| noted.push(*it, at..at + 1));
        }
        let before = noted.iter().count();
        noted.push(Deviation::BytesLeftOver, 7..8);
        noted.push(Deviation::BytesLeftOver, 8..9);
        assert!(noted.has(Deviation::BytesLeftOver));
        assert_eq!((before, noted.iter().count()), (32, 33));
    }
}
