//! Rules of the area `algorithm`: algorithms and versions.

use alloc::format;

use super::certificate_version::certificate_version;
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::post_quantum::{Family, Named};
use crate::certificate::{Certificate, EXPLICIT, Hash, KeyKind};
use crate::chain::{End, Member};
use crate::class::Class;
use crate::profile::KeyTypes;
use crate::provider::EcCurve;
use crate::report::Details;
use crate::report::Role;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};

pub(super) static AREA: Area = Area {
    name: "algorithm",
    title: "Algorithms and versions",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "signature-hash-weak",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::Sha1Leaf, Fact::Sha1Ca, Fact::Md5Leaf, Fact::Md5Ca]),
            summary: "a certificate is signed with SHA-1, MD5 or MD2",
            explanation: "\
Two certificates with the same SHA-1 or MD5 hash can be made on purpose, so such a signature proves nothing.
OpenSSL 3 does not load such a leaf (\"ca md too weak\"), browsers and Go refuse it. The hash of a self-signed
root's own signature does not matter and is not checked. Public CAs sign no leaf and no intermediate with SHA-1
since 2016-01-01, and had to revoke the intermediates that were left by 2026-09-15.

Have the certificate issued again with SHA-256 or better.",
            citations: &["CA/B Baseline Requirements 7.1.3.2.1, as of version 2.3.1", "RFC 9155"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::WEAK_HASH,
        check: signature_hash_weak,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "root-unsigned",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::UnsignedRoot]),
            summary: "a root or trust anchor carries no signature, as RFC 9925 allows",
            explanation: "\
A root's signature on itself proves nothing, so RFC 9925 allows a root that has the algorithm id-alg-unsigned
and no signature at all. Go, Java, rustls and browsers accept it as a trust anchor. OpenSSL does so only where
partial chains are allowed, as in Python from 3.13; elsewhere it reports \"unable to get issuer certificate\".

