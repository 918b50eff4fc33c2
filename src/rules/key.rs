use alloc::format;
use alloc::string::String;

use super::{Context, Found, Rule, Sink};
use crate::certificate::{Curve, KeyKind, fingerprint};
use crate::chain::{KeyMatch, is_authority};
use crate::class::Class;
use crate::pem::FaultKind;
use crate::private_key::{Form, State};
use crate::profile::{KeyRequirement, Purpose};
use crate::provider::{EcCurve, KeyMaterial};
use crate::report::{Input, Location, Severity};
use crate::text;

pub(super) static RULES: &[Rule] = &[
    Rule {
        name: "key-missing",
        class: Class::Invalid,
        severity: Severity::Warning,
        summary: "no private key was given, so the pair was not checked",
        explanation: "\
Whether the private key belongs to the certificate is the check that servers make last or not at
all: Redis and nginx start with an EC certificate and an RSA key, and every handshake fails.
Without the key it was not checked, which is not the same as fine. Where a key is required, as
for a request body, this is an error.

Give the key with `--key`. It is read, proved and forgotten; nothing of it is shown.",
        citations: &[
            "RFC 8446 section 4.4.3",
            "Redis Software REST API, PUT /v1/cluster/certificates",
        ],
        check: key_missing,
    },
    Rule {
        name: "key-encrypted",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "the private key is protected by a password",
        explanation: "\
The key file is encrypted, as `ENCRYPTED PRIVATE KEY` or by a `Proc-Type: 4,ENCRYPTED` header.
The product takes keys without a password; servers that start unattended hang or stop. pemvet
never asks for a password, so the pair was not checked.

Write it without a password with the command in the help, and keep that file readable by its
owner only.",
        citations: &[
            "RFC 5958 section 3",
            "RFC 1421 section 4.6.1.1",
            "Redis Software: update certificates",
        ],
        check: key_encrypted,
    },
    Rule {
        name: "key-unreadable",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "the private key cannot be read",
        explanation: "\
What was given as the key is no private key that can be decoded: it was cut or changed, it is
something else, such as a certificate, or its numbers contradict each other. Which bytes are
wrong is not told: no part of a key is ever shown.

Copy the key again from its source. `openssl pkey -in FILE -noout -check` tells whether OpenSSL
can read it.",
        citations: &[
            "RFC 7468 section 10",
            "RFC 5958 section 2",
            "RFC 8017 section 3.2",
        ],
        check: key_unreadable,
    },
    Rule {
        name: "key-in-certificate-file",
        class: Class::Invalid,
        severity: Severity::Warning,
        summary: "the certificate file holds a private key",
        explanation: "\
Certificates are public and get copied, mailed and committed; a key among them goes along. If no
other key is given, this one is used for the check of the pair. Under the profile `any`, which
looks at files in a repository, it is an error.

Put the key into a file of its own. If the file was ever shared, make a new key.",
        citations: &["RFC 7468 section 13"],
        check: key_in_certificate_file,
    },
    Rule {
        name: "key-mismatch",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "the private key belongs to no certificate of the file",
        explanation: "\
The public key was derived from the private key and compared with each certificate. A server
that notices reports \"key values mismatch\"; one that does not fails every handshake. Usually the
certificate was renewed with a new key, and the old key file was given, or the other way round.

Give the key that was made with the request for this certificate.",
        citations: &["RFC 8446 section 4.4.3"],
        check: key_mismatch,
    },
    Rule {
        name: "key-of-another-certificate",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "the private key belongs to another certificate of the file than the leaf",
        explanation: "\
The key is one of this file's, and not the leaf's. If it is a CA's it is that CA's signing key:
whoever has it can issue certificates, and it must not be on a server.

Give the key that was made with the request for the leaf.",
        citations: &["RFC 8446 section 4.4.3"],
        check: key_of_another_certificate,
    },
    Rule {
        name: "key-not-proved",
        class: Class::Invalid,
        severity: Severity::Warning,
        summary: "the private key is of a kind that this build cannot prove",
        explanation: "\
The key file is well formed, and the provider has no means to derive the public key from it: the
type or size is outside what TLS commonly uses, or the provider brings no proof of keys. The
pair was not checked, which is not the same as fine.

Use RSA of 2048 bits or more, P-256, P-384 or Ed25519, or compare the public keys with OpenSSL.",
        citations: &["RFC 8446 section 4.2.3"],
        check: key_not_proved,
    },
    Rule {
        name: "key-unexpected",
        class: Class::Invalid,
        severity: Severity::Error,
        summary: "there is a private key where none belongs",
        explanation: "\
A list of trusted authorities is public. A private key given with it is either the wrong file or
a CA's signing key that should never leave the CA.

Leave the key out. If it was sent anywhere, treat it as compromised.",
        citations: &["Redis Software: mtls_trusted_ca has no key"],
        check: key_unexpected,
    },
];

