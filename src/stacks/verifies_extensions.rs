//! What verifiers make of extensions that do not decode, or that have bytes too many. Each was run in a handshake, with one
//! such certificate in a chain of three: at the leaf, at the intermediate, and as the root that is trusted.

use super::cell::{Row, measured};
use super::effect::Effect::{BreaksHandshake, Passes, Refuses, Unknown};
use super::fact::Fact;
use super::family::Reader as R;
use super::family::Verifier as V;

/// Who refuses; the other libraries take it.
macro_rules! refused {
    ($fact:ident by Java25) => {
        Row::verifies(
            Fact::$fact,
            &[
                measured(Refuses, &[V::Java]).from(&[25]),
                measured(Unknown, &[V::Java]).from(&[18]),
                measured(Passes, V::LIBRARIES),
            ],
        )
    };
    // Java reads the alternative names and the purposes of a leaf more strictly from 25 on.
    ($fact:ident by Java25 $($verifier:ident)*) => {
        Row::verifies(
            Fact::$fact,
            &[
                measured(Refuses, &[$(V::$verifier,)*]),
                measured(Refuses, &[V::Java]).from(&[25]),
                measured(Unknown, &[V::Java]).from(&[18]),
                measured(Passes, V::LIBRARIES),
            ],
        )
    };
    ($fact:ident by $($verifier:ident)*) => {
        Row::verifies(
            Fact::$fact,
            &[measured(Refuses, &[$(V::$verifier,)*]), measured(Passes, V::LIBRARIES)],
        )
    };
    // These browsers take it as well.
    ($fact:ident by $($verifier:ident)*, taken by $($browser:ident)*) => {
        Row::verifies(
            Fact::$fact,
            &[
                measured(Refuses, &[$(V::$verifier,)*]),
                measured(Passes, V::LIBRARIES),
                measured(Passes, &[$(V::$browser,)*]),
            ],
        )
    };
}

/// Servers that do not load it, and clients that refuse it; the others take it, and so do these browsers.
macro_rules! unread {
    ($fact:ident by $($reader:ident)*, refused by $($verifier:ident)*, taken by $($browser:ident)*) => {
        Row::both(
            Fact::$fact,
            &[measured(Refuses, &[$(R::$reader,)*]), measured(Passes, R::MEASURED)],
            &[
                measured(Refuses, &[$(V::$verifier,)*]),
                measured(Passes, V::LIBRARIES),
                measured(Passes, &[$(V::$browser,)*]),
            ],
        )
    };
    ($fact:ident by $($reader:ident)*, refused by $($verifier:ident)*) => {
        Row::both(
            Fact::$fact,
            &[measured(Refuses, &[$(R::$reader,)*]), measured(Passes, R::MEASURED)],
            &[measured(Refuses, &[$(V::$verifier,)*]), measured(Passes, V::LIBRARIES)],
        )
    };
}

/// Servers that parse their own leaf and do not load it; Erlang's listens, and breaks off each handshake.
macro_rules! unloaded {
    (by $($reader:ident)*) => {
        &[
            measured(Refuses, &[$(R::$reader,)*]),
            measured(BreaksHandshake, &[R::Erlang]),
            measured(Passes, R::MEASURED),
        ]
    };
}

pub(super) use {refused, unloaded, unread};

