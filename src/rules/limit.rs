//! Rules of the area `limit`: limits.

use alloc::format;

use super::stack_size::HUNDREDS;
use super::{Context, Entry, Found, Needs, Sink, UnreadReason};
use crate::class::Class;
use crate::keys::pair::MOST_PROOFS;
use crate::keys::private_key::MOST_KEYS;
use crate::pem::FaultKind;
use crate::report::Details;
use crate::report::{Input, Location};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

pub(super) static AREA: Area = Area {
    name: names::AREA_LIMIT,
    title: "Limits",
    fixed: true,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::INPUT_TOO_LARGE,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the input is larger than the limit, so it was not read",
            explanation: "\
Work and memory are bounded. A leaf with its chain takes a few kilobytes, a store of all public
roots a quarter of a megabyte; the limit is 1 MiB.

Check that this is the right file. A library user can raise `Limits::input_bytes`.",
            citations: &["pemvet limits: input 1 MiB"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: input_too_large,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "too-many-blocks",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the input holds more PEM blocks than the limit; the rest was not read",
            explanation: "\
Work and memory are bounded: at most 1,024 blocks of one input are read, decodable or not.

Split the file. A library user can raise `Limits::blocks`.",
            citations: &["pemvet limits: 1,024 blocks"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: too_many_blocks,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-too-large",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a certificate is larger than the limit, so it was not read",
            explanation: "\
A certificate takes one to three kilobytes; one over 256 KiB is an attack or an accident, and
OpenSSL and browsers refuse a handshake with that much.

Ask the CA for a certificate with fewer names. A library user can raise
`Limits::certificate_bytes`.",
            citations: &["pemvet limits: certificate 256 KiB"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UNREAD,
        check: certificate_too_large,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "too-many-certificates",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::HundredsOfCertificates]),
            summary: "the input holds more different certificates than the limit; the rest was not judged",
            explanation: "\
At most 256 different certificates of one input are judged; byte-for-byte copies do not count.

Split the file. A library user can raise `Limits::certificates`.",
            citations: &["pemvet limits: 256 certificates"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: too_many_certificates,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "path-too-long",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::ElevenIntermediates]),
            summary: "the chain has more intermediates than the limit; those above were not judged",
            explanation: "\
Real chains have one to three certificates between leaf and root; TLS libraries stop at limits
between 6 and 100. At most 10 are followed; where stacks are named, 20, to tell what those make of them.

Ask the CA for a shorter chain. A library user can raise `Limits::path_intermediates`.",
            citations: &["pemvet limits: 10 intermediates"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: path_too_long,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "too-many-signature-checks",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the limit of signature checks was reached before the chain was complete",
            explanation: "\
Each certificate with the name of an issuer may cost one signature check. Those whose key
identifier fits are tried first, so that an honest bundle needs one check for each certificate;
many certificates of the same name are a mistake or an attack. What could not be checked does not
count as valid.

Remove the certificates that do not belong to the chain. A library user can raise
`Limits::signature_checks`.",
            citations: &["pemvet limits: 64 signature checks"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: too_many_signature_checks,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "too-many-keys",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the input holds more private keys than the limit; the rest was not tried",
            explanation: "\
Checking a private key, and comparing it with certificates, takes time: at most 16 keys of one
input are read, and at most 64 comparisons of a key with a certificate are made. What lies beyond
was not checked, so nothing is known of it.

Give a file with the leaf's key and no other.",
            citations: &["pemvet limits: 16 private keys"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: too_many_keys,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "too-many-path-steps",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the limit of search steps was reached before a valid path was found",
            explanation: "\
CAs that signed each other in all directions make more paths than can be tried. At most 4,096
candidates for an issuer are tried, the likelier first, so that an honest bundle needs one for each
certificate. What was not tried does not count as valid.

Remove the certificates that do not belong to the chain. A library user can raise
`Limits::path_steps`.",
            citations: &["pemvet limits: 4,096 steps"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: too_many_path_steps,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "too-many-name-comparisons",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "there are more names and name constraints than are compared",
            explanation: "\
Each name of a certificate is compared with each name constraint of its form in the CAs above it.
At most 250,000 comparisons are made; a name of 64 octets or more counts as several. A thousand
names under a hundred constraints are well within that. What was not compared does not count as
permitted.

Ask the CA for a certificate with fewer names. A library user can raise
`Limits::name_comparisons`.",
            citations: &["pemvet limits: 250,000 comparisons of names"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: too_many_name_comparisons,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "too-many-members",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a request has more members than the limit; the rest was not judged",
            explanation: "\
Redis Software has eleven certificates, and a request uploads each of them once. At most 64
members of one request are judged, so that a body with thousands costs no more than one with
dozens. The first member beyond the limit gets this finding and no other, those after it get no
report, and nothing of the request is accepted.

Leave out repeated members, or split the request. A library user can raise `Limits::members`.",
            citations: &["pemvet limits: 64 members of a request"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: too_many_members,
    },
];

fn input_too_large(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.limits.input_bytes;
    for (what, found) in [("certificate", context.input_bytes), ("key", context.key_bytes)] {
        if found > wanted {
            let message = format!("The {what} input is larger than {wanted} bytes, so it was not read.");
            let found = Found::new(None, message).help("check that this is the right file");
            sink.push(found.details(Details::Size {
                found: None,
                wanted: Some(wanted),
            }));
        }
    }
}

fn too_many_blocks(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.limits.blocks;
    let found = |location| {
        let message = format!("There are more than {wanted} blocks; from here on nothing was read.");
        Found::new(location, message)
            .help("split the file")
            .details(Details::Size {
                found: None,
                wanted: Some(wanted),
            })
    };
    let stopped = |kind: &FaultKind| *kind == FaultKind::TooManyBlocks;
    for fault in context.scan.faults().iter().filter(|fault| stopped(&fault.kind)) {
        sink.push(found(context.at(fault.at..fault.at)));
    }
    let Some(input) = context.key_input else { return };
    for fault in input.scan.faults().iter().filter(|fault| stopped(&fault.kind)) {
        let bytes = fault.at..fault.at;
        let lines = input.lines.lines(&bytes);
        sink.push(found(Some(Location {
            input: Input::Key,
            certificate: None,
            lines,
            bytes,
        })));
    }
}

fn certificate_too_large(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.limits.certificate_bytes;
    for unread in context.unread {
        let UnreadReason::TooLarge(found) = unread.reason else {
            continue;
        };
        let location = context.at_unread(unread);
        let message = format!("This certificate has {found} bytes; at most {wanted} are read.");
        let help = "ask the CA for a smaller certificate, or remove it if it does not belong here";
        sink.push(Found::new(location, message).help(help).details(Details::Size {
            found: Some(found),
            wanted: Some(wanted),
        }));
    }
}

fn too_many_certificates(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.chain.certificate_limit_hit {
        return;
    }
    let wanted = context.profile.limits.certificates;
    let found = context
        .certificates
        .len()
        .saturating_sub(context.chain.duplicates.len());
    let message = format!("There are {found} different certificates; the first {wanted} were judged.");
    let finding = Found::new(None, message)
        .help("split the file")
        .details(Details::Size {
            found: Some(found),
            wanted: Some(wanted),
        });
    // The limit is pemvet's own; what servers do with as many is known.
    sink.push(match found >= HUNDREDS {
        true => finding.known_as(Fact::HundredsOfCertificates),
        false => finding,
    });
}

fn path_too_long(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(&last) = context.chain.path.last() else {
        return;
    };
    let wanted = context.profile.limits.path_intermediates;
    let intermediates = context.chain_with_anchor().len().saturating_sub(2);
    if context.chain.too_long {
        let message = format!(
            "The chain goes on above {} with more than {wanted} intermediates; it was followed no further.",
            context.describe(last)
        );
        let help = "ask the CA for a shorter chain";
        let found = Found::new(context.at_certificate(last), message).help(help);
        sink.push(found.details(Details::Size {
            found: None,
            wanted: Some(wanted),
        }));
    } else if intermediates > wanted {
        // Followed for the stacks that are named.
        let message = format!("The chain has {intermediates} intermediates; at most {wanted} are taken.");
        let found = Found::new(context.at_certificate(last), message)
            .help("ask the CA for a shorter chain")
            .details(Details::Size {
                found: Some(intermediates),
                wanted: Some(wanted),
            });
        sink.push(match intermediates {
            11..=20 => found.known_as(Fact::ElevenIntermediates),
            _ => found,
        });
    }
}

fn too_many_signature_checks(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.chain.signature_limit_hit {
        let wanted = context.profile.limits.signature_checks;
        let message = format!(
            "{} checked, which is the limit, and the chain would need more.",
            text::count(wanted, "signature")
        );
        let help = "remove the certificates that do not belong to the chain";
        sink.push(Found::new(None, message).help(help).details(Details::Size {
            found: None,
            wanted: Some(wanted),
        }));
    }
}

fn too_many_keys(context: &Context<'_>, sink: &mut Sink<'_>) {
    let keys = &context.chain.keys;
    if keys.limit_hit {
        let message = format!(
            "There are {}; at most {MOST_KEYS} of them were read, and at most {MOST_PROOFS} comparisons with a certificate were made.",
            text::count(keys.found, "private key")
        );
        let found =
            Found::new(context.at_key(), message).help("give a file with the leaf's key and no other");
        sink.push(found.details(Details::Size {
            found: Some(keys.found),
            wanted: Some(MOST_KEYS),
        }));
    }
}

fn too_many_path_steps(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.chain.step_limit_hit {
        let wanted = context.profile.limits.path_steps;
        let message = format!(
            "{} tried for a path, which is the limit, and there are more.",
            text::count(wanted, "issuer")
        );
        let found = Found::new(None, message).help("remove the certificates that do not belong to the chain");
        sink.push(found.details(Details::Size {
            found: None,
            wanted: Some(wanted),
        }));
    }
}

fn too_many_name_comparisons(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.chain.comparison_limit_hit {
        let wanted = context.profile.limits.name_comparisons;
        let message = format!(
            "There are more names and name constraints than the limit of {wanted} comparisons allows."
        );
        let found = Found::new(None, message).help("ask the CA for a certificate with fewer names");
        sink.push(found.details(Details::Size {
            found: None,
            wanted: Some(wanted),
        }));
    }
}

fn too_many_members(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.limits.members;
    let upload = context.profile.product.upload();
    if upload.is_none_or(|upload| upload.place < wanted) {
        return;
    }
    let message = format!(
        "The request has more than {wanted} members; the first {wanted} were judged, this one and those after it were not."
    );
    let found = Found::new(None, message).help("leave out repeated members, or split the request");
    sink.push(found.details(Details::Size {
        found: None,
        wanted: Some(wanted),
    }));
}
