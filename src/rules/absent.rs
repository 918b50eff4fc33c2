//! The check of `certificate-not-found`: what the input is instead, and how to convert it.

use alloc::format;
use alloc::vec::Vec;

use super::{Context, Found, Sink};
use crate::pem::{Kind, Look, Section};
use crate::profile::Purpose;

pub(super) fn certificate_not_found(context: &Context<'_>, sink: &mut Sink<'_>) {
    let something_undecoded = !context.scan.faults().is_empty() || !context.unread.is_empty();
    let too_large = context.input_bytes > context.profile.limits.input_bytes;
    if !context.certificates.is_empty() || something_undecoded || too_large {
        return;
    }
    let kinds: Vec<Kind> = context.scan.sections().iter().map(Section::kind).collect();
    if context.profile.purpose == Purpose::Any && kinds.iter().any(|kind| kind.is_private_key()) {
        return;
    }
    let (message, help) = match kinds.first() {
        Some(kind) if kinds.len() == 1 => (
            format!(
                "The only block of this file is {}; there is no certificate.",
                kind.as_str()
            ),
            help_for(*kind),
        ),
        Some(kind) => (
            format!(
                "There is no certificate in the {} blocks of this file; the first is {}.",
                kinds.len(),
                kind.as_str()
            ),
            help_for(*kind),
        ),
        None if context.scan.outside().iter().any(|it| it.commented_out.is_some()) => (
            "There is no certificate in this file: its blocks are commented out.".into(),
            "take the comment signs away, if the certificates are wanted",
        ),
        None => {
            let (what, help) = words_for(context.scan.look(), context.input_bytes);
            (format!("There is no certificate in this file: {what}."), help)
        }
    };
    sink.push(Found::new(None, message).help(help));
}

const GIVE_PEM: &str = "give a PEM file, with lines like -----BEGIN CERTIFICATE-----";
const SEND_REQUEST: &str = "send the request to the CA and use the certificate that it returns";

fn help_for(kind: Kind) -> &'static str {
    match kind {
        Kind::PrivateKey | Kind::EncryptedPrivateKey => {
            "give the certificate file first and the key with --key; are the two swapped?"
        }
        Kind::OpenSshPrivateKey => {
            "give the certificate file; for TLS an RSA or ECDSA key can be converted, in a copy: ssh-keygen -p -m PKCS8 -f COPY"
        }
        Kind::CertificateRequest => SEND_REQUEST,
        Kind::Pkcs7 => "openssl pkcs7 -print_certs -in FILE -out certificates.pem",
        _ => "give the file with the certificates",
    }
}

/// What bytes without any block are, and what to do.
fn words_for(look: Look, bytes: usize) -> (alloc::string::String, &'static str) {
    let (what, help) = match look {
        Look::Empty => ("it is empty", GIVE_PEM),
        Look::Zeros => return (format!("it is {bytes} zero bytes"), GIVE_PEM),
        Look::Text => return (format!("its {bytes} bytes of text hold no BEGIN line"), GIVE_PEM),
        Look::Pkcs12 => (
            "it looks like PKCS#12 (a .pfx or .p12 file)",
            "openssl pkcs12 -in FILE -nokeys -out certificates.pem, and the same with -nocerts -nodes for the key; old files also need -legacy",
        ),
        Look::DerPrivateKey => (
            "it is a private key in DER",
            "give the certificate file first; the key as PEM: openssl pkey -inform DER -in FILE -out key.pem",
        ),
        Look::DerEncryptedKey => (
            "it is a password-protected private key in DER",
            "give the certificate file first; the key as PEM: openssl pkey -inform DER -in FILE -out key.pem",
        ),
        Look::Base64Key => (
            "it is base64 of a private key, without BEGIN and END",
            "give the certificate file first; is it swapped with the key file?",
        ),
        Look::HexDump => (
            "it looks like DER written in hexadecimal digits",
            "xxd -r -p FILE | pemvet check -   (without -p if the lines begin with offsets)",
        ),
        Look::Utf32 => (
            "it is text in UTF-32",
            "iconv -f UTF-32 -t UTF-8 FILE | pemvet check -",
        ),
        Look::Der(Kind::CertificateRequest) => ("it is a certificate request in DER", SEND_REQUEST),
        Look::Der(Kind::RevocationList) => (
            "it is a revocation list in DER",
            "give the file with the certificates; to read this one: openssl crl -inform DER -in FILE -text",
        ),
        Look::Der(Kind::PublicKey) => (
            "it is a public key in DER, only one part of a certificate",
            "give the file with the certificates; to read this one: openssl pkey -pubin -inform DER -in FILE -text",
        ),
        Look::Der(Kind::Pkcs7) => (
            "it is a PKCS#7 container without certificates",
            "ask for the certificates; to see what it holds: openssl pkcs7 -inform DER -in FILE -print -noout",
        ),
        Look::Der(_) | Look::OtherDer => (
            "it looks like DER that is no certificate, or a damaged one",
            "see what it is: openssl asn1parse -inform DER -in FILE",
        ),
        Look::JavaKeyStore => (
            "it is a Java key store",
            "keytool -importkeystore -srckeystore FILE -destkeystore store.p12 -deststoretype PKCS12, then openssl pkcs12 -in store.p12",
        ),
        Look::OpenSshPublicKey => (
            "it is an OpenSSH public key",
            "give the file with the certificates; SSH keys are another thing",
        ),
        Look::AnsibleVault => (
            "it is encrypted by ansible-vault, not damaged",
            "ansible-vault view FILE | pemvet check -",
        ),
        Look::Sops => (
            "its values are encrypted by SOPS, not damaged",
            "sops decrypt FILE | pemvet check -",
        ),
        Look::Jpeg => ("it is a JPEG image", GIVE_PEM),
        Look::Binary => ("it holds binary data", GIVE_PEM),
    };
    (what.into(), help)
}