pub(super) static ROWS: &[Row] = &[
    refused!(NamesUndecodable by Java25 OpenSsl BoringSsl Go GnuTls Webpki Pyca)
        .not_loaded(unloaded!(by OpenSsl Go GnuTls MbedTls WolfSsl Rustls)),
    // GnuTLS and Mbed TLS decode the names in every certificate of the file.
    unread!(NamesUndecodableInCa by GnuTls MbedTls, refused by OpenSsl BoringSsl Go GnuTls Webpki Pyca, taken by Firefox),
    refused!(NamesUndecodableInRoot by OpenSsl BoringSsl Go GnuTls Webpki),
    refused!(NameOfNoForm by Java25 OpenSsl BoringSsl GnuTls Pyca),
    refused!(NameOfNoFormInCa by OpenSsl BoringSsl GnuTls Pyca),
    refused!(KeyUsageUndecodable by OpenSsl BoringSsl Go Java Pyca)
        .not_loaded(unloaded!(by OpenSsl Go MbedTls WolfSsl)),
    refused!(KeyUsageUndecodableInCa by OpenSsl BoringSsl Go Java GnuTls Pyca),
    refused!(PurposesUndecodable by Java25 OpenSsl BoringSsl Go GnuTls Webpki Pyca)
        .not_loaded(unloaded!(by OpenSsl Go MbedTls WolfSsl Rustls)),
    refused!(PurposesUndecodableInCa by OpenSsl BoringSsl Go GnuTls Webpki Pyca),
    refused!(PurposesUndecodableInRoot by OpenSsl BoringSsl Go Webpki Pyca),
    // Of a CA everybody refuses it.
    refused!(BasicConstraintsUndecodable by OpenSsl BoringSsl Go Java Webpki Pyca)
        .not_loaded(unloaded!(by OpenSsl Go MbedTls WolfSsl Rustls Netty Tomcat)),
    refused!(AuthorityKeyUndecodable by OpenSsl BoringSsl Go).not_loaded(unloaded!(by OpenSsl Go WolfSsl)),
    refused!(AuthorityKeyUndecodableInCa by OpenSsl BoringSsl Go Pyca, taken by Firefox),
    refused!(SubjectKeyUndecodable by OpenSsl BoringSsl Go),
    refused!(SubjectKeyUndecodableInLeaf by OpenSsl BoringSsl Go)
        .not_loaded(unloaded!(by OpenSsl Go WolfSsl)),
    refused!(SubjectKeyUndecodableInRoot by OpenSsl BoringSsl Go Java),
    refused!(ConstraintsUndecodableInLeaf by OpenSsl BoringSsl Go Java Webpki Pyca)
        .not_loaded(unloaded!(by OpenSsl Go WolfSsl Rustls)),
    refused!(PointsUndecodable by OpenSsl BoringSsl Go Webpki, taken by Chrome Firefox),
    refused!(PointsUndecodableInLeaf by OpenSsl BoringSsl Go Webpki, taken by Chrome Firefox)
        .not_loaded(unloaded!(by OpenSsl Go WolfSsl Rustls)),
    unread!(IssuerNamesMalformed by GnuTls, refused by GnuTls),
    refused!(BytesInBasicConstraints by OpenSsl BoringSsl Webpki Pyca),
    refused!(BytesAfterBasicConstraints by BoringSsl Java Webpki Pyca Chrome),
    refused!(BytesAfterBasicConstraintsOfCa by BoringSsl Java GnuTls Webpki Pyca Chrome),
    refused!(BytesAfterKeyUsage by BoringSsl Java Pyca Chrome),
    refused!(BytesAfterKeyUsageOfCa by BoringSsl Java GnuTls Pyca Chrome),
    refused!(BytesAfterNames by Java25 BoringSsl GnuTls Webpki Pyca Chrome),
    refused!(BytesAfterNamesOfCa by BoringSsl GnuTls Webpki Pyca Chrome),
    refused!(BytesAfterNamesOfRoot by BoringSsl GnuTls Webpki),
    refused!(BytesAfterPurposesOfRoot by BoringSsl Webpki Pyca),
    refused!(BytesAfterNameConstraints by BoringSsl Go Java GnuTls Webpki Pyca Chrome),
    refused!(BytesAfterIdentifier by BoringSsl Chrome),
    refused!(BytesAfterAuthorityKeyOfCa by BoringSsl Pyca Chrome),
    refused!(BytesAfterSubjectKeyOfRoot by BoringSsl Java),
    refused!(BytesInIdentifier by OpenSsl BoringSsl Chrome),
    refused!(BytesInIdentifierOfCa by OpenSsl BoringSsl Pyca Chrome),
    refused!(BytesAfterPoints by BoringSsl Webpki, taken by Chrome Firefox),
    unread!(BytesAfterPointsInLeaf by Rustls, refused by BoringSsl Webpki, taken by Chrome Firefox),
    refused!(BytesAfterAccessInformation by Pyca),
    unread!(BytesAfterAccessInformationInLeaf by WolfSsl, refused by Pyca Firefox),
    refused!(RegisteredIdMalformed by Java25 OpenSsl BoringSsl GnuTls Pyca),
    refused!(PurposeMalformed by Java25 OpenSsl BoringSsl Go GnuTls Pyca),
    refused!(PurposeMalformedInCa by OpenSsl BoringSsl Go GnuTls Pyca),
    refused!(PurposeCutOff by Java25 OpenSsl BoringSsl Go Pyca),
    refused!(PurposeCutOffInCa by OpenSsl BoringSsl Go Pyca),
];
