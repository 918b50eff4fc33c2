//! Rules of the area `usage`: usage.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::calendar::is_public;
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{At, Certificate, ExtensionKind, KeyKind, KeyUsage};
use crate::chain::is_authority;
use crate::class::Class;
use crate::product::known_faults::INTERNODE_CLIENT_AUTH;
use crate::product::requirement::Requirement;
use crate::profile::Standard;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
use crate::vocabulary::KeyPurpose;

pub(super) static AREA: Area = Area {
    name: "usage",
    title: "Usage",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::EKU_PURPOSE_MISSING,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::NoServerAuth,
                Fact::NoClientAuth,
                Fact::AnyPurposeAlone,
                Fact::GatedCryptoInLeaf,
                Fact::EmptyPurposes,
            ]),
            summary: "the leaf's extended key usage lacks a purpose that is needed",
            explanation: "\
The leaf lists the purposes that it may be used for, and one that the profile needs is not among
them. A node of a cluster is a server to its clients and a client to its peers, so its certificate
needs serverAuth and clientAuth. Peers refuse it with \"unsuitable certificate purpose\" or
SSLV3_ALERT_UNSUPPORTED_CERTIFICATE, often long after the upload. anyExtendedKeyUsage does not
help: OpenSSL and rustls do not take it for serverAuth or clientAuth.

Have the certificate issued again with the purposes that the message names; clientAuth by a private
CA, since public CAs end it between 2026 and March 2027.",
            citations: &["RFC 5280 section 4.2.1.12", "Redis Software: create certificates"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::ExtendedKeyUsage),
        check: eku_purpose_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::EKU_ABSENT,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::NoExtendedKeyUsage]),
            summary: "the leaf has no extended key usage",
            explanation: "\
Without the extension a certificate may serve for any purpose, and TLS libraries accept it. The
documentation of Redis Software asks for the extension, and some clients insist on it. It is an error
under the standard `CaBrowserForum`, and for certificates between the nodes of a cluster: Redis Software
7.22.2-79, 8.0.10-64 and later refuse their upload (RS176474).

Have the certificate issued with the purposes that the message names.",
            citations: &["RFC 5280 section 4.2.1.12", "Redis Software: create certificates"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: eku_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_USAGE_ABSENT,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf has no key usage",
            explanation: "\
Without the extension a key may be used for anything, and TLS libraries accept it. Since 8.2 the
documentation of Redis Software asks for digitalSignature and keyEncipherment in certificates of
servers; earlier guidelines did not.

Have the certificate issued with a key usage.",
            citations: &[
                "RFC 5280 section 4.2.1.3",
                "Redis Software 8.2: create certificates",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UPLOAD,
        check: key_usage_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "netscape-type-excludes-purpose",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::NetscapeTypeExcludes]),
            summary: "Netscape's certificate type leaves out a purpose that is needed",
            explanation: "\
nsCertType is what certificates had before extended key usage; old configurations of OpenSSL and
Easy-RSA still write it. OpenSSL obeys it where it is present: it refuses a server whose leaf has
the type client only, with \"unsuitable certificate purpose\". Others ignore it.

Have the certificate issued again without nsCertType, or with both server and client.",
            citations: &["OpenSSL x509v3_config: Netscape Certificate Type"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::NetscapeType),
        check: netscape_type_excludes_purpose,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-usage-no-digital-signature",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::RsaWithoutSigning,
                Fact::EcKeyAgreementAlone,
                Fact::KeyUsageForNothing,
                Fact::SigningOfCertificatesAlone,
                Fact::EmptyKeyUsage,
            ]),
            summary: "the leaf's key may not sign, which TLS needs",
            explanation: "\
The leaf has a key usage extension without digitalSignature. In TLS 1.3, and in TLS 1.2 with
ephemeral keys, the handshake is signed with the leaf's key; OpenSSL, GnuTLS and others refuse
such a certificate. Under the standard `Rfc5280`, which says nothing about TLS, it is a warning.

