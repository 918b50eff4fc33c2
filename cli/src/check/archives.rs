//! What there is to say of an archive beside what is wrong with its certificates.

use pemvet::stacks::Fact;
use pemvet::{Class, Finding, Help, Input, Location, Severity, rules};

use crate::archive::{HOW_TO_GIVE, Part, Shut, Spelling};
use crate::check::verdict::{Verdict, said_again};
use crate::input::archive_note::Note;
use crate::input::part::{FilePart, OfArchive};
use crate::terms::JudgingTerms;

/// Adds it to the verdict on a part of the archive.
pub(crate) fn tell(part: &FilePart, verdict: &mut Verdict) {
    let Some(archive) = &part.archive else { return };
    let line = part.places.line_of(1);
    findings(archive, line).for_each(|finding| verdict.add(finding));
    let is_changed = |finding: &Finding| finding.fact == Some(Fact::AlgorithmsDifferInNull);
    if !verdict.findings.iter().any(is_changed) {
        return;
    }
    let help = "take the certificate from where the CA delivered it, and pack it with another tool";
    verdict.replace(is_changed, |known| {
        let message = format!(
            "{} The certificate was damaged by the tool that packed it, as node-forge does, which adds a NULL that the CA did not \
             sign: what the CA issued is good, and nothing has to be issued again.",
            known.message
        );
        said_again(known, message, help)
    });
    // The same NULL once more.
    let is_same = |finding: &Finding| finding.fact == Some(Fact::EcdsaWithNull);
    verdict.replace(is_same, |known| said_again(known, known.message.clone(), help));
}

/// That a key which a password opened is under one all the same: what was said of it as it was given.
pub(crate) fn tell_of_encrypted_key(as_given: &Verdict, terms: &JudgingTerms, verdict: &mut Verdict) {
    let is_meant = |finding: &&Finding| finding.rule.name == rules::names::KEY_ENCRYPTED;
    let Some(known) = as_given.findings.iter().find(is_meant) else {
        return;
    };
    let message = "The private key is protected by a password, which opened it, and was checked; servers cannot load it unattended."
        .to_owned();
    let mut finding = said_again(
        known,
        message,
        known.help.clone().unwrap_or_else(|| HOW_TO_GIVE.into()),
    );
    // Who has the password at hand may have given it to the server, too; the product and the servers that were named are known.
    let is_open = terms.profile.product.upload().is_none() && terms.profile.stacks.is_empty();
    if is_open && finding.severity == Severity::Error {
        (finding.severity, finding.class) = (Severity::Warning, None);
    }
    verdict.add(finding);
}

/// What there is to say of an archive as a whole.
pub(crate) fn findings(archive: &OfArchive, line: usize) -> impl Iterator<Item = Finding> + '_ {
    // It is on the line of the value that holds it; of itself it has no lines.
    let place = move || Location::new(Input::Certificates, line..=line, 0..0);
    archive.notes.iter().filter_map(finding).map(move |mut finding| {
        finding.location = Some(place());
        finding
    })
}

