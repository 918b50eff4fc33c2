//! Rules about files beside each other. One bundle does not show these faults: the library lists the rules, and the
//! program that reads the files raises them.

use super::{Context, Entry, Needs, Sink};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;

pub(super) static AREA: Area = Area {
    name: "repository",
    title: "Files beside each other",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_OF_SEVERAL_CERTIFICATES,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Safe,
            summary: "certificates of several files have the same key",
            explanation: "\
Different leaf certificates hold the same public key, so one private key serves them all: whoever
takes it from one place has all of them, and none can be replaced alone. It happens when a
certificate is renewed with the old request, or a key is copied to another server. Copies of one
certificate do not count.

Make a new key, and a request with it, for each certificate and for each renewal.",
            citations: &["NIST SP 800-57 part 1 revision 5 section 5.2", "CWE-323"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CERTIFICATE_AND_KEY_SWAPPED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a certificate stands where its key is wanted, and the key where the certificate is",
            explanation: "\
By their names one file, or one member of a document, is a certificate and the other its private key, such as
`tls.crt` and `tls.key` of a Kubernetes Secret; what they hold is the other way round. The API server of
Kubernetes refuses such a Secret of the type kubernetes.io/tls, and no server loads the pair. They were
judged the right way round, so what else is found counts as well.

Give each the other's content, in one step; where the key was handed out as the certificate, make a new one.",
            citations: &["Kubernetes documentation: TLS Secrets"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::PRIVATE_KEY_FOUND,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Safe,
            summary: "a file that was found in a directory, or by a hook, holds a private key",
            explanation: "\
In a directory that is searched, or a file that a hook hands over, there is a private key: in PEM, however
damaged, DER, base64 without markers or encoded once more, hexadecimal digits, of OpenSSH, PuTTY, PGP, age, or
a static key of OpenVPN. What is in a work tree is copied, mailed and cloned. Outside of any work tree of git
a key of mode 0600 or 0640 beside its certificate is where it belongs. Of a file that was named
`key-in-certificate-file` reports. Public keys, requests and what age or SOPS has encrypted are nothing to
report. One finding tells of all keys of a file; what passes over `key-in-certificate-file` counts for it.

Take the key out of the file, and make a new one if the file was ever shared.",
            citations: &["CWE-321", "CWE-540"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::KEY_READABLE_BY_ALL,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Safe,
            summary: "every user of the machine may read the file with the private key",
            explanation: "\
The file's mode lets others read it, so any process on the machine can take the key. OpenSSH and
PostgreSQL refuse to start with such a file. Keys under the names of Redis Software, whose documentation
lets all read them, have one finding together. Not reported are a key that `private-key-found` or
`key-in-certificate-file` reports already, an encrypted key, files without a key, and files in a work tree
of git, which keeps no such modes; nor anything on a platform without modes.

Let only its owner read it: `chmod 600 KEY`, or `chmod 640 KEY` where a group of servers needs it.",
            citations: &["CWE-732", "PostgreSQL documentation section 18.9: server.key"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
];

/// It takes more than one bundle to tell.
fn nothing(_: &Context<'_>, _: &mut Sink<'_>) {}
