//! The check of `key-unreadable`: what the key input is instead, or what is wrong with it, by kind and class only.

use alloc::borrow::Cow;
use alloc::format;
use core::ops::Range;

use super::key::{is_welcome, others};
use super::{Context, Found, KeyInput, Sink};
use crate::keys::damage::Damage;
use crate::keys::pair::KeyMatch;
use crate::keys::private_key::State;
use crate::pem::{ContentKind, Fault, FaultKind, Kind};
use crate::report::{Details, Help};
use crate::report::{Input, Location};
use crate::severity::Severity;
use crate::stacks::Fact;

/// For a key that was damaged on its way.
fn copy_again() -> Help {
    Help::command("openssl pkey -in {key} -noout -check")
        .after("copy the key again from its source; ")
        .before(" tells whether OpenSSL can read it")
}

pub(super) fn key_unreadable(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !is_welcome(context) {
        return;
    }
    if context.key.is_some() {
        judged_key(context, sink);
        return other_blocks(context, sink);
    }
    let Some(input) = context.key_input else { return };
    if context.key_bytes > context.profile.limits.input_bytes {
        return;
    }
    if let Some(fault) = input.scan.faults().first() {
        let Some(what) = described_fault(fault) else {
            return;
        };
        let message = format!("The block in the key input {what}; nothing of it is shown.");
        sink.push(Found::new(at(input, fault.bytes.clone()), message).help(copy_again()));
        return;
    }
    match input.scan.sections().first() {
        Some(section) => {
            let message = match section.kind() {
                Kind::OpenSshPrivateKey => {
                    "The key input holds a private key in OpenSSH's own form, which TLS servers cannot read."
                        .into()
                }
                kind => format!("The key input holds {}, but no private key.", kind.as_str()),
            };
            sink.push(Found::new(at(input, section.bytes()), message).help(help_for(section.kind())));
        }
        None => {
            let commented_out = input
                .scan
                .explanatory_text()
                .iter()
                .any(|it| it.commented_out.is_some());
            let (what, help) = if commented_out {
                (
                    "its blocks are commented out",
                    "remove the comment characters".into(),
                )
            } else {
                words_for(input.scan.look())
            };
            let message = format!("No private key was read from the key input: {what}.");
            sink.push(Found::new(None, message).help(help));
        }
    }
}

/// The key that is judged, where it is damaged.
fn judged_key(context: &Context<'_>, sink: &mut Sink<'_>) {
    let damage = match (context.key.map(|key| &key.state), context.chain.key) {
        (Some(State::Unreadable(damage)), _) => *damage,
        (_, KeyMatch::Inconsistent(damage)) => damage,
        _ => return,
    };
    let (what, kind) = described(damage);
    let message = format!("{what}; nothing of it is shown.{}", others(context));
    let found = Found::new(context.at_key(), message).help(copy_again());
    sink.push(found.details(Details::Kind { kind: kind.into() }));
}

/// Blocks of the key file that were not read, beside a key that was.
fn other_blocks(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(input) = context.key_input else { return };
    let judged = context
        .key
        .and_then(|key| input.scan.sections().get(key.section))
        .map_or(0, |section| section.bytes().start);
    for fault in input.scan.faults() {
        let Some(what) = described_fault(fault) else {
            continue;
        };
        // Measured with OpenSSL 3.0: it passes over a block that it cannot decode, and stops where one is cut off.
        let cut_off = fault.kind == FaultKind::EndMarkerMissing;
        let stops = cut_off && fault.bytes.start < judged && context.as_given();
        let consequence = if stops {
            "\nIt comes first: OpenSSL and the servers built on it stop there, and do not get to the key after it."
        } else {
            ""
        };
        let message = format!(
            "Beside the private key that was read, the key file holds a block that {what}; nothing of it is shown.{consequence}"
        );
        let severity = if stops { Severity::Error } else { Severity::Warning };
        let found = Found::new(at(input, fault.bytes.clone()), message)
            .severity(severity)
            .help("keep only the leaf's key in the file");
        let is_tried = matches!(
            fault.kind,
            FaultKind::NotBase64 | FaultKind::Base64Length | FaultKind::Placeholder | FaultKind::Markup
        );
        sink.push(match (is_tried, fault.bytes.start < judged) {
            (false, _) => found,
            (_, true) => found.for_named(Fact::DamagedKeyBefore),
            (_, false) => found.for_named(Fact::DamagedKeyAfter),
        });
    }
}

fn at(input: KeyInput<'_>, bytes: Range<usize>) -> Option<Location> {
    Some(Location {
        input: Input::Key,
        certificate: None,
        lines: input.lines.lines(&bytes),
        bytes,
    })
}

/// What is wrong with a block. `None` where a rule about limits reports.
fn described_fault(fault: &Fault) -> Option<Cow<'static, str>> {
    if let Some([begin, end]) = fault.labels {
        return Some(Cow::from(format!(
            "begins with BEGIN {begin} and ends with END {end}"
        )));
    }
    Some(Cow::from(match fault.kind {
        FaultKind::EndMarkerMissing => "has no END line",
        FaultKind::EndMarkerMismatch => "ends with the END of another kind of block",
        FaultKind::Markup => "holds markup",
        FaultKind::NulByte => "holds NUL bytes",
        FaultKind::NotBase64 => "holds something that is not base64",
        FaultKind::Placeholder => "has a placeholder, dots or a word in brackets, where its content belongs",
        FaultKind::Base64Length => {
            "is incomplete: the number of its base64 characters is not a multiple of four"
        }
        FaultKind::EmptyBody => "is empty",
        FaultKind::MarkerMalformed => "has a malformed BEGIN or END line",
        FaultKind::OutsideBlocks => "stands outside BEGIN and END, or behind what another block holds",
        FaultKind::EndWithoutBegin => "has an END but no BEGIN: its first lines are missing",
        FaultKind::TooManyBlocks => return None,
    }))
}