Give peers that use OpenSSL the CA's self-signed certificate, which has the same name and key.",
            citations: &["RFC 9925"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: root_unsigned,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-key-too-small",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Safe,
            summary: "an RSA key has fewer bits than are accepted",
            explanation: "\
RSA keys below 2048 bits are within reach of an attacker with means. OpenSSL refuses them at security level 2
(\"ee key too small\" for a leaf, \"CA certificate key too weak\" for a CA), and so do browsers. The
cryptography providers of pemvet refuse them as well, so a signature by such a key is not checked.

Make a new key of at least 2048 bits and have the certificate issued for it.",
            citations: &["CA/B Baseline Requirements 6.1.5", "NIST SP 800-131A"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RSA,
        check: rsa_key_too_small,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-modulus-length",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[]),
            summary: "the length of an RSA modulus is not a multiple of 8 bits",
            explanation: "\
RSA keys usually have 2048, 3072 or 4096 bits. One of, say, 2052 bits works with OpenSSL and Go, but was made
by unusual software: a note, and an error under the standard `CaBrowserForum`, as the Baseline Requirements
want a multiple of 8.

Make the next key with 2048, 3072 or 4096 bits.",
            citations: &["CA/B Baseline Requirements 6.1.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RSA,
        check: rsa_modulus_length,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rsa-exponent-weak",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::RsaExponentNegative, Fact::RsaExponentLarge]),
            summary: "an RSA key has a weak public exponent",
            explanation: "\
With the exponent 1 anybody can forge signatures, and with an even one nobody can make any. With 3 RSA works,
but an implementation that is careless about the padding accepts forgeries: a warning. The usual exponent is
65537.

Make a new key and have the certificate issued for it.",
            citations: &["CA/B Baseline Requirements 6.1.6", "NIST SP 800-56B section 6.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RSA,
        check: rsa_exponent_weak,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_TYPE_UNSUITED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the leaf's key type does not suit the purpose of the certificate",
            explanation: "\
The connections between the nodes of a Redis Software cluster (`ccs_internode_encryption`,
`data_internode_encryption`) use cipher suites for RSA only: another key is an error there. For `api`, `cm`
and `metrics_exporter` P-521 and Ed25519 are a warning, because not all of their clients offer them; RSA,
P-256 and P-384 are fine.

Make a new key of a type that the message names and have the certificate issued for it.",
            citations: &["Redis Software: internode encryption", "RFC 8422 section 5.1.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: key_type_unsuited,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "dsa-key",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::DsaLeaf]),
            summary: "a certificate is for a DSA key",
            explanation: "\
TLS 1.3 has no DSA signatures, and OpenSSL, Go, rustls and browsers do not offer them in any version of TLS.

Make a new RSA or P-256 key and have the certificate issued for it.",
            citations: &["CA/B Baseline Requirements 6.1.5", "RFC 8446 section 4.2.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RARE_KEY,
        check: dsa_key,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-type-unsupported",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::SlhDsaLeaf]),
            summary: "a certificate has a key of a type that TLS peers do not offer",
            explanation: "\
TLS uses RSA, EC, EdDSA and ML-DSA keys. A key of another type, such as GOST R 34.10, SLH-DSA (RFC 9909) or a
composite of ML-DSA and an older type, cannot be used in a handshake, and signatures by it cannot be checked;
ML-KEM keys cannot sign at all, and certificates must not use HashML-DSA. Under the standard `CaBrowserForum`
EdDSA, ML-DSA and keys restricted to RSASSA-PSS are refused, too: the Baseline Requirements allow RSA and
three curves only.

Make a new RSA or P-256 key and have the certificate issued for it.",
            citations: &[
                "CA/B Baseline Requirements 6.1.5",
                "RFC 8446 section 4.2.3",
                "RFC 9881",
                "RFC 9909",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RARE_KEY,
        check: key_type_unsupported,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "signature-pss-parameters",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::RsaPssWithoutNull, Fact::PssSaltOrMask]),
            summary: "an RSA-PSS signature has parameters that TLS libraries refuse",
            explanation: "\
An RSA-PSS signature names a hash, a mask generation function with a hash of its own, and the length of a
salt. TLS uses the same hash for both and a salt as long as the hash. Go, rustls and Windows refuse everything
else; OpenSSL takes it, and pemvet does not verify it. Parameters that are left out stand for SHA-1, which is
refused anyway. The hash identifiers may have NULL as parameters or none at all, and everybody has to accept
both; rustls compares the bytes and accepts only NULL: a warning.

Have the certificate issued with the usual parameters. OpenSSL: -sigopt rsa_padding_mode:pss -sigopt
rsa_pss_saltlen:digest.",
            citations: &[
                "RFC 4055 section 2.1",
                "RFC 4055 section 3.1",
                "CA/B Baseline Requirements 7.1.3.2.1",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PSS,
        check: signature_pss_parameters,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ec-curve-unsupported",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::P224,
                Fact::P224Ca,
                Fact::BrainpoolCa,
                Fact::Secp256k1,
                Fact::ExplicitCurve,
            ]),
            summary: "an EC key is on a curve that TLS peers do not offer",
            explanation: "\
TLS libraries offer P-256 and P-384, and most of them P-521. A key on another curve, such as secp256k1, or
with explicit curve parameters, cannot be used in a handshake with them.

Make a new key on P-256 and have the certificate issued for it.",
            citations: &[
                "CA/B Baseline Requirements 6.1.5",
                "RFC 8446 section 4.2.3",
                "RFC 8422 section 5.1.1",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RARE_KEY,
        check: ec_curve_unsupported,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-version",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::VersionTwo,
                Fact::VersionUnknown,
                Fact::VersionOneLeaf,
                Fact::RootOfVersionOne,
            ]),
            summary: "a certificate is not of X.509 version 3",
            explanation: "\
A certificate of version 1 or 2 has no extensions: no subject alternative name, no purposes, nothing that says
whether it is a CA. `openssl x509 -req` makes one when it does not copy the extensions of the request. rustls,
Go and browsers refuse it. pemvet accepts a self-signed root of version 1, as OpenSSL does. There is no version
above 3: Go and rustls refuse such a certificate, wherever it is in the chain.

Have the certificate issued again as version 3; with OpenSSL use `-copy_extensions copyall` or an extension
file.",
            citations: &["RFC 5280 section 4.1.2.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::OLD_VERSION,
        check: certificate_version,
    },
];

/// A root or trust anchor that says of itself that it is not signed.
fn root_unsigned(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let is_end = match member {
            Member::Anchor(_) => true,
            Member::File(place) => {
                let is_last = context.chain.path.last() == Some(&place);
                context.is_root(place, certificate)
                    || (is_last && matches!(context.chain.end, End::Anchor(_)))
            }
        };
        if !is_end || !certificate.signature.is_absent() {
            continue;
        }
        let message = format!(
            "{} is not signed: its signature algorithm is id-alg-unsigned (RFC 9925). As a trust anchor it needs no signature, but servers with OpenSSL at security level 2 do not load a file that holds it. {}",
            context.describe_member_first(member),
            stacks::sentence(Fact::UnsignedRoot)
        );
        let location = context.at_member_field(member, &certificate.signature.bytes);
        let found = Found::new(location, message)
            .help("where OpenSSL verifies without partial chains (error 2), trust the same CA's self-signed certificate instead")
            .fact(Fact::UnsignedRoot);
        sink.push(found);
    }
}

fn signature_hash_weak(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (place, certificate) in context.judged() {
        let hash = certificate.signature.hash;
        if !hash.is_weak() || context.is_root(place, certificate) {
            continue;
        }
        let message = format!(
            "{} is signed with {}; SHA-256 or better is wanted. OpenSSL reports \"ca md too weak\".",
            context.describe_first(place),
            hash.text()
        );
        let found = Found::new(context.at_field(place, &certificate.signature.bytes), message)
            .help("have it issued again with SHA-256; the key can stay")
            .details(Details::Kind {
                kind: hash.text().into(),
            });
        let fact = match (hash, context.role(place)) {
            (Hash::Sha1, Role::Leaf) => Fact::Sha1Leaf,
            (Hash::Sha1, _) => Fact::Sha1Ca,
            (_, Role::Leaf) => Fact::Md5Leaf,
            _ => Fact::Md5Ca,
        };
        sink.push(found.severity(Severity::Error).fact(fact));
    }
}

fn rsa_key_too_small(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.min_rsa_bits;
    for (member, certificate) in context.judged_with_anchor() {
        let KeyKind::Rsa(bits) = certificate.public_key.kind else {
            continue;
        };
        if bits >= wanted {
            continue;
        }
        let is_leaf = matches!(member, Member::File(place) if context.role(place) == Role::Leaf);
        let reported = if is_leaf {
            "ee key too small"
        } else {
            "CA certificate key too weak"
        };
        let message = format!(
            "{} has an RSA key of {bits} bits; at least {wanted} are wanted. OpenSSL reports \"{reported}\".",
            context.describe_member_first(member)
        );
        let found = Found::new(
            context.at_member_field(member, &certificate.public_key.bytes),
            message,
        )
        .help(format!(
            "make a new key of {} bits and have the certificate issued for it",
            wanted.max(2048)
        ))
        .details(Details::Size {
            found: Some(bits),
            wanted: Some(wanted),
        });
        sink.push(match (bits, is_leaf) {
            (..1024, _) => found.fact(Fact::RsaUnder1024),
            (1024..2048, true) => found.fact(Fact::Rsa1024Leaf),
            (1024..2048, false) => found.fact(Fact::Rsa1024Ca),
            _ => found,
        });
    }
}

fn rsa_modulus_length(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let KeyKind::Rsa(bits) = certificate.public_key.kind else {
            continue;
        };
        if bits.is_multiple_of(8) {
            continue;
        }
        let message = format!(
            "{} has an RSA key of {bits} bits, which is not a multiple of 8.",
            context.describe_member_first(member)
        );
        let location = context.at_member_field(member, &certificate.public_key.bytes);
        let found = Found::new(location, message)
            .help("make the next key with 2048, 3072 or 4096 bits")
            .severity(context.severity(Source::CaBrowserForum, Severity::Note))
            .details(Details::Size {
                found: Some(bits),
                wanted: None,
            });
        sink.push(found);
    }
}

