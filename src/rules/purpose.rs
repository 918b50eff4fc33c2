//! Rules of the area `purpose`: usages and purposes that the standards demand or forbid.

use alloc::format;
use alloc::vec::Vec;

use super::context::Source;
use super::demand::{Whom, Wrong, demand};
use super::{Context, Entry, Needs, Sink};
use crate::certificate::{Certificate, ExtendedKeyUsage, ExtensionKind, KeyKind, KeyUsage};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;

pub(super) static AREA: Area = Area {
    name: "purpose",
    title: "Usages and purposes by the standards",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-usage-not-critical",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a key usage is not critical",
            explanation: "\
RFC 5280 wants the extension critical, so that nobody passes over it; the Baseline Requirements demand it of
CAs. Every TLS library reads it, critical or not.

OpenSSL: keyUsage = critical, digitalSignature for a leaf, critical, keyCertSign, cRLSign for a CA.",
            citations: &[
                "RFC 5280 section 4.2.1.3",
                "CA/B Baseline Requirements 7.1.2.10.7",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: key_usage_not_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-usage-too-long",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a key usage has more bits than there are usages",
            explanation: "\
Nine usages are defined, and the BIT STRING ends with the last that is set. A tenth bit means nothing that
anybody knows.

Have the certificate issued with the usages that were meant.",
            citations: &["RFC 5280 section 4.2.1.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: key_usage_too_long,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-usage-conflicts",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the key usage and the extended key usage of the leaf allow nothing together",
            explanation: "\
RFC 5280 lists for each purpose the usages that go with it, and both extensions have to allow what the key
is used for. Where no purpose goes with any usage that is set, the certificate is for nothing. A usage that
goes with none of the purposes is a warning.

Have it issued with digitalSignature for a TLS server or client, and without usages that nobody needs.",
            citations: &["RFC 5280 section 4.2.1.12"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280
            .and(Needs::extension(ExtensionKind::KeyUsage))
            .and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: key_usage_conflicts,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "crl-sign-in-leaf",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the leaf has cRLSign in its key usage",
            explanation: "\
A leaf signs no revocation lists, and the Baseline Requirements forbid public CAs to allow it: a list that a leaf has
signed could say of any certificate that it is valid or revoked.

Have it issued without cRLSign.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.11"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: crl_sign_in_leaf,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-crl-sign-absent",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a CA lacks cRLSign in its key usage",
            explanation: "\
A public CA publishes revocation lists and signs them with its key. Without cRLSign clients do not accept
them.

Use a CA certificate with keyCertSign and cRLSign.",
            citations: &["CA/B Baseline Requirements 7.1.2.10.7"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: ca_crl_sign_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ec-key-enciphers",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "an EC key has keyEncipherment or dataEncipherment in its key usage",
            explanation: "\
An EC key signs or agrees on a key; it cannot encipher anything. RFC 8813 forbids the two usages since
August 2020; no TLS library refuses the certificate. OpenSSL recipes that were written for RSA have them.
Judged in what was issued since 2020-08-01.

Have it issued with digitalSignature alone.",
            citations: &["RFC 8813 section 3"],
            in_force: Period::since(2020, 8, 1),
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: ec_key_enciphers,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ec-key-usage-unsuited",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the leaf has an EC key and a usage other than digitalSignature",
            explanation: "\
Public certificates with an EC key have digitalSignature; keyAgreement and the two encipherments have rules
of their own, everything else is forbidden.

Have it issued with digitalSignature alone.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.11"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: ec_key_usage_unsuited,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ec-key-agreement",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf has an EC key and keyAgreement in its key usage",
            explanation: "\
keyAgreement is for static Diffie-Hellman, which TLS 1.3 does not have and nobody offers. The Baseline
Requirements advise against it.

Have it issued with digitalSignature alone.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.11"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::KeyUsage)),
        check: ec_key_agreement,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-key-usage-unsuited",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "an RSA key has a usage for the agreement on keys",
            explanation: "\
keyAgreement, encipherOnly and decipherOnly are for Diffie-Hellman; an RSA key cannot do it. Nobody refuses
the certificate for it.

Have the next certificate issued without them.",
            citations: &["RFC 3279 section 2.3.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280
            .and(Needs::extension(ExtensionKind::KeyUsage))
            .and(Needs::RSA),
        check: rsa_key_usage_unsuited,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-key-enciphers",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a CA with an RSA key has keyEncipherment or dataEncipherment in its key usage",
            explanation: "\
A key that signs certificates should do nothing else: each further use is another way to attack it.
Kubernetes and others write keyEncipherment into their CAs; nobody refuses it.

Use a CA certificate with keyCertSign and cRLSign alone.",
            citations: &["RFC 3279 section 2.3.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280
            .and(Needs::extension(ExtensionKind::KeyUsage))
            .and(Needs::RSA),
        check: ca_key_enciphers,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "server-purpose-forbidden",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a server certificate has a purpose that public server certificates must not have",
            explanation: "\
A public certificate for a TLS server must not be good for code, mail, time stamps, OCSP or the signing of
precertificates as well: whoever gets its key could do that, too. anyExtendedKeyUsage has a rule of its own.
Judged in what was issued since 2023-09-15.

Have it issued with serverAuth alone, and other certificates for other purposes.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.10"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: server_purpose_forbidden,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "server-purpose-other",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a server certificate has purposes beside serverAuth and clientAuth",
            explanation: "\
The Baseline Requirements advise against further purposes in server certificates. Clients look for
serverAuth and pass over the rest.

Have the next certificate issued with serverAuth alone.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: server_purpose_other,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "any-purpose-critical",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a critical extended key usage holds anyExtendedKeyUsage",
            explanation: "\
anyExtendedKeyUsage says that the purposes beside it are no limit, critical that they are one. RFC 5280
advises CAs against it, and libraries choose either.

Have it issued with the purposes that it is for, not critical.",
            citations: &["RFC 5280 section 4.2.1.12"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: any_purpose_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subordinate-purposes-mixed",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a subordinate CA is for TLS servers and for purposes that must be kept apart from them",
            explanation: "\
A CA for TLS servers has serverAuth, and clientAuth if need be; code, mail, time stamps and OCSP need a CA
of their own, and anyExtendedKeyUsage stands alone or not at all. Judged in what was issued since
2019-01-01.

Use an issuing CA that is for TLS alone.",
            citations: &[
                "CA/B Baseline Requirements 7.1.2.10.6",
                "Mozilla Root Store Policy 5.3",
            ],
            in_force: Period::since(2019, 1, 1),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: subordinate_purposes_mixed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subordinate-purposes-absent",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "a subordinate CA has no extended key usage",
            explanation: "\
Issuing CAs of public hierarchies name their purposes, so that a CA for mail cannot issue for servers. Older
ones and private ones do without.

Use a newer CA certificate when the CA offers one.",
            citations: &[
                "CA/B Baseline Requirements 7.1.2.10.6",
                "Mozilla Root Store Policy 5.3",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: subordinate_purposes_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "public-client-auth",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a public server certificate has clientAuth, which the browsers end",
            explanation: "\
Chrome's root programme takes only CAs whose leafs for servers, issued from 2027-03-15 on, have serverAuth
alone. The Baseline Requirements still allow clientAuth: it is not their demand. Judged under the standard
`CaBrowserForum`, as private CAs are free.

Ask for serverAuth alone, and have certificates for TLS clients issued by a private CA.",
            citations: &["Chrome Root Program Policy 1.8 section 1.3.2"],
            in_force: Period::since(2027, 3, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::ExtendedKeyUsage)),
        check: public_client_auth,
    },
];

const RFC: Source = Source::Rfc5280;
const BASELINE: Source = Source::CaBrowserForum;
const SIGN_ALONE: &str = "have it issued with digitalSignature alone";

/// Bits as of [`KeyUsage::bits`].
const DIGITAL_SIGNATURE: u16 = 1;
const NON_REPUDIATION: u16 = 1 << 1;
const KEY_ENCIPHERMENT: u16 = 1 << 2;
const DATA_ENCIPHERMENT: u16 = 1 << 3;
const KEY_AGREEMENT: u16 = 1 << 4;
const KEY_CERT_SIGN: u16 = 1 << 5;
const CRL_SIGN: u16 = 1 << 6;
const ENCIPHER_ONLY: u16 = 1 << 7;
const DECIPHER_ONLY: u16 = 1 << 8;

/// Object identifiers of purposes; id-kp is 1.3.6.1.5.5.7.3.
const CODE_SIGNING: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 3];
const EMAIL_PROTECTION: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 4];
const TIME_STAMPING: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 8];
const OCSP_SIGNING: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 9];
const SERVER_AUTH: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 1];
const CLIENT_AUTH: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 2];
/// 1.3.6.1.4.1.11129.2.4.4.
const PRECERTIFICATE: &[u8] = &[0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 4];
const ANY_PURPOSE: &[u8] = &[0x55, 0x1D, 37, 0];