/// Whether the key may be judged at all: where none belongs, that is the only thing to say.
fn is_welcome(context: &Context<'_>) -> bool {
    context.profile.private_key != KeyRequirement::Forbidden
}

fn key_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.key.is_some()
        || context.key_input.is_some()
        || !context.wants_key()
        || context.leaf().is_none()
    {
        return;
    }
    let required = context.profile.private_key == KeyRequirement::Required;
    let message = "No private key was given, so whether it belongs to the leaf was not checked.";
    let found = Found::new(None, message).help("give it with --key");
    sink.push(if required {
        found.severity(Severity::Error)
    } else {
        found
    });
}

fn key_encrypted(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(key) = context.key else { return };
    if matches!(key.state, State::Encrypted) && is_welcome(context) {
        let message = "The private key is protected by a password, so it cannot be used or checked.";
        let help = "openssl pkey -in KEYFILE -out unprotected.key";
        sink.push(Found::new(context.at_key(), message).help(help));
    }
}

fn key_unreadable(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !is_welcome(context) {
        return;
    }
    let help = "copy the key again from its source; openssl pkey -in KEYFILE -noout -check tells whether OpenSSL can read it";
    if let Some(key) = context.key {
        let message = match (&key.state, context.chain.key) {
            (State::Unreadable, _) => {
                "The private key's structure is damaged or unknown; nothing of it is shown."
            }
            (_, KeyMatch::Inconsistent) => {
                "The private key's numbers contradict each other; nothing of them is shown."
            }
            _ => return,
        };
        return sink.push(Found::new(context.at_key(), message).help(help));
    }
    let Some(input) = context.key_input else { return };
    if context.key_bytes > context.profile.limits.input_bytes {
        return;
    }
    let at = |bytes: core::ops::Range<usize>| {
        Some(Location {
            input: Input::Key,
            certificate: None,
            lines: input.lines.lines(&bytes),
            bytes,
        })
    };
    if let Some(fault) = input.scan.faults().first() {
        let what = match fault.kind {
            FaultKind::EndMarkerMissing => "begins and does not end",
            FaultKind::EndMarkerMismatch => "ends with the END of another kind of block",
            FaultKind::Markup => "holds markup",
            FaultKind::NulByte => "holds NUL bytes",
            FaultKind::NotBase64 => "holds something that is not base64",
            FaultKind::Base64Length => "is incomplete: its base64 characters do not come in fours",
            FaultKind::EmptyBody => "is empty",
            FaultKind::MarkerMalformed | FaultKind::EndWithoutBegin => "has a malformed BEGIN or END line",
            FaultKind::TooManyBlocks => return,
        };
        let message = format!("The block in the key input {what}; nothing of it is shown.");
        return sink.push(Found::new(at(fault.bytes.clone()), message).help(help));
    }
    match input.scan.sections().first() {
        Some(section) => {
            let message = format!(
                "The key input holds {}, and no private key.",
                section.kind().as_str()
            );
            sink.push(
                Found::new(at(section.bytes()), message).help("are certificate file and key file swapped?"),
            );
        }
        None => {
            let message =
                "The key input holds no PEM block, so no private key was read; nothing of it is shown.";
            sink.push(
                Found::new(None, message)
                    .help("give a PEM file, with a line like -----BEGIN PRIVATE KEY-----"),
            );
        }
    }
}

fn key_in_certificate_file(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !is_welcome(context) {
        return;
    }
    let any = context.profile.purpose == Purpose::Any;
    if context.certificates.is_empty() && !any {
        return;
    }
    for section in context
        .scan
        .sections()
        .iter()
        .filter(|section| section.kind().is_private_key())
    {
        let used = if context.key_input.is_none() {
            " It was used to check the pair."
        } else {
            ""
        };
        let message = if context.certificates.is_empty() {
            format!("This file holds {}.", section.kind().as_str())
        } else {
            format!("The certificate file holds {}.{used}", section.kind().as_str())
        };
        let help = if any {
            "remove it, and make a new key if the file was ever shared"
        } else {
            "put the key into a file of its own"
        };
        let found = Found::new(context.at(section.bytes()), message).help(help);
        sink.push(if any {
            found.severity(Severity::Error)
        } else {
            found
        });
    }
}

