//! Rules about requests for certificates, PKCS#10. The library judges certificates: it lists these rules, and the program that
//! reads requests raises them. What the certificate of a request will be like, the other rules say.

use super::{Context, Entry, Needs, Sink};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;

pub(super) static AREA: Area = Area {
    name: names::AREA_REQUEST,
    title: "Requests",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_NOT_FOUND,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the file holds no certificate request",
            explanation: "\
`pemvet csr` vets a request before it is sent to a CA: PKCS#10, as PEM with `CERTIFICATE REQUEST` or `NEW
CERTIFICATE REQUEST`, or as DER. The file holds something else, which the message names; certificates are for
`pemvet check`.

Give the file that `openssl req -new`, `certreq -new` or the CA's own tool wrote.",
            citations: &["RFC 7468 section 7", "RFC 2986 section 4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_UNREADABLE,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a certificate request cannot be read",
            explanation: "\
The block decodes, and its bytes are not the DER of a CertificationRequest: version, subject, public key and
attributes, then algorithm and signature. It was cut, edited, or written by a tool with a fault; no CA can
read it either.

Make the request again from its private key.",
            citations: &["RFC 2986 section 4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_SIGNATURE_BAD,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a request's own signature does not verify",
            explanation: "\
A request is signed with the private key that it is for, which proves that whoever asks has that key. This
signature does not verify with the public key of the request: it was changed after it was signed, or put
together from two. CAs check the signature and refuse the request.

Make the request again from its private key, and change names and usages in its configuration, never in the
request.",
            citations: &["RFC 2986 section 3", "RFC 4211 section 4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_SIGNATURE_NOT_CHECKED,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "this build cannot check a request's own signature",
            explanation: "\
The request is signed with an algorithm, or by a key of a size, that the cryptography of this build does not
verify: SHA-1 or MD5, RSA below 2048 bits, a curve that TLS does not use. Whether it was changed after it was
signed is open.

Check it with `openssl req -verify -noout -in FILE`, or make the request again with SHA-256.",
            citations: &["RFC 2986 section 4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_HASH_WEAK,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a request is signed with SHA-1, MD5 or MD2",
            explanation: "\
With which hash the certificate is signed, its CA decides, not the request. Many CAs refuse a request with a
weak hash all the same, and some take over the request's hash: then TLS libraries refuse the certificate.

Make the request again with SHA-256: `openssl req -new -sha256`, or `HashAlgorithm = SHA256` for certreq.",
            citations: &["CA/B Baseline Requirements 7.1.3.2", "RFC 6194"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_WITH_PRIVATE_KEY,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Safe,
            summary: "the file with the request holds its private key, too",
            explanation: "\
A request is sent to somebody else, by mail, in a form or in a ticket, and this file would take a private key
along. Whoever has it can pose as the server, however good the certificate is.

Take the request alone into a file of its own; if this one was sent already, make a new key.",
            citations: &["CWE-312", "CA/B Baseline Requirements 6.1.1.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_FOR_CA,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "a request for the certificate of a server or client asks for CA:TRUE",
            explanation: "\
The request has basicConstraints with CA:TRUE: it asks for the right to issue certificates. `openssl req
-x509` and its default section v3_ca write that, and it slips into requests. A CA that copies extensions
without a look issues a CA; all others refuse the request, and strict TLS libraries refuse a CA's certificate
as that of a server.

Make the request again with `basicConstraints = critical, CA:FALSE`, or without the extension.",
            citations: &["RFC 5280 section 4.2.1.9", "OpenSSL x509: -copy_extensions"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_CHALLENGE_PASSWORD,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Safe,
            summary: "a request holds a challenge password, in the clear",
            explanation: "\
challengePassword is an attribute that anybody who sees the request can read; `openssl req -new` asks for it.
It was meant for revoking a certificate by telephone, SCEP uses it as a one-time password, and other CAs pass
it over. Where somebody typed a password that is used elsewhere, that password is out.

Leave the answer empty and make the request again; only SCEP needs it.",
            citations: &["RFC 2985 section 5.4.1", "RFC 8894 section 2.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_WITHOUT_EXTENSIONS,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a request asks for no extension: names and usages are left to the CA",
            explanation: "\
Names, purposes and key usage are asked for in the attribute extensionRequest, and the request has none:
`openssl req -new` writes it only with -addext, or where the configuration names a section in req_extensions.
Unless the CA adds them from a template, the certificate has no alternative name, and no TLS client accepts
it.

Make the request again with the extensions; `pemvet csr --template` writes the configuration.",
            citations: &["RFC 2985 section 5.4.2", "RFC 5280 section 4.2.1.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::REQUEST_EXTRA,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Loads(&[]),
            summary: "a file holds more than one request",
            explanation: "\
CAs read the first request of a file and pass over the rest, without a word: whoever sent two gets one
certificate. The first was judged.

Give each request a file of its own.",
            citations: &["RFC 7468 section 7"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
];

/// A bundle of certificates holds no request that could be judged.
fn nothing(_: &Context<'_>, _: &mut Sink<'_>) {}
