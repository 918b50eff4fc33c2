//! What readers do with the text of a file.

use super::cell::{Row, measured};
use super::effect::Effect::{
    BreaksHandshake, ClientRefuses, Drops, LosesBlock, LosesNext, Passes, Refuses, Sends, Stops, Unknown,
};
use super::fact::Fact;
use super::family::Reader as R;

pub(super) static ROWS: &[Row] = &[
    Row::loads(
        Fact::ByteOrderMark,
        &[
            // The mark hides the first marker: the leaf is lost, and the intermediate does not fit the key.
            measured(Refuses, &[R::Go, R::BoringSsl, R::Grpc, R::Rustls, R::Tomcat]),
            measured(LosesBlock, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::ByteOrderMarkInKey,
        &[
            measured(Refuses, &[R::Go, R::BoringSsl, R::Grpc, R::Rustls]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Unknown, &[R::Tomcat]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::Utf16,
        &[
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::CarriageReturnOnly,
        &[
            measured(
                Passes,
                &[
                    R::GnuTls,
                    R::Rustls,
                    R::Nss,
                    R::Botan,
                    R::Erlang,
                    R::Tomcat,
                    R::Netty,
                    R::S2n,
                    R::Tlslite,
                ],
            ),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::IndentedLines,
        &[
            measured(
                Passes,
                &[R::GnuTls, R::WolfSsl, R::Nss, R::Botan, R::S2n, R::Tlslite],
            ),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::BlankLineInLeaf,
        &[
            measured(
                Refuses,
                &[R::OpenSsl, R::OpenSslQuiet, R::BoringSsl, R::Grpc, R::WolfSsl],
            ),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::BlankLineInLaterBlock,
        &[
            measured(Refuses, &[R::OpenSsl, R::BoringSsl, R::WolfSsl]),
            measured(Stops, &[R::OpenSslQuiet, R::Grpc]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::BlankAfterBegin,
        &[measured(Refuses, &[R::Tomcat]), measured(Passes, R::MEASURED)],
    ),
    Row::loads(
        Fact::BlanksAfterBegin,
        &[
            measured(Refuses, &[R::Tomcat, R::MbedTls]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::TabAfterBegin,
        &[
            measured(Refuses, &[R::Tomcat, R::MbedTls, R::WolfSsl, R::Rustls]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::BlanksAfterBase64,
        &[measured(Refuses, &[R::Netty]), measured(Passes, R::MEASURED)],
    ),
    Row::loads(
        Fact::MarkersOnOneLine,
        &[
            measured(
                Refuses,
                &[
                    R::OpenSsl,
                    R::OpenSslQuiet,
                    R::Go,
                    R::BoringSsl,
                    R::Grpc,
                    R::Tomcat,
                    R::Netty,
                ],
            ),
            measured(LosesBlock, &[R::Rustls, R::Erlang]),
            measured(Passes, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::EndMarkerMissing,
        &[
            // These read on to the next END.
            measured(LosesNext, &[R::OpenSsl, R::OpenSslQuiet, R::Tlslite]),
            measured(Passes, &[R::GnuTls]),
            measured(LosesBlock, &[R::Go, R::Tomcat]),
            measured(Stops, &[R::Grpc, R::Botan]),
            measured(ClientRefuses, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::LastEndMarkerMissing,
        &[
            measured(BreaksHandshake, &[R::Erlang]),
            measured(
                Stops,
                &[
                    R::OpenSslQuiet,
                    R::Go,
                    R::Grpc,
                    R::MbedTls,
                    R::Botan,
                    R::Tomcat,
                    R::Netty,
                ],
            ),
            measured(Refuses, R::MEASURED),
        ],
    ),
    // To all but these it is text between blocks.
    Row::loads(
        Fact::BeginMarkerMissing,
        &[
            measured(Refuses, &[R::S2n, R::Tomcat]),
            // GnuTLS and Mbed TLS stop there: a root behind an intermediate is lost as well.
            measured(Stops, &[R::GnuTls, R::MbedTls]),
            measured(LosesBlock, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::EndMarkerShort,
        &[
            measured(Passes, &[R::GnuTls, R::Erlang, R::Tomcat, R::Netty, R::S2n]),
            measured(LosesNext, &[R::Tlslite]),
            measured(Stops, &[R::OpenSslQuiet, R::Grpc]),
            measured(LosesBlock, &[R::Go, R::Botan]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::LastEndMarkerShort,
        &[
            measured(Passes, &[R::GnuTls, R::Erlang, R::Tomcat, R::Netty, R::S2n]),
            measured(Stops, &[R::OpenSslQuiet, R::Go, R::Grpc, R::MbedTls, R::Botan]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::LeafEndMarkerShort,
        &[
            measured(Passes, &[R::GnuTls, R::Erlang, R::Tomcat, R::Netty, R::S2n]),
            measured(LosesNext, &[R::Tlslite]),
            measured(LosesBlock, &[R::Botan]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::BeginMarkerShort,
        &[
            measured(Passes, &[R::Netty, R::S2n]),
            // What these do depends on the side.
            measured(Refuses, &[R::GnuTls, R::Rustls, R::Tomcat]),
            measured(Stops, &[R::MbedTls]),
            measured(LosesBlock, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::DamagedLeaf,
        &[
            // Whoever compares the key says that it does not fit; the others serve the intermediate as the leaf.
            measured(LosesBlock, &[R::Botan, R::Netty]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::DamagedLaterBlock,
        &[
            measured(Stops, &[R::OpenSslQuiet, R::Grpc]),
            measured(LosesBlock, &[R::Go, R::Botan]),
            // Sent as it is.
            measured(ClientRefuses, &[R::Nss, R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::DamagedRoot,
        &[
            measured(Drops, &[R::OpenSslQuiet, R::Go, R::Grpc, R::Botan, R::Netty]),
            measured(ClientRefuses, &[R::Nss, R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::ShortLaterBlock,
        &[
            measured(Stops, &[R::OpenSslQuiet, R::Grpc]),
            measured(LosesBlock, &[R::Go, R::Botan]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::CutLeaf,
        &[
            measured(LosesBlock, &[R::Botan]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::CutLaterBlock,
        &[
            measured(Stops, &[R::OpenSslQuiet, R::Grpc]),
            measured(LosesBlock, &[R::Botan]),
            // Sent as it is.
            measured(ClientRefuses, &[R::Go, R::Rustls, R::WolfSsl, R::Nss, R::Erlang]),
            measured(Refuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::HundredsOfCertificates,
        &[
            // GnuTLS sends what the chain needs. Elsewhere it is the client whose limit is met.
            measured(Drops, &[R::GnuTls]),
            measured(BreaksHandshake, &[R::MbedTls]),
            measured(Refuses, &[R::Netty]),
            measured(ClientRefuses, R::MEASURED),
        ],
    ),
    Row::loads(
        Fact::DuplicateCertificate,
        &[
            measured(Drops, &[R::GnuTls]),
            measured(Refuses, &[R::Netty]),
            measured(Sends, R::MEASURED),
        ],
    ),
];