/// `RSA 2048 key`, for messages.
fn kind_of(context: &Context<'_>) -> String {
    match context.key.map(|key| &key.state) {
        Some(State::Readable(_, KeyMaterial::Rsa { modulus, .. })) => {
            let significant = modulus.iter().skip_while(|byte| **byte == 0).count();
            format!("RSA {} key", significant.saturating_mul(8))
        }
        Some(State::Readable(_, KeyMaterial::Ec { curve, .. })) => match curve {
            EcCurve::P256 => "P-256 key".into(),
            EcCurve::P384 => "P-384 key".into(),
            EcCurve::P521 => "P-521 key".into(),
        },
        Some(State::Readable(_, KeyMaterial::Ed25519 { .. })) => "Ed25519 key".into(),
        _ => "key".into(),
    }
}

fn key_mismatch(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.chain.key != KeyMatch::Nothing || !is_welcome(context) || context.certificates.is_empty() {
        return;
    }
    let message = match context.leaf() {
        Some((_, leaf)) => format!(
            "This {} is not the leaf's, which has {}, nor that of any other certificate of the file.",
            kind_of(context),
            article(&leaf.public_key.kind, &kind_of(context))
        ),
        None => format!("This {} belongs to no certificate of the file.", kind_of(context)),
    };
    let help = match context.leaf() {
        Some((_, leaf)) => format!(
            "give the key that was made with the request for {} (public key SHA-256 {})",
            leaf.subject.text,
            fingerprint(leaf.public_key.raw)
        ),
        None => "give the key of the leaf".into(),
    };
    sink.push(Found::new(context.at_key(), message).help(help));
}

fn article(kind: &KeyKind, other: &str) -> String {
    let text = kind.text();
    if other.strip_suffix(" key") == Some(&text) {
        return format!("another {text} key");
    }
    let an = text.starts_with(['R', 'E']);
    format!("{} {text} key", if an { "an" } else { "a" })
}

fn key_of_another_certificate(context: &Context<'_>, sink: &mut Sink<'_>) {
    let KeyMatch::Other(owner) = context.chain.key else {
        return;
    };
    if !is_welcome(context) || context.is_trust_list() {
        return;
    }
    let Some(certificate) = context.certificate(owner) else {
        return;
    };
    let lines = context
        .at_certificate(owner)
        .map_or(0..=0, |location| location.lines);
    let warning = if is_authority(certificate) {
        "\nThat is a CA's signing key: whoever has it can issue certificates. Do not upload it."
    } else {
        ""
    };
    let message = format!(
        "This {} is not the leaf's. It belongs to certificate {} of the file (lines {}-{}), {}.{warning}",
        kind_of(context),
        owner.saturating_add(1),
        lines.start(),
        lines.end(),
        certificate.subject.text
    );
    let help = match context.leaf() {
        Some((_, leaf)) => format!(
            "give the key that was made with the request for {} (public key SHA-256 {})",
            leaf.subject.text,
            fingerprint(leaf.public_key.raw)
        ),
        None => "give the key of the leaf".into(),
    };
    let found = Found::new(context.at_key(), message).help(help);
    sink.push(found.details(|details| details.other_certificate = Some(owner)));
}

fn key_not_proved(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.chain.key != KeyMatch::NotProvable || !is_welcome(context) || leaf_key_is_refused(context) {
        return;
    }
    let what = match context.key.map(|key| &key.state) {
        Some(State::Unsupported(name)) => format!("The private key is {name}"),
        Some(State::Readable(form, _)) => format!(
            "The private key is {} {} ({})",
            if kind_of(context).starts_with(['R', 'E']) {
                "an"
            } else {
                "a"
            },
            kind_of(context),
            form_name(*form)
        ),
        _ => return,
    };
    let provider = text::escape(context.profile.provider.name);
    let message = format!("{what}, which this build ({provider}) cannot prove: the pair was not checked.");
    let help = "compare what these print: openssl pkey -in KEYFILE -pubout, and openssl x509 -in FILE -noout -pubkey";
    sink.push(Found::new(context.at_key(), message).help(help));
}

/// A rule about the leaf's own key speaks: no provider takes such keys.
fn leaf_key_is_refused(context: &Context<'_>) -> bool {
    context
        .leaf()
        .is_some_and(|(_, leaf)| match &leaf.public_key.kind {
            KeyKind::Rsa(bits) => *bits < 2048,
            KeyKind::Ec(Curve::Other(_)) => true,
            _ => false,
        })
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Pkcs8 => "PKCS#8",
        Form::Pkcs1 => "PKCS#1",
        Form::Sec1 => "SEC1",
    }
}

fn key_unexpected(context: &Context<'_>, sink: &mut Sink<'_>) {
    let present = context.key.is_some() || context.key_input.is_some();
    if is_welcome(context) || !present {
        return;
    }
    let message = format!(
        "A private key was given, and `{}` takes none.",
        context.profile.title
    );
    let found = Found::new(context.at_key(), message)
        .help("leave the key out; if it was sent anywhere, treat it as compromised");
    sink.push(found);
}