/// A sentence without its full stop, and the class of the damage as data.
fn described(damage: Damage) -> (&'static str, &'static str) {
    match damage {
        Damage::Structure => (
            "The private key's structure is damaged or unknown",
            "structure-damaged",
        ),
        Damage::OutOfRange => (
            "A number of the private key is out of the range that its type allows, so the key is damaged",
            "number-out-of-range",
        ),
        Damage::PublicHalf => (
            "The private key contradicts the public key stored in the same block: one of the two is damaged",
            "public-half-contradicts",
        ),
        Damage::RsaNumbers => (
            "The RSA key's numbers contradict each other (modulus, exponents and primes), so it is damaged",
            "rsa-numbers-contradict",
        ),
        Damage::MlDsaParts => (
            "The parts of the ML-DSA key contradict each other: its expanded key is not derived from its seed, or is not a valid ML-DSA key",
            "ml-dsa-parts-contradict",
        ),
    }
}

const GIVE_KEY: &str = "give a PEM file, with a line like -----BEGIN PRIVATE KEY-----";
const NO_TLS_FORM: &str = "make a separate key for TLS; an RSA or ECDSA key can be converted, in a copy of its file: ssh-keygen -p -m PKCS8 -f COPY";
const PUBLIC_ONLY: &str =
    "give the private key that was made together with it; it cannot be derived from the public key";

/// What to do about a block that is no private key.
fn help_for(kind: Kind) -> &'static str {
    match kind {
        Kind::Certificate | Kind::Pkcs7 => "give the private key; are certificate file and key file swapped?",
        Kind::CertificateRequest => "give the private key that the request was made with",
        Kind::PublicKey => PUBLIC_ONLY,
        Kind::OpenSshPrivateKey => NO_TLS_FORM,
        Kind::Parameters => "give the private key; this block holds only its parameters",
        _ => GIVE_KEY,
    }
}

/// What bytes without any block are, and what to do.
fn words_for(look: ContentKind) -> (&'static str, Help) {
    match look {
        ContentKind::Empty => ("it is empty", GIVE_KEY.into()),
        ContentKind::Zeros => ("it holds zero bytes only", GIVE_KEY.into()),
        ContentKind::Pkcs12 => (
            "it looks like PKCS#12 (a .pfx or .p12 file)",
            Help::command(
                "(umask 077 && openssl pkcs12 -in {key} -passin file:password.txt -nocerts -nodes -out private.key)",
            )
            .before(super::absent::PKCS12_HINT),
        ),
        ContentKind::DerPrivateKey => (
            "it is a private key in DER",
            Help::command("openssl pkey -inform DER -in {key} -out {new}"),
        ),
        ContentKind::DerEncryptedKey => (
            "it is a password-protected private key in DER",
            Help::command("openssl pkey -inform DER -in {key} -out {new}")
                .before("   (asks for the password)"),
        ),
        ContentKind::Der(Kind::Certificate) => {
            ("it is a certificate in DER", help_for(Kind::Certificate).into())
        }
        ContentKind::Der(Kind::CertificateRequest) => (
            "it is a certificate request in DER",
            help_for(Kind::CertificateRequest).into(),
        ),
        ContentKind::Der(Kind::PublicKey) => ("it is a public key in DER", PUBLIC_ONLY.into()),
        ContentKind::Der(_) | ContentKind::OtherDer => (
            "it is DER, but not of a private key, or of a damaged one",
            Help::command("openssl asn1parse -inform DER -in {key}")
                .after("see what it is: ")
                .before("   (shows a key, if it is one)"),
        ),
        ContentKind::JavaKeyStore => (
            "it is a Java key store",
            Help::command(
                "keytool -importkeystore -srckeystore {key} -destkeystore store.p12 -deststoretype PKCS12 && openssl pkcs12 -in store.p12 -nocerts -nodes -out {new}",
            ),
        ),
        ContentKind::OpenSshPublicKey => (
            "it is the public half of an OpenSSH key",
            "give the private key of the certificate; TLS does not use SSH keys".into(),
        ),
        ContentKind::AnsibleVault => (
            "it is encrypted by ansible-vault, not damaged",
            Help::command("ansible-vault view {key} > {new}"),
        ),
        ContentKind::Sops => (
            "its values are encrypted by SOPS, not damaged",
            Help::command("sops decrypt {key} > {new}"),
        ),
        ContentKind::Base64Key => (
            "it is base64 of a private key, without BEGIN and END",
            Help::command(
                "tr -d '\\r\\n ' < {key} | openssl base64 -d -A | openssl pkey -inform DER -out {new}",
            ),
        ),
        ContentKind::HexDump => (
            "it looks like DER written in hexadecimal digits",
            Help::command("xxd -r -p {key} | openssl pkey -inform DER -out {new}")
                .before("   (without -p if the lines begin with offsets)"),
        ),
        ContentKind::Utf32 => (
            "it is text in UTF-32",
            Help::command("iconv -f UTF-32 -t UTF-8 {key} > {new}"),
        ),
        ContentKind::Jpeg => ("it is a JPEG image", GIVE_KEY.into()),
        ContentKind::Binary => ("it holds binary data", GIVE_KEY.into()),
        ContentKind::Text => ("it holds text without a BEGIN line", GIVE_KEY.into()),
    }
}