/// What a server's certificate must not be for (section 7.1.2.7.10).
const FORBIDDEN: [&[u8]; 5] = [
    CODE_SIGNING,
    EMAIL_PROTECTION,
    TIME_STAMPING,
    OCSP_SIGNING,
    PRECERTIFICATE,
];

/// The bits of the key usage, unless nobody can tell what it says.
fn usage(certificate: &Certificate<'_>) -> Option<u16> {
    let usage = certificate.key_usage.as_ref();
    let usage = usage.filter(|_| !certificate.is_unclear(ExtensionKind::KeyUsage))?;
    Some(usage.value.bits())
}

/// One finding where a key usage has some of these bits: the end of "has BITS in its key usage, …".
fn has_bits(certificate: &Certificate<'_>, unwanted: u16, why: &str) -> Option<Wrong> {
    let bits = usage(certificate)? & unwanted;
    let what = format!("has {} in its key usage{why}", KeyUsage::names(bits));
    (bits != 0).then(|| Wrong::in_extension(certificate, ExtensionKind::KeyUsage, what))
}

fn key_usage_not_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the next certificate issued with a critical key usage. OpenSSL: keyUsage = critical, …";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let kind = ExtensionKind::KeyUsage;
        let extensions = &certificate.extensions;
        let is_wrong = extensions.has(kind) && !extensions.has_critical(kind);
        is_wrong.then(|| Wrong::in_extension(certificate, kind, "has a key usage that is not critical"))
    });
}

