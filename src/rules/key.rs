//! Rules of the area `key`: private key.

use alloc::format;
use alloc::string::String;

use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::{KeyKind, fingerprint};
use crate::chain::is_authority;
use crate::class::Class;
use crate::keys::pair::KeyMatch;
use crate::keys::private_key::{Family, Form, State};
use crate::keys::rsa::without_zeros;
use crate::provider::{EcCurve, KeyMaterial};
use crate::report::{Details, Given, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;
use crate::vocabulary::KeyRequirement;

pub(super) static AREA: Area = Area {
    name: "key",
    title: "Private key",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_MISSING,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "no private key was given, so the pair was not checked",
            explanation: "\
Whether the private key belongs to the certificate is the check that servers make last or not at all: Redis
and nginx start with an EC certificate and an RSA key, and every handshake fails. Without the key it was not
checked, which is not the same as fine. Where a key is required, as for a request body, this is an error.

Give the key with `--key`. It is read, compared and wiped from memory; nothing of it is shown.",
            citations: &[
                "RFC 8446 section 4.4.3",
                "Redis Software REST API, PUT /v1/cluster/certificates",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: key_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_MISMATCH,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::KeyOfAnotherCertificate, Fact::KeyOfAnotherType]),
            summary: "the private key belongs to no certificate in the file",
            explanation: "\
The public key was derived from the private key and compared with each certificate; of several keys in a file,
each was tried. A server that notices reports \"key values mismatch\"; one that does not fails every
handshake. Usually the certificate was renewed with a new key and the old key file was given, or the other way
round.

Give the key that was made with the request for this certificate.",
            citations: &["RFC 8446 section 4.4.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_mismatch,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-of-another-certificate",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::KeyOfAnotherCertificate, Fact::KeyOfAnotherType]),
            summary: "the private key belongs to a certificate in the file that is not the leaf",
            explanation: "\
The key is that of another certificate in this file, not the leaf's. If that is a CA, this is the CA's signing
key: whoever has it can issue certificates, and it must not be on a server.

Give the key that was made with the request for the leaf.",
            citations: &["RFC 8446 section 4.4.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_of_another_certificate,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-not-proved",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "this build cannot check whether the private key belongs to the leaf",
            explanation: "\
The key file is well formed, but this build cannot derive the public key from it: the type or curve is rare in
TLS, as with Ed448 and RSA-PSS keys, or the provider cannot derive public keys. The provider aws-lc-rs does it
for ML-DSA and P-521, ring does not. The pair was not checked, which is not the same as fine.

Use RSA of 2048 bits or more, P-256, P-384 or Ed25519, or compare the public keys with OpenSSL.",
            citations: &["RFC 8446 section 4.2.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_not_proved,
    },
];

/// Whether the key may be judged at all: where none belongs, that is the only thing to say.
pub(super) fn is_welcome(context: &Context<'_>) -> bool {
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
    // The rule about several leaves asks for it, too.
    if context.is_leaf_ambiguous() && !required {
        return;
    }
    let message = "No private key was given, so whether it belongs to the leaf was not checked.";
    let found = Found::new(None, message).help(Help::give(Given::Key, "give it "));
    sink.push(if required {
        found.severity(Severity::Error)
    } else {
        found
    });
}

/// `RSA 2048 key`, for messages.
fn kind_of(context: &Context<'_>) -> String {
    let curve = match context.key.map(|key| &key.state) {
        Some(State::Rsa { modulus, .. }) => {
            return format!("RSA {} key", without_zeros(modulus).len().saturating_mul(8));
        }
        Some(State::Curve { material, .. }) => material,
        Some(State::Unsupported(name, _)) => {
            return name.split_once(' ').map_or("key", |(_, name)| name).into();
        }
        _ => return "key".into(),
    };
    String::from(match curve {
        KeyMaterial::MlDsa { parameters, .. } => return format!("{} key", parameters.as_str()),
        KeyMaterial::Ec { curve, .. } => match curve {
            EcCurve::P256 => "P-256 key",
            EcCurve::P384 => "P-384 key",
            EcCurve::P521 => "P-521 key",
        },
        KeyMaterial::Ed25519 { .. } => "Ed25519 key",
    })
}

/// What to say of the input's other keys where none is the leaf's; empty for a single key.
pub(super) fn others(context: &Context<'_>) -> String {
    match context.chain.keys.found.saturating_sub(1) {
        0 => String::new(),
        1 => " The other private key of the file is not known to be the leaf's either.".into(),
        others => {
            format!(" None of the other {others} private keys of the file is known to be the leaf's either.")
        }
    }
}