Have the certificate issued with digitalSignature. A certificate without the extension is not
affected.",
            citations: &["RFC 5280 section 4.2.1.3", "RFC 8446 section 4.4.2.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::KeyUsage),
        check: key_usage_no_digital_signature,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-usage-no-key-encipherment",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf's RSA key may not decrypt, which old cipher suites need",
            explanation: "\
The leaf has an RSA key and a key usage extension without keyEncipherment. Cipher suites without
ephemeral keys, such as TLS_RSA_WITH_AES_128_CBC_SHA, cannot be used with it. The documentation of
Redis Software asks for the bit. EC and Ed25519 keys, which cannot encrypt, are not reported.

Have the certificate issued with digitalSignature and keyEncipherment.",
            citations: &["RFC 5280 section 4.2.1.3", "Redis Software: create certificates"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::KeyUsage),
        check: key_usage_no_key_encipherment,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-key-usage-absent",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::CaWithoutKeyUsage]),
            summary: "a CA has no key usage",
            explanation: "\
A CA's certificate is to hold a key usage with keyCertSign; `openssl req -x509` of OpenSSL 3.0 makes roots
without one. pyca/cryptography refuses the chain, and so does OpenSSL in its strict mode, which Python 3.13
and later use (\"CA cert does not include key usage extension\"): a warning, and an error under the standards
`Rfc5280` and `CaBrowserForum`.

Have the CA's next certificate issued with keyUsage critical, keyCertSign, cRLSign.",
            citations: &["RFC 5280 section 4.2.1.3", "CA/B Baseline Requirements 7.1.2.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: ca_key_usage_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "path-length-without-cert-sign",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::PathLengthWithoutSigning]),
            summary: "a CA has a pathLenConstraint, but may not sign certificates",
            explanation: "\
A pathLenConstraint says how many CAs may stand below, and has a meaning only where the key usage has
keyCertSign. Here it has not: one of the two is a mistake, and Python refuses the chain from 3.13 on, the leaf
included. A note, and an error where Python is named and under the standards `Rfc5280` and `CaBrowserForum`;
certificates that such a CA issued are reported by another rule.

Have the CA's next certificate issued with keyCertSign, or without pathLenConstraint.",
            citations: &["RFC 5280 section 4.2.1.9"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::KeyUsage),
        check: path_length_without_cert_sign,
    },
];

fn names(usages: &[KeyPurpose]) -> String {
    let names: Vec<&str> = usages.iter().map(|usage| usage.as_str()).collect();
    names.join(" and ")
}

/// What the profile needs or advises.
fn wanted(context: &Context<'_>) -> Vec<KeyPurpose> {
    let profile = context.profile;
    [KeyPurpose::ServerAuth, KeyPurpose::ClientAuth]
        .into_iter()
        .filter(|usage| profile.usages.contains(usage) || profile.advised_usages.contains(usage))
        .collect()
}

/// Where a release refuses the upload for it.
fn refused_between_nodes(context: &Context<'_>, missing: &[KeyPurpose]) -> String {
    if !missing.contains(&KeyPurpose::ClientAuth) || !context.targets_release_with(&INTERNODE_CLIENT_AUTH) {
        return String::new();
    }
    format!(
        " Without clientAuth the upload is refused in {}, and the cluster can fail in versions before ({}).",
        INTERNODE_CLIENT_AUTH.versions, INTERNODE_CLIENT_AUTH.ticket
    )
}

/// When public CAs stop: Let's Encrypt's default profile on 2026-02-11, all its profiles on 2026-07-08; Sectigo on 2027-02-10
/// by report, DigiCert on 2027-03-01; Chrome's root programme 1.8 for leafs issued from 2027-03-15. The Baseline Requirements
/// still say MAY.
const PUBLIC_CLIENT_AUTH: &str = ", by a private CA: a public CA issued this one, and public CAs end clientAuth (Let's Encrypt \
                                  since 2026-07-08, Sectigo on 2027-02-10, DigiCert on 2027-03-01, Chrome's root programme on \
                                  2027-03-15)";

fn eku_purpose_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let usage = leaf.extended_key_usage.as_ref();
    let Some(usage) = usage.filter(|_| !leaf.is_unclear(ExtensionKind::ExtendedKeyUsage)) else {
        return;
    };
    let holds = |wanted: &KeyPurpose| match wanted {
        KeyPurpose::ServerAuth => usage.value.server_auth,
        KeyPurpose::ClientAuth => usage.value.client_auth,
    };
    let profile = context.profile;
    let needed = profile.usages.iter().any(|wanted| !holds(wanted));
    let wanted = wanted(context);
    let missing: Vec<KeyPurpose> = wanted.iter().copied().filter(|it| !holds(it)).collect();
    if missing.is_empty() {
        return;
    }
    let (verb, consequence, later) = if needed {
        ("needs", "refuse it", "")
    } else {
        let later = match profile.product.upload() {
            Some(_) => " Later versions of Redis Software ask for it.",
            None => "",
        };
        ("should have", "would refuse it", later)
    };
    let message = format!(
        "The leaf allows {} only; `{}` {verb} {}. Peers that verify it for {} {consequence}: \"unsuitable certificate purpose\", SSLV3_ALERT_UNSUPPORTED_CERTIFICATE.",
        usage.value.text,
        profile.title,
        names(&wanted),
        names(&missing),
    );
    let message = format!("{message}{later}{}", refused_between_nodes(context, &missing));
    let public = match is_public(leaf) && missing.contains(&KeyPurpose::ClientAuth) {
        true => PUBLIC_CLIENT_AUTH,
        false => "",
    };
    let help = format!(
        "have it issued again{public}.\nAD CS: copy the \"Web Server\" template and add the purpose to its Application Policies.\nOpenSSL: extendedKeyUsage = {}",
        names(&wanted).replace(" and ", ", ")
    );
    let takes_client = usage.value.client_auth || !profile.usages.contains(&KeyPurpose::ClientAuth);
    let fact = if usage.value.any {
        Fact::AnyPurposeAlone
    } else if usage.value.gated && takes_client {
        Fact::GatedCryptoInLeaf
    } else if usage.value.is_empty {
        Fact::EmptyPurposes
    } else if missing.contains(&KeyPurpose::ServerAuth) {
        Fact::NoServerAuth
    } else {
        Fact::NoClientAuth
    };
    let found = Found::new(context.at_field(place, &usage.bytes), message)
        .help(help)
        .details(Details::Names {
            missing_names: missing.iter().map(|usage| usage.as_str().into()).collect(),
            present_names: usage.value.text.split(", ").map(Into::into).collect(),
        });
    let found = match needed {
        true => found.for_named(fact),
        false => found,
    };
    sink.push(if needed {
        found
    } else {
        found.severity(Severity::Warning)
    });
}