fn key_usage_too_long(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the usages that were meant";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let count = certificate.key_usage_bits().filter(|count| *count > 9)?;
        let what = format!("has a key usage of {count} bits; there are nine usages");
        Some(Wrong::in_extension(certificate, ExtensionKind::KeyUsage, what))
    });
}

/// The usages that go with a purpose, by RFC 5280 section 4.2.1.12. All of them for one that it does not name.
fn consistent(purpose: &[u8]) -> u16 {
    match purpose {
        SERVER_AUTH => DIGITAL_SIGNATURE | KEY_ENCIPHERMENT | KEY_AGREEMENT,
        CLIENT_AUTH => DIGITAL_SIGNATURE | KEY_AGREEMENT,
        CODE_SIGNING => DIGITAL_SIGNATURE,
        EMAIL_PROTECTION => DIGITAL_SIGNATURE | NON_REPUDIATION | KEY_ENCIPHERMENT | KEY_AGREEMENT,
        TIME_STAMPING | OCSP_SIGNING => DIGITAL_SIGNATURE | NON_REPUDIATION,
        _ => u16::MAX,
    }
}

fn key_usage_conflicts(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with digitalSignature, and keyEncipherment for an RSA key";
    demand(context, sink, (RFC, Whom::Subscriber), help, |certificate| {
        let purposes = certificate.extended_key_usage.as_ref()?;
        // Those of CAs and of no bit at all are other rules'.
        let bits = usage(certificate)? & !(KEY_CERT_SIGN | CRL_SIGN);
        let allowed = purposes
            .value
            .purposes()
            .fold(0, |all, purpose| all | consistent(purpose));
        let odd = bits & !allowed;
        if odd == 0 || purposes.value.is_empty {
            return None;
        }
        let named = KeyUsage::names(odd);
        let what = match bits == odd {
            true => format!(
                "has {named} in its key usage, which goes with none of its purposes: {}",
                *purposes.value.text
            ),
            false => format!(
                "has {named} in its key usage, which none of its purposes needs: {}",
                *purposes.value.text
            ),
        };
        let severity = match bits == odd {
            true => Severity::Error,
            false => Severity::Warning,
        };
        Some(Wrong::in_extension(certificate, ExtensionKind::KeyUsage, what).severity(severity))
    });
}

