//! What readers do with the key: whose it is, and in which form.

use super::cell::{Row, measured};
use super::effect::Effect::{BreaksHandshake, ClientRefuses, Passes, Refuses};
use super::fact::Fact;
use super::family::Reader as R;

pub(super) static ROWS: &[Row] = &[
    Row::loads(
        Fact::KeyOfAnotherCertificate,
        &[
            measured(
                ClientRefuses,
                &[R::Nss, R::Botan, R::Erlang, R::Tomcat, R::Netty, R::Tlslite],
            ),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::KeyOfAnotherType,
        &[
            measured(ClientRefuses, &[R::Botan]),
            // Erlang serves where the certificate's key is one of a curve.
            measured(BreaksHandshake, &[R::Erlang, R::Tomcat, R::Netty, R::Tlslite]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::DamagedKeyBefore,
        &[
            measured(Passes, &[R::OpenSsl, R::OpenSslQuiet, R::Go, R::Netty]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::DamagedKeyAfter,
        &[
            measured(Refuses, &[R::Tomcat]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::KeyTwice,
        &[
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::AnotherKeyAfter,
        &[
            // Tomcat takes the last, Erlang none of several; all others take the first.
            measured(ClientRefuses, &[R::Tomcat]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::TwoKeys,
        &[
            // The first does not fit.
            measured(Passes, &[R::Tomcat]),
            measured(ClientRefuses, &[R::Nss, R::Botan, R::Netty, R::Tlslite]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::EncryptedKey,
        &[
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::Pkcs1Key,
        &[
            measured(Refuses, &[R::Nss, R::Botan, R::Netty]),
            measured(Passes, R::MEASURED),
            // Its PEM stores take PKCS #8 alone (KIP-651).
            measured(Refuses, &[R::Kafka]).document(),
        ],
    ),
    Row::loads(
        Fact::Sec1Key,
        &[
            // Run with EC PARAMETERS before it, which only makes it harder.
            measured(Refuses, &[R::Nss, R::Botan, R::Netty]).inferred(),
            measured(Passes, R::MEASURED).inferred(),
            measured(Refuses, &[R::Kafka]).document(),
        ],
    ),
    Row::loads(
        Fact::EcParametersBeforeKey,
        &[
            measured(Refuses, &[R::Nss, R::Botan, R::Netty]),
            measured(Passes, R::MEASURED),
            measured(Refuses, &[R::Kafka]).document(),
        ],
    ),
    Row::loads(
        Fact::EcKeyWithoutPublicKey,
        &[
            measured(Refuses, &[R::GnuTls]),
            measured(Passes, &[R::OpenSsl, R::Botan]),
        ],
    ),
    Row::loads(
        Fact::MlDsaSeedKey,
        &[
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet]).to(&[3, 4]),
            measured(Passes, &[R::OpenSsl]).from(&[3, 5]),
            measured(Refuses, &[R::Go]).to(&[1, 26]),
            measured(Passes, &[R::Go]).from(&[1, 27]),
            measured(Passes, &[R::BoringSsl, R::Grpc, R::Rustls]),
            measured(Refuses, &[R::MbedTls, R::WolfSsl, R::Nss, R::Botan]).inferred(),
        ],
    ),
    Row::loads(
        Fact::MlDsaExpandedKey,
        &[
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet]).to(&[3, 4]),
            measured(Passes, &[R::OpenSsl]).from(&[3, 5]),
            measured(Refuses, &[R::Go]),
            measured(Passes, &[R::Rustls]).document(),
            measured(Refuses, &[R::MbedTls, R::WolfSsl, R::Nss, R::Botan]).inferred(),
        ],
    ),
    Row::loads(
        Fact::MlDsaBothKey,
        &[
            measured(Refuses, &[R::OpenSsl, R::OpenSslQuiet]).to(&[3, 4]),
            measured(Passes, &[R::OpenSsl]).from(&[3, 5]),
            measured(Refuses, &[R::Go]),
            measured(Passes, &[R::Rustls]).document(),
            measured(Refuses, &[R::MbedTls, R::WolfSsl, R::Nss, R::Botan]).inferred(),
        ],
    ),
    Row::loads(
        Fact::ExplicitCurve,
        &[
            measured(
                ClientRefuses,
                &[R::OpenSsl, R::OpenSslQuiet, R::Botan, R::Erlang, R::S2n],
            ),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::Secp256k1,
        &[
            measured(
                BreaksHandshake,
                &[
                    R::OpenSsl,
                    R::OpenSslQuiet,
                    R::MbedTls,
                    R::Erlang,
                    R::Tomcat,
                    R::Netty,
                    R::S2n,
                ],
            ),
            measured(ClientRefuses, &[R::Botan, R::WolfSsl]),
            measured(Refuses, R::MEASURED),
        ],
    ),
];