fn key_mismatch(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.chain.key != KeyMatch::Nothing || !is_welcome(context) || context.certificates.is_empty() {
        return;
    }
    if !context.is_complete() {
        return;
    }
    let proved = !matches!(context.key.map(|key| &key.state), Some(State::Unsupported(..)));
    let message = match context.leaf() {
        Some((_, leaf)) => format!(
            "This {} does not belong to the leaf, which has {}{}.",
            kind_of(context),
            article(&leaf.public_key.kind, &kind_of(context)),
            if proved {
                ", nor to any other certificate in the file"
            } else {
                ""
            }
        ),
        None => format!("This {} belongs to no certificate in the file.", kind_of(context)),
    };
    let message = format!("{message}{}", others(context));
    let found = Found::new(context.at_key(), message).help(give_key(context));
    let fact = match is_of_another_type(context) {
        true => Fact::KeyOfAnotherType,
        false => Fact::KeyOfAnotherCertificate,
    };
    sink.push(found.known_as(fact));
}

/// Whether the key cannot be the leaf's by its type alone. Servers keep a pair for each type, however long or on whatever curve.
fn is_of_another_type(context: &Context<'_>) -> bool {
    let (Some((_, leaf)), Some(key)) = (context.leaf(), context.key) else {
        return false;
    };
    let kind = &leaf.public_key.kind;
    let is_rsa = matches!(kind, KeyKind::Rsa(_));
    let is_curve = matches!(kind, KeyKind::Ec(_) | KeyKind::OtherEc(_));
    let is_ml_dsa = matches!(kind, KeyKind::MlDsa(_));
    let is_served = is_rsa || is_curve || is_ml_dsa || matches!(kind, KeyKind::Ed25519 | KeyKind::Ed448);
    if !is_served {
        return false;
    }
    match &key.state {
        State::Rsa { .. } | State::Unsupported(_, Family::Rsa | Family::LargeRsa) => !is_rsa,
        State::Unsupported(_, Family::Ec | Family::OtherCurve) => !is_curve,
        State::Unsupported(_, Family::Ed448) => *kind != KeyKind::Ed448,
        State::Unsupported(_, Family::MlDsa(_)) => !is_ml_dsa,
        State::Curve { material, .. } => match material {
            KeyMaterial::Ec { .. } => !is_curve,
            KeyMaterial::Ed25519 { .. } => *kind != KeyKind::Ed25519,
            KeyMaterial::MlDsa { .. } => !is_ml_dsa,
        },
        State::Unsupported(_, Family::Other) | State::Encrypted(_) | State::Unreadable(_) => false,
    }
}

/// What to do about a key of somebody else's.
fn give_key(context: &Context<'_>) -> String {
    match context.leaf() {
        Some((_, leaf)) => format!(
            "give the key that was made with the request for {} (public key SHA-256 {})",
            leaf.subject.text,
            fingerprint(leaf.public_key.raw)
        ),
        None => "give the key of the leaf".into(),
    }
}

fn article(kind: &KeyKind, other: &str) -> String {
    let text = kind.text();
    if other.strip_suffix(" key") == Some(&text) {
        return format!("another {text} key");
    }
    let an = text.starts_with(['R', 'E', 'M', 'S']);
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
        "\nThat is a CA's signing key: whoever has it can issue certificates. Do not put it on a server."
    } else {
        ""
    };
    let message = format!(
        "This {} does not belong to the leaf, but to certificate {} of the file (lines {}-{}), {}.{}{warning}",
        kind_of(context),
        owner.saturating_add(1),
        lines.start(),
        lines.end(),
        context.called(certificate),
        others(context)
    );
    let found = Found::new(context.at_key(), message).help(give_key(context));
    let found = found.details(Details::Certificate {
        other_certificate: Some(owner),
    });
    sink.push(found.known_as(match is_of_another_type(context) {
        true => Fact::KeyOfAnotherType,
        false => Fact::KeyOfAnotherCertificate,
    }));
}

fn key_not_proved(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.chain.key != KeyMatch::NotProvable || !is_welcome(context) || leaf_key_is_refused(context) {
        return;
    }
    let what = match context.key.map(|key| &key.state) {
        Some(State::Unsupported(name, _)) => format!("The private key is {name}"),
        Some(State::Curve { form, .. }) => {
            let kind = kind_of(context);
            let an = if kind.starts_with(['E', 'M']) { "an" } else { "a" };
            format!("The private key is {an} {kind} ({})", form_name(*form))
        }
        _ => return,
    };
    let provider = text::escape(context.profile.provider.name());
    let message = format!(
        "{what}; this build ({provider}) cannot derive its public key, so the pair was not checked.{}",
        others(context)
    );
    let help = Help::command("openssl pkey -in {key} -pubout; openssl x509 -in {file} -noout -pubkey")
        .after("compare what these print: ");
    sink.push(Found::new(context.at_key(), message).help(help));
}

/// A rule about the leaf's own key reports it: no provider takes such keys.
fn leaf_key_is_refused(context: &Context<'_>) -> bool {
    context.leaf().is_some_and(|(_, leaf)| {
        matches!(leaf.public_key.kind, KeyKind::OtherEc(_)) || leaf.public_key.has_wrong_length()
    })
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Pkcs8 => "PKCS#8",
        Form::Pkcs1 => "PKCS#1",
        Form::Sec1 => "SEC1",
    }
}