fn crl_sign_in_leaf(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued without cRLSign";
    demand(context, sink, (BASELINE, Whom::Subscriber), help, |certificate| {
        has_bits(certificate, CRL_SIGN, " and is no CA")
    });
}

fn ca_crl_sign_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "use a CA certificate with keyCertSign and cRLSign";
    demand(context, sink, (BASELINE, Whom::Authority), help, |certificate| {
        let bits = usage(certificate)?;
        // What may sign nothing has other rules.
        let is_wrong = bits & CRL_SIGN == 0 && bits & KEY_CERT_SIGN != 0;
        let what = "is a CA without cRLSign in its key usage";
        is_wrong.then(|| Wrong::in_extension(certificate, ExtensionKind::KeyUsage, what))
    });
}

fn has_ec_key(certificate: &Certificate<'_>) -> bool {
    matches!(certificate.public_key.kind, KeyKind::Ec(_) | KeyKind::OtherEc(_))
}

fn has_rsa_key(certificate: &Certificate<'_>) -> bool {
    matches!(certificate.public_key.kind, KeyKind::Rsa(_))
}

fn ec_key_enciphers(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(context, sink, (RFC, Whom::Any), SIGN_ALONE, |certificate| {
        let unwanted = KEY_ENCIPHERMENT | DATA_ENCIPHERMENT;
        has_bits(certificate, unwanted, ", and an EC key cannot encipher").filter(|_| has_ec_key(certificate))
    });
}

fn ec_key_usage_unsuited(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(
        context,
        sink,
        (BASELINE, Whom::Subscriber),
        SIGN_ALONE,
        |certificate| {
            let unwanted = NON_REPUDIATION | ENCIPHER_ONLY | DECIPHER_ONLY;
            let why = ", which public certificates with an EC key must not have";
            has_bits(certificate, unwanted, why).filter(|_| has_ec_key(certificate))
        },
    );
}

fn ec_key_agreement(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(
        context,
        sink,
        (BASELINE, Whom::Subscriber),
        SIGN_ALONE,
        |certificate| {
            has_bits(certificate, KEY_AGREEMENT, ", which nobody needs").filter(|_| has_ec_key(certificate))
        },
    );
}

fn rsa_key_usage_unsuited(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the next certificate issued without";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let unwanted = KEY_AGREEMENT | ENCIPHER_ONLY | DECIPHER_ONLY;
        has_bits(certificate, unwanted, ", and an RSA key agrees on nothing")
            .filter(|_| has_rsa_key(certificate))
    });
}

