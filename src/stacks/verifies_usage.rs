//! What verifiers ask of CAs, purposes and key usages.

use super::cell::{Row, measured};
use super::effect::Effect::{BreaksHandshake, ClientRefuses, Passes, Refuses, Unknown};
use super::fact::Fact;
use super::family::Reader as R;
use super::family::Verifier as V;
use super::verifies_extensions::refused;
use super::verifies_issuer::STRICT_ALONE;

pub(super) static ROWS: &[Row] = &[
    // What `openssl req -x509` of OpenSSL 3.0 makes.
    Row::verifies(Fact::CaWithoutKeyUsage, STRICT_ALONE),
    Row::verifies(
        Fact::CaWithoutKeyCertSign,
        &[
            measured(
                Refuses,
                &[
                    V::OpenSsl,
                    V::BoringSsl,
                    V::Go,
                    V::Java,
                    V::GnuTls,
                    V::Chrome,
                    V::Firefox,
                ],
            ),
            measured(Passes, &[V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::ConstraintsNotCritical,
        &[
            measured(Refuses, &[V::OpenSslStrict]).to(&[3]),
            measured(Unknown, &[V::OpenSslStrict]).from(&[4]).to(&[4, 0, 2]),
            measured(Passes, &[V::OpenSslStrict]).from(&[4, 0, 3]),
            measured(Refuses, &[V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::verifies(
        Fact::RootWithoutConstraints,
        &[
            measured(Refuses, &[V::OpenSslStrict, V::Go, V::Java, V::Firefox]),
            measured(
                Passes,
                &[V::OpenSsl, V::BoringSsl, V::GnuTls, V::Webpki, V::Chrome],
            ),
        ],
    ),
    // Of a root OpenSSL looks at the version in strict mode alone.
    Row::verifies(
        Fact::RootOfVersionOne,
        &[
            measured(Refuses, &[V::OpenSslStrict]),
            measured(Refuses, &[V::Pyca]).inferred(),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::verifies(
        Fact::RootWithoutExtensions,
        &[
            measured(Refuses, &[V::OpenSsl]),
            measured(Refuses, &[V::Go]).inferred(),
        ],
    ),
    Row::verifies(
        Fact::LeafMaySign,
        &[
            measured(Refuses, &[V::OpenSslStrict, V::Pyca]),
            measured(Refuses, &[V::Webpki]).from(&[0, 104]).document(),
            measured(Passes, &[V::Webpki]).to(&[0, 103]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::both(
        Fact::LeafIsCa,
        &[measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::Firefox, V::Webpki, V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    refused!(PathLengthWithoutSigning by OpenSslStrict),
    refused!(KeyUsageOver16Bits by GnuTls, taken by Chrome Firefox),
    Row::both(
        Fact::NoServerAuth,
        &[
            measured(BreaksHandshake, &[R::MbedTls]),
            measured(ClientRefuses, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::OpenSsl, V::Go, V::Chrome, V::Firefox]),
            measured(Refuses, &[V::BoringSsl, V::Java, V::Webpki, V::Pyca]).inferred(),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
        ],
    ),
    Row::verifies(
        Fact::NoClientAuth,
        &[measured(
            Refuses,
            &[V::OpenSsl, V::BoringSsl, V::Go, V::Java, V::Webpki, V::Pyca],
        )
        .inferred()],
    ),
    Row::verifies(
        Fact::AnyPurposeAlone,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::Pyca, V::Webpki, V::Firefox],
            ),
            measured(Passes, &[V::Go, V::GnuTls, V::Java, V::Chrome]),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
        ],
    ),
    Row::verifies(
        Fact::AnyPurposeInCa,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::GnuTls, V::BoringSsl, V::Webpki, V::Firefox],
            ),
            measured(Passes, &[V::Go, V::Java, V::Pyca, V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::AnyPurposeInRoot,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl]),
            measured(Passes, &[V::Go, V::GnuTls, V::Java, V::Pyca, V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::GatedCryptoInCa,
        &[
            measured(
                Refuses,
                &[V::Go, V::BoringSsl, V::Pyca, V::Webpki, V::Chrome, V::Firefox],
            ),
            measured(Passes, &[V::OpenSsl, V::Java, V::GnuTls]),
        ],
    ),
    refused!(MicrosoftGatedCryptoInCa by Go BoringSsl GnuTls Pyca Webpki),
    Row::verifies(
        Fact::GatedCryptoInRoot,
        &[
            measured(Refuses, &[V::Go, V::BoringSsl, V::Pyca]),
            measured(Passes, &[V::OpenSsl, V::GnuTls, V::Java, V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::GatedCryptoInLeaf,
        &[
            measured(
                Refuses,
                &[V::Go, V::GnuTls, V::BoringSsl, V::Pyca, V::Webpki, V::Chrome],
            ),
            measured(Passes, &[V::OpenSsl, V::Java]),
        ],
    ),
    // Java looks at the purposes of the leaf alone.
    Row::verifies(
        Fact::PurposeNotInCa,
        &[
            measured(
                Refuses,
                &[
                    V::OpenSsl,
                    V::Go,
                    V::GnuTls,
                    V::BoringSsl,
                    V::Pyca,
                    V::Webpki,
                    V::Chrome,
                    V::Firefox,
                ],
            ),
            measured(Passes, &[V::Java]),
        ],
    ),
    Row::verifies(
        Fact::PurposeNotInRoot,
        &[
            measured(Refuses, &[V::OpenSsl, V::Go, V::BoringSsl, V::Pyca]),
            measured(Passes, &[V::GnuTls, V::Java, V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::EmptyPurposesInCa,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::Pyca, V::Webpki, V::Chrome],
            ),
            measured(Passes, &[V::Go, V::GnuTls, V::Java]),
        ],
    ),
    refused!(EmptyPurposesInRoot by OpenSsl BoringSsl Pyca),
    Row::verifies(
        Fact::NoExtendedKeyUsage,
        &[
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
            measured(Passes, &[V::Apple]).to(&[12]).document(),
            measured(
                Passes,
                &[V::OpenSsl, V::BoringSsl, V::Go, V::Webpki, V::Chrome, V::Firefox],
            ),
        ],
    ),
    Row::verifies(
        Fact::EmptyPurposes,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::Java, V::Pyca, V::Webpki]),
            measured(Refuses, &[V::Chrome, V::Firefox]),
            measured(Passes, &[V::Go, V::GnuTls]),
        ],
    ),
    Row::both(
        Fact::RsaWithoutSigning,
        &[
            measured(BreaksHandshake, &[R::MbedTls, R::Nss]),
            measured(Passes, R::MEASURED),
        ],
        &[
            // GnuTLS in a handshake; `certtool --verify` takes it.
            measured(Refuses, &[V::BoringSsl, V::Java, V::GnuTls, V::Chrome]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::EcKeyAgreementAlone,
        &[
            measured(Refuses, &[V::BoringSsl, V::Java, V::GnuTls, V::Chrome]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::SigningOfCertificatesAlone,
        &[
            measured(
                Refuses,
                &[
                    V::OpenSsl,
                    V::BoringSsl,
                    V::Java,
                    V::GnuTls,
                    V::Pyca,
                    V::Chrome,
                    V::Firefox,
                ],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::EmptyKeyUsage,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::Java, V::Chrome, V::Firefox],
            ),
            measured(Passes, V::LIBRARIES),
        ],
    ),
];