fn finding(note: &Note) -> Option<Finding> {
    use rules::names as n;
    let (rule, message, help): (_, String, Help) = match note {
        Note::Shut(part, name, why) => return shut(*part, name.as_deref(), why),
        Note::NoMac => (
            n::ARCHIVE_UNPROTECTED,
            "The archive has no MAC: nothing proves the password, and nothing guards what is in it against change.".into(),
            PACK_AGAIN.into(),
        ),
        Note::MacUnchecked => (
            n::ARCHIVE_UNPROTECTED,
            "The archive's MAC was not checked, because no password was given: whether the archive was changed is not known.".into(),
            HOW_TO_GIVE.into(),
        ),
        Note::MacUnknown(name) => (
            n::ARCHIVE_UNPROTECTED,
            format!("The archive's MAC is {name}, which pemvet does not know: it was not checked, so nothing proves the password."),
            PACK_AGAIN.into(),
        ),
        Note::Weak(cipher) => (
            n::ARCHIVE_UNPROTECTED,
            format!(
                "The certificates are encrypted with {cipher}, which protects nothing. OpenSSL 3 opens it only with -legacy, and Node.js \
                 from 18 on does not."
            ),
            PACK_AGAIN.into(),
        ),
        Note::BareKeys(count) => (
            n::ARCHIVE_UNPROTECTED,
            match count {
                1 => "The private key in the archive is not encrypted: whoever has the file has the key.".into(),
                _ => format!("{count} private keys in the archive are not encrypted: whoever has the file has the keys."),
            },
            PACK_AGAIN.into(),
        ),
        Note::OpenToAll => (
            n::ARCHIVE_UNPROTECTED,
            "The archive opens with an empty password: whoever has the file has what is in it.".into(),
            PACK_AGAIN.into(),
        ),
        Note::PassedOver(lists, secrets, others) => {
            let plural = |count: usize, one: &str, many: &str| match count {
                0 => None,
                1 => Some(format!("1 {one}")),
                count => Some(format!("{count} {many}")),
            };
            let all = [
                plural(*lists, "CRL bag", "CRL bags"),
                plural(*secrets, "secret bag", "secret bags"),
                plural(*others, "bag of another kind", "bags of other kinds"),
            ];
            let all: Vec<String> = all.into_iter().flatten().collect();
            (
                n::ARCHIVE_PART_PASSED_OVER,
                format!(
                    "The archive also holds {}, passed over: neither certificates nor private keys.",
                    all.join(" and ")
                ),
                "nothing to do, unless a program refuses the archive".into(),
            )
        }
        Note::Behind(number, has_key) => (
            n::ARCHIVE_PART_PASSED_OVER,
            format!(
                "{} behind the end of the archive, passed over{}: readers of PKCS#12 stop before, or refuse the file.",
                match number {
                    1 => "A byte stands".into(),
                    number => format!("{number} bytes stand"),
                },
                match has_key {
                    true => "; a private key is among them, which nothing protects",
                    false => "",
                }
            ),
            "copy the file again, in binary; or leave out what follows the archive".into(),
        ),
        Note::NamedPem => (
            n::CONTAINER_READ,
            "The file is PKCS#12, and its name says PEM: servers that load it find no BEGIN line in it.".into(),
            "pemvet fix --split writes PEM of it; or call it .pfx or .p12".into(),
        ),
        Note::Spelled(spelling) => (
            n::ARCHIVE_PASSWORD_SPELLED_OTHERWISE,
            format!(
                "The password opens what is in the archive only {}; OpenSSL, Java and GnuTLS say that it is wrong.",
                match spelling {
                    Spelling::Utf8AsLatin1 => "where each byte of its UTF-8 is a letter, as OpenSSL before 1.1.0 wrote it",
                    _ => "in ISO 8859-1, one byte a letter, as node-forge writes it",
                }
            ),
            "pack it again under a password of ASCII letters and digits".into(),
        ),
    };
    let mut finding = Finding::new(rules::find(rule).ok()?, message);
    finding.help = Some(help);
    if let Note::Behind(_, has_key) = note {
        (finding.severity, finding.class) = match has_key {
            true => (Severity::Error, Some(Class::Invalid)),
            false => (Severity::Warning, None),
        };
    }
    if *note == Note::NamedPem {
        (finding.severity, finding.class) = (Severity::Error, Some(Class::Invalid));
    }
    Some(finding)
}

const PACK_AGAIN: &str = "pack it again with AES-256 and a MAC of SHA-256, as OpenSSL 3, keytool and pemvet fix --format pkcs12 do";

fn shut(part: Part, name: Option<&str>, why: &Shut) -> Option<Finding> {
    let what = match (part, name) {
        (Part::Key, Some(name)) => format!("The private key `{name}`"),
        (Part::Key, None) => "The private key".into(),
        (Part::Bags, _) => "A part of the archive, as a rule certificates,".into(),
    };
    let is_key = part == Part::Key;
    let (message, help) = match why {
        Shut::NoPassword => (
            format!("{what} needs a password: it was not judged."),
            HOW_TO_GIVE.to_owned(),
        ),
        Shut::OtherPassword => (
            format!(
                "{what} does not open with this password: it is under another. It was not judged{}",
                match is_key {
                    true => "; Java says \"Get Key failed\".",
                    false => ".",
                }
            ),
            match is_key {
                true => "give the key's password; or have it packed again under one: keytool -importkeystore -srckeypass KEY -destkeypass NEW".into(),
                false => "have it packed again under one password".into(),
            },
        ),
        Shut::Cipher(name) => (
            format!("{what} is encrypted with {name}, which pemvet does not know: it was not judged."),
            "pack it again with AES-256-CBC, as OpenSSL 3 and keytool do unasked".into(),
        ),
        Shut::Enveloped => (
            format!("{what} is encrypted for somebody's public key, not under the password: it was not judged."),
            "have it packed again under a password".into(),
        ),
    };
    let mut finding = Finding::new(rules::find(rules::names::ARCHIVE_PART_SHUT).ok()?, message);
    finding.help = Some(help.into());
    finding.severity = match why {
        Shut::NoPassword => Severity::Warning,
        _ => Severity::Error,
    };
    finding.class = (finding.severity == Severity::Error).then_some(Class::Invalid);
    Some(finding)
}
