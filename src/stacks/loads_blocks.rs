//! What readers do with labels, with blocks that are no certificates, with extensions, and with the order of certificates.

use super::cell::{Row, measured};
use super::effect::Effect::{
    BreaksHandshake, ClientRefuses, Drops, LosesBlock, Passes, Refuses, Sends, Unknown,
};
use super::fact::Fact;
use super::family::Reader as R;

pub(super) static ROWS: &[Row] = &[
    Row::loads(
        Fact::LabelX509Certificate,
        &[
            measured(
                Refuses,
                &[R::Go, R::Rustls, R::MbedTls, R::WolfSsl, R::Nss, R::S2n],
            ),
            measured(BreaksHandshake, &[R::Erlang, R::Tlslite]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::LabelTrustedCertificate,
        &[
            measured(
                Passes,
                &[R::OpenSsl, R::OpenSslQuiet, R::BoringSsl, R::Grpc, R::Netty],
            ),
            // The leaf is lost, and nobody compares the key with what is left.
            measured(LosesBlock, &[R::Botan, R::Erlang, R::Tomcat, R::Tlslite]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::CertificateRequest,
        &[
            measured(Refuses, &[R::GnuTls, R::Netty, R::S2n]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::DhParameters,
        &[measured(Refuses, &[R::S2n]), measured(Passes, R::MEASURED)],
    ),
    Row::loads(
        Fact::EcParametersInFile,
        &[
            measured(Refuses, &[R::S2n]),
            measured(Unknown, &[R::Tomcat]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::RevocationList,
        &[measured(Refuses, &[R::S2n]), measured(Passes, R::MEASURED)],
    ),
    Row::loads(
        Fact::PublicKeyInFile,
        &[measured(Refuses, &[R::S2n]), measured(Passes, R::MEASURED)],
    ),
    Row::loads(
        Fact::DerOutsideBlocks,
        &[
            measured(Refuses, &[R::S2n, R::Tlslite]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::EscapedOutsideBlocks,
        &[
            measured(Refuses, &[R::GnuTls, R::WolfSsl, R::S2n, R::Tlslite]),
            measured(ClientRefuses, &[R::Nss]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::Pkcs7Block,
        &[
            // What is in it is passed over.
            measured(Refuses, &[R::S2n]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::KeyBeforeCertificates,
        &[measured(Refuses, &[R::S2n]), measured(Passes, R::MEASURED)],
    ),
    Row::loads(
        Fact::KeyAfterCertificates,
        &[
            measured(Refuses, &[R::Botan, R::S2n]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::CriticalBeyondUsages,
        &[measured(Refuses, &[R::MbedTls]), measured(Passes, R::MEASURED)],
    ),
    // rustls parses its own leaf as a client would.
    Row::loads(
        Fact::PoliciesCriticalInLeaf,
        &[measured(Refuses, &[R::Rustls]), measured(Passes, R::MEASURED)],
    ),
    Row::loads(
        Fact::OrderAfterLeaf,
        &[
            // The JDK's PKCS #12 store, which Netty fills, compares the names of neighbours.
            measured(Refuses, &[R::Netty]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::LeafNotFirst,
        &[
            measured(ClientRefuses, &[R::Botan, R::Erlang, R::Tomcat, R::Tlslite]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::UnrelatedCertificate,
        &[
            measured(Drops, &[R::GnuTls]),
            measured(Refuses, &[R::Netty]),
            measured(Sends, R::MEASURED),
        ],
    ),
];