fn rsa_exponent_weak(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let Some(exponent) = certificate.public_key.rsa_exponent else {
            continue;
        };
        let (shown, severity) = match exponent {
            [] => ("0", Severity::Error),
            [1] => ("1", Severity::Error),
            [3] => ("3", Severity::Warning),
            [.., last] if last % 2 == 0 => ("even", Severity::Error),
            _ => continue,
        };
        let message = format!(
            "{} has an RSA key whose public exponent is {shown}; 65537 is usual.",
            context.describe_member_first(member)
        );
        let location = context.at_member_field(member, &certificate.public_key.bytes);
        let found = Found::new(location, message)
            .help("make a new key and have the certificate issued for it")
            .severity(severity);
        sink.push(found);
    }
}

fn key_type_unsuited(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let kind = &leaf.public_key.kind;
    let Some((wanted, severity)) = unsuited(context, leaf) else {
        return;
    };
    let message = format!(
        "The leaf has a key of type {}; for `{}` {wanted} is wanted.",
        kind.text(),
        context.profile.title
    );
    let found = Found::new(context.at_field(place, &leaf.public_key.bytes), message)
        .help(format!(
            "make a new key ({wanted}) and have the certificate issued for it"
        ))
        .severity(severity)
        .details(Details::Kind {
            kind: kind.text().into(),
        });
    sink.push(found);
}

