//! What verifiers make of encodings and fields that are not as RFC 5280 has them. Each was run with one such certificate in a
//! chain of three, at the leaf and at the intermediate.

use super::cell::{Row, measured};
use super::effect::Effect::{Passes, Refuses, Unknown};
use super::fact::Fact;
use super::family::Reader as R;
use super::family::Verifier as V;
use super::verifies_extensions::{refused, unread};

/// Whoever takes a time as RFC 5280 section 4.1.2.5 writes it, and in no other way.
const STRICT_ABOUT_TIMES: &[V] = &[
    V::OpenSsl,
    V::BoringSsl,
    V::Go,
    V::GnuTls,
    V::Pyca,
    V::Webpki,
    V::Chrome,
];

pub(super) static ROWS: &[Row] = &[
    Row::verifies(
        Fact::TimeWithoutSeconds,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::Pyca, V::Webpki, V::Chrome],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::TimeWithOffset,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::GnuTls, V::Pyca, V::Webpki, V::Chrome],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::CompressedPoint,
        &[
            measured(Refuses, &[V::Go, V::Java, V::GnuTls]),
            measured(Passes, &[V::OpenSsl, V::Webpki]),
        ],
    ),
    // Go writes the time again and compares: as Z.
    Row::verifies(
        Fact::TimeWithOffsetOfZero,
        &[
            measured(Refuses, STRICT_ABOUT_TIMES),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::TimeWithFraction,
        &[
            measured(Refuses, STRICT_ABOUT_TIMES),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::LongTimeBefore2050,
        &[
            measured(Refuses, &[V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::BytesInCertificate,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::GnuTls, V::Pyca, V::Webpki, V::Chrome],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::BytesInField,
        &[
            measured(
                Refuses,
                &[
                    V::OpenSsl,
                    V::BoringSsl,
                    V::GnuTls,
                    V::Java,
                    V::Pyca,
                    V::Webpki,
                    V::Chrome,
                ],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::LengthNotMinimal,
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Pyca, V::Webpki, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::SerialNotMinimal,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::Go, V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::UnusedBitsSet,
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Pyca, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::DefaultWritten,
        &[
            measured(Refuses, &[V::Pyca, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::UniqueIdentifier,
        &[
            measured(Refuses, &[V::Webpki]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::ExtensionsInVersionOne,
        &[
            measured(
                Refuses,
                &[
                    V::OpenSslStrict,
                    V::BoringSsl,
                    V::Go,
                    V::Java,
                    V::GnuTls,
                    V::Pyca,
                    V::Webpki,
                    V::Chrome,
                ],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::KeyIdentifierCritical,
        &[
            measured(
                Refuses,
                &[
                    V::OpenSsl,
                    V::BoringSsl,
                    V::Go,
                    V::Java,
                    V::Pyca,
                    V::Webpki,
                    V::Chrome,
                ],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::PointsCritical,
        &[
            measured(Refuses, &[V::BoringSsl, V::Java, V::Pyca, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::PointRelative,
        &[
            measured(Refuses, &[V::Go]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::PathLengthWithoutCa,
        &[
            measured(Refuses, &[V::OpenSslStrict, V::BoringSsl]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::ConstraintMinimumWritten,
        &[
            measured(Refuses, &[V::BoringSsl, V::Pyca, V::Webpki, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::ConstraintsEmpty,
        &[
            measured(Refuses, &[V::Go, V::Pyca, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::RareConstraintCritical,
        &[
            measured(Refuses, &[V::Go, V::GnuTls]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::RareConstraint,
        &[measured(Refuses, &[V::GnuTls]), measured(Passes, V::LIBRARIES)],
    ),
    Row::verifies(
        Fact::CharacterOfOtherType,
        &[measured(Refuses, &[V::Go]), measured(Passes, V::LIBRARIES)],
    ),
    Row::verifies(
        Fact::PrintableStringUsual,
        &[
            measured(Refuses, &[V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::RdnNotSorted,
        &[
            measured(Refuses, &[V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::RdnEmpty,
        &[
            measured(Refuses, &[V::BoringSsl, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::NotUtf8,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::Go]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::PointNameMalformed,
        &[
            measured(Refuses, &[V::OpenSsl]),
            measured(Refuses, &[V::BoringSsl]).inferred(),
            measured(Passes, &[V::Go, V::Java, V::GnuTls, V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::OtherNameMalformed,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::GnuTls, V::Pyca]),
            measured(Refuses, &[V::Java]).from(&[25]),
            measured(Unknown, &[V::Java]).from(&[18]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::PoliciesEmpty,
        &[
            measured(Refuses, &[V::BoringSsl, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::MappingsCritical,
        &[
            measured(Refuses, &[V::GnuTls, V::Pyca, V::Webpki]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::InhibitAnyPolicyUndecodable,
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::KeyUsageForNothing,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::Java, V::GnuTls, V::Chrome],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::NetscapeTypeExcludes,
        &[
            measured(Refuses, &[V::OpenSsl, V::Java]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    // What other libraries refuse is said by other rules.
    Row::verifies(
        Fact::PathRefusedByRustls,
        &[
            measured(Refuses, &[V::Webpki]),
            measured(Passes, V::LIBRARIES).inferred(),
            measured(Passes, V::BROWSERS).inferred(),
        ],
    ),
    refused!(FieldOfLaterVersionInRoot by OpenSslStrict BoringSsl Java GnuTls Webpki Pyca),
    refused!(UniqueIdentifierInVersionOne by BoringSsl Go Java GnuTls Webpki Pyca),
    // Mbed TLS compares the two algorithms of every certificate of the file.
    unread!(AlgorithmsDifferInNull by MbedTls, refused by OpenSsl BoringSsl Go Webpki Pyca, taken by Chrome Firefox),
    refused!(AlgorithmsDifferInRoot by OpenSslStrict Go Java GnuTls Webpki Pyca),
    unread!(AlgorithmsDifferInNullOfRoot by MbedTls, refused by OpenSslStrict Go Webpki Pyca, taken by Chrome Firefox),
    refused!(EdSignatureWithNull by BoringSsl Go Webpki Pyca),
    refused!(EdKeyWithNull by OpenSsl BoringSsl Go Webpki Pyca),
    refused!(IdentifierMalformed by OpenSsl BoringSsl Go Java GnuTls Pyca),
    refused!(IdentifierCutOff by OpenSsl BoringSsl Go Java Pyca),
    refused!(CharacterCut by OpenSsl BoringSsl Go Pyca),
    refused!(UniversalCharacterCut by OpenSsl BoringSsl Pyca),
    refused!(SerialEmpty by OpenSsl BoringSsl Go Java Pyca),
    refused!(KeyNotMinimal by BoringSsl Go Webpki),
    refused!(PathLengthNotMinimal by OpenSsl BoringSsl Go Webpki Pyca),
    refused!(NullNotEmpty by OpenSsl BoringSsl Go Java Webpki Pyca),
    refused!(PointsCriticalInRoot by BoringSsl Pyca),
    refused!(NumberOver31Bits by Go),
    refused!(NumberOver64Bits by Go GnuTls),
    refused!(SelfIssuedCounted by Go GnuTls Webpki Pyca Firefox, taken by Chrome),
    // A trust anchor gives its name and key to Java and rustls.
    refused!(PathLengthOfRoot by OpenSsl BoringSsl Go GnuTls Pyca),
];
