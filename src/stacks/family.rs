//! Families of stacks that behave alike: readers of files, and verifiers of chains.

use alloc::string::String;

use super::version::Versions;

/// What the families of readers and those of verifiers have in common.
pub(super) trait Family: Copy + PartialEq + 'static {
    /// Every family in the order in which sentences name them.
    const ALL: &'static [Self];

    /// The name in sentences, with the versions that are meant.
    fn named(self, versions: Versions) -> String;

    /// The family that it behaves like where nothing of its own is known.
    fn base(self) -> Option<Self>;
}

/// How servers read the files that they are given.
///
/// ```
/// use pemvet::stacks::Reader;
///
/// assert_eq!(Reader::MbedTls.as_str(), "Mbed TLS");
/// assert!(Reader::ALL.contains(&Reader::Kafka) && !Reader::MEASURED.contains(&Reader::Kafka));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reader {
    /// OpenSSL's chain reader: whatever cannot be read is refused.
    OpenSsl,
    /// Programs that read block after block with OpenSSL and stop silently: HAProxy, lighttpd, coturn.
    OpenSslQuiet,
    /// GnuTLS.
    GnuTls,
    /// Go's crypto/tls.
    Go,
    /// BoringSSL, as Envoy and Bun use it.
    BoringSsl,
    /// BoringSSL, as gRPC uses it: stops silently.
    Grpc,
    /// rustls with rustls-pki-types.
    Rustls,
    /// Mbed TLS.
    MbedTls,
    /// wolfSSL.
    WolfSsl,
    /// NSS, as servers use it.
    Nss,
    /// Botan.
    Botan,
    /// Erlang's ssl.
    Erlang,
    /// Tomcat on the JDK.
    Tomcat,
    /// Netty on the JDK.
    Netty,
    /// s2n-tls.
    S2n,
    /// tlslite-ng.
    Tlslite,
    /// Kafka's PEM stores; by document, not run.
    Kafka,
}

impl Reader {
    /// Every reader.
    pub const ALL: &[Reader] = &[
        Reader::OpenSsl,
        Reader::OpenSslQuiet,
        Reader::GnuTls,
        Reader::Go,
        Reader::BoringSsl,
        Reader::Grpc,
        Reader::Rustls,
        Reader::MbedTls,
        Reader::WolfSsl,
        Reader::Nss,
        Reader::Botan,
        Reader::Erlang,
        Reader::Tomcat,
        Reader::Netty,
        Reader::S2n,
        Reader::Tlslite,
        Reader::Kafka,
    ];

    /// Those that were run.
    pub const MEASURED: &[Reader] = Reader::ALL.split_at(16).0;

    /// The families that most servers belong to.
    pub const COMMON: &[Reader] = &[
        Reader::OpenSsl,
        Reader::OpenSslQuiet,
        Reader::GnuTls,
        Reader::Go,
        Reader::BoringSsl,
        Reader::Rustls,
        Reader::Tomcat,
        Reader::Netty,
    ];

    /// The name in sentences.
    pub fn as_str(self) -> &'static str {
        match self {
            Reader::OpenSsl => "OpenSSL",
            Reader::OpenSslQuiet => "HAProxy-like servers",
            Reader::GnuTls => "GnuTLS",
            Reader::Go => "Go",
            Reader::BoringSsl => "BoringSSL",
            Reader::Grpc => "gRPC",
            Reader::Rustls => "rustls",
            Reader::MbedTls => "Mbed TLS",
            Reader::WolfSsl => "wolfSSL",
            Reader::Nss => "NSS",
            Reader::Botan => "Botan",
            Reader::Erlang => "Erlang",
            Reader::Tomcat => "Tomcat",
            Reader::Netty => "Netty",
            Reader::S2n => "s2n",
            Reader::Tlslite => "tlslite-ng",
            Reader::Kafka => "Kafka",
        }
    }
}

impl Reader {
    /// Whether it sorts what is in the file, and sends no more than the chain that it finds by names and key identifiers.
    pub fn sends_sorted(self) -> bool {
        self == Reader::GnuTls
    }

    /// The library that versions are those of.
    pub fn library(self) -> &'static str {
        match self {
            Reader::OpenSslQuiet => Reader::OpenSsl.as_str(),
            Reader::Grpc => Reader::BoringSsl.as_str(),
            reader => reader.as_str(),
        }
    }
}

