//! Rules of the area `public-key`: public keys that cannot be used.

use alloc::format;
use alloc::string::String;

use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::KeyKind;
use crate::class::Class;
use crate::keys::curve::{PointFault, check_point};
use crate::provider::EcCurve;
use crate::report::Details;
use crate::rule::{Area, Concern, Rule};
use crate::severity::Severity;
use crate::stacks::{self, Fact};

pub(super) static AREA: Area = Area {
    name: "public-key",
    title: "Public keys that cannot be used",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-modulus-invalid",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "the modulus of an RSA key cannot be a product of two primes, or cannot be read",
            explanation: "\
A modulus is a positive odd number. A key with an even, negative or zero modulus, or one that is not a
SEQUENCE of modulus and exponent, is no RSA key; cryptographic libraries refuse it in the handshake.

Make a new key and have the certificate issued for it.",
            citations: &["RFC 8017 section 3.1", "NIST SP 800-56B section 6.2"],
        },
        needs: Needs::RSA,
        check: rsa_modulus_invalid,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-key-too-large",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "an RSA key has more bits than TLS libraries verify with",
            explanation: "\
Go and rustls refuse RSA keys of more than 8192 bits, OpenSSL those of more than 16384, because
verifying with them is slow. Nothing is gained beyond 4096.

Make a new key of 2048 to 4096 bits and have the certificate issued for it.",
            citations: &["CVE-2023-29409", "RFC 8446 section 4.2.3"],
        },
        needs: Needs::RSA,
        check: rsa_key_too_large,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "public-key-invalid",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[]),
            summary: "the public key of a certificate is not a point on its curve, or not as long as its type wants",
            explanation: "\
An EC public key is a point whose coordinates satisfy the curve's equation, written as 04 and both
coordinates. An ML-DSA key has 1312, 1952 or 2592 octets, as its parameter set says. Anything else is
damaged, or an attack: OpenSSL, Go and other cryptographic libraries refuse it. The compressed form of a
point, 02 or 03 and one coordinate, is allowed; OpenSSL reads it, and Go, Java and GnuTLS do not.

Make a new key and have the certificate issued for it.",
            citations: &[
                "SEC 1 section 3.2.2.1",
                "RFC 5480 section 2.2",
                "RFC 8032 section 5.1.5",
                "RFC 9881 section 4",
            ],
        },
        needs: Needs::NOTHING,
        check: public_key_invalid,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-exponent-unreadable",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::RsaExponentNegative, Fact::RsaExponentLarge]),
            summary: "the public exponent of an RSA key is negative, or larger than Go and BoringSSL read",
            explanation: "\
A public exponent is a small positive odd number, 65537 by custom. Go refuses to read a certificate with a
negative one (\"RSA public exponent is not a positive number\") and to verify with a large one; BoringSSL
reads 33 bits at most. OpenSSL takes both.

Make a new key with the exponent 65537 and have the certificate issued for it.",
            citations: &["RFC 8017 section 3.1", "CA/B Baseline Requirements 6.1.6"],
        },
        needs: Needs::RSA,
        check: rsa_exponent_unreadable,
    },
];

const NEW_KEY: &str = "make a new key and have the certificate issued for it";

fn rsa_modulus_invalid(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let key = &certificate.public_key;
        if !matches!(key.kind, KeyKind::Rsa(_)) {
            continue;
        }
        let what = match key.rsa_modulus {
            None => "cannot be read",
            Some(modulus) if modulus.iter().all(|octet| *octet == 0) => "has the modulus zero",
            Some([0x80..=0xFF, ..]) => "has a negative modulus",
            Some([.., low]) if low % 2 == 0 => "has an even modulus",
            Some(_) => continue,
        };
        let message = format!(
            "{} has an RSA key that {what}.",
            context.describe_member_first(member)
        );
        sink.push(Found::new(context.at_member_field(member, &key.bytes), message).help(NEW_KEY));
    }
}

/// What ring, aws-lc-rs and Go verify with.
const MOST_RSA_BITS: usize = 8192;

