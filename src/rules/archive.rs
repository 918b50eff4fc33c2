//! Rules about archives of certificates and keys under a password: PKCS#12 and Java key stores. The library has no passwords; the
//! program that opens the archive raises these.

use super::{Context, Entry, Needs, Sink};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;

pub(super) static AREA: Area = Area {
    name: "archive",
    title: "Archives under a password",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::ARCHIVE_PART_SHUT,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a part of the archive does not open",
            explanation: "\
Certificates of the archive were read, and a private key, or further certificates, stayed shut: under
another password than the archive, as `keytool` writes keys that it copies and `openssl pkcs12 -twopass`
does; or under a cipher that pemvet does not know, which is named. Programs that take one password fail on
such a key: Java says `UnrecoverableKeyException: Get Key failed`. Where no password was given it is a
warning. What stayed shut was not judged.

Give the password, or pack the archive again under one password.",
            citations: &["RFC 7292 section 4.2.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::ARCHIVE_UNPROTECTED,
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Safe,
            summary: "the archive's password protects less than one thinks",
            explanation: "\
There is no MAC, so nothing shows whether the archive was changed and whether the password is right; or its
MAC was not checked; or a private key in it is not encrypted, or opens with an empty password; or the
certificates are encrypted with RC2 of 40 bits, which is tried out in minutes, and which OpenSSL 3 opens
only with `-legacy`. Certificates are public, so of them nothing is lost.

Pack the archive again with what the tools of today take unasked: AES-256 and a MAC of SHA-256.",
            citations: &["RFC 7292 section 5", "RFC 7292 appendix C"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::ARCHIVE_PART_PASSED_OVER,
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Safe,
            summary: "the archive holds what is neither a certificate nor a private key",
            explanation: "\
Beside certificates and private keys an archive may hold lists of revoked certificates, secrets such as AES
keys, which Java keeps in it, and bags of kinds that are not standard. pemvet counts them and judges none.
node-forge refuses an archive with any of them.

Nothing has to be done, unless a program refuses the archive: then pack it again without them.",
            citations: &["RFC 7292 section 4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::ARCHIVE_PASSWORD_SPELLED_OTHERWISE,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Loads(&[]),
            summary: "the archive opens only where the password's letters are spelled otherwise than the standard says",
            explanation: "\
RFC 7292 spells a password in UTF-16, and RFC 8018 in UTF-8. The archive's writer took a byte of ISO 8859-1
for each letter, as node-forge does, or took each byte of UTF-8 for a letter, as OpenSSL before 1.1.0 did.
pemvet opened it so; OpenSSL, Java and GnuTLS answer that the password is wrong.

Pack the archive again under a password of ASCII letters and digits.",
            citations: &["RFC 7292 appendix B.1", "RFC 8018 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
];

/// It takes the archive to tell.
fn nothing(_: &Context<'_>, _: &mut Sink<'_>) {}
