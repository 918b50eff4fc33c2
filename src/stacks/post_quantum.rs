//! Post-quantum certificates (RFC 9881, RFC 9925): what servers load and what clients take.

use super::cell::When::{SecurityLevel, WholeChains};
use super::cell::{Row, measured};
use super::effect::Effect::{BreaksHandshake, Passes, Refuses, Unknown};
use super::fact::Fact;
use super::family::Reader as R;
use super::family::Verifier as V;

pub(super) static ROWS: &[Row] = &[
    Row::both(
        Fact::MlDsaLeaf,
        &[
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet]).to(&[3, 4]),
            measured(Passes, &[R::OpenSsl]).from(&[3, 5]),
            measured(Passes, &[R::OpenSslQuiet]).from(&[3, 5]).inferred(),
            measured(Refuses, &[R::Go]).to(&[1, 26]),
            measured(Passes, &[R::Go]).from(&[1, 27]),
            // rustls with aws-lc-rs; its other provider has no ML-DSA.
            measured(Passes, &[R::BoringSsl, R::Grpc, R::Rustls]),
            measured(Refuses, &[R::GnuTls]).to(&[3, 7]),
            measured(BreaksHandshake, &[R::Erlang, R::S2n]),
            measured(
                Refuses,
                &[
                    R::MbedTls,
                    R::WolfSsl,
                    R::Nss,
                    R::Botan,
                    R::Tomcat,
                    R::Netty,
                    R::Tlslite,
                ],
            ),
        ],
        &[
            measured(Refuses, &[V::OpenSsl]).to(&[3, 4]),
            measured(Passes, &[V::OpenSsl]).from(&[3, 5]),
            // As Bun's client; as a server BoringSSL has it.
            measured(Refuses, &[V::BoringSsl]),
            measured(Refuses, &[V::Go]).to(&[1, 26]),
            measured(Passes, &[V::Go]).from(&[1, 27]),
            // Java 25 takes the path, and does not offer the algorithm in a handshake.
            measured(Refuses, &[V::Java]).to(&[25]),
            measured(Refuses, &[V::GnuTls]).to(&[3, 7]),
            measured(Passes, &[V::Webpki]),
            measured(Passes, &[V::Chrome]),
            measured(Refuses, &[V::Firefox]),
        ],
    ),
    Row::both(
        Fact::MlDsaCa,
        &[
            // A signature whose algorithm it does not know counts as no bits.
            measured(Refuses, &[R::OpenSsl])
                .to(&[3, 4])
                .when(SecurityLevel(1)),
            measured(BreaksHandshake, &[R::OpenSslQuiet])
                .to(&[3, 4])
                .when(SecurityLevel(1)),
            measured(Refuses, &[R::GnuTls]).to(&[3, 7]),
            measured(Unknown, &[R::GnuTls]),
            measured(Refuses, &[R::MbedTls, R::Tlslite]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::OpenSsl]).to(&[3, 4]),
            measured(Passes, &[V::OpenSsl]).from(&[3, 5]),
            measured(Passes, &[V::BoringSsl]),
            measured(Refuses, &[V::Go]).to(&[1, 26]),
            measured(Passes, &[V::Go]).from(&[1, 27]),
            measured(Refuses, &[V::Java]).to(&[25]),
            measured(Refuses, &[V::GnuTls]).to(&[3, 7]),
            measured(Passes, &[V::Webpki]),
            measured(Passes, &[V::Chrome]),
            measured(Refuses, &[V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::MlDsaKeyEncipherment,
        &[
            measured(Refuses, &[V::OpenSsl]).to(&[3, 4]),
            measured(Passes, &[V::OpenSsl]).from(&[3, 5]),
            measured(Refuses, &[V::Go]).to(&[1, 26]).inferred(),
            measured(Passes, &[V::Go]).from(&[1, 27]),
            measured(Passes, &[V::Chrome]),
            measured(Refuses, &[V::Firefox]),
        ],
    ),
    Row::verifies(Fact::SlhDsaLeaf, &[measured(Refuses, &[V::OpenSsl])]),
    Row::verifies(
        Fact::UnsignedRoot,
        &[
            measured(Refuses, &[V::OpenSsl]).when(WholeChains),
            measured(
                Passes,
                &[
                    V::OpenSsl,
                    V::BoringSsl,
                    V::Go,
                    V::Java,
                    V::Webpki,
                    V::Chrome,
                    V::Firefox,
                ],
            ),
        ],
    ),
];
