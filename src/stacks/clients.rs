//! The clients, and the stacks that are servers and clients.

use super::effect::Effect::{BreaksHandshake, Passes, Refuses};
use super::fact::Fact;
use super::family::{Reader as R, Verifier as V};
use super::servers::{BUN, own_leaf_unread};
use super::stack::{Exception, Release, Stack};

/// With which OpenSSL the clients of Debian 12 were run.
const OPENSSL: &[u32] = &[3, 0, 19];

/// Python looks for a host's name in the common name as well, not for an address.
const PYTHON_NAMES: &[Exception] = &[
    Exception::verifies(Fact::AddressInCommonName, Refuses).inferred(),
    Exception::verifies(Fact::PartialWildcard, Refuses),
];

/// Programs that look in the alternative names alone.
const NAMES_ALONE: &[Exception] = &[
    Exception::verifies(Fact::NoAlternativeName, Refuses),
    Exception::verifies(Fact::OnlyEmailNames, Refuses).inferred(),
    Exception::verifies(Fact::EmptyNames, Refuses).inferred(),
    Exception::verifies(Fact::VersionOneLeaf, Refuses).inferred(),
    Exception::verifies(Fact::AddressInCommonName, Refuses).inferred(),
    Exception::verifies(Fact::PartialWildcard, Refuses).inferred(),
];

/// Programs that compare names by themselves: nobody has run what OpenSSL does for others.
const OWN_NAMES: &[Exception] = &[Exception::verifies(Fact::PartialWildcard, Refuses).inferred()];

