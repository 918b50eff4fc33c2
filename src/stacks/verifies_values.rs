//! What verifiers make of policies, of values that do not decode, of rare forms, and of size.

use super::cell::{Cell, Row, measured};
use super::effect::Effect::{BreaksHandshake, ClientRefuses, Passes, Refuses};
use super::fact::Fact;
use super::family::Reader as R;
use super::family::Verifier as V;
use super::verifies_extensions::{refused, unloaded};

/// Go's servers parse their leaf.
pub(super) const READ_BY_GO: &[Cell<R>] = &[measured(Refuses, &[R::Go]), measured(Passes, R::MEASURED)];

/// What Go, BoringSSL and Chrome cannot parse, and OpenSSL and Firefox do not look at.
const PARSED_BY_GO: &[Cell<V>] = &[
    measured(Refuses, &[V::Go, V::BoringSsl, V::Chrome]),
    measured(Passes, V::LIBRARIES),
    measured(Passes, &[V::Firefox]),
];

/// What OpenSSL decodes and Go does not look at.
const DECODED_BY_OPENSSL: &[Cell<V>] = &[
    measured(Refuses, &[V::OpenSsl]),
    measured(Passes, V::LIBRARIES),
    measured(Passes, V::BROWSERS),
];

/// Who reads an extension that is there twice.
const DUPLICATES: &[Cell<V>] = &[
    measured(Refuses, &[V::Go, V::Java, V::GnuTls, V::Pyca, V::Chrome]),
    measured(Passes, &[V::OpenSsl, V::BoringSsl, V::Webpki, V::Firefox]),
];