impl Family for Reader {
    const ALL: &'static [Reader] = Reader::ALL;

    fn named(self, versions: Versions) -> String {
        // The versions are the library's.
        let between = if self == Reader::OpenSslQuiet {
            " with OpenSSL "
        } else {
            " "
        };
        joined(self.as_str(), between, versions)
    }

    fn base(self) -> Option<Reader> {
        None
    }
}

/// How clients, and servers that ask for a certificate, verify a peer's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verifier {
    /// OpenSSL as programs use it.
    OpenSsl,
    /// OpenSSL with `X509_V_FLAG_X509_STRICT` and partial chains, as Python's default context from 3.13.
    OpenSslStrict,
    /// BoringSSL's crypto/x509; Chrome does not use it.
    BoringSsl,
    /// Go's crypto/x509.
    Go,
    /// The JDK.
    Java,
    /// GnuTLS.
    GnuTls,
    /// rustls-webpki; versions are its own.
    Webpki,
    /// The verifier of Python's `cryptography`.
    Pyca,
    /// Chrome and Chromium.
    Chrome,
    /// Firefox.
    Firefox,
    /// Apple's Secure Transport and Network; versions are those of iOS and Safari. By document, not run.
    Apple,
    /// Windows' CryptoAPI and Schannel; by document, not run.
    Windows,
    /// .NET's `X509Chain` and `SslStream`; by document, not run.
    DotNet,
}

impl Verifier {
    /// Every verifier.
    pub const ALL: &[Verifier] = &[
        Verifier::OpenSsl,
        Verifier::OpenSslStrict,
        Verifier::BoringSsl,
        Verifier::Go,
        Verifier::Java,
        Verifier::GnuTls,
        Verifier::Webpki,
        Verifier::Pyca,
        Verifier::Chrome,
        Verifier::Firefox,
        Verifier::Apple,
        Verifier::Windows,
        Verifier::DotNet,
    ];

    /// The libraries that were run, OpenSSL's strict mode aside.
    pub const LIBRARIES: &[Verifier] = &[
        Verifier::OpenSsl,
        Verifier::BoringSsl,
        Verifier::Go,
        Verifier::Java,
        Verifier::GnuTls,
        Verifier::Webpki,
        Verifier::Pyca,
    ];

    /// The browsers that were run.
    pub const BROWSERS: &[Verifier] = &[Verifier::Chrome, Verifier::Firefox];

    /// The name in sentences.
    pub fn as_str(self) -> &'static str {
        match self {
            Verifier::OpenSsl => "OpenSSL",
            Verifier::OpenSslStrict => "Python from 3.13",
            Verifier::BoringSsl => "BoringSSL",
            Verifier::Go => "Go",
            Verifier::Java => "Java",
            Verifier::GnuTls => "GnuTLS",
            Verifier::Webpki => "rustls",
            Verifier::Pyca => "pyca",
            Verifier::Chrome => "Chrome",
            Verifier::Firefox => "Firefox",
            Verifier::Apple => "Apple",
            Verifier::Windows => "Windows",
            Verifier::DotNet => ".NET",
        }
    }
}

impl Verifier {
    /// The library that versions are those of.
    pub fn library(self) -> &'static str {
        match self {
            Verifier::OpenSslStrict => Verifier::OpenSsl.as_str(),
            Verifier::Webpki => "rustls-webpki",
            verifier => verifier.as_str(),
        }
    }
}

impl Family for Verifier {
    const ALL: &'static [Verifier] = Verifier::ALL;

    fn named(self, versions: Versions) -> String {
        // The versions are the library's.
        let between = match self {
            Verifier::OpenSslStrict => " with OpenSSL ",
            Verifier::Webpki => " with rustls-webpki ",
            _ => " ",
        };
        joined(self.as_str(), between, versions)
    }

    fn base(self) -> Option<Verifier> {
        (self == Verifier::OpenSslStrict).then_some(Verifier::OpenSsl)
    }
}

/// A name and the versions, if not all are meant.
fn joined(name: &str, between: &str, versions: Versions) -> String {
    if versions.is_all() {
        return name.into();
    }
    [name, between, &versions.words()].concat()
}