fn netscape_type_excludes_purpose(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let kind = ExtensionKind::NetscapeType;
    let (Some(types), Some(extension)) = (leaf.netscape_type(), leaf.extension(kind)) else {
        return;
    };
    let mut missing = context.profile.usages.clone();
    missing.retain(|wanted| match wanted {
        KeyPurpose::ServerAuth => !types.ssl_server,
        KeyPurpose::ClientAuth => !types.ssl_client,
    });
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "The leaf has a Netscape certificate type without {}, which `{}` needs. OpenSSL obeys it: \"unsuitable certificate purpose\".",
        names(&missing)
            .replace("serverAuth", "SSL server")
            .replace("clientAuth", "SSL client"),
        context.profile.title,
    );
    let found = Found::new(context.at_field(place, &extension.bytes), message)
        .for_named(Fact::NetscapeTypeExcludes)
        .help("have it issued again without nsCertType; extendedKeyUsage says what it is for")
        .details(Details::Names {
            missing_names: missing.iter().map(|usage| usage.as_str().into()).collect(),
            present_names: Vec::new(),
        });
    sink.push(found);
}

fn eku_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let wanted = wanted(context);
    if !leaf.lacks(ExtensionKind::ExtendedKeyUsage) || wanted.is_empty() {
        return;
    }
    let wanted = names(&wanted);
    let message = format!(
        "The leaf has no extended key usage; `{}` should have {wanted}.{}",
        context.profile.title,
        refused_between_nodes(context, &[KeyPurpose::ClientAuth])
    );
    let help = format!("OpenSSL: extendedKeyUsage = {}", wanted.replace(" and ", ", "));
    let severity = context.severity(Source::CaBrowserForum, Severity::Warning);
    sink.push(
        Found::new(context.at_certificate(place), message)
            .help(help)
            .severity(severity),
    );
}

fn key_usage_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let upload = context.profile.product.upload();
    let asked = upload.and_then(|upload| Requirement::KeyUsage.of(upload.name?, upload.target));
    if asked.is_none() || !leaf.lacks(ExtensionKind::KeyUsage) {
        return;
    }
    let message = format!(
        "The leaf has no key usage; `{}` should have digitalSignature and, for an RSA key, keyEncipherment.",
        context.profile.title
    );
    let help = usual_key_usage(leaf);
    sink.push(Found::new(context.at_certificate(place), message).help(help));
}

