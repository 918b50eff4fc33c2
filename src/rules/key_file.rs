//! Rules of the area `key-file`: private key file.

use alloc::format;
use alloc::string::String;

use super::key::{is_welcome, others};
use super::key_unreadable;
use super::{Context, Entry, Found, Needs, Sink};
use crate::class::Class;
use crate::keys::pair::KeyMatch;
use crate::keys::private_key::{Encryption, State};
use crate::profile::Purpose;
use crate::report::{Details, Given, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::Fact;

pub(super) static AREA: Area = Area {
    name: "key-file",
    title: "Private key file",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_ENCRYPTED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::EncryptedKey]),
            summary: "the private key is protected by a password",
            explanation: "\
The key file is encrypted, as `ENCRYPTED PRIVATE KEY` or with a `Proc-Type: 4,ENCRYPTED` header. Redis
Software takes keys without a password only; other servers that start unattended hang or stop. pemvet never
asks for a password, so the pair was not checked.

Write the key without a password with the command in the help, and let only its owner read that file.",
            citations: &[
                "RFC 5958 section 3",
                "RFC 1421 section 4.6.1.1",
                "Redis Software: update certificates",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_encrypted,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_UNREADABLE,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::DamagedKeyBefore, Fact::DamagedKeyAfter]),
            summary: "the private key cannot be read",
            explanation: "\
The key input is not a private key that can be decoded: it was cut off or changed, it is something else, such
as a certificate, or its numbers contradict each other. OpenSSL and most servers load a key whose numbers
contradict each other and fail, or give the key away, when they sign with it. Only the kind of the damage is
reported: no part of a key is ever shown.