/// What the profile wants in place of the leaf's type of key, and how grave that is.
pub(super) fn unsuited(context: &Context<'_>, leaf: &Certificate<'_>) -> Option<(&'static str, Severity)> {
    match (context.profile.key_types, &leaf.public_key.kind) {
        (KeyTypes::Rsa, KeyKind::Ec(_) | KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::MlDsa(_)) => {
            Some(("RSA", Severity::Error))
        }
        (KeyTypes::Common, KeyKind::Ec(EcCurve::P521) | KeyKind::Ed25519) => {
            Some(("RSA, P-256 or P-384", Severity::Warning))
        }
        _ => None,
    }
}

fn dsa_key(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        if certificate.public_key.is_dsa {
            let message = format!(
                "{} has a DSA key; TLS libraries do not offer DSA.",
                context.describe_member_first(member)
            );
            let location = context.at_member_field(member, &certificate.public_key.bytes);
            let found = Found::new(location, message)
                .help("make a new key on P-256 and have the certificate issued for it")
                .severity(Severity::Error);
            let is_leaf = matches!(member, Member::File(place) if context.role(place) == Role::Leaf);
            sink.push(match is_leaf {
                true => found.fact(Fact::DsaLeaf),
                false => found,
            });
        }
    }
}

fn key_type_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let kind = &certificate.public_key.kind;
        let is_refused = match kind {
            KeyKind::Other(_) => !certificate.public_key.is_dsa,
            KeyKind::PostQuantum(_) => true,
            _ => context.applies(Source::CaBrowserForum) && is_no_baseline_type(certificate),
        };
        if !is_refused {
            continue;
        }
        let is_leaf = matches!(member, Member::File(place) if context.role(place) == Role::Leaf);
        let why = match kind {
            KeyKind::PostQuantum(named) => without_handshake(*named),
            _ => "",
        };
        let message = format!(
            "{} has a key of type {}{why}; RSA, P-256, P-384 or P-521 is wanted.",
            context.describe_member_first(member),
            certificate.public_key.described()
        );
        let location = context.at_member_field(member, &certificate.public_key.bytes);
        let mut found = Found::new(location, message)
            .help("make a new key on P-256 and have the certificate issued for it")
            .details(Details::Kind {
                kind: kind.text().into(),
            });
        let is_slh_dsa = |it: &Named| it.family == Family::SlhDsa;
        if matches!(kind, KeyKind::PostQuantum(named) if is_leaf && is_slh_dsa(named)) {
            // Refused by all that are known, and by whoever was not asked as well.
            found = found.fact(Fact::SlhDsaLeaf).severity(Severity::Error);
        }
        sink.push(found);
    }
}

/// Why keys of a post-quantum type make no handshake, after the type's name.
fn without_handshake(named: Named) -> &'static str {
    match named.family {
        Family::MlDsa(_) => "",
        Family::HashMlDsa => ", which must not be used in certificates (RFC 9881)",
        Family::SlhDsa => ", which TLS libraries do not offer",
        Family::MlKem => ", which is for key establishment and cannot sign",
        Family::Composite => ", which is a draft that TLS libraries do not offer",
        Family::Unsigned => ", which is not a type of key",
    }
}

