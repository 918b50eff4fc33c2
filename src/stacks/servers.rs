//! The servers: which family each belongs to, with which library it was run, how it differs.

use super::effect::Effect::{BreaksHandshake, ClientRefuses, Passes, Refuses, Stops};
use super::effect::Refusal::{DefaultCertificate, Handshake, NoTls};
use super::fact::Fact;
use super::family::Reader as R;
use super::stack::{Exception, Release, Stack};

/// With which OpenSSL and GnuTLS Debian 12's packages were run.
const OPENSSL: &[u32] = &[3, 0, 19];
const GNUTLS: &[u32] = &[3, 7, 9];

/// A key of another type than the certificate's is no error at the start: OpenSSL keeps a pair for each type, and these programs do
/// not ask it whether there is one.
const STARTS_WITH_OTHER_KEY: Exception = Exception::loads(Fact::KeyOfAnotherType, BreaksHandshake);

/// Exceptions of programs that do not look at their own leaf. Most others with OpenSSL do not start with one of which it cannot
/// decode an extension.
macro_rules! own_leaf_unread {
    ($($other:expr,)*) => {
        &[
            $($other,)*
            Exception::loads(Fact::NamesUndecodable, Passes),
            Exception::loads(Fact::KeyUsageUndecodable, Passes),
            Exception::loads(Fact::PurposesUndecodable, Passes),
            Exception::loads(Fact::BasicConstraintsUndecodable, Passes),
            Exception::loads(Fact::AuthorityKeyUndecodable, Passes),
            Exception::loads(Fact::SubjectKeyUndecodableInLeaf, Passes),
            Exception::loads(Fact::ConstraintsUndecodableInLeaf, Passes),
            Exception::loads(Fact::PointsUndecodableInLeaf, Passes),
        ]
    };
}

pub(super) use own_leaf_unread;