pub(super) static ROWS: &[Row] = &[
    Row::verifies(
        Fact::PolicyTwice,
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::PolicyTwiceInLeaf,
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Firefox]),
        ],
    )
    .not_loaded(READ_BY_GO),
    Row::verifies(
        Fact::PoliciesCritical,
        &[
            measured(Refuses, &[V::Webpki]),
            measured(Passes, &[V::OpenSsl, V::Go, V::GnuTls, V::Chrome, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::ExplicitPolicyPresent,
        &[
            measured(Refuses, &[V::GnuTls, V::Webpki, V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::verifies(
        Fact::ExplicitPolicyMissing,
        &[
            measured(Refuses, &[V::Go, V::Java, V::Chrome]),
            // OpenSSL judges policies only where it is asked to. GnuTLS and rustls refuse what is critical.
            measured(Passes, &[V::OpenSsl, V::GnuTls, V::Webpki, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::AnyPolicyMapped,
        &[
            measured(Refuses, &[V::Go, V::Java, V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::GnuTls, V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::InhibitAnyPolicy,
        &[
            measured(Refuses, &[V::Webpki, V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::AccessInformationUndecodable,
        &[
            measured(Refuses, &[V::Go, V::Pyca, V::Chrome, V::Firefox]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::AccessInformationUndecodableInLeaf,
        &[
            measured(Refuses, &[V::Go, V::Pyca, V::Chrome, V::Firefox]),
            measured(Passes, V::LIBRARIES),
        ],
    )
    .not_loaded(unloaded!(by Go WolfSsl)),
    Row::verifies(Fact::PoliciesUndecodable, PARSED_BY_GO),
    Row::verifies(Fact::PoliciesUndecodableInLeaf, PARSED_BY_GO).not_loaded(unloaded!(by Go MbedTls WolfSsl)),
    Row::verifies(Fact::PolicyMappingsUndecodable, PARSED_BY_GO),
    Row::verifies(Fact::PolicyConstraintsUndecodable, PARSED_BY_GO),
    Row::verifies(
        Fact::PointWithReasonsOnly,
        &[
            measured(Refuses, &[V::OpenSsl]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(Fact::NetscapeTypeUndecodable, DECODED_BY_OPENSSL),
    Row::verifies(Fact::AddressBlocksUndecodable, DECODED_BY_OPENSSL),
    Row::verifies(
        Fact::AsNumbersUndecodable,
        &[measured(Refuses, &[V::OpenSsl]), measured(Passes, V::LIBRARIES)],
    ),
    // OpenSSL 3.0, 3.5 and 4.0 verify them where the leaf has some.
    refused!(AddressesOutside by OpenSsl),
    refused!(AddressesNotCanonical by OpenSsl),
    refused!(AsNumbersOutside by OpenSsl),
    refused!(AsNumbersNotCanonical by OpenSsl),
    Row::verifies(Fact::ProxyWithAlternativeName, DECODED_BY_OPENSSL),
    Row::both(
        Fact::UnknownCritical,
        &[
            measured(Refuses, &[R::Rustls, R::MbedTls, R::WolfSsl]),
            measured(ClientRefuses, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::OpenSsl, V::Go, V::Chrome, V::Firefox]),
            measured(Refuses, &[V::BoringSsl, V::Java, V::GnuTls, V::Webpki, V::Pyca]),
        ],
    ),
    // Of a trust anchor Java and rustls look at the name and the key alone.
    refused!(UnknownCriticalInRoot by OpenSsl BoringSsl Go GnuTls Pyca),
    refused!(CriticalOfOpenSsl by BoringSsl Go Java GnuTls Webpki Pyca),
    refused!(CriticalOfOpenSslInRoot by BoringSsl Go GnuTls Pyca),
    refused!(CriticalOfGnuTls by OpenSsl BoringSsl Go Java Webpki Pyca),
    refused!(CriticalOfGnuTlsInRoot by OpenSsl BoringSsl Go Pyca),
    refused!(PolicyDemandInRoot by GnuTls Pyca),
    refused!(InhibitAnyPolicyInRoot by Pyca),
    refused!(QualifierMalformed by BoringSsl),
    Row::verifies(Fact::DuplicateExtension, DUPLICATES),
    Row::both(
        Fact::DuplicateExtensionInLeaf,
        &[
            measured(Refuses, &[R::GnuTls, R::Go, R::Tomcat, R::Netty]),
            measured(Passes, R::MEASURED),
        ],
        DUPLICATES,
    ),
    Row::verifies(
        Fact::DuplicateExtensionOfOpenSsl,
        &[
            measured(Refuses, &[V::OpenSsl, V::Go, V::Java, V::GnuTls]),
            measured(Refuses, &[V::BoringSsl, V::Pyca, V::Chrome, V::Firefox]).inferred(),
            measured(Passes, &[V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::DuplicateExtensionOfAll,
        &[
            measured(Refuses, &[V::OpenSsl, V::Go, V::Java, V::GnuTls, V::Webpki]),
            measured(Refuses, &[V::BoringSsl, V::Pyca, V::Chrome, V::Firefox]).inferred(),
        ],
    ),
    Row::verifies(
        Fact::BooleanNotCanonical,
        &[
            measured(Refuses, &[V::Go, V::Pyca, V::Webpki, V::Chrome, V::Firefox]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::NegativeSerial,
        &[
            measured(Refuses, &[V::Go]).from(&[1, 23]),
            measured(Refuses, &[V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::verifies(
        Fact::NegativeSerialOfLeaf,
        &[
            measured(Refuses, &[V::Go]).from(&[1, 23]),
            measured(Refuses, &[V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    )
    .not_loaded(&[
        measured(Refuses, &[R::Go]).from(&[1, 23]),
        measured(Passes, R::MEASURED),
    ]),
    Row::verifies(
        Fact::VersionTwo,
        &[
            measured(
                Refuses,
                &[V::OpenSslStrict, V::BoringSsl, V::Go, V::Java, V::GnuTls],
            ),
            measured(Refuses, &[V::Webpki, V::Pyca, V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Firefox]),
        ],
    ),
    Row::verifies(Fact::VersionUnknown, &[measured(Refuses, &[V::Go, V::Webpki])]),
    Row::verifies(
        Fact::UtcTimeBefore2000,
        &[
            measured(Refuses, &[V::Webpki, V::Firefox]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::TimeBefore1950,
        &[
            measured(Refuses, &[V::Webpki]),
            measured(Refuses, &[V::Firefox]).inferred(),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::Over825Days,
        &[
            // Of leafs issued after 2019-07-01.
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
            measured(Passes, &[V::Apple]).to(&[12]).document(),
            measured(Passes, &[V::OpenSsl, V::Go, V::Chrome, V::Firefox]),
        ],
    ),
    Row::both(
        Fact::MustStaple,
        &[measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::GnuTls, V::Firefox]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::ConstraintInParts,
        &[
            measured(Refuses, &[V::BoringSsl, V::GnuTls, V::Webpki]),
            measured(Refuses, V::BROWSERS),
            measured(Refuses, &[V::Pyca]).inferred(),
            // Go and Java pass over what they cannot read and is not critical.
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::both(
        Fact::ConstraintInPartsCritical,
        &[
            measured(Refuses, &[R::MbedTls, R::Tomcat, R::Netty]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Java, V::GnuTls, V::Webpki]),
            measured(Refuses, V::BROWSERS),
            measured(Refuses, &[V::Pyca]).inferred(),
            measured(Passes, &[V::OpenSsl]),
        ],
    ),
    refused!(FeatureOfCa by GnuTls Firefox),
    refused!(ElevenCertificates by Java),
    refused!(SeventeenCertificates by Java GnuTls),
    Row::loads(Fact::SixIntermediates, &[measured(Passes, R::MEASURED)]),
    Row::verifies(
        Fact::SevenIntermediates,
        &[
            measured(Refuses, &[V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Go, V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::ElevenIntermediates,
        &[
            measured(Refuses, &[V::Java, V::Webpki, V::Firefox]),
            measured(Refuses, &[V::Pyca]).inferred(),
            measured(Passes, &[V::OpenSsl, V::BoringSsl, V::Go, V::GnuTls, V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::TwentyIntermediates,
        &[
            measured(Refuses, &[V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Go]).inferred(),
        ],
    ),
    Row::verifies(
        Fact::MessageOver32K,
        &[
            measured(Refuses, &[V::Java]),
            measured(Passes, &[V::OpenSsl, V::Go, V::Chrome, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::MessageOver100K,
        &[
            measured(Refuses, &[V::OpenSsl, V::Chrome]),
            measured(Refuses, &[V::Java]).inferred(),
            measured(Passes, &[V::Go, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::MessageOver200K,
        &[
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::Webpki, V::Chrome, V::Firefox],
            ),
            measured(Refuses, &[V::Java]).inferred(),
            measured(Passes, &[V::Go]),
        ],
    ),
    Row::both(
        Fact::ThousandsOfNames,
        &[
            measured(Refuses, &[R::Rustls]),
            measured(BreaksHandshake, &[R::MbedTls, R::Netty]),
            // On a machine that does other work.
            measured(BreaksHandshake, &[R::Tomcat]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::Firefox, V::Webpki]),
            measured(Refuses, &[V::Java]).inferred(),
            measured(Passes, &[V::OpenSsl, V::Go, V::Chrome]),
        ],
    ),
];
