//! How verifiers find an issuer: identifiers, names, and what is trusted.

use super::cell::When::WholeChains;
use super::cell::{Cell, Row, measured};
use super::effect::Effect::{Passes, Refuses};
use super::fact::Fact;
use super::family::Verifier as V;

/// What strict OpenSSL and pyca alone ask for.
pub(super) const STRICT_ALONE: &[Cell<V>] = &[
    measured(Refuses, &[V::OpenSslStrict, V::Pyca]),
    measured(Passes, V::LIBRARIES),
    measured(Passes, V::BROWSERS),
];

pub(super) static ROWS: &[Row] = &[
    Row::verifies(
        Fact::AuthoritySerialInLeaf,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::verifies(
        Fact::AuthoritySerialInCa,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::Java]),
            measured(Passes, &[V::Go, V::GnuTls, V::Webpki, V::Chrome, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::AuthorityKeyOfAnother,
        &[
            measured(Refuses, &[V::OpenSsl, V::GnuTls]),
            measured(Passes, &[V::Go, V::Java, V::Webpki, V::Chrome, V::Firefox]),
        ],
    ),
    // Java looks for an anchor by it.
    Row::verifies(
        Fact::AuthorityKeyOfAnotherRoot,
        &[
            measured(Refuses, &[V::OpenSsl, V::GnuTls, V::Java]),
            measured(Passes, &[V::Go, V::Webpki]),
            measured(Passes, &[V::Chrome, V::Firefox]).inferred(),
        ],
    ),
    Row::verifies(
        Fact::RootNamesAnother,
        &[
            measured(Refuses, &[V::OpenSsl]).when(WholeChains),
            measured(Refuses, &[V::BoringSsl]),
            measured(
                Passes,
                &[
                    V::OpenSsl,
                    V::Go,
                    V::Java,
                    V::GnuTls,
                    V::Webpki,
                    V::Chrome,
                    V::Firefox,
                ],
            ),
        ],
    ),
    Row::verifies(Fact::LeafNamedAsCa, &[measured(Refuses, &[V::OpenSsl])]),
    Row::verifies(Fact::CasOfOneName, &[measured(Refuses, &[V::OpenSsl])]),
    Row::verifies(Fact::NoAuthorityKey, STRICT_ALONE),
    Row::verifies(Fact::NoSubjectKey, STRICT_ALONE),
    Row::verifies(
        Fact::IssuerStringType,
        &[
            measured(Refuses, &[V::Go, V::Webpki, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::BoringSsl, V::Chrome]),
            measured(Refuses, &[V::GnuTls]).inferred(),
        ],
    ),
    Row::verifies(
        Fact::IssuerRareStringType,
        &[
            measured(Refuses, &[V::Go, V::GnuTls, V::Webpki, V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl]),
        ],
    ),
    Row::verifies(
        Fact::OutdatedIssuerFirst,
        &[
            measured(Refuses, &[V::GnuTls]),
            measured(Passes, &[V::OpenSsl, V::Go, V::Java, V::Webpki]),
        ],
    ),
    Row::verifies(
        Fact::CrossSignFirst,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::GnuTls]),
            measured(Passes, &[V::Go, V::Java, V::Webpki, V::Chrome, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::OtherKeyFirst,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::GnuTls]),
            measured(Passes, &[V::Go, V::Java, V::Webpki, V::Chrome, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::SelfSignedCopyFirst,
        &[
            measured(Refuses, &[V::OpenSsl, V::BoringSsl, V::GnuTls]),
            measured(
                Passes,
                &[V::Go, V::Java, V::Webpki, V::Pyca, V::Chrome, V::Firefox],
            ),
        ],
    ),
    Row::verifies(
        Fact::ExpiredRootBeside,
        &[
            // The expiries of AddTrust (2020) and of DST Root CA X3 (2021).
            measured(Refuses, &[V::OpenSsl]).to(&[1, 0]).document(),
            measured(Passes, &[V::OpenSsl]).from(&[1, 1]).document(),
            measured(Refuses, &[V::GnuTls]).to(&[3, 6, 13]).document(),
            measured(Passes, &[V::GnuTls]).from(&[3, 6, 14]).document(),
        ],
    ),
    Row::verifies(
        Fact::IssuerOnlyFetched,
        &[
            measured(Refuses, &[V::OpenSsl, V::Go, V::Firefox]),
            measured(Passes, &[V::Chrome]),
            measured(Refuses, &[V::GnuTls, V::Webpki, V::BoringSsl, V::Pyca]).inferred(),
            measured(Passes, &[V::Apple, V::Windows, V::DotNet]).document(),
        ],
    ),
    Row::verifies(
        Fact::AnchorIsIntermediate,
        &[
            measured(Refuses, &[V::OpenSsl]).when(WholeChains),
            measured(Passes, &[V::OpenSsl, V::Go, V::GnuTls, V::Chrome, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::LeafAsAnchor,
        &[
            measured(Refuses, &[V::OpenSsl]).when(WholeChains),
            measured(Refuses, &[V::Chrome, V::Webpki]),
            measured(Passes, &[V::OpenSsl, V::Go, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::SelfSignedLeaf,
        &[
            measured(Refuses, &[V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Go, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::SelfSignedCaAsLeaf,
        &[
            measured(Refuses, &[V::Chrome, V::Firefox, V::Webpki]),
            measured(Passes, &[V::OpenSsl, V::Go]),
        ],
    ),
];