pub(super) static SERVERS: &[Stack] = &[
    Stack::server("redis", R::OpenSsl, &[Release::new(&[7, 0, 15], OPENSSL)])
        .aliases(&["redis-server", "valkey", "redis-stack"])
        .exceptions(&[STARTS_WITH_OTHER_KEY]),
    Stack::server(
        "nginx",
        R::OpenSsl,
        &[
            Release::new(&[1, 22, 1], OPENSSL),
            Release::new(&[1, 31, 3], &[3, 3, 7]),
        ],
    )
    .aliases(&["openresty"])
    .exceptions(own_leaf_unread!(STARTS_WITH_OTHER_KEY,)),
    Stack::server("apache", R::OpenSsl, &[Release::new(&[2, 4, 71], OPENSSL)]).aliases(&["apache2", "httpd"]),
    Stack::server("haproxy", R::OpenSslQuiet, &[Release::new(&[2, 6, 12], OPENSSL)]).exceptions(&[
        Exception::loads(Fact::CutLaterBlock, Refuses),
        Exception::loads(Fact::Sha1Ca, Refuses).to(&[3, 5, 7]),
        Exception::loads(Fact::Md5Ca, Refuses).to(&[3, 5, 7]),
        Exception::loads(Fact::MlDsaCa, Refuses).to(&[3, 4]),
    ]),
    Stack::server("lighttpd", R::OpenSslQuiet, &[Release::new(&[1, 4, 69], OPENSSL)]).exceptions(&[
        Exception::loads(Fact::DamagedKeyBefore, Refuses),
        Exception::loads(Fact::Sha1Leaf, BreaksHandshake).to(&[3, 5, 7]),
        Exception::loads(Fact::Md5Leaf, BreaksHandshake).to(&[3, 5, 7]),
        Exception::loads(Fact::Rsa1024Leaf, BreaksHandshake),
        Exception::loads(Fact::Sha3EcdsaSignature, BreaksHandshake).to(&[3, 0]),
    ]),
    Stack::server("coturn", R::OpenSslQuiet, &[Release::new(&[4, 6, 1], OPENSSL)])
        .aliases(&["turnserver"])
        // It listens whatever it was given, and answers with an alert.
        .refusal(Handshake),
    Stack::server("postgresql", R::OpenSsl, &[Release::new(&[15, 18], OPENSSL)])
        .aliases(&["postgres", "pgbouncer"]),
    Stack::server("mariadb", R::OpenSsl, &[Release::new(&[10, 11, 19], OPENSSL)]),
    Stack::server("mysql", R::OpenSsl, &[Release::new(&[8, 4], OPENSSL)])
        .aliases(&["percona"])
        .inferred(),
    Stack::server("mongodb", R::OpenSsl, &[Release::new(&[8], OPENSSL)])
        .aliases(&["mongod", "mongo"])
        .inferred(),
    Stack::server("stunnel", R::OpenSsl, &[Release::new(&[5, 68], OPENSSL)]).aliases(&["stunnel4"]),
    Stack::server("hitch", R::OpenSsl, &[Release::new(&[1, 7, 2], OPENSSL)]).exceptions(&[
        STARTS_WITH_OTHER_KEY,
        // It takes the hosts that it serves out of the alternative names.
        Exception::loads(Fact::OnlyEmailNames, BreaksHandshake),
    ]),
    Stack::server(
        "postfix",
        R::OpenSsl,
        &[Release::new(&[3, 7, 11], OPENSSL).level(0)],
    )
    .refusal(NoTls),
    Stack::server("dovecot", R::OpenSsl, &[Release::new(&[2, 3, 19, 1], OPENSSL)])
        .refusal(NoTls)
        .exceptions(&[
            Exception::loads(Fact::LabelTrustedCertificate, Refuses),
            Exception::loads(Fact::DsaLeaf, Refuses),
            Exception::loads(Fact::Secp256k1, Refuses),
        ]),
    Stack::server("exim", R::GnuTls, &[Release::new(&[4, 96], GNUTLS)])
        .aliases(&["exim4"])
        .refusal(NoTls),
    Stack::server("openldap", R::GnuTls, &[Release::new(&[2, 5, 13], GNUTLS)])
        .aliases(&["slapd"])
        .sends_at_most(6)
        .exceptions(&[Exception::loads(Fact::SixIntermediates, Stops)]),
    Stack::server("lighttpd-gnutls", R::GnuTls, &[Release::new(&[1, 4, 69], GNUTLS)]).exceptions(&[
        Exception::loads(Fact::LeafNotFirst, BreaksHandshake),
        Exception::loads(Fact::HundredsOfCertificates, Refuses),
    ]),
    Stack::server("mosquitto", R::OpenSsl, &[Release::new(&[2, 0, 11], OPENSSL)]),
    Stack::server("bind", R::OpenSsl, &[Release::new(&[9, 18, 49], OPENSSL)])
        .aliases(&["named", "bind9"])
        .exceptions(&[STARTS_WITH_OTHER_KEY]),
    Stack::server(
        "unbound",
        R::OpenSsl,
        &[Release::new(&[1, 17, 1], OPENSSL).level(0)],
    ),
    Stack::server("vsftpd", R::OpenSsl, &[Release::new(&[3, 0, 3], OPENSSL)])
        .exceptions(&[STARTS_WITH_OTHER_KEY]),
    Stack::server("caddy", R::Go, &[Release::new(&[2, 11, 7], &[1, 26])]),
    Stack::server("traefik", R::Go, &[Release::new(&[3, 7, 15], &[1, 26])]).refusal(DefaultCertificate),
    Stack::server("etcd", R::Go, &[Release::new(&[3, 6], &[1, 24])]).inferred(),
    Stack::server("vault", R::Go, &[Release::new(&[1, 20], &[1, 24])])
        .aliases(&["openbao"])
        .inferred(),
    Stack::server("kubernetes", R::Go, &[Release::new(&[1, 34], &[1, 24])])
        .aliases(&["k8s", "kube-apiserver"])
        .inferred(),
    Stack::server("envoy", R::BoringSsl, &[Release::own(&[1, 40, 0])])
        .aliases(&["istio"])
        // Where no answer to staple is configured.
        .exceptions(&[Exception::loads(Fact::MustStaple, Refuses)]),
    // It reads the files when somebody connects.
    Stack::server("erlang", R::Erlang, &[Release::own(&[25, 2, 3])])
        .aliases(&["otp", "elixir"])
        .refusal(Handshake),
    // On the Erlang that was run.
    Stack::server("rabbitmq", R::Erlang, &[Release::new(&[3, 10, 8], &[25, 2, 3])])
        .refusal(Handshake)
        .inferred(),
    Stack::server("ejabberd", R::Erlang, &[Release::new(&[23, 1], &[25, 2, 3])])
        .refusal(Handshake)
        .inferred(),
    Stack::server("couchdb", R::Erlang, &[Release::new(&[3, 3], &[25, 2, 3])])
        .refusal(Handshake)
        .inferred(),
    Stack::server("tomcat", R::Tomcat, &[Release::own(&[10, 1, 60])]).aliases(&["tomcat10"]),
    Stack::server("netty", R::Netty, &[Release::own(&[4, 1, 48])]),
    Stack::server("kafka", R::Kafka, &[Release::own(&[4])]).document(),
    Stack::server("mbedtls", R::MbedTls, &[Release::own(&[2, 28, 3])]).aliases(&["lighttpd-mbedtls"]),
    Stack::server("wolfssl", R::WolfSsl, &[Release::own(&[5, 5, 4])]).aliases(&["lighttpd-wolfssl"]),
    Stack::server("nss", R::Nss, &[Release::own(&[3, 87, 1])]).aliases(&["lighttpd-nss"]),
    Stack::server("botan", R::Botan, &[Release::own(&[2, 19, 3])]),
    Stack::server("s2n", R::S2n, &[Release::own(&[0, 3, 47])]).aliases(&["s2n-tls"]),
    Stack::server("tlslite", R::Tlslite, &[Release::own(&[0, 8, 2])]).aliases(&["tlslite-ng"]),
];

/// Bun differs from BoringSSL's other programs in this; it compares names as Node does.
pub(super) const BUN: &[Exception] = &[
    Exception::loads(Fact::Rsa1024Leaf, ClientRefuses),
    Exception::verifies(Fact::NoAlternativeName, Passes),
    Exception::verifies(Fact::OnlyEmailNames, Passes),
    Exception::verifies(Fact::EmptyNames, Passes),
    Exception::verifies(Fact::VersionOneLeaf, Passes),
    Exception::verifies(Fact::PartialWildcard, Passes),
];