/// Sound, and none of what the Baseline Requirements allow (6.1.5 and 7.1.3.1).
pub(super) fn is_no_baseline_type(certificate: &Certificate<'_>) -> bool {
    let key = &certificate.public_key;
    key.is_pss || matches!(key.kind, KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::MlDsa(_))
}

fn signature_pss_parameters(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (place, certificate) in context.judged() {
        let Some(parameters) = certificate.signature.pss else {
            continue;
        };
        // Of a root only where it is proved or trusted to be one: in a list its own signature says it.
        let is_root = context.role(place) != Role::Extra && context.is_root(place, certificate);
        if is_root {
            continue;
        }
        if parameters.are_usual() {
            signature_pss_form(context, sink, place, certificate);
            continue;
        }
        let message = format!(
            "{} is signed with RSA-PSS with {}, mask generation with {} and a salt of {} octets; the same hash for both and a salt as long as the hash are wanted. The signature was not verified by pemvet.",
            context.describe_first(place),
            parameters.hash.text(),
            parameters.mask_hash.text(),
            parameters.salt_length,
        );
        let location = context.at_field(place, &certificate.signature.bytes);
        let found = Found::new(location, message)
            .help("OpenSSL: -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest")
            .details(Details::Kind {
                kind: certificate.signature.name(),
            });
        let is_sha2 = |hash: Hash| matches!(hash, Hash::Sha2(256..));
        let is_known = is_sha2(parameters.hash) && is_sha2(parameters.mask_hash) && parameters.trailer == 1;
        // Whoever takes it: nobody has checked it here.
        sink.push(match is_known {
            true => found.severity(Severity::Error).known_as(Fact::PssSaltOrMask),
            false => found,
        });
    }
}

/// Parameters that mean what is usual and are written in another way, which must be accepted.
fn signature_pss_form(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    place: usize,
    certificate: &Certificate<'_>,
) {
    let signature = &certificate.signature;
    let Some(parameters) = signature.pss.filter(|_| signature.is_in_another_form()) else {
        return;
    };
    let form = match parameters.lacks_null {
        true => "without NULL in a hash identifier",
        false => "with parameters that spell out a default",
    };
    let message = format!(
        "{} is signed with RSA-PSS and {}, {form}; this means the same as the usual form, and everybody has to accept it. {}",
        context.describe_first(place),
        parameters.hash.text(),
        stacks::sentence(Fact::RsaPssWithoutNull),
    );
    let found = Found::new(context.at_field(place, &signature.bytes), message)
        .fact(Fact::RsaPssWithoutNull)
        .help("if clients that refuse it connect, have it issued again with NULL as parameters of the hashes, as OpenSSL writes it")
        .details(Details::Kind {
            kind: signature.name(),
        });
    sink.push(found);
}

fn ec_curve_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let KeyKind::OtherEc(curve) = &certificate.public_key.kind else {
            continue;
        };
        let message = format!(
            "{} has an EC key on {curve}; P-256, P-384 or P-521 is wanted.",
            context.describe_member_first(member)
        );
        let is_leaf = matches!(member, Member::File(place) if context.role(place) == Role::Leaf);
        let message = match is_leaf {
            true => message,
            false => format!("{message} Signatures by it are not verified by pemvet."),
        };
        let fact = match (curve.as_str(), is_leaf) {
            ("P-224", true) => Some(Fact::P224),
            ("P-224", false) => Some(Fact::P224Ca),
            ("secp256k1", true) => Some(Fact::Secp256k1),
            (EXPLICIT, true) => Some(Fact::ExplicitCurve),
            (curve, false) if curve.starts_with("brainpool") => Some(Fact::BrainpoolCa),
            _ => None,
        };
        let message = match fact {
            Some(fact) => format!("{message} {}", stacks::sentence(fact)),
            None => message,
        };
        let location = context.at_member_field(member, &certificate.public_key.bytes);
        let found = Found::new(location, message)
            .help("make a new key on P-256 and have the certificate issued for it")
            .details(Details::Kind { kind: curve.clone() })
            // Whoever takes it: a signature by such a key is not checked here.
            .severity(Severity::Error);
        sink.push(match fact {
            Some(fact) => found.fact(fact),
            None => found,
        });
    }
}