/// As OpenSSL writes it. ML-DSA keys must not encipher (RFC 9881 section 5).
fn usual_key_usage(leaf: &Certificate<'_>) -> &'static str {
    match leaf.public_key.kind {
        KeyKind::MlDsa(_) => "OpenSSL: keyUsage = critical, digitalSignature",
        _ => "OpenSSL: keyUsage = critical, digitalSignature, keyEncipherment",
    }
}

/// The key usage, unless there are several.
fn clear_key_usage<'c>(leaf: &'c Certificate<'_>) -> Option<&'c At<KeyUsage>> {
    let usage = leaf.key_usage.as_ref();
    usage.filter(|_| !leaf.is_unclear(ExtensionKind::KeyUsage))
}

fn key_usage_no_digital_signature(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let Some(usage) = clear_key_usage(leaf) else {
        return;
    };
    if usage.value.digital_signature || context.profile.usages.is_empty() {
        return;
    }
    let message = "The leaf's key usage lacks digitalSignature, so its key may not sign a handshake.";
    let help = format!("have it issued again. {}", usual_key_usage(leaf));
    let fact = match (&usage.value, &leaf.public_key.kind) {
        (usage, KeyKind::Rsa(_)) if usage.key_encipherment || usage.key_agreement => Fact::RsaWithoutSigning,
        (usage, _) if usage.key_encipherment || usage.key_agreement => Fact::EcKeyAgreementAlone,
        (usage, _) if usage.key_cert_sign => Fact::SigningOfCertificatesAlone,
        // A key usage without any bit has a rule of its own.
        (usage, _) if usage.signs() || !usage.of_encryption().is_empty() => Fact::KeyUsageForNothing,
        _ => Fact::EmptyKeyUsage,
    };
    let found = Found::new(context.at_field(place, &usage.bytes), message)
        .for_named(fact)
        .help(help);
    // RFC 5280 does not say what TLS needs.
    sink.push(if context.profile.standard == Standard::Rfc5280 {
        found.severity(Severity::Warning)
    } else {
        found
    });
}

fn key_usage_no_key_encipherment(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let Some(usage) = clear_key_usage(leaf) else {
        return;
    };
    let is_rsa = matches!(leaf.public_key.kind, KeyKind::Rsa(_));
    let signs = usage.value.digital_signature;
    if usage.value.key_encipherment
        || !is_rsa
        || !signs
        || !context.profile.usages.contains(&KeyPurpose::ServerAuth)
    {
        return;
    }
    let message = "The leaf's key usage lacks keyEncipherment: cipher suites without ephemeral keys cannot use its RSA key.";
    let help = "OpenSSL: keyUsage = critical, digitalSignature, keyEncipherment";
    sink.push(Found::new(context.at_field(place, &usage.bytes), message).help(help));
}

fn ca_key_usage_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.authorities() {
        // What is no CA needs no usage.
        if !certificate.lacks(ExtensionKind::KeyUsage) || !is_authority(certificate) {
            continue;
        }
        let message = format!(
            "{} is a CA without a key usage. {}",
            context.describe_member_first(member),
            stacks::sentence(Fact::CaWithoutKeyUsage)
        );
        let found = Found::new(context.at_member(member), message)
            .help("OpenSSL: keyUsage = critical, keyCertSign, cRLSign")
            .fact(Fact::CaWithoutKeyUsage)
            .severity(context.severity(Source::Rfc5280, Severity::Warning));
        sink.push(found);
    }
}

fn path_length_without_cert_sign(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let (Some(constraints), Some(usage)) = (&certificate.basic_constraints, &certificate.key_usage)
        else {
            continue;
        };
        let (Some(length), true) = (constraints.value.path_length, constraints.value.ca) else {
            continue;
        };
        if usage.value.key_cert_sign {
            continue;
        }
        let message = format!(
            "{} has a pathLenConstraint of {length}, and its key usage lacks keyCertSign.",
            context.describe_member_first(member)
        );
        let found = Found::new(context.at_member_field(member, &constraints.bytes), message)
            .help("have the CA's next certificate issued with keyCertSign, or without pathLenConstraint")
            .severity(context.severity(Source::Rfc5280, Severity::Note));
        sink.push(found.for_named(Fact::PathLengthWithoutSigning));
    }
}
