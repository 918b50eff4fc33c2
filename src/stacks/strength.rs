//! Types and sizes of keys, and algorithms of signatures: what servers load and what clients take.

use super::cell::When::SecurityLevel;
use super::cell::{Cell, Row, measured};
use super::effect::Effect::{BreaksHandshake, ClientRefuses, Passes, Refuses, Stops, Unknown};
use super::fact::Fact;
use super::family::Reader as R;
use super::family::Verifier as V;

pub(super) static ROWS: &[Row] = &[
    Row::both(
        Fact::Ed25519,
        &[
            measured(Refuses, &[R::MbedTls, R::Nss, R::Tomcat, R::Netty, R::S2n]),
            measured(BreaksHandshake, &[R::Botan]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Go]),
        ],
    ),
    Row::both(
        Fact::Ed448,
        &[
            measured(
                Passes,
                &[R::OpenSsl, R::OpenSslQuiet, R::GnuTls, R::WolfSsl, R::Tlslite],
            ),
            measured(ClientRefuses, &[R::Erlang]),
            measured(Unknown, &[R::Tomcat]),
            measured(Refuses, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::Go, V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Java]),
            // webpki has no algorithm for it.
            measured(Refuses, &[V::BoringSsl, V::Webpki]).inferred(),
        ],
    ),
    Row::both(
        Fact::RsaPssKey,
        &[
            measured(
                Passes,
                &[R::OpenSsl, R::OpenSslQuiet, R::GnuTls, R::S2n, R::Tlslite],
            ),
            measured(ClientRefuses, &[R::WolfSsl]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::Go, V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl]),
            measured(Refuses, &[V::BoringSsl, V::Webpki]).inferred(),
        ],
    ),
    Row::both(
        Fact::P521,
        &[measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Go, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::P224,
        &[measured(Refuses, &[V::OpenSsl, V::Go, V::Chrome, V::Firefox])],
    ),
    Row::both(
        Fact::DsaLeaf,
        &[
            // The others take the pair, and have no algorithm for it in a handshake.
            measured(
                Refuses,
                &[
                    R::BoringSsl,
                    R::Grpc,
                    R::Go,
                    R::Rustls,
                    R::MbedTls,
                    R::WolfSsl,
                    R::S2n,
                ],
            ),
            measured(BreaksHandshake, R::MEASURED),
        ],
        &[
            measured(Refuses, V::BROWSERS),
            measured(
                Refuses,
                &[V::OpenSsl, V::BoringSsl, V::Go, V::Java, V::GnuTls, V::Webpki],
            ),
            measured(Refuses, &[V::Pyca]).inferred(),
        ],
    ),
    Row::both(
        Fact::Ed25519Ca,
        &[measured(Refuses, &[R::MbedTls]), measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::Pyca, V::Chrome, V::Firefox]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::P224Ca,
        &[
            measured(Refuses, &[V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Go]),
        ],
    ),
    Row::both(
        Fact::BrainpoolCa,
        &[measured(Refuses, &[R::GnuTls]), measured(Passes, R::MEASURED)],
        &[
            measured(
                Refuses,
                &[V::BoringSsl, V::Go, V::Java, V::GnuTls, V::Webpki, V::Pyca],
            ),
            measured(Refuses, V::BROWSERS),
            measured(Passes, &[V::OpenSsl]),
        ],
    ),
    Row::both(
        Fact::Ed448Ca,
        &[
            measured(Refuses, &[R::MbedTls, R::S2n]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Webpki, V::Pyca]),
            measured(Refuses, V::BROWSERS),
            measured(Passes, &[V::OpenSsl, V::Java, V::GnuTls]),
        ],
    ),
    Row::both(
        Fact::Sha1Leaf,
        &[
            // Before 3.0 SHA-1 counted as 80 bits, enough for level 1. 3.5.8 and 4.0.3 load such a leaf again.
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet])
                .to(&[1, 1])
                .when(SecurityLevel(2))
                .document(),
            measured(Passes, &[R::OpenSsl, R::OpenSslQuiet])
                .to(&[1, 1])
                .document(),
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet])
                .from(&[3])
                .to(&[3, 5, 7])
                .when(SecurityLevel(1)),
            measured(Unknown, &[R::OpenSsl, R::OpenSslQuiet])
                .from(&[4])
                .to(&[4, 0, 2]),
            measured(ClientRefuses, &[R::OpenSsl, R::OpenSslQuiet]).from(&[3]),
            measured(Unknown, &[R::OpenSsl, R::OpenSslQuiet]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(ClientRefuses, R::MEASURED),
        ],
        SHA1_VERIFIERS,
    ),
    Row::both(
        Fact::Sha1Ca,
        &[
            measured(Refuses, &[R::OpenSsl])
                .to(&[1, 1])
                .when(SecurityLevel(2))
                .document(),
            measured(Passes, &[R::OpenSsl]).to(&[1, 1]).document(),
            measured(Refuses, &[R::OpenSsl])
                .from(&[3])
                .to(&[3, 5, 7])
                .when(SecurityLevel(1)),
            // HAProxy aside, they go on with the leaf alone.
            measured(Stops, &[R::OpenSslQuiet])
                .to(&[1, 1])
                .when(SecurityLevel(2))
                .inferred(),
            measured(Passes, &[R::OpenSslQuiet]).to(&[1, 1]).inferred(),
            measured(Stops, &[R::OpenSslQuiet])
                .from(&[3])
                .to(&[3, 5, 7])
                .when(SecurityLevel(1)),
            measured(Unknown, OPENSSL_READERS).from(&[4]).to(&[4, 0, 2]),
            measured(Passes, R::MEASURED),
        ],
        SHA1_VERIFIERS,
    ),
    Row::both(
        Fact::Md5Leaf,
        &[
            measured(Refuses, OPENSSL_READERS)
                .to(&[3, 5, 7])
                .when(SecurityLevel(1)),
            measured(Unknown, OPENSSL_READERS).from(&[4]).to(&[4, 0, 2]),
            measured(ClientRefuses, R::MEASURED),
        ],
        MD5_VERIFIERS,
    ),
    Row::both(
        Fact::Md5Ca,
        &[
            measured(Refuses, &[R::OpenSsl])
                .to(&[3, 5, 7])
                .when(SecurityLevel(1)),
            measured(Stops, &[R::OpenSslQuiet])
                .to(&[3, 5, 7])
                .when(SecurityLevel(1)),
            measured(Unknown, OPENSSL_READERS).from(&[4]).to(&[4, 0, 2]),
            measured(Passes, R::MEASURED),
        ],
        MD5_VERIFIERS,
    ),
    Row::verifies(Fact::Sha224Signature, SHA_224_VERIFIERS),
    // Erlang's TLS has no such signature.
    Row::both(
        Fact::Sha224EcdsaSignature,
        &[
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
        SHA_224_VERIFIERS,
    ),
    // The server's own library finds no signature among those that the client offers.
    Row::both(
        Fact::Sha3RsaSignature,
        &[
            measured(Refuses, &[R::MbedTls, R::Tlslite]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::Java, V::Webpki, V::Pyca]),
            measured(Refuses, V::BROWSERS),
            measured(Passes, &[V::OpenSsl, V::GnuTls]),
        ],
    ),
    Row::both(
        Fact::Sha3EcdsaSignature,
        &[
            // A hash that it does not know in a signature counts as no bits.
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet])
                .to(&[3, 0])
                .when(SecurityLevel(1)),
            measured(ClientRefuses, &[R::OpenSsl, R::OpenSslQuiet]).to(&[3, 0]),
            measured(Unknown, &[R::OpenSsl, R::OpenSslQuiet]).to(&[3, 2]),
            measured(Refuses, &[R::MbedTls, R::Tlslite]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::OpenSsl]).to(&[3, 0]),
            measured(Unknown, &[V::OpenSsl]).to(&[3, 4]),
            measured(Passes, &[V::OpenSsl]),
            measured(Refuses, &[V::BoringSsl, V::Go, V::Java, V::Webpki, V::Pyca]),
            measured(Refuses, V::BROWSERS),
            measured(Passes, &[V::GnuTls]),
        ],
    ),
    Row::verifies(
        Fact::PssSaltOrMask,
        &[
            measured(Refuses, &[V::BoringSsl, V::Go, V::GnuTls, V::Webpki, V::Pyca]),
            measured(Refuses, V::BROWSERS),
            measured(Passes, &[V::OpenSsl, V::Java]),
        ],
    ),
    Row::both(
        Fact::Rsa1024Leaf,
        &[
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet]).when(SecurityLevel(2)),
            measured(Refuses, &[R::BoringSsl, R::Rustls]),
            measured(BreaksHandshake, &[R::Tlslite]),
            measured(ClientRefuses, R::MEASURED),
        ],
        RSA1024_VERIFIERS,
    ),
    Row::verifies(Fact::Rsa1024Ca, RSA1024_VERIFIERS),
    Row::verifies(
        Fact::RsaUnder1024,
        &[
            measured(Refuses, &[V::OpenSsl]).when(SecurityLevel(1)),
            measured(Refuses, &[V::Go]).from(&[1, 24]),
            measured(Passes, &[V::Go]).to(&[1, 23]).document(),
            measured(Refuses, &[V::Chrome]),
            measured(Passes, &[V::Firefox]),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
            measured(Refuses, &[V::Windows]).document(),
            measured(Refuses, &[V::Webpki]).inferred(),
        ],
    ),
    Row::verifies(
        Fact::RsaExponentNegative,
        &[
            measured(Refuses, &[V::Go, V::BoringSsl]),
            measured(Passes, &[V::OpenSsl]),
        ],
    ),
    Row::verifies(
        Fact::RsaExponentLarge,
        &[
            measured(Refuses, &[V::Go, V::BoringSsl]),
            measured(Passes, &[V::OpenSsl]),
        ],
    ),
    Row::verifies(
        Fact::RsaPssWithoutNull,
        &[
            measured(Refuses, &[V::Webpki, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::BoringSsl, V::Go, V::GnuTls, V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::EcdsaWithNull,
        &[
            measured(Refuses, &[V::Webpki, V::Pyca, V::Chrome]),
            measured(Passes, V::LIBRARIES),
        ],
    ),
    Row::verifies(
        Fact::RsaSignatureWithoutNull,
        &[
            measured(Refuses, &[V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::RsaKeyWithoutNull,
        &[
            measured(Refuses, &[V::Go, V::BoringSsl, V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::GnuTls, V::Java]),
            // Of a CA alone.
            measured(Refuses, &[V::Webpki, V::Pyca]),
        ],
    ),
];

/// OpenSSL's, whatever they make of a chain.
const OPENSSL_READERS: &[R] = &[R::OpenSsl, R::OpenSslQuiet];

/// By RSA or ECDSA.
const SHA_224_VERIFIERS: &[Cell<V>] = &[
    measured(Refuses, &[V::Java]).from(&[25]),
    measured(Unknown, &[V::Java]).from(&[18]),
    measured(Refuses, &[V::Go, V::Webpki, V::Pyca, V::Chrome, V::Firefox]),
    measured(Passes, V::LIBRARIES),
];

/// MD5 in a signature below the root.
const MD5_VERIFIERS: &[Cell<V>] = &[
    measured(
        Refuses,
        &[V::OpenSsl, V::BoringSsl, V::Go, V::Java, V::GnuTls, V::Webpki],
    ),
    measured(Refuses, V::BROWSERS),
    measured(Refuses, &[V::Pyca]).inferred(),
];

/// SHA-1 in a signature below the root.
const SHA1_VERIFIERS: &[Cell<V>] = &[
    measured(Refuses, &[V::OpenSsl])
        .to(&[1, 1])
        .when(SecurityLevel(2))
        .document(),
    measured(Passes, &[V::OpenSsl]).to(&[1, 1]).document(),
    measured(Refuses, &[V::OpenSsl]).from(&[3]).when(SecurityLevel(1)),
    measured(Refuses, &[V::Go]).from(&[1, 18]),
    measured(Passes, &[V::Go]).to(&[1, 17]).document(),
    measured(Refuses, &[V::Chrome, V::Firefox]),
    measured(Refuses, &[V::Apple]).from(&[13]).document(),
    // Neither ring nor aws-lc-rs gives webpki an algorithm with SHA-1.
    measured(Refuses, &[V::GnuTls, V::Webpki]),
    measured(Refuses, &[V::Pyca]).inferred(),
    // Java refuses it below the roots that it brings alone.
    measured(Passes, &[V::BoringSsl, V::Java]),
];

/// RSA of 1024 bits, at or above OpenSSL's level 1.
const RSA1024_VERIFIERS: &[Cell<V>] = &[
    measured(Refuses, &[V::OpenSsl]).when(SecurityLevel(2)),
    measured(Passes, &[V::OpenSsl]).inferred(),
    measured(Passes, &[V::Go, V::Chrome, V::Firefox]),
    measured(Refuses, &[V::Apple]).from(&[13]).document(),
    // The algorithms that webpki is given begin at 2048 bits.
    measured(Refuses, &[V::Webpki]).inferred(),
];
