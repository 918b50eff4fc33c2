//! What verifiers make of names, and of constraints on names.

use super::cell::{Row, measured};
use super::effect::Effect::{Passes, Refuses, Unknown};
use super::fact::Fact;
use super::family::Reader as R;
use super::family::Verifier as V;
use super::verifies_extensions::refused;
use super::verifies_values::READ_BY_GO;

pub(super) static ROWS: &[Row] = &[
    Row::both(
        Fact::NoAlternativeName,
        &[measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::Go]).from(&[1, 15]),
            measured(Passes, &[V::Go]).to(&[1, 14]).document(),
            measured(Refuses, &[V::Webpki, V::Pyca]),
            measured(Refuses, &[V::Chrome]).from(&[58]),
            measured(Passes, &[V::Chrome]).to(&[57]).document(),
            measured(Refuses, &[V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Java, V::GnuTls]),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
            measured(Passes, &[V::Apple]).to(&[12]).document(),
        ],
    ),
    Row::verifies(
        Fact::AddressInCommonName,
        &[
            // As curl asks it; Node refuses.
            measured(Passes, &[V::OpenSsl]),
            measured(Refuses, &[V::Go, V::Chrome, V::Firefox]),
            measured(Refuses, &[V::Webpki, V::Pyca]).inferred(),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
        ],
    ),
    Row::verifies(
        Fact::OnlyEmailNames,
        &[
            measured(Refuses, &[V::Go, V::Webpki, V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Java, V::GnuTls]),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
        ],
    )
    .not_loaded(&[measured(Passes, R::MEASURED)]),
    Row::both(
        Fact::EmptyNames,
        &[measured(Refuses, &[R::WolfSsl]), measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::Go, V::Webpki, V::Chrome, V::Firefox]),
            // As OpenSSL's own client asks it; Node from 26 refuses.
            measured(Refuses, &[V::OpenSslStrict]),
            measured(Passes, &[V::OpenSsl, V::GnuTls]),
            measured(Passes, &[V::Java]).to(&[17]),
            measured(Refuses, &[V::Java]).from(&[25]),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
        ],
    ),
    Row::both(
        Fact::VersionOneLeaf,
        &[measured(Refuses, &[R::Rustls]), measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::Go, V::Webpki, V::Chrome, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Java, V::GnuTls]),
            measured(Refuses, &[V::Pyca]).inferred(),
            measured(Refuses, &[V::Apple]).from(&[13]).document(),
        ],
    ),
    Row::both(
        Fact::EmptySubjectNotCritical,
        // Java reads no such certificate, not even a server's own.
        &[
            measured(Refuses, &[R::Netty, R::Tomcat]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::OpenSslStrict]).to(&[3]),
            measured(Unknown, &[V::OpenSslStrict]).from(&[4]).to(&[4, 0, 2]),
            measured(Passes, &[V::OpenSslStrict]).from(&[4, 0, 3]),
            measured(Refuses, &[V::Java, V::Pyca, V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Go, V::GnuTls, V::Webpki, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::Ipv4MappedAddress,
        &[
            measured(Refuses, &[V::Go]).from(&[1, 27]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::both(
        Fact::Ipv4MappedAddressInLeaf,
        &[
            measured(Refuses, &[R::Go]).from(&[1, 27]),
            measured(Passes, R::MEASURED),
        ],
        &[
            measured(Refuses, &[V::Go]).from(&[1, 27]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::verifies(
        Fact::AddressOfFiveOctets,
        &[
            measured(Refuses, &[V::Go, V::Chrome]),
            measured(Refuses, &[V::Java]).from(&[25]),
            measured(Unknown, &[V::Java]).from(&[18]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::AddressOfFiveOctetsInLeaf,
        &[
            measured(Refuses, &[V::Go, V::Chrome]),
            measured(Refuses, &[V::Java]).from(&[25]),
            measured(Unknown, &[V::Java]).from(&[18]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Firefox]),
        ],
    )
    .not_loaded(&[
        measured(Refuses, &[R::Go, R::Grpc, R::WolfSsl]),
        measured(Passes, R::MEASURED),
    ]),
    Row::verifies(
        Fact::UnparsableUri,
        &[
            measured(Refuses, &[V::Go]),
            measured(Refuses, &[V::Java]).from(&[25]),
            measured(Unknown, &[V::Java]).from(&[18]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    ),
    Row::verifies(
        Fact::UnparsableUriInLeaf,
        &[
            measured(Refuses, &[V::Go]),
            measured(Refuses, &[V::Java]).from(&[25]),
            measured(Unknown, &[V::Java]).from(&[18]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, V::BROWSERS),
        ],
    )
    .not_loaded(READ_BY_GO),
    Row::verifies(
        Fact::Utf8DnsName,
        &[
            measured(Refuses, &[V::Go, V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::TrailingDot,
        &[
            measured(Refuses, &[V::Go, V::Firefox]),
            measured(Passes, &[V::OpenSsl, V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::PartialWildcard,
        &[
            // Where a program does not ask it to refuse them, as curl and Python do.
            measured(Passes, &[V::OpenSsl, V::Java]),
            measured(
                Refuses,
                &[V::Go, V::GnuTls, V::Webpki, V::Pyca, V::Chrome, V::Firefox],
            ),
        ],
    ),
    Row::verifies(
        Fact::PublicSuffixWildcard,
        &[
            measured(Refuses, &[V::Chrome]),
            measured(Passes, &[V::OpenSsl, V::Go, V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::TopLevelWildcard,
        &[
            measured(Refuses, &[V::OpenSsl, V::Chrome, V::Firefox]),
            measured(Passes, &[V::Go]),
        ],
    ),
    Row::verifies(
        Fact::AttributeNoString,
        &[measured(Refuses, &[V::Chrome]), measured(Passes, V::LIBRARIES)],
    ),
    Row::verifies(
        Fact::AttributeOfOtherType,
        &[
            measured(Refuses, &[V::OpenSsl, V::Chrome]),
            measured(
                Passes,
                &[V::Go, V::GnuTls, V::Java, V::BoringSsl, V::Pyca, V::Webpki],
            ),
        ],
    ),
    Row::verifies(
        Fact::PrintableStringWrong,
        &[
            measured(Refuses, &[V::Go, V::Pyca, V::Chrome]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::AddressMaskWithHoles,
        &[
            measured(Refuses, &[V::Go, V::GnuTls, V::Chrome]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Firefox]),
        ],
    ),
    Row::verifies(
        Fact::WildcardInConstraint,
        &[
            measured(Refuses, &[V::Webpki, V::Pyca]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Chrome]),
        ],
    ),
    Row::verifies(
        Fact::ConstraintNoHost,
        &[
            measured(Refuses, &[V::Go, V::Webpki, V::Pyca]),
            measured(Passes, &[V::OpenSsl, V::Java, V::BoringSsl, V::GnuTls, V::Chrome]),
        ],
    ),
    refused!(ConstraintAddressLength by Go GnuTls Java),
    refused!(ConstraintEmptyLabel by Go GnuTls Webpki Pyca),
    refused!(ConstraintOddLabel by Webpki Pyca),
    refused!(ConstraintUnderscore by Pyca),
    refused!(ConstraintEmpty by Java Pyca),
    refused!(UncomparedByRustls by Webpki),
    refused!(ConstraintBounds by Java Webpki),
    Row::verifies(
        Fact::WildcardOverExcludedName,
        &[
            measured(Refuses, &[V::Go, V::Java, V::Webpki]),
            measured(Passes, &[V::OpenSsl, V::GnuTls]),
        ],
    ),
    refused!(UriConstraintMalformed by Go),
    refused!(UriConstraintNoHost by Java),
    refused!(MailConstraintMalformed by Go),
    refused!(MailConstraintNoHost by Java),
    refused!(MailConstraintEmptyLabel by Go GnuTls),
    refused!(OtherNameConstraintCritical by Go GnuTls),
    // Java compares the address under the mask with the whole constraint.
    refused!(ConstraintHostBits by Java),
    refused!(AddressUnderConstraint by BoringSsl),
    // Go knows no such constraint, and so does not know the critical extension; rustls refuses every name under one.
    refused!(DirectoryNameConstraint by Go Webpki Pyca),
    refused!(DirectoryNamePermitted by Webpki),
    refused!(DirectoryNameExcluded by Go GnuTls Webpki Pyca),
    refused!(DirectoryNameExcludedNotCritical by GnuTls Webpki),
    refused!(DirectoryNameOutside by OpenSsl BoringSsl Go Java Webpki Pyca),
    refused!(DirectoryNameOutsideNotCritical by OpenSsl BoringSsl Java Webpki),
    refused!(DirectoryNameForbidden by OpenSsl BoringSsl Java GnuTls Webpki),
    // Java does not look at the constraints of a trust anchor.
    refused!(NameOutsideOfRoot by OpenSsl BoringSsl Go GnuTls Webpki Pyca),
    Row::both(
        Fact::NameConstructed,
        &[measured(Refuses, &[R::GnuTls]), measured(Passes, R::MEASURED)],
        &[
            measured(Refuses, &[V::BoringSsl, V::GnuTls, V::Pyca, V::Chrome]),
            measured(Refuses, &[V::Java]).from(&[25]),
            measured(Unknown, &[V::Java]).from(&[18]),
            measured(Passes, V::LIBRARIES),
            measured(Passes, &[V::Firefox]),
        ],
    ),
    refused!(NoNamesInCa by OpenSslStrict Chrome, taken by Firefox),
    refused!(NotUtf8InNames by OpenSsl BoringSsl),
    refused!(NameNotAscii by Go),
    refused!(NameNotAsciiInLeaf by Go).not_loaded(READ_BY_GO),
    refused!(EmptyName by Java25 GnuTls),
    refused!(EmptyDnsName by GnuTls),
    refused!(MailWithoutHost by Java25),
    refused!(UriWithoutScheme by Java25),
    refused!(EdiPartyName by Java GnuTls),
    refused!(RareName by GnuTls),
    Row::verifies(
        Fact::CommonNameOutside,
        &[
            measured(Refuses, &[V::OpenSsl, V::GnuTls, V::Firefox]),
            // That there are no alternative names is another fact.
            measured(Passes, &[V::Go]),
        ],
    ),
    Row::verifies(
        Fact::EmailOutside,
        &[measured(Refuses, &[V::OpenSsl]), measured(Passes, &[V::Go])],
    ),
    Row::verifies(
        Fact::WildcardOverExcluded,
        &[
            measured(Refuses, &[V::Webpki]),
            measured(Passes, &[V::OpenSsl, V::Go, V::GnuTls]),
        ],
    ),
];