Copy the key again from its source. `openssl pkey -in FILE -noout -check` tells whether OpenSSL can read it.",
            citations: &[
                "RFC 7468 section 10",
                "RFC 5958 section 2",
                "RFC 8017 section 3.2",
                "RFC 5915 section 3",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_unreadable::key_unreadable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-form-unsupported",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the private key is in a form that OpenSSL cannot read",
            explanation: "\
The key is PKCS#8 version 2, which has the public key after the private one (RFC 5958). Java and some Rust and
Go programs write it so. OpenSSL 3.0 and 4.0, GnuTLS, and with them nginx, HAProxy, Redis and Node.js refuse
it; rustls reads it. Where the caller installs the repaired file (`RepairMode::Repaired`) this is a note.

Have the key written as PKCS#8 version 1, without the public key, or make a new key with OpenSSL.",
            citations: &["RFC 5958 section 2", "RFC 5208 section 5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_form_unsupported,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_IN_CERTIFICATE_FILE,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Safe,
            summary: "the certificate file holds a private key",
            explanation: "\
Certificates are public and get copied, mailed and committed; a key among them goes with them. If no other key
is given, this one is used to check the pair. Under the profile `any`, which looks at files in a repository,
this is an error.

Put the key into a file of its own. If the file was ever shared, make a new key.",
            citations: &["RFC 7468 section 13"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: key_in_certificate_file,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-extra",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Loads(&[Fact::TwoKeys, Fact::KeyTwice, Fact::AnotherKeyAfter]),
            summary: "the key file holds more private keys than the leaf's",
            explanation: "\
Every private key in the file was tried, and the leaf's is among them. OpenSSL and the servers built on it
read the first private key of a file and no other: where that is not the leaf's, they do not start and report
\"key values mismatch\", so it is an error in a file that is judged as it is. The other keys are not needed
there.

Keep the leaf's key alone in the file. A key that was stored with it for no reason may have been copied with
it: find out whose it is.",
            citations: &["RFC 7468 section 10", "OpenSSL: SSL_CTX_use_PrivateKey_file(3)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_extra,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "key-unexpected",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "there is a private key where none belongs",
            explanation: "\
A trust list is public. A private key given with it is either the wrong file or a CA's signing key that should
never leave the CA.

Leave the key out. If it was sent anywhere, treat it as compromised.",
            citations: &["Redis Software: mtls_trusted_ca has no key"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::KEY,
        check: key_unexpected,
    },
];

fn key_encrypted(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(key) = context.key else { return };
    let State::Encrypted(encryption) = key.state else {
        return;
    };
    if !is_welcome(context) {
        return;
    }
    let (style, kind) = match encryption {
        Encryption::Pkcs8 => ("as ENCRYPTED PRIVATE KEY", "pkcs8"),
        Encryption::Traditional => ("in OpenSSL's traditional form", "traditional"),
    };
    let message = format!(
        "The private key is protected by a password, {style}: it was not checked, and servers cannot load it unattended.{}",
        others(context)
    );
    let help = Help::command("openssl pkey -in {key} -out unprotected.key");
    let found = Found::new(context.at_key(), message).help(help);
    sink.push(
        found
            .details(Details::Kind { kind: kind.into() })
            .fact(Fact::EncryptedKey),
    );
}

fn key_form_unsupported(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(key) = context.key.filter(|key| key.has_public_key) else {
        return;
    };
    // Of a damaged key, or one that belongs elsewhere, another rule reports.
    let is_damaged =
        matches!(key.state, State::Unreadable(_)) || matches!(context.chain.key, KeyMatch::Inconsistent(_));
    let is_other = matches!(context.chain.key, KeyMatch::Nothing | KeyMatch::Other(_));
    if is_damaged || (is_other && !context.certificates.is_empty()) || !is_welcome(context) {
        return;
    }
    let message = "The private key is PKCS#8 version 2, with the public key in it. OpenSSL 3.0 and 4.0, and the servers built on them, cannot read this form; version 1 without the public key is wanted.";
    let found = Found::new(context.at_key(), message)
        .help("have it written as PKCS#8 version 1, or make a new key: openssl genpkey writes version 1");
    sink.push(match context.as_given() {
        true => found,
        false => found.severity(Severity::Note),
    });
}

fn key_in_certificate_file(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !is_welcome(context) {
        return;
    }
    let any = context.profile.purpose == Purpose::Any;
    if context.certificates.is_empty() && !any {
        return;
    }
    commented_out(context, sink);
    let sections = context.scan.sections().iter().enumerate();
    for (place, section) in sections.filter(|(_, section)| section.kind().is_private_key()) {
        let is_judged = context
            .key
            .is_some_and(|key| key.section == place && key.state.can_be_checked());
        let used = if context.key_input.is_none() && is_judged {
            " It was used to check the pair."
        } else {
            ""
        };
        let message = if context.certificates.is_empty() {
            format!("This file holds {}.", section.kind().as_str())
        } else {
            format!("The certificate file holds {}.{used}", section.kind().as_str())
        };
        let help = match (any, context.certificates.is_empty()) {
            (true, true) => {
                const WORDS: &str = "remove it, and make a new key if the file was ever shared; to see whether it fits a certificate, give the certificate file first and this one ";
                Help::give(Given::Key, WORDS)
            }
            (true, false) => "remove it, and make a new key if the file was ever shared".into(),
            (false, _) => "put the key into a file of its own".into(),
        };
        let found = Found::new(context.at(section.bytes()), message).help(help);
        sink.push(if any {
            found.severity(Severity::Error)
        } else {
            found
        });
    }
}

/// A key in comments is a key that lies around.
fn commented_out(context: &Context<'_>, sink: &mut Sink<'_>) {
    for text in context.scan.explanatory_text() {
        let Some(kind) = text.commented_out.filter(|kind| kind.is_private_key()) else {
            continue;
        };
        let message = format!(
            "This file holds {} that is commented out. It was not read.",
            kind.as_str()
        );
        let found = Found::new(context.at(text.bytes.clone()), message)
            .help("remove it, and make a new key if the file was ever shared");
        sink.push(match context.profile.purpose {
            Purpose::Any => found.severity(Severity::Error),
            _ => found,
        });
    }
}

fn key_extra(context: &Context<'_>, sink: &mut Sink<'_>) {
    // In a certificate file the rule about keys there names each of them.
    if context.key_input.is_none() || context.chain.key != KeyMatch::Leaf || !is_welcome(context) {
        return;
    }
    let judged = context.chain.keys.judged.unwrap_or_default();
    // Then the first key may well be that of the first leaf.
    let several_leaves = context.chain.leaf_candidates.len() > 1 && !context.chain.key_chooses;
    for (place, (key, owner)) in context.keys.iter().zip(&context.chain.keys.matches).enumerate() {
        if place == judged {
            continue;
        }
        let what = match (&key.state, owner) {
            (_, KeyMatch::Leaf) => "is a second copy of the leaf's key".into(),
            (_, KeyMatch::Other(owner)) => match context.certificate(*owner) {
                Some(certificate) => format!("belongs to {}", context.called(certificate)),
                None => continue,
            },
            (State::Unreadable(_), _) | (_, KeyMatch::Inconsistent(_)) => "is damaged".into(),
            (State::Encrypted(_), _) => "is protected by a password".into(),
            (State::Unsupported(name, _), _) => format!("is {name}, whose public key cannot be derived"),
            (_, KeyMatch::NotProvable) => "could not be compared with the certificates".into(),
            _ => String::from("belongs to no certificate in the file"),
        };
        let first = if place == 0 {
            "\nIt comes first: OpenSSL and the servers built on it read this one, and not the leaf's."
        } else {
            ""
        };
        let message = format!("Beside the leaf's key the file holds another: it {what}.{first}");
        let mut found = Found::new(context.at_key_section(key.section), message)
            .help("keep only the leaf's key in the file");
        if place == 0 && context.as_given() && !several_leaves {
            found = found.severity(Severity::Error);
        }
        let found = found.details(Details::Certificate {
            other_certificate: match owner {
                KeyMatch::Other(owner) => Some(*owner),
                _ => None,
            },
        });
        sink.push(match owner {
            KeyMatch::Leaf => found.for_named(Fact::KeyTwice),
            _ => found.for_named(match place < judged {
                true => Fact::TwoKeys,
                false => Fact::AnotherKeyAfter,
            }),
        });
    }
}

fn key_unexpected(context: &Context<'_>, sink: &mut Sink<'_>) {
    let present = context.key.is_some() || context.key_input.is_some();
    if is_welcome(context) || !present {
        return;
    }
    let message = format!(
        "A private key was given, but `{}` takes none.",
        context.profile.title
    );
    let found = Found::new(context.at_key(), message)
        .help("leave the key out; if it was sent anywhere, treat it as compromised");
    sink.push(found);
}