fn rsa_key_too_large(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let key = &certificate.public_key;
        let KeyKind::Rsa(bits) = key.kind else { continue };
        if bits <= MOST_RSA_BITS {
            continue;
        }
        let message = format!(
            "{} has an RSA key of {bits} bits; at most {MOST_RSA_BITS} are wanted.",
            context.describe_member_first(member)
        );
        let found = Found::new(context.at_member_field(member, &key.bytes), message)
            .help("make a new key of 2048 to 4096 bits and have the certificate issued for it")
            .details(Details::Size {
                found: Some(bits),
                wanted: Some(MOST_RSA_BITS),
            });
        sink.push(found);
    }
}

fn public_key_invalid(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let key = &certificate.public_key;
        if let KeyKind::MlDsa(parameters) = key.kind {
            let (found, wanted) = (key.bits.len(), parameters.public_key_octets());
            if found != wanted {
                let message = format!(
                    "{} has a key of type {} of {found} octets; {wanted} are wanted.",
                    context.describe_member_first(member),
                    key.kind.text()
                );
                let size = Details::Size {
                    found: Some(found),
                    wanted: Some(wanted),
                };
                let found = Found::new(context.at_member_field(member, &key.bytes), message);
                sink.push(found.help(NEW_KEY).details(size));
            }
            continue;
        }
        let fault = match key.kind {
            KeyKind::Ec(EcCurve::P256) => check_point(EcCurve::P256, key.bits),
            KeyKind::Ec(EcCurve::P384) => check_point(EcCurve::P384, key.bits),
            KeyKind::Ec(EcCurve::P521) => check_point(EcCurve::P521, key.bits),
            KeyKind::Ed25519 if key.bits.len() != 32 => Err(PointFault::Form),
            KeyKind::Ed448 if key.bits.len() != 57 => Err(PointFault::Form),
            _ => Ok(()),
        };
        // RFC 5480 section 2.2 allows it, and Go, Java and GnuTLS do not read it.
        let is_compressed = matches!((&key.kind, key.bits), (KeyKind::Ec(_), [2 | 3, ..]));
        if is_compressed && fault.is_ok() {
            let message = format!(
                "{} has its key of type {} in the compressed form, which Go, Java and GnuTLS do not read; the uncompressed \
                 form is wanted.",
                context.describe_member_first(member),
                key.kind.text()
            );
            sink.push(
                Found::new(context.at_member_field(member, &key.bytes), message)
                    .help("have the certificate issued for the same key in the uncompressed form")
                    .details(Details::Kind {
                        kind: key.kind.text().into(),
                    }),
            );
        }
        let Err(fault) = fault else { continue };
        let what = match fault {
            PointFault::Form => "is not encoded as keys of this type are",
            PointFault::Infinity => "is the point at infinity",
            PointFault::NotOnCurve => "is not a point on its curve",
        };
        let message = format!(
            "{} has a key of type {} that {what}.",
            context.describe_member_first(member),
            key.kind.text()
        );
        let found = Found::new(context.at_member_field(member, &key.bytes), message)
            .help(NEW_KEY)
            .details(Details::Kind {
                kind: key.kind.text().into(),
            });
        sink.push(found);
    }
}

/// What BoringSSL reads; Go's limit is two bits lower.
const MOST_EXPONENT_BITS: usize = 33;

fn rsa_exponent_unreadable(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let key = &certificate.public_key;
        let Some(exponent) = key.rsa_exponent else {
            continue;
        };
        let zeros = exponent.first().map_or(0, |first| first.leading_zeros());
        let unused = usize::try_from(zeros).unwrap_or_default();
        let bits = exponent.len().saturating_mul(8).saturating_sub(unused);
        let (what, fact) = if key.rsa_exponent_is_negative {
            (String::from("is negative"), Fact::RsaExponentNegative)
        } else if bits > MOST_EXPONENT_BITS {
            (format!("has {bits} bits"), Fact::RsaExponentLarge)
        } else {
            continue;
        };
        let message = format!(
            "{} has an RSA key whose public exponent {what}; 65537 is usual. {}",
            context.describe_member_first(member),
            stacks::sentence(fact)
        );
        let found = Found::new(context.at_member_field(member, &key.bytes), message).help(NEW_KEY);
        sink.push(found.fact(fact));
    }
}