fn ca_key_enciphers(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "use a CA certificate with keyCertSign and cRLSign alone";
    demand(context, sink, (RFC, Whom::Authority), help, |certificate| {
        let unwanted = KEY_ENCIPHERMENT | DATA_ENCIPHERMENT;
        has_bits(certificate, unwanted, " and is a CA").filter(|_| has_rsa_key(certificate))
    });
}

/// The purposes, unless nobody can tell what the extension says.
fn purposes<'c>(certificate: &'c Certificate<'_>) -> Option<&'c ExtendedKeyUsage<'c>> {
    let usage = certificate.extended_key_usage.as_ref();
    let usage = usage.filter(|_| !certificate.is_unclear(ExtensionKind::ExtendedKeyUsage))?;
    Some(&usage.value)
}

/// The same sentence of each rule about purposes.
fn is_for(certificate: &Certificate<'_>, why: &str) -> Option<Wrong> {
    let what = format!("is for {}{why}", *purposes(certificate)?.text);
    Some(Wrong::in_extension(
        certificate,
        ExtensionKind::ExtendedKeyUsage,
        what,
    ))
}

fn server_purpose_forbidden(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with serverAuth alone";
    demand(context, sink, (BASELINE, Whom::Server), help, |certificate| {
        let usage = purposes(certificate)?;
        let is_wrong = usage.purposes().any(|purpose| FORBIDDEN.contains(&purpose));
        is_for(
            certificate,
            ", and a server's certificate must not be for all of that",
        )
        .filter(|_| is_wrong)
    });
}

fn server_purpose_other(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the next certificate issued with serverAuth alone";
    demand(context, sink, (BASELINE, Whom::Server), help, |certificate| {
        let usage = purposes(certificate)?;
        let others: Vec<&[u8]> = usage
            .purposes()
            .filter(|it| ![SERVER_AUTH, CLIENT_AUTH, ANY_PURPOSE].contains(it))
            .collect();
        // The rule before says it of what is forbidden, since it is.
        let since = Period::since(2023, 9, 15);
        let is_forbidden =
            since.covers(certificate.not_before) && others.iter().any(|it| FORBIDDEN.contains(it));
        is_for(certificate, "; serverAuth is what a server needs")
            .filter(|_| !others.is_empty() && !is_forbidden)
    });
}

fn any_purpose_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the purposes that it is for, not critical";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let is_critical = certificate
            .extensions
            .has_critical(ExtensionKind::ExtendedKeyUsage);
        let is_wrong = is_critical && purposes(certificate)?.any;
        is_for(certificate, ", in an extension that is critical").filter(|_| is_wrong)
    });
}

fn subordinate_purposes_mixed(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "use an issuing CA that is for TLS alone";
    demand(
        context,
        sink,
        (BASELINE, Whom::Subordinate),
        help,
        |certificate| {
            let usage = purposes(certificate)?;
            let is_mixed = usage.server_auth && usage.purposes().any(|purpose| FORBIDDEN.contains(&purpose));
            let is_any_beside = usage.any && usage.purposes().count() > 1;
            is_for(certificate, ", which must be kept apart").filter(|_| is_mixed || is_any_beside)
        },
    );
}

fn subordinate_purposes_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "use a newer CA certificate when the CA offers one";
    demand(
        context,
        sink,
        (BASELINE, Whom::Subordinate),
        help,
        |certificate| {
            let kind = ExtensionKind::ExtendedKeyUsage;
            let what = "is an issuing CA without an extended key usage";
            certificate
                .lacks(kind)
                .then(|| Wrong::in_extension(certificate, kind, what))
        },
    );
}

fn public_client_auth(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "ask for serverAuth alone, and have certificates for TLS clients issued by a private CA";
    demand(context, sink, (BASELINE, Whom::Server), help, |certificate| {
        let usage = purposes(certificate)?;
        let is_both = usage.server_auth && usage.client_auth;
        let why = "; Chrome's root programme takes serverAuth alone in what is issued since 2027-03-15";
        is_for(certificate, why).filter(|_| is_both)
    });
}
