//! The check of `certificate-not-found`: what the input is instead, and how to convert it.

use alloc::format;
use alloc::vec::Vec;

use super::{Context, Found, Sink};
use crate::pem::{ContentKind, Kind, Section};
use crate::profile::Purpose;
use crate::report::{Given, Help};

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
        None if context
            .scan
            .explanatory_text()
            .iter()
            .any(|it| it.commented_out.is_some()) =>
        {
            (
                "There is no certificate in this file: its blocks are commented out.".into(),
                "remove the comment characters if these certificates are to be used".into(),
            )
        }
        None => {
            let (what, help) = words_for(context.scan.look(), context.input_bytes);
            (format!("There is no certificate in this file: {what}."), help)
        }
    };
    sink.push(Found::new(None, message).help(help));
}

/// What is to be known of `openssl pkcs12`.
pub(super) const PKCS12_HINT: &str = "   (password.txt holds the password; where OpenSSL 3 says \"unsupported\", as of RC2 and RC4, \
                                      add -legacy; where it says \"invalid password?\" of the right one, the MAC may be PBMAC1, \
                                      which OpenSSL reads from 3.4 on)";

const GIVE_PEM: &str = "give a PEM file, with lines like -----BEGIN CERTIFICATE-----";
/// A request is no certificate, and can be vetted as what it is.
fn send_request() -> Help {
    Help::command("pemvet csr {file}").after(
        "send the request to the CA and use the certificate that it returns; to vet the request itself: ",
    )
}

fn help_for(kind: Kind) -> Help {
    match kind {
        Kind::PrivateKey | Kind::EncryptedPrivateKey => {
            Help::give(Given::Key, "give the certificate file first and the key ").before("; are the two swapped?")
        }
        Kind::OpenSshPrivateKey => {
            "give the certificate file; an RSA or ECDSA key can be converted for TLS, in a copy of its file: ssh-keygen -p -m PKCS8 -f COPY".into()
        }
        Kind::CertificateRequest => send_request(),
        Kind::Pkcs7 => Help::command("openssl pkcs7 -print_certs -in {file} -out certificates.pem"),
        _ => "give the file with the certificates".into(),
    }
}

/// What bytes without any block are, and what to do.
fn words_for(look: ContentKind, bytes: usize) -> (alloc::string::String, Help) {
    let (what, help) = match look {
        ContentKind::Empty => ("it is empty", GIVE_PEM.into()),
        ContentKind::Zeros => return (format!("it is {bytes} zero bytes"), GIVE_PEM.into()),
        ContentKind::Text => {
            return (
                format!(
                    "its {} of text hold no BEGIN line",
                    crate::text::count(bytes, "byte")
                ),
                GIVE_PEM.into(),
            );
        }
        ContentKind::Pkcs12 => (
            "it looks like PKCS#12 (a .pfx or .p12 file)",
            Help::command(
                "openssl pkcs12 -in {file} -passin file:password.txt -nokeys -out certificates.pem && \
                 (umask 077 && openssl pkcs12 -in {file} -passin file:password.txt -nocerts -nodes -out private.key)",
            )
            .before(PKCS12_HINT),
        ),
        ContentKind::DerPrivateKey => (
            "it is a private key in DER",
            Help::command("openssl pkey -inform DER -in {file} -out key.pem")
                .after("give the certificate file first; the key as PEM: "),
        ),
        ContentKind::DerEncryptedKey => (
            "it is a password-protected private key in DER",
            Help::command("openssl pkey -inform DER -in {file} -out key.pem")
                .after("give the certificate file first; the key as PEM: "),
        ),
        ContentKind::Base64Key => (
            "it is base64 of a private key, without BEGIN and END",
            "give the certificate file first; is it swapped with the key file?".into(),
        ),
        ContentKind::HexDump => (
            "it looks like DER written in hexadecimal digits",
            Help::command("xxd -r -p {file} | pemvet check -")
                .before("   (without -p if the lines begin with offsets)"),
        ),
        ContentKind::Utf32 => (
            "it is text in UTF-32",
            Help::command("iconv -f UTF-32 -t UTF-8 {file} | pemvet check -"),
        ),
        ContentKind::Der(Kind::CertificateRequest) => ("it is a certificate request in DER", send_request()),
        ContentKind::Der(Kind::RevocationList) => (
            "it is a revocation list in DER",
            Help::command("openssl crl -inform DER -in {file} -text")
                .after("give the file with the certificates; to read this one: "),
        ),
        ContentKind::Der(Kind::PublicKey) => (
            "it is a public key in DER, only one part of a certificate",
            Help::command("openssl pkey -pubin -inform DER -in {file} -text")
                .after("give the file with the certificates; to read this one: "),
        ),
        ContentKind::Der(Kind::Pkcs7) => (
            "it is a PKCS#7 container without certificates",
            Help::command("openssl pkcs7 -inform DER -in {file} -print -noout")
                .after("ask for the certificates; to see what it holds: "),
        ),
        ContentKind::Der(_) | ContentKind::OtherDer => (
            "it looks like DER, but not of a certificate, or of a damaged one",
            Help::command("openssl asn1parse -inform DER -in {file}").after("see what it is: "),
        ),
        ContentKind::JavaKeyStore => (
            "it is a Java key store",
            Help::command(
                "keytool -importkeystore -srckeystore {file} -destkeystore store.p12 -deststoretype PKCS12 && openssl pkcs12 -in store.p12 -nodes | pemvet check -",
            ),
        ),
        ContentKind::OpenSshPublicKey => (
            "it is an OpenSSH public key",
            "give the file with the certificates; TLS does not use SSH keys".into(),
        ),
        ContentKind::AnsibleVault => (
            "it is encrypted by ansible-vault, not damaged",
            Help::command("ansible-vault view {file} | pemvet check -"),
        ),
        ContentKind::Sops => (
            "its values are encrypted by SOPS, not damaged",
            Help::command("sops decrypt {file} | pemvet check -"),
        ),
        ContentKind::Jpeg => ("it is a JPEG image", GIVE_PEM.into()),
        ContentKind::Binary => ("it holds binary data", GIVE_PEM.into()),
    };
    (what.into(), help)
}
