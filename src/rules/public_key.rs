//! Rules of the area `public-key`: public keys that cannot be used, or that anybody can work out the private key of.

use alloc::format;
use alloc::string::{String, ToString as _};

use super::context::Source;
use super::demand::{Whom, Wrong, demand};
use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::{KeyKind, Modulus};
use crate::chain::Member;
use crate::class::Class;
use crate::keys::curve::{PointFault, check_point};
use crate::provider::EcCurve;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::stacks::{self, Fact};

pub(super) static AREA: Area = Area {
    name: "public-key",
    title: "Public keys that cannot be used, or that give the private key away",
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
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
            concern: Concern::Verifies(&[Fact::CompressedPoint]),
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
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
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RSA,
        check: rsa_exponent_unreadable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-primes-close",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Safe,
            summary: "the two primes of an RSA key lie so close together that anybody finds them",
            explanation: "\
Fermat's method goes from the square root of the modulus upwards. Where the primes lie close together it has
both within a few steps, and whoever has them has the private key; a hundred steps are tried, as the
Baseline Requirements want it. Printers and libraries made such keys. The leaf is looked at, and every CA of
a list or under the standards `Rfc5280` and `CaBrowserForum`.

Make a new key with other software and have a certificate issued for it; treat the old key as public.",
            citations: &["CA/B Baseline Requirements 6.1.1.3", "CVE-2022-26320"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RSA,
        check: rsa_primes_close,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-key-infineon",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Safe,
            summary: "an RSA key was made by a library of Infineon whose keys can be factored",
            explanation: "\
The library makes primes of one form, which shows in the modulus: it is a power of 65537 modulo many small
primes. Keys of 1024 bits cost days to factor and keys of 2048 bits some thousand dollars: ROCA,
CVE-2017-15361. Smart cards, TPMs and YubiKeys made until 2017 have it.

Make a new key outside of that chip, or update its firmware first, and have a certificate issued for it.",
            citations: &["CVE-2017-15361", "CA/B Baseline Requirements 6.1.1.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RSA,
        check: rsa_key_infineon,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-modulus-factor",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Safe,
            summary: "the modulus of an RSA key has a small factor",
            explanation: "\
The modulus of an RSA key is the product of two large primes. One that 3 or another small prime divides was
damaged, or never was one, and anybody can factor it further. The primes 3, 5, 17, 257 and 641 are tried
always, all up to 751 under the standard `CaBrowserForum`.

Make a new key and have a certificate issued for it.",
            citations: &["CA/B Baseline Requirements 6.1.6", "NIST SP 800-89 section 5.3.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RSA,
        check: rsa_modulus_factor,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-exponent-unusual",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the public exponent of an RSA key is not between 65537 and 2^256",
            explanation: "\
The Baseline Requirements advise an exponent from 2^16+1 to 2^256. Smaller ones make some faults of padding
worse; larger ones are read by few. 1, 3 and even numbers have a rule of their own.

Make the next key with the exponent 65537, which all software does unless told otherwise.",
            citations: &["CA/B Baseline Requirements 6.1.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::RSA),
        check: rsa_exponent_unusual,
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
                    .for_named(Fact::CompressedPoint)
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

/// One finding for each RSA key that `look` says something of: the end of "has an RSA key …".
fn factored(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    is_asked: impl Fn(Member) -> bool,
    look: impl Fn(&Modulus<'_>) -> Option<String>,
) {
    let asked = context.moduli().iter().filter(|(member, ..)| is_asked(*member));
    for &(member, certificate, ref modulus) in asked {
        let Some(what) = look(modulus) else { continue };
        let key = &certificate.public_key;
        let message = format!(
            "{} has an RSA key {what}: anybody can work out the private key.",
            context.describe_member_first(member)
        );
        let help = "make a new key and have a certificate issued for it; treat the old key as public";
        sink.push(Found::new(context.at_member_field(member, &key.bytes), message).help(help));
    }
}

fn rsa_primes_close(context: &Context<'_>, sink: &mut Sink<'_>) {
    let asks_all = context.is_trust_list() || context.applies(Source::Rfc5280);
    let leaf = context.leaf().map(|(place, _)| Member::File(place));
    let is_asked = |member| asks_all || leaf == Some(member);
    factored(context, sink, is_asked, |modulus| {
        let what = "whose primes lie close together, so that Fermat's method finds them";
        modulus.primes_are_close().then(|| what.into())
    });
}

fn rsa_key_infineon(context: &Context<'_>, sink: &mut Sink<'_>) {
    factored(
        context,
        sink,
        |_| true,
        |modulus| {
            let what = "of the form that a library of Infineon made (ROCA, CVE-2017-15361)";
            modulus.is_of_infineon().then(|| what.into())
        },
    );
}

fn rsa_modulus_factor(context: &Context<'_>, sink: &mut Sink<'_>) {
    let asks_all = context.applies(Source::CaBrowserForum);
    factored(
        context,
        sink,
        |_| true,
        |modulus| {
            let factor = match asks_all {
                true => modulus.small_factor(),
                false => modulus.obvious_factor(),
            };
            factor.map(|factor| format!("whose modulus {factor} divides"))
        },
    );
}

fn rsa_exponent_unusual(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "make the next key with the exponent 65537";
    demand(
        context,
        sink,
        (Source::CaBrowserForum, Whom::Any),
        help,
        |certificate| {
            let key = &certificate.public_key;
            let exponent = key.rsa_exponent.filter(|_| !key.rsa_exponent_is_negative)?;
            // 1, 3 and even numbers are said to be weak.
            let is_said =
                matches!(exponent, [] | [1] | [3]) || exponent.last().is_some_and(|last| last % 2 == 0);
            let is_small = exponent.len() < 3;
            let what = format!(
                "has an RSA key with the public exponent {}",
                shown_exponent(exponent)
            );
            ((is_small || exponent.len() > 32) && !is_said).then(|| Wrong::at(&key.bytes, what))
        },
    );
}

/// In decimal where it is short.
fn shown_exponent(exponent: &[u8]) -> String {
    match exponent.len() {
        0..=8 => exponent
            .iter()
            .fold(0u64, |number, octet| number << 8 | u64::from(*octet))
            .to_string(),
        octets => format!("of {octets} octets"),
    }
}