pub(super) static CLIENTS: &[Stack] = &[
    // Level 1 is what the project builds, level 2 what the distributions build.
    Stack::server(
        "openssl",
        R::OpenSsl,
        &[
            Release::own(&[1, 0, 2]).level(1).ended().document(),
            Release::own(&[1, 1, 1]).level(1).document(),
            Release::own(&[3, 0, 19]),
            Release::own(&[3, 3, 7]).ended(),
            Release::own(&[3, 5, 7]),
            Release::own(&[3, 5, 8]),
            Release::own(&[3, 5, 9]),
            Release::own(&[4, 0, 3]),
        ],
    )
    .verifier(V::OpenSsl),
    // `openssl s_client -verify_hostname`.
    Stack::client("s-client", V::OpenSsl, &[Release::own(&[3, 0, 19])]),
    Stack::server(
        "node",
        R::OpenSsl,
        &[
            Release::new(&[16], &[1, 1, 1]).level(1).ended().document(),
            Release::new(&[18], &[3, 0, 2]).level(1).ended().document(),
            Release::new(&[20, 20, 2], OPENSSL).level(1),
            Release::new(&[22], &[3, 0, 13]).level(1).document(),
            Release::new(&[22, 19, 0], &[3, 0, 17]).level(1),
            Release::new(&[22, 20, 0], &[3, 5, 2]).level(1),
            Release::new(&[22, 23, 3], &[3, 5, 8]).level(1),
            Release::new(&[24], &[3, 5]).document(),
            Release::new(&[24, 21], &[3, 5, 8]),
            Release::new(&[26, 10, 0], &[3, 5, 8]),
            Release::new(&[26, 12, 1], &[3, 5, 9]),
        ],
    )
    .verifier(V::OpenSsl)
    .aliases(&["nodejs", "node.js"])
    .exceptions(own_leaf_unread!(
        Exception::loads(Fact::KeyOfAnotherType, BreaksHandshake),
        Exception::verifies(Fact::AddressInCommonName, Refuses),
        Exception::verifies(Fact::EmptyNames, Refuses).from(&[3, 5, 8]),
    )),
    Stack::server("bun", R::BoringSsl, &[Release::own(&[1, 4, 5])])
        .verifier(V::BoringSsl)
        .exceptions(BUN),
    // It has no versions; run as Bun brings it.
    Stack::client("boringssl", V::BoringSsl, &[Release::own(&[])]).exceptions(BUN),
    Stack::server("grpc", R::Grpc, &[Release::own(&[1, 85, 3])])
        .verifier(V::BoringSsl)
        .aliases(&["grpcio"]),
    Stack::server(
        "go",
        R::Go,
        &[
            Release::own(&[1, 14]).ended().document(),
            Release::own(&[1, 15]).ended().document(),
            Release::own(&[1, 17]).ended().document(),
            Release::own(&[1, 18]).ended().document(),
            Release::own(&[1, 22]).document(),
            Release::own(&[1, 23]),
            Release::own(&[1, 24]),
            Release::own(&[1, 25]),
            Release::own(&[1, 26]),
            Release::own(&[1, 27, 3]),
        ],
    )
    .verifier(V::Go)
    .aliases(&["golang"]),
    Stack::server("rustls", R::Rustls, &[Release::new(&[0, 23, 46], &[0, 103, 17])])
        .verifier(V::Webpki)
        .aliases(&["webpki"]),
    Stack::server(
        "gnutls",
        R::GnuTls,
        &[
            Release::own(&[3, 6, 13]).ended().document(),
            Release::own(&[3, 6, 14]).ended().document(),
            Release::own(&[3, 7, 9]),
        ],
    )
    .verifier(V::GnuTls),
    Stack::client("deno", V::Webpki, &[Release::new(&[2, 9, 6], &[0, 103])]).exceptions(&[
        // Its rustls is an older one.
        Exception::verifies(Fact::MlDsaLeaf, Refuses),
        Exception::verifies(Fact::MlDsaCa, Refuses),
        Exception::verifies(Fact::BytesAfterPoints, Passes),
        Exception::verifies(Fact::PointsUndecodable, Passes),
        Exception::verifies(Fact::BytesAfterPointsInLeaf, Passes),
        Exception::verifies(Fact::PointsUndecodableInLeaf, Passes),
        Exception::verifies(Fact::NamesUndecodableInCa, Passes),
        Exception::verifies(Fact::SelfSignedCaAsLeaf, Passes),
        Exception::verifies(Fact::ConstraintInParts, Passes),
        Exception::verifies(Fact::ConstraintInPartsCritical, Passes),
        // It compares names as Node does.
        Exception::verifies(Fact::PartialWildcard, Passes),
        Exception::verifies(Fact::NoAlternativeName, Passes),
        Exception::verifies(Fact::OnlyEmailNames, Passes),
        Exception::verifies(Fact::EmptyNames, Passes),
        Exception::verifies(Fact::VersionOneLeaf, Passes),
    ]),
    Stack::client("java", V::Java, &[Release::own(&[17]), Release::own(&[25])]).aliases(&["jdk", "openjdk"]),
    Stack::client("jedis", V::Java, &[Release::new(&[7], &[25])]).inferred(),
    Stack::client("lettuce", V::Java, &[Release::new(&[7], &[25])]).inferred(),
    Stack::client(
        "python",
        V::OpenSsl,
        &[
            Release::new(&[3, 10], OPENSSL).inferred(),
            Release::new(&[3, 12], OPENSSL).inferred(),
            Release::new(&[3, 13], OPENSSL).strict(),
        ],
    )
    .aliases(&["python3", "cpython"])
    .exceptions(PYTHON_NAMES),
    Stack::client(
        "redis-py",
        V::OpenSsl,
        &[Release::new(&[8, 1, 0], OPENSSL).strict()],
    )
    .exceptions(PYTHON_NAMES),
    Stack::client(
        "urllib3",
        V::OpenSsl,
        &[
            Release::new(&[2, 3], OPENSSL),
            Release::new(&[2, 4], OPENSSL).strict(),
        ],
    )
    .document()
    .exceptions(NAMES_ALONE),
    Stack::client("pyca", V::Pyca, &[Release::own(&[50, 0, 2])]).aliases(&["cryptography"]),
    Stack::client(
        "curl",
        V::OpenSsl,
        &[Release::new(&[7, 88, 1], OPENSSL).partial_chains()],
    )
    .aliases(&["libcurl"])
    .exceptions(&[Exception::verifies(Fact::PartialWildcard, Refuses)]),
    Stack::client("redis-cli", V::OpenSsl, &[Release::new(&[7, 0, 15], OPENSSL)])
        .aliases(&["hiredis"])
        .inferred(),
    Stack::client("psql", V::OpenSsl, &[Release::new(&[15, 18], OPENSSL)])
        .aliases(&["libpq"])
        .inferred()
        .exceptions(OWN_NAMES),
    Stack::client("ruby", V::OpenSsl, &[Release::new(&[3, 1], OPENSSL)])
        .inferred()
        .exceptions(OWN_NAMES),
    Stack::client("php", V::OpenSsl, &[Release::new(&[8, 2], OPENSSL)])
        .inferred()
        .exceptions(OWN_NAMES),
    Stack::client("wget", V::GnuTls, &[Release::new(&[1, 21], &[3, 7, 9])]).inferred(),
    Stack::client("go-redis", V::Go, &[Release::new(&[9], &[1, 27, 3])]).inferred(),
    Stack::client("ioredis", V::OpenSsl, &[Release::new(&[5], &[3, 5, 9])])
        .aliases(&["node-redis"])
        .inferred()
        .exceptions(&[
            Exception::verifies(Fact::AddressInCommonName, Refuses),
            Exception::verifies(Fact::EmptyNames, Refuses),
        ]),
    Stack::client("redis-rs", V::Webpki, &[Release::new(&[1], &[0, 103, 17])]).inferred(),
    Stack::client(
        "chrome",
        V::Chrome,
        &[
            Release::own(&[57]).ended().document(),
            Release::own(&[58]).ended().document(),
            Release::own(&[156, 0, 8078, 108]),
        ],
    )
    .aliases(&["chromium", "edge"]),
    Stack::client("firefox", V::Firefox, &[Release::own(&[153, 8, 0])]).aliases(&["firefox-esr"]),
    Stack::client(
        "apple",
        V::Apple,
        &[
            Release::own(&[12]).ended().document(),
            Release::own(&[13]).ended().document(),
            Release::own(&[26]),
        ],
    )
    .aliases(&["safari", "ios"])
    .document(),
    Stack::client("windows", V::Windows, &[Release::own(&[10]), Release::own(&[11])])
        .aliases(&["schannel"])
        .document(),
    Stack::client("dotnet", V::DotNet, &[Release::own(&[8]), Release::own(&[10])])
        .aliases(&[".net", "stackexchange.redis"])
        .document(),
];
